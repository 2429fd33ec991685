/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <locale.h>
#include <string.h>

#include "od-fake-desk.h"
#include "od-temp-folder.h"
#include "od-transcript-pages.h"
#include "od-transcript-print.h"

#define NOW_US G_GINT64_CONSTANT (1772452800000000)

typedef struct {
  OdFakeDesk *fake;
  OdDesk *desk;
  gint64 conversation_id;
  char *folder;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (OdClock) clock = od_clock_new_fake (NOW_US);
  gint64 customer, account;

  f->fake = od_fake_desk_new (clock);
  f->desk = od_fake_desk_make_desk (f->fake);
  f->folder = od_temp_folder_new ();
  customer = od_fake_desk_add_customer (f->fake, "Мария Петрова", "ru", NULL);
  account = od_fake_desk_add_account (f->fake, "webchat", "Shop", NULL);
  f->conversation_id = od_fake_desk_add_conversation (f->fake, customer, account, "v1");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  od_desk_unref (f->desk);
  g_object_unref (f->fake);
  od_temp_folder_free (f->folder);
}

static void
add (Fixture *f, OdTimelineKind kind, const char *text)
{
  od_fake_desk_add_message (f->fake, f->conversation_id, kind, text, NOW_US);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((Fixture *) user_data)->result = g_object_ref (result);
}

/* Writes the PDF and gives back its text, NULL if nothing here can read it. */
static char *
print (Fixture *f, OdTranscriptParts parts)
{
  OdTranscriptRange range = { .scope = OD_THREAD_CONVERSATION };
  g_autoptr (OdTranscriptSource) source =
      od_transcript_source_new (f->desk, f->conversation_id, "Мария Петрова", &range, parts);
  g_autofree char *path = g_build_filename (f->folder, "Maria.pdf", NULL);
  g_autofree char *tool = g_find_program_in_path ("pdftotext");
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  od_transcript_print_async (source, f->desk->pictures, NULL, path, NULL, done_cb, f);
  while (f->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (od_transcript_print_finish (source, f->result, &error));
  g_assert_no_error (error);
  g_clear_object (&f->result);
  if (tool == NULL)
    {
      g_test_skip ("pdftotext (poppler-utils) is not here");
      return NULL;
    }
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, tool, "-enc", "UTF-8", path, "-", NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, &error));
  g_assert_no_error (error);
  return text;
}

static void
test_the_text_is_text_in_two_languages (Fixture *f, gconstpointer data)
{
  g_autofree char *without = NULL;
  g_autofree char *with = NULL;

  add (f, OD_TIMELINE_IN, "Where is my order 1042?");
  add (f, OD_TIMELINE_OUT, "Добрый день! Заказ уже в пути 🚚");
  add (f, OD_TIMELINE_NOTE, "asked the warehouse");
  without = print (f, OD_TRANSCRIPT_MESSAGES);
  if (without == NULL)
    return;
  with = print (f, OD_TRANSCRIPT_NOTES);
  g_assert_nonnull (strstr (without, "Where is my order 1042?"));
  g_assert_nonnull (strstr (without, "Добрый день! Заказ уже в пути"));
  g_assert_nonnull (strstr (without, "Мария Петрова"));
  g_assert_nonnull (strstr (without, "Page 1 of 1"));
  g_assert_null (strstr (without, "warehouse"));
  g_assert_nonnull (strstr (with, "asked the warehouse"));
  g_assert_nonnull (strstr (with, "Private note"));
}

static GtkDialog *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (GTK_IS_DIALOG (l->data) && gtk_widget_get_mapped (l->data))
      return l->data;
  return NULL;
}

