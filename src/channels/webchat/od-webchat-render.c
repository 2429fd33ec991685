/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-webchat-render.h"

#include "od-json.h"
#include "od-limits.h"
#include "od-webchat-frame.h"
#include "od-webchat-link.h"
#include "od-webchat-sniff.h"

static JsonObject *
frame_new (const char *type)
{
  JsonObject *frame = json_object_new ();

  json_object_set_string_member (frame, "t", type);
  return frame;
}

/* Takes @frame. */
static JsonNode *
finish (JsonObject *frame)
{
  JsonNode *node = json_node_init_object (json_node_alloc (), frame);

  json_object_unref (frame);
  return node;
}

static JsonObject *
event_new (const char *type, const OdStreamEvent *event)
{
  JsonObject *frame = frame_new (type);

  json_object_set_int_member (frame, "seq", event->seq);
  json_object_set_int_member (frame, "ts", event->at_us / 1000);
  return frame;
}

static JsonObject *
render_author (const OdStreamEvent *event)
{
  JsonObject *from = json_object_new ();

  if (event->from == OD_TIMELINE_IN)
    {
      json_object_set_string_member (from, "k", "me");
      return from;
    }
  json_object_set_string_member (from, "k", event->is_bot ? "bot" : "op");
  if (event->author_id != NULL)
    json_object_set_string_member (from, "id", event->author_id);
  if (event->author != NULL)
    json_object_set_string_member (from, "name", event->author);
  return from;
}

static JsonArray *
render_files (GPtrArray *files, GBytes *link_key, gint64 now_s)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < files->len; i++)
    {
      const OdAttachmentRow *row = g_ptr_array_index (files, i);
      g_autofree char *url = od_webchat_link_make (link_key, "GET", row->uid, now_s + OD_LIMIT_FILE_LINK_S);
      JsonObject *file = json_object_new ();

      json_object_set_string_member (file, "id", row->uid);
      json_object_set_string_member (file, "name", row->name);
      json_object_set_string_member (file, "type", row->mime);
      json_object_set_int_member (file, "size", MAX (row->size_bytes, 0));
      if (row->width > 0 && row->height > 0)
        {
          json_object_set_int_member (file, "w", row->width);
          json_object_set_int_member (file, "h", row->height);
        }
      if (row->duration_ms > 0)
        json_object_set_int_member (file, "dur", row->duration_ms);
      json_object_set_string_member (file, "url", url);
      json_array_add_object_element (list, file);
    }
  return list;
}

/* Of what we stored beside the text, only what the page can show. */
static void
render_payload (JsonObject *frame, const char *payload)
{
  g_autoptr (JsonNode) root = od_json_parse (payload, -1, NULL, NULL);
  JsonObject *place = NULL;
  const char *form = NULL;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  if (od_json_get_object_opt (json_node_get_object (root), "loc", &place, NULL) && place != NULL)
    json_object_set_object_member (frame, "loc", json_object_ref (place));
  if (od_json_get_string_opt (json_node_get_object (root), "form", 32, &form, NULL) && form != NULL)
    json_object_set_string_member (frame, "form", form);
}

static JsonNode *
render_message (const OdStreamEvent *event, GBytes *link_key, gint64 now_s)
{
  JsonObject *frame = event_new ("msg", event);

  json_object_set_object_member (frame, "from", render_author (event));
  if (event->text != NULL && *event->text != '\0')
    json_object_set_string_member (frame, "text", event->text);
  if (event->files != NULL && event->files->len > 0)
    json_object_set_array_member (frame, "files", render_files (event->files, link_key, now_s));
  if (event->reply_to_seq > 0)
    json_object_set_int_member (frame, "reply_to", event->reply_to_seq);
  if (event->client_id != NULL && event->from == OD_TIMELINE_IN)
    json_object_set_string_member (frame, "cid", event->client_id);
  if (event->payload != NULL)
    render_payload (frame, event->payload);
  return finish (frame);
}

static JsonObject *
render_reactions (GPtrArray *reactions)
{
  JsonObject *all = json_object_new ();

  for (guint i = 0; reactions != NULL && i < reactions->len; i++)
    {
      const OdStreamReaction *reaction = g_ptr_array_index (reactions, i);
      JsonObject *one = json_object_new ();

      json_object_set_int_member (one, "n", reaction->n);
      json_object_set_boolean_member (one, "me", reaction->by_customer);
      json_object_set_object_member (all, reaction->emoji, one);
    }
  return all;
}

