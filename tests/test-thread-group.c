/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-thread-group.h"

#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)
#define NOON_US (G_GINT64_CONSTANT (1773144000) * G_USEC_PER_SEC) /* 2026-03-10 12:00 UTC */

#define FIRST OD_THREAD_MARK_FIRST
#define LAST OD_THREAD_MARK_LAST
#define DAY OD_THREAD_MARK_DAY
#define CONVERSATION OD_THREAD_MARK_CONVERSATION
#define UNREAD OD_THREAD_MARK_UNREAD

static OdMessageRow
make (gint64 id, gint64 conversation_id, OdTimelineKind kind, gint64 operator_id, gint64 at_us)
{
  return (OdMessageRow){
    .id = id, .conversation_id = conversation_id, .kind = kind, .operator_id = operator_id, .at_us = at_us
  };
}

#define IN(id, at) make (id, 1, OD_TIMELINE_IN, 0, NOON_US + (at))
#define OUT(id, who, at) make (id, 1, OD_TIMELINE_OUT, who, NOON_US + (at))
#define NOTE(id, at) make (id, 1, OD_TIMELINE_NOTE, 1, NOON_US + (at))
#define EVENT(id, at) make (id, 1, OD_TIMELINE_EVENT, 1, NOON_US + (at))
#define ELSEWHERE(id, at) make (id, 2, OD_TIMELINE_IN, 0, NOON_US + (at))

static void
test_the_table (void)
{
  const struct {
    const char *why;
    OdMessageRow before, row, after; /* id 0: none */
    gint64 first_unread_id;
    guint expected;
  } cases[] = {
    { "alone", { 0 }, IN (2, 0), { 0 }, 0, CONVERSATION | DAY | FIRST | LAST },
    { "first of two", { 0 }, IN (2, 0), IN (3, MINUTE_US), 0, CONVERSATION | DAY | FIRST },
    { "between two", IN (1, 0), IN (2, MINUTE_US), IN (3, 2 * MINUTE_US), 0, 0 },
    { "last of two", IN (1, 0), IN (2, MINUTE_US), { 0 }, 0, LAST },
    { "just in time", IN (1, 0), IN (2, 5 * MINUTE_US), { 0 }, 0, LAST },
    { "too late for a group", IN (1, 0), IN (2, 5 * MINUTE_US + 1), { 0 }, 0, FIRST | LAST },
    { "the other side", IN (1, 0), OUT (2, 1, MINUTE_US), IN (3, 2 * MINUTE_US), 0, FIRST | LAST },
    { "a note is no reply", OUT (1, 1, 0), NOTE (2, MINUTE_US), OUT (3, 1, 2 * MINUTE_US), 0, FIRST | LAST },
    { "another operator", OUT (1, 1, 0), OUT (2, 2, MINUTE_US), { 0 }, 0, FIRST | LAST },
    { "events stay alone", EVENT (1, 0), EVENT (2, MINUTE_US), EVENT (3, 2 * MINUTE_US), 0, FIRST | LAST },
    { "unread parts a group", IN (1, 0), IN (2, MINUTE_US), IN (3, 2 * MINUTE_US), 2, UNREAD | FIRST },
    { "the one before unread", IN (1, 0), IN (2, MINUTE_US), IN (3, 2 * MINUTE_US), 3, LAST },
    { "midnight", IN (1, 719 * MINUTE_US), IN (2, 720 * MINUTE_US), { 0 }, 0, DAY | FIRST | LAST },
    { "before midnight", IN (1, 718 * MINUTE_US), IN (2, 719 * MINUTE_US), IN (3, 720 * MINUTE_US), 0, LAST },
    { "another conversation", ELSEWHERE (1, 0), IN (2, MINUTE_US), { 0 }, 0, CONVERSATION | FIRST | LAST },
  };
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint marks =
          od_thread_group_mark (cases[i].before.id != 0 ? &cases[i].before : NULL, &cases[i].row,
                                cases[i].after.id != 0 ? &cases[i].after : NULL, cases[i].first_unread_id, utc);

      if (marks != cases[i].expected)
        g_error ("%s: %u, not %u", cases[i].why, marks, cases[i].expected);
    }
}

static void
test_days_are_those_of_the_reader (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GTimeZone) east = g_time_zone_new_offset (5 * 3600);
  gint64 evening_us = NOON_US + 6 * 60 * MINUTE_US, late_us = NOON_US + 8 * 60 * MINUTE_US;

  g_assert_true (od_thread_same_day (evening_us, late_us, utc));
  g_assert_false (od_thread_same_day (evening_us, late_us, east));
}

static void
test_both_neighbours_agree (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  OdMessageRow rows[200];

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    rows[i] = make (i + 1, 1 + g_rand_int_range (rand, 0, 2), 1 + g_rand_int_range (rand, 0, 4),
                    g_rand_int_range (rand, 0, 2),
                    (i > 0 ? rows[i - 1].at_us : NOON_US) + g_rand_int_range (rand, 0, 8) * MINUTE_US);
  /* A row ends a group exactly where the next one begins one. */
  for (guint i = 0; i + 1 < G_N_ELEMENTS (rows); i++)
    {
      guint here = od_thread_group_mark (i > 0 ? &rows[i - 1] : NULL, &rows[i], &rows[i + 1], 77, utc);
      guint next =
          od_thread_group_mark (&rows[i], &rows[i + 1], i + 2 < G_N_ELEMENTS (rows) ? &rows[i + 2] : NULL, 77, utc);

      g_assert_cmpint ((here & LAST) != 0, ==, (next & FIRST) != 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/thread-group/table", test_the_table);
  g_test_add_func ("/thread-group/days-of-the-reader", test_days_are_those_of_the_reader);
  g_test_add_func ("/thread-group/neighbours-agree", test_both_neighbours_agree);
  return g_test_run ();
}
