/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where we answer for a person who writes from programs of their own, the provider shows us what we sent, too: before it
 * answers, or after. It is in the thread once, and what we said stays as we said it. */
#include "od-store-triage.h"
#include "od-write-fixture.h"

#define LONG_TEXT "a text that is too long to stand under a picture"

/* A reply with a text of its own and an album of two: three messages there, "c:9" to "c:11". */
typedef struct {
  OdWriteFixture *store;
  gint64 conversation_id, message_id, operation_id;
  gint64 files[2];
} Reply;

static void
reply_begin (Reply *reply)
{
  g_autoptr (OdClaimJob) claim = NULL;
  g_autofree char *sql = NULL;

  reply->store = od_write_fixture_new (FALSE);
  reply->conversation_id = od_write_fixture_receive (reply->store, "c", "1", "question").conversation_id;
  reply->message_id = od_write_fixture_reply (reply->store, reply->conversation_id, LONG_TEXT);
  sql = g_strdup_printf ("INSERT INTO attachment (uid, message_id, position, name, mime) VALUES"
                         " ('f1', %" G_GINT64_FORMAT ", 0, 'a', 'image/png'), ('f2', %" G_GINT64_FORMAT
                         ", 1, 'b', 'image/png')",
                         reply->message_id, reply->message_id);
  od_write_fixture_run (reply->store, sql);
  claim = od_write_fixture_claim (reply->store);
  g_assert_cmpuint (claim->claimed->len, ==, 1);
  reply->operation_id = ((OdClaimedOperation *) claim->claimed->pdata[0])->id;
  for (guint i = 0; i < 2; i++)
    reply->files[i] = ((OdAttachmentRow *) ((OdClaimedOperation *) claim->claimed->pdata[0])->files->pdata[i])->id;
}

static void
note (Reply *reply, gint64 attachment_id, const char *remote_id)
{
  OdPartJob job = { .operation_id = reply->operation_id,
                    .attachment_id = attachment_id,
                    .remote_id = (char *) remote_id };

  od_write_fixture_write (reply->store, od_store_note_part, &job);
}

/* What the channel says when it was answered. */
static void
answered (Reply *reply)
{
  note (reply, 0, "c:9");
  note (reply, reply->files[0], "c:10");
  note (reply, reply->files[1], "c:11");
  od_write_fixture_accept (reply->store, reply->operation_id, "c:9");
}

static OdUpdate *
new_echo (Reply *reply, OdUpdateKind kind, const char *id, const char *text)
{
  OdUpdate *update = od_write_fixture_update (reply->store, kind, "c", id, text);

  update->is_own = TRUE;
  update->remote.is_automatic = TRUE;
  if (kind != OD_UPDATE_MESSAGE)
    update->target_remote_id = g_strconcat ("c:", id, NULL);
  else if (*text == '\0')
    {
      OdUpdateAttachment *file = od_update_attachment_new ();

      file->name = g_strdup (id);
      file->mime = g_strdup ("image/png");
      file->remote_ref = g_strdup (id);
      od_update_add_attachment (update, file);
      update->remote.album_id = g_strdup ("c:album:7");
    }
  return update;
}

static OdIngestStatus
echo (Reply *reply, OdUpdateKind kind, const char *id, const char *text)
{
  return od_write_fixture_take (reply->store, new_echo (reply, kind, id, text)).status;
}

