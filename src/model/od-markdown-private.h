/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-markdown.h"

G_BEGIN_DECLS

gsize od_markdown_count_back (const char *start, const char *from, const char *signs, gsize max);
gsize od_markdown_measure_beginning (const char *start, const char *end, OdFormatting formatting);
gsize od_markdown_measure_end (const char *start, const char *end, OdFormatting formatting);
gsize od_markdown_measure_fence_beginning (const char *start, const char *end);
gsize od_markdown_measure_fence_end (const char *start, const char *end);
gsize od_markdown_measure_bullet (const char *start, const char *end);

G_END_DECLS
