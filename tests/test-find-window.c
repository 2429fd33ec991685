/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "od-fake-desk.h"
#include "od-fake-usage.h"
#include "od-palette-window.h"
#include "od-search-list.h"
#include "od-settings.h"
#include "od-window.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)
#define MARIA 7 /* her conversation of today, in the week of the fake desk */

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  GtkWidget *window;
} Fixture;

#define WAIT_UNTIL(condition)                                                                                          \
  while (!(condition))                                                                                                 \
  g_main_context_iteration (NULL, TRUE)

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

static gboolean
is_on_screen (GtkWidget *widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) state = od_settings_new (OD_SETTINGS_PROFILE, "find");

  g_settings_set_int (state, "width", GPOINTER_TO_INT (data));
  g_settings_set_int (state, "height", 700);
  g_settings_set_int64 (state, "selected-conversation", 0);
  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  od_fake_desk_fill_week (fixture->fake);
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  fixture->window = od_window_new (NULL, fixture->desk, state);
  gtk_window_present (GTK_WINDOW (fixture->window));
  WAIT_UNTIL (is_on_screen (fixture->window));
  settle (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = fixture->window;

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (window));
  settle (fixture);
  WAIT_UNTIL (window == NULL); /* nobody keeps a closed window */
  od_desk_unref (fixture->desk);
  settle (fixture);
  g_assert_finalize_object (g_steal_pointer (&fixture->fake));
  g_object_unref (fixture->clock);
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

static GtkWidget *
find_window (GType type)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type))
        return window;
    }
  return NULL;
}

/* ---- The palette ---- */

static GtkEditable *
open_palette (Fixture *fixture)
{
  GtkWidget *palette;

  g_assert_true (gtk_widget_activate_action (fixture->window, "win.palette", NULL));
  palette = find_window (OD_TYPE_PALETTE_WINDOW);
  g_assert_nonnull (palette);
  WAIT_UNTIL (is_on_screen (palette));
  settle (fixture);
  return GTK_EDITABLE (find (palette, GTK_TYPE_SEARCH_ENTRY));
}

static void
choose (Fixture *fixture, const char *text)
{
  GtkEditable *entry = open_palette (fixture);

  gtk_editable_set_text (entry, text);
  settle (fixture);
  g_signal_emit_by_name (entry, "activate");
  settle (fixture);
  WAIT_UNTIL (find_window (OD_TYPE_PALETTE_WINDOW) == NULL);
}

static void
test_palette_opens_person (Fixture *fixture, gconstpointer data)
{
  choose (fixture, "maria petr");
  WAIT_UNTIL (od_window_get_conversation_id (OD_WINDOW (fixture->window)) != 0);
  g_assert_cmpint (
      od_fake_desk_get_conversation (fixture->fake, MARIA)->customer_id, ==,
      od_fake_desk_get_conversation (fixture->fake, od_window_get_conversation_id (OD_WINDOW (fixture->window)))
          ->customer_id);
}

static void
test_palette_runs_command (Fixture *fixture, gconstpointer data)
{
  od_window_show_conversation (OD_WINDOW (fixture->window), MARIA);
  settle (fixture);
  choose (fixture, "resol");
  WAIT_UNTIL (od_fake_desk_get_conversation (fixture->fake, MARIA)->status == OD_STATUS_RESOLVED);
}

/* A command that can't be done now is not offered: nothing is open. */
static void
test_palette_leaves_out_what_cannot_be_done (Fixture *fixture, gconstpointer data)
{
  GtkEditable *entry = open_palette (fixture);
  GtkWidget *window = find_window (OD_TYPE_PALETTE_WINDOW);
  GtkSelectionModel *model = gtk_list_view_get_model (GTK_LIST_VIEW (find (window, GTK_TYPE_LIST_VIEW)));

  gtk_editable_set_text (entry, "print the conv");
  settle (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 0);
  gtk_window_close (GTK_WINDOW (window));
  WAIT_UNTIL (find_window (OD_TYPE_PALETTE_WINDOW) == NULL);
}

