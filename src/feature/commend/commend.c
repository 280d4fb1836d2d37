/* What a proposal and a decision must not be, and writing them; the figures. The rule and its source stand in each
 * refusal. */
#include "feature/commend/commend_private.h"

#include "base/id.h"
#include "base/text.h"
#include "base/time.h"

enum { OLDEST_YEAR = 2020 };

/* What a refusal tells: whom, which form, which unit, how many, the source. */
struct why {
	struct str who, form, unit, source;
	int64_t n, most;
};

static enum status refuse(struct err *err, enum status status, const char *code, const char *field, struct why why)
{
	err_set(err, status, code, field);
	err_arg(err, "who", why.who);
	err_arg(err, "form", why.form);
	err_arg(err, "unit", why.unit);
	err_arg(err, "source", why.source);
	err_arg_int(err, "n", why.n);
	err_arg_int(err, "most", why.most);
	return status;
}

struct str commend_source_said(const struct commend_call *call, const struct commend_rules *rules, struct str day)
{
	struct str sure, text = commend_source(call->arena, rules, day, &sure);
	return str_format(call->arena, "%.*s; %.*s", STR_ARG(text), STR_ARG(message_sure(call->arena, sure)));
}

/* A proposal while it is looked at. */
struct draft {
	const struct commend_call *call;
	const struct commend_new *new;
	const struct commend_rules *rules;
	const struct commend_form *form;
	struct commend_line line;
	size_t giver;
	struct commend_year year;
	struct commend_live_rows live;
};

static enum status refuse_level(const struct commend_call *call, const struct commend_rules *rules,
        enum commend_answer answer, struct str form_key, const struct unit *unit, struct str day, struct err *err)
{
	static const char *const codes[] = { [COMMEND_NO_FORM] = "commend.no_form",
		[COMMEND_LEVEL] = "commend.level",
		[COMMEND_OVER] = "commend.over",
		[COMMEND_SUBJECT] = "commend.to_whom" };
	const struct commend_form *form = commend_form_of(rules, form_key);
	if (answer == COMMEND_MAY)
		return OK;
	return refuse(err, INVALID, codes[answer], "award",
	        (struct why){ .form = form ? form->name : form_key,
	                .unit = unit_body_name(call->arena, unit->name),
	                .source = commend_source_said(call, rules, day) });
}

static enum status check_head(struct draft *draft, struct err *err)
{
	const struct commend_new *new = draft->new;
	int now = month_of_day(draft->call->today) / 100;
	bool badge = str_is(new->kind, "badge"), yearly = str_is(new->kind, "yearly");
	draft->form = commend_form_of(draft->rules, new->form);
	if (!draft->form)
		return err_set(err, INVALID, "commend.no_form", "award");
	if (badge != draft->form->badge)
		return err_set(err, INVALID, N_("commend.kind_form"), "kind");
	if (!yearly && !badge && !new->title.len)
		return err_set(err, INVALID, N_("commend.title"), "title");
	if (new->year < OLDEST_YEAR || new->year > now)
		return err_set(err, INVALID, N_("commend.year"), "year");
	if (str_compare(new->day, draft->call->today) > 0)
		return err_set(err, INVALID, N_("commend.day_future"), "day");
	if (!new->count)
		return err_set(err, INVALID, N_("commend.nobody"), NULL);
	return OK;
}

/* The vote of the meeting, where it is noted. */
static enum status check_vote(const struct draft *draft, struct err *err)
{
	const struct commend_new *new = draft->new;
	struct commend_meeting_of_row meeting;
	bool found;
	if (new->meeting.n) {
		TRY(commend_meeting_of(draft->call->arena, draft->call->db,
		        &(struct commend_meeting_of_in){ new->meeting, new->cell->shard }, &meeting, &found, err));
		if (!found || meeting.cell.n != new->cell->id || !str_is(meeting.body, "cell"))
			return err_set(err, INVALID, N_("commend.meeting"), "meeting");
	}
	if (new->votes_for.set != new->votes_all.set)
		return err_set(err, INVALID, N_("commend.votes_half"), "votes_all");
	if (new->votes_for.set &&new->votes_for.n > new->votes_all.n)
		return err_set(err, INVALID, N_("commend.votes_more"), "votes_for");
	if (new->votes_for.set &&new->votes_for.n * 2 <= new->votes_all.n)
		return refuse(err, INVALID, N_("commend.votes_few"), "votes_for",
		        (struct why){ .n = new->votes_for.n, .most = new->votes_all.n });
	return OK;
}

