/* What a column is, by the words above it: the usual wordings, compared without marks and case. */
#include "roster_read_private.h"

#include "base/text.h"

#include <string.h>

struct str roster_plain(struct arena *arena, struct str text)
{
	struct str fold = text_fold(arena, text);
	struct buf buf = buf_open(arena, fold.len + 16);
	bool gap = false;
	for (size_t i = 0; i < fold.len; i++) {
		char c = fold.ptr[i];
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80) {
			if (gap && buf.len)
				buf_char(&buf, ' ');
			gap = false;
			buf_char(&buf, c);
		} else {
			gap = true;
		}
	}
	return buf.len ? buf_text(&buf) : STR("");
}

bool roster_begins(struct str plain, const char *part)
{
	size_t len = strlen(part);
	return plain.len >= len && !memcmp(plain.ptr, part, len) && (plain.len == len || plain.ptr[len] == ' ');
}

bool roster_has(struct str plain, const char *part)
{
	for (size_t at = 0; at < plain.len; at++) {
		if ((at == 0 || plain.ptr[at - 1] == ' ') && roster_begins(str_slice(plain, at, plain.len), part))
			return true;
	}
	return false;
}

/* What headers shorten, word by word; the first that fits, in this order. */
enum { OPENINGS = 4 }; /* the first of them only where more follows */
static const char *const shortened[][2] = {
	{ "ngay thang nam", "ngay" },
	{ "ngay th nam", "ngay" },
	{ "ng thang nam", "ngay" },
	{ "thang nam", "ngay" },
	{ "n sinh", "ngay sinh" },
	{ "ng sinh", "ngay sinh" },
	{ "ng vao", "ngay vao" },
	{ "n vao", "ngay vao" },
	{ "n chinh thuc", "ngay chinh thuc" },
	{ "c thuc", "chinh thuc" },
	{ "ch thuc", "chinh thuc" },
	{ "dang cong san viet nam", "dang" },
	{ "dang cong san", "dang" },
	{ "dang csvn", "dang" },
	{ "dcsvn", "dang" },
	{ "kn", "ket nap" },
	{ "vdct", "vao dang chinh thuc" },
	{ "cnct", "cong nhan chinh thuc" },
	{ "dct", "dang chinh thuc" },
	{ "dvct", "dang vien chinh thuc" },
	{ "vd", "vao dang" },
	{ "dv", "dang vien" },
	{ "stdv", "so the dang vien" },
	{ "tdv", "the dang vien" },
	{ "cvd", "chuc vu dang" },
	{ "cv", "chuc vu" },
	{ "g tinh", "gioi tinh" },
	{ "g t", "gioi tinh" },
	{ "d toc", "dan toc" },
	{ "q quan", "que quan" },
	{ "q q", "que quan" },
	{ "qq", "que quan" },
	{ "d thoai", "dien thoai" },
	{ "d chi", "dia chi" },
	{ "d c", "dia chi" },
	{ "g chu", "ghi chu" },
	{ "g c", "ghi chu" },
	{ "gc", "ghi chu" },
	{ "dkhktt", "dang ky ho khau thuong tru" },
	{ "tdhv", "trinh do hoc van" },
	{ "tdvh", "trinh do van hoa" },
	{ "tdcm", "trinh do chuyen mon" },
	{ "ddcn", "dinh danh ca nhan" },
};

static size_t word_length(struct str plain)
{
	const char *blank = memchr(plain.ptr, ' ', plain.len);
	return blank ? (size_t)(blank - plain.ptr) : plain.len;
}

/* The plain text with its numbering off and what is shortened in full words. */
static struct str header_plain(struct arena *arena, struct str text)
{
	struct str plain = roster_plain(arena, text);
	while (plain.len && plain.ptr[0] >= '0' && plain.ptr[0] <= '9')
		plain = str_trim(str_slice(plain, 1, plain.len));
	struct buf buf = buf_open(arena, plain.len * 12 + 64);
	while (plain.len) {
		const char *full = NULL;
		size_t len = 0;
		for (size_t i = 0; i < LENGTH(shortened) && !full; i++) {
			if (roster_begins(plain, shortened[i][0]) &&
			        !(i < OPENINGS && str_is(plain, shortened[i][0]))) {
				full = shortened[i][1];
				len = strlen(shortened[i][0]);
			}
		}
		if (!full)
			len = word_length(plain);
		if (buf.len)
			buf_char(&buf, ' ');
		buf_str(&buf, full ? str_of(full) : str_slice(plain, 0, len));
		plain = str_trim(str_slice(plain, len, plain.len));
	}
	return buf.len ? buf_text(&buf) : STR("");
}

