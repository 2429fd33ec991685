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

  if (self->cancellable != NULL)
    {
      g_cancellable_cancel (self->cancellable);
      g_signal_handlers_disconnect_by_data (self->feed, self);
    }
  g_clear_object (&self->cancellable);
  g_clear_object (&self->tools.deeds);
  g_clear_object (&self->tools.macros);
  g_clear_object (&self->tools.promises);
  g_clear_object (&self->tools.views);
  g_clear_object (&self->tools.terms);
  g_clear_object (&self->tools.auto_answers);
  g_clear_object (&self->tools.usage);
  g_clear_object (&self->tools.people);
  g_clear_object (&self->tools.people_files);
  g_clear_object (&self->tools.fields);
  g_clear_object (&self->tools.erase);
  g_clear_object (&self->tools.reports);
  g_clear_object (&self->tools.alerts);
  g_clear_object (&self->tools.key_ring);
  g_clear_object (&self->tools.presence);
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
  g_clear_object (&self->sending);
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

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = od_operator_port_load_finish (OD_OPERATOR_PORT (source), result, &error);
  OdDesk *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the desk is gone */
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const OdOperatorRow *row = rows->pdata[i];

      if (row->id != self->operator_id)
        continue;
      g_free (self->operator_name);
      self->operator_name = g_strdup (row->name);
    }
}

static void
changed_cb (OdChangeFeed *feed, OdChangeSet *changes, OdDesk *self)
{
  guint n_ids;

  if (od_change_set_get (changes, OD_CHANGE_LIBRARY, &n_ids) != NULL && n_ids > 0)
    od_operator_port_load_async (self->operators, self->cancellable, loaded_cb, self);
}

/**
 * od_desk_follow_operator:
 *
 * Once the ports are filled in: from here on its name follows what is stored.
 */
void
od_desk_follow_operator (OdDesk *self)
{
  g_return_if_fail (self->cancellable == NULL && self->feed != NULL && self->operators != NULL);

  self->cancellable = g_cancellable_new ();
  g_signal_connect (self->feed, "changed", G_CALLBACK (changed_cb), self);
}
