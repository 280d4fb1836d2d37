/* What a file is, and which reader takes it; what a refusal says. */
#include "sheet_private.h"

#include <string.h>

const struct sheet_limits sheet_default_limits = {
	.file = 64u << 20,
	.inflated = 768u << 20,
	.ratio = 400,
	.strings = 128u << 20,
	.cell = 131072, /* four bytes a letter of Excel's 32,767 */
	.rows = 300000,
	.columns = 200,
	.sheets = 300,
	.seconds = 60,
};

static const struct {
	const char *code, *text;
} refusals[] = {
	{ "sheet.empty", "Tệp rỗng. Hãy chọn lại tệp danh sách (Excel .xlsx hoặc CSV)." },
	{ "sheet.word_document",
	        "Đây là văn bản Word, không phải bảng tính. Hãy mở bằng Word, chép bảng danh sách sang Excel rồi lưu "
	        "thành .xlsx." },
	{ "sheet.presentation",
	        "Đây là bản trình chiếu, không phải bảng tính. Hãy chọn tệp danh sách .xlsx hoặc CSV." },
	{ "sheet.encrypted", "Bảng tính được đặt mật khẩu nên không đọc được. Hãy mở bằng Excel, bỏ mật khẩu (Tệp, "
	                     "Thông tin, Bảo vệ "
	                     "sổ làm việc), lưu lại rồi chọn lại." },
	{ "sheet.old_excel",
	        "Đây là tệp Excel kiểu cũ (.xls). Hãy mở bằng Excel hoặc LibreOffice, chọn Lưu thành (Save As) kiểu "
	        ".xlsx rồi chọn lại." },
	{ "sheet.binary_workbook", "Đây là bảng tính kiểu nhị phân (.xlsb). Hãy mở bằng Excel và lưu thành .xlsx." },
	{ "sheet.open_document", "Đây là tệp OpenDocument (.ods, .odt). Hãy mở bằng LibreOffice và lưu thành .xlsx." },
	{ "sheet.pdf", "Đây là tệp PDF. Hãy dùng bảng tính gốc (.xlsx) hoặc chép danh sách sang Excel." },
	{ "sheet.image", "Đây là ảnh chụp. Hãy dùng bảng tính gốc (.xlsx) hoặc gõ danh sách vào Excel." },
	{ "sheet.html", "Đây là trang web hoặc bảng XML mang tên tệp Excel. Hãy mở bằng Excel và lưu thành .xlsx." },
	{ "sheet.rtf",
	        "Đây là văn bản RTF, không phải bảng tính. Hãy chép bảng danh sách sang Excel rồi lưu thành .xlsx." },
	{ "sheet.archive", "Đây là tệp nén. Hãy giải nén rồi chọn bảng tính bên trong." },
	{ "sheet.unknown", "Không nhận ra loại tệp này. Hãy chọn tệp danh sách Excel (.xlsx) hoặc CSV." },
	{ "sheet.truncated", "Tệp bị cụt hoặc hỏng, có lẽ chưa tải xong. Hãy chép lại tệp gốc rồi chọn lại." },
	{ "sheet.too_large", "Tệp quá lớn sau khi giải nén nên không đọc. Hãy xoá bớt trang tính và dòng trống, hoặc "
	                     "chia nhỏ danh sách." },
	{ "sheet.too_many_rows", "Bảng tính có quá nhiều dòng. Hãy chia nhỏ danh sách." },
	{ "sheet.too_many_sheets", "Sổ làm việc có quá nhiều trang tính. Hãy chia nhỏ danh sách." },
	{ "sheet.cell_too_long", "Có ô chứa quá nhiều chữ. Hãy rút ngắn ô đó." },
	{ "sheet.doctype", "Tệp chứa khai báo DOCTYPE, không được phép trong bảng tính. Hãy mở bằng Excel và lưu lại "
	                   "thành .xlsx." },
	{ "sheet.broken", "Bảng tính bị hỏng bên trong. Hãy mở bằng Excel, lưu lại thành .xlsx rồi chọn lại." },
	{ "sheet.crashed", "Không đọc được tệp này. Hãy mở bằng Excel, lưu lại thành .xlsx rồi chọn lại." },
	{ "sheet.too_slow", "Đọc tệp này mất quá nhiều thời gian. Hãy chia nhỏ danh sách." },
};

const char *sheet_refusal(const char *code)
{
	for (size_t i = 0; i < LENGTH(refusals); i++) {
		if (!strcmp(refusals[i].code, code))
			return refusals[i].text;
	}
	return "Không đọc được tệp này. Hãy chọn tệp danh sách Excel (.xlsx) hoặc CSV.";
}

void sheet_column_name(int column, char name[4])
{
	char digits[4];
	int len = 0;
	for (column++; column > 0 && len < 3; column = (column - 1) / 26)
		digits[len++] = (char)('A' + (column - 1) % 26);
	for (int i = 0; i < len; i++)
		name[i] = digits[len - 1 - i];
	name[len] = 0;
}

/* The code as the static text that struct err wants, wherever it came from. */
static const char *known_code(const char *code)
{
	for (size_t i = 0; i < LENGTH(refusals); i++) {
		if (!strcmp(refusals[i].code, code))
			return refusals[i].code;
	}
	return "sheet.unknown";
}

enum status sheet_refuse(struct reading *reading, const char *code, const char *detail)
{
	enum status status = err_set(reading->err, INVALID, known_code(code), "file");
	if (reading->err) {
		size_t len = strlen(detail) < ERR_DETAIL - 1 ? strlen(detail) : ERR_DETAIL - 1;
		memcpy(reading->err->detail, detail, len);
		reading->err->detail[len] = 0;
	}
	return status;
}

