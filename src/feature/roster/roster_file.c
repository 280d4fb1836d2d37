/* From rows to people: finds the tables of a workbook by their headers, tells people from titles, rows across, totals
 * and signatures. */
#include "roster_read_private.h"
#include "roster_table.h"

#include "base/text.h"

#include <string.h>

enum { HELD_ROWS = 60, PERSON_CEILING = 400000, SUB_HEADERS = 2, CELLS_ROW = 200 };

static struct str keep(struct arena *arena, struct str text)
{
	return str_copy(arena, text);
}

static const struct sheet_cell *cell_of(const struct sheet_row *row, int column)
{
	for (size_t i = 0; i < row->count; i++) {
		if (row->cells[i].column == column)
			return &row->cells[i];
	}
	return NULL;
}

/* How well a row does as a header: the number of different things it names; 0 without a name column. */
static int header_fit(struct arena *arena, const struct sheet_row *row, bool *ret_cell_list)
{
	bool seen[FIELD__COUNT] = { 0 };
	int fit = 0;
	*ret_cell_list = false;
	for (size_t i = 0; i < row->count; i++) {
		if (row->cells[i].kind != SHEET_TEXT)
			continue;
		enum heading field = roster_field(arena, row->cells[i].text);
		if (field > FIELD_IGNORED && !seen[field]) {
			seen[field] = true;
			fit++;
		}
	}
	bool named = seen[FIELD_NAME] || seen[FIELD_NAME_FAMILY] || (seen[FIELD_NAME_GIVEN] && seen[FIELD_BIRTH]);
	*ret_cell_list = !named && seen[FIELD_CELL] &&
	                 (seen[FIELD_SECRETARY] || seen[FIELD_MEMBER_COUNT] || seen[FIELD_CELL_CODE]);
	return (named && fit >= 3) || *ret_cell_list ? fit : 0;
}

static void hold(struct file_reader *reader, const struct sheet_row *row)
{
	struct arena *arena = reader->person.arena;
	struct table *table = reader->now;
	if (!table->held)
		table->held = arena_array(arena, struct held_row, HELD_ROWS);
	if (table->held_count == HELD_ROWS) {
		memmove(table->held + 1, table->held, sizeof(*table->held) * (HELD_ROWS - 1));
		table->held_count--;
	}
	struct held_row *held = &table->held[table->held_count++];
	*held = (struct held_row){ .number = row->number, .count = row->count };
	held->cells = arena_array(arena, struct sheet_cell, row->count);
	for (size_t i = 0; i < row->count; i++) {
		held->cells[i] = row->cells[i];
		held->cells[i].text = keep(arena, row->cells[i].text);
	}
}

/* "Chi bộ thôn Đông báo cáo danh sách như sau" is no title. */
static bool is_sentence(struct arena *arena, struct str text)
{
	static const char *const words[] = { "bao cao", "nhu sau", "thuc hien", "can cu", "kinh gui", "de nghi",
		"luu y", "huong dan", "mau so", "kem theo", "cap nhat" };
	struct str plain = roster_plain(arena, text);
	for (size_t i = 0; i < LENGTH(words); i++) {
		if (roster_has(plain, words[i]))
			return true;
	}
	return false;
}

/* What the rows above the header say: whose list it is. */
static void read_titles(struct file_reader *reader)
{
	struct arena *arena = reader->person.arena;
	struct table *table = reader->now;
	for (size_t i = 0; i < table->held_count; i++) {
		for (size_t j = 0; j < table->held[i].count; j++) {
			struct str text = table->held[i].cells[j].text;
			if (is_sentence(arena, text))
				continue;
			struct str cell = roster_title_cell(arena, text, false);
			struct str parent = roster_title_parent(arena, text);
			if (cell.len && (!table->title_cell.len || roster_begins(roster_plain(arena, text), "chi bo")))
				table->title_cell = cell;
			if (parent.len && !reader->person.roster->parent.len)
				reader->person.roster->parent = parent;
		}
	}
}

