/* PDF of a document: Pango sets the text, Cairo writes, tagged. Same input, same bytes. Any thread may call. */
#ifndef DOCUMENT_PDF_H
#define DOCUMENT_PDF_H

#include "document/model.h"

/* ret_bytes lives in the arena. BROKEN when Cairo fails. */
enum status document_pdf(struct arena *arena, const struct document *document, const struct document_style *style,
        struct str *ret_bytes, struct err *err);
/* Loads the fonts (some 0.3 s), so that the first document does not wait. */
void document_warm_up(void);

#endif
