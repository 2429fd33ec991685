/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-composer-model.h"

G_BEGIN_DECLS

#define OD_TYPE_COMPOSER_TRAY (od_composer_tray_get_type ())
G_DECLARE_FINAL_TYPE (OdComposerTray, od_composer_tray, OD, COMPOSER_TRAY, AdwBin)

void od_composer_tray_set_model (OdComposerTray *self, OdComposerModel *model);

G_END_DECLS
