/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-webchat"

#include "od-webchat-session.h"

#include "od-limits.h"
#include "od-webchat-session-private.h"

/* Frames that came before the welcome is out. */
#define MAX_EARLY 64
/* A frame, or why it is none. */
typedef struct {
  OdWebchatFrame *frame; /* (owned) (nullable) */
  OdWebchatFault fault;
} Early;

static void drain (OdWebchatSession *self);

static void
early_free (gpointer data)
{
  Early *early = data;

  g_clear_pointer (&early->frame, od_webchat_frame_free);
  g_free (early);
}

static void
session_clear (gpointer data)
{
  OdWebchatSession *self = data;

  g_queue_clear_full (&self->early, early_free);
  g_clear_pointer (&self->admission, od_webchat_admission_free);
  g_clear_pointer (&self->visitor, od_webchat_visitor_unref);
  od_webchat_peer_free (self->peer);
  g_object_unref (self->socket);
  od_webchat_hall_unref (self->hall);
}

OdWebchatSession *
od_webchat_session_ref (OdWebchatSession *self)
{
  return g_rc_box_acquire (self);
}

void
od_webchat_session_unref (OdWebchatSession *self)
{
  g_rc_box_release_full (self, session_clear);
}

/**
 * od_webchat_session_new:
 * @peer: (transfer full)
 *
 * Returns: (transfer full): a session that waits for its hello; end it with od_webchat_session_close()
 */
OdWebchatSession *
od_webchat_session_new (OdWebchatHall *hall, OdSocket *socket, OdWebchatPeer *peer)
{
  OdWebchatSession *self = g_rc_box_new0 (OdWebchatSession);
  double rate =
      MAX (OD_LIMIT_FRAMES_PER_S, OD_LIMIT_FRAMES_PER_MESSAGE * (double) hall->config->messages_per_minute / 60);
  gint64 now_us = od_webchat_hall_now_us (hall);

  self->hall = od_webchat_hall_ref (hall);
  self->socket = g_object_ref (socket);
  self->peer = peer;
  self->opened_us = self->heard_us = now_us;
  g_queue_init (&self->early);
  od_token_bucket_init (&self->frames, rate, rate * OD_LIMIT_FRAMES_BURST_FACTOR, now_us);
  od_token_bucket_init (&self->errors, (double) OD_LIMIT_RATE_ERRORS / OD_LIMIT_RATE_ERRORS_S, OD_LIMIT_RATE_ERRORS,
                        now_us);
  return self;
}

/**
 * od_webchat_session_set_idle:
 * @idle: called whenever everything that was taken has been answered
 *
 * Makes it one-shot: no events come but the answers to its own requests.
 */
void
od_webchat_session_set_idle (OdWebchatSession *self, OdWebchatSessionIdle idle, gpointer user_data)
{
  self->idle = idle;
  self->user_data = user_data;
}

gboolean
od_webchat_session_is_idle (OdWebchatSession *self)
{
  return self->n_waiting == 0 && self->state != OD_WEBCHAT_SESSION_LOADING && g_queue_is_empty (&self->early);
}

void
od_webchat_session_look_whether_idle (OdWebchatSession *self)
{
  drain (self);
  if (self->idle != NULL && od_webchat_session_is_idle (self))
    self->idle (self, self->user_data);
}

void
od_webchat_session_send_err (OdWebchatSession *self, const OdWebchatErr *err)
{
  od_webchat_send (self->socket, od_webchat_render_err (err));
}

void
od_webchat_session_send_rate (OdWebchatSession *self, const char *cid, guint retry_s)
{
  od_webchat_session_send_err (self, &(OdWebchatErr){ .cid = cid, .code = "rate", .retry_s = MAX (retry_s, 1) });
  if (!od_token_bucket_take (&self->errors, od_webchat_hall_now_us (self->hall)))
    od_socket_close (self->socket, 4008, "rate limit");
}

/* ---- hello ---- */

