/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-change-set.h"
#include "od-conversation-status.h"
#include "od-interchange-parse.h"
#include "od-stmt.h"

G_BEGIN_DECLS

typedef enum {
  OD_IMPORT_STORED,  /* new */
  OD_IMPORT_KNOWN,   /* the store says just the same */
  OD_IMPORT_SKIPPED, /* see reason */
} OdImportOutcome;

/**
 * OdImportItem: one line on its way.
 * @number: from 1
 * @line: (owned) (nullable): %NULL if it could not be read; then it is skipped already
 * @blobs: (owned) (nullable) (element-type utf8): hash of each attachment, or %NULL where there is none
 * @reason: (owned) (nullable): why it is skipped
 */
typedef struct {
  guint64 number;
  OdLine *line;
  GPtrArray *blobs;
  OdImportOutcome outcome;
  char *reason;
} OdImportItem;

/**
 * OdImportSession: what one import remembers between its batches, so that the same question isn't asked for each line.
 * Used by the writer's thread only.
 */
typedef struct {
  gint64 now_us;
  GHashTable *accounts;      /* "channel\nname" → row */
  GHashTable *operators;     /* name → row */
  GHashTable *tags;          /* name → row */
  GHashTable *fields;        /* key → row */
  GHashTable *conversations; /* id → OdImportConversation; of the batch */
} OdImportSession;

/**
 * OdImportConversation: the end of a conversation while messages are added.
 */
typedef struct {
  gint64 id, account_id;
  OdStatus status;
  gint64 last_at_us, last_in_at_us, last_public_at_us, last_id, last_public_id;
  gint64 waiting_since_us;
  guint n_unanswered;
  char *last_text; /* (owned) (nullable): of last_id, if it came in this batch */
  gboolean is_changed;
} OdImportConversation;

OdImportSession *od_import_session_new (gint64 now_us);
void od_import_session_free (OdImportSession *session);
gboolean od_import_skip (OdImportItem *item, const char *reason);
gboolean od_import_compare (OdImportItem *item, JsonObject *stored);
const char *od_import_get_text (const OdImportItem *item, const char *name);
gint64 od_import_get_time (const OdImportItem *item, const char *name);
gboolean od_import_find_row (sqlite3 *db, const char *sql, const char *text, gint64 *id, GError **error);

gboolean od_import_ensure_account (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, const char *channel,
                                   const char *name, gint64 *id, GError **error);
gboolean od_import_ensure_operator (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, const char *name,
                                    gint64 *id, GError **error);
gboolean od_import_ensure_tag (OdImportSession *session, sqlite3 *db, const char *name, gint64 *id, GError **error);
gboolean od_import_ensure_field (OdImportSession *session, sqlite3 *db, const char *key, gint64 *id, GError **error);

gboolean od_import_customer (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, OdImportItem *item,
                             GError **error);
gboolean od_import_field (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, OdImportItem *item,
                          GError **error);
gboolean od_import_link (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, OdImportItem *item,
                         GError **error);
gboolean od_import_conversation (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, OdImportItem *item,
                                 GError **error);
gboolean od_import_message (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, OdImportItem *item,
                            GError **error);
gboolean od_import_library (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, OdImportItem *item,
                            GError **error);
gboolean od_import_flush (OdImportSession *session, sqlite3 *db, OdChangeSet *changes, GError **error);

G_END_DECLS
