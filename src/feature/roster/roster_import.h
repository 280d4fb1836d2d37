/* A roster beside what the database holds: what is new, changed, there already or somebody else's; then all of it
 * written or nothing. */
#ifndef ROSTER_ROSTER_IMPORT_H
#define ROSTER_ROSTER_IMPORT_H

#include "feature/person/person.h"
#include "feature/roster/roster_read.h"
#include "feature/unit/unit.h"

enum roster_change {
	ROW_WRONG,     /* some error stands in the row */
	ROW_NEW,       /* becomes a member */
	ROW_CHANGED,   /* a member of that cell whose data differ */
	ROW_SAME,      /* a member of that cell already, nothing to write */
	ROW_ELSEWHERE, /* a member of another cell */
	ROW_NO_CELL,   /* names no cell, or another one than the only one allowed */
};

/* What of a member differs; in the order of roster_field_names. */
enum { ROSTER_FIELDS = 16 };
extern const char *const roster_field_names[ROSTER_FIELDS];

struct roster_row {
	enum roster_change change;
	const struct member *member; /* of ROW_CHANGED and ROW_SAME */
	unsigned fields;             /* bits of what differs */
	struct person_data data;     /* of ROW_NEW and ROW_CHANGED: as it will be */
	struct person_place place;   /* likewise; cell 0: still to be created */
	bool exempt;                 /* becomes exempt */
	bool fresh;                  /* no number of theirs is known */
};

/* Where a cell of the file is in the database. */
struct roster_target {
	int64_t cell; /* 0: not there yet */
	int shard;
	bool create;     /* chosen to be created */
	bool leave;      /* its rows are left out, by choice */
	struct str type; /* its kind where it is created; none: as its name says */
	int new_rows;    /* rows that would be written into it as new */
};

struct roster_request {
	struct str bytes, file_name, as_of;
	int64_t cell;    /* for rows that name none; 0: none */
	int64_t commune; /* new cells stand below it; where `cell` is given and this is not, its superior is meant */
	bool only_cell;  /* rows of other cells are refused */
	struct str cell_name;   /* where the database has no units: the name of the cell for rows that name none */
	enum language language; /* of the messages */
	bool isolated;
	const struct sheet_limits *limits; /* NULL: those of sheet.h */
	void (*progress)(void *context, int64_t done, int64_t all);
	void *progress_context;
};

struct roster_plan {
	struct roster roster;
	struct roster_row *rows;       /* roster.count */
	struct roster_target *targets; /* roster.cell_count */
	struct person_crowd crowd;
	int64_t commune;
	struct unit commune_unit;
	int added, changed, same, elsewhere, wrong; /* rows */
	int missing;                                /* cells not there yet that rows without mistakes name */
};

/* Reads the file and compares it, writes nothing. INVALID as roster_read, with the plan's roster.errors filled; the
 * codes of unit_load for `cell` and `commune`. */
MUST_USE enum status roster_plan(struct arena *arena, struct db *db, const struct roster_request *request, int64_t now,
        struct roster_plan *ret_plan, struct err *err);

/* Writes the plan: the rows that are new or changed, the chosen cells. CONFLICT roster.wrong_rows unless skip_wrong,
 * roster.cells_missing where rows stand in a cell that is neither there nor chosen, roster.ambiguous_cell where
 * several have its name, roster.no_commune where nobody said
 * below which body it stands. account may be 0. *ret_import is 0 where there was nothing to write. */
MUST_USE enum status roster_write(struct arena *arena, struct db *db, const struct roster_request *request,
        struct roster_plan *plan, bool skip_wrong, int64_t account, int64_t now, int64_t *ret_import, struct err *err);

/* thon, hanh_chinh, ... by what a cell's name says; thon where it says nothing. */
struct str roster_type_of(struct arena *arena, struct str name);

/* Takes an import back on its day. CONFLICT roster.other_day, roster.taken_back, roster.built_account, built_meeting,
 * built_task, built_cell, built_change. NOT_FOUND roster.no_import. */
MUST_USE enum status roster_undo(struct arena *arena, struct db *db, int64_t import, int64_t now, struct err *err);

extern const struct command roster_commands[];

#endif
