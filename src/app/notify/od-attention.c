/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-attention"

#include "od-attention.h"

#include "config.h"

#include <glib/gi18n.h>

#include "od-left-behind.h"
#include "od-notifications.h"
#include "od-notifier.h"
#include "od-quick-deeds.h"
#include "od-quick-reply.h"
#include "od-window.h"

#define OFF "notify-off"
#define MUTED "notify-muted-channels"

/**
 * OdAttention:
 *
 * Gets the operator's attention, and takes what they do about it: between what is to be told (OdNotifications), who
 * shows it (OdNotifier), and the actions of the application that its buttons are.
 */
struct _OdAttention {
  GObject parent_instance;

  GtkApplication *application;    /* (unowned): owns this */
  OdDesk *desk;                   /* (owned) */
  GSettings *taste;               /* (owned) (nullable): without installed schemas */
  GSettings *shell;               /* (owned) (nullable): of GNOME, where it says "do not disturb" */
  OdNotifications *notifications; /* (owned) */
  OdNotifier *notifier;           /* (owned) */
  OdQuickDeeds *deeds;            /* (owned) */
  OdLeftBehind *left_behind;      /* (owned) */
  char *token;                    /* (owned) (nullable): lets the next window come to the front */
  OdQuietHours quiet;
  GCancellable *cancellable; /* (owned): of reading them */
  gboolean is_stopped;
  gboolean has_started;
};

G_DEFINE_FINAL_TYPE (OdAttention, od_attention, G_TYPE_OBJECT)

/* ---- Windows ---- */

static OdWindow *
find_window (OdAttention *self)
{
  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (OD_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

static OdQuickReply *
find_quick_reply (OdAttention *self, gint64 conversation_id)
{
  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (OD_IS_QUICK_REPLY (l->data) && od_quick_reply_get_conversation_id (l->data) == conversation_id)
      return l->data;
  return NULL;
}

static gboolean
in_front_cb (gint64 conversation_id, gpointer user_data)
{
  OdWindow *window = find_window (user_data);
  OdQuickReply *quick = find_quick_reply (user_data, conversation_id);

  return (window != NULL && od_window_get_is_in_front (window, conversation_id)) ||
         (quick != NULL && od_quick_reply_get_is_in_front (quick));
}

static void
present (OdAttention *self, GtkWindow *window)
{
  if (self->token != NULL)
    gtk_window_set_startup_id (window, self->token);
  g_clear_pointer (&self->token, g_free);
  gtk_window_present (window);
}

static OdWindow *
raise_window (OdAttention *self)
{
  OdWindow *window = find_window (self);

  if (window == NULL)
    g_application_activate (G_APPLICATION (self->application));
  else
    present (self, GTK_WINDOW (window));
  return find_window (self);
}

static void
active_cb (OdAttention *self)
{
  OdWindow *window = find_window (self);

  if (!self->is_stopped)
    od_notifications_look (self->notifications, window != NULL && gtk_window_is_active (GTK_WINDOW (window)));
}

static void
window_added_cb (OdAttention *self, GtkWindow *window)
{
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (active_cb), self, G_CONNECT_SWAPPED);
}

/* ---- The actions ---- */

static gint64
get_id (GVariant *parameter)
{
  return g_variant_get_int64 (parameter);
}

static void
open_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  OdAttention *self = user_data;
  OdWindow *window = raise_window (self);

  if (window != NULL && get_id (parameter) > 0)
    od_window_write_to (window, get_id (parameter));
}

/* Where the conversation is open already, so is its draft. */
static void
quick_reply_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  OdAttention *self = user_data;
  gint64 id = get_id (parameter);
  OdWindow *window = find_window (self);
  OdQuickReply *quick = find_quick_reply (self, id);

  if (id <= 0)
    return;
  if (quick == NULL && window != NULL && od_window_get_conversation_id (window) == id)
    {
      open_action (action, parameter, self);
      return;
    }
  if (quick == NULL)
    quick = OD_QUICK_REPLY (od_quick_reply_new (self->application, self->desk, id));
  present (self, GTK_WINDOW (quick));
}

static void
hold_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  OdAttention *self = user_data;

  if (get_id (parameter) > 0)
    od_quick_deeds_hold (self->deeds, get_id (parameter), 0);
}

static void
snooze_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  OdAttention *self = user_data;
  int minutes = self->taste != NULL ? g_settings_get_int (self->taste, "notify-snooze-minutes") : 15;

  if (get_id (parameter) > 0)
    od_quick_deeds_snooze (self->deeds, get_id (parameter), (guint) minutes);
}

