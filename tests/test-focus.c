/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "engine-desk.h"
#include "od-composer.h"
#include "od-inbox-list.h"
#include "od-window.h"

/* Where the keyboard is while conversations open: over a real store, whose answers come later than the keys. A GTK
 * critical ends a test. */

#define N_CHATS 24

static gboolean
press (const char *keys)
{
  g_autofree char *command = g_strconcat ("xdotool ", keys, NULL);
  g_auto (GStrv) argv = g_strsplit (command, " ", -1);
  int status;

  return g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                       &status, NULL) &&
         g_spawn_check_wait_status (status, NULL);
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
is_type (GtkWidget *widget, gconstpointer name)
{
  return gtk_widget_get_mapped (widget) && g_str_equal (G_OBJECT_TYPE_NAME (widget), (const char *) name);
}

static gboolean
shows (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

static gboolean
has_action (GtkWidget *widget, gconstpointer name)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
         g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), name) == 0;
}

static gboolean
has_focus_in (GtkWidget *window, const char *type_name)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  return focus != NULL && gtk_widget_get_ancestor (focus, g_type_from_name (type_name)) != NULL;
}

static gint64
get_open (GtkWidget *window)
{
  return od_window_get_conversation_id (OD_WINDOW (window));
}

/* The thread of what is open has come, and all that comes with it has been laid out. */
static void
wait_for_thread (EngineFixture *engine, GtkWidget *window, gint64 id)
{
  GdkFrameClock *frames = gtk_widget_get_frame_clock (window);
  g_autofree char *words = g_strdup_printf ("Question %" G_GINT64_FORMAT ", ", id);
  gint64 frame;

  while (find (find (window, is_type, "OdThreadView"), shows, words) == NULL)
    {
      engine_fixture_advance_s (engine, 1);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  engine_fixture_settle (engine);
  frame = gdk_frame_clock_get_frame_counter (frames);
  while (gdk_frame_clock_get_frame_counter (frames) < frame + 3)
    {
      gtk_widget_queue_draw (window);
      g_main_context_iteration (NULL, TRUE);
    }
}

static GtkWidget *
open_window (EngineFixture *engine, OdDesk *desk)
{
  GtkWidget *window;

  for (guint i = 1; i <= N_CHATS; i++)
    for (guint j = 0; j < 1 + i % 3; j++)
      {
        g_autofree char *chat = g_strdup_printf ("chat-%u", i);
        g_autofree char *remote = g_strdup_printf ("m-%u-%u", i, j);
        g_autofree char *text = g_strdup_printf ("Question %u, part %u", i, j);

        engine_fixture_advance_s (engine, 60);
        engine_fixture_receive (engine, chat, remote, text);
      }
  window = od_window_new (NULL, desk, NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_present (GTK_WINDOW (window));
  while (find (window, is_type, "OdInboxRow") == NULL)
    {
      engine_fixture_advance_s (engine, 1);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  press ("mousemove 5 5");
  return window;
}

static void
close_window (EngineFixture *engine, GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  engine_fixture_settle (engine);
}

static void
test_down_walks_the_list (EngineFixture *engine, gconstpointer data)
{
  g_autoptr (OdDesk) desk = engine_desk_new (engine);
  GtkWidget *window = open_window (engine, desk);

  g_assert_true (press ("key ctrl+l"));
  wait_until (has_focus_in (window, "OdInboxList"));
  for (guint i = 0; i < 20; i++)
    {
      gint64 before = get_open (window);

      g_assert_true (press ("key Down"));
      wait_until (get_open (window) != before);
      wait_for_thread (engine, window, get_open (window));
      g_assert_true (has_focus_in (window, "OdInboxList"));
    }
  close_window (engine, window);
}

/* Waits until what is pressed has come to the composer, and nothing else was done by it. */
static void
expect_text (GtkWidget *window, const char *text)
{
  GtkWidget *view = find (find (window, is_type, "OdComposer"), is_type, "GtkTextView");

  for (;;)
    {
      g_autofree char *now = NULL;

      g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "text", &now, NULL);
      if (g_str_equal (now, text))
        return;
      g_main_context_iteration (NULL, TRUE);
    }
}

/* Ctrl+J, also from the button that resolved the one before: the cursor is where one answers. */
static void
test_next_is_answered (EngineFixture *engine, gconstpointer data)
{
  g_autoptr (OdDesk) desk = engine_desk_new (engine);
  GtkWidget *window = open_window (engine, desk);
  gint64 before;

  for (guint i = 0; i < 5; i++)
    {
      before = get_open (window);
      g_assert_true (press ("key ctrl+j"));
      wait_until (get_open (window) != before);
      wait_for_thread (engine, window, get_open (window));
      g_assert_true (has_focus_in (window, "OdComposer"));
      g_assert_true (press ("type hi"));
      expect_text (window, "hi");
      gtk_widget_grab_focus (find (window, has_action, "win.resolve"));
      g_assert_true (has_focus_in (window, "OdThreadHeader"));
    }
  close_window (engine, window);
}

/* The button that was pressed is gone: what comes next in order is not pressed by the next Enter. */
static void
test_gone_button_leaves_the_text (EngineFixture *engine, gconstpointer data)
{
  g_autoptr (OdDesk) desk = engine_desk_new (engine);
  GtkWidget *window = open_window (engine, desk);
  GtkWidget *button;

  g_assert_true (press ("key ctrl+j"));
  wait_until (get_open (window) != 0);
  wait_for_thread (engine, window, get_open (window));
  button = find (window, has_action, "win.resolve");
  gtk_widget_grab_focus (button);
  g_signal_emit_by_name (button, "clicked");
  while (gtk_widget_get_mapped (button) && gtk_widget_is_sensitive (button)) /* it goes */
    {
      engine_fixture_advance_s (engine, 1);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  wait_for_thread (engine, window, get_open (window));
  g_assert_true (has_focus_in (window, "OdComposer"));
  close_window (engine, window);
}

/* Letters are for the reply wherever in the window one stands. */
static void
test_typing_in_the_list_is_a_reply (EngineFixture *engine, gconstpointer data)
{
  g_autoptr (OdDesk) desk = engine_desk_new (engine);
  GtkWidget *window = open_window (engine, desk);

  g_assert_true (press ("key ctrl+l Down"));
  wait_until (get_open (window) != 0);
  wait_for_thread (engine, window, get_open (window));
  g_assert_true (has_focus_in (window, "OdInboxList"));
  g_assert_true (press ("type Hello_to_you"));
  expect_text (window, "Hello_to_you");
  g_assert_true (has_focus_in (window, "OdComposer"));
  close_window (engine, window);
}

static gboolean
is_toast_with (GtkWidget *widget, gconstpointer words)
{
  return is_type (widget, "AdwToastWidget") && find (widget, shows, words) != NULL;
}

/* Until a toast says this. */
static void
wait_for_words (EngineFixture *engine, GtkWidget *window, const char *words)
{
  while (find (window, is_toast_with, words) == NULL)
    {
      engine_fixture_settle (engine);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

/* The words with the Undo of a deed do not wait for those with the address of the customer's page. */
static void
test_words_do_not_wait (EngineFixture *engine, gconstpointer data)
{
  g_autoptr (OdDesk) desk = engine_desk_new (engine);
  GtkWidget *window = open_window (engine, desk);

  for (guint i = 0; i < 2; i++)
    od_window_add_toast (OD_WINDOW (window), "Customer's page");
  wait_for_words (engine, window, "Customer's page");
  g_assert_true (press ("key ctrl+j"));
  wait_until (get_open (window) != 0);
  wait_for_thread (engine, window, get_open (window));
  g_assert_true (press ("key ctrl+e"));
  wait_for_words (engine, window, "Resolved");
  close_window (engine, window);
}

/* Ctrl+Z in the text takes back the deed that came after the last letter, and the one before it. Pressed once more it does
 * not eat the draft; what is typed after that is its own to take back. */
static void
test_undo_is_of_what_came_last (EngineFixture *engine, gconstpointer data)
{
  g_autoptr (OdDesk) desk = engine_desk_new (engine);
  GtkWidget *window = open_window (engine, desk);

  g_assert_true (press ("key ctrl+j"));
  wait_until (get_open (window) != 0);
  wait_for_thread (engine, window, get_open (window));
  g_assert_true (press ("type hi"));
  expect_text (window, "hi");
  g_assert_true (press ("key ctrl+shift+t"));
  wait_for_words (engine, window, "Assigned to you");
  g_assert_true (press ("key ctrl+e"));
  wait_for_words (engine, window, "Resolved");
  g_assert_true (press ("key ctrl+z"));
  wait_for_words (engine, window, "Undone: Resolved");
  g_assert_true (press ("key ctrl+z"));
  wait_for_words (engine, window, "Undone: Assigned to you");
  expect_text (window, "hi");
  g_assert_true (press ("key ctrl+z"));
  wait_for_words (engine, window, "Nothing to undo");
  expect_text (window, "hi");
  g_assert_true (press ("type x"));
  expect_text (window, "hix");
  g_assert_true (press ("key ctrl+z"));
  expect_text (window, "hi");
  close_window (engine, window);
}

/* A paste, or what was chosen, is typed as well: it comes after the deed, whose own Undo leaves it next. */
static void
test_a_paste_comes_after_the_deed (EngineFixture *engine, gconstpointer data)
{
  g_autoptr (OdDesk) desk = engine_desk_new (engine);
  GtkWidget *window = open_window (engine, desk), *view;

  g_assert_true (press ("key ctrl+j"));
  wait_until (get_open (window) != 0);
  wait_for_thread (engine, window, get_open (window));
  view = find (find (window, is_type, "OdComposer"), is_type, "GtkTextView");
  g_assert_true (press ("key ctrl+shift+t"));
  wait_for_words (engine, window, "Assigned to you");
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "pasted", -1);
  g_assert_true (press ("key ctrl+z"));
  expect_text (window, "");
  g_assert_nonnull (find (window, is_toast_with, "Assigned to you"));
  close_window (engine, window);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  if (g_find_program_in_path ("xdotool") == NULL)
    return 77; /* skipped: nobody presses keys */
#define ADD(name, func)                                                                                                \
  g_test_add ("/focus/" name, EngineFixture, "demo", engine_fixture_set_up, func, engine_fixture_tear_down)
  ADD ("down-walks-the-list", test_down_walks_the_list);
  ADD ("next-is-answered", test_next_is_answered);
  ADD ("gone-button-leaves-the-text", test_gone_button_leaves_the_text);
  ADD ("typing-in-the-list-is-a-reply", test_typing_in_the_list_is_a_reply);
  ADD ("words-do-not-wait", test_words_do_not_wait);
  ADD ("undo-is-of-what-came-last", test_undo_is_of_what_came_last);
  ADD ("a-paste-comes-after-the-deed", test_a_paste_comes_after_the_deed);
#undef ADD
  return g_test_run ();
}
