/* What a change of the tree does to a cell's people and meetings, through the features that own them. */
#include "feature/unit/unit_private.h"

#include "base/time.h"
#include "feature/meeting/meeting.h"
#include "feature/person/person.h"
#include "feature/transfer/transfer.h"
#include "gen/unit_sql.h"

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
	TRY(unit_change_note(change, "member", cell->id, person, to->id, step.day, member.post, err));
	struct transfer_heir ways = { cell->id, to->id, person, cell->shard, to->shard, step.day };
	TRY(transfer_hand_on(change->arena, change->db, &ways, change->now, err));
	return person_move(change->arena, change->db, &member, &step, change->now, err);
}

/* Members on their way to a cell that ends come to its heir. */
static enum status ways_to(
        struct unit_change *change, const struct unit *cell, const struct unit *heir, struct err *err)
{
	struct transfer_heir ways = { cell->id, heir->id, 0, cell->shard, heir->shard, change->day };
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
	if (heir)
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

enum status unit_change_members_back(struct unit_change *change, struct err *err)
{
	struct arena *arena = change->arena;
	struct unit_change_parts_rows rows;
	struct str today = day_today(arena, change->now);
	TRY(unit_change_kept(change, "member", UNIT_ALL, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct unit_change_parts_row *row = &rows.at[i];
		struct unit there;
		struct member member;
		TRY(unit_load(arena, change->db, row->other.n, &there, err));
		TRY(person_member(arena, change->db, there.id, there.shard, row->person, today, &member, err));
		if (member.left.len || !str_eq(member.since, row->since))
			continue; /* something else happened since */
		struct person_step step = {
			.cell = row->unit.n, .shard = (int)row->shard, .day = row->since, .note = change->number
		};
		TRY(person_move(arena, change->db, &member, &step, change->now, err));
		TRY(person_member(arena, change->db, row->unit.n, (int)row->shard, row->person, today, &member, err));
		TRY(post_back(change, &member, row->note, err));
	}
	return OK;
}
