/* Contents as canonical text, and their links. Both engines and a copy agree: no engine's text form is in it. */
#include "app/chain.h"

#include "app/audit.h"
#include "base/hex.h"
#include "base/random.h"
#include "base/text.h"
#include "gen/app_sql.h"

#include <sodium.h>
#include <string.h>

enum { TEXTS = 1 << 28, FIRST = 5, VERSION = 2 };

static int64_t int_at(const struct db_field *field, const char *row)
{
	return *(const int64_t *)(row + field->at);
}

static struct str text_at(const struct db_field *field, const char *row)
{
	return *(const struct str *)(row + field->at);
}

static void put_bytes(struct buf *out, struct str bytes)
{
	static const char digits[] = "0123456789abcdef";
	buf_char(out, '"');
	for (size_t i = 0; i < bytes.len; i++) {
		buf_char(out, digits[(unsigned char)bytes.ptr[i] >> 4]);
		buf_char(out, digits[(unsigned char)bytes.ptr[i] & 15]);
	}
	buf_char(out, '"');
}

/* No text and an empty one are the same. */
static void put_value(struct buf *out, const struct db_field *field, const char *row)
{
	const char *at = row + field->at;
	if (field->kind == 't' || field->kind == 'b') {
		struct str text = *(const struct str *)at;
		if (!text.len)
			buf_c(out, "null");
		else if (field->kind == 'b')
			put_bytes(out, text);
		else
			buf_json(out, text);
	} else if (field->kind == 'o') {
		const struct opt_int *number = (const struct opt_int *)at;
		if (number->set)
			buf_int(out, number->n);
		else
			buf_c(out, "null");
	} else {
		buf_int(out, field->kind == 'f' ? *(const bool *)at : *(const int64_t *)at);
	}
}

static void put_row(struct buf *out, const struct db_field *field, const char *row)
{
	for (const char *before = "\n["; field->name; field++, before = ",") {
		buf_c(out, before);
		put_value(out, field, row);
	}
	buf_char(out, ']');
}

static void put_head(struct buf *out, const struct chain_content *content)
{
	buf_int(out, VERSION);
	buf_char(out, '|');
	buf_str(out, content->kind);
	buf_char(out, '|');
	buf_int(out, content->object);
	buf_char(out, '|');
	buf_str(out, content->about);
	buf_char(out, '|');
	buf_str(out, content->state);
}

static struct chain_content begin(const struct chain_source *source, const char *row)
{
	const struct db_field *fields = source->fields;
	return (struct chain_content){ .object = int_at(&fields[0], row),
		.meeting = int_at(&fields[1], row),
		.kind = text_at(&fields[2], row),
		.about = text_at(&fields[3], row),
		.state = text_at(&fields[4], row) };
}

/* The texts stand one after another in `out`; their places are set when it grows no more. */
static void read_source(struct buf *out, const struct chain_source *source, struct chain_contents *contents)
{
	const char *more = source->more;
	size_t left = source->more_count;
	for (size_t i = 0; i < source->count; i++) {
		const char *row = (const char *)source->rows + i * source->row_size;
		struct chain_content *content = &contents->at[contents->count++];
		size_t start = out->len;
		*content = begin(source, row);
		put_head(out, content);
		put_row(out, source->fields + FIRST, row);
		for (; left && int_at(source->more_fields, more) < content->object; left--)
			more += source->more_size;
		for (; left && int_at(source->more_fields, more) == content->object; left--) {
			put_row(out, source->more_fields + 1, more);
			more += source->more_size;
		}
		content->text.len = out->len - start;
	}
}

enum status chain_read(struct arena *arena, const struct chain_source *sources, size_t count,
        struct chain_contents *ret_contents, struct err *err)
{
	struct buf out = buf_open(arena, TEXTS);
	size_t all = 0;
	for (size_t i = 0; i < count; i++)
		all += sources[i].count;
	*ret_contents = (struct chain_contents){ .at = arena_array(arena, struct chain_content, all + 1) };
	for (size_t i = 0; i < count; i++)
		read_source(&out, &sources[i], ret_contents);
	if (out.full)
		return err_broken(err, "db.broken", "chain: too much text");
	const char *at = out.ptr;
	for (size_t i = 0; i < all; i++) {
		ret_contents->at[i].text.ptr = at;
		at += ret_contents->at[i].text.len;
	}
	return OK;
}

enum status chain_of_meeting(struct arena *arena, struct db *db, int64_t meeting, int shard,
        struct chain_contents *ret_contents, struct err *err)
{
	struct chain_votes_rows votes;
	struct chain_electors_rows electors;
	struct chain_records_rows records;
	struct chain_sheets_rows sheets;
	struct chain_lines_rows lines;
	TRY(chain_votes(arena, db, &(struct chain_votes_in){ meeting, shard }, &votes, err));
	TRY(chain_electors(arena, db, &(struct chain_electors_in){ meeting, shard }, &electors, err));
	TRY(chain_records(arena, db, &(struct chain_records_in){ meeting, shard }, &records, err));
	TRY(chain_sheets(arena, db, &(struct chain_sheets_in){ meeting, shard }, &sheets, err));
	TRY(chain_lines(arena, db, &(struct chain_lines_in){ meeting, shard }, &lines, err));
	const struct chain_source sources[] = {
		{ CHAIN_SOURCE(chain_votes, votes), CHAIN_MORE(chain_electors, electors) },
		{ CHAIN_SOURCE(chain_records, records) },
		{ CHAIN_SOURCE(chain_sheets, sheets), CHAIN_MORE(chain_lines, lines) },
	};
	return chain_read(arena, sources, LENGTH(sources), ret_contents, err);
}

