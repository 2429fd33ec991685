/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-backoff.h"
#include "od-limits.h"
#include "od-token-bucket.h"

#define S ((gint64) G_USEC_PER_SEC)
#define NOW G_GINT64_CONSTANT (1000000000)

static guint
take_all (OdTokenBucket *bucket, gint64 now_us)
{
  guint n = 0;

  while (od_token_bucket_take (bucket, now_us))
    n++;
  return n;
}

static void
test_burst_then_rate (void)
{
  OdTokenBucket bucket;

  od_token_bucket_init (&bucket, 1, 15, NOW); /* 60 a minute */
  g_assert_true (od_token_bucket_is_full (&bucket, NOW));
  g_assert_cmpuint (take_all (&bucket, NOW), ==, 15);
  g_assert_false (od_token_bucket_is_full (&bucket, NOW));
  g_assert_false (od_token_bucket_take (&bucket, NOW + S - 10));
  g_assert_true (od_token_bucket_take (&bucket, NOW + S));
  g_assert_false (od_token_bucket_take (&bucket, NOW + S));
  g_assert_cmpuint (take_all (&bucket, NOW + 6 * S), ==, 5);
  g_assert_true (od_token_bucket_is_full (&bucket, NOW + 21 * S));
  g_assert_cmpuint (take_all (&bucket, NOW + 100000 * S), ==, 15);
}

/* However often one asks in between, no token is lost or won. */
static void
test_long_run_keeps_the_rate (void)
{
  static const struct {
    double rate, burst;
    gint64 step_us;
    guint n_steps, expected;
  } cases[] = {
    { 1.0 / 6, 1, 1000, 600000, 1 + 100 }, /* 10 a minute, asked every ms for 10 min */
    { 20, 1, 50000, 2000, 1 + 2000 },
    { 20, 2, 7777, 100000, 2 + 15554 },
    { 0, 1, 1000000, 1000, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdTokenBucket bucket;
      guint n = 0;

      od_token_bucket_init (&bucket, cases[i].rate, cases[i].burst, NOW);
      for (guint k = 0; k <= cases[i].n_steps; k++)
        n += od_token_bucket_take (&bucket, NOW + k * cases[i].step_us) ? 1 : 0;
      g_assert_cmpuint (n, <=, cases[i].expected);
      g_assert_cmpuint (n + 1, >=, cases[i].expected);
    }
}

static void
test_wait_is_rounded_up_and_true (void)
{
  static const struct {
    double rate;
    guint wait_s;
  } cases[] = {
    { 100, 1 }, { 1, 1 }, { 0.5, 2 }, { 0.4, 3 }, { 10.0 / 60, 6 }, { 20.0 / 3600, 180 }, { 0, 86400 }, { 1e-9, 86400 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdTokenBucket bucket;

      od_token_bucket_init (&bucket, cases[i].rate, 3, NOW);
      g_assert_cmpuint (od_token_bucket_wait_s (&bucket, NOW), ==, 1); /* it would work at once */
      g_assert_cmpuint (take_all (&bucket, NOW), ==, 3);
      g_assert_cmpuint (od_token_bucket_wait_s (&bucket, NOW), ==, cases[i].wait_s);
      if (cases[i].wait_s < 86400)
        g_assert_true (od_token_bucket_take (&bucket, NOW + cases[i].wait_s * S));
    }
}

static void
test_clock_going_back_is_harmless (void)
{
  OdTokenBucket bucket;

  od_token_bucket_init (&bucket, 1, 5, NOW);
  g_assert_cmpuint (take_all (&bucket, NOW), ==, 5);
  g_assert_false (od_token_bucket_take (&bucket, NOW - 1000000 * S));
  g_assert_cmpfloat (bucket.tokens, >=, 0);
  g_assert_cmpuint (od_token_bucket_wait_s (&bucket, NOW - 2000000 * S), ==, 1);
  g_assert_true (od_token_bucket_take (&bucket, NOW - 1000000 * S + S)); /* counts on from there */
  g_assert_false (od_token_bucket_take (&bucket, NOW - 1000000 * S + S));

  od_token_bucket_init (&bucket, 1, 5, G_MININT64);
  g_assert_cmpuint (take_all (&bucket, G_MAXINT64), ==, 5);
  g_assert_false (od_token_bucket_take (&bucket, G_MININT64));
}

static void
test_backoff_doubles_up_to_the_cap (void)
{
  static const struct {
    guint attempt;
    double random;
    gint64 expected_us;
  } cases[] = {
    { 0, 0, 0 },          { 0, 0.5, S / 2 },           { 1, 0.5, S },
    { 2, 0.5, 2 * S },    { 8, 0.5, 128 * S },         { 9, 0.5, 150 * S },
    { 61, 0.5, 150 * S }, { 62, 0.5, 150 * S },        { 63, 0.5, 150 * S },
    { 64, 0.5, 150 * S }, { G_MAXUINT, 0.5, 150 * S }, { G_MAXUINT, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (
        od_backoff_delay_us (OD_LIMIT_BACKOFF_BASE_US, OD_LIMIT_BACKOFF_CAP_US, cases[i].attempt, cases[i].random), ==,
        cases[i].expected_us);
  g_assert_cmpint (od_backoff_delay_us (1, G_MAXINT64, 62, 0.5), ==, G_MAXINT64 / 2 + 1);
  g_assert_cmpint (od_backoff_delay_us (5, 5, 0, 0.999), ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/token-bucket/burst", test_burst_then_rate);
  g_test_add_func ("/token-bucket/rate", test_long_run_keeps_the_rate);
  g_test_add_func ("/token-bucket/wait", test_wait_is_rounded_up_and_true);
  g_test_add_func ("/token-bucket/clock-back", test_clock_going_back_is_harmless);
  g_test_add_func ("/backoff/table", test_backoff_doubles_up_to_the_cap);
  return g_test_run ();
}
