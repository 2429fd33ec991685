/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-conversation-port.h"
#include "od-db.h"

G_BEGIN_DECLS

#define OD_TYPE_CONVERSATION_READER (od_conversation_reader_get_type ())
G_DECLARE_FINAL_TYPE (OdConversationReader, od_conversation_reader, OD, CONVERSATION_READER, GObject)

OdConversationPort *od_conversation_reader_new (OdDb *db);

G_END_DECLS
