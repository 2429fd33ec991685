/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-completion"

#include <glib/gi18n.h>
#include <string.h>

#include "od-completion-private.h"
#include "od-limits.h"
#include "od-text.h"

/* Offers @item (transfer full), too. */
void
od_completion_take_item (OdCompletion *self, OdCompletionItem *item)
{
  g_list_store_append (self->items, item);
  g_object_unref (item);
}

static void
offer_emoji (OdCompletion *self)
{
  g_autoptr (GArray) found = od_emoji_names_find (self->emoji, self->query, self->memory, OD_LIMIT_COMPLETION_ITEMS);

  for (guint i = 0; i < found->len; i++)
    {
      const OdEmoji *emoji = &g_array_index (found, OdEmoji, i);

      od_completion_take_item (self, od_completion_item_new_emoji (emoji->text, emoji->name));
    }
}

static void
offer_folders (OdCompletion *self)
{
  g_autoptr (GPtrArray) folders = od_canned_book_list_folders (self->book, self->folder);

  if (*self->folder != '\0')
    {
      const char *slash = strrchr (self->folder, '/');
      g_autofree char *above = slash != NULL ? g_strndup (self->folder, (gsize) (slash - self->folder)) : g_strdup ("");

      od_completion_take_item (self, od_completion_item_new_folder (above, _ ("Back")));
    }
  for (guint i = 0; i < folders->len; i++)
    {
      const char *path = folders->pdata[i];
      const char *slash = strrchr (path, '/');

      od_completion_take_item (self, od_completion_item_new_folder (path, slash != NULL ? slash + 1 : path));
    }
}

/* Who types the sign alone and finds nothing is told where it comes from. */
void
od_completion_offer_library (OdCompletion *self)
{
  gboolean is_article = self->trigger.kind == OD_COMPLETION_ARTICLE;

  if (*self->query != '\0' || g_list_model_get_n_items (G_LIST_MODEL (self->items)) > 0)
    return;
  od_completion_take_item (
      self, od_completion_item_new_library (is_article ? "win.articles" : "win.canned-replies",
                                            is_article ? _ ("No articles yet") : _ ("No canned replies yet"),
                                            is_article ? _ ("Write the first in the library")
                                                       : _ ("Create the first in the library")));
}

static void
offer_canned (OdCompletion *self)
{
  g_autoptr (GPtrArray) found = NULL;

  if (self->book == NULL)
    return;
  if (self->folder != NULL && *self->query == '\0')
    offer_folders (self);
  found = od_canned_book_rank (self->book, self->query, self->folder, od_clock_get_real_us (self->desk->clock),
                               OD_LIMIT_COMPLETION_ITEMS);
  for (guint i = 0; i < found->len; i++)
    od_completion_take_item (self, od_completion_item_new_canned (found->pdata[i]));
  od_completion_offer_library (self);
}

/* A colleague is found by the beginning of any part of the name. */
static gboolean
is_called (const char *name, const char *folded_query)
{
  g_autofree char *folded = od_text_fold (name);

  for (const char *p = strstr (folded, folded_query); p != NULL; p = strstr (p + 1, folded_query))
    if (p == folded || p[-1] == ' ' || p[-1] == '-' || *folded_query == '\0')
      return TRUE;
  return FALSE;
}

static void
offer_mentions (OdCompletion *self)
{
  g_autofree char *folded = od_text_fold (self->query);

  for (guint i = 0; self->operators != NULL && i < self->operators->len; i++)
    {
      const OdOperatorRow *row = self->operators->pdata[i];

      if (*row->name != '\0' && is_called (row->name, folded) &&
          g_list_model_get_n_items (G_LIST_MODEL (self->items)) < OD_LIMIT_COMPLETION_ITEMS)
        od_completion_take_item (self, od_completion_item_new_mention (row->id, row->name));
    }
}

/* Offers what is known at once for what is typed. */
void
od_completion_fill (OdCompletion *self)
{
  g_list_store_remove_all (self->items);
  if (self->trigger.kind == OD_COMPLETION_EMOJI)
    offer_emoji (self);
  else if (self->trigger.kind == OD_COMPLETION_CANNED)
    offer_canned (self);
  else if (self->trigger.kind == OD_COMPLETION_MENTION)
    offer_mentions (self);
}
