-- guidance_add: a new draft
-- class: reference
-- in:  id guidance_id, unit unit_id, quarter month, title text, intro text?, account account_id, at instant      run
INSERT INTO guidance (id, unit, quarter, title, intro, account, entered_at) VALUES (:id, :unit, :quarter, :title, :intro, :account, :at);

-- guidance_one: one guidance
-- class: reference
-- in:  id guidance_id      maybe
-- out: unit unit_id, quarter month, title text, intro text?, state text, number text?, day day?, capacity text?, post text?, signer text?, withdrawn_reason text?, unit_name text, unit_kind text, parent_name text?
SELECT g.unit AS unit, g.quarter AS quarter, g.title AS title, g.intro AS intro, g.state AS state, g.number AS number, g.day AS day,
	g.capacity AS capacity, g.post AS post, g.signer AS signer, g.withdrawn_reason AS withdrawn_reason, n.name AS unit_name, u.kind AS unit_kind,
	p.name AS parent_name
FROM guidance g JOIN unit u ON u.id = g.unit JOIN unit_name n ON n.unit = g.unit AND n.until = '9999-12-31'
LEFT JOIN unit_edge e ON e.unit = g.unit AND e.until = '9999-12-31' LEFT JOIN unit_name p ON p.unit = e.parent AND p.until = '9999-12-31'
WHERE g.id = :id;

-- guidance_put: what a draft says
-- class: reference
-- in:  id guidance_id, title text, intro text?      run
UPDATE guidance SET title = :title, intro = :intro WHERE id = :id;

-- guidance_publish: it goes to the cells
-- class: reference
-- in:  id guidance_id, number text, day day, capacity text?, post text?, signer text?, at instant      run
UPDATE guidance SET state = 'published', number = :number, day = :day, capacity = :capacity, post = :post, signer = :signer, published_at = :at,
	sent_to = 0, sent_at = NULL WHERE id = :id;

-- guidance_withdraw: it is taken back
-- class: reference
-- in:  id guidance_id, reason text, at instant      run
UPDATE guidance SET state = 'withdrawn', withdrawn_reason = :reason, withdrawn_at = :at, sent_to = 0, sent_at = NULL WHERE id = :id;

-- guidance_number_taken: whether another guidance of the committee bears a number that year
-- class: reference
-- in:  unit unit_id, guidance guidance_id, number text, since day, until day      one
-- out: n int
SELECT count(*) AS n FROM guidance WHERE unit = :unit AND id <> :guidance AND number = :number AND day >= :since AND day < :until;

-- guidance_reads: whether somebody has a role at a unit or below it, and so reads what it publishes
-- class: reference
-- in:  account account_id, unit unit_id, day day      one
-- out: n int
SELECT count(*) AS n FROM account_role r JOIN unit_anc a ON a.node = r.unit AND a.ancestor = :unit AND a.until = '9999-12-31'
WHERE r.account = :account AND r.since <= :day AND r.until > :day;

-- guidance_theme_put: a theme, new or changed
-- class: reference
-- in:  id theme_id, guidance guidance_id, title text, text text?, questions text?, types text, due month, at instant      run
INSERT INTO guidance_theme (id, guidance, title, text, questions, types, due, entered_at)
VALUES (:id, :guidance, :title, :text, :questions, :types, :due, :at)
ON CONFLICT (id) DO UPDATE SET title = excluded.title, text = excluded.text, questions = excluded.questions, types = excluded.types, due = excluded.due;

-- guidance_theme_drop: it is in the draft no more
-- class: reference
-- in:  id theme_id, guidance guidance_id      run
DELETE FROM guidance_theme WHERE id = :id AND guidance = :guidance;

-- guidance_themes: the themes of a guidance
-- class: reference
-- in:  guidance guidance_id      many
-- out: id theme_id, title text, text text?, questions text?, types text, due month
SELECT id, title, text, questions, types, due FROM guidance_theme WHERE guidance = :guidance ORDER BY id;

-- guidance_paper_add: a paper
-- class: reference
-- in:  id guidance_paper_id, guidance guidance_id, title text, file_name text, type text, size int, hash blob, account account_id, at instant      run
INSERT INTO guidance_paper (id, guidance, title, file_name, type, size, hash, account, entered_at)
VALUES (:id, :guidance, :title, :file_name, :type, :size, :hash, :account, :at);

