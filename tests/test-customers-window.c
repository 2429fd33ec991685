/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "engine-desk.h"
#include "od-customers-window.h"
#include "od-db.h"
#include "od-erase-dialog.h"
#include "od-link-dialog.h"
#include "od-link-draft.h"
#include "od-people-list.h"
#include "od-stmt.h"

/* All customers over a real store. */

typedef struct {
  EngineFixture engine;
  OdDesk *desk;
  GtkWidget *window;
} Fixture;

static void
settle (Fixture *f)
{
  engine_fixture_advance_s (&f->engine, 1);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  engine_fixture_set_up (&f->engine, "demo");
  engine_fixture_receive (&f->engine, "maria", "m1", "Hello");
  engine_fixture_receive (&f->engine, "m.petrova", "m2", "Hello again");
  engine_fixture_receive (&f->engine, "oleg", "m3", "Good morning");
  f->desk = engine_desk_new (&f->engine);
  f->window = od_customers_window_new (NULL, f->desk);
  gtk_window_present (GTK_WINDOW (f->window));
  wait_until (gtk_widget_get_mapped (f->window));
  settle (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  GtkWidget *window = f->window;

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (f->window));
  wait_until (window == NULL);
  settle (f);
  g_clear_pointer (&f->desk, od_desk_unref);
  engine_fixture_tear_down (&f->engine, "demo");
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

static GtkSelectionModel *
get_selection (Fixture *f)
{
  return gtk_column_view_get_model (GTK_COLUMN_VIEW (find (f->window, GTK_TYPE_COLUMN_VIEW)));
}

static guint
get_n (Fixture *f)
{
  return g_list_model_get_n_items (G_LIST_MODEL (get_selection (f)));
}

static gint64
get_id (Fixture *f, guint position)
{
  g_autoptr (OdPersonItem) item = g_list_model_get_item (G_LIST_MODEL (get_selection (f)), position);

  return od_person_item_get_id (item);
}

static GtkWidget *
find_dialog (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type))
        return window;
    }
  return NULL;
}

static void
search (Fixture *f, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find (f->window, GTK_TYPE_SEARCH_ENTRY)), text);
}

static void
test_search_and_sort (Fixture *f, gconstpointer data)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (find (f->window, GTK_TYPE_COLUMN_VIEW));
  g_autoptr (GtkColumnViewColumn) seen = g_list_model_get_item (gtk_column_view_get_columns (view), 5);
  gint64 newest = get_id (f, 0), oldest = get_id (f, 2);

  g_assert_cmpuint (get_n (f), ==, 3);
  gtk_column_view_sort_by_column (view, seen, GTK_SORT_ASCENDING);
  while (get_id (f, 0) != oldest)
    settle (f);
  g_assert_cmpint (get_id (f, 2), ==, newest);
  search (f, "petrova");
  while (get_n (f) != 1)
    settle (f);
  search (f, "nobody at all");
  while (get_n (f) != 0)
    settle (f);
  search (f, "");
  while (get_n (f) != 3)
    settle (f);
}

static void
chosen_cb (gint64 *chosen, gint64 id)
{
  *chosen = id;
}

static void
test_opens_the_conversation (Fixture *f, gconstpointer data)
{
  gint64 chosen = 0;

  g_signal_connect_swapped (f->window, "conversation-chosen", G_CALLBACK (chosen_cb), &chosen);
  g_object_ref (f->window);
  g_signal_emit_by_name (find (f->window, GTK_TYPE_COLUMN_VIEW), "activate", 0);
  wait_until (chosen != 0);
  g_object_unref (f->window);
  f->window = od_customers_window_new (NULL, f->desk); /* the other one closed itself */
}

/* Two are selected and linked, which takes them for one; Undo brings both back. */
static void
test_link_two_and_undo (Fixture *f, gconstpointer data)
{
  GtkWidget *dialog;

  gtk_widget_activate_action (f->window, "customers.link", NULL); /* nobody is selected */
  g_assert_null (find_dialog (OD_TYPE_LINK_DIALOG));
  gtk_selection_model_select_item (get_selection (f), 1, TRUE);
  gtk_selection_model_select_item (get_selection (f), 2, FALSE);
  gtk_widget_activate_action (f->window, "customers.link", NULL);
  dialog = find_dialog (OD_TYPE_LINK_DIALOG);
  g_assert_nonnull (dialog);
  while (find_dialog (OD_TYPE_LINK_DIALOG) != NULL) /* nothing happens before they were compared */
    {
      gtk_widget_activate_action (dialog, "link.link", NULL);
      settle (f);
    }
  while (get_n (f) != 2)
    settle (f);
  gtk_widget_activate_action (f->window, "win.unlink", "x", (gint64) 1);
  while (get_n (f) != 3)
    settle (f);
}

static GtkWidget *
find_button (GtkWidget *widget, const char *action)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, action);
  return found;
}

static gboolean
can_erase (GtkWidget *dialog)
{
  return gtk_widget_get_sensitive (find_button (dialog, "erase.erase"));
}

