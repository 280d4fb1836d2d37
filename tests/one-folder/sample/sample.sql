-- sample_of_cell: the notes on a cell's board, newest first
-- in:  cell cell_id, shard int      many
-- out: id int, words text, entered_at instant
SELECT id, words, entered_at FROM sample_note WHERE cell = :cell AND shard = :shard ORDER BY entered_at DESC, id DESC LIMIT 100;

-- sample_add: one more note
-- in:  id int, shard int, cell cell_id, words text, at instant      run
INSERT INTO sample_note (id, shard, cell, words, entered_at) VALUES (:id, :shard, :cell, :words, :at);

-- sample_count: all notes
-- class: report
-- in:       one
-- out: notes int
SELECT count(*) AS notes FROM sample_note;
