/* The slip and the minutes of the count, as PDF, DOCX and HTML. Documents are Vietnamese in every language. */
#include "feature/motion/ballot.h"

#include "base/text.h"
#include "base/time.h"
#include "feature/meeting/meeting.h"
#include "feature/print/print.h"
#include "feature/record/record.h"

struct papers {
	const struct meeting *meeting;
	const struct motion_by_id_row *motion;
	struct ballot_of_row ballot;
	struct ballot_candidates_rows candidates;
	struct record_head head;
	struct document *document;
};

static enum status begin(struct request *request, struct papers *papers, struct err *err)
{
	struct arena *arena = request->arena;
	bool found;
	*papers = (struct papers){ .meeting = request_meeting(request),
		.motion = request_object(request, "motion")->row };
	struct motion_id id = papers->motion->id;
	int shard = papers->meeting->shard;
	TRY(ballot_of(arena, request->db, &(struct ballot_of_in){ .motion = id, .shard = shard }, &papers->ballot,
	        &found, err));
	if (!found)
		return err_set(err, NOT_FOUND, "motion.no_ballot", NULL);
	TRY(ballot_candidates(arena, request->db, &(struct ballot_candidates_in){ .motion = id, .shard = shard },
	        &papers->candidates, err));
	TRY(record_head_of(
	        arena, request->db, papers->meeting, "minutes", 0, papers->meeting->day, &papers->head, err));
	papers->document = document_open(arena);
	papers->document->author = papers->head.cell;
	papers->document->created = papers->head.created;
	record_heading(papers->document, &papers->head);
	return OK;
}

static struct str number(struct arena *arena, int64_t n)
{
	return str_format(arena, "%lld", (long long)n);
}

enum status ballot_slip_paper(struct request *request, void *view, struct err *err)
{
	const struct document_column columns[] = { { .title = STR("TT"), .share = 8, .align = DOCUMENT_MIDDLE },
		{ .title = STR("Họ và tên"), .share = 52 },
		{ .title = STR("Đồng ý"), .share = 20, .align = DOCUMENT_MIDDLE },
		{ .title = STR("Không đồng ý"), .share = 20, .align = DOCUMENT_MIDDLE } };
	static const char *const answers[] = { "Tán thành", "Không tán thành", "Ý kiến khác" };
	struct papers papers;
	(void)view;
	TRY(begin(request, &papers, err));
	struct document *document = papers.document;
	bool election = papers.candidates.count > 0;
	document->title = election ? STR("Phiếu bầu cử") : STR("Phiếu biểu quyết");
	document_title(document, election ? STR("PHIẾU BẦU CỬ") : STR("PHIẾU BIỂU QUYẾT"), papers.motion->question);
	if (election) {
		document_format(document, DOCUMENT_NO_INDENT,
		        "Đánh dấu × vào một trong hai ô của mỗi người; đồng ý không quá %lld người.",
		        (long long)papers.ballot.seats);
		struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
		for (size_t i = 0; i < papers.candidates.count; i++)
			document_row(table,
			        (struct str[]){ number(request->arena, (int64_t)i + 1), papers.candidates.at[i].name,
			                STR("□"), STR("□") },
			        0);
	} else {
		document_paragraph(document, DOCUMENT_NO_INDENT, STR("Đánh dấu × vào một ô."));
		for (size_t i = 0; i < LENGTH(answers); i++)
			document_format(document, DOCUMENT_NO_INDENT, "□   %s", answers[i]);
	}
	document_paragraph(document, DOCUMENT_NO_INDENT,
	        STR(DOCUMENT_ITALIC "Không ký tên. Phiếu không hợp lệ: không do ban kiểm phiếu phát ra, chọn quá số "
	                            "lượng, không chọn, "
	                            "có dấu riêng hoặc viết thêm." DOCUMENT_ITALIC));
	return print_send(request, papers.document, STR("Phiếu"), err);
}

