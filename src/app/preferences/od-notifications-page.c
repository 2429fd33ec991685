/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-notifications-page"

#include "od-notifications-page.h"

#include <glib/gi18n.h>

#include "od-error-words.h"
#include "od-notifier.h"

#define STEP_MIN 30
#define N_STEPS (OD_QUIET_DAY_MIN / STEP_MIN)
/* A server that says nothing for so long is taken for one that hangs. */
#define PATIENCE_MS 3000

/**
 * OdNotificationsPage:
 *
 * What is told, how, and when it is quiet; and whether the desktop shows it at all. Taste is in the settings and holds
 * at once; quiet hours are the profile's.
 */
struct _OdNotificationsPage {
  AdwPreferencesPage parent_instance;

  GtkSwitch *quiet_switch, *breach_switch;
  AdwComboRow *from_row, *to_row;
  AdwPreferencesGroup *quiet_group;
  GtkLabel *server_label, *outcome_label;

  OdDesk *desk;              /* (owned) */
  GSettings *taste;          /* (owned) */
  GCancellable *cancellable; /* (owned) */
  OdQuietHours quiet;        /* as it was loaded or chosen */
  guint patience_id;
  gboolean is_filling; /* nobody chooses: the store does */
};

G_DEFINE_FINAL_TYPE (OdNotificationsPage, od_notifications_page, ADW_TYPE_PREFERENCES_PAGE)

/* ---- Rows ---- */

static AdwPreferencesGroup *
add_group (OdNotificationsPage *self, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
  return ADW_PREFERENCES_GROUP (group);
}

static void
add_row (AdwPreferencesGroup *group, const char *title, const char *subtitle, GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  adw_preferences_group_add (group, row);
}

static GtkSwitch *
add_switch (AdwPreferencesGroup *group, const char *title, const char *subtitle)
{
  GtkWidget *control = gtk_switch_new ();

  add_row (group, title, subtitle, control);
  return GTK_SWITCH (control);
}

/* ---- Switches of which the setting holds those that are off ---- */

static void
switched_cb (GtkSwitch *control, GParamSpec *pspec, OdNotificationsPage *self)
{
  const char *key = g_object_get_data (G_OBJECT (control), "od-key");
  const char *name = g_object_get_data (G_OBJECT (control), "od-name");
  g_auto (GStrv) off = g_settings_get_strv (self->taste, key);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; off[i] != NULL; i++)
    if (!g_str_equal (off[i], name))
      g_ptr_array_add (names, off[i]);
  if (!gtk_switch_get_active (control))
    g_ptr_array_add (names, (char *) name);
  g_ptr_array_add (names, NULL);
  g_settings_set_strv (self->taste, key, (const char *const *) names->pdata);
}

static void
add_listed (OdNotificationsPage *self, AdwPreferencesGroup *group, const char *key, const char *name, const char *title)
{
  GtkSwitch *control = add_switch (group, title, NULL);
  g_auto (GStrv) off = g_settings_get_strv (self->taste, key);

  gtk_switch_set_active (control, !g_strv_contains ((const char *const *) off, name));
  g_object_set_data (G_OBJECT (control), "od-key", (gpointer) key);
  g_object_set_data_full (G_OBJECT (control), "od-name", g_strdup (name), g_free);
  g_signal_connect_object (control, "notify::active", G_CALLBACK (switched_cb), self, 0);
}

static void
add_what (OdNotificationsPage *self)
{
  static const char *const titles[OD_N_ALERT] = {
    [OD_ALERT_MESSAGE] = N_ ("A customer writes"),
    [OD_ALERT_WARNING] = N_ ("A promise is about to break"),
    [OD_ALERT_BREACH] = N_ ("A promise broke"),
    [OD_ALERT_ASSIGNMENT] = N_ ("A conversation is given to me"),
    [OD_ALERT_MENTION] = N_ ("A colleague names me in a note"),
    [OD_ALERT_FAILED] = N_ ("A reply was not delivered"),
  };
  AdwPreferencesGroup *group = add_group (self, _ ("Tell Me When"), NULL);

  for (guint kind = 0; kind < OD_N_ALERT; kind++)
    add_listed (self, group, "notify-off", od_alert_kind_get_name (kind), _ (titles[kind]));
  if (self->desk->channels->len == 0)
    return;
  group = add_group (self, _ ("On These Channels"), NULL);
  for (guint i = 0; i < self->desk->channels->len; i++)
    {
      const OdChannelInfo *channel = self->desk->channels->pdata[i];

      add_listed (self, group, "notify-muted-channels", channel->id, channel->name);
    }
}

