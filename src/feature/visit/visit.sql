-- visit_team_add: a team by a decision
-- class: reference
-- in:  id team_id, unit unit_id, name text, number text, day day, since day, until day, account account_id, at instant      run
INSERT INTO visit_team (id, unit, name, number, day, since, until, account, entered_at)
VALUES (:id, :unit, :name, :number, :day, :since, :until, :account, :at);

-- visit_team_one: a team
-- class: reference
-- in:  id team_id      maybe
-- out: unit unit_id, name text, number text, day day, since day, until day, unit_name text
SELECT t.unit AS unit, t.name AS name, t.number AS number, t.day AS day, t.since AS since, t.until AS until, n.name AS unit_name
FROM visit_team t JOIN unit_name n ON n.unit = t.unit AND n.until = '9999-12-31' WHERE t.id = :id;

-- visit_team_end: its term is over earlier, or is longer
-- class: reference
-- in:  id team_id, until day      run
UPDATE visit_team SET until = :until WHERE id = :id;

-- visit_team_many: the teams of a committee, those at work first
-- class: reference
-- in:  unit unit_id, today day      many
-- out: id team_id, name text, number text, day day, since day, until day, works int, members int
SELECT t.id AS id, t.name AS name, t.number AS number, t.day AS day, t.since AS since, t.until AS until,
	CASE WHEN t.until > :today THEN 1 ELSE 0 END AS works, (SELECT count(*) FROM visit_member m WHERE m.team = t.id) AS members
FROM visit_team t WHERE t.unit = :unit ORDER BY CASE WHEN t.until > :today THEN 0 ELSE 1 END, t.name, t.id LIMIT 64;

-- visit_member_put: one more, or what the decision says of them
-- class: reference
-- in:  team team_id, account account_id, name text, post text?, place text?, head int, at instant      run
INSERT INTO visit_member (team, account, name, post, place, head, entered_at) VALUES (:team, :account, :name, COALESCE(CAST(:post AS TEXT), ''),
	COALESCE(CAST(:place AS TEXT), ''), :head, :at)
ON CONFLICT (team, account) DO UPDATE SET post = excluded.post, place = excluded.place, head = excluded.head;

-- visit_member_drop: is in it no more
-- class: reference
-- in:  team team_id, account account_id      run
DELETE FROM visit_member WHERE team = :team AND account = :account;

-- visit_member_many: who is in a team, its head first
-- class: reference
-- in:  team team_id      many
-- out: account account_id, name text, post text, place text, head int
SELECT account, name, post, place, head FROM visit_member WHERE team = :team ORDER BY head DESC, name, account;

-- visit_member_is: whether somebody is in a team
-- class: reference
-- in:  team team_id, account account_id      one
-- out: n int
SELECT count(*) AS n FROM visit_member WHERE team = :team AND account = :account;

-- visit_member_forget: the name goes
-- class: reference
-- in:  account account_id, name text      run
UPDATE visit_member SET name = :name, post = '', place = '' WHERE account = :account;

-- visit_member_export: the teams of an account
-- class: reference
-- json: yes
-- in:  account account_id      many
-- out: team text, number text, since day, until day, name text, post text, place text, entered_at instant
SELECT t.name AS team, t.number AS number, t.since AS since, t.until AS until, m.name AS name, m.post AS post, m.place AS place,
	m.entered_at AS entered_at FROM visit_member m LEFT JOIN visit_team t ON t.id = m.team WHERE m.account = :account ORDER BY m.entered_at, m.team;

-- visit_person: an account that may join
-- class: reference
-- in:  account account_id      maybe
-- out: name text, person person_id?
SELECT name, person FROM account WHERE id = :account AND closed_at IS NULL;

-- visit_area_put: one more unit of the area
-- class: reference
-- in:  team team_id, unit unit_id      run
INSERT INTO visit_area (team, unit) VALUES (:team, :unit) ON CONFLICT (team, unit) DO NOTHING;

-- visit_area_drop: no more
-- class: reference
-- in:  team team_id, unit unit_id      run
DELETE FROM visit_area WHERE team = :team AND unit = :unit;

-- visit_area_many: the area
-- class: reference
-- in:  team team_id      many
-- out: unit unit_id, name text
SELECT a.unit AS unit, n.name AS name FROM visit_area a JOIN unit_name n ON n.unit = a.unit AND n.until = '9999-12-31' WHERE a.team = :team ORDER BY n.sort_key;

