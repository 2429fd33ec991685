/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdPriority: numbers are in the database.
 */
typedef enum {
  OD_PRIORITY_LOW = -1,
  OD_PRIORITY_NORMAL = 0,
  OD_PRIORITY_HIGH = 1,
  OD_PRIORITY_URGENT = 2,
} OdPriority;

/**
 * OdDeedKind: what can be done to a conversation without writing. Names, not numbers, are stored.
 * @OD_DEED_WAIT: to pending: we wait for the customer
 * @OD_DEED_BLOCK: the contact point: what it sends is kept, as spam, and disturbs nobody
 * @OD_DEED_UNREAD: its last message counts as new
 * @OD_DEED_NO_REPLY: nothing is to be answered: it waits for nobody, its clocks are waived
 */
typedef enum {
  OD_DEED_RESOLVE,
  OD_DEED_REOPEN,
  OD_DEED_WAIT,
  OD_DEED_SPAM,
  OD_DEED_SNOOZE,
  OD_DEED_WAKE,
  OD_DEED_ASSIGN,
  OD_DEED_TAG,
  OD_DEED_UNTAG,
  OD_DEED_PRIORITY,
  OD_DEED_BLOCK,
  OD_DEED_UNBLOCK,
  OD_DEED_READ,
  OD_DEED_UNREAD,
  OD_DEED_NO_REPLY,
} OdDeedKind;
#define OD_N_DEED (OD_DEED_NO_REPLY + 1)

/**
 * OdDeed:
 * @number: of SNOOZE and BLOCK: until when, µs (SNOOZE: %OD_SNOOZE_UNTIL_REPLY; BLOCK: 0 for good); of ASSIGN: the
 *   operator, 0 for nobody; of PRIORITY: an #OdPriority
 * @text: (owned) (nullable): of TAG and UNTAG: the name; of a SNOOZE in a macro: the words, read when it runs; of ASSIGN:
 *   nothing, or the operator's name for who speaks of it
 */
typedef struct {
  OdDeedKind kind;
  gint64 number;
  char *text;
} OdDeed;

/**
 * OdMacro: a list of deeds with a name.
 * @deeds: (owned) (element-type OdDeed)
 */
typedef struct {
  gint64 id; /* 0: not stored yet */
  char *name;
  GPtrArray *deeds;
} OdMacro;

/**
 * OdDeedRefusal: why something could not be done to a conversation. Not stored.
 * @OD_DEED_REFUSAL_OTHER: it says no more
 * @OD_DEED_REFUSAL_SIBLING: another conversation of its chat is open already
 * @OD_DEED_REFUSAL_CHANGED: of an undo: something of it changed since
 * @OD_DEED_REFUSAL_TROUBLE: the store failed in the middle; what was done before stays
 */
typedef enum {
  OD_DEED_REFUSAL_NONE,
  OD_DEED_REFUSAL_OTHER,
  OD_DEED_REFUSAL_GONE,
  OD_DEED_REFUSAL_SIBLING,
  OD_DEED_REFUSAL_SPAM,
  OD_DEED_REFUSAL_OVER,
  OD_DEED_REFUSAL_TOO_MANY_TAGS,
  OD_DEED_REFUSAL_NO_ADDRESS,
  OD_DEED_REFUSAL_NO_MESSAGE,
  OD_DEED_REFUSAL_NO_OPERATOR,
  OD_DEED_REFUSAL_CHANGED,
  OD_DEED_REFUSAL_TAGS_CHANGED,
  OD_DEED_REFUSAL_BLOCK_CHANGED,
  OD_DEED_REFUSAL_TROUBLE,
} OdDeedRefusal;
#define OD_N_DEED_REFUSAL (OD_DEED_REFUSAL_TROUBLE + 1)

/**
 * OdDeedReport: what came of one action on many conversations.
 * @batch_id: for od_deed_port_undo_async(); 0: nothing changed
 * @n_done: conversations that changed
 * @n_same: that were so already
 * @n_refused: that could not: gone, or not in this state
 * @refusal: why the first of them could not
 * @is_cut: it was cancelled before it had seen all
 */
typedef struct {
  gint64 batch_id;
  guint n_done;
  guint n_same;
  guint n_refused;
  OdDeedRefusal refusal;
  gboolean is_cut;
} OdDeedReport;

OdDeed *od_deed_new (OdDeedKind kind, gint64 number, const char *text);
OdDeed *od_deed_copy (const OdDeed *self);
void od_deed_free (OdDeed *self);
const char *od_deed_kind_get_name (OdDeedKind kind);
gboolean od_deed_kind_parse (const char *name, OdDeedKind *kind);
GPtrArray *od_deed_list_copy (const GPtrArray *deeds);
OdMacro *od_macro_copy (const OdMacro *self);
void od_macro_free (OdMacro *self);
void od_deed_report_free (OdDeedReport *self);
const char *od_deed_refusal_get_text (OdDeedRefusal refusal);
gboolean od_deed_refuse (OdDeedRefusal refusal, GError **error);
OdDeedRefusal od_deed_refusal_of_error (const GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdDeed, od_deed_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdMacro, od_macro_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdDeedReport, od_deed_report_free)

G_END_DECLS
