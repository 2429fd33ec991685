/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-webchat-grants.h"

#include "od-limits.h"
#include "od-random.h"

/* Of one account at once; each visitor has few, so this is only for a flood of visitors. */
#define MAX_GRANTS 4096

static void
grant_free (gpointer data)
{
  OdWebchatGrant *grant = data;

  g_free (grant->file_id);
  g_free (grant->chat_id);
  g_free (grant->name);
  g_free (grant->type);
  g_free (grant);
}

/**
 * od_webchat_grants_new:
 *
 * Returns: (transfer full) (element-type utf8 OdWebchatGrant): an empty table
 */
GHashTable *
od_webchat_grants_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, grant_free);
}

static gboolean
has_expired (gpointer key, gpointer value, gpointer user_data)
{
  const OdWebchatGrant *grant = value;

  return grant->expires_s <= *(const gint64 *) user_data;
}

/**
 * od_webchat_grants_add:
 * @name: cleaned
 *
 * Returns: (transfer none) (nullable): a new grant for 15 minutes; %NULL if there are too many
 */
const OdWebchatGrant *
od_webchat_grants_add (GHashTable *grants, const char *chat_id, const char *name, const char *type, gint64 size_bytes,
                       gint64 now_s)
{
  g_autofree char *hex = NULL;
  OdWebchatGrant *grant;

  if (g_hash_table_size (grants) >= MAX_GRANTS)
    g_hash_table_foreach_remove (grants, has_expired, &now_s);
  if (g_hash_table_size (grants) >= MAX_GRANTS)
    return NULL;
  hex = od_random_hex (12);
  grant = g_new0 (OdWebchatGrant, 1);
  grant->file_id = g_strconcat ("f_", hex, NULL);
  grant->chat_id = g_strdup (chat_id);
  grant->name = g_strdup (name);
  grant->type = g_strdup (type);
  grant->size_bytes = size_bytes;
  grant->expires_s = now_s + OD_LIMIT_FILE_LINK_S;
  g_hash_table_insert (grants, grant->file_id, grant);
  return grant;
}

/**
 * od_webchat_grants_find:
 *
 * Returns: (transfer none) (nullable): the grant, if it still holds
 */
OdWebchatGrant *
od_webchat_grants_find (GHashTable *grants, const char *file_id, gint64 now_s)
{
  OdWebchatGrant *grant = g_hash_table_lookup (grants, file_id);

  if (grant != NULL && grant->expires_s <= now_s)
    {
      g_hash_table_remove (grants, file_id);
      return NULL;
    }
  return grant;
}
