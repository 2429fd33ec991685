/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-delivery.h"
#include "od-library.h"
#include "od-sla-clock.h"
#include "od-update.h"

G_BEGIN_DECLS

/** "Its author saw all that is stored": for #OdReply.seen_id, from who has no screen. */
#define OD_SEEN_EVERYTHING G_MAXINT64

/**
 * OdReplyThen: what happens to the conversation in the same transaction.
 */
typedef enum {
  OD_REPLY_THEN_NOTHING,
  OD_REPLY_THEN_RESOLVE,
  OD_REPLY_THEN_SNOOZE, /* until OdReply.snooze_until_us; 0: until the customer writes */
} OdReplyThen;

/**
 * OdReply:
 * @operator_id: who wrote it; > 0
 * @before: (nullable): texts of messages that go before it, in order: all are in the outbox, or none.
 *   @reply_to_id and @mentions go with the first, files, @then and the draft with the last
 * @files: (nullable): paths of local files to attach, in order; copied first
 * @staged: (nullable) (element-type OdFileRef): files that are here already, in order, before @files
 * @mentions: (nullable) (element-type gint64): operators named in a note
 * @not_before_us: real time at which it may leave (send later); 0: now. It is taken back like a
 *   reply that can still be undone, holds up none written after it, and is held if the customer
 *   or a colleague writes before
 * @then: undone with the reply
 * @reply_to_id: message; 0 if none
 * @seen_id: newest public message its author had on screen; 0: none; or %OD_SEEN_EVERYTHING
 * @delay_us: undo time before it may leave, >= 0
 * @draft_revision: the draft it came from; a newer stored draft is kept
 * @promise: its author promises in it to be back by then: a clock that starts when the provider accepts the message (the
 *   last one of several), so that what is held, undone or failed promises nothing. Not for notes
 * @is_held_by_customer: held, too, if the customer wrote something after @seen_id. (A colleague's
 *   answer after it always holds.)
 */
typedef struct {
  gint64 conversation_id;
  gint64 operator_id;
  const char *text;
  const char *const *before;
  const char *const *files;
  const GPtrArray *staged;
  const GArray *mentions;
  gint64 not_before_us;
  gint64 snooze_until_us;
  OdReplyThen then;
  OdPromiseTerm promise;
  gint64 reply_to_id;
  gint64 seen_id;
  gint64 delay_us;
  gint64 draft_revision;
  OdTextFormat format;
  gboolean is_note;
  gboolean is_held_by_customer;
} OdReply;

/**
 * OdReplyResult:
 * @before_ids: (nullable) (element-type gint64): the messages that go before it
 * @undo_until_us: real time; 0 if it can't be undone
 */
typedef struct {
  GArray *before_ids;
  gint64 message_id;
  gint64 undo_until_us;
} OdReplyResult;

typedef enum {
  OD_DECISION_SEND_AGAIN,  /* failed, unconfirmed: back to the queue. held: send anyway. waiting for its time: now */
  OD_DECISION_ARRIVED,     /* unconfirmed: it did arrive; parts of it that were not tried yet leave now */
  OD_DECISION_DISCARD,     /* failed, unconfirmed, held: take it out of the outbox and the thread. waiting: undo it, but
                              leave the draft alone */
  OD_DECISION_NOT_ARRIVED, /* unconfirmed: it surely did not: failed from here on */
} OdReplyDecision;

/**
 * OdDraft:
 * @revision: counts up with each change by the composer
 * @files: (nullable) (element-type OdFileRef): staged ones, in order
 */
typedef struct {
  gint64 conversation_id;
  gint64 revision;
  gint64 reply_to_id;
  char *body;
  GPtrArray *files;
  gboolean is_note;
} OdDraft;

void od_reply_result_free (OdReplyResult *self);
void od_draft_free (OdDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdReplyResult, od_reply_result_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdDraft, od_draft_free)

/**
 * OdReplyPort:
 *
 * Everything a composer needs. Main thread.
 */
#define OD_TYPE_REPLY_PORT (od_reply_port_get_type ())
G_DECLARE_INTERFACE (OdReplyPort, od_reply_port, OD, REPLY_PORT, GObject)

struct _OdReplyPortInterface {
  GTypeInterface parent_iface;

  void (*enqueue_async) (OdReplyPort *self, const OdReply *reply, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data);
  void (*undo_async) (OdReplyPort *self, gint64 message_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data);
  void (*decide_async) (OdReplyPort *self, gint64 message_id, OdReplyDecision decision, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data);
  void (*save_draft_async) (OdReplyPort *self, const OdDraft *draft, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
  void (*load_draft_async) (OdReplyPort *self, gint64 conversation_id, gboolean is_note, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
  void (*set_typing) (OdReplyPort *self, gint64 conversation_id, gboolean is_typing);
  void (*stage_file_async) (OdReplyPort *self, const char *path, gint64 max_bytes, GFileProgressCallback progress,
                            gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data);
};

void od_reply_port_enqueue_async (OdReplyPort *self, const OdReply *reply, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
OdReplyResult *od_reply_port_enqueue_finish (OdReplyPort *self, GAsyncResult *result, GError **error);
void od_reply_port_undo_async (OdReplyPort *self, gint64 message_id, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
OdDraft *od_reply_port_undo_finish (OdReplyPort *self, GAsyncResult *result, GError **error);
void od_reply_port_decide_async (OdReplyPort *self, gint64 message_id, OdReplyDecision decision,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_reply_port_decide_finish (OdReplyPort *self, GAsyncResult *result, GError **error);
void od_reply_port_save_draft_async (OdReplyPort *self, const OdDraft *draft, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
gboolean od_reply_port_save_draft_finish (OdReplyPort *self, GAsyncResult *result, GError **error);
void od_reply_port_load_draft_async (OdReplyPort *self, gint64 conversation_id, gboolean is_note,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
OdDraft *od_reply_port_load_draft_finish (OdReplyPort *self, GAsyncResult *result, GError **error);
void od_reply_port_set_typing (OdReplyPort *self, gint64 conversation_id, gboolean is_typing);
void od_reply_port_stage_file_async (OdReplyPort *self, const char *path, gint64 max_bytes,
                                     GFileProgressCallback progress, gpointer progress_data, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
OdFileRef *od_reply_port_stage_file_finish (OdReplyPort *self, GAsyncResult *result, GError **error);

G_END_DECLS
