/* A record as a document: its head from the cell and its settings, its sections as blocks. The format is that of Party
 * documents; sizes are the template's. */
#include "feature/record/record.h"

#include "app/chain.h"
#include "base/text.h"
#include "base/time.h"
#include "feature/unit/unit.h"
#include "gen/record_sql.h"

#include <string.h>

enum {
	LINE_CEILING = 256 << 10,
	LABEL_LETTERS = 90,
	SHORT_LETTERS = 13,
	NUMBER_LETTERS = 3,
	/* Of a table's width, in thousandths: all, a letter, what stands around a word. */
	WIDTH = 1000,
	WORD_SHARE = 15,
	PAD_SHARE = 22,
	PROOF_SPACE = 12 /* points over the line of the chain */
};

struct str record_post_title(struct str post)
{
	if (str_is(post, "bi_thu"))
		return STR("BÍ THƯ");
	if (str_is(post, "pho_bi_thu"))
		return STR("PHÓ BÍ THƯ");
	return str_is(post, "chi_uy_vien") ? STR("CHI ỦY VIÊN") : STR_NONE;
}

/* Some offices write "uỷ" for "ủy". */
static struct str spell(struct arena *arena, struct str text, bool old)
{
	static const char *const forms[][2] = { { "ủy", "uỷ" }, { "ỦY", "UỶ" }, { "Ủy", "Uỷ" } };
	struct buf out = buf_open(arena, LINE_CEILING);
	for (size_t i = 0; i < text.len;) {
		size_t f = 0;
		while (old && f < LENGTH(forms) && !str_starts(str_slice(text, i, text.len), str_of(forms[f][0])))
			f++;
		if (old && f < LENGTH(forms)) {
			buf_c(&out, forms[f][1]);
			i += strlen(forms[f][0]);
		} else {
			buf_char(&out, text.ptr[i++]);
		}
	}
	return buf_text(&out);
}

static struct str subject_of(struct arena *arena, const struct meeting *meeting, const char *kind)
{
	struct str month = month_show(arena, meeting->month);
	int year = meeting->month / 100;
	if (str_is(meeting->body, "committee"))
		return str_format(arena, "họp chi ủy tháng %.*s năm %d", STR_ARG(month), year);
	if (str_is(meeting->body, "group"))
		return str_format(
		        arena, "họp %.*s tháng %.*s năm %d", STR_ARG(meeting_body_name(meeting)), STR_ARG(month), year);
	if (!strcmp(kind, "resolution")) {
		if (str_is(meeting->kind, "thematic") && meeting->theme.len)
			return str_format(arena, "về chuyên đề “%.*s”", STR_ARG(meeting->theme));
		return str_format(arena, "lãnh đạo thực hiện nhiệm vụ tháng %.*s năm %d", STR_ARG(month), year);
	}
	const char *of = str_is(meeting->kind, "thematic")        ? "chuyên đề"
	                 : str_is(meeting->kind, "both")          ? "thường kỳ kết hợp chuyên đề"
	                 : str_is(meeting->kind, "extraordinary") ? "bất thường"
	                                                          : "thường kỳ";
	return str_format(arena, "sinh hoạt chi bộ %s tháng %.*s năm %d", of, STR_ARG(month), year);
}

static void add_recipient(struct record_head *head, struct str text)
{
	if (head->recipient_count < LENGTH(head->recipient))
		head->recipient[head->recipient_count++] = text;
}

static enum status fill_recipients(struct arena *arena, struct db *db, const struct meeting *meeting,
        const struct unit *cell, bool old, struct record_head *head, struct err *err)
{
	struct str follower, above = cell->parent_name;
	if (!meeting_is_cell(meeting)) {
		add_recipient(head, STR("Các đồng chí được mời"));
		add_recipient(head, STR("Lưu Chi bộ"));
		return OK;
	}
	TRY(unit_setting(arena, db, cell->id, "follower", "", &follower, err));
	if (str_starts(above, STR("Đảng bộ ")))
		above = str_slice(above, sizeof("Đảng bộ ") - 1, above.len);
	else if (str_starts(above, STR("Đảng ủy ")))
		above = str_slice(above, sizeof("Đảng ủy ") - 1, above.len);
	if (above.len)
		add_recipient(head, spell(arena, str_format(arena, "Đảng ủy %.*s (báo cáo)", STR_ARG(above)), old));
	if (follower.len)
		add_recipient(
		        head, spell(arena, str_format(arena, "Đồng chí %.*s, cấp ủy viên phụ trách", STR_ARG(follower)),
		                      old));
	if (str_is(cell->cell_type, "thon"))
		add_recipient(head, STR("Ban Công tác Mặt trận, các chi hội"));
	add_recipient(head, STR("Đảng viên trong chi bộ"));
	add_recipient(head, STR("Lưu Chi bộ"));
	return OK;
}

