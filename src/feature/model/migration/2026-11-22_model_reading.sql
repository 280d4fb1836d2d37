-- needs: 2026-11-22_model
-- How many cells of each shard should read what was learned, and did: sums for lists, in the shard of those who read.
CREATE TABLE model_reading (
	model INTEGER NOT NULL, shard INTEGER NOT NULL, should INTEGER NOT NULL, done INTEGER NOT NULL, PRIMARY KEY (model, shard)) STRICT, WITHOUT ROWID;
INSERT INTO model_reading (model, shard, should, done) SELECT model, shard, count(*), count(read_at) FROM model_reader GROUP BY model, shard;
CREATE INDEX model_reader_shard ON model_reader (model, shard, read_at);
CREATE INDEX model_note_account ON model_note (account);
