/* A whole feature in one folder: the board of a cell, where its leaders leave notes for the members. It stands here
   only to be copied in by check/one-folder. */
#include "base/id.h"
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
	                .at = request->now },
	        err));
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
	.commands = (const struct command[]){ { .name = "board count",
	                                              .usage = "",
	                                              .about = "Counts the notes of all boards",
	                                              .options = "",
	                                              .run = count_notes,
	                                              .needs = NEEDS_READ },
	        { 0 } },
};
