/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-tray-file.h"

G_BEGIN_DECLS

/**
 * OdFileTrayLimits: what may be sent in one message.
 * @max_files: 0: none
 * @max_file_bytes: each
 * @max_files_bytes: all together; 0: no limit
 */
typedef struct {
  guint max_files;
  gint64 max_file_bytes;
  gint64 max_files_bytes;
} OdFileTrayLimits;

/**
 * OdFileTrayTotals:
 * @n_good, @good_bytes: what the limits allow, here or still coming
 * @n_coming: of those, still on their way
 * @n_bad: failed or refused: they hold up the message until they are removed or put right
 */
typedef struct {
  guint n_good;
  guint n_coming;
  guint n_bad;
  gint64 good_bytes;
} OdFileTrayTotals;

#define OD_TYPE_FILE_TRAY (od_file_tray_get_type ())
G_DECLARE_FINAL_TYPE (OdFileTray, od_file_tray, OD, FILE_TRAY, GObject)

OdFileTray *od_file_tray_new (OdReplyPort *port, gint64 conversation_id, gboolean is_note);
gint64 od_file_tray_get_conversation_id (OdFileTray *self);
gboolean od_file_tray_get_is_note (OdFileTray *self);
void od_file_tray_set_limits (OdFileTray *self, const OdFileTrayLimits *limits);
const OdFileTrayLimits *od_file_tray_get_limits (OdFileTray *self);

gboolean od_file_tray_add (OdFileTray *self, GFile *file);
gboolean od_file_tray_add_stream (OdFileTray *self, GInputStream *stream, const char *name);
gboolean od_file_tray_add_staged (OdFileTray *self, const OdFileRef *ref);
void od_file_tray_merge (OdFileTray *self, const GPtrArray *refs);
void od_file_tray_replace (OdFileTray *self, const GPtrArray *refs);
void od_file_tray_remove (OdFileTray *self, guint position);
void od_file_tray_remove_all (OdFileTray *self, const GPtrArray *files);
void od_file_tray_move (OdFileTray *self, guint from, guint to);
void od_file_tray_retry (OdFileTray *self, guint position);

OdTrayFile *od_file_tray_get_file (OdFileTray *self, guint position);
guint od_file_tray_get_n_files (OdFileTray *self);
void od_file_tray_get_totals (OdFileTray *self, OdFileTrayTotals *totals);
GPtrArray *od_file_tray_dup_refs (OdFileTray *self);
GPtrArray *od_file_tray_dup_files (OdFileTray *self);

char *od_file_tray_dup_words (OdFileTray *self);
char *od_file_tray_dup_file_words (OdFileTray *self, OdTrayFile *file);

G_END_DECLS
