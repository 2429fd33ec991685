/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-conversation-list.h"
#include "od-error.h"
#include "od-fake-desk.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC) /* 2026-03-10 14:00 UTC */

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  OdConversationList *list;
} Fixture;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Fixture *fixture, gconstpointer n_conversations)
{
  OdViewQuery query = { .scope = OD_SCOPE_INBOX, .order = OD_ORDER_NEWEST };

  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  od_fake_desk_fill_many (fixture->fake, GPOINTER_TO_UINT (n_conversations));
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  fixture->list = od_conversation_list_new (fixture->desk);
  od_conversation_list_set_query (fixture->list, &query);
  settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->list != NULL)
    g_assert_finalize_object (g_steal_pointer (&fixture->list));
  settle ();
  od_desk_unref (fixture->desk);
  g_assert_finalize_object (g_steal_pointer (&fixture->fake));
  g_assert_finalize_object (g_steal_pointer (&fixture->clock));
}

static OdConversationItem *
get (Fixture *fixture, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (fixture->list), position);
}

typedef struct {
  guint n, position, removed, added;
} Seen;

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  Seen *seen = user_data;

  *seen = (Seen){ seen->n + 1, position, removed, added };
}

static void
test_many_rows_need_few_questions (Fixture *fixture, gconstpointer data)
{
  OdConversationItem *items[30];

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 100000);
  g_assert_cmpuint (od_fake_desk_get_calls (fixture->fake)->n_lists, ==, 1);
  g_assert_cmpuint (od_fake_desk_get_calls (fixture->fake)->n_rows, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    items[i] = get (fixture, 50000 + i);
  settle ();
  g_assert_cmpuint (od_fake_desk_get_calls (fixture->fake)->n_loads, ==, 1);
  g_assert_cmpuint (od_fake_desk_get_calls (fixture->fake)->n_rows, ==, 30);
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autofree char *name = g_strdup_printf ("Customer %u", 50000 + i);

      g_assert_cmpstr (od_conversation_item_get_row (items[i])->name, ==, name);
      g_object_unref (items[i]);
    }
  g_assert_cmpuint (od_conversation_list_get_n_live (fixture->list), ==, 0);
}

static void
test_row_that_scrolled_by_is_not_asked_for (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdConversationItem) kept = NULL;

  for (guint i = 0; i < 50; i++)
    g_object_unref (get (fixture, i));
  kept = get (fixture, 60);
  settle ();
  g_assert_cmpuint (od_fake_desk_get_calls (fixture->fake)->n_rows, ==, 1);
}

static void
test_same_row_is_the_same_object (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdConversationItem) first = get (fixture, 3);
  g_autoptr (OdConversationItem) again = get (fixture, 3);

  g_assert_true (first == again);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->list), 100));
}

static void
test_message_moves_its_row_to_the_top (Fixture *fixture, gconstpointer data)
{
  Seen seen = { 0 };
  gint64 id = od_conversation_list_get_id (fixture->list, 4);
  g_autoptr (OdConversationItem) item = get (fixture, 4);
  guint position;

  settle ();
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (items_changed_cb), &seen);
  od_clock_advance (fixture->clock, G_USEC_PER_SEC);
  od_fake_desk_receive (fixture->fake, id, "Are you there?");
  settle ();
  g_assert_cmpuint (seen.n, ==, 1);
  g_assert_cmpuint (seen.position, ==, 0);
  g_assert_cmpuint (seen.removed, ==, 5);
  g_assert_cmpuint (seen.added, ==, 5);
  g_assert_true (od_conversation_list_find (fixture->list, id, &position));
  g_assert_cmpuint (position, ==, 0);
  g_assert_cmpstr (od_conversation_item_get_row (item)->snippet, ==, "Are you there?");
}

static void
test_new_row_is_one_insertion (Fixture *fixture, gconstpointer data)
{
  Seen seen = { 0 };
  gint64 customer_id = od_fake_desk_add_customer (fixture->fake, "New", NULL, NULL);
  gint64 account_id = 1, id;

  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (items_changed_cb), &seen);
  od_clock_advance (fixture->clock, G_USEC_PER_SEC);
  id = od_fake_desk_add_conversation (fixture->fake, customer_id, account_id, "v_new");
  od_fake_desk_receive (fixture->fake, id, "Hello");
  settle ();
  g_assert_cmpuint (seen.n, ==, 1);
  g_assert_cmpuint (seen.removed, ==, 0);
  g_assert_cmpuint (seen.added, ==, 1);
  g_assert_cmpint (od_conversation_list_get_id (fixture->list, 0), ==, id);
}

