/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-error.h"
#include "od-fake-desk.h"
#include "od-fake-views.h"
#include "od-search-list.h"
#include "od-text-marks.h"
#include "od-view-list.h"
#include "od-welcome.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  OdAccountList *accounts;
  OdViewList *views;
} Fixture;

static void
settle (Fixture *fixture)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  od_clock_advance (fixture->clock, G_USEC_PER_SEC);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Fixture *fixture, gconstpointer is_filled)
{
  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  if (is_filled != NULL)
    od_fake_desk_fill_week (fixture->fake);
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  fixture->accounts = od_account_list_new (fixture->desk);
  fixture->views = od_view_list_new (fixture->desk, fixture->accounts);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->views));
  g_assert_finalize_object (g_steal_pointer (&fixture->accounts));
  settle (fixture);
  od_desk_unref (fixture->desk);
  g_assert_finalize_object (g_steal_pointer (&fixture->fake));
  g_object_unref (fixture->clock);
}

static gint64
count_of (Fixture *fixture, const char *id)
{
  return od_view_get_n_unanswered (od_view_list_find (fixture->views, id));
}

static void
test_numbers_come_in_one_question (Fixture *fixture, gconstpointer data)
{
  settle (fixture);
  g_assert_cmpuint (od_fake_desk_get_calls (fixture->fake)->n_counts, <=, 2); /* before and with the channels */
  g_assert_cmpint (count_of (fixture, "inbox"), ==, 7);
  g_assert_cmpint (count_of (fixture, "mine"), ==, 1);
  g_assert_cmpint (count_of (fixture, "unassigned"), ==, 5);
  g_assert_cmpint (count_of (fixture, "snoozed"), ==, -1);
  g_assert_cmpint (count_of (fixture, "waiting"), ==, -1);
  g_assert_cmpint (count_of (fixture, "resolved"), ==, -1);
  g_assert_cmpint (count_of (fixture, "channel:webchat"), ==, 3);
  g_assert_cmpint (od_view_get_n_total (od_view_list_find (fixture->views, "inbox")), ==, 9);
  g_assert_cmpint (od_view_get_n_total (od_view_list_find (fixture->views, "snoozed")), ==, 3);
  g_assert_cmpint (od_view_list_get_n_conversations (fixture->views), ==, 28);
}

static void
test_numbers_have_words (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *id;
    const char *words;
  } cases[] = {
    { "inbox", "7 unanswered of 9" },
    { "snoozed", "3 conversations" }, /* nobody works their number off */
    { "late", "0 conversations" },
  };

  settle (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = od_view_dup_numbers_words (od_view_list_find (fixture->views, cases[i].id));

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

/* One is late though it is answered (what the operator promised), one because nobody answered. */
static void
test_late_counts_what_it_lists (Fixture *fixture, gconstpointer data)
{
  gint64 now_us = od_clock_get_real_us (fixture->clock);
  gint64 customer_id = od_fake_desk_add_customer (fixture->fake, "New", NULL, NULL);

  for (guint i = 0; i < 2; i++)
    {
      gint64 id = od_fake_desk_add_conversation (fixture->fake, customer_id, 1, "v_new");
      OdConversationRow *row;

      od_fake_desk_receive (fixture->fake, id, "Hello"); /* a breach, and then another message */
      row = od_fake_desk_get_conversation (fixture->fake, id);
      row->marks.due_us = now_us - 1;
      row->waiting_since_us = i == 0 ? 0 : now_us - 2;
      od_fake_desk_emit (fixture->fake, OD_CHANGE_CONVERSATION, id);
    }
  settle (fixture);
  g_assert_cmpint (count_of (fixture, "late"), ==, 2);
  g_assert_cmpint (od_view_get_n_total (od_view_list_find (fixture->views, "late")), ==, 2);
}

static void
test_numbers_follow_messages (Fixture *fixture, gconstpointer data)
{
  gint64 customer_id, id;
  guint before;

  settle (fixture);
  customer_id = od_fake_desk_add_customer (fixture->fake, "New", NULL, NULL);
  id = od_fake_desk_add_conversation (fixture->fake, customer_id, 1, "v_new");
  before = od_fake_desk_get_calls (fixture->fake)->n_counts;
  for (guint i = 0; i < 100; i++)
    od_fake_desk_receive (fixture->fake, id, "Hello");
  settle (fixture);
  g_assert_cmpuint (od_fake_desk_get_calls (fixture->fake)->n_counts - before, ==, 1);
  g_assert_cmpint (count_of (fixture, "inbox"), ==, 8);
}

static void
test_channels_follow_accounts (Fixture *fixture, gconstpointer data)
{
  GListModel *model = G_LIST_MODEL (fixture->views);
  OdView *view;
  gint64 id;

  settle (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 10);
  g_assert_true (od_account_list_get_is_loaded (fixture->accounts));
  g_assert_true (od_welcome_is_needed (TRUE, g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts))));
  id = od_fake_desk_add_account (fixture->fake, "webchat", "One", NULL);
  od_fake_desk_add_account (fixture->fake, "webchat", "Two", NULL);
  od_fake_desk_emit (fixture->fake, OD_CHANGE_ACCOUNT, id);
  settle (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 11);
  view = od_view_list_find (fixture->views, "channel:webchat");
  g_assert_cmpstr (od_view_get_title (view), ==, "Web chat");
  g_assert_cmpint (od_view_get_kind (view), ==, OD_VIEW_CHANNEL);
  g_object_ref (view);
  id = od_fake_desk_add_account (fixture->fake, "matrix", "Unknown here", NULL);
  od_fake_desk_emit (fixture->fake, OD_CHANGE_ACCOUNT, id);
  settle (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 12);
  g_assert_true (od_view_list_find (fixture->views, "channel:webchat") == view);
  g_object_unref (view);
}

