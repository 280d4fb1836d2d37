-- verify_cells: units with chains, in the order of their ids
-- class: report
-- in:  after int, most int      many
-- out: cell int, shard int
SELECT DISTINCT cell, shard FROM chain WHERE cell > :after ORDER BY cell LIMIT :most;

-- verify_headless: units whose acts or links no head stands for
-- class: report
-- in:  many
-- out: cell int, kind text
SELECT DISTINCT a.cell AS cell, 'audit' AS kind FROM audit a LEFT JOIN chain c ON c.cell = a.cell AND c.kind = 'audit' AND c.shard = a.shard WHERE c.cell IS NULL
UNION SELECT DISTINCT l.cell AS cell, l.kind AS kind FROM chain_link l LEFT JOIN chain c ON c.cell = l.cell AND c.kind = l.kind AND c.shard = l.shard
WHERE c.cell IS NULL;

-- verify_known_only: units whose superior holds a head where no chain is any more
-- class: report
-- in:  many
-- out: cell int, kind text, seq int
SELECT k.cell AS cell, k.kind AS kind, k.seq AS seq FROM chain_known k LEFT JOIN chain c ON c.cell = k.cell AND c.kind = k.kind AND c.shard = k.shard
WHERE c.cell IS NULL;

-- verify_chained: whether a unit has chains
-- class: report
-- in:  cell int      one
-- out: chains int
SELECT count(*) AS chains FROM chain WHERE cell = :cell;

-- verify_meetings: meetings with their cells, in the order of their ids
-- class: report
-- in:  after int, most int      many
-- out: id int
SELECT id FROM meeting WHERE id > :after ORDER BY id LIMIT :most;

-- verify_meetings_of: the meetings of one cell
-- in:  cell cell_id, shard int      many
-- out: id int
SELECT id FROM meeting WHERE cell = :cell AND shard = :shard ORDER BY id;

-- verify_meeting: where and when a meeting was
-- class: report
-- in:  meeting int      maybe
-- out: cell int, day text
SELECT cell, day FROM meeting WHERE id = :meeting;

-- verify_unit: what a unit is called today, and its code
-- class: reference
-- in:  unit int      maybe
-- out: name text?, code text?
SELECT (SELECT n.name FROM unit_name n WHERE n.unit = u.id ORDER BY n.since DESC LIMIT 1) AS name,
	(SELECT c.code FROM unit_code c WHERE c.unit = u.id ORDER BY c.since DESC LIMIT 1) AS code
FROM unit u WHERE u.id = :unit;

-- verify_below: a unit and all below it
-- class: reference
-- in:  unit int      many
-- out: unit int, shard int
SELECT u.id AS unit, u.shard AS shard FROM unit_anc a JOIN unit u ON u.id = a.node WHERE a.ancestor = :unit AND a.until = '9999-12-31' ORDER BY u.id;

-- verify_coded: the unit that has this code today
-- class: reference
-- in:  code text      maybe
-- out: unit int
SELECT unit FROM unit_code WHERE code = :code AND until = '9999-12-31';

-- verify_heads: where the chains of a unit stand
-- class: report
-- in:  cell int      many
-- out: kind text, seq int, hash blob
SELECT kind, seq, hash FROM chain WHERE cell = :cell ORDER BY kind;

-- verify_links: links of what belongs to a stretch of meetings
-- class: report
-- in:  first int, last int, low int, high int      many
-- out: meeting int, object int, kind text, seq int, cell int, about text, part text, salt blob?, content blob
SELECT meeting, object, kind, seq, cell, about, part, salt, content FROM chain_link
WHERE meeting BETWEEN :first AND :last AND object BETWEEN :low AND :high ORDER BY meeting, object, kind, seq;

-- verify_texts: versions of texts with their hashes, and what was confirmed
-- class: report
-- in:  first int, last int      many
-- out: record int, meeting int, cell int, chain text, version int, hash blob, confirmed bool, fitting bool, body text
SELECT v.record AS record, r.meeting AS meeting, r.cell AS cell, CASE WHEN r.kind = 'resolution' THEN 'resolution' ELSE 'minutes' END AS chain,
	v.version AS version, v.hash AS hash,
	CASE WHEN r.signed_at IS NOT NULL AND r.version = v.version THEN 1 ELSE 0 END AS confirmed, CASE WHEN r.hash = v.hash THEN 1 ELSE 0 END AS fitting,
	v.body AS body
FROM record r JOIN record_version v ON v.record = r.id AND v.shard = r.shard WHERE r.meeting BETWEEN :first AND :last ORDER BY v.record, v.version;

