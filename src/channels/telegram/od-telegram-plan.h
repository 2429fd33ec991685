/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "od-channel.h"

G_BEGIN_DECLS

/**
 * OdTelegramPart: a file of a request.
 * @name: of the part: what `attach://` or the method's own parameter means
 * @id: of the attachment
 */
typedef struct {
  char *name;
  char *file_name;
  char *mime;
  char *path;
  gint64 id;
  gint64 size_bytes;
} OdTelegramPart;

typedef struct _OdTelegramRequest OdTelegramRequest;

/**
 * OdTelegramRequest: one call of a method, as a value.
 * @parameters: (owned)
 * @files: (owned) (nullable) (element-type OdTelegramPart): then it goes as a form
 * @otherwise: (owned) (nullable): what to try if Telegram refuses this (400)
 * @has_text: the text of the message goes with it
 * @is_repeatable: twice is the same as once
 */
struct _OdTelegramRequest {
  const char *method;
  JsonObject *parameters;
  GPtrArray *files;
  OdTelegramRequest *otherwise;
  gboolean has_text;
  gboolean is_repeatable;
};

gboolean od_telegram_parse_chat_id (const char *chat_id, char **connection, gint64 *id);
gboolean od_telegram_is_group (const char *chat_id);
gboolean od_telegram_parse_message_id (const char *remote_id, char **chat_id, gint64 *number);

OdTelegramRequest *od_telegram_request_new (const char *method);
OdTelegramRequest *od_telegram_request_new_poll (const char *cursor, guint timeout_s);
void od_telegram_request_free (OdTelegramRequest *self);
gint64 od_telegram_request_get_files_bytes (const OdTelegramRequest *self);
char *od_telegram_request_dup_json (const OdTelegramRequest *self);
void od_telegram_request_attach (const OdTelegramRequest *self, SoupMessage *message);
void od_telegram_request_set_chat (OdTelegramRequest *self, gint64 chat_id);

GPtrArray *od_telegram_plan (const OdOutgoing *outgoing, GError **error);
GArray *od_telegram_list_parts (const OdOutgoing *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdTelegramRequest, od_telegram_request_free)

G_END_DECLS
