/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include <glib/gi18n.h>

#include "od-pick-dialog.h"
#include "od-window-triage.h"

/* Who takes care of it: me, nobody, or any operator. */
typedef struct {
  OdWindow *window;          /* (unowned): the dialog goes with it */
  OdPickDialog *dialog;      /* (unowned): owns this */
  GArray *ids;               /* (owned): of what */
  GPtrArray *operators;      /* (owned) (nullable) (element-type OdOperatorRow): NULL until loaded */
  GCancellable *cancellable; /* (owned) */
  gint64 assignee_id;        /* -1 if they differ */
} Assign;

static void
assign_free (Assign *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->operators, g_ptr_array_unref);
  g_array_unref (self->ids);
  g_free (self);
}

static void
add (Assign *self, gint64 operator_id, const char *name, const char *detail, const char *icon_name)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, operator_id);

  if (od_pick_dialog_matches (self->dialog, name))
    od_pick_dialog_add (self->dialog, &(OdPickRow){ .id = id,
                                                    .title = name,
                                                    .detail = detail,
                                                    .icon_name = icon_name,
                                                    .is_checked = operator_id == self->assignee_id });
}

static void
typed_cb (Assign *self, const char *text)
{
  gint64 own_id = self->window->desk->operator_id;

  od_pick_dialog_clear (self->dialog);
  add (self, own_id, _ ("Me"), self->window->desk->operator_name, "od-person-symbolic");
  for (guint i = 0; self->operators != NULL && i < self->operators->len; i++)
    {
      const OdOperatorRow *row = self->operators->pdata[i];

      if (row->id != own_id)
        add (self, row->id, row->name, NULL, "od-person-symbolic");
    }
  add (self, 0, _ ("Nobody"), NULL, "od-nobody-symbolic");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *operators = od_operator_port_load_finish (OD_OPERATOR_PORT (source), result, &error);
  Assign *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the dialog is closed */
  if (operators == NULL)
    {
      od_window_show_error (self->window, error);
      return;
    }
  self->operators = operators;
  typed_cb (self, od_pick_dialog_get_text (self->dialog));
}

static const char *
find_name (Assign *self, gint64 operator_id)
{
  for (guint i = 0; self->operators != NULL && i < self->operators->len; i++)
    if (((OdOperatorRow *) self->operators->pdata[i])->id == operator_id)
      return ((OdOperatorRow *) self->operators->pdata[i])->name;
  return NULL;
}

static void
picked_cb (Assign *self, const char *id)
{
  gint64 operator_id = g_ascii_strtoll (id, NULL, 10);

  od_window_do (self->window, self->ids, OD_DEED_ASSIGN, operator_id, find_name (self, operator_id));
  gtk_window_destroy (GTK_WINDOW (self->dialog));
}

void
od_window_pick_assignee (OdWindow *window)
{
  const OdConversationRow *row = od_current_conversation_get_row (window->current);
  Assign *self = g_new0 (Assign, 1);

  self->window = window;
  self->ids = od_window_get_targets (window);
  self->cancellable = g_cancellable_new ();
  self->assignee_id = self->ids->len == 1 && row != NULL ? row->assignee_id : -1;
  self->dialog = OD_PICK_DIALOG (od_pick_dialog_new (GTK_WINDOW (window), _ ("Assign"), _ ("Name")));
  g_object_set_data_full (G_OBJECT (self->dialog), "assign", self, (GDestroyNotify) assign_free);
  g_signal_connect_swapped (self->dialog, "typed", G_CALLBACK (typed_cb), self);
  g_signal_connect_swapped (self->dialog, "picked", G_CALLBACK (picked_cb), self);
  if (window->desk->operators != NULL)
    od_operator_port_load_async (window->desk->operators, self->cancellable, loaded_cb, self);
  od_pick_dialog_set_text (self->dialog, "");
  gtk_window_present (GTK_WINDOW (self->dialog));
}
