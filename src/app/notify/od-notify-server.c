/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-notify-server.h"

void
od_notify_server_free (OdNotifyServer *self)
{
  g_free (self->name);
  g_free (self->vendor);
  g_free (self->version);
  g_strfreev (self->capabilities);
  g_free (self);
}

OdNotifyServer *
od_notify_server_copy (const OdNotifyServer *self)
{
  OdNotifyServer *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->vendor = g_strdup (self->vendor);
  copy->version = g_strdup (self->version);
  copy->capabilities = g_strdupv (self->capabilities);
  return copy;
}
