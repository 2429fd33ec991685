/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-report.h"

#include <stdlib.h>

#include "od-limits.h"
#include "od-store-clock-private.h"

/* Goes over the conversations by their ids, a thousand ids in one read, and takes of each what the period has of it: its
 * clocks and its messages. Nothing is held between two reads. */

OdReportJob *
od_report_job_new (const OdReportQuery *query)
{
  OdReportJob *self = g_new0 (OdReportJob, 1);

  self->report = od_report_new (query);
  self->last_id = -1;
  return self;
}

void
od_report_job_free (OdReportJob *self)
{
  od_report_unref (self->report);
  g_free (self);
}

/* ---- what there is to group by ------------------------------------------------ */

static gboolean
read_accounts (sqlite3 *db, OdReport *report, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_prepare (db, "SELECT id, name, channel FROM account ORDER BY id", error);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        od_report_add_account (report, sqlite3_column_int64 (stmt, 0), (const char *) sqlite3_column_text (stmt, 1),
                               (const char *) sqlite3_column_text (stmt, 2));
    }
  return stmt != NULL;
}

static gboolean
read_names (sqlite3 *db, OdReport *report, OdReportGrouping grouping, const char *sql, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_prepare (db, sql, error);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        od_report_add_name (report, grouping, sqlite3_column_int64 (stmt, 0),
                            (const char *) sqlite3_column_text (stmt, 1));
    }
  return stmt != NULL;
}

static gboolean
begin (sqlite3 *db, OdReportJob *self, GError **error)
{
  const char *tag = od_report_get_query (self->report)->tag;
  g_autoptr (OdStmt) newest = NULL;
  g_autoptr (OdStmt) tagged = NULL;

  if (!read_accounts (db, self->report, error) ||
      !read_names (db, self->report, OD_REPORT_BY_OPERATOR, "SELECT id, name FROM operator", error) ||
      !read_names (db, self->report, OD_REPORT_BY_TAG, "SELECT id, name FROM tag", error) ||
      !od_stmt_get_row (db, error, "SELECT ifnull (max (id), 0) FROM conversation", &newest, "") ||
      (tag != NULL &&
       !od_stmt_get_row (db, error, "SELECT id FROM tag WHERE od_fold (name) = od_fold (?1)", &tagged, "t", tag)))
    return FALSE;
  self->last_id = sqlite3_column_int64 (newest, 0);
  self->tag_id = tagged != NULL ? sqlite3_column_int64 (tagged, 0) : tag != NULL ? -1 : 0;
  return TRUE;
}

/* ---- a slice ------------------------------------------------------------------ */

/* Ids behind ?1 up to ?2, with something from ?3 on, of what ?5 to ?7 ask for; ?4 is the period's end. */
#define CHOSEN                                                                                                         \
  " c.id > ?1 AND c.id <= ?2 AND (c.last_at_us >= ?3 OR"                                                               \
  " EXISTS (SELECT 1 FROM clock x WHERE x.conversation_id = c.id AND x.anchor_us >= ?3))"                              \
  " AND (?5 = 0 OR c.account_id = ?5)"                                                                                 \
  " AND (?6 IS NULL OR c.account_id IN (SELECT x.id FROM account x WHERE x.channel = ?6))"                             \
  " AND (?7 = 0 OR EXISTS (SELECT 1 FROM conversation_tag x WHERE x.conversation_id = c.id AND x.tag_id = ?7))"

#define CHATS                                                                                                          \
  "SELECT c.id, c.account_id, ifnull (c.assignee_id, 0),"                                                              \
  " (SELECT group_concat (x.tag_id) FROM conversation_tag x WHERE x.conversation_id = c.id) FROM conversation c"       \
  " WHERE" CHOSEN " AND ?4 > 0 ORDER BY c.id"

