/* The national generator: the tree of 2025 with its cells, members and months of meetings, as the pages would have
   written them. One thread makes the rows, another writes them. Everything follows from the seed. */
#ifndef BENCH_NATION_H
#define BENCH_NATION_H

#include "base/arena.h"
#include "base/time.h"
#include "db/table.h"
#include "feature/motion/vote_json.h"
#include "feature/score/rubric_json.h"

enum { MEMBERS_MAX = 40, MONTHS_MAX = 24, HASH = 32, ACCOUNTS = 4, ITEMS_MAX = 32 };

/* ---- Rows on their way to the database (nation_sink.c) ---- */
struct sink;
struct row {
	struct sink *sink;
	const struct db_table *table;
	struct db_value *values;
	int at;
};
/* Opens the database, made ready by app_prepare, for loading: secondary indexes are dropped and made again at the end.
 */
struct sink *sink_open(struct str url);
/* Hands over what waits, makes the indexes, closes. */
void sink_close(struct sink *sink, bool progress);
/* A row: its columns are put one after another, in the order of the table, then row_end. */
struct row row_of(struct sink *sink, const char *table);
void row_int(struct row *row, int64_t n);
void row_opt(struct row *row, int64_t n); /* 0 is NULL */
void row_text(struct row *row, struct str text);
void row_c(struct row *row, const char *text);
void row_blob(struct row *row, const void *bytes, size_t len);
void row_null(struct row *row);
void row_end(struct row *row);
/* Waits until all rows so far are in the database. */
void sink_flush(struct sink *sink);
void sink_report(struct sink *sink);

/* ---- Chance ---- */
struct dice {
	uint64_t state;
};
struct dice dice_of(int64_t seed, uint64_t what, uint64_t who, uint64_t when);
uint64_t dice_next(struct dice *dice);
int dice_up_to(struct dice *dice, int sides); /* 0 .. sides - 1 */

/* ---- What the country is made of ---- */
struct unit_place {
	int64_t id;
	int64_t parent;
	struct str code, name; /* of the administrative unit */
	int above;             /* place of the parent in its list */
	int first, count;      /* of what stands below */
};

struct cell {
	int64_t id;
	int commune;                       /* place in nation.commune */
	int base;                          /* number of its base organisation */
	short shard, members, day, minute; /* the set day of the month, the minute of the day */
	uint32_t place_in_evening;         /* among all cells that begin at that time */
	unsigned char type;
	bool live; /* holds its meetings in the program; else they are typed in from paper */
	bool minority;
	bool settled;      /* a decision on the tree touched it: no other one does, and nobody comes or goes */
	short from, until; /* places of months: of its first meeting, behind its last */
	int source;        /* the cell it was split from, by its place; -1 */
	int out, in;       /* steps of members, by their places; -1 */
	int moved_to;      /* the commune above it since moved_at */
	int64_t moved_at;  /* 0: it stayed */
	int seq[5];        /* of the chains */
	unsigned char head[5][HASH];
};
enum chain_kind { CHAIN_AUDIT, CHAIN_VOTE, CHAIN_MINUTES, CHAIN_RESOLUTION, CHAIN_SCORE, CHAIN__COUNT };
extern const char *const chain_names[CHAIN__COUNT];
extern const char *const motion_kinds[3], *const motion_questions[3];

struct comrade {
	int64_t id;
	struct str name, sort_key;
	const char *status, *post, *duty, *sex, *ethnic;
	int birth_year, joined_year;
	bool away;
};

/* A member goes from one cell to another, before the meeting of a month. */
struct step {
	int from, to;
	short at, month_at;    /* place in the list of the first cell; of the month */
	int next_out, next_in; /* of the same cell */
	struct comrade comrade;
};

/* An act that was written down before the meetings were made. */
struct early_act {
	int64_t unit, at, account, object;
	int shard; /* 0: of a unit above cells */
	const char *act;
};

