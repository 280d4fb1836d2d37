-- unit_row: a unit as it is today
-- ahead: yes
-- class: reference
-- in:  unit unit_id      maybe
-- out: id int, shard int, kind text, cell_type text?, name text, short_name text?, code text?, parent unit_id?, parent_name text?,
--      since day, until day, name_since day, admin_code text?
SELECT u.id AS id, u.shard AS shard, u.kind AS kind, u.cell_type AS cell_type, n.name AS name, n.short_name AS short_name, c.code AS code,
	e.parent AS parent, p.name AS parent_name, u.since AS since, u.until AS until, n.since AS name_since, u.admin_code AS admin_code
FROM unit u JOIN unit_name n ON n.unit = u.id AND n.until = '9999-12-31'
LEFT JOIN unit_code c ON c.unit = u.id AND c.until = '9999-12-31'
LEFT JOIN unit_edge e ON e.unit = u.id AND e.until = '9999-12-31'
LEFT JOIN unit_name p ON p.unit = e.parent AND p.until = '9999-12-31'
WHERE u.id = :unit;

-- unit_by_code: the unit that has this code today
-- class: reference
-- in:  code text      maybe
-- out: unit unit_id
SELECT unit FROM unit_code WHERE code = :code AND until = '9999-12-31';

-- unit_all: every unit of today with its parent's code
-- class: reference
-- in:  many
-- out: id int, code text?, name text, kind text, parent text?, shard int
SELECT u.id AS id, c.code AS code, n.name AS name, u.kind AS kind, p.code AS parent, u.shard AS shard
FROM unit u JOIN unit_name n ON n.unit = u.id AND n.until = '9999-12-31'
LEFT JOIN unit_code c ON c.unit = u.id AND c.until = '9999-12-31'
LEFT JOIN unit_edge e ON e.unit = u.id AND e.until = '9999-12-31'
LEFT JOIN unit_code p ON p.unit = e.parent AND p.until = '9999-12-31'
WHERE u.until = '9999-12-31' ORDER BY c.code, u.id;

-- unit_path: the superiors of a unit today, the highest first, itself last
-- class: reference
-- in:  unit unit_id      many
-- out: id unit_id, kind text, name text, depth int
SELECT a.ancestor AS id, u.kind AS kind, n.name AS name, a.depth AS depth
FROM unit_anc a JOIN unit u ON u.id = a.ancestor JOIN unit_name n ON n.unit = a.ancestor AND n.until = '9999-12-31'
WHERE a.node = :unit AND a.until = '9999-12-31' ORDER BY a.depth DESC;

-- unit_add: a new unit
-- class: reference
-- in:  id int, kind text, cell_type text?, shard int, admin_code text?, since day, decision text?, at instant      run
INSERT INTO unit (id, kind, cell_type, shard, admin_code, since, decision, entered_at)
VALUES (:id, :kind, :cell_type, :shard, :admin_code, :since, :decision, :at);

-- unit_name_add: its name from a day on
-- class: reference
-- in:  unit unit_id, since day, name text, short_name text?, fold text, sort_key blob, decision text?, at instant      run
INSERT INTO unit_name (unit, since, name, short_name, fold, sort_key, decision, entered_at)
VALUES (:unit, :since, :name, :short_name, :fold, :sort_key, :decision, :at);

-- unit_name_end: the name it had until that day
-- class: reference
-- in:  unit unit_id, until day      run
UPDATE unit_name SET until = :until WHERE unit = :unit AND until = '9999-12-31';

-- unit_name_correct: the name that began on the same day was written wrong
-- class: reference
-- in:  unit unit_id, name text, short_name text?, fold text, sort_key blob, decision text?, at instant      run
UPDATE unit_name SET name = :name, short_name = :short_name, fold = :fold, sort_key = :sort_key, decision = :decision, entered_at = :at
WHERE unit = :unit AND until = '9999-12-31';

-- unit_names: the names it bore, the newest first
-- class: reference
-- in:  unit unit_id      many
-- out: name text, since day, until day, decision text?
SELECT name, since, until, decision FROM unit_name WHERE unit = :unit ORDER BY since DESC;

-- unit_code_add: its code
-- class: reference
-- in:  unit unit_id, since day, code text, at instant      run
INSERT INTO unit_code (unit, since, code, entered_at) VALUES (:unit, :since, :code, :at);

-- unit_codes: the codes that a unit has or had, the newest first
-- class: reference
-- in:  unit unit_id      many
-- out: code text, since day, until day
SELECT code, since, until FROM unit_code WHERE unit = :unit ORDER BY since DESC;

-- unit_edge_add: its superior
-- class: reference
-- in:  unit unit_id, since day, parent unit_id, decision text?, at instant      run
INSERT INTO unit_edge (unit, since, parent, decision, entered_at) VALUES (:unit, :since, :parent, :decision, :at);

-- unit_anc_self: the closure's row of the unit itself
-- class: reference
-- in:  unit unit_id, since day      run
INSERT INTO unit_anc (node, since, depth, ancestor) VALUES (:unit, :since, 0, :unit);

-- unit_anc_above: the closure's rows of a new unit: those of its superior, one deeper, from its own first day
-- class: reference
-- in:  unit unit_id, parent unit_id, since day      run
INSERT INTO unit_anc (node, since, depth, ancestor, until)
SELECT :unit, CASE WHEN a.since > :since THEN a.since ELSE :since END, a.depth + 1, a.ancestor, a.until
FROM unit_anc a WHERE a.node = :parent AND a.until > :since;

-- unit_type_set: the kind of a cell
-- class: reference
-- in:  unit unit_id, cell_type text?      run
UPDATE unit SET cell_type = :cell_type WHERE id = :unit;

