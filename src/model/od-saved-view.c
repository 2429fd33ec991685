/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-saved-view.h"

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
