/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-search-reader.h"

#include "od-search-query.h"
#include "od-search-snippet.h"
#include "od-stmt.h"
#include "od-store-search-index.h"
#include "store-fixture.h"

static const char rows[] =
    "INSERT INTO account (id, channel, name, created_at_us) VALUES (1, 'webchat', 'Shop', 0);"
    "INSERT INTO customer (id, uid, name, created_at_us) VALUES (1, 'c1', 'Мария Орлова', 0), (2, 'c2', '', 0);"
    "INSERT INTO contact_point (id, customer_id, channel, address, display)"
    "  VALUES (1, 1, 'webchat', 'maria@mail.example', ''), (2, 2, 'webchat', '700', '@ivan');"
    "INSERT INTO field (id, key, label) VALUES (1, 'city', 'City');"
    "INSERT INTO customer_field VALUES (2, 1, 'Тверь');"
    "INSERT INTO thread (id, account_id, remote_id, contact_point_id) VALUES (1, 1, 't1', 1), (2, 1, 't2', 2);"
    "INSERT INTO conversation (id, uid, account_id, thread_id, customer_id, status, created_at_us, last_at_us, last_id)"
    "  VALUES (1, 'k1', 1, 1, 1, 1, 10, 90, 9), (2, 'k2', 1, 2, 2, 3, 20, 95, 6);"
    "INSERT INTO timeline (id, conversation_id, at_us, kind) VALUES (1, 1, 10, 1), (2, 1, 50, 2), (3, 2, 20, 1),"
    "  (4, 2, 40, 3), (5, 1, 30, 1), (6, 2, 95, 1), (9, 1, 90, 1);"
    "INSERT INTO message (timeline_id, account_id, uid, direction, body) VALUES"
    "  (1, 1, 'm1', 1, 'Где мой заказ №12345-A?'),"
    "  (2, 1, 'm2', 2, 'Заказы 12345 A и Ёлка'),"
    "  (3, 1, 'm3', 1, 'My orders are late, see 923451.'),"
    "  (4, 1, 'm4', 3, 'Предзаказ: возвращённый товар'),"
    "  (5, 1, 'm5', 1, 'late' || char (10) || '  my   order'),"
    "  (6, 1, 'm6', 1, 'ok'), (9, 1, 'm9', 1, '');"
    "INSERT INTO attachment (uid, message_id, position, name, mime) VALUES ('f1', 9, 0, 'Накладная-77.pdf', 'a/b')";

static const struct {
  OdSearchDocKind kind;
  gint64 ref;
  const char *text;
} docs[] = {
  { OD_SEARCH_DOC_MESSAGE, 1, "Где мой заказ №12345-A?" },
  { OD_SEARCH_DOC_MESSAGE, 2, "Заказы 12345 A и Ёлка" },
  { OD_SEARCH_DOC_MESSAGE, 3, "My orders are late, see 923451." },
  { OD_SEARCH_DOC_MESSAGE, 4, "Предзаказ: возвращённый товар" },
  { OD_SEARCH_DOC_MESSAGE, 5, "late\n  my   order" },
  { OD_SEARCH_DOC_MESSAGE, 6, "ok" },
  { OD_SEARCH_DOC_CUSTOMER, 1, "Мария Орлова" },
  { OD_SEARCH_DOC_CONTACT_POINT, 1, "maria@mail.example" },
  { OD_SEARCH_DOC_CONTACT_POINT, 2, "@ivan 700" },
  { OD_SEARCH_DOC_FIELDS, 2, "Тверь" },
  { OD_SEARCH_DOC_FILE, 9, "Накладная-77.pdf" },
};

static gboolean
index_all (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (docs); i++)
    if (!od_search_index_put (db, docs[i].kind, docs[i].ref, docs[i].text, error))
      return FALSE;
  return TRUE;
}

static void
set_up (StoreFixture *fixture, gconstpointer data)
{
  store_fixture_set_up (fixture, data);
  store_fixture_exec (fixture, rows);
  g_assert_true (od_db_write_sync (fixture->db, index_all, NULL, NULL));
}

