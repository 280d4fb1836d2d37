/* Commands: the list of units in, and out. */
#include "feature/unit/unit_private.h"

#include "base/time.h"
#include "gen/unit_sql.h"

static void print_differences(struct buf *out, const struct unit_import *import)
{
	for (size_t i = 0; i < import->difference_count; i++) {
		const struct unit_difference *one = &import->differences[i];
		buf_format(out, "%s\n{\"row\":%d,\"what\":\"%s\",\"code\":", i ? "," : "", one->row, one->what);
		buf_json(out, one->code);
		buf_c(out, ",\"name\":");
		buf_json(out, one->name);
		buf_c(out, ",\"from\":");
		buf_json(out, one->from);
		buf_c(out, ",\"to\":");
		buf_json(out, one->to);
		buf_char(out, '}');
	}
}

static void print_json(struct buf *out, const struct unit_import *import, bool dry)
{
	buf_format(out,
	        "{\"rows\":%zu,\"new\":%lld,\"changed\":%lld,\"moved\":%lld,\"missing\":%lld,\"same\":%lld,\"written\":"
	        "%s,"
	        "\"errors\":[",
	        import->line_count, (long long)import->added, (long long)import->changed, (long long)import->moved,
	        (long long)import->missing, (long long)import->same, dry || import->error_total ? "false" : "true");
	for (size_t i = 0; i < import->error_count; i++) {
		const struct unit_import_error *error = &import->errors[i];
		buf_format(out, "%s\n{\"row\":%d,\"column\":\"%s\",\"kind\":\"%s\",\"message\":", i ? "," : "",
		        error->row, error->column, error->kind);
		buf_json(out, error->message);
		buf_char(out, '}');
	}
	buf_c(out, "],\"differences\":[");
	if (!import->error_total)
		print_differences(out, import);
	buf_c(out, "]}\n");
}

/* One line a difference: "chuyển  01.045.004.001.000 Đảng bộ …: từ … sang …". */
static void print_difference(struct arena *arena, struct buf *out, const struct unit_difference *one)
{
	struct err text = { 0 };
	struct str code = str_format(arena, "%s%s", N_("unit.differ."), one->what);
	err_set(&text, OK, code.ptr, NULL);
	err_arg(&text, "code", one->code);
	err_arg(&text, "name", one->name);
	err_arg(&text, "from", one->from);
	err_arg(&text, "to", one->to);
	buf_str(out, err_text(arena, VI, &text));
	buf_char(out, '\n');
}

static void print_text(struct arena *arena, struct buf *out, const struct unit_import *import, bool dry)
{
	for (size_t i = 0; i < import->error_count; i++)
		buf_format(out, "dòng %d, cột %s: %.*s\n", import->errors[i].row, import->errors[i].column,
		        STR_ARG(import->errors[i].message));
	if (import->error_total) {
		buf_format(out, "%lld lỗi, chưa ghi gì\n", (long long)import->error_total);
		return;
	}
	for (size_t i = 0; i < import->difference_count && dry; i++)
		print_difference(arena, out, &import->differences[i]);
	if (dry && import->difference_total > (int64_t)import->difference_count)
		buf_format(out, "… và %lld khác biệt nữa\n",
		        (long long)(import->difference_total - (int64_t)import->difference_count));
	buf_format(out,
	        "%zu dòng: %lld mới, %lld sửa, %lld chuyển, %lld giữ nguyên; %lld có trong sổ mà không có trong "
	        "tệp%s\n",
	        import->line_count, (long long)import->added, (long long)import->changed, (long long)import->moved,
	        (long long)import->same, (long long)import->missing, dry ? " (xem thử, chưa ghi)" : "");
}

static enum status import_run(struct command_line *line, struct err *err)
{
	struct unit_import import = { .arena = line->arena,
		.db = line->db,
		.now = line->now,
		.number = command_option(line, "decision"),
		.progress = line->progress,
		.progress_context = line->progress_context };
	bool dry = command_has(line, "dry-run");
	struct date day;
	if (command_has(line, "day")) {
		if (!date_typed(command_option(line, "day"), &day) || !date_real(day))
			return err_set(err, INVALID, "unit.import_option_day", NULL);
		import.day = date_iso(line->arena, day);
	}
	TRY(db_savepoint(line->db, err));
	enum status status = unit_import(&import, line->input, err);
	if (status != OK || dry || import.error_total)
		TRY(db_rollback_to(line->db, err));
	if (status == OK && !dry && !import.error_total)
		TRY(db_release(line->db, err));
	if (status != OK)
		return status;
	if (line->json)
		print_json(line->out, &import, dry);
	else
		print_text(line->arena, line->out, &import, dry);
	return import.error_total && !dry ? INVALID : OK;
}

static enum status list_run(struct command_line *line, struct err *err)
{
	struct unit_all_rows rows;
	TRY(unit_all(line->arena, line->db, &rows, err));
	buf_c(line->out, line->json ? "[" : "");
	for (size_t i = 0; i < rows.count; i++) {
		const struct unit_all_row *row = &rows.at[i];
		if (!line->json) {
			buf_format(line->out, "%-20.*s %lld %-26.*s %.*s\n", STR_ARG(row->code), (long long)row->id,
			        STR_ARG(row->kind), STR_ARG(row->name));
			continue;
		}
		buf_c(line->out, i ? ",\n{\"code\":" : "\n{\"code\":");
		buf_json(line->out, row->code);
		buf_format(line->out, ",\"id\":\"%lld\",\"name\":", (long long)row->id);
		buf_json(line->out, row->name);
		buf_c(line->out, ",\"kind\":");
		buf_json(line->out, row->kind);
		buf_c(line->out, ",\"parent\":");
		buf_json(line->out, row->parent);
		buf_char(line->out, '}');
	}
	buf_c(line->out, line->json ? "\n]\n" : "");
	return OK;
}

const struct command unit_commands[] = {
	{ "import units", "FILE [--day DATE] [--decision NUMBER] [--dry-run] [--json]",
	        "Read the list of party organisations: CSV as examples/don-vi.csv",
	        "Columns: code, parent_code, kind (tinh, xa, co_so, dang_bo_truc_thuoc_co_so, chi_bo), name, "
	        "short_name, cell_type, admin_code,\n"
	        "valid_from. Without parent_code the superior is told by the groups of the code. A known code gets its "
	        "new "
	        "name and superior,\n"
	        "from DATE on (today) by decision NUMBER; what is missing in the file is told and stays. --dry-run "
	        "lists all "
	        "differences.\n"
	        "Nothing is written when one row is wrong.",
	        "day= decision= dry-run json", import_run, NEEDS_WRITE, 1, 1, 1, true },
	{ "units list", "[--json]", "List the party organisations of today", NULL, "json", list_run, NEEDS_READ, 0, 0,
	        0, false },
	{ 0 },
};
