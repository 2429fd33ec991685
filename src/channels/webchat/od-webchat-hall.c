/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-webchat"

#include "od-webchat-hall.h"

#include "od-limits.h"
#include "od-webchat-grants.h"
#include "od-webchat-update.h"

#define MINUTE_S 60.0
#define HOUR_S 3600.0
/* Acks and reads of a visitor are told to the engine this often, at most. */
#define RECEIPTS_US G_USEC_PER_SEC
/* How often forgotten visitors are looked for. */
#define SWEEP_US (30 * (gint64) G_USEC_PER_SEC)

static void
visitor_free (gpointer data)
{
  od_webchat_visitor_unref (data);
}

/**
 * od_webchat_hall_new:
 *
 * Returns: (transfer full): an empty hall
 */
OdWebchatHall *
od_webchat_hall_new (const OdWebchatHallParts *parts)
{
  OdWebchatHall *self = g_rc_box_new0 (OdWebchatHall);

  self->account_id = parts->account_id;
  self->ingest = parts->ingest;
  self->streams = parts->streams;
  self->clock = parts->clock;
  self->config = parts->config;
  self->keys = parts->keys;
  self->identity_key = parts->identity_key;
  self->intake = od_webchat_intake_new (self->ingest, self->account_id);
  self->closing = g_cancellable_new ();
  self->visitors = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, visitor_free);
  self->grants = od_webchat_grants_new ();
  self->connects =
      od_webchat_rates_new (self->config->connects_per_minute / MINUTE_S, self->config->connects_per_minute);
  self->new_visitors =
      od_webchat_rates_new (self->config->new_visitors_per_hour / HOUR_S, self->config->new_visitors_per_hour);
  self->forms = od_webchat_rates_new (OD_LIMIT_FORM_PER_ADDRESS_HOUR / HOUR_S, OD_LIMIT_FORM_PER_ADDRESS_HOUR);
  self->files = od_webchat_rates_new (OD_LIMIT_FILES_PER_ADDRESS_HOUR / HOUR_S, OD_LIMIT_FILES_PER_ADDRESS_HOUR);
  return self;
}

static void
hall_clear (gpointer data)
{
  OdWebchatHall *self = data;

  g_hash_table_unref (self->visitors);
  g_hash_table_unref (self->grants);
  od_webchat_intake_unref (self->intake);
  g_object_unref (self->closing);
  od_webchat_rates_free (self->connects);
  od_webchat_rates_free (self->new_visitors);
  od_webchat_rates_free (self->forms);
  od_webchat_rates_free (self->files);
  od_webchat_config_free (self->config);
  od_webchat_keys_free (self->keys);
  g_free (self->identity_key);
  g_object_unref (self->ingest);
  g_object_unref (self->streams);
  g_object_unref (self->clock);
}

OdWebchatHall *
od_webchat_hall_ref (OdWebchatHall *self)
{
  return g_rc_box_acquire (self);
}

void
od_webchat_hall_unref (OdWebchatHall *self)
{
  g_rc_box_release_full (self, hall_clear);
}

/**
 * od_webchat_hall_close:
 *
 * Everybody goes home: nothing is handed on any more.
 */
void
od_webchat_hall_close (OdWebchatHall *self)
{
  self->wake = NULL;
  od_webchat_intake_close (self->intake);
  g_cancellable_cancel (self->closing);
}

gint64
od_webchat_hall_now_us (OdWebchatHall *self)
{
  return od_clock_get_monotonic_us (self->clock);
}

gint64
od_webchat_hall_now_s (OdWebchatHall *self)
{
  return od_clock_get_real_us (self->clock) / G_USEC_PER_SEC;
}

/**
 * od_webchat_hall_limits:
 *
 * Returns: %TRUE if limits per address hold for this peer
 */
gboolean
od_webchat_hall_limits (OdWebchatHall *self, gboolean is_local)
{
  return !is_local || self->config->limits_loopback;
}

/**
 * od_webchat_hall_ensure_visitor:
 *
 * Returns: (transfer full): the one of that chat
 */
OdWebchatVisitor *
od_webchat_hall_ensure_visitor (OdWebchatHall *self, const char *chat_id)
{
  OdWebchatVisitor *visitor = od_webchat_hall_find_visitor (self, chat_id);

  if (visitor == NULL)
    {
      visitor = od_webchat_visitor_new (chat_id, self->config->messages_per_minute, od_webchat_hall_now_us (self));
      g_hash_table_insert (self->visitors, visitor->chat_id, visitor);
    }
  return g_rc_box_acquire (visitor);
}

/**
 * od_webchat_hall_find_visitor:
 *
 * Returns: (transfer none) (nullable): the one of that chat, if there is anything to remember of it
 */
OdWebchatVisitor *
od_webchat_hall_find_visitor (OdWebchatHall *self, const char *chat_id)
{
  return g_hash_table_lookup (self->visitors, chat_id);
}

/**
 * od_webchat_hall_told_presence:
 *
 * Tells the engine whether the visitor is there, if that changed and it knows the chat.
 */
