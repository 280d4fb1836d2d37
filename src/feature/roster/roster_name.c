/* The name of a person, in one column or several, without what some write around it. */
#include "roster_read_private.h"

#include "base/text.h"

#include <string.h>

/* TCVN3 has no capital vowels with a tone: "Trần Thị ẩn" is Ẩn. */
static struct str with_capitals(struct arena *arena, struct str name)
{
	for (size_t at = 0; at < name.len; at++) {
		size_t end = at + 1;
		if ((unsigned char)name.ptr[at] < 0xc3 || (at && name.ptr[at - 1] != ' '))
			continue;
		while (end < name.len && ((unsigned char)name.ptr[end] & 0xc0) == 0x80)
			end++;
		struct str first = str_slice(name, at, end), upper = text_upper(arena, first);
		if (!str_eq(first, upper))
			return str_format(arena, "%.*s%.*s%.*s", STR_ARG(str_slice(name, 0, at)), STR_ARG(upper),
			        STR_ARG(with_capitals(arena, str_slice(name, end, name.len))));
	}
	return name;
}

/* "Nguyễn Văn Ất - Bí thư", "Trần Thị Bưởi (BT)": a post or a standing behind a name is no part of it. */
static struct str without_post(struct person_reader *reader, struct str name, struct str *ret_post)
{
	static const char *const words[] = { "bi thu", "pho bi thu", "bt", "pbt", "btcb", "pbtcb", "chi uy",
		"chi uy vien", "cuv", "du bi", "dvdb", "dang vien du bi", "db", "nu", "mien", "mien sinh hoat",
		"mien sh", "bi thu chi bo", "pho bi thu chi bo", "cap uy", "cap uy vien" };
	size_t at = name.len;
	while (at && name.ptr[at - 1] != '(' && name.ptr[at - 1] != '-' && name.ptr[at - 1] != ',')
		at--;
	if (at < 2)
		return name;
	struct str plain = roster_plain(reader->arena, str_slice(name, at, name.len));
	for (size_t i = 0; i < LENGTH(words); i++) {
		if (!str_is(plain, words[i]))
			continue;
		bool bracket = name.ptr[name.len - 1] == ')';
		*ret_post = str_trim(str_slice(name, at, name.len - bracket));
		return str_trim(str_slice(name, 0, at - 1));
	}
	return name;
}

struct str roster_full_name(struct person_reader *reader, const struct row_view *view,
        const struct roster_columns *columns, struct str *ret_post)
{
	const struct sheet_cell *name = roster_cell_at(view, columns, FIELD_NAME);
	const struct sheet_cell *family = roster_cell_at(view, columns, FIELD_NAME_FAMILY);
	const struct sheet_cell *given = roster_cell_at(view, columns, FIELD_NAME_GIVEN);
	const struct sheet_cell *tail = columns->name_tail < 0 ? NULL : view->at[columns->name_tail];
	struct str parts[4] = { name ? name->text : STR_NONE, family ? family->text : STR_NONE,
		given ? given->text : STR_NONE, tail && tail->kind == SHEET_TEXT ? tail->text : STR_NONE };
	int count = 0, last = 0;
	for (int i = 0; i < 4; i++) {
		count += parts[i].len > 0;
		last = parts[i].len ? i : last;
	}
	struct str line =
	        count > 1 ? text_line(reader->arena, str_format(reader->arena, "%.*s %.*s %.*s %.*s", STR_ARG(parts[0]),
	                                                     STR_ARG(parts[1]), STR_ARG(parts[2]), STR_ARG(parts[3])))
	                  : roster_line(reader, parts[last]);
	line = with_capitals(reader->arena, line);
	*ret_post = STR_NONE;
	line = without_post(reader, line, ret_post);
	static const char *const titles[] = { "đ/c ", "Đ/c ", "Đ/C ", "đồng chí ", "Đồng chí ", "đc ", "đ/c. " };
	for (size_t i = 0; i < LENGTH(titles); i++) {
		if (str_starts(line, str_of(titles[i])))
			return str_trim(str_slice(line, strlen(titles[i]), line.len));
	}
	return line;
}
