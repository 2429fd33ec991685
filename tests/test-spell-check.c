/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "od-limits.h"
#include "od-settings.h"
#include "od-spell-checker.h"
#include "od-spell-marks.h"
#include "od-temp-folder.h"

typedef struct {
  GtkWidget *window;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  GSettings *taste;
  OdSpellMarks *marks;
  gboolean has_dictionaries;
} Fixture;

/* Turns the loop until @condition holds; the suite's own timeout ends a wait in vain. */
#define WAIT_UNTIL(condition)                                                                                          \
  while (!(condition))                                                                                                 \
  g_main_context_iteration (NULL, TRUE)

static void
keep_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Russian and English: the dictionaries that the tests need. */
static gboolean
find_dictionaries (void)
{
  g_autoptr (OdSpellChecker) checker = od_spell_checker_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_auto (GStrv) tags = NULL;
  gboolean has_russian = FALSE, has_english = FALSE;

  od_spell_checker_list_async (checker, NULL, keep_cb, &result);
  WAIT_UNTIL (result != NULL);
  tags = od_spell_checker_list_finish (checker, result, NULL);
  g_assert_nonnull (tags);
  for (guint i = 0; tags[i] != NULL; i++)
    {
      has_russian |= g_str_has_prefix (tags[i], "ru");
      has_english |= g_str_has_prefix (tags[i], "en");
    }
  return has_russian && has_english;
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
  fixture->has_dictionaries = find_dictionaries ();
  fixture->taste = od_settings_new (OD_SETTINGS_TASTE, NULL);
  g_assert_nonnull (fixture->taste);
  g_settings_reset (fixture->taste, "check-spelling");
  fixture->window = gtk_window_new ();
  fixture->view = GTK_TEXT_VIEW (gtk_text_view_new ());
  fixture->buffer = gtk_text_view_get_buffer (fixture->view);
  fixture->marks = od_spell_marks_new (fixture->view, fixture->taste);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 400, 200);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  gtk_window_present (GTK_WINDOW (fixture->window));
  WAIT_UNTIL (gtk_widget_get_mapped (GTK_WIDGET (fixture->view)));
  gtk_widget_grab_focus (GTK_WIDGET (fixture->view));
  if (!fixture->has_dictionaries)
    g_test_skip ("no dictionaries of Russian and English (hunspell-ru, hunspell-en-us)");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  WAIT_UNTIL (!od_spell_marks_get_is_busy (fixture->marks));
  g_object_run_dispose (G_OBJECT (fixture->marks));
  settle ();
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  WAIT_UNTIL (G_OBJECT (fixture->marks)->ref_count == 1); /* a check that was on its way comes home */
  g_assert_finalize_object (g_steal_pointer (&fixture->marks));
  g_clear_object (&fixture->taste);
}

static void
type (Fixture *fixture, const char *text)
{
  gtk_text_buffer_set_text (fixture->buffer, text, -1);
  WAIT_UNTIL (!od_spell_marks_get_is_busy (fixture->marks));
}

/* The underlined words, with "|" between them. */
static char *
dup_marked (Fixture *fixture)
{
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (fixture->buffer), "od-misspelt");
  GString *marked = g_string_new (NULL);
  GtkTextIter start, end;

  gtk_text_buffer_get_start_iter (fixture->buffer, &start);
  while (gtk_text_iter_starts_tag (&start, tag) || gtk_text_iter_forward_to_tag_toggle (&start, tag))
    {
      g_autofree char *word = NULL;

      if (!gtk_text_iter_starts_tag (&start, tag))
        continue;
      end = start;
      gtk_text_iter_forward_to_tag_toggle (&end, tag);
      word = gtk_text_buffer_get_text (fixture->buffer, &start, &end, TRUE);
      g_string_append_printf (marked, "%s%s", marked->len > 0 ? "|" : "", word);
      start = end;
    }
  return g_string_free (marked, FALSE);
}

static void
assert_marked (Fixture *fixture, const char *expected)
{
  g_autofree char *marked = dup_marked (fixture);

  g_assert_cmpstr (marked, ==, expected);
}

static void
put_caret (Fixture *fixture, int offset)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (fixture->buffer, &iter, offset);
  gtk_text_buffer_place_cursor (fixture->buffer, &iter);
}

/* As the display server would: through the controllers of the text. */
static gboolean
press (Fixture *fixture, guint keyval, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->view));

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

/* Returns: (transfer full) (nullable): the first sections's labels with "|" between them */
static char *
dup_suggestions (Fixture *fixture)
{
  GMenuModel *menu = od_spell_marks_get_menu (fixture->marks);
  g_autoptr (GMenuModel) section =
      g_menu_model_get_n_items (menu) > 0 ? g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION) : NULL;
  GString *labels = g_string_new (NULL);

  for (int i = 0; section != NULL && i < g_menu_model_get_n_items (section); i++)
    {
      g_autofree char *label = NULL;

      g_assert_cmpint (i, <, OD_LIMIT_SPELL_SUGGESTIONS);
      g_assert_true (g_menu_model_get_item_attribute (section, i, G_MENU_ATTRIBUTE_LABEL, "s", &label));
      g_string_append_printf (labels, "|%s|", label);
    }
  return g_string_free (labels, FALSE);
}

