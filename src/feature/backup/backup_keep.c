/* Rotation: of each of the last days, weeks and months the newest backup stays. */
#include "feature/backup/backup_private.h"

#include "base/time.h"

#include <string.h>

enum { KEEP_MAX = 1000, WEEK = 7, MONTHS = 12 };

enum status backup_keep_read(struct str text, struct backup_keep *ret_keep, struct err *err)
{
	struct str part;
	*ret_keep = (struct backup_keep){ 0 };
	while (str_split(&text, ',', &part)) {
		int64_t count;
		part = str_trim(part);
		char unit = part.len ? part.ptr[part.len - 1] : 0;
		int *to = unit == 'd'   ? &ret_keep->days
		          : unit == 'w' ? &ret_keep->weeks
		          : unit == 'm' ? &ret_keep->months
		                        : NULL;
		if (!to || !str_int(str_slice(part, 0, part.len - 1), &count) || count < 1 || count > KEEP_MAX) {
			enum status status = err_set(err, INVALID, "backup.bad_keep", "keep");
			err_arg(err, "word", part);
			return status;
		}
		*to = (int)count;
	}
	return OK;
}

/* The newest of each of the last `count` periods is not dropped. */
static void keep_newest(size_t count, const int64_t *at, bool *drop, int periods, int64_t (*period)(int64_t at))
{
	int64_t last = -1;
	for (size_t i = count; i-- > 0 && periods;)
		if (period(at[i]) != last) {
			last = period(at[i]);
			drop[i] = false;
			periods--;
		}
}

static int64_t day_of(int64_t at)
{
	return date_number(date_of_instant(at));
}

static int64_t week_of(int64_t at)
{
	return (day_of(at) + 3) / WEEK; /* 1970-01-01 was a Thursday */
}

static int64_t month_of(int64_t at)
{
	struct date date = date_of_instant(at);
	return (int64_t)date.year * MONTHS + date.month;
}

void backup_keep_choose(const struct backup_keep *keep, size_t count, const int64_t *at, bool *ret_drop)
{
	for (size_t i = 0; i < count; i++)
		ret_drop[i] = i + 1 < count;
	keep_newest(count, at, ret_drop, keep->days, day_of);
	keep_newest(count, at, ret_drop, keep->weeks, week_of);
	keep_newest(count, at, ret_drop, keep->months, month_of);
}

enum status backup_rotate(
        struct arena *arena, struct str dir, const struct backup_keep *keep, int *ret_dropped, struct err *err)
{
	struct backup_list list;
	*ret_dropped = 0;
	TRY(backup_list(arena, dir, &list, err));
	struct backup_set *whole = arena_array(arena, struct backup_set, list.count + 1);
	int64_t *at = arena_array(arena, int64_t, list.count + 1);
	bool *drop = arena_array(arena, bool, list.count + 1);
	size_t count = 0;
	for (size_t i = 0; i < list.count; i++)
		if (!list.at[i].broken.code) {
			at[count] = list.at[i].at;
			whole[count++] = list.at[i];
		}
	backup_keep_choose(keep, count, at, drop);
	for (size_t i = 0; i < count; i++)
		if (drop[i]) {
			backup_remove_folder(arena, whole[i].folder);
			++*ret_dropped;
		}
	return OK;
}
