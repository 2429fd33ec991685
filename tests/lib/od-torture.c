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

/* Everything in the store as one number: any row that is there, and any that isn't, changes it. */
static char *
fingerprint (OdWriteFixture *fixture)
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
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", tables[i]);

      g_string_append_printf (text, "%s=%" G_GINT64_FORMAT " ", tables[i], od_write_fixture_ask (fixture, sql));
    }
  {
    g_autofree char *more = od_write_fixture_ask_text (
        fixture,
        "SELECT coalesce (group_concat (priority || '/' || waiting_since_us || '/' || read_upto_id || '/' || status || '/' || n_unread || '/' || last_id || '/' || snippet), '') ||"
        " coalesce ((SELECT group_concat (delivery || body) FROM message), '') ||"
        " coalesce ((SELECT group_concat (state || attempt) FROM operation), '') ||"
        " coalesce ((SELECT group_concat (last_seq || '/' || acked_seq) FROM stream), '') ||"
        " coalesce ((SELECT group_concat (state || '/' || due_us || warned || pauses) FROM clock), '') FROM conversation");

    g_string_append (text, more);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
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
  g_autofree char *before = fingerprint (fixture);
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
          after = fingerprint (fixture);
          g_assert_cmpstr (before, ==, after);
        }
      n++;
    }
  g_test_message ("failed in %u places of %u", n_failed, n);
  g_assert_cmpuint (n_failed, >, 5);
  od_write_fixture_check (fixture);
}
