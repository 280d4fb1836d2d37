/* Those of a working team who come to the cell's meeting stand among its guests, from the call on. */
#include "feature/meeting/meeting_private.h"

#include "base/id.h"

static bool comes(const struct meeting_visitors_rows *rows, struct account_id account)
{
	for (size_t i = 0; i < rows->count; i++)
		if (rows->at[i].account.n == account.n)
			return true;
	return false;
}

static enum status add(struct arena *arena, struct db *db, const struct meeting *meeting,
        const struct meeting_visitors_row *row, int64_t now, struct err *err)
{
	struct str post = row->post.len && row->place.len
	                          ? str_format(arena, "%.*s, %.*s", STR_ARG(row->post), STR_ARG(row->place))
	                  : row->post.len ? row->post
	                                  : row->place;
	return meeting_visitor_add(arena, db,
	        &(struct meeting_visitor_add_in){ .id = { id_new(meeting->shard) },
	                .shard = meeting->shard,
	                .meeting = { meeting->id },
	                .name = row->name,
	                .post = post,
	                .account = row->account,
	                .at = now },
	        err);
}

enum status meeting_take_visitors(
        struct arena *arena, struct db *db, const struct meeting *meeting, int64_t now, struct err *err)
{
	struct meeting_visitors_rows rows;
	struct meeting_visitors_noted_rows noted;
	if (!meeting_is_cell(meeting))
		return OK;
	TRY(meeting_visitors(arena, db,
	        &(struct meeting_visitors_in){ { meeting->cell }, meeting->shard, meeting->day }, &rows, err));
	TRY(meeting_visitors_noted(
	        arena, db, &(struct meeting_visitors_noted_in){ { meeting->id }, meeting->shard }, &noted, err));
	for (size_t i = 0; i < noted.count; i++)
		if (!noted.at[i].present && !comes(&rows, noted.at[i].account))
			TRY(meeting_visitor_drop(
			        arena, db, &(struct meeting_visitor_drop_in){ noted.at[i].id, meeting->shard }, err));
	for (size_t i = 0; i < rows.count; i++) {
		bool known = false;
		for (size_t k = 0; k < noted.count; k++)
			known |= noted.at[k].account.n == rows.at[i].account.n;
		if (!known)
			TRY(add(arena, db, meeting, &rows.at[i], now, err));
	}
	return OK;
}
