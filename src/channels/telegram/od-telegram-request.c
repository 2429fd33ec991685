/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-http-form.h"
#include "od-json.h"
#include "od-telegram-plan-private.h"

static void
part_free (gpointer data)
{
  OdTelegramPart *part = data;

  g_free (part->name);
  g_free (part->file_name);
  g_free (part->mime);
  g_free (part->path);
  g_free (part);
}

/**
 * od_telegram_request_new:
 * @method: static
 *
 * Returns: (transfer full): without parameters or files
 */
OdTelegramRequest *
od_telegram_request_new (const char *method)
{
  OdTelegramRequest *self = g_new0 (OdTelegramRequest, 1);

  self->method = method;
  self->parameters = json_object_new ();
  return self;
}

/**
 * od_telegram_request_new_poll:
 * @cursor: (nullable): where to go on; everything before it is confirmed
 * @timeout_s: how long to wait for something
 *
 * Returns: (transfer full)
 */
OdTelegramRequest *
od_telegram_request_new_poll (const char *cursor, guint timeout_s)
{
  static const char *const kinds[] = {
    "message",          "edited_message",      "callback_query",          "message_reaction",          "my_chat_member",
    "business_message", "business_connection", "edited_business_message", "deleted_business_messages",
  };
  OdTelegramRequest *self = od_telegram_request_new ("getUpdates");
  JsonArray *allowed = json_array_new ();
  gint64 offset = 0;

  if (cursor != NULL && g_ascii_string_to_signed (cursor, 10, 1, G_MAXINT32, &offset, NULL))
    json_object_set_int_member (self->parameters, "offset", offset);
  json_object_set_int_member (self->parameters, "limit", 100);
  json_object_set_int_member (self->parameters, "timeout", timeout_s);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    json_array_add_string_element (allowed, kinds[i]);
  json_object_set_array_member (self->parameters, "allowed_updates", allowed);
  self->is_repeatable = TRUE;
  return self;
}

void
od_telegram_request_free (OdTelegramRequest *self)
{
  json_object_unref (self->parameters);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->otherwise, od_telegram_request_free);
  g_free (self);
}

/*
 * od_telegram_request_add_file:
 * @name: of the part
 */
void
od_telegram_request_add_file (OdTelegramRequest *self, const char *name, const OdAttachmentRow *file)
{
  OdTelegramPart *part = g_new0 (OdTelegramPart, 1);

  part->name = g_strdup (name);
  part->file_name = g_strdup (*file->name != '\0' ? file->name : "file");
  part->mime = g_strdup (file->mime);
  part->path = g_strdup (file->path);
  part->id = file->id;
  part->size_bytes = file->size_bytes;
  if (self->files == NULL)
    self->files = g_ptr_array_new_with_free_func (part_free);
  g_ptr_array_add (self->files, part);
}

gint64
od_telegram_request_get_files_bytes (const OdTelegramRequest *self)
{
  gint64 bytes = 0;

  for (guint i = 0; self->files != NULL && i < self->files->len; i++)
    bytes += ((const OdTelegramPart *) self->files->pdata[i])->size_bytes;
  return bytes;
}

/**
 * od_telegram_request_dup_json:
 *
 * Returns: (transfer full): the parameters as a body
 */
char *
od_telegram_request_dup_json (const OdTelegramRequest *self)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), self->parameters);

  return od_json_to_string (node, NULL);
}

/* In a form, what is no text is JSON as text. */
static char *
dup_as_part (JsonNode *node)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  return od_json_to_string (node, NULL);
}

/**
 * od_telegram_request_attach:
 * @message: gets the request for its body
 */
void
od_telegram_request_attach (const OdTelegramRequest *self, SoupMessage *message)
{
  g_autoptr (OdHttpForm) form = NULL;
  g_autoptr (GList) names = NULL;

  if (self->files == NULL)
    {
      char *json = od_telegram_request_dup_json (self);
      g_autoptr (GBytes) body = g_bytes_new_take (json, strlen (json));

      soup_message_set_request_body_from_bytes (message, "application/json", body);
      return;
    }
  form = od_http_form_new ();
  names = json_object_get_members (self->parameters);
  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *text = dup_as_part (json_object_get_member (self->parameters, l->data));

      od_http_form_add_text (form, l->data, text);
    }
  for (guint i = 0; i < self->files->len; i++)
    {
      const OdTelegramPart *part = self->files->pdata[i];

      od_http_form_add_file (form, part->name, part->file_name, part->mime, part->path, part->size_bytes);
    }
  od_http_form_attach (form, message);
}

/**
 * od_telegram_request_set_chat:
 *
 * The chat has another id now; what was to be quoted is not there.
 */
void
od_telegram_request_set_chat (OdTelegramRequest *self, gint64 chat_id)
{
  json_object_set_int_member (self->parameters, "chat_id", chat_id);
  if (json_object_has_member (self->parameters, "reply_parameters"))
    json_object_remove_member (self->parameters, "reply_parameters");
  if (self->otherwise != NULL)
    od_telegram_request_set_chat (self->otherwise, chat_id);
}
