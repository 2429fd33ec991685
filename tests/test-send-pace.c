/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-fixture.h"
#include "od-channels.h"
#include "od-send-pace.h"
#include "od-text-measure.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

/* ---- the value ---- */

static void
test_no_limit (void)
{
  const OdSendRate none = { 0 };
  g_autoptr (OdSendPace) pace = od_send_pace_new (&none, 0);

  for (guint i = 0; i < 1000; i++)
    od_send_pace_take (pace, 1, FALSE, 1, 0);
  g_assert_cmpuint (od_send_pace_get_room (pace, 0), ==, G_MAXUINT);
  g_assert_null (od_send_pace_dup_resting (pace, 0));
  g_assert_cmpint (od_send_pace_get_wait_us (pace, 0), ==, -1);
}

static void
test_a_conversation_rests (void)
{
  const OdSendRate rate = { .chat_per_s = 2, .chat_burst = 2 };
  g_autoptr (OdSendPace) pace = od_send_pace_new (&rate, 0);
  g_autoptr (GArray) resting = NULL;

  od_send_pace_take (pace, 7, FALSE, 1, 0);
  g_assert_null (od_send_pace_dup_resting (pace, 0)); /* one more is in it */
  od_send_pace_take (pace, 7, FALSE, 1, 0);
  od_send_pace_take (pace, 8, FALSE, 1, 0);
  resting = od_send_pace_dup_resting (pace, 0);
  g_assert_nonnull (resting);
  g_assert_cmpuint (resting->len, ==, 1);
  g_assert_cmpint (g_array_index (resting, gint64, 0), ==, 7);
  g_assert_cmpuint (od_send_pace_get_room (pace, 0), ==, G_MAXUINT);
  g_assert_cmpint (od_send_pace_get_wait_us (pace, 0), ==, SECOND / 2);
  g_clear_pointer (&resting, g_array_unref);
  resting = od_send_pace_dup_resting (pace, SECOND / 2 - 1000);
  g_assert_nonnull (resting);
  g_assert_null (od_send_pace_dup_resting (pace, SECOND / 2));
  g_assert_cmpint (od_send_pace_get_wait_us (pace, SECOND / 2), ==, -1);
}

static void
test_an_account_rests (void)
{
  const OdSendRate rate = { .chat_per_s = 1, .chat_burst = 1, .account_per_s = 30, .account_burst = 30 };
  g_autoptr (OdSendPace) pace = od_send_pace_new (&rate, 0);

  for (gint64 id = 1; id <= 29; id++)
    od_send_pace_take (pace, id, FALSE, 1, 0);
  g_assert_cmpuint (od_send_pace_get_room (pace, 0), ==, 1);
  od_send_pace_take (pace, 30, FALSE, 1, 0);
  g_assert_cmpuint (od_send_pace_get_room (pace, 0), ==, 0);
  g_assert_cmpint (od_send_pace_get_wait_us (pace, 0), >, SECOND / 31);
  g_assert_cmpint (od_send_pace_get_wait_us (pace, 0), <=, SECOND / 29);
  g_assert_cmpuint (od_send_pace_get_room (pace, SECOND), ==, 30);
}

/* A group has a bucket of its own, and an album is several: what it took too much is waited for after it. */
static void
test_a_group_rests_longer (void)
{
  const OdSendRate rate = { .chat_per_s = 1, .chat_burst = 5, .group_per_s = 0.25, .group_burst = 5 };
  g_autoptr (OdSendPace) pace = od_send_pace_new (&rate, 0);

  od_send_pace_take (pace, 7, TRUE, 4, 0);
  od_send_pace_take (pace, 8, FALSE, 10, 0);
  g_assert_cmpint ((od_send_pace_get_wait_us (pace, 0) + 500) / 1000, ==, 6000); /* of the other chat */
  od_send_pace_take (pace, 7, TRUE, 10, 0);
  {
    g_autoptr (GArray) resting = od_send_pace_dup_resting (pace, 10 * SECOND);

    g_assert_cmpuint (resting->len, ==, 1);
    g_assert_cmpint (g_array_index (resting, gint64, 0), ==, 7);
  }
  g_assert_cmpint ((od_send_pace_get_wait_us (pace, 10 * SECOND) + 500) / 1000, ==, 30000);
  g_assert_null (od_send_pace_dup_resting (pace, 40 * SECOND));
}