static void
add_how (OdNotificationsPage *self)
{
  AdwPreferencesGroup *group = add_group (self, _ ("How"), NULL);
  GtkWidget *repeat = gtk_spin_button_new_with_range (0, 3600, 10);
  GtkWidget *snooze = gtk_spin_button_new_with_range (1, 1440, 5);
  GtkSwitch *sound = add_switch (group, _ ("Sound"), _ ("A soft bell when a customer writes."));
  GtkSwitch *discreet = add_switch (group, _ ("Without Names and Texts"), _ ("For a screen that others see."));

  g_settings_bind (self->taste, "sound", sound, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->taste, "notify-private", discreet, "active", G_SETTINGS_BIND_DEFAULT);
  add_row (group, _ ("Repeat Until Answered, After Seconds"), _ ("0 tells once."), repeat);
  g_settings_bind (self->taste, "notify-repeat-seconds", repeat, "value", G_SETTINGS_BIND_DEFAULT);
  add_row (group, _ ("Snooze for Minutes"), _ ("With the button of a notification."), snooze);
  g_settings_bind (self->taste, "notify-snooze-minutes", snooze, "value", G_SETTINGS_BIND_DEFAULT);
}

/* ---- Quiet hours ---- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!od_alert_port_save_quiet_finish (OD_ALERT_PORT (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    adw_preferences_group_set_description (OD_NOTIFICATIONS_PAGE (user_data)->quiet_group, od_error_words (error));
}

static void
quiet_chosen_cb (OdNotificationsPage *self)
{
  if (self->is_filling)
    return;
  self->quiet.is_on = gtk_switch_get_active (self->quiet_switch);
  self->quiet.breach_breaks = gtk_switch_get_active (self->breach_switch);
  self->quiet.from_min = adw_combo_row_get_selected (self->from_row) * STEP_MIN;
  self->quiet.to_min = adw_combo_row_get_selected (self->to_row) * STEP_MIN;
  od_alert_port_save_quiet_async (self->desk->tools.alerts, &self->quiet, self->cancellable, saved_cb, self);
}

static void
quiet_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  OdQuietHours quiet;
  OdNotificationsPage *self;

  if (!od_alert_port_load_quiet_finish (OD_ALERT_PORT (source), result, &quiet, &error))
    return; /* perhaps we are gone */
  self = user_data;
  self->quiet = quiet;
  self->is_filling = TRUE;
  gtk_switch_set_active (self->quiet_switch, quiet.is_on);
  gtk_switch_set_active (self->breach_switch, quiet.breach_breaks);
  adw_combo_row_set_selected (self->from_row, quiet.from_min / STEP_MIN);
  adw_combo_row_set_selected (self->to_row, quiet.to_min / STEP_MIN);
  self->is_filling = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->quiet_group), TRUE);
}

static AdwComboRow *
add_time (OdNotificationsPage *self, const char *title)
{
  g_autoptr (GtkStringList) times = gtk_string_list_new (NULL);
  GtkWidget *row = adw_combo_row_new ();

  for (guint i = 0; i < N_STEPS; i++)
    gtk_string_list_take (times, g_strdup_printf ("%u:%02u", i * STEP_MIN / 60, i * STEP_MIN % 60));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (times));
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (quiet_chosen_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->quiet_group, row);
  return ADW_COMBO_ROW (row);
}

