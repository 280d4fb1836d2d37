/* Vietnamese text: forms, folding, keys of order and of sameness. */
#include "base/test_private.h"
#include "base/text.h"

#include <string.h>
#include <utf8proc.h>

/* The same text with every mark apart. */
static struct str apart(struct arena *arena, const char *text)
{
	utf8proc_int32_t codes[400];
	utf8proc_ssize_t count = utf8proc_decompose((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)strlen(text),
	        codes, 400, UTF8PROC_DECOMPOSE | UTF8PROC_STABLE);
	assert_true(count > 0 && count < 400);
	struct buf buf = buf_open(arena, 2000);
	for (utf8proc_ssize_t i = 0; i < count; i++) {
		char letter[8] = { 0 };
		buf_put(&buf, letter, (size_t)utf8proc_encode_char(codes[i], (utf8proc_uint8_t *)letter));
	}
	return buf_text(&buf);
}

/* In their right order; NFC. */
static const char *const people[] = { "Trần Thị An", "Lê Văn Ánh", "Nguyễn Thị Ánh", "Lò Thị Ân", "Bùi Ẩn", "Vũ Gia Ấn",
	"Trần Bình", "Nguyễn Chi", "Phạm Công Danh", "Hoàng Văn Dũng", "Lê Dương", "Lê Văn Đạt", "Trần Minh Đức",
	"Đặng Gia", "Lê Thu Hà", "Nguyễn Hạ", "Phan Thị Hoa", "Đỗ Thị Hoà", "Lê Thị Hòa", "Vũ Hoả", "Ngô Quốc Huy",
	"Y Thông Kbuôr", "Nguyễn Văn Lâm", "Lưu Thị Mỹ", "Hà Nga", "H'Hen Niê", "Lý Thị Oanh", "Mai Ơn", "Phùng Quang",
	"Dương Văn Tuân", "Lê Tuấn", "Nguyễn Anh Tuấn", "Nguyễn Văn Tuấn", "Trịnh Uyên", "Tạ Thị Ưng", "Lê Vân",
	"Bế Xuân", "Nguyễn Thị Ý", "Lê Hải Yến" };

static void people_are_in_order(void **state)
{
	struct arena *arena = *state;
	for (size_t i = 1; i < LENGTH(people); i++) {
		struct str before = text_sort_key(arena, str_of(people[i - 1]));
		struct str after = text_sort_key(arena, str_of(people[i]));
		if (str_compare(before, after) >= 0)
			fail_msg("%s after %s: %.*s %.*s", people[i - 1], people[i], STR_ARG(before), STR_ARG(after));
	}
}

static void key_does_not_see_form_or_case(void **state)
{
	struct arena *arena = *state;
	for (size_t i = 0; i < LENGTH(people); i++) {
		struct str name = str_of(people[i]), key = text_sort_key(arena, name);
		struct str title = text_title_key(arena, name), same = text_name_key(arena, name);
		struct str other[] = { apart(arena, people[i]), text_upper(arena, name), text_lower(arena, name),
			str_format(arena, "  %s\xC2\xA0", people[i]) };
		for (size_t k = 0; k < LENGTH(other); k++) {
			assert_true(str_eq(text_sort_key(arena, other[k]), key));
			assert_true(str_eq(text_title_key(arena, other[k]), title));
			assert_true(str_eq(text_name_key(arena, other[k]), same));
		}
		for (size_t b = 0; b < key.len; b++)
			assert_true(key.ptr[b] > ' ' && key.ptr[b] < 0x7F);
	}
}

static void marks_decide_after_letters(void **state)
{
	struct arena *arena = *state;
	static const char *const words[] = { "ma", "mà", "mả", "mã", "má", "mạ", "mai", "măng", "mắng", "mâm", "mấm",
		"me", "mê", "mi", "mo", "mô", "mơ", "mu", "mư", "my" };
	for (size_t i = 1; i < LENGTH(words); i++)
		if (str_compare(text_title_key(arena, str_of(words[i - 1])), text_title_key(arena, str_of(words[i]))) >=
		        0)
			fail_msg("%s after %s", words[i - 1], words[i]);
}

static void every_vietnamese_letter_has_its_sound(void **state)
{
	struct arena *arena = *state;
	static const char *const rows[] = { "a à ả ã á ạ", "ă ằ ẳ ẵ ắ ặ", "â ầ ẩ ẫ ấ ậ", "e è ẻ ẽ é ẹ", "ê ề ể ễ ế ệ",
		"i ì ỉ ĩ í ị", "o ò ỏ õ ó ọ", "ô ồ ổ ỗ ố ộ", "ơ ờ ở ỡ ớ ợ", "u ù ủ ũ ú ụ", "ư ừ ử ữ ứ ự",
		"y ỳ ỷ ỹ ý ỵ" };
	static const char signs[] = { 'A', 'B', 'C', 'H', 'I', 'M', 'S', 'T', 'U', '[', '\\', '`' };
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct str row = str_of(rows[i]), letter;
		for (char tone = '0'; str_split(&row, ' ', &letter); tone++) {
			struct str wanted = { (char[]){ signs[i], '!', tone }, 3 };
			assert_true(str_eq(text_sort_key(arena, letter), wanted));
			assert_true(str_eq(text_sort_key(arena, text_upper(arena, letter)), wanted));
		}
	}
	assert_true(str_compare(text_sort_key(arena, STR("d")), text_sort_key(arena, STR("đ"))) < 0);
	assert_true(str_compare(text_sort_key(arena, STR("đ")), text_sort_key(arena, STR("e"))) < 0);
}

