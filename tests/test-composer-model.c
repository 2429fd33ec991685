/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-composer-model.h"
#include "od-customer-model.h"
#include "od-error.h"
#include "od-fake-desk.h"
#include "od-read-mark.h"
#include "od-thread-model.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC) /* 2026-03-10 14:00 UTC */
#define SECOND_US ((gint64) G_USEC_PER_SEC)

static const OdComposerOrder at_once = { 0 };
static const OdComposerOrder with_undo = { .undo_us = 5 * SECOND_US };

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  OdComposerModel *model;
  gint64 first_id, second_id, customer_id;
  gint64 sent_id;
  guint n_failed;
} Fixture;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
wait_s (Fixture *fixture, guint seconds)
{
  od_clock_advance (fixture->clock, seconds * SECOND_US);
  settle ();
}

static void
sent_cb (Fixture *fixture, gint64 message_id)
{
  fixture->sent_id = message_id;
}

static void
failed_cb (Fixture *fixture)
{
  fixture->n_failed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  gint64 account_id;

  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  account_id = od_fake_desk_add_account (fixture->fake, "webchat", "Shop", NULL);
  fixture->customer_id = od_fake_desk_add_customer (fixture->fake, "Maria", NULL, "Europe/Moscow");
  fixture->first_id = od_fake_desk_add_conversation (fixture->fake, fixture->customer_id, account_id, "v_1");
  fixture->second_id = od_fake_desk_add_conversation (
      fixture->fake, od_fake_desk_add_customer (fixture->fake, "Oleg", NULL, NULL), account_id, "v_2");
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  fixture->model = od_composer_model_new (fixture->desk);
  g_signal_connect_swapped (fixture->model, "sent", G_CALLBACK (sent_cb), fixture);
  g_signal_connect_swapped (fixture->model, "failed", G_CALLBACK (failed_cb), fixture);
  od_composer_model_open (fixture->model, fixture->first_id, od_channel_info_find (fixture->desk->channels, "webchat"));
  settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->model != NULL)
    g_assert_finalize_object (g_steal_pointer (&fixture->model));
  settle ();
  od_desk_unref (fixture->desk);
  g_assert_finalize_object (g_steal_pointer (&fixture->fake));
  g_assert_finalize_object (g_steal_pointer (&fixture->clock));
}

static const OdFakeCalls *
calls (Fixture *fixture)
{
  return od_fake_desk_get_calls (fixture->fake);
}

static void
open_conversation (Fixture *fixture, gint64 id)
{
  od_composer_model_open (fixture->model, id, od_channel_info_find (fixture->desk->channels, "webchat"));
  settle ();
}

static void
test_drafts_are_kept_after_a_pause (Fixture *fixture, gconstpointer data)
{
  od_composer_model_set_text (fixture->model, "H");
  od_composer_model_set_text (fixture->model, "He");
  settle ();
  g_assert_cmpuint (calls (fixture)->n_saves, ==, 0);
  wait_s (fixture, 1);
  g_assert_cmpuint (calls (fixture)->n_saves, ==, 1);
  wait_s (fixture, 10);
  g_assert_cmpuint (calls (fixture)->n_saves, ==, 1);
}

static void
test_each_conversation_and_mode_has_its_draft (Fixture *fixture, gconstpointer data)
{
  od_composer_model_set_text (fixture->model, "To the first");
  open_conversation (fixture, fixture->second_id);
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "");
  od_composer_model_set_text (fixture->model, "To the second");
  od_composer_model_set_note (fixture->model, TRUE);
  settle ();
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "");
  od_composer_model_set_text (fixture->model, "Among us");
  open_conversation (fixture, fixture->first_id);
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "To the first");
  g_assert_false (od_composer_model_get_is_note (fixture->model));
  open_conversation (fixture, fixture->second_id);
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "To the second");
  od_composer_model_set_note (fixture->model, TRUE);
  settle ();
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "Among us");
}

static void
test_a_failed_save_is_tried_again (Fixture *fixture, gconstpointer data)
{
  od_composer_model_set_text (fixture->model, "Precious");
  od_fake_desk_fail_next (fixture->fake, OD_ERROR_STORE);
  wait_s (fixture, 1);
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  wait_s (fixture, 1);
  g_assert_cmpuint (calls (fixture)->n_saves, ==, 2);
  open_conversation (fixture, fixture->second_id);
  open_conversation (fixture, fixture->first_id);
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "Precious");
}

