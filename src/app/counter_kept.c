/* What is put together once for the process from the names of the families' columns: the statements that run with every
 * change and on every page of an officer, prepared once a connection. */
#include "app/counter_private.h"

#include "app/feature.h"

#include <pthread.h>
#include <string.h>

enum { TEXTS = 4 << 20 };

static struct {
	struct arena *arena; /* for good */
	struct counter_kept at[COUNTER_FAMILIES_MAX];
	size_t count;
	struct db_statement figures;
	int numbers;
} all;

/* Each has a name of its own, by which an engine keeps it. */
static struct db_statement statement(const char *what, const char *family, const struct buf *text, const char *kinds)
{
	check(!text->full && all.numbers < DB_KEPT);
	return (struct db_statement){ str_c(all.arena, str_format(all.arena, "counter_%s_%s", family, what)),
		str_c(all.arena, buf_text(text)), kinds, (int)db_statement_count + all.numbers++ };
}

static struct db_statement stored_of(const struct counter_family *family)
{
	struct buf buf = buf_open(all.arena, COUNTER_SQL_MAX);
	buf_c(&buf, "SELECT ");
	counter_each(&buf, family, "", "", ", ");
	buf_format(&buf, " FROM %s_by_cell WHERE cell = ?1 AND month = ?2 AND shard = ?3", family->name);
	return statement("stored", family->name, &buf, "iii");
}

static struct db_statement put_of(const struct counter_family *family, size_t count)
{
	struct buf buf = buf_open(all.arena, COUNTER_SQL_MAX);
	char *kinds = arena_array(all.arena, char, count + 4);
	memset(kinds, 'i', count + 3);
	buf_format(&buf, "INSERT INTO %s_by_cell (cell, month, shard, ", family->name);
	counter_each(&buf, family, "", "", ", ");
	buf_c(&buf, ") VALUES (?1, ?2, ?3");
	for (size_t i = 0; i < count; i++)
		buf_format(&buf, ", ?%zu", i + 4);
	buf_c(&buf, ") ON CONFLICT (cell, month, shard) DO UPDATE SET ");
	counter_each_set(&buf, family);
	return statement("put", family->name, &buf, kinds);
}

static struct db_statement drop_of(const struct counter_family *family)
{
	struct buf buf = buf_open(all.arena, COUNTER_SQL_MAX);
	buf_format(&buf, "DELETE FROM %s_by_cell WHERE cell = ?1 AND month = ?2 AND shard = ?3", family->name);
	return statement("drop", family->name, &buf, "iii");
}

static void keep(void)
{
	struct str names[COUNTER_COLUMNS_MAX];
	all.arena = arena_open(TEXTS);
	for (size_t i = 0; i < feature_count; i++)
		for (const struct counter_family *family = features[i]->counters; family && family->name; family++) {
			size_t count = counter_columns(family, names);
			check(all.count < COUNTER_FAMILIES_MAX);
			all.at[all.count++] = (struct counter_kept){ family, count, stored_of(family),
				put_of(family, count), drop_of(family) };
		}
	struct buf buf = buf_open(all.arena, COUNTER_SQL_MAX);
	counter_figures_text(&buf, all.at, all.count);
	all.figures = statement("lines", "all", &buf, "iii");
}

static void keep_once(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, keep);
}

const struct counter_kept *counter_families(size_t *ret_count)
{
	keep_once();
	*ret_count = all.count;
	return all.at;
}

const struct db_statement *counter_figures_statement(void)
{
	keep_once();
	return &all.figures;
}
