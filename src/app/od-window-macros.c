/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include <glib/gi18n.h>

#include "od-deed-words.h"
#include "od-pick-dialog.h"
#include "od-window-triage.h"

#define EDIT "edit"

/* The macros with their steps below: Enter runs. */
typedef struct {
  OdWindow *window;          /* (unowned): the dialog goes with it */
  OdPickDialog *dialog;      /* (unowned) (nullable): owns this; NULL if one is run without being shown */
  GArray *ids;               /* (owned): with what */
  GPtrArray *macros;         /* (owned) (nullable) (element-type OdMacro): NULL until loaded */
  GCancellable *cancellable; /* (owned) */
} Macros;

static void
macros_free (Macros *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->macros, g_ptr_array_unref);
  g_array_unref (self->ids);
  g_free (self);
}

static char *
describe (Macros *self, const OdMacro *macro)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  OdDeedWords words = { .now_us = od_clock_get_real_us (self->window->desk->clock),
                        .zone = zone,
                        .operator_id = self->window->desk->operator_id };

  return od_deed_words_steps (&words, macro->deeds);
}

static void
typed_cb (Macros *self, const char *text)
{
  od_pick_dialog_clear (self->dialog);
  for (guint i = 0; self->macros != NULL && i < self->macros->len; i++)
    {
      const OdMacro *macro = self->macros->pdata[i];
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, macro->id);
      g_autofree char *steps = describe (self, macro);

      if (od_pick_dialog_matches (self->dialog, macro->name))
        od_pick_dialog_add (self->dialog,
                            &(OdPickRow){ .id = id, .title = macro->name, .detail = steps, .is_below = TRUE });
    }
  od_pick_dialog_set_words (self->dialog, self->macros != NULL && self->macros->len == 0
                                              ? _ ("A macro does several things at once: it tags, assigns, snoozes…")
                                              : NULL);
  if (*text == '\0' && self->macros != NULL)
    od_pick_dialog_add (self->dialog,
                        &(OdPickRow){ .id = EDIT, .title = _ ("Edit Macros…"), .icon_name = "document-edit-symbolic" });
}

static const OdMacro *
find (Macros *self, gint64 id)
{
  for (guint i = 0; i < self->macros->len; i++)
    if (((OdMacro *) self->macros->pdata[i])->id == id)
      return self->macros->pdata[i];
  return NULL;
}

static void
run (Macros *self, gint64 id)
{
  const OdMacro *macro = find (self, id);

  if (macro != NULL)
    od_deed_runner_run (self->window->triage.runner, (const gint64 *) (gpointer) self->ids->data, self->ids->len,
                        macro->deeds, macro->name);
}

static void
picked_cb (Macros *self, const char *id)
{
  OdPickDialog *dialog = self->dialog;
  GtkWidget *window = GTK_WIDGET (self->window);

  if (g_str_equal (id, EDIT))
    {
      gtk_window_destroy (GTK_WINDOW (dialog));
      gtk_widget_activate_action (window, "win.edit-macros", NULL);
      return;
    }
  run (self, g_ascii_strtoll (id, NULL, 10));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *macros = od_macro_port_load_finish (OD_MACRO_PORT (source), result, &error);
  Macros *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the dialog is closed */
  if (macros == NULL)
    {
      od_window_show_error (self->window, error);
      return;
    }
  self->macros = macros;
  typed_cb (self, od_pick_dialog_get_text (self->dialog));
}

static Macros *
macros_new (OdWindow *window)
{
  Macros *self = g_new0 (Macros, 1);

  self->window = window;
  self->ids = od_window_get_targets (window);
  self->cancellable = g_cancellable_new ();
  return self;
}

void
od_window_pick_macro (OdWindow *window)
{
  Macros *self = macros_new (window);

  self->dialog = OD_PICK_DIALOG (od_pick_dialog_new (GTK_WINDOW (window), _ ("Run a Macro"), _ ("Name of a macro")));
  g_object_set_data_full (G_OBJECT (self->dialog), "macros", self, (GDestroyNotify) macros_free);
  g_signal_connect_swapped (self->dialog, "typed", G_CALLBACK (typed_cb), self);
  g_signal_connect_swapped (self->dialog, "picked", G_CALLBACK (picked_cb), self);
  od_macro_port_load_async (window->desk->tools.macros, self->cancellable, loaded_cb, self);
  od_pick_dialog_set_text (self->dialog, "");
  gtk_window_present (GTK_WINDOW (self->dialog));
}

/* ---- One, by its row -------------------------------------------------------------- */

typedef struct {
  OdWindow *window; /* (owned) */
  GArray *ids;      /* (owned) */
  gint64 id;
} OneMacro;

static void
one_macro_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OneMacro *one = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) macros = od_macro_port_load_finish (OD_MACRO_PORT (source), result, &error);

  if (macros == NULL)
    od_window_show_error (one->window, error);
  for (guint i = 0; macros != NULL && i < macros->len; i++)
    {
      const OdMacro *macro = macros->pdata[i];

      if (macro->id == one->id && one->window->triage.runner != NULL)
        od_deed_runner_run (one->window->triage.runner, (const gint64 *) (gpointer) one->ids->data, one->ids->len,
                            macro->deeds, macro->name);
    }
  g_object_unref (one->window);
  g_array_unref (one->ids);
  g_free (one);
}

/* Runs a macro without asking. */
void
od_window_run_macro (OdWindow *window, gint64 macro_id)
{
  OneMacro *one = g_new0 (OneMacro, 1);

  one->window = g_object_ref (window);
  one->ids = od_window_get_targets (window);
  one->id = macro_id;
  od_macro_port_load_async (window->desk->tools.macros, window->cancellable, one_macro_cb, one);
}
