/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "od-error.h"
#include "od-telegram-kind.h"
#include "od-telegram-plan-private.h"
#include "od-telegram-text.h"

/* Of what goes under a picture or a file; a longer text goes as a message of its own, before. */
#define CAPTION_UNITS 1024

/* In one album. */
#define ALBUM_FILES 10

/* How each kind of file goes. Files of one album are all of one family. */
static const struct {
  const char *method;
  const char *name; /* of the parameter, and in an album of the type */
  guint family;     /* 0: in no album */
} ways[] = {
  [OD_FILE_KIND_PLAIN] = { "sendDocument", "document", 1 },
  [OD_FILE_KIND_PHOTO] = { "sendPhoto", "photo", 2 },
  [OD_FILE_KIND_VOICE] = { "sendVoice", "voice", 0 },
  [OD_FILE_KIND_AUDIO] = { "sendAudio", "audio", 3 },
  [OD_FILE_KIND_VIDEO] = { "sendVideo", "video", 2 },
  [OD_FILE_KIND_VIDEO_NOTE] = { "sendDocument", "document", 1 },
  [OD_FILE_KIND_ANIMATION] = { "sendAnimation", "animation", 0 },
  [OD_FILE_KIND_STICKER] = { "sendDocument", "document", 1 },
};

/* ---- ids ---- */

/**
 * od_telegram_parse_chat_id:
 * @chat_id: ours: "CHAT" or "CONNECTION:CHAT"
 * @connection: (out) (nullable) (transfer full): the business connection; %NULL if there is none
 * @id: (out): Telegram's number of the chat
 */
gboolean
od_telegram_parse_chat_id (const char *chat_id, char **connection, gint64 *id)
{
  const char *colon = strrchr (chat_id, ':');

  if (!g_ascii_string_to_signed (colon != NULL ? colon + 1 : chat_id, 10, G_MININT64, G_MAXINT64, id, NULL))
    return FALSE;
  *connection = colon != NULL ? g_strndup (chat_id, (gsize) (colon - chat_id)) : NULL;
  return TRUE;
}

/**
 * od_telegram_is_group:
 *
 * See #OdChannelDescriptor: people have positive numbers.
 */
gboolean
od_telegram_is_group (const char *chat_id)
{
  g_autofree char *connection = NULL;
  gint64 id;

  return od_telegram_parse_chat_id (chat_id, &connection, &id) && id < 0;
}

/**
 * od_telegram_parse_message_id:
 * @remote_id: ours: the chat, a colon, and the number there
 * @chat_id: (out) (transfer full): ours
 * @number: (out): Telegram's
 *
 * Returns: %FALSE if it is no message (a pressed button is none)
 */
gboolean
od_telegram_parse_message_id (const char *remote_id, char **chat_id, gint64 *number)
{
  const char *colon = strrchr (remote_id, ':');

  if (colon == NULL || !g_ascii_string_to_signed (colon + 1, 10, 1, G_MAXINT64, number, NULL))
    return FALSE;
  *chat_id = g_strndup (remote_id, (gsize) (colon - remote_id));
  return TRUE;
}

static OdTelegramRequest *
new_in_chat (const char *method, const OdOutgoing *outgoing)
{
  OdTelegramRequest *request = od_telegram_request_new (method);
  g_autofree char *connection = NULL;
  gint64 id = 0;

  od_telegram_parse_chat_id (outgoing->chat_id, &connection, &id);
  json_object_set_int_member (request->parameters, "chat_id", id);
  if (connection != NULL)
    json_object_set_string_member (request->parameters, "business_connection_id", connection);
  return request;
}

/* ---- messages ---- */

static void
set_text (JsonObject *parameters, const char *name, const OdTelegramText *text)
{
  if (text->n_units == 0)
    return;
  json_object_set_string_member (parameters, name, text->text);
  if (text->entities != NULL)
    json_object_set_array_member (parameters, g_str_equal (name, "text") ? "entities" : "caption_entities",
                                  json_array_ref (text->entities));
}

