/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-error.h"
#include "od-sla-policy.h"
#include "od-time.h"

static gint64
at (const char *text)
{
  gint64 us = 0;

  g_assert_true (od_time_parse (text, &us, NULL));
  return us;
}

/* ---- states ------------------------------------------------------------------ */

/* R13: a breach is for ever, whatever happens, and happens once. */
static void
test_a_breach_is_for_ever (void)
{
  for (guint event = 0; event < OD_N_CLOCK_EVENT; event++)
    {
      OdClockState next = OD_CLOCK_BREACHED;

      g_assert_cmpint (od_clock_state_next (OD_CLOCK_BREACHED, (OdClockEvent) event, &next), ==,
                       event != OD_CLOCK_EVENT_DUE);
      g_assert_cmpint (next, ==, OD_CLOCK_BREACHED);
    }
}

static void
test_only_time_breaches (void)
{
  for (guint state = OD_CLOCK_RUNNING; state < OD_N_CLOCK_STATE; state++)
    for (guint event = 0; event < OD_N_CLOCK_EVENT; event++)
      {
        OdClockState next;

        if (state == OD_CLOCK_BREACHED || !od_clock_state_next ((OdClockState) state, (OdClockEvent) event, &next))
          continue;
        if (next == OD_CLOCK_BREACHED)
          g_assert_true (event == OD_CLOCK_EVENT_DUE || event == OD_CLOCK_EVENT_LATE);
        else
          g_assert_true (event != OD_CLOCK_EVENT_DUE && event != OD_CLOCK_EVENT_LATE);
        if (next == OD_CLOCK_MET)
          g_assert_cmpint (event, ==, OD_CLOCK_EVENT_KEEP);
      }
}

/* The due time strikes clocks that run and clocks that wait for the provider (decision 2), and no others. */
static void
test_what_is_over_is_not_due (void)
{
  for (guint state = OD_CLOCK_RUNNING; state < OD_N_CLOCK_STATE; state++)
    {
      OdClockState next;

      g_assert_cmpint (od_clock_state_next ((OdClockState) state, OD_CLOCK_EVENT_DUE, &next), ==,
                       state == OD_CLOCK_RUNNING || state == OD_CLOCK_AWAITING);
    }
}

static void
test_what_ended_can_go_on (void)
{
  static const OdClockState ended[] = { OD_CLOCK_MET, OD_CLOCK_WAIVED, OD_CLOCK_CANCELLED };

  for (guint i = 0; i < G_N_ELEMENTS (ended); i++)
    for (guint event = 0; event < OD_N_CLOCK_EVENT; event++)
      {
        OdClockState next;
        gboolean can = od_clock_state_next (ended[i], (OdClockEvent) event, &next);

        g_assert_cmpint (can, ==, event == OD_CLOCK_EVENT_REOPEN); /* R9, R15 */
        if (can)
          g_assert_cmpint (next, ==, OD_CLOCK_RUNNING);
      }
}

/* R3: the due second itself is in time. */
static void
test_equal_is_met (void)
{
  g_assert_cmpint (od_clock_event_at (1000, 1000), ==, OD_CLOCK_EVENT_KEEP);
  g_assert_cmpint (od_clock_event_at (1001, 1000), ==, OD_CLOCK_EVENT_LATE);
}

static void
test_what_satisfies (void)
{
  for (guint deed = 0; deed < OD_N_CLOCK_DEED; deed++)
    {
      gboolean answers = deed == OD_CLOCK_DEED_REPLY || deed == OD_CLOCK_DEED_CALL; /* R5, R6 */

      g_assert_cmpint (od_clock_deed_satisfies ((OdClockDeed) deed, OD_CLOCK_FIRST), ==, answers);
      g_assert_cmpint (od_clock_deed_satisfies ((OdClockDeed) deed, OD_CLOCK_NEXT), ==, answers);
      g_assert_cmpint (od_clock_deed_satisfies ((OdClockDeed) deed, OD_CLOCK_PROMISE), ==, answers);
      g_assert_cmpint (od_clock_deed_satisfies ((OdClockDeed) deed, OD_CLOCK_RESOLUTION), ==,
                       deed == OD_CLOCK_DEED_RESOLVE);
    }
}

