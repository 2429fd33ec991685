/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

void od_customer_parts_wrap (GtkLabel *label);
GtkWidget *od_customer_parts_point (const OdContactPointRow *point, GPtrArray *channels, gboolean is_online);
GtkWidget *od_customer_parts_page (const OdContactPointRow *point);
GtkWidget *od_customer_parts_conversation (const OdConversationHead *head, GPtrArray *channels, gint64 now_us,
                                           GTimeZone *zone);
GtkWidget *od_customer_parts_link (const OdSharedLinkRow *link);
char *od_customer_parts_language (const char *tag);

G_END_DECLS
