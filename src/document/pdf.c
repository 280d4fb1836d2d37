/* Pages: places the pieces, repeats table heads, numbers pages, writes tagged PDF. */
#include "document/pdf.h"

#include "document/pdf_private.h"

#include <cairo-pdf.h>
#include <string.h>
#include <time.h>

enum { PDF_CEILING = 256 << 20 };

static void begin(struct pdf *pdf, const char *tag)
{
	cairo_tag_begin(pdf->cairo, tag, NULL);
}

static void end(struct pdf *pdf, const char *tag)
{
	cairo_tag_end(pdf->cairo, tag);
}

static double bottom(const struct pdf *pdf)
{
	return pdf->paper_height - pdf->style->bottom;
}

/* Red outside, gold inside, so far from the edge that printers reach it. */
static void draw_frame(struct pdf *pdf)
{
	static const struct {
		double from, thick, red, green, blue;
	} line[] = { { 26, 4, PDF_RED, PDF_RED_GREEN, PDF_RED_BLUE }, { 32.5, 1.5, 0.80, 0.62, 0.16 },
		{ 37, 0.5, PDF_RED, PDF_RED_GREEN, PDF_RED_BLUE } };

	cairo_save(pdf->cairo);
	for (size_t i = 0; i < LENGTH(line); i++) {
		cairo_set_source_rgb(pdf->cairo, line[i].red, line[i].green, line[i].blue);
		cairo_set_line_width(pdf->cairo, line[i].thick);
		cairo_rectangle(pdf->cairo, line[i].from, line[i].from, pdf->paper_width - 2 * line[i].from,
		        pdf->paper_height - 2 * line[i].from);
		cairo_stroke(pdf->cairo);
	}
	cairo_restore(pdf->cairo);
}

static void start_page(struct pdf *pdf)
{
	pdf->page++;
	pdf->top = true;
	pdf->y = pdf->style->top;
	if (pdf->document->framed) {
		draw_frame(pdf);
		return;
	}
	if (pdf->page > 1 || pdf->document->number_first) {
		struct str number = str_format(pdf->arena, "%d", pdf->page);
		struct pdf_text *text = pdf_text_make(pdf, DOCUMENT_STYLE_PAGE_NUMBER, number, 0, pdf->width);

		pdf_text_draw(pdf->cairo, text, 0, pdf->style->left, pdf->style->header);
	}
}

/* A paragraph's tag is closed and opened again, or the page number would be read as part of it. */
static void next_page(struct pdf *pdf)
{
	if (pdf->leaf)
		end(pdf, pdf->leaf);
	cairo_show_page(pdf->cairo);
	start_page(pdf);
	if (pdf->leaf)
		begin(pdf, pdf->leaf);
}

static void rule(struct pdf *pdf, double x, double y, double width, double thickness)
{
	cairo_set_line_width(pdf->cairo, thickness);
	cairo_move_to(pdf->cairo, x, y);
	cairo_line_to(pdf->cairo, x + width, y);
	cairo_stroke(pdf->cairo);
}

static void draw_side(struct pdf *pdf, const struct pdf_sides *sides, int s)
{
	double width = sides->side[s].share * pdf->width;
	double x = pdf->style->left + (s ? pdf->width - width : 0), y = pdf->y, ink = 0;

	for (size_t i = 0; i < sides->side[s].count; i++) {
		struct pdf_text *text = sides->text[s][i];

		if (sides->side[s].line[i].style == DOCUMENT_STYLE_PARTY_RULE)
			rule(pdf, x + (width - ink) / 2, y + 1, ink, 0.75);
		if (sides->side[s].line[i].text.len) {
			begin(pdf, "P");
			for (int n = 0; n < text->lines; n++)
				pdf_text_draw(pdf->cairo, text, n, x, y + text->before + n * text->lead);
			end(pdf, "P");
		}
		ink = text->ink;
		y += pdf_text_height(text);
	}
}