-- visit_area_holds: whether a cell is in the area: as many rows as it has, and those above the cell
-- class: reference
-- in:  team team_id, cell unit_id      one
-- out: rows int, above int
SELECT count(*) AS rows, count(x.node) AS above FROM visit_area r
LEFT JOIN unit_anc x ON x.node = :cell AND x.ancestor = r.unit AND x.until = '9999-12-31' WHERE r.team = :team;

-- visit_below: whether a unit stands at or below another
-- class: reference
-- in:  unit unit_id, ancestor unit_id      one
-- out: n int
SELECT count(*) AS n FROM unit_anc WHERE node = :unit AND ancestor = :ancestor AND until = '9999-12-31';

-- visit_choices: what an area may name: right below the committee
-- class: reference
-- in:  unit unit_id      many
-- out: id unit_id, name text
SELECT e.unit AS id, n.name AS name FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.until = '9999-12-31'
JOIN unit_name n ON n.unit = e.unit AND n.until = '9999-12-31' WHERE e.parent = :unit AND e.until = '9999-12-31' ORDER BY n.sort_key LIMIT 400;

-- visit_add: a visit
-- in:  id visit_id, shard int, cell cell_id, team team_id, day day, minute int, place text?, meeting meeting_id?, state text, why text?, part int, by int, at instant      run
INSERT INTO visit (id, shard, cell, team, day, minute, place, meeting, state, why, part, made_by, entered_at)
VALUES (:id, :shard, :cell, :team, :day, :minute, COALESCE(CAST(:place AS TEXT), ''), :meeting, :state, :why, :part, :by, :at);

-- visit_one: a visit
-- in:  id visit_id, shard int      maybe
-- out: cell cell_id, team team_id, day day, minute int, place text, meeting meeting_id?, state text, why text?, part int, cancel_reason text?, rubric text?, total int?, grade text?, good text?, improve text?, advice text?, noted_at instant?, noted_by account_id?, paper int, reply text?, replied_at instant?, closing text?, closed_at instant?, version int
SELECT cell, team, day, minute, place, meeting, state, why, part, cancel_reason, rubric, total, grade, good, improve, advice, noted_at,
	noted_by, paper, reply, replied_at, closing, closed_at, version FROM visit WHERE id = :id AND shard = :shard;

-- visit_state: confirmed, or cancelled with a reason
-- in:  id visit_id, shard int, state text, reason text?      run
UPDATE visit SET state = :state, cancel_reason = :reason, version = version + 1 WHERE id = :id AND shard = :shard;

-- visit_move: another day
-- in:  id visit_id, shard int, day day, minute int, place text?, meeting meeting_id?, reason text      run
UPDATE visit SET moved_from = day, day = :day, minute = :minute, place = COALESCE(CAST(:place AS TEXT), ''), meeting = :meeting, moved_reason = :reason, version = version + 1
WHERE id = :id AND shard = :shard;

-- visit_drop: a proposal is not wanted
-- in:  id visit_id, shard int      run
DELETE FROM visit WHERE id = :id AND shard = :shard AND state = 'proposed';

-- visit_meeting_on: the cell's own meeting of a day, which a visit goes to
-- in:  cell cell_id, shard int, month month, day day      many
-- out: id meeting_id, minute int, place text
SELECT id, minute, place FROM meeting WHERE cell = :cell AND shard = :shard AND month BETWEEN :month - 1 AND :month + 1 AND day = :day AND body = 'cell'
	AND state <> 'cancelled' AND state <> 'postponed' ORDER BY minute, id LIMIT 1;

-- visit_of_unit: the calendar of a committee's teams
-- class: report
-- in:  unit unit_id, since day, until day      many
-- out: id visit_id, shard int, cell cell_id, cell_name text, commune text?, team team_id, team_name text, day day, minute int, state text, why text?, meeting meeting_id?, total int?, grade text?, moved_from day?
SELECT v.id AS id, v.shard AS shard, v.cell AS cell, n.name AS cell_name, p.name AS commune, v.team AS team, t.name AS team_name, v.day AS day,
	v.minute AS minute, v.state AS state, v.why AS why, v.meeting AS meeting, v.total AS total, v.grade AS grade, v.moved_from AS moved_from
FROM visit_team t JOIN visit v ON v.team = t.id AND v.day >= :since AND v.day < :until JOIN unit_name n ON n.unit = v.cell AND n.until = '9999-12-31'
LEFT JOIN unit_edge e ON e.unit = v.cell AND e.until = '9999-12-31' LEFT JOIN unit_name p ON p.unit = e.parent AND p.until = '9999-12-31'
WHERE t.unit = :unit AND v.state <> 'cancelled' ORDER BY v.day, v.minute, t.name, v.id LIMIT 2000;

