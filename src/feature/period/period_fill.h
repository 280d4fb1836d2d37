/* A report as named values for a superior's template. */
#ifndef FEATURE_PERIOD_FILL_H
#define FEATURE_PERIOD_FILL_H

#include "document/fill.h"
#include "feature/period/period_private.h"

#define PERIOD_PREFIX "chibo_"
#define PERIOD_ROW_PREFIX "chibo_dong_"

struct period_name {
	const char *about; /* Vietnamese */
	bool before;       /* of the same period of the year before */
	enum document_cell_kind kind;
};

struct period_fill {
	struct fill_data data;
	struct fill_single *single;
	const char **column;
	struct period_name *single_about, *column_about; /* one for each */
};

struct period_fill *period_fill_of(struct arena *arena, const struct period_report *report);
/* A template to begin with. */
enum status period_fill_example(
        struct arena *arena, enum fill_format format, struct str heading, struct str *ret_bytes, struct err *err);

/* Fills a template of somebody else; its kind must be that of the ending of `name`. INVALID as document_fill, with the
 * field "template", and period.template_ending. */
enum status period_fill_template(struct arena *arena, const struct period_report *report, struct str bytes,
        struct str name, struct str *ret_bytes, struct err *err);
/* Whether it can be filled, before any report is there: with no lines, and with two. INVALID with the field "file". */
enum status period_fill_check(struct arena *arena, struct str bytes, enum fill_format *ret_format, struct err *err);

#endif
