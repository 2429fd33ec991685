/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-trouble-bar"

#include "od-trouble-bar.h"

#include <glib/gi18n.h>

/**
 * OdTroubleBar:
 *
 * Says that customers can't reach an account, as long as that is so; and if a locked key ring is why, asks for it to be
 * unlocked, now or later. If nothing is wrong now, but messages were lost meanwhile, it says that. libadwaita 1.2 has no banner yet.
 */
struct _OdTroubleBar {
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkLabel *label;
  GtkWidget *accounts_button;
  GtkWidget *unlock_button;
  GtkWidget *later_button;

  OdAccountList *accounts;   /* (owned) */
  OdDesk *desk;              /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gboolean is_for_key_ring;  /* and for nothing else */
  gboolean is_later;         /* the operator does not want to be asked now */
  gint64 known_gap_us;       /* nor told again what was lost until then */
  gint64 shown_gap_us;       /* the end of the gap that is told of */
};

G_DEFINE_FINAL_TYPE (OdTroubleBar, od_trouble_bar, ADW_TYPE_BIN)

static char *
dup_question (OdTroubleBar *self)
{
  g_autofree char *names =
      self->desk->tools.key_ring != NULL ? od_account_list_dup_waiting_for_key_ring (self->accounts) : NULL;

  if (names == NULL)
    return NULL;
  /* TRANSLATORS: one account or several: "The key ring is locked. Unlock it to connect “Shop bot”." */
  return g_strdup_printf (_ ("The key ring is locked. Unlock it to connect %s."), names);
}

static char *
dup_gap (OdTroubleBar *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return od_account_list_dup_gap (self->accounts, self->known_gap_us, od_clock_get_real_us (self->desk->clock), zone,
                                  &self->shown_gap_us);
}

static void
update (OdTroubleBar *self)
{
  g_autofree char *question = dup_question (self);
  g_autofree char *trouble =
      question == NULL && !self->is_for_key_ring ? od_account_list_dup_trouble (self->accounts) : NULL;
  g_autofree char *gap = question == NULL && !self->is_for_key_ring && trouble == NULL ? dup_gap (self) : NULL;
  g_autofree char *words = NULL;

  gtk_widget_set_visible (self->unlock_button, question != NULL);
  gtk_widget_set_visible (self->later_button, question != NULL || gap != NULL);
  gtk_widget_set_visible (self->accounts_button, question == NULL);
  if (question == NULL)
    self->is_later = FALSE; /* the next time is another one */
  if (question != NULL)
    words = self->is_later ? NULL : g_steal_pointer (&question);
  else
    words = trouble != NULL ? g_steal_pointer (&trouble) : g_steal_pointer (&gap);
  if (words != NULL)
    gtk_label_set_text (self->label, words);
  gtk_revealer_set_reveal_child (self->revealer, words != NULL);
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdTroubleBar) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_key_ring_port_unlock_finish (OD_KEY_RING_PORT (source), result, &error))
    g_debug ("The key ring stays locked: %s", error->message);
  if (self->desk != NULL)
    gtk_widget_set_sensitive (self->unlock_button, TRUE);
}

static void
on_unlock (OdTroubleBar *self)
{
  gtk_widget_set_sensitive (self->unlock_button, FALSE);
  od_key_ring_port_unlock_async (self->desk->tools.key_ring, self->cancellable, unlocked_cb, g_object_ref (self));
}

static void
on_later (OdTroubleBar *self)
{
  g_autofree char *question = dup_question (self);

  if (question != NULL)
    self->is_later = TRUE;
  else
    self->known_gap_us = self->shown_gap_us;
  update (self);
}

static void
od_trouble_bar_dispose (GObject *object)
{
  OdTroubleBar *self = OD_TROUBLE_BAR (object);

  adw_bin_set_child (ADW_BIN (self), NULL); /* before the template takes it away behind the bin's back */
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_TROUBLE_BAR);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->desk, od_desk_unref);
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
  gtk_widget_class_bind_template_child (widget_class, OdTroubleBar, accounts_button);
  gtk_widget_class_bind_template_child (widget_class, OdTroubleBar, unlock_button);
  gtk_widget_class_bind_template_child (widget_class, OdTroubleBar, later_button);
  gtk_widget_class_bind_template_callback (widget_class, on_unlock);
  gtk_widget_class_bind_template_callback (widget_class, on_later);
}

static void
od_trouble_bar_init (OdTroubleBar *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GtkWidget *new (OdDesk *desk, OdAccountList *accounts, gboolean is_for_key_ring)
{
  OdTroubleBar *self = g_object_new (OD_TYPE_TROUBLE_BAR, NULL);

  self->desk = od_desk_ref (desk);
  self->accounts = g_object_ref (accounts);
  self->is_for_key_ring = is_for_key_ring;
  g_signal_connect_object (accounts, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

GtkWidget *
od_trouble_bar_new (OdDesk *desk, OdAccountList *accounts)
{
  return new (desk, accounts, FALSE);
}

/**
 * od_trouble_bar_new_for_key_ring:
 *
 * Returns: (transfer none): one that asks about the key ring only, where the accounts are in view anyway
 */
GtkWidget *
od_trouble_bar_new_for_key_ring (OdDesk *desk, OdAccountList *accounts)
{
  return new (desk, accounts, TRUE);
}
