/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-clock"

#include "od-clock.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* A wall clock that is this far off the monotonic one was set by somebody, or the machine slept. Slewing by NTP stays
 * below it for hours. */
#define JUMP_US (2 * (gint64) G_USEC_PER_SEC)

/* Of a fake timeout with a delay of 0 that wants to go on. */
#define MIN_REPEAT_US 1000

/**
 * OdClock:
 *
 * The only one who asks the system what time it is; everybody else is told, as an argument. The fake twin stands still
 * until a test moves it, and fires the timeouts that were added through it.
 *
 * od_clock_get_real_us() and od_clock_get_monotonic_us() may be called on any thread; everything else on the thread
 * that made the clock, and timeouts run there.
 */
typedef struct {
  guint id;
  guint source_id; /* real clock: 0 while it runs for the last time */
  gint64 due_us;   /* fake clock: monotonic */
  gint64 delay_us;
  OdClock *clock; /* (unowned) */
  GSourceFunc func;
  gpointer user_data;
  GDestroyNotify notify; /* (nullable) */
} Timeout;

struct _OdClock {
  GObject parent_instance;

  gboolean is_fake;
  GMutex lock;
  gint64 fake_real_us;      /* (lock lock) */
  gint64 fake_monotonic_us; /* (lock lock) */

  gint64 offset_us;     /* real minus monotonic, when last looked at */
  GHashTable *timeouts; /* (owned) (element-type guint Timeout) */
  guint last_id;
  guint change_source_id; /* real clock: the kernel says that the time was set */
  int change_fd;          /* real clock: -1 if there is none */
};

G_DEFINE_FINAL_TYPE (OdClock, od_clock, G_TYPE_OBJECT)

