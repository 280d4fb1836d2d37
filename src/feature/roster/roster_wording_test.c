/* What offices write above their columns and behind their names, and in which column it then stands. */
#include "roster_read_private.h"

#include <setjmp.h>
#include <stdlib.h>
#include <cmocka.h>

static const struct {
	enum heading field;
	const char *texts; /* separated by | */
} headers[] = {
	{ FIELD_NAME, "Họ và tên|HỌ VÀ TÊN|Họ tên|Họ & tên|Họ và tên đảng viên|Họ tên đảng viên|"
	              "Tên đảng viên|Họ và Tên khai sinh|Họ, tên|Họ và chữ đệm, tên|Họ, chữ đệm và tên|"
	              "Họ, đệm, tên|Họ và tên (viết chữ in hoa)|Danh sách đảng viên|Đồng chí|"
	              "Họ và tên đồng chí|Đảng viên|Họ tên ĐV|Họ và tên ĐV|Full name|Ho va ten|Họ va tên|"
	              "Ho & ten|HỌTÊN|H và tên|Tên khai sinh|Họ và tên\nđảng viên|Họ, tên đệm và tên|Ho ten|"
	              "Họ và tên (*)|* Họ và tên|1. Họ và tên|(2) Họ và tên|Tên đồng chí|Họ - tên" },
	{ FIELD_BIRTH, "Ngày sinh|Năm sinh|Ngày, tháng, năm sinh|Ngày tháng năm sinh|Ngày/tháng/năm sinh|"
	               "N.sinh|Ng.sinh|NS|NTNS|Sinh năm|Sinh ngày|Ngày sinh (dd/mm/yyyy)|"
	               "Năm sinh (ghi rõ ngày tháng)|Ngày, tháng, năm\nsinh|Ngay sinh|Nam sinh|Ngày sinh:|"
	               "Tháng năm sinh|Ngày,tháng,năm sinh|Sinh|Ngàysinh|Ngày tháng sinh|Ngày tháng, năm sinh|"
	               "Ngày th.năm sinh|Date of birth|Ngày/ tháng/ năm sinh (Nam, nữ)|Ngày sinh*|N. sinh|"
	               "Ngày, tháng năm sinh|Ngày tháng\nnăm sinh|ngày sinh đảng viên" },
	{ FIELD_SEX, "Giới tính|Giới|GT|G.tính|G.T|Nam/Nữ|Nam/ Nữ|Nam, nữ|Nam (nữ)|Nam - Nữ|Phái|"
	             "Giới tính (Nam/Nữ)|Gioi tinh|Nam hay nữ" },
	{ FIELD_ETHNIC, "Dân tộc|DT|D.tộc|Dan toc|Thành phần dân tộc|D.Tộc|Dân Tộc" },
	{ FIELD_HOME, "Quê quán|QQ|Quê|Nguyên quán|Quê quán (xã, tỉnh)|Que quan|Q.quán|"
	              "Quê quán (xã, huyện, tỉnh)|Quê gốc|Q.Q" },
	{ FIELD_RESIDENCE, "Nơi ở|Nơi ở hiện nay|Chỗ ở hiện nay|Nơi thường trú|Nơi cư trú|Địa chỉ|"
	                   "Địa chỉ thường trú|Hộ khẩu thường trú|HKTT|Nơi đăng ký HKTT|Nơi ĐKHKTT|ĐKHKTT|"
	                   "Thường trú|Nơi ở (thôn, xã)|Noi o|Nơi thường trú/tạm trú|Nơi tạm trú|Trú quán|"
	                   "Đ/c thường trú|Chỗ ở|Nơi đăng ký thường trú|Nơi sinh sống|Địa chỉ nơi ở|Đ/chỉ|Hộ khẩu" },
	{ FIELD_JOINED, "Ngày vào Đảng|Ngày vào Đảng (dự bị)|Ngày kết nạp|Ngày kết nạp Đảng|"
	                "Ngày kết nạp vào Đảng|Ngày vào ĐCSVN|Ngày vào Đảng CSVN|"
	                "Ngày vào Đảng Cộng sản Việt Nam|Vào Đảng|Ngày, tháng, năm vào Đảng|"
	                "Ngày tháng năm vào Đảng|Ngày tháng năm kết nạp|Năm vào Đảng|Ngày VĐ|Ngày vào\nĐảng|"
	                "Ngay vao Dang|Kết nạp|Ngày KN|Ngày vào Đ|Ngày kết nạp dự bị|Vào Đảng ngày|N.vào Đảng|"
	                "Ng.vào Đảng|Ngày được kết nạp|Ngày, tháng năm kết nạp Đảng|Ngày vào đảng lần đầu|"
	                "Kết nạp ngày|Ngày kết nạp ĐV|Ngày vào Đảng (kết nạp)|Dự bị" },
	{ FIELD_OFFICIAL, "Ngày chính thức|Chính thức|Ngày CT|Ngày vào Đảng chính thức|Ngày công nhận chính thức|"
	                  "Ngày công nhận đảng viên chính thức|Ngày công nhận ĐVCT|Ngày chuyển chính thức|"
	                  "Ngày chuyển Đảng chính thức|Ngày, tháng, năm chính thức|Ngày vào Đảng (chính thức)|"
	                  "Ngày chính thức vào Đảng|Chính thức ngày|Ngay chinh thuc|Ngày CNCT|N.chính thức|"
	                  "Ngày VĐCT|Ngày vào ĐCT|Ngày c.thức|Ngày chính\nthức|Công nhận chính thức|"
	                  "Ngày, tháng năm công nhận đảng viên chính thức" },
	{ FIELD_CARD, "Số thẻ|Số thẻ ĐV|Số thẻ đảng viên|Số thẻ Đảng|Số TĐV|Thẻ đảng viên|Thẻ Đảng|"
	              "Số hiệu thẻ|Mã thẻ|Số thẻ\nđảng viên|So the Dang|Số Thẻ ĐV:|Thẻ ĐV|STĐV|Số thẻ đảng|"
	              "Thẻ đảng số|Thẻ số|Số của thẻ đảng viên|TĐV số" },
	{ FIELD_ID_NUMBER, "CCCD|Số CCCD|CMND|Số CMND|CMND/CCCD|CCCD/CMND|Số định danh|Số định danh cá nhân|"
	                   "Căn cước công dân|Căn cước|Số căn cước|Số CCCD/Số định danh cá nhân|Mã định danh|"
	                   "Số ĐDCN|Số CC|CMTND|CMT|Số CMT|Giấy CMND|Số giấy tờ tùy thân|ĐDCN|Số CCCD (12 số)|"
	                   "Số thẻ CCCD|Số thẻ căn cước|Thẻ căn cước|Số Căn cước công dân" },
	{ FIELD_PHONE, "Điện thoại|Số điện thoại|SĐT|Số ĐT|ĐT|Đ.thoại|ĐTDĐ|Di động|Số ĐT liên hệ|"
	               "Số điện thoại liên hệ|Điện thoại liên hệ|SDT|Tel|Dien thoai|Số phone|Đt|Số ĐTDĐ|"
	               "ĐT liên hệ|Điện\nthoại|Mobile|Số máy|Zalo|Điện thoại/Zalo" },
	{ FIELD_PARTY_POST, "Chức vụ Đảng|Chức vụ trong Đảng|Chức vụ đảng|CV Đảng|CVĐ|Chức danh Đảng|Cấp ủy|"
	                    "Chức vụ cấp ủy|Chức vụ Đảng hiện nay|Nhiệm vụ trong Đảng|Chức vụ (Đảng)|"
	                    "Chức vụ về Đảng|Chức vụ\nĐảng|Chức vụ Đảng, đoàn thể" },
	{ FIELD_JOB, "Nghề nghiệp|Chức vụ chính quyền|Chức vụ chính quyền, đoàn thể|CV chính quyền|"
	             "Nghề nghiệp hiện nay|Công việc|Nơi công tác|Đơn vị công tác|Công tác|"
	             "Chức vụ công tác|Chức vụ chuyên môn|"
	             "Nghề nghiệp/Công việc đang làm|Công việc hiện nay|Công việc chính|Nghề|"
	             "Cơ quan công tác|Nghề nghiệp, nơi làm việc|Nơi làm việc|Chức vụ CQ|"
	             "" },
	{ FIELD_POST, "Chức vụ|Chức vụ, đơn vị công tác|Chức vụ, nghề nghiệp" },
	{ FIELD_EDUCATION, "Trình độ|Trình độ học vấn|Trình độ chuyên môn|Trình độ văn hóa|Học vấn|Văn hóa|TĐHV|"
	                   "Chuyên môn|Trình độ CM|TĐ chuyên môn|Trình độ CMNV|Học vị|Bằng cấp|Trình độ đào tạo|"
	                   "Trình độ chuyên môn nghiệp vụ|TĐVH|TĐCM|Trình độ VH|Học hàm, học vị|"
	                   "Chuyên môn nghiệp vụ|Trình độ giáo dục phổ thông" },
	{ FIELD_NOTE, "Ghi chú|G.chú|Ghi chu|Chú thích|GC|Lưu ý|GHI CHÚ|Ghi\nchú|Note|G/c|Chú ý|Ghi chú khác" },
	{ FIELD_CELL, "Chi bộ|Tên chi bộ|Chi bộ sinh hoạt|Đang sinh hoạt tại chi bộ|CB|Đơn vị|Tổ chức đảng|"
	              "Nơi sinh hoạt|Sinh hoạt tại|Thôn|Chi bộ trực thuộc|Nơi sinh hoạt Đảng|"
	              "Chi bộ đang sinh hoạt|Tổ chức cơ sở đảng|Thuộc chi bộ|Chi bộ, đảng bộ|"
	              "Chi bộ/Đảng bộ bộ phận|Đơn vị (chi bộ)|Chi bộ cơ sở|Nơi sinh hoạt đảng hiện nay|"
	              "Sinh hoạt đảng tại" },
};