/* The answer of an older save must not count for what was typed since. */
static void
test_only_the_stored_revision_is_clean (Fixture *fixture, gconstpointer data)
{
  od_composer_model_set_text (fixture->model, "One");
  od_fake_desk_hold (fixture->fake, TRUE);
  wait_s (fixture, 1);
  od_composer_model_set_text (fixture->model, "One two");
  od_fake_desk_hold (fixture->fake, FALSE);
  settle ();
  g_assert_cmpuint (calls (fixture)->n_saves, ==, 1);
  open_conversation (fixture, fixture->second_id);
  g_assert_cmpuint (calls (fixture)->n_saves, ==, 2);
}

static void
test_who_types_before_the_draft_is_read_loses_nothing (Fixture *fixture, gconstpointer data)
{
  od_composer_model_set_text (fixture->model, "Old");
  open_conversation (fixture, fixture->second_id);
  od_fake_desk_hold (fixture->fake, TRUE);
  od_composer_model_open (fixture->model, fixture->first_id, NULL);
  od_composer_model_set_text (fixture->model, "New");
  od_fake_desk_hold (fixture->fake, FALSE);
  settle ();
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "Old\n\nNew");
  wait_s (fixture, 1);
  open_conversation (fixture, fixture->second_id);
  open_conversation (fixture, fixture->first_id);
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "Old\n\nNew");
}

/* A draft that took many keys, and the first conversation being read again. */
static void
come_back_while_it_is_read (Fixture *fixture, const char *text)
{
  for (const char *end = text + 1; end[-1] != '\0'; end++)
    {
      g_autofree char *typed = g_strndup (text, end - text);

      od_composer_model_set_text (fixture->model, typed);
    }
  open_conversation (fixture, fixture->second_id);
  od_fake_desk_hold (fixture->fake, TRUE);
  od_composer_model_open (fixture->model, fixture->first_id, NULL);
}

static void
let_go (Fixture *fixture)
{
  od_fake_desk_hold (fixture->fake, FALSE);
  settle ();
}

static void
assert_kept (Fixture *fixture, const char *text, gint64 reply_to_id)
{
  wait_s (fixture, 3);
  open_conversation (fixture, fixture->second_id);
  open_conversation (fixture, fixture->first_id);
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, text);
  g_assert_cmpint (od_composer_model_get_reply_to (fixture->model, NULL), ==, reply_to_id);
}

static void
test_pointing_at_a_message_is_no_text (Fixture *fixture, gconstpointer data)
{
  gint64 id = od_fake_desk_receive (fixture->fake, fixture->first_id, "Is it red?");
  const char *quote;

  od_composer_model_set_text (fixture->model, "The draft");
  od_composer_model_set_note (fixture->model, TRUE);
  settle ();
  od_composer_model_set_note (fixture->model, FALSE);
  od_composer_model_set_reply_to (fixture->model, id, "Is it red?");
  settle ();
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "The draft");
  g_assert_cmpint (od_composer_model_get_reply_to (fixture->model, &quote), ==, id);
  g_assert_cmpstr (quote, ==, "Is it red?");
  assert_kept (fixture, "The draft", id);
  od_composer_model_set_text (fixture->model, ""); /* which message is answered is kept without a word, too */
  assert_kept (fixture, "", id);
}

static void
test_leaving_before_the_draft_is_read (Fixture *fixture, gconstpointer data)
{
  come_back_while_it_is_read (fixture, "A long old draft");
  od_composer_model_set_text (fixture->model, "New");
  od_composer_model_open (fixture->model, fixture->second_id, NULL);
  let_go (fixture);
  assert_kept (fixture, "New", 0);
}

static void
test_sending_before_the_draft_is_read (Fixture *fixture, gconstpointer data)
{
  come_back_while_it_is_read (fixture, "A long old draft");
  od_composer_model_set_text (fixture->model, "New");
  g_assert_cmpint (od_composer_model_send (fixture->model, &at_once), ==, OD_COMPOSER_FINE);
  let_go (fixture);
  g_assert_cmpint (fixture->sent_id, >, 0);
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "");
  assert_kept (fixture, "", 0);
}

static void
test_a_draft_that_was_not_read_is_read_again (Fixture *fixture, gconstpointer data)
{
  od_composer_model_set_text (fixture->model, "Precious");
  open_conversation (fixture, fixture->second_id);
  od_fake_desk_fail_next (fixture->fake, OD_ERROR_STORE);
  open_conversation (fixture, fixture->first_id);
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "");
  wait_s (fixture, 1);
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "Precious");
}