static void
open_menu (Fixture *fixture, int offset, const char *expected)
{
  g_autofree char *suggestions = NULL;

  put_caret (fixture, offset);
  g_assert_true (press (fixture, GDK_KEY_F10, GDK_SHIFT_MASK));
  WAIT_UNTIL (g_menu_model_get_n_items (od_spell_marks_get_menu (fixture->marks)) > 0);
  suggestions = dup_suggestions (fixture);
  g_assert_nonnull (strstr (suggestions, expected));
}

static void
test_wrong_words_are_underlined (Fixture *fixture, gconstpointer data)
{
  if (!fixture->has_dictionaries)
    return;
  type (fixture, "We recieve it. Добрый день, привт! ");
  assert_marked (fixture, "recieve|привт");
  type (fixture, "We receive it. Ещё раз: ёлка, как-нибудь. ");
  assert_marked (fixture, "");
  type (fixture, "`recieve` {recieve} @recieve https://recieve.example/ :recieve: ");
  assert_marked (fixture, "");
}

static void
test_what_is_typed_is_left_alone (Fixture *fixture, gconstpointer data)
{
  if (!fixture->has_dictionaries)
    return;
  type (fixture, "wrld helo");
  WAIT_UNTIL (gtk_widget_has_focus (GTK_WIDGET (fixture->view)));
  type (fixture, "wrld recieve");
  assert_marked (fixture, "wrld");
  put_caret (fixture, 0);
  assert_marked (fixture, "wrld|recieve");
  put_caret (fixture, 7); /* nobody types in it */
  assert_marked (fixture, "wrld|recieve");
}

static void
test_menu_corrects (Fixture *fixture, gconstpointer data)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  if (!fixture->has_dictionaries)
    return;
  type (fixture, "Добрый день, привт! We recieve it. ");
  put_caret (fixture, 2);
  g_assert_false (press (fixture, GDK_KEY_Menu, 0)); /* the view's own */
  open_menu (fixture, 25, "|receive|");
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "spell.correct", "s", "receive");
  WAIT_UNTIL (!od_spell_marks_get_is_busy (fixture->marks));
  open_menu (fixture, 15, "|привет|");
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "spell.correct", "s", "привет");
  gtk_text_buffer_get_bounds (fixture->buffer, &start, &end);
  text = gtk_text_buffer_get_text (fixture->buffer, &start, &end, TRUE);
  g_assert_cmpstr (text, ==, "Добрый день, привет! We receive it. ");
}

static void
test_menu_accepts (Fixture *fixture, gconstpointer data)
{
  if (!fixture->has_dictionaries)
    return;
  type (fixture, "Omnidesk wrld ");
  assert_marked (fixture, "Omnidesk|wrld");
  open_menu (fixture, 1, "|");
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "spell.add", NULL);
  WAIT_UNTIL (!od_spell_marks_get_is_busy (fixture->marks));
  assert_marked (fixture, "wrld");
  open_menu (fixture, 10, "|world|");
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "spell.ignore", NULL);
  WAIT_UNTIL (!od_spell_marks_get_is_busy (fixture->marks));
  assert_marked (fixture, "");
  type (fixture, "wrld Omnidesk ");
  assert_marked (fixture, "");
}

/* A word that was added is known to everybody from now on, one that was ignored is not. */
static void
test_added_is_kept (Fixture *fixture, gconstpointer data)
{
  if (!fixture->has_dictionaries)
    return;
  type (fixture, "wrld Omnidesk ");
  assert_marked (fixture, "wrld");
}

static void
test_switch (Fixture *fixture, gconstpointer data)
{
  if (!fixture->has_dictionaries)
    return;
  type (fixture, "We recieve it. ");
  assert_marked (fixture, "recieve");
  g_settings_set_boolean (fixture->taste, "check-spelling", FALSE);
  assert_marked (fixture, "");
  type (fixture, "We recieve it again. ");
  assert_marked (fixture, "");
  g_settings_set_boolean (fixture->taste, "check-spelling", TRUE);
  WAIT_UNTIL (!od_spell_marks_get_is_busy (fixture->marks));
  assert_marked (fixture, "recieve");
}

static void
test_goes_while_it_asks (Fixture *fixture, gconstpointer data)
{
  gtk_text_buffer_set_text (fixture->buffer, "We recieve it. ", -1);
  g_assert_true (od_spell_marks_get_is_busy (fixture->marks));
  g_object_run_dispose (G_OBJECT (fixture->marks));
}

int
main (int argc, char **argv)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();

#define TEST(name, func) g_test_add ("/spell-check/" name, Fixture, NULL, set_up, func, tear_down)

  g_setenv ("ENCHANT_CONFIG_DIR", folder, TRUE); /* the person's own words */
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  TEST ("underlined", test_wrong_words_are_underlined);
  TEST ("left-alone", test_what_is_typed_is_left_alone);
  TEST ("corrects", test_menu_corrects);
  TEST ("accepts", test_menu_accepts);
  TEST ("kept", test_added_is_kept);
  TEST ("switch", test_switch);
  TEST ("goes", test_goes_while_it_asks);
#undef TEST
  return g_test_run ();
}
