/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "od-customer-pane.h"
#include "od-fake-desk.h"
#include "od-thread-pane.h"
#include "od-thread-row.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)
#define SECOND_US ((gint64) G_USEC_PER_SEC)
#define N_LONG 600

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  GtkWidget *window;
  OdThreadPane *pane;
  gint64 long_id, short_id, customer_id;
} Fixture;

#define WAIT_UNTIL(condition)                                                                                          \
  while (!(condition))                                                                                                 \
  g_main_context_iteration (NULL, TRUE)

typedef struct {
  guint n_frames;
} Frames;

static gboolean
frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  return ++((Frames *) data)->n_frames < 12 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Until what was asked for is laid out: layout takes a few frames, however fast they come. */
static void
let_frames_pass (Fixture *fixture)
{
  Frames frames = { 0 };

  gtk_widget_add_tick_callback (fixture->window, frame_cb, &frames, NULL);
  WAIT_UNTIL (frames.n_frames >= 12);
}

/* Words of one to forty: rows of very different height. */
static void
fill_long (Fixture *fixture)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < N_LONG; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      g_string_printf (text, "Message %u", i);
      for (gint32 n = g_rand_int_range (rand, 0, 40); n > 0; n--)
        g_string_append (text, " words of it");
      od_fake_desk_add_message (fixture->fake, fixture->long_id, i % 3 != 0 ? OD_TIMELINE_IN : OD_TIMELINE_OUT,
                                text->str, NOW_US - (gint64) (N_LONG - i) * 60 * SECOND_US);
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  gint64 account_id;

  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  account_id = od_fake_desk_add_account (fixture->fake, "webchat", "Shop", NULL);
  fixture->customer_id = od_fake_desk_add_customer (fixture->fake, "Maria", "ru", "Europe/Moscow");
  fixture->long_id = od_fake_desk_add_conversation (fixture->fake, fixture->customer_id, account_id, "v_1");
  fixture->short_id = od_fake_desk_add_conversation (
      fixture->fake, od_fake_desk_add_customer (fixture->fake, "Oleg", NULL, NULL), account_id, "v_2");
  fill_long (fixture);
  od_fake_desk_add_message (fixture->fake, fixture->short_id, OD_TIMELINE_IN, "<b>Hi</b> & <a href='x'>y</a>",
                            NOW_US - 60 * SECOND_US);
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  fixture->window = adw_window_new ();
  fixture->pane = OD_THREAD_PANE (od_thread_pane_new (fixture->desk));
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->pane));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), GPOINTER_TO_INT (data), 600);
  gtk_window_present (GTK_WINDOW (fixture->window));
  WAIT_UNTIL (gtk_widget_get_mapped (fixture->window) && gtk_widget_get_width (fixture->window) > 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GtkWidget *pane = GTK_WIDGET (fixture->pane);

  g_object_add_weak_pointer (G_OBJECT (pane), (gpointer *) &pane);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  WAIT_UNTIL (pane == NULL); /* nobody keeps a closed pane */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  od_desk_unref (fixture->desk);
  g_assert_finalize_object (g_steal_pointer (&fixture->fake));
  g_assert_finalize_object (g_steal_pointer (&fixture->clock));
}

/* ---- Looking ---- */

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_button (GtkWidget *widget, const char *action)
{
  if (GTK_IS_ACTIONABLE (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, action);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
get_list (Fixture *fixture)
{
  return find (GTK_WIDGET (fixture->pane), GTK_TYPE_LIST_VIEW);
}

typedef struct {
  OdThreadRow *first, *last; /* in sight */
  float first_y;
  guint n;
} InSight;

static InSight
look (Fixture *fixture)
{
  GtkWidget *list = get_list (fixture);
  GtkWidget *scroller = gtk_widget_get_ancestor (list, GTK_TYPE_SCROLLED_WINDOW);
  InSight seen = { 0 };
  float last_y = -1;

  for (GtkWidget *child = gtk_widget_get_first_child (list); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);
      graphene_rect_t bounds;

      if (row == NULL || od_thread_row_get_item (OD_THREAD_ROW (row)) == NULL || !gtk_widget_get_mapped (child) ||
          !gtk_widget_compute_bounds (child, scroller, &bounds))
        continue;
      if (bounds.origin.y + bounds.size.height <= 0 || bounds.origin.y >= (float) gtk_widget_get_height (scroller))
        continue;
      seen.n++;
      if (seen.first == NULL || bounds.origin.y < seen.first_y)
        {
          seen.first = OD_THREAD_ROW (row);
          seen.first_y = bounds.origin.y;
        }
      if (bounds.origin.y > last_y)
        {
          seen.last = OD_THREAD_ROW (row);
          last_y = bounds.origin.y;
        }
    }
  return seen;
}

static const OdMessageRow *
message_of (OdThreadRow *row)
{
  return od_message_item_get_row (od_thread_row_get_item (row));
}

static gint64
newest_id (Fixture *fixture)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (get_list (fixture))));
  g_autoptr (OdMessageItem) item = g_list_model_get_item (model, g_list_model_get_n_items (model) - 1);

  return od_message_item_get_id (item);
}

