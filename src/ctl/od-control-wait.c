/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-control-call.h"

#include "od-stmt.h"

/**
 * Wait:
 *
 * A message on its way out, and a command that waits for what becomes of it. It
 * reads the row, and again after each change of it, until the outbox is through
 * with it or time is up.
 */
typedef struct {
  OdControlCall *call; /* (owned) */
  gint64 message_id;
  gulong changed_id;
  guint timeout_id;
  guint n_reading;
} Wait;

typedef struct {
  gint64 message_id;
  OdDelivery delivery;
  char *error; /* (owned) (nullable) */
} Outcome;

static void
outcome_free (Outcome *outcome)
{
  g_free (outcome->error);
  g_free (outcome);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Outcome, outcome_free)

static gboolean
read_outcome (sqlite3 *db, gpointer data, GError **error)
{
  Outcome *outcome = data;
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row;

  stmt =
      od_stmt_bind (db, error, "SELECT delivery, error FROM message WHERE timeline_id = ?1", "i", outcome->message_id);
  if (stmt == NULL || !od_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row)
    {
      outcome->delivery = (OdDelivery) sqlite3_column_int (stmt, 0);
      outcome->error = od_stmt_dup_text (stmt, 1);
    }
  return TRUE;
}

/* Nothing else may come: the last reading is over and no more is asked for. */
static void
end (Wait *wait, const Outcome *outcome)
{
  OdControlCall *call = wait->call;

  g_signal_handler_disconnect (call->desk->feed, wait->changed_id);
  g_clear_handle_id (&wait->timeout_id, g_source_remove);
  g_free (wait);
  if (outcome->delivery >= OD_DELIVERY_SENT && outcome->delivery <= OD_DELIVERY_READ)
    {
      od_control_call_print_row (call, outcome->message_id);
      od_control_call_done (call, OD_EXIT_DONE);
    }
  else
    od_control_call_fail (call, OD_EXIT_FAILED, "Message %" G_GINT64_FORMAT " is %s%s%s", outcome->message_id,
                          od_delivery_get_name (outcome->delivery), outcome->error != NULL ? ": " : "",
                          outcome->error != NULL ? outcome->error : "");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;
  g_autoptr (Outcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_on_its_way;

  outcome = od_db_finish (OD_DB (source), result, &error);
  if (outcome == NULL)
    {
      outcome = g_new0 (Outcome, 1);
      outcome->message_id = wait->message_id;
      outcome->error = g_strdup (error->message);
    }
  is_on_its_way = outcome->delivery == OD_DELIVERY_QUEUED || outcome->delivery == OD_DELIVERY_SENDING;
  wait->n_reading--;
  if (wait->n_reading == 0 && (!is_on_its_way || wait->timeout_id == 0))
    end (wait, outcome);
}

static void
look (Wait *wait)
{
  Outcome *outcome = g_new0 (Outcome, 1);

  outcome->message_id = wait->message_id;
  wait->n_reading++;
  od_db_read_async (wait->call->desk->db, OD_DB_PAGES, read_outcome, outcome, (GDestroyNotify) outcome_free, NULL,
                    read_cb, wait);
}

static void
changed_cb (OdChangeFeed *feed, OdChangeSet *changes, Wait *wait)
{
  if (od_change_set_has (changes, OD_CHANGE_MESSAGE, wait->message_id))
    look (wait);
}

static gboolean
timeout_cb (gpointer user_data)
{
  Wait *wait = user_data;

  wait->timeout_id = 0;
  look (wait);
  return G_SOURCE_REMOVE;
}

/**
 * od_control_call_wait:
 * @call: (transfer full): ends when the message is sent, can't be, or time is up
 *
 * Prints the row if it was sent; otherwise fails and says where it stands.
 */
void
od_control_call_wait (OdControlCall *call, gint64 message_id, guint seconds)
{
  Wait *wait = g_new0 (Wait, 1);

  wait->call = call;
  wait->message_id = message_id;
  wait->changed_id = g_signal_connect (call->desk->feed, "changed", G_CALLBACK (changed_cb), wait);
  wait->timeout_id = g_timeout_add_seconds (seconds, timeout_cb, wait);
  look (wait);
}
