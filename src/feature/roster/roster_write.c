/* A plan into the database: cells that were chosen, people, and the row that lets it be taken back. */
#include "roster_import.h"
#include "roster_read_private.h"

#include "app/audit.h"
#include "base/id.h"
#include "base/text.h"
#include "base/time.h"
#include "gen/roster_sql.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { SCRATCH = 256 << 20, PROGRESS_ROWS = 512 };

struct importer {
	struct arena *arena, *scratch; /* scratch: emptied between rows */
	struct db *db;
	const struct roster_request *request;
	struct roster_plan *plan;
	int64_t import, now, first; /* first: least id that its rows may have */
	struct str since;
};

/* How codes below a body begin, and the last number among them: 01.046.000.000.000 -> 01.046.000.000.*, 12. */
static enum status last_code(struct importer *importer, struct str *ret_first, int64_t *ret_last, struct err *err)
{
	struct str parent = importer->plan->commune_unit.code, first;
	struct roster_codes_like_rows codes;
	int64_t number;
	*ret_last = 0;
	first = str_ends(parent, STR(".000")) ? str_slice(parent, 0, parent.len - 3)
	                                      : str_format(importer->arena, "%.*s.", STR_ARG(parent));
	TRY(roster_codes_like(importer->arena, importer->db,
	        &(struct roster_codes_like_in){
	                .first = first, .last = str_format(importer->arena, "%.*s~", STR_ARG(first)) },
	        &codes, err));
	for (size_t i = 0; i < codes.count; i++) {
		struct str rest = str_slice(codes.at[i].code, first.len, codes.at[i].code.len);
		if (str_int(rest, &number) && number > *ret_last)
			*ret_last = number;
	}
	*ret_first = first;
	return OK;
}

static enum status create_cells(struct importer *importer, struct err *err)
{
	struct roster_plan *plan = importer->plan;
	struct str first;
	int64_t last;
	TRY(last_code(importer, &first, &last, err));
	for (size_t i = 0; i < plan->roster.cell_count; i++) {
		struct roster_target *target = &plan->targets[i];
		struct unit_new unit = {
			.kind = STR("chi_bo"), .name = plan->roster.cells[i].name, .parent = plan->commune
		};
		if (!target->new_rows || target->cell || !target->create)
			continue;
		unit.cell_type = target->type.len ? target->type : roster_type_of(importer->arena, unit.name);
		if (plan->commune_unit.code.len)
			unit.code = str_format(importer->arena, "%.*s%03lld", STR_ARG(first), (long long)++last);
		TRY(unit_create(importer->arena, importer->db, &unit, importer->now, &target->cell, err));
		target->shard = id_shard(target->cell);
		TRY(roster_unit_keep(importer->arena, importer->db,
		        &(struct roster_unit_keep_in){ .import = importer->import, .unit = { target->cell } }, err));
	}
	return OK;
}

/* Every shard that is written to counts its ids by itself: the least of what they give next. */
static int64_t first_id(const struct roster_plan *plan)
{
	int64_t first = INT64_MAX;
	for (size_t i = 0; i < plan->roster.cell_count; i++) {
		int64_t id = plan->targets[i].cell ? id_new(plan->targets[i].shard) : INT64_MAX;
		first = id < first ? id : first;
	}
	return first;
}

static enum status write_new(
        struct importer *importer, struct roster_row *row, const struct roster_person *person, struct err *err)
{
	const struct roster_target *target = &importer->plan->targets[person->cell_at];
	struct person_new new = { .data = row->data,
		.place = row->place,
		.since = importer->since,
		.exempt = row->exempt,
		.import = importer->import };
	struct member member;
	int64_t id;
	new.place.cell = target->cell;
	new.place.shard = target->shard;
	if (row->fresh)
		TRY(person_crowd_add(
		        importer->scratch, importer->db, &importer->plan->crowd, &new, importer->now, &id, err));
	else
		TRY(person_add(importer->scratch, importer->db, &new, importer->now, &id, err));
	if (!person->moved_out)
		return OK;
	TRY(person_member(
	        importer->scratch, importer->db, target->cell, target->shard, id, importer->since, &member, err));
	return person_leave(
	        importer->scratch, importer->db, &member, importer->since, "moved", STR_NONE, importer->now, err);
}

