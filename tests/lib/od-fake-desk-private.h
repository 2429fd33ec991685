/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-fake-desk.h"

G_BEGIN_DECLS

typedef struct {
  OdConversationRow *row; /* (owned) */
  GPtrArray *messages;    /* (owned) (element-type OdMessageRow): oldest first */
  char *typing;           /* (owned) (nullable) */
  gboolean is_online;
} OdFakeConversation;

/* What undo puts back. */
typedef struct {
  OdStatus status;
  gint64 snoozed_until_us;
  GPtrArray *files; /* (owned) (nullable) (element-type OdFileRef) */
} OdFakeUndo;

struct _OdFakeDesk {
  GObject parent_instance;

  OdClock *clock;           /* (owned) */
  OdLivePort *live;         /* (owned): an object of its own, because it has a signal of the feed's name */
  GPtrArray *conversations; /* (owned) (element-type OdFakeConversation) */
  GHashTable *by_id;        /* (owned) gint64 → OdFakeConversation */
  GHashTable *customers;    /* (owned) gint64 → OdCustomerCard */
  GPtrArray *accounts;      /* (owned) (element-type OdAccountRow) */
  GPtrArray *drafts;        /* (owned) (element-type OdDraft) */
  GPtrArray *fetches;       /* (owned): files that are being fetched, or were */
  GPtrArray *canned;        /* (owned) (element-type OdCannedReply) */
  GPtrArray *articles;      /* (owned) (element-type OdArticle) */
  GPtrArray *operators;     /* (owned) (element-type OdOperatorRow) */
  GHashTable *undo;         /* (owned) gint64 message → OdFakeUndo */
  GHashTable *versions;     /* (owned) gint64 message → GPtrArray of OdVersionRow */
  GQueue pending;           /* (element-type Answer) */
  OdFakeCalls calls;
  gint64 sending_id, sending_done, sending_total; /* the message that is on its way; 0 if none */
  gint64 last_id;
  guint source_id;
  int next_error; /* -1 if none */
  gboolean is_held;
};

GTask *od_fake_desk_task (OdFakeDesk *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data,
                          gpointer tag);
void od_fake_desk_answer (OdFakeDesk *self, GTask *task, gpointer value, GDestroyNotify free_value);
void od_fake_desk_answer_int (OdFakeDesk *self, GTask *task, gssize value);
void od_fake_desk_answer_bool (OdFakeDesk *self, GTask *task, gboolean value);
OdFakeConversation *od_fake_desk_find (OdFakeDesk *self, gint64 conversation_id);
OdFakeConversation *od_fake_desk_find_message (OdFakeDesk *self, gint64 message_id, OdMessageRow **message);
void od_fake_desk_keep_version (OdFakeDesk *self, const OdMessageRow *message, gint64 at_us);
void od_fake_desk_update_row (OdFakeDesk *self, OdFakeConversation *conversation);

OdConversationRow *od_fake_copy_conversation (const OdConversationRow *row);
OdMessageRow *od_fake_copy_message (const OdMessageRow *row);
OdCustomerCard *od_fake_copy_customer (const OdCustomerCard *card);
OdAccountRow *od_fake_copy_account (const OdAccountRow *row);
OdConversationHead *od_fake_make_head (const OdFakeConversation *conversation);

OdLivePort *od_fake_live_new (OdFakeDesk *desk);
void od_fake_live_forget (OdLivePort *live);
void od_fake_thread_iface_init (OdThreadPortInterface *iface);
void od_fake_undo_free (OdFakeUndo *undo);
void od_fake_search_iface_init (OdSearchPortInterface *iface);
void od_fake_reply_iface_init (OdReplyPortInterface *iface);
void od_fake_sending_iface_init (OdSendingPortInterface *iface);
void od_fake_triage_iface_init (OdTriagePortInterface *iface);
void od_fake_account_iface_init (OdAccountPortInterface *iface);
GPtrArray *od_fake_fetches_new (void);
void od_fake_picture_iface_init (OdPicturePortInterface *iface);
void od_fake_file_iface_init (OdFilePortInterface *iface);
void od_fake_customer_iface_init (OdCustomerPortInterface *iface);
void od_fake_library_iface_init (OdLibraryPortInterface *iface);
void od_fake_operator_iface_init (OdOperatorPortInterface *iface);
void od_fake_library_fill (OdFakeDesk *self);

G_END_DECLS
