/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdClockKind:
 * @OD_CLOCK_FIRST: the first answer to the first customer message of a conversation (R1)
 * @OD_CLOCK_NEXT: the answer to the first unanswered message after an operator's reply (R2)
 * @OD_CLOCK_RESOLUTION: the end of the conversation
 * @OD_CLOCK_PROMISE: what an operator promised: an agreed time
 *
 * The numbers are in the database (`clock.kind`): append only.
 */
typedef enum {
  OD_CLOCK_FIRST = 1,
  OD_CLOCK_NEXT = 2,
  OD_CLOCK_RESOLUTION = 3,
  OD_CLOCK_PROMISE = 4,
} OdClockKind;
#define OD_N_CLOCK_KIND (OD_CLOCK_PROMISE + 1) /* 0 is none */

/**
 * OdClockState:
 * @OD_CLOCK_RUNNING: nobody answered yet
 * @OD_CLOCK_AWAITING: answered, not yet accepted by the provider (R16)
 * @OD_CLOCK_MET: accepted by the provider not after the due time
 * @OD_CLOCK_BREACHED: for ever (R13); whether an answer came later says `satisfied_at_us`
 * @OD_CLOCK_WAIVED: an operator said that no reply is needed
 * @OD_CLOCK_CANCELLED: there is nothing to answer any more (merged, spam, erased)
 *
 * The numbers are in the database (`clock.state`): append only.
 */
typedef enum {
  OD_CLOCK_RUNNING = 1,
  OD_CLOCK_AWAITING = 2,
  OD_CLOCK_MET = 3,
  OD_CLOCK_BREACHED = 4,
  OD_CLOCK_WAIVED = 5,
  OD_CLOCK_CANCELLED = 6,
} OdClockState;
#define OD_N_CLOCK_STATE (OD_CLOCK_CANCELLED + 1) /* 0 is none */

/**
 * OdClockEvent:
 * @OD_CLOCK_EVENT_ANSWER: an answer that satisfies was written and is on its way
 * @OD_CLOCK_EVENT_WITHDRAW: that answer did not leave: undone, refused, failed before acceptance
 * @OD_CLOCK_EVENT_KEEP: satisfied, not after the due time: od_clock_event_at()
 * @OD_CLOCK_EVENT_LATE: satisfied, after the due time
 * @OD_CLOCK_EVENT_DUE: the due time has come
 * @OD_CLOCK_EVENT_REOPEN: what had satisfied or ended it does not hold: it failed for good (R15), was deleted in time,
 *   was undone; a resolved conversation goes on (R9). The due time stays what it was.
 * @OD_CLOCK_EVENT_WAIVE: an operator says that no reply is needed
 * @OD_CLOCK_EVENT_CANCEL: merged away, spam, erased
 */
typedef enum {
  OD_CLOCK_EVENT_ANSWER,
  OD_CLOCK_EVENT_WITHDRAW,
  OD_CLOCK_EVENT_KEEP,
  OD_CLOCK_EVENT_LATE,
  OD_CLOCK_EVENT_DUE,
  OD_CLOCK_EVENT_REOPEN,
  OD_CLOCK_EVENT_WAIVE,
  OD_CLOCK_EVENT_CANCEL,
} OdClockEvent;
#define OD_N_CLOCK_EVENT (OD_CLOCK_EVENT_CANCEL + 1)

/**
 * OdClockDeed: what may satisfy a clock, or not (R5, R6).
 * @OD_CLOCK_DEED_REPLY: a public message of an operator, also a sticker, a comment or a private answer to a comment
 * @OD_CLOCK_DEED_BOT: a message that no person wrote: acknowledgement, automation, bot, campaign
 * @OD_CLOCK_DEED_NOTE: an internal note
 * @OD_CLOCK_DEED_REACTION: a reaction, or typing
 * @OD_CLOCK_DEED_CALL: a logged call that was answered, or a callback that is done
 * @OD_CLOCK_DEED_CALL_UNANSWERED: a logged call with nobody at the other end
 * @OD_CLOCK_DEED_RESOLVE: the conversation is resolved
 */
typedef enum {
  OD_CLOCK_DEED_REPLY,
  OD_CLOCK_DEED_BOT,
  OD_CLOCK_DEED_NOTE,
  OD_CLOCK_DEED_REACTION,
  OD_CLOCK_DEED_CALL,
  OD_CLOCK_DEED_CALL_UNANSWERED,
  OD_CLOCK_DEED_RESOLVE,
} OdClockDeed;
#define OD_N_CLOCK_DEED (OD_CLOCK_DEED_RESOLVE + 1)

/**
 * OdPromiseTerm: until when an operator promises to be back.
 * @minutes: after the customer is told; 0: @until_us says it
 * @until_us: µs since 1970 UTC; 0: @minutes say it, or nothing is promised
 */
typedef struct {
  gint64 minutes;
  gint64 until_us;
} OdPromiseTerm;

static inline gboolean
od_promise_term_is_set (const OdPromiseTerm *self)
{
  return self->minutes > 0 || self->until_us > 0;
}

gboolean od_clock_state_next (OdClockState state, OdClockEvent event, OdClockState *next);
OdClockEvent od_clock_event_at (gint64 satisfied_us, gint64 due_us);
gboolean od_clock_deed_satisfies (OdClockDeed deed, OdClockKind kind);

const char *od_clock_kind_get_name (OdClockKind kind);
gboolean od_clock_kind_parse (const char *name, OdClockKind *kind);
const char *od_clock_state_get_name (OdClockState state);
gboolean od_clock_state_parse (const char *name, OdClockState *state);

G_END_DECLS
