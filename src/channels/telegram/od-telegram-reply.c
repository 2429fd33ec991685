/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-telegram-parse-private.h"

/* A whole reply: Telegram cuts the list of updates at about 4 MiB. */
static const OdJsonLimits reply_limits = {
  .max_bytes = OD_LIMIT_TELEGRAM_REPLY_BYTES,
  .max_depth = OD_LIMIT_TELEGRAM_DEPTH,
  .max_keys = OD_LIMIT_TELEGRAM_KEYS,
  .max_values = OD_LIMIT_TELEGRAM_VALUES,
  .max_string_bytes = OD_LIMIT_TELEGRAM_STRING_BYTES,
};

/* Known pieces of descriptions, in lower case; the first that is found counts. */
static const struct {
  gint64 code;
  const char *words;
  OdTelegramReason reason;
} known[] = {
  { 400, "upgraded to a supergroup", OD_TELEGRAM_REASON_MOVED },
  { 400, "chat not found", OD_TELEGRAM_REASON_CHAT_GONE },
  { 400, "peer_id_invalid", OD_TELEGRAM_REASON_CHAT_GONE },
  { 400, "message to be replied not found", OD_TELEGRAM_REASON_REPLY_GONE },
  { 400, "replied message not found", OD_TELEGRAM_REASON_REPLY_GONE },
  { 400, "message is not modified", OD_TELEGRAM_REASON_SAME },
  { 400, "message to edit not found", OD_TELEGRAM_REASON_MESSAGE_GONE },
  { 400, "message to delete not found", OD_TELEGRAM_REASON_MESSAGE_GONE },
  { 400, "message to react not found", OD_TELEGRAM_REASON_MESSAGE_GONE },
  { 400, "message can't be", OD_TELEGRAM_REASON_MESSAGE_FIXED },
  { 400, "can't parse entities", OD_TELEGRAM_REASON_BAD_TEXT },
  { 400, "text is empty", OD_TELEGRAM_REASON_BAD_TEXT },
  { 400, "is too long", OD_TELEGRAM_REASON_TOO_LONG },
  { 400, "file is too big", OD_TELEGRAM_REASON_FILE_TOO_BIG },
  { 400, "wrong file", OD_TELEGRAM_REASON_FILE_UNAVAILABLE },
  { 400, "temporarily unavailable", OD_TELEGRAM_REASON_FILE_UNAVAILABLE },
  { 400, "photo_invalid", OD_TELEGRAM_REASON_BAD_FILE },
  { 400, "image_process_failed", OD_TELEGRAM_REASON_BAD_FILE },
  { 400, "logged out", OD_TELEGRAM_REASON_LOGGED_OUT },
  { 403, "blocked", OD_TELEGRAM_REASON_BLOCKED },
  { 403, "can't initiate", OD_TELEGRAM_REASON_NOT_STARTED },
  { 403, "deactivated", OD_TELEGRAM_REASON_DEACTIVATED },
  { 409, "webhook", OD_TELEGRAM_REASON_WEBHOOK },
};

/* A method that the server does not have is a 404, too, in other words. */
static gboolean
is_no_such_bot (gint64 code, const char *description)
{
  return code == 404 && g_str_equal (description, "Not Found");
}

static OdTelegramReason
find_reason (gint64 code, const char *description)
{
  g_autofree char *lower = g_ascii_strdown (description, -1);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i].code == code && strstr (lower, known[i].words) != NULL)
      return known[i].reason;
  if (code == 401 || is_no_such_bot (code, description))
    return OD_TELEGRAM_REASON_TOKEN;
  if (code == 403)
    return OD_TELEGRAM_REASON_REMOVED;
  if (code == 409)
    return OD_TELEGRAM_REASON_ANOTHER_POLLER;
  if (code == 413)
    return OD_TELEGRAM_REASON_FILE_TOO_BIG;
  return code == 421 ? OD_TELEGRAM_REASON_WRONG_SERVER : OD_TELEGRAM_REASON_NONE;
}

static OdError
find_code (gint64 code, const char *description)
{
  if (code == 401 || code == 421 || is_no_such_bot (code, description))
    return OD_ERROR_AUTH;
  if (code == 409)
    return OD_ERROR_BUSY;
  if (code == 413)
    return OD_ERROR_TOO_LARGE;
  return code >= 500 ? OD_ERROR_TRANSIENT : OD_ERROR_REJECTED;
}