static void
on_loaded (OdViewList *views, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

/* Those of operators keep their place, tags are sorted; filters are counted in a question of their own. */
static void
test_made_views_come_later (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdFakeViews) made = od_fake_views_new (fixture->fake);
  g_autoptr (OdViewList) views = NULL;
  OdView *view, *same;
  guint n_loaded = 0, before;

  settle (fixture);
  od_fake_views_add (made, "Refunds", "refund");
  od_fake_views_add (made, "Big", "tag:big");
  od_fake_views_add_tag (made, "vip");
  od_fake_views_add_tag (made, "big order");
  fixture->desk->tools.views = g_object_ref (OD_VIEW_PORT (made));
  before = od_fake_desk_get_calls (fixture->fake)->n_counts;
  views = od_view_list_new (fixture->desk, fixture->accounts);
  g_signal_connect (views, "notify::is-loaded", G_CALLBACK (on_loaded), &n_loaded);
  g_assert_false (od_view_list_get_is_loaded (views));
  for (guint i = 0; i < 3; i++)
    settle (fixture);
  g_assert_cmpuint (n_loaded, ==, 1);
  g_assert_true (od_view_list_get_is_loaded (views));
  view = od_view_list_find (views, "saved:2");
  g_assert_cmpint (od_view_list_get_position (views, view), ==, 1);
  g_assert_cmpstr (od_view_get_query (view)->filter, ==, "tag:big");
  same = od_view_list_find (views, "tag:big order");
  g_assert_cmpint (od_view_list_get_position (views, same), ==, 0);
  g_assert_cmpstr (od_view_get_query (same)->filter, ==, "tag:\"big order\"");
  g_assert_cmpint (od_view_get_n_unanswered (view), >=, 0);
  g_assert_cmpint (od_view_get_n_total (view), ==, -1); /* what is searched for is not counted twice */
  g_assert_cmpuint (od_fake_desk_get_calls (fixture->fake)->n_counts - before, <=, 4);
  g_object_ref (view);
  od_view_port_remove_async (fixture->desk->tools.views, 1, NULL, NULL, NULL);
  settle (fixture);
  g_assert_null (od_view_list_find (views, "saved:1"));
  od_fake_views_add_tag (made, "new");
  od_fake_desk_emit (fixture->fake, OD_CHANGE_CONVERSATION, 1); /* it has the tag now */
  od_clock_advance (fixture->clock, 10 * G_USEC_PER_SEC);
  settle (fixture);
  g_assert_nonnull (od_view_list_find (views, "tag:new"));
  g_assert_true (od_view_list_find (views, "saved:2") == view); /* the same object: a selection stays */
  g_object_unref (view);
}

