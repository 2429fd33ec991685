/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "od-composer.h"
#include "od-fake-desk.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  OdThreadModel *thread;
  OdComposerModel *model;
  OdSendGuard *guard;
  GtkWidget *window;
  OdComposer *composer;
  GtkTextView *view;
  gint64 conversation_id;
} Fixture;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  OdChannelInfo *info;
  gint64 account_id;

  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  account_id = od_fake_desk_add_account (fixture->fake, "webchat", "Shop", NULL);
  fixture->conversation_id = od_fake_desk_add_conversation (
      fixture->fake, od_fake_desk_add_customer (fixture->fake, "Maria", NULL, NULL), account_id, "v_1");
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  info = (OdChannelInfo *) od_channel_info_find (fixture->desk->channels, "webchat");
  info->formatting = OD_FORMATTING_ALL;
  info->can_edit = TRUE;
  fixture->thread = od_thread_model_new (fixture->desk, zone);
  fixture->model = od_composer_model_new (fixture->desk);
  fixture->guard = od_send_guard_new (fixture->desk, fixture->thread, fixture->model);
  fixture->window = gtk_window_new ();
  fixture->composer = OD_COMPOSER (od_composer_new (fixture->desk, fixture->model, fixture->guard));
  fixture->view = GTK_TEXT_VIEW (find (GTK_WIDGET (fixture->composer), GTK_TYPE_TEXT_VIEW));
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->composer));
  gtk_window_present (GTK_WINDOW (fixture->window));
  od_thread_model_open (fixture->thread, fixture->conversation_id, OD_THREAD_CONVERSATION, OD_ANCHOR_END, 0);
  od_composer_model_open (fixture->model, fixture->conversation_id, info);
  settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  g_clear_object (&fixture->guard);
  g_assert_finalize_object (g_steal_pointer (&fixture->model));
  g_clear_object (&fixture->thread);
  settle ();
  od_desk_unref (fixture->desk);
  g_assert_finalize_object (g_steal_pointer (&fixture->fake));
  g_assert_finalize_object (g_steal_pointer (&fixture->clock));
}

static void
type (Fixture *fixture, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (fixture->view), text, -1);
}

/* As the display server would: through the controllers of the text. */
static gboolean
press (Fixture *fixture, guint keyval, guint keycode, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->view));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean is_taken = FALSE;

      if (!GTK_IS_EVENT_CONTROLLER_KEY (controller) ||
          gtk_event_controller_get_propagation_phase (controller) != GTK_PHASE_CAPTURE)
        continue;
      g_signal_emit_by_name (controller, "key-pressed", keyval, keycode, state, &is_taken);
      if (is_taken)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_strip (Fixture *fixture, const char *words)
{
  GtkWidget *box = adw_bin_get_child (ADW_BIN (fixture->composer));

  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_has_css_class (child, "composer-strip") && gtk_widget_get_visible (child) &&
        strstr (gtk_label_get_text (GTK_LABEL (find (child, GTK_TYPE_LABEL))), words) != NULL)
      return TRUE;
  return FALSE;
}

static void
send_text (Fixture *fixture, const char *text)
{
  type (fixture, text);
  gtk_widget_activate_action (GTK_WIDGET (fixture->composer), "composer.send", NULL);
  settle ();
  if (*od_composer_model_get_text (fixture->model) != '\0') /* stopped for advice */
    gtk_widget_activate_action (GTK_WIDGET (fixture->composer), "composer.send", NULL);
  settle ();
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "");
}

static void
test_format_keys (Fixture *fixture, gconstpointer data)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (fixture->view);
  GtkTextIter start, end;

  type (fixture, "one");
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &start, &end);
  g_assert_true (press (fixture, GDK_KEY_b, 56, GDK_CONTROL_MASK));
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "**one**");
  g_assert_true (press (fixture, GDK_KEY_i, 31, GDK_CONTROL_MASK));
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "***one***");
  g_assert_true (press (fixture, GDK_KEY_Cyrillic_i, 56, GDK_CONTROL_MASK)); /* the same place on the keyboard */
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "*one*");
  type (fixture, "a");
  g_assert_true (press (fixture, GDK_KEY_8, 17, GDK_CONTROL_MASK | GDK_SHIFT_MASK));
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "- a");
  g_assert_true (press (fixture, GDK_KEY_8, 17, GDK_CONTROL_MASK | GDK_SHIFT_MASK));
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "a");
}

static void
test_words_look_as_they_will (Fixture *fixture, gconstpointer data)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (fixture->view);
  GtkTextTag *bold = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "od-bold");
  GtkTextIter iter;

  type (fixture, "а **б**");
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, 4);
  g_assert_true (gtk_text_iter_has_tag (&iter, bold));
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, 0);
  g_assert_false (gtk_text_iter_has_tag (&iter, bold));
}

static void
test_up_edits_and_escape_cancels (Fixture *fixture, gconstpointer data)
{
  OdMessageRow *row =
      od_fake_desk_add_message (fixture->fake, fixture->conversation_id, OD_TIMELINE_OUT, "Helo", NOW_US);

  row->operator_id = fixture->desk->operator_id;
  row->delivery = OD_DELIVERY_SENT;
  od_fake_desk_emit (fixture->fake, OD_CHANGE_CONVERSATION, fixture->conversation_id);
  od_thread_model_reopen (fixture->thread, OD_ANCHOR_END, 0);
  settle ();
  type (fixture, "The draft");
  g_assert_false (press (fixture, GDK_KEY_Up, 111, 0)); /* it moves the cursor */
  type (fixture, "");
  g_assert_true (press (fixture, GDK_KEY_Up, 111, 0));
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "Helo");
  g_assert_true (has_strip (fixture, "Editing"));
  g_assert_true (press (fixture, GDK_KEY_Escape, 9, 0));
  g_assert_false (has_strip (fixture, "Editing"));
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "");
  row->delivery = OD_DELIVERY_QUEUED;
  od_thread_model_reopen (fixture->thread, OD_ANCHOR_END, 0);
  settle ();
  g_assert_false (press (fixture, GDK_KEY_Up, 111, 0));
}

