/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "od-fake-desk.h"
#include "od-settings.h"
#include "od-thread-pane.h"
#include "od-thread-row.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC) /* 2026-03-10 14:00 UTC */
#define SECOND_US ((gint64) G_USEC_PER_SEC)
#define MINUTE_US (60 * SECOND_US)
#define HOUR_US (60 * MINUTE_US)

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  GtkWidget *window;
  OdThreadPane *pane;
  gint64 id, old_id, customer_id;
} Fixture;

#define WAIT_UNTIL(condition)                                                                                          \
  while (!(condition))                                                                                                 \
  g_main_context_iteration (NULL, TRUE)

static void
set_up (Fixture *fixture, gconstpointer data)
{
  gint64 account_id;

  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  account_id = od_fake_desk_add_account (fixture->fake, "webchat", "Shop", NULL);
  fixture->customer_id = od_fake_desk_add_customer (fixture->fake, "Maria", "ru", "Europe/Moscow");
  fixture->old_id = od_fake_desk_add_conversation (fixture->fake, fixture->customer_id, account_id, "v_1");
  fixture->id = od_fake_desk_add_conversation (fixture->fake, fixture->customer_id, account_id, "v_1");
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  fixture->window = adw_window_new ();
  fixture->pane = OD_THREAD_PANE (od_thread_pane_new (fixture->desk));
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->pane));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 700, 600);
  gtk_window_present (GTK_WINDOW (fixture->window));
  WAIT_UNTIL (gtk_widget_get_mapped (fixture->window) && gtk_widget_get_width (fixture->window) > 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GtkWidget *pane = GTK_WIDGET (fixture->pane);

  g_object_add_weak_pointer (G_OBJECT (pane), (gpointer *) &pane);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  WAIT_UNTIL (pane == NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  od_desk_unref (fixture->desk);
  g_assert_finalize_object (g_steal_pointer (&fixture->fake));
  g_assert_finalize_object (g_steal_pointer (&fixture->clock));
}

static OdMessageRow *
say (Fixture *fixture, OdTimelineKind kind, const char *text, gint64 ago_us)
{
  return od_fake_desk_add_message (fixture->fake, fixture->id, kind, text, NOW_US - ago_us);
}

/* ---- Looking ---- */

typedef gboolean (*Test) (GtkWidget *widget, gconstpointer data);

static GtkWidget *
find (GtkWidget *widget, Test test, gconstpointer data)
{
  if (test (widget, data))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, test, data);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_label (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);
}

static gboolean
is_list (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_LIST_VIEW (widget);
}

static gboolean
is_text_view (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_TEXT_VIEW (widget);
}

static GtkWidget *
find_words (Fixture *fixture, const char *words)
{
  return find (fixture->window, is_label, words);
}

static gboolean
is_button (GtkWidget *widget, gconstpointer words)
{
  return GTK_IS_BUTTON (widget) && find (widget, is_label, words) != NULL;
}

static GtkWidget *
find_button (Fixture *fixture, const char *words)
{
  return find (fixture->window, is_button, words);
}

static void
click (Fixture *fixture, const char *words)
{
  GtkWidget *button;

  WAIT_UNTIL ((button = find_button (fixture, words)) != NULL);
  g_signal_emit_by_name (button, "clicked");
}

static GListModel *
get_rows (Fixture *fixture)
{
  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (find (fixture->window, is_list, NULL))));
}

static void
open_thread (Fixture *fixture)
{
  od_thread_pane_set_conversation (fixture->pane, fixture->id, fixture->customer_id);
  WAIT_UNTIL (g_list_model_get_n_items (get_rows (fixture)) > 0);
}

static void
do_action (Fixture *fixture, const char *name, GVariant *target)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (target);

  g_assert_true (gtk_widget_activate_action_variant (find (fixture->window, is_list, NULL), name, owned));
}

/* ---- What one can do ---- */

