/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-text.h"

#include <string.h>

#include "od-limits.h"
#include "od-text-private.h"

#define FIRST_STRONG_ISOLATE "\u2068"
#define POP_DIRECTIONAL_ISOLATE "\u2069"
#define ELLIPSIS "…"
#define BLACK_FLAG 0x1F3F4

/* Marks, overrides, embeddings and isolates that turn the direction of text: "gpj.exe" can look like "exe.jpg". */
static gboolean
is_bidi_control (gunichar c)
{
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_tag (gunichar c)
{
  return c >= 0xE0020 && c <= 0xE007F;
}

/* Seen by nobody, so of use to nobody in one line but somebody who wants to hide something. The joiners (U+200C, U+200D)
 * stay: Persian and emoji need them. */
static gboolean
is_invisible (gunichar c)
{
  if (c == 0x200C || c == 0x200D)
    return FALSE;
  switch ((int) g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) || c == 0x000B || c == 0x0085 || c == 0x2028 || c == 0x2029 || c == 0x2800 ||
         c == 0x3164;
}

/* Spaces of all kinds in a row become one, none at the ends; nothing invisible stays. */
static GString *
without_invisible (const char *text, gboolean *is_composed)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_sized_new (strlen (valid));
  gboolean space_before = FALSE;
  gboolean after_flag = FALSE; /* tags are only good behind the flag that they belong to */

  *is_composed = TRUE;
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean is_letter = (c > 0x20 && c < 0x7F) || (c >= 0x0410 && c <= 0x044F); /* of the two usual scripts */

      if (!is_letter && is_space (c))
        {
          space_before = TRUE;
          continue;
        }
      if (!is_letter && (is_tag (c) ? !after_flag || space_before : is_bidi_control (c) || is_invisible (c)))
        continue;
      after_flag = c == BLACK_FLAG || is_tag (c);

      if (space_before && out->len > 0)
        g_string_append_c (out, ' ');
      space_before = FALSE;
      g_string_append_len (out, p, g_utf8_next_char (p) - p);
      *is_composed = *is_composed && od_text_is_composed (c);
    }
  return out;
}

/* One line, composed, with a limited number of marks on one letter and of tags on one flag. */
static GString *
one_line (const char *text)
{
  gboolean is_composed;
  GString *out = without_invisible (text, &is_composed);
  g_autofree char *composed = NULL;
  guint n_marks = 0;

  if (is_composed)
    return out; /* and no marks are in it */
  composed = g_utf8_normalize (out->str, -1, G_NORMALIZE_NFC);
  g_string_truncate (out, 0);

  for (const char *p = composed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      n_marks = g_unichar_ismark (c) || is_tag (c) ? n_marks + 1 : 0;
      if (n_marks <= OD_LIMIT_COMBINING_RUN)
        g_string_append_unichar (out, c);
    }
  return out;
}

/**
 * od_text_clean_line:
 * @text: any text from outside: a name, a subject, a title
 *
 * Makes one line for people out of it that can't harm what stands around it: no control or invisible characters, white
 * space and line ends as single spaces, at most %OD_LIMIT_COMBINING_RUN marks on one letter, no direction controls but
 * the isolate (U+2068 … U+2069) put around the whole. Bytes that are not UTF-8 become U+FFFD. It does not limit the
 * length (od_text_cut() first) and is no markup. Any thread may call this.
 *
 * Returns: (transfer full): the line, or "" if nothing is left
 */
char *
od_text_clean_line (const char *text)
{
  GString *line;

  g_return_val_if_fail (text != NULL, NULL);

  line = one_line (text);
  if (line->len > 0)
    {
      g_string_prepend (line, FIRST_STRONG_ISOLATE);
      g_string_append (line, POP_DIRECTIONAL_ISOLATE);
    }
  return g_string_free (line, FALSE);
}

/**
 * od_text_snippet:
 * @text: any text from outside, of several lines perhaps
 * @max_graphemes: the most to show, > 0, the ellipsis included
 *
 * As od_text_clean_line(), but short and without isolates: for lists, where a row is a paragraph of its own.
 *
 * Returns: (transfer full): at most @max_graphemes graphemes, with "…" at the end if something was cut
 */
