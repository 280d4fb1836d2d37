/* What the files of this folder share. */
#ifndef FEATURE_REPORT_PRIVATE_H
#define FEATURE_REPORT_PRIVATE_H

#include "feature/meeting/meeting.h"
#include "feature/report/report.h"
#include "feature/score/score.h"
#include "feature/unit/unit.h"
#include "gen/report_page.h"
#include "gen/report_sql.h"

/* The Vietnamese word of a code, for papers whatever the page speaks; no text for none. */
struct str report_word(struct arena *arena, const char *prefix, struct str value);

enum status report_due(struct request *request, struct due_list *list, struct err *err);
enum status report_show(struct request *request, void *view, struct err *err);
enum status report_put(struct request *request, void *view, struct err *err);
enum status report_put_handbook(struct request *request, void *view, struct err *err);
enum status report_put_seen(struct request *request, void *view, struct err *err);
enum status report_put_return(struct request *request, void *view, struct err *err);
/* What the cell pastes into the e-handbook: Vietnamese, whatever the page speaks. */
enum status report_text(struct request *request, const struct meeting *meeting, struct str *ret_text, struct err *err);

#endif
