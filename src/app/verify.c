/* The checks of a whole database, or of one cell, by pieces, so that memory stays small. */
#include "app/verify.h"

#include "app/chain.h"
#include "app/verify_private.h"
#include "base/time.h"
#include "gen/app_sql.h"

#include <string.h>

enum { CELLS = 500, MEETINGS = 200, ROOM = 1 << 30 };

struct str verify_kind(struct str kind)
{
	static const char *const kinds[] = { "audit", "grade", "minutes", "resolution", "score", "vote" };
	for (size_t i = 0; i < LENGTH(kinds); i++)
		if (str_is(kind, kinds[i]))
			return str_of(kinds[i]);
	return STR_NONE;
}

void verify_wrong(struct verify *verify, struct verify_finding finding)
{
	finding.kind = verify_kind(finding.kind);
	verify->result->wrong++;
	if (verify->wish->tell)
		verify->wish->tell(verify->wish->context, &finding);
}

/* A piece of work with its own view, where the wish asks for one. */
typedef enum status piece(struct verify *verify, const int64_t *at, struct err *err);

static enum status run(struct verify *verify, piece *work, const int64_t *at, struct err *err)
{
	arena_reset(verify->arena);
	if (!verify->wish->own_views)
		return work(verify, at, err);
	TRY(db_view_begin(verify->db, err));
	enum status status = work(verify, at, err);
	db_view_end(verify->db);
	return status;
}

static bool ours(const struct verify *verify, int64_t number)
{
	return verify->wish->slices < 2 || number % verify->wish->slices == verify->wish->slice;
}

static enum status chains_piece(struct verify *verify, const int64_t *at, struct err *err)
{
	return verify_cell(verify, at[0], (int)at[1], err);
}

static enum status chains(struct verify *verify, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ROOM);
	struct verify_cells_rows rows;
	int64_t after = -1, number = 0;
	do {
		arena_reset(arena);
		TRY(verify_cells(
		        arena, verify->db, &(struct verify_cells_in){ .after = after, .most = CELLS }, &rows, err));
		for (size_t i = 0; i < rows.count; i++)
			if (ours(verify, number++))
				TRY(run(verify, chains_piece, (int64_t[]){ rows.at[i].cell, rows.at[i].shard }, err));
		after = rows.count ? rows.at[rows.count - 1].cell : after;
	} while (rows.count == CELLS);
	return OK;
}

static enum status stretch_piece(struct verify *verify, const int64_t *at, struct err *err)
{
	return verify_stretch(verify, at[0], at[1], err);
}

static enum status grades_piece(struct verify *verify, const int64_t *at, struct err *err)
{
	return verify_grades_between(verify, at[0], at[1], err);
}

/* The stretches leave no gap: also what belongs to a meeting that is gone is looked at. */
static enum status contents(struct verify *verify, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ROOM);
	struct verify_meetings_rows rows;
	int64_t after = 0, number = 0;
	bool more;
	do {
		arena_reset(arena);
		TRY(verify_meetings(arena, verify->db, &(struct verify_meetings_in){ .after = after, .most = MEETINGS },
		        &rows, err));
		more = rows.count == MEETINGS;
		int64_t last = more ? rows.at[rows.count - 1].id : INT64_MAX;
		if (ours(verify, number++))
			TRY(run(verify, stretch_piece, (int64_t[]){ after + 1, last }, err));
		after = last;
	} while (more);
	return OK;
}

static enum status whole_piece(struct verify *verify, const int64_t *at, struct err *err)
{
	struct verify_headless_rows headless;
	struct verify_known_only_rows known;
	struct verify_closure_rows units;
	(void)at;
	TRY(verify_headless(verify->arena, verify->db, &headless, err));
	for (size_t i = 0; i < headless.count; i++)
		verify_wrong(
		        verify, (struct verify_finding){
		                        .what = "headless", .kind = headless.at[i].kind, .cell = headless.at[i].cell });
	TRY(verify_known_only(verify->arena, verify->db, &known, err));
	for (size_t i = 0; i < known.count; i++)
		verify_wrong(verify, (struct verify_finding){ .what = "cut",
		                             .kind = known.at[i].kind,
		                             .cell = known.at[i].cell,
		                             .seq = known.at[i].seq });
	TRY(verify_closure(verify->arena, verify->db, &units, err));
	for (size_t i = 0; i < units.count; i++)
		verify_wrong(verify, (struct verify_finding){ .what = "closure", .cell = units.at[i].unit });
	return OK;
}

/* Heads known from elsewhere of units that have no chain at all. */
static enum status known_piece(struct verify *verify, const int64_t *at, struct err *err)
{
	const struct verify_wish *wish = verify->wish;
	(void)at;
	for (size_t i = 0; i < wish->head_count; i++) {
		const struct verify_head *head = &wish->heads[i];
		struct verify_chained_row row;
		TRY(verify_chained(
		        verify->arena, verify->db, &(struct verify_chained_in){ .cell = head->cell }, &row, err));
		if (!row.chains)
			verify_wrong(verify,
			        (struct verify_finding){
			                .what = "cut", .kind = head->kind, .cell = head->cell, .seq = head->seq });
	}
	return OK;
}

