/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-search-query.h"

G_BEGIN_DECLS

char *od_search_snippet (const OdSearchQuery *query, const char *text);

G_END_DECLS
