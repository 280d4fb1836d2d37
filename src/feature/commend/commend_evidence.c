/* What is known of a year: who came, what was done, how the meetings were graded, which years were excellent. Counted
 * from what the cell recorded; nobody's opinion is looked at. */
#include "feature/commend/commend_private.h"

#include "base/time.h"

enum { FIRST_MONTH = 1, LAST_MONTH = 12, PAGE = 50 };

static struct commend_person *person_of(struct commend_year *year, int64_t person)
{
	for (size_t i = 0; i < year->count; i++)
		if (year->people[i].member->person == person)
			return &year->people[i];
	return NULL;
}

/* The last day that counts: the end of the year, or today within it. */
static struct str last_day(const struct commend_call *call, int year)
{
	struct str end = str_format(call->arena, "%d-12-31", year);
	return str_compare(call->today, end) < 0 ? call->today : end;
}

static enum status count_people(const struct commend_call *call, struct commend_year *year, struct err *err)
{
	struct cell_id cell = { year->cell->id };
	int shard = year->cell->shard, since = year->year * 100 + FIRST_MONTH, until = year->year * 100 + LAST_MONTH;
	struct commend_attended_rows attended;
	struct commend_tasked_rows tasked;
	struct commend_praised_rows praised;
	struct commend_person *person;
	TRY(commend_attended(
	        call->arena, call->db, &(struct commend_attended_in){ cell, shard, since, until }, &attended, err));
	TRY(commend_tasked(call->arena, call->db,
	        &(struct commend_tasked_in){
	                cell, shard, str_format(call->arena, "%d-01-01", year->year), last_day(call, year->year) },
	        &tasked, err));
	TRY(commend_praised(
	        call->arena, call->db, &(struct commend_praised_in){ cell, shard, since, until }, &praised, err));
	for (size_t i = 0; i < attended.count; i++)
		if ((person = person_of(year, attended.at[i].person.n))) {
			person->figures.due = attended.at[i].due;
			person->figures.present = attended.at[i].present;
		}
	for (size_t i = 0; i < tasked.count; i++)
		if ((person = person_of(year, tasked.at[i].person.n))) {
			person->figures.tasks = tasked.at[i].tasks;
			person->figures.done = tasked.at[i].done;
		}
	for (size_t i = 0; i < praised.count; i++)
		if ((person = person_of(year, praised.at[i].person.n)))
			person->figures.praised = praised.at[i].times;
	return OK;
}

static void mark(struct commend_figures *figures, int year, int64_t good)
{
	int64_t back = year - good;
	if (back >= 0 && back < COMMEND_YEARS_LOOKED)
		figures->years[back] = true;
}

static void take_grade(struct commend_figures *figures, int year, int64_t of, struct str grade)
{
	if (str_is(grade, "excellent"))
		mark(figures, year, of);
	if (of == year)
		figures->grade = grade;
}

static enum status count_years(const struct commend_call *call, struct commend_year *year, struct err *err)
{
	struct cell_id cell = { year->cell->id };
	int shard = year->cell->shard, since = year->year - COMMEND_YEARS_LOOKED + 1;
	struct commend_years_people_rows people;
	struct commend_years_cell_rows cells;
	TRY(commend_years_people(call->arena, call->db,
	        &(struct commend_years_people_in){ cell, shard, since, year->year }, &people, err));
	TRY(commend_years_cell(
	        call->arena, call->db, &(struct commend_years_cell_in){ cell, shard, since, year->year }, &cells, err));
	for (size_t i = 0; i < people.count; i++) {
		struct commend_person *person = person_of(year, people.at[i].person.n);
		if (person)
			mark(&person->figures, year->year, people.at[i].year);
	}
	for (size_t i = 0; i < cells.count; i++)
		mark(&year->figures, year->year, cells.at[i].year);
	return OK;
}

