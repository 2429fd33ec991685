/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ingest against its yardstick: the same rows written by a bare loop over prepared statements, with the same pragmas and
 * the same indexes, full-text search included, in transactions of the same size. */
#include <locale.h>
#include <stdlib.h>

#include "gen-text.h"
#include "od-fts-tokenizer.h"
#include "od-stmt.h"
#include "od-store-search-index.h"
#include "od-text.h"
#include "od-ulid.h"
#include "od-write-fixture.h"

#define N_CHATS 300
#define ROUNDS 5

/* ---- the yardstick ---- */

enum {
  INSERT_TIMELINE,
  INSERT_MESSAGE,
  INSERT_DOC,
  INSERT_FTS,
  INSERT_TRI,
  INSERT_EVENT,
  INSERT_CID,
  UPDATE_CONVERSATION,
  UPDATE_STREAM,
  UPSERT_CURSOR,
  N_STATEMENTS,
};

static const char *const statements[N_STATEMENTS] = {
  [INSERT_TIMELINE] = "INSERT INTO timeline (conversation_id, at_us, kind) VALUES (?1, ?2, 1)",
  [INSERT_MESSAGE] =
      "INSERT INTO message (timeline_id, account_id, uid, remote_id, direction, body) VALUES (?1, 1, ?2, ?3, 1, ?4)",
  [INSERT_DOC] = "INSERT INTO search_doc (id, text_folded) VALUES (?1, ?2)",
  [INSERT_FTS] = "INSERT INTO fts (rowid, text_folded) VALUES (?1, ?2)",
  [INSERT_TRI] = "INSERT INTO fts_tri (rowid, text_folded) VALUES (?1, ?2)",
  [INSERT_EVENT] =
      "INSERT INTO stream_event (stream_id, seq, kind, message_id, cid, at_us) VALUES (?1, ?2, 1, ?3, ?4, ?5)",
  [INSERT_CID] = "INSERT INTO stream_cid (stream_id, cid, seq) VALUES (?1, ?2, ?3)",
  [UPDATE_CONVERSATION] =
      "UPDATE conversation SET last_at_us = ?2, last_id = ?3, last_public_id = ?3, last_in_at_us = ?2,"
      " snippet = ?4, n_unread = n_unread + 1, n_unanswered = n_unanswered + 1 WHERE id = ?1",
  [UPDATE_STREAM] = "UPDATE stream SET last_seq = ?2, last_at_us = ?3 WHERE id = ?1",
  [UPSERT_CURSOR] = "INSERT INTO cursor (account_id, name, value) VALUES (1, 'offset', ?1)"
                    " ON CONFLICT (account_id, name) DO UPDATE SET value = excluded.value",
};

typedef struct {
  sqlite3 *db;
  sqlite3_stmt *stmts[N_STATEMENTS];
  gint64 seqs[N_CHATS];
} Bare;

/* A message, with everything the bare loop needs worked out before. */
typedef struct {
  guint chat;
  gint64 at_us;
  char *text, *folded, *snippet, *uid, *remote_id, *cid;
} Row;

static void
row_clear (gpointer data)
{
  Row *row = data;

  g_free (row->text);
  g_free (row->folded);
  g_free (row->snippet);
  g_free (row->uid);
  g_free (row->remote_id);
  g_free (row->cid);
}

static void
run (Bare *bare, guint which)
{
  g_assert_cmpint (sqlite3_step (bare->stmts[which]), ==, SQLITE_DONE);
  sqlite3_reset (bare->stmts[which]);
}

static void
bind_text (Bare *bare, guint which, int index, const char *text)
{
  sqlite3_bind_text (bare->stmts[which], index, text, -1, SQLITE_STATIC);
}

