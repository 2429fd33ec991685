/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-thread-reader.h"

#include "od-error.h"
#include "store-fixture.h"

/* Two conversations of one customer, at times that interleave and coincide, and one of another customer. By (at, id):
 *   1@10 k1   2@20 k2   3@20 k1   6@20 k1   4@30 k2   5@40 k2 (event)   7@50 k1   8@60 k1 */
static const char rows[] =
    "INSERT INTO operator (id, uid, name) VALUES (1, 'o1', 'Olga'), (2, 'o2', 'Petr');"
    "INSERT INTO account (id, channel, name, created_at_us) VALUES (1, 'webchat', 'Shop', 0);"
    "INSERT INTO customer (id, uid, name, created_at_us) VALUES (1, 'c1', 'Maria', 0), (2, 'c2', 'Ivan', 0);"
    "INSERT INTO thread (id, account_id, remote_id) VALUES (1, 1, 't1'), (2, 1, 't2'), (3, 1, 't3');"
    "INSERT INTO conversation (id, uid, account_id, thread_id, customer_id, status, created_at_us, last_at_us,"
    "    n_unread, read_upto_id, resolved_at_us) VALUES"
    "  (1, 'k1', 1, 1, 1, 1, 10, 60, 2, 3, 0), (2, 'k2', 1, 2, 1, 3, 20, 30, 0, 5, 40), (3, 'k3', 1, 3, 2, 1, 15, 15, 0, 0, 0);"
    "INSERT INTO timeline (id, conversation_id, at_us, kind) VALUES (1, 1, 10, 1), (2, 2, 20, 1), (3, 1, 20, 2),"
    "  (4, 2, 30, 3), (5, 2, 40, 4), (6, 1, 20, 1), (7, 1, 50, 2), (8, 1, 60, 1), (9, 3, 15, 1);"
    "INSERT INTO message (timeline_id, account_id, uid, direction, operator_id, author, body, reply_to_id, delivery)"
    "  VALUES (1, 1, 'm1', 1, NULL, 'Maria', 'one', NULL, 0), (2, 1, 'm2', 1, NULL, 'Somebody', 'two', NULL, 0),"
    "  (3, 1, 'm3', 2, 1, NULL, 'three', 1, 3), (4, 1, 'm4', 3, NULL, 'Old colleague', 'four', 99, 0),"
    "  (6, 1, 'm6', 1, NULL, NULL, 'six', NULL, 0), (7, 1, 'm7', 2, 2, NULL, 'seven', NULL, 1),"
    "  (8, 1, 'm8', 1, NULL, NULL, 'eight', NULL, 0), (9, 1, 'm9', 1, NULL, NULL, 'nine', NULL, 0);"
    "INSERT INTO event (timeline_id, uid, what, operator_id, payload) VALUES (5, 'e5', 'status', 1, '{\"a\":1}');"
    "INSERT INTO attachment (id, uid, message_id, position, name, mime, size_bytes, sha256) VALUES"
    "  (1, 'f1', 3, 1, 'b.txt', 'text/plain', 5, NULL), (2, 'f2', 3, 0, 'a.jpg', 'image/jpeg', 9,"
    "  'abcdef0000000000000000000000000000000000000000000000000000000000');"
    "INSERT INTO reaction (message_id, operator_id, emoji, at_us) VALUES (3, 0, '👍', 2), (3, 1, '👍', 3), (3, 2, '🎉', 1);"
    "INSERT INTO message_version (message_id, at_us, body) VALUES (3, 1, 'thre'), (3, 2, 'thee'), (4, 1, 'x')";

#define HASH "abcdef0000000000000000000000000000000000000000000000000000000000"

static void
put_file (StoreFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->files_dir, "ab", HASH, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "a", 1, NULL));
}

static void
set_up (StoreFixture *fixture, gconstpointer data)
{
  store_fixture_set_up (fixture, data);
  store_fixture_exec (fixture, rows);
  put_file (fixture);
}

static OdThreadPage *
load (OdThreadPort *port, gint64 conversation_id, OdThreadScope scope, OdThreadAnchor anchor, gint64 anchor_id,
      guint limit, GError **error)
{
  OdThreadPage *page;
  StoreWait wait = { NULL };

  od_thread_port_load_page_async (port, conversation_id, scope, anchor, anchor_id, limit, NULL, store_wait_cb, &wait);
  page = od_thread_port_load_page_finish (port, store_wait (&wait), error);
  store_wait_clear (&wait);
  return page;
}

