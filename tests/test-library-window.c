/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <glib/gstdio.h>

#include "od-fake-desk.h"
#include "od-library-editor.h"
#include "od-library-list.h"
#include "od-library-window.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)

#define WAIT_UNTIL(condition)                                                                                          \
  while (!(condition))                                                                                                 \
  g_main_context_iteration (NULL, TRUE)

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  GtkWidget *window;
} Fixture;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  fixture->window = od_library_window_new (NULL, fixture->desk, GPOINTER_TO_INT (data));
  gtk_window_present (GTK_WINDOW (fixture->window));
  WAIT_UNTIL (gtk_widget_get_mapped (fixture->window));
  settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = fixture->window;

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  WAIT_UNTIL (window == NULL);
  settle ();
  od_desk_unref (fixture->desk);
  g_assert_finalize_object (g_steal_pointer (&fixture->fake));
  g_assert_finalize_object (g_steal_pointer (&fixture->clock));
}

/* The @position-th visible widget of @type below @widget. */
static GtkWidget *
find (GtkWidget *widget, GType type, guint *position)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && gtk_widget_get_mapped (widget) && (*position)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, position);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
get (Fixture *fixture, GType type, guint position)
{
  return find (fixture->window, type, &position);
}

static GtkWidget *
find_button (GtkWidget *widget, const char *action)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, action);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_enabled (Fixture *fixture, const char *action)
{
  return gtk_widget_get_sensitive (find_button (fixture->window, action));
}

static void
press (Fixture *fixture, const char *action)
{
  g_assert_true (is_enabled (fixture, action));
  g_signal_emit_by_name (find_button (fixture->window, action), "clicked");
  settle ();
}

static void
write_body (Fixture *fixture, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (get (fixture, GTK_TYPE_TEXT_VIEW, 0))), text, -1);
  settle ();
}

static void
write_row (Fixture *fixture, guint position, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (get (fixture, ADW_TYPE_ENTRY_ROW, position)), text);
  settle ();
}

static guint
n_canned (Fixture *fixture, const char *code)
{
  g_autoptr (OdLibraryList) list = od_library_list_new (fixture->desk, FALSE);

  settle ();
  od_library_list_set_query (list, code);
  return g_list_model_get_n_items (od_library_list_get_items (list));
}

static void
open_first (Fixture *fixture)
{
  g_signal_emit_by_name (get (fixture, GTK_TYPE_LIST_VIEW, 0), "activate", 0);
  WAIT_UNTIL (get (fixture, GTK_TYPE_TEXT_VIEW, 0) != NULL);
  settle ();
}

static void
begin (Fixture *fixture, const char *body)
{
  od_library_window_add (OD_LIBRARY_WINDOW (fixture->window), body);
  WAIT_UNTIL (get (fixture, GTK_TYPE_TEXT_VIEW, 0) != NULL);
  settle ();
}

static void
test_add_from_a_message (Fixture *fixture, gconstpointer data)
{
  begin (fixture, "We open at nine.");
  g_assert_false (is_enabled (fixture, "editor.save")); /* no code yet */
  write_row (fixture, 0, "two words");
  g_assert_false (is_enabled (fixture, "editor.save"));
  write_row (fixture, 0, "bye"); /* there is one */
  g_assert_false (is_enabled (fixture, "editor.save"));
  write_row (fixture, 0, "opening");
  press (fixture, "editor.save");
  g_assert_cmpuint (n_canned (fixture, "/opening"), ==, 1);
}

static void
test_change (Fixture *fixture, gconstpointer data)
{
  open_first (fixture);
  write_body (fixture, "");
  g_assert_false (is_enabled (fixture, "editor.save"));
  write_body (fixture, "Something quite different, {customer.first_name}");
  press (fixture, "editor.save");
  g_assert_cmpuint (n_canned (fixture, "something quite different"), ==, 1);
}

static void
test_remove_and_undo (Fixture *fixture, gconstpointer data)
{
  guint n = n_canned (fixture, "");

  g_assert_false (is_enabled (fixture, "library.remove"));
  open_first (fixture);
  press (fixture, "library.remove");
  g_assert_cmpuint (n_canned (fixture, ""), ==, n - 1);
  gtk_widget_activate_action (fixture->window, "library.restore", NULL);
  settle ();
  g_assert_cmpuint (n_canned (fixture, ""), ==, n);
}

static void
test_duplicate (Fixture *fixture, gconstpointer data)
{
  guint n = n_canned (fixture, "");

  open_first (fixture);
  press (fixture, "library.duplicate");
  g_assert_false (is_enabled (fixture, "editor.save")); /* the code is taken */
  write_row (fixture, 0, "another-code");
  press (fixture, "editor.save");
  g_assert_cmpuint (n_canned (fixture, ""), ==, n + 1);
}

static guint
n_files (Fixture *fixture)
{
  GtkWidget *button;
  guint n = 0;

  for (guint i = 0; (button = get (fixture, GTK_TYPE_BUTTON, i)) != NULL; i++)
    n += g_str_has_prefix (gtk_widget_get_tooltip_text (button) != NULL ? gtk_widget_get_tooltip_text (button) : "",
                           "Remove ours.txt");
  return n;
}

/* A file that is still copied when another reply is opened stays out of that one. */
static void
test_a_late_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("omnidesk-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "ours.txt", NULL);
  OdLibraryEditor *editor;

  g_assert_true (g_file_set_contents (path, "x", -1, NULL));
  open_first (fixture);
  editor = OD_LIBRARY_EDITOR (get (fixture, OD_TYPE_LIBRARY_EDITOR, 0));
  od_library_editor_attach (editor, path);
  settle ();
  g_assert_cmpuint (n_files (fixture), ==, 1);
  od_library_editor_attach (editor, path);
  begin (fixture, "another one");
  g_assert_cmpuint (n_files (fixture), ==, 0);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_variables (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  begin (fixture, "");
  gtk_widget_activate_action (get (fixture, GTK_TYPE_TEXT_VIEW, 0), "editor.insert", "s", "{customer.name}");
  settle ();
  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (get (fixture, GTK_TYPE_TEXT_VIEW, 0))), "text", &text, NULL);
  g_assert_cmpstr (text, ==, "{customer.name}");
}

static void
test_article (Fixture *fixture, gconstpointer data)
{
  open_first (fixture);
  write_row (fixture, 2, "javascript:alert(1)");
  g_assert_false (is_enabled (fixture, "editor.save"));
  write_row (fixture, 2, "https://shop.example/help");
  press (fixture, "editor.save");
  g_assert_false (is_enabled (fixture, "library.remove")); /* back at the list */
}

#define ADD(name, has_articles, func)                                                                                  \
  g_test_add ("/library-window/" name, Fixture, GINT_TO_POINTER (has_articles), set_up, func, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("add", FALSE, test_add_from_a_message);
  ADD ("change", FALSE, test_change);
  ADD ("remove", FALSE, test_remove_and_undo);
  ADD ("duplicate", FALSE, test_duplicate);
  ADD ("late-file", FALSE, test_a_late_file);
  ADD ("variables", FALSE, test_variables);
  ADD ("article", TRUE, test_article);
  return g_test_run ();
}
