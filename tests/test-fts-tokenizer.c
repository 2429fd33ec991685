/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fts-tokenizer.h"

#include <string.h>

#include "od-text.h"

static void
exec (sqlite3 *db, const char *sql)
{
  int rc = sqlite3_exec (db, sql, NULL, NULL, NULL);

  if (rc != SQLITE_OK)
    g_error ("%s: %s", sqlite3_errmsg (db), sql);
}

static sqlite3 *
open_index (void)
{
  g_autoptr (GError) error = NULL;
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  g_assert_true (od_fts_tokenizer_register (db, &error));
  g_assert_no_error (error);
  exec (db, "CREATE VIRTUAL TABLE fts USING fts5 (t, tokenize = 'od', prefix = '2');"
            "CREATE VIRTUAL TABLE tri USING fts5 (t, tokenize = 'od_trigram', detail = 'none');"
            "CREATE VIRTUAL TABLE terms USING fts5vocab (fts, row);"
            "CREATE VIRTUAL TABLE trigrams USING fts5vocab (tri, row)");
  return db;
}

/* Puts a text into both tables, as it is. */
static void
put_raw (sqlite3 *db, const char *text, gssize len)
{
  static const char *const inserts[] = { "INSERT INTO fts (t) VALUES (?1)", "INSERT INTO tri (t) VALUES (?1)" };

  for (guint i = 0; i < G_N_ELEMENTS (inserts); i++)
    {
      sqlite3_stmt *stmt = NULL;

      g_assert_cmpint (sqlite3_prepare_v2 (db, inserts[i], -1, &stmt, NULL), ==, SQLITE_OK);
      sqlite3_bind_text (stmt, 1, text, (int) len, SQLITE_TRANSIENT);
      g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_DONE);
      sqlite3_finalize (stmt);
    }
}

static char *
dup_terms (sqlite3 *db, const char *vocabulary)
{
  g_autofree char *sql = g_strdup_printf ("SELECT group_concat (term, ' ') FROM %s", vocabulary);
  sqlite3_stmt *stmt = NULL;
  char *terms;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  terms = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_finalize (stmt);
  return terms != NULL ? terms : g_strdup ("");
}

static gboolean
finds (sqlite3 *db, const char *table, const char *expression)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s WHERE %s MATCH ?1", table, table);
  sqlite3_stmt *stmt = NULL;
  gboolean found;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  sqlite3_bind_text (stmt, 1, expression, -1, SQLITE_TRANSIENT);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  found = sqlite3_column_int (stmt, 0) > 0;
  sqlite3_finalize (stmt);
  return found;
}

