/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "media-fixture.h"
#include "od-temp-folder.h"

/* What is done with files: by the menu, the clipboard and the file manager. */

#define CONTENTS "What a customer sent"

typedef struct {
  MediaFixture media;
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  media_fixture_set_up (&fixture->media, NULL);
  fixture->folder = od_temp_folder_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  media_fixture_tear_down (&fixture->media, NULL);
  od_temp_folder_free (fixture->folder);
}

static void
add_real_file (Fixture *fixture, const char *name, const char *mime)
{
  g_autofree char *path = g_build_filename (fixture->folder, "0123456789abcdef", NULL);
  gint64 id = media_fixture_add (&fixture->media, name, mime);

  g_assert_true (g_file_set_contents (path, CONTENTS, -1, NULL));
  od_fake_desk_set_file (fixture->media.fake, id, OD_FILE_HERE, path);
}

/* ---- Show in Folder -------------------------------------------------------------- */

typedef struct {
  GDBusConnection *bus;
  char *shown; /* (owned) (nullable): URI */
  guint name_id, object_id;
  gboolean is_there;
} FileManager;

static void
called_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *method,
           GVariant *parameters, GDBusMethodInvocation *invocation, gpointer user_data)
{
  FileManager *manager = user_data;
  g_autofree const char **uris = NULL;

  g_assert_cmpstr (method, ==, "ShowItems");
  g_variant_get (parameters, "(^a&ss)", &uris, NULL);
  g_assert_cmpuint (g_strv_length ((char **) uris), ==, 1);
  manager->shown = g_strdup (uris[0]);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
name_acquired_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  ((FileManager *) user_data)->is_there = TRUE;
}

static void
file_manager_start (FileManager *manager)
{
  static const GDBusInterfaceVTable vtable = { .method_call = called_cb };
  g_autoptr (GDBusNodeInfo) info =
      g_dbus_node_info_new_for_xml ("<node><interface name='org.freedesktop.FileManager1'><method name='ShowItems'>"
                                    "<arg type='as' direction='in'/><arg type='s' direction='in'/>"
                                    "</method></interface></node>",
                                    NULL);

  manager->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_assert_nonnull (manager->bus);
  manager->object_id = g_dbus_connection_register_object (manager->bus, "/org/freedesktop/FileManager1",
                                                          info->interfaces[0], &vtable, manager, NULL, NULL);
  manager->name_id = g_bus_own_name_on_connection (manager->bus, "org.freedesktop.FileManager1",
                                                   G_BUS_NAME_OWNER_FLAGS_NONE, name_acquired_cb, NULL, manager, NULL);
  WAIT_UNTIL (manager->is_there);
}

static void
file_manager_stop (FileManager *manager)
{
  g_bus_unown_name (manager->name_id);
  g_dbus_connection_unregister_object (manager->bus, manager->object_id);
  g_dbus_connection_flush_sync (manager->bus, NULL, NULL);
  g_object_unref (manager->bus);
  g_free (manager->shown);
}

static void
test_shows_in_folder (Fixture *fixture, gconstpointer data)
{
  FileManager manager = { NULL };
  g_autoptr (GFile) file = NULL;
  g_autofree char *name = NULL, *contents = NULL;

  file_manager_start (&manager);
  add_real_file (fixture, "report.pdf", "application/pdf");
  media_fixture_show (&fixture->media);
  gtk_widget_activate_action (fixture->media.block, "file.show", "u", 0);
  WAIT_UNTIL (manager.shown != NULL);
  file = g_file_new_for_uri (manager.shown);
  name = g_file_get_basename (file);
  g_assert_cmpstr (name, ==, "report.pdf");
  g_assert_true (g_file_load_contents (file, NULL, &contents, NULL, NULL, NULL));
  g_assert_cmpstr (contents, ==, CONTENTS);
  g_assert_null (fixture->media.told);
  file_manager_stop (&manager);
}

static void
test_says_that_nobody_shows (Fixture *fixture, gconstpointer data)
{
  add_real_file (fixture, "report.pdf", "application/pdf");
  media_fixture_show (&fixture->media);
  gtk_widget_activate_action (fixture->media.block, "file.show", "u", 0);
  WAIT_UNTIL (fixture->media.told != NULL);
  g_assert_cmpstr (fixture->media.told, ==, "No file manager answered");
}

/* ---- Open ----------------------------------------------------------------------------- */

