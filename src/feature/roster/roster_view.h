/* The preview page of an import. */
#ifndef ROSTER_ROSTER_VIEW_H
#define ROSTER_ROSTER_VIEW_H

#include "feature/roster/roster_import.h"

#include "app/request.h"
#include "gen/roster_page.h"

/* Fills what the plan says, copied: the plan may go. base, upload and whole are set before. */
void roster_show(const struct request *request, const struct roster_plan *plan, struct roster_preview_view *view);

#endif
