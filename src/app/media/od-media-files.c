/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-media-files.h"

#include <glib/gi18n.h>

#include "od-file-offer.h"
#include "od-file-words.h"

/* What can be done with a file that is here. Others get a copy under its own name: what lies in
 * the profile is called after its hash, and is nobody else's to write to. */

typedef struct {
  OdMedia *media;    /* (owned) */
  GtkWidget *widget; /* (owned) */
  GFile *source;     /* (owned) (nullable) */
  GPtrArray *files;  /* (owned) (nullable) (element-type Named): of save all */
  char *text;        /* (owned) (nullable): of save text */
  char *mime;        /* (owned) (nullable) */
  guint n_failed;
  gboolean asks;
} Work;

/* One of several to be saved. */
typedef struct {
  GFile *source;
  char *name;
} Named;

static void
named_free (gpointer data)
{
  Named *named = data;

  g_object_unref (named->source);
  g_free (named->name);
  g_free (named);
}

static Work *
work_new (OdMedia *media, GtkWidget *widget)
{
  Work *work = g_new0 (Work, 1);

  work->media = od_media_ref (media);
  work->widget = g_object_ref (widget);
  return work;
}

static void
work_free (Work *work)
{
  od_media_unref (work->media);
  g_object_unref (work->widget);
  g_clear_object (&work->source);
  g_clear_pointer (&work->files, g_ptr_array_unref);
  g_free (work->text);
  g_free (work->mime);
  g_free (work);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

static GtkWindow *
find_window (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* ---- Opening --------------------------------------------------------------------- */

/* What a desktop would run or install, or show as a page of this computer, scripts and all. With what is a kind of one
 * of these; g_content_type_can_be_executable() would say so of every text. */
static const char *const programs[] = {
  /* programs */
  "application/x-executable", "application/x-pie-executable", "application/x-sharedlib", "application/x-desktop",
  "application/vnd.appimage", "application/x-iso9660-appimage", "application/x-msdownload", "application/x-dosexec",
  "application/x-ms-dos-executable", "application/vnd.microsoft.portable-executable", "application/x-ms-shortcut",
  "application/x-mswinurl", "application/java-archive", "application/x-java-archive", "application/x-java",
  "application/x-java-jnlp-file",
  /* what an interpreter runs */
  "application/x-shellscript", "application/x-csh", "application/x-shar", "application/x-perl", "application/x-ruby",
  "application/x-php", "application/x-awk", "application/x-bat", "application/x-powershell", "application/javascript",
  "text/javascript", "text/x-python", "text/x-lua", "text/tcl", "text/vbscript", "text/x-ms-regedit",
  /* what is installed */
  "application/vnd.debian.binary-package", "application/x-rpm", "application/vnd.flatpak",
  "application/vnd.flatpak.ref", "application/vnd.flatpak.repo", "application/vnd.snap", "application/x-msi",
  "application/x-apple-diskimage",
  /* pages */
  "text/html", "application/xhtml+xml", "application/x-mimearchive", "image/svg+xml"
};

/**
 * od_media_files_is_program:
 *
 * What comes from outside may be a program in disguise: it is shown by whatever the desktop
 * has for its type, and never run. A desktop goes by the name, too.
 *
 * Returns: whether it may do something by being opened
 */
gboolean
od_media_files_is_program (const char *mime, const char *name)
{
  g_autofree char *type = g_content_type_from_mime_type (mime);
  g_autofree char *guessed = g_content_type_guess (name, NULL, 0, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    if (type == NULL || g_content_type_is_a (type, programs[i]) || g_content_type_is_a (guessed, programs[i]))
      return TRUE;
  return FALSE;
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;

  if (!g_app_info_launch_uris_finish (G_APP_INFO (source), result, NULL))
    od_media_tell (work->media, _ ("The program for this kind of file did not start"));
}

static void
launch (Work *work, GAppInfo *program, const char *path)
{
  g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (gtk_widget_get_display (work->widget));
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  GList uris = { .data = uri };

  g_app_info_launch_uris_async (program, &uris, G_APP_LAUNCH_CONTEXT (context), NULL, launched_cb, work);
}

static void
program_chosen_cb (GtkDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GAppInfo) program = gtk_app_chooser_get_app_info (GTK_APP_CHOOSER (dialog));
  g_autofree char *path = g_file_get_path (work->source);

  gtk_window_destroy (GTK_WINDOW (dialog));
  if (response == GTK_RESPONSE_OK && program != NULL)
    launch (g_steal_pointer (&work), program, path);
}

static void
named_for_opening_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autofree char *path = od_named_files_make_finish (OD_NAMED_FILES (source), result, NULL);
  g_autofree char *type = g_content_type_from_mime_type (work->mime);
  g_autoptr (GAppInfo) program = NULL;
  GtkWidget *dialog;

  if (path == NULL)
    {
      od_media_tell (work->media, _ ("The file could not be read. Is the disk full?"));
      return;
    }
  if (work->asks)
    {
      dialog = gtk_app_chooser_dialog_new_for_content_type (find_window (work->widget),
                                                            GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT, type);
      work->source = g_file_new_for_path (path);
      g_signal_connect (dialog, "response", G_CALLBACK (program_chosen_cb), g_steal_pointer (&work));
      gtk_window_present (GTK_WINDOW (dialog));
      return;
    }
  program = g_app_info_get_default_for_type (type, FALSE);
  if (program == NULL)
    od_media_tell (work->media, _ ("No program is installed for this kind of file"));
  else
    launch (g_steal_pointer (&work), program, path);
}

/**
 * od_media_files_open:
 * @asks: let a person choose the program
 *
 * Shows a file in the desktop's program for its type, unless it is a program itself.
 */
void
od_media_files_open (OdMedia *media, GtkWidget *widget, const OdAttachmentRow *file, gboolean asks)
{
  Work *work;

  if (file->path == NULL)
    return;
  if (od_media_files_is_program (file->mime, file->name))
    {
      od_media_tell (media, _ ("Files of this kind are not opened from here: save it, if you know what it is"));
      return;
    }
  work = work_new (media, widget);
  work->mime = g_strdup (file->mime);
  work->asks = asks;
  od_named_files_make_async (media->named, file, NULL, named_for_opening_cb, work);
}

/* ---- Saving ---------------------------------------------------------------------- */

static void
tell_saved (Work *work, gboolean is_saved)
{
  od_media_tell (work->media, is_saved ? _ ("File saved") : _ ("The file could not be saved there"));
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;

  tell_saved (work, g_file_copy_finish (G_FILE (source), result, NULL));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;

  tell_saved (work, g_file_replace_contents_finish (G_FILE (source), result, NULL, NULL));
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
  if (work->text != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (work->text, strlen (work->text));

      g_file_replace_contents_bytes_async (place, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, written_cb,
                                           g_steal_pointer (&work));
      return;
    }
  g_file_copy_async (work->source, place, G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS, G_PRIORITY_DEFAULT,
                     NULL, NULL, NULL, copied_cb, g_steal_pointer (&work));
}

static void
ask_for_place (Work *work, const char *name)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_ ("Save File"), find_window (work->widget),
                                                              GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (place_chosen_cb), work);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * od_media_files_save:
 *
 * Asks for a place and copies the file there.
 */
