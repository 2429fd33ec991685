/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-change-set.h"

G_BEGIN_DECLS

/**
 * OdChangeFeed:
 *
 * Tells what was committed. Emits `changed` on the main thread, at most once a
 * frame. Everything the window shows follows from this signal.
 */
#define OD_TYPE_CHANGE_FEED (od_change_feed_get_type ())
G_DECLARE_INTERFACE (OdChangeFeed, od_change_feed, OD, CHANGE_FEED, GObject)

struct _OdChangeFeedInterface {
  GTypeInterface parent_iface;
};

void od_change_feed_emit_changed (OdChangeFeed *self, OdChangeSet *changes);

G_END_DECLS
