/* Drafts the minutes from what the clerk noted, in the order of the usual form: who was there, what was dealt with item
 * by item, what the superior said, tasks, votes, the meeting's own score, the end. */
#include "feature/record/record_draft_private.h"

#include "base/text.h"
#include "base/time.h"

#include <string.h>

static void put_opening(struct draft *draft)
{
	const struct meeting *meeting = draft->meeting;
	struct date day = { 0 };
	draft_begin(draft, STR("opening"), STR(""), "para");
	if (!date_parse(meeting->day, &day))
		day = (struct date){ 0 };
	struct str who = meeting->cell_name;
	if (!meeting_is_cell(meeting))
		who = str_format(draft->arena, str_is(meeting->body, "group") ? "%.*s thuộc %.*s" : "%.*s %.*s",
		        STR_ARG(meeting_body_name(meeting)), STR_ARG(meeting->cell_name));
	draft_line(draft, "Hôm nay, vào hồi %.*s, ngày %02d tháng %.*s năm %d, tại %.*s, %.*s tổ chức %.*s.",
	        STR_ARG(draft_clock(draft->arena, meeting->opened_at)), day.day,
	        STR_ARG(month_show(draft->arena, day.month)), day.year,
	        STR_ARG(meeting->place.len ? meeting->place : STR(DOTS)), STR_ARG(who),
	        STR_ARG(draft_kind(draft->arena, meeting)));
	if (meeting->theme.len)
		draft_line(draft, "Chuyên đề: %.*s.", STR_ARG(meeting->theme));
	draft_end(draft);
}

static bool is_special(const struct record_roll_row *row)
{
	return str_is(row->duty, "special_duty");
}

static bool is_extra(const struct record_roll_row *row)
{
	return !draft_in_base(row) && draft_is_present(row);
}

static bool is_unknown(const struct record_roll_row *row)
{
	return draft_in_base(row) && str_is(row->state, "unknown");
}

static void put_named(struct draft *draft, const char *label, bool (*of)(const struct record_roll_row *row),
        bool always, bool reasons)
{
	struct str names;
	size_t count = draft_names(draft, of, reasons, &names);
	if (count)
		draft_line(draft, "%s: %02zu đồng chí: %.*s.", label, count, STR_ARG(names));
	else if (always)
		draft_line(draft, "%s: không.", label);
}

/* A month typed in from paper: totals without names. */
static void put_typed(struct draft *draft)
{
	const struct record_total_row *total = &draft->total;
	draft_line(draft,
	        "Tổng số đảng viên của chi bộ: %.*s đồng chí (chính thức %.*s, dự bị %.*s); được miễn: %.*s; sinh hoạt "
	        "ở nơi khác: %.*s.",
	        STR_ARG(draft_count(draft->arena, total->members)),
	        STR_ARG(draft_count(draft->arena, total->full_members)),
	        STR_ARG(draft_count(draft->arena, total->members - total->full_members)),
	        STR_ARG(draft_count(draft->arena, total->exempt)), STR_ARG(draft_count(draft->arena, total->away)));
	draft_line(draft, "Có mặt: %.*s; vắng mặt có lý do: %.*s; vắng mặt không có lý do: %.*s.",
	        STR_ARG(draft_share(draft->arena, total->present, total->base)),
	        STR_ARG(draft_count(draft->arena, total->excused)),
	        STR_ARG(draft_count(draft->arena, total->unexcused)));
}

static const char *draft_members(const struct meeting *meeting)
{
	return str_is(meeting->body, "committee") ? "chi ủy viên"
	       : str_is(meeting->body, "group")   ? "đảng viên của tổ"
	                                          : "đảng viên của chi bộ";
}

