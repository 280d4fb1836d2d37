/* The clerk's console: agenda with its clock, beginning and ending, order, chair and clerk; and the feature's
 * descriptor. */
#include "hold_private.h"

#include "base/id.h"
#include "base/time.h"
#include "feature/record/record.h"

static void cta(struct request *request, struct str label, const char *icon, const char *form)
{
	request->shell.cta = label;
	request->shell.cta_icon = str_of(icon);
	request->shell.cta_form = str_of(form);
}

static struct str who_says(struct request *request, struct str who)
{
	struct str text = STR_NONE;
	struct str code = str_format(request->arena, N_("hold.who.") "%.*s", STR_ARG(who));
	return who.len && message_code(request->arena, request->language, code, NULL, &text) ? text : who;
}

/* The clock of the item that runs. */
static void fill_now(struct request *request, const struct hold_items_row *item, struct hold_console_view *view)
{
	int64_t planned = item->minutes * 60, used = (request->now - item->began.n) / 1000;
	int64_t left = planned > used ? planned - used : used - planned;
	view->item = item->id;
	view->item_title = item->title;
	view->who = who_says(request, item->who);
	view->presenter = item->presenter;
	view->over = used > planned;
	view->left_minutes = left / 60;
	view->left_seconds = left % 60;
	view->bar = planned <= 0 || used >= planned ? 100 : used < 0 ? 0 : used * 100 / planned;
}

static void fill_items(struct request *request, const struct hold_items_rows *items, struct hold_console_view *view)
{
	const struct meeting *meeting = request_meeting(request);
	const struct hold_items_row *next = NULL;
	view->items.at = arena_array(request->arena, struct hold_console_items, items->count + 1);
	for (size_t i = 0; i < items->count; i++) {
		const struct hold_items_row *item = &items->at[i];
		bool runs = item->began.set && !item->ended.set, new_part = i && item->part != items->at[i - 1].part;
		int64_t until = item->ended.set ? item->ended.n : request->now;
		view->items.at[view->items.count++] = (struct hold_console_items){ .id = item->id,
			.number = (int64_t)i + 1,
			.title = item->title,
			.theme = new_part ? meeting->theme : STR_NONE,
			.done = item->ended.set,
			.running = runs,
			.used = item->began.set ? (until - item->began.n) / 1000 : 0,
			.planned = item->minutes * 60,
			.minutes = item->minutes,
			.noted = item->noted };
		if (runs) {
			view->number = (int64_t)i + 1;
			fill_now(request, item, view);
			next = NULL;
		}
		view->waiting += !item->began.set;
		view->folded += item->ended.set && str_is(meeting->state, "open");
		if (!item->began.set && (!next || (view->item.n && next < items->at + view->number)))
			next = item;
	}
	view->count = (int64_t)items->count;
	if (next) {
		struct text_arg args[] = { { .name = STR("n"), .number = next - items->at + 1, .counts = true },
			{ .name = STR("title"), .value = hold_short(request->arena, next->title, 13) } };
		args[0].value = str_format(request->arena, "%lld", (long long)args[0].number);
		view->next = next->id;
		cta(request,
		        message_fill(request->arena, request->language, T("Chuyển sang mục {n}: {title}"), args,
		                LENGTH(args)),
		        "next", "next");
	}
}

static enum status fill_speeches(const struct hold *hold, struct hold_console_view *view, struct err *err)
{
	struct hold_speeches_rows rows;
	TRY(hold_speeches(
	        hold->arena, hold->db, &(struct hold_speeches_in){ hold->id, hold->meeting->shard }, &rows, err));
	view->speeches.at = arena_array(hold->arena, struct hold_console_speeches, rows.count + 1);
	for (size_t i = rows.count; i-- > 0;)
		if (rows.at[i].item.n == view->item.n)
			view->speeches.at[view->speeches.count++] = (struct hold_console_speeches){ rows.at[i].id,
				rows.at[i].name, rows.at[i].label, rows.at[i].kind, rows.at[i].text, rows.at[i].at };
	return OK;
}

