/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void od_thumb_jail_prepare (void);
void od_thumb_jail_lock (void);
void od_thumb_jail_allow_time (void);

G_END_DECLS