static void put_counts(struct draft *draft)
{
	int64_t members = (int64_t)draft->roll.count, full = 0, base = 0, present = 0, present_full = 0;
	for (size_t i = 0; i < draft->roll.count; i++) {
		const struct record_roll_row *row = &draft->roll.at[i];
		bool is_full = str_is(row->status, "full"), in = draft_in_base(row);
		full += is_full;
		base += in;
		present += in && draft_is_present(row);
		present_full += in && is_full && draft_is_present(row);
	}
	draft_line(draft, "Tổng số %s: %02lld đồng chí (chính thức %02lld, dự bị %.*s).", draft_members(draft->meeting),
	        (long long)members, (long long)full, STR_ARG(draft_count(draft->arena, members - full)));
	put_named(draft, "Được miễn công tác và sinh hoạt đảng", draft_is_exempt, true, false);
	put_named(draft, "Đi công tác, sinh hoạt ở nơi khác", draft_is_away, true, false);
	put_named(draft, "Lực lượng vũ trang làm nhiệm vụ đặc biệt", is_special, false, false);
	draft_line(draft,
	        "Có mặt: %02lld đồng chí (chính thức %02lld, dự bị %.*s) trên %02lld đồng chí phải dự họp, đạt %.*s.",
	        (long long)present, (long long)present_full, STR_ARG(draft_count(draft->arena, present - present_full)),
	        (long long)base,
	        STR_ARG(base ? permille_show(draft->arena, (present * 1000 + base / 2) / base) : STR(DOTS)));
	put_named(draft, "Thuộc diện được miễn, không tính vào số phải dự họp nhưng vẫn dự", is_extra, false, false);
	put_named(draft, "Vắng mặt có lý do", draft_is_excused, true, true);
	put_named(draft, "Vắng mặt không có lý do", draft_is_unexcused, true, false);
	put_named(draft, "Chưa điểm danh", is_unknown, false, false);
}

/* Who came late or left early. */
static void put_times(struct draft *draft)
{
	struct buf late = buf_open(draft->arena, 1 << 16), early = buf_open(draft->arena, 1 << 16);
	for (size_t i = 0; i < draft->roll.count; i++) {
		const struct record_roll_row *row = &draft->roll.at[i];
		struct str name = draft_name(draft->arena, row->name, row->label);
		if (draft_is_present(row) && row->arrived.set)
			buf_format(&late, "%s%.*s (%.*s)", late.len ? ", " : "", STR_ARG(name),
			        STR_ARG(draft_clock(draft->arena, row->arrived.n)));
		if (draft_is_present(row) && row->gone.set)
			buf_format(&early, "%s%.*s (%.*s)", early.len ? ", " : "", STR_ARG(name),
			        STR_ARG(draft_clock(draft->arena, row->gone.n)));
	}
	if (late.len)
		draft_line(draft, "Đến muộn: %.*s.", STR_ARG(buf_text(&late)));
	if (early.len)
		draft_line(draft, "Về sớm: %.*s.", STR_ARG(buf_text(&early)));
}

static void put_guests(struct draft *draft, const char *kinds, const char *label)
{
	struct buf names = buf_open(draft->arena, 1 << 16);
	int count = 0;
	for (size_t i = 0; i < draft->guests.count; i++) {
		const struct record_guests_row *row = &draft->guests.at[i];
		if (!row->present || !strstr(kinds, str_c(draft->arena, row->kind)))
			continue;
		buf_format(&names, "%sđồng chí %.*s", count++ ? "; " : "", STR_ARG(row->name));
		if (row->post.len)
			buf_format(&names, ", %.*s", STR_ARG(row->post));
	}
	if (count)
		draft_line(draft, "%s: %.*s.", label, STR_ARG(buf_text(&names)));
}

