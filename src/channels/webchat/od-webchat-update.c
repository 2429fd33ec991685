/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-webchat-update.h"

#include "od-json.h"
#include "od-limits.h"
#include "od-text.h"

static void
take_payload (OdUpdate *update, JsonObject *payload)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), payload);

  json_object_unref (payload);
  g_free (update->payload);
  update->payload = od_json_to_string (node, NULL);
}

/* Made unique within the account; "/" keeps it apart from the "chat:key" of what we send. */
static char *
dup_remote_id (const char *chat_id, const char *cid)
{
  return g_strconcat (chat_id, "/", cid, NULL);
}

static void
fill_message (OdUpdate *update, const OdWebchatMsg *msg)
{
  JsonObject *payload = NULL;

  g_free (update->text);
  update->text = g_strdup (msg->text);
  update->reply_to_seq = msg->reply_to;
  for (guint i = 0; i < msg->n_files; i++)
    {
      OdUpdateAttachment *attachment = od_update_attachment_new ();

      attachment->upload_id = g_strdup (msg->files[i]);
      od_update_add_attachment (update, attachment);
    }
  if (!msg->has_place && msg->button == NULL)
    return;
  payload = json_object_new ();
  if (msg->has_place)
    {
      JsonObject *place = json_object_new ();

      json_object_set_double_member (place, "lat", msg->place.lat);
      json_object_set_double_member (place, "lon", msg->place.lon);
      if (msg->place.accuracy_m >= 0)
        json_object_set_double_member (place, "acc", msg->place.accuracy_m);
      json_object_set_object_member (payload, "loc", place);
    }
  if (msg->button != NULL)
    json_object_set_string_member (payload, "button", msg->button);
  take_payload (update, payload);
}

static char *
set_line (JsonObject *to, const char *name, const char *text)
{
  g_autofree char *line = text != NULL ? od_text_snippet (text, OD_LIMIT_TITLE_CHARS) : NULL;

  if (line == NULL || *line == '\0')
    return NULL;
  json_object_set_string_member (to, name, line);
  return g_steal_pointer (&line);
}

static void
fill_form (OdUpdate *update, const OdWebchatForm *form)
{
  static const char *const names[] = {
    [OD_WEBCHAT_FORM_PRECHAT] = "prechat",
    [OD_WEBCHAT_FORM_OFFLINE] = "offline",
    [OD_WEBCHAT_FORM_CSAT] = "csat",
  };
  JsonObject *payload = json_object_new ();
  JsonObject *data = json_object_new ();

  g_free (update->text);
  update->text = g_strdup (form->text != NULL ? form->text : "");
  update->starts_offline = form->kind == OD_WEBCHAT_FORM_OFFLINE;
  update->profile = od_profile_new ();
  update->profile->name = set_line (data, "name", form->name);
  update->profile->email = set_line (data, "email", form->email);
  update->profile->phone = set_line (data, "phone", form->phone);
  if (form->rating > 0)
    json_object_set_int_member (data, "rating", form->rating);
  json_object_set_boolean_member (data, "consent", form->has_consent);
  json_object_set_string_member (payload, "form", names[form->kind]);
  json_object_set_object_member (payload, "data", data);
  take_payload (update, payload);
}

static OdUpdateKind
kind_of (OdWebchatFrameType type)
{
  if (type == OD_WEBCHAT_EDIT)
    return OD_UPDATE_EDIT;
  if (type == OD_WEBCHAT_DEL)
    return OD_UPDATE_REMOVAL;
  return type == OD_WEBCHAT_REACT ? OD_UPDATE_REACTION : OD_UPDATE_MESSAGE;
}

/**
 * od_webchat_update_new:
 * @frame: a msg, edit, del, react or form
 *
 * Returns: (transfer full): the same as the rest of the program understands it
 */
OdUpdate *
od_webchat_update_new (const OdWebchatFrame *frame, const char *chat_id)
{
  OdUpdate *update = od_update_new (kind_of (frame->type), chat_id);

  update->client_id = g_strdup (frame->cid);
  if (frame->type == OD_WEBCHAT_MSG || frame->type == OD_WEBCHAT_FORM)
    {
      update->remote_id = dup_remote_id (chat_id, frame->cid);
      if (frame->type == OD_WEBCHAT_MSG)
        fill_message (update, &frame->msg);
      else
        fill_form (update, &frame->form);
      return update;
    }
  update->target_seq = frame->change.seq;
  if (frame->type == OD_WEBCHAT_EDIT)
    {
      g_free (update->text);
      update->text = g_strdup (frame->change.text);
    }
  if (frame->type == OD_WEBCHAT_REACT)
    update->emoji = g_strdup (frame->change.emoji);
  return update;
}

/**
 * od_webchat_update_new_receipt:
 * @upto: everything up to this seq
 *
 * Returns: (transfer full): what the visitor's browser has, or the visitor has read
 */
OdUpdate *
od_webchat_update_new_receipt (const char *chat_id, gint64 upto, OdDelivery delivery)
{
  OdUpdate *update = od_update_new (OD_UPDATE_RECEIPT, chat_id);

  update->target_seq = upto;
  update->delivery = delivery;
  return update;
}
