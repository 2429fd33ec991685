/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"

G_BEGIN_DECLS

/**
 * OdCustomerJob: the data of the functions below.
 * @text: (owned) (nullable): the name, or the note
 */
typedef struct {
  gint64 customer_id;
  char *text;
  gint64 operator_id;
  gint64 now_us;
} OdCustomerJob;

void od_customer_job_free (OdCustomerJob *job);

gboolean od_store_customer_rename (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_customer_set_note (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdCustomerJob, od_customer_job_free)

G_END_DECLS
