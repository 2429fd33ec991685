/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-filter-subjects.h"
#include "od-filter.h"

G_BEGIN_DECLS

#define OD_TYPE_FILTER_CONDITION (od_filter_condition_get_type ())
G_DECLARE_FINAL_TYPE (OdFilterCondition, od_filter_condition, OD, FILTER_CONDITION, AdwBin)

GtkWidget *od_filter_condition_new (OdFilterSubjects *subjects, const OdFilterRow *row);
OdFilterRow *od_filter_condition_dup_row (OdFilterCondition *self);

G_END_DECLS
