/* The score of a meeting, declared. */
#include "feature/score/score_private.h"

const struct feature score_feature = {
	.name = "score",
	.commands = score_commands,
	.load = score_load,
};
