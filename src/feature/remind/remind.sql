-- remind_waiting: accounts that want the mail and were not looked at on that day
-- class: reference
-- in:  day day      many
-- out: account account_id
SELECT account FROM remind_choice WHERE daily = 1 AND asked_day < :day ORDER BY asked_day, account LIMIT 500;

-- remind_choice_of: what a person chose
-- class: reference
-- in:  account account_id      maybe
-- out: daily bool
SELECT daily FROM remind_choice WHERE account = :account;

-- remind_choice_put: what a person chose
-- class: reference
-- in:  account account_id, daily bool, at instant      run
INSERT INTO remind_choice (account, daily, at) VALUES (:account, :daily, :at)
ON CONFLICT (account) DO UPDATE SET daily = excluded.daily, at = excluded.at;

-- remind_asked: looked at on that day; no row where that was done already, or the person wants no mail any more
-- class: reference
-- in:  account account_id, day day      run
UPDATE remind_choice SET asked_day = :day WHERE account = :account AND daily = 1 AND asked_day < :day;

-- remind_last: the last mail of an account
-- class: reference
-- in:  account account_id      one
-- out: day day?
SELECT max(day) AS day FROM remind WHERE account = :account;

-- remind_put: a mail of the day
-- class: reference
-- in:  account account_id, day day, items int, at instant      run
INSERT INTO remind (account, day, items, at) VALUES (:account, :day, :items, :at) ON CONFLICT (account, day) DO NOTHING;

-- remind_drop: old mails are forgotten
-- class: reference
-- in:  account account_id, before day      run
DELETE FROM remind WHERE account = :account AND day < :before;

-- remind_items: what an account was told of
-- class: reference
-- in:  account account_id      many
-- out: item int, day day, late bool
SELECT item, day, late FROM remind_item WHERE account = :account ORDER BY item;

-- remind_item_put: told of it on that day
-- class: reference
-- in:  account account_id, item int, day day, late bool      run
INSERT INTO remind_item (account, item, day, late) VALUES (:account, :item, :day, :late)
ON CONFLICT (account, item) DO UPDATE SET day = excluded.day, late = excluded.late;

-- remind_item_drop: what was told long ago
-- class: reference
-- in:  account account_id, before day      run
DELETE FROM remind_item WHERE account = :account AND day < :before;

-- remind_address: the address in a member's own data
-- in:  person person_id, shard int      maybe
-- out: email text?
SELECT email FROM person WHERE id = :person AND shard = :shard;

-- remind_account_address: the address of an account
-- class: reference
-- in:  account account_id      maybe
-- out: email text?
SELECT email FROM account WHERE id = :account AND closed_at IS NULL;

-- remind_export_choice: what an account chose, and when it was looked at last
-- json: yes
-- class: reference
-- in:  account account_id      many
-- out: daily bool, asked_day text, at instant
SELECT daily, asked_day, at FROM remind_choice WHERE account = :account;

-- remind_export_mails: the mails of an account
-- json: yes
-- class: reference
-- in:  account account_id      many
-- out: day text, items int
SELECT day, items FROM remind WHERE account = :account ORDER BY day;

-- remind_export_told: of what the mails of an account told last; of each there is a number only, reckoned from what it is
-- json: yes
-- class: reference
-- in:  account account_id      many
-- out: day text, late bool
SELECT day, late FROM remind_item WHERE account = :account ORDER BY day, item;

-- remind_forget_choice: nothing is kept of an account
-- class: reference
-- in:  account account_id      run
DELETE FROM remind_choice WHERE account = :account;
