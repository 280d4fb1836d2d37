/* Papers of praise: the cell's proposal, the decision with its list, the book; filled or empty, PDF and DOCX. The
 * certificate is in commend_certificate.c. Their layout is the program's own and says so. */
#include "feature/commend/commend_paper.h"

#include "base/text.h"
#include "base/time.h"
#include "document/docx.h"
#include "document/pdf.h"
#include "feature/print/print.h"

enum { EMPTY_ROWS = 8 };

static const char docx_type[] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

bool commend_wants_docx(const struct request *request)
{
	return str_is(request_query(request, "format"), "docx");
}

enum status commend_send(struct request *request, const struct document *document, const struct document_style *style,
        const char *name, struct err *err)
{
	struct str bytes;
	bool docx = commend_wants_docx(request);
	if (docx)
		TRY(document_docx(request->arena, document, style, &bytes, err));
	else
		TRY(document_pdf(request->arena, document, style, &bytes, err));
	request_file(request, bytes, docx ? docx_type : "application/pdf",
	        str_format(request->arena, "%s.%s", name, docx ? "docx" : "pdf"), !docx);
	return OK;
}

static enum status send_plain(
        struct request *request, const struct document *document, const char *name, struct err *err)
{
	struct document_style style;
	TRY(document_style_read(request->arena, document_template_default(), &style, err));
	return commend_send(request, document, &style, name, err);
}

static struct document *open_paper(struct request *request, struct str title, struct str author)
{
	struct document *document = document_open(request->arena);
	document->created = request->now;
	document->title = title;
	document->author = author;
	return document;
}

static struct str number_text(struct arena *arena, int64_t number)
{
	return str_format(arena, "%lld", (long long)number);
}

/* "2 tập thể, 5 đảng viên". */
static struct str how_many(struct arena *arena, int64_t bodies, int64_t members)
{
	if (!bodies)
		return str_format(arena, "%lld đảng viên", (long long)members);
	if (!members)
		return str_format(arena, "%lld tập thể", (long long)bodies);
	return str_format(arena, "%lld tập thể, %lld đảng viên", (long long)bodies, (long long)members);
}

struct str commend_for_what(
        struct arena *arena, struct str kind, int64_t year, struct str title, enum commend_subject of)
{
	if (str_is(kind, "yearly"))
		return of == COMMEND_CELL ? str_format(arena, "chi bộ tiêu biểu, hoàn thành xuất sắc nhiệm vụ năm %lld",
		                                    (long long)year)
		                          : str_format(arena, "hoàn thành xuất sắc nhiệm vụ năm %lld", (long long)year);
	if (str_is(kind, "badge"))
		return str_format(arena, "đủ năm tuổi Đảng theo quy định, năm %lld", (long long)year);
	if (str_is(kind, "thematic"))
		return str_format(arena, "thực hiện tốt chuyên đề “%.*s”", STR_ARG(title));
	return title;
}

/* The proposal of a cell; without one: empty, for a cell. */

static void proposal_head(struct document *document, const struct unit *cell, struct str day)
{
	struct arena *arena = document->arena;
	document_head(document, &(struct document_head){ .superior = text_upper(arena, cell->parent_name),
	                                .issuer = text_upper(arena, cell->name),
	                                .number = STR("Số ……-TTr/CB"),
	                                .party = STR("ĐẢNG CỘNG SẢN VIỆT NAM"),
	                                .place = unit_place_day(arena, cell->parent_name, day) });
}

static void proposal_rows(struct document *document, const struct commend_items_of_rows *rows)
{
	const struct document_column columns[] = { { 7, DOCUMENT_MIDDLE, STR("TT") },
		{ 30, DOCUMENT_LEFT, STR("Tập thể, họ và tên") }, { 42, DOCUMENT_LEFT, STR("Thành tích, lý do") },
		{ 36, DOCUMENT_LEFT, STR("Số liệu trong năm") } };
	struct arena *arena = document->arena;
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	size_t place = 0;
	for (size_t i = 0; rows && i < rows->count; i++) {
		const struct commend_items_of_row *row = &rows->at[i];
		if (str_is(row->state, "withdrawn"))
			continue;
		struct str name = row->badge.set ? str_format(arena, "%.*s (Huy hiệu %lld năm)", STR_ARG(row->name),
		                                           (long long)row->badge.n)
		                                 : row->name;
		document_row(table,
		        (const struct str[]){ number_text(arena, (int64_t)++place), name, row->reason, row->figures },
		        0);
	}
	for (int i = 0; !rows && i < EMPTY_ROWS; i++)
		document_row(table, (const struct str[]){ number_text(arena, i + 1), STR(" "), STR(" "), STR(" ") }, 0);
}

