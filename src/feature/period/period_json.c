/* A report as JSON: the frozen copy that never changes, and the file for others. */
#include "feature/period/period_private.h"

#include "app/export.h"

#include <jansson.h>
#include <sodium.h>

enum { CEILING = 32 << 20, HASH = 32 };

static void put_figures(struct buf *json, const char *name, const struct period_figures *figures)
{
	buf_format(json, ",\"%s\":", name);
	if (!figures->any) {
		buf_c(json, "null");
		return;
	}
	for (int i = 0; i < PERIOD_FIGURE__COUNT; i++)
		buf_format(json, "%c\"%s\":%lld", i ? ',' : '{', period_figure_names[i], (long long)figures->n[i]);
	buf_char(json, '}');
}

static void put_flag(struct buf *json, const char *name, bool flag)
{
	buf_format(json, ",\"%s\":%s", name, flag ? "true" : "false");
}

static void put_row(struct buf *json, const struct period_row *row)
{
	bool any = false;
	buf_format(json, "{\"unit\":\"%lld\"", (long long)row->unit);
	put_flag(json, "cell", row->cell);
	put_flag(json, "elsewhere", row->elsewhere);
	export_text(json, "name", row->name);
	export_text(json, "kind", row->kind);
	put_figures(json, "figures", &row->now);
	put_figures(json, "before", &row->before);
	buf_c(json, ",\"typed\":{");
	for (int i = 0; i < PERIOD_NUMBER__COUNT; i++)
		if (row->typed[i].set) {
			buf_format(json, "%s\"%s\":%lld", any ? "," : "", period_typed_names[i],
			        (long long)row->typed[i].n);
			any = true;
		}
	buf_c(json, "},\"by_hand\":[");
	any = false;
	for (int i = 0; i < PERIOD_NUMBER__COUNT; i++)
		if (row->typed_by_hand[i]) {
			buf_format(json, "%s\"%s\"", any ? "," : "", period_typed_names[i]);
			any = true;
		}
	buf_char(json, ']');
	export_text(json, "other", row->other);
	export_text(json, "note", row->note);
	export_int(json, "since_month", row->since_month ? OPT(row->since_month) : OPT_NONE);
	export_int(json, "until_month", row->until_month ? OPT(row->until_month) : OPT_NONE);
	export_text(json, "missing", row->missing);
	export_text(json, "days", row->days);
	export_text(json, "remark", row->remark);
	export_text(json, "grade", row->grade);
	export_text(json, "proposed", row->proposed);
	export_text(json, "grade_reason", row->grade_reason);
	put_flag(json, "decided", row->decided);
	export_text(json, "state", row->state);
	export_text(json, "state_day", row->state_day);
	export_text(json, "heads", row->heads);
	buf_char(json, '}');
}

static void put_changes(struct buf *json, const struct period_report *report)
{
	buf_c(json, ",\"changes\":[");
	for (size_t i = 0; i < report->change_count; i++) {
		const struct period_change *change = &report->changes[i];
		buf_format(json, "%s{\"unit\":\"%lld\"", i ? "," : "", (long long)change->unit);
		export_text(json, "name", change->name);
		export_text(json, "period", change->period);
		export_text(json, "figures", change->figures);
		export_text(json, "reason", change->reason);
		buf_char(json, '}');
	}
	buf_char(json, ']');
}

static void put_more(struct buf *json, const struct period_report *report)
{
	buf_c(json, ",\"more\":[");
	for (size_t i = 0; i < report->more_count; i++) {
		const struct counter_figure *figure = &report->more[i];
		buf_format(json, "%s{\"n\":%lld", i ? "," : "", (long long)figure->n);
		export_int(json, "of", figure->among);
		export_text(json, "name", figure->name);
		export_text(json, "label", figure->label);
		buf_char(json, '}');
	}
	buf_char(json, ']');
}

struct str period_json_write(struct arena *arena, const struct period_report *report)
{
	struct buf json = buf_open(arena, CEILING);
	buf_format(&json, "{\"unit\":\"%lld\"", (long long)report->unit);
	export_text(&json, "name", report->unit_name);
	export_text(&json, "superior", report->parent_name);
	export_text(&json, "kind", report->kind);
	export_text(&json, "period", report->code);
	export_text(&json, "title", report->title);
	export_text(&json, "from", report->first_day);
	export_text(&json, "to", report->last_day);
	put_flag(&json, "over", report->over);
	put_flag(&json, "frozen", report->frozen);
	put_flag(&json, "tree_today", report->tree_today);
	export_int(&json, "as_of", OPT(report->as_of));
	export_text(&json, "hash", report->hash);
	export_text(&json, "state", report->state);
	export_text(&json, "rule", report->rule);
	export_text(&json, "rule_name", report->rule_name);
	export_text(&json, "rule_label", report->rule_label);
	export_int(&json, "missing_count", OPT(report->missing_count));
	export_int(&json, "missing_months", OPT(report->missing_months));
	export_text(&json, "missing", report->missing);
	export_int(&json, "report_due", OPT(report->report_due));
	export_int(&json, "report_in", OPT(report->report_in));
	export_text(&json, "report_missing", report->report_missing);
	buf_c(&json, ",\"rows\":[");
	for (size_t i = 0; i < report->row_count; i++) {
		buf_c(&json, i ? ",\n" : "\n");
		put_row(&json, &report->rows[i]);
	}
	buf_c(&json, "],\n\"total\":");
	put_row(&json, &report->total);
	put_more(&json, report);
	put_changes(&json, report);
	buf_c(&json, "}\n");
	check(!json.full);
	return buf_text(&json);
}

