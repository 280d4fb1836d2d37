/* A superior's own templates: put up, looked at, withdrawn; filled for those below. */
#include "feature/period/period_fill.h"
#include "feature/period/period_web.h"

#include "base/text.h"
#include "base/time.h"
#include "feature/file/file.h"

enum { PAST = 20, FILE_NAME_MAX = 120 };

static const char *const endings[] = { [FILL_XLSX] = "xlsx", [FILL_DOCX] = "docx" };
static const char *const types[] = {
	[FILL_XLSX] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	[FILL_DOCX] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
};

/* The kind of the query; quarter without one. */
static enum period_kind asked_kind(struct request *request)
{
	struct str kind = request_query(request, "kind");
	for (int k = 0; k < PERIOD_KIND__COUNT; k++)
		if (str_is(kind, period_kind_name((enum period_kind)k)))
			return (enum period_kind)k;
	return PERIOD_QUARTER;
}

static enum fill_format format_of(struct str ending)
{
	return str_is(ending, endings[FILL_DOCX]) ? FILL_DOCX : FILL_XLSX;
}

static enum status templates_of(struct request *request, const struct unit *unit, enum period_kind kind,
        struct period_templates_rows *ret_rows, struct err *err)
{
	return period_templates(request->arena, request->db,
	        &(struct period_templates_in){ .unit = { unit->id }, .kind = str_of(period_kind_name(kind)) }, ret_rows,
	        err);
}

/* Whether it counts for the unit: its own, or the nearest of its superiors' of that format. */
static bool in_force(const struct period_templates_rows *rows, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (rows->at[i].depth > 0 && str_eq(rows->at[i].format, rows->at[at].format))
			return false;
	return true;
}

