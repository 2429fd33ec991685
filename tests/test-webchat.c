/* SPDX-License-Identifier: GPL-3.0-or-later */
/* odchat/1 against a stream in memory: every frame, close code, limit, and what a lost connection may cost: nothing. */
#include "od-chat-desk.h"

#include <string.h>

#include "od-json.h"
#include "od-limits.h"

/* ---- hello ---- */

static void
test_hello (OdChatDesk *f, gconstpointer data)
{
  g_autofree char *token = NULL, *chat_id = NULL;
  OdChatSocket *socket = od_chat_enter (f, &token, &chat_id);
  JsonObject *welcome = json_node_get_object (g_ptr_array_index (socket->frames, 0));

  g_assert_true (g_str_has_prefix (token, "od1."));
  g_assert_cmpint (od_chat_number (welcome, "seq"), ==, 0);
  g_assert_cmpint (od_chat_number (welcome, "hb"), ==, 25);
  g_assert_false (json_object_get_boolean_member (welcome, "resumed"));
  g_assert_false (json_object_get_boolean_member (welcome, "online"));
  g_assert_cmpint (od_chat_number (json_object_get_object_member (welcome, "limits"), "text"), ==, 4000);
  g_assert_true (json_object_has_member (json_object_get_object_member (welcome, "forms"), "offline"));
  od_chat_say (f, socket, "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_main\"}");
  od_chat_hear_err (socket, "bad_frame", "t");
  od_chat_say (f, socket, "{\"t\":\"ping\",\"n\":7}");
  g_assert_cmpint (od_chat_number (od_chat_hear (socket, "pong"), "n"), ==, 7);
  od_chat_say (f, socket, "{\"t\":\"waltz\"}");
  od_chat_hear_nothing (socket);
  od_chat_say (f, socket, "{\"t\":\"bye\"}");
  g_assert_cmpuint (socket->close_code, ==, 1000);
  /* A hello alone costs nothing that lasts. */
  g_assert_cmpuint (od_fake_stream_count (f->stream, OD_UPDATE_PROFILE), ==, 0);
  g_assert_cmpuint (od_fake_stream_count_live (f->stream, OD_LIVE_PRESENCE), ==, 0);
}

static void
test_refused_hello (OdChatDesk *f, gconstpointer data)
{
  static const struct {
    const char *text;
    guint close_code;
    const char *code;
  } cases[] = {
    { "{\"t\":\"hello\",\"v\":2,\"widget\":\"w_main\"}", 4013, "bad_frame" },
    { "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_other\"}", 1008, "auth" },
    { "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_main\",\"token\":\"od1.e30.AAAA\"}", 4001, "auth" },
    { "{\"t\":\"msg\",\"cid\":\"a\",\"text\":\"x\"}", 4001, "auth" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdChatSocket *socket = od_chat_open (f, NULL);

      od_chat_say (f, socket, "%s", cases[i].text);
      g_assert_cmpstr (od_chat_string (od_chat_hear (socket, "err"), "code"), ==, cases[i].code);
      g_assert_cmpuint (socket->close_code, ==, cases[i].close_code);
    }
}

static void
test_silence (OdChatDesk *f, gconstpointer data)
{
  OdChatSocket *mute = od_chat_open (f, NULL);
  OdChatSocket *asleep = od_chat_enter (f, NULL, NULL);

  od_chat_pass (f, 4.9);
  g_assert_cmpuint (mute->close_code, ==, 0);
  od_chat_pass (f, 0.1);
  g_assert_cmpuint (mute->close_code, ==, 1008);
  od_chat_pass (f, 49);
  g_assert_cmpuint (asleep->close_code, ==, 0);
  od_chat_pass (f, 2);
  g_assert_cmpuint (asleep->close_code, ==, 1001);
}

/* ---- messages ---- */

static void
test_message (OdChatDesk *f, gconstpointer data)
{
  g_autofree char *token = NULL, *chat_id = NULL;
  OdChatSocket *socket = od_chat_enter (f, &token, &chat_id);
  JsonObject *ok, *msg;
  const OdUpdate *update;

  od_fake_stream_hold (f->stream, TRUE);
  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"<b>Привет</b> 👋\"}");
  od_chat_hear_nothing (socket); /* not before it is stored */
  od_fake_stream_hold (f->stream, FALSE);
  ok = od_chat_hear (socket, "ok");
  g_assert_cmpstr (od_chat_string (ok, "cid"), ==, "A1");
  g_assert_cmpint (od_chat_number (ok, "seq"), ==, 1);
  g_assert_cmpint (od_chat_number (ok, "ts"), ==, OD_CHAT_START_US / 1000);
  od_chat_hear_nothing (socket); /* the event of an own message is the ok */
  update = od_fake_stream_get_last (f->stream, OD_UPDATE_MESSAGE);
  g_assert_cmpstr (update->text, ==, "<b>Привет</b> 👋");
  g_assert_cmpstr (update->chat_id, ==, chat_id);
  g_assert_cmpstr (update->client_id, ==, "A1");
  od_fake_stream_say (f->stream, chat_id, "Да");
  msg = od_chat_hear (socket, "msg");
  g_assert_cmpint (od_chat_number (msg, "seq"), ==, 2);
  g_assert_cmpstr (od_chat_string (json_object_get_object_member (msg, "from"), "k"), ==, "op");
  g_assert_cmpstr (od_chat_string (json_object_get_object_member (msg, "from"), "name"), ==, "Анна");
}

