/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media-fixture.h"
#include "od-error.h"
#include "od-fetch-control.h"
#include "od-media-block.h"
#include "od-media-files.h"
#include "od-picture-canvas.h"
#include "od-picture-frame.h"
#include "od-viewer.h"

static OdPictureFrame *
find_frame (MediaFixture *fixture)
{
  return OD_PICTURE_FRAME (media_fixture_find (fixture->window, OD_TYPE_PICTURE_FRAME));
}

static void
test_keeps_its_size (MediaFixture *fixture, gconstpointer data)
{
  int before, after;

  media_fixture_add (fixture, "a-640x480.png", "image/png");
  od_fake_desk_hold (fixture->fake, FALSE);
  media_fixture_show (fixture);
  gtk_widget_measure (GTK_WIDGET (find_frame (fixture)), GTK_ORIENTATION_VERTICAL, -1, NULL, &before, NULL, NULL);
  WAIT_UNTIL (od_picture_frame_get_picture (find_frame (fixture)) != NULL);
  gtk_widget_measure (GTK_WIDGET (find_frame (fixture)), GTK_ORIENTATION_VERTICAL, -1, NULL, &after, NULL, NULL);
  g_assert_cmpint (before, ==, after);
  g_assert_cmpuint (od_fake_desk_get_calls (fixture->fake)->n_pictures, ==, 1);
  g_assert_cmpuint (od_texture_cache_get_bytes (fixture->media->pictures), ==, 320 * 240 * 4);
}

static void
test_says_why_not (MediaFixture *fixture, gconstpointer data)
{
  media_fixture_add (fixture, "huge.png", "image/png");
  media_fixture_show (fixture);
  WAIT_UNTIL (od_picture_frame_get_fault (find_frame (fixture)) != NULL);
  g_assert_cmpstr (od_picture_frame_get_fault (find_frame (fixture)), ==, "Too large to be shown here");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdShownPicture) picture = od_texture_cache_load_finish (OD_TEXTURE_CACHE (source), result, NULL);

  g_assert_nonnull (picture);
  ++*(guint *) user_data;
}

static void
test_keeps_no_more_than_its_bound (MediaFixture *fixture, gconstpointer data)
{
  g_autoptr (OdTextureCache) cache = od_texture_cache_new (fixture->desk->pictures, 100 * 100 * 4 * 3);
  g_autoptr (OdShownPicture) first = NULL, last = NULL;
  guint n = 0;

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *path = g_strdup_printf ("/nowhere/%u-100x100.png", i);

      od_texture_cache_load_async (cache, path, 100, 100, NULL, loaded_cb, &n);
    }
  WAIT_UNTIL (n == 10);
  g_assert_cmpuint (od_texture_cache_get_bytes (cache), ==, 100 * 100 * 4 * 3);
  first = od_texture_cache_find (cache, "/nowhere/0-100x100.png", 100, 100);
  last = od_texture_cache_find (cache, "/nowhere/9-100x100.png", 100, 100);
  g_assert_null (first);
  g_assert_nonnull (last);
}

static const char *
fetch_button (MediaFixture *fixture)
{
  return gtk_button_get_label (
      GTK_BUTTON (media_fixture_find (media_fixture_find (fixture->window, OD_TYPE_FETCH_CONTROL), GTK_TYPE_BUTTON)));
}

static void
press_fetch (MediaFixture *fixture)
{
  g_signal_emit_by_name (
      media_fixture_find (media_fixture_find (fixture->window, OD_TYPE_FETCH_CONTROL), GTK_TYPE_BUTTON), "clicked");
}

static void
test_fetch_cancel_retry (MediaFixture *fixture, gconstpointer data)
{
  gint64 file = media_fixture_add (fixture, "report.pdf", "application/pdf");

  od_fake_desk_set_file (fixture->fake, file, OD_FILE_REMOTE, NULL);
  media_fixture_show (fixture);
  g_assert_true (g_str_has_prefix (fetch_button (fixture), "Download"));
  press_fetch (fixture);
  g_assert_cmpstr (fetch_button (fixture), ==, "Cancel");
  od_fake_desk_step_file (fixture->fake, file, 400);
  g_assert_cmpfloat_with_epsilon (
      gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (media_fixture_find (fixture->window, GTK_TYPE_PROGRESS_BAR))),
      0.4, 0.01);
  press_fetch (fixture);
  WAIT_UNTIL (g_str_has_prefix (fetch_button (fixture), "Download"));
  press_fetch (fixture);
  od_fake_desk_fail_file (fixture->fake, file, OD_ERROR_TRANSIENT);
  WAIT_UNTIL (g_str_equal (fetch_button (fixture), "Retry"));
  g_assert_cmpuint (od_fake_desk_get_calls (fixture->fake)->n_fetches, ==, 2);
}

