/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *od_draft_join (const char *theirs, const char *ours);
GPtrArray *od_draft_join_files (const GPtrArray *theirs, const GPtrArray *ours);
gboolean od_draft_same_files (const GPtrArray *a, const GPtrArray *b);

G_END_DECLS
