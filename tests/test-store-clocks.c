/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sequences of events: who wrote what and when, and what became of the promises. The ids are those of the rules. */
#include "od-clock-script.h"

#define SECOND_US ((gint64) G_USEC_PER_SEC)

#define CHAT "{\"first\":{\"seconds\":60,\"warn_percent\":50},\"next\":{\"seconds\":60,\"warn_percent\":50}}"
#define FIVE "{\"first\":{\"seconds\":300},\"next\":{\"seconds\":300}}"
#define HALF "{\"first\":{\"seconds\":1800},\"next\":{\"seconds\":1800}}"
#define HOUR "{\"first\":{\"seconds\":3600},\"next\":{\"seconds\":7200},\"resolution\":{\"seconds\":10800}}"
#define END(seconds) "{\"resolution\":{\"seconds\":" #seconds "}}"
#define END_GOES_ON(seconds) "{\"resolution\":{\"seconds\":" #seconds "},\"pause_on_pending\":false}"
#define URGENT "{\"when\":{\"priorities\":[\"urgent\"]},\"first\":{\"seconds\":1800},\"next\":{\"seconds\":1800}}"
#define USUAL "{\"first\":{\"seconds\":14400},\"next\":{\"seconds\":14400}}"
#define NEXT_URGENT "{\"when\":{\"priorities\":[\"urgent\"]},\"next\":{\"seconds\":1800}}"
#define USUAL_ONLY "{\"when\":{\"priorities\":[\"normal\"]},\"first\":{\"seconds\":14400}}"

