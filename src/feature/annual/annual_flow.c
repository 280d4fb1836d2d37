/* The order of the bodies, the ceilings of "xuất sắc", the figures. */
#include "feature/annual/annual_private.h"

#include "base/time.h"

#include <string.h>

static enum status out_of_order(
        const struct review *review, enum status status, const char *code, const char *field, struct err *err)
{
	err_set(err, status, code, field);
	err_arg(err, "rule", review->rule.source);
	return status;
}

bool annual_flow_asks_agency(const struct review *review)
{
	return review->committee || (review->cell.cell_type.len && !str_is(review->cell.cell_type, "thon"));
}

/* Leaders after the collective that they lead; members before their organisation; the agency before it; a committee
 * after all below it. */
enum status annual_flow_may_verify(
        const struct call *call, const struct review *review, struct str kind, struct str post, struct err *err)
{
	if (!str_is(review->row.state, "open"))
		return err_set(err, CONFLICT, "annual.not_open", NULL);
	if (str_compare(call->today, review->row.day) < 0) {
		err_set(err, CONFLICT, "annual.too_early", NULL);
		err_arg(err, "day", review->row.day);
		return err->status;
	}
	if (review->committee)
		TRY(annual_committee_may(call, review, err));
	if (str_is(kind, "cell") && annual_flow_asks_agency(review) && !review->row.agency.len)
		return out_of_order(review, CONFLICT, N_("annual.agency_first"), NULL, err);
	if ((str_is(kind, "cell") || !str_is(post, "dang_vien")) && !review->row.collective_day.len)
		return out_of_order(review, CONFLICT, N_("annual.collective_first"), NULL, err);
	return OK;
}

