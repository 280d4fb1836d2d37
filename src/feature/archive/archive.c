/* What will stand in the archive of a cell: one folder a session, then what is of the whole cell. */
#include "feature/archive/archive_private.h"

#include "base/text.h"
#include "base/time.h"
#include "feature/file/file.h"
#include "feature/print/print.h"
#include "feature/record/record.h"
#include "feature/score/score.h"

#include <string.h>

enum { NAME_MAX_LEN = 120, FIRST_ROOM = 256 };

enum status archive_add(struct archive *archive, const struct archive_file *file, struct err *err)
{
	if (archive->count == ARCHIVE_FILES)
		return err_set(err, INVALID, "archive.too_many", NULL);
	if (archive->count == archive->room) {
		size_t room = archive->room ? 2 * archive->room : FIRST_ROOM;
		archive->file = arena_grow(archive->arena, archive->file, archive->room * sizeof(*archive->file),
		        room * sizeof(*archive->file));
		check(archive->file);
		archive->room = room;
	}
	archive->file[archive->count++] = *file;
	return OK;
}

struct str archive_title(struct arena *arena, const struct archive_meetings_row *row)
{
	struct meeting meeting = { .kind = row->kind, .body = row->body, .month = (int)row->month };
	struct str title = str_copy(arena, print_kind(arena, &meeting));
	((char *)title.ptr)[0] = (char)(title.ptr[0] - 'a' + 'A'); /* each kind begins with a plain letter */
	return title;
}

/* ---- makers of documents ---- */

static enum status load(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct meeting *ret_meeting, struct err *err)
{
	return meeting_load(arena, archive->db, archive->meetings.at[file->meeting - 1].id.n, ret_meeting, err);
}

static enum status make_record(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err)
{
	struct meeting meeting;
	struct document *document;
	TRY(load(arena, archive, file, &meeting, err));
	TRY(record_document_of(arena, archive->db, &meeting, str_c(arena, file->kind), file->id, 0, &document, err));
	return print_bytes(arena, document, (enum print_format)file->form, ret_bytes, err);
}

static enum status make_score(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err)
{
	struct meeting meeting;
	struct document *document;
	struct date day = { 2000, 1, 1 };
	TRY(load(arena, archive, file, &meeting, err));
	date_parse(meeting.day, &day);
	TRY(score_paper(arena, archive->db, &meeting, date_instant(day, 0), &document, err));
	return print_bytes(arena, document, (enum print_format)file->form, ret_bytes, err);
}

static enum status make_book(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err)
{
	struct document *document;
	struct date day = { 2000, 1, 1 };
	date_parse(file->day, &day);
	TRY(print_book_document(arena, archive->db, &archive->cell, OPT(file->id), archive->today, date_instant(day, 0),
	        &document, err));
	return print_bytes(arena, document, PRINT_PDF, ret_bytes, err);
}

static enum status make_original(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err)
{
	return file_get(arena, archive->db, archive->cell.shard, file->hash, ret_bytes, err);
}

/* ---- names ---- */

/* A name that every system takes: what parts paths or is no letter becomes a dash. */
static struct str safe_name(struct arena *arena, struct str name)
{
	struct buf buf = buf_open(arena, NAME_MAX_LEN);
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.ptr[i];
		buf_char(&buf, c < 32 || c == 127 || strchr("/\\:*?\"<>|", c) ? '-' : (char)c);
	}
	struct str text = text_nfc(arena, str_trim(buf_text(&buf)));
	while (text.len && text.ptr[0] == '.')
		text = str_slice(text, 1, text.len);
	return text.len ? text : STR("khong-ten");
}

static struct str folder_of(struct archive *archive, size_t at)
{
	const struct archive_meetings_row *row = &archive->meetings.at[at];
	size_t same = 1;
	for (size_t i = 0; i < at; i++)
		same += str_eq(archive->meetings.at[i].day, row->day);
	return same == 1 ? row->day : str_format(archive->arena, "%.*s-%zu", STR_ARG(row->day), same);
}

/* ---- one session ---- */

struct place {
	struct archive *archive;
	struct str folder, day;
	size_t meeting;
};

