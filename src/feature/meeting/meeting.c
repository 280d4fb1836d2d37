/* What every feature asks of a meeting: the row with its names, its figures, its title, the console around it. */
#include "feature/meeting/meeting.h"

#include "base/id.h"
#include "base/time.h"
#include "gen/meeting_sql.h"

#include <string.h>

const struct permission meeting_read = { .name = "meeting.read",
	.sentence = N_("Xem buổi sinh hoạt của chi bộ"),
	.own = ROLES_CELL | R(VISITOR),
	.below = R(OFFICER) };
const struct permission meeting_plan = {
	.name = "meeting.plan", .sentence = N_("Lập kế hoạch, mời họp"), .own = ROLES_LEADERS
};
const struct permission meeting_hold = { .name = "meeting.hold",
	.sentence = N_("Điều hành, ghi chép buổi sinh hoạt"),
	.own = ROLES_LEADERS | R(MEETING_CLERK) };
const struct permission meeting_take_part = {
	.name = "meeting.take_part", .sentence = N_("Dự buổi sinh hoạt: xin vắng, gửi ý kiến"), .own = ROLES_CELL
};
const struct permission meeting_grade = {
	.name = "meeting.grade", .sentence = N_("Thẩm định, quyết định mức xếp loại"), .below = R(OFFICER)
};

void meeting_ahead(struct request *request, int64_t id)
{
	struct meeting_id meeting = { id };
	int shard = id_shard(id);
	meeting_row_ahead(request->db, &(struct meeting_row_in){ .id = meeting, .shard = shard });
	meeting_figures_ahead(request->db, &(struct meeting_figures_in){ .meeting = meeting, .shard = shard });
	meeting_guests_present_ahead(
	        request->db, &(struct meeting_guests_present_in){ .meeting = meeting, .shard = shard });
	meeting_opinions_new_ahead(
	        request->db, &(struct meeting_opinions_new_in){ .meeting = meeting, .shard = shard });
}

