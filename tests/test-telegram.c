/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-account-trouble.h"
#include "od-error.h"
#include "od-telegram-parse.h"
#include "telegram-fixture.h"

/* ---- start ---- */

static void
test_it_starts_or_says_why_not (TelegramFixture *f, gconstpointer data)
{
  static const struct {
    TelegramAnswer me;
    int code; /* -1: none */
    guint reason;
  } cases[] = {
    { { 401, NO (401, "Unauthorized") }, OD_ERROR_AUTH, OD_TELEGRAM_REASON_TOKEN },
    { { 404, NO (404, "Not Found") }, OD_ERROR_AUTH, OD_TELEGRAM_REASON_TOKEN },
    { { 421, NO (421, "Misdirected Request") }, OD_ERROR_AUTH, OD_TELEGRAM_REASON_WRONG_SERVER },
    { { 500, NO (500, "Internal Server Error: restart") }, OD_ERROR_TRANSIENT, 0 },
    { { 502, "<html>Bad Gateway</html>" }, OD_ERROR_TRANSIENT, 0 },
    { { 200, "nonsense" }, OD_ERROR_MALFORMED, 0 },
    { { 200, OK ("[]") }, OD_ERROR_MALFORMED, 0 },
    { { 0, NULL }, OD_ERROR_TRANSIENT, 0 },
    { { 200, OK ("{\"id\":7,\"is_bot\":true}") }, -1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      f->me = cases[i].me;
      g_assert_true (telegram_fixture_start (f, &error) == (cases[i].code < 0));
      telegram_fixture_assert_silent (error);
      if (cases[i].code < 0)
        continue;
      g_assert_error (error, OD_ERROR, cases[i].code);
      g_assert_cmpuint (od_error_get_reason (error), ==, cases[i].reason);
    }
}

static void
test_without_a_token (TelegramFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->account.id = 4;
  g_assert_false (telegram_fixture_start (f, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_AUTH);
  g_assert_nonnull (strstr (error->message, "@BotFather")); /* a way out */
}

static char *
probe (TelegramFixture *f, GError **error)
{
  TelegramDone done = { 0 };
  char *name;

  od_channel_probe_async (f->channel, &f->account, &f->context, NULL, telegram_done_cb, &done);
  telegram_done_wait (&done);
  name = od_channel_probe_finish (f->channel, done.result, error);
  g_object_unref (done.result);
  return name;
}

static void
test_a_try_tells_the_bots_name (TelegramFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = probe (f, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "@shop_bot");
  g_assert_cmpuint (f->asked->len, ==, 0);
}

/* The token is good, and yet nothing would come: a try says so, and changes it only if that is what was asked for. */
static void
test_a_try_finds_a_webhook (TelegramFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *none = NULL, *taken = NULL, *again = NULL;

  f->webhook = "https://shop.example/hook";
  none = probe (f, &error);
  g_assert_null (none);
  g_assert_error (error, OD_ERROR, OD_ERROR_BUSY);
  g_assert_cmpint (od_account_trouble_of_error (error), ==, OD_ACCOUNT_TROUBLE_FORWARDED);
  g_assert_nonnull (strstr (error->message, "webhook"));
  g_assert_null (strstr (error->message, "shop.example"));
  g_assert_nonnull (f->webhook);
  g_clear_error (&error);
  f->context.takes_over = TRUE;
  taken = probe (f, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (taken, ==, "@shop_bot");
  g_assert_null (f->webhook);
  f->context.takes_over = FALSE;
  again = probe (f, &error);
  g_assert_no_error (error);
}

static void
settings_changed_cb (OdChannel *channel, const char *settings, gpointer user_data)
{
  char **last = user_data;

  g_free (*last);
  *last = g_strdup (settings);
}

/* Another bot's chats have the same numbers: its messages would be taken for those that are here already. */
static void
test_another_bot_is_refused (TelegramFixture *f, gconstpointer data)
{
  g_autofree char *settings = NULL, *name = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (f->channel, "settings-changed", G_CALLBACK (settings_changed_cb), &settings);
  g_assert_true (telegram_fixture_start (f, &error));
  g_assert_nonnull (strstr (settings, "\"identity\":\"7300000001\""));
  g_free (f->account.settings);
  f->account.settings = g_steal_pointer (&settings);
  g_assert_true (telegram_fixture_start (f, &error)); /* the same one */
  g_assert_null (settings);

  f->account.settings[strlen (f->account.settings) - strlen ("1\"}")] = '2';
  g_assert_false (telegram_fixture_start (f, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_AUTH);
  g_assert_cmpuint (od_error_get_reason (error), ==, OD_ACCOUNT_TROUBLE_STRANGER);
  g_assert_nonnull (strstr (error->message, "another bot"));
  g_clear_error (&error);
  name = probe (f, &error);
  g_assert_error (error, OD_ERROR, OD_ERROR_AUTH);
  g_assert_cmpuint (f->asked->len, ==, 0);
}

/* ---- what operators do ---- */

static OdOutgoing *
new_outgoing (OdOutgoingKind kind, const char *text)
{
  OdOutgoing *outgoing = od_outgoing_new (kind, "5", "key");

  g_free (outgoing->text);
  outgoing->text = g_strdup (text);
  outgoing->target_remote_id = g_strdup ("5:41");
  return outgoing;
}

static char *
perform (TelegramFixture *f, const OdOutgoing *outgoing, GCancellable *cancellable, GError **error)
{
  TelegramDone done = { 0 };
  char *remote_id;

  od_channel_perform_async (f->channel, outgoing, cancellable, telegram_done_cb, &done);
  telegram_done_wait (&done);
  remote_id = od_channel_perform_finish (f->channel, done.result, error);
  g_object_unref (done.result);
  return remote_id;
}

static void
test_how_a_send_ends (TelegramFixture *f, gconstpointer data)
{
  static const struct {
    TelegramAnswer answer;
    int code;          /* -1: it was sent */
    const char *words; /* NULL: any */
  } cases[] = {
    { { 200, SENT }, -1, NULL },
    { { 400, NO (400, "Bad Request: chat not found") }, OD_ERROR_REJECTED, "write to the bot first" },
    { { 400, NO (400, "Bad Request: anything") }, OD_ERROR_REJECTED, NULL },
    { { 403, NO (403, "Forbidden: bot was blocked by the user") }, OD_ERROR_REJECTED, "blocked" },
    { { 403, NO (403, "Forbidden: user is deactivated") }, OD_ERROR_REJECTED, "no more" },
    { { 401, NO (401, "Unauthorized") }, OD_ERROR_AUTH, "@BotFather" },
    { { 413, NO (413, "Request Entity Too Large") }, OD_ERROR_TOO_LARGE, NULL },
    { { 429, "{\"ok\":false,\"error_code\":429,\"description\":\"x\",\"parameters\":{\"retry_after\":8}}" },
      OD_ERROR_RATE_LIMITED,
      NULL },
    /* What broke may have broken after it was done, behind the gate or before it. */
    { { 500, NO (500, "Internal Server Error: restart") }, OD_ERROR_UNCONFIRMED, NULL },
    { { 200, NO (500, "Internal Server Error: restart") }, OD_ERROR_UNCONFIRMED, NULL },
    { { 502, "<html>" }, OD_ERROR_UNCONFIRMED, NULL },
    { { 200, "{\"ok\":tr" }, OD_ERROR_MALFORMED, NULL },
    { { 0, NULL }, OD_ERROR_UNCONFIRMED, NULL },
  };
  g_autoptr (OdOutgoing) outgoing = new_outgoing (OD_OUTGOING_SEND, "text");

  g_assert_true (telegram_fixture_start (f, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *remote_id = NULL;

      telegram_fixture_answer (f, cases[i].answer.status, cases[i].answer.body);
      remote_id = perform (f, outgoing, NULL, &error);
      telegram_fixture_assert_silent (error);
      g_assert_cmpuint (f->asked->len, ==, i + 1); /* never twice */
      if (cases[i].code < 0)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (remote_id, ==, "5:42");
          continue;
        }
      g_assert_null (remote_id);
      g_assert_error (error, OD_ERROR, cases[i].code);
      g_assert_true (cases[i].words == NULL || strstr (error->message, cases[i].words) != NULL);
      if (cases[i].code == OD_ERROR_RATE_LIMITED)
        {
          g_assert_cmpint (od_error_get_retry_after_ms (error), >=, 8000);
          g_assert_cmpint (od_error_get_retry_after_ms (error), <=, 9000);
        }
    }
}

static void
test_how_a_change_ends (TelegramFixture *f, gconstpointer data)
{
  static const struct {
    OdOutgoingKind kind;
    TelegramAnswer answer;
    int code;         /* -1: it is so */
    const char *last; /* method of the last request */
  } cases[] = {
    { OD_OUTGOING_EDIT, { 200, SENT }, -1, "editMessageText" },
    { OD_OUTGOING_EDIT, { 400, NO (400, "Bad Request: message is not modified: x") }, -1, "editMessageText" },
    { OD_OUTGOING_EDIT, { 400, NO (400, "Bad Request: there is no text in the message") }, -1, "editMessageCaption" },
    { OD_OUTGOING_EDIT,
      { 400, NO (400, "Bad Request: message can't be edited") },
      OD_ERROR_REJECTED,
      "editMessageText" },
    { OD_OUTGOING_EDIT, { 0, NULL }, OD_ERROR_TRANSIENT, "editMessageText" }, /* it may be done again */
    { OD_OUTGOING_EDIT, { 500, NO (500, "Internal Server Error: restart") }, OD_ERROR_TRANSIENT, "editMessageText" },
    { OD_OUTGOING_REMOVE, { 200, OK ("true") }, -1, "deleteMessage" },
    { OD_OUTGOING_REMOVE, { 400, NO (400, "Bad Request: message to delete not found") }, -1, "deleteMessage" },
    { OD_OUTGOING_REMOVE,
      { 400, NO (400, "Bad Request: message can't be deleted") },
      OD_ERROR_REJECTED,
      "deleteMessage" },
    { OD_OUTGOING_REACT, { 200, OK ("true") }, -1, "setMessageReaction" },
    { OD_OUTGOING_REACT, { 400, NO (400, "Bad Request: REACTION_INVALID") }, OD_ERROR_REJECTED, "setMessageReaction" },
  };

  g_assert_true (telegram_fixture_start (f, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdOutgoing) outgoing = new_outgoing (cases[i].kind, "new");
      g_autoptr (GError) error = NULL;
      g_autofree char *remote_id = NULL;

      outgoing->emoji = g_strdup ("👍");
      telegram_fixture_answer (f, cases[i].answer.status, cases[i].answer.body);
      remote_id = perform (f, outgoing, NULL, &error);
      g_assert_true (g_str_has_prefix (telegram_fixture_get_asked (f, f->asked->len - 1), cases[i].last));
      if (cases[i].code < 0)
        g_assert_cmpstr (remote_id, ==, "");
      else
        g_assert_error (error, OD_ERROR, cases[i].code);
    }
}

#define MOVED                                                                                                          \
  "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: group chat was upgraded to a supergroup chat\","    \
  "\"parameters\":{\"migrate_to_chat_id\":-1005}}"

static void
test_a_group_that_moved (TelegramFixture *f, gconstpointer data)
{
  g_autoptr (OdOutgoing) outgoing = new_outgoing (OD_OUTGOING_SEND, "text");
  g_autoptr (GError) error = NULL;
  g_autofree char *remote_id = NULL;

  g_assert_true (telegram_fixture_start (f, NULL));
  outgoing->reply_to_remote_id = g_strdup ("5:40");
  telegram_fixture_answer (f, 400, MOVED);
  remote_id = perform (f, outgoing, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (remote_id, ==, "-1005:42");
  g_assert_cmpuint (f->asked->len, ==, 2);
  g_assert_nonnull (strstr (telegram_fixture_get_asked (f, 1), "\"chat_id\":-1005"));
  g_assert_nonnull (strstr (telegram_fixture_get_asked (f, 0), "reply_parameters"));
  g_assert_null (strstr (telegram_fixture_get_asked (f, 1), "reply_parameters")); /* another message has its number */
}

/* The number of a message means another one in the new group. */
static void
test_no_change_follows_a_group (TelegramFixture *f, gconstpointer data)
{
  static const OdOutgoingKind kinds[] = { OD_OUTGOING_EDIT, OD_OUTGOING_REMOVE, OD_OUTGOING_REACT };

  g_assert_true (telegram_fixture_start (f, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (OdOutgoing) outgoing = new_outgoing (kinds[i], "new");
      g_autoptr (GError) error = NULL;

      outgoing->emoji = g_strdup ("👍");
      telegram_fixture_answer (f, 400, MOVED);
      g_assert_null (perform (f, outgoing, NULL, &error));
      g_assert_error (error, OD_ERROR, OD_ERROR_REJECTED);
      g_assert_cmpuint (f->asked->len, ==, i + 1);
    }
}

static void
add_file (TelegramFixture *f, OdOutgoing *outgoing, const char *name, const char *mime)
{
  OdAttachmentRow *file = g_new0 (OdAttachmentRow, 1);

  if (outgoing->files == NULL)
    outgoing->files = g_ptr_array_new_with_free_func ((GDestroyNotify) od_attachment_row_free);
  file->id = 70 + outgoing->files->len;
  file->uid = g_strdup ("f_1");
  file->name = g_strdup (name);
  file->mime = g_strdup (mime);
  file->path = g_build_filename (f->folder, name, NULL);
  file->size_bytes = 4;
  g_assert_true (g_file_set_contents (file->path, "data", 4, NULL));
  g_ptr_array_add (outgoing->files, file);
}

static void
test_a_picture_that_is_none_goes_as_a_document (TelegramFixture *f, gconstpointer data)
{
  g_autoptr (OdOutgoing) outgoing = new_outgoing (OD_OUTGOING_SEND, "look");
  g_autoptr (GError) error = NULL;
  g_autofree char *remote_id = NULL;

  add_file (f, outgoing, "a.jpg", "image/jpeg");
  g_assert_true (telegram_fixture_start (f, NULL));
  telegram_fixture_answer (f, 400, NO (400, "Bad Request: IMAGE_PROCESS_FAILED"));
  remote_id = perform (f, outgoing, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (telegram_fixture_get_asked (f, 0), "sendPhoto "));
  g_assert_true (g_str_has_prefix (telegram_fixture_get_asked (f, 1), "sendDocument "));
  g_assert_nonnull (strstr (telegram_fixture_get_asked (f, 1), "name=\"document\"; filename=\"a.jpg\""));
}

/* Of a message that goes as several, what is there is told, so that the next attempt leaves it out. */
static void
test_parts_that_are_there (TelegramFixture *f, gconstpointer data)
{
  g_autoptr (OdOutgoing) outgoing = new_outgoing (OD_OUTGOING_SEND, "text");
  g_autoptr (GError) error = NULL;
  g_autofree char *remote_id = NULL;

  add_file (f, outgoing, "a.pdf", "application/pdf");
  add_file (f, outgoing, "b.ogg", "audio/ogg");
  g_assert_true (telegram_fixture_start (f, NULL));
  telegram_fixture_answer (f, 200, SENT);
  telegram_fixture_answer (f, 0, NULL);
  remote_id = perform (f, outgoing, NULL, &error);
  g_assert_error (error, OD_ERROR, OD_ERROR_UNCONFIRMED);
  g_assert_cmpstr (f->told->str, ==, "key:0=5:42 key:70=5:42 ");
}

/* What customers say of one picture of an album is said of the message. */
static void
test_each_picture_of_an_album_is_known (TelegramFixture *f, gconstpointer data)
{
  g_autoptr (OdOutgoing) outgoing = new_outgoing (OD_OUTGOING_SEND, "text");
  g_autoptr (GError) error = NULL;
  g_autofree char *remote_id = NULL;

  add_file (f, outgoing, "a.jpg", "image/jpeg");
  add_file (f, outgoing, "b.jpg", "image/jpeg");
  g_assert_true (telegram_fixture_start (f, NULL));
  telegram_fixture_answer (f, 200, OK ("[{\"message_id\":42},{\"message_id\":43}]"));
  remote_id = perform (f, outgoing, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (remote_id, ==, "5:42");
  g_assert_cmpstr (f->told->str, ==, "key:0=5:42 key:70=5:42 key:71=5:43 ");
}

static void
test_a_send_is_cancelled (TelegramFixture *f, gconstpointer data)
{
  g_autoptr (OdOutgoing) outgoing = new_outgoing (OD_OUTGOING_SEND, "text");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *remote_id = NULL;

  g_assert_true (telegram_fixture_start (f, NULL));
  g_cancellable_cancel (cancellable);
  remote_id = perform (f, outgoing, cancellable, &error);
  g_assert_error (error, OD_ERROR, OD_ERROR_TRANSIENT); /* nothing left */
  g_assert_cmpuint (f->asked->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                                            \
  g_test_add (name, TelegramFixture, NULL, telegram_fixture_set_up, function, telegram_fixture_tear_down)
  ADD ("/telegram/it-starts-or-says-why-not", test_it_starts_or_says_why_not);
  ADD ("/telegram/without-a-token", test_without_a_token);
  ADD ("/telegram/a-try-tells-the-bots-name", test_a_try_tells_the_bots_name);
  ADD ("/telegram/a-try-finds-a-webhook", test_a_try_finds_a_webhook);
  ADD ("/telegram/another-bot-is-refused", test_another_bot_is_refused);
  ADD ("/telegram/how-a-send-ends", test_how_a_send_ends);
  ADD ("/telegram/how-a-change-ends", test_how_a_change_ends);
  ADD ("/telegram/a-group-that-moved", test_a_group_that_moved);
  ADD ("/telegram/no-change-follows-a-group", test_no_change_follows_a_group);
  ADD ("/telegram/a-picture-that-is-none-goes-as-a-document", test_a_picture_that_is_none_goes_as_a_document);
  ADD ("/telegram/parts-that-are-there", test_parts_that_are_there);
  ADD ("/telegram/each-picture-of-an-album-is-known", test_each_picture_of_an_album_is_known);
  ADD ("/telegram/a-send-is-cancelled", test_a_send_is_cancelled);
  return g_test_run ();
}
