/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-completion"

#include <string.h>

#include "od-completion-private.h"
#include "od-markdown.h"
#include "od-message-words.h"
#include "od-template.h"

void
od_insertion_free (OdInsertion *self)
{
  g_free (self->text);
  g_clear_pointer (&self->unfilled, g_array_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_free (self);
}

/* ---- Words ------------------------------------------------------------------- */

static void
add_person (GHashTable *values, const char *who, const char *name)
{
  g_autofree char *first_name = od_template_first_name (name);
  g_autofree char *whole_key = g_strconcat (who, ".name", NULL), *first_key = g_strconcat (who, ".first_name", NULL);

  od_template_values_set (values, whole_key, name);
  od_template_values_set (values, first_key, first_name);
}

/* What the variables mean in this conversation, now. */
static GHashTable *
make_values (OdCompletion *self)
{
  const OdCustomerCard *card = od_customer_model_get_card (self->customer);
  gint64 now_us = od_clock_get_real_us (self->desk->clock);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = g_date_time_to_timezone (utc, zone);
  g_autofree char *date = g_date_time_format (now, "%-d %B %Y");
  g_autofree char *time = od_message_words_time (now_us, zone);
  GHashTable *values = od_template_values_new ();

  add_person (values, "customer", card != NULL && *card->name != '\0' ? card->name : self->name);
  add_person (values, "operator", self->desk->operator_name);
  od_template_values_set (values, "channel", self->channel != NULL ? self->channel->name : NULL);
  od_template_values_set (values, "date", date);
  od_template_values_set (values, "time", time);
  for (guint i = 0; card != NULL && i < card->fields->len; i++)
    {
      const OdFieldRow *field = card->fields->pdata[i];

      od_template_values_set (values, field->key, field->value);
    }
  for (guint i = 0; card != NULL && i < card->fields->len; i++)
    {
      const OdFieldRow *field = card->fields->pdata[i];

      od_template_values_set (values, field->label, field->value);
    }
  return values;
}

/* Formatting that the channel does not know is taken out here, where the operator sees it. */
static char *
fit_to_channel (OdCompletion *self, const char *text, OdTextFormat format)
{
  if (format != OD_FORMAT_MARKDOWN)
    return g_strdup (text);
  return od_markdown_reduce (text, self->channel != NULL ? self->channel->formatting : OD_FORMATTING_NONE);
}

/* Written to the customer, so in the language of the article, not in that of this desk. */
static char *
make_link (const OdArticle *article)
{
  if (g_str_has_prefix (article->lang, "ru"))
    return g_strdup_printf ("Подробно об этом — в статье «%s»: %s", article->title, article->url);
  return g_strdup_printf ("You can read more about it in “%s”: %s", article->title, article->url);
}

static OdInsertion *
make_insertion (OdCompletion *self, OdCompletionItem *item, gboolean as_link)
{
  const OdCompletionChoice *choice = od_completion_item_get (item);
  OdInsertion *insertion = g_new0 (OdInsertion, 1);

  insertion->start_byte = self->trigger.start_byte;
  insertion->end_byte = self->trigger.end_byte;
  switch (choice->kind)
    {
    case OD_COMPLETION_ITEM_EMOJI:
      insertion->text = g_strdup (choice->mark);
      break;
    case OD_COMPLETION_ITEM_CANNED:
      {
        g_autofree char *body = fit_to_channel (self, choice->canned->body, choice->canned->format);
        g_autoptr (GHashTable) values = make_values (self);

        insertion->text = od_template_fill (body, values, &insertion->unfilled);
        insertion->files = od_file_ref_copy_all (choice->canned->files);
        break;
      }
    case OD_COMPLETION_ITEM_ARTICLE:
      insertion->text = as_link && *choice->article->url != '\0'
                            ? make_link (choice->article)
                            : fit_to_channel (self, choice->article->body, choice->article->format);
      break;
    case OD_COMPLETION_ITEM_MENTION:
      insertion->text = g_strdup_printf ("@%s ", choice->title);
      break;
    case OD_COMPLETION_ITEM_FOLDER:
    case OD_COMPLETION_ITEM_LIBRARY:
    default:
      insertion->text = g_strdup ("");
    }
  if (insertion->unfilled == NULL)
    insertion->unfilled = g_array_new (FALSE, FALSE, sizeof (OdTemplatePart));
  return insertion;
}

/**
 * od_completion_dup_preview:
 *
 * Returns: (transfer full) (nullable): the text that choosing it would insert; %NULL where its
 *   row says it all
 */
char *
od_completion_dup_preview (OdCompletion *self, OdCompletionItem *item)
{
  g_autoptr (OdInsertion) insertion = NULL;
  OdCompletionItemKind kind;

  g_return_val_if_fail (OD_IS_COMPLETION (self) && OD_IS_COMPLETION_ITEM (item), NULL);

  kind = od_completion_item_get (item)->kind;
  if (kind != OD_COMPLETION_ITEM_CANNED && kind != OD_COMPLETION_ITEM_ARTICLE)
    return NULL;
  insertion = make_insertion (self, item, FALSE);
  return g_steal_pointer (&insertion->text);
}

/* ---- Choosing ---------------------------------------------------------------- */

static void
used_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!od_library_port_use_canned_finish (OD_LIBRARY_PORT (source), result, &error))
    g_warning ("Could not remember that a canned reply was used: %s", error->message);
}