enum status chain_of_grades(struct arena *arena, struct db *db, int64_t cell, int shard,
        struct chain_contents *ret_contents, struct err *err)
{
	struct chain_grades_rows grades;
	TRY(chain_grades(arena, db, &(struct chain_grades_in){ cell, shard }, &grades, err));
	const struct chain_source source = { CHAIN_SOURCE(chain_grades, grades) };
	return chain_read(arena, &source, 1, ret_contents, err);
}

void chain_content_hash(struct str salt, struct str text, unsigned char ret_hash[CHAIN_HASH])
{
	crypto_generichash_state state;
	char hex[2 * CHAIN_SALT + 1];
	crypto_generichash_init(&state, NULL, 0, CHAIN_HASH);
	if (salt.len == CHAIN_SALT) {
		sodium_bin2hex(hex, sizeof(hex), (const unsigned char *)salt.ptr, salt.len);
		hex[sizeof(hex) - 1] = '\n';
		crypto_generichash_update(&state, (const unsigned char *)hex, sizeof(hex));
	}
	crypto_generichash_update(&state, (const unsigned char *)text.ptr, text.len);
	crypto_generichash_final(&state, ret_hash, CHAIN_HASH);
}

enum status chain_append(struct arena *arena, struct db *db, const struct chain_place *place,
        const struct chain_content *content, struct err *err)
{
	struct chain_head_row head;
	bool found;
	unsigned char salt[CHAIN_SALT], covered[CHAIN_HASH], hash[CHAIN_HASH];
	random_bytes(salt, sizeof(salt));
	chain_content_hash((struct str){ (const char *)salt, sizeof(salt) }, content->text, covered);
	TRY(chain_head(arena, db,
	        &(struct chain_head_in){ .cell = place->cell, .kind = content->kind, .shard = place->shard }, &head,
	        &found, err));
	struct chain_link_put_in link = { .meeting = content->meeting,
		.object = content->object,
		.kind = content->kind,
		.seq = head.seq + 1,
		.shard = place->shard,
		.cell = place->cell,
		.about = content->about.len ? content->about : STR(""),
		.part = content->state,
		.at = place->at,
		.salt = { (const char *)salt, sizeof(salt) },
		.content = { (const char *)covered, sizeof(covered) },
		.hash = { (const char *)hash, sizeof(hash) } };
	chain_row_hash(head.hash, place->cell, link.seq, content->kind, link.content, hash);
	TRY(chain_link_put(arena, db, &link, err));
	return chain_put(arena, db,
	        &(struct chain_put_in){ .cell = place->cell,
	                .kind = content->kind,
	                .shard = place->shard,
	                .seq = link.seq,
	                .hash = link.hash },
	        err);
}

enum status chain_add(
        struct arena *arena, struct db *db, const struct chain_place *place, int64_t object, struct err *err)
{
	struct chain_contents contents;
	TRY(chain_of_meeting(arena, db, place->meeting, place->shard, &contents, err));
	for (size_t i = 0; i < contents.count; i++)
		if (contents.at[i].object == object)
			return chain_append(arena, db, place, &contents.at[i], err);
	return err_broken(err, "db.broken", "chain: no such content");
}

enum status chain_add_grade(
        struct arena *arena, struct db *db, const struct chain_place *place, struct str period, struct err *err)
{
	struct chain_contents contents;
	TRY(chain_of_grades(arena, db, place->cell, place->shard, &contents, err));
	for (size_t i = 0; i < contents.count; i++)
		if (str_eq(contents.at[i].about, period))
			return chain_append(arena, db, place, &contents.at[i], err);
	struct chain_content none = {
		.kind = STR("grade"), .object = place->cell, .about = period, .state = STR("dropped")
	};
	struct buf text = buf_open(arena, 1 << 10);
	put_head(&text, &none);
	none.text = buf_text(&text);
	return chain_append(arena, db, place, &none, err);
}

enum status chain_send(struct arena *arena, struct db *db, const struct chain_place *place, struct err *err)
{
	struct chain_heads_rows heads;
	TRY(chain_heads(
	        arena, db, &(struct chain_heads_in){ .cell = place->cell, .shard = place->shard }, &heads, err));
	for (size_t i = 0; i < heads.count; i++)
		TRY(chain_known_put(arena, db,
		        &(struct chain_known_put_in){ .cell = place->cell,
		                .kind = heads.at[i].kind,
		                .shard = place->shard,
		                .seq = heads.at[i].seq,
		                .hash = heads.at[i].hash,
		                .at = place->at,
		                .meeting = place->meeting },
		        err));
	return OK;
}

const char *chain_kind_name(struct str kind)
{
	static const char *const names[][2] = { { "audit", "Nhật ký" }, { "vote", "Biểu quyết" },
		{ "minutes", "Biên bản" }, { "resolution", "Nghị quyết" }, { "score", "Điểm" },
		{ "grade", "Xếp loại" } };
	for (size_t i = 0; i < LENGTH(names); i++)
		if (str_is(kind, names[i][0]))
			return names[i][1];
	return "";
}
