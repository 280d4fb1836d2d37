/* The archive of a cell: as a command, and as an export of the secretary. */
#include "feature/archive/archive_private.h"

#include "base/time.h"

#include <sys/mman.h>
#include <unistd.h>

static const struct permission archive_take = {
	.name = "archive.take", .sentence = N_("Tải toàn bộ hồ sơ của chi bộ về lưu"), .own = R(SECRETARY)
};

/* "2026-11" or "11/2026" */
static enum status month_typed(struct str text, const char *field, int *ret_month, struct err *err)
{
	struct date date;
	if (!text.len)
		return OK;
	if (!date_typed(text, &date) || date.month == 0)
		return err_set(err, INVALID, "archive.month", field);
	*ret_month = date.year * 100 + date.month;
	return OK;
}

static enum status open_archive(struct archive *archive, struct str from, struct str to, struct err *err)
{
	archive->from = 190001;
	archive->to = 210012;
	archive->today = day_today(archive->arena, archive->now);
	TRY(month_typed(from, "from", &archive->from, err));
	TRY(month_typed(to, "to", &archive->to, err));
	if (archive->from > archive->to)
		return err_set(err, INVALID, "archive.month", "to");
	return archive_plan(archive, err);
}

static enum status archive_run(struct command_line *line, struct err *err)
{
	struct archive archive = { .arena = line->arena, .db = line->db, .now = line->now };
	size_t size;
	int fd;
	if (!command_option(line, "out").len)
		return err_set(err, INVALID, "archive.out", "out");
	TRY(unit_find_code(line->arena, line->db, line->arg[0], &archive.cell, err));
	if (!str_is(archive.cell.kind, "chi_bo"))
		return err_set(err, INVALID, "archive.no_cell", NULL);
	TRY(open_archive(&archive, command_option(line, "from"), command_option(line, "to"), err));
	TRY(archive_write(&archive, &fd, &size, err));
	/* Handed on as it lies on the disk; the mapping ends with the process. */
	void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (bytes == MAP_FAILED)
		return err_broken(err, "archive.write", "mmap");
	line->file = (struct str){ bytes, size };
	if (line->json)
		buf_format(line->out, "{\"files\":%zu,\"meetings\":%zu,\"bytes\":%zu}\n", archive.count,
		        archive.meetings.count, size);
	else
		buf_format(line->out, "%zu buổi, %zu tệp, %zu KB\n", archive.meetings.count, archive.count,
		        (size + 1023) / 1024);
	return OK;
}

static enum status send_archive(struct request *request, void *view, struct err *err)
{
	const struct unit *cell = request_unit(request, "cell");
	struct archive archive = { .arena = request->arena, .db = request->db, .now = request->now, .cell = *cell };
	size_t size, got = 0;
	int fd;
	(void)view;
	TRY(open_archive(&archive, request_query(request, "from"), request_query(request, "to"), err));
	TRY(archive_write(&archive, &fd, &size, err));
	char *bytes = size <= ARCHIVE_PAGE ? arena_try(request->arena, size) : NULL;
	while (bytes && got < size) {
		ssize_t now = pread(fd, bytes + got, size - got, (off_t)got);
		if (now <= 0)
			break;
		got += (size_t)now;
	}
	close(fd);
	if (!bytes)
		return err_set(err, INVALID, "archive.too_large", NULL);
	if (got != size)
		return err_broken(err, "archive.write", "read");
	request_file(request, (struct str){ bytes, size }, "application/zip",
	        str_format(request->arena, "ho-so-%.*s.zip", STR_ARG(cell->code.len ? cell->code : STR("chi-bo"))),
	        false);
	return OK;
}

static const struct command commands[] = {
	{ .name = "archive",
	        .usage = "CELLCODE --out FILE.zip [--from YYYY-MM] [--to YYYY-MM] [--json]",
	        .about = "Write the archive of a cell, to be read without the program",
	        .help = "One ZIP: index.html, a folder a session with its papers as PDF, DOCX, HTML and JSON, the "
	                "roster, the "
	                "hash chains and how to verify them.",
	        .options = "out= from= to= json",
	        .run = archive_run,
	        .needs = NEEDS_READ,
	        .min_args = 1,
	        .max_args = 1 },
	{ 0 },
};

const struct feature archive_feature = {
	.name = "archive",
	.routes =
	        (const struct route[]){
	                { HTTP_GET, "/cells/{cell}/archive", &archive_take, send_archive, .slow = true, .pin = true,
	                        .act = "archive.take",
	                        .about = "The archive of the cell as one ZIP; from, to: months" },
	                { 0 },
	        },
	.commands = commands,
};
