/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"
#include "od-db.h"
#include "od-people-file-port.h"

G_BEGIN_DECLS

#define OD_TYPE_PEOPLE_FILE_SERVICE (od_people_file_service_get_type ())
G_DECLARE_FINAL_TYPE (OdPeopleFileService, od_people_file_service, OD, PEOPLE_FILE_SERVICE, GObject)

OdPeopleFileService *od_people_file_service_new (OdDb *db, OdClock *clock, gint64 operator_id);

G_END_DECLS
