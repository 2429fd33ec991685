/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_QUERY_COMPLETION (od_query_completion_get_type ())
G_DECLARE_FINAL_TYPE (OdQueryCompletion, od_query_completion, OD, QUERY_COMPLETION, GtkPopover)

GtkWidget *od_query_completion_new (OdDesk *desk, GtkEditable *entry);

G_END_DECLS
