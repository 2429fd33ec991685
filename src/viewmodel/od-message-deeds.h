/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel-info.h"
#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdMessageDeeds: what can be done with a message.
 * @OD_DEED_KEEP: its text can become a canned reply
 * @OD_DEED_HISTORY: it said something else before
 */
typedef enum {
  OD_DEED_COPY = 1 << 0,
  OD_DEED_REPLY = 1 << 1,
  OD_DEED_REACT = 1 << 2,
  OD_DEED_EDIT = 1 << 3,
  OD_DEED_REMOVE = 1 << 4,
  OD_DEED_KEEP = 1 << 5,
  OD_DEED_HISTORY = 1 << 6,
  OD_DEED_POINT_AT = 1 << 7, /* it has an address of its own, and details */
} OdMessageDeeds;

/**
 * OdMessageNeed: what a message of ours waits for.
 * @OD_NEED_UNDO: it leaves in a moment and can be taken back
 * @OD_NEED_PATIENCE: its files are on their way
 * @OD_NEED_TIME: it leaves at a time that its author chose
 * @OD_NEED_ACCOUNT: its account, which does not send now; od_message_need() does not know of accounts
 * @OD_NEED_RETRY: it failed
 * @OD_NEED_VERDICT: nobody knows whether it arrived
 * @OD_NEED_RELEASE: it is held, because there is news
 */
typedef enum {
  OD_NEED_NOTHING,
  OD_NEED_UNDO,
  OD_NEED_PATIENCE,
  OD_NEED_TIME,
  OD_NEED_ACCOUNT,
  OD_NEED_RETRY,
  OD_NEED_VERDICT,
  OD_NEED_RELEASE,
} OdMessageNeed;

OdMessageDeeds od_message_deeds (const OdMessageRow *row, const OdChannelInfo *channel, gint64 operator_id,
                                 gint64 open_conversation_id);
OdMessageNeed od_message_need (const OdMessageRow *row, gint64 now_us);
guint od_message_seconds_to_undo (const OdMessageRow *row, gint64 now_us);

G_END_DECLS
