/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-deed-runner.h"
#include "od-deed-words.h"
#include "od-error.h"
#include "od-fake-desk.h"
#include "od-limits.h"

#define NOW_US (G_GINT64_CONSTANT (1768375200) * G_USEC_PER_SEC) /* Wednesday, 14 January 2026, 7:20 UTC */

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  OdDeedRunner *runner;
  gint64 ids[3];
  char *said; /* (owned) (nullable) */
  guint64 undo_id;
  guint n_failed;
} Fixture;

static void
said_cb (Fixture *fixture, const char *words, guint64 undo_id)
{
  g_free (fixture->said);
  fixture->said = g_strdup (words);
  fixture->undo_id = undo_id;
}

static void
failed_cb (Fixture *fixture, const GError *error)
{
  fixture->n_failed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  gint64 account_id;

  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  fixture->runner = od_deed_runner_new (fixture->desk);
  account_id = od_fake_desk_add_account (fixture->fake, "telegram", "Shop bot", "");
  for (guint i = 0; i < G_N_ELEMENTS (fixture->ids); i++)
    {
      gint64 customer_id = od_fake_desk_add_customer (fixture->fake, "Anna", "en", NULL);

      fixture->ids[i] = od_fake_desk_add_conversation (fixture->fake, customer_id, account_id, "a");
    }
  g_signal_connect_swapped (fixture->runner, "said", G_CALLBACK (said_cb), fixture);
  g_signal_connect_swapped (fixture->runner, "failed", G_CALLBACK (failed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->runner);
  g_clear_pointer (&fixture->desk, od_desk_unref);
  g_assert_finalize_object (fixture->fake);
  g_object_unref (fixture->clock);
  g_free (fixture->said);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static OdStatus
get_status (Fixture *fixture, guint i)
{
  return od_fake_desk_get_conversation (fixture->fake, fixture->ids[i])->status;
}

static void
test_one_is_done_and_undone (Fixture *fixture, gconstpointer data)
{
  od_deed_runner_run_one (fixture->runner, fixture->ids, 1, OD_DEED_RESOLVE, 0, NULL);
  settle ();
  g_assert_cmpint (get_status (fixture, 0), ==, OD_STATUS_RESOLVED);
  g_assert_cmpstr (fixture->said, ==, "Resolved");
  g_assert_cmpuint (fixture->undo_id, !=, 0);
  g_assert_true (od_undo_stack_get_can_undo (od_deed_runner_get_undo (fixture->runner)));

  od_undo_stack_undo (od_deed_runner_get_undo (fixture->runner));
  g_assert_false (od_undo_stack_get_can_undo (od_deed_runner_get_undo (fixture->runner)));
  od_undo_stack_undo (od_deed_runner_get_undo (fixture->runner)); /* once is enough */
  settle ();
  g_assert_cmpint (get_status (fixture, 0), ==, OD_STATUS_OPEN);
  g_assert_cmpstr (fixture->said, ==, "Undone: Resolved");
  g_assert_cmpuint (fixture->undo_id, ==, 0);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

static void
test_many_are_one_undo (Fixture *fixture, gconstpointer data)
{
  od_fake_desk_get_conversation (fixture->fake, fixture->ids[2])->status = OD_STATUS_RESOLVED;
  od_deed_runner_run_one (fixture->runner, fixture->ids, 3, OD_DEED_RESOLVE, 0, NULL);
  settle ();
  g_assert_cmpstr (fixture->said, ==, "2 conversations resolved");
  od_undo_stack_undo (od_deed_runner_get_undo (fixture->runner));
  settle ();
  g_assert_cmpint (get_status (fixture, 0), ==, OD_STATUS_OPEN);
  g_assert_cmpint (get_status (fixture, 1), ==, OD_STATUS_OPEN);
  g_assert_cmpint (get_status (fixture, 2), ==, OD_STATUS_RESOLVED);
}

static void
test_what_could_not_is_said (Fixture *fixture, gconstpointer data)
{
  gint64 ids[] = { fixture->ids[0], 4711, fixture->ids[1] };

  od_deed_runner_run_one (fixture->runner, ids, 3, OD_DEED_SPAM, 0, NULL);
  settle ();
  g_assert_cmpstr (fixture->said, ==, "2 conversations marked as spam; 1 could not: the conversation is gone");
  od_deed_runner_run_one (fixture->runner, &ids[1], 1, OD_DEED_SPAM, 0, NULL);
  settle ();
  g_assert_cmpstr (fixture->said, ==, "It could not be done: the conversation is gone");
  g_assert_cmpuint (fixture->undo_id, ==, 0);
  od_deed_runner_run_one (fixture->runner, ids, 1, OD_DEED_SPAM, 0, NULL);
  settle ();
  g_assert_cmpstr (fixture->said, ==, "Nothing changes: it is so already");
  g_assert_cmpuint (fixture->undo_id, ==, 0);
}

static void
test_several_are_undone (Fixture *fixture, gconstpointer data)
{
  OdUndoStack *undo = od_deed_runner_get_undo (fixture->runner);

  od_deed_runner_run_one (fixture->runner, fixture->ids, 1, OD_DEED_PRIORITY, OD_PRIORITY_HIGH, NULL);
  od_deed_runner_run_one (fixture->runner, fixture->ids, 1, OD_DEED_RESOLVE, 0, NULL);
  settle ();
  od_deed_runner_run_one (fixture->runner, fixture->ids, 1, OD_DEED_RESOLVE, 0,
                          NULL); /* does nothing: nothing to undo */
  settle ();
  g_assert_true (od_undo_stack_undo (undo));
  settle ();
  g_assert_cmpint (get_status (fixture, 0), ==, OD_STATUS_OPEN);
  g_assert_cmpstr (fixture->said, ==, "Undone: Resolved");
  g_assert_true (od_undo_stack_undo (undo));
  settle ();
  g_assert_cmpint (od_fake_desk_get_conversation (fixture->fake, fixture->ids[0])->marks.priority, ==,
                   OD_PRIORITY_NORMAL);
  g_assert_cmpstr (fixture->said, ==, "Undone: Priority: High");
  g_assert_false (od_undo_stack_undo (undo));
}

static void
test_the_last_one_is_undone (Fixture *fixture, gconstpointer data)
{
  od_fake_desk_hold (fixture->fake, TRUE);
  od_deed_runner_run_one (fixture->runner, fixture->ids, 1, OD_DEED_RESOLVE, 0, NULL);
  od_deed_runner_run_one (fixture->runner, &fixture->ids[1], 1, OD_DEED_SPAM, 0, NULL);
  g_assert_true (od_undo_stack_undo (od_deed_runner_get_undo (fixture->runner))); /* that is still being done */
  od_fake_desk_hold (fixture->fake, FALSE);
  settle ();
  g_assert_cmpint (get_status (fixture, 0), ==, OD_STATUS_RESOLVED);
  g_assert_cmpint (get_status (fixture, 1), ==, OD_STATUS_OPEN);
}

static void
count_cb (gpointer user_data)
{
  (*(guint *) user_data)++;
}

static guint n_freed;

static void
count_freed_cb (gpointer user_data)
{
  n_freed++;
}

static void
test_stack_has_an_end (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdUndoStack) stack = od_undo_stack_new ();
  guint n_undone = 0;
  guint64 id = 0;

  for (guint i = 0; i < OD_LIMIT_UNDO_DEEDS + 3; i++)
    id = od_undo_stack_push (stack, count_cb, &n_undone, NULL);
  od_undo_stack_note_typing (stack);
  g_assert_false (od_undo_stack_is_newer_than_typing (stack));
  g_assert_true (od_undo_stack_undo_one (stack, id));
  g_assert_false (od_undo_stack_undo_one (stack, id)); /* once is enough */
  g_assert_cmpuint (n_undone, ==, 1);
  while (od_undo_stack_undo (stack))
    ;
  g_assert_cmpuint (n_undone, ==, OD_LIMIT_UNDO_DEEDS);
  id = od_undo_stack_push (stack, count_cb, &n_undone, NULL);
  g_assert_true (od_undo_stack_is_newer_than_typing (stack));
  od_undo_stack_drop (stack, id);
  g_assert_false (od_undo_stack_get_can_undo (stack));
  for (guint i = 0; i < OD_LIMIT_UNDO_DEEDS + 3; i++)
    od_undo_stack_push (stack, count_cb, &n_undone, count_freed_cb);
  g_assert_cmpuint (n_freed, ==, 3); /* the oldest are forgotten */
}

/* Who takes an older deed back goes on to take back what was typed since. */
static void
test_letters_after_a_deed_stay_next (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdUndoStack) stack = od_undo_stack_new ();
  guint n_undone = 0;
  guint64 id = od_undo_stack_push (stack, count_cb, &n_undone, NULL);

  od_undo_stack_note_typing (stack);
  g_assert_true (od_undo_stack_undo_one (stack, id));
  g_assert_false (od_undo_stack_is_newer_than_typing (stack));
  id = od_undo_stack_push (stack, count_cb, &n_undone, NULL);
  g_assert_true (od_undo_stack_undo_one (stack, id));
  g_assert_true (od_undo_stack_is_newer_than_typing (stack));
  od_undo_stack_note_typing (stack);
  g_assert_false (od_undo_stack_is_newer_than_typing (stack));
}

static void
test_a_macro_reads_its_words_when_it_runs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) od_deed_free);

  g_ptr_array_add (deeds, od_deed_new (OD_DEED_TAG, 0, "warehouse"));
  g_ptr_array_add (deeds, od_deed_new (OD_DEED_SNOOZE, 0, "in 2 hours"));
  od_deed_runner_run (fixture->runner, fixture->ids, 2, deeds, "To the warehouse");
  settle ();
  g_assert_cmpint (od_fake_desk_get_conversation (fixture->fake, fixture->ids[1])->snoozed_until_us, ==,
                   NOW_US + (gint64) 7200 * G_USEC_PER_SEC);
  g_assert_cmpstr (fixture->said, ==, "“To the warehouse” is done with 2 conversations");
  od_undo_stack_undo (od_deed_runner_get_undo (fixture->runner));
  settle ();
  g_assert_cmpint (od_fake_desk_get_conversation (fixture->fake, fixture->ids[1])->snoozed_until_us, ==, 0);

  ((OdDeed *) deeds->pdata[1])->text[3] = 'x'; /* words that nobody can read do nothing at all */
  od_deed_runner_run (fixture->runner, fixture->ids, 1, deeds, "To the warehouse");
  settle ();
  g_assert_null (od_fake_desk_get_conversation (fixture->fake, fixture->ids[0])->tags);
  g_assert_cmpuint (fixture->undo_id, ==, 0);
}

