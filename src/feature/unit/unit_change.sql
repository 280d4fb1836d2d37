-- unit_change_add: a decision on the tree
-- class: reference
-- in:  id change_id, unit unit_id, kind text, day day, decision text, account account_id, at instant      run
INSERT INTO unit_change (id, unit, kind, day, decision, account, at) VALUES (:id, :unit, :kind, :day, :decision, :account, :at);

-- unit_change_row: one decision
-- class: reference
-- in:  id change_id      maybe
-- out: id int, unit unit_id, kind text, day day, decision text, at instant, undone_at optint, undone_decision text?
SELECT id, unit, kind, day, decision, at, undone_at, undone_decision FROM unit_change WHERE id = :id;

-- unit_change_mark_undone: it is corrected
-- class: reference
-- in:  id change_id, at instant, account account_id, decision text      run
UPDATE unit_change SET undone_at = :at, undone_by = :account, undone_decision = :decision WHERE id = :id AND undone_at IS NULL;

-- unit_change_part_add: what it does to one unit or person
-- class: reference
-- in:  change change_id, what text, unit unit_id, person int, other int, target int, since text, note text?      run
INSERT INTO unit_change_part (change, what, unit, person, other, target, since, note)
VALUES (:change, :what, :unit, :person, :other, :target, :since, :note);

-- unit_change_place: a unit that will leave its superior: from where, since when, by which decision; ord: which of many, one after another
-- class: reference
-- in:  change change_id, what text, unit unit_id, ord int, target int      run
INSERT INTO unit_change_part (change, what, unit, person, other, target, since, note)
SELECT :change, :what, u.id, :ord, coalesce(e.parent, 0), :target, coalesce(e.since, u.since), e.decision
FROM unit u LEFT JOIN unit_edge e ON e.unit = u.id AND e.until = '9999-12-31' WHERE u.id = :unit AND u.until = '9999-12-31';

-- unit_change_place_below: the same for all that stands right below a unit
-- class: reference
-- in:  change change_id, parent unit_id, target unit_id      run
INSERT INTO unit_change_part (change, what, unit, other, target, since, note)
SELECT :change, 'move', e.unit, e.parent, :target, e.since, e.decision
FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.until = '9999-12-31' WHERE e.parent = :parent AND e.until = '9999-12-31';

-- unit_change_parts: what it does to units or people, in the order of names
-- class: reference
-- in:  change change_id, what text, first int, last int      many
-- out: unit unit_id, person int, other unit_id, target unit_id, since text, note text?, name text, kind text, shard int, until day, born day
SELECT p.unit AS unit, p.person AS person, p.other AS other, p.target AS target, p.since AS since, p.note AS note, n.name AS name,
	u.kind AS kind, u.shard AS shard, u.until AS until, u.since AS born
FROM unit_change_part p JOIN unit u ON u.id = p.unit JOIN unit_name n ON n.unit = p.unit AND n.until = '9999-12-31'
WHERE p.change = :change AND p.what = :what AND p.unit >= :first AND p.unit <= :last ORDER BY n.sort_key, p.unit, p.person;

-- unit_change_circle: a unit that would stand below itself
-- class: reference
-- in:  change change_id, day day      maybe
-- out: name text
SELECT n.name AS name FROM unit_change_part p JOIN unit_anc a ON a.node = p.target AND a.ancestor = p.unit AND a.until > :day
JOIN unit_name n ON n.unit = p.unit AND n.until = '9999-12-31'
WHERE p.change = :change AND p.what = 'move' ORDER BY p.unit LIMIT 1;

-- unit_change_anc_drop: what the closure says from that day on of all above the units and what is below them: rows that began later
-- class: reference
-- in:  change change_id, what text, first int, last int, day day      run
DELETE FROM unit_anc WHERE (node, since, depth) IN (SELECT r.node, r.since, r.depth
	FROM unit_change_part p JOIN unit_anc s ON s.ancestor = p.unit AND s.until > :day
	JOIN unit_anc r ON r.node = s.node AND r.depth > s.depth AND r.since >= :day AND r.since < s.until AND r.until > s.since
	WHERE p.change = :change AND p.what = :what AND p.unit >= :first AND p.unit <= :last AND (p.what = 'move' OR p.target <> 0));

