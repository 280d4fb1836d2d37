/* The words of a meeting: speeches, tasks, minutes and resolution as sections (feature/record/record.h), shorter than
   most real ones. */
#include "bench/nation.h"

#include "feature/record/record.h"

#include <stdio.h>

enum { SECTIONS_MAX = 16 };

static const char *const who_works[] = { "Vận động nhân dân", "Rà soát", "Hoàn thành", "Tuyên truyền", "Kiểm tra",
	"Phối hợp với Mặt trận", "Hướng dẫn các hộ dân", "Đôn đốc", "Lập danh sách", "Tổ chức thực hiện" };
static const char *const work[] = { "làm đường giao thông liên thôn", "thu gom, phân loại rác thải tại nguồn",
	"kê khai tài khoản định danh điện tử", "tham gia bảo hiểm y tế hộ gia đình",
	"giữ gìn an ninh trật tự trên địa bàn", "phòng cháy, chữa cháy trong khu dân cư", "xây dựng gia đình văn hóa",
	"giúp đỡ hộ nghèo, hộ cận nghèo", "nạo vét kênh mương nội đồng", "trồng cây xanh đường làng, ngõ xóm",
	"dạy tốt, học tốt học kỳ này", "chuyển đổi số trong công việc hằng ngày", "tạo nguồn phát triển đảng viên mới",
	"đóng góp quỹ đền ơn đáp nghĩa", "tiêm phòng cho đàn gia súc", "giải phóng mặt bằng dự án" };
static const char *const opinions[] = { "Nhất trí với báo cáo, đề nghị", "Đề nghị chi bộ chỉ đạo",
	"Cơ bản nhất trí, đề nghị quan tâm", "Đề xuất giải pháp", "Nhân dân phản ánh chậm, đề nghị tiếp tục",
	"Xin nhận trách nhiệm và hứa" };
static const char *const themes[] = { "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
	"Chuyển đổi số trong sinh hoạt chi bộ", "Giữ gìn đoàn kết trong chi bộ", "Nâng cao chất lượng đảng viên",
	"Xây dựng nông thôn mới nâng cao" };
static const char *const rooms[] = { "Nhà văn hóa", "Hội trường chi bộ", "Phòng họp", "Nhà sinh hoạt cộng đồng" };

#define PICK(dice, list) (list)[dice_up_to((dice), LENGTH(list))]

struct str nation_speech(struct dice *dice)
{
	static char text[512]; /* put into a row at once */
	const char *first = PICK(dice, opinions), *second = PICK(dice, work);
	int len = snprintf(text, sizeof(text), "%s %s, có báo cáo kết quả vào kỳ sinh hoạt tới", first, second);
	return (struct str){ text, (size_t)len };
}

struct str meet_task_title(const struct meet *meet, int at)
{
	struct dice dice = dice_of(meet->nation->seed, 40, (uint64_t)meet->id, (uint64_t)at);
	const char *first = PICK(&dice, who_works), *second = PICK(&dice, work);
	return str_format(meet->arena, "%s %s", first, second);
}

int meet_task_person(const struct meet *meet, int at)
{
	struct dice dice = dice_of(meet->nation->seed, 41, (uint64_t)meet->id, (uint64_t)at);
	return dice_up_to(&dice, meet->count);
}

struct str meet_task_due(const struct meet *meet)
{
	int next = month_add(meet->month, 1);
	return str_format(meet->arena, "%d-%02d-01", next / 100, next % 100);
}

struct str meet_place(const struct meet *meet)
{
	return str_of(rooms[meet->cell->type % LENGTH(rooms)]);
}

struct str meet_theme(const struct meet *meet)
{
	return str_of(themes[(meet->cell->type + meet->month) % LENGTH(themes)]);
}

struct text {
	struct arena *arena;
	struct record_body body;
	struct record_section section[SECTIONS_MAX];
};

static void add(struct text *text, const char *key, const char *title, const char *kind, struct str words)
{
	check(text->body.count < SECTIONS_MAX);
	text->section[text->body.count++] = (struct record_section){
		.key = str_of(key), .title = str_of(title), .kind = str_of(kind), .text = words
	};
}

static struct str clock_of(struct arena *arena, int64_t instant)
{
	int minute = minute_of_instant(instant);
	return str_format(arena, "%02d giờ %02d phút", minute / 60, minute % 60);
}

