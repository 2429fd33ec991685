/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-fixture.h"
#include "od-auto-answer-port.h"
#include "od-control.h"
#include "od-ctl-profile.h"

/* `omnideskctl answers` over a real store. */

typedef struct {
  EngineFixture engine;
  OdControlDesk desk;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  engine_fixture_set_up (&f->engine, "demo");
  engine_fixture_settle (&f->engine);
  od_ctl_desk_from_engine (&f->desk, f->engine.engine, f->engine.profile, f->engine.clock, FALSE);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  engine_fixture_settle (&f->engine);
  engine_fixture_tear_down (&f->engine, "demo");
}

/* What the command prints; NULL if it fails with @status. */
static char *
run (Fixture *f, const char *words, int status)
{
  g_auto (GStrv) args = g_strsplit (words, " ", -1);
  g_autoptr (GError) error = NULL;
  OdCommandLine *line = od_command_line_parse ((const char *const *) args, &error);
  g_autoptr (GAsyncResult) result = NULL;
  OdDoorResult *done;
  char *out;

  g_assert_no_error (error);
  od_control_run_async (&f->desk, line, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  done = od_control_run_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (done->status, ==, status);
  out = g_strdup (done->output);
  od_door_result_free (done);
  return out;
}

static gint64
save (Fixture *f, OdAutoAnswerKind kind, const char *text)
{
  OdAutoAnswerPort *port = od_engine_get_auto_answer_port (f->engine.engine);
  g_autoptr (OdAutoAnswer) answer = od_auto_answer_new (kind);
  g_autoptr (GAsyncResult) result = NULL;

  g_free (answer->text);
  answer->text = g_strdup (text);
  od_auto_answer_port_save_async (port, answer, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_auto_answer_port_save_finish (port, result, NULL);
}

static void
check (Fixture *f, const char *words, const char *expected)
{
  g_autofree char *out = run (f, words, OD_EXIT_DONE);

  g_assert_cmpstr (out, ==, expected);
}

static void
test_list_and_switch (Fixture *f, gconstpointer data)
{
  g_autofree char *json = NULL;

  check (f, "answers list", "");
  g_assert_cmpint (save (f, OD_AUTO_ANSWER_GREETING, "Good day!\nWe answer."), ==, 1);
  check (f, "answers list", "1\toff\tgreeting\tGood day! We answer.\n");
  check (f, "answers enable 1", "");
  check (f, "answers list", "1\ton\tgreeting\tGood day! We answer.\n");
  check (f, "answers disable 1", "");
  check (f, "answers show 1", "1\toff\tgreeting\tGood day! We answer.\nGood day!\nWe answer.\n");
  json = run (f, "answers show 1 --json", OD_EXIT_DONE);
  g_assert_nonnull (strstr (json, "\"text\":\"Good day!\\nWe answer.\""));
  g_assert_nonnull (strstr (json, "\"on\":false"));
}

static void
test_preview (Fixture *f, gconstpointer data)
{
  g_autofree char *nothing = NULL, *said = NULL;

  save (f, OD_AUTO_ANSWER_GREETING, "Good day!");
  nothing = run (f, "answers preview 1 --online --json", OD_EXIT_DONE);
  g_assert_nonnull (strstr (nothing, "\"silence\":\"nothing\""));
  check (f, "answers enable 1", "");
  check (f, "answers preview 1 2026-03-05T16:30:00+03:00 --online", "Good day!\n");
}

static void
test_refusals (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *words;
    int status;
  } cases[] = {
    { "answers show 9", OD_EXIT_FAILED },    { "answers enable 9", OD_EXIT_FAILED },
    { "answers preview 9", OD_EXIT_FAILED }, { "answers show", OD_EXIT_USAGE },
    { "answers enable x", OD_EXIT_USAGE },   { "answers list 1", OD_EXIT_USAGE },
    { "answers nothing", OD_EXIT_USAGE },    { "answers preview 1 someday", OD_EXIT_USAGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *out = run (f, cases[i].words, cases[i].status);

      g_test_message ("%s", cases[i].words);
      g_assert_cmpstr (out, ==, "");
    }
}

#define ADD(name, func) g_test_add ("/control-answers/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("list-and-switch", test_list_and_switch);
  ADD ("preview", test_preview);
  ADD ("refusals", test_refusals);
  return g_test_run ();
}