enum status meeting_load(struct arena *arena, struct db *db, int64_t id, struct meeting *ret_meeting, struct err *err)
{
	struct meeting_row_row row;
	bool found;
	TRY(meeting_row(arena, db, &(struct meeting_row_in){ .id = { id }, .shard = id_shard(id) }, &row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "meeting.not_found", NULL);
	*ret_meeting = (struct meeting){ .id = row.id.n,
		.cell = row.cell.n,
		.shard = id_shard(id),
		.cell_name = row.cell_name,
		.superior_name = row.superior_name,
		.month = (int)row.month,
		.day = row.day,
		.set_day = row.set_day,
		.place = row.place,
		.body = row.body,
		.group_name = row.group_name,
		.group = row.cell_group.n,
		.chair_leads = row.chair_leads,
		.kind = row.kind,
		.theme = row.theme,
		.state = row.state,
		.note = row.note,
		.moved_reason = row.moved_reason,
		.cancel_reason = row.cancel_reason,
		.rubric = row.rubric,
		.minute = row.minute,
		.chair = row.chair.n,
		.clerk = row.clerk.n,
		.observer = row.observer.n,
		.chair_name = row.chair_name,
		.clerk_name = row.clerk_name,
		.observer_name = row.observer_name,
		.chair_post = row.chair_post,
		.called_at = row.called_at.n,
		.opened_at = row.opened_at.n,
		.ended_at = row.ended_at.n,
		.notice_at = row.notice_at.n,
		.version = row.version,
		.clerk_epoch = row.clerk_epoch,
		.paper_typed = row.paper_typed };
	return OK;
}

const struct meeting *request_meeting(const struct request *request)
{
	return request_object(request, "meeting")->row;
}

enum status meeting_need(const struct meeting *meeting, const char *states, const char *code, struct err *err)
{
	struct str rest = str_of(states), one;
	while (str_split(&rest, ' ', &one))
		if (str_eq(one, meeting->state))
			return OK;
	return err_set(err, CONFLICT, code, NULL);
}

bool meeting_is_cell(const struct meeting *meeting)
{
	return !str_is(meeting->body, "committee") && !str_is(meeting->body, "group");
}

enum status meeting_cancel_planned(
        struct arena *arena, struct db *db, int64_t cell, int shard, struct str reason, struct err *err)
{
	return meeting_stop_all(
	        arena, db, &(struct meeting_stop_all_in){ .cell = { cell }, .shard = shard, .reason = reason }, err);
}

enum status meeting_need_cell(const struct meeting *meeting, const char *code, struct err *err)
{
	return meeting_is_cell(meeting) ? OK : err_set(err, CONFLICT, code, NULL);
}

struct str meeting_body_name(const struct meeting *meeting)
{
	return str_is(meeting->body, "committee") ? STR("Chi ủy")
	       : str_is(meeting->body, "group")   ? meeting->group_name
	                                          : meeting->cell_name;
}

struct str meeting_title(const struct request *request, const struct meeting *meeting)
{
	static const struct {
		const char *kind, *title;
	} titles[] = { { "regular", N_("Sinh hoạt thường kỳ tháng {m}") },
		{ "thematic", N_("Sinh hoạt chuyên đề tháng {m}") },
		{ "both", N_("Sinh hoạt thường kỳ và chuyên đề tháng {m}") },
		{ "extraordinary", N_("Sinh hoạt bất thường tháng {m}") } };
	struct text_arg args[] = {
		{ .name = STR("m"),
		        .value = str_format(request->arena, "%d/%d", meeting->month % 100, meeting->month / 100) },
		{ .name = STR("group"), .value = meeting->group_name }
	};
	if (str_is(meeting->body, "committee"))
		return message_fill(request->arena, request->language, T("Họp chi ủy tháng {m}"), args, 1);
	if (str_is(meeting->body, "group"))
		return message_fill(request->arena, request->language, T("Họp {group} tháng {m}"), args, LENGTH(args));
	size_t at = 0;
	while (at + 1 < LENGTH(titles) && !str_is(meeting->kind, titles[at].kind))
		at++;
	return message_fill(request->arena, request->language, str_of(titles[at].title), args, 1);
}

/* One who is called. */
static void count_one(const struct meeting_figures_row *row, struct meeting_counts *counts)
{
	bool full = str_is(row->status, "full"), present = str_is(row->state, "present");
	bool exempt = str_is(row->duty, "exempt"), special = str_is(row->duty, "special_duty"),
	     away = str_is(row->duty, "away"), base = !exempt && !special && !away;
	counts->members++;
	counts->full += full;
	counts->probationary += !full;
	counts->exempt += exempt;
	counts->special += special;
	counts->away += away;
	counts->base += base;
	counts->present += base && present;
	counts->excused += base && str_is(row->state, "excused");
	counts->unexcused += base && str_is(row->state, "unexcused");
	counts->unknown += base && str_is(row->state, "unknown");
	counts->extra += !base && present;
	counts->full_present += full && present;
	counts->probationary_present += !full && present;
}

enum status meeting_count(struct arena *arena, struct db *db, const struct meeting *meeting,
        struct meeting_counts *ret_counts, struct err *err)
{
	struct meeting_figures_rows rows;
	struct meeting_guests_present_row guests;
	TRY(meeting_figures(arena, db,
	        &(struct meeting_figures_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &rows, err));
	TRY(meeting_guests_present(arena, db,
	        &(struct meeting_guests_present_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &guests,
	        err));
	*ret_counts = (struct meeting_counts){ .guests = guests.count };
	for (size_t i = 0; i < rows.count; i++)
		count_one(&rows.at[i], ret_counts);
	return OK;
}

static struct str clock_of(struct arena *arena, const struct request *request, const struct meeting *meeting)
{
	int64_t end = meeting->ended_at ? meeting->ended_at : request->now;
	int64_t seconds = (end - meeting->opened_at) / 1000;
	return str_format(
	        arena, "%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
}

enum status meeting_shell_counted(struct request *request, const struct meeting *meeting, const char *tab,
        struct meeting_counts *ret_counts, struct err *err)
{
	static const struct {
		const char *tab, *href, *label, *icon;
	} tabs[REQUEST_TABS] = { { "agenda", "hold", N_("Nội dung"), "list" },
		{ "attendance", "attendance", N_("Điểm danh"), "users" },
		{ "opinions", "opinions", N_("Ý kiến"), "chat" }, { "votes", "votes", N_("Biểu quyết"), "vote" },
		{ "record", "record", N_("Nghị quyết"), "doc" } };
	struct shell *shell = &request->shell;
	struct meeting_opinions_new_row opinions;
	TRY(meeting_count(request->arena, request->db, meeting, ret_counts, err));
	TRY(meeting_opinions_new(request->arena, request->db,
	        &(struct meeting_opinions_new_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &opinions,
	        err));
	shell->head = meeting->cell_name;
	shell->sub = meeting_title(request, meeting);
	shell->crumb_href = str_format(request->arena, "/meetings/%lld", (long long)meeting->id);
	if (meeting->opened_at) {
		struct text_arg args[] = {
			{ .name = STR("n"),
			        .value = str_format(request->arena, "%lld", (long long)ret_counts->present) },
			{ .name = STR("all"), .value = str_format(request->arena, "%lld", (long long)ret_counts->base) }
		};
		shell->clock = clock_of(request->arena, request, meeting);
		shell->count = message_fill(request->arena, request->language, T("{n}/{all} có mặt"), args, 2);
	}
	shell->tab_count = 0;
	for (size_t i = 0; i < REQUEST_TABS; i++) {
		bool sent = !strcmp(tabs[i].tab, "opinions");
		bool minutes = !strcmp(tabs[i].tab, "record") && !meeting_is_cell(meeting);
		if (sent && !request_can(request, meeting_take_part.name))
			continue; /* opinions are for the cell */
		size_t at = shell->tab_count++;
		shell->tab[at].href =
		        str_format(request->arena, "/meetings/%lld/%s", (long long)meeting->id, tabs[i].href);
		shell->tab[at].label = request_say(request, minutes ? N_("Biên bản") : tabs[i].label);
		shell->tab[at].icon = str_of(tabs[i].icon);
		shell->tab[at].current = !strcmp(tabs[i].tab, tab);
		shell->tab[at].badge = sent ? opinions.count : 0;
	}
	return OK;
}

enum status meeting_shell(struct request *request, const struct meeting *meeting, const char *tab, struct err *err)
{
	struct meeting_counts counts;
	return meeting_shell_counted(request, meeting, tab, &counts, err);
}

enum status meeting_agenda_titles(struct arena *arena, struct db *db, const struct meeting *meeting,
        struct str **ret_titles, size_t *ret_count, struct err *err)
{
	struct meeting_items_rows rows;
	TRY(meeting_items(arena, db, &(struct meeting_items_in){ .meeting = { meeting->id }, .shard = meeting->shard },
	        &rows, err));
	*ret_titles = arena_array(arena, struct str, rows.count + 1);
	*ret_count = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		(*ret_titles)[i] = rows.at[i].title;
	return OK;
}
