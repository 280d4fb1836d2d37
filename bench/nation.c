/* nation --db URL --cells N --months M --seed S [--communes N] [--until YYYYMM] [--live PERCENT] [--units FILE]
   [--tokens FILE] [--sample N] [--reports PROVINCES] [--year-work] [--progress]: fills an empty database with a
   country. See bench/README.md. */
#include "bench/nation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t number_of(const char *name, const char *text, int64_t least, int64_t most)
{
	int64_t number;
	if (!str_int(str_of(text), &number) || number < least || number > most) {
		fprintf(stderr, "nation: %s is a number from %lld to %lld\n", name, (long long)least, (long long)most);
		exit(2);
	}
	return number;
}

static struct nation_options options_of(int count, char **words)
{
	struct nation_options options = { .units = NATION_UNITS,
		.cells = 100,
		.months = 12,
		.until = 202610,
		.live = 20,
		.sample = 1000,
		.reports = -1,
		.seed = 1 };
	for (int i = 1; i < count; i++) {
		const char *name = words[i], *value = i + 1 < count ? words[i + 1] : "";
		if (!strcmp(name, "--progress")) {
			options.progress = true;
			continue;
		}
		if (!strcmp(name, "--year-work")) {
			options.year_work = true;
			continue;
		}
		i++;
		if (!strcmp(name, "--db"))
			options.db = value;
		else if (!strcmp(name, "--units"))
			options.units = value;
		else if (!strcmp(name, "--tokens"))
			options.tokens = value;
		else if (!strcmp(name, "--cells"))
			options.cells = (int)number_of(name, value, 1, 250000);
		else if (!strcmp(name, "--communes"))
			options.communes = (int)number_of(name, value, 1, 4096);
		else if (!strcmp(name, "--months"))
			options.months = (int)number_of(name, value, 1, 12);
		else if (!strcmp(name, "--until"))
			options.until = (int)number_of(name, value, 202601, 203012);
		else if (!strcmp(name, "--live"))
			options.live = (int)number_of(name, value, 0, 100);
		else if (!strcmp(name, "--sample"))
			options.sample = (int)number_of(name, value, 1, 250000);
		else if (!strcmp(name, "--reports"))
			options.reports = (int)number_of(name, value, 0, 64);
		else if (!strcmp(name, "--seed"))
			options.seed = number_of(name, value, 0, INT64_C(1) << 40);
		else
			return (struct nation_options){ 0 };
	}
	return options;
}

int main(int count, char **words)
{
	struct nation_options options = options_of(count, words);
	if (options.year_work && (options.months != 12 || options.until % 100 != 12)) {
		fprintf(stderr, "nation: --year-work is the work of a year: --months 12 --until YYYY12\n");
		exit(2);
	}
	if (!options.db) {
		fprintf(stderr, "nation --db URL [--cells N] [--communes N] [--months M] [--seed S] [--until YYYYMM] "
		                "[--live PERCENT] "
		                "[--units FILE] "
		                "[--tokens FILE] [--sample N] [--reports PROVINCES] [--year-work] [--progress]\n");
		exit(2);
	}
	nation_run(&options);
	return 0;
}