static void put_roles(struct draft *draft)
{
	const struct meeting *meeting = draft->meeting;
	struct str post = meeting->chair_leads ? STR("Tổ trưởng") : draft_post(meeting->chair_post);
	draft_line(draft, "Chủ trì: đồng chí %.*s%s%.*s.",
	        STR_ARG(meeting->chair_name.len ? meeting->chair_name : STR(DOTS)), post.len ? ", " : "",
	        STR_ARG(post));
	draft_line(draft, "Thư ký: đồng chí %.*s.", STR_ARG(meeting->clerk_name.len ? meeting->clerk_name : STR(DOTS)));
	if (meeting->observer_name.len)
		draft_line(draft, "Người theo dõi, chấm điểm: đồng chí %.*s.", STR_ARG(meeting->observer_name));
	for (size_t i = 0; i < draft->changes.count; i++) {
		const struct record_changes_row *row = &draft->changes.at[i];
		bool chair = str_is(row->role, "chair");
		if (row->name_before.len)
			draft_line(draft, "Từ %.*s, đồng chí %.*s thay đồng chí %.*s %s%s%.*s.",
			        STR_ARG(draft_clock(draft->arena, row->at)), STR_ARG(row->name),
			        STR_ARG(row->name_before), chair ? "chủ trì" : "ghi biên bản",
			        row->reason.len ? "; lý do: " : "", STR_ARG(row->reason));
		else
			draft_line(draft, "Từ %.*s, đồng chí %.*s %s.", STR_ARG(draft_clock(draft->arena, row->at)),
			        STR_ARG(row->name), chair ? "chủ trì" : "ghi biên bản");
	}
}

static void put_people(struct draft *draft)
{
	draft_begin(draft, STR("people"), draft_roman(draft, STR("THÀNH PHẦN")), "para");
	if (draft->typed)
		put_typed(draft);
	else
		put_counts(draft);
	put_times(draft);
	put_guests(draft, "temporary_stay", "Đảng viên sinh hoạt tạm thời dự họp (không tính vào tổng số)");
	put_guests(draft, "superior other", "Đại biểu dự họp");
	put_roles(draft);
	draft_end(draft);
}

/* "20 đồng chí đã đóng, 02 chưa đóng" and the names of those who did not. */
static void put_fees(struct draft *draft)
{
	struct buf unpaid = buf_open(draft->arena, 1 << 16);
	int paid = 0, not_paid = 0, free_of = 0;
	for (size_t i = 0; i < draft->fees.count; i++) {
		const struct record_fees_row *row = &draft->fees.at[i];
		paid += str_is(row->state, "paid");
		free_of += str_is(row->state, "free");
		if (str_is(row->state, "unpaid"))
			buf_format(&unpaid, "%s%.*s", not_paid++ ? ", " : "",
			        STR_ARG(draft_name(draft->arena, row->name, row->label)));
	}
	draft_begin(draft, STR("fees"), draft_number(draft, STR("Tình hình đóng đảng phí")), "para");
	if (!draft->fees.count)
		draft_line(draft, "Đảng phí tháng %.*s/%d: " DOTS,
		        STR_ARG(month_show(draft->arena, draft->meeting->month)), draft->meeting->month / 100);
	else if (!not_paid && !free_of)
		draft_line(draft, "Đảng phí tháng %.*s/%d: %02d đồng chí đã đóng, không có đồng chí nào chưa đóng.",
		        STR_ARG(month_show(draft->arena, draft->meeting->month)), draft->meeting->month / 100, paid);
	else
		draft_line(draft, "Đảng phí tháng %.*s/%d: đã đóng %02d đồng chí; chưa đóng %.*s đồng chí%s%.*s%s%s.",
		        STR_ARG(month_show(draft->arena, draft->meeting->month)), draft->meeting->month / 100, paid,
		        STR_ARG(draft_count(draft->arena, not_paid)), not_paid ? " (" : "", STR_ARG(buf_text(&unpaid)),
		        not_paid ? ")" : "",
		        free_of ? str_c(draft->arena, str_format(draft->arena, "; được miễn %02d đồng chí", free_of))
		                : "");
}

static bool spoken(const struct draft *draft, struct item_id item)
{
	for (size_t i = 0; i < draft->speeches.count; i++)
		if (draft->speeches.at[i].item.n == item.n && !str_is(draft->speeches.at[i].kind, "superior"))
			return true;
	return false;
}

/* Steps that have a section of their own, or need none when nothing was noted under them. */
static bool is_formal(struct str step)
{
	static const char *const formal[] = { "opening", "clerk", "roll", "fees", "agenda", "last_tasks", "praise",
		"assign", "superior", "score", "read_back" };
	for (size_t i = 0; i < LENGTH(formal); i++)
		if (str_is(step, formal[i]))
			return true;
	return false;
}

