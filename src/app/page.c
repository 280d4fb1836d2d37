/* The builtins of page templates. The HTML of form fields, errors, icons and operation ids stands here: the only HTML
 * in C, because each page needs exactly the same. */
#include "app/page.h"

#include "base/random.h"
#include "base/time.h"

#include <string.h>

#define put(buf, literal) buf_put((buf), "" literal, sizeof(literal) - 1)

struct str page_text(struct page *page, struct str key, const struct text_arg *args, size_t arg_count)
{
	return message_fill(page->arena, page->language, key, args, arg_count);
}

void page_say(struct buf *buf, struct page *page, struct str key)
{
	if (page->language == VI)
		buf_str(buf, key);
	else
		buf_html(buf, message_text(page->language, key));
}

struct str page_join(struct page *page, const struct str *parts, size_t count)
{
	size_t len = 0;
	for (size_t i = 0; i < count; i++)
		len += parts[i].len;
	struct buf buf = buf_open(page->arena, len);
	for (size_t i = 0; i < count; i++)
		buf_str(&buf, parts[i]);
	return buf_text(&buf);
}

struct str page_code(struct page *page, struct str prefix, struct str value)
{
	struct str code = page_join(page, (struct str[]){ prefix, value }, 2), text;
	return message_code(page->arena, page->language, code, NULL, &text) ? text : value;
}

/* Decimal digits, at least `least` of them. */
static struct str digits(struct arena *arena, int64_t number, int least)
{
	enum { ROOM = 24 };
	char *room = arena_take(arena, ROOM);
	char *at = room + ROOM;
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	while (rest || room + ROOM - at < least || at == room + ROOM) {
		*--at = (char)('0' + rest % 10);
		rest /= 10;
	}
	if (number < 0)
		*--at = '-';
	return (struct str){ at, (size_t)(room + ROOM - at) };
}

struct str page_int(struct page *page, int64_t number)
{
	return digits(page->arena, number, 1);
}

struct str page_opt(struct page *page, struct opt_int number)
{
	return number.set ? page_int(page, number.n) : STR_NONE;
}

/* Two numbers with a mark between, at least two digits each. */
static struct str pair(struct page *page, int64_t a, struct str mark, int64_t b)
{
	return page_join(page, (struct str[]){ digits(page->arena, a, 2), mark, digits(page->arena, b, 2) }, 3);
}

struct str page_day(struct page *page, int64_t instant)
{
	return date_show(page->arena, date_iso(page->arena, date_of_instant(instant)));
}

struct str page_minute(struct page *page, int64_t minute)
{
	return pair(page, minute / 60, STR(":"), minute % 60);
}

struct str page_month(struct page *page, int64_t yyyymm)
{
	return yyyymm ? pair(page, yyyymm % 100, STR("/"), yyyymm / 100) : STR_NONE;
}

struct str page_duration(struct page *page, int64_t seconds)
{
	return pair(page, seconds / 60, STR(":"), seconds % 60);
}

struct str page_initials(struct page *page, struct str name)
{
	struct str letter[2] = { 0 }, word;
	while (str_split(&name, ' ', &word)) {
		size_t len = word.len ? 1 : 0;
		while (len && len < word.len && ((unsigned char)word.ptr[len] & 0xC0) == 0x80)
			len++;
		if (len) {
			letter[0] = letter[1];
			letter[1] = str_slice(word, 0, len);
		}
	}
	return page_join(page, letter, 2);
}

struct str page_language(struct page *page)
{
	return page->language == EN ? STR("en") : STR("vi");
}

bool page_can(struct page *page, const char *permission)
{
	return page->can && page->can(page, permission);
}

struct str page_asset(struct page *page, const char *name)
{
	return page->asset(name);
}

static const struct page_typed *typed(const struct page *page, struct str name)
{
	for (size_t i = 0; i < page->typed_count; i++)
		if (str_eq(page->typed[i].name, name))
			return &page->typed[i];
	return NULL;
}

struct str page_value(struct page *page, struct str name, struct str value)
{
	const struct page_typed *field = typed(page, name);
	return field ? field->value : value;
}

