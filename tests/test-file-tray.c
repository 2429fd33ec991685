/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The files that wait to be sent: their states, the channel's limits, their order, and that nothing of it is lost. */
#include <glib/gstdio.h>

#include "od-composer-model.h"
#include "od-error.h"
#include "od-fake-desk.h"
#include "od-limits.h"
#include "od-temp-folder.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC) /* 2026-03-10 14:00 UTC */
#define MB (1024 * 1024)

typedef struct {
  char *folder;
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  OdComposerModel *model;
  gint64 first_id, second_id;
  gint64 sent_id;
} Fixture;

static const OdComposerOrder at_once = { 0 };
static const OdComposerOrder in_a_moment = { .undo_us = 5 * G_USEC_PER_SEC };

#define wait_until(condition)                                                                                          \
  while (!(condition))                                                                                                 \
  g_main_context_iteration (NULL, TRUE)

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
sent_cb (Fixture *f, gint64 message_id)
{
  f->sent_id = message_id;
}

static void
open_conversation (Fixture *f, gint64 id, const char *channel)
{
  od_composer_model_open (f->model, id, od_channel_info_find (f->desk->channels, channel));
  settle ();
}

static void
set_up (Fixture *f, gconstpointer data)
{
  gint64 account_id;

  f->folder = od_temp_folder_new ();
  f->clock = od_clock_new_fake (NOW_US);
  f->fake = od_fake_desk_new (f->clock);
  account_id = od_fake_desk_add_account (f->fake, "webchat", "Shop", NULL);
  f->first_id = od_fake_desk_add_conversation (f->fake, od_fake_desk_add_customer (f->fake, "Maria", NULL, NULL),
                                               account_id, "v_1");
  f->second_id = od_fake_desk_add_conversation (f->fake, od_fake_desk_add_customer (f->fake, "Oleg", NULL, NULL),
                                                account_id, "v_2");
  f->desk = od_fake_desk_make_desk (f->fake);
  f->model = od_composer_model_new (f->desk);
  g_signal_connect_swapped (f->model, "sent", G_CALLBACK (sent_cb), f);
  open_conversation (f, f->first_id, "webchat");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (g_steal_pointer (&f->model));
  settle ();
  od_desk_unref (f->desk);
  g_assert_finalize_object (g_steal_pointer (&f->fake));
  g_assert_finalize_object (g_steal_pointer (&f->clock));
  od_temp_folder_free (f->folder);
}

static OdFileTray *
tray (Fixture *f)
{
  return od_composer_model_get_files (f->model);
}

static OdFileTrayTotals
totals (Fixture *f)
{
  OdFileTrayTotals totals;

  od_file_tray_get_totals (tray (f), &totals);
  return totals;
}

static GFile *
put (Fixture *f, const char *name, gsize size)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);
  g_autofree char *bytes = g_malloc0 (size + 1);

  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
  return g_file_new_for_path (path);
}

static void
add (Fixture *f, const char *name, gsize size)
{
  g_autoptr (GFile) file = put (f, name, size);

  g_assert_cmpint (od_composer_model_add_file (f->model, file), ==, OD_COMPOSER_FINE);
}

static void
add_staged (Fixture *f, const char *name, gint64 size)
{
  OdFileRef ref = { NULL, (char *) name, (char *) "text/plain", NULL, size, 0, 0 };

  ref.sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);
  g_assert_cmpint (od_composer_model_add_staged (f->model, &ref), ==, OD_COMPOSER_FINE);
  g_free (ref.sha256);
}

static void
wait_for_all (Fixture *f)
{
  wait_until (totals (f).n_coming == 0);
  settle ();
}

static OdTrayFile *
at (Fixture *f, guint position)
{
  return od_file_tray_get_file (tray (f), position);
}

static void
assert_names (Fixture *f, const char *names)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < od_file_tray_get_n_files (tray (f)); i++)
    g_string_append_printf (found, "%s%s", i > 0 ? " " : "", od_tray_file_get_name (at (f, i)));
  g_assert_cmpstr (found->str, ==, names);
}

