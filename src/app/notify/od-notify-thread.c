/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-notify-thread"

#include "od-notify-thread.h"

#include <glib/gi18n.h>
#include <libnotify/notify.h>

#include "od-limits.h"
#include "od-notice-queue.h"
#include "od-notify-asker.h"
#include "od-notify-inline-reply.h"
#include "od-notify-picture.h"

#define PICTURE_SIZE 64 /* px */
#define MAX_RECENT 64

/* Something on display. */
typedef struct {
  OdNotifyThread *thread;           /* (unowned) */
  NotifyNotification *notification; /* (owned) */
  gint64 id;
  gint64 seen_id;
} Shown;

/* A reply that was typed may come after its notification was closed. */
typedef struct {
  guint server_id;
  gint64 id;
  gint64 seen_id;
} Recent;

/**
 * OdNotifyThread:
 *
 * Shows notices with libnotify, whose calls block. What is to be shown waits in a queue, one notice for each
 * conversation, until the server has said that it is there.
 */
struct _OdNotifyThread {
  char *application_id; /* (owned) */
  OdNotifySayFunc say;  /* on this thread */
  gpointer user_data;
  GMainContext *context; /* (owned) */
  GMainLoop *loop;       /* (owned) */

  OdNoticeQueue *queue; /* (owned) */

  /* From here on: this thread only. */
  GDBusConnection *bus;        /* (owned) (nullable) */
  OdNotifyAsker *asker;        /* (owned) (nullable) */
  OdInlineReply *inline_reply; /* (owned) (nullable) */
  GHashTable *wanted;          /* (owned) (element-type gint64 OdNotice): that belong on display */
  GQueue wanted_order;         /* (element-type gint64): the oldest first */
  GHashTable *dirty;           /* (owned) (element-type gint64): of those: what the server does not know yet */
  GHashTable *shown;           /* (owned) (element-type gint64 Shown) */
  GArray *recent;              /* (owned) (element-type Recent) */
};

void
od_notify_word_free (OdNotifyWord *word)
{
  g_free (word->action);
  g_free (word->text);
  g_free (word->token);
  g_clear_pointer (&word->server, od_notify_server_free);
  g_free (word);
}

static gint64 *
key_new (gint64 id)
{
  return g_memdup2 (&id, sizeof id);
}

static void
say (OdNotifyThread *self, OdNotifySaying saying, gint64 id, const char *text)
{
  OdNotifyWord *word = g_new0 (OdNotifyWord, 1);

  word->saying = saying;
  word->id = id;
  word->text = g_strdup (text);
  self->say (word, self->user_data);
}

static void
say_invoked (OdNotifyThread *self, const Recent *what, const char *action, const char *text, const char *token)
{
  OdNotifyWord *word = g_new0 (OdNotifyWord, 1);

  word->saying = OD_NOTIFY_SAYS_INVOKED;
  word->id = what->id;
  word->seen_id = what->seen_id;
  word->action = g_strdup (action);
  word->text = g_strdup (text);
  word->token = g_strdup (token);
  self->say (word, self->user_data);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return *(const gint64 *) a != *(const gint64 *) b;
}

static void
forget (OdNotifyThread *self, gint64 id)
{
  GList *link = g_queue_find_custom (&self->wanted_order, &id, compare_ids);

  if (link != NULL)
    {
      g_free (link->data);
      g_queue_delete_link (&self->wanted_order, link);
    }
  g_hash_table_remove (self->dirty, &id);
  g_hash_table_remove (self->wanted, &id);
}

/* ---- What the server says ---- */

static void
action_cb (NotifyNotification *notification, char *action, gpointer user_data)
{
  Shown *shown = user_data;
  const Recent what = { .id = shown->id, .seen_id = shown->seen_id };

  say_invoked (shown->thread, &what, action, NULL, notify_notification_get_activation_token (notification));
}

static void
closed_cb (NotifyNotification *notification, Shown *shown)
{
  OdNotifyThread *self = shown->thread;
  gint64 id = shown->id;

  if (notify_notification_get_closed_reason (notification) != NOTIFY_CLOSED_REASON_DISMISSED)
    return; /* it ran out, and may be in a list of the desktop's; or we closed it */
  forget (self, id);
  g_hash_table_remove (self->shown, &id);
  say (self, OD_NOTIFY_SAYS_CLOSED, id, NULL);
}

