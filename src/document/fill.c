/* Filling a template: opened and checked, its names found and filled by its kind, written. */
#include "document/fill_private.h"

#include <zip.h>

static void close_zip(void **zip)
{
	if (*zip)
		zip_discard(*zip);
	*zip = NULL;
}

static enum status write_out(struct fill *fill, struct str bytes, int64_t instant, struct str *ret_bytes)
{
	struct package_change *changes = arena_array(fill->arena, struct package_change, fill->part_count);
	size_t count = 0;
	for (size_t i = 0; i < fill->part_count; i++)
		if (fill->part[i].dropped || fill->part[i].changed.ptr)
			changes[count++] = (struct package_change){ fill->part[i].name,
				fill->part[i].dropped ? STR_NONE : fill->part[i].changed };
	TRY(package_write(fill->arena, bytes, changes, count, instant, ret_bytes, fill->err));
	return ret_bytes->len <= FILL_RESULT_MAX ? OK : fill_refuse(fill, "fill.too_large", STR_NONE, STR_NONE);
}

static size_t used(const bool *names, size_t count)
{
	size_t sum = 0;
	for (size_t i = 0; i < count; i++)
		sum += names[i];
	return sum;
}

enum status document_fill(struct arena *arena, struct str bytes, const struct fill_data *data, int64_t instant,
        struct str *ret_bytes, struct fill_info *ret_info, struct err *err)
{
	struct fill *fill = arena_new(arena, struct fill);
	*fill = (struct fill){ .arena = arena, .data = data, .info = ret_info, .err = err };
	CLOSES(close_zip) void *zip = NULL;
	*ret_info = (struct fill_info){ 0 };
	fill->single_used = arena_array(arena, bool, data->single_count + 1);
	fill->column_used = arena_array(arena, bool, data->column_count + 1);
	if (data->row_count > FILL_ROWS_MAX)
		return fill_refuse(fill, "fill.too_large", STR_NONE, STR_NONE);
	enum status status = fill_open(fill, bytes);
	zip = fill->zip;
	TRY(status);
	TRY(ret_info->format == FILL_XLSX ? fill_book(fill) : fill_writing(fill));
	ret_info->singles = used(fill->single_used, data->single_count);
	ret_info->columns = used(fill->column_used, data->column_count);
	if (!ret_info->singles && !ret_info->columns)
		return fill_refuse(fill, "fill.no_names", str_of(data->prefix), STR_NONE);
	return write_out(fill, bytes, instant, ret_bytes);
}
