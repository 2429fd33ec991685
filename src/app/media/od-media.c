/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-media.h"

#define TEXTURE_BYTES (64 * 1024 * 1024)

/**
 * od_media_new:
 * @thread: (nullable)
 * @tell: where words for people go, until od_media_close()
 *
 * Returns: (transfer full)
 */
OdMedia *
od_media_new (OdDesk *desk, OdThreadModel *thread, OdMediaTell tell, gpointer view)
{
  OdMedia *self = g_rc_box_new0 (OdMedia);
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "omnidesk", "named", NULL);

  self->desk = od_desk_ref (desk);
  g_set_object (&self->thread, thread);
  if (desk->pictures != NULL)
    self->pictures = od_texture_cache_new (desk->pictures, TEXTURE_BYTES);
  self->named = od_named_files_new (folder);
  self->player = od_player_new ();
  self->tell = tell;
  self->view = view;
  od_named_files_clean (self->named, od_clock_get_real_us (desk->clock));
  return self;
}

OdMedia *
od_media_ref (OdMedia *self)
{
  return g_rc_box_acquire (self);
}

static void
media_clear (gpointer data)
{
  OdMedia *self = data;

  od_desk_unref (self->desk);
  g_clear_object (&self->thread);
  g_clear_object (&self->pictures);
  g_object_unref (self->named);
  g_object_unref (self->player);
}

void
od_media_unref (OdMedia *self)
{
  g_rc_box_release_full (self, media_clear);
}

/**
 * od_media_close:
 *
 * The view goes: nothing sounds any more, and nobody listens.
 */
void
od_media_close (OdMedia *self)
{
  self->tell = NULL;
  self->view = NULL;
  od_player_stop (self->player);
}

/**
 * od_media_turn_to:
 * @customer_id: 0 for nobody
 *
 * The thread of somebody is shown. What sounds of somebody else's could not be stopped there: it ends.
 */
void
od_media_turn_to (OdMedia *self, gint64 customer_id)
{
  if (self->customer_id == customer_id)
    return;
  self->customer_id = customer_id;
  od_player_stop (self->player);
}

/**
 * od_media_tell:
 * @words: for people
 */
void
od_media_tell (OdMedia *self, const char *words)
{
  if (self->tell != NULL)
    self->tell (self->view, words);
}
