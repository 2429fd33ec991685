/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-change-feed.h"

G_DEFINE_INTERFACE (OdChangeFeed, od_change_feed, G_TYPE_OBJECT)

static guint changed_signal;

static void
od_change_feed_default_init (OdChangeFeedInterface *iface)
{
  /**
   * OdChangeFeed::changed:
   * @changes: what was committed since the last time
   */
  changed_signal = g_signal_new ("changed", OD_TYPE_CHANGE_FEED, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 OD_TYPE_CHANGE_SET);
}

/**
 * od_change_feed_emit_changed:
 * @changes: what was committed
 *
 * For implementations (and tests) only: emits `changed`.
 */
void
od_change_feed_emit_changed (OdChangeFeed *self, OdChangeSet *changes)
{
  g_return_if_fail (OD_IS_CHANGE_FEED (self));

  g_signal_emit (self, changed_signal, 0, changes);
}
