/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "engine-desk.h"
#include "od-account-list.h"
#include "od-auto-answer-dialog.h"
#include "od-auto-answer-words.h"
#include "od-auto-answers-page.h"
#include "od-db.h"
#include "od-stmt.h"

/* What the desk says by itself is edited over a real store. */

typedef struct {
  EngineFixture engine;
  OdDesk *desk;
  GPtrArray *answers;
} Fixture;

static void
load (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_clear_pointer (&f->answers, g_ptr_array_unref);
  od_auto_answer_port_load_async (f->desk->tools.auto_answers, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  f->answers = od_auto_answer_port_load_finish (f->desk->tools.auto_answers, result, NULL);
  g_assert_nonnull (f->answers);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  engine_fixture_set_up (&f->engine, "demo");
  engine_fixture_settle (&f->engine);
  f->desk = engine_desk_new (&f->engine);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  engine_fixture_settle (&f->engine);
  g_clear_pointer (&f->answers, g_ptr_array_unref);
  g_clear_pointer (&f->desk, od_desk_unref);
  engine_fixture_tear_down (&f->engine, "demo");
}

/* The first widget of @type below @widget whose title is @title, or of any title. */
static GtkWidget *
find (GtkWidget *widget, GType type, const char *title)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type) &&
      (title == NULL || (ADW_IS_PREFERENCES_ROW (widget) &&
                         g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, title);
  return found;
}

static GtkWidget *
find_switch (GtkWidget *widget, const char *title)
{
  return find (find (widget, ADW_TYPE_ACTION_ROW, title), GTK_TYPE_SWITCH, NULL);
}

/* Every label that can be selected: what a page says in words. */
static gboolean
says (GtkWidget *widget, const char *words)
{
  if (GTK_IS_LABEL (widget) && gtk_label_get_selectable (GTK_LABEL (widget)) &&
      strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, words))
      return TRUE;
  return FALSE;
}

/* Whether just @text stands in a line of a label, whatever its kind. */
static gboolean
shows (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget))
    {
      g_auto (GStrv) lines = g_strsplit (gtk_label_get_text (GTK_LABEL (widget)), "\n", -1);

      if (g_strv_contains ((const char *const *) lines, text))
        return TRUE;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows (child, text))
      return TRUE;
  return FALSE;
}

static GtkWidget *
find_group (GtkWidget *widget, const char *title)
{
  GtkWidget *found = NULL;

  if (ADW_IS_PREFERENCES_GROUP (widget) &&
      g_strcmp0 (adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (widget)), title) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_group (child, title);
  return found;
}

/* Nothing can be changed before it is known what there is. */
static GtkWidget *
show_page (Fixture *f, GtkWidget **window)
{
  GtkWidget *page = od_auto_answers_page_new (f->desk);
  GtkWidget *group = find_group (page, "Automatic Answers");

  *window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (*window), page);
  gtk_window_present (GTK_WINDOW (*window));
  g_assert_false (gtk_widget_get_sensitive (group));
  wait_until (find (page, ADW_TYPE_ACTION_ROW, "Request for a contact") != NULL && gtk_widget_get_sensitive (group));
  return page;
}

/* Every kind is there and off; a switch stores it, with the words it came with, and the page says what it would do. */
static void
test_switch (Fixture *f, gconstpointer data)
{
  GtkWidget *window, *page = show_page (f, &window);
  const OdAutoAnswer *stored;

  for (guint kind = OD_AUTO_ANSWER_GREETING; kind < OD_N_AUTO_ANSWER_KIND; kind++)
    g_assert_false (
        gtk_switch_get_active (GTK_SWITCH (find_switch (page, od_auto_answer_words_kind ((OdAutoAnswerKind) kind)))));
  wait_until (says (page, "Nothing: no answer that is switched on fits."));
  gtk_switch_set_active (GTK_SWITCH (find_switch (page, "Greeting")), TRUE);
  engine_fixture_advance_s (&f->engine, 1);
  wait_until (says (page, "Hello! Thank you for writing to us. We will answer by "));
  load (f);
  g_assert_cmpuint (f->answers->len, ==, 1);
  stored = f->answers->pdata[0];
  g_assert_true (stored->is_on && stored->kind == OD_AUTO_ANSWER_GREETING);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (find_switch (page, "Greeting"))));
  gtk_switch_set_active (GTK_SWITCH (find_switch (page, "Greeting")), FALSE);
  engine_fixture_advance_s (&f->engine, 1);
  wait_until (says (page, "Nothing: no answer"));
  load (f);
  g_assert_cmpuint (f->answers->len, ==, 1);
  g_assert_false (((const OdAutoAnswer *) f->answers->pdata[0])->is_on);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