bool page_chosen(struct page *page, struct str name, struct str value, bool on)
{
	if (!page->typed_count)
		return on;
	for (size_t i = 0; i < page->typed_count; i++)
		if (str_eq(page->typed[i].name, name) && str_eq(page->typed[i].value, value))
			return true;
	return false;
}

bool page_wrong(struct page *page, struct str field)
{
	return page->err && field.len && str_is(field, page->err->field);
}

static void attribute(struct buf *buf, const char *name, struct str value)
{
	buf_char(buf, ' ');
	buf_c(buf, name);
	put(buf, "=\"");
	buf_html(buf, value);
	buf_char(buf, '"');
}

void page_error(struct buf *buf, struct page *page, struct str field)
{
	if (!page_wrong(page, field))
		return;
	put(buf, "<p class=\"error\" id=\"e-");
	buf_html(buf, field);
	put(buf, "\">");
	buf_html(buf, err_text(page->arena, page->language, page->err));
	put(buf, "</p>");
}

void page_errors(struct buf *buf, struct page *page)
{
	if (!page->err)
		return;
	put(buf, "<div class=\"errors\" role=\"alert\" tabindex=\"-1\"><h2>");
	buf_html(buf, message_text(page->language, T("Chưa được, cần xem lại")));
	put(buf, "</h2><p>");
	if (page->err->field[0]) {
		put(buf, "<a href=\"#f-");
		buf_url(buf, str_of(page->err->field));
		put(buf, "\">");
	}
	buf_html(buf, err_text(page->arena, page->language, page->err));
	if (page->err->field[0])
		put(buf, "</a>");
	put(buf, "</p></div>");
}

void page_icon(struct buf *buf, struct page *page, struct str name)
{
	put(buf, "<svg class=\"ic\" aria-hidden=\"true\"><use href=\"");
	if (!page->icons.len)
		page->icons = page_asset(page, "icons.svg");
	buf_html(buf, page->icons);
	put(buf, "#");
	buf_url(buf, name);
	put(buf, "\"/></svg>");
}

void page_operation(struct buf *buf, struct page *page)
{
	put(buf, "<input type=\"hidden\" name=\"op\" value=\"");
	buf_str(buf, uuid7(page->arena, page->now));
	put(buf, "\">");
}

void page_url(struct buf *buf, struct str address)
{
	/* "./x" stands beside the page: in files that are kept. */
	bool ours = str_starts(address, STR("./")) ||
	            (address.len && address.ptr[0] == '/' &&
	                    !(address.len > 1 && (address.ptr[1] == '/' || address.ptr[1] == '\\')));
	for (size_t i = 0; i < address.len && ours; i++)
		ours = (unsigned char)address.ptr[i] > 0x20;
	buf_html(buf, ours ? address : STR("#"));
}

void page_json_opt(struct buf *buf, struct opt_int number)
{
	if (number.set)
		buf_int(buf, number.n);
	else
		put(buf, "null");
}

void page_json_id(struct buf *buf, int64_t id)
{
	if (id)
		buf_format(buf, "\"%lld\"", (long long)id);
	else
		put(buf, "null");
}

/* How the types differ; the rest is the same. */
static const struct control {
	const char *type, *mode, *autocomplete, *placeholder;
	bool secret; /* never shown again */
} controls[] = {
	[PAGE_TEXT] = { "text", NULL, NULL, NULL, false },
	[PAGE_DATE] = { "text", "numeric", "off", "dd/mm/yyyy", false },
	[PAGE_TIME] = { "text", NULL, "off", "19:30", false },
	[PAGE_NUMBER] = { "text", "numeric", "off", NULL, false },
	[PAGE_AREA] = { NULL, NULL, NULL, NULL, false },
	[PAGE_PASSWORD] = { "password", NULL, "current-password", NULL, true },
	[PAGE_PIN] = { "password", "numeric", "off", NULL, true },
	[PAGE_TEL] = { "tel", NULL, "tel", NULL, false },
	[PAGE_SEARCH] = { "search", NULL, NULL, NULL, false },
	[PAGE_FILE] = { "file", NULL, NULL, NULL, true },
	[PAGE_CHECKBOX] = { "checkbox", NULL, NULL, NULL, true },
};

