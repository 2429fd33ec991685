-- SPDX-License-Identifier: GPL-3.0-or-later
-- A filled store, for the golden test; written by tests/lib/dump_store.py.
PRAGMA application_id = 1332571753;
PRAGMA user_version = 5;
CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE operator (
  id            INTEGER PRIMARY KEY,
  uid           TEXT NOT NULL UNIQUE,
  name          TEXT NOT NULL,
  avatar_sha256 TEXT,
  signature     TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE account (
  id              INTEGER PRIMARY KEY,
  uid             TEXT NOT NULL UNIQUE DEFAULT (lower (hex (randomblob (16)))), -- scope of addresses that mean something here only
  channel         TEXT NOT NULL,
  name            TEXT NOT NULL,
  settings        TEXT NOT NULL DEFAULT '{}',
  is_enabled      INTEGER NOT NULL DEFAULT 1,
  is_history_only INTEGER NOT NULL DEFAULT 0,
  is_trial        INTEGER NOT NULL DEFAULT 0,
  created_at_us   INTEGER NOT NULL,
  UNIQUE (channel, name)
) STRICT;
CREATE TABLE cursor (
  account_id INTEGER NOT NULL REFERENCES account (id),
  name       TEXT NOT NULL,
  value      TEXT NOT NULL,
  PRIMARY KEY (account_id, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE customer (
  id              INTEGER PRIMARY KEY,
  uid             TEXT NOT NULL UNIQUE,
  name            TEXT NOT NULL DEFAULT '',
  is_name_by_operator INTEGER NOT NULL DEFAULT 0,
  lang            TEXT,
  time_zone       TEXT,
  note            TEXT NOT NULL DEFAULT '',
  merged_into_id  INTEGER REFERENCES customer (id),
  created_at_us   INTEGER NOT NULL,
  last_seen_at_us INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE contact_point (
  id              INTEGER PRIMARY KEY,
  customer_id     INTEGER NOT NULL REFERENCES customer (id),
  channel         TEXT NOT NULL,
  scope           TEXT NOT NULL DEFAULT '',
  address         TEXT NOT NULL,
  display         TEXT NOT NULL DEFAULT '',
  page_url        TEXT,
  page_title      TEXT,
  is_verified     INTEGER NOT NULL DEFAULT 0,
  is_blocked      INTEGER NOT NULL DEFAULT 0,
  last_seen_at_us INTEGER NOT NULL DEFAULT 0, blocked_until_us INTEGER NOT NULL DEFAULT 0, match_key TEXT,
  UNIQUE (channel, scope, address)
) STRICT;
CREATE INDEX contact_point_by_customer ON contact_point (customer_id);
CREATE TABLE field (
  id       INTEGER PRIMARY KEY,
  key      TEXT NOT NULL UNIQUE,
  label    TEXT NOT NULL,
  kind     TEXT NOT NULL DEFAULT 'text',
  options  TEXT NOT NULL DEFAULT '{}',
  position INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE customer_field (
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  field_id    INTEGER NOT NULL REFERENCES field (id),
  value       TEXT NOT NULL,
  PRIMARY KEY (customer_id, field_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE tag (
  id     INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE,
  colour TEXT
) STRICT;
CREATE TABLE customer_tag (
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  tag_id      INTEGER NOT NULL REFERENCES tag (id),
  PRIMARY KEY (customer_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE thread (
  id               INTEGER PRIMARY KEY,
  account_id       INTEGER NOT NULL REFERENCES account (id),
  remote_id        TEXT NOT NULL,
  contact_point_id INTEGER REFERENCES contact_point (id),
  UNIQUE (account_id, remote_id)
) STRICT;
CREATE TABLE conversation (
  id                INTEGER PRIMARY KEY,
  uid               TEXT NOT NULL,
  account_id        INTEGER NOT NULL REFERENCES account (id),
  thread_id         INTEGER NOT NULL REFERENCES thread (id),
  customer_id       INTEGER NOT NULL REFERENCES customer (id),
  status            INTEGER NOT NULL,
  kind              TEXT NOT NULL DEFAULT '',            -- 'offline' if it began with an offline form
  snoozed_until_us  INTEGER,
  assignee_id       INTEGER REFERENCES operator (id),
  subject           TEXT,
  created_at_us     INTEGER NOT NULL,
  last_at_us        INTEGER NOT NULL,                    -- newest message or note
  last_in_at_us     INTEGER NOT NULL DEFAULT 0,
  last_id           INTEGER NOT NULL DEFAULT 0,          -- its timeline row; 0: none
  last_public_id    INTEGER NOT NULL DEFAULT 0,          -- newest IN or OUT; for the hold rule
  snippet           TEXT NOT NULL DEFAULT '',
  waiting_since_us  INTEGER NOT NULL DEFAULT 0,          -- first unanswered IN; 0: answered
  due_us            INTEGER,                             -- nearest running clock, kept with the clocks
  n_unread          INTEGER NOT NULL DEFAULT 0,
  n_unanswered      INTEGER NOT NULL DEFAULT 0,
  read_upto_id      INTEGER NOT NULL DEFAULT 0,
  resolved_at_us    INTEGER NOT NULL DEFAULT 0, priority INTEGER NOT NULL DEFAULT 0,
  UNIQUE (account_id, uid)
) STRICT;
CREATE UNIQUE INDEX conversation_live ON conversation (thread_id) WHERE status IN (1, 2);
CREATE INDEX conversation_by_thread ON conversation (thread_id);
CREATE INDEX conversation_by_customer ON conversation (customer_id);
CREATE INDEX conversation_by_waiting ON conversation (waiting_since_us) WHERE waiting_since_us > 0;
CREATE INDEX conversation_by_snooze ON conversation (snoozed_until_us) WHERE snoozed_until_us IS NOT NULL;
CREATE TABLE conversation_tag (
  conversation_id INTEGER NOT NULL REFERENCES conversation (id),
  tag_id          INTEGER NOT NULL REFERENCES tag (id),
  PRIMARY KEY (conversation_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE timeline (
  id              INTEGER PRIMARY KEY,
  conversation_id INTEGER NOT NULL REFERENCES conversation (id),
  at_us           INTEGER NOT NULL,
  kind            INTEGER NOT NULL
) STRICT;
CREATE INDEX timeline_by_conversation ON timeline (conversation_id, at_us, id);
CREATE TABLE message (
  timeline_id     INTEGER PRIMARY KEY REFERENCES timeline (id),
  account_id      INTEGER NOT NULL REFERENCES account (id),
  uid             TEXT NOT NULL,
  remote_id       TEXT,
  direction       INTEGER NOT NULL,                      -- OdTimelineKind: IN, OUT or NOTE
  delivery        INTEGER NOT NULL DEFAULT 0,
  operator_id     INTEGER REFERENCES operator (id),
  author          TEXT,                                  -- of imported messages; else NULL
  is_bot          INTEGER NOT NULL DEFAULT 0,
  format          INTEGER NOT NULL DEFAULT 0,
  body            TEXT NOT NULL DEFAULT '',
  payload         TEXT,
  reply_to_id     INTEGER,
  error           TEXT,
  sent_at_us      INTEGER NOT NULL DEFAULT 0,
  delivered_at_us INTEGER NOT NULL DEFAULT 0,
  read_at_us      INTEGER NOT NULL DEFAULT 0,
  edited_at_us    INTEGER NOT NULL DEFAULT 0,
  deleted_at_us   INTEGER NOT NULL DEFAULT 0,
  UNIQUE (account_id, uid)
) STRICT;
CREATE UNIQUE INDEX message_by_remote ON message (account_id, remote_id) WHERE remote_id IS NOT NULL;
CREATE TABLE event (
  timeline_id INTEGER PRIMARY KEY REFERENCES timeline (id),
  uid         TEXT NOT NULL,
  what        TEXT NOT NULL,                             -- 'status', 'assigned', 'tagged', ...
  operator_id INTEGER REFERENCES operator (id),
  payload     TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE INDEX event_by_uid ON event (uid);
CREATE TABLE message_version (
  id         INTEGER PRIMARY KEY,
  message_id INTEGER NOT NULL REFERENCES message (timeline_id),
  at_us      INTEGER NOT NULL,
  body       TEXT NOT NULL
) STRICT;
CREATE INDEX message_version_by_message ON message_version (message_id);
CREATE TABLE attachment (
  id          INTEGER PRIMARY KEY,
  uid         TEXT NOT NULL UNIQUE,                      -- public id, 'f_...'
  message_id  INTEGER NOT NULL REFERENCES message (timeline_id),
  position    INTEGER NOT NULL,
  name        TEXT NOT NULL,
  mime        TEXT NOT NULL,
  size_bytes  INTEGER NOT NULL DEFAULT -1,
  sha256      TEXT,                                      -- files/ab/<sha256>; NULL while it isn't here
  remote_ref  TEXT,
  width       INTEGER NOT NULL DEFAULT 0,
  height      INTEGER NOT NULL DEFAULT 0,
  duration_ms INTEGER NOT NULL DEFAULT 0
, state INTEGER NOT NULL DEFAULT 0, error TEXT) STRICT;
CREATE INDEX attachment_by_message ON attachment (message_id, position);
CREATE INDEX attachment_by_hash ON attachment (sha256) WHERE sha256 IS NOT NULL;
CREATE TABLE upload (
  id         TEXT PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id),
  chat_id    TEXT NOT NULL,
  name       TEXT NOT NULL,
  mime       TEXT NOT NULL,
  sha256     TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  at_us      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE reaction (
  message_id  INTEGER NOT NULL REFERENCES message (timeline_id),
  operator_id INTEGER NOT NULL DEFAULT 0,                -- 0: the customer
  emoji       TEXT NOT NULL,
  at_us       INTEGER NOT NULL,
  PRIMARY KEY (message_id, operator_id, emoji)
) STRICT, WITHOUT ROWID;
CREATE TABLE operation (
  id              INTEGER PRIMARY KEY,
  account_id      INTEGER NOT NULL REFERENCES account (id),
  conversation_id INTEGER NOT NULL REFERENCES conversation (id),
  message_id      INTEGER,
  kind            TEXT NOT NULL,                         -- 'send', 'edit', 'remove', 'react', 'read', 'status', 'assign', ...
  payload         TEXT NOT NULL DEFAULT '{}',
  key             TEXT NOT NULL UNIQUE,
  operator_id     INTEGER REFERENCES operator (id),
  state           INTEGER NOT NULL,                      -- OdDelivery
  attempt         INTEGER NOT NULL DEFAULT 0,
  seen_id         INTEGER NOT NULL DEFAULT 0,            -- newest public message its author saw
  created_at_us   INTEGER NOT NULL,
  not_before_us   INTEGER NOT NULL DEFAULT 0,
  lease_until_us  INTEGER NOT NULL DEFAULT 0,
  error           TEXT
, is_scheduled INTEGER NOT NULL DEFAULT 0, is_held_by_customer INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX operation_live ON operation (state, not_before_us) WHERE state IN (1, 2, 7, 8);
CREATE INDEX operation_by_conversation ON operation (conversation_id, id) WHERE state IN (1, 2, 7, 8);
CREATE INDEX operation_by_message ON operation (message_id) WHERE message_id IS NOT NULL;
CREATE TABLE receipt_early (
  account_id INTEGER NOT NULL REFERENCES account (id),
  remote_id  TEXT NOT NULL,
  delivery   INTEGER NOT NULL,
  at_us      INTEGER NOT NULL,
  PRIMARY KEY (account_id, remote_id, delivery)
) STRICT, WITHOUT ROWID;
CREATE TABLE stream (
  id          INTEGER PRIMARY KEY,
  account_id  INTEGER NOT NULL REFERENCES account (id),
  remote_id   TEXT NOT NULL,
  last_seq    INTEGER NOT NULL DEFAULT 0,
  last_at_us  INTEGER NOT NULL DEFAULT 0,
  acked_seq   INTEGER NOT NULL DEFAULT 0,                -- the customer's browser has it
  read_seq    INTEGER NOT NULL DEFAULT 0,                -- the customer has seen it
  operator_read_seq INTEGER NOT NULL DEFAULT 0,
  UNIQUE (account_id, remote_id)
) STRICT;
CREATE TABLE stream_event (
  stream_id  INTEGER NOT NULL REFERENCES stream (id),
  seq        INTEGER NOT NULL,
  kind       INTEGER NOT NULL,                           -- OdStreamKind
  message_id INTEGER,
  ref_seq    INTEGER NOT NULL DEFAULT 0,                 -- the message that is edited, removed or reacted to
  cid        TEXT,                                       -- of the customer's own message
  payload    TEXT,                                       -- of a status: its name
  at_us      INTEGER NOT NULL,
  PRIMARY KEY (stream_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX stream_event_by_message ON stream_event (message_id) WHERE message_id IS NOT NULL;
CREATE TABLE stream_cid (
  stream_id INTEGER NOT NULL REFERENCES stream (id),
  cid       TEXT NOT NULL,
  seq       INTEGER NOT NULL,
  PRIMARY KEY (stream_id, cid)
) STRICT, WITHOUT ROWID;
CREATE TABLE calendar (
  id      INTEGER PRIMARY KEY,
  uid     TEXT NOT NULL UNIQUE,
  name    TEXT NOT NULL,
  body    TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE policy (
  id          INTEGER PRIMARY KEY,
  uid         TEXT NOT NULL UNIQUE,
  name        TEXT NOT NULL,
  calendar_id INTEGER REFERENCES calendar (id),
  body        TEXT NOT NULL,
  position    INTEGER NOT NULL DEFAULT 0,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE clock (
  id                INTEGER PRIMARY KEY,
  conversation_id   INTEGER NOT NULL REFERENCES conversation (id),
  kind              INTEGER NOT NULL,                    -- 1 first, 2 next, 3 resolution, 4 promise
  anchor_message_id INTEGER,
  anchor_us         INTEGER NOT NULL,
  policy_id         INTEGER REFERENCES policy (id),
  policy_version    INTEGER NOT NULL DEFAULT 0,
  calendar_version  INTEGER NOT NULL DEFAULT 0,
  target_s          INTEGER NOT NULL,
  due_us            INTEGER NOT NULL,
  warn1_us          INTEGER,
  warn2_us          INTEGER,
  warned            INTEGER NOT NULL DEFAULT 0,
  state             INTEGER NOT NULL,                    -- 1 running, 2 awaiting_acceptance, 3 met, 4 breached, 5 waived, 6 cancelled
  composed_at_us    INTEGER,
  satisfied_at_us   INTEGER,
  breached_at_us    INTEGER,
  detected_at_us    INTEGER,
  paused_at_us      INTEGER,
  left_s            INTEGER
, calendar_id INTEGER, warn_percent INTEGER NOT NULL DEFAULT 0, warn_before_s INTEGER NOT NULL DEFAULT 0, stands_still INTEGER NOT NULL DEFAULT 0, pauses TEXT NOT NULL DEFAULT '[]', fell_back INTEGER NOT NULL DEFAULT 0, next_us INTEGER, ended_at_us INTEGER) STRICT;
CREATE UNIQUE INDEX clock_open ON clock (conversation_id, kind) WHERE state IN (1, 2) AND kind <> 4;
CREATE INDEX clock_by_conversation ON clock (conversation_id);
CREATE TABLE draft (
  conversation_id INTEGER NOT NULL REFERENCES conversation (id),
  mode            INTEGER NOT NULL,                      -- OdTimelineKind: OUT or NOTE
  revision        INTEGER NOT NULL,
  body            TEXT NOT NULL,
  reply_to_id     INTEGER NOT NULL DEFAULT 0,
  at_us           INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, mode)
) STRICT, WITHOUT ROWID;
CREATE TABLE draft_file (
  id              INTEGER PRIMARY KEY,
  conversation_id INTEGER NOT NULL,
  mode            INTEGER NOT NULL,
  position        INTEGER NOT NULL,
  name            TEXT NOT NULL,
  mime            TEXT NOT NULL,
  sha256          TEXT NOT NULL,
  size_bytes      INTEGER NOT NULL
) STRICT;
CREATE INDEX draft_file_by_draft ON draft_file (conversation_id, mode, position);
CREATE TABLE canned_reply (
  id       INTEGER PRIMARY KEY,
  uid      TEXT NOT NULL UNIQUE,
  code     TEXT NOT NULL,
  folder   TEXT NOT NULL DEFAULT '',
  title    TEXT NOT NULL DEFAULT '',
  body     TEXT NOT NULL,
  format   INTEGER NOT NULL DEFAULT 0,
  channel  TEXT NOT NULL DEFAULT '',
  lang     TEXT NOT NULL DEFAULT '',
  payload  TEXT NOT NULL DEFAULT '{}',
  used_at_us INTEGER NOT NULL DEFAULT 0,
  UNIQUE (code, channel, lang)
) STRICT;
CREATE TABLE article (
  id     INTEGER PRIMARY KEY,
  uid    TEXT NOT NULL UNIQUE,
  title  TEXT NOT NULL,
  body   TEXT NOT NULL,
  format INTEGER NOT NULL DEFAULT 1,
  lang   TEXT NOT NULL DEFAULT '',
  payload TEXT NOT NULL DEFAULT '{}'
, url TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE view (
  id       INTEGER PRIMARY KEY,
  uid      TEXT NOT NULL UNIQUE,
  name     TEXT NOT NULL,
  query    TEXT NOT NULL,
  position INTEGER NOT NULL DEFAULT 0
, icon TEXT NOT NULL DEFAULT '', sort INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE audit (
  id          INTEGER PRIMARY KEY,
  at_us       INTEGER NOT NULL,
  operator_id INTEGER,
  what        TEXT NOT NULL,
  subject     TEXT NOT NULL,                             -- table
  subject_id  INTEGER NOT NULL,
  payload     TEXT NOT NULL DEFAULT '{}'                 -- never text of people
) STRICT;
CREATE INDEX audit_by_subject ON audit (subject, subject_id);
CREATE TABLE search_doc (
  id          INTEGER PRIMARY KEY,
  text_folded TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE fts USING fts5 (
  text_folded, content = 'search_doc', content_rowid = 'id', tokenize = 'od', prefix = '2'
);
CREATE VIRTUAL TABLE fts_tri USING fts5 (
  text_folded, content = 'search_doc', content_rowid = 'id', tokenize = 'od_trigram', detail = 'none'
);
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
CREATE INDEX attachment_remote ON attachment (id) WHERE state = 1;
CREATE INDEX conversation_by_last ON conversation (
  status, last_at_us, waiting_since_us, due_us, snoozed_until_us, assignee_id, account_id, created_at_us, priority
);
CREATE TABLE macro (
  id       INTEGER PRIMARY KEY,
  uid      TEXT NOT NULL UNIQUE,
  name     TEXT NOT NULL UNIQUE,
  steps    TEXT NOT NULL,                                                -- JSON array of deeds
  position INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE mention (
  operator_id     INTEGER NOT NULL REFERENCES operator (id),
  message_id      INTEGER NOT NULL REFERENCES message (timeline_id),
  conversation_id INTEGER NOT NULL REFERENCES conversation (id),
  seen_at_us      INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (operator_id, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_by_conversation ON mention (conversation_id);
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
CREATE TABLE link_declined (
  first_id  INTEGER NOT NULL REFERENCES customer (id),                   -- the smaller id
  second_id INTEGER NOT NULL REFERENCES customer (id),
  at_us     INTEGER NOT NULL,
  PRIMARY KEY (first_id, second_id)
) STRICT, WITHOUT ROWID;
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
CREATE INDEX thread_by_contact_point ON thread (contact_point_id);
CREATE INDEX contact_point_by_block ON contact_point (blocked_until_us) WHERE blocked_until_us > 0;
CREATE INDEX contact_point_by_key ON contact_point (match_key) WHERE match_key IS NOT NULL;
CREATE INDEX customer_field_by_value ON customer_field (value);
CREATE TABLE erasure (
  id          INTEGER PRIMARY KEY,
  uid         TEXT NOT NULL UNIQUE,
  operator_id INTEGER REFERENCES operator (id),
  at_us       INTEGER NOT NULL,
  done_at_us  INTEGER NOT NULL DEFAULT 0,
  record      TEXT NOT NULL                                              -- JSON object
) STRICT;
CREATE TABLE erasure_blob (
  erasure_id INTEGER NOT NULL REFERENCES erasure (id),
  sha256     TEXT NOT NULL,
  PRIMARY KEY (erasure_id, sha256)
) STRICT, WITHOUT ROWID;
CREATE TABLE usage (
  kind       TEXT NOT NULL,
  ref        TEXT NOT NULL,
  n          INTEGER NOT NULL,
  used_at_us INTEGER NOT NULL,
  PRIMARY KEY (kind, ref)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_tag_by_tag ON conversation_tag (tag_id);
CREATE INDEX customer_tag_by_tag ON customer_tag (tag_id);
CREATE INDEX customer_field_by_field ON customer_field (field_id, value);
CREATE INDEX timeline_notes ON timeline (conversation_id) WHERE kind = 3;
CREATE INDEX message_by_operator ON message (operator_id) WHERE operator_id IS NOT NULL;
CREATE INDEX message_failed ON message (timeline_id) WHERE delivery IN (6, 7);
CREATE INDEX clock_by_next ON clock (next_us) WHERE next_us IS NOT NULL;
CREATE INDEX clock_live ON clock (conversation_id) WHERE ended_at_us IS NULL;
CREATE INDEX clock_by_calendar ON clock (calendar_id, calendar_version)
  WHERE calendar_id IS NOT NULL AND ended_at_us IS NULL;
INSERT INTO setting VALUES ('reopen_s', '259200');
INSERT INTO operator VALUES (1, '01KJMMA2G00R6WG6CRNE3QXCXZ', 'Op One', NULL, '');
INSERT INTO account VALUES (1, '6a7c413821457df56b7f8079b2bfd01d', 'webchat', 'Shop', '{}', 1, 0, 0, 1772366400000000);
INSERT INTO cursor VALUES (1, 'offset', '7');
INSERT INTO customer VALUES (1, '01KJMMA2G00R6WG6CRNE3QXCY0', 'Maria Example', 0, 'ru', 'Europe/Moscow', '', NULL, 1772366400000000, 1772366400000000);
INSERT INTO customer VALUES (2, '01KJMMA3F899BV3SB2XHDKTP5E', '', 0, NULL, NULL, '', 1, 1772366401000000, 1772366401000000);
INSERT INTO contact_point VALUES (1, 1, 'webchat', '6a7c413821457df56b7f8079b2bfd01d', 'visitor-1', '', 'https://shop.example/', NULL, 1, 0, 1772366400000000, 0, NULL);
INSERT INTO contact_point VALUES (2, 1, 'shop', '6a7c413821457df56b7f8079b2bfd01d', 'u1', '', NULL, NULL, 1, 0, 1772366400000000, 0, NULL);
INSERT INTO contact_point VALUES (3, 1, 'email', '', 'maria@shop.example', '', NULL, NULL, 1, 0, 1772366400000000, 0, 'maria@shop.example');
INSERT INTO contact_point VALUES (4, 2, 'webchat', '6a7c413821457df56b7f8079b2bfd01d', 'visitor-2', '', NULL, NULL, 0, 0, 1772366401000000, 0, NULL);
INSERT INTO field VALUES (1, 'order', 'Order', 'text', '{}', 0);
INSERT INTO customer_field VALUES (1, 1, '12345-A');
INSERT INTO tag VALUES (1, 'vip', NULL);
INSERT INTO customer_tag VALUES (1, 1);
INSERT INTO thread VALUES (1, 1, 'visitor-1', 1);
INSERT INTO thread VALUES (2, 1, 'visitor-2', 4);
INSERT INTO conversation VALUES (1, '01KJMMA2G00R6WG6CRNE3QXCY1', 1, 1, 1, 2, '', NULL, 1, NULL, 1772366400000000, 1772366401000000, 1772366400000000, 7, 2, 'A note.', 0, NULL, 0, 0, 1, 0, 0);
INSERT INTO conversation VALUES (2, '01KJMMA3F899BV3SB2XHDKTP5F', 1, 2, 2, 2, '', NULL, NULL, NULL, 1772366401000000, 1772366401000000, 1772366401000000, 8, 8, 'Queued.', 0, NULL, 1, 0, 0, 0, 2);
INSERT INTO conversation_tag VALUES (1, 1);
INSERT INTO timeline VALUES (1, 1, 1772366400000000, 1);
INSERT INTO timeline VALUES (2, 1, 1772366401000000, 2);
INSERT INTO timeline VALUES (3, 1, 1772366401000000, 4);
INSERT INTO timeline VALUES (4, 1, 1772366401000000, 4);
INSERT INTO timeline VALUES (5, 2, 1772366401000000, 1);
INSERT INTO timeline VALUES (6, 2, 1772366401000000, 4);
INSERT INTO timeline VALUES (7, 1, 1772366401000000, 3);
INSERT INTO timeline VALUES (8, 2, 1772366401000000, 2);
INSERT INTO message VALUES (1, 1, '01KJMMA2G00R6WG6CRNE3QXCY2', 'visitor-1:m1', 1, 0, NULL, NULL, 0, 0, 'Здравствуйте! Where is order 12345-A?', NULL, NULL, NULL, 0, 0, 0, 0, 0);
INSERT INTO message VALUES (2, 1, '01KJMMA3F899BV3SB2XHDKTP5B', NULL, 2, 3, 1, NULL, 0, 0, 'The answer is 42.', NULL, NULL, NULL, 1772366401000000, 0, 0, 1772366401000000, 0);
INSERT INTO message VALUES (5, 1, '01KJMMA3F899BV3SB2XHDKTP5G', 'visitor-2:m1', 1, 0, NULL, NULL, 0, 0, 'Hi, ёлка?', NULL, NULL, NULL, 0, 0, 0, 0, 0);
INSERT INTO message VALUES (7, 1, '01KJMMA3F899BV3SB2XHDKTP5J', NULL, 3, 0, 1, NULL, 0, 0, 'A note.', NULL, NULL, NULL, 0, 0, 0, 0, 0);
INSERT INTO message VALUES (8, 1, '01KJMMA3F899BV3SB2XHDKTP5K', NULL, 2, 1, 1, NULL, 0, 0, 'Queued.', NULL, NULL, NULL, 0, 0, 0, 0, 0);
INSERT INTO event VALUES (3, '01KJMMA3F899BV3SB2XHDKTP5C', 'tagged', 1, '{"tag":"vip"}');
INSERT INTO event VALUES (4, '01KJMMA3F899BV3SB2XHDKTP5D', 'assigned', 1, '{"operator":1}');
INSERT INTO event VALUES (6, '01KJMMA3F899BV3SB2XHDKTP5H', 'status', 1, '{"status":"resolved"}');
INSERT INTO message_version VALUES (1, 2, 1772366401000000, 'The answer.');
INSERT INTO attachment VALUES (1, 'f_1', 1, 0, 'photo.jpg', 'image/jpeg', 1234, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', NULL, 0, 0, 0, 0, NULL);
INSERT INTO attachment VALUES (2, 'f_v3_1', 1, 1, 'photo.jpg', 'image/jpeg', 1234, NULL, 'demo-1', 0, 0, 0, 1, NULL);
INSERT INTO attachment VALUES (3, 'f_v3_2', 1, 2, 'photo.jpg', 'image/jpeg', 1234, NULL, 'demo-2', 0, 0, 0, 2, 'Nobody answered');
INSERT INTO attachment VALUES (4, 'f_v3_3', 1, 3, 'photo.jpg', 'image/jpeg', 1234, NULL, NULL, 0, 0, 0, 3, NULL);
INSERT INTO reaction VALUES (1, 1, '👍', 1772366401000000);
INSERT INTO reaction VALUES (2, 0, '❤', 1772366401000000);
INSERT INTO operation VALUES (1, 1, 1, 2, 'send', '{"before":1,"after":2,"waiting_since_us":1772366400000000,"resolved_at_us":0,"n_unanswered":1,"draft_revision":0}', '6d238d5413bd57802dea906aa91b035e', 1, 3, 1, 1, 1772366401000000, 0, 0, NULL, 0, 0);
INSERT INTO operation VALUES (2, 1, 1, 2, 'edit', '{}', '8b9e9516ed0b0fd369cde058001f758f', 1, 3, 1, 0, 1772366401000000, 0, 0, NULL, 0, 0);
INSERT INTO operation VALUES (3, 1, 1, 1, 'react', '{"emoji":"👍"}', 'accd464469341d6141733f4eb55ec63e', 1, 1, 0, 0, 1772366401000000, 1772366401000000, 0, NULL, 0, 0);
INSERT INTO operation VALUES (4, 1, 1, 1, 'read', '{}', '65c16c0bdf9c5a38ed40d0f5d84da677', 1, 1, 0, 0, 1772366401000000, 1772366401000000, 0, NULL, 0, 0);
INSERT INTO operation VALUES (5, 1, 2, 8, 'send', '{"before":3,"after":2,"waiting_since_us":0,"resolved_at_us":1772366401000000,"n_unanswered":0,"draft_revision":0}', 'c1adfa35aa451ec1bb90810f97616df3', 1, 1, 0, 5, 1772366401000000, 1772452800000000, 0, NULL, 1, 0);
INSERT INTO receipt_early VALUES (1, 'early', 4, 1);
INSERT INTO stream VALUES (1, 1, 'visitor-1', 4, 1772366401000000, 0, 0, 0);
INSERT INTO stream VALUES (2, 1, 'visitor-2', 1, 1772366401000000, 0, 0, 0);
INSERT INTO stream_event VALUES (1, 1, 1, 1, 0, 'm1', NULL, 1772366400000000);
INSERT INTO stream_event VALUES (1, 2, 1, 2, 0, NULL, NULL, 1772366401000000);
INSERT INTO stream_event VALUES (1, 3, 2, 2, 2, NULL, NULL, 1772366401000000);
INSERT INTO stream_event VALUES (1, 4, 4, 2, 2, 'm2', NULL, 1772366401000000);
INSERT INTO stream_event VALUES (2, 1, 1, 5, 0, 'm1', NULL, 1772366401000000);
INSERT INTO stream_cid VALUES (1, 'm1', 1);
INSERT INTO stream_cid VALUES (1, 'm2', 4);
INSERT INTO stream_cid VALUES (2, 'm1', 1);
INSERT INTO calendar VALUES (1, 'k1', 'Office', '{"zone":"Europe/Moscow","weekly":{"mon":[["09:00","18:00"]]}}', 1);
INSERT INTO policy VALUES (1, 'p1', 'Standard', 1, '{"first":{"seconds":3600,"working":true}}', 0, 1);
INSERT INTO clock VALUES (1, 1, 1, 1, 1, 1, 1, 1, 3600, 61000001, NULL, NULL, 0, 4, 62000000, 63000000, 61000001, 61000002, NULL, NULL, 1, 0, 0, 0, '[]', 0, NULL, 63000000);
INSERT INTO clock VALUES (2, 1, 3, 1, 1, 1, 1, 0, 86400, 90000000001, 80000000001, NULL, 1, 1, NULL, NULL, NULL, NULL, 70000000, 86331, NULL, 90, 0, 1, '[65000000,66000000,70000000]', 0, NULL, NULL);
INSERT INTO draft VALUES (1, 2, 3, 'half a thought', 0, 1772366400000000);
INSERT INTO draft_file VALUES (1, 1, 2, 0, 'b.txt', 'text/plain', 'bb', 2);
INSERT INTO canned_reply VALUES (1, 'r1', 'hi', '', '', 'Hello!', 0, '', '', '{}', 0);
INSERT INTO article VALUES (1, 'a1', 'Returns', 'Within 14 days.', 1, '', '{}', 'https://shop.example/returns');
INSERT INTO view VALUES (1, 'v1', 'Mine', '', 0, '', 0);
INSERT INTO view VALUES (100, 'v4-view', 'Late VIP', 'tag:vip is:late', 0, '', 0);
INSERT INTO audit VALUES (1, 1772366400000000, NULL, 'add', 'account', 1, '{}');
INSERT INTO audit VALUES (2, 1772366401000000, 1, 'edit', 'message', 2, '{}');
INSERT INTO audit VALUES (3, 1772366401000000, 1, 'react', 'message', 1, '{}');
INSERT INTO audit VALUES (4, 1772366401000000, 1, 'tagged', 'conversation', 1, '{}');
INSERT INTO audit VALUES (5, 1772366401000000, 1, 'assigned', 'conversation', 1, '{}');
INSERT INTO audit VALUES (6, 1772366401000000, 1, 'status', 'conversation', 2, '{}');
INSERT INTO search_doc VALUES (1, 'здравствуйте! where is order 12345-a?');
INSERT INTO search_doc VALUES (2, 'the answer is 42.');
INSERT INTO search_doc VALUES (5, 'hi, елка?');
INSERT INTO search_doc VALUES (7, 'a note.');
INSERT INTO search_doc VALUES (8, 'queued.');
INSERT INTO search_doc VALUES (281474976710657, 'maria example');
INSERT INTO search_doc VALUES (562949953421313, 'visitor-1');
INSERT INTO search_doc VALUES (562949953421315, 'maria@shop.example
');
INSERT INTO search_doc VALUES (562949953421316, 'visitor-2');
INSERT INTO search_doc VALUES (1125899906842625, 'photo.jpg
');
INSERT INTO canned_reply_file VALUES (1, 1, 0, 'prices.pdf', 'application/pdf', 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', 12, 0, 0);
INSERT INTO macro VALUES (1, 'v4-macro', 'Refund', '[{"do":"resolve"}]', 0);
INSERT INTO mention VALUES (1, 7, 1, 0);
INSERT INTO batch VALUES (1, 1, '[{"do":"resolve"}]', 1772366402000000, 0);
INSERT INTO batch_change VALUES (1, 1, '{"status":"pending"}');
INSERT INTO customer_link VALUES (1, 2, 1, '[2]', '{}', 1, 1772366402000000, 0);
INSERT INTO finding VALUES (1, 1, 1, 'order', '12345-A', 0);
INSERT INTO erasure VALUES (1, 'v4-erasure', 1, 1772366402000000, 1772366403000000, '{}');
INSERT INTO usage VALUES ('command', 'resolve', 3, 1772366402000000);
INSERT INTO fts (fts) VALUES ('rebuild');
INSERT INTO fts_tri (fts_tri) VALUES ('rebuild');
