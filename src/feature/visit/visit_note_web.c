/* The attendance note: what was good, what to improve, the cell's rubric scored by the team on its own; on a phone at
 * the meeting, or typed in as a whole from paper; and the same on paper, empty or filled. No official form of it was
 * found: the layout is ours and says so. */
#include "feature/visit/visit_note.h"

#include "base/text.h"
#include "base/time.h"
#include "feature/print/print.h"
#include "gen/visit_page.h"

#include <string.h>

enum status note_open(struct request *request, const struct visit *visit, struct note *ret_note, struct err *err)
{
	struct visit_line_many_rows lines;
	struct str rubric = visit->row.rubric;
	*ret_note = (struct note){ .visit = visit };
	if (!rubric.len)
		TRY(score_rubric(request->arena, request->db, visit->cell.id, &rubric, err));
	TRY(rubric_find(request->arena, rubric, &ret_note->data, err));
	TRY(visit_line_many(
	        request->arena, request->db, &(struct visit_line_many_in){ visit->id, visit->shard }, &lines, err));
	for (size_t i = 0; i < lines.count; i++) {
		int32_t at = rubric_line_of(ret_note->data, lines.at[i].line);
		if (at == RUBRIC_NONE)
			continue;
		ret_note->points[at] = OPT(lines.at[i].points);
		ret_note->reason[at] = lines.at[i].reason;
	}
	return OK;
}

int32_t note_low(const struct note *note, int32_t at)
{
	const struct rubric_line *line = &note->data->rubric.line[at];
	return line->kind == RUBRIC_DEDUCTION ? -line->max : 0;
}

int32_t note_high(const struct note *note, int32_t at)
{
	const struct rubric_line *line = &note->data->rubric.line[at];
	return line->kind == RUBRIC_DEDUCTION ? 0 : line->max;
}

/* A bonus or deduction that is left empty is none; a line that does not always count is left out. */
void note_sum(const struct note *note, struct rubric_result *result, size_t *ret_open)
{
	const struct rubric *rubric = &note->data->rubric;
	memset(result, 0, sizeof(*result));
	*ret_open = 0;
	for (int32_t i = 0; i < rubric->line_count; i++) {
		const struct rubric_line *line = &rubric->line[i];
		struct rubric_line_result *to = &result->line[i];
		to->why = RUBRIC_BY_PERSON;
		to->row = RUBRIC_NONE;
		if (note->points[i].set) {
			to->points = (int32_t)note->points[i].n;
		} else if (line->applies != RUBRIC_NONE) {
			to->why = RUBRIC_NOT_APPLIED;
		} else if (line->kind != RUBRIC_BONUS && line->kind != RUBRIC_DEDUCTION) {
			to->points = RUBRIC_OPEN;
			to->why = RUBRIC_OPEN_JUDGEMENT;
			++*ret_open;
		}
	}
	rubric_sum(rubric, result);
}

enum status show_note(struct request *request, void *to, struct err *err)
{
	struct visit_note_page_view *view = to;
	const struct visit *visit = request_visit(request);
	struct note note;
	TRY(visit_must_act(request, err));
	TRY(note_open(request, visit, &note, err));
	*view = (struct visit_note_page_view){ .visit = visit->id,
		.cell_name = visit->cell.name,
		.team_name = visit->team.row.name,
		.day = visit->row.day,
		.rubric = note.data->name,
		.sent = visit->row.noted_at.set,
		.good = visit->row.good,
		.improve = visit->row.improve,
		.advice = visit->row.advice,
		.version = visit->row.version,
		.ready = str_compare(visit->row.day, request->today) <= 0 };
	view->lines.at = arena_array(request->arena, struct visit_note_page_lines, RUBRIC_LINES);
	for (int32_t i = 0; i < note.data->rubric.line_count; i++) {
		int32_t group = note.data->rubric.line[i].group;
		bool first = !i || note.data->rubric.line[i - 1].group != group;
		view->lines.at[view->lines.count++] = (struct visit_note_page_lines){ note.data->line[i].id,
			first ? note.data->group_name[group] : STR_NONE, note.data->line[i].text, note_low(&note, i),
			note_high(&note, i), note.points[i], note.reason[i] };
	}
	request->shell.crumb = visit->cell.name;
	request->shell.crumb_href = str_format(request->arena, "/visits/%lld", (long long)visit->id.n);
	return OK;
}

