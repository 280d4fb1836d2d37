/* The rules of praise as data, and what is reckoned from them. */
#include "feature/commend/commend_rule.h"

#include "base/embed.h"
#include "base/time.h"
#include "feature/score/rule_json.h"

static const char *const subjects[] = { "member", "party_group", "cell" };

const char *commend_subject_name(enum commend_subject subject)
{
	return subjects[subject];
}

bool commend_subject_read(struct str name, enum commend_subject *ret_subject)
{
	for (int i = 0; i < COMMEND_SUBJECT__COUNT; i++)
		if (str_is(name, subjects[i])) {
			*ret_subject = (enum commend_subject)i;
			return true;
		}
	return false;
}

static struct str text_of(struct arena *arena, const json_t *object, const char *name)
{
	return str_copy(arena, json_str(json_object_get(object, name)));
}

static int int_of(const json_t *object, const char *name)
{
	return (int)json_integer_value(json_object_get(object, name));
}

static void read_subjects(const json_t *list, bool *to)
{
	const json_t *one;
	size_t i;
	json_array_foreach(list, i, one)
	{
		enum commend_subject subject;
		if (commend_subject_read(json_str(one), &subject))
			to[subject] = true;
	}
}

/* The kinds of superiors as one text, each with a blank after it. */
static struct str read_below(struct arena *arena, const json_t *list)
{
	struct buf buf = buf_open(arena, 256);
	const json_t *one;
	size_t i;
	json_array_foreach(list, i, one)
	{
		buf_str(&buf, json_str(one));
		buf_char(&buf, ' ');
	}
	return json_array_size(list) ? buf_text(&buf) : STR_NONE;
}

static void read_form(struct arena *arena, const json_t *from, struct commend_form *form)
{
	const json_t *one;
	size_t i;
	*form = (struct commend_form){ .key = text_of(arena, from, "key"),
		.name = text_of(arena, from, "name"),
		.act = text_of(arena, from, "act"),
		.badge = json_is_true(json_object_get(from, "badge")) };
	json_array_foreach(json_object_get(from, "givers"), i, one)
	{
		if (form->giver_count == COMMEND_GIVERS)
			break;
		struct commend_giver *giver = &form->giver[form->giver_count++];
		*giver = (struct commend_giver){ .kind = text_of(arena, one, "kind"),
			.below = read_below(arena, json_object_get(one, "below")),
			.until = text_of(arena, one, "valid_to"),
			.note = text_of(arena, one, "note") };
		read_subjects(json_object_get(one, "to"), giver->to);
	}
}

static void read_lists(struct arena *arena, const json_t *root, struct commend_rules *rules)
{
	const json_t *one;
	size_t i;
	json_array_foreach(json_object_get(root, "forms"), i, one)
	{
		if (rules->form_count < COMMEND_FORMS)
			read_form(arena, one, &rules->form[rules->form_count++]);
	}
	json_array_foreach(json_object_get(root, "basis"), i, one)
	{
		if (rules->basis_count < COMMEND_BASES)
			rules->basis[rules->basis_count++] =
			        (struct commend_basis){ text_of(arena, one, "document"), text_of(arena, one, "article"),
				        text_of(arena, one, "cited"), text_of(arena, one, "valid_from"),
				        text_of(arena, one, "valid_to"), text_of(arena, one, "sure") };
	}
	json_array_foreach(json_object_get(root, "conditions"), i, one)
	{
		if (rules->condition_count == COMMEND_CONDITIONS)
			break;
		struct commend_condition *condition = &rules->condition[rules->condition_count++];
		*condition = (struct commend_condition){ .key = text_of(arena, one, "key"),
			.text = text_of(arena, one, "text"),
			.source = text_of(arena, one, "source"),
			.sure = text_of(arena, one, "sure"),
			.least = int_of(one, "least") };
		read_subjects(json_object_get(one, "of"), condition->of);
	}
}

