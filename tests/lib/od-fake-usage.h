/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-usage-port.h"

G_BEGIN_DECLS

#define OD_TYPE_FAKE_USAGE (od_fake_usage_get_type ())
G_DECLARE_FINAL_TYPE (OdFakeUsage, od_fake_usage, OD, FAKE_USAGE, GObject)

OdFakeUsage *od_fake_usage_new (void);
void od_fake_usage_fill (OdFakeUsage *self, const char *kind, const char *ref, gint64 used_at_us, gint64 n);
void od_fake_usage_hold (OdFakeUsage *self, gboolean is_held);
const char *od_fake_usage_get_last (OdFakeUsage *self);

G_END_DECLS
