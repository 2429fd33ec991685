/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "engine-desk.h"
#include "od-chart.h"
#include "od-db.h"
#include "od-inbox-pane.h"
#include "od-report-grid.h"
#include "od-report-window.h"
#include "od-stmt.h"
#include "od-window.h"

/* The window of reports over a real store: keys, names for who cannot see it, and the way from a number to its
 * conversations. */

typedef struct {
  EngineFixture engine;
  OdDesk *desk;
  GtkWidget *window;
  char *title; /* of what was found last */
  GArray *ids; /* (nullable): likewise */
  gint64 maria, oleg;
} Fixture;

static void
found_cb (Fixture *f, const char *title, GArray *ids)
{
  g_free (f->title);
  f->title = g_strdup (title);
  g_clear_pointer (&f->ids, g_array_unref);
  f->ids = g_array_ref (ids);
}

static gboolean
is_there (Fixture *f)
{
  OdReportModel *model = od_report_window_get_model (OD_REPORT_WINDOW (f->window));

  return od_report_model_get_report (model) != NULL && !od_report_model_get_is_loading (model);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  engine_fixture_set_up (&f->engine, "demo");
  f->maria = engine_fixture_receive (&f->engine, "maria", "m1", "Hello");
  engine_fixture_advance_s (&f->engine, 20);
  engine_fixture_reply (&f->engine, f->maria, "Good morning");
  engine_fixture_settle (&f->engine);
  f->oleg = engine_fixture_receive (&f->engine, "oleg", "m2", "Anybody there?");
  engine_fixture_advance_s (&f->engine, 86400);
  engine_fixture_settle (&f->engine);
  f->desk = engine_desk_new (&f->engine);
  f->window = od_report_window_new (NULL, f->desk);
  g_signal_connect_swapped (f->window, "found", G_CALLBACK (found_cb), f);
  gtk_window_present (GTK_WINDOW (f->window));
  wait_until (gtk_widget_get_mapped (f->window) && is_there (f));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  GtkWidget *window = f->window;

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (f->window));
  wait_until (window == NULL);
  g_clear_pointer (&f->ids, g_array_unref);
  g_clear_pointer (&f->title, g_free);
  g_clear_pointer (&f->desk, od_desk_unref);
  engine_fixture_tear_down (&f->engine, "demo");
}

/* The @nth widget of a kind. */
static GtkWidget *
find_nth (GtkWidget *widget, GType type, guint *nth)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && (*nth)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_nth (child, type, nth);
  return found;
}

static GtkWidget *
find (Fixture *f, GType type, guint nth)
{
  GtkWidget *found = find_nth (f->window, type, &nth);

  g_assert_nonnull (found);
  return found;
}

static GtkWidget *
find_with_tooltip (GtkWidget *widget, const char *tooltip)
{
  GtkWidget *found = NULL;

  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), tooltip) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_with_tooltip (child, tooltip);
  return found;
}

/* A button that says this to who cannot see it. */
static GtkWidget *
find_named (GtkWidget *widget, const char *name)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget))
    {
      g_autofree char *wrong =
          gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name);

      if (wrong == NULL)
        return widget;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_named (child, name);
  return found;
}

static GtkWidget *
find_with_words (GtkWidget *widget, const char *words)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), words) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_with_words (child, words);
  return found;
}

static void
press (GtkWidget *widget, guint keyval)
{
  GtkWidgetClass *klass = GTK_WIDGET_GET_CLASS (widget);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean is_done = FALSE;

  g_assert_true (GTK_IS_WIDGET_CLASS (klass));
  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !is_done; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint n = 0; n < g_list_model_get_n_items (G_LIST_MODEL (controller)) && !is_done; n++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), n);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          if (GTK_IS_KEYVAL_TRIGGER (trigger) &&
              gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == keyval &&
              gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == 0)
            is_done = gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget,
                                                    gtk_shortcut_get_arguments (shortcut));
        }
    }
  g_assert_true (is_done);
}

static void
choose_grouping (Fixture *f, guint place)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_with_tooltip (f->window, "Told apart by")), place);
}

