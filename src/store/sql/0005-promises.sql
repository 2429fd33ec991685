-- SPDX-License-Identifier: GPL-3.0-or-later
-- Promises: a clock carries the terms it started with (R12 of the rules), so that no edit of a policy changes it.

ALTER TABLE clock ADD COLUMN calendar_id INTEGER;                        -- counts its open time; NULL: around the clock
ALTER TABLE clock ADD COLUMN warn_percent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE clock ADD COLUMN warn_before_s INTEGER NOT NULL DEFAULT 0;
ALTER TABLE clock ADD COLUMN stands_still INTEGER NOT NULL DEFAULT 0;    -- while the conversation is pending
ALTER TABLE clock ADD COLUMN pauses TEXT NOT NULL DEFAULT '[]';          -- JSON: from, until, from, until, …; µs
ALTER TABLE clock ADD COLUMN fell_back INTEGER NOT NULL DEFAULT 0;       -- nothing is open: counted around the clock
ALTER TABLE clock ADD COLUMN next_us INTEGER;                            -- its next warning or its due time
ALTER TABLE clock ADD COLUMN ended_at_us INTEGER;                        -- nothing more is expected of it
UPDATE clock SET ended_at_us = coalesce (satisfied_at_us, due_us) WHERE state NOT IN (1, 2);
UPDATE clock SET next_us = due_us WHERE state IN (1, 2) AND paused_at_us IS NULL;

DROP INDEX clock_by_due;
CREATE INDEX clock_by_next ON clock (next_us) WHERE next_us IS NOT NULL; -- what the one alarm looks at
CREATE INDEX clock_live ON clock (conversation_id) WHERE ended_at_us IS NULL;
CREATE INDEX clock_by_calendar ON clock (calendar_id, calendar_version)
  WHERE calendar_id IS NOT NULL AND ended_at_us IS NULL;
