/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_FIELD_BOOK (od_field_book_get_type ())
G_DECLARE_FINAL_TYPE (OdFieldBook, od_field_book, OD, FIELD_BOOK, GObject)

OdFieldBook *od_field_book_new (OdDesk *desk);
GPtrArray *od_field_book_get_fields (OdFieldBook *self);
const OdCustomField *od_field_book_find (OdFieldBook *self, const char *key);
void od_field_book_move (OdFieldBook *self, gint64 field_id, guint position);
void od_field_book_remove (OdFieldBook *self, gint64 field_id);

G_END_DECLS
