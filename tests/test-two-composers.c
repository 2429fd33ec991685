/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One draft in two windows: the desk, and the small one of a quick reply, over a real store. */
#include <string.h>

#include "engine-desk.h"
#include "od-composer-model.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/two-composers/" name, Fixture, "demo", set_up, func, tear_down)
  ADD ("seen", test_what_is_written_there_is_seen_here);
  ADD ("at-once", test_what_is_typed_at_once_takes_nobodys_place);
  ADD ("both", test_both_are_kept);
#undef ADD
  return g_test_run ();
}
