/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-conversation-port.h"

G_BEGIN_DECLS

/**
 * OdSavedView: a filter with a name.
 * @icon: symbolic icon name; "" for none
 * @query: in the query language: od_query_parse()
 */
typedef struct {
  gint64 id; /* 0: not stored yet */
  char *name;
  char *icon;
  char *query;
  OdOrder order;
} OdSavedView;

const char *od_order_get_name (OdOrder order);
gboolean od_order_parse (const char *name, OdOrder *order);
OdSavedView *od_saved_view_copy (const OdSavedView *self);
void od_saved_view_free (OdSavedView *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdSavedView, od_saved_view_free)

G_END_DECLS
