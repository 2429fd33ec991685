/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-desk.h"

/**
 * od_desk_new:
 * @operator_id: who sits there, > 0
 * @operator_name: as customers see it
 *
 * Returns: (transfer full): a desk with no ports yet: whoever makes it fills in all of them
 */
OdDesk *
od_desk_new (gint64 operator_id, const char *operator_name)
{
  OdDesk *self = g_rc_box_new0 (OdDesk);

  self->operator_id = operator_id;
  self->operator_name = g_strdup (operator_name);
  self->channels = g_ptr_array_new_with_free_func ((GDestroyNotify) od_channel_info_free);
  return self;
}

OdDesk *
od_desk_ref (OdDesk *self)
{
  return g_rc_box_acquire (self);
}

static void
desk_clear (gpointer data)
{
  OdDesk *self = data;

  g_clear_object (&self->feed);
  g_clear_object (&self->conversations);
  g_clear_object (&self->threads);
  g_clear_object (&self->replies);
  g_clear_object (&self->triage);
  g_clear_object (&self->customers);
  g_clear_object (&self->accounts);
  g_clear_object (&self->search);
  g_clear_object (&self->live);
  g_clear_object (&self->library);
  g_clear_object (&self->operators);
  g_clear_object (&self->files);
  g_clear_object (&self->pictures);
  g_clear_object (&self->clock);
  g_ptr_array_unref (self->channels);
  g_free (self->operator_name);
}

void
od_desk_unref (OdDesk *self)
{
  g_rc_box_release_full (self, desk_clear);
}
