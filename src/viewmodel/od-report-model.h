/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_REPORT_MODEL (od_report_model_get_type ())
G_DECLARE_FINAL_TYPE (OdReportModel, od_report_model, OD, REPORT_MODEL, GObject)

OdReportModel *od_report_model_new (OdDesk *desk, GTimeZone *zone);
void od_report_model_set_period (OdReportModel *self, OdReportPeriod period);
gboolean od_report_model_set_own_period (OdReportModel *self, const char *from, const char *to);
void od_report_model_set_account (OdReportModel *self, gint64 account_id);
void od_report_model_set_channel (OdReportModel *self, const char *channel);
void od_report_model_set_operator (OdReportModel *self, gint64 operator_id);
void od_report_model_set_tag (OdReportModel *self, const char *tag);
void od_report_model_ask_again (OdReportModel *self);
OdReport *od_report_model_get_report (OdReportModel *self);
gboolean od_report_model_get_is_loading (OdReportModel *self);

G_END_DECLS
