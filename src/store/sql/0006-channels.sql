-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a desk says by itself while nobody answers.

CREATE TABLE automatic_answer (
  id          INTEGER PRIMARY KEY,
  uid         TEXT NOT NULL UNIQUE,
  kind        INTEGER NOT NULL,                          -- OdAutoAnswerKind
  is_on       INTEGER NOT NULL DEFAULT 0,
  occasions   INTEGER NOT NULL DEFAULT 0,                -- OdAutoAnswerOccasions, of kind away
  calendar_id INTEGER REFERENCES calendar (id),          -- whose hours it asks for; NULL: around the clock
  accounts    TEXT NOT NULL DEFAULT '[]',                -- JSON array of ids; empty: all
  lang        TEXT NOT NULL DEFAULT '',                  -- of the customer; '': any
  delay_s     INTEGER NOT NULL DEFAULT 0,
  body        TEXT NOT NULL,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;

ALTER TABLE clock ADD COLUMN acknowledged_at_us INTEGER; -- an automatic answer was accepted: it ends nothing (R5)

-- Channels of providers: what kind of file a customer sent, and since when we have heard nothing.

ALTER TABLE attachment ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;       -- OdFileKind

ALTER TABLE account ADD COLUMN heard_at_us INTEGER NOT NULL DEFAULT 0;   -- the provider last answered; 0: never
ALTER TABLE account ADD COLUMN gap_from_us INTEGER NOT NULL DEFAULT 0;   -- between these two moments messages may have
ALTER TABLE account ADD COLUMN gap_until_us INTEGER NOT NULL DEFAULT 0;  -- been lost: the provider keeps them no longer