/* The red button where no item waits: open, end the last item, end the meeting. */
static void fill_button(struct request *request, struct hold_console_view *view)
{
	const struct meeting *meeting = request_meeting(request);
	if (str_is(meeting->state, "called")) {
		cta(request, request_say(request, N_("Khai mạc")), "next", "open");
	} else if (!str_is(meeting->state, "open")) {
		request->shell.cta = STR_NONE;
	} else if (!view->next.n && view->item.n) {
		cta(request, request_say(request, N_("Xong mục này, hết chương trình")), "check", "next");
	} else if (!view->next.n) {
		request->shell.cta = request_say(request, N_("Kết thúc buổi họp"));
		request->shell.cta_icon = STR("exit");
		request->shell.cta_href = str_format(request->arena, "/meetings/%lld/end", (long long)meeting->id);
	}
}

/* A chair's or clerk's name, told apart from another's of the same name. */
static enum status named(
        const struct hold *hold, int64_t person, struct str name, struct str *ret_name, struct err *err)
{
	struct hold_person_row row;
	bool found;
	*ret_name = name;
	TRY(hold_person(hold->arena, hold->db, &(struct hold_person_in){ hold->id, { person }, hold->meeting->shard },
	        &row, &found, err));
	if (found)
		*ret_name = hold_name(hold->arena, row.name, row.label);
	return OK;
}

static void console_ahead(struct request *request, const int64_t *ids)
{
	struct meeting_id meeting = { ids[0] };
	int shard = id_shard(ids[0]);
	meeting_ahead(request, ids[0]);
	hold_items_ahead(request->db, &(struct hold_items_in){ meeting, shard });
	hold_act_last_ahead(request->db, &(struct hold_act_last_in){ meeting, shard });
	hold_opinions_ahead(request->db, &(struct hold_opinions_in){ meeting, shard });
	hold_speeches_ahead(request->db, &(struct hold_speeches_in){ meeting, shard });
}

static enum status show_console(struct request *request, void *to, struct err *err)
{
	struct hold_console_view *view = to;
	struct hold hold = hold_of(request);
	struct hold_items_rows items;
	struct hold_act_last_row act;
	bool acted;
	int shard = hold.meeting->shard;
	TRY(hold_items(hold.arena, hold.db, &(struct hold_items_in){ hold.id, shard }, &items, err));
	TRY(hold_act_last(hold.arena, hold.db, &(struct hold_act_last_in){ hold.id, shard }, &act, &acted, err));
	TRY(meeting_shell(request, hold.meeting, "agenda", err));
	view->meeting = hold.id;
	view->state = hold.meeting->state;
	view->day = hold.meeting->day;
	view->minute = hold.meeting->minute;
	TRY(named(&hold, hold.meeting->chair, hold.meeting->chair_name, &view->chair, err));
	TRY(named(&hold, hold.meeting->clerk, hold.meeting->clerk_name, &view->clerk, err));
	view->no_chair = !hold.meeting->chair;
	view->no_clerk = !hold.meeting->clerk;
	if (acted) {
		view->undo = act.kind;
		view->undo_about = act.about;
	}
	fill_items(request, &items, view);
	fill_button(request, view);
	if (str_is(hold.meeting->state, "open"))
		TRY(hold_opinions(
		        hold.arena, hold.db, &(struct hold_opinions_in){ hold.id, shard }, &view->opinions, err));
	return view->item.n ? fill_speeches(&hold, view, err) : OK;
}

static enum status save_open(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	(void)view;
	TRY(hold_open_meeting(&hold, err));
	request_flash(request, N_("Buổi họp đã khai mạc."));
	request_go(request, "/meetings/%lld/hold", (long long)hold.id.n);
	return OK;
}

static enum status save_next(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	(void)view;
	TRY(hold_next(&hold, request_int(request, "from"), request_int(request, "to"), err));
	request_go(request, "/meetings/%lld/hold", (long long)hold.id.n);
	return OK;
}

static enum status show_order(struct request *request, void *to, struct err *err)
{
	struct hold_order_view *view = to;
	struct hold hold = hold_of(request);
	struct hold_items_rows items;
	TRY(meeting_need(hold.meeting, "open", N_("hold.not_open"), err));
	TRY(hold_items(hold.arena, hold.db, &(struct hold_items_in){ hold.id, hold.meeting->shard }, &items, err));
	TRY(meeting_shell(request, hold.meeting, "agenda", err));
	view->meeting = hold.id;
	view->items.at = arena_array(hold.arena, struct hold_order_items, items.count + 1);
	for (size_t i = 0; i < items.count; i++)
		if (!items.at[i].began.set)
			view->items.at[view->items.count++] = (struct hold_order_items){ items.at[i].id, (int64_t)i + 1,
				items.at[i].title, items.at[i].minutes };
	return OK;
}

