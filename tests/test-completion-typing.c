/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <string.h>

#include "od-completion-popover.h"
#include "od-fake-desk.h"
#include "od-thread-pane.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)
#define PAUSE_US (200 * (gint64) 1000)

#define WAIT_UNTIL(condition)                                                                                          \
  while (!(condition))                                                                                                 \
  g_main_context_iteration (NULL, TRUE)

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  GtkWidget *window;
  OdThreadPane *pane;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  gint64 id;
} Fixture;

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
find_text_of_composer (Fixture *fixture)
{
  GtkWidget *composer = NULL;

  for (GtkWidget *at = find (GTK_WIDGET (fixture->pane), GTK_TYPE_TEXT_VIEW); at != NULL && composer == NULL;
       at = gtk_widget_get_parent (at))
    if (gtk_widget_has_css_class (at, "composer"))
      composer = at;
  return find (composer, GTK_TYPE_TEXT_VIEW);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  gint64 account_id, customer_id;

  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  account_id = od_fake_desk_add_account (fixture->fake, "webchat", "Shop", NULL);
  customer_id = od_fake_desk_add_customer (fixture->fake, "Мария Петрова", "ru", "Europe/Moscow");
  fixture->id = od_fake_desk_add_conversation (fixture->fake, customer_id, account_id, "v_1");
  od_fake_desk_add_message (fixture->fake, fixture->id, OD_TIMELINE_IN, "Hello", NOW_US);
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  fixture->window = adw_window_new ();
  fixture->pane = OD_THREAD_PANE (od_thread_pane_new (fixture->desk));
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->pane));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), GPOINTER_TO_INT (data), 600);
  gtk_window_present (GTK_WINDOW (fixture->window));
  WAIT_UNTIL (gtk_widget_get_mapped (fixture->window) && gtk_widget_get_width (fixture->window) > 0);
  od_thread_pane_set_conversation (fixture->pane, fixture->id, customer_id);
  fixture->view = GTK_TEXT_VIEW (find_text_of_composer (fixture));
  fixture->buffer = gtk_text_view_get_buffer (fixture->view);
  WAIT_UNTIL (gtk_widget_get_sensitive (GTK_WIDGET (fixture->view)));
  settle ();
  od_thread_pane_focus_composer (fixture->pane);
  settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GtkWidget *pane = GTK_WIDGET (fixture->pane);

  g_object_add_weak_pointer (G_OBJECT (pane), (gpointer *) &pane);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  WAIT_UNTIL (pane == NULL);
  settle ();
  od_desk_unref (fixture->desk);
  g_assert_finalize_object (g_steal_pointer (&fixture->fake));
  g_assert_finalize_object (g_steal_pointer (&fixture->clock));
}

/* ---- Doing what an operator does ---- */

static void
type (Fixture *fixture, const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gtk_text_buffer_begin_user_action (fixture->buffer);
      gtk_text_buffer_delete_selection (fixture->buffer, TRUE, TRUE);
      gtk_text_buffer_insert_interactive_at_cursor (fixture->buffer, p, (int) (g_utf8_next_char (p) - p), TRUE);
      gtk_text_buffer_end_user_action (fixture->buffer);
    }
  settle ();
}

static void
take_back (Fixture *fixture)
{
  GtkTextIter caret;

  gtk_text_buffer_get_iter_at_mark (fixture->buffer, &caret, gtk_text_buffer_get_insert (fixture->buffer));
  gtk_text_buffer_backspace (fixture->buffer, &caret, TRUE, TRUE);
  settle ();
}

/* The controllers of @widget in the phase in which the composer hears keys before the text does. */
static gboolean
press_at (GtkWidget *widget, guint keyval, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean is_taken = FALSE;

      if (!GTK_IS_EVENT_CONTROLLER_KEY (controller) ||
          gtk_event_controller_get_propagation_phase (controller) != GTK_PHASE_CAPTURE)
        continue;
      g_signal_emit_by_name (controller, "key-pressed", keyval, 0, state, &is_taken);
      if (is_taken)
        return TRUE;
    }
  return FALSE;
}

