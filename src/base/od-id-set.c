/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-id-set.h"

#define FEWEST_BITS 4

struct _OdIdSet {
  gint64 *places; /* (owned): 0: nothing there; an id stands at its own place or after it, around the end */
  guint n_bits;   /* 2^n_bits places, at least twice as many as ids */
  guint n;
  gboolean has_zero;
};

/* Of an @id that is not 0. */
static guint
find_place (const OdIdSet *self, gint64 id)
{
  guint mask = (1u << self->n_bits) - 1;
  guint place = (guint) (((guint64) id * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> (64 - self->n_bits));

  while (self->places[place] != 0 && self->places[place] != id)
    place = (place + 1) & mask;
  return place;
}

static void
grow (OdIdSet *self)
{
  g_autofree gint64 *old = self->places;
  guint n_old = 1u << self->n_bits;

  self->n_bits++;
  self->places = g_new0 (gint64, (gsize) 1 << self->n_bits);
  for (guint i = 0; i < n_old; i++)
    if (old[i] != 0)
      self->places[find_place (self, old[i])] = old[i];
}

/**
 * od_id_set_new:
 * @n_expected: how many will be put in; more find room, too
 *
 * Returns: (transfer full): an empty set
 */
OdIdSet *
od_id_set_new (guint n_expected)
{
  OdIdSet *self = g_new0 (OdIdSet, 1);

  self->n_bits = FEWEST_BITS;
  while (self->n_bits < 30 && (1u << self->n_bits) / 2 < n_expected)
    self->n_bits++;
  self->places = g_new0 (gint64, (gsize) 1 << self->n_bits);
  return self;
}

void
od_id_set_free (OdIdSet *self)
{
  g_free (self->places);
  g_free (self);
}

/**
 * od_id_set_add:
 *
 * Returns: %FALSE if it was there already
 */
gboolean
od_id_set_add (OdIdSet *self, gint64 id)
{
  guint place;

  if (id == 0)
    {
      gboolean is_new = !self->has_zero;

      self->has_zero = TRUE;
      return is_new;
    }
  place = find_place (self, id);
  if (self->places[place] == id)
    return FALSE;
  if (self->n >= (1u << self->n_bits) / 2)
    {
      grow (self);
      place = find_place (self, id);
    }
  self->places[place] = id;
  self->n++;
  return TRUE;
}

gboolean
od_id_set_contains (const OdIdSet *self, gint64 id)
{
  return id == 0 ? self->has_zero : self->places[find_place (self, id)] == id;
}

guint
od_id_set_get_n (const OdIdSet *self)
{
  return self->n + (self->has_zero ? 1 : 0);
}