static const OdClockCase cases[] = {
  /* R3, R13: the due second itself. */
  { "E1, CW1", { CHAT }, "0 in; 50 reply; 60 accept; 60 tick", "first met 60 at 60 | -", 0, 0 },
  { "E2", { CHAT }, "0 in; 60 tick; 61 reply; 61 accept; 62 tick", "first broken 60 at 61 noticed 60 | -", 0, 1 },
  { "E2, warned", { CHAT }, "0 in; 30 tick; 31 tick; 60 tick; 65 tick", "first late 60 noticed 60 | 60", 1, 1 },
  { "CW2", { CHAT }, "0 in; 60 tick", "first late 60 noticed 60 | 60", 0, 1 },
  { "CW3", { CHAT }, "0 in; 70 tick; 80 in; 90 tick", "first late 60 noticed 70 | 60", 0, 1 },
  { "CW4",
    { CHAT },
    "0 in; 1 reply; 1 accept; 10 in; 70 tick; 80 tick; 90 reply; 90 accept; 100 in; 160 tick",
    "first met 60 at 1, next broken 70 at 90 noticed 70, next late 160 noticed 160 | 160",
    0,
    2 },
  { "CW5",
    { HOUR },
    "0 in; 0:10 reply; 0:10 accept; 0:20 resolve",
    "first met 3600 at 600, end met 11400 at 1200 | -",
    0,
    0 },
  { "E12", { FIVE }, "0 in; 0:05 tick; 0:09 reply; 0:09 accept", "first broken 300 at 540 noticed 300 | -", 0, 1 },
  { "E21", { CHAT }, "20 in; 79 tick; 80 tick", "first late 80 noticed 80 | 80", 1, 1 },
  { "E25", { CHAT }, "0 in; 5:00 tick", "first late 60 noticed 18000 | 60", 0, 1 },

  /* R1, R2: what starts, and what moves nothing. */
  { "E5, Z3",
    { FIVE },
    "0 in; 10 reply; 20 accept; 1:00 in; 1:03 in; 1:07 in; 1:07 tick",
    "first met 300 at 20, next late 3900 noticed 4020 | 3900",
    0,
    1 },
  { "E7", { FIVE }, "0 in; 0:02 note", "first runs 300 | 300", 0, 0 },
  { "Z1", { FIVE }, "0 own; 0:20 own; 0:30 in", "first runs 2100 | 2100", 0, 0 },
  { "Z4", { FIVE }, "0 in; 1 reply; 2 accept; 3 pend; 0:10 in", "first met 300 at 2, next runs 900 | 900", 0, 0 },
  { "R4, E18", { CHAT }, "25 in 25", "first runs 60 | 60", 0, 0 },
  { "R4, future", { CHAT }, "0 in -3600", "first runs 60 | 60", 0, 0 },
  { "R4, long ago", { CHAT }, "0:10 in 600; 0:10 tick", "first late 60 noticed 600 | 60", 0, 1 },

  /* R5, R6: what satisfies. */
  { "E9, E23", { HALF }, "0 in; 2 bot; 3 accept; 0:29 tick", "first runs 1800 | 1800", 0, 0 },
  { "E27", { HALF }, "0 in; 5 react", "first runs 1800 | 1800", 0, 0 },
  { "E28", { HALF }, "0 in; 0:20 reply; 0:20 accept", "first met 1800 at 1200 | -", 0, 0 },
  { "E15, answered",
    { HALF },
    "0 in; 0:20 call 1; 0:20 assign 1; 0:21 note; 0:22 reopen; 0:23 pend; 0:24 reopen",
    "first met 1800 at 1200 | -",
    0,
    0 },
  { "E15, no answer", { HALF }, "0 in; 0:20 call 0; 0:23 pend; 0:24 reopen", "first runs 1800 | 1800", 0, 0 },
  { "elsewhere", { HALF }, "0 in; 0:10 own", "first met 1800 at 600 | -", 0, 0 },
  { "elsewhere, known late",
    { HALF },
    "0 in; 0:30 tick; 0:40 own 1800",
    "first broken 1800 at 600 noticed 1800 | -",
    0,
    1 },

  /* R15, R16: what is on its way. */
  { "E17", { CHAT }, "0 in; 20 reply; 60 tick; 130 accept", "first broken 60 at 130 noticed 60 | -", 0, 1 },
  { "R16, written is not delivered",
    { CHAT },
    "0 in; 20 reply; 30 tick; 60 tick",
    "first late 60 noticed 60 | 60",
    0,
    1 },
  { "R15", { FIVE }, "0 in; 20 reply; 0:02 refuse", "first runs 300 | 300", 0, 0 },
  { "R15, due meanwhile",
    { CHAT },
    "0 in; 20 reply; 50 refuse; 60 tick; 70 again; 80 accept",
    "first broken 60 at 80 noticed 60 | -",
    0,
    1 },
  { "unconfirmed", { FIVE }, "0 in; 20 reply; 30 lose", "first awaits 300 | -", 0, 0 },
  { "it had arrived", { FIVE }, "0 in; 20 reply; 30 lose; 50 arrived", "first met 300 at 50 | -", 0, 0 },
  { "undo", { CHAT }, "0 in; 20 reply; 22 undo", "first runs 60 | 60", 0, 0 },
  { "undo, another follows", { CHAT }, "0 in; 20 reply; 21 reply; 22 undo", "first awaits 60 | -", 0, 0 },
  { "deleted at once", { CHAT }, "0 in; 20 reply; 21 accept; 25 remove", "first runs 60 | 60", 0, 0 },
  { "deleted later", { CHAT }, "0 in; 20 reply; 21 accept; 50 remove", "first met 60 at 21 | -", 0, 0 },
  { "asked again before it left",
    { CHAT },
    "0 in; 20 reply; 25 in; 26 tick; 30 accept",
    "first met 60 at 30, next runs 85 | 85",
    0,
    0 },
  { "asked again, and it never left in time",
    { CHAT },
    "0 in; 20 reply; 25 in; 60 tick",
    "first late 60 noticed 60, next runs 85 | 60",
    1,
    1 },
  { "both answered",
    { CHAT },
    "0 in; 20 reply; 25 in; 60 tick; 70 refuse; 71 reply; 72 accept",
    "first broken 60 at 72 noticed 60, next met 85 at 72 | -",
    1,
    1 },
  { "send and resolve", { HOUR }, "0 in; 20 last-word", "first awaits 3600, end met 10800 at 20 | -", 0, 0 },
  { "send and resolve, refused",
    { HOUR },
    "0 in; 20 last-word; 30 refuse",
    "first runs 3600, end runs 10810 | 3600",
    0,
    0 },

  /* R7, R9: the end. */
  { "B1", { HOUR }, "0 in", "first runs 3600, end runs 10800 | 3600", 0, 0 },
  { "B2", { HOUR }, "0 in; 0:30 reply; 0:30 accept", "first met 3600 at 1800, end stands 10800 | -", 0, 0 },
  { "B3, B21",
    { HOUR },
    "0 in; 4:30 tick; 4:30 reply; 4:30 accept",
    "first broken 3600 at 16200 noticed 16200, end late 10800 noticed 16200 | 10800",
    0,
    2 },
  { "B6",
    { HOUR },
    "0 in; 0:30 reply; 0:30 accept; 2:35 in",
    "first met 3600 at 1800, end runs 18300, next runs 16500 | 16500",
    0,
    0 },
  { "B8, in time", { END (10800) }, "0 in; 2:00 resolve", "end met 10800 at 7200 | -", 0, 0 },
  { "B8, late", { END (10800) }, "0 in; 3:30 resolve", "end broken 10800 at 12600 noticed 12600 | -", 0, 0 },
  { "B12", { END (15000) }, "0 in; 1:00 pend; 1:30 reopen; 3:00 resolve", "end met 16800 at 10800 | -", 0, 0 },
  { "B13", { END (14400) }, "0 in; 0 pend; 3:00 resolve", "end met 25200 at 10800 | -", 0, 0 },
  { "B14", { END (14400) }, "0 in; 0 pend; 1:30 reopen; 2:00 pend; 3:00 resolve", "end met 23400 at 10800 | -", 0, 0 },
  { "B15",
    { END (14400) },
    "0 in; 0 pend; 1:30 reopen; 2:00 pend; 2:30 reopen; 3:00 resolve",
    "end met 21600 at 10800 | -",
    0,
    0 },
  { "D14", { END (7200) }, "0 in; 0:40 pend; 4:40 reopen", "end runs 21600 | 21600", 0, 0 },
  { "D15", { END (10800) }, "0 in; 0:30 pend; 2:00 tick; 2:30 reopen", "end runs 18000 | 18000", 0, 0 },
  { "stands", { END (10800) }, "0 in; 0:30 pend; 9:00 tick", "end stands 10800 | -", 0, 0 },
  { "D16", { END_GOES_ON (28800) }, "0 in; 0:30 pend; 2:30 reopen", "end runs 28800 | 28800", 0, 0 },
  { "R9", { END (10800) }, "0 in; 1:00 resolve; 5:00 in", "end runs 25200 | 25200", 0, 0 },
  { "R9, late already",
    { END (3600) },
    "0 in; 1:00 tick; 2:00 resolve; 5:00 reopen",
    "end late 3600 noticed 3600 | 3600",
    0,
    1 },
  { "E20", { HOUR }, "0 in; 1:00 tick; 2:58 tick", "first late 3600 noticed 3600, end runs 10800 | 3600", 0, 1 },

  /* R8, R10, R11. */
  { "E13", { HOUR }, "0 in; 0:40 assign 1; 0:50 tag", "first runs 3600, end runs 10800 | 3600", 0, 0 },
  { "R8, snoozed", { CHAT }, "0 in; 1 snooze 3600; 60 tick", "first late 60 noticed 60 | 60", 0, 1 },
  { "E10", { URGENT, USUAL }, "0 in; 0:50 priority 2; 0:50 tick", "first late 1800 noticed 3000 | 1800", 0, 1 },
  { "E10, and down again",
    { URGENT, USUAL },
    "0 in; 0:10 priority 2; 0:20 priority 0",
    "first runs 14400 | 14400",
    0,
    0 },
  { "B9", { USUAL_ONLY }, "0 in; 0:10 priority 1", "first cancelled 14400 | -", 0, 0 },
  { "B9, and back", { USUAL_ONLY }, "0 in; 0:10 priority 1; 0:20 priority 0", "first runs 14400 | 14400", 0, 0 },
  { "B9, and back too late",
    { USUAL_ONLY },
    "0 in; 0:10 priority 1; 5:00 tick; 5:00 priority 0; 5:00 tick",
    "first late 14400 noticed 18000 | 14400",
    0,
    1 },
  { "B9, answered meanwhile",
    { USUAL_ONLY },
    "0 in; 0:10 priority 1; 0:15 reply; 0:15 accept; 0:20 priority 0",
    "first met 14400 at 900 | -",
    0,
    0 },
  { "B9, and another took its place",
    { NEXT_URGENT, USUAL_ONLY },
    "0 in; 0:10 priority 2; 0:15 reply; 0:15 accept; 0:20 in; 0:25 reply; 0:25 accept; 0:30 priority 0",
    "first cancelled 14400, next met 3000 at 1500 | -",
    0,
    0 },
  { "spam doesn't come back with a priority",
    { URGENT, USUAL },
    "0 in; 0:10 spam; 0:20 reopen; 0:30 priority 2",
    "first cancelled 14400 | -",
    0,
    0 },

  /* What ends a clock otherwise. */
  { "E30",
    { CHAT },
    "0 in; 1 reply; 1 accept; 10 resolve; 100 in; 110 no-reply",
    "first met 60 at 1, next waived 160 | -",
    0,
    0 },
  { "waived when late",
    { CHAT },
    "0 in; 60 tick; 70 no-reply; 80 in",
    "first broken 60 noticed 60, next runs 140 | 140",
    0,
    1 },
  { "resolved without a word", { CHAT }, "0 in; 10 resolve", "first waived 60 | -", 0, 0 },
  { "spam", { HOUR }, "0 in; 10 spam", "first cancelled 3600, end cancelled 10800 | -", 0, 0 },
  { "blocked", { CHAT }, "0 in; 10 block", "first cancelled 60 | -", 0, 0 },

  { "nothing promised", { "{}" }, "0 in; 10 reply; 20 accept; 30 resolve; 40 in", " | -", 0, 0 },
};

