/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "od-person.h"

G_BEGIN_DECLS

/* The record of an erasure: see od-store-erase-record.c. */
char *od_erase_print_record (const OdErasure *erasure, const char *customers);
void od_erase_record_copies (JsonObject *object, GStrv held, GArray *reasons, GStrv rewritten, GStrv missing);

G_END_DECLS