static void tone_may_stand_on_either_vowel(void **state)
{
	struct arena *arena = *state;
	static const char *const pairs[][2] = { { "Lê Hoà", "Lê Hòa" }, { "Thuý", "Thúy" }, { "Khoẻ", "Khỏe" } };
	for (size_t i = 0; i < LENGTH(pairs); i++) {
		struct str a = str_of(pairs[i][0]), b = str_of(pairs[i][1]);
		assert_true(str_eq(text_sort_key(arena, a), text_sort_key(arena, b)));
		assert_true(str_eq(text_name_key(arena, a), text_name_key(arena, b)));
	}
	static const char *const differ[][2] = { { "Hoa", "Hoà" }, { "Hoá", "Hoà" }, { "Tuân", "Tuấn" },
		{ "Dung", "Đung" }, { "Lý", "Lí" }, { "Lan Anh", "LanAnh" }, { "Minh", "Mỉnh" }, { "Văn 1", "Văn 2" } };
	for (size_t i = 0; i < LENGTH(differ); i++)
		assert_false(
		        str_eq(text_name_key(arena, str_of(differ[i][0])), text_name_key(arena, str_of(differ[i][1]))));
}

static void names_of_lists_are_mended(void **state)
{
	struct arena *arena = *state;
	assert_text(text_line(arena, STR("  \xC3\x90\xE1\xBB\x97  V\xC4\x83n\t\r\n\xC2\xA0Nam\xE2\x80\x8B ")),
	        "Đỗ Văn Nam");
	assert_text(text_line(arena, STR("a\1b\x7F"
	                                 "c")),
	        "abc");
	assert_text(text_line(arena, STR(" \n ")), "");
	assert_text(text_line(arena, STR("a\1\xCC\x81")), "\xC3\xA1"); /* a mark behind its letter only then */
	assert_null(text_line(arena, STR_NONE).ptr);
	assert_true(str_eq(text_name_key(arena, STR("Ðức")), text_name_key(arena, STR("Đức"))));
	assert_true(str_eq(text_sort_key(arena, STR("Ðức")), text_sort_key(arena, STR("Đức"))));
	assert_true(str_eq(text_name_key(arena, STR("H’Hen  Niê")), text_name_key(arena, STR("H'Hen Niê"))));
	assert_text(text_sort_key(arena, STR_NONE), "");
	assert_text(text_sort_key(arena, STR(" - ")), "");
	assert_true(str_eq(text_sort_key(arena, STR("Lê An")), text_sort_key(arena, STR("Lê An."))));
	/* a number behind a name is not the given name */
	assert_true(str_compare(text_sort_key(arena, STR("Lê An 2")), text_sort_key(arena, STR("Lê Bình"))) < 0);
	assert_true(str_compare(text_sort_key(arena, STR("Lê An 1")), text_sort_key(arena, STR("Lê An 2"))) < 0);
}

static void titles_count(void **state)
{
	struct arena *arena = *state;
	static const char *const titles[] = { "Chi bộ 1", "Chi bộ 2", "Chi bộ 9", "Chi bộ 09-A", "Chi bộ 10",
		"Chi bộ 100", "Chi bộ Ba Đình", "Chi bộ Đống Đa", "Chi hội", "日本" };
	for (size_t i = 1; i < LENGTH(titles); i++)
		if (str_compare(text_title_key(arena, str_of(titles[i - 1])),
		            text_title_key(arena, str_of(titles[i]))) >= 0)
			fail_msg("%s after %s", titles[i - 1], titles[i]);
}

