/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-customer-pane"

#include "od-customer-pane.h"

struct _OdCustomerPane {
  AdwBin parent_instance;

  OdDesk *desk; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdCustomerPane, od_customer_pane, ADW_TYPE_BIN)

static void
od_customer_pane_finalize (GObject *object)
{
  OdCustomerPane *self = OD_CUSTOMER_PANE (object);

  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_customer_pane_parent_class)->finalize (object);
}

static void
od_customer_pane_class_init (OdCustomerPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_customer_pane_finalize;
}

static void
od_customer_pane_init (OdCustomerPane *self)
{
}

GtkWidget *
od_customer_pane_new (OdDesk *desk)
{
  OdCustomerPane *self = g_object_new (OD_TYPE_CUSTOMER_PANE, NULL);

  self->desk = od_desk_ref (desk);
  return GTK_WIDGET (self);
}

/**
 * od_customer_pane_set_customer:
 * @customer_id: 0 for none
 * @conversation_id: the one that is open, for presence and the page
 */
void
od_customer_pane_set_customer (OdCustomerPane *self, gint64 customer_id, gint64 conversation_id)
{
  g_return_if_fail (OD_IS_CUSTOMER_PANE (self));
}
