/* The check of all counters against the rows they count, and the rebuild from nothing. */
#include "app/counter_private.h"

#include "base/time.h"
#include "gen/app_sql.h"

enum { WRONG_MAX = 128, PIECE_ROOM = 64 << 20 };

#define FIRST_DAY "(substr(CAST(x.month AS TEXT), 1, 4) || '-' || substr(CAST(x.month AS TEXT), 5, 2) || '-01')"

struct check {
	struct arena *arena;
	struct db *db;
	const struct counter_kept *kept;
	const struct counter_family *family;
	struct counter_wrong *at;
	size_t count;
};

static void note(struct check *check, const char *level, int64_t rows, int64_t first, int64_t month)
{
	if (rows && check->count < WRONG_MAX)
		check->at[check->count++] = (struct counter_wrong){ check->family->name, level, rows, first, month };
}

/* How many rows of the one are not in the other, and one of them. buf: SELECT unit, month, columns… EXCEPT SELECT … */
static enum status difference(struct check *check, const char *level, const struct buf *buf, struct err *err)
{
	struct buf all = buf_open(check->arena, COUNTER_SQL_MAX);
	check(!buf->full);
	buf_c(&all, "SELECT count(*), coalesce(min(y.unit), 0), coalesce(min(y.month), 0) FROM (");
	buf_str(&all, buf_text(buf));
	buf_c(&all, ") y");
	const struct db_statement statement = { "counter", str_c(check->arena, buf_text(&all)), "", DB_OWN };
	struct db_cursor *cursor;
	bool row;
	TRY(db_start(check->db, &statement, &cursor, err));
	enum status status = db_step(cursor, &row, err);
	if (status == OK && row)
		note(check, level, db_int(cursor, 0), db_int(cursor, 1), db_int(cursor, 2));
	db_finish(cursor);
	return status;
}

/* SELECT unit, month, columns… of a table or query, without the rows where all is 0. */
static void rows_of(struct buf *buf, const struct counter_family *family, const char *unit, const char *from)
{
	buf_format(buf, "SELECT %s AS unit, z.month AS month, ", unit);
	counter_each(buf, family, "z.", "", ", ");
	buf_format(buf, " FROM %s z WHERE ", from);
	counter_each(buf, family, "z.", " <> 0", " OR ");
}

static enum status both_ways(
        struct check *check, const char *level, const struct buf *one, const struct buf *other, struct err *err)
{
	const struct buf *pair[2][2] = { { one, other }, { other, one } };
	for (size_t i = 0; i < 2; i++) {
		struct buf buf = buf_open(check->arena, COUNTER_SQL_MAX);
		buf_str(&buf, buf_text(pair[i][0]));
		buf_c(&buf, " EXCEPT ");
		buf_str(&buf, buf_text(pair[i][1]));
		TRY(difference(check, level, &buf, err));
	}
	return OK;
}

/* Rows of cells against the scan of the family. */
static enum status cells(struct check *check, struct err *err)
{
	const struct counter_family *family = check->family;
	struct buf stored = buf_open(check->arena, COUNTER_SQL_MAX), scanned = buf_open(check->arena, COUNTER_SQL_MAX);
	rows_of(&stored, family, "z.cell", str_c(check->arena, str_format(check->arena, "%s_by_cell", family->name)));
	rows_of(&scanned, family, "z.cell", str_c(check->arena, str_format(check->arena, "(%s)", family->scan)));
	return both_ways(check, "cell", &scanned, &stored, err);
}

/* Rows of units against the sums of their children, by the tree of the month. */
static enum status units(struct check *check, struct err *err)
{
	const struct counter_family *family = check->family;
	struct buf stored = buf_open(check->arena, COUNTER_SQL_MAX), summed = buf_open(check->arena, COUNTER_SQL_MAX);
	struct buf from = buf_open(check->arena, COUNTER_SQL_MAX);
	rows_of(&stored, family, "z.unit", str_c(check->arena, str_format(check->arena, "%s_by_unit", family->name)));
	buf_c(&from, "(SELECT e.parent AS parent, x.month AS month");
	struct str names[COUNTER_COLUMNS_MAX];
	size_t count = counter_columns(family, names);
	for (size_t i = 0; i < count; i++)
		buf_format(&from, ", sum(x.%.*s) AS %.*s", STR_ARG(names[i]), STR_ARG(names[i]));
	buf_c(&from, " FROM (SELECT cell AS unit, month, ");
	counter_each(&from, family, "", "", ", ");
	buf_format(&from, " FROM %s_by_cell UNION ALL SELECT unit, month, ", family->name);
	counter_each(&from, family, "", "", ", ");
	buf_format(&from,
	        " FROM %s_by_unit) x JOIN unit u ON u.id = x.unit JOIN unit_edge e ON e.unit = u.id"
	        " AND e.since <= " COUNTER_PLACE(FIRST_DAY) " AND e.until > " COUNTER_PLACE(
	                FIRST_DAY) " GROUP BY e.parent, x.month)",
	        family->name);
	rows_of(&summed, family, "z.parent", str_c(check->arena, buf_text(&from)));
	check(!from.full && !summed.full);
	return both_ways(check, "unit", &summed, &stored, err);
}

/* What falls due by time has no scan: each cell of the swept months is counted again, as of today or of the day of the
 * sweep. */
