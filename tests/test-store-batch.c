/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Many conversations at once, and back: the law is that what was done and undone never was. */
#include "od-conversation-status.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-stmt.h"
#include "od-store-batch.h"
#include "od-store-clock.h"
#include "od-store-triage.h"
#include "od-write-fixture.h"

#define SECOND_US ((gint64) G_USEC_PER_SEC)
#define HOUR_US (3600 * SECOND_US)
#define N_CHATS 24
#define N_ROUNDS 500

/* ---- a store as text ---- */

static gboolean
dump_table (sqlite3 *db, const char *table, GString *out, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\" ORDER BY 1, 2", table);
  sqlite3_stmt *stmt = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  g_string_append_printf (out, "[%s]\n", table);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      for (int i = 0; i < sqlite3_column_count (stmt); i++)
        {
          const char *text = (const char *) sqlite3_column_text (stmt, i);

          g_string_append_printf (out, "%s|", text != NULL ? text : "NULL");
        }
      g_string_append_c (out, '\n');
    }
  return sqlite3_finalize (stmt) == SQLITE_OK;
}

static gboolean
dump_all (sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (OdStmt) stmt =
      od_stmt_prepare (db,
                       "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'fts%'"
                       " AND name NOT IN ('audit', 'batch', 'batch_change') ORDER BY name",
                       error);
  gboolean has_row = TRUE;

  while (stmt != NULL && od_stmt_step (stmt, &has_row, error) && has_row)
    dump_table (db, (const char *) sqlite3_column_text (stmt, 0), data, error);
  return !has_row;
}

static char *
dump (OdWriteFixture *fixture)
{
  GString *out = g_string_new (NULL);

  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, dump_all, out, NULL));
  return g_string_free (out, FALSE);
}

/* Says where, and not all of both. */
static void
assert_same_store (const char *before, const char *after)
{
  g_auto (GStrv) left = NULL, right = NULL;

  if (g_str_equal (before, after))
    return;
  left = g_strsplit (before, "\n", -1);
  right = g_strsplit (after, "\n", -1);
  for (guint i = 0; left[i] != NULL && right[i] != NULL; i++)
    g_assert_cmpstr (left[i], ==, right[i]);
  g_assert_not_reached ();
}

/* ---- batches ---- */

static guint
tell_all (const char *channel, gpointer data)
{
  return 1u << OD_OPERATION_STATUS | 1u << OD_OPERATION_READ;
}

static OdDeedReport
run (OdWriteFixture *fixture, OdDbWriteFunc func, OdBatchJob *job)
{
  OdDeedReport report;

  job->get_remote_kinds = tell_all;
  while (!job->is_done)
    od_write_fixture_write (fixture, func, job);
  report = job->report;
  od_batch_job_free (job);
  return report;
}

static OdDeedReport
perform (OdWriteFixture *fixture, const gint64 *ids, guint n_ids, GPtrArray *deeds)
{
  return run (fixture, od_store_batch, od_batch_job_new (ids, n_ids, deeds, 1, fixture->now_us));
}

static OdDeedReport
undo (OdWriteFixture *fixture, gint64 batch_id)
{
  return run (fixture, od_store_batch_undo, od_batch_job_new_undo (batch_id, 1, fixture->now_us));
}

static gint64
receive (OdWriteFixture *fixture, guint chat)
{
  static guint n_messages = 0;
  g_autofree char *chat_id = g_strdup_printf ("chat%u", chat);
  g_autofree char *id = g_strdup_printf ("%u", ++n_messages);

  fixture->now_us += SECOND_US;
  return od_write_fixture_receive (fixture, chat_id, id, "Здравствуйте").conversation_id;
}

/* ---- the law ---- */