static char *
ids_of (GPtrArray *messages)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < messages->len; i++)
    g_string_append_printf (out, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                            ((OdMessageRow *) g_ptr_array_index (messages, i))->id);
  return g_string_free (out, FALSE);
}

static void
test_pages (StoreFixture *fixture, gconstpointer data)
{
  static const struct {
    OdThreadScope scope;
    OdThreadAnchor anchor;
    gint64 anchor_id;
    guint limit;
    const char *ids;
    gboolean has_older, has_newer;
  } cases[] = {
    { OD_THREAD_CUSTOMER, OD_ANCHOR_END, 0, 100, "1 2 3 6 4 5 7 8", FALSE, FALSE },
    { OD_THREAD_CUSTOMER, OD_ANCHOR_END, 0, 8, "1 2 3 6 4 5 7 8", FALSE, FALSE },
    { OD_THREAD_CUSTOMER, OD_ANCHOR_END, 0, 7, "2 3 6 4 5 7 8", TRUE, FALSE },
    { OD_THREAD_CUSTOMER, OD_ANCHOR_END, 0, 1, "8", TRUE, FALSE },
    { OD_THREAD_CONVERSATION, OD_ANCHOR_END, 0, 3, "6 7 8", TRUE, FALSE },
    { OD_THREAD_CONVERSATION, OD_ANCHOR_END, 0, 9, "1 3 6 7 8", FALSE, FALSE },
    { OD_THREAD_CUSTOMER, OD_ANCHOR_OLDER, 7, 2, "4 5", TRUE, TRUE },
    { OD_THREAD_CUSTOMER, OD_ANCHOR_OLDER, 6, 2, "2 3", TRUE, TRUE }, /* among equal times */
    { OD_THREAD_CUSTOMER, OD_ANCHOR_OLDER, 3, 2, "1 2", FALSE, TRUE },
    { OD_THREAD_CUSTOMER, OD_ANCHOR_OLDER, 1, 2, "", FALSE, TRUE },
    { OD_THREAD_CUSTOMER, OD_ANCHOR_NEWER, 2, 2, "3 6", TRUE, TRUE },
    { OD_THREAD_CUSTOMER, OD_ANCHOR_NEWER, 6, 9, "4 5 7 8", TRUE, FALSE },
    { OD_THREAD_CUSTOMER, OD_ANCHOR_NEWER, 8, 9, "", TRUE, FALSE },
    { OD_THREAD_CUSTOMER, OD_ANCHOR_MESSAGE, 6, 4, "2 3 6 4", TRUE, TRUE },
    { OD_THREAD_CUSTOMER, OD_ANCHOR_MESSAGE, 1, 4, "1 2 3 6", FALSE, TRUE },
    { OD_THREAD_CUSTOMER, OD_ANCHOR_MESSAGE, 8, 4, "4 5 7 8", TRUE, FALSE },
    { OD_THREAD_CUSTOMER, OD_ANCHOR_FIRST_UNREAD, 0, 4, "2 3 6 4", TRUE, TRUE },
    { OD_THREAD_CONVERSATION, OD_ANCHOR_FIRST_UNREAD, 0, 1, "6", TRUE, TRUE },
  };
  g_autoptr (OdThreadPort) port = od_thread_reader_new (fixture->db, fixture->files_dir, 1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OdThreadPage) page =
          load (port, 1, cases[i].scope, cases[i].anchor, cases[i].anchor_id, cases[i].limit, &error);
      g_autofree char *ids = NULL;

      g_assert_no_error (error);
      ids = ids_of (page->rows);
      g_test_message ("case %u", i);
      g_assert_cmpstr (ids, ==, cases[i].ids);
      g_assert_cmpint (page->has_older, ==, cases[i].has_older);
      g_assert_cmpint (page->has_newer, ==, cases[i].has_newer);
      g_assert_cmpint (page->first_unread_id, ==, 6);
      g_assert_cmpint (page->customer_id, ==, 1);
    }
}

