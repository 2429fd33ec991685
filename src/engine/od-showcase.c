/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-showcase"

#include "od-showcase.h"

#include <glib/gstdio.h>
#include <string.h>

#include "od-accounts-private.h"
#include "od-error.h"
#include "od-import.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-profile-dir.h"
#include "od-store-account.h"
#include "od-store-clock.h"
#include "od-store-ingest.h"
#include "od-store-terms.h"
#include "od-time.h"

/* A believable week of a shop, for `--demo`: an interchange file whose times are told from now, and lines of the type
 * `live`, which are messages that have just come. They take the way of all messages, so that clocks run. */

#define WEEK "week.ndjson"
#define FILES "files"
#define LIVE_CHANNEL "webchat" /* runs, and is answered for real */

static const char *const moments[] = { "at", "created_at", "snoozed_until" };

typedef struct {
  OdProfileDir *profile;
  OdChannelFinder find_channel;
  const char *source_dir;
  char *folder; /* (owned): of the profile, where the file is made */
  OdDb *db;     /* (owned) */
  GTimeZone *zone;
  GPtrArray *live; /* (owned) (element-type JsonNode) */
  gint64 now_us;
} Showcase;

static void
showcase_clear (Showcase *self)
{
  if (self->db != NULL)
    od_db_close (self->db);
  g_clear_object (&self->db);
  g_clear_pointer (&self->live, g_ptr_array_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->folder, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Showcase, showcase_clear)

/* ---- times ----------------------------------------------------------------- */

static gboolean
read_ago (const char *text, gint64 now_us, gint64 *at_us)
{
  char *end;
  guint64 n = g_ascii_strtoull (text, &end, 10);
  gint64 unit = *end == 's' ? 1 : *end == 'm' ? 60 : *end == 'h' ? 3600 : 0;

  if (unit == 0 || end == text || end[1] != '\0' || n > G_MAXINT32)
    return FALSE;
  *at_us = now_us - (gint64) n * unit * G_USEC_PER_SEC;
  return TRUE;
}

/**
 * od_showcase_read_time:
 * @text: "-40s", "-5m", "-2h": so long ago; "-3d 14:05": that time of day three days ago
 * @at_us: (out)
 *
 * Returns: whether @text is such a time
 */
gboolean
od_showcase_read_time (const char *text, gint64 now_us, GTimeZone *zone, gint64 *at_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = g_date_time_to_timezone (utc, zone);
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) moment = NULL;
  int n_days, hour, minute, n_read = 0;

  if (*text != '-')
    return FALSE;
  if (read_ago (text + 1, now_us, at_us))
    return TRUE;
  if (sscanf (text, "-%3dd %2d:%2d%n", &n_days, &hour, &minute, &n_read) != 3 || text[n_read] != '\0' || n_days < 0)
    return FALSE;
  day = g_date_time_add_days (now, -n_days);
  moment = g_date_time_new (zone, g_date_time_get_year (day), g_date_time_get_month (day),
                            g_date_time_get_day_of_month (day), hour, minute, 0);
  if (moment == NULL)
    return FALSE;
  *at_us = g_date_time_to_unix (moment) * G_USEC_PER_SEC;
  return TRUE;
}

/* ---- the file of the past -------------------------------------------------- */

static void
tell_times (Showcase *self, JsonObject *object)
{
  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      const char *text = NULL;
      g_autofree char *written = NULL;
      gint64 at_us;

      if (!od_json_get_string_opt (object, moments[i], OD_LIMIT_ID_BYTES, &text, NULL) || text == NULL ||
          !od_showcase_read_time (text, self->now_us, self->zone, &at_us))
        continue;
      written = od_time_format (at_us);
      json_object_set_string_member (object, moments[i], written);
    }
}

static gboolean
take_line (Showcase *self, const char *line, GString *past, GError **error)
{
  g_autoptr (JsonNode) node = od_json_parse (line, -1, NULL, error);
  g_autofree char *written = NULL;
  const char *type = NULL;

  if (node == NULL)
    return FALSE;
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      tell_times (self, json_node_get_object (node));
      od_json_get_string_opt (json_node_get_object (node), "type", OD_LIMIT_ID_BYTES, &type, NULL);
    }
  if (g_strcmp0 (type, "live") == 0)
    {
      g_ptr_array_add (self->live, g_steal_pointer (&node));
      return TRUE;
    }
  written = od_json_to_string (node, NULL);
  g_string_append_printf (past, "%s\n", written);
  return TRUE;
}

