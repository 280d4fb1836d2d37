/* The papers of bodies: what the cell proposes, the decision of the committee, a second classification, the list of the
 * papers of a review. */
#include "feature/annual/annual_paper.h"

#include "base/text.h"
#include "base/time.h"

enum { EMPTY_ROWS = 12 };

static struct str number_text(struct arena *arena, struct opt_int number)
{
	return number.set ? str_format(arena, "%lld", (long long)number.n) : STR("");
}

static struct str name_of(struct arena *arena, struct str name, struct str label)
{
	return label.len ? str_format(arena, "%.*s (%.*s)", STR_ARG(name), STR_ARG(label)) : name;
}

static void put_proposals(
        struct document *document, const struct review *review, const struct annual_assessed_many_rows *rows)
{
	const struct document_column columns[] = { { 6, DOCUMENT_MIDDLE, STR("TT") },
		{ 34, DOCUMENT_LEFT, STR("Đối tượng") }, { 26, DOCUMENT_LEFT, STR("Tự nhận") },
		{ 10, DOCUMENT_MIDDLE, STR("Điểm") }, { 12, DOCUMENT_MIDDLE, STR("Tán thành") },
		{ 12, DOCUMENT_MIDDLE, STR("Không") }, { 12, DOCUMENT_MIDDLE, STR("Khác") },
		{ 30, DOCUMENT_LEFT, STR("Mức đề nghị") }, { 24, DOCUMENT_LEFT, STR("Ghi chú") } };
	struct arena *arena = document->arena;
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	size_t n = 0;
	for (size_t i = 0; i < rows->count; i++) {
		const struct annual_assessed_many_row *row = &rows->at[i];
		document_row(table,
		        (const struct str[]){ str_format(arena, "%zu", ++n), name_of(arena, row->name, row->label),
		                annual_grade_name(&review->rule, row->own_grade), number_text(arena, row->points),
		                number_text(arena, row->votes_for), number_text(arena, row->votes_against),
		                number_text(arena, row->votes_other), annual_grade_name(&review->rule, row->grade),
		                row->left_out.len ? str_format(arena, "Không xếp loại: %.*s", STR_ARG(row->left_out))
		                                  : row->reason },
		        0);
	}
}

static enum status proposal(struct request *request, struct err *err)
{
	const struct review *review = annual_request_review(request);
	struct call call = annual_call_of(request);
	struct document *document = document_open(request->arena);
	struct annual_assessed_many_rows rows;
	struct quotas quotas;
	TRY(annual_assessed_many(request->arena, request->db,
	        &(struct annual_assessed_many_in){ review->id, review->shard }, &rows, err));
	TRY(annual_flow_quotas_of_review(&call, review, &quotas, err));
	document->landscape = true;
	annual_paper_head(document, review->cell.parent_name, review->cell.name, STR_NONE, STR_NONE);
	document_title(document, STR("DANH SÁCH ĐỀ NGHỊ XẾP LOẠI"),
	        str_format(request->arena, "Kèm biên bản kiểm điểm, đánh giá, xếp loại năm %lld",
	                (long long)review->row.year));
	document_format(document, 0,
	        "Kiểm điểm tập thể ngày %.*s. Số %s được triệu tập: %.*s. Hình thức biểu quyết: %s.",
	        STR_ARG(review->row.collective_day.len ? date_show(request->arena, review->row.collective_day)
	                                               : STR("……")),
	        review->committee ? "cấp ủy viên" : "đảng viên chính thức",
	        STR_ARG(review->row.base.set ? number_text(request->arena, review->row.base) : STR("……")),
	        !review->row.held.len               ? "……"
	        : str_is(review->row.held, "hands") ? "giơ tay"
	                                            : "phiếu kín");
	put_proposals(document, review, &rows);
	for (size_t i = 0; i < quotas.count; i++)
		document_format(document, 0, "%.*s: xuất sắc %lld, tốt %lld; nhiều nhất %.*s.",
		        STR_ARG(quotas.at[i].name), (long long)quotas.at[i].excellent, (long long)quotas.at[i].good,
		        STR_ARG(annual_flow_reckoning(request->arena, &quotas.at[i])));
	document_sign(document,
	        &(struct document_sign){ .signer = { { STR("THƯ KÝ"), STR_NONE, STR_NONE },
	                                         annual_paper_signer(request->arena, review, request->today) },
	                .signer_count = 2 });
	document_paragraph(document, DOCUMENT_NO_INDENT, STR("\2Mẫu của phần mềm, không phải mẫu của Trung ương.\2"));
	return annual_paper_send(request, document, "Danh sách đề nghị xếp loại", err);
}

