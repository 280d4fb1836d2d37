/* A document as a list of blocks, free of layout: what the writers (pdf, docx, html, text) all read. Knows nothing of
 * meetings. Text may switch bold, italic and underline on and off with the marks below; line ends inside a text break
 * the line. Every text given is copied, made NFC, rid of other control characters, and short words are tied to their
 * neighbours. */
#ifndef DOCUMENT_MODEL_H
#define DOCUMENT_MODEL_H

#include "document/style.h"

#define DOCUMENT_BOLD "\1"
#define DOCUMENT_ITALIC "\2"
#define DOCUMENT_UNDERLINE "\3"

enum {
	DOCUMENT_KEEP_NEXT = 1, /* stays on the page of what follows */
	DOCUMENT_NO_INDENT = 2,
	DOCUMENT_CENTER = 4,
	DOCUMENT_NO_NUMBER = 8, /* a section without I-, 1., a) */
	DOCUMENT_STRONG = 16,   /* bold */

	DOCUMENT_COLUMNS = 16,
	DOCUMENT_TEXT_CEILING = 1 << 20, /* bytes of one text; what is longer is cut */
};

/* What stands above the title. No text: the line is left out. */
struct document_head {
	struct str superior; /* ĐẢNG ỦY PHƯỜNG ... */
	struct str issuer;   /* CHI BỘ ... */
	struct str number;   /* Số 05-NQ/CB */
	struct str party;    /* ĐẢNG CỘNG SẢN VIỆT NAM, with a line under it */
	struct str place;    /* Ninh Bình, ngày 05 tháng 10 năm 2026 */
};

struct document_signer {
	struct str capacity; /* T/M CHI BỘ, or CHỦ TRÌ; bold */
	struct str post;     /* BÍ THƯ; not bold */
	struct str name;
};

/* One signer stands right, with the recipients left; of two the first stands left. */
struct document_sign {
	struct document_signer signer[2];
	size_t signer_count;
	const struct str *recipient; /* "Đảng ủy (báo cáo)", without dash or end mark */
	size_t recipient_count;
};

struct document_column {
	int share; /* of the width; any numbers */
	enum document_align align;
	struct str title; /* of the head row made by document_table; all empty: no such row */
};

struct document_row {
	struct document_row *next;
	const struct str *cell; /* as many as columns; one when full */
	bool head, full, strong;
};

struct document_table {
	struct document *document;
	struct str caption;
	const struct document_column *column;
	size_t column_count;
	double total; /* of the shares */
	struct document_row *first, *last;
	size_t row_count, head_count;
	bool keep_end; /* its last two rows stay on the page of what follows: totals, signatures */
};

enum document_kind {
	DOCUMENT_HEAD,
	DOCUMENT_TITLE,
	DOCUMENT_PARAGRAPH,
	DOCUMENT_SECTION,
	DOCUMENT_ITEM,
	DOCUMENT_TABLE,
	DOCUMENT_SIGN,
	DOCUMENT_PAGE_BREAK,
	DOCUMENT_SPACE,
};

struct document_block {
	struct document_block *next;
	enum document_kind kind;
	unsigned flags;
	int level;         /* of a section: 1 to 3 */
	double height;     /* of a space: points */
	struct str text;   /* of a paragraph, section, item; the type of a title */
	struct str detail; /* the subject of a title */
	const struct document_head *head;
	const struct document_sign *sign;
	struct document_table *table;
};

struct document {
	struct arena *arena;
	struct str title, author, subject, lang; /* properties of the file; lang "vi-VN" when none */
	int64_t created;       /* ms since 1970 UTC; stands in the files, so equal input gives equal bytes */
	bool landscape, large; /* large: the type of notice slips */
	bool number_first;     /* the first page has its number too */
	bool framed; /* for what hangs on a wall: a frame around each page, its type in red, lines as high as their look
	                says; no page numbers */
	struct document_block *first, *last;
	int counter[3]; /* of sections */
};

struct document *document_open(struct arena *arena);
void document_head(struct document *document, const struct document_head *head);
/* Type in capitals, subject under it, then dashes. */
void document_title(struct document *document, struct str type, struct str subject);
void document_paragraph(struct document *document, unsigned flags, struct str text);
void document_format(struct document *document, unsigned flags, const char *format, ...) FORMAT(3, 4);
/* Numbered by level: I-, 1., a) with the Vietnamese list letters; a higher level starts the lower ones anew. */
void document_section(struct document *document, int level, unsigned flags, struct str text);
/* A line that begins with a dash. */
void document_item(struct document *document, struct str text);
/* The columns are copied. caption may be none. At most DOCUMENT_COLUMNS columns. */
struct document_table *document_table(
        struct document *document, const struct document_column *columns, size_t count, struct str caption);
/* cells: as many as the table has columns. */
void document_row(struct document_table *table, const struct str *cells, unsigned flags);
/* One more row of the head, which every page repeats; only before other rows. */
void document_head_row(struct document_table *table, const struct str *cells);
/* A row of one cell over all columns. */
void document_full_row(struct document_table *table, struct str text, unsigned flags);
/* Whether it stays on the page of the next row: what stands above rows does, but not one strong row after another. */
bool document_row_leads(const struct document_row *row);
/* Signatures, kept whole and with the last lines before them. */
void document_sign(struct document *document, const struct document_sign *sign);
void document_page_break(struct document *document);
void document_space(struct document *document, double points);

#endif
