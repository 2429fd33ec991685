/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-thread-files.h"

#include <glib/gi18n.h>

/* What comes from outside may be a program in disguise: it is shown by whatever the desktop
 * has for its type, and never run. */
static gboolean
is_program (const char *mime)
{
  static const char *const programs[] = { "application/x-executable",     "application/x-sharedlib",
                                          "application/x-shellscript",    "application/x-desktop",
                                          "application/x-msdownload",     "application/x-ms-dos-executable",
                                          "application/vnd.appimage",     "application/x-java-archive",
                                          "application/java-archive",     "text/x-python",
                                          "application/x-pie-executable", "application/x-perl" };

  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    if (g_content_type_is_a (mime, programs[i]))
      return TRUE;
  return FALSE;
}

typedef struct {
  GtkWidget *widget; /* (owned) */
  OdThreadFilesTold told;
  GFile *source; /* (owned) */
} Work;

static void
work_free (Work *work)
{
  g_object_unref (work->widget);
  g_object_unref (work->source);
  g_free (work);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

static Work *
work_new (GtkWidget *widget, const char *path, OdThreadFilesTold told)
{
  Work *work = g_new0 (Work, 1);

  work->widget = g_object_ref (widget);
  work->told = told;
  work->source = g_file_new_for_path (path);
  return work;
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;

  if (!g_app_info_launch_uris_finish (G_APP_INFO (source), result, NULL))
    work->told (work->widget, _ ("The program for this kind of file did not start"));
}

/**
 * od_thread_files_open:
 * @told: is told what went wrong, maybe later
 *
 * Shows a file in the desktop's program for its type.
 */
void
od_thread_files_open (GtkWidget *widget, const OdAttachmentRow *file, OdThreadFilesTold told)
{
  g_autofree char *type = g_content_type_from_mime_type (file->mime);
  g_autoptr (GAppInfo) program = NULL;
  g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (gtk_widget_get_display (widget));
  GList uris = { NULL };
  g_autofree char *uri = NULL;

  if (file->path == NULL)
    return;
  if (type == NULL || is_program (type))
    {
      told (widget, _ ("Files of this kind are not opened from here: save it, if you know what it is"));
      return;
    }
  program = g_app_info_get_default_for_type (type, FALSE);
  if (program == NULL)
    {
      told (widget, _ ("No program is installed for this kind of file"));
      return;
    }
  uri = g_filename_to_uri (file->path, NULL, NULL);
  uris.data = uri;
  g_app_info_launch_uris_async (program, &uris, G_APP_LAUNCH_CONTEXT (context), NULL, launched_cb,
                                work_new (widget, file->path, told));
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_copy_finish (G_FILE (source), result, &error))
    work->told (work->widget, _ ("File saved"));
  else
    work->told (work->widget, _ ("The file could not be saved there"));
}

static void
place_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GFile) place =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
  if (place == NULL)
    return;
  /* The chooser asked before it gave the name of a file that is there. */
  g_file_copy_async (work->source, place, G_FILE_COPY_OVERWRITE, G_PRIORITY_DEFAULT, NULL, NULL, NULL, copied_cb,
                     g_steal_pointer (&work));
}

/**
 * od_thread_files_save:
 * @told: is told how it went
 *
 * Asks for a place and copies the file there.
 */
void
od_thread_files_save (GtkWidget *widget, const OdAttachmentRow *file, OdThreadFilesTold told)
{
  GtkFileChooserNative *dialog;

  if (file->path == NULL)
    return;
  dialog = gtk_file_chooser_native_new (_ ("Save File"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), file->name);
  g_signal_connect (dialog, "response", G_CALLBACK (place_chosen_cb), work_new (widget, file->path, told));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
