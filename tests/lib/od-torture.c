/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-torture.h"

#include "od-error.h"
#include "od-stmt.h"

typedef struct {
  OdDbWriteFunc func;
  gpointer data;
  guint n_left; /* steps until it fails */
} Torture;

static int
count_down_cb (gpointer data)
{
  Torture *torture = data;

  return torture->n_left-- == 0;
}

static gboolean
tortured (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  Torture *torture = data;
  gboolean ok;

  sqlite3_progress_handler (db, 1, count_down_cb, torture);
  ok = torture->func (db, changes, torture->data, error);
  sqlite3_progress_handler (db, 0, NULL, NULL);
  return ok;
}

/* A question about everything in the store: any row that is there, and any that isn't, changes the answer. One question,
 * for it is asked some ten thousand times. */
static char *
make_question (void)
{
  static const char *const tables[] = {
    "account",
    "automatic_answer",
    "cursor",
    "customer",
    "contact_point",
    "thread",
    "conversation",
    "conversation_tag",
    "batch",
    "batch_change",
    "macro",
    "tag",
    "timeline",
    "mention",
    "message",
    "event",
    "message_version",
    "attachment",
    "upload",
    "usage",
    "view",
    "reaction",
    "operation",
    "receipt_early",
    "stream",
    "stream_event",
    "stream_cid",
    "draft",
    "draft_file",
    "audit",
    "search_doc",
    "canned_reply",
    "canned_reply_file",
    "article",
    "field",
    "customer_field",
    "customer_tag",
    "customer_link",
    "link_declined",
    "finding",
    "erasure",
    "erasure_blob",
    "clock",
  };
  GString *sql = g_string_new ("SELECT ");

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    g_string_append_printf (sql, "(SELECT count(*) FROM %s) || '/' || ", tables[i]);
  g_string_append (
      sql,
      "coalesce ((SELECT group_concat (priority || '/' || waiting_since_us || '/' || read_upto_id || '/' || status || '/' || n_unread || '/' || last_id || '/' || snippet) FROM conversation), '') ||"
      " coalesce ((SELECT group_concat (delivery || body) FROM message), '') ||"
      " coalesce ((SELECT group_concat (state || attempt) FROM operation), '') ||"
      " coalesce ((SELECT group_concat (last_seq || '/' || acked_seq) FROM stream), '') ||"
      " coalesce ((SELECT group_concat (state || '/' || due_us || warned || pauses) FROM clock), '')");
  return g_string_free (sql, FALSE);
}

/**
 * od_torture:
 *
 * Lets @func fail at each step of SQLite's virtual machine, one after the other: nothing is changed then. The last try
 * succeeds.
 */
void
od_torture (OdWriteFixture *fixture, OdDbWriteFunc func, gpointer data)
{
  g_autofree char *question = make_question ();
  g_autofree char *before = od_write_fixture_ask_text (fixture, question);
  guint n_failed = 0, n = 0;

  while (TRUE)
    {
      Torture run = { func, data, n };
      g_autoptr (GError) error = NULL;
      g_autofree char *after = NULL;

      if (od_db_write_sync (fixture->db, tortured, &run, &error))
        break;
      g_assert_error (error, OD_ERROR, OD_ERROR_STORE); /* a refusal is no fault, and would come again for ever */
      n_failed++;
      if (n_failed % 4 == 0)
        {
          after = od_write_fixture_ask_text (fixture, question);
          g_assert_cmpstr (before, ==, after);
        }
      n++;
    }
  g_test_message ("failed in %u places of %u", n_failed, n);
  g_assert_cmpuint (n_failed, >, 5);
  od_write_fixture_check (fixture);
}
