/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-field-service.h"
#include "od-write-fixture.h"

/* Work on many values that a program did not live to finish. */

#define N_VALUES "450"
#define wait_until(condition)                                                                                          \
  while (!(condition))                                                                                                 \
  g_main_context_iteration (NULL, TRUE)

static void
store_result_cb (GObject *source, GAsyncResult *result, gpointer out)
{
  *(GAsyncResult **) out = g_object_ref (result);
}

static gint64
count (OdWriteFixture *fixture, const char *what)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s", what);

  g_main_context_iteration (NULL, FALSE);
  return od_write_fixture_ask (fixture, sql);
}

static OdFieldPort *
start (OdWriteFixture *fixture)
{
  g_autoptr (OdClock) clock = od_clock_new ();

  return OD_FIELD_PORT (od_field_service_new (fixture->db, clock, 1));
}

static OdWriteFixture *
make_values (void)
{
  OdWriteFixture *fixture = od_write_fixture_new (FALSE);

  od_write_fixture_run (fixture, "INSERT INTO field (id, key, label, kind, options, position) VALUES"
                                 " (1, 'n', 'N', 'text', '{}', 0), (2, 'm', 'M', 'text', '{}', 1);"
                                 "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " N_VALUES
                                 ") INSERT INTO customer (id, uid, created_at_us) SELECT i, 'u' || i, i FROM n;"
                                 "INSERT INTO customer_field (customer_id, field_id, value)"
                                 " SELECT id, 1, id || ',5' FROM customer;"
                                 "INSERT INTO customer_field (customer_id, field_id, value) SELECT 1, 2, '1,5'");
  return fixture;
}

/* Its first slice is written, its second one never. */
static void
test_new_kind (void)
{
  g_autoptr (OdWriteFixture) fixture = make_values ();
  g_autoptr (OdFieldPort) first = start (fixture), second = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  OdCustomField number = { .id = 1, .key = (char *) "n", .label = (char *) "N", .kind = OD_CUSTOM_FIELD_NUMBER };

  od_write_fixture_run (fixture, "CREATE TRIGGER stop BEFORE UPDATE ON customer_field"
                                 " WHEN (SELECT count (*) FROM customer_field WHERE value LIKE '%.5') >= 200"
                                 " BEGIN SELECT raise (ABORT, 'stopped'); END");
  od_field_port_save_async (first, &number, NULL, store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_cmpint (od_field_port_save_finish (first, result, &error), <=, 0);
  g_assert_nonnull (error);
  g_assert_cmpint (count (fixture, "customer_field WHERE value LIKE '%.5'"), ==, 200);
  g_assert_cmpint (count (fixture, "setting WHERE key = 'field.pending.1'"), ==, 1);
  g_clear_object (&first);

  od_write_fixture_run (fixture, "DROP TRIGGER stop");
  second = start (fixture);
  wait_until (count (fixture, "setting WHERE key GLOB 'field.pending.*'") == 0);
  g_assert_cmpint (count (fixture, "customer_field WHERE field_id = 1 AND value LIKE '%.5'"), ==, 450);
  g_assert_cmpint (count (fixture, "customer_field WHERE field_id = 2 AND value = '1,5'"), ==, 1);
  od_write_fixture_check (fixture);
}

static void
test_removal (void)
{
  g_autoptr (OdWriteFixture) fixture = make_values ();
  g_autoptr (OdFieldPort) first = start (fixture), second = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  od_write_fixture_run (fixture, "CREATE TRIGGER stop BEFORE DELETE ON customer_field"
                                 " WHEN (SELECT count (*) FROM customer_field WHERE field_id = 1) <= 250"
                                 " BEGIN SELECT raise (ABORT, 'stopped'); END");
  od_field_port_remove_async (first, 1, NULL, store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_false (od_field_port_remove_finish (first, result, NULL));
  g_assert_cmpint (count (fixture, "customer_field WHERE field_id = 1"), ==, 250);
  g_assert_cmpint (count (fixture, "field"), ==, 2);
  g_clear_object (&first);

  od_write_fixture_run (fixture, "DROP TRIGGER stop");
  second = start (fixture);
  wait_until (count (fixture, "field") == 1);
  g_assert_cmpint (count (fixture, "customer_field WHERE field_id = 1"), ==, 0);
  g_assert_cmpint (count (fixture, "customer_field WHERE field_id = 2"), ==, 1);
  g_assert_cmpint (count (fixture, "setting WHERE key GLOB 'field.pending.*'"), ==, 0);
  g_assert_cmpint (count (fixture, "audit WHERE what = 'remove' AND subject = 'field' AND subject_id = 1"), ==, 1);
  od_write_fixture_check (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field-service/new-kind-is-finished", test_new_kind);
  g_test_add_func ("/field-service/removal-is-finished", test_removal);
  return g_test_run ();
}
