/* Where people are members and since when: rows with dates, labels for people of one name, facts that change duties. */
#include "feature/account/account.h"
#include "feature/person/person_private.h"

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"
#include "gen/person_sql.h"

/* What could tell people of one name apart, the plainest first. */
static struct str label_of(struct arena *arena, const struct person_namesakes_row *row, int level, size_t at)
{
	switch (level) {
	case 0:
		return str_slice(row->birth, 0, row->birth.len < 4 ? 0 : 4);
	case 1:
		return row->birth.len ? date_show(arena, row->birth) : STR_NONE;
	case 2:
		return row->residence;
	default:
		return str_format(arena, "%zu", at + 1);
	}
}

static bool distinct(const struct str *labels, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!labels[i].len)
			return false;
		for (size_t j = 0; j < i; j++)
			if (str_eq(labels[i], labels[j]))
				return false;
	}
	return true;
}

enum status person_tell_apart(
        struct arena *arena, struct db *db, int64_t cell, int shard, struct str sort_key, struct err *err)
{
	struct person_namesakes_rows rows;
	TRY(person_namesakes(arena, db,
	        &(struct person_namesakes_in){ .cell = { cell }, .shard = shard, .sort_key = sort_key }, &rows, err));
	if (rows.count < 2)
		return OK;
	struct str *labels = arena_array(arena, struct str, rows.count);
	for (size_t i = 0; i < rows.count; i++)
		labels[i] = rows.at[i].label;
	for (int level = 0; level < 4 && !distinct(labels, rows.count); level++)
		for (size_t i = 0; i < rows.count; i++)
			labels[i] = label_of(arena, &rows.at[i], level, i);
	for (size_t i = 0; i < rows.count; i++)
		if (!str_eq(labels[i], rows.at[i].label))
			TRY(person_membership_label(arena, db,
			        &(struct person_membership_label_in){
			                .id = rows.at[i].id, .shard = shard, .label = labels[i] },
			        err));
	return OK;
}

/* An import counts its cells by itself, once. */
static enum status count_since(struct arena *arena, struct db *db, const struct member *member, struct str since,
        int64_t import, int64_t now, struct err *err)
{
	if (import)
		return OK;
	return counter_touch_since(arena, db, member->cell, member->shard, month_of_day(since), now, err);
}

static enum status change(struct arena *arena, struct db *db, const struct member *member,
        const struct person_place *place, struct str since, int64_t import, int64_t now, bool *ret_changed,
        struct err *err)
{
	struct str post = place->post.len ? place->post : STR("dang_vien");
	*ret_changed = !str_eq(place->kind, member->kind) || !str_eq(place->status, member->status) ||
	               !str_eq(post, member->post);
	if (!*ret_changed)
		return OK;
	if (member->left.len)
		return err_set(err, CONFLICT, "person.left_already", NULL);
	if (str_compare(since, member->since) < 0) {
		enum status status = err_set(err, INVALID, "person.since_early", "since");
		err_arg(err, "day", date_show(arena, member->since));
		return status;
	}
	if (import)
		TRY(person_keep_membership(arena, db, import, member->membership, member->shard, err));
	if (str_eq(since, member->since))
		return person_membership_set(arena, db,
		        &(struct person_membership_set_in){ .id = member->membership,
		                .shard = member->shard,
		                .kind = place->kind,
		                .status = place->status,
		                .post = post },
		        err);
	struct person_membership_row_row now_there; /* the name may just have been corrected */
	TRY(person_membership_row(arena, db,
	        &(struct person_membership_row_in){ .id = member->membership, .shard = member->shard }, &now_there,
	        err));
	TRY(person_membership_end(arena, db,
	        &(struct person_membership_end_in){
	                .id = member->membership, .shard = member->shard, .until = since, .ended = STR("changed") },
	        err));
	return person_membership_add(arena, db,
	        &(struct person_membership_add_in){ .id = id_new(member->shard),
	                .shard = member->shard,
	                .cell = { member->cell },
	                .person = { member->person },
	                .since = since,
	                .kind = place->kind,
	                .status = place->status,
	                .post = post,
	                .name = now_there.name,
	                .sort_key = text_sort_key(arena, now_there.name),
	                .label = now_there.label,
	                .import = import ? OPT(import) : OPT_NONE,
	                .at = now },
	        err);
}

enum status person_change(struct arena *arena, struct db *db, const struct member *member,
        const struct person_place *place, struct str since, int64_t import, int64_t now, bool *ret_changed,
        struct err *err)
{
	TRY(change(arena, db, member, place, since, import, now, ret_changed, err));
	return *ret_changed ? count_since(arena, db, member, since, import, now, err) : OK;
}

