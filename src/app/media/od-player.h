/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OD_TYPE_PLAYER (od_player_get_type ())
G_DECLARE_FINAL_TYPE (OdPlayer, od_player, OD, PLAYER, GObject)

OdPlayer *od_player_new (void);
void od_player_play (OdPlayer *self, gint64 id, const char *path, gboolean is_sound);
void od_player_pause (OdPlayer *self);
void od_player_stop (OdPlayer *self);
void od_player_seek (OdPlayer *self, gint64 at_us);
gint64 od_player_get_id (OdPlayer *self);
gboolean od_player_is_playing (OdPlayer *self);
gint64 od_player_get_position_us (OdPlayer *self);
gint64 od_player_get_duration_us (OdPlayer *self);
const char *od_player_get_fault (OdPlayer *self);
GdkPaintable *od_player_get_paintable (OdPlayer *self);
gboolean od_player_has_speed (OdPlayer *self);
double od_player_get_speed (OdPlayer *self);
void od_player_set_speed (OdPlayer *self, double speed);

G_END_DECLS
