/* One row to one person, with what is wrong in it. */
#include "roster_read_private.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { CACHE = 4096, NAME_LETTERS = 100, TEXT_LETTERS = 300, NOTE_LETTERS = 1000, VALUE_LETTERS = 80 };

static struct roster_problem *wrong(struct person_reader *reader, struct roster_person *person,
        const struct sheet_cell *cell, const char *kind, struct str message)
{
	struct roster_problem *problem =
	        roster_person_error(reader->arena, reader->roster, person, cell ? cell->column : -1, kind, message);
	if (cell)
		problem->value = str_copy(
		        reader->arena, str_slice(cell->text, 0, cell->text.len < VALUE_LETTERS ? cell->text.len : 0));
	return problem;
}

static void odd(struct person_reader *reader, struct roster_person *person, const struct sheet_cell *cell,
        const char *kind, struct str message)
{
	roster_person_warn(reader->arena, reader->roster, person, cell ? cell->column : -1, kind, message);
}

struct str roster_line(struct person_reader *reader, struct str raw)
{
	uint64_t hash = 14695981039346656037u;
	bool plain = raw.len > 0;
	for (size_t i = 0; i < raw.len; i++) {
		unsigned char c = (unsigned char)raw.ptr[i];
		hash = (hash ^ c) * 1099511628211u;
		plain &= c > 32 && c < 127;
	}
	if (plain && raw.len < 24)
		return str_copy(reader->arena, raw);
	struct line_cache *slot = &reader->cache[hash % CACHE];
	if (slot->hash != hash || !str_eq(slot->raw, raw)) {
		slot->hash = hash;
		slot->raw = str_copy(reader->arena, raw);
		slot->line = text_line(reader->arena, raw);
	}
	return slot->line;
}

const struct sheet_cell *roster_cell_at(
        const struct row_view *view, const struct roster_columns *columns, enum heading field)
{
	return columns->at[field] < 0 ? NULL : view->at[columns->at[field]];
}

/* What a person sees in the cell: a day that Excel made of 12/12 is 12/12 again where schooling stands. */
static struct str shown(struct person_reader *reader, const struct sheet_cell *cell, enum heading field)
{
	if (cell->kind == SHEET_ERROR)
		return STR_NONE;
	if (cell->kind != SHEET_DATE)
		return roster_line(reader, cell->text);
	struct date date;
	if ((field == FIELD_EDUCATION || field == FIELD_SCHOOLING) && date_parse(cell->text, &date) && date.day)
		return str_format(reader->arena, "%d/%d", date.day, date.month);
	return date_show(reader->arena, cell->text);
}

static struct str number(struct person_reader *reader, size_t count)
{
	return str_format(reader->arena, "%zu", count);
}

/* Of a text that is too long to be repeated nothing. */
static struct str short_text(struct str text)
{
	return str_slice(text, 0, text.len < 60 ? text.len : 0);
}

static bool formula(struct person_reader *reader, struct roster_person *person, const struct sheet_cell *cell)
{
	if (cell && cell->formula)
		wrong(reader, person, cell, "formula_cell",
		        roster_say(reader->arena, reader->roster,
		                N_("Ô chứa công thức: hãy chép rồi dán lại thành giá trị (Dán đặc biệt, Giá trị)"),
		                NULL));
	return cell && cell->formula;
}

static struct str text_field(struct person_reader *reader, const struct row_view *view, struct roster_person *person,
        enum heading field, size_t letters, const char *label)
{
	const struct sheet_cell *cell = roster_cell_at(view, person->columns, field);
	if (!cell)
		return STR_NONE;
	formula(reader, person, cell);
	struct str line = shown(reader, cell, field);
	if (line.len > letters && text_letters(line) > letters)
		wrong(reader, person, cell, "text_too_long",
		        roster_say(reader->arena, reader->roster,
		                N_("{field} quá dài ({n} chữ, tối đa {most}): hãy rút gọn"), "field",
		                message_text(reader->roster->language, str_of(label)), "n",
		                number(reader, text_letters(line)), "most", number(reader, letters), NULL))
		        ->value = STR_NONE;
	bool nothing =
	        line.len < 3 && (str_is(line, "-") || str_is(line, "--") || str_is(line, "/") || str_is(line, "."));
	return nothing || !line.len ? STR_NONE : line;
}

