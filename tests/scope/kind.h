/* The kinds of objects in paths, for the walk of all routes: a new kind needs a line here. */
#ifndef TESTS_SCOPE_KIND_H
#define TESTS_SCOPE_KIND_H

/* Which object of a kind stands for a cell, or for one of its meetings: SQL with the id of what is before it. */
static const struct {
	const char *name, *sql;
} kinds[] = {
	{ "meeting", "SELECT min(id) FROM meeting WHERE cell = %lld" },
	{ "member", "SELECT min(person) FROM membership WHERE cell = %lld" },
	{ "group", "SELECT min(id) FROM cell_group WHERE cell = %lld" },
	{ "account", "SELECT min(account) FROM account_role WHERE unit = %lld AND until > '2026-12-20'" },
	{ "upload", "SELECT min(id) FROM roster_upload WHERE unit = %lld" },
	{ "paper", "SELECT min(id) FROM paper WHERE meeting = %lld" },
	{ "item", "SELECT min(id) FROM agenda_item WHERE meeting = %lld" },
	{ "speech", "SELECT min(id) FROM speech WHERE meeting = %lld" },
	{ "attendee", "SELECT min(person) FROM attendance WHERE meeting = %lld" },
	{ "motion", "SELECT min(id) FROM motion WHERE meeting = %lld" },
	{ "record", "SELECT min(id) FROM record WHERE meeting = %lld" },
	{ "photo", "SELECT min(id) FROM record_photo WHERE record = %lld" },
	{ "task", "SELECT min(id) FROM task WHERE meeting = %lld" },
	{ "transfer", "SELECT min(id) FROM transfer WHERE cell = %lld" },
	{ "change", "SELECT min(id) FROM unit_change WHERE unit = %lld" },
	{ "team", "SELECT min(id) FROM visit_team WHERE unit = %lld" },
	{ "visit", "SELECT min(id) FROM visit WHERE cell = %lld" },
	{ "commendation", "SELECT min(id) FROM commend WHERE cell = %lld" },
	{ "award", "SELECT min(id) FROM commend_decision WHERE unit = %lld" },
	{ "inspection", "SELECT min(id) FROM inspect_dossier WHERE cell = %lld" },
	{ "finding", "SELECT min(id) FROM inspect_finding WHERE dossier = %lld" },
	{ "dossier_file", "SELECT min(id) FROM inspect_file WHERE dossier = %lld" },
	{ "class", "SELECT min(id) FROM training_class WHERE unit = %lld" },
	{ "lesson", "SELECT min(id) FROM training_lesson WHERE class = %lld" },
	{ "lesson_code", "SELECT 1234567890 WHERE %lld > 0" },
	{ "seat", "SELECT min(id) FROM training_seat WHERE class = %lld" },
	{ "material", "SELECT min(id) FROM training_material WHERE class = %lld" },
	{ "commitment", "SELECT min(id) FROM commitment WHERE cell = %lld" },
	{ "guidance", "SELECT min(id) FROM guidance WHERE unit = %lld" },
	{ "guidance_paper", "SELECT min(id) FROM guidance_paper WHERE guidance = %lld" },
	{ "model", "SELECT min(id) FROM model_meeting WHERE cell = %lld" },
	{ "annual", "SELECT min(id) FROM annual_review WHERE cell = %lld" },
	{ "assessed", "SELECT min(id) FROM annual_assessed WHERE cell = %lld AND (shard = 0 OR name LIKE '%%minh')" },
};

#endif
