/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "od-fake-desk.h"
#include "od-inbox-list.h"
#include "od-inbox-row.h"
#include "od-row-words.h"

/* What a list of many conversations costs: rows of widgets that are made, not time. */

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)
#define N_MANY 5000
#define N_SEEN 40  /* rows that may be made before the first frame */
#define N_SLICE 24 /* and between two others */

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  OdConversationList *list;
  GtkWidget *window, *rows, *view;
} Fixture;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
show (Fixture *fixture, OdScope scope, OdOrder order)
{
  OdViewQuery query = { .scope = scope, .order = order };

  od_conversation_list_set_query (fixture->list, &query);
}

static GtkWidget *
find_view (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LIST_VIEW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_view (child);
  return found;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  od_fake_desk_fill_many (fixture->fake, N_MANY);
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  fixture->list = od_conversation_list_new (fixture->desk);
  fixture->rows = od_inbox_list_new (fixture->desk, NULL, fixture->list);
  fixture->view = find_view (fixture->rows);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 380, 600);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->rows);
  gtk_window_present (GTK_WINDOW (fixture->window));
  while (!gtk_widget_get_mapped (fixture->window) || gtk_widget_get_height (fixture->view) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  g_assert_finalize_object (g_steal_pointer (&fixture->list));
  settle ();
  od_desk_unref (fixture->desk);
  g_assert_finalize_object (g_steal_pointer (&fixture->fake));
  g_assert_finalize_object (g_steal_pointer (&fixture->clock));
}

static guint
get_n (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (fixture->view))));
}

/* (element-type GtkWidget): the rows of widgets, from the top */
static GPtrArray *
collect (Fixture *fixture)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (GtkWidget *place = gtk_widget_get_first_child (fixture->view); place != NULL;
       place = gtk_widget_get_next_sibling (place))
    if (OD_IS_INBOX_ROW (gtk_widget_get_first_child (place)))
      g_ptr_array_add (rows, gtk_widget_get_first_child (place));
  return rows;
}

static guint
count_rows (Fixture *fixture)
{
  g_autoptr (GPtrArray) rows = collect (fixture);

  return rows->len;
}

static void
wait_for_all (Fixture *fixture)
{
  while (get_n (fixture) < g_list_model_get_n_items (G_LIST_MODEL (fixture->list)))
    g_main_context_iteration (NULL, TRUE);
  settle ();
}

static void
test_rows_are_made_in_slices (Fixture *fixture, gconstpointer data)
{
  guint n, n_rounds = 0;

  show (fixture, OD_SCOPE_INBOX, OD_ORDER_NEWEST);
  while (get_n (fixture) == 0)
    g_main_context_iteration (NULL, TRUE);
  n = count_rows (fixture);
  g_assert_cmpuint (n, <=, N_SEEN);
  while (get_n (fixture) < N_MANY)
    {
      guint before = n;

      g_main_context_iteration (NULL, TRUE);
      n = count_rows (fixture);
      g_assert_cmpuint (n, <=, before + N_SLICE);
      n_rounds++;
    }
  g_assert_cmpuint (n_rounds, >=, 5);
}

/* Who wants to go where the model has not yet grown to gets there. */
static void
test_the_end_is_there_at_once (Fixture *fixture, gconstpointer data)
{
  show (fixture, OD_SCOPE_INBOX, OD_ORDER_NEWEST);
  while (get_n (fixture) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (get_n (fixture), <, N_MANY);
  od_inbox_list_step (OD_INBOX_LIST (fixture->rows), -1);
  g_assert_cmpuint (get_n (fixture), ==, N_MANY);
  g_assert_true (gtk_selection_model_is_selected (gtk_list_view_get_model (GTK_LIST_VIEW (fixture->view)), N_MANY - 1));
  settle ();
}

static void
test_all_are_marked_while_it_grows (Fixture *fixture, gconstpointer data)
{
  show (fixture, OD_SCOPE_INBOX, OD_ORDER_NEWEST);
  while (get_n (fixture) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (get_n (fixture), <, N_MANY);
  od_inbox_list_mark_all (OD_INBOX_LIST (fixture->rows));
  g_assert_cmpuint (od_inbox_list_get_n_marked (OD_INBOX_LIST (fixture->rows)), ==, N_MANY);
  wait_for_all (fixture);
  g_assert_cmpuint (od_inbox_list_get_n_marked (OD_INBOX_LIST (fixture->rows)), ==, N_MANY);
  g_assert_true (gtk_selection_model_is_selected (gtk_list_view_get_model (GTK_LIST_VIEW (fixture->view)), N_MANY - 1));
}

/* Not one row is made or thrown away, and each says who it is now. */
static void
test_another_view_makes_no_rows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) before = NULL, after = NULL;
  gint64 last;

  show (fixture, OD_SCOPE_INBOX, OD_ORDER_NEWEST);
  while (get_n (fixture) == 0)
    g_main_context_iteration (NULL, TRUE);
  wait_for_all (fixture);
  last = od_conversation_list_get_id (fixture->list, N_MANY - 1);
  before = collect (fixture);
  show (fixture, OD_SCOPE_INBOX, OD_ORDER_OLDEST);
  while (od_conversation_list_get_id (fixture->list, 0) != last)
    g_main_context_iteration (NULL, TRUE);
  settle ();
  after = collect (fixture);
  g_assert_cmpuint (before->len, >, 100);
  g_assert_cmpuint (before->len, ==, after->len);
  for (guint i = 0; i < after->len; i++)
    g_assert_true (g_ptr_array_find (before, after->pdata[i], NULL));
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *sentence = g_strdup_printf ("Customer %u, ", N_MANY - 1 - i);
      g_autofree char *differs = gtk_test_accessible_check_property (GTK_ACCESSIBLE (after->pdata[i]),
                                                                     GTK_ACCESSIBLE_PROPERTY_LABEL, "nothing");

      g_assert_nonnull (differs);
      g_assert_nonnull (strstr (differs, sentence));
    }
}

