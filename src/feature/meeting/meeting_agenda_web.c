/* The agenda editor, and the record of the cell committee's meeting before. */
#include "base/id.h"
#include "base/time.h"
#include "base/text.h"
#include "feature/meeting/meeting_private.h"
#include "gen/meeting_page.h"
#include "gen/meeting_sql.h"

enum { ITEMS_MAX = 60, STEP = 10 };

const struct field meeting_agenda_form[] = {
	{ "title-*", FIELD_TEXT, .max = 300, .label = N_("Nội dung") },
	{ "minutes-*", FIELD_INT, .min = 1, .max = 240, .label = N_("Số phút") },
	{ "presenter-*", FIELD_ID, .label = N_("Người chuẩn bị, trình bày") },
	{ 0 },
};

const struct field meeting_item_form[] = {
	{ "title", FIELD_TEXT, .required = true, .max = 300, .label = N_("Nội dung") },
	{ "minutes", FIELD_INT, .min = 1, .max = 240, .label = N_("Số phút") },
	{ "after", FIELD_ID, .label = N_("Vị trí") },
	{ 0 },
};

const struct field meeting_move_form[] = {
	{ "item", FIELD_ID, .required = true },
	{ "way", FIELD_CHOICE, .required = true, .choices = "up down drop" },
	{ 0 },
};

const struct field meeting_premeeting_form[] = {
	{ "day", FIELD_DAY, .required = true, .label = N_("Ngày họp") },
	{ "minute", FIELD_CLOCK, .required = true, .label = N_("Giờ họp") },
	{ "place", FIELD_LINE, .max = 200, .label = N_("Địa điểm") },
	{ "present", FIELD_LINE, .max = 500, .label = N_("Có mặt") },
	{ "absent", FIELD_LINE, .max = 500, .label = N_("Vắng, lý do") },
	{ "chair", FIELD_LINE, .max = 120, .label = N_("Chủ trì") },
	{ "clerk", FIELD_LINE, .max = 120, .label = N_("Thư ký") },
	{ "content", FIELD_TEXT, .required = true, .label = N_("Nội dung thống nhất") },
	{ 0 },
};

static enum status items_of(
        struct request *request, const struct meeting *meeting, struct meeting_items_rows *ret_rows, struct err *err)
{
	return meeting_items(request->arena, request->db,
	        &(struct meeting_items_in){ .meeting = { meeting->id }, .shard = meeting->shard }, ret_rows, err);
}

static enum status need_editable(const struct meeting *meeting, struct err *err)
{
	return meeting_need(meeting, "planned called open", N_("meeting.not_editable"), err);
}

enum status meeting_show_agenda(struct request *request, void *to, struct err *err)
{
	struct meeting_agenda_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	struct meeting_items_rows items;
	struct meeting_roster_rows roster;
	TRY(items_of(request, meeting, &items, err));
	TRY(meeting_roster(request->arena, request->db,
	        &(struct meeting_roster_in){
	                .cell = { meeting->cell }, .shard = meeting->shard, .day = request->today },
	        &roster, err));
	*view = (struct meeting_agenda_view){ .id = { meeting->id },
		.heading = meeting_title(request, meeting),
		.state = meeting->state,
		.required_minutes = str_is(meeting->kind, "both") ? MEETING_LONG_MINUTES : 90,
		.edits = request_can(request, "meeting.plan") && need_editable(meeting, NULL) == OK };
	request->shell.head = meeting->cell_name;
	request->shell.sub = meeting->superior_name;
	view->people.at = arena_array(request->arena, struct meeting_agenda_people, roster.count + 1);
	for (size_t i = 0; view->edits && i < roster.count; i++)
		view->people.at[view->people.count++] =
		        (struct meeting_agenda_people){ roster.at[i].person, roster.at[i].name };
	view->items.at = arena_array(request->arena, struct meeting_agenda_items, items.count + 1);
	for (size_t i = 0; i < items.count; i++) {
		const struct meeting_items_row *row = &items.at[i];
		struct str presenter = STR_NONE;
		for (size_t j = 0; j < roster.count; j++)
			if (row->presenter.n && roster.at[j].person.n == row->presenter.n)
				presenter = roster.at[j].name;
		view->total += row->minutes;
		view->items.at[view->items.count++] = (struct meeting_agenda_items){ .id = row->id,
			.title = row->title,
			.minutes = row->minutes,
			.who = row->who,
			.presenter = row->presenter,
			.presenter_name = presenter,
			.began = row->began.set };
	}
	view->too_short = view->total < view->required_minutes;
	return OK;
}

