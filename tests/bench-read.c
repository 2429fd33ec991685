/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "gen-text.h"
#include "od-conversation-reader.h"
#include "od-search-reader.h"
#include "od-stmt.h"
#include "od-store-search-index.h"
#include "od-thread-reader.h"
#include "store-fixture.h"

/* Reading, as the window does it, against a bare prepared statement that answers the same question in the same run on
 * the same thread: 100,000 conversations listed, a page of a thread of 100,000 messages, search as one types. */

#define N_CONVERSATIONS 100000
#define N_MESSAGES 100000
#define N_RUNS 15

static gboolean
fill_conversations (sqlite3 *db, GError **error)
{
  return od_db_exec (
      db,
      "INSERT INTO account (id, channel, name, created_at_us) VALUES (1, 'webchat', 'Shop', 0);"
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
      "  INSERT INTO customer (id, uid, name, created_at_us) SELECT i, 'c' || i, 'Maria ' || i, 0 FROM n;"
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
      "  INSERT INTO thread (id, account_id, remote_id) SELECT i, 1, 't' || i FROM n;"
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
      "  INSERT INTO conversation (id, uid, account_id, thread_id, customer_id, status, created_at_us,"
      "    last_at_us, snippet, waiting_since_us) SELECT i, 'k' || i, 1, i, i, 1, 0, (i * 7919) % 1000003, 'hello',"
      "    iif (i % 100 = 0, i, 0) FROM n;"
      "INSERT INTO tag (id, name) VALUES (1, 'vip'), (2, 'new');"
      "INSERT INTO conversation_tag SELECT id, 2 - id % 2 FROM conversation WHERE id % 3 = 1",
      error);
}

