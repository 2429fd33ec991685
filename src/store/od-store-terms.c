/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-terms"

#include "od-store-terms.h"

#include "od-error.h"
#include "od-limits.h"
#include "od-store-write-private.h"
#include "od-ulid.h"

/* Opening hours and promises: the tables `calendar` and `policy`. Every edit gives a row a new version; who keeps clocks
 * compares (R12). */

#define MADE_KEY "terms.made" /* of `setting`: the defaults were written once, and are never again */
#define FIRST_POSITION 1000   /* of the defaults: there is room before them */

void
od_terms_job_free (OdTermsJob *job)
{
  g_clear_pointer (&job->calendar, od_calendar_free);
  g_clear_pointer (&job->policy, od_sla_policy_free);
  g_clear_pointer (&job->terms, od_terms_free);
  g_free (job->zone);
  g_free (job);
}

/* ---- reading ---- */

static void
read_calendar (OdTerms *terms, OdStmt *stmt)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OdBizcal) hours = od_bizcal_parse ((const char *) sqlite3_column_text (stmt, 4), -1, &error);
  OdCalendar *calendar;

  if (hours == NULL)
    {
      g_warning ("Calendar %" G_GINT64_FORMAT " can't be read: %s", (gint64) sqlite3_column_int64 (stmt, 0),
                 error->message);
      return;
    }
  calendar = od_calendar_new (sqlite3_column_int64 (stmt, 0), (const char *) sqlite3_column_text (stmt, 2), hours);
  g_free (calendar->uid);
  calendar->uid = od_stmt_dup_text (stmt, 1);
  calendar->version = sqlite3_column_int64 (stmt, 3);
  g_ptr_array_add (terms->calendars, calendar);
}

static void
read_policy (OdTerms *terms, OdStmt *stmt)
{
  g_autoptr (OdSlaPolicy) policy = od_sla_policy_new ((const char *) sqlite3_column_text (stmt, 2));
  g_autoptr (GError) error = NULL;

  policy->id = sqlite3_column_int64 (stmt, 0);
  g_free (policy->uid);
  policy->uid = od_stmt_dup_text (stmt, 1);
  policy->version = sqlite3_column_int64 (stmt, 3);
  policy->calendar_id = sqlite3_column_int64 (stmt, 5);
  policy->position = sqlite3_column_int64 (stmt, 6);
  if (od_sla_policy_parse_body (policy, (const char *) sqlite3_column_text (stmt, 4), -1, &error))
    g_ptr_array_add (terms->policies, g_steal_pointer (&policy));
  else
    g_warning ("Policy %" G_GINT64_FORMAT " can't be read: %s", policy->id, error->message);
}

static gboolean
read_all (sqlite3 *db, const char *sql, void (*read) (OdTerms *, OdStmt *), OdTerms *terms, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error, sql, "i", (gint64) OD_LIMIT_CALENDARS);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        read (terms, stmt);
    }
  return stmt != NULL;
}

/**
 * od_store_terms_load:
 * @data: an #OdTermsJob; its terms are filled
 *
 * An #OdDbReadFunc. A row that can't be read is left out, and said.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_terms_load (sqlite3 *db, gpointer data, GError **error)
{
  OdTermsJob *job = data;

  g_clear_pointer (&job->terms, od_terms_free);
  job->terms = od_terms_new ();
  return read_all (db, "SELECT id, uid, name, version, body FROM calendar ORDER BY name, id LIMIT ?1", read_calendar,
                   job->terms, error) &&
         read_all (db,
                   "SELECT id, uid, name, version, body, ifnull (calendar_id, 0), position FROM policy"
                   " ORDER BY position, id LIMIT ?1",
                   read_policy, job->terms, error);
}

/* ---- writing ---- */

static gboolean
check_room (sqlite3 *db, const char *count_sql, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, count_sql, &row, ""))
    return FALSE;
  if (sqlite3_column_int64 (row, 0) < OD_LIMIT_CALENDARS)
    return TRUE;
  g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "More than %d", OD_LIMIT_CALENDARS);
  return FALSE;
}

/* Says what happened to @id. */
static gboolean
finish (sqlite3 *db, OdChangeSet *changes, OdTermsJob *job, const char *what, const char *subject, GError **error)
{
  od_change_set_add (changes, OD_CHANGE_LIBRARY, job->id);
  return od_write_audit (db, job->now_us, job->operator_id, what, subject, job->id, error);
}

