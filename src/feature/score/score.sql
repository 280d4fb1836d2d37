-- score_rubric_newest: the last version of a rubric
-- class: reference
-- in:  id text      maybe
-- out: version int, hash blob, body text
SELECT version, hash, body FROM rubric WHERE id = :id ORDER BY version DESC LIMIT 1;

-- score_rubric_put: a version of a rubric
-- class: reference
-- in:  id text, version int, name text, issuer text, document text, since day, until day, body text, hash blob, at instant      run
INSERT INTO rubric (id, version, name, issuer, document, since, until, body, hash, entered_at)
VALUES (:id, :version, :name, :issuer, :document, :since, :until, :body, :hash, :at);

-- score_rubric_body: one version of a rubric
-- class: reference
-- in:  id text, version int      maybe
-- out: body text
SELECT body FROM rubric WHERE id = :id AND version = :version;

-- score_sheet_of_meeting: the score sheet of a meeting
-- in:  meeting meeting_id, shard int      maybe
-- out: id int, shard int, cell int, rubric text, rubric_version int, state text, least int, most int, total optint, grade text?, motion optint,
--      shortcomings text?, submitted_at optint, superior_total optint, superior_grade text?, superior_reason text?, graded_at optint, version int
SELECT id, shard, cell, rubric, rubric_version, state, least, most, total, grade, motion, shortcomings, submitted_at, superior_total,
	superior_grade, superior_reason, graded_at, version
FROM score_sheet WHERE meeting = :meeting AND shard = :shard LIMIT 1;

-- score_lines: what stands in its lines
-- in:  sheet int, shard int      many
-- out: line text, max int, evidence optint, points optint, confirmed bool, reason text?, why text?, superior optint, superior_note text?
SELECT line, max, evidence, points, confirmed, reason, why, superior, superior_note FROM score_line WHERE sheet = :sheet AND shard = :shard;

-- score_sheet_add: a new sheet
-- in:  id int, shard int, cell int, meeting meeting_id, rubric text, rubric_version int, at instant      run
INSERT INTO score_sheet (id, shard, cell, meeting, rubric, rubric_version, version, entered_at)
VALUES (:id, :shard, :cell, :meeting, :rubric, :rubric_version, 0, :at);

-- score_sheet_save: what was proposed
-- in:  id int, shard int, least int, most int, total optint, grade text?, shortcomings text?      run
UPDATE score_sheet SET least = :least, most = :most, total = :total, grade = :grade, shortcomings = :shortcomings, version = version + 1
WHERE id = :id AND shard = :shard;

-- score_line_put: one line as proposed
-- in:  sheet int, line text, shard int, max int, evidence optint, points optint, confirmed bool, reason text?, why text?      run
INSERT INTO score_line (sheet, line, shard, max, evidence, points, confirmed, reason, why)
VALUES (:sheet, :line, :shard, :max, :evidence, :points, :confirmed, :reason, :why)
ON CONFLICT (sheet, line, shard) DO UPDATE SET evidence = excluded.evidence, points = excluded.points, confirmed = excluded.confirmed,
	reason = excluded.reason, why = excluded.why;

-- score_sheet_voted: carried in the meeting
-- in:  id int, shard int, motion optint      run
UPDATE score_sheet SET state = 'voted', motion = :motion, version = version + 1 WHERE id = :id AND shard = :shard;

-- score_sheet_submitted: sent to the superior
-- in:  id int, shard int, at instant      run
UPDATE score_sheet SET state = 'submitted', submitted_at = :at, version = version + 1 WHERE id = :id AND shard = :shard;

-- score_sheet_graded: the superior's decision
-- in:  id int, shard int, total int, grade text, reason text?, account account_id, at instant      run
UPDATE score_sheet SET state = 'graded', superior_total = :total, superior_grade = :grade, superior_reason = :reason,
	superior_account = :account, graded_at = :at, version = version + 1
WHERE id = :id AND shard = :shard;

-- score_line_superior: the superior's points of one line
-- in:  sheet int, line text, shard int, points optint, note text?      run
UPDATE score_line SET superior = :points, superior_note = :note WHERE sheet = :sheet AND line = :line AND shard = :shard;

