/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <locale.h>

#include "config.h"
#include "od-custom-field.h"
#include "od-limits.h"
#include "od-policy-words.h"
#include "od-terms-words.h"
#include "od-time.h"

static gint64
at (const char *text)
{
  gint64 us = 0;

  g_assert_true (od_time_parse (text, &us, NULL));
  return us;
}

static void
test_hours (void)
{
  static const struct {
    const char *written, *read; /* NULL: not understood */
  } cases[] = {
    { "", "" },
    { "  ", "" },
    { "9-18", "09:00–18:00" },
    { "09:00–13:00, 14:00–18:00", "09:00–13:00, 14:00–18:00" },
    { "9.30 — 12; 13-24", "09:30–12:00, 13:00–24:00" },
    { "20-2,", "20:00–02:00" },
    { "0:00-24:00", "00:00–24:00" },
    { "24-25", NULL },
    { "24:00-24:00", NULL },
    { "9", NULL },
    { "9-", NULL },
    { "9:60-10", NULL },
    { "9-24:30", NULL },
    { "9-10 11-12", NULL },
    { "nine", NULL },
    { "999999999999-1", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (OdBizcalSpan));
      gboolean is_read = od_terms_words_parse_spans (cases[i].written, spans);
      g_autofree char *words = od_terms_words_spans ((OdBizcalSpan *) (gpointer) spans->data, spans->len);

      g_assert_cmpint (is_read, ==, cases[i].read != NULL);
      if (is_read)
        g_assert_cmpstr (words, ==, cases[i].read);
    }
}

