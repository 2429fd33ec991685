/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-completion"

#include "od-completion-private.h"

#include <string.h>

#include "od-limits.h"

#define PAUSE_US (150 * (gint64) 1000) /* before articles are looked for */

G_DEFINE_FINAL_TYPE (OdCompletion, od_completion, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void offer (OdCompletion *self);

/* ---- What there is ----------------------------------------------------------- */

static void
choose_variants (OdCompletion *self)
{
  const OdCustomerCard *card = od_customer_model_get_card (self->customer);
  const char *lang = card != NULL && card->lang != NULL ? card->lang : "";

  if (self->book == NULL)
    return;
  od_canned_book_choose (self->book, self->channel != NULL ? self->channel->id : "", lang, g_get_language_names ()[0]);
  if (self->trigger.kind == OD_COMPLETION_CANNED)
    offer (self);
}

static void
canned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) replies = od_library_port_load_canned_finish (OD_LIBRARY_PORT (source), result, &error);
  OdCompletion *self;

  if (replies == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("Could not load canned replies: %s", error->message);
      return; /* cancelled: the object may be gone */
    }
  self = user_data;
  g_clear_pointer (&self->book, od_canned_book_free);
  self->book = od_canned_book_new (replies);
  choose_variants (self);
}

static void
operators_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *operators = od_operator_port_load_finish (OD_OPERATOR_PORT (source), result, &error);
  OdCompletion *self;

  if (operators == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("Could not load operators: %s", error->message);
      return;
    }
  self = user_data;
  g_clear_pointer (&self->operators, g_ptr_array_unref);
  self->operators = operators;
  if (self->trigger.kind == OD_COMPLETION_MENTION)
    offer (self);
}

static void
load (OdCompletion *self)
{
  if (self->desk->library != NULL)
    od_library_port_load_canned_async (self->desk->library, self->loading, canned_cb, self);
  if (self->desk->operators != NULL)
    od_operator_port_load_async (self->desk->operators, self->loading, operators_cb, self);
}

static void
feed_cb (OdCompletion *self, OdChangeSet *changes)
{
  guint n = 0;

  od_change_set_get (changes, OD_CHANGE_LIBRARY, &n);
  if (n > 0)
    load (self);
}

/* ---- Offering ---------------------------------------------------------------- */

static void
stop_search (OdCompletion *self)
{
  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->timeout_id);
  self->timeout_id = 0;
  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
}

