/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include "od-window-private.h"

#include <glib/gi18n.h>

#include "od-accounts-window.h"
#include "od-error-words.h"
#include "od-library-window.h"
#include "od-preferences-window.h"
#include "od-shortcuts-window.h"
#include "od-transcript-dialog.h"
#include "od-visitor-name.h"

/* Tells of an error in the operator's words; what was cancelled is none. */
void
od_window_show_error (OdWindow *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    od_window_add_toast (self, od_error_words (error));
}

/* ---- Ways ---- */

/* Whoever asks for the next wants to answer. */
static void
step (OdWindow *self, int by)
{
  od_inbox_list_step (od_inbox_pane_get_list (self->panes.inbox), by);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-composer", NULL);
}

static void
next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  step (OD_WINDOW (widget), 1);
}

static void
previous_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  step (OD_WINDOW (widget), -1);
}

static void
next_unanswered_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdWindow *self = OD_WINDOW (widget);

  od_inbox_list_step_to_unanswered (od_inbox_pane_get_list (self->panes.inbox));
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdWindow *self = OD_WINDOW (widget);

  od_window_show_page (self, OD_WINDOW_PAGE_LIST);
  od_inbox_pane_focus_search (self->panes.inbox);
}

static void
find (OdWindow *self, int step)
{
  od_window_show_page (self, OD_WINDOW_PAGE_THREAD);
  od_thread_pane_find (self->panes.thread, step);
}

static void
find_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  find (OD_WINDOW (widget), 0);
}

static void
find_next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  find (OD_WINDOW (widget), 1);
}

static void
find_previous_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  find (OD_WINDOW (widget), -1);
}

static void
palette_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_window_show_palette (OD_WINDOW (widget));
}

static void
focus_composer_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdWindow *self = OD_WINDOW (widget);

  if (od_current_conversation_get_id (self->current) == 0)
    return;
  od_window_show_page (self, OD_WINDOW_PAGE_THREAD);
  od_thread_pane_focus_composer (self->panes.thread);
}

static OdInboxList *
show_list (OdWindow *self)
{
  od_window_show_page (self, OD_WINDOW_PAGE_LIST);
  od_inbox_pane_close_search (self->panes.inbox);
  return od_inbox_pane_get_list (self->panes.inbox);
}

static void
focus_list_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (show_list (OD_WINDOW (widget))));
}

static void
mark_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdInboxList *list = show_list (OD_WINDOW (widget));

  gtk_widget_grab_focus (GTK_WIDGET (list));
  od_inbox_list_mark_all (list);
}

/* One step out: of what slides over, of the marking of many, of the search, of the thread. */
static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdWindow *self = OD_WINDOW (widget);

  if (adw_flap_get_folded (self->profile_flap) && adw_flap_get_reveal_flap (self->profile_flap))
    adw_flap_set_reveal_flap (self->profile_flap, FALSE);
  else if (adw_flap_get_folded (self->sidebar_flap) && adw_flap_get_reveal_flap (self->sidebar_flap))
    adw_flap_set_reveal_flap (self->sidebar_flap, FALSE);
  else if (od_thread_pane_close_find (self->panes.thread))
    return;
  else if (od_inbox_list_unmark_all (od_inbox_pane_get_list (self->panes.inbox)))
    return;
  else if (!od_inbox_pane_close_search (self->panes.inbox) && adw_leaflet_get_folded (self->leaflet))
    od_window_show_page (self, OD_WINDOW_PAGE_LIST);
}

static void
toggle_sidebar_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdWindow *self = OD_WINDOW (widget);

  adw_flap_set_reveal_flap (self->sidebar_flap, !adw_flap_get_reveal_flap (self->sidebar_flap));
}

static void
open_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_window_open_link (OD_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
show_conversation_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_window_show_conversation (OD_WINDOW (widget), g_variant_get_int64 (parameter));
}

/* ---- Windows ---- */

static void
accounts_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdWindow *self = OD_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (od_accounts_window_new (GTK_WINDOW (self), self->desk, self->accounts, FALSE)));
}

static void
connect_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdWindow *self = OD_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (od_accounts_window_new (GTK_WINDOW (self), self->desk, self->accounts, TRUE)));
}

static GtkWidget *
open_transcript (OdWindow *self)
{
  const OdConversationRow *row = od_current_conversation_get_row (self->current);
  g_autofree char *name = od_visitor_name (row->name, row->address);
  GtkWidget *dialog = od_transcript_dialog_new (GTK_WINDOW (self), self->desk, row->id, name);

  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

static void
transcript_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_transcript (OD_WINDOW (widget));
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (open_transcript (OD_WINDOW (widget)), "transcript.print", NULL);
}

