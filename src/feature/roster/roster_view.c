/* What the preview of an import shows: how the file was understood, and its rows, two hundred at a time. */
#include "roster_view.h"
#include "roster_read_private.h"

#include "base/time.h"

#include <string.h>

enum { PAGE = 200, NOTES = 200, LINE = 4000, FEW = 6 };

static const struct {
	enum heading field;
	const char *label;
} labels[] = {
	{ FIELD_NAME, N_("Họ và tên") },
	{ FIELD_NAME_FAMILY, N_("Họ đệm") },
	{ FIELD_NAME_GIVEN, N_("Tên") },
	{ FIELD_CELL, N_("Chi bộ") },
	{ FIELD_BIRTH, N_("Ngày sinh") },
	{ FIELD_BIRTH_YEAR, N_("Năm sinh") },
	{ FIELD_BIRTH_MALE, N_("Ngày sinh (nam)") },
	{ FIELD_BIRTH_FEMALE, N_("Ngày sinh (nữ)") },
	{ FIELD_SEX, N_("Giới tính") },
	{ FIELD_SEX_MALE, N_("Nam") },
	{ FIELD_SEX_FEMALE, N_("Nữ") },
	{ FIELD_ETHNIC, N_("Dân tộc") },
	{ FIELD_HOME, N_("Quê quán") },
	{ FIELD_RESIDENCE, N_("Nơi ở") },
	{ FIELD_JOINED, N_("Ngày vào Đảng") },
	{ FIELD_OFFICIAL, N_("Ngày chính thức") },
	{ FIELD_JOINED_OFFICIAL, N_("Ngày vào Đảng, chính thức") },
	{ FIELD_CARD, N_("Số thẻ đảng viên") },
	{ FIELD_PARTY_POST, N_("Chức vụ Đảng") },
	{ FIELD_JOB, N_("Nghề nghiệp") },
	{ FIELD_POST, N_("Chức vụ") },
	{ FIELD_EDUCATION, N_("Trình độ") },
	{ FIELD_ID_NUMBER, N_("Số định danh cá nhân") },
	{ FIELD_PHONE, N_("Điện thoại") },
	{ FIELD_NOTE, N_("Ghi chú") },
	{ FIELD_STATUS, N_("Tình trạng") },
	{ FIELD_STATUS_FULL, N_("Chính thức") },
	{ FIELD_STATUS_PROBATIONARY, N_("Dự bị") },
	{ FIELD_EXEMPT, N_("Miễn sinh hoạt") },
	{ FIELD_AWAY, N_("Tạm thời nơi khác") },
	{ FIELD_TEMPORARY, N_("Tạm thời tại đây") },
	{ FIELD_MOVED, N_("Đã chuyển đi") },
};

static struct str keep(const struct request *request, struct str text)
{
	return text.len ? str_copy(request->arena, text) : STR_NONE;
}

static struct str columns_of(const struct request *request, const struct roster_columns *columns)
{
	struct buf buf = buf_open(request->arena, LINE);
	for (size_t i = 0; i < LENGTH(labels); i++) {
		char name[4];
		if (columns->at[labels[i].field] < 0)
			continue;
		sheet_column_name(columns->at[labels[i].field], name);
		buf_format(
		        &buf, "%s%s %.*s", buf.len ? ", " : "", name, STR_ARG(request_say(request, labels[i].label)));
	}
	return buf_text(&buf);
}

/* One line a sheet, by its first person. */
static void show_understood(
        const struct request *request, const struct roster_plan *plan, struct roster_preview_view *view)
{
	const struct roster_columns *last = NULL;
	view->understood.at = arena_array(request->arena, struct roster_preview_understood, NOTES);
	for (size_t i = 0; i < plan->roster.count && view->understood.count < NOTES; i++) {
		const struct roster_person *person = &plan->roster.people[i];
		if (person->columns == last)
			continue;
		last = person->columns;
		view->understood.at[view->understood.count++] =
		        (struct roster_preview_understood){ .sheet = keep(request, person->sheet),
			        .header = last->header_row,
			        .columns = columns_of(request, last) };
	}
}

/* Cells to be created have boxes of their own. */
static bool has_box(const struct roster_problem *warning, bool whole)
{
	return whole && !strcmp(warning->kind, "new_cell");
}