-- visit_of_team: the visits of a team, the coming ones first in the order of days
-- class: report
-- in:  team team_id, since day      many
-- out: id visit_id, cell cell_id, cell_name text, day day, minute int, place text, state text, total int?, version int
SELECT v.id AS id, v.cell AS cell, n.name AS cell_name, v.day AS day, v.minute AS minute, v.place AS place, v.state AS state, v.total AS total,
	v.version AS version
FROM visit v JOIN unit_name n ON n.unit = v.cell AND n.until = '9999-12-31'
WHERE v.team = :team AND v.day >= :since AND v.state <> 'proposed' ORDER BY v.day, v.minute, v.id LIMIT 500;

-- visit_of_cell: the visits of a cell that it knows of, the last first
-- in:  cell cell_id, shard int      many
-- out: id visit_id, team team_id, day day, minute int, state text, total int?, grade text?
SELECT id, team, day, minute, state, total, grade FROM visit WHERE cell = :cell AND shard = :shard AND state <> 'proposed'
ORDER BY day DESC, id DESC LIMIT 100;

-- visit_mine: what somebody has to do who goes to visits
-- class: report
-- in:  account account_id, since day, until day      many
-- out: id visit_id, cell_name text, day day, minute int, place text, state text
SELECT v.id AS id, n.name AS cell_name, v.day AS day, v.minute AS minute, v.place AS place, v.state AS state
FROM visit_goer g JOIN visit v ON v.id = g.visit AND v.shard = g.shard AND v.day >= :since AND v.day < :until
JOIN unit_name n ON n.unit = v.cell AND n.until = '9999-12-31'
WHERE g.account = :account AND (v.state = 'confirmed' OR v.state = 'replied') ORDER BY v.day, v.minute, v.id LIMIT 20;

-- visit_asks: what a cell should know of and answer, and what was changed last
-- in:  cell cell_id, shard int, since day      many
-- out: id visit_id, team team_id, day day, minute int, state text, shift text?
SELECT v.id AS id, v.team AS team, v.day AS day, v.minute AS minute, v.state AS state,
	(SELECT s.kind FROM visit_shift s WHERE s.visit = v.id AND s.shard = v.shard ORDER BY s.id DESC LIMIT 1) AS shift
FROM visit v WHERE v.cell = :cell AND v.shard = :shard AND v.day >= :since AND (v.state = 'confirmed' OR v.state = 'held' OR v.state = 'cancelled')
ORDER BY v.day, v.id LIMIT 10;

-- visit_plan_cells: the cells below a committee, with the day of the last visit
-- class: report
-- in:  unit unit_id      many
-- out: id cell_id, shard int, name text, commune unit_id, last day?
SELECT u.id AS id, u.shard AS shard, n.name AS name,
	COALESCE((SELECT x.ancestor FROM unit_anc x JOIN unit k ON k.id = x.ancestor AND k.kind = 'xa' WHERE x.node = u.id AND x.until = '9999-12-31'), e.parent) AS commune,
	(SELECT max(v.day) FROM visit v WHERE v.cell = u.id AND v.shard = u.shard AND v.noted_at IS NOT NULL) AS last
FROM unit_anc a JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo' AND u.until = '9999-12-31'
JOIN unit_edge e ON e.unit = u.id AND e.until = '9999-12-31' JOIN unit_name n ON n.unit = u.id AND n.until = '9999-12-31'
WHERE a.ancestor = :unit AND a.until = '9999-12-31' ORDER BY u.id;

-- visit_plan_meetings: what these cells have planned
-- class: report
-- in:  unit unit_id, from_month month, to_month month, since day      many
-- out: id meeting_id, cell cell_id, day day, minute int, place text
SELECT m.id AS id, m.cell AS cell, m.day AS day, m.minute AS minute, m.place AS place
FROM unit_anc a JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo' AND u.until = '9999-12-31'
JOIN meeting m ON m.cell = u.id AND m.shard = u.shard AND m.month BETWEEN :from_month AND :to_month
WHERE a.ancestor = :unit AND a.until = '9999-12-31' AND m.body = 'cell' AND m.day > :since AND (m.state = 'planned' OR m.state = 'called')
ORDER BY m.cell, m.day, m.id;

