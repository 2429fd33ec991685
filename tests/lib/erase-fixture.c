/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* memmem() */
#include "erase-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "od-blob.h"
#include "od-stmt.h"
#include "od-store-search-index.h"

/* A word that is nowhere else, in Latin or Cyrillic letters. */
const char *
erase_fixture_word (EraseFixture *f)
{
  gboolean is_cyrillic = f->words->len % 2 == 1;
  GString *word = g_string_new (NULL);

  for (guint i = 0; i < 14; i++)
    g_string_append_unichar (word, (gunichar) (is_cyrillic ? g_rand_int_range (f->random, 0x0430, 0x0450)
                                                           : g_rand_int_range (f->random, 'a', 'z' + 1)));
  g_ptr_array_add (f->words, word->str);
  return g_string_free (word, FALSE);
}

static gboolean
run_sql (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_db_exec (db, data, error);
}

void
erase_fixture_run (EraseFixture *f, const char *format, ...)
{
  va_list args;
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;

  va_start (args, format);
  sql = g_strdup_vprintf (format, args);
  va_end (args);
  od_db_write_sync (od_engine_get_db (f->engine.engine), run_sql, sql, &error);
  g_assert_no_error (error);
}

typedef struct {
  const char *sql;
  gint64 value;
} Question;

static gboolean
ask_job (sqlite3 *db, gpointer data, GError **error)
{
  Question *question = data;
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, question->sql, &row, ""))
    return FALSE;
  question->value = row != NULL ? sqlite3_column_int64 (row, 0) : -1;
  return TRUE;
}

gint64
erase_fixture_ask (EraseFixture *f, const char *sql)
{
  Question question = { sql, 0 };
  g_autoptr (GError) error = NULL;

  od_db_read_sync (od_engine_get_db (f->engine.engine), OD_DB_PAGES, ask_job, &question, &error);
  g_assert_no_error (error);
  return question.value;
}