static void
test_a_draft_waits_behind_an_edit (Fixture *fixture, gconstpointer data)
{
  gint64 id = od_fake_desk_receive (fixture->fake, fixture->first_id, "Old");

  come_back_while_it_is_read (fixture, "The draft");
  od_composer_model_begin_edit (fixture->model, id, FALSE, "Old");
  let_go (fixture);
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "Old");
  od_composer_model_end_edit (fixture->model);
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "The draft");
  assert_kept (fixture, "The draft", 0);
}

static void
test_others_never_touch_the_text (Fixture *fixture, gconstpointer data)
{
  od_composer_model_set_text (fixture->model, "Mine");
  od_fake_desk_emit (fixture->fake, OD_CHANGE_DRAFT, fixture->first_id);
  od_fake_desk_receive (fixture->fake, fixture->first_id, "Hello?");
  settle ();
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "Mine");
}

static void
test_the_text_goes_when_it_is_in_the_outbox (Fixture *fixture, gconstpointer data)
{
  od_composer_model_set_text (fixture->model, "Hello");
  od_fake_desk_hold (fixture->fake, TRUE);
  g_assert_cmpint (od_composer_model_send (fixture->model, &at_once), ==, OD_COMPOSER_FINE);
  g_assert_true (od_composer_model_get_is_sending (fixture->model));
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "Hello");
  g_assert_cmpint (od_composer_model_send (fixture->model, &at_once), ==, OD_COMPOSER_BUSY);
  od_composer_model_set_text (fixture->model, "Hello!"); /* takes no key meanwhile */
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "Hello");
  od_fake_desk_hold (fixture->fake, FALSE);
  settle ();
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "");
  g_assert_cmpint (fixture->sent_id, >, 0);
  wait_s (fixture, 10);
  open_conversation (fixture, fixture->second_id);
  open_conversation (fixture, fixture->first_id);
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "");
}

static void
test_a_failed_send_keeps_everything (Fixture *fixture, gconstpointer data)
{
  OdFileRef file = { (char *) "aa", (char *) "a.pdf", (char *) "application/pdf", NULL, 10, 0, 0 };

  od_composer_model_set_text (fixture->model, "Hello");
  od_composer_model_add_staged (fixture->model, &file);
  wait_s (fixture, 1); /* the draft is kept: the next write is the reply */
  od_fake_desk_fail_next (fixture->fake, OD_ERROR_STORE);
  od_composer_model_send (fixture->model, &at_once);
  settle ();
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  g_assert_false (od_composer_model_get_is_sending (fixture->model));
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "Hello");
  g_assert_cmpuint (od_composer_model_get_n_files (fixture->model), ==, 1);
}

/* Sent here, another conversation opened, only then committed: what is written there stays. */
static void
test_sending_and_leaving (Fixture *fixture, gconstpointer data)
{
  od_composer_model_set_text (fixture->model, "Hello");
  od_fake_desk_hold (fixture->fake, TRUE);
  od_composer_model_send (fixture->model, &at_once);
  od_composer_model_open (fixture->model, fixture->second_id, NULL);
  od_composer_model_set_text (fixture->model, "Else");
  od_fake_desk_hold (fixture->fake, FALSE);
  settle ();
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "Else");
  g_assert_cmpint (fixture->sent_id, >, 0);
  open_conversation (fixture, fixture->first_id); /* what was sent is no draft any more */
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "");
}

static void
test_a_draft_says_what_it_answers (Fixture *fixture, gconstpointer data)
{
  gint64 asked_id = od_fake_desk_receive (fixture->fake, fixture->first_id, "Where is my order?");
  const char *quote;

  od_composer_model_set_text (fixture->model, "On its way");
  od_composer_model_set_reply_to (fixture->model, asked_id, "Where is my order?");
  open_conversation (fixture, fixture->second_id);
  g_assert_cmpint (od_composer_model_get_reply_to (fixture->model, &quote), ==, 0);
  open_conversation (fixture, fixture->first_id);
  g_assert_cmpint (od_composer_model_get_reply_to (fixture->model, &quote), ==, asked_id);
  g_assert_cmpstr (quote, ==, "Where is my order?");
  od_composer_model_send (fixture->model, &with_undo);
  settle ();
  g_assert_cmpint (od_composer_model_get_reply_to (fixture->model, &quote), ==, 0);
  od_composer_model_undo (fixture->model, fixture->sent_id);
  settle ();
  od_composer_model_get_reply_to (fixture->model, &quote);
  g_assert_cmpstr (quote, ==, "Where is my order?");
}