static void
test_terms (void)
{
  static const struct {
    const char *text, *terms;
  } cases[] = {
    { "", "" },
    { " ,.!?— ", "" },
    { "Заказы", "заказ" },
    { "ЗАКАЗ заказа заказы", "заказ" },
    { "Ёжик ежик е\u0308жик", "ежик" },
    { "Orders ordering ORDER", "order ordering" }, /* "ordering" too: two or more characters were cut */
    { "résumé RESUME re\u0301sume\u0301", "resum" },
    { "№12345-AB", "12345 ab" },
    { "мой май и\u0306од", "йод ма мо" },
    { "don't", "don t" },
    { "a1b2", "a1b2" },
    { "user.name@mail.example", "exampl mail name user" },
    { "за\u00ADказ", "заказ" },
    { "Straße STRASSE", "strass" },
    { "👍🏽 ok", "ok" },
    { "日本語", "日本語" },
    { "кotлета", "кotлета" }, /* two scripts: as it is */
    { "12 345", "12 345" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      sqlite3 *db = open_index ();
      g_autofree char *terms = NULL;

      put_raw (db, cases[i].text, -1);
      terms = dup_terms (db, "terms");
      g_assert_cmpstr (terms, ==, cases[i].terms);
      sqlite3_close (db);
    }
}

static void
test_trigrams (void)
{
  static const struct {
    const char *text, *terms;
  } cases[] = {
    { "", "" },           { "ab", "" },     { "abc", "abc" }, { "abcd ef ghi", "abc bcd ghi" }, { "№1-a", "1-a №1-" },
    { "аб\u00A0вг", "" }, { "кот", "кот" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      sqlite3 *db = open_index ();
      g_autofree char *terms = NULL;

      put_raw (db, cases[i].text, -1);
      terms = dup_terms (db, "trigrams");
      g_assert_cmpstr (terms, ==, cases[i].terms);
      sqlite3_close (db);
    }
}

/* What people ask, and what must be found. */
static void
test_questions (void)
{
  static const struct {
    const char *text, *table, *question;
    gboolean is_found;
  } cases[] = {
    { "Ёжик", "fts", "ежик", TRUE },           { "ежик", "fts", "Ёжик", TRUE },
    { "Заказы", "fts", "заказ", TRUE },        { "заказ", "fts", "заказы", TRUE },
    { "orders", "fts", "order", TRUE },        { "order", "fts", "Orders", TRUE },
    { "résumé", "fts", "resume", TRUE },       { "resume", "fts", "résumé", TRUE },
    { "заказал", "fts", "\"ЗАКАЗ\" *", TRUE }, { "№12345-AB", "fts", "\"12345-ab\"", TRUE },
    { "№12345-AB", "fts", "\"2345\"", FALSE }, { "№12345-AB", "tri", "\"234\" AND \"345\"", TRUE },
    { "№12345-AB", "tri", "\"5-a\"", TRUE },   { "№12345-AB", "tri", "\"234\" AND \"457\"", FALSE },
    { "refunded", "fts", "refund", TRUE },     { "кот", "fts", "который", FALSE },
    { "который", "fts", "\"кот\" *", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      sqlite3 *db = open_index ();
      g_autofree char *folded = od_text_fold (cases[i].text);

      put_raw (db, folded, -1);
      g_test_message ("%s in %s", cases[i].question, cases[i].text);
      g_assert_cmpint (finds (db, cases[i].table, cases[i].question), ==, cases[i].is_found);
      sqlite3_close (db);
    }
}

/* Somebody types a word letter by letter: the text with it stays found. */
static void
test_found_at_every_letter (void)
{
  static const char *const words[] = { "возвращенный", "заказывали", "ёлками",  "running", "deliveries", "refunded",
                                       "happily",      "деньги",     "résumés", "12345",   "a1b2c3" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      sqlite3 *db = open_index ();
      g_autofree char *folded = od_text_fold (words[i]);

      put_raw (db, folded, -1);
      for (const char *p = g_utf8_next_char (folded); p[-1] != '\0'; p = g_utf8_next_char (p))
        {
          g_autofree char *typed = g_strndup (folded, (gsize) (p - folded));
          g_autofree char *expression = g_strdup_printf ("\"%s\" OR \"%s\" *", typed, typed);

          g_test_message ("%s", expression);
          g_assert_true (finds (db, "fts", expression));
          if (*p == '\0')
            break;
        }
      sqlite3_close (db);
    }
}

static void
test_any_bytes (void)
{
  static const char *const hostile[] = { "\xff\xfe\x80",   "abc\xd0",      "\xf0\x9f",
                                         "\xed\xa0\x80 x", "\xd1\x91\xcc", "e\xcc" };
  sqlite3 *db = open_index ();
  GString *longest = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    put_raw (db, hostile[i], -1);
  put_raw (db, "a\0b", 3);

  for (guint i = 0; i < 100000; i++)
    g_string_append (longest, i % 2 == 0 ? "ы" : "\u0301");
  put_raw (db, longest->str, (gssize) longest->len);
  g_string_free (longest, TRUE);

  g_assert_true (finds (db, "fts", "x"));
  g_assert_true (finds (db, "fts", "abc"));
  exec (db, "INSERT INTO fts (fts) VALUES ('integrity-check'); INSERT INTO tri (tri) VALUES ('integrity-check')");
  sqlite3_close (db);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fts-tokenizer/terms", test_terms);
  g_test_add_func ("/fts-tokenizer/trigrams", test_trigrams);
  g_test_add_func ("/fts-tokenizer/questions", test_questions);
  g_test_add_func ("/fts-tokenizer/found-at-every-letter", test_found_at_every_letter);
  g_test_add_func ("/fts-tokenizer/any-bytes", test_any_bytes);

  return g_test_run ();
}
