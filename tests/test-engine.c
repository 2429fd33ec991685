/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <utime.h>

#include "engine-fixture.h"
#include "od-account-port.h"
#include "od-conversation-port.h"
#include "od-customer-port.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-search-port.h"
#include "od-temp-folder.h"
#include "od-triage-port.h"

static void
test_a_conversation_through_the_ports (EngineFixture *f, gconstpointer channel)
{
  OdSearchPort *search = od_engine_get_search_port (f->engine);
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Где мой заказ 1042? 😟");
  gint64 message = engine_fixture_reply (f, conversation, "Он в пути");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (engine_fixture_get_delivery (f, conversation, message), ==, OD_DELIVERY_SENT);
  rows = engine_fixture_load_thread (f, conversation);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpstr (((OdMessageRow *) g_ptr_array_index (rows, 1))->author, ==, "Olga");
  od_search_port_search_async (search, &(OdSearchQuestion){ .text = "заказы", .limit = 10 }, NULL,
                               engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  hits = od_search_port_search_finish (search, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hits->len, ==, 1);
}

static void
test_nothing_is_lost_by_the_end (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  g_autoptr (GPtrArray) rows = NULL;

  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *remote_id = g_strdup_printf ("more-%u", i);

      od_demo_control_receive_text (f->control, "chat-1", remote_id, "More");
    }
  engine_fixture_settle (f);
  engine_fixture_close (f);
  engine_fixture_open (f);
  rows = engine_fixture_load_thread (f, conversation);
  g_assert_cmpuint (rows->len, ==, 51);
}

static void
test_cursor_goes_on (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  g_autoptr (GPtrArray) rows = NULL;

  engine_fixture_close (f);
  engine_fixture_open (f);
  wait_until (od_demo_control_get_n_running (f->control) == 1);
  engine_fixture_receive (f, "chat-1", "in-1", "Hello"); /* the other side says it once more */
  engine_fixture_receive (f, "chat-1", "in-2", "Are you there?");
  rows = engine_fixture_load_thread (f, conversation);
  g_assert_cmpuint (rows->len, ==, 2);
}

static void
test_snoozed_wakes (EngineFixture *f, gconstpointer channel)
{
  OdTriagePort *port = od_engine_get_triage_port (f->engine);
  OdConversationPort *conversations = od_engine_get_conversation_port (f->engine);
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 until_us = od_clock_get_real_us (f->clock) + 600 * (gint64) G_USEC_PER_SEC;
  g_autoptr (GAsyncResult) snoozed = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  od_triage_port_snooze_async (port, conversation, until_us, NULL, engine_fixture_store_result_cb, &snoozed);
  wait_until (snoozed != NULL);
  g_assert_true (od_triage_port_snooze_finish (port, snoozed, NULL));
  engine_fixture_advance_s (f, 1);
  engine_fixture_advance_s (f, 600);
  od_conversation_port_load_async (conversations, &conversation, 1, NULL, engine_fixture_store_result_cb, &loaded);
  wait_until (loaded != NULL);
  rows = od_conversation_port_load_finish (conversations, loaded, NULL);
  g_assert_cmpint (((OdConversationRow *) g_ptr_array_index (rows, 0))->snoozed_until_us, ==, 0);
}

