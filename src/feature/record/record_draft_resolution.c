/* Drafts the cell's monthly resolution: I results of the month with the table of the last resolution's tasks, II tasks
 * of the month to come, III assignment and follow-up, IV the cell's own assessment by the groups of the rubric; then
 * the vote. */
#include "feature/record/record_draft_private.h"

#include "base/embed.h"
#include "base/text.h"
#include "base/time.h"

#include <jansson.h>
#include <string.h>

static void put_typed(struct draft *draft)
{
	const struct record_total_row *total = &draft->total;
	draft_line(draft,
	        "Tổng số đảng viên: %.*s đồng chí; có mặt: %.*s; vắng có lý do: %.*s; vắng không có lý do: %.*s.",
	        STR_ARG(draft_count(draft->arena, total->members)),
	        STR_ARG(draft_share(draft->arena, total->present, total->base)),
	        STR_ARG(draft_count(draft->arena, total->excused)),
	        STR_ARG(draft_count(draft->arena, total->unexcused)));
}

static void put_figures(struct draft *draft)
{
	int64_t full = 0, base = 0, present = 0;
	struct str ignored;
	for (size_t i = 0; i < draft->roll.count; i++) {
		const struct record_roll_row *row = &draft->roll.at[i];
		bool in = draft_in_base(row);
		full += str_is(row->status, "full");
		base += in;
		present += in && draft_is_present(row);
	}
	int64_t members = (int64_t)draft->roll.count;
#define NAMED(of) STR_ARG(draft_count(draft->arena, (int64_t)draft_names(draft, of, false, &ignored)))
	draft_line(draft,
	        "Tổng số đảng viên: %.*s đồng chí (chính thức %.*s, dự bị %.*s); được miễn công tác và sinh hoạt đảng: "
	        "%.*s; "
	        "sinh hoạt ở nơi khác: %.*s; có mặt: %.*s/%.*s đồng chí phải dự họp; vắng có lý do: %.*s; vắng không "
	        "có lý do: %.*s.",
	        STR_ARG(draft_count(draft->arena, members)), STR_ARG(draft_count(draft->arena, full)),
	        STR_ARG(draft_count(draft->arena, members - full)), NAMED(draft_is_exempt), NAMED(draft_is_away),
	        STR_ARG(draft_count(draft->arena, present)), STR_ARG(draft_count(draft->arena, base)),
	        NAMED(draft_is_excused), NAMED(draft_is_unexcused));
#undef NAMED
}

static void put_preamble(struct draft *draft)
{
	const struct meeting *meeting = draft->meeting;
	struct str post = draft_post(meeting->chair_post);
	int64_t minutes = meeting->ended_at > meeting->opened_at ? (meeting->ended_at - meeting->opened_at) / 60000 : 0;
	draft_begin(draft, STR("preamble"), STR(""), "para");
	draft_line(draft, "Ngày %.*s, tại %.*s, %.*s %.*s, từ %.*s đến %.*s%s.",
	        STR_ARG(draft_day(draft->arena, meeting->day)),
	        STR_ARG(meeting->place.len ? meeting->place : STR(DOTS)), STR_ARG(meeting->cell_name),
	        STR_ARG(draft_kind(draft->arena, meeting)), STR_ARG(draft_clock(draft->arena, meeting->opened_at)),
	        STR_ARG(draft_clock(draft->arena, meeting->ended_at)),
	        minutes ? str_c(draft->arena, str_format(draft->arena, " (%lld phút)", (long long)minutes)) : "");
	if (draft->typed)
		put_typed(draft);
	else
		put_figures(draft);
	draft_line(draft, "Chủ trì: đồng chí %.*s%s%.*s. Thư ký: đồng chí %.*s.",
	        STR_ARG(meeting->chair_name.len ? meeting->chair_name : STR(DOTS)), post.len ? ", " : "", STR_ARG(post),
	        STR_ARG(meeting->clerk_name.len ? meeting->clerk_name : STR(DOTS)));
	draft_line(draft, "%sSau khi nghe báo cáo, thảo luận và thống nhất,",
	        draft->fees.count ? "Chi bộ đã được thông báo tình hình đóng đảng phí. " : "");
	draft_end(draft);
	draft_begin(draft, STR("decides"), STR("CHI BỘ QUYẾT NGHỊ:"), "para");
	draft_end(draft);
}

/* What was noted and concluded under the steps of that name ("political" takes political_1, political_2). */
static void put_steps(struct draft *draft, const char *key, const char *steps, struct str title, bool conclusions)
{
	draft_begin(draft, str_of(key), draft_number(draft, title), "para");
	for (size_t i = 0; i < draft->items.count; i++) {
		const struct record_items_row *item = &draft->items.at[i];
		struct str rest = str_of(steps), step;
		while (str_split(&rest, ' ', &step)) {
			if (!item->step.len || !str_starts(item->step, step))
				continue;
			if (!conclusions)
				draft_text(draft, item->content);
			draft_text(draft, item->conclusion);
		}
	}
	if (!draft->text.len)
		draft_line(draft, DOTS);
	draft_end(draft);
}

