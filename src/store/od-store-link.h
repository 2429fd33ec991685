/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-person.h"

G_BEGIN_DECLS

/**
 * OdLinkJob: the data of the functions below.
 * @link: (owned) (nullable): of link; its operator is who does it, 0: a verified identity
 * @id: of unlink; link fills it
 * @found: (owned) (nullable): what a read found
 */
typedef struct {
  OdPersonLink *link;
  gint64 id;
  gint64 customer_id, other_id;
  gint64 operator_id;
  gint64 now_us;
  GPtrArray *found;
} OdLinkJob;

void od_link_job_free (OdLinkJob *job);

gboolean od_store_link (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_unlink (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_link_load (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_link_compare (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_link_suggest (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_link_decline (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdLinkJob, od_link_job_free)

G_END_DECLS
