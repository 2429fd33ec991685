/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-telegram-typing.h"

/* Telegram shows it for 5 s. */
#define REPEAT_US (4 * (gint64) G_USEC_PER_SEC)

/* So often without a word from whoever types; then nobody does. */
#define MAX_REPEATS 30

/**
 * OdTelegramTyping: in which chats we are seen typing.
 */
struct _OdTelegramTyping {
  OdTelegramApi *api;        /* (owned) */
  OdClock *clock;            /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GHashTable *chats;         /* (element-type utf8 Chat) */
};

typedef struct {
  OdTelegramTyping *typing;
  char *chat_id;
  guint timeout_id;
  guint n_left;
} Chat;

static void
chat_free (gpointer data)
{
  Chat *chat = data;

  if (chat->timeout_id != 0)
    od_clock_remove_timeout (chat->typing->clock, chat->timeout_id);
  g_free (chat->chat_id);
  g_free (chat);
}

static void
tell (OdTelegramTyping *self, const char *chat_id)
{
  g_autoptr (OdTelegramRequest) request = od_telegram_request_new ("sendChatAction");
  g_autofree char *connection = NULL;
  gint64 id;

  if (!od_telegram_parse_chat_id (chat_id, &connection, &id))
    return;
  json_object_set_int_member (request->parameters, "chat_id", id);
  if (connection != NULL)
    json_object_set_string_member (request->parameters, "business_connection_id", connection);
  json_object_set_string_member (request->parameters, "action", "typing");
  request->is_repeatable = TRUE;
  od_telegram_api_tell (self->api, request, self->cancellable);
}

static gboolean
again_cb (gpointer user_data)
{
  Chat *chat = user_data;

  chat->timeout_id = 0;
  if (chat->n_left == 0)
    {
      g_hash_table_remove (chat->typing->chats, chat->chat_id);
      return G_SOURCE_REMOVE;
    }
  chat->n_left--;
  chat->timeout_id = od_clock_add_timeout (chat->typing->clock, REPEAT_US, again_cb, chat, NULL);
  tell (chat->typing, chat->chat_id);
  return G_SOURCE_REMOVE;
}

/**
 * od_telegram_typing_new:
 * @cancellable: of the account
 *
 * Returns: (transfer full)
 */
OdTelegramTyping *
od_telegram_typing_new (OdTelegramApi *api, OdClock *clock, GCancellable *cancellable)
{
  OdTelegramTyping *self = g_new0 (OdTelegramTyping, 1);

  self->api = g_object_ref (api);
  self->clock = g_object_ref (clock);
  self->cancellable = g_object_ref (cancellable);
  self->chats = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, chat_free);
  return self;
}

void
od_telegram_typing_free (OdTelegramTyping *self)
{
  g_hash_table_unref (self->chats);
  g_object_unref (self->api);
  g_object_unref (self->clock);
  g_object_unref (self->cancellable);
  g_free (self);
}

/**
 * od_telegram_typing_set:
 * @is_typing: from now on, until it is said again with %FALSE
 */
void
od_telegram_typing_set (OdTelegramTyping *self, const char *chat_id, gboolean is_typing)
{
  Chat *chat = g_hash_table_lookup (self->chats, chat_id);

  if (!is_typing)
    {
      g_hash_table_remove (self->chats, chat_id);
      return;
    }
  if (chat == NULL)
    {
      chat = g_new0 (Chat, 1);
      chat->typing = self;
      chat->chat_id = g_strdup (chat_id);
      chat->timeout_id = od_clock_add_timeout (self->clock, REPEAT_US, again_cb, chat, NULL);
      g_hash_table_insert (self->chats, chat->chat_id, chat);
      tell (self, chat_id);
    }
  chat->n_left = MAX_REPEATS;
}
