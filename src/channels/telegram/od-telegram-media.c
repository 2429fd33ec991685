/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-limits.h"
#include "od-telegram-parse-private.h"
#include "od-text.h"

#define MAX_SIDE 100000
#define MAX_DURATION_S (30 * 86400)

static const char *
find_file_id (JsonObject *from)
{
  const char *id = od_telegram_get_text (from, "file_id");

  return id != NULL && strlen (id) <= OD_LIMIT_REMOTE_ID_BYTES && g_str_is_ascii (id) && strpbrk (id, " \r\n\t") == NULL
             ? id
             : NULL;
}

static char *
dup_mime (JsonObject *from, const char *otherwise)
{
  static const char token[] = G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "!#$&-^_.+";
  const char *mime = od_telegram_get_text (from, "mime_type");
  gsize n = mime != NULL ? strspn (mime, token) : 0;

  if (n == 0 || mime[n] != '/' || strlen (mime) > OD_LIMIT_MIME_BYTES || !g_ascii_isalpha (*mime) ||
      mime[n + 1] == '\0' || strspn (mime + n + 1, token) != strlen (mime + n + 1))
    return g_strdup (otherwise);
  return g_ascii_strdown (mime, -1);
}

/* What a sender calls a file is a name, not a path. */
static char *
dup_file_name (JsonObject *from, const char *otherwise)
{
  const char *name = od_telegram_get_text (from, "file_name");

  if (name == NULL || strlen (name) > OD_LIMIT_FILE_NAME_RAW_BYTES)
    return g_strdup (otherwise);
  return od_text_clean_name (name);
}

static gboolean
add_file (OdUpdate *update, JsonObject *from, OdFileKind kind, const char *name, const char *mime)
{
  OdUpdateAttachment *file;

  if (from == NULL || find_file_id (from) == NULL ||
      (update->attachments != NULL && update->attachments->len >= OD_LIMIT_ATTACHMENTS))
    return FALSE;
  file = od_update_attachment_new ();
  file->kind = kind;
  file->remote_ref = g_strdup (find_file_id (from));
  file->name = dup_file_name (from, name);
  file->mime = dup_mime (from, mime);
  file->size_bytes = od_telegram_get_number (from, "file_size", 0, OD_TELEGRAM_MAX_ID, -1);
  file->width = (int) od_telegram_get_number (from, "width", 0, MAX_SIDE, 0);
  file->height = (int) od_telegram_get_number (from, "height", 0, MAX_SIDE, 0);
  if (kind == OD_FILE_KIND_VIDEO_NOTE) /* round: its diameter */
    file->width = file->height = (int) od_telegram_get_number (from, "length", 0, MAX_SIDE, 0);
  file->duration_ms = od_telegram_get_number (from, "duration", 0, MAX_DURATION_S, 0) * 1000;
  od_update_add_attachment (update, file);
  return TRUE;
}

/* One picture in several sizes: the largest. */
static gboolean
add_photo (OdUpdate *update, JsonObject *from, const char *member)
{
  JsonArray *sizes = od_telegram_get_array (from, member);
  JsonObject *largest = NULL;
  gint64 most = -1;

  for (guint i = 0; sizes != NULL && i < json_array_get_length (sizes); i++)
    {
      JsonObject *size = od_telegram_get_item (sizes, i);
      gint64 area;

      if (size == NULL || find_file_id (size) == NULL)
        continue;
      area = od_telegram_get_number (size, "width", 0, MAX_SIDE, 0) *
             od_telegram_get_number (size, "height", 0, MAX_SIDE, 0);
      if (area >= most)
        {
          most = area;
          largest = size;
        }
    }
  return add_file (update, largest, OD_FILE_KIND_PHOTO, "photo.jpg", "image/jpeg");
}