static void
test_names (void)
{
  for (guint i = 1; i < OD_N_CLOCK_KIND; i++)
    {
      OdClockKind kind;

      g_assert_true (od_clock_kind_parse (od_clock_kind_get_name ((OdClockKind) i), &kind));
      g_assert_cmpint (kind, ==, i);
    }
  for (guint i = 1; i < OD_N_CLOCK_STATE; i++)
    {
      OdClockState state;

      g_assert_true (od_clock_state_parse (od_clock_state_get_name ((OdClockState) i), &state));
      g_assert_cmpint (state, ==, i);
    }
  g_assert_cmpint (OD_CLOCK_PROMISE, ==, 4); /* in the database */
  g_assert_cmpint (OD_CLOCK_CANCELLED, ==, 6);
}

/* ---- policies ------------------------------------------------------------------ */

static const char *
get_city (const char *key, gpointer data)
{
  return g_str_equal (key, "city") ? data : NULL;
}

static void
test_the_first_that_matches (void)
{
  static const char *const vip[] = { "new", "vip", NULL };
  g_autoptr (GPtrArray) policies = g_ptr_array_new_with_free_func ((GDestroyNotify) od_sla_policy_free);
  OdSlaPolicy *policy = od_sla_policy_new ("Important mail from Omsk");
  OdSlaFacts facts = { .channel = "email", .tags = vip, .priority = OD_PRIORITY_HIGH };

  g_ptr_array_add (policy->when.channels, g_strdup ("email"));
  g_ptr_array_add (policy->when.tags, g_strdup ("vip"));
  policy->when.priorities = 1 << (OD_PRIORITY_HIGH - OD_PRIORITY_LOW) | 1 << (OD_PRIORITY_URGENT - OD_PRIORITY_LOW);
  od_sla_when_add_field (&policy->when, "city", "Omsk");
  policy->when.online_only = TRUE;
  g_ptr_array_add (policies, policy);
  g_ptr_array_add (policies, od_sla_policy_new ("All others"));

  facts.get_field = get_city;
  facts.get_field_data = (gpointer) "Omsk";
  facts.operator_online = TRUE;
  g_assert_true (od_sla_policy_choose (policies, &facts) == policy);
  facts.operator_online = FALSE;
  g_assert_true (od_sla_policy_choose (policies, &facts) == policies->pdata[1]);
  facts.operator_online = TRUE;
  facts.get_field_data = (gpointer) "Tomsk";
  g_assert_false (od_sla_policy_matches (policy, &facts));
  facts.get_field_data = (gpointer) "Omsk";
  facts.tags = NULL;
  g_assert_false (od_sla_policy_matches (policy, &facts));
  facts.tags = vip;
  facts.priority = OD_PRIORITY_LOW;
  g_assert_false (od_sla_policy_matches (policy, &facts));
  facts.priority = OD_PRIORITY_URGENT;
  g_assert_true (od_sla_policy_matches (policy, &facts));
  facts.channel = "webchat";
  g_assert_false (od_sla_policy_matches (policy, &facts));
  g_ptr_array_set_size (policies, 0);
  g_assert_null (od_sla_policy_choose (policies, &facts));
}

