/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-autostart"

#include "od-autostart.h"

#include <glib/gi18n.h>

#include "od-portal.h"

/* ---- Outside a sandbox: a file that the session reads ---- */

/* The rules of a desktop entry's Exec: in quotes, and what quotes do not cover is escaped. */
static char *
quote_program (const char *program)
{
  GString *quoted = g_string_new ("\"");

  for (const char *at = program; *at != '\0'; at++)
    {
      if (strchr ("\"`$\\", *at) != NULL)
        g_string_append (quoted, "\\\\"); /* the file's own escape of the one that Exec reads */
      if (*at == '\\')
        g_string_append_c (quoted, '\\');
      if (*at == '%')
        g_string_append_c (quoted, '%');
      g_string_append_c (quoted, *at);
    }
  g_string_append_c (quoted, '"');
  return g_string_free (quoted, FALSE);
}

/**
 * od_autostart_dup_entry:
 * @program: absolute path
 *
 * Returns: (transfer full): the file by which a session starts the desk without a window
 */
char *
od_autostart_dup_entry (const char *application_id, const char *program)
{
  g_autofree char *quoted = quote_program (program);

  return g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Omnidesk\nIcon=%s\n"
                          "Exec=%s --gapplication-service\nTerminal=false\nNoDisplay=true\n",
                          application_id, quoted);
}

static GFile *
find_entry (const char *application_id)
{
  g_autofree char *name = g_strconcat (application_id, ".desktop", NULL);

  return g_file_new_build_filename (g_get_user_config_dir (), "autostart", name, NULL);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
folder_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GFile *file = g_object_get_data (G_OBJECT (task), "file");
  GBytes *entry = g_task_get_task_data (task);

  if (!g_file_make_directory_finish (G_FILE (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_file_replace_contents_bytes_async (file, entry, NULL, FALSE, G_FILE_CREATE_NONE, g_task_get_cancellable (task),
                                         written_cb, g_object_ref (task));
}

static void
write_entry (GTask *task, GFile *file, const char *application_id)
{
  GError *error = NULL;
  g_autofree char *program = g_file_read_link ("/proc/self/exe", &error);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  char *text;

  if (program == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  text = od_autostart_dup_entry (application_id, program);
  g_task_set_task_data (task, g_bytes_new_take (text, strlen (text)), (GDestroyNotify) g_bytes_unref);
  g_object_set_data_full (G_OBJECT (task), "file", g_object_ref (file), g_object_unref);
  g_file_make_directory_async (folder, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), folder_cb,
                               g_object_ref (task));
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_delete_finish (G_FILE (source), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (od_portal_request_background_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * od_autostart_set_async:
 * @application_id: of the default profile, whose name the bus knows
 *
 * Whether the session starts the desk, without a window. In a sandbox the desktop asks the user. Main thread.
 */
void
od_autostart_set_async (const char *application_id, gboolean is_on, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GFile) file = find_entry (application_id);

  if (od_portal_is_needed ())
    od_portal_request_background_async (_ ("New messages are taken and you are told of them"), is_on, cancellable,
                                        asked_cb, g_object_ref (task));
  else if (is_on)
    write_entry (task, file, application_id);
  else
    g_file_delete_async (file, G_PRIORITY_DEFAULT, cancellable, removed_cb, g_object_ref (task));
}

/**
 * od_autostart_set_finish:
 *
 * Returns: %FALSE with an error of the file, or %G_IO_ERROR_PERMISSION_DENIED if the user said no
 */
gboolean
od_autostart_set_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
