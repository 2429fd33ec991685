/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * OdHttpWait: how long one exchange may take, and who may end it earlier.
 * @cancellable: (owned): what the exchange itself is cancelled with
 * @is_late: it was cancelled because it took too long
 */
typedef struct {
  GCancellable *cancellable;
  GSource *outer;    /* (owned) (nullable): of the caller's cancellable */
  GSource *deadline; /* (owned) (nullable) */
  gboolean is_late;
} OdHttpWait;

void od_http_wait_begin (OdHttpWait *self, GTask *task, SoupMessage *message);
void od_http_wait_for_reply (OdHttpWait *self, GTask *task, gint64 max_bytes);
void od_http_wait_end (OdHttpWait *self);

GError *od_http_translate (GError *error, SoupMessage *message, const OdHttpWait *wait, gboolean is_body_sent);

G_END_DECLS