static void proposal_words(struct request *request, struct document *document, const struct proposal *proposal,
        const struct commend_items_of_rows *rows, struct str meeting_day)
{
	struct arena *arena = document->arena;
	const struct commend_rules *rules = commend_rules(arena);
	const struct commend_form *form = commend_form_of(rules, proposal->row.form);
	struct str source = commend_cited(rules, proposal->row.day);
	int64_t bodies = 0, members = 0;
	(void)request;
	for (size_t i = 0; i < rows->count; i++)
		if (!str_is(rows->at[i].state, "withdrawn"))
			*(str_is(rows->at[i].subject, "member") ? &members : &bodies) += 1;
	document_format(document, 0, "Căn cứ %.*s;", STR_ARG(source));
	if (meeting_day.len && proposal->row.votes_for.set)
		document_format(document, 0,
		        "Căn cứ kết quả biểu quyết tại buổi sinh hoạt chi bộ ngày %.*s (tán thành %lld/%lld),",
		        STR_ARG(date_show(arena, meeting_day)), (long long)proposal->row.votes_for.n,
		        (long long)proposal->row.votes_all.n);
	else if (meeting_day.len)
		document_format(document, 0, "Căn cứ ý kiến của chi bộ tại buổi sinh hoạt ngày %.*s,",
		        STR_ARG(date_show(arena, meeting_day)));
	else if (proposal->row.votes_for.set)
		document_format(document, 0, "Căn cứ kết quả biểu quyết của chi bộ (tán thành %lld/%lld),",
		        (long long)proposal->row.votes_for.n, (long long)proposal->row.votes_all.n);
	document_format(document, 0,
	        "%.*s kính trình %.*s xem xét, %.*s cho %.*s, vì thành tích: %.*s. Danh sách như sau:",
	        STR_ARG(proposal->cell.name), STR_ARG(unit_body_name(arena, proposal->giver.name)),
	        STR_ARG(form ? form->act : proposal->row.form), STR_ARG(how_many(arena, bodies, members)),
	        STR_ARG(commend_for_what(
	                arena, proposal->row.kind, proposal->row.year, proposal->row.title, COMMEND_MEMBER)));
}

static void proposal_end(struct document *document, struct str giver, struct str secretary)
{
	struct str recipient[] = { giver.len ? giver : STR("Cấp ủy cấp trên"), STR("Lưu Chi bộ") };
	document_space(document, 6);
	document_paragraph(document, 0,
	        STR("Số liệu trong năm được tổng hợp từ sổ điểm danh, sổ nhiệm vụ và kết quả xếp loại của chi bộ."));
	document_sign(document, &(struct document_sign){ .signer = { { STR("T/M CHI BỘ"), STR("BÍ THƯ"), secretary } },
	                                .signer_count = 1,
	                                .recipient = recipient,
	                                .recipient_count = LENGTH(recipient) });
	print_own(document);
}

enum status commend_paper_proposal(struct request *request, void *view, struct err *err)
{
	const struct proposal *proposal = commend_proposal_of(request);
	struct document *document = open_paper(request, STR("Tờ trình đề nghị khen thưởng"), proposal->cell.name);
	struct commend_items_of_rows rows;
	struct commend_secretary_rows secretary;
	struct commend_meeting_of_row meeting = { .day = STR_NONE };
	struct arena *arena = request->arena;
	bool found;
	(void)view;
	TRY(commend_items_of(
	        arena, request->db, &(struct commend_items_of_in){ proposal->id, proposal->shard }, &rows, err));
	TRY(commend_secretary(arena, request->db, &(struct commend_secretary_in){ proposal->row.cell, proposal->shard },
	        &secretary, err));
	if (proposal->row.meeting.n)
		TRY(commend_meeting_of(arena, request->db,
		        &(struct commend_meeting_of_in){ proposal->row.meeting, proposal->shard }, &meeting, &found,
		        err));
	struct str giver = unit_body_name(arena, proposal->giver.name);
	proposal_head(document, &proposal->cell, proposal->row.day);
	document_title(document, STR("TỜ TRÌNH"), STR("về việc đề nghị khen thưởng"));
	document_format(document, DOCUMENT_CENTER, "Kính gửi: %.*s", STR_ARG(giver));
	proposal_words(request, document, proposal, &rows, meeting.day);
	proposal_rows(document, &rows);
	proposal_end(document, giver, secretary.count ? secretary.at[0].name : STR_NONE);
	return send_plain(request, document, "Tờ trình khen thưởng", err);
}