/* Back before it is committed: it is still on its way, and no text to send again. */
static void
test_sending_leaving_and_coming_back (Fixture *fixture, gconstpointer data)
{
  od_composer_model_set_text (fixture->model, "Hello");
  wait_s (fixture, 1);
  od_fake_desk_hold (fixture->fake, TRUE);
  od_composer_model_send (fixture->model, &at_once);
  od_composer_model_open (fixture->model, fixture->second_id, NULL);
  g_assert_false (od_composer_model_get_is_sending (fixture->model));
  od_composer_model_open (fixture->model, fixture->first_id, NULL);
  g_assert_true (od_composer_model_get_is_sending (fixture->model));
  g_assert_cmpint (od_composer_model_send (fixture->model, &at_once), ==, OD_COMPOSER_BUSY);
  let_go (fixture);
  g_assert_false (od_composer_model_get_is_sending (fixture->model));
  g_assert_cmpuint (calls (fixture)->n_replies, ==, 1);
  assert_kept (fixture, "", 0);
}

static void
test_text_that_is_brought_here (Fixture *fixture, gconstpointer data)
{
  od_composer_model_set_text (fixture->model, "The draft");
  od_composer_model_append (fixture->model, "failed there");
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "The draft\n\nfailed there");
  od_composer_model_set_note (fixture->model, TRUE);
  settle ();
  od_composer_model_append (fixture->model, "this too"); /* the draft is being read */
  settle ();
  assert_kept (fixture, "The draft\n\nfailed there\n\nthis too", 0);
}

static void
test_undo_brings_the_text_back (Fixture *fixture, gconstpointer data)
{
  od_composer_model_set_text (fixture->model, "Too early");
  od_composer_model_send (fixture->model, &with_undo);
  settle ();
  od_composer_model_set_text (fixture->model, "And more");
  od_composer_model_undo (fixture->model, fixture->sent_id);
  settle ();
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "Too early\n\nAnd more");
}

static void
test_limits_are_in_code_points (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 4000; i++)
    g_string_append (text, "ё");
  od_composer_model_set_text (fixture->model, text->str);
  g_assert_cmpuint (od_composer_model_get_length (fixture->model).n_max, ==, 4000);
  g_assert_cmpuint (od_composer_model_get_length (fixture->model).n_used, ==, 4000);
  g_assert_cmpint (od_composer_model_check (fixture->model), ==, OD_COMPOSER_FINE);
  g_string_append (text, "!");
  od_composer_model_set_text (fixture->model, text->str);
  g_assert_cmpint (od_composer_model_send (fixture->model, &at_once), ==, OD_COMPOSER_TOO_LONG);
  od_composer_model_set_text (fixture->model, " \n ");
  g_assert_cmpint (od_composer_model_send (fixture->model, &at_once), ==, OD_COMPOSER_EMPTY);
}

static const OdMessageRow *
find_message (Fixture *fixture, OdThreadModel *thread, guint from_end)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (thread));
  g_autoptr (OdMessageItem) item = g_list_model_get_item (G_LIST_MODEL (thread), n - 1 - from_end);

  return od_message_item_get_row (item);
}

static OdThreadModel *
open_thread (Fixture *fixture)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  OdThreadModel *thread = od_thread_model_new (fixture->desk, zone);

  od_thread_model_open (thread, fixture->first_id, OD_THREAD_CONVERSATION, OD_ANCHOR_END, 0);
  settle ();
  return thread;
}

