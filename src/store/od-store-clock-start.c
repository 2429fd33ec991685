/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-clock"

#include "od-store-clock-private.h"

/* ---- what a policy may ask ---- */

typedef struct {
  sqlite3 *db;
  gint64 conversation_id;
  char *channel;  /* (owned) */
  GStrv tags;     /* (owned) */
  char *value;    /* (owned) (nullable): of the field that was asked for last */
  GError **error; /* of a field that could not be read */
  gboolean has_failed;
} Facts;

static void
facts_clear (Facts *facts)
{
  g_free (facts->channel);
  g_strfreev (facts->tags);
  g_free (facts->value);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Facts, facts_clear)

/* The profiles of the conversation's person. */
#define PERSON                                                                                                         \
  "WITH root (id) AS (SELECT coalesce (u.merged_into_id, u.id) FROM conversation AS c"                                 \
  "  JOIN customer AS u ON u.id = c.customer_id WHERE c.id = ?1),"                                                     \
  " person (id) AS (SELECT id FROM root UNION SELECT u.id FROM customer AS u"                                          \
  "  WHERE u.merged_into_id = (SELECT id FROM root)) "

static gboolean
load_tags (Facts *facts, GError **error)
{
  g_autoptr (OdStmt) stmt =
      od_stmt_bind (facts->db, error,
                    PERSON "SELECT t.name FROM conversation_tag AS x JOIN tag AS t ON t.id = x.tag_id"
                           " WHERE x.conversation_id = ?1"
                           " UNION SELECT t.name FROM customer_tag AS x JOIN tag AS t ON t.id = x.tag_id"
                           " WHERE x.customer_id IN (SELECT id FROM person)",
                    "i", facts->conversation_id);
  g_autoptr (GStrvBuilder) tags = g_strv_builder_new ();
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return FALSE;
  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        g_strv_builder_add (tags, (const char *) sqlite3_column_text (stmt, 0));
    }
  facts->tags = g_strv_builder_end (tags);
  return TRUE;
}

static const char *
get_field (const char *key, gpointer data)
{
  Facts *facts = data;
  g_autoptr (OdStmt) row = NULL;

  g_clear_pointer (&facts->value, g_free);
  if (facts->has_failed)
    return NULL;
  if (!od_stmt_get_row (facts->db, facts->error,
                        PERSON "SELECT x.value FROM customer_field AS x JOIN field AS f ON f.id = x.field_id"
                               " WHERE f.key = ?2 AND x.customer_id IN (SELECT id FROM person)"
                               " ORDER BY x.customer_id = (SELECT id FROM root) DESC LIMIT 1",
                        &row, "it", facts->conversation_id, key))
    {
      facts->has_failed = TRUE;
      return NULL;
    }
  if (row != NULL)
    facts->value = od_stmt_dup_text (row, 0);
  return facts->value;
}

/*
 * od_clock_choose:
 * @policy: (out) (transfer none) (nullable): which one holds for the conversation as it is now; %NULL: none does
 */
gboolean
od_clock_choose (sqlite3 *db, OdClockBook *book, gint64 conversation_id, const OdSlaPolicy **policy, GError **error)
{
  g_auto (Facts) known = { .db = db, .conversation_id = conversation_id, .error = error };
  OdSlaFacts facts = { .operator_online = book->is_online, .get_field = get_field, .get_field_data = &known };

  *policy = NULL;
  if (book->policies->len == 0)
    return TRUE;
  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error,
                          "SELECT a.channel, c.kind = 'offline', c.priority FROM conversation AS c"
                          " JOIN account AS a ON a.id = c.account_id WHERE c.id = ?1",
                          &row, "i", conversation_id))
      return FALSE;
    if (row == NULL)
      return TRUE;
    known.channel = sqlite3_column_int (row, 1) != 0 ? g_strdup (OD_SLA_CHANNEL_FORM) : od_stmt_dup_text (row, 0);
    facts.priority = (OdPriority) sqlite3_column_int (row, 2);
  }
  if (!load_tags (&known, error))
    return FALSE;
  facts.channel = known.channel;
  facts.tags = (const char *const *) known.tags;
  *policy = od_sla_policy_choose (book->policies, &facts);
  return !known.has_failed;
}

/* ---- clocks that begin ---- */

/*
 * od_clock_start:
 * @kind: not a promise
 *
 * The policy that holds now is the clock's for good (decision 3, R12). Nothing starts if it promises nothing of @kind.
 */
