/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-library.h"

G_BEGIN_DECLS

/**
 * OdLibraryPort:
 *
 * What operators have ready to say: canned replies and articles. Small sets: all
 * canned replies are loaded at once (a few thousand at most); a change of either is
 * %OD_CHANGE_LIBRARY in the feed. Main thread.
 */
#define OD_TYPE_LIBRARY_PORT (od_library_port_get_type ())
G_DECLARE_INTERFACE (OdLibraryPort, od_library_port, OD, LIBRARY_PORT, GObject)

struct _OdLibraryPortInterface {
  GTypeInterface parent_iface;

  void (*load_canned_async) (OdLibraryPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
  void (*save_canned_async) (OdLibraryPort *self, const OdCannedReply *reply, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
  void (*remove_canned_async) (OdLibraryPort *self, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
  void (*use_canned_async) (OdLibraryPort *self, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data);
  void (*find_articles_async) (OdLibraryPort *self, const char *query, guint limit, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
  void (*save_article_async) (OdLibraryPort *self, const OdArticle *article, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
  void (*remove_article_async) (OdLibraryPort *self, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data);
};

void od_library_port_load_canned_async (OdLibraryPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer user_data);
GPtrArray *od_library_port_load_canned_finish (OdLibraryPort *self, GAsyncResult *result, GError **error);
void od_library_port_save_canned_async (OdLibraryPort *self, const OdCannedReply *reply, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
gint64 od_library_port_save_canned_finish (OdLibraryPort *self, GAsyncResult *result, GError **error);
void od_library_port_remove_canned_async (OdLibraryPort *self, gint64 id, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
gboolean od_library_port_remove_canned_finish (OdLibraryPort *self, GAsyncResult *result, GError **error);
void od_library_port_use_canned_async (OdLibraryPort *self, gint64 id, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
gboolean od_library_port_use_canned_finish (OdLibraryPort *self, GAsyncResult *result, GError **error);
void od_library_port_find_articles_async (OdLibraryPort *self, const char *query, guint limit,
                                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *od_library_port_find_articles_finish (OdLibraryPort *self, GAsyncResult *result, GError **error);
void od_library_port_save_article_async (OdLibraryPort *self, const OdArticle *article, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
gint64 od_library_port_save_article_finish (OdLibraryPort *self, GAsyncResult *result, GError **error);
void od_library_port_remove_article_async (OdLibraryPort *self, gint64 id, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
gboolean od_library_port_remove_article_finish (OdLibraryPort *self, GAsyncResult *result, GError **error);

G_END_DECLS
