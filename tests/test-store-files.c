/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <utime.h>

#include "od-blob.h"
#include "od-error.h"
#include "od-store-clean.h"
#include "od-write-fixture.h"

/* SHA-256 of "abc", FIPS 180-2 */
#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static char *
put (OdWriteFixture *fixture, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, "input", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (OdBlob) blob = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  blob = od_blob_store_file (fixture->files_dir, path, 1000, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (blob->size_bytes, ==, strlen (text));
  return g_strdup (blob->sha256);
}

static guint
count_tmp (OdWriteFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->files_dir, "tmp", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_a_file_lies_under_its_hash (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autofree char *first = put (fixture, "abc"), *second = put (fixture, "abc"), *text = NULL;
  g_autofree char *path = od_blob_get_path (fixture->files_dir, first);
  GStatBuf info;

  g_assert_cmpstr (first, ==, ABC);
  g_assert_cmpstr (second, ==, ABC);
  g_assert_true (g_str_has_suffix (path, "/files/ba/" ABC));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "abc");
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpuint (count_tmp (fixture), ==, 0);
}

static void
test_files_that_are_refused (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autofree char *path = g_build_filename (fixture->folder, "input", NULL);
  g_autofree char *pipe = g_build_filename (fixture->folder, "pipe", NULL);
  const struct {
    const char *path;
    gint64 max_bytes;
    GCancellable *cancellable;
    GQuark domain;
    int code;
  } cases[] = {
    { path, 2, NULL, OD_ERROR, OD_ERROR_TOO_LARGE },
    { fixture->folder, 100, NULL, OD_ERROR, OD_ERROR_USAGE },
    { pipe, 100, NULL, OD_ERROR, OD_ERROR_USAGE },
    { "/nowhere/at/all", 100, NULL, OD_ERROR, OD_ERROR_NOT_FOUND },
    { path, 100, cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED },
  };

  g_cancellable_cancel (cancelled);
  g_assert_true (g_file_set_contents (path, "abc", -1, NULL));
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (od_blob_store_file (fixture->files_dir, cases[i].path, cases[i].max_bytes, NULL, NULL,
                                         cases[i].cancellable, &error));
      g_assert_error (error, cases[i].domain, cases[i].code);
      g_assert_cmpuint (count_tmp (fixture), ==, 0);
    }
}

static void
test_hashes (void)
{
  g_assert_true (od_blob_is_hash (ABC));
  g_assert_false (od_blob_is_hash (NULL));
  g_assert_false (od_blob_is_hash (""));
  g_assert_false (od_blob_is_hash ("../" ABC));
  g_assert_false (od_blob_is_hash ("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"));
}

static gboolean
is_there (OdWriteFixture *fixture, const char *sha256)
{
  g_autofree char *path = od_blob_get_path (fixture->files_dir, sha256);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
set_age (OdWriteFixture *fixture, const char *sha256, gint64 age_s)
{
  g_autofree char *path = od_blob_get_path (fixture->files_dir, sha256);
  time_t then = (time_t) (fixture->now_us / G_USEC_PER_SEC - age_s);
  struct utimbuf times = { then, then };

  g_assert_cmpint (g_utime (path, &times), ==, 0);
}

static void
sweep (OdWriteFixture *fixture, guint n_uploads, guint n_files)
{
  g_autoptr (OdCleanJob) job = od_clean_job_new (fixture->files_dir, fixture->now_us);
  guint n_slices = 0;

  for (; job->folder < 256; n_slices++)
    od_write_fixture_write (fixture, od_store_clean, job);
  g_assert_cmpuint (n_slices, >, 4); /* nobody waits long for the writer */
  g_assert_cmpuint (job->n_uploads, ==, n_uploads);
  g_assert_cmpuint (job->n_files, ==, n_files);
}

static void
test_the_sweep (void)
{
  static const char *const kinds[] = { "attachment", "upload", "draft", "old upload", "orphan", "new orphan" };
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  char *hashes[G_N_ELEMENTS (kinds)];
  const char *const inserts[] = {
    "INSERT INTO attachment (uid, message_id, position, name, mime, sha256) VALUES ('f_a', 1, 0, 'a', 'a/a', '%s')",
    "INSERT INTO upload VALUES ('f_b', 1, 'c', 'a', 'a/a', '%s', 1, 1772366400000000)",
    "INSERT INTO draft_file (conversation_id, mode, position, name, mime, sha256, size_bytes) VALUES (1, 2, 0, 'a', 'a/a', '%s', 1)",
    "INSERT INTO upload VALUES ('f_c', 1, 'c', 'a', 'a/a', '%s', 1, 1)",
  };

  od_write_fixture_receive (fixture, "c", "1", "x");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GString) sql = g_string_new (i < G_N_ELEMENTS (inserts) ? inserts[i] : "");

      hashes[i] = put (fixture, kinds[i]);
      g_string_replace (sql, "%s", hashes[i], 1);
      od_write_fixture_run (fixture, sql->str);
      set_age (fixture, hashes[i], i + 1 < G_N_ELEMENTS (kinds) ? 7200 : 60);
    }
  sweep (fixture, 1, 2);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_test_message ("%s", kinds[i]);
      g_assert_true (is_there (fixture, hashes[i]) == (i < 3 || i == 5)); /* somebody may be about to use the new one */
      g_free (hashes[i]);
    }
  sweep (fixture, 0, 0);
}