-- unit_setting_near: what the body chose, or its nearest superior that chose
-- class: reference
-- in:  unit unit_id, name text      maybe
-- out: value text, unit unit_id
SELECT s.value AS value, s.unit AS unit FROM unit_anc a JOIN unit_setting s ON s.unit = a.ancestor AND s.name = :name
WHERE a.node = :unit AND a.until = '9999-12-31' ORDER BY a.depth LIMIT 1;

-- unit_setting_put: a choice
-- class: reference
-- in:  unit unit_id, name text, value text, at instant      run
INSERT INTO unit_setting (unit, name, value, entered_at) VALUES (:unit, :name, :value, :at)
ON CONFLICT (unit, name) DO UPDATE SET value = excluded.value, entered_at = excluded.entered_at;

-- unit_setting_drop: no choice any more; the superior's counts again
-- class: reference
-- in:  unit unit_id, name text      run
DELETE FROM unit_setting WHERE unit = :unit AND name = :name;

-- unit_children: what stands right below a unit today, with how many cells are below each
-- class: report
-- in:  unit unit_id      many
-- out: id unit_id, kind text, cell_type text?, name text, cells int
SELECT e.unit AS id, u.kind AS kind, u.cell_type AS cell_type, n.name AS name,
	(SELECT count(*) FROM unit_anc a JOIN unit c ON c.id = a.node
		WHERE a.ancestor = e.unit AND a.until = '9999-12-31' AND c.kind = 'chi_bo' AND c.until = '9999-12-31') AS cells
FROM unit_edge e JOIN unit u ON u.id = e.unit JOIN unit_name n ON n.unit = e.unit AND n.until = '9999-12-31'
WHERE e.parent = :unit AND e.until = '9999-12-31' AND u.until = '9999-12-31'
ORDER BY CASE u.kind WHEN 'chi_bo' THEN 1 ELSE 0 END, n.sort_key;

-- unit_search: units below one whose name holds a text (folded, as a LIKE pattern)
-- class: report
-- in:  unit unit_id, pattern text, most int      many
-- out: id unit_id, kind text, cell_type text?, name text, parent_name text?
SELECT a.node AS id, u.kind AS kind, u.cell_type AS cell_type, n.name AS name, p.name AS parent_name
FROM unit_anc a JOIN unit u ON u.id = a.node AND u.until = '9999-12-31'
JOIN unit_name n ON n.unit = a.node AND n.until = '9999-12-31' AND n.fold LIKE :pattern ESCAPE '\'
LEFT JOIN unit_edge e ON e.unit = a.node AND e.until = '9999-12-31'
LEFT JOIN unit_name p ON p.unit = e.parent AND p.until = '9999-12-31'
WHERE a.ancestor = :unit AND a.until = '9999-12-31' AND a.depth > 0 ORDER BY a.depth, n.sort_key LIMIT :most;

-- unit_search_all: the same where all of the country stands below: by the index of names, as far as a thousand of them hold the text; the plus says that
--     it is not asked which units stand below
-- class: report
-- in:  unit unit_id, pattern text, most int      many
-- out: id unit_id, kind text, cell_type text?, name text, parent_name text?
SELECT u.id AS id, u.kind AS kind, u.cell_type AS cell_type, n.name AS name, p.name AS parent_name
FROM (SELECT o.unit AS unit, o.since AS since FROM unit_name o WHERE o.fold LIKE :pattern ESCAPE '\' ORDER BY o.fold, o.unit LIMIT 1000) f
JOIN unit u ON u.id = f.unit AND u.until = '9999-12-31'
JOIN unit_name n ON n.unit = f.unit AND n.since = f.since AND n.until = '9999-12-31'
JOIN unit_anc a ON a.node = f.unit AND +a.ancestor = :unit AND a.until = '9999-12-31' AND a.depth > 0
LEFT JOIN unit_edge e ON e.unit = f.unit AND e.until = '9999-12-31'
LEFT JOIN unit_name p ON p.unit = e.parent AND p.until = '9999-12-31'
ORDER BY a.depth, n.sort_key, u.id LIMIT :most;

-- unit_children_summed: what stands right below a unit of the highest level; how many cells, as the counters of a month say, where they say so
-- class: report
-- in:  unit unit_id, month month      many
-- out: id unit_id, kind text, cell_type text?, name text, cells int
SELECT e.unit AS id, u.kind AS kind, u.cell_type AS cell_type, n.name AS name,
	CASE WHEN s.cells > 0 THEN s.cells ELSE (SELECT count(*) FROM unit_anc a JOIN unit c ON c.id = a.node
		WHERE a.ancestor = e.unit AND a.until = '9999-12-31' AND c.kind = 'chi_bo' AND c.until = '9999-12-31') END AS cells
FROM unit_edge e JOIN unit u ON u.id = e.unit JOIN unit_name n ON n.unit = e.unit AND n.until = '9999-12-31'
LEFT JOIN state_by_unit s ON s.unit = e.unit AND s.month = :month
WHERE e.parent = :unit AND e.until = '9999-12-31' AND u.until = '9999-12-31'
ORDER BY CASE u.kind WHEN 'chi_bo' THEN 1 ELSE 0 END, n.sort_key;

-- unit_members: how many members each cell right below a unit has, without temporary stay
-- class: report
-- in:  unit unit_id      many
-- out: cell unit_id, members int
SELECT e.unit AS cell, count(s.id) AS members FROM unit_edge e JOIN unit u ON u.id = e.unit AND u.kind = 'chi_bo'
LEFT JOIN membership s ON s.cell = e.unit AND s.shard = u.shard AND s.until = '9999-12-31' AND s.kind <> 'temporary_here'
WHERE e.parent = :unit AND e.until = '9999-12-31' GROUP BY e.unit;
