/* Writes the blocks as WordprocessingML in the element order of ECMA-376 and puts them into the template. */
#include "document/docx.h"

#include "document/document_private.h"
#include "document/package.h"

#include <math.h>
#include <string.h>
#include <time.h>

enum { DOCX_CEILING = 128 << 20, TWIPS = 20, CELL_PAD = 70 /* twips */ };

#define FRAME_RED "B71217"

struct docx {
	struct arena *arena;
	const struct document *document;
	const struct document_style *style;
	struct buf *out;
	double width; /* of the text, points */
	int control;  /* content controls so far: their ids */
};

static int twips(double points)
{
	return (int)lround(points * TWIPS);
}

static void open_control(struct docx *docx, const char *tag, const char *alias)
{
	buf_format(docx->out,
	        "<w:sdt><w:sdtPr><w:alias w:val=\"%s\"/><w:tag w:val=\"%s\"/><w:id "
	        "w:val=\"%d\"/></w:sdtPr><w:sdtContent>",
	        alias, tag, 1000 + ++docx->control);
}

static void close_control(struct docx *docx)
{
	buf_c(docx->out, "</w:sdtContent></w:sdt>\n");
}

static void put_text(struct buf *out, struct str text)
{
	struct str line;
	bool first = true;

	while (str_split(&text, '\n', &line)) {
		buf_c(out, first ? "<w:t xml:space=\"preserve\">" : "<w:br/><w:t xml:space=\"preserve\">");
		buf_html(out, line);
		buf_c(out, "</w:t>");
		first = false;
	}
}

/* The large type is written at each run: it is no style of the template. */
static void put_runs(struct docx *docx, enum document_style_name style, struct str text, bool strong)
{
	struct document_look look = document_style_look(docx->style, style, docx->document->large);
	bool sized = look.size > docx->style->look[style].size;
	bool red = docx->document->framed && style == DOCUMENT_STYLE_TYPE;
	struct str run, rest = text;
	unsigned marks = 0;

	while (document_run_next(&rest, &marks, &run)) {
		buf_c(docx->out, "<w:r>");
		if (marks || strong || sized)
			buf_c(docx->out, "<w:rPr>");
		if (strong || (marks & DOCUMENT_MARK_BOLD))
			buf_c(docx->out, "<w:b/><w:bCs/>");
		if (marks & DOCUMENT_MARK_ITALIC)
			buf_c(docx->out, "<w:i/><w:iCs/>");
		if (red)
			buf_c(docx->out, "<w:color w:val=\"" FRAME_RED "\"/>");
		if (sized)
			buf_format(docx->out, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>", (int)lround(look.size * 2),
			        (int)lround(look.size * 2));
		if (marks & DOCUMENT_MARK_UNDERLINE)
			buf_c(docx->out, "<w:u w:val=\"single\"/>");
		if (marks || strong || sized)
			buf_c(docx->out, "</w:rPr>");
		put_text(docx->out, run);
		buf_c(docx->out, "</w:r>");
	}
}

/* Up to the properties that follow the style. */
static void open_paragraph(struct docx *docx, enum document_style_name style)
{
	buf_c(docx->out, "<w:p><w:pPr><w:pStyle w:val=\"");
	buf_html(docx->out, docx->style->look[style].id);
	buf_c(docx->out, "\"/>");
}

/* An empty line of `height` points. */
static void put_space(struct docx *docx, double height, bool keep)
{
	open_paragraph(docx, DOCUMENT_STYLE_AFTER_TABLE);
	buf_format(docx->out, "%s<w:spacing w:line=\"%d\" w:lineRule=\"exact\"/></w:pPr></w:p>\n",
	        keep ? "<w:keepNext/>" : "", twips(height));
}

