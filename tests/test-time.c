/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-time.h"

#include "od-error.h"

static void
test_good_times (void)
{
  static const struct {
    const char *text;
    gint64 us;
    const char *utc; /* NULL: the same as text */
  } cases[] = {
    { "1970-01-01T00:00:00Z", 0, NULL },
    { "1970-01-01T00:00:00.000001Z", 1, NULL },
    { "2026-03-08T11:05:09.25Z", G_GINT64_CONSTANT (1772967909250000), NULL },
    { "2026-03-08T14:05:09.250000+03:00", G_GINT64_CONSTANT (1772967909250000), "2026-03-08T11:05:09.25Z" },
    { "2026-03-08T00:05:09-11:00", G_GINT64_CONSTANT (1772967909000000), "2026-03-08T11:05:09Z" },
    { "2026-03-08T16:50:09+05:45", G_GINT64_CONSTANT (1772967909000000), "2026-03-08T11:05:09Z" },
    { "2026-03-08t11:05:09z", G_GINT64_CONSTANT (1772967909000000), "2026-03-08T11:05:09Z" },
    { "2026-03-08T11:05:09-00:00", G_GINT64_CONSTANT (1772967909000000), "2026-03-08T11:05:09Z" },
    { "2026-03-08T11:05:09.0Z", G_GINT64_CONSTANT (1772967909000000), "2026-03-08T11:05:09Z" },
    { "2000-02-29T23:59:59Z", G_GINT64_CONSTANT (951868799000000), NULL },
    { "2024-02-29T00:00:00.100001Z", G_GINT64_CONSTANT (1709164800100001), NULL },
    { "2024-12-31T23:59:59.9Z", G_GINT64_CONSTANT (1735689599900000), NULL },
    { "2025-01-01T00:59:59+01:00", G_GINT64_CONSTANT (1735689599000000), "2024-12-31T23:59:59Z" },
    { "1969-12-31T23:00:00-01:00", 0, "1970-01-01T00:00:00Z" },
    { "9999-12-31T23:59:59.999999Z", OD_TIME_MAX_US, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      gint64 us = -1;

      g_assert_true (od_time_parse (cases[i].text, &us, &error));
      g_assert_no_error (error);
      g_assert_cmpint (us, ==, cases[i].us);
      text = od_time_format (us);
      g_assert_cmpstr (text, ==, cases[i].utc != NULL ? cases[i].utc : cases[i].text);
    }
}

static void
test_bad_times (void)
{
  static const char *const cases[] = {
    "",
    "2026",
    "2026-03-08",
    "2026-03-08T11:05Z",
    "2026-03-08T11:05:09",
    "2026-03-08 11:05:09Z",
    " 2026-03-08T11:05:09Z",
    "2026-03-08T11:05:09Z ",
    "2026-03-08T11:05:09Zx",
    "2026-03-08T11:05:09.Z",
    "2026-03-08T11:05:09,5Z",
    "2026-03-08T11:05:09.1234567Z",
    "2026-03-08T11:05:09.0000000Z",
    "2026-3-08T11:05:09Z",
    "2026-03-8T11:05:09Z",
    "26-03-08T11:05:09Z",
    "02026-03-08T11:05:09Z",
    "+2026-03-08T11:05:09Z",
    "-026-03-08T11:05:09Z",
    "2026-00-08T11:05:09Z",
    "2026-13-08T11:05:09Z",
    "2026-03-00T11:05:09Z",
    "2026-03-32T11:05:09Z",
    "2026-04-31T11:05:09Z",
    "2026-02-29T11:05:09Z",
    "2100-02-29T11:05:09Z",
    "2026-03-08T24:00:00Z",
    "2026-03-08T11:60:09Z",
    "2016-12-31T23:59:60Z",
    "2026-03-08T11:05:09+3:00",
    "2026-03-08T11:05:09+03",
    "2026-03-08T11:05:09+0300",
    "2026-03-08T11:05:09+24:00",
    "2026-03-08T11:05:09+03:60",
    "2026-03-08T11:05:09 +03:00",
    "2026-03-08T11:05:09−03:00",
    "2026-03-08T11:05:09MSK",
    "20260308T110509Z",
    "2026-W10-7T11:05:09Z",
    "1969-12-31T23:59:59.999999Z",
    "1970-01-01T00:59:59+01:00",
    "9999-12-31T23:59:59-00:01",
    "0000-01-01T00:00:00Z",
    "\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA6-03-08T11:05:09Z",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 us = -7;

      if (od_time_parse (cases[i], &us, &error))
        g_error ("taken: %s", cases[i]);
      g_assert_error (error, OD_ERROR, OD_ERROR_MALFORMED);
      g_assert_cmpint (us, ==, -7);
    }
}

/* Every day of 8 centuries, at odd times, agrees with GDateTime and comes back. */
static void
test_agrees_with_glib (void)
{
  for (gint64 day = 0; day < 365 * 800; day += 1)
    {
      gint64 us = day * 86400 * G_USEC_PER_SEC + day * 7919 % 86400 * G_USEC_PER_SEC + day * 104729 % G_USEC_PER_SEC;
      g_autofree char *text = od_time_format (us);
      gint64 again = -1;

      if (day % 101 == 0)
        {
          g_autoptr (GDateTime) other = g_date_time_new_from_iso8601 (text, NULL);

          g_assert_nonnull (other);
          g_assert_cmpint (g_date_time_to_unix (other), ==, us / G_USEC_PER_SEC);
        }
      g_assert_true (od_time_parse (text, &again, NULL));
      g_assert_cmpint (again, ==, us);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time/good", test_good_times);
  g_test_add_func ("/time/bad", test_bad_times);
  g_test_add_func ("/time/glib", test_agrees_with_glib);
  return g_test_run ();
}
