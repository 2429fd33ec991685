/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error.h"
#include "od-stmt.h"
#include "od-store-card.h"
#include "od-store-customer.h"
#include "od-store-field.h"
#include "od-store-link.h"
#include "od-store-people.h"
#include "od-store-thread.h"
#include "od-write-fixture.h"

#define N_PEOPLE 8
#define N_SEQUENCES 1000

/* ---- the whole store as a text --------------------------------------------- */

static void
add_rows (sqlite3 *db, const char *table, GChecksum *sum)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s ORDER BY 1, 2", table);
  g_autoptr (OdStmt) stmt = od_stmt_prepare (db, sql, NULL);
  gboolean has_row = TRUE;

  g_assert_nonnull (stmt);
  while (od_stmt_step (stmt, &has_row, NULL) && has_row)
    for (int i = 0; i < sqlite3_column_count (stmt); i++)
      {
        const char *text = (const char *) sqlite3_column_text (stmt, i);

        g_checksum_update (sum, (const guchar *) (text != NULL ? text : "\x01"), -1);
        g_checksum_update (sum, (const guchar *) "\x02", 1);
      }
}

/* Every table but those that say that something was done: the links themselves, and the audit. */
static char *
dump (sqlite3 *db)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (g_free);
  gboolean has_row = TRUE;

  {
    g_autoptr (OdStmt) stmt =
        od_stmt_prepare (db,
                         "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                         " AND name NOT LIKE 'fts%' AND name NOT IN ('customer_link', 'audit') ORDER BY name",
                         NULL);

    while (od_stmt_step (stmt, &has_row, NULL) && has_row)
      g_ptr_array_add (tables, od_stmt_dup_text (stmt, 0));
  }
  g_assert_cmpuint (tables->len, >, 30);
  for (guint i = 0; i < tables->len; i++)
    add_rows (db, tables->pdata[i], sum);
  return g_strdup (g_checksum_get_string (sum));
}

/* ---- random profiles ------------------------------------------------------- */

static void
add_profiles (OdWriteFixture *fixture, GRand *random)
{
  static const char *const names[] = { "", "Мария", "Maria Petrova", "Олег" };

  od_write_fixture_run (fixture, "INSERT INTO field (id, key, label) VALUES (1, 'order', 'Order'), (2, 'city', 'City');"
                                 "INSERT INTO tag (id, name) VALUES (1, 'vip'), (2, 'b2b')");
  for (guint i = 0; i < N_PEOPLE; i++)
    {
      g_autofree char *chat = g_strdup_printf ("c%u", i);
      g_autofree char *sql = NULL;
      gint64 id;

      od_write_fixture_receive (fixture, chat, "1", "hello");
      id = od_write_fixture_ask (fixture, "SELECT max (id) FROM customer");
      sql = g_strdup_printf ("UPDATE customer SET name = '%s', note = '%s', lang = %s WHERE id = %" G_GINT64_FORMAT ";"
                             "INSERT INTO customer_field SELECT %" G_GINT64_FORMAT ", 1, '%u' WHERE %u;"
                             "INSERT INTO customer_tag SELECT %" G_GINT64_FORMAT ", %u WHERE %u",
                             names[g_rand_int_range (random, 0, G_N_ELEMENTS (names))],
                             g_rand_boolean (random) ? "likes blue" : "", g_rand_boolean (random) ? "'ru'" : "NULL", id,
                             id, g_rand_int_range (random, 1, 4), g_rand_int_range (random, 0, 2), id,
                             g_rand_int_range (random, 1, 3), g_rand_int_range (random, 0, 2));
      od_write_fixture_run (fixture, sql);
    }
}

/* ---- the law --------------------------------------------------------------- */

static gint64
link_two (sqlite3 *db, gint64 kept_id, gint64 joined_id, const char *name)
{
  g_autoptr (OdChangeSet) changes = od_change_set_new ();
  g_autoptr (OdLinkJob) job = g_new0 (OdLinkJob, 1);
  g_autoptr (GError) error = NULL;

  job->now_us = 5;
  job->link = g_new0 (OdPersonLink, 1);
  job->link->kept_id = kept_id;
  job->link->joined_id = joined_id;
  job->link->operator_id = 1;
  if (name != NULL)
    {
      job->link->choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (job->link->choices, g_strdup ("name"), g_strdup (name));
      g_hash_table_insert (job->link->choices, g_strdup ("field:order"), g_strdup (name));
    }
  if (od_store_link (db, changes, job, &error))
    return job->id;
  g_assert_error (error, OD_ERROR, OD_ERROR_REJECTED); /* one person already */
  return 0;
}

