/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-notifier"

#include "od-notifier.h"

#include "od-limits.h"
#include "od-notify-thread.h"
#include "od-worker.h"

/**
 * OdNotifier:
 *
 * Shows notices through the desktop's notification server. libnotify's calls block, so they are made on a thread of
 * their own: whatever the server does, the window goes on. Main thread.
 */
struct _OdNotifier {
  GObject parent_instance;

  OdWorker *worker;       /* (owned) (nullable): NULL once it is stopped */
  OdNotifyThread *thread; /* (owned) */
  OdNotifyServer *server; /* (owned) */
  GMainContext *home;     /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdNotifier, od_notifier, G_TYPE_OBJECT)

enum { INVOKED, CLOSED, SHOWN, SERVER_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];
static OdNotifier *default_notifier; /* (unowned) */

/* ---- What comes home ---- */

typedef struct {
  GWeakRef notifier;
  OdNotifyWord *word; /* (owned) */
} Delivery;

static void
delivery_free (gpointer data)
{
  Delivery *delivery = data;

  g_weak_ref_clear (&delivery->notifier);
  od_notify_word_free (delivery->word);
  g_free (delivery);
}

static gboolean
deliver_cb (gpointer user_data)
{
  Delivery *delivery = user_data;
  g_autoptr (OdNotifier) self = g_weak_ref_get (&delivery->notifier);
  OdNotifyWord *word = delivery->word;

  if (self == NULL || self->worker == NULL)
    return G_SOURCE_REMOVE;
  switch (word->saying)
    {
    case OD_NOTIFY_SAYS_INVOKED:
      g_signal_emit (self, signals[INVOKED], 0, word->id, word->seen_id, word->action, word->text, word->token);
      break;
    case OD_NOTIFY_SAYS_CLOSED:
      g_signal_emit (self, signals[CLOSED], 0, word->id);
      break;
    case OD_NOTIFY_SAYS_SHOWN:
      g_signal_emit (self, signals[SHOWN], 0, word->id, word->text);
      break;
    case OD_NOTIFY_SAYS_SERVER:
      g_clear_pointer (&self->server, od_notify_server_free);
      self->server = g_steal_pointer (&word->server);
      g_signal_emit (self, signals[SERVER_CHANGED], 0);
      break;
    default:
      g_assert_not_reached ();
    }
  return G_SOURCE_REMOVE;
}

/* On the thread: the notifier outlives it. */
static void
say_cb (OdNotifyWord *word, gpointer user_data)
{
  OdNotifier *self = user_data;
  Delivery *delivery = g_new0 (Delivery, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  g_weak_ref_init (&delivery->notifier, self);
  delivery->word = word;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver_cb, delivery, delivery_free);
  g_source_attach (source, self->home);
}

static void
run_cb (GTask *task, gpointer source, gpointer thread, GCancellable *cancellable)
{
  od_notify_thread_run (thread);
  g_task_return_boolean (task, TRUE);
}

/* ---- Life ---- */

static void
od_notifier_dispose (GObject *object)
{
  if (default_notifier == OD_NOTIFIER (object))
    default_notifier = NULL;
  od_notifier_stop (OD_NOTIFIER (object));
  G_OBJECT_CLASS (od_notifier_parent_class)->dispose (object);
}

static void
od_notifier_finalize (GObject *object)
{
  OdNotifier *self = OD_NOTIFIER (object);

  g_clear_pointer (&self->thread, od_notify_thread_free);
  g_clear_pointer (&self->server, od_notify_server_free);
  g_clear_pointer (&self->home, g_main_context_unref);
  G_OBJECT_CLASS (od_notifier_parent_class)->finalize (object);
}

