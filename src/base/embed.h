/* Files built into the program by tools/embed.py: the dated rule data of rules/, later pages' assets and document
 * templates. */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include "str.h"

#include <string.h>

struct embed_file {
	const char *name; /* path below the embedded folder; NULL ends a list */
	struct str bytes;
};

static inline struct str embed_find(const struct embed_file *files, const char *name)
{
	for (; files->name; files++)
		if (strcmp(files->name, name) == 0)
			return files->bytes;
	return STR_NONE;
}

/* A file of rules/, such as "rubric/tw-hd42-2025.json"; no text when there is none. Valid for the life of the process.
 */
struct str rules_file(const char *name);
/* The files of rules/ in order of their names; NULL past the last. */
const struct embed_file *rules_at(size_t index);

#endif
