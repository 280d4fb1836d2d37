/* The agendas of rules/agenda, read once: what a cell of each type has at a regular meeting and at one with a theme. */
#include "bench/nation.h"

#include "base/embed.h"

#include <jansson.h>
#include <string.h>

static const struct {
	const char *type, *file;
} files[] = { { "hanh_chinh", "agenda/hanh-chinh-su-nghiep.json" }, { "dnnn", "agenda/doanh-nghiep-nha-nuoc.json" },
	{ "dntn", "agenda/doanh-nghiep-tu-nhan-fdi.json" }, { "hoc_sinh", "agenda/hoc-sinh-sinh-vien.json" },
	{ "llvt", "agenda/luc-luong-vu-trang.json" }, { "thon", "agenda/thon-to-dan-pho.json" } };

static struct agenda agendas[LENGTH(files)][2];

static struct str text_in(struct arena *arena, const json_t *object, const char *name)
{
	return str_copy(arena, str_of(json_string_value(json_object_get(object, name))));
}

static void read_agenda(struct arena *arena, const json_t *root, bool both, struct agenda *agenda)
{
	const json_t *list = json_object_get(root, "agendas");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i), *items = json_object_get(one, "items");
		if (strcmp(json_string_value(json_object_get(one, "kind")), both ? "both" : "regular") != 0)
			continue;
		for (size_t j = 0; j < json_array_size(items); j++) {
			const json_t *item = json_array_get(items, j);
			check(agenda->count < ITEMS_MAX);
			agenda->item[agenda->count++] = (struct item){ .step = text_in(arena, item, "key"),
				.title = text_in(arena, item, "title"),
				.who = text_in(arena, item, "who"),
				.part = both && str_is(text_in(arena, item, "step"), "theme") ? 2 : 1,
				.minutes = (int)json_integer_value(json_object_get(item, "minutes")) };
		}
	}
	check(agenda->count);
}

void nation_agendas(struct nation *nation)
{
	for (size_t i = 0; i < LENGTH(files); i++) {
		struct str bytes = rules_file(files[i].file);
		json_t *root = json_loadb(bytes.ptr, bytes.len, 0, NULL);
		for (int both = 0; both < 2; both++) {
			agendas[i][both].count = 0;
			read_agenda(nation->arena, root, both, &agendas[i][both]);
		}
		json_decref(root);
	}
}

const struct agenda *nation_agenda(const struct nation *nation, const struct cell *cell, bool both)
{
	(void)nation;
	size_t at = 0;
	while (at + 1 < LENGTH(files) && strcmp(files[at].type, cell_type_name(cell)) != 0)
		at++;
	return &agendas[at][both];
}
