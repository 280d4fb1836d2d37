/* A whole feature in one folder: the board of a cell, where its leaders leave notes for the members. It stands here
   only to be copied in by check/one-folder. */
#include "base/id.h"
#include "base/time.h"
#include "feature/unit/unit.h"
#include "gen/sample_page.h"
#include "gen/sample_sql.h"

static const struct permission sample_read = {
	.name = "sample.read", .sentence = N_("Xem bảng ghi nhớ của chi bộ"), .own = ROLES_CELL
};
static const struct permission sample_write = {
	.name = "sample.write", .sentence = N_("Ghi lên bảng của chi bộ"), .own = ROLES_LEADERS
};

static enum status show_board(struct request *request, void *to, struct err *err)
{
	struct sample_board_view *view = to;
	view->cell = (struct cell_id){ OBJECT_ID(request, "cell") };
	view->may_write = request_can(request, "sample.write");
	return sample_of_cell(request->arena, request->db,
	        &(struct sample_of_cell_in){ .cell = view->cell, .shard = OBJECT_SHARD(request, "cell") }, &view->notes,
	        err);
}

static enum status save_note(struct request *request, void *view, struct err *err)
{
	int64_t cell = OBJECT_ID(request, "cell");
	int shard = OBJECT_SHARD(request, "cell");
	(void)view;
	TRY(sample_add(request->arena, request->db,
	        &(struct sample_add_in){ .id = id_new(shard),
	                .shard = shard,
	                .cell = { cell },
	                .words = request_text(request, "words"),
	                .month = month_of_day(request->today),
	                .at = request->now },
	        err));
	TRY(counter_touch(request->arena, request->db, cell, shard, month_of_day(request->today), request->now, err));
	request_flash(request, N_("Đã ghi lên bảng."));
	request_go(request, "/cells/%lld/board", (long long)cell);
	return OK;
}

static enum status count_notes(struct command_line *line, struct err *err)
{
	struct sample_count_row row;
	TRY(sample_count(line->arena, line->db, &row, err));
	buf_format(line->out, "%lld notes\n", (long long)row.notes);
	return OK;
}

static enum status count_month(struct arena *arena, struct db *db, const struct counter_key *key, int64_t *ret_values,
        bool *ret_any, struct err *err)
{
	struct sample_figures_row row;
	TRY(sample_figures(arena, db,
	        &(struct sample_figures_in){ .cell = { key->cell }, .shard = key->shard, .month = key->month }, &row,
	        err));
	ret_values[0] = row.notes;
	ret_values[1] = row.notes > 0;
	*ret_any = row.notes > 0;
	return OK;
}

static const struct counter_line lines[] = { { "sample_notes", N_("Ghi nhớ trên bảng"), "notes", NULL },
	{ "sample_cells", N_("Chi bộ có ghi nhớ"), "cells", NULL }, { 0 } };

const struct feature sample_feature = {
	.name = "sample",
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/cells/{cell}/board", &sample_read, show_board, .page = &sample_board_page,
	                        .about = "The notes on the cell's board" },
	                { HTTP_POST, "/cells/{cell}/board", &sample_write, save_note, .about = "Leave a note",
	                        .form = (const struct field[]){ { "words", FIELD_LINE, .required = true, .max = 200,
	                                                                .label = N_("Điều cần nhớ") },
	                                { 0 } } },
	                { 0 },
	        },
	.counters = (const struct counter_family[]){ { "sample", "notes cells", count_month, sample_scan_text, lines },
	        { 0 } },
	.commands = (const struct command[]){ { .name = "board count",
	                                              .usage = "",
	                                              .about = "Counts the notes of all boards",
	                                              .options = "",
	                                              .run = count_notes,
	                                              .needs = NEEDS_READ },
	        { 0 } },
};
