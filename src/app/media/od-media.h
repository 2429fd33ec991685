/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"
#include "od-named-files.h"
#include "od-player.h"
#include "od-texture-cache.h"
#include "od-thread-model.h"

G_BEGIN_DECLS

/**
 * OdMediaTell:
 * @words: for people: how something went
 */
typedef void (*OdMediaTell) (gpointer view, const char *words);

/**
 * OdMedia: what the files of one thread have in common on screen. Filled by the view before its
 * first row is bound. Main thread.
 *
 * @thread: (owned) (nullable): the messages whose pictures the viewer walks through; %NULL where there is
 *   no viewer
 * @pictures: (owned) (nullable): %NULL where nothing decodes pictures: they are files like others
 * @named: (owned)
 * @player: (owned): what sounds now, whichever row shows it
 * @customer_id: whose thread it is; 0 if nobody's
 * @tell: with @view; both are %NULL when the view is gone
 */
typedef struct {
  OdDesk *desk;
  OdThreadModel *thread;
  OdTextureCache *pictures;
  OdNamedFiles *named;
  OdPlayer *player;
  gint64 customer_id;
  OdMediaTell tell;
  gpointer view;
} OdMedia;

OdMedia *od_media_new (OdDesk *desk, OdThreadModel *thread, OdMediaTell tell, gpointer view);
OdMedia *od_media_ref (OdMedia *self);
void od_media_unref (OdMedia *self);
void od_media_close (OdMedia *self);
void od_media_turn_to (OdMedia *self, gint64 customer_id);
void od_media_tell (OdMedia *self, const char *words);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdMedia, od_media_unref)

G_END_DECLS