static enum status find_giver(struct draft *draft, struct err *err)
{
	TRY(commend_line_of(draft->call, draft->new->cell, &draft->line, err));
	for (draft->giver = 0; draft->giver < draft->line.count; draft->giver++)
		if (draft->line.unit[draft->giver].id == draft->new->giver)
			return OK;
	return err_set(err, INVALID, N_("commend.giver"), "award");
}

static const struct commend_person *person_in(const struct draft *draft, int64_t person)
{
	for (size_t i = 0; i < draft->year.count; i++)
		if (draft->year.people[i].member->person == person)
			return &draft->year.people[i];
	return NULL;
}

static const struct person_group *group_in(const struct draft *draft, int64_t group)
{
	for (size_t i = 0; i < draft->year.groups.count; i++)
		if (draft->year.groups.at[i].id == group)
			return &draft->year.groups.at[i];
	return NULL;
}

/* Years behind a yearly praise. What is not decided in this program is taken from a paper that is named. */
static enum status check_years(const struct draft *draft, enum commend_subject subject,
        const struct commend_figures *figures, struct str who, struct err *err)
{
	bool years[COMMEND_YEARS_LOOKED];
	bool nearest = commend_is_nearest(draft->rules, &draft->line, draft->giver, subject, draft->new->day);
	int wanted = nearest ? draft->rules->nearest : draft->rules->next;
	struct why why = { .who = who,
		.form = draft->form->name,
		.unit = unit_body_name(draft->call->arena, draft->line.unit[draft->giver].name),
		.source = draft->rules->yearly_source };
	if (str_is(draft->form->key, "bieu_duong"))
		return OK;
	if (figures->grade.len && !str_is(figures->grade, "excellent"))
		return refuse(err, INVALID, N_("commend.not_excellent"), NULL, why);
	for (int i = 0; i < COMMEND_YEARS_LOOKED; i++)
		years[i] = figures->years[i];
	years[0] = years[0] || draft->new->proof.len;
	why.n = commend_running(years, COMMEND_YEARS_LOOKED);
	why.most = wanted;
	if (!why.n)
		return refuse(err, INVALID, N_("commend.proof"), "proof", why);
	return why.n < wanted ? refuse(err, INVALID, N_("commend.years"), "award", why) : OK;
}

/* The same deed is praised once by one giver; a year once in one form. */
static bool is_same(const struct draft *draft, struct str kind, struct str form, struct str title, int64_t giver)
{
	const struct commend_new *new = draft->new;
	struct arena *arena = draft->call->arena;
	return giver == new->giver &&str_eq(kind, new->kind) && str_eq(form, new->form) &&
	       (str_is(kind, "yearly") || str_eq(text_fold(arena, title), text_fold(arena, new->title)));
}

static enum status refuse_twice(const struct draft *draft, struct str who, struct err *err)
{
	return refuse(err, CONFLICT, N_("commend.twice"), NULL,
	        (struct why){ .who = who, .form = draft->form->name, .n = draft->new->year });
}

static enum status check_twice(
        const struct draft *draft, enum commend_subject subject, int64_t group, struct str who, struct err *err)
{
	for (size_t i = 0; i < draft->live.count; i++) {
		const struct commend_live_row *row = &draft->live.at[i];
		if (str_is(row->subject, commend_subject_name(subject)) &&
		        (subject == COMMEND_CELL || row->party_group.n == group) &&
		        is_same(draft, row->kind, row->form, row->title, row->giver.n))
			return refuse_twice(draft, who, err);
	}
	return OK;
}

static bool stands(struct str state)
{
	return !str_is(state, "withdrawn") && !str_is(state, "revoked");
}

/* A member's, also in cells of before. */
static enum status check_twice_person(const struct draft *draft, const struct member *member,
        const struct commend_of_person_rows *rows, struct err *err)
{
	for (size_t i = 0; i < rows->count; i++)
		if (stands(rows->at[i].state) && rows->at[i].year == draft->new->year &&
		        is_same(draft, rows->at[i].kind, rows->at[i].form, rows->at[i].title, rows->at[i].giver.n))
			return refuse_twice(draft, member->name, err);
	return OK;
}