void
od_media_files_save (OdMedia *media, GtkWidget *widget, const OdAttachmentRow *file)
{
  g_autofree char *name = od_file_words_name (file);
  Work *work;

  if (file->path == NULL)
    return;
  work = work_new (media, widget);
  work->source = g_file_new_for_path (file->path);
  ask_for_place (work, name);
}

/**
 * od_media_files_save_text:
 * @name: to suggest
 * @text: to be written there
 */
void
od_media_files_save_text (OdMedia *media, GtkWidget *widget, const char *name, const char *text)
{
  Work *work = work_new (media, widget);

  work->text = g_strdup (text);
  ask_for_place (work, name);
}

/* "photo.jpg", "photo (2).jpg": nothing that is there is written over. */
static GFile *
make_place (GFile *folder, const char *name, guint n)
{
  const char *dot = strrchr (name, '.');
  gsize stem = dot != NULL && dot != name ? (gsize) (dot - name) : strlen (name);
  g_autofree char *numbered =
      n == 1 ? g_strdup (name) : g_strdup_printf ("%.*s (%u)%s", (int) stem, name, n, name + stem);

  return g_file_get_child (folder, numbered);
}

static void save_next (Work *work, GFile *folder, guint n);

typedef struct {
  Work *work;
  GFile *folder; /* (owned) */
  guint n;
} Step;

