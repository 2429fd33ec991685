/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "od-bizcal.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-time.h"

#define S ((gint64) G_USEC_PER_SEC)

static gint64
at (const char *text)
{
  gint64 us = 0;

  g_assert_true (od_time_parse (text, &us, NULL));
  return us;
}

static OdBizcal *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  OdBizcal *cal = od_bizcal_parse (text, -1, &error);

  g_assert_no_error (error);
  return cal;
}

/* ---- the cases of the specification ---------------------------------------- */

/* "09:00-13:00+14:00-18:00" */
static GArray *
read_spans (const char *text)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (OdBizcalSpan));
  g_auto (GStrv) parts = g_strsplit (text, "+", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      guint h1, m1, h2, m2;
      OdBizcalSpan span;

      g_assert_cmpint (sscanf (parts[i], "%u:%u-%u:%u", &h1, &m1, &h2, &m2), ==, 4);
      span.start_min = (gint16) (h1 * 60 + m1);
      span.end_min = (gint16) (h2 * 60 + m2);
      g_array_append_val (spans, span);
    }
  return spans;
}

static OdBizcal *
read_calendar (const char *zone, const char *weekly, const char *exceptions)
{
  static const char *const names[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  g_autoptr (OdBizcalBuilder) builder = od_bizcal_builder_new (zone);
  g_auto (GStrv) groups = g_strsplit (weekly, "; ", -1);
  g_auto (GStrv) dates = g_strsplit (exceptions, "; ", -1);
  g_autoptr (GError) error = NULL;
  OdBizcal *cal;

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_auto (GStrv) halves = g_strsplit (groups[i], " ", 2);
      g_autoptr (GArray) spans = read_spans (halves[1]);

      for (guint day = 0; day < 7; day++)
        if (strstr (halves[0], names[day]) != NULL)
          g_assert_true (od_bizcal_builder_set_weekly (builder, day + 1, (OdBizcalSpan *) (gpointer) spans->data,
                                                       spans->len, NULL));
    }
  for (guint i = 0; dates[i] != NULL && !g_str_equal (exceptions, "-"); i++)
    {
      g_auto (GStrv) halves = g_strsplit (dates[i], " ", 2);
      g_autoptr (GArray) spans = read_spans (g_str_equal (halves[1], "closed") ? "" : halves[1]);
      guint y, m, d;

      g_assert_cmpint (sscanf (halves[0], "%u-%u-%u", &y, &m, &d), ==, 3);
      g_assert_true (od_bizcal_builder_set_exception (builder, od_bizcal_day_from_ymd (y, m, d),
                                                      (OdBizcalSpan *) (gpointer) spans->data, spans->len, NULL));
    }
  cal = od_bizcal_builder_build (builder, &error);
  g_assert_no_error (error);
  return cal;
}

static GArray *
read_pauses (const char *text)
{
  GArray *pauses = g_array_new (FALSE, FALSE, sizeof (OdBizcalPause));
  g_auto (GStrv) parts = g_strsplit (g_str_equal (text, "-") ? "" : text, "|", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_auto (GStrv) ends = g_strsplit (parts[i], "/", 2);
      OdBizcalPause pause = { at (ends[0]), at (ends[1]) };

      g_array_append_val (pauses, pause);
    }
  return pauses;
}

