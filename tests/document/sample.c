/* Writes sample documents for check.py: sample FOLDER writes NAME.pdf, .docx, .html and .txt of each; sample --time
 * shows the cost. The people and places are invented. */
#include "base/time.h"
#include "document/docx.h"
#include "document/fill.h"
#include "document/html.h"
#include "document/pdf.h"
#include "document/xlsx.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static const char *const people[] = { "Nguyễn Thị Thuỳ Dương", "Trần Văn Ấn", "Lê Quỳnh Ánh", "Phạm Đức Đạt",
	"Hoàng Minh Đung", "Vũ Thị Hoà", "Đặng Quốc Khánh", "Bùi Văn Lương", "Đỗ Thị Mỹ Lệ", "Hồ Sỹ Nghĩa",
	"Ngô Bích Ngọc", "Dương Văn Phượng", "Lý Thị Quế", "Nguyễn Hữu Sửu", "Trần Thị Tuyết", "Lê Văn Tuân",
	"Phạm Ngọc Tuấn", "Hoàng Thị Uyên", "Vũ Đình Ương", "Đặng Thị Vĩnh", "Bùi Xuân Vượng", "Đỗ Thị Xuyến",
	"Hồ Thị Yến", "Ngô Văn Ý", "Dương Thị Ỷ Lan" };

static struct document *open_document(struct arena *arena, const char *title)
{
	struct document *document = document_open(arena);

	document->title = str_of(title);
	document->author = STR("Chi bộ Tổ dân phố số 7");
	document->subject = STR("Văn bản mẫu");
	document->created = 1793188800000;
	return document;
}

static void head(struct document *document, const char *number, const char *place)
{
	document_head(document, &(struct document_head){ STR("ĐẢNG BỘ PHƯỜNG VĂN MIẾU"), STR("CHI BỘ TỔ DÂN PHỐ SỐ 7"),
	                                str_of(number), STR("ĐẢNG CỘNG SẢN VIỆT NAM"), str_of(place) });
}

static void opinions(struct document *document)
{
	static const char *const said[] = {
		"nhất trí với dự thảo; đề nghị ghi rõ người chịu trách nhiệm và thời hạn của việc vận động hiến đất mở "
		"ngõ 118.",
		"phản ánh tình trạng để xe trên vỉa hè trước cổng trường tiểu học vào giờ tan học, đề nghị chi bộ kiến "
		"nghị Đảng ủy phường.",
		"đề nghị quan tâm đảng viên cao tuổi sống một mình; chi ủy cử người đến thăm ít nhất mỗi tháng một "
		"lần.",
		"báo cáo tiến độ rà soát hồ sơ của 02 quần chúng ưu tú; còn thiếu bản nhận xét của Đoàn Thanh niên nơi "
		"cư trú.",
		"đề nghị bố trí lịch sinh hoạt tránh trùng với buổi họp của Chi hội Phụ nữ; thông báo trước ít nhất 5 "
		"ngày.",
	};

	for (size_t i = 0; i < LENGTH(said); i++)
		document_format(document, 0, "\1Đồng chí %s:\1 %s", people[i + 3], said[i]);
}