static gboolean
unlink_one (sqlite3 *db, gint64 id)
{
  g_autoptr (OdChangeSet) changes = od_change_set_new ();
  OdLinkJob job = { .id = id, .now_us = 6 };
  g_autoptr (GError) error = NULL;

  if (od_store_unlink (db, changes, &job, &error))
    return TRUE;
  g_assert_error (error, OD_ERROR, OD_ERROR_REJECTED); /* a later link rests upon it */
  return FALSE;
}

static void
assert_flat (sqlite3 *db)
{
  g_autoptr (OdStmt) row = NULL;

  g_assert_true (od_stmt_get_row (db, NULL,
                                  "SELECT count (*) FROM customer AS a JOIN customer AS b ON b.id = a.merged_into_id"
                                  " WHERE b.merged_into_id IS NOT NULL",
                                  &row, ""));
  g_assert_cmpint (sqlite3_column_int (row, 0), ==, 0);
}

static gboolean
run_sequences (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  GRand *random = data;
  g_autofree char *before = dump (db);
  guint n_links = 0, n_refused = 0;

  for (guint i = 0; i < N_SEQUENCES; i++)
    {
      g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (gint64));
      guint n = (guint) g_rand_int_range (random, 1, N_PEOPLE);
      g_autofree char *between = NULL, *after = NULL;

      for (guint j = 0; j < n; j++)
        {
          gint64 id = link_two (db, g_rand_int_range (random, 1, N_PEOPLE + 1),
                                g_rand_int_range (random, 1, N_PEOPLE + 1), g_rand_boolean (random) ? "Chosen" : NULL);

          if (id != 0)
            g_array_append_val (links, id);
          assert_flat (db);
          if (links->len > 0 && g_rand_int_range (random, 0, 4) == 0) /* now and then one goes in between */
            {
              guint at = (guint) g_rand_int_range (random, 0, (gint32) links->len);

              if (unlink_one (db, g_array_index (links, gint64, at)))
                g_array_remove_index (links, at);
            }
        }
      n_links += links->len;
      between = dump (db);
      g_assert_true ((links->len > 0) == (g_strcmp0 (between, before) != 0));
      while (links->len > 0)
        {
          guint at = (guint) g_rand_int_range (random, 0, (gint32) links->len);

          if (unlink_one (db, g_array_index (links, gint64, at)))
            g_array_remove_index (links, at);
          else
            n_refused++;
          assert_flat (db);
        }
      after = dump (db);
      g_assert_cmpstr (after, ==, before);
    }
  g_test_message ("%u links, %u unlinks that had to wait", n_links, n_refused);
  g_assert_cmpuint (n_links, >, N_SEQUENCES);
  g_assert_cmpuint (n_refused, >, 0);
  return TRUE;
}

static void
test_unlink_is_the_identity (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (GRand) random = g_rand_new_with_seed (20261122);

  add_profiles (fixture, random);
  od_write_fixture_write (fixture, run_sequences, random);
  od_write_fixture_check (fixture);
}

/* ---- what is shown --------------------------------------------------------- */

typedef struct {
  OdWriteFixture *store;
  gint64 maria, masha; /* customers */
  gint64 k1, k2;       /* their conversations */
} Two;

