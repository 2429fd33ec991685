/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "od-delivery.h"

G_BEGIN_DECLS

/**
 * OdUpdateKind: what happened on a channel. Ephemeral things (typing, presence)
 * are no updates: see #OdLiveEvent.
 */
typedef enum {
  OD_UPDATE_MESSAGE,  /* chat_id, remote_id, at_us, text | attachments | location ... */
  OD_UPDATE_EDIT,     /* chat_id, target, text */
  OD_UPDATE_REMOVAL,  /* chat_id, target */
  OD_UPDATE_REACTION, /* chat_id, target, emoji ("" takes it back) */
  OD_UPDATE_RECEIPT,  /* chat_id, target (everything up to it), delivery */
  OD_UPDATE_PROFILE,  /* chat_id, profile: only if the chat is known already */
  OD_UPDATE_STATE,    /* chat_id, status: from channels that share their state */
  OD_UPDATE_EVENT,    /* chat_id, remote_id, event, payload: no message; only if the chat is known already */
  OD_UPDATE_REACH,    /* chat_id, reach: whether what we send gets there; only if the chat is known already */
  OD_UPDATE_MOVE,     /* chat_id, new_chat_id: the same chat has another id now */
} OdUpdateKind;

/**
 * OdReach: whether what we send gets to a chat. Numbers are in the database: append only.
 * @OD_REACH_BLOCKED: the customer does not want messages from us
 * @OD_REACH_REMOVED: we are not in that group any more, or may not write there
 * @OD_REACH_DISCONNECTED: the business account is not connected to us any more, or we may not answer for it
 * @OD_REACH_MOVED: the chat goes on under another id, in another thread
 * @OD_REACH_GONE: the customer's account is no more
 */
typedef enum {
  OD_REACH_OK = 0,
  OD_REACH_BLOCKED = 1,
  OD_REACH_REMOVED = 2,
  OD_REACH_DISCONNECTED = 3,
  OD_REACH_MOVED = 4,
  OD_REACH_GONE = 5,
} OdReach;

/* Numbers are in the database: append only. */
typedef enum {
  OD_FORMAT_PLAIN = 0,
  OD_FORMAT_MARKDOWN = 1,
  OD_FORMAT_HTML = 2,
} OdTextFormat;

/* Numbers are in the database: append only. */
typedef enum {
  OD_TIMELINE_IN = 1,    /* from the customer */
  OD_TIMELINE_OUT = 2,   /* to the customer */
  OD_TIMELINE_NOTE = 3,  /* private */
  OD_TIMELINE_EVENT = 4, /* assigned, resolved, ... */
  OD_TIMELINE_CALL = 5,
} OdTimelineKind;

/**
 * OdFileKind: as what a channel calls a file, where its MIME type does not say it. The numbers are in the
 * database: append only.
 * @OD_FILE_KIND_PLAIN: a document, or whatever its type says
 * @OD_FILE_KIND_VOICE: spoken for this chat, unlike music
 * @OD_FILE_KIND_VIDEO_NOTE: a round one, spoken for this chat
 * @OD_FILE_KIND_ANIMATION: silent, and plays again and again
 */
typedef enum {
  OD_FILE_KIND_PLAIN = 0,
  OD_FILE_KIND_PHOTO = 1,
  OD_FILE_KIND_VOICE = 2,
  OD_FILE_KIND_AUDIO = 3,
  OD_FILE_KIND_VIDEO = 4,
  OD_FILE_KIND_VIDEO_NOTE = 5,
  OD_FILE_KIND_ANIMATION = 6,
  OD_FILE_KIND_STICKER = 7,
} OdFileKind;

/**
 * OdProfile: what a channel says of a person. Every member is (nullable): NULL
 * means "not said"; a member that is said replaces what is stored, but never a
 * name that an operator typed.
 */
typedef struct {
  char *name;
  char *email;
  char *phone;
  char *lang;        /* BCP 47, e.g. "ru-RU" */
  char *time_zone;   /* IANA name, checked */
  char *display;     /* of the contact point, e.g. "@maria_p" */
  char *external_id; /* the shop's own id of a signed-in customer */
  char *page_url;
  char *page_title;
  gboolean is_verified; /* name, mail and phone are vouched for by a signature */
} OdProfile;

/**
 * OdUpdateAttachment:
 * @upload_id: (nullable): an upload the store knows (table `upload`); then the
 *   other members are ignored and taken from there. An unknown, foreign or used
 *   one makes the update %OD_INGEST_REJECTED with "bad_file"
 * @sha256: (nullable): hex, of a file already under `files/`; NULL if it is
 *   still to be fetched by @remote_ref
 */
typedef struct {
  char *upload_id;
  char *name;
  char *mime;
  char *sha256;
  char *remote_ref;
  gint64 size_bytes;  /* -1 if unknown */
  int width, height;  /* 0 if unknown */
  gint64 duration_ms; /* 0 if unknown */
  OdFileKind kind;
} OdUpdateAttachment;

