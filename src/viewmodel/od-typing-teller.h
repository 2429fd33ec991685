/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_TYPING_TELLER (od_typing_teller_get_type ())
G_DECLARE_FINAL_TYPE (OdTypingTeller, od_typing_teller, OD, TYPING_TELLER, GObject)

OdTypingTeller *od_typing_teller_new (OdDesk *desk);
void od_typing_teller_press (OdTypingTeller *self, gint64 conversation_id, gboolean has_text);
void od_typing_teller_stop (OdTypingTeller *self);

G_END_DECLS
