/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdTokenBucket:
 * @rate: tokens that come back per second, ≥ 0
 * @burst: the most it can hold, ≥ 1
 * @tokens: what it holds, at most @burst; less than 0 after od_token_bucket_spend()
 * @last_us: when @tokens was right, on the caller's clock
 *
 * A value: copy it, keep it in a struct, forget it; nothing to free. Use the monotonic clock.
 */
typedef struct {
  double rate;
  double burst;
  double tokens;
  gint64 last_us;
} OdTokenBucket;

void od_token_bucket_init (OdTokenBucket *bucket, double rate, double burst, gint64 now_us);
gboolean od_token_bucket_take (OdTokenBucket *bucket, gint64 now_us);
void od_token_bucket_spend (OdTokenBucket *bucket, guint n, gint64 now_us);
gboolean od_token_bucket_is_full (const OdTokenBucket *bucket, gint64 now_us);
gint64 od_token_bucket_wait_us (const OdTokenBucket *bucket, gint64 now_us);
guint od_token_bucket_count (const OdTokenBucket *bucket, gint64 now_us);
guint od_token_bucket_wait_s (const OdTokenBucket *bucket, gint64 now_us);

G_END_DECLS