static void
advanced_cb (gpointer data, gint64 last_seq)
{
  OdWebchatSession *self = data;

  od_webchat_delivery_advance (self->delivery, last_seq);
}

static void
tell_cb (gpointer data, JsonNode *frame)
{
  od_webchat_session_tell (data, frame);
}

static void
evict_cb (gpointer data)
{
  OdWebchatSession *self = data;

  od_socket_close (self->socket, 4009, "too many tabs");
}

static const OdWebchatListener listener = { advanced_cb, tell_cb, evict_cb };

static void
send_welcome (OdWebchatSession *self, const OdStreamPage *page, gboolean is_resumed)
{
  const OdProfile *profile = self->admission->profile;
  OdWebchatWelcome welcome = {
    .token = self->admission->token,
    .visitor_id = self->admission->visitor_id,
    .greeting = self->hall->config->greeting,
    .page = page,
    .is_resumed = is_resumed,
    .is_online = self->hall->is_online,
    .forms = 1u << OD_WEBCHAT_FORM_OFFLINE | 1u << OD_WEBCHAT_FORM_CSAT,
  };

  if (self->hall->config->asks_prechat)
    welcome.forms |= 1u << OD_WEBCHAT_FORM_PRECHAT;
  if (profile != NULL)
    {
      welcome.name = profile->name;
      welcome.is_verified = profile->is_verified;
    }
  od_webchat_send (self->socket, od_webchat_render_welcome (&welcome));
}

static void
go_live (OdWebchatSession *self, OdStreamPage *page)
{
  gint64 after = self->after;
  gboolean is_resumed = !self->admission->is_new && after <= page->last_seq;

  if (!is_resumed)
    after = 0;
  self->visitor = od_webchat_hall_ensure_visitor (self->hall, self->admission->visitor_id);
  self->visitor->is_known |= page->stream_id != 0;
  self->visitor->last_seq = MAX (self->visitor->last_seq, page->last_seq);
  if (self->admission->profile != NULL)
    {
      g_clear_pointer (&self->visitor->profile, od_profile_free);
      self->visitor->profile = od_profile_copy (self->admission->profile);
    }
  self->state = OD_WEBCHAT_SESSION_LIVE;
  self->welcomed_us = od_webchat_hall_now_us (self->hall);
  if (!self->is_welcomed)
    send_welcome (self, page, is_resumed);
  g_clear_pointer (&self->admission, od_webchat_admission_free);
  od_webchat_hall_give_profile (self->hall, self->visitor);
  if (self->idle == NULL)
    {
      self->delivery = od_webchat_delivery_new (self->hall, self->socket, self->visitor);
      od_webchat_visitor_add (self->visitor, &listener, self, OD_LIMIT_SOCKETS_PER_VISITOR);
      od_webchat_hall_told_presence (self->hall, self->visitor);
      od_webchat_delivery_start (self->delivery, page, after);
    }
  else
    od_stream_page_free (page);
  od_webchat_session_look_whether_idle (self);
}

static void load (OdWebchatSession *self, gint64 after);