static const char *const day_labels[] = { N_("Ngày sinh"), N_("Ngày vào Đảng"), N_("Ngày chính thức") };
enum day_use { DAY_BIRTH, DAY_JOINED, DAY_OFFICIAL };

static struct str day_label(const struct person_reader *reader, enum day_use use)
{
	return message_text(reader->roster->language, str_of(day_labels[use]));
}

/* Says what is wrong with a day; what was read of it otherwise. */
static bool day_is_good(struct person_reader *reader, struct roster_person *person, const struct sheet_cell *cell,
        enum day_use use, enum date_reading reading, struct date date)
{
	struct arena *arena = reader->arena;
	struct str text = reading == DATE_READ ? STR_NONE : text_line(arena, cell->text);
	if (reading == DATE_IMPOSSIBLE) {
		wrong(reader, person, cell, "impossible_date",
		        roster_say(reader->arena, reader->roster,
		                N_("{field} {day} không có thật (ghi theo thứ tự ngày, tháng, năm)"), "field",
		                day_label(reader, use), "day", text, NULL));
		return false;
	}
	if (reading == DATE_UNREADABLE) {
		wrong(reader, person, cell, "unreadable_date",
		        roster_say(reader->arena, reader->roster,
		                N_("{field} không đọc được: “{text}” (ghi như 03/11/1985, 11/1985 hoặc 1985)"), "field",
		                day_label(reader, use), "text", short_text(text), NULL));
		return false;
	}
	if (reading == DATE_READ && date_compare(date, reader->today) > 0 &&
	        (date.month == 0 ? date.year > reader->today.year
	                         : date.year > reader->today.year || date.month > reader->today.month || date.day)) {
		wrong(reader, person, cell, "future_date",
		        roster_say(reader->arena, reader->roster,
		                N_("{field} ở tương lai ({day}): hãy kiểm tra lại năm"), "field",
		                day_label(reader, use), "day", date_show(arena, date_iso(arena, date)), NULL));
		return false;
	}
	return reading == DATE_READ;
}

static void count_day(struct roster_days *days, const struct sheet_cell *cell, int day)
{
	if (cell->kind == SHEET_DATE)
		*(day > 12 ? &days->serial_late : &days->serial_early) += 1;
	else if (cell->kind == SHEET_TEXT)
		*(day > 12 ? &days->typed_late : &days->typed_early) += 1;
	sheet_column_name(cell->column, days->column);
}

/* Reads one day and says what is wrong with it; DATE_IMPOSSIBLE stands for all that is. ret_rest: the second of two
 * days. */
static enum date_reading read_day(struct person_reader *reader, struct roster_person *person,
        const struct sheet_cell *cell, enum day_use use, struct date *ret_date, struct str *ret_rest)
{
	enum date_reading reading;
	formula(reader, person, cell);
	*ret_rest = STR_NONE;
	if (cell->kind == SHEET_DATE && cell->number >= 1900 && cell->number <= 2100 && cell->text.len == 10) {
		*ret_date = (struct date){ (int)cell->number, 0, 0 };
		reading = DATE_READ;
		odd(reader, person, cell, "year_as_date",
		        roster_say(reader->arena, reader->roster,
		                N_("Ô này hiện một ngày năm 1905, có lẽ người gõ chỉ ghi năm {year}: đã hiểu là năm "
		                   "{year}"),
		                "year", number(reader, (size_t)ret_date->year), NULL));
	} else if (cell->kind == SHEET_DATE) {
		reading = date_parse(cell->text, ret_date) ? DATE_READ : DATE_UNREADABLE;
	} else if (cell->kind == SHEET_NUMBER) {
		reading = roster_date_number(cell->number, reader->today, ret_date);
	} else if (cell->kind == SHEET_TEXT) {
		reading = roster_date(reader->arena, cell->text, reader->today, use == DAY_BIRTH, ret_date, ret_rest);
	} else {
		reading = cell->kind == SHEET_BOOL ? DATE_MARK : DATE_UNREADABLE;
	}
	if (reading == DATE_EMPTY || reading == DATE_PROBATIONARY || reading == DATE_MARK)
		return reading;
	if (reading == DATE_READ && ret_date->day)
		count_day(&reader->roster->days[use], cell, ret_date->day);
	return day_is_good(reader, person, cell, use, reading, *ret_date) ? DATE_READ : DATE_IMPOSSIBLE;
}