/* How a wording is looked for: whole, at the front, anywhere. The first that fits decides. */
struct wording {
	char how;
	const char *words; /* separated by | */
	enum heading field;
};

static const struct wording wordings[] = {
	{ '=', "stt|tt|so tt|so thu tu|s tt|thu tu|no", FIELD_ORDINAL },
	{ '^', "ghi chu|luu y|chu thich|chu y|note", FIELD_NOTE },
	{ '=', "bi thu|ten bi thu|bi thu chi bo|dong chi bi thu", FIELD_SECRETARY },
	{ '^', "ho ten bi thu|ho va ten bi thu|ho ten dong chi bi thu", FIELD_SECRETARY },
	{ '^', "so dang vien|tong so dang vien|so luong|so dv|tong so dv", FIELD_MEMBER_COUNT },
	{ '=', "tong so", FIELD_MEMBER_COUNT },
	{ '^', "ma chi bo|ma to chuc|ma don vi|ma cb", FIELD_CELL_CODE },
	{ '^', "ma dinh danh|so dinh danh|dinh danh ca nhan|so giay to tuy than", FIELD_ID_NUMBER },
	{ '=', "so cc|so can cuoc", FIELD_ID_NUMBER },
	{ '^',
	        "ho va ten cha|ho va ten me|ho va ten bo|ho va ten vo|ho va ten chong|ho ten bo|ho ten con|ho va ten "
	        "con",
	        FIELD_IGNORED },
	{ '~', "khi vao dang|truoc khi|tuyen dung|nhap ngu|ve chi bo|dang phi", FIELD_IGNORED },
	{ '~', "email|e mail|ton giao|vao doan|bhyt|bao hiem|tai khoan|gioi thieu", FIELD_IGNORED },
	{ '^',
	        "so quyet dinh|so qd|ngay cap|noi cap|noi ket nap|noi vao dang|bi danh|ten goi khac|ten khac|tuoi "
	        "dang|tuoi|chi bo ket nap|chi bo cong nhan"
	        "|so ly lich|so ll|huy hieu|khen thuong|ky luat|thanh phan gia dinh|thanh phan xuat than|ho ten cha|ho "
	        "ten me|ho ten vo|ho ten "
	        "chong|ten thuong goi|tinh trang hon nhan|tinh trang suc khoe",
	        FIELD_IGNORED },
	{ '~', "tam thoi noi khac|tam thoi o noi khac|tam thoi di|o noi khac|di noi khac", FIELD_AWAY },
	{ '~', "tam thoi den|noi khac den", FIELD_TEMPORARY },
	{ '~', "sinh hoat tam thoi|sh tam thoi|shd tam thoi|tam thoi|shtt", FIELD_TEMPORARY },
	{ '^', "mien sinh hoat|mien sh|mien cong tac|duoc mien|dang vien mien", FIELD_EXEMPT },
	{ '^', "chuyen di|da chuyen|chuyen sinh hoat|chuyen dang", FIELD_MOVED },
	{ '=',
	        "chi bo|cb|thuoc chi bo|don vi|ten don vi|noi sinh hoat|sinh hoat chi bo|sinh hoat tai|thon|ban|to dan "
	        "pho|thon ban"
	        "|thon to dan pho|chi bo truc thuoc|chi bo dang|chi bo co so|chi bo dang bo|chi bo dang bo bo phan|don "
	        "vi chi bo|chi bo "
	        "thon|chi bo thon ban|chi bo thon to dan pho|tdp|khu pho|xom|ap|dang sinh hoat tai chi bo|chi dang "
	        "bo|dang bo chi bo",
	        FIELD_CELL },
	{ '^',
	        "ten chi bo|chi bo sinh hoat|chi bo dang sinh hoat|sinh hoat tai chi bo|to chuc dang|ten to chuc "
	        "dang|to chuc co so dang"
	        "|don vi sinh hoat|noi sinh hoat dang|sinh hoat dang tai",
	        FIELD_CELL },
	{ '=', "ho va chu dem ten|ho chu dem va ten|ho ten dem va ten|ho dem va ten|ho dem ten", FIELD_NAME },
	{ '^',
	        "ho va ten dem|ho va chu dem|ho chu dem|ho va chu lot|ho ten dem|ho va dem|ho va ten lot|ho ten lot|ho "
	        "va lot|ho va ten chu "
	        "dem",
	        FIELD_NAME_FAMILY },
	{ '=', "ho|ho dem|ho lot", FIELD_NAME_FAMILY },
	{ '=', "ten", FIELD_NAME_GIVEN },
	{ '=', "dong chi|dang vien|danh sach dang vien|ten khai sinh|ten dong chi|h va ten|full name", FIELD_NAME },
	{ '^', "ho va ten|ho ten|ho dem ten|ho dem va ten|ho chu dem|ten dang vien", FIELD_NAME },
	{ '^', "que quan|nguyen quan|que", FIELD_HOME },
	{ '=', "noi sinh", FIELD_IGNORED },
	{ '^', "ngay sinh|nam sinh|ngay thang sinh|sinh ngay|sinh nam|date of birth", FIELD_BIRTH },
	{ '=', "ntns|ns|sinh|ngay thang nam|thang nam", FIELD_BIRTH },
	{ '^', "gioi tinh|nam nu|nam hay nu|phai|gioi", FIELD_SEX },
	{ '=', "gt", FIELD_SEX },
	{ '^', "dan toc|thanh phan dan toc", FIELD_ETHNIC },
	{ '^',
	        "noi o|cho o|dia chi|noi cu tru|thuong tru|noi thuong tru|ho khau|tam tru|noi tam tru|noi dang ky|dang "
	        "ky|hktt|tru quan|noi sinh song|dia chi",
	        FIELD_RESIDENCE },
	{ '~', "cccd|cmnd|cmt|cmtnd|can cuoc|dinh danh", FIELD_ID_NUMBER },
	{ '^', "so the|the dang|ma the|so hieu the|the so", FIELD_CARD },
	{ '~', "so the dang|the dang vien", FIELD_CARD },
	{ '~', "dien thoai|sdt|so dt|dtdd|di dong|lien he|tel|phone|mobile|zalo|so may", FIELD_PHONE },
	{ '^',
	        "loai dang vien|tinh trang|trang thai|dien dang vien|loai dv|chinh thuc du bi|du bi chinh thuc|dang "
	        "vien chinh thuc du bi",
	        FIELD_STATUS },
	{ '=', "loai|doi tuong", FIELD_STATUS },
	{ '~', "ly luan|llct|ngoai ngu|tin hoc|quan ly nha nuoc|qlnn", FIELD_IGNORED },
	{ '~', "trinh do|chuyen mon nghiep vu|bang cap|hoc vi", FIELD_EDUCATION },
	{ '^', "hoc van|van hoa|trinh do hoc van|trinh do van hoa|gdpt", FIELD_EDUCATION },
	{ '^',
	        "chuc vu dang|chuc vu trong dang|chuc vu ve dang|chuc danh dang|chuc danh trong dang|chuc vu cap "
	        "uy|cap uy|nhiem vu "
	        "trong dang|nhiem vu "
	        "dang",
	        FIELD_PARTY_POST },
	{ '^',
	        "chuc vu chinh quyen|chuc vu chuyen mon|chuc vu cong tac|chuc vu doan the|chuc vu khac|chuc vu co "
	        "quan|nghe nghiep|cong viec"
	        "|chuc danh|don vi cong tac|co quan cong tac|noi lam viec|noi cong tac|nhiem vu|chuc vu cq|chuc vu "
	        "hien nay",
	        FIELD_JOB },
	{ '=', "nghe|cong tac", FIELD_JOB },
	{ '^', "chuc vu", FIELD_POST },
	{ '~', "chuyen mon", FIELD_EDUCATION },
};

