-- annual_result_add: a decision on one
-- in:  id annual_result_id, shard int, assessed assessed_id, review annual_id, cell cell_id, year int, unit unit_id, kind text, person person_id?, name text, grp text, grade text, points int?, day day, number text, reason text?, account account_id, at instant      run
INSERT INTO annual_result (id, shard, assessed, review, cell, year, unit, kind, person, name, grp, grade, points, day, number, reason, account, entered_at)
VALUES (:id, :shard, :assessed, :review, :cell, :year, :unit, :kind, :person, :name, :grp, :grade, :points, :day, :number, :reason, :account, :at);

-- annual_result_stands: what stands of one
-- in:  assessed assessed_id, shard int      maybe
-- out: id annual_result_id, grade text, points int?, day day, number text, reason text?
SELECT id, grade, points, day, number, reason FROM annual_result WHERE assessed = :assessed AND shard = :shard AND revoked_day IS NULL;

-- annual_result_revoke: it stands no more
-- in:  id annual_result_id, shard int, day day, number text, reason text      run
UPDATE annual_result SET revoked_day = :day, revoked_number = :number, revoked_reason = :reason WHERE id = :id AND shard = :shard;

-- annual_result_history: all that was decided of one, the last first
-- in:  review annual_id, assessed assessed_id, cell cell_id, year int, shard int      many
-- out: id annual_result_id, grade text, day day, number text, reason text?, revoked_day day?, revoked_number text?, revoked_reason text?
SELECT id, grade, day, number, reason, revoked_day, revoked_number, revoked_reason FROM annual_result
WHERE cell = :cell AND shard = :shard AND year = :year AND review = :review AND assessed = :assessed ORDER BY entered_at DESC, id DESC LIMIT 40;

-- annual_result_of_cell: what stands in a cell's year
-- in:  review annual_id, cell cell_id, year int, shard int      many
-- out: assessed assessed_id, kind text, name text, grp text, grade text, points int?, day day, number text
SELECT s.assessed AS assessed, s.kind AS kind, s.name AS name, s.grp AS grp, s.grade AS grade, s.points AS points, s.day AS day, s.number AS number
FROM annual_result s JOIN annual_assessed a ON a.id = s.assessed AND a.shard = s.shard
WHERE s.cell = :cell AND s.shard = :shard AND s.year = :year AND s.review = :review AND s.revoked_day IS NULL
ORDER BY CASE WHEN s.kind = 'cell' THEN 1 ELSE 0 END, a.sort_key, s.assessed;

-- annual_result_of_unit: what a committee decided under one number, also what another decision replaced since
-- class: report
-- in:  unit unit_id, year int, number text      many
-- out: cell cell_id, shard int, cell_name text, kind text, name text, grp text, grade text, points int?, day day, revoked_number text?
SELECT s.cell AS cell, s.shard AS shard, n.name AS cell_name, s.kind AS kind, s.name AS name, s.grp AS grp, s.grade AS grade, s.points AS points, s.day AS day,
	s.revoked_number AS revoked_number
FROM annual_result s JOIN unit_name n ON n.unit = s.cell AND n.until = '9999-12-31' JOIN annual_assessed a ON a.id = s.assessed AND a.shard = s.shard
WHERE s.unit = :unit AND s.year = :year AND s.number = :number
ORDER BY CASE WHEN s.kind = 'committee' THEN 0 ELSE 1 END, n.sort_key, s.cell, CASE WHEN s.kind = 'cell' THEN 0 ELSE 1 END, a.sort_key, s.assessed;

-- annual_result_numbers: the decisions of a committee in a year
-- class: report
-- in:  unit unit_id, year int      many
-- out: number text, day day, cells int, people int, committees int
SELECT number, day, count(DISTINCT CASE WHEN kind <> 'committee' THEN cell END) AS cells, count(person) AS people,
	count(CASE WHEN kind = 'committee' THEN 1 END) AS committees FROM annual_result WHERE unit = :unit AND year = :year
