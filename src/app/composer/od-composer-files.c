/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-composer"

#include <glib/gi18n.h>

#include "od-composer-private.h"

/* Files that go with a message: chosen, dropped or pasted. */

static const char *
refusal_words (OdComposerRefusal refusal)
{
  switch (refusal)
    {
    case OD_COMPOSER_TOO_LONG:
      return _ ("The text is longer than this channel allows");
    case OD_COMPOSER_TOO_MANY_FILES:
      return _ ("This channel does not take more files in one message");
    case OD_COMPOSER_FILE_TOO_LARGE:
      return _ ("The file is larger than this channel allows");
    case OD_COMPOSER_NOT_A_FILE:
      return _ ("Only files on this computer can be attached");
    case OD_COMPOSER_BUSY:
      return _ ("Wait until the last message is on its way");
    case OD_COMPOSER_EMPTY:
    case OD_COMPOSER_FINE:
    default:
      return NULL;
    }
}

static void
tell_refusal (OdComposer *self, OdComposerRefusal refusal)
{
  const char *words = refusal_words (refusal);

  if (words != NULL)
    g_signal_emit_by_name (self, "trouble", words);
}

typedef struct {
  OdComposer *composer; /* (owned) */
  gint64 conversation_id;
} FileAsk;

static void
file_info_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree FileAsk *ask = user_data;
  g_autoptr (OdComposer) self = ask->composer;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, NULL);
  g_autofree char *path = g_file_get_path (G_FILE (source));
  gboolean is_file = info != NULL && g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR;

  if (self->model == NULL || od_composer_model_get_conversation_id (self->model) != ask->conversation_id)
    return; /* it was meant for somebody else */
  tell_refusal (self, od_composer_model_add_file (self->model, path, is_file ? g_file_info_get_display_name (info) : "",
                                                  is_file ? g_file_info_get_size (info) : -1));
}

/**
 * od_composer_add_files:
 * @files: (element-type GFile): chosen, dropped or pasted
 */
void
od_composer_add_files (OdComposer *self, GSList *files)
{
  g_return_if_fail (OD_IS_COMPOSER (self));

  if (od_composer_model_get_conversation_id (self->model) == 0)
    return;
  for (GSList *l = files; l != NULL; l = l->next)
    {
      FileAsk *ask = g_new0 (FileAsk, 1);

      ask->composer = g_object_ref (self);
      ask->conversation_id = od_composer_model_get_conversation_id (self->model);
      g_file_query_info_async (l->data,
                               G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE
                                                              "," G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME,
                               G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, NULL, file_info_cb, ask);
    }
}

static void
files_chosen_cb (OdComposer *self, int response, GtkFileChooserNative *chooser)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GListModel) chosen = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
      GSList *files = NULL;

      for (guint i = 0; i < g_list_model_get_n_items (chosen); i++)
        files = g_slist_append (files, g_list_model_get_item (chosen, i));
      od_composer_add_files (self, files);
      g_slist_free_full (files, g_object_unref);
    }
  gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (chooser));
  g_object_unref (chooser);
}

/* Asks for files. */
void
od_composer_attach_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_ ("Attach Files"), GTK_WINDOW (root),
                                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Attach"), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (files_chosen_cb), widget, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdComposer) self = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (value != NULL && self->model != NULL && G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    od_composer_add_files (self, g_value_get_boxed (value));
}

/* Files in the clipboard are attached; text is the text view's. */
void
od_composer_on_paste (OdComposer *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));

  if (!gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_FILE_LIST))
    return; /* text: the text view knows how */
  g_signal_stop_emission_by_name (self->text_view, "paste-clipboard");
  gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, pasted_cb,
                                  g_object_ref (self));
}
