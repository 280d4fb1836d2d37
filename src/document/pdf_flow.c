/* Turns blocks into pieces one below another, each with what it must not be parted from. No drawing. */
#include "document/pdf_private.h"

static struct pdf_piece *add(struct pdf *pdf, int kind)
{
	struct pdf_piece *piece = arena_new(pdf->arena, struct pdf_piece);

	piece->kind = kind;
	if (pdf->last)
		pdf->last->next = piece;
	else
		pdf->first = piece;
	pdf->last = piece;
	return piece;
}

/* The lines of a paragraph: at least two stay together at each end. */
static void add_text(
        struct pdf *pdf, enum document_style_name style, struct str content, unsigned flags, const char *tag)
{
	struct pdf_text *text = pdf_text_make(pdf, style, content, flags, pdf->width);
	bool keep = pdf->style->look[style].keep_next || (flags & DOCUMENT_KEEP_NEXT);

	for (int i = 0; i < text->lines; i++) {
		struct pdf_piece *piece = add(pdf, PDF_LINE);
		bool last = i + 1 == text->lines;

		piece->text = text;
		piece->line = i;
		piece->height = text->lead;
		piece->before = i == 0 ? text->before : 0;
		piece->after = last ? text->after : 0;
		piece->glue = last ? keep : i == 0 || i + 2 == text->lines;
		piece->open[0] = i == 0 ? tag : NULL;
		piece->close[0] = last ? tag : NULL;
	}
}

static void add_sides(struct pdf *pdf, const struct document_block *block)
{
	struct pdf_sides *sides = arena_new(pdf->arena, struct pdf_sides);
	struct pdf_piece *piece = add(pdf, PDF_SIDES);

	document_sides(pdf->arena, block, sides->side);
	for (int s = 0; s < 2; s++) {
		double height = 0;

		for (size_t i = 0; i < sides->side[s].count; i++) {
			const struct document_line *line = &sides->side[s].line[i];

			sides->text[s][i] =
			        pdf_text_make(pdf, line->style, line->text, 0, sides->side[s].share * pdf->width);
			height += pdf_text_height(sides->text[s][i]);
		}
		if (piece->height < height)
			piece->height = height;
	}
	if (block->kind == DOCUMENT_SIGN)
		piece->before = pdf->style->look[DOCUMENT_STYLE_AFTER_TABLE].line;
	piece->sides = sides;
	piece->glue = block->kind == DOCUMENT_HEAD;
}

static void make_row(
        struct pdf *pdf, const struct document_table *table, const struct document_row *row, struct pdf_row *ret)
{
	ret->head = row->head;
	ret->count = row->full ? 1 : table->column_count;
	for (size_t c = 0; c < ret->count; c++) {
		double width =
		        (row->full ? pdf->width : ret->table->edge[c + 1] - ret->table->edge[c]) - 2 * PDF_CELL_PAD;
		double height;

		ret->cell[c] = pdf_text_make(pdf, document_cell_style(row, table->column[c].align), row->cell[c],
		        row->strong ? DOCUMENT_STRONG : 0, width);
		height = pdf_text_height(ret->cell[c]) + PDF_BORDER;
		if (ret->height < height)
			ret->height = height;
	}
}

static void add_table(struct pdf *pdf, const struct document_table *table)
{
	struct pdf_table *set = arena_new(pdf->arena, struct pdf_table);
	size_t at = 0;

	for (size_t c = 0; c < table->column_count; c++)
		set->edge[c + 1] = set->edge[c] + table->column[c].share / table->total * pdf->width;
	set->head = arena_array(pdf->arena, struct pdf_row, table->head_count + 1);
	set->head_count = table->head_count;
	if (table->caption.len)
		add_text(pdf, DOCUMENT_STYLE_CAPTION, table->caption, DOCUMENT_KEEP_NEXT, "P");
	for (const struct document_row *row = table->first; row; row = row->next, at++) {
		struct pdf_row *made = row->head ? &set->head[at] : arena_new(pdf->arena, struct pdf_row);
		struct pdf_piece *piece = add(pdf, PDF_ROW);

		made->table = set;
		make_row(pdf, table, row, made);
		piece->row = made;
		piece->height = made->height;
		piece->glue =
		        row->next && (row->head || document_row_leads(row) || (table->keep_end && !row->next->next));
		piece->open[0] = row == table->first ? "Table" : NULL;
		piece->close[0] = row->next ? NULL : "Table";
		piece->after = row->next ? 0 : pdf->style->look[DOCUMENT_STYLE_AFTER_TABLE].line;
		if (row->head)
			set->head_height += made->height;
	}
}

static void add_title(struct pdf *pdf, const struct document_block *block)
{
	add_text(pdf, DOCUMENT_STYLE_TYPE, block->text, DOCUMENT_KEEP_NEXT, "H1");
	if (block->detail.len)
		add_text(pdf, DOCUMENT_STYLE_SUBJECT, block->detail, DOCUMENT_KEEP_NEXT, "P");
	if (!pdf->document->framed)
		add_text(pdf, DOCUMENT_STYLE_DASHES, STR("-----"), DOCUMENT_KEEP_NEXT, "P");
}

static void add_item(struct pdf *pdf, const struct document_block *block, bool first)
{
	struct pdf_piece *before = pdf->last, *begin;

	add_text(pdf, DOCUMENT_STYLE_ITEM, block->text, block->flags, "LBody");
	begin = before ? before->next : pdf->first;
	begin->open[0] = first ? "L" : "LI";
	begin->open[1] = first ? "LI" : "LBody";
	begin->open[2] = first ? "LBody" : NULL;
	pdf->last->close[1] = "LI";
	pdf->last->close[2] = block->next && block->next->kind == DOCUMENT_ITEM ? NULL : "L";
}

static void add_block(struct pdf *pdf, const struct document_block *block, bool after_item)
{
	static const char *const headings[] = { "H2", "H3", "H4" };

	switch (block->kind) {
	case DOCUMENT_HEAD:
	case DOCUMENT_SIGN:
		add_sides(pdf, block);
		break;
	case DOCUMENT_TITLE:
		add_title(pdf, block);
		break;
	case DOCUMENT_PARAGRAPH:
		add_text(pdf, DOCUMENT_STYLE_BODY, block->text, block->flags, "P");
		break;
	case DOCUMENT_SECTION:
		add_text(pdf, document_block_style(block), block->text, block->flags, headings[block->level - 1]);
		break;
	case DOCUMENT_ITEM:
		add_item(pdf, block, !after_item);
		break;
	case DOCUMENT_TABLE:
		if (block->table->first)
			add_table(pdf, block->table);
		break;
	case DOCUMENT_PAGE_BREAK:
		add(pdf, PDF_BREAK);
		break;
	case DOCUMENT_SPACE:
		add(pdf, PDF_GAP)->height = block->height;
		break;
	}
}

void pdf_flow(struct pdf *pdf)
{
	bool after_item = false, keep = false;

	for (const struct document_block *block = pdf->document->first; block; block = block->next) {
		const struct document_block *next = block->next;

		add_block(pdf, block, after_item);
		keep = block->kind == DOCUMENT_TABLE
		               ? block->table->keep_end
		               : document_sign_keeps(block) || (keep && block->kind == DOCUMENT_SPACE);
		if (keep && next)
			pdf->last->glue = true;
		after_item = block->kind == DOCUMENT_ITEM;
		while (next && next->kind == DOCUMENT_SPACE)
			next = next->next;
		if (next && next->kind == DOCUMENT_SIGN && pdf->last && block->kind != DOCUMENT_PAGE_BREAK)
			pdf->last->glue = true;
	}
}
