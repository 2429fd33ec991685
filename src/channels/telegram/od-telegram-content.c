/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-json.h"
#include "od-limits.h"
#include "od-telegram-parse-private.h"
#include "od-text.h"

/* What is neither text nor file. What people wrote in it becomes the text of the message, so that it is found; what it
 * is stands in the payload, for the words in the operator's language. */

static void
set_text (OdUpdate *update, char *text)
{
  g_free (update->text);
  update->text = text;
}

/* Its own line of @text, if there is any. */
static void
add_line (GString *text, const char *before, const char *words)
{
  g_autofree char *line = words != NULL ? od_text_snippet (words, OD_LIMIT_TELEGRAM_LINE_GRAPHEMES) : NULL;

  if (line == NULL || *line == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, before);
  g_string_append (text, line);
}

/* ---- Places and people ----------------------------------------------------------- */

static JsonObject *
read_position (JsonObject *location)
{
  JsonObject *place = NULL;
  double lat, lon, accuracy = -1;

  if (location == NULL || !od_json_get_double (location, "latitude", -90, 90, &lat, NULL) ||
      !od_json_get_double (location, "longitude", -180, 180, &lon, NULL))
    return NULL;
  od_json_get_double_opt (location, "horizontal_accuracy", 0, 1e7, &accuracy, NULL);
  place = json_object_new ();
  json_object_set_double_member (place, "lat", lat);
  json_object_set_double_member (place, "lon", lon);
  if (accuracy >= 0)
    json_object_set_double_member (place, "acc", accuracy);
  return place;
}

static gboolean
read_place (JsonObject *message, JsonObject *payload)
{
  JsonObject *venue = od_telegram_get_object (message, "venue");
  JsonObject *location = od_telegram_get_object (venue != NULL ? venue : message, "location");
  JsonObject *place = read_position (location);

  if (place == NULL)
    return FALSE;
  if (venue != NULL)
    {
      od_telegram_set_line (place, "title", od_telegram_get_text (venue, "title"));
      od_telegram_set_line (place, "address", od_telegram_get_text (venue, "address"));
    }
  else if (od_telegram_get_number (location, "live_period", 1, G_MAXINT32, 0) > 0)
    json_object_set_boolean_member (payload, "live", TRUE);
  json_object_set_object_member (payload, venue != NULL ? "venue" : "loc", place);
  return TRUE;
}

static char *
dup_phone (JsonObject *contact)
{
  const char *phone = od_telegram_get_text (contact, "phone_number");

  if (phone == NULL || strlen (phone) > OD_LIMIT_PHONE_BYTES ||
      strspn (phone, G_CSET_DIGITS "+ ()-.") != strlen (phone) || strpbrk (phone, G_CSET_DIGITS) == NULL)
    return NULL;
  return g_strdup (phone);
}

/* The number of whoever sends it, and of nobody else, is theirs; Telegram knows it in international form. */
static void
take_own_phone (OdUpdate *update, JsonObject *message, JsonObject *contact, const char *phone)
{
  JsonObject *from = od_telegram_get_object (message, "from");
  gint64 id = from != NULL ? od_telegram_get_number (from, "id", 1, OD_TELEGRAM_MAX_ID, 0) : 0;

  if (id == 0 || update->profile == NULL || update->is_own || update->remote.author != NULL ||
      od_telegram_get_number (contact, "user_id", 1, OD_TELEGRAM_MAX_ID, -1) != id)
    return;
  g_free (update->profile->phone);
  update->profile->phone = g_strconcat (*phone != '+' ? "+" : "", phone, NULL);
}

static gboolean
read_contact (OdUpdate *update, JsonObject *message, JsonObject *payload)
{
  JsonObject *contact = od_telegram_get_object (message, "contact"), *card;
  g_autofree char *phone = contact != NULL ? dup_phone (contact) : NULL;
  g_autofree char *name = NULL;

  if (phone == NULL)
    return FALSE;
  card = json_object_new ();
  name = od_telegram_dup_name (contact);
  od_telegram_set_line (card, "name", name);
  od_telegram_set_line (card, "phone", phone);
  json_object_set_object_member (payload, "contact", card);
  take_own_phone (update, message, contact, phone);
  return TRUE;
}