static void talk(struct document *document)
{
	document_section(document, 1, 0, STR("NỘI DUNG"));
	document_section(document, 2, 0, STR("Đánh giá kết quả lãnh đạo thực hiện nhiệm vụ tháng 9"));
	document_paragraph(document, 0,
	        STR("Đồng chí Bí thư trình bày báo cáo kết quả lãnh đạo thực hiện nhiệm vụ tháng 9 năm 2026. "
	            "Tình hình tư tưởng trong chi bộ và nhân dân ổn định; đảng viên gương mẫu chấp hành chủ trương của "
	            "Đảng, chính sách, "
	            "pháp luật của Nhà nước. Công tác vệ sinh môi trường, trật tự đô thị chuyển biến rõ nét; 100 % số "
	            "hộ đăng ký gia đình "
	            "văn hóa. Quỹ khuyến học vận động được 18.500.000 đồng, đạt 123 % kế hoạch năm."));
	document_paragraph(document, 0,
	        STR("\1Hạn chế:\1 một số đồng chí còn ngại phát biểu, chưa thường xuyên bám nắm hộ được phân "
	            "công; việc chuyển sinh hoạt đảng của 02 đảng viên còn chậm so với quy định. Nguyên nhân chủ yếu "
	            "là công tác phối hợp "
	            "giữa chi ủy với tổ đảng chưa nhịp nhàng, việc nhắc nhở qua điện thoại chưa kịp thời."));
	document_section(document, 2, 0, STR("Phương hướng, nhiệm vụ tháng 10"));
	document_item(document, STR("Tổ chức học tập, quán triệt chuyên đề quý IV cho 100 % đảng viên; mỗi đồng chí "
	                            "đăng ký một việc làm "
	                            "cụ thể, gửi bản đăng ký về chi ủy trước ngày 10/11/2026."));
	document_item(document,
	        STR("Phối hợp với Ban Công tác Mặt trận vận động 42 hộ dân ở ngõ 118 phố Nguyễn Khuyến hiến đất mở "
	            "rộng đường, hoàn thành trước ngày 30/11/2026."));
	document_item(document,
	        STR("Giao đồng chí Phạm Đức Đạt rà soát, bổ sung hồ sơ kết nạp đảng đối với 02 quần chúng ưu tú."));
	document_section(document, 2, 0, STR("Thảo luận"));
	opinions(document);
	document_section(document, 3, 0, STR("Kết luận của chủ trì"));
	document_paragraph(document, 0,
	        STR("Chi bộ thống nhất nội dung dự thảo nghị quyết, tiếp thu các ý kiến về phân công và thời hạn; "
	            "giao chi ủy hoàn chỉnh, ban hành trong 3 ngày làm việc."));
}

static struct document *minutes(struct arena *arena)
{
	struct document *document = open_document(arena, "Biên bản sinh hoạt chi bộ tháng 10 năm 2026");
	struct document_column columns[] = { { 7, DOCUMENT_MIDDLE, STR("TT") }, { 38, DOCUMENT_LEFT, STR("Họ và tên") },
		{ 20, DOCUMENT_MIDDLE, STR("Có mặt") }, { 35, DOCUMENT_LEFT, STR("Ghi chú") } };
	struct document_table *table;

	head(document, "Số 10-BB/CB", NULL);
	document_title(document, STR("BIÊN BẢN"), STR("sinh hoạt chi bộ thường kỳ tháng 10 năm 2026"));
	document_paragraph(document, 0,
	        STR("Hôm nay, vào hồi 19 giờ 30 phút, ngày 05 tháng 10 năm 2026, tại nhà văn hóa Tổ dân "
	            "phố số 7, Chi bộ Tổ dân phố số 7 họp thường kỳ tháng 10."));
	document_section(document, 1, 0, STR("THÀNH PHẦN"));
	document_format(document, 0, "\1Chủ trì:\1 Đồng chí %s, Bí thư chi bộ. \1Thư ký:\1 Đồng chí %s, chi ủy viên.",
	        people[0], people[6]);
	document_format(document, 0,
	        "Tổng số đảng viên: 27 đồng chí (chính thức 26, dự bị 01); có mặt: 25 đồng chí; vắng mặt có lý "
	        "do: 02 đồng chí (\2đồng chí Lý Văn Giót, nghỉ ốm; đồng chí Hồ Bá Ước, công tác xa\2). Đảng viên được "
	        "miễn sinh hoạt: 0.");
	table = document_table(document, columns, LENGTH(columns), STR("Danh sách điểm danh"));
	for (size_t i = 0; i < LENGTH(people); i++)
		document_row(table,
		        (struct str[]){ str_format(arena, "%zu", i + 1), str_of(people[i]),
		                i % 11 == 9 ? STR("trực tuyến") : STR("có"),
		                i == 0    ? STR("chủ trì")
		                : i == 6  ? STR("thư ký")
		                : i == 18 ? STR("đảng viên dự bị, sinh hoạt tạm thời từ tháng 8")
		                          : STR("") },
		        0);
	talk(document);
	document_section(document, 1, 0, STR("BIỂU QUYẾT"));
	document_paragraph(document, 0,
	        STR("Chi bộ biểu quyết thông qua nghị quyết: tán thành 24/25 đồng chí, đạt 96 %; không tán thành: "
	            "0; ý kiến khác: 01. Hội nghị kết thúc vào hồi 21 giờ 15 phút cùng ngày. Biên bản đã được đọc lại "
	            "trước chi bộ và thông "
	            "qua."));
	document_sign(document, &(struct document_sign){ .signer_count = 2,
	                                .signer = { { STR("NGƯỜI GHI BIÊN BẢN"), STR_NONE, str_of(people[6]) },
	                                        { STR("CHỦ TRÌ"), STR("BÍ THƯ"), str_of(people[0]) } } });
	return document;
}