static OdDeed *
random_deed (OdWriteFixture *fixture)
{
  static const char *const tags[] = { "vip", "возврат", "late", "new" };
  OdDeedKind kind = (OdDeedKind) g_test_rand_int_range (0, OD_N_DEED);
  gint64 number = 0;

  if (kind == OD_DEED_SNOOZE)
    number = g_test_rand_bit () ? OD_SNOOZE_UNTIL_REPLY : fixture->now_us + g_test_rand_int_range (1, 90) * HOUR_US;
  else if (kind == OD_DEED_BLOCK)
    number = g_test_rand_bit () ? 0 : fixture->now_us + HOUR_US;
  else if (kind == OD_DEED_ASSIGN)
    number = g_test_rand_int_range (0, 3);
  else if (kind == OD_DEED_PRIORITY)
    number = g_test_rand_int_range (OD_PRIORITY_LOW, OD_PRIORITY_URGENT + 1);
  return od_deed_new (kind, number, tags[g_test_rand_int_range (0, G_N_ELEMENTS (tags))]);
}

static OdDeedReport
perform_random (OdWriteFixture *fixture)
{
  g_autoptr (GPtrArray) deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) od_deed_free);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 n_all = od_write_fixture_ask (fixture, "SELECT max (id) FROM conversation");

  for (int n = g_test_rand_int_range (1, 5); n > 0; n--)
    g_ptr_array_add (deeds, random_deed (fixture));
  for (gint64 id = 1; id <= n_all + 1; id++) /* one of them does not exist */
    if (g_test_rand_int_range (0, 3) == 0)
      g_array_append_val (ids, id);
  return perform (fixture, (const gint64 *) (gpointer) ids->data, ids->len, deeds);
}

/* The desk's alarm: what is due by itself stays broken, whatever is taken back later. */
static void
ring (OdWriteFixture *fixture)
{
  g_autoptr (OdClockTickJob) tick = od_clock_tick_job_new (fixture->now_us);

  while (!tick->is_done)
    od_write_fixture_write (fixture, od_store_clock_tick, tick);
}

/* Something happens that nobody undoes. */
static void
let_time_pass (OdWriteFixture *fixture)
{
  fixture->now_us += g_test_rand_int_range (1, 40) * HOUR_US;
  switch (g_test_rand_int_range (0, 5))
    {
    case 0:
      perform_random (fixture);
      break;
    case 1:
      od_write_fixture_reply (fixture, receive (fixture, (guint) g_test_rand_int_range (0, N_CHATS)), "answer");
      break;
    case 2:
      {
        OdWakeJob wake = { .now_us = fixture->now_us };

        od_write_fixture_write (fixture, od_store_wake_snoozed, &wake);
      }
      break;
    default:
      receive (fixture, (guint) g_test_rand_int_range (0, N_CHATS));
    }
}

static OdWriteFixture *
new_filled (void)
{
  OdWriteFixture *fixture = od_write_fixture_new (TRUE);

  od_write_fixture_run (fixture, "INSERT INTO operator (id, uid, name) VALUES (2, 'o2', 'Boris')");
  od_write_fixture_run (fixture, "INSERT INTO policy (uid, name, body, position) VALUES ('u', 'Urgent', '{\"when\":"
                                 "{\"priorities\":[\"urgent\",\"low\"]},\"next\":{\"seconds\":9000000,"
                                 "\"warn_percent\":50}}', 0), ('p', 'All', '{\"first\":{\"seconds\":8000000},"
                                 "\"next\":{\"seconds\":8000000},\"resolution\":{\"seconds\":30000000}}', 1)");
  for (guint i = 0; i < N_CHATS * 2; i++)
    receive (fixture, i % N_CHATS);
  od_write_fixture_run (fixture, "UPDATE thread SET contact_point_id = NULL WHERE id = 3"); /* imported */
  return fixture;
}

