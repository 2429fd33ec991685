/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-live-lookup.h"

#include "od-error.h"
#include "od-store-chat.h"

void
od_live_lookup_free (gpointer data)
{
  OdLiveLookup *lookup = data;

  g_free (lookup->chat_id);
  g_free (lookup);
}

static gboolean
find_chat (sqlite3 *db, OdLiveLookup *lookup, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (OdChatRow) row = od_store_chat_of_conversation (db, lookup->changed_id, &local_error);

  if (row == NULL)
    {
      if (g_error_matches (local_error, OD_ERROR, OD_ERROR_NOT_FOUND))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  lookup->account_id = row->account_id;
  lookup->chat_id = g_steal_pointer (&row->chat_id);
  return TRUE;
}

/**
 * od_live_lookup_job:
 * @data: (element-type OdLiveLookup): a #GPtrArray
 *
 * Fills all of them within one snapshot.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_live_lookup_job (sqlite3 *db, gpointer data, GError **error)
{
  GPtrArray *lookups = data;

  for (guint i = 0; i < lookups->len; i++)
    {
      OdLiveLookup *lookup = g_ptr_array_index (lookups, i);

      if (lookup->changed_id != 0 && !find_chat (db, lookup, error))
        return FALSE;
      if (lookup->chat_id != NULL && !od_store_chat_find_current (db, lookup->account_id, lookup->chat_id,
                                                                  &lookup->conversation_id, &lookup->is_live, error))
        return FALSE;
    }
  return TRUE;
}
