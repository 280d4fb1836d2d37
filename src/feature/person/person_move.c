/* A member goes to another cell: for good, or for a time. What one cell knows of the person follows into the shard of
 * the other; posts and roles stay behind. */
#include "feature/account/account.h"
#include "feature/person/person_private.h"

#include "app/counter.h"
#include "base/id.h"
#include "base/text.h"
#include "base/time.h"
#include "gen/person_sql.h"

/* The open membership of the person in a cell; *ret_found is false where there is none. */
static enum status open_there(struct arena *arena, struct db *db, const struct person_step *step, int64_t person,
        struct member *ret_member, bool *ret_found, struct err *err)
{
	struct person_in_cell_row row;
	*ret_member = (struct member){ 0 };
	TRY(person_in_cell(arena, db,
	        &(struct person_in_cell_in){ .cell = { step->cell }, .shard = step->shard, .person = { person } }, &row,
	        ret_found, err));
	*ret_found = *ret_found && str_is(row.until, FOR_GOOD);
	return *ret_found ? person_member(arena, db, step->cell, step->shard, person, step->day, ret_member, err) : OK;
}

static enum status bring_data(
        struct arena *arena, struct db *db, const struct member *member, int shard, int64_t now, struct err *err)
{
	struct person_in_shard_row row;
	bool there;
	if (shard == member->shard)
		return OK;
	TRY(person_in_shard(arena, db, &(struct person_in_shard_in){ .person = { member->person }, .shard = shard },
	        &row, &there, err));
	if (!there)
		return person_insert(arena, db, member->person, shard, &member->data, 0, now, err);
	TRY(person_write(arena, db, member->person, shard, &member->data, err));
	return person_entered(
	        arena, db, &(struct person_entered_in){ .id = member->person, .shard = shard, .at = now }, err);
}

static enum status bring_states(struct arena *arena, struct db *db, const struct member *there,
        const struct person_states_rows *states, struct str day, int64_t now, struct err *err)
{
	for (size_t i = states->count; i-- > 0;) {
		const struct person_states_row *state = &states->at[i];
		if (str_compare(state->until, day) <= 0)
			continue;
		struct person_state same = { .kind = state->kind,
			.since = str_compare(state->since, day) > 0 ? state->since : day,
			.until = state->until,
			.reason = state->reason,
			.decision = state->decision,
			.ground = state->ground };
		struct err twice = { 0 };
		enum status status = person_state_put(arena, db, there, &same, 0, now, &twice);
		if (status != OK && status != CONFLICT) { /* one that the cell knew already stays as it is */
			*err = twice;
			return status;
		}
	}
	return OK;
}

static enum status settle_there(struct arena *arena, struct db *db, const struct member *member,
        const struct person_step *step, struct str kind, int64_t now, struct err *err)
{
	struct str key = text_sort_key(arena, member->name);
	TRY(bring_data(arena, db, member, step->shard, now, err));
	TRY(person_membership_add(arena, db,
	        &(struct person_membership_add_in){ .id = id_new(step->shard),
	                .shard = step->shard,
	                .cell = { step->cell },
	                .person = { member->person },
	                .since = step->day,
	                .kind = kind,
	                .status = member->status,
	                .post = STR("dang_vien"),
	                .name = member->name,
	                .sort_key = key,
	                .label = STR_NONE,
	                .import = OPT_NONE,
	                .at = now },
	        err));
	TRY(person_tell_apart(arena, db, step->cell, step->shard, key, err));
	return counter_touch_since(arena, db, step->cell, step->shard, month_of_day(step->day), now, err);
}

/* What the person will be there: home and place of stay that become one cell are home. */
static struct str kind_there(const struct member *member, const struct member *there, const struct person_step *step)
{
	struct str kind = step->kind.len ? step->kind : member->kind;
	return there->person ? STR("official") : kind;
}

enum status person_move(struct arena *arena, struct db *db, const struct member *member, const struct person_step *step,
        int64_t now, struct err *err)
{
	struct member there;
	struct person_states_rows states;
	bool here_too, changed;
	if (step->cell == member->cell)
		return err_set(err, INVALID, "person.same_cell", NULL);
	TRY(open_there(arena, db, step, member->person, &there, &here_too, err));
	bool visits = str_is(member->kind, "temporary_here");
	if (here_too && !visits && !str_is(there.kind, "temporary_here"))
		return err_set(err, CONFLICT, "person.twice_here", NULL);
	TRY(person_states(arena, db,
	        &(struct person_states_in){
	                .cell = { member->cell }, .shard = member->shard, .person = { member->person } },
	        &states, err));
	TRY(account_follow(
	        arena, db, (struct person_id){ member->person }, member->cell, step->cell, step->day, now, err));
	TRY(person_leave(arena, db, member, step->day, "moved", step->note, now, err));
	if (here_too && visits && !str_is(there.kind, "away"))
		return OK; /* takes part there already */
	struct str kind = kind_there(member, &there, step);
	struct person_place place = { step->cell, step->shard, kind, member->status, there.post, STR_NONE };
	if (here_too)
		TRY(person_change(arena, db, &there, &place,
		        str_compare(there.since, step->day) > 0 ? there.since : step->day, 0, now, &changed, err));
	else
		TRY(settle_there(arena, db, member, step, kind, now, err));
	there = (struct member){ .person = member->person, .cell = step->cell, .shard = step->shard };
	return bring_states(arena, db, &there, &states, step->day, now, err);
}

enum status person_stay(struct arena *arena, struct db *db, const struct member *member, const struct person_step *step,
        int64_t now, struct err *err)
{
	struct member there;
	struct person_place away = { .kind = STR("away"), .status = member->status, .post = member->post };
	bool here_too, changed;
	if (step->cell == member->cell)
		return err_set(err, INVALID, "person.same_cell", NULL);
	if (!str_is(member->kind, "official"))
		return err_set(err, CONFLICT, "person.away_already", NULL);
	TRY(open_there(arena, db, step, member->person, &there, &here_too, err));
	if (here_too)
		return err_set(err, CONFLICT, "person.twice_here", NULL);
	TRY(person_change(arena, db, member, &away, step->day, 0, now, &changed, err));
	TRY(account_follow(
	        arena, db, (struct person_id){ member->person }, member->cell, step->cell, step->day, now, err));
	return settle_there(arena, db, member, step, STR("temporary_here"), now, err);
}

enum status person_return(struct arena *arena, struct db *db, const struct member *home, const struct person_step *step,
        int64_t now, struct err *err)
{
	struct member there;
	struct person_place back = { .kind = STR("official"), .status = home->status, .post = home->post };
	bool here_too, changed;
	TRY(open_there(arena, db, step, home->person, &there, &here_too, err));
	if (here_too && str_is(there.kind, "temporary_here"))
		TRY(person_leave(arena, db, &there, step->day, "moved", step->note, now, err));
	return home->left.len || !str_is(home->kind, "away")
	               ? OK
	               : person_change(arena, db, home, &back, step->day, 0, now, &changed, err);
}
