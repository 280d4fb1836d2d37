/* What people read first: index.html, README.txt and HOW-TO-VERIFY.txt, in plain words that need no program. */
#include "feature/archive/archive_private.h"

#include "app/page.h"
#include "base/time.h"
#include "gen/archive_page.h"

static struct str href_of(struct arena *arena, struct str path)
{
	struct buf buf = buf_open(arena, 4000);
	struct str rest = path, part;
	buf_char(&buf, '.');
	while (str_split(&rest, '/', &part)) {
		buf_char(&buf, '/');
		buf_url(&buf, part);
	}
	return buf_text(&buf);
}

static struct str facts_of(struct arena *arena, const struct archive_meetings_row *row)
{
	struct buf buf = buf_open(arena, 2000);
	buf_format(&buf, "%02d:%02d, %.*s", (int)(row->minute / 60), (int)(row->minute % 60),
	        STR_ARG(date_show(arena, row->day)));
	if (row->place.len)
		buf_format(&buf, ", %.*s", STR_ARG(row->place));
	if (row->present.set && row->base.set)
		buf_format(&buf, ". Có mặt %lld/%lld", (long long)row->present.n, (long long)row->base.n);
	if (row->chair_name.len)
		buf_format(&buf, ". Chủ trì: %.*s", STR_ARG(row->chair_name));
	if (row->clerk_name.len)
		buf_format(&buf, ". Thư ký: %.*s", STR_ARG(row->clerk_name));
	if (row->theme.len)
		buf_format(&buf, ". Chuyên đề: %.*s", STR_ARG(row->theme));
	if (str_is(row->state, "cancelled") || str_is(row->state, "postponed"))
		buf_c(&buf, str_is(row->state, "cancelled") ? ". Đã hủy" : ". Đã hoãn");
	else if (!str_is(row->state, "ended"))
		buf_c(&buf, ". Chưa kết thúc");
	return buf_text(&buf);
}

static struct str span_of(struct arena *arena, const struct archive *archive)
{
	size_t count = archive->meetings.count;
	if (!count)
		return STR("Hồ sơ sinh hoạt");
	return str_format(arena, "Hồ sơ sinh hoạt: %zu buổi, từ ngày %.*s đến ngày %.*s", count,
	        STR_ARG(date_show(arena, archive->meetings.at[0].day)),
	        STR_ARG(date_show(arena, archive->meetings.at[count - 1].day)));
}

enum status archive_index(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err)
{
	(void)file;
	struct page page = { .arena = arena, .language = VI };
	struct buf out = buf_open(arena, ARCHIVE_TEXT);
	struct shell_archive_index_view view = { .cell = archive->cell.name,
		.superior = archive->cell.parent_name,
		.span = span_of(arena, archive),
		.made = str_format(arena,
		        "Xuất ngày %.*s, chương trình Chibo %s. Mở được không cần mạng, không cần chương trình.",
		        STR_ARG(date_show(arena, archive->today)), CHIBO_VERSION) };
	view.files.at = arena_array(arena, struct shell_archive_index_files, archive->count + 1);
	view.meetings.at = arena_array(arena, struct shell_archive_index_meetings, archive->meetings.count + 1);
	view.meetings.count = archive->meetings.count;
	struct shell_archive_index_meetings_files *files =
	        arena_array(arena, struct shell_archive_index_meetings_files, archive->count + 1);
	for (size_t i = 0; i < archive->meetings.count; i++) {
		const struct archive_meetings_row *row = &archive->meetings.at[i];
		view.meetings.at[i].title = archive_title(arena, row);
		view.meetings.at[i].facts = facts_of(arena, row);
	}
	for (size_t i = 0; i < archive->count; i++) {
		const struct archive_file *one = &archive->file[i];
		struct shell_archive_index_meetings *of = one->meeting ? &view.meetings.at[one->meeting - 1] : NULL;
		if (!one->label.len)
			continue;
		struct str href = href_of(arena, one->path);
		if (!of) {
			view.files.at[view.files.count++] = (struct shell_archive_index_files){ href, one->label };
			continue;
		}
		/* the files of a session follow one another */
		if (!of->files.at) {
			of->files.at = files;
			of->folder = str_slice(one->path, 0, (size_t)str_find(one->path, STR("/")));
		}
		files++;
		of->files.at[of->files.count++] = (struct shell_archive_index_meetings_files){ href, one->label };
	}
	shell_archive_index_html(&out, &page, &view);
	*ret_bytes = buf_text(&out);
	return out.full ? err_set(err, INVALID, "archive.too_large", NULL) : OK;
}

