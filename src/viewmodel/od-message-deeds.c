/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-message-deeds.h"

/* What leaves sooner than this was not written for later: its author may only want it back. */
#define UNDO_US (10 * (gint64) G_USEC_PER_SEC)

/* The customer has it for sure. */
static gboolean
is_public (const OdMessageRow *row)
{
  if (row->kind == OD_TIMELINE_OUT)
    return row->delivery == OD_DELIVERY_NONE || row->delivery == OD_DELIVERY_SENT ||
           row->delivery == OD_DELIVERY_DELIVERED || row->delivery == OD_DELIVERY_READ;
  return row->kind == OD_TIMELINE_IN;
}

/* Nobody but us has it, so we may do with it what we like. */
static gboolean
is_ours_alone (const OdMessageRow *row)
{
  return row->kind == OD_TIMELINE_NOTE ||
         (row->kind == OD_TIMELINE_OUT && (row->delivery == OD_DELIVERY_QUEUED || row->delivery == OD_DELIVERY_FAILED ||
                                           row->delivery == OD_DELIVERY_HELD));
}

/**
 * od_message_deeds:
 * @channel: (nullable): of the message's conversation
 * @operator_id: who asks
 * @open_conversation_id: where a reply would go
 *
 * A thing is only offered where it works: the store and the channel will take it.
 */
OdMessageDeeds
od_message_deeds (const OdMessageRow *row, const OdChannelInfo *channel, gint64 operator_id,
                  gint64 open_conversation_id)
{
  gboolean has_text = *row->body != '\0';
  gboolean is_own = row->operator_id == operator_id && operator_id != 0 && !row->is_bot;
  OdMessageDeeds deeds = OD_DEED_POINT_AT;

  if (row->kind == OD_TIMELINE_EVENT)
    return 0;
  if (row->edited_at_us != 0 || row->deleted_at_us != 0)
    deeds |= OD_DEED_HISTORY;
  if (row->deleted_at_us != 0)
    return deeds;
  if (has_text)
    deeds |= OD_DEED_COPY | OD_DEED_KEEP;
  if (is_public (row) && row->conversation_id == open_conversation_id)
    deeds |= OD_DEED_REPLY;
  if (row->kind == OD_TIMELINE_NOTE || (is_public (row) && channel != NULL && channel->can_react))
    deeds |= OD_DEED_REACT;
  /* What is not sent yet has buttons of its own for this. */
  if (!is_own || (row->kind != OD_TIMELINE_NOTE && is_ours_alone (row)))
    return deeds;
  /* It is written under the limits of what is open. */
  if (has_text && row->conversation_id == open_conversation_id &&
      (is_ours_alone (row) || (is_public (row) && channel != NULL && channel->can_edit)))
    deeds |= OD_DEED_EDIT;
  if (is_ours_alone (row) || (is_public (row) && channel != NULL && channel->can_remove))
    deeds |= OD_DEED_REMOVE;
  return deeds;
}

/**
 * od_message_need:
 * @now_us: now
 */
OdMessageNeed
od_message_need (const OdMessageRow *row, gint64 now_us)
{
  if (row->kind != OD_TIMELINE_OUT || row->deleted_at_us != 0)
    return OD_NEED_NOTHING;
  switch (row->delivery)
    {
    case OD_DELIVERY_QUEUED:
      if (row->not_before_us <= now_us)
        return OD_NEED_NOTHING;
      return row->not_before_us - now_us <= UNDO_US ? OD_NEED_UNDO : OD_NEED_TIME;
    case OD_DELIVERY_FAILED:
      return OD_NEED_RETRY;
    case OD_DELIVERY_UNCONFIRMED:
      return OD_NEED_VERDICT;
    case OD_DELIVERY_HELD:
      return OD_NEED_RELEASE;
    case OD_DELIVERY_SENDING:
      return row->attachments != NULL && row->attachments->len > 0 ? OD_NEED_PATIENCE : OD_NEED_NOTHING;
    case OD_DELIVERY_NONE:
    case OD_DELIVERY_SENT:
    case OD_DELIVERY_DELIVERED:
    case OD_DELIVERY_READ:
    default:
      return OD_NEED_NOTHING;
    }
}

/**
 * od_message_seconds_to_undo:
 *
 * Returns: how long a message can still be taken back, rounded up; 0 if it can't, or waits for
 *   a time that its author chose
 */
guint
od_message_seconds_to_undo (const OdMessageRow *row, gint64 now_us)
{
  if (od_message_need (row, now_us) != OD_NEED_UNDO)
    return 0;
  return (guint) ((row->not_before_us - now_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
}
