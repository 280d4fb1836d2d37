/* The committee decides: a review as a whole, or one of it again. */
#include "feature/annual/annual_private.h"

#include "base/id.h"

static enum status add_result(const struct call *call, const struct review *review, struct assessed_id id,
        struct str kind, struct person_id person, struct str name, struct str group, struct str grade,
        struct opt_int points, struct str reason, const struct decision *decision, struct err *err)
{
	return annual_result_add(call->arena, call->db,
	        &(struct annual_result_add_in){ .id = { id_new(review->shard) },
	                .shard = review->shard,
	                .assessed = id,
	                .review = review->id,
	                .cell = { review->cell.id },
	                .year = review->row.year,
	                .unit = review->row.unit,
	                .kind = review->committee ? STR("committee") : kind,
	                .person = person,
	                .name = name,
	                .grp = group,
	                .grade = grade,
	                .points = points,
	                .day = decision->day,
	                .number = decision->number,
	                .reason = reason,
	                .account = call->account,
	                .at = call->now },
	        err);
}

enum status annual_decide_review(
        const struct call *call, const struct review *review, const struct decision *decision, struct err *err)
{
	struct annual_assessed_many_rows rows;
	TRY(annual_assessed_many(
	        call->arena, call->db, &(struct annual_assessed_many_in){ review->id, review->shard }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct annual_assessed_many_row *row = &rows.at[i];
		struct str name =
		        row->label.len ? str_format(call->arena, "%.*s (%.*s)", STR_ARG(row->name), STR_ARG(row->label))
		                       : row->name;
		if (!row->left_out.len)
			TRY(add_result(call, review, row->id, row->kind, row->person, name, row->grp,
			        row->weighed.len ? row->weighed : row->grade, row->points,
			        row->weighed.len ? row->weighed_reason : STR_NONE, decision, err));
	}
	TRY(annual_review_decide(
	        call->arena, call->db, &(struct annual_review_decide_in){ review->id, review->shard, call->now }, err));
	return annual_flow_touch(call, review, err);
}

/* What stood before stays to be read, with the decision that took its place. The ceilings hold again. */
enum status annual_decide_again(const struct call *call, const struct review *review, const struct assessed *assessed,
        struct str grade, struct str reason, const struct decision *decision, struct err *err)
{
	struct annual_result_stands_row stands;
	struct quotas quotas;
	const int64_t none = 0;
	bool found;
	TRY(annual_result_stands(call->arena, call->db,
	        &(struct annual_result_stands_in){ assessed->id, review->shard }, &stands, &found, err));
	if (!found)
		return err_set(err, CONFLICT, "annual.not_decided", NULL);
	if (str_eq(stands.grade, grade))
		return err_set(err, INVALID, "annual.same_grade", "grade");
	if (str_compare(decision->day, stands.day) < 0)
		return err_set(err, INVALID, "annual.again_early", "day");
	TRY(annual_result_revoke(call->arena, call->db,
	        &(struct annual_result_revoke_in){ stands.id, review->shard, decision->day, decision->number, reason },
	        err));
	TRY(add_result(call, review, assessed->id, assessed->row.kind, assessed->row.person, assessed->row.name,
	        assessed->row.grp, grade, assessed->row.points, reason, decision, err));
	if (str_is(grade, "excellent")) {
		TRY(annual_flow_quotas_of_unit(
		        call, review->row.unit.n, review->row.year, &review->rule, &none, 1, &quotas, err));
		TRY(annual_flow_check_quotas(&review->rule, &quotas, err));
	}
	return annual_flow_touch(call, review, err);
}