static enum status put(const struct place *place, const struct archive_file *file, const char *name, const char *label,
        struct err *err)
{
	struct archive_file one = *file;
	struct arena *arena = place->archive->arena;
	one.path = place->folder.len ? str_format(arena, "%.*s/%s", STR_ARG(place->folder), name)
	                             : str_copy(arena, str_of(name));
	one.label = label ? str_copy(arena, str_of(label)) : STR_NONE;
	one.day = one.day.len ? one.day : place->day;
	one.meeting = place->meeting;
	return archive_add(place->archive, &one, err);
}

/* "bien-ban", "nghi-quyet-05", "bo-sung-1" */
static const char *record_name(struct arena *arena, const struct archive_records_row *row)
{
	const char *word = str_is(row->kind, "minutes")      ? "bien-ban"
	                   : str_is(row->kind, "resolution") ? "nghi-quyet"
	                                                     : "bo-sung";
	if (row->number.set && str_is(row->kind, "resolution"))
		return str_c(arena, str_format(arena, "%s-%02lld", word, (long long)row->number.n));
	const char *dead = str_is(row->state, "void") ? "-huy" : "";
	return str_c(arena, row->ord > 1 || str_is(row->kind, "addendum")
	                            ? str_format(arena, "%s-%lld%s", word, (long long)row->ord, dead)
	                            : str_format(arena, "%s%s", word, dead));
}

static bool taken(const struct archive *archive, struct str path)
{
	for (size_t i = archive->count; i > 0; i--)
		if (str_eq(archive->file[i - 1].path, path))
			return true;
	return false;
}

static enum status put_record(const struct place *place, const struct archive_records_row *row, struct err *err)
{
	static const char *const endings[] = { "pdf", "docx", "html" };
	struct arena *arena = place->archive->arena;
	struct archive_file file = { .make = make_record, .id = row->id.n, .kind = row->kind };
	const char *name = record_name(arena, row);
	if (taken(place->archive, str_format(arena, "%.*s/%s.pdf", STR_ARG(place->folder), name)))
		name = str_c(arena, str_format(arena, "%s-%lld", name, (long long)row->id.n));
	for (int form = 0; form < 3; form++) {
		file.form = form;
		file.stored = form != PRINT_HTML;
		const char *label = str_c(arena, str_format(arena, "%.*s%s (%s)", STR_ARG(row->title),
		                                         str_is(row->state, "signed")    ? ""
		                                         : str_is(row->state, "void")    ? ", đã hủy"
		                                         : str_is(row->state, "adopted") ? ", đã thông qua"
		                                                                         : ", dự thảo",
		                                         endings[form]));
		TRY(put(place, &file, str_c(arena, str_format(arena, "%s.%s", name, endings[form])), label, err));
	}
	file.stored = false;
	file.make = archive_record_json;
	return put(place, &file, str_c(arena, str_format(arena, "%s.json", name)), NULL, err);
}

static enum status put_originals(const struct place *place, struct meeting_id meeting, struct err *err)
{
	struct archive *archive = place->archive;
	struct arena *arena = archive->arena;
	struct archive_papers_rows papers;
	struct archive_photos_rows photos;
	TRY(archive_papers(arena, archive->db,
	        &(struct archive_papers_in){ .meeting = meeting, .shard = archive->cell.shard }, &papers, err));
	TRY(archive_photos(arena, archive->db,
	        &(struct archive_photos_in){ .meeting = meeting, .shard = archive->cell.shard }, &photos, err));
	for (size_t i = 0; i < papers.count; i++) {
		struct archive_file file = { .make = make_original, .hash = papers.at[i].hash, .stored = true };
		TRY(put(place, &file,
		        str_c(arena, str_format(arena, "tai-lieu/%02zu-%.*s", i + 1,
		                             STR_ARG(safe_name(arena, papers.at[i].file_name)))),
		        str_c(arena, str_format(arena, "Tài liệu: %.*s", STR_ARG(papers.at[i].title))), err));
	}
	for (size_t i = 0; i < photos.count; i++) {
		struct archive_file file = { .make = make_original, .hash = photos.at[i].hash, .stored = true };
		TRY(put(place, &file,
		        str_c(arena, str_format(arena, "anh/%02zu-%.*s", i + 1,
		                             STR_ARG(safe_name(arena, photos.at[i].file_name)))),
		        str_c(arena, str_format(arena, "Ảnh bản giấy đã ký: %.*s", STR_ARG(photos.at[i].file_name))),
		        err));
	}
	return OK;
}

