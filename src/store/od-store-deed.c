/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-deed"

#include "od-error.h"
#include "od-store-clock-private.h"
#include "od-store-deed-private.h"

/* ---- what od_store_triage() does ---- */

typedef struct {
  gboolean is_triage;
  OdOperationKind kind;
  OdStatusEvent event;
  gboolean is_set;
} Triaged;

static const Triaged triaged[OD_N_DEED] = {
  [OD_DEED_RESOLVE] = { TRUE, OD_OPERATION_STATUS, OD_STATUS_EVENT_RESOLVE, FALSE },
  [OD_DEED_REOPEN] = { TRUE, OD_OPERATION_STATUS, OD_STATUS_EVENT_REOPEN, FALSE },
  [OD_DEED_WAIT] = { TRUE, OD_OPERATION_STATUS, OD_STATUS_EVENT_WAIT, FALSE },
  [OD_DEED_SPAM] = { TRUE, OD_OPERATION_STATUS, OD_STATUS_EVENT_MARK_SPAM, FALSE },
  [OD_DEED_SNOOZE] = { TRUE, OD_OPERATION_SNOOZE, 0, FALSE },
  [OD_DEED_WAKE] = { TRUE, OD_OPERATION_SNOOZE, 0, FALSE },
  [OD_DEED_ASSIGN] = { TRUE, OD_OPERATION_ASSIGN, 0, FALSE },
  [OD_DEED_TAG] = { TRUE, OD_OPERATION_TAG, 0, TRUE },
  [OD_DEED_UNTAG] = { TRUE, OD_OPERATION_TAG, 0, FALSE },
  [OD_DEED_READ] = { TRUE, OD_OPERATION_READ, 0, FALSE },
};

static gboolean
find_last (OdDeedCall *call, gint64 *id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (call->db, error,
                        "SELECT id FROM timeline WHERE conversation_id = ?1 ORDER BY at_us DESC, id DESC LIMIT 1", &row,
                        "i", call->conversation_id))
    return FALSE;
  *id = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  return TRUE;
}

static gboolean
do_triage (OdDeedCall *call, const Triaged *what, GError **error)
{
  const OdDeed *deed = call->deed;
  OdTriageJob job = {
    .kind = what->kind,
    .conversation_id = call->conversation_id,
    .operator_id = call->operator_id,
    .now_us = call->now_us,
    .flags = OD_TRIAGE_IN_BATCH,
    .tag = deed->text,
    .event = what->event,
    .assignee_id = deed->number,
    .until_us = deed->kind == OD_DEED_SNOOZE ? deed->number : 0,
    .is_set = what->is_set,
  };
  gboolean ok;

  if ((call->remote_kinds & (1u << what->kind)) != 0)
    job.flags |= OD_TRIAGE_HAS_REMOTE;
  if (deed->kind == OD_DEED_READ && !find_last (call, &job.message_id, error))
    return FALSE;
  if (deed->kind == OD_DEED_READ && job.message_id == 0)
    return TRUE; /* there is nothing to read */
  ok = od_store_triage (call->db, call->changes, &job, error);
  call->is_changed = ok && job.is_changed;
  return ok;
}

/* ---- the others ---- */

static gboolean
set_priority (OdTriage *triage, const OdDeed *deed, GError **error)
{
  g_autofree char *payload = g_strdup_printf ("{\"priority\":%" G_GINT64_FORMAT "}", deed->number);

  if (triage->priority == deed->number)
    return TRUE;
  return od_stmt_run (triage->db, error, "UPDATE conversation SET priority = ?2 WHERE id = ?1", "ii",
                      triage->job->conversation_id, deed->number) &&
         od_clock_retime (triage->db, triage->changes, triage->job->conversation_id, triage->job->now_us, error) &&
         od_triage_tell (triage, "priority", payload, error);
}

/* @id: (out): 0: it was imported without an address */
static gboolean
find_contact_point (OdTriage *triage, gint64 *id, gboolean *is_blocked, gint64 *until_us, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  *id = 0;
  if (!od_stmt_get_row (triage->db, error,
                        "SELECT p.id, p.is_blocked, p.blocked_until_us FROM conversation AS c"
                        " JOIN thread AS t ON t.id = c.thread_id JOIN contact_point AS p ON p.id = t.contact_point_id"
                        " WHERE c.id = ?1",
                        &row, "i", triage->job->conversation_id))
    return FALSE;
  if (row == NULL)
    return TRUE;
  *id = sqlite3_column_int64 (row, 0);
  *is_blocked = sqlite3_column_int (row, 1) != 0;
  *until_us = sqlite3_column_int64 (row, 2);
  return TRUE;
}

