/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a refusal of Telegram means to whoever asked. */
#include <string.h>

#include "od-error.h"
#include "od-limits.h"
#include "od-telegram-parse.h"

#define NO(code, words) "{\"ok\":false,\"error_code\":" #code ",\"description\":\"" words "\"}"

static JsonNode *
parse (const char *text, guint http_status, OdTelegramFault *fault, GError **error)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return od_telegram_parse_reply (body, http_status, fault, error);
}

static void
test_refusals (void)
{
  static const struct {
    const char *text;
    guint http_status;
    OdError code;
    OdTelegramReason reason;
  } cases[] = {
    { NO (400, "Bad Request: chat not found"), 400, OD_ERROR_REJECTED, OD_TELEGRAM_REASON_CHAT_GONE },
    { NO (400, "Bad Request: message to be replied not found"), 400, OD_ERROR_REJECTED, OD_TELEGRAM_REASON_REPLY_GONE },
    { NO (400, "Bad Request: message is not modified: specified new content ..."), 400, OD_ERROR_REJECTED,
      OD_TELEGRAM_REASON_SAME },
    { NO (400, "Bad Request: message can't be deleted"), 400, OD_ERROR_REJECTED, OD_TELEGRAM_REASON_MESSAGE_FIXED },
    { NO (400, "Bad Request: can't parse entities: secret"), 400, OD_ERROR_REJECTED, OD_TELEGRAM_REASON_BAD_TEXT },
    { NO (400, "Bad Request: message is too long"), 400, OD_ERROR_REJECTED, OD_TELEGRAM_REASON_TOO_LONG },
    { NO (400, "Bad Request: file is too big"), 400, OD_ERROR_REJECTED, OD_TELEGRAM_REASON_FILE_TOO_BIG },
    { NO (400, "Bad Request: wrong file_id or the file is temporarily unavailable"), 400, OD_ERROR_REJECTED,
      OD_TELEGRAM_REASON_FILE_UNAVAILABLE },
    { NO (400, "Logged out"), 400, OD_ERROR_REJECTED, OD_TELEGRAM_REASON_LOGGED_OUT },
    { NO (400, "something new"), 400, OD_ERROR_REJECTED, OD_TELEGRAM_REASON_NONE },
    { NO (401, "Unauthorized"), 401, OD_ERROR_AUTH, OD_TELEGRAM_REASON_TOKEN },
    { NO (403, "Forbidden: bot was blocked by the user"), 403, OD_ERROR_REJECTED, OD_TELEGRAM_REASON_BLOCKED },
    { NO (403, "Forbidden: user is deactivated"), 403, OD_ERROR_REJECTED, OD_TELEGRAM_REASON_DEACTIVATED },
    { NO (403, "Forbidden: bot can't initiate conversation with a user"), 403, OD_ERROR_REJECTED,
      OD_TELEGRAM_REASON_NOT_STARTED },
    { NO (403, "Forbidden: bot was kicked from the supergroup chat"), 403, OD_ERROR_REJECTED,
      OD_TELEGRAM_REASON_REMOVED },
    { NO (404, "Not Found"), 404, OD_ERROR_AUTH, OD_TELEGRAM_REASON_TOKEN },
    { NO (404, "Not Found: method not found"), 404, OD_ERROR_REJECTED, OD_TELEGRAM_REASON_NONE },
    { "{\"ok\":false,\"error_code\":404}", 404, OD_ERROR_REJECTED, OD_TELEGRAM_REASON_NONE },
    { "<html>404 Not Found</html>", 404, OD_ERROR_TRANSIENT, OD_TELEGRAM_REASON_NONE },
    { "Not Found", 404, OD_ERROR_TRANSIENT, OD_TELEGRAM_REASON_NONE },
    { "[\"Not Found\"]", 404, OD_ERROR_TRANSIENT, OD_TELEGRAM_REASON_NONE },
    { NO (409, "Conflict: terminated by other getUpdates request"), 409, OD_ERROR_BUSY,
      OD_TELEGRAM_REASON_ANOTHER_POLLER },
    { NO (409, "Conflict: can't use getUpdates method while webhook is active"), 409, OD_ERROR_BUSY,
      OD_TELEGRAM_REASON_WEBHOOK },
    { NO (413, "Request Entity Too Large"), 413, OD_ERROR_TOO_LARGE, OD_TELEGRAM_REASON_FILE_TOO_BIG },
    { NO (421, "Misdirected Request"), 421, OD_ERROR_AUTH, OD_TELEGRAM_REASON_WRONG_SERVER },
    { NO (500, "Internal Server Error: restart"), 500, OD_ERROR_TRANSIENT, OD_TELEGRAM_REASON_NONE },
    { "{\"ok\":false,\"error_code\":\"x\",\"description\":7}", 403, OD_ERROR_REJECTED, OD_TELEGRAM_REASON_REMOVED },
    { "<html>502 Bad Gateway</html>", 502, OD_ERROR_TRANSIENT, OD_TELEGRAM_REASON_NONE },
    { "<html>Sign in to this network</html>", 200, OD_ERROR_MALFORMED, OD_TELEGRAM_REASON_NONE },
    { "", 200, OD_ERROR_MALFORMED, OD_TELEGRAM_REASON_NONE },
    { "[]", 200, OD_ERROR_MALFORMED, OD_TELEGRAM_REASON_NONE },
    { "{}", 200, OD_ERROR_MALFORMED, OD_TELEGRAM_REASON_NONE },
    { "{\"ok\":\"true\",\"result\":1}", 200, OD_ERROR_MALFORMED, OD_TELEGRAM_REASON_NONE },
    { "{\"ok\":true}", 200, OD_ERROR_MALFORMED, OD_TELEGRAM_REASON_NONE },
    { "{\"ok\":false}", 200, OD_ERROR_MALFORMED, OD_TELEGRAM_REASON_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdTelegramFault fault;
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) result = parse (cases[i].text, cases[i].http_status, &fault, &error);

      g_test_message ("%s", cases[i].text);
      g_assert_null (result);
      g_assert_error (error, OD_ERROR, (int) cases[i].code);
      g_assert_cmpuint (od_error_get_reason (error), ==, cases[i].reason);
      g_assert_null (strstr (error->message, "secret"));
    }
}

