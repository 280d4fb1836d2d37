/* What a change of the tree does to a cell's people and meetings, through the features that own them. */
#include "feature/unit/unit_private.h"

#include "base/time.h"
#include "feature/meeting/meeting.h"
#include "feature/person/person.h"
#include "feature/transfer/transfer.h"
#include "gen/unit_sql.h"

enum { GUEST = 1 }; /* target of the kept part of a member in temporary stay */

enum status unit_change_member(
        struct unit_change *change, const struct unit *cell, const struct unit *to, int64_t person, struct err *err)
{
	struct member member;
	struct str today = day_today(change->arena, change->now);
	TRY(person_member(change->arena, change->db, cell->id, cell->shard, person, today, &member, err));
	/* Who came later than the day of the decision goes on the day of coming. */
	struct person_step step = { .cell = to->id,
		.shard = to->shard,
		.day = str_compare(member.since, change->day) > 0 ? member.since : change->day,
		.note = change->number };
	/* A guest whose own cell that is only stops coming here, and does not come back either. */
	struct unit_is_away_row home;
	TRY(unit_is_away(change->arena, change->db,
	        &(struct unit_is_away_in){ .cell = { to->id }, .shard = to->shard, .person = person }, &home, err));
	if (!home.n)
		TRY(unit_change_part_add(change->arena, change->db,
		        &(struct unit_change_part_add_in){ .change = { change->id },
		                .what = STR("member"),
		                .unit = { cell->id },
		                .person = person,
		                .other = to->id,
		                .target = str_is(member.kind, "temporary_here") ? GUEST : 0,
		                .since = step.day,
		                .note = member.post },
		        err));
	struct transfer_heir ways = { cell->id, to->id, person, cell->shard, to->shard, step.day, change->id };
	TRY(transfer_hand_on(change->arena, change->db, &ways, change->now, err));
	return person_move(change->arena, change->db, &member, &step, change->now, err);
}

/* Members on their way to a cell that ends come to its heir; where there is none, they stay. */
static enum status ways_to(
        struct unit_change *change, const struct unit *cell, const struct unit *heir, struct err *err)
{
	struct transfer_heir ways = { .from = cell->id,
		.to = heir ? heir->id : 0,
		.from_shard = cell->shard,
		.to_shard = heir ? heir->shard : 0,
		.day = change->day,
		.change = change->id };
	return transfer_hand_on(change->arena, change->db, &ways, change->now, err);
}

enum status unit_change_cell(
        struct unit_change *change, const struct unit *cell, const struct unit *heir, struct err *err)
{
	struct arena *arena = change->arena;
	struct members members;
	struct unit_cell_use_row use;
	TRY(unit_cell_use(arena, change->db, &(struct unit_cell_use_in){ .cell = { cell->id }, .shard = cell->shard },
	        &use, err));
	if (use.open)
		return unit_refuse(err, "unit.close_open", NULL, cell->name);
	if (str_compare(use.held, change->day) >= 0)
		return unit_refuse_day(arena, err, "unit.close_held", "day", cell->name, use.held);
	if (str_compare(use.last, change->day) > 0)
		return unit_refuse_day(arena, err, "unit.close_late", "day", cell->name, use.last);
	TRY(person_members(arena, change->db, cell->id, cell->shard, day_today(arena, change->now), &members, err));
	if (members.count && !heir) {
		enum status status = unit_refuse(err, "unit.close_members", NULL, cell->name);
		err_arg_int(err, "n", (int64_t)members.count);
		return status;
	}
	for (size_t i = 0; i < members.count; i++)
		TRY(unit_change_member(change, cell, heir, members.at[i].person, err));
	TRY(ways_to(change, cell, heir, err));
	struct str reason = heir ? str_format(arena, "Chi bộ sáp nhập vào %.*s từ ngày %.*s", STR_ARG(heir->name),
	                                   STR_ARG(date_show(arena, change->day)))
	                         : str_format(arena, "Chi bộ kết thúc hoạt động từ ngày %.*s",
	                                   STR_ARG(date_show(arena, change->day)));
	return use.planned ? meeting_cancel_planned(arena, change->db, cell->id, cell->shard, reason, err) : OK;
}

/* A post held before is held again. */
static enum status post_back(struct unit_change *change, const struct member *member, struct str post, struct err *err)
{
	struct person_place place = { .cell = member->cell,
		.shard = member->shard,
		.kind = member->kind,
		.status = member->status,
		.post = post };
	bool changed;
	return person_change(change->arena, change->db, member, &place, member->since, 0, change->now, &changed, err);
}

/* A member who is still where the change put him comes back, and his open ways with him; one to whom something else
 * happened since stays there. */
static enum status member_back(struct unit_change *change, const struct unit_change_parts_row *row, struct err *err)
{
	struct arena *arena = change->arena;
	struct str today = day_today(arena, change->now);
	struct unit there;
	struct member member;
	TRY(unit_load(arena, change->db, row->other.n, &there, err));
	TRY(person_member(arena, change->db, there.id, there.shard, row->person, today, &member, err));
	struct person_step step = {
		.cell = row->unit.n, .shard = (int)row->shard, .day = row->since, .note = change->number
	};
	struct transfer_heir back = { there.id, step.cell, row->person, there.shard, step.shard, row->since, 0 },
	                     stay = { step.cell, there.id, row->person, step.shard, there.shard, row->since, 0 };
	if (member.left.len || !str_eq(member.since, row->since))
		return transfer_hand_on(arena, change->db, &stay, change->now, err);
	TRY(transfer_hand_on(arena, change->db, &back, change->now, err));
	TRY(person_move(arena, change->db, &member, &step, change->now, err));
	TRY(person_member(arena, change->db, step.cell, step.shard, row->person, today, &member, err));
	return post_back(change, &member, row->note, err);
}

static enum status ways_back(struct unit_change *change, const char *what, struct err *err)
{
	struct unit_change_parts_rows rows;
	int64_t last = 0;
	TRY(unit_change_kept(change, what, UNIT_ALL, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		struct transfer_back back = { change->id, rows.at[i].unit.n, (int)rows.at[i].shard };
		if (back.cell != last && str_is(rows.at[i].kind, "chi_bo"))
			TRY(transfer_take_back(change->arena, change->db, &back, err));
		last = back.cell;
	}
	return OK;
}

enum status unit_change_members_back(struct unit_change *change, struct err *err)
{
	struct unit_change_parts_rows rows;
	TRY(ways_back(change, "close", err));
	TRY(unit_change_kept(change, "member", UNIT_ALL, &rows, err));
	for (int guest = 0; guest <= GUEST; guest++) /* who is at home in one of them goes there */
		for (size_t i = 0; i < rows.count; i++)
			if (rows.at[i].target.n == guest)
				TRY(member_back(change, &rows.at[i], err));
	return OK;
}