static const char *
status_name (OdStatus status)
{
  switch (status)
    {
    case OD_STATUS_OPEN:
      return "open";
    case OD_STATUS_PENDING:
      return "pending";
    case OD_STATUS_RESOLVED:
    case OD_STATUS_SPAM:
    default:
      return "closed";
    }
}

/**
 * od_webchat_render_event:
 * @link_key: signs the addresses of files
 * @now_s: Unix seconds; they hold 15 minutes from then
 *
 * Returns: (transfer full): the durable frame of one event of a stream
 */
JsonNode *
od_webchat_render_event (const OdStreamEvent *event, GBytes *link_key, gint64 now_s)
{
  JsonObject *frame;

  if (event->kind == OD_STREAM_MESSAGE)
    return render_message (event, link_key, now_s);
  if (event->kind == OD_STREAM_STATUS)
    {
      frame = event_new ("conv", event);
      json_object_set_string_member (frame, "status", status_name (event->status));
      if (event->author != NULL)
        json_object_set_string_member (frame, "op", event->author);
      return finish (frame);
    }
  frame = event_new ("upd", event);
  json_object_set_int_member (frame, "ref", event->ref_seq);
  if (event->kind == OD_STREAM_EDIT)
    json_object_set_string_member (frame, "text", event->text != NULL ? event->text : "");
  else if (event->kind == OD_STREAM_REMOVAL)
    json_object_set_boolean_member (frame, "deleted", TRUE);
  else
    json_object_set_object_member (frame, "react", render_reactions (event->reactions));
  return finish (frame);
}

static JsonObject *
render_limits (void)
{
  const char *const *types = od_webchat_sniff_get_types ();
  JsonObject *limits = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; types[i] != NULL; i++)
    json_array_add_string_element (list, types[i]);
  json_object_set_int_member (limits, "text", OD_LIMIT_TEXT_CHARS);
  json_object_set_int_member (limits, "files", OD_LIMIT_MESSAGE_FILES);
  json_object_set_int_member (limits, "size", OD_LIMIT_FILE_BYTES);
  json_object_set_array_member (limits, "types", list);
  return limits;
}

static JsonObject *
render_forms (guint forms)
{
  static const char *const names[] = { "prechat", "offline", "csat" };
  JsonObject *all = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if ((forms & (1u << i)) != 0)
      json_object_set_object_member (all, names[i], json_object_new ());
  return all;
}

/**
 * od_webchat_render_welcome:
 *
 * Returns: (transfer full): the frame
 */
JsonNode *
od_webchat_render_welcome (const OdWebchatWelcome *welcome)
{
  JsonObject *frame = frame_new ("welcome");
  JsonObject *me = json_object_new ();

  json_object_set_int_member (frame, "v", 1);
  if (welcome->token != NULL)
    json_object_set_string_member (frame, "token", welcome->token);
  json_object_set_string_member (me, "id", welcome->visitor_id);
  if (welcome->name != NULL)
    json_object_set_string_member (me, "name", welcome->name);
  json_object_set_boolean_member (me, "verified", welcome->is_verified);
  json_object_set_object_member (frame, "me", me);
  if (welcome->page->conversation_uid != NULL)
    {
      JsonObject *conversation = json_object_new ();

      json_object_set_string_member (conversation, "id", welcome->page->conversation_uid);
      json_object_set_string_member (conversation, "status", status_name (welcome->page->status));
      json_object_set_object_member (frame, "conv", conversation);
    }
  json_object_set_int_member (frame, "seq", welcome->page->last_seq);
  json_object_set_boolean_member (frame, "resumed", welcome->is_resumed);
  json_object_set_boolean_member (frame, "online", welcome->is_online);
  json_object_set_int_member (frame, "hb", OD_LIMIT_HEARTBEAT_S);
  json_object_set_object_member (frame, "limits", render_limits ());
  json_object_set_object_member (frame, "forms", render_forms (welcome->forms));
  if (welcome->greeting != NULL && *welcome->greeting != '\0')
    json_object_set_string_member (frame, "greeting", welcome->greeting);
  return finish (frame);
}

