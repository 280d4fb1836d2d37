-- transfer_add: one side of a proposal
-- in:  cell cell_id, id int, shard int, side text, other cell_id, other_shard int, person person_id, kind text, day day, until day?, paper text, reason text?, name text, birth_year text?, card bool, at instant      run
INSERT INTO transfer (cell, id, shard, side, other, other_shard, person, kind, day, until, paper, reason, name, birth_year, card, proposed_at)
VALUES (:cell, :id, :shard, :side, :other, :other_shard, :person, :kind, :day, :until, :paper, :reason, :name, :birth_year, :card, :at);

-- transfer_one: what a cell knows of a way
-- in:  cell cell_id, id int, shard int      maybe
-- out: side text, other cell_id, other_shard int, other_name text?, person person_id, kind text, state text, day day, until day?, paper text, reason text?,
--      name text, birth_year text?, card bool, proposed_at instant, answered_at optint, answer text?, began day?, ended day?
SELECT t.side AS side, t.other AS other, t.other_shard AS other_shard, n.name AS other_name, t.person AS person, t.kind AS kind, t.state AS state,
	t.day AS day, t.until AS until, t.paper AS paper, t.reason AS reason, t.name AS name, t.birth_year AS birth_year, t.card AS card,
	t.proposed_at AS proposed_at, t.answered_at AS answered_at, t.answer AS answer, t.began AS began, t.ended AS ended
FROM transfer t LEFT JOIN unit_name n ON n.unit = t.other AND n.until = '9999-12-31'
WHERE t.cell = :cell AND t.id = :id AND t.shard = :shard;

-- transfer_of_cell: the ways from and to a cell, the newest first
-- in:  cell cell_id, shard int, most int      many
-- out: id transfer_id, side text, other_name text?, kind text, state text, day day, until day?, name text, proposed_at instant, began day?, ended day?
SELECT t.id AS id, t.side AS side, n.name AS other_name, t.kind AS kind, t.state AS state, t.day AS day, t.until AS until, t.name AS name,
	t.proposed_at AS proposed_at, t.began AS began, t.ended AS ended
FROM transfer t LEFT JOIN unit_name n ON n.unit = t.other AND n.until = '9999-12-31'
WHERE t.cell = :cell AND t.shard = :shard ORDER BY t.id DESC LIMIT :most;

-- transfer_open: what is not over for a member of the cell: a proposal, or a temporary stay elsewhere
-- in:  cell cell_id, shard int, person person_id      many
-- out: id transfer_id, other cell_id, other_shard int, kind text, state text
SELECT id, other, other_shard, kind, state FROM transfer WHERE cell = :cell AND shard = :shard AND person = :person AND side = 'out'
	AND (state = 'proposed' OR state = 'accepted' AND kind = 'temporary');

-- transfer_answered: what became of a proposal, on one side
-- in:  cell cell_id, id int, shard int, state text, answer text?, began day?, at instant      run
UPDATE transfer SET state = :state, answer = :answer, began = :began, answered_at = :at WHERE cell = :cell AND id = :id AND shard = :shard;

-- transfer_over: a temporary stay is over, on one side
-- in:  cell cell_id, id int, shard int, ended day      run
UPDATE transfer SET state = 'returned', ended = :ended WHERE cell = :cell AND id = :id AND shard = :shard;

-- transfer_longer: a temporary stay lasts until another day, on one side
-- in:  cell cell_id, id int, shard int, until day, paper text      run
UPDATE transfer SET until = :until, paper = :paper WHERE cell = :cell AND id = :id AND shard = :shard;

-- transfer_due: what waits in a cell: proposals, stays that end soon, refusals that were just given
-- in:  cell cell_id, shard int, soon day, since instant      many
-- out: id transfer_id, side text, other_name text?, state text, until day?, name text, proposed_at instant
SELECT t.id AS id, t.side AS side, n.name AS other_name, t.state AS state, t.until AS until, t.name AS name, t.proposed_at AS proposed_at
FROM transfer t LEFT JOIN unit_name n ON n.unit = t.other AND n.until = '9999-12-31'
WHERE t.cell = :cell AND t.shard = :shard AND (t.state = 'proposed' OR t.state = 'accepted' AND t.kind = 'temporary' AND t.until <= :soon
	OR t.state = 'refused' AND t.side = 'out' AND t.answered_at >= :since) ORDER BY t.id;

-- transfer_late: how many proposals of the cells below, a few steps down at most, wait for an answer too long
-- class: report
-- in:  unit unit_id, steps int, before instant      one
-- out: count int
SELECT count(DISTINCT t.id) AS count FROM transfer t WHERE t.state = 'proposed' AND t.proposed_at < :before AND :unit IN
	(SELECT a.ancestor FROM unit_anc a WHERE a.node = t.cell AND a.until = '9999-12-31' AND a.depth <= :steps);