static gboolean
press (Fixture *fixture, guint keyval, GdkModifierType state)
{
  GtkWidget *composer = GTK_WIDGET (fixture->view);
  gboolean is_taken;

  while (!gtk_widget_has_css_class (composer, "composer"))
    composer = gtk_widget_get_parent (composer);
  is_taken = press_at (composer, keyval, state);
  settle ();
  return is_taken;
}

static GtkWidget *
get_popover (Fixture *fixture)
{
  GtkWidget *popover = find (GTK_WIDGET (fixture->pane), OD_TYPE_COMPLETION_POPOVER);

  return popover != NULL && gtk_widget_get_mapped (popover) ? popover : NULL;
}

static void
assert_text (Fixture *fixture, const char *expected)
{
  g_autofree char *text = NULL;

  g_object_get (fixture->buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_selected (Fixture *fixture, const char *expected)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_selection_bounds (fixture->buffer, &start, &end);
  text = gtk_text_buffer_get_text (fixture->buffer, &start, &end, TRUE);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_says (Fixture *fixture, const char *expected)
{
  g_assert_nonnull (get_popover (fixture));
  g_assert_cmpstr (od_completion_popover_get_words (OD_COMPLETION_POPOVER (get_popover (fixture))), ==, expected);
}

static void
assert_focus_is_in_the_text (Fixture *fixture)
{
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == GTK_WIDGET (fixture->view));
}

/* ---- Tests ---- */

static void
test_canned_reply (Fixture *fixture, gconstpointer data)
{
  type (fixture, "/he");
  assert_says (fixture, "/hello Здравствуйте, 1 of 3");
  assert_focus_is_in_the_text (fixture);
  type (fixture, "l");
  g_assert_nonnull (get_popover (fixture));
  g_assert_true (press (fixture, GDK_KEY_Return, 0));
  assert_text (fixture, "Здравствуйте, Мария! Чем могу помочь?");
  g_assert_null (get_popover (fixture));
  assert_focus_is_in_the_text (fixture);
  type (fixture, " /bye");
  g_assert_true (press (fixture, GDK_KEY_KP_Enter, 0));
  assert_text (fixture, "Здравствуйте, Мария! Чем могу помочь? Thank you for writing to us. Have a nice day!");
  g_assert_false (press (fixture, GDK_KEY_Return, 0)); /* now it sends */
}

static void
test_escape (Fixture *fixture, gconstpointer data)
{
  type (fixture, "/h");
  g_assert_nonnull (get_popover (fixture));
  g_assert_true (press (fixture, GDK_KEY_Escape, 0));
  g_assert_null (get_popover (fixture));
  type (fixture, "e");
  g_assert_null (get_popover (fixture));
  g_assert_false (press (fixture, GDK_KEY_Escape, 0));
  g_assert_false (press (fixture, GDK_KEY_Return, 0));
  type (fixture, " /h");
  g_assert_nonnull (get_popover (fixture));
  for (guint i = 0; i < 2; i++)
    take_back (fixture);
  g_assert_null (get_popover (fixture));
  assert_text (fixture, "/he ");
}

static void
test_walking (Fixture *fixture, gconstpointer data)
{
  type (fixture, "/");
  assert_says (fixture, "/bye Thanks and good-bye, 1 of 8");
  g_assert_true (press (fixture, GDK_KEY_Down, 0));
  assert_says (fixture, "/courier Курьер по Москве, 2 of 8");
  g_assert_true (press (fixture, GDK_KEY_Up, 0));
  g_assert_true (press (fixture, GDK_KEY_Up, 0));
  assert_says (fixture, "/track Где посылка, 8 of 8");
  g_assert_true (press (fixture, GDK_KEY_Page_Up, 0));
  assert_says (fixture, "/hello Здравствуйте, 3 of 8");
  g_assert_true (press (fixture, GDK_KEY_Page_Down, 0));
  assert_says (fixture, "/track Где посылка, 8 of 8");
  g_assert_false (press (fixture, GDK_KEY_Home, 0)); /* the text's */
  g_assert_false (press (fixture, GDK_KEY_Left, 0));
}

static void
test_exact_code_and_tab (Fixture *fixture, gconstpointer data)
{
  type (fixture, "/bye");
  press (fixture, GDK_KEY_Escape, 0);
  g_assert_null (get_popover (fixture));
  g_assert_true (press (fixture, GDK_KEY_Tab, 0));
  assert_text (fixture, "Thank you for writing to us. Have a nice day!");
  g_assert_false (press (fixture, GDK_KEY_Tab, 0)); /* the focus goes on */
}

static void
test_fields (Fixture *fixture, gconstpointer data)
{
  GtkTextTag *tag;
  GtkTextIter start;

  type (fixture, "/courier");
  g_assert_true (press (fixture, GDK_KEY_Tab, 0));
  assert_selected (fixture, "{?День}");
  type (fixture, "завтра");
  assert_text (fixture, "Курьер приедет завтра с {?Начало} до {?Конец}. Перед приездом он позвонит.");
  g_assert_true (press (fixture, GDK_KEY_Tab, 0));
  assert_selected (fixture, "{?Начало}");
  g_assert_true (press (fixture, GDK_KEY_Tab, 0));
  assert_selected (fixture, "{?Конец}");
  g_assert_true (press (fixture, GDK_KEY_ISO_Left_Tab, GDK_SHIFT_MASK));
  assert_selected (fixture, "{?Начало}");
  tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (fixture->buffer), "od-unfilled");
  gtk_text_buffer_get_selection_bounds (fixture->buffer, &start, NULL);
  g_assert_true (gtk_text_iter_starts_tag (&start, tag));
  type (fixture, "10");
  gtk_text_buffer_get_start_iter (fixture->buffer, &start);
  g_assert_true (gtk_text_iter_forward_to_tag_toggle (&start, tag));
  g_assert_true (press (fixture, GDK_KEY_Tab, 0));
  type (fixture, "12");
  gtk_text_buffer_get_start_iter (fixture->buffer, &start);
  g_assert_false (gtk_text_iter_forward_to_tag_toggle (&start, tag));
  g_assert_false (press (fixture, GDK_KEY_Tab, 0));
}