static void
test_another_view_begins_at_its_top (Fixture *fixture, gconstpointer data)
{
  GtkAdjustment *place = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (fixture->view));

  show (fixture, OD_SCOPE_INBOX, OD_ORDER_NEWEST);
  while (get_n (fixture) == 0)
    g_main_context_iteration (NULL, TRUE);
  wait_for_all (fixture);
  while (gtk_adjustment_get_upper (place) < N_MANY * 10) /* until the rows have their places */
    g_main_context_iteration (NULL, TRUE);
  od_inbox_list_select (OD_INBOX_LIST (fixture->rows), od_conversation_list_get_id (fixture->list, 3000));
  gtk_widget_activate_action (fixture->view, "list.scroll-to-item", "u", 3000);
  while (gtk_adjustment_get_value (place) == 0)
    g_main_context_iteration (NULL, TRUE);
  show (fixture, OD_SCOPE_INBOX, OD_ORDER_OLDEST);
  while (gtk_adjustment_get_value (place) > 0)
    g_main_context_iteration (NULL, TRUE);
  settle ();
  g_assert_true (gtk_selection_model_is_selected (gtk_list_view_get_model (GTK_LIST_VIEW (fixture->view)),
                                                  N_MANY - 1 - 3000)); /* what is open is open still */
}

static GtkWidget *
find_row (GtkWidget *widget)
{
  GtkWidget *found = OD_IS_INBOX_ROW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child);
  return found;
}

/* Whether the first row says what is so now. */
static gboolean
is_told (Fixture *fixture)
{
  g_autoptr (OdConversationItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
  const OdConversationRow *row = od_conversation_item_get_row (item);
  const OdChannelInfo *channel = od_channel_info_find (fixture->desk->channels, row->channel);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *expected =
      od_row_words_sentence (row, channel != NULL ? channel->name : row->channel, fixture->desk->operator_name,
                             od_clock_get_real_us (fixture->clock), zone);
  char *difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (find_row (fixture->view)),
                                                         GTK_ACCESSIBLE_PROPERTY_LABEL, expected);
  gboolean is_told = difference == NULL;

  g_free (difference);
  return is_told;
}

/* No message comes, no minute passes: the badge turns when the promise does; not while nobody can see it. */
static void
test_badges_count (Fixture *fixture, gconstpointer data)
{
  OdConversationRow *row;
  gint64 id;

  show (fixture, OD_SCOPE_ALL, OD_ORDER_ACTIVITY);
  settle ();
  id = od_conversation_list_get_id (fixture->list, 0);
  row = od_fake_desk_get_conversation (fixture->fake, id);
  row->waiting_since_us = NOW_US - 50 * G_USEC_PER_SEC;
  row->marks.warn_us = NOW_US + 2 * G_USEC_PER_SEC;
  row->marks.due_us = NOW_US + 10 * G_USEC_PER_SEC;
  od_fake_desk_emit (fixture->fake, OD_CHANGE_CONVERSATION, id);
  while (od_clock_get_real_us (fixture->clock) < NOW_US + G_USEC_PER_SEC)
    {
      settle ();
      od_clock_advance (fixture->clock, G_USEC_PER_SEC / 2); /* changes are told a moment later */
    }
  settle ();
  od_clock_advance (fixture->clock, NOW_US + 10 * G_USEC_PER_SEC - od_clock_get_real_us (fixture->clock));
  settle ();
  g_assert_true (is_told (fixture)); /* late */

  gtk_widget_set_visible (fixture->rows, FALSE);
  settle ();
  row->marks.due_us = NOW_US + 20 * G_USEC_PER_SEC;
  row->marks.warn_us = NOW_US + 19 * G_USEC_PER_SEC;
  od_fake_desk_emit (fixture->fake, OD_CHANGE_CONVERSATION, id);
  od_clock_advance (fixture->clock, G_USEC_PER_SEC);
  settle ();
  od_clock_advance (fixture->clock, NOW_US + 20 * G_USEC_PER_SEC - od_clock_get_real_us (fixture->clock));
  settle ();
  g_assert_false (is_told (fixture));
  gtk_widget_set_visible (fixture->rows, TRUE);
  settle ();
  g_assert_true (is_told (fixture));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add ("/long-list/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("rows-are-made-in-slices", test_rows_are_made_in_slices);
  ADD ("the-end-is-there-at-once", test_the_end_is_there_at_once);
  ADD ("all-are-marked-while-it-grows", test_all_are_marked_while_it_grows);
  ADD ("another-view-makes-no-rows", test_another_view_makes_no_rows);
  ADD ("another-view-begins-at-its-top", test_another_view_begins_at_its_top);
  ADD ("badges-count", test_badges_count);
#undef ADD
  return g_test_run ();
}
