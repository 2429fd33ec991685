/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-palette-item"

#include "od-palette-item.h"

#include <glib/gi18n.h>

#define OTHER_NAME 10   /* less for a name that is not the shown one */
#define OTHER_LAYOUT 15 /* less for what the other layout would have given */

/* Who types a name rather means the person than somebody to assign to. */
static const int likelihood[OD_N_PALETTE_KIND] = {
  [OD_PALETTE_COMMAND] = 6,    [OD_PALETTE_PERSON] = 5,   [OD_PALETTE_CANNED] = -5,
  [OD_PALETTE_OPERATOR] = -10, [OD_PALETTE_SETTING] = -5,
};

struct _OdPaletteItem {
  GObject parent_instance;

  OdPaletteOffer offer;          /* its strings are (owned) */
  OdPaletteWords *title, *other; /* (owned); other: (nullable) */
  OdPaletteWords *detail;        /* (owned) (nullable) */
  OdPaletteMarks marks;
  int points;
  int usage;
  gint64 used_at_us; /* 0: never */
  int floor;         /* points it has at least */
};

G_DEFINE_FINAL_TYPE (OdPaletteItem, od_palette_item, G_TYPE_OBJECT)

static void
od_palette_item_finalize (GObject *object)
{
  OdPaletteItem *self = OD_PALETTE_ITEM (object);

  g_free ((char *) self->offer.ref);
  g_free ((char *) self->offer.title);
  g_free ((char *) self->offer.other);
  g_free ((char *) self->offer.detail);
  g_free ((char *) self->offer.keys);
  g_clear_pointer (&self->title, od_palette_words_free);
  g_clear_pointer (&self->other, od_palette_words_free);
  g_clear_pointer (&self->detail, od_palette_words_free);
  G_OBJECT_CLASS (od_palette_item_parent_class)->finalize (object);
}

static void
od_palette_item_class_init (OdPaletteItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_palette_item_finalize;
}

static void
od_palette_item_init (OdPaletteItem *self)
{
}

/**
 * od_palette_item_new:
 * @offer: copied
 */
OdPaletteItem *
od_palette_item_new (const OdPaletteOffer *offer)
{
  OdPaletteItem *self = g_object_new (OD_TYPE_PALETTE_ITEM, NULL);

  self->offer = (OdPaletteOffer){ .kind = offer->kind,
                                  .ref = g_strdup (offer->ref),
                                  .title = g_strdup (offer->title),
                                  .other = g_strdup (offer->other),
                                  .detail = g_strdup (offer->detail),
                                  .keys = g_strdup (offer->keys),
                                  .icon_name = offer->icon_name,
                                  .target_id = offer->target_id };
  self->title = od_palette_words_new (offer->title);
  if (offer->other != NULL && g_strcmp0 (offer->other, offer->title) != 0)
    self->other = od_palette_words_new (offer->other);
  if (offer->detail != NULL)
    self->detail = od_palette_words_new (offer->detail);
  return self;
}

const OdPaletteOffer *
od_palette_item_get (OdPaletteItem *self)
{
  g_return_val_if_fail (OD_IS_PALETTE_ITEM (self), NULL);

  return &self->offer;
}

/**
 * od_palette_item_get_marks:
 *
 * Returns: which characters of the title were meant by the last question
 */
const OdPaletteMarks *
od_palette_item_get_marks (OdPaletteItem *self)
{
  g_return_val_if_fail (OD_IS_PALETTE_ITEM (self), NULL);

  return &self->marks;
}

/* What the store of use knows it by; never changes. */
const char *
od_palette_kind_get_name (OdPaletteKind kind)
{
  static const char *const names[] = {
    [OD_PALETTE_COMMAND] = "command",           [OD_PALETTE_VIEW] = "view",       [OD_PALETTE_PERSON] = "person",
    [OD_PALETTE_CONVERSATION] = "conversation", [OD_PALETTE_CANNED] = "canned",   [OD_PALETTE_MACRO] = "macro",
    [OD_PALETTE_OPERATOR] = "assign",           [OD_PALETTE_SETTING] = "setting",
  };

  return names[kind];
}

