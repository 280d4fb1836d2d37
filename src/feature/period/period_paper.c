/* The report on paper: A4 lying, the table, what belongs under it, the signature. PDF and DOCX from one document. */
#include "feature/period/period_private.h"

#include "base/text.h"
#include "base/time.h"
#include "document/docx.h"
#include "document/pdf.h"

enum { NAME_SHARE = 22, WIDE_SHARE = 15, NUMBER_SHARE = 13 };

static struct unit_committee committee_of(struct arena *arena, const struct period_report *report)
{
	return unit_committee_of(arena, report->kind, report->unit_name, day_today(arena, report->as_of));
}

static void put_head(struct document *document, const struct period_report *report)
{
	struct arena *arena = document->arena;
	struct unit_committee committee = committee_of(arena, report);
	struct document_head head = { .superior = text_upper(arena, report->parent_name),
		.issuer = text_upper(arena, report->unit_name),
		.number = str_format(arena, "Số ……-BC/%.*s", STR_ARG(committee.sign)),
		.party = STR("ĐẢNG CỘNG SẢN VIỆT NAM"),
		.place = date_words(arena, day_today(arena, report->as_of)) };
	document_head(document, &head);
	document_title(document, STR("BÁO CÁO"),
	        str_format(arena, "Tổng hợp sinh hoạt chi bộ – %.*s", STR_ARG(report->title)));
}

/* "392/417 (94%)": the share goes into a line of its own. */
static struct str folded(struct arena *arena, struct str text)
{
	ptrdiff_t at = str_find(text, STR(" ("));
	if (at < 0 || !str_ends(text, STR("%)")))
		return text;
	return str_format(arena, "%.*s\n%.*s", (int)at, text.ptr, STR_ARG(str_slice(text, (size_t)at + 1, text.len)));
}

static void put_row(
        struct document_table *table, const struct period_report *report, const struct period_row *row, unsigned flags)
{
	struct arena *arena = table->document->arena;
	struct str cells[DOCUMENT_COLUMNS];
	for (size_t c = 0; c < table->column_count; c++)
		cells[c] = folded(arena, period_value_of(arena, report, row, c).text);
	document_row(table, cells, flags);
}

static void put_table(struct document *document, const struct period_report *report)
{
	struct arena *arena = document->arena;
	struct document_column columns[DOCUMENT_COLUMNS] = { 0 };
	size_t count = report->column_count < DOCUMENT_COLUMNS ? report->column_count : DOCUMENT_COLUMNS;
	for (size_t c = 0; c < count; c++) {
		const struct period_column *column = &report->columns[c];
		bool name = column->kind == PERIOD_COLUMN_NAME, text = column->kind == PERIOD_COLUMN_TEXT;
		bool wide = text || column->kind == PERIOD_COLUMN_SHARE;
		columns[c] = (struct document_column){ .share = name   ? NAME_SHARE
			                                        : wide ? WIDE_SHARE
			                                               : NUMBER_SHARE,
			.align = name || text ? DOCUMENT_LEFT : DOCUMENT_RIGHT,
			.title = str_format(arena, "%s%s", column->label, column->typed ? " *" : "") };
	}
	struct document_table *table = document_table(document, columns, count, STR_NONE);
	for (size_t i = 0; i < report->row_count; i++)
		put_row(table, report, &report->rows[i], 0);
	put_row(table, report, &report->total, DOCUMENT_STRONG);
}

/* What other features counted: visits, classes, praise ... */
static void put_more(struct document *document, const struct period_report *report)
{
	const struct document_column columns[] = { { 78, DOCUMENT_LEFT, STR("Nội dung") },
		{ 22, DOCUMENT_RIGHT, STR("Số lượng") } };
	if (!report->more_count)
		return;
	document_paragraph(document, DOCUMENT_STRONG | DOCUMENT_KEEP_NEXT, STR("Công tác khác"));
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < report->more_count; i++)
		document_row(table,
		        (const struct str[]){
		                report->more[i].label, counter_figure_show(document->arena, &report->more[i]) },
		        0);
	document_space(document, 6);
}

static void put_changes(struct document *document, const struct period_report *report)
{
	if (!report->change_count)
		return;
	document_paragraph(document, DOCUMENT_STRONG | DOCUMENT_KEEP_NEXT, STR("Điều chỉnh so với báo cáo đã chốt"));
	for (size_t i = 0; i < report->change_count; i++) {
		const struct period_change *change = &report->changes[i];
		document_item(
		        document, str_format(document->arena, "%.*s (%.*s): %.*s. Lý do: %.*s", STR_ARG(change->name),
		                          STR_ARG(change->period), STR_ARG(change->figures),
		                          STR_ARG(change->reason.len ? change->reason : STR("chưa ghi"))));
	}
}

static struct document *document_of(struct arena *arena, const struct period_report *report)
{
	struct document *document = document_open(arena);
	struct unit_committee committee = committee_of(arena, report);
	struct str notes[PERIOD_NOTES_MAX];
	size_t count = period_notes(arena, report, false, notes, PERIOD_NOTES_MAX);
	document->landscape = true;
	document->created = report->as_of;
	document->title = report->title;
	document->author = report->unit_name;
	put_head(document, report);
	put_table(document, report);
	document_space(document, 6);
	for (size_t i = 0; i < count; i++)
		document_paragraph(document, 0, notes[i]);
	put_more(document, report);
	put_changes(document, report);
	document_sign(document, &(struct document_sign){ .signer_count = 1,
	                                .signer = { { str_format(arena, "T/M %.*s", STR_ARG(committee.name)),
	                                        committee.head, STR_NONE } } });
	return document;
}

enum status period_paper(
        struct arena *arena, const struct period_report *report, bool docx, struct str *ret_bytes, struct err *err)
{
	struct document_style style;
	const struct document *document = document_of(arena, report);
	TRY(document_style_read(arena, document_template_default(), &style, err));
	return docx ? document_docx(arena, document, &style, ret_bytes, err)
	            : document_pdf(arena, document, &style, ret_bytes, err);
}