/* By another word for it, on the wrong layout; each kind and each view has a sign of its own. */
static void
test_palette_other_words_and_icons (Fixture *fixture, gconstpointer data)
{
  GtkEditable *entry = open_palette (fixture);
  GtkWidget *window = find_window (OD_TYPE_PALETTE_WINDOW);
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (find (window, GTK_TYPE_LIST_VIEW))));
  g_autoptr (GHashTable) icons = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (OdPaletteItem) first = NULL;

  gtk_editable_set_text (entry, "yfcn");
  settle (fixture);
  first = g_list_model_get_item (model, 0);
  g_assert_cmpstr (od_palette_item_get (first)->ref, ==, "preferences");
  gtk_editable_set_text (entry, "s");
  settle (fixture);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (OdPaletteItem) item = g_list_model_get_item (model, i);

      if (od_palette_item_get (item)->kind == OD_PALETTE_VIEW)
        g_hash_table_add (icons, (char *) od_palette_item_get (item)->icon_name);
    }
  g_assert_cmpuint (g_hash_table_size (icons), >, 1);
  gtk_window_close (GTK_WINDOW (window));
  WAIT_UNTIL (find_window (OD_TYPE_PALETTE_WINDOW) == NULL);
}

/* What was used comes from the store when the palette is on screen, or before (when narrow): the last command is the
 * first row, in sight and chosen. */
static void
test_palette_opens_at_the_last_command (Fixture *fixture, gconstpointer data)
{
  static const char *const used[] = { "resolve", "snooze",      "assign",    "search",    "find",
                                      "sidebar", "preferences", "shortcuts", "customers", "list-focus" };
  OdFakeUsage *usage = od_fake_usage_new ();
  GtkListView *list;
  GtkSingleSelection *selection;
  GtkEditable *entry;

  for (guint i = 0; i < G_N_ELEMENTS (used); i++)
    od_fake_usage_fill (usage, "command", used[i], NOW_US - 1 - i, 1 + i);
  od_fake_usage_hold (usage, GPOINTER_TO_INT (data) > 400);
  fixture->desk->tools.usage = OD_USAGE_PORT (usage);
  od_window_show_conversation (OD_WINDOW (fixture->window), MARIA);
  settle (fixture);
  entry = open_palette (fixture);
  list = GTK_LIST_VIEW (find (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (entry))), GTK_TYPE_LIST_VIEW));
  selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (list));
  od_fake_usage_hold (usage, FALSE);
  settle (fixture);
  g_assert_cmpstr (od_palette_item_get (gtk_single_selection_get_selected_item (selection))->ref, ==, "resolve");
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, 0);
  g_assert_cmpfloat (gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list))), ==, 0);
  g_signal_emit_by_name (entry, "activate");
  WAIT_UNTIL (find_window (OD_TYPE_PALETTE_WINDOW) == NULL);
  g_assert_cmpstr (od_fake_usage_get_last (usage), ==, "command/resolve");
  WAIT_UNTIL (od_fake_desk_get_conversation (fixture->fake, MARIA)->status == OD_STATUS_RESOLVED);
}

static void
test_palette_inserts_canned_reply (Fixture *fixture, gconstpointer data)
{
  GtkTextBuffer *buffer;
  GtkWidget *composer;

  od_window_show_conversation (OD_WINDOW (fixture->window), MARIA);
  settle (fixture);
  composer = find (fixture->window, g_type_from_name ("OdComposer"));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (composer, GTK_TYPE_TEXT_VIEW)));
  gtk_text_buffer_set_text (buffer, "", -1);
  choose (fixture, "/hello");
  WAIT_UNTIL (gtk_text_buffer_get_char_count (buffer) > 5);
}

static void
test_palette_shows_setting (Fixture *fixture, gconstpointer data)
{
  GtkWidget *preferences;

  choose (fixture, "enter sends");
  preferences = find_window (ADW_TYPE_PREFERENCES_WINDOW);
  g_assert_nonnull (preferences);
  WAIT_UNTIL (is_on_screen (preferences));
  g_assert_nonnull (gtk_root_get_focus (GTK_ROOT (preferences)));
  gtk_window_destroy (GTK_WINDOW (preferences));
  settle (fixture);
}

/* ---- In the thread ---- */

static gboolean
has_marks (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      gtk_label_get_attributes (GTK_LABEL (widget)) != NULL &&
      strstr (gtk_label_get_text (GTK_LABEL (widget)), "courier") != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_marks (child))
      return TRUE;
  return FALSE;
}

static gboolean
shows (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows (child, text))
      return TRUE;
  return FALSE;
}