/* Leaving the printer's dialog leaves nothing but "cancelled". */
static void
test_the_printer_is_left (Fixture *f, gconstpointer data)
{
  OdTranscriptRange range = { .scope = OD_THREAD_CONVERSATION };
  g_autoptr (OdTranscriptSource) source =
      od_transcript_source_new (f->desk, f->conversation_id, "Maria", &range, OD_TRANSCRIPT_MESSAGES);
  GtkWidget *parent = gtk_window_new ();
  g_autoptr (GError) error = NULL;

  add (f, OD_TIMELINE_IN, "Where is my order 1042?");
  gtk_window_present (GTK_WINDOW (parent));
  od_transcript_print_async (source, NULL, GTK_WINDOW (parent), NULL, NULL, done_cb, f);
  while (find_dialog () == NULL)
    g_main_context_iteration (NULL, TRUE);
  gtk_window_close (GTK_WINDOW (find_dialog ()));
  while (f->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (od_transcript_print_finish (source, f->result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&f->result);
  gtk_window_destroy (GTK_WINDOW (parent));
}

static void
test_a_long_message_breaks_over_pages (Fixture *f, gconstpointer data)
{
  GString *text = g_string_new (NULL);
  g_autofree char *body = NULL;
  g_autofree char *pdf = NULL;

  for (guint i = 0; i < 140; i++)
    g_string_append_printf (text, "row %03u of it\n", i);
  body = g_string_free (text, FALSE);
  add (f, OD_TIMELINE_IN, body);
  pdf = print (f, OD_TRANSCRIPT_MESSAGES);
  if (pdf == NULL)
    return;
  for (guint i = 0; i < 140; i++) /* each once: none lost at a break, none twice */
    {
      g_autofree char *row = g_strdup_printf ("row %03u of it", i);
      const char *at = strstr (pdf, row);

      g_assert_nonnull (at);
      g_assert_null (strstr (at + 1, row));
    }
  g_assert_nonnull (strstr (pdf, "Page 3 of 3"));
  g_assert_null (strstr (pdf, "of 4"));
}

static void
test_a_picture_is_drawn_and_named (Fixture *f, gconstpointer data)
{
  OdMessageRow *row = od_fake_desk_add_message (f->fake, f->conversation_id, OD_TIMELINE_IN, "look", NOW_US);
  gint64 id = od_fake_desk_add_attachment (f->fake, row, "photo.png", "image/png", 10, 0);
  g_autofree char *pdf = NULL;
  guint before;

  od_fake_desk_set_file (f->fake, id, OD_FILE_HERE, "/nowhere/a-640x480.png");
  before = od_fake_desk_get_calls (f->fake)->n_pictures;
  pdf = print (f, OD_TRANSCRIPT_MESSAGES);
  g_assert_cmpuint (od_fake_desk_get_calls (f->fake)->n_pictures, ==, before + 1);
  if (pdf != NULL)
    g_assert_nonnull (strstr (pdf, "photo.png"));
}

/* A transcript that is not finished leaves what was there, and nothing beside it. */
static void
test_cancelled_keeps_the_old_one (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "Maria.pdf", NULL);
  g_autofree char *text = NULL;
  GStatBuf info;

  add (f, OD_TIMELINE_IN, "Where is my order 1042?");
  for (guint n_turns = 0; n_turns < 40; n_turns++)
    {
      OdTranscriptRange range = { .scope = OD_THREAD_CONVERSATION };
      g_autoptr (OdTranscriptSource) source =
          od_transcript_source_new (f->desk, f->conversation_id, "M", &range, OD_TRANSCRIPT_MESSAGES);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GDir) dir = NULL;
      guint n_files = 0;
      gboolean is_there;

      g_assert_true (g_file_set_contents (path, "old", -1, NULL));
      od_transcript_print_async (source, f->desk->pictures, NULL, path, cancellable, done_cb, f);
      for (guint i = 0; i < n_turns && f->result == NULL; i++)
        g_main_context_iteration (NULL, FALSE);
      g_cancellable_cancel (cancellable);
      while (f->result == NULL)
        g_main_context_iteration (NULL, TRUE);
      is_there = od_transcript_print_finish (source, f->result, NULL);
      g_clear_object (&f->result);
      g_clear_pointer (&text, g_free);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_true (is_there ? g_str_has_prefix (text, "%PDF") : g_str_equal (text, "old"));
      dir = g_dir_open (f->folder, 0, NULL);
      for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
        n_files += strstr (name, "Maria") != NULL;
      g_assert_cmpuint (n_files, ==, 1);
    }
  g_free (print (f, OD_TRANSCRIPT_MESSAGES));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_pages_are_found_in_slices (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) od_transcript_line_free);
  g_autoptr (GtkWidget) label = g_object_ref_sink (gtk_label_new (NULL));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (label, NULL);
  g_autoptr (OdTranscriptPages) pages = NULL;
  guint n_slices = 1;

  for (guint i = 0; i < 3000; i++)
    {
      OdTranscriptLine *line = g_new0 (OdTranscriptLine, 1);

      line->kind = OD_TRANSCRIPT_IN;
      line->time = g_strdup ("14:05");
      line->author = g_strdup ("Maria");
      line->text = g_strdup ("Where is my order?");
      g_ptr_array_add (lines, line);
    }
  pages = od_transcript_pages_new (lines, "Maria", "today");
  while (!od_transcript_pages_paginate (pages, layout, 500, 700, 1000))
    n_slices++;
  g_assert_cmpuint (n_slices, >, 5);
  g_assert_cmpuint (od_transcript_pages_get_n_pages (pages), >, 100);
}

int
main (int argc, char **argv)
{
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  g_test_add ("/transcript-pdf/text", Fixture, NULL, set_up, test_the_text_is_text_in_two_languages, tear_down);
  g_test_add ("/transcript-pdf/printer-is-left", Fixture, NULL, set_up, test_the_printer_is_left, tear_down);
  g_test_add ("/transcript-pdf/breaks", Fixture, NULL, set_up, test_a_long_message_breaks_over_pages, tear_down);
  g_test_add ("/transcript-pdf/pictures", Fixture, NULL, set_up, test_a_picture_is_drawn_and_named, tear_down);
  g_test_add ("/transcript-pdf/cancelled", Fixture, NULL, set_up, test_cancelled_keeps_the_old_one, tear_down);
  g_test_add ("/transcript-pdf/slices", Fixture, NULL, set_up, test_pages_are_found_in_slices, tear_down);
  return g_test_run ();
}
