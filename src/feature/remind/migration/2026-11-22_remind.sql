-- needs: 2026-11-20_account
-- Who asked for the daily mail; asked_day: the last day on which it was looked what waits.
CREATE TABLE remind_choice (
	account INTEGER NOT NULL PRIMARY KEY, daily INTEGER NOT NULL, asked_day TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL) STRICT;
CREATE INDEX remind_choice_waiting ON remind_choice (asked_day, account) WHERE daily = 1;
-- The mails: at most one an account and day.
CREATE TABLE remind (
	account INTEGER NOT NULL, day TEXT NOT NULL, items INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (account, day)) STRICT, WITHOUT ROWID;
-- What a mail counted last, by a hash, and whether it was late then: not told again within days.
CREATE TABLE remind_item (
	account INTEGER NOT NULL, item INTEGER NOT NULL, day TEXT NOT NULL, late INTEGER NOT NULL, PRIMARY KEY (account, item)) STRICT, WITHOUT ROWID;