write_text (GtkWidget *window, const char *text)
{
  GtkWidget *view = find (window, GTK_TYPE_TEXT_VIEW, NULL);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

static void
load_terms (Fixture *f, OdTerms **terms)
{
  g_autoptr (GAsyncResult) result = NULL;

  od_terms_port_load_async (f->desk->tools.terms, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  *terms = od_terms_port_load_finish (f->desk->tools.terms, result, NULL);
}

/* What can't be said is not saved, and the dialog says why. */
static void
test_dialog (Fixture *f, gconstpointer data)
{
  g_autoptr (OdAutoAnswer) draft = od_auto_answer_words_new_draft (OD_AUTO_ANSWER_AWAY);
  g_autoptr (OdAccountList) accounts = od_account_list_new (f->desk);
  g_autoptr (OdTerms) terms = NULL;
  const OdAutoAnswer *stored;
  GtkWidget *window;

  load_terms (f, &terms);
  wait_until (od_account_list_get_is_loaded (accounts));
  draft->is_on = TRUE;
  window = od_auto_answer_dialog_new (NULL, f->desk, terms, G_LIST_MODEL (accounts), draft);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_present (GTK_WINDOW (window));
  write_text (window, "Back {when}");
  gtk_widget_activate_action (window, "form.save", NULL); /* refused */
  write_text (window, "Back ");
  gtk_widget_activate_action (window, "answer.insert", "s", "opens");
  gtk_switch_set_active (GTK_SWITCH (find_switch (window, "While nobody is online")), FALSE);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (window, ADW_TYPE_COMBO_ROW, "Working hours")), 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find (window, GTK_TYPE_SPIN_BUTTON, NULL)), 15);
  gtk_editable_set_text (GTK_EDITABLE (find (window, ADW_TYPE_ENTRY_ROW, NULL)), "RU");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find (window, GTK_TYPE_CHECK_BUTTON, NULL)), TRUE);
  gtk_widget_activate_action (window, "form.save", NULL);
  wait_until (window == NULL || !gtk_widget_get_visible (window));
  load (f);
  g_assert_cmpuint (f->answers->len, ==, 1);
  stored = f->answers->pdata[0];
  g_assert_cmpstr (stored->text, ==, "Back {opens}");
  g_assert_cmpint (stored->occasions, ==, OD_AUTO_ANSWER_WHEN_CLOSED);
  g_assert_cmpint (stored->calendar_id, ==, ((const OdCalendar *) terms->calendars->pdata[0])->id);
  g_assert_cmpint (stored->delay_s, ==, 15);
  g_assert_cmpstr (stored->lang, ==, "ru");
  g_assert_cmpuint (stored->accounts->len, ==, 1);
  g_assert_true (stored->is_on);
}

static void
save (Fixture *f, const OdAutoAnswer *answer)
{
  g_autoptr (GAsyncResult) result = NULL;

  od_auto_answer_port_save_async (f->desk->tools.auto_answers, answer, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  g_assert_cmpint (od_auto_answer_port_save_finish (f->desk->tools.auto_answers, result, NULL), >, 0);
}

static GtkWidget *
open_dialog (Fixture *f, const OdAutoAnswer *answer)
{
  g_autoptr (GListStore) none = g_list_store_new (OD_TYPE_ACCOUNT_ITEM);
  g_autoptr (OdTerms) terms = NULL;
  GtkWidget *window;

  load_terms (f, &terms);
  window = od_auto_answer_dialog_new (NULL, f->desk, terms, G_LIST_MODEL (none), answer);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* Two windows over the same: what the second one never saw isn't lost. */
static void
test_two_editors (Fixture *f, gconstpointer data)
{
  g_autoptr (OdAutoAnswer) draft = od_auto_answer_words_new_draft (OD_AUTO_ANSWER_GREETING);
  GtkWidget *first, *second;

  save (f, draft);
  load (f);
  first = open_dialog (f, f->answers->pdata[0]);
  second = open_dialog (f, f->answers->pdata[0]);
  g_object_add_weak_pointer (G_OBJECT (first), (gpointer *) &first);
  write_text (first, "Of the first one");
  gtk_widget_activate_action (first, "form.save", NULL);
  wait_until (first == NULL);
  write_text (second, "Of the second one");
  gtk_widget_activate_action (second, "form.save", NULL);
  wait_until (shows (second, "It was changed elsewhere meanwhile. Close this and open it again to see it."));
  load (f);
  g_assert_cmpstr (((const OdAutoAnswer *) f->answers->pdata[0])->text, ==, "Of the first one");
  gtk_window_destroy (GTK_WINDOW (second));
}

/* As if somebody pressed it, wherever the focus is. */
static void
press (GtkWidget *window, const char *trigger)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GListModel) controller = g_list_model_get_item (controllers, i);

      for (guint k = 0; GTK_IS_SHORTCUT_CONTROLLER (controller) && k < g_list_model_get_n_items (controller); k++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (controller, k);
          g_autofree char *text = gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));

          if (strstr (text, trigger) == NULL)
            continue;
          g_assert_cmpint (gtk_event_controller_get_propagation_phase (GTK_EVENT_CONTROLLER (controller)), ==,
                           GTK_PHASE_CAPTURE); /* a text would make a new line of it */
          g_assert_true (gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, window, NULL));
          return;
        }
    }
  g_error ("%s is no key of this window", trigger);
}