static void
canned_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_present (GTK_WINDOW (od_library_window_new (GTK_WINDOW (widget), OD_WINDOW (widget)->desk, FALSE)));
}

static void
articles_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_present (GTK_WINDOW (od_library_window_new (GTK_WINDOW (widget), OD_WINDOW (widget)->desk, TRUE)));
}

static void
add_canned_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *window = od_library_window_new (GTK_WINDOW (widget), OD_WINDOW (widget)->desk, FALSE);

  od_library_window_add (OD_LIBRARY_WINDOW (window), g_variant_get_string (parameter, NULL));
  gtk_window_present (GTK_WINDOW (window));
}

static void
preferences_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdWindow *self = OD_WINDOW (widget);
  g_autoptr (GPtrArray) commands = od_window_list_commands (self);

  gtk_window_present (
      GTK_WINDOW (od_preferences_window_new (GTK_WINDOW (self), self->desk, self->taste.keymap, commands)));
}

static void
shortcuts_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdWindow *self = OD_WINDOW (widget);
  g_autoptr (GPtrArray) commands = od_window_list_commands (self);

  gtk_window_present (GTK_WINDOW (od_shortcuts_window_new (GTK_WINDOW (self), self->taste.keymap, commands)));
}

static void
try_it_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_window_try_it (OD_WINDOW (widget));
}

/* ---- The table ---- */

/* Enabled in one place, so that button, menu and key agree. */
void
od_window_update_actions (OdWindow *self)
{
  const OdConversationRow *row = od_current_conversation_get_row (self->current);
  GtkWidget *widget = GTK_WIDGET (self);

  od_window_update_triage (self);
  gtk_widget_action_set_enabled (widget, "win.find", row != NULL);
  gtk_widget_action_set_enabled (widget, "win.find-next", row != NULL);
  gtk_widget_action_set_enabled (widget, "win.find-previous", row != NULL);
  gtk_widget_action_set_enabled (widget, "win.transcript", row != NULL);
  gtk_widget_action_set_enabled (widget, "win.print", row != NULL);
  gtk_widget_action_set_enabled (widget, "win.canned-replies", self->desk->library != NULL);
  gtk_widget_action_set_enabled (widget, "win.articles", self->desk->library != NULL);
  gtk_widget_action_set_enabled (widget, "win.add-canned", self->desk->library != NULL);
  gtk_widget_action_set_enabled (widget, "win.reports", self->desk->tools.reports != NULL);
}

void
od_window_install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name;
    const char *parameter;
    GtkWidgetActionActivateFunc func;
  } actions[] = {
    { "win.next", NULL, next_action },
    { "win.previous", NULL, previous_action },
    { "win.next-unanswered", NULL, next_unanswered_action },
    { "win.search", NULL, search_action },
    { "win.find", NULL, find_action },
    { "win.find-next", NULL, find_next_action },
    { "win.find-previous", NULL, find_previous_action },
    { "win.palette", NULL, palette_action },
    { "win.focus-composer", NULL, focus_composer_action },
    { "win.focus-list", NULL, focus_list_action },
    { "win.mark-all", NULL, mark_all_action },
    { "win.back", NULL, back_action },
    { "win.open-link", "s", open_link_action },
    { "win.show-conversation", "x", show_conversation_action },
    { "win.toggle-sidebar", NULL, toggle_sidebar_action },
    { "win.transcript", NULL, transcript_action },
    { "win.print", NULL, print_action },
    { "win.accounts", NULL, accounts_action },
    { "win.connect-channel", NULL, connect_action },
    { "win.canned-replies", NULL, canned_action },
    { "win.articles", NULL, articles_action },
    { "win.add-canned", "s", add_canned_action },
    { "win.preferences", NULL, preferences_action },
    { "win.shortcuts", NULL, shortcuts_action },
    { "win.try-it", NULL, try_it_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter, actions[i].func);
  od_window_install_report_actions (widget_class);
}

/* What is remembered of the operator's taste, and switched in the window. */
void
od_window_install_settings (OdWindow *self)
{
  g_autoptr (GAction) whole_history = NULL;

  if (self->taste.settings == NULL)
    return;
  whole_history = g_settings_create_action (self->taste.settings, "whole-history");
  g_action_map_add_action (G_ACTION_MAP (self), whole_history);
}
