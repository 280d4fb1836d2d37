/* An event as other calendars read it. */
#include "base/ics.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const int64_t begins = INT64_C(1796254200000); /* 2026-12-02 23:30 UTC */

static void test_event(void **state)
{
	struct arena *arena = arena_open(1 << 20);
	struct buf buf = buf_open(arena, 1 << 16);
	(void)state;
	ics_begin(&buf);
	ics_put(&buf,
	        &(struct ics_event){ .id = 7,
	                .version = 2,
	                .begins = begins,
	                .ends = begins + 3600000,
	                .summary = STR("Lịch học"),
	                .place = STR("Nhà văn hóa, thôn Đông\r\nBEGIN:VEVENT"),
	                .cancelled = true },
	        begins);
	ics_end(&buf);
	assert_true(str_eq(buf_text(&buf),
	        STR("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//chibo//VI\r\nCALSCALE:GREGORIAN\r\nBEGIN:VEVENT\r\n"
	            "UID:7@lich\r\nSEQUENCE:2\r\nDTSTAMP:20261202T233000Z\r\nDTSTART:20261202T233000Z\r\n"
	            "DTEND:20261203T003000Z\r\nSTATUS:CANCELLED\r\nSUMMARY:Lịch học\r\n"
	            "LOCATION:Nhà văn hóa\\, thôn ĐôngBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")));
	arena_close(arena);
}

static void test_folded(void **state)
{
	struct arena *arena = arena_open(1 << 20);
	struct buf buf = buf_open(arena, 1 << 16);
	struct str rest, line;
	(void)state;
	ics_put(&buf,
	        &(struct ics_event){
	                .place = STR("Hội trường trung tâm chính trị xã Thư Lâm, thôn Đông, xã Thư Lâm, thành phố Hà "
	                             "Nội, cạnh nhà văn hóa") },
	        begins);
	rest = buf_text(&buf);
	while (str_split(&rest, '\n', &line)) {
		assert_true(line.len <= 76); /* with its \r */
		assert_true(!line.len || ((unsigned char)line.ptr[0] & 0xc0) != 0x80);
	}
	assert_true(str_find(buf_text(&buf), STR("\r\n ")) > 0);
	arena_close(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_event), cmocka_unit_test(test_folded) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