/* Telegram's own numbers: never more than 20 in any minute, however long it goes on. */
static void
test_twenty_a_minute_in_a_group (void)
{
  const OdChannelDescriptor *telegram = od_channels_find ("telegram");
  g_autoptr (OdSendPace) pace = od_send_pace_new (&telegram->rate, 0);
  gint64 sent_us[400];
  guint n = 0;

  g_assert_true (telegram->is_group ("-1001234567890"));
  g_assert_false (telegram->is_group ("5000000123"));
  g_assert_false (telegram->is_group ("bc_77:5000000123"));
  for (gint64 now_us = 0; now_us < 600 * SECOND; now_us += SECOND / 10)
    {
      g_autoptr (GArray) resting = od_send_pace_dup_resting (pace, now_us);

      if (resting != NULL)
        continue;
      od_send_pace_take (pace, 7, TRUE, 1, now_us);
      g_assert_cmpuint (n, <, G_N_ELEMENTS (sent_us));
      sent_us[n++] = now_us;
      g_assert_true (n <= 20 || now_us - sent_us[n - 21] >= 60 * SECOND);
    }
  g_assert_cmpuint (n, >, 140);
}

/* However they come: in no second more than the burst and the rate allow. */
static void
test_never_faster (void)
{
  const OdSendRate rate = { .chat_per_s = 1, .chat_burst = 1, .account_per_s = 5, .account_burst = 5 };
  g_autoptr (OdSendPace) pace = od_send_pace_new (&rate, 0);
  gint64 now_us = 0, last_us[4] = { -10 * SECOND, -10 * SECOND, -10 * SECOND, -10 * SECOND };
  guint n = 0;

  while (now_us < 60 * SECOND)
    {
      gint64 id = g_test_rand_int_range (0, 4);
      g_autoptr (GArray) resting = od_send_pace_dup_resting (pace, now_us);
      gboolean may = od_send_pace_get_room (pace, now_us) > 0;

      for (guint i = 0; resting != NULL && i < resting->len; i++)
        may = may && g_array_index (resting, gint64, i) != id;
      if (may)
        {
          g_assert_cmpint (now_us - last_us[id], >=, SECOND - 10);
          od_send_pace_take (pace, id, FALSE, 1, now_us);
          last_us[id] = now_us;
          n++;
        }
      now_us += g_test_rand_int_range (1000, 200000);
    }
  g_assert_cmpuint (n, <=, 4 * 61);
  g_assert_cmpuint (n, >, 60);
}

/* ---- in the outbox ---- */

static guint
count (EngineFixture *f)
{
  return od_demo_control_get_arrived (f->control)->len;
}

static const char *
get_chat (EngineFixture *f, guint index)
{
  return ((OdOutgoing *) g_ptr_array_index (od_demo_control_get_arrived (f->control), index))->chat_id;
}

static void
test_one_a_second_in_a_chat (EngineFixture *f, gconstpointer channel)
{
  gint64 busy = engine_fixture_receive (f, "busy", "in-1", "Hello");
  gint64 other = engine_fixture_receive (f, "other", "in-2", "Hello");

  for (guint i = 0; i < 4; i++)
    engine_fixture_reply (f, busy, "Hi");
  engine_fixture_settle (f);
  g_assert_cmpuint (count (f), ==, 1);
  engine_fixture_reply (f, other, "Hi"); /* does not wait for the busy one */
  engine_fixture_settle (f);
  g_assert_cmpuint (count (f), ==, 2);
  g_assert_cmpstr (get_chat (f, 1), ==, "other");
  od_clock_advance (f->clock, SECOND / 2);
  engine_fixture_settle (f);
  g_assert_cmpuint (count (f), ==, 2);
  for (guint i = 3; i <= 5; i++)
    {
      od_clock_advance (f->clock, i == 3 ? SECOND / 2 : SECOND);
      engine_fixture_settle (f);
      g_assert_cmpuint (count (f), ==, i);
    }
  engine_fixture_advance_s (f, 60);
  g_assert_cmpuint (count (f), ==, 5);
}

