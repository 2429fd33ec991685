/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"
#include "od-form-window.h"

G_BEGIN_DECLS

#define OD_TYPE_POLICY_DIALOG (od_policy_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OdPolicyDialog, od_policy_dialog, OD, POLICY_DIALOG, OdFormWindow)

GtkWidget *od_policy_dialog_new (GtkWindow *parent, OdDesk *desk, const OdTerms *terms, const OdSlaPolicy *policy);

G_END_DECLS
