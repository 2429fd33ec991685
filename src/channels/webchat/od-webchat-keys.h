/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define OD_WEBCHAT_MAX_KEYS 4

/**
 * OdWebchatKey: one key for session tokens.
 * @kid: its number, ≥ 1; tokens of key 1 begin with "od1", of key N with "od1kN"
 */
typedef struct {
  guint kid;
  GBytes *bytes; /* (owned) */
} OdWebchatKey;

/**
 * OdWebchatKeys: the server's own signing keys. Written once, then only read.
 * @token_keys: the last one signs, all verify
 */
typedef struct {
  OdWebchatKey token_keys[OD_WEBCHAT_MAX_KEYS];
  guint n_token_keys;
  GBytes *link_key; /* (owned) */
} OdWebchatKeys;

OdWebchatKeys *od_webchat_keys_parse (const char *text, gsize len, GError **error);
OdWebchatKeys *od_webchat_keys_ensure (const char *path, GError **error);
void od_webchat_keys_free (OdWebchatKeys *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdWebchatKeys, od_webchat_keys_free)

G_END_DECLS