static void put_praise(struct draft *draft)
{
	draft_begin(draft, STR("praise"), draft_number(draft, STR("Biểu dương, nhắc nhở")), "list");
	for (size_t i = 0; i < draft->praises.count; i++) {
		const struct record_praises_row *row = &draft->praises.at[i];
		const char *words = str_is(row->kind, "praise")     ? "Biểu dương"
		                    : str_is(row->kind, "reminder") ? "Nhắc nhở"
		                                                    : "Phê bình";
		draft_line(draft, "%s đồng chí %.*s%s%.*s.", words,
		        STR_ARG(draft_name(draft->arena, row->name, row->label)), row->text.len ? ": " : "",
		        STR_ARG(text_line(draft->arena, row->text)));
	}
	if (!draft->text.len)
		draft_line(draft, DOTS);
	draft_end(draft);
}

static void put_heading(struct draft *draft, const char *key, struct str title)
{
	draft_begin(draft, str_of(key), draft_roman(draft, title), "para");
	draft_end(draft);
}

static struct str month_title(struct draft *draft, const char *words, int month)
{
	return str_format(draft->arena, "%s THÁNG %.*s", words, STR_ARG(month_show(draft->arena, month)));
}

static void put_results(struct draft *draft)
{
	const struct meeting *meeting = draft->meeting;
	put_heading(draft, "results",
	        month_title(draft, "KẾT QUẢ LÃNH ĐẠO THỰC HIỆN NHIỆM VỤ", month_add(meeting->month, -1)));
	put_steps(draft, "ideology", "news", STR("Công tác chính trị, tư tưởng"), false);
	put_steps(draft, "political", "political", STR("Lãnh đạo thực hiện nhiệm vụ chính trị"), false);
	draft_last_tasks(draft, draft_number(draft, STR("Kết quả thực hiện nhiệm vụ của nghị quyết trước")));
	put_praise(draft);
	put_steps(draft, "faults", "faults", STR("Hạn chế, nguyên nhân"), false);
	if (str_is(meeting->kind, "both"))
		put_steps(draft, "theme", "present theme_", STR("Kết quả sinh hoạt chuyên đề"), true);
}

static void put_theme(struct draft *draft)
{
	put_heading(draft, "results", STR("KẾT QUẢ SINH HOẠT CHUYÊN ĐỀ"));
	draft_begin(draft, STR("topic"), STR(""), "para");
	draft_line(draft, "Chuyên đề: %.*s.", STR_ARG(draft->meeting->theme.len ? draft->meeting->theme : STR(DOTS)));
	draft_end(draft);
	put_steps(draft, "purpose", "purpose present", STR("Nội dung chuyên đề"), false);
	put_steps(draft, "theme", "theme_discussion", STR("Thảo luận, liên hệ của chi bộ"), true);
	put_steps(draft, "theme_close", "theme_close", STR("Đánh giá, kết luận"), false);
}

static void put_follow_up(struct draft *draft)
{
	draft_begin(draft, STR("follow_up"), draft_roman(draft, STR("PHÂN CÔNG, THEO DÕI THỰC HIỆN")), "para");
	draft_line(draft,
	        "Các đồng chí được giao nhiệm vụ tại mục II tổ chức thực hiện và báo cáo kết quả tại buổi họp "
	        "của chi bộ.");
	draft_line(draft, "Theo dõi, đôn đốc việc thực hiện nghị quyết: đồng chí " DOTS);
	draft_end(draft);
}

static void close_json(json_t **json)
{
	json_decref(*json);
}

/* The points of a group, where each of its lines has some. */
static struct opt_int points_of(const struct draft *draft, const json_t *group)
{
	size_t i;
	const json_t *line;
	int64_t sum = 0, max = json_integer_value(json_object_get(group, "max"));
	json_array_foreach(json_object_get(group, "lines"), i, line)
	{
		const char *id = json_string_value(json_object_get(line, "id"));
		struct opt_int points = OPT_NONE;
		for (size_t p = 0; p < draft->points.count; p++)
			if (id && str_is(draft->points.at[p].line, id))
				points = draft->points.at[p].points;
		if (!points.set)
			return OPT_NONE;
		sum += points.n;
	}
	return OPT(sum < max ? sum : max);
}

static struct str number_or_dots(struct arena *arena, struct opt_int number)
{
	return number.set ? str_format(arena, "%lld", (long long)number.n) : STR(DOTS);
}

