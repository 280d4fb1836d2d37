-- unit_targets: units in whose place others may be put: of a kind above some level, below a unit, by a part of the name
-- class: report
-- in:  unit unit_id, level int, depth int, pattern text, most int      many
-- out: id unit_id, name text, parent_name text?
SELECT a.node AS id, n.name AS name, p.name AS parent_name
FROM unit_anc a JOIN unit u ON u.id = a.node AND u.until = '9999-12-31'
	AND CASE u.kind WHEN 'centre' THEN 0 WHEN 'tinh' THEN 1 WHEN 'xa' THEN 2 WHEN 'co_so' THEN 3 WHEN 'chi_bo' THEN 9 ELSE 4 END < :level
JOIN unit_name n ON n.unit = a.node AND n.until = '9999-12-31' AND n.fold LIKE :pattern ESCAPE '\'
LEFT JOIN unit_edge e ON e.unit = a.node AND e.until = '9999-12-31'
LEFT JOIN unit_name p ON p.unit = e.parent AND p.until = '9999-12-31'
WHERE a.ancestor = :unit AND a.until = '9999-12-31' AND a.depth <= :depth ORDER BY a.depth, p.sort_key, n.sort_key, a.node LIMIT :most;

-- unit_targets_all: the same where all of the country stands below: by the index of names, as unit_search_all
-- class: report
-- in:  unit unit_id, level int, pattern text, most int      many
-- out: id unit_id, name text, parent_name text?
SELECT u.id AS id, n.name AS name, p.name AS parent_name
FROM (SELECT o.unit AS unit, o.since AS since FROM unit_name o CROSS JOIN unit k WHERE k.id = o.unit AND k.until = '9999-12-31'
	AND CASE k.kind WHEN 'centre' THEN 0 WHEN 'tinh' THEN 1 WHEN 'xa' THEN 2 WHEN 'co_so' THEN 3 WHEN 'chi_bo' THEN 9 ELSE 4 END < :level
	AND o.fold LIKE :pattern ESCAPE '\' ORDER BY o.fold, o.unit LIMIT 1000) f
JOIN unit u ON u.id = f.unit
JOIN unit_name n ON n.unit = f.unit AND n.since = f.since AND n.until = '9999-12-31'
JOIN unit_anc a ON a.node = f.unit AND +a.ancestor = :unit AND a.until = '9999-12-31'
LEFT JOIN unit_edge e ON e.unit = f.unit AND e.until = '9999-12-31'
LEFT JOIN unit_name p ON p.unit = e.parent AND p.until = '9999-12-31'
ORDER BY a.depth, p.sort_key, n.sort_key, u.id LIMIT :most;

-- unit_history: what became of a unit: each row that began, by day; what: born, name, code, parent, heir (its own), from (whose heir it is), closed
-- class: reference
-- in:  unit unit_id      many
-- out: day day, what text, name text, number text?, ord int
SELECT u.since AS day, 'born' AS what, '' AS name, u.decision AS number, 0 AS ord FROM unit u WHERE u.id = :unit
UNION ALL SELECT n.since, 'name', n.name, n.decision, 1 FROM unit_name n WHERE n.unit = :unit
UNION ALL SELECT c.since, 'code', c.code, NULL, 2 FROM unit_code c WHERE c.unit = :unit
UNION ALL SELECT e.since, 'parent', coalesce((SELECT n.name FROM unit_name n WHERE n.unit = e.parent AND n.since <= e.since AND n.until > e.since),
	(SELECT n.name FROM unit_name n WHERE n.unit = e.parent ORDER BY n.since LIMIT 1)), e.decision, 3 FROM unit_edge e WHERE e.unit = :unit
UNION ALL SELECT h.day, 'heir', n.name, h.decision, 5 FROM unit_heir h JOIN unit_name n ON n.unit = h.heir AND n.until = '9999-12-31' WHERE h.unit = :unit
UNION ALL SELECT h.day, 'from', n.name, h.decision, 4 FROM unit_heir h JOIN unit_name n ON n.unit = h.unit AND n.until = '9999-12-31' WHERE h.heir = :unit
UNION ALL SELECT u.until, 'closed', '', NULL, 6 FROM unit u WHERE u.id = :unit AND u.until < '9999-12-31'
ORDER BY 1 DESC, 5 DESC;

-- unit_changes: the decisions that were taken at a unit, or on it, the newest first
-- class: reference
-- in:  unit unit_id, most int      many
-- out: id change_id, kind text, day day, decision text, at instant, who text?, undone optint, undone_decision text?
SELECT c.id AS id, c.kind AS kind, c.day AS day, c.decision AS decision, c.at AS at, a.name AS who, c.undone_at AS undone,
	c.undone_decision AS undone_decision
FROM unit_change c LEFT JOIN account a ON a.id = c.account
WHERE c.unit = :unit OR c.id IN (SELECT p.change FROM unit_change_part p WHERE p.unit = :unit OR p.target = :unit) ORDER BY c.id DESC LIMIT :most;

-- unit_closed_below: what stood below a unit and is no more, the last first
-- class: reference
-- in:  unit unit_id      many
-- out: id unit_id, name text, until day
SELECT u.id AS id, n.name AS name, u.until AS until FROM unit_anc a JOIN unit u ON u.id = a.node AND u.until < '9999-12-31' AND u.until > u.since
JOIN unit_name n ON n.unit = u.id AND n.until = '9999-12-31'
WHERE a.ancestor = :unit AND a.until = '9999-12-31' AND a.depth = 1 ORDER BY u.until DESC, n.sort_key;

-- unit_change_about: whether a decision was taken at a unit, or on it
-- class: reference
-- in:  change change_id, unit unit_id      maybe
-- out: id int
SELECT c.id AS id FROM unit_change c WHERE c.id = :change
	AND (c.unit = :unit OR EXISTS (SELECT 1 FROM unit_change_part p WHERE p.change = c.id AND (p.unit = :unit OR p.target = :unit)));

-- unit_below: all that stands below a unit today and has a code
-- class: report
-- in:  unit unit_id      many
-- out: code text, name text
SELECT c.code AS code, n.name AS name FROM unit_anc a JOIN unit u ON u.id = a.node AND u.until = '9999-12-31'
JOIN unit_code c ON c.unit = a.node AND c.until = '9999-12-31' JOIN unit_name n ON n.unit = a.node AND n.until = '9999-12-31'
WHERE a.ancestor = :unit AND a.until = '9999-12-31' AND a.depth > 0 ORDER BY c.code;

-- unit_levels_added: names of levels that were added here
-- class: reference
-- in:  many
-- out: kind text, since day, name text, short_name text?, document text
SELECT kind, since, name, short_name, document FROM unit_level ORDER BY since, kind;

-- unit_level_put: the name of a level from a day on
-- class: reference
-- in:  kind text, since day, name text, short_name text?, document text, account account_id, at instant      run
INSERT INTO unit_level (kind, since, name, short_name, document, account, entered_at)
VALUES (:kind, :since, :name, :short_name, :document, :account, :at)
ON CONFLICT (kind, since) DO UPDATE SET name = excluded.name, short_name = excluded.short_name, document = excluded.document,
	account = excluded.account, entered_at = excluded.entered_at;
