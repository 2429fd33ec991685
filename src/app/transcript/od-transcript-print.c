/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-transcript-print.h"

#include "od-random.h"
#include "od-transcript-pages.h"

#define SLICE_US 4000     /* of the main loop, for finding pages */
#define MAX_PICTURES 100  /* the others are named */
#define PICTURE_WIDTH 400 /* pixels: enough for the size on paper */
#define PICTURE_HEIGHT 300

/* A transcript on its way to a printer or a PDF: lines, then pictures, then pages. */
typedef struct {
  GtkWindow *parent;        /* (owned) (nullable) */
  OdPicturePort *port;      /* (owned) (nullable) */
  OdTranscriptPages *pages; /* (owned) (nullable) */
  GPtrArray *lines;         /* (owned) (element-type OdTranscriptLine) */
  GPtrArray *paths;         /* (owned) (element-type filename): pictures still to load, the last one first */
  char *pdf_path;           /* (owned) (nullable): NULL prints */
  GFile *beside;            /* (owned) (nullable): written instead of it until all is there */
  GError *error;            /* (owned) (nullable) */
} Printing;

static void
printing_free (Printing *printing)
{
  g_clear_object (&printing->parent);
  g_clear_object (&printing->port);
  g_clear_pointer (&printing->pages, od_transcript_pages_free);
  g_ptr_array_unref (printing->lines);
  g_ptr_array_unref (printing->paths);
  g_clear_object (&printing->beside);
  g_clear_error (&printing->error);
  g_free (printing->pdf_path);
  g_free (printing);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_file_delete_finish (G_FILE (source), result, NULL); /* what is told is why it had to go */
  g_task_return_error (task, g_steal_pointer (&((Printing *) g_task_get_task_data (task))->error));
}

/* Nothing half stays behind. */
static void
fail (GTask *task)
{
  Printing *printing = g_task_get_task_data (task);

  if (printing->beside != NULL)
    g_file_delete_async (printing->beside, G_PRIORITY_DEFAULT, NULL, deleted_cb, g_object_ref (task));
  else
    g_task_return_error (task, g_steal_pointer (&printing->error));
}

static gboolean
on_paginate (GtkPrintOperation *operation, GtkPrintContext *context, GTask *task)
{
  Printing *printing = g_task_get_task_data (task);
  g_autoptr (PangoLayout) layout = gtk_print_context_create_pango_layout (context);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      gtk_print_operation_cancel (operation);
      return TRUE;
    }
  if (!od_transcript_pages_paginate (printing->pages, layout, gtk_print_context_get_width (context),
                                     gtk_print_context_get_height (context), SLICE_US))
    return FALSE;
  gtk_print_operation_set_n_pages (operation, (int) od_transcript_pages_get_n_pages (printing->pages));
  return TRUE;
}

static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page, GTask *task)
{
  Printing *printing = g_task_get_task_data (task);
  g_autoptr (PangoLayout) layout = gtk_print_context_create_pango_layout (context);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    gtk_print_operation_cancel (operation);
  else
    od_transcript_pages_draw (printing->pages, gtk_print_context_get_cairo_context (context), layout, (guint) page);
}

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Printing *printing = g_task_get_task_data (task);

  if (g_file_move_finish (G_FILE (source), result, &printing->error))
    g_task_return_boolean (task, TRUE);
  else
    fail (task);
}

static void
on_done (GtkPrintOperation *operation, GtkPrintOperationResult result, GTask *task)
{
  Printing *printing = g_task_get_task_data (task);
  g_autoptr (GFile) file = NULL;

  if (printing->error != NULL || g_task_get_completed (task))
    return;
  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    gtk_print_operation_get_error (operation, &printing->error);
  else if (result == GTK_PRINT_OPERATION_RESULT_CANCEL || g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    printing->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  if (printing->error != NULL)
    {
      fail (task);
    }
  else if (printing->beside == NULL)
    {
      g_task_return_boolean (task, TRUE);
    }
  else
    {
      file = g_file_new_for_path (printing->pdf_path);
      g_task_set_check_cancellable (task, FALSE); /* too late */
      g_file_move_async (printing->beside, file, G_FILE_COPY_OVERWRITE, G_PRIORITY_DEFAULT, NULL, NULL, NULL, moved_cb,
                         g_object_ref (task));
    }
}

static void
run (GTask *task)
{
  Printing *printing = g_task_get_task_data (task);
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new (); /* keeps itself alive until it is done */
  const OdTranscriptStyle *style = od_transcript_source_get_style (g_task_get_source_object (task));
  g_autoptr (GError) error = NULL;

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &printing->error))
    {
      fail (task);
      return;
    }
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, style->title);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  if (printing->beside != NULL)
    gtk_print_operation_set_export_filename (operation, g_file_peek_path (printing->beside));
  /* Not by a closure: the operation may drop its handlers, and with one the task, in the middle of "done". */
  g_object_set_data_full (G_OBJECT (operation), "od-task", g_object_ref (task), g_object_unref);
  g_signal_connect (operation, "paginate", G_CALLBACK (on_paginate), task);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page), task);
  g_signal_connect (operation, "done", G_CALLBACK (on_done), task);
  if (gtk_print_operation_run (operation,
                               printing->pdf_path != NULL ? GTK_PRINT_OPERATION_ACTION_EXPORT
                                                          : GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                               printing->parent, &error) == GTK_PRINT_OPERATION_RESULT_ERROR &&
      printing->error == NULL && !g_task_get_completed (task))
    {
      printing->error = g_steal_pointer (&error);
      fail (task);
    }
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GFileOutputStream) stream = g_file_create_finish (G_FILE (source), result, &error);

  if (stream == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_output_stream_close_async (G_OUTPUT_STREAM (stream), G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_set_object (&((Printing *) g_task_get_task_data (task))->beside, G_FILE (source));
  run (task);
}

/* For its owner's eyes from the first byte on; the place of another file is taken when all is there. */
static void
create (GTask *task)
{
  g_autofree char *random = od_random_hex (8);
  g_autofree char *path = g_strdup_printf ("%s.%s.part", ((Printing *) g_task_get_task_data (task))->pdf_path, random);
  g_autoptr (GFile) beside = g_file_new_for_path (path);

  /* Not cancelled: it could be there all the same. run() looks. */
  g_file_create_async (beside, G_FILE_CREATE_PRIVATE, G_PRIORITY_DEFAULT, NULL, created_cb, g_object_ref (task));
}

static void load_pictures (GTask *task);

static void
picture_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Printing *printing = g_task_get_task_data (task);
  g_autoptr (OdPicture) picture = od_picture_port_load_finish (OD_PICTURE_PORT (source), result, NULL);

  if (picture != NULL) /* one that can't be shown is named, like any file */
    od_transcript_pages_add_picture (printing->pages, g_ptr_array_index (printing->paths, printing->paths->len - 1),
                                     picture);
  g_ptr_array_remove_index (printing->paths, printing->paths->len - 1);
  load_pictures (task);
}

