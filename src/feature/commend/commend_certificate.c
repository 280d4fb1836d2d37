/* The certificate (giấy khen, bằng khen): A4 lying, framed, one a page; empty too. No official layout was found: this
 * is the program's own, and an office may print on its own paper from the DOCX. */
#include "feature/commend/commend_paper.h"

#include "base/text.h"

#define MARGIN 54.0 /* points: inside the frame */
#define LARGE DOCUMENT_LARGE

enum { MANY_LETTERS = 130 }; /* of an achievement */

/* What stands on one. */
struct certificate {
	struct str giver, title, name, place, why, decision, signed_at, capacity, post, signer;
	bool person;
};

static void size(
        struct document_style *style, enum document_style_name name, double points, double before, double after)
{
	struct document_look *look = &style->look[name];
	look->size = points / LARGE;
	look->spacing = DOCUMENT_LINE_TIMES;
	look->line = 1.1;
	look->before = before;
	look->after = after;
	look->first = 0;
	look->align = DOCUMENT_MIDDLE;
}

/* The same names of styles, in display sizes; smaller ones for many words, so that all stands on one page. */
static enum status style_of(struct arena *arena, struct document_style *style, size_t letters, struct err *err)
{
	bool small = letters > MANY_LETTERS;
	TRY(document_style_read(arena, document_template_default(), style, err));
	style->left = style->right = MARGIN + 16;
	style->top = MARGIN + 4;
	style->bottom = MARGIN - 4;
	size(style, DOCUMENT_STYLE_TYPE, small ? 46 : 58, 2, 4);
	size(style, DOCUMENT_STYLE_BODY, small ? 15 : 18, small ? 2 : 3, small ? 2 : 3);
	size(style, DOCUMENT_STYLE_SECTION_1, small ? 26 : 32, 4, 4);
	size(style, DOCUMENT_STYLE_SECTION_2, 20, 1, 1);
	size(style, DOCUMENT_STYLE_SECTION_3, 8, 0, 0);
	style->look[DOCUMENT_STYLE_CAPACITY].size = style->look[DOCUMENT_STYLE_POST].size = 16;
	style->look[DOCUMENT_STYLE_SIGNER].size = 17;
	style->look[DOCUMENT_STYLE_SECTION_1].bold = true;
	style->look[DOCUMENT_STYLE_SECTION_2].bold = true;
	style->look[DOCUMENT_STYLE_SECTION_3].bold = false;
	style->look[DOCUMENT_STYLE_SECTION_3].italic = true;
	return OK;
}

static void put_certificate(struct document *document, const struct certificate *one)
{
	enum {
		PLAIN = DOCUMENT_NO_NUMBER | DOCUMENT_CENTER | DOCUMENT_NO_INDENT,
		WORDS = DOCUMENT_CENTER | DOCUMENT_NO_INDENT
	};
	struct arena *arena = document->arena;
	document_section(document, 2, PLAIN, STR("ĐẢNG CỘNG SẢN VIỆT NAM"));
	document_section(document, 2, PLAIN, text_upper(arena, one->giver));
	document_paragraph(document, WORDS, STR("TẶNG"));
	document_title(document, one->title, STR_NONE);
	document_section(document, 1, PLAIN, one->name);
	if (one->place.len)
		document_paragraph(document, WORDS, one->place);
	document_paragraph(document, WORDS, one->why);
	document_paragraph(document, WORDS, one->decision);
	document_sign(document,
	        &(struct document_sign){
	                .signer = { { STR(" "), STR_NONE, STR_NONE },
	                        { str_format(arena, "\2%.*s\2\n%.*s", STR_ARG(one->signed_at), STR_ARG(one->capacity)),
	                                one->post, one->signer } },
	                .signer_count = 2 });
	document_section(document, 3, PLAIN, STR("Mẫu của phần mềm, không phải mẫu của Trung ương."));
}

static struct document *open_certificate(struct request *request, struct str title, struct str author)
{
	struct document *document = document_open(request->arena);
	document->created = request->now;
	document->title = title;
	document->author = author;
	document->landscape = document->framed = document->large = true;
	return document;
}

