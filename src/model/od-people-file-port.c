/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-people-file-port.h"

G_DEFINE_INTERFACE (OdPeopleFilePort, od_people_file_port, G_TYPE_OBJECT)

static void
od_people_file_port_default_init (OdPeopleFilePortInterface *iface)
{
}

/**
 * od_people_file_port_preview_async:
 * What a table would bring; nothing is written.
 */
void
od_people_file_port_preview_async (OdPeopleFilePort *self, const char *path, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_PEOPLE_FILE_PORT (self));

  OD_PEOPLE_FILE_PORT_GET_IFACE (self)->preview_async (self, path, cancellable, callback, user_data);
}

/**
 * od_people_file_port_preview_finish:
 *
 * Returns: (transfer full): what it would bring; %NULL with %OD_ERROR_USAGE (no column is known), %OD_ERROR_NOT_FOUND,
 *   %OD_ERROR_MALFORMED (no text), %OD_ERROR_TOO_LARGE or another error
 */
OdPeopleFileReport *
od_people_file_port_preview_finish (OdPeopleFilePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_people_file_port_import_async:
 * @progress: (nullable)
 * @cancellable: (nullable): stops between two slices; what was taken stays, and the report says so
 *
 * Takes the lines in which nothing is wrong, slice by slice; taking them again changes nothing.
 */
void
od_people_file_port_import_async (OdPeopleFilePort *self, const char *path, OdPeopleFileProgress progress,
                                  gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (OD_IS_PEOPLE_FILE_PORT (self));

  OD_PEOPLE_FILE_PORT_GET_IFACE (self)->import_async (self, path, progress, progress_data, cancellable, callback,
                                                      user_data);
}

/**
 * od_people_file_port_import_finish:
 *
 * Returns: (transfer full): what it brought; %NULL with an error as od_people_file_port_preview_finish(): then the slices
 *   before it were taken, unless it was cancelled before the first of them
 */
OdPeopleFileReport *
od_people_file_port_import_finish (OdPeopleFilePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_people_file_port_export_async:
 * @path: replaced in one step if it is there
 * @filter: (nullable): only whom this finds, as in the customers' list
 * @progress: (nullable)
 * @cancellable: (nullable): stops between two slices; no file is left
 *
 * Writes the customers as they are at this moment, slice by slice.
 */
void
od_people_file_port_export_async (OdPeopleFilePort *self, const char *path, const char *filter,
                                  OdPeopleFileProgress progress, gpointer progress_data, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_PEOPLE_FILE_PORT (self));

  OD_PEOPLE_FILE_PORT_GET_IFACE (self)->export_async (self, path, filter, progress, progress_data, cancellable,
                                                      callback, user_data);
}

/**
 * od_people_file_port_export_finish:
 *
 * Returns: %FALSE with an error
 */
gboolean
od_people_file_port_export_finish (OdPeopleFilePort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