static void
test_the_table_has_its_laws (void)
{
  for (guint state = 0; state < OD_N_TRAY_STATE; state++)
    for (guint event = 0; event < OD_N_TRAY_EVENT; event++)
      {
        OdTrayState next = (OdTrayState) state;
        gboolean can = od_tray_state_next ((OdTrayState) state, (OdTrayEvent) event, &next);

        g_assert_true (can || next == (OdTrayState) state);
        if (state == OD_TRAY_READY)
          g_assert_false (can); /* what is here stays here */
        if (can && next == OD_TRAY_READY)
          g_assert_cmpuint (state, ==, OD_TRAY_STAGING);
        if (can && event == OD_TRAY_EVENT_RETRY)
          g_assert_cmpuint (next, ==, OD_TRAY_STAGING);
      }
}

static void
test_a_message_waits_for_its_files (Fixture *f, gconstpointer data)
{
  od_composer_model_set_text (f->model, "See");
  add (f, "a.txt", 10);
  g_assert_cmpint (od_tray_file_get_state (at (f, 0)), ==, OD_TRAY_STAGING);
  g_assert_cmpint (od_composer_model_send (f->model, &at_once), ==, OD_COMPOSER_FILES_COMING);
  wait_for_all (f);
  g_assert_cmpint (od_tray_file_get_state (at (f, 0)), ==, OD_TRAY_READY);
  g_assert_cmpint (od_composer_model_send (f->model, &at_once), ==, OD_COMPOSER_FINE);
  settle ();
  g_assert_cmpuint (od_composer_model_get_n_files (f->model), ==, 0);
}

static void
test_one_fails_and_is_tried_again_alone (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) gone = put (f, "gone.txt", 5);
  g_autofree char *path = g_file_get_path (gone);
  g_autofree char *words = NULL;

  g_remove (path);
  add (f, "a.txt", 10);
  od_composer_model_add_file (f->model, gone);
  wait_for_all (f);
  g_assert_cmpint (od_tray_file_get_state (at (f, 1)), ==, OD_TRAY_FAILED);
  g_assert_cmpint (od_tray_file_get_reason (at (f, 1)), ==, OD_TRAY_GONE);
  words = od_file_tray_dup_file_words (tray (f), at (f, 1));
  g_assert_cmpstr (words, ==, "It is not there any more.");
  g_assert_cmpint (od_composer_model_send (f->model, &at_once), ==, OD_COMPOSER_FILES_REFUSED);
  g_object_unref (put (f, "gone.txt", 5));
  od_composer_model_retry_file (f->model, 1);
  g_assert_cmpint (od_tray_file_get_state (at (f, 0)), ==, OD_TRAY_READY);
  g_assert_cmpint (od_tray_file_get_state (at (f, 1)), ==, OD_TRAY_STAGING);
  wait_for_all (f);
  g_assert_cmpint (od_composer_model_check (f->model), ==, OD_COMPOSER_FINE);
}

static void
test_folders_and_what_is_no_file (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) folder = g_file_new_for_path (f->folder), device = g_file_new_for_path ("/dev/null");

  od_composer_model_add_file (f->model, folder);
  od_composer_model_add_file (f->model, device);
  wait_for_all (f);
  g_assert_cmpint (od_tray_file_get_reason (at (f, 0)), ==, OD_TRAY_FOLDER);
  g_assert_cmpint (od_tray_file_get_reason (at (f, 1)), ==, OD_TRAY_NO_FILE);
  g_assert_cmpint (od_composer_model_check (f->model), ==, OD_COMPOSER_FILES_REFUSED);
  od_composer_model_remove_file (f->model, 0);
  od_composer_model_remove_file (f->model, 0);
  g_assert_cmpint (od_composer_model_check (f->model), ==, OD_COMPOSER_EMPTY);
}

