/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-rows.h"

G_BEGIN_DECLS

char *od_contact_words (const OdContactPointRow *point);
char *od_contact_uri (const OdContactPointRow *point);

G_END_DECLS
