/* Between the files of this folder: the plan of an archive, what makes each of its files, and its writing. */
#ifndef ARCHIVE_PRIVATE_H
#define ARCHIVE_PRIVATE_H

#include "feature/meeting/meeting.h"
#include "feature/unit/unit.h"
#include "gen/archive_sql.h"

enum {
	ARCHIVE_FILES = 20000,   /* entries of one archive */
	ARCHIVE_TEXT = 64 << 20, /* bytes of one file that is text */
	ARCHIVE_PAGE = 32 << 20, /* bytes of an archive that a page hands out */
};

struct archive;
/* One file of the archive; its bytes are made when they are written, and forgotten after. */
struct archive_file {
	struct str path, day; /* day: ISO, stands as its date */
	struct str label;     /* how the index names it; none: not listed there */
	size_t meeting;       /* place among the meetings, from 1; 0: of the whole cell */
	int64_t id;           /* record, term */
	struct str kind, hash;
	int form;    /* of print_bytes */
	bool stored; /* packing makes it no smaller */
	enum status (*make)(struct arena *arena, const struct archive *archive, const struct archive_file *file,
	        struct str *ret_bytes, struct err *err);
};

struct archive {
	struct arena *arena;
	struct db *db; /* a read view */
	struct unit cell;
	int from, to; /* months */
	int64_t now;
	struct str today;
	struct archive_meetings_rows meetings;
	struct archive_file *file;
	size_t count, room;
};

/* Everything that will stand in the archive. INVALID archive.too_many. */
enum status archive_plan(struct archive *archive, struct err *err);
/* Adds one; what was given is copied but its texts. */
enum status archive_add(struct archive *archive, const struct archive_file *file, struct err *err);
/* "Sinh hoạt thường kỳ tháng 11/2026" */
struct str archive_title(struct arena *arena, const struct archive_meetings_row *row);

/* archive_zip.c: writes the planned files one by one. fd is that of a new file without a name. */
enum status archive_write(const struct archive *archive, int *ret_fd, size_t *ret_size, struct err *err);

/* archive_data.c, archive_chain.c, archive_text.c: makers of files. */
enum status archive_attendance(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err);
enum status archive_task_list(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err);
enum status archive_member_list(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err);
enum status archive_record_json(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err);
enum status archive_features(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err);
enum status archive_chains(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err);
enum status archive_readme(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err);
enum status archive_how(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err);
enum status archive_index(struct arena *arena, const struct archive *archive, const struct archive_file *file,
        struct str *ret_bytes, struct err *err);

#endif
