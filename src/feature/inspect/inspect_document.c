/* The papers of a dossier and the programme of a year as documents: what is known is filled in, the rest is dots. The
 * layout is the program's own and says so. */
#include "feature/inspect/inspect_private.h"

#include "app/message.h"
#include "base/text.h"
#include "base/time.h"
#include "feature/print/print.h"

enum { DOT_LINES = 3 };

/* What one paper is made of; without dossier an empty form. */
struct source {
	const struct unit *unit;
	const struct dossier *dossier;
	const struct inspect_paper_rule *paper;
	struct paper_state state;
	struct papers papers;
	struct inspect_texts_rows texts;
	struct inspect_member_many_rows members;
	struct inspect_findings_rows findings;
	bool blank;
};

static struct str or_dots(struct str text)
{
	return text.len ? text : STR("……………………");
}

static void put_dots(struct document *document)
{
	for (int i = 0; i < DOT_LINES; i++)
		document_paragraph(document, DOCUMENT_NO_INDENT, STR("…………………………………………………………………………………"));
}

static void put_text(struct document *document, struct str text)
{
	struct str line;
	while (str_split(&text, '\n', &line))
		if (str_trim(line).len)
			document_paragraph(document, 0, str_trim(line));
}

static void put_team(struct document *document, const struct source *source)
{
	for (size_t i = 0; i < source->members.count; i++) {
		const struct inspect_member_many_row *row = &source->members.at[i];
		document_item(document,
		        str_format(document->arena, "Đồng chí %.*s%s%.*s%s", STR_ARG(row->name),
		                row->post.len ? ", " : "", STR_ARG(row->post), row->head ? ", tổ trưởng" : ""));
	}
	document_paragraph(document, 0, STR("Thời gian, địa điểm: …………………………………………………"));
}

static void put_findings(struct document *document, const struct source *source)
{
	static const struct document_column columns[] = { { 6, DOCUMENT_MIDDLE, { "TT", 2 } },
		{ 30, DOCUMENT_LEFT, { "Hạn chế, khuyết điểm", sizeof("Hạn chế, khuyết điểm") - 1 } },
		{ 29, DOCUMENT_LEFT, { "Việc phải khắc phục", sizeof("Việc phải khắc phục") - 1 } },
		{ 20, DOCUMENT_LEFT, { "Người chịu trách nhiệm", sizeof("Người chịu trách nhiệm") - 1 } },
		{ 19, DOCUMENT_MIDDLE, { "Hạn", sizeof("Hạn") - 1 } } };
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < source->findings.count; i++) {
		const struct inspect_findings_row *row = &source->findings.at[i];
		document_row(table,
		        (const struct str[]){ str_format(document->arena, "%zu", i + 1), row->text, row->fix,
		                row->person_name, date_show(document->arena, row->due) },
		        0);
	}
	for (size_t i = source->findings.count; i < DOT_LINES && (source->blank || !source->findings.count); i++)
		document_row(table, (const struct str[]){ STR_NONE, STR_NONE, STR_NONE, STR_NONE, STR_NONE }, 0);
}

static void put_index(struct document *document, const struct source *source, const struct inspect_rule *rule)
{
	static const struct document_column columns[] = { { 6, DOCUMENT_MIDDLE, { "TT", 2 } },
		{ 12, DOCUMENT_MIDDLE, { "Ký hiệu", sizeof("Ký hiệu") - 1 } },
		{ 46, DOCUMENT_LEFT, { "Tên tài liệu", sizeof("Tên tài liệu") - 1 } },
		{ 24, DOCUMENT_LEFT, { "Số, ngày", sizeof("Số, ngày") - 1 } },
		{ 18, DOCUMENT_LEFT, { "Ghi chú", sizeof("Ghi chú") - 1 } } };
	struct arena *arena = document->arena;
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < rule->paper_count; i++) {
		const struct paper_state *state = source->blank ? NULL : &source->papers.at[i];
		struct str when = STR_NONE, note = STR_NONE;
		if (state && str_is(state->state, "signed"))
			when = str_format(arena, "%.*s%s%.*s", STR_ARG(state->number), state->number.len ? ", " : "",
			        STR_ARG(date_show(arena, state->day)));
		else if (state && str_is(state->state, "unneeded"))
			note = state->reason;
		document_row(table,
		        (const struct str[]){ str_format(arena, "%zu", i + 1), rule->paper[i].code,
		                inspect_paper_name(&rule->paper[i], state), when, note },
		        0);
	}
}

