/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fake-desk.h"
#include "od-send-guard.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC) /* 2026-03-10 14:00 UTC */
#define SECOND_US ((gint64) G_USEC_PER_SEC)

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  OdComposerModel *model;
  gint64 first_id;
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
set_up (Fixture *fixture, gconstpointer data)
{
  gint64 account_id;

  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  account_id = od_fake_desk_add_account (fixture->fake, "webchat", "Shop", NULL);
  fixture->first_id = od_fake_desk_add_conversation (
      fixture->fake, od_fake_desk_add_customer (fixture->fake, "Maria", NULL, NULL), account_id, "v_1");
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  fixture->model = od_composer_model_new (fixture->desk);
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

static OdThreadModel *
open_thread (Fixture *fixture)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  OdThreadModel *thread = od_thread_model_new (fixture->desk, zone);

  od_thread_model_open (thread, fixture->first_id, OD_THREAD_CONVERSATION, OD_ANCHOR_END, 0);
  settle ();
  return thread;
}

/* Enter stops once for what nobody saw, and the second one says that it was seen. */
static void
test_news_stop_once (Fixture *fixture, gconstpointer data)
{
  static const char *const off[] = { NULL };
  g_autoptr (OdThreadModel) thread = NULL;
  g_autoptr (OdSendGuard) guard = NULL;
  OdComposerOrder order = { 0 };
  gint64 first_id, second_id;

  first_id = od_fake_desk_receive (fixture->fake, fixture->first_id, "Hello, is the red one in stock?");
  thread = open_thread (fixture);
  guard = od_send_guard_new (fixture->desk, thread, fixture->model);
  od_send_guard_see (guard, first_id);
  od_composer_model_set_text (fixture->model, "Hello Maria, yes, the red one is in stock.");
  g_assert_null (od_send_guard_get_news (guard));
  second_id = od_fake_desk_receive (fixture->fake, fixture->first_id, "Or the blue one");
  settle ();
  g_assert_nonnull (od_send_guard_get_news (guard));
  g_assert_cmpint (od_send_guard_get_news (guard)->id, ==, second_id);
  g_assert_cmpint (od_send_guard_ask (guard, &order, "Maria", off), ==, OD_GUARD_NEWS);
  g_assert_true (od_send_guard_get_is_stopped (guard));
  g_assert_cmpint (od_send_guard_ask (guard, &order, "Maria", off), ==, OD_GUARD_PASS);
  g_assert_cmpint (order.seen_id, ==, second_id);
  /* seen for a second: it does not stop, but it is still said */
  second_id = od_fake_desk_receive (fixture->fake, fixture->first_id, "Hello?");
  settle ();
  od_send_guard_see (guard, second_id);
  wait_s (fixture, 1);
  g_assert_cmpint (od_send_guard_get_news (guard)->id, ==, second_id);
  g_assert_cmpint (od_send_guard_ask (guard, &order, "Maria", off), ==, OD_GUARD_PASS);
  g_assert_cmpint (order.seen_id, ==, second_id);
  od_send_guard_dismiss (guard);
  g_assert_null (od_send_guard_get_news (guard));
}

/* A draft is often there before the thread is: what stands in that is no news. */
static void
test_old_messages_are_no_news (Fixture *fixture, gconstpointer data)
{
  static const char *const off[] = { NULL };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (OdThreadModel) thread = od_thread_model_new (fixture->desk, zone);
  g_autoptr (OdSendGuard) guard = od_send_guard_new (fixture->desk, thread, fixture->model);
  OdComposerOrder order = { 0 };
  gint64 old_id, new_id;

  old_id = od_fake_desk_receive (fixture->fake, fixture->first_id, "Is the red one in stock?");
  od_composer_model_set_text (fixture->model, "Hello Maria, yes, the red one is in stock.");
  g_assert_cmpint (od_send_guard_ask (guard, &order, "Maria", off), ==, OD_GUARD_PASS);
  g_assert_true (order.is_held_by_customer); /* the store knows better */
  od_composer_model_set_text (fixture->model, "Hello Maria, yes, the red one is in stock!");
  od_thread_model_open (thread, fixture->first_id, OD_THREAD_CONVERSATION, OD_ANCHOR_END, 0);
  settle ();
  g_assert_null (od_send_guard_get_news (guard));
  od_send_guard_see (guard, old_id);
  wait_s (fixture, 1);
  g_assert_cmpint (od_send_guard_ask (guard, &order, "Maria", off), ==, OD_GUARD_PASS);
  g_assert_false (order.is_held_by_customer);
  new_id = od_fake_desk_receive (fixture->fake, fixture->first_id, "Or the blue one?");
  settle ();
  g_assert_nonnull (od_send_guard_get_news (guard));
  g_assert_cmpint (od_send_guard_get_news (guard)->id, ==, new_id);
}

