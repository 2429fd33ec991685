/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-backoff.h"

/**
 * od_backoff_delay_us:
 * @base_us: the ceiling of the first wait, > 0 µs
 * @cap_us: the ceiling of every wait, ≥ @base_us
 * @attempt: failures so far, not counting this one: 0 for the first
 * @random: 0 ≤ number < 1, as of od_random_unit(); given by the caller so that tests know it
 *
 * Exponential backoff with full jitter: a share @random of min(@cap_us, @base_us × 2^@attempt). Many that failed
 * together so come back spread evenly. A pure function.
 *
 * Returns: how long to wait, 0 to @cap_us µs
 */
gint64
od_backoff_delay_us (gint64 base_us, gint64 cap_us, guint attempt, double random)
{
  gint64 ceiling_us;

  g_return_val_if_fail (base_us > 0 && cap_us >= base_us, 0);
  g_return_val_if_fail (random >= 0 && random < 1, 0);

  ceiling_us = attempt < 62 && base_us <= cap_us >> attempt ? base_us << attempt : cap_us;
  return (gint64) ((double) ceiling_us * random);
}