static void
articles_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = od_library_port_find_articles_finish (OD_LIBRARY_PORT (source), result, &error);
  OdCompletion *self;

  if (found == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("Could not look for articles: %s", error->message);
      return;
    }
  self = user_data;
  g_list_store_remove_all (self->items);
  for (guint i = 0; i < found->len; i++)
    od_completion_take_item (self, od_completion_item_new_article (found->pdata[i]));
  od_completion_offer_library (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
search_cb (gpointer user_data)
{
  OdCompletion *self = user_data;

  self->timeout_id = 0;
  self->searching = g_cancellable_new ();
  od_library_port_find_articles_async (self->desk->library, self->query, OD_LIMIT_COMPLETION_ITEMS, self->searching,
                                       articles_cb, self);
  return G_SOURCE_REMOVE;
}

static void
offer (OdCompletion *self)
{
  stop_search (self);
  if (self->trigger.kind == OD_COMPLETION_ARTICLE)
    {
      /* What was found last stays until more is known. */
      if (self->desk->library != NULL)
        self->timeout_id = od_clock_add_timeout (self->desk->clock, PAUSE_US, search_cb, self, NULL);
      return;
    }
  od_completion_fill (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Offers nothing any more. */
void
od_completion_close (OdCompletion *self)
{
  if (self->trigger.kind == OD_COMPLETION_NONE)
    return;
  stop_search (self);
  self->trigger = (OdCompletionTrigger){ OD_COMPLETION_NONE };
  g_clear_pointer (&self->query, g_free);
  g_clear_pointer (&self->folder, g_free);
  g_list_store_remove_all (self->items);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- The object -------------------------------------------------------------- */

static void
od_completion_dispose (GObject *object)
{
  OdCompletion *self = OD_COMPLETION (object);

  g_cancellable_cancel (self->loading);
  if (self->desk != NULL)
    stop_search (self);
  g_clear_object (&self->customer);
  G_OBJECT_CLASS (od_completion_parent_class)->dispose (object);
}

static void
od_completion_finalize (GObject *object)
{
  OdCompletion *self = OD_COMPLETION (object);

  g_clear_pointer (&self->book, od_canned_book_free);
  g_clear_pointer (&self->operators, g_ptr_array_unref);
  g_clear_pointer (&self->emoji, od_emoji_names_free);
  g_clear_object (&self->memory);
  g_clear_object (&self->items);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->desk, od_desk_unref);
  g_free (self->name);
  g_free (self->query);
  g_free (self->folder);
  G_OBJECT_CLASS (od_completion_parent_class)->finalize (object);
}

static void
od_completion_class_init (OdCompletionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_completion_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_completion_finalize;

  /**
   * OdCompletion::changed:
   *
   * Other things are offered, or nothing any more.
   */
  signals[CHANGED] =
      g_signal_new ("changed", OD_TYPE_COMPLETION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_completion_init (OdCompletion *self)
{
  self->items = g_list_store_new (OD_TYPE_COMPLETION_ITEM);
  self->emoji = od_emoji_names_new ();
  self->loading = g_cancellable_new ();
  self->name = g_strdup ("");
}

/**
 * od_completion_new:
 * @memory: which emoji are used
 *
 * Returns: (transfer full): knows no conversation and no emoji yet
 */
OdCompletion *
od_completion_new (OdDesk *desk, OdEmojiMemory *memory)
{
  OdCompletion *self = g_object_new (OD_TYPE_COMPLETION, NULL);

  self->desk = od_desk_ref (desk);
  self->memory = g_object_ref (memory);
  self->customer = od_customer_model_new (desk);
  g_signal_connect_object (self->customer, "changed", G_CALLBACK (choose_variants), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk->feed, "changed", G_CALLBACK (feed_cb), self, G_CONNECT_SWAPPED);
  load (self);
  return self;
}

/**
 * od_completion_get_emoji:
 *
 * Returns: (transfer none): to be filled by whoever has the names
 */
OdEmojiNames *
od_completion_get_emoji (OdCompletion *self)
{
  g_return_val_if_fail (OD_IS_COMPLETION (self), NULL);

  return self->emoji;
}

/**
 * od_completion_get_memory:
 *
 * Returns: (transfer none)
 */
OdEmojiMemory *
od_completion_get_memory (OdCompletion *self)
{
  g_return_val_if_fail (OD_IS_COMPLETION (self), NULL);

  return self->memory;
}

/**
 * od_completion_set_row:
 * @row: (nullable): the conversation that is written in
 */
void
od_completion_set_row (OdCompletion *self, const OdConversationRow *row)
{
  g_return_if_fail (OD_IS_COMPLETION (self));

  self->channel = row != NULL ? od_channel_info_find (self->desk->channels, row->channel) : NULL;
  g_free (self->name);
  self->name = g_strdup (row != NULL ? row->name : "");
  od_customer_model_open (self->customer, row != NULL ? row->customer_id : 0);
  choose_variants (self);
}

/* ---- Typing ------------------------------------------------------------------ */

static OdCompletionTrigger
find_trigger (OdCompletion *self, const char *text, gsize caret_byte, gboolean is_note)
{
  OdCompletionTrigger browsed = self->trigger;

  if (self->folder == NULL)
    return od_completion_find_trigger (text, caret_byte, is_note);
  browsed.end_byte = caret_byte;
  if (caret_byte < browsed.start_byte || caret_byte - browsed.start_byte > OD_LIMIT_COMPLETION_BYTES ||
      memchr (text + browsed.start_byte, '\n', caret_byte - browsed.start_byte) != NULL)
    browsed.kind = OD_COMPLETION_NONE;
  return browsed;
}

/**
 * od_completion_update:
 * @text: valid UTF-8
 * @caret_byte: a boundary between characters
 * @is_typed: somebody typed; otherwise only the caret moved, and nothing new is offered
 */
void
od_completion_update (OdCompletion *self, const char *text, gsize caret_byte, gboolean is_note, gboolean is_typed)
{
  OdCompletionTrigger trigger;
  gboolean is_same;

  g_return_if_fail (OD_IS_COMPLETION (self) && text != NULL);

  trigger = find_trigger (self, text, caret_byte, is_note);
  is_same = trigger.kind == self->trigger.kind && trigger.start_byte == self->trigger.start_byte;
  if (trigger.kind != self->dismissed.kind || trigger.start_byte != self->dismissed.start_byte)
    self->dismissed.kind = OD_COMPLETION_NONE;
  if (trigger.kind == OD_COMPLETION_NONE || self->dismissed.kind != OD_COMPLETION_NONE || (!is_typed && !is_same))
    {
      od_completion_close (self);
      return;
    }
  if (!is_same)
    g_list_store_remove_all (self->items);
  self->trigger = trigger;
  g_free (self->query);
  self->query = g_strndup (text + trigger.query_byte, trigger.end_byte - trigger.query_byte);
  offer (self);
}

/**
 * od_completion_browse:
 * @caret_byte: where the reply will go
 *
 * Offers all canned replies by folder, without a sign; what is typed from now on searches.
 */
void
od_completion_browse (OdCompletion *self, const char *text, gsize caret_byte)
{
  g_return_if_fail (OD_IS_COMPLETION (self));

  od_completion_close (self);
  self->dismissed.kind = OD_COMPLETION_NONE;
  self->trigger = (OdCompletionTrigger){ OD_COMPLETION_CANNED, caret_byte, caret_byte, caret_byte };
  self->query = g_strdup ("");
  self->folder = g_strdup ("");
  offer (self);
}

/**
 * od_completion_open_folder:
 * @path: "" for the top
 *
 * While browsing: shows what is in it.
 */
void
od_completion_open_folder (OdCompletion *self, const char *path)
{
  g_autofree char *copy = NULL;

  g_return_if_fail (OD_IS_COMPLETION (self));

  if (self->folder == NULL)
    return;
  copy = g_strdup (path); /* it may be of an item that goes away */
  g_free (self->folder);
  self->folder = g_steal_pointer (&copy);
  offer (self);
}

/**
 * od_completion_dismiss:
 *
 * Offers nothing for what is being typed now, however it goes on.
 */
void
od_completion_dismiss (OdCompletion *self)
{
  g_return_if_fail (OD_IS_COMPLETION (self));

  if (self->folder == NULL)
    self->dismissed = self->trigger;
  od_completion_close (self);
}

gboolean
od_completion_get_is_open (OdCompletion *self)
{
  g_return_val_if_fail (OD_IS_COMPLETION (self), FALSE);

  return self->trigger.kind != OD_COMPLETION_NONE && g_list_model_get_n_items (G_LIST_MODEL (self->items)) > 0;
}

/**
 * od_completion_get_folder:
 *
 * Returns: (transfer none) (nullable): which one is browsed; %NULL: none is
 */
const char *
od_completion_get_folder (OdCompletion *self)
{
  g_return_val_if_fail (OD_IS_COMPLETION (self), NULL);

  return self->folder;
}

OdCompletionTrigger
od_completion_get_trigger (OdCompletion *self)
{
  g_return_val_if_fail (OD_IS_COMPLETION (self), (OdCompletionTrigger){ OD_COMPLETION_NONE });

  return self->trigger;
}

/**
 * od_completion_get_items:
 *
 * Returns: (transfer none) (element-type OdCompletionItem): best first
 */
GListModel *
od_completion_get_items (OdCompletion *self)
{
  g_return_val_if_fail (OD_IS_COMPLETION (self), NULL);

  return G_LIST_MODEL (self->items);
}