enum status annual_flow_may_propose(const struct call *call, const struct review *review, struct err *err)
{
	struct annual_assessed_many_rows rows;
	TRY(annual_flow_may_verify(call, review, STR("cell"), STR_NONE, err));
	TRY(annual_assessed_many(
	        call->arena, call->db, &(struct annual_assessed_many_in){ review->id, review->shard }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct annual_assessed_many_row *row = &rows.at[i];
		if (row->left_out.len || row->verified_at.set)
			continue;
		out_of_order(review, CONFLICT,
		        str_is(row->kind, "cell") ? N_("annual.cell_missing") : N_("annual.members_first"), NULL, err);
		err_arg(err, "who", row->name);
		return err->status;
	}
	return OK;
}

/* Groups. */

static bool in_cell(const struct annual_rule *rule, struct str scope, struct str kind, struct str group)
{
	return str_is(scope, "cell") && str_is(kind, "member") && !str_eq(group, rule->leaders);
}

static struct quota *quota_of(struct quotas *quotas, struct str group, int64_t cell, struct str place)
{
	for (size_t i = 0; i < quotas->count; i++)
		if (str_eq(quotas->at[i].name, group) && quotas->at[i].cell == cell)
			return &quotas->at[i];
	quotas->at[quotas->count] = (struct quota){ .name = group, .cell = cell, .place = place };
	return &quotas->at[quotas->count++];
}

static void count_grade(struct quota *quota, struct str grade, int64_t n)
{
	if (str_is(grade, "excellent"))
		quota->excellent += n;
	else if (str_is(grade, "good"))
		quota->good += n;
}

/* The percentage that holds for each: the rule's, or what a decision raised it to; the cell's own before the
 * committee's. */
static enum status settle(const struct call *call, const struct annual_rule *rule, int64_t unit, int64_t year,
        struct quotas *quotas, struct err *err)
{
	struct annual_raise_one_row all, own;
	bool found, found_own;
	TRY(annual_raise_one(
	        call->arena, call->db, &(struct annual_raise_one_in){ { unit }, year }, &all, &found, err));
	for (size_t i = 0; i < quotas->count; i++) {
		struct quota *quota = &quotas->at[i];
		quota->percent = rule->ceiling;
		found_own = false;
		if (quota->cell)
			TRY(annual_raise_one(call->arena, call->db,
			        &(struct annual_raise_one_in){ { quota->cell }, year }, &own, &found_own, err));
		if (found || found_own) {
			const struct annual_raise_one_row *raise = found_own ? &own : &all;
			quota->percent = raise->percent;
			quota->number = raise->number;
			quota->day = raise->day;
		}
		quota->most = annual_ceiling(quota->good, quota->percent);
		quota->over = quota->excellent > quota->most;
	}
	return OK;
}

enum status annual_flow_quotas_of_review(
        const struct call *call, const struct review *review, struct quotas *ret_quotas, struct err *err)
{
	struct annual_counts_of_review_rows rows;
	TRY(annual_counts_of_review(
	        call->arena, call->db, &(struct annual_counts_of_review_in){ review->id, review->shard }, &rows, err));
	*ret_quotas = (struct quotas){ arena_array(call->arena, struct quota, rows.count + 1), 0 };
	for (size_t i = 0; i < rows.count; i++)
		if (in_cell(&review->rule, review->row.scope, rows.at[i].kind, rows.at[i].grp))
			count_grade(quota_of(ret_quotas, rows.at[i].grp, review->cell.id, review->cell.name),
			        rows.at[i].grade, rows.at[i].n);
	return settle(call, &review->rule, review->row.unit.n, review->row.year, ret_quotas, err);
}

static bool counts(const struct annual_counts_of_unit_row *row, const int64_t *picked, size_t picked_count)
{
	if (str_is(row->state, "decided") || !picked)
		return !str_is(row->state, "open") || !picked;
	for (size_t i = 0; i < picked_count; i++)
		if (picked[i] == row->review.n)
			return true;
	return false;
}

enum status annual_flow_quotas_of_unit(const struct call *call, int64_t unit, int64_t year,
        const struct annual_rule *rule, const int64_t *picked, size_t picked_count, struct quotas *ret_quotas,
        struct err *err)
{
	struct annual_counts_of_unit_rows rows;
	TRY(annual_counts_of_unit(
	        call->arena, call->db, &(struct annual_counts_of_unit_in){ { unit }, year }, &rows, err));
	*ret_quotas = (struct quotas){ arena_array(call->arena, struct quota, rows.count + 1), 0 };
	for (size_t i = 0; i < rows.count; i++) {
		const struct annual_counts_of_unit_row *row = &rows.at[i];
		if (!counts(row, picked, picked_count))
			continue;
		bool cell = in_cell(rule, row->scope, row->kind, row->grp);
		count_grade(quota_of(ret_quotas, row->grp, cell ? row->cell.n : 0, cell ? row->cell_name : STR_NONE),
		        row->grade, row->n);
	}
	return settle(call, rule, unit, year, ret_quotas, err);
}

struct str annual_flow_reckoning(struct arena *arena, const struct quota *quota)
{
	int64_t hundredths = quota->good * quota->percent;
	return str_format(arena, "%lld × %lld %% = %lld,%02lld, làm tròn xuống %lld", (long long)quota->good,
	        (long long)quota->percent, (long long)hundredths / 100, (long long)hundredths % 100,
	        (long long)quota->most);
}

enum status annual_flow_check_quotas(const struct annual_rule *rule, const struct quotas *quotas, struct err *err)
{
	for (size_t i = 0; i < quotas->count; i++) {
		const struct quota *quota = &quotas->at[i];
		if (!quota->over)
			continue;
		err_set(err, INVALID, "annual.quota", NULL);
		err_arg(err, "group", quota->name);
		err_arg(err, "place", quota->place.len ? quota->place : STR("toàn đảng bộ"));
		err_arg_int(err, "n", quota->excellent);
		err_arg_int(err, "good", quota->good);
		err_arg_int(err, "most", quota->most);
		err_arg(err, "rule", rule->source);
		return INVALID;
	}
	return OK;
}

/* Figures. */

enum status annual_flow_touch(const struct call *call, const struct review *review, struct err *err)
{
	return counter_touch(call->arena, call->db, review->cell.id, review->shard, (int)review->row.year * 100 + 12,
	        call->now, err);
}

static enum status count_month(struct arena *arena, struct db *db, const struct counter_key *key, int64_t *ret_values,
        bool *ret_any, struct err *err)
{
	struct annual_figures_row row = { 0 };
	if (key->month % 100 == 12)
		TRY(annual_figures(arena, db,
		        &(struct annual_figures_in){ { key->cell }, key->shard, key->month / 100 }, &row, err));
	const int64_t values[] = { row.reviews, row.proposed, row.decided, row.members, row.classified, row.excellent,
		row.good, row.fair, row.poor, row.cells, row.cell_excellent, row.cell_good, row.cell_fair,
		row.cell_poor, row.committee_reviews, row.committees, row.committee_excellent, row.committee_good,
		row.committee_fair, row.committee_poor };
	memcpy(ret_values, values, sizeof(values));
	*ret_any = row.reviews + row.committee_reviews > 0;
	return OK;
}

static const struct counter_line lines[] = {
	{ "annual_committees", N_("Đảng bộ được xếp loại năm"), "committees", "committee_reviews" },
	{ "annual_committees_excellent", N_("Đảng bộ hoàn thành xuất sắc nhiệm vụ"), "committee_excellent",
	        "committees" },
	{ "annual_committees_good", N_("Đảng bộ hoàn thành tốt nhiệm vụ"), "committee_good", "committees" },
	{ "annual_committees_fair", N_("Đảng bộ hoàn thành nhiệm vụ"), "committee_fair", "committees" },
	{ "annual_committees_poor", N_("Đảng bộ không hoàn thành nhiệm vụ"), "committee_poor", "committees" },
	{ "annual_cells", N_("Chi bộ được xếp loại năm"), "cells", "reviews" },
	{ "annual_cells_excellent", N_("Chi bộ hoàn thành xuất sắc nhiệm vụ"), "cell_excellent", "cells" },
	{ "annual_cells_good", N_("Chi bộ hoàn thành tốt nhiệm vụ"), "cell_good", "cells" },
	{ "annual_cells_fair", N_("Chi bộ hoàn thành nhiệm vụ"), "cell_fair", "cells" },
	{ "annual_cells_poor", N_("Chi bộ không hoàn thành nhiệm vụ"), "cell_poor", "cells" },
	{ "annual_members", N_("Đảng viên được xếp loại năm"), "classified", "members" },
	{ "annual_excellent", N_("Đảng viên hoàn thành xuất sắc nhiệm vụ"), "excellent", "classified" },
	{ "annual_good", N_("Đảng viên hoàn thành tốt nhiệm vụ"), "good", "classified" },
	{ "annual_fair", N_("Đảng viên hoàn thành nhiệm vụ"), "fair", "classified" },
	{ "annual_poor", N_("Đảng viên không hoàn thành nhiệm vụ"), "poor", "classified" },
	{ 0 },
};

const struct counter_family annual_families[] = {
	{ "annual",
	        "reviews proposed decided members classified excellent good fair poor cells cell_excellent cell_good "
	        "cell_fair cell_poor committee_reviews committees committee_excellent committee_good committee_fair "
	        "committee_poor",
	        count_month, annual_scan_text, lines, true },
	{ 0 },
};
