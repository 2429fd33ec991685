/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-current-conversation.h"

G_BEGIN_DECLS

#define OD_TYPE_READ_MARK (od_read_mark_get_type ())
G_DECLARE_FINAL_TYPE (OdReadMark, od_read_mark, OD, READ_MARK, GObject)

OdReadMark *od_read_mark_new (OdDesk *desk, OdCurrentConversation *current);
void od_read_mark_see (OdReadMark *self, gint64 message_id);

G_END_DECLS
