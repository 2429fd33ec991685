/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "od-account-health.h"
#include "od-conversation-status.h"
#include "od-custom-field.h"
#include "od-deed.h"
#include "od-delivery.h"
#include "od-sla-clock.h"
#include "od-update.h"

G_BEGIN_DECLS

/* What the store hands to the view models: plain values, read once, owned by
 * whoever asked. Strings are (not nullable) valid UTF-8 unless it says so. */

/**
 * OdConversationMarks: what a row shows beside its text.
 * @last_mime: of the first attachment of a last message without text; "payload/place", "payload/contact" or
 *   "payload/other" if it has none, but says something else
 * @due_us: the promise that the badge shows (R23); of one that was answered and is not yet delivered until then; 0: none
 * @warn_us: its first warning; 0: none
 * @promised_us: until when an operator promised to be back, whatever the badge shows; 0: nothing is
 * @clock_kind, @clock_state: of that promise; else of one that was answered and is not yet delivered; 0: none
 * @is_counted_through: nothing is open in its calendar, so it counts around the clock (R21)
 * @reach: whether an answer gets to the chat
 * @sends_at_us: the last message is a reply that waits for this moment (send later); 0 if not
 * @unsent: where replies stand that did not leave and do not wait for a moment of their author's, the worst of them:
 *   queued, unconfirmed or held; %OD_DELIVERY_NONE if there is none
 */
typedef struct {
  char *last_mime; /* (nullable) */
  OdPriority priority;
  OdReach reach;
  gint64 due_us;
  gint64 warn_us;
  gint64 promised_us;
  gint64 sends_at_us;
  OdClockKind clock_kind;
  OdClockState clock_state;
  OdDelivery unsent;
  gboolean is_counted_through;
  gboolean has_draft;
  gboolean is_blocked;
} OdConversationMarks;

/**
 * OdConversationRow: one row of the conversation list.
 */
typedef struct {
  gint64 id;
  gint64 customer_id;
  gint64 account_id;
  gint64 assignee_id; /* operator; 0 if nobody */
  char *channel;      /* descriptor id, e.g. "webchat" */
  char *account_name;
  char *name;               /* of the customer; "" if unknown */
  char *address;            /* of the contact point: what to call somebody without a name by */
  char *snippet;            /* last message or note on one line; "" if none */
  OdTimelineKind last_kind; /* who said it */
  char *last_author;        /* operator's name for OUT and NOTE, else "" */
  OdDelivery last_delivery;
  char *assignee_name; /* (nullable) */
  GStrv tags;          /* (nullable) */
  gint64 last_at_us;
  gint64 waiting_since_us; /* first unanswered message of the customer; 0 if answered */
  gint64 snoozed_until_us; /* 0 if not */
  OdStatus status;
  OdConversationMarks marks;
  guint n_unread;
} OdConversationRow;

/**
 * OdFileState: where an attachment's bytes are. The numbers are in the database:
 * append only.
 * @OD_FILE_REMOTE: the channel has them; od_file_port_fetch_async()
 * @OD_FILE_FAILED: fetching failed, `error` says why; a person may try again
 * @OD_FILE_GONE: the channel has them no more
 */
typedef enum {
  OD_FILE_HERE = 0,
  OD_FILE_REMOTE = 1,
  OD_FILE_FAILED = 2,
  OD_FILE_GONE = 3,
} OdFileState;

/**
 * OdAttachmentRow: a file of a message.
 */
typedef struct {
  gint64 id;
  char *uid;  /* public id, "f_..." */
  char *name; /* cleaned */
  char *mime;
  char *path;        /* (nullable): absolute path of the blob; NULL while it isn't here */
  char *error;       /* (nullable): of OD_FILE_FAILED, in English, for details */
  OdFileState state; /* OD_FILE_HERE exactly if there is a path */
  OdFileKind kind;
  gint64 size_bytes; /* -1 if unknown */
  gint64 duration_ms;
  int width, height;
} OdAttachmentRow;

/**
 * OdReactionRow: one emoji under a message.
 */
