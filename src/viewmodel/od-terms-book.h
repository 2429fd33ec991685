/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_TERMS_BOOK (od_terms_book_get_type ())
G_DECLARE_FINAL_TYPE (OdTermsBook, od_terms_book, OD, TERMS_BOOK, GObject)

OdTermsBook *od_terms_book_new (OdDesk *desk);
const OdTerms *od_terms_book_get_terms (OdTermsBook *self);
gboolean od_terms_book_get_is_loaded (OdTermsBook *self);
void od_terms_book_move_policy (OdTermsBook *self, gint64 id, guint position);
void od_terms_book_remove_policy (OdTermsBook *self, gint64 id);
void od_terms_book_remove_calendar (OdTermsBook *self, gint64 id);

G_END_DECLS
