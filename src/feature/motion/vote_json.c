/* The vote calculator over JSON: see vote_json.h. */
#include "vote_json.h"
#include "app/message.h"
#include "base/embed.h"
#include "base/time.h"
#include "feature/score/rule_json.h"

/* A vote as read, before and after reckoning. */
struct vote {
	struct arena *arena;
	struct str kind, day;
	struct vote_rule rule;
	struct vote_input input;
	struct vote_elector *electors;
	int32_t count;
	struct vote_result result;
	json_t *members; /* borrowed */
	bool counted;    /* the votes for it are known */
	bool presence;   /* somebody was said to be there or not */
	struct buf *out;
	struct err *err;
};

static const struct {
	const char *name, *label;
} reasons[] = {
	[VOTE_WHY_MEMBER] = { "member", "đảng viên chính thức được triệu tập" },
	[VOTE_WHY_SPECIAL_DUTY] = { "special_duty", "làm nhiệm vụ đặc biệt vẫn tính (D)" },
	[VOTE_WHY_EXEMPT_PRESENT] = { "exempt_present", "được miễn sinh hoạt nhưng có mặt thì tính (D)" },
	[VOTE_WHY_CLERK_IN] = { "clerk_in", "thư ký quyết định tính" },
	[VOTE_WHY_CLERK_OUT] = { "clerk_out", "thư ký quyết định không tính" },
	[VOTE_WHY_UNDECIDED] = { "undecided", "cử đi nơi khác nhưng có mặt: thư ký phải quyết định, tạm chưa tính" },
	[VOTE_WHY_PROBATIONARY] = { "probationary", "đảng viên dự bị không biểu quyết" },
	[VOTE_WHY_TEMPORARY_STAY] = { "temporary_stay", "sinh hoạt tạm thời không biểu quyết ở nơi đến" },
	[VOTE_WHY_SUSPENDED] = { "suspended", "đang bị đình chỉ sinh hoạt" },
	[VOTE_WHY_DETAINED] = { "detained", "đang bị khởi tố, tạm giam" },
	[VOTE_WHY_AWAY] = { "away", "được cử đi nơi khác tạm thời" },
	[VOTE_WHY_EXEMPT] = { "exempt", "được miễn sinh hoạt và không dự" },
};

const char *vote_why_name(int32_t why)
{
	return reasons[why].name;
}

const char *vote_why_label(int32_t why)
{
	return reasons[why].label;
}

/* Is the rule set in force on the day? ISO days compare as text. */
static bool in_force(const json_t *rules, struct str day)
{
	struct str from = json_str(json_object_get(rules, "valid_from")),
	           to = json_str(json_object_get(rules, "valid_to"));
	return str_compare(from, day) <= 0 && (to.ptr == NULL || str_compare(day, to) <= 0);
}

static enum status fill_rule(
        struct arena *arena, const json_t *rules, struct str kind, struct vote_rule *ret_rule, struct err *err)
{
	const json_t *list = json_object_get(rules, "thresholds"), *document = json_object_get(rules, "document");
	struct str date = json_str(json_object_get(document, "date"));
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i), *part = json_object_get(one, "part");
		if (!str_eq(json_str(json_object_get(one, "kind")), kind))
			continue;
		*ret_rule = (struct vote_rule){
			.id = str_copy(arena, json_str(json_object_get(rules, "id"))),
			.document =
			        str_format(arena, "%s %s, %.*s", json_string_value(json_object_get(document, "kind")),
			                json_string_value(json_object_get(document, "number")),
			                STR_ARG(date_show(arena, date))),
			.article = str_copy(arena, json_str(json_object_get(one, "article"))),
			.sure = str_copy(arena, json_str(json_object_get(one, "sure"))),
			.numerator = (int32_t)json_integer_value(json_array_get(part, 0)),
			.denominator = (int32_t)json_integer_value(json_array_get(part, 1)),
			.more_than = json_is_true(json_object_get(one, "more_than")),
		};
		check(ret_rule->denominator > 0);
		return OK;
	}
	return err_set(err, INVALID, N_("vote.kind"), "kind");
}

