/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include "od-window.h"

#include "od-customer-pane.h"
#include "od-thread-pane.h"

/**
 * OdWindow:
 *
 * The desk on screen: views, conversations, the thread and the customer's profile.
 * Wide, all four stand side by side; then the profile slides over, then the views, and
 * in the end one pane is left at a time.
 */
struct _OdWindow {
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkLabel *announcement;
  GtkStack *root_stack;
  AdwFlap *profile_flap;
  AdwFlap *sidebar_flap;
  AdwLeaflet *leaflet;
  AdwBin *sidebar_bin;
  AdwBin *list_bin;
  AdwBin *thread_bin;
  AdwBin *profile_bin;

  OdThreadPane *thread_pane;     /* borrowed from thread_bin */
  OdCustomerPane *customer_pane; /* borrowed from profile_bin */
  OdDesk *desk;                  /* (owned) */
  GSettings *state;              /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (OdWindow, od_window, ADW_TYPE_APPLICATION_WINDOW)

static void
on_leaflet_changed (OdWindow *self)
{
}

static void
od_window_dispose (GObject *object)
{
  OdWindow *self = OD_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_WINDOW);
  g_clear_object (&self->state);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_window_parent_class)->dispose (object);
}

static void
od_window_class_init (OdWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OdWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, OdWindow, announcement);
  gtk_widget_class_bind_template_child (widget_class, OdWindow, root_stack);
  gtk_widget_class_bind_template_child (widget_class, OdWindow, profile_flap);
  gtk_widget_class_bind_template_child (widget_class, OdWindow, sidebar_flap);
  gtk_widget_class_bind_template_child (widget_class, OdWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, OdWindow, sidebar_bin);
  gtk_widget_class_bind_template_child (widget_class, OdWindow, list_bin);
  gtk_widget_class_bind_template_child (widget_class, OdWindow, thread_bin);
  gtk_widget_class_bind_template_child (widget_class, OdWindow, profile_bin);
  gtk_widget_class_bind_template_callback (widget_class, on_leaflet_changed);
}

static void
od_window_init (OdWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * od_window_new:
 * @state: (nullable): where size, panes and selection are remembered
 *
 * Returns: (transfer none): a window of @application, not yet presented
 */
GtkWidget *
od_window_new (GtkApplication *application, OdDesk *desk, GSettings *state)
{
  OdWindow *self = g_object_new (OD_TYPE_WINDOW, "application", application, NULL);

  self->desk = od_desk_ref (desk);
  g_set_object (&self->state, state);
  self->thread_pane = OD_THREAD_PANE (od_thread_pane_new (desk));
  adw_bin_set_child (self->thread_bin, GTK_WIDGET (self->thread_pane));
  self->customer_pane = OD_CUSTOMER_PANE (od_customer_pane_new (desk));
  adw_bin_set_child (self->profile_bin, GTK_WIDGET (self->customer_pane));
  return GTK_WIDGET (self);
}

/**
 * od_window_add_toast:
 * @words: a sentence for people, translated; no markup
 */
void
od_window_add_toast (OdWindow *self, const char *words)
{
  g_autofree char *escaped = NULL;

  g_return_if_fail (OD_IS_WINDOW (self));

  escaped = g_markup_escape_text (words, -1);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

/**
 * od_window_announce:
 * @words: a sentence for people, translated
 *
 * Says something to a screen reader that is not looking there.
 */
void
od_window_announce (OdWindow *self, const char *words)
{
  g_return_if_fail (OD_IS_WINDOW (self));

  gtk_label_set_text (self->announcement, words);
}