static void
bare_insert (Bare *bare, const Row *row)
{
  gint64 id, seq = ++bare->seqs[row->chat];

  sqlite3_bind_int64 (bare->stmts[INSERT_TIMELINE], 1, row->chat + 1);
  sqlite3_bind_int64 (bare->stmts[INSERT_TIMELINE], 2, row->at_us);
  run (bare, INSERT_TIMELINE);
  id = sqlite3_last_insert_rowid (bare->db);

  sqlite3_bind_int64 (bare->stmts[INSERT_MESSAGE], 1, id);
  bind_text (bare, INSERT_MESSAGE, 2, row->uid);
  bind_text (bare, INSERT_MESSAGE, 3, row->remote_id);
  bind_text (bare, INSERT_MESSAGE, 4, row->text);
  run (bare, INSERT_MESSAGE);

  for (guint which = INSERT_DOC; which <= INSERT_TRI; which++)
    {
      sqlite3_bind_int64 (bare->stmts[which], 1, od_search_doc_id (OD_SEARCH_DOC_MESSAGE, id));
      bind_text (bare, which, 2, row->folded);
      run (bare, which);
    }

  sqlite3_bind_int64 (bare->stmts[INSERT_EVENT], 1, row->chat + 1);
  sqlite3_bind_int64 (bare->stmts[INSERT_EVENT], 2, seq);
  sqlite3_bind_int64 (bare->stmts[INSERT_EVENT], 3, id);
  bind_text (bare, INSERT_EVENT, 4, row->cid);
  sqlite3_bind_int64 (bare->stmts[INSERT_EVENT], 5, row->at_us);
  run (bare, INSERT_EVENT);
  sqlite3_bind_int64 (bare->stmts[INSERT_CID], 1, row->chat + 1);
  bind_text (bare, INSERT_CID, 2, row->cid);
  sqlite3_bind_int64 (bare->stmts[INSERT_CID], 3, seq);
  run (bare, INSERT_CID);

  sqlite3_bind_int64 (bare->stmts[UPDATE_CONVERSATION], 1, row->chat + 1);
  sqlite3_bind_int64 (bare->stmts[UPDATE_CONVERSATION], 2, row->at_us);
  sqlite3_bind_int64 (bare->stmts[UPDATE_CONVERSATION], 3, id);
  bind_text (bare, UPDATE_CONVERSATION, 4, row->snippet);
  run (bare, UPDATE_CONVERSATION);
  sqlite3_bind_int64 (bare->stmts[UPDATE_STREAM], 1, row->chat + 1);
  sqlite3_bind_int64 (bare->stmts[UPDATE_STREAM], 2, seq);
  sqlite3_bind_int64 (bare->stmts[UPDATE_STREAM], 3, row->at_us);
  run (bare, UPDATE_STREAM);
}

static void
bare_batch (Bare *bare, const Row *rows, guint n_rows)
{
  g_assert_true (od_db_exec (bare->db, "BEGIN IMMEDIATE", NULL));
  for (guint i = 0; i < n_rows; i++)
    bare_insert (bare, &rows[i]);
  bind_text (bare, UPSERT_CURSOR, 1, rows[n_rows - 1].remote_id);
  run (bare, UPSERT_CURSOR);
  g_assert_true (od_db_exec (bare->db, "COMMIT", NULL));
}

static void
bare_open (Bare *bare, const char *path)
{
  g_assert_cmpint (sqlite3_open (path, &bare->db), ==, SQLITE_OK);
  g_assert_true (od_fts_tokenizer_register (bare->db, NULL));
  g_assert_true (od_db_exec (bare->db,
                             "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                             "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 2000;"
                             "PRAGMA journal_size_limit = 33554432",
                             NULL));
  for (guint i = 0; i < N_STATEMENTS; i++)
    g_assert_cmpint (sqlite3_prepare_v3 (bare->db, statements[i], -1, SQLITE_PREPARE_PERSISTENT, &bare->stmts[i], NULL),
                     ==, SQLITE_OK);
  for (guint i = 0; i < N_CHATS; i++)
    bare->seqs[i] = 1;
}

static void
bare_close (Bare *bare)
{
  for (guint i = 0; i < N_STATEMENTS; i++)
    sqlite3_finalize (bare->stmts[i]);
  sqlite3_close (bare->db);
}

/* ---- ours ---- */

static OdIngestJob *
new_job (OdWriteFixture *fixture, const Row *rows, guint n_rows)
{
  OdUpdateBatch *batch = od_update_batch_new ();
  OdIngestJob *job = od_ingest_job_new (fixture->account_id, batch, rows[n_rows - 1].at_us);

  job->has_stream = TRUE;
  batch->cursor_name = g_strdup ("offset");
  batch->cursor = g_strdup (rows[n_rows - 1].remote_id);
  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *chat = g_strdup_printf ("visitor-%u", rows[i].chat);
      OdUpdate *update = od_update_new (OD_UPDATE_MESSAGE, chat);

      g_free (update->text);
      update->text = g_strdup (rows[i].text);
      update->remote_id = g_strdup (rows[i].remote_id);
      update->client_id = g_strdup (rows[i].cid);
      update->at_us = rows[i].at_us;
      g_ptr_array_add (batch->updates, update);
    }
  return job;
}

