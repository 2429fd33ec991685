/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-header-scan.h"

#include <string.h>

/* libsoup 3.2 refuses a length that is no number, but keeps the request's path for ever: it must not see one. */
static gboolean
is_bad_length (const OdHeaderScan *self)
{
  static const char name[] = "content-length:";
  const char *p = self->line + strlen (name);
  const char *end = self->line + self->line_len;

  if (self->line_len < strlen (name) || g_ascii_strncasecmp (self->line, name, strlen (name)) != 0)
    return FALSE;
  if (self->line_len >= OD_HEADER_SCAN_LINE_BYTES)
    return TRUE;
  while (p < end && (*p == ' ' || *p == '\t'))
    p++;
  while (end > p && (end[-1] == ' ' || end[-1] == '\t'))
    end--;
  if (p == end)
    return TRUE;
  while (p < end && g_ascii_isdigit (*p))
    p++;
  return p < end;
}

static gboolean
ends_badly (const OdHeaderScan *self, guint8 byte)
{
  if (self->n_bytes > self->max_bytes)
    return TRUE;
  return byte == '\n' && (self->line_len == 0 ? self->n_bytes <= 2 : is_bad_length (self));
}

/**
 * od_header_scan_feed:
 * @n_good: (out): how many bytes may be given on: up to the end of the headers, or all; 0 if they are bad
 *
 * A request begins with its first line: who begins with an empty one wants to look as if the headers were over.
 * Any thread, one at a time.
 *
 * Returns: what is known now; feed no more unless it is %OD_HEADER_SCAN_MORE
 */
OdHeaderScanResult
od_header_scan_feed (OdHeaderScan *self, const guint8 *data, gsize len, gsize *n_good)
{
  *n_good = 0;
  for (gsize i = 0; i < len; i++)
    {
      self->n_bytes++;
      if (ends_badly (self, data[i]))
        return OD_HEADER_SCAN_BAD;
      if (data[i] == '\n' && self->line_len == 0)
        {
          *n_good = i + 1;
          return OD_HEADER_SCAN_DONE;
        }
      if (data[i] == '\n')
        self->line_len = 0;
      else if (data[i] != '\r')
        {
          if (self->line_len < OD_HEADER_SCAN_LINE_BYTES)
            self->line[self->line_len] = (char) data[i];
          self->line_len++;
        }
    }
  *n_good = len;
  return OD_HEADER_SCAN_MORE;
}
