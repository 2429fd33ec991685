/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-stmt.h"
#include "od-store-customer.h"
#include "od-store-link.h"
#include "od-write-fixture.h"

static void
assert_text (OdWriteFixture *fixture, const char *sql, const char *expected)
{
  g_autofree char *text = od_write_fixture_ask_text (fixture, sql);

  g_assert_cmpstr (text, ==, expected);
}

/* ---- receipts ---- */

static gint64
send_one (OdWriteFixture *fixture, gint64 conversation_id, const char *text, const char *remote_id)
{
  gint64 message_id = od_write_fixture_reply (fixture, conversation_id, text);
  g_autoptr (OdClaimJob) claim = od_write_fixture_claim (fixture);

  g_assert_cmpuint (claim->claimed->len, ==, 1);
  od_write_fixture_accept (fixture, ((OdClaimedOperation *) g_ptr_array_index (claim->claimed, 0))->id, remote_id);
  return message_id;
}

static OdIngestOutcome
receipt (OdWriteFixture *fixture, OdDelivery delivery, const char *remote_id, gint64 seq)
{
  OdUpdate *update = od_write_fixture_update (fixture, OD_UPDATE_RECEIPT, "c", NULL, NULL);

  update->delivery = delivery;
  update->target_remote_id = g_strdup (remote_id);
  update->target_seq = seq;
  return od_write_fixture_take (fixture, update);
}

static char *
deliveries (OdWriteFixture *fixture)
{
  return od_write_fixture_ask_text (
      fixture,
      "SELECT group_concat (delivery, '') FROM (SELECT delivery FROM message WHERE direction = 2 ORDER BY 1, timeline_id)");
}

static void
test_receipts_mean_everything_up_to (gconstpointer has_stream)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (GPOINTER_TO_INT (has_stream));
  OdIngestOutcome first = od_write_fixture_receive (fixture, "c", "1", "one");
  g_autofree char *delivered = NULL, *seen = NULL, *still = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *id = g_strdup_printf ("out%u", i);

      fixture->now_us++;
      send_one (fixture, first.conversation_id, "answer", id);
    }
  receipt (fixture, OD_DELIVERY_DELIVERED, has_stream ? NULL : "out1", has_stream ? 3 : 0);
  delivered = deliveries (fixture);
  g_assert_cmpstr (delivered, ==, "344");
  receipt (fixture, OD_DELIVERY_READ, has_stream ? NULL : "out2", has_stream ? 4 : 0);
  seen = deliveries (fixture);
  g_assert_cmpstr (seen, ==, "555");
  g_assert_cmpint (receipt (fixture, OD_DELIVERY_DELIVERED, has_stream ? NULL : "out2", has_stream ? 4 : 0).status, ==,
                   OD_INGEST_DUPLICATE);
  still = deliveries (fixture);
  g_assert_cmpstr (still, ==, "555");
  od_write_fixture_check (fixture);
}

static void
test_a_mark_beyond_the_end (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  OdIngestOutcome first = od_write_fixture_receive (fixture, "c", "1", "one");
  g_autofree char *after = NULL;

  receipt (fixture, OD_DELIVERY_READ, NULL, G_MAXINT64); /* a lie about the future */
  send_one (fixture, first.conversation_id, "answer", "");
  after = deliveries (fixture);
  g_assert_cmpstr (after, ==, "3");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT read_seq FROM stream"), ==, 1);
}

static void
test_a_receipt_that_came_early (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdIngestOutcome first = od_write_fixture_receive (fixture, "c", "1", "one");
  g_autofree char *after = NULL;

  g_assert_cmpint (receipt (fixture, OD_DELIVERY_READ, "out", 0).status, ==, OD_INGEST_STORED);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM receipt_early"), ==, 1);
  send_one (fixture, first.conversation_id, "answer", "out");
  after = deliveries (fixture);
  g_assert_cmpstr (after, ==, "5");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM receipt_early"), ==, 0);
}

/* ---- people ---- */

static void
say (OdWriteFixture *fixture, const char *chat, const char *name, const char *external_id, const char *email,
     gboolean is_verified)
{
  OdUpdate *update = od_write_fixture_update (fixture, OD_UPDATE_PROFILE, chat, NULL, NULL);

  update->profile = od_profile_new ();
  update->profile->name = g_strdup (name);
  update->profile->external_id = g_strdup (external_id);
  update->profile->email = g_strdup (email);
  update->profile->is_verified = is_verified;
  od_write_fixture_take (fixture, update);
}

