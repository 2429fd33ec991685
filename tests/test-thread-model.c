/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error.h"
#include "od-fake-desk.h"
#include "od-thread-model.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC) /* 2026-03-10 14:00 UTC */
#define SECOND_US ((gint64) G_USEC_PER_SEC)
#define MAX_KEPT 1060 /* what the model keeps, and a page */

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  OdThreadModel *model;
  gint64 conversation_id;
  guint position, n_opened, n_arrived, n_failed;
} Fixture;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
opened_cb (Fixture *fixture, guint position)
{
  fixture->position = position;
  fixture->n_opened++;
}

static void
arrived_cb (Fixture *fixture)
{
  fixture->n_arrived++;
}

static void
failed_cb (Fixture *fixture)
{
  fixture->n_failed++;
}

static void
set_up (Fixture *fixture, gconstpointer n_rows)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  guint n = GPOINTER_TO_UINT (n_rows);
  gint64 account_id, customer_id;

  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  account_id = od_fake_desk_add_account (fixture->fake, "webchat", "Shop", NULL);
  customer_id = od_fake_desk_add_customer (fixture->fake, "Maria", NULL, NULL);
  fixture->conversation_id = od_fake_desk_add_conversation (fixture->fake, customer_id, account_id, "v_1");
  for (guint i = 0; i < n; i++)
    od_fake_desk_add_message (fixture->fake, fixture->conversation_id, i % 3 == 0 ? OD_TIMELINE_OUT : OD_TIMELINE_IN,
                              "Hello", NOW_US - (gint64) (n - i) * 60 * SECOND_US);
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  fixture->model = od_thread_model_new (fixture->desk, utc);
  g_signal_connect_swapped (fixture->model, "opened", G_CALLBACK (opened_cb), fixture);
  g_signal_connect_swapped (fixture->model, "arrived", G_CALLBACK (arrived_cb), fixture);
  g_signal_connect_swapped (fixture->model, "failed", G_CALLBACK (failed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->model != NULL)
    g_assert_finalize_object (g_steal_pointer (&fixture->model));
  settle ();
  od_desk_unref (fixture->desk);
  g_assert_finalize_object (g_steal_pointer (&fixture->fake));
  g_assert_finalize_object (g_steal_pointer (&fixture->clock));
}

static guint
get_length (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->model));
}

static OdMessageItem *
get (Fixture *fixture, guint position)
{
  g_autoptr (OdMessageItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->model), position);

  return item; /* the model keeps it */
}

/* In order, each once, marked as its neighbours demand. */
static void
check (Fixture *fixture)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  guint n = get_length (fixture);

  for (guint i = 0; i < n; i++)
    {
      const OdMessageRow *row = od_message_item_get_row (get (fixture, i));
      const OdMessageRow *before = i > 0 ? od_message_item_get_row (get (fixture, i - 1)) : NULL;
      const OdMessageRow *after = i + 1 < n ? od_message_item_get_row (get (fixture, i + 1)) : NULL;
      OdThreadMarks expected = od_thread_group_mark (before, row, after, 0, utc) & ~OD_THREAD_MARK_UNREAD;
      guint position;

      /* What comes before is not known yet: a separator would go again when it comes. */
      if (i == 0 && od_thread_model_get_has_older (fixture->model))
        expected &= ~(OD_THREAD_MARK_DAY | OD_THREAD_MARK_CONVERSATION);
      g_assert_true (before == NULL || od_message_row_compare (before, row) < 0);
      g_assert_true (od_thread_model_find (fixture->model, row->id, &position));
      g_assert_cmpuint (position, ==, i);
      g_assert_cmpuint (od_message_item_get_marks (get (fixture, i)) & ~OD_THREAD_MARK_UNREAD, ==, expected);
    }
}

static void
open_at (Fixture *fixture, OdThreadAnchor anchor, gint64 message_id)
{
  od_thread_model_open (fixture->model, fixture->conversation_id, OD_THREAD_CUSTOMER, anchor, message_id);
  settle ();
}