static bool fits(struct str plain, char how, const char *words)
{
	char one[48];
	for (const char *at = words; *at;) {
		size_t len = strcspn(at, "|");
		memcpy(one, at, len);
		one[len] = 0;
		if (how == '=' ? str_is(plain, one) : how == '^' ? roster_begins(plain, one) : roster_has(plain, one))
			return true;
		at += len + (at[len] == '|');
	}
	return false;
}

/* Two days in one column, one of them, or the status in words. */
static enum heading party_day(struct str plain)
{
	bool official = roster_has(plain, "chinh thuc") || str_is(plain, "ngay ct");
	bool joined = roster_has(plain, "vao dang") || roster_has(plain, "ket nap") || str_is(plain, "ngay vao d") ||
	              str_is(plain, "du bi");
	bool probationary = roster_has(plain, "du bi");
	bool day = roster_has(plain, "ngay") || roster_has(plain, "nam") || roster_has(plain, "thang");
	bool one = roster_has(plain, "vao dang chinh thuc") || roster_has(plain, "chinh thuc vao dang");
	if (official && joined && one && !probationary)
		return FIELD_OFFICIAL;
	if (official && (joined || (probationary && day)))
		return FIELD_JOINED_OFFICIAL;
	if (official && probationary)
		return FIELD_STATUS;
	if (official)
		return FIELD_OFFICIAL;
	return joined || (probationary && day) ? FIELD_JOINED : FIELD_NONE;
}

