/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-bizcal.h"
#include "od-error.h"
#include "od-ical.h"
#include "od-limits.h"

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n"
#define TAIL "END:VCALENDAR\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Day\r\n" lines "END:VEVENT\r\n"

/* "2026-01-01 2026-01-02" */
static char *
read_days (const char *text, guint *n_skipped)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OdHolidays) found = od_ical_read_holidays (text, strlen (text), od_bizcal_day_from_ymd (2026, 1, 1),
                                                        od_bizcal_day_from_ymd (2029, 1, 1), &error);
  GString *days = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < found->days->len; i++)
    {
      guint y, m, d;

      od_bizcal_day_to_ymd (g_array_index (found->days, gint32, i), &y, &m, &d);
      g_string_append_printf (days, "%s%04u-%02u-%02u", i > 0 ? " " : "", y, m, d);
    }
  *n_skipped = found->n_skipped;
  return g_string_free (days, FALSE);
}

static void
test_days (void)
{
  static const struct {
    const char *text, *days;
    guint n_skipped;
  } cases[] = {
    { HEAD TAIL, "", 0 },
    { HEAD EVENT ("DTSTART;VALUE=DATE:20260309\r\n") TAIL, "2026-03-09", 0 },
    { HEAD EVENT ("DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20260104\r\n") TAIL,
      "2026-01-01 2026-01-02 2026-01-03", 0 },
    { HEAD EVENT ("DTSTART;VALUE=DATE:20260309\r\nDURATION:P2D\r\n") TAIL, "2026-03-09 2026-03-10", 0 },
    { HEAD EVENT ("DTSTART;VALUE=DATE:20100508\r\nRRULE:FREQ=YEARLY\r\n") TAIL, "2026-05-08 2027-05-08 2028-05-08", 0 },
    { HEAD EVENT ("DTSTART;VALUE=DATE:20100508\r\nRRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20270508\r\n") TAIL,
      "2026-05-08 2028-05-08", 0 },
    { HEAD EVENT ("DTSTART;VALUE=DATE:20260504\r\nRRULE:FREQ=YEARLY;UNTIL=20270601\r\n") TAIL, "2026-05-04 2027-05-04",
      0 },
    { HEAD EVENT ("DTSTART;VALUE=DATE:20261126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\r\n") TAIL,
      "2026-11-26 2027-11-25 2028-11-23", 0 },
    { HEAD EVENT ("DTSTART;VALUE=DATE:20240229\r\nRRULE:FREQ=YEARLY\r\n") TAIL, "2028-02-29", 0 },
    /* Twice the same day, out of order, and before what is asked for. */
    { HEAD EVENT ("DTSTART;VALUE=DATE:20260612\r\n") EVENT ("DTSTART;VALUE=DATE:20260309\r\n")
          EVENT ("DTSTART;VALUE=DATE:20260612\r\n") EVENT ("DTSTART;VALUE=DATE:20250612\r\n") TAIL,
      "2026-03-09 2026-06-12", 0 },
    /* Not for whole days; not every year; cancelled; without a beginning. */
    { HEAD EVENT ("DTSTART:20260309T100000Z\r\n") TAIL, "", 1 },
    { HEAD EVENT ("DTSTART;VALUE=DATE:20260309\r\nRRULE:FREQ=DAILY\r\n") TAIL, "", 1 },
    { HEAD EVENT ("DTSTART;VALUE=DATE:20260309\r\nSTATUS:CANCELLED\r\n") TAIL, "", 0 },
    { HEAD EVENT ("") TAIL, "", 1 },
    /* Longer than a month ends there. */
    { HEAD EVENT ("DTSTART;VALUE=DATE:20281225\r\nDTEND;VALUE=DATE:20300101\r\n") TAIL,
      "2028-12-25 2028-12-26 2028-12-27 2028-12-28 2028-12-29 2028-12-30 2028-12-31", 0 },
    /* There is no 30 February: nobody waits for it. The last Monday; a fifth Sunday that never comes. */
    { HEAD EVENT ("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n") TAIL, "", 0 },
    { HEAD EVENT ("DTSTART;VALUE=DATE:20200525\r\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO\r\n") TAIL,
      "2026-05-25 2027-05-31 2028-05-29", 0 },
    { HEAD EVENT ("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=5SU\r\n") TAIL, "", 0 },
    { HEAD EVENT ("DTSTART;VALUE=DATE:20250101\r\nRRULE:FREQ=YEARLY;COUNT=2\r\n") TAIL, "2026-01-01", 0 },
    { HEAD EVENT ("DTSTART;VALUE=DATE:20240101\r\nRRULE:FREQ=YEARLY;INTERVAL=2\r\n") TAIL, "2026-01-01 2028-01-01", 0 },
    { HEAD EVENT ("DTSTART;VALUE=DATE:20240101\r\nRRULE:FREQ=YEARLY;BYDAY=MO\r\n") TAIL, "", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint n_skipped;
      g_autofree char *days = read_days (cases[i].text, &n_skipped);

      g_assert_cmpstr (days, ==, cases[i].days);
      g_assert_cmpuint (n_skipped, ==, cases[i].n_skipped);
    }
}

static void
test_errors (void)
{
  g_autofree char *large = g_strnfill (OD_LIMIT_ICAL_BYTES + 1, ' ');
  g_autoptr (GString) deep = g_string_new (NULL), many = g_string_new (HEAD);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i <= OD_LIMIT_ICAL_DEPTH; i++)
    g_string_append (deep, "BEGIN:VCALENDAR\r\n");
  for (guint i = 0; i <= OD_LIMIT_ICAL_EVENTS; i++)
    g_string_append (many, "BEGIN:VEVENT\nEND:VEVENT\n");
  g_string_append (many, TAIL);
  g_assert_null (od_ical_read_holidays ("", 0, 0, 1, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_MALFORMED);
  g_clear_error (&error);
  g_assert_null (od_ical_read_holidays ("{}", 2, 0, 1, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_MALFORMED);
  g_clear_error (&error);
  g_assert_null (od_ical_read_holidays ("\xff\xfe", 2, 0, 1, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_MALFORMED);
  g_clear_error (&error);
  g_assert_null (od_ical_read_holidays (large, OD_LIMIT_ICAL_BYTES + 1, 0, 1, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (od_ical_read_holidays (deep->str, deep->len, 0, 1, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (od_ical_read_holidays (many->str, many->len, 0, 1, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_TOO_LARGE);
}

/* However a component is begun, it is counted, or it is refused. */
static void
test_depth_is_counted_in_any_writing (void)
{
  static const struct {
    const char *begin;
    OdError code;
  } cases[] = {
    { "BEG\r\n IN:VCALENDAR\r\n", OD_ERROR_TOO_LARGE },
    { "B\n\tEGIN:VCALENDAR\n", OD_ERROR_TOO_LARGE },
    { "BEGIN:VCALENDAR\r", OD_ERROR_TOO_LARGE },
    { "BEG\n\n IN:VCALENDAR\n", OD_ERROR_TOO_LARGE },
    { "begin:\n VCALENDAR\n", OD_ERROR_TOO_LARGE },
    { "BEGIN;A=B:VCALENDAR\n", OD_ERROR_MALFORMED },
    { "BEGIN :VCALENDAR\n", OD_ERROR_MALFORMED },
    { "BEG\n\n  IN:VCALENDAR\n", OD_ERROR_MALFORMED },
    { "BEGIN:VCALENDAR\nEND;A=B:X\n", OD_ERROR_MALFORMED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) deep = g_string_new (NULL);
      g_autoptr (GError) error = NULL;

      for (guint n = 0; n <= OD_LIMIT_ICAL_DEPTH; n++)
        g_string_append (deep, cases[i].begin);
      g_assert_null (od_ical_read_holidays (deep->str, deep->len, 0, 1, &error));
      g_assert_error (error, OD_ERROR, (int) cases[i].code);
    }
}

/* Every prefix and every changed byte: days or an error. */
static void
test_broken_files (void)
{
  static const char text[] = HEAD EVENT ("DTSTART;VALUE=DATE:20260309\r\nRRULE:FREQ=YEARLY;COUNT=3\r\n"
                                         "EXDATE;VALUE=DATE:20270309\r\n") TAIL;

  for (gsize i = 0; i < sizeof text - 1; i++)
    {
      g_autoptr (GError) cut_error = NULL;
      g_autoptr (OdHolidays) cut = od_ical_read_holidays (text, i, 20000, 22000, &cut_error);

      g_assert_true ((cut == NULL) == (cut_error != NULL));
      for (guint byte = 1; byte < 128; byte += 13)
        {
          g_autofree char *changed = g_memdup2 (text, sizeof text);
          g_autoptr (GError) error = NULL;
          g_autoptr (OdHolidays) found = NULL;

          changed[i] = (char) byte;
          found = od_ical_read_holidays (changed, sizeof text - 1, 20000, 22000, &error);
          g_assert_true ((found == NULL) == (error != NULL));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!od_ical_is_supported ())
    return 77; /* built without it */
  g_test_add_func ("/ical/days", test_days);
  g_test_add_func ("/ical/errors", test_errors);
  g_test_add_func ("/ical/depth-is-counted-in-any-writing", test_depth_is_counted_in_any_writing);
  g_test_add_func ("/ical/broken-files", test_broken_files);
  return g_test_run ();
}