char *
erase_fixture_store_file (EraseFixture *f, const char *content)
{
  g_autofree char *path = g_build_filename (f->engine.folder, "outside.txt", NULL);
  g_autoptr (GError) error = NULL;
  OdBlob *blob;
  char *sha256;

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  blob = od_blob_store_file (od_profile_dir_get_files_path (f->engine.profile), path, 1000, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
  sha256 = g_strdup (blob->sha256);
  od_blob_free (blob);
  return sha256;
}

/* ---- a person -------------------------------------------------------------- */

typedef struct {
  sqlite3 *db;
  gint64 ref;
  const char *text;
} Doc;

static gboolean
index_fields (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  Doc *doc = data;

  return od_search_index_put (db, OD_SEARCH_DOC_FIELDS, doc->ref, doc->text, error) &&
         od_search_index_put (db, OD_SEARCH_DOC_CUSTOMER, doc->ref, doc->text, error) &&
         od_search_index_put (db, OD_SEARCH_DOC_CUSTOMER_NOTE, doc->ref, doc->text, error);
}

/**
 * erase_fixture_add_person:
 *
 * Returns: a customer of whom there is a row of every kind; no word of it is anywhere else
 */
gint64
erase_fixture_add_person (EraseFixture *f)
{
  const char *chat = erase_fixture_word (f), *value = erase_fixture_word (f);
  g_autofree char *first_remote_id = g_strdup_printf ("%s:0", chat);
  g_autofree char *text =
      g_strdup_printf ("привет %s, %s и %s", erase_fixture_word (f), erase_fixture_word (f), erase_fixture_word (f));
  gint64 k = engine_fixture_receive (&f->engine, chat, first_remote_id, text), c;
  g_autofree char *own = erase_fixture_store_file (f, erase_fixture_word (f)),
                  *shared = erase_fixture_store_file (f, "a file that two people have");
  g_autofree char *thumb = g_strdup_printf ("%s-64x64", own);
  g_autofree char *thumbs = g_build_filename (f->engine.folder, "thumbs", NULL);
  g_autofree char *thumb_path = g_build_filename (thumbs, thumb, NULL);
  Doc doc = { NULL, 0, value };

  for (guint i = 1; i < 130; i++) /* more than a slice */
    {
      g_autofree char *remote_id = g_strdup_printf ("%s:%u", chat, i);
      g_autofree char *body = g_strdup_printf ("%s %s", erase_fixture_word (f), erase_fixture_word (f));

      od_demo_control_receive_text (f->engine.control, chat, remote_id, body);
    }
  engine_fixture_settle (&f->engine);
  engine_fixture_reply (&f->engine, k, erase_fixture_word (f));
  doc.ref = c = erase_fixture_ask (f, "SELECT max (id) FROM customer");
  g_assert_true (od_db_write_sync (od_engine_get_db (f->engine.engine), index_fields, &doc, NULL));
  erase_fixture_run (f, "UPDATE customer SET name = '%s', note = '%s' WHERE id = %" G_GINT64_FORMAT,
                     erase_fixture_word (f), erase_fixture_word (f), c);
  erase_fixture_run (f,
                     "INSERT INTO field (key, label) VALUES ('order', 'Order') ON CONFLICT DO NOTHING;"
                     "INSERT INTO customer_field SELECT %" G_GINT64_FORMAT ", id, '%s' FROM field",
                     c, value);
  erase_fixture_run (
      f,
      "INSERT INTO contact_point (customer_id, channel, scope, address, display, page_url) VALUES (%" G_GINT64_FORMAT
      ", 'email', '~', '%s@b.example', '%s', 'https://%s.example/')",
      c, erase_fixture_word (f), erase_fixture_word (f), erase_fixture_word (f));
  erase_fixture_run (f, "UPDATE conversation SET subject = '%s' WHERE id = %" G_GINT64_FORMAT, erase_fixture_word (f),
                     k);
  erase_fixture_run (f, "INSERT INTO draft VALUES (%" G_GINT64_FORMAT ", 2, 1, '%s', 0, 1)", k, erase_fixture_word (f));
  erase_fixture_run (f,
                     "INSERT INTO message_version (message_id, at_us, body) SELECT id, 1, '%s' FROM timeline"
                     " WHERE conversation_id = %" G_GINT64_FORMAT " LIMIT 1",
                     erase_fixture_word (f), k);
  erase_fixture_run (
      f,
      "INSERT INTO timeline (conversation_id, at_us, kind) VALUES (%" G_GINT64_FORMAT ", 1, 4);"
      "INSERT INTO event (timeline_id, uid, what, payload) VALUES (last_insert_rowid (), 'e', 'tagged', '{\"tag\":\"%s\"}')",
      k, erase_fixture_word (f));
  erase_fixture_run (f,
                     "INSERT INTO finding (message_id, customer_id, kind, value) SELECT min (id), %" G_GINT64_FORMAT
                     ", 'order', '%s'"
                     " FROM timeline WHERE conversation_id = %" G_GINT64_FORMAT,
                     c, erase_fixture_word (f), k);
  erase_fixture_run (f,
                     "INSERT INTO batch (id, deeds, at_us) VALUES (%" G_GINT64_FORMAT
                     ", '[]', 1); INSERT INTO batch_change VALUES ("
                     "%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ", '{\"a\":\"%s\"}')",
                     k, k, k, erase_fixture_word (f));
  erase_fixture_run (
      f,
      "INSERT INTO attachment (uid, message_id, position, name, mime, size_bytes, sha256) SELECT 'f_%" G_GINT64_FORMAT
      "', min (id), 0, '%s', 'text/plain', 14, '%s' FROM timeline WHERE conversation_id = %" G_GINT64_FORMAT,
      c, erase_fixture_word (f), own, k);
  erase_fixture_run (
      f,
      "INSERT INTO attachment (uid, message_id, position, name, mime, size_bytes, sha256) SELECT 'g_%" G_GINT64_FORMAT
      "', min (id), 1, 'n', 'text/plain', 14, '%s' FROM timeline WHERE conversation_id = %" G_GINT64_FORMAT,
      c, shared, k);
  g_mkdir_with_parents (thumbs, 0700);
  g_assert_true (g_file_set_contents (thumb_path, erase_fixture_word (f), -1, NULL));
  return c;
}

