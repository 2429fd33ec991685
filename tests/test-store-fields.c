/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error.h"
#include "od-phone.h"
#include "od-recognise.h"
#include "od-store-card.h"
#include "od-store-field.h"
#include "od-store-finding.h"
#include "od-write-fixture.h"

static gint64
save (OdWriteFixture *fixture, gint64 id, const char *key, const char *label, OdCustomFieldKind kind)
{
  const char *options[] = { "Small", "Large", NULL };
  OdCustomField field = {
    .id = id, .key = (char *) key, .label = (char *) label, .kind = kind, .options = (GStrv) options
  };
  OdFieldJob job = { .field = &field, .operator_id = 1, .now_us = fixture->now_us };

  od_write_fixture_write (fixture, od_store_field_save, &job);
  return job.id;
}

static void
set (OdWriteFixture *fixture, gint64 customer_id, gint64 field_id, const char *value)
{
  OdFieldJob job = { .id = field_id, .customer_id = customer_id, .text = (char *) value, .operator_id = 1 };

  od_write_fixture_write (fixture, od_store_field_set_value, &job);
}

static void
assert_text (OdWriteFixture *fixture, const char *sql, const char *expected)
{
  g_autofree char *text = od_write_fixture_ask_text (fixture, sql);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_definitions (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 first = save (fixture, 0, "", "Client No.", OD_CUSTOM_FIELD_TEXT);
  gint64 second = save (fixture, 0, "", "Client No.", OD_CUSTOM_FIELD_NUMBER);
  gint64 third = save (fixture, 0, "size", "Размер", OD_CUSTOM_FIELD_LIST);
  OdCustomField taken = { .key = (char *) "size", .label = (char *) "Other" };
  OdFieldJob job = { .field = &taken };
  OdFieldJob move = { .id = third, .position = 0 };
  g_autoptr (OdFieldJob) list = g_new0 (OdFieldJob, 1);
  const OdCustomField *field;

  g_assert_cmpint (save (fixture, 0, "", "Размер", OD_CUSTOM_FIELD_TEXT), >, third);
  assert_text (fixture, "SELECT group_concat (key) FROM (SELECT key FROM field ORDER BY position)",
               "client_no,client_no_2,size,field");
  od_write_fixture_refuse (fixture, od_store_field_save, &job, OD_ERROR, OD_ERROR_USAGE);
  taken.key = (char *) "Not A Key";
  od_write_fixture_refuse (fixture, od_store_field_save, &job, OD_ERROR, OD_ERROR_USAGE);
  taken.key = (char *) "";
  taken.label = (char *) "";
  od_write_fixture_refuse (fixture, od_store_field_save, &job, OD_ERROR, OD_ERROR_USAGE);
  taken.label = (char *) "Pattern";
  taken.pattern = (char *) "(";
  od_write_fixture_refuse (fixture, od_store_field_save, &job, OD_ERROR, OD_ERROR_USAGE);

  od_write_fixture_write (fixture, od_store_field_move, &move);
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_field_load, list, NULL));
  g_assert_cmpuint (list->found->len, ==, 4);
  field = list->found->pdata[0];
  g_assert_cmpstr (field->key, ==, "size");
  g_assert_cmpstrv (field->options, ((const char *const[]){ "Small", "Large", NULL }));
  g_assert_cmpint (((OdCustomField *) list->found->pdata[1])->id, ==, first);
  g_assert_cmpint (((OdCustomField *) list->found->pdata[2])->id, ==, second);
  od_write_fixture_check (fixture);
}

static void
test_values (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 field_id = save (fixture, 0, "", "Spent", OD_CUSTOM_FIELD_NUMBER), customer_id;
  OdFieldJob bad = { .id = field_id, .text = (char *) "much" };
  OdFieldJob gone = { .id = 99, .text = (char *) "1" };
  OdFieldJob tag = { .text = (char *) "vip", .is_set = TRUE };
  OdFieldJob remove = { .id = field_id };
  g_autoptr (OdCardJob) card = NULL;
  const OdFieldRow *row;

  od_write_fixture_receive (fixture, "c", "1", "one");
  customer_id = od_write_fixture_ask (fixture, "SELECT id FROM customer");
  bad.customer_id = gone.customer_id = tag.customer_id = customer_id;
  set (fixture, customer_id, field_id, "1 234,5");
  assert_text (fixture, "SELECT value FROM customer_field", "1234.5");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM fts ('\"1234.5\"')"), ==, 1);
  od_write_fixture_refuse (fixture, od_store_field_set_value, &bad, OD_ERROR, OD_ERROR_USAGE);
  od_write_fixture_refuse (fixture, od_store_field_set_value, &gone, OD_ERROR, OD_ERROR_NOT_FOUND);
  od_write_fixture_write (fixture, od_store_field_set_tag, &tag);

  card = od_card_job_new (customer_id);
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_card_load, card, NULL));
  g_assert_cmpstrv (card->card->tags, ((const char *const[]){ "vip", NULL }));
  row = card->card->fields->pdata[0];
  g_assert_cmpint (row->id, ==, field_id);
  g_assert_cmpint (row->kind, ==, OD_CUSTOM_FIELD_NUMBER);
  g_assert_cmpstr (row->value, ==, "1234.5");

  tag.is_set = FALSE;
  od_write_fixture_write (fixture, od_store_field_set_tag, &tag);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer_tag"), ==, 0);
  set (fixture, customer_id, field_id, NULL);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer_field"), ==, 0);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM fts ('\"1234.5\"')"), ==, 0);
  set (fixture, customer_id, field_id, "5");
  od_write_fixture_write (fixture, od_store_field_remove, &remove);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer_field"), ==, 0);
  od_write_fixture_check (fixture);
}

