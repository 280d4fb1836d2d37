/* Fuzzes what reads short texts that anybody types or links to: names, days, times, numbers, ids, keys. */
#include "base/arena.h"
#include "base/hex.h"
#include "base/random.h"
#include "base/status.h"
#include "base/text.h"
#include "base/time.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void days(struct arena *arena, struct str text)
{
	struct date date, back;
	int minute = 0;
	int64_t number = 0;
	if (date_typed(text, &date) && date_real(date)) {
		check(date.year >= 1900 && date.year <= 2100);
		check(date_parse(date_iso(arena, date), &back) && !date_compare(date, back));
		check(!date_compare(date_of_number(date_number(date)), date));
	}
	if (date_parse(text, &date))
		check(str_eq(date_iso(arena, date), text));
	check(!clock_typed(text, &minute) || (minute >= 0 && minute < 24 * 60));
	date_show(arena, text);
	month_of_day(text);
	if (str_int(text, &number))
		number_show(arena, number);
}

static void ids(struct arena *arena, struct str text)
{
	unsigned char bytes[16];
	check(!uuid_valid(text) || text.len == UUID_LENGTH);
	if (hex_decode(text, bytes, sizeof(bytes))) {
		struct str again = hex_encode(arena, bytes, sizeof(bytes));
		check(str_eq(again, text_lower(arena, text)));
	}
}

/* What goes into a page, a script, an address or a table stays what it is there. */
static void escapes(struct arena *arena, struct str text)
{
	struct buf html = buf_open(arena, 1 << 20), json = buf_open(arena, 1 << 20), url = buf_open(arena, 1 << 20),
	           csv = buf_open(arena, 1 << 20);
	buf_html(&html, text);
	for (size_t i = 0; i < html.len; i++)
		check(!strchr("<>\"'", html.ptr[i]) || !html.ptr[i]);
	buf_json(&json, text);
	check(text_valid(buf_text(&json)));
	for (size_t i = 1; i + 1 < json.len; i++)
		check((unsigned char)json.ptr[i] >= ' ' && json.ptr[i] != '<' && json.ptr[i] != '&');
	buf_url(&url, text);
	for (size_t i = 0; i < url.len; i++)
		check((unsigned char)url.ptr[i] > ' ' && !strchr("\"'<>/?#&\\", url.ptr[i]));
	buf_csv(&csv, text);
	check(csv.full || csv.len == 2 || !strchr("=+-@\t\r\n", csv.ptr[1]) || !csv.ptr[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	struct str raw = str_copy(arena, (struct str){ (const char *)data, size });
	struct str text = text_nfc(arena, raw), line = text_line(arena, raw), fold = text_fold(arena, raw);
	check(!text.len || text_valid(text) || memchr(text.ptr, 0, text.len));
	check(str_eq(text_nfc(arena, text), text) && str_eq(text_line(arena, line), line));
	check(!line.len || !memchr(line.ptr, '\n', line.len));
	check(text_letters(line) <= line.len);
	struct str key = text_sort_key(arena, line);
	for (size_t i = 0; i < key.len; i++)
		check(key.ptr[i] >= ' ' && key.ptr[i] < 0x7F);
	text_name_key(arena, line);
	text_title_key(arena, line);
	text_upper(arena, line);
	char room[64];
	struct str into;
	if (text_fold_into(raw, room, sizeof(room), &into))
		check(str_eq(into, fold));
	days(arena, raw);
	escapes(arena, raw);
	ids(arena, raw);
	return 0;
}