/**
 * od_completion_choose:
 * @item: what is chosen; no folder
 * @as_link: of an article: a sentence that leads to it instead of its text, if it has an address
 *
 * Remembers the use and offers nothing any more.
 *
 * Returns: (transfer full): what to do to the text
 */
OdInsertion *
od_completion_choose (OdCompletion *self, OdCompletionItem *item, gboolean as_link)
{
  const OdCompletionChoice *choice;
  OdInsertion *insertion;

  g_return_val_if_fail (OD_IS_COMPLETION (self) && OD_IS_COMPLETION_ITEM (item), NULL);

  choice = od_completion_item_get (item);
  insertion = make_insertion (self, item, as_link);
  if (choice->kind == OD_COMPLETION_ITEM_EMOJI)
    od_emoji_memory_use (self->memory, choice->mark);
  if (choice->kind == OD_COMPLETION_ITEM_CANNED)
    {
      od_canned_book_use (self->book, choice->canned->id, od_clock_get_real_us (self->desk->clock));
      od_library_port_use_canned_async (self->desk->library, choice->canned->id, NULL, used_cb, NULL);
    }
  od_completion_dismiss (self);
  return insertion;
}

/**
 * od_completion_expand:
 *
 * Chooses the canned reply whose code is what stands behind the "/" before the caret, offered
 * or not.
 *
 * Returns: (transfer full) (nullable): what to do to the text; %NULL if there is no such code
 */
OdInsertion *
od_completion_expand (OdCompletion *self, const char *text, gsize caret_byte, gboolean is_note)
{
  OdCompletionTrigger trigger;
  g_autoptr (OdCompletionItem) item = NULL;
  g_autofree char *code = NULL;
  const OdCannedReply *reply;

  g_return_val_if_fail (OD_IS_COMPLETION (self) && text != NULL, NULL);

  trigger = od_completion_find_trigger (text, caret_byte, is_note);
  if (self->book == NULL || trigger.kind != OD_COMPLETION_CANNED)
    return NULL;
  code = g_strndup (text + trigger.query_byte, trigger.end_byte - trigger.query_byte);
  reply = od_canned_book_find (self->book, code);
  if (reply == NULL)
    return NULL;
  item = od_completion_item_new_canned (reply);
  self->trigger = trigger;
  return od_completion_choose (self, item, FALSE);
}

/* ---- Mentions ---------------------------------------------------------------- */

/* Returns: (nullable): whose whole name begins at @name; of "Anna" and "Anna Lind" the longer one */
static const OdOperatorRow *
find_operator (OdCompletion *self, const char *name)
{
  const OdOperatorRow *best = NULL;

  for (guint i = 0; i < self->operators->len; i++)
    {
      const OdOperatorRow *row = self->operators->pdata[i];
      gsize length = strlen (row->name);

      if (length > 0 && g_str_has_prefix (name, row->name) && !g_unichar_isalnum (g_utf8_get_char (name + length)) &&
          (best == NULL || length > strlen (best->name)))
        best = row;
    }
  return best;
}

/**
 * od_completion_find_mentions:
 * @text: of a note
 *
 * Returns: (transfer full) (element-type gint64): the colleagues whose names stand in it behind
 *   an "@", each once
 */
GArray *
od_completion_find_mentions (OdCompletion *self, const char *text)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_return_val_if_fail (OD_IS_COMPLETION (self) && text != NULL, ids);

  for (const char *p = strchr (text, '@'); self->operators != NULL && p != NULL; p = strchr (p + 1, '@'))
    {
      gboolean begins = p == text || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (p)));
      const OdOperatorRow *row = begins ? find_operator (self, p + 1) : NULL;
      gboolean is_new = row != NULL;

      for (guint i = 0; is_new && i < ids->len; i++)
        is_new = g_array_index (ids, gint64, i) != row->id;
      if (is_new)
        g_array_append_val (ids, row->id);
    }
  return ids;
}