static void put_speech(struct draft *draft, const struct record_speeches_row *row)
{
	struct str name = draft_name(draft->arena, row->name, row->label), rest = str_trim(row->text), line;
	const char *lead = str_is(row->kind, "ahead")    ? " (ý kiến gửi trước)"
	                   : str_is(row->kind, "report") ? " báo cáo"
	                                                 : "";
	bool first = true;
	if (!rest.len)
		draft_line(draft, "Đồng chí %.*s%s: " DOTS, STR_ARG(name), lead);
	while (str_split(&rest, '\n', &line)) {
		line = str_trim(line);
		if (line.len && first)
			draft_line(draft, "Đồng chí %.*s%s: %.*s", STR_ARG(name), lead,
			        STR_ARG(draft_sentence(draft->arena, line)));
		else if (line.len)
			draft_line(draft, "%.*s", STR_ARG(draft_sentence(draft->arena, line)));
		first = first && !line.len;
	}
}

/* What was said under an item, after who presented it; then what the chair concluded. */
static void put_notes(struct draft *draft, const struct record_items_row *item)
{
	struct str post = draft_post(item->presenter_post), content = str_trim(item->content), first;
	if (content.len && item->presenter_name.len && str_split(&content, '\n', &first))
		draft_line(draft, "Đồng chí %.*s%s%.*s trình bày: %.*s", STR_ARG(item->presenter_name),
		        post.len ? ", " : "", STR_ARG(post), STR_ARG(str_trim(first)));
	draft_text(draft, content);
	for (size_t i = 0; i < draft->speeches.count; i++)
		if (draft->speeches.at[i].item.n == item->id.n && !str_is(draft->speeches.at[i].kind, "superior"))
			put_speech(draft, &draft->speeches.at[i]);
	if (str_trim(item->conclusion).len)
		draft_line(
		        draft, "Kết luận của chủ trì: %.*s", STR_ARG(draft_sentence(draft->arena, item->conclusion)));
}

static void put_item(struct draft *draft, const struct record_items_row *item)
{
	bool noted = str_trim(item->content).len || str_trim(item->conclusion).len || spoken(draft, item->id);
	if (str_is(item->step, "fees") || (!noted && is_formal(item->step)))
		return;
	struct str key = str_format(draft->arena, "item-%lld", (long long)item->id.n);
	draft_begin(draft, key, draft_number(draft, item->title), "para");
	put_notes(draft, item);
	if (!noted)
		draft_line(draft, DOTS);
	draft_end(draft);
}

static void put_praise(struct draft *draft)
{
	static const struct {
		const char *kind, *words;
	} kinds[] = { { "praise", "Biểu dương" }, { "reminder", "Nhắc nhở" }, { "criticism", "Phê bình" } };
	if (!draft->praises.count)
		return;
	draft_begin(draft, STR("praise"), draft_number(draft, STR("Biểu dương, nhắc nhở")), "list");
	for (size_t k = 0; k < LENGTH(kinds); k++)
		for (size_t i = 0; i < draft->praises.count; i++) {
			const struct record_praises_row *row = &draft->praises.at[i];
			if (str_is(row->kind, kinds[k].kind))
				draft_line(draft, "%s đồng chí %.*s%s%.*s.", kinds[k].words,
				        STR_ARG(draft_name(draft->arena, row->name, row->label)),
				        row->text.len ? ": " : "", STR_ARG(text_line(draft->arena, row->text)));
		}
	draft_end(draft);
}

static bool has_step(const struct draft *draft, const char *step)
{
	for (size_t i = 0; i < draft->items.count; i++)
		if (str_is(draft->items.at[i].step, step))
			return true;
	return false;
}

static void put_reports(struct draft *draft)
{
	if (draft->reports.count || draft->open.count)
		draft_last_tasks(draft, draft_number(draft, STR("Kết quả thực hiện nhiệm vụ tháng trước")));
}