static void
test_repeat (OdChatDesk *f, gconstpointer data)
{
  OdChatSocket *socket = od_chat_enter (f, NULL, NULL);

  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A2\",\"text\":\"two\"}");
  g_assert_cmpint (od_chat_number (od_chat_hear (socket, "ok"), "seq"), ==, 1);
  /* The second A1 has its answer when its batch is committed, A2 when its event has its turn. */
  g_assert_cmpint (
      od_chat_number (od_chat_hear (socket, "ok"), "seq") + od_chat_number (od_chat_hear (socket, "ok"), "seq"), ==, 3);
  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  g_assert_cmpint (od_chat_number (od_chat_hear (socket, "ok"), "seq"), ==, 1);
  od_chat_hear_nothing (socket);
}

static void
test_store_fails (OdChatDesk *f, gconstpointer data)
{
  OdChatSocket *socket = od_chat_enter (f, NULL, NULL);
  JsonObject *err;

  od_fake_stream_fail (f->stream, 1, 0);
  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A2\",\"text\":\"two\"}"); /* must not overtake */
  for (guint i = 0; i < 2; i++)
    {
      err = od_chat_hear (socket, "err");
      g_assert_cmpstr (od_chat_string (err, "code"), ==, "internal");
      g_assert_cmpint (od_chat_number (err, "retry"), >=, 1);
    }
  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A2\",\"text\":\"two\"}");
  g_assert_cmpstr (od_chat_string (od_chat_hear (socket, "ok"), "cid"), ==, "A1");
  g_assert_cmpstr (od_chat_string (od_chat_hear (socket, "ok"), "cid"), ==, "A2");
}

static void
test_reading_fails (OdChatDesk *f, gconstpointer data)
{
  g_autofree char *chat_id = NULL;
  OdChatSocket *socket = od_chat_enter (f, NULL, &chat_id);

  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  od_chat_hear (socket, "ok");
  od_fake_stream_fail (f->stream, 0, 1);
  od_fake_stream_say (f->stream, chat_id, "two");
  od_chat_hear_nothing (socket);
  od_chat_pass (f, 1.1);
  g_assert_cmpint (od_chat_number (od_chat_hear (socket, "msg"), "seq"), ==, 2);
}