/* Day, month and year in columns of their own. */
static struct str birth_in_parts(
        struct person_reader *reader, const struct row_view *view, struct roster_person *person)
{
	const struct sheet_cell *parts[] = { roster_cell_at(view, person->columns, FIELD_BIRTH_YEAR),
		roster_cell_at(view, person->columns, FIELD_BIRTH_MONTH),
		roster_cell_at(view, person->columns, FIELD_BIRTH_DAY) };
	struct date date = { 0 };
	if (!parts[0])
		return STR_NONE;
	struct str text = parts[1] && parts[2]
	                          ? str_format(reader->arena, "%.*s/%.*s/%.*s", STR_ARG(str_trim(parts[2]->text)),
	                                    STR_ARG(str_trim(parts[1]->text)), STR_ARG(str_trim(parts[0]->text)))
	                  : parts[1] ? str_format(reader->arena, "%.*s/%.*s", STR_ARG(str_trim(parts[1]->text)),
	                                       STR_ARG(str_trim(parts[0]->text)))
	                             : parts[0]->text;
	enum date_reading reading = roster_date(reader->arena, text, reader->today, true, &date, NULL);
	struct sheet_cell whole = *parts[0];
	whole.text = text;
	return reading != DATE_EMPTY && day_is_good(reader, person, &whole, DAY_BIRTH, reading, date)
	               ? date_iso(reader->arena, date)
	               : STR_NONE;
}

/* Columns "Nam" and "Nữ" without a group above may hold days of birth instead of marks. */
static const struct sheet_cell *birth_cell(
        const struct row_view *view, const struct roster_columns *columns, enum heading field)
{
	const struct sheet_cell *cell = roster_cell_at(view, columns, field);
	bool day_possible = field != FIELD_SEX_MALE && field != FIELD_SEX_FEMALE;
	if (!day_possible && columns->at[FIELD_BIRTH] < 0 && columns->at[FIELD_BIRTH_YEAR] < 0)
		day_possible = cell && roster_has_year(cell);
	return day_possible ? cell : NULL;
}

static void read_birth(struct person_reader *reader, const struct row_view *view, struct roster_person *person)
{
	static const enum heading fields[] = { FIELD_BIRTH, FIELD_BIRTH_MALE, FIELD_BIRTH_FEMALE, FIELD_SEX_MALE,
		FIELD_SEX_FEMALE };
	for (size_t i = 0; i < LENGTH(fields); i++) {
		const struct sheet_cell *cell = birth_cell(view, person->columns, fields[i]);
		struct date date = { 0 };
		struct str rest;
		if (!cell)
			continue;
		enum date_reading reading = read_day(reader, person, cell, DAY_BIRTH, &date, &rest);
		if (fields[i] != FIELD_BIRTH && reading != DATE_EMPTY)
			person->sex =
			        fields[i] == FIELD_BIRTH_MALE || fields[i] == FIELD_SEX_MALE ? STR("Nam") : STR("Nữ");
		if (reading == DATE_READ)
			person->birth = date_iso(reader->arena, date);
	}
	if (person->columns->at[FIELD_BIRTH_YEAR] >= 0)
		person->birth = birth_in_parts(reader, view, person);
}

/* The days of joining: two columns, or one with both. Fills status marks that stand instead of a day. */
static void read_party_days(struct person_reader *reader, const struct row_view *view, struct roster_person *person,
        struct note_flags *flags)
{
	const struct sheet_cell *joined = roster_cell_at(view, person->columns, FIELD_JOINED);
	const struct sheet_cell *official = roster_cell_at(view, person->columns, FIELD_OFFICIAL);
	const struct sheet_cell *both = roster_cell_at(view, person->columns, FIELD_JOINED_OFFICIAL);
	struct date date = { 0 };
	struct str rest, none;
	joined = joined ? joined : both;
	if (joined) {
		enum date_reading reading = read_day(reader, person, joined, DAY_JOINED, &date, &rest);
		if (reading == DATE_READ)
			person->joined = date_iso(reader->arena, date);
		flags->probationary |= reading == DATE_PROBATIONARY || reading == DATE_MARK;
		if (rest.len && !official) {
			struct sheet_cell second = *joined;
			second.text = rest;
			second.formula = false;
			if (read_day(reader, person, &second, DAY_OFFICIAL, &date, &none) == DATE_READ)
				person->official = date_iso(reader->arena, date);
		}
	}
	bool both_ahead = joined && official && !person->joined.len && official->kind == SHEET_DATE &&
	                  date_parse(official->text, &date) && date_compare(date, reader->today) > 0;
	if (official && !both_ahead) { /* a day of joining that is ahead was said already */
		enum date_reading reading = read_day(reader, person, official, DAY_OFFICIAL, &date, &rest);
		if (reading == DATE_READ)
			person->official = date_iso(reader->arena, date);
		flags->probationary |= reading == DATE_PROBATIONARY;
		flags->full |= reading == DATE_MARK;
	}
}

