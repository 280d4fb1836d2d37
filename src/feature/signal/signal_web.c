/* The signs as pages: in plain words for those who run the cell, as a trend without names for the superior. */
#include "feature/signal/signal_private.h"

#include "app/export.h"
#include "base/id.h"
#include "base/text.h"
#include "base/time.h"
#include "document/chart.h"
#include "feature/unit/unit.h"
#include "gen/signal_page.h"
#include "gen/signal_sql.h"

#include <string.h>

enum { MONTHS = 12, CELLS_LEAST = 5, PASSAGE_MAX = 700, CONTEXT_MAX = 120, ARGS_MAX = 4, CHORE_S = 60 };

static const struct permission signal_read = {
	.name = "signal.read", .sentence = N_("Xem dấu hiệu cần xem lại của chi bộ"), .own = ROLES_LEADERS
};
static const struct permission signal_trend_read = { .name = "signal.trend",
	.sentence = N_("Xem xu hướng sinh hoạt hình thức của các chi bộ cấp dưới, không có tên chi bộ"),
	.own = R(OFFICER),
	.below = R(OFFICER) };

static struct text_arg number(struct request *request, const char *name, int64_t n)
{
	return (struct text_arg){
		.name = str_of(name), .value = number_show(request->arena, n), .number = n, .counts = true
	};
}

/* The end of a text that is cut at most so long, at a whole letter and word. */
static struct str cut(struct str text, size_t most, bool at_end)
{
	if (text.len <= most)
		return text;
	size_t from = at_end ? text.len - most : 0, to = at_end ? text.len : most;
	while (at_end && from < text.len && text.ptr[from] != ' ')
		from++;
	while (!at_end && to && text.ptr[to] != ' ')
		to--;
	return str_trim(str_slice(text, from, to));
}

static struct str one_line(struct request *request, struct str text)
{
	return text_line(request->arena, text);
}

/* What follows a passage; a blank before it unless a sign begins it. */
static struct str tail_of(struct request *request, struct str text)
{
	text = one_line(request, cut(text, CONTEXT_MAX, false));
	bool sign = text.len && strchr(".,;:!?)", text.ptr[0]);
	return sign || !text.len ? text : str_format(request->arena, " %.*s", STR_ARG(text));
}

struct side {
	struct str section, lead, passage, tail;
};

static struct side side_of(struct request *request, const struct record_body *body, const struct signal_place *place)
{
	const struct record_section *section = &body->at[place->section];
	struct str text = section->text, whole = str_slice(text, place->from, place->to);
	struct str passage = cut(whole, PASSAGE_MAX, false);
	return (struct side){ .section = section->title,
		.lead = one_line(request, cut(str_slice(text, 0, place->from), CONTEXT_MAX, true)),
		.passage = passage.len < whole.len
		                   ? str_format(request->arena, "%.*s …", STR_ARG(one_line(request, passage)))
		                   : one_line(request, passage),
		.tail = passage.len < whole.len ? STR_NONE : tail_of(request, str_slice(text, place->to, text.len)) };
}

/* Both texts, at the place where the longest passage stands in both. */
static enum status put_passage(struct request *request, const struct signal_of_cell_row *row, int64_t run_words,
        struct signal_cell_signs *sign, struct err *err)
{
	struct signal_minutes mine, theirs;
	struct signal_words now, before;
	struct signal_likeness like;
	int64_t other;
	bool found, found_other = false;
	int shard = OBJECT_SHARD(request, "cell");
	struct text_arg args[] = { { .name = STR("p"), .value = permille_show(request->arena, row->value) },
		{ .name = STR("d") }, { .name = STR("n") } };
	TRY(signal_minutes_of(request->arena, request->db, row->meeting, shard, &mine, &found, err));
	if (found && str_int(row->detail, &other))
		TRY(signal_minutes_of(
		        request->arena, request->db, (struct meeting_id){ other }, shard, &theirs, &found_other, err));
	if (!found_other)
		return OK;
	signal_words_of(request->arena, &mine.body, &now);
	signal_words_of(request->arena, &theirs.body, &before);
	signal_compare(request->arena, &now, &before, run_words, &like);
	if (!like.passage)
		return OK;
	struct side left = side_of(request, &mine.body, &like.now),
	            right = side_of(request, &theirs.body, &like.before);
	args[1].value = date_show(request->arena, theirs.day);
	args[2].value = number_show(request->arena, like.passage);
	sign->reason = message_fill(request->arena, request->language,
	        T("{p} các cụm năm từ trong phần nội dung có nguyên trong biên bản ngày {d}. Đoạn giống nhau dài nhất "
	          "có {n} từ, in dưới đây."),
	        args, 3);
	sign->section = left.section;
	sign->mine_lead = left.lead;
	sign->mine = left.passage;
	sign->mine_tail = left.tail;
	sign->theirs_day = theirs.day;
	sign->theirs_section = right.section;
	sign->theirs_lead = right.lead;
	sign->theirs = right.passage;
	sign->theirs_tail = right.tail;
	return OK;
}