static void
test_changes (OdChatDesk *f, gconstpointer data)
{
  OdChatSocket *socket = od_chat_enter (f, NULL, NULL);
  JsonObject *upd;

  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  od_chat_hear (socket, "ok");
  od_chat_say (f, socket, "{\"t\":\"edit\",\"cid\":\"A2\",\"seq\":1,\"text\":\"uno\"}");
  upd = od_chat_hear (socket, "upd");
  g_assert_cmpint (od_chat_number (upd, "seq"), ==, 2);
  g_assert_cmpint (od_chat_number (upd, "ref"), ==, 1);
  g_assert_cmpstr (od_chat_string (upd, "text"), ==, "uno");
  g_assert_cmpint (od_chat_number (od_chat_hear (socket, "ok"), "seq"), ==, 2);
  od_chat_say (f, socket, "{\"t\":\"react\",\"cid\":\"A3\",\"seq\":1,\"emoji\":\"👍\"}");
  g_assert_true (json_object_has_member (od_chat_hear (socket, "upd"), "react"));
  od_chat_hear (socket, "ok");
  od_chat_say (f, socket, "{\"t\":\"del\",\"cid\":\"A4\",\"seq\":1}");
  g_assert_true (json_object_get_boolean_member (od_chat_hear (socket, "upd"), "deleted"));
  od_chat_hear (socket, "ok");
  od_chat_say (f, socket, "{\"t\":\"del\",\"cid\":\"A5\",\"seq\":99}");
  od_chat_hear_err (socket, "bad_frame", "seq");
}

/* ---- several tabs, and coming back ---- */

static void
test_tabs (OdChatDesk *f, gconstpointer data)
{
  g_autofree char *token = NULL, *chat_id = NULL;
  OdChatSocket *first = od_chat_enter (f, &token, &chat_id);
  OdChatSocket *second = od_chat_come_back (f, token, 0);
  OdChatSocket *others[3];
  JsonObject *msg;

  od_chat_hear (second, "welcome");
  od_chat_say (f, first, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  od_chat_hear (first, "ok");
  msg = od_chat_hear (second, "msg");
  g_assert_cmpstr (od_chat_string (msg, "cid"), ==, "A1");
  g_assert_cmpstr (od_chat_string (json_object_get_object_member (msg, "from"), "k"), ==, "me");
  od_webchat_endpoint_set_typing (f->endpoint, chat_id, TRUE, "Анна");
  g_assert_cmpstr (od_chat_string (od_chat_hear (first, "typing"), "name"), ==, "Анна");
  od_chat_hear (second, "typing");
  od_webchat_endpoint_set_online (f->endpoint, TRUE);
  g_assert_true (json_object_get_boolean_member (od_chat_hear (first, "online"), "online"));
  for (guint i = 0; i < 3; i++)
    {
      others[i] = od_chat_come_back (f, token, 1);
      od_chat_hear (others[i], "welcome");
    }
  g_assert_cmpuint (first->close_code, ==, 4009); /* the fifth pushes out the oldest */
  g_assert_cmpuint (second->close_code, ==, 0);
}

static void
test_resume (OdChatDesk *f, gconstpointer data)
{
  g_autofree char *token = NULL, *chat_id = NULL;
  OdChatSocket *socket = od_chat_enter (f, &token, &chat_id);
  JsonObject *welcome;

  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  od_chat_hear (socket, "ok");
  od_fake_stream_hold (f->stream, TRUE);
  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A2\",\"text\":\"two\"}");
  od_chat_hang_up (f, socket); /* the answer never arrives */
  od_fake_stream_hold (f->stream, FALSE);
  od_fake_stream_say (f->stream, chat_id, "three");
  socket = od_chat_come_back (f, token, 1);
  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A2\",\"text\":\"two\"}"); /* before the welcome is out */
  welcome = od_chat_hear (socket, "welcome");
  g_assert_true (json_object_get_boolean_member (welcome, "resumed"));
  g_assert_cmpint (od_chat_number (welcome, "seq"), ==, 3);
  g_assert_cmpstr (od_chat_string (od_chat_hear (socket, "msg"), "cid"), ==, "A2");
  g_assert_cmpint (od_chat_number (od_chat_hear (socket, "msg"), "seq"), ==, 3);
  g_assert_cmpint (od_chat_number (od_chat_hear (socket, "ok"), "seq"), ==, 2);
  od_chat_hear_nothing (socket);
  od_chat_hang_up (f, socket);
  socket = od_chat_come_back (f, token, 99); /* it knows more than we do: it begins anew */
  g_assert_false (json_object_get_boolean_member (od_chat_hear (socket, "welcome"), "resumed"));
  g_assert_cmpint (od_chat_number (od_chat_hear (socket, "msg"), "seq"), ==, 1);
}

