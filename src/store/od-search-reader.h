/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-search-port.h"

G_BEGIN_DECLS

#define OD_TYPE_SEARCH_READER (od_search_reader_get_type ())
G_DECLARE_FINAL_TYPE (OdSearchReader, od_search_reader, OD, SEARCH_READER, GObject)

OdSearchPort *od_search_reader_new (OdDb *db);

G_END_DECLS
