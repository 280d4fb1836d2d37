/* Builds documents: cleans text, ties short words, numbers sections. */
#include "document/document_private.h"

#include "base/text.h"

#include <string.h>

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Whether the blank between two words must not break the line: "ngày 05", "19 giờ", "5 %". */
static bool tied(struct str before, struct str after)
{
	static const char *const leads[] = { "ngày", "tháng", "năm", "số", "Số", "Điều", "điều", "khoản", "điểm", "quý",
		"tổ", "Tổ", "-" };
	static const char *const units[] = { "giờ", "phút", "%", "đồng", "điểm", "người" };

	if (!before.len || !after.len)
		return false;
	if (digit(after.ptr[0]))
		for (size_t i = 0; i < LENGTH(leads); i++)
			if (str_is(before, leads[i]))
				return true;
	if (digit(before.ptr[before.len - 1]))
		for (size_t i = 0; i < LENGTH(units); i++)
			if (str_starts(after, str_of(units[i])))
				return true;
	return str_is(before, "-") || str_is(after, "%");
}

static struct str word_before(struct str text, size_t at)
{
	size_t from = at;

	while (from > 0 && (unsigned char)text.ptr[from - 1] > ' ')
		from--;
	return str_slice(text, from, at);
}

static struct str word_after(struct str text, size_t at)
{
	size_t to = at;

	while (to < text.len && (unsigned char)text.ptr[to] > ' ')
		to++;
	return str_slice(text, at, to);
}

static void put_clean(struct buf *buf, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c == 0xef && i + 2 < text.len && (unsigned char)text.ptr[i + 1] == 0xbf &&
		        (unsigned char)text.ptr[i + 2] >= 0xbe) {
			i += 2; /* U+FFFE, U+FFFF: XML cannot hold them */
			continue;
		}
		if (c == '\t')
			buf_char(buf, ' ');
		else if (c == '\n' || (c >= 1 && c <= 3) || (c >= ' ' && c != 0x7f))
			buf_char(buf, (char)c);
	}
}

/* A last line of one short word looks lost: "0.", "kỳ." */
static bool lost_alone(struct str before, struct str after, bool last)
{
	return last && after.len && text_letters(after) <= 4 && before.len < 12;
}

static struct str clean(struct arena *arena, struct str text, bool body)
{
	struct buf plain = buf_open(arena, DOCUMENT_TEXT_CEILING), ret = buf_open(arena, 2 * DOCUMENT_TEXT_CEILING);

	if (text.len > DOCUMENT_TEXT_CEILING / 2)
		text.len = DOCUMENT_TEXT_CEILING / 2;
	put_clean(&plain, str_trim(text_nfc(arena, text)));
	text = buf_text(&plain);
	for (size_t i = 0; i < text.len; i++) {
		struct str before, after;

		if (text.ptr[i] != ' ') {
			buf_char(&ret, text.ptr[i]);
			continue;
		}
		before = word_before(text, i);
		after = word_after(text, i + 1);
		if (tied(before, after) || (body && lost_alone(before, after, i + 1 + after.len == text.len)))
			buf_c(&ret, "\302\240");
		else
			buf_char(&ret, ' ');
	}
	return buf_text(&ret);
}

bool document_run_next(struct str *rest, unsigned *marks, struct str *ret_run)
{
	size_t len = 0;

	while (rest->len && rest->ptr[0] >= 1 && rest->ptr[0] <= 3) {
		*marks ^= 1u << (rest->ptr[0] - 1);
		*rest = str_slice(*rest, 1, rest->len);
	}
	if (!rest->len)
		return false;
	while (len < rest->len && !(rest->ptr[len] >= 1 && rest->ptr[len] <= 3))
		len++;
	*ret_run = str_slice(*rest, 0, len);
	*rest = str_slice(*rest, len, rest->len);
	return true;
}

struct str document_clean(struct arena *arena, struct str text)
{
	return clean(arena, text, true);
}

static struct document_block *append(struct document *document, enum document_kind kind)
{
	struct document_block *block = arena_new(document->arena, struct document_block);

	block->kind = kind;
	if (document->last)
		document->last->next = block;
	else
		document->first = block;
	document->last = block;
	return block;
}

struct document *document_open(struct arena *arena)
{
	struct document *document = arena_new(arena, struct document);

	document->arena = arena;
	document->lang = STR("vi-VN");
	return document;
}

void document_head(struct document *document, const struct document_head *head)
{
	struct document_head *copy = arena_new(document->arena, struct document_head);
	struct arena *arena = document->arena;

	copy->superior = document_clean(arena, head->superior);
	copy->issuer = document_clean(arena, head->issuer);
	copy->number = document_clean(arena, head->number);
	copy->party = document_clean(arena, head->party);
	copy->place = document_clean(arena, head->place);
	append(document, DOCUMENT_HEAD)->head = copy;
}

void document_title(struct document *document, struct str type, struct str subject)
{
	struct document_block *block = append(document, DOCUMENT_TITLE);

	block->text = document_clean(document->arena, type);
	block->detail = document_clean(document->arena, subject);
}

void document_paragraph(struct document *document, unsigned flags, struct str text)
{
	struct document_block *block = append(document, DOCUMENT_PARAGRAPH);

	block->flags = flags;
	block->text = document_clean(document->arena, text);
}