enum status person_leave(struct arena *arena, struct db *db, const struct member *member, struct str day,
        const char *why, struct str note, int64_t now, struct err *err)
{
	struct person_states_rows states;
	struct str today = day_today(arena, now);
	if (member->left.len)
		return err_set(err, CONFLICT, "person.left_already", NULL);
	if (str_compare(day, today) > 0)
		return err_set(err, INVALID, "person.future", "day");
	if (str_compare(day, member->since) < 0) {
		enum status status = err_set(err, INVALID, "person.since_early", "day");
		err_arg(err, "day", date_show(arena, member->since));
		return status;
	}
	TRY(person_membership_end(arena, db,
	        &(struct person_membership_end_in){ .id = member->membership,
	                .shard = member->shard,
	                .until = day,
	                .ended = str_of(why),
	                .note = note.len ? note : STR_NONE },
	        err));
	TRY(person_group_leave(arena, db,
	        &(struct person_group_leave_in){
	                .cell = { member->cell }, .shard = member->shard, .person = { member->person }, .until = day },
	        err));
	TRY(person_states(arena, db,
	        &(struct person_states_in){
	                .cell = { member->cell }, .shard = member->shard, .person = { member->person } },
	        &states, err));
	for (size_t i = 0; i < states.count; i++)
		if (str_compare(states.at[i].until, day) > 0)
			TRY(person_state_until(arena, db,
			        &(struct person_state_until_in){ .id = states.at[i].id,
			                .shard = member->shard,
			                .until = str_compare(states.at[i].since, day) > 0 ? states.at[i].since : day },
			        err));
	TRY(account_end_roles(arena, db, (struct person_id){ member->person }, member->cell, day, err));
	return count_since(arena, db, member, day, 0, now, err);
}

enum status person_state_put(struct arena *arena, struct db *db, const struct member *member,
        const struct person_state *state, int64_t import, int64_t now, struct err *err)
{
	struct person_states_rows states;
	struct str last = state->until.len ? state->until : STR(FOR_GOOD);
	if (str_compare(last, state->since) <= 0)
		return err_set(err, INVALID, "person.until_early", "until");
	TRY(person_states(arena, db,
	        &(struct person_states_in){
	                .cell = { member->cell }, .shard = member->shard, .person = { member->person } },
	        &states, err));
	for (size_t i = 0; i < states.count; i++)
		if (str_eq(states.at[i].kind, state->kind) && str_compare(states.at[i].until, state->since) > 0 &&
		        str_compare(states.at[i].since, last) < 0)
			return err_set(err, CONFLICT, "person.state_twice", "kind");
	TRY(person_state_add(arena, db,
	        &(struct person_state_add_in){ .id = id_new(member->shard),
	                .shard = member->shard,
	                .cell = { member->cell },
	                .person = { member->person },
	                .kind = state->kind,
	                .since = state->since,
	                .until = last,
	                .reason = state->reason.len ? state->reason : STR_NONE,
	                .decision = state->decision.len ? state->decision : STR_NONE,
	                .ground = state->ground.len ? state->ground : STR_NONE,
	                .record = state->record ? OPT(state->record) : OPT_NONE,
	                .import = import ? OPT(import) : OPT_NONE,
	                .at = now },
	        err));
	return count_since(arena, db, member, state->since, import, now, err);
}

enum status person_state_begin(struct arena *arena, struct db *db, const struct member *member, const char *kind,
        struct str since, struct str until, struct str reason, struct str decision, int64_t import, int64_t now,
        struct err *err)
{
	struct person_state state = {
		.kind = str_of(kind), .since = since, .until = until, .reason = reason, .decision = decision
	};
	return person_state_put(arena, db, member, &state, import, now, err);
}

enum status person_state_end(struct arena *arena, struct db *db, const struct member *member, const char *kind,
        struct str day, int64_t import, int64_t now, struct err *err)
{
	struct person_states_rows states;
	TRY(person_states(arena, db,
	        &(struct person_states_in){
	                .cell = { member->cell }, .shard = member->shard, .person = { member->person } },
	        &states, err));
	for (size_t i = 0; i < states.count; i++) {
		if (!str_is(states.at[i].kind, kind) || str_compare(states.at[i].until, day) <= 0)
			continue;
		if (import)
			TRY(person_keep(arena, db, import, "state", states.at[i].id, states.at[i].until, err));
		TRY(person_state_until(arena, db,
		        &(struct person_state_until_in){ .id = states.at[i].id,
		                .shard = member->shard,
		                .until = str_compare(states.at[i].since, day) > 0 ? states.at[i].since : day },
		        err));
	}
	return count_since(arena, db, member, day, import, now, err);
}

