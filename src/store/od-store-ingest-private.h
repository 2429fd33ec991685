/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-store-ingest.h"
#include "od-store-write-private.h"

G_BEGIN_DECLS

/**
 * OdIngestConversation: what a batch changes in a conversation's row, written once at the end.
 * @id: 0: there is none
 * @last_text: (owned) (nullable): of the message @last_id, if it came with this batch
 */
typedef struct {
  gint64 id;
  OdStatus status;
  gint64 last_at_us, last_in_at_us, resolved_at_us, waiting_since_us;
  gint64 last_id, last_public_id, read_upto_id;
  gint64 n_unread, n_unanswered;
  char *last_text;
  gboolean is_changed;
} OdIngestConversation;

/**
 * OdIngestChat: one chat, from its first update in the batch to the end of the batch. Rows are 0 while there are none.
 * @seen_us: when the contact point was seen; @stored_seen_us: what the store knows of it
 * @asked_id: the first of the messages that a person wrote to us in its conversation and nobody answered; 0: none
 * @asked_us: when the newest of them was written
 */
typedef struct {
  char *chat_id;
  char *address; /* (owned): of the contact point */
  OdReach reach;
  gint64 thread_id;
  gint64 contact_point_id;
  gint64 customer_id;
  gint64 seen_us, stored_seen_us;
  gint64 asked_id, asked_us;
  gboolean is_blocked;
  gboolean is_verified;
  OdIngestConversation conversation;
  OdStreamTail stream;
  gint64 stored_seq;
} OdIngestChat;

/**
 * OdIngest: one batch on its way into the store.
 */
typedef struct {
  sqlite3 *db;
  OdChangeSet *changes;
  const OdIngestJob *job;
  char *channel;     /* (owned) */
  char *scope;       /* (owned): of contact points */
  GHashTable *chats; /* (owned) (element-type utf8 OdIngestChat) */
} OdIngest;

/**
 * OdIngestTarget: the message that an edit, a removal, a reaction or a receipt means.
 */
typedef struct {
  gint64 id; /* 0: unknown */
  gint64 conversation_id;
  gint64 at_us;
  gint64 written_at_us; /* its text is of then */
  gint64 deleted_at_us;
  gint64 seq; /* 0 if it has none */
  OdTimelineKind direction;
  OdDelivery delivery;
  OdTextFormat format;
  char *body;    /* (owned) */
  char *payload; /* (owned) (nullable) */
} OdIngestTarget;

/**
 * OdIngestPart: a message there that is one of several in a message here.
 * @attachment_id: 0: the album itself, a text that stands apart, or a part that was removed
 * @is_there: a file or a text
 * @n_others: parts of the same message that are still there
 */
typedef struct {
  gint64 message_id; /* 0: there is no such part */
  gint64 attachment_id;
  gboolean is_there;
  gint64 n_others;
} OdIngestPart;

void od_ingest_target_clear (OdIngestTarget *target);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OdIngestTarget, od_ingest_target_clear)

gint64 od_ingest_get_at_us (OdIngest *ingest, const OdUpdate *update);
gboolean od_ingest_find_target (OdIngest *ingest, OdIngestChat *chat, const char *remote_id, gint64 seq,
                                OdIngestTarget *target, GError **error);

/* chats */
void od_ingest_chat_free (OdIngestChat *chat);
OdIngestChat *od_ingest_find_chat (OdIngest *ingest, const OdUpdate *update, GError **error);
gboolean od_ingest_ensure_chat (OdIngest *ingest, OdIngestChat *chat, GError **error);
gboolean od_ingest_ensure_conversation (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, gint64 at_us,
                                        GError **error);
gboolean od_ingest_flush_chat (OdIngest *ingest, OdIngestChat *chat, GError **error);
gboolean od_ingest_answer_chats (OdIngest *ingest, GError **error);

/* one kind each; what they refuse is in the outcome, FALSE means that the store failed */
gboolean od_ingest_message (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome,
                            GError **error);
gboolean od_ingest_edit (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome,
                         GError **error);
gboolean od_ingest_removal (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome,
                            GError **error);
gboolean od_ingest_reaction (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome,
                             GError **error);
gboolean od_ingest_receipt (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome,
                            GError **error);
gboolean od_ingest_state (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome,
                          GError **error);
gboolean od_ingest_event (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome,
                          GError **error);
gboolean od_ingest_reach (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome,
                          GError **error);
gboolean od_ingest_reach_all (OdIngest *ingest, const OdUpdate *update, OdIngestOutcome *outcome, GError **error);
gboolean od_ingest_reached (OdIngest *ingest, OdIngestChat *chat, GError **error);
gboolean od_ingest_move (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome,
                         GError **error);
gboolean od_ingest_profile (OdIngest *ingest, OdIngestChat *chat, const OdProfile *profile, GError **error);

/* parts of albums */
gboolean od_ingest_part_find (OdIngest *ingest, const char *remote_id, OdIngestPart *part, GError **error);
gboolean od_ingest_part_begin (OdIngest *ingest, const OdUpdate *update, gint64 message_id, GError **error);
gboolean od_ingest_part_add (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome,
                             GError **error);
gboolean od_ingest_part_read (OdIngest *ingest, const char *remote_id, const OdIngestPart *part, const char *text,
                              char **whole, GError **error);
gboolean od_ingest_part_edit (OdIngest *ingest, const char *remote_id, const char *text, GError **error);
gboolean od_ingest_file_edit (OdIngest *ingest, const OdUpdate *update, const OdIngestTarget *target,
                              const OdIngestPart *part, gboolean *is_replaced, GError **error);
gboolean od_ingest_part_remove (OdIngest *ingest, const char *remote_id, const OdIngestPart *part, char **whole,
                                GError **error);

gboolean od_ingest_show_in_list (OdIngest *ingest, OdIngestChat *chat, const OdIngestTarget *target, const char *text,
                                 GError **error);

G_END_DECLS
