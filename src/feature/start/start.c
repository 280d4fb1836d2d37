/* Lines as people type them, and what a roll call comes to. No SQL text, no page. */
#include "feature/start/start_private.h"

#include "base/text.h"
#include "base/time.h"

#include <string.h>

/* "Nguyễn Văn An (1962)" gives the name and 1962. */
static void split_label(struct str text, struct str *ret_name, struct str *ret_label)
{
	ptrdiff_t at = str_find(text, STR("("));
	*ret_name = text;
	*ret_label = STR_NONE;
	if (at <= 0 || !str_ends(text, STR(")")))
		return;
	*ret_name = str_trim(str_slice(text, 0, (size_t)at));
	*ret_label = str_trim(str_slice(text, (size_t)at + 1, text.len - 1));
}

int64_t start_find_person(struct arena *arena, const struct start_roster_rows *roster, struct str name)
{
	struct str plain, label;
	int64_t found = 0;
	split_label(str_trim(name), &plain, &label);
	struct str key = text_name_key(arena, plain);
	for (size_t i = 0; i < roster->count; i++) {
		const struct start_roster_row *row = &roster->at[i];
		if (!str_eq(text_name_key(arena, row->name), key) || (label.len && !str_eq(row->label, label)))
			continue;
		if (found)
			return -1;
		found = row->person.n;
	}
	return found;
}

static enum status bad_line(struct err *err, const char *code, const char *field, int line, struct str name)
{
	enum status status = err_set(err, INVALID, code, field);
	err_arg_int(err, "line", line);
	err_arg(err, "name", name);
	return status;
}

/* The next line that holds something; *line counts all of them. */
static bool next_line(struct str *rest, int *line, struct str *ret_text)
{
	struct str part;
	while (str_split(rest, '\n', &part)) {
		++*line;
		*ret_text = str_trim(part);
		if (ret_text->len)
			return true;
	}
	return false;
}

static enum status read_task(struct arena *arena, const struct start_roster_rows *roster, struct str text,
        const char *field, struct start_task *task, struct err *err)
{
	struct str part;
	struct date date;
	if (str_split(&text, ';', &part))
		task->title = text_line(arena, part);
	if (!task->title.len || text_letters(task->title) > 600)
		return bad_line(err, "start.task_title", field, task->line, STR_NONE);
	if (str_split(&text, ';', &part))
		task->person_name = text_line(arena, part);
	if (task->person_name.len) {
		task->person = start_find_person(arena, roster, task->person_name);
		if (task->person <= 0)
			return bad_line(err, task->person ? "start.person_twice" : "start.task_person", field,
			        task->line, task->person_name);
	}
	part = str_trim(text);
	if (part.len && (!date_typed(part, &date) || !date_real(date)))
		return bad_line(err, "start.due", field, task->line, part);
	task->due = part.len ? date_iso(arena, date) : STR_NONE;
	return OK;
}

enum status start_read_tasks(struct arena *arena, const struct start_roster_rows *roster, struct str text,
        const char *field, struct start_tasks_typed *ret_tasks, struct err *err)
{
	struct str line;
	int number = 0;
	*ret_tasks = (struct start_tasks_typed){ .at = arena_array(arena, struct start_task, START_LINES) };
	while (next_line(&text, &number, &line)) {
		if (ret_tasks->count == START_LINES)
			return bad_line(err, "start.lines", field, START_LINES, STR_NONE);
		struct start_task *task = &ret_tasks->at[ret_tasks->count++];
		task->line = number;
		TRY(read_task(arena, roster, line, field, task, err));
	}
	return OK;
}

enum status start_read_speeches(struct arena *arena, const struct start_roster_rows *roster, struct str text,
        const char *field, struct start_speeches *ret_speeches, struct err *err)
{
	struct str line;
	int number = 0;
	*ret_speeches = (struct start_speeches){ .at = arena_array(arena, struct start_speech, START_LINES) };
	while (next_line(&text, &number, &line)) {
		ptrdiff_t colon = str_find(line, STR(":"));
		struct start_speech *last = ret_speeches->count ? &ret_speeches->at[ret_speeches->count - 1] : NULL;
		if (colon <= 0) {
			if (!last)
				return bad_line(err, "start.speech", field, number, STR_NONE);
			last->text = str_format(arena, "%.*s\n%.*s", STR_ARG(last->text), STR_ARG(line));
			continue;
		}
		struct start_speech one = { .name = text_line(arena, str_slice(line, 0, (size_t)colon)),
			.text = str_trim(str_slice(line, (size_t)colon + 1, line.len)) };
		one.person = start_find_person(arena, roster, one.name);
		if (one.person < 0)
			return bad_line(err, "start.person_twice", field, number, one.name);
		if (ret_speeches->count == START_LINES)
			return bad_line(err, "start.lines", field, START_LINES, STR_NONE);
		ret_speeches->at[ret_speeches->count++] = one;
	}
	return OK;
}

struct str start_duty(const struct start_roster_row *row)
{
	if (row->detained)
		return STR("detained");
	if (row->suspended)
		return STR("suspended");
	if (str_is(row->kind, "away"))
		return STR("away");
	if (row->exempt)
		return STR("exempt");
	return row->special ? STR("special_duty") : STR("due");
}

void start_add_up(struct start_figures *figures, const struct start_present *one)
{
	bool exempt = str_is(one->duty, "exempt"), away = str_is(one->duty, "away"),
	     special = str_is(one->duty, "special_duty");
	bool outside = exempt || away || special, came = str_is(one->state, "present");
	figures->members++;
	figures->full_members += one->full;
	figures->exempt += exempt;
	figures->away += away;
	figures->special += special;
	figures->extra += outside && came;
	if (outside)
		return;
	figures->base++;
	figures->present += came;
	figures->excused += str_is(one->state, "excused");
	figures->unexcused += str_is(one->state, "unexcused");
}

struct str start_grade(int64_t points)
{
	return points >= 90 ? STR("good") : points >= 70 ? STR("fair") : points >= 50 ? STR("average") : STR("poor");
}
