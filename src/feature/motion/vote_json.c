/* The vote calculator over JSON: see vote_json.h. */
#include "vote_json.h"
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
	return err_set(err, INVALID, "vote.kind", "kind");
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
	return err_set(err, INVALID, "vote.no_rule", "day");
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
			return rule_refuse(vote->out, vote->err, "vote.not_boolean", field,
			        "“%s” của người thứ %zu phải là true hoặc false.", key, at + 1);
		if (flags[i].flag)
			vote->electors[at].flags |= json_is_true(value) ? flags[i].flag : 0;
		else
			vote->electors[at].decision = json_is_true(value) ? VOTE_COUNTS : VOTE_COUNTS_NOT;
		return OK;
	}
	return rule_refuse(vote->out, vote->err, "vote.unknown_field", field,
	        "Không có mục nào tên là “%s” (người thứ %zu).", key, at + 1);
}

static enum status read_member(struct vote *vote, size_t at, json_t *member)
{
	const char *key = NULL;
	json_t *value = NULL;
	const char *field = str_c(vote->arena, str_format(vote->arena, "members[%zu].status", at));
	struct str status = json_str(json_object_get(member, "status"));
	if (!json_is_object(member) || (!str_is(status, "full") && !str_is(status, "probationary")))
		return rule_refuse(vote->out, vote->err, "vote.status", field,
		        "“status” của người thứ %zu phải là \"full\" (chính thức) hoặc \"probationary\" (dự bị).",
		        at + 1);
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
		return rule_refuse(vote->out, vote->err, "vote.members", "members",
		        "“members” phải là danh sách đảng viên, không quá %d người.", VOTE_ELECTORS);
	vote->members = members;
	vote->count = (int32_t)json_array_size(members);
	vote->electors = arena_array(vote->arena, struct vote_elector, json_array_size(members) + 1);
	for (size_t i = 0; i < json_array_size(members); i++)
		TRY(read_member(vote, i, json_array_get(members, i)));
	return OK;
}

static enum status read_count(struct vote *vote, const char *key, const json_t *value, int32_t *ret_count)
{
	if (!json_is_integer(value))
		return rule_refuse(vote->out, vote->err, "vote.not_integer", key, "“%s” phải là số nguyên.", key);
	int64_t count = json_integer_value(value);
	if (count < 0)
		return rule_refuse(vote->out, vote->err, "vote.negative", key, "“%s” không thể là số âm.", key);
	*ret_count = count > VOTE_ELECTORS + 1 ? VOTE_ELECTORS + 1 : (int32_t)count;
	return OK;
}

static enum status read_vote(struct vote *vote, json_t *object)
{
	const char *key = NULL;
	json_t *value = NULL;
	struct date date;
	vote->day = day_today(vote->arena, time_now());
	json_object_foreach(object, key, value)
	{
		struct str name = str_of(key);
		if (str_is(name, "kind")) {
			vote->kind = json_str(value);
		} else if (str_is(name, "members")) {
			TRY(read_members(vote, value));
		} else if (str_is(name, "for")) {
			TRY(read_count(vote, key, value, &vote->input.votes_for));
		} else if (str_is(name, "against")) {
			TRY(read_count(vote, key, value, &vote->input.votes_against));
		} else if (str_is(name, "other")) {
			TRY(read_count(vote, key, value, &vote->input.votes_other));
		} else if (str_is(name, "day")) {
			if (!date_parse(json_str(value), &date) || !date_real(date))
				return rule_refuse(vote->out, vote->err, "vote.day", key,
				        "“day” phải là một ngày có thật, dạng 2026-11-03.");
			vote->day = date_iso(vote->arena, date);
		} else {
			return rule_refuse(
			        vote->out, vote->err, "vote.unknown_field", key, "Không có mục nào tên là “%s”.", key);
		}
	}
	if (vote->members == NULL)
		return rule_refuse(vote->out, vote->err, "vote.members", "members", "Thiếu danh sách “members”.");
	return OK;
}

static enum status choose_rule(struct vote *vote)
{
	struct err fault = { 0 };
	if (vote_rule_find(vote->arena, vote->kind, vote->day, &vote->rule, &fault) == OK) {
		vote->input.numerator = vote->rule.numerator;
		vote->input.denominator = vote->rule.denominator;
		vote->input.more_than = vote->rule.more_than;
		return OK;
	}
	if (str_is(str_of(fault.code), "vote.no_rule"))
		return rule_refuse(vote->out, vote->err, fault.code, fault.field,
		        "Không có bộ quy định biểu quyết nào cho ngày %.*s; sớm nhất là 01/07/2025.",
		        STR_ARG(date_show(vote->arena, vote->day)));
	return rule_refuse(vote->out, vote->err, fault.code, fault.field,
	        "“kind” phải là một trong: resolution, admission, recognition, removal, expulsion, other.");
}

static enum status refuse_wrong(struct vote *vote, enum vote_wrong wrong, int32_t at)
{
	const struct vote_input *input = &vote->input;
	const char *field = str_c(vote->arena, str_format(vote->arena, "members[%d].counts", at));
	enum vote_why why = VOTE_WHY_MEMBER;
	int32_t in = 0;
	switch (wrong) {
	case VOTE_RIGHT:
		return OK;
	case VOTE_NO_CHOICE:
		why = vote_elector_why(&vote->electors[at], &in);
		return rule_refuse(vote->out, vote->err, "vote.no_choice", field,
		        "Người thứ %d: quy định đã rõ (%s), thư ký không quyết định khác được.", at + 1,
		        vote_why_label(why));
	case VOTE_NO_ELECTOR:
		return rule_refuse(vote->out, vote->err, "vote.no_elector", "members",
		        "Không có đảng viên chính thức nào thuộc cơ sở tính.");
	case VOTE_TOO_MANY:
		return rule_refuse(vote->out, vote->err, "vote.too_many", "for",
		        "Tổng số phiếu (%d tán thành, %d không tán thành, %d ý kiến khác) lớn hơn số người có mặt "
		        "được biểu quyết (%d).%s",
		        input->votes_for, input->votes_against, input->votes_other, vote->result.may_vote,
		        vote->result.undecided ? " Còn người được cử đi nơi khác mà có mặt: thư ký quyết định "
		                                 "(counts) trước."
		                               : "");
	default:
		return rule_refuse(vote->out, vote->err, "vote.negative", "for", "Số phiếu không thể là số âm.");
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
		buf_format(&why, " Cần quá %s: %d phiếu tán thành.", vote->rule.denominator == 2 ? "một nửa" : "mức",
		        result->needs);
	else
		buf_format(&why, " Cần ít nhất %s: %d phiếu tán thành.",
		        vote->rule.denominator == 3 ? "hai phần ba" : "mức", result->needs);
	buf_format(&why, " Có %d phiếu: %s.", vote->input.votes_for,
	        result->carried > 0    ? "thông qua"
	        : result->carried == 0 ? "không thông qua"
	                               : "chưa kết luận được, thư ký phải quyết định người còn để ngỏ");
	buf_format(&why, " Căn cứ: %.*s, %.*s (mức chắc chắn %.*s).", STR_ARG(vote->rule.document),
	        STR_ARG(vote->rule.article), STR_ARG(vote->rule.sure));
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
	put_vote(&vote);
	return OK;
}