-- unit_change_anc_end: rows that began before end on that day
-- class: reference
-- in:  change change_id, what text, first int, last int, day day      run
UPDATE unit_anc SET until = :day WHERE (node, since, depth) IN (SELECT r.node, r.since, r.depth
	FROM unit_change_part p JOIN unit_anc s ON s.ancestor = p.unit AND s.until > :day
	JOIN unit_anc r ON r.node = s.node AND r.depth > s.depth AND r.since < :day AND r.until > :day AND r.since < s.until AND r.until > s.since
	WHERE p.change = :change AND p.what = :what AND p.unit >= :first AND p.unit <= :last AND (p.what = 'move' OR p.target <> 0));

-- unit_change_anc_open: the closure from that day on, through the new superior, or again through the old one (back)
-- class: reference
-- in:  change change_id, what text, first int, last int, day day, back bool      run
INSERT INTO unit_anc (node, since, depth, ancestor, until)
SELECT s.node, CASE WHEN s.since >= a.since AND s.since >= :day THEN s.since WHEN a.since >= :day THEN a.since ELSE :day END,
	s.depth + a.depth + 1, a.ancestor, CASE WHEN s.until < a.until THEN s.until ELSE a.until END
FROM unit_change_part p JOIN unit_anc s ON s.ancestor = p.unit AND s.until > :day
JOIN unit_anc a ON a.node = CASE WHEN :back = 1 THEN p.other ELSE p.target END AND a.until > :day AND a.since < s.until AND a.until > s.since
WHERE p.change = :change AND p.what = :what AND p.unit >= :first AND p.unit <= :last AND p.target <> 0;

-- unit_change_edge_drop: a superior since that very day is not kept
-- class: reference
-- in:  change change_id, what text, first int, last int, day day      run
DELETE FROM unit_edge WHERE until = '9999-12-31' AND since >= :day AND unit IN (SELECT p.unit FROM unit_change_part p
	WHERE p.change = :change AND p.what = :what AND p.unit >= :first AND p.unit <= :last);

-- unit_change_edge_end: the superior until that day
-- class: reference
-- in:  change change_id, what text, first int, last int, day day      run
UPDATE unit_edge SET until = :day WHERE until = '9999-12-31' AND unit IN (SELECT p.unit FROM unit_change_part p
	WHERE p.change = :change AND p.what = :what AND p.unit >= :first AND p.unit <= :last);

-- unit_change_edge_open: the superior from that day on
-- class: reference
-- in:  change change_id, first int, last int, day day, decision text, at instant      run
INSERT INTO unit_edge (unit, since, parent, decision, entered_at)
SELECT p.unit, :day, p.target, :decision, :at FROM unit_change_part p
WHERE p.change = :change AND p.what = 'move' AND p.unit >= :first AND p.unit <= :last;

-- unit_change_edge_again: the superior before goes on, as if there had been no change
-- class: reference
-- in:  change change_id, what text, day day      run
UPDATE unit_edge SET until = '9999-12-31' WHERE (unit, since) IN (SELECT p.unit, p.since FROM unit_change_part p
	WHERE p.change = :change AND p.what = :what AND p.since < :day AND p.other <> 0);

-- unit_change_edge_back: the same where the row was not kept
-- class: reference
-- in:  change change_id, what text, day day, at instant      run
INSERT INTO unit_edge (unit, since, parent, decision, entered_at)
SELECT p.unit, p.since, p.other, p.note, :at FROM unit_change_part p
WHERE p.change = :change AND p.what = :what AND p.since >= :day AND p.other <> 0;

-- unit_change_strayed: a unit that does not stand any more where the change put it
-- class: reference
-- in:  change change_id, day day      maybe
-- out: name text
SELECT n.name AS name FROM unit_change_part p LEFT JOIN unit_edge e ON e.unit = p.unit AND e.until = '9999-12-31'
JOIN unit_name n ON n.unit = p.unit AND n.until = '9999-12-31'
WHERE p.change = :change AND p.what = 'move' AND (e.unit IS NULL OR e.since <> :day OR e.parent <> p.target) ORDER BY p.unit LIMIT 1;

-- unit_change_later: a later decision on the same units, which stands
-- class: reference
-- in:  change change_id      maybe
-- out: id change_id, kind text, day day, decision text
SELECT c.id AS id, c.kind AS kind, c.day AS day, c.decision AS decision
FROM unit_change_part p JOIN unit_change_part q ON q.change > p.change AND (q.unit = p.unit OR (p.what = 'new' AND q.target = p.unit))
JOIN unit_change c ON c.id = q.change AND c.undone_at IS NULL
WHERE p.change = :change ORDER BY c.id DESC LIMIT 1;