static const GActionEntry entries[] = {
  { .name = "open-conversation", .activate = open_action, .parameter_type = "x" },
  { .name = "quick-reply", .activate = quick_reply_action, .parameter_type = "x" },
  { .name = "send-hold", .activate = hold_action, .parameter_type = "x" },
  { .name = "snooze", .activate = snooze_action, .parameter_type = "x" },
};

/* ---- What comes back ---- */

static void
invoked_cb (OdAttention *self, gint64 id, gint64 seen_id, const char *action, const char *text, const char *token)
{
  static const struct {
    const char *button;
    const char *action;
  } actions[] = { { "default", "open-conversation" },
                  { "reply", "quick-reply" },
                  { "inline-reply", "quick-reply" },
                  { "snooze", "snooze" } };

  g_free (self->token);
  self->token = g_strdup (token);
  if (text != NULL && id > 0)
    {
      od_quick_deeds_reply (self->deeds, id, text, seen_id);
      return;
    }
  if (g_str_equal (action, "hold") && id > 0)
    {
      od_quick_deeds_hold (self->deeds, id, seen_id);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (actions) && id != OD_NOTICE_TEST; i++)
    if (g_str_equal (action, actions[i].button))
      g_action_group_activate_action (G_ACTION_GROUP (self->application), actions[i].action, g_variant_new_int64 (id));
}

/* Where it was begun. Nothing comes to the front of what the operator does meanwhile. */
static void
failed_cb (OdAttention *self, gint64 conversation_id, const char *words, const char *text, gboolean is_kept)
{
  gboolean is_private = self->taste != NULL && g_settings_get_boolean (self->taste, "notify-private");
  g_autoptr (OdNotice) notice = od_notice_new_trouble (conversation_id, words, text, is_kept, !is_private);

  if (!self->is_stopped)
    od_notifier_show (self->notifier, notice);
}

static void
closed_cb (OdAttention *self, gint64 id)
{
  od_notifications_dismissed (self->notifications, id);
}

static void
show_cb (OdAttention *self, const OdNotice *notice)
{
  GdkDisplay *display = gdk_display_get_default ();

  od_notifier_show (self->notifier, notice);
  if (notice->sound != NULL && display != NULL && !od_notifier_can (self->notifier, "sound"))
    gdk_display_beep (display);
}

static void
withdraw_cb (OdAttention *self, gint64 id)
{
  od_notifier_withdraw (self->notifier, id);
}

static void
arrived_cb (OdAttention *self, const OdAlertSubject *subject)
{
  OdWindow *window = find_window (self);

  if (window != NULL)
    od_window_tell_arrival (window, subject->name, subject->address);
}

/* ---- Settings ---- */

static guint
get_events (OdAttention *self)
{
  g_auto (GStrv) off = g_settings_get_strv (self->taste, OFF);
  guint events = OD_ALERTS_ALL;

  for (guint kind = 0; kind < OD_N_ALERT; kind++)
    if (g_strv_contains ((const char *const *) off, od_alert_kind_get_name (kind)))
      events &= ~(1u << kind);
  return events;
}

static void
apply_settings (OdAttention *self)
{
  OdNotifySettings settings = { .events = OD_ALERTS_ALL };
  g_auto (GStrv) muted = NULL;

  settings.quiet = self->quiet;
  if (self->taste != NULL)
    {
      muted = g_settings_get_strv (self->taste, MUTED);
      settings.events = get_events (self);
      settings.muted_channels = (const char *const *) muted;
      settings.has_sound = g_settings_get_boolean (self->taste, "sound");
      settings.is_private = g_settings_get_boolean (self->taste, "notify-private");
      settings.repeat_s = (guint) g_settings_get_int (self->taste, "notify-repeat-seconds");
    }
  od_notifications_set_settings (self->notifications, &settings);
}

static void
quiet_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  OdQuietHours quiet;
  OdAttention *self;

  if (!od_alert_port_load_quiet_finish (OD_ALERT_PORT (source), result, &quiet, &error))
    return; /* perhaps we are gone */
  self = user_data;
  self->quiet = quiet;
  apply_settings (self);
  if (!self->has_started)
    od_notifications_start (self->notifications);
  self->has_started = TRUE;
}

static void
load_quiet (OdAttention *self)
{
  od_alert_port_load_quiet_async (self->desk->tools.alerts, self->cancellable, quiet_loaded_cb, self);
}