/* How many lines of a cell from `from` on fit into `room`. */
static int lines_in(const struct pdf_text *text, int from, double room)
{
	int count = (int)((room - text->before - text->after - PDF_BORDER + 0.01) / text->lead);
	int rest = text->lines - from;

	return count < 0 ? 0 : count < rest ? count : rest;
}

static double part_height(const struct pdf_row *row, const int from[], double room)
{
	double height = 0;

	for (size_t c = 0; c < row->count; c++) {
		const struct pdf_text *text = row->cell[c];
		double part = lines_in(text, from[c], room) * text->lead + text->before + text->after + PDF_BORDER;

		if (height < part)
			height = part;
	}
	return height;
}

static void draw_cell(struct pdf *pdf, const struct pdf_row *row, size_t c, int from, int lines, double height)
{
	struct pdf_text *text = row->cell[c];
	double left = row->table->edge[c], x = pdf->style->left + left, y = pdf->y + text->before;
	double width = (row->count == 1 ? pdf->width : row->table->edge[c + 1]) - left;

	cairo_rectangle(pdf->cairo, x, pdf->y, width, height);
	cairo_set_line_width(pdf->cairo, PDF_BORDER);
	cairo_stroke(pdf->cairo);
	if (row->head)
		y += (height - pdf_text_height(text)) / 2;
	for (int n = 0; n < lines; n++)
		pdf_text_draw(pdf->cairo, text, from + n, x + PDF_CELL_PAD, y + n * text->lead);
}

/* Draws what fits of a row, from line from[c] of each cell on; true when it is at its end. */
static bool draw_row(struct pdf *pdf, const struct pdf_row *row, int from[], double room, bool tagged)
{
	double height = part_height(row, from, room);
	bool done = true;

	if (tagged)
		begin(pdf, "TR");
	for (size_t c = 0; c < row->count; c++) {
		int lines = lines_in(row->cell[c], from[c], room);
		const char *tag = row->head ? "TH" : "TD";

		if (tagged)
			begin(pdf, tag);
		draw_cell(pdf, row, c, from[c], lines, height);
		if (tagged)
			end(pdf, tag);
		from[c] += lines;
		done &= from[c] >= row->cell[c]->lines;
	}
	if (tagged)
		end(pdf, "TR");
	pdf->y += height;
	pdf->top = false;
	return done;
}

/* The repeated head is left untagged: it was read once. */
static void repeat_head(struct pdf *pdf, const struct pdf_table *table)
{
	for (size_t i = 0; i < table->head_count; i++) {
		int from[DOCUMENT_COLUMNS] = { 0 };

		draw_row(pdf, &table->head[i], from, table->head[i].height, false);
	}
}

static void place_row(struct pdf *pdf, const struct pdf_row *row)
{
	int from[DOCUMENT_COLUMNS] = { 0 };

	if (pdf->top && !row->head && row->table->head_height < (bottom(pdf) - pdf->style->top) / 2)
		repeat_head(pdf, row->table);
	while (!draw_row(pdf, row, from, bottom(pdf) - pdf->y, true)) {
		next_page(pdf);
		if (!row->head && row->table->head_height < (bottom(pdf) - pdf->style->top) / 2)
			repeat_head(pdf, row->table);
	}
}

static void tags(struct pdf *pdf, const char *const names[PDF_TAGS], bool opens)
{
	for (int i = 0; i < PDF_TAGS && names[i]; i++) {
		if (opens)
			begin(pdf, names[i]);
		else
			end(pdf, names[i]);
		pdf->leaf = opens && strcmp(names[i], "Table") != 0 ? names[i] : NULL;
	}
}

/* A row taller than a page begins where it stands. */
static bool divided(const struct pdf *pdf, const struct pdf_piece *piece)
{
	double page = bottom(pdf) - pdf->style->top;

	return piece->kind == PDF_ROW && piece->height + piece->row->table->head_height > page &&
	       bottom(pdf) - pdf->y > page / 8;
}