-- unit_close_set: a unit is no more from a day on; or goes on (9999-12-31)
-- class: reference
-- in:  unit unit_id, until day      run
UPDATE unit SET until = :until WHERE id = :unit;

-- unit_code_open: the code that a unit has today
-- class: reference
-- in:  unit unit_id      maybe
-- out: code text, since day
SELECT code, since FROM unit_code WHERE unit = :unit AND until = '9999-12-31';

-- unit_code_drop: a code since that very day is not kept
-- class: reference
-- in:  unit unit_id, day day      run
DELETE FROM unit_code WHERE unit = :unit AND until = '9999-12-31' AND since >= :day;

-- unit_code_end: the code until that day
-- class: reference
-- in:  unit unit_id, day day      run
UPDATE unit_code SET until = :day WHERE unit = :unit AND until = '9999-12-31';

-- unit_code_again: the code goes on as before
-- class: reference
-- in:  unit unit_id, since day, code text, at instant      run
INSERT INTO unit_code (unit, since, code, entered_at) VALUES (:unit, :since, :code, :at)
ON CONFLICT (unit, since) DO UPDATE SET code = excluded.code, until = '9999-12-31';

-- unit_heir_add: who goes on with what a unit was
-- class: reference
-- in:  unit unit_id, heir unit_id, day day, decision text?, at instant      run
INSERT INTO unit_heir (unit, heir, day, decision, entered_at) VALUES (:unit, :heir, :day, :decision, :at) ON CONFLICT (unit, heir, day) DO NOTHING;

-- unit_heir_drop: no heir after all
-- class: reference
-- in:  unit unit_id, heir unit_id, day day      run
DELETE FROM unit_heir WHERE unit = :unit AND heir = :heir AND day = :day;

-- unit_edge_drop: a unit that never was has no superior
-- class: reference
-- in:  unit unit_id, day day      run
DELETE FROM unit_edge WHERE unit = :unit AND since >= :day;

-- unit_roles_keep: the roles that end with a unit
-- class: reference
-- in:  change change_id, unit unit_id      run
INSERT INTO unit_change_part (change, what, unit, person)
SELECT :change, 'role', r.unit, r.id FROM account_role r WHERE r.unit = :unit AND r.until = '9999-12-31';

-- unit_roles_end: they end on that day, or on the one when they began
-- class: reference
-- in:  unit unit_id, day day      run
UPDATE account_role SET until = CASE WHEN since > :day THEN since ELSE :day END WHERE unit = :unit AND until = '9999-12-31';

-- unit_role_again: a role goes on
-- class: reference
-- in:  id int      run
UPDATE account_role SET until = '9999-12-31' WHERE id = :id AND role <> 'member';

-- unit_alive_below: how many units stand right below one, and until when the last of the others stood there
-- class: reference
-- in:  unit unit_id      one
-- out: n int, last text?
SELECT coalesce(sum(CASE WHEN e.until = '9999-12-31' THEN 1 ELSE 0 END), 0) AS n,
	max(CASE WHEN e.until < '9999-12-31' AND e.until > e.since THEN e.until END) AS last
FROM unit_edge e WHERE e.parent = :unit;

-- unit_cell_use: what goes on in a cell, the last day of a session held, and until when the last of those was here who left
-- in:  cell unit_id, shard int      one
-- out: members int, open int, planned int, held text?, last text?
SELECT (SELECT count(*) FROM membership s WHERE s.cell = :cell AND s.shard = :shard AND s.until = '9999-12-31') AS members,
	(SELECT count(*) FROM meeting m WHERE m.cell = :cell AND m.shard = :shard AND m.state = 'open') AS open,
	(SELECT count(*) FROM meeting m WHERE m.cell = :cell AND m.shard = :shard AND (m.state = 'planned' OR m.state = 'called')) AS planned,
	(SELECT max(m.day) FROM meeting m WHERE m.cell = :cell AND m.shard = :shard AND m.state = 'ended') AS held,
	(SELECT max(s.until) FROM membership s WHERE s.cell = :cell AND s.shard = :shard AND s.until < '9999-12-31' AND s.until > s.since) AS last;

-- unit_is_away: whether a member of a cell stays elsewhere for a time
-- in:  cell unit_id, shard int, person int      one
-- out: n int
SELECT count(*) AS n FROM membership WHERE person = :person AND cell = :cell AND shard = :shard AND until = '9999-12-31' AND kind = 'away';

