/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-canned-book.h"
#include "od-completion.h"
#include "od-customer-model.h"

G_BEGIN_DECLS

/**
 * OdCompletion:
 *
 * What can be offered while somebody types: emoji, canned replies, articles and colleagues.
 * It is told the text and the caret, and says what is offered and what choosing does.
 */
struct _OdCompletion {
  GObject parent_instance;

  OdDesk *desk;                  /* (owned) */
  OdCustomerModel *customer;     /* (owned): whose name and fields the variables mean */
  const OdChannelInfo *channel;  /* (nullable): not owned: of the desk */
  char *name;                    /* (owned): the customer's as the conversation knows it */
  OdCannedBook *book;            /* (owned) (nullable): until it was read */
  GPtrArray *operators;          /* (owned) (nullable) (element-type OdOperatorRow) */
  OdEmojiNames *emoji;           /* (owned) */
  OdEmojiMemory *memory;         /* (owned) */
  GListStore *items;             /* (owned) (element-type OdCompletionItem) */
  GCancellable *loading;         /* (owned) */
  GCancellable *searching;       /* (owned) (nullable) */
  OdCompletionTrigger trigger;   /* what is offered for */
  OdCompletionTrigger dismissed; /* not to be offered for again */
  char *query;                   /* (owned) (nullable) */
  char *folder;                  /* (owned) (nullable): while browsing */
  guint timeout_id;              /* a search that waits for the next key */
};

void od_completion_close (OdCompletion *self);
void od_completion_take_item (OdCompletion *self, OdCompletionItem *item);
void od_completion_offer_library (OdCompletion *self);
void od_completion_fill (OdCompletion *self);

G_END_DECLS