static void place(struct pdf *pdf, const struct pdf_piece *piece)
{
	if (piece->kind == PDF_BREAK) {
		next_page(pdf);
		return;
	}
	if (!pdf->top && pdf->y + piece->before + piece->height > bottom(pdf) + 0.01 && !divided(pdf, piece))
		next_page(pdf);
	tags(pdf, piece->open, true);
	if (!pdf->top || pdf->page == 1)
		pdf->y += piece->before;
	if (piece->kind == PDF_ROW) {
		place_row(pdf, piece->row);
	} else {
		if (piece->kind == PDF_LINE)
			pdf_text_draw(pdf->cairo, piece->text, piece->line, pdf->style->left, pdf->y);
		if (piece->kind == PDF_SIDES) {
			draw_side(pdf, piece->sides, 0);
			draw_side(pdf, piece->sides, 1);
		}
		pdf->y += piece->height;
	}
	tags(pdf, piece->close, false);
	pdf->y += piece->after;
	pdf->top = false;
}

/* Places each chain of glued pieces on one page where it fits on one at all. */
static void place_all(struct pdf *pdf)
{
	const struct pdf_piece *piece = pdf->first;

	while (piece) {
		const struct pdf_piece *stop = piece;
		double height = piece->before + piece->height;

		while (stop->glue && stop->next) {
			height += stop->after;
			stop = stop->next;
			height += stop->before + stop->height;
		}
		if (!pdf->top && pdf->y + height > bottom(pdf) + 0.01 && height <= bottom(pdf) - pdf->style->top)
			next_page(pdf);
		stop = stop->next;
		for (; piece != stop; piece = piece->next)
			place(pdf, piece);
	}
}

static cairo_status_t write_bytes(void *closure, const unsigned char *bytes, unsigned length)
{
	struct buf *buf = closure;

	buf_put(buf, (const char *)bytes, length);
	return buf->full ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void describe(struct arena *arena, cairo_surface_t *surface, const struct document *document)
{
	time_t seconds = (time_t)(document->created / 1000);
	char date[32];
	struct tm tm;

	gmtime_r(&seconds, &tm);
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", &tm);
	cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, str_c(arena, document->title));
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, str_c(arena, document->author));
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, str_c(arena, document->subject));
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Chibo");
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
}

/* Draws everything; the fonts are locked. */
static cairo_status_t draw(struct pdf *pdf, struct buf *bytes)
{
	cairo_surface_t *surface =
	        cairo_pdf_surface_create_for_stream(write_bytes, bytes, pdf->paper_width, pdf->paper_height);
	cairo_status_t status;

	describe(pdf->arena, surface, pdf->document);
	pdf->cairo = cairo_create(surface);
	pdf->context = pdf_context();
	begin(pdf, "Document");
	pdf_flow(pdf);
	start_page(pdf);
	place_all(pdf);
	end(pdf, "Document");
	status = cairo_status(pdf->cairo);
	cairo_destroy(pdf->cairo);
	cairo_surface_finish(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	pdf_texts_release(pdf);
	g_object_unref(pdf->context);
	return status;
}

enum status document_pdf(struct arena *arena, const struct document *document, const struct document_style *style,
        struct str *ret_bytes, struct err *err)
{
	struct buf bytes = buf_open(arena, PDF_CEILING);
	struct pdf pdf = { .arena = arena, .document = document, .style = style };
	cairo_status_t status;

	pdf.paper_width = document->landscape ? style->height : style->width;
	pdf.paper_height = document->landscape ? style->width : style->height;
	pdf.width = document_text_width(style, document);
	pdf_lock();
	status = draw(&pdf, &bytes);
	pdf_unlock();
	if (status != CAIRO_STATUS_SUCCESS)
		return err_broken(err, "document.failed", "cairo: %s", cairo_status_to_string(status));
	*ret_bytes = pdf_set_language(arena, buf_text(&bytes), document->lang);
	return OK;
}

void document_warm_up(void)
{
	struct document_look look = { .font = STR("Times New Roman"), .size = 14, .line = 1 };

	for (int i = 0; i < 4; i++) {
		look.bold = i & 1;
		look.italic = i & 2;
		document_measure(&look, STR("Đảng viên"));
	}
}
