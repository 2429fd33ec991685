/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-desk.h"
#include "od-db.h"
#include "od-library-port.h"
#include "od-promise-port.h"
#include "od-quick-deeds.h"
#include "od-stmt.h"

typedef struct {
  EngineFixture engine;
  OdDesk *desk;
  OdQuickDeeds *deeds;
  char *failed_text;
  guint n_failed;
  gboolean is_kept;
} Fixture;

static void
failed_cb (OdQuickDeeds *deeds, gint64 conversation_id, const char *words, const char *text, gboolean is_kept,
           Fixture *f)
{
  g_assert_cmpstr (words, !=, "");
  f->n_failed++;
  f->is_kept = is_kept;
  g_free (f->failed_text);
  f->failed_text = g_strdup (text);
}

static void
set_up (Fixture *f, gconstpointer channel)
{
  engine_fixture_set_up (&f->engine, channel);
  f->desk = engine_desk_new (&f->engine);
  f->deeds = od_quick_deeds_new (f->desk);
  g_signal_connect (f->deeds, "failed", G_CALLBACK (failed_cb), f);
}

static void
tear_down (Fixture *f, gconstpointer channel)
{
  g_assert_finalize_object (g_steal_pointer (&f->deeds));
  g_free (f->failed_text);
  od_desk_unref (f->desk);
  engine_fixture_tear_down (&f->engine, channel);
}

static const char *
wait_arrived (Fixture *f, guint n)
{
  GPtrArray *arrived = od_demo_control_get_arrived (f->engine.control);

  wait_until (arrived->len >= n);
  engine_fixture_settle (&f->engine);
  g_assert_cmpuint (arrived->len, ==, n);
  return ((OdOutgoing *) arrived->pdata[n - 1])->text;
}

