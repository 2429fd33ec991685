/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *od_draft_join (const char *theirs, const char *ours);

G_END_DECLS