/* Only what lies in the same chat can be quoted. */
static void
set_reply (OdTelegramRequest *request, const OdOutgoing *outgoing)
{
  g_autofree char *chat_id = NULL;
  JsonObject *reply;
  gint64 number;

  if (outgoing->reply_to_remote_id == NULL ||
      !od_telegram_parse_message_id (outgoing->reply_to_remote_id, &chat_id, &number) ||
      !g_str_equal (chat_id, outgoing->chat_id))
    return;
  reply = json_object_new ();
  json_object_set_int_member (reply, "message_id", number);
  json_object_set_boolean_member (reply, "allow_sending_without_reply", TRUE);
  json_object_set_object_member (request->parameters, "reply_parameters", reply);
}

static OdTelegramRequest *
plan_text (const OdOutgoing *outgoing, const OdTelegramText *text)
{
  OdTelegramRequest *request = new_in_chat ("sendMessage", outgoing);
  JsonObject *preview = json_object_new ();

  set_text (request->parameters, "text", text);
  json_object_set_boolean_member (preview, "is_disabled", TRUE);
  json_object_set_object_member (request->parameters, "link_preview_options", preview);
  set_reply (request, outgoing);
  request->has_text = TRUE;
  return request;
}

static OdTelegramRequest *
plan_file (const OdOutgoing *outgoing, const OdAttachmentRow *file, OdFileKind kind, const OdTelegramText *caption)
{
  OdTelegramRequest *request = new_in_chat (ways[kind].method, outgoing);

  od_telegram_request_add_file (request, ways[kind].name, file);
  if (caption != NULL)
    set_text (request->parameters, "caption", caption);
  request->has_text = caption != NULL;
  set_reply (request, outgoing);
  if (kind != OD_FILE_KIND_PLAIN) /* a picture that is none, a voice in another coding */
    request->otherwise = plan_file (outgoing, file, OD_FILE_KIND_PLAIN, caption);
  return request;
}

static OdTelegramRequest *
plan_album (const OdOutgoing *outgoing, guint first, guint n, gboolean as_documents, const OdTelegramText *caption)
{
  OdTelegramRequest *request = new_in_chat ("sendMediaGroup", outgoing);
  JsonArray *media = json_array_new ();
  gboolean is_plain = TRUE;

  for (guint i = 0; i < n; i++)
    {
      const OdAttachmentRow *file = outgoing->files->pdata[first + i];
      OdFileKind kind = as_documents ? OD_FILE_KIND_PLAIN : od_telegram_find_kind (file);
      g_autofree char *name = g_strdup_printf ("file%u", i);
      g_autofree char *reference = g_strconcat ("attach://", name, NULL);
      JsonObject *item = json_object_new ();

      json_object_set_string_member (item, "type", ways[kind].name);
      json_object_set_string_member (item, "media", reference);
      if (i == 0 && caption != NULL)
        set_text (item, "caption", caption);
      json_array_add_object_element (media, item);
      od_telegram_request_add_file (request, name, file);
      is_plain = is_plain && kind == OD_FILE_KIND_PLAIN;
    }
  json_object_set_array_member (request->parameters, "media", media);
  request->has_text = caption != NULL;
  set_reply (request, outgoing);
  if (!is_plain)
    request->otherwise = plan_album (outgoing, first, n, TRUE, caption);
  return request;
}

/* How many files from @first on may go as one album. */
static guint
count_family (const GPtrArray *files, guint first)
{
  guint family = ways[od_telegram_find_kind (files->pdata[first])].family;
  guint n = 1;

  while (family != 0 && first + n < files->len && n < ALBUM_FILES &&
         ways[od_telegram_find_kind (files->pdata[first + n])].family == family)
    n++;
  return n;
}

