/* Taking back the last act. act.before holds what stood before, by kind:
 * attendance: a line for each person (hold_person_line); fee: a line "person state" for each, "-" where nothing was
 * noted, object the month; next: the item that ran before; note: the version before; speech_set: the kind, a line end,
 * the text; guest_set: 0 or 1; speech, praise, guest: added; speech_remove, praise_remove: taken off. */
#include "hold_private.h"

static int64_t number_of(struct str text)
{
	int64_t number = 0;
	return str_int(text, &number) ? number : 0;
}

static struct opt_int opt_of(struct str text)
{
	int64_t number;
	return str_int(text, &number) ? OPT(number) : OPT_NONE;
}

static struct str word(struct str *rest)
{
	struct str part = STR_NONE;
	return str_split(rest, ' ', &part) ? part : STR_NONE;
}

static enum status undo_attendance(const struct hold *hold, struct str before, struct err *err)
{
	struct str line;
	while (str_split(&before, '\n', &line)) {
		struct hold_attend_in in = { .meeting = hold->id, .shard = hold->meeting->shard, .at = hold->now };
		in.person.n = number_of(word(&line));
		in.state = word(&line);
		in.excused_at = opt_of(word(&line));
		in.arrived = opt_of(word(&line));
		in.gone = opt_of(word(&line));
		in.reason = line.len ? line : STR_NONE;
		if (in.person.n)
			TRY(hold_attend(hold->arena, hold->db, &in, err));
	}
	return OK;
}

static enum status undo_fee(const struct hold *hold, int64_t month, struct str before, struct err *err)
{
	struct str line;
	int shard = hold->meeting->shard;
	while (str_split(&before, '\n', &line)) {
		struct person_id person = { number_of(word(&line)) };
		struct str state = word(&line);
		if (str_is(state, "-"))
			TRY(hold_fee_clear(
			        hold->arena, hold->db, &(struct hold_fee_clear_in){ person, month, shard }, err));
		else if (person.n)
			TRY(hold_fee_set(hold->arena, hold->db,
			        &(struct hold_fee_set_in){
			                person, month, shard, { hold->meeting->cell }, state, hold->now },
			        err));
	}
	return OK;
}

static enum status undo_next(const struct hold *hold, int64_t to, int64_t from, struct err *err)
{
	struct hold_item_row row;
	bool found;
	int shard = hold->meeting->shard;
	if (to)
		TRY(hold_item_times(
		        hold->arena, hold->db, &(struct hold_item_times_in){ { to }, shard, OPT_NONE, OPT_NONE }, err));
	TRY(hold_item(hold->arena, hold->db, &(struct hold_item_in){ { from }, shard }, &row, &found, err));
	if (found)
		TRY(hold_item_times(hold->arena, hold->db,
		        &(struct hold_item_times_in){ { from }, shard, row.began, OPT_NONE }, err));
	return hold_parts(hold->arena, hold->db, &(struct hold_parts_in){ hold->id, shard }, err);
}

/* The text before comes back as a version of its own: versions are never lost. */
static enum status undo_note(const struct hold *hold, struct item_id item, int64_t version, struct err *err)
{
	struct hold_item_row row;
	struct hold_version_row text;
	bool found, any;
	int shard = hold->meeting->shard;
	TRY(hold_item(hold->arena, hold->db, &(struct hold_item_in){ item, shard }, &row, &found, err));
	TRY(hold_version(hold->arena, hold->db, &(struct hold_version_in){ item, version, shard }, &text, &any, err));
	struct str content = any ? text.content : STR(""), conclusion = any ? text.conclusion : STR("");
	TRY(hold_version_add(hold->arena, hold->db,
	        &(struct hold_version_add_in){
	                item, row.version + 1, shard, content, conclusion, hold->account, hold->now },
	        err));
	return hold_item_note(hold->arena, hold->db,
	        &(struct hold_item_note_in){ item, shard, content, conclusion, row.version + 1 }, err);
}

static enum status undo_speech_set(const struct hold *hold, struct speech_id speech, struct str before, struct err *err)
{
	struct str kind;
	if (!str_split(&before, '\n', &kind))
		return OK;
	return hold_speech_set(hold->arena, hold->db,
	        &(struct hold_speech_set_in){ speech, hold->meeting->shard, before.ptr ? before : STR(""), kind }, err);
}

static enum status undo_act(const struct hold *hold, const struct hold_act_last_row *act, struct err *err)
{
	struct arena *arena = hold->arena;
	struct db *db = hold->db;
	int shard = hold->meeting->shard;
	struct opt_int now = OPT(hold->now);
	if (str_is(act->kind, "attendance"))
		return undo_attendance(hold, act->before, err);
	if (str_is(act->kind, "fee"))
		return undo_fee(hold, act->object, act->before, err);
	if (str_is(act->kind, "next"))
		return undo_next(hold, act->object, number_of(act->before), err);
	if (str_is(act->kind, "note"))
		return undo_note(hold, (struct item_id){ act->object }, number_of(act->before), err);
	if (str_is(act->kind, "speech"))
		return hold_speech_remove(
		        arena, db, &(struct hold_speech_remove_in){ { act->object }, shard, now }, err);
	if (str_is(act->kind, "speech_remove"))
		return hold_speech_remove(
		        arena, db, &(struct hold_speech_remove_in){ { act->object }, shard, OPT_NONE }, err);
	if (str_is(act->kind, "speech_set"))
		return undo_speech_set(hold, (struct speech_id){ act->object }, act->before, err);
	if (str_is(act->kind, "praise"))
		return hold_praise_remove(
		        arena, db, &(struct hold_praise_remove_in){ { act->object }, shard, now }, err);
	if (str_is(act->kind, "praise_remove"))
		return hold_praise_remove(
		        arena, db, &(struct hold_praise_remove_in){ { act->object }, shard, OPT_NONE }, err);
	if (str_is(act->kind, "guest"))
		return hold_guest_remove(arena, db, &(struct hold_guest_remove_in){ { act->object }, shard }, err);
	if (str_is(act->kind, "guest_set"))
		return hold_guest_present(arena, db,
		        &(struct hold_guest_present_in){ { act->object }, shard, str_is(act->before, "1") }, err);
	return err_broken(err, "hold.unknown_act", "%.*s", STR_ARG(act->kind));
}

enum status hold_undo(const struct hold *hold, int64_t ord, struct err *err)
{
	struct hold_act_last_row act;
	bool found;
	int shard = hold->meeting->shard;
	TRY(meeting_need(hold->meeting, "called open", N_("hold.not_open"), err));
	TRY(hold_act_last(hold->arena, hold->db, &(struct hold_act_last_in){ hold->id, shard }, &act, &found, err));
	if (!found)
		return err_set(err, CONFLICT, "hold.nothing_to_undo", NULL);
	if (act.ord != ord)
		return err_set(err, CONFLICT, "hold.undo_other", NULL);
	TRY(undo_act(hold, &act, err));
	return hold_act_undone(
	        hold->arena, hold->db, &(struct hold_act_undone_in){ hold->id, shard, ord, hold->now }, err);
}