static void
test_a_long_text_goes_in_parts (Fixture *fixture, gconstpointer data)
{
  const OdComposerOrder split = { .is_split = TRUE, .undo_us = 5 * SECOND_US };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (OdThreadModel) thread = NULL;

  while (text->len < 9000)
    g_string_append (text, "A sentence. ");
  g_string_append (text, "The end.");
  od_composer_model_set_text (fixture->model, text->str);
  g_assert_cmpuint (od_composer_model_count_parts (fixture->model), ==, 3);
  g_assert_cmpint (od_composer_model_send (fixture->model, &at_once), ==, OD_COMPOSER_TOO_LONG);
  g_assert_cmpint (od_composer_model_send (fixture->model, &split), ==, OD_COMPOSER_FINE);
  settle ();
  g_assert_cmpuint (calls (fixture)->n_replies, ==, 1); /* all of it or nothing */
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "");
  thread = open_thread (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (thread)), ==, 3);
  g_assert_true (g_str_has_suffix (find_message (fixture, thread, 0)->body, "The end."));
  g_assert_true (od_composer_model_get_can_undo (fixture->model));
  od_composer_model_undo_last (fixture->model);
  settle ();
  g_assert_true (g_str_has_prefix (od_composer_model_get_text (fixture->model), "A sentence."));
  g_assert_true (g_str_has_suffix (od_composer_model_get_text (fixture->model), "The end."));
  g_assert_false (od_composer_model_get_can_undo (fixture->model));
}

static void
test_undo_ends (Fixture *fixture, gconstpointer data)
{
  od_composer_model_set_text (fixture->model, "Hello");
  od_composer_model_send (fixture->model, &with_undo);
  settle ();
  g_assert_true (od_composer_model_get_can_undo (fixture->model));
  open_conversation (fixture, fixture->second_id); /* it is another's */
  g_assert_false (od_composer_model_get_can_undo (fixture->model));
  open_conversation (fixture, fixture->first_id);
  wait_s (fixture, 5);
  g_assert_false (od_composer_model_get_can_undo (fixture->model));
}

static void
test_later_and_what_then (Fixture *fixture, gconstpointer data)
{
  const OdComposerOrder later = { .not_before_us = NOW_US + 3600 * SECOND_US };
  const OdComposerOrder resolve = { .then = OD_REPLY_THEN_RESOLVE };
  g_autoptr (OdThreadModel) thread = open_thread (fixture);

  od_composer_model_set_text (fixture->model, "In an hour");
  od_composer_model_send (fixture->model, &later);
  settle ();
  g_assert_cmpint (find_message (fixture, thread, 0)->not_before_us, ==, NOW_US + 3600 * SECOND_US);
  od_composer_model_set_text (fixture->model, "Goodbye");
  od_composer_model_send (fixture->model, &resolve);
  settle ();
  g_assert_cmpint (od_fake_desk_get_conversation (fixture->fake, fixture->first_id)->status, ==, OD_STATUS_RESOLVED);
}

/* What a channel can't show is taken out, and said; a note shows all. */
static void
test_only_formatting_that_can_be_seen_leaves (Fixture *fixture, gconstpointer data)
{
  OdChannelInfo *info = (OdChannelInfo *) od_channel_info_find (fixture->desk->channels, "webchat");
  g_autoptr (OdThreadModel) thread = open_thread (fixture);

  info->formatting = OD_FORMATTING_BOLD;
  od_composer_model_set_text (fixture->model, "**a** b");
  g_assert_false (od_composer_model_get_is_stripped (fixture->model));
  od_composer_model_set_text (fixture->model, "**a** *b*");
  g_assert_true (od_composer_model_get_is_stripped (fixture->model));
  od_composer_model_send (fixture->model, &at_once);
  settle ();
  g_assert_cmpstr (find_message (fixture, thread, 0)->body, ==, "**a** b");
  g_assert_cmpint (find_message (fixture, thread, 0)->format, ==, OD_FORMAT_MARKDOWN);
  info->formatting = OD_FORMATTING_NONE;
  od_composer_model_set_text (fixture->model, "**a** *b*");
  od_composer_model_send (fixture->model, &at_once);
  settle ();
  g_assert_cmpstr (find_message (fixture, thread, 0)->body, ==, "a b");
  g_assert_cmpint (find_message (fixture, thread, 0)->format, ==, OD_FORMAT_PLAIN);
  od_composer_model_set_note (fixture->model, TRUE);
  settle ();
  od_composer_model_set_text (fixture->model, "**a** *b*");
  g_assert_false (od_composer_model_get_is_stripped (fixture->model));
}