static void
test_undo_is_offered_for_a_while (Fixture *fixture, gconstpointer data)
{
  send_text (fixture, "Good afternoon Maria, I am looking for it.");
  g_assert_true (has_strip (fixture, "Sent"));
  g_assert_true (press (fixture, GDK_KEY_z, 52, GDK_CONTROL_MASK));
  settle ();
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "Good afternoon Maria, I am looking for it.");
  g_assert_false (has_strip (fixture, "Sent"));
  send_text (fixture, "Good afternoon Maria, I am looking for it.");
  od_clock_advance (fixture->clock, 6 * (gint64) G_USEC_PER_SEC);
  settle ();
  g_assert_false (has_strip (fixture, "Sent"));
  g_assert_false (press (fixture, GDK_KEY_z, 52, GDK_CONTROL_MASK));
}

static void
test_advice_and_news_stop_once (Fixture *fixture, gconstpointer data)
{
  type (fixture, "no");
  gtk_widget_activate_action (GTK_WIDGET (fixture->composer), "composer.send", NULL);
  settle ();
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "no");
  g_assert_true (has_strip (fixture, "Enter again"));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) ==
                 GTK_WIDGET (fixture->view)); /* Enter is for it */
  od_fake_desk_receive (fixture->fake, fixture->conversation_id, "Wait, please");
  settle ();
  g_assert_true (has_strip (fixture, "Wait, please"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->composer), "composer.send", NULL); /* stopped for the news */
  settle ();
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "no");
  gtk_widget_activate_action (GTK_WIDGET (fixture->composer), "composer.send", NULL);
  settle ();
  g_assert_cmpstr (od_composer_model_get_text (fixture->model), ==, "");
  g_assert_false (has_strip (fixture, "Wait, please"));
}

static void
test_what_will_be_sent_is_shown (Fixture *fixture, gconstpointer data)
{
  OdChannelInfo *info = (OdChannelInfo *) od_composer_model_get_channel (fixture->model);
  g_autofree char *long_text = g_strnfill (4100, 'a');

  info->formatting = OD_FORMATTING_NONE;
  type (fixture, "**one**");
  g_assert_true (has_strip (fixture, "Sent without formatting: one"));
  type (fixture, "one");
  g_assert_false (has_strip (fixture, "Sent without formatting"));
  type (fixture, long_text);
  g_assert_true (has_strip (fixture, "by 100 characters"));
}

static GtkWidget *
find_chip (GtkWidget *widget)
{
  GtkWidget *found = gtk_widget_has_css_class (widget, "promise-chip") ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_chip (child);
  return found;
}

/* What the chip promises; "" if there is none, or it doesn't any more. */
static const char *
get_chip (Fixture *fixture)
{
  GtkWidget *chip = find_chip (GTK_WIDGET (fixture->composer));

  return gtk_widget_get_visible (chip) && !gtk_widget_has_css_class (chip, "declined")
             ? gtk_label_get_text (GTK_LABEL (find (chip, GTK_TYPE_LABEL)))
             : "";
}

static void
test_a_promise_is_a_chip (Fixture *fixture, gconstpointer data)
{
  GtkWidget *chip = find_chip (GTK_WIDGET (fixture->composer));

  type (fixture, "I'll check it");
  g_assert_cmpstr (get_chip (fixture), ==, "");
  type (fixture, "I'll check it and be back in 10 minutes");
  g_assert_cmpstr (get_chip (fixture), ==, "Promise: 10 min");
  g_assert_true (gtk_widget_get_focusable (chip));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, "Promise: 10 min. Remove");
  g_assert_true (press (fixture, GDK_KEY_d, 40, GDK_CONTROL_MASK));
  g_assert_cmpstr (get_chip (fixture), ==, "");
  g_assert_true (gtk_widget_get_visible (chip)); /* the way back */
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Not promised: 10 min. Promise again");
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (fixture->view), ", Maria", -1); /* it stays said */
  g_assert_cmpstr (get_chip (fixture), ==, "");
  g_assert_true (press (fixture, GDK_KEY_d, 40, GDK_CONTROL_MASK));
  g_assert_cmpstr (get_chip (fixture), ==, "Promise: 10 min");
  g_signal_emit_by_name (chip, "clicked");
  g_assert_cmpstr (get_chip (fixture), ==, "");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == GTK_WIDGET (fixture->view));
  type (fixture, "Вернусь через 20 минут"); /* another promise */
  g_assert_cmpstr (get_chip (fixture), ==, "Promise: 20 min");
  od_composer_model_set_note (fixture->model, TRUE);
  type (fixture, "Вернусь через 20 минут");
  g_assert_cmpstr (get_chip (fixture), ==, ""); /* colleagues are promised nothing */
}

int
main (int argc, char **argv)
{
#define TEST(name, func) g_test_add ("/composer/" name, Fixture, NULL, set_up, func, tear_down)

  g_test_init (&argc, &argv, NULL);
  adw_init ();

  TEST ("format-keys", test_format_keys);
  TEST ("styles", test_words_look_as_they_will);
  TEST ("up-edits", test_up_edits_and_escape_cancels);
  TEST ("undo", test_undo_is_offered_for_a_while);
  TEST ("stops-once", test_advice_and_news_stop_once);
  TEST ("shown", test_what_will_be_sent_is_shown);
  TEST ("promise-chip", test_a_promise_is_a_chip);
#undef TEST
  return g_test_run ();
}