static void read_sex(struct person_reader *reader, const struct row_view *view, struct roster_person *person)
{
	const struct sheet_cell *cell = roster_cell_at(view, person->columns, FIELD_SEX);
	const struct sheet_cell *male = roster_cell_at(view, person->columns, FIELD_SEX_MALE);
	const struct sheet_cell *female = roster_cell_at(view, person->columns, FIELD_SEX_FEMALE);
	bool is_male = male && roster_is_mark(reader->arena, male->text);
	bool is_female = female && roster_is_mark(reader->arena, female->text);
	if (cell) {
		formula(reader, person, cell);
		person->sex = roster_sex(reader->arena, cell->text);
		if (!person->sex.len && !roster_is_nothing(reader->arena, cell->text))
			wrong(reader, person, cell, "sex_unknown",
			        roster_say(reader->arena, reader->roster,
			                N_("Giới tính không rõ: “{text}” (ghi Nam hoặc Nữ)"), "text",
			                short_text(roster_line(reader, cell->text)), NULL));
	} else if (is_male != is_female) {
		person->sex = is_male ? STR("Nam") : STR("Nữ");
	} else if (person->columns->at[FIELD_SEX_FEMALE] >= 0 && person->columns->at[FIELD_SEX_MALE] < 0) {
		person->sex = STR("Nam"); /* women alone are marked */
	} else if (is_male) {
		wrong(reader, person, female, "sex_unknown",
		        roster_say(reader->arena, reader->roster,
		                N_("Giới tính không rõ: đánh dấu cả hai cột Nam và Nữ"), NULL));
	}
}

static void read_card(struct person_reader *reader, const struct row_view *view, struct roster_person *person,
        struct note_flags *flags)
{
	const struct sheet_cell *cell = roster_cell_at(view, person->columns, FIELD_CARD);
	bool foreign;
	if (!cell || roster_is_nothing(reader->arena, cell->text))
		return;
	formula(reader, person, cell);
	struct str text = roster_line(reader, cell->text), digits = roster_digits(reader->arena, cell->text, &foreign);
	if (roster_note(reader->arena, text).probationary) {
		flags->probationary = true;
		return;
	}
	if (foreign) {
		wrong(reader, person, cell, "letters_in_card",
		        roster_say(reader->arena, reader->roster, N_("Số thẻ có chữ: “{text}” (chỉ gồm chữ số)"),
		                "text", short_text(text), NULL));
		return;
	}
	if (cell->kind == SHEET_NUMBER && digits.len < 8)
		digits = str_format(reader->arena, "%08d", (int)cell->number);
	person->card = digits;
	if (digits.len != 8)
		odd(reader, person, cell, "card_length",
		        roster_say(reader->arena, reader->roster,
		                N_("Số thẻ có {n} chữ số, thường là 8: hãy kiểm tra lại"), "n",
		                number(reader, digits.len), NULL));
}

