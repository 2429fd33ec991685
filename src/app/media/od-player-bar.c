/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-player-bar.h"

#include <glib/gi18n.h>
#include <math.h>

#include "od-file-words.h"

#define STEP_US (5 * (gint64) G_USEC_PER_SEC) /* an arrow key */

/**
 * OdPlayerBar:
 *
 * Play and pause, where it is, how long it is, and how fast, of one file. Space plays and pauses,
 * the arrows go back and forth. It shows the player's state while that has this file open.
 */
struct _OdPlayerBar {
  GtkBox parent_instance;

  OdMedia *media;     /* (owned) */
  char *path;         /* (owned) */
  char *name;         /* (owned) */
  gint64 id;          /* of the attachment */
  gint64 duration_us; /* as the channel told; 0 if it did not */
  GtkButton *play;
  GtkScale *scale;
  GtkLabel *time;
  GtkLabel *fault;
  GtkButton *elsewhere; /* what can be done when it doesn't play here */
  GtkButton *speed;
  gboolean is_sound;
  gboolean is_showing; /* the scale moves because we say so */
};

G_DEFINE_FINAL_TYPE (OdPlayerBar, od_player_bar, GTK_TYPE_BOX)

static gboolean
is_open (OdPlayerBar *self)
{
  return od_player_get_id (self->media->player) == self->id;
}

static void
show_button (OdPlayerBar *self, gboolean is_playing)
{
  const char *words = is_playing ? _ ("Pause") : _ ("Play");
  g_autofree char *spoken = g_strdup_printf ("%s: %s", words, self->name);

  gtk_button_set_icon_name (self->play, is_playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
show_time (OdPlayerBar *self, gint64 at_us, gint64 duration_us)
{
  g_autofree char *at = od_file_words_duration (at_us / 1000);
  g_autofree char *duration = od_file_words_duration (duration_us / 1000);
  g_autofree char *both = duration_us > 0 ? g_strdup_printf ("%s / %s", at, duration) : g_strdup (at);

  gtk_label_set_text (self->time, at_us > 0 || duration_us == 0 ? both : duration);
  self->is_showing = TRUE;
  gtk_range_set_range (GTK_RANGE (self->scale), 0, (double) MAX (duration_us, 1));
  gtk_range_set_value (GTK_RANGE (self->scale), (double) at_us);
  self->is_showing = FALSE;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, both, -1);
}

static void
show_speed (OdPlayerBar *self)
{
  double speed = od_player_get_speed (self->media->player);
  /* TRANSLATORS: how fast a voice message is played: "1.5×" */
  g_autofree char *words = g_strdup_printf (_ ("%g×"), speed);
  g_autofree char *spoken = g_strdup_printf (_ ("Speed: %g×"), speed);

  gtk_button_set_label (self->speed, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->speed), spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->speed), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
update (OdPlayerBar *self)
{
  OdPlayer *player = self->media->player;
  gboolean is_mine = is_open (self);
  const char *fault = is_mine ? od_player_get_fault (player) : NULL;
  gint64 duration_us = is_mine ? od_player_get_duration_us (player) : 0;

  show_button (self, is_mine && od_player_is_playing (player));
  show_time (self, is_mine ? od_player_get_position_us (player) : 0, duration_us > 0 ? duration_us : self->duration_us);
  gtk_widget_set_visible (GTK_WIDGET (self->speed), is_mine && od_player_has_speed (player));
  show_speed (self);
  gtk_widget_set_visible (GTK_WIDGET (self->fault), fault != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->elsewhere), fault != NULL);
  gtk_label_set_text (self->fault, fault != NULL ? fault : "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->scale), is_mine && duration_us > 0);
}

static void
speed_clicked_cb (OdPlayerBar *self)
{
  static const double speeds[] = { 1, 1.5, 2 };
  double now = od_player_get_speed (self->media->player);
  guint i = 0;

  while (i < G_N_ELEMENTS (speeds) && fabs (speeds[i] - now) > 0.01)
    i++;
  od_player_set_speed (self->media->player, speeds[(i + 1) % G_N_ELEMENTS (speeds)]);
}

static void
value_changed_cb (OdPlayerBar *self)
{
  if (!self->is_showing && is_open (self))
    od_player_seek (self->media->player, (gint64) gtk_range_get_value (GTK_RANGE (self->scale)));
}

static gboolean
key_pressed_cb (OdPlayerBar *self, guint keyval, guint keycode, GdkModifierType state)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gint64 step_us = 0;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_space || keyval == GDK_KEY_KP_Space)
    {
      od_player_bar_toggle (self);
      return GDK_EVENT_STOP;
    }
  if (keyval == GDK_KEY_Right)
    step_us = STEP_US;
  else if (keyval == GDK_KEY_Left)
    step_us = -STEP_US;
  if (step_us == 0 || !is_open (self))
    return GDK_EVENT_PROPAGATE;
  od_player_seek (self->media->player, od_player_get_position_us (self->media->player) + (is_rtl ? -step_us : step_us));
  return GDK_EVENT_STOP;
}