static void
test_reactions_are_switches (Fixture *fixture, gconstpointer data)
{
  OdMessageRow *row = say (fixture, OD_TIMELINE_IN, "Thank you", MINUTE_US);
  OdReactionRow *reaction = g_new0 (OdReactionRow, 1);

  *reaction = (OdReactionRow){ .emoji = g_strdup ("👍"), .who = g_strdup (""), .n = 1, .is_customers = TRUE };
  row->reactions = g_ptr_array_new_with_free_func ((GDestroyNotify) od_reaction_row_free);
  g_ptr_array_add (row->reactions, reaction);
  open_thread (fixture);
  WAIT_UNTIL (find_button (fixture, "👍") != NULL);
  g_assert_false (gtk_widget_has_css_class (find_button (fixture, "👍"), "own"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (find_button (fixture, "👍")), ==, "Maria");
  click (fixture, "👍");
  WAIT_UNTIL (find_button (fixture, "👍 2") != NULL);
  g_assert_true (gtk_widget_has_css_class (find_button (fixture, "👍 2"), "own"));
  click (fixture, "👍 2");
  WAIT_UNTIL (find_button (fixture, "👍") != NULL);
}

static void
test_the_menu_offers_what_works (Fixture *fixture, gconstpointer data)
{
  gint64 in_id = say (fixture, OD_TIMELINE_IN, "Where is it?", 2 * MINUTE_US)->id;

  open_thread (fixture);
  WAIT_UNTIL (find_words (fixture, "Where is it?") != NULL);
  do_action (fixture, "thread.menu", g_variant_new_int64 (in_id));
  WAIT_UNTIL (find_words (fixture, "Reply") != NULL);
  g_assert_nonnull (find_words (fixture, "React…"));
  g_assert_nonnull (find_words (fixture, "Show Details"));
  g_assert_null (find_words (fixture, "Delete…"));                /* it is the customer's */
  g_assert_null (find_words (fixture, "Add to Canned Replies…")); /* this window has no library */
  do_action (fixture, "thread.pick-emoji", g_variant_new_int64 (in_id));
  click (fixture, "❤️");
  WAIT_UNTIL (find_button (fixture, "❤️") != NULL);
}

static void
test_edited_has_a_history (Fixture *fixture, gconstpointer data)
{
  OdMessageRow *row = say (fixture, OD_TIMELINE_OUT, "Tomorow", MINUTE_US);

  row->delivery = OD_DELIVERY_SENT;
  open_thread (fixture);
  WAIT_UNTIL (find_words (fixture, "Tomorow") != NULL);
  od_triage_port_edit_async (fixture->desk->triage, row->id, "Tomorrow", NULL, NULL, NULL);
  WAIT_UNTIL (find_words (fixture, "Tomorrow") != NULL);
  g_assert_null (find_words (fixture, "Tomorow"));
  click (fixture, "edited");
  WAIT_UNTIL (find_words (fixture, "Tomorow") != NULL);
}

static void
test_deleted_is_shown_on_demand_only (Fixture *fixture, gconstpointer data)
{
  OdMessageRow *row = say (fixture, OD_TIMELINE_NOTE, "Too harsh", MINUTE_US);

  open_thread (fixture);
  WAIT_UNTIL (find_words (fixture, "Too harsh") != NULL);
  od_triage_port_remove_async (fixture->desk->triage, row->id, NULL, NULL, NULL);
  WAIT_UNTIL (find_words (fixture, "Message deleted") != NULL);
  g_assert_null (find_words (fixture, "Too harsh"));
  click (fixture, "what it said");
  WAIT_UNTIL (find_words (fixture, "Too harsh") != NULL);
}

/* ---- What waits ---- */

static void
test_what_waits_has_its_buttons (Fixture *fixture, gconstpointer data)
{
  static const struct {
    OdDelivery delivery;
    gint64 left_us;
    const char *buttons[5];
  } cases[] = {
    { OD_DELIVERY_FAILED, 0, { "Retry", "Edit and Retry", "Another Channel…", "Discard", NULL } },
    { OD_DELIVERY_UNCONFIRMED, 0, { "It Arrived", "Send Again", "Discard", NULL } },
    { OD_DELIVERY_HELD, 0, { "Send Anyway", "Edit", "Discard", NULL } },
    { OD_DELIVERY_QUEUED, 2 * HOUR_US, { "Send Now", "Edit", "Cancel", NULL } },
  };
  OdMessageRow *row = say (fixture, OD_TIMELINE_OUT, "Your order is here", MINUTE_US);

  row->delivery = OD_DELIVERY_SENT;
  open_thread (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      row->delivery = cases[i].delivery;
      row->not_before_us = cases[i].left_us != 0 ? NOW_US + cases[i].left_us : 0;
      od_fake_desk_emit (fixture->fake, OD_CHANGE_MESSAGE, row->id);
      WAIT_UNTIL (find_button (fixture, cases[i].buttons[0]) != NULL);
      for (guint b = 0; cases[i].buttons[b] != NULL; b++)
        g_assert_nonnull (find_button (fixture, cases[i].buttons[b]));
    }
  g_assert_nonnull (find_words (fixture, "Will be sent 16:00"));
  click (fixture, "Send Now");
  WAIT_UNTIL (find_button (fixture, "Send Now") == NULL);
}

static void
test_cancelled_is_undone (Fixture *fixture, gconstpointer data)
{
  OdReply reply = { .conversation_id = fixture->id,
                    .operator_id = fixture->desk->operator_id,
                    .text = "Tomorrow, then",
                    .not_before_us = NOW_US + 2 * HOUR_US,
                    .then = OD_REPLY_THEN_RESOLVE };
  GtkTextBuffer *buffer;
  g_autofree char *text = NULL;

  say (fixture, OD_TIMELINE_IN, "Hello?", MINUTE_US);
  od_reply_port_enqueue_async (fixture->desk->replies, &reply, NULL, NULL, NULL);
  open_thread (fixture);
  WAIT_UNTIL (find_button (fixture, "Cancel") != NULL);
  g_assert_cmpint (od_fake_desk_get_conversation (fixture->fake, fixture->id)->status, ==, OD_STATUS_RESOLVED);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (fixture->window, is_text_view, NULL)));
  gtk_text_buffer_set_text (buffer, "being written", -1);
  click (fixture, "Cancel");
  WAIT_UNTIL (find_button (fixture, "Cancel") == NULL);
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (fixture)), ==, 1); /* no row says that there was one */
  g_assert_cmpint (od_fake_desk_get_conversation (fixture->fake, fixture->id)->status, !=, OD_STATUS_RESOLVED);
  g_object_get (buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "being written");
}

