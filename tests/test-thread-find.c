/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-thread-find.h"

#include "od-fake-desk.h"
#include "od-text-marks.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)
#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)

/* ---- Marks ---- */

static void
test_marks (void)
{
  static const struct {
    const char *text;
    const char *words[4];
    const char *expected; /* start-end of each */
  } cases[] = {
    { "Where is my order?", { "order" }, "12-17 " },
    { "Order ORDER order", { "order" }, "0-5 6-11 12-17 " },
    { "Ёлка и елка", { "елка" }, "0-8 12-20 " },
    { "заказ заказа", { "заказ", "заказа" }, "0-10 11-23 " }, /* the longer word first */
    { "aaaa", { "aa" }, "0-2 2-4 " },
    { "nothing", { "" }, "" },
    { "nothing", { NULL }, "" },
    { "İstanbul", { "stan" }, "2-6 " }, /* folding would change the length */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) marks = od_text_marks_find (cases[i].text, cases[i].words);
      g_autoptr (GString) found = g_string_new (NULL);

      for (guint m = 0; m < marks->len; m++)
        g_string_append_printf (found, "%u-%u ", g_array_index (marks, OdTextMark, m).start_byte,
                                g_array_index (marks, OdTextMark, m).end_byte);
      g_assert_cmpstr (found->str, ==, cases[i].expected);
    }
}

/* ---- Hits ---- */

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  OdThreadFind *find;
  gint64 customer_id, conversation_id, old_id;
  gint64 hits[3]; /* newest first; the last in the old conversation */
} Fixture;

static void
settle (Fixture *fixture)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  gint64 account_id;

  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  account_id = od_fake_desk_add_account (fixture->fake, "webchat", "Shop", NULL);
  fixture->customer_id = od_fake_desk_add_customer (fixture->fake, "Maria", NULL, NULL);
  fixture->old_id = od_fake_desk_add_conversation (fixture->fake, fixture->customer_id, account_id, "v_1");
  fixture->conversation_id = od_fake_desk_add_conversation (fixture->fake, fixture->customer_id, account_id, "v_1");
  fixture->hits[2] =
      od_fake_desk_add_message (fixture->fake, fixture->old_id, OD_TIMELINE_IN, "My parcel", NOW_US - 9 * MINUTE_US)
          ->id;
  fixture->hits[1] = od_fake_desk_add_message (fixture->fake, fixture->conversation_id, OD_TIMELINE_IN, "Parcel again",
                                               NOW_US - 3 * MINUTE_US)
                         ->id;
  od_fake_desk_add_message (fixture->fake, fixture->conversation_id, OD_TIMELINE_OUT, "Hello", NOW_US - 2 * MINUTE_US);
  fixture->hits[0] = od_fake_desk_add_message (fixture->fake, fixture->conversation_id, OD_TIMELINE_IN, "The parcel!",
                                               NOW_US - MINUTE_US)
                         ->id;
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  fixture->find = od_thread_find_new (fixture->desk);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_run_dispose (G_OBJECT (fixture->find));
  settle (fixture);
  g_assert_finalize_object (g_steal_pointer (&fixture->find));
  od_desk_unref (fixture->desk);
  settle (fixture);
  g_assert_finalize_object (g_steal_pointer (&fixture->fake));
  g_object_unref (fixture->clock);
}

static void
assert_at (Fixture *fixture, guint position, guint n)
{
  g_assert_cmpuint (od_thread_find_get_n_hits (fixture->find), ==, n);
  g_assert_cmpuint (od_thread_find_get_position (fixture->find), ==, position);
  g_assert_cmpint (od_thread_find_get_message_id (fixture->find), ==, n > 0 ? fixture->hits[position] : 0);
}

static void
test_in_a_conversation (Fixture *fixture, gconstpointer data)
{
  od_thread_find_set_scope (fixture->find, fixture->conversation_id, 0);
  od_thread_find_set_text (fixture->find, "parcel");
  g_assert_true (od_thread_find_get_is_busy (fixture->find));
  settle (fixture);
  assert_at (fixture, 0, 2);
  od_thread_find_step (fixture->find, 1);
  assert_at (fixture, 1, 2);
  od_thread_find_step (fixture->find, 1); /* round */
  assert_at (fixture, 0, 2);
  od_thread_find_step (fixture->find, -1);
  assert_at (fixture, 1, 2);
  g_assert_true (g_strv_contains (od_thread_find_get_words (fixture->find), "Parcel"));
}

static void
test_in_all_of_a_person (Fixture *fixture, gconstpointer data)
{
  od_thread_find_set_scope (fixture->find, 0, fixture->customer_id);
  od_thread_find_set_text (fixture->find, "parcel");
  settle (fixture);
  assert_at (fixture, 0, 3);
  od_thread_find_step (fixture->find, -1);
  assert_at (fixture, 2, 3);
  od_thread_find_set_scope (fixture->find, fixture->old_id, 0); /* asked again by itself */
  settle (fixture);
  g_assert_cmpuint (od_thread_find_get_n_hits (fixture->find), ==, 1);
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  od_thread_find_set_scope (fixture->find, fixture->conversation_id, 0);
  od_thread_find_set_text (fixture->find, "parcel");
  od_thread_find_set_text (fixture->find, "zebra"); /* the first answer does not count */
  settle (fixture);
  assert_at (fixture, 0, 0);
  od_thread_find_step (fixture->find, 1);
  od_thread_find_set_text (fixture->find, "  ");
  g_assert_false (od_thread_find_get_is_busy (fixture->find));
  g_assert_null (od_thread_find_get_words (fixture->find)[0]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/thread-find/" name, Fixture, NULL, set_up, func, tear_down)
  g_test_add_func ("/thread-find/marks", test_marks);
  ADD ("conversation", test_in_a_conversation);
  ADD ("person", test_in_all_of_a_person);
  ADD ("nothing", test_nothing);
  return g_test_run ();
}
