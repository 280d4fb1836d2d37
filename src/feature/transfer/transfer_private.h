/* What the files of this folder share. */
#ifndef FEATURE_TRANSFER_PRIVATE_H
#define FEATURE_TRANSFER_PRIVATE_H

#include "feature/person/person.h"
#include "feature/transfer/transfer.h"

/* Ours, prescribed nowhere: after so many days without an answer both sides and their superiors are reminded; a stay
 * that ends is announced so early; a refusal is told so long. */
enum {
	TRANSFER_DAYS = 15,
	TRANSFER_ENDS_DAYS = 30,
	TRANSFER_TOLD_DAYS = 14,
	TRANSFER_AHEAD_DAYS = 90,
	TRANSFER_STAY_MONTHS = 24
};

struct transfer_call {
	struct arena *arena;
	struct db *db;
	int64_t now, account, request; /* the last two for the audit of both cells */
	struct str today;
};

/* One side of a way: of the cell left (out) or of the cell that is asked. */
struct transfer {
	int64_t id, cell, other, person;
	int shard, other_shard;
	bool out, card;
	struct str other_name, kind, state, day, until, paper, reason, name, birth_year, answer, began, ended;
	int64_t proposed_at, answered_at;
};
struct transfer_new {
	int64_t to;
	struct str kind, day, until, paper, reason; /* kind: official, temporary (with until) */
};

/* NOT_FOUND transfer.not_found: also for a way that is not this cell's. */
enum status transfer_load(const struct transfer_call *call, int64_t cell, int shard, int64_t id,
        struct transfer *ret_transfer, struct err *err);
/* The leaving cell's leader proposes; nothing of the membership changes. Wide, as all below. CONFLICT transfer.twice,
 * transfer.away, transfer.guest, person.left_already; INVALID transfer.to, transfer.day_early, transfer.day_far,
 * transfer.until, transfer.until_far with the field. */
enum status transfer_propose(const struct transfer_call *call, const struct member *member,
        const struct transfer_new *new, int64_t *ret_id, struct err *err);
/* The asked cell takes the person in from `day` on, not before the day proposed and not in the future. CONFLICT
 * transfer.answered, transfer.gone (no member there any more), transfer.meeting_open; INVALID transfer.day_early,
 * person.future. */
enum status transfer_accept(
        const struct transfer_call *call, const struct transfer *transfer, struct str day, struct err *err);
/* It says no; the person stays. */
enum status transfer_refuse(
        const struct transfer_call *call, const struct transfer *transfer, struct str why, struct err *err);
/* The leaving cell takes its proposal back. */
enum status transfer_withdraw(
        const struct transfer_call *call, const struct transfer *transfer, struct str why, struct err *err);
/* A temporary stay ends: either side notes it. CONFLICT transfer.not_staying; INVALID transfer.day_early,
 * person.future. */
enum status transfer_return(
        const struct transfer_call *call, const struct transfer *transfer, struct str day, struct err *err);
/* It lasts longer, by another paper: the home cell notes it. INVALID transfer.until. */
enum status transfer_extend(const struct transfer_call *call, const struct transfer *transfer, struct str until,
        struct str paper, struct err *err);

/* The day `days` from an ISO day; the instant so many days ago. */
struct str transfer_day_add(struct arena *arena, struct str day, int days);
bool transfer_is_late(const struct transfer_call *call, int64_t proposed_at);

/* transfer_due.c */
enum status transfer_due_items(struct request *request, struct due_list *list, struct err *err);
enum status transfer_health(struct health *health, struct db *db, int64_t now, struct err *err);
/* transfer_keep.c */
enum status transfer_export(
        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err);
enum status transfer_forget(struct arena *arena, struct db *db, struct person_id person, int64_t now, struct err *err);
enum status transfer_archive(
        struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err);

#endif
