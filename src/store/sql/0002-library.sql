-- SPDX-License-Identifier: GPL-3.0-or-later
-- Canned replies have files, articles have an address, and replies may wait for a moment.

CREATE TABLE canned_reply_file (
  id              INTEGER PRIMARY KEY,
  canned_reply_id INTEGER NOT NULL REFERENCES canned_reply (id),
  position        INTEGER NOT NULL,
  name            TEXT NOT NULL,
  mime            TEXT NOT NULL,
  sha256          TEXT NOT NULL,
  size_bytes      INTEGER NOT NULL,
  width           INTEGER NOT NULL DEFAULT 0,
  height          INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX canned_reply_file_by_reply ON canned_reply_file (canned_reply_id, position);
CREATE INDEX canned_reply_file_by_hash ON canned_reply_file (sha256);

ALTER TABLE article ADD COLUMN url TEXT NOT NULL DEFAULT '';

-- Send later: it holds up nothing while it waits for its moment, or for a person.
ALTER TABLE operation ADD COLUMN is_scheduled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE operation ADD COLUMN is_held_by_customer INTEGER NOT NULL DEFAULT 0;
