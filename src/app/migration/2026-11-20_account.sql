-- needs: 2026-11-20_unit 2026-11-20_person
CREATE TABLE account (
	id INTEGER PRIMARY KEY, person INTEGER, -- a member's account; NULL for an officer outside every cell
	login TEXT, -- short word for the command line, where one was given
	name TEXT NOT NULL, email TEXT, language TEXT NOT NULL DEFAULT 'vi' CONSTRAINT account__language CHECK (language IN ('vi', 'en')),
	pin_hash TEXT, pin_tries INTEGER NOT NULL DEFAULT 0, pin_locked_at INTEGER, pin_set_at INTEGER,
	text_size INTEGER NOT NULL DEFAULT 1, theme TEXT NOT NULL DEFAULT 'light',
	entered_at INTEGER NOT NULL, closed_at INTEGER) STRICT;
CREATE UNIQUE INDEX account_person ON account (person) WHERE person IS NOT NULL;
CREATE UNIQUE INDEX account_login ON account (login) WHERE login IS NOT NULL;
-- What an account may do at a unit and below it, with dates.
CREATE TABLE account_role (
	id INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES account (id), unit INTEGER NOT NULL REFERENCES unit (id),
	role TEXT NOT NULL CONSTRAINT account__role CHECK (role IN ('member', 'secretary', 'deputy', 'clerk', 'committee', 'officer', 'admin')),
	since TEXT NOT NULL, until TEXT NOT NULL DEFAULT '9999-12-31', granted_by INTEGER, entered_at INTEGER NOT NULL) STRICT;
CREATE INDEX account_role_account ON account_role (account, until);
CREATE INDEX account_role_unit ON account_role (unit, until);
-- A browser that proved itself once. shared: a machine of the office, signed out when idle.
CREATE TABLE device (
	id INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES account (id), token_hash BLOB NOT NULL UNIQUE, name TEXT NOT NULL,
	shared INTEGER NOT NULL DEFAULT 0, since INTEGER NOT NULL, seen_day TEXT, active_at INTEGER NOT NULL, pin_until INTEGER NOT NULL DEFAULT 0,
	revoked_at INTEGER) STRICT;
CREATE INDEX device_account ON device (account);
-- op, device: what consumed it, so that the same form sent twice opens the same door.
CREATE TABLE sign_in_link (
	token_hash BLOB NOT NULL PRIMARY KEY, account INTEGER NOT NULL REFERENCES account (id), made_by INTEGER, made_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL, used_at INTEGER, by_owner INTEGER NOT NULL DEFAULT 0,
	op TEXT, device INTEGER) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_link_account ON sign_in_link (account);
-- Things a person must be told at the next sign-in (a link was made for you, your PIN was unlocked).
CREATE TABLE account_note (
	id INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES account (id), code TEXT NOT NULL, who TEXT, at INTEGER NOT NULL,
	seen_at INTEGER) STRICT;
CREATE INDEX account_note_account ON account_note (account, seen_at);
