/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-customer-head"

#include "od-customer-head.h"

#include "od-avatar.h"
#include "od-visitor-name.h"

/**
 * OdCustomerHead:
 *
 * What the customer is called, to be changed in place, with a line about them.
 */
struct _OdCustomerHead {
  AdwBin parent_instance;

  OdAvatar *avatar;
  GtkStack *name_stack;
  GtkWidget *name_button;
  GtkLabel *name_label;
  GtkEntry *name_entry;
  GtkLabel *about_label;

  char *name; /* (owned): as it is stored; "" if unknown */
};

G_DEFINE_FINAL_TYPE (OdCustomerHead, od_customer_head, ADW_TYPE_BIN)

enum { RENAMED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
show_label (OdCustomerHead *self)
{
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->name_stack)) == GTK_WIDGET (self->name_entry);

  gtk_stack_set_visible_child_name (self->name_stack, "label");
  if (had_focus)
    gtk_widget_grab_focus (self->name_button);
}

static void
on_name_clicked (OdCustomerHead *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->name_entry), self->name);
  gtk_stack_set_visible_child_name (self->name_stack, "entry");
  gtk_widget_grab_focus (GTK_WIDGET (self->name_entry));
}

static void
on_name_activated (OdCustomerHead *self)
{
  g_signal_emit (self, signals[RENAMED], 0, gtk_editable_get_text (GTK_EDITABLE (self->name_entry)));
  show_label (self);
}

static gboolean
on_name_key (OdCustomerHead *self, guint keyval)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  show_label (self);
  return GDK_EVENT_STOP;
}

static void
od_customer_head_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), OD_TYPE_CUSTOMER_HEAD);
  G_OBJECT_CLASS (od_customer_head_parent_class)->dispose (object);
}

static void
od_customer_head_finalize (GObject *object)
{
  g_free (OD_CUSTOMER_HEAD (object)->name);
  G_OBJECT_CLASS (od_customer_head_parent_class)->finalize (object);
}

static void
od_customer_head_class_init (OdCustomerHeadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_customer_head_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_customer_head_finalize;

  /**
   * OdCustomerHead::renamed:
   * @name: as typed
   */
  signals[RENAMED] = g_signal_new ("renamed", OD_TYPE_CUSTOMER_HEAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (OD_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-customer-head.ui");
  gtk_widget_class_bind_template_child (widget_class, OdCustomerHead, avatar);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerHead, name_stack);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerHead, name_button);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerHead, name_label);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerHead, name_entry);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerHead, about_label);
  gtk_widget_class_bind_template_callback (widget_class, on_name_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_name_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_name_key);
}

static void
od_customer_head_init (OdCustomerHead *self)
{
  self->name = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * od_customer_head_set_name:
 * @name: as it is stored; "" if unknown
 * @address: (nullable): what to call somebody without a name by
 *
 * What is being typed stays.
 */
void
od_customer_head_set_name (OdCustomerHead *self, const char *name, const char *address)
{
  g_autofree char *shown = od_visitor_name (name, address);

  g_return_if_fail (OD_IS_CUSTOMER_HEAD (self));

  g_free (self->name);
  self->name = g_strdup (name);
  gtk_label_set_text (self->name_label, shown);
  od_avatar_set_person (self->avatar, name, address);
}

/**
 * od_customer_head_set_about:
 * @words: "" for none
 */
void
od_customer_head_set_about (OdCustomerHead *self, const char *words)
{
  g_return_if_fail (OD_IS_CUSTOMER_HEAD (self));

  gtk_label_set_text (self->about_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->about_label), *words != '\0');
}
