/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "engine-desk.h"
#include "od-inbox-list.h"
#include "od-sidebar-row.h"
#include "od-window.h"

/* The left side over a real store: what a view asks is answered there. */

/* Time goes on as long as it is not so: questions wait for their turn. */
#define advance_until(condition)                                                                                       \
  while (!(condition))                                                                                                 \
    {                                                                                                                  \
      engine_fixture_advance_s (engine, 2);                                                                            \
      while (g_main_context_iteration (NULL, FALSE))                                                                   \
        ;                                                                                                              \
    }

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gint64 *id = user_data;

  *id = od_view_port_save_finish (OD_VIEW_PORT (source), result, &error);
  g_assert_no_error (error);
}

static GtkWidget *
find_row (GtkWidget *widget, const char *id)
{
  GtkWidget *found = NULL;

  if (OD_IS_SIDEBAR_ROW (widget) &&
      g_str_equal (od_view_get_id (od_sidebar_row_get_view (OD_SIDEBAR_ROW (widget))), id))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child, id);
  return found;
}

static gint64
number_of (GtkWidget *window, const char *id)
{
  GtkWidget *row = find_row (window, id);

  return row != NULL ? od_view_get_n_unanswered (od_sidebar_row_get_view (OD_SIDEBAR_ROW (row))) : -1;
}

static void
perform (EngineFixture *engine, OdDesk *desk, gint64 id, OdDeedKind kind, const char *text)
{
  g_autoptr (GPtrArray) deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) od_deed_free);

  g_ptr_array_add (deeds, od_deed_new (kind, 0, text));
  od_deed_port_perform_async (desk->tools.deeds, &id, 1, deeds, NULL, NULL, NULL);
  engine_fixture_settle (engine);
}

static void
test_views_count_in_the_store (EngineFixture *engine, gconstpointer data)
{
  g_autoptr (OdDesk) desk = engine_desk_new (engine);
  const OdSavedView view = { 0, (char *) "Parcels", (char *) "", (char *) "tag:parcel is:unanswered",
                             OD_ORDER_WAITING };
  g_autofree char *name = NULL;
  GtkWidget *window;
  gint64 first, id = 0;

  first = engine_fixture_receive (engine, "chat-1", "r1", "Where is my parcel?");
  engine_fixture_receive (engine, "chat-2", "r2", "Hello");
  window = od_window_new (NULL, desk, NULL);
  gtk_window_present (GTK_WINDOW (window));
  advance_until (number_of (window, "inbox") == 2);
  od_view_port_save_async (desk->tools.views, &view, NULL, saved_cb, &id);
  advance_until (id != 0);
  name = g_strdup_printf ("saved:%" G_GINT64_FORMAT, id);
  advance_until (find_row (window, name) != NULL);
  perform (engine, desk, first, OD_DEED_TAG, "parcel");
  advance_until (find_row (window, "tag:parcel") != NULL);
  advance_until (number_of (window, name) == 1 && number_of (window, "tag:parcel") == 1);
  perform (engine, desk, first, OD_DEED_NO_REPLY, NULL);
  advance_until (number_of (window, name) == 0 && number_of (window, "inbox") == 1);
  gtk_window_destroy (GTK_WINDOW (window));
  engine_fixture_settle (engine);
}

static OdInboxList *
find_list (GtkWidget *widget)
{
  OdInboxList *found = OD_IS_INBOX_LIST (widget) ? OD_INBOX_LIST (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_list (child);
  return found;
}

/* All of the view, with one action. */
static void
test_all_of_a_view_is_resolved (EngineFixture *engine, gconstpointer data)
{
  g_autoptr (OdDesk) desk = engine_desk_new (engine);
  OdInboxList *list;
  GtkWidget *window;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("chat-%u", i);

      engine_fixture_receive (engine, name, name, "Hello");
    }
  window = od_window_new (NULL, desk, NULL);
  gtk_window_present (GTK_WINDOW (window));
  list = find_list (window);
  advance_until (number_of (window, "inbox") == 20);
  od_inbox_list_mark_all (list);
  g_assert_cmpuint (od_inbox_list_get_n_marked (list), ==, 20);
  g_assert_true (gtk_widget_activate_action (window, "win.resolve", NULL)); /* also without an open conversation */
  advance_until (number_of (window, "inbox") == 0);
  advance_until (od_inbox_list_get_n_marked (list) == 0); /* what has left the view is not marked */
  gtk_window_destroy (GTK_WINDOW (window));
  engine_fixture_settle (engine);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/inbox-store/views-count-in-the-store", EngineFixture, "demo", engine_fixture_set_up,
              test_views_count_in_the_store, engine_fixture_tear_down);
  g_test_add ("/inbox-store/all-of-a-view-is-resolved", EngineFixture, "demo", engine_fixture_set_up,
              test_all_of_a_view_is_resolved, engine_fixture_tear_down);
  return g_test_run ();
}
