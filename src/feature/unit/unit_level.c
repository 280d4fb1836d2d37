/* What the levels of the tree are called: data with dates and the document behind them, from rules/level and from what
 * an administrator added; the latest that began counts. */
#include "feature/score/rule_json.h"
#include "feature/unit/unit_private.h"

#include "base/embed.h"
#include "base/text.h"
#include "base/time.h"
#include "gen/unit_sql.h"

static struct str text_of(const json_t *object, const char *name)
{
	return json_str(json_object_get(object, name));
}

static void add(struct arena *arena, struct unit_levels *levels, struct unit_level level)
{
	if (levels->count == levels->room) {
		size_t more = levels->room ? levels->room * 2 : 32;
		struct unit_level *at = arena_array(arena, struct unit_level, more);
		for (size_t i = 0; i < levels->count; i++)
			at[i] = levels->at[i];
		levels->at = at;
		levels->room = more;
	}
	/* In the order of their days; what was added here comes after what was built in. */
	size_t place = levels->count++;
	for (; place && str_compare(levels->at[place - 1].since, level.since) > 0; place--)
		levels->at[place] = levels->at[place - 1];
	levels->at[place] = level;
}

static void add_file(struct arena *arena, struct unit_levels *levels, struct str bytes)
{
	json_t *entry;
	size_t index;
	CLOSES(json_closep) json_t *file = json_loadb(bytes.ptr, bytes.len, 0, NULL);
	check(file);
	const json_t *document = json_object_get(file, "document");
	struct str since = str_copy(arena, text_of(file, "valid_from"));
	struct str source = str_format(
	        arena, "%.*s %.*s", STR_ARG(text_of(document, "kind")), STR_ARG(text_of(document, "number")));
	json_array_foreach(json_object_get(file, "levels"), index, entry)
	{
		add(arena, levels,
		        (struct unit_level){ .kind = str_copy(arena, text_of(entry, "kind")),
		                .since = since,
		                .name = str_copy(arena, text_of(entry, "name")),
		                .short_name = str_copy(arena, text_of(entry, "short")),
		                .document = source,
		                .sure = str_copy(arena, text_of(file, "sure")) });
	}
}

enum status unit_levels(struct arena *arena, struct db *db, struct unit_levels *ret_levels, struct err *err)
{
	struct unit_levels_added_rows rows;
	const struct embed_file *file;
	*ret_levels = (struct unit_levels){ 0 };
	for (size_t i = 0; (file = rules_at(i)); i++)
		if (str_starts(str_of(file->name), STR("level/")))
			add_file(arena, ret_levels, file->bytes);
	TRY(unit_levels_added(arena, db, &rows, err));
	for (size_t i = 0; i < rows.count; i++)
		add(arena, ret_levels,
		        (struct unit_level){ .kind = rows.at[i].kind,
		                .since = rows.at[i].since,
		                .name = rows.at[i].name,
		                .short_name = rows.at[i].short_name,
		                .document = rows.at[i].document });
	return OK;
}

struct str unit_level_name(const struct unit_levels *levels, struct str kind, struct str day)
{
	struct str name = STR_NONE;
	for (size_t i = 0; i < levels->count; i++) /* the oldest one counts for the days before it too */
		if (str_eq(levels->at[i].kind, kind) && (!name.len || str_compare(levels->at[i].since, day) <= 0))
			name = levels->at[i].name;
	return name.len ? name : kind;
}

/* The first of a level's committees whose word begins the name; the last one has no word. */
static bool committee_in(struct arena *arena, const json_t *list, struct str name, struct unit_committee *ret_committee)
{
	struct str lower = text_lower(arena, text_line(arena, name));
	const json_t *one;
	size_t i;
	json_array_foreach(list, i, one)
	{
		struct str head = text_of(one, "head");
		if (!str_starts(lower, text_of(one, "called")))
			continue;
		*ret_committee = (struct unit_committee){ str_copy(arena, text_of(one, "name")),
			str_copy(arena, text_of(one, "sign")), head.len ? str_copy(arena, head) : STR("BÍ THƯ") };
		return true;
	}
	return false;
}

struct unit_committee unit_committee_of(struct arena *arena, struct str kind, struct str unit_name, struct str day)
{
	struct unit_committee committee = { STR("ĐẢNG ỦY"), STR("ĐU"), STR("BÍ THƯ") };
	struct str newest = STR_NONE;
	const struct embed_file *file;
	for (size_t i = 0; (file = rules_at(i)); i++) {
		if (!str_starts(str_of(file->name), STR("level/")))
			continue;
		CLOSES(json_closep) json_t *levels = json_loadb(file->bytes.ptr, file->bytes.len, 0, NULL);
		struct str since = text_of(levels, "valid_from");
		const json_t *level;
		size_t at;
		/* the oldest one counts for the days before it too */
		bool early = str_compare(newest, day) > 0;
		bool nearer = early ? str_compare(since, newest) < 0
		                    : str_compare(since, newest) > 0 && str_compare(since, day) <= 0;
		json_array_foreach(json_object_get(levels, "levels"), at, level)
		{
			if ((nearer || !newest.len) && str_eq(text_of(level, "kind"), kind) &&
			        committee_in(arena, json_object_get(level, "committees"), unit_name, &committee))
				newest = str_copy(arena, since);
		}
	}
	return committee;
}

struct str unit_body_name(struct arena *arena, struct str unit_name)
{
	struct str word = STR("Đảng bộ "), rest = str_slice(unit_name, word.len, unit_name.len);
	if (!str_starts(unit_name, word))
		return unit_name;
	if (str_starts(rest, STR("tỉnh ")))
		return str_format(arena, "Tỉnh ủy %.*s", STR_ARG(str_slice(rest, sizeof("tỉnh ") - 1, rest.len)));
	if (str_starts(rest, STR("thành phố ")))
		return str_format(arena, "Thành ủy %.*s", STR_ARG(str_slice(rest, sizeof("thành phố ") - 1, rest.len)));
	return str_format(arena, "Đảng ủy %.*s", STR_ARG(rest));
}

struct str unit_place(struct str unit_name)
{
	static const char *const words[] = { "xã ", "phường ", "đặc khu ", "thị trấn ", "tỉnh ", "thành phố ",
		"Thành ủy ", "Tỉnh ủy " };
	for (size_t i = 0; i < LENGTH(words); i++) {
		struct str word = str_of(words[i]);
		ptrdiff_t at = str_find(unit_name, word);
		if (at == 0 || (at > 0 && unit_name.ptr[at - 1] == ' '))
			return str_slice(unit_name, (size_t)at + word.len, unit_name.len);
	}
	return STR_NONE;
}

struct str unit_place_day(struct arena *arena, struct str unit_name, struct str iso)
{
	struct str place = unit_place(unit_name), words = date_words(arena, iso);
	return place.len ? str_format(arena, "%.*s, %.*s", STR_ARG(place), STR_ARG(words)) : words;
}