/* Changes places with the nearest item that waits too. */
static enum status swap(
        const struct hold *hold, const struct hold_items_rows *items, int64_t id, bool up, struct err *err)
{
	const struct hold_items_row *before = NULL, *item = NULL, *other = NULL;
	int shard = hold->meeting->shard;
	for (size_t i = 0; i < items->count && !(item && other); i++) {
		if (items->at[i].began.set)
			continue;
		if (item)
			other = &items->at[i];
		else if (items->at[i].id.n == id)
			item = &items->at[i];
		else
			before = &items->at[i];
		if (item && up)
			other = before ? before : item;
	}
	if (!item || !other || item == other)
		return err_set(err, CONFLICT, "hold.item_done", NULL);
	TRY(hold_item_order(hold->arena, hold->db, &(struct hold_item_order_in){ item->id, shard, other->ord }, err));
	return hold_item_order(hold->arena, hold->db, &(struct hold_item_order_in){ other->id, shard, item->ord }, err);
}

static enum status save_order(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	struct hold_items_rows items;
	int64_t up = request_int(request, "up"), down = request_int(request, "down"),
	        begin = request_int(request, "begin"), runs = 0;
	(void)view;
	TRY(meeting_need(hold.meeting, "open", N_("hold.not_open"), err));
	TRY(hold_items(hold.arena, hold.db, &(struct hold_items_in){ hold.id, hold.meeting->shard }, &items, err));
	if (begin) {
		for (size_t i = 0; i < items.count; i++)
			if (items.at[i].began.set && !items.at[i].ended.set)
				runs = items.at[i].id.n;
		request_go(request, "/meetings/%lld/hold", (long long)hold.id.n);
		return hold_next(&hold, runs, begin, err);
	}
	request_go(request, "/meetings/%lld/order", (long long)hold.id.n);
	return swap(&hold, &items, up ? up : down, up != 0, err);
}

static enum status save_order_add(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	struct hold_items_rows items;
	struct hold_item_add_in in = { .id = { id_new(hold.meeting->shard) },
		.shard = hold.meeting->shard,
		.meeting = hold.id,
		.part = 1,
		.title = request_text(request, "title"),
		.minutes = request_int(request, "minutes") };
	int64_t place = 0;
	(void)view;
	TRY(meeting_need(hold.meeting, "open", N_("hold.not_open"), err));
	TRY(hold_items(hold.arena, hold.db, &(struct hold_items_in){ hold.id, hold.meeting->shard }, &items, err));
	for (size_t i = 0; i < items.count; i++)
		if (items.at[i].began.set) {
			place = items.at[i].ord;
			in.part = items.at[i].part;
		}
	in.ord = place + 1;
	in.minutes = in.minutes ? in.minutes : 10;
	TRY(hold_item_room(hold.arena, hold.db, &(struct hold_item_room_in){ hold.id, in.shard, place }, err));
	TRY(hold_item_add(hold.arena, hold.db, &in, err));
	request_flash(request, N_("Đã thêm một mục vào chương trình."));
	request_go(request, "/meetings/%lld/order", (long long)hold.id.n);
	return OK;
}

static enum status show_end(struct request *request, void *to, struct err *err)
{
	struct hold_end_view *view = to;
	struct hold hold = hold_of(request);
	struct hold_unknown_rows unknown;
	struct hold_pending_row pending;
	int shard = hold.meeting->shard;
	TRY(meeting_need(hold.meeting, "open", N_("hold.not_open"), err));
	TRY(hold_unknown(hold.arena, hold.db, &(struct hold_unknown_in){ hold.id, shard }, &unknown, err));
	TRY(hold_pending(hold.arena, hold.db, &(struct hold_pending_in){ hold.id, shard }, &pending, err));
	TRY(meeting_shell(request, hold.meeting, "agenda", err));
	*view = (struct hold_end_view){ .meeting = hold.id,
		.state = hold.meeting->state,
		.adopted = pending.adopted,
		.motions = pending.motions,
		.waiting = pending.waiting,
		.minutes = (hold.now - hold.meeting->opened_at) / 60000 };
	view->unknown.at = arena_array(hold.arena, struct hold_end_unknown, unknown.count + 1);
	for (size_t i = 0; i < unknown.count; i++)
		view->unknown.at[view->unknown.count++] =
		        (struct hold_end_unknown){ hold_name(hold.arena, unknown.at[i].name, unknown.at[i].label) };
	if (!unknown.count && !pending.motions)
		cta(request, request_say(request, N_("Kết thúc buổi họp")), "check", "end");
	return OK;
}

