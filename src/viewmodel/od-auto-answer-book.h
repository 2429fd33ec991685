/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_AUTO_ANSWER_BOOK (od_auto_answer_book_get_type ())
G_DECLARE_FINAL_TYPE (OdAutoAnswerBook, od_auto_answer_book, OD, AUTO_ANSWER_BOOK, GObject)

OdAutoAnswerBook *od_auto_answer_book_new (OdDesk *desk);
GPtrArray *od_auto_answer_book_get_answers (OdAutoAnswerBook *self);
void od_auto_answer_book_save (OdAutoAnswerBook *self, const OdAutoAnswer *answer);
void od_auto_answer_book_remove (OdAutoAnswerBook *self, gint64 id);

G_END_DECLS