static void show_notes(const struct request *request, const struct roster_plan *plan, struct roster_preview_view *view)
{
	const struct roster_problems *warnings = &plan->roster.warnings;
	view->notes.at = arena_array(request->arena, struct roster_preview_notes, NOTES);
	for (size_t i = 0; i < warnings->count; i++) {
		const struct roster_problem *warning = &warnings->list[i];
		if (has_box(warning, view->whole))
			continue;
		if (view->notes.count == NOTES) {
			view->note_rest++;
			continue;
		}
		view->notes.at[view->notes.count++] =
		        (struct roster_preview_notes){ .sheet = keep(request, warning->sheet),
			        .row = warning->row,
			        .column = keep(request, str_of(warning->column)),
			        .message = keep(request, warning->message) };
	}
}

static void show_create(const struct request *request, const struct roster_plan *plan, struct roster_preview_view *view)
{
	view->create.at = arena_array(request->arena, struct roster_preview_create, (size_t)plan->missing + 1);
	for (size_t i = 0; view->whole && i < plan->roster.cell_count; i++)
		if (plan->targets[i].new_rows && !plan->targets[i].cell && plan->roster.cells[i].unit != -2)
			view->create.at[view->create.count++] = (struct roster_preview_create){ .index = (int64_t)i,
				.name = keep(request, plan->roster.cells[i].name),
				.type = roster_type_of(request->arena, plan->roster.cells[i].name),
				.people = plan->targets[i].new_rows };
}

static bool of_other_cell(const struct roster_plan *plan, size_t at)
{
	return plan->rows[at].change == ROW_NO_CELL && plan->roster.people[at].cell_at >= 0;
}

/* Rows of other cells: each cell said once, with how many. */
static void show_others(const struct request *request, const struct roster_plan *plan, struct roster_preview_view *view)
{
	size_t cells = plan->roster.cell_count;
	int *count = arena_array(request->arena, int, cells + 1);
	view->others.at = arena_array(request->arena, struct roster_preview_others, cells + 1);
	for (size_t i = 0; i < plan->roster.count; i++)
		if (of_other_cell(plan, i))
			count[plan->roster.people[i].cell_at]++;
	for (size_t i = 0; i < cells; i++)
		if (count[i])
			view->others.at[view->others.count++] =
			        (struct roster_preview_others){ .name = keep(request, plan->roster.cells[i].name),
				        .people = count[i] };
}

static const char *class_of(const struct roster_row *row)
{
	switch (row->change) {
	case ROW_NEW:
		return "new";
	case ROW_CHANGED:
		return "changed";
	case ROW_SAME:
		return "same";
	case ROW_WRONG:
	case ROW_ELSEWHERE:
	case ROW_NO_CELL:
		return "wrong";
	}
	return "wrong";
}

static void show_problems(const struct request *request, const struct roster_plan *plan,
        const struct roster_person *person, struct roster_preview_found *found)
{
	const struct roster_problems *errors = &plan->roster.errors;
	size_t count = 0;
	for (size_t i = 0; i < errors->count; i++)
		count += errors->list[i].row == person->row && str_eq(errors->list[i].sheet, person->sheet);
	found->problems.at = arena_array(request->arena, struct roster_preview_found_problems, count + 1);
	for (size_t i = 0; i < errors->count; i++)
		if (errors->list[i].row == person->row && str_eq(errors->list[i].sheet, person->sheet))
			found->problems.at[found->problems.count++] = (struct roster_preview_found_problems){
				.column = keep(request, str_of(errors->list[i].column)),
				.message = keep(request, errors->list[i].message)
			};
}

static void add_change(const struct request *request, struct roster_preview_found *found, const char *field,
        struct str was, struct str becomes)
{
	found->changes.at[found->changes.count++] = (struct roster_preview_found_changes){
		.field = str_of(field), .was = keep(request, was), .becomes = keep(request, becomes)
	};
}

static struct str word(const struct request *request, const char *prefix, struct str code)
{
	return message_text(request->language, str_format(request->arena, "%s%.*s", prefix, STR_ARG(code)));
}

static void show_changes(
        const struct request *request, const struct roster_row *row, struct roster_preview_found *found)
{
	const struct str *was = (const struct str *)&row->member->data, *becomes = (const struct str *)&row->data;
	found->changes.at = arena_array(request->arena, struct roster_preview_found_changes, ROSTER_FIELDS + 4);
	for (int i = 0; i < ROSTER_FIELDS - 1; i++)
		if (row->fields & 1u << i)
			add_change(request, found, roster_field_names[i], date_show(request->arena, was[i]),
			        date_show(request->arena, becomes[i]));
	if (!(row->fields & 1u << (ROSTER_FIELDS - 1)))
		return;
	if (!str_eq(row->place.post, row->member->post))
		add_change(request, found, "post", word(request, N_("person.post."), row->member->post),
		        word(request, N_("person.post."), row->place.post));
	if (!str_eq(row->place.status, row->member->status))
		add_change(request, found, "status", word(request, N_("person.status."), row->member->status),
		        word(request, N_("person.status."), row->place.status));
	if (!str_eq(row->place.kind, row->member->kind))
		add_change(request, found, "kind", word(request, N_("person.kind."), row->member->kind),
		        word(request, N_("person.kind."), row->place.kind));
	if (row->exempt)
		add_change(request, found, "exempt", STR_NONE, request_say(request, N_("có")));
}