static void put_paragraph(struct docx *docx, enum document_style_name style, struct str text, unsigned flags)
{
	struct document_look look = document_style_look(docx->style, style, docx->document->large);

	open_paragraph(docx, style);
	if ((flags & DOCUMENT_KEEP_NEXT) && !look.keep_next)
		buf_c(docx->out, "<w:keepNext/>");
	if (docx->document->framed && look.spacing == DOCUMENT_LINE_TIMES)
		buf_format(docx->out, "<w:spacing w:before=\"%d\" w:after=\"%d\" w:line=\"%ld\" w:lineRule=\"auto\"/>",
		        twips(look.before), twips(look.after), lround(look.line * 240));
	else if (look.spacing != DOCUMENT_LINE_TIMES && look.line > docx->style->look[style].line)
		buf_format(docx->out, "<w:spacing w:line=\"%d\" w:lineRule=\"%s\"/>", twips(look.line),
		        look.spacing == DOCUMENT_LINE_EXACT ? "exact" : "atLeast");
	if (flags & (DOCUMENT_NO_INDENT | DOCUMENT_CENTER))
		buf_c(docx->out, "<w:ind w:firstLine=\"0\"/>");
	if (flags & DOCUMENT_CENTER)
		buf_c(docx->out, "<w:jc w:val=\"center\"/>");
	else if (look.align == DOCUMENT_JUSTIFY && str_find(text, STR("\n")) >= 0)
		buf_c(docx->out, "<w:jc w:val=\"left\"/>");
	buf_c(docx->out, "</w:pPr>");
	put_runs(docx, style, text, flags & DOCUMENT_STRONG);
	buf_c(docx->out, "</w:p>\n");
}

/* An empty paragraph whose upper border is as long as the text above it. */
static void put_rule(struct docx *docx, struct str above, double width)
{
	struct document_look look = document_style_look(docx->style, DOCUMENT_STYLE_PARTY, false);
	double ink = document_measure(&look, above);
	int indent = ink < width ? twips((width - ink) / 2) : 0;

	open_paragraph(docx, DOCUMENT_STYLE_PARTY_RULE);
	buf_format(docx->out, "<w:ind w:left=\"%d\" w:right=\"%d\" w:firstLine=\"0\"/></w:pPr></w:p>", indent, indent);
}