/* A row right above the header may hold groups: few cells, each a thing that is known to have parts. */
static void take_group_row(struct file_reader *reader, int header_row)
{
	struct arena *arena = reader->person.arena;
	struct table *table = reader->now;
	struct held_row *held = table->held_count ? &table->held[table->held_count - 1] : NULL;
	int known = 0;
	if (!held || held->number != header_row - 1)
		return;
	for (size_t i = 0; i < held->count; i++) {
		enum heading field = roster_field(arena, held->cells[i].text);
		known += field > FIELD_IGNORED || str_is(roster_plain(arena, held->cells[i].text), "dang vien");
	}
	if (!known || (size_t)known * 2 < held->count)
		return;
	for (size_t i = 0; i < held->count; i++)
		table->top[held->cells[i].column] = held->cells[i].text;
}

/* A group stands over its own column and the nameless ones to the right that have something below. */
static void spread_groups(struct table *table)
{
	struct str group = STR_NONE;
	for (int i = 0; i < COLUMNS; i++) {
		if (table->top[i].len)
			group = table->own[i].len ? table->top[i] : STR_NONE;
		else if (!table->own[i].len)
			group = STR_NONE;
		else
			table->top[i] = group;
	}
}

/* Of two columns of education the one of general schooling stands behind the other; what the new one is. */
static enum heading second_education(struct arena *arena, struct roster_columns *columns, struct table *table, int at)
{
	int first = columns->at[FIELD_EDUCATION];
	if (roster_is_schooling(arena, table->own[at].len ? table->own[at] : table->top[at]))
		return FIELD_SCHOOLING;
	if (!roster_is_schooling(arena, table->own[first].len ? table->own[first] : table->top[first]))
		return FIELD_NONE;
	columns->at[FIELD_SCHOOLING] = (short)first;
	columns->field[first] = FIELD_SCHOOLING;
	columns->at[FIELD_EDUCATION] = -1;
	return FIELD_EDUCATION;
}

static void name_columns(struct file_reader *reader)
{
	struct arena *arena = reader->person.arena;
	struct table *table = reader->now;
	struct roster_columns *columns = arena_new(arena, struct roster_columns);
	struct str tops[COLUMNS];
	memcpy(tops, table->top, sizeof(tops));
	spread_groups(table);
	for (int i = 0; i < FIELD__COUNT; i++)
		columns->at[i] = -1;
	for (int i = 0; i < COLUMNS; i++) {
		enum heading field = roster_field_of(arena, table->top[i], table->own[i]);
		if (field == FIELD_POST && columns->at[FIELD_PARTY_POST] >= 0)
			field = FIELD_JOB;
		if (field == FIELD_NAME && columns->at[FIELD_NAME] >= 0)
			field = FIELD_NONE; /* "Đảng viên" over full and probationary */
		if (field == FIELD_JOINED && columns->at[FIELD_JOINED] >= 0 &&
		        str_is(roster_plain(arena, table->own[i]), "du bi"))
			field = FIELD_STATUS_PROBATIONARY;
		if (field == FIELD_EDUCATION && columns->at[FIELD_EDUCATION] >= 0)
			field = second_education(arena, columns, table, i);
		columns->field[i] = (unsigned char)field;
		if (field > FIELD_IGNORED && columns->at[field] < 0)
			columns->at[field] = (short)i;
	}
	memcpy(table->top, tops, sizeof(tops));
	int name = columns->at[FIELD_NAME];
	columns->name_tail = -1;
	if (name < 0 && columns->at[FIELD_NAME_GIVEN] >= 0 && columns->at[FIELD_NAME_FAMILY] < 0) {
		columns->at[FIELD_NAME] = columns->at[FIELD_NAME_GIVEN];
		columns->at[FIELD_NAME_GIVEN] = -1;
	}
	if (name >= 0 && name + 1 < COLUMNS && !table->own[name + 1].len && !table->top[name + 1].len)
		columns->name_tail = (short)(name + 1);
	columns->header_row = table->header_row;
	table->columns = columns;
	table->strong |= columns->at[FIELD_BIRTH] >= 0 || columns->at[FIELD_BIRTH_MALE] >= 0 ||
	                 columns->at[FIELD_BIRTH_YEAR] >= 0 || columns->at[FIELD_JOINED] >= 0 ||
	                 columns->at[FIELD_JOINED_OFFICIAL] >= 0 || columns->at[FIELD_OFFICIAL] >= 0 ||
	                 columns->at[FIELD_CARD] >= 0 || columns->at[FIELD_ID_NUMBER] >= 0;
}

