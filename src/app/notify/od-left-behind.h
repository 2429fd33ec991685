/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** OdLeftBehind: what is still to be told when the program ends, and stays with a desktop that can start it again. */
typedef struct _OdLeftBehind OdLeftBehind;

OdLeftBehind *od_left_behind_new (GApplication *application, GSettings *taste);
void od_left_behind_free (OdLeftBehind *self);
void od_left_behind_hand_over (OdLeftBehind *self, GPtrArray *notices);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdLeftBehind, od_left_behind_free)

G_END_DECLS
