/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-field-private.h"

#include <string.h>

#include "od-error.h"
#include "od-limits.h"
#include "od-stmt.h"

/* A field becomes of another kind: first every value is looked at, then the definition changes, then the values get the
 * spelling of their new kind: 12,5 → 12.5. Values may be many, so they are taken a slice at a time, in the order of the
 * index; what is written meanwhile is checked by whoever writes it. */

static gboolean
is_equal (GStrv a, GStrv b)
{
  static char *const none[] = { NULL };

  return g_strv_equal ((const char *const *) (a != NULL ? a : (GStrv) none),
                       (const char *const *) (b != NULL ? b : (GStrv) none));
}

/* Whether the same values fit both. */
static gboolean
is_same_kind (const OdCustomField *a, const OdCustomField *b)
{
  return a->kind == b->kind && is_equal (a->options, b->options) &&
         g_strcmp0 (a->pattern != NULL ? a->pattern : "", b->pattern != NULL ? b->pattern : "") == 0;
}

static OdStmt *
ask_next (sqlite3 *db, const OdFieldJob *job, gint64 limit, GError **error)
{
  return od_stmt_bind (db, error,
                       "SELECT customer_id, value FROM customer_field WHERE field_id = ?1"
                       " AND (value, customer_id) > (?2, ?3) ORDER BY value, customer_id LIMIT ?4",
                       "itii", job->field->id, job->next_value != NULL ? job->next_value : "", job->next_id, limit);
}

static void
go_on_behind (OdFieldJob *job, gint64 customer_id, const char *value)
{
  g_free (job->next_value);
  job->next_value = g_strdup (value);
  job->next_id = customer_id;
}

static void
begin_again (OdFieldJob *job)
{
  g_clear_pointer (&job->next_value, g_free);
  job->next_id = 0;
}

/**
 * od_store_field_check:
 * @data: an #OdFieldJob with @field; run it again until it @is_checked. Then @is_done says that no value changes
 *
 * An #OdDbReadFunc: whether the next values fit what the field is to become.
 *
 * Returns: %FALSE with %OD_ERROR_USAGE (one does not fit), %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_field_check (sqlite3 *db, gpointer data, GError **error)
{
  OdFieldJob *job = data;
  g_autoptr (OdCustomField) was = job->field->id != 0 ? od_store_field_find (db, job->field->id, error) : NULL;
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row = TRUE;

  job->is_done = job->field->id == 0 || (was != NULL && is_same_kind (was, job->field));
  if (was == NULL && job->field->id != 0)
    return FALSE;
  if (!job->is_done)
    {
      stmt = ask_next (db, job, OD_LIMIT_FIELD_CHECK_SLICE, error);
      if (stmt == NULL)
        return FALSE;
    }
  for (guint i = 0; stmt != NULL && i < OD_LIMIT_FIELD_CHECK_SLICE; i++)
    {
      g_autofree char *spelled = NULL;
      const char *value;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      value = (const char *) sqlite3_column_text (stmt, 1);
      if (!od_custom_field_check (job->field, value, &spelled, NULL))
        {
          g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "kind: there are values that do not fit");
          return FALSE;
        }
      go_on_behind (job, sqlite3_column_int64 (stmt, 0), value);
    }
  if (stmt == NULL || !has_row)
    {
      job->is_checked = TRUE;
      begin_again (job);
    }
  return TRUE;
}

/* ---- spelling ---- */

typedef struct {
  gint64 customer_id;
  char *value;   /* (owned) */
  char *spelled; /* (owned) (nullable): %NULL: it stays */
} Refit;

static void
refit_clear (gpointer data)
{
  g_free (((Refit *) data)->value);
  g_free (((Refit *) data)->spelled);
}

static gboolean
load_refits (sqlite3 *db, const OdFieldJob *job, GArray *refits, GError **error)
{
  g_autoptr (OdStmt) stmt = ask_next (db, job, OD_LIMIT_FIELD_SLICE, error);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      Refit refit = { 0 };

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      refit.customer_id = sqlite3_column_int64 (stmt, 0);
      refit.value = od_stmt_dup_text (stmt, 1);
      /* what doesn't fit was written while the others were looked at: it stays as it is until somebody changes it */
      if (od_custom_field_check (job->field, refit.value, &refit.spelled, NULL) &&
          strcmp (refit.value, refit.spelled) == 0)
        g_clear_pointer (&refit.spelled, g_free);
      g_array_append_val (refits, refit);
    }
  return stmt != NULL;
}

static gboolean
spell (sqlite3 *db, OdChangeSet *changes, gint64 field_id, const Refit *refit, GError **error)
{
  if (!od_stmt_run (db, error,
                    *refit->spelled != '\0'
                        ? "UPDATE customer_field SET value = ?3 WHERE customer_id = ?1 AND field_id = ?2"
                        : "DELETE FROM customer_field WHERE customer_id = ?1 AND field_id = ?2 AND ?3 = ''",
                    "iit", refit->customer_id, field_id, refit->spelled))
    return FALSE;
  od_change_set_add (changes, OD_CHANGE_CUSTOMER, refit->customer_id);
  return od_store_field_index (db, refit->customer_id, error);
}

/**
 * od_store_field_refit:
 * @data: an #OdFieldJob with @field, saved; run it again until it @is_done
 *
 * Spells the next values as their kind wants them.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_store_field_refit (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdFieldJob *job = data;
  g_autoptr (GArray) refits = g_array_new (FALSE, FALSE, sizeof (Refit));

  g_array_set_clear_func (refits, refit_clear);
  if (!load_refits (db, job, refits, error))
    return FALSE;
  for (guint i = 0; i < refits->len; i++)
    {
      const Refit *refit = &g_array_index (refits, Refit, i);

      if (refit->spelled != NULL && !spell (db, changes, job->field->id, refit, error))
        return FALSE;
    }
  job->is_done = refits->len < OD_LIMIT_FIELD_SLICE;
  if (refits->len > 0)
    {
      const Refit *last = &g_array_index (refits, Refit, refits->len - 1);

      go_on_behind (job, last->customer_id, last->value);
    }
  return !job->is_done || od_field_pending_end (db, job->field->id, error);
}