void
od_webchat_hall_told_presence (OdWebchatHall *self, OdWebchatVisitor *visitor)
{
  gboolean is_online = visitor->listeners->len > 0;
  OdLiveEvent *event;

  visitor->seen_us = od_webchat_hall_now_us (self);
  if (!visitor->is_known || is_online == visitor->is_online || g_cancellable_is_cancelled (self->closing))
    return;
  visitor->is_online = is_online;
  event = od_live_event_new (OD_LIVE_PRESENCE, visitor->chat_id);
  event->is_online = is_online;
  od_ingest_port_live (self->ingest, self->account_id, event);
}

/**
 * od_webchat_hall_give_profile:
 *
 * The chat is known and nobody is about to write: what hello said goes by itself.
 */
void
od_webchat_hall_give_profile (OdWebchatHall *self, OdWebchatVisitor *visitor)
{
  OdUpdate *update;

  if (!visitor->is_known || visitor->profile == NULL)
    return;
  update = od_update_new (OD_UPDATE_PROFILE, visitor->chat_id);
  update->profile = g_steal_pointer (&visitor->profile);
  od_webchat_intake_push (self->intake, update, NULL, NULL, NULL);
}

/* A receipt on its way, and what was told before it. */
typedef struct {
  OdWebchatHall *hall;       /* (owned) */
  OdWebchatVisitor *visitor; /* (owned) */
  gint64 read_seq, acked_seq;
} Receipt;

static void
receipt_free (gpointer data)
{
  Receipt *receipt = data;

  od_webchat_visitor_unref (receipt->visitor);
  od_webchat_hall_unref (receipt->hall);
  g_free (receipt);
}

/* What was not stored is told again. */
static void
receipt_cb (const OdIngestOutcome *outcome, gpointer user_data)
{
  Receipt *receipt = user_data;
  OdWebchatVisitor *visitor = receipt->visitor;

  if (outcome != NULL)
    return;
  visitor->told_read_seq = MIN (visitor->told_read_seq, receipt->read_seq);
  visitor->told_acked_seq = MIN (visitor->told_acked_seq, receipt->acked_seq);
  if (receipt->hall->wake != NULL)
    receipt->hall->wake (receipt->hall->wake_data);
}

static gboolean
push_receipt (OdWebchatHall *self, OdWebchatVisitor *visitor, gint64 seq, OdDelivery delivery)
{
  Receipt *receipt = g_new (Receipt, 1);

  *receipt = (Receipt){ od_webchat_hall_ref (self), g_rc_box_acquire (visitor), visitor->told_read_seq,
                        visitor->told_acked_seq };
  return od_webchat_intake_push (self->intake, od_webchat_update_new_receipt (visitor->chat_id, seq, delivery),
                                 receipt_cb, receipt, receipt_free);
}

/**
 * od_webchat_hall_flush_receipts:
 *
 * Tells the engine what the visitor has and has seen, not more than once a second.
 */
void
od_webchat_hall_flush_receipts (OdWebchatHall *self, OdWebchatVisitor *visitor)
{
  gint64 now_us = od_webchat_hall_now_us (self);
  gboolean is_taken = TRUE;

  if (!visitor->is_known ||
      (visitor->acked_seq <= visitor->told_acked_seq && visitor->read_seq <= visitor->told_read_seq))
    return;
  if (now_us < visitor->receipts_after_us)
    {
      if (self->wake != NULL)
        self->wake (self->wake_data);
      return;
    }
  visitor->receipts_after_us = now_us + RECEIPTS_US;
  if (visitor->read_seq > visitor->told_read_seq)
    is_taken = push_receipt (self, visitor, visitor->read_seq, OD_DELIVERY_READ);
  if (visitor->acked_seq > MAX (visitor->told_acked_seq, visitor->read_seq))
    is_taken &= push_receipt (self, visitor, visitor->acked_seq, OD_DELIVERY_DELIVERED);
  if (!is_taken)
    return; /* too many wait: with the next look */
  visitor->told_read_seq = visitor->read_seq;
  visitor->told_acked_seq = MAX (visitor->acked_seq, visitor->read_seq);
}

/**
 * od_webchat_hall_run_due:
 * @now_us: monotonic
 *
 * Sends receipts that waited, and forgets who left.
 *
 * Returns: when to come again, monotonic; %G_MAXINT64 if there is nobody
 */
gint64
od_webchat_hall_run_due (OdWebchatHall *self, gint64 now_us)
{
  gint64 next_us = G_MAXINT64;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->visitors);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      OdWebchatVisitor *visitor = value;
      gboolean waits = visitor->is_known &&
                       (visitor->acked_seq > visitor->told_acked_seq || visitor->read_seq > visitor->told_read_seq);

      if (waits && visitor->receipts_after_us > now_us)
        {
          next_us = MIN (next_us, visitor->receipts_after_us);
          continue;
        }
      if (waits)
        {
          od_webchat_hall_flush_receipts (self, visitor);
          next_us = MIN (next_us, visitor->receipts_after_us); /* it may not have been taken */
        }
      if (od_webchat_visitor_is_idle (visitor, now_us))
        g_hash_table_iter_remove (&iter);
      else if (visitor->listeners->len == 0)
        next_us = MIN (next_us, now_us + SWEEP_US);
    }
  return next_us;
}
