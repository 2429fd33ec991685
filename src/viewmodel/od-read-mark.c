/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-read-mark"

#include "od-read-mark.h"

#define WAIT_US (300 * (gint64) 1000) /* a row that only scrolls past was not read; and one write for many rows */

/**
 * OdReadMark:
 *
 * Tells the desk how far the operator has read in the conversation that is open: once for
 * many rows, and only while there is anything unread.
 */
struct _OdReadMark {
  GObject parent_instance;

  OdTriagePort *port;             /* (owned) */
  OdClock *clock;                 /* (owned) */
  OdCurrentConversation *current; /* (owned) */
  gint64 conversation_id;         /* that the two below belong to */
  gint64 wanted_id;               /* read up to here; 0 if nothing waits */
  gint64 told_id;                 /* the newest that was told */
  guint timeout_id;
};

G_DEFINE_FINAL_TYPE (OdReadMark, od_read_mark, G_TYPE_OBJECT)

static void
told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* Nothing is lost: it counts as unread until it is seen again. */
  if (!od_triage_port_mark_read_finish (OD_TRIAGE_PORT (source), result, &error))
    g_info ("Could not mark as read: %s", error->message);
}

static gboolean
timeout_cb (gpointer user_data)
{
  OdReadMark *self = user_data;

  self->timeout_id = 0;
  if (self->wanted_id != 0 && od_current_conversation_get_id (self->current) == self->conversation_id)
    {
      self->told_id = self->wanted_id;
      od_triage_port_mark_read_async (self->port, self->conversation_id, self->wanted_id, NULL, told_cb, NULL);
    }
  self->wanted_id = 0;
  return G_SOURCE_REMOVE;
}

static void
od_read_mark_dispose (GObject *object)
{
  OdReadMark *self = OD_READ_MARK (object);

  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->clock, self->timeout_id);
  self->timeout_id = 0;
  G_OBJECT_CLASS (od_read_mark_parent_class)->dispose (object);
}

static void
od_read_mark_finalize (GObject *object)
{
  OdReadMark *self = OD_READ_MARK (object);

  g_clear_object (&self->port);
  g_clear_object (&self->clock);
  g_clear_object (&self->current);
  G_OBJECT_CLASS (od_read_mark_parent_class)->finalize (object);
}

static void
od_read_mark_class_init (OdReadMarkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_read_mark_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_read_mark_finalize;
}

static void
od_read_mark_init (OdReadMark *self)
{
}

/**
 * od_read_mark_new:
 * @current: which conversation is open
 *
 * Returns: (transfer full)
 */
OdReadMark *
od_read_mark_new (OdDesk *desk, OdCurrentConversation *current)
{
  OdReadMark *self = g_object_new (OD_TYPE_READ_MARK, NULL);

  self->port = g_object_ref (desk->triage);
  self->clock = g_object_ref (desk->clock);
  self->current = g_object_ref (current);
  return self;
}

/**
 * od_read_mark_see:
 * @message_id: lowest message of the open conversation that is in sight
 */
void
od_read_mark_see (OdReadMark *self, gint64 message_id)
{
  const OdConversationRow *row;

  g_return_if_fail (OD_IS_READ_MARK (self) && message_id > 0);

  row = od_current_conversation_get_row (self->current);
  if (row == NULL)
    return;
  if (row->id != self->conversation_id)
    {
      self->conversation_id = row->id;
      self->told_id = self->wanted_id = 0;
    }
  if (row->n_unread == 0 || message_id == self->told_id)
    return;
  self->wanted_id = message_id;
  if (self->timeout_id == 0)
    self->timeout_id = od_clock_add_timeout (self->clock, WAIT_US, timeout_cb, self, NULL);
}
