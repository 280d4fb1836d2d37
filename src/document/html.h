/* A document as an HTML fragment for reading on the screen, and as plain text for pasting. */
#ifndef DOCUMENT_HTML_H
#define DOCUMENT_HTML_H

#include "document/model.h"

/* An <article class="doc">; classes begin with doc-, no style attributes, headings from h2 on. Escaped throughout. */
enum status document_html(struct arena *arena, const struct document *document, struct str *ret_html, struct err *err);
/* Lines of plain text; cells are parted by " | ". */
enum status document_text(struct arena *arena, const struct document *document, struct str *ret_text, struct err *err);

#endif
