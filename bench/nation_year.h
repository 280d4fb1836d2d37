/* What the files of nation_year_*.c share: the work of a year beside the meetings (--year-work), from the first of
   January to the last of December. */
#ifndef BENCH_NATION_YEAR_H
#define BENCH_NATION_YEAR_H

#include "bench/nation.h"
#include "feature/annual/annual_rule.h"

enum { YEAR_PARTS = 12, YEAR_FORMS = 4, MINUTE_MS = 60000, HOUR_MS = 60 * MINUTE_MS };
enum year_form { FORM_LEADER, FORM_WORKER, FORM_OTHER, FORM_CELL };

/* Some cells by their places, in the order of places. */
struct year_cells {
	const int *at;
	int count;
};
struct year {
	struct nation *nation;
	struct arena *arena; /* of what is made now */
	int year;
	int64_t *parent; /* of each cell, today; 0: it is no more */
	struct str *parent_name;
	struct year_cells *commune;        /* the cells of each, today */
	struct str part_title[YEAR_PARTS]; /* of commitments */
	int part_count;
	struct annual_rule rule;
	struct annual_form form[YEAR_FORMS];
};
/* The commune above a cell, today. */
int year_commune(const struct cell *cell);
bool year_lives(const struct year *year, const struct cell *cell);
/* An instant of the year; months behind 12 are of the next one. */
int64_t year_at(const struct year *year, int month, int day, int hour);
struct str year_day(const struct year *year, int month, int day);
struct str year_day_of(const struct year *year, int64_t instant);
/* A row: its values in the order of the table. */
void year_put(const struct year *year, const char *table, const struct db_value *values, size_t count);
#define YEAR_PUT(year, table, ...)                                          \
	year_put((year), (table), (const struct db_value[]){ __VA_ARGS__ }, \
	        LENGTH(((const struct db_value[]){ __VA_ARGS__ })))
static inline struct db_value num(int64_t n)
{
	return (struct db_value){ 'i', n, STR_NONE };
}
/* 0 is NULL. */
static inline struct db_value opt(int64_t n)
{
	return (struct db_value){ n ? 'i' : 'n', n, STR_NONE };
}
static inline struct db_value txt(struct str text)
{
	return (struct db_value){ text.ptr ? 't' : 'n', 0, text };
}
static inline struct db_value lit(const char *text)
{
	return txt(str_of(text));
}
static inline struct db_value blob(struct str bytes)
{
	return (struct db_value){ 'b', 0, bytes };
}
static inline struct db_value nil(void)
{
	return (struct db_value){ 'n', 0, STR_NONE };
}

/* nation_year_member.c: commitments of every member of a cell; the yearly review below a committee. */
void year_commitments(struct year *year, struct cell *cell);
void year_reviews(struct year *year, int64_t unit, struct year_cells cells);
/* nation_year_praise.c: those of the cells of a committee who were found excellent, proposed and decided by it. */
struct year_best {
	struct cell *cell;
	const struct comrade *member[MEMBERS_MAX];
	int count;
};
void year_praise(struct year *year, int64_t unit, int64_t officer, const struct year_best *best, int count);
/* A cell's own praise in summer. */
void year_own_praise(struct year *year, struct cell *cell);
/* nation_year_class.c: classes of communes for secretaries, of provinces for all secretaries and clerks. */
void year_classes(struct year *year);
/* nation_year_inspect.c: programmes of communes and provinces, their dossiers. */
void year_inspections(struct year *year);
/* nation_year_model.c: model meetings of communes and provinces, and the cells that read of them. */
void year_models(struct year *year);
/* nation_year_visit.c: working teams and their visits, of communes and provinces. */
void year_visits(struct year *year);
/* nation_year_theme.c: what provinces and communes guide cells to speak of, and what cells did. */
void year_themes(struct year *year);

#endif
