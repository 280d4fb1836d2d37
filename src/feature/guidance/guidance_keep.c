/* A cell's theme of a quarter: read whole, checked, kept and counted; and the chore that brings what is published to
 * the cells, or takes it back. */
#include "feature/guidance/guidance_private.h"

#include "app/piece.h"
#include "base/time.h"

enum { PIECE = 50 };

enum status guidance_quarter(struct request *request, struct period *ret_quarter, struct err *err)
{
	struct str asked = request_query(request, "q");
	*ret_quarter = period_of_month(PERIOD_QUARTER, month_of_day(request->today));
	if (!asked.len)
		return OK;
	if (period_parse(asked, ret_quarter, NULL) != OK || ret_quarter->kind != PERIOD_QUARTER)
		return err_set(err, NOT_FOUND, "guidance.quarter", NULL);
	return OK;
}

enum status guidance_open(struct request *request, const struct unit *cell, struct period quarter,
        struct guidance_own *ret_own, struct err *err)
{
	struct guidance_cell_one_row *row = &ret_own->row;
	*ret_own = (struct guidance_own){ .cell = cell, .quarter = quarter };
	TRY(guidance_cell_one(request->arena, request->db,
	        &(struct guidance_cell_one_in){ { cell->id }, cell->shard, period_first(quarter) }, row,
	        &ret_own->there, err));
	TRY(guidance_offers(request->arena, request->db,
	        &(struct guidance_offers_in){ { cell->id }, cell->cell_type, period_first(quarter) }, &ret_own->offers,
	        err));
	struct guidance_facts facts = { .asked = row->asked || ret_own->offers.count,
		.theme = row->theme.n != 0,
		.gone = row->gone,
		.own = row->own.len > 0,
		.why = row->why.len > 0,
		.planned = row->plan_month.set,
		.result = row->result.len > 0,
		.meeting = row->meeting_state };
	ret_own->step = guidance_step_of(&facts);
	return OK;
}

struct guidance_choice guidance_choice_of(const struct guidance_own *own)
{
	const struct guidance_cell_one_row *row = &own->row;
	if (!own->there)
		return (struct guidance_choice){ 0 };
	return (struct guidance_choice){ row->theme, row->own, row->why, row->plan_month, row->presenter, row->drafter,
		row->presenter_name, row->drafter_name, row->speaker, row->draft_day, row->approved_day, row->meeting };
}

enum status guidance_may_change(struct request *request, const struct guidance_own *own, struct err *err)
{
	int month = month_of_day(request->today);
	if (own->step >= GUIDANCE_HELD)
		return err_set(err, CONFLICT, "guidance.held", NULL);
	if (month > guidance_last_month(own->quarter)) {
		enum status status = err_set(err, CONFLICT, "guidance.quarter_over", NULL);
		err_arg(err, "quarter", period_title(request->arena, own->quarter));
		return status;
	}
	if (period_first(own->quarter) > month_add(month, GUIDANCE_AHEAD * 3))
		return err_set(err, CONFLICT, "guidance.quarter_far", NULL);
	return OK;
}

enum status guidance_check_meeting(
        struct request *request, const struct guidance_own *own, struct meeting_id meeting, struct err *err)
{
	struct guidance_meeting_row row;
	struct guidance_meeting_taken_rows taken;
	bool found;
	TRY(guidance_meeting(request->arena, request->db, &(struct guidance_meeting_in){ meeting, own->cell->shard },
	        &row, &found, err));
	if (!found || row.cell.n != own->cell->id || !str_is(row.body, "cell"))
		return err_set(err, INVALID, "guidance.meeting_other", "meeting");
	if (!str_is(row.kind, "thematic") && !str_is(row.kind, "both"))
		return err_set(err, INVALID, "guidance.meeting_kind", "meeting");
	if (str_is(row.state, "cancelled") || str_is(row.state, "postponed"))
		return err_set(err, INVALID, "guidance.meeting_gone", "meeting");
	if (row.month < period_first(own->quarter) || row.month > guidance_last_month(own->quarter)) {
		enum status status = err_set(err, INVALID, "guidance.meeting_month", "meeting");
		err_arg(err, "quarter", guidance_quarter_words(request->arena, own->quarter));
		return status;
	}
	TRY(guidance_meeting_taken(request->arena, request->db,
	        &(struct guidance_meeting_taken_in){
	                { own->cell->id }, own->cell->shard, meeting, period_first(own->quarter) },
	        &taken, err));
	return taken.count ? err_set(err, INVALID, "guidance.meeting_taken", "meeting") : OK;
}

/* The name under which somebody stands in the cell today; who left keeps the name that was written. */
static enum status name_of(struct request *request, const struct guidance_people_rows *people, struct person_id person,
        struct person_id before, const char *field, struct str *name, struct err *err)
{
	if (!person.n) {
		*name = STR_NONE;
		return OK;
	}
	for (size_t i = 0; i < people->count; i++)
		if (people->at[i].person.n == person.n) {
			*name = people->at[i].label.len
			                ? str_format(request->arena, "%.*s (%.*s)", STR_ARG(people->at[i].name),
			                          STR_ARG(people->at[i].label))
			                : people->at[i].name;
			return OK;
		}
	return person.n == before.n && name->len ? OK : err_set(err, INVALID, "guidance.person", field);
}