static void put_result(struct arena *arena, const struct papers *papers)
{
	const struct document_column columns[] = { { .title = STR("TT"), .share = 8, .align = DOCUMENT_MIDDLE },
		{ .title = STR("Nội dung"), .share = 52 },
		{ .title = STR("Số phiếu"), .share = 20, .align = DOCUMENT_MIDDLE },
		{ .title = STR("Tỷ lệ"), .share = 20, .align = DOCUMENT_MIDDLE } };
	struct ballot_lines *lines = arena_new(arena, struct ballot_lines);
	struct document *document = papers->document;
	int64_t base = papers->motion->base;
	ballot_result_read(papers->ballot.result, lines);
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < lines->count; i++)
		document_row(table,
		        (struct str[]){ number(arena, (int64_t)i + 1), lines->at[i].name,
		                number(arena, lines->at[i].votes),
		                permille_show(arena, base ? lines->at[i].votes * 1000 / base : 0) },
		        0);
	document_format(document, 0, "Tỷ lệ tính trên %lld đảng viên phải tính; cần ít nhất %lld phiếu.",
	        (long long)base, (long long)papers->motion->needs);
	if (!papers->candidates.count) {
		document_format(document, 0, "Kết luận: %s.",
		        papers->motion->carried.set && papers->motion->carried.n ? "thông qua" : "không thông qua");
		return;
	}
	document_paragraph(document, DOCUMENT_KEEP_NEXT, STR("Trúng cử, theo số phiếu từ cao xuống thấp:"));
	size_t elected = 0;
	for (int64_t votes = base; votes >= 0; votes--)
		for (size_t i = 0; i < lines->count; i++)
			if (lines->at[i].elected && lines->at[i].votes == votes) {
				document_item(document, lines->at[i].name);
				elected++;
			}
	if ((int64_t)elected < papers->ballot.seats)
		document_format(document, 0,
		        "Còn thiếu %lld người so với số lượng cần bầu; hội nghị quyết định có bầu tiếp không.",
		        (long long)(papers->ballot.seats - (int64_t)elected));
}

enum status ballot_tally_paper(struct request *request, void *view, struct err *err)
{
	struct papers papers;
	(void)view;
	TRY(begin(request, &papers, err));
	if (!str_is(papers.motion->state, "closed"))
		return err_set(err, CONFLICT, "motion.ballot_open", NULL);
	struct document *document = papers.document;
	const struct ballot_of_row *ballot = &papers.ballot;
	document->title = STR("Biên bản kiểm phiếu");
	document_title(document, STR("BIÊN BẢN KIỂM PHIẾU"), papers.motion->question);
	document_format(document, 0, "Hôm nay, lúc %.*s, tại %.*s, chi bộ tiến hành bỏ phiếu kín về nội dung trên.",
	        STR_ARG(instant_show(request->arena, papers.motion->closed_at.n)), STR_ARG(papers.meeting->place));
	document_section(document, 2, 0, STR("Ban kiểm phiếu"));
	document_format(document, 0, "Trưởng ban: đồng chí %.*s.", STR_ARG(ballot->head_name));
	document_format(document, 0, "Ủy viên: %.*s.", STR_ARG(ballot->members));
	document_section(document, 2, 0, STR("Phiếu"));
	document_format(document, 0, "Đảng viên phải tính: %lld; có mặt được biểu quyết: %lld.",
	        (long long)papers.motion->base, (long long)papers.motion->present);
	document_format(document, 0, "Số phiếu phát ra: %lld; thu về: %lld; hợp lệ: %lld; không hợp lệ: %lld.",
	        (long long)ballot->issued.n, (long long)ballot->returned.n, (long long)ballot->valid.n,
	        (long long)ballot->invalid.n);
	if (ballot->electronic.n)
		document_format(document, 0, "Trong đó %lld phiếu bỏ trên máy, %lld phiếu giấy; kết quả kiểm chung.",
		        (long long)ballot->electronic.n, (long long)(ballot->issued.n - ballot->electronic.n));
	document_section(document, 2, 0, STR("Kết quả"));
	put_result(request->arena, &papers);
	document_paragraph(
	        document, DOCUMENT_KEEP_NEXT, STR("Biên bản lập thành hai bản, được thông qua trước hội nghị."));
	document_sign(document, &(struct document_sign){ .signer_count = 2,
	                                .signer = { { STR("TRƯỞNG BAN KIỂM PHIẾU"), STR_NONE, ballot->head_name },
	                                        { STR("CHỦ TRÌ"), STR_NONE, papers.head.chair_name } } });
	return print_send(request, papers.document, STR("Biên bản kiểm phiếu"), err);
}