static void
test_store_errors_have_words (Fixture *f, gconstpointer data)
{
  static const struct {
    int code;
    OdTrayReason reason;
    OdTrayState state;
  } cases[] = {
    { OD_ERROR_STORE, OD_TRAY_NO_ROOM, OD_TRAY_FAILED },
    { OD_ERROR_TRANSIENT, OD_TRAY_UNREADABLE, OD_TRAY_FAILED },
    { OD_ERROR_REJECTED, OD_TRAY_FORBIDDEN, OD_TRAY_FAILED },
    { OD_ERROR_TOO_LARGE, OD_TRAY_TOO_LARGE, OD_TRAY_REFUSED },
    { OD_ERROR_USAGE, OD_TRAY_NO_FILE, OD_TRAY_REFUSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = NULL;

      add (f, "a.txt", 10);
      od_fake_desk_fail_next (f->fake, cases[i].code);
      wait_for_all (f);
      g_assert_cmpint (od_tray_file_get_reason (at (f, 0)), ==, cases[i].reason);
      g_assert_cmpint (od_tray_file_get_state (at (f, 0)), ==, cases[i].state);
      words = od_file_tray_dup_file_words (tray (f), at (f, 0));
      g_assert_cmpuint (strlen (words), >, 10);
      od_composer_model_remove_file (f->model, 0);
      settle ();
    }
}

static void
test_limits_are_shown_and_nothing_is_dropped (Fixture *f, gconstpointer data)
{
  g_autofree char *words = NULL;

  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.txt", i);

      add_staged (f, name, 1000);
    }
  g_assert_cmpuint (od_file_tray_get_n_files (tray (f)), ==, 6);
  g_assert_cmpuint (totals (f).n_good, ==, 5);
  g_assert_cmpint (od_tray_file_get_reason (at (f, 5)), ==, OD_TRAY_TOO_MANY);
  words = od_file_tray_dup_words (tray (f));
  g_assert_cmpstr (words, ==, "5 of 5 files · 5.0\xc2\xa0kB. Put the marked ones right or remove them, then send.");
  od_composer_model_remove_file (f->model, 0); /* there is room now */
  g_assert_cmpint (od_tray_file_get_state (at (f, 4)), ==, OD_TRAY_READY);
  add_staged (f, "large.bin", 21 * MB);
  g_assert_cmpint (od_tray_file_get_reason (at (f, 5)), ==, OD_TRAY_TOO_LARGE);
  g_assert_cmpint (od_composer_model_send (f->model, &at_once), ==, OD_COMPOSER_FILES_REFUSED);
}

static void
test_another_channel_looks_again (Fixture *f, gconstpointer data)
{
  g_autoptr (OdChannelInfo) small = od_channel_info_new ("small", "Small", "x");
  g_autoptr (OdChannelInfo) none = od_channel_info_new ("none", "None", "x");
  g_autofree char *words = NULL;

  small->max_files = 3;
  small->max_file_bytes = 900;
  small->max_files_bytes = 1000;
  add_staged (f, "a", 600);
  add_staged (f, "b", 600);
  add_staged (f, "c", 950);
  add_staged (f, "d", 100);
  od_composer_model_set_channel (f->model, small);
  g_assert_cmpint (od_tray_file_get_reason (at (f, 0)), ==, OD_TRAY_FINE);
  g_assert_cmpint (od_tray_file_get_reason (at (f, 1)), ==, OD_TRAY_TOO_MUCH);
  g_assert_cmpint (od_tray_file_get_reason (at (f, 2)), ==, OD_TRAY_TOO_LARGE);
  g_assert_cmpint (od_tray_file_get_reason (at (f, 3)), ==, OD_TRAY_FINE);
  words = od_file_tray_dup_words (tray (f));
  g_assert_true (g_str_has_prefix (words, "2 of 3 files · 700"));
  od_composer_model_set_channel (f->model, none);
  g_assert_false (od_composer_model_get_can_attach (f->model));
  g_assert_cmpuint (totals (f).n_bad, ==, 4);
  g_assert_cmpint (od_tray_file_get_reason (at (f, 0)), ==, OD_TRAY_NO_FILES);
  od_composer_model_set_channel (f->model, od_channel_info_find (f->desk->channels, "webchat"));
  g_assert_cmpuint (totals (f).n_bad, ==, 0);
  g_assert_cmpint (od_composer_model_check (f->model), ==, OD_COMPOSER_FINE);
}

