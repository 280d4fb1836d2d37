/* The feature: what waits for officers, and the descriptor. */
#include "feature/period/period_web.h"

#include "base/time.h"
#include "document/fill.h"

enum { RECENT_MONTHS = 2, BODY_MORE = 64 << 10 };

const struct permission period_read = { .name = "period.read",
	.sentence = "Xem báo cáo kỳ của đơn vị và cấp dưới",
	.own = R(OFFICER) | R(ADMIN),
	.below = R(OFFICER) | R(ADMIN) };
const struct permission period_manage = { .name = "period.manage",
	.sentence = "Nộp báo cáo kỳ của đơn vị mình; nhận, trả lại, chốt báo cáo của cấp dưới",
	.own = R(OFFICER) | R(ADMIN) };
const struct permission period_type = { .name = "period.type",
	.sentence = "Ghi những số liệu kỳ mà chương trình không biết",
	.own = ROLES_LEADERS | R(OFFICER) | R(ADMIN),
	.below = R(OFFICER) | R(ADMIN) };

/* The report of the newest complete period of a kind, while it is still to be sent. */
static enum status due_own(
        struct request *request, struct due_list *list, const struct unit *unit, enum period_kind kind, struct err *err)
{
	struct period period = period_of_month(kind, month_of_day(request->today));
	struct period_month_newest_row newest;
	struct period_state_of_row state;
	bool found;
	period = period_add(period, -1);
	struct str due = period_due_day(request->arena, period, unit->kind);
	if (!due.len || month_of_day(request->today) > month_add(period_last(period), RECENT_MONTHS))
		return OK;
	TRY(period_month_newest(request->arena, request->db,
	        &(struct period_month_newest_in){ .until = period_last(period) }, &newest, &found, err));
	if (!found || newest.month < period_first(period))
		return OK;
	TRY(period_state_of(request->arena, request->db,
	        &(struct period_state_of_in){ .unit = { unit->id }, .period = period_code(request->arena, period) },
	        &state, &found, err));
	bool returned = found && str_is(state.state, "returned");
	if (found && !returned)
		return OK;
	struct str title = request_say(request, returned ? N_("Báo cáo bị trả lại:") : N_("Nộp báo cáo:"));
	struct due_item item = { .title = str_format(request->arena, "%.*s %.*s", STR_ARG(title),
		                         STR_ARG(period_title(request->arena, period))),
		.detail = returned ? state.reason : unit->name,
		.href = str_format(request->arena, "/units/%lld/period?p=%.*s", (long long)unit->id,
		        STR_ARG(period_code(request->arena, period))),
		.icon = STR("chart"),
		.urgency = str_compare(request->today, due) > 0 ? DUE_LATE : DUE_SOON,
		.day = due };
	due_add(request, list, item);
	return OK;
}