static void
test_editing_keeps_the_draft (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdThreadModel) thread = open_thread (fixture);
  gint64 id;

  od_composer_model_set_text (fixture->model, "Helo");
  od_composer_model_send (fixture->model, &at_once);
  settle ();
  id = find_message (fixture, thread, 0)->id;
  od_composer_model_set_text (fixture->model, "The draft");
  od_composer_model_begin_edit (fixture->model, id, FALSE, "Helo");
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "Helo");
  od_composer_model_end_edit (fixture->model);
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "The draft");
  od_composer_model_begin_edit (fixture->model, id, FALSE, "Helo");
  od_composer_model_set_text (fixture->model, "Hello");
  wait_s (fixture, 2); /* what is kept is the draft, not the change */
  g_assert_cmpint (od_composer_model_send (fixture->model, &at_once), ==, OD_COMPOSER_FINE);
  g_assert_cmpint (od_composer_model_send (fixture->model, &at_once), ==, OD_COMPOSER_BUSY);
  settle ();
  g_assert_cmpint (od_composer_model_get_edited_id (fixture->model), ==, 0);
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "The draft");
  g_assert_cmpstr (find_message (fixture, thread, 0)->body, ==, "Hello");
  od_composer_model_begin_edit (fixture->model, id, FALSE, "Hello");
  open_conversation (fixture, fixture->second_id);
  open_conversation (fixture, fixture->first_id);
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "The draft");
}

/* A note is edited as a note, and what was being written goes on where it was. */
static void
test_an_edit_keeps_the_mode (Fixture *fixture, gconstpointer data)
{
  gint64 id = od_fake_desk_receive (fixture->fake, fixture->first_id, "Old");

  od_composer_model_set_note (fixture->model, TRUE);
  settle ();
  od_composer_model_set_text (fixture->model, "Among us");
  od_composer_model_begin_edit (fixture->model, id, TRUE, "Old");
  g_assert_true (od_composer_model_get_is_note (fixture->model));
  od_composer_model_end_edit (fixture->model);
  g_assert_true (od_composer_model_get_is_note (fixture->model));
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "Among us");
  od_composer_model_begin_edit (fixture->model, id, FALSE, "Old");
  g_assert_false (od_composer_model_get_is_note (fixture->model));
  settle ();
  od_composer_model_set_text (fixture->model, "New");
  od_composer_model_send (fixture->model, &at_once);
  settle ();
  g_assert_cmpint (od_composer_model_get_edited_id (fixture->model), ==, 0);
  g_assert_true (od_composer_model_get_is_note (fixture->model));
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "Among us");
}

static void
test_a_failed_edit_stays (Fixture *fixture, gconstpointer data)
{
  gint64 id = od_fake_desk_receive (fixture->fake, fixture->first_id, "Old");

  od_composer_model_begin_edit (fixture->model, id, FALSE, "Old");
  od_composer_model_set_text (fixture->model, "New");
  od_fake_desk_fail_next (fixture->fake, OD_ERROR_STORE);
  od_composer_model_send (fixture->model, &at_once);
  settle ();
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "New");
  g_assert_cmpint (od_composer_model_get_edited_id (fixture->model), ==, id);
}

static void
test_typing_is_told_sparingly (Fixture *fixture, gconstpointer data)
{
  od_composer_model_set_text (fixture->model, "H");
  od_composer_model_set_text (fixture->model, "He");
  g_assert_cmpuint (calls (fixture)->n_typing, ==, 1);
  wait_s (fixture, 4);
  od_composer_model_set_text (fixture->model, "Hel");
  g_assert_cmpuint (calls (fixture)->n_typing, ==, 2);
  wait_s (fixture, 5);
  g_assert_cmpuint (calls (fixture)->n_stopped, ==, 1);
  od_composer_model_set_text (fixture->model, "Hell");
  od_composer_model_set_text (fixture->model, "");
  g_assert_cmpuint (calls (fixture)->n_stopped, ==, 2);
  od_composer_model_set_note (fixture->model, TRUE);
  settle ();
  od_composer_model_set_text (fixture->model, "A note is nobody's business");
  g_assert_cmpuint (calls (fixture)->n_typing, ==, 3);
}

static void
test_closing_keeps_the_draft (Fixture *fixture, gconstpointer data)
{
  od_composer_model_set_text (fixture->model, "Unsaved");
  g_assert_finalize_object (g_steal_pointer (&fixture->model));
  settle ();
  g_assert_cmpuint (calls (fixture)->n_saves, ==, 1);
}