static struct document *resolution(struct arena *arena)
{
	const struct str recipients[] = { STR("Đảng ủy phường (báo cáo)"), STR("Đồng chí Đảng ủy viên phụ trách"),
		STR("Ban Công tác Mặt trận, các chi hội"), STR("Đảng viên trong chi bộ"), STR("Lưu Chi bộ") };
	struct document *document = open_document(arena, "Nghị quyết tháng 10 năm 2026");
	struct document_column columns[] = { { 7, DOCUMENT_MIDDLE, STR("TT") },
		{ 39, DOCUMENT_LEFT, STR("Nhiệm vụ nghị quyết tháng 9") }, { 22, DOCUMENT_LEFT, STR("Người chủ trì") },
		{ 14, DOCUMENT_MIDDLE, STR("Thời hạn") }, { 18, DOCUMENT_MIDDLE, STR("Kết quả") } };
	struct document_table *table;

	head(document, "Số 05-NQ/CB", "Văn Miếu, ngày 05 tháng 10 năm 2026");
	document_title(document, STR("NGHỊ QUYẾT"), STR("về lãnh đạo thực hiện nhiệm vụ tháng 10 năm 2026"));
	document_format(document, 0,
	        "Ngày 05/10/2026, Chi bộ Tổ dân phố số 7 họp thường kỳ dưới sự chủ trì của đồng chí %s, Bí thư chi "
	        "bộ. Tổng số đảng viên 27 đồng chí; có mặt 25 đồng chí; vắng có lý do 02 đồng chí.",
	        people[0]);
	document_paragraph(document, DOCUMENT_CENTER | DOCUMENT_KEEP_NEXT, STR("\1CHI BỘ QUYẾT NGHỊ:\1"));
	document_section(document, 1, 0, STR("KẾT QUẢ LÃNH ĐẠO THÁNG 9"));
	table = document_table(document, columns, LENGTH(columns), STR("Kết quả thực hiện nhiệm vụ tháng 9 năm 2026"));
	document_full_row(table, STR("Nhiệm vụ chính trị"), DOCUMENT_STRONG);
	for (int i = 0; i < 9; i++) {
		if (i == 5)
			document_full_row(table, STR("Xây dựng Đảng"), DOCUMENT_STRONG);
		document_row(table,
		        (struct str[]){ str_format(arena, "%d", i + 1),
		                i % 2 ? STR("Vận động nhân dân phân loại rác tại nguồn, giữ gìn vệ sinh ngõ 118")
		                      : STR("Tuyên truyền, vận động các hộ kinh doanh ký cam kết không lấn chiếm vỉa "
		                            "hè"),
		                str_of(people[i * 2]), STR("30/9/2026"),
		                i == 4 ? STR("Chưa xong") : STR("Hoàn thành") },
		        0);
	}
	document_section(document, 1, 0, STR("NHIỆM VỤ THÁNG 10"));
	document_section(document, 2, 0, STR("Công tác chính trị, tư tưởng"));
	for (int i = 0; i < 3; i++) {
		document_section(document, 3, 0, STR("Nắm tình hình tư tưởng đảng viên và nhân dân"));
		document_paragraph(document, 0,
		        STR("Chi ủy phân công đảng viên phụ trách từng nhóm hộ, kịp thời nắm bắt và phản ánh tâm tư, "
		            "nguyện vọng của nhân dân; định hướng thông tin đúng, không để phát sinh điểm nóng trên "
		            "địa bàn dân cư."));
	}
	document_section(document, 2, 0, STR("Công tác xây dựng Đảng"));
	document_item(document, STR("Duy trì nền nếp sinh hoạt, nâng cao chất lượng sinh hoạt chuyên đề."));
	document_item(document, STR("Hoàn thiện hồ sơ kết nạp 02 quần chúng ưu tú trước ngày 25/10/2026."));
	document_section(document, 1, 0, STR("TỔ CHỨC THỰC HIỆN"));
	document_paragraph(document, 0,
	        STR("Chi ủy, đảng viên trong chi bộ căn cứ nhiệm vụ được giao để thực hiện; báo cáo kết quả tại kỳ "
	            "sinh hoạt tháng 11. Nghị quyết được 24/25 đồng chí biểu quyết tán thành, đạt 96 %."));
	document_sign(document, &(struct document_sign){ .signer_count = 1,
	                                .signer = { { STR("T/M CHI BỘ"), STR("BÍ THƯ"), str_of(people[0]) } },
	                                .recipient = recipients,
	                                .recipient_count = LENGTH(recipients) });
	return document;
}