static void
test_flood_asks_four_times_a_second (Fixture *fixture, gconstpointer data)
{
  guint before = od_fake_desk_get_calls (fixture->fake)->n_lists, n;
  gint64 id = od_conversation_list_get_id (fixture->list, 50);

  od_clock_advance (fixture->clock, 10 * G_USEC_PER_SEC);
  for (guint i = 0; i < 1000; i++)
    {
      od_fake_desk_receive (fixture->fake, id, "More");
      settle ();
      od_clock_advance (fixture->clock, 2000); /* 1000 × 2 ms: two seconds */
    }
  od_clock_advance (fixture->clock, G_USEC_PER_SEC);
  settle ();
  n = od_fake_desk_get_calls (fixture->fake)->n_lists - before;
  g_assert_cmpuint (n, >=, 8);
  g_assert_cmpuint (n, <=, 10);
  g_assert_cmpint (od_conversation_list_get_id (fixture->list, 0), ==, id);
}

static void
test_change_while_asking_is_not_lost (Fixture *fixture, gconstpointer data)
{
  gint64 first = od_conversation_list_get_id (fixture->list, 9);
  gint64 second = od_conversation_list_get_id (fixture->list, 8);

  od_clock_advance (fixture->clock, G_USEC_PER_SEC);
  od_fake_desk_hold (fixture->fake, TRUE);
  od_fake_desk_receive (fixture->fake, first, "One"); /* asks, and the answer is on its way */
  od_clock_advance (fixture->clock, 1000);
  od_fake_desk_receive (fixture->fake, second, "Two");
  od_fake_desk_hold (fixture->fake, FALSE);
  settle ();
  od_clock_advance (fixture->clock, G_USEC_PER_SEC);
  settle ();
  g_assert_cmpint (od_conversation_list_get_id (fixture->list, 0), ==, second);
  g_assert_cmpint (od_conversation_list_get_id (fixture->list, 1), ==, first);
}

static void
notify_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup (pspec->name));
}

static void
test_only_what_differs_is_notified (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdConversationItem) item = get (fixture, 0);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *name = NULL;
  gint64 id = od_conversation_item_get_id (item);
  guint n_unread;

  settle ();
  g_object_get (item, "name", &name, "n-unread", &n_unread, NULL);
  g_assert_cmpstr (name, ==, "Customer 0");
  g_assert_cmpuint (n_unread, ==, 1);
  g_signal_connect (item, "notify", G_CALLBACK (notify_cb), names);
  od_fake_desk_get_conversation (fixture->fake, id)->n_unread = 0;
  od_fake_desk_emit (fixture->fake, OD_CHANGE_CONVERSATION, id);
  settle ();
  g_assert_cmpuint (names->len, ==, 1);
  g_assert_cmpstr (names->pdata[0], ==, "n-unread");
}

static void
test_row_that_is_gone_leaves_the_list (Fixture *fixture, gconstpointer data)
{
  gint64 id = od_conversation_list_get_id (fixture->list, 7);

  od_clock_advance (fixture->clock, G_USEC_PER_SEC);
  od_fake_desk_remove_conversation (fixture->fake, id);
  od_fake_desk_emit (fixture->fake, OD_CHANGE_CONVERSATION, id);
  settle ();
  g_assert_false (od_conversation_list_find (fixture->list, id, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 99);
}

static void
test_answer_after_death_hurts_nobody (Fixture *fixture, gconstpointer data)
{
  OdConversationItem *item;

  od_clock_advance (fixture->clock, G_USEC_PER_SEC);
  od_fake_desk_hold (fixture->fake, TRUE);
  item = get (fixture, 0);
  settle (); /* the question for the row is out */
  od_conversation_list_refresh (fixture->list);
  g_assert_finalize_object (g_steal_pointer (&fixture->list));
  od_fake_desk_hold (fixture->fake, FALSE);
  settle ();
  g_assert_null (od_conversation_item_get_row (item));
  g_object_unref (item);
}

static void
failed_cb (OdConversationList *list, GError *error, gpointer user_data)
{
  g_assert_error (error, OD_ERROR, OD_ERROR_STORE);
  ++*(guint *) user_data;
}

static void
test_failure_keeps_what_was_known (Fixture *fixture, gconstpointer data)
{
  guint n_failed = 0;

  g_signal_connect (fixture->list, "failed", G_CALLBACK (failed_cb), &n_failed);
  od_clock_advance (fixture->clock, G_USEC_PER_SEC);
  od_fake_desk_fail_next (fixture->fake, OD_ERROR_STORE);
  od_conversation_list_refresh (fixture->list);
  settle ();
  g_assert_cmpuint (n_failed, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 100);
}

static void
show (Fixture *fixture, OdScope scope, OdOrder order)
{
  OdViewQuery query = { .scope = scope, .order = order };

  od_conversation_list_set_query (fixture->list, &query);
  settle ();
}

/* No row of widgets is made for it: those that are there show other conversations. */
static void
test_another_list_is_shown_by_the_same_items (Fixture *fixture, gconstpointer data)
{
  Seen seen = { 0 };
  OdConversationItem *items[30];
  gint64 old_ids[30];

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      items[i] = get (fixture, i);
      old_ids[i] = od_conversation_item_get_id (items[i]);
    }
  settle ();
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (items_changed_cb), &seen);
  show (fixture, OD_SCOPE_INBOX, OD_ORDER_OLDEST);
  g_assert_cmpuint (seen.n, ==, 0); /* it is as long */
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      gint64 id = od_conversation_list_get_id (fixture->list, i);
      g_autoptr (OdConversationItem) again = get (fixture, i);

      g_assert_true (again == items[i]);
      g_assert_cmpint (id, !=, old_ids[i]);
      g_assert_cmpint (od_conversation_item_get_id (items[i]), ==, id);
      g_assert_cmpint (od_conversation_item_get_row (items[i])->id, ==, id);
    }
  g_assert_cmpuint (od_conversation_list_get_n_live (fixture->list), ==, G_N_ELEMENTS (items));
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    g_object_unref (items[i]);
  g_assert_cmpuint (od_conversation_list_get_n_live (fixture->list), ==, 0);
}