static struct str field_of(struct request *request, const char *prefix, struct str id)
{
	return request_text(request, str_c(request->arena, str_format(request->arena, "%s-%.*s", prefix, STR_ARG(id))));
}

static enum status take_points(struct request *request, struct note *note, struct err *err)
{
	for (int32_t i = 0; i < note->data->rubric.line_count; i++) {
		const char *name = str_c(
		        request->arena, str_format(request->arena, "points-%.*s", STR_ARG(note->data->line[i].id)));
		note->points[i] = request_optint(request, name);
		note->reason[i] = field_of(request, "reason", note->data->line[i].id);
		if (!note->points[i].set ||
		        (note->points[i].n >= note_low(note, i) && note->points[i].n <= note_high(note, i)))
			continue;
		err_set(err, INVALID, "visit.points_range", name);
		err_arg_int(err, "low", note_low(note, i));
		err_arg_int(err, "high", note_high(note, i));
		return INVALID;
	}
	return OK;
}

static enum status keep_points(struct request *request, const struct note *note, struct err *err)
{
	const struct visit *visit = note->visit;
	for (int32_t i = 0; i < note->data->rubric.line_count; i++)
		if (note->points[i].set)
			TRY(visit_line_put(request->arena, request->db,
			        &(struct visit_line_put_in){ visit->id, note->data->line[i].id, visit->shard,
			                note->data->rubric.line[i].max, note->points[i].n, note->reason[i] },
			        err));
	return OK;
}

/* The points stand from the first time on: after it the cell's own score is seen beside them. Words may be corrected
 * until it is closed. */
enum status save_note(struct request *request, void *view, struct err *err)
{
	const struct visit *visit = request_visit(request);
	struct call call = call_of(request);
	struct rubric_result result;
	struct note note;
	size_t open;
	(void)view;
	TRY(visit_must_act(request, err));
	if (str_is(visit->row.state, "proposed") || str_is(visit->row.state, "cancelled") ||
	        str_is(visit->row.state, "closed"))
		return err_set(err, CONFLICT, "visit.note_state", NULL);
	if (str_compare(visit->row.day, request->today) > 0)
		return err_set(err, CONFLICT, "visit.not_yet", NULL);
	if (request_int(request, "version") != visit->row.version)
		return err_set(err, CONFLICT, "visit.version", NULL);
	TRY(note_open(request, visit, &note, err));
	if (!visit->row.noted_at.set) {
		TRY(take_points(request, &note, err));
		TRY(keep_points(request, &note, err));
	}
	note_sum(&note, &result, &open);
	TRY(visit_note(request->arena, request->db,
	        &(struct visit_note_in){ .id = visit->id,
	                .shard = visit->shard,
	                .good = request_text(request, "good"),
	                .improve = request_text(request, "improve"),
	                .advice = request_text(request, "advice"),
	                .rubric = note.data->id,
	                .rubric_version = note.data->version,
	                .total = open ? OPT_NONE : OPT(result.least),
	                .least = result.least,
	                .grade = result.grade == RUBRIC_NONE || open ? STR_NONE : note.data->grade_code[result.grade],
	                .paper = request_int(request, "paper"),
	                .account = request->account,
	                .at = request->now },
	        err));
	TRY(visit_touch(&call, visit, err));
	request_flash(request, N_("Đã gửi phiếu dự sinh hoạt. Chi bộ đọc được và trả lời."));
	request_go(request, "/visits/%lld", (long long)visit->id.n);
	return OK;
}

static struct str or_dots(struct str text, bool blank)
{
	return text.len && !blank ? text
	                          : STR("………………………………………………………………………………………………………………………………………………………………………………………………………");
}

