/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error.h"
#include "od-limits.h"
#include "od-store-saved-view.h"
#include "od-store-triage.h"
#include "od-store-usage.h"
#include "od-store-view.h"
#include "od-write-fixture.h"

static gint64
save (OdWriteFixture *fixture, const char *name, const char *query)
{
  OdSavedView view = { .name = (char *) name, .icon = (char *) "", .query = (char *) query, .order = OD_ORDER_WAITING };
  OdSavedViewJob job = { .view = &view, .operator_id = 1, .now_us = fixture->now_us };

  od_write_fixture_write (fixture, od_store_saved_view_save, &job);
  g_assert_cmpint (job.id, >, 0);
  return job.id;
}

static char *
names (OdWriteFixture *fixture)
{
  g_autoptr (OdSavedViewJob) job = g_new0 (OdSavedViewJob, 1);
  GString *text = g_string_new (NULL);

  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_saved_view_load, job, NULL));
  for (guint i = 0; i < job->found->len; i++)
    g_string_append (text, ((OdSavedView *) g_ptr_array_index (job->found, i))->name);
  return g_string_free (text, FALSE);
}

static void
assert_names (OdWriteFixture *fixture, const char *expected)
{
  g_autofree char *found = names (fixture);

  g_assert_cmpstr (found, ==, expected);
}

static void
move (OdWriteFixture *fixture, gint64 id, guint position)
{
  OdSavedViewJob job = { .id = id, .position = position };

  od_write_fixture_write (fixture, od_store_saved_view_move, &job);
}

static void
test_views_are_kept_in_order (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 a = save (fixture, "a", "tag:vip"), b = save (fixture, "b", ""), c = save (fixture, "c", "is:late OR заказ");
  OdSavedViewJob job = { .id = b };

  assert_names (fixture, "abc");
  move (fixture, c, 0);
  assert_names (fixture, "cab");
  move (fixture, c, 1);
  assert_names (fixture, "acb");
  move (fixture, a, 99);
  assert_names (fixture, "cba");
  move (fixture, a, 2);
  assert_names (fixture, "cba");
  od_write_fixture_write (fixture, od_store_saved_view_remove, &job);
  assert_names (fixture, "ca");
  save (fixture, "d", "");
  assert_names (fixture, "cad");
  od_write_fixture_refuse (fixture, od_store_saved_view_remove, &job, OD_ERROR, OD_ERROR_NOT_FOUND);
  od_write_fixture_refuse (fixture, od_store_saved_view_move, &job, OD_ERROR, OD_ERROR_NOT_FOUND);
}

static void
test_a_view_is_changed (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  OdSavedView view = { .id = save (fixture, "a", "tag:vip"),
                       .name = (char *) "Поздние",
                       .icon = (char *) "late-symbolic",
                       .query = (char *) "это:просрочено",
                       .order = OD_ORDER_OLDEST };
  OdSavedViewJob job = { .view = &view, .operator_id = 1, .now_us = fixture->now_us };
  g_autoptr (OdSavedViewJob) loaded = g_new0 (OdSavedViewJob, 1);
  const OdSavedView *found;

  od_write_fixture_write (fixture, od_store_saved_view_save, &job);
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_saved_view_load, loaded, NULL));
  g_assert_cmpuint (loaded->found->len, ==, 1);
  found = g_ptr_array_index (loaded->found, 0);
  g_assert_cmpint (found->id, ==, view.id);
  g_assert_cmpstr (found->name, ==, "Поздние");
  g_assert_cmpstr (found->icon, ==, "late-symbolic");
  g_assert_cmpstr (found->query, ==, "это:просрочено");
  g_assert_cmpint (found->order, ==, OD_ORDER_OLDEST);
}

static void
test_what_is_no_view (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  static const OdSavedView views[] = {
    { .name = (char *) " ", .icon = (char *) "", .query = (char *) "" },
    { .name = (char *) "a", .icon = (char *) "", .query = (char *) "is:blue" },
    { .name = (char *) "a", .icon = (char *) "", .query = (char *) "late OR" },
    { .name = (char *) "a", .icon = (char *) "", .query = (char *) "(a" },
    { .name = (char *) "a", .icon = (char *) "", .query = (char *) "", .order = OD_N_ORDER },
  };
  OdSavedView gone = { .id = 77, .name = (char *) "a", .icon = (char *) "", .query = (char *) "" };
  OdSavedViewJob job = { .operator_id = 1, .now_us = fixture->now_us };

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      job.view = (OdSavedView *) &views[i];
      od_write_fixture_refuse (fixture, od_store_saved_view_save, &job, OD_ERROR, OD_ERROR_USAGE);
    }
  job.view = &gone;
  od_write_fixture_refuse (fixture, od_store_saved_view_save, &job, OD_ERROR, OD_ERROR_NOT_FOUND);
  gone.id = 0;
  for (guint i = 0; i < OD_LIMIT_VIEWS; i++)
    save (fixture, "v", "");
  od_write_fixture_refuse (fixture, od_store_saved_view_save, &job, OD_ERROR, OD_ERROR_TOO_LARGE);
}