/* Columns that are known or not, but never of those above. */
static const char others[] = "Nơi sinh|Tôn giáo|Ngày cấp|Nơi cấp|Ngày cấp thẻ|Ngày cấp CCCD|Nơi cấp CCCD|Tuổi|"
                             "Tuổi Đảng|Số quyết định kết nạp|Nơi kết nạp|Chi bộ kết nạp|Nơi vào Đảng|"
                             "Người giới thiệu|Ngày vào Đoàn|Lý luận chính trị|Trình độ LLCT|"
                             "Trình độ lý luận chính trị|LLCT|Ngoại ngữ|Tin học|Số lý lịch|Số LL|Email|"
                             "Huy hiệu Đảng|Khen thưởng|Kỷ luật|Thành phần gia đình|Bí danh|Tên thường gọi|"
                             "Họ và tên cha|Họ tên vợ (chồng)|Ngày nhập ngũ|Số sổ BHXH|Mức đóng đảng phí|Đảng phí|"
                             "Xếp loại năm 2025|Ngày cấp thẻ đảng viên|Nơi cấp thẻ|Ngày về chi bộ|Ngày chuyển đến|"
                             "Hôn nhân|Sức khỏe|Thương binh|Gia đình chính sách|Đối tượng chính sách|"
                             "Tình trạng hôn nhân|Tình trạng sức khỏe|Tuổi đời|Ngày tuyển dụng|"
                             "Ngày tháng năm tuyển dụng|Hệ số lương|Mã số thuế|Số BHYT|Trình độ ngoại ngữ|"
                             "Trình độ tin học|Ngày miễn|Chữ ký|Ký tên|Ký nhận|Ngày tháng năm nhập ngũ|Quốc tịch|"
                             "Năm tốt nghiệp|Trường đào tạo|Hình thức đào tạo|Năm đóng đảng phí|"
                             "Chức vụ trước khi nghỉ hưu";

