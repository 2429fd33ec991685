/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that a channel only named: from the channel to the row in the thread. */
#include <glib/gstdio.h>
#include <string.h>

#include "engine-fixture.h"
#include "od-db.h"
#include "od-error.h"
#include "od-file-port.h"
#include "od-limits.h"
#include "od-stmt.h"

#define LARGE (2 * 1024 * 1024) /* more than comes by itself, for what is no picture */

/* Changes are told four times a second at most: so time has to pass. */
#define pass_until(condition)                                                                                          \
  while (!(condition))                                                                                                 \
  pass (f)

static void
pass (EngineFixture *f)
{
  od_clock_advance (f->clock, G_USEC_PER_SEC / 4);
  engine_fixture_settle (f);
}

static GBytes *
make_bytes (const char *start, gsize size)
{
  guint8 *bytes = g_malloc (size);

  memset (bytes, 'x', size);
  memcpy (bytes, start, MIN (strlen (start), size));
  return g_bytes_new_take (bytes, size);
}

static OdDemoFiles *
get_files (EngineFixture *f)
{
  return od_demo_control_get_files (f->control);
}

/* Returns: (transfer full): the newest message with a file of that name */
static OdMessageRow *
find_message (EngineFixture *f, gint64 conversation_id, const char *name)
{
  g_autoptr (GPtrArray) rows = engine_fixture_load_thread (f, conversation_id);

  for (guint i = rows->len; i > 0; i--)
    {
      const OdMessageRow *row = rows->pdata[i - 1];

      if (row->attachments != NULL && g_str_equal (((OdAttachmentRow *) row->attachments->pdata[0])->name, name))
        return g_ptr_array_steal_index (rows, i - 1);
    }
  return NULL;
}

static gboolean
is_there (EngineFixture *f, gint64 conversation_id, const char *name)
{
  g_autoptr (OdMessageRow) row = find_message (f, conversation_id, name);

  return row != NULL;
}

/* A customer sends a file, which the channel names. Returns: the conversation */
static gint64
receive (EngineFixture *f, const char *ref, const char *name, const char *mime, gint64 size_bytes)
{
  OdUpdate *update = od_update_new (OD_UPDATE_MESSAGE, "chat");
  OdUpdateAttachment *file = od_update_attachment_new ();
  static gint64 conversation_id;

  if (od_demo_files_get_n_asked (get_files (f)) == 0 && od_demo_control_get_n_started (f->control) == 1)
    conversation_id = engine_fixture_receive (f, "chat", "first", "Hello");
  update->remote_id = g_strdup (ref);
  file->name = g_strdup (name);
  file->mime = g_strdup (mime);
  file->remote_ref = g_strdup (ref);
  file->size_bytes = size_bytes;
  if (update->attachments == NULL)
    update->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify) od_update_attachment_free);
  g_ptr_array_add (update->attachments, file);
  od_clock_advance (f->clock, 1000); /* so that it is the newest */
  od_demo_control_receive (f->control, update);
  while (!is_there (f, conversation_id, name))
    engine_fixture_settle (f);
  return conversation_id;
}

static OdFileState
get_state (EngineFixture *f, gint64 conversation_id, const char *name, gint64 *id)
{
  g_autoptr (OdMessageRow) row = find_message (f, conversation_id, name);
  const OdAttachmentRow *file = row->attachments->pdata[0];

  if (id != NULL)
    *id = file->id;
  g_assert_cmpint (file->state == OD_FILE_HERE, ==, file->path != NULL);
  g_assert_cmpint (file->state == OD_FILE_FAILED, ==, file->error != NULL);
  return file->state;
}

static void
wait_for_state (EngineFixture *f, gint64 conversation_id, const char *name, OdFileState state)
{
  pass_until (get_state (f, conversation_id, name, NULL) == state);
}

static GAsyncResult *
ask (EngineFixture *f, gint64 id)
{
  GAsyncResult **slot = g_new0 (GAsyncResult *, 1);
  GAsyncResult *result;

  od_file_port_fetch_async (od_engine_get_file_port (f->engine), id, NULL, engine_fixture_store_result_cb, slot);
  pass_until (*slot != NULL);
  result = *slot;
  g_free (slot);
  return result;
}