static void
test_read_marks_are_one_write (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdCurrentConversation) current = od_current_conversation_new (fixture->desk);
  g_autoptr (OdReadMark) mark = od_read_mark_new (fixture->desk, current);

  od_fake_desk_receive (fixture->fake, fixture->first_id, "One");
  od_current_conversation_set_id (current, fixture->first_id);
  settle ();
  for (gint64 id = 1; id <= 20; id++)
    od_read_mark_see (mark, id);
  g_assert_cmpuint (calls (fixture)->n_reads, ==, 0);
  wait_s (fixture, 1);
  g_assert_cmpuint (calls (fixture)->n_reads, ==, 1);
  g_assert_cmpint (calls (fixture)->read_id, ==, 20);
  od_read_mark_see (mark, 21); /* nothing is unread any more */
  wait_s (fixture, 1);
  g_assert_cmpuint (calls (fixture)->n_reads, ==, 1);
}

static void
test_the_note_about_a_customer_is_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdCustomerModel) customer = od_customer_model_new (fixture->desk);
  g_autofree char *time = NULL;

  od_customer_model_open (customer, fixture->customer_id);
  settle ();
  time = od_customer_model_dup_local_time (customer);
  g_assert_cmpstr (time, ==, "17:00 there");
  od_customer_model_set_note (customer, "Likes tea");
  od_fake_desk_emit (fixture->fake, OD_CHANGE_CUSTOMER, fixture->customer_id); /* read again while it waits */
  settle ();
  g_assert_cmpstr (od_customer_model_get_card (customer)->note, ==, "Likes tea");
  wait_s (fixture, 1);
  g_assert_cmpstr (od_fake_desk_get_customer (fixture->fake, fixture->customer_id)->note, ==, "Likes tea");
  od_customer_model_rename (customer, "  Maria \n Petrova ");
  settle ();
  g_assert_cmpstr (od_customer_model_get_card (customer)->name, ==, "Maria Petrova");
  od_fake_desk_hold (fixture->fake, TRUE);
  od_fake_desk_emit (fixture->fake, OD_CHANGE_CUSTOMER, fixture->customer_id);
  g_assert_finalize_object (g_steal_pointer (&customer));
  od_fake_desk_hold (fixture->fake, FALSE);
  settle ();
}

int
main (int argc, char **argv)
{
#define TEST(name, func) g_test_add ("/composer-model/" name, Fixture, NULL, set_up, func, tear_down)

  g_test_init (&argc, &argv, NULL);

  TEST ("draft-after-a-pause", test_drafts_are_kept_after_a_pause);
  TEST ("draft-per-conversation-and-mode", test_each_conversation_and_mode_has_its_draft);
  TEST ("draft-failed-save", test_a_failed_save_is_tried_again);
  TEST ("draft-revision", test_only_the_stored_revision_is_clean);
  TEST ("draft-typed-first", test_who_types_before_the_draft_is_read_loses_nothing);
  TEST ("draft-pointing", test_pointing_at_a_message_is_no_text);
  TEST ("draft-leaving-early", test_leaving_before_the_draft_is_read);
  TEST ("draft-sending-early", test_sending_before_the_draft_is_read);
  TEST ("draft-not-read", test_a_draft_that_was_not_read_is_read_again);
  TEST ("draft-behind-edit", test_a_draft_waits_behind_an_edit);
  TEST ("draft-untouched", test_others_never_touch_the_text);
  TEST ("draft-on-closing", test_closing_keeps_the_draft);
  TEST ("send", test_the_text_goes_when_it_is_in_the_outbox);
  TEST ("send-fails", test_a_failed_send_keeps_everything);
  TEST ("send-and-leave", test_sending_and_leaving);
  TEST ("quote", test_a_draft_says_what_it_answers);
  TEST ("send-leave-and-back", test_sending_leaving_and_coming_back);
  TEST ("append", test_text_that_is_brought_here);
  TEST ("undo", test_undo_brings_the_text_back);
  TEST ("limits", test_limits_are_in_code_points);
  TEST ("split", test_a_long_text_goes_in_parts);
  TEST ("undo-ends", test_undo_ends);
  TEST ("later", test_later_and_what_then);
  TEST ("formatting", test_only_formatting_that_can_be_seen_leaves);
  TEST ("edit", test_editing_keeps_the_draft);
  TEST ("edit-keeps-mode", test_an_edit_keeps_the_mode);
  TEST ("edit-fails", test_a_failed_edit_stays);
  TEST ("typing", test_typing_is_told_sparingly);
  TEST ("read-mark", test_read_marks_are_one_write);
  TEST ("customer-note", test_the_note_about_a_customer_is_kept);
#undef TEST
  return g_test_run ();
}
