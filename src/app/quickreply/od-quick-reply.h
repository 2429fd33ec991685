/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_QUICK_REPLY (od_quick_reply_get_type ())
G_DECLARE_FINAL_TYPE (OdQuickReply, od_quick_reply, OD, QUICK_REPLY, AdwApplicationWindow)

GtkWidget *od_quick_reply_new (GtkApplication *application, OdDesk *desk, gint64 conversation_id);
gint64 od_quick_reply_get_conversation_id (OdQuickReply *self);
gboolean od_quick_reply_get_is_in_front (OdQuickReply *self);

G_END_DECLS
