/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "od-fake-desk.h"
#include "od-inbox-row.h"
#include "od-row-words.h"
#include "od-settings.h"
#include "od-watchdog.h"
#include "od-window.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)
#define MARIA 7 /* her conversation of today, in the week of the fake desk */

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  GSettings *state;
  GtkWidget *window;
} Fixture;

/* What loads, loads within the answers of the fake desk; the frame clock does the rest. */
static void
settle (Fixture *fixture)
{
  for (guint i = 0; i < 3; i++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      od_clock_advance (fixture->clock, G_USEC_PER_SEC);
    }
}

#define WAIT_UNTIL(condition)                                                                                          \
  while (!(condition))                                                                                                 \
  g_main_context_iteration (NULL, TRUE)

static void
open_window (Fixture *fixture, int width, gboolean is_filled)
{
  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  if (is_filled)
    od_fake_desk_fill_week (fixture->fake);
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  fixture->state = od_settings_new (OD_SETTINGS_PROFILE, "test");
  g_assert_nonnull (fixture->state);
  g_settings_set_int (fixture->state, "width", width);
  g_settings_set_int (fixture->state, "height", 700);
  g_settings_set_int64 (fixture->state, "selected-conversation", 0);
  fixture->window = od_window_new (NULL, fixture->desk, fixture->state);
  gtk_window_present (GTK_WINDOW (fixture->window));
  WAIT_UNTIL (gtk_widget_get_mapped (fixture->window) && gtk_widget_get_width (fixture->window) > 0);
  settle (fixture);
}

static void
set_up_wide (Fixture *fixture, gconstpointer data)
{
  open_window (fixture, 1280, TRUE);
}

static void
set_up_narrow (Fixture *fixture, gconstpointer data)
{
  open_window (fixture, 360, TRUE);
}

static void
set_up_empty (Fixture *fixture, gconstpointer data)
{
  open_window (fixture, 900, FALSE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = fixture->window;

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (window));
  settle (fixture);
  WAIT_UNTIL (window == NULL); /* nobody keeps a closed window */
  g_object_unref (fixture->state);
  od_desk_unref (fixture->desk);
  settle (fixture);
  g_assert_finalize_object (g_steal_pointer (&fixture->fake));
  g_object_unref (fixture->clock);
}

typedef gboolean (*Match) (GtkWidget *widget, gconstpointer data);

static GtkWidget *
find (GtkWidget *widget, Match match, gconstpointer data)
{
  GtkWidget *found = NULL;

  if (match (widget, data))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, match, data);
  return found;
}

static gboolean
is_label (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);
}

static gboolean
is_type (GtkWidget *widget, gconstpointer type_name)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), type_name) && gtk_widget_get_mapped (widget);
}

static gboolean
is_named_list (GtkWidget *widget, gconstpointer css_class)
{
  return GTK_IS_LIST_VIEW (widget) && gtk_widget_get_mapped (widget) && gtk_widget_has_css_class (widget, css_class);
}

static gboolean
is_toggle (GtkWidget *widget, gconstpointer label)
{
  return GTK_IS_TOGGLE_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
         g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

static gboolean
shows (Fixture *fixture, const char *text)
{
  return find (fixture->window, is_label, text) != NULL;
}

static gboolean
do_action (Fixture *fixture, const char *name)
{
  gboolean done = gtk_widget_activate_action (fixture->window, name, NULL);

  settle (fixture);
  return done;
}

/* Whether a conversation of the list is told like this to a screen reader. */
static gboolean
is_row_with_sentence (GtkWidget *widget, gconstpointer data)
{
  g_autofree char *difference = NULL;

  if (!OD_IS_INBOX_ROW (widget))
    return FALSE;
  difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                                   (const char *) data, NULL);
  return difference == NULL;
}

static void
test_shows_the_inbox (Fixture *fixture, gconstpointer data)
{
  g_assert_true (shows (fixture, "Inbox"));
  g_assert_true (shows (fixture, "9 conversations"));
  g_assert_true (shows (fixture, "No Conversation Open"));
}