enum status vote_rule_find(
        struct arena *arena, struct str kind, struct str day, struct vote_rule *ret_rule, struct err *err)
{
	const struct embed_file *file = NULL;
	for (size_t i = 0; (file = rules_at(i)) != NULL; i++) {
		if (!str_starts(str_of(file->name), STR("vote/")))
			continue;
		CLOSES(json_closep) json_t *rules = json_loadb(file->bytes.ptr, file->bytes.len, 0, NULL);
		check(rules != NULL);
		if (in_force(rules, day))
			return fill_rule(arena, rules, kind, ret_rule, err);
	}
	(void)!err_set(err, INVALID, N_("vote.no_rule"), "day");
	err_arg(err, "day", date_show(arena, day));
	return INVALID;
}

static enum status refuse(struct vote *vote, const char *code, const char *field, struct str name, size_t at)
{
	struct err fault = { 0 };
	(void)!err_set(&fault, INVALID, code, field);
	err_arg(&fault, "name", name);
	err_arg_int(&fault, "number", (int64_t)at + 1);
	err_arg_int(&fault, "max", VOTE_ELECTORS);
	return rule_wrong(vote->out, vote->err, &fault);
}

static enum status read_flag(struct vote *vote, size_t at, const char *key, const json_t *value)
{
	static const struct {
		const char *name;
		int32_t flag;
	} flags[] = {
		{ "exempt", VOTE_EXEMPT },
		{ "away", VOTE_AWAY },
		{ "temporary_stay", VOTE_TEMPORARY_STAY },
		{ "special_duty", VOTE_SPECIAL_DUTY },
		{ "suspended", VOTE_SUSPENDED },
		{ "detained", VOTE_DETAINED },
		{ "present", VOTE_PRESENT },
		{ "counts", 0 },
	};
	const char *field = str_c(vote->arena, str_format(vote->arena, "members[%zu].%s", at, key));
	for (size_t i = 0; i < LENGTH(flags); i++) {
		if (!str_is(str_of(key), flags[i].name))
			continue;
		if (json_is_null(value))
			return OK;
		if (!json_is_boolean(value))
			return refuse(vote, N_("vote.not_boolean"), field, str_of(key), at);
		vote->presence |= flags[i].flag == VOTE_PRESENT;
		if (flags[i].flag)
			vote->electors[at].flags |= json_is_true(value) ? flags[i].flag : 0;
		else
			vote->electors[at].decision = json_is_true(value) ? VOTE_COUNTS : VOTE_COUNTS_NOT;
		return OK;
	}
	return refuse(vote, N_("vote.unknown_field"), field, str_of(key), at);
}

static enum status read_member(struct vote *vote, size_t at, json_t *member)
{
	const char *key = NULL;
	json_t *value = NULL;
	const char *field = str_c(vote->arena, str_format(vote->arena, "members[%zu].status", at));
	struct str status = json_str(json_object_get(member, "status"));
	if (!json_is_object(member) || (!str_is(status, "full") && !str_is(status, "probationary")))
		return refuse(vote, N_("vote.status"), field, STR("status"), at);
	const json_t *id = json_object_get(member, "id");
	if (json_is_integer(id) && (json_integer_value(id) == RULE_FAR || json_integer_value(id) == -RULE_FAR))
		return refuse(vote, N_("vote.id"), str_c(vote->arena, str_format(vote->arena, "members[%zu].id", at)),
		        STR("id"), at);
	if (str_is(status, "probationary"))
		vote->electors[at].flags |= VOTE_PROBATIONARY;
	json_object_foreach(member, key, value)
	{
		struct str name = str_of(key);
		if (!str_is(name, "status") && !str_is(name, "name") && !str_is(name, "id"))
			TRY(read_flag(vote, at, key, value));
	}
	return OK;
}

static enum status read_members(struct vote *vote, json_t *members)
{
	if (!json_is_array(members) || json_array_size(members) > VOTE_ELECTORS)
		return refuse(vote, N_("vote.members"), "members", STR("members"), 0);
	vote->members = members;
	vote->count = (int32_t)json_array_size(members);
	vote->electors = arena_array(vote->arena, struct vote_elector, json_array_size(members) + 1);
	for (size_t i = 0; i < json_array_size(members); i++)
		TRY(read_member(vote, i, json_array_get(members, i)));
	return OK;
}

/* *ret_known: whether there is a figure; null is none. */
static enum status read_count(
        struct vote *vote, const char *key, const json_t *value, int32_t *ret_count, bool *ret_known)
{
	*ret_known = !json_is_null(value);
	if (!*ret_known)
		return OK;
	if (!json_is_integer(value))
		return refuse(vote, N_("vote.not_integer"), key, str_of(key), 0);
	int64_t count = json_integer_value(value);
	if (count < 0)
		return refuse(vote, N_("vote.negative"), key, str_of(key), 0);
	if (count > INT32_MAX)
		return refuse(vote, N_("vote.too_many_far"), key, str_of(key), 0);
	*ret_count = (int32_t)count;
	return OK;
}

