/* Papers as other features use them: documents in any format, the resolution book. */
#ifndef FEATURE_PRINT_H
#define FEATURE_PRINT_H

#include "document/model.h"
#include "feature/meeting/meeting.h"
#include "feature/unit/unit.h"

enum print_format { PRINT_PDF, PRINT_DOCX, PRINT_HTML };

/* The document in that format. */
enum status print_bytes(struct arena *arena, struct document *document, enum print_format format, struct str *ret_bytes,
        struct err *err);
/* The answer: in the format that the address ends with (.pdf, .docx, .html), as a file of that name. */
enum status print_send(struct request *request, struct document *document, struct str name, struct err *err);
/* The line that a form without an official layout ends with. */
void print_own(struct document *document);
/* The resolution book of a term (not set: that of the day). NOT_FOUND print.no_term. */
enum status print_book_document(struct arena *arena, struct db *db, const struct unit *cell, struct opt_int term,
        struct str day, int64_t created, struct document **ret_document, struct err *err);
/* "sinh hoạt chi bộ thường kỳ tháng 11 năm 2026" */
struct str print_kind(struct arena *arena, const struct meeting *meeting);

#endif
