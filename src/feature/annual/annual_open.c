/* A review of a cell or a committee is opened: who is assessed, by which form, in which group. */
#include "feature/annual/annual_private.h"

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"

enum status annual_load(struct arena *arena, struct db *db, int64_t id, struct review *ret_review, struct err *err)
{
	bool found;
	*ret_review = (struct review){ .id = { id }, .shard = id_shard(id) };
	TRY(annual_review_one(arena, db, &(struct annual_review_one_in){ ret_review->id, ret_review->shard },
	        &ret_review->row, &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "annual.not_found", NULL);
	ret_review->committee = str_is(ret_review->row.subject, "committee");
	TRY(unit_load(arena, db, ret_review->row.cell.n, &ret_review->cell, err));
	return annual_rule_find(arena, ret_review->row.rule, STR_NONE, &ret_review->rule, err);
}

const struct annual_line_many_row *annual_line_of(
        const struct annual_line_many_rows *lines, struct arena *arena, const char *prefix, struct str id)
{
	struct str key = str_format(arena, "%s-%.*s", prefix, STR_ARG(id));
	for (size_t i = 0; i < lines->count; i++)
		if (str_eq(lines->at[i].line, key))
			return &lines->at[i];
	return NULL;
}

static bool leads(struct str post)
{
	return !str_is(post, "dang_vien");
}

/* Leaders 2A; outside the political system 2C; the others 2B. A cell of a village or a private firm is taken to be
 * outside; each may be changed. */
static struct str form_of(const struct annual_roster_row *row)
{
	if (leads(row->post))
		return STR("2A");
	return row->political ? STR("2B") : STR("2C");
}

static struct str left_out(const struct annual_roster_row *row)
{
	if (row->exempt)
		return STR("Được miễn công tác và sinh hoạt đảng");
	return row->stopped ? STR("Đang bị đình chỉ sinh hoạt đảng, hoặc bị tạm giữ, tạm giam") : STR_NONE;
}

static enum status add_people(
        const struct call *call, const struct review *review, const struct annual_roster_rows *roster, struct err *err)
{
	for (size_t i = 0; i < roster->count; i++) {
		const struct annual_roster_row *row = &roster->at[i];
		TRY(annual_assessed_add(call->arena, call->db,
		        &(struct annual_assessed_add_in){ .id = { id_new(review->shard) },
		                .shard = review->shard,
		                .review = review->id,
		                .cell = { review->cell.id },
		                .year = review->row.year,
		                .kind = STR("member"),
		                .person = row->person,
		                .name = row->name,
		                .label = row->label,
		                .sort_key = row->sort_key,
		                .post = row->post,
		                .status = row->status,
		                .form = form_of(row),
		                .grp = leads(row->post) ? review->rule.leaders : review->rule.members,
		                .left_out = left_out(row),
		                .at = call->now },
		        err));
	}
	return OK;
}

/* The cell or the committee itself: compared with all cells, or with committees of its level. */
static enum status add_collective(const struct call *call, const struct review *review, struct err *err)
{
	struct unit_levels levels = { 0 };
	if (review->committee)
		TRY(unit_levels(call->arena, call->db, &levels, err));
	return annual_assessed_add(call->arena, call->db,
	        &(struct annual_assessed_add_in){ .id = { id_new(review->shard) },
	                .shard = review->shard,
	                .review = review->id,
	                .cell = { review->cell.id },
	                .year = review->row.year,
	                .kind = STR("cell"),
	                .name = review->cell.name,
	                .sort_key = STR(""),
	                .post = STR(""),
	                .status = STR(""),
	                .form = STR("01"),
	                .grp = review->committee ? unit_level_name(&levels, review->cell.kind, call->today)
	                                         : review->rule.cells,
	                .at = call->now },
	        err);
}

enum status annual_open_review(const struct call *call, const struct unit *unit, int64_t year, struct str self_by,
        struct str day, struct str scope, struct annual_id *ret_id, struct err *err)
{
	struct review review = { .id = { id_new(unit->shard) },
		.shard = unit->shard,
		.cell = *unit,
		.row = { .year = year },
		.committee = !str_is(unit->kind, "chi_bo") };
	struct annual_review_of_row before;
	struct annual_roster_rows roster = { 0 };
	bool found;
	int64_t now = month_of_day(call->today) / 100;
	if (year != now && year != now - 1)
		return err_set(err, INVALID, "annual.year", "year");
	if (str_compare(self_by, day) > 0)
		return err_set(err, INVALID, "annual.days", "day");
	if (!unit->parent)
		return err_set(err, INVALID, "annual.no_superior", NULL);
	TRY(annual_review_of(call->arena, call->db, &(struct annual_review_of_in){ { unit->id }, unit->shard, year },
	        &before, &found, err));
	if (found)
		return err_set(err, CONFLICT, "annual.twice_open", "year");
	TRY(annual_rule_find(call->arena, STR_NONE, day, &review.rule, err));
	if (!review.committee)
		TRY(annual_roster(call->arena, call->db,
		        &(struct annual_roster_in){ { unit->id }, unit->shard, call->today }, &roster, err));
	if (!roster.count && !review.committee)
		return err_set(err, INVALID, "annual.no_members", NULL);
	TRY(annual_review_add(call->arena, call->db,
	        &(struct annual_review_add_in){ review.id, review.shard, { unit->id }, year, { unit->parent },
	                review.rule.id, scope, self_by, day, call->account, call->now,
	                review.committee ? STR("committee") : STR("cell") },
	        err));
	TRY(add_people(call, &review, &roster, err));
	TRY(add_collective(call, &review, err));
	*ret_id = review.id;
	return annual_flow_touch(call, &review, err);
}