/* Page by page in both directions gives each row once, in order, however small the pages are. */
static void
test_walk (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdThreadPort) port = od_thread_reader_new (fixture->db, fixture->files_dir, 1);

  for (guint limit = 1; limit <= 9; limit++)
    for (guint down = 0; down < 2; down++)
      {
        g_autoptr (OdThreadPage) page =
            load (port, 2, OD_THREAD_CUSTOMER, down ? OD_ANCHOR_MESSAGE : OD_ANCHOR_END, down ? 1 : 0, limit, NULL);
        g_autoptr (GString) all = g_string_new (NULL);

        while (page->rows->len > 0)
          {
            g_autofree char *ids = ids_of (page->rows);
            guint edge = down ? page->rows->len - 1 : 0;
            gint64 id = ((OdMessageRow *) g_ptr_array_index (page->rows, edge))->id;

            if (down)
              g_string_append_printf (all, "%s%s", all->len > 0 ? " " : "", ids);
            else
              {
                g_string_prepend (all, all->len > 0 ? " " : "");
                g_string_prepend (all, ids);
              }
            od_thread_page_free (g_steal_pointer (&page));
            page = load (port, 2, OD_THREAD_CUSTOMER, down ? OD_ANCHOR_NEWER : OD_ANCHOR_OLDER, id, limit, NULL);
          }
        g_assert_cmpstr (all->str, ==, "1 2 3 6 4 5 7 8");
      }
}

static void
test_all_read (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdThreadPort) port = od_thread_reader_new (fixture->db, fixture->files_dir, 1);
  g_autoptr (OdThreadPage) page = NULL;
  g_autofree char *ids = NULL;

  store_fixture_exec (fixture, "UPDATE conversation SET n_unread = 0");
  page = load (port, 1, OD_THREAD_CUSTOMER, OD_ANCHOR_FIRST_UNREAD, 0, 2, NULL);
  ids = ids_of (page->rows);
  g_assert_cmpstr (ids, ==, "7 8");
  g_assert_cmpint (page->first_unread_id, ==, 0);
}

