/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-text.h"

#include <string.h>

#include "od-limits.h"

#define MAX_ID_DIGITS 19

/* Only these ever become a link. Everything else, `javascript:` above all, stays text. */
static const struct {
  const char *prefix;
  const char *before; /* put in front to make it a URL */
  enum { WEB, MAIL, MESSAGE } kind;
} schemes[] = {
  { "https://", "", WEB },
  { "http://", "", WEB },
  { "mailto:", "", MAIL },
  { "www.", "https://", WEB },
  { "omnidesk:message/", "", MESSAGE },
};

static gboolean
starts_with (const char *p, const char *prefix)
{
  return g_ascii_strncasecmp (p, prefix, strlen (prefix)) == 0;
}

/* A link begins where a word begins; "javascript:https://…", "xhttp://…", "a@www.…" are none. */
static gboolean
may_precede (gunichar c)
{
  return !g_unichar_isalnum (c) && !g_unichar_ismark (c) && strchr ("@:/.-_&%#=~+\\", (int) MIN (c, 0x80)) == NULL;
}

static gboolean
may_be_inside (gunichar c)
{
  if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
    return FALSE;
  switch ((int) g_unichar_type (c))
    {
    case G_UNICODE_FORMAT:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_INITIAL_PUNCTUATION:
    case G_UNICODE_FINAL_PUNCTUATION:
      return FALSE;
    default:
      return c >= 0x80 || strchr ("<>\"`\\^{|}", (int) c) == NULL;
    }
}

/* How many more @open than @close there are. */
static gssize
balance (const char *start, const char *end, char open, char close)
{
  gssize n = 0;

  for (const char *p = start; p < end; p++)
    n += *p == open ? 1 : *p == close ? -1 : 0;
  return n;
}

static gboolean
is_punctuation (const char *p)
{
  return strchr (".,;:!?'*_~", *p) != NULL || g_str_has_prefix (p, "…") || g_str_has_prefix (p, "。") ||
         g_str_has_prefix (p, "、");
}

/* Leaves out what belongs to the sentence: "(see https://a.example/b)." ends with b; "…/C_(language)" keeps its bracket. */
static const char *
without_punctuation (const char *start, const char *end)
{
  gssize n_round = balance (start, end, '(', ')');
  gssize n_square = balance (start, end, '[', ']');

  while (end > start)
    {
      const char *last = g_utf8_find_prev_char (start, end);

      if (last == NULL)
        break;
      if (*last == ')' && n_round < 0)
        n_round++;
      else if (*last == ']' && n_square < 0)
        n_square++;
      else if (!is_punctuation (last))
        break;
      end = last;
    }
  return end;
}

static gboolean
is_host_char (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '-' || c == '.';
}

/* A name or an address, and perhaps a port, up to the path. No user before it: "https://bank.example@evil.example" is
 * meant to be misread. */
static gboolean
is_authority (const char *start, const char *end, gboolean needs_dot)
{
  const char *p = start, *dot = NULL;

  if (p < end && *p == '[')
    {
      for (p++; p < end && (g_ascii_isxdigit (*p) || *p == ':' || *p == '.'); p++)
        ;
      if (p == end || *p != ']' || p == start + 1)
        return FALSE;
      p++;
    }
  else
    {
      for (; p < end && is_host_char (g_utf8_get_char (p)); p = g_utf8_next_char (p))
        if (*p == '.')
          {
            if (p == start || p[-1] == '.')
              return FALSE;
            dot = p;
          }
      if (p == start || start[0] == '-' || (needs_dot && (dot == NULL || dot + 1 == p)))
        return FALSE;
    }
  if (p < end && *p == ':')
    for (p++; p < end && g_ascii_isdigit (*p); p++)
      ;
  return p == end || *p == '/' || *p == '?' || *p == '#';
}

static gboolean
is_mail_address (const char *start, const char *end)
{
  const char *sign = memchr (start, '@', (gsize) (end - start));
  const char *query = memchr (start, '?', (gsize) (end - start));

  if (query != NULL)
    end = query;
  return sign != NULL && sign > start && sign < end && sign - start <= 64 &&
         memchr (sign + 1, '@', (gsize) (end - sign - 1)) == NULL && is_authority (sign + 1, end, TRUE);
}

/* Of a message of this very desk, as "Copy Link to Message" makes it. */
static gboolean
is_message_id (const char *start, const char *end)
{
  if (end - start > MAX_ID_DIGITS)
    return FALSE;
  for (const char *p = start; p < end; p++)
    if (!g_ascii_isdigit (*p))
      return FALSE;
  return TRUE;
}

static gboolean
is_address (gsize scheme, const char *start, const char *end)
{
  switch (schemes[scheme].kind)
    {
    case MAIL:
      return is_mail_address (start, end);
    case MESSAGE:
      return is_message_id (start, end);
    case WEB:
    default:
      return is_authority (start, end, *schemes[scheme].before != '\0');
    }
}

/* The link that begins at @p, or FALSE; *end is how far to go on in any case. */
static gboolean
read_link (const char *text, const char *p, OdTextLink *link, const char **next)
{
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      gsize prefix_len = strlen (schemes[i].prefix);
      const char *rest = p + prefix_len;
      const char *end, *token_end;

      if (!starts_with (p, schemes[i].prefix))
        continue;
      for (end = rest; *end != '\0' && may_be_inside (g_utf8_get_char (end)); end = g_utf8_next_char (end))
        ;
      token_end = end;
      end = without_punctuation (p, end);
      *next = token_end;
      if (end <= rest || end - p > OD_LIMIT_URL_BYTES || !is_address (i, rest, end))
        return FALSE;

      link->start_byte = (gsize) (p - text);
      link->end_byte = (gsize) (end - text);
      link->url = g_strdup_printf ("%s%.*s", schemes[i].before, (int) (end - p), p);
      for (char *c = link->url; *schemes[i].before == '\0' && *c != ':'; c++)
        *c = g_ascii_tolower (*c);
      *next = end;
      return TRUE;
    }
  return FALSE;
}

static void
clear_link (gpointer data)
{
  OdTextLink *link = data;

  g_clear_pointer (&link->url, g_free);
}

/**
 * od_text_find_links:
 * @text: valid UTF-8 from outside
 *
 * Finds `http://`, `https://`, `mailto:`, `omnidesk:message/` with a number and a bare `www.` (which opens as https), at most %OD_LIMIT_LINKS of them, none
 * longer than %OD_LIMIT_URL_BYTES. Punctuation at the end belongs to the sentence, a closing bracket too unless it was
 * opened in the link. Takes time linear in the length of @text. Any thread may call this.
 *
 * Returns: (transfer full) (element-type OdTextLink): in the order of the text, not overlapping; free with
 * g_array_unref()
 */
GArray *
od_text_find_links (const char *text)
{
  GArray *links = g_array_new (FALSE, FALSE, sizeof (OdTextLink));
  gboolean at_boundary = TRUE;
  const char *p = text;

  g_array_set_clear_func (links, clear_link);
  g_return_val_if_fail (text != NULL, links);

  while (*p != '\0' && links->len < OD_LIMIT_LINKS)
    {
      const char *next = g_utf8_next_char (p);
      OdTextLink link;

      if (at_boundary && strchr ("hHmMoOwW", *p) != NULL && read_link (text, p, &link, &next))
        g_array_append_val (links, link);
      at_boundary = may_precede (g_utf8_get_char (g_utf8_prev_char (next)));
      p = next;
    }
  return links;
}
