/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-trouble-bar"

#include "od-trouble-bar.h"

/**
 * OdTroubleBar:
 *
 * Says that customers can't reach an account, as long as that is so. libadwaita 1.2 has no
 * banner yet.
 */
struct _OdTroubleBar {
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkLabel *label;

  OdAccountList *accounts; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdTroubleBar, od_trouble_bar, ADW_TYPE_BIN)

static void
update (OdTroubleBar *self)
{
  g_autofree char *words = od_account_list_dup_trouble (self->accounts);

  if (words != NULL)
    gtk_label_set_text (self->label, words);
  gtk_revealer_set_reveal_child (self->revealer, words != NULL);
}

static void
od_trouble_bar_dispose (GObject *object)
{
  OdTroubleBar *self = OD_TROUBLE_BAR (object);

  adw_bin_set_child (ADW_BIN (self), NULL); /* before the template takes it away behind the bin's back */
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_TROUBLE_BAR);
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (od_trouble_bar_parent_class)->dispose (object);
}

static void
od_trouble_bar_class_init (OdTroubleBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_trouble_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-trouble-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, OdTroubleBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, OdTroubleBar, label);
}

static void
od_trouble_bar_init (OdTroubleBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
od_trouble_bar_new (OdAccountList *accounts)
{
  OdTroubleBar *self = g_object_new (OD_TYPE_TROUBLE_BAR, NULL);

  self->accounts = g_object_ref (accounts);
  g_signal_connect_object (accounts, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
