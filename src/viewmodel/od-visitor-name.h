/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *od_visitor_name (const char *name, const char *address);
char *od_visitor_initials (const char *name, const char *address);

G_END_DECLS
