/* What a compiled page template (tools/tplc.py) stands on while it renders: the person's language, what was typed in
 * the form that failed, why it failed, and the few builtins. Knows nothing of requests. */
#ifndef APP_PAGE_H
#define APP_PAGE_H

#include "app/message.h"
#include "base/opt.h"

struct page;

/* A field as it came in the request that failed. */
struct page_typed {
	struct str name, value;
};

struct page {
	struct arena *arena;
	enum language language;
	int64_t now;                    /* ms, for the operation ids of forms */
	const struct page_typed *typed; /* none but when a failed form is shown again */
	size_t typed_count;
	const struct err *err; /* why it failed, or NULL */
	bool (*can)(struct page *page, const char *permission);
	void *context;                         /* for can */
	struct str (*asset)(const char *name); /* the address of an asset, with its hash */
	struct str icons;                      /* that of the icons, once one was shown */
	void *shell;                           /* for the shell around the page */
};

/* A view, compiled. title writes plain text, html is escaped, json an object. */
struct page_type {
	const char *name;
	size_t view_size;
	const char *layout; /* app, console, plain, print, none */
	void (*title)(struct buf *buf, struct page *page, const void *view);
	void (*html)(struct buf *buf, struct page *page, const void *view);
	void (*json)(struct buf *buf, const void *view);
};

enum page_input_type {
	PAGE_TEXT,
	PAGE_DATE,
	PAGE_TIME,
	PAGE_NUMBER,
	PAGE_AREA,
	PAGE_PASSWORD,
	PAGE_PIN,
	PAGE_TEL,
	PAGE_SEARCH,
	PAGE_FILE,
	PAGE_CHECKBOX,
};

/* One field: label, control, hint, error. Texts are translated already. */
struct page_input {
	struct str name, label, hint, placeholder, accept, autocomplete;
	struct str value; /* shown where nothing was typed; a date as ISO */
	enum page_input_type type;
	struct opt_int min, max; /* of a number; of a text max is the most letters (checked by the server) */
	int rows;                /* of an area; 0: 4 */
	bool required, multiple, autofocus;
	bool on; /* of a checkbox */
};

/* A text of the program that needs no escaping in Vietnamese, put as HTML. */
void page_say(struct buf *buf, struct page *page, struct str key);
/* Called by generated code. What is returned lives in the page's arena or is static, and is not escaped. */
struct str page_text(struct page *page, struct str key, const struct text_arg *args, size_t arg_count);
/* The message of the code prefix + value; the value itself where there is none. */
struct str page_code(struct page *page, struct str prefix, struct str value);
struct str page_int(struct page *page, int64_t number);
struct str page_opt(struct page *page, struct opt_int number); /* none when not set */
struct str page_join(struct page *page, const struct str *parts, size_t count);
struct str page_day(struct page *page, int64_t instant);      /* 03/11/2026 */
struct str page_minute(struct page *page, int64_t minute);    /* 19:30, of the minute of the day */
struct str page_month(struct page *page, int64_t yyyymm);     /* 11/2026; none for 0 */
struct str page_duration(struct page *page, int64_t seconds); /* 75:09 */
struct str page_initials(struct page *page, struct str name); /* of the last two words */
struct str page_language(struct page *page);                  /* vi, en */
bool page_can(struct page *page, const char *permission);
struct str page_asset(struct page *page, const char *name);
/* What was typed in that field, else `value`. */
struct str page_value(struct page *page, struct str name, struct str value);
/* Whether the choice `value` of that field is on: typed so, or nothing was typed and `on`. */
bool page_chosen(struct page *page, struct str name, struct str value, bool on);
bool page_wrong(struct page *page, struct str field);
void page_input(struct buf *buf, struct page *page, const struct page_input *input);
void page_error(struct buf *buf, struct page *page, struct str field);
void page_errors(struct buf *buf, struct page *page);
void page_icon(struct buf *buf, struct page *page, struct str name);
/* The hidden field with a new operation id: a form sent twice acts once. */
void page_operation(struct buf *buf, struct page *page);
/* An address of ours, escaped: begins with one '/'. Anything else becomes '#'. */
void page_url(struct buf *buf, struct str address);
void page_json_opt(struct buf *buf, struct opt_int number);
void page_json_id(struct buf *buf, int64_t id); /* a string; null for 0, which is no row */

#endif