static void start_header(struct file_reader *reader, const struct sheet_row *row, bool cell_list)
{
	struct table *table = reader->now;
	memset(table->top, 0, sizeof(table->top));
	memset(table->own, 0, sizeof(table->own));
	if (table->place == BEFORE_HEADER)
		read_titles(reader);
	take_group_row(reader, row->number);
	for (size_t i = 0; i < row->count; i++) {
		if (row->cells[i].column < COLUMNS)
			table->own[row->cells[i].column] = keep(reader->person.arena, row->cells[i].text);
	}
	table->header_row = row->number;
	table->sub_headers = 0;
	table->ended = false;
	table->held_count = 0;
	table->place = cell_list ? IN_CELL_LIST : UNDER_HEADER;
	name_columns(reader);
}

/* The second row of a header: short known words, nothing where the names stand. */
static bool take_sub_header(struct file_reader *reader, const struct sheet_row *row)
{
	struct arena *arena = reader->person.arena;
	struct table *table = reader->now;
	size_t known = 0;
	if (table->sub_headers >= SUB_HEADERS || row->number > table->header_row + 1 + table->sub_headers)
		return false;
	for (size_t i = 0; i < row->count; i++) {
		const struct sheet_cell *cell = &row->cells[i];
		if (cell->kind != SHEET_TEXT || cell->column >= COLUMNS)
			return false;
		enum heading field = (enum heading)table->columns->field[cell->column];
		struct str plain = roster_plain(arena, cell->text);
		if (field == FIELD_NAME && !roster_begins(plain, "ho") && !str_is(plain, "ten"))
			return false;
		if (field == FIELD_ORDINAL)
			return false;
		known += roster_is_sub_header(arena, cell->text);
	}
	if (!known || known * 2 < row->count)
		return false;
	for (int i = 0; i < COLUMNS; i++) {
		const struct sheet_cell *cell = cell_of(row, i);
		if (!cell)
			continue;
		if (table->own[i].len)
			table->top[i] = table->own[i];
		table->own[i] = keep(arena, cell->text);
	}
	/* the others have one text for both rows: it stays below, so that groups do not reach over it */
	for (int i = 0; i < COLUMNS; i++) {
		if (!cell_of(row, i) && table->own[i].len && !table->sub_headers) {
			table->top[i] = table->own[i];
			table->own[i] = STR_NONE;
		}
	}
	table->sub_headers++;
	name_columns(reader);
	return true;
}

static bool is_short_number(struct str text)
{
	struct str bare = str_trim(text);
	if (bare.len > 4 || !bare.len)
		return false;
	for (size_t i = 0; i < bare.len; i++) {
		if (!strchr("0123456789()[]abcABC.", bare.ptr[i]))
			return false;
	}
	return true;
}

/* (1) (2) (3) or A B 1 2 under a header */
static bool is_numbering(const struct sheet_row *row)
{
	size_t numbers = 0;
	for (size_t i = 0; i < row->count; i++)
		numbers += is_short_number(row->cells[i].text) || (row->cells[i].text.len <= 2);
	return row->count >= 3 && numbers == row->count;
}

/* Filled cells that say something of a member: not number, name, cell, note. */
static int facts(const struct row_view *view, const struct roster_columns *columns)
{
	int count = 0;
	for (int i = FIELD_BIRTH; i <= FIELD_PHONE; i++)
		count += roster_cell_at(view, columns, (enum heading)i) != NULL;
	return count;
}

