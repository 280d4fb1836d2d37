/* A vote on slips: the box, the count, the papers. Shared by the files ballot*.c. */
#ifndef MOTION_BALLOT_H
#define MOTION_BALLOT_H

#include "feature/motion/motion_private.h"

enum { BALLOT_CANDIDATES = 40, BALLOT_FEW = 5, BALLOT_FOR = 1, BALLOT_AGAINST = 2, BALLOT_OTHER = 4 };

/* What the counting board typed from the paper slips, or the box holds; votes: by candidate, or of the three answers.
 */
struct ballot_sum {
	int64_t issued, returned, valid, invalid;
	int64_t votes[BALLOT_CANDIDATES];
};
/* One line of the result. */
struct ballot_line {
	int64_t votes;
	bool elected;
	struct str name;
};
struct ballot_lines {
	struct ballot_line at[BALLOT_CANDIDATES];
	size_t count;
};

/* Puts a slip (bits of what it chooses) among the others: nothing of its voter, time or order is kept. */
enum status ballot_cast(struct arena *arena, struct db *db, struct motion_id motion, int shard, int64_t slots,
        uint64_t slip, struct err *err);
/* Takes all slips out; voters: how many must be in it. CONFLICT motion.ballot_lost when they cannot be read any more.
 */
enum status ballot_empty(struct arena *arena, struct db *db, struct motion_id motion, int shard, int64_t voters,
        size_t choices, struct ballot_sum *ret_sum, struct err *err);
/* Who is elected: more than half of the base, the most votes first, as many as there are seats; where the last seat is
   tied, none of those who are equal. */
void ballot_elect(struct ballot_lines *lines, int64_t seats, int64_t needs);
struct str ballot_result_text(struct arena *arena, const struct ballot_lines *lines);
void ballot_result_read(struct str text, struct ballot_lines *ret_lines);
/* Destroys the keys of motions that are not open any more. */
enum status ballot_keys_chore(struct chore_run *run, struct err *err);

/* ballot_web.c, ballot_paper.c */
extern const struct field ballot_slip_form[], ballot_candidates_form[], ballot_paper_form[], ballot_count_form[];
enum status ballot_show(struct request *request, void *view, struct err *err);
enum status ballot_put_slip(struct request *request, void *view, struct err *err);
enum status ballot_put_candidates(struct request *request, void *view, struct err *err);
enum status ballot_put_paper(struct request *request, void *view, struct err *err);
enum status ballot_prepare_count(struct request *request, struct err *err);
enum status ballot_put_count(struct request *request, void *view, struct err *err);
enum status ballot_slip_paper(struct request *request, void *view, struct err *err);
enum status ballot_tally_paper(struct request *request, void *view, struct err *err);

/* motion_web.c */
/* Whether those sent elsewhere who came count: the fields counts-*. */
enum status motion_take_decisions(
        struct request *request, const struct motion_by_id_row *motion, int shard, struct err *err);
/* Closes with these votes and chains the result. */
enum status motion_finish(struct request *request, const struct motion_by_id_row *motion,
        const struct motion_votes *votes, struct err *err);

#endif