static enum status write_changed(struct importer *importer, struct roster_row *row, struct err *err)
{
	const struct member *member = row->member;
	struct str since = str_compare(importer->since, member->since) < 0 ? member->since : importer->since;
	bool changed;
	TRY(person_update(
	        importer->scratch, importer->db, member, &row->data, importer->import, importer->now, &changed, err));
	TRY(person_change(importer->scratch, importer->db, member, &row->place, since, importer->import, importer->now,
	        &changed, err));
	return row->exempt ? person_state_begin(importer->scratch, importer->db, member, "exempt", since, STR_NONE,
	                             STR_NONE, STR_NONE, importer->import, importer->now, err)
	                   : OK;
}

static enum status write_rows(struct importer *importer, struct err *err)
{
	const struct roster_request *request = importer->request;
	size_t count = importer->plan->roster.count;
	for (size_t i = 0; i < count; i++) {
		struct roster_row *row = &importer->plan->rows[i];
		const struct roster_person *person = &importer->plan->roster.people[i];
		enum status status = OK;
		if (row->change == ROW_NEW && importer->plan->targets[person->cell_at].cell)
			status = write_new(importer, row, person, err);
		else if (row->change == ROW_CHANGED)
			status = write_changed(importer, row, err);
		if (status != OK) {
			err_arg(err, "row", str_format(importer->arena, "%d", person->row));
			return status;
		}
		if (request->progress && i % PROGRESS_ROWS == 0)
			request->progress(request->progress_context, (int64_t)i, (int64_t)count);
		arena_reset(importer->scratch);
	}
	if (request->progress)
		request->progress(request->progress_context, (int64_t)count, (int64_t)count);
	return OK;
}

static enum status write_labels(struct importer *importer, struct err *err)
{
	for (size_t i = 0; i < importer->plan->roster.cell_count; i++) {
		const struct roster_target *target = &importer->plan->targets[i];
		if (target->new_rows && target->cell)
			TRY(person_crowd_labels(importer->scratch, importer->db, target->cell, target->shard, err));
		arena_reset(importer->scratch);
	}
	return OK;
}

/* The figures of each cell, once. */
static enum status count_cells(struct importer *importer, struct err *err)
{
	for (size_t i = 0; i < importer->plan->roster.cell_count; i++) {
		const struct roster_target *target = &importer->plan->targets[i];
		if (target->cell)
			TRY(counter_touch_since(importer->scratch, importer->db, target->cell, target->shard,
			        month_of_day(importer->since), importer->now, err));
		arena_reset(importer->scratch);
	}
	return OK;
}

/* Where the import belongs, and is found again: the cell or the body that was said, else the only cell of the file,
 * else the body above. */
static enum status unit_of(struct importer *importer, struct unit *ret_unit, struct err *err)
{
	const struct roster_plan *plan = importer->plan;
	int64_t unit = importer->request->cell;
	size_t used = 0;
	for (size_t i = 0; i < plan->roster.cell_count && !importer->request->cell; i++)
		if (plan->roster.cells[i].people && plan->targets[i].cell) {
			used++;
			unit = plan->targets[i].cell;
		}
	if (importer->request->commune && !importer->request->cell)
		unit = importer->request->commune;
	else if (plan->commune && used != 1 && !importer->request->cell)
		unit = plan->commune;
	TRY(unit_load(importer->arena, importer->db, unit, ret_unit, err));
	return used > 1 && !plan->commune && str_is(ret_unit->kind, "chi_bo")
	               ? unit_load(importer->arena, importer->db, ret_unit->parent, ret_unit, err)
	               : OK;
}

