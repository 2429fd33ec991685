/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * OdSearchDocKind:
 * @OD_SEARCH_DOC_MESSAGE: text of a message or note; the row is its timeline row
 * @OD_SEARCH_DOC_CUSTOMER: name of a customer; the row is the customer
 * @OD_SEARCH_DOC_CONTACT_POINT: address and shown name of a contact point; the row is the contact point
 * @OD_SEARCH_DOC_FIELDS: values of all custom fields of a customer, one a line; the row is the customer
 * @OD_SEARCH_DOC_FILE: names of all files of a message, one a line; the row is its timeline row
 * @OD_SEARCH_DOC_ARTICLE: title and text of an article; the row is the article
 * @OD_SEARCH_DOC_CUSTOMER_NOTE: what is noted of a customer; the row is the customer
 *
 * What is searched. Numbers are in the database: append only.
 */
typedef enum {
  OD_SEARCH_DOC_MESSAGE = 1,
  OD_SEARCH_DOC_CUSTOMER = 2,
  OD_SEARCH_DOC_CONTACT_POINT = 3,
  OD_SEARCH_DOC_FIELDS = 4,
  OD_SEARCH_DOC_FILE = 5,
  OD_SEARCH_DOC_ARTICLE = 6,
  OD_SEARCH_DOC_CUSTOMER_NOTE = 7,
} OdSearchDocKind;

/* Rows of one kind lie together; those of messages from 1, so that their differences are small in the index. */
#define OD_SEARCH_DOC_ROW_BITS 48

/**
 * od_search_doc_id:
 * @ref: row of that kind, 0 < ref < 2^48
 *
 * Returns: the row of `search_doc`
 */
static inline gint64
od_search_doc_id (OdSearchDocKind kind, gint64 ref)
{
  return ((gint64) (kind - 1) << OD_SEARCH_DOC_ROW_BITS) + ref;
}

gboolean od_search_index_put (sqlite3 *db, OdSearchDocKind kind, gint64 ref, const char *text, GError **error);
gboolean od_search_index_remove (sqlite3 *db, OdSearchDocKind kind, gint64 ref, GError **error);
void od_search_index_hold (void);
gboolean od_search_index_release (sqlite3 *db, GError **error);
void od_search_index_drop (void);

G_END_DECLS