static struct document *members(struct arena *arena)
{
	struct document *document = open_document(arena, "Danh sách đảng viên");
	struct document_column columns[] = { { 6, DOCUMENT_MIDDLE, STR("TT") }, { 24, DOCUMENT_LEFT, STR("Họ và tên") },
		{ 12, DOCUMENT_MIDDLE, STR("Ngày sinh") }, { 12, DOCUMENT_MIDDLE, STR("Ngày vào Đảng") },
		{ 12, DOCUMENT_RIGHT, STR("Đảng phí (đồng)") }, { 34, DOCUMENT_LEFT, STR("Ghi chú") } };
	struct document_table *table;

	document->landscape = true;
	document->number_first = true;
	document_title(document, STR("DANH SÁCH ĐẢNG VIÊN"), STR("có đến ngày 31/10/2026"));
	table = document_table(document, columns, LENGTH(columns), STR_NONE);
	for (size_t i = 0; i < 600; i++)
		document_row(table,
		        (struct str[]){ str_format(arena, "%zu", i + 1), str_of(people[i * 7 % LENGTH(people)]),
		                str_format(arena, "%02zu/%02zu/%zu", i % 28 + 1, i % 12 + 1, 1950 + i % 50),
		                STR("03/02/2001"), STR("60.000"),
		                i % 9 ? STR("")
		                      : STR("Miễn công tác và sinh hoạt từ tháng 5 năm 2025 theo Nghị quyết của chi "
		                            "bộ") },
		        0);
	return document;
}

static struct document *slip(struct arena *arena)
{
	struct document *document = open_document(arena, "Giấy mời sinh hoạt");

	document->large = true;
	head(document, NULL, "Văn Miếu, ngày 28 tháng 10 năm 2026");
	document_title(document, STR("GIẤY MỜI"), STR("sinh hoạt chi bộ tháng 11"));
	document_format(document, 0, "Kính mời đồng chí \1%s\1", people[21]);
	document_paragraph(document, 0,
	        STR("Đến dự buổi sinh hoạt chi bộ vào \1\3"
	            "19 giờ 30, thứ ba, ngày 03/11/2026\3\1 tại nhà văn hóa "
	            "Tổ dân phố số 7."));
	document_item(document, STR("Nội dung: nghị quyết tháng 11; chuyên đề quý IV."));
	document_paragraph(
	        document, DOCUMENT_NO_INDENT, STR("Bận việc xin gọi đồng chí thư ký.\nSố máy: 024 3000 0000."));
	document_sign(document, &(struct document_sign){ .signer_count = 1,
	                                .signer = { { STR("T/M CHI BỘ"), STR("BÍ THƯ"), str_of(people[0]) } } });
	return document;
}

static struct document *odd(struct arena *arena)
{
	struct document *document = open_document(arena, "<odd> & \"quoted\"");
	struct document_column columns[] = { { 1, DOCUMENT_LEFT, STR("A & B") },
		{ 3, DOCUMENT_LEFT, STR("<b>C</b>") } };
	struct document_table *table;
	struct buf tall = buf_open(arena, 1 << 20);

