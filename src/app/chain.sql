-- chain_link_put: one more link
-- in:  meeting int, object int, kind text, seq int, shard int, cell int, about text, part text, at instant, salt blob?, content blob, hash blob      run
INSERT INTO chain_link (meeting, object, kind, seq, shard, cell, about, part, at, salt, content, hash)
VALUES (:meeting, :object, :kind, :seq, :shard, :cell, :about, :part, :at, :salt, :content, :hash);

-- chain_heads: where all chains of a cell stand
-- in:  cell int, shard int      many
-- out: kind text, seq int, hash blob
SELECT kind, seq, hash FROM chain WHERE cell = :cell AND shard = :shard ORDER BY kind;

-- chain_acts: a stretch of the acts of a unit
-- in:  cell int, shard int, after int, most int      many
-- out: seq int, at instant, account int, act text, object int, request int, hash blob
SELECT seq, at, account, act, object, request, hash FROM audit WHERE cell = :cell AND shard = :shard AND seq > :after ORDER BY seq LIMIT :most;

-- chain_links: every link of a cell, chain by chain
-- in:  cell int, shard int      many
-- out: kind text, seq int, meeting int, object int, about text, part text, at instant, salt blob?, content blob, hash blob
SELECT kind, seq, meeting, object, about, part, at, salt, content, hash FROM chain_link WHERE cell = :cell AND shard = :shard ORDER BY kind, seq;

-- chain_link_of: the last link of an object
-- in:  meeting int, object int, kind text, shard int      maybe
-- out: seq int, hash blob
SELECT seq, hash FROM chain_link WHERE meeting = :meeting AND object = :object AND kind = :kind AND shard = :shard ORDER BY seq DESC LIMIT 1;

-- chain_known_put: a head that went up
-- in:  cell int, kind text, shard int, seq int, hash blob, at instant, meeting int      run
INSERT INTO chain_known (cell, kind, shard, seq, hash, at, meeting) VALUES (:cell, :kind, :shard, :seq, :hash, :at, :meeting)
ON CONFLICT (cell, kind, shard) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at, meeting = excluded.meeting;

-- chain_known: the heads that are held above a cell
-- in:  cell int, shard int      many
-- out: kind text, seq int, hash blob, at instant, meeting int
SELECT kind, seq, hash, at, meeting FROM chain_known WHERE cell = :cell AND shard = :shard ORDER BY kind;

-- chain_votes: counted and void votes, as the chain covers them; the columns of verify_votes
-- json: yes
-- in:  meeting int, shard int      many
-- out: object int, meeting int, chain text, about text, state text, ord int, item optint, kind text, question text, method text, person text?,
--      papers text?, votes_for int, votes_against int, votes_other int, base int, needs int, present int, carried optint, rule text,
--      opened_at instant, closed_at optint, seats optint, board text?, members text?, issued optint, returned optint, valid optint, invalid optint,
--      electronic optint, result text?
SELECT o.id AS object, o.meeting AS meeting, 'vote' AS chain, '' AS about, o.state AS state, o.ord AS ord, o.item AS item, o.kind AS kind, o.question AS question,
	o.method AS method, o.person AS person, o.papers AS papers, o.votes_for AS votes_for, o.votes_against AS votes_against, o.votes_other AS votes_other,
	o.base AS base, o.needs AS needs, o.present AS present, o.carried AS carried, o.rule AS rule, o.opened_at AS opened_at, o.closed_at AS closed_at,
	b.seats AS seats, b.head_name AS board, b.members AS members, b.issued AS issued, b.returned AS returned, b.valid AS valid, b.invalid AS invalid,
	b.electronic AS electronic, b.result AS result
FROM motion o LEFT JOIN ballot b ON b.motion = o.id AND b.shard = o.shard WHERE o.meeting = :meeting AND o.shard = :shard AND o.state <> 'open' ORDER BY o.id;