enum status annual_fetch_proposal(struct request *request, void *view, struct err *err)
{
	(void)view;
	return proposal(request, err);
}

enum status annual_fetch_result_pdf(struct request *request, void *view, struct err *err)
{
	const struct review *review = annual_request_review(request);
	struct arena *arena = request->arena;
	struct document *document = document_open(arena);
	struct annual_result_of_cell_rows rows;
	const struct document_column columns[] = { { 7, DOCUMENT_MIDDLE, STR("TT") },
		{ 40, DOCUMENT_LEFT, STR("Đối tượng") }, { 12, DOCUMENT_MIDDLE, STR("Điểm") },
		{ 36, DOCUMENT_LEFT, STR("Mức xếp loại") }, { 30, DOCUMENT_LEFT, STR("Quyết định") } };
	(void)view;
	TRY(annual_result_of_cell(arena, request->db,
	        &(struct annual_result_of_cell_in){ review->id, review->row.cell, review->row.year, review->shard },
	        &rows, err));
	annual_paper_head(document, review->cell.parent_name, review->cell.name, STR_NONE, STR_NONE);
	document_title(document, STR("KẾT QUẢ XẾP LOẠI"),
	        str_format(arena, "Năm %lld, theo quyết định của cấp ủy cấp trên", (long long)review->row.year));
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < rows.count; i++)
		document_row(table,
		        (const struct str[]){ str_format(arena, "%zu", i + 1), rows.at[i].name,
		                number_text(arena, rows.at[i].points),
		                annual_grade_name(&review->rule, rows.at[i].grade),
		                str_format(arena, "%.*s, %.*s", STR_ARG(rows.at[i].number),
		                        STR_ARG(date_show(arena, rows.at[i].day))) },
		        str_is(rows.at[i].kind, "member") ? 0 : DOCUMENT_STRONG);
	document_sign(
	        document, &(struct document_sign){ .signer = { annual_paper_signer(arena, review, request->today) },
	                          .signer_count = 1 });
	document_paragraph(document, DOCUMENT_NO_INDENT, STR("\2Mẫu của phần mềm, không phải mẫu của Trung ương.\2"));
	return annual_paper_send(request, document, "Kết quả xếp loại", err);
}

static void put_paper_row(struct document_table *table, size_t n, struct str name, bool there)
{
	document_row(table,
	        (const struct str[]){
	                str_format(table->document->arena, "%zu", n), name, there ? STR("có") : STR("chưa") },
	        0);
}