static void
test_done_and_undone_never_was (void)
{
  g_autoptr (OdWriteFixture) fixture = new_filled ();
  guint n_changed = 0;

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autofree char *before = NULL, *after = NULL;
      OdDeedReport done, undone;

      let_time_pass (fixture);
      ring (fixture);
      before = dump (fixture);
      done = perform_random (fixture);
      if (done.batch_id == 0)
        g_assert_cmpuint (done.n_done, ==, 0);
      else
        {
          fixture->now_us++; /* nothing else is due */
          undone = undo (fixture, done.batch_id);
          g_assert_cmpuint (undone.n_done, ==, done.n_done);
          g_assert_cmpuint (undone.n_refused, ==, 0);
        }
      after = dump (fixture);
      assert_same_store (before, after);
      n_changed += done.n_done;
    }
  g_test_message ("%u conversations were changed and changed back", n_changed);
  g_assert_cmpuint (n_changed, >, N_ROUNDS);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count (*) FROM conversation"), >, N_CHATS);
  od_write_fixture_check (fixture);
}

/* A promise that nobody expected any more breaks by being expected again: taken back, it never did. */
static void
test_what_broke_by_it_alone (gconstpointer is_rung)
{
  g_autoptr (OdWriteFixture) fixture = new_filled ();
  g_autofree char *before = NULL, *after = NULL;
  OdDeedReport done;

  od_write_fixture_do (fixture, 1, OD_DEED_PRIORITY, OD_PRIORITY_URGENT, NULL);
  fixture->now_us += G_GINT64_CONSTANT (30000001) * SECOND_US;
  ring (fixture); /* what others had broken */
  before = dump (fixture);
  done = od_write_fixture_do (fixture, 1, OD_DEED_PRIORITY, OD_PRIORITY_HIGH, NULL);
  if (is_rung != NULL)
    {
      fixture->now_us += SECOND_US;
      ring (fixture);
    }
  od_write_fixture_do (fixture, 1, OD_DEED_RESOLVE, 0, NULL);
  undo (fixture, od_write_fixture_ask (fixture, "SELECT max (id) FROM batch"));
  undo (fixture, done.batch_id);
  after = dump (fixture);
  assert_same_store (before, after);
}

/* Nobody rings for who is blocked: what a deed noticed of it was not noticed. */
static void
test_what_was_noticed_by_it_alone (void)
{
  g_autoptr (OdWriteFixture) fixture = new_filled ();
  g_autofree char *before = NULL, *after = NULL;
  OdDeedReport done;

  od_write_fixture_run (fixture, "UPDATE contact_point SET is_blocked = 1");
  fixture->now_us += G_GINT64_CONSTANT (30000001) * SECOND_US;
  ring (fixture);
  before = dump (fixture);
  done = od_write_fixture_do (fixture, 1, OD_DEED_RESOLVE, 0, NULL);
  fixture->now_us++;
  undo (fixture, done.batch_id);
  after = dump (fixture);
  assert_same_store (before, after);
}

/* ---- what happened since ---- */

