/* Shared by the files of this folder. */
#ifndef PRINT_PRINT_PRIVATE_H
#define PRINT_PRINT_PRIVATE_H

#include "document/style.h"
#include "feature/meeting/meeting.h"
#include "feature/record/record.h"
#include "feature/unit/unit.h"
#include "gen/print_sql.h"

/* format: docx, pdf, html. On a slow thread. */
enum status print_write(struct arena *arena, const struct document *document, const char *format, struct str *ret_bytes, struct err *err);
enum status print_attendance(struct arena *arena, struct db *db, const struct meeting *meeting, struct document **ret_document, struct err *err);
enum status print_notice_document(
	struct arena *arena, struct db *db, const struct meeting *meeting, bool large, struct document **ret_document, struct err *err);
enum status print_resolutions(
	struct arena *arena, struct db *db, const struct unit *cell, struct str today, struct document **ret_document, struct err *err);

#endif