static enum status one_cell(struct verify *verify, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ROOM);
	struct verify_meetings_of_rows rows;
	int64_t cell = verify->wish->cell;
	TRY(verify_meetings_of(arena, verify->db,
	        &(struct verify_meetings_of_in){ .cell = { cell }, .shard = verify->wish->shard }, &rows, err));
	TRY(run(verify, chains_piece, (int64_t[]){ cell, verify->wish->shard }, err));
	for (size_t i = 0; i < rows.count; i++)
		TRY(run(verify, stretch_piece, (int64_t[]){ rows.at[i].id, rows.at[i].id }, err));
	return run(verify, grades_piece, (int64_t[]){ cell, cell }, err);
}

static enum status everything(struct verify *verify, struct err *err)
{
	TRY(chains(verify, err));
	TRY(contents(verify, err));
	if (!ours(verify, 0))
		return OK;
	TRY(run(verify, grades_piece, (int64_t[]){ INT64_MIN, INT64_MAX }, err));
	TRY(run(verify, known_piece, NULL, err));
	return run(verify, whole_piece, NULL, err);
}

enum status app_verify(struct db *db, const struct verify_wish *wish, struct verify_result *ret_result, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ROOM);
	CLOSES(arena_closep) struct arena *kept = arena_open(ROOM);
	struct verify *verify = arena_new(kept, struct verify);
	*verify = (struct verify){ .arena = arena, .kept = kept, .db = db, .wish = wish, .result = ret_result };
	*ret_result = (struct verify_result){ 0 };
	TRY(wish->cell ? one_cell(verify, err) : everything(verify, err));
	verify_tell_misfits(verify);
	return OK;
}

enum status verify_unit_of(struct arena *arena, struct db *db, struct str code, int64_t *ret_unit, struct err *err)
{
	struct verify_coded_row row;
	bool found;
	TRY(verify_coded(arena, db, &(struct verify_coded_in){ code }, &row, &found, err));
	*ret_unit = row.unit;
	return found ? OK : err_set(err, NOT_FOUND, "verify.no_unit", "unit");
}

void verify_add(struct verify_result *all, const struct verify_result *part)
{
	all->chains += part->chains;
	all->acts += part->acts;
	all->links += part->links;
	all->contents += part->contents;
	all->texts += part->texts;
	all->known += part->known;
	all->wrong += part->wrong;
}

enum status app_verify_below(struct arena *arena, struct db *db, int64_t unit, const struct verify_wish *wish,
        struct verify_result *ret_result, struct err *err)
{
	struct verify_below_rows rows;
	struct verify_wish one = *wish;
	*ret_result = (struct verify_result){ 0 };
	TRY(verify_below(arena, db, &(struct verify_below_in){ unit }, &rows, err));
	for (size_t i = 0; i < rows.count; i++) {
		struct verify_result part;
		one.cell = rows.at[i].unit;
		one.shard = (int)rows.at[i].shard;
		TRY(app_verify(db, &one, &part, err));
		verify_add(ret_result, &part);
	}
	return OK;
}

static const char *meaning(const char *what)
{
	static const char *const meanings[][2] = { { "changed", "nội dung đã bị sửa" }, { "removed", "đã bị xóa" },
		{ "inserted", "bị chèn thêm, không có trong chuỗi" }, { "reordered", "đã bị đổi chỗ" },
		{ "cut", "phần cuối của chuỗi đã bị cắt" },
		{ "rewritten", "chuỗi đã bị viết lại: khác với mã mà cấp trên hoặc bản in đang giữ" },
		{ "head", "mã cuối của chuỗi không phải là mã của dòng cuối" },
		{ "headless", "chuỗi không có mã cuối" }, { "text", "chữ trong văn bản đã bị sửa" },
		{ "signed", "văn bản không phải là bản đã được xác nhận" },
		{ "total", "số liệu điểm danh không khớp danh sách" },
		{ "closure", "đường lên cấp trên không khớp cây tổ chức" } };
	for (size_t i = 0; i < LENGTH(meanings); i++)
		if (!strcmp(meanings[i][0], what))
			return meanings[i][1];
	return what;
}

enum status verify_say(
        struct arena *arena, struct db *db, const struct verify_finding *finding, struct str *ret_text, struct err *err)
{
	struct buf out = buf_open(arena, 1 << 12);
	struct verify_unit_row unit;
	struct verify_meeting_row meeting;
	bool found;
	TRY(verify_unit(arena, db, &(struct verify_unit_in){ finding->cell }, &unit, &found, err));
	if (!finding->cell)
		buf_c(&out, "Toàn hệ thống");
	else if (found)
		buf_format(&out, "%.*s (%.*s)", STR_ARG(unit.name), STR_ARG(unit.code));
	else
		buf_format(&out, "Đơn vị %lld", (long long)finding->cell);
	if (finding->meeting) {
		TRY(verify_meeting(arena, db, &(struct verify_meeting_in){ finding->meeting }, &meeting, &found, err));
		if (found)
			buf_format(&out, ", buổi sinh hoạt ngày %.*s", STR_ARG(date_show(arena, meeting.day)));
		else
			buf_format(&out, ", buổi sinh hoạt %lld (không còn)", (long long)finding->meeting);
	}
	if (finding->kind.len)
		buf_format(&out, " – %s", chain_kind_name(finding->kind));
	if (finding->seq)
		buf_format(&out, ", số %lld của chuỗi", (long long)finding->seq);
	buf_format(&out, ": %s.", meaning(finding->what));
	*ret_text = buf_text(&out);
	return OK;
}