typedef struct {
  char *emoji;
  char *who; /* names of the operators among them, joined by ", "; "" if none */
  guint n;
  gboolean is_own;       /* one of them is this operator's */
  gboolean is_customers; /* one of them is the customer's */
} OdReactionRow;

/**
 * OdMessageRow: one row of the timeline.
 *
 * `payload` of a note names whom it mentions: {"mentions": [operator, ...]}; of a held reply it
 * says what holds it: {"held_by": "customer"} or {"held_by": "colleague"}.
 */
typedef struct {
  gint64 id; /* timeline id */
  gint64 conversation_id;
  gint64 at_us;
  gint64 operator_id;                             /* 0: customer or automatic */
  gint64 reply_to_id;                             /* 0 if none */
  gint64 edited_at_us, deleted_at_us;             /* 0 if not */
  gint64 sent_at_us, delivered_at_us, read_at_us; /* 0 if not, or not known */
  gint64 not_before_us; /* it waits in the outbox for this moment (undo, send later); 0 if not */
  char *author;         /* name to show; "" if it is the customer */
  char *body;
  char *reply_to_text;    /* (nullable): snippet of the quoted message */
  char *error;            /* (nullable): why it failed, the provider's words */
  char *payload;          /* (nullable): JSON: event details, location, form ... */
  GPtrArray *attachments; /* (nullable) (element-type OdAttachmentRow) */
  GPtrArray *reactions;   /* (nullable) (element-type OdReactionRow) */
  OdTimelineKind kind;
  OdTextFormat format;
  OdDelivery delivery;
  gboolean is_bot;
} OdMessageRow;

/**
 * OdVersionRow: what a message said before it was edited or deleted.
 */
typedef struct {
  gint64 at_us; /* since when it said so */
  char *body;
} OdVersionRow;

/**
 * OdConversationHead: what the thread says of one of its conversations (divider).
 */
typedef struct {
  gint64 id;
  gint64 account_id;
  char *channel;
  char *account_name;
  gint64 created_at_us, resolved_at_us; /* 0 if not */
  OdStatus status;
} OdConversationHead;

/**
 * OdContactPointRow: one way to reach a person.
 * @is_local: the address is an id that nobody outside the account can do anything with
 */
typedef struct {
  gint64 id;
  char *channel;
  char *address;
  char *display;               /* what to show; never empty */
  char *page_url, *page_title; /* (nullable): last page seen on */
  gint64 last_seen_at_us;
  gboolean is_verified;
  gboolean is_local;
} OdContactPointRow;

/**
 * OdSharedLinkRow: a link that stands in a message of the person or to them.
 */
typedef struct {
  gint64 message_id;
  gint64 conversation_id;
  gint64 at_us;
  char *url;
} OdSharedLinkRow;

/**
 * OdSharedFileRow: a file that the person sent or got.
 */
typedef struct {
  gint64 message_id;
  gint64 conversation_id;
  gint64 at_us;
  OdAttachmentRow *file;
} OdSharedFileRow;

/**
 * OdRating: how the person rated conversations, from 1 to 5.
 * @n: 0: they never did; then the others are 0
 */
typedef struct {
  guint n;
  guint last;
  double average;
} OdRating;

/**
 * OdCustomerCard: the profile pane: of a person, with everything of the profiles linked into it.
 * @id: of the profile that is shown, whichever of the person was asked for
 */
typedef struct {
  gint64 id;
  char *name;
  char *lang;      /* (nullable) */
  char *time_zone; /* (nullable) */
  char *note;
  GStrv tags;                /* (nullable) */
  GPtrArray *contact_points; /* (element-type OdContactPointRow), newest seen first */
  GPtrArray *fields;         /* (element-type OdFieldRow) */
  GPtrArray *conversations;  /* (element-type OdConversationHead), newest first, at most 50 */
  GPtrArray *links;          /* (element-type OdSharedLinkRow), newest first, each once, at most 50 */
  OdRating rating;
  gint64 created_at_us, last_seen_at_us;
  guint n_conversations, n_files; /* n_files: that the person sent or got: od_customer_port_list_files_async() */
} OdCustomerCard;

