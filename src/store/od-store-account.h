/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdAccountJob: the data of the writes below.
 * @account_id: (inout): out of add and ensure_trial
 * @channel: (owned) (nullable), @name: (owned) (nullable), @settings: (owned) (nullable): JSON object without secrets
 * @is_new: (out): of ensure_trial
 */
typedef struct {
  gint64 account_id;
  char *channel;
  char *name;
  char *settings;
  gint64 operator_id;
  gint64 now_us;
  gboolean is_enabled;
  gboolean is_new;
} OdAccountJob;

OdAccountJob *od_account_job_new (gint64 account_id, const char *channel, const char *name, const char *settings,
                                  gint64 now_us);
void od_account_job_free (OdAccountJob *job);

gboolean od_store_account_add (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_account_ensure_trial (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_account_set_enabled (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_account_set_settings (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_account_edit (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_account_remove (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);
gboolean od_store_account_take_back (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

/**
 * OdAccountListJob: the data of od_store_account_list().
 * @account_id: only this one; 0: all
 * @rows: (out) (owned) (element-type OdAccountRow): by name; %OD_ACCOUNT_PAUSED if not enabled, else %OD_ACCOUNT_OFFLINE
 */
typedef struct {
  gint64 account_id;
  GPtrArray *rows;
} OdAccountListJob;

void od_account_list_job_free (OdAccountListJob *job);
gboolean od_store_account_list (sqlite3 *db, gpointer data, GError **error);

/**
 * OdHearJob: the data of od_store_account_hear(): see #OdAccountHealth.
 */
typedef struct {
  gint64 account_id;
  gint64 heard_at_us;
  gint64 gap_from_us, gap_until_us;
} OdHearJob;

gboolean od_store_account_hear (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error);

/**
 * OdCursorJob: the data of od_store_cursor_load().
 * @value: (out) (owned) (nullable)
 */
typedef struct {
  gint64 account_id;
  char *name;
  char *value;
} OdCursorJob;

void od_cursor_job_free (OdCursorJob *job);
gboolean od_store_cursor_load (sqlite3 *db, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdAccountJob, od_account_job_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdAccountListJob, od_account_list_job_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdCursorJob, od_cursor_job_free)

G_END_DECLS