static void
expect_run (OdChatSocket *socket, gint64 from, gint64 to)
{
  for (gint64 seq = from; seq <= to; seq++)
    g_assert_cmpint (od_chat_number (od_chat_hear (socket, "msg"), "seq"), ==, seq);
}

static void
test_gaps (OdChatDesk *f, gconstpointer data)
{
  g_autofree char *token = NULL, *chat_id = NULL;
  OdChatSocket *socket = od_chat_enter (f, &token, &chat_id);
  JsonObject *gap;

  od_chat_hang_up (f, socket);
  for (guint i = 0; i < 700; i++)
    od_fake_stream_say (f->stream, chat_id, "…");
  socket = od_chat_come_back (f, token, 0); /* the newest 500 */
  od_chat_hear (socket, "welcome");
  gap = od_chat_hear (socket, "gap");
  g_assert_cmpint (od_chat_number (gap, "from"), ==, 1);
  g_assert_cmpint (od_chat_number (gap, "to"), ==, 200);
  expect_run (socket, 201, 700);
  od_chat_hang_up (f, socket);
  socket = od_chat_come_back (f, token, 100); /* too far behind */
  od_chat_hear (socket, "welcome");
  gap = od_chat_hear (socket, "gap");
  g_assert_cmpint (od_chat_number (gap, "from"), ==, 101);
  g_assert_cmpint (od_chat_number (gap, "to"), ==, 200);
  expect_run (socket, 201, 700);
  od_chat_hang_up (f, socket);
  socket = od_chat_come_back (f, token, 200); /* just near enough */
  od_chat_hear (socket, "welcome");
  expect_run (socket, 201, 700);
  od_chat_hang_up (f, socket);
  od_clock_advance (f->clock, OD_LIMIT_RESUME_S * (gint64) G_USEC_PER_SEC + 1);
  od_fake_stream_set_now (f->stream, od_clock_get_real_us (f->clock));
  od_fake_stream_say (f->stream, chat_id, "new");
  socket = od_chat_come_back (f, token, 650); /* more than a month ago */
  od_chat_hear (socket, "welcome");
  gap = od_chat_hear (socket, "gap");
  g_assert_cmpint (od_chat_number (gap, "from"), ==, 651);
  g_assert_cmpint (od_chat_number (gap, "to"), ==, 700);
  expect_run (socket, 701, 701);
  od_chat_hear_nothing (socket);
}

/* Who reads slowly gets everything all the same, and holds up nobody. */
static void
test_slow_reader (OdChatDesk *f, gconstpointer data)
{
  g_autofree char *token = NULL, *chat_id = NULL;
  OdChatSocket *slow = od_chat_enter (f, &token, &chat_id);
  OdChatSocket *quick = od_chat_come_back (f, token, 0);

  od_chat_hear (quick, "welcome");
  slow->backlog = 10 * 1024 * 1024;
  for (guint i = 0; i < 300; i++)
    od_fake_stream_say (f->stream, chat_id, "…");
  expect_run (quick, 1, 300);
  od_chat_hear_nothing (slow);
  slow->backlog = 0;
  od_chat_pass (f, 0.1);
  expect_run (slow, 1, 300);
  od_chat_hear_nothing (slow);
}

