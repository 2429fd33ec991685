/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_OPERATOR_GROUP (od_operator_group_get_type ())
G_DECLARE_FINAL_TYPE (OdOperatorGroup, od_operator_group, OD, OPERATOR_GROUP, AdwPreferencesGroup)

void od_operator_group_set_desk (OdOperatorGroup *self, OdDesk *desk);

G_END_DECLS