/* There will be no welcome. Who asked by HTTP is answered all the same. */
static void
give_up (OdWebchatSession *self, guint close_code, const char *reason)
{
  od_socket_close (self->socket, close_code, reason);
  self->state = OD_WEBCHAT_SESSION_CLOSED;
  od_webchat_session_look_whether_idle (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdWebchatSession *self = user_data;
  g_autoptr (GError) error = NULL;
  OdStreamPage *page = od_stream_port_load_finish (OD_STREAM_PORT (source), result, &error);
  gint64 newest = page != NULL ? page->last_seq - OD_LIMIT_RESUME_EVENTS : 0;

  if (self->state != OD_WEBCHAT_SESSION_LOADING)
    g_clear_pointer (&page, od_stream_page_free);
  else if (page == NULL)
    {
      g_debug ("A stream could not be read: %s", error->message);
      od_webchat_session_send_err (
          self, &(OdWebchatErr){ .code = "internal", .retry_s = OD_WEBCHAT_RETRY_S, .is_fatal = TRUE });
      give_up (self, 1001, "try again");
    }
  else if (page->is_blocked)
    {
      od_stream_page_free (page);
      give_up (self, 4010, "blocked");
    }
  else if (self->after > page->last_seq && page->events->len == 0 && page->last_seq > 0)
    {
      od_stream_page_free (page); /* it has seen what we have not: it begins anew */
      self->admission->is_new = TRUE;
      self->after = 0;
      load (self, 0);
    }
  else if (self->after > 0 && newest > self->after &&
           (page->events->len == 0 || ((OdStreamEvent *) g_ptr_array_index (page->events, 0))->seq <= newest))
    {
      od_stream_page_free (page); /* too far behind: the newest, and a gap before them */
      load (self, newest);
    }
  else
    go_live (self, page);
  od_webchat_session_unref (self);
}

static void
load (OdWebchatSession *self, gint64 after)
{
  od_stream_port_load_async (self->hall->streams, self->hall->account_id, self->admission->visitor_id, after,
                             OD_LIMIT_RESUME_EVENTS, self->hall->closing, loaded_cb, g_rc_box_acquire (self));
}

/**
 * od_webchat_session_admit:
 * @admission: (transfer full): somebody who showed a token with the request instead of saying hello
 */
void
od_webchat_session_admit (OdWebchatSession *self, OdWebchatAdmission *admission)
{
  g_return_if_fail (self->state == OD_WEBCHAT_SESSION_NEW);

  self->state = OD_WEBCHAT_SESSION_LOADING;
  self->admission = admission;
  self->is_welcomed = TRUE;
  load (self, G_MAXINT64 / 2);
}

static void
take_hello (OdWebchatSession *self, const OdWebchatFrame *frame)
{
  OdWebchatRefusal refusal = { 0 };

  self->admission = od_webchat_admit_hello (self->hall, &frame->hello, self->peer, &refusal);
  if (self->admission != NULL)
    {
      self->state = OD_WEBCHAT_SESSION_LOADING;
      self->after = frame->hello.after;
      load (self, self->after);
      return;
    }
  od_webchat_session_send_err (self, &(OdWebchatErr){
                                         .code = refusal.code,
                                         .field = refusal.field,
                                         .retry_s = refusal.retry_s,
                                         .is_fatal = refusal.close_code != 0,
                                     });
  if (refusal.close_code != 0)
    od_socket_close (self->socket, refusal.close_code, refusal.field);
}

static void
take_frame (OdWebchatSession *self, const OdWebchatFrame *frame)
{
  if (self->state == OD_WEBCHAT_SESSION_LIVE)
    od_webchat_session_take_live (self, frame);
  else if (self->state == OD_WEBCHAT_SESSION_NEW && frame->type == OD_WEBCHAT_HELLO)
    take_hello (self, frame);
  else if (self->state == OD_WEBCHAT_SESSION_NEW)
    {
      od_webchat_session_send_err (
          self, &(OdWebchatErr){ .cid = frame->cid, .code = "auth", .field = "t", .is_fatal = TRUE });
      od_socket_close (self->socket, 4001, "hello first");
    }
}

/* While the stream is asked for, and in one POST always, one after another: the answers come in the order of the
 * frames. */
static gboolean
must_wait (OdWebchatSession *self)
{
  return self->state == OD_WEBCHAT_SESSION_LOADING || (self->idle != NULL && self->n_waiting > 0);
}

static void
take_early (OdWebchatSession *self, const Early *early)
{
  const OdWebchatFault *fault = &early->fault;

  if (early->frame != NULL)
    take_frame (self, early->frame);
  else
    od_webchat_session_send_err (self,
                                 &(OdWebchatErr){ .cid = fault->cid, .code = fault->code, .field = fault->field });
}

static void
drain (OdWebchatSession *self)
{
  Early *early;

  while (!must_wait (self) && (early = g_queue_pop_head (&self->early)) != NULL)
    {
      take_early (self, early);
      early_free (early);
    }
}

/* Takes @frame. */
static void
take_parsed (OdWebchatSession *self, OdWebchatFrame *frame, const OdWebchatFault *fault)
{
  gint64 now_us = od_webchat_hall_now_us (self->hall);
  const char *cid = frame != NULL ? frame->cid : fault->cid;
  Early *early = g_new (Early, 1);

  *early = (Early){ frame, *fault };
  if (self->idle == NULL && !od_token_bucket_take (&self->frames, now_us))
    od_webchat_session_send_rate (self, cid, od_token_bucket_wait_s (&self->frames, now_us));
  else if (g_queue_get_length (&self->early) >= MAX_EARLY)
    od_webchat_session_send_rate (self, cid, 1);
  else
    {
      g_queue_push_tail (&self->early, g_steal_pointer (&early));
      drain (self);
    }
  g_clear_pointer (&early, early_free);
}

/**
 * od_webchat_session_take_text:
 * @text: one frame: anything
 */
void
od_webchat_session_take_text (OdWebchatSession *self, const char *text, gsize len)
{
  OdWebchatFault fault = { 0 };

  if (self->state == OD_WEBCHAT_SESSION_CLOSED)
    return;
  g_rc_box_acquire (self);
  self->heard_us = od_webchat_hall_now_us (self->hall);
  take_parsed (self, od_webchat_frame_parse (text, (gssize) len, &fault), &fault);
  od_webchat_session_unref (self);
}

/**
 * od_webchat_session_take_node:
 * @node: one frame of a list, read within the limits of a frame
 */
void
od_webchat_session_take_node (OdWebchatSession *self, JsonNode *node)
{
  OdWebchatFault fault = { 0 };

  if (self->state == OD_WEBCHAT_SESSION_CLOSED)
    return;
  take_parsed (self, od_webchat_frame_read (node, &fault), &fault);
}

/**
 * od_webchat_session_tell:
 *
 * Sends an ephemeral frame, if anybody is there to hear it.
 */
void
od_webchat_session_tell (OdWebchatSession *self, JsonNode *frame)
{
  if (self->state == OD_WEBCHAT_SESSION_LIVE)
    od_webchat_send (self->socket, json_node_ref (frame));
}

/**
 * od_webchat_session_run_due:
 *
 * Returns: when to come again, monotonic
 */
gint64
od_webchat_session_run_due (OdWebchatSession *self, gint64 now_us)
{
  gint64 silent_us = self->heard_us + OD_LIMIT_SILENCE_S * (gint64) G_USEC_PER_SEC;
  gint64 hello_us = self->opened_us + OD_LIMIT_HELLO_S * (gint64) G_USEC_PER_SEC;
  gint64 next_us = silent_us;

  if (self->state == OD_WEBCHAT_SESSION_NEW)
    {
      if (now_us >= hello_us)
        od_socket_close (self->socket, 1008, "no hello");
      return hello_us;
    }
  if (now_us >= silent_us)
    od_socket_close (self->socket, 1001, "nothing heard");
  if (self->delivery != NULL)
    next_us = MIN (next_us, od_webchat_delivery_run_due (self->delivery, now_us));
  return next_us;
}

/**
 * od_webchat_session_close:
 *
 * The socket is gone. Frees the session; what the engine has of it is stored all the same.
 */
void
od_webchat_session_close (OdWebchatSession *self)
{
  self->state = OD_WEBCHAT_SESSION_CLOSED;
  self->idle = NULL;
  if (self->visitor != NULL && self->delivery != NULL)
    {
      od_webchat_visitor_remove (self->visitor, self);
      if (self->visitor->listeners->len == 0)
        od_webchat_session_end_typing (self);
      od_webchat_hall_told_presence (self->hall, self->visitor);
      if (self->hall->wake != NULL)
        self->hall->wake (self->hall->wake_data);
    }
  g_clear_pointer (&self->delivery, od_webchat_delivery_close);
  od_webchat_session_unref (self);
}
