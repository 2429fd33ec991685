/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-list-steps.h"

#define FEW 256 /* told as one change: the list on screen then finds where its rows went */
#define MOST_STEPS 64
#define LOOK_AHEAD 16

/* GtkListView makes an object of every row that comes in one change with the going of a row it holds on to: half a
 * second for a hundred thousand. So a long change is told in small ones, where rows have moved. */

static void
add_step (GArray *steps, guint position, guint removed, guint added)
{
  const OdListStep step = { position, removed, added };

  g_array_append_val (steps, step);
}

/* How far the two are apart at @old and @fresh: so many were put in, or, negative, taken out; 0: neither */
static int
look_ahead (const gint64 *old, guint n_old, const gint64 *fresh, guint n_fresh)
{
  for (guint k = 1; k <= LOOK_AHEAD; k++)
    {
      if (k < n_fresh && n_old > 0 && fresh[k] == old[0])
        return (int) k;
      if (k < n_old && n_fresh > 0 && old[k] == fresh[0])
        return -(int) k;
    }
  return 0;
}

/* Returns: FALSE if it takes too many */
static gboolean
find_small_steps (GArray *steps, guint start, const gint64 *old, guint n_old, const gint64 *fresh, guint n_fresh)
{
  guint i = 0, j = 0;

  while (i < n_old && j < n_fresh)
    {
      int apart;

      if (old[i] == fresh[j])
        {
          i++;
          j++;
          continue;
        }
      if (steps->len >= MOST_STEPS)
        return FALSE;
      apart = look_ahead (old + i, n_old - i, fresh + j, n_fresh - j);
      add_step (steps, start + j,
                apart > 0   ? 0
                : apart < 0 ? (guint) -apart
                            : 1,
                apart > 0   ? (guint) apart
                : apart < 0 ? 0
                            : 1);
      i += apart > 0 ? 0 : apart < 0 ? (guint) -apart : 1;
      j += apart > 0 ? (guint) apart : apart < 0 ? 0 : 1;
    }
  if (i < n_old || j < n_fresh)
    add_step (steps, start + j, n_old - i, n_fresh - j);
  return TRUE;
}

/**
 * od_list_steps_find:
 *
 * What to tell of a list that was @old and is @fresh: the common head and tail are left alone.
 *
 * Returns: (transfer full) (nullable) (element-type OdListStep): in the order in which they are made, each on what the
 *   one before has left; empty if nothing differs; %NULL if it is another list
 */
GArray *
od_list_steps_find (const gint64 *old, guint n_old, const gint64 *fresh, guint n_fresh)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (OdListStep));
  guint head = 0, tail = 0, n_out, n_in;

  while (head < MIN (n_old, n_fresh) && old[head] == fresh[head])
    head++;
  while (tail < MIN (n_old, n_fresh) - head && old[n_old - 1 - tail] == fresh[n_fresh - 1 - tail])
    tail++;
  n_out = n_old - head - tail;
  n_in = n_fresh - head - tail;
  if (n_out == 0 && n_in == 0)
    return steps;
  if (n_out == 0 || n_in == 0 || MAX (n_out, n_in) <= FEW)
    add_step (steps, head, n_out, n_in);
  else if (!find_small_steps (steps, head, old + head, n_out, fresh + head, n_in))
    g_clear_pointer (&steps, g_array_unref);
  return steps;
}

/**
 * od_list_steps_apply:
 * @ids: (element-type gint64): what the steps before have left
 * @fresh: (element-type gint64): what all of them lead to
 *
 * Returns: (transfer full) (element-type gint64): what this one leaves
 */
GArray *
od_list_steps_apply (const OdListStep *step, GArray *ids, GArray *fresh)
{
  guint rest = step->position + step->removed;
  GArray *next = g_array_sized_new (FALSE, FALSE, sizeof (gint64), ids->len - step->removed + step->added);

  if (step->position > 0)
    g_array_append_vals (next, ids->data, step->position);
  if (step->added > 0)
    g_array_append_vals (next, &g_array_index (fresh, gint64, step->position), step->added);
  if (rest < ids->len)
    g_array_append_vals (next, &g_array_index (ids, gint64, rest), ids->len - rest);
  return next;
}

/**
 * od_list_find:
 * @ids: (element-type gint64)
 * @position: (out) (optional): where @id is
 *
 * Returns: %FALSE if it is not there
 */
gboolean
od_list_find (GArray *ids, gint64 id, guint *position)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      {
        if (position != NULL)
          *position = i;
        return TRUE;
      }
  return FALSE;
}
