-- needs: 2026-11-22_training
-- A class of a province is read by pages: in the order of its list.
CREATE INDEX training_seat_list ON training_seat (class, shard, gone, place, sort_key, id);
