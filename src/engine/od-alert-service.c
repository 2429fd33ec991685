/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-alert-service"

#include "od-alert-service.h"

#include "od-limits.h"
#include "od-store-alert.h"

/* Changed rows that one reading looks at. */
#define SLICE 256

/* The store failed: later again. */
#define RETRY_US (5 * (gint64) G_USEC_PER_SEC)

/**
 * OdAlertService:
 *
 * Listens to what was committed and tells what of it an operator may have to know. One reading at a time, on the
 * reader's thread: what is committed meanwhile is looked at together, so a flood is a few readings. Main thread only.
 */
struct _OdAlertService {
  GObject parent_instance;

  OdDb *db;       /* (owned) */
  OdClock *clock; /* (owned) */
  gint64 operator_id;
  gint64 after_id;           /* newest timeline row that was looked at */
  GArray *message_ids;       /* (owned) (element-type gint64): to look at, in their order */
  GHashTable *changed;       /* (owned) (element-type gint64): of what is watched: conversations to look at */
  GArray *raised;            /* (owned) (element-type OdAlert): to be told with the next reading */
  GHashTable *watched;       /* (owned) (element-type gint64) conversations */
  GHashTable *failed;        /* (owned) (element-type gint64): replies whose failure was told */
  GCancellable *cancellable; /* (owned): of readings; cancelled once it is stopped */
  OdAlertJob *reading;       /* (owned) (nullable): what is being looked at, should it have to be looked at again */
  guint raised_id;           /* source; 0 unless something was just raised */
  guint retry_id;            /* of the clock; 0 unless the last reading failed */
};

static void port_iface_init (OdAlertPortInterface *iface);
static void sink_iface_init (OdAlertSinkInterface *iface);
static void read_more (OdAlertService *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdAlertService, od_alert_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_ALERT_PORT, port_iface_init)
                                   G_IMPLEMENT_INTERFACE (OD_TYPE_ALERT_SINK, sink_iface_init))

static void
add_id (GHashTable *set, gint64 id)
{
  g_hash_table_add (set, g_memdup2 (&id, sizeof id));
}

/* ---- Reading ---- */

/* A failure is told once, however often its row changes, and again after it was sent anew. */
static void
drop_told (OdAlertService *self, OdAlertJob *job)
{
  GArray *alerts = job->news->alerts;

  for (guint i = 0; i < job->fine_ids->len; i++)
    g_hash_table_remove (self->failed, &g_array_index (job->fine_ids, gint64, i));
  for (guint i = alerts->len; i-- > 0;)
    {
      const OdAlert *alert = &g_array_index (alerts, OdAlert, i);

      if (alert->kind != OD_ALERT_FAILED)
        continue;
      if (g_hash_table_contains (self->failed, &alert->message_id))
        g_array_remove_index (alerts, i);
      else
        add_id (self->failed, alert->message_id);
    }
}

static void
stop_retry (OdAlertService *self)
{
  if (self->retry_id != 0)
    od_clock_remove_timeout (self->clock, self->retry_id);
  self->retry_id = 0;
}

static gboolean
retry_cb (gpointer user_data)
{
  OdAlertService *self = user_data;

  self->retry_id = 0;
  read_more (self);
  return G_SOURCE_REMOVE;
}

/* What could not be looked at is looked at again, before what came in since. */
static void
put_back (OdAlertService *self)
{
  g_autoptr (OdAlertJob) job = g_steal_pointer (&self->reading);
  GArray *raised = job->news->alerts;

  if (job->message_ids->len > 0)
    g_array_prepend_vals (self->message_ids, job->message_ids->data, job->message_ids->len);
  if (raised->len > 0)
    g_array_prepend_vals (self->raised, raised->data, raised->len);
  for (guint i = 0; i < job->conversation_ids->len; i++)
    add_id (self->changed, g_array_index (job->conversation_ids, gint64, i));
  stop_retry (self);
  self->retry_id = od_clock_add_timeout (self->clock, RETRY_US, retry_cb, self, NULL);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdAlertService) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdAlertJob) job = od_db_finish (OD_DB (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (job == NULL)
    {
      g_info ("Could not look what happened: %s", error->message);
      put_back (self);
      return;
    }
  g_clear_pointer (&self->reading, od_alert_job_free);
  self->after_id = MAX (self->after_id, job->after_id);
  drop_told (self, job);
  if (job->news->subjects->len > 0)
    od_alert_port_emit_told (OD_ALERT_PORT (self), job->news);
  read_more (self);
}

static void
take_changed (OdAlertService *self, OdAlertJob *job)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->changed);
  while (job->conversation_ids->len < SLICE && g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_array_append_vals (job->conversation_ids, id, 1);
      g_hash_table_iter_remove (&iter);
    }
}

