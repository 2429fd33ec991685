/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-saved-view.h"

static const char *const order_names[OD_N_ORDER] = {
  [OD_ORDER_URGENT] = "urgent", [OD_ORDER_WAITING] = "waiting",   [OD_ORDER_NEWEST] = "newest",
  [OD_ORDER_OLDEST] = "oldest", [OD_ORDER_ACTIVITY] = "activity",
};

/**
 * od_order_get_name:
 *
 * Returns: as files and commands call it; static
 */
const char *
od_order_get_name (OdOrder order)
{
  g_return_val_if_fail (order < OD_N_ORDER, "");

  return order_names[order];
}

/**
 * od_order_parse:
 *
 * Returns: %FALSE if no order has this name
 */
gboolean
od_order_parse (const char *name, OdOrder *order)
{
  for (guint i = 0; i < OD_N_ORDER; i++)
    if (g_str_equal (order_names[i], name))
      {
        *order = (OdOrder) i;
        return TRUE;
      }
  return FALSE;
}

OdSavedView *
od_saved_view_copy (const OdSavedView *self)
{
  OdSavedView *copy = g_new0 (OdSavedView, 1);

  *copy = *self;
  copy->name = g_strdup (self->name);
  copy->icon = g_strdup (self->icon);
  copy->query = g_strdup (self->query);
  return copy;
}

void
od_saved_view_free (OdSavedView *self)
{
  g_free (self->name);
  g_free (self->icon);
  g_free (self->query);
  g_free (self);
}