static void
replied_cb (guint server_id, const char *text, gpointer user_data)
{
  OdNotifyThread *self = user_data;

  for (guint i = self->recent->len; i-- > 0;)
    {
      const Recent *recent = &g_array_index (self->recent, Recent, i);

      if (recent->server_id != server_id)
        continue;
      say_invoked (self, recent, OD_INLINE_REPLY, text, NULL);
      return;
    }
}

/* ---- Showing ---- */

static void
shown_free (gpointer data)
{
  Shown *shown = data;

  g_signal_handlers_disconnect_by_data (shown->notification, shown);
  notify_notification_clear_actions (shown->notification);
  g_object_unref (shown->notification);
  g_free (shown);
}

static Shown *
ensure_shown (OdNotifyThread *self, const OdNotice *notice)
{
  Shown *shown = g_hash_table_lookup (self->shown, &notice->id);

  if (shown != NULL)
    return shown;
  shown = g_new0 (Shown, 1);
  shown->thread = self;
  shown->id = notice->id;
  shown->notification = notify_notification_new (notice->title, NULL, NULL);
  g_signal_connect (shown->notification, "closed", G_CALLBACK (closed_cb), shown);
  g_hash_table_insert (self->shown, key_new (notice->id), shown);
  return shown;
}

static gboolean
can (OdNotifyThread *self, const char *capability)
{
  const OdNotifyServer *server = od_notify_asker_get_server (self->asker);

  return server->capabilities != NULL && g_strv_contains ((const char *const *) server->capabilities, capability);
}

static void
add_actions (OdNotifyThread *self, Shown *shown, const OdNotice *notice)
{
  gboolean is_inline = can (self, OD_INLINE_REPLY);

  if (!can (self, "actions"))
    return;
  /* The label of a default action is not shown, but some desktops read it out. */
  notify_notification_add_action (shown->notification, "default", _ ("Open"), action_cb, shown, NULL);
  if (!notice->has_buttons)
    return;
  notify_notification_add_action (shown->notification, is_inline ? OD_INLINE_REPLY : "reply", _ ("Reply"), action_cb,
                                  shown, NULL);
  notify_notification_add_action (shown->notification, "hold", _ ("Please Wait"), action_cb, shown, NULL);
  notify_notification_add_action (shown->notification, "snooze", _ ("Snooze"), action_cb, shown, NULL);
  if (is_inline)
    notify_notification_set_hint (shown->notification, "x-kde-reply-placeholder-text",
                                  g_variant_new_string (_ ("Reply…")));
}

static void
add_hints (OdNotifyThread *self, NotifyNotification *notification, const OdNotice *notice)
{
  static const NotifyUrgency urgencies[] = {
    [OD_URGENCY_LOW] = NOTIFY_URGENCY_LOW,
    [OD_URGENCY_NORMAL] = NOTIFY_URGENCY_NORMAL,
    [OD_URGENCY_CRITICAL] = NOTIFY_URGENCY_CRITICAL,
  };

  notify_notification_set_urgency (notification, urgencies[notice->urgency]);
  notify_notification_set_category (notification, notice->category);
  notify_notification_set_timeout (notification, notice->stays ? NOTIFY_EXPIRES_NEVER : NOTIFY_EXPIRES_DEFAULT);
  notify_notification_set_hint (notification, "desktop-entry", g_variant_new_string (self->application_id));
  if (notice->sound != NULL && can (self, "sound"))
    notify_notification_set_hint (notification, "sound-name", g_variant_new_string (notice->sound));
  else
    notify_notification_set_hint (notification, "suppress-sound", g_variant_new_boolean (TRUE));
  if (notice->person != NULL)
    notify_notification_set_hint (notification, "image-data",
                                  od_notify_picture_new (notice->person, notice->initials, PICTURE_SIZE));
}

static void
remember (OdNotifyThread *self, const Shown *shown)
{
  Recent recent = { .id = shown->id, .seen_id = shown->seen_id };
  int server_id;

  g_object_get (shown->notification, "id", &server_id, NULL);
  recent.server_id = (guint) server_id;
  g_array_append_val (self->recent, recent);
  if (self->recent->len > MAX_RECENT)
    g_array_remove_index (self->recent, 0);
}