static void
test_cases_of_the_specification (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "sla", "cases.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);
      g_autoptr (OdBizcal) cal = read_calendar (cells[2], cells[3], cells[4]);
      g_autoptr (GArray) pauses = read_pauses (cells[7]);
      gint64 target_s = g_ascii_strtoll (cells[6], NULL, 10);
      gboolean fell_back;
      gint64 due_us = od_bizcal_due_paused (cal, at (cells[5]), target_s, (OdBizcalPause *) (gpointer) pauses->data,
                                            pauses->len, &fell_back);
      g_autofree char *due = od_time_format (due_us);
      g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (due_us / S);
      g_autoptr (GDateTime) there = g_date_time_to_timezone (utc, od_bizcal_get_zone (cal));
      g_autofree char *local = g_date_time_format (there, "%a %Y-%m-%d %H:%M:%S %z");

      if (!g_str_equal (due, cells[8]) || !g_str_equal (local, cells[9]))
        g_error ("%s: %s (%s) instead of %s (%s)", cells[0], due, local, cells[8], cells[9]);
      g_assert_false (fell_back);
      g_assert_cmpint (
          od_bizcal_open_seconds (cal, at (cells[5]), due_us, (OdBizcalPause *) (gpointer) pauses->data, pauses->len),
          ==, target_s);
      n++;
    }
  g_assert_cmpuint (n, ==, 46);
}

/* ---- edges ------------------------------------------------------------------ */

#define OFFICE                                                                                                         \
  "{\"zone\":\"Europe/Moscow\",\"weekly\":{\"mon\":[[\"09:00\",\"18:00\"]],\"tue\":[[\"09:00\",\"18:00\"]]}}"

static void
test_ends_are_open_and_closed (void)
{
  g_autoptr (OdBizcal) cal = parse (OFFICE);

  g_assert_false (od_bizcal_is_open (cal, at ("2026-03-02T05:59:59.999999Z")));
  g_assert_true (od_bizcal_is_open (cal, at ("2026-03-02T06:00:00Z")));
  g_assert_true (od_bizcal_is_open (cal, at ("2026-03-02T14:59:59.999999Z")));
  g_assert_false (od_bizcal_is_open (cal, at ("2026-03-02T15:00:00Z")));
  g_assert_cmpint (od_bizcal_next_open (cal, at ("2026-03-02T15:00:00Z")), ==, at ("2026-03-03T06:00:00Z"));
  g_assert_cmpint (od_bizcal_next_open (cal, at ("2026-03-02T07:00:00Z")), ==, at ("2026-03-02T07:00:00Z"));
  /* A deadline stays at closing, a start at closing waits for the opening (R17); parts of a second are kept. */
  g_assert_cmpint (od_bizcal_due (cal, at ("2026-03-02T14:00:00Z"), 3600, NULL), ==, at ("2026-03-02T15:00:00Z"));
  g_assert_cmpint (od_bizcal_due (cal, at ("2026-03-02T15:00:00Z"), 1, NULL), ==, at ("2026-03-03T06:00:01Z"));
  g_assert_cmpint (od_bizcal_due (cal, at ("2026-03-02T14:59:59.25Z"), 1, NULL), ==, at ("2026-03-03T06:00:00.25Z"));
  g_assert_cmpint (od_bizcal_due (cal, at ("2026-03-01T00:00:00Z"), 0, NULL), ==, at ("2026-03-01T00:00:00Z"));
}

