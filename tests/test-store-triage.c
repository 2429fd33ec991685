/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error.h"
#include "od-store-triage.h"
#include "od-write-fixture.h"

static OdTriageJob *
new_job (OdWriteFixture *fixture, OdOperationKind kind, gint64 conversation_id, gint64 message_id)
{
  return od_triage_job_new (kind, conversation_id, message_id, 1, fixture->now_us);
}

static void
assert_text (OdWriteFixture *fixture, const char *sql, const char *expected)
{
  g_autofree char *text = od_write_fixture_ask_text (fixture, sql);

  g_assert_cmpstr (text, ==, expected);
}

static gint64
send_one (OdWriteFixture *fixture, gint64 conversation_id, const char *text, const char *remote_id)
{
  gint64 message_id = od_write_fixture_reply (fixture, conversation_id, text);
  g_autoptr (OdClaimJob) claim = od_write_fixture_claim (fixture);

  g_assert_cmpuint (claim->claimed->len, ==, 1);
  od_write_fixture_accept (fixture, ((OdClaimedOperation *) g_ptr_array_index (claim->claimed, 0))->id, remote_id);
  return message_id;
}

static void
test_each_says_so_and_once (void)
{
  static const struct {
    OdOperationKind kind;
    const char *what;
    const char *sql;
    const char *value;
  } cases[] = {
    { OD_OPERATION_STATUS, "status", "SELECT status FROM conversation", "3" },
    { OD_OPERATION_ASSIGN, "assigned", "SELECT assignee_id FROM conversation", "1" },
    { OD_OPERATION_SNOOZE, "snoozed", "SELECT snoozed_until_us FROM conversation", "1772366400000009" },
    { OD_OPERATION_TAG, "tagged", "SELECT name FROM conversation_tag JOIN tag ON tag.id = tag_id", "vip" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
      gint64 id = od_write_fixture_receive (fixture, "c", "1", "question").conversation_id;
      g_autoptr (OdTriageJob) job = new_job (fixture, cases[i].kind, id, 0);

      job->event = OD_STATUS_EVENT_RESOLVE;
      job->assignee_id = 1;
      job->until_us = fixture->now_us + 9;
      job->tag = g_strdup (" vip\n");
      job->is_set = TRUE;
      od_write_fixture_write (fixture, od_store_triage, job);
      g_assert_true (job->is_changed);
      assert_text (fixture, cases[i].sql, cases[i].value);
      assert_text (fixture, "SELECT what || operator_id FROM event",
                   i == 0   ? "status1"
                   : i == 1 ? "assigned1"
                   : i == 2 ? "snoozed1"
                            : "tagged1");
      assert_text (fixture, "SELECT what FROM audit WHERE subject = 'conversation'", cases[i].what);
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM operation"), ==, 0); /* no remote half */
      od_write_fixture_write (fixture, od_store_triage, job);
      g_assert_false (job->is_changed); /* it is so already */
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM event"), ==, 1);
      od_write_fixture_check (fixture);
    }
}

static void
test_and_back (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 id = od_write_fixture_receive (fixture, "c", "1", "question").conversation_id;
  static const OdOperationKind kinds[] = { OD_OPERATION_ASSIGN, OD_OPERATION_SNOOZE, OD_OPERATION_TAG };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint is_set = 2; is_set-- > 0;)
      {
        g_autoptr (OdTriageJob) job = new_job (fixture, kinds[i], id, 0);

        job->assignee_id = is_set;
        job->until_us = is_set ? fixture->now_us + 9 : 0;
        job->tag = g_strdup ("vip");
        job->is_set = (gboolean) is_set;
        od_write_fixture_write (fixture, od_store_triage, job);
        g_assert_true (job->is_changed);
      }
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM conversation WHERE assignee_id IS NULL"
                                                  " AND snoozed_until_us IS NULL"),
                   ==, 1);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM conversation_tag"), ==, 0);
}