/* However many values there are, no write takes more than some of them. */
static void
test_many_values (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 field_id = save (fixture, 0, "n", "N", OD_CUSTOM_FIELD_TEXT);
  OdCustomField number = { .id = field_id, .key = (char *) "n", .label = (char *) "N", .kind = OD_CUSTOM_FIELD_NUMBER };
  OdFieldJob job = { .field = &number };
  OdFieldJob remove = { .id = field_id };
  guint n = 0;

  od_write_fixture_run (fixture, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)"
                                 " INSERT INTO customer (id, uid, created_at_us) SELECT i, 'u' || i, i FROM n;"
                                 "INSERT INTO customer_field (customer_id, field_id, value)"
                                 " SELECT id, 1, id || ',5' FROM customer");
  for (; !job.is_checked; n++)
    g_assert_true (od_db_read_sync (fixture->db, OD_DB_SEARCH, od_store_field_check, &job, NULL));
  g_assert_cmpuint (n, ==, 2);
  g_assert_false (job.is_done);
  od_write_fixture_write (fixture, od_store_field_save, &job);
  assert_text (fixture, "SELECT kind FROM field", "number");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer_field WHERE value LIKE '%.5'"), ==, 0);
  /* what somebody writes meanwhile is of the new kind; what doesn't fit was written before and stays */
  set (fixture, 7, field_id, "8,5");
  assert_text (fixture, "SELECT value FROM customer_field WHERE customer_id = 7", "8.5");
  od_write_fixture_run (fixture, "UPDATE customer_field SET value = 'none' WHERE customer_id = 9");
  for (n = 0; !job.is_done; n++)
    {
      od_write_fixture_write (fixture, od_store_field_refit, &job);
      if (n == 0)
        g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer_field WHERE value LIKE '%.5'"),
                         <=, 201);
    }
  g_assert_cmpuint (n, >, 12);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer_field WHERE value LIKE '%.5'"), ==,
                   2499);
  assert_text (fixture, "SELECT value FROM customer_field WHERE customer_id = 9", "none");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM fts ('\"2345.5\"')"), ==, 1);
  for (n = 0; !remove.is_done; n++)
    od_write_fixture_write (fixture, od_store_field_remove, &remove);
  g_assert_cmpuint (n, ==, 13);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer_field"), ==, 0);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM field"), ==, 0);
  g_free (job.next_value);
  od_write_fixture_check (fixture);
}

/* Its kind may change if every value fits; then they are spelt as the new kind is. */
static void
test_another_kind (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  gint64 field_id = save (fixture, 0, "n", "N", OD_CUSTOM_FIELD_TEXT), customer_id;
  OdCustomField date = { .id = field_id, .key = (char *) "n", .label = (char *) "N", .kind = OD_CUSTOM_FIELD_DATE };
  OdFieldJob job = { .field = &date };

  od_write_fixture_receive (fixture, "c", "1", "one");
  customer_id = od_write_fixture_ask (fixture, "SELECT id FROM customer");
  set (fixture, customer_id, field_id, "12,50");
  od_write_fixture_refuse (fixture, od_store_field_save, &job, OD_ERROR, OD_ERROR_USAGE);
  assert_text (fixture, "SELECT kind FROM field", "text");
  save (fixture, field_id, "n", "N", OD_CUSTOM_FIELD_NUMBER);
  assert_text (fixture, "SELECT value FROM customer_field", "12.5");
  od_write_fixture_check (fixture);
}