GROUP BY number, day ORDER BY day, number LIMIT 100;

-- annual_result_person: how somebody was classified in earlier years, wherever that was
-- class: report
-- in:  person person_id, before int      many
-- out: year int, grade text, day day, number text, cell_name text
SELECT s.year AS year, s.grade AS grade, s.day AS day, s.number AS number, n.name AS cell_name
FROM annual_result s JOIN unit_name n ON n.unit = s.cell AND n.until = '9999-12-31'
WHERE s.person = :person AND s.year < :before AND s.revoked_day IS NULL ORDER BY s.year DESC LIMIT 10;

-- annual_result_body: how a cell or a committee was classified in earlier years
-- in:  cell cell_id, shard int, before int      many
-- out: year int, grade text, day day, number text, cell_name text
SELECT s.year AS year, s.grade AS grade, s.day AS day, s.number AS number, s.name AS cell_name
FROM annual_result s WHERE s.cell = :cell AND s.shard = :shard AND s.year < :before AND s.kind <> 'member' AND s.revoked_day IS NULL ORDER BY s.year DESC LIMIT 10;

-- annual_twice: who of a review was classified for the year elsewhere
-- class: report
-- in:  review annual_id, year int      many
-- out: name text, cell_name text
SELECT a.name AS name, n.name AS cell_name FROM annual_assessed a
JOIN annual_result s ON s.person = a.person AND s.year = :year AND s.revoked_day IS NULL AND s.review <> :review
JOIN unit_name n ON n.unit = s.cell AND n.until = '9999-12-31' WHERE a.review = :review AND a.left_out IS NULL ORDER BY a.name;

-- annual_counts_of_review: how many of each group have which grade, as it is proposed, weighed or decided
-- in:  review annual_id, shard int      many
-- out: grp text, kind text, grade text, n int
SELECT a.grp AS grp, a.kind AS kind, COALESCE(s.grade, a.weighed, a.grade) AS grade, count(*) AS n
FROM annual_assessed a LEFT JOIN annual_result s ON s.assessed = a.id AND s.shard = a.shard AND s.revoked_day IS NULL
WHERE a.review = :review AND a.shard = :shard AND a.left_out IS NULL AND COALESCE(s.grade, a.weighed, a.grade) IS NOT NULL
GROUP BY a.grp, a.kind, COALESCE(s.grade, a.weighed, a.grade) ORDER BY a.kind, a.grp, COALESCE(s.grade, a.weighed, a.grade);

-- annual_counts_of_unit: the same of all reviews that a committee decides
-- class: report
-- in:  unit unit_id, year int      many
-- out: review annual_id, cell cell_id, cell_name text, state text, scope text, grp text, kind text, grade text, n int
SELECT r.id AS review, r.cell AS cell, u.name AS cell_name, r.state AS state, r.scope AS scope, a.grp AS grp, a.kind AS kind,
	COALESCE(s.grade, a.weighed, a.grade) AS grade, count(*) AS n
FROM annual_review r JOIN annual_assessed a ON a.review = r.id AND a.shard = r.shard AND a.left_out IS NULL
JOIN unit_name u ON u.unit = r.cell AND u.until = '9999-12-31'
LEFT JOIN annual_result s ON s.assessed = a.id AND s.shard = a.shard AND s.revoked_day IS NULL
WHERE r.unit = :unit AND r.year = :year AND COALESCE(s.grade, a.weighed, a.grade) IS NOT NULL
GROUP BY r.id, r.cell, u.name, r.state, r.scope, a.grp, a.kind, COALESCE(s.grade, a.weighed, a.grade)
ORDER BY a.kind, a.grp, r.id, COALESCE(s.grade, a.weighed, a.grade);

