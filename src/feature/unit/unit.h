/* The tree of organisations as other features use it. */
#ifndef FEATURE_UNIT_H
#define FEATURE_UNIT_H

#include "app/feature.h"

/* A unit as it is today. */
struct unit {
	int64_t id;
	int shard;
	struct str kind;      /* centre tinh xa co_so dang_bo_truc_thuoc_co_so chi_bo */
	struct str cell_type; /* thon hanh_chinh dnnn dntn hoc_sinh llvt; none for others */
	struct str name, short_name, code;
	int64_t parent;
	struct str parent_name;
};

/* NOT_FOUND unit.not_found. */
enum status unit_load(struct arena *arena, struct db *db, int64_t id, struct unit *ret_unit, struct err *err);
enum status unit_find_code(struct arena *arena, struct db *db, struct str code, struct unit *ret_unit, struct err *err);
/* What the body chose, or its nearest superior that chose, or `otherwise`. Names: see migration. */
enum status unit_setting(struct arena *arena, struct db *db, int64_t unit, const char *name, const char *otherwise, struct str *ret_value, struct err *err);
enum status unit_set(struct arena *arena, struct db *db, int64_t unit, const char *name, struct str value, int64_t now, struct err *err);

struct unit_new {
	struct str kind, cell_type, name, short_name, code, admin_code, since, decision;
	int64_t parent; /* 0: a root */
};
/* Creates a unit with name, code, edge and closure. INVALID unit.name_missing, unit.code_taken, unit.parent_kind (a cell has nobody below). */
enum status unit_create(struct arena *arena, struct db *db, const struct unit_new *unit, int64_t now, int64_t *ret_id, struct err *err);
/* Objects "unit" (any kind) and "cell" (chi_bo only) of paths have this struct as their row. */
const struct unit *request_unit(const struct request *request, const char *name);

#endif