static void put_groups(struct draft *draft)
{
	struct str file = rules_file(
	        str_c(draft->arena, str_format(draft->arena, "rubric/%.*s.json", STR_ARG(draft->score.rubric))));
	json_error_t why;
	CLOSES(close_json) json_t *rubric = file.len ? json_loadb(file.ptr, file.len, 0, &why) : NULL;
	size_t i;
	const json_t *group;
	draft_row(draft,
	        (const struct str[]){ STR("TT"), STR("Nhóm tiêu chí"), STR("Điểm tối đa"), STR("Chi bộ tự chấm") }, 4);
	json_array_foreach(json_object_get(rubric, "groups"), i, group)
	{
		const char *name = json_string_value(json_object_get(group, "name"));
		draft_row(draft,
		        (const struct str[]){ str_format(draft->arena, "%zu", i + 1),
		                str_copy(draft->arena, str_of(name)),
		                str_format(draft->arena, "%lld",
		                        (long long)json_integer_value(json_object_get(group, "max"))),
		                number_or_dots(draft->arena, points_of(draft, group)) },
		        4);
	}
}

static void put_score(struct draft *draft)
{
	const struct score *score = &draft->score;
	draft_begin(draft, STR("score"), draft_roman(draft, STR("TỰ ĐÁNH GIÁ CHẤT LƯỢNG SINH HOẠT")), "table");
	put_groups(draft);
	draft_end(draft);
	draft_begin(draft, STR("grade"), STR(""), "para");
	draft_line(draft, "Tổng điểm: %.*s/%lld; chi bộ tự xếp loại: %.*s.",
	        STR_ARG(number_or_dots(draft->arena, score->total)), (long long)(score->scale ? score->scale : 100),
	        STR_ARG(score->grade_name.len ? score->grade_name : STR(DOTS)));
	draft_line(draft, "Nội dung cần khắc phục: %.*s",
	        STR_ARG(score->shortcomings.len ? str_trim(score->shortcomings) : STR(DOTS)));
	draft_end(draft);
}

/* The vote that adopted it; of the monthly one, while that is not noted, the last that was carried. */
static void put_vote(struct draft *draft, bool monthly)
{
	struct record_vote_row vote = draft->adoption;
	bool voted = draft->adopted;
	for (size_t i = 0; i < draft->votes.count && monthly && !draft->adopted; i++) {
		const struct record_votes_row *row = &draft->votes.at[i];
		if (!str_is(row->kind, "resolution") || !row->carried.set || row->carried.n != 1)
			continue;
		vote = (struct record_vote_row){ .votes_for = row->votes_for,
			.votes_against = row->votes_against,
			.votes_other = row->votes_other,
			.base = row->base,
			.meeting = { draft->meeting->id } };
		voted = true;
	}
	bool later = voted && vote.meeting.n != draft->meeting->id;
	draft_begin(draft, STR("vote"), STR(""), "para");
	if (voted)
		draft_line(draft,
		        "Nghị quyết được biểu quyết thông qua%s%.*s: tán thành %.*s; không tán thành %.*s; ý kiến "
		        "khác %.*s.",
		        later ? " tại buổi họp ngày " : "",
		        STR_ARG(later ? draft_day(draft->arena, vote.day) : STR("")),
		        STR_ARG(draft_vote_share(draft->arena, vote.votes_for, vote.base)),
		        STR_ARG(draft_count(draft->arena, vote.votes_against)),
		        STR_ARG(draft_count(draft->arena, vote.votes_other)));
	else
		draft_line(draft, "Nghị quyết được " DOTS " đồng chí biểu quyết tán thành, đạt " DOTS "%%.");
	draft_end(draft);
}

void draft_resolution(struct draft *draft)
{
	const struct meeting *meeting = draft->meeting;
	put_preamble(draft);
	if (str_is(meeting->kind, "thematic"))
		put_theme(draft);
	else
		put_results(draft);
	put_heading(draft, "ahead", month_title(draft, "NHIỆM VỤ", meeting->month));
	put_steps(draft, "next", "next", STR("Phương hướng"), false);
	put_steps(draft, "conclusion", "discussion conclusion answers",
	        STR("Kết luận của chi bộ về các nội dung thảo luận"), true);
	draft_given_tasks(draft, draft_number(draft, STR("Nhiệm vụ giao cho đảng viên")));
	put_follow_up(draft);
	put_score(draft);
	put_vote(draft, true);
}

/* A resolution besides the monthly one: only its frame is known. */
void draft_further(struct draft *draft)
{
	put_preamble(draft);
	draft_begin(draft, STR("content"), STR("1. Nội dung"), "para");
	draft_line(draft, DOTS);
	draft_end(draft);
	draft_begin(draft, STR("follow_up"), STR("2. Tổ chức thực hiện"), "para");
	draft_line(draft, DOTS);
	draft_end(draft);
	put_vote(draft, false);
}