static void
add_quiet (OdNotificationsPage *self)
{
  self->is_filling = TRUE;
  self->quiet_group =
      add_group (self, _ ("Quiet Hours"), _ ("Nothing is told, and afterwards everything in one sentence."));
  gtk_widget_set_sensitive (GTK_WIDGET (self->quiet_group), FALSE); /* until they are loaded */
  self->quiet_switch = add_switch (self->quiet_group, _ ("Quiet Every Day"), NULL);
  self->from_row = add_time (self, C_ ("time", "From"));
  self->to_row = add_time (self, _ ("To"));
  self->breach_switch = add_switch (self->quiet_group, _ ("Broken Promises Are Told Nevertheless"), NULL);
  g_signal_connect_object (self->quiet_switch, "notify::active", G_CALLBACK (quiet_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->breach_switch, "notify::active", G_CALLBACK (quiet_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  od_alert_port_load_quiet_async (self->desk->tools.alerts, self->cancellable, quiet_loaded_cb, self);
}

/* ---- The desktop ---- */

static void
show_server (OdNotificationsPage *self)
{
  const OdNotifyServer *server = od_notifier_get_server (od_notifier_get_default ());
  g_autofree char *list = server->capabilities != NULL ? g_strjoinv (", ", server->capabilities) : g_strdup ("");
  g_autofree char *words = NULL;

  if (server->is_portal)
    words = g_strdup (_ ("The portal of the sandbox shows notifications."));
  else if (server->answer == OD_NOTIFY_READY)
    /* TRANSLATORS: name, version and abilities of a program: "dunst 1.9.0 shows notifications. It can: actions, body" */
    words = g_strdup_printf (_ ("%s %s shows notifications. It can: %s"), server->name, server->version, list);
  else if (server->answer == OD_NOTIFY_NO_SERVER)
    words = g_strdup (_ ("No program shows notifications here. They come as soon as there is one."));
  else
    words = g_strdup (_ ("Asking the desktop…"));
  gtk_label_set_text (self->server_label, words);
}

static void
say_outcome (OdNotificationsPage *self, const char *words)
{
  g_clear_handle_id (&self->patience_id, g_source_remove);
  gtk_label_set_text (self->outcome_label, words);
}

static gboolean
patience_cb (gpointer user_data)
{
  OdNotificationsPage *self = user_data;

  self->patience_id = 0;
  say_outcome (self, _ ("The program that shows notifications does not answer."));
  return G_SOURCE_REMOVE;
}

static void
shown_cb (OdNotificationsPage *self, gint64 id, const char *error)
{
  g_autofree char *words = NULL;

  if (id != OD_NOTICE_TEST)
    return;
  /* TRANSLATORS: the words of another program follow, in English */
  words = error != NULL ? g_strdup_printf (_ ("It was not shown: %s"), error) : NULL;
  say_outcome (self, words != NULL ? words : _ ("The desktop took it. If nothing came up, look at its settings."));
}

static void
test_cb (OdNotificationsPage *self)
{
  g_autofree char *title = g_strdup (_ ("This is a test"));
  g_autofree char *body = g_strdup (_ ("So a customer’s words come up."));
  const OdNotice notice = {
    .id = OD_NOTICE_TEST,
    .title = title,
    .body = body,
    .initials = (char *) "",
    .category = "im.received",
    .sound = g_settings_get_boolean (self->taste, "sound") ? "message-new-instant" : NULL,
    .urgency = OD_URGENCY_NORMAL,
  };

  say_outcome (self, _ ("Sent…"));
  self->patience_id = g_timeout_add (PATIENCE_MS, patience_cb, self);
  od_notifier_show (od_notifier_get_default (), &notice);
}

static GtkLabel *
add_label (AdwPreferencesGroup *group)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "xalign", 0.0, "wrap",
                                   TRUE, "selectable", TRUE, "margin-top", 6, "margin-bottom", 6, NULL);

  adw_preferences_group_add (group, label);
  return GTK_LABEL (label);
}

static void
add_desktop (OdNotificationsPage *self)
{
  OdNotifier *notifier = od_notifier_get_default ();
  AdwPreferencesGroup *group;
  GtkWidget *button;

  if (notifier == NULL)
    return;
  group = add_group (self, _ ("This Desktop"), NULL);
  button = gtk_button_new_with_mnemonic (_ ("_Send a Test"));
  self->server_label = add_label (group);
  adw_preferences_group_set_header_suffix (group, button);
  self->outcome_label = add_label (group);
  g_signal_connect_object (button, "clicked", G_CALLBACK (test_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (notifier, "shown", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (notifier, "server-changed", G_CALLBACK (show_server), self, G_CONNECT_SWAPPED);
  show_server (self);
}

/* ---- Life ---- */

static void
od_notifications_page_dispose (GObject *object)
{
  OdNotificationsPage *self = OD_NOTIFICATIONS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->patience_id, g_source_remove);
  G_OBJECT_CLASS (od_notifications_page_parent_class)->dispose (object);
}

static void
od_notifications_page_finalize (GObject *object)
{
  OdNotificationsPage *self = OD_NOTIFICATIONS_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->taste);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_notifications_page_parent_class)->finalize (object);
}

static void
od_notifications_page_class_init (OdNotificationsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_notifications_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_notifications_page_finalize;
}

static void
od_notifications_page_init (OdNotificationsPage *self)
{
  self->cancellable = g_cancellable_new ();
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self), _ ("Notifications"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (self), "preferences-system-notifications-symbolic");
}

/**
 * od_notifications_page_new:
 * @desk: has alerts
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_notifications_page_new (OdDesk *desk, GSettings *taste)
{
  OdNotificationsPage *self = g_object_new (OD_TYPE_NOTIFICATIONS_PAGE, NULL);

  self->desk = od_desk_ref (desk);
  self->taste = g_object_ref (taste);
  add_what (self);
  add_how (self);
  add_quiet (self);
  add_desktop (self);
  return GTK_WIDGET (self);
}