static enum status read_day(struct vote *vote, const json_t *value)
{
	struct date date;
	if (json_is_null(value))
		return OK;
	if (!date_parse(json_str(value), &date) || !date_real(date))
		return refuse(vote, N_("vote.day"), "day", STR("day"), 0);
	vote->day = date_iso(vote->arena, date);
	return OK;
}

static enum status read_vote(struct vote *vote, json_t *object)
{
	const char *key = NULL;
	json_t *value = NULL;
	bool known = false;
	vote->day = day_today(vote->arena, time_now());
	json_object_foreach(object, key, value)
	{
		struct str name = str_of(key);
		if (str_is(name, "kind")) {
			vote->kind = json_str(value);
		} else if (str_is(name, "members")) {
			TRY(read_members(vote, value));
		} else if (str_is(name, "for")) {
			TRY(read_count(vote, key, value, &vote->input.votes_for, &vote->counted));
		} else if (str_is(name, "against")) {
			TRY(read_count(vote, key, value, &vote->input.votes_against, &known));
		} else if (str_is(name, "other")) {
			TRY(read_count(vote, key, value, &vote->input.votes_other, &known));
		} else if (str_is(name, "day")) {
			TRY(read_day(vote, value));
		} else {
			return refuse(vote, N_("vote.unknown_field"), key, name, 0);
		}
	}
	return vote->members ? OK : refuse(vote, N_("vote.members"), "members", STR("members"), 0);
}

static enum status choose_rule(struct vote *vote)
{
	struct err fault = { 0 };
	if (vote_rule_find(vote->arena, vote->kind, vote->day, &vote->rule, &fault) != OK)
		return rule_wrong(vote->out, vote->err, &fault);
	vote->input.numerator = vote->rule.numerator;
	vote->input.denominator = vote->rule.denominator;
	vote->input.more_than = vote->rule.more_than;
	return OK;
}

/* The first count that goes beyond those who may vote. */
static enum status refuse_too_many(struct vote *vote)
{
	const struct vote_input *input = &vote->input;
	int64_t sum = input->votes_for, may_vote = vote->result.may_vote;
	const char *field = sum > may_vote ? "for" : sum + input->votes_against > may_vote ? "against" : "other";
	struct err fault = { 0 };
	(void)!err_set(&fault, INVALID,
	        vote->result.undecided ? N_("vote.too_many_open")
	        : vote->presence       ? N_("vote.too_many")
	                               : N_("vote.too_many_unsaid"),
	        field);
	err_arg_int(&fault, "for", input->votes_for);
	err_arg_int(&fault, "against", input->votes_against);
	err_arg_int(&fault, "other", input->votes_other);
	err_arg_int(&fault, "may", may_vote);
	return rule_wrong(vote->out, vote->err, &fault);
}

static enum status refuse_wrong(struct vote *vote, enum vote_wrong wrong, int32_t at)
{
	int32_t in = 0;
	switch (wrong) {
	case VOTE_RIGHT:
		return OK;
	case VOTE_NO_CHOICE:
		return refuse(vote, N_("vote.no_choice"),
		        str_c(vote->arena, str_format(vote->arena, "members[%d].counts", at)),
		        str_of(vote_why_label(vote_elector_why(&vote->electors[at], &in))), (size_t)at);
	case VOTE_NO_ELECTOR:
		return refuse(vote, N_("vote.no_elector"), "members", STR("members"), 0);
	case VOTE_TOO_MANY:
		return refuse_too_many(vote);
	default:
		return refuse(vote, N_("vote.negative"), "for", STR("for"), 0);
	}
}

/* "Không tính 3 người: 2 đảng viên dự bị không biểu quyết; ...": one clause a reason. */
static void put_reasons(struct vote *vote, struct buf *why)
{
	int32_t tally[VOTE_WHY__COUNT] = { 0 }, in = 0;
	for (int32_t i = 0; i < vote->count; i++)
		tally[vote_elector_why(&vote->electors[i], &in)]++;
	for (int32_t i = VOTE_WHY_SPECIAL_DUTY; i < VOTE_WHY__COUNT; i++)
		if (tally[i])
			buf_format(why, " %s %d người: %s.", i <= VOTE_WHY_CLERK_IN ? "Trong đó" : "Không tính",
			        tally[i], vote_why_label(i));
}

