/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-file-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "od-error.h"
#include "od-message-text.h"
#include "od-payload.h"
#include "od-text.h"

#define STICKER_PIXELS 512 /* no side of a sticker is longer */

static gboolean
is_sticker (const OdMessageRow *message, const OdAttachmentRow *file)
{
  g_autoptr (OdPayload) payload = message->payload != NULL ? od_payload_parse (message->payload) : NULL;

  if (payload != NULL && payload->is_sticker)
    return TRUE;
  return g_str_equal (file->mime, "image/webp") && *message->body == '\0' && message->attachments->len == 1 &&
         file->width > 0 && file->width <= STICKER_PIXELS && file->height > 0 && file->height <= STICKER_PIXELS;
}

/**
 * od_file_look:
 * @file: one of @message
 *
 * Returns: as what it is shown; by what its sender's program and our look at its first bytes called it
 */
OdFileLook
od_file_look (const OdMessageRow *message, const OdAttachmentRow *file)
{
  if (g_str_has_prefix (file->mime, "image/") && !g_str_has_prefix (file->mime, "image/svg"))
    return is_sticker (message, file) ? OD_FILE_LOOK_STICKER : OD_FILE_LOOK_PICTURE;
  if (g_str_has_prefix (file->mime, "audio/"))
    return OD_FILE_LOOK_AUDIO;
  if (g_str_has_prefix (file->mime, "video/"))
    return OD_FILE_LOOK_VIDEO;
  return OD_FILE_LOOK_OTHER;
}

/**
 * od_file_fit:
 * @width, @height: of a picture, in pixels; 0 if unknown: then it gets a box of four to three
 * @fit_width, @fit_height: (out): what it takes on screen: never more than it has or than the
 *   box allows, and never so thin that it can't be seen or touched
 */
void
od_file_fit (int width, int height, int max_width, int max_height, int *fit_width, int *fit_height)
{
  double scale;

  if (width <= 0 || height <= 0)
    {
      width = max_width;
      height = max_width * 3 / 4;
    }
  scale = MIN (1.0, MIN ((double) max_width / width, (double) max_height / height));
  *fit_width = CLAMP ((int) (width * scale + 0.5), MIN (48, max_width), max_width);
  *fit_height = CLAMP ((int) (height * scale + 0.5), MIN (48, max_height), max_height);
}

static gboolean
has_at (const guint8 *bytes, gsize n_bytes, gsize at, const char *mark)
{
  return at + strlen (mark) <= n_bytes && memcmp (bytes + at, mark, strlen (mark)) == 0;
}

/**
 * od_file_is_media:
 * @bytes: the first ones of a file; twelve are enough
 *
 * A media library follows what a playlist or a description says, to other files and into the
 * net. Nothing but the containers of sound and film goes to one.
 *
 * Returns: whether it begins like WAVE, AVI, Ogg, FLAC, MP3, AAC, MP4, Matroska, AMR, AIFF or CAF
 */
gboolean
od_file_is_media (const guint8 *bytes, gsize n_bytes)
{
  static const char *const starts[] = { "OggS", "fLaC", "ID3", "\x1a\x45\xdf\xa3", "#!AMR", "caff" };

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (has_at (bytes, n_bytes, 0, starts[i]))
      return TRUE;
  if (has_at (bytes, n_bytes, 0, "RIFF"))
    return has_at (bytes, n_bytes, 8, "WAVE") || has_at (bytes, n_bytes, 8, "AVI ");
  if (has_at (bytes, n_bytes, 0, "FORM"))
    return has_at (bytes, n_bytes, 8, "AIF");
  if (has_at (bytes, n_bytes, 4, "ftyp"))
    return TRUE;
  return n_bytes >= 2 && bytes[0] == 0xFF && (bytes[1] & 0xE0) == 0xE0; /* a frame of MPEG sound */
}

/**
 * od_file_words_name:
 *
 * Returns: (transfer full): its name for a label and for a folder of ours, whatever is stored
 */
char *
od_file_words_name (const OdAttachmentRow *file)
{
  return od_text_clean_name (file->name);
}

/**
 * od_file_words_duration:
 *
 * Returns: (transfer full): "0:12", "1:02:03"
 */
char *
od_file_words_duration (gint64 duration_ms)
{
  gint64 s = CLAMP (duration_ms, 0, G_MAXINT32) / 1000;

  if (s >= 3600)
    return g_strdup_printf ("%d:%02d:%02d", (int) (s / 3600), (int) (s / 60 % 60), (int) (s % 60));
  return g_strdup_printf ("%d:%02d", (int) (s / 60), (int) (s % 60));
}

/**
 * od_file_words_details:
 *
 * Returns: (transfer full): what is known of its size: "1.2 MB · 0:12"; "" if nothing
 */
char *
od_file_words_details (const OdAttachmentRow *file)
{
  g_autofree char *size = file->size_bytes >= 0 ? g_format_size ((guint64) file->size_bytes) : NULL;
  g_autofree char *duration = file->duration_ms > 0 ? od_file_words_duration (file->duration_ms) : NULL;

  if (size == NULL)
    return g_strdup (duration != NULL ? duration : "");
  return g_strjoin (" · ", size, duration, NULL);
}

