/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-usage.h"

void
od_usage_free (OdUsage *self)
{
  g_free (self->kind);
  g_free (self->ref);
  g_free (self);
}