static enum status check_badge(const struct draft *draft, const struct commend_person *person,
        const struct commend_of_person_rows *rows, struct err *err)
{
	struct why why = { .who = person->member->name,
		.n = person->party_years.n,
		.most = person->badge ? person->badge : person->next_badge,
		.source = draft->rules->badge_source };
	if (!person->party_years.set)
		return refuse(err, INVALID, N_("commend.joined"), NULL, why);
	if (!person->badge)
		return refuse(err, INVALID, N_("commend.badge_early"), NULL, why);
	for (size_t i = 0; i < rows->count; i++)
		if (rows->at[i].badge.set && rows->at[i].badge.n >= person->badge && stands(rows->at[i].state))
			return refuse(err, CONFLICT, N_("commend.badge_twice"), NULL, why);
	return OK;
}

static enum status check_member(const struct draft *draft, int64_t id, struct err *err)
{
	const struct commend_person *person = person_in(draft, id);
	struct commend_of_person_rows rows;
	if (!person)
		return err_set(err, INVALID, N_("commend.left"), NULL);
	if (person->member->suspended || person->member->detained)
		return refuse(err, INVALID, N_("commend.suspended"), NULL, (struct why){ .who = person->member->name });
	TRY(commend_of_person(
	        draft->call->arena, draft->call->db, &(struct commend_of_person_in){ { id } }, &rows, err));
	if (draft->form->badge)
		return check_badge(draft, person, &rows, err);
	if (str_is(draft->new->kind, "yearly"))
		TRY(check_years(draft, COMMEND_MEMBER, &person->figures, person->member->name, err));
	return check_twice_person(draft, person->member, &rows, err);
}

static enum status check_pick(const struct draft *draft, enum commend_subject subject, int64_t id, struct err *err)
{
	enum commend_answer answer = commend_may(
	        draft->rules, commend_level_of(&draft->line, draft->giver), draft->new->form, subject, draft->new->day);
	TRY(refuse_level(draft->call, draft->rules, answer, draft->new->form, &draft->line.unit[draft->giver],
	        draft->new->day, err));
	if (subject == COMMEND_MEMBER)
		return check_member(draft, id, err);
	if (subject == COMMEND_GROUP) {
		const struct person_group *group = group_in(draft, id);
		return group ? check_twice(draft, subject, id, group->name, err)
		             : err_set(err, INVALID, N_("commend.left"), NULL);
	}
	if (str_is(draft->new->kind, "yearly"))
		TRY(check_years(draft, subject, &draft->year.figures, draft->new->cell->name, err));
	return check_twice(draft, subject, id, draft->new->cell->name, err);
}

static struct str figures_of(
        const struct draft *draft, enum commend_subject subject, const struct commend_figures *figures)
{
	struct str text = commend_figures_text(draft->call->arena, figures, subject), proof = draft->new->proof;
	return !proof.len ? text
	                  : str_format(draft->call->arena, "%.*s%s%.*s (ghi theo giấy)", STR_ARG(text),
	                            text.len ? "; " : "", STR_ARG(proof));
}

static enum status add_pick(const struct draft *draft, struct commend_id proposal, enum commend_subject subject,
        int64_t id, struct str reason, struct err *err)
{
	const struct commend_new *new = draft->new;
	const struct commend_person *person = subject == COMMEND_MEMBER ? person_in(draft, id) : NULL;
	const struct unit *giver = &draft->line.unit[draft->giver];
	bool own = giver->id == new->cell->id;
	struct commend_item_add_in in = { .id = { id_new(new->cell->shard) },
		.shard = new->cell->shard,
		.proposal = proposal,
		.cell = { new->cell->id },
		.subject = str_of(commend_subject_name(subject)),
		.person = { person ? id : 0 },
		.party_group = { subject == COMMEND_GROUP ? id : 0 },
		.name = person                     ? person->member->name
		        : subject == COMMEND_GROUP ? group_in(draft, id)->name
		                                   : new->cell->name,
		.kind = new->kind,
		.year = new->year,
		.form = new->form,
		.badge = person && draft->form->badge ? OPT(person->badge) : OPT_NONE,
		.giver = { giver->id },
		.giver_name = unit_body_name(draft->call->arena, giver->name),
		.reviewer = { own ? new->cell->id : new->cell->parent },
		.title = new->title.len ? new->title : STR(""),
		.reason = reason.len ? reason : STR(""),
		.figures = subject == COMMEND_GROUP
		                   ? STR("")
		                   : figures_of(draft, subject, person ? &person->figures : &draft->year.figures),
		.state = own ? STR("agreed") : STR("proposed"),
		.by = draft->call->account.n,
		.at = draft->call->now };
	if (!in.figures.len)
		in.figures = STR("");
	return commend_item_add(draft->call->arena, draft->call->db, &in, err);
}

