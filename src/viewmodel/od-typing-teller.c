/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-typing-teller.h"

#define IDLE_US (5 * (gint64) G_USEC_PER_SEC)       /* nothing pressed for so long: they do not type any more */
#define TELL_AGAIN_US (4 * (gint64) G_USEC_PER_SEC) /* the mark goes away by itself at the other side after six */

/**
 * OdTypingTeller:
 *
 * Tells a customer that somebody types: with the first key, now and then while it goes on,
 * and that it stopped when the text is gone or nothing was pressed for a while.
 */
struct _OdTypingTeller {
  GObject parent_instance;

  OdReplyPort *port;      /* (owned) */
  OdClock *clock;         /* (owned) */
  gint64 conversation_id; /* who was told; 0: nobody */
  gint64 told_us;         /* monotonic */
  guint idle_id;
};

G_DEFINE_FINAL_TYPE (OdTypingTeller, od_typing_teller, G_TYPE_OBJECT)

static gboolean
idle_cb (gpointer user_data)
{
  OdTypingTeller *self = user_data;

  self->idle_id = 0;
  od_typing_teller_stop (self);
  return G_SOURCE_REMOVE;
}

static void
od_typing_teller_dispose (GObject *object)
{
  OdTypingTeller *self = OD_TYPING_TELLER (object);

  if (self->port != NULL)
    od_typing_teller_stop (self);
  g_clear_object (&self->port);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (od_typing_teller_parent_class)->dispose (object);
}

static void
od_typing_teller_class_init (OdTypingTellerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_typing_teller_dispose;
}

static void
od_typing_teller_init (OdTypingTeller *self)
{
}

OdTypingTeller *
od_typing_teller_new (OdDesk *desk)
{
  OdTypingTeller *self = g_object_new (OD_TYPE_TYPING_TELLER, NULL);

  self->port = g_object_ref (desk->replies);
  self->clock = g_object_ref (desk->clock);
  return self;
}

/**
 * od_typing_teller_press:
 * @conversation_id: > 0
 * @has_text: whether anything is left of what was typed
 *
 * A key was pressed.
 */
void
od_typing_teller_press (OdTypingTeller *self, gint64 conversation_id, gboolean has_text)
{
  gint64 now_us;

  g_return_if_fail (OD_IS_TYPING_TELLER (self));

  if (!has_text || (self->conversation_id != 0 && self->conversation_id != conversation_id))
    od_typing_teller_stop (self);
  if (!has_text)
    return;
  now_us = od_clock_get_monotonic_us (self->clock);
  if (self->conversation_id == 0 || now_us - self->told_us >= TELL_AGAIN_US)
    {
      self->conversation_id = conversation_id;
      self->told_us = now_us;
      od_reply_port_set_typing (self->port, conversation_id, TRUE);
    }
  if (self->idle_id != 0)
    od_clock_remove_timeout (self->clock, self->idle_id);
  self->idle_id = od_clock_add_timeout (self->clock, IDLE_US, idle_cb, self, NULL);
}

/**
 * od_typing_teller_stop:
 *
 * Nobody types any more. Nothing happens if that is known.
 */
void
od_typing_teller_stop (OdTypingTeller *self)
{
  gint64 conversation_id;

  g_return_if_fail (OD_IS_TYPING_TELLER (self));

  if (self->idle_id != 0)
    od_clock_remove_timeout (self->clock, self->idle_id);
  self->idle_id = 0;
  conversation_id = self->conversation_id;
  self->conversation_id = 0;
  if (conversation_id != 0)
    od_reply_port_set_typing (self->port, conversation_id, FALSE);
}