enum status meeting_save_agenda(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	struct meeting_items_rows items;
	TRY(need_editable(meeting, err));
	TRY(items_of(request, meeting, &items, err));
	for (size_t i = 0; i < items.count; i++) {
		const struct meeting_items_row *row = &items.at[i];
		const char *title =
		        str_c(request->arena, str_format(request->arena, "title-%lld", (long long)row->id.n));
		const char *minutes =
		        str_c(request->arena, str_format(request->arena, "minutes-%lld", (long long)row->id.n));
		const char *presenter =
		        str_c(request->arena, str_format(request->arena, "presenter-%lld", (long long)row->id.n));
		struct opt_int length = request_optint(request, minutes);
		if (!http_form(request->http, title).ptr)
			continue;
		if (!request_text(request, title).len) {
			enum status status = err_set(err, INVALID, "form.missing", title);
			err_arg(err, "field", request_say(request, N_("Nội dung")));
			return status;
		}
		TRY(meeting_item_put(request->arena, request->db,
		        &(struct meeting_item_put_in){ .id = row->id,
		                .shard = meeting->shard,
		                .meeting = { meeting->id },
		                .ord = row->ord,
		                .title = request_text(request, title),
		                .who = row->who,
		                .presenter = { request_int(request, presenter) },
		                .minutes = length.set ? length.n : row->minutes },
		        err));
	}
	request_flash(request, N_("Đã lưu."));
	request_go(request, "/meetings/%lld/agenda", (long long)meeting->id);
	return OK;
}

static enum status put_order(struct request *request, const struct meeting *meeting,
        const struct meeting_items_row *row, int64_t ord, struct err *err)
{
	return meeting_item_put(request->arena, request->db,
	        &(struct meeting_item_put_in){ .id = row->id,
	                .shard = meeting->shard,
	                .meeting = { meeting->id },
	                .ord = ord,
	                .title = row->title,
	                .who = row->who,
	                .presenter = row->presenter,
	                .minutes = row->minutes },
	        err);
}

/* Makes room behind the item that the form names (none: at the end) and tells the place and the part of a new one. */
static enum status make_room(struct request *request, const struct meeting *meeting,
        const struct meeting_items_rows *items, int64_t *ret_ord, int64_t *ret_part, struct err *err)
{
	int64_t wanted = request_int(request, "after");
	size_t at = items->count;
	for (size_t i = 0; wanted && i < items->count; i++)
		if (items->at[i].id.n == wanted)
			at = i + 1;
	if (wanted && at == items->count && (!at || items->at[at - 1].id.n != wanted))
		return err_set(err, NOT_FOUND, "meeting.no_item", "after");
	if (at < items->count && items->at[at].began.set)
		return err_set(err, CONFLICT, "meeting.item_began", "after");
	for (size_t i = items->count; i > at; i--)
		TRY(put_order(request, meeting, &items->at[i - 1], items->at[i - 1].ord + STEP, err));
	*ret_ord = at ? items->at[at - 1].ord + STEP : STEP;
	*ret_part = wanted ? items->at[at - 1].part : 1;
	return OK;
}

enum status meeting_add_item(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	struct meeting_items_rows items;
	struct opt_int minutes = request_optint(request, "minutes");
	int64_t ord = 0, part = 0;
	TRY(need_editable(meeting, err));
	TRY(items_of(request, meeting, &items, err));
	if (items.count >= ITEMS_MAX)
		return err_set(err, CONFLICT, "meeting.agenda_full", "title");
	TRY(make_room(request, meeting, &items, &ord, &part, err));
	TRY(meeting_item_add(request->arena, request->db,
	        &(struct meeting_item_add_in){ .id = { id_new(meeting->shard) },
	                .shard = meeting->shard,
	                .meeting = { meeting->id },
	                .ord = ord,
	                .part = part,
	                .title = request_text(request, "title"),
	                .minutes = minutes.set ? minutes.n : 10 },
	        err));
	request_go(request, "/meetings/%lld/agenda", (long long)meeting->id);
	return OK;
}

