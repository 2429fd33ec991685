/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void od_left_behind_hand_over (GApplication *application, GSettings *taste, GPtrArray *notices);
void od_left_behind_take_back (GApplication *application, GSettings *taste);

G_END_DECLS
