/* Shared by the files of this folder: the reckoning of a motion over its rows. */
#ifndef MOTION_MOTION_PRIVATE_H
#define MOTION_MOTION_PRIVATE_H

#include "app/command.h"
#include "app/feature.h"
#include "feature/motion/vote_json.h"
#include "gen/motion_sql.h"

enum { MOTION_RIPE_SOON_DAYS = 45, MOTION_PROBATION_MONTHS = 12 };

struct motion_votes {
	int64_t in_favour, against, other;
};

/* What a vote comes to: rule, result, and for each elector why and whether he counts. */
struct motion_count {
	struct vote_rule rule;
	struct vote_result result;
	enum vote_why *why;
	bool *in;
};

/* Minutes, score and the like are "other" to the rules. */
struct str motion_rule_kind(struct str kind);
const char *motion_why_label(struct str why);
/* The base from those called, at the opening. INVALID vote.no_rule. */
enum status motion_reckon_roll(struct arena *arena, struct str kind, struct str day,
        const struct motion_roll_rows *roll, struct motion_count *ret_count, struct err *err);
/* The result from the frozen electors. INVALID motion.too_many (field for), motion.undecided (field counts). */
enum status motion_reckon_electors(struct arena *arena, const struct motion_by_id_row *motion,
        const struct motion_electors_rows *electors, const struct motion_votes *votes, struct motion_count *ret_count,
        struct err *err);
/* The day twelve months after joining; no text where only a year is known. */
struct str motion_ripe_day(struct arena *arena, struct str joined);
/* Votes by name of a person, for the export of what is kept. */
enum status motion_export_person(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err);
enum status motion_rule_command(struct command_line *line, struct err *err);

/* motion_archive.c */
enum status motion_archive(struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err);

#endif
