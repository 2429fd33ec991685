/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-view-orders"

#include "od-view-orders.h"

#include "od-saved-view.h"

#define KEY "view-orders"
#define MOST_KEPT 200 /* of views that are long gone, some stay */

/**
 * OdViewOrders:
 *
 * In which order the operator wants each view; remembered, if there are settings.
 */
struct _OdViewOrders {
  GObject parent_instance;

  GSettings *state;   /* (owned) (nullable) */
  GHashTable *chosen; /* (owned) (element-type utf8 utf8): view id → name of an order */
};

G_DEFINE_FINAL_TYPE (OdViewOrders, od_view_orders, G_TYPE_OBJECT)

static void
od_view_orders_finalize (GObject *object)
{
  OdViewOrders *self = OD_VIEW_ORDERS (object);

  g_clear_object (&self->state);
  g_clear_pointer (&self->chosen, g_hash_table_unref);
  G_OBJECT_CLASS (od_view_orders_parent_class)->finalize (object);
}

static void
od_view_orders_class_init (OdViewOrdersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_view_orders_finalize;
}

static void
od_view_orders_init (OdViewOrders *self)
{
  self->chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * od_view_orders_new:
 * @state: (nullable): of the profile
 */
OdViewOrders *
od_view_orders_new (GSettings *state)
{
  OdViewOrders *self = g_object_new (OD_TYPE_VIEW_ORDERS, NULL);
  g_autoptr (GVariant) kept = NULL;
  GVariantIter iter;
  char *id, *name;

  if (state == NULL)
    return self;
  self->state = g_object_ref (state);
  kept = g_settings_get_value (state, KEY);
  g_variant_iter_init (&iter, kept);
  while (g_variant_iter_next (&iter, "{ss}", &id, &name))
    g_hash_table_insert (self->chosen, id, name);
  return self;
}

/**
 * od_view_orders_get:
 *
 * Returns: what the operator chose for @view, or its own order
 */
OdOrder
od_view_orders_get (OdViewOrders *self, OdView *view)
{
  const char *name;
  OdOrder order;

  g_return_val_if_fail (OD_IS_VIEW_ORDERS (self), OD_ORDER_URGENT);

  name = g_hash_table_lookup (self->chosen, od_view_get_id (view));
  if (name != NULL && od_order_parse (name, &order))
    return order;
  return od_view_get_query (view)->order;
}

void
od_view_orders_set (OdViewOrders *self, OdView *view, OdOrder order)
{
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer id, name;

  g_return_if_fail (OD_IS_VIEW_ORDERS (self));

  if (g_hash_table_size (self->chosen) >= MOST_KEPT)
    g_hash_table_remove_all (self->chosen);
  g_hash_table_insert (self->chosen, g_strdup (od_view_get_id (view)), g_strdup (od_order_get_name (order)));
  if (self->state == NULL)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_hash_table_iter_init (&iter, self->chosen);
  while (g_hash_table_iter_next (&iter, &id, &name))
    g_variant_builder_add (&builder, "{ss}", id, name);
  g_settings_set_value (self->state, KEY, g_variant_builder_end (&builder));
}