static struct str explain(struct vote *vote)
{
	const struct vote_result *result = &vote->result;
	struct buf why = buf_open(vote->arena, 16384);
	buf_format(&why, "Cơ sở tính là %d đảng viên chính thức được triệu tập, không phải số có mặt.", result->base);
	put_reasons(vote, &why);
	if (vote->rule.more_than)
		buf_format(&why, " Cần quá %s, tức ít nhất %d phiếu tán thành.",
		        vote->rule.denominator == 2 ? "một nửa" : "mức", result->needs);
	else
		buf_format(&why, " Cần ít nhất %s, tức %d phiếu tán thành.",
		        vote->rule.denominator == 3 ? "hai phần ba" : "mức", result->needs);
	if (vote->counted)
		buf_format(&why, " Có %d phiếu tán thành: %s.", vote->input.votes_for,
		        result->carried > 0    ? "thông qua"
		        : result->carried == 0 ? "không thông qua"
		                               : "chưa kết luận được, thư ký phải quyết định người còn để ngỏ");
	else
		buf_c(&why, " Chưa có số phiếu tán thành nên chưa kết luận.");
	buf_format(&why, " Căn cứ: %.*s, %.*s (%.*s).", STR_ARG(vote->rule.document), STR_ARG(vote->rule.article),
	        STR_ARG(message_sure(vote->arena, vote->rule.sure)));
	return buf_text(&why);
}

static void put_electors(struct vote *vote)
{
	for (int32_t i = 0; i < vote->count; i++) {
		const json_t *member = json_array_get(vote->members, (size_t)i), *id = json_object_get(member, "id");
		int32_t in = 0;
		enum vote_why why = vote_elector_why(&vote->electors[i], &in);
		buf_c(vote->out, i ? ",\n{" : "\n{");
		if (json_is_integer(id))
			buf_format(vote->out, "\"id\":%lld,", (long long)json_integer_value(id));
		else if (json_is_string(id)) {
			buf_c(vote->out, "\"id\":");
			buf_json(vote->out, json_str(id));
			buf_char(vote->out, ',');
		}
		if (json_is_string(json_object_get(member, "name"))) {
			buf_c(vote->out, "\"name\":");
			buf_json(vote->out, json_str(json_object_get(member, "name")));
			buf_char(vote->out, ',');
		}
		buf_format(
		        vote->out, "\"counts\":%s,\"code\":\"%s\",\"why\":", in ? "true" : "false", vote_why_name(why));
		buf_json(vote->out, str_of(vote_why_label(why)));
		buf_char(vote->out, '}');
	}
}

static void put_vote(struct vote *vote)
{
	const struct vote_result *result = &vote->result;
	struct buf *out = vote->out;
	buf_format(out,
	        "{\"base\":%d,\"needs\":%d,\"carried\":%s,\"may_vote\":%d,\"undecided\":%d,\"version\":%d,\"day\":",
	        result->base, result->needs,
	        result->carried > 0    ? "true"
	        : result->carried == 0 ? "false"
	                               : "null",
	        result->may_vote, result->undecided, result->version);
	buf_json(out, vote->day);
	buf_c(out, ",\n\"why\":");
	buf_json(out, explain(vote));
	buf_c(out, ",\n\"rule\":{\"id\":");
	buf_json(out, vote->rule.id);
	buf_c(out, ",\"document\":");
	buf_json(out, vote->rule.document);
	buf_c(out, ",\"article\":");
	buf_json(out, vote->rule.article);
	buf_c(out, ",\"sure\":");
	buf_json(out, vote->rule.sure);
	buf_c(out, "},\n\"electors\":[");
	put_electors(vote);
	buf_c(out, "]}\n");
}

enum status rule_vote_json(struct arena *arena, struct str input, struct buf *out, struct err *err)
{
	struct vote vote = { .arena = arena, .out = out, .err = err };
	CLOSES(json_closep) json_t *object = NULL;
	int32_t at = -1;
	TRY(rule_object(input, &object, out, err));
	TRY(read_vote(&vote, object));
	TRY(choose_rule(&vote));
	enum vote_wrong wrong = vote_reckon(&vote.input, vote.electors, vote.count, &vote.result, &at);
	TRY(refuse_wrong(&vote, wrong, at));
	if (!vote.counted)
		vote.result.carried = -1;
	put_vote(&vote);
	return OK;
}
