-- figure_meeting: one cell's month of ended sessions, from the rows themselves
-- in:  cell cell_id, shard int, month month      one
-- out: met int, sessions int, thematic int, extra int, minutes int, base int, present int, excused int, unexcused int, spoke int, due int, reported int, on_time int, good int, fair int, average int,
--      poor int, graded int, lowered int, self_sum int, self_count int, final_sum int, final_count int, above int, confirmed int, resolutions int, tasks int, tasks_done int, given int, admitted int, recognised int
SELECT CASE WHEN sum(CASE WHEN m.kind = 'regular' OR m.kind = 'both' THEN 1 ELSE 0 END) > 0 THEN 1 ELSE 0 END AS met, count(*) AS sessions,
	coalesce(sum(CASE WHEN m.kind = 'thematic' OR m.kind = 'both' THEN 1 ELSE 0 END), 0) AS thematic,
	coalesce(sum(CASE WHEN m.kind = 'extraordinary' THEN 1 ELSE 0 END), 0) AS extra, coalesce(sum(t.minutes), 0) AS minutes,
	coalesce(sum(t.base), 0) AS base, coalesce(sum(t.present), 0) AS present, coalesce(sum(t.excused), 0) AS excused,
	coalesce(sum(t.unexcused), 0) AS unexcused, coalesce(sum(t.spoke), 0) AS spoke, coalesce(sum(1 - m.paper_typed), 0) AS due,
	count(CASE WHEN m.paper_typed = 0 THEN r.meeting END) AS reported, coalesce(sum(CASE WHEN r.late_days = 0 AND m.paper_typed = 0 THEN 1 ELSE 0 END), 0) AS on_time,
	coalesce(sum(CASE WHEN coalesce(c.superior_grade, c.grade) = 'good' THEN 1 ELSE 0 END), 0) AS good,
	coalesce(sum(CASE WHEN coalesce(c.superior_grade, c.grade) = 'fair' THEN 1 ELSE 0 END), 0) AS fair,
	coalesce(sum(CASE WHEN coalesce(c.superior_grade, c.grade) = 'average' THEN 1 ELSE 0 END), 0) AS average,
	coalesce(sum(CASE WHEN coalesce(c.superior_grade, c.grade) = 'poor' THEN 1 ELSE 0 END), 0) AS poor, count(c.superior_grade) AS graded,
	coalesce(sum(CASE WHEN c.superior_total < c.total THEN 1 ELSE 0 END), 0) AS lowered, coalesce(sum(c.total), 0) AS self_sum,
	count(c.total) AS self_count, coalesce(sum(coalesce(c.superior_total, c.total)), 0) AS final_sum,
	count(coalesce(c.superior_total, c.total)) AS final_count,
	coalesce(sum(CASE WHEN m.paper_typed = 0 AND c.total > c.most THEN 1 ELSE 0 END), 0) AS above,
	coalesce(sum((SELECT count(*) FROM record k WHERE k.meeting = m.id AND k.shard = m.shard AND k.kind = 'minutes' AND k.state = 'signed')), 0) AS confirmed,
	coalesce(sum((SELECT count(*) FROM record k WHERE k.meeting = m.id AND k.shard = m.shard AND k.kind = 'resolution' AND k.state = 'signed')), 0) AS resolutions,
	coalesce(sum((SELECT count(*) FROM task_report k WHERE k.meeting = m.id AND k.shard = m.shard)), 0) AS tasks,
	coalesce(sum((SELECT count(*) FROM task_report k WHERE k.meeting = m.id AND k.shard = m.shard AND k.state = 'done')), 0) AS tasks_done,
	coalesce(sum((SELECT count(*) FROM task k WHERE k.meeting = m.id AND k.shard = m.shard AND k.removed_at IS NULL)), 0) AS given,
	coalesce(sum((SELECT count(*) FROM motion k WHERE k.meeting = m.id AND k.shard = m.shard AND k.kind = 'admission' AND k.state = 'closed' AND k.carried = 1)), 0) AS admitted,
	coalesce(sum((SELECT count(*) FROM motion k WHERE k.meeting = m.id AND k.shard = m.shard AND k.kind = 'recognition' AND k.state = 'closed' AND k.carried = 1)), 0) AS recognised
