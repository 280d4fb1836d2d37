-- inspect_programme_of: the programme of a committee and year
-- class: reference
-- in:  unit unit_id, year int      maybe
-- out: id programme_id, number text?, day day?, approved bool
SELECT id, number, day, approved_at IS NOT NULL AS approved FROM inspect_programme WHERE unit = :unit AND year = :year;

-- inspect_programme_add: a new one
-- class: reference
-- in:  id programme_id, unit unit_id, year int, account account_id, at instant      run
INSERT INTO inspect_programme (id, unit, year, account, entered_at) VALUES (:id, :unit, :year, :account, :at);

-- inspect_programme_approve: it is signed
-- class: reference
-- in:  id programme_id, number text, day day, at instant      run
UPDATE inspect_programme SET number = :number, day = :day, approved_at = COALESCE(approved_at, :at) WHERE id = :id;

-- inspect_item_add: one thing to inspect
-- class: reference
-- in:  id item_id, programme programme_id, kind text, subject text, cell cell_id, since_month int, until_month int, lead text, extra int, account account_id, at instant      run
INSERT INTO inspect_item (id, programme, kind, subject, cell, since_month, until_month, lead, extra, account, entered_at)
VALUES (:id, :programme, :kind, :subject, :cell, :since_month, :until_month, :lead, :extra, :account, :at);

-- inspect_item_drop: not any more; only before a dossier is opened for it
-- class: reference
-- in:  id item_id, programme programme_id      run
DELETE FROM inspect_item WHERE id = :id AND programme = :programme AND dossier IS NULL;

-- inspect_item_dossier: a dossier was opened for it, or given up
-- class: reference
-- in:  id item_id, dossier dossier_id?      run
UPDATE inspect_item SET dossier = :dossier WHERE id = :id;

-- inspect_item_many: what a programme holds, in the order of months
-- class: reference
-- in:  programme programme_id      many
-- out: id item_id, kind text, subject text, cell cell_id, cell_name text, since_month int, until_month int, lead text, extra int, dossier dossier_id?
SELECT i.id AS id, i.kind AS kind, i.subject AS subject, i.cell AS cell, n.name AS cell_name, i.since_month AS since_month, i.until_month AS until_month,
	i.lead AS lead, i.extra AS extra, i.dossier AS dossier
FROM inspect_item i JOIN unit_name n ON n.unit = i.cell AND n.until = '9999-12-31' WHERE i.programme = :programme
ORDER BY i.since_month, i.until_month, n.sort_key, i.id LIMIT 1000;

-- inspect_item_one: one of a programme of that committee
-- class: reference
-- in:  id item_id, unit unit_id      maybe
-- out: programme programme_id, kind text, subject text, cell cell_id, lead text, dossier dossier_id?
SELECT i.programme AS programme, i.kind AS kind, i.subject AS subject, i.cell AS cell, i.lead AS lead, i.dossier AS dossier
FROM inspect_item i JOIN inspect_programme p ON p.id = i.programme AND p.unit = :unit WHERE i.id = :id;

-- inspect_item_twice: the same cell, kind and months in a programme
-- class: reference
-- in:  programme programme_id, kind text, cell cell_id, since_month int, until_month int      one
-- out: n int
SELECT count(*) AS n FROM inspect_item WHERE programme = :programme AND kind = :kind AND cell = :cell AND since_month <= :until_month
	AND until_month >= :since_month;

-- inspect_item_waits: what a committee should have begun by a month
-- class: reference
-- in:  unit unit_id, year int, month int      one
-- out: n int
SELECT count(*) AS n FROM inspect_programme p JOIN inspect_item i ON i.programme = p.id WHERE p.unit = :unit AND p.year = :year AND p.approved_at IS NOT NULL
	AND i.until_month <= :month AND i.dossier IS NULL;

-- inspect_below: whether a unit stands at or below another
-- class: reference
-- in:  unit unit_id, ancestor unit_id      one
-- out: n int
SELECT count(*) AS n FROM unit_anc WHERE node = :unit AND ancestor = :ancestor AND until = '9999-12-31';

