/* chains.json: the heads, and every link that leads to them, so that anybody can reckon them again (HOW-TO-VERIFY.txt
   says how; the bytes are those of app/audit.c). What is written was reckoned once here: "whole" says whether it fits.
 */
#include "feature/archive/archive_private.h"

#include "app/audit.h"
#include "base/hex.h"

#include <sodium.h>

enum { HASH = AUDIT_HASH };

struct link {
	struct buf *out;
	struct arena *arena;
	int64_t cell, seq;
	struct str head; /* of the chain so far */
};

static struct str hash_text(struct arena *arena, struct str text)
{
	unsigned char *hash = arena_take(arena, HASH);
	crypto_generichash(hash, HASH, (const unsigned char *)text.ptr, text.len, NULL, 0);
	return (struct str){ (const char *)hash, HASH };
}

static void put_hex(struct link *link, const char *name, struct str bytes)
{
	buf_format(link->out, ",\"%s\":\"%.*s\"", name, STR_ARG(hex_encode(link->arena, bytes.ptr, bytes.len)));
}

/* One link of the minutes, resolution or vote chain: its content as text, and the head it leads to. */
static void put_content(struct link *link, const char *kind, struct str content)
{
	unsigned char *head = arena_take(link->arena, HASH);
	chain_row_hash(link->head, link->cell, ++link->seq, kind, hash_text(link->arena, content), head);
	link->head = (struct str){ (const char *)head, HASH };
	buf_format(link->out, "%s\n{\"seq\":%lld,\"content\":", link->seq > 1 ? "," : "", (long long)link->seq);
	buf_json(link->out, content);
	put_hex(link, "hash", link->head);
	buf_char(link->out, '}');
}

static void put_audit(struct link *link, const struct archive_audit_row *row)
{
	unsigned char *head = arena_take(link->arena, HASH);
	audit_row_hash(
	        link->head, link->cell, row->seq, row->at, row->account, row->act, row->object, row->request, head);
	link->head = (struct str){ (const char *)head, HASH };
	link->seq++;
	/* Ids and requests are too large for the numbers of some readers: texts. */
	buf_format(link->out,
	        "%s\n{\"seq\":%lld,\"at\":%lld,\"account\":\"%lld\",\"object\":\"%lld\",\"request\":\"%lld\",\"act\":",
	        link->seq > 1 ? "," : "", (long long)row->seq, (long long)row->at, (long long)row->account,
	        (long long)row->object, (long long)row->request);
	buf_json(link->out, row->act);
	put_hex(link, "hash", row->hash);
	buf_char(link->out, '}');
}

/* Closes the list of links, and compares the last with the head that is kept. */
static void put_end(struct link *link, const struct archive_heads_rows *heads, const char *kind)
{
	bool whole = link->seq == 0;
	for (size_t i = 0; i < heads->count; i++)
		if (str_is(heads->at[i].kind, kind))
			whole = heads->at[i].seq == link->seq && str_eq(heads->at[i].hash, link->head);
	buf_format(link->out, "],\"whole\":%s}", whole ? "true" : "false");
}

static struct link begin(struct arena *arena, struct buf *out, int64_t cell, const char *kind)
{
	buf_format(out, ",\n\n\"%s\":{\"links\":[", kind);
	return (struct link){ .out = out, .arena = arena, .cell = cell };
}

static enum status put_records(struct arena *arena, const struct archive *archive, struct buf *out,
        const struct archive_heads_rows *heads, struct err *err)
{
	struct archive_signed_rows rows;
	TRY(archive_signed(arena, archive->db,
	        &(struct archive_signed_in){ .cell = { archive->cell.id }, .shard = archive->cell.shard }, &rows, err));
	static const char *const chains[] = { "minutes", "resolution" };
	for (size_t c = 0; c < LENGTH(chains); c++) {
		struct link link = begin(arena, out, archive->cell.id, chains[c]);
		for (size_t i = 0; i < rows.count; i++) {
			const struct archive_signed_row *row = &rows.at[i];
			if (str_is(row->chain, chains[c]))
				put_content(&link, chains[c],
				        str_format(arena, "1|%lld|%.*s|%lld|%lld|%.*s|%lld|%lld|%lld",
				                (long long)row->id.n, STR_ARG(row->kind), (long long)row->version,
				                (long long)row->number,
				                STR_ARG(hex_encode(arena, row->hash.ptr, row->hash.len)),
				                (long long)row->clerk, (long long)row->chair,
				                (long long)row->signed_at));
		}
		put_end(&link, heads, chains[c]);
	}
	return OK;
}

static enum status put_votes(struct arena *arena, const struct archive *archive, struct buf *out,
        const struct archive_heads_rows *heads, struct err *err)
{
	struct archive_counted_rows rows;
	struct link link = begin(arena, out, archive->cell.id, "vote");
	TRY(archive_counted(arena, archive->db,
	        &(struct archive_counted_in){ .cell = { archive->cell.id }, .shard = archive->cell.shard }, &rows,
	        err));
	for (size_t i = 0; i < rows.count; i++) {
		const struct archive_counted_row *row = &rows.at[i];
		put_content(&link, "vote",
		        str_format(arena, "1|%lld|%.*s|%.*s|%.*s|%lld|%lld|%lld|%lld|%lld", (long long)row->id.n,
		                STR_ARG(row->kind), STR_ARG(row->question), STR_ARG(row->rule), (long long)row->base,
		                (long long)row->needs, (long long)row->votes_for, (long long)row->votes_against,
		                (long long)row->votes_other));
	}
	put_end(&link, heads, "vote");
	return OK;
}

enum status archive_chains(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err)
{
	struct archive_heads_rows heads;
	struct archive_audit_rows rows;
	struct buf out = buf_open(arena, ARCHIVE_TEXT);
	(void)file;
	TRY(archive_heads(arena, archive->db,
	        &(struct archive_heads_in){ .cell = { archive->cell.id }, .shard = archive->cell.shard }, &heads, err));
	TRY(archive_audit(arena, archive->db,
	        &(struct archive_audit_in){ .cell = { archive->cell.id }, .shard = archive->cell.shard }, &rows, err));
	buf_format(&out, "{\"cell\":\"%lld\",\"heads\":[", (long long)archive->cell.id);
	for (size_t i = 0; i < heads.count; i++)
		buf_format(&out, "%s\n{\"kind\":\"%.*s\",\"seq\":%lld,\"hash\":\"%.*s\"}", i ? "," : "",
		        STR_ARG(heads.at[i].kind), (long long)heads.at[i].seq,
		        STR_ARG(hex_encode(arena, heads.at[i].hash.ptr, heads.at[i].hash.len)));
	buf_char(&out, ']');
	struct link link = begin(arena, &out, archive->cell.id, "audit");
	for (size_t i = 0; i < rows.count; i++)
		put_audit(&link, &rows.at[i]);
	put_end(&link, &heads, "audit");
	TRY(put_records(arena, archive, &out, &heads, err));
	TRY(put_votes(arena, archive, &out, &heads, err));
	buf_c(&out, "\n}\n");
	*ret_bytes = buf_text(&out);
	return out.full ? err_set(err, INVALID, "archive.too_large", NULL) : OK;
}
