-- period_templates: the templates of a kind of period that a unit and its superiors have, its own first, then the nearest
-- class: report
-- in:  unit unit_id, kind text      many
-- out: unit unit_id, shard int, depth int, unit_name text, format text, hash blob, name text, size int, at instant, who text?
SELECT t.unit AS unit, u.shard AS shard, a.depth AS depth, n.name AS unit_name, t.format AS format, t.hash AS hash, t.name AS name, t.size AS size,
	t.at AS at, c.name AS who
FROM unit_anc a JOIN period_template t ON t.unit = a.ancestor AND t.kind = :kind AND t.ended_at IS NULL
JOIN unit u ON u.id = t.unit JOIN unit_name n ON n.unit = t.unit AND n.until = '9999-12-31' LEFT JOIN account c ON c.id = t.account
WHERE a.node = :unit AND a.until = '9999-12-31' ORDER BY a.depth, t.format DESC;

-- period_templates_past: those of a unit that were replaced or withdrawn, the newest first
-- class: report
-- in:  unit unit_id, kind text, most int      many
-- out: name text, at instant, who text?, ended instant, ended_who text?
SELECT t.name AS name, t.at AS at, c.name AS who, t.ended_at AS ended, e.name AS ended_who
FROM period_template t LEFT JOIN account c ON c.id = t.account LEFT JOIN account e ON e.id = t.ended_by
WHERE t.unit = :unit AND t.kind = :kind AND t.ended_at IS NOT NULL ORDER BY t.ended_at DESC, t.at DESC, t.format LIMIT :most;

-- period_template_add: a template from now on
-- class: reference
-- in:  unit unit_id, kind text, format text, at instant, hash blob, name text, size int, account account_id      run
INSERT INTO period_template (unit, kind, format, at, hash, name, size, account, ended_at, ended_by)
VALUES (:unit, :kind, :format, :at, :hash, :name, :size, :account, NULL, NULL)
ON CONFLICT (unit, kind, format, at) DO UPDATE SET hash = excluded.hash, name = excluded.name, size = excluded.size, account = excluded.account,
	ended_at = NULL, ended_by = NULL;

-- period_template_end: it is replaced or withdrawn
-- class: reference
-- in:  unit unit_id, kind text, format text, at instant, account account_id      run
UPDATE period_template SET ended_at = :at, ended_by = :account WHERE unit = :unit AND kind = :kind AND format = :format AND ended_at IS NULL;

-- period_keeps: whether a template in use, of any unit, stands on these bytes
-- class: reference
-- in:  hash blob      one
-- out: keeps bool
SELECT EXISTS (SELECT 1 FROM period_template WHERE hash = :hash AND ended_at IS NULL) AS keeps;
