/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"
#include "od-db.h"
#include "od-auto-answer-port.h"

G_BEGIN_DECLS

#define OD_TYPE_AUTO_ANSWER_SERVICE (od_auto_answer_service_get_type ())
G_DECLARE_FINAL_TYPE (OdAutoAnswerService, od_auto_answer_service, OD, AUTO_ANSWER_SERVICE, GObject)

OdAutoAnswerService *od_auto_answer_service_new (OdDb *db, OdClock *clock, gint64 operator_id);

G_END_DECLS
