-- call_notice_seen: somebody opened the notice; the first time counts
-- in:  meeting meeting_id, shard int, account account_id, at instant      run
INSERT INTO notice_view (meeting, shard, account, first_at) VALUES (:meeting, :shard, :account, :at) ON CONFLICT (meeting, account, shard) DO NOTHING;

-- call_notice_count: how many opened the notice
-- in:  meeting meeting_id, shard int      one
-- out: count int
SELECT count(*) AS count FROM notice_view WHERE meeting = :meeting AND shard = :shard;

-- call_papers: papers of a meeting that were not withdrawn, with how many opened each
-- in:  meeting meeting_id, shard int, person person_id      many
-- out: id paper_id, title text, file_name text, type text, size int, posted_at instant, opened int, mine bool
SELECT p.id AS id, p.title AS title, p.file_name AS file_name, p.type AS type, p.size AS size, p.posted_at AS posted_at,
	(SELECT count(*) FROM paper_view v WHERE v.paper = p.id AND v.shard = p.shard) AS opened,
	EXISTS (SELECT 1 FROM paper_view v WHERE v.paper = p.id AND v.shard = p.shard AND v.person = :person) AS mine
FROM paper p WHERE p.meeting = :meeting AND p.shard = :shard AND p.withdrawn_at IS NULL ORDER BY p.posted_at, p.id;

-- call_paper: one paper
-- in:  id paper_id, shard int      one
-- out: id paper_id, meeting meeting_id, title text, file_name text, type text, size int, hash blob, withdrawn_at optint
SELECT id, meeting, title, file_name, type, size, hash, withdrawn_at FROM paper WHERE id = :id AND shard = :shard;

-- call_paper_add: a paper is posted
-- in:  id paper_id, shard int, meeting meeting_id, title text, file_name text, type text, size int, hash blob, at instant, account account_id      run
INSERT INTO paper (id, shard, meeting, title, file_name, type, size, hash, posted_at, posted_by)
VALUES (:id, :shard, :meeting, :title, :file_name, :type, :size, :hash, :at, :account);

-- call_paper_withdraw: a paper is taken back
-- in:  id paper_id, shard int, at instant, account account_id      run
UPDATE paper SET withdrawn_at = :at, withdrawn_by = :account WHERE id = :id AND shard = :shard AND withdrawn_at IS NULL;

-- call_paper_opened: a member opened a paper; the first time counts
-- in:  paper paper_id, shard int, person person_id, at instant      run
INSERT INTO paper_view (paper, shard, person, first_at) VALUES (:paper, :shard, :person, :at) ON CONFLICT (paper, person, shard) DO NOTHING;

-- call_paper_readers: who opened a paper
-- in:  paper paper_id, shard int, meeting meeting_id      many
-- out: name text, first_at instant
SELECT a.name AS name, v.first_at AS first_at FROM paper_view v JOIN attendance a ON a.meeting = :meeting AND a.person = v.person AND a.shard = v.shard
WHERE v.paper = :paper AND v.shard = :shard ORDER BY a.sort_key;

-- call_my_row: how a member stands in the roster of the call
-- in:  meeting meeting_id, person person_id, shard int      maybe
-- out: name text, state text, reason text?, duty text
SELECT name, state, reason, duty FROM attendance WHERE meeting = :meeting AND person = :person AND shard = :shard;

-- call_excuse: a member says that they cannot come, or takes it back
-- in:  meeting meeting_id, person person_id, shard int, state text, reason text?, at optint      run
UPDATE attendance SET state = :state, reason = :reason, excused_at = :at, source = 'notice', changed_at = :at
WHERE meeting = :meeting AND person = :person AND shard = :shard AND state <> 'present';

-- call_roll: the frozen roster, to excuse somebody for them
-- in:  meeting meeting_id, shard int      many
-- out: person person_id, name text, label text?, state text, reason text?, duty text
SELECT person, name, label, state, reason, duty FROM attendance WHERE meeting = :meeting AND shard = :shard ORDER BY sort_key, person;

-- call_opinions: opinions sent ahead under a name
-- in:  meeting meeting_id, shard int      many
-- out: id opinion_id, person person_id, name text, text text, taken bool
SELECT id, person, name, text, taken FROM opinion WHERE meeting = :meeting AND shard = :shard ORDER BY id;

-- call_opinion_add: an opinion under one's name
-- in:  id opinion_id, shard int, meeting meeting_id, person person_id, name text, text text, at instant      run
INSERT INTO opinion (id, shard, meeting, person, name, text, entered_at) VALUES (:id, :shard, :meeting, :person, :name, :text, :at);

-- call_opinion_taken: the meeting took it up
-- in:  id opinion_id, shard int, meeting meeting_id      run
UPDATE opinion SET taken = 1 WHERE id = :id AND shard = :shard AND meeting = :meeting;

