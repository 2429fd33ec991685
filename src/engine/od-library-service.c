/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-library-service"

#include "od-library-service.h"

#include "od-limits.h"
#include "od-store-library.h"

/**
 * OdLibraryService:
 *
 * Canned replies and articles of the profile. Main thread only.
 */
struct _OdLibraryService {
  GObject parent_instance;

  OdDb *db;        /* (owned) */
  OdClock *clock;  /* (owned) */
  char *files_dir; /* (owned) */
  gint64 operator_id;
};

static void library_iface_init (OdLibraryPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdLibraryService, od_library_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_LIBRARY_PORT, library_iface_init))

static void
od_library_service_finalize (GObject *object)
{
  OdLibraryService *self = OD_LIBRARY_SERVICE (object);

  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  g_free (self->files_dir);
  G_OBJECT_CLASS (od_library_service_parent_class)->finalize (object);
}

static void
od_library_service_class_init (OdLibraryServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_library_service_finalize;
}

static void
od_library_service_init (OdLibraryService *self)
{
}

/**
 * od_library_service_new:
 * @files_dir: the profile's `files`
 * @operator_id: who works here
 *
 * Returns: (transfer full): an #OdLibraryPort
 */
OdLibraryService *
od_library_service_new (OdDb *db, OdClock *clock, const char *files_dir, gint64 operator_id)
{
  OdLibraryService *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock) && files_dir != NULL, NULL);

  self = g_object_new (OD_TYPE_LIBRARY_SERVICE, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->files_dir = g_strdup (files_dir);
  self->operator_id = operator_id;
  return self;
}

static OdLibraryJob *
new_job (OdLibraryService *self, gint64 id)
{
  OdLibraryJob *job = g_new0 (OdLibraryJob, 1);

  job->files_dir = g_strdup (self->files_dir);
  job->operator_id = self->operator_id;
  job->now_us = od_clock_get_real_us (self->clock);
  job->id = id;
  return job;
}

/* ---- reading ---- */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdLibraryJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->found), (GDestroyNotify) g_ptr_array_unref);
}

static void
library_load_canned_async (OdLibraryPort *port, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  OdLibraryService *self = OD_LIBRARY_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, library_load_canned_async);
  od_db_read_async (self->db, OD_DB_PAGES, od_store_canned_load, new_job (self, 0),
                    (GDestroyNotify) od_library_job_free, cancellable, found_cb, g_object_ref (task));
}

static void
library_find_articles_async (OdLibraryPort *port, const char *query, guint limit, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  OdLibraryService *self = OD_LIBRARY_SERVICE (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  OdLibraryJob *job = new_job (self, 0);

  g_task_set_source_tag (task, library_find_articles_async);
  job->query = g_strdup (query);
  job->limit = CLAMP (limit, 1, OD_LIMIT_SEARCH_HITS);
  od_db_read_async (self->db, OD_DB_SEARCH, od_store_article_find, job, (GDestroyNotify) od_library_job_free,
                    cancellable, found_cb, g_object_ref (task));
}

/* ---- writing ---- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdLibraryJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, (gssize) job->id);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdLibraryJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* @tag: of the task: whose answer it is */
static void
write_job (OdLibraryService *self, OdDbWriteFunc func, OdLibraryJob *job, GAsyncReadyCallback written,
           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data, gpointer tag)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE); /* what is written is said */
  od_db_write_async (self->db, func, job, (GDestroyNotify) od_library_job_free, written, task);
}

static void
library_save_canned_async (OdLibraryPort *port, const OdCannedReply *reply, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  OdLibraryService *self = OD_LIBRARY_SERVICE (port);
  OdLibraryJob *job = new_job (self, reply->id);

  job->canned = od_canned_reply_copy (reply);
  write_job (self, od_store_canned_save, job, saved_cb, cancellable, callback, user_data, library_save_canned_async);
}

static void
library_remove_canned_async (OdLibraryPort *port, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  OdLibraryService *self = OD_LIBRARY_SERVICE (port);

  write_job (self, od_store_canned_remove, new_job (self, id), done_cb, cancellable, callback, user_data,
             library_remove_canned_async);
}

static void
library_use_canned_async (OdLibraryPort *port, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  OdLibraryService *self = OD_LIBRARY_SERVICE (port);

  write_job (self, od_store_canned_use, new_job (self, id), done_cb, cancellable, callback, user_data,
             library_use_canned_async);
}

static void
library_save_article_async (OdLibraryPort *port, const OdArticle *article, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  OdLibraryService *self = OD_LIBRARY_SERVICE (port);
  OdLibraryJob *job = new_job (self, article->id);

  job->article = od_article_copy (article);
  write_job (self, od_store_article_save, job, saved_cb, cancellable, callback, user_data, library_save_article_async);
}

static void
library_remove_article_async (OdLibraryPort *port, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  OdLibraryService *self = OD_LIBRARY_SERVICE (port);

  write_job (self, od_store_article_remove, new_job (self, id), done_cb, cancellable, callback, user_data,
             library_remove_article_async);
}

static void
library_iface_init (OdLibraryPortInterface *iface)
{
  iface->load_canned_async = library_load_canned_async;
  iface->save_canned_async = library_save_canned_async;
  iface->remove_canned_async = library_remove_canned_async;
  iface->use_canned_async = library_use_canned_async;
  iface->find_articles_async = library_find_articles_async;
  iface->save_article_async = library_save_article_async;
  iface->remove_article_async = library_remove_article_async;
}