static struct certificate certificate_of(struct arena *arena, const struct award *award,
        const struct commend_decision_items_row *row, const struct unit_committee *committee)
{
	const struct commend_form *form = commend_form_of(commend_rules(arena), award->row.form);
	enum commend_subject subject = COMMEND_MEMBER;
	check(commend_subject_read(row->subject, &subject));
	bool person = subject == COMMEND_MEMBER;
	struct str giver = unit_body_name(arena, award->unit.name);
	struct str why = commend_for_what(arena, award->row.kind, award->row.year, award->row.title, subject);
	return (struct certificate){ .giver = giver,
		.title = text_upper(arena, form ? form->name : award->row.form),
		.name = person ? str_format(arena, "Đồng chí %.*s", STR_ARG(row->name)) : row->name,
		.place = person ? str_format(arena, "Đảng viên %.*s", STR_ARG(row->cell_name)) : STR_NONE,
		.why = str_format(arena, "Đã có thành tích: %.*s", STR_ARG(why)),
		.decision = str_format(arena, "\2Theo Quyết định số %.*s ngày %.*s\2", STR_ARG(award->row.number),
		        STR_ARG(str_slice(date_words(arena, award->row.day), sizeof("ngày ") - 1,
		                date_words(arena, award->row.day).len))),
		.signed_at = unit_place_day(arena, award->unit.name, award->row.day),
		.capacity = str_format(arena, "T/M %.*s", STR_ARG(committee->name)),
		.post = award->row.signer_post.len ? text_upper(arena, award->row.signer_post) : committee->head,
		.signer = award->row.signer };
}

enum status commend_paper_certificate(struct request *request, void *view, struct err *err)
{
	const struct award *award = commend_award_of(request);
	struct commend_decision_items_rows rows;
	struct document_style style;
	struct unit_committee committee =
	        unit_committee_of(request->arena, award->unit.kind, award->unit.name, award->row.day);
	struct document *document = open_certificate(request, STR("Giấy khen"), award->unit.name);
	int64_t only = request_query_int(request, "item", 0), count = 0;
	size_t letters = 0;
	(void)view;
	if (str_is(award->unit.kind, "chi_bo"))
		committee.name = STR("CHI BỘ");
	TRY(commend_decision_items(
	        request->arena, request->db, &(struct commend_decision_items_in){ award->id }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		if ((only && rows.at[i].id.n != only) || !str_is(rows.at[i].state, "given"))
			continue;
		struct certificate one = certificate_of(request->arena, award, &rows.at[i], &committee);
		if (count++)
			document_page_break(document);
		if (text_letters(one.why) > letters)
			letters = text_letters(one.why);
		put_certificate(document, &one);
	}
	if (!count)
		return err_set(err, NOT_FOUND, "commend.not_found", NULL);
	TRY(style_of(request->arena, &style, letters, err));
	return commend_send(request, document, &style, "Giấy khen", err);
}

enum status commend_paper_blank_certificate(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct arena *arena = request->arena;
	struct unit_committee committee = unit_committee_of(arena, unit->kind, unit->name, request->today);
	struct document *document = open_certificate(request, STR("Giấy khen"), unit->name);
	struct document_style style;
	(void)view;
	put_certificate(document, &(struct certificate){ .giver = unit_body_name(arena, unit->name),
	                                  .title = str_is(unit->kind, "tinh") ? STR("BẰNG KHEN") : STR("GIẤY KHEN"),
	                                  .name = STR("………………………………………………"),
	                                  .place = STR("Đảng viên ……………………………………………………………"),
	                                  .why = STR("Đã có thành tích: ………………………………………………………………………"),
	                                  .decision = STR("\2Theo Quyết định số ………… ngày …… tháng …… năm ………\2"),
	                                  .signed_at = unit_place_day(arena, unit->name, STR_NONE),
	                                  .capacity = str_format(arena, "T/M %.*s", STR_ARG(committee.name)),
	                                  .post = committee.head });
	TRY(style_of(arena, &style, 0, err));
	return commend_send(request, document, &style, "Giấy khen (trống)", err);
}
