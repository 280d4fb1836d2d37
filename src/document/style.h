/* How documents look: read from the styles and page settings of a DOCX template, used by the PDF as well, so that an
 * office restyles both in its word processor. Knows style names, no text. */
#ifndef DOCUMENT_STYLE_H
#define DOCUMENT_STYLE_H

#include "base/err.h"

enum document_align { DOCUMENT_LEFT, DOCUMENT_MIDDLE, DOCUMENT_RIGHT, DOCUMENT_JUSTIFY };
enum document_spacing { DOCUMENT_LINE_TIMES, DOCUMENT_LINE_EXACT, DOCUMENT_LINE_LEAST };

/* One a named style of the template: name here, its w:name there, whether the large type of slips enlarges it. Word
 * processors write the w:styleId anew when they save, so it is read, not known. */
#define DOCUMENT_STYLES(X)                           \
	X(BODY, "VB Nội dung", true)                 \
	X(SECTION_1, "VB Mục 1", true)               \
	X(SECTION_2, "VB Mục 2", true)               \
	X(SECTION_3, "VB Mục 3", true)               \
	X(ITEM, "VB Gạch đầu dòng", true)            \
	X(SUPERIOR, "VB Cơ quan cấp trên", false)    \
	X(ISSUER, "VB Cơ quan ban hành", false)      \
	X(STAR, "VB Dấu sao", false)                 \
	X(NUMBER, "VB Số ký hiệu", false)            \
	X(PARTY, "VB Tiêu đề Đảng", false)           \
	X(PARTY_RULE, "VB Gạch dưới tiêu đề", false) \
	X(PLACE, "VB Địa danh ngày", false)          \
	X(TYPE, "VB Tên loại", true)                 \
	X(SUBJECT, "VB Trích yếu", true)             \
	X(DASHES, "VB Gạch nối", false)              \
	X(CAPTION, "VB Tên bảng", true)              \
	X(CELL, "VB Bảng ô", true)                   \
	X(CELL_HEAD, "VB Bảng đầu", true)            \
	X(CELL_MIDDLE, "VB Bảng giữa", true)         \
	X(CELL_RIGHT, "VB Bảng phải", true)          \
	X(AFTER_TABLE, "VB Sau bảng", false)         \
	X(RECIPIENTS, "VB Nơi nhận", false)          \
	X(RECIPIENT, "VB Nơi nhận mục", false)       \
	X(CAPACITY, "VB Quyền hạn ký", false)        \
	X(POST, "VB Chức vụ", false)                 \
	X(SIGNING_ROOM, "VB Chỗ ký", false)          \
	X(SIGNER, "VB Tên người ký", false)          \
	X(PAGE_NUMBER, "VB Số trang", false)

enum document_style_name {
#define X(name, called, large) DOCUMENT_STYLE_##name,
	DOCUMENT_STYLES(X)
#undef X
	        DOCUMENT_STYLE__COUNT
};

/* Lengths in points. */
struct document_look {
	struct str id; /* w:styleId */
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
/* The look, enlarged where the large type enlarges it. */
struct document_look document_style_look(const struct document_style *style, enum document_style_name name, bool large);

#endif
