/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-ingest-private.h"

#include "od-auto-answer.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-store-auto-answer.h"
#include "od-store-clock-private.h"
#include "od-store-outbox.h"
#include "od-store-person.h"

/* Automatic answers are decided and queued in the transaction that takes what they answer: a batch that comes again finds
 * its messages here, and says nothing twice. */

/* What is known of who wrote, and where. */
typedef struct {
  OdAutoAnswerFlags flags;
  gint64 person_us, due_us;
  char *lang, *time_zone, *name; /* (owned) (nullable) */
} Asker;

static void
asker_clear (Asker *asker)
{
  g_free (asker->lang);
  g_free (asker->time_zone);
  g_free (asker->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asker, asker_clear)

/* of timeline t and message m */
#define WAS_SAID " AND NOT (coalesce (m.is_bot, 0) = 1 AND m.delivery = 6)"

/* What our side said or did in public: a message, or a call. An automatic answer that failed was not said. */
#define OURS_HERE                                                                                                      \
  " FROM timeline AS t LEFT JOIN message AS m ON m.timeline_id = t.id"                                                 \
  " WHERE t.conversation_id = c.id AND t.kind IN (2, 5)" WAS_SAID

/* ?2: the first message that is to be answered; ?3: since when an answer elsewhere counts */
#define FACTS                                                                                                                                                                                                                \
  "SELECT c.status = 4, a.is_history_only,"                                                                                                                                                                                  \
  " NOT EXISTS (SELECT 1" OURS_HERE ") AND NOT EXISTS (SELECT 1 FROM timeline AS t WHERE t.conversation_id = c.id"                                                                                                           \
  "  AND t.kind = 1 AND t.id < ?2),"                                                                                                                                                                                         \
  " coalesce ((SELECT max (t.at_us)" OURS_HERE " AND coalesce (m.is_bot, 0) = 0), 0),"                                                                                                                                       \
  " coalesce ((SELECT coalesce (m.is_bot, 0)" OURS_HERE " ORDER BY t.at_us DESC, t.id DESC LIMIT 1), 0),"                                                                                                                    \
  " coalesce ((SELECT coalesce (m.is_bot, 0) FROM conversation AS k JOIN timeline AS t ON t.conversation_id = k.id"                                                                                                          \
  "  LEFT JOIN message AS m ON m.timeline_id = t.id WHERE k.customer_id = c.customer_id AND k.account_id = c.account_id"                                                                                                     \
  "  AND k.id <> c.id AND t.kind IN (2, 5)" WAS_SAID                                                                                                                                                                         \
  " AND t.at_us > ?3 ORDER BY t.at_us DESC, t.id DESC LIMIT 1), 0),"                                                                                                                                                         \
  " EXISTS (SELECT 1" OURS_HERE " AND m.is_bot = 1 AND m.payload LIKE '%\"contact\"%'),"                                                                                                                                     \
  " EXISTS (SELECT 1 FROM contact_point AS p WHERE p.customer_id IN " OD_PERSON_MEMBERS ("c.customer_id") "  AND p.match_key IS NOT NULL) OR EXISTS (SELECT 1 FROM finding AS f WHERE f.customer_id IN " OD_PERSON_MEMBERS ( \
      "c.customer_id") " AND f.kind IN ('phone', 'email') AND f.state <> 2),"                                                                                                                                                \
                       " coalesce ((SELECT min (due_us) FROM clock WHERE conversation_id = c.id AND ended_at_us IS NULL AND state = 1"                                                                                       \
                       "  AND kind IN (1, 2)), 0),"                                                                                                                                                                          \
                       " u.lang, u.time_zone, " OD_PERSON_NAME (                                                                                                                                                             \
                           "u") " FROM conversation AS c JOIN account AS a ON a.id = c.account_id"                                                                                                                           \
                                " JOIN customer AS u ON u.id = c.customer_id WHERE c.id = ?1"

static gboolean
load_asker (OdIngest *ingest, const OdIngestChat *chat, Asker *asker, GError **error)
{
  static const struct {
    int column;
    OdAutoAnswerFlags flag;
  } columns[] = {
    { 0, OD_AUTO_IS_SPAM },
    { 1, OD_AUTO_IS_HISTORY },
    { 2, OD_AUTO_IS_FIRST },
    { 4, OD_AUTO_IS_ANSWERED_BY_BOT },
    { 5, OD_AUTO_IS_ANSWERED_BY_BOT },
    { 6, OD_AUTO_WAS_ASKED },
    { 7, OD_AUTO_HAS_CONTACT },
  };
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (ingest->db, error, FACTS, &row, "iii", chat->conversation.id, chat->asked_id,
                        ingest->job->now_us - OD_LIMIT_AUTO_AGAIN_S * (gint64) G_USEC_PER_SEC))
    return FALSE;
  if (row == NULL)
    return od_write_gone (error, "conversation");
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (sqlite3_column_int (row, columns[i].column) != 0)
      asker->flags |= columns[i].flag;
  asker->person_us = sqlite3_column_int64 (row, 3);
  asker->due_us = sqlite3_column_int64 (row, 8);
  asker->lang = od_stmt_dup_text (row, 9);
  asker->time_zone = od_stmt_dup_text (row, 10);
  asker->name = od_stmt_dup_text (row, 11);
  if (chat->is_blocked)
    asker->flags |= OD_AUTO_IS_BLOCKED;
  if (ingest->job->has_stream) /* who left the page is gone */
    asker->flags |= OD_AUTO_CAN_ASK;
  return TRUE;
}

