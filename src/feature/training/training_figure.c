/* Figures of training: what a class gave to each cell, counted once it is over, by a chore that goes cell by cell. */
#include "feature/training/training_private.h"

#include "app/piece.h"
#include "base/time.h"

enum { CELLS = 1000, PIECE = 20, EVERY_S = 5 };

static enum status count_month(struct arena *arena, struct db *db, const struct counter_key *key, int64_t *ret_values,
        bool *ret_any, struct err *err)
{
	struct training_figures_row row;
	TRY(training_figures(arena, db, &(struct training_figures_in){ { key->cell }, key->month }, &row, err));
	ret_values[0] = row.sent;
	ret_values[1] = row.called;
	ret_values[2] = row.attended;
	ret_values[3] = row.certificates;
	ret_values[4] = row.heads;
	*ret_any = row.called > 0;
	return OK;
}

static const struct counter_line lines[] = {
	{ "training_sent", N_("Lượt chi bộ có người dự lớp tập huấn"), "sent", NULL },
	{ "training_attended", N_("Lượt người được triệu tập tập huấn dự đủ buổi"), "attended", "called" },
	{ "training_certificates", N_("Giấy chứng nhận tập huấn"), "certificates", "called" },
	{ "training_heads", N_("Chi bộ có bí thư học xong lớp tập huấn (chưa học lại sau đó)"), "heads", NULL },
	{ 0 },
};

const struct counter_family training_families[] = {
	{ "training", "sent called attended certificates heads", count_month, training_scan_text, lines }, { 0 }
};

static enum status publish(
        const struct call *call, const struct training_wait_cell_row *row, int *ret_month, struct err *err)
{
	struct training_one_row class;
	struct training_measure_row did;
	bool found;
	TRY(training_one(call->arena, call->db, &(struct training_one_in){ row->class }, &class, &found, err));
	TRY(training_measure(call->arena, call->db, &(struct training_measure_in){ row->seat }, &did, err));
	struct training_did measured = training_did(&class, did.present, did.passed);
	bool enough = class.lessons && did.present >= training_needed(class.lessons, class.least);
	*ret_month = row->gone ? 0 : month_of_day(class.ended_day);
	TRY(training_wait_drop(call->arena, call->db, &(struct training_wait_drop_in){ .seat = row->seat }, err));
	return training_publish(call->arena, call->db,
	        &(struct training_publish_in){ .id = row->seat,
	                .month = *ret_month,
	                .present = enough        ? 2
	                           : did.present ? 1
	                                         : 0,
	                .done = !*training_lacks(&measured),
	                .certified = row->certificate > 0 },
	        err);
}

/* The months of the places that changed, and those in which a secretary finished: one of them is the last. */
static enum status count_cell(const struct piece *piece, const struct training_wait_many_row *cell, struct err *err)
{
	struct arena *arena = piece->arena;
	struct db *db = piece->db;
	struct call call = { arena, db, piece->now };
	struct training_wait_cell_rows rows;
	struct training_heads_rows before, after;
	int shard = (int)cell->cell_shard;
	TRY(training_heads(arena, db, &(struct training_heads_in){ cell->cell }, &before, err));
	TRY(training_wait_cell(arena, db, &(struct training_wait_cell_in){ cell->cell }, &rows, err));
	int *month = arena_array(arena, int, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		TRY(publish(&call, &rows.at[i], &month[i], err));
	TRY(training_heads(arena, db, &(struct training_heads_in){ cell->cell }, &after, err));
	for (size_t i = 0; i < rows.count; i++)
		if (month[i] && (!i || month[i] != month[i - 1]))
			TRY(counter_touch(arena, db, cell->cell.n, shard, month[i], piece->now, err));
	for (size_t i = 0; i < before.count; i++)
		TRY(counter_touch(arena, db, cell->cell.n, shard, (int)before.at[i].month, piece->now, err));
	for (size_t i = 0; i < after.count; i++)
		TRY(counter_touch(arena, db, cell->cell.n, shard, (int)after.at[i].month, piece->now, err));
	return OK;
}

static enum status count_piece(const struct piece *piece, struct err *err)
{
	const struct training_wait_many_rows *cells = piece->context;
	for (size_t i = piece->from; i < piece->until; i++)
		TRY(count_cell(piece, &cells->at[i], err));
	return OK;
}

static enum status count_waiting(struct chore_run *run, struct err *err)
{
	struct training_wait_many_rows cells = { .count = CELLS };
	while (cells.count == CELLS && !chore_over(run)) {
		TRY(training_wait_many(run->arena, run->db, &(struct training_wait_many_in){ CELLS }, &cells, err));
		if (cells.count)
			TRY(chore_pieces(run, cells.count, PIECE, count_piece, &cells, err));
	}
	return OK;
}

const struct chore training_chores[] = { { .name = "training.count", .every_s = EVERY_S, .run = count_waiting },
	{ 0 } };
