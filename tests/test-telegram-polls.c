/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-error.h"
#include "telegram-fixture.h"

/* libsoup 3.2's server loses the socket of a connection that goes away while it is being taken. */
void __lsan_disable (void) __attribute__ ((weak));
void __lsan_enable (void) __attribute__ ((weak));

/* ---- what customers do ---- */

static OdUpdateBatch *
poll (TelegramFixture *f, const char *cursor, GError **error)
{
  TelegramDone done = { 0 };
  OdUpdateBatch *batch;

  od_channel_poll_async (f->channel, cursor, NULL, telegram_done_cb, &done);
  telegram_done_wait (&done);
  batch = od_channel_poll_finish (f->channel, done.result, error);
  g_object_unref (done.result);
  return batch;
}

static void
test_polls (TelegramFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OdUpdateBatch) first = NULL;
  g_autoptr (OdUpdateBatch) second = NULL;

  g_assert_true (telegram_fixture_start (f, NULL));
  telegram_fixture_answer (
      f, 200,
      OK ("[{\"update_id\":7,\"message\":{\"message_id\":41,\"date\":1780000000,\"text\":\"hi\",\"chat\":"
          "{\"id\":5,\"type\":\"private\",\"first_name\":\"M\"},\"from\":{\"id\":5,\"is_bot\":false,"
          "\"first_name\":\"M\"}}}]"));
  first = poll (f, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (first->updates->len, ==, 1);
  g_assert_cmpstr (first->cursor, ==, "8");
  telegram_fixture_answer (f, 200, OK ("[]"));
  second = poll (f, "8", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (second->updates->len, ==, 0);
  g_assert_cmpstr (second->cursor, ==, "8"); /* nothing new: nothing to write */
  g_assert_nonnull (strstr (telegram_fixture_get_asked (f, 1), "\"offset\":8"));
}

/* Whoever stands before Telegram says in the header alone for how long; where Telegram says it, that counts. */
static void
test_how_long_to_wait (TelegramFixture *f, gconstpointer data)
{
  static const struct {
    const char *body, *header;
    gint64 expected_ms;
  } cases[] = {
    { NO (429, "Too Many Requests"), "33", 33000 },
    { "<html>slow down</html>", "33", 33000 },
    { "{\"ok\":false,\"error_code\":429,\"parameters\":{\"retry_after\":8}}", "33", 8000 },
    { NO (429, "Too Many Requests"), NULL, 1000 },
    { NO (429, "Too Many Requests"), "soon", 1000 },
  };
  g_autoptr (OdOutgoing) outgoing = od_outgoing_new (OD_OUTGOING_SEND, "5", "key");

  g_free (outgoing->text);
  outgoing->text = g_strdup ("text");
  g_assert_true (telegram_fixture_start (f, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL, send_error = NULL;
      g_autofree char *remote_id = NULL;
      TelegramDone done = { 0 };

      telegram_fixture_answer_later (f, 429, cases[i].body, cases[i].header);
      g_assert_null (poll (f, "8", &error));
      g_assert_error (error, OD_ERROR, OD_ERROR_RATE_LIMITED);
      g_assert_cmpint (od_error_get_retry_after_ms (error), ==, cases[i].expected_ms);
      telegram_fixture_answer_later (f, 429, cases[i].body, cases[i].header);
      od_channel_perform_async (f->channel, outgoing, NULL, telegram_done_cb, &done);
      telegram_done_wait (&done);
      remote_id = od_channel_perform_finish (f->channel, done.result, &send_error);
      g_object_unref (done.result);
      g_assert_error (send_error, OD_ERROR, OD_ERROR_RATE_LIMITED);
      g_assert_cmpint (od_error_get_retry_after_ms (send_error), >=, cases[i].expected_ms);
      g_assert_cmpint (od_error_get_retry_after_ms (send_error), <=, cases[i].expected_ms + 1000); /* and a little */
    }
}

/* A press is answered when the batch with it is stored, which the next poll shows. */
static void
test_a_press_is_answered_when_it_is_stored (TelegramFixture *f, gconstpointer data)
{
  g_autoptr (OdUpdateBatch) first = NULL;
  g_autoptr (OdUpdateBatch) second = NULL;

  g_assert_true (telegram_fixture_start (f, NULL));
  telegram_fixture_answer (
      f, 200,
      OK ("[{\"update_id\":7,\"callback_query\":{\"id\":\"4382\",\"from\":{\"id\":5,\"is_bot\":false,"
          "\"first_name\":\"M\"},\"message\":{\"message_id\":40,\"date\":1780000000,\"chat\":{\"id\":5,"
          "\"type\":\"private\",\"first_name\":\"M\"}},\"chat_instance\":\"1\",\"data\":\"yes\"}}]"));
  first = poll (f, NULL, NULL);
  g_assert_nonnull (first);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (f->asked->len, ==, 1);
  telegram_fixture_answer (f, 200, OK ("[]"));
  telegram_fixture_answer (f, 200, OK ("[]"));
  second = poll (f, "8", NULL);
  wait_until (f->asked->len == 3);
  g_assert_true (
      g_str_has_prefix (telegram_fixture_get_asked (f, 1), "answerCallbackQuery {\"callback_query_id\":\"4382\"}") ||
      g_str_has_prefix (telegram_fixture_get_asked (f, 2), "answerCallbackQuery {\"callback_query_id\":\"4382\"}"));
}

static void
test_another_program_is_not_fatal (TelegramFixture *f, gconstpointer data)
{
  g_assert_true (telegram_fixture_start (f, NULL));
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GError) error = NULL;

      telegram_fixture_answer (f, 409, NO (409, "Conflict: terminated by other getUpdates request"));
      g_assert_null (poll (f, "8", &error));
      g_assert_error (error, OD_ERROR, OD_ERROR_TRANSIENT);
      g_assert_nonnull (strstr (error->message, "Another program"));
      g_assert_cmpint (od_error_get_retry_after_ms (error), >=, i < 3 ? 3000 : 60000);
      g_assert_cmpint (od_error_get_retry_after_ms (error), <=, i < 3 ? 5000 : 60000);
    }
}

