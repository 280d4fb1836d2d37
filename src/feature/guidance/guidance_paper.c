/* The papers: what the committee publishes, and the plan of a cell's thematic meetings, also empty. Documents are
 * Vietnamese in every language. */
#include "feature/guidance/guidance_private.h"

#include "base/text.h"
#include "base/time.h"
#include "feature/print/print.h"

/* Lines to write on: blanks that are not trimmed. */
#define ROOM "\342\200\207\n\342\200\207\n\342\200\207"

static struct str month_words(struct arena *arena, int64_t month)
{
	return str_format(arena, "tháng %.*s/%lld", STR_ARG(month_show(arena, month % 100)), (long long)month / 100);
}

/* A text of several lines, a paragraph each. */
static void put_lines(struct document *document, struct str text, bool items)
{
	struct str line;
	while (str_split(&text, '\n', &line)) {
		line = str_trim(line);
		if (line.len && items)
			document_item(document, line);
		else if (line.len)
			document_paragraph(document, 0, line);
	}
}

static const char *const type_words[GUIDANCE_TYPES] = { "thôn, tổ dân phố", "hành chính, sự nghiệp",
	"doanh nghiệp nhà nước", "doanh nghiệp tư nhân, có vốn nước ngoài", "học sinh, sinh viên",
	"lực lượng vũ trang" };

static void put_theme(struct document *document, const struct guidance_themes_row *row)
{
	struct buf types = buf_open(document->arena, 1024);
	for (int k = 0; k < GUIDANCE_TYPES && row->types.len; k++)
		if (guidance_is_for(row->types, str_of(guidance_types[k])))
			buf_format(&types, "%s%s", types.len ? "; " : "", type_words[k]);
	document_section(document, 2, 0, row->title);
	document_format(document, 0, "Dành cho: chi bộ %.*s. Sinh hoạt trong hoặc trước %.*s.",
	        STR_ARG(types.len ? buf_text(&types) : STR("thuộc mọi loại hình")),
	        STR_ARG(month_words(document->arena, row->due)));
	put_lines(document, row->text, false);
	if (row->questions.len) {
		document_paragraph(document, DOCUMENT_KEEP_NEXT, STR("Câu hỏi gợi ý thảo luận:"));
		put_lines(document, row->questions, true);
	}
}

struct document *guidance_paper(struct request *request, const struct guidance *guidance,
        const struct guidance_themes_rows *themes, const struct guidance_papers_rows *papers)
{
	const struct guidance_one_row *row = &guidance->row;
	struct arena *arena = request->arena;
	struct document *document = document_open(arena);
	struct unit_committee committee = unit_committee_of(arena, row->unit_kind, row->unit_name, request->today);
	static const struct str recipients[] = { { "Các chi bộ (thực hiện)", sizeof("Các chi bộ (thực hiện)") - 1 },
		{ "Lưu Văn phòng", sizeof("Lưu Văn phòng") - 1 } };
	document->title = row->title;
	document->author = row->unit_name;
	document->created = request->now;
	document_head(document,
	        &(struct document_head){ .superior = text_upper(arena, row->parent_name),
	                .issuer = text_upper(arena, unit_body_name(arena, row->unit_name)),
	                .number = row->number.len ? str_format(arena, "Số %.*s", STR_ARG(row->number))
	                                          : str_format(arena, "Số ……-HD/%.*s", STR_ARG(committee.sign)),
	                .party = STR("ĐẢNG CỘNG SẢN VIỆT NAM"),
	                .place = unit_place_day(arena, row->unit_name, row->day) });
	document_title(document, STR("HƯỚNG DẪN"), row->title);
	if (str_is(row->state, "withdrawn"))
		document_format(document, DOCUMENT_STRONG, "ĐÃ RÚT: %.*s", STR_ARG(row->withdrawn_reason));
	if (row->intro.len) {
		document_section(document, 1, 0, STR("MỤC ĐÍCH, YÊU CẦU"));
		put_lines(document, row->intro, false);
	}
	document_section(document, 1, 0,
	        str_format(arena, "CÁC CHUYÊN ĐỀ %.*s",
	                STR_ARG(text_upper(arena, period_title(arena, guidance->quarter)))));
	for (size_t i = 0; i < themes->count; i++)
		put_theme(document, &themes->at[i]);
	if (papers->count)
		document_section(document, 1, 0, STR("TÀI LIỆU KÈM THEO"));
	for (size_t i = 0; i < papers->count; i++)
		document_item(document, papers->at[i].title);
	document_section(document, 1, 0, STR("TỔ CHỨC THỰC HIỆN"));
	document_paragraph(document, 0,
	        STR("Chi bộ chọn một chuyên đề, hoặc nêu lý do không chọn; lập kế hoạch, phân công người chuẩn bị và "
	            "trình bày; sinh hoạt và báo kết quả lên cấp ủy cấp trên."));
	document_sign(document,
	        &(struct document_sign){ .signer = { { row->capacity.len ? row->capacity : STR("T/M BAN THƯỜNG VỤ"),
	                                         row->post.len ? row->post : committee.head, row->signer } },
	                .signer_count = 1,
	                .recipient = recipients,
	                .recipient_count = 2 });
	return document;
}

