/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only a provider's chats have: albums, groups that move, chats that can't be reached; and that whatever is told
 * twice is there once. */
#include <string.h>

#include "od-store-erase.h"
#include "od-telegram-parse.h"
#include "od-torture.h"

static OdUpdate *
new_part (OdWriteFixture *fixture, const char *id, const char *text)
{
  OdUpdate *update = od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", id, text);
  OdUpdateAttachment *file = od_update_attachment_new ();

  file->name = g_strconcat (id, ".jpg", NULL);
  file->mime = g_strdup ("image/jpeg");
  file->remote_ref = g_strconcat ("ref", id, NULL);
  od_update_add_attachment (update, file);
  update->remote.album_id = g_strdup ("c:album:7");
  update->format = *update->text != '\0' ? OD_FORMAT_MARKDOWN : OD_FORMAT_PLAIN;
  return update;
}

static OdUpdate *
new_change (OdWriteFixture *fixture, OdUpdateKind kind, const char *key, const char *target, const char *text)
{
  OdUpdate *update = od_write_fixture_update (fixture, kind, "c", NULL, text);

  g_free (update->target_remote_id);
  update->target_remote_id = g_strdup (target);
  update->remote.key = g_strdup (key);
  return update;
}

static OdUpdate *
new_reach (OdWriteFixture *fixture, const char *chat, const char *key, OdReach reach)
{
  OdUpdate *update = od_write_fixture_update (fixture, OD_UPDATE_REACH, chat, NULL, NULL);

  update->remote.key = g_strdup (key);
  update->remote.reach = reach;
  return update;
}

static OdUpdate *
new_move (OdWriteFixture *fixture, const char *key, const char *from, const char *to)
{
  OdUpdate *update = od_write_fixture_update (fixture, OD_UPDATE_MOVE, from, NULL, NULL);

  update->remote.key = g_strdup (key);
  update->remote.new_chat_id = g_strdup (to);
  return update;
}

static void
assert_text (OdWriteFixture *fixture, const char *sql, const char *expected)
{
  g_autofree char *text = od_write_fixture_ask_text (fixture, sql);

  g_assert_cmpstr (text, ==, expected);
}

/* Three batches, one message, one that waits. */
static void
test_an_album_is_one_message (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdIngestOutcome first = od_write_fixture_take (fixture, new_part (fixture, "1", ""));
  OdIngestOutcome second, again, later;

  second = od_write_fixture_take (fixture, new_part (fixture, "2", "the caption"));
  again = od_write_fixture_take (fixture, new_part (fixture, "1", ""));
  g_assert_cmpint (od_write_fixture_take (fixture, new_part (fixture, "2", "the caption")).status, ==,
                   OD_INGEST_DUPLICATE);
  later = od_write_fixture_take (fixture, new_part (fixture, "3", "and more"));
  g_assert_cmpint (second.status, ==, OD_INGEST_STORED);
  g_assert_cmpint (second.message_id, ==, first.message_id);
  g_assert_cmpint (later.message_id, ==, first.message_id);
  g_assert_cmpint (again.status, ==, OD_INGEST_DUPLICATE);
  g_assert_cmpint (again.message_id, ==, first.message_id);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM message"), ==, 1);
  assert_text (fixture, "SELECT body FROM message", "the caption\nand more");
  assert_text (fixture, "SELECT group_concat (name) FROM (SELECT name FROM attachment ORDER BY position)",
               "1.jpg,2.jpg,3.jpg");
  assert_text (fixture, "SELECT snippet FROM conversation", "the caption and more");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT n_unread FROM conversation"), ==, 1);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT n_unanswered FROM conversation"), ==, 1);
  od_write_fixture_check (fixture);
}