static void
test_a_chart_is_read_with_the_keys (Fixture *f, gconstpointer data)
{
  OdChart *chart = OD_CHART (find (f, OD_TYPE_CHART, 0));

  choose_grouping (f, 3); /* channel */
  gtk_widget_grab_focus (GTK_WIDGET (chart));
  gtk_test_accessible_assert_role (chart, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (chart, GTK_ACCESSIBLE_PROPERTY_LABEL, "Promises");
  press (GTK_WIDGET (chart), GDK_KEY_Home);
  g_assert_cmpstr (od_chart_get_caption (chart), ==, "Demo, Kept: 1");
  gtk_test_accessible_assert_property (chart, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Demo, Kept: 1");
  press (GTK_WIDGET (chart), GDK_KEY_Up);
  press (GTK_WIDGET (chart), GDK_KEY_Up);
  press (GTK_WIDGET (chart), GDK_KEY_Up); /* there is no more above */
  g_assert_cmpstr (od_chart_get_caption (chart), ==, "Demo, Broken: 1");
  press (GTK_WIDGET (chart), GDK_KEY_Return);
  g_assert_cmpstr (f->title, ==, "Broken · Demo");
  g_assert_cmpuint (f->ids->len, ==, 1);
  g_assert_cmpint (g_array_index (f->ids, gint64, 0), ==, f->oleg);
}

static void
test_hours_have_a_place_each (Fixture *f, gconstpointer data)
{
  OdChart *chart = OD_CHART (find (f, OD_TYPE_CHART, 2));
  graphene_rect_t bounds;
  guint category = 0, series = 9;

  choose_grouping (f, 0);
  wait_until (gtk_widget_get_width (GTK_WIDGET (chart)) > 100);
  gtk_widget_grab_focus (GTK_WIDGET (chart));
  press (GTK_WIDGET (chart), GDK_KEY_End);
  g_assert_cmpstr (od_chart_get_caption (chart), ==, "23:00, Customers’ messages: 0");
  press (GTK_WIDGET (chart), GDK_KEY_Home);
  for (guint i = 0; i < 10; i++)
    press (GTK_WIDGET (chart), GDK_KEY_Right);
  g_assert_cmpstr (od_chart_get_caption (chart), ==, "10:00, Customers’ messages: 2");
  g_assert_true (od_chart_get_bounds (chart, 10, 0, &bounds));
  g_assert_true (od_chart_find (chart, bounds.origin.x + bounds.size.width / 2,
                                bounds.origin.y + bounds.size.height / 2, &category, &series));
  g_assert_cmpuint (category, ==, 10);
  g_assert_cmpuint (series, ==, 0);
  g_assert_false (od_chart_find (chart, 1, 1, &category, &series));
  press (GTK_WIDGET (chart), GDK_KEY_space);
  g_assert_cmpuint (f->ids->len, ==, 2);
}

static void
test_the_numbers_above (Fixture *f, gconstpointer data)
{
  g_assert_nonnull (find_named (f->window, "Kept of all: 50 %"));
  g_assert_nonnull (find_named (f->window, "First reply, median: 20 s"));
  g_assert_false (gtk_widget_get_sensitive (find_named (f->window, "Kept after a warning: 0")));
  g_signal_emit_by_name (find_named (f->window, "Broken: 1"), "clicked");
  g_assert_cmpstr (f->title, ==, "Broken");
  g_assert_cmpint (g_array_index (f->ids, gint64, 0), ==, f->oleg);
}

static void
test_the_same_as_a_table (Fixture *f, gconstpointer data)
{
  GtkWidget *button;

  choose_grouping (f, 3);
  g_assert_false (gtk_widget_get_mapped (find (f, OD_TYPE_REPORT_GRID, 0)));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_with_tooltip (f->window, "Show as Table")), TRUE);
  wait_until ((button = find_named (f->window, "Demo, Broken: 1")) != NULL && gtk_widget_get_mapped (button));
  g_assert_nonnull (find_named (f->window, "All together, Kept of all: 50 %"));
  g_assert_true (gtk_widget_get_focusable (button));
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpstr (f->title, ==, "Broken · Demo");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_with_tooltip (f->window, "Table of")), OD_REPORT_SUBJECT_FIRST);
  wait_until (find_named (f->window, "Demo, Within 1 min: 1") != NULL);
  g_assert_nonnull (find_named (f->window, "Demo, First reply, 90 % within: 20 s"));
}

static void
test_another_period (Fixture *f, gconstpointer data)
{
  OdReportModel *model = od_report_window_get_model (OD_REPORT_WINDOW (f->window));
  GtkDropDown *period = GTK_DROP_DOWN (find_with_tooltip (f->window, "Period"));
  GtkWidget *from = find_with_tooltip (f->window, "First day"), *to = find_with_tooltip (f->window, "Last day");

  g_assert_false (gtk_widget_get_visible (from));
  gtk_drop_down_set_selected (period, OD_REPORT_TODAY);
  wait_until (is_there (f));
  g_assert_cmpint (
      od_report_find_row (od_report_model_get_report (model), OD_REPORT_TOTAL, 0)->values[OD_REPORT_MESSAGES], ==, 0);
  gtk_drop_down_set_selected (period, OD_REPORT_OWN_PERIOD);
  g_assert_true (gtk_widget_get_visible (from));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (to)), ==, "2026-01-02");
  gtk_editable_set_text (GTK_EDITABLE (from), "soon");
  g_signal_emit_by_name (from, "activate");
  g_assert_true (gtk_widget_has_css_class (from, "error"));
  g_assert_true (is_there (f));
  gtk_editable_set_text (GTK_EDITABLE (from), "2026-01-01");
  gtk_editable_set_text (GTK_EDITABLE (to), "2026-01-01");
  g_signal_emit_by_name (to, "activate");
  g_assert_false (gtk_widget_has_css_class (from, "error"));
  wait_until (is_there (f));
  g_assert_cmpint (
      od_report_find_row (od_report_model_get_report (model), OD_REPORT_TOTAL, 0)->values[OD_REPORT_MESSAGES], ==, 2);
}