static enum status save_end(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	(void)view;
	TRY(hold_end_meeting(&hold, request_int(request, "anyway") != 0, err));
	TRY(record_meeting_ended(request, hold.id, err));
	request_flash(request, N_("Buổi họp đã kết thúc."));
	request_go(request, "/meetings/%lld", (long long)hold.id.n);
	return OK;
}

static enum status show_clerk(struct request *request, void *to, struct err *err)
{
	struct hold_clerk_view *view = to;
	struct hold hold = hold_of(request);
	struct hold_people_rows people;
	int shard = hold.meeting->shard;
	TRY(meeting_need(hold.meeting, "called open", N_("hold.not_open"), err));
	TRY(hold_people(hold.arena, hold.db, &(struct hold_people_in){ hold.id, shard }, &people, err));
	TRY(hold_role_changes(
	        hold.arena, hold.db, &(struct hold_role_changes_in){ hold.id, shard }, &view->changes, err));
	TRY(meeting_shell(request, hold.meeting, "agenda", err));
	view->meeting = hold.id;
	TRY(named(&hold, hold.meeting->chair, request_say(request, N_("chưa có")), &view->chair, err));
	TRY(named(&hold, hold.meeting->clerk, request_say(request, N_("chưa có")), &view->clerk, err));
	view->people.at = arena_array(hold.arena, struct hold_clerk_people, people.count + 1);
	for (size_t i = 0; i < people.count; i++)
		if (!str_is(people.at[i].duty, "suspended") && !str_is(people.at[i].duty, "detained") &&
		        !str_is(people.at[i].state, "excused") && !str_is(people.at[i].state, "unexcused"))
			view->people.at[view->people.count++] = (struct hold_clerk_people){ people.at[i].person,
				hold_name(hold.arena, people.at[i].name, people.at[i].label),
				hold_post(people.at[i].post, people.at[i].status) };
	return OK;
}

/* Somebody takes over as chair or clerk; the minutes say so. */
static enum status take_over(const struct hold *hold, const char *role, int64_t person, const char *field,
        struct str reason, struct err *err)
{
	struct hold_person_row row;
	bool found, chair = str_is(STR("chair"), role);
	int shard = hold->meeting->shard;
	int64_t before = chair ? hold->meeting->chair : hold->meeting->clerk,
	        other = chair ? hold->meeting->clerk : hold->meeting->chair;
	TRY(meeting_need(hold->meeting, "called open", N_("hold.not_open"), err));
	TRY(hold_person(
	        hold->arena, hold->db, &(struct hold_person_in){ hold->id, { person }, shard }, &row, &found, err));
	if (!found)
		return err_set(err, INVALID, "hold.no_person", field);
	if (str_is(row.state, "excused") || str_is(row.state, "unexcused"))
		return err_set(err, INVALID, "hold.speaker_absent", field);
	if (person == before)
		return err_set(err, INVALID, "hold.same_person", field);
	if (person == other)
		return err_set(err, INVALID, "hold.both_roles", field);
	TRY(hold_role_add(hold->arena, hold->db,
	        &(struct hold_role_add_in){ .id = id_new(shard),
	                .shard = shard,
	                .meeting = hold->id,
	                .role = str_of(role),
	                .person_before = { before },
	                .name_before =
	                        before ? chair ? hold->meeting->chair_name : hold->meeting->clerk_name : STR_NONE,
	                .person = { person },
	                .name = row.name,
	                .reason = reason.ptr ? reason : STR(""),
	                .at = hold->now },
	        err));
	return chair ? hold_chair_set(
	                       hold->arena, hold->db, &(struct hold_chair_set_in){ hold->id, shard, { person } }, err)
	             : hold_clerk_set(
	                       hold->arena, hold->db, &(struct hold_clerk_set_in){ hold->id, shard, { person } }, err);
}