/* The tables of tasks and praise come where the agenda has them, else before the items. */
static void put_part(struct draft *draft, int64_t part, bool first)
{
	if (first && !has_step(draft, "last_tasks"))
		put_reports(draft);
	if (first && !has_step(draft, "praise"))
		put_praise(draft);
	for (size_t i = 0; i < draft->items.count; i++) {
		const struct record_items_row *item = &draft->items.at[i];
		if (part && item->part != part)
			continue;
		if (str_is(item->step, "last_tasks"))
			put_reports(draft);
		if (str_is(item->step, "praise"))
			put_praise(draft);
		put_item(draft, item);
	}
}

static void put_content(struct draft *draft)
{
	bool several = draft->parts.count > 1;
	draft_begin(draft, STR("content"), draft_roman(draft, several ? STR("SINH HOẠT THƯỜNG KỲ") : STR("NỘI DUNG")),
	        "para");
	draft_end(draft);
	if (meeting_is_cell(draft->meeting) || draft->fees.count || has_step(draft, "fees")) {
		put_fees(draft);
		for (size_t i = 0; i < draft->items.count; i++)
			if (str_is(draft->items.at[i].step, "fees"))
				put_notes(draft, &draft->items.at[i]);
		draft_end(draft);
	}
	if (!several) {
		put_part(draft, 0, true);
		return;
	}
	for (size_t p = 0; p < draft->parts.count; p++) {
		const struct record_parts_row *part = &draft->parts.at[p];
		if (p) {
			draft_begin(draft, str_format(draft->arena, "part-%lld", (long long)part->ord),
			        draft_roman(draft, STR("SINH HOẠT CHUYÊN ĐỀ")), "para");
			draft_line(draft, "Chuyên đề: %.*s.", STR_ARG(part->theme.len ? part->theme : STR(DOTS)));
			draft_end(draft);
		}
		put_part(draft, part->ord, p == 0);
	}
}

static void put_superior(struct draft *draft)
{
	bool there = false, said = false;
	for (size_t i = 0; i < draft->guests.count; i++)
		there |= draft->guests.at[i].present && str_is(draft->guests.at[i].kind, "superior");
	for (size_t i = 0; i < draft->speeches.count; i++)
		said |= str_is(draft->speeches.at[i].kind, "superior");
	if (!there && !said)
		return;
	draft_begin(draft, STR("superior"), draft_roman(draft, STR("Ý KIẾN CỦA ĐẠI DIỆN CẤP ỦY CẤP TRÊN")), "para");
	for (size_t i = 0; i < draft->speeches.count; i++)
		if (str_is(draft->speeches.at[i].kind, "superior"))
			put_speech(draft, &draft->speeches.at[i]);
	if (!said)
		draft_line(draft, DOTS);
	draft_end(draft);
}

static bool is_read_back(const struct record_votes_row *row)
{
	return str_is(row->kind, "minutes");
}

static void put_votes(struct draft *draft)
{
	draft_begin(draft, STR("votes"), draft_roman(draft, STR("BIỂU QUYẾT")), "list");
	for (size_t i = 0; i < draft->votes.count; i++) {
		const struct record_votes_row *row = &draft->votes.at[i];
		if (is_read_back(row))
			continue;
		bool named = row->person.len && str_find(row->question, row->person) < 0;
		struct str question = text_line(draft->arena, row->question);
		while (str_ends(question, STR(".")))
			question = str_slice(question, 0, question.len - 1);
		draft_line(draft,
		        "%.*s%s%.*s%s (%s): tán thành %.*s; không tán thành %.*s; ý kiến khác %.*s. "
		        "Kết quả: %s.",
		        STR_ARG(question), named ? " (đồng chí " : "", STR_ARG(named ? row->person : STR("")),
		        named ? ")" : "",
		        str_is(row->method, "paper")   ? "bỏ phiếu"
		        : str_is(row->method, "names") ? "giơ tay, ghi tên"
		                                       : "giơ tay",
		        STR_ARG(draft_vote_share(draft->arena, row->votes_for, row->base)),
		        STR_ARG(draft_count(draft->arena, row->votes_against)),
		        STR_ARG(draft_count(draft->arena, row->votes_other)),
		        !row->carried.set     ? DOTS
		        : row->carried.n == 1 ? "thông qua"
		                              : "không thông qua");
	}
	if (!draft->text.len)
		draft_line(draft, DOTS);
	draft_end(draft);
}

