-- needs: 2026-11-22_transfer
-- Proposals that a change of the tree (change) ended in a cell or gave to its heir (0: none), so that they stand as before when it is corrected.
CREATE TABLE transfer_handed (
	cell INTEGER NOT NULL, id INTEGER NOT NULL, change INTEGER NOT NULL, shard INTEGER NOT NULL, heir INTEGER NOT NULL, heir_shard INTEGER NOT NULL,
	PRIMARY KEY (cell, change, id, shard)) STRICT, WITHOUT ROWID;