static gboolean
fetch (EngineFixture *f, gint64 id, GError **error)
{
  g_autoptr (GAsyncResult) result = ask (f, id);

  return od_file_port_fetch_finish (od_engine_get_file_port (f->engine), result, error);
}

static void
check_here (EngineFixture *f, gint64 conversation_id, const char *name, const char *mime, GBytes *bytes)
{
  g_autoptr (OdMessageRow) row = find_message (f, conversation_id, name);
  const OdAttachmentRow *file = row->attachments->pdata[0];
  g_autofree char *content = NULL;
  gsize size;

  g_assert_cmpint (file->state, ==, OD_FILE_HERE);
  g_assert_cmpstr (file->mime, ==, mime);
  g_assert_true (g_file_get_contents (file->path, &content, &size, NULL));
  g_assert_cmpmem (content, size, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpint (file->size_bytes, ==, (gint64) size);
}

static guint
count_blobs (EngineFixture *f)
{
  g_autofree char *files_dir = g_build_filename (f->folder, "files", NULL);
  g_autoptr (GDir) dir = g_dir_open (files_dir, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (files_dir, name, NULL);
      g_autoptr (GDir) shelf = strlen (name) == 2 ? g_dir_open (path, 0, NULL) : NULL;

      while (shelf != NULL && g_dir_read_name (shelf) != NULL)
        n++;
    }
  return n;
}

/* ---- by itself ---- */

static void
test_small_ones_come_by_themselves (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes ("\x89PNG\r\n\x1a\n", 3000);
  gint64 id;

  od_demo_files_put (get_files (f), "ref", bytes);
  id = receive (f, "ref", "a.png", "image/png", 1234); /* it lied about the size */
  wait_for_state (f, id, "a.png", OD_FILE_HERE);
  check_here (f, id, "a.png", "image/png", bytes);
  g_assert_cmpuint (od_demo_files_get_n_asked (get_files (f)), ==, 1);
}

static void
test_large_ones_wait_to_be_asked_for (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes ("%PDF-1.7\n", LARGE);
  gint64 id, file_id;

  od_demo_files_put (get_files (f), "ref", bytes);
  id = receive (f, "ref", "a.pdf", "application/pdf", LARGE);
  g_assert_cmpint (get_state (f, id, "a.pdf", &file_id), ==, OD_FILE_REMOTE);
  g_assert_cmpuint (od_demo_files_get_n_asked (get_files (f)), ==, 0);
  g_assert_true (fetch (f, file_id, NULL));
  check_here (f, id, "a.pdf", "application/pdf", bytes);
  g_assert_true (fetch (f, file_id, NULL)); /* it is here already */
  g_assert_cmpuint (od_demo_files_get_n_asked (get_files (f)), ==, 1);
}

/* Nobody said how large it is: it comes until it is too much, and stays there from then on. */
static void
test_unknown_size (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes ("%PDF-1.7\n", LARGE);
  gint64 id, file_id;

  od_demo_files_put (get_files (f), "ref", bytes);
  od_demo_files_push (get_files (f), OD_DEMO_HANG, 1000);
  id = receive (f, "ref", "a.pdf", "application/pdf", -1);
  pass_until (od_demo_files_get_n_asked (get_files (f)) == 1);
  engine_fixture_advance_s (f, 600);
  g_assert_cmpint (get_state (f, id, "a.pdf", &file_id), ==, OD_FILE_REMOTE);
  g_assert_cmpuint (od_demo_files_get_n_asked (get_files (f)), ==, 1);
  g_assert_true (fetch (f, file_id, NULL));
  check_here (f, id, "a.pdf", "application/pdf", bytes);
}

static gboolean
set_rule (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_stmt_run (db, error, "INSERT INTO setting VALUES ('files.auto_media_bytes', '10')", "");
}

static void
test_the_rule_is_a_setting (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes ("\x89PNG\r\n\x1a\n", 11);
  gint64 id;

  g_assert_true (od_db_write_sync (od_engine_get_db (f->engine), set_rule, NULL, NULL));
  od_demo_files_put (get_files (f), "ref", bytes);
  id = receive (f, "ref", "a.png", "image/png", 11);
  engine_fixture_settle (f);
  g_assert_cmpint (get_state (f, id, "a.png", NULL), ==, OD_FILE_REMOTE);
  g_assert_cmpuint (od_demo_files_get_n_asked (get_files (f)), ==, 0);
}

static void
test_two_at_a_time (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes ("\x89PNG\r\n\x1a\n", 100);
  gint64 id = 0;

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *ref = g_strdup_printf ("ref-%u", i);
      g_autofree char *name = g_strdup_printf ("%u.png", i);

      od_demo_files_put (get_files (f), ref, bytes);
      od_demo_files_push (get_files (f), OD_DEMO_HANG, 1);
      id = receive (f, ref, name, "image/png", 100);
    }
  pass_until (od_demo_files_get_n_hanging (get_files (f)) == 2);
  engine_fixture_settle (f);
  g_assert_cmpuint (od_demo_files_get_n_hanging (get_files (f)), ==, 2);
  for (guint n = 0; n < 5; n++)
    {
      for (guint i = 0; i < 5; i++)
        {
          g_autofree char *ref = g_strdup_printf ("ref-%u", i);

          od_demo_files_move (get_files (f), ref, 100);
        }
      pass_until (od_demo_files_get_n_asked (get_files (f)) >= MIN (5, 2 * n + 3));
      engine_fixture_settle (f);
    }
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);

      wait_for_state (f, id, name, OD_FILE_HERE);
    }
  g_assert_cmpuint (count_blobs (f), ==, 1); /* they are all the same */
}

