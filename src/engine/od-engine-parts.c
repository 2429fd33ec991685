/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-engine"

#include "od-engine-parts.h"

#include "od-conversation-reader.h"
#include "od-report-reader.h"
#include "od-search-reader.h"
#include "od-secrets.h"
#include "od-store-account.h"
#include "od-store-library.h"
#include "od-store-operator.h"
#include "od-store-outbox.h"
#include "od-store-terms.h"
#include "od-thread-reader.h"

static void
published_cb (OdChangeSet *changes, gpointer user_data)
{
  od_change_bus_publish (user_data, changes);
}

static void
changed_cb (OdChangeFeed *feed, OdChangeSet *changes, gpointer user_data)
{
  od_live_changed (user_data, changes);
}

static void
disconnected_cb (OdChannelTable *channels, gint64 account_id, gpointer user_data)
{
  od_live_forget_account (user_data, account_id);
}

/* ---- the first writes ---- */

typedef struct {
  OdOperatorJob first;
  OdTermsJob *terms; /* (owned) */
  OdLoseJob lose;
  OdChannelFinder find_channel;
} OpenJob;

static void
open_job_free (gpointer data)
{
  OpenJob *job = data;

  g_free (job->first.name);
  od_terms_job_free (job->terms);
  g_strfreev (job->lose.idempotent_channels);
  g_free (job);
}