char *
od_text_snippet (const char *text, gsize max_graphemes)
{
  GString *line;
  const char *p, *last;
  gsize n = 0;

  g_return_val_if_fail (text != NULL && max_graphemes > 0, NULL);

  line = one_line (text);
  p = last = line->str;
  for (; *p != '\0' && n < max_graphemes; n++)
    {
      last = p; /* where the last grapheme that fits begins */
      p = od_text_next_grapheme (p);
    }
  if (*p != '\0')
    {
      g_string_truncate (line, (gsize) (last - line->str));
      while (line->len > 0 && line->str[line->len - 1] == ' ')
        g_string_truncate (line, line->len - 1);
      g_string_append (line, ELLIPSIS);
    }
  return g_string_free (line, FALSE);
}

/* Names that mean a device on Windows, with any extension. */
static gboolean
is_reserved (const char *name)
{
  static const char *const devices[] = { "con", "prn", "aux", "nul" };
  gsize len = strcspn (name, ".");

  while (len > 0 && name[len - 1] == ' ')
    len--;
  for (gsize i = 0; i < G_N_ELEMENTS (devices); i++)
    if (len == 3 && g_ascii_strncasecmp (name, devices[i], 3) == 0)
      return TRUE;
  return len == 4 && g_ascii_isdigit (name[3]) &&
         (g_ascii_strncasecmp (name, "com", 3) == 0 || g_ascii_strncasecmp (name, "lpt", 3) == 0);
}

/* Cuts the stem, not the extension, at a grapheme's end. */
static void
shorten (GString *name, gsize max_bytes)
{
  /* An extension longer than this is part of the sentence that somebody used as a name. */
  const gsize max_extension_bytes = 16;
  const char *dot = strrchr (name->str, '.');
  gsize extension_bytes = 0;
  const char *p = name->str, *next;

  if (name->len <= max_bytes)
    return;
  if (dot != NULL && dot > name->str && strlen (dot) <= max_extension_bytes)
    extension_bytes = strlen (dot);
  while ((next = od_text_next_grapheme (p)) - name->str <= (gssize) (max_bytes - extension_bytes) && next > p)
    p = next;
  if (p == name->str) /* one grapheme fills it all */
    while (g_utf8_next_char (p) - name->str <= (gssize) (max_bytes - extension_bytes))
      p = g_utf8_next_char (p);
  g_string_erase (name, p - name->str, (gssize) (name->len - extension_bytes - (gsize) (p - name->str)));
}

static void
trim_name (GString *name)
{
  g_string_erase (name, 0, (gssize) strspn (name->str, ". "));
  while (name->len > 0 && strchr (". ", name->str[name->len - 1]) != NULL)
    g_string_truncate (name, name->len - 1);
}

/**
 * od_text_clean_name:
 * @name: (nullable): a file name as somebody outside gave it, with any path before it
 *
 * Makes a name that is safe to create in a folder of ours or of the operator's, on any file system: only what follows
 * the last slash or backslash; no control, invisible or direction characters; `< > : " | ? *` become `_`; no dots and
 * spaces at the ends; no device names; at most %OD_LIMIT_FILE_NAME_BYTES bytes, the extension kept. It is no check of
 * what the file contains. Any thread may call this.
 *
 * Returns: (transfer full): the name; "file" if nothing is left
 */
char *
od_text_clean_name (const char *name)
{
  GString *clean;
  const char *base = name != NULL ? name : "";

  for (const char *p = base; *p != '\0'; p++)
    if (*p == '/' || *p == '\\')
      base = p + 1;

  clean = one_line (base);
  for (gsize i = 0; i < clean->len; i++)
    if (strchr ("<>:\"|?*/\\", clean->str[i]) != NULL)
      clean->str[i] = '_';
  trim_name (clean);
  if (is_reserved (clean->str))
    g_string_prepend_c (clean, '_');
  shorten (clean, OD_LIMIT_FILE_NAME_BYTES);
  trim_name (clean);
  if (clean->len == 0)
    g_string_assign (clean, "file");
  return g_string_free (clean, FALSE);
}