/* Whose message or call ended a clock is who is found at that very moment; a resolved one: who said so. */
#define ANSWERED_BY                                                                                                       \
  "(SELECT m.operator_id FROM timeline t JOIN message m ON m.timeline_id = t.id"                                          \
  " WHERE t.conversation_id = k.conversation_id AND t.at_us >= min (k.anchor_us, ifnull (k.composed_at_us, k.anchor_us))" \
  " AND t.kind = 2 AND k.kind <> 3 AND m.is_bot = 0 AND m.sent_at_us = k.satisfied_at_us"                                 \
  " ORDER BY t.at_us, t.id LIMIT 1)"
#define ENDED_BY                                                                                                       \
  "(SELECT e.operator_id FROM timeline t JOIN event e ON e.timeline_id = t.id"                                         \
  " WHERE t.conversation_id = k.conversation_id AND t.at_us = k.satisfied_at_us"                                       \
  " AND ((k.kind <> 3 AND t.kind = 5) OR (k.kind = 3 AND t.kind = 4 AND e.what = 'status')) LIMIT 1)"

#define CLOCKS                                                                                                          \
  "SELECT c.id, k.kind, k.state, k.anchor_us, iif (k.paused_at_us IS NULL, k.due_us, 0),"                               \
  " ifnull (min (ifnull (k.warn1_us, k.warn2_us), ifnull (k.warn2_us, k.warn1_us)), 0), ifnull (k.satisfied_at_us, 0)," \
  " ifnull (k.calendar_id, 0), k.pauses,"                                                                               \
  " iif (k.satisfied_at_us IS NULL, NULL, coalesce (" ANSWERED_BY ", " ENDED_BY ")), ifnull (c.assignee_id, 0)"         \
  " FROM conversation c CROSS JOIN clock k ON k.conversation_id = c.id"                                                 \
  " WHERE" CHOSEN " AND k.anchor_us >= ?3 AND k.anchor_us < ?4 AND k.state <> 6 ORDER BY c.id, k.id"

/* Spam is nobody's work: OD_STATUS_SPAM is 4. */
#define MESSAGES                                                                                                       \
  "SELECT c.id, t.at_us, t.kind, ifnull (m.operator_id, 0) FROM conversation c"                                        \
  " CROSS JOIN timeline t ON t.conversation_id = c.id AND t.at_us >= ?3 AND t.at_us < ?4"                              \
  " LEFT JOIN message m ON m.timeline_id = t.id AND t.kind = 2"                                                        \
  " WHERE" CHOSEN " AND c.status <> 4 AND (t.kind = 1 OR (m.is_bot = 0 AND m.delivery IN (3, 4, 5))) ORDER BY c.id"

/* What a slice reads at once, each by conversation. @has_row: there is one to be looked at. */
typedef struct {
  OdStmt *chats, *clocks, *messages;
  gboolean has_chat, has_clock, has_message;
  const OdClockBook *book;
} Reading;

static OdStmt *
open_rows (sqlite3 *db, const OdReportJob *self, const char *sql, GError **error)
{
  const OdReportQuery *query = od_report_get_query (self->report);

  return od_stmt_bind (db, error, sql, "iiiiiti", self->after_id, self->after_id + OD_LIMIT_REPORT_SLICE,
                       query->from_us, query->to_us, query->account_id, query->channel, self->tag_id);
}

static void
take_chat (OdReport *report, OdStmt *row)
{
  const char *p = (const char *) sqlite3_column_text (row, 3);
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (gint64));

  while (p != NULL && *p != '\0')
    {
      char *end;
      gint64 tag = g_ascii_strtoll (p, &end, 10);

      g_array_append_val (tags, tag);
      p = *end == ',' ? end + 1 : end;
    }
  od_report_begin_conversation (report, sqlite3_column_int64 (row, 0), sqlite3_column_int64 (row, 1),
                                sqlite3_column_int64 (row, 2), (const gint64 *) (gpointer) tags->data, tags->len);
}