/* Returns: %FALSE if the server went just now */
static gboolean
show (OdNotifyThread *self, const OdNotice *notice)
{
  Shown *shown = ensure_shown (self, notice);
  g_autofree char *escaped = can (self, "body-markup") ? g_markup_escape_text (notice->body, -1) : NULL;
  g_autoptr (GError) error = NULL;

  notify_notification_update (shown->notification, notice->title, escaped != NULL ? escaped : notice->body,
                              self->application_id);
  notify_notification_clear_hints (shown->notification);
  notify_notification_clear_actions (shown->notification);
  add_hints (self, shown->notification, notice);
  add_actions (self, shown, notice);
  shown->seen_id = notice->seen_id;
  if (notify_notification_show (shown->notification, &error))
    remember (self, shown);
  else
    g_info ("A notification could not be shown: %s", error->message);
  say (self, OD_NOTIFY_SAYS_SHOWN, notice->id, error != NULL ? error->message : NULL);
  return !g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN);
}

/* The answer is of no use, and a server that hangs must not hold up the end of the program. */
static void
take_back (OdNotifyThread *self, gint64 id)
{
  Shown *shown = g_hash_table_lookup (self->shown, &id);
  int server_id;

  if (shown == NULL)
    return;
  g_object_get (shown->notification, "id", &server_id, NULL);
  if (od_notify_asker_get_server (self->asker)->is_portal)
    notify_notification_close (shown->notification, NULL);
  else if (server_id != 0)
    g_dbus_connection_call (self->bus, "org.freedesktop.Notifications", "/org/freedesktop/Notifications",
                            "org.freedesktop.Notifications", "CloseNotification",
                            g_variant_new ("(u)", (guint) server_id), NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL,
                            NULL, NULL);
  g_hash_table_remove (self->shown, &id);
}

/* ---- The queue ---- */

static void
asked_cb (gboolean is_there, gpointer user_data)
{
  OdNotifyThread *self = user_data;
  GHashTableIter iter;
  gpointer id;

  if (!is_there)
    {
      if (g_hash_table_contains (self->dirty, &(gint64){ OD_NOTICE_TEST }))
        say (self, OD_NOTIFY_SAYS_SHOWN, OD_NOTICE_TEST, "There is no server");
      return; /* shown as soon as there is one */
    }
  g_hash_table_iter_init (&iter, self->dirty);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      const OdNotice *notice = g_hash_table_lookup (self->wanted, id);

      if (notice == NULL || show (self, notice))
        g_hash_table_iter_remove (&iter);
    }
  if (g_hash_table_size (self->dirty) > 0) /* libnotify spoke to the one before */
    od_notify_asker_ask (self->asker);
}

/* What an earlier server showed is gone with it. */
static void
changed_cb (const OdNotifyServer *server, gboolean is_new, gpointer user_data)
{
  OdNotifyThread *self = user_data;
  OdNotifyWord *word = g_new0 (OdNotifyWord, 1);
  GHashTableIter iter;
  gpointer id;

  word->saying = OD_NOTIFY_SAYS_SERVER;
  word->server = od_notify_server_copy (server);
  self->say (word, self->user_data);
  if (!is_new)
    return;
  g_hash_table_remove_all (self->shown);
  g_array_set_size (self->recent, 0);
  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_hash_table_add (self->dirty, key_new (*(gint64 *) id));
  if (server->answer == OD_NOTIFY_READY && g_hash_table_size (self->dirty) > 0)
    od_notify_asker_ask (self->asker);
}

static void
take (OdNotifyThread *self, gint64 id, OdNotice *notice)
{
  forget (self, id);
  if (notice == NULL)
    {
      take_back (self, id);
      return;
    }
  if (g_hash_table_size (self->wanted) >= OD_LIMIT_NOTICES) /* a server that comes late is not flooded */
    forget (self, *(gint64 *) g_queue_peek_head (&self->wanted_order));
  g_queue_push_tail (&self->wanted_order, key_new (id));
  g_hash_table_insert (self->wanted, key_new (id), notice);
  g_hash_table_add (self->dirty, key_new (id));
}