static void
assert_says (Reply *reply, const char *expected)
{
  g_autofree char *text = od_write_fixture_ask_text (reply->store, "SELECT group_concat (body, '|') FROM message"
                                                                   " WHERE direction = 2");

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_whole (Reply *reply)
{
  g_autofree char *parts = od_write_fixture_ask_text (
      reply->store,
      "SELECT group_concat (remote_id) FROM (SELECT p.remote_id FROM message_part AS p JOIN message AS m"
      " ON m.timeline_id = p.message_id WHERE m.direction = 2 ORDER BY length (p.remote_id), p.remote_id)");

  assert_says (reply, LONG_TEXT);
  g_assert_cmpstr (parts, ==, "c:9,c:10,c:11");
  g_assert_cmpint (od_write_fixture_ask (reply->store, "SELECT count(*) FROM attachment"), ==, 2);
  g_assert_cmpint (od_write_fixture_ask (reply->store, "SELECT count(*) FROM message_version"), ==, 0);
  od_write_fixture_check (reply->store);
}

static void
reply_end (Reply *reply)
{
  od_write_fixture_free (reply->store);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reply, reply_end)

/* @when: a bit for each of the three: it is shown before the answer */
static void
test_each_part_is_there_once (gconstpointer when)
{
  static const char *const ids[] = { "9", "10", "11" };
  g_auto (Reply) reply = { 0 };
  guint early = GPOINTER_TO_UINT (when);

  reply_begin (&reply);
  for (guint i = 0; i < 3; i++)
    if ((early & (1u << i)) != 0)
      g_assert_cmpint (echo (&reply, OD_UPDATE_MESSAGE, ids[i], i == 0 ? LONG_TEXT : ""), ==, OD_INGEST_STORED);
  answered (&reply);
  assert_whole (&reply);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (echo (&reply, OD_UPDATE_MESSAGE, ids[i], i == 0 ? LONG_TEXT : ""), ==, OD_INGEST_DUPLICATE);
  assert_whole (&reply);
}

static void
test_what_was_said_of_the_echo (void)
{
  g_auto (Reply) reply = { 0 };
  OdUpdate *update;

  reply_begin (&reply);
  echo (&reply, OD_UPDATE_MESSAGE, "9", LONG_TEXT);
  update = od_write_fixture_update (reply.store, OD_UPDATE_MESSAGE, "c", "12", "thank you");
  update->reply_to_remote_id = g_strdup ("c:9");
  od_write_fixture_take (reply.store, update);
  update = od_write_fixture_update (reply.store, OD_UPDATE_REACTION, "c", NULL, NULL);
  update->target_remote_id = g_strdup ("c:9");
  update->emoji = g_strdup ("👍");
  od_write_fixture_take (reply.store, update);
  answered (&reply);
  g_assert_cmpint (od_write_fixture_ask (reply.store, "SELECT reply_to_id FROM message WHERE remote_id = 'c:12'"), ==,
                   reply.message_id);
  g_assert_cmpint (od_write_fixture_ask (reply.store, "SELECT message_id FROM reaction"), ==, reply.message_id);
  assert_whole (&reply);
}

/* Some providers say "edited" of what nobody changed, of each of the messages that it is there. */
static void
test_an_edit_that_changes_nothing (void)
{
  g_auto (Reply) reply = { 0 };

  reply_begin (&reply);
  answered (&reply);
  g_assert_cmpint (echo (&reply, OD_UPDATE_EDIT, "10", ""), ==, OD_INGEST_DUPLICATE);
  g_assert_cmpint (echo (&reply, OD_UPDATE_EDIT, "9", LONG_TEXT), ==, OD_INGEST_DUPLICATE);
  g_assert_cmpint (echo (&reply, OD_UPDATE_EDIT, "11", ""), ==, OD_INGEST_DUPLICATE);
  assert_whole (&reply);
}

static void
edit (Reply *reply, const char *text)
{
  g_autoptr (OdTriageJob) job =
      od_triage_job_new (OD_OPERATION_EDIT, reply->conversation_id, reply->message_id, 1, reply->store->now_us);

  job->text = g_strdup (text);
  job->flags = OD_TRIAGE_HAS_REMOTE;
  od_write_fixture_write (reply->store, od_store_triage, job);
}

static gint64
claim_edit (Reply *reply, const char *expected)
{
  g_autoptr (OdClaimJob) claim = od_write_fixture_claim (reply->store);

  g_assert_cmpuint (claim->claimed->len, ==, 1);
  g_assert_cmpstr (((OdClaimedOperation *) claim->claimed->pdata[0])->text, ==, expected);
  g_assert_cmpstr (((OdClaimedOperation *) claim->claimed->pdata[0])->target_remote_id, ==, "c:9");
  return ((OdClaimedOperation *) claim->claimed->pdata[0])->id;
}

static void
test_our_own_edit_comes_back (void)
{
  g_auto (Reply) reply = { 0 };
  gint64 operation_id;

  reply_begin (&reply);
  answered (&reply);
  edit (&reply, "**better** words");
  operation_id = claim_edit (&reply, "**better** words");
  edit (&reply, "the best words");
  /* The first comes back while the second waits: that one leaves all the same. */
  g_assert_cmpint (echo (&reply, OD_UPDATE_EDIT, "9", "better words"), ==, OD_INGEST_DUPLICATE);
  od_write_fixture_accept (reply.store, operation_id, "");
  assert_says (&reply, "the best words");
  operation_id = claim_edit (&reply, "the best words");
  od_write_fixture_accept (reply.store, operation_id, "");
  g_assert_cmpint (echo (&reply, OD_UPDATE_EDIT, "9", "the best words"), ==, OD_INGEST_DUPLICATE);
  g_assert_cmpint (echo (&reply, OD_UPDATE_EDIT, "10", ""), ==, OD_INGEST_DUPLICATE);
  assert_says (&reply, "the best words");
  g_assert_cmpint (od_write_fixture_ask (reply.store, "SELECT count(*) FROM message_version"), ==, 2);
  od_write_fixture_check (reply.store);
}

/* What comes back is our text in the provider's spelling: that of the part stays ours, too, and is what stands there once
 * another part is changed. */
static void
test_our_own_spelling_stays (void)
{
  g_auto (Reply) reply = { 0 };
  gint64 operation_id;

  reply_begin (&reply);
  od_write_fixture_run (reply.store, "UPDATE message SET format = 1 WHERE direction = 2");
  answered (&reply);
  edit (&reply, "**better** words");
  operation_id = claim_edit (&reply, "**better** words");
  od_write_fixture_accept (reply.store, operation_id, "");
  g_assert_cmpint (echo (&reply, OD_UPDATE_EDIT, "9", "better words"), ==, OD_INGEST_DUPLICATE);
  assert_says (&reply, "**better** words");
  g_assert_cmpint (echo (&reply, OD_UPDATE_EDIT, "10", "a caption"), ==, OD_INGEST_STORED);
  assert_says (&reply, "**better** words\na caption");
  od_write_fixture_check (reply.store);
}

/* Of what somebody wrote elsewhere other marks are another text. */
static void
test_a_format_changed_elsewhere (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  Reply reply = { .store = fixture };
  OdUpdate *update;

  od_write_fixture_receive (fixture, "c", "1", "question");
  g_assert_cmpint (echo (&reply, OD_UPDATE_MESSAGE, "9", "mind the gap"), ==, OD_INGEST_STORED);
  update = new_echo (&reply, OD_UPDATE_EDIT, "9", "mind **the gap**");
  update->format = OD_FORMAT_MARKDOWN;
  g_assert_cmpint (od_write_fixture_take (fixture, update).status, ==, OD_INGEST_STORED);
  assert_says (&reply, "mind **the gap**");
  od_write_fixture_check (fixture);
}

/* The person we answer for has the last word on it. */
static void
test_the_owner_changes_it (void)
{
  g_auto (Reply) reply = { 0 };

  reply_begin (&reply);
  answered (&reply);
  g_assert_cmpint (echo (&reply, OD_UPDATE_EDIT, "9", "the owner's words"), ==, OD_INGEST_STORED);
  assert_says (&reply, "the owner's words");
  g_assert_cmpint (echo (&reply, OD_UPDATE_REMOVAL, "9", NULL), ==, OD_INGEST_STORED);
  assert_says (&reply, "");
  g_assert_cmpint (od_write_fixture_ask (reply.store, "SELECT count(*) FROM message WHERE deleted_at_us > 0"), ==, 0);
  g_assert_cmpint (echo (&reply, OD_UPDATE_REMOVAL, "10", NULL), ==, OD_INGEST_STORED);
  g_assert_cmpint (od_write_fixture_ask (reply.store, "SELECT count(*) FROM attachment"), ==, 1);
  g_assert_cmpint (echo (&reply, OD_UPDATE_REMOVAL, "11", NULL), ==, OD_INGEST_STORED);
  g_assert_cmpint (od_write_fixture_ask (reply.store, "SELECT count(*) FROM message WHERE deleted_at_us > 0"), ==, 1);
  od_write_fixture_check (reply.store);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint early = 0; early < 8; early++)
    {
      g_autofree char *name = g_strdup_printf ("/echo/once/%u", early);

      g_test_add_data_func (name, GUINT_TO_POINTER (early), test_each_part_is_there_once);
    }
  g_test_add_func ("/echo/adopted", test_what_was_said_of_the_echo);
  g_test_add_func ("/echo/edit/nothing", test_an_edit_that_changes_nothing);
  g_test_add_func ("/echo/edit/own", test_our_own_edit_comes_back);
  g_test_add_func ("/echo/edit/spelling", test_our_own_spelling_stays);
  g_test_add_func ("/echo/edit/elsewhere", test_a_format_changed_elsewhere);
  g_test_add_func ("/echo/edit/owner", test_the_owner_changes_it);
  return g_test_run ();
}
