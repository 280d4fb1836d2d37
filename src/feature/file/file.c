/* Keeping bytes, and looking for a mark of secrecy before they are kept. */
#include "feature/file/file_private.h"

#include "app/sandbox.h"
#include "base/text.h"
#include "base/time.h"
#include "gen/file_sql.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	HASH = 32,
	CHILD_MEMORY = 96 << 20, /* with its libraries */
	CHILD_SECONDS = 10,
	WAIT_MS = 12000,
};

struct str file_type(struct str bytes)
{
	if (str_starts(bytes, STR("%PDF-")))
		return STR("application/pdf");
	if (str_starts(bytes, STR("\xff\xd8\xff")))
		return STR("image/jpeg");
	if (str_starts(bytes, STR("\x89PNG\r\n\x1a\n")))
		return STR("image/png");
	/* A DOCX is a ZIP that names its main part; macros (.docm) have another. */
	if (str_starts(bytes, STR("PK\3\4")) && str_find(bytes, STR("word/document.xml")) > 0 &&
	        str_find(bytes, STR("vbaProject")) < 0)
		return str_of(file_docx);
	return STR_NONE;
}

enum status file_put(struct arena *arena, struct db *db, int shard, struct str bytes, struct str type, int64_t now,
        struct str *ret_hash, struct err *err)
{
	unsigned char *hash = arena_take(arena, HASH);
	struct file_known_row known;
	bool found;
	bytes = file_clean(arena, bytes, type);
	crypto_generichash(hash, HASH, (const unsigned char *)bytes.ptr, bytes.len, NULL, 0);
	*ret_hash = (struct str){ (const char *)hash, HASH };
	TRY(file_known(arena, db, &(struct file_known_in){ .hash = *ret_hash, .shard = shard }, &known, &found, err));
	if (found)
		return OK;
	TRY(file_add(arena, db,
	        &(struct file_add_in){
	                .hash = *ret_hash, .shard = shard, .size = (int64_t)bytes.len, .type = type, .at = now },
	        err));
	for (size_t at = 0; at < bytes.len; at += FILE_PIECE)
		TRY(file_piece_add(arena, db,
		        &(struct file_piece_add_in){ .hash = *ret_hash,
		                .shard = shard,
		                .ord = (int64_t)(at / FILE_PIECE),
		                .bytes = str_slice(
		                        bytes, at, at + FILE_PIECE < bytes.len ? at + FILE_PIECE : bytes.len) },
		        err));
	return OK;
}

enum status file_get(
        struct arena *arena, struct db *db, int shard, struct str hash, struct str *ret_bytes, struct err *err)
{
	struct file_pieces_rows rows;
	TRY(file_pieces(arena, db, &(struct file_pieces_in){ .hash = hash, .shard = shard }, &rows, err));
	struct buf buf = buf_open(arena, FILE_MAX + FILE_PIECE);
	for (size_t i = 0; i < rows.count; i++)
		buf_str(&buf, rows.at[i].bytes);
	if (!rows.count || buf.full)
		return err_set(err, NOT_FOUND, "file.not_found", NULL);
	*ret_bytes = buf_text(&buf);
	return OK;
}

enum status file_drop(struct arena *arena, struct db *db, int shard, struct str hash, struct err *err)
{
	bool keeps = false;
	for (size_t i = 0; i < feature_count && !keeps; i++)
		if (features[i]->keeps)
			TRY(features[i]->keeps(arena, db, shard, hash, &keeps, err));
	if (keeps)
		return OK;
	TRY(file_pieces_drop(arena, db, &(struct file_pieces_drop_in){ .hash = hash, .shard = shard }, err));
	return file_row_drop(arena, db, &(struct file_row_drop_in){ .hash = hash, .shard = shard }, err);
}

static bool is_mark(struct arena *arena, struct str piece)
{
	static const char *const marks[] = { "MẬT", "TỐI MẬT", "TUYỆT MẬT" };
	struct str one = text_upper(arena, text_line(arena, piece));
	for (size_t i = 0; i < LENGTH(marks); i++)
		if (str_is(one, marks[i]))
			return true;
	return false;
}