enum status annual_fetch_dossier_pdf(struct request *request, void *view, struct err *err)
{
	const struct review *review = annual_request_review(request);
	struct arena *arena = request->arena;
	struct document *document = document_open(arena);
	struct annual_assessed_many_rows rows;
	const struct document_column columns[] = { { 7, DOCUMENT_MIDDLE, STR("TT") },
		{ 80, DOCUMENT_LEFT, STR("Tài liệu") }, { 24, DOCUMENT_MIDDLE, STR("Trong phần mềm") } };
	struct annual_opinion_many_rows opinions;
	size_t n = 1;
	(void)view;
	TRY(annual_assessed_many(
	        arena, request->db, &(struct annual_assessed_many_in){ review->id, review->shard }, &rows, err));
	TRY(annual_opinion_many(
	        arena, request->db, &(struct annual_opinion_many_in){ review->id, review->shard }, &opinions, err));
	annual_paper_head(document, review->cell.parent_name, review->cell.name, STR_NONE, STR_NONE);
	document_title(document, STR("DANH MỤC HỒ SƠ"),
	        str_format(arena, "Kiểm điểm, đánh giá, xếp loại năm %lld", (long long)review->row.year));
	document_paragraph(document, DOCUMENT_CENTER | DOCUMENT_NO_INDENT, STR("(Mẫu 04)"));
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < rows.count; i++) /* the cell stands last in the list */
		if (str_is(rows.at[i].kind, "cell"))
			put_paper_row(table, n++, STR("Báo cáo kiểm điểm tập thể (Mẫu 01)"), rows.at[i].sent_at.set);
	for (size_t i = 0; i < rows.count; i++) {
		const struct annual_assessed_many_row *row = &rows.at[i];
		if (str_is(row->kind, "member") && !row->left_out.len)
			put_paper_row(table, n++,
			        str_format(arena, "Bản kiểm điểm của %.*s (Mẫu %.*s)",
			                STR_ARG(name_of(arena, row->name, row->label)), STR_ARG(row->form)),
			        row->sent_at.set);
	}
	put_paper_row(table, n++,
	        review->committee ? STR("Biên bản và đề nghị xếp loại của tập thể cấp ủy")
	                          : STR("Biên bản và danh sách đề nghị xếp loại của chi bộ"),
	        review->row.proposed_at.set);
	for (size_t i = 0; i < opinions.count; i++)
		put_paper_row(table, n++,
		        str_format(arena, "Ý kiến của %.*s, %.*s", STR_ARG(opinions.at[i].agency),
		                STR_ARG(date_show(arena, opinions.at[i].day))),
		        true);
	put_paper_row(table, n, STR("Quyết định xếp loại của cấp ủy cấp trên"), str_is(review->row.state, "decided"));
	document_format(
	        document, DOCUMENT_NO_INDENT, "\2%.*s: Mẫu 04; bố cục của phần mềm.\2", STR_ARG(review->rule.guidance));
	return annual_paper_send(request, document, "Danh mục hồ sơ", err);
}

static void put_basis(struct document *document, const struct annual_rule *rule)
{
	document_format(document, 0, "- Căn cứ Quy định %.*s, %.*s của %.*s;", STR_ARG(rule->number),
	        STR_ARG(annual_paper_date(document->arena, rule->date)), STR_ARG(rule->issuer));
	document_format(document, 0, "- Căn cứ %.*s của Ban Tổ chức Trung ương,", STR_ARG(rule->guidance));
}

static void sign_committee(struct document *document, const struct unit_committee *committee, struct str cell)
{
	const struct str recipients[] = { cell, STR("Lưu hồ sơ") };
	document_sign(document, &(struct document_sign){
	                                .signer = { { str_format(document->arena, "T/M %.*s", STR_ARG(committee->name)),
	                                        committee->head, STR_NONE } },
	                                .signer_count = 1,
	                                .recipient = recipients,
	                                .recipient_count = LENGTH(recipients) });
}

static struct str decision_number(struct arena *arena, struct str number)
{
	return str_format(arena, "Số %.*s", STR_ARG(number));
}

static void put_list(
        struct document *document, const struct annual_result_of_unit_rows *rows, const struct annual_rule *rule)
{
	struct arena *arena = document->arena;
	const struct document_column columns[] = { { 7, DOCUMENT_MIDDLE, STR("TT") },
		{ 46, DOCUMENT_LEFT, STR("Đối tượng") }, { 12, DOCUMENT_MIDDLE, STR("Điểm") },
		{ 40, DOCUMENT_LEFT, STR("Mức xếp loại") } };
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	size_t n = 0;
	for (int i = 0; i < EMPTY_ROWS && !rows->count; i++)
		document_row(table, (const struct str[]){ STR(""), STR(""), STR(""), STR("") }, 0);
	for (size_t i = 0; i < rows->count; i++) {
		const struct annual_result_of_unit_row *row = &rows->at[i];
		bool cell = !str_is(row->kind, "member");
		struct str grade = annual_grade_name(rule, row->grade);
		if (row->revoked_number.len)
			grade = str_format(
			        arena, "%.*s (đã xếp loại lại: %.*s)", STR_ARG(grade), STR_ARG(row->revoked_number));
		if (!cell && (!i || rows->at[i - 1].cell.n != row->cell.n))
			document_full_row(table, row->cell_name, DOCUMENT_STRONG);
		document_row(table,
		        (const struct str[]){
		                str_format(arena, "%zu", ++n), row->name, number_text(arena, row->points), grade },
		        cell ? DOCUMENT_STRONG : 0);
	}
}

