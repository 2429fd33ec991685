/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-command-line.h"

#include "od-error.h"

static OdCommandLine *
parse (const char *text, GError **error)
{
  g_auto (GStrv) args = g_strsplit (text, "|", -1);

  return od_command_line_parse ((const char *const *) args, error);
}

static void
test_options_stand_anywhere (void)
{
  static const char *const texts[] = {
    "--profile|/p|send|7|Hello|--json",
    "send|--json|--profile=/p|7|Hello",
    "send|7|--profile|/p|--json|--|Hello",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OdCommandLine) line = parse (texts[i], &error);

      g_assert_no_error (error);
      g_assert_cmpint (line->id, ==, OD_COMMAND_SEND);
      g_assert_cmpstr (line->profile, ==, "/p");
      g_assert_true (line->has[OD_FLAG_JSON]);
      g_assert_cmpuint (g_strv_length (line->rest), ==, 2);
      g_assert_cmpstr (line->rest[0], ==, "7");
      g_assert_cmpstr (line->rest[1], ==, "Hello");
      g_assert_cmpint (line->seen, ==, -1);
    }
}

static void
test_usage_errors (void)
{
  static const char *const texts[] = {
    "",
    "nonsense",
    "--json",
    "send",
    "note|7",
    "send|7|a|b",
    "conversations|--limit|many",
    "conversations|--attach|x",
    "serve|extra",
    "tag|1|-vip",
    "--profile",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OdCommandLine) line = parse (texts[i], &error);

      g_test_message ("%s", texts[i]);
      g_assert_null (line);
      g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
    }
}

static void
test_access (void)
{
  static const struct {
    const char *text;
    OdCommandAccess access;
  } cases[] = {
    { "serve|--online", OD_ACCESS_SERVE },
    { "account|list", OD_ACCESS_LIVE },
    { "account|add|webchat", OD_ACCESS_WRITE },
    { "conversations", OD_ACCESS_READ },
    { "send|1|x", OD_ACCESS_WRITE },
    { "send|--help", OD_ACCESS_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OdCommandLine) line = parse (cases[i].text, &error);

      g_assert_no_error (error);
      g_assert_cmpint (od_command_line_get_access (line), ==, cases[i].access);
    }
}

/* What goes through the door means the same on the other side. */
static void
test_round_trip (void)
{
  static const char *const texts[] = {
    "send|12|--seen|5|--wait|3|--operator|Anna|--|--not an option",
    "account|add|webchat|--name|Shop|--set|port=0|--set|bind=127.0.0.1|--secret|identity",
    "conversations|--view|all|--limit|7|--json",
    "tag|3|vip|--remove",
    "export|--conversation|4|--output|/srv/x.ndjson",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OdCommandLine) line = parse (texts[i], &error);
      g_autoptr (OdCommandLine) again = NULL;
      g_auto (GStrv) first = NULL;
      g_auto (GStrv) second = NULL;

      g_assert_no_error (error);
      first = od_command_line_dup_args (line);
      again = od_command_line_parse ((const char *const *) first, &error);
      g_assert_no_error (error);
      second = od_command_line_dup_args (again);
      g_assert_cmpstrv (first, second);
      g_assert_cmpstrv (line->rest, again->rest);
      g_assert_cmpint (line->id, ==, again->id);
    }
}

static void
test_every_command_has_help (void)
{
  g_autofree char *all = od_command_dup_help (NULL);

  for (guint id = 0; id < OD_N_COMMANDS; id++)
    {
      g_autofree char *text = g_strdup_printf ("%s|--help", od_command_get_name ((OdCommandId) id));
      g_autoptr (GError) error = NULL;
      g_autoptr (OdCommandLine) line = parse (text, &error);
      g_autofree char *help = NULL;

      g_assert_no_error (error);
      help = od_command_dup_help (line);
      g_assert_nonnull (strstr (help, "--profile"));
      g_assert_nonnull (strstr (all, od_command_get_name ((OdCommandId) id)));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/command-line/options-stand-anywhere", test_options_stand_anywhere);
  g_test_add_func ("/command-line/usage-errors", test_usage_errors);
  g_test_add_func ("/command-line/access", test_access);
  g_test_add_func ("/command-line/round-trip", test_round_trip);
  g_test_add_func ("/command-line/every-command-has-help", test_every_command_has_help);
  return g_test_run ();
}