-- score_motion: the motion on the score of a meeting: the carried one, else the last that is not void
-- in:  meeting meeting_id, shard int      maybe
-- out: id int, state text, carried bool, votes_for int, base int
SELECT id, state, coalesce(carried, 0) AS carried, votes_for, base FROM motion
WHERE meeting = :meeting AND shard = :shard AND kind = 'score' AND state <> 'void'
ORDER BY coalesce(carried, 0) DESC, ord DESC LIMIT 1;

-- score_waiting: meetings of a cell, held since a day, whose score did not go up yet
-- in:  cell int, shard int, since day      many
-- out: meeting meeting_id, month month, day day, open bool, state text?, carried bool
SELECT m.id AS meeting, m.month AS month, m.day AS day, m.state = 'open' AS open, s.state AS state,
	EXISTS (SELECT 1 FROM motion v WHERE v.meeting = m.id AND v.shard = m.shard AND v.kind = 'score' AND v.carried = 1) AS carried
FROM meeting m LEFT JOIN score_sheet s ON s.meeting = m.id AND s.shard = m.shard
WHERE m.cell = :cell AND m.shard = :shard AND m.state IN ('open', 'ended') AND m.body = 'cell' AND m.paper_typed = 0 AND m.day >= :since
	AND (s.state IS NULL OR s.state IN ('proposed', 'voted'))
ORDER BY m.day;

-- score_to_grade: how many sheets wait for the grade, by cell below a unit
-- class: report
-- in:  unit unit_id      many
-- out: cell int, name text, sheets int
SELECT s.cell AS cell, n.name AS name, count(*) AS sheets
FROM unit_anc a JOIN score_sheet s ON s.cell = a.node AND s.state = 'submitted'
JOIN unit_name n ON n.unit = s.cell AND n.until = '9999-12-31'
WHERE a.ancestor = :unit AND a.until = '9999-12-31' AND a.depth > 0
GROUP BY s.cell, n.name, n.sort_key ORDER BY n.sort_key;

-- score_below: the sheets of all cells below a unit that went up, of one month
-- class: report
-- in:  unit unit_id, month month      many
-- out: meeting meeting_id, cell int, name text, day day, kind text, state text, least int, most int, total optint, grade text?,
--      superior_grade text?
SELECT s.meeting AS meeting, s.cell AS cell, n.name AS name, m.day AS day, m.kind AS kind, s.state AS state, s.least AS least, s.most AS most,
	s.total AS total, s.grade AS grade, s.superior_grade AS superior_grade
FROM unit_anc a JOIN score_sheet s ON s.cell = a.node AND s.state IN ('submitted', 'graded')
JOIN meeting m ON m.id = s.meeting AND m.shard = s.shard
JOIN unit_name n ON n.unit = s.cell AND n.until = '9999-12-31'
WHERE a.ancestor = :unit AND a.until = '9999-12-31' AND a.depth > 0 AND (m.month = :month OR s.state = 'submitted')
ORDER BY s.state DESC, n.sort_key, m.day;

-- score_archive_sheets: all score sheets of a cell, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: id sheet_id, meeting meeting_id, rubric text, rubric_version int, state text, total optint, grade text?, superior_total optint,
--      superior_grade text?, superior_reason text?, shortcomings text?
SELECT id, meeting, rubric, rubric_version, state, total, grade, superior_total, superior_grade, superior_reason, shortcomings FROM score_sheet
WHERE cell = :cell AND shard = :shard ORDER BY meeting, id;

-- score_archive_lines: the lines of all its sheets, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: sheet sheet_id, line text, max int, evidence optint, points optint, reason text?, superior optint, superior_note text?
SELECT l.sheet AS sheet, l.line AS line, l.max AS max, l.evidence AS evidence, l.points AS points, l.reason AS reason, l.superior AS superior,
	l.superior_note AS superior_note
FROM score_sheet s JOIN score_line l ON l.sheet = s.id AND l.shard = s.shard WHERE s.cell = :cell AND s.shard = :shard ORDER BY s.meeting, s.id, l.line;
