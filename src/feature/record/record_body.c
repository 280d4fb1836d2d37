/* The body of a record as JSON, and its sections as blocks of a document. */
#include "feature/record/record_draft.h"

#include <jansson.h>
#include <string.h>

enum { BODY_MAX = 1 << 20, SECTIONS_MAX = 200, CELLS = 8 };

static void json_closep(json_t **json)
{
	json_decref(*json);
}

struct str record_body_json(struct arena *arena, const struct record_body *body)
{
	struct buf buf = buf_open(arena, BODY_MAX);
	buf_char(&buf, '[');
	for (size_t i = 0; i < body->count; i++) {
		const struct record_section *section = &body->at[i];
		buf_c(&buf, i ? ",{\"key\":" : "{\"key\":");
		buf_json(&buf, section->key);
		buf_c(&buf, ",\"title\":");
		buf_json(&buf, section->title.ptr ? section->title : STR(""));
		buf_c(&buf, ",\"kind\":");
		buf_json(&buf, section->kind);
		buf_c(&buf, ",\"text\":");
		buf_json(&buf, section->text.ptr ? section->text : STR(""));
		buf_format(&buf, ",\"drafted\":%s}", section->drafted ? "true" : "false");
	}
	buf_char(&buf, ']');
	return buf_text(&buf);
}

static struct str member(struct arena *arena, const json_t *object, const char *name)
{
	const json_t *text = json_object_get(object, name);
	return str_copy(arena, (struct str){ json_string_value(text), json_string_length(text) });
}

enum status record_body_read(struct arena *arena, struct str json, struct record_body *ret_body, struct err *err)
{
	CLOSES(json_closep) json_t *root = json.len <= BODY_MAX ? json_loadb(json.ptr, json.len, JSON_ALLOW_NUL, NULL) : NULL;
	size_t count = json_array_size(root);
	if (!json_is_array(root) || count > SECTIONS_MAX)
		return err_set(err, INVALID, "record.body", NULL);
	ret_body->at = arena_array(arena, struct record_section, count + 1);
	ret_body->count = count;
	for (size_t i = 0; i < count; i++) {
		const json_t *one = json_array_get(root, i);
		ret_body->at[i] = (struct record_section){ .key = member(arena, one, "key"), .title = member(arena, one, "title"),
			.kind = member(arena, one, "kind"), .text = member(arena, one, "text"), .drafted = json_is_true(json_object_get(one, "drafted")) };
		if (!ret_body->at[i].key.len || !ret_body->at[i].kind.len)
			return err_set(err, INVALID, "record.body", NULL);
	}
	return OK;
}

/* The cells of one line: "a | b | c". */
static size_t cells_of(struct str line, struct str *cells)
{
	size_t count = 0;
	while (count < CELLS) {
		ptrdiff_t bar = count + 1 < CELLS ? str_find(line, STR(" | ")) : -1;
		cells[count++] = str_trim(bar >= 0 ? str_slice(line, 0, (size_t)bar) : line);
		if (bar < 0)
			break;
		line = str_slice(line, (size_t)bar + 3, line.len);
	}
	return count;
}

/* The first line is the head; the widest column is the second, where the matter stands. */
static void put_table(struct document *document, struct str text)
{
	struct str rest = text, line, cells[CELLS];
	struct document_column columns[CELLS] = { 0 };
	struct document_table *table = NULL;
	size_t count = 0;
	while (str_split(&rest, '\n', &line)) {
		line = str_trim(line);
		if (!line.len)
			continue;
		memset(cells, 0, sizeof(cells));
		size_t found = cells_of(line, cells);
		if (!table) {
			count = found;
			for (size_t i = 0; i < count; i++)
				columns[i] = (struct document_column){ .share = i == 0 ? 8 : i == 1 ? 46 : 23,
					.align = i == 0 ? DOCUMENT_MIDDLE : DOCUMENT_LEFT, .title = cells[i] };
			table = document_table(document, columns, count, STR_NONE);
		} else {
			for (size_t i = found; i < count; i++)
				cells[i] = STR("");
			document_row(table, cells, 0);
		}
	}
}

static void put_section(struct document *document, const struct record_section *section)
{
	struct str rest = section->text, line;
	if (section->title.len)
		document_section(document, str_starts(section->key, STR("item")) ? 2 : 1, DOCUMENT_NO_NUMBER, section->title);
	if (str_is(section->kind, "table")) {
		put_table(document, section->text);
		return;
	}
	while (str_split(&rest, '\n', &line)) {
		line = str_trim(line);
		if (!line.len)
			continue;
		if (str_is(section->kind, "list"))
			document_item(document, line);
		else
			document_paragraph(document, 0, line);
	}
}

void record_heading(struct document *document, const struct record_head *head)
{
	struct document_head top = { .superior = head->superior, .issuer = head->cell, .number = head->number,
		.party = STR("ĐẢNG CỘNG SẢN VIỆT NAM"), .place = head->place_date };
	document_head(document, &top);
}

static void put_signatures(struct document *document, const struct record_head *head)
{
	static const struct str recipients[] = { { "Đảng ủy (báo cáo)", sizeof("Đảng ủy (báo cáo)") - 1 },
		{ "Cấp ủy viên phụ trách", sizeof("Cấp ủy viên phụ trách") - 1 }, { "Đảng viên chi bộ", sizeof("Đảng viên chi bộ") - 1 },
		{ "Lưu Chi bộ", sizeof("Lưu Chi bộ") - 1 } };
	struct document_sign sign = { 0 };
	if (str_is(head->kind, "resolution")) {
		sign.signer_count = 1;
		sign.signer[0] = (struct document_signer){ .capacity = head->signed_for, .post = head->chair_post, .name = head->chair_name };
		sign.recipient = recipients;
		sign.recipient_count = LENGTH(recipients);
	} else {
		sign.signer_count = 2;
		sign.signer[0] = (struct document_signer){ .capacity = STR("NGƯỜI GHI BIÊN BẢN"), .name = head->clerk_name };
		sign.signer[1] = (struct document_signer){ .capacity = STR("CHỦ TRÌ"), .name = head->chair_name };
	}
	document_sign(document, &sign);
}

struct document *record_document(struct arena *arena, const struct record_head *head, const struct record_body *body, bool large)
{
	struct document *document = document_open(arena);
	struct str type = str_is(head->kind, "resolution") ? STR("NGHỊ QUYẾT") : str_is(head->kind, "addendum") ? STR("PHỤ LỤC BIÊN BẢN")
													 : STR("BIÊN BẢN");
	document->title = head->subject;
	document->author = head->cell;
	document->large = large;
	record_heading(document, head);
	if (head->draft)
		document_paragraph(document, DOCUMENT_CENTER, STR("(Dự thảo)"));
	document_title(document, type, head->subject);
	for (size_t i = 0; i < body->count; i++)
		put_section(document, &body->at[i]);
	put_signatures(document, head);
	return document;
}
