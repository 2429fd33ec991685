/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-people-service"

#include "od-people-service.h"

#include "od-store-link.h"
#include "od-store-people.h"

/**
 * OdPeopleService:
 *
 * Customers as a set of people, and which profiles are one. Main thread only.
 */
struct _OdPeopleService {
  GObject parent_instance;

  OdDb *db;       /* (owned) */
  OdClock *clock; /* (owned) */
  gint64 operator_id;
};

static void people_iface_init (OdPeoplePortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdPeopleService, od_people_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_PEOPLE_PORT, people_iface_init))

static void
od_people_service_finalize (GObject *object)
{
  OdPeopleService *self = OD_PEOPLE_SERVICE (object);

  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (od_people_service_parent_class)->finalize (object);
}

static void
od_people_service_class_init (OdPeopleServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_people_service_finalize;
}

static void
od_people_service_init (OdPeopleService *self)
{
}

/**
 * od_people_service_new:
 * @operator_id: who works here
 *
 * Returns: (transfer full): an #OdPeoplePort
 */
OdPeopleService *
od_people_service_new (OdDb *db, OdClock *clock, gint64 operator_id)
{
  OdPeopleService *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock), NULL);

  self = g_object_new (OD_TYPE_PEOPLE_SERVICE, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->operator_id = operator_id;
  return self;
}

/* ---- the list ---- */

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdPeopleJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->ids), (GDestroyNotify) g_array_unref);
}

static void
people_list_async (OdPeoplePort *port, const OdPeopleQuery *query, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  OdPeopleService *self = OD_PEOPLE_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  OdPeopleJob *job = g_new0 (OdPeopleJob, 1);

  g_task_set_source_tag (task, people_list_async);
  job->text = g_strdup (query->text);
  job->order = query->order;
  job->is_reversed = query->is_reversed;
  od_db_read_async (self->db, OD_DB_SEARCH, od_store_people_list, job, (GDestroyNotify) od_people_job_free, cancellable,
                    listed_cb, g_object_ref (task));
}

static void
rows_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdPeopleJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->rows), (GDestroyNotify) g_ptr_array_unref);
}

static void
people_load_async (OdPeoplePort *port, const gint64 *ids, guint n_ids, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  OdPeopleService *self = OD_PEOPLE_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  OdPeopleJob *job = g_new0 (OdPeopleJob, 1);

  g_task_set_source_tag (task, people_load_async);
  job->ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_ids);
  g_array_append_vals (job->ids, ids, n_ids);
  od_db_read_async (self->db, OD_DB_PAGES, od_store_people_load, job, (GDestroyNotify) od_people_job_free, cancellable,
                    rows_loaded_cb, g_object_ref (task));
}

/* ---- links ---- */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdLinkJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->found), (GDestroyNotify) g_ptr_array_unref);
}

/* @task: (transfer full) */
static void
ask (GTask *task, gpointer tag, OdDbReadFunc func, gint64 customer_id, gint64 other_id)
{
  OdPeopleService *self = g_task_get_source_object (task);
  OdLinkJob *job = g_new0 (OdLinkJob, 1);

  g_task_set_source_tag (task, tag);
  job->customer_id = customer_id;
  job->other_id = other_id;
  od_db_read_async (self->db, OD_DB_PAGES, func, job, (GDestroyNotify) od_link_job_free, g_task_get_cancellable (task),
                    found_cb, task);
}

static void
people_suggest_async (OdPeoplePort *port, gint64 customer_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data)
{
  ask (g_task_new (port, cancellable, callback, user_data), people_suggest_async, od_store_link_suggest, customer_id,
       0);
}

static void
people_compare_async (OdPeoplePort *port, gint64 kept_id, gint64 joined_id, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  ask (g_task_new (port, cancellable, callback, user_data), people_compare_async, od_store_link_compare, kept_id,
       joined_id);
}

static void
people_load_links_async (OdPeoplePort *port, gint64 customer_id, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  ask (g_task_new (port, cancellable, callback, user_data), people_load_links_async, od_store_link_load, customer_id,
       0);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdLinkJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else if (job->link != NULL)
    g_task_return_int (task, job->id);
  else
    g_task_return_boolean (task, TRUE);
}

/* @task: (transfer full); @job: (transfer full) */
static void
start_write (GTask *task, gpointer tag, OdDbWriteFunc func, OdLinkJob *job)
{
  OdPeopleService *self = g_task_get_source_object (task);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE); /* what is written is said */
  job->operator_id = self->operator_id;
  job->now_us = od_clock_get_real_us (self->clock);
  if (job->link != NULL)
    job->link->operator_id = self->operator_id;
  od_db_write_async (self->db, func, job, (GDestroyNotify) od_link_job_free, written_cb, task);
}

static void
people_link_async (OdPeoplePort *port, const OdPersonLink *link, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  OdLinkJob *job = g_new0 (OdLinkJob, 1);

  job->link = od_person_link_copy (link);
  start_write (g_task_new (port, cancellable, callback, user_data), people_link_async, od_store_link, job);
}

static void
people_unlink_async (OdPeoplePort *port, gint64 link_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data)
{
  OdLinkJob *job = g_new0 (OdLinkJob, 1);

  job->id = link_id;
  start_write (g_task_new (port, cancellable, callback, user_data), people_unlink_async, od_store_unlink, job);
}

static void
people_decline_async (OdPeoplePort *port, gint64 customer_id, gint64 other_id, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  OdLinkJob *job = g_new0 (OdLinkJob, 1);

  job->customer_id = customer_id;
  job->other_id = other_id;
  start_write (g_task_new (port, cancellable, callback, user_data), people_decline_async, od_store_link_decline, job);
}

static void
people_iface_init (OdPeoplePortInterface *iface)
{
  iface->list_async = people_list_async;
  iface->load_async = people_load_async;
  iface->suggest_async = people_suggest_async;
  iface->decline_async = people_decline_async;
  iface->compare_async = people_compare_async;
  iface->link_async = people_link_async;
  iface->unlink_async = people_unlink_async;
  iface->load_links_async = people_load_links_async;
}
