/* The text that a cell pastes into the e-handbook after a meeting. Vietnamese always: it is a paper, not a page. */
#include "feature/report/report_private.h"

#include "base/text.h"
#include "base/time.h"

enum { TEXT_CEILING = 64 << 10 };

/* From the roll call; from the totals where only those were typed in. */
static enum status put_attendance(
        struct request *request, const struct meeting *meeting, struct buf *out, struct err *err)
{
	struct meeting_counts counts;
	TRY(meeting_count(request->arena, request->db, meeting, &counts, err));
	if (!counts.members) {
		struct report_total_row total;
		bool found;
		TRY(report_total(request->arena, request->db,
		        &(struct report_total_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &total,
		        &found, err));
		if (found)
			buf_format(out, "Đảng viên phải có mặt: %lld; có mặt: %lld.\n", (long long)total.base,
			        (long long)total.present);
		return OK;
	}
	buf_format(out, "Đảng viên: %lld (chính thức %lld, dự bị %lld). Phải có mặt: %lld; có mặt: %lld",
	        (long long)counts.members, (long long)counts.full, (long long)counts.probationary,
	        (long long)counts.base, (long long)counts.present);
	buf_format(out, "; vắng có lý do: %lld; vắng không lý do: %lld.\n", (long long)counts.excused,
	        (long long)counts.unexcused);
	if (counts.exempt || counts.away || counts.special)
		buf_format(out, "Miễn sinh hoạt: %lld; đi vắng, sinh hoạt nơi khác: %lld; nhiệm vụ đặc thù: %lld.\n",
		        (long long)counts.exempt, (long long)counts.away, (long long)counts.special);
	return OK;
}

static enum status put_items(struct request *request, const struct meeting *meeting, struct buf *out, struct err *err)
{
	struct report_items_rows items;
	TRY(report_items(request->arena, request->db,
	        &(struct report_items_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &items, err));
	if (items.count)
		buf_c(out, "Nội dung:\n");
	for (size_t i = 0; i < items.count; i++) {
		buf_format(out, "%zu. %.*s\n", i + 1, STR_ARG(items.at[i].title));
		if (items.at[i].conclusion.len)
			buf_format(out, "   Kết luận: %.*s\n", STR_ARG(items.at[i].conclusion));
	}
	return OK;
}

static enum status put_papers(struct request *request, const struct meeting *meeting, struct buf *out, struct err *err)
{
	struct report_records_rows records;
	struct score score;
	struct report_tasks_row tasks;
	bool found;
	TRY(report_records(request->arena, request->db,
	        &(struct report_records_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &records, err));
	for (size_t i = 0; i < records.count; i++)
		if (str_is(records.at[i].kind, "resolution")) {
			buf_str(out, records.at[i].title);
			if (records.at[i].number.set)
				buf_format(out, " (số %02lld-NQ/CB)", (long long)records.at[i].number.n);
			buf_c(out, ".\n");
		}
	TRY(report_tasks(request->arena, request->db,
	        &(struct report_tasks_in){ .meeting = { meeting->id }, .shard = meeting->shard }, &tasks, &found, err));
	if (tasks.n)
		buf_format(out, "Nhiệm vụ giao: %lld việc.\n", (long long)tasks.n);
	TRY(score_of_meeting(request->arena, request->db, meeting, &score, err));
	if (score.id && score.total.set) {
		struct str grade =
		        text_lower(request->arena, report_word(request->arena, "report.grade.", score.grade));
		buf_format(out, "Chi bộ tự đánh giá: %lld điểm%s%.*s.\n", (long long)score.total.n,
		        grade.len ? ", xếp loại " : "", STR_ARG(grade));
	}
	return OK;
}

static void put_named(struct buf *out, const char *label, struct str text)
{
	if (text.len)
		buf_format(out, "%s: %.*s\n", label, STR_ARG(text));
}

enum status report_text(struct request *request, const struct meeting *meeting, struct str *ret_text, struct err *err)
{
	struct buf out = buf_open(request->arena, TEXT_CEILING);
	bool thematic = str_is(meeting->kind, "thematic"), both = str_is(meeting->kind, "both");
	buf_format(&out, "%.*s\nSinh hoạt %s tháng %02d/%d\n", STR_ARG(text_upper(request->arena, meeting->cell_name)),
	        both                                     ? "thường kỳ và chuyên đề"
	        : thematic                               ? "chuyên đề"
	        : str_is(meeting->kind, "extraordinary") ? "bất thường"
	                                                 : "thường kỳ",
	        meeting->month % 100, meeting->month / 100);
	if (meeting->theme.len)
		buf_format(&out, "Chuyên đề: %.*s\n", STR_ARG(meeting->theme));
	buf_format(&out, "Thời gian: ngày %.*s", STR_ARG(date_show(request->arena, meeting->day)));
	if (meeting->opened_at && meeting->ended_at)
		buf_format(&out, ", từ %.*s đến %.*s", STR_ARG(clock_show(request->arena, meeting->opened_at)),
		        STR_ARG(clock_show(request->arena, meeting->ended_at)));
	buf_char(&out, '\n');
	put_named(&out, "Địa điểm", meeting->place);
	put_named(&out, "Chủ trì", meeting->chair_name);
	put_named(&out, "Thư ký", meeting->clerk_name);
	TRY(put_attendance(request, meeting, &out, err));
	TRY(put_items(request, meeting, &out, err));
	TRY(put_papers(request, meeting, &out, err));
	*ret_text = buf_text(&out);
	return OK;
}
