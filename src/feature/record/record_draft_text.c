/* The sections of minutes and resolution, one function each. */
#include "feature/record/record_draft.h"

#include "base/time.h"

#include <string.h>

enum { TEXT = 256 << 10 };

static const char *grade_word(struct str grade)
{
	return str_is(grade, "good") ? "Tốt" : str_is(grade, "fair") ? "Khá" : str_is(grade, "average") ? "Trung bình" : str_is(grade, "poor") ? "Kém" : DOTS;
}

static const char *task_word(struct str state)
{
	return str_is(state, "done") ? "hoàn thành" : str_is(state, "part") ? "hoàn thành một phần" : str_is(state, "not_done") ? "chưa hoàn thành"
	       : str_is(state, "dropped")                               ? "thôi thực hiện"
									: "đang thực hiện";
}

static const char *post_word(struct str post)
{
	return str_is(post, "bi_thu") ? ", Bí thư chi bộ" : str_is(post, "pho_bi_thu") ? ", Phó Bí thư chi bộ" : str_is(post, "chi_uy_vien") ? ", chi ủy viên" : "";
}

static void name_or_dots(struct buf *buf, struct str name)
{
	buf_str(buf, name.len ? name : STR(DOTS));
}

static void put_absent(struct record_story *story, struct buf *buf, const char *state, const char *words)
{
	int count = 0;
	for (size_t i = 0; i < story->absent.count; i++)
		count += str_is(story->absent.at[i].state, state);
	buf_format(buf, "%s: %d đồng chí", words, count);
	bool first = true;
	for (size_t i = 0; i < story->absent.count; i++) {
		const struct record_absent_row *row = &story->absent.at[i];
		if (!str_is(row->state, state))
			continue;
		buf_c(buf, first ? " (" : "; ");
		buf_str(buf, row->name);
		if (row->label.len)
			buf_format(buf, " (%.*s)", STR_ARG(row->label));
		if (!strcmp(state, "excused"))
			buf_format(buf, ", %.*s", STR_ARG(row->reason.len ? row->reason : STR("lý do " DOTS)));
		first = false;
	}
	buf_c(buf, first ? ".\n" : ").\n");
}

static void put_guests(struct record_story *story, struct buf *buf)
{
	bool first = true;
	for (size_t i = 0; i < story->guests.count; i++) {
		const struct record_guests_row *row = &story->guests.at[i];
		if (str_is(row->kind, "temporary_stay"))
			continue;
		buf_format(buf, "%s%.*s", first ? "Đại biểu: đồng chí " : "; đồng chí ", STR_ARG(row->name));
		if (row->post.len)
			buf_format(buf, ", %.*s", STR_ARG(row->post));
		first = false;
	}
	buf_c(buf, first ? "" : ".\n");
}

static int stay_count(const struct record_story *story)
{
	int count = 0;
	for (size_t i = 0; i < story->guests.count; i++)
		count += str_is(story->guests.at[i].kind, "temporary_stay");
	return count;
}

static void put_fees(struct record_story *story, struct buf *buf)
{
	if (!story->fees.paid && !story->fees.unpaid) {
		buf_c(buf, "Đảng phí: " DOTS ".\n");
		return;
	}
	buf_format(buf, "Đảng phí tháng %d: %lld đồng chí đã nộp", story->meeting->month % 100, (long long)story->fees.paid);
	for (size_t i = 0; i < story->unpaid.count; i++)
		buf_format(buf, "%s%.*s", i ? ", " : "; chưa nộp: ", STR_ARG(story->unpaid.at[i].name));
	buf_c(buf, ".\n");
}