static void test_headers(void **state)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	(void)state;
	for (size_t i = 0; i < LENGTH(headers); i++) {
		struct str rest = str_of(headers[i].texts), text;
		while (str_split(&rest, '|', &text)) {
			enum heading got = roster_field_of(arena, STR_NONE, text);
			if (got != headers[i].field)
				fail_msg("\"%.*s\" is %d, not %d", STR_ARG(text), got, headers[i].field);
		}
	}
}

static void test_others(void **state)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	struct str rest = str_of(others), text;
	(void)state;
	while (str_split(&rest, '|', &text)) {
		enum heading got = roster_field_of(arena, STR_NONE, text);
		if (got > FIELD_IGNORED)
			fail_msg("\"%.*s\" is %d", STR_ARG(text), got);
	}
}

static struct roster read_text(struct arena *arena, const char *text)
{
	struct roster_options options = { .as_of = STR("2026-11-01") };
	struct roster roster;
	struct err err = { 0 };
	assert_int_equal(roster_read(arena, str_of(text), &options, &roster, &err), OK);
	return roster;
}

static void same(struct str got, const char *want)
{
	if (!str_is(got, want))
		fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(got), want);
}

/* The layout where the column of the birth tells the sex; lines end as old Mac Excel ends them. */
static void test_birth_by_sex(void **state)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	struct roster roster = read_text(arena,
	        "TT;Họ tên;Năm sinh;;Ngày vào Đảng;\r;;Nam;Nữ;Dự bị;Chính thức\r1;Lý A Páo;1970;;3/2/1999;3–2–2000\r"
	        "2;Lò Thị Pâng;;02/1975;3/2/2026;Chưa CT\r");
	(void)state;
	assert_int_equal(roster.errors.count, 0);
	assert_int_equal(roster.full, 1);
	assert_int_equal(roster.probationary, 1);
	same(roster.people[0].birth, "1970");
	same(roster.people[0].sex, "Nam");
	same(roster.people[0].official, "2000-02-03");
	same(roster.people[1].birth, "1975-02");
	same(roster.people[1].sex, "Nữ");
}

