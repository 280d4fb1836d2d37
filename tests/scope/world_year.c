/* What a year brings to the world of the matrix: one object of each kind at every unit or cell. */
#include "tests/scope/scope.h"

/* A working team at every unit, and a visit of it to every cell that meets. */
static void set_teams(struct story *story)
{
	for (size_t i = 0; i < place_count; i++) {
		world_sql(story,
		        "INSERT INTO visit_team (id, unit, name, number, day, since, until, account, entered_at) "
		        "VALUES (%lld, %lld, "
		        "'Tổ công tác', '1-QĐ/ĐU', '2026-09-01', '2026-09-01', '2027-09-01', 1, 1)",
		        (long long)places[i].id, (long long)places[i].id);
		world_sql(story,
		        "INSERT INTO visit (id, shard, cell, team, day, minute, state, made_by, entered_at) SELECT id, "
		        "shard, cell, "
		        "cell, day, minute, 'confirmed', 1, 1 FROM meeting WHERE id = (SELECT min(id) FROM meeting "
		        "WHERE cell = %lld)",
		        (long long)places[i].id);
	}
}

/* A proposal of every cell that meets, and a decision of every unit. */
static void set_praise(struct story *story)
{
	for (size_t i = 0; i < place_count; i++) {
		world_sql(story,
		        "INSERT INTO commend (id, shard, cell, giver, reviewer, form, kind, year, day, made_by, "
		        "entered_at) SELECT id, shard, cell, cell, cell, 'bieu_duong', 'adhoc', 2026, day, 1, 1 FROM "
		        "meeting WHERE id = (SELECT min(id) FROM meeting WHERE cell = %lld)",
		        (long long)places[i].id);
		world_sql(story,
		        "INSERT INTO commend_decision (id, shard, unit, form, kind, year, number, day, account, "
		        "entered_at) SELECT id, shard, id, 'giay_khen', 'yearly', 2026, '1-QĐ/ĐU', '2026-11-01', 1, 1 "
		        "FROM unit WHERE id = %lld",
		        (long long)places[i].id);
		world_sql(story,
		        "INSERT INTO commend_item (id, shard, cell, subject, name, kind, year, form, giver, "
		        "giver_name, "
		        "reason, state, decision, number, day, made_by, entered_at) SELECT d.id, d.shard, %lld, "
		        "'cell', 'x', "
		        "'yearly', 2026, 'giay_khen', d.unit, 'x', 'x', 'given', d.id, d.number, d.day, 1, 1 FROM "
		        "commend_decision d WHERE d.unit = %lld",
		        (long long)places[i].id, (long long)places[i].id);
	}
}

/* An announced inspection of every cell, with its conclusion, a scan of it and a finding. */
static void set_inspections(struct story *story)
{
	for (size_t i = 0; i < place_count; i++) {
		long long cell = (long long)places[i].id;
		world_sql(story,
		        "INSERT INTO inspect_dossier (id, shard, cell, unit, kind, subject, period, state, opened_on, "
		        "planned_on, start_by, started_on, concluded_on, made_by, entered_at) SELECT min(id), "
		        "min(shard), "
		        "cell, cell, 'kt', 'x', '', 'concluded', '2026-10-01', '2026-10-01', '2026-10-06', "
		        "'2026-10-02', "
		        "'2026-10-20', 1, 1 FROM meeting WHERE cell = %lld GROUP BY cell",
		        cell);
		world_sql(story,
		        "INSERT INTO inspect_paper (dossier, n, shard, state, number, day, sent_at, account, "
		        "entered_at) "
		        "SELECT d.id, p.n, d.shard, 'signed', '1-TB/ĐU', '2026-10-20', 1, 1, 1 FROM inspect_dossier d "
		        "JOIN "
		        "(SELECT 1 AS n UNION SELECT 10) p ON true WHERE d.cell = %lld",
		        cell);
		world_sql(story,
		        "INSERT INTO inspect_file (id, shard, dossier, n, file_name, type, size, hash, account, "
		        "entered_at) "
		        "SELECT d.id, d.shard, d.id, 10, 'x.pdf', p.type, p.size, p.hash, 1, 1 FROM inspect_dossier d "
		        "JOIN "
		        "paper p ON p.meeting = d.id WHERE d.cell = %lld",
		        cell);
		world_sql(story,
		        "INSERT INTO inspect_finding (id, shard, dossier, cell, text, fix, person, person_name, due, "
		        "told_on, "
		        "state, account, entered_at) SELECT id, shard, id, cell, 'x', 'x', 1, 'x', '2026-12-31', "
		        "'2026-10-20', 'open', 1, 1 FROM inspect_dossier WHERE cell = %lld",
		        cell);
	}
}

/* A commitment of every cell's secretary, sent to its leaders. */
static void set_commitments(struct story *story)
{
	for (size_t i = 0; i < place_count; i++)
		world_sql(story,
		        "INSERT INTO commitment (id, shard, cell, person, year, name, state, sent_day, made_by, "
		        "entered_at) "
		        "SELECT min(m.id), min(m.shard), m.cell, min(s.person), 2026, 'Nguyễn Thị Zqum%slan', 'sent', "
		        "'2026-11-01', 1, 1 FROM meeting m JOIN membership s ON s.cell = m.cell WHERE m.cell = %lld "
		        "GROUP BY "
		        "m.cell",
		        places[i].code, (long long)places[i].id);
}