static void
test_what_changed_since_stays (void)
{
  static const struct {
    OdDeedKind done, since;
    gboolean is_refused;
  } cases[] = {
    { OD_DEED_RESOLVE, OD_DEED_REOPEN, TRUE },    { OD_DEED_RESOLVE, OD_DEED_PRIORITY, FALSE },
    { OD_DEED_PRIORITY, OD_DEED_RESOLVE, FALSE }, { OD_DEED_TAG, OD_DEED_UNTAG, TRUE },
    { OD_DEED_TAG, OD_DEED_SNOOZE, FALSE },       { OD_DEED_SNOOZE, OD_DEED_WAKE, TRUE },
    { OD_DEED_BLOCK, OD_DEED_UNBLOCK, TRUE },     { OD_DEED_READ, OD_DEED_UNREAD, TRUE },
    { OD_DEED_ASSIGN, OD_DEED_TAG, FALSE },       { OD_DEED_NO_REPLY, OD_DEED_ASSIGN, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
      gint64 id = receive (fixture, 0), until_us = fixture->now_us + HOUR_US;
      gint64 numbers[OD_N_DEED] = { [OD_DEED_SNOOZE] = until_us, [OD_DEED_ASSIGN] = 1, [OD_DEED_PRIORITY] = 2 };
      OdDeedReport done, undone;

      done = od_write_fixture_do (fixture, id, cases[i].done, numbers[cases[i].done], "vip");
      g_assert_cmpuint (done.n_done, ==, 1);
      od_write_fixture_do (fixture, id, cases[i].since, numbers[cases[i].since], "vip");
      undone = undo (fixture, done.batch_id);
      g_test_message ("%s, then %s", od_deed_kind_get_name (cases[i].done), od_deed_kind_get_name (cases[i].since));
      g_assert_cmpuint (undone.n_refused, ==, (guint) cases[i].is_refused);
      g_assert_cmpuint (undone.n_done, ==, (guint) !cases[i].is_refused);
      od_write_fixture_check (fixture);
    }
}

static void
test_a_later_conversation_is_live (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 first = receive (fixture, 0);
  OdDeedReport done = od_write_fixture_do (fixture, first, OD_DEED_RESOLVE, 0, NULL);

  od_write_fixture_run (fixture, "INSERT INTO conversation (uid, account_id, thread_id, customer_id, status,"
                                 " created_at_us, last_at_us) VALUES ('x', 1, 1, 1, 1, 1, 1)");
  g_assert_cmpuint (undo (fixture, done.batch_id).n_refused, ==, 1);
  od_write_fixture_check (fixture);
}

/* Told: the other way round. Not told yet: never. */
static void
test_what_the_channel_hears (gconstpointer is_told)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  gint64 id = receive (fixture, 0);
  g_autoptr (GPtrArray) deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) od_deed_free);
  g_autoptr (OdClaimJob) claim = NULL;
  OdDeedReport done;

  g_ptr_array_add (deeds, od_deed_new (OD_DEED_RESOLVE, 0, NULL));
  done = perform (fixture, &id, 1, deeds);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count (*) FROM operation WHERE kind = 'status'"), ==, 1);
  if (is_told != NULL)
    {
      claim = od_write_fixture_claim (fixture);
      od_write_fixture_accept (fixture, ((OdClaimedOperation *) g_ptr_array_index (claim->claimed, 0))->id, "");
    }
  undo (fixture, done.batch_id);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count (*) FROM operation WHERE state = 1"), ==,
                   is_told != NULL);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count (*) FROM operation WHERE state = 1"
                                                  " AND json_extract (payload, '$.status') = 'open'"),
                   ==, is_told != NULL);
}

static void
forget_all (OdWriteFixture *fixture)
{
  OdForgetJob job = { .now_us = fixture->now_us };

  while (!job.is_done)
    od_write_fixture_write (fixture, od_store_batch_forget, &job);
}

static void
test_forgotten (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 id = receive (fixture, 0);
  g_autoptr (OdBatchJob) late = NULL;
  OdDeedReport first;

  first = od_write_fixture_do (fixture, id, OD_DEED_PRIORITY, OD_PRIORITY_HIGH, NULL);
  for (guint i = 0; i < OD_LIMIT_BATCHES; i++)
    od_write_fixture_do (fixture, id, OD_DEED_PRIORITY, i % 2, NULL);
  forget_all (fixture);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count (*) FROM batch"), ==, OD_LIMIT_BATCHES);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count (*) FROM batch_change"), ==, OD_LIMIT_BATCHES);
  late = od_batch_job_new_undo (first.batch_id, 1, fixture->now_us);
  od_write_fixture_refuse (fixture, od_store_batch_undo, late, OD_ERROR, OD_ERROR_NOT_FOUND);

  late->batch_id = od_write_fixture_ask (fixture, "SELECT max (id) FROM batch");
  fixture->now_us += OD_LIMIT_BATCH_S * SECOND_US;
  late->now_us = fixture->now_us;
  od_write_fixture_refuse (fixture, od_store_batch_undo, late, OD_ERROR, OD_ERROR_NOT_FOUND); /* also unswept */
  forget_all (fixture);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count (*) FROM batch"), ==, 1); /* it keeps its number */
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count (*) FROM batch_change"), ==, 0);
  first = od_write_fixture_do (fixture, id, OD_DEED_PRIORITY, OD_PRIORITY_URGENT, NULL);
  g_assert_cmpint (first.batch_id, >, late->batch_id);
}

