/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-next-unanswered"

#include "od-next-unanswered.h"

/* The answer has the order of the list: the two are walked through together. */
static gint64
choose_unanswered (GArray *ids, GArray *unanswered, gint64 after_id)
{
  gint64 first = 0;
  gboolean is_behind = FALSE;
  guint next = 0;

  for (guint i = 0; i < ids->len && next < unanswered->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);

      if (id == g_array_index (unanswered, gint64, next))
        {
          next++;
          if (is_behind)
            return id;
          if (first == 0 && id != after_id)
            first = id;
        }
      is_behind |= id == after_id;
    }
  return first;
}

static void
unanswered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdConversationList *list = g_task_get_source_object (task);
  const gint64 *after_id = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GArray) unanswered = od_conversation_port_list_finish (OD_CONVERSATION_PORT (source), result, &error);
  gint64 id;

  if (unanswered == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  ids = od_conversation_list_ref_ids (list);
  id = choose_unanswered (ids, unanswered, *after_id);
  g_task_return_pointer (task, g_memdup2 (&id, sizeof id), g_free);
}

/**
 * od_next_unanswered_async:
 * @after_id: where to begin; 0 for the top
 *
 * Looks for the next conversation, in the order of the list and around its end, in which a customer
 * waits: in the whole view.
 */
void
od_next_unanswered_async (OdConversationList *list, OdDesk *desk, gint64 after_id, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  OdViewQuery query;

  g_return_if_fail (OD_IS_CONVERSATION_LIST (list));

  task = g_task_new (list, cancellable, callback, user_data);
  g_task_set_source_tag (task, od_next_unanswered_async);
  g_task_set_task_data (task, g_memdup2 (&after_id, sizeof after_id), g_free);
  query = *od_conversation_list_get_query (list);
  query.is_unanswered = TRUE;
  query.now_us = od_clock_get_real_us (desk->clock);
  od_conversation_port_list_async (desk->conversations, &query, cancellable, unanswered_cb, g_object_ref (task));
}

/**
 * od_next_unanswered_finish:
 *
 * Returns: the conversation; 0 if there is no other, or with an error
 */
gint64
od_next_unanswered_finish (OdConversationList *list, GAsyncResult *result, GError **error)
{
  g_autofree gint64 *id = NULL;

  g_return_val_if_fail (g_task_is_valid (result, list), 0);

  id = g_task_propagate_pointer (G_TASK (result), error);
  return id != NULL ? *id : 0;
}
