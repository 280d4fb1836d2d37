/* Finding built-in assets; the table itself is written at build. */
#include "app/asset.h"

#include "base/err.h"

const struct asset *asset_find(struct str name_with_hash)
{
	if (str_starts(name_with_hash, STR("/a/")))
		name_with_hash = str_slice(name_with_hash, 3, name_with_hash.len);
	for (size_t i = 0; i < asset_count; i++) {
		struct str address = asset_table[i].address;
		if (str_eq(str_slice(address, 3, address.len), name_with_hash))
			return &asset_table[i];
	}
	return NULL;
}

struct str asset_url(const char *name)
{
	for (size_t i = 0; i < asset_count; i++)
		if (str_is(asset_table[i].name, name))
			return asset_table[i].address;
	check(false);
	return STR_NONE;
}