static void
test_row_has_a_sentence (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (find (fixture->window, is_row_with_sentence,
                          "Олег Ким, Web chat. 3 unread messages. Last message 4 minutes ago: Оплата не проходит, "
                          "картой 😕."));
}

static gboolean
draws_text (GtkWidget *row)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (row);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GBytes) bytes = NULL;

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (row), gtk_widget_get_height (row));
  node = gtk_snapshot_to_node (snapshot);
  if (node == NULL)
    return FALSE; /* it has not been drawn yet */
  bytes = gsk_render_node_serialize (node);
  return g_strstr_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), "text {") != NULL;
}

/* It draws itself: what it draws are texts in its colours, and the whole of it has a size before it is loaded. */
static void
test_row_draws_itself (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = find (fixture->window, is_row_with_sentence,
                         "Олег Ким, Web chat. 3 unread messages. Last message 4 minutes ago: Оплата не проходит, "
                         "картой 😕.");
  int minimum;

  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, >=, 44);
  gtk_widget_queue_draw (row);
  WAIT_UNTIL (draws_text (row));
}

static void
test_keys_walk_the_list (Fixture *fixture, gconstpointer data)
{
  gint64 first, second;

  do_action (fixture, "win.next");
  first = od_window_get_conversation_id (OD_WINDOW (fixture->window));
  do_action (fixture, "win.next");
  second = od_window_get_conversation_id (OD_WINDOW (fixture->window));
  g_assert_cmpint (first, !=, 0);
  g_assert_cmpint (second, !=, first);
  do_action (fixture, "win.previous");
  g_assert_cmpint (od_window_get_conversation_id (OD_WINDOW (fixture->window)), ==, first);
  do_action (fixture, "win.next-unanswered");
  g_assert_cmpint (od_window_get_conversation_id (OD_WINDOW (fixture->window)), ==, second);
}

static void
test_resolved_stays_open_and_leaves_the_list (Fixture *fixture, gconstpointer data)
{
  od_window_show_conversation (OD_WINDOW (fixture->window), MARIA);
  settle (fixture);
  g_assert_true (do_action (fixture, "win.resolve"));
  g_assert_cmpint (od_fake_desk_get_conversation (fixture->fake, MARIA)->status, ==, OD_STATUS_RESOLVED);
  g_assert_cmpint (od_window_get_conversation_id (OD_WINDOW (fixture->window)), ==, MARIA);
  WAIT_UNTIL (shows (fixture, "8 conversations"));
  g_assert_true (do_action (fixture, "win.reopen"));
  g_assert_cmpint (od_fake_desk_get_conversation (fixture->fake, MARIA)->status, ==, OD_STATUS_OPEN);
}

static void
test_selection_survives_new_messages (Fixture *fixture, gconstpointer data)
{
  od_window_show_conversation (OD_WINDOW (fixture->window), MARIA);
  settle (fixture);
  for (guint i = 0; i < 20; i++)
    {
      od_fake_desk_receive (fixture->fake, MARIA, "Hello?");
      settle (fixture);
    }
  g_assert_cmpint (od_window_get_conversation_id (OD_WINDOW (fixture->window)), ==, MARIA);
}

/* What a row should say of a conversation now. */
static char *
dup_sentence (Fixture *fixture, gint64 conversation_id)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return od_row_words_sentence (od_fake_desk_get_conversation (fixture->fake, conversation_id), "Web chat",
                                fixture->desk->operator_name, od_clock_get_real_us (fixture->clock), zone);
}