-- guidance_paper_one: one of them
-- class: reference
-- in:  id guidance_paper_id      maybe
-- out: guidance guidance_id, title text, file_name text, type text, hash blob, withdrawn bool
SELECT guidance, title, file_name, type, hash, CASE WHEN withdrawn_at IS NULL THEN 0 ELSE 1 END AS withdrawn FROM guidance_paper WHERE id = :id;

-- guidance_paper_withdraw: taken back
-- class: reference
-- in:  id guidance_paper_id, at instant      run
UPDATE guidance_paper SET withdrawn_at = :at WHERE id = :id;

-- guidance_paper_stands: whether another paper stands on the same bytes
-- class: reference
-- in:  hash blob      one
-- out: n int
SELECT count(*) AS n FROM guidance_paper WHERE hash = :hash AND withdrawn_at IS NULL;

-- guidance_papers: the papers of a guidance
-- class: reference
-- in:  guidance guidance_id      many
-- out: id guidance_paper_id, title text, file_name text, size int
SELECT id, title, file_name, size FROM guidance_paper WHERE guidance = :guidance AND withdrawn_at IS NULL ORDER BY id;

-- guidance_of_unit: what is to be followed in a quarter below a unit: its own, and what is published above
-- class: reference
-- in:  unit unit_id, quarter month      many
-- out: id guidance_id, unit unit_id, unit_name text, own bool, title text, state text, number text?, day day?, themes int
SELECT g.id AS id, g.unit AS unit, n.name AS unit_name, CASE WHEN g.unit = :unit THEN 1 ELSE 0 END AS own, g.title AS title, g.state AS state,
	g.number AS number, g.day AS day, (SELECT count(*) FROM guidance_theme t WHERE t.guidance = g.id) AS themes
FROM unit_anc a JOIN guidance g ON g.unit = a.ancestor AND g.quarter = :quarter JOIN unit_name n ON n.unit = g.unit AND n.until = '9999-12-31'
WHERE a.node = :unit AND a.until = '9999-12-31' AND (g.unit = :unit OR g.state = 'published') ORDER BY a.depth, g.id;

-- guidance_offers: the themes that a cell may choose in a quarter, by its place and type
-- class: reference
-- in:  cell cell_id, type text?, quarter month      many
-- out: id theme_id, guidance guidance_id, title text, text text?, questions text?, due month, number text?, day day?, unit_name text
SELECT t.id AS id, t.guidance AS guidance, t.title AS title, t.text AS text, t.questions AS questions, t.due AS due, g.number AS number, g.day AS day,
	n.name AS unit_name
FROM unit_anc a JOIN guidance g ON g.unit = a.ancestor AND g.quarter = :quarter AND g.state = 'published' JOIN guidance_theme t ON t.guidance = g.id
JOIN unit_name n ON n.unit = g.unit AND n.until = '9999-12-31'
WHERE a.node = :cell AND a.until = '9999-12-31' AND (t.types = '' OR t.types LIKE '% ' || COALESCE(CAST(:type AS TEXT), '-') || ' %')
ORDER BY a.depth, g.id, t.id;

-- guidance_cell_one: how a cell stands with its theme of a quarter
-- in:  cell cell_id, shard int, quarter month      maybe
-- out: asked bool, theme theme_id?, theme_title text?, theme_text text?, theme_questions text?, gone bool, gone_reason text?, guidance guidance_id?, own text?, why text?, plan_month optint, presenter person_id?, presenter_name text?, drafter person_id?, drafter_name text?, speaker text?, draft_day day?, approved_day day?, meeting meeting_id?, meeting_month optint, meeting_day day?, meeting_state text?, result text?, month month, version int
SELECT c.asked AS asked, c.theme AS theme, t.title AS theme_title, t.text AS theme_text, t.questions AS theme_questions,
	c.gone AS gone, g.withdrawn_reason AS gone_reason, t.guidance AS guidance, c.own AS own, c.why AS why,
	c.plan_month AS plan_month, c.presenter_person AS presenter, c.presenter_name AS presenter_name, c.drafter_person AS drafter,
	c.drafter_name AS drafter_name, c.speaker AS speaker, c.draft_day AS draft_day, c.approved_day AS approved_day, c.meeting AS meeting,
	m.month AS meeting_month, m.day AS meeting_day, m.state AS meeting_state, c.result AS result, c.month AS month, c.version AS version