-- annual_cells_of_unit: the cells right below a committee and their reviews
-- class: report
-- in:  unit unit_id, year int      many
-- out: id cell_id, shard int, name text, cell_type text?, review annual_id?, state text?, scope text?, day day?, assessed int, sent int, verified int, cell_grade text?, peopled int
SELECT e.unit AS id, u.shard AS shard, n.name AS name, u.cell_type AS cell_type, r.id AS review, r.state AS state, r.scope AS scope, r.day AS day,
	(SELECT count(*) FROM annual_assessed a WHERE a.review = r.id AND a.shard = r.shard AND a.left_out IS NULL AND a.kind = 'member') AS assessed,
	(SELECT count(a.sent_at) FROM annual_assessed a WHERE a.review = r.id AND a.shard = r.shard AND a.left_out IS NULL AND a.kind = 'member') AS sent,
	(SELECT count(a.verified_at) FROM annual_assessed a WHERE a.review = r.id AND a.shard = r.shard AND a.left_out IS NULL AND a.kind = 'member') AS verified,
	(SELECT max(COALESCE(a.weighed, a.grade)) FROM annual_assessed a WHERE a.review = r.id AND a.shard = r.shard AND a.kind = 'cell') AS cell_grade,
	CASE WHEN EXISTS (SELECT 1 FROM membership m WHERE m.cell = e.unit AND m.shard = u.shard AND m.until = '9999-12-31' AND m.kind <> 'temporary_here')
		THEN 1 ELSE 0 END AS peopled
FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.until = '9999-12-31' AND u.kind = 'chi_bo'
JOIN unit_name n ON n.unit = e.unit AND n.until = '9999-12-31'
LEFT JOIN annual_review r ON r.cell = e.unit AND r.shard = u.shard AND r.year = :year
WHERE e.parent = :unit AND e.until = '9999-12-31' ORDER BY n.sort_key LIMIT 1000;

-- annual_units_of_unit: the committees right below a committee, their own reviews and figures, whether they closed the year, and how many members the year saw there
-- class: report
-- in:  unit unit_id, year int, month month      many
-- out: id unit_id, name text, review annual_id?, state text?, own_grade text?, sent int, reviews int, decided int, members int, classified int, excellent int, good int, fair int, poor int, closed_day day?, peopled int
SELECT e.unit AS id, n.name AS name, v.id AS review, v.state AS state, COALESCE(s.grade, a.weighed, a.grade) AS own_grade,
	CASE WHEN a.sent_at IS NULL THEN 0 ELSE 1 END AS sent, COALESCE(f.reviews, 0) AS reviews, COALESCE(f.decided, 0) AS decided, COALESCE(f.members, 0) AS members,
	COALESCE(f.classified, 0) AS classified, COALESCE(f.excellent, 0) AS excellent, COALESCE(f.good, 0) AS good, COALESCE(f.fair, 0) AS fair,
	COALESCE(f.poor, 0) AS poor, r.closed_day AS closed_day,
	COALESCE((SELECT max(t.members) FROM state_by_unit t WHERE t.unit = e.unit AND t.month BETWEEN :month - 11 AND :month), 0) AS peopled
FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.until = '9999-12-31' AND u.kind <> 'chi_bo'
JOIN unit_name n ON n.unit = e.unit AND n.until = '9999-12-31' LEFT JOIN annual_by_unit f ON f.unit = e.unit AND f.month = :month
LEFT JOIN annual_round r ON r.unit = e.unit AND r.year = :year
LEFT JOIN annual_review v ON v.cell = e.unit AND v.shard = u.shard AND v.year = :year
LEFT JOIN annual_assessed a ON a.review = v.id AND a.shard = v.shard
LEFT JOIN annual_result s ON s.assessed = a.id AND s.shard = a.shard AND s.revoked_day IS NULL
WHERE e.parent = :unit AND e.until = '9999-12-31' ORDER BY n.sort_key LIMIT 400;