/**
 * od_file_words_progress:
 * @total_bytes: -1 if unknown
 *
 * Returns: (transfer full): "1.2 MB of 5 MB"
 */
char *
od_file_words_progress (gint64 done_bytes, gint64 total_bytes)
{
  g_autofree char *done = g_format_size ((guint64) MAX (done_bytes, 0));
  g_autofree char *total = NULL;

  if (total_bytes <= 0)
    return g_steal_pointer (&done);
  total = g_format_size ((guint64) total_bytes);
  /* TRANSLATORS: how much of a file is here: "1.2 MB of 5 MB" */
  return g_strdup_printf (_ ("%1$s of %2$s"), done, total);
}

static gboolean
is_voice (const char *mime)
{
  return g_str_has_prefix (mime, "audio/ogg") || g_str_equal (mime, "audio/opus") ||
         g_str_has_prefix (mime, "audio/amr");
}

static char *
spoken_kind (const OdMessageRow *message, const OdAttachmentRow *file)
{
  g_autofree char *clean = od_file_words_name (file);
  g_autofree char *name = od_message_text_isolate (clean);

  switch (od_file_look (message, file))
    {
    case OD_FILE_LOOK_PICTURE:
      return g_strdup_printf (_ ("Photo %s"), name);
    case OD_FILE_LOOK_STICKER:
      return g_strdup (_ ("Sticker"));
    case OD_FILE_LOOK_AUDIO:
      return is_voice (file->mime) ? g_strdup (_ ("Voice message")) : g_strdup_printf (_ ("Sound %s"), name);
    case OD_FILE_LOOK_VIDEO:
      return g_strdup_printf (_ ("Video %s"), name);
    case OD_FILE_LOOK_OTHER:
    default:
      return g_strdup_printf (_ ("File %s"), name);
    }
}

/**
 * od_file_words_spoken:
 *
 * Returns: (transfer full): all that its picture or card shows: "Voice message, 48 kB · 0:12, not here yet"
 */
char *
od_file_words_spoken (const OdMessageRow *message, const OdAttachmentRow *file)
{
  static const char *const states[] = { [OD_FILE_HERE] = NULL,
                                        [OD_FILE_REMOTE] = N_ ("not here yet"),
                                        [OD_FILE_FAILED] = N_ ("could not be downloaded"),
                                        [OD_FILE_GONE] = N_ ("no longer available at the channel") };
  g_autofree char *kind = spoken_kind (message, file);
  g_autofree char *details = od_file_words_details (file);
  const char *state = file->state < G_N_ELEMENTS (states) ? states[file->state] : NULL;

  if (*details == '\0')
    return g_strjoin (", ", kind, state != NULL ? _ (state) : NULL, NULL);
  return g_strjoin (", ", kind, details, state != NULL ? _ (state) : NULL, NULL);
}

/**
 * od_file_words_icon:
 *
 * Returns: (transfer none): symbolic icon of a kind of file
 */
const char *
od_file_words_icon (const char *mime)
{
  static const struct {
    const char *prefix, *icon;
  } icons[] = { { "image/", "od-photo-symbolic" },
                { "audio/", "od-voice-symbolic" },
                { "video/", "od-video-symbolic" },
                { "text/vcard", "od-person-symbolic" },
                { "text/x-vcard", "od-person-symbolic" },
                { "application/zip", "package-x-generic-symbolic" },
                { "application/x-7z", "package-x-generic-symbolic" },
                { "application/x-rar", "package-x-generic-symbolic" },
                { "application/vnd.rar", "package-x-generic-symbolic" },
                { "application/gzip", "package-x-generic-symbolic" },
                { "application/x-tar", "package-x-generic-symbolic" },
                { "application/vnd.ms-excel", "x-office-spreadsheet-symbolic" },
                { "application/vnd.openxmlformats-officedocument.spreadsheetml", "x-office-spreadsheet-symbolic" },
                { "application/vnd.oasis.opendocument.spreadsheet", "x-office-spreadsheet-symbolic" },
                { "application/vnd.ms-powerpoint", "x-office-presentation-symbolic" },
                { "application/vnd.openxmlformats-officedocument.presentationml", "x-office-presentation-symbolic" },
                { "application/pdf", "x-office-document-symbolic" },
                { "application/msword", "x-office-document-symbolic" },
                { "application/vnd.", "x-office-document-symbolic" },
                { "application/x-executable", "application-x-executable-symbolic" },
                { "application/x-ms", "application-x-executable-symbolic" } };

  for (guint i = 0; i < G_N_ELEMENTS (icons); i++)
    if (g_str_has_prefix (mime, icons[i].prefix))
      return icons[i].icon;
  return "text-x-generic-symbolic";
}

/**
 * od_file_words_fault:
 * @error: why a picture could not be shown
 *
 * Returns: (transfer none): a sentence for its place
 */
const char *
od_file_words_fault (const GError *error)
{
  if (g_error_matches (error, OD_ERROR, OD_ERROR_MALFORMED))
    return _ ("This is broken, or no picture");
  if (g_error_matches (error, OD_ERROR, OD_ERROR_TOO_LARGE))
    return _ ("Too large to be shown here");
  if (g_error_matches (error, OD_ERROR, OD_ERROR_NOT_FOUND))
    return _ ("The file is missing");
  return _ ("It can't be shown just now");
}
