/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-welcome-page"

#include "od-welcome-page.h"

/**
 * OdWelcomePage:
 *
 * What a desk without any account shows: two ways in, both actions of the window.
 */
struct _OdWelcomePage {
  AdwBin parent_instance;

  GtkButton *import_button;
  GtkButton *try_button;
};

G_DEFINE_FINAL_TYPE (OdWelcomePage, od_welcome_page, ADW_TYPE_BIN)

static void
on_map (GtkWidget *widget)
{
  OdWelcomePage *self = OD_WELCOME_PAGE (widget);
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (gtk_widget_get_root (widget)));

  /* Only a desk that can import offers to. */
  gtk_widget_set_visible (GTK_WIDGET (self->import_button),
                          application != NULL && g_action_group_has_action (G_ACTION_GROUP (application), "import"));
}

static gboolean
od_welcome_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (OD_WELCOME_PAGE (widget)->try_button));
}

static void
od_welcome_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), OD_TYPE_WELCOME_PAGE);
  G_OBJECT_CLASS (od_welcome_page_parent_class)->dispose (object);
}

static void
od_welcome_page_class_init (OdWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = od_welcome_page_grab_focus;
  G_OBJECT_CLASS (klass)->dispose = od_welcome_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OdWelcomePage, import_button);
  gtk_widget_class_bind_template_child (widget_class, OdWelcomePage, try_button);
  gtk_widget_class_bind_template_callback (widget_class, on_map);
}

static void
od_welcome_page_init (OdWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
od_welcome_page_new (void)
{
  return g_object_new (OD_TYPE_WELCOME_PAGE, NULL);
}
