/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-fixture.h"
#include "od-db.h"
#include "od-live.h"

/* On an engine's store, but an object of its own: what it is told comes from here only. */
typedef struct {
  EngineFixture engine;
  OdLive *live;
  guint n_changed;
  gint64 last_id;
} Fixture;

static void
changed_cb (OdLivePort *port, gint64 conversation_id, gpointer user_data)
{
  Fixture *f = user_data;

  f->n_changed++;
  f->last_id = conversation_id;
}

static void
committed_cb (OdChangeFeed *feed, OdChangeSet *changes, gpointer user_data)
{
  od_live_changed (user_data, changes);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  engine_fixture_set_up (&f->engine, "demo");
  f->live = od_live_new (od_engine_get_db (f->engine.engine), f->engine.clock);
  g_signal_connect (f->live, "changed", G_CALLBACK (changed_cb), f);
  g_signal_connect_object (od_engine_get_change_feed (f->engine.engine), "changed", G_CALLBACK (committed_cb), f->live,
                           0);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  od_live_stop (f->live);
  engine_fixture_settle (&f->engine);
  g_assert_finalize_object (g_steal_pointer (&f->live));
  engine_fixture_tear_down (&f->engine, NULL);
}

static void
type (Fixture *f, const char *chat_id, const char *text)
{
  OdLiveEvent *event = od_live_event_new (OD_LIVE_TYPING, chat_id);

  event->text = g_strdup (text);
  event->expires_us = od_clock_get_monotonic_us (f->engine.clock) + 6 * G_USEC_PER_SEC;
  od_live_take (f->live, f->engine.account_id, event);
  engine_fixture_settle (&f->engine);
}

static void
come (Fixture *f, const char *chat_id, gboolean is_online)
{
  OdLiveEvent *event = od_live_event_new (OD_LIVE_PRESENCE, chat_id);

  event->is_online = is_online;
  od_live_take (f->live, f->engine.account_id, event);
  engine_fixture_settle (&f->engine);
}

#define assert_typing(f, conversation, expected)                                                                       \
  g_assert_cmpstr (od_live_port_get_typing (OD_LIVE_PORT ((f)->live), conversation), ==, expected)
#define is_online(f, conversation) od_live_port_get_is_online (OD_LIVE_PORT ((f)->live), conversation)

static void
test_typing_expires (Fixture *f, gconstpointer data)
{
  gint64 conversation = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");

  type (f, "chat-1", "and can I al");
  assert_typing (f, conversation, "and can I al");
  g_assert_cmpint (f->last_id, ==, conversation);
  type (f, "chat-1", "and can I also");
  engine_fixture_advance_s (&f->engine, 5);
  assert_typing (f, conversation, "and can I also");
  engine_fixture_advance_s (&f->engine, 1);
  assert_typing (f, conversation, NULL);
  g_assert_cmpint (f->last_id, ==, conversation);
}

static void
test_typing_ends (Fixture *f, gconstpointer data)
{
  gint64 conversation = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");
  guint before;

  type (f, "chat-1", NULL); /* nothing ends that did not begin */
  g_assert_cmpuint (f->n_changed, ==, 0);
  type (f, "chat-1", "");
  assert_typing (f, conversation, "");
  before = f->n_changed;
  type (f, "chat-1", NULL);
  assert_typing (f, conversation, NULL);
  g_assert_cmpuint (f->n_changed, ==, before + 1);
}

static void
test_conversation_begins_later (Fixture *f, gconstpointer data)
{
  gint64 conversation;

  come (f, "chat-1", TRUE);
  type (f, "chat-1", "Hel");
  g_assert_cmpuint (f->n_changed, ==, 0); /* nobody can show it yet */
  conversation = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");
  engine_fixture_advance_s (&f->engine, 1);
  g_assert_true (is_online (f, conversation));
  assert_typing (f, conversation, "Hel");
}

static void
test_presence (Fixture *f, gconstpointer data)
{
  gint64 one = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");
  gint64 two = engine_fixture_receive (&f->engine, "chat-2", "in-2", "Hello");

  come (f, "chat-1", TRUE);
  g_assert_true (is_online (f, one));
  g_assert_false (is_online (f, two));
  type (f, "chat-1", "x");
  come (f, "chat-1", FALSE);
  g_assert_false (is_online (f, one));
  assert_typing (f, one, NULL); /* who is gone doesn't type */
}

static void
test_account_goes (Fixture *f, gconstpointer data)
{
  gint64 conversation = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Hello");

  come (f, "chat-1", TRUE);
  od_live_forget_account (f->live, f->engine.account_id + 1);
  g_assert_true (is_online (f, conversation));
  od_live_forget_account (f->live, f->engine.account_id);
  g_assert_false (is_online (f, conversation));
}

#define ADD(path, func) g_test_add ("/live/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("expires", test_typing_expires);
  ADD ("ends", test_typing_ends);
  ADD ("later", test_conversation_begins_later);
  ADD ("presence", test_presence);
  ADD ("account", test_account_goes);
  return g_test_run ();
}
