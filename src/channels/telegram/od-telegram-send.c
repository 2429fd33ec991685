/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-telegram"

#include "od-telegram-send.h"

#include <glib/gi18n.h>

#include "od-error.h"
#include "od-json.h"
#include "od-telegram-words.h"

/* One operation on its way. */
typedef struct {
  OdTelegramApi *api; /* (owned) */
  OdTelegramNews news;
  OdOutgoing *outgoing;     /* (owned) */
  GPtrArray *requests;      /* (owned) (element-type OdTelegramRequest) */
  OdTelegramRequest *spare; /* (owned) (nullable): what is tried instead of the current one */
  char *chat_id;            /* (owned): ours, as it is now */
  char *remote_id;          /* (owned) (nullable): of what carries the text, or came first */
  gint64 done_bytes;        /* of the requests before */
  gint64 total_bytes;
  guint current;
  gboolean has_moved;
} Performance;

static void
performance_free (gpointer data)
{
  Performance *performance = data;

  g_object_unref (performance->api);
  od_outgoing_free (performance->outgoing);
  g_clear_pointer (&performance->requests, g_ptr_array_unref);
  g_clear_pointer (&performance->spare, od_telegram_request_free);
  g_free (performance->chat_id);
  g_free (performance->remote_id);
  g_free (performance);
}

static OdTelegramRequest *
get_current (Performance *performance)
{
  return performance->spare != NULL ? performance->spare : performance->requests->pdata[performance->current];
}

static void perform (GTask *task);

/* ---- it was done ---- */

/* Of one message, or of the one at @i of an album; 0 if the answer has none. */
static gint64
read_message_id (JsonNode *result, guint i)
{
  JsonObject *message = NULL;
  gint64 number = 0;

  if (JSON_NODE_HOLDS_ARRAY (result) && i < json_array_get_length (json_node_get_array (result)))
    result = json_array_get_element (json_node_get_array (result), i);
  if (JSON_NODE_HOLDS_OBJECT (result))
    message = json_node_get_object (result);
  if (message != NULL)
    od_json_get_int_opt (message, "message_id", 1, G_MAXINT64, &number, NULL);
  return number;
}

static void
note_id (Performance *performance, JsonNode *result)
{
  gint64 number = performance->outgoing->kind == OD_OUTGOING_SEND ? read_message_id (result, 0) : 0;

  if (number == 0 || (performance->remote_id != NULL && !get_current (performance)->has_text))
    return;
  g_free (performance->remote_id);
  performance->remote_id = g_strdup_printf ("%s:%" G_GINT64_FORMAT, performance->chat_id, number);
}

static void
tell_part (GTask *task, Performance *performance, gint64 attachment_id, gint64 number)
{
  g_autofree char *remote_id =
      number != 0 ? g_strdup_printf ("%s:%" G_GINT64_FORMAT, performance->chat_id, number) : NULL;

  od_channel_emit_part_taken (g_task_get_source_object (task), performance->outgoing->key, attachment_id, remote_id);
}

/* Where one message is several there, what is there must not go again, and each is known by its own id. */
static void
tell_taken (GTask *task, Performance *performance, JsonNode *result)
{
  const OdTelegramRequest *request = get_current (performance);
  guint n_files = request->files != NULL ? request->files->len : 0;

  performance->done_bytes += od_telegram_request_get_files_bytes (request);
  if (performance->requests->len == 1 && n_files < 2)
    return;
  if (request->has_text)
    tell_part (task, performance, 0, read_message_id (result, 0));
  for (guint i = 0; i < n_files; i++)
    tell_part (task, performance, ((const OdTelegramPart *) request->files->pdata[i])->id, read_message_id (result, i));
}

static void
go_on (GTask *task)
{
  Performance *performance = g_task_get_task_data (task);

  g_clear_pointer (&performance->spare, od_telegram_request_free);
  performance->current++;
  if (performance->current < performance->requests->len)
    perform (task);
  else
    g_task_return_pointer (task, g_strdup (performance->remote_id != NULL ? performance->remote_id : ""), g_free);
}

/* ---- it was not ---- */

/* The group has another id: what is to be said goes there, once. The messages of the old one are not there. */
static gboolean
follow (Performance *performance, const OdTelegramFault *fault)
{
  g_autofree char *connection = NULL;
  gint64 old;

  if (fault->moved_to == 0 || performance->has_moved)
    return FALSE;
  performance->has_moved = TRUE;
  od_telegram_parse_chat_id (performance->chat_id, &connection, &old);
  g_free (performance->chat_id);
  performance->chat_id = connection != NULL ? g_strdup_printf ("%s:%" G_GINT64_FORMAT, connection, fault->moved_to)
                                            : g_strdup_printf ("%" G_GINT64_FORMAT, fault->moved_to);
  od_telegram_news_moved (&performance->news, performance->outgoing->chat_id, performance->chat_id);
  if (performance->outgoing->kind != OD_OUTGOING_SEND)
    return FALSE;
  for (guint i = performance->current; i < performance->requests->len; i++)
    od_telegram_request_set_chat (performance->requests->pdata[i], fault->moved_to);
  if (performance->spare != NULL)
    od_telegram_request_set_chat (performance->spare, fault->moved_to);
  return TRUE;
}