static void
test_pauses (void)
{
  g_autoptr (OdBizcal) cal = parse (OFFICE);
  OdBizcalPause pauses[] = {
    { at ("2026-03-02T09:00:00Z"), at ("2026-03-02T10:00:00Z") },
    { at ("2026-03-02T07:00:00Z"), at ("2026-03-02T09:30:00Z") }, /* in any order, overlapping */
    { at ("2026-03-02T12:00:00Z"), at ("2026-03-02T12:00:00Z") }, /* of no length */
    { at ("2026-03-03T07:00:00Z"), OD_BIZCAL_NEVER },
  };
  gboolean fell_back = TRUE;

  g_assert_cmpint (od_bizcal_due_paused (cal, at ("2026-03-02T06:00:00Z"), 3601, pauses, 4, &fell_back), ==,
                   at ("2026-03-02T10:00:01Z"));
  /* It runs out exactly where a pause begins, and stays there. */
  g_assert_cmpint (od_bizcal_due_paused (cal, at ("2026-03-02T06:00:00Z"), 3600, pauses, 4, NULL), ==,
                   at ("2026-03-02T07:00:00Z"));
  g_assert_cmpint (od_bizcal_due_paused (cal, at ("2026-03-02T06:00:00Z"), 7 * 3600, pauses, 4, NULL), ==,
                   at ("2026-03-03T07:00:00Z"));
  g_assert_cmpint (od_bizcal_due_paused (cal, at ("2026-03-02T06:00:00Z"), 7 * 3600 + 1, pauses, 4, &fell_back), ==,
                   OD_BIZCAL_NEVER);
  g_assert_false (fell_back);
  g_assert_cmpint (od_bizcal_open_seconds (cal, at ("2026-03-02T06:00:00Z"), at ("2026-03-09T00:00:00Z"), pauses, 4),
                   ==, 7 * 3600);
  /* A pause of three years is not "nothing open within 400 days". */
  pauses[0] = (OdBizcalPause){ at ("2026-03-02T07:00:00Z"), at ("2029-03-05T07:00:00Z") };
  g_assert_cmpint (od_bizcal_due_paused (cal, at ("2026-03-02T06:00:00Z"), 7200, pauses, 1, &fell_back), ==,
                   at ("2029-03-05T08:00:00Z"));
  g_assert_false (fell_back);
}

static void
test_around_the_clock (void)
{
  g_autoptr (OdBizcal) closed = parse ("{\"zone\":\"Europe/Moscow\",\"weekly\":{}}");
  g_autoptr (OdBizcal) one_day =
      parse ("{\"zone\":\"UTC\",\"weekly\":{},\"exceptions\":{\"2026-03-02\":[[\"09:00\",\"10:00\"]]}}");
  OdBizcalPause pause = { at ("2026-01-01T00:30:00Z"), at ("2026-01-01T01:30:00Z") };
  gboolean fell_back;

  /* R21 */
  g_assert_cmpint (od_bizcal_due (closed, at ("2026-01-01T00:00:00Z"), 3600, &fell_back), ==,
                   at ("2026-01-01T01:00:00Z"));
  g_assert_true (fell_back);
  g_assert_cmpint (od_bizcal_due_paused (closed, at ("2026-01-01T00:00:00Z"), 3600, &pause, 1, &fell_back), ==,
                   at ("2026-01-01T02:00:00Z"));
  g_assert_cmpint (od_bizcal_next_open (closed, 0), ==, OD_BIZCAL_NEVER);
  /* 399 days to the only opening count, 401 do not; when it is not enough, the whole is around the clock. */
  g_assert_cmpint (od_bizcal_due (one_day, at ("2025-01-27T09:00:00Z"), 3600, &fell_back), ==,
                   at ("2026-03-02T10:00:00Z"));
  g_assert_false (fell_back);
  g_assert_cmpint (od_bizcal_due (one_day, at ("2025-01-25T09:00:00Z"), 3600, &fell_back), ==,
                   at ("2025-01-25T10:00:00Z"));
  g_assert_true (fell_back);
  g_assert_cmpint (od_bizcal_due (one_day, at ("2026-03-01T09:00:00Z"), 3601, &fell_back), ==,
                   at ("2026-03-01T10:00:01Z"));
  g_assert_true (fell_back);
  /* No calendar at all. */
  g_assert_cmpint (od_bizcal_due (NULL, at ("2026-03-29T00:30:00Z"), 7200, &fell_back), ==,
                   at ("2026-03-29T02:30:00Z"));
  g_assert_false (fell_back);
}