static void
test_filters (Fixture *f, gconstpointer data)
{
  OdReportModel *model = od_report_window_get_model (OD_REPORT_WINDOW (f->window));

  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_with_tooltip (f->window, "Operator")), 1); /* nobody */
  wait_until (is_there (f));
  g_assert_cmpint (
      od_report_find_row (od_report_model_get_report (model), OD_REPORT_TOTAL, 0)->values[OD_REPORT_REPLIES], ==, 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_with_tooltip (f->window, "Operator")), 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_with_tooltip (f->window, "Channel or account")), 1);
  wait_until (is_there (f));
  g_assert_cmpstr (od_report_get_query (od_report_model_get_report (model))->channel, ==, "demo");
  g_assert_cmpint (
      od_report_find_row (od_report_model_get_report (model), OD_REPORT_TOTAL, 0)->values[OD_REPORT_REPLIES], ==, 1);
}

static gboolean
write_sql (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return od_db_exec (db, data, error);
}

static void
write_store (Fixture *f, const char *sql)
{
  g_autoptr (GError) error = NULL;

  od_db_write_sync (od_engine_get_db (f->engine.engine), write_sql, (gpointer) sql, &error);
  g_assert_no_error (error);
}

static void
ask_again (Fixture *f)
{
  gtk_widget_activate_action (f->window, "report.ask-again", NULL);
  wait_until (is_there (f));
}

static void
assert_chosen (GtkDropDown *choice, const char *words)
{
  g_assert_cmpstr (gtk_string_object_get_string (gtk_drop_down_get_selected_item (choice)), ==, words);
}

/* What there is to choose from changes: what was chosen stays so, and what is gone is asked for no longer. */
static void
test_what_is_chosen_stays (Fixture *f, gconstpointer data)
{
  OdReportModel *model = od_report_window_get_model (OD_REPORT_WINDOW (f->window));
  GtkDropDown *where = GTK_DROP_DOWN (find_with_tooltip (f->window, "Channel or account"));
  GtkDropDown *tag = GTK_DROP_DOWN (find_with_tooltip (f->window, "Tag"));

  write_store (f, "INSERT INTO tag (name) VALUES ('urgent')");
  ask_again (f);
  gtk_drop_down_set_selected (where, 2);
  gtk_drop_down_set_selected (tag, 1);
  wait_until (is_there (f));
  assert_chosen (where, "Shop");
  assert_chosen (tag, "urgent");
  write_store (f, "INSERT INTO tag (name) VALUES ('a first one')");
  engine_fixture_add_account (&f->engine, "demo", "Alpha", "{}", NULL);
  ask_again (f);
  g_assert_cmpuint (gtk_drop_down_get_selected (where), ==, 3);
  assert_chosen (where, "Shop");
  assert_chosen (tag, "urgent");
  g_assert_cmpint (od_report_get_query (od_report_model_get_report (model))->account_id, ==, f->engine.account_id);
  g_assert_cmpstr (od_report_get_query (od_report_model_get_report (model))->tag, ==, "urgent");
  write_store (f, "DELETE FROM tag WHERE name = 'urgent'");
  ask_again (f);
  assert_chosen (tag, "Any tag or none");
  g_assert_null (od_report_get_query (od_report_model_get_report (model))->tag);
  assert_chosen (where, "Shop");
}

/* Without a first answer there is nothing to see, but the way to another one. */
static void
test_the_first_answer_fails (Fixture *f, gconstpointer data)
{
  engine_fixture_break_tables (&f->engine, TRUE);
  gtk_window_destroy (GTK_WINDOW (f->window));
  f->window = od_report_window_new (NULL, f->desk);
  gtk_window_present (GTK_WINDOW (f->window));
  wait_until (find_with_words (f->window, "_Try Again") != NULL);
  g_assert_false (is_there (f));
  engine_fixture_break_tables (&f->engine, FALSE);
  g_signal_emit_by_name (find_with_words (f->window, "_Try Again"), "clicked");
  wait_until (is_there (f));
  g_assert_nonnull (find_named (f->window, "Broken: 1"));
}

