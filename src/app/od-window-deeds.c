/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include "od-window-private.h"

/* What is done with the marked conversations, or with the open one if none is marked. */

/**
 * od_window_dup_targets:
 * @n_ids: (out): how many
 *
 * Returns: (transfer full) (array length=n_ids) (nullable): what a deed is for: the conversations that are marked
 *   in the list; else the one that is open; %NULL if none is
 */
gint64 *
od_window_dup_targets (OdWindow *self, guint *n_ids)
{
  OdInboxList *list = od_inbox_pane_get_list (self->panes.inbox);
  gint64 id = od_current_conversation_get_id (self->current);

  *n_ids = od_inbox_list_get_n_marked (list);
  if (*n_ids > 0)
    return od_inbox_list_dup_marked (list, n_ids);
  *n_ids = id != 0 ? 1 : 0;
  return id != 0 ? g_memdup2 (&id, sizeof id) : NULL;
}
