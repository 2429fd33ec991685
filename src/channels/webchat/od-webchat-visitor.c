/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-webchat-visitor.h"

#include "od-limits.h"

typedef struct {
  const OdWebchatListener *listener;
  gpointer data;
} Ear;

/**
 * od_webchat_visitor_new:
 * @now_us: monotonic
 *
 * Returns: (transfer full): free with od_webchat_visitor_unref()
 */
OdWebchatVisitor *
od_webchat_visitor_new (const char *chat_id, guint messages_per_minute, gint64 now_us)
{
  OdWebchatVisitor *self = g_rc_box_new0 (OdWebchatVisitor);
  double burst = MAX (1, messages_per_minute / OD_LIMIT_MESSAGES_BURST_DIVISOR);
  double request_rate = MAX (OD_LIMIT_FRAMES_PER_S, OD_LIMIT_FRAMES_PER_MESSAGE * (double) messages_per_minute / 60);

  self->chat_id = g_strdup (chat_id);
  self->listeners = g_ptr_array_new_with_free_func (g_free);
  self->seen_us = now_us;
  od_token_bucket_init (&self->messages, messages_per_minute / 60.0, burst, now_us);
  od_token_bucket_init (&self->typing, OD_LIMIT_TYPING_PER_S, 1, now_us);
  od_token_bucket_init (&self->forms, OD_LIMIT_FORM_PER_VISITOR_HOUR / 3600.0, OD_LIMIT_FORM_PER_VISITOR_HOUR, now_us);
  od_token_bucket_init (&self->files, (double) OD_LIMIT_FILES_PER_WINDOW / OD_LIMIT_FILES_WINDOW_S,
                        OD_LIMIT_FILES_PER_WINDOW, now_us);
  od_token_bucket_init (&self->requests, request_rate, request_rate * OD_LIMIT_FRAMES_BURST_FACTOR, now_us);
  return self;
}

/**
 * od_webchat_visitor_add:
 * @data: for the callbacks; stays until od_webchat_visitor_remove()
 * @max: how many of this kind there may be; the oldest are evicted
 */
void
od_webchat_visitor_add (OdWebchatVisitor *self, const OdWebchatListener *listener, gpointer data, guint max)
{
  Ear *ear = g_new (Ear, 1);
  gpointer oldest = NULL;
  guint n = 0;

  *ear = (Ear){ listener, data };
  g_ptr_array_add (self->listeners, ear);
  for (guint i = 0; i < self->listeners->len; i++)
    {
      const Ear *other = g_ptr_array_index (self->listeners, i);

      if (other->listener != listener)
        continue;
      if (n++ == 0)
        oldest = other->data;
    }
  if (n > max && listener->evict != NULL)
    listener->evict (oldest);
}

void
od_webchat_visitor_remove (OdWebchatVisitor *self, gpointer data)
{
  for (guint i = 0; i < self->listeners->len; i++)
    if (((Ear *) g_ptr_array_index (self->listeners, i))->data == data)
      {
        g_ptr_array_remove_index (self->listeners, i);
        return;
      }
}

/* A listener may leave, or make another leave, while it is told: so each is looked up again. */
static void
for_each (OdWebchatVisitor *self, gint64 last_seq, JsonNode *frame)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Ear));

  for (guint i = 0; i < self->listeners->len; i++)
    g_array_append_vals (all, g_ptr_array_index (self->listeners, i), 1);
  g_rc_box_acquire (self);
  for (guint i = 0; i < all->len; i++)
    {
      const Ear *ear = &g_array_index (all, Ear, i);
      gboolean is_there = FALSE;

      for (guint k = 0; k < self->listeners->len && !is_there; k++)
        is_there = ((Ear *) g_ptr_array_index (self->listeners, k))->data == ear->data;
      if (is_there && frame == NULL)
        ear->listener->advanced (ear->data, last_seq);
      else if (is_there && ear->listener->tell != NULL)
        ear->listener->tell (ear->data, frame);
    }
  od_webchat_visitor_unref (self);
}

/**
 * od_webchat_visitor_advance:
 * @last_seq: newest committed, or 0 if only something else changed
 *
 * Tells everybody to ask for what is new.
 */
void
od_webchat_visitor_advance (OdWebchatVisitor *self, gint64 last_seq)
{
  self->last_seq = MAX (self->last_seq, last_seq);
  for_each (self, last_seq, NULL);
}

/**
 * od_webchat_visitor_tell:
 *
 * Gives an ephemeral frame to all tabs.
 */
void
od_webchat_visitor_tell (OdWebchatVisitor *self, JsonNode *frame)
{
  for_each (self, 0, frame);
}

/**
 * od_webchat_visitor_is_idle:
 *
 * Returns: %TRUE if nobody would notice that it was forgotten: not even a limit
 */
gboolean
od_webchat_visitor_is_idle (const OdWebchatVisitor *self, gint64 now_us)
{
  return self->listeners->len == 0 && self->acked_seq <= self->told_acked_seq &&
         self->read_seq <= self->told_read_seq && od_token_bucket_is_full (&self->messages, now_us) &&
         od_token_bucket_is_full (&self->forms, now_us) && od_token_bucket_is_full (&self->files, now_us) &&
         od_token_bucket_is_full (&self->requests, now_us);
}

static void
visitor_clear (gpointer data)
{
  OdWebchatVisitor *self = data;

  g_free (self->chat_id);
  g_ptr_array_unref (self->listeners);
  g_clear_pointer (&self->profile, od_profile_free);
}

void
od_webchat_visitor_unref (OdWebchatVisitor *self)
{
  g_rc_box_release_full (self, visitor_clear);
}