static void
test_too_large_here_is_fine_there (Fixture *f, gconstpointer data)
{
  g_autoptr (OdChannelInfo) small = od_channel_info_new ("small", "Small", "x");

  small->max_files = 3;
  small->max_file_bytes = 900;
  od_composer_model_set_channel (f->model, small);
  add (f, "a.bin", 2000);
  wait_for_all (f);
  g_assert_cmpint (od_tray_file_get_reason (at (f, 0)), ==, OD_TRAY_TOO_LARGE);
  g_assert_null (od_tray_file_get_ref (at (f, 0)));
  od_composer_model_set_channel (f->model, od_channel_info_find (f->desk->channels, "webchat"));
  wait_for_all (f);
  g_assert_cmpint (od_tray_file_get_state (at (f, 0)), ==, OD_TRAY_READY);
}

static void
test_a_full_tray_says_so (Fixture *f, gconstpointer data)
{
  OdFileRef ref = { (char *) "aa", (char *) "x", (char *) "text/plain", NULL, 1, 0, 0 };

  for (guint i = 0; i < OD_LIMIT_DRAFT_FILES; i++)
    add_staged (f, "x", 1);
  g_assert_cmpint (od_composer_model_add_staged (f->model, &ref), ==, OD_COMPOSER_TOO_MANY_FILES);
}

static void
test_the_order_can_be_changed (Fixture *f, gconstpointer data)
{
  add_staged (f, "a", 1);
  add_staged (f, "b", 1);
  add_staged (f, "c", 1);
  od_composer_model_move_file (f->model, 2, 0);
  assert_names (f, "c a b");
  od_composer_model_move_file (f->model, 0, 1);
  assert_names (f, "a c b");
  od_composer_model_move_file (f->model, 0, 3); /* there is no such place */
  assert_names (f, "a c b");
  open_conversation (f, f->second_id, "webchat");
  open_conversation (f, f->first_id, "webchat");
  assert_names (f, "a c b");
}

static void
reopen (Fixture *f)
{
  g_assert_finalize_object (g_steal_pointer (&f->model));
  settle ();
  f->model = od_composer_model_new (f->desk);
  g_signal_connect_swapped (f->model, "sent", G_CALLBACK (sent_cb), f);
  open_conversation (f, f->first_id, "webchat");
}

static void
test_files_are_in_the_draft_at_once (Fixture *f, gconstpointer data)
{
  add_staged (f, "a", 1);
  od_composer_model_set_note (f->model, TRUE);
  settle ();
  assert_names (f, "");
  add_staged (f, "n", 1);
  settle ();
  reopen (f); /* another window, another day: no time passed in between */
  assert_names (f, "a");
  od_composer_model_set_note (f->model, TRUE);
  settle ();
  assert_names (f, "n");
}

static void
test_a_file_that_is_faster_than_the_draft (Fixture *f, gconstpointer data)
{
  od_composer_model_set_text (f->model, "Begun");
  add_staged (f, "a", 1);
  open_conversation (f, f->second_id, "webchat");
  reopen (f);
  open_conversation (f, f->second_id, "webchat");
  reopen (f);
  open_conversation (f, f->second_id, "webchat");
  od_fake_desk_hold (f->fake, TRUE);
  od_composer_model_open (f->model, f->first_id, NULL);
  add_staged (f, "b", 1);
  od_fake_desk_hold (f->fake, FALSE);
  settle ();
  g_assert_cmpstr (od_composer_model_get_text (f->model), ==, "Begun");
  reopen (f);
  g_assert_cmpstr (od_composer_model_get_text (f->model), ==, "Begun");
  g_assert_cmpuint (od_composer_model_get_n_files (f->model), ==, 2);
}