static struct str or_room(struct str text)
{
	return text.len ? text : STR("");
}

/* One quarter of the plan, as a row. */
static void put_row(struct document_table *table, const struct guidance_own *own, bool blank)
{
	struct arena *arena = table->document->arena;
	const struct guidance_cell_one_row *row = &own->row;
	struct str title = period_title(arena, own->quarter);
	title = str_slice(title, 0, (size_t)str_find(title, STR("/"))); /* the year stands above */
	if (blank || own->step < GUIDANCE_CHOSEN) {
		struct str why =
		        !blank && row->why.len ? str_format(arena, "Không chọn: %.*s", STR_ARG(row->why)) : STR(ROOM);
		document_row(table, (const struct str[]){ title, why, STR(""), STR(""), STR(""), STR("") }, 0);
		return;
	}
	struct str presents =
	        row->presenter_name.len && row->speaker.len
	                ? str_format(arena, "%.*s; %.*s", STR_ARG(row->presenter_name), STR_ARG(row->speaker))
	        : row->speaker.len ? row->speaker
	                           : row->presenter_name;
	struct str when = row->meeting_day.len && own->step >= GUIDANCE_LINKED ? date_show(arena, row->meeting_day)
	                  : row->plan_month.set ? str_format(arena, "tháng %lld", (long long)row->plan_month.n % 100)
	                                        : STR("");
	document_row(table,
	        (const struct str[]){ title, row->own.len ? row->own : row->theme_title, when,
	                or_room(row->drafter_name), row->draft_day.len ? date_show(arena, row->draft_day) : STR(""),
	                or_room(presents) },
	        0);
}

struct document *guidance_plan_paper(
        struct request *request, const struct unit *cell, const struct guidance_own *own, size_t count, bool blank)
{
	const struct document_column columns[] = { { 12, DOCUMENT_LEFT, STR("Quý") },
		{ 30, DOCUMENT_LEFT, STR("Chuyên đề") }, { 18, DOCUMENT_MIDDLE, STR("Thời gian") },
		{ 18, DOCUMENT_LEFT, STR("Người chuẩn bị") }, { 18, DOCUMENT_MIDDLE, STR("Hạn dự thảo") },
		{ 18, DOCUMENT_LEFT, STR("Người trình bày") } };
	struct arena *arena = request->arena;
	struct document *document = document_open(arena);
	struct str what = count == 1 ? guidance_quarter_words(arena, own[0].quarter)
	                             : str_format(arena, "năm %d", own[0].quarter.year),
	           approved = STR_NONE;
	document->title = STR("Kế hoạch sinh hoạt chuyên đề");
	document->author = cell->name;
	document->created = request->now;
	document_head(document,
	        &(struct document_head){ .superior = text_upper(arena, cell->parent_name),
	                .issuer = text_upper(arena, cell->name),
	                .number = STR("Số ……-KH/CB"),
	                .party = STR("ĐẢNG CỘNG SẢN VIỆT NAM"),
	                .place = unit_place_day(arena, cell->parent_name, blank ? STR_NONE : request->today) });
	document_title(document, STR("KẾ HOẠCH"), str_format(arena, "Sinh hoạt chuyên đề %.*s", STR_ARG(what)));
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < count; i++) {
		put_row(table, &own[i], blank);
		if (own[i].row.approved_day.len && !blank)
			approved = own[i].row.approved_day;
	}
	document_space(document, 6);
	if (approved.len)
		document_format(document, 0, "Chi ủy đã duyệt %.*s.", STR_ARG(date_words(arena, approved)));
	else
		document_paragraph(document, 0, STR("Chi ủy duyệt ngày …… tháng …… năm ……"));
	for (size_t i = 0; i < count && !blank; i++)
		if (own[i].row.theme_questions.len && !own[i].row.own.len && own[i].step >= GUIDANCE_CHOSEN) {
			document_section(document, 2, DOCUMENT_NO_NUMBER | DOCUMENT_KEEP_NEXT,
			        str_format(arena, "Câu hỏi gợi ý, %.*s",
			                STR_ARG(guidance_quarter_words(arena, own[i].quarter))));
			put_lines(document, own[i].row.theme_questions, true);
		}
	print_own(document);
	document_sign(document, &(struct document_sign){ .signer = { { STR("T/M CHI BỘ"), STR("BÍ THƯ"), STR_NONE } },
	                                .signer_count = 1 });
	return document;
}