static void
test_asks_which_program (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  add_real_file (fixture, "report.pdf", "application/pdf");
  media_fixture_show (&fixture->media);
  gtk_widget_activate_action (fixture->media.block, "file.open-with", "u", 0);
  WAIT_UNTIL ((dialog = media_fixture_find_window (GTK_TYPE_APP_CHOOSER_DIALOG)) != NULL);
  g_assert_true (gtk_window_get_modal (GTK_WINDOW (dialog)));
  g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (dialog)) == GTK_WINDOW (fixture->media.window));
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
  WAIT_UNTIL (media_fixture_find_window (GTK_TYPE_APP_CHOOSER_DIALOG) == NULL);
  g_assert_null (fixture->media.told);
}

static void
test_opens_no_program (Fixture *fixture, gconstpointer data)
{
  add_real_file (fixture, "invoice.desktop", "text/plain");
  media_fixture_show (&fixture->media);
  gtk_widget_activate_action (fixture->media.block, "file.open", "u", 0);
  g_assert_nonnull (fixture->media.told);
  g_assert_true (g_str_has_prefix (fixture->media.told, "Files of this kind are not opened from here"));
}

/* ---- Copy and save ----------------------------------------------------------------------- */

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  g_assert_nonnull (value);
  *(GFile **) user_data = g_object_ref (((GSList *) g_value_get_boxed (value))->data);
}

static void
test_copies_the_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *name = NULL, *contents = NULL;

  add_real_file (fixture, "report.pdf", "application/pdf");
  media_fixture_show (&fixture->media);
  gtk_widget_activate_action (fixture->media.block, "file.copy", "u", 0);
  gdk_clipboard_read_value_async (gtk_widget_get_clipboard (fixture->media.window), GDK_TYPE_FILE_LIST,
                                  G_PRIORITY_DEFAULT, NULL, read_cb, &file);
  WAIT_UNTIL (file != NULL);
  name = g_file_get_basename (file);
  g_assert_cmpstr (name, ==, "report.pdf");
  g_assert_true (g_file_load_contents (file, NULL, &contents, NULL, NULL, NULL));
  g_assert_cmpstr (contents, ==, CONTENTS);
}

static void
test_saves_all (Fixture *fixture, gconstpointer data)
{
  g_autofree char *source = g_build_filename (fixture->folder, "0123456789abcdef", NULL);
  g_autofree char *target = g_build_filename (fixture->folder, "target", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (target);
  OdMessageRow *row =
      od_fake_desk_add_message (fixture->media.fake, fixture->media.id, OD_TIMELINE_IN, "", MEDIA_NOW_US);
  static const char *const saved[] = { "photo.txt", "photo (2).txt", "photo (3).txt" };
  GtkWidget *dialog;

  g_assert_cmpint (g_mkdir (target, 0700), ==, 0);
  g_assert_true (g_file_set_contents (source, CONTENTS, -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (saved); i++)
    od_fake_desk_set_file (fixture->media.fake,
                           od_fake_desk_add_attachment (fixture->media.fake, row, "photo.txt", "text/plain", 20, 0),
                           OD_FILE_HERE, source);
  media_fixture_show (&fixture->media);
  gtk_widget_activate_action (fixture->media.block, "file.save-all", NULL);
  WAIT_UNTIL ((dialog = media_fixture_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG)) != NULL);
  WAIT_UNTIL (gtk_widget_get_mapped (dialog));
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, NULL);
  while (TRUE)
    {
      g_autoptr (GFile) chosen = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      if (chosen != NULL && g_file_equal (chosen, folder))
        break;
      g_main_context_iteration (NULL, TRUE);
    }
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  WAIT_UNTIL (fixture->media.told != NULL);
  g_assert_cmpstr (fixture->media.told, ==, "All files saved");
  for (guint i = 0; i < G_N_ELEMENTS (saved); i++)
    {
      g_autofree char *path = g_build_filename (target, saved[i], NULL), *contents = NULL;

      g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
      g_assert_cmpstr (contents, ==, CONTENTS);
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add ("/media-deeds/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("says-that-nobody-shows", test_says_that_nobody_shows);
  ADD ("shows-in-folder", test_shows_in_folder);
  ADD ("opens-no-program", test_opens_no_program);
  ADD ("asks-which-program", test_asks_which_program);
  ADD ("copies-the-file", test_copies_the_file);
  ADD ("saves-all", test_saves_all);
#undef ADD
  return g_test_run ();
}