static void
od_notifier_class_init (OdNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_notifier_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_notifier_finalize;

  /**
   * OdNotifier::invoked:
   * @id: of the notice
   * @seen_id: what it had on display: see #OdNotice
   * @action: "default", "reply", "inline-reply", "hold" or "snooze"
   * @text: (nullable): what was typed: of "inline-reply"
   * @token: (nullable): lets a window come to the front
   */
  signals[INVOKED] =
      g_signal_new ("invoked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 5,
                    G_TYPE_INT64, G_TYPE_INT64, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  /**
   * OdNotifier::closed:
   * @id: of the notice that the operator closed
   */
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_INT64);
  /**
   * OdNotifier::shown:
   * @id: of the notice that the server has taken
   * @error: (nullable): in English, if it did not
   */
  signals[SHOWN] = g_signal_new ("shown", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
  /**
   * OdNotifier::server-changed:
   *
   * See od_notifier_get_server().
   */
  signals[SERVER_CHANGED] = g_signal_new ("server-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 0);
}

static void
od_notifier_init (OdNotifier *self)
{
  self->home = g_main_context_ref_thread_default ();
  self->server = g_new0 (OdNotifyServer, 1);
}

/**
 * od_notifier_new:
 * @application_id: also the name of the icon and of the desktop entry
 *
 * Returns: (transfer full): looks for a server at once
 */
OdNotifier *
od_notifier_new (const char *application_id)
{
  OdNotifier *self = g_object_new (OD_TYPE_NOTIFIER, NULL);
  GTask *task = g_task_new (NULL, NULL, NULL, NULL);

  self->thread = od_notify_thread_new (application_id, say_cb, self);
  self->worker = od_worker_new ("od-notify");
  g_task_set_task_data (task, self->thread, NULL);
  od_worker_push (self->worker, G_PRIORITY_DEFAULT, run_cb, task);
  default_notifier = self;
  return self;
}

/**
 * od_notifier_get_default:
 *
 * Returns: (transfer none) (nullable): that of this program, for who wonders which server there is
 */
OdNotifier *
od_notifier_get_default (void)
{
  return default_notifier;
}

/**
 * od_notifier_show:
 * @notice: copied; takes the place of the one with its id
 *
 * Never blocks. Where there is no server it is shown as soon as there is one.
 */
void
od_notifier_show (OdNotifier *self, const OdNotice *notice)
{
  g_return_if_fail (OD_IS_NOTIFIER (self));

  if (self->worker != NULL)
    od_notify_thread_push (self->thread, notice->id, notice);
}

void
od_notifier_withdraw (OdNotifier *self, gint64 id)
{
  g_return_if_fail (OD_IS_NOTIFIER (self));

  if (self->worker != NULL)
    od_notify_thread_push (self->thread, id, NULL);
}

/**
 * od_notifier_stop:
 *
 * Takes back everything, and says nothing any more. Waits for the thread for a moment only: the server may have stopped
 * within a call of libnotify's, which nothing can cancel. Then it is left to the end of the program, which is near.
 */
void
od_notifier_stop (OdNotifier *self)
{
  g_return_if_fail (OD_IS_NOTIFIER (self));

  if (self->worker == NULL)
    return;
  od_notify_thread_quit (self->thread);
  if (!od_worker_stop_within (self->worker, OD_LIMIT_NOTIFY_STOP_MS * 1000))
    {
      g_message ("The notification server did not answer in time");
      g_object_ref (self); /* the thread's, for good */
    }
  g_clear_object (&self->worker);
}

const OdNotifyServer *
od_notifier_get_server (OdNotifier *self)
{
  g_return_val_if_fail (OD_IS_NOTIFIER (self), NULL);

  return self->server;
}

/**
 * od_notifier_can:
 *
 * Returns: whether the server has that capability
 */
gboolean
od_notifier_can (OdNotifier *self, const char *capability)
{
  g_return_val_if_fail (OD_IS_NOTIFIER (self), FALSE);

  return self->server->capabilities != NULL &&
         g_strv_contains ((const char *const *) self->server->capabilities, capability);
}
