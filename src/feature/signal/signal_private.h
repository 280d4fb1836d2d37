/* The signs among the files of this folder: how alike two texts are, and how a cell's month is judged. */
#ifndef SIGNAL_PRIVATE_H
#define SIGNAL_PRIVATE_H

#include "feature/record/record.h"
#include "feature/signal/signal.h"

enum { SIGNAL_SHINGLE = 5, SIGNAL_WORDS_MAX = 20000, SIGNAL_RULES_MAX = 32 };

/* One word of a text that people wrote: what it is without case and marks, and where it stands. */
struct signal_word {
	uint64_t hash;
	uint32_t section, from, to; /* bytes of that section's text */
};
struct signal_words {
	struct signal_word *at;
	size_t count;
};

/* The words of minutes, without what the program writes itself (heads, roll call, fees, tables of tasks, votes, score,
   close) and with dates as one sign. At most SIGNAL_WORDS_MAX. */
void signal_words_of(struct arena *arena, const struct record_body *body, struct signal_words *ret_words);

/* A part of one section. */
struct signal_place {
	size_t section, from, to;
};
struct signal_likeness {
	int64_t permille;                /* of the shingles of `now` that stand in `before` too */
	int64_t run_permille;            /* of the words of `now` that stand in a run of `run_words` or more */
	int64_t words;                   /* of `now` */
	int64_t passage;                 /* words of the longest part that both have */
	struct signal_place now, before; /* where it stands */
};
void signal_compare(struct arena *arena, const struct signal_words *now, const struct signal_words *before,
        int64_t run_words, struct signal_likeness *ret_likeness);

/* The numbers of rules/signal that are in force; none: nothing is judged. */
struct signal_rules {
	size_t count;
	struct signal_rule {
		struct str key, text, sure, source;
		int64_t value;
	} at[SIGNAL_RULES_MAX];
};
void signal_rules_of(struct arena *arena, int month, struct signal_rules *ret_rules);
const struct signal_rule *signal_rule_of(const struct signal_rules *rules, const char *key); /* or NULL */
/* Its value; 0 where there is no such rule. */
int64_t signal_rule(const struct signal_rules *rules, const char *key);

/* Judges a cell's month and the few after it that look back on it, reading; nothing is written. */
struct signal_found {
	const char *kind;
	int64_t meeting, value, detail;
};
struct signal_month {
	int month;
	bool judged; /* its minutes are confirmed */
	struct signal_found *at;
	size_t count, room;
};
enum { SIGNAL_MONTHS_AFTER = 5 };
enum status signal_judge(struct arena *arena, struct db *db, struct cell_id cell, int shard, int month,
        struct signal_month ret_months[SIGNAL_MONTHS_AFTER + 1], struct err *err);
/* Keeps what was found, and the figures of the month. Inside a write of that cell's shard. */
enum status signal_keep(struct arena *arena, struct db *db, struct cell_id cell, int shard,
        const struct signal_month *month, int64_t now, struct err *err);
/* Takes the months that wait. */
enum status signal_chore(struct chore_run *run, struct err *err);

extern const struct counter_family signal_families[];
extern const struct command signal_commands[];

/* The minutes of a meeting as they were confirmed; *ret_found: there are some. */
struct signal_minutes {
	struct record_body body;
	struct str day;
};
enum status signal_minutes_of(struct arena *arena, struct db *db, struct meeting_id meeting, int shard,
        struct signal_minutes *ret_minutes, bool *ret_found, struct err *err);

#endif