static void
two_set_up (Two *two, gconstpointer data)
{
  two->store = od_write_fixture_new (FALSE);
  two->k1 = od_write_fixture_receive (two->store, "c1", "1", "first").conversation_id;
  two->store->now_us++;
  two->k2 = od_write_fixture_receive (two->store, "c2", "1", "second").conversation_id;
  two->maria = od_write_fixture_ask (two->store, "SELECT min (id) FROM customer");
  two->masha = od_write_fixture_ask (two->store, "SELECT max (id) FROM customer");
  od_write_fixture_run (
      two->store,
      "INSERT INTO field (id, key, label, position) VALUES (1, 'order', 'Order', 0), (2, 'city', 'City', 1);"
      "INSERT INTO tag (id, name) VALUES (1, 'vip'), (2, 'b2b');"
      "UPDATE customer SET name = 'Maria' WHERE id = 1;"
      "UPDATE customer SET name = 'Masha', lang = 'ru' WHERE id = 2;"
      "INSERT INTO customer_field VALUES (1, 1, '1042'), (2, 1, '77'), (2, 2, 'Tver');"
      "INSERT INTO customer_tag VALUES (1, 1), (2, 1), (2, 2)");
  {
    OdCustomerJob note = { .customer_id = two->maria, .text = (char *) "a note", .operator_id = 1 };

    od_write_fixture_write (two->store, od_store_customer_set_note, &note);
  }
}

static void
two_tear_down (Two *two, gconstpointer data)
{
  od_write_fixture_check (two->store);
  od_write_fixture_free (two->store);
}

static gint64
join (Two *two, const char *name)
{
  g_autoptr (OdLinkJob) job = g_new0 (OdLinkJob, 1);

  job->now_us = two->store->now_us;
  job->link = g_new0 (OdPersonLink, 1);
  job->link->kept_id = two->maria;
  job->link->joined_id = two->masha;
  job->link->operator_id = 1;
  job->link->choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (name != NULL)
    g_hash_table_insert (job->link->choices, g_strdup ("name"), g_strdup (name));
  od_write_fixture_write (two->store, od_store_link, job);
  return job->id;
}

static OdCardJob *
load_card (Two *two, gint64 id)
{
  OdCardJob *job = od_card_job_new (id);
  g_autoptr (GError) error = NULL;

  od_db_read_sync (two->store->db, OD_DB_PAGES, od_store_card_load, job, &error);
  g_assert_no_error (error);
  return job;
}

static const char *
get_field (const OdCustomerCard *card, const char *key)
{
  for (guint i = 0; i < card->fields->len; i++)
    if (g_str_equal (((OdFieldRow *) card->fields->pdata[i])->key, key))
      return ((OdFieldRow *) card->fields->pdata[i])->value;
  return NULL;
}

static void
test_the_card (Two *two, gconstpointer data)
{
  gint64 link_id = join (two, "Masha");
  g_autoptr (OdCardJob) of_maria = load_card (two, two->maria), of_masha = load_card (two, two->masha);
  const OdCustomerCard *card = of_maria->card;
  OdLinkJob undo = { .id = link_id, .now_us = 9 };

  g_assert_cmpint (of_masha->card->id, ==, two->maria);
  g_assert_cmpstr (of_masha->card->name, ==, "Masha");
  g_assert_cmpstr (card->name, ==, "Masha");               /* as chosen */
  g_assert_cmpstr (card->note, ==, "a note");              /* only one has it */
  g_assert_cmpstr (card->lang, ==, "ru");                  /* only the other has it */
  g_assert_cmpstr (get_field (card, "order"), ==, "1042"); /* not chosen: the one that is shown */
  g_assert_cmpstr (get_field (card, "city"), ==, "Tver");
  g_assert_cmpstrv (card->tags, ((const char *const[]){ "b2b", "vip", NULL }));
  g_assert_cmpuint (card->contact_points->len, ==, 2);
  g_assert_cmpuint (card->conversations->len, ==, 2);
  g_assert_cmpuint (card->n_conversations, ==, 2);

  od_write_fixture_write (two->store, od_store_unlink, &undo);
  od_write_fixture_refuse (two->store, od_store_unlink, &undo, OD_ERROR, OD_ERROR_NOT_FOUND);
  {
    g_autoptr (OdCardJob) again = load_card (two, two->masha);

    g_assert_cmpint (again->card->id, ==, two->masha);
    g_assert_cmpuint (again->card->conversations->len, ==, 1);
    g_assert_cmpstr (get_field (again->card, "order"), ==, "77");
  }
}

