/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-keymap.h"

G_BEGIN_DECLS

#define OD_TYPE_KEYBOARD_PAGE (od_keyboard_page_get_type ())
G_DECLARE_FINAL_TYPE (OdKeyboardPage, od_keyboard_page, OD, KEYBOARD_PAGE, AdwPreferencesPage)

void od_keyboard_page_set_commands (OdKeyboardPage *self, OdKeymap *keymap, GPtrArray *commands);

G_END_DECLS