/* How long after @from_us the operator has promised to be back, in seconds; 0: nothing is promised. */
static gint64
get_promised_s (Fixture *f, gint64 id, gint64 from_us)
{
  OdPromisePort *port = od_engine_get_promise_port (f->engine.engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) clocks = NULL;
  g_autoptr (GError) error = NULL;

  od_promise_port_load_async (port, id, TRUE, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  clocks = od_promise_port_load_finish (port, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < clocks->len; i++)
    {
      const OdPromiseClock *clock = clocks->pdata[i];

      if (clock->kind == OD_CLOCK_PROMISE)
        return (clock->due_us - from_us) / G_USEC_PER_SEC;
    }
  return 0;
}

static void
test_reply (Fixture *f, gconstpointer channel)
{
  gint64 id = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");

  od_quick_deeds_reply (f->deeds, id, "Hi", 0);
  g_assert_cmpstr (wait_arrived (f, 1), ==, "Hi");
  g_assert_cmpint (get_promised_s (f, id, 0), ==, 0);
  g_assert_cmpuint (f->n_failed, ==, 0);
}

static void
test_a_reply_that_promises (Fixture *f, gconstpointer channel)
{
  gint64 id = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");
  gint64 now_us = od_clock_get_real_us (f->desk->clock);

  od_quick_deeds_reply (f->deeds, id, "I'll be back in 20 minutes", 0);
  wait_arrived (f, 1);
  g_assert_cmpint (get_promised_s (f, id, now_us), ==, 20 * 60);
}

static void
test_hold_in_our_own_words (Fixture *f, gconstpointer channel)
{
  gint64 id = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");
  gint64 now_us = od_clock_get_real_us (f->desk->clock);

  od_quick_deeds_hold (f->deeds, id, 0);
  g_assert_cmpstr (wait_arrived (f, 1), ==, "One moment, please. I am looking into it.");
  g_assert_cmpint (get_promised_s (f, id, now_us), ==, OD_QUICK_HOLD_MINUTES * 60);
}

static void
save_canned (Fixture *f, const char *channel, const char *body)
{
  const OdCannedReply reply = {
    .code = (char *) OD_QUICK_HOLD_CODE,
    .folder = (char *) "",
    .title = (char *) "",
    .body = (char *) body,
    .channel = (char *) channel,
    .lang = (char *) "",
  };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  od_library_port_save_canned_async (f->desk->library, &reply, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_cmpint (od_library_port_save_canned_finish (f->desk->library, result, &error), >, 0);
  g_assert_no_error (error);
}

static void
test_hold_in_the_words_of_the_channel (Fixture *f, gconstpointer channel)
{
  gint64 id = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");

  save_canned (f, "", "Wait, anybody");
  save_canned (f, "demo", "{operator.first_name} will be back");
  od_quick_deeds_hold (f->deeds, id, 0);
  g_assert_cmpstr (wait_arrived (f, 1), ==, "Olga will be back");
}

static void
test_hold_in_words_that_say_until_when (Fixture *f, gconstpointer channel)
{
  gint64 id = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");
  gint64 now_us = od_clock_get_real_us (f->desk->clock);

  save_canned (f, "", "I'll be back in 25 minutes");
  od_quick_deeds_hold (f->deeds, id, 0);
  wait_arrived (f, 1);
  g_assert_cmpint (get_promised_s (f, id, now_us), ==, 25 * 60);
}

/* The provider says no: the customer was told nothing, and nothing was promised. */
static void
test_hold_that_is_refused (Fixture *f, gconstpointer channel)
{
  gint64 id = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");

  od_demo_control_push (f->engine.control, OD_DEMO_HANG, 0);
  od_quick_deeds_hold (f->deeds, id, 0);
  wait_until (od_demo_control_get_n_hanging (f->engine.control) == 1);
  g_assert_cmpint (get_promised_s (f, id, 0), ==, 0); /* nobody was told yet */
  od_demo_control_release (f->engine.control, OD_DEMO_REJECTED);
  engine_fixture_settle (&f->engine);
  g_assert_cmpuint (od_demo_control_get_arrived (f->engine.control)->len, ==, 0);
  g_assert_cmpint (get_promised_s (f, id, 0), ==, 0);
}

/* Nobody is there to be asked. */
static void
test_hold_with_a_question_falls_back (Fixture *f, gconstpointer channel)
{
  gint64 id = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");

  save_canned (f, "", "Back in {?minutes}");
  od_quick_deeds_hold (f->deeds, id, 0);
  g_assert_cmpstr (wait_arrived (f, 1), ==, "One moment, please. I am looking into it.");
}

static void
test_what_was_typed_is_not_lost (Fixture *f, gconstpointer channel)
{
  od_quick_deeds_reply (f->deeds, 77, "typed for nobody", 0);
  wait_until (f->n_failed == 1);
  g_assert_cmpstr (f->failed_text, ==, "typed for nobody");
  g_assert_false (f->is_kept); /* there is no conversation whose draft it could be */
  od_quick_deeds_hold (f->deeds, 77, 0);
  wait_until (f->n_failed == 2);
  od_quick_deeds_snooze (f->deeds, 77, 15);
  wait_until (f->n_failed == 3);
  engine_fixture_settle (&f->engine);
}

/* ---- Somebody else was faster ---- */

static gboolean
add_colleague (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_db_exec (db, "INSERT INTO operator (id, uid, name) VALUES (2, 'op-2', 'Boris')", error);
}

static void
told_cb (OdAlertPort *port, const OdAlertNews *news, guint *n_held)
{
  for (guint i = 0; i < news->alerts->len; i++)
    {
      const OdAlert *alert = &g_array_index (news->alerts, OdAlert, i);

      *n_held += alert->kind == OD_ALERT_FAILED && alert->is_held;
    }
}

/* Returns: the newest message of the conversation, before a colleague answers */
static gint64
answer_first (Fixture *f, gint64 id)
{
  OdReply answer = { .conversation_id = id, .operator_id = 2, .text = "Hi, Boris here", .seen_id = OD_SEEN_EVERYTHING };
  g_autoptr (GPtrArray) rows = engine_fixture_load_thread (&f->engine, id);
  gint64 seen_id = ((OdMessageRow *) rows->pdata[rows->len - 1])->id;
  g_autoptr (OdReplyResult) sent = NULL;
  g_autoptr (GError) error = NULL;

  sent = engine_fixture_enqueue (&f->engine, &answer, &error);
  g_assert_no_error (error);
  return seen_id;
}

/* The notification showed the question; the colleague's answer came after it. */
static void
test_answered_meanwhile (Fixture *f, gconstpointer channel)
{
  gint64 first_id = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");
  gint64 second_id = engine_fixture_receive (&f->engine, "chat-2", "in-2", "Hello");
  gint64 first_seen_id, second_seen_id;
  g_autoptr (GError) error = NULL;
  guint n_held = 0;

  g_assert_true (od_db_write_sync (od_engine_get_db (f->engine.engine), add_colleague, NULL, &error));
  first_seen_id = answer_first (f, first_id);
  second_seen_id = answer_first (f, second_id);
  wait_arrived (f, 2);
  g_signal_connect (f->desk->tools.alerts, "told", G_CALLBACK (told_cb), &n_held);
  od_quick_deeds_reply (f->deeds, first_id, "Typed into the notification", first_seen_id);
  od_quick_deeds_hold (f->deeds, second_id, second_seen_id);
  wait_until (n_held == 2);
  engine_fixture_settle (&f->engine);
  wait_arrived (f, 2); /* nothing more */
  g_assert_cmpuint (f->n_failed, ==, 0);
  g_signal_handlers_disconnect_by_data (f->desk->tools.alerts, &n_held);
}

static gboolean
refuse_messages (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_db_exec (db, "CREATE TRIGGER refuse BEFORE INSERT ON operation BEGIN SELECT raise (ABORT, 'full'); END",
                     error);
}

static void
test_what_cannot_be_sent_is_a_draft (Fixture *f, gconstpointer channel)
{
  gint64 id = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");
  const OdDraft begun = { .conversation_id = id, .revision = 7, .body = (char *) "half an ans" };
  g_autoptr (GAsyncResult) saved = NULL, loaded = NULL;
  g_autoptr (OdDraft) draft = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (od_db_write_sync (od_engine_get_db (f->engine.engine), refuse_messages, NULL, &error));
  od_reply_port_save_draft_async (f->desk->replies, &begun, NULL, engine_fixture_store_result_cb, &saved);
  wait_until (saved != NULL);
  g_assert_true (od_reply_port_save_draft_finish (f->desk->replies, saved, &error));
  od_quick_deeds_reply (f->deeds, id, "Typed into the notification", 0);
  wait_until (f->n_failed == 1);
  g_assert_cmpstr (f->failed_text, ==, "Typed into the notification");
  od_reply_port_load_draft_async (f->desk->replies, id, FALSE, NULL, engine_fixture_store_result_cb, &loaded);
  wait_until (loaded != NULL);
  draft = od_reply_port_load_draft_finish (f->desk->replies, loaded, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (draft->body, ==, "half an ans\nTyped into the notification");
}

static gboolean
speak_russian (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_db_exec (db, "UPDATE customer SET lang = 'ru-RU'", error);
}

/* Whatever the operator's language is. */
static void
test_hold_in_the_customers_language (Fixture *f, gconstpointer channel)
{
  gint64 id = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");
  g_autoptr (GError) error = NULL;

  g_assert_true (od_db_write_sync (od_engine_get_db (f->engine.engine), speak_russian, NULL, &error));
  od_quick_deeds_hold (f->deeds, id, 0);
  g_assert_cmpstr (wait_arrived (f, 1), ==, "Одну минуту, пожалуйста. Сейчас посмотрю.");
}

#define ADD(name, func) g_test_add ("/quick-deeds/" name, Fixture, "demo", set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("reply", test_reply);
  ADD ("hold-in-our-own-words", test_hold_in_our_own_words);
  ADD ("hold-in-the-words-of-the-channel", test_hold_in_the_words_of_the_channel);
  ADD ("reply-that-promises", test_a_reply_that_promises);
  ADD ("hold-in-words-that-say-until-when", test_hold_in_words_that_say_until_when);
  ADD ("hold-that-is-refused", test_hold_that_is_refused);
  ADD ("hold-with-a-question-falls-back", test_hold_with_a_question_falls_back);
  ADD ("what-was-typed-is-not-lost", test_what_was_typed_is_not_lost);
  ADD ("answered-meanwhile", test_answered_meanwhile);
  ADD ("what-cannot-be-sent-is-a-draft", test_what_cannot_be_sent_is_a_draft);
  ADD ("hold-in-the-customers-language", test_hold_in_the_customers_language);
  return g_test_run ();
}