static void
test_a_file_arrives_where_it_was_meant_for (Fixture *f, gconstpointer data)
{
  od_composer_model_set_text (f->model, "With it");
  add (f, "a.txt", 10);
  od_composer_model_open (f->model, f->second_id, NULL);
  for (guint i = 0; i < 200; i++)
    {
      settle ();
      if (i % 20 == 0)
        g_thread_yield ();
    }
  g_assert_cmpuint (od_composer_model_get_n_files (f->model), ==, 0);
  open_conversation (f, f->first_id, "webchat");
  wait_for_all (f);
  assert_names (f, "a.txt");
  reopen (f);
  assert_names (f, "a.txt");
  g_assert_cmpstr (od_composer_model_get_text (f->model), ==, "With it");
}

static void
test_undo_brings_them_back_in_front (Fixture *f, gconstpointer data)
{
  add_staged (f, "a", 1);
  add_staged (f, "b", 1);
  od_composer_model_send (f->model, &in_a_moment);
  settle ();
  g_assert_cmpuint (od_composer_model_get_n_files (f->model), ==, 0);
  add_staged (f, "next", 1);
  od_composer_model_undo (f->model, f->sent_id);
  settle ();
  assert_names (f, "a b next");
  reopen (f);
  assert_names (f, "a b next");
}

static void
test_a_failed_send_keeps_them (Fixture *f, gconstpointer data)
{
  add_staged (f, "a", 1);
  settle ();
  od_fake_desk_fail_next (f->fake, OD_ERROR_STORE);
  od_composer_model_send (f->model, &at_once);
  g_assert_cmpint (od_composer_model_add_staged (f->model, od_tray_file_get_ref (at (f, 0))), ==, OD_COMPOSER_BUSY);
  settle ();
  assert_names (f, "a");
}

static void
test_a_picture_gets_a_name (Fixture *f, gconstpointer data)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data ("PNG!", 4, NULL);
  g_autoptr (GInputStream) large = NULL;
  char *bytes = g_malloc0 (21 * MB);

  od_composer_model_add_picture (f->model, stream, "image/png");
  wait_for_all (f);
  assert_names (f, "Screenshot 2026-03-10 14-00.png");
  g_assert_cmpint (od_tray_file_get_ref (at (f, 0))->size_bytes, ==, 4);
  large = g_memory_input_stream_new_from_data (bytes, 21 * MB, g_free);
  od_composer_model_add_picture (f->model, large, "image/jpeg");
  wait_for_all (f);
  g_assert_cmpint (od_tray_file_get_reason (at (f, 1)), ==, OD_TRAY_TOO_LARGE);
}

static void
test_removed_while_it_is_copied (Fixture *f, gconstpointer data)
{
  OdTrayFile *file;

  add (f, "a.txt", 10);
  file = at (f, 0);
  g_object_add_weak_pointer (G_OBJECT (file), (gpointer *) &file);
  od_composer_model_remove_file (f->model, 0);
  g_assert_cmpuint (od_composer_model_get_n_files (f->model), ==, 0);
  wait_until (file == NULL); /* nobody waits for it any more */
  g_assert_cmpuint (od_composer_model_get_n_files (f->model), ==, 0);
}

#define TEST(path, func) g_test_add ("/file-tray/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-tray/table", test_the_table_has_its_laws);
  TEST ("waits", test_a_message_waits_for_its_files);
  TEST ("retry", test_one_fails_and_is_tried_again_alone);
  TEST ("no-files", test_folders_and_what_is_no_file);
  TEST ("errors", test_store_errors_have_words);
  TEST ("limits", test_limits_are_shown_and_nothing_is_dropped);
  TEST ("another-channel", test_another_channel_looks_again);
  TEST ("too-large", test_too_large_here_is_fine_there);
  TEST ("full", test_a_full_tray_says_so);
  TEST ("order", test_the_order_can_be_changed);
  TEST ("draft", test_files_are_in_the_draft_at_once);
  TEST ("draft-raced", test_a_file_that_is_faster_than_the_draft);
  TEST ("elsewhere", test_a_file_arrives_where_it_was_meant_for);
  TEST ("undo", test_undo_brings_them_back_in_front);
  TEST ("send-fails", test_a_failed_send_keeps_them);
  TEST ("picture", test_a_picture_gets_a_name);
  TEST ("removed", test_removed_while_it_is_copied);
  return g_test_run ();
}
