/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-library-port.h"

G_DEFINE_INTERFACE (OdLibraryPort, od_library_port, G_TYPE_OBJECT)

static void
od_library_port_default_init (OdLibraryPortInterface *iface)
{
}

/**
 * od_library_port_load_canned_async:
 *
 * Every canned reply with all its variants.
 */
void
od_library_port_load_canned_async (OdLibraryPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (OD_IS_LIBRARY_PORT (self));

  OD_LIBRARY_PORT_GET_IFACE (self)->load_canned_async (self, cancellable, callback, user_data);
}

/**
 * od_library_port_load_canned_finish:
 *
 * Returns: (transfer full) (element-type OdCannedReply): by folder, then code
 */
GPtrArray *
od_library_port_load_canned_finish (OdLibraryPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_library_port_save_canned_async:
 * @reply: copied; its `id` 0 makes a new one. Files must be staged: od_reply_port_stage_file_async()
 *
 * %OD_ERROR_USAGE if the code is empty, has a space, or exists for this channel and language.
 */
void
od_library_port_save_canned_async (OdLibraryPort *self, const OdCannedReply *reply, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_LIBRARY_PORT (self));

  OD_LIBRARY_PORT_GET_IFACE (self)->save_canned_async (self, reply, cancellable, callback, user_data);
}

/**
 * od_library_port_save_canned_finish:
 *
 * Returns: its row; 0 with an error
 */
gint64
od_library_port_save_canned_finish (OdLibraryPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  return g_task_propagate_int (G_TASK (result), error);
}

/**
 * od_library_port_remove_canned_async:
 */
void
od_library_port_remove_canned_async (OdLibraryPort *self, gint64 id, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_LIBRARY_PORT (self));

  OD_LIBRARY_PORT_GET_IFACE (self)->remove_canned_async (self, id, cancellable, callback, user_data);
}

gboolean
od_library_port_remove_canned_finish (OdLibraryPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_library_port_use_canned_async:
 *
 * It was inserted just now: it ranks higher from here on.
 */
void
od_library_port_use_canned_async (OdLibraryPort *self, gint64 id, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_LIBRARY_PORT (self));

  OD_LIBRARY_PORT_GET_IFACE (self)->use_canned_async (self, id, cancellable, callback, user_data);
}

gboolean
od_library_port_use_canned_finish (OdLibraryPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * od_library_port_find_articles_async:
 * @query: words; "" for all
 * @limit: how many at most
 */
void
od_library_port_find_articles_async (OdLibraryPort *self, const char *query, guint limit, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_LIBRARY_PORT (self));

  OD_LIBRARY_PORT_GET_IFACE (self)->find_articles_async (self, query, limit, cancellable, callback, user_data);
}

/**
 * od_library_port_find_articles_finish:
 *
 * Returns: (transfer full) (element-type OdArticle): best first
 */
GPtrArray *
od_library_port_find_articles_finish (OdLibraryPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * od_library_port_save_article_async:
 * @article: copied; its `id` 0 makes a new one
 */
void
od_library_port_save_article_async (OdLibraryPort *self, const OdArticle *article, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_LIBRARY_PORT (self));

  OD_LIBRARY_PORT_GET_IFACE (self)->save_article_async (self, article, cancellable, callback, user_data);
}

/**
 * od_library_port_save_article_finish:
 *
 * Returns: its row; 0 with an error
 */
gint64
od_library_port_save_article_finish (OdLibraryPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  return g_task_propagate_int (G_TASK (result), error);
}

/**
 * od_library_port_remove_article_async:
 */
void
od_library_port_remove_article_async (OdLibraryPort *self, gint64 id, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (OD_IS_LIBRARY_PORT (self));

  OD_LIBRARY_PORT_GET_IFACE (self)->remove_article_async (self, id, cancellable, callback, user_data);
}

gboolean
od_library_port_remove_article_finish (OdLibraryPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
