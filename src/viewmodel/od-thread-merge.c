/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-thread-model"

#include "od-thread-model-private.h"

#define MAX_ASKED 256 /* rows that a port reads at once */

/* What happens to the rows of a thread while it is open. */

/* A row that the model doesn't have. Outside of the stretch it will come with its page. */
static void
add_row (OdThreadModel *self, OdMessageRow *row)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) od_message_row_free);
  guint position = od_thread_stretch_find_place (self->stretch, row);
  gboolean is_newest = position == od_thread_stretch_get_length (self->stretch);
  gboolean is_news = is_newest && row->kind == OD_TIMELINE_IN;

  g_ptr_array_add (rows, row);
  if (!(position == 0 && self->has_older) && !(is_newest && self->has_newer))
    {
      od_thread_stretch_insert (self->stretch, position, rows);
      od_thread_model_mark_around (self, position, 1);
      g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
    }
  if (is_news)
    g_signal_emit_by_name (self, "arrived");
}

static void
remove_row (OdThreadModel *self, guint position)
{
  od_thread_stretch_remove (self->stretch, position, 1);
  od_thread_model_mark_around (self, position, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static void
merge_row (OdThreadModel *self, OdMessageRow *row)
{
  OdMessageItem *item = od_thread_stretch_find_item (self->stretch, row->id);
  guint position;

  if (item == NULL && self->scope == OD_THREAD_CONVERSATION && row->conversation_id != self->conversation_id)
    {
      od_message_row_free (row);
      return;
    }
  /* A moment that moved (a clock put right by the provider) moves the row. */
  if (item != NULL && od_message_row_compare (od_message_item_get_row (item), row) != 0 &&
      od_thread_model_find (self, row->id, &position))
    {
      remove_row (self, position);
      item = NULL;
    }
  if (item != NULL)
    od_message_item_take_row (item, row);
  else
    add_row (self, row);
}

/* A message taken back (undo, discard) is simply not among the answers. */
static void
drop_missing (OdThreadModel *self, const gint64 *ids, guint n_ids, GHashTable *answered)
{
  for (guint i = 0; i < n_ids; i++)
    {
      guint position;

      if (!g_hash_table_contains (answered, &ids[i]) && od_thread_model_find (self, ids[i], &position))
        remove_row (self, position);
    }
}

typedef struct {
  OdThreadModel *model; /* not owned: cancelled before the model goes */
  guint n_ids;
  gint64 ids[];
} RowsAsk;

static void
rows_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree RowsAsk *ask = user_data;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GHashTable) answered = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;

  rows = od_thread_port_load_rows_finish (OD_THREAD_PORT (source), result, &error);
  if (rows == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_signal_emit_by_name (ask->model, "failed", error);
      return;
    }
  for (guint i = 0; i < rows->len; i++)
    {
      const OdMessageRow *row = rows->pdata[i];

      g_hash_table_add (answered, g_memdup2 (&row->id, sizeof row->id));
    }
  while (rows->len > 0)
    merge_row (ask->model, g_ptr_array_steal_index (rows, 0));
  drop_missing (ask->model, ask->ids, ask->n_ids, answered);
  od_thread_model_trim (ask->model, OD_ANCHOR_NEWER);
}

/* Reads again what was committed, row by row; all of it if the person is another. */
void
od_thread_model_merge_changes (OdThreadModel *self, OdChangeSet *changes)
{
  const gint64 *ids;
  guint n_ids;

  if (self->conversation_id == 0)
    return;
  if (od_change_set_has (changes, OD_CHANGE_PERSON, self->conversation_id))
    {
      od_thread_model_reopen (self, OD_ANCHOR_END, 0);
      return;
    }
  ids = od_change_set_get (changes, OD_CHANGE_MESSAGE, &n_ids);
  for (guint i = 0; i < n_ids; i += MAX_ASKED)
    {
      guint n = MIN (n_ids - i, MAX_ASKED);
      RowsAsk *ask = g_malloc0 (sizeof *ask + n * sizeof *ids);

      ask->model = self;
      ask->n_ids = n;
      memcpy (ask->ids, ids + i, n * sizeof *ids);
      od_thread_port_load_rows_async (self->port, self->conversation_id, ids + i, n, self->cancellable, rows_cb, ask);
    }
}
