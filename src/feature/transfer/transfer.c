/* The rules of a member's way from one cell to another: proposed by the one, taken in or refused by the other. Until it
 * is taken in, nothing of the membership changes. Each act is written on both sides, in one transaction. */
#include "feature/transfer/transfer_private.h"

#include "app/audit.h"
#include "base/id.h"
#include "base/time.h"
#include "gen/transfer_sql.h"

struct str transfer_day_add(struct arena *arena, struct str day, int days)
{
	struct date date = { 0 };
	return date_parse(day, &date) ? date_iso(arena, date_add(date, days)) : day;
}

bool transfer_is_late(const struct transfer_call *call, int64_t proposed_at)
{
	return call->now - proposed_at > (int64_t)TRANSFER_DAYS * DAY_MS;
}

enum status transfer_load(const struct transfer_call *call, int64_t cell, int shard, int64_t id,
        struct transfer *ret_transfer, struct err *err)
{
	struct transfer_one_row row;
	bool found;
	TRY(transfer_one(call->arena, call->db, &(struct transfer_one_in){ .cell = { cell }, .id = id, .shard = shard },
	        &row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "transfer.not_found", NULL);
	*ret_transfer = (struct transfer){ .id = id,
		.cell = cell,
		.shard = shard,
		.out = str_is(row.side, "out"),
		.other = row.other.n,
		.other_shard = (int)row.other_shard,
		.other_name = row.other_name,
		.person = row.person.n,
		.kind = row.kind,
		.state = row.state,
		.day = row.day,
		.until = row.until,
		.paper = row.paper,
		.reason = row.reason,
		.name = row.name,
		.birth_year = row.birth_year,
		.card = row.card,
		.proposed_at = row.proposed_at,
		.answered_at = row.answered_at.n,
		.answer = row.answer,
		.began = row.began,
		.ended = row.ended };
	return OK;
}

/* The act in the logs of both cells: what this one did, what was done to the other. */
static enum status note(const struct transfer_call *call, const struct transfer *t, const char *here, const char *there,
        struct err *err)
{
	TRY(audit_add(call->arena, call->db, t->cell, t->shard, call->now, call->account, here, t->person,
	        call->request, err));
	return audit_add(call->arena, call->db, t->other, t->other_shard, call->now, call->account, there, t->person,
	        call->request, err);
}

static enum status answer_both(const struct transfer_call *call, const struct transfer *t, const char *state,
        struct str answer, struct str began, struct err *err)
{
	struct transfer_answered_in in = { .cell = { t->cell },
		.id = t->id,
		.shard = t->shard,
		.state = str_of(state),
		.answer = answer.len ? answer : STR_NONE,
		.began = began,
		.at = call->now };
	TRY(transfer_answered(call->arena, call->db, &in, err));
	in.cell.n = t->other;
	in.shard = t->other_shard;
	return transfer_answered(call->arena, call->db, &in, err);
}

static enum status over_both(
        const struct transfer_call *call, const struct transfer *t, struct str day, struct err *err)
{
	struct transfer_over_in in = { .cell = { t->cell }, .id = t->id, .shard = t->shard, .ended = day };
	TRY(transfer_over(call->arena, call->db, &in, err));
	in.cell.n = t->other;
	in.shard = t->other_shard;
	return transfer_over(call->arena, call->db, &in, err);
}

static enum status early(const struct transfer_call *call, const char *code, struct str first, struct err *err)
{
	enum status status = err_set(err, INVALID, code, "day");
	err_arg(err, "day", date_show(call->arena, first));
	return status;
}

static enum status check_days(
        const struct transfer_call *call, const struct member *member, const struct transfer_new *new, struct err *err)
{
	struct date day = { 0 }, until = { 0 };
	if (!date_parse(new->day, &day) || str_compare(new->day, member->since) < 0)
		return early(call, "transfer.day_early", member->since, err);
	if (str_compare(new->day, transfer_day_add(call->arena, call->today, TRANSFER_AHEAD_DAYS)) > 0)
		return err_set(err, INVALID, "transfer.day_far", "day");
	if (str_is(new->kind, "official"))
		return OK;
	if (!date_parse(new->until, &until) || str_compare(new->until, new->day) <= 0 ||
	        str_compare(new->until, call->today) <= 0)
		return err_set(err, INVALID, "transfer.until", "until");
	return month_add(month_of_day(new->day), TRANSFER_STAY_MONTHS) < month_of_day(new->until)
	               ? err_set(err, INVALID, "transfer.until_far", "until")
	               : OK;
}

static enum status check_open(
        const struct transfer_call *call, const struct member *member, const struct transfer_new *new, struct err *err)
{
	struct transfer_open_rows open;
	bool temporary = str_is(new->kind, "temporary");
	if (member->left.len)
		return err_set(err, CONFLICT, "person.left_already", NULL);
	if (str_is(member->kind, "temporary_here"))
		return err_set(err, CONFLICT, "transfer.guest", NULL);
	TRY(transfer_open(call->arena, call->db,
	        &(struct transfer_open_in){
	                .cell = { member->cell }, .shard = member->shard, .person = { member->person } },
	        &open, err));
	for (size_t i = 0; i < open.count; i++)
		if (str_is(open.at[i].state, "proposed"))
			return err_set(err, CONFLICT, "transfer.twice", NULL);
	return temporary && str_is(member->kind, "away") ? err_set(err, CONFLICT, "transfer.away", "kind") : OK;
}

/* The reason stays on the side of the cell left. */
static enum status propose_both(const struct transfer_call *call, const struct transfer *t, struct err *err)
{
	struct transfer_add_in in = { .cell = { t->cell },
		.id = t->id,
		.shard = t->shard,
		.side = STR("out"),
		.other = { t->other },
		.other_shard = t->other_shard,
		.person = { t->person },
		.kind = t->kind,
		.day = t->day,
		.until = t->until,
		.paper = t->paper,
		.reason = t->reason,
		.name = t->name,
		.birth_year = t->birth_year,
		.card = t->card,
		.at = call->now };
	TRY(transfer_add(call->arena, call->db, &in, err));
	in.cell.n = t->other;
	in.shard = t->other_shard;
	in.side = STR("in");
	in.other.n = t->cell;
	in.other_shard = t->shard;
	in.reason = STR_NONE;
	return transfer_add(call->arena, call->db, &in, err);
}

enum status transfer_propose(const struct transfer_call *call, const struct member *member,
        const struct transfer_new *new, int64_t *ret_id, struct err *err)
{
	struct transfer_place_row place;
	bool found;
	TRY(check_open(call, member, new, err));
	TRY(transfer_place(
	        call->arena, call->db, &(struct transfer_place_in){ .cell = { new->to } }, &place, &found, err));
	if (!found || new->to == member->cell)
		return err_set(err, INVALID, "transfer.to", "to");
	TRY(check_days(call, member, new, err));
	struct str birth = str_slice(member->data.birth, 0, member->data.birth.len < 4 ? 0 : 4);
	struct transfer t = { .id = id_new(member->shard),
		.cell = member->cell,
		.shard = member->shard,
		.other = new->to,
		.other_shard = (int)place.shard,
		.person = member->person,
		.kind = new->kind,
		.day = new->day,
		.until = str_is(new->kind, "temporary") ? new->until : STR_NONE,
		.paper = new->paper,
		.reason = new->reason.len ? new->reason : STR_NONE,
		.name = member->name,
		.birth_year = birth.len ? birth : STR_NONE,
		.card = member->data.card.len != 0 };
	*ret_id = t.id;
	TRY(propose_both(call, &t, err));
	return note(call, &t, "transfer.propose", "transfer.offered", err);
}

static enum status waits(const struct transfer *t, struct err *err)
{
	return str_is(t->state, "proposed") ? OK : err_set(err, CONFLICT, "transfer.answered", NULL);
}

/* Who leaves must still be a member there, and in no meeting that is running. */
static enum status may_go(
        const struct transfer_call *call, const struct transfer *t, struct member *ret_member, struct err *err)
{
	struct transfer_meets_row meets;
	bool open;
	struct err missing = { 0 };
	enum status status = person_member(
	        call->arena, call->db, t->other, t->other_shard, t->person, call->today, ret_member, &missing);
	if (status != OK && status != NOT_FOUND) {
		*err = missing;
		return status;
	}
	if (status == NOT_FOUND || ret_member->left.len || str_is(ret_member->kind, "temporary_here"))
		return err_set(err, CONFLICT, "transfer.gone", NULL);
	TRY(transfer_meets(call->arena, call->db,
	        &(struct transfer_meets_in){ .cell = { t->other },
	                .shard = t->other_shard,
	                .person = { t->person },
	                .from_month = month_add(month_of_day(call->today), -2) },
	        &meets, &open, err));
	return open ? err_set(err, CONFLICT, "transfer.meeting_open", NULL) : OK;
}

static enum status day_fits(
        const struct transfer_call *call, struct str day, struct str first, struct str since, struct err *err)
{
	struct str from = str_compare(first, since) > 0 ? first : since;
	if (str_compare(day, from) < 0)
		return early(call, "transfer.day_early", from, err);
	return str_compare(day, call->today) > 0 ? err_set(err, INVALID, "person.future", "day") : OK;
}

/* A temporary stay somewhere ends with the membership at home. */
static enum status end_stay(
        const struct transfer_call *call, const struct member *member, struct str day, struct err *err)
{
	struct transfer_open_rows open;
	struct member gone = *member;
	gone.left = day;
	TRY(transfer_open(call->arena, call->db,
	        &(struct transfer_open_in){
	                .cell = { member->cell }, .shard = member->shard, .person = { member->person } },
	        &open, err));
	for (size_t i = 0; i < open.count; i++) {
		const struct transfer_open_row *row = &open.at[i];
		struct transfer stay = { .id = row->id.n,
			.cell = member->cell,
			.shard = member->shard,
			.other = row->other.n,
			.other_shard = (int)row->other_shard,
			.person = member->person };
		struct person_step there = { .cell = stay.other, .shard = stay.other_shard, .day = day };
		if (!str_is(row->state, "accepted"))
			continue;
		TRY(person_return(call->arena, call->db, &gone, &there, call->now, err));
		TRY(over_both(call, &stay, day, err));
		TRY(note(call, &stay, "transfer.return", "transfer.return", err));
	}
	return OK;
}

enum status transfer_accept(const struct transfer_call *call, const struct transfer *t, struct str day, struct err *err)
{
	struct member member;
	struct person_step here = { .cell = t->cell, .shard = t->shard, .day = day, .note = t->paper };
	TRY(waits(t, err));
	TRY(may_go(call, t, &member, err));
	TRY(day_fits(call, day, t->day, member.since, err));
	if (str_is(t->kind, "temporary")) {
		TRY(person_stay(call->arena, call->db, &member, &here, call->now, err));
	} else {
		here.kind = STR("official");
		TRY(person_move(call->arena, call->db, &member, &here, call->now, err));
		TRY(end_stay(call, &member, day, err));
	}
	TRY(answer_both(call, t, "accepted", STR_NONE, day, err));
	return note(call, t, "transfer.accept", "transfer.accepted", err);
}

enum status transfer_refuse(const struct transfer_call *call, const struct transfer *t, struct str why, struct err *err)
{
	TRY(waits(t, err));
	TRY(answer_both(call, t, "refused", why, STR_NONE, err));
	return note(call, t, "transfer.refuse", "transfer.refused", err);
}

enum status transfer_withdraw(
        const struct transfer_call *call, const struct transfer *t, struct str why, struct err *err)
{
	TRY(waits(t, err));
	TRY(answer_both(call, t, "withdrawn", why, STR_NONE, err));
	return note(call, t, "transfer.withdraw", "transfer.withdrawn", err);
}

static enum status stays(const struct transfer *t, struct err *err)
{
	return str_is(t->state, "accepted") && str_is(t->kind, "temporary")
	               ? OK
	               : err_set(err, CONFLICT, "transfer.not_staying", NULL);
}

/* The member at home, wherever that is by now; without one only the stay ends. */
static enum status home_of(
        const struct transfer_call *call, const struct transfer *t, struct member *ret_home, struct err *err)
{
	struct transfer_home_row row;
	bool found;
	TRY(transfer_home(
	        call->arena, call->db, &(struct transfer_home_in){ .person = { t->person } }, &row, &found, err));
	*ret_home = (struct member){ .person = t->person, .left = call->today };
	return found ? person_member(
	                       call->arena, call->db, row.cell.n, (int)row.shard, t->person, call->today, ret_home, err)
	             : OK;
}

enum status transfer_return(const struct transfer_call *call, const struct transfer *t, struct str day, struct err *err)
{
	struct member home;
	struct person_step stay = { .cell = t->out ? t->other : t->cell,
		.shard = t->out ? t->other_shard : t->shard,
		.day = day,
		.note = t->paper };
	TRY(stays(t, err));
	TRY(home_of(call, t, &home, err));
	TRY(day_fits(call, day, t->began, home.left.len ? t->began : home.since, err));
	TRY(person_return(call->arena, call->db, &home, &stay, call->now, err));
	TRY(over_both(call, t, day, err));
	return note(call, t, "transfer.return", "transfer.return", err);
}

enum status transfer_extend(
        const struct transfer_call *call, const struct transfer *t, struct str until, struct str paper, struct err *err)
{
	struct transfer_longer_in in = {
		.cell = { t->cell }, .id = t->id, .shard = t->shard, .until = until, .paper = paper
	};
	TRY(stays(t, err));
	if (str_compare(until, t->until) <= 0)
		return err_set(err, INVALID, "transfer.until", "until");
	if (month_add(month_of_day(t->until), TRANSFER_STAY_MONTHS) < month_of_day(until))
		return err_set(err, INVALID, "transfer.until_far", "until");
	TRY(transfer_longer(call->arena, call->db, &in, err));
	in.cell.n = t->other;
	in.shard = t->other_shard;
	TRY(transfer_longer(call->arena, call->db, &in, err));
	return note(call, t, "transfer.extend", "transfer.extended", err);
}