FROM guidance_cell c LEFT JOIN guidance_theme t ON t.id = c.theme LEFT JOIN guidance g ON g.id = t.guidance
LEFT JOIN meeting m ON m.id = c.meeting AND m.shard = c.shard
WHERE c.cell = :cell AND c.shard = :shard AND c.quarter = :quarter;

-- guidance_cell_put: what a cell chose and plans
-- in:  cell cell_id, quarter month, shard int, asked int, theme theme_id?, own text?, why text?, plan_month optint, presenter person_id?, presenter_name text?, drafter person_id?, drafter_name text?, speaker text?, draft_day day?, approved_day day?, meeting meeting_id?, month month, at instant      run
INSERT INTO guidance_cell (cell, quarter, shard, asked, theme, own, why, plan_month, presenter_person, presenter_name, drafter_person, drafter_name,
	speaker, draft_day, approved_day, meeting, month, entered_at)
VALUES (:cell, :quarter, :shard, :asked, :theme, :own, :why, :plan_month, :presenter, :presenter_name, :drafter, :drafter_name, :speaker, :draft_day,
	:approved_day, :meeting, :month, :at)
ON CONFLICT (cell, quarter, shard) DO UPDATE SET asked = excluded.asked, theme = excluded.theme, gone = 0, own = excluded.own, why = excluded.why,
	plan_month = excluded.plan_month, presenter_person = excluded.presenter_person, presenter_name = excluded.presenter_name,
	drafter_person = excluded.drafter_person, drafter_name = excluded.drafter_name, speaker = excluded.speaker, draft_day = excluded.draft_day,
	approved_day = excluded.approved_day, meeting = excluded.meeting, month = excluded.month, version = guidance_cell.version + 1;

-- guidance_result: what came of it
-- in:  cell cell_id, quarter month, shard int, result text, at instant      run
UPDATE guidance_cell SET result = :result, result_at = :at, version = version + 1 WHERE cell = :cell AND quarter = :quarter AND shard = :shard;

-- guidance_meetings: the cell's sessions that a theme may be spoken of in
-- in:  cell cell_id, shard int, since month, until month      many
-- out: id meeting_id, month month, day day, kind text, theme text?, state text
SELECT id, month, day, kind, theme, state FROM meeting
WHERE cell = :cell AND shard = :shard AND month BETWEEN :since AND :until AND body = 'cell' AND (kind = 'thematic' OR kind = 'both')
	AND state <> 'cancelled' AND state <> 'postponed' ORDER BY day, id LIMIT 30;

-- guidance_meeting: one session, for what may be wrong with it
-- in:  meeting meeting_id, shard int      maybe
-- out: cell cell_id, month month, day day, body text, kind text, state text
SELECT cell, month, day, body, kind, state FROM meeting WHERE id = :meeting AND shard = :shard;

-- guidance_meeting_taken: the quarter whose theme a session stands for already
-- in:  cell cell_id, shard int, meeting meeting_id, quarter month      many
-- out: quarter month
SELECT quarter FROM guidance_cell WHERE cell = :cell AND shard = :shard AND meeting = :meeting AND quarter <> :quarter;

-- guidance_held: what a session that ended left: who came, how many spoke, its resolution
-- in:  meeting meeting_id, shard int      maybe
-- out: present int, base int, spoke int, resolution optint
SELECT t.present AS present, t.base AS base, t.spoke AS spoke,
	(SELECT min(r.number) FROM record r WHERE r.meeting = t.meeting AND r.shard = t.shard AND r.kind = 'resolution' AND r.state <> 'void') AS resolution
FROM meeting_total t WHERE t.meeting = :meeting AND t.shard = :shard;

-- guidance_people: who may prepare and present
-- in:  cell cell_id, shard int, today day      many
-- out: person person_id, name text, label text?
SELECT person, name, label FROM membership WHERE cell = :cell AND shard = :shard AND since <= :today AND until > :today AND kind <> 'away'
ORDER BY sort_key, person;

