/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-telegram-parse-private.h"
#include "od-text.h"

/* ---- Values that may be wrong ------------------------------------------------------ */

/* Returns: (nullable): a text of at least one byte */
const char *
od_telegram_get_text (JsonObject *from, const char *name)
{
  const char *text = NULL;

  if (!od_json_get_string_opt (from, name, OD_LIMIT_TELEGRAM_STRING_BYTES, &text, NULL))
    return NULL;
  return text != NULL && *text != '\0' ? text : NULL;
}

/* Some servers between us and Telegram write 12 as 12.0. */
gint64
od_telegram_get_number (JsonObject *from, const char *name, gint64 min, gint64 max, gint64 otherwise)
{
  double real;

  if (!od_json_get_double (from, name, (double) min, (double) max, &real, NULL) || real != (double) (gint64) real)
    return otherwise;
  return (gint64) real;
}

gboolean
od_telegram_get_flag (JsonObject *from, const char *name)
{
  gboolean flag = FALSE;

  od_json_get_bool_opt (from, name, &flag, NULL);
  return flag;
}

JsonObject *
od_telegram_get_object (JsonObject *from, const char *name)
{
  JsonObject *object = NULL;

  return od_json_get_object_opt (from, name, &object, NULL) ? object : NULL;
}

JsonArray *
od_telegram_get_array (JsonObject *from, const char *name)
{
  JsonArray *array = NULL;

  return od_json_get_array_opt (from, name, &array, NULL) ? array : NULL;
}

/* Returns: (nullable): the object at @i */
JsonObject *
od_telegram_get_item (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* One line for people into @to, if there is any. */
void
od_telegram_set_line (JsonObject *to, const char *name, const char *text)
{
  g_autofree char *line = text != NULL ? od_text_snippet (text, OD_LIMIT_TELEGRAM_LINE_GRAPHEMES) : NULL;

  if (line == NULL || *line == '\0')
    return;
  if (strlen (line) > OD_LIMIT_TELEGRAM_LINE_BYTES)
    {
      const char *end = g_utf8_find_prev_char (line, line + OD_LIMIT_TELEGRAM_LINE_BYTES);

      line[end - line] = '\0';
    }
  json_object_set_string_member (to, name, line);
}

/* ---- People and chats ----------------------------------------------------------------- */

static gboolean
is_connection_id (const char *id)
{
  return *id != '\0' && strlen (id) <= OD_TELEGRAM_MAX_CONNECTION_BYTES &&
         strspn (id, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-+/=.") == strlen (id);
}

static gboolean
read_kind (JsonObject *object, OdTelegramChatKind *kind, GError **error)
{
  static const struct {
    const char *type;
    OdTelegramChatKind kind;
  } kinds[] = { { "private", OD_TELEGRAM_PRIVATE },
                { "group", OD_TELEGRAM_GROUP },
                { "supergroup", OD_TELEGRAM_GROUP },
                { "channel", OD_TELEGRAM_CHANNEL } };
  const char *type = NULL;

  if (!od_json_get_string (object, "type", 64, &type, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].type, type))
      {
        *kind = kinds[i].kind;
        return TRUE;
      }
  g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "“type” is no kind of chat");
  return FALSE;
}

/*
 * od_telegram_chat_read:
 * @from: what has a `chat`
 * @is_business: it belongs to the business connection that @from names
 * @chat: (out): cleared by the caller in any case
 */
gboolean
od_telegram_chat_read (JsonObject *from, gboolean is_business, OdTelegramChat *chat, GError **error)
{
  const char *connection = NULL;

  *chat = (OdTelegramChat){ .is_business = is_business };
  if (!od_json_get_object (from, "chat", &chat->object, error) ||
      !od_json_get_int (chat->object, "id", -OD_TELEGRAM_MAX_ID, OD_TELEGRAM_MAX_ID, &chat->id, error) ||
      !read_kind (chat->object, &chat->kind, error))
    return FALSE;
  if (is_business &&
      !od_json_get_string (from, "business_connection_id", OD_TELEGRAM_MAX_CONNECTION_BYTES, &connection, error))
    return FALSE;
  if (chat->id == 0 || (is_business && !is_connection_id (connection)))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "the chat has no id");
      return FALSE;
    }
  chat->address = g_strdup_printf ("%" G_GINT64_FORMAT, chat->id);
  chat->key = is_business ? g_strconcat (connection, ":", chat->address, NULL) : g_strdup (chat->address);
  return TRUE;
}

void
od_telegram_chat_clear (OdTelegramChat *chat)
{
  g_clear_pointer (&chat->key, g_free);
  g_clear_pointer (&chat->address, g_free);
}

char *
od_telegram_chat_dup_message_id (const OdTelegramChat *chat, gint64 message_id)
{
  return g_strdup_printf ("%s:%" G_GINT64_FORMAT, chat->key, message_id);
}

OdUpdate *
od_telegram_chat_new_update (const OdTelegramChat *chat, OdUpdateKind kind)
{
  OdUpdate *update = od_update_new (kind, chat->key);

  if (chat->is_business)
    update->remote.address = g_strdup (chat->address);
  update->remote.is_group = chat->kind == OD_TELEGRAM_GROUP;
  return update;
}

/* Returns: (transfer full): "" of those whose account is no more */
char *
od_telegram_dup_name (JsonObject *person_or_chat)
{
  const char *title = od_telegram_get_text (person_or_chat, "title");
  const char *first = od_telegram_get_text (person_or_chat, "first_name");
  const char *last = od_telegram_get_text (person_or_chat, "last_name");
  g_autofree char *whole =
      title != NULL ? g_strdup (title)
                    : g_strjoin (" ", first != NULL ? first : last, first != NULL && last != NULL ? last : NULL, NULL);

  return od_text_snippet (whole, OD_LIMIT_NAME_CHARS);
}

static char *
dup_user_name (JsonObject *from)
{
  const char *name = od_telegram_get_text (from, "username");

  if (name == NULL || strlen (name) > 64 || strspn (name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_") != strlen (name))
    return NULL;
  return g_strconcat ("@", name, NULL);
}

static char *
dup_language (JsonObject *from)
{
  const char *lang = od_telegram_get_text (from, "language_code");

  if (lang == NULL || strlen (lang) > OD_LIMIT_LANG_BYTES ||
      strspn (lang, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-") != strlen (lang))
    return NULL;
  return g_strdup (lang);
}

/*
 * od_telegram_dup_profile:
 * @from: (nullable): who did it
 *
 * Returns: (transfer full): what is known of the customer, or of the group
 */
OdProfile *
od_telegram_dup_profile (const OdTelegramChat *chat, JsonObject *from)
{
  OdProfile *profile = od_profile_new ();
  JsonObject *source = chat->object;

  if (chat->kind == OD_TELEGRAM_PRIVATE && from != NULL &&
      od_telegram_get_number (from, "id", 1, OD_TELEGRAM_MAX_ID, 0) == chat->id)
    {
      profile->lang = dup_language (from);
      source = from;
    }
  profile->name = od_telegram_dup_name (source);
  if (*profile->name == '\0')
    g_clear_pointer (&profile->name, g_free);
  profile->display = dup_user_name (source);
  return profile;
}
