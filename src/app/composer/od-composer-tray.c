/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-composer-tray.h"

#include <glib/gi18n.h>

/**
 * OdComposerTray:
 *
 * The files that wait to be sent, each with a button that takes it out.
 */
struct _OdComposerTray {
  AdwBin parent_instance;

  GtkFlowBox *flow;
  OdComposerModel *model; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (OdComposerTray, od_composer_tray, ADW_TYPE_BIN)

static GtkWidget *
make_chip (const OdComposerFile *file, guint position, gboolean can_remove)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name = gtk_label_new (file->name);
  g_autofree char *size_words = g_format_size ((guint64) file->size_bytes);
  GtkWidget *size = gtk_label_new (size_words);
  GtkWidget *remove = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *words = g_strdup_printf (_ ("Remove %s"), file->name);

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 24);
  gtk_widget_set_tooltip_text (name, file->path);
  gtk_widget_add_css_class (size, "file-details");
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_add_css_class (remove, "circular");
  gtk_widget_add_css_class (remove, "chip-remove");
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (remove, words);
  gtk_widget_set_sensitive (remove, can_remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (remove), "composer.remove-file");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (remove), "u", position);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("mail-attachment-symbolic"));
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), size);
  gtk_box_append (GTK_BOX (box), remove);
  gtk_widget_add_css_class (box, "file-chip");
  return box;
}

static void
changed_cb (OdComposerTray *self)
{
  guint n = od_composer_model_get_n_files (self->model);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->flow))) != NULL)
    gtk_flow_box_remove (self->flow, child);
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *chip =
          make_chip (od_composer_model_get_file (self->model, i), i, !od_composer_model_get_is_sending (self->model));

      gtk_flow_box_insert (self->flow, chip, -1);
      gtk_widget_set_focusable (gtk_widget_get_parent (chip), FALSE);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
od_composer_tray_dispose (GObject *object)
{
  OdComposerTray *self = OD_COMPOSER_TRAY (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (od_composer_tray_parent_class)->dispose (object);
}

static void
od_composer_tray_class_init (OdComposerTrayClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_composer_tray_dispose;
}

static void
od_composer_tray_init (OdComposerTray *self)
{
  self->flow = GTK_FLOW_BOX (gtk_flow_box_new ());
  gtk_flow_box_set_selection_mode (self->flow, GTK_SELECTION_NONE);
  gtk_flow_box_set_column_spacing (self->flow, 6);
  gtk_flow_box_set_row_spacing (self->flow, 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->flow), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Attached files"), -1);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->flow));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * od_composer_tray_set_model:
 *
 * To be called once.
 */
void
od_composer_tray_set_model (OdComposerTray *self, OdComposerModel *model)
{
  g_return_if_fail (OD_IS_COMPOSER_TRAY (self) && self->model == NULL);

  self->model = g_object_ref (model);
  g_signal_connect_swapped (model, "changed", G_CALLBACK (changed_cb), self);
  changed_cb (self);
}
