/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define OD_TYPE_POLICY_FIELD (od_policy_field_get_type ())
G_DECLARE_FINAL_TYPE (OdPolicyField, od_policy_field, OD, POLICY_FIELD, AdwBin)

GtkWidget *od_policy_field_new (GPtrArray *fields, const char *key, const char *value);
const char *od_policy_field_read (OdPolicyField *self, char **key, char **value);

G_END_DECLS