enum { JUMPED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
timeout_clear (gpointer data)
{
  Timeout *timeout = data;

  if (timeout->notify != NULL)
    timeout->notify (timeout->user_data);
}

/* Out of the table: it does not run again. One that runs right now keeps its data until it returns. */
static void
timeout_drop (gpointer data)
{
  Timeout *timeout = data;

  g_clear_handle_id (&timeout->source_id, g_source_remove);
  g_rc_box_release_full (timeout, timeout_clear);
}

/* A timer of the kernel that never fires by itself and is cancelled when the wall clock is set or the machine wakes
 * up: no polling. Where it can't be had, od_clock_check() still finds out. */
static void
arm (OdClock *self)
{
  /* The year 2200, or the end of a short time_t. */
  struct itimerspec never = { .it_value.tv_sec =
                                  sizeof (time_t) > 4 ? (time_t) G_GINT64_CONSTANT (7258118400) : G_MAXINT32 };

  if (timerfd_settime (self->change_fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, NULL) != 0 &&
      errno != ECANCELED)
    g_debug ("No news of a changed clock: %s", g_strerror (errno));
}

static gboolean
changed_cb (int fd, GIOCondition condition, gpointer user_data)
{
  OdClock *self = user_data;
  guint64 ignored;

  if (read (fd, &ignored, sizeof ignored) < 0 && errno == EAGAIN)
    return G_SOURCE_CONTINUE;
  arm (self);
  od_clock_check (self);
  return G_SOURCE_CONTINUE;
}

static void
watch_changes (OdClock *self)
{
  self->change_fd = timerfd_create (CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  if (self->change_fd < 0)
    return;
  arm (self);
  self->change_source_id = g_unix_fd_add (self->change_fd, G_IO_IN, changed_cb, self);
}

static void
od_clock_dispose (GObject *object)
{
  OdClock *self = OD_CLOCK (object);

  g_hash_table_remove_all (self->timeouts);
  g_clear_handle_id (&self->change_source_id, g_source_remove);
  if (self->change_fd >= 0)
    close (self->change_fd);
  self->change_fd = -1;
  G_OBJECT_CLASS (od_clock_parent_class)->dispose (object);
}

static void
od_clock_finalize (GObject *object)
{
  OdClock *self = OD_CLOCK (object);

  g_clear_pointer (&self->timeouts, g_hash_table_unref);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (od_clock_parent_class)->finalize (object);
}

static void
od_clock_class_init (OdClockClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_clock_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_clock_finalize;

  /**
   * OdClock::jumped:
   * @by_us: how far the wall clock moved against the monotonic one, µs; negative: it was set back
   *
   * The wall clock was set, or the machine slept. Absolute moments must be looked at again.
   */
  signals[JUMPED] =
      g_signal_new ("jumped", OD_TYPE_CLOCK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
od_clock_init (OdClock *self)
{
  g_mutex_init (&self->lock);
  self->timeouts = g_hash_table_new_full (NULL, NULL, NULL, timeout_drop);
  self->change_fd = -1;
}

static gint64
get_offset_us (OdClock *self)
{
  return od_clock_get_real_us (self) - od_clock_get_monotonic_us (self);
}

/**
 * od_clock_new:
 *
 * Timeouts and "jumped" come from the default main context of the program: make it on the main thread.
 *
 * Returns: (transfer full): the system's clock
 */
OdClock *
od_clock_new (void)
{
  OdClock *self = g_object_new (OD_TYPE_CLOCK, NULL);

  self->offset_us = get_offset_us (self);
  watch_changes (self);
  return self;
}

/**
 * od_clock_new_fake:
 * @real_us: the wall clock, µs since 1970 UTC
 *
 * The monotonic clock begins at 1 s. Both stand still until od_clock_advance() or od_clock_set().
 *
 * Returns: (transfer full): a clock for tests
 */
OdClock *
od_clock_new_fake (gint64 real_us)
{
  OdClock *self = g_object_new (OD_TYPE_CLOCK, NULL);

  self->is_fake = TRUE;
  self->fake_real_us = real_us;
  self->fake_monotonic_us = G_USEC_PER_SEC;
  self->offset_us = get_offset_us (self);
  return self;
}

/**
 * od_clock_get_real_us:
 *
 * For moments that are stored or shown. Any thread may call this.
 *
 * Returns: the wall clock, µs since 1970 UTC; it may go back
 */
gint64
od_clock_get_real_us (OdClock *self)
{
  gint64 us;

  g_return_val_if_fail (OD_IS_CLOCK (self), 0);

  if (!self->is_fake)
    return g_get_real_time ();
  g_mutex_lock (&self->lock);
  us = self->fake_real_us;
  g_mutex_unlock (&self->lock);
  return us;
}

/**
 * od_clock_get_monotonic_us:
 *
 * For durations within this process. Any thread may call this.
 *
 * Returns: µs since some moment; never goes back, stands still while the machine sleeps
 */
gint64
od_clock_get_monotonic_us (OdClock *self)
{
  gint64 us;

  g_return_val_if_fail (OD_IS_CLOCK (self), 0);

  if (!self->is_fake)
    return g_get_monotonic_time ();
  g_mutex_lock (&self->lock);
  us = self->fake_monotonic_us;
  g_mutex_unlock (&self->lock);
  return us;
}

/**
 * od_clock_check:
 *
 * Compares the two clocks with each other, and emits #OdClock::jumped if they moved apart by 2 s or more since the last
 * time. Happens by itself before every timeout of this clock and when the kernel says so.
 *
 * Returns: %TRUE if it was emitted
 */
gboolean
od_clock_check (OdClock *self)
{
  gint64 offset_us, by_us;

  g_return_val_if_fail (OD_IS_CLOCK (self), FALSE);

  offset_us = get_offset_us (self);
  by_us = offset_us - self->offset_us;
  if (ABS (by_us) < JUMP_US)
    return FALSE;
  self->offset_us = offset_us;
  g_signal_emit (self, signals[JUMPED], 0, by_us);
  return TRUE;
}

static gboolean
is_alive (OdClock *self, Timeout *timeout)
{
  return g_hash_table_lookup (self->timeouts, GUINT_TO_POINTER (timeout->id)) == timeout;
}

/* Runs it and takes it out of the table unless it wants to go on. */
static gboolean
run (OdClock *self, Timeout *timeout)
{
  gboolean goes_on;

  g_rc_box_acquire (timeout);
  goes_on = timeout->func (timeout->user_data) && is_alive (self, timeout);
  if (!goes_on && is_alive (self, timeout))
    {
      timeout->source_id = 0; /* goes away by what fired_cb() returns */
      g_hash_table_remove (self->timeouts, GUINT_TO_POINTER (timeout->id));
    }
  g_rc_box_release_full (timeout, timeout_clear);
  return goes_on;
}

static gboolean
fired_cb (gpointer user_data)
{
  Timeout *timeout = user_data;
  g_autoptr (OdClock) self = g_object_ref (timeout->clock); /* the callback may drop the last one */
  guint id = timeout->id;

  od_clock_check (self);
  if (g_hash_table_lookup (self->timeouts, GUINT_TO_POINTER (id)) != timeout)
    return G_SOURCE_REMOVE; /* removed by somebody who heard "jumped" */
  return run (self, timeout);
}

/**
 * od_clock_add_timeout:
 * @delay_us: when, from now on by the monotonic clock, ≥ 0 µs; the real clock rounds up to whole milliseconds
 * @func: called once, or again and again every @delay_us as long as it returns %G_SOURCE_CONTINUE
 * @notify: (nullable): frees @user_data when the timeout is gone, also when the clock goes before it
 *
 * With the fake clock @func runs within od_clock_advance(), and never before this returns.
 *
 * Returns: its number, > 0, for od_clock_remove_timeout() only: it is no source of the main loop
 */
guint
od_clock_add_timeout (OdClock *self, gint64 delay_us, GSourceFunc func, gpointer user_data, GDestroyNotify notify)
{
  Timeout *timeout;

  g_return_val_if_fail (OD_IS_CLOCK (self), 0);
  g_return_val_if_fail (delay_us >= 0 && func != NULL, 0);

  timeout = g_rc_box_new (Timeout);
  *timeout = (Timeout){
    .id = ++self->last_id,
    .delay_us = delay_us,
    .clock = self,
    .func = func,
    .user_data = user_data,
    .notify = notify,
  };
  if (self->is_fake)
    timeout->due_us = self->fake_monotonic_us + delay_us;
  else
    timeout->source_id = g_timeout_add ((guint) MIN ((delay_us + 999) / 1000, G_MAXINT), fired_cb, timeout);
  g_hash_table_insert (self->timeouts, GUINT_TO_POINTER (timeout->id), timeout);
  return timeout->id;
}

/**
 * od_clock_remove_timeout:
 * @id: from od_clock_add_timeout() of the same clock
 *
 * Its callback may call this for itself.
 *
 * Returns: %FALSE if it was gone already
 */
gboolean
od_clock_remove_timeout (OdClock *self, guint id)
{
  g_return_val_if_fail (OD_IS_CLOCK (self), FALSE);

  return g_hash_table_remove (self->timeouts, GUINT_TO_POINTER (id));
}

/**
 * od_clock_set:
 * @real_us: the new wall clock, µs since 1970 UTC; earlier than now is fine
 *
 * Fake clock only. Somebody sets the wall clock, or the machine wakes up: the monotonic clock does not move and no
 * timeout fires. Emits #OdClock::jumped as the real one would.
 */
void
od_clock_set (OdClock *self, gint64 real_us)
{
  g_return_if_fail (OD_IS_CLOCK (self) && self->is_fake);

  g_mutex_lock (&self->lock);
  self->fake_real_us = real_us;
  g_mutex_unlock (&self->lock);
  od_clock_check (self);
}

static Timeout *
find_next (OdClock *self, gint64 until_us)
{
  GHashTableIter iter;
  gpointer value;
  Timeout *next = NULL;

  g_hash_table_iter_init (&iter, self->timeouts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Timeout *timeout = value;

      if (timeout->due_us > until_us)
        continue;
      if (next == NULL || timeout->due_us < next->due_us || (timeout->due_us == next->due_us && timeout->id < next->id))
        next = timeout;
    }
  return next;
}

static void
move_to (OdClock *self, gint64 monotonic_us)
{
  g_mutex_lock (&self->lock);
  self->fake_real_us += monotonic_us - self->fake_monotonic_us;
  self->fake_monotonic_us = monotonic_us;
  g_mutex_unlock (&self->lock);
}

/**
 * od_clock_advance:
 * @by_us: how far, ≥ 0 µs
 *
 * Fake clock only. Time passes: both clocks move on, and the timeouts that fall due on the way run in their order, each
 * at its own moment, also those that are added on the way. A repeated one waits 1 ms at least.
 */
void
od_clock_advance (OdClock *self, gint64 by_us)
{
  gint64 until_us;
  Timeout *next;

  g_return_if_fail (OD_IS_CLOCK (self) && self->is_fake);
  g_return_if_fail (by_us >= 0);

  g_object_ref (self);
  until_us = self->fake_monotonic_us + by_us;
  while ((next = find_next (self, until_us)) != NULL)
    {
      move_to (self, MAX (next->due_us, self->fake_monotonic_us));
      next->due_us += MAX (next->delay_us, MIN_REPEAT_US);
      run (self, next);
    }
  move_to (self, MAX (until_us, self->fake_monotonic_us)); /* a callback may have moved it further */
  g_object_unref (self);
}
