/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-test"

#include "od-log.h"

#include <string.h>

static void
test_ids_are_hashed (void)
{
  g_autofree char *one = g_strdup (od_log_id ("+7 900 000-00-01"));

  g_assert_cmpuint (strlen (one), ==, 10);
  g_assert_cmpuint (strspn (one, "0123456789abcdef"), ==, 10);
  g_assert_cmpstr (one, ==, od_log_id ("+7 900 000-00-01"));
  g_assert_cmpstr (one, !=, od_log_id ("+7 900 000-00-02"));
  g_assert_cmpstr (od_log_id (NULL), ==, "-");
  g_assert_cmpuint (strlen (od_log_id ("")), ==, 10);
}

static void
test_eight_ids_are_good_at_once (void)
{
  const char *ids[8];
  char *copies[8];

  for (guint i = 0; i < 8; i++)
    {
      char text[] = { (char) ('a' + i), '\0' };

      ids[i] = od_log_id (text);
      copies[i] = g_strdup (ids[i]);
    }
  for (guint i = 0; i < 8; i++)
    {
      g_assert_cmpstr (ids[i], ==, copies[i]);
      g_free (copies[i]);
    }
}

static void
test_levels_have_names (void)
{
  GLogLevelFlags level = 0;

  g_assert_true (od_log_parse_level ("debug", &level) && level == G_LOG_LEVEL_DEBUG);
  g_assert_true (od_log_parse_level ("error", &level) && level == G_LOG_LEVEL_ERROR);
  g_assert_false (od_log_parse_level ("Debug", &level));
  g_assert_false (od_log_parse_level ("", &level));
  g_assert_false (od_log_parse_level (NULL, &level));
  g_assert_true (level == G_LOG_LEVEL_ERROR);
}

static void
say (const char *level, const char *domains)
{
  if (level != NULL)
    g_setenv ("OMNIDESK_LOG", level, TRUE);
  if (domains != NULL)
    g_setenv ("G_MESSAGES_DEBUG", domains, TRUE);
  od_log_init ();
  od_log_init ();
  g_debug ("said-debug");
  g_info ("said-info");
  g_message ("said-message %s", od_log_id ("x"));
}

static void
child_plain (void)
{
  say (NULL, NULL);
}

static void
child_debug (void)
{
  say ("debug", NULL);
}

static void
child_warning (void)
{
  say ("warning", NULL);
}

static void
child_domain (void)
{
  say ("warning", "other,od-test");
}

static void
child_unknown (void)
{
  say ("loud", NULL);
}

static void
assert_child (const char *path, const char *said, const char *not_said)
{
  g_test_trap_subprocess (path, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  if (said != NULL)
    g_test_trap_assert_stderr (said);
  if (not_said != NULL)
    g_test_trap_assert_stderr_unmatched (not_said);
  g_test_trap_assert_stdout_unmatched ("*said-*"); /* standard output belongs to the answers */
}

static void
test_the_environment_says_how_much (void)
{
  g_unsetenv ("OMNIDESK_LOG");
  g_unsetenv ("G_MESSAGES_DEBUG");
  assert_child ("/log/subprocess/plain", "*said-message*", "*said-info*");
  assert_child ("/log/subprocess/debug", "*said-debug*said-info*said-message*", NULL);
  assert_child ("/log/subprocess/warning", NULL, "*said-*");
  assert_child ("/log/subprocess/domain", "*said-debug*said-info*said-message*", NULL);
  assert_child ("/log/subprocess/unknown", "*none of error*said-message*", "*said-info*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/id", test_ids_are_hashed);
  g_test_add_func ("/log/id/eight", test_eight_ids_are_good_at_once);
  g_test_add_func ("/log/level", test_levels_have_names);
  g_test_add_func ("/log/environment", test_the_environment_says_how_much);
  g_test_add_func ("/log/subprocess/plain", child_plain);
  g_test_add_func ("/log/subprocess/debug", child_debug);
  g_test_add_func ("/log/subprocess/warning", child_warning);
  g_test_add_func ("/log/subprocess/domain", child_domain);
  g_test_add_func ("/log/subprocess/unknown", child_unknown);
  return g_test_run ();
}
