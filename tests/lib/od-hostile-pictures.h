/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdSamplePicture: a file as somebody might send it.
 * @width, @height: as it is to be shown, if it is a good one; else 0
 */
typedef struct {
  char *name;
  GBytes *bytes;
  int width, height;
  gboolean is_animated;
} OdSamplePicture;

GPtrArray *od_sample_pictures_good (void);
GPtrArray *od_sample_pictures_hostile (void);
GBytes *od_sample_picture_make (const char *format, int width, int height);

G_END_DECLS
