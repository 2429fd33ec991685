/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-conversation-reader.h"

#include "store-fixture.h"

#define NOW_US 1000

static const char rows[] =
    "INSERT INTO operator (id, uid, name) VALUES (1, 'o1', 'Olga'), (2, 'o2', 'Petr');"
    "INSERT INTO account (id, channel, name, created_at_us) VALUES (1, 'webchat', 'Shop', 0), (2, 'telegram', 'Bot', 0);"
    "INSERT INTO customer (id, uid, name, created_at_us) VALUES (1, 'c1', 'Maria', 0), (2, 'c2', '', 0);"
    "INSERT INTO contact_point (id, customer_id, channel, address, display)"
    "  VALUES (1, 1, 'webchat', 'v1', ''), (2, 2, 'telegram', '700', '@ivan');"
    "INSERT INTO thread (id, account_id, remote_id, contact_point_id)"
    "  VALUES (1, 1, 't1', 1), (2, 1, 't2', NULL), (3, 2, 't3', 2), (4, 2, 't4', 2), (5, 1, 't5', 1), (6, 1, 't6', 1);"
    "INSERT INTO conversation (id, uid, account_id, thread_id, customer_id, status, assignee_id, created_at_us,"
    "    last_at_us, waiting_since_us, due_us, snoozed_until_us, n_unread, snippet) VALUES"
    "  (1, 'k1', 1, 1, 1, 1, 1,    0, 100, 90,  NULL, NULL, 2, 'hello'),"
    "  (2, 'k2', 1, 2, 1, 1, NULL, 0, 200, 0,   5000, NULL, 0, ''),"
    "  (3, 'k3', 2, 3, 2, 1, 2,    0, 300, 80,  9000, 2000, 0, ''),"
    "  (4, 'k4', 2, 4, 2, 2, 1,    0, 400, 0,   NULL, 500,  0, ''),"
    "  (5, 'k5', 1, 5, 1, 3, NULL, 0, 200, 0,   NULL, NULL, 0, ''),"
    "  (6, 'k6', 1, 6, 1, 4, NULL, 0, 600, 70,  NULL, NULL, 0, '');"
    "INSERT INTO tag (id, name) VALUES (1, 'vip'), (2, 'refund');"
    "INSERT INTO conversation_tag VALUES (1, 1), (1, 2);"
    "INSERT INTO timeline (id, conversation_id, at_us, kind) VALUES (1, 1, 100, 2), (2, 2, 200, 1);"
    "INSERT INTO message (timeline_id, account_id, uid, direction, delivery, operator_id, body) VALUES"
    "  (1, 1, 'm1', 2, 3, 2, 'hello'), (2, 1, 'm2', 1, 0, NULL, '');"
    "INSERT INTO attachment (uid, message_id, position, name, mime) VALUES ('f1', 2, 0, 'a.jpg', 'image/jpeg');"
    "UPDATE conversation SET last_id = id WHERE id IN (1, 2)";

static char *
list (OdConversationPort *port, const OdViewQuery *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;
  StoreWait wait = { NULL };
  GString *out = g_string_new (NULL);

  od_conversation_port_list_async (port, query, NULL, store_wait_cb, &wait);
  ids = od_conversation_port_list_finish (port, store_wait (&wait), &error);
  g_assert_no_error (error);
  store_wait_clear (&wait);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (out, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", g_array_index (ids, gint64, i));
  return g_string_free (out, FALSE);
}

static const struct {
  OdViewQuery query;
  const char *ids;
  gint64 n;
} views[] = {
  { { OD_SCOPE_INBOX, OD_ORDER_ACTIVITY, 0, 0, NULL, NOW_US }, "2 1", 2 },
  { { OD_SCOPE_INBOX, OD_ORDER_OLDEST, 0, 0, NULL, NOW_US }, "1 2", 2 },
  { { OD_SCOPE_INBOX, OD_ORDER_WAITING, 0, 0, NULL, NOW_US }, "1 2", 2 },
  { { OD_SCOPE_INBOX, OD_ORDER_URGENT, 0, 0, NULL, NOW_US }, "2 1", 2 },
  { { OD_SCOPE_INBOX, OD_ORDER_ACTIVITY, 0, 0, NULL, 2000 }, "3 2 1", 3 }, /* the moment it wakes up */
  { { OD_SCOPE_INBOX, OD_ORDER_WAITING, 0, 0, NULL, 2000 }, "3 1 2", 3 },
  { { OD_SCOPE_INBOX, OD_ORDER_URGENT, 0, 0, NULL, 2000 }, "2 3 1", 3 },
  { { OD_SCOPE_SNOOZED, OD_ORDER_ACTIVITY, 0, 0, NULL, NOW_US }, "3", 1 },
  { { OD_SCOPE_SNOOZED, OD_ORDER_ACTIVITY, 0, 0, NULL, 0 }, "4 3", 2 },
  { { OD_SCOPE_WAITING, OD_ORDER_ACTIVITY, 0, 0, NULL, NOW_US }, "4", 1 },
  { { OD_SCOPE_WAITING, OD_ORDER_ACTIVITY, 0, 0, NULL, 0 }, "", 0 },
  { { OD_SCOPE_RESOLVED, OD_ORDER_ACTIVITY, 0, 0, NULL, NOW_US }, "5", 1 },
  { { OD_SCOPE_SPAM, OD_ORDER_ACTIVITY, 0, 0, NULL, NOW_US }, "6", 1 },
  { { OD_SCOPE_ALL, OD_ORDER_ACTIVITY, 0, 0, NULL, NOW_US }, "4 3 5 2 1", 5 }, /* 5 and 2 at the same moment */
  { { OD_SCOPE_ALL, OD_ORDER_OLDEST, 0, 0, NULL, NOW_US }, "1 2 3 4 5", 5 },
  { { OD_SCOPE_ALL, OD_ORDER_WAITING, 0, 0, NULL, NOW_US }, "3 1 4 5 2", 5 },
  { { OD_SCOPE_ALL, OD_ORDER_ACTIVITY, 1, 0, NULL, NOW_US }, "4 1", 2 },
  { { OD_SCOPE_ALL, OD_ORDER_ACTIVITY, -1, 0, NULL, NOW_US }, "5 2", 2 },
  { { OD_SCOPE_ALL, OD_ORDER_ACTIVITY, 0, 2, NULL, NOW_US }, "4 3", 2 },
  { { OD_SCOPE_ALL, OD_ORDER_ACTIVITY, 0, 0, "webchat", NOW_US }, "5 2 1", 3 },
  { { OD_SCOPE_ALL, OD_ORDER_ACTIVITY, 1, 0, "telegram", NOW_US }, "4", 1 },
  { { OD_SCOPE_ALL, OD_ORDER_ACTIVITY, 0, 0, "nothing", NOW_US }, "", 0 },
};

static void
test_views (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdConversationPort) port = od_conversation_reader_new (fixture->db);

  store_fixture_exec (fixture, rows);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autofree char *ids = list (port, &views[i].query);

      g_test_message ("view %u", i);
      g_assert_cmpstr (ids, ==, views[i].ids);
    }
}