static void one_form_inside(void **state)
{
	struct arena *arena = *state;
	static const char *const texts[] = { "Nguyễn Thị Ánh Tuyết", "ệ Ệ ỗ ậ ặ ự", "đường Điện Biên Phủ",
		"한국 日本 Ångström", "100 ₫ – “Đảng”…" };
	for (size_t i = 0; i < LENGTH(texts); i++) {
		assert_text(text_nfc(arena, apart(arena, texts[i])), texts[i]);
		assert_text(text_nfc(arena, str_of(texts[i])), texts[i]);
	}
	assert_text(text_nfc(arena, STR("e\xCC\xA3\xCC\x82 e\xCC\x82\xCC\xA3 \xC3\xAA\xCC\xA3 \xE1\xBA\xB9\xCC\x82")),
	        "ệ ệ ệ ệ");
	assert_text(text_nfc(arena, STR("a\xE2\x80\x8B\xCC\x81")), "á");
	assert_text(text_nfc(arena, STR("Đ\xC2\xADảng\xEF\xBB\xBF")), "Đảng");
	assert_text(text_nfc(arena, STR("a\xFF"
	                                "b\xE1\xBA")),
	        "a\xEF\xBF\xBD"
	        "b\xEF\xBF\xBD\xEF\xBF\xBD");
	assert_text(text_nfc(arena, STR("line 1\nline 2\t")), "line 1\nline 2\t");
	struct str text = STR("abc"), copy = text_nfc(arena, text);
	assert_ptr_not_equal(copy.ptr, text.ptr);
	assert_null(text_nfc(arena, STR_NONE).ptr);
	assert_int_equal(text_nfc(arena, STR("")).len, 0);
}

static void validity(void **state)
{
	(void)state;
	assert_true(text_valid(STR("Đảng \xF0\x9F\x98\x80")) && text_valid(STR_NONE));
	assert_false(text_valid((struct str){ "a\0b", 3 }));
	static const char *const bad[] = { "\x80", "\xC3", "\xC0\xAF", "\xE1\xBA", "\xED\xA0\x80", "\xF5\x80\x80\x80",
		"a\xFF" };
	for (size_t i = 0; i < LENGTH(bad); i++)
		assert_false(text_valid(str_of(bad[i])));
}

static void folding(void **state)
{
	struct arena *arena = *state;
	assert_text(text_fold(arena, STR("  ĐẶNG  Thùy\tTrâm ")), "dang thuy tram");
	assert_text(text_fold(arena, apart(arena, "Đặng Thùy Trâm")), "dang thuy tram");
	assert_text(text_fold(arena, STR("Ðức")), "duc");
	assert_text(text_fold(arena, STR("Họ, tên (đảng viên)")), "ho, ten (dang vien)");
	assert_text(text_fold(arena, STR("Êban Blŏk Müller Straße")), "eban blok muller straße");
	assert_text(text_fold(arena, STR("aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵđ")),
	        "aaaaaaaaaaaaaaaaaaeeeeeeeeeeeeiiiiiioooooooooooooooooouuuuuuuuuuuuyyyyyyd");
	assert_text(text_fold(arena, STR("한국")), "한국");
	assert_text(text_fold(arena, STR("\xFF\xFF")), "\xEF\xBF\xBD\xEF\xBF\xBD");
	assert_null(text_fold(arena, STR_NONE).ptr);
	assert_text(text_like(arena, STR("50%_a\\b")), "%50\\%\\_a\\\\b%");
	assert_text(text_like(arena, STR_NONE), "%%");
	char room[7];
	struct str fold;
	assert_true(text_fold_into(STR(" Đảng ủ "), room, sizeof(room), &fold));
	assert_text(fold, "dang u");
	assert_false(text_fold_into(STR("Đảng ủy"), room, 6, &fold));
	assert_true(text_fold_into(STR("Đảng ủy"), room, 7, &fold));
}

static void case_and_numbers(void **state)
{
	struct arena *arena = *state;
	assert_text(text_upper(arena, STR("đường ệ ư")), "ĐƯỜNG Ệ Ư");
	assert_text(text_lower(arena, STR("ĐƯỜNG Ệ Ư")), "đường ệ ư");
	assert_int_equal(text_letters(STR("đường ệ")), 7);
	assert_int_equal(text_letters(STR_NONE), 0);
	assert_text(number_show(arena, 0), "0");
	assert_text(number_show(arena, 999), "999");
	assert_text(number_show(arena, 3812), "3.812");
	assert_text(number_show(arena, -1000000), "-1.000.000");
	assert_text(number_show(arena, INT64_MIN), "-9.223.372.036.854.775.808");
	assert_text(permille_show(arena, 924), "92,4%");
	assert_text(month_show(arena, 202702), "02");
	assert_text(month_show(arena, 3), "3");
	assert_text(permille_show(arena, 1000), "100%");
	assert_text(permille_show(arena, 0), "0%");
	assert_text(permille_show(arena, 5), "0,5%");
	assert_text(permille_show(arena, -5), "-0,5%");
	assert_text(permille_show(arena, -125), "-12,5%");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_arena(people_are_in_order),
		with_arena(key_does_not_see_form_or_case),
		with_arena(marks_decide_after_letters),
		with_arena(every_vietnamese_letter_has_its_sound),
		with_arena(tone_may_stand_on_either_vowel),
		with_arena(names_of_lists_are_mended),
		with_arena(titles_count),
		with_arena(one_form_inside),
		cmocka_unit_test(validity),
		with_arena(folding),
		with_arena(case_and_numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
