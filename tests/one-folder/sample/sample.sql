-- sample_of_cell: the notes on a cell's board, newest first
-- in:  cell cell_id, shard int      many
-- out: id int, words text, entered_at instant
SELECT id, words, entered_at FROM sample_note WHERE cell = :cell AND shard = :shard ORDER BY entered_at DESC, id DESC LIMIT 100;

-- sample_add: one more note
-- in:  id int, shard int, cell cell_id, words text, month int, at instant      run
INSERT INTO sample_note (id, shard, cell, words, month, entered_at) VALUES (:id, :shard, :cell, :words, :month, :at);

-- sample_count: all notes
-- class: report
-- in:       one
-- out: notes int
SELECT count(*) AS notes FROM sample_note;

-- sample_figures: a cell's notes of a month
-- in:  cell cell_id, shard int, month int      one
-- out: notes int
SELECT count(*) AS notes FROM sample_note WHERE cell = :cell AND shard = :shard AND month = :month;

-- sample_scan: the same for all cells, for the check of counters
-- class: report
-- text: yes
-- in:       many
-- out: cell int, month int, shard int, notes int, cells int
SELECT cell, month, shard, count(*) AS notes, 1 AS cells FROM sample_note GROUP BY cell, month, shard;
