/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include <glib/gi18n.h>

#include "od-action-exists.h"
#include "od-palette-window.h"
#include "od-preferences-window.h"
#include "od-setting-names.h"
#include "od-window-private.h"

/* The palette: what it offers of this window, and what choosing does. */

static void
offer_commands (OdWindow *self, OdPalette *palette)
{
  guint n;
  const OdCommand *commands = od_commands_get (&n);

  for (guint i = 0; i < n; i++)
    if ((commands[i].flags & OD_COMMAND_UNNAMED) == 0 && od_window_can_run (self, &commands[i]))
      {
        g_autofree char *keys = od_keymap_dup_label (self->taste.keymap, &commands[i]);
        g_autofree char *other = g_strjoin (" ", commands[i].title, od_commands_get_other_words (&commands[i]), NULL);

        od_palette_add (palette, &(OdPaletteOffer){ .kind = OD_PALETTE_COMMAND,
                                                    .ref = commands[i].id,
                                                    .title = _ (commands[i].title),
                                                    .other = other,
                                                    .keys = keys,
                                                    .icon_name = od_commands_get_group_icon (commands[i].group) });
      }
}

static void
offer_views (OdWindow *self, OdPalette *palette)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->views));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OdView) view = g_list_model_get_item (G_LIST_MODEL (self->views), i);

      od_palette_add (palette, &(OdPaletteOffer){ .kind = OD_PALETTE_VIEW,
                                                  .ref = od_view_get_id (view),
                                                  .title = od_view_get_title (view),
                                                  .icon_name = g_intern_string (od_view_get_icon_name (view)) });
    }
}

static void
offer_settings (OdPalette *palette)
{
  g_autoptr (GPtrArray) names = od_setting_names_list ();

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *title = od_setting_name_for_people (names->pdata[i]);

      od_palette_add (palette, &(OdPaletteOffer){ .kind = OD_PALETTE_SETTING,
                                                  .ref = names->pdata[i],
                                                  .title = title,
                                                  .other = names->pdata[i],
                                                  .icon_name = "preferences-system-symbolic" });
    }
}

/* ---- What is chosen -------------------------------------------------------------------- */

static void
show_setting (OdWindow *self, const char *name)
{
  g_autoptr (GPtrArray) commands = od_window_list_commands (self);
  GtkWidget *window = od_preferences_window_new (GTK_WINDOW (self), self->desk, self->taste.keymap, commands);

  gtk_window_present (GTK_WINDOW (window));
  od_setting_names_show (window, name);
}

/* A conversation of somebody, or what they said. */
static void
go_to (OdWindow *self, gint64 conversation_id, gint64 message_id)
{
  od_inbox_list_select (od_inbox_pane_get_list (self->panes.inbox), conversation_id);
  od_window_open (self, conversation_id, 0, message_id);
}

static void
chosen_cb (OdWindow *self, OdPaletteItem *item)
{
  const OdPaletteOffer *offer = od_palette_item_get (item);
  gint64 number = g_ascii_strtoll (offer->ref, NULL, 10);
  const OdCommand *command;
  OdView *view;

  switch (offer->kind)
    {
    case OD_PALETTE_COMMAND:
      command = od_commands_find (offer->ref);
      if (command != NULL)
        od_window_run (self, command);
      break;
    case OD_PALETTE_VIEW:
      view = od_view_list_find (self->views, offer->ref);
      if (view != NULL)
        od_window_choose_view (self, view);
      break;
    case OD_PALETTE_PERSON:
      if (offer->target_id != 0)
        go_to (self, offer->target_id, 0);
      else
        od_window_add_toast (self, _ ("This person has not written yet"));
      break;
    case OD_PALETTE_CONVERSATION:
      go_to (self, number, offer->target_id);
      break;
    case OD_PALETTE_CANNED:
      gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-composer", NULL);
      gtk_widget_activate_action (od_thread_pane_get_composer (self->panes.thread), "composer.insert-canned", "s",
                                  offer->ref);
      break;
    case OD_PALETTE_MACRO:
      gtk_widget_activate_action (GTK_WIDGET (self), "win.macro", "x", number);
      break;
    case OD_PALETTE_OPERATOR:
      gtk_widget_activate_action (GTK_WIDGET (self), "win.assign-to", "(xs)", number, offer->title);
      break;
    case OD_PALETTE_SETTING:
      show_setting (self, offer->ref);
      break;
    default:
      g_assert_not_reached ();
    }
}

void
od_window_show_palette (OdWindow *self)
{
  g_autoptr (OdPalette) palette = od_palette_new (self->desk);
  gboolean has_conversation = od_current_conversation_get_id (self->current) != 0;
  GtkWidget *window;

  od_palette_set_is_offered (palette, OD_PALETTE_CANNED, has_conversation);
  od_palette_set_is_offered (palette, OD_PALETTE_OPERATOR, has_conversation);
  od_palette_set_is_offered (palette, OD_PALETTE_MACRO,
                             has_conversation && od_action_exists (GTK_WIDGET (self), "win.macro"));
  offer_commands (self, palette);
  offer_views (self, palette);
  offer_settings (palette);
  window = od_palette_window_new (GTK_WINDOW (self), palette);
  g_signal_connect_object (window, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}