static void
test_a_failure_is_told (Fixture *fixture, gconstpointer data)
{
  od_fake_desk_fail_next (fixture->fake, OD_ERROR_STORE);
  od_deed_runner_run_one (fixture->runner, fixture->ids, 1, OD_DEED_RESOLVE, 0, NULL);
  settle ();
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  g_assert_false (od_undo_stack_get_can_undo (od_deed_runner_get_undo (fixture->runner)));
}

static void
test_words (void)
{
  static const struct {
    OdDeedKind kind;
    gint64 number;
    const char *text, *one, *many, *step;
  } cases[] = {
    { OD_DEED_REOPEN, 0, NULL, "Open again", "7 conversations are open again", "Reopen" },
    { OD_DEED_WAIT, 0, NULL, "Waiting for the customer", "7 conversations: Waiting for the customer",
      "Wait for Customer" },
    { OD_DEED_SNOOZE, NOW_US + (gint64) 86400 * G_USEC_PER_SEC, NULL, "Snoozed until tomorrow 07:20",
      "7 conversations snoozed until tomorrow 07:20", "Snooze: tomorrow 07:20" },
    { OD_DEED_SNOOZE, G_GINT64_CONSTANT (9007199254740991), NULL, "Snoozed until the customer writes",
      "7 conversations snoozed until the customer writes", "Snooze: the customer writes" },
    { OD_DEED_SNOOZE, 0, "tomorrow 9", "Snoozed until tomorrow 9", "7 conversations snoozed until tomorrow 9",
      "Snooze: tomorrow 9" },
    { OD_DEED_ASSIGN, 0, NULL, "Assigned to nobody", "7 conversations: Assigned to nobody", "Assign: nobody" },
    { OD_DEED_ASSIGN, 1, NULL, "Assigned to you", "7 conversations: Assigned to you", "Assign: me" },
    { OD_DEED_ASSIGN, 2, "Anna", "Assigned to Anna", "7 conversations: Assigned to Anna", "Assign: Anna" },
    { OD_DEED_TAG, 0, "vip", "Tagged “vip”", "7 conversations: Tagged “vip”", "Add Tag: vip" },
    { OD_DEED_PRIORITY, OD_PRIORITY_HIGH, NULL, "Priority: High", "7 conversations: Priority: High",
      "Set Priority: High" },
    { OD_DEED_BLOCK, 0, NULL, "Blocked", "7 conversations: Blocked", "Block" },
    { OD_DEED_NO_REPLY, 0, NULL, "No reply needed", "7 conversations: No reply needed", "No Reply Needed" },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  OdDeedWords context = { .now_us = NOW_US, .zone = zone, .operator_id = 1 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) od_deed_free);
      OdDeedReport one = { .batch_id = 1, .n_done = 1 }, many = { .batch_id = 1, .n_done = 7 };
      g_autofree char *words_one = NULL, *words_many = NULL, *step = NULL;

      g_ptr_array_add (deeds, od_deed_new (cases[i].kind, cases[i].number, cases[i].text));
      words_one = od_deed_words_done (&context, deeds, NULL, &one, 1);
      words_many = od_deed_words_done (&context, deeds, NULL, &many, 7);
      step = od_deed_words_step (&context, deeds->pdata[0]);
      g_assert_cmpstr (words_one, ==, cases[i].one);
      g_assert_cmpstr (words_many, ==, cases[i].many);
      g_assert_cmpstr (step, ==, cases[i].step);
    }
}

#define ADD(path, func) g_test_add ("/deed-runner/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("one", test_one_is_done_and_undone);
  ADD ("many", test_many_are_one_undo);
  ADD ("could-not", test_what_could_not_is_said);
  ADD ("several", test_several_are_undone);
  ADD ("stack", test_stack_has_an_end);
  ADD ("letters-after-a-deed", test_letters_after_a_deed_stay_next);
  ADD ("last", test_the_last_one_is_undone);
  ADD ("macro", test_a_macro_reads_its_words_when_it_runs);
  ADD ("failure", test_a_failure_is_told);
  g_test_add_func ("/deed-words", test_words);
  return g_test_run ();
}