static gboolean
write_calendar (sqlite3 *db, OdTermsJob *job, GError **error)
{
  const OdCalendar *calendar = job->calendar;
  g_autofree char *body = od_bizcal_to_string (calendar->hours);
  g_autofree char *uid = NULL;

  job->id = calendar->id;
  if (calendar->id != 0)
    {
      if (!od_stmt_run (db, error,
                        "UPDATE calendar SET name = ?2, body = ?3, version = version + 1"
                        " WHERE id = ?1 AND (?4 = 0 OR version = ?4)",
                        "itti", calendar->id, calendar->name, body, calendar->version))
        return FALSE;
      return sqlite3_changes (db) > 0 ||
             od_write_changed (db, "SELECT 1 FROM calendar WHERE id = ?1", calendar->id, "calendar", error);
    }
  uid = *calendar->uid != '\0' ? g_strdup (calendar->uid) : od_ulid_new (job->now_us);
  if (!check_room (db, "SELECT count (*) FROM calendar", error) ||
      !od_stmt_run (db, error, "INSERT INTO calendar (uid, name, body) VALUES (?1, ?2, ?3)", "ttt", uid, calendar->name,
                    body))
    return FALSE;
  job->id = sqlite3_last_insert_rowid (db);
  return TRUE;
}

/**
 * od_store_terms_save_calendar:
 * @data: an #OdTermsJob with a calendar; its id is filled
 *
 * Returns: %FALSE with %OD_ERROR_REJECTED (it has another version by now), %OD_ERROR_USAGE (it has no name), %OD_ERROR_TOO_LARGE, %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_terms_save_calendar (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdTermsJob *job = data;

  if (!od_write_check_text (job->calendar->name, OD_LIMIT_CALENDAR_NAME_CHARS, "name", error))
    return FALSE;
  if (*job->calendar->name == '\0')
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_USAGE, "name: one is needed");
      return FALSE;
    }
  return write_calendar (db, job, error) &&
         finish (db, changes, job, job->calendar->id == 0 ? "add" : "change", "calendar", error);
}

/**
 * od_store_terms_remove_calendar:
 * @data: an #OdTermsJob
 *
 * Returns: %FALSE with %OD_ERROR_REJECTED (a policy or an automatic answer counts by it), %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_terms_remove_calendar (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdTermsJob *job = data;
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (
          db, error,
          "SELECT 1 FROM policy WHERE calendar_id = ?1 UNION ALL SELECT 1 FROM automatic_answer WHERE calendar_id = ?1",
          &row, "i", job->id))
    return FALSE;
  if (row != NULL)
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_REJECTED,
                           "A promise or an automatic answer counts by this calendar");
      return FALSE;
    }
  if (!od_stmt_run (db, error, "DELETE FROM calendar WHERE id = ?1", "i", job->id))
    return FALSE;
  return sqlite3_changes (db) > 0 ? finish (db, changes, job, "remove", "calendar", error)
                                  : od_write_gone (error, "calendar");
}

static gboolean
check_calendar (sqlite3 *db, gint64 id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (id == 0)
    return TRUE;
  if (!od_stmt_get_row (db, error, "SELECT 1 FROM calendar WHERE id = ?1", &row, "i", id))
    return FALSE;
  return row != NULL || od_write_gone (error, "calendar");
}

/* Positions are never below 0, and an imported policy may have that one: the others make room then. */
static gboolean
make_room_before (sqlite3 *db, GError **error)
{
  return od_stmt_run (db, error,
                      "UPDATE policy SET position = ?1 + r.n FROM (SELECT id AS row_id, row_number () OVER"
                      " (ORDER BY position, id) AS n FROM policy) AS r WHERE r.row_id = policy.id"
                      " AND EXISTS (SELECT 1 FROM policy WHERE position < 1)",
                      "i", (gint64) FIRST_POSITION);
}

static gboolean
write_policy (sqlite3 *db, OdTermsJob *job, GError **error)
{
  const OdSlaPolicy *policy = job->policy;
  g_autofree char *body = od_sla_policy_dup_body (policy);
  g_autofree char *uid = NULL;

  job->id = policy->id;
  if (policy->id != 0)
    {
      if (!od_stmt_run (db, error,
                        "UPDATE policy SET name = ?2, calendar_id = nullif (?3, 0), body = ?4, version = version + 1"
                        " WHERE id = ?1 AND (?5 = 0 OR version = ?5)",
                        "ititi", policy->id, policy->name, policy->calendar_id, body, policy->version))
        return FALSE;
      return sqlite3_changes (db) > 0 ||
             od_write_changed (db, "SELECT 1 FROM policy WHERE id = ?1", policy->id, "policy", error);
    }
  uid = *policy->uid != '\0' ? g_strdup (policy->uid) : od_ulid_new (job->now_us);
  if (!check_room (db, "SELECT count (*) FROM policy", error) || !make_room_before (db, error) ||
      !od_stmt_run (db, error,
                    "INSERT INTO policy (uid, name, calendar_id, body, position) VALUES (?1, ?2, nullif (?3, 0), ?4,"
                    " (SELECT ifnull (min (position), ?5) - 1 FROM policy))",
                    "ttiti", uid, policy->name, policy->calendar_id, body, (gint64) FIRST_POSITION + OD_SLA_N_DEFAULTS))
    return FALSE;
  job->id = sqlite3_last_insert_rowid (db);
  return TRUE;
}

