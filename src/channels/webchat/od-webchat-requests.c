/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-limits.h"
#include "od-text.h"
#include "od-webchat-grants.h"
#include "od-webchat-link.h"
#include "od-webchat-session-private.h"
#include "od-webchat-sniff.h"
#include "od-webchat-update.h"

/* A request on its way through the engine. */
typedef struct {
  OdWebchatSession *session; /* (owned) */
  char *cid;
  OdProfile *profile; /* (nullable): goes back to the visitor if it is not stored */
  gboolean is_message;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  od_webchat_session_unref (request->session);
  g_free (request->cid);
  g_clear_pointer (&request->profile, od_profile_free);
  g_free (request);
}

/* ---- requests that are stored ---- */

static void
stored (OdWebchatSession *self, const Request *request, const OdIngestOutcome *outcome)
{
  self->visitor->is_known = TRUE;
  od_webchat_hall_told_presence (self->hall, self->visitor);
  if (self->delivery != NULL)
    od_webchat_delivery_confirm (self->delivery, request->cid, outcome, request->is_message);
  else if (self->state == OD_WEBCHAT_SESSION_LIVE)
    od_webchat_send (self->socket, od_webchat_render_ok (request->cid, outcome->seq, outcome->at_us));
  od_webchat_visitor_advance (self->visitor, outcome->seq); /* the other tabs */
}

static void
refused (OdWebchatSession *self, const Request *request, const OdIngestOutcome *outcome)
{
  OdWebchatErr err = { .cid = request->cid };

  if (self->delivery != NULL)
    od_webchat_delivery_forget (self->delivery, request->cid);
  if (outcome == NULL)
    {
      if (self->visitor->profile == NULL)
        self->visitor->profile = od_profile_copy (request->profile);
      err.code = "internal";
      err.retry_s = OD_WEBCHAT_RETRY_S;
    }
  else if (g_strcmp0 (outcome->reason, "bad_file") == 0)
    err.code = "bad_file";
  else
    {
      err.code = g_strcmp0 (outcome->reason, "too_late") == 0 ? "closed" : "bad_frame";
      err.field = "seq";
    }
  od_webchat_session_send_err (self, &err);
}

static void
answered_cb (const OdIngestOutcome *outcome, gpointer user_data)
{
  Request *request = user_data;
  OdWebchatSession *self = request->session;

  self->n_waiting--;
  if (outcome != NULL && outcome->status == OD_INGEST_BLOCKED)
    od_socket_close (self->socket, 4010, "blocked");
  else if (outcome != NULL && (outcome->status == OD_INGEST_STORED || outcome->status == OD_INGEST_DUPLICATE))
    stored (self, request, outcome);
  else
    refused (self, request, outcome);
  od_webchat_session_look_whether_idle (self);
}

/* What hello said goes with the first thing that is stored. */
static OdProfile *
add_profile (OdWebchatSession *self, OdUpdate *update)
{
  g_autoptr (OdProfile) said = g_steal_pointer (&self->visitor->profile);
  OdProfile *profile;

  if (said == NULL)
    return NULL;
  if (update->profile == NULL)
    {
      update->profile = g_steal_pointer (&said);
      return od_profile_copy (update->profile);
    }
  profile = update->profile; /* of a form: what is written there counts more */
  profile->name = profile->name != NULL ? profile->name : g_strdup (said->name);
  profile->email = profile->email != NULL ? profile->email : g_strdup (said->email);
  profile->phone = profile->phone != NULL ? profile->phone : g_strdup (said->phone);
  profile->lang = g_strdup (said->lang);
  profile->time_zone = g_strdup (said->time_zone);
  profile->page_url = g_strdup (said->page_url);
  profile->page_title = g_strdup (said->page_title);
  profile->external_id = g_strdup (said->external_id);
  return g_steal_pointer (&said);
}

/* Also when it leaves. */
void
od_webchat_session_end_typing (OdWebchatSession *self)
{
  if (!self->visitor->is_typing)
    return;
  self->visitor->is_typing = FALSE;
  od_ingest_port_live (self->hall->ingest, self->hall->account_id,
                       od_live_event_new (OD_LIVE_TYPING, self->visitor->chat_id));
}

static void
take_durable (OdWebchatSession *self, const OdWebchatFrame *frame)
{
  gboolean is_message = frame->type == OD_WEBCHAT_MSG || frame->type == OD_WEBCHAT_FORM;
  gint64 now_us = od_webchat_hall_now_us (self->hall);
  OdUpdate *update;
  Request *request;

  if (!od_token_bucket_take (&self->visitor->messages, now_us))
    {
      od_webchat_session_send_rate (self, frame->cid, od_token_bucket_wait_s (&self->visitor->messages, now_us));
      return;
    }
  if (is_message)
    od_webchat_session_end_typing (self);
  update = od_webchat_update_new (frame, self->visitor->chat_id);
  request = g_new0 (Request, 1);
  request->session = od_webchat_session_ref (self);
  request->cid = g_strdup (frame->cid);
  request->is_message = is_message;
  request->profile = add_profile (self, update);
  if (is_message && self->delivery != NULL)
    od_webchat_delivery_expect (self->delivery, frame->cid);
  self->n_waiting++;
  if (od_webchat_intake_push (self->hall->intake, update, answered_cb, request, request_free))
    return;
  self->n_waiting--;
  if (self->delivery != NULL)
    od_webchat_delivery_forget (self->delivery, frame->cid);
  od_webchat_session_send_err (self,
                               &(OdWebchatErr){ .cid = frame->cid, .code = "internal", .retry_s = OD_WEBCHAT_RETRY_S });
}