/* Telegram's own words may quote what was sent, so none of them goes into the error. */
static GError *
make_error (gint64 code, const char *description, const OdTelegramFault *fault)
{
  OdTelegramReason reason = find_reason (code, description);
  GError *error;

  if (fault->moved_to != 0)
    reason = OD_TELEGRAM_REASON_MOVED;
  if (code == 429)
    return od_error_new_rate_limited (MAX (fault->retry_after_ms, 1000));
  error = g_error_new (OD_ERROR, find_code (code, description), "Telegram refused the request: error %" G_GINT64_FORMAT,
                       code);
  od_error_set_reason (error, reason);
  return error;
}

static void
read_parameters (JsonObject *root, OdTelegramFault *fault)
{
  JsonObject *parameters = NULL;
  gint64 seconds = -1;

  if (!od_json_get_object_opt (root, "parameters", &parameters, NULL) || parameters == NULL)
    return;
  if (od_json_get_int (parameters, "retry_after", 0, G_MAXINT32, &seconds, NULL))
    fault->retry_after_ms = MIN (seconds, OD_LIMIT_RETRY_AFTER_S) * 1000;
  od_json_get_int_opt (parameters, "migrate_to_chat_id", -OD_TELEGRAM_MAX_ID, OD_TELEGRAM_MAX_ID, &fault->moved_to,
                       NULL);
}

static GError *
read_refusal (JsonObject *root, guint http_status, OdTelegramFault *fault)
{
  const char *description = NULL;

  fault->code = http_status;
  od_json_get_int_opt (root, "error_code", 100, 999, &fault->code, NULL);
  if (!od_json_get_string_opt (root, "description", OD_LIMIT_TELEGRAM_STRING_BYTES, &description, NULL) ||
      description == NULL)
    description = "";
  read_parameters (root, fault);
  if (fault->code >= 400)
    return make_error (fault->code, description, fault);
  fault->code = 0;
  return g_error_new (OD_ERROR, OD_ERROR_MALFORMED, "Telegram's reply says neither yes nor no");
}

/* No JSON: a proxy or a page between us and Telegram. */
static GError *
make_error_of_status (guint http_status, OdTelegramFault *fault, const GError *cause)
{
  if (http_status < 400)
    return g_error_copy (cause);
  fault->code = http_status;
  if (http_status == 404)
    return g_error_new_literal (OD_ERROR, OD_ERROR_TRANSIENT, "Somebody else answered: error 404");
  return make_error (http_status, "", fault);
}

/**
 * od_telegram_parse_reply:
 * @body: from outside; at most %OD_LIMIT_TELEGRAM_REPLY_BYTES
 * @http_status: of the reply; used where @body says nothing
 * @fault: (out): what a refusal said; filled in any case
 *
 * Reads the envelope that each reply comes in. Pure: any thread may call this.
 *
 * Returns: (transfer full): the `result`; %NULL with %OD_ERROR_RATE_LIMITED, _AUTH (401, 421, and 404 if
 *   the bot is meant), _BUSY (409), _TOO_LARGE (413, or a reply over our limits), _TRANSIENT (5xx, and a 404 of
 *   somebody else), _REJECTED (the rest), whose reason is an #OdTelegramReason, or %OD_ERROR_MALFORMED if @body is none
 */
JsonNode *
od_telegram_parse_reply (GBytes *body, guint http_status, OdTelegramFault *fault, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *root;
  gboolean is_ok = FALSE;
  gsize len;
  const char *text = g_bytes_get_data (body, &len);

  *fault = (OdTelegramFault){ .retry_after_ms = -1 };
  node = od_json_parse (text != NULL ? text : "", (gssize) len, &reply_limits, &cause);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      if (cause == NULL)
        cause = g_error_new (OD_ERROR, OD_ERROR_MALFORMED, "Telegram's reply is no object");
      g_propagate_error (error, make_error_of_status (http_status, fault, cause));
      return NULL;
    }
  root = json_node_get_object (node);
  if (!od_json_get_bool (root, "ok", &is_ok, error))
    return NULL;
  if (!is_ok)
    {
      g_propagate_error (error, read_refusal (root, http_status, fault));
      return NULL;
    }
  if (!json_object_has_member (root, "result"))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "“result” is missing");
      return NULL;
    }
  return json_node_copy (json_object_get_member (root, "result"));
}
