/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-webchat"

#include "od-webchat-delivery.h"

#include "od-json.h"
#include "od-limits.h"
#include "od-webchat-render.h"

/* Events asked for at once while the visitor is here. */
#define LIVE_PAGE 100
/* No more is given to a socket while so much waits in it; and when it is looked at again. */
#define FULL_BYTES (256 * 1024)
#define FULL_US (50 * 1000)
/* After the reader did not see what is committed: twice as long each time. */
#define UNSEEN_MIN_US (50 * 1000)
#define UNSEEN_MAX_US (5 * G_USEC_PER_SEC)
/* After the store could not answer. */
#define AGAIN_US G_USEC_PER_SEC

typedef struct {
  char *cid;
  gint64 seq, at_us;
} Ok;

/**
 * OdWebchatDelivery:
 *
 * Brings the events of a visitor's stream to one socket: each once, in order,
 * without a hole, as fast as this socket takes them and no faster, whatever the
 * others do. Server's thread only.
 */
struct _OdWebchatDelivery {
  OdWebchatHall *hall;
  OdSocket *socket;
  OdWebchatVisitor *visitor;
  GCancellable *cancellable;
  OdStreamPage *page; /* (nullable): being delivered */
  guint next_event;   /* of it */
  gint64 sent_seq;    /* the socket has been given everything up to here */
  gint64 told_read_seq;
  gint64 again_us;   /* monotonic: when to look again; 0 if not waiting */
  GHashTable *own;   /* (element-type utf8): cids of messages of this socket; their events go out as `ok` */
  GQueue oks;        /* (element-type Ok): for changes; each waits for its event */
  gint64 wanted_seq; /* events up to here are committed */
  gint64 unseen_us;  /* how long it waits for the reader to see them; 0 if it does */
  gboolean is_loading;
  gboolean is_wanted; /* receipts or the block changed meanwhile */
};

static void load (OdWebchatDelivery *self);

static void
ok_free (gpointer data)
{
  Ok *ok = data;

  g_free (ok->cid);
  g_free (ok);
}

static void
delivery_clear (gpointer data)
{
  OdWebchatDelivery *self = data;

  g_clear_pointer (&self->page, od_stream_page_free);
  g_hash_table_unref (self->own);
  g_queue_clear_full (&self->oks, ok_free);
  g_object_unref (self->cancellable);
  g_object_unref (self->socket);
  od_webchat_visitor_unref (self->visitor);
  od_webchat_hall_unref (self->hall);
}

/**
 * od_webchat_send:
 * @frame: (transfer full)
 */
void
od_webchat_send (OdSocket *socket, JsonNode *frame)
{
  g_autoptr (JsonNode) owned = frame;
  gsize len;
  g_autofree char *text = od_json_to_string (owned, &len);

  od_socket_send (socket, text, (gssize) len);
}

/**
 * od_webchat_delivery_new:
 *
 * Returns: (transfer full): one that has not begun; end it with od_webchat_delivery_close()
 */
OdWebchatDelivery *
od_webchat_delivery_new (OdWebchatHall *hall, OdSocket *socket, OdWebchatVisitor *visitor)
{
  OdWebchatDelivery *self = g_rc_box_new0 (OdWebchatDelivery);

  self->hall = od_webchat_hall_ref (hall);
  self->socket = g_object_ref (socket);
  self->visitor = g_rc_box_acquire (visitor);
  self->cancellable = g_cancellable_new ();
  self->own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->oks);
  return self;
}

static void
wait_until (OdWebchatDelivery *self, gint64 delay_us)
{
  self->again_us = od_webchat_hall_now_us (self->hall) + delay_us;
  if (self->hall->wake != NULL)
    self->hall->wake (self->hall->wake_data);
}

static void
flush_oks (OdWebchatDelivery *self)
{
  Ok *ok;

  while ((ok = g_queue_peek_head (&self->oks)) != NULL && ok->seq <= self->sent_seq)
    {
      od_webchat_send (self->socket, od_webchat_render_ok (ok->cid, ok->seq, ok->at_us));
      ok_free (g_queue_pop_head (&self->oks));
    }
}