/* ---- Polls and the like ------------------------------------------------------------ */

static char *
dup_lines (JsonObject *from, const char *title, const char *list)
{
  GString *text = g_string_new (NULL);
  JsonArray *items = od_telegram_get_array (from, list);
  guint n = items != NULL ? MIN (json_array_get_length (items), OD_LIMIT_TELEGRAM_LINES) : 0;

  add_line (text, "", od_telegram_get_text (from, title));
  for (guint i = 0; i < n; i++)
    {
      JsonObject *item = od_telegram_get_item (items, i);

      if (item != NULL)
        add_line (text,
                  od_telegram_get_number (item, "completion_date", 1, G_MAXINT64 / 2, 0) > 0 ? "☑ "
                  : g_str_equal (list, "tasks")                                              ? "☐ "
                                                                                             : "• ",
                  od_telegram_get_text (item, "text"));
    }
  return g_string_free (text, FALSE);
}

static gboolean
read_list (OdUpdate *update, JsonObject *message, JsonObject *payload)
{
  JsonObject *poll = od_telegram_get_object (message, "poll");
  JsonObject *checklist = od_telegram_get_object (message, "checklist");

  if (poll == NULL && checklist == NULL)
    return FALSE;
  set_text (update, poll != NULL ? dup_lines (poll, "question", "options") : dup_lines (checklist, "title", "tasks"));
  json_object_set_string_member (payload, "kind", poll != NULL ? "poll" : "checklist");
  return TRUE;
}

static gboolean
read_dice (OdUpdate *update, JsonObject *message, JsonObject *payload)
{
  JsonObject *dice = od_telegram_get_object (message, "dice");
  const char *emoji = dice != NULL ? od_telegram_get_text (dice, "emoji") : NULL;

  if (dice == NULL)
    return FALSE;
  if (emoji == NULL || strlen (emoji) > OD_LIMIT_EMOJI_BYTES)
    emoji = "🎲";
  set_text (update, g_strdup_printf ("%s %" G_GINT64_FORMAT, emoji, od_telegram_get_number (dice, "value", 0, 64, 0)));
  json_object_set_string_member (payload, "kind", "dice");
  return TRUE;
}

static gboolean
read_game_or_invoice (OdUpdate *update, JsonObject *message, JsonObject *payload)
{
  JsonObject *game = od_telegram_get_object (message, "game");
  JsonObject *invoice = od_telegram_get_object (message, "invoice");
  JsonObject *source = game != NULL ? game : invoice;
  GString *text;

  if (source == NULL)
    return FALSE;
  text = g_string_new (NULL);
  add_line (text, "", od_telegram_get_text (source, "title"));
  add_line (text, "", od_telegram_get_text (source, "description"));
  set_text (update, g_string_free (text, FALSE));
  json_object_set_string_member (payload, "kind", game != NULL ? "game" : "invoice");
  return TRUE;
}

static gboolean
read_story (JsonObject *message, JsonObject *payload)
{
  if (od_telegram_get_object (message, "story") == NULL)
    return FALSE;
  json_object_set_string_member (payload, "kind", "story");
  return TRUE;
}

/*
 * od_telegram_read_content:
 *
 * A venue is there as a location, too.
 */
gboolean
od_telegram_read_content (OdUpdate *update, JsonObject *message, JsonObject *payload)
{
  return read_place (message, payload) || read_contact (update, message, payload) ||
         read_list (update, message, payload) || read_dice (update, message, payload) ||
         read_game_or_invoice (update, message, payload) || read_story (message, payload);
}

/* ---- What happened in a group ---------------------------------------------------------- */

static void
add_event (OdTelegramReading *reading, const OdTelegramChat *chat, JsonObject *message, gint64 message_id, gint64 at_us,
           const char *what, JsonObject *details)
{
  OdUpdate *update = od_telegram_chat_new_update (chat, OD_UPDATE_EVENT);

  update->remote_id = od_telegram_chat_dup_message_id (chat, message_id);
  update->at_us = at_us;
  update->remote.event = g_strdup (what);
  update->profile = od_telegram_dup_profile (chat, NULL);
  od_telegram_take_payload (update, details);
  od_telegram_add (reading, update);
}