static void
test_parts_are_meant_by_their_own_ids (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdUpdate *update;
  gint64 id;

  od_write_fixture_take (fixture, new_part (fixture, "1", "one"));
  id = od_write_fixture_take (fixture, new_part (fixture, "2", "two")).message_id;
  update = od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "9", "to the second");
  update->reply_to_remote_id = g_strdup ("c:2");
  od_write_fixture_take (fixture, update);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT reply_to_id FROM message WHERE remote_id = 'c:9'"), ==, id);

  update = new_change (fixture, OD_UPDATE_EDIT, "k1", "c:2", "zwei");
  update->format = OD_FORMAT_MARKDOWN;
  g_assert_cmpint (od_write_fixture_take (fixture, update).status, ==, OD_INGEST_STORED);
  assert_text (fixture, "SELECT body FROM message WHERE remote_id = 'c:1'", "one\nzwei");

  update = new_change (fixture, OD_UPDATE_REACTION, "k2", "c:2", NULL);
  update->emoji = g_strdup ("👍");
  od_write_fixture_take (fixture, update);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT message_id FROM reaction"), ==, id);

  od_write_fixture_take (fixture, new_change (fixture, OD_UPDATE_REMOVAL, "k3", "c:1", NULL));
  assert_text (fixture, "SELECT body FROM message WHERE remote_id = 'c:1'", "zwei");
  assert_text (fixture, "SELECT group_concat (name) FROM attachment", "2.jpg");
  g_assert_cmpint (od_write_fixture_take (fixture, new_change (fixture, OD_UPDATE_REMOVAL, "k4", "c:1", NULL)).status,
                   ==, OD_INGEST_DUPLICATE);
  od_write_fixture_take (fixture, new_change (fixture, OD_UPDATE_REMOVAL, "k5", "c:2", NULL));
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT deleted_at_us > 0 FROM message WHERE remote_id = 'c:1'"), ==,
                   1);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM message_part WHERE body <> ''"), ==, 0);
  od_write_fixture_check (fixture);
}

/* A place that moves is where it is now, without a version for each step. */
static void
test_a_place_that_moves (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdUpdate *update = od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "1", "");

  update->payload = g_strdup ("{\"loc\":{\"lat\":1,\"lon\":1}}");
  od_write_fixture_take (fixture, update);
  update = new_change (fixture, OD_UPDATE_EDIT, "k1", "c:1", "");
  update->payload = g_strdup ("{\"loc\":{\"lat\":2,\"lon\":1}}");
  g_assert_cmpint (od_write_fixture_take (fixture, update).status, ==, OD_INGEST_STORED);
  update = new_change (fixture, OD_UPDATE_EDIT, "k2", "c:1", "");
  update->payload = g_strdup ("{\"loc\":{\"lat\":2,\"lon\":1}}");
  g_assert_cmpint (od_write_fixture_take (fixture, update).status, ==, OD_INGEST_DUPLICATE);
  assert_text (fixture, "SELECT payload FROM message", "{\"loc\":{\"lat\":2,\"lon\":1}}");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM message_version"), ==, 0);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT edited_at_us FROM message"), ==, 0);
}

/* An older edit that is told again does not undo a newer one. */
static void
test_a_key_is_taken_once (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);

  od_write_fixture_receive (fixture, "c", "1", "one");
  od_write_fixture_take (fixture, new_change (fixture, OD_UPDATE_EDIT, "k1", "c:1", "two"));
  od_write_fixture_take (fixture, new_change (fixture, OD_UPDATE_EDIT, "k2", "c:1", "three"));
  g_assert_cmpint (od_write_fixture_take (fixture, new_change (fixture, OD_UPDATE_EDIT, "k1", "c:1", "two")).status, ==,
                   OD_INGEST_DUPLICATE);
  assert_text (fixture, "SELECT body FROM message", "three");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM update_taken"), ==, 2);
  fixture->now_us += 4 * 86400 * (gint64) G_USEC_PER_SEC;
  od_write_fixture_receive (fixture, "c", "2", "later");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM update_taken"), ==, 0);
}

static void
test_blocked_and_back (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);

  g_assert_cmpint (od_write_fixture_take (fixture, new_reach (fixture, "c", "k0", OD_REACH_BLOCKED)).status, ==,
                   OD_INGEST_IGNORED);
  od_write_fixture_receive (fixture, "c", "1", "one");
  g_assert_cmpint (od_write_fixture_take (fixture, new_reach (fixture, "c", "k1", OD_REACH_BLOCKED)).status, ==,
                   OD_INGEST_STORED);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT reach FROM thread"), ==, OD_REACH_BLOCKED);
  g_assert_cmpint (od_write_fixture_take (fixture, new_reach (fixture, "c", "k2", OD_REACH_BLOCKED)).status, ==,
                   OD_INGEST_DUPLICATE);
  assert_text (fixture, "SELECT payload FROM event WHERE what = 'reach'", "{\"reach\":\"blocked\"}");
  od_write_fixture_receive (fixture, "c", "2", "I am back");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT reach FROM thread"), ==, OD_REACH_OK);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM event WHERE what = 'reach'"), ==, 2);
  od_write_fixture_check (fixture);
}

