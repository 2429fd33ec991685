/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-telegram-parse-private.h"

#define MAX_DATE_S G_GINT64_CONSTANT (253402300799) /* the year 9999 */
#define MAX_DELETIONS 100                           /* in one update */

/* Pictures of a set and paid stars have no sign of their own: one that says "something like it". */
#define CUSTOM_EMOJI "✨"
#define PAID_REACTION "⭐"

static const char *
find_emoji (JsonArray *reactions)
{
  const char *other = "";

  for (guint i = 0; i < json_array_get_length (reactions); i++)
    {
      JsonObject *reaction = od_telegram_get_item (reactions, i);
      const char *type = reaction != NULL ? od_telegram_get_text (reaction, "type") : NULL;
      const char *emoji = reaction != NULL ? od_telegram_get_text (reaction, "emoji") : NULL;

      if (g_strcmp0 (type, "emoji") == 0 && emoji != NULL && strlen (emoji) <= OD_LIMIT_EMOJI_BYTES)
        return emoji;
      if (*other == '\0' && type != NULL)
        other = g_str_equal (type, "paid") ? PAID_REACTION : CUSTOM_EMOJI;
    }
  return other;
}

/*
 * od_telegram_read_reaction:
 *
 * All reactions of one person to one message; here they have one: the first that can be shown.
 */
gboolean
od_telegram_read_reaction (OdTelegramReading *reading, JsonObject *reaction, GError **error)
{
  g_auto (OdTelegramChat) chat = { 0 };
  JsonArray *after = NULL;
  OdUpdate *update;
  gint64 message_id, date;

  if (!od_telegram_chat_read (reaction, FALSE, &chat, error) ||
      !od_json_get_int (reaction, "message_id", 1, OD_TELEGRAM_MAX_ID, &message_id, error) ||
      !od_json_get_int (reaction, "date", 1, MAX_DATE_S, &date, error) ||
      !od_json_get_array (reaction, "new_reaction", &after, error))
    return FALSE;
  update = od_telegram_chat_new_update (&chat, OD_UPDATE_REACTION);
  update->target_remote_id = od_telegram_chat_dup_message_id (&chat, message_id);
  update->at_us = date * G_USEC_PER_SEC;
  update->emoji = g_strdup (find_emoji (after));
  od_telegram_add (reading, update);
  return TRUE;
}

static OdReach
read_reach (const OdTelegramChat *chat, const char *status, JsonObject *member)
{
  gboolean can_write = TRUE;

  if (g_str_equal (status, "kicked") || g_str_equal (status, "left"))
    return chat->kind == OD_TELEGRAM_PRIVATE ? OD_REACH_BLOCKED : OD_REACH_REMOVED;
  if (g_str_equal (status, "restricted"))
    od_json_get_bool_opt (member, "can_send_messages", &can_write, NULL);
  return can_write ? OD_REACH_OK : OD_REACH_REMOVED;
}

/*
 * od_telegram_read_member:
 *
 * What became of the bot itself in a chat: in a private one, whether the customer blocked it.
 */
gboolean
od_telegram_read_member (OdTelegramReading *reading, JsonObject *member, GError **error)
{
  g_auto (OdTelegramChat) chat = { 0 };
  JsonObject *after = NULL;
  const char *status = NULL;
  OdUpdate *update;
  gint64 date;

  if (!od_telegram_chat_read (member, FALSE, &chat, error) ||
      !od_json_get_int (member, "date", 1, MAX_DATE_S, &date, error) ||
      !od_json_get_object (member, "new_chat_member", &after, error) ||
      !od_json_get_string (after, "status", 64, &status, error))
    return FALSE;
  update = od_telegram_chat_new_update (&chat, OD_UPDATE_REACH);
  update->at_us = date * G_USEC_PER_SEC;
  update->remote.reach = read_reach (&chat, status, after);
  od_telegram_add (reading, update);
  return TRUE;
}

/*
 * od_telegram_read_connection:
 *
 * Whether we may answer for a business account: all of its chats at once.
 */
gboolean
od_telegram_read_connection (OdTelegramReading *reading, JsonObject *connection, GError **error)
{
  const char *id = NULL;
  g_autofree char *prefix = NULL;
  JsonObject *rights;
  OdUpdate *update;
  gboolean is_enabled, can_reply;
  gint64 date = 0;

  if (!od_json_get_string (connection, "id", OD_TELEGRAM_MAX_CONNECTION_BYTES, &id, error) ||
      !od_json_get_bool (connection, "is_enabled", &is_enabled, error) ||
      !od_json_get_int_opt (connection, "date", 0, MAX_DATE_S, &date, error))
    return FALSE;
  if (*id == '\0' || strpbrk (id, " \t\r\n:") != NULL || !g_str_is_ascii (id))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "the connection has no id");
      return FALSE;
    }
  rights = od_telegram_get_object (connection, "rights");
  can_reply = rights != NULL ? od_telegram_get_flag (rights, "can_reply")
                             : od_telegram_get_flag (connection, "can_reply"); /* before Bot API 9.0 */
  prefix = g_strconcat (id, ":", NULL);
  update = od_update_new (OD_UPDATE_REACH, prefix);
  update->remote.covers_prefix = TRUE;
  update->at_us = date * G_USEC_PER_SEC;
  update->remote.reach = is_enabled && can_reply ? OD_REACH_OK : OD_REACH_DISCONNECTED;
  od_telegram_add (reading, update);
  return TRUE;
}

