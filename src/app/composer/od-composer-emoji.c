/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-composer"

#include <string.h>

#include "od-composer-private.h"

/* The emoji chooser. */

#define EMOJI_STYLE "\uFE0F"

/* The chooser of GTK 4.8 puts a "draw as a picture" mark behind each, also where none belongs. */
static void
emoji_picked_cb (OdComposer *self, const char *emoji)
{
  gsize length = strlen (emoji);
  gboolean has_style = g_str_has_suffix (emoji, EMOJI_STYLE);
  gunichar first = g_utf8_get_char (emoji);

  if (od_composer_model_get_is_sending (self->model))
    {
      od_composer_tell_refusal (self, OD_COMPOSER_BUSY);
      return;
    }
  if (has_style && first >= 0x1F000)
    length -= strlen (EMOJI_STYLE);
  gtk_text_buffer_delete_selection (self->buffer, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (self->buffer, emoji, (int) length);
  if (self->typing.ready != NULL)
    od_completion_typing_use_emoji (self->typing.ready, emoji);
  od_composer_take_focus (self);
}

/* Shows the chooser. */
void
od_composer_emoji_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdComposer *self = OD_COMPOSER (widget);

  if (self->emoji_chooser == NULL)
    {
      self->emoji_chooser = gtk_emoji_chooser_new ();
      gtk_widget_set_parent (self->emoji_chooser, GTK_WIDGET (self->emoji_button));
      g_signal_connect_object (self->emoji_chooser, "emoji-picked", G_CALLBACK (emoji_picked_cb), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_popover_popup (GTK_POPOVER (self->emoji_chooser));
}
