/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-triage-service"

#include "od-triage-service.h"

#include "od-error.h"
#include "od-limits.h"
#include "od-store-chat.h"
#include "od-store-triage.h"

/**
 * OdTriageService:
 *
 * What an operator does besides writing. Each call is one transaction of the
 * store, with a remote half where the channel has one. Main thread only.
 */
struct _OdTriageService {
  GObject parent_instance;

  OdDb *db;                     /* (owned) */
  OdClock *clock;               /* (owned) */
  OdChannelFinder find_channel; /* by id */
  gint64 operator_id;
};

static void triage_iface_init (OdTriagePortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdTriageService, od_triage_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_TRIAGE_PORT, triage_iface_init))

static void
od_triage_service_finalize (GObject *object)
{
  OdTriageService *self = OD_TRIAGE_SERVICE (object);

  g_clear_object (&self->db);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (od_triage_service_parent_class)->finalize (object);
}

static void
od_triage_service_class_init (OdTriageServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_triage_service_finalize;
}

static void
od_triage_service_init (OdTriageService *self)
{
}

/**
 * od_triage_service_new:
 * @operator_id: who works here
 *
 * Returns: (transfer full): an #OdTriagePort
 */
OdTriageService *
od_triage_service_new (OdDb *db, OdClock *clock, OdChannelFinder find_channel, gint64 operator_id)
{
  OdTriageService *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock) && find_channel != NULL, NULL);

  self = g_object_new (OD_TYPE_TRIAGE_SERVICE, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  self->find_channel = find_channel;
  self->operator_id = operator_id;
  return self;
}

/* What crosses to the writer. */
typedef struct {
  OdTriageJob *job;             /* (owned) */
  OdChannelFinder find_channel; /* any thread: a table that never changes */
} TriageData;

static void
triage_data_free (gpointer data)
{
  TriageData *triage = data;

  od_triage_job_free (triage->job);
  g_free (triage);
}

/* Any of these abilities, and the channel is told. */
static const OdChannelCaps remote_caps[OD_N_OPERATION] = {
  [OD_OPERATION_EDIT] = OD_CHANNEL_CAN_EDIT,
  [OD_OPERATION_REMOVE] = OD_CHANNEL_CAN_REMOVE,
  [OD_OPERATION_REACT] = OD_CHANNEL_CAN_REACT,
  [OD_OPERATION_READ] = OD_CHANNEL_CAN_READ,
  [OD_OPERATION_STATUS] = OD_CHANNEL_HAS_STREAM | OD_CHANNEL_SHARES_STATE,
};

/*
 * od_triage_get_remote_kinds:
 * @descriptor: (nullable): of a channel that isn't built in
 *
 * Any thread.
 *
 * Returns: one bit for each #OdOperationKind of which the channel is told
 */
guint
od_triage_get_remote_kinds (const OdChannelDescriptor *descriptor)
{
  guint kinds = 0;

  for (guint i = 0; descriptor != NULL && i < OD_N_OPERATION; i++)
    if ((descriptor->caps & remote_caps[i]) != 0)
      kinds |= 1u << i;
  return kinds;
}

