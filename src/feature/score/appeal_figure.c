/* Figures of appeals: by the month of the day on which a cell asked; and the day by which they should be answered. */
#include "feature/score/appeal_private.h"

#include "app/piece.h"
#include "base/time.h"

enum { PIECE = 50, EVERY_S = 600 };

static enum status count_month(struct arena *arena, struct db *db, const struct counter_key *key, int64_t *ret_values,
        bool *ret_any, struct err *err)
{
	struct score_appeal_figures_row row;
	TRY(score_appeal_figures(arena, db,
	        &(struct score_appeal_figures_in){ { key->cell }, key->shard, month_first_day(arena, key->month),
	                month_first_day(arena, month_add(key->month, 1)) },
	        &row, err));
	ret_values[0] = row.asked;
	ret_values[1] = row.answered;
	ret_values[2] = row.changed;
	ret_values[3] = row.late;
	*ret_any = row.asked > 0;
	return OK;
}

static const struct counter_line lines[] = { { "appeal_asked", N_("Lượt đề nghị xem lại điểm, xếp loại"), "asked",
	                                             NULL },
	{ "appeal_answered", N_("Đề nghị xem lại đã được trả lời"), "answered", "asked" },
	{ "appeal_changed", N_("Đề nghị xem lại được chấp nhận, đổi điểm hoặc xếp loại"), "changed", "answered" },
	{ "appeal_late", N_("Đề nghị xem lại quá hạn mới trả lời hoặc chưa trả lời"), "late", "asked" }, { 0 } };

const struct counter_family appeal_families[] = {
	{ "appeal", "asked answered changed late", count_month, score_appeal_scan_text, lines }, { 0 }
};

enum status appeal_touch(
        struct arena *arena, struct db *db, int64_t cell, int shard, struct str day, int64_t now, struct err *err)
{
	return counter_touch(arena, db, cell, shard, month_of_day(day), now, err);
}

static enum status note_late(const struct piece *piece, struct err *err)
{
	const struct score_appeal_overdue_rows *rows = piece->context;
	for (size_t i = piece->from; i < piece->until; i++) {
		const struct score_appeal_overdue_row *row = &rows->at[i];
		TRY(score_appeal_late(
		        piece->arena, piece->db, &(struct score_appeal_late_in){ row->id, row->shard }, err));
		TRY(appeal_touch(piece->arena, piece->db, row->cell.n, (int)row->shard, row->day, piece->now, err));
	}
	return OK;
}

/* The day went by without an answer. */
static enum status find_late(struct chore_run *run, struct err *err)
{
	struct score_appeal_overdue_rows rows;
	TRY(score_appeal_overdue(
	        run->arena, run->db, &(struct score_appeal_overdue_in){ day_today(run->arena, run->now) }, &rows, err));
	return rows.count ? chore_pieces(run, rows.count, PIECE, note_late, &rows, err) : OK;
}

const struct chore appeal_chores[] = { { .name = "score.late", .every_s = EVERY_S, .run = find_late }, { 0 } };