static void
test_not_found (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdThreadPort) port = od_thread_reader_new (fixture->db, fixture->files_dir, 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (load (port, 99, OD_THREAD_CUSTOMER, OD_ANCHOR_END, 0, 5, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (load (port, 1, OD_THREAD_CUSTOMER, OD_ANCHOR_MESSAGE, 9, 5, &error)); /* somebody else's */
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (load (port, 1, OD_THREAD_CONVERSATION, OD_ANCHOR_OLDER, 2, 5, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
}

static void
check_third (const OdMessageRow *row)
{
  const OdAttachmentRow *first, *second;
  const OdReactionRow *party, *thumb;

  g_assert_cmpstr (row->author, ==, "Olga");
  g_assert_cmpstr (row->body, ==, "three");
  g_assert_cmpstr (row->reply_to_text, ==, "one");
  g_assert_cmpint (row->reply_to_id, ==, 1);
  g_assert_cmpint (row->kind, ==, OD_TIMELINE_OUT);
  g_assert_cmpint (row->delivery, ==, OD_DELIVERY_SENT);
  g_assert_cmpuint (row->attachments->len, ==, 2);
  first = g_ptr_array_index (row->attachments, 0);
  second = g_ptr_array_index (row->attachments, 1);
  g_assert_cmpstr (first->name, ==, "a.jpg");
  g_assert_true (g_path_is_absolute (first->path));
  g_assert_true (g_str_has_suffix (first->path, "/files/ab/" HASH));
  g_assert_cmpint (first->state, ==, OD_FILE_HERE);
  g_assert_cmpstr (second->name, ==, "b.txt");
  g_assert_null (second->path);
  g_assert_cmpint (second->state, ==, OD_FILE_GONE); /* nobody knows where to get it */
  g_assert_cmpuint (row->reactions->len, ==, 2);
  party = g_ptr_array_index (row->reactions, 0); /* came first */
  thumb = g_ptr_array_index (row->reactions, 1);
  g_assert_cmpstr (party->emoji, ==, "🎉");
  g_assert_false (party->is_own);
  g_assert_cmpuint (thumb->n, ==, 2);
  g_assert_true (thumb->is_own);
}

static void
test_row_contents (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdThreadPort) port = od_thread_reader_new (fixture->db, fixture->files_dir, 1);
  g_autoptr (OdThreadPage) page = load (port, 1, OD_THREAD_CUSTOMER, OD_ANCHOR_END, 0, 9, NULL);
  static const struct {
    guint at;
    const char *author, *body;
  } cases[] = { { 0, "", "one" },
                { 1, "Somebody", "two" },
                { 3, "", "six" },
                { 4, "Old colleague", "four" },
                { 5, "Olga", "status" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OdMessageRow *row = g_ptr_array_index (page->rows, cases[i].at);

      g_assert_cmpstr (row->author, ==, cases[i].author);
      g_assert_cmpstr (row->body, ==, cases[i].body);
      g_assert_null (row->attachments);
      g_assert_null (row->reply_to_text);
    }
  check_third (g_ptr_array_index (page->rows, 2));
  g_assert_cmpstr (((OdMessageRow *) g_ptr_array_index (page->rows, 5))->payload, ==, "{\"a\":1}");
  g_assert_cmpuint (page->heads->len, ==, 2);
  g_assert_cmpint (((OdConversationHead *) g_ptr_array_index (page->heads, 1))->resolved_at_us, ==, 40);
  g_assert_cmpstr (((OdConversationHead *) g_ptr_array_index (page->heads, 1))->account_name, ==, "Shop");
}

static void
test_rows_again (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdThreadPort) port = od_thread_reader_new (fixture->db, fixture->files_dir, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) loaded = NULL;
  const gint64 asked[] = { 8, 9, 3, 77, 2 };
  g_autofree char *ids = NULL;
  StoreWait wait = { NULL };

  od_thread_port_load_rows_async (port, 1, asked, G_N_ELEMENTS (asked), NULL, store_wait_cb, &wait);
  loaded = od_thread_port_load_rows_finish (port, store_wait (&wait), &error);
  g_assert_no_error (error);
  store_wait_clear (&wait);
  ids = ids_of (loaded);
  g_assert_cmpstr (ids, ==, "2 3 8"); /* 9 is of another customer */
  check_third (g_ptr_array_index (loaded, 1));
}

static void
test_versions (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdThreadPort) port = od_thread_reader_new (fixture->db, fixture->files_dir, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) versions = NULL;
  StoreWait wait = { NULL };
  const OdVersionRow *first;

  od_thread_port_load_versions_async (port, 3, NULL, store_wait_cb, &wait);
  versions = od_thread_port_load_versions_finish (port, store_wait (&wait), &error);
  g_assert_no_error (error);
  store_wait_clear (&wait);
  g_assert_cmpuint (versions->len, ==, 2);
  first = g_ptr_array_index (versions, 0);
  g_assert_cmpstr (first->body, ==, "thre");
  g_assert_cmpint (first->at_us, ==, 1);
}

static void
test_find (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdThreadPort) port = od_thread_reader_new (fixture->db, fixture->files_dir, 1);
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *place = NULL;
  g_autofree gint64 *nowhere = NULL;
  StoreWait wait = { NULL };

  od_thread_port_find_async (port, 9, NULL, store_wait_cb, &wait);
  place = od_thread_port_find_finish (port, store_wait (&wait), &error);
  g_assert_no_error (error);
  store_wait_clear (&wait);
  g_assert_cmpint (place[0], ==, 3);
  g_assert_cmpint (place[1], ==, 2);

  od_thread_port_find_async (port, 77, NULL, store_wait_cb, &wait);
  nowhere = od_thread_port_find_finish (port, store_wait (&wait), &error);
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
  g_assert_null (nowhere);
  store_wait_clear (&wait);
}

#define ADD(name, func) g_test_add (name, StoreFixture, NULL, set_up, func, store_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/thread-reader/pages", test_pages);
  ADD ("/thread-reader/walk", test_walk);
  ADD ("/thread-reader/all-read", test_all_read);
  ADD ("/thread-reader/not-found", test_not_found);
  ADD ("/thread-reader/row-contents", test_row_contents);
  ADD ("/thread-reader/rows-again", test_rows_again);
  ADD ("/thread-reader/versions", test_versions);
  ADD ("/thread-reader/find", test_find);

  return g_test_run ();
}