static void
plan_send (const OdOutgoing *outgoing, GPtrArray *requests)
{
  g_autoptr (OdTelegramText) text = od_telegram_text_new (outgoing->text, outgoing->format);
  guint n_files = outgoing->files != NULL ? outgoing->files->len : 0;
  const OdTelegramText *caption = text->n_units > 0 && text->n_units <= CAPTION_UNITS ? text : NULL;
  guint n;

  if (text->n_units > 0 && (n_files == 0 || caption == NULL))
    g_ptr_array_add (requests, plan_text (outgoing, text));
  for (guint i = 0; i < n_files; i += n)
    {
      const OdAttachmentRow *file = outgoing->files->pdata[i];

      n = count_family (outgoing->files, i);
      if (n == 1)
        g_ptr_array_add (requests, plan_file (outgoing, file, od_telegram_find_kind (file), i == 0 ? caption : NULL));
      else
        g_ptr_array_add (requests, plan_album (outgoing, i, n, FALSE, i == 0 ? caption : NULL));
    }
}

/* ---- what is there already ---- */

static OdTelegramRequest *
new_about_message (const char *method, const OdOutgoing *outgoing, gint64 number)
{
  OdTelegramRequest *request = new_in_chat (method, outgoing);

  json_object_set_int_member (request->parameters, "message_id", number);
  request->is_repeatable = TRUE;
  return request;
}

/* Whether the words stand alone or under a file is known there. */
static OdTelegramRequest *
plan_edit (const OdOutgoing *outgoing, gint64 number)
{
  g_autoptr (OdTelegramText) text = od_telegram_text_new (outgoing->text, outgoing->format);
  OdTelegramRequest *request = new_about_message ("editMessageText", outgoing, number);
  JsonObject *preview = json_object_new ();

  set_text (request->parameters, "text", text);
  json_object_set_boolean_member (preview, "is_disabled", TRUE);
  json_object_set_object_member (request->parameters, "link_preview_options", preview);
  if (text->n_units <= CAPTION_UNITS)
    {
      request->otherwise = new_about_message ("editMessageCaption", outgoing, number);
      set_text (request->otherwise->parameters, "caption", text);
    }
  return request;
}

/* Telegram writes a heart without the sign that makes it coloured. */
static char *
dup_reaction (const char *emoji)
{
  GString *plain = g_string_new (emoji);

  g_string_replace (plain, "\xEF\xB8\x8F", "", 0);
  return g_string_free (plain, FALSE);
}

static OdTelegramRequest *
plan_reaction (const OdOutgoing *outgoing, gint64 number)
{
  OdTelegramRequest *request = new_about_message ("setMessageReaction", outgoing, number);
  JsonArray *reactions = json_array_new ();

  if (outgoing->emoji != NULL && *outgoing->emoji != '\0')
    {
      JsonObject *reaction = json_object_new ();
      g_autofree char *emoji = dup_reaction (outgoing->emoji);

      json_object_set_string_member (reaction, "type", "emoji");
      json_object_set_string_member (reaction, "emoji", emoji);
      json_array_add_object_element (reactions, reaction);
    }
  json_object_set_array_member (request->parameters, "reaction", reactions);
  return request;
}

static gboolean
is_business (const OdOutgoing *outgoing)
{
  return strchr (outgoing->chat_id, ':') != NULL;
}

static void
add_number (JsonArray *numbers, const OdOutgoing *outgoing, const char *remote_id)
{
  g_autofree char *chat_id = NULL;
  gint64 number;

  if (od_telegram_parse_message_id (remote_id, &chat_id, &number) && g_str_equal (chat_id, outgoing->chat_id))
    json_array_add_int_element (numbers, number);
}

/* An album is several messages there. In a business chat the numbers mean others than in the bot's own chat with the
 * same person, and another method knows that. */
static OdTelegramRequest *
plan_removal (const OdOutgoing *outgoing, gint64 number)
{
  OdTelegramRequest *request;
  JsonArray *numbers;

  if (outgoing->part_remote_ids == NULL && !is_business (outgoing))
    return new_about_message ("deleteMessage", outgoing, number);
  request = new_in_chat (is_business (outgoing) ? "deleteBusinessMessages" : "deleteMessages", outgoing);
  if (is_business (outgoing))
    json_object_remove_member (request->parameters, "chat_id");
  numbers = json_array_new ();
  if (outgoing->part_remote_ids == NULL)
    json_array_add_int_element (numbers, number);
  for (guint i = 0; outgoing->part_remote_ids != NULL && outgoing->part_remote_ids[i] != NULL; i++)
    add_number (numbers, outgoing, outgoing->part_remote_ids[i]);
  json_object_set_array_member (request->parameters, "message_ids", numbers);
  request->is_repeatable = TRUE;
  return request;
}

