/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-clock"

#include "od-limits.h"
#include "od-store-clock-private.h"

/* Whatever happened to a conversation and its messages: afterwards its clocks say what is so. Each write that changes
 * one of them ends with this, rather than telling what it did. */

typedef struct {
  sqlite3 *db;
  OdChangeSet *changes;
  gint64 conversation_id;
  gint64 now_us;
  OdStatus status;
  OdClockBook *book; /* (nullable): not needed yet */
  gint64 answer_id;  /* the newest that ended a clock; 0: none did */
} Settling;

/* ---- answers ---- */

/* Written by a person, or a call that was answered (R5, R6), after the anchor, and not taken back. What was written here
 * stands behind its anchor whatever the clock did; of what was written elsewhere only the time says so. */
#define BEHIND                                                                                                         \
  " t.conversation_id = ?1 AND t.id > ?2 AND t.at_us >= coalesce ((SELECT at_us FROM timeline WHERE id = ?2), ?3)"
#define ANSWERS                                                                                                        \
  " FROM timeline AS t JOIN message AS m ON m.timeline_id = t.id"                                                      \
  " LEFT JOIN operation AS o ON o.message_id = t.id AND o.kind = 'send'"                                               \
  " WHERE" BEHIND " AND (o.id IS NOT NULL OR t.at_us >= ?3) AND t.kind = 2 AND m.is_bot = 0 AND m.deleted_at_us = 0"
#define COMPOSED "coalesce (o.created_at_us, t.at_us)"

static gboolean
find_left (sqlite3 *db, const OdClockRow *row, OdClockAnswer *answer, GError **error)
{
  g_autoptr (OdStmt) found = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT id, at_us, composed_us FROM (SELECT t.id AS id, m.sent_at_us AS at_us, " COMPOSED
                        " AS composed_us" ANSWERS " AND m.delivery IN (3, 4, 5)"
                        " UNION ALL SELECT t.id, t.at_us, t.at_us FROM timeline AS t JOIN event AS e"
                        " ON e.timeline_id = t.id WHERE" BEHIND
                        " AND t.kind = 5 AND json_extract (e.payload, '$.answered') = 1) ORDER BY at_us, id LIMIT 1",
                        &found, "iii", row->conversation_id, row->anchor_message_id, row->anchor_us))
    return FALSE;
  if (found != NULL)
    {
      answer->left_id = sqlite3_column_int64 (found, 0);
      answer->left_at_us = sqlite3_column_int64 (found, 1);
      answer->left_composed_us = sqlite3_column_int64 (found, 2);
    }
  return TRUE;
}

/*
 * od_clock_find_answer:
 * @answer: (out)
 *
 * A held or failed message is none: it goes nowhere unless a person decides so.
 */
gboolean
od_clock_find_answer (sqlite3 *db, const OdClockRow *row, OdClockAnswer *answer, GError **error)
{
  g_autoptr (OdStmt) found = NULL;

  *answer = (OdClockAnswer){ 0 };
  if (!od_clock_deed_satisfies (OD_CLOCK_DEED_REPLY, row->kind))
    return TRUE;
  if (!find_left (db, row, answer, error))
    return FALSE;
  if (answer->left_id != 0)
    return TRUE;
  if (!od_stmt_get_row (db, error,
                        "SELECT t.id, " COMPOSED ANSWERS " AND m.delivery IN (1, 2, 7) ORDER BY t.id LIMIT 1", &found,
                        "iii", row->conversation_id, row->anchor_message_id, row->anchor_us))
    return FALSE;
  if (found != NULL)
    {
      answer->pending_id = sqlite3_column_int64 (found, 0);
      answer->pending_composed_us = sqlite3_column_int64 (found, 1);
    }
  return TRUE;
}

/* ---- clocks that wait for an answer ---- */

/* Accepted at @at_us: kept if that is not after the due time (R3, R16). */
static void
satisfy (OdClockRow *row, gint64 at_us, gint64 now_us)
{
  OdClockEvent event = row->state == OD_CLOCK_BREACHED ? OD_CLOCK_EVENT_LATE : od_clock_event_at (at_us, row->due_us);

  if (event == OD_CLOCK_EVENT_LATE && row->state != OD_CLOCK_BREACHED)
    {
      row->breached_at_us = row->due_us;
      row->detected_at_us = now_us;
    }
  od_clock_row_end (row, event, at_us);
  row->satisfied_at_us = at_us;
}

static gboolean
settle_reply (Settling *self, OdClockRow *row, gboolean *is_changed, GError **error)
{
  OdClockAnswer answer;

  if (!od_clock_find_answer (self->db, row, &answer, error))
    return FALSE;
  if (answer.left_id != 0)
    {
      row->composed_at_us = answer.left_composed_us;
      satisfy (row, answer.left_at_us, self->now_us);
      self->answer_id = MAX (self->answer_id, answer.left_id);
    }
  else if (self->status == OD_STATUS_SPAM)
    od_clock_row_end (row, OD_CLOCK_EVENT_CANCEL, self->now_us);
  else if (self->status == OD_STATUS_RESOLVED && answer.pending_id == 0)
    od_clock_row_end (row, OD_CLOCK_EVENT_WAIVE, self->now_us); /* whoever resolves says that nothing is missing */
  else if ((answer.pending_id != 0) != (row->composed_at_us != 0))
    {
      row->composed_at_us = answer.pending_composed_us;
      od_clock_state_next (row->state, answer.pending_id != 0 ? OD_CLOCK_EVENT_ANSWER : OD_CLOCK_EVENT_WITHDRAW,
                           &row->state);
    }
  else
    *is_changed = FALSE;
  return TRUE;
}