bool commend_rules_read(struct arena *arena, struct str json, struct commend_rules *ret_rules)
{
	CLOSES(json_closep) json_t *root = json_loadb(json.ptr, json.len, 0, NULL);
	const json_t *yearly = json_object_get(root, "yearly"), *badge = json_object_get(root, "badge"), *one;
	size_t i;
	*ret_rules = (struct commend_rules){ .nearest = int_of(yearly, "nearest"),
		.next = int_of(yearly, "next"),
		.yearly_source = text_of(arena, yearly, "source"),
		.yearly_sure = text_of(arena, yearly, "sure"),
		.badge_source = text_of(arena, badge, "source"),
		.badge_sure = text_of(arena, badge, "sure") };
	read_lists(arena, root, ret_rules);
	json_array_foreach(json_object_get(badge, "years"), i, one)
	{
		if (ret_rules->badge_count < COMMEND_BADGES)
			ret_rules->badge[ret_rules->badge_count++] = (int)json_integer_value(one);
	}
	return ret_rules->form_count && ret_rules->basis_count && ret_rules->nearest && ret_rules->next;
}

const struct commend_rules *commend_rules(struct arena *arena)
{
	struct commend_rules *rules = arena_new(arena, struct commend_rules);
	check(commend_rules_read(arena, rules_file("commend/forms.json"), rules));
	return rules;
}

const struct commend_form *commend_form_of(const struct commend_rules *rules, struct str key)
{
	for (size_t i = 0; i < rules->form_count; i++)
		if (str_eq(rules->form[i].key, key))
			return &rules->form[i];
	return NULL;
}

static const struct commend_basis *basis_on(const struct commend_rules *rules, struct str day)
{
	const struct commend_basis *basis = &rules->basis[0];
	for (size_t i = 1; i < rules->basis_count; i++)
		if (str_compare(rules->basis[i].since, day) <= 0)
			basis = &rules->basis[i];
	return basis;
}

struct str commend_cited(const struct commend_rules *rules, struct str day)
{
	return basis_on(rules, day)->cited;
}

struct str commend_source(struct arena *arena, const struct commend_rules *rules, struct str day, struct str *ret_sure)
{
	const struct commend_basis *basis = basis_on(rules, day);
	*ret_sure = basis->sure;
	return str_format(arena, "%.*s, %.*s", STR_ARG(basis->document), STR_ARG(basis->article));
}

static bool right_below(const struct commend_giver *giver, struct str above)
{
	struct str rest = giver->below, kind;
	while (str_split(&rest, ' ', &kind))
		if (kind.len && str_eq(kind, above))
			return true;
	return !giver->below.len;
}

enum commend_answer commend_may(const struct commend_rules *rules, struct commend_level level, struct str form,
        enum commend_subject subject, struct str day)
{
	const struct commend_form *of = commend_form_of(rules, form);
	enum commend_answer answer = of ? COMMEND_LEVEL : COMMEND_NO_FORM;
	for (size_t i = 0; of && i < of->giver_count; i++) {
		const struct commend_giver *giver = &of->giver[i];
		if (!str_eq(giver->kind, level.kind) || !right_below(giver, level.above))
			continue;
		if (giver->until.len && str_compare(giver->until, day) < 0)
			answer = COMMEND_OVER;
		else if (giver->to[subject])
			return COMMEND_MAY;
		else if (answer != COMMEND_OVER)
			answer = COMMEND_SUBJECT;
	}
	return answer;
}

/* The plain word of praise needs no year behind it. */
bool commend_gives_yearly(
        const struct commend_rules *rules, struct commend_level level, enum commend_subject subject, struct str day)
{
	for (size_t i = 0; i < rules->form_count; i++)
		if (!rules->form[i].badge && !str_is(rules->form[i].key, "bieu_duong") &&
		        commend_may(rules, level, rules->form[i].key, subject, day) == COMMEND_MAY)
			return true;
	return false;
}

int commend_running(const bool *good, size_t count)
{
	int running = 0;
	while ((size_t)running < count && good[running])
		running++;
	return running;
}

struct opt_int commend_years_between(struct str since, struct str day)
{
	struct date from, to;
	if (!since.len || !date_parse(since, &from) || !date_real(from) || !date_parse(day, &to) || !date_real(to))
		return OPT_NONE;
	bool before = to.month < from.month || (to.month == from.month && to.day < from.day);
	int years = to.year - from.year - before;
	return OPT(years < 0 ? 0 : years);
}

int commend_badge_for(const struct commend_rules *rules, int64_t years, int *ret_next)
{
	int badge = 0;
	*ret_next = 0;
	for (size_t i = 0; i < rules->badge_count; i++) {
		if (rules->badge[i] <= years)
			badge = rules->badge[i];
		else if (!*ret_next)
			*ret_next = rules->badge[i];
	}
	return badge;
}

bool commend_passes(int64_t given, int64_t asked, struct opt_int most)
{
	return most.set && given + asked > most.n;
}