static OdTelegramRequest *
plan_change (const OdOutgoing *outgoing, gint64 number)
{
  switch (outgoing->kind)
    {
    case OD_OUTGOING_EDIT:
      return plan_edit (outgoing, number);
    case OD_OUTGOING_REMOVE:
      return plan_removal (outgoing, number);
    case OD_OUTGOING_REACT:
      return plan_reaction (outgoing, number);
    case OD_OUTGOING_READ:
      /* Only whom we answer for by a business connection sees that. */
      return is_business (outgoing) ? new_about_message ("readBusinessMessage", outgoing, number) : NULL;
    case OD_OUTGOING_SEND:
    case OD_OUTGOING_STATUS:
    default:
      return NULL;
    }
}

/* The number of @target in @outgoing's chat: a group that moved has other numbers now. FALSE with @error: it is none,
 * or one of another chat */
static gboolean
find_target (const OdOutgoing *outgoing, const char *target, gint64 *number, GError **error)
{
  g_autofree char *chat_id = NULL;

  if (target == NULL || !od_telegram_parse_message_id (target, &chat_id, number))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "Telegram has no such message");
      return FALSE;
    }
  if (g_str_equal (chat_id, outgoing->chat_id))
    return TRUE;
  g_set_error_literal (error, OD_ERROR, OD_ERROR_REJECTED,
                       _ ("This message belongs to another chat, so Telegram can’t change it here."));
  return FALSE;
}

/* Nobody waits for it, and nothing is lost without it. */
static gboolean
is_dispensable (const OdOutgoing *outgoing)
{
  return outgoing->kind == OD_OUTGOING_READ || outgoing->kind == OD_OUTGOING_STATUS;
}

/**
 * od_telegram_plan:
 *
 * Pure.
 *
 * Returns: (transfer full) (element-type OdTelegramRequest): what to ask for, one after the other; nothing if Telegram
 *   has nothing for it. %NULL with %OD_ERROR_REJECTED if that can't be
 */
GPtrArray *
od_telegram_plan (const OdOutgoing *outgoing, GError **error)
{
  g_autoptr (GPtrArray) requests = g_ptr_array_new_with_free_func ((GDestroyNotify) od_telegram_request_free);
  g_autofree char *connection = NULL;
  OdTelegramRequest *change;
  gint64 number;

  if (!od_telegram_parse_chat_id (outgoing->chat_id, &connection, &number))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "This is no chat of Telegram");
      return NULL;
    }
  if (outgoing->kind == OD_OUTGOING_SEND)
    {
      plan_send (outgoing, requests);
      if (requests->len == 0)
        {
          g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "There is nothing to send");
          return NULL;
        }
      return g_steal_pointer (&requests);
    }
  if (!find_target (outgoing, outgoing->target_remote_id, &number, is_dispensable (outgoing) ? NULL : error))
    return is_dispensable (outgoing) ? g_steal_pointer (&requests) : NULL;
  if (outgoing->kind == OD_OUTGOING_REACT && is_business (outgoing))
    {
      /* The method knows no business chat: it would mean another message. */
      g_set_error_literal (error, OD_ERROR, OD_ERROR_REJECTED,
                           _ ("Telegram lets bots set no reactions in the chats of a business account."));
      return NULL;
    }
  change = plan_change (outgoing, number);
  if (change != NULL)
    g_ptr_array_add (requests, change);
  return g_steal_pointer (&requests);
}

/**
 * od_telegram_list_parts:
 *
 * See #OdChannelDescriptor.
 */
GArray *
od_telegram_list_parts (const OdOutgoing *message)
{
  g_autoptr (GPtrArray) requests = od_telegram_plan (message, NULL);
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; requests != NULL && i < requests->len; i++)
    {
      const OdTelegramRequest *request = requests->pdata[i];
      guint n = (request->has_text ? 1 : 0) + (request->files != NULL ? request->files->len : 0);

      g_array_append_val (parts, n);
    }
  return parts;
}