	document_paragraph(document, 0, STR("Dấu <b>lạ</b> & \"ngoặc\" 'đơn' </w:t> ]]> %s %n."));
	document_paragraph(document, 0, STR("\1\2Mở không đóng"));
	document_paragraph(document, 0, STR(""));
	document_page_break(document);
	for (int i = 0; i < 400; i++)
		buf_format(&tall, "Câu thứ %d của một ô rất dài trải qua nhiều trang giấy. ", i + 1);
	table = document_table(document, columns, 2, STR("Ô <cao> & rộng"));
	document_row(table, (struct str[]){ STR("=1+1"), buf_text(&tall) }, 0);
	document_row(table, (struct str[]){ STR("mộttừrấtdàikhôngcódấucáchnàocảđểxemcótrànôhaykhông"), STR("cuối") },
	        DOCUMENT_STRONG);
	document_space(document, 30);
	document_paragraph(document, 0, STR("Hết."));
	return document;
}

static const struct {
	const char *name;
	struct document *(*make)(struct arena *arena);
} samples[] = { { "minutes", minutes }, { "resolution", resolution }, { "members", members }, { "slip", slip },
	{ "odd", odd } };

static void save(const char *folder, const char *name, const char *ending, struct str bytes)
{
	char path[500];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s.%s", folder, name, ending);
	file = fopen(path, "wb");
	check(file && fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len && fclose(file) == 0);
}

static void save_sheet(struct arena *arena, const char *folder)
{
	struct document_sheet_column columns[] = { { STR("Họ và tên"), 28 }, { STR("Ngày sinh"), 12 },
		{ STR("Dự họp"), 10 } };
	struct document_cell cells[3 * LENGTH(people)];
	struct document_sheet sheet = { STR("Đảng viên [2026]"), STR("DANH SÁCH"), columns, 3, cells, LENGTH(people) };
	struct err err = { 0 };
	struct str bytes;

	for (size_t i = 0; i < LENGTH(people); i++) {
		cells[3 * i] = (struct document_cell){ DOCUMENT_CELL_TEXT,
			i ? str_of(people[i]) : STR("=HYPERLINK(\"x\")"), 0 };
		cells[3 * i + 1] =
		        (struct document_cell){ DOCUMENT_CELL_DATE, i % 2 ? STR("1985") : STR("1985-03-09"), 0 };
		cells[3 * i + 2] = (struct document_cell){ DOCUMENT_CELL_PERMILLE, STR_NONE, 924 };
	}
	check(document_xlsx(arena, &sheet, 1, 1793188800000, &bytes, &err) == OK);
	save(folder, "sheet", "xlsx", bytes);
}

static struct str read_file(struct arena *arena, const char *folder, const char *name)
{
	char path[500];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "rb");
	char *bytes = arena_take(arena, FILL_FILE_MAX);
	check(file);
	size_t len = fread(bytes, 1, FILL_FILE_MAX, file);
	fclose(file);
	return (struct str){ bytes, len };
}

