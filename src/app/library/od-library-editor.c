/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-library-editor"

#include "od-library-editor.h"

#include <glib/gi18n.h>

#include "od-limits.h"
#include "od-markdown.h"
#include "od-template-fields.h"
#include "od-template.h"

/**
 * OdLibraryEditor:
 *
 * One canned reply or one article. What is wrong is said while one types; below the text
 * stands what a sample customer would read.
 */
struct _OdLibraryEditor {
  AdwBin parent_instance;

  GtkEditable *code_row;
  GtkEditable *title_row;
  GtkEditable *folder_row;
  AdwComboRow *channel_row;
  GtkEditable *lang_row;
  GtkEditable *url_row;
  GtkTextBuffer *buffer;
  GtkTextView *text_view;
  GtkWidget *variable_button;
  GtkLabel *preview_label;
  GtkLabel *trouble_label;
  AdwPreferencesGroup *files_group;

  OdDesk *desk;              /* (owned) */
  OdLibraryList *list;       /* (owned) */
  GPtrArray *files;          /* (owned) (element-type OdFileRef) */
  GPtrArray *file_rows;      /* (owned) (element-type GtkWidget): of files_group */
  GCancellable *cancellable; /* (owned) */
  gint64 id;                 /* 0: a new one */
  OdTextFormat format;
  gboolean has_articles;
};

G_DEFINE_FINAL_TYPE (OdLibraryEditor, od_library_editor, ADW_TYPE_BIN)

/* ---- What is in the fields --------------------------------------------------- */

static char *
get_body (OdLibraryEditor *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

static char *
dup_line (GtkEditable *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (row)));
}

static OdCannedReply *
make_reply (OdLibraryEditor *self)
{
  OdCannedReply *reply = g_new0 (OdCannedReply, 1);
  guint channel = adw_combo_row_get_selected (self->channel_row);

  reply->id = self->id;
  reply->code = dup_line (self->code_row);
  reply->title = dup_line (self->title_row);
  reply->folder = dup_line (self->folder_row);
  reply->lang = dup_line (self->lang_row);
  reply->body = get_body (self);
  reply->channel = g_strdup (channel > 0 && channel != GTK_INVALID_LIST_POSITION
                                 ? ((const OdChannelInfo *) self->desk->channels->pdata[channel - 1])->id
                                 : "");
  reply->files = od_file_ref_copy_all (self->files);
  reply->format = self->format;
  return reply;
}

static OdArticle *
make_article (OdLibraryEditor *self)
{
  OdArticle *article = g_new0 (OdArticle, 1);

  article->id = self->id;
  article->title = dup_line (self->title_row);
  article->url = dup_line (self->url_row);
  article->lang = dup_line (self->lang_row);
  article->body = get_body (self);
  article->format = self->format;
  return article;
}

/* ---- What it will look like -------------------------------------------------- */

static void
show_preview (OdLibraryEditor *self)
{
  g_autofree char *body = get_body (self);
  g_autofree char *filled = NULL, *plain = NULL;
  g_autoptr (GHashTable) values = od_template_values_new ();

  /* TRANSLATORS: a customer who does not exist, in the preview of a canned reply */
  od_template_values_set (values, "customer.name", _ ("Maria Petrova"));
  od_template_values_set (values, "customer.first_name", C_ ("sample customer", "Maria"));
  od_template_values_set (values, "operator.name", self->desk->operator_name);
  od_template_values_set (values, "operator.first_name", self->desk->operator_name);
  od_template_values_set (values, "order", "1042");
  od_template_values_set (values, "channel", _ ("Web chat"));
  filled = od_template_fill (body, values, NULL);
  plain = self->format == OD_FORMAT_MARKDOWN ? od_markdown_to_plain (filled) : g_strdup (filled);
  gtk_label_set_text (self->preview_label, plain);
}

static void
on_changed (OdLibraryEditor *self)
{
  const char *trouble;

  if (self->list == NULL)
    return;
  od_template_fields_mark (self->buffer);
  if (self->has_articles)
    {
      g_autoptr (OdArticle) article = make_article (self);

      trouble = od_library_list_find_article_trouble (article);
    }
  else
    {
      g_autoptr (OdCannedReply) reply = make_reply (self);

      trouble = od_library_list_find_trouble (self->list, reply);
      show_preview (self);
    }
  gtk_label_set_text (self->trouble_label, trouble != NULL ? trouble : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble_label), trouble != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "editor.save", trouble == NULL);
}

static void
variable_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdLibraryEditor *self = OD_LIBRARY_EDITOR (widget);

  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete_selection (self->buffer, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (self->buffer, g_variant_get_string (parameter, NULL), -1);
  gtk_text_buffer_end_user_action (self->buffer);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

/* ---- Files ------------------------------------------------------------------- */

static void show_files (OdLibraryEditor *self);

static void
file_removed_cb (GtkButton *button, OdLibraryEditor *self)
{
  guint position = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "position"));

  g_ptr_array_remove_index (self->files, position);
  show_files (self);
  on_changed (self);
}