static void
test_a_business_account_goes (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdUpdate *update = new_reach (fixture, "bc_7:", "k1", OD_REACH_DISCONNECTED);
  OdUpdate *message = od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "bc_7:55", "1", "one");

  message->remote.address = g_strdup ("55");
  od_write_fixture_take (fixture, message);
  od_write_fixture_receive (fixture, "bc_77:55", "1", "another connection");
  od_write_fixture_receive (fixture, "55", "1", "the bot's own chat");
  update->remote.covers_prefix = TRUE;
  od_write_fixture_take (fixture, update);
  assert_text (fixture, "SELECT group_concat (remote_id) FROM thread WHERE reach = 3", "bc_7:55");
  /* one person, two ways */
  g_assert_cmpint (od_write_fixture_ask (fixture,
                                         "SELECT count(DISTINCT customer_id) FROM conversation AS c JOIN thread"
                                         " AS t ON t.id = c.thread_id WHERE t.remote_id IN ('55', 'bc_7:55')"),
                   ==, 1);
  update = new_reach (fixture, "bc_7:", "k2", OD_REACH_OK);
  update->remote.covers_prefix = TRUE;
  od_write_fixture_take (fixture, update);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM thread WHERE reach <> 0"), ==, 0);
}

/* The group goes on under another id, in the same conversation; what is told of the old id comes here, too. */
static void
test_a_group_moves (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (OdIngestJob) job = NULL;
  OdUpdateBatch *batch = od_update_batch_new ();
  OdIngestOutcome before = od_write_fixture_receive (fixture, "c", "1", "one");

  job = od_ingest_job_new (fixture->account_id, batch, fixture->now_us);
  g_ptr_array_add (batch->updates, od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "2", "two"));
  g_ptr_array_add (batch->updates, new_move (fixture, "k1", "c", "d"));
  g_ptr_array_add (batch->updates, new_move (fixture, "k2", "c", "d"));
  g_ptr_array_add (batch->updates, od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "d", "1", "three"));
  g_ptr_array_add (batch->updates, od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "3", "late"));
  od_write_fixture_write (fixture, od_store_ingest, job);
  g_assert_cmpint (job->result->outcomes[1].status, ==, OD_INGEST_STORED);
  g_assert_cmpint (job->result->outcomes[2].status, ==, OD_INGEST_DUPLICATE);
  g_assert_cmpint (job->result->outcomes[3].conversation_id, ==, before.conversation_id);
  g_assert_cmpint (job->result->outcomes[4].conversation_id, ==, before.conversation_id);
  assert_text (fixture, "SELECT group_concat (remote_id) FROM thread", "d");
  assert_text (fixture, "SELECT group_concat (address) FROM contact_point", "d");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT n_unread FROM conversation"), ==, 4);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM event WHERE what = 'moved'"), ==, 1);
  g_assert_cmpint (od_write_fixture_receive (fixture, "c", "1", "one").status, ==, OD_INGEST_DUPLICATE);
  g_assert_cmpint (od_write_fixture_take (fixture, new_change (fixture, OD_UPDATE_EDIT, "k3", "c:1", "eins")).status,
                   ==, OD_INGEST_STORED);
  od_write_fixture_check (fixture);
}

/* Something of the new id was told before the move was: both threads stay, and the old one says that it ended. */
static void
test_a_move_that_comes_late (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);

  od_write_fixture_receive (fixture, "c", "1", "one");
  od_write_fixture_receive (fixture, "d", "1", "two");
  g_assert_cmpint (od_write_fixture_take (fixture, new_move (fixture, "k1", "c", "d")).status, ==, OD_INGEST_STORED);
  assert_text (fixture, "SELECT group_concat (remote_id) FROM thread WHERE reach = 4", "c");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM conversation"), ==, 2);
  od_write_fixture_check (fixture);
}

static void
test_a_group (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdUpdate *update = od_write_fixture_update (fixture, OD_UPDATE_EVENT, "c", NULL, NULL);

  update->remote.event = g_strdup ("joined");
  g_assert_cmpint (od_write_fixture_take (fixture, update).status, ==, OD_INGEST_IGNORED);
  update = od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "1", "one");
  update->remote.author = g_strdup ("Pyotr");
  od_write_fixture_take (fixture, update);
  assert_text (fixture, "SELECT author FROM message", "Pyotr");
  update = od_write_fixture_update (fixture, OD_UPDATE_EVENT, "c", NULL, NULL);
  update->remote.event = g_strdup ("joined");
  update->payload = g_strdup ("{\"names\":\"Maria\"}");
  g_assert_cmpint (od_write_fixture_take (fixture, update).status, ==, OD_INGEST_STORED);
  assert_text (fixture, "SELECT what || payload FROM event", "joined{\"names\":\"Maria\"}");
}