static void
test_tags_of_most_come_first (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (OdSavedViewJob) job = g_new0 (OdSavedViewJob, 1);

  od_write_fixture_receive (fixture, "c", "1", "x");
  od_write_fixture_receive (fixture, "d", "2", "x");
  od_write_fixture_run (fixture, "INSERT INTO tag (id, name) VALUES (1, 'a'), (2, 'b'), (3, 'unused');"
                                 "INSERT INTO conversation_tag VALUES (1, 1), (1, 2), (2, 2)");
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_saved_view_load_tags, job, NULL));
  g_assert_cmpuint (job->found->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (job->found, 0), ==, "b");
  g_assert_cmpstr (g_ptr_array_index (job->found, 1), ==, "a");
}

/* ---- usage ---- */

static void
use (OdWriteFixture *fixture, const char *ref, gint64 at_us)
{
  OdUsageJob job = { .kind = (char *) "command", .ref = (char *) ref, .now_us = at_us };

  od_write_fixture_write (fixture, od_store_usage_add, &job);
}

static void
test_usage_is_counted_and_forgotten (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (OdUsageJob) job = g_new0 (OdUsageJob, 1);
  OdUsageJob wrong = { .kind = (char *) "", .ref = (char *) "x" };
  const OdUsage *last;

  use (fixture, "resolve", 10);
  use (fixture, "snooze", 20);
  use (fixture, "resolve", 30);
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_usage_load, job, NULL));
  g_assert_cmpuint (job->found->len, ==, 2);
  last = g_ptr_array_index (job->found, 0);
  g_assert_cmpstr (last->kind, ==, "command");
  g_assert_cmpstr (last->ref, ==, "resolve");
  g_assert_cmpint (last->n, ==, 2);
  g_assert_cmpint (last->used_at_us, ==, 30);
  od_write_fixture_refuse (fixture, od_store_usage_add, &wrong, OD_ERROR, OD_ERROR_USAGE);
  od_write_fixture_run (fixture,
                        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)"
                        "  INSERT INTO usage (kind, ref, n, used_at_us) SELECT 'person', i, 1, 1000 + i FROM n");
  use (fixture, "assign", 9000);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM usage"), ==, OD_LIMIT_USAGE);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM usage WHERE ref IN ('assign', '2500')"), ==, 2);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM usage WHERE ref = 'snooze'"), ==, 0);
}

/* ---- mentions ---- */

static gint64
count_mentions (OdWriteFixture *fixture)
{
  return od_write_fixture_ask (fixture, "SELECT count(*) FROM mention WHERE operator_id = 1 AND seen_at_us = 0");
}

/* Who is named in a note has it in a view, and has seen it when the note was on screen. */
static void
test_a_mention_is_seen (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 id = od_write_fixture_receive (fixture, "c", "1", "question").conversation_id;
  g_autoptr (OdEnqueueJob) note = od_enqueue_job_new (id, 1, "look", fixture->now_us);
  g_autoptr (OdTriageJob) read = NULL;
  g_autoptr (OdTriageJob) removal = NULL;
  const gint64 named[] = { 1, 99 };

  note->is_note = TRUE;
  note->mentions = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (note->mentions, named, G_N_ELEMENTS (named));
  od_write_fixture_write (fixture, od_store_enqueue, note);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM mention"), ==, 1);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT conversation_id FROM mention"), ==, id);
  g_assert_cmpint (count_mentions (fixture), ==, 1);

  read = od_triage_job_new (OD_OPERATION_READ, id, note->message_id, 1, fixture->now_us);
  od_write_fixture_write (fixture, od_store_triage, read);
  g_assert_cmpint (count_mentions (fixture), ==, 0);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM mention"), ==, 1);

  removal = od_triage_job_new (OD_OPERATION_REMOVE, 0, note->message_id, 1, fixture->now_us);
  od_write_fixture_write (fixture, od_store_triage, removal);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM mention"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-views/kept-in-order", test_views_are_kept_in_order);
  g_test_add_func ("/store-views/changed", test_a_view_is_changed);
  g_test_add_func ("/store-views/refused", test_what_is_no_view);
  g_test_add_func ("/store-views/tags", test_tags_of_most_come_first);
  g_test_add_func ("/store-views/usage", test_usage_is_counted_and_forgotten);
  g_test_add_func ("/store-views/mention", test_a_mention_is_seen);
  return g_test_run ();
}
