/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdWebchatGrant: leave to send one file.
 */
typedef struct {
  char *file_id;
  char *chat_id;
  char *name; /* cleaned */
  char *type; /* claimed */
  gint64 size_bytes;
  gint64 expires_s;
  gboolean is_used; /* a body for it is on its way */
} OdWebchatGrant;

GHashTable *od_webchat_grants_new (void);
const OdWebchatGrant *od_webchat_grants_add (GHashTable *grants, const char *chat_id, const char *name,
                                             const char *type, gint64 size_bytes, gint64 now_s);
OdWebchatGrant *od_webchat_grants_find (GHashTable *grants, const char *file_id, gint64 now_s);

G_END_DECLS
