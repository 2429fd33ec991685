/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-report-port.h"

G_BEGIN_DECLS

#define OD_TYPE_REPORT_READER (od_report_reader_get_type ())
G_DECLARE_FINAL_TYPE (OdReportReader, od_report_reader, OD, REPORT_READER, GObject)

OdReportPort *od_report_reader_new (OdDb *db);

G_END_DECLS
