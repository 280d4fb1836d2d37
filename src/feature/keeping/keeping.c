/* The rules of keeping, and the daily work: rows older than their days go, a piece in each transaction, so that nobody
   waits. What a kind means in the tables is said here; how long it stands, in rules/keeping. */
#include "feature/keeping/keeping.h"

#include "app/audit.h"
#include "base/embed.h"
#include "base/time.h"
#include "gen/keeping_sql.h"

#include <jansson.h>

enum { PIECE = 2000 };

static struct str text_of(struct arena *arena, const json_t *object, const char *name)
{
	return str_copy(arena, str_of(json_string_value(json_object_get(object, name))));
}

static bool in_force(struct arena *arena, const json_t *root, struct str day)
{
	struct str from = text_of(arena, root, "valid_from"), to = text_of(arena, root, "valid_to");
	return str_compare(from, day) <= 0 && (!to.len || str_compare(day, to) < 0);
}

static void read_rule(struct arena *arena, const json_t *root, struct keeping_rule *rule)
{
	struct buf notes = buf_open(arena, 1 << 14);
	json_t *one;
	size_t at;
	*rule = (struct keeping_rule){ .id = text_of(arena, root, "id"),
		.name = text_of(arena, root, "name"),
		.issuer = text_of(arena, root, "issuer"),
		.from = text_of(arena, root, "valid_from"),
		.official = json_is_true(json_object_get(root, "official")) };
	json_array_foreach(json_object_get(root, "notes"), at, one)
	        buf_format(&notes, "%s%s", at ? "\n" : "", json_string_value(one));
	rule->notes = buf_text(&notes);
	json_array_foreach(json_object_get(root, "kinds"), at, one)
	{
		const json_t *days = json_object_get(one, "days");
		check(rule->count < KEEPING_KINDS);
		rule->at[rule->count++] = (struct keeping_kind){ .kind = text_of(arena, one, "kind"),
			.name = text_of(arena, one, "name"),
			.purpose = text_of(arena, one, "purpose"),
			.days = json_is_integer(days) ? OPT(json_integer_value(days)) : OPT_NONE };
	}
}

bool keeping_rule_of(struct arena *arena, struct str day, struct keeping_rule *ret_rule)
{
	const struct embed_file *file;
	bool found = false;
	for (size_t i = 0; (file = rules_at(i)); i++) {
		if (!str_starts(str_of(file->name), STR("keeping/")))
			continue;
		json_t *root = json_loadb(file->bytes.ptr, file->bytes.len, 0, NULL);
		check(root);
		/* the latest that is in force */
		if (in_force(arena, root, day) &&
		        (!found || str_compare(text_of(arena, root, "valid_from"), ret_rule->from) > 0)) {
			read_rule(arena, root, ret_rule);
			found = true;
		}
		json_decref(root);
	}
	return found;
}

/* A piece of one kind. */
struct piece {
	struct arena *arena;
	struct str kind;
	int64_t before; /* instant */
	struct str day;
	int64_t rows;
};

static enum status run_kind(struct piece *piece, struct db *db, struct err *err)
{
	struct arena *arena = piece->arena;
	int64_t before = piece->before;
	if (str_is(piece->kind, "operation"))
		return keeping_operations(arena, db, &(struct keeping_operations_in){ before, PIECE }, err);
	if (str_is(piece->kind, "mail"))
		return keeping_mails(arena, db, &(struct keeping_mails_in){ before, PIECE }, err);
	if (str_is(piece->kind, "device"))
		return keeping_devices(arena, db, &(struct keeping_devices_in){ before, PIECE }, err);
	if (str_is(piece->kind, "account_note"))
		return keeping_notes(arena, db, &(struct keeping_notes_in){ before, PIECE }, err);
	if (str_is(piece->kind, "opinion_pool"))
		return keeping_pools(arena, db, &(struct keeping_pools_in){ piece->day, PIECE }, err);
	if (str_is(piece->kind, "notice_view"))
		return keeping_notices(arena, db, &(struct keeping_notices_in){ before, PIECE }, err);
	if (str_is(piece->kind, "paper_view"))
		return keeping_papers(arena, db, &(struct keeping_papers_in){ before, PIECE }, err);
	if (str_is(piece->kind, "look"))
		return keeping_looks(arena, db, &(struct keeping_looks_in){ before, PIECE }, err);
	return err_broken(err, "keeping.kind", "rules/keeping names %.*s", STR_ARG(piece->kind));
}

static enum status let_go(struct db *db, void *context, struct err *err)
{
	struct piece *piece = context;
	TRY(run_kind(piece, db, err));
	piece->rows = db_changes(db);
	return OK;
}

/* What went is said in the chain of the site. */
struct done {
	struct arena *arena;
	struct str kind;
	int64_t at, rows;
};

static enum status note(struct db *db, void *context, struct err *err)
{
	const struct done *done = context;
	TRY(keeping_run_put(done->arena, db,
	        &(struct keeping_run_put_in){ .kind = done->kind, .at = done->at, .rows = done->rows }, err));
	return done->rows ? audit_add(done->arena, db, 0, 0, done->at, 0, "keeping.let_go", done->rows, 0, err) : OK;
}

static enum status sweep(struct chore_run *run, const struct keeping_kind *kind, struct err *err)
{
	int64_t before = run->now - kind->days.n * DAY_MS;
	struct piece piece = {
		.arena = run->arena, .kind = kind->kind, .before = before, .day = day_today(run->arena, before)
	};
	struct done done = { .arena = run->arena, .kind = kind->kind, .at = run->now };
	do {
		TRY(chore_write(run, let_go, &piece, err));
		done.rows += piece.rows;
	} while (piece.rows >= PIECE && !chore_over(run));
	return chore_write(run, note, &done, err);
}

enum status keeping_chore(struct chore_run *run, struct err *err)
{
	struct keeping_rule *rule = arena_new(run->arena, struct keeping_rule);
	struct keeping_runs_rows rows;
	TRY(keeping_runs(run->arena, run->db, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		if (rows.at[i].at > run->now - DAY_MS && rows.at[i].at <= run->now)
			return OK; /* once a day */
	if (!keeping_rule_of(run->arena, day_today(run->arena, run->now), rule))
		return OK;
	for (size_t i = 0; i < rule->count && !chore_over(run); i++)
		if (rule->at[i].days.set)
			TRY(sweep(run, &rule->at[i], err));
	return OK;
}