static void
test_long_threads_stay_small (Fixture *fixture, gconstpointer data)
{
  guint n_pages = 0;

  open_at (fixture, OD_ANCHOR_END, 0);
  g_assert_cmpuint (fixture->position, ==, get_length (fixture) - 1);
  g_assert_cmpuint (get_length (fixture), <, 100);
  while (od_thread_model_get_has_older (fixture->model))
    {
      od_thread_model_load_older (fixture->model);
      od_thread_model_load_older (fixture->model); /* one is on its way: no second */
      settle ();
      g_assert_cmpuint (get_length (fixture), <=, MAX_KEPT);
      g_assert_cmpuint (++n_pages, <, 1000);
    }
  g_assert_cmpuint (od_fake_desk_get_calls (fixture->fake)->n_pages, ==, n_pages + 1);
  g_assert_true (od_thread_model_get_has_newer (fixture->model));
  check (fixture);
  n_pages = 0;
  while (od_thread_model_get_has_newer (fixture->model))
    {
      od_thread_model_load_newer (fixture->model);
      settle ();
      g_assert_cmpuint (get_length (fixture), <=, MAX_KEPT);
      g_assert_cmpuint (++n_pages, <, 1000);
    }
  g_assert_true (od_thread_model_get_has_older (fixture->model));
  check (fixture);
}

static void
test_opens_at_the_first_unread (Fixture *fixture, gconstpointer data)
{
  const OdMessageRow *row;

  od_fake_desk_get_conversation (fixture->fake, fixture->conversation_id)->n_unread = 4;
  open_at (fixture, OD_ANCHOR_FIRST_UNREAD, 0);
  row = od_message_item_get_row (get (fixture, fixture->position));
  g_assert_cmpint (row->kind, ==, OD_TIMELINE_IN);
  g_assert_true ((od_message_item_get_marks (get (fixture, fixture->position)) & OD_THREAD_MARK_UNREAD) != 0);
}

static void
test_news_stand_at_the_end (Fixture *fixture, gconstpointer data)
{
  guint n;
  gint64 id;

  open_at (fixture, OD_ANCHOR_END, 0);
  n = get_length (fixture);
  id = od_fake_desk_receive (fixture->fake, fixture->conversation_id, "And now?");
  settle ();
  g_assert_cmpuint (get_length (fixture), ==, n + 1);
  g_assert_cmpint (od_message_item_get_id (get (fixture, n)), ==, id);
  g_assert_cmpuint (fixture->n_arrived, ==, 1);
  g_assert_cmpint (od_thread_model_get_newest_public_id (fixture->model), ==, id);
  check (fixture);
}

static void
test_news_below_what_is_loaded_are_told (Fixture *fixture, gconstpointer data)
{
  open_at (fixture, OD_ANCHOR_END, 0);
  while (od_thread_model_get_has_older (fixture->model))
    {
      od_thread_model_load_older (fixture->model);
      settle ();
    }
  od_fake_desk_receive (fixture->fake, fixture->conversation_id, "And now?");
  settle ();
  g_assert_cmpuint (fixture->n_arrived, ==, 1);
  check (fixture); /* no hole between what is loaded and the newest row */
  od_thread_model_reopen (fixture->model, OD_ANCHOR_END, 0);
  settle ();
  g_assert_cmpstr (od_message_item_get_row (get (fixture, get_length (fixture) - 1))->body, ==, "And now?");
}

