/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <sqlite3.h>

#include "od-person.h"

G_BEGIN_DECLS

/* The record of an erasure: see od-store-erase-record.c. */
char *od_erase_print_record (const OdErasure *erasure, const char *customers);
void od_erase_record_copies (JsonObject *object, GStrv held, GArray *reasons, GStrv rewritten, GStrv missing);

/* Of an account: see od-store-erase-account.c. */
OdErasure *od_erase_measure_account (sqlite3 *db, gint64 account_id, GError **error);

G_END_DECLS
