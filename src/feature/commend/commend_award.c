/* Decisions: whom they praise, the limits that a committee set for itself, and what a decision must not be. */
#include "feature/commend/commend_private.h"

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"

enum status commend_limit(const struct commend_call *call, int64_t unit, int year, struct str form,
        enum commend_subject subject, struct opt_int *ret_most, int64_t *ret_given, struct str *ret_source,
        struct err *err)
{
	struct commend_quota_many_rows rows;
	struct commend_given_count_row given;
	struct str name = str_of(commend_subject_name(subject));
	*ret_most = OPT_NONE;
	*ret_source = STR_NONE;
	TRY(commend_quota_many(call->arena, call->db, &(struct commend_quota_many_in){ { unit }, year }, &rows, err));
	TRY(commend_given_count(
	        call->arena, call->db, &(struct commend_given_count_in){ { unit }, year, form, name }, &given, err));
	*ret_given = given.n;
	for (size_t i = 0; i < rows.count; i++)
		if (str_eq(rows.at[i].form, form) && str_eq(rows.at[i].subject, name)) {
			*ret_most = OPT(rows.at[i].most);
			*ret_source = rows.at[i].source;
		}
	return OK;
}

static enum status refuse(struct err *err, enum status status, const char *code, const char *field, struct str who,
        struct str form, struct str source)
{
	err_set(err, status, code, field);
	err_arg(err, "who", who);
	err_arg(err, "form", form);
	err_arg(err, "source", source);
	return status;
}

/* The limit counts what a year's work earned, not single deeds. */
static enum status check_limit(const struct commend_call *call, const struct commend_award *award,
        const struct commend_form *form, enum commend_subject subject, struct err *err)
{
	struct opt_int most;
	int64_t given, asked = 0;
	struct str source;
	for (size_t i = 0; i < award->count; i++)
		asked += str_is(award->pick[i]->subject, commend_subject_name(subject));
	if (!asked || !str_is(award->kind, "yearly"))
		return OK;
	TRY(commend_limit(call, award->unit->id, award->year, award->form, subject, &most, &given, &source, err));
	if (!commend_passes(given, asked, most))
		return OK;
	refuse(err, INVALID, N_("commend.quota"), NULL, unit_body_name(call->arena, award->unit->name), form->name,
	        source);
	err_arg_int(err, "n", given);
	err_arg_int(err, "asked", asked);
	err_arg_int(err, "most", most.n);
	return INVALID;
}

/* Whoever left, or was suspended since the proposal, is not praised; nor a cell that closed. */
static enum status check_still(const struct commend_call *call, const struct commend_award *award,
        const struct commend_ready_row *row, struct err *err)
{
	struct member member;
	struct unit cell;
	struct err gone = { 0 };
	TRY(unit_load(call->arena, call->db, row->cell.n, &cell, err));
	if (cell.until.len && str_compare(cell.until, award->day) <= 0) {
		refuse(err, INVALID, "commend.cell_closed", NULL, date_show(call->arena, cell.until), STR_NONE,
		        STR_NONE);
		err_arg(err, "unit", cell.name);
		return INVALID;
	}
	if (!row->person.n)
		return OK;
	enum status status = person_member(
	        call->arena, call->db, row->cell.n, row->shard, row->person.n, call->today, &member, &gone);
	if (status == BROKEN || status == BUSY) {
		*err = gone;
		return status;
	}
	if (status != OK || (member.left.len && !str_is(member.ended, "died")))
		return refuse(err, INVALID, N_("commend.gone"), NULL, row->name, STR_NONE, STR_NONE);
	if (member.suspended || member.detained)
		return refuse(err, INVALID, "commend.suspended", NULL, row->name, STR_NONE, STR_NONE);
	return OK;
}

static bool same_subject(const struct commend_ready_row *a, const struct commend_ready_row *b)
{
	return str_eq(a->subject, b->subject) && a->person.n == b->person.n && a->party_group.n == b->party_group.n &&
	       (a->person.n || a->party_group.n || a->cell.n == b->cell.n);
}