-- guidance_due_rows: what a cell did of the quarters from one on
-- in:  cell cell_id, shard int, quarter month      many
-- out: quarter month, theme theme_id?, gone bool, own text?, why text?, plan_month optint, draft_day day?, meeting meeting_id?, meeting_state text?, result text?
SELECT c.quarter AS quarter, c.theme AS theme, c.gone AS gone, c.own AS own, c.why AS why,
	c.plan_month AS plan_month, c.draft_day AS draft_day, c.meeting AS meeting, m.state AS meeting_state, c.result AS result
FROM guidance_cell c LEFT JOIN meeting m ON m.id = c.meeting AND m.shard = c.shard
WHERE c.cell = :cell AND c.shard = :shard AND c.quarter >= :quarter ORDER BY c.quarter;

-- guidance_unsent: what cells wait for, to get or to give back
-- class: reference
-- in:       many
-- out: id guidance_id, unit unit_id, quarter month, state text, sent_to int
SELECT id, unit, quarter, state, sent_to FROM guidance WHERE sent_at IS NULL AND state <> 'draft' ORDER BY id LIMIT 20;

-- guidance_addressed: the cells below a committee that some theme of a guidance is for, from one on
-- class: reference
-- in:  guidance guidance_id, unit unit_id, after int      many
-- out: cell cell_id, shard int
SELECT u.id AS cell, u.shard AS shard FROM unit_anc a JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo' AND u.until = '9999-12-31'
WHERE a.ancestor = :unit AND a.until = '9999-12-31' AND a.node > :after AND EXISTS (SELECT 1 FROM guidance_theme t WHERE t.guidance = :guidance
	AND (t.types = '' OR t.types LIKE '% ' || COALESCE(u.cell_type, '-') || ' %')) ORDER BY u.id;

-- guidance_send: a cell is asked
-- in:  cell cell_id, quarter month, shard int, month month, at instant      run
INSERT INTO guidance_cell (cell, quarter, shard, asked, month, entered_at) VALUES (:cell, :quarter, :shard, 1, :month, :at)
ON CONFLICT (cell, quarter, shard) DO UPDATE SET asked = 1;

-- guidance_offered: how many themes a cell may choose from
-- class: reference
-- in:  cell cell_id, quarter month      one
-- out: n int
SELECT count(*) AS n FROM unit_anc a JOIN unit u ON u.id = a.node JOIN guidance g ON g.unit = a.ancestor AND g.quarter = :quarter AND g.state = 'published'
JOIN guidance_theme t ON t.guidance = g.id AND (t.types = '' OR t.types LIKE '% ' || COALESCE(u.cell_type, '-') || ' %')
WHERE a.node = :cell AND a.until = '9999-12-31';

-- guidance_gone: the theme that a cell chose is withdrawn, unless it was held
-- in:  cell cell_id, quarter month, shard int, guidance guidance_id      run
UPDATE guidance_cell SET gone = 1 WHERE cell = :cell AND quarter = :quarter AND shard = :shard
	AND theme IN (SELECT t.id FROM guidance_theme t WHERE t.guidance = :guidance) AND NOT EXISTS (SELECT 1 FROM meeting m
		WHERE m.id = guidance_cell.meeting AND m.shard = guidance_cell.shard AND m.state = 'ended');

-- guidance_unsend: nobody asks it any more, and it did nothing yet
-- in:  cell cell_id, quarter month, shard int      run
DELETE FROM guidance_cell WHERE cell = :cell AND quarter = :quarter AND shard = :shard AND theme IS NULL AND own IS NULL AND why IS NULL
	AND plan_month IS NULL AND meeting IS NULL;

-- guidance_unasked: nobody asks it any more, what it held stays
-- in:  cell cell_id, quarter month, shard int      run
UPDATE guidance_cell SET asked = 0 WHERE cell = :cell AND quarter = :quarter AND shard = :shard AND NOT EXISTS (SELECT 1 FROM meeting m
	WHERE m.id = guidance_cell.meeting AND m.shard = guidance_cell.shard AND m.state = 'ended');

