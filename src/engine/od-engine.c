/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-engine"

#include "od-engine.h"

#include "od-engine-parts.h"
#include "od-error.h"
#include "od-key-ring-port.h"
#include "od-limits.h"
#include "od-store-operator.h"

/* Of OD_LIMIT_STOP_S: if a channel does not let go, the rest is not kept waiting. */
#define STOP_GIVE_UP_US (((gint64) OD_LIMIT_STOP_S * 1000 - 500) * 1000)

/**
 * OdEngine:
 *
 * Builds the services in a written order, starts them, and stops them in
 * reverse; nothing else. Only a composition root holds one, and hands out its
 * ports. Main thread only.
 */
struct _OdEngine {
  GObject parent_instance;

  OdEngineParts parts;
  OdClock *clock;   /* (owned) */
  GTask *stopping;  /* (owned) (nullable) */
  guint timeout_id; /* of the clock; 0 unless stopping */
  OdEngineFlags flags;
  gboolean is_started;
  gboolean is_stopped;
};

G_DEFINE_FINAL_TYPE (OdEngine, od_engine, G_TYPE_OBJECT)

static void
od_engine_dispose (GObject *object)
{
  OdEngine *self = OD_ENGINE (object);

  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->clock, self->timeout_id);
  self->timeout_id = 0;
  od_engine_parts_clear (&self->parts);
  G_OBJECT_CLASS (od_engine_parent_class)->dispose (object);
}

static void
od_engine_finalize (GObject *object)
{
  g_clear_object (&OD_ENGINE (object)->clock);
  G_OBJECT_CLASS (od_engine_parent_class)->finalize (object);
}

static void
od_engine_class_init (OdEngineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_engine_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_engine_finalize;
}

static void
od_engine_init (OdEngine *self)
{
}

/**
 * od_engine_new:
 * @options: copied; its profile, server and clock outlive the engine
 *
 * Opens the store and brings it up to date; connects nothing yet. The profile is locked.
 *
 * Returns: (transfer full): an engine; %NULL with %OD_ERROR_STORE (the store can't be opened, or is of a newer
 *   Omnidesk) or %OD_ERROR_USAGE (OMNIDESK_SECRETS)
 */
OdEngine *
od_engine_new (const OdEngineOptions *options, GError **error)
{
  g_autoptr (OdEngine) self = NULL;

  g_return_val_if_fail (options != NULL && OD_IS_CLOCK (options->clock) && options->find_channel != NULL, NULL);
  g_return_val_if_fail (od_profile_dir_get_is_locked (options->profile), NULL);

  self = g_object_new (OD_TYPE_ENGINE, NULL);
  self->clock = g_object_ref (options->clock);
  self->flags = options->flags;
  if (!od_engine_parts_build (&self->parts, options, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * od_engine_start:
 *
 * Lets everything begin, and returns at once: opening a window need not wait for accounts. Call it once.
 */
void
od_engine_start (OdEngine *self)
{
  g_return_if_fail (OD_IS_ENGINE (self) && !self->is_started);

  self->is_started = TRUE;
  od_wake_alarm_start (self->parts.alarm);
  od_sla_start (self->parts.sla);
  od_wake_watch_start (self->parts.watch);
  if ((self->flags & OD_ENGINE_RUN_ACCOUNTS) != 0)
    {
      od_file_service_start (self->parts.ports.files);
      od_accounts_start (self->parts.accounts);
    }
  od_sweep_start (self->parts.sweep);
  od_erase_service_start (self->parts.ports.erase);
  if (self->parts.ports.pictures != NULL)
    od_picture_service_start (self->parts.ports.pictures);
}

/* ---- the end ---- */

static void
finish_stop (OdEngine *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->stopping);

  if (task == NULL)
    return; /* it was given up already */
  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->clock, self->timeout_id);
  self->timeout_id = 0;
  self->is_stopped = TRUE;
  od_change_bus_stop (self->parts.bus);
  g_task_return_boolean (task, TRUE);
}

static gboolean
give_up_cb (gpointer user_data)
{
  OdEngine *self = user_data;

  self->timeout_id = 0;
  g_message ("An account did not stop in time");
  finish_stop (self);
  return G_SOURCE_REMOVE;
}

static gboolean
nothing_job (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return TRUE;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdEngine) self = user_data;

  g_free (od_db_finish (OD_DB (source), result, NULL));
  finish_stop (self);
}

