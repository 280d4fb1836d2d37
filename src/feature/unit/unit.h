/* The tree of organisations as other features use it. */
#ifndef FEATURE_UNIT_H
#define FEATURE_UNIT_H

#include "app/feature.h"

/* A unit as it is today. */
struct unit {
	int64_t id;
	int shard;
	struct str kind;      /* centre tinh xa co_so dang_bo_truc_thuoc_co_so chi_bo */
	struct str cell_type; /* thon hanh_chinh dnnn dntn hoc_sinh llvt; none for others */
	struct str name, short_name, code;
	int64_t parent;
	struct str parent_name;
	struct str since, name_since; /* days: since when it exists, bears this name */
	struct str until;             /* the day from which it is no more; empty: it exists */
};

/* NOT_FOUND unit.not_found. */
enum status unit_load(struct arena *arena, struct db *db, int64_t id, struct unit *ret_unit, struct err *err);
/* For .ahead of pages about a unit: what its loader will ask. */
void unit_ahead(struct request *request, int64_t id);
enum status unit_find_code(struct arena *arena, struct db *db, struct str code, struct unit *ret_unit, struct err *err);
/* The rubric where nobody chose one. */
#define UNIT_RUBRIC "tw-hd42-2025"
/* What the body chose, or its nearest superior that chose, or `otherwise`. Names, values and what counts where nobody
   chose: regular_day 1..28 ("3"), minute of the day (""), place (""), follower: name of the superior's committee member
   (""), rubric (UNIT_RUBRIC), signed_for cell|committee ("cell"), minutes_number: print it 0|1 ("0"), plain_month
   as_is|rescale ("as_is"), spelling ủy|uỷ ("ủy"). */
enum status unit_setting(struct arena *arena, struct db *db, int64_t unit, const char *name, const char *otherwise,
        struct str *ret_value, struct err *err);
/* Empty value: no choice of its own any more. */
enum status unit_set(struct arena *arena, struct db *db, int64_t unit, const char *name, struct str value, int64_t now,
        struct err *err);

struct unit_new {
	struct str kind, cell_type, name, short_name, code, admin_code, since,
	        decision; /* since: ISO day; none: today */
	int64_t parent;   /* 0: a root */
};
/* Creates a unit with name, code, edge and closure; a cell gets the shard of its commune. INVALID unit.name_missing,
   unit.name_long, unit.code_taken, unit.kind, unit.cell_type, unit.parent_kind (a cell has nobody below); CONFLICT
   unit.closed. Without code none is stored. It stands below its superior since that one exists. */
enum status unit_create(
        struct arena *arena, struct db *db, const struct unit_new *unit, int64_t now, int64_t *ret_id, struct err *err);
/* The shard of the cells below a commune (its id), 1..4095; where there is no commune, of their superior. */
int unit_shard_of(int64_t commune);
/* A new name from a day on (not in the future, not before the name it has now); on the same day it corrects. INVALID
   unit.name_missing, unit.name_long, unit.since_early, unit.since_future. */
enum status unit_rename(struct arena *arena, struct db *db, const struct unit *unit, struct str name,
        struct str short_name, struct str since, struct str decision, int64_t now, struct err *err);
/* A new code from a day on; a code is given by an office, so that no change of the tree gives or takes one but by a
   unit that is made or ends. On the day on which the present one began it corrects. INVALID unit.code_missing,
   unit.code_long, unit.code_taken, unit.code_same; with the field code_since: unit.code_early, unit.code_future. */
enum status unit_recode(struct arena *arena, struct db *db, const struct unit *unit, struct str code, struct str since,
        int64_t now, struct err *err);
/*
 * The tree changes: always from a day on (not in the future), by a decision. Rows end and begin, none is overwritten;
 * each change is kept, so that it can be corrected. Call inside a wide write, and undo the write after a failure.
 * A closed unit keeps its name; for access it stands below its heir, or else below its last superior; it has no code,
 * no superior and no roles any more. Members of a cell that goes follow, what it had planned is cancelled.
 * CONFLICT unit.closed; INVALID with the field: unit.day_future, change_early, target_early (day), change_none (pick),
 * change_circle, change_kind, change_same (target), close_members, close_below, close_open, close_held, close_late,
 * close_early (day), merge_few, merge_kinds (pick), split_none (share), and those of unit_create.
 */
struct unit_decision {
	struct str day, number;
	int64_t account, unit; /* who enters it; the superior that decided */
};
struct unit_list {
	const int64_t *at;
	size_t count;
};
enum status unit_move(struct arena *arena, struct db *db, struct unit_list units, int64_t target,
        const struct unit_decision *decision, int64_t now, int64_t *ret_change, struct err *err);
