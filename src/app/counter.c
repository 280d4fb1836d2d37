/* The counters: one row a cell and month, marks, the merger, the check. Statements are put together from the names of
   a family's columns; everything else is in app.sql. */
#include "app/counter_private.h"

#include "app/feature.h"
#include "base/time.h"
#include "gen/app_sql.h"

#include <string.h>

enum { LEVELS_MAX = 24 };

size_t counter_columns(const struct counter_family *family, struct str *ret_names)
{
	struct str rest = str_of(family->columns);
	size_t count = 0;
	while (count < COUNTER_COLUMNS_MAX && str_split(&rest, ' ', &ret_names[count]))
		count++;
	check(count && !rest.len);
	return count;
}

void counter_each(struct buf *buf, const struct counter_family *family, const char *before, const char *after,
        const char *between)
{
	struct str names[COUNTER_COLUMNS_MAX];
	size_t count = counter_columns(family, names);
	for (size_t i = 0; i < count; i++)
		buf_format(buf, "%s%s%.*s%s", i ? between : "", before, STR_ARG(names[i]), after);
}

void counter_each_set(struct buf *buf, const struct counter_family *family)
{
	struct str names[COUNTER_COLUMNS_MAX];
	size_t count = counter_columns(family, names);
	for (size_t i = 0; i < count; i++)
		buf_format(buf, "%s%.*s = excluded.%.*s", i ? ", " : "", STR_ARG(names[i]), STR_ARG(names[i]));
}

static enum status run(struct db *db, const struct db_statement *statement, const int64_t *values, struct err *err)
{
	struct db_cursor *cursor;
	bool row;
	TRY(db_start(db, statement, &cursor, err));
	for (int i = 0; statement->kinds[i]; i++)
		db_bind_int(cursor, i + 1, values[i]);
	enum status status = db_step(cursor, &row, err);
	db_finish(cursor);
	return status;
}

enum status counter_run(struct arena *arena, struct db *db, const struct buf *buf, const char *kinds,
        const int64_t *values, struct err *err)
{
	check(!buf->full);
	return run(db, &(struct db_statement){ "counter", str_c(arena, buf_text(buf)), kinds, DB_OWN }, values, err);
}

/* The row of a family as it stands; *ret_found says whether there is one. */
static enum status stored(struct db *db, const struct counter_kept *kept, const struct counter_key *key,
        int64_t *ret_values, bool *ret_found, struct err *err)
{
	struct db_cursor *cursor;
	TRY(db_start(db, &kept->stored, &cursor, err));
	db_bind_int(cursor, 1, key->cell);
	db_bind_int(cursor, 2, key->month);
	db_bind_int(cursor, 3, key->shard);
	enum status status = db_step(cursor, ret_found, err);
	for (size_t i = 0; status == OK && *ret_found && i < kept->count; i++)
		ret_values[i] = db_int(cursor, (int)i);
	db_finish(cursor);
	return status;
}

/* The row becomes these values, or goes where there are none. */
static enum status write_row(struct db *db, const struct counter_kept *kept, const struct counter_key *key,
        const int64_t *values, struct err *err)
{
	int64_t bound[COUNTER_COLUMNS_MAX + 3] = { key->cell, key->month, key->shard };
	if (values)
		memcpy(bound + 3, values, kept->count * sizeof(*values));
	db_wrote(db, key->shard);
	return run(db, values ? &kept->put : &kept->drop, bound, err);
}

struct counted {
	int64_t now[COUNTER_COLUMNS_MAX];
	bool any, differs; /* any: there is a row to keep */
};

static enum status count_again(struct arena *arena, struct db *db, const struct counter_kept *kept,
        const struct counter_key *key, struct counted *ret_counted, struct err *err)
{
	int64_t before[COUNTER_COLUMNS_MAX] = { 0 };
	bool found = false;
	*ret_counted = (struct counted){ 0 };
	TRY(kept->family->count(arena, db, key, ret_counted->now, &ret_counted->any, err));
	TRY(stored(db, kept, key, before, &found, err));
	ret_counted->differs =
	        ret_counted->any != found || (found && memcmp(ret_counted->now, before, kept->count * sizeof(*before)));
	return OK;
}

enum status counter_differs(struct arena *arena, struct db *db, const struct counter_kept *kept,
        const struct counter_key *key, bool *ret_differs, struct err *err)
{
	struct counted counted;
	TRY(count_again(arena, db, kept, key, &counted, err));
	*ret_differs = counted.differs;
	return OK;
}

/* Counts one family of one key again; *changed is set when that changed anything. */
static enum status recount(struct arena *arena, struct db *db, const struct counter_kept *kept,
        const struct counter_key *key, bool *changed, struct err *err)
{
	struct counted counted;
	TRY(count_again(arena, db, kept, key, &counted, err));
	if (!counted.differs)
		return OK;
	*changed = true;
	return write_row(db, kept, key, counted.any ? counted.now : NULL, err);
}

static enum status mark(struct arena *arena, struct db *db, const struct counter_key *key, struct err *err)
{
	TRY(counter_month_put(arena, db, &(struct counter_month_put_in){ .month = key->month }, err));
	return counter_mark_put(arena, db,
	        &(struct counter_mark_put_in){ .unit = { key->cell }, .month = key->month, .shard = key->shard }, err);
}