/* A tag that nobody has any more, but that a later undo gives back to somebody. */
static void
test_a_tag_that_is_needed_later (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 a = receive (fixture, 1), b = receive (fixture, 2);
  gint64 made = od_write_fixture_do (fixture, a, OD_DEED_TAG, 0, "vip").batch_id;
  gint64 more = od_write_fixture_do (fixture, b, OD_DEED_TAG, 0, "vip").batch_id;
  gint64 taken = od_write_fixture_do (fixture, b, OD_DEED_UNTAG, 0, "vip").batch_id;

  g_assert_cmpuint (undo (fixture, made).n_done, ==, 1);
  g_assert_cmpuint (undo (fixture, taken).n_done, ==, 1);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT t.conversation_id FROM conversation_tag AS t JOIN tag AS g"
                                                  " ON g.id = t.tag_id WHERE g.name = 'vip'"),
                   ==, b);
  g_assert_cmpuint (undo (fixture, more).n_done, ==, 1);
  od_write_fixture_check (fixture);
}

/* Why not is a number, for whoever has words for it. */
static void
test_reasons (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 a = receive (fixture, 1);
  gint64 resolved = od_write_fixture_do (fixture, a, OD_DEED_RESOLVE, 0, NULL).batch_id;

  g_assert_cmpint (od_write_fixture_do (fixture, 99, OD_DEED_RESOLVE, 0, NULL).refusal, ==, OD_DEED_REFUSAL_GONE);
  g_assert_cmpint (od_write_fixture_do (fixture, a, OD_DEED_ASSIGN, 99, NULL).refusal, ==, OD_DEED_REFUSAL_NO_OPERATOR);
  g_assert_cmpint (od_write_fixture_do (fixture, a, OD_DEED_SNOOZE, OD_SNOOZE_UNTIL_REPLY, NULL).refusal, ==,
                   OD_DEED_REFUSAL_OVER);
  od_write_fixture_do (fixture, a, OD_DEED_SPAM, 0, NULL);
  g_assert_cmpint (od_write_fixture_do (fixture, a, OD_DEED_WAIT, 0, NULL).refusal, ==, OD_DEED_REFUSAL_SPAM);
  g_assert_cmpint (undo (fixture, resolved).refusal, ==, OD_DEED_REFUSAL_CHANGED);
  for (guint i = 0; i < OD_N_DEED_REFUSAL; i++)
    g_assert_nonnull (od_deed_refusal_get_text ((OdDeedRefusal) i));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/store-batch/broke-by-it", NULL, test_what_broke_by_it_alone);
  g_test_add_data_func ("/store-batch/broke-by-it/rung", GINT_TO_POINTER (TRUE), test_what_broke_by_it_alone);
  g_test_add_func ("/store-batch/noticed-by-it", test_what_was_noticed_by_it_alone);
  g_test_add_func ("/store-batch/since", test_what_changed_since_stays);
  g_test_add_func ("/store-batch/sibling", test_a_later_conversation_is_live);
  g_test_add_data_func ("/store-batch/told", GINT_TO_POINTER (TRUE), test_what_the_channel_hears);
  g_test_add_data_func ("/store-batch/not-told", NULL, test_what_the_channel_hears);
  g_test_add_func ("/store-batch/needed-later", test_a_tag_that_is_needed_later);
  g_test_add_func ("/store-batch/reasons", test_reasons);
  g_test_add_func ("/store-batch/forgotten", test_forgotten);
  g_test_add_func ("/store-batch/law", test_done_and_undone_never_was);
  return g_test_run ();
}
