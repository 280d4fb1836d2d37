-- annual_round_put: the year of a committee, its days
-- class: reference
-- in:  unit unit_id, year int, self_by day, propose_by day, decide_by day, scope text, account account_id, at instant      run
INSERT INTO annual_round (unit, year, self_by, propose_by, decide_by, scope, account, entered_at)
VALUES (:unit, :year, :self_by, :propose_by, :decide_by, :scope, :account, :at)
ON CONFLICT (unit, year) DO UPDATE SET self_by = excluded.self_by, propose_by = excluded.propose_by, decide_by = excluded.decide_by, scope = excluded.scope;

-- annual_round_one: the year of a committee
-- class: reference
-- in:  unit unit_id, year int      maybe
-- out: self_by day, propose_by day, decide_by day, scope text, closed_day day?, closed_number text?
SELECT self_by, propose_by, decide_by, scope, closed_day, closed_number FROM annual_round WHERE unit = :unit AND year = :year;

-- annual_round_end: it is closed, with all below it
-- class: reference
-- in:  unit unit_id, year int, day day, number text, account account_id, at instant      run
UPDATE annual_round SET closed_day = :day, closed_number = :number, closed_by = :account, closed_at = :at WHERE unit = :unit AND year = :year;

-- annual_raise_put: a higher ceiling, by a decision
-- class: reference
-- in:  unit unit_id, year int, percent int, number text, day day, account account_id, at instant      run
INSERT INTO annual_raise (unit, year, percent, number, day, account, entered_at) VALUES (:unit, :year, :percent, :number, :day, :account, :at)
ON CONFLICT (unit, year) DO UPDATE SET percent = excluded.percent, number = excluded.number, day = excluded.day, account = excluded.account,
	entered_at = excluded.entered_at;

-- annual_raise_one: the higher ceiling of a committee or a cell
-- class: reference
-- in:  unit unit_id, year int      maybe
-- out: percent int, number text, day day
SELECT percent, number, day FROM annual_raise WHERE unit = :unit AND year = :year;

-- annual_raise_many: those of a committee and of the cells right below it
-- class: reference
-- in:  unit unit_id, year int      many
-- out: unit unit_id, name text, percent int, number text, day day
SELECT r.unit AS unit, n.name AS name, r.percent AS percent, r.number AS number, r.day AS day
FROM (SELECT u.id AS unit, 0 AS ord FROM unit u WHERE u.id = :unit
	UNION ALL SELECT e.unit, 1 FROM unit_edge e WHERE e.parent = :unit AND e.until = '9999-12-31') x
JOIN annual_raise r ON r.unit = x.unit AND r.year = :year JOIN unit_name n ON n.unit = x.unit AND n.until = '9999-12-31' ORDER BY x.ord, n.sort_key;

-- annual_review_add: the review of a cell or a committee is opened
-- in:  id annual_id, shard int, cell cell_id, year int, unit unit_id, rule text, scope text, self_by day, day day, account account_id, at instant, subject text      run
INSERT INTO annual_review (id, shard, cell, year, unit, rule, scope, self_by, day, account, entered_at, subject)
VALUES (:id, :shard, :cell, :year, :unit, :rule, :scope, :self_by, :day, :account, :at, :subject);

-- annual_review_one: a review
-- in:  id annual_id, shard int      maybe
-- out: cell cell_id, year int, unit unit_id, rule text, state text, scope text, self_by day, day day, draft_day day?, collective_day day?, agency text?, agency_day day?, base int?, held text?, proposed_at instant?, returned text?, version int, subject text
SELECT cell, year, unit, rule, state, scope, self_by, day, draft_day, collective_day, agency, agency_day, base, held, proposed_at, returned, version, subject
FROM annual_review WHERE id = :id AND shard = :shard;

-- annual_review_of: the review of a cell or committee and year
-- in:  cell cell_id, shard int, year int      maybe
-- out: id annual_id, state text
SELECT id, state FROM annual_review WHERE cell = :cell AND shard = :shard AND year = :year;

-- annual_review_many: the reviews of a cell or committee, the last year first
-- in:  cell cell_id, shard int      many
-- out: id annual_id, year int, state text, self_by day, day day
SELECT id, year, state, self_by, day FROM annual_review WHERE cell = :cell AND shard = :shard ORDER BY year DESC LIMIT 20;

-- annual_review_days: when the cell reviews
-- in:  id annual_id, shard int, self_by day, day day      run
UPDATE annual_review SET self_by = :self_by, day = :day, version = version + 1 WHERE id = :id AND shard = :shard;

