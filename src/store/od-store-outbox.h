/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-operation.h"
#include "od-reply-port.h"

G_BEGIN_DECLS

/**
 * OdEnqueueFlags:
 * @OD_ENQUEUE_HELD_BY_CUSTOMER: see #OdReply
 * @OD_ENQUEUE_TELLS_STATUS: the channel is told if the status changes
 */
typedef enum {
  OD_ENQUEUE_PLAIN = 0,
  OD_ENQUEUE_HELD_BY_CUSTOMER = 1 << 0,
  OD_ENQUEUE_TELLS_STATUS = 1 << 1,
} OdEnqueueFlags;

/**
 * OdEnqueueAfter: what becomes of the conversation; see #OdReply.
 */
typedef struct {
  OdReplyThen then;
  gint64 snooze_until_us;
  OdPromiseTerm promise;
} OdEnqueueAfter;

/**
 * OdEnqueueJob: the data of od_store_enqueue().
 * @text: (owned): may be "" if there are files
 * @before: (owned) (nullable) (element-type OdEnqueueJob): written before it, in the same transaction: parts of one text.
 *   None leaves before the one before it did; what becomes of one that fails becomes of those after it
 * @files: (owned) (nullable) (element-type OdUpdateAttachment): name, mime, sha256 and sizes; their blobs are on the disk
 * @mentions: (owned) (nullable) (element-type gint64): operators named in a note; who does not exist is left out
 * @seen_id: newest public message its author had on screen; 0: none; or %OD_SEEN_EVERYTHING
 * @draft_revision: the draft it came from; a newer one is kept
 * @delay_us: undo time; cut to what is left until the conversation is due (decision 4)
 * @send_at_us: not before this moment (send later); 0: now
 * @is_bot: an automatic answer: @operator_id is 0, the status stays
 * @operation_id: (out): its own
 * @message_id, @undo_until_us: (out)
 */
typedef struct {
  gint64 conversation_id;
  gint64 operator_id;
  char *text;
  OdTextFormat format;
  GPtrArray *before;
  GPtrArray *files;
  gint64 reply_to_id;
  gint64 seen_id;
  gint64 draft_revision;
  gint64 delay_us;
  gint64 send_at_us;
  gint64 now_us;
  GArray *mentions;
  OdEnqueueAfter after;
  OdEnqueueFlags flags;
  gboolean is_note;
  gboolean is_bot;
  gint64 message_id;
  gint64 operation_id;
  gint64 undo_until_us;
} OdEnqueueJob;

OdEnqueueJob *od_enqueue_job_new (gint64 conversation_id, gint64 operator_id, const char *text, gint64 now_us);
void od_enqueue_job_free (OdEnqueueJob *job);
gboolean od_store_enqueue (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

/**
 * OdUndoJob: the data of od_store_undo().
 * @files_dir: (owned) (nullable): the profile's `files`
 * @draft: (out) (owned) (nullable): what is in the draft now; its files after those of the reply, which come first
 */
typedef struct {
  gint64 message_id;
  gint64 now_us;
  char *files_dir;
  OdDraft *draft;
} OdUndoJob;

void od_undo_job_free (OdUndoJob *job);
gboolean od_store_undo (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

/**
 * OdDecideJob: the data of od_store_decide().
 * @has_stream: see #OdOutcomeJob
 * @count_parts: (nullable): how many parts of what the other side surely has not go with the next request: its text, if
 *   there is one, then its files; %NULL: all. Called on the writer's thread
 * @channel: its last argument
 */
typedef struct {
  gint64 message_id;
  OdReplyDecision decision;
  gint64 operator_id;
  gint64 now_us;
  gboolean has_stream;
  guint (*count_parts) (const OdClaimedOperation *left, gconstpointer channel);
  gconstpointer channel;
} OdDecideJob;

gboolean od_store_decide (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

/**
 * OdClaimJob: the data of od_store_claim().
 * @files_dir: (owned): the profile's `files`
 * @max: how many at most now
 * @max_conversations: how many conversations of the account may be under way at once, those included that are already
 * @resting: (owned) (nullable) (element-type gint64): conversations of which nothing is claimed now
 * @claimed: (out) (owned) (element-type OdClaimedOperation)
 * @next_us: (out): when something else of the account falls due; 0: nothing waits for a moment
 */
typedef struct {
  gint64 account_id;
  gint64 now_us;
  gint64 lease_us;
  guint max;
  guint max_conversations;
  char *files_dir;
  GArray *resting;
  GPtrArray *claimed;
  gint64 next_us;
} OdClaimJob;

OdClaimJob *od_claim_job_new (gint64 account_id, const char *files_dir, gint64 now_us);
void od_claim_job_free (OdClaimJob *job);
gboolean od_store_claim (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

/**
 * OdOutcomeJob: the data of od_store_record_outcome(): how an attempt ended.
 * @event: %OD_DELIVERY_EVENT_ACCEPT, _RETRY, _REJECT or _LOSE
 * @remote_id: (owned) (nullable): the channel's id of the new message, if it was accepted
 * @error: (owned) (nullable): the provider's words
 * @not_before_us: the next attempt, for _RETRY
 * @has_stream: the event is appended to the chat's stream, and that commit is the acceptance
 * @seq: (out): of that event; 0 if none
 */
typedef struct {
  gint64 operation_id;
  OdDeliveryEvent event;
  char *remote_id;
  char *error;
  gint64 not_before_us;
  gint64 now_us;
  gboolean has_stream;
  gint64 seq;
} OdOutcomeJob;

void od_outcome_job_free (OdOutcomeJob *job);
gboolean od_store_record_outcome (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

/**
 * OdLoseJob: the data of od_store_lose_all().
 * @idempotent_channels: (nullable) (owned): descriptor ids; what they had under way is queued again
 * @n_queued, @n_unconfirmed: (out)
 */
typedef struct {
  GStrv idempotent_channels;
  gint64 now_us;
  guint n_queued;
  guint n_unconfirmed;
} OdLoseJob;

void od_lose_job_free (OdLoseJob *job);
gboolean od_store_lose_all (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

/**
 * OdLeaseJob: the data of od_store_renew_lease().
 */
typedef struct {
  gint64 operation_id;
  gint64 lease_until_us;
} OdLeaseJob;

gboolean od_store_renew_lease (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

/**
 * OdPartJob: the data of od_store_note_part().
 * @attachment_id: the other side has this file; 0: the text
 * @remote_id: (owned) (nullable): its id there; a text under a file has the file's
 */
typedef struct {
  gint64 operation_id;
  gint64 attachment_id;
  char *remote_id;
} OdPartJob;

void od_part_job_free (OdPartJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdPartJob, od_part_job_free)

gboolean od_store_note_part (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdEnqueueJob, od_enqueue_job_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdUndoJob, od_undo_job_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdClaimJob, od_claim_job_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdOutcomeJob, od_outcome_job_free)

G_END_DECLS
