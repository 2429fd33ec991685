/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-marks.h"

#define AT_ONCE 40    /* more than are seen */
#define SLICE 24      /* so many rows are made before the next frame */
#define MOST_ROWS 200 /* GtkListView has no more, however long the list is */

/* What a selection of ids computes: marks, which are positions in an array of ids, and how far a list has grown. */

/**
 * od_marks_lose:
 * @marked: positions in @old
 * @old: (element-type gint64): the list that was
 * @removed: so many go away at @position
 * @lost: (inout): those of them that are marked are put in; made if it is %NULL
 */
void
od_marks_lose (GtkBitset *marked, GArray *old, guint position, guint removed, OdIdSet **lost)
{
  GtkBitsetIter iter;
  guint i;

  if (*lost == NULL)
    *lost = od_id_set_new (MIN (removed, (guint) gtk_bitset_get_size (marked)));
  if (gtk_bitset_iter_init_at (&iter, marked, position, &i))
    do
      if (i < position + removed)
        od_id_set_add (*lost, g_array_index (old, gint64, i));
    while (i < position + removed && gtk_bitset_iter_next (&iter, &i));
}

/**
 * od_marks_find:
 * @marked: gets the positions in @ids of those that were lost
 */
void
od_marks_find (GtkBitset *marked, GArray *ids, const OdIdSet *lost)
{
  for (guint i = 0; i < ids->len; i++)
    if (od_id_set_contains (lost, g_array_index (ids, gint64, i)))
      gtk_bitset_add (marked, i);
}

/**
 * od_marks_dup_ids:
 * @n_ids: (out): how many
 *
 * Returns: (transfer full) (array length=n_ids): those of @ids that are marked, in their order
 */
gint64 *
od_marks_dup_ids (GtkBitset *marked, GArray *ids, guint *n_ids)
{
  gint64 *found = g_new (gint64, gtk_bitset_get_size (marked));
  GtkBitsetIter iter;
  guint position, n = 0;

  if (gtk_bitset_iter_init_first (&iter, marked, &position))
    do
      found[n++] = g_array_index (ids, gint64, position);
    while (gtk_bitset_iter_next (&iter, &position));
  *n_ids = n;
  return found;
}

/**
 * od_growth_begin:
 * @n_kept: rows that were there and stay
 * @added: so many come at @position
 * @n_all: how many there are then
 *
 * Returns: how many to show at first
 */
guint
od_growth_begin (guint n_kept, guint position, guint added, guint n_all)
{
  if (added > SLICE && n_kept < AT_ONCE)
    return MIN (AT_ONCE, n_all);
  if (added > SLICE && n_kept < MOST_ROWS && position == n_kept)
    return n_kept + SLICE;
  return n_all;
}

/**
 * od_growth_next:
 *
 * Returns: how many more to show, of what @n_shown of @n_all leave
 */
guint
od_growth_next (guint n_shown, guint n_all)
{
  return n_shown < MOST_ROWS ? MIN (SLICE, n_all - n_shown) : n_all - n_shown;
}
