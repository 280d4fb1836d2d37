/* The dated rule of the annual review and its forms, read from rules/annual. */
#ifndef ANNUAL_RULE_H
#define ANNUAL_RULE_H

#include "base/err.h"
#include "feature/annual/reckon.h"

enum { ANNUAL_PARTS = 12, ANNUAL_LINES = 12, ANNUAL_FORMS = 4 };

struct annual_rule {
	struct str id, name, issuer, number, date, sure; /* date: ISO day */
	struct str guidance;                             /* "Hướng dẫn 43-HD/BTCTW, 31/10/2025" */
	struct str source; /* "Quy định 366-QĐ/TW, 30/08/2025 (theo báo, trang pháp luật…)": behind a refusal */
	struct str grade_name[ANNUAL_GRADES];
	struct annual_measure measure;
	int64_t ceiling, raised;            /* percent */
	int64_t draft_days;                 /* working days */
	struct str leaders, members, cells; /* names of the groups that are there by themselves */
	struct str notes, ours;             /* a line each */
};
/* The rule of an id, or, without one, that is in force on an ISO day. INVALID annual.rule. */
enum status annual_rule_find(
        struct arena *arena, struct str id, struct str day, struct annual_rule *ret_rule, struct err *err);

struct annual_form {
	struct str code, title, who;     /* 2B, BẢN KIỂM ĐIỂM CÁ NHÂN, "Dùng cho …" */
	struct str document, note, sure; /* of the guidance that names it */
	struct {
		struct str id, title,
		        fill; /* fill: tasks, meetings, pledge, visits, grades: what the program knows of it */
	} part[ANNUAL_PARTS];
	struct {
		struct str id, group, text;
		int64_t max;
	} line[ANNUAL_LINES];
	size_t part_count, line_count;
	int64_t max; /* of all lines */
};
/* The form of a code: 01 (of a cell, or of a committee), 2A, 2B, 2C. INVALID annual.form. */
enum status annual_form_find(
        struct arena *arena, struct str code, bool committee, struct annual_form *ret_form, struct err *err);

#endif
