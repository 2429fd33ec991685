/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-fixture.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "od-account-port.h"
#include "od-conversation-port.h"
#include "od-db.h"
#include "od-stmt.h"
#include "od-temp-folder.h"

static OdChannelDescriptor repeating, streaming, serving, signing, paced;

static const OdChannelField serving_fields[] = {
  { "script", "", OD_FIELD_TEXT, "", 0, 0 },
  { "control", "", OD_FIELD_TEXT, "test", 0, 0 },
  { "port", "", OD_FIELD_INTEGER, "8080", 0, 65535 },
  { NULL },
};

static const OdChannelField signing_fields[] = {
  { "script", "", OD_FIELD_TEXT, "", 0, 0 },
  { "control", "", OD_FIELD_TEXT, "test", 0, 0 },
  { "token", "", OD_FIELD_SECRET, NULL, 0, 0 },
  { NULL },
};

/* First the text, then all files at once. */
static GArray *
list_text_apart (const OdOutgoing *message)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (guint));
  guint one = 1, n_files = message->files != NULL ? message->files->len : 0;

  if (*message->text != '\0')
    g_array_append_val (parts, one);
  if (n_files > 0)
    g_array_append_val (parts, n_files);
  return parts;
}

/* Copied before any thread asks. */
static void
make_channels (void)
{
  repeating = od_demo_descriptor;
  repeating.id = "demo-repeat";
  repeating.caps |= OD_CHANNEL_IDEMPOTENT_SEND;
  streaming = od_demo_descriptor;
  streaming.id = "demo-stream";
  streaming.caps |= OD_CHANNEL_HAS_STREAM;
  paced = od_demo_descriptor;
  paced.id = "demo-paced";
  paced.rate = (OdSendRate){ .chat_per_s = 1, .chat_burst = 1, .account_per_s = 3, .account_burst = 3 };
  paced.retention_s = 24 * 3600;
  paced.caps |= OD_CHANNEL_SPLITS_TEXT;
  paced.list_parts = list_text_apart;
  paced.max_text = 100;
  paced.measure = OD_MEASURE_UTF16;
  serving = streaming;
  serving.id = "webchat";
  serving.fields = serving_fields;
  signing = od_demo_descriptor;
  signing.id = "demo-secret";
  signing.fields = signing_fields;
}

const OdChannelDescriptor *
engine_fixture_find_channel (const char *id)
{
  if (g_strcmp0 (id, od_demo_descriptor.id) == 0)
    return &od_demo_descriptor;
  if (g_strcmp0 (id, repeating.id) == 0)
    return &repeating;
  if (g_strcmp0 (id, serving.id) == 0)
    return &serving;
  if (g_strcmp0 (id, signing.id) == 0)
    return &signing;
  if (g_strcmp0 (id, paced.id) == 0)
    return &paced;
  return g_strcmp0 (id, streaming.id) == 0 ? &streaming : NULL;
}

/* Once, before there are threads: no test asks the key ring of whoever runs it. */
static void
keep_secrets_in_a_file (void)
{
  g_autofree char *how = NULL;

  if (g_getenv ("OMNIDESK_SECRETS") != NULL)
    return;
  how = g_strdup_printf ("file:%s/omnidesk-test-%d.json", g_get_tmp_dir (), (int) getpid ());
  g_setenv ("OMNIDESK_SECRETS", how, TRUE);
}

/* A callback that keeps the result for whoever waits. */
void
engine_fixture_store_result_cb (GObject *source, GAsyncResult *result, gpointer out)
{
  *(GAsyncResult **) out = g_object_ref (result);
}

/**
 * engine_fixture_open:
 *
 * Opens the profile's engine and starts it, as a program does at its start.
 */
void
engine_fixture_open (EngineFixture *f)
{
  g_autoptr (GError) error = NULL;
  OdEngineOptions options = { 0 };

  f->profile = od_profile_dir_open (f->folder, &error);
  g_assert_no_error (error);
  od_profile_dir_lock (f->profile, &error);
  g_assert_no_error (error);
  options.profile = f->profile;
  options.clock = f->clock;
  options.find_channel = engine_fixture_find_channel;
  options.operator_name = "Olga";
  options.flags = OD_ENGINE_RUN_ACCOUNTS | OD_ENGINE_ONLINE;
  f->engine = od_engine_new (&options, &error);
  g_assert_no_error (error);
  od_engine_start (f->engine);
}

/**
 * engine_fixture_set_up:
 * @channel: (type utf8): of the account that is added
 */
void
engine_fixture_set_up (EngineFixture *f, gconstpointer channel)
{
  make_channels ();
  keep_secrets_in_a_file ();
  f->folder = od_temp_folder_new ();
  f->clock = od_clock_new_fake (ENGINE_NOW_US);
  f->control = od_demo_control_new ("test");
  engine_fixture_open (f);
  if (channel == NULL)
    return;
  f->account_id = engine_fixture_add_account (f, channel, "Shop", "{\"control\":\"test\"}", NULL);
  wait_until (od_demo_control_get_n_running (f->control) == 1);
  engine_fixture_settle (f);
}

