/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *od_file_type_guess (const char *path, const char *name);

G_END_DECLS
