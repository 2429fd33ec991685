/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-presence.h"

G_BEGIN_DECLS

GAction *od_presence_action_new (OdPresence *presence);

G_END_DECLS