/* Women alone are marked, posts stand behind names, the lines above are sentences. */
static void test_village(void **state)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	struct roster roster = read_text(arena,
	        "CHI BỘ THÔN ĐÔNG\nChi bộ thôn Đông báo cáo danh sách đảng viên như sau\n"
	        "TT;Họ và tên;Ngày sinh;Nữ;Ngày vào Đảng;Chính thức;Trình độ văn hóa;Trình độ chuyên môn\n"
	        "1;Vũ Văn Ất - Bí thư;3/2/1970;;3/2/1999;3/2/2000;12/12;Đại học\n"
	        "2;Ngô Thị Bưởi (PBT);3/2/1971;x;3/2/1999;3/2/2000;10/10;\n"
	        "3;Vũ Văn Hòa (con bác Tư);3/2/1972;;3/2/1999;3/2/2000;;\n4;Vũ Lan (DB);3/2/2000;x;3/2/2026;;;\n");
	(void)state;
	assert_int_equal(roster.errors.count, 0);
	assert_int_equal(roster.count, 4);
	same(roster.people[0].cell, "Chi bộ thôn Đông");
	same(roster.people[0].full_name, "Vũ Văn Ất");
	same(roster.people[0].party_post, "Bí thư");
	same(roster.people[0].sex, "Nam");
	same(roster.people[0].education, "Đại học");
	same(roster.people[1].full_name, "Ngô Thị Bưởi");
	same(roster.people[1].party_post, "PBT");
	same(roster.people[1].sex, "Nữ");
	same(roster.people[1].education, "10/10");
	same(roster.people[2].full_name, "Vũ Văn Hòa (con bác Tư)");
	assert_true(roster.people[3].probationary);
}

static void test_notes(void **state)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_REQUEST_CEILING);
	(void)state;
	assert_false(roster_note(arena, STR("Đã mất thẻ đảng")).moved_out);
	assert_true(roster_note(arena, STR("Mất ngày 03/5/2026")).moved_out);
	assert_true(roster_note(arena, STR("Đã chuyển SHĐ")).moved_out);
	assert_true(roster_note(arena, STR("Chuyển SH chính thức sang Chi bộ thôn Đoài")).moved_out);
	assert_true(roster_note(arena, STR("SHTT đi")).away);
	assert_true(roster_note(arena, STR("MSH")).exempt);
	assert_false(roster_note(arena, STR("Xin miễn sinh hoạt")).exempt);
	assert_false(roster_note(arena, STR("Được miễn đóng đảng phí")).exempt);
}

/* A list typed without marks, groups under Roman numbers, labels and asides inside the cells. */
static void test_asides(void **state)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	struct roster roster = read_text(arena,
	        "CHI BO THON DONG\nTT;Ho va ten;Nam sinh;Ngay vao Dang;Chinh thuc;Dien thoai\nI;CHI ỦY;;;;\n"
	        "1;Vu Van At;khoảng 1950;3/2/1999;3/2/2000 (lần 2);ĐT: 0900 000 001\nII;ĐẢNG VIÊN;;;;\n"
	        "2;Ngo Thi Buoi;1951 (theo CCCD);3/2/1999;3/2/2000;0900000002\n");
	(void)state;
	assert_int_equal(roster.errors.count, 1); /* "(lần 2)" holds a number */
	assert_string_equal(roster.errors.list[0].kind, "unreadable_date");
	assert_int_equal(roster.count, 2);
	same(roster.people[0].cell, "Chi bộ Thon Dong");
	same(roster.people[0].birth, "1950");
	same(roster.people[0].phone, "0900000001");
	same(roster.people[1].birth, "1951");
}

/* Days under "Nam" and "Nữ" without a group; a surname like the word of a total; commas inside the addresses. */
static void test_few_columns(void **state)
{
	struct arena *arena CLOSES(arena_closep) = arena_open(ARENA_JOB_CEILING);
	struct roster roster = read_text(arena,
	        "Họ và tên;Nam;Nữ;Quê quán;Ngày vào Đảng\n"
	        "Công Văn Tài;3/2/1970;;số 5, thôn Đông, xã A, tỉnh B, vùng C, nước D;1999\n"
	        "Tổng Thị Hải;;1975;số 6, thôn Đông, xã A, tỉnh B, vùng C, nước D;1999\nTổng cộng: 2;1;1;;\n");
	(void)state;
	assert_int_equal(roster.count, 2);
	same(roster.people[0].sex, "Nam");
	same(roster.people[0].birth, "1970-02-03");
	same(roster.people[1].sex, "Nữ");
	same(roster.people[1].birth, "1975");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_headers), cmocka_unit_test(test_others),
		cmocka_unit_test(test_birth_by_sex), cmocka_unit_test(test_village), cmocka_unit_test(test_notes),
		cmocka_unit_test(test_few_columns), cmocka_unit_test(test_asides) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