/* Minutes bear their number only where the body prints it; what has none yet leaves room for it. */
static enum status number_of(struct arena *arena, struct db *db, int64_t cell, const char *kind, int64_t number,
        struct str *ret, struct err *err)
{
	struct str printed = STR("1");
	bool minutes = !strcmp(kind, "minutes");
	*ret = STR_NONE;
	if (minutes)
		TRY(unit_setting(arena, db, cell, "minutes_number", "0", &printed, err));
	if (!str_is(printed, "1") || !strcmp(kind, "addendum"))
		return OK;
	*ret = number ? str_format(arena, "Số %02lld-%s/CB", (long long)number, minutes ? "BB" : "NQ")
	              : str_format(arena, "Số ……-%s/CB", minutes ? "BB" : "NQ");
	return OK;
}

/* The committee writes under the cell's name and signs for itself; a group writes under its own, below the cell's. */
static void head_of_body(struct arena *arena, const struct meeting *meeting, bool old, struct record_head *head)
{
	head->signed_for = spell(arena, STR("T/M CHI ỦY"), old);
	if (!str_is(meeting->body, "group"))
		return;
	head->superior = head->cell;
	head->cell = spell(arena, text_upper(arena, meeting->group_name), old);
	head->signed_for = STR("T/M TỔ ĐẢNG");
	head->chair_post = meeting->chair_leads ? STR("TỔ TRƯỞNG") : STR_NONE;
}

enum status record_head_of(struct arena *arena, struct db *db, const struct meeting *meeting, const char *kind,
        int64_t number, struct str day, struct record_head *ret_head, struct err *err)
{
	struct unit cell;
	struct str signed_for, spelling;
	struct date date = { 0 };
	TRY(unit_load(arena, db, meeting->cell, &cell, err));
	TRY(unit_setting(arena, db, meeting->cell, "signed_for", "cell", &signed_for, err));
	TRY(unit_setting(arena, db, meeting->cell, "spelling", "ủy", &spelling, err));
	bool old = str_is(spelling, "uỷ");
	struct str place = unit_place(meeting->superior_name), words = date_words(arena, day.len ? day : meeting->day);
	*ret_head = (struct record_head){ .kind = str_copy(arena, str_of(kind)),
		.superior = spell(arena, text_upper(arena, meeting->superior_name), old),
		.cell = spell(arena, text_upper(arena, meeting->cell_name), old),
		.subject = spell(arena, subject_of(arena, meeting, kind), old),
		.clerk_name = meeting->clerk_name,
		.chair_name = meeting->chair_name,
		.chair_post = spell(
		        arena, meeting->chair_post.len ? record_post_title(meeting->chair_post) : STR("BÍ THƯ"), old),
		.signed_for =
		        str_is(signed_for, "committee") ? spell(arena, STR("T/M CHI ỦY"), old) : STR("T/M CHI BỘ"),
		.created = date_parse(meeting->day, &date) ? date_instant(date, (int)meeting->minute) : 0 };
	if (!meeting_is_cell(meeting))
		head_of_body(arena, meeting, old, ret_head);
	if (!strcmp(kind, "resolution")) {
		ret_head->place_date =
		        place.len ? str_format(arena, "%.*s, %.*s", STR_ARG(place), STR_ARG(words)) : words;
		TRY(fill_recipients(arena, db, meeting, &cell, old, ret_head, err));
	}
	return meeting_is_cell(meeting) ? number_of(arena, db, meeting->cell, kind, number, &ret_head->number, err)
	                                : OK;
}

void record_heading(struct document *document, const struct record_head *head)
{
	document_head(document, &(struct document_head){ .superior = head->superior,
	                                .issuer = head->cell,
	                                .number = head->number,
	                                .party = STR("ĐẢNG CỘNG SẢN VIỆT NAM"),
	                                .place = head->place_date });
}

