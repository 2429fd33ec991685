/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-deed-service"

#include "od-deed-service.h"

#include "od-deed-json.h"
#include "od-error.h"
#include "od-id-set.h"
#include "od-limits.h"
#include "od-store-batch.h"
#include "od-triage-service.h"

/**
 * OdDeedService:
 *
 * Does deeds to many conversations, and takes them back: a slice at a time, so
 * that other writes come between. Main thread only.
 */
struct _OdDeedService {
  GObject parent_instance;

  OdDb *db;                     /* (owned) */
  OdClock *clock;               /* (owned) */
  OdChannelFinder find_channel; /* by id; any thread */
  gint64 operator_id;
};

static void deed_iface_init (OdDeedPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdDeedService, od_deed_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_DEED_PORT, deed_iface_init))

static void
od_deed_service_finalize (GObject *object)
{
  OdDeedService *self = OD_DEED_SERVICE (object);

  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (od_deed_service_parent_class)->finalize (object);
}

static void
od_deed_service_class_init (OdDeedServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_deed_service_finalize;
}

static void
od_deed_service_init (OdDeedService *self)
{
}

/**
 * od_deed_service_new:
 * @operator_id: who works here
 *
 * Returns: (transfer full): an #OdDeedPort
 */
OdDeedService *
od_deed_service_new (OdDb *db, OdClock *clock, OdChannelFinder find_channel, gint64 operator_id)
{
  OdDeedService *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock) && find_channel != NULL, NULL);

  self = g_object_new (OD_TYPE_DEED_SERVICE, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->find_channel = find_channel;
  self->operator_id = operator_id;
  return self;
}

/* What a task knows between two slices.
 * @func: does a slice
 * @report: (owned): what is committed */
typedef struct {
  OdDbWriteFunc func;
  OdDeedReport *report;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_pointer (&run->report, od_deed_report_free);
  g_free (run);
}

static guint
get_remote_kinds (const char *channel, gpointer data)
{
  OdChannelFinder find_channel = (OdChannelFinder) data;

  return od_triage_get_remote_kinds (find_channel (channel));
}

/* ---- forgetting ---- */

static void forget (OdDeedService *self);

static void
forgot_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdDeedService) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree OdForgetJob *job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_message ("Could not forget what was done: %s", error->message);
  else if (!job->is_done)
    forget (self);
}

/* Here, and not only once a day: whoever sorts thousands does it more than once. */
static void
forget (OdDeedService *self)
{
  OdForgetJob *job = g_new0 (OdForgetJob, 1);

  job->now_us = od_clock_get_real_us (self->clock);
  od_db_write_async (self->db, od_store_batch_forget, job, g_free, forgot_cb, g_object_ref (self));
}

/* ---- slices ---- */

static void write_slice (GTask *task, OdBatchJob *job);

static void
finish (GTask *task, gboolean is_cut)
{
  Run *run = g_task_get_task_data (task);

  run->report->is_cut = is_cut;
  forget (g_task_get_source_object (task));
  g_task_return_pointer (task, g_steal_pointer (&run->report), (GDestroyNotify) od_deed_report_free);
}

static void
sliced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *run = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (OdBatchJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    {
      if (run->report->n_done == 0)
        {
          g_task_return_error (task, error);
          return;
        }
      run->report->refusal = OD_DEED_REFUSAL_TROUBLE; /* what was done stays, and can be undone */
      g_error_free (error);
      finish (task, TRUE);
      return;
    }
  *run->report = job->report;
  if (job->is_done || g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    finish (task, !job->is_done);
  else
    write_slice (task, g_steal_pointer (&job));
}

/* @job: (transfer full) */
static void
write_slice (GTask *task, OdBatchJob *job)
{
  OdDeedService *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);

  od_db_write_async (self->db, run->func, job, (GDestroyNotify) od_batch_job_free, sliced_cb, g_object_ref (task));
}

static void
start (GTask *task, OdDbWriteFunc func, OdBatchJob *job)
{
  OdDeedService *self = g_task_get_source_object (task);
  Run *run = g_new0 (Run, 1);

  job->get_remote_kinds = get_remote_kinds;
  job->remote_data = (gpointer) self->find_channel;
  run->func = func;
  run->report = g_new0 (OdDeedReport, 1);
  g_task_set_check_cancellable (task, FALSE); /* what is written is said */
  g_task_set_task_data (task, run, run_free);
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      od_batch_job_free (job);
      finish (task, TRUE);
    }
  else
    write_slice (task, job);
}

/* (transfer full) (element-type gint64): each once */
static GArray *
make_unique (const gint64 *ids, guint n_ids)
{
  g_autoptr (OdIdSet) seen = od_id_set_new (n_ids);
  GArray *unique = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_ids);

  for (guint i = 0; i < n_ids; i++)
    if (od_id_set_add (seen, ids[i]))
      g_array_append_val (unique, ids[i]);
  return unique;
}

static void
deed_perform_async (OdDeedPort *port, const gint64 *ids, guint n_ids, const GPtrArray *deeds, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  OdDeedService *self = OD_DEED_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GArray) unique = NULL;
  gint64 now_us = od_clock_get_real_us (self->clock);
  GError *error = NULL;

  g_task_set_source_tag (task, deed_perform_async);
  if (!od_deed_list_check_now (deeds, now_us, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (n_ids > OD_LIMIT_LIST_IDS)
    {
      g_task_return_new_error (task, OD_ERROR, OD_ERROR_TOO_LARGE, "More than %d conversations", OD_LIMIT_LIST_IDS);
      return;
    }
  unique = make_unique (ids, n_ids);
  start (task, od_store_batch,
         od_batch_job_new ((const gint64 *) (gpointer) unique->data, unique->len, deeds, self->operator_id, now_us));
}

static void
deed_undo_async (OdDeedPort *port, gint64 batch_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                 gpointer user_data)
{
  OdDeedService *self = OD_DEED_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, deed_undo_async);
  start (task, od_store_batch_undo,
         od_batch_job_new_undo (batch_id, self->operator_id, od_clock_get_real_us (self->clock)));
}

static void
deed_iface_init (OdDeedPortInterface *iface)
{
  iface->perform_async = deed_perform_async;
  iface->undo_async = deed_undo_async;
}