static void
test_browsing (Fixture *fixture, gconstpointer data)
{
  type (fixture, "Hi ");
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "composer.canned", NULL);
  settle ();
  assert_says (fixture, " Delivery, 1 of 4");
  g_assert_true (press (fixture, GDK_KEY_Right, 0));
  assert_says (fixture, " Back, 1 of 3");
  g_assert_true (press (fixture, GDK_KEY_Left, 0));
  assert_says (fixture, " Delivery, 1 of 4");
  g_assert_true (press (fixture, GDK_KEY_Return, 0));
  type (fixture, "track");
  assert_says (fixture, "/track Где посылка, 1 of 1");
  g_assert_true (press (fixture, GDK_KEY_Return, 0));
  assert_text (fixture, "Hi Ваш заказ {order} уже в пути. Трек-номер: {?Трек-номер}.");
}

static void
test_emoji (Fixture *fixture, gconstpointer data)
{
  type (fixture, ":гри");
  type (fixture, "б");
  WAIT_UNTIL (get_popover (fixture) != NULL);
  g_assert_true (press (fixture, GDK_KEY_Return, 0));
  assert_text (fixture, "🍄");
  type (fixture, " :mushr");
  WAIT_UNTIL (get_popover (fixture) != NULL);
  g_assert_true (press (fixture, GDK_KEY_Tab, 0));
  assert_text (fixture, "🍄 🍄");
}

static void
test_articles (Fixture *fixture, gconstpointer data)
{
  type (fixture, "??верн");
  g_assert_null (get_popover (fixture));
  od_clock_advance (fixture->clock, PAUSE_US);
  settle ();
  assert_says (fixture, " Как вернуть заказ, 1 of 1");
  g_assert_true (press (fixture, GDK_KEY_Return, GDK_SHIFT_MASK));
  assert_text (fixture, "Подробно об этом — в статье «Как вернуть заказ»: https://shop.example/ru/help/returns");
}

