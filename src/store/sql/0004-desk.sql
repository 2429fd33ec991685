-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a desk sorts and keeps together: priorities, saved views, macros, many conversations at once and back again,
-- several profiles of one person, what was recognised in messages, and the record of who was erased.

ALTER TABLE conversation ADD COLUMN priority INTEGER NOT NULL DEFAULT 0; -- OdPriority
DROP INDEX conversation_by_last;
CREATE INDEX conversation_by_last ON conversation (
  status, last_at_us, waiting_since_us, due_us, snoozed_until_us, assignee_id, account_id, created_at_us, priority
);

ALTER TABLE view ADD COLUMN icon TEXT NOT NULL DEFAULT '';
ALTER TABLE view ADD COLUMN sort INTEGER NOT NULL DEFAULT 0;             -- OdOrder
UPDATE view SET query = '' WHERE query LIKE '{%';                        -- was an object that meant nothing

CREATE TABLE macro (
  id       INTEGER PRIMARY KEY,
  uid      TEXT NOT NULL UNIQUE,
  name     TEXT NOT NULL UNIQUE,
  steps    TEXT NOT NULL,                                                -- JSON array of deeds
  position INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Notes that name an operator.
CREATE TABLE mention (
  operator_id     INTEGER NOT NULL REFERENCES operator (id),
  message_id      INTEGER NOT NULL REFERENCES message (timeline_id),
  conversation_id INTEGER NOT NULL REFERENCES conversation (id),
  seen_at_us      INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (operator_id, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_by_conversation ON mention (conversation_id);
INSERT INTO mention (operator_id, message_id, conversation_id, seen_at_us)
  SELECT DISTINCT o.id, m.timeline_id, t.conversation_id, t.at_us
    FROM message AS m JOIN timeline AS t ON t.id = m.timeline_id
    JOIN json_each (CASE WHEN json_valid (m.payload) THEN m.payload ELSE '{}' END, '$.mentions') AS j
    JOIN operator AS o ON o.id = j.value
    WHERE m.direction = 3 AND m.payload IS NOT NULL;

-- One action on many conversations, and how each was before: until that is forgotten, it can be undone.
CREATE TABLE batch (
  id           INTEGER PRIMARY KEY,
  operator_id  INTEGER REFERENCES operator (id),
  deeds        TEXT NOT NULL,                                            -- JSON array
  at_us        INTEGER NOT NULL,
  undone_at_us INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE batch_change (
  batch_id        INTEGER NOT NULL REFERENCES batch (id),
  conversation_id INTEGER NOT NULL REFERENCES conversation (id),
  before          TEXT NOT NULL,                                         -- JSON object
  PRIMARY KEY (batch_id, conversation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_change_by_conversation ON batch_change (conversation_id);

-- Two profiles that are one person: `merged_into_id` of a customer points to the one that is shown, never to one that is
-- merged itself. Nothing of either is changed; `members` are the profiles this link moved.
CREATE TABLE customer_link (
  id           INTEGER PRIMARY KEY,
  joined_id    INTEGER NOT NULL REFERENCES customer (id),
  kept_id      INTEGER NOT NULL REFERENCES customer (id),
  members      TEXT NOT NULL,                                            -- JSON array of customers
  choices      TEXT NOT NULL DEFAULT '{}',                               -- JSON object
  operator_id  INTEGER REFERENCES operator (id),                         -- NULL: by a verified identity
  at_us        INTEGER NOT NULL,
  undone_at_us INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX customer_link_by_kept ON customer_link (kept_id);
CREATE INDEX customer_link_by_joined ON customer_link (joined_id);
CREATE INDEX customer_by_merged ON customer (merged_into_id) WHERE merged_into_id IS NOT NULL;
WITH RECURSIVE way (id, root_id, depth) AS (
  SELECT id, merged_into_id, 0 FROM customer WHERE merged_into_id IS NOT NULL
  UNION ALL SELECT w.id, c.merged_into_id, w.depth + 1 FROM way AS w JOIN customer AS c ON c.id = w.root_id
    WHERE c.merged_into_id IS NOT NULL AND w.depth < 100
)
UPDATE customer SET merged_into_id = (SELECT root_id FROM way WHERE way.id = customer.id ORDER BY depth DESC LIMIT 1)
  WHERE merged_into_id IS NOT NULL;
CREATE TABLE link_declined (
  first_id  INTEGER NOT NULL REFERENCES customer (id),                   -- the smaller id
  second_id INTEGER NOT NULL REFERENCES customer (id),
  at_us     INTEGER NOT NULL,
  PRIMARY KEY (first_id, second_id)
) STRICT, WITHOUT ROWID;

-- What was recognised in a customer's message, in one spelling, so that the same thing is equal everywhere.
CREATE TABLE finding (
  id          INTEGER PRIMARY KEY,
  message_id  INTEGER NOT NULL REFERENCES message (timeline_id),
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  kind        TEXT NOT NULL,                                             -- 'order', 'tracking', 'phone', 'email'
  value       TEXT NOT NULL,
  state       INTEGER NOT NULL DEFAULT 0,                                -- 0 offered, 1 taken, 2 declined
  UNIQUE (message_id, kind, value)
) STRICT;
CREATE INDEX finding_by_customer ON finding (customer_id, state);
CREATE INDEX finding_by_value ON finding (kind, value);

ALTER TABLE contact_point ADD COLUMN blocked_until_us INTEGER NOT NULL DEFAULT 0; -- 0: for good, while is_blocked
CREATE INDEX thread_by_contact_point ON thread (contact_point_id);
CREATE INDEX contact_point_by_block ON contact_point (blocked_until_us) WHERE blocked_until_us > 0;

-- A phone or a mail address in the spelling of `finding`, so that the same one is found on another channel.
ALTER TABLE contact_point ADD COLUMN match_key TEXT;
UPDATE contact_point SET match_key = CASE channel WHEN 'email' THEN lower (address)
    ELSE replace (replace (replace (replace (address, ' ', ''), '-', ''), '(', ''), ')', '') END
  WHERE channel = 'email' OR (channel = 'phone' AND address LIKE '+%');
CREATE INDEX contact_point_by_key ON contact_point (match_key) WHERE match_key IS NOT NULL;
CREATE INDEX customer_field_by_value ON customer_field (value);

-- Who was erased and what went with them: numbers and our own ids, no text.
CREATE TABLE erasure (
  id          INTEGER PRIMARY KEY,
  uid         TEXT NOT NULL UNIQUE,
  operator_id INTEGER REFERENCES operator (id),
  at_us       INTEGER NOT NULL,
  done_at_us  INTEGER NOT NULL DEFAULT 0,
  record      TEXT NOT NULL                                              -- JSON object
) STRICT;

-- Files of theirs that are still to be deleted.
CREATE TABLE erasure_blob (
  erasure_id INTEGER NOT NULL REFERENCES erasure (id),
  sha256     TEXT NOT NULL,
  PRIMARY KEY (erasure_id, sha256)
) STRICT, WITHOUT ROWID;

-- What the palette was used for: the often and lately used comes first.
CREATE TABLE usage (
  kind       TEXT NOT NULL,
  ref        TEXT NOT NULL,
  n          INTEGER NOT NULL,
  used_at_us INTEGER NOT NULL,
  PRIMARY KEY (kind, ref)
) STRICT, WITHOUT ROWID;

-- What queries ask beside words: tags, fields, notes, own messages and those that did not arrive.
CREATE INDEX conversation_tag_by_tag ON conversation_tag (tag_id);
CREATE INDEX customer_tag_by_tag ON customer_tag (tag_id);
CREATE INDEX customer_field_by_field ON customer_field (field_id, value);
CREATE INDEX timeline_notes ON timeline (conversation_id) WHERE kind = 3;
CREATE INDEX message_by_operator ON message (operator_id) WHERE operator_id IS NOT NULL;
CREATE INDEX message_failed ON message (timeline_id) WHERE delivery IN (6, 7);

-- What is noted of people is found, too.
INSERT INTO search_doc (id, text_folded)
  SELECT (6 << 48) + id, od_fold (note) FROM customer WHERE trim (note, ' ' || char (9, 10, 13)) <> '';
INSERT INTO fts (rowid, text_folded) SELECT id, text_folded FROM search_doc WHERE id > 6 << 48;
INSERT INTO fts_tri (rowid, text_folded) SELECT id, text_folded FROM search_doc WHERE id > 6 << 48;
