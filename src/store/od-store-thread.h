/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "od-thread-port.h"

G_BEGIN_DECLS

/**
 * OdThreadAsk: which page.
 * @limit: rows, 1..200
 * @files_dir: absolute; where attachments lie
 * @operator_id: whose reactions are one's own
 */
typedef struct {
  gint64 conversation_id;
  OdThreadScope scope;
  OdThreadAnchor anchor;
  gint64 anchor_id;
  guint limit;
  const char *files_dir;
  gint64 operator_id;
} OdThreadAsk;

OdThreadPage *od_store_thread_load_page (sqlite3 *db, const OdThreadAsk *ask, GError **error);
GPtrArray *od_store_thread_load_rows (sqlite3 *db, const OdThreadAsk *ask, const gint64 *ids, guint n_ids,
                                      GError **error);
GPtrArray *od_store_thread_load_versions (sqlite3 *db, gint64 message_id, GError **error);
gint64 *od_store_thread_find (sqlite3 *db, gint64 message_id, GError **error);

G_END_DECLS
