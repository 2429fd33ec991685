/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-bizcal.h"

G_BEGIN_DECLS

/**
 * OdAutoAnswerKind:
 * @OD_AUTO_ANSWER_GREETING: to the first message of a conversation, within hours
 * @OD_AUTO_ANSWER_AWAY: outside hours, or while nobody is online
 * @OD_AUTO_ANSWER_ACKNOWLEDGEMENT: to who begins to wait, at any time
 * @OD_AUTO_ANSWER_CONTACT: asks who could not be reached otherwise for a phone or a mail address
 *
 * Numbers are in the database: append only.
 */
typedef enum {
  OD_AUTO_ANSWER_GREETING = 1,
  OD_AUTO_ANSWER_AWAY = 2,
  OD_AUTO_ANSWER_ACKNOWLEDGEMENT = 3,
  OD_AUTO_ANSWER_CONTACT = 4,
} OdAutoAnswerKind;
#define OD_N_AUTO_ANSWER_KIND (OD_AUTO_ANSWER_CONTACT + 1)

/**
 * OdAutoAnswerOccasions: when nobody answers.
 *
 * Numbers are in the database: append only.
 */
typedef enum {
  OD_AUTO_ANSWER_WHEN_CLOSED = 1 << 0,
  OD_AUTO_ANSWER_WHEN_OFFLINE = 1 << 1,
} OdAutoAnswerOccasions;

/**
 * OdAutoAnswer: a row of `automatic_answer`.
 * @id: 0: not stored yet
 * @uid: (owned): "" if it is not stored yet
 * @calendar_id: whose hours it asks for; 0: around the clock
 * @version: as it was read; 0: whichever it has
 * @accounts: (owned) (element-type gint64): for whose messages; empty: all
 * @lang: (owned): for customers of this language, a primary tag as "ru"; "": for whoever there is no other for
 * @text: (owned): plain, with the variables of od_auto_answer_get_variables()
 * @delay_s: a person may be faster; 0 to %OD_LIMIT_AUTO_DELAY_S
 * @occasions: of %OD_AUTO_ANSWER_AWAY
 */
typedef struct {
  gint64 id;
  char *uid;
  gint64 calendar_id;
  gint64 version;
  GArray *accounts;
  char *lang;
  char *text;
  gint64 delay_s;
  OdAutoAnswerKind kind;
  OdAutoAnswerOccasions occasions;
  gboolean is_on;
} OdAutoAnswer;

/**
 * OdAutoAnswerFlags: what is known of a message and who wrote it.
 * @OD_AUTO_IS_FIRST: nobody wrote anything in its conversation before
 * @OD_AUTO_IS_AUTOMATIC: a machine wrote it
 * @OD_AUTO_IS_BLOCKED: of a contact that is blocked
 * @OD_AUTO_IS_SPAM: in a conversation that is spam
 * @OD_AUTO_IS_HISTORY: of an account that only keeps what was
 * @OD_AUTO_IS_ANSWERED_BY_BOT: what was said last to this customer was an automatic answer
 * @OD_AUTO_HAS_CONTACT: the customer has a phone or a mail address
 * @OD_AUTO_WAS_ASKED: for one, in this conversation
 * @OD_AUTO_CAN_ASK: on a channel where the customer can't be reached once they have gone
 * @OD_AUTO_IS_ONLINE: an operator is (decision 3)
 */
typedef enum {
  OD_AUTO_IS_FIRST = 1 << 0,
  OD_AUTO_IS_AUTOMATIC = 1 << 1,
  OD_AUTO_IS_BLOCKED = 1 << 2,
  OD_AUTO_IS_SPAM = 1 << 3,
  OD_AUTO_IS_HISTORY = 1 << 4,
  OD_AUTO_IS_ANSWERED_BY_BOT = 1 << 5,
  OD_AUTO_HAS_CONTACT = 1 << 6,
  OD_AUTO_WAS_ASKED = 1 << 7,
  OD_AUTO_CAN_ASK = 1 << 8,
  OD_AUTO_IS_ONLINE = 1 << 9,
} OdAutoAnswerFlags;

/**
 * OdAutoAnswerFacts: what an answer is decided by. All borrowed.
 * @lang: (nullable): of the customer
 * @at_us: when the message was written, µs since 1970 UTC
 * @person_us: when a person of ours wrote last in the conversation; 0: never
 * @find_calendar: (nullable) result: %NULL: around the clock
 */
typedef struct {
  gint64 account_id;
  const char *lang;
  gint64 at_us;
  gint64 now_us;
  gint64 person_us;
  OdAutoAnswerFlags flags;
  const OdBizcal *(*find_calendar) (gint64 id, gpointer data);
  gpointer calendar_data;
} OdAutoAnswerFacts;

/**
 * OdAutoSilence: why nothing is said.
 * @OD_AUTO_SILENCE_SERVED: a person of ours wrote just now
 * @OD_AUTO_SILENCE_LATE: it was written long ago
 * @OD_AUTO_SILENCE_NOTHING: there is nothing to say
 */
typedef enum {
  OD_AUTO_SILENCE_NONE,
  OD_AUTO_SILENCE_HISTORY,
  OD_AUTO_SILENCE_AUTOMATIC,
  OD_AUTO_SILENCE_BLOCKED,
  OD_AUTO_SILENCE_SPAM,
  OD_AUTO_SILENCE_IN_A_ROW,
  OD_AUTO_SILENCE_SERVED,
  OD_AUTO_SILENCE_LATE,
  OD_AUTO_SILENCE_NOTHING,
} OdAutoSilence;

/**
 * OdAutoDecision: one message at most, whatever there is to say.
 * @main: (nullable): away, greeting or acknowledgement
 * @contact: (nullable): said behind it, or alone
 * @delay_s: the longer of both
 * @opens_us: when the hours of @main begin; 0: they have, or nobody knows
 */
typedef struct {
  const OdAutoAnswer *main;
  const OdAutoAnswer *contact;
  gint64 delay_s;
  gint64 opens_us;
  OdAutoSilence silence;
} OdAutoDecision;

/**
 * OdAutoAnswerValues: what stands for variables. All borrowed.
 * @name: (nullable): the customer's
 * @due_us: until when an answer is promised; 0: nothing is
 * @zone: of the customer, or of the hours
 */
typedef struct {
  const char *name;
  gint64 due_us;
  gint64 now_us;
  GTimeZone *zone;
} OdAutoAnswerValues;

OdAutoAnswer *od_auto_answer_new (OdAutoAnswerKind kind);
OdAutoAnswer *od_auto_answer_copy (const OdAutoAnswer *self);
void od_auto_answer_free (OdAutoAnswer *self);
gboolean od_auto_answer_check (const OdAutoAnswer *self, GError **error);
gboolean od_auto_answer_is_for (const OdAutoAnswer *self, gint64 account_id);
const char *od_auto_answer_kind_get_name (OdAutoAnswerKind kind);
const char *const *od_auto_answer_get_variables (void);

gboolean od_auto_answer_decide (const GPtrArray *answers, const OdAutoAnswerFacts *facts, OdAutoDecision *decision);
char *od_auto_decision_compose (const OdAutoDecision *self, const OdAutoAnswerValues *values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdAutoAnswer, od_auto_answer_free)

G_END_DECLS
