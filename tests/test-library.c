/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "engine-fixture.h"
#include "od-change-feed.h"
#include "od-error.h"
#include "od-library-port.h"
#include "od-operator-port.h"

/* Canned replies, articles and operators, through their ports. */

static OdLibraryPort *
port_of (EngineFixture *f)
{
  return od_engine_get_library_port (f->engine);
}

static GPtrArray *
load_canned (EngineFixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *found;

  od_library_port_load_canned_async (port_of (f), NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  found = od_library_port_load_canned_finish (port_of (f), result, &error);
  g_assert_no_error (error);
  return found;
}

static gint64
save_canned (EngineFixture *f, const OdCannedReply *reply, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  od_library_port_save_canned_async (port_of (f), reply, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_library_port_save_canned_finish (port_of (f), result, error);
}

static gboolean
remove_canned (EngineFixture *f, gint64 id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  od_library_port_remove_canned_async (port_of (f), id, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_library_port_remove_canned_finish (port_of (f), result, error);
}

static OdCannedReply
make_canned (const char *code, const char *channel, const char *lang)
{
  return (OdCannedReply){
    .code = (char *) code,
    .folder = (char *) "Greetings",
    .title = (char *) "Hello",
    .body = (char *) "Hello, {customer.first_name|there}!",
    .channel = (char *) channel,
    .lang = (char *) lang,
    .format = OD_FORMAT_MARKDOWN,
  };
}

static void
count_cb (OdChangeFeed *feed, OdChangeSet *changes, gpointer user_data)
{
  guint n_ids = 0;

  od_change_set_get (changes, OD_CHANGE_LIBRARY, &n_ids);
  *(guint *) user_data += n_ids;
}

static void
test_variants_live_side_by_side (EngineFixture *f, gconstpointer channel)
{
  OdCannedReply plain = make_canned ("hi", "", ""), russian = make_canned ("hi", "", "ru");
  OdCannedReply twice = make_canned ("hi", "", "ru"), first = make_canned ("zebra", "", "");
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  guint n_changes = 0;

  g_signal_connect (od_engine_get_change_feed (f->engine), "changed", G_CALLBACK (count_cb), &n_changes);
  plain.id = save_canned (f, &plain, NULL);
  russian.id = save_canned (f, &russian, NULL);
  g_assert_cmpint (plain.id, >, 0);
  g_assert_cmpint (russian.id, !=, plain.id);
  g_assert_cmpint (save_canned (f, &twice, &error), <=, 0);
  g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
  g_clear_error (&error);
  twice.id = plain.id; /* nor may another one become it */
  g_assert_cmpint (save_canned (f, &twice, &error), <=, 0);
  g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
  first.folder = (char *) "A folder before";
  g_assert_cmpint (save_canned (f, &first, NULL), >, 0);

  plain.title = (char *) "Hello again";
  g_assert_cmpint (save_canned (f, &plain, NULL), ==, plain.id);
  engine_fixture_settle (f);
  engine_fixture_advance_s (f, 1);
  g_assert_cmpuint (n_changes, >=, 3);
  found = load_canned (f);
  g_assert_cmpuint (found->len, ==, 3);
  g_assert_cmpstr (((OdCannedReply *) found->pdata[0])->code, ==, "zebra"); /* by folder, then code */
  g_assert_cmpstr (((OdCannedReply *) found->pdata[1])->title, ==, "Hello again");
  g_assert_cmpstr (((OdCannedReply *) found->pdata[2])->lang, ==, "ru");
  g_assert_cmpint (((OdCannedReply *) found->pdata[1])->format, ==, OD_FORMAT_MARKDOWN);
  g_assert_cmpint (((OdCannedReply *) found->pdata[1])->used_at_us, ==, 0);
  g_signal_handlers_disconnect_by_data (od_engine_get_change_feed (f->engine), &n_changes);
}

static void
test_what_is_no_canned_reply (EngineFixture *f, gconstpointer channel)
{
  g_autofree char *long_text = g_strnfill (10001, 'x');
  const struct {
    const char *why, *code, *body, *lang;
    int error;
  } cases[] = {
    { "no code", "", "x", "", OD_ERROR_USAGE },
    { "two words", "two words", "x", "", OD_ERROR_USAGE },
    { "a space of another kind", "two\xc2\xa0words", "x", "", OD_ERROR_USAGE },
    { "a control character", "a\x01", "x", "", OD_ERROR_USAGE },
    { "bytes", "\xff", "x", "", OD_ERROR_USAGE },
    { "no text at all", "a", NULL, "", OD_ERROR_USAGE },
    { "a book", "a", long_text, "", OD_ERROR_TOO_LARGE },
    { "a language without end", "a", "x", "abcdefghijklmnopqrstuvwxyzabcdefghijkl", OD_ERROR_TOO_LARGE },
  };
  OdCannedReply gone = make_canned ("gone", "", "");
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdCannedReply reply = make_canned (cases[i].code, "", cases[i].lang);
      g_autoptr (GError) refused = NULL;

      g_test_message ("%s", cases[i].why);
      reply.body = (char *) cases[i].body;
      g_assert_cmpint (save_canned (f, &reply, &refused), <=, 0);
      g_assert_error (refused, OD_ERROR, cases[i].error);
    }
  gone.id = 4711;
  g_assert_cmpint (save_canned (f, &gone, &error), <=, 0);
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (remove_canned (f, 4711, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
  found = load_canned (f);
  g_assert_cmpuint (found->len, ==, 0);
}

static void
test_files_stay_with_it (EngineFixture *f, gconstpointer channel)
{
  OdCannedReply reply = make_canned ("prices", "", "");
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  g_autofree char *files_dir = g_strdup (od_profile_dir_get_files_path (f->profile));
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "prices", -1);
  g_autofree char *shelf = g_strndup (sha256, 2);
  g_autofree char *folder = g_build_filename (files_dir, shelf, NULL);
  g_autofree char *path = g_build_filename (folder, sha256, NULL);
  OdFileRef file = { .sha256 = sha256,
                     .name = (char *) "Цены.pdf",
                     .mime = (char *) "application/pdf",
                     .size_bytes = 6,
                     .width = 3,
                     .height = 4 };
  OdFileRef wild = { .sha256 = (char *) "../../etc/passwd", .name = (char *) "x", .mime = (char *) "x/y" };
  g_autoptr (GError) error = NULL;
  gint64 id;

  g_ptr_array_add (files, &file);
  reply.files = files;
  g_assert_cmpint (save_canned (f, &reply, &error), <=, 0); /* it is not there yet */
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "prices", 6, NULL));
  id = save_canned (f, &reply, &error);
  g_assert_no_error (error);
  {
    g_autoptr (GPtrArray) found = load_canned (f);
    const OdCannedReply *stored = found->pdata[0];
    const OdFileRef *ref;

    g_assert_cmpuint (stored->files->len, ==, 1);
    ref = stored->files->pdata[0];
    g_assert_cmpstr (ref->name, ==, "Цены.pdf");
    g_assert_cmpstr (ref->path, ==, path);
    g_assert_cmpint (ref->size_bytes, ==, 6);
    g_assert_cmpint (ref->width, ==, 3);
  }
  files->pdata[0] = &wild;
  reply.id = id;
  g_assert_cmpint (save_canned (f, &reply, &error), <=, 0);
  g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
  reply.files = NULL;
  g_assert_cmpint (save_canned (f, &reply, NULL), ==, id);
  {
    g_autoptr (GPtrArray) found = load_canned (f);

    g_assert_null (((OdCannedReply *) found->pdata[0])->files);
  }
  g_assert_true (remove_canned (f, id, NULL));
  {
    g_autoptr (GPtrArray) found = load_canned (f);

    g_assert_cmpuint (found->len, ==, 0);
  }
}

static void
test_use_is_remembered (EngineFixture *f, gconstpointer channel)
{
  OdCannedReply reply = make_canned ("hi", "", "");
  gint64 id = save_canned (f, &reply, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) found = NULL;

  od_library_port_use_canned_async (port_of (f), id, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_true (od_library_port_use_canned_finish (port_of (f), result, NULL));
  found = load_canned (f);
  g_assert_cmpint (((OdCannedReply *) found->pdata[0])->used_at_us, ==, ENGINE_NOW_US);
}

/* ---- articles ---- */

static gint64
save_article (EngineFixture *f, gint64 id, const char *title, const char *body, const char *url, GError **error)
{
  OdArticle article = { .id = id,
                        .title = (char *) title,
                        .body = (char *) body,
                        .url = (char *) url,
                        .lang = (char *) "",
                        .format = OD_FORMAT_MARKDOWN };
  g_autoptr (GAsyncResult) result = NULL;

  od_library_port_save_article_async (port_of (f), &article, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_library_port_save_article_finish (port_of (f), result, error);
}

static char *
find_titles (EngineFixture *f, const char *query, guint limit)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) titles = g_string_new (NULL);

  od_library_port_find_articles_async (port_of (f), query, limit, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  found = od_library_port_find_articles_finish (port_of (f), result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    {
      const OdArticle *article = found->pdata[i];

      g_string_append_printf (titles, "%s%s", i > 0 ? "|" : "", article->title);
      g_assert_true ((article->snippet != NULL) == (*query != '\0'));
    }
  return g_string_free (g_steal_pointer (&titles), FALSE);
}

static void
assert_finds (EngineFixture *f, const char *query, const char *titles)
{
  g_autofree char *found = find_titles (f, query, 10);

  g_test_message ("%s", query);
  g_assert_cmpstr (found, ==, titles);
}

static void
test_articles_are_found_by_word_forms (EngineFixture *f, gconstpointer channel)
{
  gint64 returns = save_article (f, 0, "Returning an order", "Within 14 days.", "https://shop.example/r", NULL);
  g_autofree char *one = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_cmpint (returns, >, 0);
  save_article (f, 0, "Доставка", "Курьеры привозят заказы. Возврат заказа описан отдельно.", "", NULL);
  save_article (f, 0, "Возврат", "Деньги вернутся за 10 дней.", "", NULL);
  engine_fixture_receive (f, "chat-1", "in-1", "Заказ, возврат, order"); /* messages are no articles */
  assert_finds (f, "orders", "Returning an order");
  assert_finds (f, "заказ", "Доставка");
  assert_finds (f, "возврата", "Возврат|Доставка"); /* the title first */
  assert_finds (f, "кур", "Доставка");
  assert_finds (f, "14", "Returning an order");
  assert_finds (f, "nowhere", "");
  assert_finds (f, "\"*(", "");
  assert_finds (f, "", "Returning an order|Возврат|Доставка");
  one = find_titles (f, "", 1);
  g_assert_cmpstr (one, ==, "Returning an order");

  g_assert_cmpint (save_article (f, returns, "Exchange", "Bring it.", "", NULL), ==, returns);
  assert_finds (f, "orders", "");
  assert_finds (f, "exchanged", "Exchange");
  od_library_port_remove_article_async (port_of (f), returns, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_true (od_library_port_remove_article_finish (port_of (f), result, NULL));
  assert_finds (f, "exchanged", "");
}

static void
test_what_is_no_article (EngineFixture *f, gconstpointer channel)
{
  g_autofree char *book = g_strnfill (60001, 'x');
  const struct {
    const char *title, *body, *url;
    int error;
  } cases[] = {
    { " ", "x", "", OD_ERROR_USAGE },
    { "x", book, "", OD_ERROR_TOO_LARGE },
    { "x", "x", "javascript:alert(1)", OD_ERROR_USAGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (save_article (f, 0, cases[i].title, cases[i].body, cases[i].url, &error), <=, 0);
      g_assert_error (error, OD_ERROR, cases[i].error);
    }
}

/* ---- operators ---- */

static gboolean
save_operator (EngineFixture *f, gint64 id, const char *name, GError **error)
{
  OdOperatorPort *port = od_engine_get_operator_port (f->engine);
  OdOperatorRow row = { .id = id, .name = (char *) name, .signature = (char *) "Best regards,\nOlga" };
  g_autoptr (GAsyncResult) result = NULL;

  od_operator_port_save_async (port, &row, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  return od_operator_port_save_finish (port, result, error);
}

static void
test_the_name_that_customers_see (EngineFixture *f, gconstpointer channel)
{
  OdOperatorPort *port = od_engine_get_operator_port (f->engine);
  gint64 conversation = engine_fixture_receive (f, "chat-1", "in-1", "Hello");
  gint64 message = engine_fixture_reply (f, conversation, "Good day");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (OdMessageRow) written = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  g_assert_false (save_operator (f, 1, " \n", &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_false (save_operator (f, 4711, "Nobody", &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
  g_assert_true (save_operator (f, 1, "Olga of the\nshop", NULL));

  od_operator_port_load_async (port, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  rows = od_operator_port_load_finish (port, result, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpstr (((OdOperatorRow *) rows->pdata[0])->name, ==, "Olga of the shop"); /* one line */
  g_assert_cmpstr (((OdOperatorRow *) rows->pdata[0])->signature, ==, "Best regards,\nOlga");
  written = engine_fixture_get_message (f, conversation, message);
  g_assert_cmpstr (written->author, ==, "Olga of the shop");
  name = od_engine_dup_operator_name (f->engine);
  g_assert_cmpstr (name, ==, "Olga of the shop");
  engine_fixture_close (f);
  engine_fixture_open (f); /* who logs in here is called otherwise; that was chosen once */
  g_free (name);
  name = od_engine_dup_operator_name (f->engine);
  g_assert_cmpstr (name, ==, "Olga of the shop");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                                                \
  g_test_add ("/library/" path, EngineFixture, "demo", engine_fixture_set_up, func, engine_fixture_tear_down)
  ADD ("canned/variants", test_variants_live_side_by_side);
  ADD ("canned/refused", test_what_is_no_canned_reply);
  ADD ("canned/files", test_files_stay_with_it);
  ADD ("canned/use", test_use_is_remembered);
  ADD ("articles/words", test_articles_are_found_by_word_forms);
  ADD ("articles/refused", test_what_is_no_article);
  ADD ("operators", test_the_name_that_customers_see);
  return g_test_run ();
}
