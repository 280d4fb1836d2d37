/* What the files of this folder share: the import of a list of units and its commands. */
#ifndef FEATURE_UNIT_PRIVATE_H
#define FEATURE_UNIT_PRIVATE_H

#include "feature/unit/unit.h"

enum { CODE, PARENT, KIND, NAME, SHORT_NAME, CELL_TYPE, ADMIN, SINCE, COLUMN__COUNT };

struct unit_line {
	int row; /* of the file, from 1 */
	struct str field[COLUMN__COUNT];
	struct str since;
	struct unit_line *parent; /* of the same file */
	int64_t parent_id, id;    /* in the database; 0: not yet */
};

struct unit_import_error {
	int row;
	const char *column, *kind; /* kind: code of the message */
	struct str message;
};

struct unit_import {
	struct arena *arena;
	struct db *db;
	int64_t now;
	void (*progress)(void *context, int64_t done, int64_t all);
	void *progress_context;
	struct unit_line *lines, **sorted;
	size_t line_count, line_room;
	int places[COLUMN__COUNT]; /* columns of the file */
	bool headed;
	int64_t added, changed, same;
	struct unit_import_error *errors; /* the first thousand */
	size_t error_count;
	int64_t error_total;
};

/* Writes all of a list (CSV or XLSX), or stops at the first errors: what was written then is for the caller to undo.
   INVALID with the reason when it is no such list. */
enum status unit_import(struct unit_import *import, struct str bytes, struct err *err);

extern const struct command unit_commands[];

#endif