/* D34 */
static void
test_warnings (void)
{
  g_autoptr (OdBizcal) calendar = od_sla_default_calendar ("Europe/Moscow");
  g_autoptr (OdSlaPolicy) policy = od_sla_policy_new ("E-mail");
  OdSlaTimes times = { 0 };

  policy->targets[OD_CLOCK_NEXT] =
      (OdSlaTarget){ .target_s = 3 * 3600, .is_working = TRUE, .warn_percent = 80, .warn_before_s = 15 * 60 };
  g_assert_false (od_sla_times (policy, calendar, OD_CLOCK_FIRST, 0, NULL, 0, &times));
  g_assert_true (od_sla_times (policy, calendar, OD_CLOCK_NEXT, at ("2026-03-05T13:30:00Z"), NULL, 0, &times));
  g_assert_cmpint (times.warn1_us, ==, at ("2026-03-06T06:54:00Z"));
  g_assert_cmpint (times.warn2_us, ==, at ("2026-03-06T07:15:00Z"));
  g_assert_cmpint (times.due_us, ==, at ("2026-03-06T07:30:00Z"));
  g_assert_false (times.fell_back);
  /* Without a calendar working time is around the clock. */
  g_assert_true (od_sla_times (policy, NULL, OD_CLOCK_NEXT, at ("2026-03-05T13:30:00Z"), NULL, 0, &times));
  g_assert_cmpint (times.due_us, ==, at ("2026-03-05T16:30:00Z"));
  /* A warning that would come before the message itself is none. */
  policy->targets[OD_CLOCK_NEXT].warn_before_s = 3 * 3600;
  g_assert_true (od_sla_times (policy, NULL, OD_CLOCK_NEXT, at ("2026-03-05T13:30:00Z"), NULL, 0, &times));
  g_assert_cmpint (times.warn2_us, ==, 0);
}

/* R21: the warning is counted as the promise is. */
static void
test_warnings_around_the_clock (void)
{
  g_autoptr (OdBizcal) calendar =
      od_bizcal_parse ("{\"zone\":\"UTC\",\"exceptions\":{\"2026-03-02\":[[\"09:00\",\"10:00\"]]}}", -1, NULL);
  g_autoptr (OdSlaPolicy) policy = od_sla_policy_new ("A");
  OdSlaTimes times = { 0 };

  policy->targets[OD_CLOCK_FIRST] = (OdSlaTarget){ .target_s = 7200, .is_working = TRUE, .warn_percent = 25 };
  g_assert_true (od_sla_times (policy, calendar, OD_CLOCK_FIRST, at ("2026-03-01T00:00:00Z"), NULL, 0, &times));
  g_assert_true (times.fell_back);
  g_assert_cmpint (times.warn1_us, ==, at ("2026-03-01T00:30:00Z"));
  g_assert_cmpint (times.due_us, ==, at ("2026-03-01T02:00:00Z"));
}

static void
test_a_clock_that_stands_still (void)
{
  g_autoptr (OdSlaPolicy) policy = od_sla_policy_new ("A");
  OdBizcalPause pause = { at ("2026-03-01T01:30:00Z"), OD_BIZCAL_NEVER };
  OdSlaTimes times = { 0 };

  policy->targets[OD_CLOCK_RESOLUTION] = (OdSlaTarget){ .target_s = 7200, .warn_percent = 50, .warn_before_s = 60 };
  g_assert_true (od_sla_times (policy, NULL, OD_CLOCK_RESOLUTION, at ("2026-03-01T00:00:00Z"), &pause, 1, &times));
  g_assert_cmpint (times.due_us, ==, OD_BIZCAL_NEVER);
  g_assert_cmpint (times.warn1_us, ==, at ("2026-03-01T01:00:00Z"));
  g_assert_cmpint (times.warn2_us, ==, 0);
  g_assert_true (od_sla_policy_pauses (policy, OD_CLOCK_RESOLUTION));
  g_assert_false (od_sla_policy_pauses (policy, OD_CLOCK_NEXT)); /* R7 */
}