static void
test_customer (EngineFixture *f, gconstpointer channel)
{
  OdCustomerPort *port = od_engine_get_customer_port (f->engine);
  g_autoptr (GAsyncResult) renamed = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (OdCustomerCard) card = NULL;
  g_autoptr (GError) error = NULL;

  engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  od_customer_port_rename_async (port, 1, "Мария", NULL, engine_fixture_store_result_cb, &renamed);
  wait_until (renamed != NULL);
  g_assert_true (od_customer_port_rename_finish (port, renamed, &error));
  od_customer_port_load_async (port, 1, NULL, engine_fixture_store_result_cb, &loaded);
  wait_until (loaded != NULL);
  card = od_customer_port_load_finish (port, loaded, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (card->name, ==, "Мария");
}

static void
run_slices (EngineFixture *f)
{
  for (guint i = 0; i < 20; i++) /* 256 folders, 16 at a time */
    engine_fixture_advance_s (f, 1);
}

static void
test_sweeps_every_day (EngineFixture *f, gconstpointer channel)
{
  g_autofree char *folder = g_build_filename (f->folder, "files", "ff", NULL);
  g_autofree char *name = g_strnfill (64, 'f');
  g_autofree char *path = g_build_filename (folder, name, NULL);
  struct utimbuf times = { 1, 1 };

  run_slices (f);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "Nobody refers to it", -1, NULL));
  g_assert_cmpint (g_utime (path, &times), ==, 0);
  run_slices (f);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS)); /* the sweep of the start is over */
  engine_fixture_advance_s (f, 24 * 3600);
  run_slices (f);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_without_accounts (EngineFixture *f, gconstpointer channel)
{
  OdEngineOptions options = { 0 };
  g_autoptr (OdAccountRow) row = NULL;
  g_autoptr (GError) error = NULL;
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");

  engine_fixture_close (f);
  f->profile = od_profile_dir_open (f->folder, &error);
  g_assert_true (od_profile_dir_lock (f->profile, &error));
  options.profile = f->profile;
  options.clock = f->clock;
  options.find_channel = engine_fixture_find_channel;
  f->engine = od_engine_new (&options, &error);
  g_assert_no_error (error);
  od_engine_start (f->engine);
  engine_fixture_reply (f, conversation, "Queued until a desk runs");
  engine_fixture_advance_s (f, 60);
  row = engine_fixture_get_account (f, f->account_id);
  g_assert_cmpint (row->state, ==, OD_ACCOUNT_OFFLINE);
  g_assert_cmpuint (od_demo_control_get_attempts (f->control)->len, ==, 0);
}

static void
test_not_started (EngineFixture *f, gconstpointer channel)
{
  OdEngineOptions options = { 0 };
  g_autoptr (GError) error = NULL;

  engine_fixture_close (f);
  f->profile = od_profile_dir_open (f->folder, &error);
  g_assert_true (od_profile_dir_lock (f->profile, &error));
  options.profile = f->profile;
  options.clock = f->clock;
  options.find_channel = engine_fixture_find_channel;
  f->engine = od_engine_new (&options, &error);
  g_assert_no_error (error);
  engine_fixture_settle (f); /* and is stopped without ever having been started */
}

static void
test_newer_store_is_refused (void)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autoptr (OdProfileDir) profile = od_profile_dir_open (folder, NULL);
  g_autoptr (OdClock) clock = od_clock_new_fake (ENGINE_NOW_US);
  OdEngineOptions options = { .profile = profile, .clock = clock, .find_channel = engine_fixture_find_channel };
  g_autoptr (GError) error = NULL;

  g_assert_true (od_profile_dir_lock (profile, NULL));
  g_assert_true (g_file_set_contents (od_profile_dir_get_store_path (profile),
                                      "this is no database at all, but longer "
                                      "than the first hundred bytes that SQLite looks at before it says so.........",
                                      -1, NULL));
  g_assert_null (od_engine_new (&options, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_STORE);
}

#define ADD(path, func)                                                                                                \
  g_test_add ("/engine/" path, EngineFixture, "demo", engine_fixture_set_up, func, engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("conversation", test_a_conversation_through_the_ports);
  ADD ("end", test_nothing_is_lost_by_the_end);
  ADD ("cursor", test_cursor_goes_on);
  ADD ("snoozed", test_snoozed_wakes);
  ADD ("customer", test_customer);
  ADD ("sweep", test_sweeps_every_day);
  ADD ("no-accounts", test_without_accounts);
  ADD ("not-started", test_not_started);
  g_test_add_func ("/engine/no-store", test_newer_store_is_refused);
  return g_test_run ();
}