enum status period_put_templates(
        struct request *request, struct period_page_view *view, const struct period_report *report, struct err *err)
{
	struct period_templates_rows rows;
	TRY(templates_of(request, request_unit(request, "unit"), report->period.kind, &rows, err));
	view->templates.at = arena_array(request->arena, struct period_page_templates, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		if (in_force(&rows, i))
			view->templates.at[view->templates.count++] = (struct period_page_templates){
				.owner = rows.at[i].unit,
				.owner_name = rows.at[i].unit_name,
				.own = rows.at[i].depth == 0,
				.ending = rows.at[i].format,
				.label = format_of(rows.at[i].format) == FILL_XLSX ? STR("Excel") : STR("Word"),
			};
	return OK;
}

/* The template in force that the query names by its owner (of=unit); without one that of the nearest superior, or else
 * its own. NOT_FOUND period.no_template. */
static enum status asked_template(struct request *request, enum period_kind kind, struct str format,
        struct period_templates_row *ret_row, struct err *err)
{
	struct period_templates_rows rows;
	int64_t owner = request_query_int(request, "of", 0);
	const struct period_templates_row *found = NULL;
	TRY(templates_of(request, request_unit(request, "unit"), kind, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		if (str_eq(rows.at[i].format, format) && in_force(&rows, i) && (!owner || rows.at[i].unit.n == owner))
			found = &rows.at[i];
	if (!found)
		return err_set(err, NOT_FOUND, "period.no_template", NULL);
	*ret_row = *found;
	return OK;
}

static struct str ending_of_path(const struct request *request)
{
	return str_ends(str_of(request->route->path), STR(".docx")) ? STR("docx") : STR("xlsx");
}

enum status period_fill_export(struct request *request, void *view, struct err *err)
{
	struct period_ask ask = { .now = request->now };
	struct period_templates_row row;
	struct period_report *report;
	struct str bytes, out, ending = ending_of_path(request);
	const struct unit *unit;
	(void)view;
	TRY(period_unit(request, &unit, err));
	TRY(period_asked(request, &ask.period, err));
	ask.unit = unit->id;
	TRY(asked_template(request, ask.period.kind, ending, &row, err));
	TRY(file_get(request->arena, request->db, (int)row.shard, row.hash, &bytes, err));
	TRY(period_load(request->arena, request->db, &ask, &report, err));
	struct str name =
	        str_format(request->arena, "Báo cáo %.*s theo mẫu.%.*s", STR_ARG(report->code), STR_ARG(ending));
	TRY(period_fill_template(request->arena, report, bytes, name, &out, err));
	request_file(request, out, types[format_of(ending)], name, false);
	return OK;
}

enum status period_give_template(struct request *request, void *view, struct err *err)
{
	struct period_templates_row row;
	enum fill_format format = format_of(request_query(request, "format"));
	const struct unit *unit;
	struct str bytes;
	(void)view;
	TRY(period_unit(request, &unit, err));
	TRY(asked_template(request, asked_kind(request), str_of(endings[format]), &row, err));
	TRY(file_get(request->arena, request->db, (int)row.shard, row.hash, &bytes, err));
	request_file(request, bytes, types[format_of(row.format)], row.name, false);
	return OK;
}

enum status period_give_example(struct request *request, void *view, struct err *err)
{
	const struct unit *unit;
	struct str bytes, ending = ending_of_path(request);
	(void)view;
	TRY(period_unit(request, &unit, err));
	TRY(period_fill_example(
	        request->arena, format_of(ending), STR("BÁO CÁO KỲ (mẫu ví dụ, hãy sửa theo ý mình)"), &bytes, err));
	request_file(request, bytes, types[format_of(ending)],
	        str_format(request->arena, "Mẫu báo cáo kỳ.%.*s", STR_ARG(ending)), false);
	return OK;
}

static void put_kinds(struct request *request, struct period_template_page_view *view, enum period_kind kind)
{
	static const char *const labels[PERIOD_KIND__COUNT] = { N_("Tháng"), N_("Quý"), N_("6 tháng"), N_("Năm") };
	view->kind = str_of(period_kind_name(kind));
	view->kinds.at = arena_array(request->arena, struct period_template_page_kinds, PERIOD_KIND__COUNT);
	for (int k = 0; k < PERIOD_KIND__COUNT; k++)
		view->kinds.at[view->kinds.count++] =
		        (struct period_template_page_kinds){ .label = request_say(request, labels[k]),
			        .code = str_of(period_kind_name((enum period_kind)k)),
			        .current = (enum period_kind)k == kind };
}

static enum status put_own(struct request *request, struct period_template_page_view *view, const struct unit *unit,
        enum period_kind kind, struct err *err)
{
	struct period_templates_rows rows;
	struct period_templates_past_rows past;
	TRY(templates_of(request, unit, kind, &rows, err));
	view->templates.at = arena_array(request->arena, struct period_template_page_templates, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		if (in_force(&rows, i))
			view->templates.at[view->templates.count++] = (struct period_template_page_templates){
				.owner = rows.at[i].unit,
				.owner_name = rows.at[i].unit_name,
				.own = rows.at[i].depth == 0,
				.format = rows.at[i].format,
				.name = rows.at[i].name,
				.kilobytes = (rows.at[i].size + 1023) / 1024,
				.at = rows.at[i].at,
				.who = rows.at[i].who,
			};
	TRY(period_templates_past(request->arena, request->db,
	        &(struct period_templates_past_in){
	                .unit = { unit->id }, .kind = str_of(period_kind_name(kind)), .most = PAST },
	        &past, err));
	view->past.at = arena_array(request->arena, struct period_template_page_past, past.count + 1);
	for (size_t i = 0; i < past.count; i++)
		view->past.at[view->past.count++] = (struct period_template_page_past){ .name = past.at[i].name,
			.at = past.at[i].at,
			.who = past.at[i].who,
			.ended = past.at[i].ended,
			.ended_who = past.at[i].ended_who };
	return OK;
}

static struct str shown(struct arena *arena, const struct document_cell *cell)
{
	enum { LONGEST = 160 };
	struct str text = document_fill_text(arena, cell);
	size_t end = LONGEST;
	while (text.len > LONGEST && end && ((unsigned char)text.ptr[end] & 0xC0) == 0x80)
		end--;
	return text.len > LONGEST ? str_format(arena, "%.*s…", (int)end, text.ptr) : text;
}

/* Every name, what it means, what it would be worth in the newest report. */
static void put_names(
        struct request *request, struct period_template_page_view *view, const struct period_report *report)
{
	struct arena *arena = request->arena;
	const struct period_fill *fill = period_fill_of(arena, report);
	const struct fill_data *data = &fill->data;
	view->names.at = arena_array(arena, struct period_template_page_names, data->single_count);
	view->names_before.at = arena_array(arena, struct period_template_page_names_before, data->single_count);
	view->columns.at = arena_array(arena, struct period_template_page_columns, data->column_count);
	view->columns_before.at = arena_array(arena, struct period_template_page_columns_before, data->column_count);
	for (size_t i = 0; i < data->single_count; i++) {
		struct str name = str_of(data->single[i].name), value = shown(arena, &data->single[i].cell);
		struct str about = request_say(request, fill->single_about[i].about);
		if (fill->single_about[i].before)
			view->names_before.at[view->names_before.count++] =
			        (struct period_template_page_names_before){ name, about, value };
		else
			view->names.at[view->names.count++] = (struct period_template_page_names){ name, about, value };
	}
	for (size_t i = 0; i < data->column_count; i++) {
		struct str name = str_of(data->column[i]), about = request_say(request, fill->column_about[i].about);
		struct str value = data->row_count ? shown(arena, &data->cell[i]) : STR("");
		if (fill->column_about[i].before)
			view->columns_before.at[view->columns_before.count++] =
			        (struct period_template_page_columns_before){ name, about, value };
		else
			view->columns.at[view->columns.count++] =
			        (struct period_template_page_columns){ name, about, value };
	}
}

enum status period_show_template(struct request *request, void *to, struct err *err)
{
	struct period_template_page_view *view = to;
	enum period_kind kind = asked_kind(request);
	struct period_ask ask = { .now = request->now };
	struct period_report *report;
	const struct unit *unit;
	TRY(period_unit(request, &unit, err));
	ask.unit = unit->id;
	ask.period = period_add(period_of_month(kind, month_of_day(request->today)), -1);
	TRY(period_load(request->arena, request->db, &ask, &report, err));
	view->unit.n = unit->id;
	view->unit_name = unit->name;
	view->manage = request_can(request, period_manage.name);
	view->heading = report->title;
	put_kinds(request, view, kind);
	put_names(request, view, report);
	return put_own(request, view, unit, kind, err);
}

/* Before the first byte is kept: filled once, in a process of its own. */
enum status period_prepare_template(struct request *request, struct err *err)
{
	const struct http_upload *upload = request_file_of(request, "file");
	enum fill_format *format = arena_new(request->arena, enum fill_format);
	bool secret = false, read;
	TRY(period_fill_check(request->arena, upload->bytes, format, err));
	if (*format == FILL_DOCX)
		TRY(file_secret(request->arena, upload->bytes, str_of(types[FILL_DOCX]), &secret, &read, err));
	if (secret)
		return err_set(err, INVALID, "period.template_secret", "file");
	request->prepared = format;
	return OK;
}

/* Ends what is in force; its bytes go when nothing else stands on them. */
static enum status end_template(struct request *request, const struct unit *unit, enum period_kind kind,
        struct str format, bool *ret_any, struct err *err)
{
	struct period_templates_rows rows;
	TRY(templates_of(request, unit, kind, &rows, err));
	*ret_any = false;
	for (size_t i = 0; i < rows.count; i++) {
		if (rows.at[i].depth || !str_eq(rows.at[i].format, format))
			continue;
		*ret_any = true;
		TRY(period_template_end(request->arena, request->db,
		        &(struct period_template_end_in){ .unit = { unit->id },
		                .kind = str_of(period_kind_name(kind)),
		                .format = format,
		                .at = request->now,
		                .account = request->account },
		        err));
		TRY(file_drop(request->arena, request->db, unit->shard, rows.at[i].hash, err));
	}
	return OK;
}

static struct str file_name(struct request *request, const struct http_upload *upload, enum fill_format format)
{
	struct str name = text_line(request->arena, upload->filename);
	size_t end = FILE_NAME_MAX;
	while (name.len > FILE_NAME_MAX && end && ((unsigned char)name.ptr[end] & 0xC0) == 0x80)
		end--;
	name = str_slice(name, 0, name.len > FILE_NAME_MAX ? end : name.len);
	struct str ending = str_format(request->arena, ".%s", endings[format]);
	return str_ends(text_lower(request->arena, name), ending) && name.len > ending.len
	               ? name
	               : str_format(request->arena, "Mẫu báo cáo%.*s", STR_ARG(ending));
}

enum status period_put_template(struct request *request, void *view, struct err *err)
{
	const struct http_upload *upload = request_file_of(request, "file");
	enum fill_format format = *(const enum fill_format *)request->prepared;
	enum period_kind kind = asked_kind(request);
	struct str ending = str_of(endings[format]), hash;
	const struct unit *unit;
	bool any;
	(void)view;
	TRY(period_unit(request, &unit, err));
	TRY(end_template(request, unit, kind, ending, &any, err));
	TRY(file_put(request->arena, request->db, unit->shard, upload->bytes, str_of(types[format]), request->now,
	        &hash, err));
	TRY(period_template_add(request->arena, request->db,
	        &(struct period_template_add_in){ .unit = { unit->id },
	                .kind = str_of(period_kind_name(kind)),
	                .format = ending,
	                .at = request->now,
	                .hash = hash,
	                .name = file_name(request, upload, format),
	                .size = (int64_t)upload->bytes.len,
	                .account = request->account },
	        err));
	request_flash(request,
	        any ? N_("Đã thay mẫu báo cáo.") : N_("Đã nhận mẫu báo cáo. Đơn vị mình và cấp dưới dùng được ngay."));
	request_go(request, "/units/%lld/period-template?kind=%s", (long long)unit->id, period_kind_name(kind));
	return OK;
}

enum status period_end_template(struct request *request, void *view, struct err *err)
{
	enum period_kind kind = asked_kind(request);
	const struct unit *unit;
	bool any;
	(void)view;
	TRY(period_unit(request, &unit, err));
	TRY(end_template(request, unit, kind, request_text(request, "format"), &any, err));
	if (!any)
		return err_set(err, CONFLICT, "period.no_template", "format");
	request_flash(request, N_("Đã rút mẫu báo cáo."));
	request_go(request, "/units/%lld/period-template?kind=%s", (long long)unit->id, period_kind_name(kind));
	return OK;
}