struct str record_people(struct record_story *story)
{
	const struct meeting *meeting = story->meeting;
	const struct record_facts_row *facts = &story->facts;
	struct buf buf = buf_open(story->arena, TEXT);
	buf_c(&buf, "Chủ trì: đồng chí ");
	name_or_dots(&buf, meeting->chair_name);
	buf_format(&buf, "%s.\nThư ký: đồng chí ", post_word(meeting->chair_post));
	name_or_dots(&buf, meeting->clerk_name);
	buf_c(&buf, ".\n");
	if (story->typed) {
		buf_format(&buf, "Tổng số đảng viên: %lld đồng chí; có mặt: %.*s; vắng có lý do: %lld; vắng không có lý do: %lld.\n",
			(long long)story->total.members, STR_ARG(record_share(story->arena, story->total.present, story->total.base)),
			(long long)story->total.excused, (long long)story->total.unexcused);
		return buf_text(&buf);
	}
	buf_format(&buf, "Tổng số đảng viên: %lld đồng chí (chính thức %lld, dự bị %lld)", (long long)(facts->full_members + facts->probationary),
		(long long)facts->full_members, (long long)facts->probationary);
	if (stay_count(story))
		buf_format(&buf, "; sinh hoạt tạm thời: %d", stay_count(story));
	buf_c(&buf, ".\n");
	if (facts->exempt || facts->away || facts->special)
		buf_format(&buf, "Được miễn công tác, sinh hoạt: %lld; được cử đi nơi khác: %lld; làm nhiệm vụ đặc biệt: %lld.\n", (long long)facts->exempt,
			(long long)facts->away, (long long)facts->special);
	buf_format(&buf, "Có mặt: %.*s; trong đó chính thức %lld, dự bị %lld.\n", STR_ARG(record_share(story->arena, facts->present, facts->base)),
		(long long)facts->full_present, (long long)facts->probationary_present);
	put_absent(story, &buf, "excused", "Vắng có lý do");
	put_absent(story, &buf, "unexcused", "Vắng không có lý do");
	put_guests(story, &buf);
	put_fees(story, &buf);
	return buf_text(&buf);
}

struct str record_tasks_reported(struct record_story *story)
{
	struct buf buf = buf_open(story->arena, TEXT);
	if (!story->reported.count)
		return STR_NONE;
	buf_c(&buf, "TT | Nhiệm vụ | Tình trạng | Kết quả\n");
	for (size_t i = 0; i < story->reported.count; i++) {
		const struct task_line *line = &story->reported.at[i];
		buf_format(&buf, "%zu | %.*s%s%.*s | %s | %.*s\n", i + 1, STR_ARG(line->title), line->person.len ? " – đồng chí " : "", STR_ARG(line->person),
			task_word(line->state), STR_ARG(line->result.len ? line->result : STR(DOTS)));
	}
	return buf_text(&buf);
}

struct str record_tasks_given(struct record_story *story)
{
	struct buf buf = buf_open(story->arena, TEXT);
	if (!story->given.count)
		return STR_NONE;
	buf_c(&buf, "TT | Nhiệm vụ | Người thực hiện | Thời hạn\n");
	for (size_t i = 0; i < story->given.count; i++) {
		const struct task_line *line = &story->given.at[i];
		struct str due = line->due.len ? date_show(story->arena, line->due) : STR(DOTS);
		buf_format(&buf, "%zu | %.*s | %.*s | %.*s\n", i + 1, STR_ARG(line->title), STR_ARG(line->person.len ? line->person : STR(DOTS)),
			STR_ARG(due));
	}
	return buf_text(&buf);
}

struct str record_votes_text(struct record_story *story)
{
	struct buf buf = buf_open(story->arena, TEXT);
	for (size_t i = 0; i < story->votes.count; i++) {
		const struct record_votes_row *row = &story->votes.at[i];
		bool carried = row->carried.set && row->carried.n == 1;
		buf_format(&buf, "%.*s: tán thành %.*s; không tán thành %lld; ý kiến khác %lld. Kết quả: %s.\n", STR_ARG(row->question),
			STR_ARG(record_share(story->arena, row->votes_for, row->base)), (long long)row->votes_against, (long long)row->votes_other,
			carried ? "thông qua" : "không thông qua");
	}
	return buf_text(&buf);
}

struct str record_praise_text(struct record_story *story, bool praise)
{
	struct buf buf = buf_open(story->arena, TEXT);
	for (size_t i = 0; i < story->praise.count; i++) {
		const struct record_praise_row *row = &story->praise.at[i];
		bool good = str_is(row->kind, "praise");
		if (good != praise)
			continue;
		buf_format(&buf, "%s đồng chí %.*s%s%.*s.\n", good ? "Biểu dương" : str_is(row->kind, "criticism") ? "Phê bình" : "Nhắc nhở",
			STR_ARG(row->name), row->text.len ? ": " : "", STR_ARG(row->text));
	}
	return buf_text(&buf);
}

struct str record_score_text(struct record_story *story)
{
	struct buf buf = buf_open(story->arena, TEXT);
	buf_c(&buf, "Chi bộ tự chấm ");
	if (story->score.total.set)
		buf_int(&buf, story->score.total.n);
	else
		buf_c(&buf, DOTS);
	buf_format(&buf, " điểm, đề nghị xếp loại %s.\n", grade_word(story->score.grade));
	buf_format(&buf, "Hạn chế, cách khắc phục: %.*s\n", STR_ARG(story->score.shortcomings.len ? story->score.shortcomings : STR(DOTS)));
	return buf_text(&buf);
}