/* Far from the end: news may be there that nobody sees, and what is scrolled to is none. */
static void
test_far_from_the_end_the_store_looks (Fixture *fixture, gconstpointer data)
{
  static const char *const off[] = { NULL };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (OdThreadModel) thread = od_thread_model_new (fixture->desk, zone);
  g_autoptr (OdSendGuard) guard = NULL;
  OdComposerOrder order = { 0 };
  gint64 first_id = 0, id = 0;

  for (guint i = 0; i < 200; i++)
    {
      id = od_fake_desk_receive (fixture->fake, fixture->first_id, "Hello?");
      first_id = first_id != 0 ? first_id : id;
    }
  od_thread_model_open (thread, fixture->first_id, OD_THREAD_CONVERSATION, OD_ANCHOR_MESSAGE, first_id);
  settle ();
  g_assert_true (od_thread_model_get_has_newer (thread));
  guard = od_send_guard_new (fixture->desk, thread, fixture->model);
  od_composer_model_set_text (fixture->model, "Hello Maria, yes, the red one is in stock.");
  g_assert_cmpint (od_send_guard_ask (guard, &order, "Maria", off), ==, OD_GUARD_NEWS);
  g_assert_cmpint (od_send_guard_ask (guard, &order, "Maria", off), ==, OD_GUARD_PASS);
  g_assert_true (order.is_held_by_customer);
  g_assert_cmpint (order.seen_id, <, id);
  g_assert_cmpint (od_composer_model_send (fixture->model, &order), ==, OD_COMPOSER_FINE);
  settle ();
  g_assert_true (calls (fixture)->is_held_by_customer);
  od_composer_model_set_text (fixture->model, "And more");
  while (od_thread_model_get_has_newer (thread))
    {
      od_thread_model_load_newer (thread);
      settle ();
      g_assert_null (od_send_guard_get_news (guard));
    }
}

static void
test_nothing_seen_is_nothing (Fixture *fixture, gconstpointer data)
{
  static const char *const off[] = { NULL };
  g_autoptr (OdThreadModel) thread = NULL;
  g_autoptr (OdSendGuard) guard = NULL;
  OdComposerOrder order = { .seen_id = 99 };

  thread = open_thread (fixture);
  guard = od_send_guard_new (fixture->desk, thread, fixture->model);
  od_composer_model_set_text (fixture->model, "Good afternoon, how may I be of service today?");
  g_assert_cmpint (od_send_guard_ask (guard, &order, NULL, off), ==, OD_GUARD_PASS);
  g_assert_cmpint (order.seen_id, ==, 0);
}

static void
test_advice_stops_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdThreadModel) thread = open_thread (fixture);
  g_autoptr (OdSendGuard) guard = od_send_guard_new (fixture->desk, thread, fixture->model);
  OdComposerOrder order = { 0 };
  const char *off[] = { NULL, NULL };
  guint n_rules;
  const OdEtiquetteRule *rules = od_etiquette_get_rules (&n_rules);

  od_composer_model_set_text (fixture->model, "no");
  g_assert_cmpint (od_send_guard_ask (guard, &order, NULL, off), ==, OD_GUARD_ADVICE);
  g_assert_nonnull (od_send_guard_get_advice (guard));
  g_assert_cmpint (od_send_guard_ask (guard, &order, NULL, off), ==, OD_GUARD_PASS);
  od_composer_model_set_text (fixture->model, "nope"); /* another text is looked at anew */
  g_assert_null (od_send_guard_get_advice (guard));
  g_assert_cmpint (od_send_guard_ask (guard, &order, NULL, off), ==, OD_GUARD_ADVICE);
  off[0] = od_send_guard_get_advice (guard)->rule->id;
  g_assert_cmpuint (n_rules, >, 5);
  g_assert_nonnull (rules);
  od_composer_model_set_text (fixture->model, "");
  od_composer_model_set_text (fixture->model, "nope");
  if (od_send_guard_ask (guard, &order, NULL, off) == OD_GUARD_ADVICE)
    g_assert_cmpstr (od_send_guard_get_advice (guard)->rule->id, !=, off[0]);
  od_composer_model_set_note (fixture->model, TRUE);
  settle ();
  od_composer_model_set_text (fixture->model, "no");
  g_assert_cmpint (od_send_guard_ask (guard, &order, NULL, off), ==, OD_GUARD_PASS);
}

int
main (int argc, char **argv)
{
#define TEST(name, func) g_test_add ("/send-guard/" name, Fixture, NULL, set_up, func, tear_down)

  g_test_init (&argc, &argv, NULL);

  TEST ("news", test_news_stop_once);
  TEST ("news-old", test_old_messages_are_no_news);
  TEST ("news-far", test_far_from_the_end_the_store_looks);
  TEST ("nothing-seen", test_nothing_seen_is_nothing);
  TEST ("advice", test_advice_stops_once);
#undef TEST
  return g_test_run ();
}
