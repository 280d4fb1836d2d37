-- meeting_row: one meeting with the names that pages show
-- in:  id meeting_id, shard int, day day      maybe
-- out: id meeting_id, cell unit_id, cell_name text, superior_name text?, month month, day day, set_day day, minute minute, place text, body text,
--      kind text, theme text?, state text, note text?, moved_reason text?, cancel_reason text?, rubric text, chair person_id?, clerk person_id?,
--      observer person_id?, chair_name text?, clerk_name text?, observer_name text?, chair_post text?, called_at optint, opened_at optint,
--      ended_at optint, notice_at optint, version int, clerk_epoch int, paper_typed bool
SELECT m.id AS id, m.cell AS cell, n.name AS cell_name, pn.name AS superior_name, m.month AS month, m.day AS day, m.set_day AS set_day,
	m.minute AS minute, m.place AS place, m.body AS body, m.kind AS kind, m.theme AS theme, m.state AS state, m.note AS note,
	m.moved_reason AS moved_reason, m.cancel_reason AS cancel_reason, m.rubric AS rubric, m.chair AS chair, m.clerk AS clerk,
	m.observer AS observer, c.name AS chair_name, k.name AS clerk_name, o.name AS observer_name, c.post AS chair_post,
	m.called_at AS called_at, m.opened_at AS opened_at, m.ended_at AS ended_at, m.notice_at AS notice_at, m.version AS version,
	m.clerk_epoch AS clerk_epoch, m.paper_typed AS paper_typed
FROM meeting m
JOIN unit_name n ON n.unit = m.cell AND n.since <= :day AND n.until > :day
LEFT JOIN unit_edge e ON e.unit = m.cell AND e.since <= :day AND e.until > :day
LEFT JOIN unit_name pn ON pn.unit = e.parent AND pn.since <= :day AND pn.until > :day
LEFT JOIN membership c ON c.cell = m.cell AND c.shard = m.shard AND c.until > :day AND c.since <= :day AND c.person = m.chair
LEFT JOIN membership k ON k.cell = m.cell AND k.shard = m.shard AND k.until > :day AND k.since <= :day AND k.person = m.clerk
LEFT JOIN membership o ON o.cell = m.cell AND o.shard = m.shard AND o.until > :day AND o.since <= :day AND o.person = m.observer
WHERE m.id = :id AND m.shard = :shard;

-- meeting_figures: what the roll call says
-- in:  meeting meeting_id, shard int      one
-- out: members int, full int, base int, present int, excused int, unexcused int, unknown int, exempt int, special int, away int, extra int,
--      full_present int, all_present int
SELECT count(*) AS members, coalesce(sum(status = 'full'), 0) AS "full", coalesce(sum(duty NOT IN ('exempt', 'special_duty', 'away')), 0) AS base,
	coalesce(sum(state = 'present' AND duty NOT IN ('exempt', 'special_duty', 'away')), 0) AS present,
	coalesce(sum(state = 'excused' AND duty NOT IN ('exempt', 'special_duty', 'away')), 0) AS excused,
	coalesce(sum(state = 'unexcused' AND duty NOT IN ('exempt', 'special_duty', 'away')), 0) AS unexcused,
	coalesce(sum(state = 'unknown' AND duty NOT IN ('exempt', 'special_duty', 'away')), 0) AS unknown,
	coalesce(sum(duty = 'exempt'), 0) AS exempt, coalesce(sum(duty = 'special_duty'), 0) AS special, coalesce(sum(duty = 'away'), 0) AS away,
	coalesce(sum(state = 'present' AND duty IN ('exempt', 'special_duty', 'away')), 0) AS extra,
	coalesce(sum(state = 'present' AND status = 'full'), 0) AS full_present, coalesce(sum(state = 'present'), 0) AS all_present
FROM attendance WHERE meeting = :meeting AND shard = :shard;

-- meeting_guests_present: guests who came
-- in:  meeting meeting_id, shard int      one
-- out: count int
SELECT count(*) AS count FROM guest WHERE meeting = :meeting AND shard = :shard AND present = 1;

-- meeting_opinions_new: opinions sent ahead that the meeting has not taken up
-- in:  meeting meeting_id, shard int      one
-- out: count int
SELECT count(*) AS count FROM opinion WHERE meeting = :meeting AND shard = :shard AND taken = 0;