static struct str reason_of(
        struct request *request, const struct signal_of_cell_row *row, const struct signal_rules *rules)
{
	static const struct {
		const char *kind;
		int64_t detail; /* -1: any */
		const char *text;
	} reasons[] = {
		{ "same_text", -1, N_("Phần nội dung của biên bản gần giống biên bản lần trước.") },
		{ "no_task", -1, N_("Nghị quyết đã ký của buổi họp không kèm việc nào được giao.") },
		{ "no_person", -1, N_("{n} trong {m} việc của nghị quyết chưa ghi ai làm.") },
		{ "no_date", -1, N_("{n} trong {m} việc của nghị quyết chưa ghi ngày phải xong.") },
		{ "merged", 0, N_("Buổi họp gộp thường kỳ và chuyên đề kéo dài {n} phút, ít hơn {a} phút.") },
		{ "merged", 1, N_("Phần chuyên đề kéo dài {n} phút, ít hơn {b} phút.") },
		{ "same_speakers", -1,
		        N_("{m} buổi liền chỉ cùng {n} đồng chí được ghi là có phát biểu. Cũng có thể là do ghi chép: "
		           "thư ký chưa ghi hết người phát biểu.") },
		{ "silent", -1,
		        N_("{n} đồng chí dự đủ các buổi trong {m} tháng liền mà chưa được ghi phát biểu lần nào. Phần "
		           "mềm chỉ đếm, không nêu tên.") },
		{ "above", -1,
		        N_("{m} tháng liền điểm tự chấm cao hơn mức căn cứ cho thấy; tháng này cao hơn {n} điểm.") },
	};
	int64_t detail = 0;
	struct text_arg args[ARGS_MAX];
	str_int(row->detail, &detail);
	args[0] = number(request, "n", row->value);
	args[1] = number(request, "m", detail);
	args[2] = number(request, "a", signal_rule(rules, "combined_minutes"));
	args[3] = number(request, "b", signal_rule(rules, "theme_minutes"));
	for (size_t i = 0; i < LENGTH(reasons); i++)
		if (str_is(row->kind, reasons[i].kind) && (reasons[i].detail < 0 || reasons[i].detail == detail))
			return message_fill(request->arena, request->language, str_of(reasons[i].text), args, ARGS_MAX);
	return STR_NONE;
}

/* The published rules behind a kind. */
static void put_rules(struct request *request, const struct signal_rules *rules, struct signal_cell_signs *sign)
{
	static const struct {
		const char *kind, *keys;
	} behind[] = { { "same_text", "same_permille same_run same_run_permille same_words same_months" },
		{ "merged", "combined_minutes theme_minutes" },
		{ "same_speakers", "speakers speakers_meetings speakers_members" },
		{ "silent", "silent_months silent_people" }, { "above", "above_months" }, { "no_task", "task_each" },
		{ "no_person", "task_each" }, { "no_date", "task_each" } };
	sign->rules.at = arena_array(request->arena, struct signal_cell_signs_rules, SIGNAL_RULES_MAX);
	for (size_t i = 0; i < LENGTH(behind); i++) {
		struct str rest = str_of(behind[i].keys), key;
		while (str_is(sign->kind, behind[i].kind) && str_split(&rest, ' ', &key)) {
			const struct signal_rule *rule = signal_rule_of(rules, str_c(request->arena, key));
			if (rule)
				sign->rules.at[sign->rules.count++] =
				        (struct signal_cell_signs_rules){ .text = rule->text,
					        .value = rule->value,
					        .sure = rule->sure,
					        .source = rule->source };
		}
	}
}

struct seen {
	struct signal_look_in in;
};