static void put_score(struct draft *draft)
{
	const struct score *score = &draft->score;
	draft_begin(draft, STR("score"), draft_roman(draft, STR("TỰ ĐÁNH GIÁ CHẤT LƯỢNG BUỔI SINH HOẠT")), "para");
	draft_line(draft, "Chi bộ tự chấm %.*s/%lld điểm, tự xếp loại: %.*s.",
	        STR_ARG(score->total.set ? number_show(draft->arena, score->total.n) : STR(DOTS)),
	        (long long)(score->scale ? score->scale : 100),
	        STR_ARG(score->grade_name.len ? score->grade_name : STR(DOTS)));
	for (size_t i = 0; i < draft->votes.count; i++) {
		const struct record_votes_row *row = &draft->votes.at[i];
		if (str_is(row->kind, "score") && row->carried.set && row->carried.n == 1)
			draft_line(draft, "Kết quả được %.*s biểu quyết tán thành.",
			        STR_ARG(draft_share(draft->arena, row->votes_for, row->base)));
	}
	if (score->shortcomings.len)
		draft_line(draft, "Hạn chế, cách khắc phục: %.*s",
		        STR_ARG(draft_sentence(draft->arena, score->shortcomings)));
	draft_end(draft);
}

static void put_close(struct draft *draft)
{
	const struct meeting *meeting = draft->meeting;
	const char *before = str_is(meeting->body, "committee") ? "chi ủy"
	                     : str_is(meeting->body, "group")   ? "tổ đảng"
	                                                        : "chi bộ";
	struct record_vote_row vote = draft->adoption;
	bool voted = draft->adopted;
	for (size_t i = 0; i < draft->votes.count && !draft->adopted; i++) {
		const struct record_votes_row *row = &draft->votes.at[i];
		if (!is_read_back(row) || !row->carried.set || row->carried.n != 1)
			continue;
		vote = (struct record_vote_row){
			.votes_for = row->votes_for, .base = row->base, .meeting = { meeting->id }
		};
		voted = true;
	}
	draft_begin(draft, STR("close"), STR(""), "para");
	if (!voted)
		draft_line(draft, "Biên bản đã được đọc lại trước %s và được " DOTS " đồng chí biểu quyết thông qua.",
		        before);
	else if (vote.meeting.n == meeting->id)
		draft_line(draft, "Biên bản đã được đọc lại trước %s và được %.*s biểu quyết thông qua.", before,
		        STR_ARG(draft_share(draft->arena, vote.votes_for, vote.base)));
	else
		draft_line(draft, "Biên bản được đọc lại tại buổi họp ngày %.*s và được %.*s biểu quyết thông qua.",
		        STR_ARG(draft_day(draft->arena, vote.day)),
		        STR_ARG(draft_share(draft->arena, vote.votes_for, vote.base)));
	int64_t minutes = meeting->ended_at > meeting->opened_at ? (meeting->ended_at - meeting->opened_at) / 60000 : 0;
	draft_line(draft, "Buổi họp kết thúc vào hồi %.*s cùng ngày%s.",
	        STR_ARG(draft_clock(draft->arena, meeting->ended_at)),
	        minutes ? str_c(draft->arena, str_format(draft->arena, " (thời lượng %lld phút)", (long long)minutes))
	                : "");
	draft_end(draft);
}

void draft_minutes(struct draft *draft)
{
	put_opening(draft);
	put_people(draft);
	put_content(draft);
	put_superior(draft);
	draft_given_tasks(draft, draft_roman(draft, STR("PHÂN CÔNG NHIỆM VỤ")));
	put_votes(draft);
	if (meeting_is_cell(draft->meeting))
		put_score(draft);
	put_close(draft);
}
