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

CREATE INDEX contact_point_blocked ON contact_point (id) WHERE is_blocked; -- of whom nothing is late

-- Channels of providers: what kind of file a customer sent, and since when we have heard nothing.

ALTER TABLE attachment ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;       -- OdFileKind

ALTER TABLE account ADD COLUMN heard_at_us INTEGER NOT NULL DEFAULT 0;   -- the provider last answered; 0: never
ALTER TABLE account ADD COLUMN gap_from_us INTEGER NOT NULL DEFAULT 0;   -- between these two moments messages may have
ALTER TABLE account ADD COLUMN gap_until_us INTEGER NOT NULL DEFAULT 0;  -- been lost: the provider keeps them no longer

ALTER TABLE account ADD COLUMN removed_at_us INTEGER NOT NULL DEFAULT 0; -- it was ours; 0: in use, or an import made it

-- Chats of providers: albums, chats that move, chats that can't be reached, and what was taken already.

-- Several messages there that are one here: an album, or a reply of ours. Also the album's own id, without a file.
CREATE TABLE message_part (
  account_id    INTEGER NOT NULL REFERENCES account (id),
  remote_id     TEXT NOT NULL,
  message_id    INTEGER NOT NULL REFERENCES message (timeline_id),
  attachment_id INTEGER,                                 -- NULL: the album itself, a text without a file, or a removed part
  body          TEXT NOT NULL DEFAULT '',                -- what this part says; all of them are the message's body
  PRIMARY KEY (account_id, remote_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_part_by_message ON message_part (message_id);

-- Ids that a chat had before.
CREATE TABLE thread_alias (
  account_id INTEGER NOT NULL REFERENCES account (id),
  remote_id  TEXT NOT NULL,
  thread_id  INTEGER NOT NULL REFERENCES thread (id),
  PRIMARY KEY (account_id, remote_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_alias_by_thread ON thread_alias (thread_id);

-- Updates that are no messages are told once; providers repeat them for a day at most.
CREATE TABLE update_taken (
  account_id INTEGER NOT NULL REFERENCES account (id),
  key        TEXT NOT NULL,
  at_us      INTEGER NOT NULL,
  PRIMARY KEY (account_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX update_taken_by_time ON update_taken (account_id, at_us);

ALTER TABLE thread ADD COLUMN reach INTEGER NOT NULL DEFAULT 0;          -- OdReach
