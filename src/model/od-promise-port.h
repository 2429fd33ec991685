/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-sla-clock.h"

G_BEGIN_DECLS

/**
 * OdPromiseClock: one promise of a conversation, as it stands. Moments are µs since 1970 UTC; 0: not, or never.
 * @warn_us: its first warning
 * @composed_at_us: the answer was written; if it isn't @satisfied_at_us, too, it is on its way
 * @acknowledged_at_us: an automatic answer told the customer that it came; it ends nothing (R5)
 * @breached_at_us: its due time, if that came first; @detected_at_us: when it was noticed
 * @ended_at_us: nothing more is expected
 * @paused_at_us: it stands still since
 * @left_s: working time that is left, whole seconds; of a clock that stands still: what is left of it; -1: it counts
 *   around the clock, so that there is nothing to say beside @due_us
 * @fell_back: nothing is open in its calendar, so it counts around the clock (R21)
 */
typedef struct {
  gint64 id;
  gint64 anchor_us, target_s;
  gint64 due_us, warn_us;
  gint64 acknowledged_at_us;
  gint64 composed_at_us, satisfied_at_us, breached_at_us, detected_at_us, ended_at_us, paused_at_us;
  gint64 left_s;
  OdClockKind kind;
  OdClockState state;
  gboolean fell_back;
} OdPromiseClock;

/**
 * OdPromisePort:
 *
 * What was promised in a conversation, and what an operator promises beside the policies: "I'll be back in ten
 * minutes". A change is %OD_CHANGE_CLOCK and %OD_CHANGE_CONVERSATION in the feed. Main thread.
 */
#define OD_TYPE_PROMISE_PORT (od_promise_port_get_type ())
G_DECLARE_INTERFACE (OdPromisePort, od_promise_port, OD, PROMISE_PORT, GObject)

struct _OdPromisePortInterface {
  GTypeInterface parent_iface;

  void (*load_async) (OdPromisePort *self, gint64 conversation_id, gboolean has_ended, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
  void (*start_async) (OdPromisePort *self, gint64 conversation_id, const OdPromiseTerm *term,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*cancel_async) (OdPromisePort *self, gint64 conversation_id, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data);
  void (*recalculate_async) (OdPromisePort *self, gint64 policy_id, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
};

void od_promise_port_load_async (OdPromisePort *self, gint64 conversation_id, gboolean has_ended,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *od_promise_port_load_finish (OdPromisePort *self, GAsyncResult *result, GError **error);
void od_promise_port_start_async (OdPromisePort *self, gint64 conversation_id, const OdPromiseTerm *term,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gint64 od_promise_port_start_finish (OdPromisePort *self, GAsyncResult *result, GError **error);
void od_promise_port_cancel_async (OdPromisePort *self, gint64 conversation_id, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
gboolean od_promise_port_cancel_finish (OdPromisePort *self, GAsyncResult *result, GError **error);
void od_promise_port_recalculate_async (OdPromisePort *self, gint64 policy_id, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
gint64 od_promise_port_recalculate_finish (OdPromisePort *self, GAsyncResult *result, GError **error);

G_END_DECLS