-- transfer_below: proposals of the cells below a unit that wait for an answer, the oldest first; of two sides below it, the one that goes
-- class: report
-- in:  unit unit_id, most int      many
-- out: id transfer_id, cell cell_id, from_name text?, to_name text?, kind text, day day, proposed_at instant
SELECT t.id AS id, t.cell AS cell, CASE t.side WHEN 'out' THEN n.name ELSE o.name END AS from_name,
	CASE t.side WHEN 'out' THEN o.name ELSE n.name END AS to_name, t.kind AS kind, t.day AS day, t.proposed_at AS proposed_at
FROM transfer t LEFT JOIN unit_name n ON n.unit = t.cell AND n.until = '9999-12-31' LEFT JOIN unit_name o ON o.unit = t.other AND o.until = '9999-12-31'
WHERE t.state = 'proposed' AND :unit IN (SELECT a.ancestor FROM unit_anc a WHERE a.node = t.cell AND a.until = '9999-12-31')
	AND (t.side = 'out' OR :unit NOT IN (SELECT a.ancestor FROM unit_anc a WHERE a.node = t.other AND a.until = '9999-12-31'))
ORDER BY t.proposed_at, t.id LIMIT :most;

-- transfer_cells: cells that a member may go to: those whose name holds a text (folded, as a LIKE pattern), as far as a thousand of them do, or that have a code
-- class: report
-- in:  cell cell_id, pattern text, code text, most int      many
-- out: id cell_id, name text, above text?
SELECT u.id AS id, n.name AS name, p.name AS above
FROM (SELECT w.unit AS unit FROM (SELECT o.unit AS unit FROM unit_name o CROSS JOIN unit k WHERE k.id = o.unit AND k.kind = 'chi_bo'
		AND k.until = '9999-12-31' AND o.fold LIKE :pattern ESCAPE '\' ORDER BY o.fold, o.unit LIMIT 1000) w
	UNION SELECT c.unit FROM unit_code c WHERE c.code = :code AND c.until = '9999-12-31') f
JOIN unit u ON u.id = f.unit AND u.kind = 'chi_bo' AND u.until = '9999-12-31'
JOIN unit_name n ON n.unit = f.unit AND n.until = '9999-12-31'
LEFT JOIN unit_edge e ON e.unit = f.unit AND e.until = '9999-12-31' LEFT JOIN unit_name p ON p.unit = e.parent AND p.until = '9999-12-31'
WHERE u.id <> :cell AND (n.fold LIKE :pattern ESCAPE '\' OR EXISTS (SELECT 1 FROM unit_code c WHERE c.unit = f.unit AND c.code = :code
	AND c.until = '9999-12-31'))
ORDER BY n.sort_key, u.id LIMIT :most;

-- transfer_near: the other cells below the same superior
-- class: reference
-- in:  cell cell_id, most int      many
-- out: id cell_id, name text
SELECT u.id AS id, n.name AS name FROM unit_edge o JOIN unit_edge e ON e.parent = o.parent AND e.until = '9999-12-31'
JOIN unit u ON u.id = e.unit AND u.kind = 'chi_bo' AND u.until = '9999-12-31' JOIN unit_name n ON n.unit = u.id AND n.until = '9999-12-31'
WHERE o.unit = :cell AND o.until = '9999-12-31' AND u.id <> :cell ORDER BY n.sort_key, u.id LIMIT :most;

-- transfer_tasks: tasks of a person that the cell waits for
-- in:  cell cell_id, shard int, person person_id      one
-- out: count int
SELECT count(*) AS count FROM task WHERE cell = :cell AND shard = :shard AND person = :person AND removed_at IS NULL
	AND (state = 'open' OR state = 'part' OR state = 'not_done');

-- transfer_meets: an open meeting of the cell with the person on its list
-- in:  cell cell_id, shard int, person person_id, from_month month      maybe
-- out: meeting int
SELECT m.id AS meeting FROM meeting m JOIN attendance a ON a.meeting = m.id AND a.shard = m.shard AND a.person = :person
WHERE m.cell = :cell AND m.shard = :shard AND m.month >= :from_month AND m.state = 'open' LIMIT 1;

-- transfer_home: the cell where a person is a member today
-- class: report
-- in:  person person_id      maybe
-- out: cell cell_id, shard int
SELECT cell, shard FROM membership WHERE person = :person AND until = '9999-12-31' AND kind <> 'temporary_here' LIMIT 1;

-- transfer_everything: all that is kept of a person's ways
-- json: yes
-- class: report
-- in:  person person_id      many
-- out: side text, cell text?, kind text, state text, day text, until text?, paper text, reason text?, answer text?, began text?, ended text?
SELECT t.side AS side, n.name AS cell, t.kind AS kind, t.state AS state, t.day AS day, t.until AS until, t.paper AS paper, t.reason AS reason,
	t.answer AS answer, t.began AS began, t.ended AS ended