/* What describes the control to those who hear it: hint and error. */
static void described(struct buf *buf, struct page *page, const struct page_input *input)
{
	bool wrong = page_wrong(page, input->name);
	if (!input->hint.len && !wrong)
		return;
	put(buf, " aria-describedby=\"");
	if (input->hint.len) {
		put(buf, "h-");
		buf_html(buf, input->name);
	}
	if (input->hint.len && wrong)
		buf_char(buf, ' ');
	if (wrong) {
		put(buf, "e-");
		buf_html(buf, input->name);
	}
	put(buf, "\"");
	if (wrong)
		put(buf, " aria-invalid=\"true\"");
}

static void bounds(struct buf *buf, struct page *page, const struct page_input *input)
{
	if (input->min.set)
		attribute(buf, "data-min", page_int(page, input->min.n));
	if (input->max.set)
		attribute(buf, "data-max", page_int(page, input->max.n));
	if (input->required)
		put(buf, " aria-required=\"true\"");
	if (input->multiple)
		put(buf, " multiple");
	if (input->autofocus)
		put(buf, " autofocus");
}

static struct str shown(struct page *page, const struct page_input *input)
{
	struct str value = page_value(page, input->name, input->value);
	struct date date;
	return input->type == PAGE_DATE && date_parse(value, &date) ? date_show(page->arena, value) : value;
}

static void common(struct buf *buf, struct page *page, const struct page_input *input)
{
	const struct control *control = &controls[input->type];
	struct str placeholder = input->placeholder.len ? input->placeholder : str_of(control->placeholder);
	struct str autocomplete = input->autocomplete.len ? input->autocomplete : str_of(control->autocomplete);
	put(buf, " id=\"f-");
	buf_html(buf, input->name);
	put(buf, "\"");
	attribute(buf, "name", input->name);
	if (control->mode)
		attribute(buf, "inputmode", str_of(control->mode));
	if (autocomplete.len)
		attribute(buf, "autocomplete", autocomplete);
	if (placeholder.len)
		attribute(buf, "placeholder", placeholder);
	if (input->accept.len)
		attribute(buf, "accept", input->accept);
	bounds(buf, page, input);
	described(buf, page, input);
}

static void control_put(struct buf *buf, struct page *page, const struct page_input *input)
{
	const struct control *control = &controls[input->type];
	if (input->type == PAGE_AREA) {
		put(buf, "<textarea");
		attribute(buf, "rows", page_int(page, input->rows ? input->rows : 4));
		common(buf, page, input);
		put(buf, ">\n"); /* the parser drops one line end here, so a typed first one stays */
		buf_html(buf, shown(page, input));
		put(buf, "</textarea>");
		return;
	}
	put(buf, "<input");
	attribute(buf, "type", str_of(control->type));
	common(buf, page, input);
	if (input->type == PAGE_CHECKBOX)
		put(buf, " value=\"1\"");
	if (input->type == PAGE_CHECKBOX && page_chosen(page, input->name, STR("1"), input->on))
		put(buf, " checked");
	if (!control->secret)
		attribute(buf, "value", shown(page, input));
	put(buf, ">");
}

static void label_put(struct buf *buf, const struct page_input *input)
{
	put(buf, "<label for=\"f-");
	buf_html(buf, input->name);
	put(buf, "\">");
	buf_html(buf, input->label);
	put(buf, "</label>");
}

void page_input(struct buf *buf, struct page *page, const struct page_input *input)
{
	put(buf, "<div class=\"field");
	if (input->type == PAGE_CHECKBOX)
		put(buf, " tick");
	if (page_wrong(page, input->name))
		put(buf, " wrong");
	put(buf, "\">");
	if (input->type != PAGE_CHECKBOX)
		label_put(buf, input);
	control_put(buf, page, input);
	if (input->type == PAGE_CHECKBOX)
		label_put(buf, input);
	if (input->hint.len) {
		put(buf, "<p class=\"hint\" id=\"h-");
		buf_html(buf, input->name);
		put(buf, "\">");
		buf_html(buf, input->hint);
		put(buf, "</p>");
	}
	page_error(buf, page, input->name);
	put(buf, "</div>");
}