static enum status note_seen(struct arena *arena, struct db *db, void *value, struct err *err)
{
	return signal_look(arena, db, &((const struct seen *)value)->in, err);
}

static enum status show_cell(struct request *request, void *to, struct err *err)
{
	struct signal_cell_view *view = to;
	const struct unit *cell = request_unit(request, "cell");
	struct signal_of_cell_rows rows;
	struct signal_judged_at_row judged;
	TRY(signal_judged_at(request->arena, request->db,
	        &(struct signal_judged_at_in){ .cell = { cell->id }, .shard = cell->shard }, &judged, err));
	TRY(signal_of_cell(request->arena, request->db,
	        &(struct signal_of_cell_in){ .cell = { cell->id },
	                .shard = cell->shard,
	                .since = month_add(month_of_day(request->today), 1 - MONTHS) },
	        &rows, err));
	view->cell.n = cell->id;
	view->cell_name = cell->name;
	view->judged_at = judged.at.set ? judged.at.n : 0;
	view->months = judged.months;
	view->signs.at = arena_array(request->arena, struct signal_cell_signs, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct signal_of_cell_row *row = &rows.at[i];
		struct signal_cell_signs *sign = &view->signs.at[view->signs.count++];
		struct signal_rules *rules = arena_new(request->arena, struct signal_rules);
		signal_rules_of(request->arena, (int)row->month, rules);
		*sign = (struct signal_cell_signs){ .kind = row->kind,
			.month = row->month,
			.day = row->day,
			.href = str_format(request->arena, "/meetings/%lld", (long long)row->meeting.n),
			.reason = reason_of(request, row, rules) };
		put_rules(request, rules, sign);
		if (str_is(row->kind, "same_text"))
			TRY(put_passage(request, row, signal_rule(rules, "same_run"), sign, err));
	}
	struct seen seen = { { { cell->id }, request->account, cell->shard, request->now } };
	if (rows.count)
		request_later(request, note_seen, &seen, sizeof(seen));
	return OK;
}

static const char *const kinds[] = { "same_text", "no_task", "no_person", "no_date", "merged", "same_speakers",
	"above" };

static int64_t of_kind(const struct signal_unit_months *month, size_t kind)
{
	const int64_t value[] = { month->same_text, month->no_task, month->no_person, month->no_date, month->merged,
		month->same_speakers, month->above };
	_Static_assert(LENGTH(value) == LENGTH(kinds), "one value a kind");
	return value[kind];
}

static void put_lines(struct request *request, struct signal_unit_view *view)
{
	view->lines.at = arena_array(request->arena, struct signal_unit_lines, LENGTH(kinds));
	for (size_t k = 0; k < LENGTH(kinds); k++) {
		struct signal_unit_lines *line = &view->lines.at[view->lines.count++];
		int64_t share[MONTHS];
		const struct signal_unit_months *last = NULL;
		for (size_t i = 0; i < view->months.count; i++) {
			const struct signal_unit_months *month = &view->months.at[i];
			share[i] = month->enough ? of_kind(month, k) * 1000 / month->cells : CHART_NONE;
			last = month->enough ? month : last;
		}
		*line = (struct signal_unit_lines){ .kind = str_of(kinds[k]), .latest = STR("–") };
		if (!last)
			continue;
		struct text_arg args[] = { number(request, "n", of_kind(last, k)), number(request, "c", last->cells),
			{ .name = STR("m"),
			        .value = str_format(request->arena, "%02d/%d", (int)(last->month % 100),
			                (int)(last->month / 100)) } };
		line->latest =
		        message_fill(request->arena, request->language, T("{n} trong {c} chi bộ, tháng {m}"), args, 3);
		line->chart = chart_spark(request->arena, share, view->months.count, false, line->latest);
	}
}

static enum status show_unit(struct request *request, void *to, struct err *err)
{
	struct signal_unit_view *view = to;
	const struct unit *unit = request_unit(request, "unit");
	struct signal_trend_rows rows;
	int until = month_of_day(request->today), since = month_add(until, 1 - MONTHS);
	TRY(signal_trend(request->arena, request->db,
	        &(struct signal_trend_in){ .unit = { unit->id }, .since = since, .until = until }, &rows, err));
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->as_of = request->today;
	view->least = CELLS_LEAST;
	view->months.at = arena_array(request->arena, struct signal_unit_months, MONTHS);
	for (size_t i = 0, at = 0; i < MONTHS; i++) {
		struct signal_unit_months *month = &view->months.at[view->months.count++];
		month->month = month_add(since, (int)i);
		if (at == rows.count || rows.at[at].month != month->month)
			continue;
		const struct signal_trend_row *row = &rows.at[at++];
		if (row->cells < CELLS_LEAST)
			continue;
		*month = (struct signal_unit_months){ .month = row->month,
			.cells = row->cells,
			.enough = true,
			.same_text = row->same_text,
			.no_task = row->no_task,
			.no_person = row->no_person,
			.no_date = row->no_date,
			.merged = row->merged,
			.same_speakers = row->same_speakers,
			.above = row->above };
		view->any = true;
	}
	put_lines(request, view);
	return OK;
}