static void
one_copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;
  g_autoptr (GFile) folder = step->folder;
  g_autoptr (GError) error = NULL;
  Work *work = step->work;
  guint n = step->n;

  g_free (step);
  if (!g_file_copy_finish (G_FILE (source), result, &error) && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS) &&
      n < 1000)
    {
      save_next (work, folder, n + 1);
      return;
    }
  if (error != NULL)
    work->n_failed++;
  g_ptr_array_remove_index (work->files, 0);
  save_next (work, folder, 1);
}

static void
save_next (Work *work, GFile *folder, guint n)
{
  g_autoptr (GFile) place = NULL;
  const Named *named;
  Step *step;

  if (work->files->len == 0)
    {
      od_media_tell (work->media,
                     work->n_failed == 0 ? _ ("All files saved") : _ ("Not all files could be saved there"));
      work_free (work);
      return;
    }
  named = work->files->pdata[0];
  place = make_place (folder, named->name, n);
  step = g_new0 (Step, 1);
  step->work = work;
  step->folder = g_object_ref (folder);
  step->n = n;
  g_file_copy_async (named->source, place, G_FILE_COPY_TARGET_DEFAULT_PERMS, G_PRIORITY_DEFAULT, NULL, NULL, NULL,
                     one_copied_cb, step);
}

static void
folder_chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GFile) folder =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
  if (folder != NULL)
    save_next (g_steal_pointer (&work), folder, 1);
}

/**
 * od_media_files_save_all:
 * @files: (element-type OdAttachmentRow): those that are here are saved
 *
 * Asks for a folder and copies them there; what is there already stays.
 */
void
od_media_files_save_all (OdMedia *media, GtkWidget *widget, GPtrArray *files)
{
  GtkFileChooserNative *dialog;
  Work *work = work_new (media, widget);

  work->files = g_ptr_array_new_with_free_func (named_free);
  for (guint i = 0; i < files->len; i++)
    {
      const OdAttachmentRow *file = files->pdata[i];
      Named *named;

      if (file->path == NULL)
        continue;
      named = g_new0 (Named, 1);
      named->source = g_file_new_for_path (file->path);
      named->name = od_file_words_name (file);
      g_ptr_array_add (work->files, named);
    }
  dialog = gtk_file_chooser_native_new (_ ("Save All Files"), find_window (widget),
                                        GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Save"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (folder_chosen_cb), work);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* ---- To the file manager ------------------------------------------------------------ */

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  if (reply == NULL)
    od_media_tell (work->media, _ ("No file manager answered"));
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);
  g_autofree char *uri = g_file_get_uri (work->source);
  const char *const uris[] = { uri, NULL };

  if (bus == NULL)
    {
      od_media_tell (work->media, _ ("No file manager answered"));
      return;
    }
  g_dbus_connection_call (bus, "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1",
                          "org.freedesktop.FileManager1", "ShowItems", g_variant_new ("(^ass)", uris, ""), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, shown_cb, g_steal_pointer (&work));
}

static void
named_for_showing_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autofree char *path = od_named_files_make_finish (OD_NAMED_FILES (source), result, NULL);

  if (path == NULL)
    {
      od_media_tell (work->media, _ ("The file could not be read. Is the disk full?"));
      return;
    }
  work->source = g_file_new_for_path (path);
  g_bus_get (G_BUS_TYPE_SESSION, NULL, connected_cb, g_steal_pointer (&work));
}

/**
 * od_media_files_show:
 *
 * Shows the file's named copy in the desktop's file manager.
 */
void
od_media_files_show (OdMedia *media, GtkWidget *widget, const OdAttachmentRow *file)
{
  if (file->path != NULL)
    od_named_files_make_async (media->named, file, NULL, named_for_showing_cb, work_new (media, widget));
}

/**
 * od_media_files_offer:
 *
 * Returns: (transfer full): the file for a drag
 */
GdkContentProvider *
od_media_files_offer (OdMedia *media, const OdAttachmentRow *file)
{
  return od_file_offer_new (media->named, file);
}

/**
 * od_media_files_copy:
 *
 * Puts the file on the clipboard.
 */
void
od_media_files_copy (OdMedia *media, GtkWidget *widget, const OdAttachmentRow *file)
{
  g_autoptr (GdkContentProvider) offer = NULL;

  if (file->path == NULL)
    return;
  offer = od_media_files_offer (media, file);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), offer);
}
