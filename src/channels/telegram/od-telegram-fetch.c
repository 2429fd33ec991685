/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-telegram"

#include "od-telegram-fetch.h"

#include <glib/gi18n.h>

#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-telegram-words.h"

/* One file on its way here. */
typedef struct {
  const OdFetch *fetch; /* (unowned): lives until the task completes */
  GFileProgressCallback progress;
  gpointer progress_data;
} Fetching;

static void
downloaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (od_telegram_api_download_finish (OD_TELEGRAM_API (source), result, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (g_error_matches (error, OD_ERROR, OD_ERROR_NOT_FOUND))
    error->code = OD_ERROR_TRANSIENT; /* the link lives an hour; the next attempt asks for a new one */
  g_task_return_error (task, error);
}

static void
tell_progress_cb (goffset done_bytes, goffset total_bytes, gpointer user_data)
{
  Fetching *fetching = g_task_get_task_data (user_data);

  fetching->progress (done_bytes, total_bytes, fetching->progress_data);
}

static void
download (GTask *task, OdTelegramApi *api, JsonObject *file)
{
  Fetching *fetching = g_task_get_task_data (task);
  const OdFetch *fetch = fetching->fetch;
  const char *file_path = NULL;
  gint64 size_bytes = -1;

  od_json_get_int_opt (file, "file_size", 0, OD_LIMIT_JSON_INTEGER_MAX, &size_bytes, NULL);
  if (size_bytes > fetch->max_bytes)
    {
      fetching->progress (fetch->offset, size_bytes, fetching->progress_data);
      g_task_return_new_error (task, OD_ERROR, OD_ERROR_TOO_LARGE, "The file is larger than what may come");
    }
  else if (size_bytes >= 0 && size_bytes == fetch->offset && size_bytes > 0)
    g_task_return_boolean (task, TRUE);
  else if (!od_json_get_string_opt (file, "file_path", OD_LIMIT_URL_BYTES, &file_path, NULL) || file_path == NULL)
    g_task_return_new_error (task, OD_ERROR, OD_ERROR_MALFORMED, "“file_path” is missing");
  else
    {
      const OdHttpTarget target = { fetch->path, fetch->offset, fetch->max_bytes, fetch->version };

      od_telegram_api_download_async (api, file_path, &target, tell_progress_cb, task, g_task_get_cancellable (task),
                                      downloaded_cb, g_object_ref (task));
    }
}

/* @error: (transfer full) */
static GError *
explain (GError *error)
{
  guint reason = od_error_get_reason (error);

  if (reason == OD_TELEGRAM_REASON_FILE_TOO_BIG)
    {
      error->code = OD_ERROR_REJECTED;
      g_free (error->message);
      error->message =
          g_strdup (_ ("Telegram gives bots no files of more than 20 MB. Open the chat in Telegram to see it."));
      return error;
    }
  if (reason == OD_TELEGRAM_REASON_FILE_UNAVAILABLE)
    error->code = OD_ERROR_TRANSIENT; /* for a while, or for ever: it does not say */
  return od_telegram_words_put (error);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (JsonNode) file = od_telegram_api_call_finish (OD_TELEGRAM_API (source), result, NULL, &error);

  if (file == NULL)
    g_task_return_error (task, explain (error));
  else if (!JSON_NODE_HOLDS_OBJECT (file))
    g_task_return_new_error (task, OD_ERROR, OD_ERROR_MALFORMED, "“result” is no object");
  else
    download (task, OD_TELEGRAM_API (source), json_node_get_object (file));
}

/**
 * od_telegram_fetch:
 * @task: of od_channel_fetch_file_async(); completed as that says
 */
void
od_telegram_fetch (OdTelegramApi *api, GTask *task, const OdFetch *fetch, GFileProgressCallback progress,
                   gpointer progress_data)
{
  g_autoptr (OdTelegramRequest) request = od_telegram_request_new ("getFile");
  Fetching *fetching = g_new0 (Fetching, 1);

  fetching->fetch = fetch;
  fetching->progress = progress;
  fetching->progress_data = progress_data;
  g_task_set_task_data (task, fetching, g_free);
  g_task_set_check_cancellable (task, FALSE);
  json_object_set_string_member (request->parameters, "file_id", fetch->remote_ref);
  request->is_repeatable = TRUE;
  od_telegram_api_call_async (api, request, NULL, NULL, g_task_get_cancellable (task), found_cb, g_object_ref (task));
}