/* What was refused may be taken in another form. */
static gboolean
change_form (Performance *performance, const GError *error, const OdTelegramFault *fault)
{
  OdTelegramRequest *request = get_current (performance);
  guint reason = od_error_get_reason (error);

  if (request->otherwise == NULL || fault->code != 400 ||
      (reason != OD_TELEGRAM_REASON_NONE && reason != OD_TELEGRAM_REASON_BAD_FILE &&
       reason != OD_TELEGRAM_REASON_FILE_TOO_BIG))
    return FALSE;
  performance->spare = g_steal_pointer (&request->otherwise);
  if (request != performance->requests->pdata[performance->current])
    od_telegram_request_free (request);
  return TRUE;
}

/* What is asked for is so already. */
static gboolean
is_so_already (Performance *performance, const GError *error)
{
  guint reason = od_error_get_reason (error);

  return (performance->outgoing->kind == OD_OUTGOING_EDIT && reason == OD_TELEGRAM_REASON_SAME) ||
         (performance->outgoing->kind == OD_OUTGOING_REMOVE && reason == OD_TELEGRAM_REASON_MESSAGE_GONE);
}

/* @error: (transfer full) */
static void
give_up (GTask *task, Performance *performance, GError *error, const OdTelegramFault *fault)
{
  if (error->domain == OD_ERROR && fault->code == 400 && od_error_get_reason (error) == OD_TELEGRAM_REASON_NONE &&
      performance->outgoing->kind == OD_OUTGOING_REACT)
    {
      g_free (error->message);
      error->message = g_strdup (_ ("Telegram does not have this reaction, or not in this chat."));
    }
  od_telegram_news_refused (&performance->news, performance->chat_id, od_error_get_reason (error));
  g_task_return_error (task, od_telegram_words_put (error));
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Performance *performance = g_task_get_task_data (task);
  GError *error = NULL;
  OdTelegramFault fault;
  g_autoptr (JsonNode) answer = od_telegram_api_call_finish (OD_TELEGRAM_API (source), result, &fault, &error);

  if (answer != NULL)
    {
      note_id (performance, answer);
      tell_taken (task, performance, answer);
      go_on (task);
    }
  else if (is_so_already (performance, error))
    {
      g_clear_error (&error);
      go_on (task);
    }
  else if (follow (performance, &fault) || change_form (performance, error, &fault))
    {
      g_clear_error (&error);
      perform (task);
    }
  else
    give_up (task, performance, error, &fault);
}

static void
progress_cb (goffset done_bytes, goffset total_bytes, gpointer user_data)
{
  GTask *task = user_data;
  Performance *performance = g_task_get_task_data (task);

  od_channel_emit_progress (g_task_get_source_object (task), performance->outgoing->key,
                            MIN (performance->done_bytes + done_bytes, performance->total_bytes),
                            performance->total_bytes);
}

static void
perform (GTask *task)
{
  Performance *performance = g_task_get_task_data (task);

  od_telegram_api_call_async (performance->api, get_current (performance), progress_cb, task,
                              g_task_get_cancellable (task), called_cb, g_object_ref (task));
}

/**
 * od_telegram_send:
 * @news: told what is learned of the chat; copied
 * @task: of od_channel_perform_async(); completed as that says
 * @outgoing: copied
 *
 * Carries out one operation. Errors are those of od_telegram_api_call_async(), with words for people.
 */
void
od_telegram_send (OdTelegramApi *api, const OdTelegramNews *news, GTask *task, const OdOutgoing *outgoing)
{
  Performance *performance = g_new0 (Performance, 1);
  GError *error = NULL;

  performance->api = g_object_ref (api);
  performance->news = *news;
  performance->outgoing = od_outgoing_copy (outgoing);
  performance->chat_id = g_strdup (outgoing->chat_id);
  g_task_set_task_data (task, performance, performance_free);
  performance->requests = od_telegram_plan (outgoing, &error);
  if (performance->requests == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < performance->requests->len; i++)
    performance->total_bytes += od_telegram_request_get_files_bytes (performance->requests->pdata[i]);
  if (performance->requests->len == 0)
    g_task_return_pointer (task, g_strdup (""), g_free);
  else
    perform (task);
}