/* One agenda item: who presented, what was said, the chair's conclusion. Empty when nothing was noted. */
static struct str item_text(struct record_story *story, const struct record_items_row *item)
{
	struct buf buf = buf_open(story->arena, TEXT);
	if (item->content.len) {
		if (item->presenter.len)
			buf_format(&buf, "Đồng chí %.*s trình bày: ", STR_ARG(item->presenter));
		buf_str(&buf, item->content);
		buf_char(&buf, '\n');
	}
	for (size_t i = 0; i < story->speeches.count; i++) {
		const struct record_speeches_row *row = &story->speeches.at[i];
		if (row->item.n != item->id.n)
			continue;
		buf_format(&buf, "Đồng chí %.*s%s: %.*s\n", STR_ARG(row->name), str_is(row->kind, "superior") ? " (cấp trên) phát biểu" : "",
			STR_ARG(row->text.len ? row->text : STR(DOTS)));
	}
	if (item->conclusion.len)
		buf_format(&buf, "Chủ trì kết luận: %.*s\n", STR_ARG(item->conclusion));
	return buf_text(&buf);
}

static struct str opening(struct record_story *story)
{
	const struct meeting *meeting = story->meeting;
	struct str place = meeting->place.len ? meeting->place : STR(DOTS);
	struct str began = meeting->opened_at ? record_clock(story->arena, meeting->opened_at)
					      : str_format(story->arena, "%d giờ %02d phút", (int)meeting->minute / 60, (int)meeting->minute % 60);
	return str_format(story->arena, "Hôm nay, vào hồi %.*s, %.*s, tại %.*s, %.*s sinh hoạt %.*s %.*s.%s%.*s%s", STR_ARG(began),
		STR_ARG(record_day(story->arena, meeting->day)), STR_ARG(place), STR_ARG(meeting->cell_name), STR_ARG(record_kind(meeting)),
		STR_ARG(record_month(story->arena, meeting->month)), meeting->theme.len ? " Chuyên đề: " : "", STR_ARG(meeting->theme),
		meeting->theme.len ? "." : "");
}

static void add_list(struct record_story *story, const char *key, const char *title, struct str text)
{
	if (text.len)
		record_section_add(story, key, str_of(title), "list", text);
}

static void add_items(struct record_story *story)
{
	int number = 0;
	for (size_t i = 0; i < story->items.count; i++) {
		const struct record_items_row *item = &story->items.at[i];
		struct str text = item_text(story, item);
		if (!text.len)
			continue;
		struct str key = str_format(story->arena, "item-%lld", (long long)item->id.n);
		record_section_add(story, str_c(story->arena, key), str_format(story->arena, "%d. %.*s", ++number, STR_ARG(item->title)), "para", text);
	}
	if (!number)
		record_section_add(story, "item-none", STR_NONE, "para", STR(DOTS));
}

static struct str closing(struct record_story *story)
{
	const struct meeting *meeting = story->meeting;
	struct str adopted = STR(DOTS);
	for (size_t i = 0; i < story->votes.count; i++)
		if (str_is(story->votes.at[i].kind, "minutes") && story->votes.at[i].carried.n == 1)
			adopted = record_share(story->arena, story->votes.at[i].votes_for, story->votes.at[i].base);
	struct str ended = record_clock(story->arena, meeting->ended_at);
	return str_format(story->arena, "Buổi sinh hoạt kết thúc hồi %.*s cùng ngày. Biên bản đã được đọc trước chi bộ và được %.*s thông qua.",
		STR_ARG(ended), STR_ARG(adopted));
}

/* "III. BIỂU QUYẾT": the parts that are there are numbered without a gap. */
static struct str part(struct record_story *story, int *number, const char *title)
{
	static const char *const roman[] = { "I", "II", "III", "IV", "V", "VI" };
	check(*number < (int)LENGTH(roman));
	return str_format(story->arena, "%s. %s", roman[(*number)++], title);
}