/* What the program knows for a section that nobody wrote; false: nothing. */
static bool put_known(struct document *document, const struct source *source, struct str fill)
{
	const struct dossier *dossier = source->dossier;
	if (str_is(fill, "findings") && (source->blank || source->findings.count)) {
		put_findings(document, source);
		return true;
	}
	if (source->blank || !dossier)
		return false;
	if (str_is(fill, "team")) {
		put_team(document, source);
		return true;
	}
	if (str_is(fill, "subject")) {
		document_format(document, 0, "%.*s.", STR_ARG(dossier->row.subject));
		if (dossier->row.period.len)
			document_format(document, 0, "Thời kỳ: %.*s.", STR_ARG(dossier->row.period));
		return true;
	}
	if (!str_is(fill, "time") || !dossier->row.planned_on.len)
		return false;
	document_format(
	        document, 0, "Kế hoạch ký ngày %.*s.", STR_ARG(date_show(document->arena, dossier->row.planned_on)));
	if (dossier->row.started_on.len)
		document_format(document, 0, "Triển khai tại chi bộ ngày %.*s.",
		        STR_ARG(date_show(document->arena, dossier->row.started_on)));
	return true;
}

static void put_sections(struct document *document, const struct source *source, const struct inspect_rule *rule)
{
	for (size_t i = 0; i < source->paper->section_count; i++) {
		const struct inspect_section *section = &source->paper->section[i];
		struct str text = STR_NONE;
		for (size_t k = 0; k < source->texts.count; k++)
			if (source->texts.at[k].section == (int64_t)i + 1)
				text = source->texts.at[k].text;
		if (str_is(section->fill, "index")) {
			put_index(document, source, rule);
			continue;
		}
		document_section(document, 1, DOCUMENT_KEEP_NEXT, section->title);
		if (text.len && !source->blank) {
			put_text(document, text);
			if (str_is(section->fill, "findings") && source->findings.count)
				put_findings(document, source);
		} else if (!put_known(document, source, section->fill)) {
			put_dots(document);
		}
	}
}

static struct unit_committee committee_of(struct arena *arena, const struct unit *unit, struct str day)
{
	return unit_committee_of(arena, unit->kind, unit->name, day);
}

static void put_signs(struct document *document, const struct source *source)
{
	struct arena *arena = document->arena;
	struct str signs = source->paper->signs, name = source->blank ? STR_NONE : source->state.signer;
	struct unit_committee committee = committee_of(arena, source->unit, source->state.day);
	static const struct str copies[] = { { "Chi bộ được kiểm tra, giám sát",
		                                     sizeof("Chi bộ được kiểm tra, giám sát") - 1 },
		{ "Ủy ban Kiểm tra", sizeof("Ủy ban Kiểm tra") - 1 }, { "Lưu hồ sơ", sizeof("Lưu hồ sơ") - 1 } };
	struct document_sign sign = { .signer_count = 1 };
	if (str_is(signs, "both")) {
		sign.signer_count = 2;
		sign.signer[0] = (struct document_signer){ STR("ĐẠI DIỆN CHI BỘ"), STR_NONE, STR_NONE };
		sign.signer[1] = (struct document_signer){ STR("TỔ TRƯỞNG"), STR_NONE, name };
	} else if (str_is(signs, "committee")) {
		sign.signer[0] = (struct document_signer){ str_format(arena, "T/M %.*s", STR_ARG(committee.name)),
			committee.head.len ? committee.head : STR("BÍ THƯ"), name };
		sign.recipient = copies;
		sign.recipient_count = LENGTH(copies);
	} else if (str_is(signs, "cell")) {
		sign.signer[0] = (struct document_signer){ STR("T/M CHI BỘ"), STR("BÍ THƯ"), name };
	} else {
		sign.signer[0] = (struct document_signer){ STR("TỔ TRƯỞNG"), STR_NONE, name };
	}
	print_own(document);
	document_sign(document, &sign);
}