/* (transfer full) (nullable) */
static AdwMessageDialog *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return ADW_MESSAGE_DIALOG (g_steal_pointer (&window));
    }
  return NULL;
}

static void
answer_question (const char *answer)
{
  g_autoptr (AdwMessageDialog) question = find_question ();

  g_assert_nonnull (question);
  adw_message_dialog_response (question, answer);
  gtk_window_destroy (GTK_WINDOW (question));
}

/* A key saves; what was changed goes after a question, what was not without one. */
static void
test_keys (Fixture *f, gconstpointer data)
{
  g_autoptr (OdAutoAnswer) draft = od_auto_answer_words_new_draft (OD_AUTO_ANSWER_GREETING);
  GtkWidget *window = open_dialog (f, draft);

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_close (GTK_WINDOW (window));
  wait_until (window == NULL);
  g_assert_null (find_question ());

  window = open_dialog (f, draft);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  write_text (window, ""); /* that can't be saved, and is a change */
  gtk_window_close (GTK_WINDOW (window));
  answer_question ("keep");
  g_assert_true (window != NULL && gtk_widget_get_visible (window));
  write_text (window, "Good day! We answer {due}.");
  g_assert_true (says (window, "Good day! We answer soon."));
  press (window, "<Control>Return");
  wait_until (window == NULL);
  load (f);
  g_assert_cmpstr (((const OdAutoAnswer *) f->answers->pdata[0])->text, ==, "Good day! We answer {due}.");

  window = open_dialog (f, f->answers->pdata[0]);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  write_text (window, "Never mind");
  gtk_window_close (GTK_WINDOW (window));
  answer_question ("discard");
  wait_until (window == NULL);
  load (f);
  g_assert_cmpstr (((const OdAutoAnswer *) f->answers->pdata[0])->text, ==, "Good day! We answer {due}.");
}

/* Who is not among the accounts that can be chosen stays: nobody chosen would mean all of them. */
static void
test_kept_accounts (Fixture *f, gconstpointer data)
{
  g_autoptr (OdAutoAnswer) draft = od_auto_answer_words_new_draft (OD_AUTO_ANSWER_GREETING);
  g_autoptr (GListStore) none = g_list_store_new (OD_TYPE_ACCOUNT_ITEM);
  g_autoptr (OdTerms) terms = NULL;
  const OdAutoAnswer *stored;
  GtkWidget *window;

  load_terms (f, &terms);
  g_array_append_val (draft->accounts, f->engine.account_id);
  save (f, draft);
  load (f);
  window = od_auto_answer_dialog_new (NULL, f->desk, terms, G_LIST_MODEL (none), f->answers->pdata[0]);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_present (GTK_WINDOW (window));
  write_text (window, "Hello there");
  gtk_widget_activate_action (window, "form.save", NULL);
  wait_until (window == NULL || !gtk_widget_get_visible (window));
  load (f);
  stored = f->answers->pdata[0];
  g_assert_cmpstr (stored->text, ==, "Hello there");
  g_assert_cmpuint (stored->accounts->len, ==, 1);
  g_assert_cmpint (g_array_index (stored->accounts, gint64, 0), ==, f->engine.account_id);
}

