/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-token-bucket.h"

#include <math.h>

/* Sums of fractions of a token end a hair under the whole one. */
#define ALMOST 1e-6

/* The longest wait that is told: a day. */
#define MAX_WAIT_S 86400

static double
tokens_at (const OdTokenBucket *bucket, gint64 now_us)
{
  double since_s = now_us > bucket->last_us ? ((double) now_us - (double) bucket->last_us) / G_USEC_PER_SEC : 0;

  return MIN (bucket->burst, bucket->tokens + since_s * bucket->rate);
}

/**
 * od_token_bucket_init:
 * @rate: tokens per second, ≥ 0
 * @burst: the most it holds, ≥ 1
 * @now_us: the time, on any clock in µs, as long as it is always the same one
 *
 * A full bucket.
 */
void
od_token_bucket_init (OdTokenBucket *bucket, double rate, double burst, gint64 now_us)
{
  g_return_if_fail (bucket != NULL);
  g_return_if_fail (rate >= 0 && burst >= 1);

  *bucket = (OdTokenBucket){ .rate = rate, .burst = burst, .tokens = burst, .last_us = now_us };
}

/**
 * od_token_bucket_take:
 *
 * Takes one token. A clock that goes back gives and takes nothing: the bucket counts on from there.
 *
 * Returns: %FALSE if there is none; nothing is taken then
 */
gboolean
od_token_bucket_take (OdTokenBucket *bucket, gint64 now_us)
{
  g_return_val_if_fail (bucket != NULL, FALSE);

  bucket->tokens = tokens_at (bucket, now_us);
  bucket->last_us = now_us;
  if (bucket->tokens < 1 - ALMOST)
    return FALSE;
  bucket->tokens = MAX (bucket->tokens - 1, 0);
  return TRUE;
}

/**
 * od_token_bucket_spend:
 *
 * Takes @n tokens, whether they are there or not: what is missing comes back first.
 */
void
od_token_bucket_spend (OdTokenBucket *bucket, guint n, gint64 now_us)
{
  g_return_if_fail (bucket != NULL);

  bucket->tokens = tokens_at (bucket, now_us) - n;
  bucket->last_us = now_us;
}

/**
 * od_token_bucket_is_full:
 *
 * Returns: %TRUE if it is as if new, so that whoever keeps one per address may forget it
 */
gboolean
od_token_bucket_is_full (const OdTokenBucket *bucket, gint64 now_us)
{
  g_return_val_if_fail (bucket != NULL, FALSE);

  return tokens_at (bucket, now_us) >= bucket->burst - ALMOST;
}

/**
 * od_token_bucket_count:
 *
 * Returns: how often od_token_bucket_take() works at that moment
 */
guint
od_token_bucket_count (const OdTokenBucket *bucket, gint64 now_us)
{
  g_return_val_if_fail (bucket != NULL, 0);

  return (guint) CLAMP (tokens_at (bucket, now_us) + ALMOST, 0, G_MAXINT32);
}

/**
 * od_token_bucket_wait_us:
 *
 * Returns: after how long od_token_bucket_take() will work: 0 if it does already, at most a day
 */
gint64
od_token_bucket_wait_us (const OdTokenBucket *bucket, gint64 now_us)
{
  double missing;

  g_return_val_if_fail (bucket != NULL, 0);

  missing = 1 - ALMOST - tokens_at (bucket, now_us);
  if (missing <= 0)
    return 0;
  if (bucket->rate * MAX_WAIT_S <= missing)
    return MAX_WAIT_S * (gint64) G_USEC_PER_SEC;
  return (gint64) ceil (missing / bucket->rate * G_USEC_PER_SEC);
}

/**
 * od_token_bucket_wait_s:
 *
 * Returns: the same in whole seconds, rounded up, 1 to 86,400; also 1 if it works already, because it is what a
 * refused one is told
 */
guint
od_token_bucket_wait_s (const OdTokenBucket *bucket, gint64 now_us)
{
  gint64 wait_us = od_token_bucket_wait_us (bucket, now_us);

  return (guint) CLAMP ((wait_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC, 1, MAX_WAIT_S);
}