static void
test_erase (Fixture *f, gconstpointer data)
{
  GtkWidget *dialog;
  gint64 id = get_id (f, 0);

  gtk_selection_model_select_item (get_selection (f), 0, TRUE);
  while ((dialog = find_dialog (OD_TYPE_ERASE_DIALOG)) == NULL) /* nothing happens before the card is read */
    {
      settle (f);
      gtk_widget_activate_action (f->window, "customers.erase", NULL);
    }
  settle (f);
  g_assert_false (can_erase (dialog)); /* not confirmed */
  gtk_editable_set_text (GTK_EDITABLE (find (dialog, GTK_TYPE_ENTRY)), "eras");
  g_assert_false (can_erase (dialog));
  gtk_editable_set_text (GTK_EDITABLE (find (dialog, GTK_TYPE_ENTRY)), "erase");
  while (!can_erase (dialog))
    settle (f);
  gtk_widget_activate_action (dialog, "erase.erase", NULL);
  while (get_n (f) != 2)
    settle (f);
  g_assert_cmpint (get_id (f, 0), !=, id);
  g_assert_cmpint (get_id (f, 1), !=, id);
  while (g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (find (dialog, GTK_TYPE_STACK))), "done") != 0)
    settle (f);
  gtk_window_close (GTK_WINDOW (dialog));
}

/* What was chosen of what two say differently is shown. */
static void
test_a_conflict (Fixture *f, gconstpointer data)
{
  g_autoptr (OdLinkDraft) draft = od_link_draft_new (f->desk);
  gint64 kept = get_id (f, 0), joined = get_id (f, 1);
  g_autoptr (GAsyncResult) one = NULL, other = NULL, loaded = NULL;
  g_autoptr (OdCustomerCard) card = NULL;
  guint n = 0;

  od_customer_port_rename_async (f->desk->customers, kept, "Maria", NULL, engine_fixture_store_result_cb, &one);
  od_customer_port_rename_async (f->desk->customers, joined, "Maria Petrova", NULL, engine_fixture_store_result_cb,
                                 &other);
  wait_until (one != NULL && other != NULL);
  od_link_draft_set_pair (draft, kept, joined);
  wait_until (od_link_draft_get_conflicts (draft) != NULL);
  g_assert_cmpuint (od_link_draft_get_conflicts (draft)->len, ==, 1);
  od_link_draft_choose (draft, "name", TRUE);
  od_link_draft_link (draft);
  while (n++ < 100 && get_n (f) != 2)
    settle (f);
  g_assert_cmpuint (get_n (f), ==, 2);
  od_customer_port_load_async (f->desk->customers, kept, NULL, engine_fixture_store_result_cb, &loaded);
  wait_until (loaded != NULL);
  card = od_customer_port_load_finish (f->desk->customers, loaded, NULL);
  g_assert_cmpstr (card->name, ==, "Maria Petrova");
}

/* Nobody is linked with themselves: they are not offered. */
static void
test_others_to_link (Fixture *f, gconstpointer data)
{
  g_autoptr (OdPeopleList) list = od_people_list_new (f->desk);
  gint64 id = get_id (f, 1);

  od_people_list_leave_out (list, id);
  od_people_list_set_query (list, "", OD_PEOPLE_BY_LAST_SEEN, FALSE);
  while (!od_people_list_get_is_loaded (list))
    settle (f);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);
  g_assert_cmpint (od_people_list_get_id (list, 0), !=, id);
  g_assert_cmpint (od_people_list_get_id (list, 1), !=, id);
}

static gboolean
add_many (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  od_change_set_add (changes, OD_CHANGE_CUSTOMER, 1);
  return od_db_exec (db,
                     "WITH RECURSIVE n (i) AS (SELECT 1001 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                     "  INSERT INTO customer (id, uid, name, created_at_us, last_seen_at_us)"
                     "  SELECT i, 'c' || i, 'Customer ' || i, 0, i FROM n;"
                     "INSERT INTO tag (id, name) VALUES (77, 'vip');"
                     "INSERT INTO customer_tag SELECT id, 77 FROM customer WHERE id > 1100",
                     error);
}

/* A long list grows between frames, all of it is counted, and what is looked for is shown from its top by the rows that
 * are there. */
static void
test_many (Fixture *f, gconstpointer data)
{
  GtkWidget *view = find (f->window, GTK_TYPE_COLUMN_VIEW);
  AdwWindowTitle *title = ADW_WINDOW_TITLE (find (f->window, ADW_TYPE_WINDOW_TITLE));
  GtkAdjustment *place = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  g_autoptr (OdPersonItem) first = NULL;
  g_autoptr (OdPersonItem) found = NULL;

  g_assert_true (od_db_write_sync (od_engine_get_db (f->engine.engine), add_many, NULL, NULL));
  while (get_n (f) != 1003)
    settle (f);
  g_assert_cmpstr (adw_window_title_get_subtitle (title), ==, "1003 customers");
  first = g_list_model_get_item (G_LIST_MODEL (get_selection (f)), 0);
  gtk_selection_model_select_item (get_selection (f), 5, TRUE);
  while (gtk_adjustment_get_upper (place) < 2000)
    settle (f);
  gtk_adjustment_set_value (place, 1500);
  search (f, "tag:vip");
  while (get_n (f) != 900)
    settle (f);
  g_assert_cmpstr (adw_window_title_get_subtitle (title), ==, "900 customers");
  g_assert_cmpfloat (gtk_adjustment_get_value (place), ==, 0);
  g_assert_false (gtk_selection_model_is_selected (get_selection (f), 5));
  found = g_list_model_get_item (G_LIST_MODEL (get_selection (f)), 0);
  g_assert_true (found == first); /* another customer, but the same row of widgets */
  g_assert_cmpstr (od_person_item_get_row (found)->name, ==, "Customer 2000");
}

#define ADD(name, func) g_test_add ("/customers-window/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("search-and-sort", test_search_and_sort);
  ADD ("open", test_opens_the_conversation);
  ADD ("link", test_link_two_and_undo);
  ADD ("others-to-link", test_others_to_link);
  ADD ("erase", test_erase);
  ADD ("conflict", test_a_conflict);
  ADD ("many", test_many);
  return g_test_run ();
}
