/* What the writers share: runs of one text, and blocks of two columns as lists of styled lines. */
#ifndef DOCUMENT_PRIVATE_H
#define DOCUMENT_PRIVATE_H

#include "document/model.h"

enum { DOCUMENT_MARK_BOLD = 1, DOCUMENT_MARK_ITALIC = 2, DOCUMENT_MARK_UNDERLINE = 4 };
enum { DOCUMENT_LINES = 48 }; /* of one column of a signature block */

struct document_line {
	enum document_style_name style;
	struct str text;
};

struct document_side {
	struct document_line line[DOCUMENT_LINES];
	size_t count;
	double share; /* of the width; both sides make 1 */
};

struct str document_clean(struct arena *arena, struct str text);
/* Takes the next run of equal marks off *rest; *marks starts at 0. */
bool document_run_next(struct str *rest, unsigned *marks, struct str *ret_run);
/* The two columns of a head or signature block. */
void document_sides(struct arena *arena, const struct document_block *block, struct document_side ret_side[2]);
/* Whether the block is signatures with a remark after them, which must not stand alone on a page. */
bool document_sign_keeps(const struct document_block *block);
/* The style of a paragraph, section or item; of a cell in a column. */
enum document_style_name document_block_style(const struct document_block *block);
enum document_style_name document_cell_style(const struct document_row *row, enum document_align align);
/* The width of the text in points. */
double document_text_width(const struct document_style *style, const struct document *document);
/* The width of one line of text in points, as the PDF draws it. */
double document_measure(const struct document_look *look, struct str text);

#endif