enum status sheet_give_row(struct reading *reading, const struct sheet_row *row)
{
	if (++reading->info->rows > reading->limits->rows)
		return sheet_refuse(reading, "sheet.too_many_rows", "");
	return reading->sink->row(reading->sink->context, row, reading->err);
}

/* Names in the directory of a compound file are UTF-16. */
static bool has_name(struct str bytes, const char *name)
{
	char wide[64];
	size_t len = strlen(name);
	for (size_t i = 0; i < len; i++) {
		wide[i * 2] = name[i];
		wide[i * 2 + 1] = 0;
	}
	return memmem(bytes.ptr, bytes.len, wide, len * 2);
}

static const char *compound_kind(struct str bytes)
{
	if (has_name(bytes, "EncryptedPackage") || has_name(bytes, "EncryptionInfo"))
		return "sheet.encrypted";
	if (has_name(bytes, "WordDocument"))
		return "sheet.word_document";
	if (has_name(bytes, "PowerPoint Document"))
		return "sheet.presentation";
	return "sheet.old_excel";
}

static const char *marked_kind(struct str bytes)
{
	static const struct {
		const char *mark;
		size_t len;
		const char *code;
	} marks[] = { { "%PDF", 4, "sheet.pdf" }, { "\x89PNG", 4, "sheet.image" }, { "\xff\xd8\xff", 3, "sheet.image" },
		{ "GIF8", 4, "sheet.image" }, { "BM", 2, "sheet.image" }, { "II*\0", 4, "sheet.image" },
		{ "MM\0*", 4, "sheet.image" }, { "RIFF", 4, "sheet.image" }, { "{\\rtf", 5, "sheet.rtf" },
		{ "7z\xbc\xaf", 4, "sheet.archive" }, { "Rar!", 4, "sheet.archive" },
		{ "\x1f\x8b", 2, "sheet.archive" }, { "\x09\x08\x10\x00", 4, "sheet.old_excel" },
		{ "\x09\x08\x08\x00", 4, "sheet.old_excel" }, { "\x09\x04\x06\x00", 4, "sheet.old_excel" } };
	for (size_t i = 0; i < LENGTH(marks); i++) {
		/* two letters alone may begin a text */
		if (bytes.len >= marks[i].len && !memcmp(bytes.ptr, marks[i].mark, marks[i].len) &&
		        (marks[i].mark[0] != 'B' || memchr(bytes.ptr, 0, bytes.len < 32 ? bytes.len : 32)))
			return marks[i].code;
	}
	if (bytes.len >= 12 && !memcmp(bytes.ptr + 4, "ftyp", 4))
		return "sheet.image";
	return NULL;
}

static bool is_page(struct str text)
{
	static const char *const pages[] = { "<html", "<!doctype", "<?xml", "<table", "<head", "<meta", "<style",
		"mime-version:" };
	for (size_t i = 0; i < LENGTH(pages); i++) {
		if (text.len >= strlen(pages[i]) && !strncasecmp(text.ptr, pages[i], strlen(pages[i])))
			return true;
	}
	return false;
}

static const char *text_kind(struct arena *arena, struct str bytes)
{
	enum { ZIP_TAIL = 65535 + 22 }; /* a ZIP is found from its end, whatever stands before it */
	struct str tail = str_slice(bytes, bytes.len > ZIP_TAIL ? bytes.len - ZIP_TAIL : 0, bytes.len);
	if (is_page(str_trim(str_slice(bytes, 0, 4096))))
		return "sheet.html";
	if (str_find(tail, STR("PK\5\6")) >= 0)
		return "sheet.unknown";
	enum sheet_encoding encoding = sheet_guess_encoding(arena, bytes);
	struct str start = sheet_decode(arena, str_slice(bytes, 0, bytes.len < 4096 ? bytes.len : 4096), encoding);
	struct str text = str_trim(start);
	if (is_page(text))
		return "sheet.html";
	size_t odd = 0;
	for (size_t i = 0; i < start.len; i++)
		odd += (unsigned char)start.ptr[i] < 32 && !strchr("\t\r\n", start.ptr[i]);
	if (!start.len || odd * 50 > start.len)
		return text.len ? "sheet.unknown" : "sheet.empty";
	return text.len ? NULL : "sheet.empty";
}

enum status sheet_read(struct str bytes, const struct sheet_limits *limits, const struct sheet_sink *sink,
        struct sheet_info *ret_info, struct err *err)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	struct reading reading = { .arena = arena, .limits = limits, .sink = sink, .info = ret_info, .err = err };
	const char *kind = NULL;
	*ret_info = (struct sheet_info){ .encoding = "utf-8" };
	if (!bytes.len)
		return sheet_refuse(&reading, "sheet.empty", "");
	if (bytes.len > limits->file)
		return sheet_refuse(&reading, "sheet.too_large", "file");
	if (bytes.len >= 4 && (!memcmp(bytes.ptr, "PK\3\4", 4) || !memcmp(bytes.ptr, "PK\5\6", 4)))
		return sheet_read_xlsx(&reading, bytes);
	if (bytes.len >= 8 && !memcmp(bytes.ptr, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8))
		kind = compound_kind(bytes);
	if (!kind)
		kind = marked_kind(bytes);
	if (!kind)
		kind = text_kind(arena, bytes);
	return kind ? sheet_refuse(&reading, kind, "") : sheet_read_csv(&reading, bytes);
}