-- visit_plan_teams: the teams that work all the time
-- class: reference
-- in:  unit unit_id, since day, until day      many
-- out: id team_id, name text, since day, until day
SELECT id, name, since, until FROM visit_team WHERE unit = :unit AND since < :until AND until > :since ORDER BY name, id LIMIT 64;

-- visit_plan_people: who is in them
-- class: reference
-- in:  unit unit_id      many
-- out: team team_id, account account_id
SELECT m.team AS team, m.account AS account FROM visit_team t JOIN visit_member m ON m.team = t.id WHERE t.unit = :unit ORDER BY m.team, m.account;

-- visit_plan_homes: the cells that those who are in them should not assess: their own, those they were in since a day, those declared
-- class: report
-- in:  unit unit_id, former day      many
-- out: team team_id, cell cell_id
SELECT m.team AS team, r.unit AS cell FROM visit_team t JOIN visit_member m ON m.team = t.id
JOIN account_role r ON r.account = m.account AND r.until > :former JOIN unit u ON u.id = r.unit AND u.kind = 'chi_bo' WHERE t.unit = :unit
UNION SELECT m.team, s.cell FROM visit_team t JOIN visit_member m ON m.team = t.id JOIN account c ON c.id = m.account
JOIN membership s ON s.person = c.person AND s.until > :former WHERE t.unit = :unit
UNION SELECT m.team, a.node FROM visit_team t JOIN visit_member m ON m.team = t.id JOIN visit_bar b ON b.account = m.account
JOIN unit_anc a ON a.ancestor = b.unit AND a.until = '9999-12-31' WHERE t.unit = :unit;

-- visit_plan_area: the cells of each team that has an area
-- class: reference
-- in:  unit unit_id      many
-- out: team team_id, cell cell_id
SELECT DISTINCT r.team AS team, a.node AS cell FROM visit_team t JOIN visit_area r ON r.team = t.id
JOIN unit_anc a ON a.ancestor = r.unit AND a.until = '9999-12-31' JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo'
WHERE t.unit = :unit ORDER BY r.team, a.node;

-- visit_plan_busy: what these people have to do already, in whatever team
-- class: report
-- in:  unit unit_id, since day, until day      many
-- out: account account_id, cell cell_id, commune unit_id, day day, minute int
SELECT DISTINCT o.account AS account, v.cell AS cell, COALESCE((SELECT x.ancestor FROM unit_anc x JOIN unit k ON k.id = x.ancestor AND k.kind = 'xa' WHERE x.node = v.cell AND x.until = '9999-12-31'), e.parent) AS commune,
	v.day AS day, v.minute AS minute
FROM visit_team t JOIN visit_member m ON m.team = t.id JOIN visit_goer o ON o.account = m.account JOIN visit v ON v.id = o.visit AND v.shard = o.shard
JOIN unit_edge e ON e.unit = v.cell AND e.until = '9999-12-31'
WHERE t.unit = :unit AND v.day >= :since AND v.day < :until AND v.state <> 'cancelled';

-- visit_plan_taken: the cells of the committee that some team comes to already
-- class: report
-- in:  unit unit_id, since day, until day      many
-- out: cell cell_id
SELECT DISTINCT v.cell AS cell FROM visit v JOIN unit_anc a ON a.node = v.cell AND a.ancestor = :unit AND a.until = '9999-12-31'
WHERE v.day >= :since AND v.day < :until AND v.state <> 'cancelled';

-- visit_note: what the team saw and how it scores
-- in:  id visit_id, shard int, good text, improve text, advice text, rubric text, rubric_version int, total int?, least int, grade text?, paper int, account account_id, at instant      run
UPDATE visit SET good = :good, improve = :improve, advice = :advice, rubric = :rubric, rubric_version = :rubric_version, total = :total, least = :least,
	grade = :grade, paper = :paper, noted_by = :account, noted_at = COALESCE(noted_at, :at), version = version + 1,
	state = CASE WHEN state = 'confirmed' THEN 'held' ELSE state END
WHERE id = :id AND shard = :shard;

-- visit_line_put: the team's points of a line
-- in:  visit visit_id, line text, shard int, max int, points int, reason text?      run
INSERT INTO visit_line (visit, line, shard, max, points, reason) VALUES (:visit, :line, :shard, :max, :points, :reason)
ON CONFLICT (visit, line, shard) DO UPDATE SET max = excluded.max, points = excluded.points, reason = excluded.reason;

