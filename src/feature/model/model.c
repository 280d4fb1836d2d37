/* Model meetings: which session may be one, who may be a guest and when guests look, the cells that should read what
 * was learned, the figures. */
#include "feature/model/model_private.h"

#include "app/piece.h"
#include "app/session.h"
#include "base/id.h"
#include "base/time.h"

enum { PIECE = 50 };

const char *const model_steps[MODEL_STEPS] = { "preparation", "content", "order", "conduct", "conclusion", "assigning",
	"minutes" };
const char *const model_step_words[MODEL_STEPS] = { "Chuẩn bị", "Nội dung", "Trình tự", "Điều hành", "Kết luận",
	"Phân công nhiệm vụ", "Biên bản, nghị quyết" };

int model_step_of(struct str code)
{
	for (int i = 0; i < MODEL_STEPS; i++)
		if (str_is(code, model_steps[i]))
			return i;
	return -1;
}

struct str model_day_beside(struct arena *arena, struct str day, int days)
{
	struct date date;
	check(date_parse(day, &date));
	return date_iso(arena, date_add(date, days));
}

enum status model_check_session(struct request *request, const struct unit *cell, struct meeting_id meeting,
        const char *field, struct model_session_row *ret_row, struct err *err)
{
	struct model_taken_row taken;
	bool found;
	TRY(model_session(
	        request->arena, request->db, &(struct model_session_in){ meeting, cell->shard }, ret_row, &found, err));
	if (!found || ret_row->cell.n != cell->id || !str_is(ret_row->body, "cell"))
		return err_set(err, INVALID, "model.meeting_other", field);
	if (str_is(ret_row->state, "cancelled") || str_is(ret_row->state, "postponed"))
		return err_set(err, INVALID, "model.meeting_gone", field);
	TRY(model_taken(request->arena, request->db, &(struct model_taken_in){ { cell->id }, cell->shard, meeting },
	        &taken, err));
	return taken.n ? err_set(err, INVALID, "model.taken", field) : OK;
}

enum status model_check_window(struct str since, struct str last, struct str meeting_day, struct err *err)
{
	struct date a, b;
	check(date_parse(since, &a) && date_parse(last, &b));
	if (str_compare(since, meeting_day) > 0)
		return err_set(err, INVALID, "model.window_day", "since");
	if (str_compare(last, meeting_day) < 0)
		return err_set(err, INVALID, "model.window_day", "last");
	return date_number(b) - date_number(a) > MODEL_LOOK_MOST ? err_set(err, INVALID, "model.window_long", "last")
	                                                         : OK;
}

enum status model_make(struct request *request, const struct unit *cell, struct meeting_id meeting, struct str day,
        struct unit_id unit, struct str purpose, bool by_cell, struct model_id *ret_id, struct err *err)
{
	struct model_add_in in = { .id = { id_new(cell->shard) },
		.shard = cell->shard,
		.cell = { cell->id },
		.meeting = meeting,
		.unit = unit,
		.purpose = purpose,
		.state = by_cell ? STR("proposed") : STR("marked"),
		.by_cell = by_cell,
		.since = model_day_beside(request->arena, day, -MODEL_BEFORE),
		.until = model_day_beside(request->arena, day, MODEL_AFTER + 1),
		.account = request->account,
		.at = request->now };
	*ret_id = in.id;
	return model_add(request->arena, request->db, &in, err);
}

static enum status let_one_in(struct request *request, const struct model *model, const struct model_guests_row *guest,
        struct str since, struct str until, struct err *err)
{
	struct model_leaders_rows leaders;
	if (guest->account.n)
		return session_visitor(
		        request->arena, request->db, guest->account, model->row.cell.n, model->id.n, since, until, err);
	TRY(model_leaders(request->arena, request->db, &(struct model_leaders_in){ guest->cell }, &leaders, err));
	for (size_t i = 0; i < leaders.count; i++)
		TRY(session_visitor(request->arena, request->db, leaders.at[i].account, model->row.cell.n, model->id.n,
		        since, until, err));
	return OK;
}

enum status model_let_in(
        struct request *request, const struct model *model, struct str since, struct str until, struct err *err)
{
	struct model_guests_rows guests;
	TRY(session_no_visitors(request->arena, request->db, model->id.n, err));
	TRY(model_guests(
	        request->arena, request->db, &(struct model_guests_in){ model->id, model->shard }, &guests, err));
	for (size_t i = 0; i < guests.count; i++)
		TRY(let_one_in(request, model, &guests.at[i], since, until, err));
	return OK;
}

static enum status refuse(struct err *err, const char *code, const char *field, struct str who, struct str cell)
{
	err_set(err, INVALID, code, field);
	err_arg(err, "who", who);
	err_arg(err, "cell", cell);
	return INVALID;
}

static enum status find_cell(
        struct request *request, const struct model *model, struct str code, struct unit *cell, struct err *err)
{
	if (unit_find_code(request->arena, request->db, code, cell, err) != OK || !str_is(cell->kind, "chi_bo"))
		return err_set(err, INVALID, "model.code", "cell");
	if (cell->id == model->cell.id)
		return refuse(err, N_("model.guest_self"), "cell", STR_NONE, cell->name);
	return OK;
}