-- inspect_cells: the cells below a committee, to choose from; of too many any 301
-- class: reference
-- in:  unit unit_id      many
-- out: id cell_id, name text
SELECT x.id AS id, n.name AS name FROM (SELECT a.node AS id FROM unit_anc a JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo' AND u.until = '9999-12-31'
	WHERE a.ancestor = :unit AND a.until = '9999-12-31' ORDER BY a.depth DESC LIMIT 301) x
JOIN unit_name n ON n.unit = x.id AND n.until = '9999-12-31' ORDER BY n.sort_key, x.id;

-- inspect_person: an account that may join a team
-- class: reference
-- in:  account account_id      maybe
-- out: name text, person person_id?
SELECT name, person FROM account WHERE id = :account AND closed_at IS NULL;

-- inspect_insider: whether somebody holds a role in a cell
-- class: reference
-- in:  account account_id, cell cell_id      one
-- out: n int
SELECT count(*) AS n FROM account_role WHERE account = :account AND unit = :cell AND until = '9999-12-31';

-- inspect_open: a new dossier
-- in:  id dossier_id, shard int, cell cell_id, unit unit_id, kind text, subject text, period text, item item_id?, day day, account int, at instant      run
INSERT INTO inspect_dossier (id, shard, cell, unit, kind, subject, period, item, state, opened_on, made_by, entered_at)
VALUES (:id, :shard, :cell, :unit, :kind, :subject, :period, :item, 'draft', :day, :account, :at);

-- inspect_one: a dossier
-- in:  id dossier_id, shard int      maybe
-- out: cell cell_id, unit unit_id, kind text, subject text, period text, item item_id?, state text, opened_on day, planned_on day?, start_by day?,
--      started_on day?, late_reason text?, concluded_on day?, closed_on day?, cancel_reason text?
SELECT cell, unit, kind, subject, period, item, state, opened_on, planned_on, start_by, started_on, late_reason, concluded_on, closed_on, cancel_reason
FROM inspect_dossier WHERE id = :id AND shard = :shard;

-- inspect_planned: its plan is signed
-- in:  id dossier_id, shard int, day day, start_by day      run
UPDATE inspect_dossier SET planned_on = :day, start_by = :start_by, state = CASE WHEN state = 'draft' THEN 'planned' ELSE state END
WHERE id = :id AND shard = :shard;

-- inspect_started: the team began at the cell
-- in:  id dossier_id, shard int, day day, reason text?      run
UPDATE inspect_dossier SET started_on = :day, late_reason = :reason, state = CASE WHEN state = 'planned' THEN 'started' ELSE state END
WHERE id = :id AND shard = :shard;

-- inspect_concluded: the conclusion was announced to the cell
-- in:  id dossier_id, shard int, day day      run
UPDATE inspect_dossier SET concluded_on = :day, state = 'concluded' WHERE id = :id AND shard = :shard;

-- inspect_ended: closed, or cancelled
-- in:  id dossier_id, shard int, state text, day day, reason text?      run
UPDATE inspect_dossier SET closed_on = :day, cancel_reason = :reason, state = :state WHERE id = :id AND shard = :shard;

-- inspect_of_unit: the dossiers that a committee opened: what is known of them to who is in no team
-- class: report
-- in:  unit unit_id, since int, most int      many
-- out: id dossier_id, kind text, cell_name text, state text, opened_on day, start_by day?, started_on day?, concluded_on day?, closed_on day?
SELECT d.id AS id, d.kind AS kind, n.name AS cell_name, d.state AS state, d.opened_on AS opened_on, d.start_by AS start_by, d.started_on AS started_on,
	d.concluded_on AS concluded_on, d.closed_on AS closed_on
