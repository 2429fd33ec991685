/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-people-file.h"

G_BEGIN_DECLS

/**
 * OdPeopleFilePort:
 *
 * Customers from a table (CSV), and into one. Main thread.
 */
#define OD_TYPE_PEOPLE_FILE_PORT (od_people_file_port_get_type ())
G_DECLARE_INTERFACE (OdPeopleFilePort, od_people_file_port, OD, PEOPLE_FILE_PORT, GObject)

struct _OdPeopleFilePortInterface {
  GTypeInterface parent_iface;

  void (*preview_async) (OdPeopleFilePort *self, const char *path, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data);
  void (*import_async) (OdPeopleFilePort *self, const char *path, OdPeopleFileProgress progress, gpointer progress_data,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*export_async) (OdPeopleFilePort *self, const char *path, const char *filter, OdPeopleFileProgress progress,
                        gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data);
};

void od_people_file_port_preview_async (OdPeopleFilePort *self, const char *path, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
OdPeopleFileReport *od_people_file_port_preview_finish (OdPeopleFilePort *self, GAsyncResult *result, GError **error);
void od_people_file_port_import_async (OdPeopleFilePort *self, const char *path, OdPeopleFileProgress progress,
                                       gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
OdPeopleFileReport *od_people_file_port_import_finish (OdPeopleFilePort *self, GAsyncResult *result, GError **error);
void od_people_file_port_export_async (OdPeopleFilePort *self, const char *path, const char *filter,
                                       OdPeopleFileProgress progress, gpointer progress_data, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
gboolean od_people_file_port_export_finish (OdPeopleFilePort *self, GAsyncResult *result, GError **error);

G_END_DECLS
