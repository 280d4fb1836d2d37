/*
 * Figures that roll up the tree of units without anyone typing or scanning. A feature declares families (feature.h); a
 * family NAME has two tables of its feature's migration:
 *     NAME_by_cell (cell, month, shard, columns…)    primary key (cell, month, shard)
 *     NAME_by_unit (unit, month, columns…)           primary key (unit, month)
 * Whatever changes what a family counts calls counter_touch in the same transaction: the cell's month is counted again
 * and leaves one mark. The merger takes the marks and recomputes every unit above from its children, bottom-up, so that
 * a crash or a repeat cannot leave a wrong number. The parent in a month is that of its first day, or of the day on
 * which the unit began, if that is later.
 */
#ifndef APP_COUNTER_H
#define APP_COUNTER_H

#include "base/err.h"
#include "base/opt.h"
#include "db/db.h"

enum { COUNTER_COLUMNS_MAX = 40 };

/* A cell's month, and the day as of which what falls due is judged. */
struct counter_key {
	int64_t cell;
	int shard, month;
	struct str today;
};

/* What overviews and period reports of units tell of a family, besides what they know themselves. */
struct counter_line {
	const char *name;           /* stable: in JSON */
	const char *label;          /* Vietnamese */
	const char *column, *among; /* a sum; and of how many, or NULL */
};

struct counter_family {
	const char *name;
	const char *columns; /* "met base present": they add up from cells to units */
	/* Counts one key from the rows themselves into ret_values, in the order of the columns. *ret_any = false: the
	 * cell has no row in that month. */
	enum status (*count)(struct arena *arena, struct db *db, const struct counter_key *key, int64_t *ret_values,
	        bool *ret_any, struct err *err);
	/* The same for all cells at once: SELECT cell, month, shard, columns… for check and rebuild.
	 * NULL: the family counts what falls due by time; it is counted anew for every cell once a day. */
	const char *scan;
	const struct counter_line *lines; /* ended by { 0 }; NULL: none */
	/* A committee is counted as a cell is (in shard 0), too: what is above it adds that up, it does not itself. */
	bool committees;
};

/* The lines of all families for a unit above cells, summed over months; those with nothing in them left out. */
struct counter_figure {
	struct str name, label;
	int64_t n;
	struct opt_int among;
};
enum status counter_figures(struct arena *arena, struct db *db, int64_t unit, int since, int until,
        struct counter_figure **ret_at, size_t *ret_count, struct err *err);
/* Says that it will be asked with the same values (db_ahead_start). */
void counter_figures_ahead(struct db *db, int64_t unit, int since, int until);

/* "12", or "10/60" of a figure among others. */
struct str counter_figure_show(struct arena *arena, const struct counter_figure *figure);

/* A cell's month changed. Inside a write of that cell's shard. */
enum status counter_touch(
        struct arena *arena, struct db *db, int64_t cell, int shard, int month, int64_t now, struct err *err);
/* All its months from one to today's: members came or went with an earlier date. */
enum status counter_touch_since(
        struct arena *arena, struct db *db, int64_t cell, int shard, int month, int64_t now, struct err *err);
/* The tree changed: call it for the unit that moved, for its old and its new parent. Inside a wide write. */
enum status counter_mark_unit(struct arena *arena, struct db *db, int64_t unit, int since_month, struct err *err);

/* Takes at most that many marks and recomputes what stands above; *ret_more: there may be more. Inside a wide write. */
enum status counter_merge(struct arena *arena, struct db *db, int64_t most, bool *ret_more, struct err *err);
/* Judges anew what falls due by time in a month, for the cells of one shard. Inside a write of that shard. */
enum status counter_sweep(struct arena *arena, struct db *db, int shard, int month, struct str today, struct err *err);
/* Drops all figures and counts everything again. Inside a wide write; merge afterwards. */
enum status counter_rebuild(struct arena *arena, struct db *db, int64_t now, struct err *err);

struct chore_run;
/* The merger, as a chore of every second or two: takes all marks. */
enum status counter_merge_chore(struct chore_run *run, struct err *err);
/* The sweep, as a chore that may come often: once a day for this month and the last one, once for a month not seen
   before. */
enum status counter_sweep_chore(struct chore_run *run, struct err *err);

struct counter_wrong {
	const char *family, *level; /* cell or unit */
	int64_t rows;               /* how many differ */
	int64_t first;              /* the id of one */
	int64_t first_month;
};
/* Compares every counter with the rows it counts. marks: how many wait to be merged (units may differ by them).
 * *ret_at: `ret_count` entries, none when all agree. Reads the whole database; call within a view. */
enum status counter_check(struct arena *arena, struct db *db, int64_t now, int64_t *ret_marks,
        struct counter_wrong **ret_at, size_t *ret_count, struct err *err);

#endif
