/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-usage-service"

#include "od-usage-service.h"

#include "od-store-usage.h"

/**
 * OdUsageService:
 *
 * What was chosen how often. Main thread only.
 */
struct _OdUsageService {
  GObject parent_instance;

  OdDb *db;       /* (owned) */
  OdClock *clock; /* (owned) */
};

static void usage_iface_init (OdUsagePortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdUsageService, od_usage_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_USAGE_PORT, usage_iface_init))

static void
od_usage_service_finalize (GObject *object)
{
  OdUsageService *self = OD_USAGE_SERVICE (object);

  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (od_usage_service_parent_class)->finalize (object);
}

static void
od_usage_service_class_init (OdUsageServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_usage_service_finalize;
}

static void
od_usage_service_init (OdUsageService *self)
{
}

/**
 * od_usage_service_new:
 *
 * Returns: (transfer full): an #OdUsagePort
 */
OdUsageService *
od_usage_service_new (OdDb *db, OdClock *clock)
{
  OdUsageService *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock), NULL);

  self = g_object_new (OD_TYPE_USAGE_SERVICE, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  return self;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdUsageJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->found), (GDestroyNotify) g_ptr_array_unref);
}

static void
usage_load_async (OdUsagePort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (port, cancellable, callback, user_data);

  g_task_set_source_tag (task, usage_load_async);
  od_db_read_async (OD_USAGE_SERVICE (port)->db, OD_DB_PAGES, od_store_usage_load, g_new0 (OdUsageJob, 1),
                    (GDestroyNotify) od_usage_job_free, cancellable, found_cb, task);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdUsageJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
usage_add_async (OdUsagePort *port, const char *kind, const char *ref, GCancellable *cancellable,
                 GAsyncReadyCallback callback, gpointer user_data)
{
  OdUsageService *self = OD_USAGE_SERVICE (port);
  GTask *task = g_task_new (port, cancellable, callback, user_data);
  OdUsageJob *job = g_new0 (OdUsageJob, 1);

  g_task_set_source_tag (task, usage_add_async);
  g_task_set_check_cancellable (task, FALSE); /* what is written is said */
  job->kind = g_strdup (kind);
  job->ref = g_strdup (ref);
  job->now_us = od_clock_get_real_us (self->clock);
  od_db_write_async (self->db, od_store_usage_add, job, (GDestroyNotify) od_usage_job_free, added_cb, task);
}

static void
usage_iface_init (OdUsagePortInterface *iface)
{
  iface->load_async = usage_load_async;
  iface->add_async = usage_add_async;
}
