/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-preferences-window"

#include "od-preferences-window.h"

#include <glib/gi18n.h>

#include "od-auto-answers-page.h"
#include "od-data-page.h"
#include "od-etiquette.h"
#include "od-fields-page.h"
#include "od-keyboard-page.h"
#include "od-notifications-page.h"
#include "od-operator-group.h"
#include "od-settings.h"
#include "od-spell-checker.h"
#include "od-terms-page.h"

/**
 * OdPreferencesWindow:
 *
 * The operator's taste. Each row is a setting and holds at once.
 */
struct _OdPreferencesWindow {
  AdwPreferencesWindow parent_instance;

  OdOperatorGroup *operator_group;
  AdwComboRow *scheme_row;
  AdwComboRow *after_resolve_row;
  AdwActionRow *enter_row;
  GtkSwitch *enter_switch;
  AdwActionRow *spelling_row;
  GtkSwitch *spelling_switch;
  GtkSwitch *shell_switch;
  GtkSwitch *background_switch;
  GtkSwitch *login_switch;
  GtkSwitch *tray_switch;
  GtkSpinButton *undo_spin;
  AdwPreferencesGroup *advice_group;
  OdKeyboardPage *keyboard_page;

  GSettings *taste;          /* (owned) (nullable): without installed schemas */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdPreferencesWindow, od_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
on_scheme_chosen (OdPreferencesWindow *self)
{
  if (self->taste != NULL)
    g_settings_set_enum (self->taste, "color-scheme", (int) adw_combo_row_get_selected (self->scheme_row));
}

static void
on_after_resolve_chosen (OdPreferencesWindow *self)
{
  if (self->taste != NULL)
    g_settings_set_enum (self->taste, "after-resolve", (int) adw_combo_row_get_selected (self->after_resolve_row));
}

/* ---- One switch for each rule: the setting holds those that are off ------------- */

static gboolean
is_on_cb (GValue *value, GVariant *variant, gpointer rule_id)
{
  g_autofree const char **off = g_variant_get_strv (variant, NULL);

  g_value_set_boolean (value, !g_strv_contains (off, rule_id));
  return TRUE;
}

static void
rule_switched_cb (GtkSwitch *rule_switch, GParamSpec *pspec, OdPreferencesWindow *self)
{
  const char *rule_id = g_object_get_data (G_OBJECT (rule_switch), "rule-id");
  g_auto (GStrv) off = g_settings_get_strv (self->taste, "etiquette-off");
  g_autoptr (GPtrArray) rules = g_ptr_array_new ();

  for (guint i = 0; off[i] != NULL; i++)
    if (!g_str_equal (off[i], rule_id))
      g_ptr_array_add (rules, off[i]);
  if (!gtk_switch_get_active (rule_switch))
    g_ptr_array_add (rules, (char *) rule_id);
  g_ptr_array_add (rules, NULL);
  if (!g_strv_equal ((const char *const *) off, (const char *const *) rules->pdata))
    g_settings_set_strv (self->taste, "etiquette-off", (const char *const *) rules->pdata);
}

static void
add_rules (OdPreferencesWindow *self)
{
  guint n;
  const OdEtiquetteRule *rules = od_etiquette_get_rules (&n);

  for (guint i = 0; i < n; i++)
    {
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *rule_switch = gtk_switch_new ();
      const char *title = _ (rules[i].title);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      gtk_widget_set_valign (rule_switch, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (rule_switch), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), rule_switch);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), rule_switch);
      adw_preferences_group_add (self->advice_group, row);
      g_object_set_data (G_OBJECT (rule_switch), "rule-id", (gpointer) rules[i].id);
      g_settings_bind_with_mapping (self->taste, "etiquette-off", rule_switch, "active", G_SETTINGS_BIND_GET, is_on_cb,
                                    NULL, (gpointer) rules[i].id, NULL);
      g_signal_connect_object (rule_switch, "notify::active", G_CALLBACK (rule_switched_cb), self, 0);
    }
}

/* ---- Which words can be checked --------------------------------------------------- */

static void
dictionaries_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) tags = od_spell_checker_list_finish (OD_SPELL_CHECKER (source), result, &error);
  g_autofree char *list = NULL, *words = NULL;
  OdPreferencesWindow *self;

  if (tags == NULL)
    return; /* the window is gone */
  self = user_data;
  list = g_strjoinv (", ", tags);
  if (*list != '\0')
    /* TRANSLATORS: names of dictionaries follow: "…no dictionary knows: ru_RU, en_US" */
    words = g_strdup_printf (_ ("Underlines what no dictionary knows: %s."), list);
  adw_action_row_set_subtitle (self->spelling_row,
                               words != NULL ? words : _ ("No dictionary is installed, so nothing is underlined."));
}