static const char readme[] =
        "Mở tệp index.html bằng trình duyệt bất kỳ: mọi buổi sinh hoạt và mọi văn bản đều có ở đó.\r\n"
        "\r\n"
        "index.html           danh mục, đọc được không cần mạng\r\n"
        "2026-11-03/          một thư mục cho mỗi buổi, theo ngày (buổi thứ hai trong ngày: 2026-11-03-2)\r\n"
        "  bien-ban           biên bản: .pdf để đọc và in, .docx để sửa, .html để đọc, .json cho máy\r\n"
        "  nghi-quyet-05      nghị quyết số 05, bốn dạng như trên; bo-sung: văn bản bổ sung\r\n"
        "  phieu-cham-diem    phiếu chấm điểm (.pdf, .docx)\r\n"
        "  diem-danh          điểm danh (.csv mở bằng bảng tính, .json)\r\n"
        "  nhiem-vu           nhiệm vụ đã giao và kết quả (.csv, .json)\r\n"
        "  tai-lieu/          tài liệu gửi trước, nguyên bản\r\n"
        "  anh/               ảnh chụp bản giấy đã ký\r\n"
        "so-nghi-quyet-….pdf  sổ nghị quyết của mỗi nhiệm kỳ\r\n"
        "members.csv, .json   danh sách đảng viên, kèm ngày vào và ngày thôi sinh hoạt\r\n"
        "data.json            những gì chương trình còn giữ thêm: nội dung thảo luận, biểu quyết, điểm, ý kiến\r\n"
        "chains.json          các chuỗi mã kiểm tra\r\n"
        "HOW-TO-VERIFY.txt    cách tự kiểm tra rằng không ai sửa\r\n"
        "\r\n"
        "Ý kiến không nêu tên chỉ có lời, theo thứ tự ngẫu nhiên; không nơi nào lưu người viết.\r\n"
        "Tệp này chứa dữ liệu cá nhân: bảo quản như hồ sơ giấy của chi bộ.\r\n"
        "\r\n"
        "In English: open index.html in any browser. One folder a session, named by its day, holds minutes "
        "(bien-ban),\r\n"
        "resolutions (nghi-quyet), score sheet (phieu-cham-diem), attendance (diem-danh), tasks (nhiem-vu), papers\r\n"
        "(tai-lieu) and photographs of signed pages (anh). members: the roster with dates. data.json: all else that\r\n"
        "the program keeps of the cell. chains.json and HOW-TO-VERIFY.txt: how to see that nothing was altered.\r\n";

enum status archive_readme(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err)
{
	(void)file;
	(void)err;
	struct buf out = buf_open(arena, ARCHIVE_TEXT);
	buf_format(&out, "%.*s\r\n%.*s\r\n%.*s\r\n", STR_ARG(archive->cell.parent_name), STR_ARG(archive->cell.name),
	        STR_ARG(span_of(arena, archive)));
	buf_format(&out, "Xuất ngày %.*s, chương trình Chibo %s.\r\n\r\n", STR_ARG(date_show(arena, archive->today)),
	        CHIBO_VERSION);
	buf_c(&out, readme);
	*ret_bytes = buf_text(&out);
	return OK;
}

