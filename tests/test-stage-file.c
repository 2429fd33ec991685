/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file on its way into the profile before it is sent: what is taken, what is refused, and what the store keeps of it. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine-fixture.h"
#include "od-blob.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-temp-folder.h"

typedef struct {
  goffset done_bytes, total_bytes;
  guint n_told;
  GCancellable *cancel_at; /* (nullable): cancelled at the first word */
} Told;

static void
told_cb (goffset done_bytes, goffset total_bytes, gpointer user_data)
{
  Told *told = user_data;

  g_assert_true (g_main_context_is_owner (g_main_context_default ()));
  g_assert_cmpint (done_bytes, >=, told->done_bytes);
  told->done_bytes = done_bytes;
  told->total_bytes = total_bytes;
  told->n_told++;
  if (told->cancel_at != NULL)
    g_cancellable_cancel (told->cancel_at);
}

static OdFileRef *
stage (EngineFixture *f, const char *path, gint64 max_bytes, Told *told, GCancellable *cancellable, GError **error)
{
  OdReplyPort *port = od_engine_get_reply_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;

  od_reply_port_stage_file_async (port, path, max_bytes, told != NULL ? told_cb : NULL, told, cancellable,
                                  engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_reply_port_stage_file_finish (port, result, error);
}

static char *
put (EngineFixture *f, const char *name, const void *bytes, gssize size)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, bytes, size, NULL));
  return g_steal_pointer (&path);
}

static void
test_a_file_is_stored_once (EngineFixture *f, gconstpointer channel)
{
  g_autofree char *path = put (f, "чек № 1.txt", "12345", 5);
  g_autofree char *other = put (f, "copy.txt", "12345", 5);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdFileRef) first = stage (f, path, 100, NULL, NULL, &error);
  g_autoptr (OdFileRef) second = stage (f, other, 100, NULL, NULL, NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (first->name, ==, "чек № 1.txt");
  g_assert_cmpstr (first->mime, ==, "text/plain");
  g_assert_cmpint (first->size_bytes, ==, 5);
  g_assert_cmpstr (second->name, ==, "copy.txt");
  g_assert_cmpstr (first->path, ==, second->path);
  g_remove (path); /* nothing that happens to the original matters */
  g_assert_true (g_file_get_contents (first->path, &bytes, NULL, NULL));
  g_assert_cmpstr (bytes, ==, "12345");
}

static void
test_the_type_is_by_content (EngineFixture *f, gconstpointer channel)
{
  static const guint8 png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R' };
  static const struct {
    const char *name;
    const void *bytes;
    gssize size;
    const char *mime;
  } cases[] = {
    { "photo.txt", png, sizeof png, "image/png" },
    { "photo.jpg", png, sizeof png, "image/png" },
    { "script.png", "#!/bin/sh\necho\n", 15, "application/x-shellscript" },
    { "table.csv", "a,b\n1,2\n", 8, "text/csv" },
    { "empty.pdf", "", 0, "application/pdf" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = put (f, cases[i].name, cases[i].bytes, cases[i].size);
      g_autoptr (OdFileRef) file = stage (f, path, 100, NULL, NULL, NULL);

      g_assert_nonnull (file);
      g_assert_cmpstr (file->mime, ==, cases[i].mime);
    }
}

static void
test_refusals_say_what_to_do (EngineFixture *f, gconstpointer channel)
{
  g_autofree char *path = put (f, "abc", "abc", 3);
  g_autofree char *pipe = g_build_filename (f->folder, "pipe", NULL);
  g_autofree char *link = g_build_filename (f->folder, "link-to-pipe", NULL);
  g_autofree char *good_link = g_build_filename (f->folder, "link-to-file", NULL);
  g_autofree char *missing = g_build_filename (f->folder, "missing", NULL);
  g_autofree char *under = g_build_filename (path, "under-a-file", NULL);
  const struct {
    const char *path;
    gint64 max_bytes;
    int code; /* -1: taken */
  } cases[] = {
    { path, 2, OD_ERROR_TOO_LARGE },
    { path, 3, -1 },
    { missing, 100, OD_ERROR_NOT_FOUND },
    { under, 100, OD_ERROR_NOT_FOUND },
    { f->folder, 100, OD_ERROR_USAGE },
    { pipe, 100, OD_ERROR_USAGE },
    { link, 100, OD_ERROR_USAGE },
    { good_link, 100, -1 },
    { "/dev/zero", 100, OD_ERROR_USAGE },
    { "/dev/null", 100, OD_ERROR_USAGE },
    { "/proc/self/stat", 1 << 20, OD_ERROR_TRANSIENT }, /* says that it has 0 bytes */
  };

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (symlink (pipe, link), ==, 0);
  g_assert_cmpint (symlink (path, good_link), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OdFileRef) file = stage (f, cases[i].path, cases[i].max_bytes, NULL, NULL, &error);

      g_test_message ("%u", i);
      if (cases[i].code < 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, OD_ERROR, cases[i].code);
    }
}