static void
take_form (OdWebchatSession *self, const OdWebchatFrame *frame)
{
  gint64 now_us = od_webchat_hall_now_us (self->hall);
  gint64 open_us = self->welcomed_us + OD_LIMIT_FORM_MIN_S * (gint64) G_USEC_PER_SEC;
  guint wait_s = 0;

  if (frame->form.is_trapped)
    od_webchat_session_send_err (self, &(OdWebchatErr){ .cid = frame->cid, .code = "bad_frame", .field = "website" });
  else if (self->idle == NULL && now_us < open_us)
    od_webchat_session_send_rate (self, frame->cid, (guint) ((open_us - now_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC));
  else if (!od_token_bucket_take (&self->visitor->forms, now_us))
    od_webchat_session_send_rate (self, frame->cid, od_token_bucket_wait_s (&self->visitor->forms, now_us));
  else if (od_webchat_hall_limits (self->hall, self->peer->is_local) &&
           !od_webchat_rates_take (self->hall->forms, self->peer->address, now_us, &wait_s))
    od_webchat_session_send_rate (self, frame->cid, wait_s);
  else
    take_durable (self, frame);
}

/* ---- the others ---- */

static void
take_typing (OdWebchatSession *self, const OdWebchatTyping *typing)
{
  gint64 now_us = od_webchat_hall_now_us (self->hall);
  OdLiveEvent *event;

  if (!typing->is_on)
    {
      od_webchat_session_end_typing (self);
      return;
    }
  if (!self->visitor->is_known || !od_token_bucket_take (&self->visitor->typing, now_us))
    return;
  self->visitor->is_typing = TRUE;
  event = od_live_event_new (OD_LIVE_TYPING, self->visitor->chat_id);
  event->text = g_strdup (typing->text);
  event->expires_us = now_us + OD_LIMIT_TYPING_EXPIRES_S * (gint64) G_USEC_PER_SEC;
  od_ingest_port_live (self->hall->ingest, self->hall->account_id, event);
}

static void
take_file_request (OdWebchatSession *self, const OdWebchatFrame *frame)
{
  const OdWebchatFileRequest *file = &frame->file;
  gint64 now_us = od_webchat_hall_now_us (self->hall);
  gint64 now_s = od_webchat_hall_now_s (self->hall);
  g_autofree char *name = od_text_clean_name (file->name);
  g_autofree char *put = NULL;
  const OdWebchatGrant *grant;
  OdWebchatErr err = { .cid = frame->cid, .code = "bad_file" };
  guint wait_s = 0;

  if (!od_webchat_sniff_may_be (file->type) || !od_webchat_sniff_name_is_safe (name))
    err.field = od_webchat_sniff_may_be (file->type) ? "name" : "type";
  else if (file->size_bytes < 1 || file->size_bytes > OD_LIMIT_FILE_BYTES)
    err.field = "size";
  if (err.field != NULL)
    {
      od_webchat_session_send_err (self, &err);
      return;
    }
  if (!od_token_bucket_take (&self->visitor->files, now_us))
    {
      od_webchat_session_send_rate (self, frame->cid, od_token_bucket_wait_s (&self->visitor->files, now_us));
      return;
    }
  if (od_webchat_hall_limits (self->hall, self->peer->is_local) &&
      !od_webchat_rates_take (self->hall->files, self->peer->address, now_us, &wait_s))
    {
      od_webchat_session_send_rate (self, frame->cid, wait_s);
      return;
    }
  grant = od_webchat_grants_add (self->hall->grants, self->visitor->chat_id, name, file->type, file->size_bytes, now_s);
  if (grant == NULL)
    {
      od_webchat_session_send_err (self, &(OdWebchatErr){ .cid = frame->cid, .code = "internal", .retry_s = 60 });
      return;
    }
  put = od_webchat_link_make (self->hall->keys->link_key, "PUT", grant->file_id, grant->expires_s);
  od_webchat_send (self->socket, od_webchat_render_file_ok (frame->cid, grant->file_id, put, grant->expires_s));
}

static void
take_upto (OdWebchatSession *self, const OdWebchatFrame *frame)
{
  gint64 upto = MIN (frame->upto, self->visitor->last_seq);

  if (frame->type == OD_WEBCHAT_READ)
    self->visitor->read_seq = MAX (self->visitor->read_seq, upto);
  else
    self->visitor->acked_seq = MAX (self->visitor->acked_seq, upto);
  od_webchat_hall_flush_receipts (self->hall, self->visitor);
}

void
od_webchat_session_take_live (OdWebchatSession *self, const OdWebchatFrame *frame)
{
  switch (frame->type)
    {
    case OD_WEBCHAT_MSG:
    case OD_WEBCHAT_EDIT:
    case OD_WEBCHAT_DEL:
    case OD_WEBCHAT_REACT:
      take_durable (self, frame);
      break;
    case OD_WEBCHAT_FORM:
      take_form (self, frame);
      break;
    case OD_WEBCHAT_FILE_REQ:
      take_file_request (self, frame);
      break;
    case OD_WEBCHAT_TYPING:
      take_typing (self, &frame->typing);
      break;
    case OD_WEBCHAT_READ:
    case OD_WEBCHAT_ACK:
      take_upto (self, frame);
      break;
    case OD_WEBCHAT_PING:
      od_webchat_send (self->socket, od_webchat_render_pong (frame->n));
      break;
    case OD_WEBCHAT_BYE:
      od_socket_close (self->socket, 1000, NULL);
      break;
    case OD_WEBCHAT_HELLO:
      od_webchat_session_send_err (self, &(OdWebchatErr){ .code = "bad_frame", .field = "t" });
      break;
    case OD_WEBCHAT_UNKNOWN:
    default:
      break;
    }
}
