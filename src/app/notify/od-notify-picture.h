/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GVariant *od_notify_picture_new (const char *person, const char *initials, int size);

G_END_DECLS