static void
test_strangers_stay_out (Fixture *fixture, gconstpointer data)
{
  gint64 customer_id = od_fake_desk_add_customer (fixture->fake, "Oleg", NULL, NULL);
  gint64 other_id = od_fake_desk_add_conversation (
      fixture->fake, customer_id, od_fake_desk_add_account (fixture->fake, "email", "M", NULL), "o@example.org");
  guint n;

  open_at (fixture, OD_ANCHOR_END, 0);
  n = get_length (fixture);
  od_fake_desk_receive (fixture->fake, other_id, "I am somebody else");
  settle ();
  g_assert_cmpuint (get_length (fixture), ==, n);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_a_change_keeps_the_item (Fixture *fixture, gconstpointer data)
{
  OdMessageItem *item;
  guint n_changed = 0, n_items_changed = 0;

  open_at (fixture, OD_ANCHOR_END, 0);
  item = get (fixture, get_length (fixture) - 1);
  g_signal_connect_swapped (item, "changed", G_CALLBACK (count_cb), &n_changed);
  g_signal_connect_swapped (fixture->model, "items-changed", G_CALLBACK (count_cb), &n_items_changed);
  od_triage_port_edit_async (fixture->desk->triage, od_message_item_get_id (item), "Edited", NULL, NULL, NULL);
  settle ();
  g_assert_true (get (fixture, get_length (fixture) - 1) == item);
  g_assert_cmpstr (od_message_item_get_row (item)->body, ==, "Edited");
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpuint (n_items_changed, ==, 0);
}

static void
test_what_was_taken_back_goes (Fixture *fixture, gconstpointer data)
{
  gint64 id;
  guint n;

  open_at (fixture, OD_ANCHOR_END, 0);
  n = get_length (fixture);
  id = od_message_item_get_id (get (fixture, n - 2));
  od_reply_port_decide_async (fixture->desk->replies, id, OD_DECISION_DISCARD, NULL, NULL, NULL);
  settle ();
  g_assert_cmpuint (get_length (fixture), ==, n - 1);
  check (fixture);
}

static void
test_late_answers_do_no_harm (Fixture *fixture, gconstpointer data)
{
  open_at (fixture, OD_ANCHOR_END, 0);
  od_fake_desk_hold (fixture->fake, TRUE);
  od_thread_model_load_older (fixture->model);
  od_fake_desk_receive (fixture->fake, fixture->conversation_id, "Late");
  od_thread_model_reopen (fixture->model, OD_ANCHOR_END, 0);
  g_assert_finalize_object (g_steal_pointer (&fixture->model));
  od_fake_desk_hold (fixture->fake, FALSE);
  settle ();
}

static void
test_a_failure_is_told_and_can_be_tried_again (Fixture *fixture, gconstpointer data)
{
  guint n;

  open_at (fixture, OD_ANCHOR_END, 0);
  n = get_length (fixture);
  od_fake_desk_fail_next (fixture->fake, OD_ERROR_STORE);
  od_thread_model_load_older (fixture->model);
  settle ();
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  g_assert_cmpuint (get_length (fixture), ==, n);
  od_thread_model_load_older (fixture->model);
  settle ();
  g_assert_cmpuint (get_length (fixture), >, n);
}

int
main (int argc, char **argv)
{
#define TEST(name, n_rows, func)                                                                                       \
  g_test_add ("/thread-model/" name, Fixture, GUINT_TO_POINTER (n_rows), set_up, func, tear_down)

  g_test_init (&argc, &argv, NULL);

  TEST ("long-threads-stay-small", 10000, test_long_threads_stay_small);
  TEST ("opens-at-first-unread", 300, test_opens_at_the_first_unread);
  TEST ("news-at-the-end", 300, test_news_stand_at_the_end);
  TEST ("news-below", 2000, test_news_below_what_is_loaded_are_told);
  TEST ("strangers-stay-out", 30, test_strangers_stay_out);
  TEST ("a-change-keeps-the-item", 30, test_a_change_keeps_the_item);
  TEST ("taken-back", 30, test_what_was_taken_back_goes);
  TEST ("late-answers", 300, test_late_answers_do_no_harm);
  TEST ("failure", 300, test_a_failure_is_told_and_can_be_tried_again);
#undef TEST
  return g_test_run ();
}