/* The templates of tests/paper with figures made up here. */
static void save_filled(const char *folder)
{
	static const struct fill_single singles[] = {
		{ "chibo_don_vi_in_hoa", { DOCUMENT_CELL_TEXT, { "=1+1", 4 }, 0 } },
		{ "chibo_ky", { DOCUMENT_CELL_TEXT, { "Quý ba", 8 }, 0 } },
		{ "chibo_ma_ky", { DOCUMENT_CELL_TEXT, { "2026-Q3", 7 }, 0 } },
		{ "chibo_dang_vien", { DOCUMENT_CELL_INT, { 0 }, 1234 } },
		{ "chibo_ty_le_du", { DOCUMENT_CELL_PERMILLE, { 0 }, 924 } },
		{ "chibo_ty_le_du_cung_ky", { DOCUMENT_CELL_EMPTY, { 0 }, 0 } },
		{ "chibo_chua_hop", { DOCUMENT_CELL_EMPTY, { 0 }, 0 } },
		{ "chibo_ghi_chu", { DOCUMENT_CELL_TEXT, { "Một.\nHai.", 11 }, 0 } },
		{ "chibo_quyen_han_ky", { DOCUMENT_CELL_TEXT, { "T/M", 3 }, 0 } },
	};
	static const char *const columns[] = { "chibo_dong_stt", "chibo_dong_ten", "chibo_dong_dang_vien",
		"chibo_dong_luot_phai_du", "chibo_dong_luot_du", "chibo_dong_xep_loai", "chibo_dong_ky_hop",
		"chibo_dong_du_hop" };
	static const char *const cell_names[] = { "Chi bộ Một", "Chi bộ Hai", "Chi bộ Ba" };
	static const int members[] = { 12, 7, 30 };
	struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct document_cell cells[3 * LENGTH(columns)] = { 0 };
	struct fill_data data = { "chibo_", "chibo_dong_", singles, LENGTH(singles), columns, LENGTH(columns), cells,
		3 };
	struct fill_info info;
	struct str bytes;

	for (size_t i = 0; i < 3; i++) {
		struct document_cell *row = &cells[i * LENGTH(columns)];
		row[0] = (struct document_cell){ DOCUMENT_CELL_INT, STR_NONE, (int64_t)i + 1 };
		row[1] = (struct document_cell){ DOCUMENT_CELL_TEXT, str_of(cell_names[i]), 0 };
		for (size_t c = 2; c < 5; c++)
			row[c] = (struct document_cell){ DOCUMENT_CELL_INT, STR_NONE, members[i] };
	}
	check(document_fill(arena, read_file(arena, folder, "template.xlsx"), &data, 0, &bytes, &info, NULL) == OK);
	save(folder, "filled_book", "xlsx", bytes);
	check(document_fill(arena, read_file(arena, folder, "template.docx"), &data, 0, &bytes, &info, NULL) == OK);
	save(folder, "filled_text", "docx", bytes);
	arena_close(arena);
}

static void save_all(const char *folder, const struct document_style *style)
{
	for (size_t i = 0; i < LENGTH(samples); i++) {
		struct arena *arena = arena_open(ARENA_JOB_CEILING);
		struct document *document = samples[i].make(arena);
		struct str bytes;
		struct err err = { 0 };

		check(document_pdf(arena, document, style, &bytes, &err) == OK);
		save(folder, samples[i].name, "pdf", bytes);
		check(document_docx(arena, document, style, &bytes, &err) == OK);
		save(folder, samples[i].name, "docx", bytes);
		check(document_html(arena, document, &bytes, &err) == OK);
		save(folder, samples[i].name, "html", bytes);
		check(document_text(arena, document, &bytes, &err) == OK);
		save(folder, samples[i].name, "txt", bytes);
		if (i == 0)
			save_sheet(arena, folder);
		arena_close(arena);
	}
}

static double cpu(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void show_cost(const struct document_style *style)
{
	double begun = cpu(), pdf = 0, docx = 0;

	document_warm_up();
	printf("warm-up %.0f ms\n", cpu() - begun);
	for (size_t i = 0; i < LENGTH(samples); i++) {
		pdf = docx = 0;
		for (int n = 0; n < 11; n++) {
			struct arena *arena = arena_open(ARENA_JOB_CEILING);
			struct document *document = samples[i].make(arena);
			struct err err = { 0 };
			struct str bytes;
			double at = cpu();

			check(document_pdf(arena, document, style, &bytes, &err) == OK);
			pdf += n ? cpu() - at : 0;
			at = cpu();
			check(document_docx(arena, document, style, &bytes, &err) == OK);
			docx += n ? cpu() - at : 0;
			arena_close(arena);
		}
		printf("%s: pdf %.1f ms, docx %.1f ms\n", samples[i].name, pdf / 10, docx / 10);
	}
}

int main(int count, char **words)
{
	struct arena *arena = arena_open(ARENA_JOB_CEILING);
	struct document_style style;
	struct err err = { 0 };

	if (count != 2) {
		fprintf(stderr, "usage: sample FOLDER | --time\n");
		return 2;
	}
	check(document_style_read(arena, document_template_default(), &style, &err) == OK);
	if (strcmp(words[1], "--time") == 0) {
		show_cost(&style);
	} else {
		save_all(words[1], &style);
		save_filled(words[1]);
	}
	arena_close(arena);
	return 0;
}