/**
 * od_palette_kind_get_title:
 *
 * Returns: what this is, for people
 */
const char *
od_palette_kind_get_title (OdPaletteKind kind)
{
  static const char *const titles[] = {
    [OD_PALETTE_COMMAND] = NC_ ("palette", "Command"),     [OD_PALETTE_VIEW] = NC_ ("palette", "View"),
    [OD_PALETTE_PERSON] = NC_ ("palette", "Person"),       [OD_PALETTE_CONVERSATION] = NC_ ("palette", "Conversation"),
    [OD_PALETTE_CANNED] = NC_ ("palette", "Canned reply"), [OD_PALETTE_MACRO] = NC_ ("palette", "Macro"),
    [OD_PALETTE_OPERATOR] = NC_ ("palette", "Assign"),     [OD_PALETTE_SETTING] = NC_ ("palette", "Setting"),
  };

  return g_dpgettext2 (NULL, "palette", titles[kind]);
}

static int
match_names (OdPaletteItem *self, const OdPaletteWords *typed, OdPaletteMarks *marks)
{
  OdPaletteMarks unseen;
  int points = od_palette_match (self->title, typed, marks), other;

  other = self->other != NULL ? od_palette_match (self->other, typed, &unseen) - OTHER_NAME : 0;
  if (other <= points && self->detail != NULL)
    other = od_palette_match (self->detail, typed, &unseen) - OTHER_NAME;
  if (other > points)
    *marks = (OdPaletteMarks){ { 0 } };
  return MAX (points, other);
}

/**
 * od_palette_item_score:
 * @typed: what is looked for
 * @turned: (nullable): the same on the other layout
 *
 * Returns: points, 0 if this is not meant
 */
int
od_palette_item_score (OdPaletteItem *self, const OdPaletteWords *typed, const OdPaletteWords *turned)
{
  OdPaletteMarks marks;
  int points;

  g_return_val_if_fail (OD_IS_PALETTE_ITEM (self), 0);

  self->points = match_names (self, typed, &self->marks);
  points = turned != NULL ? match_names (self, turned, &marks) - OTHER_LAYOUT : 0;
  if (points > self->points)
    {
      self->points = points;
      self->marks = marks;
    }
  self->points = MAX (self->points, self->floor);
  if (self->points > 0)
    self->points = MAX (self->points + self->usage + likelihood[self->offer.kind], 1);
  return self->points;
}

/**
 * od_palette_item_forget_question:
 *
 * Nothing is typed: only its use counts.
 */
void
od_palette_item_forget_question (OdPaletteItem *self)
{
  g_return_if_fail (OD_IS_PALETTE_ITEM (self));

  self->marks = (OdPaletteMarks){ { 0 } };
  self->points = self->usage;
}

/**
 * od_palette_item_set_floor:
 * @points: that it has even if its name says nothing of what was typed
 */
void
od_palette_item_set_floor (OdPaletteItem *self, int points)
{
  g_return_if_fail (OD_IS_PALETTE_ITEM (self));

  self->floor = points;
}

/**
 * od_palette_item_set_usage:
 * @points: for how often and how lately it was chosen
 * @used_at_us: when it was chosen last; UTC
 */
void
od_palette_item_set_usage (OdPaletteItem *self, int points, gint64 used_at_us)
{
  g_return_if_fail (OD_IS_PALETTE_ITEM (self));

  self->usage = points;
  self->used_at_us = used_at_us;
}

int
od_palette_item_get_usage (OdPaletteItem *self)
{
  g_return_val_if_fail (OD_IS_PALETTE_ITEM (self), 0);

  return self->usage;
}

/* Of the last question. */
int
od_palette_item_get_points (OdPaletteItem *self)
{
  g_return_val_if_fail (OD_IS_PALETTE_ITEM (self), 0);

  return self->points;
}

gint64
od_palette_item_get_used_at_us (OdPaletteItem *self)
{
  g_return_val_if_fail (OD_IS_PALETTE_ITEM (self), 0);

  return self->used_at_us;
}
