/* Collects what features say of themselves, and when the database was last used. */
#include "app/health.h"

#include "app/feature.h"
#include "gen/app_sql.h"

void health_say(struct health *health, const char *check, enum health_level level, const struct err *text)
{
	if (health->count == HEALTH_MAX)
		return;
	health->at[health->count].check = check;
	health->at[health->count].level = level;
	health->at[health->count++].text = err_text(health->arena, health->language, text);
}

void health_gauge(struct health *health, const char *name, const char *about, int64_t value)
{
	if (health->gauge_count == HEALTH_MAX)
		return;
	health->gauge[health->gauge_count].name = name;
	health->gauge[health->gauge_count].about = about;
	health->gauge[health->gauge_count++].value = value;
}

enum status health_features(struct health *health, struct db *db, int64_t now, struct err *err)
{
	for (size_t i = 0; i < feature_count; i++)
		if (features[i]->health)
			TRY(features[i]->health(health, db, now, err));
	return OK;
}

enum status app_written_since(struct arena *arena, struct db *db, int64_t at, bool *ret_written, struct err *err)
{
	struct written_since_row row;
	TRY(written_since(arena, db, &(struct written_since_in){ .at = at }, &row, err));
	*ret_written = row.acts || row.operations;
	return OK;
}

enum status app_last_use(struct arena *arena, struct db *db, int64_t *ret_at, int64_t *ret_chains, struct err *err)
{
	struct last_use_row use;
	struct chain_count_row chains;
	TRY(last_use(arena, db, &use, err));
	TRY(chain_count(arena, db, &chains, err));
	int64_t device = use.device.set ? use.device.n : 0, act = use.act.set ? use.act.n : 0;
	*ret_at = device > act ? device : act;
	*ret_chains = chains.n;
	return OK;
}
