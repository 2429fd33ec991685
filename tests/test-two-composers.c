/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One draft in two windows: the desk, and the small one of a quick reply, over a real store. */
#include <string.h>

#include "engine-desk.h"
#include "od-composer-model.h"
#include "od-draft-join.h"

typedef struct {
  EngineFixture engine;
  OdDesk *desk;
  OdComposerModel *model; /* of the desk */
  gint64 id;
} Fixture;

static void
set_up (Fixture *f, gconstpointer channel)
{
  engine_fixture_set_up (&f->engine, channel);
  f->desk = engine_desk_new (&f->engine);
  f->id = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Where is my order?");
  f->model = od_composer_model_new (f->desk);
  od_composer_model_open (f->model, f->id, NULL);
  engine_fixture_advance_s (&f->engine, 1);
}

static void
tear_down (Fixture *f, gconstpointer channel)
{
  g_clear_object (&f->model);
  engine_fixture_settle (&f->engine);
  od_desk_unref (f->desk);
  engine_fixture_tear_down (&f->engine, channel);
}

static OdComposerModel *
open_quick (Fixture *f)
{
  OdComposerModel *quick = od_composer_model_new (f->desk);

  od_composer_model_open (quick, f->id, NULL);
  return quick;
}

/* Escape. */
static void
close_quick (Fixture *f, OdComposerModel *quick)
{
  g_object_unref (quick);
  for (guint i = 0; i < 4; i++)
    engine_fixture_advance_s (&f->engine, 1);
}

static void
expect_kept (Fixture *f, const char *text)
{
  g_autoptr (OdComposerModel) later = open_quick (f);

  g_assert_cmpstr (od_composer_model_get_text (f->model), ==, text);
  engine_fixture_settle (&f->engine);
  g_assert_cmpstr (od_composer_model_get_text (later), ==, text);
}

static void
test_what_is_written_there_is_seen_here (Fixture *f, gconstpointer channel)
{
  OdComposerModel *quick;

  od_composer_model_set_text (f->model, "Tomorrow");
  engine_fixture_advance_s (&f->engine, 2);
  quick = open_quick (f);
  engine_fixture_settle (&f->engine);
  g_assert_cmpstr (od_composer_model_get_text (quick), ==, "Tomorrow");
  od_composer_model_set_text (quick, "Tomorrow at nine");
  close_quick (f, quick);
  expect_kept (f, "Tomorrow at nine");
  od_composer_model_set_text (f->model, "Tomorrow at ten"); /* goes on from there */
  engine_fixture_advance_s (&f->engine, 2);
  expect_kept (f, "Tomorrow at ten");
}

/* Before the small window knows what stands behind it. */
static void
test_what_is_typed_at_once_takes_nobodys_place (Fixture *f, gconstpointer channel)
{
  OdComposerModel *quick;

  od_composer_model_set_text (f->model, "A long answer");
  engine_fixture_advance_s (&f->engine, 2);
  quick = open_quick (f);
  od_composer_model_set_text (quick, "Hold on");
  engine_fixture_settle (&f->engine);
  close_quick (f, quick);
  expect_kept (f, "A long answer\n\nHold on");
}

/* Both are being written when one is kept. */
static void
test_both_are_kept (Fixture *f, gconstpointer channel)
{
  OdComposerModel *quick = open_quick (f);

  engine_fixture_settle (&f->engine);
  od_composer_model_set_text (f->model, "From the desk");
  od_composer_model_set_text (quick, "From the quick reply");
  close_quick (f, quick);
  g_assert_nonnull (strstr (od_composer_model_get_text (f->model), "From the desk"));
  g_assert_nonnull (strstr (od_composer_model_get_text (f->model), "From the quick reply"));
  engine_fixture_advance_s (&f->engine, 2);
  expect_kept (f, od_composer_model_get_text (f->model));
}

/* Nothing of it is left to be sent twice. */
static void
test_sent_in_the_other_window (Fixture *f, gconstpointer channel)
{
  static const OdComposerOrder order = { 0 };
  OdComposerModel *quick;

  od_composer_model_set_text (f->model, "Tomorrow at nine");
  od_composer_model_set_reply_to (f->model, 1, "Where is my order?");
  engine_fixture_advance_s (&f->engine, 2);
  quick = open_quick (f);
  engine_fixture_settle (&f->engine);
  g_assert_cmpint (od_composer_model_send (quick, &order), ==, OD_COMPOSER_FINE);
  engine_fixture_advance_s (&f->engine, 1);
  g_assert_cmpstr (od_composer_model_get_text (f->model), ==, "");
  g_assert_cmpint (od_composer_model_get_reply_to (f->model, NULL), ==, 0);
  close_quick (f, quick);
  expect_kept (f, "");
}

static void
test_emptied_in_the_other_window (Fixture *f, gconstpointer channel)
{
  OdComposerModel *quick;

  od_composer_model_set_text (f->model, "Tomorrow");
  engine_fixture_advance_s (&f->engine, 2);
  quick = open_quick (f);
  engine_fixture_settle (&f->engine);
  od_composer_model_set_text (quick, "");
  close_quick (f, quick);
  expect_kept (f, "");
}

