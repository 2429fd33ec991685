/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

void od_account_removal_ask_async (GtkWidget *over, OdDesk *desk, const OdAccountRow *row, GCallback erasing,
                                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_account_removal_finish (GAsyncResult *result, GError **error);

G_END_DECLS