/* Totals count, people have days. */
static bool has_day(const struct row_view *view, const struct roster_columns *columns)
{
	static const enum heading days[] = { FIELD_BIRTH, FIELD_BIRTH_MALE, FIELD_BIRTH_FEMALE, FIELD_JOINED,
		FIELD_OFFICIAL };
	for (size_t i = 0; i < LENGTH(days); i++) {
		const struct sheet_cell *cell = roster_cell_at(view, columns, days[i]);
		if (cell && roster_has_year(cell))
			return true;
	}
	return false;
}

static const struct sheet_cell *first_text(const struct sheet_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		if (row->cells[i].kind == SHEET_TEXT && row->cells[i].text.len > 5)
			return &row->cells[i];
	}
	return NULL;
}

static bool begins_any(struct str plain, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (roster_begins(plain, words[i]))
			return true;
	}
	return false;
}

static bool is_total(struct arena *arena, const struct sheet_row *row)
{
	static const char *const words[] = { "tong cong", "tong so", "cong", "tong", "danh sach gom", "danh sach nay",
		"danh sach co", "an dinh", "trong do", "so dang vien", "toan chi bo", "chi bo co", "tong dang vien",
		"tong hop" };
	for (size_t i = 0; i < row->count && i < 3; i++) {
		struct str plain = roster_plain(arena, row->cells[i].text);
		if (row->cells[i].kind == SHEET_TEXT && begins_any(plain, words, LENGTH(words)) &&
		        !(str_is(plain, "cong") || str_is(plain, "tong") ? row->count > 6 : 0))
			return true;
	}
	return false;
}

static bool is_signature(struct arena *arena, const struct sheet_row *row)
{
	static const char *const words[] = { "t m", "tm chi bo", "tm dang uy", "tm cap uy", "nguoi lap", "ky ten",
		"ky ghi", "da ky", "noi nhan", "xac nhan", "thu truong", "nguoi tong hop", "thay mat", "ky va ghi",
		"ky dong dau" };
	for (size_t i = 0; i < row->count; i++) {
		struct str plain = roster_plain(arena, row->cells[i].text);
		if (row->cells[i].kind == SHEET_TEXT && row->cells[i].text.len < 200 &&
		        (begins_any(plain, words, LENGTH(words)) ||
		                (roster_has(plain, "ngay") && roster_has(plain, "thang") && roster_has(plain, "nam") &&
		                        row->count < 3 && plain.len > 20) ||
		                ((str_is(plain, "bi thu") || str_is(plain, "pho bi thu")) && row->count < 3)))
			return true;
	}
	return false;
}

/* "II. ĐẢNG VIÊN DỰ BỊ" over some rows */
static bool take_category(struct file_reader *reader, struct str text)
{
	struct arena *arena = reader->person.arena;
	struct str plain = roster_plain(arena, text);
	if (plain.len > 90 ||
	        !(roster_has(plain, "dang vien") || roster_has(plain, "sinh hoat") || roster_has(plain, "dvdb")))
		return false;
	struct note_flags flags = roster_note(arena, text);
	if (roster_has(plain, "chinh thuc"))
		flags = (struct note_flags){ 0 };
	flags.unclear = false;
	reader->now->section = flags;
	return true;
}

/* A row across: the cell or the group of members that follow. */
static bool take_section(struct file_reader *reader, const struct row_view *view)
{
	struct table *table = reader->now;
	const struct sheet_row *row = view->row;
	const struct sheet_cell *first = first_text(row);
	size_t texts = 0;
	if (!first || facts(view, table->columns) > (row->count > 2 ? 0 : 1))
		return false;
	for (size_t i = 0; i < row->count; i++)
		texts += row->cells[i].kind == SHEET_TEXT && row->cells[i].text.len > 5;
	if (texts > 1)
		return false;
	struct str cell = roster_title_cell(reader->person.arena, first->text, true);
	if (cell.len) {
		table->section_cell = cell;
		table->carried_cell = STR_NONE;
		table->section = (struct note_flags){ 0 };
		table->ended = false;
		return true;
	}
	return take_category(reader, first->text);
}

static bool looks_like_name(struct str name)
{
	size_t blanks = 0;
	for (size_t i = 0; i < name.len; i++) {
		blanks += name.ptr[i] == ' ';
		if (strchr("0123456789:()/;,", name.ptr[i]))
			return false;
	}
	return blanks >= 1 && blanks <= 6;
}