/* Working time up to the answer, in the calendar as it is now; a begun second counts. */
static gint64
count_open (const OdClockBook *book, const OdReportClock *clock, gint64 calendar_id, const char *pauses_text)
{
  g_autoptr (GArray) pauses = od_clock_read_pauses (pauses_text);
  const OdBizcal *calendar = od_clock_book_find_calendar (book, calendar_id, NULL);
  gint64 wall_s = (clock->satisfied_us - clock->anchor_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;

  return od_bizcal_open_seconds (calendar, clock->anchor_us, clock->anchor_us + wall_s * G_USEC_PER_SEC,
                                 (const OdBizcalPause *) (gpointer) pauses->data, pauses->len);
}

static void
take_clock (OdReport *report, const OdClockBook *book, OdStmt *row)
{
  OdReportClock clock = { .kind = (OdClockKind) sqlite3_column_int (row, 1),
                          .state = (OdClockState) sqlite3_column_int (row, 2),
                          .anchor_us = sqlite3_column_int64 (row, 3),
                          .due_us = sqlite3_column_int64 (row, 4),
                          .warn_us = sqlite3_column_int64 (row, 5),
                          .satisfied_us = sqlite3_column_int64 (row, 6),
                          .operator_id = sqlite3_column_int64 (row, 9) };

  if (clock.operator_id == 0)
    clock.operator_id = sqlite3_column_int64 (row, 10);
  if (clock.satisfied_us > clock.anchor_us && (clock.kind == OD_CLOCK_FIRST || clock.kind == OD_CLOCK_NEXT))
    clock.open_s =
        count_open (book, &clock, sqlite3_column_int64 (row, 7), (const char *) sqlite3_column_text (row, 8));
  od_report_add_clock (report, &clock);
}

/* A conversation with what follows of it in the two others. */
static gboolean
take_one (Reading *reading, OdReport *report, GError **error)
{
  gint64 id = sqlite3_column_int64 (reading->chats, 0);

  take_chat (report, reading->chats);
  while (reading->has_clock && sqlite3_column_int64 (reading->clocks, 0) == id)
    {
      take_clock (report, reading->book, reading->clocks);
      if (!od_stmt_step (reading->clocks, &reading->has_clock, error))
        return FALSE;
    }
  while (reading->has_message && sqlite3_column_int64 (reading->messages, 0) == id)
    {
      od_report_add_message (report, sqlite3_column_int64 (reading->messages, 1),
                             sqlite3_column_int (reading->messages, 2) == 2,
                             sqlite3_column_int64 (reading->messages, 3));
      if (!od_stmt_step (reading->messages, &reading->has_message, error))
        return FALSE;
    }
  return od_stmt_step (reading->chats, &reading->has_chat, error);
}

static gboolean
read_slice (sqlite3 *db, OdReportJob *self, GError **error)
{
  g_autoptr (OdStmt) chats = open_rows (db, self, CHATS, error);
  g_autoptr (OdStmt) clocks = chats != NULL ? open_rows (db, self, CLOCKS, error) : NULL;
  g_autoptr (OdStmt) messages = clocks != NULL ? open_rows (db, self, MESSAGES, error) : NULL;
  Reading reading = { .chats = chats, .clocks = clocks, .messages = messages };

  if (messages == NULL)
    return FALSE;
  reading.book = od_clock_book_get (db, error);
  if (reading.book == NULL || !od_stmt_step (chats, &reading.has_chat, error) ||
      !od_stmt_step (clocks, &reading.has_clock, error) || !od_stmt_step (messages, &reading.has_message, error))
    return FALSE;
  while (reading.has_chat)
    if (!take_one (&reading, self->report, error))
      return FALSE;
  self->after_id += OD_LIMIT_REPORT_SLICE;
  return TRUE;
}

/**
 * od_store_report_slice:
 * @data: an #OdReportJob; to be run again until it is finished
 *
 * Reads some of the conversations or, when it has them all, computes one grouping.
 */
gboolean
od_store_report_slice (sqlite3 *db, gpointer data, GError **error)
{
  OdReportJob *self = data;

  if (self->last_id < 0 && !begin (db, self, error))
    return FALSE;
  if (self->after_id < self->last_id)
    return read_slice (db, self, error);
  od_report_compute (self->report, self->next_grouping++);
  self->is_finished = self->next_grouping == OD_N_REPORT_GROUPING;
  return TRUE;
}
