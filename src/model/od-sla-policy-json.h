/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "od-sla-policy.h"

G_BEGIN_DECLS

gboolean od_sla_policy_read_json (OdSlaPolicy *self, JsonObject *from, GError **error);
void od_sla_policy_write_json (const OdSlaPolicy *self, JsonObject *to);

G_END_DECLS