static void
test_agreed (void)
{
  g_autoptr (GPtrArray) policies = od_sla_default_policies (1);
  OdSlaTimes times = { 0 };

  od_sla_times_agreed (policies->pdata[3], at ("2026-03-01T00:00:00Z"), at ("2026-03-01T01:00:00Z"), &times);
  g_assert_cmpint (times.warn2_us, ==, at ("2026-03-01T00:55:00Z"));
  od_sla_times_agreed (policies->pdata[3], at ("2026-03-01T00:58:00Z"), at ("2026-03-01T01:00:00Z"), &times);
  g_assert_cmpint (times.warn2_us, ==, 0);
}

/* "Default policies implied by the user's documents" */
static void
test_defaults (void)
{
  g_autoptr (GPtrArray) policies = od_sla_default_policies (7);
  g_autoptr (OdBizcal) calendar = od_sla_default_calendar ("Europe/Moscow");
  g_autoptr (OdBizcal) unknown = od_sla_default_calendar ("Mars/Base");
  static const struct {
    const char *channel;
    gboolean online;
    const char *due, *warn1, *warn2;
  } cases[] = {
    { "webchat", TRUE, "2026-03-05T14:31:00Z", "2026-03-05T14:30:30Z", NULL },
    { "webchat", FALSE, "2026-03-05T15:00:00Z", NULL, "2026-03-05T14:50:00Z" },
    { "vk", FALSE, "2026-03-05T15:00:00Z", NULL, "2026-03-05T14:50:00Z" },
    { OD_SLA_CHANNEL_FORM, TRUE, "2026-03-06T06:30:00Z", "2026-03-06T06:15:00Z", NULL },
    { "email", FALSE, "2026-03-06T08:30:00Z", "2026-03-06T07:54:00Z", NULL },
  };

  g_assert_cmpstr (od_bizcal_get_zone_name (unknown), ==, "UTC");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdSlaFacts facts = { .channel = cases[i].channel, .operator_online = cases[i].online };
      const OdSlaPolicy *policy = od_sla_policy_choose (policies, &facts);
      OdSlaTimes times = { 0 };

      g_assert_nonnull (policy);
      g_assert_true (od_sla_policy_check (policy, NULL));
      g_assert_cmpint (policy->calendar_id, ==, 7);
      for (OdClockKind kind = OD_CLOCK_FIRST; kind <= OD_CLOCK_NEXT; kind++)
        {
          g_assert_true (od_sla_times (policy, calendar, kind, at ("2026-03-05T14:30:00Z"), NULL, 0, &times));
          g_assert_cmpint (times.due_us, ==, at (cases[i].due));
          g_assert_cmpint (times.warn1_us, ==, cases[i].warn1 != NULL ? at (cases[i].warn1) : 0);
          g_assert_cmpint (times.warn2_us, ==, cases[i].warn2 != NULL ? at (cases[i].warn2) : 0);
        }
    }
}

/* ---- bodies -------------------------------------------------------------------- */

static const char full[] =
    "{\"when\":{\"channels\":[\"email\",\"form\"],\"tags\":[\"vip\"],\"priorities\":[\"low\",\"urgent\"],"
    "\"fields\":{\"city\":\"Омск\"},\"online\":true},\"first\":{\"seconds\":60,\"working\":true,\"warn_percent\":80,"
    "\"warn_before\":30},\"resolution\":{\"seconds\":86400},\"promise\":{\"warn_before\":300},"
    "\"pause_on_pending\":false}";

static void
test_what_is_written_is_read (void)
{
  g_autoptr (OdSlaPolicy) policy = od_sla_policy_new ("A");
  g_autoptr (OdSlaPolicy) copy = NULL;
  g_autofree char *body = NULL, *empty = NULL;

  g_assert_true (od_sla_policy_parse_body (policy, full, -1, NULL));
  copy = od_sla_policy_copy (policy);
  body = od_sla_policy_dup_body (copy);
  g_assert_cmpstr (body, ==, full);
  g_assert_true (od_sla_policy_parse_body (policy, "{}", -1, NULL));
  g_assert_cmpuint (policy->when.channels->len, ==, 0);
  g_assert_true (policy->pauses_on_pending);
  empty = od_sla_policy_dup_body (policy);
  g_assert_cmpstr (empty, ==, "{}");
}