/* The cell of this row: its own, the one above it in a merged column, a row across, the title; the sheet comes later.
 */
static void settle_cell(struct file_reader *reader, const struct row_view *view, struct roster_person *person)
{
	struct table *table = reader->now;
	const struct sheet_cell *cell = roster_cell_at(view, table->columns, FIELD_CELL);
	struct str text = cell ? roster_line(&reader->person, cell->text) : STR_NONE;
	if (text.len && text.len <= CELLS_ROW * 4) {
		table->carried_cell = text;
		person->cell = text;
	} else if (table->section_cell.len) {
		person->cell = table->section_cell;
	} else {
		person->cell = table->carried_cell;
	}
	if (cell && cell->formula)
		roster_person_error(reader->person.arena, reader->person.roster, person, cell->column, "formula_cell",
		        roster_say(reader->person.arena, reader->person.roster,
		                N_("Ô chứa công thức: hãy chép rồi dán lại thành giá trị (Dán đặc biệt, Giá trị)"),
		                NULL));
}

static enum status add_person(struct file_reader *reader, const struct row_view *view, struct err *err)
{
	struct arena *arena = reader->person.arena;
	struct roster *roster = reader->person.roster;
	struct table *table = reader->now;
	if (roster->count == roster->room) {
		size_t room = roster->room ? roster->room * 2 : 256;
		roster->people = roster->count >= PERSON_CEILING
		                         ? NULL
		                         : arena_grow(arena, roster->people, sizeof(*roster->people) * roster->room,
		                                   sizeof(*roster->people) * room);
		if (!roster->people) {
			roster->count = 0;
			return err_set(err, INVALID, "sheet.too_many_rows", "file");
		}
		roster->room = room;
	}
	struct roster_person *person = &roster->people[roster->count++];
	*person = (struct roster_person){
		.sheet = table->name, .row = view->row->number, .cell_at = -1, .sheet_at = table->index
	};
	settle_cell(reader, view, person);
	roster_person_read(&reader->person, view, table->columns, &table->section, person);
	table->people++;
	return OK;
}

/* A row that is neither blank nor anything known is said, never swallowed. */
static void ignored(struct file_reader *reader, const struct sheet_row *row)
{
	const struct sheet_cell *text = first_text(row);
	if (text && !reader->now->ended)
		roster_problem_add(reader->person.arena, &reader->person.roster->warnings, reader->now->name,
		        row->number, text->column, "row_ignored",
		        roster_say(reader->person.arena, reader->person.roster,
		                N_("Dòng này không được hiểu là một đảng viên nên bỏ qua"), NULL));
}

/* Numbering, a header again, a row across, a total, a signature: taken here. */
static bool is_furniture(struct file_reader *reader, const struct row_view *view)
{
	struct arena *arena = reader->person.arena;
	bool cell_list;
	if (is_numbering(view->row))
		return true;
	if (header_fit(arena, view->row, &cell_list)) {
		start_header(reader, view->row, cell_list);
		return true;
	}
	if (take_section(reader, view) || (is_total(arena, view->row) && !has_day(view, reader->now->columns)))
		return true;
	if (!is_signature(arena, view->row))
		return false;
	reader->now->ended = true;
	return true;
}

/* Most rows: numbered or not, a name that is no word of headers and totals, and much beside it. */
static bool is_plain_person(const struct sheet_cell *ordinal, struct str name, bool numbered, int known)
{
	static const char *const words[] = { "Họ", "HỌ", "Tổng", "TỔNG", "Cộng", "CỘNG", "Chi bộ", "CHI BỘ" };
	if (known < 3 || name.len < 5 || name.ptr[0] == '(' || (ordinal && !numbered))
		return false;
	for (size_t i = 0; i < LENGTH(words); i++) {
		if (str_starts(name, str_of(words[i])))
			return false;
	}
	return true;
}