-- verify_textless: confirmed records without their text
-- class: report
-- in:  first int, last int      many
-- out: record int, meeting int, cell int
SELECT r.id AS record, r.meeting AS meeting, r.cell AS cell FROM record r LEFT JOIN record_version v ON v.record = r.id AND v.version = r.version AND v.shard = r.shard
WHERE r.meeting BETWEEN :first AND :last AND r.signed_at IS NOT NULL AND v.record IS NULL;

-- verify_votes: counted and void votes, by a stretch of meetings; the columns of chain_votes
-- json: yes
-- class: report
-- in:  first int, last int      many
-- out: object int, meeting int, chain text, about text, state text, ord int, item optint, kind text, question text, method text, person text?,
--      papers text?, votes_for int, votes_against int, votes_other int, base int, needs int, present int, carried optint, rule text,
--      opened_at instant, closed_at optint, seats optint, board text?, members text?, issued optint, returned optint, valid optint, invalid optint,
--      electronic optint, result text?
SELECT o.id AS object, o.meeting AS meeting, 'vote' AS chain, '' AS about, o.state AS state, o.ord AS ord, o.item AS item, o.kind AS kind, o.question AS question,
	o.method AS method, o.person AS person, o.papers AS papers, o.votes_for AS votes_for, o.votes_against AS votes_against, o.votes_other AS votes_other,
	o.base AS base, o.needs AS needs, o.present AS present, o.carried AS carried, o.rule AS rule, o.opened_at AS opened_at, o.closed_at AS closed_at,
	b.seats AS seats, b.head_name AS board, b.members AS members, b.issued AS issued, b.returned AS returned, b.valid AS valid, b.invalid AS invalid,
	b.electronic AS electronic, b.result AS result
FROM motion o LEFT JOIN ballot b ON b.motion = o.id AND b.shard = o.shard WHERE o.meeting BETWEEN :first AND :last AND o.state <> 'open' ORDER BY o.id;

-- verify_electors: who stood how in votes, by a stretch of meetings; the columns of chain_electors
-- json: yes
-- class: report
-- in:  first int, last int      many
-- out: object int, person int, counts bool, decided bool, may_vote bool, why text, choice text?
SELECT e.motion AS object, e.person AS person, e.counts AS counts, e.decided AS decided, e.may_vote AS may_vote, e.why AS why, e.choice AS choice
FROM motion o JOIN motion_elector e ON e.motion = o.id AND e.shard = o.shard WHERE o.meeting BETWEEN :first AND :last AND o.state <> 'open' ORDER BY e.motion, e.person;

-- verify_records: confirmed and void records, by a stretch of meetings; the columns of chain_records
-- json: yes
-- class: report
-- in:  first int, last int      many
-- out: object int, meeting int, chain text, about text, state text, kind text, ord int, parent optint, title text, day text, version int,
--      term optint, number optint, void_reason text?, adopted_at optint, adopted_version optint, adopted_hash blob?, motion optint, clerk optint,
--      clerk_name text?, clerk_at optint, chair optint, chair_name text?, chair_post text?, signed_at optint, hash blob?
SELECT o.id AS object, o.meeting AS meeting, CASE WHEN o.kind = 'resolution' OR p.kind = 'resolution' THEN 'resolution' ELSE 'minutes' END AS chain,
	'' AS about, o.state AS state, o.kind AS kind, o.ord AS ord, o.parent AS parent, o.title AS title, o.day AS day, o.version AS version, o.term AS term,
	o.number AS number, n.void_reason AS void_reason, o.adopted_at AS adopted_at, o.adopted_version AS adopted_version, o.adopted_hash AS adopted_hash,
	o.motion AS motion, o.clerk AS clerk, o.clerk_name AS clerk_name, o.clerk_at AS clerk_at, o.chair AS chair, o.chair_name AS chair_name,
	o.chair_post AS chair_post, o.signed_at AS signed_at, o.hash AS hash
FROM record o LEFT JOIN record p ON p.id = o.parent AND p.shard = o.shard
LEFT JOIN register_number n ON n.term = o.term AND n.type = CASE o.kind WHEN 'resolution' THEN 'NQ' ELSE 'BB' END AND n.number = o.number AND n.shard = o.shard
	AND n.record = o.id
WHERE o.meeting BETWEEN :first AND :last AND o.state IN ('signed', 'void') ORDER BY o.id;

-- verify_sheets: score sheets that were voted on or sent, by a stretch of meetings; the columns of chain_sheets
-- json: yes
-- class: report
-- in:  first int, last int      many
-- out: object int, meeting int, chain text, about text, state text, rubric text, rubric_version int, total optint, grade text?, shortcomings text?,
--      motion optint, submitted_at optint, superior_total optint, superior_grade text?, superior_reason text?, superior_account optint,
--      graded_at optint
SELECT o.id AS object, o.meeting AS meeting, 'score' AS chain, '' AS about, o.state AS state, o.rubric AS rubric, o.rubric_version AS rubric_version,
	o.total AS total, o.grade AS grade, o.shortcomings AS shortcomings, o.motion AS motion, o.submitted_at AS submitted_at,
	o.superior_total AS superior_total, o.superior_grade AS superior_grade, o.superior_reason AS superior_reason,
	o.superior_account AS superior_account, o.graded_at AS graded_at