-- visit_line_many: the team's points
-- in:  visit visit_id, shard int      many
-- out: line text, max int, points int, reason text?
SELECT line, max, points, reason FROM visit_line WHERE visit = :visit AND shard = :shard ORDER BY line;

-- visit_own_lines: the cell's own points of that meeting
-- in:  meeting meeting_id, shard int      many
-- out: line text, points int?
SELECT l.line AS line, l.points AS points FROM score_sheet s JOIN score_line l ON l.sheet = s.id AND l.shard = s.shard
WHERE s.meeting = :meeting AND s.shard = :shard;

-- visit_reply: what the cell answers
-- in:  id visit_id, shard int, reply text, account account_id, at instant      run
UPDATE visit SET reply = :reply, replied_by = :account, replied_at = COALESCE(replied_at, :at), version = version + 1,
	state = CASE WHEN state = 'held' THEN 'replied' ELSE state END WHERE id = :id AND shard = :shard;

-- visit_close: the team has seen what changed
-- in:  id visit_id, shard int, closing text, account account_id, at instant      run
UPDATE visit SET closing = :closing, closed_by = :account, closed_at = :at, state = 'closed', version = version + 1 WHERE id = :id AND shard = :shard;

-- visit_change_add: what changed
-- in:  id int, shard int, visit visit_id, day day, text text, by_team int, account account_id, at instant      run
INSERT INTO visit_change (id, shard, visit, day, text, by_team, account, entered_at) VALUES (:id, :shard, :visit, :day, :text, :by_team, :account, :at);

-- visit_change_many: what changed, as written
-- in:  visit visit_id, shard int      many
-- out: day day, text text, by_team int
SELECT day, text, by_team FROM visit_change WHERE visit = :visit AND shard = :shard ORDER BY day, id LIMIT 100;

-- visit_next: the cell's next two meetings and what it gave itself there
-- in:  cell cell_id, shard int, month month, day day      many
-- out: id meeting_id, day day, total int?, grade text?, superior_total int?, superior text?, minutes int?, base int?, present int?, spoke int?
SELECT m.id AS id, m.day AS day, s.total AS total, s.grade AS grade, s.superior_total AS superior_total, s.superior_grade AS superior,
	x.minutes AS minutes, x.base AS base, x.present AS present, x.spoke AS spoke
FROM meeting m LEFT JOIN score_sheet s ON s.meeting = m.id AND s.shard = m.shard LEFT JOIN meeting_total x ON x.meeting = m.id AND x.shard = m.shard
WHERE m.cell = :cell AND m.shard = :shard AND m.month >= :month AND m.day > :day AND m.body = 'cell' AND m.state = 'ended' ORDER BY m.day, m.id LIMIT 2;

-- visit_total: figures of the meeting that the visit was at
-- in:  meeting meeting_id, shard int      maybe
-- out: minutes int, base int, present int, spoke int
SELECT minutes, base, present, spoke FROM meeting_total WHERE meeting = :meeting AND shard = :shard;

-- visit_last_before: the month of the last visit that a cell had, besides one
-- in:  cell cell_id, shard int, visit visit_id      maybe
-- out: day day
SELECT day FROM visit WHERE cell = :cell AND shard = :shard AND id <> :visit AND noted_at IS NOT NULL ORDER BY day DESC LIMIT 1;

-- visit_figures: a cell's visits of a month
-- in:  cell cell_id, shard int, since day, until day      one
-- out: visits int, latest int, replied int, closed int
SELECT count(*) AS visits,
	CASE WHEN count(*) > 0 AND NOT EXISTS (SELECT 1 FROM visit w WHERE w.cell = :cell AND w.shard = :shard AND w.day >= :until AND w.noted_at IS NOT NULL)
		THEN 1 ELSE 0 END AS latest,
	count(replied_at) AS replied, count(closed_at) AS closed
FROM visit WHERE cell = :cell AND shard = :shard AND day >= :since AND day < :until AND noted_at IS NOT NULL;

-- visit_scan: the same for all cells, for the check of counters
-- class: report
-- text: yes
-- in:       many
-- out: cell int, month int, shard int, visits int, latest int, replied int, closed int
SELECT v.cell AS cell, CAST(substr(v.day, 1, 4) AS INTEGER) * 100 + CAST(substr(v.day, 6, 2) AS INTEGER) AS month, v.shard AS shard, count(*) AS visits,
	CASE WHEN max(v.day) = (SELECT max(w.day) FROM visit w WHERE w.cell = v.cell AND w.shard = v.shard AND w.noted_at IS NOT NULL) THEN 1 ELSE 0 END AS latest,
	count(v.replied_at) AS replied, count(v.closed_at) AS closed
