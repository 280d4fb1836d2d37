/* Paragraphs set by Pango: fonts, marks, ties, line heights, and the drawing of a line. */
#include "document/pdf_private.h"

#include <hb.h>
#include <pthread.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static PangoFontMap *fonts;

void pdf_lock(void)
{
	pthread_mutex_lock(&lock);
}

void pdf_unlock(void)
{
	pthread_mutex_unlock(&lock);
}

PangoContext *pdf_context(void)
{
	cairo_font_options_t *options = cairo_font_options_create();
	PangoContext *context;

	if (!fonts)
		fonts = pango_cairo_font_map_new();
	context = pango_font_map_create_context(fonts);
	pango_cairo_context_set_resolution(context, 72);
	pango_context_set_round_glyph_positions(context, FALSE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
	pango_context_set_language(context, pango_language_from_string("vi"));
	return context;
}

/* The free fonts of the same widths, by name: fontconfig alone picks differently from machine to machine. */
static const char *font_here(struct arena *arena, struct str font)
{
	static const char *const same[][2] = { { "Times New Roman", "Liberation Serif" },
		{ "Arial", "Liberation Sans" }, { "Courier New", "Liberation Mono" } };

	for (size_t i = 0; i < LENGTH(same); i++)
		if (str_is(font, same[i][0]))
			return same[i][1];
	return str_c(arena, font);
}

static PangoFontDescription *describe(struct arena *arena, const struct document_look *look)
{
	PangoFontDescription *font = pango_font_description_new();

	pango_font_description_set_family(font, font_here(arena, look->font));
	pango_font_description_set_absolute_size(font, look->size * PANGO_SCALE);
	pango_font_description_set_weight(font, look->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_font_description_set_style(font, look->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
	return font;
}

static void attribute(PangoAttrList *list, PangoAttribute *attr, size_t from, size_t to)
{
	attr->start_index = (guint)from;
	attr->end_index = (guint)to;
	pango_attr_list_insert(list, attr);
}

static void mark(PangoAttrList *list, const struct document_look *look, unsigned marks, size_t from, size_t to)
{
	if ((marks & DOCUMENT_MARK_BOLD) && !look->bold)
		attribute(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, to);
	if ((marks & DOCUMENT_MARK_ITALIC) && !look->italic)
		attribute(list, pango_attr_style_new(PANGO_STYLE_ITALIC), from, to);
	if ((marks & DOCUMENT_MARK_UNDERLINE) || look->underline)
		attribute(list, pango_attr_underline_new(PANGO_UNDERLINE_SINGLE), from, to);
}

/* U+00A0 becomes a blank that does not break: in the font both are one glyph, and the PDF can name a glyph once only.
 */
static void put_tied(struct buf *plain, PangoAttrList *list, struct str run)
{
	for (size_t i = 0; i < run.len; i++) {
		if (run.ptr[i] == '\n') {
			buf_c(plain, "\342\200\250");
		} else if (run.ptr[i] == '\302' && i + 1 < run.len && run.ptr[i + 1] == '\240') {
			size_t at = plain->len;

			attribute(list, pango_attr_allow_breaks_new(FALSE), at ? at - 1 : 0, at + 2);
			buf_char(plain, ' ');
			i++;
		} else {
			buf_char(plain, run.ptr[i]);
		}
	}
}

static void line_height(struct pdf_text *text, const struct document_look *look, PangoFontDescription *font)
{
	PangoFontMetrics *metrics = pango_context_get_metrics(pango_layout_get_context(text->layout), font, NULL);
	double ascent = (double)pango_font_metrics_get_ascent(metrics) / PANGO_SCALE;
	double descent = (double)pango_font_metrics_get_descent(metrics) / PANGO_SCALE;
	double height = (double)pango_font_metrics_get_height(metrics) / PANGO_SCALE;

	pango_font_metrics_unref(metrics);
	if (height < ascent + descent)
		height = ascent + descent;
	text->lead = look->spacing == DOCUMENT_LINE_TIMES ? height * look->line : look->line;
	if (look->spacing == DOCUMENT_LINE_LEAST && text->lead < height)
		text->lead = height;
	text->baseline = text->lead - descent - (height - ascent - descent) / 2;
	if (look->spacing == DOCUMENT_LINE_EXACT)
		text->baseline = text->lead * 0.8;
}

static void set_text(struct pdf *pdf, struct pdf_text *text, const struct document_look *look, struct str content)
{
	PangoAttrList *list = pango_attr_list_new();
	struct buf plain = buf_open(pdf->arena, 3 * DOCUMENT_TEXT_CEILING);
	struct str run, rest = content;
	unsigned marks = 0;

	while (document_run_next(&rest, &marks, &run)) {
		size_t from = plain.len;

		put_tied(&plain, list, run);
		mark(list, look, marks, from, plain.len);
	}
	text->bytes = str_c(pdf->arena, buf_text(&plain));
	pango_layout_set_text(text->layout, text->bytes, -1);
	pango_layout_set_attributes(text->layout, list);
	pango_attr_list_unref(list);
	text->bytes = pango_layout_get_text(text->layout);
}

struct pdf_text *pdf_text_make(
        struct pdf *pdf, enum document_style_name style, struct str content, unsigned flags, double width)
{
	struct document_look look = document_style_look(pdf->style, style, pdf->document->large);
	struct pdf_text *text = arena_new(pdf->arena, struct pdf_text);
	PangoLayout *layout = pango_layout_new(pdf->context);
	PangoFontDescription *font;
	PangoRectangle extents;

	if (flags & DOCUMENT_CENTER)
		look.align = DOCUMENT_MIDDLE;
	else if (look.align == DOCUMENT_JUSTIFY && str_find(content, STR("\n")) >= 0)
		look.align = DOCUMENT_LEFT; /* a broken line must not be stretched */
	if (flags & DOCUMENT_STRONG)
		look.bold = true;
	text->layout = layout;
	text->red = pdf->document && pdf->document->framed && style == DOCUMENT_STYLE_TYPE;
	text->next = pdf->texts;
	pdf->texts = text;
	text->before = look.before;
	text->after = look.after;
	text->left = look.left;
	font = describe(pdf->arena, &look);
	pango_layout_set_font_description(layout, font);
	pango_layout_set_width(layout, (int)((width - look.left - look.right) * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_alignment(layout, look.align == DOCUMENT_MIDDLE  ? PANGO_ALIGN_CENTER
	                                   : look.align == DOCUMENT_RIGHT ? PANGO_ALIGN_RIGHT
	                                                                  : PANGO_ALIGN_LEFT);
	pango_layout_set_justify(layout, look.align == DOCUMENT_JUSTIFY);
	if (!(flags & (DOCUMENT_NO_INDENT | DOCUMENT_CENTER)))
		pango_layout_set_indent(layout, (int)(look.first * PANGO_SCALE));
	set_text(pdf, text, &look, content);
	line_height(text, &look, font);
	pango_font_description_free(font);
	text->lines = pango_layout_get_line_count(layout);
	pango_layout_get_extents(layout, NULL, &extents);
	text->ink = (double)extents.width / PANGO_SCALE;
	return text;
}

void pdf_texts_release(struct pdf *pdf)
{
	for (struct pdf_text *text = pdf->texts; text; text = text->next)
		g_object_unref(text->layout);
	pdf->texts = NULL;
}

double pdf_text_height(const struct pdf_text *text)
{
	return text->before + text->lines * text->lead + text->after;
}

/* Where the line's text ends without the sign that broke it. */
static int line_end(const PangoLayoutLine *line, const char *bytes)
{
	int end = line->start_index + line->length;

	if (line->length >= 3 && memcmp(bytes + end - 3, "\342\200\250", 3) == 0)
		end -= 3;
	return end;
}

/* Pango takes the glyph from a blank at the end of a line; Cairo would then write an empty tag there, which cuts
 * readers off. */
static void restore_blanks(const char *bytes, PangoGlyphItem *item)
{
	hb_font_t *font = pango_font_get_hb_font(item->item->analysis.font);

	for (int i = 0; i < item->glyphs->num_glyphs; i++) {
		hb_codepoint_t blank;

		if (item->glyphs->glyphs[i].glyph == PANGO_GLYPH_EMPTY &&
		        bytes[item->item->offset + item->glyphs->log_clusters[i]] == ' ' &&
		        hb_font_get_nominal_glyph(font, ' ', &blank))
			item->glyphs->glyphs[i].glyph = blank;
	}
}

static void underline(cairo_t *cairo, const PangoGlyphItem *item, double x, double y, double width)
{
	for (GSList *at = item->item->analysis.extra_attrs; at; at = at->next) {
		const PangoAttribute *attr = at->data;

		if (attr->klass->type != PANGO_ATTR_UNDERLINE)
			continue;
		cairo_set_line_width(cairo, 0.7);
		cairo_move_to(cairo, x, y + 1.8);
		cairo_line_to(cairo, x + width, y + 1.8);
		cairo_stroke(cairo);
	}
}

static double draw_item(cairo_t *cairo, const char *bytes, PangoGlyphItem *item, double x, double y)
{
	double width = (double)pango_glyph_string_get_width(item->glyphs) / PANGO_SCALE;

	restore_blanks(bytes, item);
	cairo_move_to(cairo, x, y);
	pango_cairo_show_glyph_item(cairo, bytes, item);
	underline(cairo, item, x, y, width);
	return width;
}

void pdf_text_draw(cairo_t *cairo, struct pdf_text *text, int line, double x, double y)
{
	PangoLayoutIter *iter = pango_layout_get_iter(text->layout);
	PangoLayoutLine *shown;
	PangoRectangle extents;
	int end;

	for (int i = 0; i < line; i++)
		pango_layout_iter_next_line(iter);
	shown = pango_layout_iter_get_line(iter);
	pango_layout_iter_get_line_extents(iter, NULL, &extents);
	pango_layout_iter_free(iter);
	end = line_end(shown, text->bytes);
	x += text->left + (double)extents.x / PANGO_SCALE;
	y += text->baseline;
	if (text->red)
		cairo_set_source_rgb(cairo, PDF_RED, PDF_RED_GREEN, PDF_RED_BLUE);
	for (GSList *at = shown->runs; at; at = at->next) {
		PangoGlyphItem *item = at->data;
		int from = item->item->offset, to = from + item->item->length;

		if (from >= end)
			break;
		if (to <= end) {
			x += draw_item(cairo, text->bytes, item, x, y);
		} else {
			PangoGlyphItem *rest = pango_glyph_item_copy(item);
			PangoGlyphItem *part = pango_glyph_item_split(rest, text->bytes, end - from);

			x += draw_item(cairo, text->bytes, part, x, y);
			pango_glyph_item_free(part);
			pango_glyph_item_free(rest);
		}
	}
	if (text->red)
		cairo_set_source_rgb(cairo, 0, 0, 0);
}

double document_measure(const struct document_look *look, struct str text)
{
	struct arena *arena = arena_open(ARENA_REQUEST_CEILING);
	struct document document = { 0 };
	struct document_style *style = arena_new(arena, struct document_style);
	struct pdf pdf = { .arena = arena, .document = &document, .style = style };
	double width;

	style->look[DOCUMENT_STYLE_BODY] = *look;
	pdf_lock();
	pdf.context = pdf_context();
	width = pdf_text_make(&pdf, DOCUMENT_STYLE_BODY, text, 0, 4000)->ink;
	pdf_texts_release(&pdf);
	g_object_unref(pdf.context);
	pdf_unlock();
	arena_close(arena);
	return width;
}