/* What is typed after linking counts more than what was chosen, and what the others say. */
static void
test_typed_afterwards (Two *two, gconstpointer data)
{
  OdCustomerJob rename = { .customer_id = two->masha, .text = (char *) "Maria P.", .now_us = 9, .operator_id = 1 };
  OdFieldJob clear = { .id = 2, .customer_id = two->maria, .operator_id = 1 };
  OdFieldJob set = { .id = 1, .customer_id = two->masha, .text = (char *) "5", .operator_id = 1 };
  OdFieldJob untag = { .customer_id = two->maria, .text = (char *) "vip", .operator_id = 1 };

  join (two, "Masha");
  od_write_fixture_write (two->store, od_store_customer_rename, &rename);
  od_write_fixture_write (two->store, od_store_field_set_value, &clear);
  od_write_fixture_write (two->store, od_store_field_set_value, &set);
  od_write_fixture_write (two->store, od_store_field_set_tag, &untag);
  {
    g_autoptr (OdCardJob) job = load_card (two, two->masha);

    g_assert_cmpstr (job->card->name, ==, "Maria P.");
    g_assert_null (get_field (job->card, "city")); /* the other still has one */
    g_assert_cmpstr (get_field (job->card, "order"), ==, "5");
    g_assert_cmpstrv (job->card->tags, ((const char *const[]){ "b2b", NULL }));
  }
}

static void
test_conflicts (Two *two, gconstpointer data)
{
  g_autoptr (OdLinkJob) job = g_new0 (OdLinkJob, 1);
  const OdPersonConflict *conflict;

  job->customer_id = two->maria;
  job->other_id = two->masha;
  g_assert_true (od_db_read_sync (two->store->db, OD_DB_PAGES, od_store_link_compare, job, NULL));
  g_assert_cmpuint (job->found->len, ==, 2);
  conflict = job->found->pdata[0];
  g_assert_cmpstr (conflict->key, ==, "name");
  g_assert_cmpstr (conflict->kept_value, ==, "Maria");
  g_assert_cmpstr (conflict->joined_value, ==, "Masha");
  conflict = job->found->pdata[1];
  g_assert_cmpstr (conflict->key, ==, "field:order");
  g_assert_cmpstr (conflict->label, ==, "Order");
}

static void
test_the_list (Two *two, gconstpointer data)
{
  g_autoptr (OdPeopleJob) job = g_new0 (OdPeopleJob, 1), rows = g_new0 (OdPeopleJob, 1);
  g_autoptr (OdLinkJob) links = g_new0 (OdLinkJob, 1);
  const OdPersonRow *row;

  join (two, NULL);
  g_assert_true (od_db_read_sync (two->store->db, OD_DB_PAGES, od_store_people_list, job, NULL));
  g_assert_cmpuint (job->ids->len, ==, 1);
  rows->ids = g_array_ref (job->ids);
  g_assert_true (od_db_read_sync (two->store->db, OD_DB_PAGES, od_store_people_load, rows, NULL));
  row = rows->rows->pdata[0];
  g_assert_cmpint (row->id, ==, two->maria);
  g_assert_cmpstr (row->name, ==, "Maria");
  g_assert_cmpuint (row->n_conversations, ==, 2);
  g_assert_cmpstrv (row->tags, ((const char *const[]){ "b2b", "vip", NULL }));
  links->customer_id = two->masha;
  g_assert_true (od_db_read_sync (two->store->db, OD_DB_PAGES, od_store_link_load, links, NULL));
  g_assert_cmpuint (links->found->len, ==, 1);
  g_assert_cmpstr (((OdPersonLink *) links->found->pdata[0])->joined_name, ==, "Masha");
}

static guint
count_found (Two *two, const char *text)
{
  g_autoptr (OdPeopleJob) job = g_new0 (OdPeopleJob, 1);
  g_autoptr (GError) error = NULL;

  job->text = g_strdup (text);
  od_db_read_sync (two->store->db, OD_DB_PAGES, od_store_people_list, job, &error);
  g_assert_no_error (error);
  return job->ids->len;
}

