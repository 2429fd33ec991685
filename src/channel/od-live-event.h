/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "od-update.h"

G_BEGIN_DECLS

typedef enum {
  OD_LIVE_TYPING,   /* the customer types: text is the preview, or NULL when they stopped */
  OD_LIVE_PRESENCE, /* is_online */
} OdLiveKind;

/**
 * OdLiveEvent:
 * @chat_id: (not nullable)
 * @text: (nullable): at most 200 code points of preview; NULL: stopped
 * @expires_us: monotonic; typing is forgotten by then
 *
 * Something that is true only now. Written once, then only read.
 */
typedef struct {
  OdLiveKind kind;
  char *chat_id;
  char *text;
  gint64 expires_us;
  gboolean is_online;
} OdLiveEvent;

OdLiveEvent *od_live_event_new (OdLiveKind kind, const char *chat_id);
void od_live_event_free (OdLiveEvent *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdLiveEvent, od_live_event_free)

G_END_DECLS