FROM inspect_dossier d JOIN unit_name n ON n.unit = d.cell AND n.until = '9999-12-31' WHERE d.unit = :unit
ORDER BY CASE WHEN d.state = 'closed' OR d.state = 'cancelled' THEN 1 ELSE 0 END, d.id DESC LIMIT :most OFFSET :since;

-- inspect_late: those of a committee that should have begun
-- class: report
-- in:  unit unit_id, today day      one
-- out: n int
SELECT count(*) AS n FROM inspect_dossier WHERE unit = :unit AND state = 'planned' AND start_by < :today;

-- inspect_of_cell: the dossiers of a cell
-- in:  cell cell_id, shard int      many
-- out: id dossier_id, kind text, unit unit_id, subject text, state text, planned_on day?, start_by day?, started_on day?, concluded_on day?, sent int
SELECT id, kind, unit, subject, state, planned_on, start_by, started_on, concluded_on,
	(SELECT count(*) FROM inspect_paper p WHERE p.dossier = inspect_dossier.id AND p.shard = :shard AND p.sent_at IS NOT NULL) AS sent
FROM inspect_dossier WHERE cell = :cell AND shard = :shard ORDER BY id DESC LIMIT 100;

-- inspect_member_put: one more, or another office in it
-- class: reference
-- in:  dossier dossier_id, account account_id, name text, post text?, head int, at instant      run
INSERT INTO inspect_member (dossier, account, name, post, head, entered_at) VALUES (:dossier, :account, :name, COALESCE(CAST(:post AS TEXT), ''), :head, :at)
ON CONFLICT (dossier, account) DO UPDATE SET post = excluded.post, head = excluded.head;

-- inspect_member_drop: is in it no more
-- class: reference
-- in:  dossier dossier_id, account account_id      run
DELETE FROM inspect_member WHERE dossier = :dossier AND account = :account;

-- inspect_member_many: the team, its head first
-- class: reference
-- in:  dossier dossier_id      many
-- out: account account_id, name text, post text, head int
SELECT account, name, post, head FROM inspect_member WHERE dossier = :dossier ORDER BY head DESC, name, account;

-- inspect_member_is: whether somebody is in the team
-- class: reference
-- in:  dossier dossier_id, account account_id      one
-- out: n int
SELECT count(*) AS n FROM inspect_member WHERE dossier = :dossier AND account = :account;

-- inspect_mine: the dossiers of somebody, the last first
-- class: reference
-- in:  account account_id      many
-- out: dossier dossier_id
SELECT dossier FROM inspect_member WHERE account = :account ORDER BY dossier DESC LIMIT 20;

-- inspect_member_forget: the name goes
-- class: reference
-- in:  account account_id, name text      run
UPDATE inspect_member SET name = :name, post = '' WHERE account = :account;

-- inspect_member_export: the teams of an account
-- class: report
-- json: yes
-- in:  account account_id      many
-- out: kind text?, opened_on day?, name text, post text, entered_at instant
SELECT d.kind AS kind, d.opened_on AS opened_on, m.name AS name, m.post AS post, m.entered_at AS entered_at
FROM inspect_member m LEFT JOIN inspect_dossier d ON d.id = m.dossier WHERE m.account = :account ORDER BY m.entered_at, m.dossier;

-- inspect_papers: what was done about the papers of a dossier
-- in:  dossier dossier_id, shard int      many
-- out: n int, state text, title text?, number text?, day day?, signer text?, reason text?, sent_at optint, version int, files int
SELECT n, state, title, number, day, signer, reason, sent_at, version,
	(SELECT count(*) FROM inspect_file f WHERE f.dossier = inspect_paper.dossier AND f.shard = :shard AND f.n = inspect_paper.n) AS files
FROM inspect_paper WHERE dossier = :dossier AND shard = :shard ORDER BY n;

