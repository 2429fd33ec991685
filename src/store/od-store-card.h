/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdCardJob: the data of od_store_card_load().
 * @card: (out) (owned)
 */
typedef struct {
  gint64 customer_id;
  OdCustomerCard *card;
} OdCardJob;

OdCardJob *od_card_job_new (gint64 customer_id);
void od_card_job_free (OdCardJob *job);
gboolean od_store_card_load (sqlite3 *db, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdCardJob, od_card_job_free)

G_END_DECLS
