/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "od-limits.h"
#include "od-text.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check (gboolean is_true)
{
  if (!is_true)
    abort ();
}

static void
check_stable (char *(*clean) (const char *), const char *text)
{
  g_autofree char *once = clean (text);
  g_autofree char *twice = clean (once);

  check (g_utf8_validate (once, -1, NULL) && g_str_equal (once, twice));
}

/* Cleaning gives valid text and is done after once; names are safe; links lie in the text and have a scheme of ours. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *raw = g_strndup ((const char *) data, size);
  g_autofree char *valid = g_utf8_make_valid (raw, -1);
  g_autofree char *name = od_text_clean_name (raw);
  g_autofree char *snippet = od_text_snippet (raw, 20);
  g_autofree char *cut = od_text_cut (valid, 10);
  g_autoptr (GArray) links = od_text_find_links (valid);
  gsize after = 0;

  check_stable (od_text_fold, raw);
  check_stable (od_text_clean_line, raw);
  check_stable (od_text_clean_name, raw);
  check (*name != '\0' && *name != '.' && strpbrk (name, "/\\\n") == NULL && strlen (name) <= OD_LIMIT_FILE_NAME_BYTES);
  check (od_text_count_graphemes (snippet) <= 20 && strpbrk (snippet, "\r\n") == NULL);
  check (g_str_has_prefix (valid, cut) && od_text_count_graphemes (cut) <= 10);
  check (links->len <= OD_LIMIT_LINKS);
  for (guint i = 0; i < links->len; i++)
    {
      const OdTextLink *link = &g_array_index (links, OdTextLink, i);

      check (link->start_byte >= after && link->end_byte > link->start_byte && link->end_byte <= strlen (valid));
      check (g_str_has_prefix (link->url, "http://") || g_str_has_prefix (link->url, "https://") ||
             g_str_has_prefix (link->url, "mailto:") || g_str_has_prefix (link->url, "omnidesk:message/"));
      check (g_utf8_validate (link->url, -1, NULL));
      after = link->end_byte;
    }
  return 0;
}