static void
test_findings (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (OdFieldJob) list = g_new0 (OdFieldJob, 1);
  OdFieldJob decide = { .operator_id = 1, .now_us = fixture->now_us };
  const OdFinding *finding;

  od_write_fixture_receive (fixture, "c", "1", "one");
  fixture->now_us++;
  od_write_fixture_receive (fixture, "c", "2", "two");
  od_write_fixture_run (fixture,
                        "INSERT INTO finding (message_id, customer_id, kind, value)"
                        " SELECT t.id, c.customer_id, k.column1, k.column2 FROM timeline AS t"
                        " JOIN conversation AS c ON c.id = t.conversation_id"
                        " JOIN (VALUES ('order', '1042'), ('phone', '+79161234567'), ('email', 'a@b.example')) AS k");
  list->customer_id = od_write_fixture_ask (fixture, "SELECT id FROM customer");
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_finding_load, list, NULL));
  g_assert_cmpuint (list->found->len, ==, 3);
  finding = list->found->pdata[0];
  g_assert_cmpint (finding->message_id, ==, od_write_fixture_ask (fixture, "SELECT max (id) FROM timeline"));

  decide.is_set = TRUE;
  decide.id = od_write_fixture_ask (fixture, "SELECT id FROM finding WHERE kind = 'order' LIMIT 1");
  od_write_fixture_write (fixture, od_store_finding_decide, &decide);
  assert_text (fixture, "SELECT f.key || '=' || value FROM customer_field JOIN field AS f ON f.id = field_id",
               "order=1042");
  decide.id = od_write_fixture_ask (fixture, "SELECT id FROM finding WHERE kind = 'phone' LIMIT 1");
  od_write_fixture_write (fixture, od_store_finding_decide, &decide);
  g_assert_cmpint (
      od_write_fixture_ask (fixture,
                            "SELECT count(*) FROM contact_point WHERE channel = 'phone' AND address = '+79161234567'"),
      ==, 1);
  decide.is_set = FALSE;
  decide.id = od_write_fixture_ask (fixture, "SELECT id FROM finding WHERE kind = 'email' LIMIT 1");
  od_write_fixture_write (fixture, od_store_finding_decide, &decide);
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_finding_load, list, NULL));
  g_assert_cmpuint (list->found->len, ==, 0);
  od_write_fixture_check (fixture);
}

/* What a message says is offered at once; what an edit adds, too; what our side wrote is not. */
static void
test_recognised_on_arrival (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (OdFieldJob) list = g_new0 (OdFieldJob, 1);
  OdUpdate *update;

  od_write_fixture_receive (fixture, "c", "1", "Где мой заказ 1042? Мой телефон 8 916 123-45-67");
  od_write_fixture_receive (fixture, "c", "2", "и ещё раз: заказ 1042");
  update = od_write_fixture_update (fixture, OD_UPDATE_MESSAGE, "c", "3", "order 77 of ours, order 7777");
  update->is_own = TRUE;
  od_write_fixture_take (fixture, update);
  list->customer_id = od_write_fixture_ask (fixture, "SELECT id FROM customer");
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_PAGES, od_store_finding_load, list, NULL));
  g_assert_cmpuint (list->found->len, ==, 2);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM finding WHERE value = '+79161234567'"), ==, 1);

  update = od_write_fixture_update (fixture, OD_UPDATE_EDIT, "c", NULL, "нет, заказ 1043");
  update->target_remote_id = g_strdup ("c:2");
  od_write_fixture_take (fixture, update);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM finding WHERE value = '1043'"), ==, 1);
  od_write_fixture_run (fixture, "INSERT INTO setting VALUES ('recognise.order', 'ticket (\\d+)')");
  od_write_fixture_receive (fixture, "c", "4", "ticket 5, order 9999");
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM finding WHERE value IN ('5', '9999')"), ==, 1);
  od_write_fixture_check (fixture);
}

static void
choose_region (OdWriteFixture *fixture, const char *region)
{
  OdRecognition how = { .region = (char *) region };

  od_write_fixture_write (fixture, od_store_recognition_save, &how);
}

/* The country of the desk is obeyed by what customers write, and by the phones that are here already. */
static void
test_country (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  static const char key_sql[] = "SELECT count(*) FROM contact_point WHERE match_key = '+79161234567'";

  choose_region (fixture, "US");
  od_write_fixture_run (fixture, "INSERT INTO customer (id, uid, created_at_us) VALUES (7, 'a', 1);"
                                 "INSERT INTO contact_point (customer_id, channel, address, match_key) VALUES"
                                 " (7, 'phone', '8 (916) 123-45-67', NULL), (7, 'telegram', '89161234567', NULL)");
  g_assert_cmpint (od_write_fixture_ask (fixture, key_sql), ==, 0);
  choose_region (fixture, "RU");
  g_assert_cmpint (od_write_fixture_ask (fixture, key_sql), ==, 1);
  choose_region (fixture, "US");
  g_assert_cmpint (od_write_fixture_ask (fixture, key_sql), ==, 0);
  if (od_phone_is_complete ())
    {
      od_write_fixture_run (fixture, "INSERT INTO contact_point (customer_id, channel, address) VALUES"
                                     " (7, 'phone', '030 901820')");
      choose_region (fixture, "DE");
      assert_text (fixture, "SELECT match_key FROM contact_point WHERE address = '030 901820'", "+4930901820");
    }
  od_write_fixture_check (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-fields/definitions", test_definitions);
  g_test_add_func ("/store-fields/values", test_values);
  g_test_add_func ("/store-fields/many-values", test_many_values);
  g_test_add_func ("/store-fields/another-kind", test_another_kind);
  g_test_add_func ("/store-fields/findings", test_findings);
  g_test_add_func ("/store-fields/recognised", test_recognised_on_arrival);
  g_test_add_func ("/store-fields/country", test_country);
  return g_test_run ();
}
