/* Clean HTML of a document: elements say what things are, classes leave the looks to the style sheet of the page. */
#include "document/html.h"

#include "document/document_private.h"

enum { HTML_CEILING = 64 << 20 };

/* Marks open in the order bold, italic, underline and close in the reverse one for each run, so that they always nest.
 */
static void put_marked(struct buf *out, struct str text)
{
	static const char *const names[] = { "strong", "em", "u" };
	struct str run, line, rest = text;
	unsigned marks = 0;

	while (document_run_next(&rest, &marks, &run)) {
		bool first = true;

		for (int i = 0; i < 3; i++)
			if (marks & 1u << i)
				buf_format(out, "<%s>", names[i]);
		while (str_split(&run, '\n', &line)) {
			if (!first)
				buf_c(out, "<br>");
			buf_html(out, line);
			first = false;
		}
		for (int i = 2; i >= 0; i--)
			if (marks & 1u << i)
				buf_format(out, "</%s>", names[i]);
	}
}

static void put_element(struct buf *out, const char *name, const char *class, struct str text)
{
	if (class)
		buf_format(out, "<%s class=\"%s\">", name, class);
	else
		buf_format(out, "<%s>", name);
	put_marked(out, text);
	buf_format(out, "</%s>\n", name);
}

static const char *line_class(enum document_style_name style)
{
	switch (style) {
	case DOCUMENT_STYLE_SUPERIOR:
		return "doc-superior";
	case DOCUMENT_STYLE_ISSUER:
		return "doc-issuer";
	case DOCUMENT_STYLE_STAR:
		return "doc-star";
	case DOCUMENT_STYLE_NUMBER:
		return "doc-number";
	case DOCUMENT_STYLE_PARTY:
		return "doc-party";
	case DOCUMENT_STYLE_PLACE:
		return "doc-place";
	case DOCUMENT_STYLE_RECIPIENTS:
		return "doc-recipients";
	case DOCUMENT_STYLE_RECIPIENT:
		return "doc-recipient";
	case DOCUMENT_STYLE_CAPACITY:
		return "doc-capacity";
	case DOCUMENT_STYLE_POST:
		return "doc-post";
	case DOCUMENT_STYLE_SIGNER:
		return "doc-signer";
	default:
		return "doc-room";
	}
}

static void put_sides(struct arena *arena, struct buf *out, const struct document_block *block)
{
	struct document_side side[2];

	document_sides(arena, block, side);
	buf_c(out, block->kind == DOCUMENT_HEAD ? "<header class=\"doc-head\">\n" : "<footer class=\"doc-sign\">\n");
	for (int s = 0; s < 2; s++) {
		buf_c(out, "<div class=\"doc-side\">\n");
		for (size_t i = 0; i < side[s].count; i++)
			if (side[s].line[i].style != DOCUMENT_STYLE_PARTY_RULE)
				put_element(out, "p", line_class(side[s].line[i].style), side[s].line[i].text);
		buf_c(out, "</div>\n");
	}
	buf_c(out, block->kind == DOCUMENT_HEAD ? "</header>\n" : "</footer>\n");
}

static const char *cell_class(enum document_align align)
{
	return align == DOCUMENT_MIDDLE ? "doc-middle" : align == DOCUMENT_RIGHT ? "doc-right" : NULL;
}

static void put_head_cell(struct buf *out, struct str text)
{
	buf_c(out, "<th scope=\"col\">");
	put_marked(out, text);
	buf_c(out, "</th>");
}

static void put_row(struct buf *out, const struct document_table *table, const struct document_row *row)
{
	buf_c(out, row->strong ? "<tr class=\"doc-strong\">" : "<tr>");
	if (row->full) {
		buf_format(out, "<td colspan=\"%zu\">", table->column_count);
		put_marked(out, row->cell[0]);
		buf_c(out, "</td>");
	}
	for (size_t c = 0; c < table->column_count && !row->full; c++) {
		if (row->head)
			put_head_cell(out, row->cell[c]);
		else
			put_element(out, "td", cell_class(table->column[c].align), row->cell[c]);
	}
	buf_c(out, "</tr>\n");
}

static void put_table(struct buf *out, const struct document_table *table, size_t number)
{
	bool body = false;

	buf_c(out, "<div class=\"doc-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	buf_format(out, "Bảng %zu", number);
	if (table->caption.len) {
		buf_c(out, ": ");
		buf_html(out, table->caption);
	}
	buf_c(out, "\"><table class=\"doc-table\">\n");
	if (table->caption.len)
		put_element(out, "caption", NULL, table->caption);
	if (table->head_count)
		buf_c(out, "<thead>\n");
	for (const struct document_row *row = table->first; row; row = row->next) {
		if (!row->head && !body)
			buf_c(out, table->head_count ? "</thead>\n<tbody>\n" : "<tbody>\n");
		body |= !row->head;
		put_row(out, table, row);
	}
	buf_c(out, body ? "</tbody>\n" : table->head_count ? "</thead>\n" : "");
	buf_c(out, "</table></div>\n");
}

static void put_block(struct arena *arena, struct buf *out, const struct document_block *block, size_t *ret_tables)
{
	static const char *const headings[] = { "h3", "h4", "h5" };

	switch (block->kind) {
	case DOCUMENT_HEAD:
	case DOCUMENT_SIGN:
		put_sides(arena, out, block);
		break;
	case DOCUMENT_TITLE:
		put_element(out, "h2", "doc-type", block->text);
		if (block->detail.len)
			put_element(out, "p", "doc-subject", block->detail);
		break;
	case DOCUMENT_PARAGRAPH:
		put_element(out, "p", block->flags & DOCUMENT_CENTER ? "doc-middle" : NULL, block->text);
		break;
	case DOCUMENT_SECTION:
		put_element(out, headings[block->level - 1], NULL, block->text);
		break;
	case DOCUMENT_ITEM:
		put_element(out, "p", "doc-item", block->text);
		break;
	case DOCUMENT_TABLE:
		put_table(out, block->table, ++*ret_tables);
		break;
	case DOCUMENT_PAGE_BREAK:
		buf_c(out, "<hr class=\"doc-break\">\n");
		break;
	case DOCUMENT_SPACE:
		break;
	}
}

enum status document_html(struct arena *arena, const struct document *document, struct str *ret_html, struct err *err)
{
	struct buf out = buf_open(arena, HTML_CEILING);
	size_t tables = 0;

	buf_c(&out, "<article class=\"doc\" lang=\"");
	buf_html(&out, document->lang);
	buf_c(&out, "\">\n");
	for (const struct document_block *block = document->first; block; block = block->next)
		put_block(arena, &out, block, &tables);
	buf_c(&out, "</article>\n");
	if (out.full)
		return err_broken(err, "document.too_large", "HTML past %d bytes", HTML_CEILING);
	*ret_html = buf_text(&out);
	return OK;
}