static void read_id_number(struct person_reader *reader, const struct row_view *view, struct roster_person *person)
{
	const struct sheet_cell *cell = roster_cell_at(view, person->columns, FIELD_ID_NUMBER);
	bool foreign;
	if (!cell || roster_is_nothing(reader->arena, cell->text))
		return;
	formula(reader, person, cell);
	struct str digits = roster_digits(reader->arena, cell->text, &foreign);
	if (cell->kind == SHEET_NUMBER && digits.len < 12 && digits.len != 9)
		digits = str_format(reader->arena, "%012.0f", cell->number);
	if (foreign) {
		wrong(reader, person, cell, "id_number_invalid",
		        roster_say(reader->arena, reader->roster, N_("Số CCCD có ký tự lạ: chỉ gồm 12 chữ số"), NULL));
		return;
	}
	if (digits.len == 9)
		odd(reader, person, cell, "old_id_number",
		        roster_say(reader->arena, reader->roster, N_("Số CMND cũ (9 số): nên thay bằng số CCCD 12 số"),
		                NULL));
	else if (digits.len != 12)
		wrong(reader, person, cell, "id_number_length",
		        roster_say(reader->arena, reader->roster,
		                digits.len < 12 ? N_("CCCD chỉ có {n} số (phải đủ 12 số)")
		                                : N_("CCCD có tới {n} số (phải đủ 12 số)"),
		                "n", number(reader, digits.len), NULL));
	if (digits.len == 9 || digits.len == 12)
		person->id_number = digits;
}

/* 0900000257, +84 900 000 257, 900000257 where Excel took the zero */
static struct str phone_digits(struct arena *arena, struct str text, bool *ret_foreign)
{
	struct str digits = roster_digits(arena, text, ret_foreign);
	if (digits.len == 11 && str_starts(digits, STR("84")))
		digits = str_format(arena, "0%.*s", STR_ARG(str_slice(digits, 2, digits.len)));
	else if ((digits.len == 9 || digits.len == 10) && digits.ptr[0] != '0')
		digits = str_format(arena, "0%.*s", STR_ARG(digits));
	return digits;
}

static void read_phone(struct person_reader *reader, const struct row_view *view, struct roster_person *person)
{
	const struct sheet_cell *cell = roster_cell_at(view, person->columns, FIELD_PHONE);
	bool foreign;
	if (!cell || roster_is_nothing(reader->arena, cell->text))
		return;
	formula(reader, person, cell);
	struct str digits = phone_digits(reader->arena, cell->text, &foreign);
	if (digits.len > 15) {
		struct str first = cell->text;
		size_t at = 0, seen = 0;
		while (at < first.len && !(seen >= 9 && strchr(";,/-\n", first.ptr[at])) && seen < 10)
			seen += first.ptr[at] >= '0' && first.ptr[at] <= '9' ? 1 : 0, at++;
		digits = phone_digits(reader->arena, str_slice(first, 0, at), &foreign);
		odd(reader, person, cell, "phone_many",
		        roster_say(reader->arena, reader->roster, N_("Có nhiều số điện thoại: chỉ lấy số đầu"), NULL));
	}
	if (foreign || (digits.len != 10 && digits.len != 11) || digits.ptr[0] != '0')
		wrong(reader, person, cell, "phone_invalid",
		        roster_say(reader->arena, reader->roster,
		                N_("Số điện thoại sai: “{text}” (10 chữ số, bắt đầu bằng 0)"), "text",
		                short_text(roster_line(reader, cell->text)), NULL));
	else
		person->phone = digits;
}

static void join_flags(struct note_flags *flags, struct note_flags more)
{
	flags->probationary |= more.probationary;
	flags->full |= more.full;
	flags->exempt |= more.exempt;
	flags->away |= more.away;
	flags->temporary_stay |= more.temporary_stay;
	flags->moved_out |= more.moved_out;
	flags->unclear |= more.unclear;
}

/* Columns of their own for a standing: a mark, a day or words; "không" is no. */
static void read_standing_columns(struct person_reader *reader, const struct row_view *view,
        struct roster_person *person, struct note_flags *flags)
{
	static const enum heading fields[] = { FIELD_STATUS, FIELD_STATUS_FULL, FIELD_STATUS_PROBATIONARY, FIELD_EXEMPT,
		FIELD_AWAY, FIELD_TEMPORARY, FIELD_MOVED };
	for (size_t i = 0; i < LENGTH(fields); i++) {
		const struct sheet_cell *cell = roster_cell_at(view, person->columns, fields[i]);
		if (!cell || roster_is_nothing(reader->arena, cell->text))
			continue;
		struct note_flags words = roster_note(reader->arena, cell->text);
		join_flags(flags, words);
		switch (fields[i]) {
		case FIELD_STATUS_FULL:
			flags->full = true;
			break;
		case FIELD_STATUS_PROBATIONARY:
			flags->probationary = true;
			break;
		case FIELD_EXEMPT:
			flags->exempt = true;
			break;
		case FIELD_AWAY:
			flags->away = true;
			break;
		case FIELD_TEMPORARY:
			flags->temporary_stay |= !words.away;
			break;
		case FIELD_MOVED:
			flags->moved_out |= !words.away && !words.temporary_stay;
			break;
		default:
			break;
		}
	}
}

