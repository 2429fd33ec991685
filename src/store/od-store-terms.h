/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-terms.h"

G_BEGIN_DECLS

/* Conditions in SQL: a row that a new desk has, as it was made. Other stores have it, too: it is not exported, and gives
 * way to what is imported. */
#define OD_TERMS_UNTOUCHED_CALENDAR "(uid = '" OD_TERMS_DEFAULT_UID "' AND version = 1)"
#define OD_TERMS_UNTOUCHED_POLICY "(uid = '" OD_TERMS_DEFAULT_UID "-' || (position - 999) AND version = 1)"

/**
 * OdTermsJob: the data of the functions below.
 * @calendar: (owned) (nullable): to be saved
 * @policy: (owned) (nullable): to be saved
 * @zone: (owned) (nullable): of the defaults: the time zone here
 * @id: of what is removed or moved; of what was saved
 * @position: where it is moved to; 0: the first
 * @terms: (out) (owned)
 */
typedef struct {
  OdCalendar *calendar;
  OdSlaPolicy *policy;
  char *zone;
  gint64 id;
  guint position;
  gint64 operator_id;
  gint64 now_us;
  OdTerms *terms;
} OdTermsJob;

void od_terms_job_free (OdTermsJob *job);
gboolean od_store_terms_load (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_terms_ensure_defaults (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_terms_save_calendar (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_terms_remove_calendar (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_terms_save_policy (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_terms_remove_policy (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_terms_move_policy (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdTermsJob, od_terms_job_free)

G_END_DECLS
