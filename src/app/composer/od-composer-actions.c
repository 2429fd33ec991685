/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-composer"

#include <glib/gi18n.h>

#include "od-composer-private.h"
#include "od-relative-time.h"
#include "od-schedule-dialog.h"
#include "od-snooze-presets.h"

/* The ways in which a text leaves: now or later, and what happens to the conversation then. */

/* How long a reply may be taken back. */
gint64
od_composer_get_undo_us (OdComposer *self)
{
  return self->taste != NULL ? g_settings_get_int (self->taste, "undo-seconds") * (gint64) G_USEC_PER_SEC : 0;
}

/* Once the guard has stopped it, the next Enter does what was asked for then. */
static void
leave (OdComposer *self, const OdComposerOrder *wanted)
{
  g_auto (GStrv) off = self->taste != NULL ? g_settings_get_strv (self->taste, "etiquette-off") : NULL;
  OdComposerOrder order = *wanted;
  OdComposerRefusal refusal = od_composer_model_check (self->model);

  if (refusal != OD_COMPOSER_FINE && (refusal != OD_COMPOSER_TOO_LONG || !order.is_split))
    {
      if (refusal == OD_COMPOSER_TOO_LONG) /* it may be split */
        self->waiting = *wanted;
      od_composer_tell_refusal (self, refusal);
      return;
    }
  order.undo_us = od_composer_get_undo_us (self);
  if (od_send_guard_ask (self->guard, &order, self->customer_name, (const char *const *) off) != OD_GUARD_PASS)
    {
      self->waiting = *wanted;
      od_composer_take_focus (self); /* the menu may have it, and the next Enter is meant for the text */
      return;
    }
  self->waiting = (OdComposerOrder){ 0 };
  od_composer_model_send (self->model, &order);
}

static void
send_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdComposer *self = OD_COMPOSER (widget);
  OdComposerOrder order = self->waiting; /* nothing, unless it was stopped */

  leave (self, &order);
}

static void
send_resolve_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  leave (OD_COMPOSER (widget), &(OdComposerOrder){ .then = OD_REPLY_THEN_RESOLVE });
}

/* What a phrase of the menu means now; 0 if it is over. */
static gint64
get_moment_us (OdComposer *self, const char *phrase)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 until_us = 0;

  od_snooze_phrase_parse (phrase, od_clock_get_real_us (self->desk->clock), zone, NULL, &until_us);
  return until_us;
}

static void
send_snooze_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdComposer *self = OD_COMPOSER (widget);
  OdComposerOrder order = { .then = OD_REPLY_THEN_SNOOZE };

  order.snooze_until_us = get_moment_us (self, g_variant_get_string (parameter, NULL));
  if (order.snooze_until_us == OD_SNOOZE_UNTIL_REPLY)
    order.snooze_until_us = 0; /* as the outbox says it */
  leave (self, &order);
}

static void
send_later_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdComposer *self = OD_COMPOSER (widget);
  OdComposerOrder order = { .not_before_us = get_moment_us (self, g_variant_get_string (parameter, NULL)) };

  if (order.not_before_us != 0) /* the evening may have come while the menu was open */
    leave (self, &order);
}

static void
chosen_cb (OdComposer *self, gint64 at_us)
{
  leave (self, &(OdComposerOrder){ .not_before_us = at_us });
}

static void
schedule_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdComposer *self = OD_COMPOSER (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *dialog = od_schedule_dialog_new (GTK_WINDOW (root), self->desk->clock, self->customer_zone);

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
split_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdComposer *self = OD_COMPOSER (widget);
  OdComposerOrder order = self->waiting; /* what was asked for when it was too long */

  order.is_split = TRUE;
  leave (self, &order);
}

/* ---- The menu ------------------------------------------------------------------------ */

static void
add_moments (OdComposer *self, GMenu *menu, const char *action, gboolean has_reply)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 now_us = od_clock_get_real_us (self->desk->clock);
  g_autoptr (GPtrArray) presets = od_snooze_presets_list (now_us, zone);

  for (guint i = 0; i < presets->len; i++)
    {
      const OdSnoozePreset *preset = presets->pdata[i];
      gboolean is_reply = preset->until_us == OD_SNOOZE_UNTIL_REPLY;
      g_autofree char *time = od_relative_time_future (preset->until_us, now_us, zone);
      g_autofree char *label = is_reply ? g_strdup (preset->label) : g_strdup_printf ("%s (%s)", preset->label, time);
      g_autofree char *detailed = g_strdup_printf ("composer.%s::%s", action, preset->phrase);

      if (has_reply || !is_reply)
        g_menu_append (menu, label, detailed);
    }
}