-- inspect_paper_put: how a paper stands
-- in:  dossier dossier_id, n int, shard int, state text, title text?, number text?, day day?, signer text?, reason text?, sent_at optint, account int, at instant      run
INSERT INTO inspect_paper (dossier, n, shard, state, title, number, day, signer, reason, sent_at, account, entered_at)
VALUES (:dossier, :n, :shard, :state, :title, :number, :day, :signer, :reason, :sent_at, :account, :at)
ON CONFLICT (dossier, n, shard) DO UPDATE SET state = excluded.state, title = excluded.title, number = excluded.number, day = excluded.day,
	signer = excluded.signer, reason = excluded.reason, sent_at = COALESCE(inspect_paper.sent_at, excluded.sent_at), account = excluded.account,
	version = inspect_paper.version + 1;

-- inspect_text_put: the words of a section
-- in:  dossier dossier_id, n int, section int, shard int, text text?      run
INSERT INTO inspect_text (dossier, n, section, shard, text) VALUES (:dossier, :n, :section, :shard, COALESCE(CAST(:text AS TEXT), ''))
ON CONFLICT (dossier, n, section, shard) DO UPDATE SET text = excluded.text;

-- inspect_texts: the words of a paper
-- in:  dossier dossier_id, n int, shard int      many
-- out: section int, text text
SELECT section, text FROM inspect_text WHERE dossier = :dossier AND n = :n AND shard = :shard ORDER BY section;

-- inspect_file_add: a scan of a paper
-- in:  id dossier_file_id, shard int, dossier dossier_id, n int, file_name text, type text, size int, hash blob, account int, at instant      run
INSERT INTO inspect_file (id, shard, dossier, n, file_name, type, size, hash, account, entered_at)
VALUES (:id, :shard, :dossier, :n, :file_name, :type, :size, :hash, :account, :at);

-- inspect_files: the scans of a paper
-- in:  dossier dossier_id, n int, shard int      many
-- out: id dossier_file_id, file_name text, size int
SELECT id, file_name, size FROM inspect_file WHERE dossier = :dossier AND shard = :shard AND n = :n ORDER BY id LIMIT 40;

-- inspect_file_one: a scan
-- in:  id dossier_file_id, shard int      maybe
-- out: dossier dossier_id, n int, file_name text, type text, hash blob
SELECT dossier, n, file_name, type, hash FROM inspect_file WHERE id = :id AND shard = :shard;

-- inspect_file_drop: it was not of this paper
-- in:  id dossier_file_id, shard int      run
DELETE FROM inspect_file WHERE id = :id AND shard = :shard;

-- inspect_finding_add: something to be put right
-- in:  id finding_id, shard int, dossier dossier_id, cell cell_id, text text, fix text, person person_id, person_name text, due day, told_on day?, account int, at instant      run
INSERT INTO inspect_finding (id, shard, dossier, cell, text, fix, person, person_name, due, told_on, state, account, entered_at)
VALUES (:id, :shard, :dossier, :cell, :text, :fix, :person, :person_name, :due, :told_on, 'open', :account, :at);

-- inspect_finding_set: said better, by somebody else, by another day
-- in:  id finding_id, shard int, text text, fix text, person person_id, person_name text, due day      run
UPDATE inspect_finding SET text = :text, fix = :fix, person = :person, person_name = :person_name, due = :due WHERE id = :id AND shard = :shard;

-- inspect_finding_drop: noted by mistake; only before the cell knows of it
-- in:  id finding_id, shard int      run
DELETE FROM inspect_finding WHERE id = :id AND shard = :shard AND told_on IS NULL;

-- inspect_finding_state: proved, open again, or closed
-- in:  id finding_id, shard int, state text, closed_on day?      run
UPDATE inspect_finding SET state = :state, closed_on = :closed_on WHERE id = :id AND shard = :shard;

-- inspect_findings_tell: the cell knows of them from a day on
-- in:  dossier dossier_id, shard int, day day      run
UPDATE inspect_finding SET told_on = :day WHERE dossier = :dossier AND shard = :shard AND told_on IS NULL;

