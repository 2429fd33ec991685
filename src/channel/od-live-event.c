/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-live-event.h"

/**
 * od_live_event_new:
 *
 * Returns: (transfer full): an event that says "no longer"
 */
OdLiveEvent *
od_live_event_new (OdLiveKind kind, const char *chat_id)
{
  OdLiveEvent *self;

  g_return_val_if_fail (chat_id != NULL && *chat_id != '\0', NULL);

  self = g_new0 (OdLiveEvent, 1);
  self->kind = kind;
  self->chat_id = g_strdup (chat_id);
  return self;
}

void
od_live_event_free (OdLiveEvent *self)
{
  g_free (self->chat_id);
  g_free (self->text);
  g_free (self);
}
