/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-person.h"

void
od_person_row_free (OdPersonRow *self)
{
  g_free (self->name);
  g_free (self->address);
  g_free (self->phone);
  g_free (self->email);
  g_strfreev (self->channels);
  g_strfreev (self->tags);
  g_free (self);
}

void
od_person_match_free (OdPersonMatch *self)
{
  g_clear_pointer (&self->person, od_person_row_free);
  g_free (self->value);
  g_free (self);
}

void
od_person_conflict_free (OdPersonConflict *self)
{
  g_free (self->key);
  g_free (self->label);
  g_free (self->kept_value);
  g_free (self->joined_value);
  g_free (self);
}

OdPersonLink *
od_person_link_copy (const OdPersonLink *self)
{
  OdPersonLink *copy = g_new0 (OdPersonLink, 1);

  *copy = *self;
  copy->joined_name = g_strdup (self->joined_name);
  if (self->choices != NULL)
    g_hash_table_ref (self->choices);
  return copy;
}

void
od_person_link_free (OdPersonLink *self)
{
  g_free (self->joined_name);
  g_clear_pointer (&self->choices, g_hash_table_unref);
  g_free (self);
}

static void
clear_mention (gpointer data)
{
  g_clear_pointer (&((OdEraseMention *) data)->name, g_free);
}

/**
 * od_erase_mentions_new:
 *
 * Returns: (transfer full) (element-type OdEraseMention): none yet; it frees their names
 */
GArray *
od_erase_mentions_new (void)
{
  GArray *mentions = g_array_new (FALSE, FALSE, sizeof (OdEraseMention));

  g_array_set_clear_func (mentions, clear_mention);
  return mentions;
}

OdErasure *
od_erasure_copy (const OdErasure *self)
{
  OdErasure *copy = g_memdup2 (self, sizeof *self);

  copy->backups = g_strdupv (self->backups);
  copy->reasons = self->reasons != NULL ? g_array_ref (self->reasons) : NULL;
  copy->rewritten = g_strdupv (self->rewritten);
  copy->missing = g_strdupv (self->missing);
  copy->mentions = self->mentions != NULL ? g_array_ref (self->mentions) : NULL;
  copy->keys = g_strdupv (self->keys);
  return copy;
}

void
od_erasure_free (OdErasure *self)
{
  g_strfreev (self->backups);
  g_clear_pointer (&self->reasons, g_array_unref);
  g_strfreev (self->rewritten);
  g_strfreev (self->missing);
  g_strfreev (self->keys);
  g_clear_pointer (&self->mentions, g_array_unref);
  g_free (self);
}
