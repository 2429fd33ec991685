/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-webchat-sniff.h"

#include <string.h>

/* What a visitor may send. Nothing here runs by being opened: no HTML, no SVG, no programs, no documents with macros. */
static const char *const types[] = {
  "image/jpeg",
  "image/png",
  "image/gif",
  "image/webp",
  "application/pdf",
  "text/plain",
  "audio/mpeg",
  "audio/ogg",
  "audio/mp4",
  "audio/webm",
  "audio/wav",
  "video/mp4",
  "video/webm",
  "video/quicktime",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  NULL,
};

/* The beginning of a file, and the type it proves. A container holds several types: then the claimed one decides. */
static const struct {
  gsize offset;
  const char *magic;
  gsize len;
  const char *type;    /* (nullable): %NULL: only what is claimed, if it is one of @also */
  const char *also[4]; /* what else it may be, if the sender says so */
} magics[] = {
  { 0, "\xff\xd8\xff", 3, "image/jpeg", { NULL } },
  { 0, "\x89PNG\r\n\x1a\n", 8, "image/png", { NULL } },
  { 0, "GIF87a", 6, "image/gif", { NULL } },
  { 0, "GIF89a", 6, "image/gif", { NULL } },
  { 8, "WEBP", 4, "image/webp", { NULL } },
  { 8, "WAVE", 4, "audio/wav", { NULL } },
  { 0, "%PDF-", 5, "application/pdf", { NULL } },
  { 0,
    "PK\x03\x04",
    4,
    NULL, /* any other archive may hold a program */
    { "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", NULL } },
  { 0, "ID3", 3, "audio/mpeg", { NULL } },
  { 0, "\xff\xfb", 2, "audio/mpeg", { NULL } },
  { 0, "\xff\xf3", 2, "audio/mpeg", { NULL } },
  { 0, "OggS", 4, "audio/ogg", { NULL } },
  { 0, "\x1a\x45\xdf\xa3", 4, "video/webm", { "audio/webm", NULL } },
  { 4, "ftypqt  ", 8, "video/quicktime", { NULL } },
  { 4, "ftyp", 4, "video/mp4", { "audio/mp4", "video/quicktime", NULL } },
};

static gboolean
starts_with_tag (const guint8 *data, gsize len)
{
  while (len > 0 && (g_ascii_isspace (*data) || *data == 0xef || *data == 0xbb || *data == 0xbf))
    {
      data++;
      len--;
    }
  return len > 0 && *data == '<';
}

/* Text: valid UTF-8 but for a character cut at the end, no control characters, and neither markup nor a script. */
static gboolean
is_plain_text (const guint8 *data, gsize len)
{
  const char *end;

  if (memchr (data, '\0', len) != NULL || starts_with_tag (data, len) || (len >= 2 && memcmp (data, "#!", 2) == 0))
    return FALSE;
  if (!g_utf8_validate_len ((const char *) data, len, &end) && (gsize) (end - (const char *) data) + 4 <= len)
    return FALSE;
  for (gsize i = 0; i < len; i++)
    if (data[i] < 0x20 && strchr ("\t\n\r\f", data[i]) == NULL)
      return FALSE;
  return TRUE;
}

/**
 * od_webchat_sniff:
 * @data: the beginning of the file, `OD_LIMIT_FILE_SNIFF_BYTES` or all of it
 * @claimed: what the sender says it is
 *
 * Looks at the bytes, not at the name. A pure function.
 *
 * Returns: (transfer none) (nullable): the real type, if it is one that is taken
 */
const char *
od_webchat_sniff (const guint8 *data, gsize len, const char *claimed)
{
  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    {
      if (len < magics[i].offset + magics[i].len ||
          memcmp (data + magics[i].offset, magics[i].magic, magics[i].len) != 0)
        continue;
      if (magics[i].offset == 8 && memcmp (data, "RIFF", 4) != 0)
        continue;
      for (gsize k = 0; k < G_N_ELEMENTS (magics[i].also) && magics[i].also[k] != NULL; k++)
        if (g_str_equal (magics[i].also[k], claimed))
          return magics[i].also[k];
      return magics[i].type;
    }
  return len > 0 && is_plain_text (data, len) ? "text/plain" : NULL;
}

/**
 * od_webchat_sniff_name_is_safe:
 * @name: cleaned
 *
 * Returns: %FALSE if a desktop would run, or render as a page, what is called so
 */
gboolean
od_webchat_sniff_name_is_safe (const char *name)
{
  static const char *const refused[] = {
    "apk",  "app", "bat", "chm",  "cmd", "com", "cpl", "desktop", "docm",  "exe",  "hta", "htm",
    "html", "jar", "js",  "jse",  "lnk", "mjs", "msi", "php",     "pif",   "ps1",  "py",  "reg",
    "scr",  "sh",  "svg", "svgz", "vbe", "vbs", "wsf", "xht",     "xhtml", "xlsm", "xml", NULL,
  };
  const char *dot = strrchr (name, '.');
  g_autofree char *suffix = dot != NULL ? g_ascii_strdown (dot + 1, -1) : NULL;

  return suffix == NULL || !g_strv_contains (refused, suffix);
}

/**
 * od_webchat_sniff_may_be:
 *
 * Returns: %TRUE if a file said to be of this type may be asked for; its bytes decide
 */
gboolean
od_webchat_sniff_may_be (const char *claimed)
{
  return g_strv_contains (types, claimed);
}

/**
 * od_webchat_sniff_get_types:
 *
 * Returns: (transfer none) (array zero-terminated=1): what is taken
 */
const char *const *
od_webchat_sniff_get_types (void)
{
  return types;
}
