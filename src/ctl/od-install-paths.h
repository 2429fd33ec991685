/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *od_web_dir_dup (void);
char *od_showcase_dir_dup (void);
char *od_thumbnailer_path_dup (void);

G_END_DECLS