/* 1 for "II- …", 2 for "3. …", 3 for "a) …", 0 for none of these; ret_words is what follows the number. */
static int level_of(struct str title, struct str *ret_words)
{
	size_t at = 0;
	int level = 0;
	while (at < title.len && strchr("IVX", title.ptr[at]))
		at++;
	if (at && at + 1 < title.len && (title.ptr[at] == '-' || title.ptr[at] == '.'))
		level = 1;
	for (size_t i = 0; !level && i < title.len && title.ptr[i] >= '0' && title.ptr[i] <= '9';)
		at = ++i;
	if (!level && at && at + 1 < title.len && title.ptr[at] == '.' && title.ptr[0] <= '9')
		level = 2;
	if (!level && title.len > 2 && title.ptr[1] == ')') {
		at = 1;
		level = 3;
	}
	*ret_words = level ? str_trim(str_slice(title, at + 1, title.len)) : title;
	return level;
}

/* Whether a section is printed: it has text, or it is the heading of a part that has some. */
static bool is_printed(const struct record_body *body, size_t at)
{
	struct str words;
	int level = level_of(body->at[at].title, &words);
	if (str_trim(body->at[at].text).len || (!level && body->at[at].title.len))
		return true;
	if (level != 1)
		return false;
	for (size_t i = at + 1; i < body->count && level_of(body->at[i].title, &words) != 1; i++)
		if (str_trim(body->at[i].text).len)
			return true;
	return false;
}

struct record_body record_body_printed(struct arena *arena, const struct record_body *body)
{
	static const char *const roman[] = { "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII" };
	struct record_body printed = { arena_array(arena, struct record_section, body->count + 1), 0 };
	size_t part = 0;
	int number = 0;
	for (size_t i = 0; i < body->count; i++) {
		struct record_section *section = &printed.at[printed.count];
		struct str words;
		if (!is_printed(body, i))
			continue;
		*section = body->at[i];
		int level = level_of(section->title, &words);
		if (level == 1 && part < LENGTH(roman)) {
			section->title = str_format(arena, "%s- %.*s", roman[part++], STR_ARG(words));
			number = 0;
		} else if (level == 2) {
			section->title = str_format(arena, "%d. %.*s", ++number, STR_ARG(words));
		}
		printed.count++;
	}
	return printed;
}

/* "Chủ trì: …", "Đồng chí An: …": what stands before the colon is bold. */
static void put_paragraph(struct document *document, struct str line, bool labels)
{
	ptrdiff_t colon = str_find(line, STR(": "));
	bool said = str_starts(line, STR("Đồng chí ")) || str_starts(line, STR("Kết luận của chủ trì"));
	if (colon > 0 && (labels || said) && text_letters(str_slice(line, 0, (size_t)colon)) <= LABEL_LETTERS)
		document_format(document, 0, DOCUMENT_BOLD "%.*s:" DOCUMENT_BOLD "%.*s", (int)colon, line.ptr,
		        STR_ARG(str_slice(line, (size_t)colon + 1, line.len)));
	else
		document_paragraph(document, 0, line);
}

struct grid {
	struct str cell[DOCUMENT_COLUMNS];
	size_t count;
};

static void split_cells(struct str line, struct grid *grid)
{
	grid->count = 0;
	while (grid->count + 1 < DOCUMENT_COLUMNS) {
		ptrdiff_t bar = str_find(line, STR("|"));
		if (bar < 0)
			break;
		grid->cell[grid->count++] = str_trim(str_slice(line, 0, (size_t)bar));
		line = str_slice(line, (size_t)bar + 1, line.len);
	}
	grid->cell[grid->count++] = str_trim(line);
}

static size_t longest_word(struct str text)
{
	size_t longest = 0;
	struct str word;
	while (str_split(&text, ' ', &word)) {
		size_t letters = text_letters(word);
		longest = letters > longest ? letters : longest;
	}
	return longest;
}