static void
show_dictionaries (OdPreferencesWindow *self)
{
  g_autoptr (OdSpellChecker) checker = od_spell_checker_new (); /* it lives until it has answered */

  od_spell_checker_list_async (checker, self->cancellable, dictionaries_cb, self);
}

static void
od_preferences_window_dispose (GObject *object)
{
  OdPreferencesWindow *self = OD_PREFERENCES_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->operator_group != NULL)
    od_operator_group_set_desk (self->operator_group, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_PREFERENCES_WINDOW);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->taste);
  G_OBJECT_CLASS (od_preferences_window_parent_class)->dispose (object);
}

static void
od_preferences_window_class_init (OdPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_preferences_window_dispose;
  g_type_ensure (OD_TYPE_KEYBOARD_PAGE);
  g_type_ensure (OD_TYPE_OPERATOR_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OdPreferencesWindow, operator_group);
  gtk_widget_class_bind_template_child (widget_class, OdPreferencesWindow, scheme_row);
  gtk_widget_class_bind_template_child (widget_class, OdPreferencesWindow, after_resolve_row);
  gtk_widget_class_bind_template_child (widget_class, OdPreferencesWindow, enter_row);
  gtk_widget_class_bind_template_child (widget_class, OdPreferencesWindow, enter_switch);
  gtk_widget_class_bind_template_child (widget_class, OdPreferencesWindow, spelling_row);
  gtk_widget_class_bind_template_child (widget_class, OdPreferencesWindow, spelling_switch);
  gtk_widget_class_bind_template_child (widget_class, OdPreferencesWindow, shell_switch);
  gtk_widget_class_bind_template_child (widget_class, OdPreferencesWindow, background_switch);
  gtk_widget_class_bind_template_child (widget_class, OdPreferencesWindow, login_switch);
  gtk_widget_class_bind_template_child (widget_class, OdPreferencesWindow, tray_switch);
  gtk_widget_class_bind_template_child (widget_class, OdPreferencesWindow, undo_spin);
  gtk_widget_class_bind_template_child (widget_class, OdPreferencesWindow, advice_group);
  gtk_widget_class_bind_template_child (widget_class, OdPreferencesWindow, keyboard_page);
  gtk_widget_class_bind_template_callback (widget_class, on_scheme_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_after_resolve_chosen);
}

static void
od_preferences_window_init (OdPreferencesWindow *self)
{
  GSettings *taste = od_settings_new (OD_SETTINGS_TASTE, NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  show_dictionaries (self);
  if (taste == NULL)
    return;
  adw_combo_row_set_selected (self->scheme_row, (guint) g_settings_get_enum (taste, "color-scheme"));
  adw_combo_row_set_selected (self->after_resolve_row, (guint) g_settings_get_enum (taste, "after-resolve"));
  g_settings_bind (taste, "enter-sends", self->enter_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (taste, "check-spelling", self->spelling_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (taste, "shell-search", self->shell_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (taste, "run-in-background", self->background_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (taste, "start-at-login", self->login_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (taste, "tray-icon", self->tray_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (taste, "undo-seconds", self->undo_spin, "value", G_SETTINGS_BIND_DEFAULT);
  self->taste = taste; /* from now on a choice is stored */
  add_rules (self);
}

/**
 * od_preferences_window_new:
 * @desk: whose operator it is
 * @commands: (element-type OdCommand): those whose keys can be chosen
 *
 * Returns: (transfer none): over @parent, not yet presented
 */
GtkWidget *
od_preferences_window_new (GtkWindow *parent, OdDesk *desk, OdKeymap *keymap, GPtrArray *commands)
{
  OdPreferencesWindow *self = g_object_new (OD_TYPE_PREFERENCES_WINDOW, "transient-for", parent, NULL);

  od_operator_group_set_desk (self->operator_group, desk);
  od_keyboard_page_set_commands (self->keyboard_page, keymap, commands);
  if (desk->tools.alerts != NULL && self->taste != NULL)
    adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self),
                                ADW_PREFERENCES_PAGE (od_notifications_page_new (desk, self->taste)));
  if (desk->tools.terms != NULL)
    adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), ADW_PREFERENCES_PAGE (od_terms_page_new (desk)));
  if (desk->tools.terms != NULL && desk->tools.auto_answers != NULL)
    adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), ADW_PREFERENCES_PAGE (od_auto_answers_page_new (desk)));
  if (desk->tools.fields != NULL)
    adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), ADW_PREFERENCES_PAGE (od_fields_page_new (desk)));
  if (desk->tools.erase != NULL)
    adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), ADW_PREFERENCES_PAGE (od_data_page_new (desk)));
  return GTK_WIDGET (self);
}