void record_draft_minutes(struct record_story *story)
{
	int number = 0;
	struct str votes = record_votes_text(story);
	record_section_add(story, "opening", STR_NONE, "para", opening(story));
	record_section_add(story, "people", part(story, &number, "THÀNH PHẦN"), "list", record_people(story));
	record_section_add(story, "content", part(story, &number, "NỘI DUNG"), "para", STR_NONE);
	if (story->reported.count)
		record_section_add(story, "tasks_last", STR("Kết quả nhiệm vụ tháng trước"), "table", record_tasks_reported(story));
	add_items(story);
	add_list(story, "praise", "Biểu dương", record_praise_text(story, true));
	add_list(story, "reminders", "Nhắc nhở, phê bình", record_praise_text(story, false));
	if (votes.len)
		record_section_add(story, "votes", part(story, &number, "BIỂU QUYẾT"), "list", votes);
	if (story->given.count)
		record_section_add(story, "tasks", part(story, &number, "PHÂN CÔNG NHIỆM VỤ"), "table", record_tasks_given(story));
	record_section_add(story, "score", part(story, &number, "TỰ ĐÁNH GIÁ BUỔI SINH HOẠT"), "para", record_score_text(story));
	record_section_add(story, "close", STR_NONE, "para", closing(story));
}

static struct str conclusions(struct record_story *story, bool thinking)
{
	struct buf buf = buf_open(story->arena, TEXT);
	for (size_t i = 0; i < story->items.count; i++) {
		const struct record_items_row *item = &story->items.at[i];
		bool of_thinking = str_starts(item->step, STR("news")) || str_starts(item->step, STR("spirit"));
		if (of_thinking == thinking && item->conclusion.len)
			buf_format(&buf, "%.*s\n", STR_ARG(item->conclusion));
	}
	return buf.len ? buf_text(&buf) : STR(DOTS);
}

static struct str resolution_vote(struct record_story *story)
{
	for (size_t i = story->votes.count; i-- > 0;)
		if (str_is(story->votes.at[i].kind, "resolution"))
			return str_format(story->arena, "Nghị quyết được %.*s tán thành.",
				STR_ARG(record_share(story->arena, story->votes.at[i].votes_for, story->votes.at[i].base)));
	return STR("Nghị quyết được " DOTS " tán thành.");
}

void record_draft_resolution(struct record_story *story)
{
	const struct meeting *meeting = story->meeting;
	int last = month_add(meeting->month, -1), next = month_add(meeting->month, 1);
	struct str praise = record_praise_text(story, true), reminders = record_praise_text(story, false);
	record_section_add(story, "opening", STR_NONE, "para", opening(story));
	record_section_add(story, "people", STR_NONE, "list", record_people(story));
	record_section_add(story, "result", str_format(story->arena, "I. KẾT QUẢ LÃNH ĐẠO THÁNG %d", last % 100), "para", STR_NONE);
	record_section_add(story, "item-thinking", STR("1. Công tác chính trị, tư tưởng"), "para", conclusions(story, true));
	record_section_add(story, "item-politics", STR("2. Thực hiện nhiệm vụ chính trị"), "para", conclusions(story, false));
	record_section_add(story, "item-tasks", STR("3. Nhiệm vụ theo nghị quyết tháng trước"), "table",
		story->reported.count ? record_tasks_reported(story) : STR("TT | Nhiệm vụ | Tình trạng | Kết quả\n1 | " DOTS " | " DOTS " | " DOTS));
	record_section_add(story, "item-praise", STR("4. Biểu dương, nhắc nhở"), "list",
		str_format(story->arena, "%.*s%.*s%s", STR_ARG(praise), STR_ARG(reminders), praise.len || reminders.len ? "" : "Không có."));
	record_section_add(story, "item-faults", STR("5. Hạn chế, nguyên nhân"), "para", STR(DOTS));
	record_section_add(story, "tasks", str_format(story->arena, "II. NHIỆM VỤ THÁNG %d", next % 100), "table",
		story->given.count ? record_tasks_given(story) : STR("TT | Nhiệm vụ | Người thực hiện | Thời hạn\n1 | " DOTS " | " DOTS " | " DOTS));
	record_section_add(story, "follow", STR("III. PHÂN CÔNG, THEO DÕI"), "para",
		STR("Chi ủy (bí thư, phó bí thư) theo dõi, đôn đốc; người được giao báo cáo kết quả tại buổi sinh hoạt kế tiếp."));
	record_section_add(story, "score", STR("IV. TỰ ĐÁNH GIÁ BUỔI SINH HOẠT"), "para", record_score_text(story));
	record_section_add(story, "vote", STR_NONE, "para", resolution_vote(story));
}
