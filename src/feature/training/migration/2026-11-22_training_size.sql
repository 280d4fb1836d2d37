-- needs: 2026-11-22_training
-- How many are called to a class and have its certificate, without their rows.
CREATE INDEX training_seat_counts ON training_seat (class, gone, certificate);