-- annual_review_draft: the draft of the collective's report went out
-- in:  id annual_id, shard int, day day, account account_id      run
UPDATE annual_review SET draft_day = :day, draft_by = :account, version = version + 1 WHERE id = :id AND shard = :shard;

-- annual_review_collective: the collective was reviewed
-- in:  id annual_id, shard int, day day      run
UPDATE annual_review SET collective_day = :day, version = version + 1 WHERE id = :id AND shard = :shard;

-- annual_review_agency: whether the agency was assessed before its cell
-- in:  id annual_id, shard int, agency text, day day?      run
UPDATE annual_review SET agency = :agency, agency_day = :day, version = version + 1 WHERE id = :id AND shard = :shard;

-- annual_review_base: how many vote at the cell's review, and how
-- in:  id annual_id, shard int, base int, held text?      run
UPDATE annual_review SET base = :base, held = :held, version = version + 1 WHERE id = :id AND shard = :shard;

-- annual_review_propose: sent up
-- in:  id annual_id, shard int, account account_id, at instant      run
UPDATE annual_review SET state = 'proposed', proposed_at = :at, proposed_by = :account, returned = NULL, version = version + 1 WHERE id = :id AND shard = :shard;

-- annual_review_return: back to the cell, with a reason
-- in:  id annual_id, shard int, reason text, at instant      run
UPDATE annual_review SET state = 'open', returned = :reason, returned_at = :at, version = version + 1 WHERE id = :id AND shard = :shard;

-- annual_review_decide: the committee has decided
-- in:  id annual_id, shard int, at instant      run
UPDATE annual_review SET state = 'decided', decided_at = :at, version = version + 1 WHERE id = :id AND shard = :shard;

-- annual_roster: those who belong to a cell on a day; away: in temporary stay elsewhere
-- in:  cell cell_id, shard int, day day      many
-- out: person person_id, name text, label text?, sort_key blob, post text, status text, kind text, exempt int, stopped int, political int
SELECT m.person AS person, m.name AS name, m.label AS label, m.sort_key AS sort_key, m.post AS post, m.status AS status, m.kind AS kind,
	(SELECT count(*) FROM member_state s WHERE s.cell = m.cell AND s.shard = m.shard AND s.person = m.person AND s.kind = 'exempt'
		AND s.since <= :day AND s.until > :day) AS exempt,
	(SELECT count(*) FROM member_state s WHERE s.cell = m.cell AND s.shard = m.shard AND s.person = m.person AND (s.kind = 'suspended' OR s.kind = 'detained')
		AND s.since <= :day AND s.until > :day) AS stopped,
	(SELECT count(*) FROM unit u WHERE u.id = m.cell AND (u.cell_type = 'hanh_chinh' OR u.cell_type = 'llvt' OR u.cell_type = 'dnnn')) AS political
FROM membership m WHERE m.cell = :cell AND m.shard = :shard AND m.until > :day AND m.since <= :day AND m.kind <> 'temporary_here'
ORDER BY m.sort_key, m.person;

-- annual_assessed_add: one who is assessed
-- in:  id assessed_id, shard int, review annual_id, cell cell_id, year int, kind text, person person_id?, name text, label text?, sort_key blob, post text, status text, form text, grp text, left_out text?, at instant      run
INSERT INTO annual_assessed (id, shard, review, cell, year, kind, person, name, label, sort_key, post, status, form, grp, left_out, entered_at)
VALUES (:id, :shard, :review, :cell, :year, :kind, :person, :name, :label, :sort_key, :post, :status, :form, :grp, :left_out, :at);

-- annual_assessed_one: one of them
-- in:  id assessed_id, shard int      maybe
-- out: review annual_id, cell cell_id, year int, kind text, person person_id?, name text, label text?, post text, status text, form text, grp text, left_out text?, own_points int?, own_grade text?, sent_at instant?, sent_by account_id?, paper int, above int?, remedied text?, discipline int?, degraded int?, points int?, grade text?, votes_for int?, votes_against int?, votes_other int?, comment text?, reason text?, verified_at instant?, weighed text?, weighed_reason text?, version int
SELECT review, cell, year, kind, person, name, label, post, status, form, grp, left_out, own_points, own_grade, sent_at, sent_by, paper, above, remedied,
	discipline, degraded, points, grade, votes_for, votes_against, votes_other, comment, reason, verified_at, weighed, weighed_reason, version
FROM annual_assessed WHERE id = :id AND shard = :shard;