static void
test_errors_say_where (void)
{
  static const struct {
    const char *body, *part;
  } cases[] = {
    { "[]", "object" },
    { "{\"secnd\":{}}", "policy" },
    { "{\"when\":[]}", "when" },
    { "{\"when\":{\"channel\":[]}}", "when" },
    { "{\"when\":{\"tags\":[\"a\",1]}}", "when.tags, element 2" },
    { "{\"when\":{\"tags\":[\"\"]}}", "when" },
    { "{\"when\":{\"priorities\":[\"high\",\"top\"]}}", "when.priorities, element 2" },
    { "{\"when\":{\"fields\":{\"a\":1}}}", "when.fields" },
    { "{\"first\":{\"seconds\":-1}}", "first" },
    { "{\"first\":{\"seconds\":34560001}}", "first" },
    { "{\"next\":{\"warn_percent\":100}}", "next" },
    { "{\"next\":{\"warn_before\":1.5}}", "next" },
    { "{\"promise\":{\"seconds\":60}}", "promise" },
    { "{\"pause_on_pending\":1}", "pause_on_pending" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdSlaPolicy) policy = od_sla_policy_new ("A");
      g_autoptr (GError) error = NULL;

      if (od_sla_policy_parse_body (policy, cases[i].body, -1, &error) ||
          strstr (error->message, cases[i].part) == NULL)
        g_error ("%s: %s", cases[i].body, error != NULL ? error->message : "taken");
    }
}

static void
test_broken_bodies (void)
{
  g_autoptr (OdSlaPolicy) policy = od_sla_policy_new ("A");

  for (gsize i = 0; i < sizeof full - 1; i++)
    {
      g_autoptr (GError) cut_error = NULL;

      g_assert_false (od_sla_policy_parse_body (policy, full, (gssize) i, &cut_error));
      g_assert_nonnull (cut_error);
      for (guint byte = 0; byte < 256; byte += 5)
        {
          g_autofree char *changed = g_memdup2 (full, sizeof full);
          g_autoptr (GError) error = NULL;

          changed[i] = (char) byte;
          g_assert_true (od_sla_policy_parse_body (policy, changed, sizeof full - 1, &error) == (error == NULL));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sla-clock/a-breach-is-for-ever", test_a_breach_is_for_ever);
  g_test_add_func ("/sla-clock/only-time-breaches", test_only_time_breaches);
  g_test_add_func ("/sla-clock/what-is-over-is-not-due", test_what_is_over_is_not_due);
  g_test_add_func ("/sla-clock/what-ended-can-go-on", test_what_ended_can_go_on);
  g_test_add_func ("/sla-clock/equal-is-met", test_equal_is_met);
  g_test_add_func ("/sla-clock/what-satisfies", test_what_satisfies);
  g_test_add_func ("/sla-clock/names", test_names);
  g_test_add_func ("/sla-policy/the-first-that-matches", test_the_first_that_matches);
  g_test_add_func ("/sla-policy/warnings", test_warnings);
  g_test_add_func ("/sla-policy/warnings-around-the-clock", test_warnings_around_the_clock);
  g_test_add_func ("/sla-policy/a-clock-that-stands-still", test_a_clock_that_stands_still);
  g_test_add_func ("/sla-policy/agreed", test_agreed);
  g_test_add_func ("/sla-policy/defaults", test_defaults);
  g_test_add_func ("/sla-policy/what-is-written-is-read", test_what_is_written_is_read);
  g_test_add_func ("/sla-policy/errors-say-where", test_errors_say_where);
  g_test_add_func ("/sla-policy/broken-bodies", test_broken_bodies);
  return g_test_run ();
}