-- annual_unit_figures: a committee's own figures
-- class: reference
-- in:  unit unit_id, month month      maybe
-- out: reviews int, proposed int, decided int, members int, classified int, excellent int, good int, fair int, poor int, cells int, cell_excellent int, cell_good int, cell_fair int, cell_poor int, committee_reviews int, committees int, committee_excellent int, committee_good int, committee_fair int, committee_poor int
SELECT reviews, proposed, decided, members, classified, excellent, good, fair, poor, cells, cell_excellent, cell_good, cell_fair, cell_poor, committee_reviews,
	committees, committee_excellent, committee_good, committee_fair, committee_poor
FROM annual_by_unit WHERE unit = :unit AND month = :month;

-- annual_waiting: how many reviews of a committee wait for its decision
-- class: report
-- in:  unit unit_id, since int      many
-- out: year int, n int
SELECT year, count(*) AS n FROM annual_review WHERE unit = :unit AND year >= :since AND state = 'proposed' GROUP BY year ORDER BY year;

-- annual_mine: what somebody has to say of themselves, and what was said
-- class: report
-- in:  person person_id, since int      many
-- out: id assessed_id, year int, state text, self_by day, sent_at instant?, decided text?
SELECT a.id AS id, a.year AS year, r.state AS state, r.self_by AS self_by, a.sent_at AS sent_at, s.grade AS decided
FROM annual_assessed a JOIN annual_review r ON r.id = a.review AND r.shard = a.shard
LEFT JOIN annual_result s ON s.assessed = a.id AND s.shard = a.shard AND s.revoked_day IS NULL
WHERE a.person = :person AND a.year >= :since AND a.left_out IS NULL ORDER BY a.year DESC, a.id LIMIT 10;

-- annual_months: the year's meetings of a cell and what they were graded
-- in:  cell cell_id, shard int, since month, until month      many
-- out: id meeting_id, month month, day day, kind text, total int?, grade text?, superior text?, base int?, present int?
SELECT m.id AS id, m.month AS month, m.day AS day, m.kind AS kind, s.total AS total, s.grade AS grade, s.superior_grade AS superior, t.base AS base,
	t.present AS present
FROM meeting m LEFT JOIN score_sheet s ON s.meeting = m.id AND s.shard = m.shard AND s.rubric = m.rubric
LEFT JOIN meeting_total t ON t.meeting = m.id AND t.shard = m.shard
WHERE m.cell = :cell AND m.shard = :shard AND m.month BETWEEN :since AND :until AND m.body = 'cell' AND m.state = 'ended' ORDER BY m.month, m.day, m.id;

-- annual_came: where members of a cell were in the year before they came to it
-- class: report
-- in:  cell cell_id, shard int, since day, until day      many
-- out: cell int, shard int
SELECT DISTINCT o.cell AS cell, o.shard AS shard FROM membership h JOIN membership o ON o.person = h.person AND o.cell <> h.cell AND o.until > :since AND o.since < :until
WHERE h.cell = :cell AND h.shard = :shard AND h.until > :since ORDER BY o.cell LIMIT 50;

-- annual_tasks: the year's tasks of a cell; unready: a meeting after its day heard that it was not done
-- in:  cell cell_id, shard int, since day, until day, from_month month, to_month month, from_at instant, to_at instant      many
-- out: person person_id?, title text, due day?, state text, result text?, unready int
SELECT t.person AS person, t.title AS title, t.due AS due, t.state AS state, t.result AS result,
	(SELECT count(*) FROM task_report r JOIN meeting m ON m.id = r.meeting AND m.shard = r.shard
		WHERE r.task = t.id AND r.shard = t.shard AND r.state <> 'done' AND r.state <> 'dropped' AND m.day > t.due) AS unready
FROM task t WHERE t.cell = :cell AND t.shard = :shard AND t.removed_at IS NULL AND t.state <> 'dropped'
	AND ((t.due >= :since AND t.due < :until) OR (t.due IS NULL AND t.report_month BETWEEN :from_month AND :to_month)
		OR (t.due IS NULL AND t.report_month IS NULL AND t.entered_at >= :from_at AND t.entered_at < :to_at))
