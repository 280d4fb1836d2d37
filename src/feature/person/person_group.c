/* Groups (tổ đảng) of a cell: who belongs to which since when. A change ends one row and opens the next. */
#include "feature/person/person_private.h"

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"
#include "gen/person_sql.h"

enum status person_groups(
        struct arena *arena, struct db *db, int64_t cell, int shard, struct person_groups *ret_groups, struct err *err)
{
	struct person_groups_open_rows rows;
	TRY(person_groups_open(
	        arena, db, &(struct person_groups_open_in){ .cell = { cell }, .shard = shard }, &rows, err));
	*ret_groups = (struct person_groups){ arena_array(arena, struct person_group, rows.count + 1), rows.count };
	for (size_t i = 0; i < rows.count; i++)
		ret_groups->at[i] = (struct person_group){ .id = rows.at[i].id.n,
			.leader = rows.at[i].leader_name.len ? rows.at[i].leader.n : 0,
			.members = rows.at[i].members,
			.name = rows.at[i].name,
			.leader_name = rows.at[i].leader_name,
			.since = rows.at[i].since };
	return OK;
}

static bool holds(const struct person_group_change *change, int64_t person)
{
	for (size_t i = 0; i < change->count; i++)
		if (change->person[i] == person)
			return true;
	return false;
}

/* Ends the row, opens the next, or both. */
static enum status move(struct arena *arena, struct db *db, int64_t cell, int shard,
        const struct person_group_change *change, const struct person_group_people_row *row, bool in, int64_t now,
        struct err *err)
{
	if (row->row.set && str_compare(change->since, row->since) < 0) {
		enum status status = err_set(err, INVALID, "person.since_early", "since");
		err_arg(err, "day", date_show(arena, row->since));
		return status;
	}
	if (row->row.set)
		TRY(person_group_part(arena, db,
		        &(struct person_group_part_in){ .id = row->row.n, .shard = shard, .until = change->since },
		        err));
	if (!in)
		return OK;
	return person_group_join(arena, db,
	        &(struct person_group_join_in){ .id = id_new(shard),
	                .shard = shard,
	                .cell = { cell },
	                .cell_group = { change->group },
	                .person = row->person,
	                .leads = row->person.n == change->leader,
	                .since = change->since,
	                .at = now },
	        err);
}

static enum status check_change(struct arena *arena, struct db *db, int64_t cell, int shard,
        const struct person_group_change *change, int64_t now, struct err *err)
{
	struct person_groups groups;
	TRY(person_groups(arena, db, cell, shard, &groups, err));
	if (!change->name.len)
		return err_set(err, INVALID, "person.group_name", "name");
	if (change->leader && !holds(change, change->leader))
		return err_set(err, INVALID, "person.group_leader", "leader");
	if (str_compare(change->since, day_today(arena, now)) > 0)
		return err_set(err, INVALID, "person.future", "since");
	for (size_t i = 0; i < groups.count; i++)
		if (groups.at[i].id != change->group &&
		        str_eq(text_fold(arena, groups.at[i].name), text_fold(arena, change->name)))
			return err_set(err, CONFLICT, "person.group_twice", "name");
	return OK;
}

enum status person_group_write(struct arena *arena, struct db *db, int64_t cell, int shard,
        const struct person_group_change *change, int64_t now, struct err *err)
{
	struct person_group_people_rows rows;
	TRY(check_change(arena, db, cell, shard, change, now, err));
	TRY(person_group_rename(arena, db,
	        &(struct person_group_rename_in){ .id = { change->group }, .shard = shard, .name = change->name },
	        err));
	TRY(person_group_people(
	        arena, db, &(struct person_group_people_in){ .cell = { cell }, .shard = shard }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct person_group_people_row *row = &rows.at[i];
		bool was = row->row.set && row->cell_group.n == change->group, in = holds(change, row->person.n);
		bool leads = in && row->person.n == change->leader;
		if ((was && (!in || row->leads != leads)) || (!was && in))
			TRY(move(arena, db, cell, shard, change, row, in, now, err));
	}
	return OK;
}