/* What the annual review decided: the grade of this year, and which years were excellent. */
static enum status count_grades(const struct commend_call *call, struct commend_year *year, struct err *err)
{
	struct cell_id cell = { year->cell->id };
	int shard = year->cell->shard, since = year->year - COMMEND_YEARS_LOOKED + 1;
	struct commend_grades_people_rows people;
	struct commend_grades_cell_rows cells;
	TRY(commend_grades_people(call->arena, call->db,
	        &(struct commend_grades_people_in){ cell, shard, since, year->year }, &people, err));
	TRY(commend_grades_cell(call->arena, call->db,
	        &(struct commend_grades_cell_in){ cell, shard, since, year->year }, &cells, err));
	for (size_t i = 0; i < people.count; i++) {
		struct commend_person *person = person_of(year, people.at[i].person.n);
		if (person)
			take_grade(&person->figures, year->year, people.at[i].year, people.at[i].grade);
	}
	for (size_t i = 0; i < cells.count; i++)
		take_grade(&year->figures, year->year, cells.at[i].year, cells.at[i].grade);
	return OK;
}

static enum status load_people(const struct commend_call *call, struct commend_year *year, struct err *err)
{
	const struct commend_rules *rules = commend_rules(call->arena);
	struct members members;
	TRY(person_members(call->arena, call->db, year->cell->id, year->cell->shard, call->today, &members, err));
	year->people = arena_array(call->arena, struct commend_person, members.count + 1);
	for (size_t i = 0; i < members.count; i++) {
		if (str_is(members.at[i].kind, "temporary_here"))
			continue;
		struct commend_person *person = &year->people[year->count++];
		person->member = &members.at[i];
		person->party_years = commend_years_between(members.at[i].data.joined, last_day(call, year->year));
		if (person->party_years.set)
			person->badge = commend_badge_for(rules, person->party_years.n, &person->next_badge);
	}
	return OK;
}

enum status commend_year_of(const struct commend_call *call, const struct unit *cell, int year,
        struct commend_year *ret_year, struct err *err)
{
	struct commend_cell_year_row row;
	*ret_year = (struct commend_year){ .cell = cell, .year = year };
	TRY(load_people(call, ret_year, err));
	TRY(person_groups(call->arena, call->db, cell->id, cell->shard, &ret_year->groups, err));
	TRY(commend_cell_year(call->arena, call->db,
	        &(struct commend_cell_year_in){
	                { cell->id }, cell->shard, year * 100 + FIRST_MONTH, year * 100 + LAST_MONTH },
	        &row, err));
	ret_year->figures = (struct commend_figures){ .due = row.base,
		.present = row.present,
		.tasks = row.tasks,
		.done = row.tasks_done,
		.met = row.met,
		.good = row.good,
		.poor = row.poor,
		.reports = row.due,
		.on_time = row.on_time };
	TRY(count_people(call, ret_year, err));
	TRY(count_grades(call, ret_year, err));
	return count_years(call, ret_year, err);
}

struct commend_figures commend_figures_of_cell(const struct commend_cells_year_row *row)
{
	return (struct commend_figures){ .due = row->base,
		.present = row->present,
		.tasks = row->tasks,
		.done = row->tasks_done,
		.met = row->met,
		.good = row->good,
		.poor = row->poor,
		.reports = row->due,
		.on_time = row->on_time,
		.grade = row->grade };
}

enum status commend_cells_of(const struct commend_call *call, int64_t unit, int year, int64_t skip,
        struct commend_cells_year_rows *ret_rows, bool *ret_more, struct err *err)
{
	TRY(commend_cells_year(call->arena, call->db,
	        &(struct commend_cells_year_in){
	                { unit }, year, year * 100 + FIRST_MONTH, year * 100 + LAST_MONTH, skip },
	        ret_rows, err));
	*ret_more = ret_rows->count > PAGE;
	if (*ret_more)
		ret_rows->count = PAGE;
	return OK;
}

static enum commend_fits share_fits(int64_t part, int64_t of, int64_t least)
{
	return !of ? COMMEND_UNKNOWN : part * 1000 >= least * of ? COMMEND_FITS : COMMEND_FITS_NOT;
}