struct str period_hash(struct arena *arena, struct str payload)
{
	unsigned char *hash = arena_take(arena, HASH);
	crypto_generichash(hash, HASH, (const unsigned char *)payload.ptr, payload.len, NULL, 0);
	return (struct str){ (const char *)hash, HASH };
}

static void closep(json_t **json)
{
	json_decref(*json);
}

static struct str text_of(struct arena *arena, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	if (!json_is_string(value))
		return STR_NONE;
	return str_copy(arena, (struct str){ json_string_value(value), json_string_length(value) });
}

static int64_t int_of(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

static int64_t id_of(const json_t *object, const char *key)
{
	int64_t id = 0;
	const char *text = json_string_value(json_object_get(object, key));
	return text && str_int(str_of(text), &id) ? id : 0;
}

static void read_figures(const json_t *object, const char *key, struct period_figures *ret_figures)
{
	const json_t *figures = json_object_get(object, key);
	ret_figures->any = json_is_object(figures);
	for (int i = 0; i < PERIOD_FIGURE__COUNT; i++)
		ret_figures->n[i] = int_of(figures, period_figure_names[i]);
}

static void read_row(struct arena *arena, const json_t *json, struct period_row *row)
{
	const json_t *typed = json_object_get(json, "typed"), *one;
	size_t at;
	*row = (struct period_row){ .unit = id_of(json, "unit"),
		.cell = json_is_true(json_object_get(json, "cell")),
		.elsewhere = json_is_true(json_object_get(json, "elsewhere")),
		.name = text_of(arena, json, "name"),
		.kind = text_of(arena, json, "kind"),
		.other = text_of(arena, json, "other"),
		.note = text_of(arena, json, "note"),
		.since_month = (int)int_of(json, "since_month"),
		.until_month = (int)int_of(json, "until_month"),
		.missing = text_of(arena, json, "missing"),
		.days = text_of(arena, json, "days"),
		.remark = text_of(arena, json, "remark"),
		.grade = text_of(arena, json, "grade"),
		.proposed = text_of(arena, json, "proposed"),
		.grade_reason = text_of(arena, json, "grade_reason"),
		.decided = json_is_true(json_object_get(json, "decided")),
		.state = text_of(arena, json, "state"),
		.state_day = text_of(arena, json, "state_day"),
		.heads = text_of(arena, json, "heads") };
	read_figures(json, "figures", &row->now);
	read_figures(json, "before", &row->before);
	for (int i = 0; i < PERIOD_NUMBER__COUNT; i++) {
		if (json_object_get(typed, period_typed_names[i]))
			row->typed[i] = OPT(int_of(typed, period_typed_names[i]));
		json_array_foreach(json_object_get(json, "by_hand"), at, one) row->typed_by_hand[i] |=
		        str_is(str_of(json_string_value(one)), period_typed_names[i]);
	}
}

static void read_changes(struct arena *arena, const json_t *json, struct period_report *report)
{
	const json_t *list = json_object_get(json, "changes"), *one;
	size_t at;
	report->changes = arena_array(arena, struct period_change, json_array_size(list) + 1);
	json_array_foreach(list, at, one) report->changes[report->change_count++] =
	        (struct period_change){ .unit = id_of(one, "unit"),
		        .name = text_of(arena, one, "name"),
		        .period = text_of(arena, one, "period"),
		        .figures = text_of(arena, one, "figures"),
		        .reason = text_of(arena, one, "reason") };
}

static void read_more(struct arena *arena, const json_t *json, struct period_report *report)
{
	const json_t *list = json_object_get(json, "more"), *one;
	size_t at;
	report->more = arena_array(arena, struct counter_figure, json_array_size(list) + 1);
	json_array_foreach(list, at, one)
	{
		const json_t *of = json_object_get(one, "of");
		report->more[report->more_count++] =
		        (struct counter_figure){ text_of(arena, one, "name"), text_of(arena, one, "label"),
			        int_of(one, "n"), json_is_integer(of) ? OPT(json_integer_value(of)) : OPT_NONE };
	}
}

enum status period_json_read(struct arena *arena, struct str json, struct period_report **ret_report, struct err *err)
{
	json_t *root CLOSES(closep) = json_loadb(json.ptr ? json.ptr : "", json.len, 0, NULL);
	struct period_report *report = arena_new(arena, struct period_report);
	const json_t *rows = json_object_get(root, "rows"), *one;
	size_t at;
	if (!root || !json_is_array(rows))
		return err_broken(err, "period.copy", "a frozen report that is no JSON");
	report->unit = id_of(root, "unit");
	report->unit_name = text_of(arena, root, "name");
	report->parent_name = text_of(arena, root, "superior");
	report->kind = text_of(arena, root, "kind");
	report->code = text_of(arena, root, "period");
	TRY(period_parse(report->code, &report->period, err));
	report->title = text_of(arena, root, "title");
	report->first_day = text_of(arena, root, "from");
	report->last_day = text_of(arena, root, "to");
	report->as_of = int_of(root, "as_of");
	report->rule = text_of(arena, root, "rule");
	report->rule_name = text_of(arena, root, "rule_name");
	report->rule_label = text_of(arena, root, "rule_label");
	report->missing_count = int_of(root, "missing_count");
	report->missing_months = int_of(root, "missing_months");
	report->missing = text_of(arena, root, "missing");
	report->report_due = int_of(root, "report_due");
	report->report_in = int_of(root, "report_in");
	report->report_missing = text_of(arena, root, "report_missing");
	report->rows = arena_array(arena, struct period_row, json_array_size(rows) + 1);
	json_array_foreach(rows, at, one) read_row(arena, one, &report->rows[report->row_count++]);
	read_row(arena, json_object_get(root, "total"), &report->total);
	read_more(arena, root, report);
	read_changes(arena, root, report);
	*ret_report = report;
	return OK;
}