enum status model_invite(
        struct request *request, const struct model *model, struct account_id account, struct str code, struct err *err)
{
	struct model_guest_add_in in = {
		.id = { id_new(model->shard) }, .shard = model->shard, .model = model->id, .at = request->now
	};
	struct model_guests_rows guests;
	struct model_person_row person;
	struct unit cell = { 0 };
	bool found;
	TRY(model_guests(
	        request->arena, request->db, &(struct model_guests_in){ model->id, model->shard }, &guests, err));
	if (guests.count >= MODEL_GUESTS)
		return err_set(err, CONFLICT, "model.guests_many", NULL);
	if (account.n) {
		TRY(model_person(request->arena, request->db, &(struct model_person_in){ account, { model->cell.id } },
		        &person, &found, err));
		if (!found)
			return err_set(err, INVALID, "model.guest_none", "account");
		if (person.inside)
			return refuse(err, N_("model.guest_insider"), "account", person.name, model->cell.name);
		in.account = account;
		in.name = person.name;
		in.place = person.place.len ? person.place : STR("");
	} else {
		TRY(find_cell(request, model, code, &cell, err));
		in.cell.n = cell.id;
		in.name = cell.name;
		in.place = cell.parent_name.len ? cell.parent_name : STR("");
	}
	for (size_t i = 0; i < guests.count; i++)
		if (guests.at[i].account.n == in.account.n && guests.at[i].cell.n == in.cell.n)
			return refuse(err, N_("model.guest_twice"), account.n ? "account" : "cell", in.name, STR_NONE);
	return model_guest_add(request->arena, request->db, &in, err);
}

enum status model_touch(struct request *request, const struct model *model, struct err *err)
{
	return counter_touch(request->arena, request->db, model->row.cell.n, model->shard,
	        (int)model->row.meeting_month, request->now, err);
}

/* The cells that what was learned of one meeting goes to. */
struct way {
	const struct model_unsent_row *model;
	struct model_addressed_rows cells;
};

static enum status bring_piece(const struct piece *piece, struct err *err)
{
	const struct way *way = piece->context;
	const struct model_unsent_row *model = way->model;
	const struct model_addressed_row *next;
	int month = month_of_day(day_today(piece->arena, model->published_at));
	for (size_t i = piece->from; i < piece->until; i++) {
		const struct model_addressed_row *to = &way->cells.at[i];
		TRY(model_reader_add(piece->arena, piece->db,
		        &(struct model_reader_add_in){
		                to->cell, model->id, to->shard, month, model->day, model->cell_name, piece->now },
		        err));
		TRY(counter_touch(piece->arena, piece->db, to->cell.n, (int)to->shard, month, piece->now, err));
		next = i + 1 < piece->until ? to + 1 : NULL;
		if (!next || next->shard != to->shard)
			TRY(model_reading_count(piece->arena, piece->db,
			        &(struct model_reading_count_in){ model->id, to->shard }, err));
	}
	return model_sent(piece->arena, piece->db,
	        &(struct model_sent_in){ model->id, model->shard,
	                piece->until ? way->cells.at[piece->until - 1].cell.n : model->sent_to,
	                piece->last ? OPT(piece->now) : OPT_NONE },
	        err);
}

enum status model_chore(struct chore_run *run, struct err *err)
{
	struct model_unsent_rows unsent;
	TRY(model_unsent(run->arena, run->db, &unsent, err));
	for (size_t i = 0; i < unsent.count; i++) {
		const struct model_unsent_row *model = &unsent.at[i];
		struct way way = { .model = model };
		TRY(model_addressed(run->arena, run->db,
		        &(struct model_addressed_in){ model->reach, { model->cell.n }, model->types, model->sent_to },
		        &way.cells, err));
		TRY(chore_pieces(run, way.cells.count, PIECE, bring_piece, &way, err));
	}
	return OK;
}

/* Figures. */

static enum status count_month(struct arena *arena, struct db *db, const struct counter_key *key, int64_t *ret_values,
        bool *ret_any, struct err *err)
{
	struct model_count_row row;
	TRY(model_count(arena, db, &(struct model_count_in){ { key->cell }, key->shard, key->month }, &row, err));
	ret_values[0] = row.held;
	ret_values[1] = row.guests;
	ret_values[2] = row.published;
	ret_values[3] = row.should;
	ret_values[4] = row.done;
	*ret_any = row.held || row.should;
	return OK;
}

static const struct counter_line lines[] = { { "model_held", N_("Buổi sinh hoạt mẫu đã tổ chức"), "held", NULL },
	{ "model_guests", N_("Lượt khách dự sinh hoạt mẫu"), "guests", NULL },
	{ "model_published", N_("Buổi sinh hoạt mẫu đã phổ biến rút kinh nghiệm"), "published", "held" },
	{ "model_read", N_("Lượt chi bộ đã đọc rút kinh nghiệm"), "done", "should" }, { 0 } };

const struct counter_family model_families[] = {
	{ "model", "held guests published should done", count_month, model_scan_text, lines }, { 0 }
};