static const OdBizcal *
find_calendar_cb (gint64 id, gpointer book)
{
  return od_clock_book_find_calendar (book, id, NULL);
}

/* The customer's own, if it is known; else that of the hours. */
static GTimeZone *
dup_zone (const Asker *asker, const OdAutoDecision *decision, const OdClockBook *book)
{
  const OdAutoAnswer *answer = decision->main != NULL ? decision->main : decision->contact;
  OdBizcal *hours = od_clock_book_find_calendar (book, answer->calendar_id, NULL);
  GTimeZone *zone = asker->time_zone != NULL ? g_time_zone_new_identifier (asker->time_zone) : NULL;

  if (zone != NULL)
    return zone;
  return hours != NULL ? g_time_zone_ref (od_bizcal_get_zone (hours)) : g_time_zone_new_local ();
}

/* What it is stands in the message: the contact is asked for once. */
static gboolean
mark (OdIngest *ingest, const OdAutoDecision *decision, gint64 message_id, GError **error)
{
  g_autofree char *payload = g_strdup_printf (
      "{\"automatic\":[\"%s\"%s]}",
      od_auto_answer_kind_get_name (decision->main != NULL ? decision->main->kind : decision->contact->kind),
      decision->main != NULL && decision->contact != NULL ? ",\"contact\"" : "");

  return od_stmt_run (ingest->db, error, "UPDATE message SET payload = ?2 WHERE timeline_id = ?1", "it", message_id,
                      payload);
}

static gboolean
say (OdIngest *ingest, const OdIngestChat *chat, const Asker *asker, const OdAutoDecision *decision,
     const OdClockBook *book, GError **error)
{
  gint64 now_us = ingest->job->now_us;
  g_autoptr (GTimeZone) zone = dup_zone (asker, decision, book);
  OdAutoAnswerValues values = { .name = asker->name, .due_us = asker->due_us, .now_us = now_us, .zone = zone };
  g_autofree char *text = od_auto_decision_compose (decision, &values);
  g_autoptr (OdEnqueueJob) job = NULL;
  g_autoptr (GError) why = NULL;

  if (*text == '\0')
    return TRUE;
  job = od_enqueue_job_new (chat->conversation.id, 0, text, now_us);
  job->is_bot = TRUE;
  if (decision->delay_s > 0) /* holds up nobody: a person may be faster */
    job->send_at_us = now_us + decision->delay_s * (gint64) G_USEC_PER_SEC;
  if (od_store_enqueue (ingest->db, ingest->changes, job, &why))
    return mark (ingest, decision, job->message_id, error);
  if (!g_error_matches (why, OD_ERROR, OD_ERROR_STORE)) /* better nothing is said than that nothing is taken */
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&why));
  return FALSE;
}

static gboolean
answer_chat (OdIngest *ingest, const OdIngestChat *chat, const GPtrArray *answers, OdClockBook *book, GError **error)
{
  g_auto (Asker) asker = { 0 };
  OdAutoAnswerFacts facts = { .account_id = ingest->job->account_id,
                              .at_us = chat->asked_us,
                              .now_us = ingest->job->now_us,
                              .find_calendar = find_calendar_cb,
                              .calendar_data = book };
  OdAutoDecision decision;

  if (!load_asker (ingest, chat, &asker, error))
    return FALSE;
  facts.flags = asker.flags | (book->is_online ? OD_AUTO_IS_ONLINE : 0);
  facts.lang = asker.lang;
  facts.person_us = asker.person_us;
  return !od_auto_answer_decide (answers, &facts, &decision) || say (ingest, chat, &asker, &decision, book, error);
}

static gboolean
is_any_on (const GPtrArray *answers, gint64 account_id)
{
  for (guint i = 0; i < answers->len; i++)
    {
      const OdAutoAnswer *answer = answers->pdata[i];

      if (answer->is_on && od_auto_answer_is_for (answer, account_id))
        return TRUE;
    }
  return FALSE;
}

/*
 * od_ingest_answer_chats:
 *
 * Answers who wrote in this batch, once each. Their rows are written already.
 */
gboolean
od_ingest_answer_chats (OdIngest *ingest, GError **error)
{
  g_autoptr (OdAutoAnswerJob) stored = NULL;
  OdClockBook *book = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, ingest->chats);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const OdIngestChat *chat = value;

      if (chat->asked_id == 0)
        continue;
      if (stored == NULL)
        {
          stored = g_new0 (OdAutoAnswerJob, 1);
          if (!od_store_auto_answer_load (ingest->db, stored, error))
            return FALSE;
          if (!is_any_on (stored->found, ingest->job->account_id))
            return TRUE;
          book = od_clock_book_get (ingest->db, error);
        }
      if (book == NULL || !answer_chat (ingest, chat, stored->found, book, error))
        return FALSE;
    }
  return TRUE;
}
