/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-customer-service"

#include "od-customer-service.h"

#include "od-error.h"
#include "od-limits.h"
#include "od-store-card.h"
#include "od-store-customer.h"

/**
 * OdCustomerService:
 *
 * The profile pane's card, and what an operator changes in it. Main thread only.
 */
struct _OdCustomerService {
  GObject parent_instance;

  OdDb *db;        /* (owned) */
  OdClock *clock;  /* (owned) */
  char *files_dir; /* (owned) */
  gint64 operator_id;
};

static void customer_iface_init (OdCustomerPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdCustomerService, od_customer_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_CUSTOMER_PORT, customer_iface_init))

static void
od_customer_service_finalize (GObject *object)
{
  OdCustomerService *self = OD_CUSTOMER_SERVICE (object);

  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  g_free (self->files_dir);
  G_OBJECT_CLASS (od_customer_service_parent_class)->finalize (object);
}

static void
od_customer_service_class_init (OdCustomerServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_customer_service_finalize;
}

static void
od_customer_service_init (OdCustomerService *self)
{
}

/**
 * od_customer_service_new:
 * @files_dir: absolute; where attachments lie
 * @operator_id: who works here
 *
 * Returns: (transfer full): an #OdCustomerPort
 */
OdCustomerService *
od_customer_service_new (OdDb *db, OdClock *clock, const char *files_dir, gint64 operator_id)
{
  OdCustomerService *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock), NULL);

  self = g_object_new (OD_TYPE_CUSTOMER_SERVICE, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->files_dir = g_strdup (files_dir);
  self->operator_id = operator_id;
  return self;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdCardJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->card), (GDestroyNotify) od_customer_card_free);
}

static void
customer_load_async (OdCustomerPort *port, gint64 customer_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data)
{
  OdCustomerService *self = OD_CUSTOMER_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, customer_load_async);
  od_db_read_async (self->db, OD_DB_SEARCH, od_store_card_load, od_card_job_new (customer_id),
                    (GDestroyNotify) od_card_job_free, cancellable, loaded_cb, g_object_ref (task));
}

static void
files_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdSharedFilesJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->files), (GDestroyNotify) g_ptr_array_unref);
}

static void
customer_list_files_async (OdCustomerPort *port, gint64 customer_id, guint limit, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  OdCustomerService *self = OD_CUSTOMER_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, customer_list_files_async);
  od_db_read_async (self->db, OD_DB_SEARCH, od_store_card_list_files,
                    od_shared_files_job_new (customer_id, limit, self->files_dir),
                    (GDestroyNotify) od_shared_files_job_free, cancellable, files_listed_cb, g_object_ref (task));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdCustomerJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
write_text (GTask *task, OdDbWriteFunc func, gint64 customer_id, const char *text, guint max_chars)
{
  OdCustomerService *self = g_task_get_source_object (task);
  OdCustomerJob *job;

  g_task_set_check_cancellable (task, FALSE);
  if (!g_utf8_validate (text, -1, NULL) || g_utf8_strlen (text, -1) > (glong) max_chars)
    {
      g_task_return_new_error (task, OD_ERROR, OD_ERROR_TOO_LARGE, "Longer than %u characters", max_chars);
      return;
    }
  job = g_new0 (OdCustomerJob, 1);
  job->customer_id = customer_id;
  job->text = g_strdup (text);
  job->operator_id = self->operator_id;
  job->now_us = od_clock_get_real_us (self->clock);
  od_db_write_async (self->db, func, job, (GDestroyNotify) od_customer_job_free, written_cb, g_object_ref (task));
}

static void
customer_rename_async (OdCustomerPort *port, gint64 customer_id, const char *name, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (port, cancellable, callback, user_data);

  g_task_set_source_tag (task, customer_rename_async);
  write_text (task, od_store_customer_rename, customer_id, name, OD_LIMIT_NAME_CHARS);
}

static void
customer_set_note_async (OdCustomerPort *port, gint64 customer_id, const char *note, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (port, cancellable, callback, user_data);

  g_task_set_source_tag (task, customer_set_note_async);
  write_text (task, od_store_customer_set_note, customer_id, note, OD_LIMIT_NOTE_CHARS);
}

static void
customer_iface_init (OdCustomerPortInterface *iface)
{
  iface->load_async = customer_load_async;
  iface->rename_async = customer_rename_async;
  iface->set_note_async = customer_set_note_async;
  iface->list_files_async = customer_list_files_async;
}