enum commend_fits commend_fits(
        const struct commend_condition *condition, const struct commend_figures *figures, enum commend_subject subject)
{
	bool sessions = figures->met || figures->good || figures->poor;
	if (!condition->of[subject])
		return COMMEND_UNKNOWN;
	if (str_is(condition->key, "excellent"))
		return !figures->grade.len                   ? COMMEND_UNKNOWN
		       : str_is(figures->grade, "excellent") ? COMMEND_FITS
		                                             : COMMEND_FITS_NOT;
	if (str_is(condition->key, "attendance"))
		return share_fits(figures->present, figures->due, condition->least);
	if (str_is(condition->key, "tasks"))
		return share_fits(figures->done, figures->tasks, condition->least);
	if (str_is(condition->key, "on_time"))
		return share_fits(figures->on_time, figures->reports, condition->least);
	if (str_is(condition->key, "met"))
		return !sessions ? COMMEND_UNKNOWN : figures->met >= condition->least ? COMMEND_FITS : COMMEND_FITS_NOT;
	if (str_is(condition->key, "grades"))
		return !sessions                                             ? COMMEND_UNKNOWN
		       : figures->good >= condition->least && !figures->poor ? COMMEND_FITS
		                                                             : COMMEND_FITS_NOT;
	return COMMEND_UNKNOWN;
}

static void put(struct buf *buf, const char *text, int64_t part, int64_t of)
{
	if (buf->len)
		buf_c(buf, "; ");
	buf_format(buf, text, (long long)part, (long long)of);
}

struct str commend_figures_text(
        struct arena *arena, const struct commend_figures *figures, enum commend_subject subject)
{
	static const char *const grades[][2] = { { "excellent", "xếp loại năm: Hoàn thành xuất sắc nhiệm vụ" },
		{ "good", "xếp loại năm: Hoàn thành tốt nhiệm vụ" }, { "fair", "xếp loại năm: Hoàn thành nhiệm vụ" },
		{ "poor", "xếp loại năm: Không hoàn thành nhiệm vụ" } };
	struct buf buf = buf_open(arena, 2000);
	int running = commend_running(figures->years, COMMEND_YEARS_LOOKED);
	for (size_t i = 0; i < LENGTH(grades); i++)
		if (str_is(figures->grade, grades[i][0]))
			buf_c(&buf, grades[i][1]);
	if (running > 1)
		put(&buf, "%lld năm liền", running, 0);
	if (subject == COMMEND_CELL && figures->met)
		put(&buf, "họp thường kỳ %lld/12 tháng", figures->met, 0);
	if (figures->due)
		put(&buf, subject == COMMEND_CELL ? "lượt dự họp %lld/%lld" : "dự %lld/%lld buổi", figures->present,
		        figures->due);
	if (figures->tasks)
		put(&buf, "xong %lld/%lld việc có hạn", figures->done, figures->tasks);
	if (subject == COMMEND_CELL && figures->good + figures->poor)
		put(&buf, "%lld buổi xếp loại Tốt", figures->good, 0);
	if (subject == COMMEND_CELL && figures->reports)
		put(&buf, "%lld/%lld báo cáo đúng hạn", figures->on_time, figures->reports);
	if (figures->praised)
		put(&buf, "được biểu dương %lld lần tại buổi họp", figures->praised, 0);
	return buf_text(&buf);
}

enum status commend_line_of(
        const struct commend_call *call, const struct unit *cell, struct commend_line *ret_line, struct err *err)
{
	ret_line->unit[0] = *cell;
	ret_line->count = 1;
	while (ret_line->count < COMMEND_ABOVE && ret_line->unit[ret_line->count - 1].parent) {
		TRY(unit_load(call->arena, call->db, ret_line->unit[ret_line->count - 1].parent,
		        &ret_line->unit[ret_line->count], err));
		ret_line->count++;
	}
	return OK;
}

struct commend_level commend_level_of(const struct commend_line *line, size_t at)
{
	return (struct commend_level){ line->unit[at].kind, at + 1 < line->count ? line->unit[at + 1].kind : STR_NONE };
}

bool commend_is_nearest(const struct commend_rules *rules, const struct commend_line *line, size_t at,
        enum commend_subject subject, struct str day)
{
	for (size_t i = 0; i < at; i++)
		if (commend_gives_yearly(rules, commend_level_of(line, i), subject, day))
			return false;
	return true;
}
