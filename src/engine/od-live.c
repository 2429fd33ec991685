/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-live"

#include "od-live.h"

#include "od-limits.h"
#include "od-store-chat.h"

/**
 * OdLive:
 *
 * Who types and who is connected, by conversation. Channels speak of chats; which
 * conversation a chat has now is asked from the store once and kept until the
 * conversation changes, or a new one begins while the chat has no live one.
 *
 * There is an entry for a chat only while its customer is connected or types, so
 * memory is bounded by the sockets of the server, and by %MAX_CHATS in any case.
 *
 * Main thread only.
 */
#define MAX_CHATS 4096

typedef struct {
  char *key; /* (owned): "account/chat" */
  gint64 account_id;
  char *chat_id;          /* (owned) */
  gint64 conversation_id; /* 0 if there is none, or not known yet */
  char *text;             /* (owned) (nullable): NULL: doesn't type */
  gint64 expires_us;      /* monotonic, of text */
  gboolean is_online;
  gboolean is_live; /* the conversation is not resolved: no other can begin */
  guint n_looking;  /* 0: no; 1: the store was asked; 2: and is to be asked again */
} Chat;

struct _OdLive {
  GObject parent_instance;

  OdDb *db;                    /* (owned) */
  OdClock *clock;              /* (owned) */
  GCancellable *cancellable;   /* (owned) */
  GHashTable *chats;           /* (owned) (element-type utf8 Chat): by key */
  GHashTable *by_conversation; /* (owned) (element-type gint64 Chat): not owned values */
  guint timeout_id;            /* of the clock: next expiry; 0 if nobody types */
};

static const char *live_get_typing (OdLivePort *port, gint64 conversation_id);
static gboolean live_get_is_online (OdLivePort *port, gint64 conversation_id);

static void
live_port_iface_init (OdLivePortInterface *iface)
{
  iface->get_typing = live_get_typing;
  iface->get_is_online = live_get_is_online;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (OdLive, od_live, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_LIVE_PORT, live_port_iface_init))

static void
chat_free (gpointer data)
{
  Chat *chat = data;

  g_free (chat->key);
  g_free (chat->chat_id);
  g_free (chat->text);
  g_free (chat);
}

static void
od_live_dispose (GObject *object)
{
  OdLive *self = OD_LIVE (object);

  od_live_stop (self);
  G_OBJECT_CLASS (od_live_parent_class)->dispose (object);
}

static void
od_live_finalize (GObject *object)
{
  OdLive *self = OD_LIVE (object);

  g_clear_pointer (&self->by_conversation, g_hash_table_unref);
  g_clear_pointer (&self->chats, g_hash_table_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->clock);
  g_clear_object (&self->db);
  G_OBJECT_CLASS (od_live_parent_class)->finalize (object);
}

static void
od_live_class_init (OdLiveClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_live_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_live_finalize;
}

static void
od_live_init (OdLive *self)
{
  self->cancellable = g_cancellable_new ();
  self->chats = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, chat_free);
  self->by_conversation = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * od_live_new:
 *
 * Returns: (transfer full): nobody is there yet
 */
OdLive *
od_live_new (OdDb *db, OdClock *clock)
{
  OdLive *self;

  g_return_val_if_fail (OD_IS_DB (db) && OD_IS_CLOCK (clock), NULL);

  self = g_object_new (OD_TYPE_LIVE, NULL);
  self->db = g_object_ref (db);
  self->clock = g_object_ref (clock);
  return self;
}

static const char *
live_get_typing (OdLivePort *port, gint64 conversation_id)
{
  Chat *chat = g_hash_table_lookup (OD_LIVE (port)->by_conversation, &conversation_id);

  return chat != NULL ? chat->text : NULL;
}

static gboolean
live_get_is_online (OdLivePort *port, gint64 conversation_id)
{
  Chat *chat = g_hash_table_lookup (OD_LIVE (port)->by_conversation, &conversation_id);

  return chat != NULL && chat->is_online;
}

