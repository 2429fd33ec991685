/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-send-pace.h"

/**
 * OdSendPace:
 *
 * How fast one account may be asked to act: a bucket for all of it and one for each conversation that was active a
 * moment ago. What rests is not claimed at all, so that a slow conversation keeps no other from going on. Times are
 * of the monotonic clock. Main thread only.
 */
struct _OdSendPace {
  OdSendRate rate;
  OdTokenBucket account;
  GHashTable *chats; /* (element-type gint64 OdTokenBucket): by conversation; those that are not full */
};

/**
 * od_send_pace_new:
 * @rate: copied
 *
 * Returns: (transfer full): nothing rests yet
 */
OdSendPace *
od_send_pace_new (const OdSendRate *rate, gint64 now_us)
{
  OdSendPace *self = g_new0 (OdSendPace, 1);

  self->rate = *rate;
  od_token_bucket_init (&self->account, rate->account_per_s, MAX (rate->account_burst, 1), now_us);
  self->chats = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  return self;
}

void
od_send_pace_free (OdSendPace *self)
{
  g_hash_table_unref (self->chats);
  g_free (self);
}

static void
forget_full (OdSendPace *self, gint64 now_us)
{
  GHashTableIter iter;
  gpointer bucket;

  g_hash_table_iter_init (&iter, self->chats);
  while (g_hash_table_iter_next (&iter, NULL, &bucket))
    if (od_token_bucket_is_full (bucket, now_us))
      g_hash_table_iter_remove (&iter);
}

/* Returns: (nullable): %NULL: there is no limit */
static OdTokenBucket *
ensure_bucket (OdSendPace *self, gint64 conversation_id, gboolean is_group, gint64 now_us)
{
  gboolean is_of_group = is_group && self->rate.group_per_s > 0;
  double per_s = is_of_group ? self->rate.group_per_s : self->rate.chat_per_s;
  guint burst = is_of_group ? self->rate.group_burst : self->rate.chat_burst;
  OdTokenBucket *bucket = g_hash_table_lookup (self->chats, &conversation_id);

  if (bucket != NULL || per_s <= 0)
    return bucket;
  bucket = g_new (OdTokenBucket, 1);
  od_token_bucket_init (bucket, per_s, MAX (burst, 1), now_us);
  g_hash_table_insert (self->chats, g_memdup2 (&conversation_id, sizeof conversation_id), bucket);
  return bucket;
}

/**
 * od_send_pace_take:
 * @is_group: many write there
 * @n_messages: as how many the other side counts it
 *
 * The channel is asked for something there, now. It counts even if there was no room: then more is waited after.
 */
void
od_send_pace_take (OdSendPace *self, gint64 conversation_id, gboolean is_group, guint n_messages, gint64 now_us)
{
  OdTokenBucket *bucket;

  g_return_if_fail (self != NULL);

  if (self->rate.account_per_s > 0)
    od_token_bucket_spend (&self->account, n_messages, now_us);
  forget_full (self, now_us);
  bucket = ensure_bucket (self, conversation_id, is_group, now_us);
  if (bucket != NULL)
    od_token_bucket_spend (bucket, n_messages, now_us);
}

/**
 * od_send_pace_get_room:
 *
 * Returns: how many operations of different conversations may begin now
 */
guint
od_send_pace_get_room (OdSendPace *self, gint64 now_us)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rate.account_per_s > 0 ? od_token_bucket_count (&self->account, now_us) : G_MAXUINT;
}

/**
 * od_send_pace_dup_resting:
 *
 * Returns: (transfer full) (nullable) (element-type gint64): conversations that may not go on yet
 */
GArray *
od_send_pace_dup_resting (OdSendPace *self, gint64 now_us)
{
  GArray *resting = NULL;
  GHashTableIter iter;
  gpointer id, bucket;

  g_return_val_if_fail (self != NULL, NULL);

  g_hash_table_iter_init (&iter, self->chats);
  while (g_hash_table_iter_next (&iter, &id, &bucket))
    {
      if (od_token_bucket_wait_us (bucket, now_us) == 0)
        continue;
      if (resting == NULL)
        resting = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_val (resting, *(gint64 *) id);
    }
  return resting;
}

/**
 * od_send_pace_get_wait_us:
 *
 * Returns: when to look again, because something rests until then; -1 if nothing does
 */
gint64
od_send_pace_get_wait_us (OdSendPace *self, gint64 now_us)
{
  gint64 nearest_us = G_MAXINT64, account_us = 0;
  GHashTableIter iter;
  gpointer bucket;

  g_return_val_if_fail (self != NULL, -1);

  if (self->rate.account_per_s > 0)
    account_us = od_token_bucket_wait_us (&self->account, now_us);
  g_hash_table_iter_init (&iter, self->chats);
  while (g_hash_table_iter_next (&iter, NULL, &bucket))
    {
      gint64 wait_us = od_token_bucket_wait_us (bucket, now_us);

      if (wait_us > 0)
        nearest_us = MIN (nearest_us, wait_us);
    }
  if (account_us > 0)
    return account_us;
  return nearest_us < G_MAXINT64 ? nearest_us : -1;
}