/* How often the stream is read in so many seconds, looked at as often as ever possible. */
static guint
count_loads (OdChatDesk *f, double seconds)
{
  guint before = od_fake_stream_count_loads (f->stream);

  for (guint i = 0; i < seconds / 0.05; i++)
    od_chat_pass (f, 0.05);
  return od_fake_stream_count_loads (f->stream) - before;
}

/* What is committed but can't be read is asked for ever more rarely, and at once when there is news. */
static void
test_unseen (OdChatDesk *f, gconstpointer data)
{
  g_autofree char *chat_id = NULL;
  OdChatSocket *socket = od_chat_enter (f, NULL, &chat_id);

  od_fake_stream_say (f->stream, chat_id, "one");
  expect_run (socket, 1, 1);
  od_webchat_endpoint_advance (f->endpoint, chat_id, 3);
  od_chat_settle ();
  g_assert_cmpuint (count_loads (f, 0.4), ==, 3); /* after 50, 100 and 200 ms */
  g_assert_cmpuint (count_loads (f, 20), <, 10);  /* every 5 s in the end */
  od_fake_stream_say (f->stream, chat_id, "two");
  od_chat_pass (f, 0.05);
  expect_run (socket, 2, 2);
  g_assert_cmpuint (count_loads (f, 0.4), ==, 3); /* it begins anew: the third is still missing */
  count_loads (f, 20);
  od_fake_stream_block (f->stream, chat_id);
  od_chat_pass (f, 0.05);
  g_assert_cmpuint (socket->close_code, ==, 4010);
}

/* ---- receipts, typing, presence, profile ---- */

static void
test_receipts (OdChatDesk *f, gconstpointer data)
{
  g_autofree char *chat_id = NULL;
  OdChatSocket *socket = od_chat_enter (f, NULL, &chat_id);
  JsonObject *state;

  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  od_chat_hear (socket, "ok");
  for (guint i = 0; i < 10; i++)
    od_fake_stream_say (f->stream, chat_id, "…");
  expect_run (socket, 2, 11);
  for (guint i = 2; i <= 11; i++)
    od_chat_say (f, socket, "{\"t\":\"ack\",\"upto\":%u}", i);
  od_chat_say (f, socket, "{\"t\":\"read\",\"upto\":9}");
  od_chat_settle ();
  g_assert_cmpuint (od_fake_stream_count (f->stream, OD_UPDATE_RECEIPT), ==, 1); /* the first at once */
  od_chat_pass (f, 1);
  g_assert_cmpuint (od_fake_stream_count (f->stream, OD_UPDATE_RECEIPT), ==, 3); /* the others as one each */
  g_assert_cmpint (od_fake_stream_get_last (f->stream, OD_UPDATE_RECEIPT)->target_seq, ==, 11);
  od_chat_say (f, socket, "{\"t\":\"read\",\"upto\":4000}"); /* not more than there is */
  od_chat_pass (f, 2);
  g_assert_cmpint (od_fake_stream_get_last (f->stream, OD_UPDATE_RECEIPT)->target_seq, ==, 11);
  od_fake_stream_say (f->stream, chat_id, "…");
  expect_run (socket, 12, 12);
  od_fake_stream_fail (f->stream, 1, 0);
  od_chat_say (f, socket, "{\"t\":\"read\",\"upto\":12}");
  od_chat_pass (f, 1);
  g_assert_cmpint (od_fake_stream_get_last (f->stream, OD_UPDATE_RECEIPT)->target_seq, ==,
                   11); /* it was not stored … */
  od_chat_pass (f, 1);
  g_assert_cmpint (od_fake_stream_get_last (f->stream, OD_UPDATE_RECEIPT)->target_seq, ==, 12); /* … and comes again */
  od_fake_stream_read (f->stream, chat_id, 1);
  state = od_chat_hear (socket, "state");
  g_assert_cmpint (od_chat_number (state, "read"), ==, 1);
  g_assert_cmpint (od_chat_number (state, "delivered"), ==, 12);
}