static struct document *make_paper(
        struct request *request, const struct source *source, const struct inspect_rule *rule)
{
	struct arena *arena = request->arena;
	struct document *document = document_open(arena);
	const struct dossier *dossier = source->dossier;
	bool cell = str_is(source->paper->signs, "cell"), both = str_is(source->paper->signs, "both");
	struct str cell_name = dossier ? dossier->cell.name : STR("Chi bộ ……………………"), number = source->state.number;
	struct str name = inspect_paper_name(source->paper, &source->state);
	document->created = request->now;
	document->title = name;
	document_head(document,
	        &(struct document_head){
	                .superior = text_upper(arena, cell ? source->unit->name : source->unit->parent_name),
	                .issuer = text_upper(arena, cell ? cell_name : unit_body_name(arena, source->unit->name)),
	                .number = both                           ? STR_NONE
	                          : number.len && !source->blank ? str_format(arena, "Số %.*s", STR_ARG(number))
	                                                         : STR("Số ……"),
	                .party = STR("ĐẢNG CỘNG SẢN VIỆT NAM"),
	                .place = both ? STR_NONE
	                              : unit_place_day(arena, source->unit->name,
	                                        source->blank ? STR_NONE : source->state.day) });
	document_title(document, text_upper(arena, name),
	        str_format(arena, "%.*s đối với %.*s", STR_ARG(inspect_kind_name(rule->kind)), STR_ARG(cell_name)));
	if (both)
		document_format(document, 0, "Hôm nay, %.*s, tại %.*s, tổ và chi bộ lập biên bản này.",
		        STR_ARG(date_words(arena, source->blank ? STR_NONE : source->state.day)),
		        STR_ARG(dossier ? cell_name : or_dots(STR_NONE)));
	put_sections(document, source, rule);
	put_signs(document, source);
	return document;
}

static enum status send(struct request *request, struct document *document, struct err *err)
{
	return print_send(request, document, document->title, err);
}

static enum status load_source(struct request *request, struct source *source, struct err *err)
{
	const struct dossier *dossier = source->dossier;
	TRY(inspect_papers_load(request->arena, request->db, dossier, &source->papers, err));
	source->state = source->papers.at[source->paper - dossier->rule->paper];
	if (source->blank)
		return OK;
	TRY(inspect_texts(request->arena, request->db,
	        &(struct inspect_texts_in){ dossier->id, source->paper->n, dossier->shard }, &source->texts, err));
	TRY(inspect_member_many(
	        request->arena, request->db, &(struct inspect_member_many_in){ dossier->id }, &source->members, err));
	return inspect_findings(request->arena, request->db,
	        &(struct inspect_findings_in){ dossier->id, dossier->shard }, &source->findings, err);
}

enum status print_paper(struct request *request, void *view, struct err *err)
{
	const struct dossier *dossier = request_dossier(request);
	struct source source = { .unit = &dossier->unit,
		.dossier = dossier,
		.paper = inspect_rule_paper(dossier->rule, request_query_int(request, "n", 1)),
		.blank = request_query(request, "blank").len > 0 };
	(void)view;
	TRY(inspect_must_see(request, SIGHT_CONCLUSION, err));
	if (!source.paper)
		return err_set(err, NOT_FOUND, "inspect.no_paper", NULL);
	TRY(load_source(request, &source, err));
	if (!source.state.sent)
		TRY(inspect_must_see(request, SIGHT_ALL, err));
	else if (!str_is(source.paper->role, "conclusion"))
		TRY(inspect_must_see(request, SIGHT_SENT, err));
	inspect_note(request, dossier, "file", source.paper->n);
	return send(request, make_paper(request, &source, dossier->rule), err);
}

