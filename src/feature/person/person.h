/* Members of cells as other features use them: the person, where and since when, and what changes duties and votes. */
#ifndef FEATURE_PERSON_H
#define FEATURE_PERSON_H

#include "app/feature.h"

/* What is known of a person; empty texts are unknown. Days are ISO, partial where only that is known (1985, 1990-05).
 */
struct person_data {
	struct str full_name, birth, sex, ethnic, home, residence; /* sex: Nam, Nữ */
	struct str joined, official;                               /* days into the Party, as full member */
	struct str card, id_number, phone;                         /* digits only are kept */
	struct str email, job, education, note;
};

/* Where a person stands in a cell. */
struct person_place {
	int64_t cell;
	int shard;       /* of the cell */
	struct str kind; /* official, temporary_here (member elsewhere, takes part here), away (member here, takes part
	                    elsewhere) */
	struct str status; /* full, probationary */
	struct str post;   /* bi_thu, pho_bi_thu, chi_uy_vien, dang_vien; empty: dang_vien */
	struct str label;  /* what tells people of one name apart; empty: chosen by itself where names meet */
};

struct person_new {
	struct person_data data;
	struct person_place place;
	struct str since; /* of the membership: ISO day; empty: today */
	bool exempt;      /* miễn công tác và sinh hoạt, from `since` on */
	struct str exempt_reason, exempt_decision;
	int64_t import; /* the roster_import that brings it; 0: by hand */
};

/* A member of a cell today (or as last known, where left is set). */
struct member {
	int64_t person, membership, cell;
	int shard;
	struct str kind, status, post, name, label;
	struct str since; /* of this membership row */
	struct str left;  /* the day it ended; empty: still here */
	struct str ended; /* why: moved, died, left, removed */
	bool exempt, special_duty, suspended, detained;
	struct person_data data;
};
struct members {
	struct member *at;
	size_t count;
};

/* Figures of a cell's roster. members = full + probationary, without temporary stay; away and exempt are part of them.
 */
struct member_counts {
	int64_t members, full, probationary, exempt, special_duty, away, temporary_here;
};

/* Digits of card, identity and phone numbers; one line for the rest. */
void person_tidy(struct arena *arena, struct person_data *data);
/* What a form may not hold: INVALID person.name_missing, name_long, day (a field), official_early, underage, future,
   card, id_number, phone, sex, with the field's name. The data are tidy. today: ISO. */
enum status person_check(const struct person_data *data, struct str today, struct err *err);

/* The person with that card or identity number (kind: "card", "id_number"; digits); 0 for none. */
enum status person_find_key(
        struct arena *arena, struct db *db, const char *kind, struct str value, int64_t *ret_person, struct err *err);
/* The cell where a person is a member today (not in temporary stay), with its name; 0 for nowhere. */
enum status person_where(
        struct arena *arena, struct db *db, int64_t person, int64_t *ret_cell, struct str *ret_name, struct err *err);

/* Enters a person as a member of a cell. A person known by card or identity number who is a member nowhere, or only
   comes in temporary stay, is the same person. CONFLICT person.twice_here (already in this cell),
   person.twice_elsewhere (arg "where": the cell); INVALID person.two_people (card and identity number belong to two
   people). */
enum status person_add(struct arena *arena, struct db *db, const struct person_new *new, int64_t now,
        int64_t *ret_person, struct err *err);
/* Sets the data of a member (all fields as given) and the name that the membership carries. With an import, what stood
   there before is kept for taking it back. ret_changed: whether anything was different. CONFLICT as above. */
enum status person_update(struct arena *arena, struct db *db, const struct member *member,
        const struct person_data *data, int64_t import, int64_t now, bool *ret_changed, struct err *err);
/* Another kind, status or post from a day on: a new membership row, or the same one corrected when it began that day.
 */
enum status person_change(struct arena *arena, struct db *db, const struct member *member,
        const struct person_place *place, struct str since, int64_t import, int64_t now, bool *ret_changed,
        struct err *err);
/* Leaves the cell on a day (the first day not a member): why is moved, died, left or removed. Open states end too, and
   so do the roles of the person's account at the cell. */
enum status person_leave(struct arena *arena, struct db *db, const struct member *member, struct str day,
        const char *why, struct str note, int64_t now, struct err *err);
/* A way to another cell, from a day on that has come; kind: official, away, temporary_here; empty: as before. */
struct person_step {
	int64_t cell;
	int shard; /* of that cell */
	struct str kind, day, note;
};
/* Moves a member: the membership here ends ('moved'), one there begins, with the same name and status, without post.
 * Data and dated facts (exempt, suspended …) follow into its shard; roles of the account end here, "member" begins
 * there. Who was there in temporary stay is at home there now; a temporary stay ends where the person is a member
 * already. A wide transaction. CONFLICT person.twice_here, person.left_already; INVALID person.same_cell,
 * person.since_early, person.future (field day). */