enum status commend_paper_blank(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct document *document = open_paper(request, STR("Tờ trình đề nghị khen thưởng"), cell->name);
	(void)view;
	proposal_head(document, cell, STR_NONE);
	document_title(document, STR("TỜ TRÌNH"), STR("về việc đề nghị khen thưởng"));
	document_paragraph(document, DOCUMENT_CENTER, STR("Kính gửi: ……………………………………………………"));
	document_paragraph(document, 0,
	        STR("Căn cứ kết quả biểu quyết tại buổi sinh hoạt chi bộ ngày ……/……/……… (tán thành ……/……),"));
	document_format(document, 0,
	        "%.*s kính trình …………………………………… xem xét, tặng …………………… cho …… tập thể, …… đảng viên, vì thành "
	        "tích: ………………………………………………………………… Danh sách như sau:",
	        STR_ARG(cell->name));
	proposal_rows(document, NULL);
	proposal_end(document, STR_NONE, STR_NONE);
	return send_plain(request, document, "Tờ trình khen thưởng (trống)", err);
}

/* The decision; without one: empty, for a unit. */

static enum status decision_head(struct request *request, struct document *document, const struct unit *unit,
        struct str number, struct str day, struct unit_committee *ret_committee, struct err *err)
{
	struct arena *arena = request->arena;
	struct unit above = { 0 };
	bool cell = str_is(unit->kind, "chi_bo");
	struct str when = day.len ? day : request->today;
	*ret_committee = unit_committee_of(arena, unit->kind, unit->name, when);
	if (cell)
		*ret_committee = (struct unit_committee){ STR("CHI BỘ"), STR("CB"), STR("BÍ THƯ") };
	if (unit->parent)
		TRY(unit_load(arena, request->db, unit->parent, &above, err));
	struct str superior = unit_body_name(arena, above.name), own = unit_body_name(arena, unit->name);
	document_head(document,
	        &(struct document_head){ .superior = text_upper(arena, cell ? above.name : superior),
	                .issuer = text_upper(arena, own),
	                .number = number.len ? str_format(arena, "Số %.*s", STR_ARG(number))
	                                     : str_format(arena, "Số ……-QĐ/%.*s", STR_ARG(ret_committee->sign)),
	                .party = STR("ĐẢNG CỘNG SẢN VIỆT NAM"),
	                .place = unit_place_day(arena, cell ? above.name : unit->name, day) });
	return OK;
}

static void decision_rows(struct document *document, const struct commend_decision_items_rows *rows, struct str why)
{
	const struct document_column columns[] = { { 7, DOCUMENT_MIDDLE, STR("TT") },
		{ 34, DOCUMENT_LEFT, STR("Tập thể, họ và tên") }, { 34, DOCUMENT_LEFT, STR("Đơn vị") },
		{ 42, DOCUMENT_LEFT, STR("Thành tích") } };
	struct arena *arena = document->arena;
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; rows && i < rows->count; i++) {
		const struct commend_decision_items_row *row = &rows->at[i];
		struct str name = row->badge.set ? str_format(arena, "%.*s (%lld năm tuổi Đảng)", STR_ARG(row->name),
		                                           (long long)row->badge.n)
		                                 : row->name;
		struct str reason = row->reason.len ? row->reason : why;
		if (str_is(row->state, "revoked"))
			reason = str_format(arena, "Đã thu hồi theo quyết định số %.*s ngày %.*s",
			        STR_ARG(row->revoke_number), STR_ARG(date_show(arena, row->revoke_day)));
		document_row(table,
		        (const struct str[]){ number_text(arena, (int64_t)i + 1), name,
		                str_is(row->subject, "cell") ? STR("–") : row->cell_name, reason },
		        0);
	}
	for (int i = 0; !rows && i < EMPTY_ROWS; i++)
		document_row(table, (const struct str[]){ number_text(arena, i + 1), STR(" "), STR(" "), STR(" ") }, 0);
}