static void
send_event (OdWebchatDelivery *self, const OdStreamEvent *event)
{
  if (event->seq <= self->sent_seq)
    return;
  if (event->seq > self->sent_seq + 1)
    od_webchat_send (self->socket, od_webchat_render_gap (self->sent_seq + 1, event->seq - 1));
  self->sent_seq = event->seq;
  if (event->kind == OD_STREAM_MESSAGE && event->client_id != NULL && g_hash_table_remove (self->own, event->client_id))
    od_webchat_send (self->socket, od_webchat_render_ok (event->client_id, event->seq, event->at_us));
  else
    od_webchat_send (self->socket,
                     od_webchat_render_event (event, self->hall->keys->link_key, od_webchat_hall_now_s (self->hall)));
  flush_oks (self);
}

static void
send_state (OdWebchatDelivery *self)
{
  if (self->page->operator_read_seq <= self->told_read_seq)
    return;
  self->told_read_seq = self->page->operator_read_seq;
  od_webchat_send (self->socket, od_webchat_render_state (self->page->last_seq, self->told_read_seq));
}

static void
wait_for_reader (OdWebchatDelivery *self)
{
  self->unseen_us = self->unseen_us > 0 ? MIN (2 * self->unseen_us, UNSEEN_MAX_US) : UNSEEN_MIN_US;
  wait_until (self, self->unseen_us);
}

/* Never later than it would have: whatever is told meanwhile. */
static void
look_soon (OdWebchatDelivery *self)
{
  gint64 soon_us = od_webchat_hall_now_us (self->hall) + UNSEEN_MIN_US;

  self->unseen_us = 0;
  if (self->again_us > soon_us)
    wait_until (self, UNSEEN_MIN_US);
}