struct nation {
	struct sink *sink;
	struct arena *arena; /* of the whole run */
	int64_t seed;
	int months, first_month; /* yyyymm of the first */
	int live_percent;
	bool progress;
	struct unit_place *province, *commune;
	int province_count, commune_count, base_count;
	int64_t centre;
	int64_t *base_id;
	int *base_commune;
	int *base_first; /* place of the first cell; one more than bases */
	struct cell *cell;
	int cell_count, first_count; /* with those made later; of those that were there first */
	struct step *step;
	int step_count, step_room;
	struct early_act *early; /* in the order of units and time */
	size_t early_count;
	int *order;       /* cells as their meetings begin */
	int *paper_month; /* of each commune: whose paper was kept last, the month's place + 1 */
	unsigned char person_key[HASH], opinion_key[HASH];
	struct str pin_hash;
	struct rubric_data *rubric;
	int line_order[RUBRIC_LINES]; /* lines by their ids */
	struct vote_rule rule[MONTHS_MAX];
};

/* What the command line says. */
struct nation_options {
	const char *db, *units, *tokens; /* tokens: NULL, or the file to write */
	int cells, months, until, live,
	        sample; /* until: the last month, yyyymm; live: of a hundred cells; sample: cells */
	int communes;   /* 0: as many as have cells enough */
	int reports; /* provinces whose reports of periods are made; -1: all of a small country, few of a large one */
	int64_t seed;
	bool progress, year_work; /* year_work: of twelve months from January on, what was done beside their meetings */
};
/* Generates; ends the process when it cannot. */
void nation_run(const struct nation_options *options);
int64_t nation_id(int64_t instant, int shard, int sequence);
/* nation_tree.c */
void nation_tree(struct nation *nation, const char *units, int cells, int communes);
/* The evenings, once all cells are known. */
void nation_evenings(struct nation *nation);
const char *cell_type_name(const struct cell *cell);
struct str cell_name(struct arena *arena, const struct nation *nation, const struct cell *cell);
/* nation_name.c: a name and its key of order. */
void nation_name(struct arena *arena, struct dice *dice, bool woman, bool minority, struct str *ret_name,
        struct str *ret_key, const char **ret_ethnic);
/* nation_people.c */
void nation_people(struct nation *nation);
/* The members of a cell as they were entered first, always the same; none of a cell made later. */
int nation_first_members(
        struct arena *arena, const struct nation *nation, const struct cell *cell, struct comrade *ret_members);
/* Those at the meeting of a month. */
int nation_members(struct arena *arena, const struct nation *nation, const struct cell *cell, int month_at,
        struct comrade *ret_members);
/* Whether they are others than those of the month before. */
bool nation_members_differ(const struct nation *nation, const struct cell *cell, int month_at);
/* The accounts of cells made later; and the officer of the centre. */
void nation_later_accounts(struct nation *nation);
/* Accounts: 0 secretary, 1 deputy, 2 clerk, 3 a member. */
int64_t nation_account(const struct nation *nation, const struct cell *cell, int at);
int64_t nation_officer(const struct cell *cell, int64_t at);
int64_t nation_officer_of(int commune);
int64_t nation_province_officer(int province); /* behind the last one: the centre's */
/* What the officer of a commune is called; of a province: -1 less its place. */
struct str nation_officer_name(struct arena *arena, const struct nation *nation, int commune);
/* A device token: 64 hexadecimal digits. */
void nation_token(const struct nation *nation, int64_t account, char ret_token[65]);
int64_t nation_import(const struct nation *nation, const struct cell *cell);
int64_t nation_people_at(void); /* when the rosters came in */
int64_t nation_term(const struct nation *nation, const struct cell *cell);
void nation_tokens(struct nation *nation, const char *path, int sample);