static void
add_name (GString *names, JsonObject *person)
{
  g_autofree char *name = od_telegram_dup_name (person);

  if (*name == '\0' || names->len > OD_LIMIT_TELEGRAM_LINE_BYTES)
    return;
  if (names->len > 0)
    g_string_append (names, ", ");
  g_string_append (names, name);
}

static char *
dup_names (JsonObject *message, const char *member, gboolean is_list)
{
  GString *names = g_string_new (NULL);
  JsonArray *people = is_list ? od_telegram_get_array (message, member) : NULL;
  JsonObject *person = is_list ? NULL : od_telegram_get_object (message, member);

  if (person != NULL)
    add_name (names, person);
  for (guint i = 0; people != NULL && i < json_array_get_length (people); i++)
    if (od_telegram_get_item (people, i) != NULL)
      add_name (names, od_telegram_get_item (people, i));
  return g_string_free (names, FALSE);
}

static void
add_move (OdTelegramReading *reading, const char *from, const char *to, gint64 at_us)
{
  OdUpdate *update = od_update_new (OD_UPDATE_MOVE, from);

  update->remote.new_chat_id = g_strdup (to);
  update->at_us = at_us;
  od_telegram_add (reading, update);
}

static gboolean
read_move (OdTelegramReading *reading, const OdTelegramChat *chat, JsonObject *message, gint64 at_us)
{
  gint64 to = od_telegram_get_number (message, "migrate_to_chat_id", -OD_TELEGRAM_MAX_ID, -1, 0);
  gint64 from = od_telegram_get_number (message, "migrate_from_chat_id", -OD_TELEGRAM_MAX_ID, -1, 0);
  g_autofree char *other = g_strdup_printf ("%" G_GINT64_FORMAT, to != 0 ? to : from);

  if ((to == 0) == (from == 0) || to + from == chat->id)
    return FALSE;
  add_move (reading, to != 0 ? chat->key : other, to != 0 ? other : chat->key, at_us);
  return TRUE;
}

/* Happens and means nothing to whoever answers. */
static gboolean
is_of_no_interest (JsonObject *message)
{
  static const char *const members[] = { "delete_chat_photo",          "new_chat_photo",
                                         "group_chat_created",         "supergroup_chat_created",
                                         "channel_chat_created",       "message_auto_delete_timer_changed",
                                         "forum_topic_created",        "forum_topic_edited",
                                         "forum_topic_closed",         "forum_topic_reopened",
                                         "general_forum_topic_hidden", "general_forum_topic_unhidden",
                                         "video_chat_scheduled",       "video_chat_started",
                                         "video_chat_ended",           "video_chat_participants_invited",
                                         "proximity_alert_triggered",  "boost_added",
                                         "chat_background_set",        "write_access_allowed",
                                         "connected_website" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (json_object_has_member (message, members[i]))
      return TRUE;
  return FALSE;
}

/*
 * od_telegram_read_service:
 *
 * Returns: whether the message only says what happened
 */
gboolean
od_telegram_read_service (OdTelegramReading *reading, const OdTelegramChat *chat, JsonObject *message,
                          gint64 message_id, gint64 at_us)
{
  static const struct {
    const char *member, *what;
    gboolean is_list;
  } people[] = { { "new_chat_members", "joined", TRUE }, { "left_chat_member", "left", FALSE } };
  JsonObject *details;

  if (read_move (reading, chat, message, at_us))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    if (json_object_has_member (message, people[i].member))
      {
        g_autofree char *names = dup_names (message, people[i].member, people[i].is_list);

        details = json_object_new ();
        od_telegram_set_line (details, "names", names);
        add_event (reading, chat, message, message_id, at_us, people[i].what, details);
        return TRUE;
      }
  if (od_telegram_get_text (message, "new_chat_title") != NULL)
    {
      details = json_object_new ();
      od_telegram_set_line (details, "name", od_telegram_get_text (message, "new_chat_title"));
      add_event (reading, chat, message, message_id, at_us, "renamed", details);
      return TRUE;
    }
  if (od_telegram_get_object (message, "pinned_message") != NULL)
    {
      add_event (reading, chat, message, message_id, at_us, "pinned", json_object_new ());
      return TRUE;
    }
  return is_of_no_interest (message);
}
