/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <locale.h>
#include <string.h>

#include "od-fake-desk.h"
#include "od-transcript-dialog.h"

#define NOW_US G_GINT64_CONSTANT (1772452800000000) /* 2026-03-02 12:00 UTC */

typedef struct {
  OdFakeDesk *fake;
  OdDesk *desk;
  gint64 conversation_id;
  GtkWidget *dialog;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (OdClock) clock = od_clock_new_fake (NOW_US);
  gint64 customer, account;

  f->fake = od_fake_desk_new (clock);
  f->desk = od_fake_desk_make_desk (f->fake);
  customer = od_fake_desk_add_customer (f->fake, "Maria", "en", NULL);
  account = od_fake_desk_add_account (f->fake, "webchat", "Shop", NULL);
  f->conversation_id = od_fake_desk_add_conversation (f->fake, customer, account, "v1");
  od_fake_desk_add_message (f->fake, f->conversation_id, OD_TIMELINE_IN, "Where is it?", NOW_US - 2);
  od_fake_desk_add_message (f->fake, f->conversation_id, OD_TIMELINE_NOTE, "ask the warehouse", NOW_US - 1);
  f->dialog = od_transcript_dialog_new (NULL, f->desk, f->conversation_id, "Maria");
  g_object_add_weak_pointer (G_OBJECT (f->dialog), (gpointer *) &f->dialog);
  gtk_window_present (GTK_WINDOW (f->dialog));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  if (f->dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (f->dialog));
  while (f->dialog != NULL)
    g_main_context_iteration (NULL, TRUE);
  od_desk_unref (f->desk);
  g_assert_finalize_object (f->fake);
}

static GtkWidget *
find (GtkWidget *from, GType type, const char *title)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (from, type))
    {
      const char *words = ADW_IS_PREFERENCES_ROW (from) ? adw_preferences_row_get_title (ADW_PREFERENCES_ROW (from))
                          : GTK_IS_BUTTON (from)        ? gtk_button_get_label (GTK_BUTTON (from))
                                                        : NULL;

      if (title == NULL || g_strcmp0 (words, title) == 0)
        return from;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (from); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_enabled (Fixture *f, const char *label)
{
  return gtk_widget_get_sensitive (find (f->dialog, GTK_TYPE_BUTTON, label));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static char *
copy (Fixture *f)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (f->dialog);
  char *text = NULL;

  gtk_widget_activate_action (f->dialog, "transcript.copy", NULL);
  g_assert_false (is_enabled (f, "_Copy as Text")); /* one thing at a time */
  while (!is_enabled (f, "_Copy as Text"))
    g_main_context_iteration (NULL, TRUE);
  gdk_clipboard_read_text_async (clipboard, NULL, read_cb, &text);
  while (text == NULL)
    g_main_context_iteration (NULL, TRUE);
  return text;
}

static void
test_notes_are_copied_only_if_asked_for (Fixture *f, gconstpointer data)
{
  GtkWidget *row = find (f->dialog, ADW_TYPE_ACTION_ROW, "Private _Notes");
  g_autofree char *without = copy (f);
  g_autofree char *with = NULL;

  gtk_switch_set_active (GTK_SWITCH (find (row, GTK_TYPE_SWITCH, NULL)), TRUE);
  with = copy (f);
  g_assert_nonnull (strstr (without, "Maria: Where is it?"));
  g_assert_null (strstr (without, "warehouse"));
  g_assert_nonnull (strstr (with, "warehouse"));
}

static void
test_dates_must_be_days (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *from, *to;
    gboolean is_good;
  } cases[] = {
    { "2026-03-02", "2026-03-02", TRUE },
    { "2026-03-02", "2026-03-01", FALSE },
    { "2026-02-30", "2026-03-01", FALSE },
    { "yesterday", "2026-03-01", FALSE },
    { "", "", FALSE },
    { " 2026-03-01 ", "2026-03-02", TRUE },
  };
  GtkWidget *from = find (f->dialog, ADW_TYPE_ENTRY_ROW, "First day (year-month-day)");
  GtkWidget *to = find (f->dialog, ADW_TYPE_ENTRY_ROW, "Last day (year-month-day)");

  g_assert_false (gtk_widget_get_visible (from));
  adw_combo_row_set_selected (ADW_COMBO_ROW (find (f->dialog, ADW_TYPE_COMBO_ROW, "_Range")), 2);
  g_assert_true (gtk_widget_get_visible (from));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (from), cases[i].from);
      gtk_editable_set_text (GTK_EDITABLE (to), cases[i].to);
      g_assert_cmpint (is_enabled (f, "_Save…"), ==, cases[i].is_good);
    }
}