/* Returns: (transfer full): a slice of what is to be looked at */
static OdAlertJob *
take_slice (OdAlertService *self)
{
  OdAlertJob *job = od_alert_job_new (self->operator_id, od_clock_get_real_us (self->clock));
  guint n_messages = MIN (self->message_ids->len, SLICE);

  job->after_id = self->after_id;
  if (n_messages > 0)
    {
      g_array_append_vals (job->message_ids, self->message_ids->data, n_messages);
      g_array_remove_range (self->message_ids, 0, n_messages);
    }
  for (guint i = 0; i < self->raised->len; i++)
    {
      const OdAlert *alert = &g_array_index (self->raised, OdAlert, i);

      g_array_append_val (job->news->alerts, *alert);
      g_array_append_val (job->conversation_ids, alert->conversation_id);
    }
  g_array_set_size (self->raised, 0);
  take_changed (self, job);
  return job;
}

static void
read_more (OdAlertService *self)
{
  if (self->reading != NULL || self->retry_id != 0 || g_cancellable_is_cancelled (self->cancellable) ||
      (self->message_ids->len == 0 && self->raised->len == 0 && g_hash_table_size (self->changed) == 0))
    return;
  self->reading = take_slice (self);
  od_db_read_async (self->db, OD_DB_PAGES, od_store_alert_read, od_alert_job_copy (self->reading),
                    (GDestroyNotify) od_alert_job_free, self->cancellable, read_cb, g_object_ref (self));
}

/* ---- What comes in ---- */

static void
committed_cb (OdAlertService *self, OdChangeSet *changes)
{
  guint n_messages, n_conversations;
  const gint64 *messages = od_change_set_get (changes, OD_CHANGE_MESSAGE, &n_messages);
  const gint64 *conversations = od_change_set_get (changes, OD_CHANGE_CONVERSATION, &n_conversations);

  if (n_messages > 0)
    g_array_append_vals (self->message_ids, messages, n_messages);
  if (self->message_ids->len > OD_LIMIT_ALERTS_PENDING) /* an import, say */
    g_array_remove_range (self->message_ids, 0, self->message_ids->len - OD_LIMIT_ALERTS_PENDING);
  for (guint i = 0; i < n_conversations; i++)
    if (g_hash_table_contains (self->watched, &conversations[i]))
      add_id (self->changed, conversations[i]);
  read_more (self);
}

static gboolean
raised_cb (gpointer user_data)
{
  OdAlertService *self = user_data;

  self->raised_id = 0;
  read_more (self);
  return G_SOURCE_REMOVE;
}

/* What is raised together is told together: the machine slept over many promises. */
static void
service_raise (OdAlertSink *sink, const OdAlert *alert)
{
  OdAlertService *self = OD_ALERT_SERVICE (sink);

  g_array_append_vals (self->raised, alert, 1);
  if (self->raised_id == 0 && !g_cancellable_is_cancelled (self->cancellable))
    self->raised_id = g_idle_add_full (G_PRIORITY_DEFAULT, raised_cb, self, NULL);
}

static void
sink_iface_init (OdAlertSinkInterface *iface)
{
  iface->raise = service_raise;
}

/* ---- What is asked ---- */

static void
service_watch (OdAlertPort *port, gint64 conversation_id, gboolean is_watched)
{
  OdAlertService *self = OD_ALERT_SERVICE (port);

  if (is_watched)
    add_id (self->watched, conversation_id);
  else
    g_hash_table_remove (self->watched, &conversation_id);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdAlertJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->news), (GDestroyNotify) od_alert_news_free);
}

static void
service_load_async (OdAlertPort *port, const gint64 *ids, guint n_ids, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  OdAlertService *self = OD_ALERT_SERVICE (port);
  OdAlertJob *job = od_alert_job_new (self->operator_id, od_clock_get_real_us (self->clock));
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, service_load_async);
  g_array_append_vals (job->conversation_ids, ids, MIN (n_ids, OD_LIMIT_PAGE_ROWS));
  od_db_read_async (self->db, OD_DB_PAGES, od_store_alert_read, job, (GDestroyNotify) od_alert_job_free, cancellable,
                    loaded_cb, task);
}

static void
summarised_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdAlertJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_memdup2 (&job->summary, sizeof job->summary), g_free);
}

