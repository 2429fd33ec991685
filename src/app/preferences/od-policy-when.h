/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_POLICY_WHEN (od_policy_when_get_type ())
G_DECLARE_FINAL_TYPE (OdPolicyWhen, od_policy_when, OD, POLICY_WHEN, AdwPreferencesGroup)

GtkWidget *od_policy_when_new (OdDesk *desk, const OdSlaWhen *when);
const char *od_policy_when_read (OdPolicyWhen *self, OdSlaWhen *when);

G_END_DECLS
