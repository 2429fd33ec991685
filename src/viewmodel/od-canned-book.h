/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-library.h"

G_BEGIN_DECLS

/**
 * OdCannedBook: all canned replies, ready to be searched with every key. Main thread.
 */
typedef struct _OdCannedBook OdCannedBook;

OdCannedBook *od_canned_book_new (GPtrArray *replies);
void od_canned_book_free (OdCannedBook *self);
void od_canned_book_choose (OdCannedBook *self, const char *channel, const char *lang, const char *own_lang);
GPtrArray *od_canned_book_rank (OdCannedBook *self, const char *query, const char *folder, gint64 now_us, guint limit);
const OdCannedReply *od_canned_book_find (OdCannedBook *self, const char *code);
GPtrArray *od_canned_book_list_folders (OdCannedBook *self, const char *parent);
void od_canned_book_use (OdCannedBook *self, gint64 id, gint64 now_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdCannedBook, od_canned_book_free)

G_END_DECLS