/* ---- when things go wrong ---- */

static void
test_cut_and_resumed (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes ("\x89PNG\r\n\x1a\n", 5000);
  gint64 id;

  od_demo_files_put (get_files (f), "ref", bytes);
  od_demo_files_push (get_files (f), OD_DEMO_CUT, 1700);
  id = receive (f, "ref", "a.png", "image/png", 5000);
  pass_until (od_demo_files_get_n_asked (get_files (f)) == 1);
  while (od_demo_files_get_n_asked (get_files (f)) < 2)
    engine_fixture_advance_s (f, 1);
  g_assert_cmpint (od_demo_files_get_last_offset (get_files (f)), ==, 1700);
  wait_for_state (f, id, "a.png", OD_FILE_HERE);
  check_here (f, id, "a.png", "image/png", bytes);
}

static void
test_trouble_that_does_not_pass (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes ("\x89PNG\r\n\x1a\n", 500);
  gint64 id, file_id;

  od_demo_files_put (get_files (f), "ref", bytes);
  for (guint i = 0; i < OD_LIMIT_FETCH_ATTEMPTS; i++)
    od_demo_files_push (get_files (f), OD_DEMO_TRANSIENT, 0);
  id = receive (f, "ref", "a.png", "image/png", 500);
  while (get_state (f, id, "a.png", &file_id) == OD_FILE_REMOTE)
    engine_fixture_advance_s (f, 1);
  g_assert_cmpint (get_state (f, id, "a.png", NULL), ==, OD_FILE_FAILED);
  g_assert_cmpuint (od_demo_files_get_n_asked (get_files (f)), ==, OD_LIMIT_FETCH_ATTEMPTS);
  engine_fixture_advance_s (f, 600);
  g_assert_cmpuint (od_demo_files_get_n_asked (get_files (f)), ==, OD_LIMIT_FETCH_ATTEMPTS);
  g_assert_true (fetch (f, file_id, NULL));
  check_here (f, id, "a.png", "image/png", bytes);
}

