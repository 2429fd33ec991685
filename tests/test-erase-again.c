/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Erasing while something is in the way: the disk, the end of the program, a file that comes, somebody who writes. */
#include <string.h>

#include "erase-fixture.h"
#include "od-error.h"
#include "od-store-file.h"

static void
set_up (EraseFixture *f, gconstpointer channel)
{
  erase_fixture_set_up (f, channel);
}

static void
tear_down (EraseFixture *f, gconstpointer channel)
{
  erase_fixture_tear_down (f);
}

static gint64
add_person (EraseFixture *f)
{
  const char *chat = erase_fixture_word (f);
  g_autofree char *remote_id = g_strdup_printf ("%s:1", chat);

  engine_fixture_receive (&f->engine, chat, remote_id, erase_fixture_word (f));
  return erase_fixture_ask (f, "SELECT max (id) FROM customer");
}

static gboolean
ask_state (EraseFixture *f, gint64 customer_id, OdEraseState *state)
{
  return od_erase_port_get_state (od_engine_get_erase_port (f->engine.engine), customer_id, 0, state);
}

#define BREAK "CREATE TRIGGER broken BEFORE DELETE ON customer WHEN old.id = %d BEGIN SELECT RAISE (ABORT, 'full'); END"

/* The disk is full: whoever waits is told, it is tried again by itself, and a new request joins the one under way. */
static void
test_tried_again (EraseFixture *f, gconstpointer data)
{
  gint64 id = add_person (f), second;
  g_autoptr (OdErasure) none = NULL, of_second = NULL, record = NULL;
  g_autoptr (GError) error = NULL;
  OdEraseState state;

  erase_fixture_run (f, BREAK, (int) id);
  none = erase_fixture_erase (f, id, &error);
  g_assert_null (none);
  g_assert_error (error, OD_ERROR, OD_ERROR_STORE);
  g_clear_error (&error);
  g_assert_true (ask_state (f, id, &state));
  g_assert_cmpuint (state.n_failed, >=, 1);
  g_assert_nonnull (state.error);
  g_assert_cmpint (state.retry_at_us, >, ENGINE_NOW_US);

  second = add_person (f); /* nobody waits for it */
  of_second = erase_fixture_erase (f, second, &error);
  g_assert_no_error (error);
  g_assert_cmpint (of_second->done_at_us, >, 0);

  none = erase_fixture_erase (f, id, &error); /* neither busy nor gone: the same one */
  g_assert_null (none);
  g_assert_error (error, OD_ERROR, OD_ERROR_STORE);
  g_clear_error (&error);
  erase_fixture_run (f, "DROP TRIGGER broken");
  record = erase_fixture_erase (f, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (record->done_at_us, >, 0);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM erasure"), ==, 2);
  g_assert_false (ask_state (f, id, &state));
  g_assert_cmpuint (erase_fixture_count_left (f), ==, 0);
}

static void
test_by_itself (EraseFixture *f, gconstpointer data)
{
  gint64 id = add_person (f);
  g_autoptr (OdErasure) none = NULL;

  erase_fixture_run (f, BREAK, (int) id);
  none = erase_fixture_erase (f, id, NULL);
  g_assert_null (none);
  erase_fixture_run (f, "DROP TRIGGER broken");
  while (erase_fixture_ask (f, "SELECT count (*) FROM erasure WHERE done_at_us > 0") == 0)
    erase_fixture_pass (f);
  g_assert_cmpuint (erase_fixture_count_left (f), ==, 0);
}

/* Rows are gone, the program ends, and the number of the person is another's by then. */
static void
test_number_used_again (EraseFixture *f, gconstpointer data)
{
  gint64 id = add_person (f);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (OdErasure) record = NULL;
  g_autoptr (GError) error = NULL;

  od_erase_port_erase_async (od_engine_get_erase_port (f->engine.engine), id, NULL, engine_fixture_store_result_cb,
                             &result);
  while (erase_fixture_ask (f, "SELECT count (*) FROM customer") > 0)
    {
      od_clock_advance (f->engine.clock, G_USEC_PER_SEC / 100);
      engine_fixture_settle (&f->engine);
    }
  engine_fixture_receive (&f->engine, "other", "other:1", "кошка");
  g_assert_cmpint (erase_fixture_ask (f, "SELECT id FROM customer"), ==, id);
  g_assert_null (result);
  engine_fixture_crash (&f->engine);
  wait_until (result != NULL);
  {
    g_autoptr (OdErasePort) port = OD_ERASE_PORT (g_async_result_get_source_object (result));

    g_assert_null (od_erase_port_erase_finish (port, result, NULL));
  }
  g_clear_object (&result);
  while (erase_fixture_ask (f, "SELECT count (*) FROM erasure WHERE done_at_us > 0") == 0)
    erase_fixture_pass (f);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM message WHERE body = 'кошка'"), ==, 1);
  record = erase_fixture_erase (f, id, &error); /* that is the other one */
  g_assert_no_error (error);
  g_assert_cmpuint (record->n_messages, ==, 1);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM customer"), ==, 0);
  g_assert_cmpuint (erase_fixture_count_left (f), ==, 0);
}

/* ---- the store is written anew --------------------------------------------- */

static void
pass_until_step (EraseFixture *f, gint64 id, OdEraseStep step)
{
  OdEraseState state;

  do
    {
      od_clock_advance (f->engine.clock, G_USEC_PER_SEC / 100);
      engine_fixture_settle (&f->engine);
    }
  while (!ask_state (f, id, &state) || state.step != step);
}

/* It waits as long as somebody writes, or something is about to be sent; but not for ever. */
static void
wait_for_quiet (EraseFixture *f, gboolean is_endless)
{
  gint64 id = add_person (f), k;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (OdErasure) record = NULL;
  OdErasePort *port = od_engine_get_erase_port (f->engine.engine);
  OdEraseState state;
  guint i;

  k = engine_fixture_receive (&f->engine, "other", "other:1", "кошка");
  od_erase_port_erase_async (port, id, NULL, engine_fixture_store_result_cb, &result);
  pass_until_step (f, id, OD_ERASE_QUIET);
  for (i = 0; i < 3000 && result == NULL; i++)
    {
      if (!is_endless && i == 60)
        break;
      erase_fixture_run (f, "UPDATE conversation SET snippet = '%u' WHERE id = %" G_GINT64_FORMAT, i, k);
      od_clock_advance (f->engine.clock, G_USEC_PER_SEC);
      erase_fixture_pass (f);
    }
  if (is_endless)
    {
      g_assert_cmpuint (i, >=, 800); /* a quarter of an hour */
    }
  else
    {
      g_assert_true (ask_state (f, id, &state));
      g_assert_cmpint (state.step, ==, OD_ERASE_QUIET);
      erase_fixture_run (
          f,
          "INSERT INTO operation (account_id, conversation_id, kind, key, state, created_at_us, not_before_us)"
          " SELECT account_id, id, 'send', 'key', 1, 1, %" G_GINT64_FORMAT " FROM conversation",
          od_clock_get_real_us (f->engine.clock) + 20 * G_USEC_PER_SEC);
      for (i = 0; i < 100; i++)
        erase_fixture_pass (f);
      g_assert_true (ask_state (f, id, &state));
      g_assert_cmpint (state.step, ==, OD_ERASE_QUIET);
      erase_fixture_run (f, "DELETE FROM operation");
    }
  while (result == NULL)
    erase_fixture_pass (f);
  record = od_erase_port_erase_finish (port, result, NULL);
  g_assert_nonnull (record);
  g_assert_cmpuint (erase_fixture_count_left (f), ==, 0);
}

static void
test_quiet_moment (EraseFixture *f, gconstpointer data)
{
  wait_for_quiet (f, FALSE);
}

static void
test_never_quiet (EraseFixture *f, gconstpointer data)
{
  wait_for_quiet (f, TRUE);
}

/* ---- a file that is on its way ---------------------------------------------- */

static gint64
receive_hanging_file (EraseFixture *f, const char *content)
{
  OdDemoFiles *files = od_demo_control_get_files (f->engine.control);
  const char *chat = erase_fixture_word (f);
  OdUpdate *update = od_update_new (OD_UPDATE_MESSAGE, chat);
  OdUpdateAttachment *file = od_update_attachment_new ();
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));

  od_demo_files_put (files, "ref", bytes);
  od_demo_files_push (files, OD_DEMO_HANG, (gint64) strlen (content) - 1);
  update->remote_id = g_strdup ("ref");
  file->name = g_strdup (erase_fixture_word (f));
  file->mime = g_strdup ("text/plain");
  file->remote_ref = g_strdup ("ref");
  file->size_bytes = (gint64) strlen (content);
  update->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify) od_update_attachment_free);
  g_ptr_array_add (update->attachments, file);
  od_demo_control_receive (f->engine.control, update);
  engine_fixture_settle (&f->engine);
  return erase_fixture_ask (f, "SELECT max (id) FROM customer");
}

