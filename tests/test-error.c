/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error.h"

#include <gio/gio.h>

static void
test_the_delay_travels_inside (void)
{
  g_autoptr (GError) error = od_error_new_rate_limited (7000);
  g_autoptr (GError) copy = g_error_copy (error);
  g_autoptr (GError) moved = NULL;

  g_assert_error (error, OD_ERROR, OD_ERROR_RATE_LIMITED);
  g_propagate_prefixed_error (&moved, g_steal_pointer (&copy), "while sending: ");
  g_assert_cmpint (od_error_get_retry_after_ms (error), ==, 7000);
  g_assert_cmpint (od_error_get_retry_after_ms (moved), ==, 7000);
}

static void
test_no_delay_is_minus_one (void)
{
  g_autoptr (GError) silent = od_error_new_rate_limited (-99);
  g_autoptr (GError) plain = g_error_new_literal (OD_ERROR, OD_ERROR_TRANSIENT, "x");
  g_autoptr (GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");

  g_assert_cmpint (od_error_get_retry_after_ms (silent), ==, -1);
  g_assert_cmpint (od_error_get_retry_after_ms (plain), ==, -1);
  g_assert_cmpint (od_error_get_retry_after_ms (other), ==, -1);
}

static void
test_only_two_codes_may_be_retried (void)
{
  for (int code = OD_ERROR_TRANSIENT; code <= OD_ERROR_USAGE; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (OD_ERROR, code, "x");

      g_assert_cmpint (od_error_is_retryable (error), ==, code == OD_ERROR_TRANSIENT || code == OD_ERROR_RATE_LIMITED);
    }
  g_autoptr (GError) other = g_error_new_literal (G_IO_ERROR, OD_ERROR_TRANSIENT, "x");
  g_assert_false (od_error_is_retryable (other));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/delay", test_the_delay_travels_inside);
  g_test_add_func ("/error/no-delay", test_no_delay_is_minus_one);
  g_test_add_func ("/error/retryable", test_only_two_codes_may_be_retried);
  return g_test_run ();
}
