/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-customer"

#include "od-store-customer.h"

#include "od-error.h"
#include "od-limits.h"
#include "od-store-person.h"
#include "od-store-search-index.h"
#include "od-store-write-private.h"
#include "od-text.h"

void
od_customer_job_free (OdCustomerJob *job)
{
  g_free (job->text);
  g_free (job);
}

static gboolean
tell (sqlite3 *db, OdChangeSet *changes, const OdCustomerJob *job, const char *what, GError **error)
{
  return od_person_tell (db, changes, job->customer_id, TRUE, error) &&
         od_write_audit (db, job->now_us, job->operator_id, what, "customer", job->customer_id, error);
}

/**
 * od_store_customer_rename:
 * @data: an #OdCustomerJob, of any customer of the person; "" gives the name back to the channel, which may set it again
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_customer_rename (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdCustomerJob *job = data;
  g_autofree char *name = od_text_snippet (job->text != NULL ? job->text : "", OD_LIMIT_NAME_CHARS);

  if (!od_person_find_root (db, job->customer_id, &job->customer_id, error) ||
      !od_person_set_choice (db, job->customer_id, "name", NULL, error) ||
      !od_stmt_run (db, error, "UPDATE customer SET name = ?2, is_name_by_operator = ?2 <> '' WHERE id = ?1", "it",
                    job->customer_id, name))
    return FALSE;
  return od_search_index_put (db, OD_SEARCH_DOC_CUSTOMER, job->customer_id, name, error) &&
         tell (db, changes, job, "rename", error);
}

/**
 * od_store_customer_set_note:
 * @data: an #OdCustomerJob
 *
 * Returns: %FALSE with %OD_ERROR_TOO_LARGE, %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_customer_set_note (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdCustomerJob *job = data;
  const char *note = job->text != NULL ? job->text : "";

  if (od_text_count_code_points (note) > OD_LIMIT_NOTE_CHARS)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "The note has more than %d characters", OD_LIMIT_NOTE_CHARS);
      return FALSE;
    }
  if (!od_person_find_root (db, job->customer_id, &job->customer_id, error) ||
      !od_person_set_choice (db, job->customer_id, "note", *note == '\0' ? "" : NULL, error) ||
      !od_stmt_run (db, error, "UPDATE customer SET note = ?2 WHERE id = ?1", "it", job->customer_id, note))
    return FALSE;
  if (!od_search_index_put (db, OD_SEARCH_DOC_CUSTOMER_NOTE, job->customer_id, note, error))
    return FALSE;
  return tell (db, changes, job, "note", error);
}