/* One that was opened before, and kept first, is not older for that. */
static void
test_the_first_window_is_seen_in_the_second (Fixture *f, gconstpointer channel)
{
  OdComposerModel *quick = open_quick (f);

  engine_fixture_settle (&f->engine);
  engine_fixture_advance_s (&f->engine, 1);
  od_composer_model_set_text (f->model, "From the desk");
  engine_fixture_advance_s (&f->engine, 2);
  g_assert_cmpstr (od_composer_model_get_text (quick), ==, "From the desk");
  close_quick (f, quick);
}

/* A word of few letters is in many others. */
static void
test_short_words_are_kept (Fixture *f, gconstpointer channel)
{
  static const struct {
    const char *theirs, *ours, *both;
  } cases[] = {
    { "book a table", "ok", "book a table\n\nok" },
    { "ok", "book a table", "ok\n\nbook a table" },
    { "ok, a table", "ok", "ok, a table\n\nok" },
    { "a table\nok", "ok", "a table\nok" },
    { "ok\n\na table", "ok", "ok\n\na table" },
    { "ok", "ok\na table", "ok\na table" },
    { "ok", "ok", "ok" },
    { "", "ok", "ok" },
    { "ok", "", "ok" },
  };
  OdComposerModel *quick = open_quick (f);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *both = od_draft_join (cases[i].theirs, cases[i].ours);

      g_assert_cmpstr (both, ==, cases[i].both);
    }
  engine_fixture_settle (&f->engine);
  od_composer_model_set_text (f->model, "book a table");
  od_composer_model_set_text (quick, "ok");
  close_quick (f, quick);
  g_test_message ("%s", od_composer_model_get_text (f->model));
  g_assert_true (g_str_equal (od_composer_model_get_text (f->model), "book a table\n\nok") ||
                 g_str_equal (od_composer_model_get_text (f->model), "ok\n\nbook a table"));
}

/* ---- Files ---- */

static void
add_file (OdComposerModel *model, const char *name)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (name, -1, NULL);

  g_assert_true (od_file_tray_add_stream (od_composer_model_get_files (model), stream, name));
}

/* Until none of a tray is on its way. */
static void
wait_for_files (Fixture *f, OdComposerModel *model)
{
  OdFileTrayTotals totals;

  do
    {
      g_main_context_iteration (NULL, FALSE);
      od_file_tray_get_totals (od_composer_model_get_files (model), &totals);
      g_assert_cmpuint (totals.n_bad, ==, 0);
    }
  while (totals.n_coming > 0);
  engine_fixture_advance_s (&f->engine, 1);
}

static char *
name_files (OdComposerModel *model)
{
  GString *names = g_string_new (NULL);
  g_autoptr (GPtrArray) refs = od_file_tray_dup_refs (od_composer_model_get_files (model));

  for (guint i = 0; refs != NULL && i < refs->len; i++)
    g_string_append_printf (names, "%s ", ((OdFileRef *) refs->pdata[i])->name);
  return g_string_free (names, FALSE);
}

static void
expect_files (OdComposerModel *model, const char *names)
{
  g_autofree char *there = name_files (model);

  g_assert_cmpstr (there, ==, names);
}

static void
test_a_file_stays_whoever_writes_on (Fixture *f, gconstpointer channel)
{
  OdComposerModel *quick = open_quick (f), *later;

  engine_fixture_advance_s (&f->engine, 1);
  add_file (f->model, "bill.txt");
  wait_for_files (f, f->model);
  expect_files (quick, "bill.txt ");
  od_composer_model_set_text (quick, "Here is the bill");
  engine_fixture_advance_s (&f->engine, 2);
  expect_files (f->model, "bill.txt ");
  add_file (quick, "map.txt");
  wait_for_files (f, quick);
  expect_files (f->model, "bill.txt map.txt ");
  od_composer_model_remove_file (f->model, 0);
  engine_fixture_advance_s (&f->engine, 1);
  expect_files (quick, "map.txt ");
  close_quick (f, quick);
  later = open_quick (f);
  engine_fixture_settle (&f->engine);
  expect_files (later, "map.txt ");
  g_assert_cmpstr (od_composer_model_get_text (later), ==, "Here is the bill");
  g_object_unref (later);
}

/* Sent there with its file: neither is left here. */
static void
test_a_sent_file_is_gone (Fixture *f, gconstpointer channel)
{
  static const OdComposerOrder order = { 0 };
  OdComposerModel *quick;

  add_file (f->model, "bill.txt");
  wait_for_files (f, f->model);
  quick = open_quick (f);
  engine_fixture_settle (&f->engine);
  expect_files (quick, "bill.txt ");
  g_assert_cmpint (od_composer_model_send (quick, &order), ==, OD_COMPOSER_FINE);
  engine_fixture_advance_s (&f->engine, 1);
  expect_files (f->model, "");
  close_quick (f, quick);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/two-composers/" name, Fixture, "demo", set_up, func, tear_down)
  ADD ("seen", test_what_is_written_there_is_seen_here);
  ADD ("at-once", test_what_is_typed_at_once_takes_nobodys_place);
  ADD ("both", test_both_are_kept);
  ADD ("sent", test_sent_in_the_other_window);
  ADD ("emptied", test_emptied_in_the_other_window);
  ADD ("first-is-seen", test_the_first_window_is_seen_in_the_second);
  ADD ("short-words", test_short_words_are_kept);
  ADD ("files", test_a_file_stays_whoever_writes_on);
  ADD ("sent-file", test_a_sent_file_is_gone);
#undef ADD
  return g_test_run ();
}
