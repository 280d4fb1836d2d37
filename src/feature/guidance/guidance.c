/* Thematic guidance: how far a cell is, what a choice and a plan must be, the figures. */
#include "feature/guidance/guidance_private.h"

#include "base/time.h"

const char *const guidance_types[GUIDANCE_TYPES] = { "thon", "hanh_chinh", "dnnn", "dntn", "hoc_sinh", "llvt" };

enum guidance_step guidance_step_of(const struct guidance_facts *facts)
{
	bool ended = str_is(facts->meeting, "ended"),
	     lives = facts->meeting.len && !str_is(facts->meeting, "cancelled") && !str_is(facts->meeting, "postponed");
	if (!facts->own && (!facts->theme || facts->gone))
		return facts->why ? GUIDANCE_DECLINED : facts->asked ? GUIDANCE_WAITING : GUIDANCE_NONE;
	if (ended)
		return facts->result ? GUIDANCE_REPORTED : GUIDANCE_HELD;
	if (lives)
		return GUIDANCE_LINKED;
	return facts->planned ? GUIDANCE_PLANNED : GUIDANCE_CHOSEN;
}

const char *guidance_step_name(enum guidance_step step)
{
	static const char *const names[GUIDANCE_STEP__COUNT] = { "none", "waiting", "declined", "chosen", "planned",
		"linked", "held", "reported" };
	return names[step];
}

bool guidance_is_for(struct str types, struct str cell_type)
{
	struct str word;
	if (!types.len)
		return true;
	while (str_split(&types, ' ', &word))
		if (word.len && str_eq(word, cell_type))
			return true;
	return false;
}

struct str guidance_quarter_words(struct arena *arena, struct period quarter)
{
	struct str title = period_title(arena, quarter);
	return str_format(arena, "q%.*s", STR_ARG(str_slice(title, 1, title.len)));
}

int guidance_last_month(struct period quarter)
{
	return month_add(period_last(quarter), GUIDANCE_LATE);
}

enum status guidance_check_choice(
        const struct guidance_choice *choice, const struct guidance_offers_rows *offers, struct err *err)
{
	if (choice->theme.n && choice->own.len)
		return err_set(err, INVALID, "guidance.choose_both", "own");
	if (!choice->theme.n && !choice->own.len && !choice->why.len)
		return err_set(err, INVALID, "guidance.choose_none", "theme");
	if (!choice->theme.n && offers->count && !choice->why.len)
		return err_set(err, INVALID, "guidance.why_missing", "why");
	for (size_t i = 0; choice->theme.n && i < offers->count; i++)
		if (offers->at[i].id.n == choice->theme.n)
			return OK;
	return choice->theme.n ? err_set(err, INVALID, "guidance.not_offered", "theme") : OK;
}

enum status guidance_check_plan(struct arena *arena, const struct guidance_choice *choice, struct period quarter,
        struct str today, struct err *err)
{
	int month = (int)choice->month.n;
	struct str after = month_first_day(arena, month_add(month, 1));
	if (choice->month.set && (month < period_first(quarter) || month > period_last(quarter))) {
		enum status status = err_set(err, INVALID, "guidance.month_outside", "month");
		err_arg(err, "quarter", guidance_quarter_words(arena, quarter));
		return status;
	}
	if (choice->draft_day.len && !choice->month.set)
		return err_set(err, INVALID, "guidance.month_missing", "month");
	if (choice->draft_day.len && str_compare(choice->draft_day, after) >= 0)
		return err_set(err, INVALID, "guidance.draft_late", "draft");
	if (choice->approved_day.len && str_compare(choice->approved_day, today) > 0)
		return err_set(err, INVALID, "guidance.approved_late", "approved");
	return OK;
}

/* Figures. */

static enum status count_month(struct arena *arena, struct db *db, const struct counter_key *key, int64_t *ret_values,
        bool *ret_any, struct err *err)
{
	struct guidance_count_row row;
	TRY(guidance_count(arena, db, &(struct guidance_count_in){ { key->cell }, key->shard, key->month }, &row, err));
	ret_values[0] = row.asked;
	ret_values[1] = row.chosen;
	ret_values[2] = row.declined;
	ret_values[3] = row.planned;
	ret_values[4] = row.held;
	ret_values[5] = row.reported;
	*ret_any = row.asked > 0;
	return OK;
}

static const struct counter_line lines[] = { { "guidance_asked", N_("Chi bộ được hướng dẫn chuyên đề"), "asked", NULL },
	{ "guidance_chosen", N_("Chi bộ đã chọn chuyên đề"), "chosen", "asked" },
	{ "guidance_declined", N_("Chi bộ không chọn, có nêu lý do"), "declined", "asked" },
	{ "guidance_planned", N_("Chi bộ đã có kế hoạch chuyên đề"), "planned", "asked" },
	{ "guidance_held", N_("Chi bộ đã sinh hoạt chuyên đề được hướng dẫn"), "held", "asked" },
	{ "guidance_reported", N_("Chi bộ đã báo kết quả chuyên đề"), "reported", "asked" }, { 0 } };

const struct counter_family guidance_families[] = {
	{ "guidance", "asked chosen declined planned held reported", count_month, guidance_scan_text, lines }, { 0 }
};