static void
load_pictures (GTask *task)
{
  Printing *printing = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (printing->port != NULL && printing->paths->len > 0)
    od_picture_port_load_async (printing->port, g_ptr_array_index (printing->paths, printing->paths->len - 1),
                                PICTURE_WIDTH, PICTURE_HEIGHT, g_task_get_cancellable (task), picture_cb,
                                g_object_ref (task));
  else if (printing->pdf_path != NULL)
    create (task);
  else
    run (task);
}

static void
want_pictures (Printing *printing, const OdTranscriptLine *line)
{
  for (guint i = 0; line->files != NULL && i < line->files->len && printing->paths->len < MAX_PICTURES; i++)
    {
      const OdTranscriptFile *file = g_ptr_array_index (line->files, i);

      if (file->path != NULL && g_str_has_prefix (file->mime, "image/"))
        g_ptr_array_add (printing->paths, g_strdup (file->path));
    }
}

static void
next_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OdTranscriptSource *self = OD_TRANSCRIPT_SOURCE (source);
  const OdTranscriptStyle *style = od_transcript_source_get_style (self);
  Printing *printing = g_task_get_task_data (task);
  g_autofree char *made = NULL;
  GError *error = NULL;
  g_autoptr (GPtrArray) lines = od_transcript_source_next_finish (self, result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (lines != NULL)
    {
      for (guint i = 0; i < lines->len; i++)
        want_pictures (printing, g_ptr_array_index (lines, i));
      g_ptr_array_set_free_func (lines, NULL);
      g_ptr_array_extend (printing->lines, lines, NULL, NULL);
      od_transcript_source_next_async (self, g_task_get_cancellable (task), next_cb, g_object_ref (task));
      return;
    }
  made = od_transcript_dup_made (style);
  printing->pages = od_transcript_pages_new (printing->lines, style->title, made);
  load_pictures (task);
}

/**
 * od_transcript_print_async:
 * @source: at its start
 * @pictures: (nullable): makes small pictures; without it they are named
 * @parent: (nullable): whose the dialog of the printer is
 * @pdf_path: (nullable): absolute path of a PDF to write; NULL asks for a printer
 *
 * Puts a transcript on paper or into a PDF. Its lines are all in memory meanwhile; the main loop is never held for longer than a
 * few milliseconds.
 */
void
od_transcript_print_async (OdTranscriptSource *source, OdPicturePort *pictures, GtkWindow *parent, const char *pdf_path,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Printing *printing;

  g_return_if_fail (OD_IS_TRANSCRIPT_SOURCE (source));

  task = g_task_new (source, cancellable, callback, user_data);
  printing = g_new0 (Printing, 1);
  g_task_set_source_tag (task, od_transcript_print_async);
  g_task_set_task_data (task, printing, (GDestroyNotify) printing_free);
  g_set_object (&printing->port, pictures);
  g_set_object (&printing->parent, parent);
  printing->pdf_path = g_strdup (pdf_path);
  printing->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) od_transcript_line_free);
  printing->paths = g_ptr_array_new_with_free_func (g_free);
  od_transcript_source_next_async (source, cancellable, next_cb, g_object_ref (task));
}

/**
 * od_transcript_print_finish:
 *
 * Returns: whether it was printed, or the PDF is there (if not, what was there before still is); %G_IO_ERROR_CANCELLED if the person changed their mind
 */
gboolean
od_transcript_print_finish (OdTranscriptSource *source, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
