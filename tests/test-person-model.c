/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-desk.h"
#include "od-contact-words.h"
#include "od-db.h"
#include "od-customer-model.h"
#include "od-erase-words.h"
#include "od-field-book.h"
#include "od-field-words.h"
#include "od-person-model.h"
#include "od-stmt.h"

typedef struct {
  EngineFixture engine;
  OdDesk *desk;
  OdCustomerModel *card;
  OdPersonModel *person;
  OdFieldBook *book;
  gint64 conversation_id, customer_id;
  guint n_failed;
} Fixture;

static void
failed_cb (Fixture *f)
{
  f->n_failed++;
}

static gint64
find_customer (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  od_conversation_port_load_async (f->desk->conversations, &f->conversation_id, 1, NULL, engine_fixture_store_result_cb,
                                   &result);
  wait_until (result != NULL);
  rows = od_conversation_port_load_finish (f->desk->conversations, result, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  return ((OdConversationRow *) rows->pdata[0])->customer_id;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  engine_fixture_set_up (&f->engine, "demo");
  f->conversation_id = engine_fixture_receive (&f->engine, "maria", "m1", "Hello");
  f->desk = engine_desk_new (&f->engine);
  f->customer_id = find_customer (f);
  f->card = od_customer_model_new (f->desk);
  f->person = od_person_model_new (f->desk);
  f->book = od_field_book_new (f->desk);
  g_signal_connect_swapped (f->person, "failed", G_CALLBACK (failed_cb), f);
  od_customer_model_open (f->card, f->customer_id);
  od_person_model_open (f->person, f->customer_id);
  engine_fixture_advance_s (&f->engine, 1);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  engine_fixture_advance_s (&f->engine, 1);
  g_assert_finalize_object (g_steal_pointer (&f->card));
  g_assert_finalize_object (g_steal_pointer (&f->person));
  g_assert_finalize_object (g_steal_pointer (&f->book));
  g_clear_pointer (&f->desk, od_desk_unref);
  engine_fixture_tear_down (&f->engine, "demo");
}

static gint64
define (Fixture *f, const char *label, OdCustomFieldKind kind)
{
  OdCustomField field = { .key = (char *) "", .label = (char *) label, .kind = kind };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  od_field_port_save_async (f->desk->tools.fields, &field, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  id = od_field_port_save_finish (f->desk->tools.fields, result, &error);
  g_assert_no_error (error);
  engine_fixture_advance_s (&f->engine, 1);
  return id;
}

static const char *
get_value (Fixture *f, const char *key)
{
  const OdCustomerCard *card = od_customer_model_get_card (f->card);

  for (guint i = 0; i < card->fields->len; i++)
    if (g_str_equal (((OdFieldRow *) card->fields->pdata[i])->key, key))
      return ((OdFieldRow *) card->fields->pdata[i])->value;
  return NULL;
}

static const char *
get_label (Fixture *f, guint position)
{
  return ((OdCustomField *) od_field_book_get_fields (f->book)->pdata[position])->label;
}

/* The book follows what is defined, moved and removed. */
static void
test_the_book (Fixture *f, gconstpointer data)
{
  guint n = od_field_book_get_fields (f->book)->len;
  gint64 size = define (f, "Size", OD_CUSTOM_FIELD_NUMBER);
  gint64 birthday = define (f, "Birthday", OD_CUSTOM_FIELD_DATE);

  g_assert_cmpuint (od_field_book_get_fields (f->book)->len, ==, n + 2);
  g_assert_cmpint (od_field_book_find (f->book, "birthday")->id, ==, birthday);
  od_field_book_move (f->book, birthday, 0);
  engine_fixture_advance_s (&f->engine, 1);
  g_assert_cmpstr (get_label (f, 0), ==, "Birthday");
  od_field_book_remove (f->book, size);
  engine_fixture_advance_s (&f->engine, 1);
  g_assert_null (od_field_book_find (f->book, "size"));
}

static void
test_a_value (Fixture *f, gconstpointer data)
{
  gint64 size = define (f, "Size", OD_CUSTOM_FIELD_NUMBER);

  od_person_model_set_value (f->person, size, "43");
  engine_fixture_advance_s (&f->engine, 1);
  g_assert_cmpstr (get_value (f, "size"), ==, "43");
  od_person_model_set_value (f->person, size, "large"); /* never sent by the cell; the store says no */
  engine_fixture_advance_s (&f->engine, 1);
  g_assert_cmpuint (f->n_failed, ==, 1);
  g_assert_cmpstr (get_value (f, "size"), ==, "43");
  od_person_model_set_value (f->person, size, "");
  engine_fixture_advance_s (&f->engine, 1);
  g_assert_null (get_value (f, "size"));
}

static void
test_tags (Fixture *f, gconstpointer data)
{
  od_person_model_set_tag (f->person, "vip", TRUE);
  engine_fixture_advance_s (&f->engine, 1);
  g_assert_true (g_strv_contains ((const char *const *) od_customer_model_get_card (f->card)->tags, "vip"));
  od_person_model_set_tag (f->person, "vip", FALSE);
  engine_fixture_advance_s (&f->engine, 1);
  g_assert_null (od_customer_model_get_card (f->card)->tags);
}

static gboolean
insert_finding (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  od_change_set_add (changes, OD_CHANGE_CUSTOMER, *(gint64 *) data);
  return od_stmt_run (db, error,
                      "INSERT INTO finding (message_id, customer_id, kind, value)"
                      " SELECT max (timeline_id), ?1, 'order', '1042' FROM message",
                      "i", *(gint64 *) data);
}

/* The newest message has the number of an order in it. */
static void
say_an_order (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  od_db_write_sync (od_engine_get_db (f->engine.engine), insert_finding, &f->customer_id, &error);
  g_assert_no_error (error);
  engine_fixture_advance_s (&f->engine, 1);
}

/* What is taken or refused is offered no more; a taken order stands in the profile. */
static void
test_findings (Fixture *f, gconstpointer data)
{
  GPtrArray *findings;
  const OdFinding *finding;

  say_an_order (f);
  findings = od_person_model_get (f->person, OD_PERSON_FINDINGS);
  g_assert_cmpuint (findings->len, ==, 1);
  finding = findings->pdata[0];
  g_assert_cmpstr (finding->kind, ==, "order");
  od_person_model_decide (f->person, finding->id, TRUE);
  engine_fixture_advance_s (&f->engine, 1);
  g_assert_cmpuint (od_person_model_get (f->person, OD_PERSON_FINDINGS)->len, ==, 0);
  g_assert_cmpuint (od_customer_model_get_card (f->card)->fields->len, >=, 1);
}

static void
test_a_refused_finding (Fixture *f, gconstpointer data)
{
  const OdFinding *finding;

  say_an_order (f);
  finding = od_person_model_get (f->person, OD_PERSON_FINDINGS)->pdata[0];
  od_person_model_decide (f->person, finding->id, FALSE);
  engine_fixture_advance_s (&f->engine, 1);
  engine_fixture_receive (&f->engine, "maria", "m2", "Hello?");
  say_an_order (f);
  g_assert_cmpuint (od_person_model_get (f->person, OD_PERSON_FINDINGS)->len, ==, 0);
}

/* Another customer is opened while the first one's are on their way: nothing of the first shows up. */
static void
test_another_customer (Fixture *f, gconstpointer data)
{
  od_person_model_open (f->person, 0);
  g_assert_null (od_person_model_get (f->person, OD_PERSON_FINDINGS));
  od_person_model_open (f->person, f->customer_id);
  od_person_model_open (f->person, 0);
  engine_fixture_advance_s (&f->engine, 1);
  g_assert_null (od_person_model_get (f->person, OD_PERSON_FINDINGS));
}

/* ---- Words --------------------------------------------------------------------- */

static void
test_contact_words (void)
{
  static const struct {
    const char *address, *display, *words, *uri;
    gboolean is_local;
  } cases[] = {
    { "+79161234567", "+79161234567", "+7 916 123-45-67", "tel:+79161234567" },
    { "+12025550123", NULL, "+1 202 555-0123", "tel:+12025550123" },
    { "+4930123456", "", "+4930123456", "tel:+4930123456" },
    { "maria@shop.example", "maria@shop.example", "maria@shop.example", "mailto:maria@shop.example" },
    { "a b@shop.example", NULL, "a b@shop.example", NULL },
    { "@maria_p", "@maria_p", "@maria_p", NULL },
    { "7000123456", "@maria_p", "@maria_p", NULL },
    { "7000123456", NULL, "7000123456", NULL },
    { "v_01hzzzzzzzzzzzzzzzzzzz7f3a", "v_01hzzzzzzzzzzzzzzzzzzz7f3a", "Visitor 7F3A", NULL, TRUE },
    { "id900104", NULL, "id900104", NULL },
    { "+1", NULL, "+1", NULL },
    { "x?subject=1&@y", NULL, "x?subject=1&@y", "mailto:x%3Fsubject%3D1%26@y" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdContactPointRow point = { .address = (char *) cases[i].address,
                                  .display = (char *) cases[i].display,
                                  .is_local = cases[i].is_local };
      g_autofree char *words = od_contact_words (&point);
      g_autofree char *uri = od_contact_uri (&point);

      g_assert_cmpstr (words, ==, cases[i].words);
      g_assert_cmpstr (uri, ==, cases[i].uri);
    }
}

static void
test_field_words (void)
{
  const char *options[] = { "S", "M", NULL };
  OdCustomField text = { .pattern = (char *) "[A-Z]{2}[0-9]+", .hint = (char *) "Two letters and digits" };
  OdCustomField list = { .kind = OD_CUSTOM_FIELD_LIST, .options = (GStrv) options };
  OdCustomField day = { .kind = OD_CUSTOM_FIELD_DATE };
  OdCustomField check = { .kind = OD_CUSTOM_FIELD_CHECKBOX };
  g_autofree char *value = NULL, *shown = NULL, *yes = NULL;

  g_assert_cmpstr (od_field_words_find_trouble (&text, "x", NULL), ==, "Two letters and digits");
  g_assert_null (od_field_words_find_trouble (&text, "AB12", NULL));
  g_assert_nonnull (od_field_words_find_trouble (&list, "XL", NULL));
  g_assert_null (od_field_words_find_trouble (&list, "m", NULL));
  g_assert_nonnull (od_field_words_find_trouble (&day, "3/4/2026", NULL));
  g_assert_null (od_field_words_find_trouble (&day, "22.11.2026", &value));
  g_assert_cmpstr (value, ==, "2026-11-22");
  shown = od_field_words_value (&day, value);
  g_assert_cmpstr (shown, ==, "22 November 2026");
  yes = od_field_words_value (&check, "1");
  g_assert_cmpstr (yes, ==, "Yes");
}

static void
test_erase_words (void)
{
  const char *backups[] = { "/media/disk/backup.db", NULL };
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  OdErasure erasure = { .id = 3,
                        .at_us = ENGINE_NOW_US,
                        .done_at_us = ENGINE_NOW_US,
                        .n_profiles = 1,
                        .n_messages = 12,
                        .n_files = 2,
                        .n_file_bytes = 2000,
                        .backups = (GStrv) backups };
  g_autofree char *record = od_erase_words_record (&erasure, utc), *gone = NULL;

  g_assert_true (g_str_has_prefix (record, "Erasure 3, 2026-01-01 10:00\n1 profile\n"));
  g_assert_nonnull (strstr (record, "12 messages\n2 files (2.0"));
  g_assert_true (g_str_has_suffix (record, "\n/media/disk/backup.db: it is written anew with the erasure"));
  erasure.missing = g_steal_pointer (&erasure.backups);
  gone = od_erase_words_record (&erasure, utc);
  g_assert_true (g_str_has_suffix (gone, "\nNo copy that Omnidesk made holds the person."
                                         "\nThese copies were not there any more:\n/media/disk/backup.db"));
  g_assert_true (od_erase_words_is_confirmed (" Erase ", "Maria"));
  g_assert_true (od_erase_words_is_confirmed ("maria", "Maria"));
  g_assert_false (od_erase_words_is_confirmed ("mari", "Maria"));
  g_assert_false (od_erase_words_is_confirmed ("", ""));
}

#define ADD(name, func) g_test_add ("/person-model/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("book", test_the_book);
  ADD ("value", test_a_value);
  ADD ("tags", test_tags);
  ADD ("findings", test_findings);
  ADD ("refused-finding", test_a_refused_finding);
  ADD ("another-customer", test_another_customer);
  g_test_add_func ("/person-model/contact-words", test_contact_words);
  g_test_add_func ("/person-model/field-words", test_field_words);
  g_test_add_func ("/person-model/erase-words", test_erase_words);
  return g_test_run ();
}