static void
test_trouble_has_words (Fixture *fixture, gconstpointer data)
{
  g_autofree char *none = NULL, *words = NULL, *state = NULL, *script = NULL;
  g_autoptr (OdAccountItem) item = NULL;
  OdAccountRow *row;
  gint64 id;

  id = od_fake_desk_add_account (fixture->fake, "webchat", "Shop", "http://127.0.0.1:8123");
  od_fake_desk_emit (fixture->fake, OD_CHANGE_ACCOUNT, id);
  settle (fixture);
  none = od_account_list_dup_trouble (fixture->accounts);
  g_assert_null (none);
  item = g_list_model_get_item (G_LIST_MODEL (fixture->accounts), 0);
  script = od_account_item_dup_script (item);
  g_assert_cmpstr (script, ==, "<script src=\"http://127.0.0.1:8123/widget.js\" async></script>");
  row = od_fake_desk_get_account (fixture->fake, id);
  row->state = OD_ACCOUNT_ERROR;
  row->error = g_strdup ("port 8123 is in use");
  od_fake_desk_emit (fixture->fake, OD_CHANGE_ACCOUNT, id);
  settle (fixture);
  words = od_account_list_dup_trouble (fixture->accounts);
  state = od_account_item_dup_state_words (item); /* the same object, another state */
  g_assert_cmpstr (words, ==, "“Shop” can't be reached by customers: port 8123 is in use");
  g_assert_cmpstr (state, ==, "Does not work: port 8123 is in use");
}

/* What was lost while nobody was here is said where the operator looks, and not for ever. */
static void
test_a_gap_has_words (Fixture *fixture, gconstpointer data)
{
  const gint64 hour_us = 3600 * (gint64) G_USEC_PER_SEC;
  gint64 now_us = od_clock_get_real_us (fixture->clock);
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autofree char *none = NULL, *words = NULL, *old = NULL, *next = NULL, *known = NULL;
  gint64 id = od_fake_desk_add_account (fixture->fake, "webchat", "Shop", NULL);
  gint64 other_id = od_fake_desk_add_account (fixture->fake, "webchat", "Other", NULL), until_us;
  OdAccountRow *row = od_fake_desk_get_account (fixture->fake, id);
  OdAccountRow *other = od_fake_desk_get_account (fixture->fake, other_id);

  od_fake_desk_emit (fixture->fake, OD_CHANGE_ACCOUNT, id);
  settle (fixture);
  none = od_account_list_dup_gap (fixture->accounts, 0, now_us, zone, &until_us);
  g_assert_null (none);
  row->health.gap_from_us = now_us - 30 * hour_us;
  row->health.gap_until_us = now_us - 24 * hour_us;
  other->health.gap_from_us = now_us - 28 * hour_us;
  other->health.gap_until_us = now_us - 2 * hour_us;
  od_fake_desk_emit (fixture->fake, OD_CHANGE_ACCOUNT, id);
  od_fake_desk_emit (fixture->fake, OD_CHANGE_ACCOUNT, other_id);
  settle (fixture);
  words = od_account_list_dup_gap (fixture->accounts, 0, now_us, zone, &until_us);
  g_assert_true (g_str_has_prefix (words, "“Shop”: "));
  g_assert_nonnull (strstr (words, "may never come"));
  next = od_account_list_dup_gap (fixture->accounts, until_us, now_us, zone, &until_us);
  g_assert_true (g_str_has_prefix (next, "“Other”: "));
  known = od_account_list_dup_gap (fixture->accounts, until_us, now_us, zone, &until_us);
  g_assert_null (known);
  old = od_account_list_dup_gap (fixture->accounts, 0, now_us + 72 * hour_us, zone, &until_us);
  g_assert_null (old);
}

static void
test_newer_search_gives_up_the_older (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdSearchList) list = od_search_list_new (fixture->desk);
  g_autoptr (OdSearchItem) item = NULL;
  g_autofree char *snippet = NULL;
  g_autoptr (GArray) marks = NULL;
  const OdTextMark *mark;

  settle (fixture);
  od_fake_desk_hold (fixture->fake, TRUE);
  od_search_list_set_text (list, "оплат");
  od_search_list_set_text (list, " courier ");
  g_assert_true (od_search_list_get_is_busy (list));
  od_fake_desk_hold (fixture->fake, FALSE);
  settle (fixture);
  g_assert_false (od_search_list_get_is_busy (list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 3);
  item = g_list_model_get_item (G_LIST_MODEL (list), 0);
  snippet = od_search_item_dup_snippet (item, &marks);
  g_assert_cmpstr (snippet, ==, "Warehouse confirms a mix-up with 1024, courier is back at 16:00");
  g_assert_cmpuint (marks->len, ==, 1);
  mark = &g_array_index (marks, OdTextMark, 0);
  g_assert_cmpuint (mark->end_byte - mark->start_byte, ==, strlen ("courier"));
  g_assert_true (g_str_has_prefix (snippet + mark->start_byte, "courier is back"));
  od_search_list_set_text (list, "   ");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
}

static void
test_search_dies_while_asking (Fixture *fixture, gconstpointer data)
{
  OdSearchList *list = od_search_list_new (fixture->desk);

  od_fake_desk_hold (fixture->fake, TRUE);
  od_search_list_set_text (list, "order");
  g_assert_finalize_object (list);
  od_fake_desk_hold (fixture->fake, FALSE);
  settle (fixture);
}

