/* What families say of a unit, for pages that know nothing of them. */
#include "app/counter_private.h"
#include "base/text.h"

enum { LINES_MAX = 128 };

struct lines {
	struct arena *arena;
	struct db *db;
	int64_t unit, since, until;
	struct counter_figure *at;
	size_t count;
};

static enum status read_family(struct lines *lines, const struct counter_family *family, struct err *err)
{
	struct buf sql = buf_open(lines->arena, COUNTER_SQL_MAX);
	struct db_cursor *cursor;
	bool row;
	buf_c(&sql, "SELECT 0");
	for (const struct counter_line *line = family->lines; line->name; line++)
		buf_format(&sql, ", coalesce(sum(%s), 0), coalesce(sum(%s), 0)", line->column,
		        line->among ? line->among : line->column);
	buf_format(&sql, " FROM %s_by_unit WHERE unit = ?1 AND month BETWEEN ?2 AND ?3", family->name);
	check(!sql.full);
	const struct db_statement statement = { "counter", str_c(lines->arena, buf_text(&sql)), "iii", DB_OWN };
	TRY(db_start(lines->db, &statement, &cursor, err));
	db_bind_int(cursor, 1, lines->unit);
	db_bind_int(cursor, 2, lines->since);
	db_bind_int(cursor, 3, lines->until);
	enum status status = db_step(cursor, &row, err);
	for (int i = 0; status == OK && row && family->lines[i].name; i++) {
		const struct counter_line *line = &family->lines[i];
		int64_t n = db_int(cursor, 2 * i + 1), among = db_int(cursor, 2 * i + 2);
		check(lines->count < LINES_MAX);
		if (n || (line->among && among))
			lines->at[lines->count++] = (struct counter_figure){ str_of(line->name), str_of(line->label), n,
				line->among ? OPT(among) : OPT_NONE };
	}
	db_finish(cursor);
	return status;
}

struct str counter_figure_show(struct arena *arena, const struct counter_figure *figure)
{
	struct str n = number_show(arena, figure->n);
	return !figure->among.set
	               ? n
	               : str_format(arena, "%.*s/%.*s", STR_ARG(n), STR_ARG(number_show(arena, figure->among.n)));
}

enum status counter_figures(struct arena *arena, struct db *db, int64_t unit, int since, int until,
        struct counter_figure **ret_at, size_t *ret_count, struct err *err)
{
	const struct counter_family *families[COUNTER_FAMILIES_MAX];
	struct lines lines = { arena, db, unit, since, until, arena_array(arena, struct counter_figure, LINES_MAX), 0 };
	size_t count = counter_families(families);
	for (size_t i = 0; i < count; i++)
		if (families[i]->lines)
			TRY(read_family(&lines, families[i], err));
	*ret_at = lines.at;
	*ret_count = lines.count;
	return OK;
}
