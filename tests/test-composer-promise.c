/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A promise on its way from the text of a composer to a clock of the conversation. */
#include "engine-desk.h"
#include "od-composer-model.h"
#include "od-promise-port.h"

typedef struct {
  EngineFixture engine;
  OdDesk *desk;
  OdComposerModel *model;
  gint64 id;
} Fixture;

static void
set_up (Fixture *f, gconstpointer channel)
{
  engine_fixture_set_up (&f->engine, channel);
  f->desk = engine_desk_new (&f->engine);
  f->id = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Where is my order?");
  f->model = od_composer_model_new (f->desk);
  od_composer_model_open (f->model, f->id, NULL);
  engine_fixture_settle (&f->engine);
}

static void
tear_down (Fixture *f, gconstpointer channel)
{
  g_clear_object (&f->model);
  od_desk_unref (f->desk);
  engine_fixture_tear_down (&f->engine, channel);
}

/* In how many seconds something is promised; 0: it isn't. */
static gint64
get_promised_s (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) clocks = NULL;
  g_autoptr (GError) error = NULL;

  od_promise_port_load_async (od_engine_get_promise_port (f->engine.engine), f->id, FALSE, NULL,
                              engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  clocks =
      od_promise_port_load_finish (OD_PROMISE_PORT (od_engine_get_promise_port (f->engine.engine)), result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < clocks->len; i++)
    {
      const OdPromiseClock *clock = clocks->pdata[i];

      if (clock->kind == OD_CLOCK_PROMISE)
        return (clock->due_us - od_clock_get_real_us (f->desk->clock)) / G_USEC_PER_SEC;
    }
  return 0;
}

static void
send (Fixture *f, const char *text, OdReplyThen then)
{
  const OdComposerOrder order = { .seen_id = OD_SEEN_EVERYTHING, .then = then };

  od_composer_model_set_text (f->model, text);
  g_assert_cmpint (od_composer_model_send (f->model, &order), ==, OD_COMPOSER_FINE);
  wait_until (!od_composer_model_get_is_sending (f->model));
}

static void
wait_arrived (Fixture *f, guint n)
{
  wait_until (od_demo_control_get_arrived (f->engine.control)->len >= n);
  engine_fixture_settle (&f->engine);
}

static void
test_it_starts_when_it_has_left (Fixture *f, gconstpointer channel)
{
  od_demo_control_push (f->engine.control, OD_DEMO_HANG, 0);
  send (f, "I'll be back in 10 minutes", OD_REPLY_THEN_NOTHING);
  wait_until (od_demo_control_get_n_hanging (f->engine.control) == 1);
  g_assert_cmpint (get_promised_s (f), ==, 0);
  od_demo_control_release (f->engine.control, OD_DEMO_ACCEPT);
  wait_arrived (f, 1);
  g_assert_cmpint (get_promised_s (f), ==, 600);
  send (f, "It is on its way to you", OD_REPLY_THEN_NOTHING);
  wait_arrived (f, 2);
  g_assert_cmpint (get_promised_s (f), ==, 0); /* kept */
}

static void
test_what_was_declined_starts_nothing (Fixture *f, gconstpointer channel)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autofree char *words = NULL, *again = NULL;
  gboolean is_declined;
  OdPromiseTerm term;

  od_composer_model_set_text (f->model, "I'll be back in 10 minutes");
  words = od_composer_model_dup_promise_words (f->model, zone, &is_declined);
  g_assert_cmpstr (words, ==, "10 min");
  g_assert_false (is_declined);
  od_composer_model_toggle_promise (f->model);
  again = od_composer_model_dup_promise_words (f->model, zone, &is_declined);
  g_assert_cmpstr (again, ==, "10 min");
  g_assert_true (is_declined);
  g_assert_false (od_composer_model_get_promise (f->model, &term));
  send (f, "I'll be back in 10 minutes", OD_REPLY_THEN_NOTHING);
  wait_arrived (f, 1);
  g_assert_cmpint (get_promised_s (f), ==, 0);
  od_composer_model_set_text (f->model, "I'll be back in 10 minutes"); /* of the next message it wasn't said */
  g_assert_true (od_composer_model_get_promise (f->model, &term));
}

static void
test_an_emptied_text_forgets_what_was_declined (Fixture *f, gconstpointer channel)
{
  OdPromiseTerm term;

  od_composer_model_set_text (f->model, "I'll be back in 10 minutes");
  od_composer_model_toggle_promise (f->model);
  g_assert_false (od_composer_model_get_promise (f->model, &term));
  od_composer_model_set_text (f->model, "");
  od_composer_model_set_text (f->model, "I'll be back in 10 minutes");
  g_assert_true (od_composer_model_get_promise (f->model, &term));
}

/* Of a long text the end is read; it costs what a short one does. */
static void
test_a_long_text_is_read_at_its_end (Fixture *f, gconstpointer channel)
{
  g_autoptr (GString) text = g_string_new ("I'll be back in 10 minutes.");
  OdPromiseTerm term;

  od_composer_model_set_text (f->model, text->str);
  g_assert_true (od_composer_model_get_promise (f->model, &term));
  while (text->len < 100000)
    g_string_append (text, " Вот что мы знаем.");
  od_composer_model_set_text (f->model, text->str);
  g_assert_false (od_composer_model_get_promise (f->model, &term));
  g_string_append (text, " I'll be back in 20 minutes");
  od_composer_model_set_text (f->model, text->str);
  g_assert_true (od_composer_model_get_promise (f->model, &term));
  g_assert_cmpint (term.minutes, ==, 20);
}

/* The same text says another moment when time went by. */
static void
test_a_moment_that_is_over (Fixture *f, gconstpointer channel)
{
  OdPromiseTerm before, after;

  od_composer_model_set_text (f->model, "I'll be back by 10:05");
  g_assert_true (od_composer_model_get_promise (f->model, &before));
  engine_fixture_advance_s (&f->engine, 600);
  g_assert_true (od_composer_model_get_promise (f->model, &after));
  g_assert_cmpint (after.until_us, >, before.until_us);
}

static void
test_the_last_word_promises_nothing (Fixture *f, gconstpointer channel)
{
  send (f, "I'll be back in 10 minutes", OD_REPLY_THEN_RESOLVE);
  wait_arrived (f, 1);
  g_assert_cmpint (get_promised_s (f), ==, 0);
}

#define ADD(name, func) g_test_add ("/composer-promise/" name, Fixture, "demo", set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("starts", test_it_starts_when_it_has_left);
  ADD ("declined", test_what_was_declined_starts_nothing);
  ADD ("emptied", test_an_emptied_text_forgets_what_was_declined);
  ADD ("long", test_a_long_text_is_read_at_its_end);
  ADD ("over", test_a_moment_that_is_over);
  ADD ("last-word", test_the_last_word_promises_nothing);
  return g_test_run ();
}
