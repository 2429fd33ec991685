/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-account-port.h"

G_BEGIN_DECLS

void od_take_over_ask (GtkWidget *parent, OdAccountPort *accounts, const OdAccountRow *account);

G_END_DECLS
