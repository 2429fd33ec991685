/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-custom-field.h"
#include "od-db.h"

G_BEGIN_DECLS

/**
 * OdFieldJob: the data of the functions below.
 * @field: (owned) (nullable): of save; @id is filled with its row
 * @text: (owned) (nullable): a value, or a tag
 * @labels: (owned) (nullable): of the fields "order" and "tracking", should a finding make them
 * @found: (owned) (nullable) (element-type OdCustomField or OdFinding): what load() found
 * @is_checked: (inout): that the values fit, or all of them were looked at
 * @is_done: (out): of refit() and remove(): nothing is left to do. Of check(): nothing is to be refitted
 * @next_value: (owned) (nullable): with @next_id: how far check() or refit() has come
 */
typedef struct {
  gint64 id; /* of the field, or the finding */
  gint64 customer_id;
  OdCustomField *field;
  char *text;
  GStrv labels;
  guint position;
  gboolean is_set; /* of a tag; or a finding is taken */
  GPtrArray *found;
  gboolean is_checked;
  gboolean is_done;
  char *next_value;
  gint64 next_id;
  gint64 operator_id;
  gint64 now_us;
} OdFieldJob;

void od_field_job_free (OdFieldJob *job);

/* the definitions */
gboolean od_store_field_load (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_field_check (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_field_save (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_field_refit (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_field_resume (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_field_remove (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_field_move (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
OdCustomField *od_store_field_find (sqlite3 *db, gint64 id, GError **error);

/* what customers have in them */
gboolean od_store_field_set_value (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_field_set_tag (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_field_index (sqlite3 *db, gint64 customer_id, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdFieldJob, od_field_job_free)

G_END_DECLS
