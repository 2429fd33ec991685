/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-update.h"

G_BEGIN_DECLS

OdUpdateBatch *od_postbox_parse_letters (GBytes *body, GError **error);
char *od_postbox_parse_receipt (GBytes *body, GError **error);

G_END_DECLS