static const char *kind_of(const struct roster_person *person)
{
	if (person->moved_out)
		return "moved_out";
	if (person->temporary_stay)
		return "temporary_stay";
	if (person->probationary)
		return "probationary";
	if (person->away)
		return "away";
	return person->exempt ? "exempt" : "full";
}

static void show_row(
        const struct request *request, const struct roster_plan *plan, size_t at, struct roster_preview_found *found)
{
	const struct roster_person *person = &plan->roster.people[at];
	const struct roster_row *row = &plan->rows[at];
	*found = (struct roster_preview_found){ .sheet = keep(request, person->sheet),
		.row = person->row,
		.name = keep(request, person->full_name),
		.birth = person->birth.len ? date_show(request->arena, person->birth) : STR_NONE,
		.cell = keep(request, person->cell),
		.kind = str_of(kind_of(person)) };
	if (!strcmp(class_of(row), "wrong"))
		show_problems(request, plan, person, found);
	else if (row->change == ROW_CHANGED)
		show_changes(request, row, found);
}

static void show_found(const struct request *request, const struct roster_plan *plan, struct roster_preview_view *view)
{
	int64_t from = request_query_int(request, "from", 1);
	from = from < 1 ? 1 : from;
	view->found.at = arena_array(request->arena, struct roster_preview_found, PAGE);
	for (size_t i = 0; i < plan->roster.count; i++) {
		if (!str_is(view->show, class_of(&plan->rows[i])) || of_other_cell(plan, i))
			continue;
		view->total++;
		if (view->total < from || view->found.count == PAGE)
			continue;
		struct roster_preview_found *found = &view->found.at[view->found.count++];
		show_row(request, plan, i, found);
		if (view->understood.count < 2)
			found->sheet = STR_NONE; /* of one sheet nobody needs the name */
	}
	view->from = from;
	view->last = from + (int64_t)view->found.count - 1;
	struct str address = str_format(request->arena, "%.*s/%lld?as_of=%.*s&show=%.*s&from=", STR_ARG(view->base),
	        (long long)view->upload.n, STR_ARG(view->as_of), STR_ARG(view->show));
	if (from > 1)
		view->before = str_format(
		        request->arena, "%.*s%lld", STR_ARG(address), (long long)(from > PAGE ? from - PAGE : 1));
	if (view->last < view->total)
		view->after = str_format(request->arena, "%.*s%lld", STR_ARG(address), (long long)view->last + 1);
}

static void choose_show(const struct request *request, struct roster_preview_view *view)
{
	static const char *const all[] = { "wrong", "new", "changed", "same" };
	const int64_t counts[] = { view->left_out, view->added, view->changed, view->same };
	struct str wanted = request_query(request, "show");
	view->show = STR("new");
	for (size_t i = LENGTH(all); i-- > 0;)
		if (counts[i])
			view->show = str_of(all[i]);
	for (size_t i = 0; i < LENGTH(all); i++)
		if (counts[i] && str_is(wanted, all[i]))
			view->show = str_of(all[i]);
}

void roster_show(const struct request *request, const struct roster_plan *plan, struct roster_preview_view *view)
{
	const struct roster *roster = &plan->roster;
	view->commune_name = keep(request, plan->commune_unit.name);
	view->rows = roster->rows;
	view->members = roster->members;
	view->full = roster->full;
	view->probationary = roster->probationary;
	view->exempt = roster->exempt;
	view->away = roster->away;
	view->temporary_stay = roster->temporary_stay;
	view->moved_out = roster->moved_out;
	view->cells = roster->cells_used;
	view->added = plan->added;
	view->changed = plan->changed;
	view->same = plan->same;
	view->elsewhere = plan->elsewhere;
	view->wrong = plan->wrong;
	view->left_out = plan->wrong + plan->elsewhere;
	view->to_write = plan->added + plan->changed;
	show_understood(request, plan, view);
	show_notes(request, plan, view);
	show_create(request, plan, view);
	show_others(request, plan, view);
	view->few = view->create.count <= FEW;
	choose_show(request, view);
	show_found(request, plan, view);
}
