/* A feature is declared once: one descriptor at the bottom of its x_web.c. Everything that the program knows of it, it
   knows from here; the list of features is generated from the folder names (tools/index.py), so adding one edits
   nothing outside its folder. */
#ifndef APP_FEATURE_H
#define APP_FEATURE_H

#include "app/command.h"
#include "app/counter.h"
#include "app/health.h"
#include "app/page.h"
#include "app/request.h"
#include "db/db.h"

enum role {
	ROLE_MEMBER,
	ROLE_SECRETARY,
	ROLE_DEPUTY,
	ROLE_CLERK,
	ROLE_COMMITTEE,
	ROLE_OFFICER,
	ROLE_ADMIN,
	ROLE_MEETING_CLERK, /* of one meeting, whoever is named for it: given by the meeting, never kept */
	ROLE_VISITOR, /* looks into a cell for a time (session.h), or belongs to the object: given by its loader */
	ROLE__COUNT
};
const char *role_name(enum role role); /* "meeting_clerk" */
#define R(name) (1u << ROLE_##name)
/* Those who run a cell's meeting. */
#define ROLES_LEADERS (R(SECRETARY) | R(DEPUTY) | R(CLERK) | R(COMMITTEE))
#define ROLES_CELL (R(MEMBER) | ROLES_LEADERS)

/* Who may: a role held at the unit of the object itself (own), or at it or any unit above it (below). */
struct permission {
	const char *name;     /* "meeting.hold" */
	const char *sentence; /* Vietnamese: what it allows, for the list of permissions */
	unsigned own, below;
	enum { SCOPE_UNIT, SCOPE_ANYONE, SCOPE_SIGNED_IN } scope;
};
extern const struct permission anyone;    /* also those who did not sign in */
extern const struct permission signed_in; /* everybody with an account, about themselves */

enum field_type {
	FIELD_TEXT,
	FIELD_LINE,
	FIELD_INT,
	FIELD_DAY,
	FIELD_CLOCK,
	FIELD_CHOICE,
	FIELD_FLAG,
	FIELD_ID,
	FIELD_PIN,
	FIELD_FILE
};

/* A form field, checked before the handler runs. A name ending in '*' stands for all fields that begin so (state-123).
 */
struct field {
	const char *name;
	enum field_type type;
	bool required;
	int64_t min, max;    /* INT: bounds; TEXT, LINE: most letters (0: 4,000 and 200); FILE: most bytes */
	const char *choices; /* CHOICE: "present excused unexcused" */
	const char *label;   /* Vietnamese name of the field for messages; NULL: its name */
};

struct route {
	enum http_method method;
	const char *path; /* "/meetings/{meeting}/items/{item}" */
	const struct permission *permission;
	/* GET fills view. POST writes and calls request_go (303); it may fill view instead when it has a page of its
	 * own. */
	enum status (*handler)(struct request *request, void *view, struct err *err);
	/* GET: tells the database ahead what the handler will ask, from the ids of the path alone, so that an engine
	 * across a socket answers in one go. Nothing hangs on it. May be NULL. */
	void (*ahead)(struct request *request, const int64_t *ids);
	const struct page_type *page; /* NULL: the handler replied itself (request_file) or went elsewhere */
	const struct field *form;     /* POST: ended by { 0 } */
	const char *retry; /* POST: GET path whose page shows the form again; NULL: the GET route of the same path */
	/* On a slow thread with a read view, before the writer: argon2, parsing files. Leaves its result in
	 * request->prepared. */
	enum status (*prepare)(struct request *request, struct err *err);
	bool light; /* POST: prepare is as quick as a page, and runs where pages do */
	bool slow;  /* GET: run the whole handler on a slow thread (documents) */
	/* Needs a fresh PIN, good for ten minutes on this device. POST: in the field "pin"; GET (an export): asked for
	 * on a page that leads back, and the audit notes the act. */
	bool pin;
	bool wide;   /* POST: may touch more than one shard (import) */
	size_t body; /* POST: most bytes; 0: 256 KB */
	const char *
	        act; /* POST, export: word for the audit; NULL: the permission's name. "-": none (anonymous opinions) */
	const char *about; /* one English sentence for OpenAPI; NULL: the permission's sentence */
};

/* How the {name} of a path becomes a checked object; the loader sees the objects before it and refuses one that is not
 * theirs. */
struct object_kind {
	const char *name; /* "meeting" */
	enum status (*load)(struct request *request, int64_t id, struct object *object, struct err *err);
};

