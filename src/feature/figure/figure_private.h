/* What the files of this folder share. */
#ifndef FEATURE_FIGURE_PRIVATE_H
#define FEATURE_FIGURE_PRIVATE_H

#include "app/feature.h"

extern const struct counter_family figure_families[];
extern const struct command figure_commands[];

#endif
