/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-change-set.h"

struct _OdChangeSet {
  gatomicrefcount ref_count;
  GArray *ids[OD_N_CHANGE];       /* (owned) (nullable) (element-type gint64), in order of first change */
  GHashTable *known[OD_N_CHANGE]; /* (owned) (nullable) (element-type gint64), the same ids, for look-up */
};

G_DEFINE_BOXED_TYPE (OdChangeSet, od_change_set, od_change_set_ref, od_change_set_unref)

/**
 * od_change_set_new:
 *
 * Returns: (transfer full): an empty set
 */
OdChangeSet *
od_change_set_new (void)
{
  OdChangeSet *self = g_new0 (OdChangeSet, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

/**
 * od_change_set_ref:
 *
 * Returns: (transfer full): @self
 */
OdChangeSet *
od_change_set_ref (OdChangeSet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
od_change_set_unref (OdChangeSet *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < OD_N_CHANGE; i++)
    {
      g_clear_pointer (&self->known[i], g_hash_table_unref);
      g_clear_pointer (&self->ids[i], g_array_unref);
    }
  g_free (self);
}

/**
 * od_change_set_add:
 * @id: a row id; for kinds that are a mere hint (operation, clock) any number
 *
 * Adding the same id twice keeps the first place.
 */
void
od_change_set_add (OdChangeSet *self, OdChangeKind kind, gint64 id)
{
  g_return_if_fail (self != NULL && (guint) kind < OD_N_CHANGE);

  if (self->ids[kind] == NULL)
    {
      self->ids[kind] = g_array_new (FALSE, FALSE, sizeof (gint64));
      self->known[kind] = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
    }
  if (g_hash_table_contains (self->known[kind], &id))
    return;
  g_hash_table_add (self->known[kind], g_memdup2 (&id, sizeof id));
  g_array_append_val (self->ids[kind], id);
}

/**
 * od_change_set_merge:
 *
 * Adds everything of @other to @self.
 */
void
od_change_set_merge (OdChangeSet *self, const OdChangeSet *other)
{
  g_return_if_fail (self != NULL && other != NULL && self != other);

  for (guint kind = 0; kind < OD_N_CHANGE; kind++)
    for (guint i = 0; other->ids[kind] != NULL && i < other->ids[kind]->len; i++)
      od_change_set_add (self, (OdChangeKind) kind, g_array_index (other->ids[kind], gint64, i));
}

gboolean
od_change_set_has (const OdChangeSet *self, OdChangeKind kind, gint64 id)
{
  g_return_val_if_fail (self != NULL && (guint) kind < OD_N_CHANGE, FALSE);

  return self->known[kind] != NULL && g_hash_table_contains (self->known[kind], &id);
}

/**
 * od_change_set_get:
 * @n_ids: (out): how many
 *
 * Returns: (transfer none) (nullable) (array length=n_ids): the ids of @kind
 */
const gint64 *
od_change_set_get (const OdChangeSet *self, OdChangeKind kind, guint *n_ids)
{
  g_return_val_if_fail (self != NULL && (guint) kind < OD_N_CHANGE && n_ids != NULL, NULL);

  *n_ids = self->ids[kind] != NULL ? self->ids[kind]->len : 0;
  return *n_ids > 0 ? (const gint64 *) (gpointer) self->ids[kind]->data : NULL;
}

gboolean
od_change_set_is_empty (const OdChangeSet *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  for (guint i = 0; i < OD_N_CHANGE; i++)
    if (self->ids[i] != NULL)
      return FALSE;
  return TRUE;
}