static void
test_tails_belong_to_the_next_date (void)
{
  /* Every day 20:00 to 02:00; the 3rd is closed, the 5th is open 22:00 to 03:00 only, the 6th is closed. */
  g_autoptr (OdBizcal) cal =
      parse ("{\"zone\":\"UTC\",\"weekly\":{\"mon\":[[\"20:00\",\"02:00\"]],\"tue\":[[\"20:00\",\"02:00\"]],"
             "\"wed\":[[\"20:00\",\"02:00\"]],\"thu\":[[\"20:00\",\"02:00\"]],\"fri\":[[\"20:00\",\"02:00\"]],"
             "\"sat\":[[\"20:00\",\"02:00\"]],\"sun\":[[\"20:00\",\"02:00\"]]},"
             "\"exceptions\":{\"2026-03-03\":[],\"2026-03-05\":[[\"22:00\",\"03:00\"]],\"2026-03-06\":[]}}");
  static const struct {
    const char *when;
    gboolean is_open;
  } cases[] = {
    { "2026-03-02T01:00:00Z", TRUE }, /* Sunday's tail */
    { "2026-03-02T23:00:00Z", TRUE },
    { "2026-03-03T01:00:00Z", FALSE }, /* Monday's tail is of the 3rd, which is closed */
    { "2026-03-03T21:00:00Z", FALSE },
    { "2026-03-04T01:00:00Z", TRUE },  /* the weekly tail of the 4th, although the 3rd was closed */
    { "2026-03-05T01:00:00Z", FALSE }, /* the 5th is open at night only */
    { "2026-03-05T21:00:00Z", FALSE },
    { "2026-03-05T22:00:00Z", TRUE },
    { "2026-03-06T02:59:00Z", TRUE }, /* an exception's own tail stays, on a closed day too */
    { "2026-03-06T03:00:00Z", FALSE },
    { "2026-03-07T01:00:00Z", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (od_bizcal_is_open (cal, at (cases[i].when)) != cases[i].is_open)
      g_error ("%s", cases[i].when);
}

static void
test_a_day_of_a_changed_clock (void)
{
  g_autoptr (OdBizcal) berlin =
      parse ("{\"zone\":\"Europe/Berlin\",\"weekly\":{\"sun\":[[\"01:00\",\"04:00\"],[\"10:00\",\"24:00\"]]}}");
  g_autoptr (GArray) spring = od_bizcal_dup_day (berlin, od_bizcal_day_from_ymd (2026, 3, 29));
  g_autoptr (GArray) autumn = od_bizcal_dup_day (berlin, od_bizcal_day_from_ymd (2026, 10, 25));

  g_assert_cmpuint (spring->len, ==, 2);
  g_assert_cmpint (g_array_index (spring, OdBizcalInterval, 0).from_us, ==, at ("2026-03-29T00:00:00Z"));
  g_assert_cmpint (g_array_index (spring, OdBizcalInterval, 0).until_us, ==, at ("2026-03-29T02:00:00Z"));
  g_assert_cmpint (g_array_index (spring, OdBizcalInterval, 1).until_us, ==, at ("2026-03-29T22:00:00Z"));
  g_assert_cmpuint (autumn->len, ==, 2);
  g_assert_cmpint (g_array_index (autumn, OdBizcalInterval, 0).from_us, ==, at ("2026-10-24T23:00:00Z"));
  g_assert_cmpint (g_array_index (autumn, OdBizcalInterval, 0).until_us, ==, at ("2026-10-25T03:00:00Z"));
  g_assert_cmpint (od_bizcal_get_day (berlin, at ("2026-03-28T23:00:00Z")), ==, od_bizcal_day_from_ymd (2026, 3, 29));
}

/* Long ago, far away, and never in an endless loop. */
static void
test_far_away (void)
{
  g_autoptr (OdBizcal) cal = parse (OFFICE);
  g_autoptr (OdBizcal) minute = parse ("{\"zone\":\"UTC\",\"weekly\":{\"mon\":[[\"09:00\",\"09:01\"]]}}");
  gboolean fell_back;

  g_assert_cmpint (od_bizcal_due (cal, at ("1970-01-05T06:00:00Z"), 1, NULL), ==, at ("1970-01-05T06:00:01Z"));
  g_assert_cmpint (od_bizcal_due (cal, at ("2060-03-01T06:00:00Z"), 1, NULL), ==, at ("2060-03-01T06:00:01Z"));
  g_assert_cmpint (od_bizcal_due (minute, at ("2026-01-01T00:00:00Z"), OD_LIMIT_CALENDAR_TARGET_S, &fell_back), ==,
                   at ("2027-02-05T00:00:00Z"));
  g_assert_true (fell_back);
  g_assert_cmpint (od_bizcal_due (cal, OD_TIME_MAX_US, OD_LIMIT_CALENDAR_TARGET_S, NULL), >, OD_TIME_MAX_US);
}

/* ---- files ------------------------------------------------------------------ */

static void
test_what_is_written_is_read (void)
{
  static const char text[] =
      "{\"zone\":\"Europe/Moscow\",\"weekly\":{\"mon\":[[\"09:00\",\"13:00\"],[\"14:00\",\"18:00\"]],"
      "\"tue\":[[\"20:00\",\"02:00\"]],\"sun\":[[\"00:00\",\"24:00\"]]},"
      "\"exceptions\":{\"2026-03-09\":[],\"2026-06-11\":[[\"09:00\",\"17:00\"]]}}";
  g_autoptr (OdBizcal) cal = parse (text);
  g_autofree char *written = od_bizcal_to_string (cal);
  g_autoptr (OdBizcal) again = parse (written);
  g_autoptr (OdBizcalBuilder) builder = od_bizcal_builder_new_from (cal);
  g_autoptr (OdBizcal) other = NULL;

  g_assert_cmpstr (written, ==, text);
  g_assert_true (od_bizcal_equal (cal, again));
  g_assert_true (od_bizcal_builder_remove_exception (builder, od_bizcal_day_from_ymd (2026, 3, 9)));
  g_assert_false (od_bizcal_builder_remove_exception (builder, od_bizcal_day_from_ymd (2026, 3, 10)));
  other = od_bizcal_builder_build (builder, NULL);
  g_assert_false (od_bizcal_equal (cal, other));
  g_assert_cmpuint (od_bizcal_get_n_exceptions (other), ==, 1);
}

static void
test_errors_say_where (void)
{
  static const struct {
    const char *text, *part;
  } cases[] = {
    { "", "" },
    { "[]", "object" },
    { "{}", "zone" },
    { "{\"zone\":1}", "zone" },
    { "{\"zone\":\"Mars/Base\"}", "zone" },
    { "{\"zone\":\"../../etc/localtime\"}", "zone" },
    { "{\"zone\":\"/etc/localtime\"}", "zone" },
    { "{\"zone\":\"\"}", "zone" },
    { "{\"zone\":\"UTC\",\"week\":{}}", "member" },
    { "{\"zone\":\"UTC\",\"weekly\":[]}", "weekly" },
    { "{\"zone\":\"UTC\",\"weekly\":{\"monday\":[]}}", "weekly" },
    { "{\"zone\":\"UTC\",\"weekly\":{\"mon\":{}}}", "weekly.mon" },
    { "{\"zone\":\"UTC\",\"weekly\":{\"mon\":[[\"9:00\",\"18:00\"]]}}", "weekly.mon, interval 1" },
    { "{\"zone\":\"UTC\",\"weekly\":{\"mon\":[[\"09:00\",\"18:00\"],[\"24:00\",\"24:00\"]]}}",
      "weekly.mon, interval 2" },
    { "{\"zone\":\"UTC\",\"weekly\":{\"mon\":[[\"09:00\",\"24:01\"]]}}", "weekly.mon, interval 1" },
    { "{\"zone\":\"UTC\",\"weekly\":{\"mon\":[[\"09:60\",\"18:00\"]]}}", "weekly.mon, interval 1" },
    { "{\"zone\":\"UTC\",\"weekly\":{\"mon\":[[\"09:00\"]]}}", "weekly.mon, interval 1" },
    { "{\"zone\":\"UTC\",\"weekly\":{\"mon\":[[9,18]]}}", "weekly.mon, interval 1" },
    { "{\"zone\":\"UTC\",\"exceptions\":{\"2026-02-29\":[]}}", "exceptions, member 1" },
    { "{\"zone\":\"UTC\",\"exceptions\":{\"2026-03-09\":[],\"2026-3-10\":[]}}", "exceptions, member 2" },
    { "{\"zone\":\"UTC\",\"exceptions\":{\"2026-03-09\":null}}", "exceptions.2026-03-09" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (od_bizcal_parse (cases[i].text, -1, &error));
      g_assert_nonnull (error);
      if (strstr (error->message, cases[i].part) == NULL)
        g_error ("%s: %s", cases[i].text, error->message);
    }
}

static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new ("{\"zone\":\"UTC\",\"weekly\":{\"mon\":[");
  g_autoptr (OdBizcalBuilder) builder = od_bizcal_builder_new ("UTC");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i <= OD_LIMIT_CALENDAR_SPANS; i++)
    g_string_append_printf (text, "%s[\"09:00\",\"10:00\"]", i > 0 ? "," : "");
  g_string_append (text, "]}}");
  g_assert_null (od_bizcal_parse (text->str, -1, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_TOO_LARGE);
  g_clear_error (&error);
  for (int day = 0; day < OD_LIMIT_CALENDAR_EXCEPTIONS; day++)
    g_assert_true (od_bizcal_builder_set_exception (builder, day, NULL, 0, NULL));
  g_assert_true (od_bizcal_builder_set_exception (builder, 7, NULL, 0, NULL));
  g_assert_false (od_bizcal_builder_set_exception (builder, OD_LIMIT_CALENDAR_EXCEPTIONS, NULL, 0, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_TOO_LARGE);
}

/* Every prefix and every changed byte: a value or an error, and a value means something. */
static void
test_broken_files (void)
{
  static const char text[] = "{\"zone\":\"Europe/Berlin\",\"weekly\":{\"mon\":[[\"09:00\",\"18:00\"]]},"
                             "\"exceptions\":{\"2026-03-09\":[],\"2026-06-11\":[[\"22:00\",\"04:00\"]]}}";

  for (gsize i = 0; i < sizeof text - 1; i++)
    {
      g_autoptr (GError) cut_error = NULL;
      g_autoptr (OdBizcal) cut = od_bizcal_parse (text, (gssize) i, &cut_error);

      g_assert_true (cut == NULL && cut_error != NULL);
      for (guint byte = 0; byte < 256; byte += 7)
        {
          g_autofree char *changed = g_memdup2 (text, sizeof text);
          g_autoptr (GError) error = NULL;
          g_autoptr (OdBizcal) cal = NULL;

          changed[i] = (char) byte;
          cal = od_bizcal_parse (changed, sizeof text - 1, &error);
          g_assert_true ((cal == NULL) == (error != NULL));
          if (cal != NULL)
            g_assert_cmpint (od_bizcal_due (cal, at ("2026-03-01T00:00:00Z"), 60, NULL), >, 0);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bizcal/cases-of-the-specification", test_cases_of_the_specification);
  g_test_add_func ("/bizcal/ends-are-open-and-closed", test_ends_are_open_and_closed);
  g_test_add_func ("/bizcal/pauses", test_pauses);
  g_test_add_func ("/bizcal/around-the-clock", test_around_the_clock);
  g_test_add_func ("/bizcal/tails-belong-to-the-next-date", test_tails_belong_to_the_next_date);
  g_test_add_func ("/bizcal/a-day-of-a-changed-clock", test_a_day_of_a_changed_clock);
  g_test_add_func ("/bizcal/far-away", test_far_away);
  g_test_add_func ("/bizcal/what-is-written-is-read", test_what_is_written_is_read);
  g_test_add_func ("/bizcal/errors-say-where", test_errors_say_where);
  g_test_add_func ("/bizcal/limits", test_limits);
  g_test_add_func ("/bizcal/broken-files", test_broken_files);
  return g_test_run ();
}
