/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "od-error.h"
#include "od-store-backup.h"
#include "od-store-check.h"
#include "store-fixture.h"

/* sha256 of "hello" */
#define HELLO "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

static const char rows[] =
    "INSERT INTO account (id, channel, name, created_at_us) VALUES (1, 'webchat', 'Shop', 0);"
    "INSERT INTO customer (id, uid, name, created_at_us) VALUES (1, 'c1', 'Maria', 0);"
    "INSERT INTO thread (id, account_id, remote_id) VALUES (1, 1, 't1');"
    "INSERT INTO conversation (id, uid, account_id, thread_id, customer_id, status, created_at_us, last_at_us)"
    "  VALUES (1, 'k1', 1, 1, 1, 1, 10, 10);"
    "INSERT INTO timeline (id, conversation_id, at_us, kind) VALUES (1, 1, 10, 1), (2, 1, 20, 1);"
    "INSERT INTO message (timeline_id, account_id, uid, direction, body) VALUES (1, 1, 'm1', 1, 'one'), (2, 1, 'm2', 1, ' ');"
    "INSERT INTO search_doc VALUES (1, 'one');"
    "INSERT INTO fts (rowid, text_folded) VALUES (1, 'one'); INSERT INTO fts_tri (rowid, text_folded) VALUES (1, 'one');"
    "INSERT INTO attachment (id, uid, message_id, position, name, mime, size_bytes, sha256)"
    "  VALUES (1, 'f1', 1, 0, 'a.txt', 'text/plain', 5, '" HELLO "');"
    "INSERT INTO stream (id, account_id, remote_id, last_seq) VALUES (1, 1, 't1', 3), (2, 1, 't2', 0);"
    "INSERT INTO stream_event (stream_id, seq, kind, at_us) VALUES (1, 1, 1, 5), (1, 2, 1, 5), (1, 3, 1, 6)";

static void
write_file (StoreFixture *fixture, const char *content)
{
  g_autofree char *folder = g_build_filename (fixture->files_dir, "2c", NULL);
  g_autofree char *path = g_build_filename (folder, HELLO, NULL);

  g_mkdir (folder, 0700);
  g_assert_true (g_file_set_contents (path, content, -1, NULL));
}

static void
set_up (StoreFixture *fixture, gconstpointer data)
{
  store_fixture_set_up (fixture, data);
  store_fixture_exec (fixture, rows);
  write_file (fixture, "hello");
}

static OdCheckJob *
check (StoreFixture *fixture)
{
  OdCheckJob *job = od_check_job_new (fixture->files_dir, TRUE);
  g_autoptr (GError) error = NULL;

  od_db_read_sync (fixture->db, OD_DB_SEARCH, od_store_check, job, &error);
  g_assert_no_error (error);
  return job;
}

static void
test_sound (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdCheckJob) job = check (fixture);
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  for (guint i = 0; i < job->problems->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (job->problems, i));
  g_assert_cmpuint (job->n_problems, ==, 0);
  g_assert_cmpuint (job->n_files, ==, 1);
  while ((name = g_dir_read_name (folder)) != NULL)
    g_assert_null (strstr (name, "check")); /* nothing is left lying about */
}

/* Each does one kind of damage, and each is told. */
static void
test_damage (StoreFixture *fixture, gconstpointer data)
{
  static const struct {
    const char *damage, *words;
  } cases[] = {
    { "UPDATE search_doc SET text_folded = 'two'", "agree" },
    { "DELETE FROM search_doc", "Not to be found by search: message 1" },
    { "INSERT INTO search_doc VALUES (7, 'ghost')", "not there: message 7" },
    { "DELETE FROM stream_event WHERE seq = 2", "stream 1" },
    { "UPDATE stream SET last_seq = 9 WHERE id = 1", "stream 1" },
    { "UPDATE stream_event SET at_us = 1 WHERE seq = 2", "Times go back in stream 1" },
    { "DELETE FROM message WHERE timeline_id = 2", "timeline row 2" },
    { "UPDATE attachment SET size_bytes = 6", "instead of 6" },
    { "UPDATE attachment SET sha256 = replace (sha256, '2', '3')", "missing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StoreFixture one;
      g_autoptr (OdCheckJob) job = NULL;
      gboolean is_told = FALSE;

      set_up (&one, NULL);
      store_fixture_exec (&one, cases[i].damage);
      job = check (&one);
      for (guint j = 0; j < job->problems->len; j++)
        {
          g_test_message ("%s", (char *) g_ptr_array_index (job->problems, j));
          is_told |= strstr (g_ptr_array_index (job->problems, j), cases[i].words) != NULL;
        }
      g_test_message ("case %u", i);
      g_assert_true (is_told);
      store_fixture_tear_down (&one, NULL);
    }
}

static void
test_changed_file (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdCheckJob) job = NULL;

  write_file (fixture, "jello");
  job = check (fixture);
  g_assert_cmpuint (job->n_problems, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (job->problems, 0), "was changed"));
}

static void
test_backup (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "copy.db", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->folder, "no", "such", "folder.db", NULL);
  g_autoptr (GError) error = NULL;
  struct stat info;
  StoreFixture copy = { 0 };

  g_assert_true (g_file_set_contents (path, "an older file", -1, NULL));
  od_db_read_sync (fixture->db, OD_DB_SEARCH, od_store_backup, path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  copy.db = od_db_open (path, OD_DB_READ_WRITE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (store_fixture_ask_int (&copy, "SELECT count(*) FROM message"), ==, 2);
  od_db_close (copy.db);
  g_object_unref (copy.db);

  g_assert_false (od_db_read_sync (fixture->db, OD_DB_SEARCH, od_store_backup, nowhere, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_STORE);
}

#define ADD(name, func) g_test_add (name, StoreFixture, NULL, set_up, func, store_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/check-backup/sound", test_sound);
  ADD ("/check-backup/damage", test_damage);
  ADD ("/check-backup/changed-file", test_changed_file);
  ADD ("/check-backup/backup", test_backup);

  return g_test_run ();
}