static enum status take_people_row(struct file_reader *reader, const struct sheet_row *row, struct err *err)
{
	struct table *table = reader->now;
	struct row_view view = { .row = row };
	for (size_t i = 0; i < row->count; i++) {
		if (row->cells[i].column < COLUMNS)
			view.at[row->cells[i].column] = &row->cells[i];
	}
	const struct sheet_cell *ordinal = roster_cell_at(&view, table->columns, FIELD_ORDINAL);
	bool numbered = ordinal && is_short_number(ordinal->text);
	int64_t number;
	numbered |= ordinal && (ordinal->kind == SHEET_NUMBER || str_int(str_trim(ordinal->text), &number));
	int known = facts(&view, table->columns);
	struct str post, name = roster_full_name(&reader->person, &view, table->columns, &post);
	if (is_plain_person(ordinal, name, numbered, known) && !table->ended)
		return add_person(reader, &view, err);
	if (is_furniture(reader, &view))
		return OK;
	if (table->ended && !(numbered && name.len && known) && known < 4)
		return OK;
	if (name.len ? known > 0 || numbered || (looks_like_name(name) && !table->ordinals && !ordinal)
	             : known >= 3 || (numbered && known >= 1)) {
		table->ordinals |= numbered;
		return add_person(reader, &view, err);
	}
	ignored(reader, row);
	return OK;
}

static void take_listed_cell(struct file_reader *reader, const struct sheet_row *row)
{
	struct arena *arena = reader->person.arena;
	struct roster *roster = reader->person.roster;
	struct roster_columns *columns = reader->now->columns;
	const struct sheet_cell *name = cell_of(row, columns->at[FIELD_CELL]);
	const struct sheet_cell *code =
	        columns->at[FIELD_CELL_CODE] < 0 ? NULL : cell_of(row, columns->at[FIELD_CELL_CODE]);
	if (!name || row->count < 2 || is_total(arena, row) || is_signature(arena, row) || is_numbering(row))
		return;
	int at = roster_cell_find(arena, roster, name->text);
	if (at < 0)
		return;
	roster->cells[at].listed = true;
	if (code)
		roster->cells[at].code = text_line(arena, code->text);
}

static enum status on_row(void *context, const struct sheet_row *row, struct err *err)
{
	struct file_reader *reader = context;
	struct arena *arena = reader->person.arena;
	if (!reader->now || reader->now->index != row->sheet) {
		if (reader->table_count == reader->table_room) {
			int room = reader->table_room ? reader->table_room * 2 : 8;
			reader->tables = arena_grow(arena, reader->tables,
			        sizeof(struct table) * (size_t)reader->table_room, sizeof(struct table) * (size_t)room);
			if (!reader->tables)
				return err_set(err, INVALID, "sheet.too_many_sheets", "file");
			reader->table_room = room;
		}
		reader->now = &reader->tables[reader->table_count++];
		*reader->now = (struct table){ .index = row->sheet, .hidden = row->sheet_hidden };
		reader->now->name = row->sheet_name.len ? keep(arena, row->sheet_name) : STR_NONE;
	}
	struct table *table = reader->now;
	bool cell_list;
	if (table->place == BEFORE_HEADER) {
		if (header_fit(arena, row, &cell_list))
			start_header(reader, row, cell_list);
		else
			hold(reader, row);
		return OK;
	}
	if (table->place == UNDER_HEADER && take_sub_header(reader, row))
		return OK;
	if (table->place == IN_CELL_LIST) {
		if (header_fit(arena, row, &cell_list))
			start_header(reader, row, cell_list);
		else
			take_listed_cell(reader, row);
		return OK;
	}
	return take_people_row(reader, row, err);
}

enum status roster_file_read(struct person_reader *person, struct str bytes, struct err *err)
{
	struct file_reader reader = { .person = *person };
	struct sheet_sink sink = { .context = &reader, .row = on_row };
	enum status (*read)(struct str, const struct sheet_limits *, const struct sheet_sink *, struct sheet_info *,
	        struct err *) = person->options->isolated ? sheet_isolated : sheet_read;
	TRY(read(bytes, person->options->limits ? person->options->limits : &sheet_default_limits, &sink,
	        &person->roster->info, err));
	roster_finish_tables(&reader);
	return OK;
}