static const char how[] =
        "CÁCH TỰ KIỂM TRA (chains.json)\r\n"
        "\r\n"
        "Mỗi việc làm, mỗi văn bản đã ký, mỗi lần biểu quyết là một mắt xích; mã của mắt xích sau tính từ mã của "
        "mắt\r\n"
        "xích trước. Sửa, bớt hay thêm một mắt xích thì các mã sau nó không còn khớp. Hàm băm: BLAKE2b, 32 byte,\r\n"
        "không khóa (RFC 7693). Cách tính, trong đó:\r\n"
        "  N(x)  số nguyên x, 8 byte, byte cao trước, số âm theo bù hai\r\n"
        "  T(s)  N(số byte của s), rồi các byte của s (chữ: UTF-8)\r\n"
        "  H0    chuỗi rỗng, là mã trước mắt xích đầu tiên\r\n"
        "  cell  giá trị \"cell\" ở đầu chains.json; các số viết trong dấu nháy là số thập phân\r\n"
        "1. Chuỗi audit (việc đã làm), với từng mắt xích:\r\n"
        "   hash = BLAKE2b( N(1) T(hash trước) N(cell) N(seq) N(at) N(account) T(act) N(object) N(request) )\r\n"
        "2. Chuỗi minutes (biên bản), resolution (nghị quyết), vote (biểu quyết), score (điểm), grade (xếp loại), với "
        "từng\r\n"
        "   mắt xích:\r\n"
        "   hash = BLAKE2b( N(1) T(hash trước) N(cell) N(seq) T(tên chuỗi) T(content_hash) )\r\n"
        "   content_hash = BLAKE2b( salt như viết, dấu xuống dòng (byte 10), các byte UTF-8 của content )\r\n"
        "   content là null khi một mắt xích sau đã ghi lại cùng văn bản ấy.\r\n"
        "3. Mã cuối của mỗi chuỗi phải bằng mã của chuỗi ấy trong \"heads\", và bằng mã mà cấp trên, bản in hoặc một "
        "bản\r\n"
        "   sao lưu khác đang giữ.\r\n"
        "4. content: dòng đầu 2|chuỗi|id|kỳ (của xếp loại)|trạng thái; mỗi dòng sau là một mảng JSON. Của văn bản: "
        "loại, thứ\r\n"
        "   tự, id văn bản gốc, tên, ngày, phiên bản, nhiệm kỳ, số, lý do hủy số, lúc thông qua, phiên bản thông qua, "
        "mã\r\n"
        "   của phiên bản ấy, lần biểu quyết, thư ký (id, tên, lúc ký), chủ trì (id, tên, chức vụ), lúc ký xong, mã "
        "của lời văn.\r\n"
        "   Mã của lời văn là text_hash trong tệp .json của văn bản; bằng BLAKE2b các byte của giá trị sections, từ "
        "dấu [\r\n"
        "   đến dấu ], đúng như viết trong tệp.\r\n"
        "\r\n"
        "HOW TO VERIFY (chains.json)\r\n"
        "\r\n"
        "Every act, signed record and vote is a link; the hash of a link covers the hash of the one before. Hash: "
        "BLAKE2b\r\n"
        "with 32 bytes of output, no key (RFC 7693). N(x): the integer x as 8 bytes, big-endian, two's complement. "
        "T(s):\r\n"
        "N(length of s in bytes), then the bytes of s (text is UTF-8). Before the first link stands the empty text.\r\n"
        "cell is the value at the top of chains.json; numbers in quotes are decimal.\r\n"
        "1. audit: hash = BLAKE2b( N(1) T(previous hash) N(cell) N(seq) N(at) N(account) T(act) N(object) N(request) "
        ")\r\n"
        "2. minutes, resolution, vote, score, grade:\r\n"
        "   hash = BLAKE2b( N(1) T(previous hash) N(cell) N(seq) T(name of the chain) T(content_hash) )\r\n"
        "   content_hash = BLAKE2b( salt as written, a line feed (byte 10), the UTF-8 bytes of content )\r\n"
        "   content is null where a later link covers the same object.\r\n"
        "3. The last hash of a chain equals the one in \"heads\", and the one that the superior, a printed paper or "
        "another\r\n"
        "   backup holds.\r\n"
        "4. content: first line 2|chain|id|period (of a grade)|state; each further line is a JSON list. Of a record: "
        "kind,\r\n"
        "   place, parent, title, day, version, term, number, why void, adopted at, adopted version and its hash, "
        "vote, clerk\r\n"
        "   (id, name, when), chair (id, name, post), confirmed at, hash of the text.\r\n"
        "   The hash of the text is text_hash in the .json of the record: BLAKE2b of the bytes of the value of "
        "sections,\r\n"
        "   from [ to ], as they stand in the file.\r\n";

enum status archive_how(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err)
{
	(void)arena;
	(void)archive;
	(void)file;
	(void)err;
	*ret_bytes = str_of(how);
	return OK;
}