/* No word is broken; what is left of the width goes by how much the cells hold. Columns of short texts are centred. */
static void fit_columns(struct arena *arena, struct str text, const struct grid *head, struct document_column *columns)
{
	size_t longest[DOCUMENT_COLUMNS] = { 0 }, word[DOCUMENT_COLUMNS] = { 0 }, sum[DOCUMENT_COLUMNS] = { 0 },
	       rows = 0;
	int left = WIDTH, weight = 0;
	struct grid *row = arena_new(arena, struct grid);
	struct str rest = text, line;
	while (str_split(&rest, '\n', &line)) {
		split_cells(line, row);
		for (size_t c = 0; c < row->count && c < head->count; c++) {
			size_t letters = text_letters(row->cell[c]), one = longest_word(row->cell[c]);
			word[c] = one > word[c] ? one : word[c];
			longest[c] = rows && letters > longest[c] ? letters : longest[c];
			sum[c] += rows ? letters : 0;
		}
		rows++;
	}
	for (size_t c = 0; c < head->count; c++) {
		columns[c].title = head->cell[c];
		columns[c].align = longest[c] <= SHORT_LETTERS ? DOCUMENT_MIDDLE : DOCUMENT_LEFT;
		columns[c].share = (int)word[c] * WORD_SHARE + PAD_SHARE;
		left -= columns[c].share;
		weight += (int)(longest[c] + sum[c] / rows);
	}
	for (size_t c = 0; c < head->count && left > 0 && weight > 0; c++)
		if (c || longest[c] > NUMBER_LETTERS)
			columns[c].share += left * (int)(longest[c] + sum[c] / rows) / weight;
}

static void put_table(struct document *document, struct str text)
{
	struct arena *arena = document->arena;
	struct document_column columns[DOCUMENT_COLUMNS] = { 0 };
	struct grid *head = arena_new(arena, struct grid), *row = arena_new(arena, struct grid);
	struct str rest = text, line;
	if (!str_split(&rest, '\n', &line))
		return;
	split_cells(line, head);
	fit_columns(arena, text, head, columns);
	struct document_table *table = document_table(document, columns, head->count, STR_NONE);
	while (str_split(&rest, '\n', &line)) {
		split_cells(line, row);
		for (size_t c = row->count; c < head->count; c++)
			row->cell[c] = STR("");
		if (row->count == 1 && row->cell[0].len)
			document_full_row(table, row->cell[0], DOCUMENT_STRONG);
		else if (row->count > 1)
			document_row(table, row->cell, 0);
	}
	document_space(document, 4);
}

static void put_section(struct document *document, const struct record_section *section)
{
	struct str rest = section->text, line, words;
	int level = level_of(section->title, &words);
	if (level)
		document_section(document, level, DOCUMENT_NO_NUMBER, section->title);
	else if (section->title.len)
		document_format(document, DOCUMENT_CENTER | DOCUMENT_NO_INDENT | DOCUMENT_KEEP_NEXT,
		        DOCUMENT_BOLD "%.*s" DOCUMENT_BOLD, STR_ARG(section->title));
	if (str_is(section->kind, "table")) {
		put_table(document, str_trim(section->text));
		return;
	}
	while (str_split(&rest, '\n', &line)) {
		line = str_trim(line);
		if (!line.len)
			continue;
		if (str_is(section->kind, "list") || str_starts(line, STR("- ")))
			document_item(document, str_starts(line, STR("- ")) ? str_slice(line, 2, line.len) : line);
		else
			put_paragraph(document, line, str_is(section->key, "people"));
	}
}

struct str record_section_spoken(struct arena *arena, const struct record_section *section)
{
	struct buf out = buf_open(arena, LINE_CEILING);
	struct grid *head = arena_new(arena, struct grid), *row = arena_new(arena, struct grid);
	struct str rest = str_trim(section->text), line;
	if (!str_is(section->kind, "table") || !str_split(&rest, '\n', &line))
		return str_trim(section->text);
	split_cells(line, head);
	while (str_split(&rest, '\n', &line)) {
		split_cells(line, row);
		for (size_t c = 0; c < row->count && c < head->count; c++)
			if (c < 2)
				buf_format(&out, c ? ". %.*s" : "%.*s", STR_ARG(row->cell[c]));
			else
				buf_format(&out, "; %.*s: %.*s", STR_ARG(text_lower(arena, head->cell[c])),
				        STR_ARG(row->cell[c]));
		buf_c(&out, ".\n");
	}
	return buf_text(&out);
}

static void put_sign(struct document *document, const struct record_head *head)
{
	if (str_is(head->kind, "resolution"))
		document_sign(document, &(struct document_sign){ .signer_count = 1,
		                                .signer = { { head->signed_for, head->chair_post, head->chair_name } },
		                                .recipient = head->recipient,
		                                .recipient_count = head->recipient_count });
	else
		document_sign(document, &(struct document_sign){ .signer_count = 2,
		                                .signer = { { STR("NGƯỜI GHI BIÊN BẢN"), STR_NONE, head->clerk_name },
		                                        { STR("CHỦ TRÌ"), STR_NONE, head->chair_name } } });
}

