/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-search-port.h"

G_BEGIN_DECLS

/**
 * OdSearchJob: the data of od_store_search().
 * @question: its text and zone are owned
 * @hits: (out) (owned) (element-type OdSearchHit): newest first
 */
typedef struct {
  OdSearchQuestion question;
  GPtrArray *hits;
} OdSearchJob;

OdSearchJob *od_search_job_new (const OdSearchQuestion *question);
void od_search_job_free (OdSearchJob *job);
gboolean od_store_search (sqlite3 *db, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdSearchJob, od_search_job_free)

G_END_DECLS