static void
count_cb (OdSearchList *list, const GError *error, guint *n)
{
  ++*n;
}

/* A question that is not understood is told beside it; a store that can't answer is another matter. */
static void
test_mistakes_are_no_failures (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdSearchList) list = od_search_list_new (fixture->desk);
  guint n_failed = 0;

  g_signal_connect (list, "failed", G_CALLBACK (count_cb), &n_failed);
  od_fake_desk_fail_next (fixture->fake, OD_ERROR_USAGE);
  od_search_list_set_text (list, "is:blue order");
  settle (fixture);
  g_assert_cmpuint (n_failed, ==, 0);
  od_fake_desk_fail_next (fixture->fake, OD_ERROR_STORE);
  od_search_list_set_text (list, "order");
  settle (fixture);
  g_assert_cmpuint (n_failed, ==, 1);
}

static void
test_page_of_an_empty_list (void)
{
  static const struct {
    const char *why;
    gboolean is_loaded;
    guint n_rows;
    OdScope scope;
    gboolean is_narrowed;
    gint64 n_conversations;
    OdListPage expected;
  } cases[] = {
    { "rows are shown even while others load", FALSE, 3, OD_SCOPE_INBOX, FALSE, -1, OD_LIST_PAGE_ROWS },
    { "nothing is said before it is known", FALSE, 0, OD_SCOPE_INBOX, FALSE, -1, OD_LIST_PAGE_LOADING },
    { "nor before the numbers are", TRUE, 0, OD_SCOPE_INBOX, FALSE, -1, OD_LIST_PAGE_LOADING },
    { "a new desk waits for its first customer", TRUE, 0, OD_SCOPE_INBOX, FALSE, 0, OD_LIST_PAGE_NOBODY_YET },
    { "an inbox worked off", TRUE, 0, OD_SCOPE_INBOX, FALSE, 12, OD_LIST_PAGE_ALL_ANSWERED },
    { "an empty channel is no reason to be proud", TRUE, 0, OD_SCOPE_INBOX, TRUE, 12, OD_LIST_PAGE_EMPTY_VIEW },
    { "nothing snoozed", TRUE, 0, OD_SCOPE_SNOOZED, FALSE, 12, OD_LIST_PAGE_EMPTY_VIEW },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (od_list_page_choose (cases[i].is_loaded, cases[i].n_rows, cases[i].scope, cases[i].is_narrowed,
                                            cases[i].n_conversations),
                       ==, cases[i].expected);
    }
  g_assert_false (od_welcome_is_needed (FALSE, 0));
  g_assert_true (od_welcome_is_needed (TRUE, 0));
  g_assert_false (od_welcome_is_needed (TRUE, 1));
}

/* Channels that only an import knows have a name and an icon too. */
static void
test_foreign_channels (void)
{
  static const char *const cases[][3] = { { "telegram", "Telegram", "od-telegram-symbolic" },
                                          { "email", "E-mail", "od-mail-symbolic" },
                                          { "my-own", "My own", "od-chat-symbolic" } };
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = od_channel_info_dup_name (none, cases[i][0]);

      g_assert_cmpstr (name, ==, cases[i][1]);
      g_assert_cmpstr (od_channel_info_get_icon (none, cases[i][0]), ==, cases[i][2]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, func) g_test_add ("/view-list/" name, Fixture, data, set_up, func, tear_down)
  ADD ("numbers-come-in-one-question", "filled", test_numbers_come_in_one_question);
  ADD ("numbers-have-words", "filled", test_numbers_have_words);
  ADD ("late-counts-what-it-lists", "filled", test_late_counts_what_it_lists);
  ADD ("numbers-follow-messages", "filled", test_numbers_follow_messages);
  ADD ("channels-follow-accounts", NULL, test_channels_follow_accounts);
  ADD ("made-views-come-later", "filled", test_made_views_come_later);
  ADD ("trouble-has-words", NULL, test_trouble_has_words);
  ADD ("gap-has-words", NULL, test_a_gap_has_words);
  ADD ("newer-search-gives-up-the-older", "filled", test_newer_search_gives_up_the_older);
  ADD ("mistakes-are-no-failures", "filled", test_mistakes_are_no_failures);
  ADD ("search-dies-while-asking", "filled", test_search_dies_while_asking);
#undef ADD
  g_test_add_func ("/view-list/page-of-an-empty-list", test_page_of_an_empty_list);
  g_test_add_func ("/view-list/foreign-channels", test_foreign_channels);
  return g_test_run ();
}