/* What parts said, and what a chat was called before, goes with the person. */
static void
test_erased (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdEraseJob erase = { .operator_id = 1, .now_us = fixture->now_us };

  od_write_fixture_take (fixture, new_part (fixture, "1", "one"));
  od_write_fixture_take (fixture, new_part (fixture, "2", "two"));
  od_write_fixture_take (fixture, new_move (fixture, "k1", "c", "d"));
  erase.customer_id = od_write_fixture_ask (fixture, "SELECT customer_id FROM conversation");
  od_write_fixture_write (fixture, od_store_erase_begin, &erase);
  for (erase.has_more = TRUE; erase.has_more;)
    od_write_fixture_write (fixture, od_store_erase_rows, &erase);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT (SELECT count(*) FROM message_part) + (SELECT count(*) FROM"
                                                  " thread_alias) + (SELECT count(*) FROM message)"),
                   ==, 0);
  od_erasure_free (erase.erasure);
  g_free (erase.last_sha256);
  g_free (erase.customers);
}

/* ---- faults ------------------------------------------------------------------- */

static void
torture (OdWriteFixture *fixture, OdUpdate *update)
{
  OdUpdateBatch *batch = od_update_batch_new ();
  g_autoptr (OdIngestJob) job = od_ingest_job_new (fixture->account_id, batch, fixture->now_us);

  g_ptr_array_add (batch->updates, update);
  batch->cursor = g_strdup ("1");
  od_torture (fixture, od_store_ingest, job);
  g_assert_cmpint (job->result->outcomes[0].status, ==, OD_INGEST_STORED);
}

static void
test_every_step (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdUpdate *all = new_reach (fixture, "d", "k9", OD_REACH_DISCONNECTED);
  OdUpdate *edit = new_change (fixture, OD_UPDATE_EDIT, "k1", "c:2", "other");

  torture (fixture, new_part (fixture, "1", "one"));
  torture (fixture, new_part (fixture, "2", "two"));
  edit->format = OD_FORMAT_MARKDOWN;
  torture (fixture, edit);
  torture (fixture, new_change (fixture, OD_UPDATE_REMOVAL, "k2", "c:1", NULL));
  torture (fixture, new_reach (fixture, "c", "k3", OD_REACH_BLOCKED));
  torture (fixture, od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "3", "back"));
  torture (fixture, new_move (fixture, "k4", "c", "d"));
  torture (fixture, od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "4", "by the old id"));
  all->remote.covers_prefix = TRUE;
  torture (fixture, all);
  od_write_fixture_check (fixture);
}

/* ---- everything that Telegram can say, told again and again -------------------------- */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Returns: (transfer full) (element-type OdUpdate): of all samples, in one order */
static GPtrArray *
read_samples (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", "telegram", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *updates = g_ptr_array_new_with_free_func ((GDestroyNotify) od_update_free);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_auto (OdTelegramAside) aside = { 0 };
      g_autoptr (OdUpdateBatch) batch = NULL;
      g_autoptr (GBytes) body = NULL;
      char *text;
      gsize len;

      g_assert_true (g_file_get_contents (names->pdata[i], &text, &len, NULL));
      body = g_bytes_new_take (text, len);
      batch = od_telegram_parse_updates (body, &aside, NULL);
      while (batch != NULL && batch->updates->len > 0)
        g_ptr_array_add (updates, g_ptr_array_steal_index (batch->updates, 0));
    }
  return updates;
}

/* Takes some of the updates, from @from on. */
static void
feed (OdWriteFixture *fixture, guint from, guint n)
{
  OdUpdateBatch *batch = od_update_batch_new ();
  g_autoptr (OdIngestJob) job = NULL;
  g_autoptr (GPtrArray) all = read_samples ();

  for (guint i = from; i < MIN (from + n, all->len); i++)
    {
      g_ptr_array_add (batch->updates, all->pdata[i]);
      all->pdata[i] = od_update_new (OD_UPDATE_PROFILE, "x");
    }
  job = od_ingest_job_new (fixture->account_id, batch, G_GINT64_CONSTANT (1800000000000000));
  od_write_fixture_write (fixture, od_store_ingest, job);
}

