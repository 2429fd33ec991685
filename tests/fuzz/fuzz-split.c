/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "od-markdown.h"
#include "od-telegram-text.h"
#include "od-text-measure.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

#define TELEGRAM_MAX 4096

static void
check (gboolean is_true)
{
  if (!is_true)
    abort ();
}

static void
add_words (GString *words, const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_unichar (words, g_utf8_get_char (p));
}

/* Where a unit of UTF-16 is the first of a character; @text is valid, so no character is cut by what it is. */
static gboolean
is_edge (const char *text, gint64 unit)
{
  for (const char *p = text; unit > 0 && *p != '\0'; p = g_utf8_next_char (p))
    unit -= g_utf8_get_char (p) > 0xFFFF ? 2 : 1;
  return unit == 0;
}

static void
check_entities (const OdTelegramText *message)
{
  for (guint i = 0; message->entities != NULL && i < json_array_get_length (message->entities); i++)
    {
      JsonObject *entity = json_array_get_object_element (message->entities, i);
      gint64 offset = json_object_get_int_member (entity, "offset");
      gint64 length = json_object_get_int_member (entity, "length");

      check (offset >= 0 && length > 0 && offset + length <= (gint64) message->n_units);
      check (is_edge (message->text, offset) && is_edge (message->text, offset + length));
    }
}

/* Every piece is text, fits, and nobody is sent nothing. */
static void
check_pieces (const GPtrArray *pieces, guint max, OdTextFormat format)
{
  for (guint i = 0; i < pieces->len; i++)
    {
      const char *piece = pieces->pdata[i];
      OdTelegramText *message;

      check (*piece != '\0' && g_utf8_validate (piece, -1, NULL));
      check (od_text_measure (piece, OD_MEASURE_UTF16, max).n_used <= max);
      message = od_telegram_text_new (piece, format);
      check_entities (message);
      od_telegram_text_free (message);
    }
}

/* A long text as it goes to Telegram: the first byte says how long a message may be. Whatever is in it, pieces fit, no
 * character is cut, entities lie in their piece, and of a plain text every sign but white space arrives, in order. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  guint max = size > 0 && data[0] != 0 ? 2u + data[0] : TELEGRAM_MAX;
  g_autofree char *raw = size > 1 ? g_strndup ((const char *) data + 1, size - 1) : g_strdup ("");
  g_autofree char *text = g_utf8_make_valid (raw, -1);
  g_autoptr (GPtrArray) plain = od_text_split (text, OD_MEASURE_UTF16, max);
  g_autoptr (GPtrArray) rich = od_markdown_split (text, OD_MEASURE_UTF16, max);
  g_autoptr (GString) sent = g_string_new (NULL);
  g_autoptr (GString) meant = g_string_new (NULL);

  check_pieces (plain, max, OD_FORMAT_PLAIN);
  check_pieces (rich, max, OD_FORMAT_MARKDOWN);
  for (guint i = 0; i < plain->len; i++)
    add_words (sent, plain->pdata[i]);
  add_words (meant, text);
  check (g_string_equal (sent, meant));
  return 0;
}