enum status person_move(struct arena *arena, struct db *db, const struct member *member, const struct person_step *step,
        int64_t now, struct err *err);
/* A temporary stay: `away` here, `temporary_here` there. Wide. CONFLICT person.away_already besides. */
enum status person_stay(struct arena *arena, struct db *db, const struct member *member, const struct person_step *step,
        int64_t now, struct err *err);
/* Its end: step is the cell of stay, home the member there. Wide. Does nothing on a side that ended it already. */
enum status person_return(struct arena *arena, struct db *db, const struct member *home, const struct person_step *step,
        int64_t now, struct err *err);
/* A dated fact: exempt, special_duty, suspended, detained. until empty: open. CONFLICT person.state_twice. */
enum status person_state_begin(struct arena *arena, struct db *db, const struct member *member, const char *kind,
        struct str since, struct str until, struct str reason, struct str decision, int64_t import, int64_t now,
        struct err *err);
/* The same with all that may be known of an exemption. */
struct person_state {
	struct str kind, since, until, reason, decision;
	struct str ground; /* age: old or ill, by the cell's resolution; other: for less than a year; empty: not said */
	int64_t record;    /* the signed resolution of the cell; 0: none here */
};
enum status person_state_put(struct arena *arena, struct db *db, const struct member *member,
        const struct person_state *state, int64_t import, int64_t now, struct err *err);
enum status person_state_end(struct arena *arena, struct db *db, const struct member *member, const char *kind,
        struct str day, int64_t import, int64_t now, struct err *err);

/* One member of a cell. NOT_FOUND person.not_found. */
enum status person_member(struct arena *arena, struct db *db, int64_t cell, int shard, int64_t person, struct str today,
        struct member *ret_member, struct err *err);
/* All members of a cell on a day, in the order of names, with their data. */
enum status person_members(struct arena *arena, struct db *db, int64_t cell, int shard, struct str today,
        struct members *ret_members, struct err *err);
/* Those of a past day (data and labels as known now). */
enum status person_members_on(struct arena *arena, struct db *db, int64_t cell, int shard, struct str day,
        struct members *ret_members, struct err *err);
void person_count(const struct members *members, struct member_counts *ret_counts);

/* A group (tổ đảng) of a cell. leader: the person who leads it (tổ trưởng), 0: nobody yet. */
struct person_group {
	int64_t id, leader, members;
	struct str name, leader_name, since;
};
struct person_groups {
	struct person_group *at;
	size_t count;
};
/* Cells of as many members have groups, each of which meets at least monthly (Quy định 294-QĐ/TW, Điều 20, 3.2). */
enum { PERSON_GROUPS_FROM = 30 };
/* The groups of a cell that are not closed, in the order they were made. */
enum status person_groups(
        struct arena *arena, struct db *db, int64_t cell, int shard, struct person_groups *ret_groups, struct err *err);

enum { PERSON_HASH = 16 }; /* bytes of the keyed hash of a number */

/* Many people at once: open, find numbers as person_find_key does; then write, add, end, labels. */
struct person_crowd {
	struct str secret;
	bool keys; /* some number is known */
	struct person_crowd_key {
		char hash[PERSON_HASH], kind;
		int64_t person;
	} * key; /* kept until the end, then written in their order: far less to move on the disk */
	size_t key_count, key_room;
};
enum status person_crowd_open(struct arena *arena, struct db *db, struct person_crowd *ret_crowd, struct err *err);
enum status person_crowd_find(struct arena *arena, struct db *db, const struct person_crowd *crowd, const char *kind,
        struct str value, int64_t *ret_person, struct err *err);
/* people: how many will be added at most. The arena lives until the end. */
enum status person_crowd_write(
        struct arena *arena, struct db *db, struct person_crowd *crowd, size_t people, struct err *err);
/* Enters somebody whom no number knows: the caller has asked for both, and checked and tidied the data; `since` and
 * post are set. */
enum status person_crowd_add(struct arena *arena, struct db *db, struct person_crowd *crowd,
        const struct person_new *new, int64_t now, int64_t *ret_person, struct err *err);
/* Their numbers; after that nobody may be added. */
enum status person_crowd_end(struct arena *arena, struct db *db, struct person_crowd *crowd, struct err *err);
/* Tells people of one name in a cell apart: for each cell that people were added to. */
enum status person_crowd_labels(struct arena *arena, struct db *db, int64_t cell, int shard, struct err *err);

/* Takes back all that an import added and changed: its rows go, changed rows stand as before. The caller made sure that
 * nothing was built on it. first: all rows that it added have an id from this one on. */
enum status person_import_undo(struct arena *arena, struct db *db, int64_t import, int64_t first, struct err *err);

/* The object "member" of a path (/cells/{cell}/members/{member}) has struct member as its row. */
const struct member *request_member(const struct request *request);
extern const struct permission member_read; /* members and leaders of the cell; officers above */
extern const struct permission member_edit; /* leaders of the cell */

#endif