static void
tell (OdLive *self, gint64 conversation_id)
{
  if (conversation_id != 0)
    od_live_port_emit_changed (OD_LIVE_PORT (self), conversation_id);
}

/* An entry for nobody is none. Tells, and may free @chat. */
static void
settle (OdLive *self, Chat *chat)
{
  gint64 conversation_id = chat->conversation_id;

  if (!chat->is_online && chat->text == NULL && chat->n_looking == 0)
    {
      if (conversation_id != 0)
        g_hash_table_remove (self->by_conversation, &conversation_id);
      g_hash_table_remove (self->chats, chat->key);
    }
  tell (self, conversation_id);
}

/* ---- typing goes away by itself ---- */

static void schedule (OdLive *self);

static gboolean
expired_cb (gpointer user_data)
{
  OdLive *self = user_data;
  gint64 now_us = od_clock_get_monotonic_us (self->clock);
  g_autoptr (GList) chats = g_hash_table_get_values (self->chats);

  self->timeout_id = 0;
  for (GList *l = chats; l != NULL; l = l->next)
    {
      Chat *chat = l->data;

      if (chat->text == NULL || chat->expires_us > now_us)
        continue;
      g_clear_pointer (&chat->text, g_free);
      settle (self, chat);
    }
  schedule (self);
  return G_SOURCE_REMOVE;
}

static void
schedule (OdLive *self)
{
  GHashTableIter iter;
  gpointer value;
  gint64 next_us = G_MAXINT64;

  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->clock, self->timeout_id);
  self->timeout_id = 0;
  g_hash_table_iter_init (&iter, self->chats);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Chat *) value)->text != NULL)
      next_us = MIN (next_us, ((Chat *) value)->expires_us);
  if (next_us == G_MAXINT64)
    return;
  self->timeout_id = od_clock_add_timeout (self->clock, MAX (next_us - od_clock_get_monotonic_us (self->clock), 1000),
                                           expired_cb, self, NULL);
}

/* ---- which conversation ---- */

typedef struct {
  gint64 account_id;
  char *chat_id;
  char *key;
  gint64 conversation_id;
  gboolean is_live;
} Lookup;

static void
lookup_free (gpointer data)
{
  Lookup *lookup = data;

  g_free (lookup->chat_id);
  g_free (lookup->key);
  g_free (lookup);
}

static gboolean
lookup_job (sqlite3 *db, gpointer data, GError **error)
{
  Lookup *lookup = data;

  return od_store_chat_find_current (db, lookup->account_id, lookup->chat_id, &lookup->conversation_id,
                                     &lookup->is_live, error);
}

static void look (OdLive *self, Chat *chat);

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdLive) self = user_data;
  g_autoptr (GError) error = NULL;
  Lookup *lookup = od_db_finish (OD_DB (source), result, &error);
  Chat *chat;
  gint64 before;

  if (lookup == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("Could not find who types: %s", error->message);
      return;
    }
  chat = g_hash_table_lookup (self->chats, lookup->key);
  if (chat != NULL)
    {
      gboolean is_stale = chat->n_looking > 1;

      before = chat->conversation_id;
      chat->n_looking = 0;
      if (is_stale)
        look (self, chat);
      chat->is_live = lookup->is_live;
      if (before != lookup->conversation_id)
        {
          if (before != 0)
            g_hash_table_remove (self->by_conversation, &before);
          chat->conversation_id = lookup->conversation_id;
          if (chat->conversation_id != 0)
            g_hash_table_insert (self->by_conversation, g_memdup2 (&chat->conversation_id, sizeof (gint64)), chat);
          tell (self, before);
        }
      settle (self, chat);
    }
  lookup_free (lookup);
}