static void
test_sequences (void)
{
  od_clock_script_run_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_who_is_snoozed_comes_back (void)
{
  g_autoptr (OdClockScript) script = od_clock_script_new (OD_WRITE_FIXTURE_NOW_US);

  od_clock_script_add_policy (script, CHAT);
  od_clock_script_run (script, "0 in; 1 snooze 3600; 29 tick");
  g_assert_cmpint (od_write_fixture_ask (script->store, "SELECT snoozed_until_us IS NULL FROM conversation"), ==, 0);
  g_assert_cmpint (script->next_us, ==, script->start_us + 30 * SECOND_US);
  od_clock_script_run (script, "30 tick"); /* within the warning */
  g_assert_cmpint (od_write_fixture_ask (script->store, "SELECT snoozed_until_us IS NULL FROM conversation"), ==, 1);
  g_assert_cmpint (od_write_fixture_ask (script->store, "SELECT count (*) FROM event WHERE what = 'woken'"), ==, 1);
  od_clock_script_run (script, "40 snooze 3600; 45 tick"); /* whoever puts it off now means it */
  g_assert_cmpint (od_write_fixture_ask (script->store, "SELECT snoozed_until_us IS NULL FROM conversation"), ==, 0);
}

static void
test_what_was_written_is_kept (void)
{
  g_autoptr (OdClockScript) script = od_clock_script_new (OD_WRITE_FIXTURE_NOW_US);

  od_clock_script_add_policy (script, CHAT);
  od_clock_script_run (script, "0 in; 20 reply; 130 accept");
  g_assert_cmpint (od_write_fixture_ask (script->store, "SELECT composed_at_us FROM clock"), ==,
                   script->start_us + 20 * SECOND_US);
}

/* ---- calendars ---- */

/* Tuesday 2026-03-03 00:00 in Moscow. */
#define MOSCOW_US (G_GINT64_CONSTANT (1772485200) * SECOND_US)
#define WEEK(from, until)                                                                                              \
  "{\"zone\":\"Europe/Moscow\",\"weekly\":{\"mon\":[[\"" from "\",\"" until "\"]],\"tue\":[[\"" from "\",\"" until     \
  "\"]],\"wed\":[[\"" from "\",\"" until "\"]],\"thu\":[[\"" from "\",\"" until "\"]],\"fri\":[[\"" from "\",\"" until \
  "\"]]}}"
#define WORKING                                                                                                          \
  "{\"first\":{\"seconds\":10800,\"working\":true,\"warn_percent\":80,\"warn_before\":900},\"next\":{\"seconds\":10800," \
  "\"working\":true}}"

static void
expect (OdClockScript *script, const char *expected)
{
  g_autofree char *got = od_clock_script_describe (script);

  g_assert_cmpstr (got, ==, expected);
  od_clock_script_check (script);
}

static void
test_working_time (void)
{
  g_autoptr (OdClockScript) script = od_clock_script_new (MOSCOW_US);

  od_clock_script_add_calendar (script, WEEK ("09:00", "18:00"));
  od_clock_script_add_policy (script, WORKING);
  od_clock_script_run (script, "10:00 in; 10:01 reply; 10:01 accept; 11:00 resolve; 22:10 in");
  expect (script, "first met 46800 at 36060, next runs 129600 | 129600"); /* D20: Wednesday 12:00 */
}

static void
test_a_calendar_that_changes (void)
{
  g_autoptr (OdClockScript) script = od_clock_script_new (MOSCOW_US);

  od_clock_script_add_calendar (script, WEEK ("09:00", "18:00"));
  od_clock_script_add_policy (script, WORKING);
  od_clock_script_run (script, "16:00 in");
  expect (script, "first runs 122400 | 122400"); /* D43: the next day 10:00 */
  od_clock_script_add_calendar (script, WEEK ("09:00", "21:00"));
  od_clock_script_run (script, "16:30 tick");
  expect (script, "first runs 122400 | 122400");
  od_clock_script_run (script, "16:30 recalculate");
  expect (script, "first runs 68400 | 68400"); /* 19:00 */
  g_assert_cmpint (od_write_fixture_ask (script->store, "SELECT calendar_version FROM clock"), ==, 2);

  od_clock_script_run (script, "17:00 reply; 17:00 accept"); /* what is over stays what it was */
  od_clock_script_add_calendar (script, WEEK ("09:00", "18:00"));
  od_clock_script_run (script, "17:30 recalculate");
  expect (script, "first met 68400 at 61200 | -");
}

static void
test_a_policy_that_changes (void)
{
  g_autoptr (OdClockScript) script = od_clock_script_new (OD_WRITE_FIXTURE_NOW_US);

  od_clock_script_add_policy (script, FIVE);
  od_clock_script_run (script, "0 in");
  od_write_fixture_run (script->store, "UPDATE policy SET version = 2, body = '" CHAT "'");
  od_clock_script_run (script, "10 pend; 11 reopen; 12 tick; 13 recalculate");
  expect (script, "first runs 300 | 300"); /* Z5, R12 */
  od_clock_script_run (script, "20 recalculate 1");
  expect (script, "first runs 60 | 60");
  g_assert_cmpint (od_write_fixture_ask (script->store, "SELECT policy_version FROM clock"), ==, 2);
}

static void
test_warnings (void)
{
  g_autoptr (OdClockScript) script = od_clock_script_new (MOSCOW_US);

  od_clock_script_add_calendar (script, WEEK ("09:00", "18:00"));
  od_clock_script_add_policy (script, WORKING);
  od_clock_script_run (script,
                       "16:30 in"); /* D34, on other days: 80 % at 09:54, a quarter of an hour before at 10:15 */
  g_assert_cmpint (od_write_fixture_ask (script->store, "SELECT warn1_us FROM clock"), ==,
                   MOSCOW_US + (24 * 3600 + 9 * 3600 + 54 * 60) * SECOND_US);
  g_assert_cmpint (od_write_fixture_ask (script->store, "SELECT warn2_us FROM clock"), ==,
                   MOSCOW_US + (24 * 3600 + 10 * 3600 + 15 * 60) * SECOND_US);
  od_clock_script_run (script, "33:54 tick; 33:55 tick");
  g_assert_cmpuint (script->n_warned, ==, 1);
  od_clock_script_run (script, "34:20 tick; 34:21 tick");
  g_assert_cmpuint (script->n_warned, ==, 2);
  od_clock_script_run (script, "34:30 tick; 34:31 tick");
  g_assert_cmpuint (script->n_breached, ==, 1);
  g_assert_cmpint (script->next_us, ==, 0);
}

static void
test_nothing_is_ever_open (void)
{
  g_autoptr (OdClockScript) script = od_clock_script_new (MOSCOW_US);
  OdClockListJob list = { .now_us = MOSCOW_US };
  const OdPromiseClock *clock;

  od_clock_script_add_calendar (script, "{\"zone\":\"Europe/Moscow\",\"weekly\":{}}");
  od_clock_script_add_policy (script, WORKING);
  od_clock_script_run (script, "0 in");
  expect (script, "first runs 10800 | 10800"); /* R21 */
  list.conversation_id = script->conversation_id;
  g_assert_true (od_db_read_sync (script->store->db, OD_DB_PAGES, od_store_clock_list, &list, NULL));
  g_assert_cmpuint (list.clocks->len, ==, 1);
  clock = list.clocks->pdata[0];
  g_assert_true (clock->fell_back);
  g_assert_cmpint (clock->left_s, ==, -1);
  g_ptr_array_unref (list.clocks);
}

/* Who is blocked in another conversation rings in none; when the block ends, what was due is noticed. */
static void
test_who_is_blocked_does_not_ring (void)
{
  g_autoptr (OdClockScript) script = od_clock_script_new (MOSCOW_US);

  od_clock_script_add_policy (script, CHAT);
  od_clock_script_run (script, "0 in");
  od_write_fixture_run (script->store, "UPDATE contact_point SET is_blocked = 1");
  od_clock_script_run (script, "30 tick; 60 tick; 90 tick");
  g_assert_cmpuint (script->n_warned + script->n_breached, ==, 0);
  g_assert_cmpint (script->next_us, ==, 0); /* the alarm does not go round */
  expect (script, "first runs 60 | 60");
  od_write_fixture_run (script->store, "UPDATE contact_point SET is_blocked = 0");
  od_clock_script_run (script, "95 tick");
  g_assert_cmpuint (script->n_breached, ==, 1);
  expect (script, "first late 60 noticed 95 | 60");
}

/* ---- anything in any order ---- */

static void
do_anything (OdClockScript *script, gint64 at_s)
{
  static const char *const verbs[] = {
    "in",        "in",        "in 30",       "own",       "own 20",     "reply",       "reply",
    "accept",    "accept",    "refuse",      "lose",      "bot",        "note",        "last-word",
    "resolve",   "reopen",    "pend",        "pend",      "priority 2", "priority 0",  "no-reply",
    "promise 1", "promise 3", "promise 0",   "back-in 1", "back-in 2",  "back-at 300", "back-resolve 1",
    "tick",      "tick",      "recalculate", "tag",       "assign 1",   "snooze 40",   "spam",
  };
  g_autofree char *line = NULL;
  const char *verb = verbs[g_test_rand_int_range (0, G_N_ELEMENTS (verbs))];
  gint64 status;

  if (script->conversation_id == 0)
    verb = "in";
  status = od_write_fixture_ask (script->store, "SELECT status FROM conversation ORDER BY id DESC");
  if (status >= 3 && g_str_has_prefix (verb, "promise"))
    return; /* refused */
  line = g_strdup_printf ("%" G_GINT64_FORMAT " %s", at_s, verb);
  g_test_message ("%s", line);
  od_clock_script_run (script, line);
}

static void
test_anything_in_any_order (void)
{
  for (guint round = 0; round < 40; round++)
    {
      g_autoptr (OdClockScript) script = od_clock_script_new (OD_WRITE_FIXTURE_NOW_US);
      gint64 at_s = 0, n_broken = 0;

      od_clock_script_add_policy (script, "{\"when\":{\"priorities\":[\"urgent\"]},\"first\":{\"seconds\":20},\"next\":"
                                          "{\"seconds\":20,\"warn_percent\":50},\"resolution\":{\"seconds\":200}}");
      od_clock_script_add_policy (script, "{\"first\":{\"seconds\":60,\"warn_before\":20},\"next\":{\"seconds\":60},"
                                          "\"resolution\":{\"seconds\":300}}");
      for (guint step = 0; step < 60; step++)
        {
          gint64 n;

          at_s += g_test_rand_int_range (0, 40);
          do_anything (script, at_s);
          od_clock_script_check (script);
          n = od_write_fixture_ask (script->store, "SELECT count (*) FROM clock WHERE state = 4");
          g_assert_cmpint (n, >=, n_broken); /* R13 */
          n_broken = n;
        }
      od_write_fixture_check (script->store);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-clocks/sequences", test_sequences);
  g_test_add_func ("/store-clocks/snoozed", test_who_is_snoozed_comes_back);
  g_test_add_func ("/store-clocks/composed", test_what_was_written_is_kept);
  g_test_add_func ("/store-clocks/working-time", test_working_time);
  g_test_add_func ("/store-clocks/calendar-edited", test_a_calendar_that_changes);
  g_test_add_func ("/store-clocks/policy-edited", test_a_policy_that_changes);
  g_test_add_func ("/store-clocks/warnings", test_warnings);
  g_test_add_func ("/store-clocks/never-open", test_nothing_is_ever_open);
  g_test_add_func ("/store-clocks/blocked", test_who_is_blocked_does_not_ring);
  g_test_add_func ("/store-clocks/anything", test_anything_in_any_order);
  return g_test_run ();
}
