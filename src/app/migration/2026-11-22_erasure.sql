-- needs: 2026-11-20_account
-- Who was forgotten, by which decision.
CREATE TABLE erasure (person INTEGER NOT NULL PRIMARY KEY, decision TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