static gboolean
copy_files (Showcase *self, GError **error)
{
  g_autofree char *from = g_build_filename (self->source_dir, FILES, NULL);
  g_autofree char *to = g_build_filename (self->folder, FILES, NULL);
  g_autoptr (GDir) dir = g_dir_open (from, 0, error);
  const char *name;

  if (dir == NULL)
    return FALSE;
  g_mkdir_with_parents (to, 0700);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (GFile) source = g_file_new_build_filename (from, name, NULL);
      g_autoptr (GFile) target = g_file_new_build_filename (to, name, NULL);

      if (!g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* Returns: (transfer full): the path of an interchange file of the week before now */
static char *
write_past (Showcase *self, GError **error)
{
  g_autofree char *source = g_build_filename (self->source_dir, WEEK, NULL);
  g_autofree char *path = g_build_filename (self->folder, WEEK, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) past = g_string_new (NULL);

  if (!g_file_get_contents (source, &text, NULL, error) || !copy_files (self, error))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && !take_line (self, lines[i], past, error))
      {
        g_prefix_error (error, "%s:%u: ", WEEK, i + 1);
        return NULL;
      }
  return g_file_set_contents (path, past->str, (gssize) past->len, error) ? g_steal_pointer (&path) : NULL;
}

typedef struct {
  GMainLoop *loop;
  OdImportReport *report; /* (owned) (nullable) */
  GError *error;          /* (owned) (nullable) */
} Import;

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Import *import = user_data;

  import->report = od_import_finish (OD_DB (source), result, &import->error);
  g_main_loop_quit (import->loop);
}

/* In @context, which is this thread's for now. */
static OdImportReport *
wait_for_import (Showcase *self, const char *path, GMainContext *context, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  Import import = { .loop = loop };

  od_import_async (self->db, path, od_profile_dir_get_files_path (self->profile), self->now_us, NULL, imported_cb,
                   &import);
  g_main_loop_run (loop);
  if (import.report == NULL)
    g_propagate_error (error, import.error);
  return import.report;
}

static gboolean
import_past (Showcase *self, GMainContext *context, GError **error)
{
  g_autofree char *path = write_past (self, error);
  g_autoptr (OdImportReport) report = NULL;

  if (path == NULL)
    return FALSE;
  report = wait_for_import (self, path, context, error);
  if (report == NULL)
    return FALSE;
  if (report->remarks->len > 0)
    {
      const OdImportRemark *remark = report->remarks->pdata[0];

      g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "%s:%" G_GUINT64_FORMAT ": %s", WEEK, remark->line,
                   remark->reason);
      return FALSE;
    }
  return TRUE;
}

/* Before the first message: what nothing is promised for has no clock. The week before was promised the same, so that
 * reports have something to tell. */
static gboolean
promise (Showcase *self, GError **error)
{
  OdTermsJob *job = g_new0 (OdTermsJob, 1);
  gboolean ok;

  job->zone = g_strdup (g_time_zone_get_identifier (self->zone));
  job->now_us = self->now_us;
  ok = od_db_write_sync (self->db, od_store_terms_ensure_defaults, job, error) &&
       od_db_write_sync (self->db, od_store_clock_replay, NULL, error);
  od_terms_job_free (job);
  return ok;
}

/* ---- what has just come ---------------------------------------------------- */

static const char *
get_text (JsonObject *object, const char *name)
{
  const char *text = NULL;

  od_json_get_string_opt (object, name, OD_LIMIT_BODY_CHARS, &text, NULL);
  return text != NULL ? text : "";
}

/* The web chat runs; the others can't without somebody's keys, so they are paused; of channels that this build has not
 * there is the history. */