static struct str or_dots(struct str text)
{
	return text.len ? text : STR("………………");
}

/* The people of a decision; that their names were read is noted for each cell. */
static int64_t people_of(struct request *request, const struct annual_result_of_unit_rows *rows)
{
	int64_t people = 0;
	for (size_t i = 0; i < rows->count; i++) {
		people += str_is(rows->at[i].kind, "member");
		if (!str_is(rows->at[i].kind, "committee") && (!i || rows->at[i].cell.n != rows->at[i - 1].cell.n))
			request_look(request, rows->at[i].cell.n, (int)rows->at[i].shard, "annual");
	}
	return people;
}

/* rows 0: not known yet. */
static void put_articles(struct document *document, int64_t year, size_t rows, int64_t people)
{
	struct str bodies = or_dots(rows ? number_text(document->arena, OPT((int64_t)rows - people)) : STR_NONE);
	if (people || !rows)
		document_format(document, 0,
		        "\1Điều 1.\1 Xếp loại chất lượng năm %lld đối với %.*s tổ chức đảng và %.*s đảng viên trong "
		        "danh "
		        "sách kèm theo.",
		        (long long)year, STR_ARG(bodies),
		        STR_ARG(or_dots(rows ? number_text(document->arena, OPT(people)) : STR_NONE)));
	else
		document_format(document, 0,
		        "\1Điều 1.\1 Xếp loại chất lượng năm %lld đối với %.*s tổ chức đảng trong danh sách kèm theo.",
		        (long long)year, STR_ARG(bodies));
	document_format(document, 0,
	        "\1Điều 2.\1 Các tổ chức đảng%s có tên trong danh sách chịu trách nhiệm thi hành quyết định này.",
	        people || !rows ? " và đảng viên" : "");
}

/* Without a number: empty, to be filled in by hand. */
static enum status decision(struct request *request, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct arena *arena = request->arena;
	struct document *document = document_open(arena);
	struct str number = request_query(request, "number");
	struct annual_result_of_unit_rows rows;
	struct annual_rule rule;
	int64_t year = request_query_int(request, "year", month_of_day(request->today) / 100);
	TRY(annual_result_of_unit(
	        arena, request->db, &(struct annual_result_of_unit_in){ { unit->id }, year, number }, &rows, err));
	if (number.len && !rows.count)
		return err_set(err, NOT_FOUND, "annual.not_decided", NULL);
	struct str day = rows.count ? rows.at[0].day : STR_NONE;
	int64_t people = people_of(request, &rows);
	TRY(annual_rule_find(arena, STR_NONE, day.len ? day : request->today, &rule, err));
	struct unit_committee committee =
	        unit_committee_of(arena, unit->kind, unit->name, day.len ? day : request->today);
	annual_paper_head(document, unit->parent_name, unit_body_name(arena, unit->name),
	        decision_number(arena, or_dots(number)), day);
	document_title(document, STR("QUYẾT ĐỊNH"),
	        str_format(arena, "Đánh giá, xếp loại chất lượng tổ chức đảng, đảng viên năm %lld", (long long)year));
	put_basis(document, &rule);
	document_format(document, DOCUMENT_CENTER | DOCUMENT_STRONG | DOCUMENT_NO_INDENT, "%.*s QUYẾT ĐỊNH",
	        STR_ARG(committee.name));
	put_articles(document, year, rows.count, people);
	sign_committee(document, &committee, STR("Như Điều 2"));
	document_page_break(document);
	document_title(
	        document, STR("DANH SÁCH"), str_format(arena, "Kèm quyết định số %.*s", STR_ARG(or_dots(number))));
	put_list(document, &rows, &rule);
	document_paragraph(document, DOCUMENT_NO_INDENT, STR("\2Mẫu của phần mềm, không phải mẫu của Trung ương.\2"));
	return annual_paper_send(request, document, "Quyết định xếp loại", err);
}