static void
test_typing (OdChatDesk *f, gconstpointer data)
{
  OdChatSocket *socket = od_chat_enter (f, NULL, NULL);
  const OdLiveEvent *event;

  od_chat_say (f, socket, "{\"t\":\"typing\",\"on\":true,\"text\":\"before anybody knows\"}");
  g_assert_cmpuint (od_fake_stream_count_live (f->stream, OD_LIVE_TYPING), ==, 0);
  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  od_chat_hear (socket, "ok");
  g_assert_true (od_fake_stream_get_last_live (f->stream, OD_LIVE_PRESENCE)->is_online);
  od_chat_say (f, socket, "{\"t\":\"typing\",\"on\":true,\"text\":\"а доставка\"}");
  od_chat_say (f, socket,
               "{\"t\":\"typing\",\"on\":true,\"text\":\"а доставка до\"}"); /* too soon: dropped, unanswered */
  g_assert_cmpuint (od_fake_stream_count_live (f->stream, OD_LIVE_TYPING), ==, 1);
  event = od_fake_stream_get_last_live (f->stream, OD_LIVE_TYPING);
  g_assert_cmpstr (event->text, ==, "а доставка");
  g_assert_cmpint (event->expires_us - od_clock_get_monotonic_us (f->clock), ==, 6 * G_USEC_PER_SEC);
  od_chat_say (f, socket, "{\"t\":\"typing\",\"on\":false}");
  g_assert_null (od_fake_stream_get_last_live (f->stream, OD_LIVE_TYPING)->text);
  od_chat_hear_nothing (socket);
  od_chat_hang_up (f, socket);
  g_assert_false (od_fake_stream_get_last_live (f->stream, OD_LIVE_PRESENCE)->is_online);
}

static void
test_profile (OdChatDesk *f, gconstpointer data)
{
  OdChatSocket *socket = od_chat_open (f, NULL);
  JsonObject *welcome;
  const OdProfile *profile;
  g_autofree char *token = NULL;

  od_chat_say (
      f, socket,
      "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_main\",\"lang\":\"ru-RU\",\"tz\":\"Europe/Moscow\",\"page\":{\"url\":"
      "\"https://shop.example/p/1\",\"title\":\"Кружка\"},\"identity\":{\"id\":\"user-1042\",\"name\":\"Мария\",\"hash\":"
      "\"d5b2aa3d8ff72944440368906483bbac95d0f1c5e9336c1b73b6dd07528f29b1\"}}");
  welcome = od_chat_hear (socket, "welcome");
  token = g_strdup (od_chat_string (welcome, "token"));
  g_assert_true (json_object_get_boolean_member (json_object_get_object_member (welcome, "me"), "verified"));
  od_fake_stream_fail (f->stream, 1, 0);
  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  od_chat_hear (socket, "err");
  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}"); /* carries it again */
  od_chat_hear (socket, "ok");
  profile = od_fake_stream_get_last (f->stream, OD_UPDATE_MESSAGE)->profile;
  g_assert_cmpstr (profile->lang, ==, "ru-RU");
  g_assert_cmpstr (profile->time_zone, ==, "Europe/Moscow");
  g_assert_cmpstr (profile->page_url, ==, "https://shop.example/p/1");
  g_assert_cmpstr (profile->external_id, ==, "user-1042");
  g_assert_true (profile->is_verified);
  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A2\",\"text\":\"two\"}");
  od_chat_hear (socket, "ok");
  g_assert_null (od_fake_stream_get_last (f->stream, OD_UPDATE_MESSAGE)->profile);
  od_chat_hang_up (f, socket);
  socket = od_chat_come_back (f, token, 2);
  od_chat_hear (socket, "welcome");
  od_chat_settle ();
  g_assert_cmpuint (od_fake_stream_count (f->stream, OD_UPDATE_PROFILE), ==, 1);
}