static void decision_end(struct document *document, const struct unit_committee *committee, struct str post,
        struct str signer, bool cell)
{
	struct arena *arena = document->arena;
	struct str recipient[] = { STR("Như Điều 2"), cell ? STR("Lưu Chi bộ") : STR("Lưu Văn phòng") };
	document_sign(document,
	        &(struct document_sign){ .signer = { { str_format(arena, "T/M %.*s", STR_ARG(committee->name)),
	                                         post.len ? text_upper(arena, post) : committee->head, signer } },
	                .signer_count = 1,
	                .recipient = recipient,
	                .recipient_count = LENGTH(recipient) });
}

/* "ĐẢNG ỦY XÃ THƯ LÂM QUYẾT ĐỊNH" and the two articles. */
static void decision_words(struct document *document, const struct unit *unit, struct str act, struct str whom,
        struct str why, struct str source)
{
	struct arena *arena = document->arena;
	struct str own = text_upper(arena, unit_body_name(arena, unit->name));
	document_item(document, STR("Căn cứ Điều lệ Đảng;"));
	document_item(document, str_format(arena, "Căn cứ %.*s;", STR_ARG(source)));
	document_item(document, str_is(unit->kind, "chi_bo") ? STR("Căn cứ ý kiến thống nhất của chi bộ,")
	                                                     : STR("Xét đề nghị của các chi bộ,"));
	document_format(
	        document, DOCUMENT_CENTER | DOCUMENT_STRONG | DOCUMENT_KEEP_NEXT, "%.*s\nQUYẾT ĐỊNH", STR_ARG(own));
	document_format(document, 0, "\1Điều 1.\1 %.*s cho %.*s (có danh sách kèm theo), vì thành tích: %.*s.",
	        STR_ARG(act), STR_ARG(whom), STR_ARG(why));
	document_paragraph(document, 0,
	        STR("\1Điều 2.\1 Các tổ chức đảng có liên quan và các tập thể, đồng chí có tên trong danh sách chịu "
	            "trách "
	            "nhiệm thi hành Quyết định này. Quyết định có hiệu lực kể từ ngày ký."));
}

/* "Tặng giấy khen" of "tặng giấy khen": the first letter is plain or a t. */
static struct str begins_large(struct arena *arena, struct str text)
{
	return text.len ? str_format(arena, "%.*s%.*s", STR_ARG(text_upper(arena, str_slice(text, 0, 1))),
	                          STR_ARG(str_slice(text, 1, text.len)))
	                : text;
}

static void put_list_title(struct document *document, struct str under)
{
	document_page_break(document);
	document_title(document, STR("DANH SÁCH"), under);
}