static enum status put_table(
        const struct place *place, struct archive_file file, const char *name, const char *label, struct err *err)
{
	struct arena *arena = place->archive->arena;
	file.kind = STR("csv");
	TRY(put(place, &file, str_c(arena, str_format(arena, "%s.csv", name)), label, err));
	file.kind = STR("json");
	return put(place, &file, str_c(arena, str_format(arena, "%s.json", name)), NULL, err);
}

static enum status put_meeting(struct archive *archive, size_t at, struct err *err)
{
	const struct archive_meetings_row *row = &archive->meetings.at[at];
	struct place place = { archive, folder_of(archive, at), row->day, at + 1 };
	struct archive_records_rows records;
	struct archive_has_score_row score;
	TRY(archive_records(archive->arena, archive->db,
	        &(struct archive_records_in){ .meeting = row->id, .shard = archive->cell.shard }, &records, err));
	for (size_t i = 0; i < records.count; i++)
		TRY(put_record(&place, &records.at[i], err));
	TRY(archive_has_score(archive->arena, archive->db,
	        &(struct archive_has_score_in){ .meeting = row->id, .shard = archive->cell.shard }, &score, err));
	if (score.scored) {
		struct archive_file file = { .make = make_score, .form = PRINT_PDF, .stored = true };
		TRY(put(&place, &file, "phieu-cham-diem.pdf", "Phiếu chấm điểm (pdf)", err));
		file.form = PRINT_DOCX;
		TRY(put(&place, &file, "phieu-cham-diem.docx", "Phiếu chấm điểm (docx)", err));
	}
	TRY(put_table(
	        &place, (struct archive_file){ .make = archive_attendance }, "diem-danh", "Điểm danh (csv)", err));
	TRY(put_table(&place, (struct archive_file){ .make = archive_task_list }, "nhiem-vu", "Nhiệm vụ (csv)", err));
	return put_originals(&place, row->id, err);
}

/* ---- the whole ---- */

static enum status put_books(const struct place *place, struct err *err)
{
	struct archive *archive = place->archive;
	struct archive_terms_rows terms;
	TRY(archive_terms(archive->arena, archive->db,
	        &(struct archive_terms_in){ .cell = { archive->cell.id }, .shard = archive->cell.shard }, &terms, err));
	for (size_t i = 0; i < terms.count; i++) {
		struct archive_file file = {
			.make = make_book, .id = terms.at[i].id.n, .day = terms.at[i].since, .stored = true
		};
		const char *name = str_c(archive->arena,
		        str_format(archive->arena, "so-nghi-quyet-%zu-%.*s.pdf", i + 1, STR_ARG(terms.at[i].since)));
		TRY(put(place, &file, name, "Sổ nghị quyết (pdf)", err));
	}
	return OK;
}

enum status archive_plan(struct archive *archive, struct err *err)
{
	struct place root = { archive, STR_NONE, archive->today, 0 };
	TRY(archive_meetings(archive->arena, archive->db,
	        &(struct archive_meetings_in){ .cell = { archive->cell.id },
	                .shard = archive->cell.shard,
	                .from_month = archive->from,
	                .to_month = archive->to },
	        &archive->meetings, err));
	TRY(put(&root, &(struct archive_file){ .make = archive_readme }, "README.txt", NULL, err));
	TRY(put(&root, &(struct archive_file){ .make = archive_index }, "index.html", NULL, err));
	TRY(put(&root, &(struct archive_file){ .make = archive_how }, "HOW-TO-VERIFY.txt",
	        "Cách kiểm tra không ai sửa (HOW-TO-VERIFY)", err));
	TRY(put(&root, &(struct archive_file){ .make = archive_chains }, "chains.json", NULL, err));
	TRY(put(&root, &(struct archive_file){ .make = archive_features }, "data.json", NULL, err));
	TRY(put_table(&root, (struct archive_file){ .make = archive_member_list }, "members",
	        "Danh sách đảng viên (csv)", err));
	TRY(put_books(&root, err));
	for (size_t i = 0; i < archive->meetings.count; i++)
		TRY(put_meeting(archive, i, err));
	return OK;
}