static void
od_player_bar_finalize (GObject *object)
{
  OdPlayerBar *self = OD_PLAYER_BAR (object);

  od_media_unref (self->media);
  g_free (self->path);
  g_free (self->name);
  G_OBJECT_CLASS (od_player_bar_parent_class)->finalize (object);
}

static void
od_player_bar_class_init (OdPlayerBarClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_player_bar_finalize;
}

static void
od_player_bar_init (OdPlayerBar *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "player");
  self->play = GTK_BUTTON (gtk_button_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->play), "circular");
  gtk_widget_set_valign (GTK_WIDGET (self->play), GTK_ALIGN_CENTER);
  self->scale = GTK_SCALE (gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, 1, (double) STEP_US));
  gtk_scale_set_draw_value (self->scale, FALSE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->scale), TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self->scale), 72, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Position"), -1);
  self->time = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->time), "file-details");
  gtk_widget_add_css_class (GTK_WIDGET (self->time), "numeric");
  self->speed = GTK_BUTTON (gtk_button_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->speed), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self->speed), "player-speed");
  gtk_widget_set_valign (GTK_WIDGET (self->speed), GTK_ALIGN_CENTER);
  self->fault = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->fault, TRUE);
  gtk_label_set_xalign (self->fault, 0);
  gtk_label_set_max_width_chars (self->fault, 32);
  gtk_widget_add_css_class (GTK_WIDGET (self->fault), "file-details");
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->play));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->scale));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->time));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->speed));
  gtk_box_append (GTK_BOX (self), line);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->fault));
  self->elsewhere = GTK_BUTTON (gtk_button_new_with_mnemonic (_ ("Open _With…")));
  gtk_widget_set_halign (GTK_WIDGET (self->elsewhere), GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->elsewhere));
  g_signal_connect_swapped (self->play, "clicked", G_CALLBACK (od_player_bar_toggle), self);
  g_signal_connect_swapped (self->speed, "clicked", G_CALLBACK (speed_clicked_cb), self);
  g_signal_connect_swapped (self->scale, "value-changed", G_CALLBACK (value_changed_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * od_player_bar_new:
 * @file: of state %OD_FILE_HERE
 * @position: of it in its message: for the "file.open-with" action
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_player_bar_new (OdMedia *media, const OdAttachmentRow *file, guint position, gboolean is_sound)
{
  OdPlayerBar *self = g_object_new (OD_TYPE_PLAYER_BAR, NULL);

  self->media = od_media_ref (media);
  self->path = g_strdup (file->path);
  self->name = od_file_words_name (file);
  self->id = file->id;
  self->duration_us = CLAMP (file->duration_ms, 0, G_MAXINT32) * 1000;
  self->is_sound = is_sound;
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->elsewhere), "file.open-with");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->elsewhere), "u", position);
  g_signal_connect_object (media->player, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * od_player_bar_toggle:
 *
 * Plays, or pauses what plays.
 */
void
od_player_bar_toggle (OdPlayerBar *self)
{
  g_return_if_fail (OD_IS_PLAYER_BAR (self));

  if (is_open (self) && od_player_is_playing (self->media->player))
    od_player_pause (self->media->player);
  else
    od_player_play (self->media->player, self->id, self->path, self->is_sound);
}
