/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-keymap.h"

G_BEGIN_DECLS

#define OD_TYPE_KEY_DIALOG (od_key_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OdKeyDialog, od_key_dialog, OD, KEY_DIALOG, AdwMessageDialog)

GtkWidget *od_key_dialog_new (GtkWindow *parent, OdKeymap *keymap, const OdCommand *command);

G_END_DECLS