static void set_state(struct member *member, struct str kind)
{
	member->exempt |= str_is(kind, "exempt");
	member->special_duty |= str_is(kind, "special_duty");
	member->suspended |= str_is(kind, "suspended");
	member->detained |= str_is(kind, "detained");
}

static enum status states_on(struct arena *arena, struct db *db, int64_t cell, int shard, struct str day,
        struct person_states_of_cell_rows *ret_rows, struct err *err)
{
	return person_states_of_cell(arena, db,
	        &(struct person_states_of_cell_in){ .cell = { cell }, .shard = shard, .day = day }, ret_rows, err);
}

enum status person_member(struct arena *arena, struct db *db, int64_t cell, int shard, int64_t person, struct str today,
        struct member *ret_member, struct err *err)
{
	struct person_in_cell_row row;
	struct person_states_of_cell_rows states;
	bool found;
	TRY(person_in_cell(arena, db,
	        &(struct person_in_cell_in){ .cell = { cell }, .shard = shard, .person = { person } }, &row, &found,
	        err));
	if (!found)
		return err_set(err, NOT_FOUND, "person.not_found", NULL);
	*ret_member = (struct member){ .person = person,
		.membership = row.membership,
		.cell = cell,
		.shard = shard,
		.kind = row.kind,
		.status = row.status,
		.post = row.post,
		.name = row.name,
		.label = row.label,
		.since = row.since,
		.left = str_is(row.until, FOR_GOOD) ? STR_NONE : row.until,
		.ended = row.ended,
		.data = PERSON_DATA(row) };
	TRY(states_on(arena, db, cell, shard, today, &states, err));
	for (size_t i = 0; i < states.count; i++)
		if (states.at[i].person.n == person)
			set_state(ret_member, states.at[i].kind);
	return OK;
}

/* The members of the rows of person_of_cell or person_of_cell_on. */
#define TAKE_MEMBERS(arena, rows, of_cell, of_shard, ret)                                \
	do {                                                                             \
		(ret)->count = (rows).count;                                             \
		(ret)->at = arena_array((arena), struct member, (rows).count + 1);       \
		for (size_t i = 0; i < (rows).count; i++)                                \
			(ret)->at[i] = (struct member){ .person = (rows).at[i].person.n, \
				.membership = (rows).at[i].membership,                   \
				.cell = (of_cell),                                       \
				.shard = (of_shard),                                     \
				.kind = (rows).at[i].kind,                               \
				.status = (rows).at[i].status,                           \
				.post = (rows).at[i].post,                               \
				.name = (rows).at[i].name,                               \
				.label = (rows).at[i].label,                             \
				.since = (rows).at[i].since,                             \
				.data = PERSON_DATA((rows).at[i]) };                     \
	} while (0)

static enum status set_states(
        struct arena *arena, struct db *db, struct str day, struct members *members, struct err *err)
{
	struct person_states_of_cell_rows states;
	if (!members->count)
		return OK;
	TRY(states_on(arena, db, members->at[0].cell, members->at[0].shard, day, &states, err));
	for (size_t i = 0; i < members->count; i++)
		for (size_t s = 0; s < states.count; s++)
			if (states.at[s].person.n == members->at[i].person)
				set_state(&members->at[i], states.at[s].kind);
	return OK;
}

enum status person_members(struct arena *arena, struct db *db, int64_t cell, int shard, struct str today,
        struct members *ret_members, struct err *err)
{
	struct person_of_cell_rows rows;
	TRY(person_of_cell(arena, db, &(struct person_of_cell_in){ .cell = { cell }, .shard = shard }, &rows, err));
	TAKE_MEMBERS(arena, rows, cell, shard, ret_members);
	return set_states(arena, db, today, ret_members, err);
}

enum status person_members_on(struct arena *arena, struct db *db, int64_t cell, int shard, struct str day,
        struct members *ret_members, struct err *err)
{
	struct person_of_cell_on_rows rows;
	TRY(person_of_cell_on(
	        arena, db, &(struct person_of_cell_on_in){ .cell = { cell }, .shard = shard, .day = day }, &rows, err));
	TAKE_MEMBERS(arena, rows, cell, shard, ret_members);
	return set_states(arena, db, day, ret_members, err);
}

void person_count(const struct members *members, struct member_counts *ret_counts)
{
	*ret_counts = (struct member_counts){ 0 };
	for (size_t i = 0; i < members->count; i++) {
		const struct member *member = &members->at[i];
		if (str_is(member->kind, "temporary_here")) {
			ret_counts->temporary_here++;
			continue;
		}
		ret_counts->members++;
		ret_counts->full += str_is(member->status, "full");
		ret_counts->probationary += str_is(member->status, "probationary");
		ret_counts->away += str_is(member->kind, "away");
		ret_counts->exempt += member->exempt;
		ret_counts->special_duty += member->special_duty;
	}
}
