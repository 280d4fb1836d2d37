/* `import members` and `import undo`. */
#include "roster_import.h"

#include "base/time.h"
#include "gen/roster_sql.h"

static struct roster_compared compared_of(const struct roster_plan *plan)
{
	return (struct roster_compared){ .added = plan->added,
		.changed = plan->changed,
		.duplicates = plan->same + plan->elsewhere,
		.unchanged = plan->same,
		.elsewhere = plan->elsewhere };
}

static void print_problems(struct buf *out, const char *word, const struct roster_problems *problems)
{
	for (size_t i = 0; i < problems->count; i++) {
		const struct roster_problem *problem = &problems->list[i];
		buf_c(out, word);
		if (problem->sheet.len)
			buf_format(out, " trang %.*s,", STR_ARG(problem->sheet));
		if (problem->row)
			buf_format(out, " dòng %d", problem->row);
		if (problem->column[0])
			buf_format(out, ", cột %s", problem->column);
		buf_format(out, ": %.*s\n", STR_ARG(problem->message));
	}
}

static void print_text(struct command_line *line, const struct roster_plan *plan, int64_t import)
{
	const struct roster *roster = &plan->roster;
	print_problems(line->out, "Lỗi:", &roster->errors);
	print_problems(line->out, "Lưu ý:", &roster->warnings);
	if (!roster->count)
		return;
	buf_format(line->out, "%d dòng, %d đảng viên (%d chính thức, %d dự bị) của %d chi bộ\n", roster->rows,
	        roster->members, roster->full, roster->probationary, roster->cells_used);
	buf_format(line->out, "%d mới, %d sửa, %d đã có, %d ở chi bộ khác, %d dòng sai\n", plan->added, plan->changed,
	        plan->same, plan->elsewhere, plan->wrong);
	if (import)
		buf_format(line->out, "đã ghi; rút lại trong ngày: chibo import undo %lld\n", (long long)import);
	else
		buf_c(line->out, "chưa ghi gì\n");
}

static void print_json(
        struct command_line *line, const struct roster_plan *plan, int64_t import, const struct err *refusal)
{
	struct roster_compared compared = compared_of(plan);
	compared.import = import;
	if (refusal->code) {
		compared.refusal = str_of(refusal->code);
		compared.message = err_text(line->arena, plan->roster.language, refusal);
	}
	roster_json(&plan->roster, &compared, command_has(line, "people"), line->out);
	buf_char(line->out, '\n');
}

/* Which cell and which body above were said, by code; a database without units takes the code as a name. */
static enum status find_units(struct command_line *line, struct roster_request *request, struct err *err)
{
	struct str cell = command_option(line, "cell"), commune = command_option(line, "commune");
	struct roster_units_any_row any;
	struct unit unit;
	bool some;
	TRY(roster_units_any(line->arena, line->db, &any, &some, err));
	if (!some) {
		request->cell_name = cell;
		return OK;
	}
	if (cell.len) {
		TRY(unit_find_code(line->arena, line->db, cell, &unit, err));
		if (!str_is(unit.kind, "chi_bo"))
			return err_set(err, INVALID, "unit.not_cell", "cell");
		request->cell = unit.id;
	}
	if (commune.len) {
		TRY(unit_find_code(line->arena, line->db, commune, &unit, err));
		if (str_is(unit.kind, "chi_bo"))
			return err_set(err, INVALID, "unit.parent_kind", "commune");
		request->commune = unit.id;
	}
	return OK;
}

static enum status find_language(struct command_line *line, enum language *ret_language, struct err *err)
{
	struct str said = command_option(line, "lang");
	if (said.len && !str_is(said, "vi") && !str_is(said, "en"))
		return err_set(err, INVALID, "roster.lang", "lang");
	*ret_language = str_is(said, "en") ? EN : VI;
	return OK;
}

static enum status find_day(struct command_line *line, struct str *ret_day, struct err *err)
{
	struct str said = command_option(line, "as-of");
	struct date date;
	*ret_day = day_today(line->arena, line->now);
	if (!said.len)
		return OK;
	if (!date_typed(said, &date) || !date_real(date))
		return err_set(err, INVALID, "roster.as_of", "as-of");
	if (str_compare(date_iso(line->arena, date), *ret_day) > 0)
		return err_set(err, INVALID, "roster.as_of_future", "as-of");
	*ret_day = date_iso(line->arena, date);
	return OK;
}

static enum status import_run(struct command_line *line, struct err *err)
{
	struct roster_request request = { .bytes = line->input,
		.file_name = line->input_name,
		.isolated = true,
		.progress = line->progress,
		.progress_context = line->progress_context };
	struct roster_plan plan;
	struct err refusal = { 0 };
	int64_t import = 0;
	TRY(find_language(line, &request.language, err));
	TRY(find_day(line, &request.as_of, err));
	TRY(find_units(line, &request, err));
	enum status status = roster_plan(line->arena, line->db, &request, line->now, &plan, err);
	if (status != OK && !plan.roster.errors.count)
		return status;
	for (size_t i = 0; status == OK && i < plan.roster.cell_count; i++)
		plan.targets[i].create = command_has(line, "create-cells");
	if (status == OK && !command_has(line, "dry-run"))
		status = roster_write(line->arena, line->db, &request, &plan, command_has(line, "skip-wrong"), 0,
		        line->now, &import, &refusal);
	if (line->json)
		print_json(line, &plan, status == OK ? import : 0, &refusal);
	else
		print_text(line, &plan, status == OK ? import : 0);
	*err = line->json ? (struct err){ 0 } : refusal; /* the one object says it all */
	return status;
}

static enum status undo_run(struct command_line *line, struct err *err)
{
	int64_t import;
	if (!str_int(line->arg[0], &import))
		return err_set(err, NOT_FOUND, "roster.no_import", NULL);
	TRY(roster_undo(line->arena, line->db, import, line->now, err));
	buf_c(line->out, "đã rút lại\n");
	return OK;
}

const struct command roster_commands[] = {
	{ "import members",
	        "FILE [--cell CODE] [--commune CODE] [--create-cells] [--skip-wrong] [--as-of DATE] [--lang vi|en] "
	        "[--dry-run] "
	        "[--people] "
	        "[--json]",
	        "Read a list of members: XLSX or CSV, as the office keeps it",
	        "--cell: for rows that name no cell. --create-cells: cells that are not there yet, below --commune or "
	        "the "
	        "superior of --cell.\n"
	        "Nothing is written when a row is wrong, unless --skip-wrong leaves such rows out. --as-of: the day of "
	        "the "
	        "list (today). --lang: of the messages.",
	        "cell= commune= create-cells skip-wrong as-of= lang= dry-run people json", import_run, NEEDS_WRITE, 1,
	        1, 1, true },
	{ "import undo", "ID", "Take an import of members back, on its day and while nothing was built on it", NULL, "",
	        undo_run, NEEDS_WRITE, 0, 1, 1, false },
	{ 0 },
};