static gboolean
is_last_in_sight (Fixture *fixture)
{
  InSight seen = look (fixture);

  return seen.last != NULL && message_of (seen.last)->id == newest_id (fixture);
}

static void
open_thread (Fixture *fixture, gint64 id)
{
  od_thread_pane_set_conversation (fixture->pane, id, fixture->customer_id);
  WAIT_UNTIL (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (get_list (fixture))))) >
              0);
  let_frames_pass (fixture);
}

static void
scroll_to (Fixture *fixture, guint position)
{
  gtk_widget_activate_action (get_list (fixture), "list.scroll-to-item", "u", position);
  let_frames_pass (fixture);
}

/* ---- The thread ---- */

static void
test_opens_at_the_end (Fixture *fixture, gconstpointer data)
{
  open_thread (fixture, fixture->long_id);
  WAIT_UNTIL (is_last_in_sight (fixture));
  g_assert_cmpuint (look (fixture).n, >=, 1);
}

static void
test_opens_at_the_first_unread (Fixture *fixture, gconstpointer data)
{
  od_fake_desk_get_conversation (fixture->fake, fixture->long_id)->n_unread = 12;
  open_thread (fixture, fixture->long_id);
  for (guint i = 0; i < 40; i++)
    {
      GtkWidget *list = get_list (fixture);
      GtkWidget *scroller = gtk_widget_get_ancestor (list, GTK_TYPE_SCROLLED_WINDOW);

      for (GtkWidget *child = gtk_widget_get_first_child (list); child != NULL;
           child = gtk_widget_get_next_sibling (child))
        {
          OdThreadRow *row = OD_THREAD_ROW (gtk_widget_get_first_child (child));
          graphene_rect_t bounds;

          if (row == NULL || od_thread_row_get_item (row) == NULL ||
              (od_message_item_get_marks (od_thread_row_get_item (row)) & OD_THREAD_MARK_UNREAD) == 0 ||
              !gtk_widget_compute_bounds (child, scroller, &bounds))
            continue;
          if (bounds.origin.y >= 0 && bounds.origin.y < (float) gtk_widget_get_height (scroller))
            return;
        }
      let_frames_pass (fixture);
    }
  g_assert_not_reached ();
}

static void
test_follows_at_the_end (Fixture *fixture, gconstpointer data)
{
  open_thread (fixture, fixture->long_id);
  WAIT_UNTIL (is_last_in_sight (fixture));
  for (guint i = 0; i < 5; i++)
    {
      gint64 id;

      od_clock_advance (fixture->clock, SECOND_US);
      id = od_fake_desk_receive (fixture->fake, fixture->long_id, "And this?\nAnd that?");
      WAIT_UNTIL (newest_id (fixture) == id && is_last_in_sight (fixture));
    }
}

static void
test_keeps_the_place_of_a_reader (Fixture *fixture, gconstpointer data)
{
  InSight before, after;
  gint64 id;

  open_thread (fixture, fixture->long_id);
  WAIT_UNTIL (is_last_in_sight (fixture));
  scroll_to (fixture, 20);
  before = look (fixture);
  g_assert_false (is_last_in_sight (fixture));
  id = message_of (before.first)->id;
  od_clock_advance (fixture->clock, SECOND_US);
  od_fake_desk_receive (fixture->fake, fixture->long_id, "While you read");
  for (guint i = 0; i < 5; i++)
    let_frames_pass (fixture);
  after = look (fixture);
  g_assert_cmpint (message_of (after.first)->id, ==, id);
  g_assert_false (is_last_in_sight (fixture));
}

static void
test_older_rows_come_above (Fixture *fixture, gconstpointer data)
{
  GListModel *model;
  guint n;
  gint64 id;
  InSight seen;

  open_thread (fixture, fixture->long_id);
  WAIT_UNTIL (is_last_in_sight (fixture));
  model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (get_list (fixture))));
  n = g_list_model_get_n_items (model);
  scroll_to (fixture, 8);
  id = message_of (look (fixture).first)->id;
  WAIT_UNTIL (g_list_model_get_n_items (model) > n);
  let_frames_pass (fixture);
  let_frames_pass (fixture);
  seen = look (fixture);
  g_assert_cmpuint (seen.n, >, 0); /* not blank */
  g_assert_cmpint (message_of (seen.first)->id, ==, id);
}

static void
test_text_is_never_markup (Fixture *fixture, gconstpointer data)
{
  InSight seen;
  GtkWidget *label;

  open_thread (fixture, fixture->short_id);
  WAIT_UNTIL ((seen = look (fixture)).n == 1);
  label = find (GTK_WIDGET (seen.first), g_type_from_name ("OdBubbleText"));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_widget_get_first_child (label))), ==,
                   "<b>Hi</b> & <a href='x'>y</a>");
}