/* ---- A meeting ---- */
struct meet {
	struct nation *nation;
	struct cell *cell;
	struct arena *arena;
	struct comrade *member;
	int count, month_at, month;                         /* month: yyyymm */
	int64_t id, planned, called, opened, ended, closed; /* closed: when both signed */
	struct str day, set_day;
	bool both, paper;
	const char *state[MEMBERS_MAX];
	int members, full, base, present, excused, unexcused, exempt, away, special, extra, spoke;
	int chair, clerk, observer; /* places among the members */
	int speeches, praises, tasks, opinions, papers;
	bool pool;         /* an unnamed opinion was sent */
	int task_state[4]; /* what becomes of each task at the next meeting: 0 done, 1 in part, 2 not done, 3 still open
	                    */
	int64_t motion[3], record[2], sheet; /* resolution, minutes, score; minutes, resolution */
	int number;                          /* of minutes and resolution, in their registers */
	int vote_base, vote_needs, vote_present, vote_for[3];
	int points[RUBRIC_LINES], total, superior_total;
	const char *grade, *superior_grade;
	int lowered;                            /* line of which the superior took points off; -1 */
	int64_t first_sent, sent, seen, graded; /* 0: not yet */
	int64_t addendum;                       /* when something was added to the minutes; 0: nothing */
	int64_t first_seen, returned;           /* of a report that went back; 0: it did not */
	int late_days;
	struct str due_day;
	unsigned char text_hash[3][HASH]; /* of the texts of records and addendum, once they are written */
};
void meet_make(struct meet *meet, struct arena *arena, struct nation *nation, struct cell *cell, struct comrade *member,
        int count, int month_at);
/* The record of what was added to the minutes. */
int64_t meet_addendum(const struct meet *meet);
int meet_flags(const struct meet *meet, int at); /* of the member as an elector */
/* Whether the cell met in the month before, or the one after; and that meeting, without its rows. */
bool meet_other(const struct meet *meet, int month_at, struct meet *ret_other);
/* nation_meeting.c: the meeting with its roll, agenda and notes. */
void meet_write(struct meet *meet);
/* nation_vote.c: votes, records, scores, the report. */
void meet_write_votes(struct meet *meet);
int64_t motion_closed(const struct meet *meet, int at);
/* nation_chain.c: what of them the chains of the cell cover; moves these on in the order of the pages. */
void meet_write_links(struct meet *meet);
/* nation_record.c */
struct str meet_minutes(const struct meet *meet);
struct str meet_resolution(const struct meet *meet);
struct str meet_task_title(const struct meet *meet, int at);
int meet_task_person(const struct meet *meet, int at);
struct str meet_task_due(const struct meet *meet);
int64_t meet_item(const struct meet *meet, int at);
struct str meet_place(const struct meet *meet);
struct str meet_theme(const struct meet *meet);
struct str nation_speech(struct dice *dice);
/* nation_agenda.c: the agendas of rules/agenda by type of cell. */
struct item {
	struct str step, title, who;
	int part, minutes;
};
struct agenda {
	struct item item[ITEMS_MAX];
	int count;
};
const struct agenda *nation_agenda(const struct nation *nation, const struct cell *cell, bool both);
void nation_agendas(struct nation *nation);
/* nation_change.c: decisions on the tree and ways of members while the country meets, by the features' own functions:
   between people and meetings, on the database itself. */
void nation_changes(struct nation *nation, struct str url);
/* nation_way.c: ways of members to other cells. */
struct ways;
struct ways *ways_open(struct nation *nation);
/* Proposals that will be answered on the first of a month, in the month before; the answers. */
enum status ways_propose(struct ways *ways, struct db *db, int month_at, struct err *err);
enum status ways_answer(struct ways *ways, struct db *db, int month_at, struct err *err);
/* After the last meeting: stays for a time, and proposals without an answer. */
enum status ways_leave_open(struct ways *ways, struct db *db, struct err *err);
/* A member will sit there from a month's meeting on. */
void nation_step(struct nation *nation, int from, int to, int at, int month_at, const struct comrade *comrade);
/* Whether nobody of that name sits in a cell, or ever came to it. */
bool nation_name_free(struct arena *arena, const struct nation *nation, const struct cell *cell, struct str name);
/* The clock that the features see; what it was before, to put it back. */
int64_t nation_clock(int64_t now);
char *nation_clock_keep(void);
void nation_clock_back(char *clock);
/* nation_period.c: corrections of grades, and the reports of communes, provinces and the centre on periods, by the
   features' own functions on the finished database. */
void nation_periods(struct nation *nation, struct str url, int provinces);
/* nation_year.c: what was done beside the meetings of twelve months, January to December, on the finished database. */
void nation_year(struct nation *nation, struct str url);
/* nation_audit.c: what is kept cell by cell: acts, dues, terms and numbers, heads of chains. */
void nation_cells(struct nation *nation);

#endif