/* Lower case with marks: "năm" and "nam" are two words. */
static struct str lower_line(struct arena *arena, struct str text)
{
	return text_lower(arena, text_line(arena, text));
}

static enum heading sex_column(struct str lower)
{
	if (str_is(lower, "nam") || (str_starts(lower, STR("nam (")) && str_find(lower, STR("nữ")) < 0))
		return FIELD_SEX_MALE;
	if (str_is(lower, "nữ") || str_is(lower, "nu") || str_starts(lower, STR("nữ (")))
		return FIELD_SEX_FEMALE;
	return FIELD_NONE;
}

/* "Năm sinh nam", "Ngày sinh (nữ)" */
static enum heading birth_column(struct str lower)
{
	static const char *const starts[] = { "năm sinh ", "ngày sinh " };
	for (size_t i = 0; i < LENGTH(starts); i++) {
		struct str rest = str_starts(lower, str_of(starts[i])) ? str_slice(lower, strlen(starts[i]), lower.len)
		                                                       : STR_NONE;
		if (str_is(rest, "nam") || str_is(rest, "(nam)"))
			return FIELD_BIRTH_MALE;
		if (str_is(rest, "nữ") || str_is(rest, "(nữ)"))
			return FIELD_BIRTH_FEMALE;
	}
	return FIELD_NONE;
}

/* "NGÀYSINH", "HỌ VÀTÊN", "C H I  B Ộ": a wording whole, but for its blanks. */
static enum heading without_gaps(struct str plain)
{
	for (size_t i = 0; i < LENGTH(wordings); i++) {
		struct str rest = str_of(wordings[i].words), wording;
		while (str_split(&rest, '|', &wording)) {
			size_t at = 0, in = 0;
			while (at < wording.len && in < plain.len) {
				if (wording.ptr[at] == ' ')
					at++;
				else if (plain.ptr[in] == ' ')
					in++;
				else if (wording.ptr[at++] != plain.ptr[in++])
					break;
			}
			if (wording.len > 5 && at == wording.len && in == plain.len &&
			        wording.ptr[at - 1] == plain.ptr[in - 1])
				return wordings[i].field;
		}
	}
	return FIELD_NONE;
}

enum heading roster_field(struct arena *arena, struct str text)
{
	if (text.len > 200)
		return FIELD_NONE;
	struct str plain = header_plain(arena, text), lower = lower_line(arena, text);
	if (!plain.len)
		return FIELD_NONE;
	if (sex_column(lower))
		return sex_column(lower);
	if (str_is(lower, "đt") || str_is(lower, "số đt"))
		return FIELD_PHONE;
	if (str_is(lower, "dt"))
		return FIELD_ETHNIC;
	if (birth_column(lower))
		return birth_column(lower);
	for (size_t i = 0; i < LENGTH(wordings); i++) {
		const struct wording *wording = &wordings[i];
		if (wording->field == FIELD_STATUS && party_day(plain) == FIELD_JOINED_OFFICIAL)
			continue;
		if (fits(plain, wording->how, wording->words))
			return wording->field;
	}
	enum heading day = party_day(plain);
	return day ? day : without_gaps(plain);
}

static bool is_schooling(struct str plain)
{
	return roster_has(plain, "van hoa") || roster_has(plain, "hoc van") || roster_has(plain, "pho thong") ||
	       roster_has(plain, "gdpt") || roster_has(plain, "vh");
}

bool roster_is_schooling(struct arena *arena, struct str text)
{
	return is_schooling(header_plain(arena, text));
}

