/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include "od-window-private.h"

#include "od-report-window.h"

/* Reports, and the conversations behind their numbers. */

static void
found_cb (OdWindow *self, const char *title, GArray *ids)
{
  const OdViewQuery query = { .scope = OD_SCOPE_ALL, .order = OD_ORDER_ACTIVITY, .only = ids };
  g_autoptr (OdView) view = od_view_new (OD_VIEW_FOUND, "report", title, "od-filter-symbolic", &query);

  od_window_choose_view (self, view);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-list", NULL);
}

static GtkWidget *
find_reports (OdWindow *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (OD_IS_REPORT_WINDOW (window) && gtk_window_get_transient_for (window) == GTK_WINDOW (self))
        return GTK_WIDGET (window); /* GTK has it */
    }
  return NULL;
}

/* One window is enough: with what was chosen in it, and of now. */
static void
reports_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdWindow *self = OD_WINDOW (widget);
  GtkWidget *window = find_reports (self);

  if (window != NULL)
    gtk_widget_activate_action (window, "report.ask-again", NULL);
  else
    {
      window = od_report_window_new (GTK_WINDOW (self), self->desk);
      g_signal_connect_object (window, "found", G_CALLBACK (found_cb), self, G_CONNECT_SWAPPED);
    }
  gtk_window_present (GTK_WINDOW (window));
}

void
od_window_install_report_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.reports", NULL, reports_action);
}