/* What committees keep stands in the first shard: the bytes of one paper also there. */
static void copy_bytes(struct story *story)
{
	world_sql(story, "INSERT INTO file (hash, shard, size, type, entered_at) SELECT f.hash, 0, f.size, f.type, 1 "
	                 "FROM file f "
	                 "JOIN paper p ON p.hash = f.hash AND p.shard = f.shard WHERE p.id = (SELECT min(id) FROM "
	                 "paper) AND f.shard "
	                 "<> 0 ON CONFLICT DO NOTHING");
	world_sql(story, "INSERT INTO file_piece (hash, shard, ord, bytes) SELECT f.hash, 0, f.ord, f.bytes FROM "
	                 "file_piece f JOIN "
	                 "paper p ON p.hash = f.hash AND p.shard = f.shard WHERE p.id = (SELECT min(id) FROM paper) "
	                 "AND f.shard <> 0 "
	                 "ON CONFLICT DO NOTHING");
}

/* A published guidance of every unit, with a paper. */
static void set_guidance(struct story *story)
{
	for (size_t i = 0; i < place_count; i++) {
		long long unit = (long long)places[i].id;
		world_sql(story,
		        "INSERT INTO guidance (id, unit, quarter, title, state, number, day, published_at, sent_at, "
		        "account, "
		        "entered_at) VALUES (%lld, %lld, 202610, 'x', 'published', '1-HD/ĐU', '2026-09-20', 1, 1, 1, "
		        "1)",
		        unit, unit);
		world_sql(story,
		        "INSERT INTO guidance_paper (id, guidance, title, file_name, type, size, hash, account, "
		        "entered_at) "
		        "SELECT %lld, %lld, 'x', 'x.pdf', p.type, p.size, p.hash, 1, 1 FROM paper p WHERE p.id = "
		        "(SELECT "
		        "min(id) FROM paper)",
		        unit, unit);
	}
}

/* A class of every unit with a lesson, somebody who is called and has a certificate, and a paper. */
static void set_training(struct story *story)
{
	for (size_t i = 0; i < place_count; i++) {
		long long unit = (long long)places[i].id;
		world_sql(story,
		        "INSERT INTO training_class (id, unit, title, kind, organiser, place, least, state, quiz, "
		        "certificate_number, certificate_day, signer, account, entered_at) SELECT id, id, 'x', "
		        "'mixed', 'x', 'x', 80, 'open', 'draft', '1-QĐ/ĐU', '2026-11-01', 'x', 1, 1 FROM unit WHERE id "
		        "= %lld",
		        unit);
		world_sql(story,
		        "INSERT INTO training_lesson (id, class, day, minute, length, topic, secret) SELECT id, id, "
		        "'2026-12-20', 600, 180, 'x', hash FROM unit, (SELECT hash FROM paper WHERE id = (SELECT "
		        "min(id) FROM paper)) p WHERE id = %lld",
		        unit);
		world_sql(story,
		        "INSERT INTO training_seat (id, shard, class, cell, person, account, name, sort_key, post, "
		        "place, source, entered_at, certificate, year, code) SELECT id, 0, id, 0, 1, 0, 'x', hash, "
		        "'bi_thu', 'x', 'name', 1, 1, 2026, 'x' FROM unit, (SELECT hash FROM paper WHERE id = (SELECT "
		        "min(id) FROM paper)) p WHERE id = %lld",
		        unit);
		world_sql(story,
		        "INSERT INTO training_material (id, shard, class, title, file_name, type, size, hash, at, "
		        "account) SELECT u.id, 0, u.id, 'x', 'x.pdf', p.type, p.size, p.hash, 1, 1 FROM unit u JOIN "
		        "paper p ON p.id = (SELECT min(id) FROM paper) WHERE u.id = %lld",
		        unit);
	}
}

/* A marked model meeting of every cell. */
static void set_models(struct story *story)
{
	for (size_t i = 0; i < place_count; i++)
		world_sql(story,
		        "INSERT INTO model_meeting (id, shard, cell, meeting, unit, purpose, state, by_cell, since, "
		        "until, "
		        "published_at, sent_at, made_by, entered_at) SELECT id, shard, cell, id, %lld, 'x', "
		        "'published', 0, '2026-11-01', '2026-12-01', "
		        "1, 1, 1, 1 FROM meeting WHERE id = (SELECT min(id) FROM meeting WHERE cell = %lld)",
		        (long long)world_place("T")->id, (long long)places[i].id);
}

/* The review of every committee that has one above it. */
static void set_reviews(struct story *story)
{
	for (size_t i = 0; i < place_count; i++) {
		long long unit = (long long)places[i].id;
		world_sql(story,
		        "INSERT INTO annual_review (id, shard, cell, year, unit, rule, state, scope, self_by, day, "
		        "account, entered_at, subject) SELECT u.id, u.shard, u.id, 2026, e.parent, '366-qd-tw', "
		        "'open', 'unit', '2026-12-05', '2026-12-15', 1, 1, 'committee' FROM unit u JOIN unit_edge e "
		        "ON e.unit = u.id AND e.until = '9999-12-31' WHERE u.id = %lld AND u.kind <> 'chi_bo'",
		        unit);
		world_sql(story,
		        "INSERT INTO annual_assessed (id, shard, review, cell, year, kind, name, sort_key, post, "
		        "status, form, grp, entered_at) SELECT r.id, r.shard, r.id, r.cell, r.year, 'cell', n.name, "
		        "n.sort_key, '', '', '01', 'x', 1 FROM annual_review r JOIN unit_name n ON n.unit = r.cell AND "
		        "n.until = '9999-12-31' WHERE r.id = %lld AND r.subject = 'committee'",
		        unit);
	}
}

void world_year(struct story *story)
{
	set_reviews(story);
	set_teams(story);
	set_praise(story);
	set_inspections(story);
	set_commitments(story);
	copy_bytes(story);
	set_guidance(story);
	set_training(story);
	set_models(story);
}