static gboolean
find_idempotent (sqlite3 *db, OpenJob *job, GError **error)
{
  OdAccountListJob list = { 0 };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (!od_store_account_list (db, &list, error))
    return FALSE;
  for (guint i = 0; i < list.rows->len; i++)
    {
      const OdAccountRow *row = g_ptr_array_index (list.rows, i);
      const OdChannelDescriptor *descriptor = job->find_channel (row->channel);

      if (descriptor != NULL && (descriptor->caps & OD_CHANNEL_IDEMPOTENT_SEND) != 0)
        g_strv_builder_add (builder, row->channel);
    }
  g_ptr_array_unref (list.rows);
  g_clear_pointer (&job->lose.idempotent_channels, g_strfreev);
  job->lose.idempotent_channels = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
open_job (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OpenJob *job = data;

  return od_store_operator_ensure_first (db, changes, &job->first, error) &&
         od_store_terms_ensure_defaults (db, changes, job->terms, error) && find_idempotent (db, job, error) &&
         od_store_lose_all (db, changes, &job->lose, error) && od_store_article_index_missing (db, error);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  OpenJob *job = od_db_finish (OD_DB (source), result, &error);

  if (job == NULL)
    {
      g_warning ("Could not look after what was being sent: %s", error->message);
      return;
    }
  if (job->lose.n_queued + job->lose.n_unconfirmed > 0)
    g_message ("%u sends were cut off by the last end; %u of them may have arrived",
               job->lose.n_queued + job->lose.n_unconfirmed, job->lose.n_unconfirmed);
  open_job_free (job);
}

/* The first writes there are, so everything else comes after them: there is an operator, something is promised, and what was on its way when
 * the last owner ended is lost, before anything is claimed anew. */
static void
write_first (OdEngineParts *self, const OdEngineOptions *options)
{
  OpenJob *job = g_new0 (OpenJob, 1);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  job->first.operator_id = OD_ENGINE_OPERATOR_ID;
  job->first.name = g_strdup (options->operator_name);
  job->first.now_us = od_clock_get_real_us (options->clock);
  job->terms = g_new0 (OdTermsJob, 1);
  job->terms->zone = g_strdup (g_time_zone_get_identifier (zone));
  job->terms->now_us = job->lose.now_us = job->first.now_us;
  job->find_channel = options->find_channel;
  od_db_write_async (self->db, open_job, job, open_job_free, opened_cb, NULL);
}

/* ---- services ---- */

static void
tell_sla (OdPresence *presence, OdSla *sla)
{
  od_sla_set_is_online (sla, od_presence_get_state (presence) == OD_PRESENCE_ONLINE);
}

static void
tell_presence (OdPresence *presence, OdAccounts *accounts)
{
  od_accounts_set_online (accounts, od_presence_get_state (presence) == OD_PRESENCE_ONLINE);
}

static void
build_accounts (OdEngineParts *self, const OdEngineOptions *options)
{
  OdRunContext context = {
    .db = self->db,
    .ingestor = self->ingestor,
    .channels = self->channels,
    .channel = {
      .ingest = OD_INGEST_PORT (self->ingestor),
      .streams = OD_STREAM_PORT (self->streams),
      .server = options->server,
      .secrets = self->secrets,
      .clock = options->clock,
      .profile_dir = od_profile_dir_get_path (options->profile),
      .files_dir = od_profile_dir_get_files_path (options->profile),
      .web_dir = self->web_dir,
    },
  };

  self->accounts = od_accounts_new (&context, self->bus, options->find_channel);
  self->presence =
      od_presence_new ((options->flags & OD_ENGINE_ONLINE) != 0 ? OD_PRESENCE_ONLINE : OD_PRESENCE_OFFLINE);
  g_signal_connect_object (self->presence, "changed", G_CALLBACK (tell_presence), self->accounts, 0);
  tell_presence (self->presence, self->accounts);
}

static void
build_ports (OdEngineParts *self, const OdEngineOptions *options)
{
  const char *files_dir = od_profile_dir_get_files_path (options->profile);
  OdReplyOptions replies = {
    .db = self->db,
    .clock = options->clock,
    .channels = self->channels,
    .find_channel = options->find_channel,
    .worker = self->worker,
    .files_dir = files_dir,
    .operator_id = OD_ENGINE_OPERATOR_ID,
  };

  self->ports.alerts = od_alert_service_new (self->db, options->clock, self->bus, OD_ENGINE_OPERATOR_ID);
  self->ports.replies = od_reply_service_new (&replies);
  self->ports.triage = od_triage_service_new (self->db, options->clock, options->find_channel, OD_ENGINE_OPERATOR_ID);
  self->ports.deeds = od_deed_service_new (self->db, options->clock, options->find_channel, OD_ENGINE_OPERATOR_ID);
  self->ports.macros = od_macro_service_new (self->db, options->clock, OD_ENGINE_OPERATOR_ID);
  self->ports.customers = od_customer_service_new (self->db, options->clock, files_dir, OD_ENGINE_OPERATOR_ID);
  self->ports.people = od_people_service_new (self->db, options->clock, OD_ENGINE_OPERATOR_ID);
  self->ports.people_files = od_people_file_service_new (self->db, options->clock, OD_ENGINE_OPERATOR_ID);
  self->ports.fields = od_field_service_new (self->db, options->clock, OD_ENGINE_OPERATOR_ID);
  self->ports.library = od_library_service_new (self->db, options->clock, files_dir, OD_ENGINE_OPERATOR_ID);
  self->ports.operators = od_operator_service_new (self->db, options->clock, files_dir, OD_ENGINE_OPERATOR_ID);
  self->ports.views = od_view_service_new (self->db, options->clock, OD_ENGINE_OPERATOR_ID);
  self->ports.terms = od_terms_service_new (self->db, options->clock, OD_ENGINE_OPERATOR_ID);
  self->auto_answers = od_auto_answer_service_new (self->db, options->clock, OD_ENGINE_OPERATOR_ID);
  self->promises = od_promise_service_new (self->db, options->clock, OD_ENGINE_OPERATOR_ID);
  self->ports.usage = od_usage_service_new (self->db, options->clock);
  self->ports.conversations = od_conversation_reader_new (self->db);
  self->ports.threads = od_thread_reader_new (self->db, files_dir, OD_ENGINE_OPERATOR_ID);
  self->ports.search = od_search_reader_new (self->db);
  self->reports = od_report_reader_new (self->db);
  self->alarm = od_wake_alarm_new (self->db, options->clock, self->bus);
  self->sla = od_sla_new (self->db, options->clock, self->bus, OD_ALERT_SINK (self->ports.alerts));
  g_signal_connect_object (self->presence, "changed", G_CALLBACK (tell_sla), self->sla, 0);
  tell_sla (self->presence, self->sla);
  self->sweep = od_sweep_new (self->db, options->clock, files_dir);
  self->watch = od_wake_watch_new (options->clock, self->worker);
  g_signal_connect_object (self->watch, "woke", G_CALLBACK (od_sla_look), self->sla, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watch, "woke", G_CALLBACK (od_accounts_try_now), self->accounts, G_CONNECT_SWAPPED);
}

static void
build_files (OdEngineParts *self, const OdEngineOptions *options)
{
  const OdFileOptions files = {
    .db = self->db,
    .clock = options->clock,
    .feed = OD_CHANGE_FEED (self->bus),
    .channels = self->channels,
    .worker = self->worker,
    .files_dir = od_profile_dir_get_files_path (options->profile),
  };

  self->ports.files = od_file_service_new (&files);
}

static void
build_erase (OdEngineParts *self, const OdEngineOptions *options)
{
  g_autofree char *thumbs_dir = g_build_filename (od_profile_dir_get_path (options->profile), "thumbs", NULL);
  const OdEraseOptions erase = {
    .db = self->db,
    .clock = options->clock,
    .files = self->ports.files,
    .secrets = self->secrets,
    .store_path = od_profile_dir_get_store_path (options->profile),
    .files_dir = od_profile_dir_get_files_path (options->profile),
    .thumbs_dir = thumbs_dir,
    .operator_id = OD_ENGINE_OPERATOR_ID,
  };

  self->ports.erase = od_erase_service_new (&erase);
}

static void
build_pictures (OdEngineParts *self, const OdEngineOptions *options)
{
  g_autofree char *thumbs_dir = g_build_filename (od_profile_dir_get_path (options->profile), "thumbs", NULL);

  if (options->thumbnailer != NULL)
    self->ports.pictures = od_picture_service_new (options->thumbnailer, options->clock, self->worker, thumbs_dir,
                                                   od_profile_dir_get_files_path (options->profile));
}

/*
 * od_engine_parts_build:
 *
 * Opens the store and makes the services, each after what it needs.
 */
gboolean
od_engine_parts_build (OdEngineParts *self, const OdEngineOptions *options, GError **error)
{
  const char *files_dir = od_profile_dir_get_files_path (options->profile);

  self->web_dir = g_strdup (options->web_dir);
  self->worker = od_worker_new ("od-cpu");
  self->secrets =
      od_secrets_new (g_getenv ("OMNIDESK_SECRETS"), od_profile_dir_get_path (options->profile), self->worker, error);
  if (self->secrets == NULL)
    return FALSE;
  self->db = od_db_open (od_profile_dir_get_store_path (options->profile), OD_DB_READ_WRITE, error);
  if (self->db == NULL)
    return FALSE;
  self->bus = od_change_bus_new (options->clock);
  od_db_set_publish_func (self->db, published_cb, self->bus);
  write_first (self, options);
  self->channels = od_channel_table_new ();
  self->live = od_live_new (self->db, options->clock);
  g_signal_connect_object (self->bus, "changed", G_CALLBACK (changed_cb), self->live, 0);
  g_signal_connect_object (self->channels, "removed", G_CALLBACK (disconnected_cb), self->live, 0);
  self->ingestor = od_ingestor_new (self->db, options->clock, self->live);
  self->streams = od_stream_service_new (self->db, options->clock, self->bus, self->channels, files_dir);
  self->outbox = od_outbox_new (self->db, options->clock, self->bus, self->channels, files_dir);
  build_accounts (self, options);
  build_ports (self, options);
  build_files (self, options);
  build_erase (self, options);
  build_pictures (self, options);
  return TRUE;
}

/*
 * od_engine_parts_clear:
 *
 * In reverse. The store is closed when every write is done, which blocks; whoever still holds a port gets errors from
 * then on.
 */
void
od_engine_parts_clear (OdEngineParts *self)
{
  if (self->ports.pictures != NULL)
    od_picture_service_stop (self->ports.pictures);
  g_clear_object (&self->ports.pictures);
  if (self->ports.files != NULL)
    od_file_service_stop (self->ports.files);
  g_clear_object (&self->ports.files);
  if (self->watch != NULL)
    od_wake_watch_stop (self->watch);
  g_clear_object (&self->watch);
  g_clear_object (&self->sweep);
  if (self->sla != NULL)
    od_sla_stop (self->sla);
  g_clear_object (&self->sla);
  g_clear_object (&self->alarm);
  g_clear_object (&self->reports);
  g_clear_object (&self->ports.search);
  g_clear_object (&self->ports.threads);
  g_clear_object (&self->ports.conversations);
  g_clear_object (&self->ports.usage);
  g_clear_object (&self->promises);
  g_clear_object (&self->auto_answers);
  g_clear_object (&self->ports.terms);
  g_clear_object (&self->ports.views);
  g_clear_object (&self->ports.operators);
  g_clear_object (&self->ports.library);
  if (self->ports.erase != NULL)
    od_erase_service_stop (self->ports.erase);
  g_clear_object (&self->ports.erase);
  g_clear_object (&self->ports.fields);
  g_clear_object (&self->ports.people_files);
  g_clear_object (&self->ports.people);
  g_clear_object (&self->ports.customers);
  g_clear_object (&self->ports.macros);
  g_clear_object (&self->ports.deeds);
  g_clear_object (&self->ports.triage);
  g_clear_object (&self->ports.replies);
  if (self->ports.alerts != NULL)
    od_alert_service_stop (self->ports.alerts);
  g_clear_object (&self->ports.alerts);
  g_clear_object (&self->accounts);
  g_clear_object (&self->presence);
  g_clear_object (&self->outbox);
  g_clear_object (&self->streams);
  g_clear_object (&self->ingestor);
  g_clear_object (&self->live);
  g_clear_object (&self->channels);
  if (self->db != NULL)
    {
      od_db_set_publish_func (self->db, NULL, NULL);
      od_db_close (self->db);
    }
  g_clear_object (&self->db);
  g_clear_object (&self->bus);
  g_clear_object (&self->secrets);
  if (self->worker != NULL)
    od_worker_stop (self->worker);
  g_clear_object (&self->worker);
  g_clear_pointer (&self->web_dir, g_free);
}
