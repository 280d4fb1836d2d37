/* Commitments: who may do what, objects, routes. */
#include "feature/commitment/commitment_private.h"

const struct feature commitment_feature = {
	.name = "commitment",
	.counters = commitment_families,
	.export_person = commitment_hand_out,
	.erase_person = commitment_erase,
	.archive = commitment_archive,
};