static gboolean
enable (Showcase *self, const char *channel, const char *name, gint64 *account_id, GError **error)
{
  const OdChannelDescriptor *descriptor = self->find_channel (channel);
  gboolean runs = g_str_equal (channel, LIVE_CHANNEL);
  g_autofree char *settings = NULL;
  g_autoptr (OdAccountJob) job = NULL;
  g_autoptr (OdAccountListJob) list = g_new0 (OdAccountListJob, 1);
  const OdAccountRow *found = NULL;

  if (!od_db_read_sync (self->db, OD_DB_PAGES, od_store_account_list, list, error))
    return FALSE;
  for (guint i = 0; i < list->rows->len; i++)
    {
      const OdAccountRow *row = list->rows->pdata[i];

      if (g_str_equal (row->channel, channel) && g_str_equal (row->name, name))
        found = row;
    }
  if (found != NULL && (!found->is_history_only || descriptor == NULL))
    {
      *account_id = found->id;
      return TRUE;
    }
  if (descriptor == NULL)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_NOT_FOUND, "No channel \"%s\" here, and no history of it", channel);
      return FALSE;
    }
  settings = od_accounts_complete_settings (descriptor, "{}", error);
  if (settings == NULL)
    return FALSE;
  job = od_account_job_new (0, channel, name, settings, self->now_us);
  job->is_enabled = runs;
  if (!od_db_write_sync (self->db, runs ? od_store_account_ensure_trial : od_store_account_add, job, error))
    return FALSE;
  *account_id = job->account_id;
  return TRUE;
}

static OdUpdate *
make_update (Showcase *self, JsonObject *line, guint number)
{
  const char *chat = get_text (line, "chat");
  OdUpdate *update = od_update_new (OD_UPDATE_MESSAGE, chat);

  update->remote_id = g_strdup_printf ("%s/week%u", chat, number);
  update->client_id = g_strdup_printf ("week%u", number);
  g_free (update->text);
  update->text = g_strdup (get_text (line, "text"));
  od_time_parse (get_text (line, "at"), &update->at_us, NULL);
  update->profile = od_profile_new ();
  update->profile->name = g_strdup (get_text (line, "name"));
  if (*get_text (line, "display") != '\0')
    update->profile->display = g_strdup (get_text (line, "display"));
  if (*get_text (line, "lang") != '\0')
    update->profile->lang = g_strdup (get_text (line, "lang"));
  return update;
}

static gboolean
take_live (Showcase *self, JsonObject *line, guint number, GError **error)
{
  const char *channel = get_text (line, "channel");
  const OdChannelDescriptor *descriptor = self->find_channel (channel);
  g_autoptr (OdIngestJob) job = NULL;
  OdUpdateBatch *batch;
  gint64 account_id = 0;

  if (!enable (self, channel, get_text (line, "account"), &account_id, error))
    return FALSE;
  batch = od_update_batch_new ();
  g_ptr_array_add (batch->updates, make_update (self, line, number));
  job = od_ingest_job_new (account_id, batch, self->now_us);
  job->has_stream = descriptor != NULL && (descriptor->caps & OD_CHANNEL_HAS_STREAM) != 0;
  job->contact_scope_is_account = descriptor != NULL && descriptor->contact_scope_is_account;
  return od_db_write_sync (self->db, od_store_ingest, job, error);
}

/**
 * od_showcase_fill:
 * @profile: fresh, and locked by the caller
 * @source_dir: data/showcase as installed, or in the source tree
 * @now_us: real time; the week ends now
 *
 * Makes a store with the week of a bilingual shop in @profile. Blocks, some tenths of a second: before the first window.
 *
 * Returns: %FALSE with an error that names the file and line at fault
 */
gboolean
od_showcase_fill (OdProfileDir *profile, OdChannelFinder find_channel, const char *source_dir, gint64 now_us,
                  GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_auto (Showcase) self = { .profile = profile, .find_channel = find_channel, .source_dir = source_dir };
  gboolean ok;

  g_return_val_if_fail (OD_IS_PROFILE_DIR (profile) && source_dir != NULL, FALSE);

  self.now_us = now_us;
  self.zone = g_time_zone_new_local ();
  self.live = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  self.folder = g_build_filename (od_profile_dir_get_path (profile), "showcase", NULL);
  g_main_context_push_thread_default (context);
  g_mkdir_with_parents (self.folder, 0700); /* what can't be written there says so */
  self.db = od_db_open (od_profile_dir_get_store_path (profile), OD_DB_READ_WRITE, error);
  ok = self.db != NULL && import_past (&self, context, error) && promise (&self, error);
  for (guint i = 0; ok && i < self.live->len; i++)
    ok = take_live (&self, json_node_get_object (self.live->pdata[i]), i, error);
  g_main_context_pop_thread_default (context);
  return ok;
}

/**
 * od_showcase_remove:
 * @folder: a throw-away profile
 *
 * Deletes it with all that is in it; links in it are deleted, not followed. Blocks: at the very end.
 */
void
od_showcase_remove (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        od_showcase_remove (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}
