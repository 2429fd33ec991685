/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Erasing a person who shares something with others: a chat, a stream, a file that comes at that very moment. */
#include <glib/gstdio.h>
#include <utime.h>

#include "erase-fixture.h"
#include "od-blob.h"
#include "od-limits.h"

static void
set_up (EraseFixture *f, gconstpointer channel)
{
  erase_fixture_set_up (f, channel);
}

static void
tear_down (EraseFixture *f, gconstpointer channel)
{
  erase_fixture_tear_down (f);
}

static void
add_message (EraseFixture *f, gint64 conversation_id, const char *uid, const char *body)
{
  erase_fixture_run (f,
                     "INSERT INTO timeline (conversation_id, at_us, kind) VALUES (%" G_GINT64_FORMAT ", 1, 1);"
                     "INSERT INTO message (timeline_id, account_id, uid, direction, body)"
                     " VALUES (last_insert_rowid (), %" G_GINT64_FORMAT ", '%s', 1, '%s')",
                     conversation_id, f->engine.account_id, uid, body);
}

/* An import may give the conversations of one chat to different customers. The chat belongs to the person's address. */
static void
test_chat_of_two (EraseFixture *f, gconstpointer data)
{
  gint64 own = engine_fixture_receive (&f->engine, "chat", "chat:1", erase_fixture_word (f)), other, customer;
  g_autoptr (OdErasure) record = NULL;
  g_autoptr (GError) error = NULL;

  customer = erase_fixture_ask (f, "SELECT max (id) FROM customer");
  erase_fixture_run (f, "UPDATE conversation SET status = 3 WHERE id = %" G_GINT64_FORMAT, own);
  erase_fixture_run (
      f,
      "INSERT INTO customer (uid, name, created_at_us) VALUES ('u2', 'Boris', 1);"
      "INSERT INTO conversation (uid, account_id, thread_id, customer_id, status, created_at_us, last_at_us)"
      " SELECT 'k2', account_id, thread_id, (SELECT max (id) FROM customer), 3, 1, 1 FROM conversation"
      " WHERE id = %" G_GINT64_FORMAT,
      own);
  other = erase_fixture_ask (f, "SELECT max (id) FROM conversation");
  add_message (f, other, "m2", "кошка");
  erase_fixture_run (f,
                     "INSERT INTO stream (account_id, remote_id, last_seq) SELECT account_id, remote_id, 3 FROM thread"
                     " WHERE NOT EXISTS (SELECT 1 FROM stream)");
  erase_fixture_run (f, "DELETE FROM stream_event; DELETE FROM stream_cid");
  erase_fixture_run (
      f,
      "INSERT INTO stream_event (stream_id, seq, kind, message_id, ref_seq, payload, at_us)"
      " SELECT s.id, 1, 1, (SELECT min (id) FROM timeline), 0, NULL, 1 FROM stream AS s"
      " UNION ALL SELECT s.id, 2, 1, (SELECT max (id) FROM timeline), 0, NULL, 1 FROM stream AS s"
      " UNION ALL SELECT s.id, 3, 2, NULL, 1, '%s', 1 FROM stream AS s;"
      "INSERT INTO stream_cid SELECT id, '%s', 1 FROM stream UNION ALL SELECT id, 'theirs', 2 FROM stream",
      erase_fixture_word (f), erase_fixture_word (f));

  record = erase_fixture_erase (f, customer, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (record->n_conversations, ==, 1);
  g_assert_cmpuint (erase_fixture_count_left (f), ==, 0);
  erase_fixture_check (f);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM customer"), ==, 1);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM thread WHERE contact_point_id IS NULL"), ==, 1);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM conversation WHERE uid = 'k2'"), ==, 1);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM message WHERE body = 'кошка'"), ==, 1);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM stream_event"), ==, 1);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT seq FROM stream_cid"), ==, 2);
}