static gboolean
work_cb (gpointer user_data)
{
  OdNotifyThread *self = user_data;
  OdNotice *notice = NULL;
  gint64 id;

  if (self->asker == NULL)
    {
      say (self, OD_NOTIFY_SAYS_SHOWN, OD_NOTICE_TEST, "There is no session bus");
      return G_SOURCE_REMOVE;
    }
  while (od_notice_queue_pop (self->queue, &id, &notice))
    take (self, id, g_steal_pointer (&notice));
  if (g_hash_table_size (self->dirty) > 0)
    od_notify_asker_ask (self->asker);
  return G_SOURCE_REMOVE;
}

/**
 * od_notify_thread_new:
 * @say: called on the thread that runs it; takes the word over
 *
 * Returns: (transfer full): nothing runs yet
 */
OdNotifyThread *
od_notify_thread_new (const char *application_id, OdNotifySayFunc say_func, gpointer user_data)
{
  OdNotifyThread *self = g_new0 (OdNotifyThread, 1);

  self->application_id = g_strdup (application_id);
  self->say = say_func;
  self->user_data = user_data;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->queue = od_notice_queue_new (OD_LIMIT_NOTICES);
  self->wanted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) od_notice_free);
  self->dirty = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->shown = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, shown_free);
  self->recent = g_array_new (FALSE, FALSE, sizeof (Recent));
  return self;
}

/**
 * od_notify_thread_free:
 *
 * To be called when it runs no more.
 */
void
od_notify_thread_free (OdNotifyThread *self)
{
  od_notice_queue_free (self->queue);
  g_queue_clear_full (&self->wanted_order, g_free);
  g_hash_table_unref (self->wanted);
  g_hash_table_unref (self->dirty);
  g_hash_table_unref (self->shown);
  g_array_unref (self->recent);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self->application_id);
  g_free (self);
}

static void
wake (OdNotifyThread *self, GSourceFunc func)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, self, NULL);
  g_source_attach (source, self->context);
}

/**
 * od_notify_thread_push:
 * @notice: (nullable): to be shown in the place of what has this id; %NULL: to be taken back
 *
 * Never blocks. Of all that wait to be shown the newest %OD_LIMIT_NOTICES are kept. Any thread.
 */
void
od_notify_thread_push (OdNotifyThread *self, gint64 id, const OdNotice *notice)
{
  if (od_notice_queue_push (self->queue, id, notice))
    wake (self, work_cb);
}

/**
 * od_notify_thread_run:
 *
 * Returns once od_notify_thread_quit() was called. On the thread that may block.
 */
void
od_notify_thread_run (OdNotifyThread *self)
{
  g_main_context_push_thread_default (self->context);
  self->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  if (self->bus != NULL)
    {
      notify_init (_ ("Omnidesk"));
      self->asker = od_notify_asker_new (self->bus, asked_cb, changed_cb, self);
      self->inline_reply = od_inline_reply_new (self->bus, replied_cb, self);
    }
  g_main_loop_run (self->loop);
  g_clear_pointer (&self->inline_reply, od_inline_reply_free);
  g_clear_pointer (&self->asker, od_notify_asker_free);
  g_hash_table_remove_all (self->shown);
  notify_uninit (); /* its proxy belongs to this context */
  g_main_context_pop_thread_default (self->context);
  g_clear_object (&self->bus);
}

static gboolean
quit_cb (gpointer user_data)
{
  OdNotifyThread *self = user_data;
  g_autofree gint64 **ids = NULL;
  guint n_ids;

  ids = (gint64 **) g_hash_table_get_keys_as_array (self->shown, &n_ids);
  for (guint i = 0; i < n_ids; i++)
    take_back (self, *ids[i]);
  if (self->bus != NULL)
    g_dbus_connection_flush_sync (self->bus, NULL, NULL);
  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

/**
 * od_notify_thread_quit:
 *
 * Takes back everything that is on display, and ends the thread's loop. Does not wait for it. Any thread.
 */
void
od_notify_thread_quit (OdNotifyThread *self)
{
  wake (self, quit_cb);
}
