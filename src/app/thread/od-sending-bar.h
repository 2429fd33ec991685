/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-sending-port.h"

G_BEGIN_DECLS

#define OD_TYPE_SENDING_BAR (od_sending_bar_get_type ())
G_DECLARE_FINAL_TYPE (OdSendingBar, od_sending_bar, OD, SENDING_BAR, GtkBox)

GtkWidget *od_sending_bar_new (OdSendingPort *port, gint64 message_id);

G_END_DECLS