/* Words are shown as they are. */
static void
test_words (Fixture *f, gconstpointer data)
{
  g_autoptr (OdAutoAnswer) draft = od_auto_answer_words_new_draft (OD_AUTO_ANSWER_GREETING);
  GtkWidget *window, *page;

  g_free (draft->text);
  draft->text = g_strdup ("We'll see <you> & them");
  save (f, draft);
  page = show_page (f, &window);
  g_assert_true (shows (page, "We'll see <you> & them"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A switch that is pressed faster than it is stored is stored once, and keeps the keyboard. */
static void
test_fast_switch (Fixture *f, gconstpointer data)
{
  GtkWidget *window, *page = show_page (f, &window);
  GtkWidget *control = find_switch (page, "Greeting");

  g_assert_true (gtk_widget_grab_focus (control));
  gtk_switch_set_active (GTK_SWITCH (control), TRUE);
  gtk_switch_set_active (GTK_SWITCH (control), FALSE);
  gtk_switch_set_active (GTK_SWITCH (control), TRUE);
  engine_fixture_advance_s (&f->engine, 1);
  wait_until (says (page, "Hello! Thank you for writing to us. We will answer by "));
  engine_fixture_settle (&f->engine);
  load (f);
  g_assert_cmpuint (f->answers->len, ==, 1);
  g_assert_true (((const OdAutoAnswer *) f->answers->pdata[0])->is_on);
  g_assert_true (find_switch (page, "Greeting") == control);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (control)));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == control);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
refuse (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_db_exec (
      db, "CREATE TRIGGER refuse BEFORE INSERT ON automatic_answer BEGIN SELECT raise (ABORT, 'no'); END", error);
}

/* What could not be stored is not shown as if it were. */
static void
test_failed_switch (Fixture *f, gconstpointer data)
{
  GtkWidget *window, *page = show_page (f, &window);
  GtkWidget *control = find_switch (page, "Greeting");
  g_autoptr (GError) error = NULL;

  od_db_write_sync (od_engine_get_db (f->engine.engine), refuse, NULL, &error);
  g_assert_no_error (error);
  gtk_switch_set_active (GTK_SWITCH (control), TRUE);
  wait_until (!gtk_switch_get_active (GTK_SWITCH (control)));
  load (f);
  g_assert_cmpuint (f->answers->len, ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The trial follows the moment and whether somebody is there. */
static void
test_trial (Fixture *f, gconstpointer data)
{
  g_autoptr (OdAutoAnswer) away = od_auto_answer_words_new_draft (OD_AUTO_ANSWER_AWAY);
  g_autoptr (OdTerms) terms = NULL;
  GtkWidget *window, *page, *moment;

  load_terms (f, &terms);
  away->is_on = TRUE;
  away->calendar_id = ((const OdCalendar *) terms->calendars->pdata[0])->id;
  save (f, away);
  page = show_page (f, &window);
  moment = find (page, ADW_TYPE_ENTRY_ROW, NULL);
  gtk_editable_set_text (GTK_EDITABLE (moment), "2026-03-07 12:00"); /* a Saturday */
  wait_until (says (page, "we are back on Monday at 09:00"));
  gtk_editable_set_text (GTK_EDITABLE (moment), "2026-03-09 12:00");
  wait_until (says (page, "Nothing: no answer"));
  gtk_switch_set_active (GTK_SWITCH (find_switch (page, "Somebody is online")), FALSE);
  wait_until (says (page, "we are back soon"));
  gtk_editable_set_text (GTK_EDITABLE (moment), "tomorrow");
  wait_until (says (page, "Write a moment"));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/auto-answers-window/switch", Fixture, NULL, set_up, test_switch, tear_down);
  g_test_add ("/auto-answers-window/dialog", Fixture, NULL, set_up, test_dialog, tear_down);
  g_test_add ("/auto-answers-window/kept-accounts", Fixture, NULL, set_up, test_kept_accounts, tear_down);
  g_test_add ("/auto-answers-window/words", Fixture, NULL, set_up, test_words, tear_down);
  g_test_add ("/auto-answers-window/fast-switch", Fixture, NULL, set_up, test_fast_switch, tear_down);
  g_test_add ("/auto-answers-window/failed-switch", Fixture, NULL, set_up, test_failed_switch, tear_down);
  g_test_add ("/auto-answers-window/trial", Fixture, NULL, set_up, test_trial, tear_down);
  g_test_add ("/auto-answers-window/two-editors", Fixture, NULL, set_up, test_two_editors, tear_down);
  g_test_add ("/auto-answers-window/keys", Fixture, NULL, set_up, test_keys, tear_down);
  return g_test_run ();
}