enum status annual_fetch_decision(struct request *request, void *view, struct err *err)
{
	(void)view;
	return decision(request, err);
}

/* Without a second decision: empty, with the name alone. */
static enum status again(struct request *request, struct err *err)
{
	const struct assessed *assessed = annual_request_assessed(request);
	const struct review *review = &assessed->review;
	struct arena *arena = request->arena;
	struct document *document = document_open(arena);
	struct annual_result_history_rows rows;
	struct annual_result_history_row now = { 0 }, before = { 0 };
	struct unit unit;
	TRY(annual_result_history(arena, request->db,
	        &(struct annual_result_history_in){
	                review->id, assessed->id, review->row.cell, review->row.year, review->shard },
	        &rows, err));
	if (rows.count > 1) {
		now = rows.at[0];
		before = rows.at[1];
	} else if (rows.count) {
		before = rows.at[0];
	}
	TRY(unit_load(arena, request->db, review->row.unit.n, &unit, err));
	struct unit_committee committee =
	        unit_committee_of(arena, unit.kind, unit.name, now.day.len ? now.day : request->today);
	annual_paper_head(document, unit.parent_name, unit_body_name(arena, unit.name),
	        decision_number(arena, or_dots(now.number)), now.day);
	document_title(document, STR("QUYẾT ĐỊNH"),
	        str_format(arena, "Xếp loại lại chất lượng năm %lld", (long long)review->row.year));
	document_paragraph(document, DOCUMENT_CENTER | DOCUMENT_NO_INDENT, STR("(Mẫu 03)"));
	put_basis(document, &review->rule);
	document_format(document, 0, "- Xét thấy: %.*s,", STR_ARG(or_dots(now.reason)));
	document_format(document, DOCUMENT_CENTER | DOCUMENT_STRONG | DOCUMENT_NO_INDENT, "%.*s QUYẾT ĐỊNH",
	        STR_ARG(committee.name));
	document_format(document, 0, "\1Điều 1.\1 Hủy kết quả xếp loại “%.*s” của %s%.*s tại quyết định số %.*s, %.*s.",
	        STR_ARG(or_dots(annual_grade_name(&review->rule, before.grade))),
	        str_is(assessed->row.kind, "cell") ? "" : "đồng chí ", STR_ARG(assessed->row.name),
	        STR_ARG(or_dots(before.number)), STR_ARG(annual_paper_date(arena, before.day)));
	document_format(document, 0, "\1Điều 2.\1 Xếp loại lại năm %lld: %.*s.", (long long)review->row.year,
	        STR_ARG(or_dots(annual_grade_name(&review->rule, now.grade))));
	document_format(document, 0, "\1Điều 3.\1 %.*s%s chịu trách nhiệm thi hành quyết định này.",
	        STR_ARG(review->cell.name), str_is(assessed->row.kind, "cell") ? "" : " và đồng chí có tên ở Điều 1");
	sign_committee(document, &committee, STR("Như Điều 3"));
	document_format(
	        document, DOCUMENT_NO_INDENT, "\2%.*s: Mẫu 03; bố cục của phần mềm.\2", STR_ARG(review->rule.guidance));
	return annual_paper_send(request, document, "Quyết định xếp loại lại", err);
}

enum status annual_fetch_again(struct request *request, void *view, struct err *err)
{
	(void)view;
	return again(request, err);
}