-- annual_assessed_many: all of a review, leaders first, the cell last
-- in:  review annual_id, shard int      many
-- out: id assessed_id, kind text, person person_id?, name text, label text?, post text, status text, form text, grp text, left_out text?, own_points int?, own_grade text?, sent_at instant?, above int?, remedied text?, discipline int?, degraded int?, points int?, grade text?, votes_for int?, votes_against int?, votes_other int?, comment text?, reason text?, verified_at instant?, weighed text?, weighed_reason text?, decided text?
SELECT a.id AS id, a.kind AS kind, a.person AS person, a.name AS name, a.label AS label, a.post AS post, a.status AS status, a.form AS form, a.grp AS grp,
	a.left_out AS left_out, a.own_points AS own_points, a.own_grade AS own_grade, a.sent_at AS sent_at, a.above AS above, a.remedied AS remedied,
	a.discipline AS discipline, a.degraded AS degraded, a.points AS points, a.grade AS grade, a.votes_for AS votes_for, a.votes_against AS votes_against,
	a.votes_other AS votes_other, a.comment AS comment, a.reason AS reason, a.verified_at AS verified_at, a.weighed AS weighed,
	a.weighed_reason AS weighed_reason, s.grade AS decided
FROM annual_assessed a LEFT JOIN annual_result s ON s.assessed = a.id AND s.shard = a.shard AND s.revoked_day IS NULL
WHERE a.review = :review AND a.shard = :shard
ORDER BY CASE WHEN a.kind = 'cell' THEN 9 WHEN a.post = 'bi_thu' THEN 0 WHEN a.post = 'pho_bi_thu' THEN 1 WHEN a.post = 'chi_uy_vien' THEN 2 ELSE 3 END,
	a.sort_key, a.id;

-- annual_assessed_out: left out with a reason, or in again
-- in:  id assessed_id, shard int, reason text?      run
UPDATE annual_assessed SET left_out = :reason, version = version + 1 WHERE id = :id AND shard = :shard;

-- annual_assessed_kind: which form and which group
-- in:  id assessed_id, shard int, form text, grp text      run
UPDATE annual_assessed SET form = :form, grp = :grp, version = version + 1 WHERE id = :id AND shard = :shard;

-- annual_self_put: what somebody says of themselves; sent: the cell may read it
-- in:  id assessed_id, shard int, points int?, grade text?, above int?, remedied text?, paper int, sent int, account account_id, at instant      run
UPDATE annual_assessed SET own_points = :points, own_grade = :grade, above = :above, remedied = :remedied, paper = :paper,
	sent_at = CASE WHEN :sent = 1 THEN COALESCE(sent_at, :at) ELSE sent_at END, sent_by = CASE WHEN :sent = 1 THEN :account ELSE sent_by END,
	version = version + 1 WHERE id = :id AND shard = :shard;

-- annual_verify_put: what the cell proposes of somebody
-- in:  id assessed_id, shard int, points int, grade text, votes_for int, votes_against int, votes_other int, comment text?, reason text?, above int?, remedied text?, discipline int?, degraded int?, account account_id, at instant      run
UPDATE annual_assessed SET points = :points, grade = :grade, votes_for = :votes_for, votes_against = :votes_against, votes_other = :votes_other,
	comment = :comment, reason = :reason, above = :above, remedied = :remedied, discipline = :discipline, degraded = :degraded, verified_by = :account,
	verified_at = :at, version = version + 1 WHERE id = :id AND shard = :shard;

-- annual_weigh: what the committee thinks of a proposal
-- in:  id assessed_id, shard int, grade text?, reason text?, account account_id, at instant      run
UPDATE annual_assessed SET weighed = :grade, weighed_reason = :reason, weighed_by = :account, weighed_at = :at, version = version + 1
WHERE id = :id AND shard = :shard;

-- annual_line_put: a part of a self-review
-- in:  assessed assessed_id, line text, shard int, text text?, max int, own int?      run
INSERT INTO annual_line (assessed, line, shard, text, max, own) VALUES (:assessed, :line, :shard, :text, :max, :own)
ON CONFLICT (assessed, line, shard) DO UPDATE SET text = excluded.text, max = excluded.max, own = excluded.own;

-- annual_line_many: what stands in a form
-- in:  assessed assessed_id, shard int      many
-- out: line text, text text?, max int, own int?, given int?
SELECT line, text, max, own, given FROM annual_line WHERE assessed = :assessed AND shard = :shard ORDER BY line;
