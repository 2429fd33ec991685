/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fake-alerts.h"

struct _OdFakeAlerts {
  GObject parent_instance;

  GHashTable *subjects; /* (element-type gint64 OdAlertSubject) */
  GHashTable *watched;  /* (element-type gint64) */
  guint n_counted;
};

static void
fake_watch (OdAlertPort *port, gint64 id, gboolean is_watched)
{
  OdFakeAlerts *self = OD_FAKE_ALERTS (port);

  if (is_watched)
    g_hash_table_add (self->watched, g_memdup2 (&id, sizeof id));
  else
    g_hash_table_remove (self->watched, &id);
}

static void
fake_load_async (OdAlertPort *port, const gint64 *ids, guint n_ids, GCancellable *cancellable,
                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (port, cancellable, callback, user_data);
  OdAlertNews *news = od_alert_news_new ();

  for (guint i = 0; i < n_ids; i++)
    g_ptr_array_add (news->subjects, od_alert_subject_copy (od_fake_alerts_get (OD_FAKE_ALERTS (port), ids[i])));
  g_task_return_pointer (task, news, (GDestroyNotify) od_alert_news_free);
}

static void
fake_load_summary_async (OdAlertPort *port, const char *const *muted_channels, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeAlerts *self = OD_FAKE_ALERTS (port);
  g_autoptr (GTask) task = g_task_new (port, cancellable, callback, user_data);
  OdAlertSummary summary = { 0 };
  GHashTableIter iter;
  gpointer value;

  self->n_counted++;
  g_hash_table_iter_init (&iter, self->subjects);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const OdAlertSubject *subject = value;

      summary.n_messages += subject->n_unread;
      summary.n_conversations += subject->n_unread > 0;
    }
  g_task_return_pointer (task, g_memdup2 (&summary, sizeof summary), g_free);
}

/* Nobody has chosen any. */
static void
fake_load_quiet_async (OdAlertPort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (port, cancellable, callback, user_data);
  OdQuietHours hours;

  od_quiet_hours_init (&hours);
  g_task_return_pointer (task, g_memdup2 (&hours, sizeof hours), g_free);
}

static void
port_iface_init (OdAlertPortInterface *iface)
{
  iface->load_quiet_async = fake_load_quiet_async;
  iface->watch = fake_watch;
  iface->load_async = fake_load_async;
  iface->load_summary_async = fake_load_summary_async;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (OdFakeAlerts, od_fake_alerts, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_ALERT_PORT, port_iface_init))

static void
od_fake_alerts_finalize (GObject *object)
{
  g_hash_table_unref (OD_FAKE_ALERTS (object)->subjects);
  g_hash_table_unref (OD_FAKE_ALERTS (object)->watched);
  G_OBJECT_CLASS (od_fake_alerts_parent_class)->finalize (object);
}

static void
od_fake_alerts_class_init (OdFakeAlertsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_fake_alerts_finalize;
}

static void
od_fake_alerts_init (OdFakeAlerts *self)
{
  self->subjects = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) od_alert_subject_free);
  self->watched = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

OdFakeAlerts *
od_fake_alerts_new (void)
{
  return g_object_new (OD_TYPE_FAKE_ALERTS, NULL);
}

/* Returns: (transfer none): an open conversation of a web chat in which nothing was written; to be changed */
OdAlertSubject *
od_fake_alerts_add (OdFakeAlerts *self, gint64 id, const char *name)
{
  OdAlertSubject *subject = g_new0 (OdAlertSubject, 1);

  subject->id = id;
  subject->name = g_strdup (name);
  subject->address = g_strdup ("v_01ABCD");
  subject->channel = g_strdup ("webchat");
  subject->account_name = g_strdup ("Shop");
  subject->status = OD_STATUS_OPEN;
  subject->lines = g_new0 (char *, 1);
  g_hash_table_insert (self->subjects, g_memdup2 (&id, sizeof id), subject);
  return subject;
}

OdAlertSubject *
od_fake_alerts_get (OdFakeAlerts *self, gint64 id)
{
  return g_hash_table_lookup (self->subjects, &id);
}

/* The customer writes: told at once. */
void
od_fake_alerts_write (OdFakeAlerts *self, gint64 id, const char *text, gint64 at_us)
{
  OdAlertSubject *subject = od_fake_alerts_get (self, id);
  guint n = g_strv_length (subject->lines);

  subject->lines = g_renew (char *, subject->lines, n + 2);
  subject->lines[n] = g_strdup (text);
  subject->lines[n + 1] = NULL;
  subject->n_unread++;
  subject->waiting_since_us = at_us;
  od_fake_alerts_raise (self, OD_ALERT_MESSAGE, 0, id, at_us, 0);
}

void
od_fake_alerts_raise (OdFakeAlerts *self, OdAlertKind kind, OdAlertClock clock, gint64 id, gint64 at_us, gint64 due_us)
{
  g_autoptr (OdAlertNews) news = od_alert_news_new ();
  OdAlert alert = { .conversation_id = id, .kind = kind, .clock = clock, .at_us = at_us, .due_us = due_us };

  g_array_append_val (news->alerts, alert);
  g_ptr_array_add (news->subjects, od_alert_subject_copy (od_fake_alerts_get (self, id)));
  od_alert_port_emit_told (OD_ALERT_PORT (self), news);
}

/* Its state changed. */
void
od_fake_alerts_tell (OdFakeAlerts *self, gint64 id)
{
  g_autoptr (OdAlertNews) news = od_alert_news_new ();

  g_ptr_array_add (news->subjects, od_alert_subject_copy (od_fake_alerts_get (self, id)));
  od_alert_port_emit_told (OD_ALERT_PORT (self), news);
}

gboolean
od_fake_alerts_is_watched (OdFakeAlerts *self, gint64 id)
{
  return g_hash_table_contains (self->watched, &id);
}

guint
od_fake_alerts_get_n_counted (OdFakeAlerts *self)
{
  return self->n_counted;
}
