/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-telegram-entities.h"
#include "od-telegram-markdown.h"
#include "od-telegram-parse-private.h"
#include "od-text.h"

#define MAX_DATE_S G_GINT64_CONSTANT (253402300799) /* the year 9999 */
#define MAX_PAYLOAD_BYTES 4096

/*
 * od_telegram_take_payload:
 * @payload: (transfer full)
 */
void
od_telegram_take_payload (OdUpdate *update, JsonObject *payload)
{
  static const char *const dispensable[] = { "quote", "forwarded" };
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), payload);

  g_clear_pointer (&update->payload, g_free);
  for (guint i = 0; json_object_get_size (payload) > 0; i++)
    {
      gsize len;

      g_free (update->payload);
      update->payload = od_json_to_string (node, &len);
      if (len <= MAX_PAYLOAD_BYTES)
        break;
      g_clear_pointer (&update->payload, g_free);
      if (i == G_N_ELEMENTS (dispensable))
        break;
      json_object_remove_member (payload, dispensable[i]);
    }
  json_object_unref (payload);
}

/* A text of the wrong type is no text that could be shown: the entry is refused. */
static gboolean
read_text (OdUpdate *update, JsonObject *message, const char *name, const char *entities, GError **error)
{
  g_autofree char *cut = NULL;
  const char *text = NULL;

  if (!od_json_get_string_opt (message, name, OD_LIMIT_TELEGRAM_STRING_BYTES, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (g_utf8_strlen (text, -1) > OD_LIMIT_BODY_CHARS)
    text = cut = g_utf8_substring (text, 0, OD_LIMIT_BODY_CHARS);
  g_free (update->text);
  update->text = od_telegram_entities_to_markdown (text, od_telegram_get_array (message, entities), &update->format);
  if (update->remote.album_id != NULL && update->format == OD_FORMAT_PLAIN && *text != '\0')
    {
      /* The captions of an album are one text, so they are all of one kind. */
      g_free (update->text);
      update->text = od_telegram_escape_markdown (text);
      update->format = OD_FORMAT_MARKDOWN;
    }
  return TRUE;
}

static void
read_reply (OdUpdate *update, const OdTelegramChat *chat, JsonObject *message, JsonObject *payload)
{
  JsonObject *reply = od_telegram_get_object (message, "reply_to_message");
  JsonObject *quote = od_telegram_get_object (message, "quote");
  gint64 id = reply != NULL ? od_telegram_get_number (reply, "message_id", 1, OD_TELEGRAM_MAX_ID, 0) : 0;

  if (id > 0)
    update->reply_to_remote_id = od_telegram_chat_dup_message_id (chat, id);
  if (quote != NULL)
    od_telegram_set_line (payload, "quote", od_telegram_get_text (quote, "text"));
}

static void
read_forward (JsonObject *message, JsonObject *payload)
{
  static const char *const members[] = { "sender_user", "sender_chat", "chat" };
  JsonObject *origin = od_telegram_get_object (message, "forward_origin");
  JsonObject *source = NULL;
  g_autofree char *name = NULL;

  if (origin == NULL)
    return;
  for (guint i = 0; source == NULL && i < G_N_ELEMENTS (members); i++)
    source = od_telegram_get_object (origin, members[i]);
  name = source != NULL ? od_telegram_dup_name (source) : g_strdup (od_telegram_get_text (origin, "sender_user_name"));
  json_object_set_string_member (payload, "forwarded", "");
  od_telegram_set_line (payload, "forwarded", name);
}

/* Who wrote it, where several people write. */
static void
read_author (OdUpdate *update, const OdTelegramChat *chat, JsonObject *message)
{
  JsonObject *sender = od_telegram_get_object (message, "sender_chat");
  JsonObject *from = sender != NULL ? sender : od_telegram_get_object (message, "from");
  const char *signature = od_telegram_get_text (message, "author_signature");

  if (chat->kind != OD_TELEGRAM_GROUP)
    return;
  update->remote.author = signature != NULL ? od_text_snippet (signature, OD_LIMIT_NAME_CHARS)
                          : from != NULL    ? od_telegram_dup_name (from)
                                            : NULL;
  if (update->remote.author != NULL && *update->remote.author == '\0')
    g_clear_pointer (&update->remote.author, g_free);
}

/* In a business chat the account's owner writes, too, from a program of their own; and what we sent for them comes back,
 * which the store knows by its number, unless it comes before we were told the number. */
static gboolean
is_own (const OdTelegramChat *chat, JsonObject *message)
{
  JsonObject *from = od_telegram_get_object (message, "from");

  return chat->is_business &&
         (od_telegram_get_object (message, "sender_business_bot") != NULL ||
          (from != NULL && od_telegram_get_number (from, "id", 1, OD_TELEGRAM_MAX_ID, chat->id) != chat->id));
}

/* What we sent for the owner is settled where it was sent. */
static gboolean
is_automatic (JsonObject *message)
{
  JsonObject *from = od_telegram_get_object (message, "from");

  return od_telegram_get_object (message, "sender_business_bot") != NULL ||
         (from != NULL && od_telegram_get_flag (from, "is_bot")) ||
         od_telegram_get_flag (message, "is_automatic_forward");
}

static gboolean
fill (OdUpdate *update, const OdTelegramChat *chat, JsonObject *message, GError **error)
{
  const char *album = od_telegram_get_text (message, "media_group_id");
  JsonObject *payload;
  gboolean has_more;

  if (album != NULL && strlen (album) <= OD_LIMIT_ID_BYTES)
    update->remote.album_id = g_strconcat (chat->key, ":album:", album, NULL);
  if (!read_text (update, message, "text", "entities", error) ||
      (*update->text == '\0' && !read_text (update, message, "caption", "caption_entities", error)))
    return FALSE;
  payload = json_object_new ();
  has_more = od_telegram_read_media (update, message, payload) || od_telegram_read_content (update, message, payload);
  if (update->attachments == NULL || update->attachments->len == 0)
    g_clear_pointer (&update->remote.album_id, g_free);
  if (!has_more && *update->text == '\0')
    json_object_set_string_member (payload, "kind", "unsupported");
  read_reply (update, chat, message, payload);
  read_forward (message, payload);
  od_telegram_take_payload (update, payload);
  return TRUE;
}

static gboolean
add_message (OdTelegramReading *reading, const OdTelegramChat *chat, JsonObject *message, gint64 message_id,
             gint64 at_us, gboolean is_edit, GError **error)
{
  OdUpdate *update = od_telegram_chat_new_update (chat, is_edit ? OD_UPDATE_EDIT : OD_UPDATE_MESSAGE);

  update->at_us = at_us;
  update->is_own = is_own (chat, message);
  update->remote.is_automatic = is_automatic (message);
  *(is_edit ? &update->target_remote_id : &update->remote_id) = od_telegram_chat_dup_message_id (chat, message_id);
  update->profile = od_telegram_dup_profile (chat, update->is_own ? NULL : od_telegram_get_object (message, "from"));
  read_author (update, chat, message);
  if (!fill (update, chat, message, error))
    {
      od_update_free (update);
      return FALSE;
    }
  od_telegram_add (reading, update);
  return TRUE;
}

/*
 * od_telegram_read_message:
 *
 * A message, or what it says after it was edited: all of it, also what is as it was.
 */
gboolean
od_telegram_read_message (OdTelegramReading *reading, JsonObject *message, gboolean is_edit, gboolean is_business,
                          GError **error)
{
  g_auto (OdTelegramChat) chat = { 0 };
  gint64 message_id, date, edited;

  if (!od_telegram_chat_read (message, is_business, &chat, error) ||
      !od_json_get_int (message, "message_id", 0, OD_TELEGRAM_MAX_ID, &message_id, error) ||
      !od_json_get_int (message, "date", 1, MAX_DATE_S, &date, error))
    return FALSE;
  if (message_id == 0) /* scheduled: it comes again with a number when it is sent */
    return TRUE;
  if (chat.kind == OD_TELEGRAM_CHANNEL)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "nobody is answered in a channel");
      return FALSE;
    }
  edited = od_telegram_get_number (message, "edit_date", 1, MAX_DATE_S, date);
  if (!is_edit && od_telegram_read_service (reading, &chat, message, message_id, date * G_USEC_PER_SEC))
    return TRUE;
  return add_message (reading, &chat, message, message_id, (is_edit ? edited : date) * G_USEC_PER_SEC, is_edit, error);
}