enum status commend_paper_decision(struct request *request, void *view, struct err *err)
{
	const struct award *award = commend_award_of(request);
	const struct commend_rules *rules = commend_rules(request->arena);
	const struct commend_form *form = commend_form_of(rules, award->row.form);
	struct document *document = open_paper(request, STR("Quyết định khen thưởng"), award->unit.name);
	struct commend_decision_items_rows rows;
	struct unit_committee committee;
	struct arena *arena = request->arena;
	struct str act = form ? form->act : award->row.form;
	struct str why = commend_for_what(arena, award->row.kind, award->row.year, award->row.title, COMMEND_MEMBER);
	int64_t bodies = 0, members = 0;
	(void)view;
	TRY(commend_decision_items(arena, request->db, &(struct commend_decision_items_in){ award->id }, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		*(str_is(rows.at[i].subject, "member") ? &members : &bodies) += 1;
	TRY(decision_head(request, document, &award->unit, award->row.number, award->row.day, &committee, err));
	document_title(document, STR("QUYẾT ĐỊNH"), str_format(arena, "về việc %.*s", STR_ARG(act)));
	decision_words(document, &award->unit, begins_large(arena, act), how_many(arena, bodies, members), why,
	        commend_cited(rules, award->row.day));
	decision_end(
	        document, &committee, award->row.signer_post, award->row.signer, str_is(award->unit.kind, "chi_bo"));
	put_list_title(document, str_format(arena, "kèm theo Quyết định số %.*s ngày %.*s", STR_ARG(award->row.number),
	                                 STR_ARG(date_show(arena, award->row.day))));
	decision_rows(document, &rows, why);
	document_space(document, 6);
	print_own(document);
	return send_plain(request, document, "Quyết định khen thưởng", err);
}

enum status commend_paper_blank_decision(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	const struct commend_rules *rules = commend_rules(request->arena);
	struct document *document = open_paper(request, STR("Quyết định khen thưởng"), unit->name);
	struct unit_committee committee;
	struct str dots = STR("…………………………");
	(void)view;
	TRY(decision_head(request, document, unit, STR_NONE, STR_NONE, &committee, err));
	document_title(document, STR("QUYẾT ĐỊNH"), STR("về việc ………………………………………"));
	decision_words(document, unit, dots, STR("…… tập thể, …… đảng viên"), STR("………………………………"),
	        commend_cited(rules, request->today));
	decision_end(document, &committee, STR_NONE, STR_NONE, str_is(unit->kind, "chi_bo"));
	put_list_title(document, STR("kèm theo Quyết định số ……………… ngày ……/……/………"));
	decision_rows(document, NULL, STR_NONE);
	document_space(document, 6);
	print_own(document);
	return send_plain(request, document, "Quyết định khen thưởng (trống)", err);
}

/* The book. */

static void book_row(struct document_table *table, const struct commend_book_row *row, size_t place)
{
	struct arena *arena = table->document->arena;
	const struct commend_form *form = commend_form_of(commend_rules(arena), row->form);
	struct str name = form ? form->name : row->form, note = STR_NONE, decision = STR_NONE;
	if (row->badge.set)
		name = str_format(arena, "%.*s %lld năm", STR_ARG(name), (long long)row->badge.n);
	if (row->number.len && row->day.len)
		decision = str_format(arena, "%.*s\n%.*s", STR_ARG(row->number), STR_ARG(date_show(arena, row->day)));
	else
		decision = row->number.len ? row->number : date_show(arena, row->day);
	if (row->typed)
		note = STR("Nhập từ giấy");
	if (str_is(row->state, "revoked"))
		note = str_format(arena, "Thu hồi: %.*s, %.*s", STR_ARG(row->revoke_number),
		        STR_ARG(date_show(arena, row->revoke_day)));
	struct str why = commend_for_what(arena, row->kind, row->year, row->title, COMMEND_MEMBER);
	document_row(table,
	        (const struct str[]){ number_text(arena, (int64_t)place), number_text(arena, row->year), row->name,
	                name, row->giver_name, decision, row->reason.len ? row->reason : why, note },
	        0);
}

enum status commend_paper_book(struct request *request, void *view, struct err *err)
{
	const struct document_column columns[] = { { 7, DOCUMENT_MIDDLE, STR("TT") },
		{ 8, DOCUMENT_MIDDLE, STR("Năm") }, { 26, DOCUMENT_LEFT, STR("Tập thể, họ và tên") },
		{ 17, DOCUMENT_LEFT, STR("Hình thức") }, { 23, DOCUMENT_LEFT, STR("Cấp khen") },
		{ 18, DOCUMENT_LEFT, STR("Số, ngày quyết định") }, { 38, DOCUMENT_LEFT, STR("Thành tích") },
		{ 17, DOCUMENT_LEFT, STR("Ghi chú") } };
	const struct unit *cell = request_unit(request, "cell");
	struct document *document = open_paper(request, STR("Sổ khen thưởng"), cell->name);
	struct commend_book_rows rows;
	struct commend_secretary_rows secretary;
	struct str signer = STR_NONE;
	(void)view;
	document->landscape = true;
	TRY(commend_book(
	        request->arena, request->db, &(struct commend_book_in){ { cell->id }, cell->shard }, &rows, err));
	TRY(commend_secretary(request->arena, request->db, &(struct commend_secretary_in){ { cell->id }, cell->shard },
	        &secretary, err));
	if (secretary.count)
		signer = secretary.at[0].name;
	document_head(document, &(struct document_head){ .superior = text_upper(request->arena, cell->parent_name),
	                                .issuer = text_upper(request->arena, cell->name),
	                                .party = STR("ĐẢNG CỘNG SẢN VIỆT NAM") });
	document_title(document, STR("SỔ KHEN THƯỞNG"),
	        str_format(request->arena, "đến ngày %.*s", STR_ARG(date_show(request->arena, request->today))));
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < rows.count; i++)
		book_row(table, &rows.at[i], i + 1);
	for (size_t i = rows.count; i < EMPTY_ROWS && (!rows.count || request_query(request, "blank").len); i++)
		document_row(table,
		        (const struct str[]){ number_text(request->arena, (int64_t)i + 1), STR(" "), STR(" "), STR(" "),
		                STR(" "), STR(" "), STR(" "), STR(" ") },
		        0);
	document_sign(document, &(struct document_sign){ .signer = { { STR("T/M CHI BỘ"), STR("BÍ THƯ"), signer } },
	                                .signer_count = 1 });
	print_own(document);
	return send_plain(request, document, "Sổ khen thưởng", err);
}