ORDER BY t.person, COALESCE(t.due, '9999'), t.id;

-- annual_presence: how often each was at the cell's meetings of the year
-- in:  cell cell_id, shard int, since month, until month      many
-- out: person person_id, due int, present int, excused int, unexcused int, spoke int
SELECT a.person AS person, count(*) AS due, sum(CASE WHEN a.state = 'present' THEN 1 ELSE 0 END) AS present,
	sum(CASE WHEN a.state = 'excused' THEN 1 ELSE 0 END) AS excused, sum(CASE WHEN a.state = 'unexcused' THEN 1 ELSE 0 END) AS unexcused,
	sum(CASE WHEN EXISTS (SELECT 1 FROM speech p WHERE p.meeting = m.id AND p.shard = m.shard AND p.person = a.person AND p.removed_at IS NULL)
		THEN 1 ELSE 0 END) AS spoke
FROM meeting m JOIN attendance a ON a.meeting = m.id AND a.shard = m.shard AND a.duty = 'due'
WHERE m.cell = :cell AND m.shard = :shard AND m.month BETWEEN :since AND :until AND m.body = 'cell' AND m.state = 'ended' GROUP BY a.person ORDER BY a.person;

-- annual_praises: what the year's meetings praised and criticised
-- in:  cell cell_id, shard int, since month, until month      many
-- out: person person_id, kind text, text text, day day
SELECT p.person AS person, p.kind AS kind, p.text AS text, m.day AS day FROM meeting m JOIN praise p ON p.meeting = m.id AND p.shard = m.shard AND p.removed_at IS NULL
WHERE m.cell = :cell AND m.shard = :shard AND m.month BETWEEN :since AND :until AND m.body = 'cell' AND m.state = 'ended' ORDER BY p.person, m.day, p.id;

-- annual_resolutions: how many resolutions the cell passed in the year
-- in:  cell cell_id, shard int, since month, until month      one
-- out: n int
SELECT COALESCE(sum(resolutions), 0) AS n FROM meeting_by_cell WHERE cell = :cell AND shard = :shard AND month BETWEEN :since AND :until;

-- annual_figures: what a cell's review comes to
-- in:  cell cell_id, shard int, year int      one
-- out: reviews int, proposed int, decided int, members int, classified int, excellent int, good int, fair int, poor int, cells int, cell_excellent int, cell_good int, cell_fair int, cell_poor int, committee_reviews int, committees int, committee_excellent int, committee_good int, committee_fair int, committee_poor int
SELECT count(DISTINCT CASE WHEN r.subject = 'cell' THEN r.id END) AS reviews, count(DISTINCT CASE WHEN r.subject = 'cell' AND r.state <> 'open' THEN r.id END) AS proposed,
	count(DISTINCT CASE WHEN r.subject = 'cell' AND r.state = 'decided' THEN r.id END) AS decided,
	count(CASE WHEN a.kind = 'member' THEN 1 END) AS members, count(CASE WHEN a.kind = 'member' THEN s.grade END) AS classified,
	count(CASE WHEN a.kind = 'member' AND s.grade = 'excellent' THEN 1 END) AS excellent, count(CASE WHEN a.kind = 'member' AND s.grade = 'good' THEN 1 END) AS good,
	count(CASE WHEN a.kind = 'member' AND s.grade = 'fair' THEN 1 END) AS fair, count(CASE WHEN a.kind = 'member' AND s.grade = 'poor' THEN 1 END) AS poor,
	count(CASE WHEN s.kind = 'cell' THEN s.grade END) AS cells, count(CASE WHEN s.kind = 'cell' AND s.grade = 'excellent' THEN 1 END) AS cell_excellent,
	count(CASE WHEN s.kind = 'cell' AND s.grade = 'good' THEN 1 END) AS cell_good, count(CASE WHEN s.kind = 'cell' AND s.grade = 'fair' THEN 1 END) AS cell_fair,
	count(CASE WHEN s.kind = 'cell' AND s.grade = 'poor' THEN 1 END) AS cell_poor,
	count(DISTINCT CASE WHEN r.subject = 'committee' THEN r.id END) AS committee_reviews, count(CASE WHEN r.subject = 'committee' THEN s.grade END) AS committees,
	count(CASE WHEN r.subject = 'committee' AND s.grade = 'excellent' THEN 1 END) AS committee_excellent,
	count(CASE WHEN r.subject = 'committee' AND s.grade = 'good' THEN 1 END) AS committee_good,
	count(CASE WHEN r.subject = 'committee' AND s.grade = 'fair' THEN 1 END) AS committee_fair,
	count(CASE WHEN r.subject = 'committee' AND s.grade = 'poor' THEN 1 END) AS committee_poor