static gboolean
add_sticker (OdUpdate *update, JsonObject *message, JsonObject *payload)
{
  JsonObject *sticker = od_telegram_get_object (message, "sticker");
  const char *name = "sticker.webp", *mime = "image/webp", *emoji;

  if (sticker == NULL)
    return FALSE;
  if (od_telegram_get_flag (sticker, "is_animated"))
    {
      name = "sticker.tgs";
      mime = "application/x-tgsticker";
    }
  else if (od_telegram_get_flag (sticker, "is_video"))
    {
      name = "sticker.webm";
      mime = "video/webm";
    }
  if (!add_file (update, sticker, OD_FILE_KIND_STICKER, name, mime))
    return FALSE;
  emoji = od_telegram_get_text (sticker, "emoji");
  json_object_set_string_member (payload, "sticker",
                                 emoji != NULL && strlen (emoji) <= OD_LIMIT_EMOJI_BYTES ? emoji : "");
  return TRUE;
}

static gboolean
add_audio (OdUpdate *update, JsonObject *message)
{
  JsonObject *audio = od_telegram_get_object (message, "audio");
  const char *performer = audio != NULL ? od_telegram_get_text (audio, "performer") : NULL;
  const char *title = audio != NULL ? od_telegram_get_text (audio, "title") : NULL;
  g_autofree char *name = NULL, *clean = NULL;

  if (title != NULL && strlen (title) < OD_LIMIT_FILE_NAME_BYTES)
    name = performer != NULL && strlen (performer) < OD_LIMIT_FILE_NAME_BYTES
               ? g_strdup_printf ("%s - %s.mp3", performer, title)
               : g_strdup_printf ("%s.mp3", title);
  for (char *p = name; p != NULL && *p != '\0'; p++) /* a title is no path */
    if (*p == '/' || *p == '\\')
      *p = '_';
  clean = name != NULL ? od_text_clean_name (name) : g_strdup ("audio.mp3");
  return add_file (update, audio, OD_FILE_KIND_AUDIO, clean, "audio/mpeg");
}

/* What is to be paid for, as far as it is shown. */
static gboolean
add_paid (OdUpdate *update, JsonObject *message, JsonObject *payload)
{
  JsonObject *paid = od_telegram_get_object (message, "paid_media");
  JsonArray *items = paid != NULL ? od_telegram_get_array (paid, "paid_media") : NULL;

  if (items == NULL)
    return FALSE;
  json_object_set_string_member (payload, "kind", "paid_media");
  json_object_set_int_member (payload, "stars", od_telegram_get_number (paid, "star_count", 0, G_MAXINT32, 0));
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = od_telegram_get_item (items, i);

      if (item != NULL && !add_photo (update, item, "photo"))
        add_file (update, od_telegram_get_object (item, "video"), OD_FILE_KIND_VIDEO, "video.mp4", "video/mp4");
    }
  return TRUE;
}

/*
 * od_telegram_read_media:
 *
 * The file of a message. Some are there twice: an animation is a document, too, a moving photo a photo.
 */
gboolean
od_telegram_read_media (OdUpdate *update, JsonObject *message, JsonObject *payload)
{
  static const struct {
    const char *member;
    OdFileKind kind;
    const char *name, *mime;
  } files[] = {
    { "video", OD_FILE_KIND_VIDEO, "video.mp4", "video/mp4" },
    { "voice", OD_FILE_KIND_VOICE, "voice.ogg", "audio/ogg" },
    { "video_note", OD_FILE_KIND_VIDEO_NOTE, "video-note.mp4", "video/mp4" },
    { "document", OD_FILE_KIND_PLAIN, "file", "application/octet-stream" },
  };

  if (add_file (update, od_telegram_get_object (message, "animation"), OD_FILE_KIND_ANIMATION, "animation.mp4",
                "video/mp4"))
    return TRUE;
  if (add_photo (update, message, "photo") || add_sticker (update, message, payload) || add_audio (update, message) ||
      add_paid (update, message, payload))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    if (add_file (update, od_telegram_get_object (message, files[i].member), files[i].kind, files[i].name,
                  files[i].mime))
      return TRUE;
  return FALSE;
}