/* It goes through everything that is open: not where pages are read. */
static void
service_load_summary_async (OdAlertPort *port, const char *const *muted_channels, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  OdAlertService *self = OD_ALERT_SERVICE (port);
  OdAlertJob *job = od_alert_job_new (self->operator_id, od_clock_get_real_us (self->clock));
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  job->muted = g_strdupv ((GStrv) muted_channels);
  g_task_set_source_tag (task, service_load_summary_async);
  od_db_read_async (self->db, OD_DB_SEARCH, od_store_alert_summarise, job, (GDestroyNotify) od_alert_job_free,
                    cancellable, summarised_cb, task);
}

static void
quiet_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdAlertJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_memdup2 (&job->quiet, sizeof job->quiet), g_free);
}

static void
service_load_quiet_async (OdAlertPort *port, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  OdAlertService *self = OD_ALERT_SERVICE (port);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, service_load_quiet_async);
  od_db_read_async (self->db, OD_DB_PAGES, od_store_alert_load_quiet, od_alert_job_new (self->operator_id, 0),
                    (GDestroyNotify) od_alert_job_free, cancellable, quiet_loaded_cb, task);
}

static void
quiet_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (OdAlertJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
service_save_quiet_async (OdAlertPort *port, const OdQuietHours *hours, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  OdAlertService *self = OD_ALERT_SERVICE (port);
  OdAlertJob *job = od_alert_job_new (self->operator_id, 0);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  job->quiet = *hours;
  g_task_set_source_tag (task, service_save_quiet_async);
  g_task_set_check_cancellable (task, FALSE); /* what is written is said */
  od_db_write_async (self->db, od_store_alert_save_quiet, job, (GDestroyNotify) od_alert_job_free, quiet_saved_cb,
                     task);
}

static void
port_iface_init (OdAlertPortInterface *iface)
{
  iface->load_quiet_async = service_load_quiet_async;
  iface->save_quiet_async = service_save_quiet_async;
  iface->watch = service_watch;
  iface->load_async = service_load_async;
  iface->load_summary_async = service_load_summary_async;
}

/* ---- Life ---- */

static void
od_alert_service_dispose (GObject *object)
{
  od_alert_service_stop (OD_ALERT_SERVICE (object));
  G_OBJECT_CLASS (od_alert_service_parent_class)->dispose (object);
}

static void
od_alert_service_finalize (GObject *object)
{
  OdAlertService *self = OD_ALERT_SERVICE (object);

  g_clear_pointer (&self->reading, od_alert_job_free);
  g_clear_pointer (&self->message_ids, g_array_unref);
  g_clear_pointer (&self->raised, g_array_unref);
  g_clear_pointer (&self->changed, g_hash_table_unref);
  g_clear_pointer (&self->watched, g_hash_table_unref);
  g_clear_pointer (&self->failed, g_hash_table_unref);
  g_clear_handle_id (&self->raised_id, g_source_remove);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->clock);
  g_clear_object (&self->db);
  G_OBJECT_CLASS (od_alert_service_parent_class)->finalize (object);
}

static void
od_alert_service_class_init (OdAlertServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_alert_service_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_alert_service_finalize;
}

static void
od_alert_service_init (OdAlertService *self)
{
  self->cancellable = g_cancellable_new ();
  self->message_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->raised = g_array_new (FALSE, FALSE, sizeof (OdAlert));
  self->changed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->watched = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->failed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * od_alert_service_new:
 * @bus: tells what is committed
 * @operator_id: who sits here
 *
 * Blocks for one read: what is in the store now is no news.
 *
 * Returns: (transfer full): an #OdAlertPort and an #OdAlertSink
 */
OdAlertService *
od_alert_service_new (OdDb *db, OdClock *clock, OdChangeBus *bus, gint64 operator_id)
{
  OdAlertService *self;
  g_autoptr (OdAlertJob) job = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock) && OD_IS_CHANGE_BUS (bus), NULL);

  self = g_object_new (OD_TYPE_ALERT_SERVICE, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->operator_id = operator_id;
  job = od_alert_job_new (operator_id, 0);
  if (!od_db_read_sync (db, OD_DB_PAGES, od_store_alert_begin, job, &error))
    g_info ("Could not look what is old: %s", error->message);
  self->after_id = job->after_id;
  g_signal_connect_object (bus, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * od_alert_service_stop:
 *
 * Tells nothing any more.
 */
void
od_alert_service_stop (OdAlertService *self)
{
  g_return_if_fail (OD_IS_ALERT_SERVICE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->raised_id, g_source_remove);
  stop_retry (self);
}