-- call_pool: the sealed slots of a meeting
-- in:  meeting meeting_id, shard int      many
-- out: slot int, sealed blob
SELECT slot, sealed FROM opinion_pool WHERE meeting = :meeting AND shard = :shard ORDER BY slot;

-- call_pool_put: one slot, sealed anew
-- in:  meeting meeting_id, shard int, slot int, sealed blob      run
INSERT INTO opinion_pool (meeting, shard, slot, sealed) VALUES (:meeting, :shard, :slot, :sealed)
ON CONFLICT (meeting, slot, shard) DO UPDATE SET sealed = excluded.sealed;

-- call_site_key: the key under which pools are sealed
-- class: reference
-- in:  name text      maybe
-- out: value blob
SELECT value FROM site WHERE name = :name;

-- call_site_key_add: made at the first need
-- class: reference
-- in:  name text, value blob      run
INSERT INTO site (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING;

-- call_addresses: members called who have an e-mail address
-- in:  meeting meeting_id, shard int      many
-- out: email text
SELECT p.email AS email FROM attendance a JOIN person p ON p.id = a.person AND p.shard = a.shard WHERE a.meeting = :meeting AND a.shard = :shard AND p.email IS NOT NULL
AND p.email <> '';

-- call_calendar: meetings of a cell that are not over
-- in:  cell unit_id, shard int, day day      many
-- out: id meeting_id, day day, minute minute, place text, version int
SELECT id, day, minute, place, version FROM meeting WHERE cell = :cell AND shard = :shard AND day >= :day AND state IN ('planned', 'called', 'open')
AND body = 'cell' ORDER BY day;

-- call_unread: notices that a member has not opened; of a committee or a group only where called
-- in:  cell unit_id, shard int, account account_id, person person_id, from_month month      many
-- out: id meeting_id, day day
SELECT m.id AS id, m.day AS day FROM meeting m WHERE m.cell = :cell AND m.shard = :shard AND m.month >= :from_month AND m.state = 'called'
AND (m.body = 'cell' OR EXISTS (SELECT 1 FROM attendance a WHERE a.meeting = m.id AND a.person = :person AND a.shard = m.shard))
AND NOT EXISTS (SELECT 1 FROM notice_view v WHERE v.meeting = m.id AND v.shard = m.shard AND v.account = :account) ORDER BY m.day;

-- call_unread_papers: meetings ahead with papers that a member called to them has not opened
-- in:  cell unit_id, shard int, person person_id, from_month month      many
-- out: id meeting_id, day day, papers int
SELECT m.id AS id, m.day AS day, count(*) AS papers FROM meeting m
JOIN attendance a ON a.meeting = m.id AND a.person = :person AND a.shard = m.shard
JOIN paper p ON p.meeting = m.id AND p.shard = m.shard AND p.withdrawn_at IS NULL
WHERE m.cell = :cell AND m.shard = :shard AND m.month >= :from_month AND m.state = 'called'
AND NOT EXISTS (SELECT 1 FROM paper_view v WHERE v.paper = p.id AND v.person = :person AND v.shard = p.shard)
GROUP BY m.id, m.day ORDER BY m.day;

-- call_below: meetings called in the cells right under a unit, the next one first
-- class: report
-- in:  unit unit_id, day day, to day      many
-- out: id meeting_id, day day, name text
SELECT m.id AS id, m.day AS day, n.name AS name FROM unit_edge e
JOIN unit u ON u.id = e.unit AND u.kind = 'chi_bo'
JOIN meeting m ON m.cell = u.id AND m.shard = u.shard AND m.state = 'called' AND m.body = 'cell' AND m.day >= :day AND m.day <= :to
JOIN unit_name n ON n.unit = u.id AND n.since <= :day AND n.until > :day
WHERE e.parent = :unit AND e.since <= :day AND e.until > :day ORDER BY m.day, m.id;

-- call_slip_items: what a meeting will discuss, without the steps that every meeting has
-- in:  meeting meeting_id, shard int      many
-- out: title text
SELECT title FROM agenda_item WHERE meeting = :meeting AND shard = :shard AND coalesce(step, '') NOT IN ('opening', 'clerk', 'roll', 'fees', 'agenda',
	'praise', 'discussion', 'answers', 'superior', 'conclusion', 'score', 'read_back', 'purpose', 'theme_close') ORDER BY ord, id;

-- call_guests: who comes from elsewhere, as the notice tells it
-- in:  meeting meeting_id, shard int      many
-- out: name text, post text?
SELECT name, post FROM guest WHERE meeting = :meeting AND shard = :shard AND kind <> 'temporary_stay' ORDER BY id LIMIT 30;

-- call_mail_put: one neutral mail is queued
-- in:  id mail_id, shard int, meeting meeting_id, address text, body text, at instant      run
INSERT INTO mail (id, shard, meeting, address, body, next_at, at) VALUES (:id, :shard, :meeting, :address, :body, :at, :at);

-- call_mail_waiting: mail of the whole place whose time has come
-- class: report
-- in:  now instant      many
-- out: id mail_id, shard int, meeting meeting_id, address text, body text, tries int
SELECT id, shard, meeting, address, body, tries FROM mail WHERE state = 'waiting' AND next_at <= :now ORDER BY next_at, id LIMIT 50;

-- call_mail_went: one mail went, or was given up; its address and text are forgotten
-- in:  id mail_id, shard int, state text      run
UPDATE mail SET state = :state, address = NULL, body = NULL WHERE id = :id AND shard = :shard;

-- call_mail_later: the server did not take it
-- in:  id mail_id, shard int, tries int, next_at instant      run
UPDATE mail SET tries = :tries, next_at = :next_at WHERE id = :id AND shard = :shard;

-- call_mail_count: mail of a meeting in each state
-- in:  meeting meeting_id, shard int      one
-- out: waiting int, sent int, failed int
SELECT count(CASE WHEN state = 'waiting' THEN 1 END) AS waiting, count(CASE WHEN state = 'sent' THEN 1 END) AS sent,
	count(CASE WHEN state = 'failed' THEN 1 END) AS failed FROM mail WHERE meeting = :meeting AND shard = :shard;

-- call_export: the opinions that a person sent ahead under the own name
-- json: yes
-- class: report
-- in:  person person_id      many
-- out: day day, text text
SELECT m.day AS day, o.text AS text FROM attendance a JOIN meeting m ON m.id = a.meeting AND m.shard = a.shard
JOIN opinion o ON o.meeting = a.meeting AND o.shard = a.shard AND o.person = a.person WHERE a.person = :person ORDER BY m.day, o.id;

-- call_archive_papers: papers of all meetings, also those taken back, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: meeting meeting_id, day day, title text, file_name text, size int, posted_at instant, withdrawn_at optint
SELECT m.id AS meeting, m.day AS day, p.title AS title, p.file_name AS file_name, p.size AS size, p.posted_at AS posted_at, p.withdrawn_at AS withdrawn_at
FROM meeting m JOIN paper p ON p.meeting = m.id AND p.shard = m.shard WHERE m.cell = :cell AND m.shard = :shard ORDER BY m.day, m.id, p.id;

-- call_archive_opinions: opinions sent ahead under a name, for its archive
-- json: yes
-- in:  cell cell_id, shard int      many
-- out: meeting meeting_id, day day, name text, text text, taken int
SELECT m.id AS meeting, m.day AS day, o.name AS name, o.text AS text, o.taken AS taken
FROM meeting m JOIN opinion o ON o.meeting = m.id AND o.shard = m.shard WHERE m.cell = :cell AND m.shard = :shard ORDER BY m.day, m.id, o.id;

-- call_archive_pools: meetings whose unnamed opinions were released
-- in:  cell cell_id, shard int      many
-- out: meeting meeting_id
SELECT m.id AS meeting FROM meeting m WHERE m.cell = :cell AND m.shard = :shard AND m.opened_at IS NOT NULL
	AND EXISTS (SELECT 1 FROM opinion_pool p WHERE p.meeting = m.id AND p.shard = m.shard) ORDER BY m.day, m.id;

-- call_mail_health: mail of the whole place that waits, and since when the oldest does
-- class: report
-- in:            one
-- out: waiting int, oldest optint
SELECT count(*) AS waiting, min(at) AS oldest FROM mail WHERE state = 'waiting';

-- call_export_read: the notices and papers that a person opened; of a notice the meeting's day alone
-- json: yes
-- class: report
-- in:  person person_id      many
-- out: day text, paper text?, first_at instant
SELECT m.day AS day, NULL AS paper, v.first_at AS first_at FROM attendance a JOIN meeting m ON m.id = a.meeting AND m.shard = a.shard
JOIN account c ON c.person = a.person JOIN notice_view v ON v.meeting = a.meeting AND v.shard = a.shard AND v.account = c.id WHERE a.person = :person
UNION ALL SELECT m.day AS day, p.title AS paper, v.first_at AS first_at FROM attendance a JOIN meeting m ON m.id = a.meeting AND m.shard = a.shard
JOIN paper p ON p.meeting = a.meeting AND p.shard = a.shard JOIN paper_view v ON v.paper = p.id AND v.shard = p.shard AND v.person = a.person
WHERE a.person = :person ORDER BY 1, 3;

-- call_keeps: whether a paper that was not taken back stands on these bytes
-- in:  hash blob, shard int      one
-- out: keeps bool
SELECT EXISTS (SELECT 1 FROM paper WHERE hash = :hash AND shard = :shard AND withdrawn_at IS NULL) AS keeps;