static enum status save_clerk(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	(void)view;
	TRY(take_over(&hold, "clerk", request_int(request, "person"), "person", request_text(request, "why"), err));
	request_flash(request, N_("Đã giao việc thư ký."));
	/* Who was clerk of this meeting only has left the console by that. */
	request_go(request, request->object_roles_own & ROLES_LEADERS ? "/meetings/%lld/hold" : "/meetings/%lld",
	        (long long)hold.id.n);
	return OK;
}

static enum status save_chair(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	(void)view;
	TRY(take_over(&hold, "chair", request_int(request, "chair"), "chair", request_text(request, "reason"), err));
	request_flash(request, N_("Đã đổi chủ trì."));
	request_go(request, "/meetings/%lld/hold", (long long)hold.id.n);
	return OK;
}

static const struct field no_fields[] = { { 0 } };
#define KINDS "opinion report superior ahead"
#define STATES "unknown present excused unexcused"

/* Forms, by the handler that reads them. */
static const struct field next_form[] = {
	{ "from", FIELD_ID },
	{ "to", FIELD_ID },
	{ 0 },
};
static const struct field order_form[] = {
	{ "up", FIELD_ID },
	{ "down", FIELD_ID },
	{ "begin", FIELD_ID },
	{ 0 },
};
static const struct field order_add_form[] = {
	{ "title", FIELD_LINE, true, .max = 300, .label = N_("Tên mục") },
	{ "minutes", FIELD_INT, .min = 1, .max = 240, .label = N_("Số phút") },
	{ 0 },
};
static const struct field end_form[] = {
	{ "anyway", FIELD_FLAG },
	{ 0 },
};
static const struct field clerk_form[] = {
	{ "person", FIELD_ID, true, .label = N_("Đồng chí") },
	{ "why", FIELD_LINE, .max = 300, .label = N_("Lý do") },
	{ 0 },
};
static const struct field chair_form[] = {
	{ "chair", FIELD_ID, true, .label = N_("Đồng chí") },
	{ "reason", FIELD_LINE, true, .max = 300, .label = N_("Lý do") },
	{ 0 },
};
static const struct field attendance_form[] = {
	{ "state-*", FIELD_CHOICE, .choices = STATES },
	{ "was-*", FIELD_CHOICE, .choices = STATES },
	{ 0 },
};
static const struct field tap_form[] = {
	{ "person", FIELD_ID, true },
	{ "state", FIELD_CHOICE, true, .choices = STATES },
	{ 0 },
};
static const struct field guest_form[] = {
	{ "name", FIELD_LINE, true, .max = 120, .label = N_("Họ tên") },
	{ "post", FIELD_LINE, .max = 200, .label = N_("Chức vụ, nơi công tác") },
	{ "kind", FIELD_CHOICE, true, .choices = "temporary_stay superior other", .label = N_("Dự với tư cách") },
	{ 0 },
};
static const struct field guest_present_form[] = {
	{ "guest", FIELD_ID, true },
	{ "here", FIELD_INT, true, .max = 1 },
	{ 0 },
};
static const struct field fees_form[] = {
	{ "fee-*", FIELD_CHOICE, .choices = "paid unpaid free" },
	{ "was-*", FIELD_CHOICE, .choices = "paid unpaid free" },
	{ 0 },
};
static const struct field item_form[] = {
	{ "version", FIELD_INT, true, .min = 1 },
	{ "content", FIELD_TEXT, .max = 8000, .label = N_("Nội dung, diễn biến") },
	{ "conclusion", FIELD_TEXT, .max = 8000, .label = N_("Kết luận của chủ trì") },
	{ 0 },
};
static const struct field speaker_form[] = {
	{ "item", FIELD_ID },
	{ "person", FIELD_ID },
	{ "guest", FIELD_ID },
	{ "ahead", FIELD_ID },
	{ "kind", FIELD_CHOICE, .choices = KINDS },
	{ "text", FIELD_TEXT, .max = 4000 },
	{ 0 },
};
static const struct field speech_form[] = {
	{ "text", FIELD_TEXT, .max = 4000, .label = N_("Nội dung phát biểu") },
	{ "kind", FIELD_CHOICE, true, .choices = KINDS, .label = N_("Loại phát biểu") },
	{ "remove", FIELD_FLAG },
	{ 0 },
};
static const struct field praise_form[] = {
	{ "person", FIELD_ID, true, .label = N_("Đồng chí") },
	{ "kind", FIELD_CHOICE, true, .choices = "praise reminder criticism", .label = N_("Hình thức") },
	{ "text", FIELD_TEXT, true, .max = 1000, .label = N_("Về việc gì") },
	{ 0 },
};
static const struct field praise_remove_form[] = {
	{ "praise", FIELD_ID, true },
	{ 0 },
};
static const struct field undo_form[] = {
	{ "ord", FIELD_INT, true, .min = 1 },
	{ 0 },
};