static void
test_it_can_be_closed_while_it_works (Fixture *f, gconstpointer data)
{
  gtk_widget_activate_action (f->dialog, "transcript.copy", NULL);
  gtk_window_destroy (GTK_WINDOW (f->dialog)); /* the fixture waits until it is gone */
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(OdThreadPage **) user_data = od_thread_port_load_page_finish (OD_THREAD_PORT (source), result, NULL);
}

static void
test_it_is_sent_as_a_file (Fixture *f, gconstpointer data)
{
  static const char *const suffixes[] = { ".pdf", ".html", ".html", ".txt" };
  guint format = GPOINTER_TO_UINT (data);
  GListModel *toplevels = gtk_window_get_toplevels ();
  g_autoptr (OdThreadPage) page = NULL;
  const OdMessageRow *row;
  const OdAttachmentRow *file;

  adw_combo_row_set_selected (ADW_COMBO_ROW (find (f->dialog, ADW_TYPE_COMBO_ROW, "_Format")), format);
  gtk_widget_activate_action (f->dialog, "transcript.send", NULL);
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        adw_message_dialog_response (ADW_MESSAGE_DIALOG (window), "send");
    }
  while (f->dialog != NULL) /* it closes when the message is in the outbox */
    g_main_context_iteration (NULL, TRUE);
  od_thread_port_load_page_async (f->desk->threads, f->conversation_id, OD_THREAD_CONVERSATION, OD_ANCHOR_END, 0, 10,
                                  NULL, page_cb, &page);
  while (page == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (page->rows->len, ==, 3);
  row = page->rows->pdata[2];
  g_assert_cmpint (row->kind, ==, OD_TIMELINE_OUT);
  g_assert_cmpuint (row->attachments->len, ==, 1);
  file = row->attachments->pdata[0];
  g_assert_true (g_str_has_suffix (file->name, suffixes[format]));
  g_assert_cmpint (file->size_bytes, >, 100);
}

static void
test_it_fits_a_phone (Fixture *f, gconstpointer data)
{
  int minimum;

  gtk_widget_measure (f->dialog, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

int
main (int argc, char **argv)
{
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();
  g_test_add ("/transcript-dialog/copy", Fixture, NULL, set_up, test_notes_are_copied_only_if_asked_for, tear_down);
  g_test_add ("/transcript-dialog/dates", Fixture, NULL, set_up, test_dates_must_be_days, tear_down);
  g_test_add ("/transcript-dialog/close", Fixture, NULL, set_up, test_it_can_be_closed_while_it_works, tear_down);
  g_test_add ("/transcript-dialog/send-pdf", Fixture, GUINT_TO_POINTER (0), set_up, test_it_is_sent_as_a_file,
              tear_down);
  g_test_add ("/transcript-dialog/send-html", Fixture, GUINT_TO_POINTER (2), set_up, test_it_is_sent_as_a_file,
              tear_down);
  g_test_add ("/transcript-dialog/send-text", Fixture, GUINT_TO_POINTER (3), set_up, test_it_is_sent_as_a_file,
              tear_down);
  g_test_add ("/transcript-dialog/narrow", Fixture, NULL, set_up, test_it_fits_a_phone, tear_down);
  return g_test_run ();
}
