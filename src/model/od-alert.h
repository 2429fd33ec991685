/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "od-conversation-status.h"

G_BEGIN_DECLS

/**
 * OdAlertKind: what an operator may have to know at once.
 * @OD_ALERT_MESSAGE: a customer wrote
 * @OD_ALERT_WARNING: a promise is about to break
 * @OD_ALERT_BREACH: a promise broke
 * @OD_ALERT_ASSIGNMENT: somebody gave the conversation to this operator
 * @OD_ALERT_MENTION: somebody named this operator in a note
 * @OD_ALERT_FAILED: a reply was refused, may not have arrived, or is held
 */
typedef enum {
  OD_ALERT_MESSAGE,
  OD_ALERT_WARNING,
  OD_ALERT_BREACH,
  OD_ALERT_ASSIGNMENT,
  OD_ALERT_MENTION,
  OD_ALERT_FAILED,
} OdAlertKind;
#define OD_N_ALERT (OD_ALERT_FAILED + 1)

/** All kinds of alerts, as a set: 1 << kind each. */
#define OD_ALERTS_ALL ((1u << OD_N_ALERT) - 1)

/**
 * OdAlertClock: which promise. The numbers are those of `clock.kind`.
 */
typedef enum {
  OD_ALERT_CLOCK_NONE = 0,
  OD_ALERT_CLOCK_FIRST = 1,
  OD_ALERT_CLOCK_NEXT = 2,
  OD_ALERT_CLOCK_RESOLUTION = 3,
  OD_ALERT_CLOCK_PROMISE = 4,
} OdAlertClock;

/**
 * OdAlert: one thing that happened, after it was committed.
 * @at_us: when it happened: of a breach, when it was noticed
 * @due_us: of a warning or a breach: until when an answer was promised; else 0
 * @message_id: 0 if it is of no message
 * @is_held: of a failure: somebody else answered first, and the reply waits for its author's word
 */
typedef struct {
  gint64 conversation_id;
  gint64 message_id;
  gint64 at_us;
  gint64 due_us;
  OdAlertKind kind;
  OdAlertClock clock;
  gboolean is_held;
} OdAlert;

/**
 * OdAlertSubject: how the conversation of an alert is now. Strings are (owned), valid UTF-8
 * from outside: whoever shows them cleans them.
 * @lines: (owned): what the customer wrote and nobody read, the newest %OD_LIMIT_ALERT_LINES of it, oldest first;
 *   "" for a message without text
 * @last_public_id: newest message of either side; what an answer from here has seen
 * @answered_at_us: when the newest message of either side was written, if it is ours; else 0
 * @n_failed: replies that failed, may not have arrived, or are held
 * @n_mentions: of this operator, not seen yet
 * @is_gone: it was deleted, and only the id is filled
 */
typedef struct {
  gint64 id;
  gint64 assignee_id;
  gint64 last_public_id;
  gint64 answered_at_us;
  gint64 waiting_since_us;
  gint64 snoozed_until_us;
  char *channel;
  char *account_name;
  char *name;
  char *address;
  char *lang; /* (nullable) */
  GStrv lines;
  OdStatus status;
  guint n_unread;
  guint n_failed;
  guint n_mentions;
  gboolean is_blocked;
  gboolean is_gone;
} OdAlertSubject;

/**
 * OdAlertSummary: what waits, for the first look after an absence.
 * @n_messages: that nobody read
 * @n_conversations: that have such
 * @n_late: that wait for longer than was promised, read or not
 * @n_broken: in which a promise broke since somebody looked last; whoever told of that knows, not the store
 * @is_absence: nobody was told of it when it came
 */
typedef struct {
  guint n_messages;
  guint n_conversations;
  guint n_late;
  guint n_broken;
  gboolean is_absence;
} OdAlertSummary;

/**
 * OdAlertNews: what a commit, or a few of them, brought.
 * @alerts: (element-type OdAlert): in their order; each one's conversation is in @subjects
 * @subjects: (element-type OdAlertSubject): those, and of what is watched what changed
 */
typedef struct {
  GArray *alerts;
  GPtrArray *subjects;
} OdAlertNews;

OdAlertSubject *od_alert_subject_copy (const OdAlertSubject *self);
void od_alert_subject_free (OdAlertSubject *self);
OdAlertNews *od_alert_news_new (void);
void od_alert_news_free (OdAlertNews *self);
const OdAlertSubject *od_alert_news_find (const OdAlertNews *self, gint64 conversation_id);
const char *od_alert_kind_get_name (OdAlertKind kind);
gboolean od_alert_is_settled (const OdAlert *alert, const OdAlertSubject *subject);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdAlertSubject, od_alert_subject_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdAlertNews, od_alert_news_free)

G_END_DECLS