-- guidance_sent: how far it went
-- class: reference
-- in:  id guidance_id, sent_to int, at optint      run
UPDATE guidance SET sent_to = :sent_to, sent_at = :at WHERE id = :id;

-- guidance_key: the month in which a cell's quarter counts
-- in:  cell cell_id, shard int, quarter month      maybe
-- out: month month
SELECT COALESCE(m.month, c.month) AS month FROM guidance_cell c LEFT JOIN meeting m ON m.id = c.meeting AND m.shard = c.shard
WHERE c.cell = :cell AND c.shard = :shard AND c.quarter = :quarter;

-- guidance_count: a cell's themes that count in a month
-- in:  cell cell_id, shard int, month month      one
-- out: asked int, chosen int, declined int, planned int, held int, reported int
SELECT count(*) AS asked, COALESCE(sum(x.chosen), 0) AS chosen, COALESCE(sum(CASE WHEN x.chosen = 0 AND x.why IS NOT NULL THEN 1 ELSE 0 END), 0) AS declined,
	COALESCE(sum(x.chosen * x.planned), 0) AS planned, COALESCE(sum(x.chosen * x.held), 0) AS held,
	COALESCE(sum(x.chosen * x.held * x.reported), 0) AS reported
FROM (SELECT c.why AS why, CASE WHEN c.own IS NOT NULL OR (c.theme IS NOT NULL AND c.gone = 0) THEN 1 ELSE 0 END AS chosen,
		CASE WHEN c.plan_month IS NOT NULL OR (m.state IS NOT NULL AND m.state <> 'cancelled' AND m.state <> 'postponed') THEN 1 ELSE 0 END AS planned,
		CASE WHEN m.state = 'ended' THEN 1 ELSE 0 END AS held, CASE WHEN c.result IS NULL THEN 0 ELSE 1 END AS reported
	FROM guidance_cell c LEFT JOIN meeting m ON m.id = c.meeting AND m.shard = c.shard
	WHERE c.cell = :cell AND c.shard = :shard AND c.asked = 1 AND COALESCE(m.month, c.month) = :month) x;

-- guidance_scan: the same for all cells, for the check of counters
-- class: report
-- text: yes
-- in:       many
-- out: cell int, month int, shard int, asked int, chosen int, declined int, planned int, held int, reported int
SELECT x.cell AS cell, x.month AS month, x.shard AS shard, count(*) AS asked, sum(x.chosen) AS chosen,
	sum(CASE WHEN x.chosen = 0 AND x.why IS NOT NULL THEN 1 ELSE 0 END) AS declined, sum(x.chosen * x.planned) AS planned,
	sum(x.chosen * x.held) AS held, sum(x.chosen * x.held * x.reported) AS reported
FROM (SELECT c.cell AS cell, COALESCE(m.month, c.month) AS month, c.shard AS shard, c.why AS why,
		CASE WHEN c.own IS NOT NULL OR (c.theme IS NOT NULL AND c.gone = 0) THEN 1 ELSE 0 END AS chosen,
		CASE WHEN c.plan_month IS NOT NULL OR (m.state IS NOT NULL AND m.state <> 'cancelled' AND m.state <> 'postponed') THEN 1 ELSE 0 END AS planned,
		CASE WHEN m.state = 'ended' THEN 1 ELSE 0 END AS held, CASE WHEN c.result IS NULL THEN 0 ELSE 1 END AS reported
	FROM guidance_cell c LEFT JOIN meeting m ON m.id = c.meeting AND m.shard = c.shard WHERE c.asked = 1) x
GROUP BY x.cell, x.month, x.shard;

-- guidance_figures: what the cells below a unit did in some months
-- class: reference
-- in:  unit unit_id, since month, until month      one
-- out: asked int, chosen int, declined int, planned int, held int, reported int
SELECT COALESCE(sum(asked), 0) AS asked, COALESCE(sum(chosen), 0) AS chosen, COALESCE(sum(declined), 0) AS declined,
	COALESCE(sum(planned), 0) AS planned, COALESCE(sum(held), 0) AS held, COALESCE(sum(reported), 0) AS reported
FROM guidance_by_unit WHERE unit = :unit AND month BETWEEN :since AND :until;

