/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-composer-strip.h"

#include <glib/gi18n.h>

#define LEAST_CHARS 12
#define LEAST_HEIGHT 36

/**
 * OdComposerStrip:
 *
 * A quiet line in the composer: a sign, a sentence, and what one can do about it. It is there
 * only while it has something to say.
 */
struct _OdComposerStrip {
  AdwBin parent_instance;

  GtkImage *image;
  GtkLabel *label;
  GtkButton *button, *close_button;
};

G_DEFINE_FINAL_TYPE (OdComposerStrip, od_composer_strip, ADW_TYPE_BIN)

static void
od_composer_strip_class_init (OdComposerStripClass *klass)
{
}

static void
od_composer_strip_init (OdComposerStrip *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->image = GTK_IMAGE (gtk_image_new ());
  /* Not ellipsized: one that is would be lower the narrower it is, which GTK takes for a mistake, and its end says
   * what to do. */
  self->label =
      g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "xalign", 0.0, "wrap", TRUE,
                    "wrap-mode", PANGO_WRAP_WORD_CHAR, "width-chars", LEAST_CHARS, "hexpand", TRUE, NULL);
  self->button = GTK_BUTTON (gtk_button_new ());
  self->close_button = GTK_BUTTON (gtk_button_new_from_icon_name ("window-close-symbolic"));
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self->close_button), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self->close_button), "circular");
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self->close_button), GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->close_button), _ ("Close"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->close_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Close"), -1);
  gtk_widget_set_visible (GTK_WIDGET (self->close_button), FALSE);
  /* GTK finds a line of text and a button 34 or 35 pixels high, by whether it was told a width, and complains. */
  gtk_widget_set_size_request (GTK_WIDGET (self), -1, LEAST_HEIGHT);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->image));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->button));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->close_button));
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "composer-strip");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * od_composer_strip_show:
 * @button: (nullable): what can be done
 * @action: (nullable): its action
 */
void
od_composer_strip_show (OdComposerStrip *self, const char *icon_name, const char *words, const char *button,
                        const char *action)
{
  g_return_if_fail (OD_IS_COMPOSER_STRIP (self));

  gtk_image_set_from_icon_name (self->image, icon_name);
  if (!g_str_equal (gtk_label_get_text (self->label), words)) /* a screen reader says every change */
    gtk_label_set_text (self->label, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), words);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button != NULL);
  if (button != NULL)
    {
      gtk_button_set_label (self->button, button);
      gtk_button_set_use_underline (self->button, TRUE);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/**
 * od_composer_strip_set_close:
 * @action: what its cross does
 */
void
od_composer_strip_set_close (OdComposerStrip *self, const char *action)
{
  g_return_if_fail (OD_IS_COMPOSER_STRIP (self));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->close_button), action);
  gtk_widget_set_visible (GTK_WIDGET (self->close_button), TRUE);
}

void
od_composer_strip_hide (OdComposerStrip *self)
{
  g_return_if_fail (OD_IS_COMPOSER_STRIP (self));

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
