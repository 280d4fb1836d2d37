/* What is said and concluded: items, speeches, praise and reminders; and taking back the last act. */
#include "hold_private.h"

#include "base/id.h"

static bool can_note(const struct request *request, const struct meeting *meeting)
{
	return str_is(meeting->state, "open") && request_can(request, "meeting.hold");
}

static void cta(struct request *request, const char *label, const char *icon, const char *form)
{
	request->shell.cta = request_say(request, label);
	request->shell.cta_icon = str_of(icon);
	request->shell.cta_form = str_of(form);
}

static enum status load_item(
        const struct hold *hold, struct item_id item, struct hold_item_row *ret_row, struct err *err)
{
	bool found;
	TRY(hold_item(
	        hold->arena, hold->db, &(struct hold_item_in){ item, hold->meeting->shard }, ret_row, &found, err));
	return found && ret_row->meeting.n == hold->id.n ? OK : err_set(err, NOT_FOUND, "hold.no_item", NULL);
}

enum status hold_load_item(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct hold hold = hold_of(request);
	struct hold_item_row row;
	object->shard = hold.meeting->shard;
	object->unit = hold.meeting->cell;
	return load_item(&hold, (struct item_id){ id }, &row, err);
}

static enum status item_speeches(
        const struct hold *hold, struct item_id item, struct hold_item_view *view, struct err *err)
{
	struct hold_speeches_rows rows;
	TRY(hold_speeches(
	        hold->arena, hold->db, &(struct hold_speeches_in){ hold->id, hold->meeting->shard }, &rows, err));
	view->speeches.at = arena_array(hold->arena, struct hold_item_speeches, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		if (rows.at[i].item.n == item.n)
			view->speeches.at[view->speeches.count++] = (struct hold_item_speeches){ rows.at[i].id,
				rows.at[i].name, rows.at[i].label, rows.at[i].kind, rows.at[i].text, rows.at[i].at };
	return OK;
}

enum status hold_show_item(struct request *request, void *to, struct err *err)
{
	struct hold_item_view *view = to;
	struct hold hold = hold_of(request);
	struct item_id item = { OBJECT_ID(request, "item") };
	struct hold_items_rows items;
	struct hold_item_row row;
	TRY(load_item(&hold, item, &row, err));
	TRY(hold_items(hold.arena, hold.db, &(struct hold_items_in){ hold.id, hold.meeting->shard }, &items, err));
	TRY(meeting_shell(request, hold.meeting, "agenda", err));
	*view = (struct hold_item_view){ .meeting = hold.id,
		.item = item,
		.item_title = row.title,
		.count = (int64_t)items.count,
		.began = row.began,
		.ended = row.ended,
		.version = row.version,
		.content = row.content,
		.conclusion = row.conclusion,
		.can_edit = can_note(request, hold.meeting),
		.conflict = request->failed && str_is(str_of(request->failed->code), "hold.item_changed") };
	for (size_t i = 0; i < items.count; i++)
		if (items.at[i].id.n == item.n)
			view->number = (int64_t)i + 1;
	if (view->can_edit)
		cta(request, N_("Lưu kết luận, nội dung"), "check", "note");
	return item_speeches(&hold, item, view, err);
}

enum status hold_save_item(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	(void)view;
	TRY(hold_note(&hold, (struct item_id){ OBJECT_ID(request, "item") }, request_int(request, "version"),
	        request_text(request, "content"), request_text(request, "conclusion"), err));
	request_flash(request, N_("Đã lưu nội dung, kết luận."));
	request_go(request, "/meetings/%lld/hold", (long long)hold.id.n);
	return OK;
}

/* The item asked for, or the one that runs, or the last that ran. */
static enum status speech_item(const struct hold *hold, int64_t asked, struct hold_items_row *ret_item, struct err *err)
{
	struct hold_items_rows items;
	const struct hold_items_row *best = NULL;
	TRY(hold_items(hold->arena, hold->db, &(struct hold_items_in){ hold->id, hold->meeting->shard }, &items, err));
	for (size_t i = 0; i < items.count; i++) {
		const struct hold_items_row *item = &items.at[i];
		if (asked ? item->id.n == asked : item->began.set && (!best || item->began.n >= best->began.n))
			best = item;
	}
	if (!best)
		return err_set(err, asked ? NOT_FOUND : CONFLICT, asked ? "hold.no_item" : "hold.no_item_runs", NULL);
	*ret_item = *best;
	return OK;
}

/* Members who are not here: what they sent ahead may be read out. */
static enum status fill_absent(const struct hold *hold, struct hold_speakers_view *view, struct err *err)
{
	struct hold_people_rows rows;
	TRY(hold_people(hold->arena, hold->db, &(struct hold_people_in){ hold->id, hold->meeting->shard }, &rows, err));
	view->absent.at = arena_array(hold->arena, struct hold_speakers_absent, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		if (!str_is(rows.at[i].state, "present"))
			view->absent.at[view->absent.count++] = (struct hold_speakers_absent){ rows.at[i].person,
				hold_name(hold->arena, rows.at[i].name, rows.at[i].label) };
	return OK;
}

enum status hold_show_speakers(struct request *request, void *to, struct err *err)
{
	struct hold_speakers_view *view = to;
	struct hold hold = hold_of(request);
	struct hold_items_row item;
	struct hold_speakers_rows people;
	struct hold_guests_rows guests;
	int shard = hold.meeting->shard;
	TRY(meeting_need(hold.meeting, "open", N_("hold.not_open"), err));
	TRY(speech_item(&hold, request_query_int(request, "item", 0), &item, err));
	TRY(hold_speakers(hold.arena, hold.db, &(struct hold_speakers_in){ hold.id, shard }, &people, err));
	TRY(hold_guests(hold.arena, hold.db, &(struct hold_guests_in){ hold.id, shard }, &guests, err));
	TRY(meeting_shell(request, hold.meeting, "agenda", err));
	view->meeting = hold.id;
	view->item = item.id;
	view->item_title = item.title;
	view->people.at = arena_array(hold.arena, struct hold_speakers_people, people.count + 1);
	for (size_t i = 0; i < people.count; i++)
		view->people.at[view->people.count++] = (struct hold_speakers_people){ people.at[i].person,
			hold_name(hold.arena, people.at[i].name, people.at[i].label),
			hold_post(people.at[i].post, people.at[i].status), people.at[i].times };
	view->guests.at = arena_array(hold.arena, struct hold_speakers_guests, guests.count + 1);
	for (size_t i = 0; i < guests.count; i++)
		if (guests.at[i].present)
			view->guests.at[view->guests.count++] = (struct hold_speakers_guests){ guests.at[i].id,
				guests.at[i].name, guests.at[i].post, guests.at[i].kind };
	return fill_absent(&hold, view, err);
}

/* Who was picked: a member who is here or a guest; the kind that follows from it. */
static enum status speaker(
        struct request *request, const struct hold *hold, struct hold_speech_add_in *in, struct err *err)
{
	int shard = hold->meeting->shard;
	bool found;
	int64_t ahead = request_int(request, "ahead"), here = request_int(request, "person");
	if (here || ahead) {
		struct hold_person_row row;
		in->person.n = here ? here : ahead;
		TRY(hold_person(hold->arena, hold->db, &(struct hold_person_in){ hold->id, in->person, shard }, &row,
		        &found, err));
		if (!found)
			return err_set(err, NOT_FOUND, "hold.no_person", "person");
		if (here && !str_is(row.state, "present"))
			return err_set(err, CONFLICT, "hold.speaker_absent", "person");
		in->name = row.name;
		in->kind = here ? in->kind : STR("ahead");
		return OK;
	}
	struct hold_guest_row guest;
	TRY(hold_guest(hold->arena, hold->db, &(struct hold_guest_in){ { request_int(request, "guest") }, shard },
	        &guest, &found, err));
	if (!found || guest.meeting.n != hold->id.n)
		return err_set(err, INVALID, "hold.no_speaker", "person");
	in->name = guest.name;
	if (str_is(guest.kind, "superior"))
		in->kind = STR("superior");
	return OK;
}

enum status hold_save_speaker(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	struct hold_items_row item;
	struct str kind = request_text(request, "kind"), text = request_text(request, "text");
	(void)view;
	TRY(meeting_need(hold.meeting, "open", N_("hold.not_open"), err));
	TRY(speech_item(&hold, request_int(request, "item"), &item, err));
	struct hold_speech_add_in in = { .id = { id_new(hold.meeting->shard) },
		.shard = hold.meeting->shard,
		.meeting = hold.id,
		.item = item.id,
		.text = text.ptr ? text : STR(""),
		.kind = kind.len ? kind : STR("opinion"),
		.at = hold.now };
	TRY(speaker(request, &hold, &in, err));
	TRY(hold_speech_add(hold.arena, hold.db, &in, err));
	TRY(hold_act(&hold, "speech", in.id.n, in.name, STR_NONE, err));
	request_go(request, "/meetings/%lld/speeches/%lld", (long long)hold.id.n, (long long)in.id.n);
	return OK;
}

static enum status load_speech(
        const struct hold *hold, struct speech_id id, struct hold_speech_row *ret_row, struct err *err)
{
	bool found;
	TRY(hold_speech(
	        hold->arena, hold->db, &(struct hold_speech_in){ id, hold->meeting->shard }, ret_row, &found, err));
	return found && !ret_row->removed && ret_row->meeting.n == hold->id.n
	               ? OK
	               : err_set(err, NOT_FOUND, "hold.no_speech", NULL);
}

enum status hold_load_speech(struct request *request, int64_t id, struct object *object, struct err *err)
{
	struct hold hold = hold_of(request);
	struct hold_speech_row row;
	object->shard = hold.meeting->shard;
	object->unit = hold.meeting->cell;
	return load_speech(&hold, (struct speech_id){ id }, &row, err);
}

enum status hold_show_speech(struct request *request, void *to, struct err *err)
{
	struct hold_speech_view *view = to;
	struct hold hold = hold_of(request);
	struct hold_speech_row row;
	struct hold_item_row item;
	struct speech_id id = { OBJECT_ID(request, "speech") };
	struct str name;
	TRY(load_speech(&hold, id, &row, err));
	TRY(load_item(&hold, row.item, &item, err));
	TRY(meeting_shell(request, hold.meeting, "agenda", err));
	name = row.name;
	if (row.person.n) {
		struct hold_person_row person;
		bool found;
		TRY(hold_person(hold.arena, hold.db,
		        &(struct hold_person_in){ hold.id, row.person, hold.meeting->shard }, &person, &found, err));
		name = found ? hold_name(hold.arena, row.name, person.label) : name;
	}
	*view = (struct hold_speech_view){ .meeting = hold.id,
		.speech = id,
		.name = name,
		.kind = row.kind,
		.text = row.text,
		.at = row.at,
		.item_title = item.title,
		.can_edit = can_note(request, hold.meeting) };
	if (view->can_edit)
		cta(request, N_("Lưu phát biểu"), "check", "speech");
	return OK;
}

enum status hold_save_speech(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	struct hold_speech_row row;
	struct speech_id id = { OBJECT_ID(request, "speech") };
	int shard = hold.meeting->shard;
	struct str text = request_text(request, "text");
	(void)view;
	TRY(meeting_need(hold.meeting, "open", N_("hold.not_open"), err));
	TRY(load_speech(&hold, id, &row, err));
	request_go(request, "/meetings/%lld/hold", (long long)hold.id.n);
	if (request_int(request, "remove")) {
		TRY(hold_speech_remove(
		        hold.arena, hold.db, &(struct hold_speech_remove_in){ id, shard, OPT(hold.now) }, err));
		request_flash(request, N_("Đã bỏ phát biểu. Có thể hoàn tác."));
		return hold_act(&hold, "speech_remove", id.n, row.name, STR_NONE, err);
	}
	TRY(hold_speech_set(hold.arena, hold.db,
	        &(struct hold_speech_set_in){ id, shard, text.ptr ? text : STR(""), request_text(request, "kind") },
	        err));
	request_flash(request, N_("Đã lưu phát biểu."));
	return hold_act(&hold, "speech_set", id.n, row.name,
	        str_format(hold.arena, "%.*s\n%.*s", STR_ARG(row.kind), STR_ARG(row.text)), err);
}

enum status hold_show_praise(struct request *request, void *to, struct err *err)
{
	struct hold_praise_view *view = to;
	struct hold hold = hold_of(request);
	struct hold_praises_rows rows;
	struct hold_people_rows people;
	int shard = hold.meeting->shard;
	TRY(hold_praises(hold.arena, hold.db, &(struct hold_praises_in){ hold.id, shard }, &rows, err));
	TRY(hold_people(hold.arena, hold.db, &(struct hold_people_in){ hold.id, shard }, &people, err));
	TRY(meeting_shell(request, hold.meeting, "agenda", err));
	view->meeting = hold.id;
	view->can_edit = can_note(request, hold.meeting);
	view->praises.at = arena_array(hold.arena, struct hold_praise_praises, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		view->praises.at[view->praises.count++] = (struct hold_praise_praises){ rows.at[i].id, rows.at[i].name,
			rows.at[i].label, rows.at[i].kind, rows.at[i].text };
	view->people.at = arena_array(hold.arena, struct hold_praise_people, people.count + 1);
	for (size_t i = 0; i < people.count; i++)
		view->people.at[view->people.count++] = (struct hold_praise_people){ people.at[i].person,
			hold_name(hold.arena, people.at[i].name, people.at[i].label),
			hold_post(people.at[i].post, people.at[i].status) };
	return OK;
}

enum status hold_save_praise(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	struct hold_person_row row;
	bool found;
	int shard = hold.meeting->shard;
	struct person_id person = { request_int(request, "person") };
	(void)view;
	TRY(meeting_need(hold.meeting, "open", N_("hold.not_open"), err));
	TRY(hold_person(hold.arena, hold.db, &(struct hold_person_in){ hold.id, person, shard }, &row, &found, err));
	if (!found)
		return err_set(err, INVALID, "hold.no_person", "person");
	struct hold_praise_add_in in = { .id = { id_new(shard) },
		.shard = shard,
		.meeting = hold.id,
		.person = person,
		.name = row.name,
		.kind = request_text(request, "kind"),
		.text = request_text(request, "text"),
		.at = hold.now };
	TRY(hold_praise_add(hold.arena, hold.db, &in, err));
	TRY(hold_act(&hold, "praise", in.id.n, hold_name(hold.arena, row.name, row.label), STR_NONE, err));
	request_flash(request, N_("Đã ghi."));
	request_go(request, "/meetings/%lld/praise", (long long)hold.id.n);
	return OK;
}

enum status hold_save_praise_remove(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	struct praise_id id = { request_int(request, "praise") };
	struct hold_praise_row row;
	bool found;
	int shard = hold.meeting->shard;
	(void)view;
	TRY(meeting_need(hold.meeting, "open", N_("hold.not_open"), err));
	TRY(hold_praise(hold.arena, hold.db, &(struct hold_praise_in){ id, shard }, &row, &found, err));
	if (!found || row.removed || row.meeting.n != hold.id.n)
		return err_set(err, NOT_FOUND, "hold.no_praise", NULL);
	TRY(hold_praise_remove(hold.arena, hold.db, &(struct hold_praise_remove_in){ id, shard, OPT(hold.now) }, err));
	TRY(hold_act(&hold, "praise_remove", id.n, row.name, STR_NONE, err));
	request_flash(request, N_("Đã bỏ. Có thể hoàn tác."));
	request_go(request, "/meetings/%lld/praise", (long long)hold.id.n);
	return OK;
}

static int64_t lines_of(struct str text)
{
	int64_t count = 0;
	for (size_t i = 0; i < text.len; i++)
		count += text.ptr[i] == '\n';
	return count;
}

enum status hold_show_undo(struct request *request, void *to, struct err *err)
{
	struct hold_undo_view *view = to;
	struct hold hold = hold_of(request);
	struct hold_act_last_row act;
	struct hold_account_name_row by;
	bool found, known;
	TRY(hold_act_last(
	        hold.arena, hold.db, &(struct hold_act_last_in){ hold.id, hold.meeting->shard }, &act, &found, err));
	TRY(meeting_shell(request, hold.meeting, "agenda", err));
	view->meeting = hold.id;
	if (!found)
		return OK;
	TRY(hold_account_name(hold.arena, hold.db, &(struct hold_account_name_in){ act.account }, &by, &known, err));
	view->kind = act.kind;
	view->about = act.about;
	view->by = by.name;
	view->at = act.at;
	view->ord = act.ord;
	view->people = str_is(act.kind, "attendance") || str_is(act.kind, "fee") ? lines_of(act.before) : 0;
	view->can_undo = str_is(hold.meeting->state, "called") || str_is(hold.meeting->state, "open");
	if (view->can_undo)
		cta(request, N_("Hoàn tác việc này"), "undo", "undo");
	return OK;
}

enum status hold_save_undo(struct request *request, void *view, struct err *err)
{
	struct hold hold = hold_of(request);
	(void)view;
	TRY(hold_undo(&hold, request_int(request, "ord"), err));
	request_flash(request, N_("Đã hoàn tác."));
	request_go(request, "/meetings/%lld/hold", (long long)hold.id.n);
	return OK;
}
