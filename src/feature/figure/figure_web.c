/* The feature of the figures: no page of its own. */
#include "feature/figure/figure_private.h"

enum { MERGE_S = 2, SWEEP_S = 600 };

const struct feature figure_feature = {
	.name = "figure",
	.counters = figure_families,
	.commands = figure_commands,
	.chores =
	        (const struct chore[]){
	                { "figure.merge", MERGE_S, counter_merge_chore, .swift = true },
	                { "figure.sweep", SWEEP_S, counter_sweep_chore, .swift = false },
	                { 0 },
	        },
};