/* One very long thread, and all of its texts to be found. */
static gboolean
fill (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GenText gen;

  gen_text_init (&gen, 1);
  if (!fill_conversations (db, error))
    return FALSE;
  for (gint64 i = 1; i <= N_MESSAGES; i++)
    {
      g_autofree char *uid = g_strdup_printf ("m%" G_GINT64_FORMAT, i);

      g_string_truncate (text, 0);
      gen_text_append_message (&gen, text);
      if (!od_stmt_run (db, error, "INSERT INTO timeline (id, conversation_id, at_us, kind) VALUES (?1, 1, ?2, 1)",
                        "ii", i, i * 1000) ||
          !od_stmt_run (db, error,
                        "INSERT INTO message (timeline_id, account_id, uid, direction, body) VALUES (?1, 1, ?2, 1, ?3)",
                        "itt", i, uid, text->str) ||
          !od_search_index_put (db, OD_SEARCH_DOC_MESSAGE, i, text->str, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- the yardstick --------------------------------------------------------- */

static gboolean
run_bare (sqlite3 *db, gpointer sql, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_prepare (db, sql, error);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      for (int i = 0; has_row && i < sqlite3_column_count (stmt); i++)
        sqlite3_column_text (stmt, i);
    }
  return stmt != NULL;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const gint64 *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static gint64
median (gint64 *times)
{
  qsort (times, N_RUNS, sizeof *times, compare_times);
  return times[N_RUNS / 2];
}

static gint64
time_bare (StoreFixture *fixture, const char *sql)
{
  gint64 times[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    {
      gint64 start_us = g_get_monotonic_time ();

      g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, run_bare, (gpointer) sql, NULL));
      times[i] = g_get_monotonic_time () - start_us;
    }
  return median (times);
}

/* ---- what is measured ------------------------------------------------------- */

typedef void (*Ask) (StoreFixture *fixture, gpointer port, const char *text);

static void
list_ids (StoreFixture *fixture, gpointer port, const char *text)
{
  OdViewQuery query = { .scope = OD_SCOPE_INBOX, .order = OD_ORDER_ACTIVITY };
  g_autoptr (GArray) ids = NULL;
  StoreWait wait = { NULL };

  od_conversation_port_list_async (port, &query, NULL, store_wait_cb, &wait);
  ids = od_conversation_port_list_finish (port, store_wait (&wait), NULL);
  g_assert_cmpuint (ids->len, ==, N_CONVERSATIONS);
  store_wait_clear (&wait);
}

/* @text: a filter */
static void
list_filtered (StoreFixture *fixture, gpointer port, const char *text)
{
  OdViewQuery query = { .scope = OD_SCOPE_ALL, .order = OD_ORDER_ACTIVITY, .now_us = 1, .filter = text };
  g_autoptr (GArray) ids = NULL;
  StoreWait wait = { NULL };

  od_conversation_port_list_async (port, &query, NULL, store_wait_cb, &wait);
  ids = od_conversation_port_list_finish (port, store_wait (&wait), NULL);
  g_assert_cmpuint (ids->len, >, 0);
  store_wait_clear (&wait);
}

/* What the sidebar counts: the views of the program in one go, and ten saved ones. */
static void
count_unanswered (StoreFixture *fixture, gpointer port, const char *text)
{
  OdViewQuery queries[20] = { 0 };
  g_autoptr (GArray) counts = NULL;
  StoreWait wait = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    queries[i] = (OdViewQuery){ .scope = i < 8 ? (OdScope) i : OD_SCOPE_ALL,
                                .assignee_id = 1,
                                .now_us = 1,
                                .filter = i < 10 ? NULL : text,
                                .is_unanswered = TRUE };
  od_conversation_port_count_async (port, queries, G_N_ELEMENTS (queries), NULL, store_wait_cb, &wait);
  counts = od_conversation_port_count_finish (port, store_wait (&wait), NULL);
  g_assert_cmpuint (counts->len, ==, G_N_ELEMENTS (queries));
  store_wait_clear (&wait);
}

static void
open_thread (StoreFixture *fixture, gpointer port, const char *text)
{
  g_autoptr (OdThreadPage) page = NULL;
  StoreWait wait = { NULL };

  od_thread_port_load_page_async (port, 1, OD_THREAD_CUSTOMER, OD_ANCHOR_FIRST_UNREAD, 0, 100, NULL, store_wait_cb,
                                  &wait);
  page = od_thread_port_load_page_finish (port, store_wait (&wait), NULL);
  g_assert_cmpuint (page->rows->len, ==, 100);
  store_wait_clear (&wait);
}

static void
search (StoreFixture *fixture, gpointer port, const char *text)
{
  g_autoptr (GPtrArray) hits = NULL;
  StoreWait wait = { NULL };

  od_search_port_search_async (port, &(OdSearchQuestion){ .text = text, .limit = 50 }, NULL, store_wait_cb, &wait);
  hits = od_search_port_search_finish (port, store_wait (&wait), NULL);
  g_assert_nonnull (hits);
  store_wait_clear (&wait);
}

static void
measure (StoreFixture *fixture, const char *name, Ask ask, gpointer port, const char *text, const char *bare)
{
  gint64 times[N_RUNS];
  gint64 ours_us, bare_us;

  for (guint i = 0; i < N_RUNS; i++)
    {
      gint64 start_us = g_get_monotonic_time ();

      ask (fixture, port, text);
      times[i] = g_get_monotonic_time () - start_us;
    }
  ours_us = median (times);
  bare_us = time_bare (fixture, bare);
  printf ("%-28s %8.2f ms, bare statement %8.2f ms, ratio %.2f\n", name, (double) ours_us / 1000,
          (double) bare_us / 1000, (double) ours_us / (double) MAX (bare_us, 1));
}

#define SEARCH_SQL(match)                                                                                              \
  "SELECT t.id, t.at_us, m.body FROM fts JOIN timeline t ON t.id = fts.rowid JOIN message m ON m.timeline_id = t.id"   \
  "  WHERE fts MATCH '" match "' ORDER BY t.at_us DESC LIMIT 50"

int
main (int argc, char *argv[])
{
  StoreFixture fixture;
  g_autoptr (OdConversationPort) conversations = NULL;
  g_autoptr (OdThreadPort) threads = NULL;
  g_autoptr (OdSearchPort) searches = NULL;
  g_autoptr (GError) error = NULL;

  store_fixture_set_up (&fixture, NULL);
  od_db_write_sync (fixture.db, fill, NULL, &error);
  g_assert_no_error (error);
  conversations = od_conversation_reader_new (fixture.db);
  threads = od_thread_reader_new (fixture.db, fixture.files_dir, 1);
  searches = od_search_reader_new (fixture.db);

  measure (&fixture, "list 100,000 ids", list_ids, conversations, NULL,
           "SELECT id FROM conversation WHERE status = 1 ORDER BY last_at_us DESC");
  measure (&fixture, "list \"tag:vip -is:late\"", list_filtered, conversations, "tag:vip -is:late",
           "SELECT c.id FROM conversation c JOIN conversation_tag t ON t.conversation_id = c.id WHERE t.tag_id = 1"
           "  AND ifnull (c.due_us > 1, 1) ORDER BY c.last_at_us DESC");
  measure (&fixture, "list \"заказ OR has:file\"", list_filtered, conversations, "заказ OR has:file",
           "SELECT DISTINCT t.conversation_id FROM fts JOIN timeline t ON t.id = fts.rowid WHERE fts MATCH 'заказ'");
  measure (&fixture, "count 20 views, 10 saved", count_unanswered, conversations, "tag:vip has:file",
           "SELECT id, last_at_us, status FROM conversation WHERE waiting_since_us > 0");
  measure (&fixture, "open a thread of 100,000", open_thread, threads, NULL,
           "SELECT t.*, m.* FROM timeline t JOIN message m ON m.timeline_id = t.id WHERE t.conversation_id = 1"
           "  ORDER BY t.at_us DESC, t.id DESC LIMIT 100");
  measure (&fixture, "search \"за\" (being typed)", search, searches, "за", SEARCH_SQL ("за *"));
  measure (&fixture, "search \"заказ\"", search, searches, "заказ ", SEARCH_SQL ("заказ"));
  measure (
      &fixture, "search \"2345\" (in numbers)", search, searches, "2345",
      "SELECT t.id, t.at_us, d.text_folded FROM fts_tri JOIN timeline t ON t.id = fts_tri.rowid"
      "  JOIN search_doc d ON d.id = t.id WHERE fts_tri MATCH '\"234\" AND \"345\"' ORDER BY t.at_us DESC LIMIT 50");

  measure (&fixture, "search \"заказ OR возврат\"", search, searches, "заказ OR возврат ",
           SEARCH_SQL ("заказ OR возврат"));
  measure (
      &fixture, "search \"заказ tag:vip\"", search, searches, "заказ tag:vip ",
      "SELECT t.id, t.at_us, m.body FROM fts JOIN timeline t ON t.id = fts.rowid JOIN message m ON m.timeline_id = t.id"
      "  WHERE fts MATCH 'заказ' AND t.conversation_id IN (SELECT conversation_id FROM conversation_tag WHERE tag_id = 1)"
      "  ORDER BY t.at_us DESC LIMIT 50");
  measure (
      &fixture, "search \"заказ from:customer\"", search, searches, "заказ from:customer ",
      "SELECT t.id, t.at_us, m.body FROM fts JOIN timeline t ON t.id = fts.rowid JOIN message m ON m.timeline_id = t.id"
      "  WHERE fts MATCH 'заказ' AND t.kind = 1 ORDER BY t.at_us DESC LIMIT 50");

  g_clear_object (&conversations);
  g_clear_object (&threads);
  g_clear_object (&searches);
  store_fixture_tear_down (&fixture, NULL);
  return 0;
}