/* Rows come and go with their conversations; the minute is told to those that are there. */
static void
test_a_minute_passes_after_rows_have_gone (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = dup_sentence (fixture, MARIA);
  g_autofree char *after = NULL;

  g_assert_nonnull (find (fixture->window, is_row_with_sentence, before));
  for (gint64 id = 1; id <= 4; id++)
    if (id != MARIA)
      {
        od_fake_desk_remove_conversation (fixture->fake, id);
        od_fake_desk_emit (fixture->fake, OD_CHANGE_CONVERSATION, id);
        settle (fixture);
      }
  for (guint i = 0; i < 3; i++)
    {
      od_clock_advance (fixture->clock, 60 * (gint64) G_USEC_PER_SEC);
      settle (fixture);
    }
  after = dup_sentence (fixture, MARIA);
  g_assert_cmpstr (before, !=, after);
  g_assert_null (find (fixture->window, is_row_with_sentence, before));
  g_assert_nonnull (find (fixture->window, is_row_with_sentence, after));
}

/* What is open stays in the list when the view has it no more, but not when there is nothing more to open. */
static void
test_erased_leaves_the_list (Fixture *fixture, gconstpointer data)
{
  g_autofree char *sentence = NULL;
  GtkWidget *list;

  od_window_show_conversation (OD_WINDOW (fixture->window), MARIA);
  settle (fixture);
  sentence = dup_sentence (fixture, MARIA);
  g_assert_nonnull (find (fixture->window, is_row_with_sentence, sentence));
  od_fake_desk_remove_conversation (fixture->fake, MARIA);
  od_fake_desk_emit (fixture->fake, OD_CHANGE_CONVERSATION, MARIA);
  settle (fixture);
  g_assert_cmpint (od_window_get_conversation_id (OD_WINDOW (fixture->window)), ==, 0);
  g_assert_true (shows (fixture, "No Conversation Open"));
  g_assert_true (shows (fixture, "8 conversations"));
  g_assert_null (find (fixture->window, is_row_with_sentence, sentence));
  list = find (fixture->window, is_named_list, "conversation-list");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)))), ==, 8);
}

static void
test_search_opens_the_message (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry = find (fixture->window, is_type, "GtkSearchEntry");

  gtk_editable_set_text (GTK_EDITABLE (entry), "waybill that nobody sent");
  WAIT_UNTIL (shows (fixture, "Nothing Found"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "courier");
  WAIT_UNTIL (shows (fixture, "3 messages found"));
  g_signal_emit_by_name (entry, "activate");
  settle (fixture);
  g_assert_cmpint (od_window_get_conversation_id (OD_WINDOW (fixture->window)), ==, MARIA);
  g_assert_true (do_action (fixture, "win.back"));
  g_assert_true (shows (fixture, "9 conversations"));
}

static void
test_trouble_is_said (Fixture *fixture, gconstpointer data)
{
  OdAccountRow *row = od_fake_desk_get_account (fixture->fake, 1);

  row->state = OD_ACCOUNT_ERROR;
  row->error = g_strdup ("port 8123 is in use");
  od_fake_desk_emit (fixture->fake, OD_CHANGE_ACCOUNT, 1);
  WAIT_UNTIL (shows (fixture, "“North shop” can't be reached by customers: port 8123 is in use"));
}

static void
test_narrow_shows_one_pane (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (gtk_widget_get_width (fixture->window), <=, 380);
  g_assert_nonnull (find (fixture->window, is_type, "OdInboxRow"));
  g_assert_null (find (fixture->window, is_type, "OdThreadPane"));
  od_window_show_conversation (OD_WINDOW (fixture->window), MARIA);
  WAIT_UNTIL (find (fixture->window, is_type, "OdThreadPane") != NULL);
  g_assert_true (do_action (fixture, "win.back"));
  WAIT_UNTIL (find (fixture->window, is_type, "OdThreadPane") == NULL);
  g_assert_nonnull (find (fixture->window, is_type, "OdInboxRow"));
}

/* Choosing the row again that is chosen already: back in the list, that is how one returns. */
static void
test_narrow_opens_the_same_again (Fixture *fixture, gconstpointer data)
{
  GtkSelectionModel *model;
  g_autoptr (GtkBitset) chosen = NULL;

  od_window_show_conversation (OD_WINDOW (fixture->window), MARIA);
  WAIT_UNTIL (find (fixture->window, is_type, "OdThreadPane") != NULL);
  g_assert_true (do_action (fixture, "win.back"));
  WAIT_UNTIL (find (fixture->window, is_type, "OdThreadPane") == NULL);
  model = gtk_list_view_get_model (GTK_LIST_VIEW (find (fixture->window, is_named_list, "conversation-list")));
  chosen = gtk_selection_model_get_selection (model);
  g_assert_cmpuint (gtk_bitset_get_size (chosen), ==, 1);
  gtk_selection_model_select_item (model, gtk_bitset_get_minimum (chosen), TRUE);
  WAIT_UNTIL (find (fixture->window, is_type, "OdThreadPane") != NULL);
}

static void
test_mode_switch_leads_to_the_text (Fixture *fixture, gconstpointer data)
{
  static const char *const labels[] = { "Note", "Note", "Reply" };

  od_window_show_conversation (OD_WINDOW (fixture->window), MARIA);
  settle (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      GtkWidget *toggle = find (fixture->window, is_toggle, labels[i]);

      g_assert_nonnull (toggle);
      gtk_widget_grab_focus (toggle);
      g_signal_emit_by_name (toggle, "clicked");
      g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (toggle)));
      g_assert_true (GTK_IS_TEXT_VIEW (gtk_window_get_focus (GTK_WINDOW (fixture->window))));
    }
}