/**
 * OdFieldRow: a custom field of the customer; those without a value are not there.
 * @id: of the field
 * @value: as it is stored; see od_custom_field_check()
 */
typedef struct {
  gint64 id;
  char *key;
  char *label;
  char *value;
  OdCustomFieldKind kind;
} OdFieldRow;

/**
 * OdAccountState: numbers are not stored; names are in `account list --json`.
 */
typedef enum {
  OD_ACCOUNT_OFFLINE, /* nothing runs it */
  OD_ACCOUNT_PAUSED,
  OD_ACCOUNT_CONNECTING,
  OD_ACCOUNT_OK,
  OD_ACCOUNT_AUTH,  /* the account needs its owner */
  OD_ACCOUNT_ERROR, /* see `error`; it tries again by itself */
} OdAccountState;

/**
 * OdAccountRow
 */
typedef struct {
  gint64 id;
  char *channel;
  char *name;
  char *settings; /* JSON object, without secrets */
  char *error;    /* (nullable): for people, why the state is not ok */
  char *url;      /* (nullable): of web chat, while it is served */
  OdAccountHealth health;
  OdAccountState state;
  gboolean is_enabled;
  gboolean is_history_only; /* made by an import, or removed; nothing to connect to */
  gint64 removed_at_us;     /* 0: it was not */
} OdAccountRow;

/**
 * OdSearchWhat: what has the words.
 * @OD_SEARCH_WHAT_MESSAGE: the text of a message or note
 * @OD_SEARCH_WHAT_FILE: the name of a file of a message
 * @OD_SEARCH_WHAT_PERSON: a name or an address
 * @OD_SEARCH_WHAT_FIELD: a custom field of a person
 * @OD_SEARCH_WHAT_NOTE: what is noted of a person
 */
typedef enum {
  OD_SEARCH_WHAT_MESSAGE,
  OD_SEARCH_WHAT_FILE,
  OD_SEARCH_WHAT_PERSON,
  OD_SEARCH_WHAT_FIELD,
  OD_SEARCH_WHAT_NOTE,
} OdSearchWhat;

/**
 * OdSearchHit: a message that matches, or the newest of a person who does.
 * @message_id, @conversation_id: 0 if the person has none
 * @at_us: of the message; 0 if there is none
 * @channel, @address: of the conversation; "" if there is none
 */
typedef struct {
  gint64 message_id, conversation_id, customer_id;
  gint64 at_us;
  OdSearchWhat what;
  char *channel;
  char *name;    /* of the customer; "" if unknown */
  char *address; /* of the contact point */
  char *snippet; /* text around the match, one line; matches between U+0002 and U+0003 */
  OdTimelineKind kind;
} OdSearchHit;

/**
 * OdOperatorRow: who works here.
 */
typedef struct {
  gint64 id;
  char *name; /* as customers see it */
  char *signature;
  char *avatar_path; /* (nullable): absolute */
} OdOperatorRow;

void od_conversation_row_free (OdConversationRow *self);
void od_attachment_row_free (OdAttachmentRow *self);
void od_reaction_row_free (OdReactionRow *self);
void od_message_row_free (OdMessageRow *self);
void od_version_row_free (OdVersionRow *self);
void od_conversation_head_free (OdConversationHead *self);
void od_contact_point_row_free (OdContactPointRow *self);
void od_customer_card_free (OdCustomerCard *self);
void od_shared_link_row_free (OdSharedLinkRow *self);
void od_shared_file_row_free (OdSharedFileRow *self);
void od_field_row_free (OdFieldRow *self);
OdAccountRow *od_account_row_copy (const OdAccountRow *self);
void od_account_row_free (OdAccountRow *self);
void od_search_hit_free (OdSearchHit *self);
void od_operator_row_free (OdOperatorRow *self);

const char *od_account_state_get_name (OdAccountState state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdConversationRow, od_conversation_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdMessageRow, od_message_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdCustomerCard, od_customer_card_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdAccountRow, od_account_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdOperatorRow, od_operator_row_free)

G_END_DECLS