-- inspect_finding_one: a finding
-- in:  id finding_id, shard int      maybe
-- out: dossier dossier_id, cell cell_id, text text, fix text, person person_id, person_name text, due day, told_on day?, state text, closed_on day?
SELECT dossier, cell, text, fix, person, person_name, due, told_on, state, closed_on FROM inspect_finding WHERE id = :id AND shard = :shard;

-- inspect_findings: the findings of a dossier
-- in:  dossier dossier_id, shard int      many
-- out: id finding_id, text text, fix text, person person_id, person_name text, due day, told_on day?, state text, closed_on day?
SELECT id, text, fix, person, person_name, due, told_on, state, closed_on FROM inspect_finding WHERE dossier = :dossier AND shard = :shard ORDER BY due, id;

-- inspect_findings_of_cell: what a cell has still to put right
-- in:  cell cell_id, shard int      many
-- out: id finding_id, dossier dossier_id, fix text, person person_id, person_name text, due day, state text
SELECT id, dossier, fix, person, person_name, due, state FROM inspect_finding
WHERE cell = :cell AND shard = :shard AND told_on IS NOT NULL AND state <> 'closed' ORDER BY due, id LIMIT 100;

-- inspect_step_add: proof, or re-check
-- in:  id int, shard int, finding finding_id, kind text, day day, text text, account int, at instant      run
INSERT INTO inspect_step (id, shard, finding, kind, day, text, account, entered_at) VALUES (:id, :shard, :finding, :kind, :day, :text, :account, :at);

-- inspect_steps: what was shown and looked at again
-- in:  finding finding_id, shard int      many
-- out: kind text, day day, text text, name text?
SELECT s.kind AS kind, s.day AS day, s.text AS text, c.name AS name FROM inspect_step s LEFT JOIN account c ON c.id = s.account
WHERE s.finding = :finding AND s.shard = :shard ORDER BY s.id LIMIT 100;

-- inspect_look_put: somebody saw a part of it today
-- in:  dossier dossier_id, account account_id, day day, part text, n int, shard int, at instant      run
INSERT INTO inspect_look (dossier, account, day, part, n, shard, entered_at) VALUES (:dossier, :account, :day, :part, :n, :shard, :at)
ON CONFLICT (dossier, account, day, part, n, shard) DO NOTHING;

-- inspect_looks: who saw what, the last first
-- in:  dossier dossier_id, shard int      many
-- out: day day, account account_id, name text?, part text, n int
SELECT l.day AS day, l.account AS account, c.name AS name, l.part AS part, l.n AS n FROM inspect_look l LEFT JOIN account c ON c.id = l.account
WHERE l.dossier = :dossier AND l.shard = :shard ORDER BY l.day DESC, l.entered_at DESC, l.account, l.part, l.n LIMIT 300;

-- inspect_figures: a cell's month
-- in:  cell cell_id, shard int, since day, until day      one
-- out: opened int, concluded int, findings int, closed int, due int, settled int, unsettled int
SELECT (SELECT count(*) FROM inspect_dossier WHERE cell = :cell AND shard = :shard AND state <> 'cancelled' AND opened_on >= :since AND opened_on < :until) AS opened,
	(SELECT count(*) FROM inspect_dossier WHERE cell = :cell AND shard = :shard AND concluded_on >= :since AND concluded_on < :until) AS concluded,
	(SELECT count(*) FROM inspect_finding WHERE cell = :cell AND shard = :shard AND told_on >= :since AND told_on < :until) AS findings,
	(SELECT count(*) FROM inspect_finding WHERE cell = :cell AND shard = :shard AND told_on IS NOT NULL AND closed_on >= :since AND closed_on < :until) AS closed,
	(SELECT count(*) FROM inspect_finding WHERE cell = :cell AND shard = :shard AND told_on IS NOT NULL AND due >= :since AND due < :until) AS due,
	(SELECT count(*) FROM inspect_finding WHERE cell = :cell AND shard = :shard AND told_on IS NOT NULL AND due >= :since AND due < :until AND state = 'closed') AS settled,
	(SELECT count(*) FROM inspect_finding WHERE cell = :cell AND shard = :shard AND told_on IS NOT NULL AND due >= :since AND due < :until AND state <> 'closed') AS unsettled;

