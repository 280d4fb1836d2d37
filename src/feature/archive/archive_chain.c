/* chains.json: the heads, and every link that leads to them, so that anybody can reckon them again (HOW-TO-VERIFY.txt
   says how; the bytes are those of app/audit.c). What is written was reckoned once here: "whole" says whether it fits.
 */
#include "feature/archive/archive_private.h"

#include "app/audit.h"
#include "app/chain.h"
#include "base/hex.h"

enum { HASH = AUDIT_HASH };

struct link {
	struct buf *out;
	struct arena *arena;
	int64_t cell, seq;
	struct str head; /* of the chain so far */
};

static void put_hex(struct link *link, const char *name, struct str bytes)
{
	buf_format(link->out, ",\"%s\":\"%.*s\"", name, STR_ARG(hex_encode(link->arena, bytes.ptr, bytes.len)));
}

/* What the links of a meeting cover, read once. */
struct covered {
	int64_t meeting;
	struct chain_contents contents;
	struct covered *next;
};

struct reading {
	struct arena *arena;
	const struct archive *archive;
	struct covered *covered;
};

static enum status contents_of(
        struct reading *reading, int64_t meeting, const struct chain_contents **ret_contents, struct err *err)
{
	const struct archive *archive = reading->archive;
	struct covered *covered = reading->covered;
	while (covered && covered->meeting != meeting)
		covered = covered->next;
	if (!covered) {
		covered = arena_new(reading->arena, struct covered);
		*covered = (struct covered){ .meeting = meeting, .next = reading->covered };
		reading->covered = covered;
		if (meeting)
			TRY(chain_of_meeting(
			        reading->arena, archive->db, meeting, archive->cell.shard, &covered->contents, err));
		else
			TRY(chain_of_grades(reading->arena, archive->db, archive->cell.id, archive->cell.shard,
			        &covered->contents, err));
	}
	*ret_contents = &covered->contents;
	return OK;
}

/* The text that the link covers; none where a later link of the object covers what stands there today. */
static struct str text_of(const struct chain_contents *contents, const struct archive_links_row *link)
{
	unsigned char hash[HASH];
	for (size_t i = 0; i < contents->count; i++) {
		const struct chain_content *one = &contents->at[i];
		if (one->object != link->object || !str_eq(one->about, link->about))
			continue;
		chain_content_hash(link->salt, one->text, hash);
		if (str_eq(link->content, (struct str){ (const char *)hash, HASH }))
			return one->text;
	}
	return STR_NONE;
}

/* One link of a chain of contents, and the head it leads to. */
static enum status put_content(
        struct link *link, struct reading *reading, const struct archive_links_row *row, struct err *err)
{
	const struct chain_contents *contents;
	unsigned char *head = arena_take(link->arena, HASH);
	TRY(contents_of(reading, row->meeting, &contents, err));
	chain_row_hash(link->head, link->cell, ++link->seq, row->kind, row->content, head);
	link->head = (struct str){ (const char *)head, HASH };
	struct str text = text_of(contents, row), salt = hex_encode(link->arena, row->salt.ptr, row->salt.len);
	buf_format(link->out, "%s\n{\"seq\":%lld,\"object\":\"%lld\",\"state\":\"%.*s\",\"salt\":\"%.*s\",\"content\":",
	        link->seq > 1 ? "," : "", (long long)link->seq, (long long)row->object, STR_ARG(row->part),
	        STR_ARG(salt));
	buf_json(link->out, text.len ? text : STR_NONE);
	put_hex(link, "content_hash", row->content);
	put_hex(link, "hash", link->head);
	buf_char(link->out, '}');
	return OK;
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

static enum status put_contents(struct arena *arena, const struct archive *archive, struct buf *out,
        const struct archive_heads_rows *heads, struct err *err)
{
	static const char *const kinds[] = { "minutes", "resolution", "vote", "score", "grade" };
	struct reading reading = { .arena = arena, .archive = archive };
	struct archive_links_rows rows;
	TRY(archive_links(arena, archive->db,
	        &(struct archive_links_in){ .cell = { archive->cell.id }, .shard = archive->cell.shard }, &rows, err));
	for (size_t kind = 0; kind < LENGTH(kinds); kind++) {
		struct link link = begin(arena, out, archive->cell.id, kinds[kind]);
		for (size_t i = 0; i < rows.count; i++)
			if (str_is(rows.at[i].kind, kinds[kind]))
				TRY(put_content(&link, &reading, &rows.at[i], err));
		put_end(&link, heads, kinds[kind]);
	}
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
	TRY(put_contents(arena, archive, &out, &heads, err));
	buf_c(&out, "\n}\n");
	*ret_bytes = buf_text(&out);
	return out.full ? err_set(err, INVALID, "archive.too_large", NULL) : OK;
}