static enum status by_time_of(struct check *check, int64_t cell, int shard, const struct counter_months_row *month,
        struct str today, struct err *err)
{
	struct counter_key key = { cell, shard, (int)month->month, today };
	bool differs;
	CLOSES(arena_closep) struct arena *arena = arena_open(PIECE_ROOM);
	TRY(counter_differs(arena, check->db, check->kept, &key, &differs, err));
	if (differs && month->swept_day.len) {
		key.today = month->swept_day;
		TRY(counter_differs(arena, check->db, check->kept, &key, &differs, err));
	}
	if (differs)
		note(check, "cell", 1, cell, month->month);
	return OK;
}

static enum status by_time(struct check *check, struct str today, struct err *err)
{
	struct counter_shards_rows shards;
	struct counter_months_rows months;
	TRY(counter_months(check->arena, check->db, &months, err));
	TRY(counter_shards(check->arena, check->db, &shards, err));
	for (size_t i = 0; i < shards.count; i++) {
		CLOSES(arena_closep) struct arena *arena = arena_open(PIECE_ROOM);
		struct counter_cells_rows rows;
		TRY(counter_cells(
		        arena, check->db, &(struct counter_cells_in){ .shard = shards.at[i].shard }, &rows, err));
		for (size_t j = 0; j < rows.count; j++)
			for (size_t k = 0; k < months.count; k++)
				if (months.at[k].swept_day.len)
					TRY(by_time_of(check, rows.at[j].cell, (int)shards.at[i].shard, &months.at[k],
					        today, err));
	}
	return OK;
}

enum status counter_check(struct arena *arena, struct db *db, int64_t now, int64_t *ret_marks,
        struct counter_wrong **ret_at, size_t *ret_count, struct err *err)
{
	size_t count;
	const struct counter_kept *families = counter_families(&count);
	struct counter_marks_row marks;
	struct check check = { .arena = arena, .db = db, .at = arena_array(arena, struct counter_wrong, WRONG_MAX) };
	TRY(counter_marks(arena, db, &marks, err));
	for (size_t i = 0; i < count; i++) {
		check.kept = &families[i];
		check.family = families[i].family;
		TRY(check.family->scan ? cells(&check, err) : by_time(&check, day_today(arena, now), err));
		TRY(units(&check, err));
	}
	*ret_marks = marks.n;
	*ret_at = check.at;
	*ret_count = check.count;
	return OK;
}

/* A family's rows of cells from its scan, all at once. */
static enum status rebuild_scanned(
        struct arena *arena, struct db *db, const struct counter_family *family, struct err *err)
{
	struct buf buf = buf_open(arena, COUNTER_SQL_MAX);
	buf_format(&buf, "INSERT INTO %s_by_cell (cell, month, shard, ", family->name);
	counter_each(&buf, family, "", "", ", ");
	buf_c(&buf, ") SELECT z.cell, z.month, z.shard, ");
	counter_each(&buf, family, "z.", "", ", ");
	buf_format(&buf, " FROM (%s) z", family->scan);
	TRY(counter_run(arena, db, &buf, "", NULL, err));
	buf = buf_open(arena, COUNTER_SQL_MAX);
	buf_format(&buf,
	        "INSERT INTO counter_month (month) SELECT DISTINCT c.month FROM %s_by_cell c WHERE 1 = 1"
	        " ON CONFLICT (month) DO NOTHING",
	        family->name);
	TRY(counter_run(arena, db, &buf, "", NULL, err));
	buf = buf_open(arena, COUNTER_SQL_MAX);
	buf_format(&buf,
	        "INSERT INTO counter_mark (unit, month, shard) SELECT c.cell, c.month, c.shard FROM %s_by_cell c"
	        " WHERE 1 = 1 ON CONFLICT (unit, month, shard) DO NOTHING",
	        family->name);
	return counter_run(arena, db, &buf, "", NULL, err);
}

enum status counter_rebuild(struct arena *arena, struct db *db, int64_t now, struct err *err)
{
	size_t count;
	const struct counter_kept *families = counter_families(&count);
	struct counter_shards_rows shards;
	struct counter_months_rows months;
	struct str today = day_today(arena, now);
	static const char *const tables[] = { "_by_cell", "_by_unit" };
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < LENGTH(tables); j++) {
			struct buf buf = buf_open(arena, COUNTER_SQL_MAX);
			buf_format(&buf, "DELETE FROM %s%s", families[i].family->name, tables[j]);
			TRY(counter_run(arena, db, &buf, "", NULL, err));
		}
	for (size_t i = 0; i < count; i++)
		if (families[i].family->scan)
			TRY(rebuild_scanned(arena, db, families[i].family, err));
	TRY(counter_month_put(arena, db, &(struct counter_month_put_in){ .month = month_of_day(today) }, err));
	TRY(counter_months(arena, db, &months, err));
	TRY(counter_shards(arena, db, &shards, err));
	for (size_t i = 0; i < months.count; i++) {
		int month = (int)months.at[i].month;
		for (size_t j = 0; j < shards.count; j++) {
			CLOSES(arena_closep) struct arena *piece = arena_open(PIECE_ROOM);
			TRY(counter_sweep(piece, db, (int)shards.at[j].shard, month, today, err));
		}
		TRY(counter_month_swept(
		        arena, db, &(struct counter_month_swept_in){ .month = month, .day = today }, err));
	}
	return OK;
}