static void
send_page (OdWebchatDelivery *self)
{
  gboolean has_more, is_empty;

  self->again_us = 0;
  while (self->page != NULL && self->next_event < self->page->events->len)
    {
      if (g_cancellable_is_cancelled (self->cancellable))
        return; /* the last one found out that nobody reads */
      if (od_socket_get_backlog (self->socket) >= FULL_BYTES)
        {
          wait_until (self, FULL_US);
          return;
        }
      send_event (self, g_ptr_array_index (self->page->events, self->next_event++));
    }
  if (self->page == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  send_state (self);
  self->visitor->last_seq = MAX (self->visitor->last_seq, self->page->last_seq);
  is_empty = self->page->events->len == 0;
  has_more = self->page->has_more || self->wanted_seq > self->sent_seq;
  g_clear_pointer (&self->page, od_stream_page_free);
  if (has_more && is_empty)
    {
      wait_for_reader (self);
      return;
    }
  self->unseen_us = 0;
  if (has_more || self->is_wanted)
    load (self);
}

/* A send may find the connection broken and close this within itself. */
static void
pump (OdWebchatDelivery *self)
{
  g_rc_box_acquire (self);
  send_page (self);
  g_rc_box_release_full (self, delivery_clear);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdWebchatDelivery *self = user_data;
  g_autoptr (GError) error = NULL;
  OdStreamPage *page = od_stream_port_load_finish (OD_STREAM_PORT (source), result, &error);

  self->is_loading = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    g_clear_pointer (&page, od_stream_page_free);
  else if (page == NULL)
    {
      g_debug ("Events could not be read: %s", error->message);
      self->is_wanted = TRUE;
      self->unseen_us = 0;
      wait_until (self, AGAIN_US);
    }
  else if (page->is_blocked)
    {
      od_stream_page_free (page);
      od_socket_close (self->socket, 4010, "blocked");
    }
  else
    {
      self->page = page;
      self->next_event = 0;
      pump (self);
    }
  g_rc_box_release_full (self, delivery_clear);
}

static void
load (OdWebchatDelivery *self)
{
  self->is_loading = TRUE;
  self->is_wanted = FALSE;
  od_stream_port_load_async (self->hall->streams, self->hall->account_id, self->visitor->chat_id, self->sent_seq,
                             self->sent_seq == 0 ? OD_LIMIT_RESUME_EVENTS : LIVE_PAGE, self->cancellable, loaded_cb,
                             g_rc_box_acquire (self));
}

/**
 * od_webchat_delivery_start:
 * @page: (transfer full): what follows @after, or the newest if that is too long ago
 * @after: the last seq the client has; what is missing between is told as a gap
 */
void
od_webchat_delivery_start (OdWebchatDelivery *self, OdStreamPage *page, gint64 after)
{
  gint64 cutoff_us = od_clock_get_real_us (self->hall->clock) - OD_LIMIT_RESUME_S * (gint64) G_USEC_PER_SEC;

  g_rc_box_acquire (self);
  self->sent_seq = after;
  self->page = page;
  self->next_event = 0;
  /* Who comes back after a month gets the last month; who has nothing gets the newest, however old. */
  while (after > 0 && self->next_event < page->events->len &&
         ((OdStreamEvent *) g_ptr_array_index (page->events, self->next_event))->at_us < cutoff_us)
    self->next_event++;
  if (self->next_event > 0 && self->next_event == page->events->len)
    {
      const OdStreamEvent *last = g_ptr_array_index (page->events, page->events->len - 1);

      od_webchat_send (self->socket, od_webchat_render_gap (self->sent_seq + 1, last->seq));
      self->sent_seq = last->seq;
    }
  pump (self);
  g_rc_box_release_full (self, delivery_clear);
}

/**
 * od_webchat_delivery_advance:
 * @last_seq: events up to here are committed; 0: something else changed
 */
void
od_webchat_delivery_advance (OdWebchatDelivery *self, gint64 last_seq)
{
  if (self->unseen_us > 0)
    look_soon (self); /* there is news */
  self->wanted_seq = MAX (self->wanted_seq, last_seq);
  if (last_seq > 0 && (last_seq <= self->sent_seq || self->is_loading || self->page != NULL || self->again_us > 0))
    return;
  if (self->is_loading || self->page != NULL || self->again_us > 0)
    self->is_wanted = TRUE;
  else
    load (self);
}

/**
 * od_webchat_delivery_expect:
 *
 * This socket sent a message with that @cid: its event is an `ok` here.
 */
void
od_webchat_delivery_expect (OdWebchatDelivery *self, const char *cid)
{
  g_hash_table_add (self->own, g_strdup (cid));
}

/**
 * od_webchat_delivery_forget:
 *
 * It was not stored after all.
 */
void
od_webchat_delivery_forget (OdWebchatDelivery *self, const char *cid)
{
  g_hash_table_remove (self->own, cid);
}

/**
 * od_webchat_delivery_confirm:
 * @outcome: stored, or stored before
 * @is_message: its event goes out as `ok` by itself
 *
 * The request @cid is committed: says so now if the socket has been given that
 * event, otherwise at its place.
 */
void
od_webchat_delivery_confirm (OdWebchatDelivery *self, const char *cid, const OdIngestOutcome *outcome,
                             gboolean is_message)
{
  self->visitor->last_seq = MAX (self->visitor->last_seq, outcome->seq);
  if (is_message && outcome->status == OD_INGEST_STORED && !g_hash_table_contains (self->own, cid))
    return; /* its event was quicker than this answer */
  if (outcome->seq <= self->sent_seq)
    {
      g_hash_table_remove (self->own, cid);
      od_webchat_send (self->socket, od_webchat_render_ok (cid, outcome->seq, outcome->at_us));
      return;
    }
  if (!is_message)
    {
      Ok *ok = g_new (Ok, 1);

      *ok = (Ok){ g_strdup (cid), outcome->seq, outcome->at_us };
      g_queue_push_tail (&self->oks, ok);
    }
  od_webchat_delivery_advance (self, outcome->seq);
}

/**
 * od_webchat_delivery_run_due:
 *
 * Returns: when to come again, monotonic; %G_MAXINT64 if it waits for nothing
 */
gint64
od_webchat_delivery_run_due (OdWebchatDelivery *self, gint64 now_us)
{
  gint64 again_us;

  g_rc_box_acquire (self);
  if (self->again_us > 0 && self->again_us <= now_us)
    {
      self->again_us = 0;
      if (self->page != NULL)
        pump (self);
      else if (!self->is_loading)
        load (self);
    }
  again_us = self->again_us > 0 ? self->again_us : G_MAXINT64;
  g_rc_box_release_full (self, delivery_clear);
  return again_us;
}

/**
 * od_webchat_delivery_close:
 *
 * Frees it; nothing is sent any more.
 */
void
od_webchat_delivery_close (OdWebchatDelivery *self)
{
  g_cancellable_cancel (self->cancellable);
  g_rc_box_release_full (self, delivery_clear);
}
