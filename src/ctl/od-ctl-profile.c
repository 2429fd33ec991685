/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-ctl-profile.h"

#include "od-clock.h"
#include "od-conversation-reader.h"
#include "od-door-client.h"
#include "od-engine.h"
#include "od-error.h"
#include "od-profile-dir.h"
#include "od-search-reader.h"

#define PATIENCE_US (5 * (gint64) G_USEC_PER_SEC) /* decisions 26 and 27 */
#define RETRY_US (50 * (gint64) 1000)

/**
 * od_ctl_reader_open:
 * @path: the profile
 *
 * Works beside a running desk, takes no lock and never migrates.
 *
 * Returns: (transfer full): the store; %NULL with %OD_ERROR_NOT_FOUND if there is none yet
 */
OdCtlReader *
od_ctl_reader_open (const char *path, GError **error)
{
  g_autoptr (OdCtlReader) self = g_new0 (OdCtlReader, 1);

  self->profile = od_profile_dir_find (path, error);
  if (self->profile == NULL)
    return NULL;
  if (!g_file_test (od_profile_dir_get_store_path (self->profile), G_FILE_TEST_EXISTS))
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_NOT_FOUND, "There is nothing in this profile yet");
      return NULL;
    }
  self->clock = od_clock_new ();
  self->desk.clock = self->clock;
  self->desk.db = od_db_open (od_profile_dir_get_store_path (self->profile), OD_DB_READ_ONLY, error);
  if (self->desk.db == NULL)
    return NULL;
  self->desk.files_dir = od_profile_dir_get_files_path (self->profile);
  self->desk.conversations = od_conversation_reader_new (self->desk.db);
  self->desk.search = od_search_reader_new (self->desk.db);
  self->desk.operator_id = 1;
  return g_steal_pointer (&self);
}

void
od_ctl_reader_free (OdCtlReader *self)
{
  g_clear_object (&self->desk.conversations);
  g_clear_object (&self->desk.search);
  if (self->desk.db != NULL)
    od_db_close (self->desk.db);
  g_clear_object (&self->desk.db);
  g_clear_object (&self->clock);
  g_clear_object (&self->profile);
  g_free (self);
}

/**
 * od_ctl_desk_from_engine:
 * @desk: (out caller-allocates): what commands work on; valid as long as @engine and @profile
 */
void
od_ctl_desk_from_engine (OdControlDesk *desk, OdEngine *engine, OdProfileDir *profile, OdClock *clock,
                         gboolean runs_accounts)
{
  *desk = (OdControlDesk){
    .db = od_engine_get_db (engine),
    .clock = clock,
    .conversations = od_engine_get_conversation_port (engine),
    .search = od_engine_get_search_port (engine),
    .replies = od_engine_get_reply_port (engine),
    .deeds = od_engine_get_deed_port (engine),
    .macros = od_engine_get_macro_port (engine),
    .promises = od_engine_get_promise_port (engine),
    .people = od_engine_get_people_port (engine),
    .people_files = od_engine_get_people_file_port (engine),
    .fields = od_engine_get_field_port (engine),
    .erase = od_engine_get_erase_port (engine),
    .accounts = od_engine_get_account_port (engine),
    .library = od_engine_get_library_port (engine),
    .operators = od_engine_get_operator_port (engine),
    .views = od_engine_get_view_port (engine),
    .feed = od_engine_get_change_feed (engine),
    .files_dir = od_profile_dir_get_files_path (profile),
    .operator_id = 1,
    .runs_accounts = runs_accounts,
  };
}

/* Decision 26. The owner may be a command that is done in a moment, or a "serve" whose door is not open yet:
 * so this is asked again until the lock is free. */
static gboolean
is_to_wait (OdProfileDir *profile, OdCtlRival rival, gboolean *has_asked)
{
  g_autoptr (GDBusConnection) door = NULL;

  if (rival == OD_CTL_RIVAL_LEAVE)
    return FALSE;
  if (*has_asked)
    return TRUE;
  door = od_door_connect (od_profile_dir_get_path (profile), NULL);
  if (door == NULL)
    return TRUE;
  if (rival == OD_CTL_RIVAL_YIELD)
    *has_asked = od_door_ask (door, "Yield");
  return rival == OD_CTL_RIVAL_YIELD;
}

/**
 * od_ctl_take_profile:
 * @rival: what to do about another owner
 *
 * Blocks for at most 5 s if somebody else owns the profile and will let go of it.
 *
 * Returns: %FALSE with %OD_ERROR_BUSY if it stays taken
 */
gboolean
od_ctl_take_profile (OdProfileDir *profile, OdCtlRival rival, GError **error)
{
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;
  gboolean has_asked = FALSE;

  while (!od_profile_dir_lock (profile, error))
    {
      if (g_get_monotonic_time () > deadline_us || !is_to_wait (profile, rival, &has_asked))
        return FALSE;
      g_clear_error (error);
      g_usleep (RETRY_US);
    }
  return TRUE;
}