-- chain_electors: who stood how in votes, as the chain covers them; the columns of verify_electors
-- json: yes
-- in:  meeting int, shard int      many
-- out: object int, person int, counts bool, decided bool, may_vote bool, why text, choice text?
SELECT e.motion AS object, e.person AS person, e.counts AS counts, e.decided AS decided, e.may_vote AS may_vote, e.why AS why, e.choice AS choice
FROM motion o JOIN motion_elector e ON e.motion = o.id AND e.shard = o.shard WHERE o.meeting = :meeting AND o.shard = :shard AND o.state <> 'open' ORDER BY e.motion, e.person;

-- chain_records: confirmed and void records, as the chain covers them; the columns of verify_records
-- json: yes
-- in:  meeting int, shard int      many
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
WHERE o.meeting = :meeting AND o.shard = :shard AND o.state IN ('signed', 'void') ORDER BY o.id;

-- chain_sheets: score sheets that were voted on or sent, as the chain covers them; the columns of verify_sheets
-- json: yes
-- in:  meeting int, shard int      many
-- out: object int, meeting int, chain text, about text, state text, rubric text, rubric_version int, total optint, grade text?, shortcomings text?,
--      motion optint, submitted_at optint, superior_total optint, superior_grade text?, superior_reason text?, superior_account optint,
--      graded_at optint
SELECT o.id AS object, o.meeting AS meeting, 'score' AS chain, '' AS about, o.state AS state, o.rubric AS rubric, o.rubric_version AS rubric_version,
	o.total AS total, o.grade AS grade, o.shortcomings AS shortcomings, o.motion AS motion, o.submitted_at AS submitted_at,
	o.superior_total AS superior_total, o.superior_grade AS superior_grade, o.superior_reason AS superior_reason,
	o.superior_account AS superior_account, o.graded_at AS graded_at
FROM score_sheet o WHERE o.meeting = :meeting AND o.shard = :shard AND o.state <> 'proposed' ORDER BY o.id;

-- chain_lines: lines of score sheets, as the chain covers them; the columns of verify_lines
-- json: yes
-- in:  meeting int, shard int      many
-- out: object int, line text, max int, evidence optint, points optint, confirmed bool, reason text?, why text?, superior optint, superior_note text?
SELECT l.sheet AS object, l.line AS line, l.max AS max, l.evidence AS evidence, l.points AS points, l.confirmed AS confirmed, l.reason AS reason, l.why AS why,
	l.superior AS superior, l.superior_note AS superior_note
FROM score_sheet o JOIN score_line l ON l.sheet = o.id AND l.shard = o.shard WHERE o.meeting = :meeting AND o.shard = :shard AND o.state <> 'proposed' ORDER BY l.sheet, l.line;

-- chain_grades: grades of periods given by a person, as the chain covers them; the columns of verify_grades
-- json: yes
-- in:  cell int, shard int      many
-- out: object int, meeting int, chain text, about text, state text, grade text, reason text, unit int, at instant, account int
SELECT o.cell AS object, 0 AS meeting, 'grade' AS chain, o.period AS about, 'given' AS state, o.grade AS grade, o.reason AS reason, o.unit AS unit, o.at AS at,
	o.account AS account
FROM period_grade o WHERE o.cell = :cell AND o.shard = :shard ORDER BY o.cell, o.period;

-- chain_any: whether there is any link, head of contents or head held above
-- class: report
-- in:            one
-- out: links int, heads int, known int
SELECT (SELECT count(*) FROM (SELECT 1 AS one FROM chain_link LIMIT 1) AS l) AS links,
	(SELECT count(*) FROM (SELECT 1 AS one FROM chain WHERE kind <> 'audit' LIMIT 1) AS h) AS heads,
	(SELECT count(*) FROM (SELECT 1 AS one FROM chain_known LIMIT 1) AS k) AS known;

-- chain_graded: cells with grades given by a person
-- class: report
-- in:            many
-- out: cell int, shard int
SELECT DISTINCT cell, shard FROM period_grade ORDER BY cell;