/* What is on its way to nobody: references of completions that came last. */
static void
drain (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
drop_engine (EngineFixture *f)
{
  wait_until (G_OBJECT (f->engine)->ref_count == 1); /* what was asked of it is on its way home */
  g_assert_finalize_object (g_steal_pointer (&f->engine));
  wait_until (G_OBJECT (f->profile)->ref_count == 1);
  g_assert_finalize_object (g_steal_pointer (&f->profile));
  drain (); /* the workers are joined now: their last references are on their way home */
}

/**
 * engine_fixture_close:
 *
 * Stops the engine and lets go of the profile. Time passes, so that what hangs is cut short.
 */
void
engine_fixture_close (EngineFixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  od_engine_stop_async (f->engine, engine_fixture_store_result_cb, &result);
  engine_fixture_settle (f);
  while (result == NULL)
    engine_fixture_advance_s (f, 1);
  od_engine_stop_finish (f->engine, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  drain ();
  drop_engine (f);
}

static void
copy_file (const char *from, const char *to, const char *name)
{
  g_autofree char *source = g_build_filename (from, name, NULL);
  g_autofree char *target = g_build_filename (to, name, NULL);
  g_autofree char *bytes = NULL;
  gsize len;

  if (g_file_get_contents (source, &bytes, &len, NULL))
    g_assert_true (g_file_set_contents (target, bytes, (gssize) len, NULL));
}

/**
 * engine_fixture_crash:
 *
 * The program is gone at this very moment: the profile is continued from what was on the disk.
 */
void
engine_fixture_crash (EngineFixture *f)
{
  char *copy = od_temp_folder_new ();
  char *folder = f->folder;
  g_autofree char *files = g_build_filename (folder, "files", NULL);
  g_autofree char *files_after = g_build_filename (copy, "files", NULL);

  engine_fixture_settle (f);
  copy_file (folder, copy, "store.db");
  copy_file (folder, copy, "store.db-wal");
  engine_fixture_close (f);
  g_rename (files, files_after); /* nothing is deleted from there at the end */
  od_temp_folder_free (folder);
  f->folder = copy;
  engine_fixture_open (f);
  wait_until (f->account_id == 0 || od_demo_control_get_n_running (f->control) == 1);
}

void
engine_fixture_tear_down (EngineFixture *f, gconstpointer channel)
{
  engine_fixture_close (f);
  g_assert_finalize_object (g_steal_pointer (&f->control));
  wait_until (G_OBJECT (f->clock)->ref_count == 1);
  g_assert_finalize_object (g_steal_pointer (&f->clock));
  g_clear_pointer (&f->folder, od_temp_folder_free);
  if (g_str_has_prefix (g_getenv ("OMNIDESK_SECRETS"), "file:"))
    g_remove (g_getenv ("OMNIDESK_SECRETS") + strlen ("file:"));
}

static gboolean
nothing_write (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return TRUE;
}

static gboolean
nothing_read (sqlite3 *db, gpointer data, GError **error)
{
  return TRUE;
}

/**
 * engine_fixture_settle:
 *
 * Waits until nothing happens any more unless time passes: every chain of reads and writes has come to its end.
 */
void
engine_fixture_settle (EngineFixture *f)
{
  OdDb *db = od_engine_get_db (f->engine);

  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (GAsyncResult) written = NULL;
      g_autoptr (GAsyncResult) was_read = NULL;
      g_autoptr (GAsyncResult) was_sought = NULL;
      char dummy;

      od_db_write_async (db, nothing_write, &dummy, NULL, engine_fixture_store_result_cb, &written);
      od_db_read_async (db, OD_DB_PAGES, nothing_read, &dummy, NULL, NULL, engine_fixture_store_result_cb, &was_read);
      od_db_read_async (db, OD_DB_SEARCH, nothing_read, &dummy, NULL, NULL, engine_fixture_store_result_cb,
                        &was_sought);
      wait_until (written != NULL && was_read != NULL && was_sought != NULL);
      od_db_finish (db, written, NULL);
      od_db_finish (db, was_read, NULL);
      od_db_finish (db, was_sought, NULL);
      drain ();
    }
}

void
engine_fixture_advance_s (EngineFixture *f, gint64 seconds)
{
  od_clock_advance (f->clock, seconds * G_USEC_PER_SEC);
  engine_fixture_settle (f);
}

gint64
engine_fixture_add_account (EngineFixture *f, const char *channel, const char *name, const char *settings,
                            GError **error)
{
  OdAccountPort *port = od_engine_get_account_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;

  od_account_port_add_async (port, channel, name, settings, NULL, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_account_port_add_finish (port, result, error);
}

/**
 * engine_fixture_get_account:
 *
 * Returns: (transfer full): how the account is now
 */
OdAccountRow *
engine_fixture_get_account (EngineFixture *f, gint64 account_id)
{
  OdAccountPort *port = od_engine_get_account_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  od_account_port_list_async (port, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  rows = od_account_port_list_finish (port, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    if (((OdAccountRow *) g_ptr_array_index (rows, i))->id == account_id)
      return g_ptr_array_steal_index (rows, i);
  g_assert_not_reached ();
}

static gint64
find_newest (EngineFixture *f)
{
  OdConversationPort *port = od_engine_get_conversation_port (f->engine);
  OdViewQuery query = { .scope = OD_SCOPE_ALL, .order = OD_ORDER_NEWEST };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;

  query.now_us = od_clock_get_real_us (f->clock);
  od_conversation_port_list_async (port, &query, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  ids = od_conversation_port_list_finish (port, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, >, 0);
  return g_array_index (ids, gint64, 0);
}

/**
 * engine_fixture_receive:
 *
 * A customer writes, and it is stored.
 *
 * Returns: the conversation
 */
gint64
engine_fixture_receive (EngineFixture *f, const char *chat_id, const char *remote_id, const char *text)
{
  od_clock_advance (f->clock, 1000); /* so that it is the newest */
  od_demo_control_receive_text (f->control, chat_id, remote_id, text);
  engine_fixture_settle (f);
  return find_newest (f);
}

OdReplyResult *
engine_fixture_enqueue (EngineFixture *f, const OdReply *reply, GError **error)
{
  OdReplyPort *port = od_engine_get_reply_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;

  od_reply_port_enqueue_async (port, reply, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_reply_port_enqueue_finish (port, result, error);
}

/**
 * engine_fixture_reply:
 *
 * An operator who has seen everything answers, without undo time.
 *
 * Returns: the message
 */
gint64
engine_fixture_reply (EngineFixture *f, gint64 conversation_id, const char *text)
{
  OdReply reply = { .conversation_id = conversation_id, .operator_id = 1, .text = text };
  g_autoptr (GError) error = NULL;
  g_autoptr (OdReplyResult) result = engine_fixture_enqueue (f, &reply, &error);

  g_assert_no_error (error);
  return result->message_id;
}

/**
 * engine_fixture_load_thread:
 *
 * Returns: (transfer full) (element-type OdMessageRow): of this conversation, oldest first
 */
GPtrArray *
engine_fixture_load_thread (EngineFixture *f, gint64 conversation_id)
{
  OdThreadPort *port = od_engine_get_thread_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdThreadPage) page = NULL;

  od_thread_port_load_page_async (port, conversation_id, OD_THREAD_CONVERSATION, OD_ANCHOR_END, 0, 100, NULL,
                                  engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  page = od_thread_port_load_page_finish (port, result, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&page->rows);
}

/**
 * engine_fixture_get_message:
 *
 * Returns: (transfer full) (nullable): what the thread shows; %NULL if it is not there
 */
OdMessageRow *
engine_fixture_get_message (EngineFixture *f, gint64 conversation_id, gint64 message_id)
{
  g_autoptr (GPtrArray) rows = engine_fixture_load_thread (f, conversation_id);

  for (guint i = 0; i < rows->len; i++)
    if (((OdMessageRow *) g_ptr_array_index (rows, i))->id == message_id)
      return g_ptr_array_steal_index (rows, i);
  return NULL;
}

/**
 * engine_fixture_get_delivery:
 *
 * Returns: what the bubble's mark says once everything has settled
 */
OdDelivery
engine_fixture_get_delivery (EngineFixture *f, gint64 conversation_id, gint64 message_id)
{
  g_autoptr (OdMessageRow) row = NULL;

  engine_fixture_settle (f);
  row = engine_fixture_get_message (f, conversation_id, message_id);
  g_assert_nonnull (row);
  return row->delivery;
}

gboolean
engine_fixture_decide (EngineFixture *f, gint64 message_id, OdReplyDecision decision, GError **error)
{
  OdReplyPort *port = od_engine_get_reply_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;

  od_reply_port_decide_async (port, message_id, decision, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_reply_port_decide_finish (port, result, error);
}

static gboolean
break_table (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_db_exec (db, data, error);
}

/**
 * engine_fixture_break_tables:
 * @is_broken: whether from now on every statement about `message` and `operation` fails
 */
void
engine_fixture_break_tables (EngineFixture *f, gboolean is_broken)
{
  const char *sql = is_broken ? "PRAGMA legacy_alter_table = ON; ALTER TABLE operation RENAME TO operation_away;"
                                "ALTER TABLE timeline RENAME TO timeline_away"
                              : "ALTER TABLE operation_away RENAME TO operation;"
                                "ALTER TABLE timeline_away RENAME TO timeline";
  g_autoptr (GError) error = NULL;

  od_db_write_sync (od_engine_get_db (f->engine), break_table, (gpointer) sql, &error);
  g_assert_no_error (error);
}