enum status counter_touch(
        struct arena *arena, struct db *db, int64_t cell, int shard, int month, int64_t now, struct err *err)
{
	struct counter_key key = { cell, shard, month, day_today(arena, now) };
	bool changed = false;
	size_t count;
	const struct counter_kept *families = counter_families(&count);
	for (size_t i = 0; i < count; i++)
		TRY(recount(arena, db, &families[i], &key, &changed, err));
	return changed ? mark(arena, db, &key, err) : OK;
}

enum status counter_touch_since(
        struct arena *arena, struct db *db, int64_t cell, int shard, int month, int64_t now, struct err *err)
{
	struct counter_months_rows months;
	int last = month_of_day(day_today(arena, now));
	TRY(counter_months(arena, db, &months, err));
	for (size_t i = 0; i < months.count; i++)
		if (months.at[i].month >= month && months.at[i].month < last)
			TRY(counter_touch(arena, db, cell, shard, (int)months.at[i].month, now, err));
	return counter_touch(arena, db, cell, shard, last, now, err);
}

enum status counter_mark_unit(struct arena *arena, struct db *db, int64_t unit, int since_month, struct err *err)
{
	return counter_mark_since(
	        arena, db, &(struct counter_mark_since_in){ .unit = { unit }, .since = since_month }, err);
}

/* The units of one level from their children, all of a family at once; each child is looked for where it can be. */
static enum status merge_level(
        struct arena *arena, struct db *db, const struct counter_family *family, int64_t level, struct err *err)
{
	struct buf buf = buf_open(arena, COUNTER_SQL_MAX);
	struct str names[COUNTER_COLUMNS_MAX];
	size_t count = counter_columns(family, names);
	buf_format(&buf, "INSERT INTO %s_by_unit (unit, month, ", family->name);
	counter_each(&buf, family, "", "", ", ");
	buf_c(&buf, ") SELECT w.unit, w.month");
	for (size_t i = 0; i < count; i++)
		buf_format(&buf, ", coalesce(sum(coalesce(c.%.*s, 0) + coalesce(b.%.*s, 0)), 0)", STR_ARG(names[i]),
		        STR_ARG(names[i]));
	buf_format(&buf,
	        " FROM counter_work w JOIN unit p ON p.id = w.unit AND p.kind <> 'chi_bo'"
	        " LEFT JOIN unit_edge e ON e.parent = w.unit LEFT JOIN unit u ON u.id = e.unit"
	        " AND e.since <= " COUNTER_PLACE("w.day") " AND e.until > " COUNTER_PLACE(
	                "w.day") " LEFT JOIN %s_by_cell c ON c.cell = %s"
	                         " AND c.month = w.month AND c.shard = u.shard"
	                         " LEFT JOIN %s_by_unit b ON b.unit = CASE WHEN u.kind <> 'chi_bo' THEN u.id END AND "
	                         "b.month = w.month"
	                         " WHERE w.level = ?1 GROUP BY w.unit, w.month ON CONFLICT (unit, month) DO UPDATE "
	                         "SET ",
	        family->name, family->committees ? "u.id" : "CASE WHEN u.kind = 'chi_bo' THEN u.id END", family->name);
	counter_each_set(&buf, family);
	return counter_run(arena, db, &buf, "i", &level, err);
}

enum status counter_merge(struct arena *arena, struct db *db, int64_t most, bool *ret_more, struct err *err)
{
	size_t count;
	const struct counter_kept *families = counter_families(&count);
	int64_t levels = 0;
	TRY(counter_work_take(arena, db, &(struct counter_work_take_in){ .most = most }, err));
	int64_t taken = db_changes(db);
	*ret_more = taken > 0;
	if (!taken)
		return OK;
	TRY(counter_work_taken(arena, db, err));
	for (bool up = true; up; levels++) {
		if (levels == LEVELS_MAX)
			return err_broken(err, "counter.tree", "a unit stands above itself");
		TRY(counter_work_up(
		        arena, db, &(struct counter_work_up_in){ .level = levels, .above = levels + 1 }, err));
		up = db_changes(db) > 0;
	}
	for (int64_t level = 0; level <= levels; level++)
		for (size_t i = 0; i < count; i++)
			TRY(merge_level(arena, db, families[i].family, level, err));
	return counter_work_done(arena, db, err);
}

enum status counter_sweep(struct arena *arena, struct db *db, int shard, int month, struct str today, struct err *err)
{
	size_t count;
	const struct counter_kept *families = counter_families(&count);
	struct counter_cells_rows cells;
	TRY(counter_cells(arena, db, &(struct counter_cells_in){ .shard = shard }, &cells, err));
	for (size_t i = 0; i < cells.count; i++) {
		struct counter_key key = { cells.at[i].cell, shard, month, today };
		bool changed = false;
		for (size_t j = 0; j < count; j++)
			if (!families[j].family->scan)
				TRY(recount(arena, db, &families[j], &key, &changed, err));
		if (changed)
			TRY(mark(arena, db, &key, err));
	}
	return OK;
}
