/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "od-promise-port.h"
#include "od-sla-badge.h"

#define SECOND_US ((gint64) G_USEC_PER_SEC)
#define NOW_US (1772366400 * SECOND_US) /* 2026-03-01 12:00 UTC, a Sunday */

static void
test_time_left (void)
{
  static const struct {
    gint64 left_s;
    const char *text;
    const char *words;
    gint64 next_s; /* when the text is another one, from now */
  } cases[] = {
    { 1, "1 s", "First reply: 1 second left.", 1 },         { 59, "59 s", "First reply: 59 seconds left.", 1 },
    { 60, "1 min", "First reply: 1 minute left.", 1 },      { 61, "2 min", "First reply: 2 minutes left.", 1 },
    { 125, "3 min", "First reply: 3 minutes left.", 5 },    { 3600, "1 h 00", "First reply: 60 minutes left.", 60 },
    { 7500, "2 h 05", "First reply: 2 hours left.", 60 },   { 90000, "1 d 1 h", "First reply: 25 hours left.", 60 },
    { 0, "+0 s", "First reply: 0 seconds late.", 1 },       { -45, "+45 s", "First reply: 45 seconds late.", 1 },
    { -200, "+3 min", "First reply: 3 minutes late.", 40 }, { -7500, "+2 h 05", "First reply: 2 hours late.", 60 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdConversationMarks marks = { .due_us = NOW_US + cases[i].left_s * SECOND_US, .clock_kind = OD_CLOCK_FIRST };
      g_autofree char *text = od_sla_badge_text (&marks, NOW_US);
      g_autofree char *words = od_sla_badge_words (&marks, NOW_US);

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpstr (words, ==, cases[i].words);
      g_assert_cmpint (od_sla_badge_get_next_us (&marks, NOW_US), ==, NOW_US + cases[i].next_s * SECOND_US);
    }
}

/* It is promised until the provider has the answer (R16). */
static void
test_answered_is_not_delivered (void)
{
  OdConversationMarks marks = { .due_us = NOW_US + 300 * SECOND_US,
                                .clock_kind = OD_CLOCK_NEXT,
                                .clock_state = OD_CLOCK_AWAITING };
  g_autofree char *before = od_sla_badge_words (&marks, NOW_US);
  g_autofree char *after = od_sla_badge_words (&marks, NOW_US + 360 * SECOND_US);

  g_assert_cmpstr (before, ==, "Reply: written, not delivered yet, 5 minutes left.");
  g_assert_cmpstr (after, ==, "Reply: 1 minute late.");
}

/* The operator's own word is not hidden by what the badge shows. */
static void
test_promised_beside_another (void)
{
  OdConversationMarks marks = { .due_us = NOW_US - 60 * SECOND_US,
                                .promised_us = NOW_US + 600 * SECOND_US,
                                .clock_kind = OD_CLOCK_FIRST };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autofree char *beside = od_sla_badge_promised (&marks, NOW_US, zone);
  g_autofree char *late = od_sla_badge_promised (&marks, NOW_US + 900 * SECOND_US, zone);

  g_assert_true (g_str_has_prefix (beside, "Promised by "));
  g_assert_true (g_str_has_suffix (beside, "12:10"));
  g_assert_true (g_str_has_suffix (late, "12:10: late"));
  marks.clock_kind = OD_CLOCK_PROMISE;
  marks.due_us = marks.promised_us;
  g_assert_null (od_sla_badge_promised (&marks, NOW_US, zone)); /* it is what the badge shows */
}

static void
test_levels (void)
{
  OdConversationMarks none = { 0 };
  OdConversationMarks marks = { .due_us = NOW_US + 60 * SECOND_US, .warn_us = NOW_US + 30 * SECOND_US };

  g_assert_cmpint (od_sla_badge_get_level (&none, NOW_US), ==, OD_SLA_LEVEL_NONE);
  g_assert_null (od_sla_badge_get_icon (OD_SLA_LEVEL_NONE));
  g_assert_null (od_sla_badge_text (&none, NOW_US));
  g_assert_null (od_sla_badge_words (&none, NOW_US));
  g_assert_cmpint (od_sla_badge_get_next_us (&none, NOW_US), ==, G_MAXINT64);
  g_assert_cmpint (od_sla_badge_get_level (&marks, NOW_US), ==, OD_SLA_LEVEL_OK);
  g_assert_cmpint (od_sla_badge_get_level (&marks, NOW_US + 30 * SECOND_US), ==, OD_SLA_LEVEL_AMBER);
  g_assert_cmpint (od_sla_badge_get_level (&marks, NOW_US + 60 * SECOND_US), ==, OD_SLA_LEVEL_RED);
  for (guint level = OD_SLA_LEVEL_OK; level < OD_SLA_LEVEL_RED; level++) /* colour is never the only sign */
    g_assert_cmpstr (od_sla_badge_get_icon (level), !=, od_sla_badge_get_icon (level + 1));
}

static void
test_all_of_it (void)
{
  g_autoptr (GPtrArray) clocks = g_ptr_array_new ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  OdPromiseClock first = {
    .due_us = NOW_US + 22 * 3600 * SECOND_US, .left_s = 7200, .kind = OD_CLOCK_NEXT, .state = OD_CLOCK_RUNNING
  };
  OdPromiseClock end = { .due_us = NOW_US, .left_s = 3600, .paused_at_us = NOW_US - 1, .kind = OD_CLOCK_RESOLUTION };
  OdPromiseClock sent = { .due_us = NOW_US - 1, .left_s = -1, .composed_at_us = NOW_US - 5, .kind = OD_CLOCK_FIRST };
  OdPromiseClock own = { .due_us = NOW_US + 600 * SECOND_US,
                         .acknowledged_at_us = NOW_US - 5 * SECOND_US,
                         .left_s = -1,
                         .kind = OD_CLOCK_PROMISE,
                         .fell_back = TRUE };
  g_autofree char *nothing = od_sla_badge_tooltip (clocks, NOW_US, zone);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_null (nothing);
  g_ptr_array_add (clocks, &first);
  g_ptr_array_add (clocks, &end);
  g_ptr_array_add (clocks, &sent);
  g_ptr_array_add (clocks, &own);
  text = od_sla_badge_tooltip (clocks, NOW_US, zone);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_true (g_str_has_prefix (lines[0], "Reply: due "));
  g_assert_true (g_str_has_suffix (lines[0], "10:00, working time left: 2 hours"));
  g_assert_nonnull (strstr (lines[3], "; acknowledged automatically "));
  g_assert_cmpstr (lines[1], ==, "Resolution: stands still, 60 minutes left");
  g_assert_true (g_str_has_suffix (lines[2], "not delivered yet"));
  g_assert_true (g_str_has_prefix (lines[3], "Your promise: due "));
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sla-badge/left", test_time_left);
  g_test_add_func ("/sla-badge/promised", test_promised_beside_another);
  g_test_add_func ("/sla-badge/answered", test_answered_is_not_delivered);
  g_test_add_func ("/sla-badge/levels", test_levels);
  g_test_add_func ("/sla-badge/tooltip", test_all_of_it);
  return g_test_run ();
}
