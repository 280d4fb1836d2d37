-- needs: 2026-11-20_record
-- Whether bytes are still stood on.
CREATE INDEX record_photo_hash ON record_photo (hash, shard);