static void
test_welcome_leads_to_the_desk (Fixture *fixture, gconstpointer data)
{
  gint64 customer_id, id;

  g_assert_true (shows (fixture, "All Your Customers, One Desk"));
  g_assert_cmpstr (
      gtk_actionable_get_action_name (GTK_ACTIONABLE (gtk_window_get_focus (GTK_WINDOW (fixture->window)))), ==,
      "win.try-it"); /* what Enter presses */
  do_action (fixture, "win.try-it");
  WAIT_UNTIL (shows (fixture, "Nobody Has Written Yet"));
  g_assert_cmpuint (od_fake_desk_get_calls (fixture->fake)->n_trials, ==, 1);
  customer_id = od_fake_desk_add_customer (fixture->fake, "", NULL, NULL);
  id = od_fake_desk_add_conversation (fixture->fake, customer_id, 1, "v_01hq7f3a");
  od_fake_desk_receive (fixture->fake, id, "Hello 👋");
  settle (fixture);
  WAIT_UNTIL (!shows (fixture, "Nobody Has Written Yet"));
}

/* Returns: (transfer none) (nullable): a window over the first one */
static GtkWidget *
find_dialog (const char *type_name)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_str_equal (G_OBJECT_TYPE_NAME (window), type_name))
        return window;
    }
  return NULL;
}

static gboolean
is_label_with (GtkWidget *widget, gconstpointer words)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL;
}

static void
test_schedule_says_the_customers_time (Fixture *fixture, gconstpointer data)
{
  gint64 customer_id = od_fake_desk_add_customer (fixture->fake, "Maria", "en", "Asia/Tokyo");
  gint64 id = od_fake_desk_add_conversation (fixture->fake, customer_id, 1, "v_far");
  GtkWidget *composer, *text, *dialog;

  od_fake_desk_receive (fixture->fake, id, "Good evening");
  od_window_show_conversation (OD_WINDOW (fixture->window), id);
  settle (fixture);
  WAIT_UNTIL ((composer = find (fixture->window, is_type, "OdComposer")) != NULL);
  text = find (composer, is_type, "GtkTextView");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), "Good morning, Maria!", -1);
  g_assert_true (gtk_widget_activate_action (composer, "composer.schedule", NULL));
  dialog = find_dialog ("OdScheduleDialog");
  g_assert_nonnull (dialog);
  WAIT_UNTIL (find (dialog, is_label_with, "For the customer: tomorrow") != NULL);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_toast_covers_no_composer (Fixture *fixture, gconstpointer data)
{
  GtkWidget *toast, *composer;
  graphene_rect_t of_toast, of_composer;

  od_window_show_conversation (OD_WINDOW (fixture->window), MARIA);
  settle (fixture);
  do_action (fixture, "win.try-it");
  WAIT_UNTIL ((toast = find (fixture->window, is_type, "AdwToastWidget")) != NULL && gtk_widget_get_width (toast) > 0);
  composer = find (fixture->window, is_type, "OdComposer");
  g_assert_true (gtk_widget_compute_bounds (toast, fixture->window, &of_toast));
  g_assert_true (gtk_widget_compute_bounds (composer, fixture->window, &of_composer));
  g_assert_false (graphene_rect_intersection (&of_toast, &of_composer, NULL));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GPtrArray **) user_data = od_operator_port_load_finish (OD_OPERATOR_PORT (source), result, NULL);
}

