/* Who may praise whom and how: read from rules/commend/forms.json. Running years, years in the Party and what a limit
 * leaves are reckoned here from figures alone, without a database. */
#ifndef COMMEND_RULE_H
#define COMMEND_RULE_H

#include "base/opt.h"
#include "base/str.h"

enum {
	COMMEND_FORMS = 12,
	COMMEND_GIVERS = 8,
	COMMEND_BASES = 8,
	COMMEND_CONDITIONS = 12,
	COMMEND_BADGES = 20,
	COMMEND_YEARS_LOOKED = 12 /* how far back running years are looked for */
};

enum commend_subject { COMMEND_MEMBER, COMMEND_GROUP, COMMEND_CELL, COMMEND_SUBJECT__COUNT };
const char *commend_subject_name(enum commend_subject subject); /* member, party_group, cell */
bool commend_subject_read(struct str name, enum commend_subject *ret_subject);

struct commend_giver {
	struct str kind; /* of the unit: chi_bo, co_so, xa, tinh */
	bool to[COMMEND_SUBJECT__COUNT];
	struct str below; /* only units right below one of these kinds; none: any */
	struct str until; /* the last day; none: in force */
	struct str note;
};
struct commend_form {
	struct str key, name, act; /* giay_khen, "Giấy khen", "tặng giấy khen" */
	bool badge;
	struct commend_giver giver[COMMEND_GIVERS];
	size_t giver_count;
};
/* The text that the rules stand on from a day on. */
struct commend_basis {
	struct str document, article, cited, since, until, sure; /* cited: as papers name it */
};
struct commend_condition {
	struct str key, text, source, sure;
	bool of[COMMEND_SUBJECT__COUNT];
	int64_t least; /* shares in thousandths */
};
struct commend_rules {
	struct commend_form form[COMMEND_FORMS];
	struct commend_basis basis[COMMEND_BASES];
	struct commend_condition condition[COMMEND_CONDITIONS];
	size_t form_count, basis_count, condition_count;
	int nearest, next; /* years of excellent work for a yearly praise of the nearest giver, of those above it */
	struct str yearly_source, yearly_sure;
	int badge[COMMEND_BADGES];
	size_t badge_count;
	struct str badge_source, badge_sure;
};

/* A file of rules/commend; false when it is no such JSON. */
bool commend_rules_read(struct arena *arena, struct str json, struct commend_rules *ret_rules);
/* The file that is built in. */
const struct commend_rules *commend_rules(struct arena *arena);
const struct commend_form *commend_form_of(const struct commend_rules *rules, struct str key);
/* "Quy định 294-QĐ/TW, Điều 28; …", of what is in force on that day (the first one before all of them). */
struct str commend_source(struct arena *arena, const struct commend_rules *rules, struct str day, struct str *ret_sure);

/* How papers of that day cite it. */
struct str commend_cited(const struct commend_rules *rules, struct str day);

/* A unit that might praise. */
struct commend_level {
	struct str kind, above; /* its kind; the kind of its superior */
};
enum commend_answer {
	COMMEND_MAY,
	COMMEND_NO_FORM, /* no such form */
	COMMEND_LEVEL,   /* not at this level */
	COMMEND_OVER,    /* no more on that day */
	COMMEND_SUBJECT  /* this level does, but not to such a subject */
};
enum commend_answer commend_may(const struct commend_rules *rules, struct commend_level level, struct str form,
        enum commend_subject subject, struct str day);
/* Whether that level gives something to those who earned it in a year (a certificate or more, no badge). */
bool commend_gives_yearly(
        const struct commend_rules *rules, struct commend_level level, enum commend_subject subject, struct str day);

/* How many years in a row up to `last` are good; good[i] is the year last - i. */
int commend_running(const bool *good, size_t count);
/* Whole years from a day (ISO, full) to another; not set where the first is not known to the day. */
struct opt_int commend_years_between(struct str since, struct str day);
/* The highest badge for so many years, 0 for none; the next one, 0 for none. */
int commend_badge_for(const struct commend_rules *rules, int64_t years, int *ret_next);
/* Whether `asked` more pass a limit of which `given` are used. */
bool commend_passes(int64_t given, int64_t asked, struct opt_int most);

#endif
