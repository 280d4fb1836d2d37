/* Fuzzes the reading of raw bytes: the first byte says how the rest is cut into pieces; however it is cut, the same
   heads are counted, and a head that counts is one that a plain reading of the whole text finds too. */
#include "web/http_private.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool request_line(struct str line)
{
	struct str method = STR_NONE, target = STR_NONE;
	str_split(&line, ' ', &method);
	str_split(&line, ' ', &target);
	return token_valid(method) && target.len && (str_is(line, "HTTP/1.0") || str_is(line, "HTTP/1.1")) &&
	       !memchr(target.ptr, '\t', target.len);
}

static bool header_line(struct str line)
{
	ptrdiff_t colon = str_find(line, STR(":"));
	return colon > 0 && token_valid(str_slice(line, 0, (size_t)colon));
}

/* The first head, read the slow way: proper lines up to an empty one. */
static bool first_head(struct str text)
{
	for (int lines = 0, blanks = 0;;) {
		ptrdiff_t end = str_find(text, STR("\n"));
		if (end < 1 || text.ptr[end - 1] != '\r')
			return false;
		struct str line = str_slice(text, 0, (size_t)end - 1);
		text = str_slice(text, (size_t)end + 1, text.len);
		for (size_t i = 0; i < line.len; i++) {
			if (((unsigned char)line.ptr[i] < ' ' && line.ptr[i] != '\t') || line.ptr[i] == 0x7F)
				return false;
		}
		if (!line.len && (lines || ++blanks > 2))
			return lines > 0;
		if (line.len && !(lines++ ? header_line(line) : request_line(line)))
			return false;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wire whole = { 0 }, pieces = { 0 };
	if (!size)
		return 0;
	const char *bytes = (const char *)data + 1;
	size_t step = data[0] % 16 + 1;
	size--;
	wire_take(&whole, bytes, size);
	for (size_t at = 0; at < size; at += step)
		wire_take(&pieces, bytes + at, step < size - at ? step : size - at);
	check(!memcmp(&whole, &pieces, sizeof(whole)));
	check(first_head((struct str){ bytes, size }) == (whole.heads > 0));
	return 0;
}