-- inspect_scan: the same for all cells, for the check of counters
-- class: report
-- text: yes
-- in:       many
-- out: cell int, month int, shard int, opened int, concluded int, findings int, closed int, due int, settled int, unsettled int
SELECT e.cell AS cell, CAST(substr(e.day, 1, 4) AS INTEGER) * 100 + CAST(substr(e.day, 6, 2) AS INTEGER) AS month, e.shard AS shard,
	sum(e.opened) AS opened, sum(e.concluded) AS concluded, sum(e.findings) AS findings, sum(e.closed) AS closed, sum(e.due) AS due,
	sum(e.settled) AS settled, sum(e.due) - sum(e.settled) AS unsettled
FROM (SELECT cell, shard, opened_on AS day, 1 AS opened, 0 AS concluded, 0 AS findings, 0 AS closed, 0 AS due, 0 AS settled FROM inspect_dossier WHERE state <> 'cancelled'
	UNION ALL SELECT cell, shard, concluded_on, 0, 1, 0, 0, 0, 0 FROM inspect_dossier WHERE concluded_on IS NOT NULL
	UNION ALL SELECT cell, shard, told_on, 0, 0, 1, 0, 0, 0 FROM inspect_finding WHERE told_on IS NOT NULL
	UNION ALL SELECT cell, shard, closed_on, 0, 0, 0, 1, 0, 0 FROM inspect_finding WHERE told_on IS NOT NULL AND closed_on IS NOT NULL
	UNION ALL SELECT cell, shard, due, 0, 0, 0, 0, 1, CASE WHEN state = 'closed' THEN 1 ELSE 0 END FROM inspect_finding WHERE told_on IS NOT NULL) e
GROUP BY e.cell, e.shard, CAST(substr(e.day, 1, 4) AS INTEGER) * 100 + CAST(substr(e.day, 6, 2) AS INTEGER);

-- inspect_finding_export: what a person had to put right
-- class: report
-- json: yes
-- in:  person person_id      many
-- out: text text, fix text, person_name text, due day, state text, closed_on day?
SELECT text, fix, person_name, due, state, closed_on FROM inspect_finding WHERE person = :person ORDER BY due, id;

-- inspect_archive_dossiers: what a cell was told, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: id dossier_id, kind text, subject text, state text, planned_on day?, started_on day?, concluded_on day?, closed_on day?
SELECT id, kind, subject, state, planned_on, started_on, concluded_on, closed_on FROM inspect_dossier
WHERE cell = :cell AND shard = :shard AND planned_on IS NOT NULL ORDER BY id;

-- inspect_archive_papers: the papers that were sent to it
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: dossier dossier_id, n int, title text?, number text?, day day?, section optint, text text?
SELECT p.dossier AS dossier, p.n AS n, p.title AS title, p.number AS number, p.day AS day, t.section AS section, t.text AS text
FROM inspect_dossier d JOIN inspect_paper p ON p.dossier = d.id AND p.shard = d.shard AND p.sent_at IS NOT NULL
LEFT JOIN inspect_text t ON t.dossier = p.dossier AND t.n = p.n AND t.shard = p.shard
WHERE d.cell = :cell AND d.shard = :shard ORDER BY p.dossier, p.n, t.section;

-- inspect_archive_findings: what it has to put right
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: id finding_id, dossier dossier_id, text text, fix text, person_name text, due day, state text, closed_on day?
SELECT id, dossier, text, fix, person_name, due, state, closed_on FROM inspect_finding WHERE cell = :cell AND shard = :shard AND told_on IS NOT NULL ORDER BY id;

-- inspect_keeps: whether a file of a dossier stands on these bytes
-- in:  hash blob, shard int      one
-- out: keeps bool
SELECT EXISTS (SELECT 1 FROM inspect_file WHERE hash = :hash AND shard = :shard) AS keeps;
