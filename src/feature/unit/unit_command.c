/* Commands: the list of units in, and out. */
#include "feature/unit/unit_private.h"

#include "gen/unit_sql.h"

static void print_json(struct buf *out, const struct unit_import *import, bool dry)
{
	buf_format(out, "{\"rows\":%zu,\"new\":%lld,\"changed\":%lld,\"same\":%lld,\"written\":%s,\"errors\":[",
	        import->line_count, (long long)import->added, (long long)import->changed, (long long)import->same,
	        dry || import->error_total ? "false" : "true");
	for (size_t i = 0; i < import->error_count; i++) {
		const struct unit_import_error *error = &import->errors[i];
		buf_format(out, "%s\n{\"row\":%d,\"column\":\"%s\",\"kind\":\"%s\",\"message\":", i ? "," : "",
		        error->row, error->column, error->kind);
		buf_json(out, error->message);
		buf_char(out, '}');
	}
	buf_c(out, "]}\n");
}

static void print_text(struct buf *out, const struct unit_import *import, bool dry)
{
	for (size_t i = 0; i < import->error_count; i++)
		buf_format(out, "dòng %d, cột %s: %.*s\n", import->errors[i].row, import->errors[i].column,
		        STR_ARG(import->errors[i].message));
	if (import->error_total)
		buf_format(out, "%lld lỗi, chưa ghi gì\n", (long long)import->error_total);
	else
		buf_format(out, "%zu dòng: %lld mới, %lld sửa, %lld giữ nguyên%s\n", import->line_count,
		        (long long)import->added, (long long)import->changed, (long long)import->same,
		        dry ? " (xem thử, chưa ghi)" : "");
}

static enum status import_run(struct command_line *line, struct err *err)
{
	struct unit_import import = { .arena = line->arena,
		.db = line->db,
		.now = line->now,
		.progress = line->progress,
		.progress_context = line->progress_context };
	bool dry = command_has(line, "dry-run");
	TRY(db_savepoint(line->db, err));
	enum status status = unit_import(&import, line->input, err);
	if (status != OK || dry || import.error_total)
		db_rollback_to(line->db);
	if (status == OK && !dry && !import.error_total)
		TRY(db_release(line->db, err));
	if (status != OK)
		return status;
	if (line->json)
		print_json(line->out, &import, dry);
	else
		print_text(line->out, &import, dry);
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
	{ "import units", "FILE [--dry-run] [--json]",
	        "Read the list of party organisations: CSV as examples/don-vi.csv",
	        "Columns: code, parent_code, kind (tinh, xa, co_so, dang_bo_truc_thuoc_co_so, chi_bo), name, "
	        "short_name, cell_type, admin_code,\n"
	        "valid_from. A known code gets its new name; nothing is written when one row is wrong.",
	        "dry-run json", import_run, NEEDS_WRITE, 1, 1, 1, true },
	{ "units list", "[--json]", "List the party organisations of today", NULL, "json", list_run, NEEDS_READ, 0, 0,
	        0, false },
	{ 0 },
};
