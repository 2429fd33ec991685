/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

G_BEGIN_DECLS

/** What an operator promises who lets a customer wait, where the words don't say it. */
#define OD_QUICK_HOLD_MINUTES 10

/** The code of the canned reply that lets a customer wait, if there is one. */
#define OD_QUICK_HOLD_CODE "hold"

#define OD_TYPE_QUICK_DEEDS (od_quick_deeds_get_type ())
G_DECLARE_FINAL_TYPE (OdQuickDeeds, od_quick_deeds, OD, QUICK_DEEDS, GObject)

OdQuickDeeds *od_quick_deeds_new (OdDesk *desk);
void od_quick_deeds_reply (OdQuickDeeds *self, gint64 conversation_id, const char *text, gint64 seen_id);
void od_quick_deeds_hold (OdQuickDeeds *self, gint64 conversation_id, gint64 seen_id);
void od_quick_deeds_snooze (OdQuickDeeds *self, gint64 conversation_id, guint minutes);

G_END_DECLS