static void
test_names (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  OdCustomerJob rename = { .text = (char *) "Boss", .now_us = fixture->now_us, .operator_id = 1 };

  say (fixture, "c", "Nobody", NULL, NULL, FALSE); /* a chat without a message: not known */
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer"), ==, 0);
  od_write_fixture_receive (fixture, "c", "1", "one");
  assert_text (fixture, "SELECT name FROM customer", "");
  say (fixture, "c", "Ann", NULL, NULL, FALSE);
  assert_text (fixture, "SELECT name FROM customer", "Ann");
  say (fixture, "c", "Anna Verified", "u1", NULL, TRUE);
  assert_text (fixture, "SELECT name FROM customer", "Anna Verified");
  say (fixture, "c", "Mallory", NULL, NULL, FALSE); /* not vouched for: does not replace what was */
  assert_text (fixture, "SELECT name FROM customer", "Anna Verified");
  rename.customer_id = od_write_fixture_ask (fixture, "SELECT id FROM customer");
  od_write_fixture_write (fixture, od_store_customer_rename, &rename);
  say (fixture, "c", "Anna Again", "u1", NULL, TRUE);
  assert_text (fixture, "SELECT name FROM customer", "Boss");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM fts ('boss')"), ==, 1);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM fts ('mallory')"), ==, 0);
  od_write_fixture_check (fixture);
}

static void
test_who_is_the_same_person (void)
{
  static const struct {
    const char *why;
    const char *external_id[2];
    const char *email[2];
    gboolean is_verified[2];
    gint64 n_people;
  } cases[] = {
    { "both vouched for", { "u1", "u1" }, { NULL }, { TRUE, TRUE }, 1 },
    { "one only says so", { "u1", "u1" }, { NULL }, { TRUE, FALSE }, 2 },
    { "both only say so", { "u1", "u1" }, { "a@example.com", "a@example.com" }, { FALSE, FALSE }, 2 },
    { "two people", { "u1", "u2" }, { NULL }, { TRUE, TRUE }, 2 },
    { "a claimed address", { "u1", "u2" }, { "a@example.com", "a@example.com" }, { TRUE, TRUE }, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
      static const char *const chats[] = { "c", "d" };

      g_test_message ("%s", cases[i].why);
      for (guint j = 0; j < 2; j++)
        {
          od_write_fixture_receive (fixture, chats[j], "1", "hello");
          say (fixture, chats[j], "Ann", cases[i].external_id[j], cases[i].email[j], cases[i].is_verified[j]);
        }
      g_assert_cmpint (
          od_write_fixture_ask (fixture, "SELECT count(DISTINCT coalesce (u.merged_into_id, u.id)) FROM conversation"
                                         " JOIN customer AS u ON u.id = customer_id"),
          ==, cases[i].n_people);
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer WHERE merged_into_id IS NULL"), ==,
                       cases[i].n_people);
      g_assert_cmpint (od_write_fixture_receive (fixture, "d", "2", "more").status, ==, OD_INGEST_STORED);
      od_write_fixture_check (fixture);
    }
}

static gint64
customer_of (OdWriteFixture *fixture, const char *chat)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT c.customer_id FROM conversation AS c JOIN thread AS t ON t.id = c.thread_id WHERE t.remote_id = '%s'",
      chat);

  return od_write_fixture_ask (fixture, sql);
}

/* An operator says that two chats are of one person. */
static void
link_chats (OdWriteFixture *fixture, const char *kept, const char *joined)
{
  OdPersonLink link = { .kept_id = customer_of (fixture, kept),
                        .joined_id = customer_of (fixture, joined),
                        .operator_id = 1 };
  OdLinkJob job = { .link = &link, .now_us = fixture->now_us };

  od_write_fixture_write (fixture, od_store_link, &job);
}

static gboolean
decline_job (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  const gint64 *ids = data;

  return od_stmt_run (db, error, "INSERT INTO link_declined VALUES (min (?1, ?2), max (?1, ?2), 1)", "ii", ids[0],
                      ids[1]);
}

/* What holds for a profile holds for the person it was linked into. */
static void
test_whom_nobody_links_by_itself (void)
{
  for (guint is_declined = 0; is_declined < 2; is_declined++)
    {
      g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
      gint64 ids[2];

      for (guint i = 0; i < 3; i++)
        od_write_fixture_receive (fixture, ((const char *[]){ "a", "b", "c" })[i], "1", "hello");
      say (fixture, "c", "Carl", "u2", NULL, TRUE);
      if (!is_declined)
        say (fixture, "a", "Ann", "u1", NULL, TRUE); /* and Carl sits down at her computer */
      link_chats (fixture, "a", "b");
      ids[0] = customer_of (fixture, "a");
      ids[1] = customer_of (fixture, "c");
      if (is_declined)
        od_write_fixture_write (fixture, decline_job, ids);
      say (fixture, "b", "Carl", "u2", NULL, TRUE);
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer WHERE merged_into_id IS NULL"), ==,
                       2);
      od_write_fixture_check (fixture);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/receipts/plain", GINT_TO_POINTER (FALSE), test_receipts_mean_everything_up_to);
  g_test_add_data_func ("/receipts/stream", GINT_TO_POINTER (TRUE), test_receipts_mean_everything_up_to);
  g_test_add_func ("/receipts/future", test_a_mark_beyond_the_end);
  g_test_add_func ("/receipts/early", test_a_receipt_that_came_early);
  g_test_add_func ("/people/names", test_names);
  g_test_add_func ("/people/same", test_who_is_the_same_person);
  g_test_add_func ("/people/not-by-itself", test_whom_nobody_links_by_itself);
  return g_test_run ();
}