static void
look (OdLive *self, Chat *chat)
{
  Lookup *lookup;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  chat->n_looking = MIN (chat->n_looking + 1, 2);
  if (chat->n_looking > 1)
    return;
  lookup = g_new0 (Lookup, 1);
  lookup->account_id = chat->account_id;
  lookup->chat_id = g_strdup (chat->chat_id);
  lookup->key = g_strdup (chat->key);
  od_db_read_async (self->db, OD_DB_PAGES, lookup_job, lookup, lookup_free, self->cancellable, found_cb,
                    g_object_ref (self));
}

/**
 * od_live_changed:
 * @changes: what was committed
 *
 * Looks again for the conversations it means.
 */
void
od_live_changed (OdLive *self, const OdChangeSet *changes)
{
  g_autoptr (GList) chats = NULL;
  guint n_ids;

  g_return_if_fail (OD_IS_LIVE (self) && changes != NULL);

  od_change_set_get (changes, OD_CHANGE_CONVERSATION, &n_ids);
  if (n_ids == 0)
    return;
  chats = g_hash_table_get_values (self->chats);
  for (GList *l = chats; l != NULL; l = l->next)
    {
      Chat *chat = l->data;

      if (!chat->is_live || od_change_set_has (changes, OD_CHANGE_CONVERSATION, chat->conversation_id))
        look (self, chat);
    }
}

/* ---- events ---- */

static Chat *
ensure_chat (OdLive *self, gint64 account_id, const OdLiveEvent *event)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT "/%s", account_id, event->chat_id);
  Chat *chat = g_hash_table_lookup (self->chats, key);

  if (chat != NULL)
    return chat;
  if (event->kind == OD_LIVE_TYPING ? event->text == NULL : !event->is_online)
    return NULL; /* nothing ends that did not begin */
  if (g_hash_table_size (self->chats) >= MAX_CHATS)
    return NULL;
  chat = g_new0 (Chat, 1);
  chat->key = g_steal_pointer (&key);
  chat->account_id = account_id;
  chat->chat_id = g_strdup (event->chat_id);
  g_hash_table_insert (self->chats, chat->key, chat);
  look (self, chat);
  return chat;
}

/**
 * od_live_take:
 * @event: (transfer full)
 *
 * Something is so right now, or isn't any more.
 */
void
od_live_take (OdLive *self, gint64 account_id, OdLiveEvent *event)
{
  g_autoptr (OdLiveEvent) owned = event;
  Chat *chat;

  g_return_if_fail (OD_IS_LIVE (self) && event != NULL);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  chat = ensure_chat (self, account_id, event);
  if (chat == NULL)
    return;
  if (event->kind == OD_LIVE_TYPING)
    {
      g_free (chat->text);
      chat->text = g_steal_pointer (&event->text);
      chat->expires_us = event->expires_us;
    }
  else
    {
      chat->is_online = event->is_online;
      if (!chat->is_online)
        g_clear_pointer (&chat->text, g_free);
    }
  settle (self, chat);
  schedule (self);
}

/**
 * od_live_forget_account:
 *
 * The account is not connected any more: nobody is there.
 */
void
od_live_forget_account (OdLive *self, gint64 account_id)
{
  g_autoptr (GList) chats = NULL;

  g_return_if_fail (OD_IS_LIVE (self));

  chats = g_hash_table_get_values (self->chats);
  for (GList *l = chats; l != NULL; l = l->next)
    {
      Chat *chat = l->data;

      if (chat->account_id != account_id)
        continue;
      chat->is_online = FALSE;
      g_clear_pointer (&chat->text, g_free);
      settle (self, chat);
    }
  schedule (self);
}

/**
 * od_live_stop:
 *
 * Asks the store nothing more and takes nothing more.
 */
void
od_live_stop (OdLive *self)
{
  g_return_if_fail (OD_IS_LIVE (self));

  g_cancellable_cancel (self->cancellable);
  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->clock, self->timeout_id);
  self->timeout_id = 0;
  g_hash_table_remove_all (self->by_conversation);
  g_hash_table_remove_all (self->chats);
}