/* What the lower text means under a group of a known kind. */
static enum heading grouped(struct arena *arena, enum heading top, struct str own)
{
	struct str plain = header_plain(arena, own), lower = lower_line(arena, own);
	enum heading sex = sex_column(lower);
	switch (top) {
	case FIELD_BIRTH:
		if (sex)
			return sex == FIELD_SEX_MALE ? FIELD_BIRTH_MALE : FIELD_BIRTH_FEMALE;
		return str_is(plain, "ngay")    ? FIELD_BIRTH_DAY
		       : str_is(plain, "thang") ? FIELD_BIRTH_MONTH
		       : str_is(plain, "nam")   ? FIELD_BIRTH_YEAR
		                                : FIELD_NONE;
	case FIELD_JOINED:
	case FIELD_JOINED_OFFICIAL:
		if (roster_has(plain, "chinh thuc") || str_is(plain, "ct"))
			return FIELD_OFFICIAL;
		if (roster_begins(plain, "noi") || roster_begins(plain, "so"))
			return FIELD_IGNORED;
		return roster_has(plain, "du bi") || roster_has(plain, "ket nap") || roster_begins(plain, "ngay") ||
		                       str_is(plain, "db") || str_is(plain, "lan dau")
		               ? FIELD_JOINED
		               : FIELD_NONE;
	case FIELD_CARD:
	case FIELD_ID_NUMBER:
		return roster_begins(plain, "ngay") || roster_begins(plain, "noi") ? FIELD_IGNORED
		       : roster_begins(plain, "so")                                ? top
		                                                                   : FIELD_NONE;
	case FIELD_POST:
	case FIELD_PARTY_POST:
	case FIELD_JOB:
		return str_is(plain, "dang") || roster_has(plain, "trong dang") || roster_has(plain, "cap uy")
		               ? FIELD_PARTY_POST
		               : FIELD_JOB;
	case FIELD_EDUCATION:
		if (is_schooling(plain))
			return FIELD_SCHOOLING;
		return roster_has(plain, "ly luan") || roster_has(plain, "llct") || roster_has(plain, "chinh tri") ||
		                       roster_has(plain, "ngoai ngu") || roster_has(plain, "tin hoc") ||
		                       str_is(plain, "ct")
		               ? FIELD_IGNORED
		               : FIELD_EDUCATION;
	case FIELD_NAME:
		return str_is(plain, "ten")         ? FIELD_NAME_GIVEN
		       : roster_begins(plain, "ho") ? FIELD_NAME_FAMILY
		                                    : FIELD_NONE;
	default:
		return FIELD_NONE;
	}
}

enum heading roster_field_of(struct arena *arena, struct str top, struct str own)
{
	if (!str_trim(own).len)
		return roster_field(arena, top);
	if (!str_trim(top).len)
		return roster_field(arena, own);
	struct str above = roster_plain(arena, top);
	enum heading group = roster_field(arena, top);
	if (str_is(above, "dang vien") || group == FIELD_STATUS) {
		struct str plain = roster_plain(arena, own);
		if (str_is(plain, "chinh thuc") || str_is(plain, "ct"))
			return FIELD_STATUS_FULL;
		if (str_is(plain, "du bi") || str_is(plain, "db"))
			return FIELD_STATUS_PROBATIONARY;
	}
	enum heading alone = roster_field(arena, own);
	bool of_its_own = alone == FIELD_NOTE || (alone >= FIELD_ETHNIC && alone <= FIELD_RESIDENCE) ||
	                  alone == FIELD_PHONE || alone == FIELD_ID_NUMBER || alone == FIELD_CARD ||
	                  alone == FIELD_PARTY_POST || alone == FIELD_CELL || alone == FIELD_ORDINAL ||
	                  alone == FIELD_NAME || alone == FIELD_BIRTH;
	enum heading field = of_its_own ? alone : grouped(arena, group, own);
	if (!field)
		field = alone;
	return field ? field : roster_field(arena, str_format(arena, "%.*s %.*s", STR_ARG(top), STR_ARG(own)));
}

bool roster_is_sub_header(struct arena *arena, struct str text)
{
	static const char words[] =
	        "nam|nu|du bi|chinh thuc|ngay|thang|so|dang|chinh quyen|doan the|chuyen mon|van hoa|hoc van|ly luan"
	        "|llct|ly luan chinh tri|ngoai ngu|tin hoc|ho dem|ho|ten|ngay cap|noi cap|ket nap|db|ct|nghiep vu"
	        "|cm|lan dau|trong dang|chinh tri|cap uy|noi di|noi den|tu ngay|den ngay";
	return text.len < 60 &&
	       (fits(roster_plain(arena, text), '=', words) || roster_field(arena, text) != FIELD_NONE);
}