struct document *record_document(
        struct arena *arena, const struct record_head *head, const struct record_body *body, bool large)
{
	struct document *document = document_open(arena);
	struct str type = str_is(head->kind, "resolution") ? STR("NGHỊ QUYẾT")
	                  : str_is(head->kind, "addendum") ? STR("PHỤ LỤC")
	                                                   : STR("BIÊN BẢN");
	document->large = large;
	document->title = str_format(arena, "%.*s %.*s", STR_ARG(type), STR_ARG(head->subject));
	document->author = head->cell;
	document->created = head->created;
	if (head->draft)
		document_paragraph(document, DOCUMENT_NO_INDENT, STR(DOCUMENT_ITALIC "Dự thảo" DOCUMENT_ITALIC));
	record_heading(document, head);
	document_title(document, type, head->subject);
	struct record_body printed = record_body_printed(arena, body);
	for (size_t i = 0; i < printed.count; i++)
		put_section(document, &printed.at[i]);
	put_sign(document, head);
	if (head->proof.len) {
		document_space(document, PROOF_SPACE);
		document_format(
		        document, DOCUMENT_NO_INDENT, DOCUMENT_ITALIC "%.*s" DOCUMENT_ITALIC, STR_ARG(head->proof));
	}
	return document;
}

/* What was fixed when clerk and chair confirmed goes before what the meeting says now. */
static void as_signed(struct record_head *head, const struct record_text_row *row)
{
	if (row->clerk_name.len)
		head->clerk_name = row->clerk_name;
	if (row->chair_name.len)
		head->chair_name = row->chair_name;
	if (record_post_title(row->chair_post).len)
		head->chair_post = record_post_title(row->chair_post);
	if (str_is(row->kind, "addendum") || row->ord > 1)
		head->subject = row->title;
	head->draft = str_is(row->state, "draft");
}

/* A confirmed record bears its own place in the chain; one that waits for it the place before, so that the paper signed
 * by hand bears one too. The words after the colon are a line for `chibo verify --heads`. */
static enum status proof_of(struct arena *arena, struct db *db, const struct meeting *meeting,
        const struct record_text_row *row, struct record_head *head, struct err *err)
{
	const struct chain_place place = { .cell = meeting->cell, .meeting = meeting->id, .shard = meeting->shard };
	static const char *const kinds[] = { "minutes", "resolution" };
	struct str line = STR_NONE;
	for (size_t i = 0; i < LENGTH(kinds) && !line.len; i++)
		TRY(chain_line_of(arena, db, &place, str_of(kinds[i]), row->id.n, &line, err));
	if (line.len)
		head->proof = str_format(arena, "Mã đối chiếu: %.*s", STR_ARG(line));
	if (line.len || !str_is(row->state, "adopted"))
		return OK;
	TRY(chain_line_end(
	        arena, db, &place, str_is(row->kind, "resolution") ? STR("resolution") : STR("minutes"), &line, err));
	if (line.len)
		head->proof = str_format(arena, "Mã đối chiếu trước văn bản này: %.*s", STR_ARG(line));
	return OK;
}

enum status record_document_of(struct arena *arena, struct db *db, const struct meeting *meeting, const char *kind,
        int64_t id, int64_t number, struct document **ret_document, struct err *err)
{
	struct record_text_row row;
	struct record_head head;
	struct record_body body;
	bool found;
	TRY(record_text(arena, db,
	        &(struct record_text_in){ .meeting = { meeting->id },
	                .shard = meeting->shard,
	                .kind = str_of(kind),
	                .record = { id },
	                .number = number ? OPT(number) : OPT_NONE },
	        &row, &found, err));
	if (!found && (id || number))
		return err_set(err, NOT_FOUND, "record.no_such_number", NULL);
	TRY(record_head_of(arena, db, meeting, found ? str_c(arena, row.kind) : kind,
	        found && row.number.set ? row.number.n : 0, found ? row.day : meeting->day, &head, err));
	if (found)
		TRY(record_body_read(arena, row.body, &body, err));
	else
		TRY(record_draft(arena, db, meeting, kind, (struct motion_id){ 0 }, &body, err));
	head.draft = true;
	if (found) {
		as_signed(&head, &row);
		TRY(proof_of(arena, db, meeting, &row, &head, err));
	}
	*ret_document = record_document(arena, &head, &body, false);
	return OK;
}
