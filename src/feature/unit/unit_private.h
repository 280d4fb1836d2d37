/* What the files of this folder share: changes of the tree, the import of a list of units, commands. */
#ifndef FEATURE_UNIT_PRIVATE_H
#define FEATURE_UNIT_PRIVATE_H

#include "feature/unit/unit.h"

#define UNIT_OPEN "9999-12-31" /* until: of what still holds */

/* The kinds, the highest first; ended by NULL. */
extern const char *const unit_kinds[];
/* The place of a kind in it, or -1. */
int unit_kind_order(struct str kind);

/* A change that is being made; unit_change_begin to unit_change_end. */
struct unit_change {
	struct arena *arena;
	struct db *db;
	int64_t id, unit, account, now, ord;
	struct str day, number;
};
enum status unit_change_begin(struct unit_change *change, struct arena *arena, struct db *db, const char *kind,
        const struct unit_decision *decision, int64_t now, struct err *err);
/* One unit goes below another; at once, so that the next may go below it. */
enum status unit_change_move(struct unit_change *change, int64_t unit, int64_t target, struct err *err);

/* Parts of a change by the ids of their units. */
struct unit_range {
	int64_t first, last;
};
#define UNIT_ALL ((struct unit_range){ 0, INT64_MAX })
struct unit_change_parts_rows;

/* Keeps where a unit stood that will go to target; what: move or close. CONFLICT unit.closed. */
enum status unit_change_from(
        struct unit_change *change, const char *what, int64_t unit, int64_t ord, int64_t target, struct err *err);
/* The kept parts of one kind. */
enum status unit_change_kept(struct unit_change *change, const char *what, struct unit_range range,
        struct unit_change_parts_rows *ret_rows, struct err *err);
/* The kept moves happen; none of these units stands above another of them. */
enum status unit_change_moves(struct unit_change *change, struct unit_range range, struct err *err);
/* The edges end; the closure follows the targets, or (back) the superiors before. */
enum status unit_change_leave(struct unit_change *change, const char *what, struct unit_range range, struct err *err);
enum status unit_change_closure(
        struct unit_change *change, const char *what, struct unit_range range, bool back, struct err *err);
/* A unit of that day, without a code; the code once nobody has it any more. */
enum status unit_change_new(struct unit_change *change, const struct unit_new *new, int64_t *ret_id, struct err *err);
enum status unit_change_code(struct unit_change *change, int64_t unit, struct str code, struct err *err);
enum status unit_change_heir(struct unit_change *change, int64_t unit, int64_t heir, struct err *err);
/* A unit with nothing below it goes; a cell's members go to the heir. heir may be NULL. */
enum status unit_change_close(struct unit_change *change, int64_t id, const struct unit *heir, struct err *err);
/* Figures follow; to be called last. */
enum status unit_change_end(struct unit_change *change, struct err *err);
enum status unit_change_note(struct unit_change *change, const char *what, int64_t unit, int64_t person, int64_t other,
        struct str since, struct str note, struct err *err);

/* A cell goes: its members go to the heir (NULL: it must have none), what it had planned is cancelled. */
enum status unit_change_cell(
        struct unit_change *change, const struct unit *cell, const struct unit *heir, struct err *err);
/* One member of a cell goes to another. */
enum status unit_change_member(
        struct unit_change *change, const struct unit *cell, const struct unit *to, int64_t person, struct err *err);
/* The members that a change moved come back. */
enum status unit_change_members_back(struct unit_change *change, struct err *err);

/* unit_load of one that exists today: else CONFLICT unit.closed. */
enum status unit_alive(struct arena *arena, struct db *db, int64_t id, struct unit *ret_unit, struct err *err);
/* INVALID with the name of a unit, and with a day. */
enum status unit_refuse(struct err *err, const char *code, const char *field, struct str name);
enum status unit_refuse_day(
        struct arena *arena, struct err *err, const char *code, const char *field, struct str name, struct str day);

enum { CODE, PARENT, KIND, NAME, SHORT_NAME, CELL_TYPE, ADMIN, SINCE, COLUMN__COUNT };

struct unit_line {
	int row; /* of the file, from 1 */
	struct str field[COLUMN__COUNT];
	struct str since;
	struct unit_line *parent; /* of the same file */
	int64_t parent_id, id;    /* in the database; 0: not yet */
	bool moves;               /* it stands elsewhere today */
};

struct unit_import_error {
	int row;
	const char *column, *kind; /* kind: code of the message */
	struct str message;
};

/* What a row would change: new, renamed, retyped, moved; missing: below the units of the file, but not in it. */
struct unit_difference {
	int row; /* 0: missing */
	const char *what;
	struct str code, name, from, to;
};

struct unit_import {
	struct arena *arena;
	struct db *db;
	int64_t now;
	struct str day, number; /* of the decision, for what moves or gets another name; day empty: today */
	int64_t account, root;  /* who enters it; the unit below which all of it stands, 0: anywhere */
	void (*progress)(void *context, int64_t done, int64_t all);
	void *progress_context;
	struct unit_line *lines, **sorted;
	size_t line_count, line_room;
	int places[COLUMN__COUNT]; /* columns of the file */
	bool headed;
	int64_t added, changed, same, moved, missing; /* changed: name or kind of cell */
	int64_t change;                               /* that keeps the moves; 0: none */
	struct unit_difference *differences;          /* the first two thousand */
	size_t difference_count;
	int64_t difference_total;
	struct unit_import_error *errors; /* the first thousand */
	size_t error_count;
	int64_t error_total;
};

/* Writes all of a list (CSV or XLSX), or stops at the first errors: what was written then is for the caller to undo.
   INVALID with the reason when it is no such list. */
enum status unit_import(struct unit_import *import, struct str bytes, struct err *err);

/* Inside an import: a row is wrong; a difference; the row of a code; the code of the superior, by its groups (none: the
 * highest, or no such code). */
void unit_complain(
        struct unit_import *import, const struct unit_line *line, int column, const char *code, struct str message);
void unit_differ(struct unit_import *import, const char *what, int row, struct str code, struct str name,
        struct str from, struct str to);
struct unit_line *unit_import_line(const struct unit_import *import, struct str code);
struct str unit_code_above(struct arena *arena, struct str code);
enum status unit_import_moves(struct unit_import *import, struct err *err);
enum status unit_import_missing(struct unit_import *import, struct err *err);

extern const struct command unit_commands[];

/* Once a day; what it found is said by the health of this folder. */
enum status unit_check_chore(struct chore_run *run, struct err *err);
enum status unit_health_say(struct health *health, struct db *db, int64_t now, struct err *err);

#endif
