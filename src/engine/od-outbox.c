/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-outbox"

#include "od-outbox.h"

#include "od-limits.h"
#include "od-outbox-lane.h"

/* Of OD_LIMIT_STOP_S: what is on its way may arrive; then it is cut short; then the rest is left to the next start. */
#define STOP_WAIT_US (3 * (gint64) G_USEC_PER_SEC / 2)
#define STOP_GIVE_UP_US (3 * (gint64) G_USEC_PER_SEC)

/**
 * OdOutbox:
 *
 * Keeps a lane for each connected account, wakes them when something may have
 * become due, and ends them when the account goes or the desk stops.
 *
 * What is not sent stays in the store: nothing is kept here that a crash could
 * lose. Main thread only.
 */
struct _OdOutbox {
  GObject parent_instance;

  OdDb *db;                 /* (owned) */
  OdClock *clock;           /* (owned) */
  OdChannelTable *channels; /* (owned) */
  char *files_dir;          /* (owned) */
  GPtrArray *lanes;         /* (owned) (element-type OdOutboxLane): also those that end */
  GTask *stopping;          /* (owned) (nullable): waits for the lanes */
  guint timeout_id;         /* of the clock; 0 unless stopping */
  gboolean is_stopped;
};

static void sending_port_iface_init (OdSendingPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdOutbox, od_outbox, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_SENDING_PORT, sending_port_iface_init))

static void
clear_timeout (OdOutbox *self)
{
  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->clock, self->timeout_id);
  self->timeout_id = 0;
}

static void
od_outbox_dispose (GObject *object)
{
  OdOutbox *self = OD_OUTBOX (object);

  clear_timeout (self);
  for (guint i = 0; i < self->lanes->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->lanes, i), self);
  g_ptr_array_set_size (self->lanes, 0);
  G_OBJECT_CLASS (od_outbox_parent_class)->dispose (object);
}

static void
od_outbox_finalize (GObject *object)
{
  OdOutbox *self = OD_OUTBOX (object);

  g_ptr_array_unref (self->lanes);
  g_free (self->files_dir);
  g_clear_object (&self->channels);
  g_clear_object (&self->clock);
  g_clear_object (&self->db);
  G_OBJECT_CLASS (od_outbox_parent_class)->finalize (object);
}

static void
od_outbox_class_init (OdOutboxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_outbox_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_outbox_finalize;
}

static void
od_outbox_init (OdOutbox *self)
{
  self->lanes = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
finish_stop (OdOutbox *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->stopping);

  clear_timeout (self);
  if (task != NULL)
    g_task_return_boolean (task, TRUE);
}

static gboolean
all_idle (OdOutbox *self)
{
  for (guint i = 0; i < self->lanes->len; i++)
    if (!od_outbox_lane_get_is_idle (g_ptr_array_index (self->lanes, i)))
      return FALSE;
  return TRUE;
}

static void
landed_cb (OdOutboxLane *lane, gpointer user_data)
{
  OdOutbox *self = user_data;
  gboolean is_idle = od_outbox_lane_get_is_idle (lane);

  if (is_idle && od_outbox_lane_get_is_stopped (lane))
    {
      g_signal_handlers_disconnect_by_data (lane, self);
      g_ptr_array_remove (self->lanes, lane);
    }
  if (self->stopping != NULL && all_idle (self))
    finish_stop (self);
}

static void
moved_cb (OdOutboxLane *lane, gint64 message_id, gpointer user_data)
{
  od_sending_port_emit_changed (user_data, message_id);
}

static gboolean
sending_get_progress (OdSendingPort *port, gint64 message_id, gint64 *done_bytes, gint64 *total_bytes)
{
  OdOutbox *self = OD_OUTBOX (port);

  for (guint i = 0; i < self->lanes->len; i++)
    if (od_outbox_lane_get_progress (g_ptr_array_index (self->lanes, i), message_id, done_bytes, total_bytes))
      return TRUE;
  return FALSE;
}

static void
sending_cancel (OdSendingPort *port, gint64 message_id)
{
  OdOutbox *self = OD_OUTBOX (port);

  for (guint i = 0; i < self->lanes->len; i++)
    od_outbox_lane_refuse (g_ptr_array_index (self->lanes, i), message_id);
}

static void
sending_port_iface_init (OdSendingPortInterface *iface)
{
  iface->get_progress = sending_get_progress;
  iface->cancel = sending_cancel;
}

