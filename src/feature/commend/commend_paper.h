/* What the papers of this room share. */
#ifndef COMMEND_PAPER_H
#define COMMEND_PAPER_H

#include "document/model.h"
#include "feature/commend/commend_private.h"

/* "hoàn thành xuất sắc nhiệm vụ năm 2026", the theme, the deed. */
struct str commend_for_what(
        struct arena *arena, struct str kind, int64_t year, struct str title, enum commend_subject of);
bool commend_wants_docx(const struct request *request); /* ?format=docx; PDF otherwise */
enum status commend_send(struct request *request, const struct document *document, const struct document_style *style,
        const char *name, struct err *err);

#endif
