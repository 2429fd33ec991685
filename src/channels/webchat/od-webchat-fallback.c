/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-webchat"

#include "od-webchat-fallback.h"

#include "od-json.h"
#include "od-limits.h"
#include "od-webchat-collector.h"
#include "od-webchat-delivery.h"
#include "od-webchat-render.h"
#include "od-webchat-response.h"
#include "od-webchat-session.h"

/* Long polls of one visitor; the oldest is answered when there is one more. */
#define MAX_POLLS 4
#define POLL_PAGE 100

static void
answer (GTask *task, OdHttpResponse *response)
{
  g_task_return_pointer (task, response, (GDestroyNotify) od_http_response_free);
}

static OdWebchatPeer *
peer_of (const OdHttpRequest *request)
{
  return od_webchat_peer_new (request->remote, request->is_local, od_http_request_get_header (request, "origin"),
                              od_http_request_get_header (request, "host"));
}

/* A request costs as much as a frame on a socket, and so there are as many. */
static OdHttpResponse *
look_for_flood (OdWebchatHall *hall, const char *visitor_id)
{
  OdWebchatVisitor *visitor = od_webchat_hall_ensure_visitor (hall, visitor_id);
  gint64 now_us = od_webchat_hall_now_us (hall);
  guint wait_s = od_token_bucket_take (&visitor->requests, now_us)
                     ? 0
                     : MAX (od_token_bucket_wait_s (&visitor->requests, now_us), 1);

  od_webchat_visitor_unref (visitor);
  if (hall->wake != NULL)
    hall->wake (hall->wake_data); /* there may be nobody else who has it forgotten */
  return wait_s > 0 ? od_webchat_response_new_error (429, "rate", NULL, wait_s) : NULL;
}

/* NULL without @response: no token was shown. */
static OdWebchatAdmission *
admit (OdWebchatHall *hall, const OdHttpRequest *request, OdHttpResponse **response)
{
  const char *authorization = od_http_request_get_header (request, "authorization");
  g_autoptr (OdWebchatPeer) peer = peer_of (request);
  OdWebchatRefusal refusal = { 0 };
  OdWebchatAdmission *admission;

  *response = NULL;
  if (authorization == NULL)
    return NULL;
  if (g_ascii_strncasecmp (authorization, "Bearer ", 7) != 0)
    {
      *response = od_webchat_response_new_error (401, "auth", "Authorization", 0);
      return NULL;
    }
  admission = od_webchat_admit_token (hall, authorization + 7, peer, &refusal);
  if (admission == NULL)
    *response = od_webchat_response_new_error (401, "auth", "Authorization", 0);
  else
    *response = look_for_flood (hall, admission->visitor_id);
  if (*response != NULL)
    g_clear_pointer (&admission, od_webchat_admission_free);
  return admission;
}

static gboolean
read_number (const OdHttpRequest *request, const char *name, gint64 min, gint64 max, gint64 *out)
{
  const char *text = od_http_request_get_query (request, name);

  return text == NULL || g_ascii_string_to_signed (text, 10, min, max, out, NULL);
}

/* ---- POST /send ---- */

typedef struct {
  GTask *task; /* (owned) */
  OdWebchatCollector *collector;
  OdWebchatSession *session;
  gboolean is_given; /* all frames are in the session */
} Send;

static void
send_free (Send *self)
{
  od_webchat_session_close (self->session);
  g_object_unref (self->collector);
  g_object_unref (self->task);
  g_free (self);
}

static gboolean
sent_cb (gpointer user_data)
{
  Send *self = user_data;
  guint code = od_webchat_collector_get_close_code (self->collector);
  guint status = 200;

  if (code == 4001)
    status = 401;
  else if (code == 4010)
    status = 403;
  else if (code == 4008)
    status = 429;
  else if (code == 4013 || code == 1008)
    status = 400;
  else if (code == 1001)
    status = 503; /* the store did not answer */
  answer (self->task, od_webchat_response_new_json (status, od_webchat_collector_dup_frames (self->collector, NULL)));
  send_free (self);
  return G_SOURCE_REMOVE;
}

