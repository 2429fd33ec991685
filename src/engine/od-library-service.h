/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"
#include "od-db.h"
#include "od-library-port.h"

G_BEGIN_DECLS

#define OD_TYPE_LIBRARY_SERVICE (od_library_service_get_type ())
G_DECLARE_FINAL_TYPE (OdLibraryService, od_library_service, OD, LIBRARY_SERVICE, GObject)

OdLibraryService *od_library_service_new (OdDb *db, OdClock *clock, const char *files_dir, gint64 operator_id);

G_END_DECLS