static GPtrArray *
search (OdSearchPort *port, const char *text, guint limit)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *hits;
  StoreWait wait = { NULL };

  od_search_port_search_async (port, &(OdSearchQuestion){ .text = text, .limit = limit }, NULL, store_wait_cb, &wait);
  hits = od_search_port_search_finish (port, store_wait (&wait), &error);
  g_assert_no_error (error);
  store_wait_clear (&wait);
  return hits;
}

static void
test_found (StoreFixture *fixture, gconstpointer data)
{
  static const struct {
    const char *text, *ids; /* newest first */
  } cases[] = {
    { "заказ", "2 1" }, /* any form of the word; not the middle of "Предзаказ" */
    { "ЗАКАЗЫ ", "2 1" },
    { "елка", "2" },          /* ё is е */
    { "order", "5 3" },       /* also "orders" */
    { "orders late", "5 3" }, /* both words, in any order */
    { "orders ёлка", "" },
    { "зак", "2 1" },    /* what is being typed */
    { "зак ", "2 4 1" }, /* typed to its end, and no such word: then parts of words */
    { "возвращен", "4" },
    { "возвращенны", "4" },
    { "ор", "9" }, /* under three letters: beginnings only */
    { "рд", "" },
    { "12345-A", "1" }, /* punctuation inside a word is meant */
    { "12345-a", "1" },
    { "№12345-A?", "1" },
    { "2345", "2 3 1" }, /* numbers also in part */
    { "2345 заказ", "2 1" },
    { "\"my order\"", "5" }, /* these very words, whatever stands between */
    { "\"my orders\"", "3" },
    { "«my orders", "3" },
    { "\"order my\"", "" },
    { "мария", "9" }, /* the newest message of whom it is */
    { "орл", "9" },
    { "maria@mail", "9" },
    { "mail", "9" },
    { "@ivan", "6" },
    { "тверь", "6" },
    { "накладная", "9" }, /* a file's name */
    { "ная-77", "9" },
    { "", "" },
    { "   ", "" },
    { "\"", "" },
    { "\"\"", "" },
    { "«»", "" },
    { "?!", "" },
    { "👍", "" },
    { "\"AND\" \"OR\" \"NOT\"", "" }, /* no words of FTS5's language */
    { "* ^ : ( NEAR", "" },
    { "a\"b' --", "" },
    { "нет такого", "" },
  };
  g_autoptr (OdSearchPort) port = od_search_reader_new (fixture->db);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) hits = search (port, cases[i].text, 50);
      g_autoptr (GString) ids = g_string_new (NULL);

      for (guint j = 0; j < hits->len; j++)
        g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, j > 0 ? " " : "",
                                ((OdSearchHit *) g_ptr_array_index (hits, j))->message_id);
      g_test_message ("question %u: %s", i, cases[i].text);
      g_assert_cmpstr (ids->str, ==, cases[i].ids);
    }
}

static void
test_hit (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdSearchPort) port = od_search_reader_new (fixture->db);
  g_autoptr (GPtrArray) hits = search (port, "заказ", 50);
  g_autoptr (GPtrArray) newest = search (port, "заказ", 1);
  g_autoptr (GPtrArray) person = search (port, "орлова", 5);
  const OdSearchHit *hit = g_ptr_array_index (hits, 1);

  g_assert_cmpint (hit->message_id, ==, 1);
  g_assert_cmpint (hit->conversation_id, ==, 1);
  g_assert_cmpint (hit->customer_id, ==, 1);
  g_assert_cmpint (hit->at_us, ==, 10);
  g_assert_cmpint (hit->kind, ==, OD_TIMELINE_IN);
  g_assert_cmpstr (hit->channel, ==, "webchat");
  g_assert_cmpstr (hit->name, ==, "Мария Орлова");
  g_assert_cmpstr (hit->address, ==, "maria@mail.example");
  g_assert_cmpstr (hit->snippet, ==, "Где мой \x02заказ\x03 №12345-A?");

  g_assert_cmpuint (newest->len, ==, 1);
  g_assert_cmpint (((OdSearchHit *) g_ptr_array_index (newest, 0))->message_id, ==, 2);
  g_assert_cmpstr (((OdSearchHit *) g_ptr_array_index (person, 0))->snippet, ==, "Мария \x02Орлова\x03");
}