static void
test_mention (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) none = NULL;

  type (fixture, "@");
  g_assert_null (get_popover (fixture)); /* the customer is no colleague */
  take_back (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "composer.note", NULL);
  settle ();
  type (fixture, "@ли");
  assert_says (fixture, " Екатерина Ли, 1 of 1");
  g_assert_true (press (fixture, GDK_KEY_Return, 0));
  assert_text (fixture, "@Екатерина Ли ");
  g_assert_null (get_popover (fixture));
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "composer.canned", NULL);
  settle ();
  g_assert_null (get_popover (fixture));
  type (fixture, "/hello");
  g_assert_null (get_popover (fixture)); /* nor is a note for the customer */
}

static void
test_mouse (Fixture *fixture, gconstpointer data)
{
  GtkWidget *list;

  type (fixture, "/");
  list = find (get_popover (fixture), GTK_TYPE_LIST_VIEW);
  g_signal_emit_by_name (list, "activate", 0);
  settle ();
  assert_text (fixture, "Thank you for writing to us. Have a nice day!");
  assert_focus_is_in_the_text (fixture);
  g_assert_false (gtk_widget_get_can_focus (find (GTK_WIDGET (fixture->pane), OD_TYPE_COMPLETION_POPOVER)));
}

static void
test_another_conversation_closes_it (Fixture *fixture, gconstpointer data)
{
  type (fixture, "/");
  g_assert_nonnull (get_popover (fixture));
  od_thread_pane_set_conversation (fixture->pane, 0, 0);
  settle ();
  g_assert_null (get_popover (fixture));
}

/* Neither wider than the window nor over what is being typed. */
static void
test_place (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;
  GdkPopup *popup;
  graphene_rect_t words;
  GdkRectangle caret;
  GtkTextIter iter;
  double x, y, popover_x, popover_y, window_x, window_y;

  type (fixture, "/");
  popover = get_popover (fixture);
  g_assert_nonnull (popover);
  popup = GDK_POPUP (gtk_native_get_surface (GTK_NATIVE (popover)));
  WAIT_UNTIL (gdk_surface_get_width (GDK_SURFACE (popup)) > 1);
  g_assert_cmpint (gtk_widget_get_width (gtk_popover_get_child (GTK_POPOVER (popover))), <=,
                   GPOINTER_TO_INT (data) - 24);
  gtk_text_buffer_get_start_iter (fixture->buffer, &iter);
  gtk_text_view_get_iter_location (fixture->view, &iter, &caret);
  gtk_text_view_buffer_to_window_coords (fixture->view, GTK_TEXT_WINDOW_WIDGET, caret.x, caret.y, &caret.x, &caret.y);
  gtk_widget_translate_coordinates (GTK_WIDGET (fixture->view), fixture->window, caret.x, caret.y, &x, &y);
  g_assert_true (gtk_widget_compute_bounds (gtk_popover_get_child (GTK_POPOVER (popover)), popover, &words));
  gtk_native_get_surface_transform (GTK_NATIVE (popover), &popover_x, &popover_y);
  gtk_native_get_surface_transform (GTK_NATIVE (fixture->window), &window_x, &window_y);
  g_assert_cmpfloat (gdk_popup_get_position_y (popup) + popover_y + words.origin.y + words.size.height, <=,
                     window_y + y);
}

#define ADD(name, func) g_test_add ("/completion-typing/" name, Fixture, GINT_TO_POINTER (700), set_up, func, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("canned", test_canned_reply);
  ADD ("escape", test_escape);
  ADD ("walking", test_walking);
  ADD ("exact", test_exact_code_and_tab);
  ADD ("fields", test_fields);
  ADD ("browsing", test_browsing);
  ADD ("emoji", test_emoji);
  ADD ("articles", test_articles);
  ADD ("mention", test_mention);
  ADD ("mouse", test_mouse);
  ADD ("another", test_another_conversation_closes_it);
  ADD ("place", test_place);
  g_test_add ("/completion-typing/place-narrow", Fixture, GINT_TO_POINTER (360), set_up, test_place, tear_down);
  return g_test_run ();
}
