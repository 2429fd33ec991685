/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "od-rows.h"

G_BEGIN_DECLS

/* Numbers are in the database: append only. */
typedef enum {
  OD_STREAM_MESSAGE = 1,  /* message */
  OD_STREAM_EDIT = 2,     /* ref_seq, message: its text now */
  OD_STREAM_REMOVAL = 3,  /* ref_seq */
  OD_STREAM_REACTION = 4, /* ref_seq, reactions */
  OD_STREAM_STATUS = 5,   /* status */
} OdStreamKind;

typedef struct {
  char *emoji;
  guint n;
  gboolean by_customer;
} OdStreamReaction;

/**
 * OdStreamEvent: one numbered event of a chat, as the customer's side may see it.
 * @from: who: %OD_TIMELINE_IN: the customer; %OD_TIMELINE_OUT: an operator, or a bot
 * @author_id: (nullable): public id of the operator
 * @author: (nullable): the operator's name
 * @client_id: (nullable): `cid` of the customer's own message
 * @files: (nullable) (element-type OdAttachmentRow)
 * @reactions: (nullable) (element-type OdStreamReaction): all of them, after the change
 */
typedef struct {
  gint64 seq;
  gint64 at_us;
  gint64 ref_seq;
  gint64 reply_to_seq; /* 0 if none */
  char *client_id;
  char *author_id, *author;
  char *text;
  char *payload;
  GPtrArray *files;
  GPtrArray *reactions;
  OdStreamKind kind;
  OdTimelineKind from;
  OdStatus status;
  gboolean is_bot;
} OdStreamEvent;

/**
 * OdStreamPage:
 * @stream_id: row id; 0 if the chat is unknown
 * @last_seq: newest of the stream
 * @first_seq: oldest that is kept; 0 if empty
 * @operator_read_seq: the operator's side has read up to here
 * @conversation_uid: (nullable): of the chat's newest conversation
 * @has_more: there are further events after (load) or before (load_before) the page
 */
typedef struct {
  gint64 stream_id;
  gint64 last_seq, first_seq;
  gint64 operator_read_seq;
  char *conversation_uid;
  OdStatus status; /* of that conversation */
  gboolean is_blocked;
  gboolean has_more;
  GPtrArray *events; /* (element-type OdStreamEvent), ascending */
} OdStreamPage;

/**
 * OdUpload: a file that a customer has sent, before a message refers to it; or,
 * from find_file, any file of the account.
 */
typedef struct {
  char *id;      /* "f_..." */
  char *name;    /* cleaned */
  char *mime;    /* sniffed */
  char *sha256;  /* hex */
  char *path;    /* (nullable): absolute, filled by find_file */
  char *chat_id; /* (nullable): whose, filled by find_file */
  gint64 size_bytes;
  gint64 at_us;
} OdUpload;

void od_stream_event_free (OdStreamEvent *self);
OdStreamPage *od_stream_page_new (void);
void od_stream_page_free (OdStreamPage *self);
OdUpload *od_upload_new (void);
OdUpload *od_upload_copy (const OdUpload *self);
void od_upload_free (OdUpload *self);
void od_stream_reaction_free (OdStreamReaction *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdStreamEvent, od_stream_event_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdStreamPage, od_stream_page_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdUpload, od_upload_free)

G_END_DECLS
