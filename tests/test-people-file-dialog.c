/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "engine-desk.h"
#include "od-people-file-dialog.h"

/* Tables of customers over a real store: what people see and answer. */

typedef struct {
  EngineFixture engine;
  OdDesk *desk;
  GtkWidget *window;
  char *path;
  guint n_refs; /* of the clock, before there was a desk */
} Fixture;

static char *said; /* what the window was told last */

static void
say_cb (GtkWindow *window, const char *words)
{
  g_free (said);
  said = g_strdup (words);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  engine_fixture_set_up (&f->engine, "demo");
  f->n_refs = G_OBJECT (f->engine.clock)->ref_count;
  f->desk = engine_desk_new (&f->engine);
  f->path = g_build_filename (f->engine.folder, "table.csv", NULL);
  f->window = adw_window_new ();
  gtk_window_present (GTK_WINDOW (f->window));
  wait_until (gtk_widget_get_mapped (f->window));
}

/* Whatever was answered or not: nothing of it stays. */
static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_clear_pointer (&f->desk, od_desk_unref);
  wait_until (G_OBJECT (f->engine.clock)->ref_count == f->n_refs);
  g_clear_pointer (&said, g_free);
  g_free (f->path);
  engine_fixture_tear_down (&f->engine, "demo");
}

static AdwMessageDialog *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_mapped (window))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
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

static AdwMessageDialog *
import (Fixture *f, const char *text)
{
  g_assert_true (g_file_set_contents (f->path, text, -1, NULL));
  od_people_file_dialog_import_file (GTK_WINDOW (f->window), f->desk, f->path, say_cb);
  wait_until (find_dialog () != NULL || said != NULL);
  return find_dialog ();
}

static void
answer (AdwMessageDialog *dialog, const char *response)
{
  g_autoptr (AdwMessageDialog) held = g_object_ref (dialog);

  adw_message_dialog_response (dialog, response); /* a click on the button closes it, too */
  if (gtk_widget_get_mapped (GTK_WIDGET (dialog)))
    gtk_window_destroy (GTK_WINDOW (dialog));
}

static char *export(Fixture *f, const char *filter)
{
  char *text;

  g_clear_pointer (&said, g_free);
  g_unlink (f->path);
  od_people_file_dialog_export_file (GTK_WINDOW (f->window), f->desk, f->path, filter, say_cb);
  wait_until (said != NULL);
  g_assert_cmpstr (said, ==, "The table was saved");
  g_assert_null (find_dialog ());
  g_assert_true (g_file_get_contents (f->path, &text, NULL, NULL));
  return text;
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == '\n';
  return n;
}

static char *
make_table (guint n)
{
  GString *text = g_string_new ("name,email\n");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "Name %u,a%u@b.example\n", i, i);
  return g_string_free (text, FALSE);
}

/* What it would bring is told by numbers, and each line that is left out by its reason. */
static void
test_preview_then_take (Fixture *f, gconstpointer data)
{
  AdwMessageDialog *dialog = import (f, "name,email,colour\nMaria,maria@b.example,red\nOleg,no address,blue\n");
  GtkWidget *list = adw_message_dialog_get_extra_child (dialog);
  g_autofree char *text = NULL;

  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog), "1 new customer\n"));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog), "1 line is left out\nColumns left out: colour"));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find (list, GTK_TYPE_LABEL))), ==, "Line 3, email: no mail address");
  answer (dialog, "take");
  wait_until (said != NULL);
  g_assert_cmpstr (said, ==, "1 customer taken");
  text = export(f, NULL);
  g_assert_nonnull (strstr (text, ",Maria,maria@b.example,"));
  g_assert_null (strstr (text, "Oleg"));
}

static void
test_cancelled_preview (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;

  answer (import (f, "name\nMaria\n"), "cancel");
  text = export(f, NULL);
  g_assert_cmpuint (count_lines (text), ==, 1);
  g_clear_pointer (&said, g_free);
  g_assert_null (import (f, "a,b\n1,2\n"));
  g_assert_cmpstr (said, ==, "No column of this table is known here.");
}

/* Many lines show how far they are, and can be stopped: what was taken stays, and is told. */
static void
test_progress_and_stop (Fixture *f, gconstpointer data)
{
  g_autofree char *table = make_table (5000), *text = NULL;
  AdwMessageDialog *dialog = import (f, table);
  GtkProgressBar *bar;
  guint n = 0;

  answer (dialog, "take");
  wait_until (find_dialog () != NULL);
  dialog = find_dialog ();
  bar = GTK_PROGRESS_BAR (adw_message_dialog_get_extra_child (dialog));
  g_assert_true (g_str_has_suffix (gtk_progress_bar_get_text (bar), " of 5000"));
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (bar), >, 0);
  answer (dialog, "stop");
  wait_until (said != NULL);
  g_assert_cmpint (sscanf (said, "Stopped: %u", &n), ==, 1);
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, 5000);
  text = export(f, NULL);
  g_assert_cmpuint (count_lines (text), ==, n + 1);
  g_free (text);
  text = export(f, "Name 7");
  g_assert_cmpuint (count_lines (text), <, n);
}

static void
test_stopped_export (Fixture *f, gconstpointer data)
{
  g_autofree char *table = make_table (3000), *part = g_strconcat (f->path, ".part", NULL);

  answer (import (f, table), "take");
  wait_until (said != NULL);
  g_assert_cmpstr (said, ==, "3000 customers taken");
  g_assert_null (find_dialog ());
  g_clear_pointer (&said, g_free);
  g_unlink (f->path);
  od_people_file_dialog_export_file (GTK_WINDOW (f->window), f->desk, f->path, NULL, say_cb);
  wait_until (find_dialog () != NULL);
  answer (find_dialog (), "stop");
  wait_until (said != NULL);
  g_assert_cmpstr (said, ==, "Stopped: no table was saved");
  g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_clear_pointer (&said, g_free);
  od_people_file_dialog_export_file (GTK_WINDOW (f->window), f->desk, "/nowhere/at/all.csv", NULL, say_cb);
  wait_until (said != NULL);
  g_assert_cmpstr (said, ==, "The table can't be saved there");
}

/* The window goes with a question that nobody answered. */
static void
test_nobody_answers (Fixture *f, gconstpointer data)
{
  GtkWidget *dialog = GTK_WIDGET (import (f, "name\nMaria\n"));

  od_people_file_dialog_import (GTK_WINDOW (f->window), f->desk, say_cb);
  od_people_file_dialog_export (GTK_WINDOW (f->window), f->desk, "x", say_cb);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

#define ADD(name, func) g_test_add ("/people-file-dialog/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("preview-then-take", test_preview_then_take);
  ADD ("cancelled-preview", test_cancelled_preview);
  ADD ("progress-and-stop", test_progress_and_stop);
  ADD ("stopped-export", test_stopped_export);
  ADD ("nobody-answers", test_nobody_answers);
  return g_test_run ();
}