/* ---- forms and files ---- */

static void
test_forms (OdChatDesk *f, gconstpointer data)
{
  OdChatSocket *socket = od_chat_enter (f, NULL, NULL);
  const OdUpdate *update;

  od_chat_say (f, socket, "{\"t\":\"form\",\"cid\":\"F0\",\"form\":\"csat\",\"data\":{\"rating\":5}}");
  od_chat_hear_err (socket, "rate", NULL); /* nobody writes that fast */
  od_chat_pass (f, 3);
  od_chat_say (
      f, socket,
      "{\"t\":\"form\",\"cid\":\"F1\",\"form\":\"offline\",\"data\":{\"name\":\"Мария\",\"email\":\"m@shop.example\","
      "\"text\":\"Перезвоните\",\"consent\":true}}");
  od_chat_hear (socket, "ok");
  update = od_fake_stream_get_last (f->stream, OD_UPDATE_MESSAGE);
  g_assert_true (update->starts_offline);
  g_assert_cmpstr (update->text, ==, "Перезвоните");
  g_assert_cmpstr (update->profile->email, ==, "m@shop.example");
  g_assert_nonnull (strstr (update->payload, "\"form\":\"offline\""));
  od_chat_say (f, socket,
               "{\"t\":\"form\",\"cid\":\"F2\",\"form\":\"csat\",\"data\":{\"rating\":5,\"website\":\"x\"}}");
  od_chat_hear_err (socket, "bad_frame", "website");
  od_chat_say (f, socket, "{\"t\":\"form\",\"cid\":\"F3\",\"form\":\"csat\",\"data\":{\"rating\":5}}");
  od_chat_hear (socket, "ok");
  od_chat_say (f, socket, "{\"t\":\"form\",\"cid\":\"F4\",\"form\":\"csat\",\"data\":{\"rating\":5}}");
  od_chat_hear (socket, "ok");
  od_chat_say (f, socket, "{\"t\":\"form\",\"cid\":\"F5\",\"form\":\"csat\",\"data\":{\"rating\":5}}");
  od_chat_hear_err (socket, "rate", NULL); /* three an hour */
}

/* ---- limits ---- */

static void
test_message_rate (OdChatDesk *f, gconstpointer data)
{
  OdChatSocket *socket = od_chat_enter (f, NULL, NULL);

  for (guint i = 0; i < 15; i++)
    od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A%u\",\"text\":\"x\"}", i);
  for (guint i = 0; i < 15; i++)
    od_chat_hear (socket, "ok");
  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"B\",\"text\":\"x\"}");
  {
    JsonObject *err = od_chat_hear (socket, "err");

    g_assert_cmpstr (od_chat_string (err, "code"), ==, "rate");
    g_assert_cmpstr (od_chat_string (err, "cid"), ==, "B");
    g_assert_cmpint (od_chat_number (err, "retry"), ==, 1);
  }
  od_chat_pass (f, 1);
  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"B\",\"text\":\"x\"}");
  od_chat_hear (socket, "ok");
  for (guint i = 0; i < 19; i++)
    od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"B\",\"text\":\"x\"}");
  g_assert_cmpuint (socket->close_code, ==, 0);
  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"B\",\"text\":\"x\"}");
  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"B\",\"text\":\"x\"}");
  g_assert_cmpuint (socket->close_code, ==, 4008);
}

