/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-commands.h"
#include "od-key-press.h"

G_BEGIN_DECLS

#define OD_TYPE_KEYMAP (od_keymap_get_type ())
G_DECLARE_FINAL_TYPE (OdKeymap, od_keymap, OD, KEYMAP, GObject)

OdKeymap *od_keymap_new (GSettings *taste);
const char *od_keymap_get_keys (OdKeymap *self, const OdCommand *command);
char *od_keymap_dup_label (OdKeymap *self, const OdCommand *command);
gboolean od_keymap_is_changed (OdKeymap *self, const OdCommand *command);
gboolean od_keymap_has_key (OdKeymap *self, const OdCommand *command, const OdKeyPress *press);
const OdCommand *od_keymap_find (OdKeymap *self, const char *keys, const OdCommand *except);
void od_keymap_set (OdKeymap *self, const OdCommand *command, const char *keys);
void od_keymap_reset (OdKeymap *self);

G_END_DECLS
