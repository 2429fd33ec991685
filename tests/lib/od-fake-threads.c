/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fake-desk-private.h"

#include "od-error.h"

static int
by_time (gconstpointer a, gconstpointer b)
{
  const OdMessageRow *left = *(OdMessageRow *const *) a, *right = *(OdMessageRow *const *) b;

  if (left->at_us != right->at_us)
    return left->at_us < right->at_us ? -1 : 1;
  return left->id < right->id ? -1 : left->id > right->id;
}

/* Borrowed rows of the whole scope, oldest first. */
static GPtrArray *
collect (OdFakeDesk *self, OdFakeConversation *of, OdThreadScope scope)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < self->conversations->len; i++)
    {
      OdFakeConversation *conversation = self->conversations->pdata[i];

      if (conversation != of &&
          (scope == OD_THREAD_CONVERSATION || conversation->row->customer_id != of->row->customer_id))
        continue;
      for (guint m = 0; m < conversation->messages->len; m++)
        g_ptr_array_add (rows, conversation->messages->pdata[m]);
    }
  g_ptr_array_sort (rows, by_time);
  return rows;
}

static guint
index_of (GPtrArray *rows, gint64 id)
{
  for (guint i = 0; i < rows->len; i++)
    if (((OdMessageRow *) rows->pdata[i])->id == id)
      return i;
  return rows->len;
}

static void
add_head (OdFakeDesk *self, OdThreadPage *page, gint64 conversation_id)
{
  for (guint i = 0; i < page->heads->len; i++)
    if (((OdConversationHead *) page->heads->pdata[i])->id == conversation_id)
      return;
  g_ptr_array_add (page->heads, od_fake_make_head (od_fake_desk_find (self, conversation_id)));
}

static gint64
first_unread (OdFakeConversation *conversation)
{
  guint left = conversation->row->n_unread;

  for (guint i = conversation->messages->len; i > 0 && left > 0; i--)
    {
      const OdMessageRow *row = conversation->messages->pdata[i - 1];

      if (row->kind == OD_TIMELINE_IN && --left == 0)
        return row->id;
    }
  return 0;
}

static void
load_page_async (OdThreadPort *port, gint64 conversation_id, OdThreadScope scope, OdThreadAnchor anchor,
                 gint64 anchor_id, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback,
                 gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdFakeConversation *conversation = od_fake_desk_find (self, conversation_id);
  g_autoptr (GPtrArray) rows = collect (self, conversation, scope);
  OdThreadPage *page = g_new0 (OdThreadPage, 1);
  guint from, to, at;

  self->calls.n_pages++;
  page->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) od_message_row_free);
  page->heads = g_ptr_array_new_with_free_func ((GDestroyNotify) od_conversation_head_free);
  page->customer_id = conversation->row->customer_id;
  page->first_unread_id = first_unread (conversation);
  at = index_of (rows, anchor == OD_ANCHOR_FIRST_UNREAD ? page->first_unread_id : anchor_id);
  if (anchor == OD_ANCHOR_OLDER)
    to = at, from = to > limit ? to - limit : 0;
  else if (anchor == OD_ANCHOR_NEWER)
    from = MIN (at + 1, rows->len), to = MIN (from + limit, rows->len);
  else if (anchor == OD_ANCHOR_START)
    from = 0, to = MIN (limit, rows->len);
  else if (anchor == OD_ANCHOR_END || at == rows->len)
    to = rows->len, from = to > limit ? to - limit : 0;
  else
    from = at > limit / 2 ? at - limit / 2 : 0, to = MIN (from + limit, rows->len);
  for (guint i = from; i < to; i++)
    {
      const OdMessageRow *row = rows->pdata[i];

      g_ptr_array_add (page->rows, od_fake_copy_message (row));
      add_head (self, page, row->conversation_id);
    }
  page->has_older = from > 0;
  page->has_newer = to < rows->len;
  od_fake_desk_answer (self, od_fake_desk_task (self, cancellable, callback, user_data, load_page_async), page,
                       (GDestroyNotify) od_thread_page_free);
}

static void
load_rows_async (OdThreadPort *port, gint64 conversation_id, const gint64 *ids, guint n_ids, GCancellable *cancellable,
                 GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) od_message_row_free);

  for (guint i = 0; i < n_ids; i++)
    {
      OdMessageRow *message = NULL;
      OdFakeConversation *of = od_fake_desk_find_message (self, ids[i], &message);

      if (of != NULL && of->row->customer_id == od_fake_desk_find (self, conversation_id)->row->customer_id)
        g_ptr_array_add (rows, od_fake_copy_message (message));
    }
  od_fake_desk_answer (self, od_fake_desk_task (self, cancellable, callback, user_data, load_rows_async), rows,
                       (GDestroyNotify) g_ptr_array_unref);
}

void
od_fake_desk_keep_version (OdFakeDesk *self, const OdMessageRow *message, gint64 at_us)
{
  GPtrArray *versions = g_hash_table_lookup (self->versions, &message->id);
  OdVersionRow *version = g_new0 (OdVersionRow, 1);

  if (versions == NULL)
    {
      versions = g_ptr_array_new_with_free_func ((GDestroyNotify) od_version_row_free);
      g_hash_table_insert (self->versions, g_memdup2 (&message->id, sizeof message->id), versions);
    }
  version->at_us = at_us;
  version->body = g_strdup (message->body);
  g_ptr_array_add (versions, version);
}

static void
load_versions_async (OdThreadPort *port, gint64 message_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  GPtrArray *kept = g_hash_table_lookup (self->versions, &message_id);
  GPtrArray *versions = g_ptr_array_new_with_free_func ((GDestroyNotify) od_version_row_free);

  for (guint i = 0; kept != NULL && i < kept->len; i++)
    {
      OdVersionRow *copy = g_memdup2 (kept->pdata[i], sizeof *copy);

      copy->body = g_strdup (copy->body);
      g_ptr_array_add (versions, copy);
    }
  od_fake_desk_answer (self, od_fake_desk_task (self, cancellable, callback, user_data, load_versions_async), versions,
                       (GDestroyNotify) g_ptr_array_unref);
}

static void
find_async (OdThreadPort *port, gint64 message_id, GCancellable *cancellable, GAsyncReadyCallback callback,
            gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdMessageRow *message;
  OdFakeConversation *conversation = od_fake_desk_find_message (self, message_id, &message);
  gint64 place[2] = { 0 };

  if (conversation != NULL)
    {
      place[0] = conversation->row->id;
      place[1] = conversation->row->customer_id;
    }
  else
    self->next_error = OD_ERROR_NOT_FOUND;
  od_fake_desk_answer (self, od_fake_desk_task (self, cancellable, callback, user_data, find_async),
                       conversation != NULL ? g_memdup2 (place, sizeof place) : NULL, g_free);
}

void
od_fake_thread_iface_init (OdThreadPortInterface *iface)
{
  iface->load_page_async = load_page_async;
  iface->load_rows_async = load_rows_async;
  iface->load_versions_async = load_versions_async;
  iface->find_async = find_async;
}