static void
test_gone_there (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = receive (f, "ref", "a.png", "image/png", 500), file_id;

  wait_for_state (f, id, "a.png", OD_FILE_GONE);
  get_state (f, id, "a.png", &file_id);
  g_assert_false (fetch (f, file_id, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
}

static void
test_refused (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes ("%PDF-1.7\n", LARGE);
  g_autoptr (GError) error = NULL;
  gint64 id, file_id;

  od_demo_files_put (get_files (f), "ref", bytes);
  id = receive (f, "ref", "a.pdf", "application/pdf", LARGE);
  get_state (f, id, "a.pdf", &file_id);
  od_demo_files_push (get_files (f), OD_DEMO_REJECTED, 0);
  g_assert_false (fetch (f, file_id, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_REJECTED);
  g_assert_cmpint (get_state (f, id, "a.pdf", NULL), ==, OD_FILE_FAILED);
}

static void
test_no_such_file (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (fetch (f, 4711, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
}

static void
test_cancelled_keeps_what_came (EngineFixture *f, gconstpointer data)
{
  OdFilePort *port = od_engine_get_file_port (f->engine);
  g_autoptr (GBytes) bytes = make_bytes ("%PDF-1.7\n", LARGE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id, file_id, done_bytes, total_bytes;

  od_demo_files_put (get_files (f), "ref", bytes);
  id = receive (f, "ref", "a.pdf", "application/pdf", LARGE);
  get_state (f, id, "a.pdf", &file_id);
  od_demo_files_push (get_files (f), OD_DEMO_HANG, 1000);
  g_assert_false (od_file_port_get_progress (port, file_id, &done_bytes, &total_bytes));
  od_file_port_fetch_async (port, file_id, NULL, engine_fixture_store_result_cb, &result);
  pass_until (od_demo_files_get_n_hanging (get_files (f)) == 1);
  g_assert_true (od_file_port_get_progress (port, file_id, &done_bytes, &total_bytes));
  g_assert_cmpint (done_bytes, ==, 1000);
  g_assert_cmpint (total_bytes, ==, LARGE);
  od_file_port_cancel (port, file_id);
  pass_until (result != NULL);
  g_assert_false (od_file_port_fetch_finish (port, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (od_file_port_get_progress (port, file_id, &done_bytes, &total_bytes));
  g_assert_cmpint (get_state (f, id, "a.pdf", NULL), ==, OD_FILE_REMOTE);

  g_assert_true (fetch (f, file_id, NULL));
  g_assert_cmpint (od_demo_files_get_last_offset (get_files (f)), ==, 1000);
  check_here (f, id, "a.pdf", "application/pdf", bytes);
}

static guint
count_parts (EngineFixture *f)
{
  g_autofree char *tmp = g_build_filename (f->folder, "files", "tmp", NULL);
  g_autoptr (GDir) dir = g_dir_open (tmp, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_nothing_is_left_of_what_failed (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes ("%PDF-1.7\n", LARGE);
  gint64 id, file_id;

  od_demo_files_put (get_files (f), "ref", bytes);
  id = receive (f, "ref", "a.pdf", "application/pdf", LARGE);
  get_state (f, id, "a.pdf", &file_id);
  od_demo_files_push (get_files (f), OD_DEMO_REJECTED, 0);
  g_assert_false (fetch (f, file_id, NULL));
  pass_until (count_parts (f) == 0);
}

/* Somebody changes their mind while the channel is still stopping. */
static void
test_cancelled_and_asked_for_again (EngineFixture *f, gconstpointer data)
{
  OdFilePort *port = od_engine_get_file_port (f->engine);
  g_autoptr (GBytes) bytes = make_bytes ("%PDF-1.7\n", LARGE);
  g_autoptr (GAsyncResult) result = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id, file_id;

  od_demo_files_put (get_files (f), "ref", bytes);
  id = receive (f, "ref", "a.pdf", "application/pdf", LARGE);
  get_state (f, id, "a.pdf", &file_id);
  od_demo_files_push (get_files (f), OD_DEMO_DEAF, 1000);
  od_file_port_fetch_async (port, file_id, NULL, engine_fixture_store_result_cb, &result);
  pass_until (od_demo_files_get_n_hanging (get_files (f)) == 1);
  od_file_port_cancel (port, file_id);
  od_file_port_fetch_async (port, file_id, NULL, engine_fixture_store_result_cb, &again);
  engine_fixture_settle (f);
  g_assert_cmpuint (od_demo_files_get_n_hanging (get_files (f)), ==, 1);
  od_demo_files_move (get_files (f), "ref", 1);
  pass_until (again != NULL);
  g_assert_true (od_file_port_fetch_finish (port, again, &error));
  g_assert_no_error (error);
  check_here (f, id, "a.pdf", "application/pdf", bytes);
}

static void
count_cb (OdFilePort *port, gint64 id, guint *n)
{
  ++*n;
}

static void
test_progress_is_told_now_and_then (EngineFixture *f, gconstpointer data)
{
  OdFilePort *port = od_engine_get_file_port (f->engine);
  g_autoptr (GBytes) bytes = make_bytes ("%PDF-1.7\n", LARGE);
  gint64 id, file_id;
  guint n = 0;

  od_demo_files_put (get_files (f), "ref", bytes);
  id = receive (f, "ref", "a.pdf", "application/pdf", LARGE);
  get_state (f, id, "a.pdf", &file_id);
  od_demo_files_push (get_files (f), OD_DEMO_HANG, 1);
  od_file_port_fetch_async (port, file_id, NULL, NULL, NULL);
  pass_until (od_demo_files_get_n_hanging (get_files (f)) == 1);
  g_signal_connect (port, "progress", G_CALLBACK (count_cb), &n);
  for (guint i = 0; i < 1000; i++)
    {
      od_clock_advance (f->clock, 1000);
      od_demo_files_move (get_files (f), "ref", 10);
    }
  g_assert_cmpuint (n, >=, 8);
  g_assert_cmpuint (n, <=, OD_LIMIT_PROGRESS_PER_S);
  od_demo_files_move (get_files (f), "ref", LARGE);
  wait_for_state (f, id, "a.pdf", OD_FILE_HERE);
}

static void
test_the_account_comes_back (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes ("\x89PNG\r\n\x1a\n", 5000);
  g_autoptr (GError) broken = g_error_new_literal (OD_ERROR, OD_ERROR_TRANSIENT, "The line is gone");
  gint64 id;

  od_demo_files_put (get_files (f), "ref", bytes);
  od_demo_files_push (get_files (f), OD_DEMO_HANG, 1234);
  id = receive (f, "ref", "a.png", "image/png", 5000);
  pass_until (od_demo_files_get_n_hanging (get_files (f)) == 1);
  od_demo_control_break (f->control, broken);
  engine_fixture_settle (f);
  g_assert_cmpuint (od_demo_files_get_n_hanging (get_files (f)), ==, 0);
  while (od_demo_files_get_n_asked (get_files (f)) < 2)
    engine_fixture_advance_s (f, 1);
  g_assert_cmpint (od_demo_files_get_last_offset (get_files (f)), ==, 1234);
  wait_for_state (f, id, "a.png", OD_FILE_HERE);
  check_here (f, id, "a.png", "image/png", bytes);
}

static void
test_its_real_type (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes ("<!DOCTYPE html><html><body onload='alert (1)'>", 400);
  gint64 id;

  od_demo_files_put (get_files (f), "ref", bytes);
  id = receive (f, "ref", "photo.jpg", "image/jpeg", 400);
  wait_for_state (f, id, "photo.jpg", OD_FILE_HERE);
  check_here (f, id, "photo.jpg", "text/html", bytes);
}

/* The disk says no where the parts lie. */
static void
test_the_disk_says_no (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes ("\x89PNG\r\n\x1a\n", 400);
  g_autofree char *tmp = g_build_filename (f->folder, "files", "tmp", NULL);
  gint64 id, file_id;

  g_rmdir (tmp);
  g_assert_true (g_file_set_contents (tmp, "", 0, NULL));
  od_demo_files_put (get_files (f), "ref", bytes);
  id = receive (f, "ref", "a.png", "image/png", 400);
  wait_for_state (f, id, "a.png", OD_FILE_FAILED);
  g_assert_cmpint (g_unlink (tmp), ==, 0);
  get_state (f, id, "a.png", &file_id);
  g_assert_true (fetch (f, file_id, NULL));
}

/* Somebody deleted it on the disk: it can be had again. */
static void
test_a_lost_file (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes ("\x89PNG\r\n\x1a\n", 400);
  g_autoptr (OdMessageRow) row = NULL;
  gint64 id, file_id;

  od_demo_files_put (get_files (f), "ref", bytes);
  id = receive (f, "ref", "a.png", "image/png", 400);
  wait_for_state (f, id, "a.png", OD_FILE_HERE);
  row = find_message (f, id, "a.png");
  g_assert_cmpint (g_unlink (((OdAttachmentRow *) row->attachments->pdata[0])->path), ==, 0);
  g_assert_cmpint (get_state (f, id, "a.png", &file_id), ==, OD_FILE_REMOTE);
  g_assert_true (fetch (f, file_id, NULL));
  check_here (f, id, "a.png", "image/png", bytes);
}

static gboolean
refuse_outcomes (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_db_exec (db,
                     data != NULL ? "CREATE TRIGGER t BEFORE UPDATE ON attachment BEGIN"
                                    " SELECT raise (ABORT, 'as the test wanted it'); END"
                                  : "DROP TRIGGER t",
                     error);
}

/* The file is placed, and then the program is gone before the row says so: it comes again, and lies there once. */
static void
test_a_crash_before_the_commit (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_bytes ("\x89PNG\r\n\x1a\n", 400);
  char yes;
  gint64 id;

  g_assert_true (od_db_write_sync (od_engine_get_db (f->engine), refuse_outcomes, &yes, NULL));
  g_test_expect_message ("od-file-service", G_LOG_LEVEL_WARNING, "*what became of a file*");
  od_demo_files_put (get_files (f), "ref", bytes);
  id = receive (f, "ref", "a.png", "image/png", 400);
  pass_until (count_blobs (f) == 1);
  pass (f);
  engine_fixture_close (f);
  g_test_assert_expected_messages ();
  engine_fixture_open (f);
  wait_until (od_demo_control_get_n_running (f->control) == 1);
  g_assert_true (od_db_write_sync (od_engine_get_db (f->engine), refuse_outcomes, NULL, NULL));
  wait_for_state (f, id, "a.png", OD_FILE_HERE);
  check_here (f, id, "a.png", "image/png", bytes);
  g_assert_cmpuint (count_blobs (f), ==, 1);
}

static void
test_closing_while_it_comes (EngineFixture *f, gconstpointer data)
{
  OdFilePort *port = od_engine_get_file_port (f->engine);
  g_autoptr (GBytes) bytes = make_bytes ("%PDF-1.7\n", LARGE);
  g_autoptr (GAsyncResult) result = NULL;
  gint64 id, file_id;

  od_demo_files_put (get_files (f), "ref", bytes);
  id = receive (f, "ref", "a.pdf", "application/pdf", LARGE);
  get_state (f, id, "a.pdf", &file_id);
  od_demo_files_push (get_files (f), OD_DEMO_HANG, 1);
  od_file_port_fetch_async (port, file_id, NULL, engine_fixture_store_result_cb, &result);
  pass_until (od_demo_files_get_n_hanging (get_files (f)) == 1);
  g_object_ref (port);
  engine_fixture_close (f);
  g_assert_nonnull (result);
  g_assert_false (od_file_port_fetch_finish (port, result, NULL));
  g_clear_object (&result);
  g_object_unref (port);
  engine_fixture_open (f);
  pass_until (od_demo_control_get_n_running (f->control) == 1);
  g_assert_cmpint (get_state (f, id, "a.pdf", NULL), ==, OD_FILE_REMOTE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                                \
  g_test_add ("/files/" name, EngineFixture, "demo", engine_fixture_set_up, func, engine_fixture_tear_down)
  ADD ("small-ones-come-by-themselves", test_small_ones_come_by_themselves);
  ADD ("large-ones-wait-to-be-asked-for", test_large_ones_wait_to_be_asked_for);
  ADD ("unknown-size", test_unknown_size);
  ADD ("the-rule-is-a-setting", test_the_rule_is_a_setting);
  ADD ("two-at-a-time", test_two_at_a_time);
  ADD ("cut-and-resumed", test_cut_and_resumed);
  ADD ("trouble-that-does-not-pass", test_trouble_that_does_not_pass);
  ADD ("gone-there", test_gone_there);
  ADD ("refused", test_refused);
  ADD ("no-such-file", test_no_such_file);
  ADD ("cancelled-keeps-what-came", test_cancelled_keeps_what_came);
  ADD ("nothing-left", test_nothing_is_left_of_what_failed);
  ADD ("cancelled-and-again", test_cancelled_and_asked_for_again);
  ADD ("progress-is-told-now-and-then", test_progress_is_told_now_and_then);
  ADD ("the-account-comes-back", test_the_account_comes_back);
  ADD ("its-real-type", test_its_real_type);
  ADD ("the-disk-says-no", test_the_disk_says_no);
  ADD ("a-lost-file", test_a_lost_file);
  ADD ("a-crash-before-the-commit", test_a_crash_before_the_commit);
  ADD ("closing-while-it-comes", test_closing_while_it_comes);
#undef ADD
  return g_test_run ();
}