/* Not from within the session, which ends with it. */
static void
idle_cb (OdWebchatSession *session, gpointer user_data)
{
  Send *self = user_data;
  g_autoptr (GSource) source = NULL;

  if (!self->is_given)
    return;
  self->is_given = FALSE; /* once */
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, sent_cb, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static JsonArray *
read_frames (const OdHttpRequest *request, JsonNode **root)
{
  static const OdJsonLimits limits = {
    .max_bytes = OD_LIMIT_BODY_BYTES,
    .max_depth = OD_LIMIT_FRAME_DEPTH + 2,
    .max_keys = OD_LIMIT_FRAME_KEYS * OD_LIMIT_BATCH_FRAMES,
    .max_values = OD_LIMIT_FRAME_VALUES * OD_LIMIT_BATCH_FRAMES,
    .max_string_bytes = OD_LIMIT_FRAME_BYTES,
  };
  JsonArray *frames = NULL;
  gsize len;
  const char *text = g_bytes_get_data (request->body, &len);

  *root = od_json_parse (text != NULL ? text : "", (gssize) len, &limits, NULL);
  if (*root == NULL || !JSON_NODE_HOLDS_OBJECT (*root) ||
      !od_json_get_array (json_node_get_object (*root), "frames", &frames, NULL))
    return NULL;
  return frames;
}

/**
 * od_webchat_fallback_send:
 * @task: (transfer full): answered when all frames are
 *
 * `{"frames":[…]}` with a token, or with hello as the first frame.
 */
void
od_webchat_fallback_send (OdWebchatHall *hall, const OdHttpRequest *request, GTask *task)
{
  g_autoptr (GTask) owned = task;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (OdWebchatAdmission) admission = NULL;
  OdHttpResponse *refusal = NULL;
  JsonArray *frames = read_frames (request, &root);
  Send *self;

  if (frames == NULL || json_array_get_length (frames) > OD_LIMIT_BATCH_FRAMES)
    {
      answer (task, od_webchat_response_new_error (400, frames == NULL ? "bad_json" : "too_long", "frames", 0));
      return;
    }
  admission = admit (hall, request, &refusal);
  if (refusal != NULL)
    {
      answer (task, refusal);
      return;
    }
  self = g_new0 (Send, 1);
  self->task = g_steal_pointer (&owned);
  self->collector = od_webchat_collector_new ();
  self->session = od_webchat_session_new (hall, OD_SOCKET (self->collector), peer_of (request));
  od_webchat_session_set_idle (self->session, idle_cb, self);
  if (admission != NULL)
    od_webchat_session_admit (self->session, g_steal_pointer (&admission));
  for (guint i = 0; i < json_array_get_length (frames); i++)
    od_webchat_session_take_node (self->session, json_array_get_element (frames, i));
  self->is_given = TRUE;
  if (od_webchat_session_is_idle (self->session))
    idle_cb (self->session, self);
}

/* ---- GET /poll ---- */

typedef struct {
  OdWebchatHall *hall;
  OdWebchatVisitor *visitor;
  GTask *task;      /* (owned) */
  GSource *timeout; /* (owned) (nullable) */
  GSource *gone;    /* (owned) (nullable): the one who asked does not wait any more */
  gint64 after;
  gboolean is_loading, is_wanted, is_done;
} Poll;

static void poll_load (Poll *self);

static void
poll_clear (gpointer data)
{
  Poll *self = data;

  g_object_unref (self->task);
  od_webchat_visitor_unref (self->visitor);
  od_webchat_hall_unref (self->hall);
}

static void
poll_answer (Poll *self, OdHttpResponse *response)
{
  if (self->is_done)
    {
      g_clear_pointer (&response, od_http_response_free);
      return;
    }
  self->is_done = TRUE;
  if (self->timeout != NULL)
    {
      g_source_destroy (self->timeout);
      g_source_destroy (self->gone);
    }
  g_clear_pointer (&self->timeout, g_source_unref);
  g_clear_pointer (&self->gone, g_source_unref);
  self->hall->n_polls--;
  od_webchat_visitor_remove (self->visitor, self);
  od_webchat_hall_told_presence (self->hall, self->visitor);
  answer (self->task, response);
  g_rc_box_release_full (self, poll_clear);
}

static void
poll_answer_page (Poll *self, OdStreamPage *page)
{
  g_autoptr (OdWebchatCollector) collector = od_webchat_collector_new ();
  gint64 seq = self->after;
  g_autofree char *more = NULL;

  for (guint i = 0; page != NULL && i < page->events->len; i++)
    {
      const OdStreamEvent *event = g_ptr_array_index (page->events, i);

      if (event->seq > seq + 1)
        od_webchat_send (OD_SOCKET (collector), od_webchat_render_gap (seq + 1, event->seq - 1));
      od_webchat_send (OD_SOCKET (collector),
                       od_webchat_render_event (event, self->hall->keys->link_key, od_webchat_hall_now_s (self->hall)));
      seq = event->seq;
    }
  if (page != NULL && page->operator_read_seq > 0)
    od_webchat_send (OD_SOCKET (collector), od_webchat_render_state (page->last_seq, page->operator_read_seq));
  more = g_strdup_printf (",\"seq\":%" G_GINT64_FORMAT, seq);
  poll_answer (self, od_webchat_response_new_json (200, od_webchat_collector_dup_frames (collector, more)));
}

static void
poll_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Poll *self = user_data;
  g_autoptr (OdStreamPage) page = od_stream_port_load_finish (OD_STREAM_PORT (source), result, NULL);

  self->is_loading = FALSE;
  if (page == NULL)
    poll_answer (self, od_webchat_response_new_error (503, "internal", NULL, 2));
  else if (page->is_blocked)
    poll_answer (self, od_webchat_response_new_error (403, "closed", NULL, 0));
  else if (page->events->len > 0 || (self->timeout == NULL && !self->is_done))
    {
      self->visitor->is_known |= page->stream_id != 0;
      self->visitor->last_seq = MAX (self->visitor->last_seq, page->last_seq);
      poll_answer_page (self, page);
    }
  else if (!self->is_done)
    {
      self->visitor->is_known |= page->stream_id != 0;
      od_webchat_hall_told_presence (self->hall, self->visitor);
      if (self->is_wanted)
        poll_load (self);
    }
  g_rc_box_release_full (self, poll_clear);
}