/* An entry of the side bar or the dock, asked for once a page. Return false to leave it out. */
struct nav_item {
	const char *label; /* Vietnamese, translated */
	const char *icon;
	int order; /* from 100 on: under "Công tác trong năm", what comes now and then */
	bool (*link)(struct request *request, struct str *ret_href, int64_t *ret_badge);
};

/* What waits for a person: one line of the first page. */
struct due_item {
	struct str title, detail, href, icon;
	enum { DUE_INFO, DUE_SOON, DUE_LATE } urgency;
	struct str day;
};
struct due_list {
	struct due_item *at;
	size_t count, room;
};
void due_add(struct request *request, struct due_list *list, struct due_item item);
/* What all features know of, the most urgent first. The request may be one without HTTP (session_stand_for). */
enum status due_gather(struct request *request, struct due_list *list, struct err *err);

/* Measures of one meeting by the names of rules/ (present, base, minutes ...); a missing one is unknown. */
struct evidence {
	struct {
		const char *name;
		int64_t value;
	} at[64];
	size_t count;
};
void evidence_set(struct evidence *evidence, const char *name, int64_t value);

/* Work that nobody asks for, on the program's chore thread; never two at a time. A view is not open when it begins.
   Swift ones have a thread of their own, wait for none of the others, and run once more when the program ends. */
struct chore_run {
	struct arena *arena;
	struct db *db; /* reads */
	struct app *app;
	int64_t now;
};
struct chore {
	const char *name; /* "call.mail" */
	int every_s;      /* seconds from the end of one run to the next */
	enum status (*run)(struct chore_run *run, struct err *err);
	bool swift; /* short, and late if it waited */
};
/* A write of a chore, in a transaction of the writer. */
enum status chore_write(
        struct chore_run *run, enum status (*write)(struct db *, void *, struct err *), void *context, struct err *err);

/* The program is ending: long work stops here. */
bool chore_over(const struct chore_run *run);

/* What gives way when there is too much to do. Statistics are put off first (503, come again), then other pages; roll
   calls and votes never. */
enum yield { YIELDS_LATE, YIELDS_FIRST, YIELDS_NEVER };

struct feature {
	const char *name;
	enum yield yields;                     /* of its routes */
	const struct route *routes;            /* ended by { 0 } */
	const struct object_kind *objects;     /* ended by { 0 } */
	const struct nav_item *nav;            /* ended by { 0 } */
	const struct command *commands;        /* ended by { 0 } */
	const struct counter_family *counters; /* ended by { 0 } */
	const struct chore *chores;            /* ended by { 0 } */
	/* Once after migrations, at init and at every start of a server: loads rules into tables. Idempotent. */
	enum status (*load)(struct arena *arena, struct db *db, int64_t now, struct err *err);
	/* What waits for who asks. Reads nothing of request->http: reminders ask without it. */
	enum status (*due)(struct request *request, struct due_list *list, struct err *err);
	enum status (*evidence)(struct arena *arena, struct db *db, struct meeting_id meeting,
	        struct evidence *evidence, struct err *err);
	/* What this feature holds of a person, as members of one JSON object; and its erasure. */
	enum status (*export_person)(
	        struct arena *arena, struct db *db, struct person_id person, struct buf *json, struct err *err);
	enum status (*erase_person)(
	        struct arena *arena, struct db *db, struct person_id person, int64_t now, struct err *err);
	/* The same of what is kept by the number of an account; officers have one without a person. */
	enum status (*export_account)(
	        struct arena *arena, struct db *db, struct account_id account, struct buf *json, struct err *err);
	enum status (*erase_account)(
	        struct arena *arena, struct db *db, struct account_id account, int64_t now, struct err *err);
	/* Its part of a cell's archive, as members of one JSON object. */
	enum status (*archive)(
	        struct arena *arena, struct db *db, struct cell_id cell, struct buf *json, struct err *err);
	/* What an administrator should know: findings and gauges. Cheap: asked for at each look of the monitoring. */
	enum status (*health)(struct health *health, struct db *db, int64_t now, struct err *err);
	/* Whether anything of it stands on bytes that feature/file keeps, when somebody lets go of them. */
	enum status (*keeps)(
	        struct arena *arena, struct db *db, int shard, struct str hash, bool *ret_keeps, struct err *err);
	int retention_years; /* how long its rows are kept; 0: for good */
	/* A step of the national generator (bench/): rows of one cell and month. */
	enum status (*generate)(
	        struct arena *arena, struct db *db, struct cell_id cell, int month, uint64_t seed, struct err *err);
};

/* Generated, in order of names. */
extern const struct feature *const features[];
extern const size_t feature_count;

#endif