/* ---- files and typing ---- */

static void
progress_cb (goffset done, goffset total, gpointer user_data)
{
}

static gboolean
fetch (TelegramFixture *f, const OdFetch *wanted, GError **error)
{
  TelegramDone done = { 0 };
  gboolean is_here;

  od_channel_fetch_file_async (f->channel, wanted, progress_cb, NULL, NULL, telegram_done_cb, &done);
  telegram_done_wait (&done);
  is_here = od_channel_fetch_file_finish (f->channel, done.result, error);
  g_object_unref (done.result);
  return is_here;
}

static void
test_files_that_come (TelegramFixture *f, gconstpointer data)
{
  static const struct {
    TelegramAnswer answer;
    int code;          /* -1: it is here */
    const char *words; /* NULL: any */
  } cases[] = {
    { { 200, OK ("{\"file_id\":\"x\",\"file_size\":4,\"file_path\":\"voice/file 1.oga\"}") }, -1 },
    { { 400, NO (400, "Bad Request: file is too big") }, OD_ERROR_REJECTED },
    { { 400, NO (400, "Bad Request: wrong file_id or the file is temporarily unavailable") }, OD_ERROR_TRANSIENT },
    { { 200, OK ("{\"file_id\":\"x\",\"file_size\":4000}") }, OD_ERROR_TOO_LARGE },
    { { 200, OK ("{\"file_id\":\"x\"}") }, OD_ERROR_MALFORMED },
    { { 200, OK ("{\"file_id\":\"x\",\"file_path\":\"../../etc/passwd\"}") }, OD_ERROR_REJECTED },
    { { 200, OK ("{\"file_id\":\"x\",\"file_path\":\"/var/lib/files/1\"}") }, OD_ERROR_REJECTED, "--local" },
    { { 0, NULL }, OD_ERROR_TRANSIENT },
  };
  g_autofree char *path = g_build_filename (f->folder, "part", NULL);
  char file_id[] = "x";
  g_autoptr (GString) version = g_string_new (NULL);
  OdFetch wanted = { file_id, path, 0, 100, version };

  g_assert_true (telegram_fixture_start (f, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      telegram_fixture_answer (f, cases[i].answer.status, cases[i].answer.body);
      g_assert_true (fetch (f, &wanted, &error) == (cases[i].code < 0));
      telegram_fixture_assert_silent (error);
      if (cases[i].code >= 0)
        g_assert_error (error, OD_ERROR, cases[i].code);
      g_assert_true (cases[i].words == NULL || strstr (error->message, cases[i].words) != NULL);
    }
}

static void
test_typing_is_repeated (TelegramFixture *f, gconstpointer data)
{
  if (__lsan_disable != NULL)
    __lsan_disable ();
  g_assert_true (telegram_fixture_start (f, NULL));
  od_channel_set_typing (f->channel, "5", TRUE, "Vera");
  od_channel_set_typing (f->channel, "5", TRUE, "Vera");
  wait_until (f->asked->len == 1);
  g_assert_cmpstr (telegram_fixture_get_asked (f, 0), ==, "sendChatAction {\"chat_id\":5,\"action\":\"typing\"}");
  od_clock_advance (f->clock, 4 * (gint64) G_USEC_PER_SEC);
  wait_until (f->asked->len == 2);
  od_channel_set_typing (f->channel, "5", FALSE, "Vera");
  od_clock_advance (f->clock, 60 * (gint64) G_USEC_PER_SEC);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (f->asked->len, ==, 2);
  if (__lsan_enable != NULL)
    __lsan_enable ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                                            \
  g_test_add (name, TelegramFixture, NULL, telegram_fixture_set_up, function, telegram_fixture_tear_down)
  ADD ("/telegram-polls/polls", test_polls);
  ADD ("/telegram-polls/how-long-to-wait", test_how_long_to_wait);
  ADD ("/telegram-polls/a-press-is-answered-when-it-is-stored", test_a_press_is_answered_when_it_is_stored);
  ADD ("/telegram-polls/another-program-is-not-fatal", test_another_program_is_not_fatal);
  ADD ("/telegram-polls/files-that-come", test_files_that_come);
  ADD ("/telegram-polls/typing-is-repeated", test_typing_is_repeated);
  return g_test_run ();
}