static struct str people_of(const struct meet *meet)
{
	struct arena *arena = meet->arena;
	return str_format(arena,
	        "Tổng số đảng viên của chi bộ: %02d đồng chí (chính thức %02d, dự bị %02d).\nCó mặt: %02d đồng chí "
	        "trên %02d đồng chí phải dự họp.\n"
	        "Vắng mặt có lý do: %02d; không có lý do: %02d.\nChủ trì: đồng chí %.*s, Bí thư chi bộ.\nThư ký: đồng "
	        "chí %.*s.",
	        meet->members, meet->full, meet->members - meet->full, meet->present, meet->base, meet->excused,
	        meet->unexcused, STR_ARG(meet->member[meet->chair].name), STR_ARG(meet->member[meet->clerk].name));
}

static struct str task_table(const struct meet *meet)
{
	struct buf buf = buf_open(meet->arena, 1 << 16);
	struct date due;
	date_parse(meet_task_due(meet), &due);
	buf_c(&buf, "TT | Nội dung công việc | Người thực hiện | Thời hạn");
	for (int i = 0; i < meet->tasks; i++) {
		struct str title = meet_task_title(meet, i), name = meet->member[meet_task_person(meet, i)].name;
		buf_format(&buf, "\n%d | %.*s | %.*s | %02d/%02d/%d", i + 1, STR_ARG(title), STR_ARG(name), due.day,
		        due.month, due.year);
	}
	return buf_text(&buf);
}

static struct str opening_of(const struct meet *meet)
{
	struct str name = cell_name(meet->arena, meet->nation, meet->cell), from = clock_of(meet->arena, meet->opened),
	           place = meet_place(meet);
	return str_format(meet->arena,
	        "Hôm nay, vào hồi %.*s, ngày %02d tháng %02d năm %d, tại %.*s, %.*s tổ chức sinh hoạt %s tháng %d năm "
	        "%d.",
	        STR_ARG(from), meet->cell->day, meet->month % 100, meet->month / 100, STR_ARG(place), STR_ARG(name),
	        meet->both ? "thường kỳ kết hợp chuyên đề" : "thường kỳ", meet->month % 100, meet->month / 100);
}

struct str meet_minutes(const struct meet *meet)
{
	struct text *text = arena_new(meet->arena, struct text);
	struct str end = clock_of(meet->arena, meet->ended);
	text->body.at = text->section;
	if (!meet->paper)
		add(text, "opening", "", "para", opening_of(meet));
	add(text, "people", "I- THÀNH PHẦN", "para", people_of(meet));
	if (!meet->paper) {
		add(text, "fees", "1. Tình hình đóng đảng phí", "para",
		        STR("Đảng viên của chi bộ đã đóng đảng phí trong tháng."));
		add(text, "content", "II- NỘI DUNG", "para",
		        STR("Chi bộ nghe thông tin thời sự; đánh giá việc thực hiện nghị quyết tháng trước; thảo luận "
		            "và thống nhất "
		            "nhiệm vụ tháng tới."));
		add(text, "tasks", "III- PHÂN CÔNG NHIỆM VỤ", "table", task_table(meet));
		add(text, "score", "IV- TỰ ĐÁNH GIÁ", "para",
		        str_format(meet->arena, "Chi bộ tự chấm %d điểm.", meet->total));
	}
	add(text, "close", "", "para",
	        str_format(meet->arena, "Biên bản đã được đọc lại trước chi bộ. Buổi họp kết thúc vào hồi %.*s.",
	                STR_ARG(end)));
	return record_body_json(meet->arena, &text->body);
}

struct str meet_resolution(const struct meet *meet)
{
	struct text *text = arena_new(meet->arena, struct text);
	text->body.at = text->section;
	if (!meet->paper)
		add(text, "preamble", "", "para", opening_of(meet));
	add(text, "results", "I- KẾT QUẢ THÁNG TRƯỚC", "para", STR("Cơ bản hoàn thành các nhiệm vụ đề ra."));
	add(text, "tasks", "II- NHIỆM VỤ GIAO CHO ĐẢNG VIÊN", "table", task_table(meet));
	add(text, "vote", "", "para",
	        str_format(meet->arena, "Nghị quyết được %02d/%02d đồng chí biểu quyết tán thành.", meet->vote_for[0],
	                meet->vote_base));
	return record_body_json(meet->arena, &text->body);
}
