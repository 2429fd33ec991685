/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define OD_TYPE_CLOCK (od_clock_get_type ())
G_DECLARE_FINAL_TYPE (OdClock, od_clock, OD, CLOCK, GObject)

OdClock *od_clock_new (void);
gint64 od_clock_get_real_us (OdClock *self);
gint64 od_clock_get_monotonic_us (OdClock *self);
guint od_clock_add_timeout (OdClock *self, gint64 delay_us, GSourceFunc func, gpointer user_data,
                            GDestroyNotify notify);
gboolean od_clock_remove_timeout (OdClock *self, guint id);
gboolean od_clock_check (OdClock *self);

/* The fake twin, for tests. */
OdClock *od_clock_new_fake (gint64 real_us);
void od_clock_set (OdClock *self, gint64 real_us);
void od_clock_advance (OdClock *self, gint64 by_us);

G_END_DECLS
