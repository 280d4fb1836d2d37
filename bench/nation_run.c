/* Rules, secrets, then the country itself. */
#include "bench/nation.h"

#include "app/app.h"
#include "app/counter.h"
#include "base/time.h"
#include "feature/unit/unit.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	MARKS = 1000000, /* of one transaction of the merger */
	SMALL = 3000,    /* cells of a country all of whose provinces report */
	FEW = 3,         /* provinces that report in a larger one */
	PROVINCES = 64
};

static void must(enum status status, const struct err *err)
{
	if (status == OK)
		return;
	fprintf(stderr, "nation: %s %s\n", err->code, err->detail);
	exit(1);
}

static void secret(const struct nation *nation, const char *what, unsigned char ret_key[HASH])
{
	char text[64];
	int len = snprintf(text, sizeof(text), "%s %lld", what, (long long)nation->seed);
	crypto_generichash(ret_key, HASH, (const unsigned char *)text, (size_t)len, NULL, 0);
}

static void read_rules(struct nation *nation)
{
	struct err err = { 0 };
	must(rubric_find(nation->arena, STR(UNIT_RUBRIC), &nation->rubric, &err), &err);
	for (int32_t i = 0; i < nation->rubric->rubric.line_count; i++) {
		int at = i;
		for (; at > 0 && str_compare(nation->rubric->line[nation->line_order[at - 1]].id,
		                         nation->rubric->line[i].id) > 0;
		        at--)
			nation->line_order[at] = nation->line_order[at - 1];
		nation->line_order[at] = i;
	}
	for (int i = 0; i < nation->months; i++) {
		int month = month_add(nation->first_month, i);
		struct str day = str_format(nation->arena, "%d-%02d-01", month / 100, month % 100);
		must(vote_rule_find(nation->arena, STR("resolution"), day, &nation->rule[i], &err), &err);
	}
	nation_agendas(nation);
}

static void say(const struct nation *nation, const char *what, int64_t began)
{
	if (nation->progress) {
		printf("%-12s %7.1f s\n", what, (double)(time_monotonic() - began) / 1e3);
		fflush(stdout);
	}
}

static void write_month(struct nation *nation, int month_at)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	for (int i = 0; i < nation->cell_count; i++) {
		struct cell *cell = &nation->cell[nation->order[i]];
		struct comrade members[MEMBERS_MAX];
		struct meet meet;
		if (month_at < cell->from || month_at >= cell->until)
			continue;
		int count = nation_members(arena, nation, cell, month_at, members);
		meet_make(&meet, arena, nation, cell, members, count, month_at);
		meet_write(&meet);
		meet_write_votes(&meet);
		arena_reset(arena);
	}
}

/* The tree and the people; decisions and ways, which the features write themselves; then the meetings. */
static void generate(struct nation *nation, const struct nation_options *options)
{
	int64_t began = time_monotonic();
	struct str url = str_of(options->db);
	char name[16];
	nation->sink = sink_open(url);
	nation_tree(nation, options->units, options->cells, options->communes);
	nation->paper_month = arena_array(nation->arena, int, (size_t)nation->commune_count);
	sink_flush(nation->sink);
	say(nation, "tree", began);
	nation_people(nation);
	sink_flush(nation->sink);
	say(nation, "people", began);
	if (nation->months > 1) {
		sink_close(nation->sink, nation->progress);
		nation_changes(nation, url);
		say(nation, "changes", began);
		nation->sink = sink_open(url);
		nation_later_accounts(nation);
	}
	nation_evenings(nation);
	for (int i = 0; i < nation->months; i++) {
		write_month(nation, i);
		snprintf(name, sizeof(name), "%d", month_add(nation->first_month, i));
		say(nation, name, began);
	}
	nation_cells(nation);
	sink_flush(nation->sink);
	say(nation, "cells", began);
	if (nation->progress)
		sink_report(nation->sink);
	sink_close(nation->sink, nation->progress);
	say(nation, "whole", began);
}

static enum status count_rows(struct db *db, void *context, struct err *err)
{
	const struct nation *nation = context;
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	int last = month_add(nation->first_month, nation->months);
	struct date after = { last / 100, last % 100, 1 };
	return counter_rebuild(arena, db, date_instant(after, 0) - 1, err);
}

static enum status merge_some(struct db *db, void *context, struct err *err)
{
	CLOSES(arena_closep) struct arena *arena = arena_open(ARENA_JOB_CEILING);
	return counter_merge(arena, db, MARKS, context, err);
}

/* The figures of cells and units, as on the evening of the last month's last day. */
static void count_figures(struct nation *nation, struct str url)
{
	CLOSES(db_closep) struct db *db = NULL;
	struct err err = { 0 };
	bool more = true;
	int64_t began = time_monotonic();
	must(db_open(url, DB_WRITE, &db, &err), &err);
	must(db_transaction(db, count_rows, nation, &err), &err);
	while (more)
		must(db_transaction(db, merge_some, &more, &err), &err);
	say(nation, "figures", began);
}

static void write_reports(struct nation *nation, struct str url, int provinces)
{
	int64_t began = time_monotonic();
	nation_periods(nation, url, provinces);
	say(nation, "reports", began);
}

static void write_year(struct nation *nation, struct str url)
{
	int64_t began = time_monotonic();
	nation_year(nation, url);
	say(nation, "year's work", began);
}

void nation_run(const struct nation_options *options)
{
	struct err err = { 0 };
	struct nation nation = { .arena = arena_open((size_t)4 << 30),
		.seed = options->seed,
		.months = options->months,
		.first_month = month_add(options->until, 1 - options->months),
		.live_percent = options->live,
		.progress = options->progress,
		.pin_hash = STR("$argon2id$v=19$m=19456,t=2,p=1$QTt8tY7jerJ9kveZxUVc0Q$"
		                "Bn8URvla2LOBhXvjnvce3L0LQ92FIrYvpycKHlL9fgQ") };
	int reports = options->reports >= 0 ? options->reports : options->cells <= SMALL ? PROVINCES : FEW;
	check(sodium_init() >= 0);
	must(app_prepare(str_of(options->db), &err), &err);
	secret(&nation, "person", nation.person_key);
	secret(&nation, "opinion", nation.opinion_key);
	read_rules(&nation);
	generate(&nation, options);
	if (options->year_work)
		write_year(&nation, str_of(options->db));
	count_figures(&nation, str_of(options->db));
	write_reports(&nation, str_of(options->db), reports);
	if (options->tokens)
		nation_tokens(&nation, options->tokens, options->sample);
	arena_close(nation.arena);
}
