/* What families say of a unit, for pages that know nothing of them. */
#include "app/counter_private.h"
#include "base/text.h"

static size_t lines_of(const struct counter_family *family)
{
	size_t count = 0;
	while (family->lines && family->lines[count].name)
		count++;
	return count;
}

void counter_figures_text(struct buf *buf, const struct counter_kept *families, size_t count)
{
	size_t most = 0;
	const char *before = "";
	for (size_t i = 0; i < count; i++)
		most = lines_of(families[i].family) > most ? lines_of(families[i].family) : most;
	for (size_t i = 0; i < count; i++) {
		const struct counter_family *family = families[i].family;
		size_t lines = lines_of(family);
		if (!lines)
			continue;
		buf_format(buf, "%sSELECT %zu", before, i);
		for (size_t j = 0; j < lines; j++) {
			const struct counter_line *line = &family->lines[j];
			buf_format(buf, ", coalesce(sum(%s), 0), %s%s%s", line->column,
			        line->among ? "coalesce(sum(" : "0", line->among ? line->among : "",
			        line->among ? "), 0)" : "");
		}
		for (size_t j = lines; j < most; j++)
			buf_c(buf, ", 0, 0");
		buf_format(buf, " FROM %s_by_unit WHERE unit = ?1 AND month BETWEEN ?2 AND ?3", family->name);
		before = " UNION ALL ";
	}
}

struct str counter_figure_show(struct arena *arena, const struct counter_figure *figure)
{
	struct str n = number_show(arena, figure->n);
	return !figure->among.set
	               ? n
	               : str_format(arena, "%.*s/%.*s", STR_ARG(n), STR_ARG(number_show(arena, figure->among.n)));
}

/* What one family says, to its place among the figures. */
static void take(struct db_cursor *cursor, const struct counter_family *family, struct counter_figure *to)
{
	for (int i = 0; family->lines[i].name; i++) {
		const struct counter_line *line = &family->lines[i];
		to[i] = (struct counter_figure){ str_of(line->name), str_of(line->label), db_int(cursor, 2 * i + 1),
			line->among ? OPT(db_int(cursor, 2 * i + 2)) : OPT_NONE };
	}
}

static void bind(struct db_cursor *cursor, int64_t unit, int since, int until)
{
	db_bind_int(cursor, 1, unit);
	db_bind_int(cursor, 2, since);
	db_bind_int(cursor, 3, until);
}

void counter_figures_ahead(struct db *db, int64_t unit, int since, int until)
{
	struct db_cursor *cursor;
	if (!db_ahead_start(db, counter_figures_statement(), &cursor))
		return;
	bind(cursor, unit, since, until);
	db_ahead_send(cursor);
}

enum status counter_figures(struct arena *arena, struct db *db, int64_t unit, int since, int until,
        struct counter_figure **ret_at, size_t *ret_count, struct err *err)
{
	size_t count, place[COUNTER_FAMILIES_MAX], all = 0, left = 0;
	const struct counter_kept *families = counter_families(&count);
	struct db_cursor *cursor;
	bool row = true;
	for (size_t i = 0; i < count; i++) {
		place[i] = all;
		all += lines_of(families[i].family);
	}
	struct counter_figure *at = arena_array(arena, struct counter_figure, all + 1);
	TRY(db_start(db, counter_figures_statement(), &cursor, err));
	bind(cursor, unit, since, until);
	enum status status = db_step(cursor, &row, err);
	for (; status == OK && row; status = db_step(cursor, &row, err)) {
		size_t family = (size_t)db_int(cursor, 0);
		take(cursor, families[family].family, at + place[family]);
	}
	db_finish(cursor);
	for (size_t i = 0; i < all; i++)
		if (at[i].n || at[i].among.n)
			at[left++] = at[i];
	*ret_at = at;
	*ret_count = left;
	return status;
}
