/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-secrets-port.h"
#include "od-worker.h"

G_BEGIN_DECLS

#define OD_TYPE_KEY_RING (od_key_ring_get_type ())
G_DECLARE_FINAL_TYPE (OdKeyRing, od_key_ring, OD, KEY_RING, GObject)

#define OD_TYPE_SECRETS_FILE (od_secrets_file_get_type ())
G_DECLARE_FINAL_TYPE (OdSecretsFile, od_secrets_file, OD, SECRETS_FILE, GObject)

OdSecretsPort *od_key_ring_new (const char *profile_path);
void od_key_ring_set_patience (OdKeyRing *self, guint seconds);
OdSecretsPort *od_secrets_file_new (const char *path, OdWorker *worker);
OdSecretsPort *od_secrets_new (const char *how, const char *profile_path, OdWorker *worker, GError **error);

G_END_DECLS
