/* References in formulas of a workbook: found by their form, the rest of a formula is copied as it is. */
#include "document/fill_private.h"

#include <ctype.h>
#include <string.h>

enum { LAST_ROW = FILL_LAST_ROW, LAST_COLUMN = 16384, FORMULA_CEILING = 64 << 10 };

/* A cell (column and row), a whole column (row 0) or a whole row (column 0). */
struct corner {
	int column, row;
	bool fixed_column, fixed_row;
};

struct walk {
	struct arena *arena;
	struct buf out;
	/* shifting */
	struct str own;
	struct fill_shifts shifts;
	bool inside, stretch;
	/* moving */
	bool moves;
	int rows, columns;
};

static bool in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '$' || c == '\\' || c == '?' || (c & 0x80);
}

static struct str word_at(struct str text, size_t at)
{
	size_t end = at;
	while (end < text.len && in_word(text.ptr[end]))
		end++;
	return str_slice(text, at, end);
}

static bool read_corner(struct str word, struct corner *ret_corner)
{
	size_t at = 0, letters = 0, digits = 0;
	*ret_corner = (struct corner){ 0 };
	bool dollar = at < word.len && word.ptr[at] == '$';
	at += dollar;
	for (; at < word.len && isalpha((unsigned char)word.ptr[at]) && letters < 4; at++, letters++)
		ret_corner->column = ret_corner->column * 26 + (toupper((unsigned char)word.ptr[at]) - 'A' + 1);
	ret_corner->fixed_column = letters && dollar;
	ret_corner->fixed_row = !letters && dollar;
	if (letters && at < word.len && word.ptr[at] == '$') {
		ret_corner->fixed_row = true;
		at++;
		if (at == word.len)
			return false;
	}
	for (; at < word.len && isdigit((unsigned char)word.ptr[at]) && digits < 8; at++, digits++)
		ret_corner->row = ret_corner->row * 10 + (word.ptr[at] - '0');
	return at == word.len && letters < 4 && letters + digits > 0 && (!digits || ret_corner->row > 0) &&
	       ret_corner->row <= LAST_ROW && ret_corner->column <= LAST_COLUMN;
}

static void put_column(struct buf *out, int column)
{
	char letters[4];
	int count = 0;
	for (; column; column = (column - 1) / 26)
		letters[count++] = (char)('A' + (column - 1) % 26);
	while (count)
		buf_char(out, letters[--count]);
}

static void put_corner(struct buf *out, struct corner corner)
{
	if (corner.column) {
		if (corner.fixed_column)
			buf_char(out, '$');
		put_column(out, corner.column);
	}
	if (corner.row) {
		if (corner.fixed_row)
			buf_char(out, '$');
		buf_int(out, corner.row);
	}
}

static bool move_by(int *place, bool fixed, int by, int last)
{
	if (*place && !fixed) {
		*place += by;
		return *place > 0 && *place <= last;
	}
	return true;
}

static bool move(struct walk *walk, struct corner *corner)
{
	return move_by(&corner->row, corner->fixed_row, walk->rows, LAST_ROW) &&
	       move_by(&corner->column, corner->fixed_column, walk->columns, LAST_COLUMN);
}

static void shift(const struct fill_shift *by, bool stretches, struct corner *first, struct corner *last)
{
	if (!by || !first->row)
		return;
	if (last->row > by->row || (stretches && last->row == by->row))
		last->row += by->more;
	if (first->row > by->row)
		first->row += by->more;
}

static const struct fill_shift *shift_of(const struct walk *walk, struct str sheet)
{
	for (size_t i = 0; i < walk->shifts.count; i++)
		if (walk->shifts.at[i].sheet.len == sheet.len &&
		        strncasecmp(walk->shifts.at[i].sheet.ptr, sheet.ptr, sheet.len) == 0)
			return &walk->shifts.at[i];
	return NULL;
}

/* One reference, a range where two are true. */
static void put_reference(struct walk *walk, struct str sheet, struct corner first, struct corner last, bool range)
{
	const struct fill_shift *by = walk->moves ? NULL : shift_of(walk, sheet);
	bool there = true;
	if (walk->moves)
		there = move(walk, &first) && (!range || move(walk, &last));
	else if (range)
		shift(by, !walk->inside, &first, &last);
	else {
		shift(by, walk->stretch, &first, &last);
		range = first.row != last.row;
	}
	if (!there) {
		buf_c(&walk->out, "#REF!");
		return;
	}
	put_corner(&walk->out, first);
	if (range) {
		buf_char(&walk->out, ':');
		put_corner(&walk->out, last);
	}
}