FROM transfer t LEFT JOIN unit_name n ON n.unit = t.cell AND n.until = '9999-12-31' WHERE t.person = :person ORDER BY t.id, t.side;

-- transfer_erase: whose ways they were is not known any more
-- class: wide
-- in:  person person_id, name text      run
UPDATE transfer SET name = :name, birth_year = NULL, card = 0, reason = NULL, answer = NULL WHERE person = :person;

-- transfer_archive_list: the ways from and to a cell, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: side text, other text?, name text, kind text, state text, day text, until text?, paper text, reason text?, answer text?, began text?, ended text?
SELECT t.side AS side, n.name AS other, t.name AS name, t.kind AS kind, t.state AS state, t.day AS day, t.until AS until, t.paper AS paper,
	t.reason AS reason, t.answer AS answer, t.began AS began, t.ended AS ended
FROM transfer t LEFT JOIN unit_name n ON n.unit = t.other AND n.until = '9999-12-31'
WHERE t.cell = :cell AND t.shard = :shard ORDER BY t.id;

-- transfer_waiting_count: proposals without an answer in the whole installation
-- class: report
-- in:  before instant      one
-- out: waiting int, late int
SELECT count(*) AS waiting, count(CASE WHEN proposed_at < :before THEN 1 END) AS late FROM transfer WHERE state = 'proposed' AND side = 'out';

-- transfer_place: a cell that is there
-- class: reference
-- in:  cell cell_id      maybe
-- out: shard int, name text
SELECT u.shard AS shard, n.name AS name FROM unit u JOIN unit_name n ON n.unit = u.id AND n.until = '9999-12-31'
WHERE u.id = :cell AND u.kind = 'chi_bo' AND u.until = '9999-12-31';

-- transfer_unfinished: the ways of a cell that are not over
-- in:  cell cell_id, shard int      many
-- out: id int, side text, other cell_id, other_shard int, person person_id, kind text, state text, day day, until day?, paper text, reason text?,
--      name text, birth_year text?, card bool, proposed_at instant, answered_at optint, began day?
SELECT id, side, other, other_shard, person, kind, state, day, until, paper, reason, name, birth_year, card, proposed_at, answered_at, began
FROM transfer WHERE cell = :cell AND shard = :shard AND (state = 'proposed' OR state = 'accepted' AND kind = 'temporary') ORDER BY id;

-- transfer_inherit: a way of a cell that is no more, under the id it had, in the cell that came after it
-- in:  cell cell_id, id int, shard int, side text, other cell_id, other_shard int, person person_id, kind text, state text, day day, until day?, paper text, reason text?, name text, birth_year text?, card bool, proposed_at instant, answered_at optint, began day?      run
INSERT INTO transfer (cell, id, shard, side, other, other_shard, person, kind, state, day, until, paper, reason, name, birth_year, card, proposed_at,
	answered_at, began)
VALUES (:cell, :id, :shard, :side, :other, :other_shard, :person, :kind, :state, :day, :until, :paper, :reason, :name, :birth_year, :card, :proposed_at,
	:answered_at, :began);

-- transfer_gone_on: it goes on in the row of another cell
-- in:  cell cell_id, id int, shard int      run
DELETE FROM transfer WHERE cell = :cell AND id = :id AND shard = :shard;

-- transfer_heir_side: another cell of the same way stands for one that is no more, seen from the other side
-- in:  cell cell_id, id int, shard int, other cell_id, other_shard int      run
UPDATE transfer SET other = :other, other_shard = :other_shard WHERE cell = :cell AND id = :id AND shard = :shard;

-- transfer_handed_add: a change of the tree ended a proposal of a cell, or gave it to an heir (0: there was none)
-- in:  cell cell_id, id int, change int, shard int, heir cell_id, heir_shard int      run
INSERT INTO transfer_handed (cell, id, change, shard, heir, heir_shard) VALUES (:cell, :id, :change, :shard, :heir, :heir_shard);

-- transfer_handed: the proposals of a cell that a change ended or gave away
-- in:  cell cell_id, change int, shard int      many
-- out: id int, heir cell_id, heir_shard int
SELECT id, heir, heir_shard FROM transfer_handed WHERE cell = :cell AND change = :change AND shard = :shard ORDER BY id;

-- transfer_wait_again: a proposal that was withdrawn by a change waits for an answer again, on one side
-- in:  cell cell_id, id int, shard int      run
UPDATE transfer SET state = 'proposed', answer = NULL, answered_at = NULL WHERE cell = :cell AND id = :id AND shard = :shard;

-- transfer_is_there: whether a person is a member of a cell today
-- in:  cell cell_id, shard int, person person_id      one
-- out: n int
SELECT count(*) AS n FROM membership WHERE person = :person AND cell = :cell AND shard = :shard AND until = '9999-12-31';
