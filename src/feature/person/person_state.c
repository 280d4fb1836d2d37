/* Pages of what changes duties and votes: exemption with its ground and resolution, special duty, suspension,
 * detention; and the reminder when an exemption for a time ends. */
#include "feature/person/person_private.h"

#include "base/time.h"
#include "feature/unit/unit.h"
#include "gen/person_page.h"
#include "gen/person_sql.h"

#include <stdio.h>

/* A resolution of the last year may be named; the end of an exemption is told a month ahead and a month after. */
enum { RESOLUTION_DAYS = 400, ENDS_DAYS = 30 };

const struct field person_state_form[] = {
	{ "state", FIELD_CHOICE, true, .choices = "exempt special_duty suspended detained", .label = N_("Việc") },
	{ "ground", FIELD_CHOICE, .choices = "age other", .label = N_("Diện miễn") },
	{ "record", FIELD_INT, .max = INT64_MAX, .label = N_("Nghị quyết của chi bộ") },
	{ "state_since", FIELD_DAY, true, .label = N_("Từ ngày") },
	{ "state_until", FIELD_DAY, .label = N_("Đến trước ngày") },
	{ "reason", FIELD_LINE, .label = N_("Lý do") },
	{ "decision", FIELD_LINE, .max = 100, .label = N_("Số nghị quyết hoặc quyết định") },
	{ 0 },
};
const struct field person_state_end_form[] = {
	{ "state", FIELD_CHOICE, true, .choices = "exempt special_duty suspended detained", .label = N_("Việc") },
	{ "end-*", FIELD_DAY, .label = N_("Thôi từ ngày") },
	{ 0 },
};
const struct field person_state_report_form[] = {
	{ "report-*", FIELD_DAY, .label = N_("Ngày nhận báo cáo") },
	{ 0 },
};

static struct str days_from(struct request *request, int days)
{
	struct date today = { 0 };
	return date_parse(request->today, &today) ? date_iso(request->arena, date_add(today, days)) : request->today;
}

static enum status resolutions_of(
        struct request *request, const struct member *member, struct person_resolutions_rows *ret_rows, struct err *err)
{
	return person_resolutions(request->arena, request->db,
	        &(struct person_resolutions_in){ .cell = { member->cell },
	                .shard = member->shard,
	                .since = days_from(request, -RESOLUTION_DAYS) },
	        ret_rows, err);
}

static struct str number_of(struct arena *arena, const struct person_resolutions_row *row)
{
	struct str day = date_show(arena, row->day);
	return row->number.set ? str_format(arena, "%02lld-NQ/CB, %.*s", (long long)row->number.n, STR_ARG(day))
	                       : str_format(arena, "NQ/CB, %.*s", STR_ARG(day));
}

static void show_ongoing(
        struct request *request, const struct person_states_rows *rows, struct person_state_page_view *view)
{
	struct str recent = days_from(request, -ENDS_DAYS), soon = days_from(request, ENDS_DAYS);
	view->ongoing.at = arena_array(request->arena, struct person_state_page_ongoing, rows->count + 1);
	view->reports.at = arena_array(request->arena, struct person_state_page_reports, rows->count + 1);
	for (size_t i = 0; i < rows->count; i++) {
		const struct person_states_row *row = &rows->at[i];
		if (str_compare(row->until, request->today) > 0)
			view->ongoing.at[view->ongoing.count++] = (struct person_state_page_ongoing){ .id = row->id,
				.kind = row->kind,
				.since = row->since,
				.until = row->until,
				.ongoing = str_is(row->until, FOR_GOOD),
				.exempt = str_is(row->kind, "exempt") };
		if (str_is(row->ground, "other") && !row->reported.len && str_compare(row->until, recent) >= 0 &&
		        str_compare(row->until, soon) <= 0)
			view->reports.at[view->reports.count++] =
			        (struct person_state_page_reports){ .id = row->id, .until = row->until };
	}
}

enum status person_show_state(struct request *request, void *to, struct err *err)
{
	struct person_state_page_view *view = to;
	const struct member *member = request_member(request);
	struct person_states_rows rows;
	struct person_resolutions_rows resolutions;
	TRY(person_here_still(member, err));
	TRY(person_states(request->arena, request->db,
	        &(struct person_states_in){
	                .cell = { member->cell }, .shard = member->shard, .person = { member->person } },
	        &rows, err));
	TRY(resolutions_of(request, member, &resolutions, err));
	*view = (struct person_state_page_view){ .cell = { member->cell },
		.person = { member->person },
		.name = member->name,
		.label = member->label,
		.today = request->today };
	show_ongoing(request, &rows, view);
	view->resolutions.at = arena_array(request->arena, struct person_state_page_resolutions, resolutions.count + 1);
	view->resolutions.count = resolutions.count;
	for (size_t i = 0; i < resolutions.count; i++)
		view->resolutions.at[i] = (struct person_state_page_resolutions){ .id = resolutions.at[i].id,
			.number = number_of(request->arena, &resolutions.at[i]),
			.title = resolutions.at[i].title };
	return OK;
}

/* The resolution must be one of the cell's signed ones; its number stands as the decision where nothing else was typed.
 */
