/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store"

#include "od-search-reader.h"

#include "od-store-search.h"

/**
 * OdSearchReader:
 *
 * Search, on its own thread. Whoever types asks a new question with each letter; the one before is then of no use to
 * anybody and is interrupted.
 */
struct _OdSearchReader {
  GObject parent_instance;
  OdDb *db;             /* (owned) */
  GCancellable *newest; /* (owned) (nullable): of the question asked last */
};

/* State of one question. */
typedef struct {
  GCancellable *inner;  /* (owned): stops it; cancelled by the next question or by @outer */
  GCancellable *outer;  /* (owned) (nullable): the caller's */
  gulong cancelled_tag; /* of @outer */
} Question;

static void
question_free (Question *question)
{
  g_cancellable_disconnect (question->outer, question->cancelled_tag);
  g_clear_object (&question->outer);
  g_clear_object (&question->inner);
  g_free (question);
}

static void
outer_cancelled_cb (GCancellable *outer, gpointer inner)
{
  g_cancellable_cancel (inner);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdSearchReader *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);
  GError *error = NULL;
  OdSearchJob *job = od_db_finish (OD_DB (source), result, &error);

  if (self->newest == question->inner)
    g_clear_object (&self->newest);
  if (job != NULL && g_cancellable_set_error_if_cancelled (question->inner, &error)) /* answered at the last moment */
    g_clear_pointer (&job, od_search_job_free);
  if (job == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_return_pointer (task, g_steal_pointer (&job->hits), (GDestroyNotify) g_ptr_array_unref);
  od_search_job_free (job);
}

static void
reader_search_async (OdSearchPort *port, const OdSearchQuestion *asked, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  OdSearchReader *self = OD_SEARCH_READER (port);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  g_task_set_source_tag (task, reader_search_async);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  question->inner = g_cancellable_new ();
  if (cancellable != NULL)
    {
      question->outer = g_object_ref (cancellable);
      question->cancelled_tag = g_cancellable_connect (cancellable, G_CALLBACK (outer_cancelled_cb),
                                                       g_object_ref (question->inner), g_object_unref);
    }

  if (self->newest != NULL)
    g_cancellable_cancel (self->newest);
  g_set_object (&self->newest, question->inner);
  od_db_read_async (self->db, OD_DB_SEARCH, od_store_search, od_search_job_new (asked),
                    (GDestroyNotify) od_search_job_free, question->inner, found_cb, task);
}

static void
port_iface_init (OdSearchPortInterface *iface)
{
  iface->search_async = reader_search_async;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (OdSearchReader, od_search_reader, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_SEARCH_PORT, port_iface_init))

static void
od_search_reader_finalize (GObject *object)
{
  OdSearchReader *self = OD_SEARCH_READER (object);

  g_clear_object (&self->newest);
  g_clear_object (&self->db);
  G_OBJECT_CLASS (od_search_reader_parent_class)->finalize (object);
}

static void
od_search_reader_class_init (OdSearchReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_search_reader_finalize;
}

static void
od_search_reader_init (OdSearchReader *self)
{
}

/**
 * od_search_reader_new:
 * @db: an open store
 *
 * Returns: (transfer full): for use on the main thread
 */
OdSearchPort *
od_search_reader_new (OdDb *db)
{
  OdSearchReader *self;

  g_return_val_if_fail (OD_IS_DB (db), NULL);

  self = g_object_new (OD_TYPE_SEARCH_READER, NULL);
  self->db = g_object_ref (db);
  return OD_SEARCH_PORT (self);
}