static void
test_durations (void)
{
  static const struct {
    const char *written;
    gint64 seconds; /* -1: not understood */
  } cases[] = {
    { "", 0 },        { "90", 5400 },        { "1 h 30 min", 5400 },
    { "45 s", 45 },   { "2ч 5 мин.", 7500 }, { "3 час", 10800 },
    { "1 d", 86400 }, { "1h30m10s", 5410 },  { "400 d", 34560000 },
    { "401 d", -1 },  { "1 fortnight", -1 }, { "-5", -1 },
    { "h", -1 },      { "5 min x", -1 },     { "99999999999999999999 d", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 seconds;

      if (od_terms_words_parse_duration (cases[i].written, &seconds) != (cases[i].seconds >= 0))
        g_error ("%s", cases[i].written);
      if (cases[i].seconds >= 0)
        g_assert_cmpint (seconds, ==, cases[i].seconds);
    }
  /* What is written is read. */
  for (gint64 seconds = 0; seconds <= OD_LIMIT_CALENDAR_TARGET_S; seconds = seconds * 3 + 1)
    {
      g_autofree char *words = od_terms_words_duration (seconds);
      gint64 again = -1;

      g_assert_true (od_terms_words_parse_duration (words, &again));
      g_assert_cmpint (again, ==, seconds);
    }
}

static void
test_moments (void)
{
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  g_autofree char *words = od_terms_words_moment (at ("2026-03-05T15:30:00Z"), berlin);
  gint64 us;

  g_assert_cmpstr (words, ==, "2026-03-05 16:30");
  g_assert_true (od_terms_words_parse_moment (words, berlin, &us));
  g_assert_cmpint (us, ==, at ("2026-03-05T15:30:00Z"));
  g_assert_true (od_terms_words_parse_moment (" 5.03.2026  16:30", berlin, &us));
  g_assert_cmpint (us, ==, at ("2026-03-05T15:30:00Z"));
  g_assert_false (od_terms_words_parse_moment ("5.3.2026", berlin, &us));
  g_assert_false (od_terms_words_parse_moment ("5.3-2026 10:00", berlin, &us));
  g_assert_false (od_terms_words_parse_moment ("31.2.2026 10:00", berlin, &us));
  g_assert_false (od_terms_words_parse_moment ("2026-03-0516:30", berlin, &us));
  g_assert_false (od_terms_words_parse_moment ("2026-03-05", berlin, &us));
  g_assert_false (od_terms_words_parse_moment ("2026-02-30 10:00", berlin, &us));
  g_assert_false (od_terms_words_parse_moment ("2026-03-05 24:00", berlin, &us));
  g_assert_false (od_terms_words_parse_moment ("", berlin, &us));
}

static void
test_forecast (void)
{
  g_autoptr (GPtrArray) policies = od_sla_default_policies (1);
  g_autoptr (OdBizcal) hours = od_sla_default_calendar ("Europe/Moscow");
  g_autoptr (OdBizcal) closed = od_bizcal_parse ("{\"zone\":\"UTC\"}", -1, NULL);
  const OdSlaPolicy *mail = policies->pdata[2];
  g_autofree char *first =
      od_terms_words_forecast (mail, hours, OD_CLOCK_FIRST, at ("2026-03-05T13:30:00Z"), od_bizcal_get_zone (hours));
  g_autofree char *none = od_terms_words_forecast (mail, hours, OD_CLOCK_RESOLUTION, at ("2026-03-05T13:30:00Z"),
                                                   od_bizcal_get_zone (hours));
  g_autofree char *fell_back =
      od_terms_words_forecast (mail, closed, OD_CLOCK_NEXT, at ("2026-03-05T13:30:00Z"), od_bizcal_get_zone (closed));
  g_autofree char *policy = od_terms_words_policy (mail);
  g_autofree char *phone = od_terms_words_policy (policies->pdata[3]);
  g_autofree char *calendar = od_terms_words_calendar (hours);

  g_assert_cmpstr (first, ==, "First reply: due Fri 6 Mar, 10:30. Warning Fri 6 Mar, 09:54.");
  g_assert_cmpstr (none, ==, "Resolution: nothing is promised.");
  g_assert_true (g_str_has_suffix (fell_back, "Nothing is open within 400 days, so it is counted around the clock."));
  g_assert_cmpstr (policy, ==, "First reply: 3 h of working time · Next reply: 3 h of working time");
  g_assert_cmpstr (phone, ==, "Agreed times only");
  g_assert_cmpstr (calendar, ==, "Europe/Moscow · 45 h a week · 0 exceptions");
}

static void
test_conditions (void)
{
  g_autoptr (GPtrArray) channels = g_ptr_array_new_with_free_func ((GDestroyNotify) od_channel_info_free);
  g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func ((GDestroyNotify) od_custom_field_free);
  g_autoptr (OdSlaPolicy) policy = od_sla_policy_new ("All");
  g_autofree char *all = od_policy_words_when (&policy->when, channels, NULL), *some = NULL, *unknown = NULL;
  OdCustomField *vip = g_new0 (OdCustomField, 1);

  vip->key = g_strdup ("vip");
  vip->label = g_strdup ("Dear");
  vip->kind = OD_CUSTOM_FIELD_CHECKBOX;
  g_ptr_array_add (fields, vip);
  g_ptr_array_add (channels, od_channel_info_new ("demo", "Example", "od-chat-symbolic"));
  g_ptr_array_add (policy->when.channels, g_strdup ("demo"));
  g_ptr_array_add (policy->when.channels, g_strdup ("viber"));
  g_ptr_array_add (policy->when.channels, g_strdup (OD_SLA_CHANNEL_FORM));
  g_ptr_array_add (policy->when.tags, g_strdup ("vip"));
  policy->when.priorities = 1 << 2 | 1 << 3;
  some = od_policy_words_when (&policy->when, channels, fields);
  g_assert_cmpstr (all, ==, "Every conversation");
  g_assert_cmpstr (some, ==, "Example, Viber, Web form · tag vip · priority high, urgent");
  g_ptr_array_set_size (policy->when.channels, 0);
  g_ptr_array_add (policy->when.tags, g_strdup ("wholesale"));
  policy->when.priorities = 0;
  policy->when.online_only = TRUE;
  od_sla_when_add_field (&policy->when, "vip", "1");
  od_sla_when_add_field (&policy->when, "gone", "Tver");
  unknown = od_policy_words_when (&policy->when, channels, fields);
  g_assert_cmpstr (unknown, ==, "one of the tags vip, wholesale · Dear: Yes · gone: Tver · while somebody is online");
}

/* 21 takes the form of 1 there, and there is no number: it is said of all the same. */
static void
test_in_russian (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_BUILT, "..", "po", NULL), *words = NULL, *window = NULL;
  g_autoptr (GPtrArray) channels = g_ptr_array_new ();
  g_autoptr (OdSlaPolicy) policy = od_sla_policy_new ("All");

  if (setlocale (LC_ALL, "ru_RU.UTF-8") == NULL)
    {
      g_test_skip ("the locale ru_RU.UTF-8 is not here");
      return;
    }
  g_setenv ("LANGUAGE", "ru", TRUE);
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  for (guint i = 0; i < 21; i++)
    g_ptr_array_add (policy->when.tags, g_strdup_printf ("t%u", i));
  words = od_policy_words_when (&policy->when, channels, NULL);
  g_assert_true (g_str_has_prefix (words, "одна из меток t0, t1, "));
  window = g_strdup_printf ("_%s…", _ ("Accounts"));
  g_assert_cmpstr (_ ("_Accounts…"), ==, window); /* a button is called like the window it opens */
  g_unsetenv ("LANGUAGE");
  setlocale (LC_ALL, "C.UTF-8");
}

static void
test_an_import_says_what_it_left_out (void)
{
  g_autofree char *one = od_terms_words_import (1, 0, 0, FALSE);
  g_autofree char *all = od_terms_words_import (2, 1, 3, TRUE);

  g_assert_cmpstr (one, ==, "1 day was added.");
  g_assert_cmpstr (all, ==,
                   "There are too many days that are not as usual. 2 days were added. 1 day keeps what was set for it."
                   " 3 events were left out: they are not for whole days once or every year.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terms-words/hours", test_hours);
  g_test_add_func ("/terms-words/durations", test_durations);
  g_test_add_func ("/terms-words/moments", test_moments);
  g_test_add_func ("/terms-words/forecast", test_forecast);
  g_test_add_func ("/terms-words/conditions", test_conditions);
  g_test_add_func ("/terms-words/in-russian", test_in_russian);
  g_test_add_func ("/terms-words/import", test_an_import_says_what_it_left_out);
  return g_test_run ();
}