static void
test_a_failed_message_can_be_retried (Fixture *fixture, gconstpointer data)
{
  OdMessageRow *message = od_fake_desk_add_message (fixture->fake, fixture->short_id, OD_TIMELINE_OUT, "Sorry", NOW_US);
  GtkWidget *button;

  message->delivery = OD_DELIVERY_FAILED;
  open_thread (fixture, fixture->short_id);
  WAIT_UNTIL ((button = find_button (GTK_WIDGET (fixture->pane), "thread.decide")) != NULL);
  g_signal_emit_by_name (button, "clicked");
  WAIT_UNTIL (find_button (GTK_WIDGET (fixture->pane), "thread.decide") == NULL);
  g_assert_cmpint (message->delivery, ==, OD_DELIVERY_QUEUED);
}

/* ---- The composer ---- */

static GtkTextBuffer *
get_buffer (Fixture *fixture)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (GTK_WIDGET (fixture->pane), GTK_TYPE_TEXT_VIEW)));
}

static char *
dup_text (Fixture *fixture)
{
  g_autofree char *text = NULL;

  g_object_get (get_buffer (fixture), "text", &text, NULL);
  return g_steal_pointer (&text);
}

static void
test_writes_and_sends (Fixture *fixture, gconstpointer data)
{
  g_autofree char *left = NULL;
  GtkWidget *button;

  open_thread (fixture, fixture->short_id);
  WAIT_UNTIL (look (fixture).n == 1);
  button = find_button (GTK_WIDGET (fixture->pane), "composer.send");
  g_assert_false (gtk_widget_is_sensitive (button));
  gtk_text_buffer_set_text (get_buffer (fixture), "Hello 👋", -1);
  g_assert_true (gtk_widget_is_sensitive (button));
  od_thread_pane_focus_composer (fixture->pane);
  g_assert_true (GTK_IS_TEXT_VIEW (gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (fixture->pane)))));
  g_signal_emit_by_name (button, "clicked");
  WAIT_UNTIL (look (fixture).n == 2 && is_last_in_sight (fixture));
  g_assert_cmpstr (message_of (look (fixture).last)->body, ==, "Hello 👋");
  WAIT_UNTIL (gtk_text_buffer_get_char_count (get_buffer (fixture)) == 0);
  left = dup_text (fixture);
  g_assert_cmpstr (left, ==, "");
  /* the next key is the beginning of the next message */
  g_assert_true (GTK_IS_TEXT_VIEW (gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (fixture->pane)))));
}

static void
test_drafts_wait_in_their_conversation (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  open_thread (fixture, fixture->short_id);
  gtk_text_buffer_set_text (get_buffer (fixture), "Half a sen", -1);
  open_thread (fixture, fixture->long_id);
  WAIT_UNTIL (gtk_text_buffer_get_char_count (get_buffer (fixture)) == 0);
  open_thread (fixture, fixture->short_id);
  WAIT_UNTIL (gtk_text_buffer_get_char_count (get_buffer (fixture)) > 0);
  text = dup_text (fixture);
  g_assert_cmpstr (text, ==, "Half a sen");
}

static void
test_closing_while_answers_are_out (Fixture *fixture, gconstpointer data)
{
  open_thread (fixture, fixture->long_id);
  od_fake_desk_hold (fixture->fake, TRUE);
  gtk_text_buffer_set_text (get_buffer (fixture), "Never sent", -1);
  gtk_widget_activate_action (find (GTK_WIDGET (fixture->pane), g_type_from_name ("OdComposer")), "composer.send",
                              NULL);
  od_fake_desk_receive (fixture->fake, fixture->long_id, "Late");
  gtk_window_destroy (GTK_WINDOW (g_object_ref (fixture->window)));
  od_fake_desk_hold (fixture->fake, FALSE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (fixture->window);
  fixture->window = NULL;
}

static void
tear_down_closed (Fixture *fixture, gconstpointer data)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  od_desk_unref (fixture->desk);
  g_assert_finalize_object (g_steal_pointer (&fixture->fake));
  g_assert_finalize_object (g_steal_pointer (&fixture->clock));
}

int
main (int argc, char **argv)
{
#define TEST(name, width, func, down)                                                                                  \
  g_test_add ("/thread-pane/" name, Fixture, GINT_TO_POINTER (width), set_up, func, down)

  g_setenv ("GTK_A11Y", "test", TRUE);
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/com/example/Omnidesk/icons");

  TEST ("opens-at-the-end", 800, test_opens_at_the_end, tear_down);
  TEST ("opens-at-the-end-narrow", 360, test_opens_at_the_end, tear_down);
  TEST ("opens-at-first-unread", 800, test_opens_at_the_first_unread, tear_down);
  TEST ("follows-at-the-end", 800, test_follows_at_the_end, tear_down);
  TEST ("keeps-the-place", 800, test_keeps_the_place_of_a_reader, tear_down);
  TEST ("older-rows", 800, test_older_rows_come_above, tear_down);
  TEST ("never-markup", 800, test_text_is_never_markup, tear_down);
  TEST ("retry", 800, test_a_failed_message_can_be_retried, tear_down);
  TEST ("send", 800, test_writes_and_sends, tear_down);
  TEST ("drafts", 360, test_drafts_wait_in_their_conversation, tear_down);
  TEST ("closing", 800, test_closing_while_answers_are_out, tear_down_closed);
#undef TEST
  return g_test_run ();
}