static void
library_changed_cb (OdAttention *self, OdChangeSet *changes)
{
  guint n;

  if (od_change_set_get (changes, OD_CHANGE_LIBRARY, &n) != NULL && n > 0)
    load_quiet (self);
}

static void
apply_quiet (OdAttention *self)
{
  gboolean is_quiet = od_notifier_get_server (self->notifier)->is_quiet ||
                      (self->shell != NULL && !g_settings_get_boolean (self->shell, "show-banners"));

  od_notifications_set_desktop_quiet (self->notifications, is_quiet);
}

/* Returns: (transfer full) (nullable): what GNOME knows of "do not disturb" */
static GSettings *
find_shell_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
      source != NULL ? g_settings_schema_source_lookup (source, "org.gnome.desktop.notifications", TRUE) : NULL;

  return schema != NULL && g_settings_schema_has_key (schema, "show-banners") ? g_settings_new_full (schema, NULL, NULL)
                                                                              : NULL;
}

/* ---- Life ---- */

static void
od_attention_dispose (GObject *object)
{
  OdAttention *self = OD_ATTENTION (object);

  g_cancellable_cancel (self->cancellable);
  if (self->notifier != NULL)
    od_attention_stop (self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->notifications);
  g_clear_object (&self->notifier);
  g_clear_object (&self->deeds);
  g_clear_pointer (&self->left_behind, od_left_behind_free);
  g_clear_object (&self->shell);
  g_clear_object (&self->taste);
  g_clear_pointer (&self->desk, od_desk_unref);
  g_clear_pointer (&self->token, g_free);
  G_OBJECT_CLASS (od_attention_parent_class)->dispose (object);
}

static void
od_attention_class_init (OdAttentionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_attention_dispose;
}

static void
od_attention_init (OdAttention *self)
{
  self->cancellable = g_cancellable_new ();
  od_quiet_hours_init (&self->quiet);
}

static void
follow_settings (OdAttention *self)
{
  g_signal_connect_object (self->desk->feed, "changed", G_CALLBACK (library_changed_cb), self, G_CONNECT_SWAPPED);
  if (self->taste != NULL)
    g_signal_connect_object (self->taste, "changed", G_CALLBACK (apply_settings), self, G_CONNECT_SWAPPED);
  self->shell = find_shell_settings ();
  if (self->shell != NULL)
    g_signal_connect_object (self->shell, "changed::show-banners", G_CALLBACK (apply_quiet), self, G_CONNECT_SWAPPED);
  apply_settings (self);
  apply_quiet (self);
}

/**
 * od_attention_new:
 * @application: gets the actions; outlives this
 * @desk: has alerts
 * @taste: (nullable)
 *
 * Returns: (transfer full): at work
 */
OdAttention *
od_attention_new (GtkApplication *application, OdDesk *desk, GSettings *taste)
{
  OdAttention *self = g_object_new (OD_TYPE_ATTENTION, NULL);

  self->application = application;
  self->desk = od_desk_ref (desk);
  g_set_object (&self->taste, taste);
  self->notifications = od_notifications_new (desk);
  self->notifier = od_notifier_new (OD_APPLICATION_ID);
  self->deeds = od_quick_deeds_new (desk);
  g_signal_connect_object (self->notifications, "show", G_CALLBACK (show_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notifications, "withdraw", G_CALLBACK (withdraw_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notifications, "arrived", G_CALLBACK (arrived_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notifier, "invoked", G_CALLBACK (invoked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notifier, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notifier, "server-changed", G_CALLBACK (apply_quiet), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->deeds, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (application, "window-added", G_CALLBACK (window_added_cb), self, G_CONNECT_SWAPPED);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), self);
  od_notifications_set_in_front_func (self->notifications, in_front_cb, self);
  follow_settings (self);
  self->left_behind = od_left_behind_new (G_APPLICATION (application), taste);
  load_quiet (self);
  return self;
}

/**
 * od_attention_stop:
 *
 * The program ends: takes everything back, and leaves what is still to be told with a desktop that keeps it.
 */
void
od_attention_stop (OdAttention *self)
{
  g_autoptr (GPtrArray) due = NULL;

  g_return_if_fail (OD_IS_ATTENTION (self));

  if (self->is_stopped)
    return;
  self->is_stopped = TRUE;
  od_notifications_set_in_front_func (self->notifications, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_action_map_remove_action (G_ACTION_MAP (self->application), entries[i].name);
  od_notifier_stop (self->notifier);
  due = od_notifications_list_due (self->notifications);
  od_left_behind_hand_over (self->left_behind, due);
}