void document_format(struct document *document, unsigned flags, const char *format, ...)
{
	struct str text;
	va_list args;

	va_start(args, format);
	text = str_vformat(document->arena, format, args);
	va_end(args);
	document_paragraph(document, flags, text);
}

static struct str roman(struct arena *arena, int number)
{
	static const struct {
		int value;
		const char *sign;
	} signs[] = { { 50, "L" }, { 40, "XL" }, { 10, "X" }, { 9, "IX" }, { 5, "V" }, { 4, "IV" }, { 1, "I" } };
	struct buf buf = buf_open(arena, 64);

	for (size_t i = 0; i < LENGTH(signs); i++)
		for (; number >= signs[i].value; number -= signs[i].value)
			buf_c(&buf, signs[i].sign);
	return buf_text(&buf);
}

static struct str section_label(struct document *document, int level)
{
	static const char *const letters[] = { "a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o",
		"p", "q", "r", "s", "t", "u", "v", "x", "y" };
	int number = ++document->counter[level - 1];

	for (int lower = level; lower < 3; lower++)
		document->counter[lower] = 0;
	if (level == 1) {
		struct str sign = roman(document->arena, number);

		return str_format(document->arena, "%.*s- ", STR_ARG(sign));
	}
	if (level == 2)
		return str_format(document->arena, "%d. ", number);
	return str_format(document->arena, "%s) ", letters[(size_t)(number - 1) % LENGTH(letters)]);
}

void document_section(struct document *document, int level, unsigned flags, struct str text)
{
	struct document_block *block = append(document, DOCUMENT_SECTION);
	struct str label = { 0 };

	check(level >= 1 && level <= 3);
	if (!(flags & DOCUMENT_NO_NUMBER))
		label = section_label(document, level);
	block->level = level;
	block->flags = flags | DOCUMENT_KEEP_NEXT;
	block->text =
	        document_clean(document->arena, str_format(document->arena, "%.*s%.*s", STR_ARG(label), STR_ARG(text)));
}

void document_item(struct document *document, struct str text)
{
	append(document, DOCUMENT_ITEM)->text =
	        document_clean(document->arena, str_format(document->arena, "- %.*s", STR_ARG(text)));
}

static struct document_row *add_row(struct document_table *table, const struct str *cells, size_t count)
{
	struct arena *arena = table->document->arena;
	struct document_row *row = arena_new(arena, struct document_row);
	struct str *copy = arena_array(arena, struct str, count);

	for (size_t i = 0; i < count; i++)
		copy[i] = clean(arena, cells[i], false);
	row->cell = copy;
	if (table->last)
		table->last->next = row;
	else
		table->first = row;
	table->last = row;
	table->row_count++;
	return row;
}

struct document_table *document_table(
        struct document *document, const struct document_column *columns, size_t count, struct str caption)
{
	struct document_table *table = arena_new(document->arena, struct document_table);
	struct document_column *copy = arena_array(document->arena, struct document_column, count);
	struct str titles[DOCUMENT_COLUMNS];
	bool titled = false;

	check(count > 0 && count <= DOCUMENT_COLUMNS);
	memcpy(copy, columns, count * sizeof(*copy));
	table->document = document;
	table->caption = document_clean(document->arena, caption);
	table->column = copy;
	table->column_count = count;
	for (size_t i = 0; i < count; i++) {
		check(copy[i].share > 0);
		table->total += copy[i].share;
		titles[i] = copy[i].title;
		titled |= titles[i].len > 0;
	}
	if (titled)
		document_head_row(table, titles);
	append(document, DOCUMENT_TABLE)->table = table;
	return table;
}

void document_row(struct document_table *table, const struct str *cells, unsigned flags)
{
	add_row(table, cells, table->column_count)->strong = flags & DOCUMENT_STRONG;
}

void document_head_row(struct document_table *table, const struct str *cells)
{
	check(table->row_count == table->head_count);
	add_row(table, cells, table->column_count)->head = true;
	table->head_count++;
}

void document_full_row(struct document_table *table, struct str text, unsigned flags)
{
	struct document_row *row = add_row(table, &text, 1);

	row->full = true;
	row->strong = flags & DOCUMENT_STRONG;
}

bool document_row_leads(const struct document_row *row)
{
	return row->next && row->strong && (row->full || !row->next->strong);
}

static struct str *copy_texts(struct arena *arena, const struct str *texts, size_t count)
{
	struct str *copy = arena_array(arena, struct str, count + 1);

	for (size_t i = 0; i < count; i++)
		copy[i] = document_clean(arena, texts[i]);
	return copy;
}

void document_sign(struct document *document, const struct document_sign *sign)
{
	struct document_sign *copy = arena_new(document->arena, struct document_sign);

	check(sign->signer_count >= 1 && sign->signer_count <= 2);
	*copy = *sign;
	for (size_t i = 0; i < sign->signer_count; i++) {
		copy->signer[i].capacity = document_clean(document->arena, sign->signer[i].capacity);
		copy->signer[i].post = document_clean(document->arena, sign->signer[i].post);
		copy->signer[i].name = document_clean(document->arena, sign->signer[i].name);
	}
	copy->recipient = copy_texts(document->arena, sign->recipient, sign->recipient_count);
	append(document, DOCUMENT_SIGN)->sign = copy;
}

void document_page_break(struct document *document)
{
	append(document, DOCUMENT_PAGE_BREAK);
}

void document_space(struct document *document, double points)
{
	append(document, DOCUMENT_SPACE)->height = points;
}