static char *
dump (OdWriteFixture *fixture)
{
  static const char *const questions[] = {
    "SELECT remote_id || ' ' || reach FROM thread",
    "SELECT remote_id || ' ' || thread_id FROM thread_alias",
    "SELECT c.thread_id || ' ' || c.status || ' ' || c.n_unread || ' ' || c.n_unanswered || ' ' || c.last_at_us || ' ' ||"
    " c.snippet FROM conversation AS c",
    "SELECT m.remote_id || ' ' || t.conversation_id || ' ' || t.at_us || ' ' || m.direction || ' ' || m.format || ' ' ||"
    " m.body || ' ' || ifnull (m.payload, '') || ' ' || ifnull (m.author, '') || ' ' || ifnull (m.reply_to_id, 0) ||"
    " ' ' || (m.deleted_at_us > 0) || (m.edited_at_us > 0) FROM message AS m JOIN timeline AS t ON t.id = m.timeline_id",
    "SELECT message_id || ' ' || body FROM message_version",
    "SELECT message_id || ' ' || position || ' ' || name || ' ' || remote_ref || ' ' || kind FROM attachment",
    "SELECT message_id || ' ' || emoji FROM reaction",
    "SELECT t.conversation_id || ' ' || t.at_us || ' ' || e.what || ' ' || e.payload FROM event AS e JOIN timeline AS t"
    " ON t.id = e.timeline_id",
    "SELECT remote_id || ' ' || message_id || ' ' || ifnull (attachment_id, 0) || ' ' || body FROM message_part",
    "SELECT channel || ' ' || address || ' ' || display || ' ' || customer_id FROM contact_point",
    "SELECT name || ' ' || ifnull (lang, '') FROM customer",
    "SELECT key FROM update_taken",
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autofree char *sql =
          g_strdup_printf ("WITH lines (line) AS (%s) SELECT group_concat (line, char (10)) FROM lines", questions[i]);
      g_autofree char *answer = od_write_fixture_ask_text (fixture, sql);

      g_string_append_printf (text, "--\n%s\n", answer);
    }
  return g_string_free (text, FALSE);
}

static void
test_told_again (void)
{
  g_autoptr (OdWriteFixture) once = od_write_fixture_new (FALSE);
  g_autoptr (GPtrArray) all = read_samples ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261122);
  g_autofree char *expected = NULL;

  g_assert_cmpuint (all->len, >, 80);
  for (guint i = 0; i < all->len; i++)
    feed (once, i, 1);
  od_write_fixture_check (once);
  expected = dump (once);
  g_assert_nonnull (strstr (expected, "bc_77:5000000123"));

  for (guint round = 0; round < 6; round++)
    {
      g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
      g_autofree char *found = NULL;
      guint done = 0;

      while (done < all->len)
        {
          guint back = round == 0 ? 0 : (guint) g_rand_int_range (rand, 0, 12);
          guint from = back > done ? 0 : done - back;
          guint n = (guint) g_rand_int_range (rand, 1, round == 1 ? 100 : 20);

          feed (fixture, from, n);
          if (round == 0) /* each batch twice */
            feed (fixture, from, n);
          done = MAX (done, from + n);
        }
      od_write_fixture_check (fixture);
      found = dump (fixture);
      g_assert_cmpstr (found, ==, expected);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chats/album/one-message", test_an_album_is_one_message);
  g_test_add_func ("/chats/album/parts", test_parts_are_meant_by_their_own_ids);
  g_test_add_func ("/chats/live-place", test_a_place_that_moves);
  g_test_add_func ("/chats/key", test_a_key_is_taken_once);
  g_test_add_func ("/chats/blocked", test_blocked_and_back);
  g_test_add_func ("/chats/business", test_a_business_account_goes);
  g_test_add_func ("/chats/moved", test_a_group_moves);
  g_test_add_func ("/chats/moved-late", test_a_move_that_comes_late);
  g_test_add_func ("/chats/group", test_a_group);
  g_test_add_func ("/chats/erased", test_erased);
  g_test_add_func ("/chats/every-step", test_every_step);
  g_test_add_func ("/chats/told-again", test_told_again);
  return g_test_run ();
}
