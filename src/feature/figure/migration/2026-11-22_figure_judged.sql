-- needs: 2026-11-22_counter 2026-11-22_figure_awaited
-- The newest months are judged once more, with the new column.
UPDATE counter_month SET swept_day = '' WHERE month IN (SELECT month FROM counter_month ORDER BY month DESC LIMIT 2);
