/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-control-call.h"

#include "od-store-backup.h"
#include "od-store-check.h"

/* ---- backup ---------------------------------------------------------------- */

static void
backed_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  g_autofree char *path = od_db_finish (OD_DB (source), result, &error);

  if (path == NULL)
    od_control_call_take_error (call, error);
  else
    od_control_call_done (call, OD_EXIT_DONE);
}

/**
 * od_control_backup:
 *
 * "backup": a copy of the store while it is in use.
 */
void
od_control_backup (OdControlCall *call)
{
  od_db_read_async (call->desk->db, OD_DB_SEARCH, od_store_backup, g_strdup (call->line->rest[0]), g_free, NULL,
                    backed_up_cb, call);
}

/* ---- check ----------------------------------------------------------------- */

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  g_autoptr (OdCheckJob) job = NULL;
  GError *error = NULL;

  job = od_db_finish (OD_DB (source), result, &error);
  if (job == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  for (guint i = 0; i < job->problems->len; i++)
    od_control_call_say (call, "%s", (const char *) job->problems->pdata[i]);
  if (job->n_problems > job->problems->len)
    od_control_call_say (call, "… and %" G_GUINT64_FORMAT " more", job->n_problems - job->problems->len);
  if (call->line->has[OD_FLAG_JSON])
    g_string_append_printf (call->out, "{\"problems\":%" G_GUINT64_FORMAT ",\"files\":%" G_GUINT64_FORMAT "}\n",
                            job->n_problems, job->n_files);
  else if (job->n_problems == 0)
    g_string_append_printf (call->out, "The store, its index and %" G_GUINT64_FORMAT " files are sound\n",
                            job->n_files);
  od_control_call_done (call, job->n_problems > 0 ? OD_EXIT_FAILED : OD_EXIT_DONE);
}

/**
 * od_control_check:
 *
 * "check": integrity of store, index and attachment files.
 */
void
od_control_check (OdControlCall *call)
{
  od_db_read_async (call->desk->db, OD_DB_SEARCH, od_store_check, od_check_job_new (call->desk->files_dir, TRUE),
                    (GDestroyNotify) od_check_job_free, NULL, checked_cb, call);
}
