/* The built-in assets: found by address only, compressed to what they are, and the style sheet names fonts that exist.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/asset.h"

#include <libdeflate.h>
#include <string.h>

static void finds_by_address(void **state)
{
	(void)state;
	struct str address = asset_url("app.css");
	const struct asset *asset = asset_find(address);
	assert_non_null(asset);
	assert_true(str_is(asset->type, "text/css; charset=utf-8"));
	assert_ptr_equal(asset, asset_find(str_slice(address, 3, address.len)));
	assert_null(asset_find(STR("app.css")));
	assert_null(asset_find(STR("/a/app.000000000000.css")));
	assert_null(asset_find(STR("")));
	assert_null(asset_find(STR("/a/")));
}

static void gzip_holds_the_same(void **state)
{
	(void)state;
	struct libdeflate_decompressor *unpack = libdeflate_alloc_decompressor();
	static char room[256 * 1024];
	for (size_t i = 0; i < asset_count; i++) {
		const struct asset *asset = &asset_table[i];
		size_t size = 0;
		if (!asset->gzip.len)
			continue;
		assert_true(asset->gzip.len < asset->bytes.len);
		assert_int_equal(
		        libdeflate_gzip_decompress(unpack, asset->gzip.ptr, asset->gzip.len, room, sizeof(room), &size),
		        LIBDEFLATE_SUCCESS);
		assert_int_equal(size, asset->bytes.len);
		assert_memory_equal(room, asset->bytes.ptr, size);
	}
	libdeflate_free_decompressor(unpack);
}

static void css_names_its_fonts(void **state)
{
	(void)state;
	struct str css = asset_find(asset_url("app.css"))->bytes;
	assert_true(str_find(css, asset_url("bvp-400.woff2")) > 0);
	assert_true(str_find(css, asset_url("bvp-600.woff2")) > 0);
	assert_true(str_find(css, STR("url(font/")) < 0);
}

/* What a member's first page loads besides itself: 20 KB with it. */
static void stays_small(void **state)
{
	(void)state;
	static const char *const first[] = { "app.css", "app.js", "icons.svg", "brand.svg" };
	size_t sum = 0;
	for (size_t i = 0; i < sizeof(first) / sizeof(*first); i++)
		sum += asset_find(asset_url(first[i]))->gzip.len;
	assert_in_range(sum, 1, 13 * 1024);
	assert_in_range(asset_find(asset_url("app.js"))->bytes.len, 1, 2048);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_by_address),
		cmocka_unit_test(gzip_holds_the_same),
		cmocka_unit_test(css_names_its_fonts),
		cmocka_unit_test(stays_small),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