-- guidance_units: the same of each unit right below
-- class: reference
-- in:  unit unit_id, since month, until month      many
-- out: id unit_id, name text, asked int, chosen int, declined int, planned int, held int, reported int
SELECT e.unit AS id, n.name AS name, COALESCE(sum(f.asked), 0) AS asked, COALESCE(sum(f.chosen), 0) AS chosen,
	COALESCE(sum(f.declined), 0) AS declined, COALESCE(sum(f.planned), 0) AS planned, COALESCE(sum(f.held), 0) AS held,
	COALESCE(sum(f.reported), 0) AS reported
FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.until = '9999-12-31' AND u.kind <> 'chi_bo'
JOIN unit_name n ON n.unit = e.unit AND n.until = '9999-12-31'
LEFT JOIN guidance_by_unit f ON f.unit = e.unit AND f.month BETWEEN :since AND :until
WHERE e.parent = :unit AND e.until = '9999-12-31' GROUP BY e.unit, n.name, n.sort_key ORDER BY n.sort_key;

-- guidance_cells: the cells right below a unit, and how each stands
-- class: report
-- in:  unit unit_id, quarter month      many
-- out: id cell_id, name text, asked optint, theme theme_id?, theme_title text?, gone bool, own text?, why text?, plan_month optint, meeting meeting_id?, meeting_day day?, meeting_state text?, result text?
SELECT u.id AS id, n.name AS name, c.asked AS asked, c.theme AS theme, t.title AS theme_title, COALESCE(c.gone, 0) AS gone,
	c.own AS own, c.why AS why, c.plan_month AS plan_month, c.meeting AS meeting, m.day AS meeting_day,
	m.state AS meeting_state, c.result AS result
FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.until = '9999-12-31' AND u.kind = 'chi_bo'
JOIN unit_name n ON n.unit = e.unit AND n.until = '9999-12-31'
LEFT JOIN guidance_cell c ON c.cell = u.id AND c.shard = u.shard AND c.quarter = :quarter
LEFT JOIN guidance_theme t ON t.id = c.theme LEFT JOIN meeting m ON m.id = c.meeting AND m.shard = c.shard
WHERE e.parent = :unit AND e.until = '9999-12-31' ORDER BY n.sort_key, u.id LIMIT 2000;

-- guidance_export: where somebody was to prepare or present
-- class: report
-- json: yes
-- in:  person person_id      many
-- out: quarter month, theme text?, own text?, presenter_name text?, drafter_name text?, speaker text?, draft_day day?
SELECT c.quarter AS quarter, t.title AS theme, c.own AS own, CASE WHEN c.presenter_person = :person THEN c.presenter_name END AS presenter_name,
	CASE WHEN c.drafter_person = :person THEN c.drafter_name END AS drafter_name, CASE WHEN c.presenter_person = :person THEN c.speaker END AS speaker,
	c.draft_day AS draft_day
FROM (SELECT DISTINCT cell, shard FROM membership WHERE person = :person) s JOIN guidance_cell c ON c.cell = s.cell AND c.shard = s.shard
LEFT JOIN guidance_theme t ON t.id = c.theme WHERE c.presenter_person = :person OR c.drafter_person = :person ORDER BY c.quarter;

-- guidance_archive: a cell's themes by quarter
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: quarter month, asked bool, theme text?, own text?, why text?, plan_month optint, presenter_name text?, drafter_name text?, speaker text?, draft_day day?, approved_day day?, meeting meeting_id?, result text?
SELECT c.quarter AS quarter, c.asked AS asked, t.title AS theme, c.own AS own, c.why AS why, c.plan_month AS plan_month,
	c.presenter_name AS presenter_name, c.drafter_name AS drafter_name, c.speaker AS speaker, c.draft_day AS draft_day, c.approved_day AS approved_day,
	c.meeting AS meeting, c.result AS result
FROM guidance_cell c LEFT JOIN guidance_theme t ON t.id = c.theme WHERE c.cell = :cell AND c.shard = :shard ORDER BY c.quarter;

-- guidance_keeps: whether a paper that was not taken back stands on these bytes
-- class: reference
-- in:  hash blob      one
-- out: keeps bool
SELECT EXISTS (SELECT 1 FROM guidance_paper WHERE hash = :hash AND withdrawn_at IS NULL) AS keeps;
