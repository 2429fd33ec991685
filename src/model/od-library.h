/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "od-update.h"

G_BEGIN_DECLS

/**
 * OdFileRef: a file that is in the profile's `files` and waits to be sent.
 * @path: (nullable): absolute path of the blob; filled when it is loaded
 * @name: what the customer will see, cleaned
 */
typedef struct {
  char *sha256; /* 64 hex digits */
  char *name;
  char *mime;
  char *path;
  gint64 size_bytes;
  int width, height; /* of a picture, 0 if unknown */
} OdFileRef;

/**
 * OdCannedReply: a short text under a code. Several rows of one code are its variants;
 * the best one for a conversation is that of its channel and the customer's language, then
 * of the channel, then of the language, then the plain one.
 * @code: what is typed behind "/"; no spaces, unique per channel and language
 * @folder: "Delivery/Moscow"; "" for none
 * @body: text with {variables}, {variable|fallback} and {?questions}
 * @channel: descriptor id; "" for all
 * @lang: BCP 47 primary tag, "ru"; "" for all
 * @files: (nullable) (element-type OdFileRef)
 * @used_at_us: when it was last inserted; 0: never
 */
typedef struct {
  gint64 id; /* 0: not stored yet */
  char *code;
  char *folder;
  char *title;
  char *body;
  char *channel;
  char *lang;
  GPtrArray *files;
  gint64 used_at_us;
  OdTextFormat format;
} OdCannedReply;

/**
 * OdArticle: a longer text of the knowledge base.
 * @url: where customers can read it; "" if nowhere
 * @snippet: (nullable): of a search, one line
 */
typedef struct {
  gint64 id; /* 0: not stored yet */
  char *title;
  char *body;
  char *url;
  char *lang;
  char *snippet;
  OdTextFormat format;
} OdArticle;

OdFileRef *od_file_ref_copy (const OdFileRef *self);
GPtrArray *od_file_ref_copy_all (const GPtrArray *files);
gboolean od_file_ref_is_among (const OdFileRef *self, const GPtrArray *files);
gboolean od_file_ref_is_same (const OdFileRef *self, const OdFileRef *other);
void od_file_ref_free (OdFileRef *self);
OdCannedReply *od_canned_reply_copy (const OdCannedReply *self);
void od_canned_reply_free (OdCannedReply *self);
OdArticle *od_article_copy (const OdArticle *self);
void od_article_free (OdArticle *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdFileRef, od_file_ref_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdCannedReply, od_canned_reply_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdArticle, od_article_free)

G_END_DECLS