gboolean
od_clock_start (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, OdClockKind kind, gint64 anchor_message_id,
                gint64 anchor_us, GError **error)
{
  OdClockBook *book = od_clock_book_get (db, error);
  g_autoptr (OdClockRow) row = NULL;
  const OdSlaPolicy *policy;

  if (book == NULL || !od_clock_choose (db, book, conversation_id, &policy, error))
    return FALSE;
  if (policy == NULL || policy->targets[kind].target_s == 0)
    return TRUE;
  row = od_clock_row_new (conversation_id, kind, anchor_message_id, anchor_us);
  od_clock_row_adopt (row, policy);
  od_clock_row_compute (row, book);
  return od_clock_save (db, changes, row, error);
}

static gboolean
ask (sqlite3 *db, const char *sql, gint64 first, gint64 second, gint64 *number, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, sql, &row, "ii", first, second))
    return FALSE;
  *number = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  return TRUE;
}

/*
 * od_clock_is_unanswered:
 * @is_any: (out): a clock waits for an answer that nobody wrote yet, or for one that may still come in time
 */
gboolean
od_clock_is_unanswered (sqlite3 *db, gint64 conversation_id, gboolean *is_any, GError **error)
{
  gint64 found;

  if (!ask (db,
            "SELECT EXISTS (SELECT 1 FROM clock WHERE " OD_CLOCK_LIVE " AND kind IN (1, 2)"
            " AND NOT (state = ?2 AND composed_at_us IS NOT NULL))",
            conversation_id, OD_CLOCK_BREACHED, &found, error))
    return FALSE;
  *is_any = found != 0;
  return TRUE;
}

/*
 * od_clock_customer_wrote:
 * @status: the conversation's, after the message
 * @at_us: the provider's time of the message, not in the future (R4)
 *
 * Starts what starts with the first unanswered message (R1, R2). The message is stored.
 */
gboolean
od_clock_customer_wrote (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, OdStatus status, gint64 message_id,
                         gint64 at_us, gint64 now_us, GError **error)
{
  gboolean is_waiting;
  gint64 is_first;

  if (status == OD_STATUS_SPAM)
    return TRUE;
  if (!od_clock_settle_as (db, changes, conversation_id, status, now_us, error) ||
      !od_clock_is_unanswered (db, conversation_id, &is_waiting, error))
    return FALSE;
  if (is_waiting)
    return TRUE;
  if (!ask (db, "SELECT NOT EXISTS (SELECT 1 FROM timeline WHERE conversation_id = ?1 AND kind = 1 AND id <> ?2)",
            conversation_id, message_id, &is_first, error))
    return FALSE;
  return od_clock_start (db, changes, conversation_id, is_first != 0 ? OD_CLOCK_FIRST : OD_CLOCK_NEXT, message_id,
                         at_us, error) &&
         (is_first == 0 ||
          od_clock_start (db, changes, conversation_id, OD_CLOCK_RESOLUTION, message_id, at_us, error)) &&
         od_clock_write_due (db, changes, conversation_id, error);
}

/*
 * od_clock_follow:
 * @answer_id: ended a clock, or can't end it in time any more
 * @is_started: (out)
 *
 * What the customer wrote after that answer was written waits for the next one, since it was written.
 */
gboolean
od_clock_follow (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 answer_id, gboolean *is_started,
                 GError **error)
{
  gint64 id, at_us;
  gboolean is_waiting;

  *is_started = FALSE;
  if (!od_clock_is_unanswered (db, conversation_id, &is_waiting, error))
    return FALSE;
  if (is_waiting)
    return TRUE;
  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error,
                          "SELECT t.id, t.at_us FROM timeline AS t LEFT JOIN timeline AS a ON a.id = ?2"
                          " WHERE t.conversation_id = ?1 AND t.kind = 1 AND (t.id > ?2 OR t.at_us > a.at_us)"
                          " ORDER BY t.at_us, t.id LIMIT 1",
                          &row, "ii", conversation_id, answer_id))
      return FALSE;
    if (row == NULL)
      return TRUE;
    id = sqlite3_column_int64 (row, 0);
    at_us = sqlite3_column_int64 (row, 1);
  }
  *is_started = TRUE;
  return od_clock_start (db, changes, conversation_id, OD_CLOCK_NEXT, id, at_us, error);
}
