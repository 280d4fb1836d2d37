-- needs: 2026-11-20_account
-- Which figures wait to be merged: a cell or a unit whose month changed. Kept no longer than a few seconds.
CREATE TABLE counter_mark (
	unit INTEGER NOT NULL, month INTEGER NOT NULL, shard INTEGER NOT NULL,
	PRIMARY KEY (unit, month, shard)) STRICT, WITHOUT ROWID;
-- Empty outside the merger's transaction: what it recomputes, the higher the later. day: the first of the month.
CREATE TABLE counter_work (
	unit INTEGER NOT NULL, month INTEGER NOT NULL, day TEXT NOT NULL, level INTEGER NOT NULL,
	PRIMARY KEY (unit, month)) STRICT, WITHOUT ROWID;
-- The months that have figures at all, and the day on which what falls due in them was judged for every cell.
CREATE TABLE counter_month (
	month INTEGER NOT NULL PRIMARY KEY, swept_day TEXT NOT NULL DEFAULT '') STRICT;
