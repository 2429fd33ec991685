/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64 od_backoff_delay_us (gint64 base_us, gint64 cap_us, guint attempt, double random);

G_END_DECLS
