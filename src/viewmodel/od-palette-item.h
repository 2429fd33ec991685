/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-palette-match.h"

G_BEGIN_DECLS

/* In the order of what is likelier, where all else is equal. */
typedef enum {
  OD_PALETTE_COMMAND,
  OD_PALETTE_VIEW,
  OD_PALETTE_PERSON,
  OD_PALETTE_CONVERSATION,
  OD_PALETTE_CANNED,
  OD_PALETTE_MACRO,
  OD_PALETTE_OPERATOR,
  OD_PALETTE_SETTING,
} OdPaletteKind;
#define OD_N_PALETTE_KIND (OD_PALETTE_SETTING + 1)

/**
 * OdPaletteOffer: something to go to or to do.
 * @ref: which of its kind
 * @title: for people
 * @other: (nullable): another name it goes by, as the title in English
 * @detail: (nullable): a quiet word beside it
 * @keys: (nullable): for people
 * @icon_name: static
 * @target_id: of a person a conversation, of a conversation a message; 0 for none
 */
typedef struct {
  OdPaletteKind kind;
  const char *ref;
  const char *title;
  const char *other;
  const char *detail;
  const char *keys;
  const char *icon_name;
  gint64 target_id;
} OdPaletteOffer;

/* Points of what the store found by other means than the name. */
#define OD_PALETTE_FLOOR_PERSON 25
#define OD_PALETTE_FLOOR_CONVERSATION 12

#define OD_TYPE_PALETTE_ITEM (od_palette_item_get_type ())
G_DECLARE_FINAL_TYPE (OdPaletteItem, od_palette_item, OD, PALETTE_ITEM, GObject)

OdPaletteItem *od_palette_item_new (const OdPaletteOffer *offer);
const OdPaletteOffer *od_palette_item_get (OdPaletteItem *self);
const OdPaletteMarks *od_palette_item_get_marks (OdPaletteItem *self);
const char *od_palette_kind_get_name (OdPaletteKind kind);
const char *od_palette_kind_get_title (OdPaletteKind kind);

int od_palette_item_score (OdPaletteItem *self, const OdPaletteWords *typed, const OdPaletteWords *turned);
void od_palette_item_forget_question (OdPaletteItem *self);
void od_palette_item_set_floor (OdPaletteItem *self, int points);
void od_palette_item_set_usage (OdPaletteItem *self, int points, gint64 used_at_us);
int od_palette_item_get_points (OdPaletteItem *self);
int od_palette_item_get_usage (OdPaletteItem *self);
gint64 od_palette_item_get_used_at_us (OdPaletteItem *self);

G_END_DECLS