static enum status due_waiting(struct request *request, struct due_list *list, const struct unit *unit, struct err *err)
{
	struct period_waiting_rows rows;
	TRY(period_waiting(
	        request->arena, request->db, &(struct period_waiting_in){ .unit = { unit->id } }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		struct period period;
		TRY(period_parse(rows.at[i].period, &period, err));
		struct due_item item = { .title = str_format(request->arena, "%lld %.*s %.*s", (long long)rows.at[i].n,
			                         STR_ARG(request_say(request, N_("báo cáo cấp dưới chờ nhận:"))),
			                         STR_ARG(period_title(request->arena, period))),
			.detail = unit->name,
			.href = str_format(request->arena, "/units/%lld/period?p=%.*s", (long long)unit->id,
			        STR_ARG(rows.at[i].period)),
			.icon = STR("doc"),
			.urgency = DUE_SOON,
			.day = day_today(request->arena, rows.at[i].oldest) };
		due_add(request, list, item);
	}
	return OK;
}

/* A cell's secretary is told once a half-year, within a month of its end, what may be added; nobody is asked to. */
static enum status due_line(struct request *request, struct due_list *list, struct err *err)
{
	int month = month_of_day(request->today);
	struct period half = period_add(period_of_month(PERIOD_HALF, month), -1);
	struct period_lines_own_rows lines;
	struct unit cell;
	if (month != month_add(period_last(half), 1))
		return OK;
	TRY(unit_home_load(request, &cell, err));
	struct str code = period_code(request->arena, half);
	if (!str_is(cell.kind, "chi_bo"))
		return OK;
	TRY(period_lines_own(request->arena, request->db,
	        &(struct period_lines_own_in){ .unit = { cell.id }, .shard = cell.shard, .period = code }, &lines,
	        err));
	if (lines.count)
		return OK;
	struct str title = request_say(request, N_("Có thể tự ghi thêm số liệu:"));
	struct due_item item = { .title = str_format(request->arena, "%.*s %.*s", STR_ARG(title),
		                         STR_ARG(period_title(request->arena, half))),
		.detail = request_say(request, N_("dân vận khéo, đọc bài viết, kiểm tra, giám sát; không bắt buộc")),
		.href = str_format(
		        request->arena, "/units/%lld/period/lines?p=%.*s", (long long)cell.id, STR_ARG(code)),
		.icon = STR("edit"),
		.urgency = DUE_INFO };
	due_add(request, list, item);
	return OK;
}

enum status period_due(struct request *request, struct due_list *list, struct err *err)
{
	struct period_offices_rows rows;
	if (request->roles & R(SECRETARY))
		TRY(due_line(request, list, err));
	if (!(request->roles & (R(OFFICER) | R(ADMIN))))
		return OK;
	TRY(period_offices(request->arena, request->db,
	        &(struct period_offices_in){ .account = request->account, .day = request->today }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		struct unit unit;
		TRY(unit_load(request->arena, request->db, rows.at[i].unit.n, &unit, err));
		if (str_is(unit.kind, "chi_bo"))
			continue;
		for (int kind = 0; kind < PERIOD_KIND__COUNT; kind++)
			TRY(due_own(request, list, &unit, (enum period_kind)kind, err));
		TRY(due_waiting(request, list, &unit, err));
	}
	return OK;
}

static bool link_periods(struct request *request, struct str *ret_href, int64_t *ret_badge)
{
	struct unit unit;
	(void)ret_badge;
	if (!unit_home(request, R(OFFICER) | R(ADMIN), false, &unit))
		return false;
	*ret_href = str_format(request->arena, "/units/%lld/periods", (long long)unit.id);
	return true;
}

static const struct field submit_form[] = { { "pin", FIELD_PIN, .label = N_("Mã PIN") }, { 0 } };
static const struct field below_form[] = {
	{ "child-*", FIELD_FLAG, .label = N_("Báo cáo") },
	{ "reason", FIELD_TEXT, .max = 1000, .label = N_("Lý do trả lại") },
	{ "pin", FIELD_PIN, .label = N_("Mã PIN") },
	{ 0 },
};
static const struct field changes_form[] = {
	{ "reason-*", FIELD_TEXT, .max = 1000, .label = N_("Lý do điều chỉnh") },
	{ 0 },
};
static const struct field lines_form[] = {
	{ "mass_work", FIELD_INT, .max = 100000, .label = N_("Dân vận khéo") },
	{ "reading", FIELD_INT, .max = 1000000, .label = N_("Đọc bài viết") },
	{ "inspection", FIELD_INT, .max = 100000, .label = N_("Kiểm tra, giám sát") },
	{ "other", FIELD_LINE, .max = 300, .label = N_("Khác") },
	{ "note", FIELD_TEXT, .max = 1000, .label = N_("Ghi chú") },
	{ 0 },
};
static const struct field grades_form[] = {
	{ "grade-*", FIELD_CHOICE, .choices = "good fair average poor", .label = N_("Xếp loại kỳ") },
	{ "reason-*", FIELD_LINE, .max = 300, .label = N_("Lý do của cấp ủy") },
	{ 0 },
};
static const struct field rules_form[] = {
	{ "rule", FIELD_LINE, true, .max = 100, .label = N_("Cách tính") },
	{ "own", FIELD_FLAG, .label = N_("Tự định mức") },
	{ "mean-*", FIELD_INT, .max = 1000, .label = N_("Bình quân từ (điểm)") },
	{ "worst-*", FIELD_CHOICE, .choices = "good fair average", .label = N_("Không tháng nào dưới mức") },
	{ "least-*", FIELD_INT, .max = 12, .label = N_("Số tháng ít nhất đạt mức này") },
	{ "themes-*", FIELD_INT, .max = 12, .label = N_("Chuyên đề mỗi quý từ") },
	{ "met-*", FIELD_FLAG, .label = N_("Phải họp đủ các tháng") },
	{ "since", FIELD_DAY, true, .label = N_("Áp dụng từ ngày") },
	{ "decision", FIELD_LINE, true, .max = 100, .label = N_("Số quyết định, văn bản") },
	{ 0 },
};
static const struct field template_form[] = {
	{ "file", FIELD_FILE, .required = true, .max = FILL_FILE_MAX, .label = N_("Tệp mẫu") }, { 0 }
};
static const struct field withdraw_form[] = {
	{ "format", FIELD_CHOICE, true, .choices = "xlsx docx", .label = N_("Loại tệp") }, { 0 }
};
static const char page_path[] = "/units/{unit}/period";

static enum status keeps(
        struct arena *arena, struct db *db, int shard, struct str hash, bool *ret_keeps, struct err *err)
{
	struct period_keeps_row row;
	(void)shard;
	TRY(period_keeps(arena, db, &(struct period_keeps_in){ .hash = hash }, &row, err));
	*ret_keeps = row.keeps;
	return OK;
}

const struct feature period_feature = {
	.name = "period",
	.yields = YIELDS_FIRST,
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/units/{unit}/periods", &period_read, period_show_list, .page = &period_list_page,
	                        .about = "The reports of a unit by period, where each stands" },
	                { HTTP_GET, page_path, &period_read, period_show, .page = &period_page_page,
	                        .about = "The report of a unit for a period (p=2026-11, 2026-Q3, 2026-H1, 2026)" },
	                { HTTP_GET, "/units/{unit}/period/today", &period_read, period_show_today,
	                        .page = &period_page_page, .slow = true, .about = "The same by today's tree" },
	                { HTTP_GET, "/units/{unit}/period.xlsx", &period_read, period_export, .slow = true, .pin = true,
	                        .act = "period.export", .about = "The report of a period as a workbook with a chart" },
	                { HTTP_GET, "/units/{unit}/period.docx", &period_read, period_export, .slow = true, .pin = true,
	                        .act = "period.export", .about = "The report of a period as DOCX" },
	                { HTTP_GET, "/units/{unit}/period.pdf", &period_read, period_export, .slow = true, .pin = true,
	                        .act = "period.export", .about = "The report of a period as PDF" },
	                { HTTP_GET, "/units/{unit}/period.csv", &period_read, period_export, .slow = true, .pin = true,
	                        .act = "period.export", .about = "The report of a period as CSV" },
	                { HTTP_GET, "/units/{unit}/period/filled.xlsx", &period_read, period_fill_export, .slow = true,
	                        .pin = true, .act = "period.export",
	                        .about = "The report of a period in the workbook of a superior (of=UNIT)" },
	                { HTTP_GET, "/units/{unit}/period/filled.docx", &period_read, period_fill_export, .slow = true,
	                        .pin = true, .act = "period.export",
	                        .about = "The report of a period in the text document of a superior (of=UNIT)" },
	                { HTTP_GET, "/units/{unit}/period-template", &period_read, period_show_template,
	                        .page = &period_template_page_page,
	                        .about = "Templates for reports, and the names that they may use" },
	                { HTTP_POST, "/units/{unit}/period-template", &period_manage, period_put_template,
	                        .form = template_form, .prepare = period_prepare_template,
	                        .body = FILL_FILE_MAX + BODY_MORE, .act = "period.template",
	                        .about = "Put up a template for the unit and all below" },
	                { HTTP_POST, "/units/{unit}/period-template/withdraw", &period_manage, period_end_template,
	                        .form = withdraw_form, .retry = "/units/{unit}/period-template",
	                        .act = "period.template_end", .about = "Withdraw a template" },
	                { HTTP_GET, "/units/{unit}/period-template/file", &period_read, period_give_template,
	                        .about = "A template as it was put up (kind, format, of=UNIT)" },
	                { HTTP_GET, "/units/{unit}/period-template.xlsx", &period_read, period_give_example,
	                        .slow = true, .about = "An example of a template, a workbook" },
	                { HTTP_GET, "/units/{unit}/period-template.docx", &period_read, period_give_example,
	                        .slow = true, .about = "An example of a template, a text document" },
	                { HTTP_POST, page_path, &period_manage, period_put_submit, .form = submit_form, .pin = true,
	                        .act = "period.submit", .about = "Send the report of a period to the superior" },
	                { HTTP_POST, "/units/{unit}/period/accept", &period_manage, period_put_accept,
	                        .form = below_form, .retry = page_path, .pin = true, .act = "period.accept",
	                        .about = "Take reports from below" },
	                { HTTP_POST, "/units/{unit}/period/return", &period_manage, period_put_return,
	                        .form = below_form, .retry = page_path, .pin = true, .act = "period.return",
	                        .about = "Send reports back with a reason" },
	                { HTTP_POST, "/units/{unit}/period/freeze", &period_manage, period_put_freeze,
	                        .form = below_form, .retry = page_path, .pin = true, .act = "period.freeze",
	                        .about = "Freeze the figures of reports that were taken" },
	                { HTTP_GET, "/units/{unit}/period/changes", &period_read, period_show_changes,
	                        .page = &period_changes_page_page,
	                        .about = "What was corrected since a report was frozen" },
	                { HTTP_POST, "/units/{unit}/period/changes", &period_manage, period_put_changes,
	                        .form = changes_form, .act = "period.reason",
	                        .about = "Why frozen figures were corrected" },
	                { HTTP_GET, "/units/{unit}/period/lines", &period_type, period_show_lines,
	                        .page = &period_lines_page_page, .about = "What a unit types for its own line" },
	                { HTTP_POST, "/units/{unit}/period/lines", &period_type, period_put_lines, .form = lines_form,
	                        .act = "period.line", .about = "Type what the program does not know" },
	                { HTTP_GET, "/units/{unit}/period/grades", &period_manage, period_show_grades,
	                        .page = &period_grades_page_page, .about = "The grades of cells for a period" },
	                { HTTP_POST, "/units/{unit}/period/grades", &period_manage, period_put_grades,
	                        .form = grades_form, .wide = true, .act = "period.grade",
	                        .about = "Decide grades where no rule does" },
	                { HTTP_GET, "/units/{unit}/period-rules", &period_read, period_show_rules,
	                        .page = &period_rules_page_page, .about = "The rule that grades cells for a period" },
	                { HTTP_POST, "/units/{unit}/period-rules", &period_manage, period_put_rules, .form = rules_form,
	                        .act = "period.rule", .about = "Choose or change the rule for the unit and all below" },
	                { 0 },
	        },
	.nav = (const struct nav_item[]){ { N_("Báo cáo kỳ"), "doc", 12, link_periods }, { 0 } },
	.commands = period_commands,
	.due = period_due,
	.keeps = keeps,
};
