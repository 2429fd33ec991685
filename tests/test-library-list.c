/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-library-list.h"

#include "od-error.h"
#include "od-fake-desk.h"
#include "od-limits.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  OdLibraryList *list;
  guint n_saved, n_removed, n_failed;
} Fixture;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
count_cb (guint *n)
{
  ++*n;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  fixture->list = od_library_list_new (fixture->desk, GPOINTER_TO_INT (data));
  g_signal_connect_swapped (fixture->list, "saved", G_CALLBACK (count_cb), &fixture->n_saved);
  g_signal_connect_swapped (fixture->list, "removed", G_CALLBACK (count_cb), &fixture->n_removed);
  g_signal_connect_swapped (fixture->list, "failed", G_CALLBACK (count_cb), &fixture->n_failed);
  settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  settle ();
  g_assert_finalize_object (g_steal_pointer (&fixture->list));
  settle ();
  od_desk_unref (fixture->desk);
  g_assert_finalize_object (g_steal_pointer (&fixture->fake));
  g_assert_finalize_object (g_steal_pointer (&fixture->clock));
}

static guint
n_items (Fixture *fixture)
{
  return g_list_model_get_n_items (od_library_list_get_items (fixture->list));
}

static OdCompletionItem *
first (Fixture *fixture, const char *query)
{
  od_library_list_set_query (fixture->list, query);
  return g_list_model_get_item (od_library_list_get_items (fixture->list), 0);
}

static void
test_searching (Fixture *fixture, gconstpointer data)
{
  guint n_all = n_items (fixture);

  g_assert_cmpuint (n_all, >, 10);
  od_library_list_set_query (fixture->list, "ПОСЫЛКА");
  g_assert_cmpuint (n_items (fixture), ==, 1);
  od_library_list_set_query (fixture->list, "hello"); /* every variant */
  g_assert_cmpuint (n_items (fixture), >=, 3);
  od_library_list_set_query (fixture->list, "nothing of that");
  g_assert_cmpuint (n_items (fixture), ==, 0);
  od_library_list_set_query (fixture->list, "");
  g_assert_cmpuint (n_items (fixture), ==, n_all);
}

static void
test_trouble (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_code = g_strnfill (OD_LIMIT_CANNED_CODE_CHARS + 1, 'a');
  g_autofree char *long_body = g_strnfill (OD_LIMIT_CANNED_CHARS + 1, 'a');
  const struct {
    const char *code, *body, *channel, *lang;
    gboolean is_fine;
  } cases[] = {
    { "new", "Text", "", "", TRUE },       { "", "Text", "", "", FALSE },        { "a b", "Text", "", "", FALSE },
    { "a\u00a0b", "Text", "", "", FALSE }, { "a/b", "Text", "", "", FALSE },     { "new", "  \n", "", "", FALSE },
    { "bye", "Text", "", "", FALSE },      { "BYE", "Text", "", "", FALSE },     { "bye", "Text", "", "ru", TRUE },
    { "bye", "Text", "email", "", TRUE },  { "hello", "Text", "", "ru", FALSE }, { "код", "Текст", "", "", TRUE },
    { long_code, "Text", "", "", FALSE },  { "new", long_body, "", "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdCannedReply reply = { .code = (char *) cases[i].code,
                              .body = (char *) cases[i].body,
                              .channel = (char *) cases[i].channel,
                              .lang = (char *) cases[i].lang,
                              .title = (char *) "",
                              .folder = (char *) "" };

      g_test_message ("%u: %s", i, cases[i].code);
      g_assert_cmpint (od_library_list_find_trouble (fixture->list, &reply) == NULL, ==, cases[i].is_fine);
    }
}

/* One may keep one's own code. */
static void
test_own_code_is_no_trouble (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdCompletionItem) item = first (fixture, "/bye");

  g_assert_null (od_library_list_find_trouble (fixture->list, od_completion_item_get (item)->canned));
}

static void
test_articles_trouble (void)
{
  static const struct {
    const char *title, *body, *url;
    gboolean is_fine;
  } cases[] = {
    { "A", "B", "", TRUE },
    { "A", "B", "https://shop.example/help", TRUE },
    { "", "B", "", FALSE },
    { "A", " ", "", FALSE },
    { "A", "B", "shop.example", FALSE },
    { "A", "B", "javascript:alert(1)", FALSE },
    { "A", "B", "file:///etc/passwd", FALSE },
    { "A", "B", "https://", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdArticle article = { .title = (char *) cases[i].title,
                            .body = (char *) cases[i].body,
                            .url = (char *) cases[i].url };

      g_test_message ("%u", i);
      g_assert_cmpint (od_library_list_find_article_trouble (&article) == NULL, ==, cases[i].is_fine);
    }
}

static void
test_save_remove_restore (Fixture *fixture, gconstpointer data)
{
  guint n_all = n_items (fixture);
  g_autoptr (OdCompletionItem) item = first (fixture, ""), again = NULL;
  g_autofree char *title = g_strdup (od_completion_item_get (item)->title);

  od_library_list_remove (fixture->list, item);
  settle ();
  g_assert_cmpuint (fixture->n_removed, ==, 1);
  g_assert_cmpuint (n_items (fixture), ==, n_all - 1);
  od_library_list_restore (fixture->list);
  settle ();
  g_assert_cmpuint (fixture->n_saved, ==, 1);
  g_assert_cmpuint (n_items (fixture), ==, n_all);
  again = first (fixture, title);
  g_assert_nonnull (again);
  od_library_list_restore (fixture->list); /* once */
  settle ();
  g_assert_cmpuint (fixture->n_saved, ==, 1);
}

static void
test_failure_is_told (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdCompletionItem) item = first (fixture, "");
  guint n_all = n_items (fixture);

  od_fake_desk_fail_next (fixture->fake, OD_ERROR_STORE);
  od_library_list_remove (fixture->list, item);
  settle ();
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  g_assert_cmpuint (fixture->n_removed, ==, 0);
  g_assert_cmpuint (n_items (fixture), ==, n_all);
}

#define ADD(name, articles, func)                                                                                      \
  g_test_add ("/library-list/" name, Fixture, GINT_TO_POINTER (articles), set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("searching", FALSE, test_searching);
  ADD ("trouble", FALSE, test_trouble);
  ADD ("own-code", FALSE, test_own_code_is_no_trouble);
  g_test_add_func ("/library-list/article-trouble", test_articles_trouble);
  ADD ("canned", FALSE, test_save_remove_restore);
  ADD ("articles", TRUE, test_save_remove_restore);
  ADD ("failure", FALSE, test_failure_is_told);
  return g_test_run ();
}