/* ---- another file ---- */

static OdUpdate *
new_with_file (OdWriteFixture *fixture, OdUpdateKind kind, const char *id, const char *ref, gint64 size_bytes)
{
  OdUpdate *update = od_write_fixture_update (fixture, kind, "c", id, "words");
  OdUpdateAttachment *file = od_update_attachment_new ();

  if (kind == OD_UPDATE_EDIT)
    update->target_remote_id = g_strconcat ("c:", id, NULL);
  file->name = g_strdup (ref);
  file->remote_ref = g_strdup (ref);
  file->size_bytes = size_bytes;
  od_update_add_attachment (update, file);
  return update;
}

static void
assert_files (OdWriteFixture *fixture, const char *expected)
{
  g_autofree char *names = od_write_fixture_ask_text (
      fixture, "SELECT group_concat (name) FROM (SELECT name FROM attachment ORDER BY message_id, position)");

  g_assert_cmpstr (names, ==, expected);
}

/* The right bill instead of the wrong one. */
static void
test_an_edit_brings_another_file (gconstpointer is_album)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 last_id;

  for (guint i = 0; i < (is_album != NULL ? 2 : 1); i++)
    {
      OdUpdate *update = new_with_file (fixture, OD_UPDATE_MESSAGE, i == 0 ? "1" : "2", i == 0 ? "wrong" : "other", 10);

      update->remote.album_id = is_album != NULL ? g_strdup ("c:album:7") : NULL;
      od_write_fixture_take (fixture, update);
    }
  /* The same file by another name is the same file. */
  g_assert_cmpint (od_write_fixture_take (fixture, new_with_file (fixture, OD_UPDATE_EDIT, "1", "again", 10)).status,
                   ==, OD_INGEST_DUPLICATE);
  assert_files (fixture, is_album != NULL ? "wrong,other" : "wrong");
  fixture->now_us += G_USEC_PER_SEC;
  last_id = od_write_fixture_ask (fixture, "SELECT max (id) FROM attachment");
  g_assert_cmpint (od_write_fixture_take (fixture, new_with_file (fixture, OD_UPDATE_EDIT, "1", "right", 11)).status,
                   ==, OD_INGEST_STORED);
  /* Whoever still brings the wrong one brings it to nobody. */
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT id FROM attachment WHERE name = 'right'"), >, last_id);
  assert_files (fixture, is_album != NULL ? "right,other" : "right");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT edited_at_us FROM message"), ==, fixture->now_us);
  g_assert_cmpint (od_write_fixture_take (fixture, new_with_file (fixture, OD_UPDATE_EDIT, "1", "right", 11)).status,
                   ==, OD_INGEST_DUPLICATE);
  g_assert_cmpint (od_write_fixture_ask (fixture,
                                         "SELECT count(*) FROM message_part AS p WHERE attachment_id IS NOT NULL"
                                         " AND NOT EXISTS (SELECT 1 FROM attachment WHERE id = p.attachment_id)"),
                   ==, 0);
  od_write_fixture_check (fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/files/blob", test_a_file_lies_under_its_hash);
  g_test_add_func ("/files/refused", test_files_that_are_refused);
  g_test_add_func ("/files/hashes", test_hashes);
  g_test_add_func ("/files/sweep", test_the_sweep);
  g_test_add_data_func ("/store-files/edit", NULL, test_an_edit_brings_another_file);
  g_test_add_data_func ("/store-files/edit/album", GUINT_TO_POINTER (TRUE), test_an_edit_brings_another_file);
  return g_test_run ();
}
