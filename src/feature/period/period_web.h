/* Handlers of the pages, for the descriptor in period_web.c. */
#ifndef FEATURE_PERIOD_WEB_H
#define FEATURE_PERIOD_WEB_H

#include "feature/period/period_private.h"
#include "gen/period_page.h"
#include "gen/period_sql.h"

extern const struct permission period_read, period_manage, period_type;

/* The period of the query p; the last complete quarter without one. INVALID period.unreadable. */
enum status period_asked(struct request *request, struct period *ret_period, struct err *err);
struct period_hand period_hand_of(struct request *request);
/* The unit of the path, which is above cells. INVALID period.cell. */
enum status period_unit(struct request *request, const struct unit **ret_unit, struct err *err);

enum status period_show(struct request *request, void *view, struct err *err);
enum status period_show_today(struct request *request, void *view, struct err *err);
enum status period_export(struct request *request, void *view, struct err *err);
/* Links to files by the templates in force: the unit's own and its nearest superior's. */
enum status period_put_templates(
        struct request *request, struct period_page_view *view, const struct period_report *report, struct err *err);
enum status period_fill_export(struct request *request, void *view, struct err *err);
enum status period_show_template(struct request *request, void *view, struct err *err);
enum status period_prepare_template(struct request *request, struct err *err);
enum status period_put_template(struct request *request, void *view, struct err *err);
enum status period_end_template(struct request *request, void *view, struct err *err);
enum status period_give_template(struct request *request, void *view, struct err *err);
enum status period_give_example(struct request *request, void *view, struct err *err);
enum status period_show_list(struct request *request, void *view, struct err *err);
enum status period_show_changes(struct request *request, void *view, struct err *err);
enum status period_show_lines(struct request *request, void *view, struct err *err);
enum status period_show_grades(struct request *request, void *view, struct err *err);
enum status period_show_rules(struct request *request, void *view, struct err *err);
enum status period_put_submit(struct request *request, void *view, struct err *err);
enum status period_put_accept(struct request *request, void *view, struct err *err);
enum status period_put_freeze(struct request *request, void *view, struct err *err);
enum status period_put_return(struct request *request, void *view, struct err *err);
enum status period_put_changes(struct request *request, void *view, struct err *err);
enum status period_put_lines(struct request *request, void *view, struct err *err);
enum status period_put_grades(struct request *request, void *view, struct err *err);
enum status period_put_rules(struct request *request, void *view, struct err *err);
enum status period_due(struct request *request, struct due_list *list, struct err *err);

#endif