enum status commend_write(
        const struct commend_call *call, const struct commend_new *new, struct commend_id *ret_id, struct err *err)
{
	struct draft draft = { .call = call, .new = new, .rules = commend_rules(call->arena) };
	TRY(check_head(&draft, err));
	TRY(find_giver(&draft, err));
	TRY(check_vote(&draft, err));
	TRY(commend_year_of(call, new->cell, new->year, &draft.year, err));
	TRY(commend_live(call->arena, call->db,
	        &(struct commend_live_in){ { new->cell->id }, new->cell->shard, new->year }, &draft.live, err));
	for (size_t i = 0; i < new->count; i++)
		TRY(check_pick(&draft, new->pick[i].subject, new->pick[i].id, err));
	ret_id->n = id_new(new->cell->shard);
	TRY(commend_add(call->arena, call->db,
	        &(struct commend_add_in){ .id = *ret_id,
	                .shard = new->cell->shard,
	                .cell = { new->cell->id },
	                .giver = { new->giver },
	                .reviewer = { new->giver == new->cell->id ? new->cell->id : new->cell->parent },
	                .form = new->form,
	                .kind = new->kind,
	                .year = new->year,
	                .title = new->title.len ? new->title : STR(""),
	                .day = new->day,
	                .meeting = new->meeting,
	                .votes_for = new->votes_for,
	                .votes_all = new->votes_all,
	                .paper = new->paper,
	                .by = call->account.n,
	                .at = call->now },
	        err));
	for (size_t i = 0; i < new->count; i++)
		TRY(add_pick(&draft, *ret_id, new->pick[i].subject, new->pick[i].id, new->pick[i].reason, err));
	return OK;
}

/* Figures. */

static enum status count_month(struct arena *arena, struct db *db, const struct counter_key *key, int64_t *ret_values,
        bool *ret_any, struct err *err)
{
	struct commend_count_row row;
	TRY(commend_count(arena, db,
	        &(struct commend_count_in){ .cell = { key->cell },
	                .shard = key->shard,
	                .since = month_first_day(arena, key->month),
	                .until = month_first_day(arena, month_add(key->month, 1)) },
	        &row, err));
	ret_values[0] = row.cells;
	ret_values[1] = row.party_groups;
	ret_values[2] = row.praised;
	ret_values[3] = row.certified;
	ret_values[4] = row.honoured;
	ret_values[5] = row.badges;
	*ret_any = row.n > 0;
	return OK;
}

static const struct counter_line lines[] = { { "commend_cells", N_("Chi bộ được khen"), "cells", NULL },
	{ "commend_groups", N_("Tổ đảng được biểu dương"), "party_groups", NULL },
	{ "commend_praised", N_("Đảng viên được biểu dương"), "praised", NULL },
	{ "commend_certified", N_("Đảng viên được tặng giấy khen"), "certified", NULL },
	{ "commend_honoured", N_("Đảng viên được tặng bằng khen"), "honoured", NULL },
	{ "commend_badges", N_("Đảng viên được tặng Huy hiệu Đảng"), "badges", NULL }, { 0 } };

const struct counter_family commend_families[] = { { "commend", "cells party_groups praised certified honoured badges",
	                                                   count_month, commend_scan_text, lines },
	{ 0 } };

enum status commend_touch(const struct commend_call *call, int64_t cell, int shard, struct str day, struct err *err)
{
	return counter_touch(call->arena, call->db, cell, shard, month_of_day(day), call->now, err);
}