static void
added_cb (OdChannelTable *channels, gint64 account_id, gpointer user_data)
{
  OdOutbox *self = user_data;
  OdOutboxLane *lane;

  if (self->is_stopped)
    return;
  lane = od_outbox_lane_new (self->db, self->clock, self->files_dir, channels, account_id);
  g_signal_connect (lane, "landed", G_CALLBACK (landed_cb), self);
  g_signal_connect (lane, "moved", G_CALLBACK (moved_cb), self);
  g_ptr_array_add (self->lanes, lane);
  od_outbox_lane_look (lane);
}

static void
removed_cb (OdChannelTable *channels, gint64 account_id, gpointer user_data)
{
  OdOutbox *self = user_data;
  g_autoptr (GPtrArray) lanes = g_ptr_array_copy (self->lanes, (GCopyFunc) (GCallback) g_object_ref, NULL);

  g_ptr_array_set_free_func (lanes, g_object_unref);
  for (guint i = 0; i < lanes->len; i++)
    {
      OdOutboxLane *lane = g_ptr_array_index (lanes, i);

      if (od_outbox_lane_get_account_id (lane) != account_id)
        continue;
      od_outbox_lane_cancel (lane);
      landed_cb (lane, self); /* it may have been idle all the time */
    }
}

static void
look_everywhere (OdOutbox *self)
{
  for (guint i = 0; i < self->lanes->len; i++)
    od_outbox_lane_look (g_ptr_array_index (self->lanes, i));
}

static void
committed_cb (OdChangeBus *bus, OdChangeSet *changes, gpointer user_data)
{
  guint n;

  od_change_set_get (changes, OD_CHANGE_OPERATION, &n);
  if (n > 0)
    look_everywhere (user_data);
}

static void
jumped_cb (OdClock *clock, gint64 by_us, gpointer user_data)
{
  look_everywhere (user_data); /* what falls due is said by the wall clock */
}

/**
 * od_outbox_new:
 * @bus: says when operations change
 * @channels: the connected accounts; a lane begins and ends with each
 *
 * Returns: (transfer full): an outbox that works as soon as there is an account
 */
OdOutbox *
od_outbox_new (OdDb *db, OdClock *clock, OdChangeBus *bus, OdChannelTable *channels, const char *files_dir)
{
  OdOutbox *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (OD_IS_CHANGE_BUS (bus) && OD_IS_CHANNEL_TABLE (channels), NULL);

  self = g_object_new (OD_TYPE_OUTBOX, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->channels = g_object_ref (channels);
  self->files_dir = g_strdup (files_dir);
  g_signal_connect_object (bus, "committed", G_CALLBACK (committed_cb), self, 0);
  g_signal_connect_object (channels, "added", G_CALLBACK (added_cb), self, 0);
  g_signal_connect_object (channels, "removed", G_CALLBACK (removed_cb), self, 0);
  g_signal_connect_object (clock, "jumped", G_CALLBACK (jumped_cb), self, 0);
  return self;
}

/* ---- the end ---- */

static gboolean
give_up_cb (gpointer user_data)
{
  OdOutbox *self = user_data;

  self->timeout_id = 0;
  g_message ("Some sends did not end in time; the next start takes them for lost");
  finish_stop (self);
  return G_SOURCE_REMOVE;
}

static gboolean
cut_short_cb (gpointer user_data)
{
  OdOutbox *self = user_data;
  g_autoptr (GPtrArray) lanes = g_ptr_array_copy (self->lanes, (GCopyFunc) (GCallback) g_object_ref, NULL);

  g_ptr_array_set_free_func (lanes, g_object_unref);
  self->timeout_id = od_clock_add_timeout (self->clock, STOP_GIVE_UP_US - STOP_WAIT_US, give_up_cb, self, NULL);
  for (guint i = 0; i < lanes->len; i++)
    od_outbox_lane_cancel (g_ptr_array_index (lanes, i));
  return G_SOURCE_REMOVE;
}

/**
 * od_outbox_stop_async:
 *
 * Sends nothing more. What is on its way gets a moment to arrive, is cut short
 * then, and its outcome is written; completes when that is done, within 3 s.
 */
void
od_outbox_stop_async (OdOutbox *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (OD_IS_OUTBOX (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, od_outbox_stop_async);
  if (self->is_stopped)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  self->is_stopped = TRUE;
  for (guint i = 0; i < self->lanes->len; i++)
    od_outbox_lane_stop (g_ptr_array_index (self->lanes, i));
  self->stopping = g_object_ref (task);
  if (all_idle (self))
    finish_stop (self);
  else
    self->timeout_id = od_clock_add_timeout (self->clock, STOP_WAIT_US, cut_short_cb, self, NULL);
}

gboolean
od_outbox_stop_finish (OdOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