static void
test_find_in_thread (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar, *composer;
  GtkEditable *entry;

  od_window_show_conversation (OD_WINDOW (fixture->window), MARIA);
  settle (fixture);
  g_assert_true (gtk_widget_activate_action (fixture->window, "win.find", NULL));
  settle (fixture);
  bar = find (fixture->window, g_type_from_name ("OdFindBar"));
  entry = GTK_EDITABLE (find (bar, GTK_TYPE_SEARCH_ENTRY));
  WAIT_UNTIL (gtk_widget_get_mapped (GTK_WIDGET (entry)));
  gtk_editable_set_text (entry, "courier");
  WAIT_UNTIL (shows (bar, "1 of 3"));
  WAIT_UNTIL (has_marks (fixture->window));
  gtk_widget_activate_action (fixture->window, "win.find-next", NULL);
  settle (fixture);
  g_assert_true (shows (bar, "2 of 3"));
  gtk_widget_activate_action (fixture->window, "win.find-previous", NULL);
  settle (fixture);
  g_assert_true (shows (bar, "1 of 3"));
  gtk_editable_set_text (entry, "zebra");
  WAIT_UNTIL (shows (bar, "Nothing"));
  g_assert_false (has_marks (fixture->window));
  gtk_widget_activate_action (fixture->window, "win.back", NULL); /* Escape */
  settle (fixture);
  composer = find (fixture->window, g_type_from_name ("OdComposer"));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)), composer));
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "");
}

/* ---- Everywhere ---- */

static void
on_searched (guint *n)
{
  (*n)++;
}

/* A mistake before the end is told at once, one with which the text ends when typing rests, or at Enter. */
static void
test_search_says_what_is_wrong (Fixture *fixture, gconstpointer data)
{
  static const char *const mistakes[] = { "is:foo", "has:unicorn", "before:32.13", "tag:" };
  GtkWidget *hint = find (fixture->window, g_type_from_name ("OdQueryHint"));
  GtkWidget *pane = find (fixture->window, g_type_from_name ("OdInboxPane"));
  GtkEditable *entry = GTK_EDITABLE (find (pane, GTK_TYPE_SEARCH_ENTRY));
  GtkText *text = GTK_TEXT (gtk_editable_get_delegate (entry));
  guint n = 0;
  gulong id = g_signal_connect_swapped (entry, "search-changed", G_CALLBACK (on_searched), &n);

  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      gtk_editable_set_text (entry, mistakes[i]);
      gtk_editable_set_position (entry, -1);
      od_clock_advance (fixture->clock, 600 * 1000);
      g_assert_false (gtk_widget_get_visible (hint)); /* it is being typed */
      if (i % 2 == 0)
        od_clock_advance (fixture->clock, 200 * 1000);
      else
        g_signal_emit_by_name (entry, "activate");
      g_assert_true (gtk_widget_get_visible (hint));
      WAIT_UNTIL (n == i + 1);
      settle (fixture);
      g_assert_false (shows (pane, "Nothing Found"));
    }
  g_signal_handler_disconnect (entry, id);
  gtk_editable_set_text (entry, "is:blue order");
  gtk_editable_set_position (entry, -1);
  g_assert_true (gtk_widget_get_visible (hint));
  g_assert_nonnull (gtk_text_get_attributes (text));
  gtk_editable_set_text (entry, "waybill that nobody sent");
  gtk_editable_set_position (entry, -1);
  WAIT_UNTIL (shows (pane, "Nothing Found"));
  g_assert_false (gtk_widget_get_visible (hint));
  g_assert_null (gtk_text_get_attributes (text));
  gtk_editable_set_text (entry, "");
  settle (fixture);
}

static void
test_search_completes (Fixture *fixture, gconstpointer data)
{
  GtkWidget *pane = find (fixture->window, g_type_from_name ("OdInboxPane"));
  GtkWidget *popover = find (pane, g_type_from_name ("OdQueryCompletion"));
  GtkEditable *entry = GTK_EDITABLE (find (pane, GTK_TYPE_SEARCH_ENTRY));
  GtkListBox *list = GTK_LIST_BOX (find (popover, GTK_TYPE_LIST_BOX));
  int position = 0;

  gtk_widget_activate_action (fixture->window, "win.search", NULL);
  settle (fixture);
  gtk_editable_insert_text (entry, "is:sn", -1, &position);
  gtk_editable_set_position (entry, -1);
  g_signal_emit_by_name (entry, "changed");
  WAIT_UNTIL (gtk_widget_get_mapped (popover));
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (list, 0));
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "is:snoozed ");
  settle (fixture);
  gtk_editable_set_text (entry, "");
  settle (fixture);
}