/* Several become one of them (into), or a new unit (into 0) in the place that `new` says. */
enum status unit_merge(struct arena *arena, struct db *db, struct unit_list units, int64_t into,
        const struct unit_new *new, const struct unit_decision *decision, int64_t now, int64_t *ret_change,
        struct err *err);
/* Committees close, and what stands right below them moves to `target`. */
enum status unit_dissolve(struct arena *arena, struct db *db, struct unit_list units, int64_t target,
        const struct unit_decision *decision, int64_t now, int64_t *ret_change, struct err *err);
/* share: a child, or a member of a cell, and the place in `parts` (from 0) of the new unit that gets it. The others
   stay; when nobody is left, the unit closes. */
struct unit_share {
	int64_t id;
	size_t part;
};
struct unit_split {
	int64_t unit;
	const struct unit_new *parts;
	size_t part_count;
	const struct unit_share *shares;
	size_t share_count;
};
enum status unit_split(struct arena *arena, struct db *db, const struct unit_split *split,
        const struct unit_decision *decision, int64_t now, int64_t *ret_change, struct err *err);
enum status unit_close(struct arena *arena, struct db *db, int64_t unit, const struct unit_decision *decision,
        int64_t now, int64_t *ret_change, struct err *err);
/* Corrects a change as if it had never been, from its own day. CONFLICT unit.undo_done, undo_later (a later change of
   the same units comes first), undo_strayed, undo_children, undo_used (a unit that it made is in use), undo_code. */
enum status unit_undo(struct arena *arena, struct db *db, int64_t change, struct str number, int64_t account,
        int64_t now, struct err *err);

/* What the levels are called, in the order of days. sure: A to D of the document; none: added here. */
struct unit_level {
	struct str kind, since, name, short_name, document, sure;
};
struct unit_levels {
	struct unit_level *at;
	size_t count, room;
};
enum status unit_levels(struct arena *arena, struct db *db, struct unit_levels *ret_levels, struct err *err);
/* The name of a kind on a day: "Chi bộ". */
struct str unit_level_name(const struct unit_levels *levels, struct str kind, struct str day);

/* What stands above the signature and behind the number of a committee's papers, by its level and what it is called:
   "TỈNH ỦY", "TU", "BÍ THƯ". From rules/level on that day; "ĐẢNG ỦY", "ĐU" where they say nothing. */
struct unit_committee {
	struct str name, sign, head;
};
struct unit_committee unit_committee_of(struct arena *arena, struct str kind, struct str unit_name, struct str day);

/* Who signs papers: "Đảng ủy xã Thư Lâm" of "Đảng bộ xã Thư Lâm", "Thành ủy Hà Nội" of "Đảng bộ thành phố Hà Nội"; a
 * cell keeps its name. */
struct str unit_body_name(struct arena *arena, struct str unit_name);
/* The place in a name, as it stands before a date: "Thư Lâm" of "Đảng bộ xã Thư Lâm" and of "Đảng bộ Công an xã Thư
   Lâm". No text where the name has none. */
struct str unit_place(struct str unit_name);
/* "Thư Lâm, ngày 05 tháng 12 năm 2026"; dots for no day, the day alone for no place. */
struct str unit_place_day(struct arena *arena, struct str unit_name, struct str iso);

/* The word of a cell's kind in the lists of offices ("thôn", "tổ dân phố", "hành chính, sự nghiệp", ...) as thon,
   hanh_chinh, ...; also these words themselves. No text when it is none. */
struct str unit_cell_type(struct arena *arena, struct str word);
/* Objects "unit" (any kind) and "cell" (chi_bo only) of paths have this struct as their row. */
const struct unit *request_unit(const struct request *request, const char *name);
/* For links of the side bar: the home unit of who holds one of the roles (R(…)), where it is a cell or, with cell =
 * false, a body above cells. */
bool unit_home(struct request *request, unsigned roles, bool cell, struct unit *ret_unit);
/* The same as a link: /cells/N/cell_page for people of a cell, /units/N/unit_page for officers; NULL: none for them. */
bool unit_home_link(struct request *request, const char *cell_page, const char *unit_page, struct str *ret_href);
/* The home unit of who asks; however often it is asked for, it is read once a request. NOT_FOUND unit.not_found. */
enum status unit_home_load(struct request *request, struct unit *ret_unit, struct err *err);

#endif
