/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "od-markdown-pango.h"
#include "od-markdown.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check (gboolean is_true)
{
  if (!is_true)
    abort ();
}

static void
ignore_text_cb (GMarkupParseContext *context, const char *text, gsize len, gpointer data, GError **error)
{
}

/* The parts cover the text; links lead where they may; the markup is well-formed and has no tag of the author's. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const GMarkupParser parser = { .text = ignore_text_cb };
  g_autofree char *raw = g_strndup ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid (raw, -1);
  g_autofree char *plain = od_markdown_to_plain (text);
  g_autofree char *bold = od_markdown_reduce (text, OD_FORMATTING_BOLD);
  g_autofree char *pango = od_markdown_to_pango (text);
  g_autofree char *document = g_strconcat ("<markup>", pango, "</markup>", NULL);
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, NULL, NULL);
  g_autoptr (GArray) parts = od_markdown_parse (text);
  gsize at = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      const OdMarkdownPart *part = &g_array_index (parts, OdMarkdownPart, i);

      check (part->start_byte == at && part->end_byte > at);
      check (part->url == NULL || g_str_has_prefix (part->url, "http://") || g_str_has_prefix (part->url, "https://") ||
             g_str_has_prefix (part->url, "mailto:") || g_str_has_prefix (part->url, "omnidesk:"));
      at = part->end_byte;
    }
  check (at == strlen (text));
  check (g_utf8_validate (plain, -1, NULL) && g_utf8_validate (bold, -1, NULL));
  /* Control characters are no markup either, and g_markup_escape_text() writes them as numbers. */
  check (g_markup_parse_context_parse (context, document, -1, NULL) || strstr (pango, "&#x") != NULL);
  return 0;
}