static void
poll_load (Poll *self)
{
  self->is_loading = TRUE;
  self->is_wanted = FALSE;
  od_stream_port_load_async (self->hall->streams, self->hall->account_id, self->visitor->chat_id, self->after,
                             self->after == 0 ? OD_LIMIT_RESUME_EVENTS : POLL_PAGE, self->hall->closing, poll_loaded_cb,
                             g_rc_box_acquire (self));
}

static void
poll_advanced_cb (gpointer data, gint64 last_seq)
{
  Poll *self = data;

  if (self->is_loading)
    self->is_wanted = TRUE;
  else
    poll_load (self);
}

static void
poll_tell_cb (gpointer data, JsonNode *frame)
{
  Poll *self = data;
  g_autoptr (OdWebchatCollector) collector = od_webchat_collector_new ();
  g_autofree char *more = g_strdup_printf (",\"seq\":%" G_GINT64_FORMAT, self->after);

  if (self->is_loading)
    return;
  od_webchat_send (OD_SOCKET (collector), json_node_ref (frame));
  poll_answer (self, od_webchat_response_new_json (200, od_webchat_collector_dup_frames (collector, more)));
}

static void
poll_evict_cb (gpointer data)
{
  poll_answer_page (data, NULL);
}

static const OdWebchatListener poll_listener = { poll_advanced_cb, poll_tell_cb, poll_evict_cb };

