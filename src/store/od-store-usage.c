/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-usage.h"

#include <string.h>

#include "od-error.h"
#include "od-limits.h"
#include "od-stmt.h"

void
od_usage_job_free (OdUsageJob *job)
{
  g_free (job->kind);
  g_free (job->ref);
  g_clear_pointer (&job->found, g_ptr_array_unref);
  g_free (job);
}

static OdUsage *
read_usage (OdStmt *stmt)
{
  OdUsage *usage = g_new0 (OdUsage, 1);

  usage->kind = od_stmt_dup_text (stmt, 0);
  usage->ref = od_stmt_dup_text (stmt, 1);
  usage->n = sqlite3_column_int64 (stmt, 2);
  usage->used_at_us = sqlite3_column_int64 (stmt, 3);
  return usage;
}

/**
 * od_store_usage_load:
 * @data: an #OdUsageJob
 *
 * An #OdDbReadFunc: what was chosen last comes first.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_usage_load (sqlite3 *db, gpointer data, GError **error)
{
  OdUsageJob *job = data;
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error,
                                          "SELECT kind, ref, n, used_at_us FROM usage"
                                          "  ORDER BY used_at_us DESC, kind, ref LIMIT ?1",
                                          "i", (gint64) OD_LIMIT_USAGE);
  gboolean has_row = stmt != NULL;

  g_clear_pointer (&job->found, g_ptr_array_unref);
  job->found = g_ptr_array_new_with_free_func ((GDestroyNotify) od_usage_free);
  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (job->found, read_usage (stmt));
    }
  return stmt != NULL;
}

/**
 * od_store_usage_add:
 * @data: an #OdUsageJob
 *
 * Once more. What was not chosen for longest is forgotten when there is too much.
 *
 * Returns: %FALSE with %OD_ERROR_USAGE or %OD_ERROR_STORE
 */
gboolean
od_store_usage_add (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdUsageJob *job = data;

  if (*job->kind == '\0' || *job->ref == '\0' || strlen (job->kind) > OD_LIMIT_ID_BYTES ||
      strlen (job->ref) > OD_LIMIT_REMOTE_ID_BYTES)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "kind and ref: short texts are needed");
      return FALSE;
    }
  return od_stmt_run (db, error,
                      "INSERT INTO usage (kind, ref, n, used_at_us) VALUES (?1, ?2, 1, ?3)"
                      " ON CONFLICT (kind, ref) DO UPDATE SET n = n + 1, used_at_us = max (used_at_us, ?3)",
                      "tti", job->kind, job->ref, job->now_us) &&
         od_stmt_run (db, error,
                      "DELETE FROM usage WHERE (kind, ref) IN (SELECT kind, ref FROM usage"
                      " ORDER BY used_at_us DESC, kind, ref LIMIT -1 OFFSET ?1)",
                      "i", (gint64) OD_LIMIT_USAGE);
}
