/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "od-markdown.h"
#include "od-telegram-entities.h"
#include "od-telegram-markdown.h"
#include "od-telegram-parse.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check (gboolean is_true)
{
  if (!is_true)
    abort ();
}

static void
check_update (const OdUpdate *update)
{
  check (*update->chat_id != '\0' && update->remote.key != NULL);
  check (g_utf8_validate (update->text, -1, NULL));
  check (update->kind != OD_UPDATE_MESSAGE || update->remote_id != NULL);
  check (update->payload == NULL || (strlen (update->payload) <= 4096 && g_utf8_validate (update->payload, -1, NULL)));
  for (guint i = 0; update->attachments != NULL && i < update->attachments->len; i++)
    {
      const OdUpdateAttachment *file = update->attachments->pdata[i];

      check (file->remote_ref != NULL && file->size_bytes >= -1 && strpbrk (file->name, "/\\\n") == NULL);
    }
}

/* Without its marks, Markdown is the text to the byte. */
static void
check_words (const char *text)
{
  g_autofree char *markdown = od_telegram_escape_markdown (text);
  g_autoptr (GArray) parts = od_markdown_parse (markdown);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++)
    {
      const OdMarkdownPart *part = &g_array_index (parts, OdMarkdownPart, i);

      if (!part->is_mark)
        g_string_append_len (words, markdown + part->start_byte, (gssize) (part->end_byte - part->start_byte));
    }
  check (strcmp (words->str, text) == 0);
}

/* Whatever a server says: a value or an error, the cursor moves, and nothing that is said twice is two things. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new_static (data, size);
  g_auto (OdTelegramAside) aside = { 0 };
  OdTelegramFault fault;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdUpdateBatch) batch = od_telegram_parse_updates (body, &aside, &error);
  g_autoptr (JsonNode) reply = od_telegram_parse_reply (body, 200, &fault, NULL);

  check ((batch == NULL) == (error != NULL));
  check (reply == NULL || fault.code == 0);
  if (batch == NULL)
    {
      if (size < 400 && g_utf8_validate ((const char *) data, (gssize) size, NULL))
        {
          g_autofree char *text = g_strndup ((const char *) data, size);

          check_words (text);
        }
      return 0;
    }
  check (aside.n_entries == 0 || batch->cursor != NULL);
  for (guint i = 0; i < batch->updates->len; i++)
    check_update (batch->updates->pdata[i]);
  return 0;
}
