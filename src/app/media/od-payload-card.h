/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-media.h"
#include "od-payload.h"

G_BEGIN_DECLS

GtkWidget *od_payload_card_new (OdMedia *media, const OdPayload *payload);

G_END_DECLS