/* The window's keys that the keymap names are told by the shortcuts window. */
static void
test_shortcuts_window (Fixture *fixture, gconstpointer data)
{
  GtkWidget *shortcuts;

  g_assert_true (gtk_widget_activate_action (fixture->window, "win.shortcuts", NULL));
  shortcuts = find_window (ADW_TYPE_PREFERENCES_WINDOW);
  g_assert_nonnull (shortcuts);
  WAIT_UNTIL (is_on_screen (shortcuts));
  gtk_window_destroy (GTK_WINDOW (shortcuts));
  settle (fixture);
}

static guint
get_found (Fixture *fixture, GtkSingleSelection **selection)
{
  GtkWidget *list = find (find (fixture->window, g_type_from_name ("OdFoundList")), GTK_TYPE_LIST_VIEW);

  *selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
  return g_list_model_get_n_items (G_LIST_MODEL (*selection));
}

static char *
dup_heading (GtkSingleSelection *selection, guint position)
{
  g_autoptr (OdSearchItem) item = g_list_model_get_item (G_LIST_MODEL (selection), position);

  return item != NULL ? od_search_item_dup_heading (item) : NULL;
}

static void
press_in (GtkWidget *entry, guint keyval, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (entry);
  gboolean is_taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !is_taken; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, state, &is_taken);
    }
}

/* People before messages, each kind with its number; keys go through all, and what was walked to stays chosen. */
static void
test_search_by_kind (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry = find (find (fixture->window, g_type_from_name ("OdInboxPane")), GTK_TYPE_SEARCH_ENTRY);
  GtkSingleSelection *selection;
  guint n, n_people = 0;
  int end = 2;
  g_autoptr (OdSearchItem) walked = NULL;

  gtk_editable_set_text (GTK_EDITABLE (entry), "ma");
  settle (fixture);
  WAIT_UNTIL (get_found (fixture, &selection) > 1);
  n = get_found (fixture, &selection);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OdSearchItem) item = g_list_model_get_item (G_LIST_MODEL (selection), i);
      g_autofree char *heading = dup_heading (selection, i);

      if (od_search_item_get_group (item) == OD_SEARCH_GROUP_PEOPLE)
        g_assert_cmpuint (n_people++, ==, i);
      g_assert_true ((heading != NULL) == (i == 0 || i == n_people));
    }
  g_assert_cmpuint (n_people, >, 0);
  g_assert_cmpuint (n_people, <, n);
  press_in (entry, GDK_KEY_Down, GDK_CONTROL_MASK);
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, n_people);
  press_in (entry, GDK_KEY_Up, GDK_CONTROL_MASK);
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, 0);
  /* a question is on its way, and the operator walks through the old answer */
  od_fake_desk_hold (fixture->fake, TRUE);
  gtk_editable_insert_text (GTK_EDITABLE (entry), "r", 1, &end);
  g_signal_emit_by_name (entry, "search-changed");
  press_in (entry, GDK_KEY_Down, GDK_CONTROL_MASK);
  walked = g_object_ref (gtk_single_selection_get_selected_item (selection));
  od_fake_desk_hold (fixture->fake, FALSE);
  settle (fixture);
  for (guint i = 0; i < get_found (fixture, &selection); i++)
    {
      g_autoptr (OdSearchItem) item = g_list_model_get_item (G_LIST_MODEL (selection), i);

      if (od_search_item_is_same (item, walked))
        g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, i);
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, width, func) g_test_add ("/find/" name, Fixture, GINT_TO_POINTER (width), set_up, func, tear_down)
  ADD ("palette-person", 1280, test_palette_opens_person);
  ADD ("palette-person-narrow", 360, test_palette_opens_person);
  ADD ("palette-command", 1280, test_palette_runs_command);
  ADD ("palette-leaves-out", 1280, test_palette_leaves_out_what_cannot_be_done);
  ADD ("palette-other-words", 1280, test_palette_other_words_and_icons);
  ADD ("palette-last-command", 1280, test_palette_opens_at_the_last_command);
  ADD ("palette-last-command-narrow", 360, test_palette_opens_at_the_last_command);
  ADD ("palette-canned", 1280, test_palette_inserts_canned_reply);
  ADD ("palette-setting", 1280, test_palette_shows_setting);
  ADD ("thread", 1280, test_find_in_thread);
  ADD ("thread-narrow", 360, test_find_in_thread);
  ADD ("search-by-kind", 1280, test_search_by_kind);
  ADD ("search-mistakes", 1280, test_search_says_what_is_wrong);
  ADD ("search-completes", 1280, test_search_completes);
  ADD ("shortcuts-window", 1280, test_shortcuts_window);
  return g_test_run ();
}