/**
 * od_webchat_err_text:
 * @code: of an err frame or of a refused request
 *
 * Returns: (transfer none): one sentence for whoever builds a page; the page says it in its own language
 */
const char *
od_webchat_err_text (const char *code)
{
  static const char *const texts[][2] = {
    { "bad_json", "The frame is no JSON object within the limits" },
    { "bad_frame", "A member is missing or not what it must be" },
    { "too_long", "Longer than allowed" },
    { "bad_file", "This file is not taken" },
    { "rate", "Too often; wait a little" },
    { "auth", "The session is not valid" },
    { "closed", "Not possible now" },
    { "internal", "Not stored; try again" },
    { "origin", "This page may not use the chat" },
    { "not_found", "There is nothing here" },
    { "method", "Not with this method" },
    { "length", "A Content-Length is needed, and has to be right" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (texts[i][0], code))
      return texts[i][1];
  return "Refused";
}

/**
 * od_webchat_render_err:
 *
 * Returns: (transfer full): the frame
 */
JsonNode *
od_webchat_render_err (const OdWebchatErr *err)
{
  JsonObject *frame = frame_new ("err");

  if (err->cid != NULL && *err->cid != '\0')
    json_object_set_string_member (frame, "cid", err->cid);
  json_object_set_string_member (frame, "code", err->code);
  json_object_set_string_member (frame, "text", od_webchat_err_text (err->code));
  if (err->field != NULL && *err->field != '\0')
    json_object_set_string_member (frame, "field", err->field);
  if (err->retry_s > 0)
    json_object_set_int_member (frame, "retry", err->retry_s);
  if (err->is_fatal)
    json_object_set_boolean_member (frame, "fatal", TRUE);
  return finish (frame);
}

/**
 * od_webchat_render_ok:
 *
 * Returns: (transfer full): stored durably
 */
JsonNode *
od_webchat_render_ok (const char *cid, gint64 seq, gint64 at_us)
{
  JsonObject *frame = frame_new ("ok");

  json_object_set_string_member (frame, "cid", cid);
  json_object_set_int_member (frame, "seq", seq);
  json_object_set_int_member (frame, "ts", at_us / 1000);
  return finish (frame);
}

/**
 * od_webchat_render_gap:
 *
 * Returns: (transfer full): events that are left out, both ends included
 */
JsonNode *
od_webchat_render_gap (gint64 from, gint64 to)
{
  JsonObject *frame = frame_new ("gap");

  json_object_set_int_member (frame, "from", from);
  json_object_set_int_member (frame, "to", to);
  return finish (frame);
}

/**
 * od_webchat_render_state:
 *
 * Returns: (transfer full): how far the desk has, and has read, the visitor's messages
 */
JsonNode *
od_webchat_render_state (gint64 delivered, gint64 read)
{
  JsonObject *frame = frame_new ("state");

  json_object_set_int_member (frame, "delivered", delivered);
  json_object_set_int_member (frame, "read", read);
  return finish (frame);
}

/**
 * od_webchat_render_typing:
 * @name: (nullable): of the operator
 *
 * Returns: (transfer full): the frame
 */
JsonNode *
od_webchat_render_typing (gboolean is_on, const char *name)
{
  JsonObject *frame = frame_new ("typing");

  json_object_set_boolean_member (frame, "on", is_on);
  if (name != NULL)
    json_object_set_string_member (frame, "name", name);
  return finish (frame);
}

JsonNode *
od_webchat_render_online (gboolean is_online)
{
  JsonObject *frame = frame_new ("online");

  json_object_set_boolean_member (frame, "online", is_online);
  return finish (frame);
}

/**
 * od_webchat_render_file_ok:
 * @put: where the file is to be sent
 *
 * Returns: (transfer full): the frame
 */
JsonNode *
od_webchat_render_file_ok (const char *cid, const char *file_id, const char *put, gint64 expires_s)
{
  JsonObject *frame = frame_new ("file_ok");

  json_object_set_string_member (frame, "cid", cid);
  json_object_set_string_member (frame, "file_id", file_id);
  json_object_set_string_member (frame, "put", put);
  json_object_set_int_member (frame, "exp", expires_s);
  return finish (frame);
}

JsonNode *
od_webchat_render_pong (gint64 n)
{
  JsonObject *frame = frame_new ("pong");

  json_object_set_int_member (frame, "n", n);
  return finish (frame);
}
