/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "od-account-bar.h"
#include "od-error.h"
#include "od-fake-desk.h"
#include "od-thread-pane.h"

/* A paused account goes on from where one writes. */

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  GtkWidget *window;
  OdThreadPane *pane;
  gint64 account_ids[2], ids[2];
} Fixture;

#define WAIT_UNTIL(condition)                                                                                          \
  while (!(condition))                                                                                                 \
  g_main_context_iteration (NULL, TRUE)

static void
set_up (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "Shop", "Depot" };

  f->clock = od_clock_new_fake (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC);
  f->fake = od_fake_desk_new (f->clock);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      f->account_ids[i] = od_fake_desk_add_account (f->fake, "webchat", names[i], NULL);
      od_fake_desk_get_account (f->fake, f->account_ids[i])->is_enabled = FALSE;
      od_fake_desk_get_account (f->fake, f->account_ids[i])->state = OD_ACCOUNT_PAUSED;
      f->ids[i] = od_fake_desk_add_conversation (f->fake, od_fake_desk_add_customer (f->fake, "Maria", NULL, NULL),
                                                 f->account_ids[i], "v");
    }
  f->desk = od_fake_desk_make_desk (f->fake);
  f->window = gtk_window_new ();
  f->pane = OD_THREAD_PANE (od_thread_pane_new (f->desk));
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->pane));
  gtk_window_set_default_size (GTK_WINDOW (f->window), 700, 600);
  gtk_window_present (GTK_WINDOW (f->window));
  WAIT_UNTIL (gtk_widget_get_mapped (f->window));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  GtkWidget *shown = gtk_window_get_child (GTK_WINDOW (f->window));

  g_object_add_weak_pointer (G_OBJECT (shown), (gpointer *) &shown);
  gtk_window_destroy (GTK_WINDOW (f->window));
  WAIT_UNTIL (shown == NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  od_desk_unref (f->desk);
  g_assert_finalize_object (g_steal_pointer (&f->fake));
  g_assert_finalize_object (g_steal_pointer (&f->clock));
}

/* The first label that is shown and begins so, or %NULL. */
static GtkWidget *
find (GtkWidget *widget, const char *words)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      g_str_has_prefix (gtk_label_get_text (GTK_LABEL (widget)), words))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, words);
  return found;
}

static GtkWidget *
open (Fixture *f, guint i, const char *words)
{
  od_thread_pane_set_conversation (f->pane, f->ids[i], 0);
  WAIT_UNTIL (find (f->window, words) != NULL && find (f->window, "Resume") != NULL);
  return gtk_widget_get_ancestor (find (f->window, "Resume"), GTK_TYPE_BUTTON);
}

/* The focus stays on the button while that is under way, and goes to where one writes with it. */
static void
test_focus (Fixture *f, gconstpointer data)
{
  GtkWidget *button = open (f, 0, "“Shop” is paused");

  gtk_widget_grab_focus (button);
  od_fake_desk_hold (f->fake, TRUE);
  g_signal_emit_by_name (button, "clicked");
  g_assert_true (gtk_widget_is_sensitive (button));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (f->window)) == button);
  od_fake_desk_hold (f->fake, FALSE);
  WAIT_UNTIL (gtk_window_get_focus (GTK_WINDOW (f->window)) != button);
  g_assert_true (
      gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (f->window)), od_thread_pane_get_composer (f->pane)));
}

static void
stays_cb (GtkLabel *label)
{
  g_assert_true (g_str_has_prefix (gtk_label_get_text (label), "“Depot” is paused"));
}

/* Why one account does not go on is not said of another that was opened meanwhile. */
static void
test_another_is_open (Fixture *f, gconstpointer data)
{
  g_autoptr (OdAccountList) accounts = od_account_list_new (f->desk);
  GtkWidget *bar = od_account_bar_new (f->desk, accounts);

  WAIT_UNTIL (od_account_list_get_is_loaded (accounts));
  gtk_window_set_child (GTK_WINDOW (f->window), bar);
  od_account_bar_set_account_id (OD_ACCOUNT_BAR (bar), f->account_ids[0]);
  WAIT_UNTIL (find (bar, "“Shop” is paused") != NULL && find (bar, "Resume") != NULL);
  od_fake_desk_hold (f->fake, TRUE);
  od_fake_desk_fail_next (f->fake, OD_ERROR_TRANSIENT);
  g_signal_emit_by_name (gtk_widget_get_ancestor (find (bar, "Resume"), GTK_TYPE_BUTTON), "clicked");
  od_account_bar_set_account_id (OD_ACCOUNT_BAR (bar), f->account_ids[1]);
  g_signal_connect (find (bar, "“Depot” is paused"), "notify::label", G_CALLBACK (stays_cb), NULL);
  od_fake_desk_hold (f->fake, FALSE);
  WAIT_UNTIL (od_account_list_find (accounts, f->account_ids[0])->state == OD_ACCOUNT_OK);
  g_assert_nonnull (find (bar, "“Depot” is paused"));
}

#define ADD(name, func) g_test_add ("/account-bar/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/com/example/Omnidesk/icons");
  ADD ("focus", test_focus);
  ADD ("another", test_another_is_open);
  return g_test_run ();
}
