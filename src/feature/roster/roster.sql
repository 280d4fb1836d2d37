-- roster_cells_below: the cells below a body of today
-- class: reference
-- in:  unit unit_id      many
-- out: id int, shard int, code text?, name text, parent_name text?
SELECT u.id AS id, u.shard AS shard, c.code AS code, n.name AS name, p.name AS parent_name
FROM unit_anc a JOIN unit u ON u.id = a.node AND u.kind = 'chi_bo' AND u.until = '9999-12-31'
JOIN unit_name n ON n.unit = u.id AND n.until = '9999-12-31'
LEFT JOIN unit_code c ON c.unit = u.id AND c.until = '9999-12-31'
LEFT JOIN unit_edge e ON e.unit = u.id AND e.until = '9999-12-31'
LEFT JOIN unit_name p ON p.unit = e.parent AND p.until = '9999-12-31'
WHERE a.ancestor = :unit AND a.until = '9999-12-31' ORDER BY a.depth, c.code, u.id;

-- roster_cells: all cells of today
-- class: reference
-- in:  many
-- out: id int, shard int, code text?, name text, parent_name text?
SELECT u.id AS id, u.shard AS shard, c.code AS code, n.name AS name, p.name AS parent_name
FROM unit u JOIN unit_name n ON n.unit = u.id AND n.until = '9999-12-31'
LEFT JOIN unit_code c ON c.unit = u.id AND c.until = '9999-12-31'
LEFT JOIN unit_edge e ON e.unit = u.id AND e.until = '9999-12-31'
LEFT JOIN unit_name p ON p.unit = e.parent AND p.until = '9999-12-31'
WHERE u.kind = 'chi_bo' AND u.until = '9999-12-31' ORDER BY c.code, u.id;

-- roster_units_any: whether there is any unit at all
-- class: reference
-- in:  maybe
-- out: id int
SELECT id FROM unit LIMIT 1;

-- roster_codes_like: the codes of today and of old that begin so
-- class: reference
-- in:  first text, last text      many
-- out: code text
SELECT code FROM unit_code WHERE code >= :first AND code < :last;

-- roster_import_add: one import of a file
-- class: reference
-- in:  id int, unit unit_id, file_name text, file_hash blob, account optint, rows int, added int, changed int, at instant      run
INSERT INTO roster_import (id, unit, file_name, file_hash, account, rows, added, changed, at)
VALUES (:id, :unit, :file_name, :file_hash, :account, :rows, :added, :changed, :at);

-- roster_unit_keep: a cell that an import created
-- class: reference
-- in:  import int, unit unit_id      run
INSERT INTO roster_before (import, ord, kind, object, body)
VALUES (:import, (SELECT COALESCE(MAX(ord), 0) + 1 FROM roster_before WHERE import = :import), 'unit', :unit, '');

-- roster_import_row: one import
-- class: reference
-- in:  id int      maybe
-- out: unit unit_id, file_name text, account optint, rows int, added int, changed int, at instant, taken_back_at optint
SELECT unit, file_name, account, rows, added, changed, at, taken_back_at FROM roster_import WHERE id = :id;

-- roster_import_taken_back: it was taken back
-- class: reference
-- in:  id int, at instant      run
UPDATE roster_import SET taken_back_at = :at WHERE id = :id;
