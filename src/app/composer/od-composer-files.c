/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-composer"

#include <glib/gi18n.h>

#include "od-composer-private.h"
#include "od-key-tips.h"

/* Files that go with a message: chosen, dropped or pasted. */

/* Pictures that go as they are, the best one first. */
static const char *const picture_types[] = {
  "image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp", "image/tiff", NULL,
};

static const char *
refusal_words (OdComposerRefusal refusal)
{
  switch (refusal)
    {
    case OD_COMPOSER_TOO_LONG:
      return _ ("The text is longer than this channel allows");
    case OD_COMPOSER_TOO_MANY_FILES:
      return _ ("There is no room for more files here. Send some of them first");
    case OD_COMPOSER_FILES_COMING:
      return _ ("The message can go when all files are copied");
    case OD_COMPOSER_FILES_REFUSED:
      return _ ("Some files can't be sent as they are");
    case OD_COMPOSER_BUSY:
      return _ ("Wait until the last message is on its way");
    case OD_COMPOSER_EMPTY:
    case OD_COMPOSER_FINE:
    default:
      return NULL;
    }
}

/* @refusal: why something was not done; nothing is said where there is nothing to say */
void
od_composer_tell_refusal (OdComposer *self, OdComposerRefusal refusal)
{
  const char *words = refusal_words (refusal);

  if (words != NULL)
    g_signal_emit_by_name (self, "trouble", words);
}

/* ---- Files ------------------------------------------------------------------- */

/* A link that was dragged or copied is no file, whatever it is offered as. */
static gboolean
is_link (GFile *file)
{
  static const char *const schemes[] = { "http", "https", "mailto", "tel", "data", "javascript" };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_file_has_uri_scheme (file, schemes[i]))
      return TRUE;
  return FALSE;
}

static void
insert_text (OdComposer *self, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  gtk_text_buffer_delete_selection (self->buffer, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (self->buffer, valid, -1);
  od_composer_take_focus (self);
}

/**
 * od_composer_add_files:
 * @files: (element-type GFile): chosen, dropped or pasted
 *
 * Puts files into the tray; what is a link goes into the text.
 */
void
od_composer_add_files (OdComposer *self, GSList *files)
{
  OdComposerRefusal refusal = OD_COMPOSER_FINE;
  g_autoptr (GString) links = g_string_new (NULL);

  g_return_if_fail (OD_IS_COMPOSER (self));

  if (od_composer_model_get_conversation_id (self->model) == 0)
    return;
  if (od_composer_model_get_is_sending (self->model)) /* a link, too, would go with what is sent */
    {
      od_composer_tell_refusal (self, OD_COMPOSER_BUSY);
      return;
    }
  for (GSList *l = files; l != NULL && refusal == OD_COMPOSER_FINE; l = l->next)
    if (is_link (l->data))
      {
        g_autofree char *uri = g_file_get_uri (l->data);

        g_string_append_printf (links, "%s%s", links->len > 0 ? "\n" : "", uri);
      }
    else
      refusal = od_composer_model_add_file (self->model, l->data);
  if (links->len > 0)
    insert_text (self, links->str);
  od_composer_tell_refusal (self, refusal);
}

/**
 * od_composer_add_text:
 *
 * Puts what was dropped on the thread where the cursor is.
 */
void
od_composer_add_text (OdComposer *self, const char *text)
{
  g_return_if_fail (OD_IS_COMPOSER (self) && text != NULL);

  if (od_composer_model_get_conversation_id (self->model) != 0 && !od_composer_model_get_is_sending (self->model))
    insert_text (self, text);
}

/**
 * od_composer_add_picture:
 * @stream: a picture's file, held out by another program
 * @mime: what it says it is
 */
void
od_composer_add_picture (OdComposer *self, GInputStream *stream, const char *mime)
{
  g_return_if_fail (OD_IS_COMPOSER (self) && G_IS_INPUT_STREAM (stream));

  if (od_composer_model_get_conversation_id (self->model) != 0)
    od_composer_tell_refusal (self, od_composer_model_add_picture (self->model, stream, mime));
}

/**
 * od_composer_get_picture_types:
 *
 * Returns: (transfer none): those that can be dropped and pasted, ended by %NULL
 */
const char *const *
od_composer_get_picture_types (void)
{
  return picture_types;
}

/* ---- Choosing ---------------------------------------------------------------- */

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

/* Whether files can go at all; why not is in the button's tooltip. */
void
od_composer_show_attach (OdComposer *self)
{
  gboolean can_attach = od_composer_model_get_can_attach (self->model);
  gboolean is_open = od_composer_model_get_conversation_id (self->model) != 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.attach", can_attach);
  od_key_tips_set (GTK_WIDGET (self->attach_button),
                   can_attach || !is_open ? _ ("Attach Files") : _ ("This channel takes no files"));
}

/* ---- Pasting ----------------------------------------------------------------- */

static void
files_pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdComposer) self = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (value != NULL && self->model != NULL && G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    od_composer_add_files (self, g_value_get_boxed (value));
}

static void
picture_pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdComposer) self = user_data;
  const char *mime = NULL;
  g_autoptr (GInputStream) stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, &mime, NULL);

  if (stream != NULL && self->model != NULL)
    od_composer_add_picture (self, stream, mime);
}

/* Files in the clipboard are attached, and a picture if there is no text with it (a table's cells have both); text is
 * the text view's. A file's path is never pasted as text: whoever offers files is asked for those. */
void
od_composer_on_paste (OdComposer *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  g_autoptr (GdkContentFormats) pictures =
      gdk_content_formats_new ((const char **) picture_types, G_N_ELEMENTS (picture_types) - 1);

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    {
      g_signal_stop_emission_by_name (self->text_view, "paste-clipboard");
      gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, files_pasted_cb,
                                      g_object_ref (self));
    }
  else if (!gdk_content_formats_contain_gtype (formats, G_TYPE_STRING) &&
           (gdk_content_formats_match (formats, pictures) ||
            gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE)))
    {
      g_signal_stop_emission_by_name (self->text_view, "paste-clipboard");
      gdk_clipboard_read_async (clipboard, (const char **) picture_types, G_PRIORITY_DEFAULT, NULL, picture_pasted_cb,
                                g_object_ref (self));
    }
}