FROM score_sheet o WHERE o.meeting BETWEEN :first AND :last AND o.state <> 'proposed' ORDER BY o.id;

-- verify_lines: lines of score sheets, by a stretch of meetings; the columns of chain_lines
-- json: yes
-- class: report
-- in:  first int, last int      many
-- out: object int, line text, max int, evidence optint, points optint, confirmed bool, reason text?, why text?, superior optint, superior_note text?
SELECT l.sheet AS object, l.line AS line, l.max AS max, l.evidence AS evidence, l.points AS points, l.confirmed AS confirmed, l.reason AS reason, l.why AS why,
	l.superior AS superior, l.superior_note AS superior_note
FROM score_sheet o JOIN score_line l ON l.sheet = o.id AND l.shard = o.shard WHERE o.meeting BETWEEN :first AND :last AND o.state <> 'proposed' ORDER BY l.sheet, l.line;

-- verify_grades: grades of periods given by a person, by a stretch of cells; the columns of chain_grades
-- json: yes
-- class: report
-- in:  first int, last int      many
-- out: object int, meeting int, chain text, about text, state text, grade text, reason text, unit int, at instant, account int
SELECT o.cell AS object, 0 AS meeting, 'grade' AS chain, o.period AS about, 'given' AS state, o.grade AS grade, o.reason AS reason, o.unit AS unit, o.at AS at,
	o.account AS account
FROM period_grade o WHERE o.cell BETWEEN :first AND :last ORDER BY o.cell, o.period;

-- verify_totals: meetings of a stretch whose totals are not those of their roll; months typed in as figures have no roll
-- class: report
-- in:  first int, last int      many
-- out: meeting int, cell int
SELECT t.meeting AS meeting, m.cell AS cell FROM meeting_total t JOIN meeting m ON m.id = t.meeting AND m.shard = t.shard JOIN (SELECT meeting, shard, count(*) AS members, count(CASE WHEN status = 'full' THEN 1 END) AS full_members,
	count(CASE WHEN duty NOT IN ('exempt', 'special_duty', 'away') THEN 1 END) AS base,
	count(CASE WHEN state = 'present' AND duty NOT IN ('exempt', 'special_duty', 'away') THEN 1 END) AS present,
	count(CASE WHEN state = 'excused' AND duty NOT IN ('exempt', 'special_duty', 'away') THEN 1 END) AS excused,
	count(CASE WHEN state = 'unexcused' AND duty NOT IN ('exempt', 'special_duty', 'away') THEN 1 END) AS unexcused,
	count(CASE WHEN duty = 'exempt' THEN 1 END) AS exempt, count(CASE WHEN duty = 'away' THEN 1 END) AS away,
	count(CASE WHEN duty = 'special_duty' THEN 1 END) AS special,
	count(CASE WHEN state = 'present' AND duty IN ('exempt', 'special_duty', 'away') THEN 1 END) AS extra FROM attendance
	WHERE meeting BETWEEN :first AND :last GROUP BY meeting, shard) a
ON a.meeting = t.meeting AND a.shard = t.shard
WHERE t.meeting BETWEEN :first AND :last AND (a.members <> t.members OR a.full_members <> t.full_members OR a.base <> t.base OR a.present <> t.present OR a.excused <> t.excused
	OR a.unexcused <> t.unexcused OR a.exempt <> t.exempt OR a.away <> t.away OR a.special <> t.special OR a.extra <> t.extra);

-- verify_closure: units whose superiors by the closure are not those by the edges, today
-- class: report
-- in:  many
-- out: unit int
WITH RECURSIVE up (node, depth, ancestor) AS (SELECT id, 0, id FROM unit WHERE until = '9999-12-31'
	UNION ALL SELECT u.node, u.depth + 1, e.parent FROM up u JOIN unit_edge e ON e.unit = u.ancestor AND e.until = '9999-12-31')
SELECT u.node AS unit FROM up u LEFT JOIN unit_anc a ON a.node = u.node AND a.depth = u.depth AND a.ancestor = u.ancestor AND a.until = '9999-12-31'
WHERE a.node IS NULL
UNION SELECT a.node AS unit FROM unit_anc a JOIN unit n ON n.id = a.node AND n.until = '9999-12-31'
	LEFT JOIN up u ON u.node = a.node AND u.depth = a.depth AND u.ancestor = a.ancestor
WHERE a.until = '9999-12-31' AND u.node IS NULL;