static gboolean
triage_job (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  TriageData *triage = data;
  OdTriageJob *job = triage->job;
  g_autoptr (OdChatRow) chat = NULL;

  chat = job->conversation_id != 0 ? od_store_chat_of_conversation (db, job->conversation_id, error)
                                   : od_store_chat_of_message (db, job->message_id, error);
  if (chat == NULL)
    return FALSE;
  if ((od_triage_get_remote_kinds (triage->find_channel (chat->channel)) & (1u << job->kind)) != 0)
    job->flags |= OD_TRIAGE_HAS_REMOTE;
  return od_store_triage (db, changes, job, error);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  TriageData *triage = od_db_finish (OD_DB (source), result, &error);

  if (triage == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  triage_data_free (triage);
  g_task_return_boolean (task, TRUE);
}

static GTask *
new_task (OdTriagePort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (port, cancellable, callback, user_data);

  g_task_set_source_tag (task, new_task);
  g_task_set_check_cancellable (task, FALSE); /* what is written is said */
  return task;
}

static OdTriageJob *
new_job (OdTriagePort *port, OdOperationKind kind, gint64 conversation_id, gint64 message_id)
{
  OdTriageService *self = OD_TRIAGE_SERVICE (port);

  return od_triage_job_new (kind, conversation_id, message_id, self->operator_id, od_clock_get_real_us (self->clock));
}

static void
write_job (GTask *task, OdTriageJob *job)
{
  OdTriageService *self = g_task_get_source_object (task);
  TriageData *triage = g_new0 (TriageData, 1);

  triage->job = job;
  triage->find_channel = self->find_channel;
  od_db_write_async (self->db, triage_job, triage, triage_data_free, done_cb, g_object_ref (task));
}

static void
triage_set_status_async (OdTriagePort *port, gint64 conversation_id, OdStatusEvent event, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = new_task (port, cancellable, callback, user_data);
  OdTriageJob *job = new_job (port, OD_OPERATION_STATUS, conversation_id, 0);

  job->event = event;
  write_job (task, job);
}

static void
triage_assign_async (OdTriagePort *port, gint64 conversation_id, gint64 operator_id, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = new_task (port, cancellable, callback, user_data);
  OdTriageJob *job = new_job (port, OD_OPERATION_ASSIGN, conversation_id, 0);

  job->assignee_id = operator_id;
  write_job (task, job);
}

static void
triage_snooze_async (OdTriagePort *port, gint64 conversation_id, gint64 until_us, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = new_task (port, cancellable, callback, user_data);
  OdTriageJob *job = new_job (port, OD_OPERATION_SNOOZE, conversation_id, 0);

  job->until_us = until_us;
  write_job (task, job);
}

static void
triage_set_tag_async (OdTriagePort *port, gint64 conversation_id, const char *tag, gboolean is_set,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = new_task (port, cancellable, callback, user_data);
  OdTriageJob *job = new_job (port, OD_OPERATION_TAG, conversation_id, 0);

  job->tag = g_strdup (tag);
  job->is_set = is_set;
  write_job (task, job);
}

static void
triage_mark_read_async (OdTriagePort *port, gint64 conversation_id, gint64 upto_id, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = new_task (port, cancellable, callback, user_data);

  write_job (task, new_job (port, OD_OPERATION_READ, conversation_id, upto_id));
}

static void
triage_react_async (OdTriagePort *port, gint64 message_id, const char *emoji, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = new_task (port, cancellable, callback, user_data);
  OdTriageJob *job = new_job (port, OD_OPERATION_REACT, 0, message_id);

  job->emoji = g_strdup (emoji);
  write_job (task, job);
}

static void
triage_edit_async (OdTriagePort *port, gint64 message_id, const char *text, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = new_task (port, cancellable, callback, user_data);
  OdTriageJob *job;

  if (g_utf8_strlen (text, -1) > OD_LIMIT_BODY_CHARS)
    {
      g_task_return_new_error (task, OD_ERROR, OD_ERROR_TOO_LARGE, "Longer than %d characters", OD_LIMIT_BODY_CHARS);
      return;
    }
  job = new_job (port, OD_OPERATION_EDIT, 0, message_id);
  job->text = g_strdup (text);
  write_job (task, job);
}

static void
triage_remove_async (OdTriagePort *port, gint64 message_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = new_task (port, cancellable, callback, user_data);

  write_job (task, new_job (port, OD_OPERATION_REMOVE, 0, message_id));
}

static void
triage_iface_init (OdTriagePortInterface *iface)
{
  iface->set_status_async = triage_set_status_async;
  iface->assign_async = triage_assign_async;
  iface->snooze_async = triage_snooze_async;
  iface->set_tag_async = triage_set_tag_async;
  iface->mark_read_async = triage_mark_read_async;
  iface->react_async = triage_react_async;
  iface->edit_async = triage_edit_async;
  iface->remove_async = triage_remove_async;
}
