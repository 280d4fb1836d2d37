-- What the rules of keeping let go of: last run and all so far, a row a kind.
CREATE TABLE keeping_run (kind TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL, rows INTEGER NOT NULL, total INTEGER NOT NULL) STRICT;
