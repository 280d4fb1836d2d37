/* The import of members on screen, and what the feature brings. */
#include "roster_import.h"

const struct feature roster_feature = {
	.name = "roster",
	.commands = roster_commands,
};