static enum status name_resolution(
        struct request *request, const struct member *member, struct person_state *state, struct err *err)
{
	struct person_resolutions_rows rows;
	if (!state->record)
		return OK;
	TRY(resolutions_of(request, member, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		if (rows.at[i].id.n == state->record) {
			if (!state->decision.len)
				state->decision = number_of(request->arena, &rows.at[i]);
			return OK;
		}
	return err_set(err, INVALID, "person.resolution", "record");
}

/* Old or ill: by the cell's resolution. Other reasons: for less than twelve months. */
static enum status check_exempt(const struct person_state *state, struct err *err)
{
	struct date year = { 0 };
	char last[16];
	if (!state->decision.len)
		return err_set(err, INVALID, "person.exempt_decision", "decision");
	if (!str_is(state->ground, "other"))
		return OK;
	if (!state->reason.len)
		return err_set(err, INVALID, "person.exempt_reason", "reason");
	if (!state->until.len || !date_parse(state->since, &year))
		return err_set(err, INVALID, "person.exempt_until", "state_until");
	snprintf(last, sizeof(last), "%04d-%02d-%02d", (year.year + 1) % 10000, year.month % 100, year.day % 100);
	return str_compare(state->until, str_of(last)) >= 0
	               ? err_set(err, INVALID, "person.exempt_until", "state_until")
	               : OK;
}

enum status person_do_state(struct request *request, void *view, struct err *err)
{
	const struct member *member = request_member(request);
	struct person_state state = { .kind = request_text(request, "state"),
		.since = request_day(request, "state_since"),
		.until = request_day(request, "state_until"),
		.reason = request_text(request, "reason"),
		.decision = request_text(request, "decision"),
		.record = request_int(request, "record") };
	(void)view;
	TRY(person_here_still(member, err));
	TRY(name_resolution(request, member, &state, err));
	if (str_is(state.kind, "exempt")) {
		state.ground = request_text(request, "ground");
		state.ground = state.ground.len ? state.ground : STR("age");
		TRY(check_exempt(&state, err));
	}
	enum status status = person_state_put(request->arena, request->db, member, &state, 0, request->now, err);
	if (status != OK && str_is(str_of(err->code), "person.until_early"))
		return err_set(err, status, err->code, "state_until");
	if (status != OK && str_is(str_of(err->code), "person.state_twice"))
		return err_set(err, status, err->code, "state");
	TRY(status);
	request_flash(request, N_("Đã ghi thay đổi."));
	request_go(request, "/cells/%lld/members/%lld", (long long)member->cell, (long long)member->person);
	return OK;
}

enum status person_do_state_end(struct request *request, void *view, struct err *err)
{
	const struct member *member = request_member(request);
	size_t at = 0;
	struct str rest, text;
	struct date date;
	(void)view;
	TRY(person_here_still(member, err));
	if (!request_each(request, "end-", &at, &rest, &text) || !date_typed(text, &date))
		return err_set(err, INVALID, "person.day", "state");
	TRY(person_state_end(request->arena, request->db, member, str_c(request->arena, request_text(request, "state")),
	        date_iso(request->arena, date), 0, request->now, err));
	request_flash(request, N_("Đã ghi thay đổi."));
	request_go(request, "/cells/%lld/members/%lld", (long long)member->cell, (long long)member->person);
	return OK;
}

enum status person_do_state_report(struct request *request, void *view, struct err *err)
{
	const struct member *member = request_member(request);
	size_t at = 0;
	struct str rest, text;
	struct date date;
	int64_t id;
	(void)view;
	if (!request_each(request, "report-", &at, &rest, &text) || !str_int(rest, &id) || !date_typed(text, &date))
		return err_set(err, INVALID, "person.day", "state");
	struct str day = date_iso(request->arena, date);
	if (str_compare(day, request->today) > 0)
		return err_set(err, INVALID, "person.future", "state");
	TRY(person_state_reported(request->arena, request->db,
	        &(struct person_state_reported_in){ .id = id,
	                .shard = member->shard,
	                .cell = { member->cell },
	                .person = { member->person },
	                .day = day },
	        err));
	request_flash(request, N_("Đã ghi nhận báo cáo."));
	request_go(request, "/cells/%lld/members/%lld/state", (long long)member->cell, (long long)member->person);
	return OK;
}

static struct str ends_text(struct request *request, struct str text, const struct person_exempt_ends_row *row)
{
	struct text_arg args[] = { { .name = STR("name"), .value = row->name },
		{ .name = STR("day"), .value = date_show(request->arena, row->until) } };
	return message_fill(request->arena, request->language, text, args, LENGTH(args));
}

enum status person_due(struct request *request, struct due_list *list, struct err *err)
{
	struct unit cell;
	struct person_exempt_ends_rows rows;
	if (!request->home_unit || !(request->roles & ROLES_LEADERS))
		return OK;
	TRY(unit_home_load(request, &cell, err));
	if (!str_is(cell.kind, "chi_bo"))
		return OK;
	TRY(person_exempt_ends(request->arena, request->db,
	        &(struct person_exempt_ends_in){ .cell = { cell.id },
	                .shard = cell.shard,
	                .since = days_from(request, -ENDS_DAYS),
	                .until = days_from(request, ENDS_DAYS) },
	        &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct person_exempt_ends_row *row = &rows.at[i];
		if (!row->name.len)
			continue; /* not a member here any more */
		bool past = str_compare(row->until, request->today) <= 0;
		due_add(request, list,
		        (struct due_item){ .title = ends_text(request,
		                                   past ? T("Đã hết hạn miễn sinh hoạt: {name}")
		                                        : T("Sắp hết hạn miễn sinh hoạt: {name}"),
		                                   row),
		                .detail = ends_text(request,
		                        T("Hết ngày {day}: đồng chí báo cáo bằng văn bản; gia hạn phải thẩm tra lại"),
		                        row),
		                .href = str_format(request->arena, "/cells/%lld/members/%lld/state", (long long)cell.id,
		                        (long long)row->person.n),
		                .icon = STR("pin"),
		                .urgency = past ? DUE_LATE : DUE_SOON,
		                .day = row->until });
	}
	return OK;
}
