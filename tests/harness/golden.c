/* A document of the program against the words agreed on: the text of an HTML document, a line a block, beside a file of
   the tree. CHIBO_GOLDEN=write puts the program's words into the file, to be read before they are committed. */
#include "tests/harness/harness.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>

enum { PROOF = 39 }; /* eight groups of four digits */

/* What a tag of the document comes to: the end of a line, of a cell, or nothing. */
static const char *tag_text(struct str tag)
{
	static const char *const lines[] = { "/p", "/h", "/tr", "/div", "hr", "br" };
	if (str_starts(tag, STR("/td")) || str_starts(tag, STR("/th")) || str_starts(tag, STR("/header")))
		return str_starts(tag, STR("/thead")) || str_starts(tag, STR("/header")) ? "\n" : " | ";
	for (size_t i = 0; i < LENGTH(lines); i++)
		if (str_starts(tag, str_of(lines[i])))
			return "\n";
	return "";
}

struct str golden_words(struct arena *arena, struct str html)
{
	struct buf flat = buf_open(arena, 1 << 20), out = buf_open(arena, 1 << 20);
	ptrdiff_t from = str_find(html, STR("<article class=\"doc\""));
	struct str rest = from < 0 ? html : str_slice(html, (size_t)from, html.len), line;
	ptrdiff_t to = str_find(rest, STR("</article>"));

	rest = to < 0 ? rest : str_slice(rest, 0, (size_t)to);
	for (size_t at = 0; at < rest.len; at++) {
		ptrdiff_t end = rest.ptr[at] == '<' ? str_find(str_slice(rest, at, rest.len), STR(">")) : -1;
		if (end > 0) {
			buf_c(&flat, tag_text(str_slice(rest, at + 1, at + (size_t)end)));
			at += (size_t)end;
		} else {
			buf_char(&flat, rest.ptr[at] == '\n' ? ' ' : rest.ptr[at]);
		}
	}
	rest = buf_text(&flat);
	while (str_split(&rest, '\n', &line)) {
		line = text_line(arena, line);
		/* Hashes are others each time. */
		if (str_starts(line, STR("Mã đối chiếu")) && line.len > PROOF)
			line = str_slice(line, 0, line.len - PROOF);
		if (line.len)
			buf_format(&out, "%.*s\n", STR_ARG(line));
	}
	return buf_text(&out);
}

bool golden_write(const char *path, struct str words)
{
	const char *wish = getenv("CHIBO_GOLDEN");
	if (!wish || !str_is(str_of(wish), "write"))
		return false;
	FILE *file = fopen(path, "wb");
	if (!file || fwrite(words.ptr, 1, words.len, file) != words.len || fclose(file)) {
		fprintf(stderr, "harness: cannot write %s\n", path);
		exit(1);
	}
	return true;
}
