/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-telegram-parse.h"

G_BEGIN_DECLS

/* Ids have at most 52 significant bits. */
#define OD_TELEGRAM_MAX_ID G_GINT64_CONSTANT (4503599627370495)

typedef enum {
  OD_TELEGRAM_PRIVATE,
  OD_TELEGRAM_GROUP,
  OD_TELEGRAM_CHANNEL, /* nobody is answered there */
} OdTelegramChatKind;

/**
 * OdTelegramChat: where something happened.
 * @key: (owned): our id of it
 * @address: (owned): of the person or the group, without the business connection
 * @object: (not owned)
 */
typedef struct {
  gint64 id;
  OdTelegramChatKind kind;
  char *key;
  char *address;
  JsonObject *object;
  gboolean is_business;
} OdTelegramChat;

/**
 * OdTelegramReading: one entry of the list on its way to updates.
 * @n_made: updates that it became
 */
typedef struct {
  OdUpdateBatch *batch;
  OdTelegramAside *aside;
  gint64 update_id;
  guint n_made;
} OdTelegramReading;

void od_telegram_add (OdTelegramReading *reading, OdUpdate *update);

/* values: what is wrong is as good as not there */
const char *od_telegram_get_text (JsonObject *from, const char *name);
gint64 od_telegram_get_number (JsonObject *from, const char *name, gint64 min, gint64 max, gint64 otherwise);
gboolean od_telegram_get_flag (JsonObject *from, const char *name);
JsonObject *od_telegram_get_object (JsonObject *from, const char *name);
JsonArray *od_telegram_get_array (JsonObject *from, const char *name);
JsonObject *od_telegram_get_item (JsonArray *array, guint i);
void od_telegram_set_line (JsonObject *to, const char *name, const char *text);

/* people and chats */
gboolean od_telegram_chat_read (JsonObject *from, gboolean is_business, OdTelegramChat *chat, GError **error);
void od_telegram_chat_clear (OdTelegramChat *chat);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OdTelegramChat, od_telegram_chat_clear)
char *od_telegram_chat_dup_message_id (const OdTelegramChat *chat, gint64 message_id);
OdUpdate *od_telegram_chat_new_update (const OdTelegramChat *chat, OdUpdateKind kind);
char *od_telegram_dup_name (JsonObject *person_or_chat);
OdProfile *od_telegram_dup_profile (const OdTelegramChat *chat, JsonObject *from);

/* parts of a message; TRUE if there was such a thing */
gboolean od_telegram_read_media (OdUpdate *update, JsonObject *message, JsonObject *payload);
gboolean od_telegram_read_content (OdUpdate *update, JsonObject *message, JsonObject *payload);
gboolean od_telegram_read_service (OdTelegramReading *reading, const OdTelegramChat *chat, JsonObject *message,
                                   gint64 message_id, gint64 at_us);
void od_telegram_take_payload (OdUpdate *update, JsonObject *payload);

/* one kind of entry each: FALSE with @error: it can't be understood */
gboolean od_telegram_read_message (OdTelegramReading *reading, JsonObject *message, gboolean is_edit,
                                   gboolean is_business, GError **error);
gboolean od_telegram_read_reaction (OdTelegramReading *reading, JsonObject *reaction, GError **error);
gboolean od_telegram_read_member (OdTelegramReading *reading, JsonObject *member, GError **error);
gboolean od_telegram_read_connection (OdTelegramReading *reading, JsonObject *connection, GError **error);
gboolean od_telegram_read_deletion (OdTelegramReading *reading, JsonObject *deletion, GError **error);
gboolean od_telegram_read_press (OdTelegramReading *reading, JsonObject *press, GError **error);

/* a list that is not JSON as a whole */
typedef struct {
  const char *text;
  gsize len;
} OdTelegramSlice;

GArray *od_telegram_split (const char *text, gsize len);
char *od_telegram_mend (const OdTelegramSlice *slice);
gint64 od_telegram_peek_id (const OdTelegramSlice *slice);

G_END_DECLS