/* What came of it so far is deleted with the person; nobody waits until it is all here. */
static void
test_file_on_its_way (EraseFixture *f, gconstpointer data)
{
  OdDemoFiles *files = od_demo_control_get_files (f->engine.control);
  gint64 id = receive_hanging_file (f, erase_fixture_word (f));
  g_autoptr (OdErasure) record = NULL;
  g_autoptr (GError) error = NULL;

  while (od_demo_files_get_n_hanging (files) == 0)
    erase_fixture_pass (f);
  g_assert_cmpuint (erase_fixture_count_left (f), ==, f->words->len); /* its beginning is there, so the test can fail */
  record = erase_fixture_erase (f, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (od_demo_files_get_n_hanging (files), ==, 0);
  g_assert_cmpuint (erase_fixture_count_left (f), ==, 0);
}

/* It was just being put where files lie when the row went: the erasure deletes it and its record counts it. */
static void
test_file_just_kept (EraseFixture *f, gconstpointer data)
{
  gint64 id = add_person (f);
  g_autofree char *sha256 = erase_fixture_store_file (f, erase_fixture_word (f));
  OdFileOutcomeJob outcome = { .id = 1,
                               .remote_ref = (char *) "ref",
                               .state = OD_FILE_HERE,
                               .sha256 = sha256,
                               .mime = (char *) "text/plain",
                               .size_bytes = 14 };
  g_autoptr (OdErasure) none = NULL, record = NULL;
  g_autoptr (GError) error = NULL;

  erase_fixture_run (f, BREAK, (int) id);
  none = erase_fixture_erase (f, id, NULL); /* its messages are gone */
  g_assert_null (none);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM message"), ==, 0);
  g_assert_true (od_db_write_sync (od_engine_get_db (f->engine.engine), od_store_file_outcome, &outcome, NULL));
  g_assert_cmpuint (erase_fixture_count_left (f), >, 0);
  erase_fixture_run (f, "DROP TRIGGER broken");
  record = erase_fixture_erase (f, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (record->n_files, ==, 1);
  g_assert_cmpint (record->n_file_bytes, ==, 14);
  g_assert_cmpuint (erase_fixture_count_left (f), ==, 0);
  g_assert_cmpint (erase_fixture_ask (f, "SELECT count (*) FROM erasure_blob"), ==, 0);
}

/* A file that comes late is given to an erasure that still deletes files, not to a newer one that is past them, and is
 * counted there. */
static void
test_late_file (EraseFixture *f, gconstpointer data)
{
  gint64 first = add_person (f), second = add_person (f);
  g_autofree char *sha256 = erase_fixture_store_file (f, erase_fixture_word (f));
  OdFileOutcomeJob outcome = { .id = 1,
                               .remote_ref = (char *) "ref",
                               .state = OD_FILE_HERE,
                               .sha256 = sha256,
                               .mime = (char *) "text/plain",
                               .size_bytes = 14 };
  g_autoptr (OdErasure) none = NULL, record = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  OdErasePort *port = od_engine_get_erase_port (f->engine.engine);
  OdEraseState state;

  erase_fixture_run (f, BREAK, (int) first);
  none = erase_fixture_erase (f, first, NULL);
  g_assert_null (none);
  od_erase_port_erase_async (port, second, NULL, engine_fixture_store_result_cb, &result);
  while (!ask_state (f, second, &state) || state.step < OD_ERASE_TERMS)
    {
      od_clock_advance (f->engine.clock, G_USEC_PER_SEC / 100);
      engine_fixture_settle (&f->engine);
    }
  g_assert_null (result);
  g_assert_true (od_db_write_sync (od_engine_get_db (f->engine.engine), od_store_file_outcome, &outcome, NULL));
  g_assert_cmpint (erase_fixture_ask (f, "SELECT erasure_id FROM erasure_blob"), ==, 1);
  while (result == NULL)
    erase_fixture_pass (f);
  record = od_erase_port_erase_finish (port, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (record->n_files, ==, 0);
  g_clear_pointer (&record, od_erasure_free);
  erase_fixture_run (f, "DROP TRIGGER broken");
  record = erase_fixture_erase (f, first, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (record->n_files, ==, 1);
  g_assert_cmpint (record->n_file_bytes, ==, 14);
  g_assert_cmpuint (erase_fixture_count_left (f), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func, data) g_test_add ("/erase/" name, EraseFixture, data, set_up, func, tear_down)
  ADD ("tried-again", test_tried_again, "demo");
  ADD ("by-itself", test_by_itself, "demo");
  ADD ("number-used-again", test_number_used_again, "demo");
  ADD ("quiet-moment", test_quiet_moment, "demo");
  ADD ("never-quiet", test_never_quiet, "demo");
  ADD ("file-on-its-way", test_file_on_its_way, "demo");
  ADD ("file-just-kept", test_file_just_kept, "demo");
  ADD ("late-file", test_late_file, "demo");
#undef ADD
  return g_test_run ();
}