static void put_side(struct docx *docx, const struct document_side *side, bool keep)
{
	double width = side->share * docx->width;

	buf_format(docx->out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/></w:tcPr>", twips(width));
	for (size_t i = 0; i < side->count; i++) {
		if (side->line[i].style == DOCUMENT_STYLE_PARTY_RULE)
			put_rule(docx, side->line[i - 1].text, width);
		else
			put_paragraph(docx, side->line[i].style, side->line[i].text, keep ? DOCUMENT_KEEP_NEXT : 0);
	}
	if (!side->count)
		buf_c(docx->out, "<w:p/>");
	buf_c(docx->out, "</w:tc>\n");
}

/* Borders and margins stand in the table itself: word processors drop table styles that nothing uses when they save. */
static void open_table(struct docx *docx, bool lined, const double *widths, size_t count)
{
	static const char *const edges[] = { "top", "left", "bottom", "right", "insideH", "insideV" };
	int pad = lined ? CELL_PAD : 0;

	buf_format(docx->out, "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblInd w:w=\"0\" w:type=\"dxa\"/>",
	        twips(docx->width));
	if (lined)
		buf_c(docx->out, "<w:tblBorders>");
	for (size_t i = 0; i < LENGTH(edges) && lined; i++)
		buf_format(docx->out, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>", edges[i]);
	if (lined)
		buf_c(docx->out, "</w:tblBorders>");
	buf_format(docx->out,
	        "<w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"%d\" w:type=\"dxa\"/>"
	        "<w:right w:w=\"%d\" w:type=\"dxa\"/></w:tblCellMar><w:tblLook w:val=\"0000\"/></w:tblPr><w:tblGrid>",
	        pad, pad);
	for (size_t i = 0; i < count; i++)
		buf_format(docx->out, "<w:gridCol w:w=\"%d\"/>", twips(widths[i]));
	buf_c(docx->out, "</w:tblGrid>\n");
}

static void put_gap(struct docx *docx)
{
	put_paragraph(docx, DOCUMENT_STYLE_AFTER_TABLE, STR_NONE, 0);
}

static void put_sides(struct docx *docx, const struct document_block *block, bool keep)
{
	struct document_side side[2];
	double widths[2];

	document_sides(docx->arena, block, side);
	widths[0] = side[0].share * docx->width;
	widths[1] = side[1].share * docx->width;
	if (block->kind == DOCUMENT_SIGN)
		put_paragraph(docx, DOCUMENT_STYLE_AFTER_TABLE, STR_NONE, DOCUMENT_KEEP_NEXT);
	open_control(docx, block->kind == DOCUMENT_HEAD ? "dau-van-ban" : "ky",
	        block->kind == DOCUMENT_HEAD ? "Đầu văn bản" : "Nơi nhận và chữ ký");
	open_table(docx, false, widths, 2);
	buf_c(docx->out, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
	put_side(docx, &side[0], keep);
	put_side(docx, &side[1], keep);
	buf_c(docx->out, "</w:tr></w:tbl>");
	close_control(docx);
}

static void put_row(
        struct docx *docx, const struct document_table *table, const struct document_row *row, const double *widths)
{
	size_t count = row->full ? 1 : table->column_count;
	bool end = table->keep_end && (!row->next || !row->next->next);
	bool keep = end || document_row_leads(row);

	buf_format(docx->out, "<w:tr><w:trPr><w:cantSplit/>%s</w:trPr>", row->head ? "<w:tblHeader/>" : "");
	for (size_t c = 0; c < count; c++) {
		buf_format(docx->out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>",
		        twips(row->full ? docx->width : widths[c]));
		if (row->full && table->column_count > 1)
			buf_format(docx->out, "<w:gridSpan w:val=\"%zu\"/>", table->column_count);
		buf_format(docx->out, "%s</w:tcPr>", row->head ? "<w:vAlign w:val=\"center\"/>" : "");
		put_paragraph(docx, document_cell_style(row, table->column[c].align), row->cell[c],
		        (row->strong ? DOCUMENT_STRONG : 0) | (keep ? DOCUMENT_KEEP_NEXT : 0));
		buf_c(docx->out, "</w:tc>");
	}
	buf_c(docx->out, "</w:tr>\n");
}

static void put_table(struct docx *docx, const struct document_table *table)
{
	double widths[DOCUMENT_COLUMNS];

	if (!table->first)
		return;
	for (size_t c = 0; c < table->column_count; c++)
		widths[c] = table->column[c].share / table->total * docx->width;
	if (table->caption.len)
		put_paragraph(docx, DOCUMENT_STYLE_CAPTION, table->caption, DOCUMENT_KEEP_NEXT);
	open_control(docx, "bang", "Bảng");
	open_table(docx, true, widths, table->column_count);
	for (const struct document_row *row = table->first; row; row = row->next)
		put_row(docx, table, row, widths);
	buf_c(docx->out, "</w:tbl>");
	close_control(docx);
	put_gap(docx);
}

/* Word processors forget the size of type inside a control. */
static void put_title(struct docx *docx, const struct document_block *block)
{
	bool framed = docx->document->framed;

	if (!framed)
		open_control(docx, "ten-loai", "Tên loại và trích yếu");
	put_paragraph(docx, DOCUMENT_STYLE_TYPE, block->text, 0);
	if (block->detail.len)
		put_paragraph(docx, DOCUMENT_STYLE_SUBJECT, block->detail, 0);
	if (framed)
		return;
	put_paragraph(docx, DOCUMENT_STYLE_DASHES, STR("-----"), 0);
	close_control(docx);
}

static void put_block(struct docx *docx, const struct document_block *block, bool keep)
{
	bool signs = block->next && block->next->kind == DOCUMENT_SIGN;

	switch (block->kind) {
	case DOCUMENT_HEAD:
	case DOCUMENT_SIGN:
		put_sides(docx, block, keep);
		break;
	case DOCUMENT_TITLE:
		put_title(docx, block);
		break;
	case DOCUMENT_PARAGRAPH:
	case DOCUMENT_SECTION:
	case DOCUMENT_ITEM:
		put_paragraph(docx, document_block_style(block), block->text,
		        block->flags | (signs ? DOCUMENT_KEEP_NEXT : 0));
		break;
	case DOCUMENT_TABLE:
		put_table(docx, block->table);
		break;
	case DOCUMENT_PAGE_BREAK:
		open_paragraph(docx, DOCUMENT_STYLE_AFTER_TABLE);
		buf_c(docx->out, "</w:pPr><w:r><w:br w:type=\"page\"/></w:r></w:p>\n");
		break;
	case DOCUMENT_SPACE:
		put_space(docx, block->height, keep);
		break;
	}
}

static void put_blocks(struct docx *docx)
{
	bool keep = false;

	for (const struct document_block *block = docx->document->first; block; block = block->next) {
		keep = document_sign_keeps(block) || (keep && block->kind == DOCUMENT_SPACE);
		put_block(docx, block, keep);
	}
	/* a body must not end with a table */
	put_space(docx, 1, false);
}

static xmlNode *find_control(struct arena *arena, xmlNode *body)
{
	for (xmlNode *node = body->children; node; node = node->next) {
		xmlNode *properties = package_is(node, "sdt") ? package_child(node, "sdtPr") : NULL;

		if (str_is(package_attribute(arena, package_child(properties, "tag"), "val"), "noi-dung"))
			return node;
	}
	return NULL;
}

static void set_length(xmlNode *node, const char *name, double points)
{
	char text[24];

	snprintf(text, sizeof(text), "%d", twips(points));
	xmlSetNsProp(node, node->ns, BAD_CAST name, BAD_CAST text);
}

/* The frame, and the margins of the look, which may be others than the template's. */
static void set_frame(xmlNode *section, const struct document_style *style)
{
	static const char *const sides[] = { "top", "left", "bottom", "right" };
	static const char *const words[][2] = { { "val", "thickThinSmallGap" }, { "sz", "24" }, { "space", "24" },
		{ "color", FRAME_RED } };
	xmlNode *margins = package_child(section, "pgMar"), *first = package_child(section, "titlePg");
	xmlNode *frame = xmlNewNode(section->ns, BAD_CAST "pgBorders");

	set_length(margins, "top", style->top);
	set_length(margins, "bottom", style->bottom);
	set_length(margins, "left", style->left);
	set_length(margins, "right", style->right);
	xmlSetNsProp(frame, section->ns, BAD_CAST "offsetFrom", BAD_CAST "page");
	for (size_t i = 0; i < LENGTH(sides); i++) {
		xmlNode *side = xmlNewChild(frame, section->ns, BAD_CAST sides[i], NULL);
		for (size_t w = 0; w < LENGTH(words); w++)
			xmlSetNsProp(side, section->ns, BAD_CAST words[w][0], BAD_CAST words[w][1]);
	}
	xmlAddNextSibling(margins, frame);
	for (xmlNode *node = section->children, *next; node; node = next) {
		next = node->next;
		if (package_is(node, "headerReference")) {
			xmlUnlinkNode(node);
			xmlFreeNode(node);
		}
	}
	if (first) {
		xmlUnlinkNode(first);
		xmlFreeNode(first);
	}
}

static void set_page(xmlNode *section, const struct document *document, const struct document_style *style)
{
	xmlNode *size = package_child(section, "pgSz"), *first = package_child(section, "titlePg");

	if (document->framed) {
		set_frame(section, style);
		first = NULL;
	}
	if (document->landscape) {
		set_length(size, "w", style->height);
		set_length(size, "h", style->width);
		xmlSetNsProp(size, size->ns, BAD_CAST "orient", BAD_CAST "landscape");
	}
	if (document->number_first && first) {
		xmlUnlinkNode(first);
		xmlFreeNode(first);
	}
}

/* Empties the place of the blocks and leaves a mark in it, which no text of the template can be. */
static void put_mark(struct arena *arena, xmlDoc *xml, xmlNode *body)
{
	xmlNode *mark = xmlNewDocComment(xml, BAD_CAST "blocks"), *place = find_control(arena, body), *next;

	if (place) {
		xmlReplaceNode(place, mark);
		xmlFreeNode(place);
		return;
	}
	for (xmlNode *node = body->children; node; node = next) {
		next = node->next;
		if (!package_is(node, "sectPr")) {
			xmlUnlinkNode(node);
			xmlFreeNode(node);
		}
	}
	xmlAddPrevSibling(body->children, mark);
}

static void drop_comments(xmlNode *node)
{
	for (xmlNode *child = node->children, *next; child; child = next) {
		next = child->next;
		if (child->type == XML_COMMENT_NODE) {
			xmlUnlinkNode(child);
			xmlFreeNode(child);
		} else if (child->type == XML_ELEMENT_NODE) {
			drop_comments(child);
		}
	}
}

static enum status fill_template(
        struct docx *docx, const struct package *package, struct str *ret_part, struct err *err)
{
	CLOSES(package_xml_closep) xmlDoc *xml = NULL;
	struct buf *out = docx->out;
	struct str whole;
	xmlNode *body;
	xmlChar *text;
	ptrdiff_t at;
	int length;

	TRY(package_xml(package_part(package, "word/document.xml"), &xml, err));
	body = package_child(xmlDocGetRootElement(xml), "body");
	if (!body || !package_child(body, "sectPr") || !xmlSearchNsByHref(xml, body, BAD_CAST PACKAGE_W)->prefix ||
	        strcmp((const char *)xmlSearchNsByHref(xml, body, BAD_CAST PACKAGE_W)->prefix, "w") != 0)
		return err_set(err, INVALID, "document.template_broken", NULL);
	drop_comments(xmlDocGetRootElement(xml));
	set_page(package_child(body, "sectPr"), docx->document, docx->style);
	put_mark(docx->arena, xml, body);
	xmlDocDumpMemoryEnc(xml, &text, &length, "UTF-8");
	whole = str_copy(docx->arena, (struct str){ (const char *)text, (size_t)length });
	xmlFree(text);
	at = str_find(whole, STR("<!--blocks-->"));
	check(at >= 0);
	buf_str(out, str_slice(whole, 0, (size_t)at));
	put_blocks(docx);
	buf_str(out, str_slice(whole, (size_t)at + strlen("<!--blocks-->"), whole.len));
	if (out->full)
		return err_broken(err, "document.too_large", "DOCX past %d bytes", DOCX_CEILING);
	*ret_part = buf_text(out);
	return OK;
}

static void put_property(struct buf *out, const char *name, struct str value)
{
	if (!value.len)
		return;
	buf_format(out, "<%s>", name);
	buf_html(out, value);
	buf_format(out, "</%s>", name);
}

static struct str properties(struct arena *arena, const struct document *document)
{
	struct buf out = buf_open(arena, DOCX_CEILING);
	time_t seconds = (time_t)(document->created / 1000);
	char date[32];
	struct tm tm;

	gmtime_r(&seconds, &tm);
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", &tm);
	buf_c(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties "
	            "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
	            "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
	            "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
	put_property(&out, "dc:title", document->title);
	put_property(&out, "dc:subject", document->subject);
	put_property(&out, "dc:creator", document->author);
	put_property(&out, "dc:language", document->lang);
	buf_format(&out, "<dcterms:created xsi:type=\"dcterms:W3CDTF\">%s</dcterms:created>", date);
	buf_format(&out, "<dcterms:modified xsi:type=\"dcterms:W3CDTF\">%s</dcterms:modified>", date);
	buf_c(&out, "</cp:coreProperties>\n");
	return buf_text(&out);
}

enum status document_docx(struct arena *arena, const struct document *document, const struct document_style *style,
        struct str *ret_bytes, struct err *err)
{
	struct package *package = arena_new(arena, struct package);
	struct buf out = buf_open(arena, DOCX_CEILING);
	struct docx docx = { .arena = arena, .document = document, .style = style, .out = &out };
	struct package_change change[2] = { { .name = "word/document.xml" }, { .name = "docProps/core.xml" } };

	docx.width = document_text_width(style, document);
	TRY(package_read(arena, style->template_bytes, package, err));
	TRY(fill_template(&docx, package, &change[0].bytes, err));
	change[1].bytes = properties(arena, document);
	return package_write(arena, style->template_bytes, change, LENGTH(change), document->created, ret_bytes, err);
}