-- unit_touch: what a change of a unit touches: itself and all below it
-- class: report
-- in:  unit unit_id      one
-- out: units int, cells int, members int, open int, planned int, waiting int, roles int
SELECT count(*) AS units, coalesce(sum(CASE WHEN u.kind = 'chi_bo' THEN 1 ELSE 0 END), 0) AS cells,
	coalesce(sum(CASE WHEN u.kind = 'chi_bo' THEN (SELECT count(*) FROM membership s WHERE s.cell = u.id AND s.shard = u.shard
		AND s.until = '9999-12-31' AND s.kind <> 'temporary_here') ELSE 0 END), 0) AS members,
	coalesce(sum(CASE WHEN u.kind = 'chi_bo' THEN (SELECT count(*) FROM meeting m WHERE m.cell = u.id AND m.shard = u.shard
		AND m.state = 'open') ELSE 0 END), 0) AS open,
	coalesce(sum(CASE WHEN u.kind = 'chi_bo' THEN (SELECT count(*) FROM meeting m WHERE m.cell = u.id AND m.shard = u.shard
		AND (m.state = 'planned' OR m.state = 'called')) ELSE 0 END), 0) AS planned,
	coalesce(sum(CASE WHEN u.kind = 'chi_bo' THEN (SELECT count(*) FROM report r WHERE r.cell = u.id AND r.shard = u.shard
		AND (r.seen_at IS NULL OR r.returned_at IS NOT NULL)) ELSE 0 END), 0) AS waiting,
	coalesce(sum((SELECT count(*) FROM account_role r WHERE r.unit = u.id AND r.until = '9999-12-31' AND r.role <> 'member')), 0) AS roles
FROM unit_anc a JOIN unit u ON u.id = a.node AND u.until = '9999-12-31' WHERE a.ancestor = :unit AND a.until = '9999-12-31';

-- unit_overlaps: units of which two rows hold on one day, or one row ends before it begins
-- class: report
-- in:  many
-- out: unit int, what text
SELECT e.unit AS unit, 'edge' AS what FROM unit_edge e WHERE e.until <= e.since
	OR EXISTS (SELECT 1 FROM unit_edge x WHERE x.unit = e.unit AND x.since > e.since AND x.since < e.until)
UNION SELECT n.unit, 'name' FROM unit_name n WHERE n.until <= n.since
	OR EXISTS (SELECT 1 FROM unit_name x WHERE x.unit = n.unit AND x.since > n.since AND x.since < n.until)
UNION SELECT c.unit, 'code' FROM unit_code c WHERE c.until <= c.since
	OR EXISTS (SELECT 1 FROM unit_code x WHERE x.unit = c.unit AND x.since > c.since AND x.since < c.until)
UNION SELECT a.node, 'closure' FROM unit_anc a WHERE a.until <= a.since
	OR EXISTS (SELECT 1 FROM unit_anc x WHERE x.node = a.node AND x.depth = a.depth AND x.since > a.since AND x.since < a.until);

-- unit_closure_wrong: units whose superiors by the closure are not those by the edges, on a day
-- class: report
-- in:  day day      many
-- out: unit int
WITH RECURSIVE up (node, depth, ancestor) AS (SELECT id, 0, id FROM unit WHERE since <= :day AND until > :day
	UNION ALL SELECT u.node, u.depth + 1, e.parent FROM up u JOIN unit_edge e ON e.unit = u.ancestor AND e.since <= :day AND e.until > :day)
SELECT u.node AS unit FROM up u LEFT JOIN unit_anc a ON a.node = u.node AND a.depth = u.depth AND a.ancestor = u.ancestor
	AND a.since <= :day AND a.until > :day
WHERE a.node IS NULL
UNION SELECT a.node AS unit FROM unit_anc a JOIN unit n ON n.id = a.node AND n.since <= :day AND n.until > :day
	LEFT JOIN up u ON u.node = a.node AND u.depth = a.depth AND u.ancestor = a.ancestor
WHERE a.since <= :day AND a.until > :day AND u.node IS NULL;

-- unit_number: how many units there ever were
-- class: reference
-- in:  one
-- out: n int
SELECT count(*) AS n FROM unit;

-- unit_check_put: what the nightly check of the tree found
-- class: reference
-- in:  value blob      run
INSERT INTO site (name, value) VALUES ('unit.check', :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- unit_check_found: the same, as text: how many units are wrong, and one of them
-- class: reference
-- in:  maybe
-- out: value blob
SELECT value FROM site WHERE name = 'unit.check';
