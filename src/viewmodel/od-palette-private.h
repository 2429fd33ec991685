/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-palette.h"

G_BEGIN_DECLS

/* What was typed, in every way it can be meant. */
typedef struct {
  char *text;             /* (owned) */
  char *other_layout;     /* (owned) (nullable) */
  OdPaletteWords *typed;  /* (owned) (nullable): NULL: nothing */
  OdPaletteWords *turned; /* (owned) (nullable) */
} OdPaletteQuestion;

struct _OdPalette {
  GObject parent_instance;

  OdDesk *desk;      /* (owned) */
  GPtrArray *local;  /* (owned) (element-type OdPaletteItem): all that is known without asking */
  GPtrArray *found;  /* (owned) (element-type OdPaletteItem): of the store, for this text */
  GPtrArray *shown;  /* (owned) (element-type OdPaletteItem): the best of both, best first */
  GHashTable *usage; /* (owned) (element-type utf8 OdUsage): "kind/ref" → */
  OdPaletteQuestion question;
  GCancellable *loading; /* (owned): of what is loaded once */
  GCancellable *asking;  /* (owned) (nullable): of the question on its way */
  GPtrArray *canned;     /* (owned) (nullable) (element-type OdCannedReply): not added yet */
  GHashTable *codes;     /* (owned) (element-type utf8): of canned replies that were added */
  guint canned_id;
  guint left_out; /* kinds, one bit each */
  guint n_held;   /* rows that stay where they are until something else is typed */
};

void od_palette_rank (OdPalette *self);
void od_palette_weigh (OdPalette *self, OdPaletteItem *item);
void od_palette_ask_store (OdPalette *self);

G_END_DECLS