/**
 * OdUpdateRemote: what an update of a provider's chat has besides.
 * @address: (nullable): of the contact point, if it is not @chat_id: a chat that a person has with us by another way
 * @key: (nullable): of this update, for ever: what is no message is taken once for each key. A provider says the same
 *   again until it is told "taken", and later things may have happened since
 * @album_id: (nullable): of a message: the message it is a part of, made unique within the account; parts with the
 *   same id, however far apart they come, are one message here
 * @author: (nullable): of a message in a group: who wrote it
 * @new_chat_id: of %OD_UPDATE_MOVE
 * @event: of %OD_UPDATE_EVENT: "joined", "left" (payload: `names`), "renamed" (payload: `name`), "pinned"
 * @reach: of %OD_UPDATE_REACH
 * @is_automatic: a machine wrote it (an out-of-office note, a mailing list): no automatic answer is given to it. Of a
 *   message of our side: a program of ours sent it, so it is no answer of a person, and nobody waits less for one
 * @is_group: many write in the chat: no automatic answer is given there
 * @covers_prefix: of %OD_UPDATE_REACH: all chats are meant whose ids begin with the chat id
 */
typedef struct {
  char *address;
  char *key;
  char *album_id;
  char *author;
  char *new_chat_id;
  char *event;
  OdReach reach;
  gboolean is_automatic;
  gboolean is_group;
  gboolean covers_prefix;
} OdUpdateRemote;

/**
 * OdUpdate:
 * @chat_id: (not nullable): the channel's id of the chat
 * @remote_id: (nullable): of a message: the channel's id, made unique within
 *   the account; the key that makes taking the same update twice harmless.
 *   (not nullable) for %OD_UPDATE_MESSAGE
 * @client_id: (nullable): web chat's `cid`; deduplicated for ever per chat
 * @target_remote_id: (nullable): what an edit, removal, reaction or receipt means
 * @target_seq: the same for channels with a stream; 0 if @target_remote_id says it
 * @reply_to_remote_id, @reply_to_seq: the same for a quoted message
 * @at_us: when it happened there, µs since 1970 UTC; 0: now
 * @text: (not nullable): valid UTF-8, may be ""
 * @payload: (nullable): JSON object of what has no member of its own (location,
 *   contact card, form, button), at most 4 KiB
 * @is_own: the message was written by our side elsewhere (another device, a bot)
 * @starts_offline: it came by an offline form: a conversation of that kind
 *
 * One thing that happened on a channel. Written once by a parser, then only
 * read: it may cross threads without a lock.
 */
typedef struct {
  OdUpdateKind kind;
  char *chat_id;
  char *remote_id;
  char *client_id;
  char *target_remote_id;
  gint64 target_seq;
  char *reply_to_remote_id;
  gint64 reply_to_seq;
  gint64 at_us;
  char *text;
  OdTextFormat format;
  char *emoji;
  char *payload;
  OdDelivery delivery;
  int status; /* OdStatus, for OD_UPDATE_STATE */
  gboolean is_own;
  gboolean starts_offline;
  OdUpdateRemote remote;
  GPtrArray *attachments; /* (owned) (nullable) (element-type OdUpdateAttachment) */
  OdProfile *profile;     /* (owned) (nullable): with any kind */
} OdUpdate;

/**
 * OdUpdateBatch:
 * @updates: (element-type OdUpdate) (not nullable): oldest first
 * @cursor_name, @cursor: (nullable): where the next poll starts. Stored in the
 *   same transaction as the updates, never before.
 * @n_skipped: updates of a kind we do not know: told in #OdAccountHealth
 */
typedef struct {
  GPtrArray *updates;
  char *cursor_name;
  char *cursor;
  guint n_skipped;
} OdUpdateBatch;

/**
 * OdIngestStatus: what became of one update.
 * @OD_INGEST_STORED: it is new and committed
 * @OD_INGEST_DUPLICATE: it was here before; nothing changed
 * @OD_INGEST_IGNORED: it means something we do not have (an unknown target)
 * @OD_INGEST_REJECTED: it can't be taken; `reason` says why
 * @OD_INGEST_BLOCKED: the operator blocked this contact point
 */
typedef enum {
  OD_INGEST_STORED,
  OD_INGEST_DUPLICATE,
  OD_INGEST_IGNORED,
  OD_INGEST_REJECTED,
  OD_INGEST_BLOCKED,
} OdIngestStatus;

/**
 * OdIngestOutcome:
 * @seq: of the stream event, for channels with a stream; also of the original
 *   event when the update is a duplicate; 0 otherwise
 * @reason: (nullable): static string: "bad_file", "bad_target", "too_late", "not_own"
 */
typedef struct {
  OdIngestStatus status;
  const char *reason;
  gint64 conversation_id; /* 0 if none */
  gint64 message_id;      /* 0 if none */
  gint64 seq;
  gint64 at_us;
} OdIngestOutcome;

/**
 * OdIngestResult: one outcome per update of the batch, in its order.
 */
typedef struct {
  guint n_outcomes;
  OdIngestOutcome outcomes[];
} OdIngestResult;

OdProfile *od_profile_new (void);
OdProfile *od_profile_copy (const OdProfile *self);
void od_profile_free (OdProfile *self);
OdUpdateAttachment *od_update_attachment_new (void);
void od_update_attachment_free (OdUpdateAttachment *self);
OdUpdate *od_update_new (OdUpdateKind kind, const char *chat_id);
void od_update_free (OdUpdate *self);
void od_update_add_attachment (OdUpdate *self, OdUpdateAttachment *attachment);
OdUpdateBatch *od_update_batch_new (void);
void od_update_batch_free (OdUpdateBatch *self);
OdIngestResult *od_ingest_result_new (guint n_outcomes);
void od_ingest_result_free (OdIngestResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdProfile, od_profile_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdUpdateAttachment, od_update_attachment_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdUpdate, od_update_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdUpdateBatch, od_update_batch_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdIngestResult, od_ingest_result_free)

G_END_DECLS
