/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define OD_TYPE_COMPOSER_STRIP (od_composer_strip_get_type ())
G_DECLARE_FINAL_TYPE (OdComposerStrip, od_composer_strip, OD, COMPOSER_STRIP, AdwBin)

void od_composer_strip_show (OdComposerStrip *self, const char *icon_name, const char *words, const char *button,
                             const char *action);
void od_composer_strip_set_close (OdComposerStrip *self, const char *action);
void od_composer_strip_hide (OdComposerStrip *self);

G_END_DECLS
