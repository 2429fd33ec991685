/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-webchat-rates.h"

#include <gio/gio.h>
#include <string.h>

#include "od-limits.h"
#include "od-token-bucket.h"

/* How many are looked at to find one that can be forgotten. */
#define LOOK_AT 64

/**
 * OdWebchatRates:
 *
 * One token bucket per address, for a bounded number of addresses. Of IPv6 the
 * first 64 bits count: who has one address there has all of them.
 */
struct _OdWebchatRates {
  GHashTable *buckets; /* (owned) (element-type utf8 OdTokenBucket) */
  double rate;         /* per second */
  double burst;
};

/**
 * od_webchat_rates_new:
 * @rate: per second
 * @burst: at once, ≥ 1
 *
 * Returns: (transfer full): an empty table
 */
OdWebchatRates *
od_webchat_rates_new (double rate, double burst)
{
  OdWebchatRates *self = g_new0 (OdWebchatRates, 1);

  self->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->rate = rate;
  self->burst = burst;
  return self;
}

static char *
dup_key (const char *address)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (address);
  GString *key;

  if (inet == NULL || g_inet_address_get_family (inet) != G_SOCKET_FAMILY_IPV6)
    return g_strdup (address);
  key = g_string_new ("6/");
  for (guint i = 0; i < 8; i++)
    g_string_append_printf (key, "%02x", g_inet_address_to_bytes (inet)[i]);
  return g_string_free (key, FALSE);
}

/* Somebody has to go: the first who is as good as new, else the one with most tokens of those looked at. */
static void
forget_one (OdWebchatRates *self, gint64 now_us)
{
  const char *fullest = NULL;
  double most = -1;
  guint n = 0;
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->buckets);
  while (n++ < LOOK_AT && g_hash_table_iter_next (&iter, &key, &value))
    {
      const OdTokenBucket *bucket = value;

      if (bucket->tokens > most)
        {
          most = bucket->tokens;
          fullest = key;
        }
      if (od_token_bucket_is_full (bucket, now_us))
        break;
    }
  if (fullest != NULL)
    g_hash_table_remove (self->buckets, fullest);
}

/**
 * od_webchat_rates_take:
 * @now_us: monotonic
 * @wait_s: (out): how long to wait, ≥ 1, when refused
 *
 * Returns: %FALSE if @address came too often
 */
gboolean
od_webchat_rates_take (OdWebchatRates *self, const char *address, gint64 now_us, guint *wait_s)
{
  g_autofree char *key = dup_key (address);
  OdTokenBucket *bucket = g_hash_table_lookup (self->buckets, key);

  if (bucket == NULL)
    {
      if (g_hash_table_size (self->buckets) >= OD_LIMIT_RATE_ADDRESSES)
        forget_one (self, now_us);
      bucket = g_new (OdTokenBucket, 1);
      od_token_bucket_init (bucket, self->rate, self->burst, now_us);
      g_hash_table_insert (self->buckets, g_steal_pointer (&key), bucket);
    }
  if (od_token_bucket_take (bucket, now_us))
    return TRUE;
  *wait_s = od_token_bucket_wait_s (bucket, now_us);
  return FALSE;
}

void
od_webchat_rates_free (OdWebchatRates *self)
{
  g_hash_table_unref (self->buckets);
  g_free (self);
}