enum status meeting_move_item(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	struct meeting_items_rows items;
	int64_t wanted = request_int(request, "item");
	struct str way = request_text(request, "way");
	TRY(need_editable(meeting, err));
	TRY(items_of(request, meeting, &items, err));
	size_t at = 0;
	while (at < items.count && items.at[at].id.n != wanted)
		at++;
	if (at == items.count)
		return err_set(err, NOT_FOUND, "meeting.no_item", "item");
	if (items.at[at].began.set)
		return err_set(err, CONFLICT, "meeting.item_began", "item");
	size_t other = str_is(way, "up") ? at - 1 : at + 1;
	if (str_is(way, "drop")) {
		TRY(meeting_item_drop(request->arena, request->db,
		        &(struct meeting_item_drop_in){
		                .id = { wanted }, .shard = meeting->shard, .meeting = { meeting->id } },
		        err));
	} else if (other < items.count && !items.at[other].began.set) {
		TRY(put_order(request, meeting, &items.at[at], items.at[other].ord, err));
		TRY(put_order(request, meeting, &items.at[other], items.at[at].ord, err));
	}
	request_go(request, "/meetings/%lld/agenda", (long long)meeting->id);
	return OK;
}

enum status meeting_show_premeeting(struct request *request, void *to, struct err *err)
{
	struct meeting_premeeting_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	struct meeting_premeeting_row row;
	bool found;
	TRY(meeting_premeeting(request->arena, request->db,
	        &(struct meeting_premeeting_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &row, &found,
	        err));
	*view = (struct meeting_premeeting_view){ .id = { meeting->id },
		.heading = meeting_title(request, meeting),
		.there = found,
		.day = found ? row.day : request->today,
		.minute = found ? row.minute : MEETING_MINUTE,
		.place = found ? row.place : meeting->place,
		.present = row.present,
		.absent = row.absent,
		.chair = found ? row.chair : meeting->chair_name,
		.clerk = found ? row.clerk : meeting->clerk_name,
		.content = row.content };
	request->shell.head = meeting->cell_name;
	request->shell.sub = meeting->superior_name;
	return OK;
}

enum status meeting_print_premeeting(struct request *request, void *to, struct err *err)
{
	struct meeting_premeeting_print_view *view = to;
	const struct meeting *meeting = request_meeting(request);
	struct meeting_premeeting_row row;
	struct request paper = *request;
	bool found;
	TRY(meeting_premeeting(request->arena, request->db,
	        &(struct meeting_premeeting_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &row, &found,
	        err));
	if (!found)
		return err_set(err, NOT_FOUND, "meeting.no_premeeting", NULL);
	paper.language = VI; /* a document speaks Vietnamese */
	*view = (struct meeting_premeeting_print_view){ .superior = meeting->superior_name,
		.cell_name = meeting->cell_name,
		.subject = text_lower(request->arena, meeting_title(&paper, meeting)),
		.day = row.day,
		.minute = row.minute,
		.place = row.place,
		.present = row.present,
		.absent = row.absent,
		.chair = row.chair,
		.clerk = row.clerk,
		.content = row.content };
	request->shell.crumb_href = str_format(request->arena, "/meetings/%lld/premeeting", (long long)meeting->id);
	return OK;
}

/* Columns that are never NULL. */
static struct str text_of(struct request *request, const char *name)
{
	struct str text = request_text(request, name);
	return text.ptr ? text : STR("");
}

enum status meeting_save_premeeting(struct request *request, void *view, struct err *err)
{
	(void)view;
	const struct meeting *meeting = request_meeting(request);
	TRY(need_editable(meeting, err));
	if (str_compare(request_day(request, "day"), meeting->day) > 0)
		return err_set(err, INVALID, "meeting.premeeting_late", "day");
	TRY(meeting_premeeting_put(request->arena, request->db,
	        &(struct meeting_premeeting_put_in){ .meeting = { meeting->id },
	                .shard = meeting->shard,
	                .day = request_day(request, "day"),
	                .minute = request_int(request, "minute"),
	                .place = text_of(request, "place"),
	                .present = text_of(request, "present"),
	                .absent = text_of(request, "absent"),
	                .chair = text_of(request, "chair"),
	                .clerk = text_of(request, "clerk"),
	                .content = request_text(request, "content"),
	                .at = request->now },
	        err));
	request_flash(request, N_("Đã lưu."));
	request_go(request, "/meetings/%lld", (long long)meeting->id);
	return OK;
}
