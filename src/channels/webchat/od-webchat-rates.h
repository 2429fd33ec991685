/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _OdWebchatRates OdWebchatRates;

OdWebchatRates *od_webchat_rates_new (double rate, double burst);
gboolean od_webchat_rates_take (OdWebchatRates *self, const char *address, gint64 now_us, guint *wait_s);
void od_webchat_rates_free (OdWebchatRates *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdWebchatRates, od_webchat_rates_free)

G_END_DECLS