static void
accounts_stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdEngine) self = user_data;

  od_accounts_stop_finish (OD_ACCOUNTS (source), result, NULL);
  od_ingestor_stop (self->parts.ingestor);
  od_live_stop (self->parts.live);
  /* Writes happen in their order: when this one is done, all are. */
  od_db_write_async (self->parts.db, nothing_job, g_new0 (char, 1), g_free, written_cb, g_object_ref (self));
}

static void
outbox_stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdEngine) self = user_data;

  od_outbox_stop_finish (OD_OUTBOX (source), result, NULL);
  od_accounts_stop_async (self->parts.accounts, accounts_stopped_cb, g_object_ref (self));
}

/**
 * od_engine_stop_async:
 *
 * Sends nothing more, lets what is on its way arrive, disconnects the accounts, closes what they listened on, and
 * finishes every write. Completes within 5 s. Then drop the engine on this thread.
 */
void
od_engine_stop_async (OdEngine *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (OD_IS_ENGINE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, od_engine_stop_async);
  if (self->stopping != NULL || self->is_stopped)
    {
      g_task_return_new_error (task, OD_ERROR, OD_ERROR_BUSY, "It is stopping already");
      return;
    }
  self->stopping = g_object_ref (task);
  self->timeout_id = od_clock_add_timeout (self->clock, STOP_GIVE_UP_US, give_up_cb, self, NULL);
  od_sweep_stop (self->parts.sweep);
  od_erase_service_stop (self->parts.ports.erase);
  od_wake_alarm_stop (self->parts.alarm);
  od_wake_watch_stop (self->parts.watch);
  od_sla_stop (self->parts.sla);
  od_alert_service_stop (self->parts.ports.alerts);
  od_file_service_stop (self->parts.ports.files);
  od_outbox_stop_async (self->parts.outbox, outbox_stopped_cb, g_object_ref (self));
}