static enum status check_picks(const struct commend_call *call, const struct commend_award *award,
        const struct commend_rules *rules, const struct commend_form *form, struct commend_level level, struct err *err)
{
	struct str source = commend_source_said(call, rules, award->day);
	for (size_t i = 0; i < award->count; i++) {
		const struct commend_ready_row *row = award->pick[i];
		enum commend_subject subject;
		check(commend_subject_read(row->subject, &subject));
		if (!str_eq(row->form, award->form) || !str_eq(row->kind, award->kind) || row->year != award->year ||
		        !str_eq(row->title, award->title))
			return refuse(err, INVALID, N_("commend.mixed"), NULL, row->name, form->name, STR_NONE);
		enum commend_answer answer = commend_may(rules, level, award->form, subject, award->day);
		if (answer != COMMEND_MAY) {
			refuse(err, INVALID, answer == COMMEND_OVER ? "commend.over" : "commend.level", "day",
			        row->name, form->name, source);
			err_arg(err, "unit", unit_body_name(call->arena, award->unit->name));
			return INVALID;
		}
		for (size_t k = 0; k < i; k++)
			if (same_subject(award->pick[k], row)) {
				refuse(err, CONFLICT, "commend.twice", NULL, row->name, form->name, STR_NONE);
				err_arg_int(err, "n", award->year);
				return CONFLICT;
			}
		TRY(check_still(call, award, row, err));
	}
	return OK;
}

static enum status check_number(const struct commend_call *call, const struct commend_award *award, struct err *err)
{
	struct commend_decision_many_rows rows;
	TRY(commend_decision_many(call->arena, call->db,
	        &(struct commend_decision_many_in){ { award->unit->id }, award->unit->shard, award->year }, &rows,
	        err));
	for (size_t i = 0; i < rows.count; i++)
		if (str_eq(text_fold(call->arena, rows.at[i].number), text_fold(call->arena, award->number)) &&
		        str_eq(str_slice(rows.at[i].day, 0, 4), str_slice(award->day, 0, 4)))
			return refuse(err, CONFLICT, N_("commend.number_taken"), "number",
			        date_show(call->arena, rows.at[i].day), STR_NONE, STR_NONE);
	return OK;
}

static enum status check_award(const struct commend_call *call, const struct commend_award *award, struct err *err)
{
	const struct commend_rules *rules = commend_rules(call->arena);
	const struct commend_form *form = commend_form_of(rules, award->form);
	struct unit above = { 0 };
	if (!form)
		return err_set(err, INVALID, "commend.no_form", NULL);
	if (!award->count)
		return err_set(err, INVALID, "commend.nobody", NULL);
	if (str_compare(award->day, call->today) > 0)
		return err_set(err, INVALID, "commend.day_future", "day");
	if (award->unit->parent)
		TRY(unit_load(call->arena, call->db, award->unit->parent, &above, err));
	TRY(check_number(call, award, err));
	TRY(check_picks(call, award, rules, form, (struct commend_level){ award->unit->kind, above.kind }, err));
	for (int i = 0; i < COMMEND_SUBJECT__COUNT; i++)
		TRY(check_limit(call, award, form, (enum commend_subject)i, err));
	return OK;
}

enum status commend_award(
        const struct commend_call *call, const struct commend_award *award, struct award_id *ret_id, struct err *err)
{
	TRY(check_award(call, award, err));
	ret_id->n = id_new(award->unit->shard);
	TRY(commend_decision_add(call->arena, call->db,
	        &(struct commend_decision_add_in){ .id = *ret_id,
	                .shard = award->unit->shard,
	                .unit = { award->unit->id },
	                .form = award->form,
	                .kind = award->kind,
	                .year = award->year,
	                .title = award->title.len ? award->title : STR(""),
	                .number = award->number,
	                .day = award->day,
	                .signer = award->signer,
	                .post = award->post,
	                .paper = award->paper,
	                .account = call->account,
	                .at = call->now },
	        err));
	for (size_t i = 0; i < award->count; i++) {
		const struct commend_ready_row *row = award->pick[i];
		TRY(commend_item_give(call->arena, call->db,
		        &(struct commend_item_give_in){ row->id, row->shard, *ret_id, award->number, award->day },
		        err));
		TRY(commend_touch(call, row->cell.n, (int)row->shard, award->day, err));
	}
	return OK;
}
