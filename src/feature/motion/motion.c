/* The reckoning of votes over rows; the rule itself is rule/vote.c, its figures rules/vote. */
#include "feature/motion/motion_private.h"

#include "app/export.h"
#include "base/time.h"

struct str motion_rule_kind(struct str kind)
{
	static const char *const own[] = { "resolution", "admission", "recognition", "removal", "expulsion" };
	for (size_t i = 0; i < LENGTH(own); i++)
		if (str_is(kind, own[i]))
			return kind;
	return STR("other");
}

const char *motion_why_label(struct str why)
{
	for (int i = 0; i < VOTE_WHY__COUNT; i++)
		if (str_is(why, vote_why_name(i)))
			return vote_why_label(i);
	return "";
}

static int32_t duty_flag(struct str duty)
{
	static const struct {
		const char *duty;
		int32_t flag;
	} flags[] = { { "exempt", VOTE_EXEMPT }, { "special_duty", VOTE_SPECIAL_DUTY }, { "away", VOTE_AWAY },
		{ "suspended", VOTE_SUSPENDED }, { "detained", VOTE_DETAINED } };
	for (size_t i = 0; i < LENGTH(flags); i++)
		if (str_is(duty, flags[i].duty))
			return flags[i].flag;
	return 0;
}

static struct vote_input input_of(const struct vote_rule *rule, const struct motion_votes *votes)
{
	return (struct vote_input){ .numerator = rule->numerator,
		.denominator = rule->denominator,
		.more_than = rule->more_than,
		.votes_for = (int32_t)votes->in_favour,
		.votes_against = (int32_t)votes->against,
		.votes_other = (int32_t)votes->other };
}

enum status motion_reckon_roll(struct arena *arena, struct str kind, struct str day,
        const struct motion_roll_rows *roll, struct motion_count *ret_count, struct err *err)
{
	struct vote_elector *electors = arena_array(arena, struct vote_elector, roll->count + 1);
	struct motion_votes none = { 0 };
	int32_t at, in;
	if (roll->count > VOTE_ELECTORS)
		return err_set(err, CONFLICT, "motion.too_large", NULL);
	TRY(vote_rule_find(arena, motion_rule_kind(kind), day, &ret_count->rule, err));
	ret_count->why = arena_array(arena, enum vote_why, roll->count + 1);
	ret_count->in = arena_array(arena, bool, roll->count + 1);
	for (size_t i = 0; i < roll->count; i++) {
		const struct motion_roll_row *row = &roll->at[i];
		electors[i].flags = duty_flag(row->duty) |
		                    (str_is(row->status, "probationary") ? VOTE_PROBATIONARY : 0) |
		                    (row->present ? VOTE_PRESENT : 0);
		ret_count->why[i] = vote_elector_why(&electors[i], &in);
		ret_count->in[i] = in == 1;
	}
	struct vote_input input = input_of(&ret_count->rule, &none);
	vote_reckon(&input, electors, (int32_t)roll->count, &ret_count->result, &at);
	return OK;
}

enum status motion_reckon_electors(struct arena *arena, const struct motion_by_id_row *motion,
        const struct motion_electors_rows *electors, const struct motion_votes *votes, struct motion_count *ret_count,
        struct err *err)
{
	struct str day = day_today(arena, motion->opened_at);
	struct vote_result *result = &ret_count->result;
	TRY(vote_rule_find(arena, motion_rule_kind(motion->kind), day, &ret_count->rule, err));
	*result = (struct vote_result){ .version = VOTE_VERSION };
	for (size_t i = 0; i < electors->count; i++) {
		result->base += electors->at[i].counts;
		result->may_vote += electors->at[i].may_vote;
		result->undecided += str_is(electors->at[i].why, "undecided");
	}
	if (result->undecided)
		return err_set(err, INVALID, "motion.undecided", "counts");
	int64_t cast = votes->in_favour + votes->against + votes->other;
	if (cast > result->may_vote) {
		enum status status = err_set(err, INVALID, "motion.too_many", "for");
		err_arg_int(err, "cast", cast);
		err_arg_int(err, "may", result->may_vote);
		return status;
	}
	struct vote_input input = input_of(&ret_count->rule, votes);
	result->needs = vote_needs(&input, result->base);
	result->carried = votes->in_favour >= result->needs;
	return OK;
}

struct str motion_ripe_day(struct arena *arena, struct str joined)
{
	struct date date;
	if (!date_parse(joined, &date) || !date.day)
		return STR_NONE;
	date.year += MOTION_PROBATION_MONTHS / 12;
	while (!date_real(date))
		date.day--; /* 29 February */
	return date_iso(arena, date);
}

enum status motion_rule_command(struct command_line *line, struct err *err)
{
	return rule_vote_json(line->arena, line->input, line->out, err);
}

enum status motion_export_person(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err)
{
	struct motion_export_rows votes;
	TRY(motion_export(arena, db, &(struct motion_export_in){ .person = person }, &votes, err));
	EXPORT_ROWS(json, "votes", motion_export, votes);
	return OK;
}