/* Once: until the leader has looked. */
static enum status due(struct request *request, struct due_list *list, struct err *err)
{
	struct signal_new_row row;
	if (!request->home_unit || !(request->roles & ROLES_LEADERS))
		return OK;
	struct unit cell;
	TRY(unit_home_load(request, &cell, err));
	if (!str_is(cell.kind, "chi_bo"))
		return OK;
	TRY(signal_new(request->arena, request->db,
	        &(struct signal_new_in){ .cell = { cell.id }, .account = request->account, .shard = cell.shard }, &row,
	        err));
	struct text_arg args[] = { number(request, "n", row.n) };
	if (row.n)
		due_add(request, list,
		        (struct due_item){ .title = request_say(request, N_("Có dấu hiệu cần xem lại")),
		                .detail = message_fill(request->arena, request->language,
		                        T("{n} điều về biên bản, nghị quyết, cách họp của chi bộ"), args, 1),
		                .href = str_format(request->arena, "/cells/%lld/signals", (long long)cell.id),
		                .icon = STR("eye"),
		                .urgency = DUE_INFO });
	return OK;
}

static enum status archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err)
{
	struct signal_archive_list_rows rows;
	TRY(signal_archive_list(
	        arena, db, &(struct signal_archive_list_in){ .cell = cell, .shard = id_shard(cell.n) }, &rows, err));
	EXPORT_ROWS(json, "signals", signal_archive_list, rows);
	return OK;
}

static enum status export(
        struct arena *arena, struct db *db, struct account_id account, struct buf *json, struct err *err) {
	struct signal_seen_by_rows rows;
	TRY(signal_seen_by(arena, db, &(struct signal_seen_by_in){ .account = account }, &rows, err));
	buf_c(json, "\"signals_seen\":["); for (size_t i = 0; i < rows.count; i++){
	        buf_c(json, i ? ",{" : "{"); export_text(json, "cell", rows.at[i].name);
	        export_int(json, "at", OPT(rows.at[i].at)); buf_char(json, '}'); }
buf_char(json, ']');
return OK;
}

static enum status forget(struct arena *arena, struct db *db, struct account_id account, int64_t now, struct err *err)
{
	struct signal_seen_by_rows rows;
	(void)now;
	TRY(signal_seen_by(arena, db, &(struct signal_seen_by_in){ .account = account }, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		TRY(signal_forget(arena, db,
		        &(struct signal_forget_in){
		                .cell = rows.at[i].cell, .account = account, .shard = rows.at[i].shard },
		        err));
	return OK;
}

static bool link_trend(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	(void)ret_badge;
	if (!(request->roles & R(OFFICER)) || request->roles & ROLES_CELL || !request->home_unit)
		return false;
	*ret_href = str_format(request->arena, "/units/%lld/signals", (long long)request->home_unit);
	return true;
}

const struct feature signal_feature = {
	.name = "signal",
	.yields = YIELDS_FIRST,
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/cells/{cell}/signals", &signal_read, show_cell, .page = &signal_cell_page,
	                        .about = "What those who run a cell should look at again" },
	                { HTTP_GET, "/units/{unit}/signals", &signal_trend_read, show_unit, .page = &signal_unit_page,
	                        .about = "How many cells below have signs, by month, without names" },
	                { 0 },
	        },
	.nav = (const struct nav_item[]){ { N_("Xu hướng"), "eye", 8, link_trend }, { 0 } },
	.commands = signal_commands,
	.counters = signal_families,
	.chores = (const struct chore[]){ { "signal.judge", CHORE_S, signal_chore, .swift = false }, { 0 } },
	.due = due,
	.export_account = export,
	.erase_account = forget,
	.archive = archive,
};
