/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-change-bus"

#include "od-change-bus.h"

#include "od-limits.h"
#include "od-token-bucket.h"

/* A frame of 60 Hz: whatever is committed within one is shown together. */
#define FRAME_US (16 * 1000)

/**
 * OdChangeBus:
 *
 * Takes the change set of every commit and tells the rest of the program.
 *
 * #OdChangeBus::committed is for services: each set as it comes, at once.
 * #OdChangeFeed::changed is for what is on screen: the sets of a frame are
 * joined, and during a flood a list is refreshed %OD_LIMIT_REFRESHES_PER_S times
 * a second. After a quiet second as many refreshes are free, so that what an
 * operator does is seen at once, also right after something else came in.
 *
 * Main thread only.
 */
struct _OdChangeBus {
  GObject parent_instance;

  OdClock *clock;       /* (owned) */
  OdChangeSet *pending; /* (owned) (nullable): joined, not emitted yet */
  OdTokenBucket refreshes;
  gint64 last_us;   /* monotonic: last emission */
  guint timeout_id; /* of the clock; 0 if nothing waits */
  gboolean is_stopped;
};

static void
feed_iface_init (OdChangeFeedInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (OdChangeBus, od_change_bus, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_CHANGE_FEED, feed_iface_init))

enum { COMMITTED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
od_change_bus_dispose (GObject *object)
{
  OdChangeBus *self = OD_CHANGE_BUS (object);

  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->clock, self->timeout_id);
  self->timeout_id = 0;
  g_clear_pointer (&self->pending, od_change_set_unref);
  G_OBJECT_CLASS (od_change_bus_parent_class)->dispose (object);
}

static void
od_change_bus_finalize (GObject *object)
{
  OdChangeBus *self = OD_CHANGE_BUS (object);

  g_clear_object (&self->clock);
  G_OBJECT_CLASS (od_change_bus_parent_class)->finalize (object);
}

static void
od_change_bus_class_init (OdChangeBusClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_change_bus_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_change_bus_finalize;

  /**
   * OdChangeBus::committed:
   * @changes: what one group of transactions changed
   */
  signals[COMMITTED] = g_signal_new ("committed", OD_TYPE_CHANGE_BUS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, OD_TYPE_CHANGE_SET);
}

static void
od_change_bus_init (OdChangeBus *self)
{
}

/**
 * od_change_bus_new:
 *
 * Returns: (transfer full): a bus with nothing to tell
 */
OdChangeBus *
od_change_bus_new (OdClock *clock)
{
  OdChangeBus *self;
  gint64 now_us;

  g_return_val_if_fail (OD_IS_CLOCK (clock), NULL);

  self = g_object_new (OD_TYPE_CHANGE_BUS, NULL);
  self->clock = g_object_ref (clock);
  now_us = od_clock_get_monotonic_us (clock);
  self->last_us = now_us - FRAME_US;
  od_token_bucket_init (&self->refreshes, OD_LIMIT_REFRESHES_PER_S, OD_LIMIT_REFRESHES_PER_S, now_us);
  return self;
}

static void
emit (OdChangeBus *self)
{
  g_autoptr (OdChangeSet) changes = g_steal_pointer (&self->pending);

  self->last_us = od_clock_get_monotonic_us (self->clock);
  od_change_feed_emit_changed (OD_CHANGE_FEED (self), changes);
}

static void schedule (OdChangeBus *self);

static gboolean
timeout_cb (gpointer user_data)
{
  OdChangeBus *self = user_data;

  self->timeout_id = 0;
  if (self->pending != NULL)
    schedule (self);
  return G_SOURCE_REMOVE;
}

/* Emits now if a frame has passed and a refresh is free; otherwise as soon as both are so. */
static void
schedule (OdChangeBus *self)
{
  gint64 now_us = od_clock_get_monotonic_us (self->clock);
  gint64 wait_us = self->last_us + FRAME_US - now_us;

  if (self->timeout_id != 0)
    return;
  if (wait_us <= 0)
    {
      if (od_token_bucket_take (&self->refreshes, now_us))
        {
          emit (self);
          return;
        }
      wait_us = self->last_us + G_USEC_PER_SEC / OD_LIMIT_REFRESHES_PER_S - now_us;
    }
  self->timeout_id = od_clock_add_timeout (self->clock, MAX (wait_us, 1000), timeout_cb, self, NULL);
}

/**
 * od_change_bus_publish:
 * @changes: (transfer none): what was committed; never changed by this
 *
 * Emits #OdChangeBus::committed before it returns, and #OdChangeFeed::changed
 * within this call or up to a quarter of a second later.
 */
void
od_change_bus_publish (OdChangeBus *self, OdChangeSet *changes)
{
  g_autoptr (OdChangeBus) alive = NULL;

  g_return_if_fail (OD_IS_CHANGE_BUS (self) && changes != NULL);

  if (self->is_stopped || od_change_set_is_empty (changes))
    return;
  alive = g_object_ref (self); /* a listener may drop the last one */
  if (self->pending == NULL)
    self->pending = od_change_set_new ();
  od_change_set_merge (self->pending, changes);
  g_signal_emit (self, signals[COMMITTED], 0, changes);
  if (self->pending != NULL && !self->is_stopped)
    schedule (self);
}

/**
 * od_change_bus_publish_id:
 *
 * For what changes without a commit: an account's run state.
 */
void
od_change_bus_publish_id (OdChangeBus *self, OdChangeKind kind, gint64 id)
{
  g_autoptr (OdChangeSet) changes = od_change_set_new ();

  od_change_set_add (changes, kind, id);
  od_change_bus_publish (self, changes);
}

/**
 * od_change_bus_stop:
 *
 * Tells nothing any more: those who listened are about to go.
 */
void
od_change_bus_stop (OdChangeBus *self)
{
  g_return_if_fail (OD_IS_CHANGE_BUS (self));

  self->is_stopped = TRUE;
  g_clear_pointer (&self->pending, od_change_set_unref);
  if (self->timeout_id != 0)
    od_clock_remove_timeout (self->clock, self->timeout_id);
  self->timeout_id = 0;
}