FROM annual_review r JOIN annual_assessed a ON a.review = r.id AND a.shard = r.shard AND a.left_out IS NULL
LEFT JOIN annual_result s ON s.assessed = a.id AND s.shard = a.shard AND s.revoked_day IS NULL
WHERE r.cell = :cell AND r.shard = :shard AND r.year = :year;

-- annual_scan: the same for all cells, for the check of counters
-- class: report
-- text: yes
-- in:       many
-- out: cell int, month int, shard int, reviews int, proposed int, decided int, members int, classified int, excellent int, good int, fair int, poor int, cells int, cell_excellent int, cell_good int, cell_fair int, cell_poor int, committee_reviews int, committees int, committee_excellent int, committee_good int, committee_fair int, committee_poor int
SELECT r.cell AS cell, r.year * 100 + 12 AS month, r.shard AS shard, count(DISTINCT CASE WHEN r.subject = 'cell' THEN r.id END) AS reviews,
	count(DISTINCT CASE WHEN r.subject = 'cell' AND r.state <> 'open' THEN r.id END) AS proposed, count(DISTINCT CASE WHEN r.subject = 'cell' AND r.state = 'decided' THEN r.id END) AS decided,
	count(CASE WHEN a.kind = 'member' THEN 1 END) AS members, count(CASE WHEN a.kind = 'member' THEN s.grade END) AS classified,
	count(CASE WHEN a.kind = 'member' AND s.grade = 'excellent' THEN 1 END) AS excellent, count(CASE WHEN a.kind = 'member' AND s.grade = 'good' THEN 1 END) AS good,
	count(CASE WHEN a.kind = 'member' AND s.grade = 'fair' THEN 1 END) AS fair, count(CASE WHEN a.kind = 'member' AND s.grade = 'poor' THEN 1 END) AS poor,
	count(CASE WHEN s.kind = 'cell' THEN s.grade END) AS cells, count(CASE WHEN s.kind = 'cell' AND s.grade = 'excellent' THEN 1 END) AS cell_excellent,
	count(CASE WHEN s.kind = 'cell' AND s.grade = 'good' THEN 1 END) AS cell_good, count(CASE WHEN s.kind = 'cell' AND s.grade = 'fair' THEN 1 END) AS cell_fair,
	count(CASE WHEN s.kind = 'cell' AND s.grade = 'poor' THEN 1 END) AS cell_poor,
	count(DISTINCT CASE WHEN r.subject = 'committee' THEN r.id END) AS committee_reviews, count(CASE WHEN r.subject = 'committee' THEN s.grade END) AS committees,
	count(CASE WHEN r.subject = 'committee' AND s.grade = 'excellent' THEN 1 END) AS committee_excellent,
	count(CASE WHEN r.subject = 'committee' AND s.grade = 'good' THEN 1 END) AS committee_good,
	count(CASE WHEN r.subject = 'committee' AND s.grade = 'fair' THEN 1 END) AS committee_fair,
	count(CASE WHEN r.subject = 'committee' AND s.grade = 'poor' THEN 1 END) AS committee_poor