static GtkWidget *
make_file_row (OdLibraryEditor *self, guint position)
{
  const OdFileRef *file = self->files->pdata[position];
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *size = g_format_size ((guint64) MAX (file->size_bytes, 0));
  /* TRANSLATORS: "Remove price list.pdf" */
  g_autofree char *label = g_strdup_printf (_ ("Remove %s"), file->name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), file->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), size);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data (G_OBJECT (button), "position", GUINT_TO_POINTER (position));
  g_signal_connect_object (button, "clicked", G_CALLBACK (file_removed_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static void
show_files (OdLibraryEditor *self)
{
  for (guint i = 0; i < self->file_rows->len; i++)
    adw_preferences_group_remove (self->files_group, self->file_rows->pdata[i]);
  g_ptr_array_set_size (self->file_rows, 0);
  for (guint i = 0; i < self->files->len; i++)
    {
      GtkWidget *row = make_file_row (self, i);

      adw_preferences_group_add (self->files_group, row);
      g_ptr_array_add (self->file_rows, row);
    }
}

static void
staged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  OdFileRef *file = od_reply_port_stage_file_finish (OD_REPLY_PORT (source), result, &error);
  OdLibraryEditor *self;

  if (file == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the editor may be gone */
  self = user_data;
  if (file == NULL)
    {
      gtk_label_set_text (self->trouble_label, _ ("The file could not be attached."));
      gtk_widget_set_visible (GTK_WIDGET (self->trouble_label), TRUE);
      return;
    }
  g_ptr_array_add (self->files, file);
  show_files (self);
  on_changed (self);
}

static void
file_chosen_cb (OdLibraryEditor *self, int response, GtkFileChooserNative *chooser)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (file != NULL && g_file_peek_path (file) != NULL)
    od_library_editor_attach (self, g_file_peek_path (file));
  gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (chooser));
  g_object_unref (chooser);
}

static void
attach_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("Attach a File"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Attach"), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (file_chosen_cb), widget, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* ---- The object -------------------------------------------------------------- */

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_library_editor_save (OD_LIBRARY_EDITOR (widget));
}

static void
od_library_editor_dispose (GObject *object)
{
  OdLibraryEditor *self = OD_LIBRARY_EDITOR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->list);
  g_clear_pointer (&self->file_rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_LIBRARY_EDITOR);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_library_editor_parent_class)->dispose (object);
}

static void
od_library_editor_class_init (OdLibraryEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_library_editor_dispose;
  gtk_widget_class_install_action (widget_class, "editor.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "editor.insert", "s", variable_action);
  gtk_widget_class_install_action (widget_class, "editor.attach", NULL, attach_action);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-library-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, OdLibraryEditor, code_row);
  gtk_widget_class_bind_template_child (widget_class, OdLibraryEditor, title_row);
  gtk_widget_class_bind_template_child (widget_class, OdLibraryEditor, folder_row);
  gtk_widget_class_bind_template_child (widget_class, OdLibraryEditor, channel_row);
  gtk_widget_class_bind_template_child (widget_class, OdLibraryEditor, lang_row);
  gtk_widget_class_bind_template_child (widget_class, OdLibraryEditor, url_row);
  gtk_widget_class_bind_template_child (widget_class, OdLibraryEditor, buffer);
  gtk_widget_class_bind_template_child (widget_class, OdLibraryEditor, text_view);
  gtk_widget_class_bind_template_child (widget_class, OdLibraryEditor, variable_button);
  gtk_widget_class_bind_template_child (widget_class, OdLibraryEditor, preview_label);
  gtk_widget_class_bind_template_child (widget_class, OdLibraryEditor, trouble_label);
  gtk_widget_class_bind_template_child (widget_class, OdLibraryEditor, files_group);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
od_library_editor_init (OdLibraryEditor *self)
{
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) od_file_ref_free);
  self->file_rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * od_library_editor_new:
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_library_editor_new (OdDesk *desk, OdLibraryList *list, gboolean has_articles)
{
  OdLibraryEditor *self = g_object_new (OD_TYPE_LIBRARY_EDITOR, NULL);
  g_autoptr (GtkStringList) channels = gtk_string_list_new (NULL);

  self->desk = od_desk_ref (desk);
  self->has_articles = has_articles;
  gtk_string_list_append (channels, _ ("All channels"));
  for (guint i = 0; i < desk->channels->len; i++)
    gtk_string_list_append (channels, ((const OdChannelInfo *) desk->channels->pdata[i])->name);
  adw_combo_row_set_model (self->channel_row, G_LIST_MODEL (channels));
  gtk_widget_set_visible (GTK_WIDGET (self->code_row), !has_articles);
  gtk_widget_set_visible (GTK_WIDGET (self->folder_row), !has_articles);
  gtk_widget_set_visible (GTK_WIDGET (self->channel_row), !has_articles);
  gtk_widget_set_visible (GTK_WIDGET (self->url_row), has_articles);
  gtk_widget_set_visible (self->variable_button, !has_articles);
  gtk_widget_set_visible (gtk_widget_get_ancestor (GTK_WIDGET (self->preview_label), ADW_TYPE_PREFERENCES_GROUP),
                          !has_articles);
  gtk_widget_set_visible (GTK_WIDGET (self->files_group), !has_articles);
  self->list = g_object_ref (list);
  return GTK_WIDGET (self);
}