/*
 * od_telegram_read_deletion:
 *
 * Only business chats tell of it.
 */
gboolean
od_telegram_read_deletion (OdTelegramReading *reading, JsonObject *deletion, GError **error)
{
  g_auto (OdTelegramChat) chat = { 0 };
  JsonArray *ids = NULL;

  if (!od_telegram_chat_read (deletion, TRUE, &chat, error) ||
      !od_json_get_array (deletion, "message_ids", &ids, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (ids) && i < MAX_DELETIONS; i++)
    {
      JsonNode *node = json_array_get_element (ids, i);
      gint64 id = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
                      ? json_node_get_int (node)
                      : 0;
      OdUpdate *update;

      if (id <= 0 || id > OD_TELEGRAM_MAX_ID)
        continue;
      update = od_telegram_chat_new_update (&chat, OD_UPDATE_REMOVAL);
      update->target_remote_id = od_telegram_chat_dup_message_id (&chat, id);
      od_telegram_add (reading, update);
    }
  return TRUE;
}

/* ---- Buttons ------------------------------------------------------------------------- */

static const char *
find_label_in_row (JsonArray *row, const char *data)
{
  for (guint i = 0; i < json_array_get_length (row); i++)
    {
      JsonObject *button = od_telegram_get_item (row, i);

      if (button != NULL && g_strcmp0 (od_telegram_get_text (button, "callback_data"), data) == 0)
        return od_telegram_get_text (button, "text");
    }
  return NULL;
}

/* What stands on the button, if the message that has it is still known to Telegram. */
static const char *
find_label (JsonObject *message, const char *data)
{
  JsonObject *markup = od_telegram_get_object (message, "reply_markup");
  JsonArray *rows = markup != NULL ? od_telegram_get_array (markup, "inline_keyboard") : NULL;
  const char *label = NULL;

  for (guint i = 0; rows != NULL && label == NULL && i < json_array_get_length (rows); i++)
    {
      JsonNode *row = json_array_get_element (rows, i);

      if (JSON_NODE_HOLDS_ARRAY (row))
        label = find_label_in_row (json_node_get_array (row), data);
    }
  return label;
}

static void
add_press (OdTelegramReading *reading, const OdTelegramChat *chat, JsonObject *press, const char *id, const char *data)
{
  JsonObject *message = od_telegram_get_object (press, "message");
  JsonObject *from = od_telegram_get_object (press, "from");
  JsonObject *payload = json_object_new ();
  OdUpdate *update = od_telegram_chat_new_update (chat, OD_UPDATE_MESSAGE);
  const char *label = find_label (message, data);
  gint64 message_id = od_telegram_get_number (message, "message_id", 1, OD_TELEGRAM_MAX_ID, 0);

  update->remote_id = g_strdup_printf ("%s:cb%s", chat->key, id);
  if (message_id > 0)
    update->reply_to_remote_id = od_telegram_chat_dup_message_id (chat, message_id);
  update->profile = od_telegram_dup_profile (chat, from);
  if (chat->kind == OD_TELEGRAM_GROUP && from != NULL)
    update->remote.author = od_telegram_dup_name (from);
  if (label != NULL)
    {
      g_free (update->text);
      update->text = g_strdup (label);
    }
  od_telegram_set_line (payload, "button", data);
  od_telegram_take_payload (update, payload);
  od_telegram_add (reading, update);
}

/*
 * od_telegram_read_press:
 *
 * A button of ours was pressed. The customer's program turns its wheel until we say that we know, wherever it was.
 */
gboolean
od_telegram_read_press (OdTelegramReading *reading, JsonObject *press, GError **error)
{
  g_auto (OdTelegramChat) chat = { 0 };
  const char *id = NULL, *data = od_telegram_get_text (press, "data");
  JsonObject *message = od_telegram_get_object (press, "message");

  if (!od_json_get_string (press, "id", OD_LIMIT_ID_BYTES, &id, error))
    return FALSE;
  if (*id == '\0' || strspn (id, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-") != strlen (id))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "“id” is none");
      return FALSE;
    }
  if (message != NULL && data != NULL)
    {
      if (!od_telegram_chat_read (message, json_object_has_member (message, "business_connection_id"), &chat, error))
        return FALSE;
      if (chat.kind != OD_TELEGRAM_CHANNEL)
        add_press (reading, &chat, press, id, data);
    }
  if (reading->aside != NULL)
    g_ptr_array_add (reading->aside->callback_ids, g_strdup (id));
  return TRUE;
}
