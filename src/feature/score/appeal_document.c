/* What a cell asks on paper, empty or filled, with what the committee answered. No official form was found: the layout
 * is the program's own and says so. */
#include "feature/score/appeal_private.h"

#include "base/text.h"
#include "base/time.h"
#include "feature/print/print.h"

static const char dots[] = "………………………………………………………………………………………………………………………………………………………………………………………………………";

static struct str points_text(struct arena *arena, const struct sheet *sheet, struct opt_int total, struct str grade)
{
	struct str name = sheet_grade_name(sheet, grade);
	if (!total.set)
		return name.len ? name : STR("……………");
	return str_format(arena, "%lld điểm, loại %.*s", (long long)total.n, STR_ARG(name.len ? name : STR("……………")));
}

static void put_answer(struct document *document, const struct sheet *sheet, const struct score_appeal_many_row *row)
{
	struct arena *arena = document->arena;
	document_section(document, 2, 0, STR("Cấp ủy trả lời"));
	if (!row || !row->answer.len) {
		document_paragraph(document, 0, STR("Giữ nguyên ☐     Thay đổi thành: ……………"));
		document_paragraph(document, 0, str_of(dots));
		return;
	}
	struct str after = points_text(arena, sheet, row->after_total, row->after_grade);
	document_format(document, DOCUMENT_STRONG, "%s %.*s, trả lời ngày %.*s.",
	        str_is(row->state, "changed") ? "Thay đổi thành" : "Giữ nguyên", STR_ARG(after),
	        STR_ARG(date_show(arena, day_today(arena, row->answered_at.n))));
	document_paragraph(document, 0, row->answer);
}

static struct document *paper(
        struct request *request, const struct appeal_case *one, const struct score_appeal_many_row *row)
{
	const struct meeting *meeting = one->meeting;
	struct arena *arena = request->arena;
	struct document *document = document_open(arena);
	struct str about = STR("……………");
	document->created = request->now;
	document->title = STR("Đề nghị xem lại điểm, xếp loại");
	if (row)
		about = row->visit.n ? STR("điểm của tổ công tác") : STR("mức cấp trên xếp loại");
	document_head(document, &(struct document_head){ .superior = text_upper(arena, meeting->superior_name),
	                                .issuer = text_upper(arena, meeting->cell_name),
	                                .party = STR("ĐẢNG CỘNG SẢN VIỆT NAM") });
	document_title(document, STR("PHIẾU ĐỀ NGHỊ XEM LẠI"),
	        str_format(arena, "điểm, xếp loại buổi sinh hoạt ngày %.*s", STR_ARG(date_show(arena, meeting->day))));
	document_format(document, 0, "Đề nghị xem lại: %.*s. Trước khi xem lại: %.*s.", STR_ARG(about),
	        STR_ARG(row ? points_text(arena, one->sheet, row->before_total, row->before_grade) : STR("……………")));
	document_format(
	        document, 0, "Ngày đề nghị: %.*s.", STR_ARG(row ? date_show(arena, row->day) : STR("……/……/…………")));
	document_section(document, 2, 0, STR("Lý do"));
	document_paragraph(document, 0, row ? row->reason : str_of(dots));
	document_section(document, 2, 0, STR("Căn cứ"));
	document_paragraph(document, 0, row ? row->evidence : str_of(dots));
	put_answer(document, one->sheet, row);
	document_sign(document, &(struct document_sign){ .signer = { { STR("T/M CHI BỘ"), STR("BÍ THƯ"), STR_NONE },
	                                                         { STR("T/M CẤP ỦY"), STR_NONE, STR_NONE } },
	                                .signer_count = 2 });
	print_own(document);
	return document;
}

enum status send_appeal(struct request *request, void *view, struct err *err)
{
	struct appeal_case *one = arena_new(request->arena, struct appeal_case);
	const struct score_appeal_many_row *row = NULL;
	int64_t id = request_query_int(request, "appeal", 0);
	(void)view;
	TRY(appeal_open(request->arena, request->db, request_meeting(request), one, err));
	for (size_t i = 0; i < one->rows.count; i++)
		if (one->rows.at[i].id.n == id)
			row = &one->rows.at[i];
	if (id && !row)
		return err_set(err, NOT_FOUND, "score.appeal_not_found", NULL);
	return print_send(request, paper(request, one, row), STR("Phiếu đề nghị xem lại"), err);
}