/* The stream of somebody who opened the chat and never wrote, and of a chat without a conversation. */
static void
test_streams_alone (EraseFixture *f, gconstpointer data)
{
  g_autoptr (OdErasure) record = NULL;
  g_autoptr (GError) error = NULL;

  engine_fixture_receive (&f->engine, "visitor", "visitor:1", erase_fixture_word (f));
  erase_fixture_run (f,
                     "INSERT INTO contact_point (customer_id, channel, scope, address) SELECT p.customer_id, p.channel,"
                     " a.uid, '%s' FROM contact_point AS p, account AS a LIMIT 1;"
                     "INSERT INTO contact_point (customer_id, channel, scope, address) SELECT p.customer_id, p.channel,"
                     " a.uid, 'empty' FROM contact_point AS p, account AS a LIMIT 1;"
                     "INSERT INTO thread (account_id, remote_id, contact_point_id) SELECT a.id, '%s', max (p.id)"
                     " FROM account AS a, contact_point AS p;",
                     "silent", "empty");
  erase_fixture_run (f,
                     "INSERT INTO stream (account_id, remote_id) SELECT id, 'silent' FROM account"
                     " UNION ALL SELECT id, 'empty' FROM account UNION ALL SELECT id, 'stranger' FROM account;"
                     "INSERT INTO stream_event (stream_id, seq, kind, payload, at_us) SELECT id, 1, 9, '%s', 1"
                     " FROM stream WHERE remote_id IN ('silent', 'empty');"
                     "INSERT INTO stream_cid SELECT id, 'c', 1 FROM stream WHERE remote_id = 'stranger'",
                     erase_fixture_word (f));
  record = erase_fixture_erase (f, erase_fixture_ask (f, "SELECT max (id) FROM customer"), &error);
  g_assert_no_error (error);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM stream WHERE remote_id <> 'stranger'"), ==, 0);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM stream"), ==, 1);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM stream_cid"), ==, 1);
  g_assert_cmpuint (erase_fixture_count_left (f), ==, 0);
  erase_fixture_check (f);
}

static void
set_age (EraseFixture *f, const char *path, gint64 age_us)
{
  gint64 at_s = (od_clock_get_real_us (f->engine.clock) - age_us) / G_USEC_PER_SEC;
  struct utimbuf times = { .actime = at_s, .modtime = at_s };

  g_assert_cmpint (g_utime (path, &times), ==, 0);
}

/* Somebody stages the same bytes for another customer at that very moment: their file is there when its row is. */
static void
test_file_of_another (EraseFixture *f, gconstpointer data)
{
  OdErasePort *port = od_engine_get_erase_port (f->engine.engine);
  gint64 k = engine_fixture_receive (&f->engine, "chat", "chat:1", erase_fixture_word (f));
  gint64 customer = erase_fixture_ask (f, "SELECT max (id) FROM customer");
  gint64 other = engine_fixture_receive (&f->engine, "other", "other:1", "кошка");
  g_autofree char *both = erase_fixture_store_file (f, "what both have");
  g_autofree char *own = erase_fixture_store_file (f, erase_fixture_word (f));
  const char *files_dir = od_profile_dir_get_files_path (f->engine.profile);
  g_autofree char *both_path = od_blob_get_path (files_dir, both), *own_path = od_blob_get_path (files_dir, own);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (OdErasure) record = NULL;

  erase_fixture_run (
      f,
      "INSERT INTO attachment (uid, message_id, position, name, mime, size_bytes, sha256)"
      " SELECT 'f1', min (id), 0, 'n', 'text/plain', 14, '%s' FROM timeline WHERE conversation_id = %" G_GINT64_FORMAT,
      both, k);
  erase_fixture_run (
      f,
      "INSERT INTO attachment (uid, message_id, position, name, mime, size_bytes, sha256)"
      " SELECT 'f2', min (id), 1, 'n', 'text/plain', 14, '%s' FROM timeline WHERE conversation_id = %" G_GINT64_FORMAT,
      own, k);
  set_age (f, both_path, 0); /* put there just now: by the other */
  set_age (f, own_path, OD_LIMIT_ERASE_YOUNG_US + G_USEC_PER_SEC);
  od_erase_port_erase_async (port, customer, NULL, engine_fixture_store_result_cb, &result);
  for (guint i = 0; i < 100; i++)
    erase_fixture_pass (f);
  g_assert_null (result); /* it waits for the young one */
  g_assert_true (g_file_test (both_path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (own_path, G_FILE_TEST_EXISTS));
  erase_fixture_run (
      f,
      "INSERT INTO attachment (uid, message_id, position, name, mime, size_bytes, sha256)"
      " SELECT 'f3', min (id), 0, 'n', 'text/plain', 14, '%s' FROM timeline WHERE conversation_id = %" G_GINT64_FORMAT,
      both, other);
  while (result == NULL)
    erase_fixture_pass (f);
  record = od_erase_port_erase_finish (port, result, NULL);
  g_assert_nonnull (record);
  g_assert_true (g_file_test (both_path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (erase_fixture_count_left (f), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/erase/chat-of-two", EraseFixture, "demo-stream", set_up, test_chat_of_two, tear_down);
  g_test_add ("/erase/streams-alone", EraseFixture, "demo-stream", set_up, test_streams_alone, tear_down);
  g_test_add ("/erase/file-of-another", EraseFixture, "demo", set_up, test_file_of_another, tear_down);
  return g_test_run ();
}