/* Who has no place any more is told nothing, and its conversation may be another's now. */
static void
test_item_without_a_place_is_let_go (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdConversationItem) first = get (fixture, 0), last = get (fixture, 999);
  gint64 last_id = od_conversation_item_get_id (last);
  guint n;

  settle ();
  for (guint i = 0; i < 400; i++)
    od_fake_desk_get_conversation (fixture->fake, od_conversation_list_get_id (fixture->list, i * 2))->status =
        OD_STATUS_RESOLVED;
  show (fixture, OD_SCOPE_INBOX, OD_ORDER_OLDEST);
  n = g_list_model_get_n_items (G_LIST_MODEL (fixture->list));
  g_assert_cmpuint (n, <, 999);
  g_assert_cmpint (od_conversation_list_get_id (fixture->list, 0), ==, last_id);
  g_assert_cmpint (od_conversation_item_get_id (first), ==, last_id);
  g_assert_cmpint (od_conversation_item_get_id (last), ==, last_id);
  g_assert_cmpuint (od_conversation_list_get_n_live (fixture->list), ==, 1);
  od_fake_desk_get_conversation (fixture->fake, last_id)->n_unread = 7;
  od_fake_desk_emit (fixture->fake, OD_CHANGE_CONVERSATION, last_id);
  settle ();
  g_assert_cmpuint (od_conversation_item_get_row (first)->n_unread, ==, 7);
  g_assert_cmpuint (od_conversation_item_get_row (last)->n_unread, !=, 7);
  g_clear_object (&last);
  g_assert_cmpuint (od_conversation_list_get_n_live (fixture->list), ==, 1);
}

static void
test_other_view_gives_up_the_first (Fixture *fixture, gconstpointer data)
{
  OdViewQuery resolved = { .scope = OD_SCOPE_RESOLVED }, inbox = { .scope = OD_SCOPE_INBOX };

  od_fake_desk_hold (fixture->fake, TRUE);
  od_conversation_list_set_query (fixture->list, &inbox);
  od_conversation_list_set_query (fixture->list, &resolved);
  g_assert_false (od_conversation_list_get_is_loaded (fixture->list));
  od_fake_desk_hold (fixture->fake, FALSE);
  settle ();
  g_assert_true (od_conversation_list_get_is_loaded (fixture->list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, n, func)                                                                                             \
  g_test_add ("/conversation-list/" name, Fixture, GUINT_TO_POINTER (n), set_up, func, tear_down)
  ADD ("many-rows-need-few-questions", 100000, test_many_rows_need_few_questions);
  ADD ("row-that-scrolled-by-is-not-asked-for", 100, test_row_that_scrolled_by_is_not_asked_for);
  ADD ("same-row-is-the-same-object", 100, test_same_row_is_the_same_object);
  ADD ("message-moves-its-row-to-the-top", 100, test_message_moves_its_row_to_the_top);
  ADD ("new-row-is-one-insertion", 100, test_new_row_is_one_insertion);
  ADD ("flood-asks-four-times-a-second", 100, test_flood_asks_four_times_a_second);
  ADD ("change-while-asking-is-not-lost", 100, test_change_while_asking_is_not_lost);
  ADD ("only-what-differs-is-notified", 100, test_only_what_differs_is_notified);
  ADD ("row-that-is-gone-leaves-the-list", 100, test_row_that_is_gone_leaves_the_list);
  ADD ("answer-after-death-hurts-nobody", 100, test_answer_after_death_hurts_nobody);
  ADD ("failure-keeps-what-was-known", 100, test_failure_keeps_what_was_known);
  ADD ("another-list-is-shown-by-the-same-items", 100000, test_another_list_is_shown_by_the_same_items);
  ADD ("item-without-a-place-is-let-go", 1000, test_item_without_a_place_is_let_go);
  ADD ("other-view-gives-up-the-first", 100, test_other_view_gives_up_the_first);
#undef ADD
  return g_test_run ();
}