/* Of who is blocked nothing is late, in any of their conversations, and all of it is again afterwards. */
static void
test_blocked_is_not_late (StoreFixture *fixture, gconstpointer data)
{
  static const struct {
    const char *sql;
    const char *ids;
  } steps[] = {
    { "SELECT 1", "2 3" },
    { "UPDATE contact_point SET is_blocked = 1 WHERE id = 2", "2" },
    { "UPDATE contact_point SET is_blocked = 0 WHERE id = 2", "2 3" },
  };
  const OdViewQuery late = { .scope = OD_SCOPE_LATE, .now_us = 9500 };
  const OdViewQuery filter = { .scope = OD_SCOPE_ALL, .now_us = 9500, .filter = "is:late" };
  g_autoptr (OdConversationPort) port = od_conversation_reader_new (fixture->db);

  store_fixture_exec (fixture, rows);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *listed = NULL, *found = NULL;

      store_fixture_exec (fixture, steps[i].sql);
      listed = list (port, &late);
      found = list (port, &filter);
      g_assert_cmpstr (listed, ==, steps[i].ids);
      g_assert_cmpstr (found, ==, steps[i].ids);
    }
}

static gint64
load_promised (OdConversationPort *port, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) loaded = NULL;
  StoreWait wait = { NULL };

  od_conversation_port_load_async (port, &id, 1, NULL, store_wait_cb, &wait);
  loaded = od_conversation_port_load_finish (port, store_wait (&wait), &error);
  g_assert_no_error (error);
  store_wait_clear (&wait);
  return ((OdConversationRow *) loaded->pdata[0])->marks.promised_us;
}

/* Nor does their row show what an operator promised. */
static void
test_blocked_is_promised_nothing (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdConversationPort) port = od_conversation_reader_new (fixture->db);

  store_fixture_exec (fixture, rows);
  store_fixture_exec (fixture, "INSERT INTO clock (conversation_id, kind, anchor_us, target_s, due_us, state)"
                               " VALUES (3, 4, 1, 60, 9000, 1)");
  g_assert_cmpint (load_promised (port, 3), ==, 9000);
  store_fixture_exec (fixture, "UPDATE contact_point SET is_blocked = 1 WHERE id = 2");
  g_assert_cmpint (load_promised (port, 3), ==, 0);
}

static void
test_counts (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdConversationPort) port = od_conversation_reader_new (fixture->db);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) counts = NULL;
  OdViewQuery queries[G_N_ELEMENTS (views)];
  StoreWait wait = { NULL };

  store_fixture_exec (fixture, rows);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    queries[i] = views[i].query;
  od_conversation_port_count_async (port, queries, G_N_ELEMENTS (queries), NULL, store_wait_cb, &wait);
  counts = od_conversation_port_count_finish (port, store_wait (&wait), &error);
  g_assert_no_error (error);
  store_wait_clear (&wait);
  g_assert_cmpuint (counts->len, ==, G_N_ELEMENTS (views));
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    g_assert_cmpint (g_array_index (counts, gint64, i), ==, views[i].n);
}

