/* Between the files of this folder: heads and handlers. */
#ifndef PRINT_PRIVATE_H
#define PRINT_PRIVATE_H

#include "feature/print/print.h"
#include "feature/record/record.h"

/* The heads of papers that are no records. */
enum status print_head(struct arena *arena, struct db *db, const struct meeting *meeting, struct record_head *ret_head,
        struct err *err);
struct str print_when(struct arena *arena, const struct meeting *meeting); /* "19 giờ 30, thứ Ba, ngày 03/11/2026" */

enum status print_attendance_list(struct request *request, void *view, struct err *err);
enum status print_notice(struct request *request, void *view, struct err *err);
enum status print_book_paper(struct request *request, void *view, struct err *err);
extern const struct command print_commands[];

#endif