/**
 * od_store_terms_save_policy:
 * @data: an #OdTermsJob with a policy; its id is filled
 *
 * A new one is tried first: the last is for everything.
 *
 * Returns: %FALSE with what od_sla_policy_check() says, %OD_ERROR_REJECTED (it has another version by now), %OD_ERROR_TOO_LARGE, %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_terms_save_policy (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdTermsJob *job = data;

  return od_sla_policy_check (job->policy, error) && check_calendar (db, job->policy->calendar_id, error) &&
         write_policy (db, job, error) &&
         finish (db, changes, job, job->policy->id == 0 ? "add" : "change", "policy", error);
}

/**
 * od_store_terms_remove_policy:
 * @data: an #OdTermsJob
 *
 * Clocks that it started keep their due times, and forget which policy it was.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_terms_remove_policy (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdTermsJob *job = data;

  if (!od_stmt_run (db, error, "UPDATE clock SET policy_id = NULL WHERE policy_id = ?1", "i", job->id) ||
      !od_stmt_run (db, error, "DELETE FROM policy WHERE id = ?1", "i", job->id))
    return FALSE;
  return sqlite3_changes (db) > 0 ? finish (db, changes, job, "remove", "policy", error)
                                  : od_write_gone (error, "policy");
}

/**
 * od_store_terms_move_policy:
 * @data: an #OdTermsJob
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_terms_move_policy (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdTermsJob *job = data;

  /* Twice what it is among the others, so that there is room between any two. */
  if (!od_stmt_run (db, error,
                    "UPDATE policy SET position = ?2 + r.n * 2 + 1 FROM (SELECT id AS row_id, row_number () OVER"
                    " (ORDER BY position, id) - 1 AS n FROM policy WHERE id <> ?1) AS r WHERE r.row_id = policy.id",
                    "ii", job->id, (gint64) FIRST_POSITION) ||
      !od_stmt_run (db, error, "UPDATE policy SET position = ?2 WHERE id = ?1", "ii", job->id,
                    FIRST_POSITION + (gint64) MIN (job->position, OD_LIMIT_CALENDARS) * 2))
    return FALSE;
  return sqlite3_changes (db) > 0 ? finish (db, changes, job, "move", "policy", error)
                                  : od_write_gone (error, "policy");
}

/* ---- a new desk ---- */

static gboolean
add_defaults (sqlite3 *db, OdTermsJob *job, GError **error)
{
  g_autoptr (OdBizcal) hours = od_sla_default_calendar (job->zone);
  g_autoptr (GPtrArray) policies = NULL;

  job->calendar = od_calendar_new (0, od_sla_default_calendar_name (), hours);
  g_free (job->calendar->uid);
  job->calendar->uid = g_strdup (OD_TERMS_DEFAULT_UID);
  if (!write_calendar (db, job, error))
    return FALSE;
  policies = od_sla_default_policies (job->id);
  for (guint i = policies->len; i > 0; i--) /* each before the others */
    {
      g_clear_pointer (&job->policy, od_sla_policy_free);
      job->policy = od_sla_policy_copy (policies->pdata[i - 1]);
      g_free (job->policy->uid);
      job->policy->uid = g_strdup_printf (OD_TERMS_DEFAULT_UID "-%u", i);
      if (!write_policy (db, job, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * od_store_terms_ensure_defaults:
 * @data: an #OdTermsJob with the time zone here
 *
 * Once in the life of a store: what a desk promises that nobody configured. A store that has any promise already is left
 * as it is.
 */
gboolean
od_store_terms_ensure_defaults (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdTermsJob *job = data;
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT EXISTS (SELECT 1 FROM setting WHERE key = ?1) OR EXISTS (SELECT 1 FROM policy)"
                        " OR EXISTS (SELECT 1 FROM calendar)",
                        &row, "t", MADE_KEY))
    return FALSE;
  if (sqlite3_column_int (row, 0) != 0)
    return TRUE;
  g_clear_pointer (&row, od_stmt_release);
  if (!add_defaults (db, job, error) ||
      !od_stmt_run (db, error, "INSERT INTO setting (key, value) VALUES (?1, '1')", "t", MADE_KEY))
    return FALSE;
  od_change_set_add (changes, OD_CHANGE_LIBRARY, job->id);
  return TRUE;
}
