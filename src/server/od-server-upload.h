/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-worker.h"

G_BEGIN_DECLS

/* Bytes that wait to be written; more, and the sender has to wait. */
#define OD_SERVER_UPLOAD_QUEUE (256 * 1024)

typedef struct _OdServerUpload OdServerUpload;

typedef struct {
  char *path;   /* (owned) */
  char *sha256; /* (owned): hex */
  gint64 size_bytes;
} OdServerUploaded;

typedef void (*OdServerUploadFunc) (gpointer user_data);

OdServerUpload *od_server_upload_new (OdWorker *worker, const char *folder, OdServerUploadFunc drained,
                                      gpointer user_data);
gsize od_server_upload_push (OdServerUpload *self, GBytes *bytes);
void od_server_upload_finish_async (OdServerUpload *self, GAsyncReadyCallback callback, gpointer user_data);
OdServerUploaded *od_server_upload_finish (OdServerUpload *self, GAsyncResult *result, GError **error);
void od_server_upload_abandon (OdServerUpload *self);
void od_server_uploaded_free (OdServerUploaded *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdServerUploaded, od_server_uploaded_free)

G_END_DECLS