gboolean
od_engine_stop_finish (OdEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- ports: (transfer none), valid as long as the engine ---- */

OdChangeFeed *
od_engine_get_change_feed (OdEngine *self)
{
  return OD_CHANGE_FEED (self->parts.bus);
}

OdConversationPort *
od_engine_get_conversation_port (OdEngine *self)
{
  return self->parts.ports.conversations;
}

OdThreadPort *
od_engine_get_thread_port (OdEngine *self)
{
  return self->parts.ports.threads;
}

OdReplyPort *
od_engine_get_reply_port (OdEngine *self)
{
  return OD_REPLY_PORT (self->parts.ports.replies);
}

OdTriagePort *
od_engine_get_triage_port (OdEngine *self)
{
  return OD_TRIAGE_PORT (self->parts.ports.triage);
}

OdDeedPort *
od_engine_get_deed_port (OdEngine *self)
{
  return OD_DEED_PORT (self->parts.ports.deeds);
}

OdMacroPort *
od_engine_get_macro_port (OdEngine *self)
{
  return OD_MACRO_PORT (self->parts.ports.macros);
}

OdPromisePort *
od_engine_get_promise_port (OdEngine *self)
{
  return OD_PROMISE_PORT (self->parts.promises);
}

OdCustomerPort *
od_engine_get_customer_port (OdEngine *self)
{
  return OD_CUSTOMER_PORT (self->parts.ports.customers);
}

OdViewPort *
od_engine_get_view_port (OdEngine *self)
{
  return OD_VIEW_PORT (self->parts.ports.views);
}

OdTermsPort *
od_engine_get_terms_port (OdEngine *self)
{
  return OD_TERMS_PORT (self->parts.ports.terms);
}

OdAutoAnswerPort *
od_engine_get_auto_answer_port (OdEngine *self)
{
  return OD_AUTO_ANSWER_PORT (self->parts.auto_answers);
}

OdReportPort *
od_engine_get_report_port (OdEngine *self)
{
  return self->parts.reports;
}

OdUsagePort *
od_engine_get_usage_port (OdEngine *self)
{
  return OD_USAGE_PORT (self->parts.ports.usage);
}

OdPeopleFilePort *
od_engine_get_people_file_port (OdEngine *self)
{
  return OD_PEOPLE_FILE_PORT (self->parts.ports.people_files);
}

OdPeoplePort *
od_engine_get_people_port (OdEngine *self)
{
  return OD_PEOPLE_PORT (self->parts.ports.people);
}

OdErasePort *
od_engine_get_erase_port (OdEngine *self)
{
  return OD_ERASE_PORT (self->parts.ports.erase);
}

OdFieldPort *
od_engine_get_field_port (OdEngine *self)
{
  return OD_FIELD_PORT (self->parts.ports.fields);
}

OdAccountPort *
od_engine_get_account_port (OdEngine *self)
{
  return OD_ACCOUNT_PORT (self->parts.accounts);
}

/* (nullable): where secrets are kept otherwise */
OdKeyRingPort *
od_engine_get_key_ring_port (OdEngine *self)
{
  return OD_IS_KEY_RING_PORT (self->parts.secrets) ? OD_KEY_RING_PORT (self->parts.secrets) : NULL;
}

OdAlertPort *
od_engine_get_alert_port (OdEngine *self)
{
  return OD_ALERT_PORT (self->parts.ports.alerts);
}

OdSearchPort *
od_engine_get_search_port (OdEngine *self)
{
  return self->parts.ports.search;
}

OdLivePort *
od_engine_get_live_port (OdEngine *self)
{
  return OD_LIVE_PORT (self->parts.live);
}

OdFilePort *
od_engine_get_file_port (OdEngine *self)
{
  return OD_FILE_PORT (self->parts.ports.files);
}

OdSendingPort *
od_engine_get_sending_port (OdEngine *self)
{
  return OD_SENDING_PORT (self->parts.outbox);
}

/* (nullable) */
OdPicturePort *
od_engine_get_picture_port (OdEngine *self)
{
  return self->parts.ports.pictures != NULL ? OD_PICTURE_PORT (self->parts.ports.pictures) : NULL;
}

OdLibraryPort *
od_engine_get_library_port (OdEngine *self)
{
  return OD_LIBRARY_PORT (self->parts.ports.library);
}

OdOperatorPort *
od_engine_get_operator_port (OdEngine *self)
{
  return OD_OPERATOR_PORT (self->parts.ports.operators);
}

/**
 * od_engine_get_presence:
 *
 * Returns: (transfer none): whether an operator is there; who changes it tells the channels
 */
OdPresence *
od_engine_get_presence (OdEngine *self)
{
  g_return_val_if_fail (OD_IS_ENGINE (self), NULL);

  return self->parts.presence;
}

/**
 * od_engine_dup_operator_name:
 *
 * For who builds a desk. Blocks for one read, while nothing is shown yet; od_engine_get_operator_port() tells of
 * changes.
 *
 * Returns: (transfer full): the name of who works here, as customers see it; "" before the very first start is over
 */
char *
od_engine_dup_operator_name (OdEngine *self)
{
  OdOperatorJob job = { .operator_id = OD_ENGINE_OPERATOR_ID };

  g_return_val_if_fail (OD_IS_ENGINE (self), NULL);

  return od_db_read_sync (self->parts.db, OD_DB_PAGES, od_store_operator_find, &job, NULL) ? job.name : g_strdup ("");
}

/**
 * od_engine_get_db:
 *
 * For the control tool's import and export only.
 */
OdDb *
od_engine_get_db (OdEngine *self)
{
  return self->parts.db;
}
