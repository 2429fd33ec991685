/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A child writes in a burst and says aloud what was acknowledged; it is killed in the middle, again and again, on the
 * same store. Nothing that was said may be missing. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "od-stmt.h"
#include "od-store-account.h"
#include "od-store-operator.h"
#include "od-temp-folder.h"
#include "od-write-fixture.h"

#define ROUNDS 8
#define IN_FLIGHT 40

static const char *program;

/* ---- the child ---- */

typedef struct {
  OdDb *db;
  gint64 now_us;
  guint round;
  guint next;
} Child;

static void send_next (Child *child);

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Child *child = user_data;
  g_autoptr (GError) error = NULL;
  OdIngestJob *job = od_db_finish (OD_DB (source), result, &error);
  const OdUpdate *update;

  g_assert_no_error (error);
  update = g_ptr_array_index (job->batch->updates, 0);
  printf ("%s %s\n", update->chat_id, update->client_id); /* one write() a line: see main() */
  od_ingest_job_free (job);
  send_next (child);
}

static void
send_next (Child *child)
{
  g_autofree char *chat = g_strdup_printf ("chat%u", child->next % 3);
  g_autofree char *id = g_strdup_printf ("%u-%u", child->round, child->next++);
  OdUpdateBatch *batch = od_update_batch_new ();
  OdIngestJob *job = od_ingest_job_new (1, batch, child->now_us++);
  OdUpdate *update = od_update_new (OD_UPDATE_MESSAGE, chat);

  job->has_stream = TRUE;
  update->remote_id = g_strdup_printf ("%s:%s", chat, id);
  update->client_id = g_strdup (id);
  g_free (update->text);
  update->text = g_strdup_printf ("message %s of a burst", id);
  g_ptr_array_add (batch->updates, update);
  od_db_write_async (child->db, od_store_ingest, job, (GDestroyNotify) od_ingest_job_free, taken_cb, child);
}

G_NORETURN static void
be_child (const char *path, guint round)
{
  g_autoptr (GError) error = NULL;
  Child child = { .now_us = OD_WRITE_FIXTURE_NOW_US, .round = round };

  setvbuf (stdout, NULL, _IOLBF, 0);
  child.db = od_db_open (path, OD_DB_READ_WRITE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < IN_FLIGHT; i++)
    send_next (&child);
  while (TRUE)
    g_main_context_iteration (NULL, TRUE); /* until killed */
}

/* ---- the parent ---- */

static void
watch_and_kill (const char *path, guint round, guint n_lines, GHashTable *said)
{
  g_autofree char *number = g_strdup_printf ("%u", round);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--child", path, number, NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  char *line;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  for (guint i = 0; (line = g_data_input_stream_read_line (lines, NULL, NULL, NULL)) != NULL; i++)
    {
      g_hash_table_add (said, line);
      if (i == n_lines)
        g_subprocess_force_exit (child);
    }
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  g_assert_true (g_subprocess_get_if_signaled (child));
}

static gboolean
list_taken (sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_prepare (
      db,
      "SELECT s.remote_id || ' ' || e.cid FROM stream_event AS e JOIN stream AS s ON s.id = e.stream_id"
      " JOIN message AS m ON m.timeline_id = e.message_id JOIN search_doc AS d ON d.id = m.timeline_id",
      error);
  gboolean has_row = TRUE;

  while (stmt != NULL && od_stmt_step (stmt, &has_row, error) && has_row)
    g_assert_true (g_hash_table_add (data, od_stmt_dup_text (stmt, 0))); /* each once */
  return !has_row;
}

static void
test_killed_in_a_burst (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_autoptr (GError) error = NULL;
      GHashTableIter iter;
      gpointer key;

      od_db_close (fixture->db);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_clear_object (&fixture->db);
      watch_and_kill (fixture->path, round, (guint) g_test_rand_int_range (0, 120), said);

      fixture->db = od_db_open (fixture->path, OD_DB_READ_WRITE, &error);
      g_assert_no_error (error);
      od_write_fixture_check (fixture);
      g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, list_taken, taken, NULL));
      g_hash_table_iter_init (&iter, said);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        g_assert_true (g_hash_table_contains (taken, key));
      g_test_message ("said %u, taken %u", g_hash_table_size (said), g_hash_table_size (taken));
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT sum (n_unread) FROM conversation"), ==,
                       g_hash_table_size (taken));
    }
  g_assert_cmpuint (g_hash_table_size (said), >, 0);
}

int
main (int argc, char *argv[])
{
  program = argv[0];
  if (argc == 4 && strcmp (argv[1], "--child") == 0)
    be_child (argv[2], (guint) atoi (argv[3]));
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kill/burst", test_killed_in_a_burst);
  return g_test_run ();
}