/* Made when it is opened: what it says of times holds then. */
void
od_composer_make_send_menu (GtkMenuButton *button, gpointer user_data)
{
  OdComposer *self = OD_COMPOSER (user_data);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) snooze = g_menu_new ();
  g_autoptr (GMenu) later = g_menu_new ();
  g_autoptr (GMenu) now = g_menu_new ();

  g_menu_append (now, _ ("_Send"), "composer.send");
  g_menu_append (now, _ ("Send and _Resolve"), "composer.send-resolve");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (now));
  add_moments (self, snooze, "send-snooze", TRUE);
  g_menu_append_submenu (menu, _ ("Send and S_nooze"), G_MENU_MODEL (snooze));
  add_moments (self, later, "send-later", FALSE);
  g_menu_append (later, _ ("_Choose Time…"), "composer.schedule");
  g_menu_append_submenu (menu, _ ("Send _Later"), G_MENU_MODEL (later));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

/* ---- Back and aside -------------------------------------------------------------------- */

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdComposer *self = OD_COMPOSER (widget);

  od_composer_model_undo_last (self->model);
  od_composer_strip_hide (self->sent_strip);
  od_composer_take_focus (self);
}

static void
cancel_edit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdComposer *self = OD_COMPOSER (widget);

  od_composer_model_end_edit (self->model);
  od_composer_take_focus (self);
}

static void
show_news_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdComposer *self = OD_COMPOSER (widget);
  const OdMessageRow *news = od_send_guard_get_news (self->guard);

  if (news != NULL)
    g_signal_emit_by_name (self, "show-message", news->id);
  od_composer_take_focus (self);
}

static void
dismiss_news_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdComposer *self = OD_COMPOSER (widget);

  od_send_guard_dismiss (self->guard);
  od_composer_take_focus (self);
}

/* "Don't Show Again": the rule is off from now on; the text may go. */
static void
advice_off_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdComposer *self = OD_COMPOSER (widget);
  const OdEtiquetteFinding *advice = od_send_guard_get_advice (self->guard);
  g_auto (GStrv) off = NULL;
  g_autoptr (GPtrArray) rules = g_ptr_array_new ();

  if (advice == NULL || self->taste == NULL)
    return;
  off = g_settings_get_strv (self->taste, "etiquette-off");
  for (guint i = 0; off[i] != NULL; i++)
    g_ptr_array_add (rules, off[i]);
  if (!g_strv_contains ((const char *const *) off, advice->rule->id))
    g_ptr_array_add (rules, (char *) advice->rule->id);
  g_ptr_array_add (rules, NULL);
  g_settings_set_strv (self->taste, "etiquette-off", (const char *const *) rules->pdata);
  od_composer_strip_hide (self->advice_strip);
  od_composer_take_focus (self);
}

void
od_composer_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "composer.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "composer.send-resolve", NULL, send_resolve_action);
  gtk_widget_class_install_action (widget_class, "composer.send-snooze", "s", send_snooze_action);
  gtk_widget_class_install_action (widget_class, "composer.send-later", "s", send_later_action);
  gtk_widget_class_install_action (widget_class, "composer.schedule", NULL, schedule_action);
  gtk_widget_class_install_action (widget_class, "composer.split", NULL, split_action);
  gtk_widget_class_install_action (widget_class, "composer.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "composer.cancel-edit", NULL, cancel_edit_action);
  gtk_widget_class_install_action (widget_class, "composer.show-news", NULL, show_news_action);
  gtk_widget_class_install_action (widget_class, "composer.dismiss-news", NULL, dismiss_news_action);
  gtk_widget_class_install_action (widget_class, "composer.advice-off", NULL, advice_off_action);
  gtk_widget_class_install_action (widget_class, "composer.format", "s", od_composer_format_action);
}
