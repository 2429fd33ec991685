/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <string.h>

#include "engine-desk.h"
#include "od-pick-dialog.h"
#include "od-promise-badge.h"
#include "od-window.h"

/* The dialog of the promise timer, over a real store: what Enter picks, what can be typed, what is shown of it. */

#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)

typedef struct {
  EngineFixture engine;
  OdDesk *desk;
  GtkWidget *window;
  gint64 id;
} Fixture;

static void
pass (Fixture *f)
{
  engine_fixture_advance_s (&f->engine, 1);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (widget), type) && gtk_widget_get_mapped (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

static GtkWidget *
find_words (GtkWidget *widget, const char *words)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_words (child, words);
  return found;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  engine_fixture_set_up (&f->engine, "demo");
  f->desk = engine_desk_new (&f->engine);
  f->id = engine_fixture_receive (&f->engine, "chat-1", "in-1", "Where is my order?");
  f->window = od_window_new (NULL, f->desk, NULL);
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1280, 800);
  gtk_window_present (GTK_WINDOW (f->window));
  od_window_show_conversation (OD_WINDOW (f->window), f->id);
  while (find (f->window, OD_TYPE_PROMISE_BADGE) == NULL)
    pass (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  engine_fixture_settle (&f->engine);
  g_clear_pointer (&f->desk, od_desk_unref);
  engine_fixture_tear_down (&f->engine, "demo");
}

static GtkWidget *
open_dialog (Fixture *f)
{
  g_assert_true (gtk_widget_activate_action (f->window, "win.promise", NULL));
  for (;;)
    {
      GListModel *windows = gtk_window_get_toplevels ();

      for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
        {
          g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

          if (OD_IS_PICK_DIALOG (window) && find (window, GTK_TYPE_LIST_BOX) != NULL)
            return window;
        }
      pass (f);
    }
}

static const char *
get_selected (GtkWidget *dialog)
{
  GtkListBox *list = GTK_LIST_BOX (find (dialog, GTK_TYPE_LIST_BOX));

  return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (gtk_list_box_get_selected_row (list)));
}

static void
type (GtkWidget *dialog, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find (dialog, GTK_TYPE_ENTRY)), text);
}

/* Enter. */
static void
pick (Fixture *f, GtkWidget *dialog)
{
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  g_signal_emit_by_name (find (dialog, GTK_TYPE_ENTRY), "activate");
  while (dialog != NULL)
    pass (f);
}

/* Until when it is promised; 0: it isn't. */
static gint64
get_promised_us (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) clocks = NULL;
  g_autoptr (GError) error = NULL;

  engine_fixture_settle (&f->engine);
  od_promise_port_load_async (f->desk->tools.promises, f->id, FALSE, NULL, engine_fixture_store_result_cb, &result);
  wait_until (result != NULL);
  clocks = od_promise_port_load_finish (f->desk->tools.promises, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < clocks->len; i++)
    if (((OdPromiseClock *) clocks->pdata[i])->kind == OD_CLOCK_PROMISE)
      return ((OdPromiseClock *) clocks->pdata[i])->due_us;
  return 0;
}

/* A second look must not take back what was promised. */
static void
test_enter_promises (Fixture *f, gconstpointer data)
{
  GtkWidget *dialog = open_dialog (f);
  gint64 first_us;

  g_assert_cmpstr (get_selected (dialog), ==, "5 min");
  pick (f, dialog);
  first_us = get_promised_us (f);
  g_assert_cmpint (first_us, >, 0);
  dialog = open_dialog (f);
  while (find_words (dialog, "Take the Promise Back") == NULL)
    pass (f);
  g_assert_cmpstr (get_selected (dialog), ==, "5 min");
  pick (f, dialog);
  g_assert_cmpint (get_promised_us (f), >, first_us);
}

static void
test_words_are_understood (Fixture *f, gconstpointer data)
{
  GtkWidget *dialog = open_dialog (f);
  gint64 now_us = od_clock_get_real_us (f->engine.clock);

  type (dialog, "soonish");
  g_assert_nonnull (find_words (dialog, "Say until when"));
  type (dialog, "by 18:00");
  g_assert_null (find_words (dialog, "Say until when"));
  pick (f, dialog);
  g_assert_cmpint (get_promised_us (f), >, now_us + 60 * MINUTE_US); /* the day begins at ten */
  g_assert_cmpint (get_promised_us (f) % (60 * MINUTE_US), ==, 0);
}

/* What the policy promised is broken; the operator's word beside it is still to be kept, and to be seen. */
static void
test_a_word_stands_beside_a_breach (Fixture *f, gconstpointer data)
{
  GtkWidget *dialog;

  for (guint hours = 0; find_words (find (f->window, OD_TYPE_PROMISE_BADGE), "+") == NULL && hours < 100; hours++)
    {
      engine_fixture_advance_s (&f->engine, 3600);
      pass (f);
    }
  g_assert_nonnull (find_words (find (f->window, OD_TYPE_PROMISE_BADGE), "+"));
  dialog = open_dialog (f);
  type (dialog, "in 10 minutes");
  pick (f, dialog);
  while (find_words (find (f->window, OD_TYPE_PROMISE_BADGE), "Promised by") == NULL)
    pass (f);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add ("/promise-dialog/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("enter-promises", test_enter_promises);
  ADD ("words", test_words_are_understood);
  ADD ("beside-a-breach", test_a_word_stands_beside_a_breach);
#undef ADD
  return g_test_run ();
}
