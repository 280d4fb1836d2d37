-- record_facts: what the preamble says of a meeting
-- in:  meeting meeting_id, shard int      one
-- out: full_members int, probationary int, exempt int, away int, special int, full_present int, probationary_present int, base int, present int
SELECT coalesce(sum(status = 'full'), 0) AS full_members, coalesce(sum(status = 'probationary'), 0) AS probationary,
	coalesce(sum(duty = 'exempt'), 0) AS exempt, coalesce(sum(duty = 'away'), 0) AS away, coalesce(sum(duty = 'special_duty'), 0) AS special,
	coalesce(sum(status = 'full' AND state = 'present'), 0) AS full_present,
	coalesce(sum(status = 'probationary' AND state = 'present'), 0) AS probationary_present,
	coalesce(sum(duty NOT IN ('exempt', 'away', 'special_duty')), 0) AS base,
	coalesce(sum(state = 'present' AND duty NOT IN ('exempt', 'away', 'special_duty')), 0) AS present
FROM attendance WHERE meeting = :meeting AND shard = :shard;

-- record_total: the totals typed in for a meeting held on paper
-- in:  meeting meeting_id, shard int      maybe
-- out: members int, full_members int, base int, present int, excused int, unexcused int, exempt int, away int
SELECT members, full_members, base, present, excused, unexcused, exempt, away FROM meeting_total WHERE meeting = :meeting AND shard = :shard;

-- record_absent: who did not come, with the reason
-- in:  meeting meeting_id, shard int      many
-- out: name text, label text?, state text, reason text?
SELECT name, label, state, reason FROM attendance WHERE meeting = :meeting AND shard = :shard AND state IN ('excused', 'unexcused')
AND duty NOT IN ('exempt', 'away', 'special_duty') ORDER BY state, sort_key, person;

-- record_guests: guests who came
-- in:  meeting meeting_id, shard int      many
-- out: name text, post text?, kind text
SELECT name, post, kind FROM guest WHERE meeting = :meeting AND shard = :shard AND present = 1 ORDER BY kind, id;

-- record_fees: party fees of the month
-- in:  cell unit_id, shard int, month month      one
-- out: paid int, unpaid int
SELECT coalesce(sum(state = 'paid'), 0) AS paid, coalesce(sum(state = 'unpaid'), 0) AS unpaid FROM fee
WHERE cell = :cell AND shard = :shard AND month = :month;

-- record_unpaid: who has not paid
-- in:  cell unit_id, shard int, month month, meeting meeting_id      many
-- out: name text
SELECT a.name AS name FROM fee f JOIN attendance a ON a.meeting = :meeting AND a.person = f.person AND a.shard = f.shard
WHERE f.cell = :cell AND f.shard = :shard AND f.month = :month AND f.state = 'unpaid' ORDER BY a.sort_key;

-- record_items: the agenda with what was said in sum
-- in:  meeting meeting_id, shard int      many
-- out: id item_id, step text?, title text, content text?, conclusion text?, began optint, presenter text?
SELECT i.id AS id, i.step AS step, i.title AS title, i.content AS content, i.conclusion AS conclusion, i.began AS began, a.name AS presenter
FROM agenda_item i LEFT JOIN attendance a ON a.meeting = i.meeting AND a.person = i.presenter AND a.shard = i.shard
WHERE i.meeting = :meeting AND i.shard = :shard ORDER BY i.ord, i.id;

-- record_speeches: who spoke and what
-- in:  meeting meeting_id, shard int      many
-- out: item item_id, name text, text text, kind text
SELECT item, name, text, kind FROM speech WHERE meeting = :meeting AND shard = :shard AND removed_at IS NULL ORDER BY ord, id;

-- record_praise: praise, reminders, criticism
-- in:  meeting meeting_id, shard int      many
-- out: name text, kind text, text text
SELECT name, kind, text FROM praise WHERE meeting = :meeting AND shard = :shard AND removed_at IS NULL ORDER BY id;

-- record_votes: votes that stand
-- in:  meeting meeting_id, shard int      many
-- out: kind text, question text, person text?, votes_for int, votes_against int, votes_other int, base int, carried optint, present int
SELECT kind, question, person, votes_for, votes_against, votes_other, base, carried, present FROM motion
WHERE meeting = :meeting AND shard = :shard AND state = 'closed' ORDER BY ord;

-- record_score: the cell's own score
-- in:  meeting meeting_id, shard int      maybe
-- out: total optint, grade text?, shortcomings text?
SELECT total, grade, shortcomings FROM score_sheet WHERE meeting = :meeting AND shard = :shard ORDER BY id LIMIT 1;

-- record_text: the text of a record of a meeting as it stands
-- in:  meeting meeting_id, shard int, kind text, ord int      maybe
-- out: state text, number optint, day day, clerk_name text?, chair_name text?, chair_post text?, body text
SELECT r.state AS state, r.number AS number, r.day AS day, r.clerk_name AS clerk_name, r.chair_name AS chair_name, r.chair_post AS chair_post,
	v.body AS body
FROM record r JOIN record_version v ON v.record = r.id AND v.version = r.version AND v.shard = r.shard
WHERE r.meeting = :meeting AND r.shard = :shard AND r.kind = :kind AND r.ord = :ord AND r.state <> 'void' ORDER BY r.id DESC LIMIT 1;
