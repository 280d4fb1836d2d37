/* How documents look: read from the styles and page settings of a DOCX template, used by the PDF as well, so that an
 * office restyles both in its word processor. Knows style names, no text. */
#ifndef DOCUMENT_STYLE_H
#define DOCUMENT_STYLE_H

#include "base/err.h"

enum document_align { DOCUMENT_LEFT, DOCUMENT_MIDDLE, DOCUMENT_RIGHT, DOCUMENT_JUSTIFY };
enum document_spacing { DOCUMENT_LINE_TIMES, DOCUMENT_LINE_EXACT, DOCUMENT_LINE_LEAST };

/* One a named style of the template: name here, its w:styleId there, whether the large type of slips enlarges it. */
#define DOCUMENT_STYLES(X)                   \
	X(BODY, "VBNoiDung", true)           \
	X(SECTION_1, "VBMuc1", true)         \
	X(SECTION_2, "VBMuc2", true)         \
	X(SECTION_3, "VBMuc3", true)         \
	X(ITEM, "VBGachDau", true)           \
	X(SUPERIOR, "VBCoQuanTren", false)   \
	X(ISSUER, "VBCoQuan", false)         \
	X(STAR, "VBSao", false)              \
	X(NUMBER, "VBSo", false)             \
	X(PARTY, "VBTieuDe", false)          \
	X(PARTY_RULE, "VBGachTieuDe", false) \
	X(PLACE, "VBNgay", false)            \
	X(TYPE, "VBLoai", true)              \
	X(SUBJECT, "VBTrichYeu", true)       \
	X(DASHES, "VBGach", false)           \
	X(CAPTION, "VBTenBang", true)        \
	X(CELL, "VBBangO", true)             \
	X(CELL_HEAD, "VBBangDau", true)      \
	X(CELL_MIDDLE, "VBBangGiua", true)   \
	X(CELL_RIGHT, "VBBangPhai", true)    \
	X(AFTER_TABLE, "VBSauBang", false)   \
	X(RECIPIENTS, "VBNoiNhan", false)    \
	X(RECIPIENT, "VBNoiNhanMuc", false)  \
	X(CAPACITY, "VBQuyenHan", false)     \
	X(POST, "VBChucVu", false)           \
	X(SIGNING_ROOM, "VBChoKy", false)    \
	X(SIGNER, "VBTenKy", false)          \
	X(PAGE_NUMBER, "VBSoTrang", false)

enum document_style_name {
#define X(name, id, large) DOCUMENT_STYLE_##name,
	DOCUMENT_STYLES(X)
#undef X
	        DOCUMENT_STYLE__COUNT
};

/* Lengths in points. */
struct document_look {
	struct str font;
	double size;
	bool bold, italic, underline, keep_next;
	enum document_align align;
	double first, left, right, before, after;
	enum document_spacing spacing;
	double line; /* times the font's own height, or points */
};

struct document_style {
	struct document_look look[DOCUMENT_STYLE__COUNT];
	double width, height, top, right, bottom, left; /* the page, upright, and its margins */
	double header;                                  /* from the paper's edge to the page number */
	struct str template_bytes;                      /* the DOCX itself: writers fill a copy of it */
};

/* How much larger the large type is than the template's. */
#define DOCUMENT_LARGE 1.36

/* The template this program ships: A4, Party format. Static memory. */
struct str document_template_default(void);
/* Reads a template. INVALID when it is not a DOCX, lacks the body style, or reaches outside itself: external relations,
 * macros, fields that include or run something. ret_style points into template_bytes and the arena. */
enum status document_style_read(
        struct arena *arena, struct str template_bytes, struct document_style *ret_style, struct err *err);
/* The w:styleId of a style. */
const char *document_style_id(enum document_style_name name);
/* The look, enlarged where the large type enlarges it. */
struct document_look document_style_look(const struct document_style *style, enum document_style_name name, bool large);

#endif