static char *
put_large (EngineFixture *f, gsize size)
{
  g_autofree char *bytes = g_malloc0 (size);

  return put (f, "large.bin", bytes, (gssize) size);
}

static void
test_progress_is_told_here_and_sparingly (EngineFixture *f, gconstpointer channel)
{
  g_autofree char *path = put_large (f, 4 << 20);
  Told told = { 0 };
  g_autoptr (OdFileRef) file = stage (f, path, OD_LIMIT_FILE_BYTES, &told, NULL, NULL);
  guint n_told = told.n_told;

  g_assert_nonnull (file);
  g_assert_cmpuint (n_told, >, 0);
  g_assert_cmpuint (n_told, <=, 51);
  g_assert_cmpint (told.total_bytes, ==, 4 << 20);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (told.n_told, ==, n_told); /* nothing after the answer */
}

static guint
count_tmp (EngineFixture *f)
{
  g_autofree char *path = g_build_filename (od_profile_dir_get_path (f->profile), "files", "tmp", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_cancelling_leaves_nothing (EngineFixture *f, gconstpointer channel)
{
  g_autofree char *path = put_large (f, 16 << 20);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GCancellable) before = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Told told = { .cancel_at = cancellable };

  g_assert_null (stage (f, path, OD_LIMIT_FILE_BYTES, &told, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_cancellable_cancel (before);
  g_assert_null (stage (f, path, OD_LIMIT_FILE_BYTES, NULL, before, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_tmp (f), ==, 0);
}

/* ---- what can happen in the middle: on this thread, so that it happens then ---- */

static void
grow_cb (goffset done_bytes, goffset total_bytes, gpointer path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) stream = g_file_append_to (file, G_FILE_CREATE_NONE, NULL, NULL);

  g_assert_true (g_output_stream_write_all (G_OUTPUT_STREAM (stream), "more", 4, NULL, NULL, NULL));
}

static void
shrink_cb (goffset done_bytes, goffset total_bytes, gpointer path)
{
  g_assert_cmpint (truncate (path, 1), ==, 0);
}

static void
vanish_cb (goffset done_bytes, goffset total_bytes, gpointer path)
{
  g_remove (path);
}

static void
test_what_happens_while_it_is_copied (void)
{
  g_autofree char *folder = od_temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autofree char *bytes = g_strnfill (100000, 'x');
  const struct {
    GFileProgressCallback meanwhile;
    gint64 max_bytes;
    int code; /* -1: taken */
  } cases[] = {
    { grow_cb, 200000, OD_ERROR_TRANSIENT },
    { grow_cb, 100001, OD_ERROR_TOO_LARGE },
    { shrink_cb, 200000, OD_ERROR_TRANSIENT },
    { vanish_cb, 200000, -1 }, /* it is open: what was chosen is what is sent */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OdBlob) blob = NULL;

      g_assert_true (g_file_set_contents (path, bytes, -1, NULL));
      blob = od_blob_store_file (folder, path, cases[i].max_bytes, cases[i].meanwhile, path, NULL, &error);
      g_test_message ("%u", i);
      if (cases[i].code < 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, OD_ERROR, cases[i].code);
    }
  od_temp_folder_free (g_steal_pointer (&folder));
}

/* A disk that takes no more looks like this to who writes. */
static void
test_no_room (void)
{
  g_autofree char *folder = od_temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autofree char *bytes = g_strnfill (100000, 'x');
  g_autoptr (GError) error = NULL;
  struct rlimit before, tight;

  g_assert_true (g_file_set_contents (path, bytes, -1, NULL));
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  tight = (struct rlimit){ 20000, before.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &tight), ==, 0);
  g_assert_null (od_blob_store_file (folder, path, 200000, NULL, NULL, NULL, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_error (error, OD_ERROR, OD_ERROR_STORE);
  od_temp_folder_free (g_steal_pointer (&folder));
}

/* ---- with a draft, and with a reply ---- */

static OdDraft *
load_draft (EngineFixture *f, gint64 conversation_id, gboolean is_note)
{
  OdReplyPort *port = od_engine_get_reply_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;

  od_reply_port_load_draft_async (port, conversation_id, is_note, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_reply_port_load_draft_finish (port, result, NULL);
}

static void
save_draft (EngineFixture *f, const OdDraft *draft)
{
  OdReplyPort *port = od_engine_get_reply_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;

  od_reply_port_save_draft_async (port, draft, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_true (od_reply_port_save_draft_finish (port, result, NULL));
}

static const OdFileRef *
file_at (const OdDraft *draft, guint position)
{
  g_assert_nonnull (draft->files);
  return g_ptr_array_index (draft->files, position);
}

static void
test_a_draft_of_files_survives_a_crash (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  g_autofree char *first = put (f, "1.txt", "1", 1), *second = put (f, "2.txt", "2", 1);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) od_file_ref_free);
  OdDraft reply = { .conversation_id = conversation, .revision = 1, .body = (char *) "", .files = files };
  OdDraft note = { .conversation_id = conversation, .revision = 1, .body = (char *) "for us", .is_note = TRUE };
  g_autoptr (OdDraft) loaded = NULL, loaded_note = NULL;
  g_autofree char *bytes = NULL;

  g_ptr_array_add (files, stage (f, second, 10, NULL, NULL, NULL));
  g_ptr_array_add (files, stage (f, first, 10, NULL, NULL, NULL));
  save_draft (f, &reply);
  save_draft (f, &note);
  g_remove (first);
  engine_fixture_crash (f);
  loaded = load_draft (f, conversation, FALSE);
  g_assert_cmpuint (loaded->files->len, ==, 2);
  g_assert_cmpstr (file_at (loaded, 0)->name, ==, "2.txt");
  g_assert_cmpstr (file_at (loaded, 1)->name, ==, "1.txt");
  g_assert_true (g_file_get_contents (file_at (loaded, 1)->path, &bytes, NULL, NULL));
  g_assert_cmpstr (bytes, ==, "1");
  loaded_note = load_draft (f, conversation, TRUE);
  g_assert_null (loaded_note->files);
}

static void
test_staged_files_are_sent_and_undone (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  g_autofree char *first = put (f, "1.txt", "1", 1), *second = put (f, "2.txt", "22", 2), *path = put (f, "3", "3", 1);
  const char *paths[] = { path, NULL };
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) od_file_ref_free);
  OdDraft draft = { .conversation_id = conversation, .revision = 4, .body = (char *) "See", .files = files };
  OdReply reply = { .conversation_id = conversation,
                    .operator_id = 1,
                    .text = "See",
                    .staged = files,
                    .files = paths,
                    .draft_revision = 4,
                    .delay_us = 5 * G_USEC_PER_SEC };
  OdReplyPort *port = od_engine_get_reply_port (f->engine);
  g_autoptr (OdReplyResult) sent = NULL, again = NULL;
  g_autoptr (OdDraft) gone = NULL, back = NULL, stored = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (OdMessageRow) row = NULL;

  g_ptr_array_add (files, stage (f, second, 10, NULL, NULL, NULL));
  g_ptr_array_add (files, stage (f, first, 10, NULL, NULL, NULL));
  save_draft (f, &draft);
  sent = engine_fixture_enqueue (f, &reply, NULL);
  gone = load_draft (f, conversation, FALSE);
  g_assert_null (gone->files); /* in the reply's own transaction */
  draft.revision = 9;
  draft.body = (char *) "next";
  g_ptr_array_remove_index (files, 0);
  save_draft (f, &draft);

  od_reply_port_undo_async (port, sent->message_id, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  back = od_reply_port_undo_finish (port, result, NULL);
  g_assert_cmpstr (back->body, ==, "See\n\nnext");
  g_assert_cmpuint (back->files->len, ==, 4);
  g_assert_cmpstr (file_at (back, 0)->name, ==, "2.txt");
  g_assert_cmpstr (file_at (back, 1)->name, ==, "1.txt");
  g_assert_cmpstr (file_at (back, 2)->name, ==, "3");
  g_assert_cmpstr (file_at (back, 3)->name, ==, "1.txt"); /* of what was begun since */
  g_assert_nonnull (file_at (back, 0)->path);
  stored = load_draft (f, conversation, FALSE);
  g_assert_cmpuint (stored->files->len, ==, 4);

  reply.delay_us = 0;
  again = engine_fixture_enqueue (f, &reply, NULL);
  engine_fixture_settle (f);
  row = engine_fixture_get_message (f, conversation, again->message_id);
  g_assert_cmpuint (row->attachments->len, ==, 2);
  g_assert_cmpstr (((OdAttachmentRow *) row->attachments->pdata[0])->name, ==, "1.txt");
  g_assert_cmpstr (((OdAttachmentRow *) row->attachments->pdata[1])->name, ==, "3");
}

#define ADD(path, func)                                                                                                \
  g_test_add ("/stage-file/" path, EngineFixture, "demo", engine_fixture_set_up, func, engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("once", test_a_file_is_stored_once);
  ADD ("type", test_the_type_is_by_content);
  ADD ("refusals", test_refusals_say_what_to_do);
  ADD ("progress", test_progress_is_told_here_and_sparingly);
  ADD ("cancel", test_cancelling_leaves_nothing);
  g_test_add_func ("/stage-file/meanwhile", test_what_happens_while_it_is_copied);
  g_test_add_func ("/stage-file/no-room", test_no_room);
  ADD ("draft", test_a_draft_of_files_survives_a_crash);
  ADD ("send-and-undo", test_staged_files_are_sent_and_undone);
  return g_test_run ();
}