/* The reference that begins at `at`; 0 where there is none, else its length. */
static size_t take_reference(struct walk *walk, struct str text, size_t at, struct str sheet)
{
	struct str word = word_at(text, at), other;
	struct corner first, last;
	size_t end = at + word.len;
	if (!read_corner(word, &first) || (end < text.len && (text.ptr[end] == '(' || text.ptr[end] == '!')))
		return 0;
	if (end < text.len && text.ptr[end] == ':') {
		other = word_at(text, end + 1);
		size_t after = end + 1 + other.len;
		if (read_corner(other, &last) && !first.row == !last.row && !first.column == !last.column &&
		        !(after < text.len && (text.ptr[after] == '(' || text.ptr[after] == '!'))) {
			put_reference(walk, sheet, first, last, true);
			return word.len + 1 + other.len;
		}
	}
	if (!first.row || !first.column)
		return 0;
	put_reference(walk, sheet, first, first, false);
	return word.len;
}

/* A text in quotes from `at`, doubled ones inside; its length with both quotes. */
static size_t quoted(struct str text, size_t at)
{
	char quote = text.ptr[at];
	size_t end = at + 1;
	while (end < text.len) {
		if (text.ptr[end++] != quote)
			continue;
		if (end == text.len || text.ptr[end] != quote)
			break;
		end++;
	}
	return end - at;
}

static size_t bracketed(struct str text, size_t at)
{
	int depth = 0;
	size_t end = at;
	do {
		depth += text.ptr[end] == '[' ? 1 : text.ptr[end] == ']' ? -1 : 0;
		end++;
	} while (end < text.len && depth);
	return end - at;
}

static struct str unquoted(struct arena *arena, struct str quoted_name)
{
	struct buf out = buf_open(arena, FORMULA_CEILING);
	for (size_t i = 1; i + 1 < quoted_name.len; i++) {
		buf_char(&out, quoted_name.ptr[i]);
		if (quoted_name.ptr[i] == '\'')
			i++;
	}
	return buf_text(&out);
}

/* Copies what begins at `at`: a text, a bracket, a reference, a word, or one sign. Its length. */
static size_t take(struct walk *walk, struct str text, size_t at, struct str sheet)
{
	char c = text.ptr[at];
	size_t len = 1;
	if (in_word(c)) {
		len = take_reference(walk, text, at, sheet);
		if (len)
			return len;
		len = word_at(text, at).len;
	} else if (c == '"' || c == '\'') {
		len = quoted(text, at);
	} else if (c == '[') {
		len = bracketed(text, at);
	}
	buf_str(&walk->out, str_slice(text, at, at + len));
	return len;
}

static struct str run(struct walk *walk, struct str text)
{
	struct str sheet = walk->own;
	walk->out = buf_open(walk->arena, FORMULA_CEILING);
	for (size_t at = 0; at < text.len;) {
		size_t len = take(walk, text, at, sheet);
		struct str word = str_slice(text, at, at + len);
		at += len;
		/* the name of a sheet holds for the reference behind its '!' */
		sheet = walk->own;
		if (at < text.len && text.ptr[at] == '!' && (in_word(word.ptr[0]) || word.ptr[0] == '\'')) {
			sheet = word.ptr[0] == '\'' ? unquoted(walk->arena, word) : word;
			buf_char(&walk->out, '!');
			at++;
		}
	}
	return walk->out.full ? text : buf_text(&walk->out);
}

struct str fill_formula_shift(
        struct arena *arena, struct str formula, struct str own, struct fill_shifts shifts, bool inside)
{
	struct walk walk = { .arena = arena, .own = own, .shifts = shifts, .inside = inside };
	return run(&walk, formula);
}

struct str fill_formula_move(struct arena *arena, struct str formula, int rows, int columns)
{
	struct walk walk = { .arena = arena, .moves = true, .rows = rows, .columns = columns };
	return run(&walk, formula);
}

struct str fill_areas_shift(struct arena *arena, struct str areas, const struct fill_shift *by)
{
	struct walk walk = { .arena = arena, .own = by->sheet, .shifts = { by, 1 }, .stretch = true };
	return run(&walk, areas);
}

bool fill_area_read(struct str text, struct fill_area *ret_area)
{
	struct str first_word, last_word = text;
	struct corner first, last;
	if (!str_split(&last_word, ':', &first_word))
		return false;
	if (first_word.len == text.len)
		last_word = first_word;
	if (!read_corner(first_word, &first) || !read_corner(last_word, &last) || !first.row || !first.column ||
	        !last.row || !last.column || last.row < first.row || last.column < first.column)
		return false;
	*ret_area = (struct fill_area){ first.column, first.row, last.column, last.row };
	return true;
}

struct str fill_cell_write(struct arena *arena, int column, int row)
{
	struct buf out = buf_open(arena, 32);
	put_corner(&out, (struct corner){ .column = column, .row = row });
	return buf_text(&out);
}

struct str fill_area_write(struct arena *arena, struct fill_area area)
{
	struct str first = fill_cell_write(arena, area.left, area.top);
	if (area.left == area.right && area.top == area.bottom)
		return first;
	return str_format(arena, "%.*s:%.*s", STR_ARG(first), STR_ARG(fill_cell_write(arena, area.right, area.bottom)));
}
