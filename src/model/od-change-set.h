/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * OdChangeKind:
 * @OD_CHANGE_CONVERSATION: a conversation's row or anything in its timeline
 * @OD_CHANGE_MESSAGE: a timeline row: new, or changed (its conversation is in the set, too)
 * @OD_CHANGE_CUSTOMER: a customer, its contact points, fields or tags
 * @OD_CHANGE_ACCOUNT: an account's settings or run state
 * @OD_CHANGE_OPERATION: an operation became due, or was decided: the outbox looks
 * @OD_CHANGE_STREAM: a web chat stream advanced (row id of `stream`)
 * @OD_CHANGE_DRAFT: a draft (id: its conversation)
 * @OD_CHANGE_CLOCK: a promise's clock: the alarm looks
 * @OD_CHANGE_LIBRARY: canned replies, articles, views, tags, calendars, policies, operators
 * @OD_CHANGE_PERSON: who is one person (id: a conversation whose thread has other messages now)
 */
typedef enum {
  OD_CHANGE_CONVERSATION,
  OD_CHANGE_MESSAGE,
  OD_CHANGE_CUSTOMER,
  OD_CHANGE_ACCOUNT,
  OD_CHANGE_OPERATION,
  OD_CHANGE_STREAM,
  OD_CHANGE_DRAFT,
  OD_CHANGE_CLOCK,
  OD_CHANGE_LIBRARY,
  OD_CHANGE_PERSON,
} OdChangeKind;
#define OD_N_CHANGE (OD_CHANGE_PERSON + 1)

/**
 * OdChangeSet:
 *
 * What one transaction (or one frame of them) changed: row ids by kind, each
 * once, in the order of their first change. Filled by one thread, then only
 * read; the reference count is atomic.
 */
#define OD_TYPE_CHANGE_SET (od_change_set_get_type ())
typedef struct _OdChangeSet OdChangeSet;

GType od_change_set_get_type (void) G_GNUC_CONST;
OdChangeSet *od_change_set_new (void);
OdChangeSet *od_change_set_ref (OdChangeSet *self);
void od_change_set_unref (OdChangeSet *self);
void od_change_set_add (OdChangeSet *self, OdChangeKind kind, gint64 id);
void od_change_set_merge (OdChangeSet *self, const OdChangeSet *other);
gboolean od_change_set_has (const OdChangeSet *self, OdChangeKind kind, gint64 id);
const gint64 *od_change_set_get (const OdChangeSet *self, OdChangeKind kind, guint *n_ids);
gboolean od_change_set_is_empty (const OdChangeSet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdChangeSet, od_change_set_unref)

G_END_DECLS