const struct feature hold_feature = {
	.name = "hold",
	.yields = YIELDS_NEVER,
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/meetings/{meeting}/hold", &meeting_hold, show_console, .ahead = console_ahead,
	                        .page = &hold_console_page, .about = "The clerk's console" },
	                { HTTP_POST, "/meetings/{meeting}/open", &meeting_hold, save_open, .form = no_fields,
	                        .retry = "/meetings/{meeting}/hold", .act = "hold.open", .about = "Open the meeting" },
	                { HTTP_POST, "/meetings/{meeting}/next", &meeting_hold, save_next,
	                        .retry = "/meetings/{meeting}/hold", .act = "hold.next", .form = next_form,
	                        .about = "Go to the next item" },
	                { HTTP_GET, "/meetings/{meeting}/order", &meeting_hold, show_order, .page = &hold_order_page,
	                        .about = "Order of the items left" },
	                { HTTP_POST, "/meetings/{meeting}/order", &meeting_hold, save_order, .act = "hold.order",
	                        .form = order_form, .about = "Move an item, or begin it now" },
	                { HTTP_POST, "/meetings/{meeting}/order/add", &meeting_hold, save_order_add,
	                        .retry = "/meetings/{meeting}/order", .act = "hold.item_add", .form = order_add_form,
	                        .about = "Add an item to the running agenda" },
	                { HTTP_GET, "/meetings/{meeting}/end", &meeting_hold, show_end, .page = &hold_end_page,
	                        .about = "What stands against the end" },
	                { HTTP_POST, "/meetings/{meeting}/end", &meeting_hold, save_end, .act = "hold.end",
	                        .form = end_form, .about = "End the meeting" },
	                { HTTP_GET, "/meetings/{meeting}/clerk", &meeting_hold, show_clerk, .page = &hold_clerk_page,
	                        .about = "Chair and clerk" },
	                { HTTP_POST, "/meetings/{meeting}/clerk", &meeting_hold, save_clerk, .act = "hold.clerk",
	                        .form = clerk_form, .about = "Replace the clerk" },
	                { HTTP_POST, "/meetings/{meeting}/chair", &meeting_hold, save_chair,
	                        .retry = "/meetings/{meeting}/clerk", .act = "hold.chair", .form = chair_form,
	                        .about = "Another one takes the chair" },
	                { HTTP_GET, "/meetings/{meeting}/attendance", &meeting_hold, hold_show_attendance,
	                        .ahead = hold_attendance_ahead, .page = &hold_attendance_page, .about = "The roll" },
	                { HTTP_POST, "/meetings/{meeting}/attendance", &meeting_hold, hold_save_attendance,
	                        .act = "hold.attendance", .form = attendance_form, .about = "Write the roll" },
	                { HTTP_POST, "/meetings/{meeting}/attendance/all", &meeting_hold, hold_save_all,
	                        .form = no_fields, .retry = "/meetings/{meeting}/attendance", .act = "hold.attendance",
	                        .about = "All who were not asked yet are present" },
	                { HTTP_POST, "/meetings/{meeting}/attendance/tap", &meeting_hold, hold_save_tap,
	                        .retry = "/meetings/{meeting}/attendance", .act = "hold.attendance", .form = tap_form,
	                        .about = "Mark one member: the fast way" },
	                { HTTP_GET, "/meetings/{meeting}/attendance/{attendee}", &meeting_hold, hold_show_person,
	                        .page = &hold_attendee_page, .about = "Attendance of one member" },
	                { HTTP_POST, "/meetings/{meeting}/attendance/{attendee}", &meeting_hold, hold_save_person,
	                        .act = "hold.attendance",
	                        .form = (const struct field[]){ { "state", FIELD_CHOICE, true, .choices = STATES,
	                                                                .label = N_("Điểm danh") },
	                                { "reason", FIELD_LINE, .max = 300, .label = N_("Lý do vắng") },
	                                { "arrived", FIELD_CLOCK, .label = N_("Đến muộn lúc") },
	                                { "gone", FIELD_CLOCK, .label = N_("Về sớm lúc") }, { 0 } },
	                        .about = "Write the attendance of one member: reason, arrival, leaving" },
	                { HTTP_POST, "/meetings/{meeting}/guests", &meeting_hold, hold_save_guest,
	                        .retry = "/meetings/{meeting}/attendance", .act = "hold.guest", .form = guest_form,
	                        .about = "Add a guest" },
	                { HTTP_POST, "/meetings/{meeting}/guests/present", &meeting_hold, hold_save_guest_present,
	                        .retry = "/meetings/{meeting}/attendance", .act = "hold.guest",
	                        .form = guest_present_form, .about = "A guest is here, or not" },
	                { HTTP_GET, "/meetings/{meeting}/fees", &meeting_hold, hold_show_fees, .page = &hold_fees_page,
	                        .about = "Party fees of the month" },
	                { HTTP_POST, "/meetings/{meeting}/fees", &meeting_hold, hold_save_fees, .act = "hold.fees",
	                        .form = fees_form, .about = "Write the party fees" },
	                { HTTP_POST, "/meetings/{meeting}/fees/all", &meeting_hold, hold_save_fees_all,
	                        .form = no_fields, .retry = "/meetings/{meeting}/fees", .act = "hold.fees",
	                        .about = "All who are not noted yet have paid" },
	                { HTTP_GET, "/meetings/{meeting}/items/{item}", &meeting_hold, hold_show_item,
	                        .page = &hold_item_page, .about = "Content and conclusion of an item" },
	                { HTTP_POST, "/meetings/{meeting}/items/{item}", &meeting_hold, hold_save_item,
	                        .act = "hold.note", .form = item_form,
	                        .about = "Write content and conclusion of an item" },
	                { HTTP_GET, "/meetings/{meeting}/speech", &meeting_hold, hold_show_speakers,
	                        .page = &hold_speakers_page, .about = "Who speaks" },
	                { HTTP_POST, "/meetings/{meeting}/speech", &meeting_hold, hold_save_speaker,
	                        .act = "hold.speech", .form = speaker_form, .about = "Note that somebody speaks" },
	                { HTTP_GET, "/meetings/{meeting}/speeches/{speech}", &meeting_hold, hold_show_speech,
	                        .page = &hold_speech_page, .about = "One speech" },
	                { HTTP_POST, "/meetings/{meeting}/speeches/{speech}", &meeting_hold, hold_save_speech,
	                        .act = "hold.speech", .form = speech_form,
	                        .about = "Write what was said, or take the speech off" },
	                { HTTP_GET, "/meetings/{meeting}/praise", &meeting_hold, hold_show_praise,
	                        .page = &hold_praise_page, .about = "Praise, reminders, criticism" },
	                { HTTP_POST, "/meetings/{meeting}/praise", &meeting_hold, hold_save_praise,
	                        .act = "hold.praise", .form = praise_form,
	                        .about = "Note a praise, a reminder or a criticism" },
	                { HTTP_POST, "/meetings/{meeting}/praise/remove", &meeting_hold, hold_save_praise_remove,
	                        .retry = "/meetings/{meeting}/praise", .act = "hold.praise", .form = praise_remove_form,
	                        .about = "Take one off" },
	                { HTTP_GET, "/meetings/{meeting}/undo", &meeting_hold, hold_show_undo, .page = &hold_undo_page,
	                        .about = "The last act" },
	                { HTTP_POST, "/meetings/{meeting}/undo", &meeting_hold, hold_save_undo, .act = "hold.undo",
	                        .form = undo_form, .about = "Take the last act back" },
	                { 0 },
	        },
	.objects = (const struct object_kind[]){ { "item", hold_load_item }, { "speech", hold_load_speech },
	        { "attendee", hold_load_attendee }, { 0 } },
	.evidence = hold_evidence,
	.export_person = hold_export,
	.archive = hold_archive,
};
