/* Rules of the report: due days, and what stage a cell has reached in a month. No SQL text, no page. */
#include "feature/report/report_private.h"

#include "base/embed.h"
#include "base/time.h"

#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* The values of all files of rules/meeting, read once: pages and counters ask for them at every cell. */
struct rule {
	char key[32];
	struct str from, to; /* days, to: the last one or no text */
	int64_t value;
};
enum { RULES_MAX = 256 };
static struct rule rules[RULES_MAX];
static size_t rule_count;

static struct str day_of(const json_t *file, const char *key)
{
	return str_of(json_string_value(json_object_get(file, key)));
}

/* The file stays: its texts are pointed to. */
static void read_file(const json_t *file)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(file, "values"), i, one)
	{
		check(rule_count < RULES_MAX);
		struct rule *rule = &rules[rule_count++];
		*rule = (struct rule){ .from = day_of(file, "valid_from"),
			.to = day_of(file, "valid_to"),
			.value = json_integer_value(json_object_get(one, "value")) };
		snprintf(rule->key, sizeof(rule->key), "%s", json_string_value(json_object_get(one, "key")));
	}
}

static void read_rules(void)
{
	const struct embed_file *file;
	for (size_t i = 0; (file = rules_at(i)); i++)
		if (str_starts(str_of(file->name), STR("meeting/")))
			read_file(json_loadb(file->bytes.ptr, file->bytes.len, 0, NULL));
}

int64_t report_rule(const char *key, struct str day, int64_t otherwise)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, read_rules);
	for (size_t i = 0; i < rule_count; i++)
		if (!strcmp(rules[i].key, key) && str_compare(rules[i].from, day) <= 0 &&
		        (!rules[i].to.len || str_compare(day, rules[i].to) <= 0))
			return rules[i].value;
	return otherwise;
}

int64_t report_days_between(struct str from, struct str to)
{
	struct date a, b;
	return date_parse(from, &a) && date_parse(to, &b) ? date_number(b) - date_number(a) : 0;
}

struct str report_due_day(struct arena *arena, struct str day, struct opt_int ended_at)
{
	struct date date;
	if (ended_at.set)
		date = date_of_instant(ended_at.n);
	else if (!date_parse(day, &date))
		return STR_NONE;
	return date_iso(arena, date_add(date, (int)report_rule("report_days", day, 2)));
}

struct str report_word(struct arena *arena, const char *prefix, struct str value)
{
	struct str text;
	struct str code = str_format(arena, "%s%.*s", prefix, STR_ARG(value));
	return value.len && message_code(arena, VI, code, NULL, &text) ? text : value;
}

struct opt_int report_share(int64_t part, int64_t base)
{
	return base > 0 ? OPT((part * 1000 + base / 2) / base) : OPT_NONE;
}

void report_month_days(struct arena *arena, int month, struct str *ret_first, struct str *ret_last)
{
	int next = month_add(month, 1);
	struct date first = { month / 100, month % 100, 1 }, after = { next / 100, next % 100, 1 };
	*ret_first = date_iso(arena, first);
	*ret_last = date_iso(arena, date_add(after, -1));
}

static struct report_stage before_meeting(
        const struct report_cells_row *row, struct str first, struct str last, struct str today)
{
	bool called = row->meeting.n && str_is(row->state, "called");
	if (!row->meeting.n || str_is(row->state, "cancelled") || str_is(row->state, "postponed")) {
		const char *stage = row->meeting.n ? "cancelled" : "none";
		if (str_compare(today, last) > 0)
			return (struct report_stage){ .stage = "missed",
				.reason = "missed",
				.tone = "bad",
				.late = report_days_between(last, today) };
		if (str_compare(today, first) < 0)
			return (struct report_stage){ .stage = stage, .tone = "info" };
		return (struct report_stage){ .stage = stage, .reason = "not_planned", .tone = "bad" };
	}
	struct report_stage stage = { .stage = called ? "called" : "planned", .tone = "info", .step = called ? 2 : 1 };
	int64_t past = report_days_between(row->day, today);
	if (past > 0) {
		stage.late = past;
		stage.reason = "day_past";
		stage.tone = "bad";
	} else if (!called && past >= -report_rule("notice_days", row->day, 1)) {
		stage.reason = "not_called";
		stage.tone = "warn";
	}
	return stage;
}