static void
test_numbers_of_a_refusal (void)
{
  OdTelegramFault fault;
  g_autoptr (GError) limited = NULL, moved = NULL, endless = NULL;

  g_assert_null (parse ("{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry after 37\","
                        "\"parameters\":{\"retry_after\":37}}",
                        429, &fault, &limited));
  g_assert_error (limited, OD_ERROR, OD_ERROR_RATE_LIMITED);
  g_assert_cmpint (od_error_get_retry_after_ms (limited), ==, 37000);
  g_assert_cmpint (fault.retry_after_ms, ==, 37000);

  g_assert_null (
      parse ("{\"ok\":false,\"error_code\":429,\"parameters\":{\"retry_after\":2000000000}}", 429, &fault, &endless));
  g_assert_cmpint (od_error_get_retry_after_ms (endless), ==, OD_LIMIT_RETRY_AFTER_S * G_GINT64_CONSTANT (1000));

  g_assert_null (parse ("{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: group chat was upgraded\","
                        "\"parameters\":{\"migrate_to_chat_id\":-1002000000001}}",
                        400, &fault, &moved));
  g_assert_error (moved, OD_ERROR, OD_ERROR_REJECTED);
  g_assert_cmpuint (od_error_get_reason (moved), ==, OD_TELEGRAM_REASON_MOVED);
  g_assert_cmpint (fault.moved_to, ==, G_GINT64_CONSTANT (-1002000000001));
}

static void
test_result (void)
{
  OdTelegramFault fault;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) result = parse ("{\"ok\":true,\"result\":{\"message_id\":77}}", 200, &fault, &error);
  g_autoptr (JsonNode) plain = parse ("{\"ok\":true,\"result\":true}", 200, &fault, &error);

  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (result));
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (result), "message_id"), ==, 77);
  g_assert_true (json_node_get_boolean (plain));
  g_assert_cmpint (fault.code, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/telegram-reply/refusals", test_refusals);
  g_test_add_func ("/telegram-reply/numbers", test_numbers_of_a_refusal);
  g_test_add_func ("/telegram-reply/result", test_result);
  return g_test_run ();
}