static void
test_newer_question_wins (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdSearchPort) port = od_search_reader_new (fixture->db);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = NULL;
  StoreWait first = { NULL }, second = { NULL };

  od_search_port_search_async (port, &(OdSearchQuestion){ .text = "зака", .limit = 50 }, NULL, store_wait_cb, &first);
  od_search_port_search_async (port, &(OdSearchQuestion){ .text = "заказ", .limit = 50 }, NULL, store_wait_cb, &second);
  g_assert_null (od_search_port_search_finish (port, store_wait (&first), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  hits = od_search_port_search_finish (port, store_wait (&second), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hits->len, ==, 2);
  store_wait_clear (&first);
  store_wait_clear (&second);
}

static void
test_cancelled (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdSearchPort) port = od_search_reader_new (fixture->db);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  StoreWait wait = { NULL };

  od_search_port_search_async (port, &(OdSearchQuestion){ .text = "зака", .limit = 50 }, cancellable, store_wait_cb,
                               &wait);
  g_cancellable_cancel (cancellable);
  g_assert_null (od_search_port_search_finish (port, store_wait (&wait), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  store_wait_clear (&wait);
}

static void
test_snippets (void)
{
  static const struct {
    const char *question, *text, *snippet;
  } cases[] = {
    { "заказ", "Мой\n\n  Заказ,\tи ещё заказы", "Мой \x02Заказ\x03, и ещё \x02заказы\x03" },
    { "2345", "№12345-A и 923451",
      "№1\x02"
      "2345\x03-A и 9\x02"
      "2345\x03"
      "1" },
    { "resume", "Résumé", "\x02Résumé\x03" },
    { "\"b c\"", "a b, c d",
      "a \x02"
      "b, c\x03 d" },
    { "\"a a b\"", "a a a b",
      "a \x02"
      "a a b\x03" },
    { "one two", "two ONE", "\x02two\x03 \x02ONE\x03" },
    { "absent", "nothing here", "nothing here" },
    { "x", "a \x02\x03 \u202e x", "a \x02x\x03" },
    { "пре", "Предзаказ", "\x02Предзаказ\x03" },
    { "страсс1", "Страсс1", "\x02Страсс1\x03" },
    { "", "text", "text" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdSearchQuery) query = od_search_query_read (cases[i].question, NULL);
      g_autofree char *snippet = od_search_snippet (query, cases[i].text);

      g_assert_cmpstr (snippet, ==, cases[i].snippet);
    }
}

/* In a long text, what is around the match is shown, from the beginning of a word. */
static void
test_long_snippet (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (OdSearchQuery) query = od_search_query_read ("needle", NULL);
  g_autofree char *snippet = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append (text, i == 100 ? "needle " : "сено ");
  snippet = od_search_snippet (query, text->str);
  g_assert_true (g_str_has_prefix (snippet, "… сено ") || g_str_has_prefix (snippet, "…сено "));
  g_assert_true (g_str_has_suffix (snippet, "…"));
  g_assert_nonnull (strstr (snippet, "\x02needle\x03"));
  g_assert_cmpint (g_utf8_strlen (snippet, -1), <, 280);
}

#define ADD(name, func) g_test_add (name, StoreFixture, NULL, set_up, func, store_fixture_tear_down)

static gboolean
index_more (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  for (gint64 id = 100; id < 110; id++)
    if (!od_search_index_put (db, OD_SEARCH_DOC_MESSAGE, id, "Мария, здравствуйте", error))
      return FALSE;
  return TRUE;
}

/* However many newer messages have the words: the person of that name is found. */
static void
test_people_are_not_crowded_out (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdSearchPort) reader = od_search_reader_new (fixture->db);
  g_autoptr (GPtrArray) hits = NULL;
  guint n_people = 0;

  store_fixture_exec (fixture,
                      "WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 109)"
                      " INSERT INTO timeline (id, conversation_id, at_us, kind) SELECT i, 2, i + 100, 1 FROM n;"
                      "INSERT INTO message (timeline_id, account_id, uid, direction, body)"
                      " SELECT id, 1, 'm' || id, 1, 'Мария, здравствуйте' FROM timeline WHERE id >= 100");
  g_assert_true (od_db_write_sync (fixture->db, index_more, NULL, NULL));
  hits = search (reader, "мария", 8);
  g_assert_cmpuint (hits->len, ==, 8);
  for (guint i = 0; i < hits->len; i++)
    n_people += ((OdSearchHit *) hits->pdata[i])->what == OD_SEARCH_WHAT_PERSON ? 1 : 0;
  g_assert_cmpuint (n_people, ==, 1);
}

static gboolean
index_newest (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_search_index_put (db, OD_SEARCH_DOC_MESSAGE, 9, "это Мария", error) &&
         od_search_index_put (db, OD_SEARCH_DOC_CUSTOMER_NOTE, 1, "не Мария, а Марья", error);
}

/* The newest message stands for its person: both have the words, so both are found, and the person once. */
static void
test_person_beside_newest_message (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdSearchPort) reader = od_search_reader_new (fixture->db);
  g_autoptr (GPtrArray) hits = NULL;
  guint n_people = 0, n_messages = 0;

  store_fixture_exec (fixture, "UPDATE message SET body = 'это Мария' WHERE timeline_id = 9");
  g_assert_true (od_db_write_sync (fixture->db, index_newest, NULL, NULL));
  hits = search (reader, "мария", 8);
  for (guint i = 0; i < hits->len; i++)
    {
      const OdSearchHit *hit = hits->pdata[i];

      g_assert_cmpint (hit->message_id, ==, 9);
      g_assert_cmpint (hit->customer_id, ==, 1);
      n_messages += hit->what == OD_SEARCH_WHAT_MESSAGE;
      n_people += hit->what != OD_SEARCH_WHAT_MESSAGE;
    }
  g_assert_cmpuint (n_messages, ==, 1);
  g_assert_cmpuint (n_people, ==, 1);
}