/* What is still on its way belongs to what was open until now. */
static void
forget_staging (OdLibraryEditor *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
fill (OdLibraryEditor *self, const OdCannedReply *reply)
{
  guint channel = 0;

  forget_staging (self);

  for (guint i = 0; i < self->desk->channels->len; i++)
    if (g_str_equal (((const OdChannelInfo *) self->desk->channels->pdata[i])->id, reply->channel))
      channel = i + 1;
  gtk_editable_set_text (self->code_row, reply->code);
  gtk_editable_set_text (self->title_row, reply->title);
  gtk_editable_set_text (self->folder_row, reply->folder);
  gtk_editable_set_text (self->lang_row, reply->lang);
  adw_combo_row_set_selected (self->channel_row, channel);
  g_ptr_array_set_size (self->files, 0);
  for (guint i = 0; reply->files != NULL && i < reply->files->len; i++)
    g_ptr_array_add (self->files, od_file_ref_copy (reply->files->pdata[i]));
  show_files (self);
  self->format = reply->format;
  gtk_text_buffer_set_text (self->buffer, reply->body, -1);
}

/**
 * od_library_editor_open:
 * @as_copy: saving it makes another one
 */
void
od_library_editor_open (OdLibraryEditor *self, OdCompletionItem *item, gboolean as_copy)
{
  const OdCompletionChoice *choice;

  g_return_if_fail (OD_IS_LIBRARY_EDITOR (self) && OD_IS_COMPLETION_ITEM (item));

  choice = od_completion_item_get (item);
  if (choice->canned != NULL)
    {
      self->id = as_copy ? 0 : choice->canned->id;
      fill (self, choice->canned);
    }
  else
    {
      self->id = as_copy ? 0 : choice->article->id;
      gtk_editable_set_text (self->title_row, choice->article->title);
      gtk_editable_set_text (self->url_row, choice->article->url);
      gtk_editable_set_text (self->lang_row, choice->article->lang);
      self->format = choice->article->format;
      gtk_text_buffer_set_text (self->buffer, choice->article->body, -1);
    }
  on_changed (self);
}

/**
 * od_library_editor_begin:
 * @body: what it will say; may be ""
 *
 * A new one.
 */
void
od_library_editor_begin (OdLibraryEditor *self, const char *body)
{
  OdCannedReply reply = { .code = (char *) "",
                          .title = (char *) "",
                          .folder = (char *) "",
                          .channel = (char *) "",
                          .lang = (char *) "",
                          .body = (char *) body };

  g_return_if_fail (OD_IS_LIBRARY_EDITOR (self) && body != NULL);

  self->id = 0;
  gtk_editable_set_text (self->url_row, "");
  fill (self, &reply);
  on_changed (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->has_articles ? self->title_row : self->code_row));
}

/**
 * od_library_editor_attach:
 * @path: of a file
 *
 * Adds it, once it is copied, to the canned reply that is open now; to no other that is opened meanwhile.
 */
void
od_library_editor_attach (OdLibraryEditor *self, const char *path)
{
  g_return_if_fail (OD_IS_LIBRARY_EDITOR (self) && path != NULL);

  od_reply_port_stage_file_async (self->desk->replies, path, OD_LIMIT_FILE_BYTES, NULL, NULL, self->cancellable,
                                  staged_cb, self);
}

/**
 * od_library_editor_save:
 *
 * Returns: %FALSE if there is something to change first
 */
gboolean
od_library_editor_save (OdLibraryEditor *self)
{
  g_return_val_if_fail (OD_IS_LIBRARY_EDITOR (self), FALSE);

  if (self->has_articles)
    {
      g_autoptr (OdArticle) article = make_article (self);

      if (od_library_list_find_article_trouble (article) != NULL)
        return FALSE;
      od_library_list_save_article (self->list, article);
    }
  else
    {
      g_autoptr (OdCannedReply) reply = make_reply (self);

      if (od_library_list_find_trouble (self->list, reply) != NULL)
        return FALSE;
      od_library_list_save_canned (self->list, reply);
    }
  return TRUE;
}