/* Full or probationary: the official day and the card decide, then what stands in words, then how long ago they joined.
 */
static void settle_status(struct person_reader *reader, const struct row_view *view, struct roster_person *person,
        const struct note_flags *flags)
{
	const struct roster_columns *columns = person->columns;
	bool asked = columns->at[FIELD_OFFICIAL] >= 0 || columns->at[FIELD_JOINED_OFFICIAL] >= 0 ||
	             columns->at[FIELD_CARD] >= 0;
	struct date joined;
	if (person->official.len || flags->full || (person->card.len && !flags->probationary)) {
		if (flags->probationary && person->official.len)
			roster_person_warn(reader->arena, reader->roster, person, columns->at[FIELD_NOTE],
			        "status_conflict",
			        roster_say(reader->arena, reader->roster,
			                N_("Ghi là dự bị nhưng đã có ngày chính thức: hiểu là đảng viên chính thức"),
			                NULL));
		return;
	}
	if (flags->probationary) {
		person->probationary = true;
		return;
	}
	const struct sheet_cell *official = roster_cell_at(view, columns, FIELD_OFFICIAL);
	const struct sheet_cell *card = roster_cell_at(view, columns, FIELD_CARD);
	if (!asked || (official && !roster_is_nothing(reader->arena, official->text)) ||
	        (card && !roster_is_nothing(reader->arena, card->text)))
		return;
	if (person->joined.len && date_parse(person->joined, &joined) && reader->today.year - joined.year > 4)
		roster_person_warn(reader->arena, reader->roster, person, columns->at[FIELD_OFFICIAL],
		        "official_missing",
		        roster_say(reader->arena, reader->roster,
		                N_("Thiếu ngày chính thức và số thẻ, vào Đảng đã lâu: hiểu là đảng viên chính thức"),
		                NULL));
	else
		person->probationary = true;
}

static int years_between(struct date from, struct date to)
{
	int years = to.year - from.year;
	bool before = from.month && to.month &&
	              (to.month < from.month || (to.month == from.month && from.day && to.day && to.day < from.day));
	return before ? years - 1 : years;
}

static void check_days(struct person_reader *reader, const struct row_view *view, struct roster_person *person)
{
	struct date birth, joined, official;
	const struct sheet_cell *joined_cell = roster_cell_at(view, person->columns, FIELD_JOINED);
	const struct sheet_cell *official_cell = roster_cell_at(view, person->columns, FIELD_OFFICIAL);
	bool has_joined = date_parse(person->joined, &joined);
	if (has_joined && date_parse(person->birth, &birth) && years_between(birth, joined) < 18)
		wrong(reader, person, joined_cell, "underage",
		        roster_say(reader->arena, reader->roster,
		                N_("Vào Đảng khi chưa đủ 18 tuổi (sinh {birth}, vào Đảng {joined})"), "birth",
		                date_show(reader->arena, person->birth), "joined",
		                date_show(reader->arena, person->joined), NULL));
	if (has_joined && date_parse(person->official, &official) &&
	        (official.year < joined.year ||
	                (official.year == joined.year && official.month && joined.month &&
	                        (official.month < joined.month || (official.month == joined.month && official.day &&
	                                                                  official.day < joined.day)))))
		wrong(reader, person, official_cell, "official_before_joined",
		        roster_say(reader->arena, reader->roster,
		                N_("Ngày chính thức ({official}) trước ngày vào Đảng ({joined})"), "official",
		                date_show(reader->arena, person->official), "joined",
		                date_show(reader->arena, person->joined), NULL));
}

static bool is_party_post(struct arena *arena, struct str post)
{
	static const char *const words[] = { "bi thu", "chi uy", "cap uy", "dang uy", "btcb", "pbt", "bt", "pbtcb",
		"cuv" };
	struct str plain = roster_plain(arena, post);
	bool youth = roster_has(plain, "doan") && !roster_has(plain, "chi bo");
	for (size_t i = 0; i < LENGTH(words) && !youth; i++) {
		if (roster_has(plain, words[i]))
			return true;
	}
	return false;
}

