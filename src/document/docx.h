/* DOCX of a document: fills a copy of the template, whose named styles do the looks. Same input, same bytes. */
#ifndef DOCUMENT_DOCX_H
#define DOCUMENT_DOCX_H

#include "document/model.h"

/* The blocks take the place of the template's content control tagged "noi-dung", or of its whole body when it has none.
 * Heads, titles, tables and signatures stand in content controls of their own: dau-van-ban, ten-loai, bang, ky. */
enum status document_docx(struct arena *arena, const struct document *document, const struct document_style *style,
        struct str *ret_bytes, struct err *err);

#endif