/* ---- both ---- */

static GArray *
make_rows (GenText *gen, guint n_rows, gint64 *now_us)
{
  GArray *rows = g_array_sized_new (FALSE, TRUE, sizeof (Row), n_rows);

  g_array_set_clear_func (rows, row_clear);
  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      Row row = { .chat = gen_text_number (gen, N_CHATS), .at_us = *now_us += 1000 };

      gen_text_append_message (gen, text);
      row.text = g_strdup (text->str);
      row.folded = od_text_fold (row.text);
      row.snippet = od_text_snippet (row.text, 140);
      row.uid = od_ulid_new (row.at_us);
      row.cid = od_ulid_new (row.at_us);
      row.remote_id = g_strdup_printf ("visitor-%u:%s", row.chat, row.cid);
      g_array_append_val (rows, row);
    }
  return rows;
}

/* Both stores begin with every chat in them. */
static void
fill (OdWriteFixture *fixture)
{
  for (guint i = 0; i < N_CHATS; i++)
    {
      g_autofree char *chat = g_strdup_printf ("visitor-%u", i);

      od_write_fixture_receive (fixture, chat, "0", "hello");
    }
}

static gint64
time_ours (OdWriteFixture *fixture, GArray *rows, guint size)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) od_ingest_job_free);
  gint64 begin_us;

  for (guint i = 0; i < rows->len; i += size)
    g_ptr_array_add (jobs, new_job (fixture, &g_array_index (rows, Row, i), size));
  begin_us = g_get_monotonic_time ();
  for (guint i = 0; i < jobs->len; i++)
    od_write_fixture_write (fixture, od_store_ingest, g_ptr_array_index (jobs, i));
  return g_get_monotonic_time () - begin_us;
}

static gint64
time_bare (Bare *bare, GArray *rows, guint size)
{
  gint64 begin_us = g_get_monotonic_time ();

  for (guint i = 0; i < rows->len; i += size)
    bare_batch (bare, &g_array_index (rows, Row, i), size);
  return g_get_monotonic_time () - begin_us;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

int
main (int argc, char *argv[])
{
  static const struct {
    guint size, n_rows;
  } sizes[] = { { 1, 1000 }, { 50, 10000 }, { 1000, 20000 } };
  GenText gen;

  setlocale (LC_ALL, "");
  gen_text_init (&gen, 20260301);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (OdWriteFixture) ours = od_write_fixture_new (TRUE), theirs = od_write_fixture_new (TRUE);
      gint64 now_us = OD_WRITE_FIXTURE_NOW_US + 1000000;
      double ratios[ROUNDS], us_per_message[2] = { 0, 0 };
      Bare bare = { 0 };

      fill (ours);
      fill (theirs);
      bare_open (&bare, theirs->path);
      for (guint round = 0; round < ROUNDS; round++) /* by turns, so that a busy disk is busy for both */
        {
          g_autoptr (GArray) rows = make_rows (&gen, sizes[i].n_rows / ROUNDS / sizes[i].size * sizes[i].size, &now_us);
          gint64 bare_us = time_bare (&bare, rows, sizes[i].size), ours_us = time_ours (ours, rows, sizes[i].size);

          ratios[round] = (double) ours_us / (double) bare_us;
          us_per_message[0] += (double) ours_us / rows->len / ROUNDS;
          us_per_message[1] += (double) bare_us / rows->len / ROUNDS;
        }
      qsort (ratios, ROUNDS, sizeof (double), compare);
      g_print ("ingest, batches of %u: ratio %.2f (%.2f to %.2f); %.0f µs a message, the bare loop %.0f µs\n",
               sizes[i].size, ratios[ROUNDS / 2], ratios[0], ratios[ROUNDS - 1], us_per_message[0], us_per_message[1]);
      bare_close (&bare);
      g_assert_cmpint (od_write_fixture_ask (ours, "SELECT count(*) FROM message"), ==,
                       od_write_fixture_ask (theirs, "SELECT count(*) FROM message"));
    }
  return 0;
}
