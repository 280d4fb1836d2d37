/* When all rows are read: which sheets were rosters, and which cell a sheet is of. */
#include "roster_read_private.h"
#include "roster_table.h"

#include "base/text.h"

#include <string.h>

static void drop_problems(struct roster_problems *problems, struct str sheet)
{
	size_t kept = 0;
	for (size_t i = 0; i < problems->count; i++) {
		if (!str_eq(problems->list[i].sheet, sheet))
			problems->list[kept++] = problems->list[i];
	}
	problems->count = kept;
}

static void drop_table(struct file_reader *reader, struct table *table, const char *why)
{
	struct roster *roster = reader->person.roster;
	size_t kept = 0;
	for (size_t i = 0; i < roster->count; i++) {
		if (roster->people[i].sheet_at != table->index)
			roster->people[kept++] = roster->people[i];
	}
	roster->count = kept;
	table->people = 0;
	drop_problems(&roster->errors, table->name);
	drop_problems(&roster->warnings, table->name);
	roster_problem_add(reader->person.arena, &roster->warnings, table->name, 0, -1, "sheet_ignored",
	        roster_say(reader->person.arena, roster, why, NULL));
}

/* Hidden sheets and bare lists of names beside a real roster are not read as members. */
static void drop_tables(struct file_reader *reader)
{
	bool visible = false, strong = false;
	for (int i = 0; i < reader->table_count; i++) {
		struct table *table = &reader->tables[i];
		visible |= table->people && !table->hidden;
		strong |= table->people && table->strong && !table->hidden;
	}
	for (int i = 0; i < reader->table_count; i++) {
		struct table *table = &reader->tables[i];
		if (table->people && table->hidden && visible)
			drop_table(reader, table, N_("Trang tính ẩn nên không đọc: hãy cho hiện lại nếu cần nhập"));
		else if (table->people && !table->strong && strong)
			drop_table(reader, table,
			        N_("Trang tính này không có ngày sinh, ngày vào Đảng hay số thẻ nên không đọc là danh "
			           "sách đảng viên"));
	}
}

/* All sheets repeat one title though their names differ: the names tell the cells. */
static bool names_tell(struct file_reader *reader)
{
	struct arena *arena = reader->person.arena;
	struct table *first = NULL;
	int count = 0;
	for (int i = 0; i < reader->table_count; i++) {
		struct table *table = &reader->tables[i];
		if (!table->people)
			continue;
		if (roster_sheet_is_plain(arena, table->name))
			return false;
		if (first &&
		        !str_eq(roster_cell_key(arena, first->title_cell), roster_cell_key(arena, table->title_cell)))
			return false;
		first = first ? first : table;
		count++;
	}
	return count > 1;
}

static struct str cell_of_table(struct file_reader *reader, struct table *table, bool by_name, int tables)
{
	struct arena *arena = reader->person.arena;
	if (!by_name && table->title_cell.len)
		return table->title_cell;
	if (table->name.len && !roster_sheet_is_plain(arena, table->name)) {
		struct str named = roster_title_cell(arena, table->name, true);
		if (named.len || tables > 1)
			return named.len ? named : roster_cell_name(arena, table->name);
	}
	return table->title_cell.len ? table->title_cell : reader->person.options->cell;
}

void roster_finish_tables(struct file_reader *reader)
{
	struct roster *roster = reader->person.roster;
	drop_tables(reader);
	bool by_name = names_tell(reader);
	int tables = 0;
	for (int i = 0; i < reader->table_count; i++)
		tables += reader->tables[i].people > 0;
	for (int i = 0; i < reader->table_count; i++) {
		struct table *table = &reader->tables[i];
		struct str cell = table->people ? cell_of_table(reader, table, by_name, tables) : STR_NONE;
		bool told = false;
		for (size_t j = 0; table->people && j < roster->count; j++) {
			struct roster_person *person = &roster->people[j];
			if (person->sheet_at != table->index || person->cell.len)
				continue;
			person->cell = cell;
			if (!cell.len && !told)
				roster_person_warn(reader->person.arena, roster, person, -1, "missing_cell",
				        roster_say(reader->person.arena, roster,
				                N_("Không thấy tên chi bộ trong danh sách: hãy chọn chi bộ khi nhập"),
				                NULL));
			told = true;
		}
	}
}