static gboolean
set_blocked (OdTriage *triage, const OdDeed *deed, GError **error)
{
  gboolean is_set = deed->kind == OD_DEED_BLOCK, is_blocked;
  gint64 id, until_us, new_until_us = is_set ? deed->number : 0;
  g_autofree char *payload = is_set ? g_strdup_printf ("{\"until_us\":%" G_GINT64_FORMAT "}", new_until_us) : NULL;

  if (!find_contact_point (triage, &id, &is_blocked, &until_us, error))
    return FALSE;
  if (id == 0)
    return od_deed_refuse (OD_DEED_REFUSAL_NO_ADDRESS, error);
  if (is_blocked == is_set && until_us == new_until_us)
    return TRUE;
  return od_write_blocked (triage->db, triage->changes, id, is_set, new_until_us, error) &&
         (!is_set ||
          od_clock_cancel (triage->db, triage->changes, triage->job->conversation_id, triage->job->now_us, error)) &&
         od_write_audit (triage->db, triage->job->now_us, triage->job->operator_id, is_set ? "blocked" : "unblocked",
                         "contact_point", id, error) &&
         od_triage_tell (triage, is_set ? "blocked" : "unblocked", payload != NULL ? payload : "{}", error);
}

/* The mark goes back to before the customer's last message, and that one counts. */
static gboolean
set_unread (OdTriage *triage, const OdDeed *deed, GError **error)
{
  gint64 id = triage->job->conversation_id, n_unread;
  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (triage->db, error,
                          "SELECT n_unread, EXISTS (SELECT 1 FROM timeline WHERE conversation_id = ?1 AND kind = 1)"
                          " FROM conversation WHERE id = ?1",
                          &row, "i", id))
      return FALSE;
    n_unread = sqlite3_column_int64 (row, 0);
    if (sqlite3_column_int (row, 1) == 0)
      return od_deed_refuse (OD_DEED_REFUSAL_NO_MESSAGE, error);
  }
  if (n_unread > 0)
    return TRUE;
  triage->job->is_changed = TRUE;
  od_change_set_add (triage->changes, OD_CHANGE_CONVERSATION, id);
  return od_stmt_run (triage->db, error,
                      "UPDATE conversation SET n_unread = 1, read_upto_id = coalesce ("
                      " (SELECT b.id FROM (SELECT at_us, id FROM timeline WHERE conversation_id = ?1 AND kind = 1"
                      "   ORDER BY at_us DESC, id DESC LIMIT 1) AS l"
                      "  JOIN timeline AS b ON b.conversation_id = ?1 AND (b.at_us, b.id) < (l.at_us, l.id)"
                      "  ORDER BY b.at_us DESC, b.id DESC LIMIT 1), 0) WHERE id = ?1",
                      "i", id) &&
         od_write_audit (triage->db, triage->job->now_us, triage->job->operator_id, "unread", "conversation", id,
                         error);
}

static gboolean
set_no_reply (OdTriage *triage, const OdDeed *deed, GError **error)
{
  gint64 id = triage->job->conversation_id;
  gboolean is_waived, is_waiting;

  if (!od_clock_waive (triage->db, triage->changes, id, triage->job->now_us, &is_waived, error) ||
      !od_stmt_run (triage->db, error,
                    "UPDATE conversation SET waiting_since_us = 0, n_unanswered = 0"
                    " WHERE id = ?1 AND (waiting_since_us <> 0 OR n_unanswered <> 0)",
                    "i", id))
    return FALSE;
  is_waiting = sqlite3_changes (triage->db) > 0;
  return (!is_waived && !is_waiting) || od_triage_tell (triage, "no-reply", "{}", error);
}

static gboolean
do_other (OdDeedCall *call, gboolean (*func) (OdTriage *, const OdDeed *, GError **), GError **error)
{
  OdTriageJob job = { .conversation_id = call->conversation_id,
                      .operator_id = call->operator_id,
                      .now_us = call->now_us };
  OdTriage triage = { .db = call->db, .changes = call->changes, .job = &job };
  gboolean ok = od_triage_load_conversation (&triage, error) && func (&triage, call->deed, error);

  call->is_changed = ok && job.is_changed;
  return ok;
}

/*
 * od_deed_call:
 *
 * What is so already is no error and changes nothing.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND, %OD_ERROR_REJECTED (not in this state), %OD_ERROR_USAGE or %OD_ERROR_STORE
 */
gboolean
od_deed_call (OdDeedCall *call, GError **error)
{
  static gboolean (*const others[OD_N_DEED]) (OdTriage *, const OdDeed *, GError **) = {
    [OD_DEED_PRIORITY] = set_priority, [OD_DEED_BLOCK] = set_blocked,     [OD_DEED_UNBLOCK] = set_blocked,
    [OD_DEED_UNREAD] = set_unread,     [OD_DEED_NO_REPLY] = set_no_reply,
  };
  OdDeedKind kind = call->deed->kind;

  call->is_changed = FALSE;
  return triaged[kind].is_triage ? do_triage (call, &triaged[kind], error) : do_other (call, others[kind], error);
}
