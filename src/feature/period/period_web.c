/* The feature: its pages are in the other files of this folder. */
#include "feature/period/period_private.h"

const struct feature period_feature = {
	.name = "period",
	.commands = period_commands,
};
