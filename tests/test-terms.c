/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-fixture.h"
#include "od-db.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-stmt.h"
#include "od-terms-port.h"

static OdTerms *
load (EngineFixture *f)
{
  OdTermsPort *port = od_engine_get_terms_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  OdTerms *terms;

  engine_fixture_settle (f); /* the defaults are the first that is written */
  od_terms_port_load_async (port, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  terms = od_terms_port_load_finish (port, result, &error);
  g_assert_no_error (error);
  return terms;
}

static gint64
save_policy (EngineFixture *f, const OdSlaPolicy *policy, GError **error)
{
  OdTermsPort *port = od_engine_get_terms_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;

  od_terms_port_save_policy_async (port, policy, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_terms_port_save_finish (port, result, error);
}

static gint64
save_calendar (EngineFixture *f, const OdCalendar *calendar, GError **error)
{
  OdTermsPort *port = od_engine_get_terms_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;

  od_terms_port_save_calendar_async (port, calendar, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_terms_port_save_finish (port, result, error);
}

typedef void (*RowFunc) (OdTermsPort *, gint64, GCancellable *, GAsyncReadyCallback, gpointer);

static gboolean
remove_row (EngineFixture *f, RowFunc func, gint64 id, GError **error)
{
  OdTermsPort *port = od_engine_get_terms_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;

  func (port, id, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_terms_port_write_finish (port, result, error);
}

static gboolean
move_policy (EngineFixture *f, gint64 id, guint position, GError **error)
{
  OdTermsPort *port = od_engine_get_terms_port (f->engine);
  g_autoptr (GAsyncResult) result = NULL;

  od_terms_port_move_policy_async (port, id, position, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_terms_port_write_finish (port, result, error);
}

/* "1 2 3": rows of policies in their order */
static char *
order (EngineFixture *f)
{
  g_autoptr (OdTerms) terms = load (f);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < terms->policies->len; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                            ((const OdSlaPolicy *) terms->policies->pdata[i])->id);
  return g_string_free (text, FALSE);
}

static void
test_a_new_desk_counts (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (OdTerms) terms = load (f);
  g_autoptr (GPtrArray) expected = od_sla_default_policies (1);

  g_assert_cmpuint (terms->calendars->len, ==, 1);
  g_assert_cmpuint (terms->policies->len, ==, OD_SLA_N_DEFAULTS);
  for (guint i = 0; i < expected->len; i++)
    {
      const OdSlaPolicy *policy = terms->policies->pdata[i];
      g_autofree char *body = od_sla_policy_dup_body (policy);
      g_autofree char *wanted = od_sla_policy_dup_body (expected->pdata[i]);

      g_assert_cmpstr (body, ==, wanted);
      g_assert_cmpstr (policy->name, ==, ((OdSlaPolicy *) expected->pdata[i])->name);
      g_assert_nonnull (od_terms_find_calendar (terms, policy->calendar_id));
      g_assert_cmpint (policy->version, ==, 1);
    }
}

/* What somebody removed does not come back at the next start. */
static void
test_defaults_are_made_once (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (OdTerms) terms = load (f), after = NULL;

  for (guint i = 0; i < terms->policies->len; i++)
    g_assert_true (
        remove_row (f, od_terms_port_remove_policy_async, ((const OdSlaPolicy *) terms->policies->pdata[i])->id, NULL));
  g_assert_true (
      remove_row (f, od_terms_port_remove_calendar_async, ((const OdCalendar *) terms->calendars->pdata[0])->id, NULL));
  engine_fixture_close (f);
  engine_fixture_open (f);
  after = load (f);
  g_assert_cmpuint (after->policies->len, ==, 0);
  g_assert_cmpuint (after->calendars->len, ==, 0);
}

static void
test_an_edit_is_a_new_version (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (OdTerms) terms = load (f), after = NULL;
  g_autoptr (OdSlaPolicy) policy = od_sla_policy_copy (terms->policies->pdata[2]);
  g_autoptr (OdCalendar) calendar = od_calendar_copy (terms->calendars->pdata[0]);
  g_autoptr (OdBizcalBuilder) builder = od_bizcal_builder_new_from (calendar->hours);
  g_autoptr (GError) error = NULL;

  policy->targets[OD_CLOCK_FIRST].target_s = 7200;
  g_assert_cmpint (save_policy (f, policy, &error), ==, policy->id);
  g_assert_no_error (error);
  g_assert_true (od_bizcal_builder_set_exception (builder, od_bizcal_day_from_ymd (2026, 3, 9), NULL, 0, NULL));
  od_bizcal_unref (calendar->hours);
  calendar->hours = od_bizcal_builder_build (builder, NULL);
  g_assert_cmpint (save_calendar (f, calendar, &error), ==, calendar->id);
  g_assert_no_error (error);

  after = load (f);
  g_assert_cmpint (od_terms_find_policy (after, policy->id)->version, ==, 2);
  g_assert_cmpint (od_terms_find_policy (after, policy->id)->targets[OD_CLOCK_FIRST].target_s, ==, 7200);
  g_assert_cmpint (((OdSlaPolicy *) after->policies->pdata[0])->version, ==, 1);
  g_assert_cmpint (od_terms_find_calendar (after, calendar->id)->version, ==, 2);
  g_assert_true (od_bizcal_equal (od_terms_find_calendar (after, calendar->id)->hours, calendar->hours));
}

static void
test_a_new_policy_is_tried_first (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (OdSlaPolicy) policy = od_sla_policy_new ("VIP");
  g_autofree char *first = NULL, *moved = NULL, *second = NULL;

  g_assert_cmpint (save_policy (f, policy, NULL), ==, 6);
  first = order (f);
  g_assert_cmpstr (first, ==, "6 5 4 3 2 1");
  g_assert_true (move_policy (f, 6, 2, NULL));
  moved = order (f);
  g_assert_cmpstr (moved, ==, "5 4 6 3 2 1");
  g_assert_cmpint (save_policy (f, policy, NULL), ==, 7);
  g_assert_true (move_policy (f, 5, 100, NULL));
  second = order (f);
  g_assert_cmpstr (second, ==, "7 4 6 3 2 1 5");
}

/* While the desk is closed. */
static void
run_sql (EngineFixture *f, const char *sql)
{
  g_autofree char *path = NULL;
  sqlite3 *db = NULL;

  engine_fixture_settle (f);
  path = g_strdup (od_profile_dir_get_store_path (f->profile));
  engine_fixture_close (f);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  engine_fixture_open (f);
}

/* What is imported without a position has 0: the order among those stays, and a new one goes before them. */
static void
test_a_new_policy_goes_before_imported_ones (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (OdSlaPolicy) policy = od_sla_policy_new ("VIP");
  g_autofree char *first = NULL, *second = NULL;

  run_sql (f, "UPDATE policy SET position = 0 WHERE id IN (2, 4)");
  g_assert_cmpint (save_policy (f, policy, NULL), ==, 6);
  first = order (f);
  g_assert_cmpstr (first, ==, "6 2 4 5 3 1");
  g_assert_cmpint (save_policy (f, policy, NULL), ==, 7);
  second = order (f);
  g_assert_cmpstr (second, ==, "7 6 2 4 5 3 1");
}

static void
test_refusals (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (OdTerms) terms = load (f);
  const OdCalendar *known = terms->calendars->pdata[0];
  g_autoptr (OdCalendar) calendar = od_calendar_new (0, "", known->hours);
  g_autoptr (OdSlaPolicy) policy = od_sla_policy_new ("A");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (save_calendar (f, calendar, &error), ==, 0);
  g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
  g_clear_error (&error);
  calendar->id = 99;
  g_free (calendar->name);
  calendar->name = g_strdup ("Week");
  g_assert_cmpint (save_calendar (f, calendar, &error), ==, 0);
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  policy->calendar_id = 99;
  g_assert_cmpint (save_policy (f, policy, &error), ==, 0);
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  policy->calendar_id = 0;
  policy->targets[OD_CLOCK_NEXT].warn_percent = 100;
  g_assert_cmpint (save_policy (f, policy, &error), ==, 0);
  g_assert_error (error, OD_ERROR, OD_ERROR_MALFORMED);
  g_clear_error (&error);
  g_assert_false (remove_row (f, od_terms_port_remove_calendar_async, known->id, &error)); /* policies count by it */
  g_assert_error (error, OD_ERROR, OD_ERROR_REJECTED);
  g_clear_error (&error);
  g_assert_false (remove_row (f, od_terms_port_remove_policy_async, 99, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (move_policy (f, 99, 0, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
}

/* A row that somebody broke is left out; the others hold. */
static void
test_one_bad_row_loses_nothing_else (EngineFixture *f, gconstpointer channel)
{
  g_autoptr (OdTerms) terms = NULL;

  run_sql (f, "UPDATE policy SET body = '[]' WHERE id = 2");
  g_test_expect_message ("od-store-terms", G_LOG_LEVEL_WARNING, "Policy 2 can't be read*");
  terms = load (f);
  g_test_assert_expected_messages ();
  g_assert_cmpuint (terms->policies->len, ==, OD_SLA_N_DEFAULTS - 1);
}

#define ADD(name, func)                                                                                                \
  g_test_add ("/terms/" name, EngineFixture, NULL, engine_fixture_set_up, func, engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-new-desk-counts", test_a_new_desk_counts);
  ADD ("defaults-are-made-once", test_defaults_are_made_once);
  ADD ("an-edit-is-a-new-version", test_an_edit_is_a_new_version);
  ADD ("a-new-policy-is-tried-first", test_a_new_policy_is_tried_first);
  ADD ("a-new-policy-goes-before-imported-ones", test_a_new_policy_goes_before_imported_ones);
  ADD ("refusals", test_refusals);
  ADD ("one-bad-row-loses-nothing-else", test_one_bad_row_loses_nothing_else);
  return g_test_run ();
}