static gboolean
is_bar (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_PROGRESS_BAR (widget) && gtk_widget_get_mapped (widget);
}

static void
test_files_on_their_way_can_be_stopped (Fixture *fixture, gconstpointer data)
{
  OdMessageRow *row = say (fixture, OD_TIMELINE_OUT, "The manual", MINUTE_US);
  GtkWidget *bar;

  od_fake_desk_add_attachment (fixture->fake, row, "manual.pdf", "application/pdf", 4000, 0);
  row->delivery = OD_DELIVERY_SENDING;
  od_fake_desk_set_sending (fixture->fake, row->id, 0, -1);
  open_thread (fixture);
  WAIT_UNTIL ((bar = find (fixture->window, is_bar, NULL)) != NULL);
  g_assert_nonnull (find_words (fixture, "Sending…"));
  od_fake_desk_set_sending (fixture->fake, row->id, 1000, 4000);
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)), ==, 0.25);
  click (fixture, "Cancel");
  WAIT_UNTIL (find_words (fixture, "Cancelled: it was not sent.") != NULL);
  g_assert_null (find (fixture->window, is_bar, NULL));
  g_assert_nonnull (find_button (fixture, "Retry"));
}

static void
test_held_shows_what_came (Fixture *fixture, gconstpointer data)
{
  OdMessageRow *row = say (fixture, OD_TIMELINE_OUT, "It is on its way", MINUTE_US);

  row->delivery = OD_DELIVERY_HELD;
  row->payload = g_strdup ("{\"held_by\":\"customer\"}");
  say (fixture, OD_TIMELINE_IN, "Never mind, it came", 2 * MINUTE_US);
  open_thread (fixture);
  WAIT_UNTIL (find_words (fixture, "Held back: the customer wrote meanwhile.") != NULL);
  WAIT_UNTIL (find_button (fixture, "Never mind, it came") != NULL); /* the quote; the message is no button */
}

static void
test_failed_goes_back_to_the_composer (Fixture *fixture, gconstpointer data)
{
  OdMessageRow *row = say (fixture, OD_TIMELINE_OUT, "A long answer", MINUTE_US);
  GtkTextBuffer *buffer;
  g_autofree char *text = NULL;

  say (fixture, OD_TIMELINE_IN, "Hello?", 2 * MINUTE_US);
  row->delivery = OD_DELIVERY_FAILED;
  open_thread (fixture);
  click (fixture, "Edit and Retry");
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (fixture->window, is_text_view, NULL)));
  WAIT_UNTIL (gtk_text_buffer_get_char_count (buffer) > 0);
  g_object_get (buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "A long answer");
  WAIT_UNTIL (find_button (fixture, "Edit and Retry") == NULL);
}

static void
test_counts_down (Fixture *fixture, gconstpointer data)
{
  OdMessageRow *row = say (fixture, OD_TIMELINE_OUT, "Oops", 0);

  row->delivery = OD_DELIVERY_QUEUED;
  row->not_before_us = NOW_US + 5 * SECOND_US;
  open_thread (fixture);
  WAIT_UNTIL (find_button (fixture, "Undo (5)") != NULL);
  od_clock_advance (fixture->clock, SECOND_US);
  WAIT_UNTIL (find_button (fixture, "Undo (4)") != NULL);
  od_clock_advance (fixture->clock, 4 * SECOND_US);
  WAIT_UNTIL (find_button (fixture, "Undo (4)") == NULL && find_button (fixture, "Undo (1)") == NULL);
}