FROM annual_review r JOIN annual_assessed a ON a.review = r.id AND a.shard = r.shard AND a.left_out IS NULL
LEFT JOIN annual_result s ON s.assessed = a.id AND s.shard = a.shard AND s.revoked_day IS NULL
GROUP BY r.cell, r.year, r.shard;

-- annual_export_assessed: what is kept of a person's reviews
-- json: yes
-- class: report
-- in:  person person_id      many
-- out: year int, name text, form text, grp text, left_out text?, own_points int?, own_grade text?, above int?, remedied text?, discipline int?, degraded int?, points int?, grade text?, votes_for int?, votes_against int?, votes_other int?, comment text?, reason text?, weighed text?, weighed_reason text?, post text, status text, label text?
SELECT year, name, form, grp, left_out, own_points, own_grade, above, remedied, discipline, degraded, points, grade, votes_for, votes_against, votes_other,
	comment, reason, weighed, weighed_reason, post, status, label FROM annual_assessed WHERE person = :person ORDER BY year, id;

-- annual_export_lines: what somebody wrote in them
-- json: yes
-- class: report
-- in:  person person_id      many
-- out: year int, line text, text text?, max int, own int?, given int?
SELECT a.year AS year, l.line AS line, l.text AS text, l.max AS max, l.own AS own, l.given AS given
FROM annual_assessed a JOIN annual_line l ON l.assessed = a.id AND l.shard = a.shard WHERE a.person = :person ORDER BY a.year, a.id, l.line;

-- annual_export_results: how a person was classified
-- json: yes
-- class: report
-- in:  person person_id      many
-- out: year int, name text, grp text, kind text, grade text, points int?, day day, number text, reason text?, revoked_day day?, revoked_number text?, revoked_reason text?
SELECT year, name, grp, kind, grade, points, day, number, reason, revoked_day, revoked_number, revoked_reason FROM annual_result WHERE person = :person ORDER BY year, id;

-- annual_forget_lines: what an erased person wrote
-- class: wide
-- in:  person person_id      run
UPDATE annual_line SET text = NULL WHERE assessed IN (SELECT id FROM annual_assessed WHERE person = :person);

-- annual_forget_words: what was written of an erased person
-- class: wide
-- in:  person person_id      run
UPDATE annual_assessed SET comment = NULL, reason = NULL, weighed_reason = NULL WHERE person = :person;

-- annual_archive_reviews: a cell's reviews, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: id annual_id, year int, state text, day day, draft_day day?, collective_day day?, agency text?, base int?, held text?
SELECT id, year, state, day, draft_day, collective_day, agency, base, held FROM annual_review WHERE cell = :cell AND shard = :shard ORDER BY year;

-- annual_archive_results: what was decided, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: year int, kind text, name text, grp text, grade text, points int?, day day, number text, reason text?, revoked_day day?, revoked_number text?, revoked_reason text?
SELECT year, kind, name, grp, grade, points, day, number, reason, revoked_day, revoked_number, revoked_reason FROM annual_result
WHERE cell = :cell AND shard = :shard ORDER BY year, id;

-- annual_pledge: what somebody committed to for a year and what came of it, wherever that was
-- class: report
-- in:  person person_id, year int      many
-- out: id commitment_id, text text, measure text, due day, result text?, result_words text?, check_words text?, note text?
SELECT c.id AS id, i.text AS text, i.measure AS measure, i.due AS due, i.result AS result, i.result_words AS result_words, c.check_words AS check_words,
	c.note AS note
FROM commitment c JOIN commitment_item i ON i.commitment = c.id AND i.shard = c.shard AND i.ended = 0
WHERE c.person = :person AND c.year = :year AND c.state = 'agreed' ORDER BY c.id, i.ord, i.id LIMIT 40;