/* ---- the clock that waits for the end ---- */

static gboolean
ensure_book (Settling *self, GError **error)
{
  if (self->book == NULL)
    self->book = od_clock_book_get (self->db, error);
  return self->book != NULL;
}

/* R9: the same clock goes on, minus the time in which nothing was to be done. */
static void
reopen (Settling *self, OdClockRow *row)
{
  od_clock_row_add_pause (row, row->ended_at_us, self->now_us);
  od_clock_state_next (row->state, OD_CLOCK_EVENT_REOPEN, &row->state);
  row->ended_at_us = row->satisfied_at_us = 0;
  if (od_clock_row_is_open (row))
    od_clock_row_compute (row, self->book);
}

static void
settle_end (Settling *self, OdClockRow *row)
{
  gboolean is_over = self->status == OD_STATUS_RESOLVED || self->status == OD_STATUS_SPAM;

  if (row->paused_at_us != 0 && self->status != OD_STATUS_PENDING)
    od_clock_row_resume (row, self->book, self->now_us);
  if (is_over && row->ended_at_us != 0)
    return;
  if (self->status == OD_STATUS_SPAM)
    od_clock_row_end (row, OD_CLOCK_EVENT_CANCEL, self->now_us);
  else if (self->status == OD_STATUS_RESOLVED)
    satisfy (row, self->now_us, self->now_us);
  else
    {
      if (row->ended_at_us != 0)
        reopen (self, row);
      if (self->status == OD_STATUS_PENDING && row->stands_still && row->state == OD_CLOCK_RUNNING &&
          row->paused_at_us == 0 && row->due_us > self->now_us)
        od_clock_row_pause (row, self->book, self->now_us);
    }
}

/* Whether settle_end() has nothing to do: that is the rule. */
static gboolean
is_settled (const Settling *self, const OdClockRow *row)
{
  if (self->status == OD_STATUS_RESOLVED || self->status == OD_STATUS_SPAM)
    return row->ended_at_us != 0;
  if (row->ended_at_us != 0)
    return FALSE;
  if (self->status == OD_STATUS_OPEN || row->state != OD_CLOCK_RUNNING)
    return row->paused_at_us == 0;
  return !row->stands_still || row->paused_at_us != 0 || row->due_us <= self->now_us;
}

static gboolean
settle_row (Settling *self, OdClockRow *row, GError **error)
{
  gboolean is_changed = TRUE;

  if (row->kind != OD_CLOCK_RESOLUTION)
    {
      if (!settle_reply (self, row, &is_changed, error))
        return FALSE;
    }
  else if (is_settled (self, row))
    return TRUE;
  else if (!ensure_book (self, error))
    return FALSE;
  else
    settle_end (self, row);
  return !is_changed || od_clock_save (self->db, self->changes, row, error);
}

/* The end of a conversation that was reopened is waited for again; a clock that spam or a policy ended is not. */
#define TO_SETTLE "conversation_id = ?1 AND (ended_at_us IS NULL OR (kind = 3 AND state IN (3, 4)))"

static gboolean
settle_all (Settling *self, GError **error)
{
  g_autoptr (GPtrArray) rows = od_clock_load (self->db, TO_SETTLE, self->conversation_id, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!settle_row (self, rows->pdata[i], error))
      return FALSE;
  return rows->len == 0 || od_clock_write_due (self->db, self->changes, self->conversation_id, error);
}

/*
 * od_clock_settle_as:
 * @status: of the conversation, where its row does not say it yet
 */
gboolean
od_clock_settle_as (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, OdStatus status, gint64 now_us,
                    GError **error)
{
  gboolean is_started = TRUE;

  while (is_started)
    {
      Settling self = { db, changes, conversation_id, now_us, status, NULL, 0 };

      is_started = FALSE;
      if (!settle_all (&self, error))
        return FALSE;
      if (self.answer_id != 0 && (status == OD_STATUS_OPEN || status == OD_STATUS_PENDING) &&
          !od_clock_follow (db, changes, conversation_id, self.answer_id, &is_started, error))
        return FALSE;
    }
  return TRUE;
}

/*
 * od_clock_settle:
 *
 * After the conversation's status changed, or messages of our side came, left, failed or went.
 */
gboolean
od_clock_settle (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 now_us, GError **error)
{
  OdStatus status;

  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error,
                          "SELECT status FROM conversation WHERE id = ?1"
                          " AND EXISTS (SELECT 1 FROM clock WHERE conversation_id = ?1)",
                          &row, "i", conversation_id))
      return FALSE;
    if (row == NULL)
      return TRUE; /* nothing was ever promised */
    status = (OdStatus) sqlite3_column_int (row, 0);
  }
  return od_clock_settle_as (db, changes, conversation_id, status, now_us, error);
}
