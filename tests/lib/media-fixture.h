/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-fake-desk.h"
#include "od-media.h"

/* Waits on the main loop, which something must wake. */
#define WAIT_UNTIL(condition)                                                                                          \
  while (!(condition))                                                                                                 \
  g_main_context_iteration (NULL, TRUE)

#define MEDIA_NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)

/**
 * MediaFixture: one conversation of a desk in memory, and a window for the files of its newest message.
 * @media, @model: (nullable): made by media_fixture_show()
 * @told: (nullable): the last words for people
 */
typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  OdThreadModel *model;
  OdMedia *media;
  GtkWidget *window;
  GtkWidget *block;
  char *told;
  gint64 id;
} MediaFixture;

void media_fixture_set_up (MediaFixture *self, gconstpointer data);
void media_fixture_tear_down (MediaFixture *self, gconstpointer data);
gint64 media_fixture_add (MediaFixture *self, const char *name, const char *mime);
void media_fixture_show (MediaFixture *self);
GtkWidget *media_fixture_find (GtkWidget *widget, GType type);
GtkWidget *media_fixture_find_window (GType type);