static void
test_address_rates (OdChatDesk *f, gconstpointer data)
{
  g_autoptr (OdHttpRequest) stranger = od_chat_request_new ("GET", "/od/v1/ws", "203.0.113.9");
  g_autoptr (OdHttpRequest) other = od_chat_request_new ("GET", "/od/v1/ws", "2001:db8::1");
  g_autoptr (OdHttpRequest) neighbour = od_chat_request_new ("GET", "/od/v1/ws", "2001:db8::2");
  g_autoptr (OdHttpRequest) local = od_chat_request_new ("GET", "/od/v1/ws", NULL);
  g_autoptr (OdHttpRequest) evil = od_chat_request_new ("GET", "/od/v1/ws", NULL);
  const char *protocol = NULL;
  guint retry_s = 0;
  OdChatSocket *socket;

  g_hash_table_insert (evil->headers, g_strdup ("origin"), g_strdup ("https://evil.example"));
  g_assert_cmpuint (od_endpoint_check_upgrade (OD_ENDPOINT (f->endpoint), evil, &protocol, &retry_s), ==, 403);
  for (guint i = 0; i < 10; i++)
    {
      g_assert_cmpuint (od_endpoint_check_upgrade (OD_ENDPOINT (f->endpoint), stranger, &protocol, &retry_s), ==, 0);
      g_assert_cmpuint (
          od_endpoint_check_upgrade (OD_ENDPOINT (f->endpoint), i % 2 ? other : neighbour, &protocol, &retry_s), ==, 0);
      g_assert_cmpuint (od_endpoint_check_upgrade (OD_ENDPOINT (f->endpoint), local, &protocol, &retry_s), ==, 0);
    }
  g_assert_cmpuint (od_endpoint_check_upgrade (OD_ENDPOINT (f->endpoint), stranger, &protocol, &retry_s), ==, 429);
  g_assert_cmpuint (retry_s, >=, 1);
  g_assert_cmpuint (od_endpoint_check_upgrade (OD_ENDPOINT (f->endpoint), neighbour, &protocol, &retry_s), ==, 429);
  g_assert_cmpuint (od_endpoint_check_upgrade (OD_ENDPOINT (f->endpoint), local, &protocol, &retry_s), ==, 0);
  for (guint i = 0; i < 20; i++)
    {
      socket = od_chat_open (f, "203.0.113.9");
      od_chat_say (f, socket, "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_main\"}");
      od_chat_hear (socket, "welcome");
      od_chat_hang_up (f, socket);
    }
  socket = od_chat_open (f, "203.0.113.9");
  od_chat_say (f, socket, "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_main\"}");
  od_chat_hear_err (socket, "rate", NULL);
}

static void
test_blocked (OdChatDesk *f, gconstpointer data)
{
  g_autofree char *token = NULL, *chat_id = NULL;
  OdChatSocket *socket = od_chat_enter (f, &token, &chat_id);

  od_chat_say (f, socket, "{\"t\":\"msg\",\"cid\":\"A1\",\"text\":\"one\"}");
  od_chat_hear (socket, "ok");
  od_fake_stream_block (f->stream, chat_id);
  od_chat_settle ();
  g_assert_cmpuint (socket->close_code, ==, 4010);
  socket = od_chat_come_back (f, token, 1);
  od_chat_settle ();
  g_assert_cmpuint (socket->close_code, ==, 4010);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/webchat/" name, OdChatDesk, NULL, od_chat_set_up, func, od_chat_tear_down)
  ADD ("hello", test_hello);
  ADD ("refused-hello", test_refused_hello);
  ADD ("silence", test_silence);
  ADD ("message", test_message);
  ADD ("repeat", test_repeat);
  ADD ("store-fails", test_store_fails);
  ADD ("reading-fails", test_reading_fails);
  ADD ("changes", test_changes);
  ADD ("tabs", test_tabs);
  ADD ("resume", test_resume);
  ADD ("gaps", test_gaps);
  ADD ("slow-reader", test_slow_reader);
  ADD ("unseen", test_unseen);
  ADD ("receipts", test_receipts);
  ADD ("typing", test_typing);
  ADD ("profile", test_profile);
  ADD ("forms", test_forms);
  ADD ("message-rate", test_message_rate);
  ADD ("address-rates", test_address_rates);
  ADD ("blocked", test_blocked);
  return g_test_run ();
}