static void read_texts(struct person_reader *reader, const struct row_view *view, struct roster_person *person)
{
	person->ethnic = text_field(reader, view, person, FIELD_ETHNIC, TEXT_LETTERS, N_("Dân tộc"));
	person->home = text_field(reader, view, person, FIELD_HOME, TEXT_LETTERS, N_("Quê quán"));
	person->residence = text_field(reader, view, person, FIELD_RESIDENCE, TEXT_LETTERS, N_("Nơi ở"));
	person->party_post = text_field(reader, view, person, FIELD_PARTY_POST, TEXT_LETTERS, N_("Chức vụ Đảng"));
	person->job = text_field(reader, view, person, FIELD_JOB, TEXT_LETTERS, N_("Chức vụ chính quyền"));
	person->education = text_field(reader, view, person, FIELD_EDUCATION, TEXT_LETTERS, N_("Trình độ"));
	struct str schooling = text_field(reader, view, person, FIELD_SCHOOLING, TEXT_LETTERS, N_("Trình độ văn hóa"));
	if (!person->education.len)
		person->education = schooling;
	person->note = text_field(reader, view, person, FIELD_NOTE, NOTE_LETTERS, N_("Ghi chú"));
	struct str post = text_field(reader, view, person, FIELD_POST, TEXT_LETTERS, N_("Chức vụ"));
	struct str *to = is_party_post(reader->arena, post) ? &person->party_post : &person->job;
	if (post.len && !to->len)
		*to = post;
}

void roster_person_read(struct person_reader *reader, const struct row_view *view, const struct roster_columns *columns,
        const struct note_flags *section, struct roster_person *person)
{
	struct note_flags flags = *section;
	static const enum heading names[] = { FIELD_NAME, FIELD_NAME_FAMILY, FIELD_NAME_GIVEN };
	person->columns = columns;
	struct str post;
	person->full_name = roster_full_name(reader, view, columns, &post);
	for (size_t i = 0; i < LENGTH(names); i++)
		formula(reader, person, roster_cell_at(view, columns, names[i]));
	int name_column = columns->at[FIELD_NAME] >= 0 ? columns->at[FIELD_NAME] : columns->at[FIELD_NAME_FAMILY];
	if (!person->full_name.len)
		roster_person_error(reader->arena, reader->roster, person, name_column, "missing_name",
		        roster_say(reader->arena, reader->roster,
		                N_("Thiếu họ tên: hãy ghi đủ họ và tên, hoặc bỏ dòng này"), NULL));
	else if (text_letters(person->full_name) > NAME_LETTERS)
		roster_person_error(reader->arena, reader->roster, person, name_column, "text_too_long",
		        roster_say(reader->arena, reader->roster, N_("Họ tên quá dài: hãy kiểm tra lại ô này"), NULL));
	read_texts(reader, view, person);
	read_sex(reader, view, person);
	read_birth(reader, view, person);
	read_party_days(reader, view, person, &flags);
	read_card(reader, view, person, &flags);
	read_id_number(reader, view, person);
	read_phone(reader, view, person);
	check_days(reader, view, person);
	join_flags(&flags, roster_note(reader->arena, person->note));
	join_flags(&flags, roster_note(reader->arena, post));
	if (post.len && !person->party_post.len && is_party_post(reader->arena, post))
		person->party_post = post;
	read_standing_columns(reader, view, person, &flags);
	settle_status(reader, view, person, &flags);
	person->moved_out = flags.moved_out;
	person->temporary_stay = flags.temporary_stay && !person->moved_out;
	person->exempt = flags.exempt && !person->moved_out && !person->temporary_stay;
	person->away = flags.away && !person->moved_out && !person->temporary_stay;
	if (flags.unclear)
		roster_person_warn(reader->arena, reader->roster, person, columns->at[FIELD_NOTE], "unclear_note",
		        roster_say(reader->arena, reader->roster,
		                N_("Ghi chú “sinh hoạt tạm thời” không nói rõ đi hay đến: hiểu là từ nơi khác đến, "
		                   "không tính vào chi bộ"),
		                NULL));
}