static void
test_finding_people (Two *two, gconstpointer data)
{
  OdCustomerJob rename = { .customer_id = two->masha, .text = (char *) "Мария Ёлкина", .now_us = 9, .operator_id = 1 };

  od_write_fixture_write (two->store, od_store_customer_rename, &rename);
  g_assert_cmpuint (count_found (two, "ёлк"), ==, 1);
  g_assert_cmpuint (count_found (two, "ЕЛКИНА мария"), ==, 1);
  g_assert_cmpuint (count_found (two, "\"мария елк\""), ==, 1);
  g_assert_cmpuint (count_found (two, "a note"), ==, 1);
  g_assert_cmpuint (count_found (two, "tag:vip"), ==, 2);
  g_assert_cmpuint (count_found (two, "tag:vi"), ==, 0);
  g_assert_cmpuint (count_found (two, "tag:vip c2"), ==, 1);
  g_assert_cmpuint (count_found (two, "channel:demo"), ==, 2);
  g_assert_cmpuint (count_found (two, "nobody"), ==, 0);
  g_assert_cmpuint (count_found (two, "  "), ==, 0);
}

/* ---- who may be the same --------------------------------------------------- */

static guint
suggest (Two *two, OdPersonMatchKind *kind)
{
  g_autoptr (OdLinkJob) job = g_new0 (OdLinkJob, 1);
  g_autoptr (GError) error = NULL;

  job->customer_id = two->maria;
  od_db_read_sync (two->store->db, OD_DB_PAGES, od_store_link_suggest, job, &error);
  g_assert_no_error (error);
  if (job->found->len > 0)
    {
      g_assert_cmpint (((OdPersonMatch *) job->found->pdata[0])->person->id, ==, two->masha);
      *kind = ((OdPersonMatch *) job->found->pdata[0])->kind;
    }
  return job->found->len;
}

static void
test_suggestions (Two *two, gconstpointer data)
{
  OdLinkJob decline = { .customer_id = two->masha, .other_id = two->maria, .now_us = 9, .operator_id = 1 };
  OdPersonMatchKind kind = OD_PERSON_MATCH_VERIFIED;

  g_assert_cmpuint (suggest (two, &kind), ==, 0);
  od_write_fixture_run (two->store, "UPDATE customer_field SET value = '1042' WHERE field_id = 1");
  g_assert_cmpuint (suggest (two, &kind), ==, 1);
  g_assert_cmpint (kind, ==, OD_PERSON_MATCH_ORDER);
  od_write_fixture_run (two->store, "INSERT INTO contact_point (customer_id, channel, scope, address, match_key)"
                                    " VALUES (1, 'phone', '~1', '+7 916 123-45-67', '+79161234567');"
                                    "INSERT INTO finding (message_id, customer_id, kind, value)"
                                    " SELECT max (id), 2, 'phone', '+79161234567' FROM timeline");
  g_assert_cmpuint (suggest (two, &kind), ==, 1);
  g_assert_cmpint (kind, ==, OD_PERSON_MATCH_PHONE);
  od_write_fixture_write (two->store, od_store_link_decline, &decline);
  g_assert_cmpuint (suggest (two, &kind), ==, 0);
}

/* A new message of a profile that is linked lands with the person. */
static void
test_the_thread (Two *two, gconstpointer data)
{
  OdIngestOutcome more;

  join (two, NULL);
  more = od_write_fixture_receive (two->store, "c2", "2", "more");
  g_assert_cmpint (more.conversation_id, ==, two->k2);
  g_assert_cmpint (od_write_fixture_ask (two->store, "SELECT count (*) FROM customer"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-links/identity", test_unlink_is_the_identity);
  g_test_add ("/store-links/card", Two, NULL, two_set_up, test_the_card, two_tear_down);
  g_test_add ("/store-links/typed-afterwards", Two, NULL, two_set_up, test_typed_afterwards, two_tear_down);
  g_test_add ("/store-links/conflicts", Two, NULL, two_set_up, test_conflicts, two_tear_down);
  g_test_add ("/store-links/list", Two, NULL, two_set_up, test_the_list, two_tear_down);
  g_test_add ("/store-links/finding", Two, NULL, two_set_up, test_finding_people, two_tear_down);
  g_test_add ("/store-links/suggestions", Two, NULL, two_set_up, test_suggestions, two_tear_down);
  g_test_add ("/store-links/thread", Two, NULL, two_set_up, test_the_thread, two_tear_down);
  return g_test_run ();
}