static gboolean
index_linked (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_search_index_put (db, OD_SEARCH_DOC_CUSTOMER, 8, "Мария Вторая", error) &&
         od_search_index_put (db, OD_SEARCH_DOC_CUSTOMER, 9, "Zoe One", error) &&
         od_search_index_put (db, OD_SEARCH_DOC_CUSTOMER, 10, "Zoe Two", error);
}

/* Linked profiles are one person, who is found once, with the newest conversation of all of them. */
static void
test_linked_profiles_are_one (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdSearchPort) reader = od_search_reader_new (fixture->db);
  g_autoptr (GPtrArray) hits = NULL, silent = NULL;
  const OdSearchHit *hit;

  store_fixture_exec (fixture,
                      "INSERT INTO customer (id, uid, name, created_at_us, merged_into_id) VALUES"
                      " (8, 'c8', 'Мария Вторая', 0, 1), (9, 'c9', 'Zoe One', 0, NULL), (10, 'c10', 'Zoe Two', 0, 9)");
  g_assert_true (od_db_write_sync (fixture->db, index_linked, NULL, NULL));
  hits = search (reader, "мария", 8);
  g_assert_cmpuint (hits->len, ==, 1);
  hit = hits->pdata[0];
  g_assert_cmpint (hit->customer_id, ==, 1);
  g_assert_cmpint (hit->conversation_id, ==, 1);
  silent = search (reader, "zoe", 8);
  g_assert_cmpuint (silent->len, ==, 1);
  g_assert_cmpint (((OdSearchHit *) silent->pdata[0])->customer_id, ==, 9);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/search-reader/found", test_found);
  ADD ("/search-reader/hit", test_hit);
  ADD ("/search-reader/newer-question-wins", test_newer_question_wins);
  ADD ("/search-reader/cancelled", test_cancelled);
  ADD ("/search-reader/people-are-not-crowded-out", test_people_are_not_crowded_out);
  ADD ("/search-reader/person-beside-newest-message", test_person_beside_newest_message);
  ADD ("/search-reader/linked-profiles-are-one", test_linked_profiles_are_one);
  g_test_add_func ("/search-reader/snippets", test_snippets);
  g_test_add_func ("/search-reader/long-snippet", test_long_snippet);

  return g_test_run ();
}