static void
test_what_is_refused (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdIngestOutcome question = od_write_fixture_receive (fixture, "c", "1", "question");
  gint64 id = question.conversation_id;
  const struct {
    const char *why;
    OdOperationKind kind;
    gint64 conversation_id, message_id;
    int code;
  } cases[] = {
    { "no such conversation", OD_OPERATION_STATUS, 99, 0, OD_ERROR_NOT_FOUND },
    { "no such operator", OD_OPERATION_ASSIGN, id, 0, OD_ERROR_NOT_FOUND },
    { "a tag without a name", OD_OPERATION_TAG, id, 0, OD_ERROR_USAGE },
    { "no such message", OD_OPERATION_EDIT, 0, 99, OD_ERROR_NOT_FOUND },
    { "no message", OD_OPERATION_REMOVE, id, 0, OD_ERROR_NOT_FOUND },
    { "the customer's", OD_OPERATION_EDIT, 0, question.message_id, OD_ERROR_REJECTED },
    { "the customer's", OD_OPERATION_REMOVE, 0, question.message_id, OD_ERROR_REJECTED },
    { "of another conversation", OD_OPERATION_READ, 98, question.message_id, OD_ERROR_NOT_FOUND },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdTriageJob) job = new_job (fixture, cases[i].kind, cases[i].conversation_id, cases[i].message_id);

      g_test_message ("%s", cases[i].why);
      job->assignee_id = 42;
      job->text = g_strdup ("x");
      od_write_fixture_refuse (fixture, od_store_triage, job, OD_ERROR, cases[i].code);
    }
}

static void
test_one_live_conversation_per_chat (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 first = od_write_fixture_receive (fixture, "c", "1", "one").conversation_id, second;
  g_autoptr (OdTriageJob) resolve = new_job (fixture, OD_OPERATION_STATUS, first, 0);
  g_autoptr (OdTriageJob) reopen = new_job (fixture, OD_OPERATION_STATUS, first, 0);

  resolve->event = OD_STATUS_EVENT_RESOLVE;
  reopen->event = OD_STATUS_EVENT_REOPEN;
  od_write_fixture_write (fixture, od_store_triage, resolve);
  fixture->now_us += 100 * 3600 * (gint64) G_USEC_PER_SEC;
  second = od_write_fixture_receive (fixture, "c", "2", "two").conversation_id;
  g_assert_cmpint (second, !=, first);
  od_write_fixture_refuse (fixture, od_store_triage, reopen, OD_ERROR, OD_ERROR_REJECTED);
  od_write_fixture_reply (fixture, first, "late answer"); /* is sent, but opens nothing */
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT status FROM conversation ORDER BY id"), ==,
                   OD_STATUS_RESOLVED);
}

static void
test_editing (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  gint64 id = od_write_fixture_receive (fixture, "c", "1", "question").conversation_id;
  gint64 sent = send_one (fixture, id, "answr", ""), queued = od_write_fixture_reply (fixture, id, "more");
  g_autoptr (OdTriageJob) here = new_job (fixture, OD_OPERATION_EDIT, 0, sent);
  g_autoptr (OdTriageJob) told = new_job (fixture, OD_OPERATION_EDIT, 0, sent);
  g_autoptr (OdTriageJob) early = new_job (fixture, OD_OPERATION_EDIT, 0, queued);
  g_autoptr (OdClaimJob) claim = NULL, next = NULL;
  OdClaimedOperation *operation;

  here->text = g_strdup ("answer");
  told->text = g_strdup ("answer");
  early->text = g_strdup ("more, said better");
  od_write_fixture_refuse (fixture, od_store_triage, here, OD_ERROR,
                           OD_ERROR_REJECTED); /* the customer has the other */
  told->flags = early->flags = OD_TRIAGE_HAS_REMOTE;
  od_write_fixture_write (fixture, od_store_triage, early);
  od_write_fixture_write (fixture, od_store_triage, told);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM operation WHERE kind = 'edit'"), ==, 1);
  assert_text (fixture, "SELECT snippet FROM conversation", "more, said better");
  claim = od_write_fixture_claim (fixture);
  operation = g_ptr_array_index (claim->claimed, 0);
  g_assert_cmpstr (operation->text, ==, "more, said better");
  od_write_fixture_accept (fixture, operation->id, "");
  next = od_write_fixture_claim (fixture);
  operation = g_ptr_array_index (next->claimed, 0);
  g_assert_cmpint (operation->kind, ==, OD_OPERATION_EDIT);
  g_assert_cmpstr (operation->text, ==, "answer");
  g_assert_cmpint (operation->target_seq, ==, 2);
  g_assert_cmpint (od_write_fixture_accept (fixture, operation->id, ""), ==, 4);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT ref_seq FROM stream_event WHERE kind = 2"), ==, 2);
  od_write_fixture_check (fixture);
}

