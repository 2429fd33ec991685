/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-telegram"

#include "od-telegram-news.h"

static void
told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  OdIngestResult *outcomes = od_ingest_port_ingest_finish (OD_INGEST_PORT (source), result, &error);

  if (outcomes == NULL) /* the next refusal says it again */
    g_message ("Could not note what became of a chat: %s", error->message);
  else
    od_ingest_result_free (outcomes);
}

/* @update: (transfer full) */
static void
tell (const OdTelegramNews *self, OdUpdate *update)
{
  OdUpdateBatch *batch = od_update_batch_new ();

  g_ptr_array_add (batch->updates, update);
  od_ingest_port_ingest_async (self->ingest, self->account_id, batch, NULL, told_cb, NULL);
}

static OdReach
find_reach (const char *chat_id, guint reason)
{
  switch (reason)
    {
    case OD_TELEGRAM_REASON_BLOCKED:
      return OD_REACH_BLOCKED;
    case OD_TELEGRAM_REASON_DEACTIVATED:
      return OD_REACH_GONE;
    case OD_TELEGRAM_REASON_REMOVED:
      return *chat_id == '-' ? OD_REACH_REMOVED : OD_REACH_OK; /* of a person it says nothing for ever */
    default:
      return OD_REACH_OK;
    }
}

/**
 * od_telegram_news_refused:
 * @reason: an #OdTelegramReason: why a send was refused
 *
 * Whoever blocked the bot while nobody listened for a day is known by that only.
 */
void
od_telegram_news_refused (const OdTelegramNews *self, const char *chat_id, guint reason)
{
  OdReach reach = find_reach (chat_id, reason);
  OdUpdate *update;

  if (reach == OD_REACH_OK || self->ingest == NULL)
    return;
  update = od_update_new (OD_UPDATE_REACH, chat_id);
  update->remote.reach = reach;
  tell (self, update);
}

/**
 * od_telegram_news_moved:
 *
 * A group has another id now.
 */
void
od_telegram_news_moved (const OdTelegramNews *self, const char *chat_id, const char *new_chat_id)
{
  OdUpdate *update;

  if (self->ingest == NULL)
    return;
  update = od_update_new (OD_UPDATE_MOVE, chat_id);
  update->remote.new_chat_id = g_strdup (new_chat_id);
  tell (self, update);
}
