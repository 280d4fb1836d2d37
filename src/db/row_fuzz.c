/* Fuzzes rows and outbox frames as they come out of a backup: what is read is written back to the same bytes. The first
 * byte chooses. */
#include "db/outbox.h"
#include "db/row.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void rows(struct str text)
{
	struct db_value value;
	unsigned char *room = malloc(text.len + 1);
	check(room);
	for (struct str rest = text; rest.len;) {
		struct str before = rest;
		if (!db_value_read(&rest, &value))
			break;
		size_t took = before.len - rest.len;
		check(took == db_value_size(&value) && took <= text.len);
		check(db_value_write(room, &value) == room + took && !memcmp(room, before.ptr, took));
	}
	free(room);
}

static void frames(struct str text)
{
	struct db_value values[DB_COLUMNS_MAX];
	struct db_change change;
	struct err err = { 0 };
	bool more = true;
	while (more && db_change_next(&text, values, &change, &more, &err) == OK) {
		check(!more || !change.table || change.count <= DB_COLUMNS_MAX);
		for (size_t i = 0; more && change.table && i < change.count; i++)
			check(change.values[i].kind && strchr("nitb", change.values[i].kind));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct db_value values[4];
	if (!size)
		return 0;
	struct str text = { (const char *)data + 1, size - 1 };
	if (data[0] % 2)
		frames(text);
	else
		rows(text);
	db_row_read(text, values, LENGTH(values));
	return 0;
}