static struct report_stage after_meeting(struct arena *arena, const struct report_cells_row *row, struct str today)
{
	bool graded = str_is(row->score_state, "graded"), sent = row->late_days.set;
	if (row->returned_at.set && !graded)
		return (struct report_stage){ .stage = "returned", .reason = "returned", .tone = "warn", .step = 3 };
	if (graded || row->paper_typed)
		return (struct report_stage){ .stage = graded ? "graded" : "met",
			.tone = "ok",
			.step = graded ? 5 : 3,
			.late = sent ? row->late_days.n : 0 };
	if (sent)
		return (struct report_stage){ .stage = "reported",
			.tone = row->late_days.n ? "warn" : "ok",
			.step = 4,
			.late = row->late_days.n };
	int64_t late = report_days_between(report_due_day(arena, row->day, row->ended_at), today);
	if (late > 0)
		return (struct report_stage){
			.stage = "met", .reason = "report_late", .tone = "bad", .step = 3, .late = late
		};
	return (struct report_stage){ .stage = "met", .tone = "info", .step = 3 };
}

struct report_stage report_stage_of(struct arena *arena, const struct report_cells_row *row, struct str first,
        struct str last, struct str today, int64_t low_permille)
{
	if (row->meeting.n && str_is(row->state, "open"))
		return (struct report_stage){ .stage = "open", .tone = "info", .step = 2 };
	if (!row->meeting.n || !str_is(row->state, "ended"))
		return before_meeting(row, first, last, today);
	struct report_stage stage = after_meeting(arena, row, today);
	stage.low = row->base.set && row->present.set && row->base.n > 0 &&
	            row->present.n * 1000 < row->base.n * low_permille;
	if (stage.low && !stage.reason) {
		stage.reason = "low";
		stage.tone = "warn";
	}
	return stage;
}

/* What stands for the cell where a month has several meetings: one that was held, then one that lives, then the regular
 * one. */
static int weight(const struct report_cells_row *row)
{
	bool dropped = str_is(row->state, "cancelled") || str_is(row->state, "postponed");
	bool regular = str_is(row->kind, "regular") || str_is(row->kind, "both");
	return (str_is(row->state, "ended") ? 4 : 0) + (dropped ? 0 : 2) + regular;
}

static void add(struct report_sum *sum, const struct report_line *line)
{
	const struct report_cells_row *row = line->row;
	bool ended = row->meeting.n && str_is(row->state, "ended");
	sum->cells++;
	sum->met += ended;
	sum->attention += line->stage.reason != NULL;
	for (int step = 1; step <= line->stage.step; step++)
		sum->step[step]++;
	if (!ended)
		return;
	sum->base += row->base.set ? row->base.n : 0;
	sum->present += row->present.set ? row->present.n : 0;
	if (!row->paper_typed && (row->late_days.set || line->stage.late)) {
		sum->due++;
		sum->on_time += row->late_days.set && !row->late_days.n;
	}
}

void report_lines_of(struct arena *arena, const struct report_cells_rows *rows, int month, struct str today,
        struct report_lines *ret_lines)
{
	struct str first, last;
	report_month_days(arena, month, &first, &last);
	int64_t low = report_rule("attendance_permille", first, 900);
	*ret_lines = (struct report_lines){ .at = arena_array(arena, struct report_line, rows->count + 1) };
	for (size_t i = 0; i < rows->count; i++) {
		struct report_line *line = ret_lines->count ? &ret_lines->at[ret_lines->count - 1] : NULL;
		if (!line || line->row->cell.n != rows->at[i].cell.n) {
			line = &ret_lines->at[ret_lines->count++];
			line->row = &rows->at[i];
		} else if (weight(&rows->at[i]) > weight(line->row)) {
			line->row = &rows->at[i];
		}
		line->meetings += rows->at[i].meeting.n != 0;
	}
	for (size_t i = 0; i < ret_lines->count; i++) {
		ret_lines->at[i].stage = report_stage_of(arena, ret_lines->at[i].row, first, last, today, low);
		add(&ret_lines->sum, &ret_lines->at[i]);
	}
}
