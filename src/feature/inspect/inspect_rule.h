/* What a dossier of inspection (KT) or supervision (GS) is made of, and by when its team must begin: rules/inspect. */
#ifndef INSPECT_RULE_H
#define INSPECT_RULE_H

#include "base/err.h"
#include "base/str.h"

enum { INSPECT_PAPERS = 16, INSPECT_SECTIONS = 6 };

struct inspect_section {
	struct str title, fill; /* fill: what the program can write there: subject team time findings index; or none */
};
struct inspect_paper_rule {
	int64_t n;
	struct str code, name;  /* "KT4", "Biên bản triển khai kế hoạch" */
	struct str role;        /* plan start report conclusion index, or none */
	struct str signs;       /* committee team both cell */
	bool to_cell, optional; /* sent to the cell; made only when needed */
	struct inspect_section section[INSPECT_SECTIONS];
	size_t section_count;
};
struct inspect_rule {
	struct str kind, name, notes; /* notes: one a line */
	int64_t start_days;           /* working days after the signing of the plan */
	struct str start_source;
	struct inspect_paper_rule paper[INSPECT_PAPERS];
	size_t paper_count;
};
/* kind: kt or gs. BROKEN when the file is not as it should be. */
enum status inspect_rule_read(
        struct arena *arena, struct str kind, const struct inspect_rule **ret_rule, struct err *err);
/* NULL: no such paper. */
const struct inspect_paper_rule *inspect_rule_paper(const struct inspect_rule *rule, int64_t n);
const struct inspect_paper_rule *inspect_rule_role(const struct inspect_rule *rule, const char *role);

/* Whether people work on that ISO day: no weekend, no day off of rules/inspect/ngay-nghi.json. */
bool inspect_works(struct arena *arena, struct str day);
/* The n-th working day after a day, which itself is not counted. */
struct str inspect_working_day(struct arena *arena, struct str day, int64_t n);

#endif