static void
test_removing (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  gint64 id = od_write_fixture_receive (fixture, "c", "1", "question").conversation_id;
  gint64 queued = od_write_fixture_reply (fixture, id, "wrong window");
  g_autoptr (OdTriageJob) job = new_job (fixture, OD_OPERATION_REMOVE, 0, queued);
  g_autoptr (OdEnqueueJob) note = od_enqueue_job_new (id, 1, "a note", fixture->now_us);
  g_autoptr (OdTriageJob) other = NULL;
  g_autoptr (OdClaimJob) claim = NULL;

  od_write_fixture_write (fixture, od_store_triage, job);
  claim = od_write_fixture_claim (fixture);
  g_assert_cmpuint (claim->claimed->len, ==, 0); /* it will never leave */
  note->is_note = TRUE;
  od_write_fixture_write (fixture, od_store_enqueue, note);
  other = new_job (fixture, OD_OPERATION_REMOVE, 0, note->message_id);
  od_write_fixture_write (fixture, od_store_triage, other);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM message WHERE deleted_at_us > 0"), ==, 2);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM fts ('note')"), ==, 0);
  od_write_fixture_check (fixture);
}

static void
test_reading (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (TRUE);
  gint64 ids[3], conversation_id = 0;
  g_autoptr (OdClaimJob) claim = NULL;
  OdClaimedOperation *operation;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);
      OdIngestOutcome outcome = od_write_fixture_receive (fixture, "c", id, "text");

      ids[i] = outcome.message_id;
      conversation_id = outcome.conversation_id;
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (OdTriageJob) job = new_job (fixture, OD_OPERATION_READ, conversation_id, ids[1 - i]);

      job->flags = OD_TRIAGE_HAS_REMOTE;
      od_write_fixture_write (fixture, od_store_triage, job);
      g_assert_true (job->is_changed == (i == 0)); /* an older mark changes nothing */
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT n_unread FROM conversation"), ==, 1);
    }
  {
    g_autoptr (OdTriageJob) job = new_job (fixture, OD_OPERATION_READ, conversation_id, ids[2]);

    job->flags = OD_TRIAGE_HAS_REMOTE;
    od_write_fixture_write (fixture, od_store_triage, job);
  }
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM operation"), ==, 1); /* one mark says it all */
  claim = od_write_fixture_claim (fixture);
  operation = g_ptr_array_index (claim->claimed, 0);
  g_assert_cmpint (operation->target_seq, ==, 3);
  g_assert_cmpint (od_write_fixture_accept (fixture, operation->id, ""), ==, 0);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT operator_read_seq * 100 + last_seq FROM stream"), ==, 303);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM event"), ==, 0);
}

static void
test_a_late_message_can_be_read (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdIngestOutcome newest = od_write_fixture_receive (fixture, "c", "2", "newest");
  OdUpdate *late = od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "1", "late");
  g_autoptr (OdTriageJob) job = new_job (fixture, OD_OPERATION_READ, newest.conversation_id, newest.message_id);

  od_write_fixture_write (fixture, od_store_triage, job);
  late->at_us = fixture->now_us - 1000;
  od_write_fixture_take (fixture, late);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT n_unread FROM conversation"), ==, 1);
  od_write_fixture_write (fixture, od_store_triage, job);
  g_assert_true (job->is_changed);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT n_unread FROM conversation"), ==, 0);
}

static void
test_waking (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdWakeJob wake = { .now_us = fixture->now_us + 9 };

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *chat = g_strdup_printf ("c%u", i);
      g_autoptr (OdTriageJob) job =
          new_job (fixture, OD_OPERATION_SNOOZE, od_write_fixture_receive (fixture, chat, "1", "x").conversation_id, 0);

      job->until_us = fixture->now_us + 5 * (i + 1);
      od_write_fixture_write (fixture, od_store_triage, job);
    }
  od_write_fixture_write (fixture, od_store_wake_snoozed, &wake);
  g_assert_cmpint (wake.next_us, ==, fixture->now_us + 10);
  g_assert_cmpint (
      od_write_fixture_ask (fixture, "SELECT count(*) FROM conversation WHERE snoozed_until_us IS NOT NULL"), ==, 2);
  od_write_fixture_receive (fixture, "c2", "2", "are you there?"); /* the customer wakes it, too */
  g_assert_cmpint (
      od_write_fixture_ask (fixture, "SELECT count(*) FROM conversation WHERE snoozed_until_us IS NOT NULL"), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/triage/says-so", test_each_says_so_and_once);
  g_test_add_func ("/triage/back", test_and_back);
  g_test_add_func ("/triage/refused", test_what_is_refused);
  g_test_add_func ("/triage/one-live", test_one_live_conversation_per_chat);
  g_test_add_func ("/triage/edit", test_editing);
  g_test_add_func ("/triage/remove", test_removing);
  g_test_add_func ("/triage/read", test_reading);
  g_test_add_func ("/triage/read-late", test_a_late_message_can_be_read);
  g_test_add_func ("/triage/wake", test_waking);
  return g_test_run ();
}