static enum status keep_import(struct importer *importer, int64_t account, struct err *err)
{
	const struct roster_plan *plan = importer->plan;
	unsigned char *hash = arena_take(importer->arena, crypto_generichash_BYTES);
	struct str bytes = importer->request->bytes, name = text_line(importer->arena, importer->request->file_name);
	struct unit unit;
	crypto_generichash(hash, crypto_generichash_BYTES, (const unsigned char *)bytes.ptr, bytes.len, NULL, 0);
	TRY(unit_of(importer, &unit, err));
	TRY(roster_import_add(importer->arena, importer->db,
	        &(struct roster_import_add_in){ .id = importer->import,
	                .unit = { unit.id },
	                .file_name = name,
	                .file_hash = { (const char *)hash, crypto_generichash_BYTES },
	                .account = account ? OPT(account) : OPT_NONE,
	                .rows = (int64_t)plan->roster.count,
	                .added = plan->added,
	                .changed = plan->changed,
	                .at = importer->now,
	                .first = importer->first },
	        err));
	return account ? OK
	               : audit_add(importer->arena, importer->db, unit.id, unit.shard, importer->now, 0,
	                         "roster.import", importer->import, 0, err);
}

static enum status refuse(struct roster_plan *plan, bool skip_wrong, struct err *err)
{
	enum status status;
	int wrong = plan->wrong + plan->elsewhere;
	if (wrong && !skip_wrong) {
		status = err_set(err, CONFLICT, "roster.wrong_rows", "skip_wrong");
		err_arg_int(err, "n", wrong);
		return status;
	}
	for (size_t i = 0; i < plan->roster.cell_count; i++) {
		const struct roster_target *target = &plan->targets[i];
		if (target->new_rows && plan->roster.cells[i].unit == -2) {
			status = err_set(err, CONFLICT, "roster.ambiguous_cell", NULL);
			err_arg(err, "cell", plan->roster.cells[i].name);
			return status;
		}
		if (!target->new_rows || target->cell || target->leave || (target->create && plan->commune))
			continue;
		status = err_set(
		        err, CONFLICT, target->create ? "roster.no_commune" : "roster.cells_missing", "create_cells");
		err_arg(err, "cell", plan->roster.cells[i].name);
		err_arg_int(err, "n", plan->missing);
		return status;
	}
	return OK;
}

static void close_scratch(struct arena **arena)
{
	arena_close(*arena);
}

enum status roster_write(struct arena *arena, struct db *db, const struct roster_request *request,
        struct roster_plan *plan, bool skip_wrong, int64_t account, int64_t now, int64_t *ret_import, struct err *err)
{
	CLOSES(close_scratch) struct arena *scratch = arena_open(SCRATCH);
	struct importer importer = { .arena = arena,
		.scratch = scratch,
		.db = db,
		.request = request,
		.plan = plan,
		.now = now,
		.import = id_new(0),
		.since = day_today(arena, now) };
	if (str_compare(request->as_of, importer.since) < 0)
		importer.since = request->as_of;
	*ret_import = 0;
	TRY(refuse(plan, skip_wrong, err));
	for (size_t i = 0; i < plan->roster.cell_count; i++)
		if (plan->targets[i].leave && !plan->targets[i].cell)
			plan->added -= plan->targets[i].new_rows;
	if (!plan->added && !plan->changed)
		return OK;
	TRY(create_cells(&importer, err));
	importer.first = first_id(plan);
	TRY(person_crowd_write(arena, db, &plan->crowd, (size_t)plan->added, err));
	TRY(write_rows(&importer, err));
	TRY(person_crowd_end(importer.scratch, db, &plan->crowd, err));
	TRY(write_labels(&importer, err));
	TRY(count_cells(&importer, err));
	*ret_import = importer.import;
	return keep_import(&importer, account, err);
}
