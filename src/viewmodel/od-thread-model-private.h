/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-thread-model.h"
#include "od-thread-stretch.h"

G_BEGIN_DECLS

/**
 * OdThreadModel:
 *
 * A #GListModel over the history of a customer: one unbroken stretch of it, in
 * the order of the timeline, that grows at either end when the reader comes near
 * and forgets what is far away. Items keep their identity by message id, so an
 * answer that arrives late is still right, and a change is one row's change.
 */
struct _OdThreadModel {
  GObject parent_instance;

  OdThreadPort *port;        /* (owned) */
  OdChangeFeed *feed;        /* (owned) */
  OdThreadStretch *stretch;  /* (owned) */
  GHashTable *heads;         /* (owned) (element-type gint64 OdConversationHead) */
  GCancellable *cancellable; /* (owned): of what is being asked for this conversation */
  gint64 conversation_id;    /* 0 if none is open */
  gint64 first_unread_id;
  OdThreadScope scope;
  OdThreadAnchor loading; /* which way a page is on its way; %OD_ANCHOR_MESSAGE if none */
  gboolean has_older;
  gboolean has_newer;
  gboolean is_read; /* the rows are those of the conversation */
};

void od_thread_model_mark_around (OdThreadModel *self, guint position, guint n);
void od_thread_model_trim (OdThreadModel *self, OdThreadAnchor grown);
void od_thread_model_merge_changes (OdThreadModel *self, OdChangeSet *changes);

G_END_DECLS