FROM visit v WHERE v.noted_at IS NOT NULL GROUP BY v.cell, v.shard, CAST(substr(v.day, 1, 4) AS INTEGER) * 100 + CAST(substr(v.day, 6, 2) AS INTEGER);

-- visit_cover_units: what stands right below a committee, how many of its cells were visited in some months; cells: as many as there are today
-- class: report
-- in:  unit unit_id, since month, month month      many
-- out: id unit_id, kind text, name text, visited int, visits int, cells int, across int?, down int?
SELECT e.unit AS id, u.kind AS kind, n.name AS name, COALESCE(sum(f.latest), 0) AS visited, COALESCE(sum(f.visits), 0) AS visits,
	(SELECT COALESCE(max(s.cells), 0) FROM state_by_unit s WHERE s.unit = e.unit AND s.month = :month) AS cells, p.across AS across, p.down AS down
FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.until = '9999-12-31' AND u.kind <> 'chi_bo'
JOIN unit_name n ON n.unit = e.unit AND n.until = '9999-12-31'
LEFT JOIN visit_by_unit f ON f.unit = e.unit AND f.month BETWEEN :since AND :month LEFT JOIN visit_tile p ON p.unit = e.unit
WHERE e.parent = :unit AND e.until = '9999-12-31' GROUP BY e.unit, u.kind, n.name, n.sort_key, p.across, p.down ORDER BY n.sort_key;

-- visit_cover_cells: the cells right below a committee and when a team was there last
-- class: report
-- in:  unit unit_id, today day      many
-- out: id cell_id, name text, last day?, next day?, across int?, down int?
SELECT u.id AS id, n.name AS name,
	(SELECT max(v.day) FROM visit v WHERE v.cell = u.id AND v.shard = u.shard AND v.noted_at IS NOT NULL) AS last,
	(SELECT min(v.day) FROM visit v WHERE v.cell = u.id AND v.shard = u.shard AND v.state = 'confirmed' AND v.day >= :today) AS next,
	p.across AS across, p.down AS down
FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.kind = 'chi_bo' AND u.until = '9999-12-31'
JOIN unit_name n ON n.unit = e.unit AND n.until = '9999-12-31' LEFT JOIN visit_tile p ON p.unit = u.id
WHERE e.parent = :unit AND e.until = '9999-12-31' ORDER BY n.sort_key LIMIT 1000;

-- visit_tiles: the units right below a committee and where their tiles are
-- class: reference
-- in:  unit unit_id      many
-- out: id unit_id, name text, across int?, down int?
SELECT e.unit AS id, n.name AS name, p.across AS across, p.down AS down FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.until = '9999-12-31'
JOIN unit_name n ON n.unit = e.unit AND n.until = '9999-12-31' LEFT JOIN visit_tile p ON p.unit = e.unit
WHERE e.parent = :unit AND e.until = '9999-12-31' ORDER BY n.sort_key LIMIT 200;

-- visit_tile_put: where a tile is
-- class: reference
-- in:  unit unit_id, across int, down int, at instant      run
INSERT INTO visit_tile (unit, across, down, entered_at) VALUES (:unit, :across, :down, :at)
ON CONFLICT (unit) DO UPDATE SET across = excluded.across, down = excluded.down, entered_at = excluded.entered_at;

-- visit_tile_drop: in the order of names again
-- class: reference
-- in:  unit unit_id      run
DELETE FROM visit_tile WHERE unit = :unit;

-- visit_archive_rows: a cell's visits
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: id visit_id, day day, state text, good text?, improve text?, advice text?, total int?, grade text?, reply text?, closing text?, moved_reason text?, cancel_reason text?
SELECT id, day, state, good, improve, advice, total, grade, reply, closing, moved_reason, cancel_reason FROM visit
WHERE cell = :cell AND shard = :shard AND state <> 'proposed' ORDER BY day, id;

-- visit_review: what the committee found when the cell asked to look again at the team's score
-- in:  visit visit_id, shard int      maybe
-- out: state text, total int?, grade text?, answered_at instant?
SELECT state, after_total AS total, after_grade AS grade, answered_at FROM score_appeal
WHERE visit = :visit AND shard = :shard AND state <> 'withdrawn' ORDER BY id DESC LIMIT 1;