static enum status touch_key(struct request *request, const struct guidance_own *own, int *month, struct err *err)
{
	struct guidance_key_row key;
	bool found;
	TRY(guidance_key(request->arena, request->db,
	        &(struct guidance_key_in){ { own->cell->id }, own->cell->shard, period_first(own->quarter) }, &key,
	        &found, err));
	*month = found ? (int)key.month : 0;
	return OK;
}

enum status guidance_touch(struct request *request, const struct guidance_own *own, struct err *err)
{
	int month;
	TRY(touch_key(request, own, &month, err));
	return counter_touch(request->arena, request->db, own->cell->id, own->cell->shard, month, request->now, err);
}

enum status guidance_keep(
        struct request *request, const struct guidance_own *own, const struct guidance_choice *choice, struct err *err)
{
	struct guidance_people_rows people;
	struct guidance_cell_put_in in = { .cell = { own->cell->id },
		.quarter = period_first(own->quarter),
		.shard = own->cell->shard,
		.asked = own->row.asked || own->offers.count,
		.theme = choice->theme,
		.own = choice->own,
		.why = choice->why,
		.plan_month = choice->month,
		.presenter = choice->presenter,
		.presenter_name = choice->presenter_name,
		.drafter = choice->drafter,
		.drafter_name = choice->drafter_name,
		.speaker = choice->speaker,
		.draft_day = choice->draft_day,
		.approved_day = choice->approved_day,
		.meeting = choice->meeting,
		.month = period_last(own->quarter),
		.at = request->now };
	int before, after;
	TRY(guidance_people(request->arena, request->db,
	        &(struct guidance_people_in){ { own->cell->id }, own->cell->shard, request->today }, &people, err));
	TRY(name_of(request, &people, choice->presenter, own->row.presenter, "presenter", &in.presenter_name, err));
	TRY(name_of(request, &people, choice->drafter, own->row.drafter, "drafter", &in.drafter_name, err));
	for (size_t i = 0; i < own->offers.count; i++)
		if (own->offers.at[i].id.n == choice->theme.n)
			in.month = own->offers.at[i].due;
	if (choice->month.set)
		in.month = choice->month.n;
	TRY(touch_key(request, own, &before, err));
	TRY(guidance_cell_put(request->arena, request->db, &in, err));
	TRY(touch_key(request, own, &after, err));
	if (before && before != after)
		TRY(counter_touch(
		        request->arena, request->db, own->cell->id, own->cell->shard, before, request->now, err));
	return counter_touch(request->arena, request->db, own->cell->id, own->cell->shard, after, request->now, err);
}

/* The cells that one guidance goes to. */
struct way {
	const struct guidance_unsent_row *guidance;
	struct guidance_addressed_rows cells;
};

static enum status bring(const struct piece *piece, const struct guidance_unsent_row *guidance,
        const struct guidance_addressed_row *to, struct err *err)
{
	struct arena *arena = piece->arena;
	struct db *db = piece->db;
	struct guidance_key_in key = { to->cell, to->shard, guidance->quarter };
	struct guidance_key_row row;
	struct guidance_offered_row offered;
	bool found;
	TRY(guidance_key(arena, db, &key, &row, &found, err));
	if (str_is(guidance->state, "published")) {
		TRY(guidance_send(arena, db,
		        &(struct guidance_send_in){ to->cell, guidance->quarter, to->shard,
		                month_add((int)guidance->quarter, 2), piece->now },
		        err));
	} else if (found) {
		TRY(guidance_gone(arena, db,
		        &(struct guidance_gone_in){ to->cell, guidance->quarter, to->shard, guidance->id }, err));
		TRY(guidance_offered(
		        arena, db, &(struct guidance_offered_in){ to->cell, guidance->quarter }, &offered, err));
		if (!offered.n) {
			TRY(guidance_unsend(arena, db,
			        &(struct guidance_unsend_in){ to->cell, guidance->quarter, to->shard }, err));
			TRY(guidance_unasked(arena, db,
			        &(struct guidance_unasked_in){ to->cell, guidance->quarter, to->shard }, err));
		}
	}
	if (!found)
		TRY(guidance_key(arena, db, &key, &row, &found, err));
	return found ? counter_touch(arena, db, to->cell.n, (int)to->shard, (int)row.month, piece->now, err) : OK;
}

static enum status bring_piece(const struct piece *piece, struct err *err)
{
	const struct way *way = piece->context;
	for (size_t i = piece->from; i < piece->until; i++)
		TRY(bring(piece, way->guidance, &way->cells.at[i], err));
	return guidance_sent(piece->arena, piece->db,
	        &(struct guidance_sent_in){ way->guidance->id,
	                piece->until ? way->cells.at[piece->until - 1].cell.n : way->guidance->sent_to,
	                piece->last ? OPT(piece->now) : OPT_NONE },
	        err);
}

enum status guidance_chore(struct chore_run *run, struct err *err)
{
	struct guidance_unsent_rows unsent;
	TRY(guidance_unsent(run->arena, run->db, &unsent, err));
	for (size_t i = 0; i < unsent.count; i++) {
		struct way way = { .guidance = &unsent.at[i] };
		TRY(guidance_addressed(run->arena, run->db,
		        &(struct guidance_addressed_in){ unsent.at[i].id, unsent.at[i].unit, unsent.at[i].sent_to },
		        &way.cells, err));
		TRY(chore_pieces(run, way.cells.count, PIECE, bring_piece, &way, err));
	}
	return OK;
}