static void put_lines(struct document *document, const struct note *note, bool blank)
{
	const struct document_column columns[] = { { 7, DOCUMENT_MIDDLE, STR("TT") },
		{ 60, DOCUMENT_LEFT, STR("Nội dung") }, { 12, DOCUMENT_MIDDLE, STR("Điểm tối đa") },
		{ 12, DOCUMENT_MIDDLE, STR("Tổ chấm") }, { 30, DOCUMENT_LEFT, STR("Ghi chú") } };
	struct arena *arena = document->arena;
	struct document_table *table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (int32_t i = 0; i < note->data->rubric.line_count; i++) {
		int32_t group = note->data->rubric.line[i].group;
		if (!i || note->data->rubric.line[i - 1].group != group)
			document_full_row(table, note->data->group_name[group], DOCUMENT_STRONG);
		struct str points = note->points[i].set && !blank
		                            ? str_format(arena, "%lld", (long long)note->points[i].n)
		                            : STR_NONE;
		document_row(table,
		        (const struct str[]){ str_format(arena, "%d", i + 1), note->data->line[i].text,
		                str_format(arena, "%d", note->data->rubric.line[i].max), points,
		                blank ? STR_NONE : note->reason[i] },
		        0);
	}
}

static struct document *note_paper(struct request *request, const struct note *note, bool blank)
{
	const struct visit *visit = note->visit;
	struct arena *arena = request->arena;
	struct document *document = document_open(arena);
	document->created = request->now;
	document->title = STR("Phiếu dự sinh hoạt chi bộ");
	document_head(document, &(struct document_head){ .superior = text_upper(arena, visit->team.row.unit_name),
	                                .issuer = text_upper(arena, visit->team.row.name),
	                                .party = STR("ĐẢNG CỘNG SẢN VIỆT NAM") });
	document_title(document, STR("PHIẾU DỰ SINH HOẠT CHI BỘ"), visit->cell.name);
	document_format(document, 0, "Ngày dự: %.*s, lúc %02lld:%02lld. Theo quyết định số %.*s.",
	        STR_ARG(date_show(arena, visit->row.day)), (long long)visit->row.minute / 60,
	        (long long)visit->row.minute % 60, STR_ARG(visit->team.row.number));
	document_section(
	        document, 2, 0, STR("Những điều làm tốt (chuẩn bị, nội dung, trình tự, điều hành, thời gian)"));
	document_paragraph(document, 0, or_dots(visit->row.good, blank));
	document_section(document, 2, 0, STR("Những điều cần cải tiến"));
	document_paragraph(document, 0, or_dots(visit->row.improve, blank));
	document_section(document, 2, 0, STR("Đề nghị với chi bộ"));
	document_paragraph(document, 0, or_dots(visit->row.advice, blank));
	document_section(document, 2, 0,
	        str_format(arena, "Điểm tổ công tác chấm độc lập theo %.*s", STR_ARG(note->data->name)));
	put_lines(document, note, blank);
	if (visit->row.total.set && !blank)
		document_format(document, DOCUMENT_STRONG, "Tổng điểm: %lld", (long long)visit->row.total.n);
	else
		document_paragraph(document, 0, STR("Tổng điểm: ……………"));
	document_sign(
	        document, &(struct document_sign){ .signer = { { STR("ĐẠI DIỆN CHI BỘ"), STR_NONE, STR_NONE },
	                                                   { STR("THÀNH VIÊN TỔ CÔNG TÁC"), STR_NONE, STR_NONE } },
	                          .signer_count = 2 });
	document_paragraph(document, DOCUMENT_NO_INDENT,
	        STR("\2Mẫu của phần mềm, không phải mẫu của Trung ương: chưa tìm thấy mẫu chính thức của phiếu "
	            "này.\2"));
	return document;
}

enum status show_note_paper(struct request *request, void *view, struct err *err)
{
	struct note note;
	(void)view;
	TRY(note_open(request, request_visit(request), &note, err));
	return print_send(request, note_paper(request, &note, request_query(request, "blank").len > 0),
	        STR("Phiếu dự sinh hoạt"), err);
}