enum status print_empty(struct request *request, void *view, struct err *err)
{
	const struct inspect_rule *rule;
	struct source source = { .unit = request_unit(request, "unit"), .blank = true };
	(void)view;
	TRY(inspect_rule_read(
	        request->arena, str_is(request_query(request, "kind"), "gs") ? STR("gs") : STR("kt"), &rule, err));
	source.paper = inspect_rule_paper(rule, request_query_int(request, "n", 1));
	if (!source.paper)
		return err_set(err, NOT_FOUND, "inspect.no_paper", NULL);
	return send(request, make_paper(request, &source, rule), err);
}

static void put_programme(struct document *document, const struct inspect_item_many_rows *items, bool blank)
{
	static const struct document_column columns[] = { { 6, DOCUMENT_MIDDLE, { "TT", 2 } },
		{ 15, DOCUMENT_LEFT, { "Hình thức", sizeof("Hình thức") - 1 } },
		{ 32, DOCUMENT_LEFT, { "Nội dung", sizeof("Nội dung") - 1 } },
		{ 22, DOCUMENT_LEFT, { "Chi bộ", sizeof("Chi bộ") - 1 } },
		{ 12, DOCUMENT_MIDDLE, { "Thời gian", sizeof("Thời gian") - 1 } },
		{ 20, DOCUMENT_LEFT, { "Chủ trì", sizeof("Chủ trì") - 1 } } };
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < items->count && !blank; i++) {
		const struct inspect_item_many_row *row = &items->at[i];
		struct str subject = row->extra ? str_format(document->arena, "%.*s (bổ sung)", STR_ARG(row->subject))
		                                : row->subject;
		document_row(table,
		        (const struct str[]){ str_format(document->arena, "%zu", i + 1), inspect_kind_name(row->kind),
		                subject, row->cell_name,
		                inspect_when(document->arena, row->since_month, row->until_month), row->lead },
		        0);
	}
	for (int i = 0; i < 4 * DOT_LINES && blank; i++)
		document_row(
		        table, (const struct str[]){ STR_NONE, STR_NONE, STR_NONE, STR_NONE, STR_NONE, STR_NONE }, 0);
}

enum status print_programme(struct request *request, void *view, struct err *err)
{
	const struct unit *unit = request_unit(request, "unit");
	struct arena *arena = request->arena;
	int64_t year = request_query_int(request, "year", month_of_day(request->today) / 100);
	struct inspect_programme_of_row programme = { 0 };
	struct inspect_item_many_rows items = { 0 };
	bool found, blank = request_query(request, "blank").len > 0;
	(void)view;
	TRY(inspect_programme_of(
	        arena, request->db, &(struct inspect_programme_of_in){ { unit->id }, year }, &programme, &found, err));
	if (found)
		TRY(inspect_item_many(arena, request->db, &(struct inspect_item_many_in){ programme.id }, &items, err));
	struct unit_committee committee = committee_of(arena, unit, request->today);
	struct document *document = document_open(arena);
	document->created = request->now;
	document->title = str_format(arena, "Chương trình kiểm tra, giám sát năm %lld", (long long)year);
	document_head(
	        document, &(struct document_head){ .superior = text_upper(arena, unit->parent_name),
	                          .issuer = text_upper(arena, unit_body_name(arena, unit->name)),
	                          .number = programme.number.len && !blank
	                                            ? str_format(arena, "Số %.*s", STR_ARG(programme.number))
	                                            : str_format(arena, "Số ……-CTr/%.*s", STR_ARG(committee.sign)),
	                          .party = STR("ĐẢNG CỘNG SẢN VIỆT NAM"),
	                          .place = unit_place_day(arena, unit->name, blank ? STR_NONE : programme.day) });
	document_title(document, STR("CHƯƠNG TRÌNH"),
	        blank ? STR("kiểm tra, giám sát năm ……")
	              : str_format(arena, "kiểm tra, giám sát năm %lld", (long long)year));
	put_programme(document, &items, blank);
	print_own(document);
	document_sign(document,
	        &(struct document_sign){ .signer = { { str_format(arena, "T/M %.*s", STR_ARG(committee.name)),
	                                         committee.head.len ? committee.head : STR("BÍ THƯ"), STR_NONE } },
	                .signer_count = 1 });
	return send(request, document, err);
}
