/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-change-set.h"
#include "od-conversation-status.h"
#include "od-stmt.h"
#include "od-stream.h"
#include "od-update.h"

G_BEGIN_DECLS

/* Steps that several writes share. Each is part of the caller's transaction; FALSE means that it is to be given up. */

gboolean od_write_timeline (sqlite3 *db, gint64 conversation_id, gint64 at_us, OdTimelineKind kind, gint64 *id,
                            GError **error);
gboolean od_write_event (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 at_us, const char *what,
                         gint64 operator_id, const char *payload, GError **error);
gboolean od_write_audit (sqlite3 *db, gint64 at_us, gint64 operator_id, const char *what, const char *subject,
                         gint64 subject_id, GError **error);
gboolean od_write_body (sqlite3 *db, gint64 message_id, const char *old, gint64 old_at_us, const char *text,
                        gint64 now_us, GError **error);
gboolean od_write_removal (sqlite3 *db, gint64 message_id, const char *old, gint64 old_at_us, gint64 now_us,
                           GError **error);
gboolean od_write_reaction (sqlite3 *db, gint64 message_id, gint64 operator_id, const char *emoji, gint64 now_us,
                            gboolean *is_changed, GError **error);
gboolean od_write_file_names (sqlite3 *db, gint64 message_id, GError **error);
gboolean od_write_files (sqlite3 *db, gint64 message_id, GPtrArray *files, GError **error);
gboolean od_write_snippet_of (sqlite3 *db, gint64 conversation_id, gint64 message_id, const char *text, GError **error);
gboolean od_write_last (sqlite3 *db, gint64 conversation_id, GError **error);
gboolean od_write_status (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, OdStatus status,
                          gint64 operator_id, gint64 now_us, GError **error);
gboolean od_write_blocked (sqlite3 *db, OdChangeSet *changes, gint64 contact_point_id, gboolean is_blocked,
                           gint64 until_us, GError **error);
gboolean od_write_unblock_due (sqlite3 *db, OdChangeSet *changes, gint64 now_us, gint64 *next_us, GError **error);
gboolean od_write_mentions (sqlite3 *db, gint64 message_id, gint64 seen_at_us, GError **error);
gboolean od_write_check_text (const char *text, gsize max_chars, const char *name, GError **error);
gboolean od_write_changed (sqlite3 *db, const char *sql, gint64 id, const char *what, GError **error);
void od_write_set_gone (GError **error, const char *what);

/* Inline, so that the compiler knows that it returns FALSE. */
static inline gboolean
od_write_gone (GError **error, const char *what)
{
  od_write_set_gone (error, what);
  return FALSE;
}

/**
 * OdStreamTail: the end of a chat's stream.
 */
typedef struct {
  gint64 id; /* row; 0: there is none */
  gint64 last_seq;
  gint64 last_at_us;
} OdStreamTail;

/**
 * OdStreamEntry: an event to be appended.
 */
typedef struct {
  OdStreamKind kind;
  gint64 message_id;
  gint64 ref_seq;
  const char *cid;     /* (nullable) */
  const char *payload; /* (nullable) */
} OdStreamEntry;

gboolean od_account_find (sqlite3 *db, const char *channel, const char *name, gint64 *id, gboolean *is_history_only,
                          GError **error);
gboolean od_stream_tail_load (sqlite3 *db, gint64 account_id, const char *chat_id, OdStreamTail *tail, GError **error);
gboolean od_stream_tail_ensure (sqlite3 *db, gint64 account_id, const char *chat_id, OdStreamTail *tail,
                                GError **error);
gboolean od_stream_tail_append (sqlite3 *db, OdStreamTail *tail, const OdStreamEntry *entry, gint64 now_us,
                                GError **error);
gboolean od_stream_tail_save (sqlite3 *db, OdChangeSet *changes, const OdStreamTail *tail, GError **error);
gboolean od_stream_find_seq (sqlite3 *db, gint64 message_id, gint64 *seq, GError **error);

G_END_DECLS