static void
test_three_a_second_in_all (EngineFixture *f, gconstpointer channel)
{
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *chat = g_strdup_printf ("chat-%u", i);
      g_autofree char *remote = g_strdup_printf ("in-%u", i);
      gint64 conversation = engine_fixture_receive (f, chat, remote, "Hello");

      engine_fixture_reply (f, conversation, "Hi");
    }
  engine_fixture_settle (f);
  g_assert_cmpuint (count (f), ==, 3);
  for (guint i = 0; i < 100 && count (f) < 8; i++)
    {
      guint before = count (f);

      od_clock_advance (f->clock, SECOND / 10);
      engine_fixture_settle (f);
      g_assert_cmpuint (count (f) - before, <=, 1);
      g_assert_cmpuint (count (f), <=, 3 + (i + 1) * 3 / 10);
    }
  g_assert_cmpuint (count (f), ==, 8);
}

/* A text and two files are three messages there. */
static void
test_files_count (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "busy", "in-1", "Hello");
  g_autofree char *one = g_build_filename (f->folder, "one.txt", NULL);
  g_autofree char *two = g_build_filename (f->folder, "two.txt", NULL);
  const char *const files[] = { one, two, NULL };
  OdReply reply = {
    .conversation_id = conversation, .operator_id = 1, .text = "Both", .files = files, .seen_id = OD_SEEN_EVERYTHING
  };
  g_autoptr (OdReplyResult) result = NULL;

  g_assert_true (g_file_set_contents (one, "one", -1, NULL) && g_file_set_contents (two, "two", -1, NULL));
  result = engine_fixture_enqueue (f, &reply, NULL);
  g_assert_nonnull (result);
  engine_fixture_reply (f, conversation, "Hi");
  engine_fixture_settle (f);
  g_assert_cmpuint (count (f), ==, 1);
  od_clock_advance (f->clock, 3 * SECOND - SECOND / 10);
  engine_fixture_settle (f);
  g_assert_cmpuint (count (f), ==, 1);
  od_clock_advance (f->clock, SECOND / 10);
  engine_fixture_settle (f);
  g_assert_cmpuint (count (f), ==, 2);
}

/* ---- texts in several messages ---- */

static void
test_a_long_text_is_split (EngineFixture *f, gconstpointer channel)
{
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) joined = g_string_new (NULL);
  g_autoptr (GPtrArray) rows = NULL;

  while (text->len < 900)
    g_string_append (text, "Ваш заказ 📦 уже в пути. ");
  g_string_append (text, "Конец.");
  engine_fixture_reply (f, conversation, text->str);
  for (guint i = 0; i < 60; i++)
    engine_fixture_advance_s (f, 1);
  rows = engine_fixture_load_thread (f, conversation);
  g_assert_cmpuint (rows->len, >, 5);
  g_assert_cmpuint (count (f), ==, rows->len - 1);
  for (guint i = 0; i < count (f); i++)
    {
      const OdOutgoing *one = g_ptr_array_index (od_demo_control_get_arrived (f->control), i);
      const OdMessageRow *row = g_ptr_array_index (rows, i + 1);

      g_assert_cmpstr (one->text, ==, row->body); /* in order */
      g_assert_cmpuint (od_text_measure (one->text, OD_MEASURE_UTF16, 100).n_used, <=, 100);
      g_string_append_printf (joined, "%s%s", i > 0 ? " " : "", one->text);
    }
  g_assert_cmpstr (joined->str, ==, text->str);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/send-pace/no-limit", test_no_limit);
  g_test_add_func ("/send-pace/chat", test_a_conversation_rests);
  g_test_add_func ("/send-pace/account", test_an_account_rests);
  g_test_add_func ("/send-pace/group", test_a_group_rests_longer);
  g_test_add_func ("/send-pace/group/telegram", test_twenty_a_minute_in_a_group);
  g_test_add_func ("/send-pace/never-faster", test_never_faster);
#define ADD(path, func)                                                                                                \
  g_test_add ("/send-pace/" path, EngineFixture, "demo-paced", engine_fixture_set_up, func, engine_fixture_tear_down)
  ADD ("outbox/chat", test_one_a_second_in_a_chat);
  ADD ("outbox/files", test_files_count);
  ADD ("outbox/account", test_three_a_second_in_all);
  ADD ("outbox/split", test_a_long_text_is_split);
  return g_test_run ();
}
