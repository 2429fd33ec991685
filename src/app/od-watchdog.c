/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-watchdog"

#include "od-watchdog.h"

#include "od-limits.h"

#define NOTEWORTHY_US 50000

/* Stands before all other sources: prepared when the loop begins a round, checked when it
 * wakes up to work. What lies between is how long nobody could be served. It wakes nobody. */
typedef struct {
  GSource source;
  gint64 awake_since_us; /* monotonic; 0 while asleep */
  gboolean is_fatal;
} Watchdog;

static gboolean
prepare (GSource *source, int *timeout_ms)
{
  Watchdog *self = (Watchdog *) source;
  gint64 late_us;

  *timeout_ms = -1;
  if (self->awake_since_us == 0)
    return FALSE;
  late_us = g_get_monotonic_time () - self->awake_since_us;
  self->awake_since_us = 0;
  if (self->is_fatal && late_us > OD_LIMIT_LATE_MAIN_LOOP_US)
    g_error ("The main loop stood still for %" G_GINT64_FORMAT " ms", late_us / 1000);
  if (late_us > NOTEWORTHY_US)
    g_info ("The main loop stood still for %" G_GINT64_FORMAT " ms", late_us / 1000);
  return FALSE;
}

static gboolean
check (GSource *source)
{
  ((Watchdog *) source)->awake_since_us = g_get_monotonic_time ();
  return FALSE;
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/**
 * od_watchdog_install:
 *
 * From now on a main loop that stands still for 50 ms is logged. With OMNIDESK_WATCHDOG=fatal
 * in the environment, as in tests, 500 ms end the program. Main thread.
 */
void
od_watchdog_install (void)
{
  static GSourceFuncs funcs = { .prepare = prepare, .check = check, .dispatch = dispatch };
  GSource *source = g_source_new (&funcs, sizeof (Watchdog));

  ((Watchdog *) source)->is_fatal = g_strcmp0 (g_getenv ("OMNIDESK_WATCHDOG"), "fatal") == 0;
  g_source_set_static_name (source, "od-watchdog");
  g_source_set_priority (source, G_MININT);
  g_source_attach (source, NULL);
  g_source_unref (source);
}