/* ---- raw bytes ------------------------------------------------------------- */

static void
read_all (const char *folder, GByteArray *bytes)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *content = NULL;
      gsize len;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        read_all (path, bytes);
      else if (g_file_get_contents (path, &content, &len, NULL))
        g_byte_array_append (bytes, (const guint8 *) content, (guint) len);
    }
}

/* How many of the words, cut as a stem or by the index's own compression of words, are in any file of the profile. */
guint
erase_fixture_count_left (EraseFixture *f)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint n = 0;

  read_all (f->engine.folder, bytes);
  for (guint i = 0; i < f->words->len; i++)
    {
      const char *word = f->words->pdata[i];
      const char *from = g_utf8_offset_to_pointer (word, 2), *to = g_utf8_offset_to_pointer (word, 10);

      if (memmem (bytes->data, bytes->len, from, (gsize) (to - from)) != NULL)
        n++;
    }
  return n;
}

/* ---- erasing --------------------------------------------------------------- */

/**
 * erase_fixture_pass:
 *
 * A moment passes. While the store is written anew nobody writes: it would give way.
 */
void
erase_fixture_pass (EraseFixture *f)
{
  OdErasePort *port = od_engine_get_erase_port (f->engine.engine);
  OdEraseState state;
  gint64 customers[] = { 1, 2, 3, 4 };

  od_clock_advance (f->engine.clock, G_USEC_PER_SEC / 10);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  for (guint i = 0; i < G_N_ELEMENTS (customers); i++)
    while (od_erase_port_get_state (port, customers[i], customers[i], &state) && state.step == OD_ERASE_COMPACT &&
           state.n_failed == 0)
      {
        od_clock_advance (f->engine.clock, 1);
        g_main_context_iteration (NULL, TRUE);
      }
  engine_fixture_settle (&f->engine);
}

OdErasure *
erase_fixture_erase (EraseFixture *f, gint64 customer_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  od_erase_port_erase_async (od_engine_get_erase_port (f->engine.engine), customer_id, NULL,
                             engine_fixture_store_result_cb, &result);
  return erase_fixture_wait (f, &result, error);
}

/**
 * erase_fixture_wait:
 * @result: of an erasure; %NULL until it ends
 *
 * Returns: (transfer full) (nullable): its record
 */
OdErasure *
erase_fixture_wait (EraseFixture *f, GAsyncResult **result, GError **error)
{
  while (*result == NULL)
    erase_fixture_pass (f);
  return od_erase_port_erase_finish (od_engine_get_erase_port (f->engine.engine), *result, error);
}

static gboolean
check_store (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  static const char *const questions[] = { "PRAGMA integrity_check",
                                           "SELECT CASE count (*) WHEN 0 THEN 'ok' ELSE 'foreign keys' END"
                                           " FROM pragma_foreign_key_check" };

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autoptr (OdStmt) row = NULL;

      if (!od_stmt_get_row (db, error, questions[i], &row, ""))
        return FALSE;
      g_assert_cmpstr ((const char *) sqlite3_column_text (row, 0), ==, "ok");
    }
  return od_db_exec (db, "INSERT INTO fts (fts, rank) VALUES ('integrity-check', 1)", error) &&
         od_db_exec (db, "INSERT INTO fts_tri (fts_tri, rank) VALUES ('integrity-check', 1)", error);
}

/**
 * erase_fixture_check:
 *
 * The store is whole, its keys and both indexes too.
 */
void
erase_fixture_check (EraseFixture *f)
{
  g_autoptr (GError) error = NULL;

  od_db_write_sync (od_engine_get_db (f->engine.engine), check_store, NULL, &error);
  g_assert_no_error (error);
}

void
erase_fixture_set_up (EraseFixture *f, const char *channel)
{
  engine_fixture_set_up (&f->engine, channel);
  f->random = g_rand_new_with_seed (7);
  f->words = g_ptr_array_new_with_free_func (g_free);
}

void
erase_fixture_tear_down (EraseFixture *f)
{
  engine_fixture_tear_down (&f->engine, NULL);
  g_rand_free (f->random);
  g_ptr_array_unref (f->words);
}