static gboolean
poll_timeout_cb (gpointer user_data)
{
  poll_answer_page (user_data, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
poll_gone_cb (GCancellable *cancellable, gpointer user_data)
{
  return poll_timeout_cb (user_data);
}

/**
 * od_webchat_fallback_poll:
 * @cancellable: (nullable): cancelled when nobody waits for the answer any more
 * @task: (transfer full): answered when there is something after `after`, or after `wait` seconds
 */
void
od_webchat_fallback_poll (OdWebchatHall *hall, const OdHttpRequest *request, GCancellable *cancellable, GTask *task)
{
  g_autoptr (GTask) owned = task;
  g_autoptr (OdWebchatAdmission) admission = NULL;
  OdHttpResponse *refusal = NULL;
  gint64 after = 0, wait_s = 0;
  Poll *self;

  if (!read_number (request, "after", 0, OD_LIMIT_JSON_INTEGER_MAX, &after))
    refusal = od_webchat_response_new_error (400, "bad_frame", "after", 0);
  else if (!read_number (request, "wait", 0, OD_LIMIT_POLL_WAIT_S, &wait_s))
    refusal = od_webchat_response_new_error (400, "bad_frame", "wait", 0);
  else if (hall->n_polls >= hall->config->max_sockets)
    refusal = od_webchat_response_new_error (503, "rate", NULL, 30);
  else
    admission = admit (hall, request, &refusal);
  if (admission == NULL)
    {
      answer (task, refusal != NULL ? refusal : od_webchat_response_new_error (401, "auth", "Authorization", 0));
      return;
    }
  self = g_rc_box_new0 (Poll);
  self->hall = od_webchat_hall_ref (hall);
  self->visitor = od_webchat_hall_ensure_visitor (hall, admission->visitor_id);
  self->task = g_steal_pointer (&owned);
  self->after = after;
  if (wait_s > 0)
    {
      self->timeout = g_timeout_source_new_seconds ((guint) wait_s);
      g_source_set_callback (self->timeout, poll_timeout_cb, self, NULL);
      g_source_attach (self->timeout, g_main_context_get_thread_default ());
      self->gone = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->gone, G_SOURCE_FUNC (poll_gone_cb), self, NULL);
      g_source_attach (self->gone, g_main_context_get_thread_default ());
    }
  hall->n_polls++;
  poll_load (self);
  od_webchat_visitor_add (self->visitor, &poll_listener, self, MAX_POLLS);
}

/* ---- GET /history ---- */

typedef struct {
  OdWebchatHall *hall;
  GTask *task; /* (owned) */
} History;

static void
history_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  History *self = user_data;
  g_autoptr (OdStreamPage) page = od_stream_port_load_before_finish (OD_STREAM_PORT (source), result, NULL);
  g_autoptr (OdWebchatCollector) collector = od_webchat_collector_new ();

  for (guint i = 0; page != NULL && i < page->events->len; i++)
    od_webchat_send (OD_SOCKET (collector),
                     od_webchat_render_event (g_ptr_array_index (page->events, i), self->hall->keys->link_key,
                                              od_webchat_hall_now_s (self->hall)));
  if (page == NULL)
    answer (self->task, od_webchat_response_new_error (503, "internal", NULL, 2));
  else if (page->is_blocked)
    answer (self->task, od_webchat_response_new_error (403, "closed", NULL, 0));
  else
    answer (self->task,
            od_webchat_response_new_json (200, od_webchat_collector_dup_frames (
                                                   collector, page->has_more ? ",\"more\":true" : ",\"more\":false")));
  od_webchat_hall_unref (self->hall);
  g_object_unref (self->task);
  g_free (self);
}

/**
 * od_webchat_fallback_history:
 * @task: (transfer full): answered with what came before `before`, ascending
 */
void
od_webchat_fallback_history (OdWebchatHall *hall, const OdHttpRequest *request, GTask *task)
{
  g_autoptr (GTask) owned = task;
  g_autoptr (OdWebchatAdmission) admission = NULL;
  OdHttpResponse *refusal = NULL;
  gint64 before = OD_LIMIT_JSON_INTEGER_MAX, limit = OD_LIMIT_HISTORY_EVENTS;
  History *self;

  if (!read_number (request, "before", 1, OD_LIMIT_JSON_INTEGER_MAX, &before))
    refusal = od_webchat_response_new_error (400, "bad_frame", "before", 0);
  else if (!read_number (request, "limit", 1, OD_LIMIT_HISTORY_EVENTS, &limit))
    refusal = od_webchat_response_new_error (400, "bad_frame", "limit", 0);
  else
    admission = admit (hall, request, &refusal);
  if (admission == NULL)
    {
      answer (task, refusal != NULL ? refusal : od_webchat_response_new_error (401, "auth", "Authorization", 0));
      return;
    }
  self = g_new0 (History, 1);
  self->hall = od_webchat_hall_ref (hall);
  self->task = g_steal_pointer (&owned);
  od_stream_port_load_before_async (hall->streams, hall->account_id, admission->visitor_id, before, (guint) limit,
                                    hall->closing, history_cb, self);
}