FROM meeting m LEFT JOIN meeting_total t ON t.meeting = m.id AND t.shard = m.shard
LEFT JOIN report r ON r.meeting = m.id AND r.shard = m.shard
LEFT JOIN score_sheet c ON c.meeting = m.id AND c.rubric = m.rubric AND c.shard = m.shard AND c.state <> 'proposed'
WHERE m.cell = :cell AND m.shard = :shard AND m.month = :month AND m.body = 'cell' AND m.state = 'ended';

-- figure_meeting_scan: the same for every cell and month at once
-- class: report
-- text: yes
-- in:  many
-- out: cell int, month int, shard int, met int, sessions int, thematic int, extra int, minutes int, base int, present int, excused int, unexcused int, spoke int, due int, reported int,
--      on_time int, good int, fair int, average int, poor int, graded int, lowered int, self_sum int, self_count int, final_sum int, final_count int, above int, confirmed int, resolutions int, tasks int, tasks_done int, given int, admitted int, recognised int
SELECT m.cell AS cell, m.month AS month, m.shard AS shard,
	CASE WHEN sum(CASE WHEN m.kind = 'regular' OR m.kind = 'both' THEN 1 ELSE 0 END) > 0 THEN 1 ELSE 0 END AS met, count(*) AS sessions,
	coalesce(sum(CASE WHEN m.kind = 'thematic' OR m.kind = 'both' THEN 1 ELSE 0 END), 0) AS thematic,
	coalesce(sum(CASE WHEN m.kind = 'extraordinary' THEN 1 ELSE 0 END), 0) AS extra, coalesce(sum(t.minutes), 0) AS minutes,
	coalesce(sum(t.base), 0) AS base, coalesce(sum(t.present), 0) AS present, coalesce(sum(t.excused), 0) AS excused,
	coalesce(sum(t.unexcused), 0) AS unexcused, coalesce(sum(t.spoke), 0) AS spoke, coalesce(sum(1 - m.paper_typed), 0) AS due,
	count(CASE WHEN m.paper_typed = 0 THEN r.meeting END) AS reported, coalesce(sum(CASE WHEN r.late_days = 0 AND m.paper_typed = 0 THEN 1 ELSE 0 END), 0) AS on_time,
	coalesce(sum(CASE WHEN coalesce(c.superior_grade, c.grade) = 'good' THEN 1 ELSE 0 END), 0) AS good,
	coalesce(sum(CASE WHEN coalesce(c.superior_grade, c.grade) = 'fair' THEN 1 ELSE 0 END), 0) AS fair,
	coalesce(sum(CASE WHEN coalesce(c.superior_grade, c.grade) = 'average' THEN 1 ELSE 0 END), 0) AS average,
	coalesce(sum(CASE WHEN coalesce(c.superior_grade, c.grade) = 'poor' THEN 1 ELSE 0 END), 0) AS poor, count(c.superior_grade) AS graded,
	coalesce(sum(CASE WHEN c.superior_total < c.total THEN 1 ELSE 0 END), 0) AS lowered, coalesce(sum(c.total), 0) AS self_sum,
	count(c.total) AS self_count, coalesce(sum(coalesce(c.superior_total, c.total)), 0) AS final_sum,
	count(coalesce(c.superior_total, c.total)) AS final_count,
	coalesce(sum(CASE WHEN m.paper_typed = 0 AND c.total > c.most THEN 1 ELSE 0 END), 0) AS above,
	coalesce(sum((SELECT count(*) FROM record k WHERE k.meeting = m.id AND k.shard = m.shard AND k.kind = 'minutes' AND k.state = 'signed')), 0) AS confirmed,
	coalesce(sum((SELECT count(*) FROM record k WHERE k.meeting = m.id AND k.shard = m.shard AND k.kind = 'resolution' AND k.state = 'signed')), 0) AS resolutions,
	coalesce(sum((SELECT count(*) FROM task_report k WHERE k.meeting = m.id AND k.shard = m.shard)), 0) AS tasks,
	coalesce(sum((SELECT count(*) FROM task_report k WHERE k.meeting = m.id AND k.shard = m.shard AND k.state = 'done')), 0) AS tasks_done,
	coalesce(sum((SELECT count(*) FROM task k WHERE k.meeting = m.id AND k.shard = m.shard AND k.removed_at IS NULL)), 0) AS given,
	coalesce(sum((SELECT count(*) FROM motion k WHERE k.meeting = m.id AND k.shard = m.shard AND k.kind = 'admission' AND k.state = 'closed' AND k.carried = 1)), 0) AS admitted,
	coalesce(sum((SELECT count(*) FROM motion k WHERE k.meeting = m.id AND k.shard = m.shard AND k.kind = 'recognition' AND k.state = 'closed' AND k.carried = 1)), 0) AS recognised