/* Nothing is cut off, and nothing makes the window wider. */
static void
test_a_narrow_window (Fixture *f, gconstpointer data)
{
  OdReportModel *model = od_report_window_get_model (OD_REPORT_WINDOW (f->window));
  int minimum;

  engine_fixture_add_account (&f->engine, "demo", "The shop in the long street that nobody finds without a map", "{}",
                              NULL);
  od_report_model_set_period (model, OD_REPORT_LAST_30_DAYS);
  wait_until (is_there (f));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_with_tooltip (f->window, "Channel or account")), 3);
  gtk_widget_measure (f->window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

/* What is behind a number is a view of the desk. */
static void
test_a_list_of_just_these (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  OdViewQuery query = { .scope = OD_SCOPE_ALL, .order = OD_ORDER_NEWEST, .only = ids };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) listed = NULL;
  g_autoptr (GError) error = NULL;

  g_array_append_val (ids, f->oleg);
  od_conversation_port_list_async (f->desk->conversations, &query, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  listed = od_conversation_port_list_finish (f->desk->conversations, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (listed->len, ==, 1);
  g_assert_cmpint (g_array_index (listed, gint64, 0), ==, f->oleg);
}

/* The window of reports over @parent, of which there is one at most. */
static GtkWidget *
find_reports (GtkWidget *parent)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (!OD_IS_REPORT_WINDOW (window) || gtk_window_get_transient_for (window) != GTK_WINDOW (parent))
        continue;
      g_assert_null (found);
      found = GTK_WIDGET (window);
    }
  return found;
}

/* Asked for again it is the same window, of now. */
static void
test_one_window_of_now (Fixture *f, gconstpointer data)
{
  GtkWidget *desk_window = od_window_new (NULL, f->desk, NULL), *reports;

  gtk_window_present (GTK_WINDOW (desk_window));
  wait_until (gtk_widget_get_mapped (desk_window));
  gtk_widget_activate_action (desk_window, "win.reports", NULL);
  reports = find_reports (desk_window);
  wait_until (find_named (reports, "Customers’ messages: 2") != NULL);
  engine_fixture_receive (&f->engine, "lena", "m9", "Hello");
  gtk_widget_activate_action (desk_window, "win.reports", NULL);
  g_assert_true (find_reports (desk_window) == reports);
  wait_until (find_named (reports, "Customers’ messages: 3") != NULL);
  gtk_window_destroy (GTK_WINDOW (reports));
  gtk_widget_activate_action (desk_window, "win.reports", NULL);
  g_assert_nonnull (find_reports (desk_window));
  gtk_window_destroy (GTK_WINDOW (find_reports (desk_window)));
  gtk_window_destroy (GTK_WINDOW (desk_window));
}

/* From the menu of the desk to a number and on to the list, which stays when views are counted or made anew. */
static void
test_from_the_desk_and_back (Fixture *f, gconstpointer data)
{
  GtkWidget *desk_window = od_window_new (NULL, f->desk, NULL), *reports, *button;
  guint nth = 0;
  GtkWidget *pane;

  gtk_window_present (GTK_WINDOW (desk_window));
  wait_until (gtk_widget_get_mapped (desk_window));
  gtk_widget_activate_action (desk_window, "win.reports", NULL);
  reports = find_reports (desk_window);
  g_assert_nonnull (reports);
  wait_until ((button = find_named (reports, "Broken: 1")) != NULL);
  g_signal_emit_by_name (button, "clicked");
  pane = find_nth (desk_window, OD_TYPE_INBOX_PANE, &nth);
  g_assert_cmpstr (od_view_get_title (od_inbox_pane_get_view (OD_INBOX_PANE (pane))), ==, "Broken");
  engine_fixture_receive (&f->engine, "lena", "m9", "Hello");
  engine_fixture_advance_s (&f->engine, 5);
  engine_fixture_settle (&f->engine);
  g_assert_cmpstr (od_view_get_title (od_inbox_pane_get_view (OD_INBOX_PANE (pane))), ==, "Broken");
  gtk_window_destroy (GTK_WINDOW (reports));
  gtk_window_destroy (GTK_WINDOW (desk_window));
}

#define ADD(path, func) g_test_add ("/report-window/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("chart", test_a_chart_is_read_with_the_keys);
  ADD ("hours", test_hours_have_a_place_each);
  ADD ("numbers", test_the_numbers_above);
  ADD ("table", test_the_same_as_a_table);
  ADD ("period", test_another_period);
  ADD ("filters", test_filters);
  ADD ("chosen", test_what_is_chosen_stays);
  ADD ("first-fails", test_the_first_answer_fails);
  ADD ("one-window", test_one_window_of_now);
  ADD ("narrow", test_a_narrow_window);
  ADD ("only", test_a_list_of_just_these);
  ADD ("desk", test_from_the_desk_and_back);
  return g_test_run ();
}
