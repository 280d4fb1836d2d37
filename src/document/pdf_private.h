/* Between the parts of the PDF writer: set text (pdf_text.c), what stands on pages one below another (pdf_flow.c),
 * pages (pdf.c). */
#ifndef DOCUMENT_PDF_PRIVATE_H
#define DOCUMENT_PDF_PRIVATE_H

#include "document/document_private.h"

#include <pango/pangocairo.h>

enum { PDF_TAGS = 3 };

#define PDF_CELL_PAD 3.5 /* points left and right in a cell */
#define PDF_RED 0.72     /* of frames, and the type inside */
#define PDF_RED_GREEN 0.07
#define PDF_RED_BLUE 0.09
#define PDF_BORDER 0.5 /* points; word processors add it to the height of each row */

/* One paragraph broken into lines. Lengths in points. */
struct pdf_text {
	struct pdf_text *next;
	PangoLayout *layout;
	const char *bytes;
	int lines;
	double lead, baseline; /* of each line; the baseline from its top */
	double before, after, left;
	double ink; /* width of the widest line */
	bool red;
};

struct pdf_row {
	struct pdf_table *table;
	struct pdf_text *cell[DOCUMENT_COLUMNS];
	size_t count;
	double height;
	bool head;
};

struct pdf_table {
	double edge[DOCUMENT_COLUMNS + 1]; /* from the left margin */
	struct pdf_row *head;
	size_t head_count;
	double head_height;
};

struct pdf_sides {
	struct document_side side[2];
	struct pdf_text *text[2][DOCUMENT_LINES];
};

/* The smallest thing that is not divided, but for a row taller than a page. */
struct pdf_piece {
	struct pdf_piece *next;
	enum { PDF_LINE, PDF_ROW, PDF_SIDES, PDF_GAP, PDF_BREAK } kind;
	double before, height, after;
	bool glue; /* stays on the page of the next piece */
	struct pdf_text *text;
	int line;
	struct pdf_row *row;
	struct pdf_sides *sides;
	const char *open[PDF_TAGS], *close[PDF_TAGS]; /* tags begun before and ended after it */
};

struct pdf {
	struct arena *arena;
	const struct document *document;
	const struct document_style *style;
	PangoContext *context;
	cairo_t *cairo;
	struct pdf_text *texts; /* all, to release */
	struct pdf_piece *first, *last;
	double paper_width, paper_height, width;
	double y;
	int page;
	bool top;         /* nothing on this page yet */
	const char *leaf; /* the tag now open that holds text */
	struct str bytes;
};

/* Fonts stand behind one lock: a font map is not for two threads at a time. */
void pdf_lock(void);
void pdf_unlock(void);
PangoContext *pdf_context(void);
struct pdf_text *pdf_text_make(
        struct pdf *pdf, enum document_style_name style, struct str text, unsigned flags, double width);
void pdf_texts_release(struct pdf *pdf);
/* Draws line `line` with its top left at x, y of the column. */
void pdf_text_draw(cairo_t *cairo, struct pdf_text *text, int line, double x, double y);
double pdf_text_height(const struct pdf_text *text); /* with the space before and after */
/* Makes pdf->first .. last of the document. */
void pdf_flow(struct pdf *pdf);
/* The PDF with its language named; as it was when it is not laid out as Cairo does. */
struct str pdf_set_language(struct arena *arena, struct str pdf, struct str lang);

#endif