FROM meeting m LEFT JOIN meeting_total t ON t.meeting = m.id AND t.shard = m.shard
LEFT JOIN report r ON r.meeting = m.id AND r.shard = m.shard
LEFT JOIN score_sheet c ON c.meeting = m.id AND c.rubric = m.rubric AND c.shard = m.shard AND c.state <> 'proposed'
WHERE m.body = 'cell' AND m.state = 'ended' GROUP BY m.cell, m.month, m.shard;

-- figure_members: who belongs to a cell on a day; those who stay elsewhere for a time do, those who stay here for a time do not
-- in:  cell cell_id, shard int, day day      one
-- out: members int, full_members int, exempt int
SELECT count(*) AS members, count(CASE WHEN s.status = 'full' THEN 1 END) AS full_members,
	(SELECT count(DISTINCT e.person) FROM member_state e WHERE e.cell = :cell AND e.shard = :shard AND e.kind = 'exempt' AND e.since <= :day AND e.until > :day) AS exempt
FROM membership s WHERE s.cell = :cell AND s.shard = :shard AND s.until > :day AND s.since <= :day AND s.kind <> 'temporary_here';

-- figure_sittings: a cell's own sessions of a month with what they left
-- in:  cell cell_id, shard int, month month      many
-- out: kind text, day day, state text, paper_typed bool, ended_at optint, base optint, present optint, minutes optint, paper_at optint, confirmed bool, sent bool,
--      above bool
SELECT m.kind AS kind, m.day AS day, m.state AS state, m.paper_typed AS paper_typed, m.ended_at AS ended_at, t.base AS base, t.present AS present, t.minutes AS minutes,
	(SELECT min(p.posted_at) FROM paper p WHERE p.meeting = m.id AND p.shard = m.shard AND p.withdrawn_at IS NULL) AS paper_at,
	CASE WHEN EXISTS (SELECT 1 FROM record k WHERE k.meeting = m.id AND k.shard = m.shard AND k.kind = 'minutes' AND k.state = 'signed') THEN 1 ELSE 0 END AS confirmed,
	CASE WHEN r.meeting IS NOT NULL THEN 1 ELSE 0 END AS sent, CASE WHEN c.total > c.most THEN 1 ELSE 0 END AS above
FROM meeting m LEFT JOIN meeting_total t ON t.meeting = m.id AND t.shard = m.shard LEFT JOIN report r ON r.meeting = m.id AND r.shard = m.shard
LEFT JOIN score_sheet c ON c.meeting = m.id AND c.rubric = m.rubric AND c.shard = m.shard AND c.state <> 'proposed'
WHERE m.cell = :cell AND m.shard = :shard AND m.month = :month AND m.body = 'cell' ORDER BY m.day, m.id;

-- figure_thematic: sessions on a theme of a cell from one month to another
-- in:  cell cell_id, shard int, since month, until month      one
-- out: n int
SELECT count(*) AS n FROM meeting WHERE cell = :cell AND shard = :shard AND month BETWEEN :since AND :until AND body = 'cell' AND state = 'ended'
	AND (kind = 'thematic' OR kind = 'both');

-- figure_same_text: in how many of two months the minutes were nearly those of the month before
-- in:  cell cell_id, shard int, month month, before month      one
-- out: n int
SELECT count(DISTINCT month) AS n FROM signal WHERE cell = :cell AND shard = :shard AND (month = :month OR month = :before) AND kind = 'same_text';

-- figure_cell: since when there is a cell, and until when
-- class: reference
-- in:  cell unit_id      maybe
-- out: since day, until day
SELECT since, until FROM unit WHERE id = :cell AND kind = 'chi_bo';
