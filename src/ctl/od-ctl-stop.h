/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _OdEngine OdEngine;

void od_ctl_stop_engine (OdEngine *engine);

G_END_DECLS