/* What stands in columns side by side comes as one line with wide gaps: each column is a line of its own. */
static bool marked(struct arena *arena, struct str text)
{
	struct str rest = text, line;
	while (str_split(&rest, '\n', &line))
		for (ptrdiff_t gap = 0; gap >= 0;) {
			gap = str_find(line, STR("  "));
			if (is_mark(arena, gap >= 0 ? str_slice(line, 0, (size_t)gap) : line))
				return true;
			line = gap >= 0 ? str_trim(str_slice(line, (size_t)gap, line.len)) : line;
		}
	return false;
}

/* The child: pdftotext with nothing but the bytes and a pipe, little memory and little time. */
static void run_child(int input, int output)
{
	struct rlimit memory = { CHILD_MEMORY, CHILD_MEMORY }, cpu = { CHILD_SECONDS, CHILD_SECONDS }, none = { 0, 0 };
	setrlimit(RLIMIT_AS, &memory);
	setrlimit(RLIMIT_CPU, &cpu);
	setrlimit(RLIMIT_FSIZE, &none);
	setrlimit(RLIMIT_CORE, &none);
	dup2(input, 0);
	dup2(output, 1);
	close(2);
	for (int fd = 3; fd < 1024; fd++)
		close(fd);
	if (sandbox_reader(SANDBOX_PDF_READER))
		execl(SANDBOX_PDF_READER, "pdftotext", "-q", "-l", "1", "-layout", "-enc", "UTF-8", "-", "-",
		        (char *)NULL);
	_exit(127);
}

/* False past the time. */
static bool read_child(int from, struct buf *buf)
{
	char piece[8192];
	struct pollfd wait = { .fd = from, .events = POLLIN };
	int64_t until = time_monotonic() + WAIT_MS, left;
	while (!buf->full && (left = until - time_monotonic()) > 0 && poll(&wait, 1, (int)left) > 0) {
		ssize_t len = read(from, piece, sizeof(piece));
		if (len <= 0)
			return true;
		buf_put(buf, piece, (size_t)len);
	}
	return false;
}

static enum status pdf_text(struct arena *arena, struct str bytes, struct str *ret_text, struct err *err)
{
	int out[2], input = memfd_create("paper", MFD_CLOEXEC), status = 0;
	if (input < 0 || pipe2(out, O_CLOEXEC))
		return err_broken(err, "file.child", "%s", strerror(errno));
	for (size_t at = 0; at < bytes.len;) {
		ssize_t len = write(input, bytes.ptr + at, bytes.len - at);
		if (len <= 0) {
			close(input);
			return err_broken(err, "file.child", "%s", strerror(errno));
		}
		at += (size_t)len;
	}
	lseek(input, 0, SEEK_SET);
	pid_t child = fork();
	if (child == 0)
		run_child(input, out[1]);
	close(input);
	close(out[1]);
	struct buf buf = buf_open(arena, FILE_TEXT);
	if (child < 0) {
		close(out[0]);
		return err_broken(err, "file.child", "%s", strerror(errno));
	}
	if (!read_child(out[0], &buf))
		kill(child, SIGKILL);
	close(out[0]);
	waitpid(child, &status, 0);
	*ret_text = buf_text(&buf);
	/* one that died of the file may have died before the mark */
	return WIFEXITED(status) && !WEXITSTATUS(status) ? OK : err_set(err, INVALID, "file.broken", "file");
}

enum status file_secret(
        struct arena *arena, struct str bytes, struct str type, bool *ret_secret, bool *ret_read, struct err *err)
{
	struct str text = STR_NONE;
	*ret_secret = false;
	TRY(file_shape(bytes, type, err));
	if (str_is(type, "application/pdf"))
		TRY(pdf_text(arena, bytes, &text, err));
	else if (str_is(type, file_docx))
		TRY(file_docx_text(arena, bytes, &text, err));
	*ret_read = str_trim(text).len > 0;
	*ret_secret = marked(arena, text);
	return OK;
}

enum status file_prepare_paper(struct request *request, struct err *err)
{
	const struct http_upload *upload = request_file_of(request, "file");
	struct str type = file_type(upload->bytes);
	bool secret, read;
	if (!type.len)
		return err_set(err, INVALID, "call.paper_kind", "file");
	TRY(file_secret(request->arena, upload->bytes, type, &secret, &read, err));
	if (secret)
		return err_set(err, INVALID, "call.paper_secret", "file");
	if (!read && !request_int(request, "not_secret"))
		return err_set(err, INVALID, "call.paper_declare", "not_secret");
	return OK;
}
