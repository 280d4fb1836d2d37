-- file_known: whether these bytes are kept already
-- in:  hash blob, shard int      maybe
-- out: size int, type text
SELECT size, type FROM file WHERE hash = :hash AND shard = :shard;

-- file_add: the row of some bytes
-- in:  hash blob, shard int, size int, type text, at instant      run
INSERT INTO file (hash, shard, size, type, entered_at) VALUES (:hash, :shard, :size, :type, :at);

-- file_piece_add: 128 KB of them
-- in:  hash blob, shard int, ord int, bytes blob      run
INSERT INTO file_piece (hash, shard, ord, bytes) VALUES (:hash, :shard, :ord, :bytes);

-- file_pieces: all bytes in order
-- in:  hash blob, shard int      many
-- out: bytes blob
SELECT bytes FROM file_piece WHERE hash = :hash AND shard = :shard ORDER BY ord;

-- file_pieces_drop: the bytes are forgotten
-- in:  hash blob, shard int      run
DELETE FROM file_piece WHERE hash = :hash AND shard = :shard;

-- file_row_drop: and their row
-- in:  hash blob, shard int      run
DELETE FROM file WHERE hash = :hash AND shard = :shard;
