/* The parts of an office file in memory: a ZIP read under ceilings, its XML without DTD. Private to this folder. */
#ifndef DOCUMENT_PACKAGE_H
#define DOCUMENT_PACKAGE_H

#include "base/err.h"

#include <libxml/tree.h>

enum {
	PACKAGE_PARTS = 256,
	PACKAGE_PART_CEILING = 8 << 20, /* bytes, unpacked */
};

#define PACKAGE_W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

struct package {
	struct {
		const char *name;
		struct str bytes;
	} part[PACKAGE_PARTS];
	size_t count;
};

enum status package_read(struct arena *arena, struct str bytes, struct package *ret_package, struct err *err);
/* No text when there is no such part. */
struct str package_part(const struct package *package, const char *name);
/* A copy of the ZIP `bytes` with parts replaced, added or dropped. instant is their time stamp. */
struct package_change {
	const char *name;
	struct str bytes; /* no text: the part goes */
};
enum status package_write(struct arena *arena, struct str bytes, const struct package_change *changes, size_t count,
        int64_t instant, struct str *ret_bytes, struct err *err);
/* INVALID for what is not XML or has a DTD. Free with xmlFreeDoc, or package_xml_closep. */
enum status package_xml(struct str part, xmlDoc **ret_xml, struct err *err);
void package_xml_closep(xmlDoc **xml);
/* An attribute or child in the word processing namespace; no text, NULL when missing. */
struct str package_attribute(struct arena *arena, xmlNode *node, const char *name);
xmlNode *package_child(xmlNode *node, const char *name);
bool package_is(const xmlNode *node, const char *name);

/* All field codes under a node, one after another: a word processor may split one over runs. */
void package_field_codes(struct arena *arena, xmlNode *node, struct buf *codes);

#endif
