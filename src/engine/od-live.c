/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-live"

#include "od-live.h"

#include "od-limits.h"
#include "od-live-lookup.h"

/**
 * OdLive:
 *
 * Who types and who is connected, by conversation. Channels speak of chats; which
 * conversation a chat has now is asked from the store once and kept until the
 * conversation changes, or another one of the chat does while the chat has no live
 * one. One question at a time; if it fails it is asked again at the next event.
 *
 * There is an entry for a chat only while its customer is connected or types, so
 * memory is bounded by the sockets of the server, and by %MAX_CHATS in any case.
 *
 * Main thread only.
 */
#define MAX_CHATS 4096

typedef enum {
  LOOK_DONE,   /* the store has said which conversation it is */
  LOOK_WANTED, /* the store is to be asked, perhaps again */
  LOOK_ASKED,  /* the store was asked, and nothing has changed since */
} Look;

typedef struct {
  char *key; /* (owned): "account/chat" */
  gint64 account_id;
  char *chat_id;          /* (owned) */
  gint64 conversation_id; /* 0 if there is none, or not known yet */
  char *text;             /* (owned) (nullable): NULL: doesn't type */
  gint64 expires_us;      /* monotonic, of text */
  gboolean is_online;
  gboolean is_live; /* the conversation is not resolved: no other can begin */
  Look look;
} Chat;

struct _OdLive {
  GObject parent_instance;

  OdDb *db;                    /* (owned) */
  OdClock *clock;              /* (owned) */
  GCancellable *cancellable;   /* (owned) */
  GHashTable *chats;           /* (owned) (element-type utf8 Chat): by key */
  GHashTable *by_conversation; /* (owned) (element-type gint64 Chat): not owned values */
  OdChangeSet *unknown;        /* (owned) (nullable): conversations that changed; perhaps of a chat here */
  gboolean is_looking;         /* the store was asked */
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

  g_clear_pointer (&self->unknown, od_change_set_unref);
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

  if (!chat->is_online && chat->text == NULL)
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

static char *
make_key (gint64 account_id, const char *chat_id)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT "/%s", account_id, chat_id);
}

static void look (OdLive *self);

/* Whatever the answer could have been about is unknown again. */
static void
want_again (OdLive *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->chats);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Chat *) value)->look == LOOK_ASKED || !((Chat *) value)->is_live)
      ((Chat *) value)->look = LOOK_WANTED;
}

static void
apply (OdLive *self, const OdLiveLookup *lookup)
{
  g_autofree char *key = NULL;
  Chat *chat;
  gint64 before;

  if (lookup->chat_id == NULL)
    return;
  key = make_key (lookup->account_id, lookup->chat_id);
  chat = g_hash_table_lookup (self->chats, key);
  if (chat == NULL)
    return;
  if (chat->look == LOOK_ASKED)
    chat->look = LOOK_DONE;
  before = chat->conversation_id;
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

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdLive) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lookups = od_db_finish (OD_DB (source), result, &error);

  self->is_looking = FALSE;
  if (lookups == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("Could not find who types: %s", error->message);
      want_again (self);
      return;
    }
  for (guint i = 0; i < lookups->len; i++)
    apply (self, g_ptr_array_index (lookups, i));
  look (self);
}

static OdLiveLookup *
add_lookup (GPtrArray *lookups)
{
  OdLiveLookup *lookup = g_new0 (OdLiveLookup, 1);

  g_ptr_array_add (lookups, lookup);
  return lookup;
}

static GPtrArray *
take_wanted (OdLive *self)
{
  g_autoptr (OdChangeSet) unknown = g_steal_pointer (&self->unknown);
  GPtrArray *lookups = g_ptr_array_new_with_free_func (od_live_lookup_free);
  GHashTableIter iter;
  gpointer value;
  guint n_ids = 0;
  const gint64 *ids = unknown != NULL ? od_change_set_get (unknown, OD_CHANGE_CONVERSATION, &n_ids) : NULL;

  for (guint i = 0; i < n_ids; i++)
    add_lookup (lookups)->changed_id = ids[i];
  g_hash_table_iter_init (&iter, self->chats);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Chat *chat = value;
      OdLiveLookup *lookup;

      if (chat->look != LOOK_WANTED)
        continue;
      chat->look = LOOK_ASKED;
      lookup = add_lookup (lookups);
      lookup->account_id = chat->account_id;
      lookup->chat_id = g_strdup (chat->chat_id);
    }
  return lookups;
}

/* Asks for all that is wanted at once; one question at a time. */
static void
look (OdLive *self)
{
  g_autoptr (GPtrArray) lookups = NULL;

  if (self->is_looking || g_cancellable_is_cancelled (self->cancellable))
    return;
  lookups = take_wanted (self);
  if (lookups->len == 0)
    return;
  self->is_looking = TRUE;
  od_db_read_async (self->db, OD_DB_PAGES, od_live_lookup_job, g_steal_pointer (&lookups),
                    (GDestroyNotify) g_ptr_array_unref, self->cancellable, found_cb, g_object_ref (self));
}

/* Chats whose conversation may be another one than before. Either each of these is asked, or each of the
 * @n_ids conversations that changed: whichever is less. */
static void
want_without_live (OdLive *self, const gint64 *ids, guint n_ids)
{
  g_autoptr (GPtrArray) chats = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->chats);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!((Chat *) value)->is_live && ((Chat *) value)->look != LOOK_WANTED)
      g_ptr_array_add (chats, value);
  if (chats->len == 0)
    return;
  if (chats->len <= n_ids)
    {
      for (guint i = 0; i < chats->len; i++)
        ((Chat *) g_ptr_array_index (chats, i))->look = LOOK_WANTED;
      return;
    }
  if (self->unknown == NULL)
    self->unknown = od_change_set_new ();
  for (guint i = 0; i < n_ids; i++)
    if (!g_hash_table_contains (self->by_conversation, &ids[i]))
      od_change_set_add (self->unknown, OD_CHANGE_CONVERSATION, ids[i]);
}

/**
 * od_live_changed:
 * @changes: what was committed
 *
 * Looks again for the conversations it means, and for what could not be found before.
 */
void
od_live_changed (OdLive *self, const OdChangeSet *changes)
{
  const gint64 *ids;
  guint n_ids;

  g_return_if_fail (OD_IS_LIVE (self) && changes != NULL);

  ids = od_change_set_get (changes, OD_CHANGE_CONVERSATION, &n_ids);
  for (guint i = 0; i < n_ids; i++)
    {
      Chat *chat = g_hash_table_lookup (self->by_conversation, &ids[i]);

      if (chat != NULL)
        chat->look = LOOK_WANTED;
    }
  if (n_ids > 0)
    want_without_live (self, ids, n_ids);
  look (self);
}

/* ---- events ---- */

static Chat *
ensure_chat (OdLive *self, gint64 account_id, const OdLiveEvent *event)
{
  g_autofree char *key = make_key (account_id, event->chat_id);
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
  chat->look = LOOK_WANTED;
  g_hash_table_insert (self->chats, chat->key, chat);
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
  look (self);
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