/* ---- Where things are ---- */

static void
test_a_run_of_events_unfolds (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 4; i++)
    {
      OdMessageRow *row = say (fixture, OD_TIMELINE_EVENT, i == 3 ? "woken" : "status", (10 - i) * MINUTE_US);

      row->payload = g_strdup ("{\"status\":\"pending\"}");
    }
  say (fixture, OD_TIMELINE_IN, "Hello", MINUTE_US);
  open_thread (fixture);
  WAIT_UNTIL (find_button (fixture, "4 events") != NULL);
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (fixture)), ==, 2);
  click (fixture, "4 events");
  WAIT_UNTIL (find_words (fixture, "The conversation is back from snooze · 13:53") != NULL);
  g_assert_cmpuint (g_list_model_get_n_items (get_rows (fixture)), ==, 5);
  g_signal_emit_by_name (find (fixture->window, is_list, NULL), "activate", 0); /* Enter */
  WAIT_UNTIL (g_list_model_get_n_items (get_rows (fixture)) == 2);
}

static void
test_a_quote_leads_far_back (Fixture *fixture, gconstpointer data)
{
  gint64 first_id = say (fixture, OD_TIMELINE_IN, "The very first", 300 * MINUTE_US)->id;
  OdMessageRow *last;

  for (guint i = 0; i < 200; i++)
    say (fixture, i % 2 == 0 ? OD_TIMELINE_IN : OD_TIMELINE_NOTE, "And so on", (299 - i) * MINUTE_US);
  last = say (fixture, OD_TIMELINE_IN, "As I said:", 0);
  last->reply_to_id = first_id;
  last->reply_to_text = g_strdup ("a quoted line");
  open_thread (fixture);
  WAIT_UNTIL (find_button (fixture, "a quoted line") != NULL);
  g_assert_null (find_words (fixture, "The very first"));
  click (fixture, "a quoted line");
  WAIT_UNTIL (find_words (fixture, "The very first") != NULL);
}

static void
test_everything_or_this_conversation (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) taste = od_settings_new (OD_SETTINGS_TASTE, NULL);

  g_assert_nonnull (taste);
  od_fake_desk_add_message (fixture->fake, fixture->old_id, OD_TIMELINE_IN, "Long ago", NOW_US - 50 * HOUR_US);
  say (fixture, OD_TIMELINE_IN, "Today", MINUTE_US);
  open_thread (fixture);
  WAIT_UNTIL (g_list_model_get_n_items (get_rows (fixture)) == 2);
  g_settings_set_boolean (taste, "whole-history", FALSE);
  WAIT_UNTIL (g_list_model_get_n_items (get_rows (fixture)) == 1);
  g_settings_set_boolean (taste, "whole-history", TRUE);
  WAIT_UNTIL (g_list_model_get_n_items (get_rows (fixture)) == 2);
}

static void
test_today_ends_at_midnight (Fixture *fixture, gconstpointer data)
{
  od_fake_desk_get_conversation (fixture->fake, fixture->id)->last_at_us = NOW_US;
  say (fixture, OD_TIMELINE_IN, "Yesterday's", 30 * HOUR_US);
  say (fixture, OD_TIMELINE_IN, "Hello", MINUTE_US);
  open_thread (fixture);
  WAIT_UNTIL (find_words (fixture, "Today") != NULL);
  od_clock_advance (fixture->clock, 11 * HOUR_US);
  WAIT_UNTIL (find_words (fixture, "Today") == NULL);
  g_assert_nonnull (find_words (fixture, "Yesterday"));
}

int
main (int argc, char **argv)
{
#define TEST(name, func) g_test_add ("/thread-messages/" name, Fixture, NULL, set_up, func, tear_down)

  g_setenv ("GTK_A11Y", "test", TRUE);
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/com/example/Omnidesk/icons");

  TEST ("reactions", test_reactions_are_switches);
  TEST ("menu", test_the_menu_offers_what_works);
  TEST ("history", test_edited_has_a_history);
  TEST ("deleted", test_deleted_is_shown_on_demand_only);
  TEST ("buttons", test_what_waits_has_its_buttons);
  TEST ("cancelled", test_cancelled_is_undone);
  TEST ("stopped", test_files_on_their_way_can_be_stopped);
  TEST ("held", test_held_shows_what_came);
  TEST ("edit-and-retry", test_failed_goes_back_to_the_composer);
  TEST ("countdown", test_counts_down);
  TEST ("events", test_a_run_of_events_unfolds);
  TEST ("quote", test_a_quote_leads_far_back);
  TEST ("scope", test_everything_or_this_conversation);
  TEST ("midnight", test_today_ends_at_midnight);
#undef TEST
  return g_test_run ();
}