static void
test_programs_are_not_opened (MediaFixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "a.desktop", "a.sh",   "a.py",  "a.rb",       "a.php",        "a.lua", "a.csh",
                                       "a.tcl",     "a.awk",  "a.pl",  "a.js",       "a.exe",        "a.msi", "a.jar",
                                       "a.jnlp",    "a.vbs",  "a.reg", "a.url",      "a.flatpakref", "a.deb", "a.rpm",
                                       "a.snap",    "a.html", "a.svg", "a.AppImage", "a.xhtml",      "A.EXE" };
  static const char *const types[] = { "application/x-desktop",
                                       "application/x-shellscript",
                                       "application/vnd.microsoft.portable-executable",
                                       "application/x-msi",
                                       "text/html",
                                       "image/svg+xml" };
  static const struct {
    const char *mime, *name;
  } harmless[] = { { "application/pdf", "a.pdf" },
                   { "text/plain", "a.txt" },
                   { "text/csv", "a.csv" },
                   { "image/png", "a.png" },
                   { "application/zip", "a.zip" },
                   { "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a.docx" },
                   { "video/mp4", "a.mp4" } };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_test_message ("%s", names[i]);
      g_assert_true (od_media_files_is_program ("text/plain", names[i]));
    }
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    g_assert_true (od_media_files_is_program (types[i], "a.txt"));
  for (guint i = 0; i < G_N_ELEMENTS (harmless); i++)
    g_assert_false (od_media_files_is_program (harmless[i].mime, harmless[i].name));
}

static void
test_drags_its_own_name (MediaFixture *fixture, gconstpointer data)
{
  OdAttachmentRow file = { .name = (char *) "../x\u202Efdp.exe",
                           .mime = (char *) "text/plain",
                           .path = (char *) "/nowhere/f" };
  g_autoptr (GdkContentProvider) offer = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  g_autofree char *name = NULL;

  media_fixture_add (fixture, "a.txt", "text/plain");
  media_fixture_show (fixture);
  offer = od_media_files_offer (fixture->media, &file);
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_assert_true (gdk_content_provider_get_value (offer, &value, NULL));
  name = g_file_get_basename (((GSList *) g_value_get_boxed (&value))->data);
  g_assert_cmpstr (name, ==, "xfdp.exe");
}

static void
test_viewer_walks_and_closes (MediaFixture *fixture, gconstpointer data)
{
  GtkWidget *viewer;
  OdPictureCanvas *canvas;

  media_fixture_add (fixture, "first-640x480.png", "image/png");
  media_fixture_add (fixture, "second-640x480.png", "image/png");
  media_fixture_show (fixture);
  gtk_widget_activate_action (media_fixture_find (fixture->window, OD_TYPE_MEDIA_BLOCK), "file.view", "u", 0);
  viewer = media_fixture_find_window (OD_TYPE_VIEWER);
  g_assert_nonnull (viewer);
  g_assert_true (g_str_has_prefix (gtk_window_get_title (GTK_WINDOW (viewer)), "second-640x480.png, Customer"));
  gtk_widget_activate_action (viewer, "viewer.previous", NULL);
  g_assert_true (g_str_has_prefix (gtk_window_get_title (GTK_WINDOW (viewer)), "first-640x480.png"));
  canvas = OD_PICTURE_CANVAS (media_fixture_find (viewer, OD_TYPE_PICTURE_CANVAS));
  gtk_widget_activate_action (viewer, "viewer.zoom-in", NULL);
  g_assert_false (od_picture_canvas_is_fit (canvas));
  gtk_widget_activate_action (viewer, "viewer.fit", NULL);
  g_assert_true (od_picture_canvas_is_fit (canvas));
  gtk_widget_activate_action (viewer, "viewer.close", NULL);
  WAIT_UNTIL (media_fixture_find_window (OD_TYPE_VIEWER) == NULL);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func)                                                                                                \
  g_test_add ("/media/" name, MediaFixture, NULL, media_fixture_set_up, func, media_fixture_tear_down)
  ADD ("keeps-its-size", test_keeps_its_size);
  ADD ("says-why-not", test_says_why_not);
  ADD ("keeps-no-more-than-its-bound", test_keeps_no_more_than_its_bound);
  ADD ("fetch-cancel-retry", test_fetch_cancel_retry);
  ADD ("programs-are-not-opened", test_programs_are_not_opened);
  ADD ("drags-its-own-name", test_drags_its_own_name);
  ADD ("viewer-walks-and-closes", test_viewer_walks_and_closes);
#undef ADD
  return g_test_run ();
}