static void
test_rows (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdConversationPort) port = od_conversation_reader_new (fixture->db);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) loaded = NULL;
  const gint64 ids[] = { 3, 99, 1, 2 };
  const OdConversationRow *third, *first, *second;
  StoreWait wait = { NULL };

  store_fixture_exec (fixture, rows);
  store_fixture_exec (fixture,
                      "UPDATE thread SET reach = 1 WHERE id = (SELECT thread_id FROM conversation WHERE id = 2)");
  od_conversation_port_load_async (port, ids, G_N_ELEMENTS (ids), NULL, store_wait_cb, &wait);
  loaded = od_conversation_port_load_finish (port, store_wait (&wait), &error);
  g_assert_no_error (error);
  store_wait_clear (&wait);

  g_assert_cmpuint (loaded->len, ==, 3);
  third = g_ptr_array_index (loaded, 0);
  first = g_ptr_array_index (loaded, 1);
  second = g_ptr_array_index (loaded, 2);

  g_assert_cmpint (third->id, ==, 3);
  g_assert_cmpstr (third->name, ==, "");
  g_assert_cmpstr (third->address, ==, "@ivan");
  g_assert_cmpstr (third->channel, ==, "telegram");
  g_assert_cmpstr (third->assignee_name, ==, "Petr");
  g_assert_cmpint (third->snoozed_until_us, ==, 2000);
  g_assert_cmpint (third->last_kind, ==, 0);
  g_assert_null (third->tags);

  g_assert_cmpint (first->id, ==, 1);
  g_assert_cmpstr (first->name, ==, "Maria");
  g_assert_cmpstr (first->address, ==, "v1");
  g_assert_cmpstr (first->account_name, ==, "Shop");
  g_assert_cmpstr (first->snippet, ==, "hello");
  g_assert_cmpstr (first->last_author, ==, "Petr");
  g_assert_cmpstr (first->assignee_name, ==, "Olga");
  g_assert_cmpint (first->last_kind, ==, OD_TIMELINE_OUT);
  g_assert_cmpint (first->last_delivery, ==, OD_DELIVERY_SENT);
  g_assert_cmpint (first->status, ==, OD_STATUS_OPEN);
  g_assert_cmpint (first->waiting_since_us, ==, 90);
  g_assert_cmpuint (first->n_unread, ==, 2);
  g_assert_null (first->marks.last_mime);
  g_assert_cmpstrv (first->tags, ((const char *const[]){ "refund", "vip", NULL }));

  g_assert_cmpstr (second->marks.last_mime, ==, "image/jpeg");
  g_assert_cmpint (second->marks.reach, ==, OD_REACH_BLOCKED);
  g_assert_cmpint (first->marks.reach, ==, OD_REACH_OK);
  g_assert_cmpstr (second->last_author, ==, "");
  g_assert_cmpstr (second->address, ==, "");
}

static void
test_cancelled_before (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdConversationPort) port = od_conversation_reader_new (fixture->db);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  StoreWait wait = { NULL };

  g_cancellable_cancel (cancellable);
  od_conversation_port_list_async (port, &views[0].query, cancellable, store_wait_cb, &wait);
  g_assert_null (od_conversation_port_list_finish (port, store_wait (&wait), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  store_wait_clear (&wait);
}

static gboolean
wait_for_others (sqlite3 *db, gpointer data, GError **error)
{
  g_mutex_lock (data);
  g_mutex_unlock (data);
  return TRUE;
}

/* Counting goes over everything, so it is not done where pages are read: it ends though that thread is held. */
static void
test_counts_stand_in_no_way (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdConversationPort) port = od_conversation_reader_new (fixture->db);
  g_autoptr (GArray) counts = NULL;
  StoreWait held = { NULL }, wait = { NULL };
  GMutex mutex;

  g_mutex_init (&mutex);
  store_fixture_exec (fixture, rows);
  g_mutex_lock (&mutex);
  od_db_read_async (fixture->db, OD_DB_PAGES, wait_for_others, &mutex, NULL, NULL, store_wait_cb, &held);
  od_conversation_port_count_async (port, &views[0].query, 1, NULL, store_wait_cb, &wait);
  counts = od_conversation_port_count_finish (port, store_wait (&wait), NULL);
  g_assert_cmpint (g_array_index (counts, gint64, 0), ==, views[0].n);
  store_wait_clear (&wait);
  g_mutex_unlock (&mutex);
  g_assert_nonnull (od_db_finish (fixture->db, store_wait (&held), NULL));
  store_wait_clear (&held);
  g_mutex_clear (&mutex);
}

#define ADD(name, func) g_test_add (name, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/conversation-reader/views", test_views);
  ADD ("/conversation-reader/blocked", test_blocked_is_not_late);
  ADD ("/conversation-reader/blocked-promise", test_blocked_is_promised_nothing);
  ADD ("/conversation-reader/counts", test_counts);
  ADD ("/conversation-reader/counts-stand-in-no-way", test_counts_stand_in_no_way);
  ADD ("/conversation-reader/rows", test_rows);
  ADD ("/conversation-reader/cancelled-before", test_cancelled_before);

  return g_test_run ();
}