static char *
dup_own_name (Fixture *fixture)
{
  g_autoptr (GPtrArray) rows = NULL;

  od_operator_port_load_async (fixture->desk->operators, NULL, loaded_cb, &rows);
  WAIT_UNTIL (rows != NULL);
  for (guint i = 0; i < rows->len; i++)
    if (((OdOperatorRow *) rows->pdata[i])->id == fixture->desk->operator_id)
      return g_strdup (((OdOperatorRow *) rows->pdata[i])->name);
  g_assert_not_reached ();
}

static void
test_name_is_set_in_preferences (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog, *row;
  g_autofree char *changed = NULL;
  g_autofree char *kept = NULL;

  do_action (fixture, "win.preferences");
  dialog = find_dialog ("OdPreferencesWindow");
  g_assert_nonnull (dialog);
  WAIT_UNTIL ((row = find (dialog, is_type, "AdwEntryRow")) != NULL && gtk_widget_get_sensitive (row));
  gtk_editable_set_text (GTK_EDITABLE (row), "  Vera ");
  g_signal_emit_by_name (row, "apply");
  settle (fixture);
  changed = dup_own_name (fixture);
  g_assert_cmpstr (changed, ==, "Vera");
  gtk_editable_set_text (GTK_EDITABLE (row), " ");
  g_signal_emit_by_name (row, "apply");
  settle (fixture);
  kept = dup_own_name (fixture);
  g_assert_cmpstr (kept, ==, "Vera");
  g_assert_nonnull (find (dialog, is_label_with, "can't be empty"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  od_watchdog_install ();
#define ADD(name, set_up, func) g_test_add ("/window/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("shows-the-inbox", set_up_wide, test_shows_the_inbox);
  ADD ("row-draws-itself", set_up_wide, test_row_draws_itself);
  ADD ("row-has-a-sentence", set_up_wide, test_row_has_a_sentence);
  ADD ("keys-walk-the-list", set_up_wide, test_keys_walk_the_list);
  ADD ("resolved-stays-open-and-leaves-the-list", set_up_wide, test_resolved_stays_open_and_leaves_the_list);
  ADD ("selection-survives-new-messages", set_up_wide, test_selection_survives_new_messages);
  ADD ("a-minute-passes-after-rows-have-gone", set_up_wide, test_a_minute_passes_after_rows_have_gone);
  ADD ("erased-leaves-the-list", set_up_wide, test_erased_leaves_the_list);
  ADD ("search-opens-the-message", set_up_wide, test_search_opens_the_message);
  ADD ("trouble-is-said", set_up_wide, test_trouble_is_said);
  ADD ("narrow-shows-one-pane", set_up_narrow, test_narrow_shows_one_pane);
  ADD ("narrow-opens-the-same-again", set_up_narrow, test_narrow_opens_the_same_again);
  ADD ("mode-switch-leads-to-the-text", set_up_wide, test_mode_switch_leads_to_the_text);
  ADD ("schedule-says-the-customers-time", set_up_wide, test_schedule_says_the_customers_time);
  ADD ("toast-covers-no-composer", set_up_wide, test_toast_covers_no_composer);
  ADD ("name-is-set-in-preferences", set_up_wide, test_name_is_set_in_preferences);
  ADD ("welcome-leads-to-the-desk", set_up_empty, test_welcome_leads_to_the_desk);
#undef ADD
  return g_test_run ();
}
