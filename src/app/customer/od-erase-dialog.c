/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-erase-dialog"

#include "od-erase-dialog.h"

#include <glib/gi18n.h>

#include "od-erase-words.h"
#include "od-error-words.h"

#define PULSE_MS 120

/**
 * OdEraseDialog:
 *
 * Forgets a person for good: says in numbers what goes, wants it confirmed in words, and shows the record of it.
 */
struct _OdEraseDialog {
  AdwWindow parent_instance;

  GtkButton *cancel_button;
  GtkWidget *erase_button;
  GtkStack *stack;
  GtkLabel *question_label;
  GtkLabel *numbers_label;
  GtkLabel *type_label;
  GtkEditable *confirm_entry;
  GtkLabel *trouble_label;
  GtkProgressBar *progress_bar;
  GtkLabel *state_label;
  GtkLabel *record_label;
  GtkWidget *copy_button;

  OdDesk *desk;              /* (owned) */
  char *name;                /* (owned): as it is shown */
  GCancellable *cancellable; /* (owned): of measuring */
  gint64 customer_id;
  guint pulse_id;
  gboolean is_measured;
};

G_DEFINE_FINAL_TYPE (OdEraseDialog, od_erase_dialog, ADW_TYPE_WINDOW)

enum { ERASED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
say (OdEraseDialog *self, const GError *error)
{
  gtk_label_set_text (self->trouble_label, od_error_words (error));
  gtk_widget_set_visible (GTK_WIDGET (self->trouble_label), TRUE);
}

static void
on_changed (OdEraseDialog *self)
{
  const char *typed = gtk_editable_get_text (self->confirm_entry);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "erase.erase",
                                 self->is_measured && od_erase_words_is_confirmed (typed, self->name));
}

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OdErasure) erasure = od_erase_port_measure_finish (OD_ERASE_PORT (source), result, &error);
  g_autofree char *numbers = NULL;
  OdEraseDialog *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the dialog is gone */
  self = user_data;
  if (erasure == NULL)
    {
      gtk_label_set_text (self->numbers_label, "");
      say (self, error);
      return;
    }
  numbers = od_erase_words_numbers (erasure);
  gtk_label_set_text (self->numbers_label, numbers);
  self->is_measured = TRUE;
  on_changed (self);
}

/* ---- Erasing ------------------------------------------------------------------- */

static gboolean
pulse_cb (gpointer user_data)
{
  gtk_progress_bar_pulse (OD_ERASE_DIALOG (user_data)->progress_bar);
  return G_SOURCE_CONTINUE;
}

/* One that is stuck says so on the first page, where it can be asked for again. */
static void
on_state_changed (OdEraseDialog *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *words = NULL;
  OdEraseState state;

  if (!od_erase_port_get_state (self->desk->tools.erase, self->customer_id, 0, &state))
    return;
  words = od_erase_words_state (&state, zone);
  gtk_label_set_text (self->state_label, words);
  if (state.n_failed > 0)
    {
      g_autofree char *trouble = g_strconcat (words, " ", _ ("Choose Erase to try it at once."), NULL);

      gtk_label_set_text (self->trouble_label, trouble);
    }
}

static void
erased_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdEraseDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OdErasure) erasure = od_erase_port_erase_finish (OD_ERASE_PORT (source), result, &error);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *record = NULL;

  g_clear_handle_id (&self->pulse_id, g_source_remove);
  if (erasure != NULL)
    g_signal_emit (self, signals[ERASED], 0);
  if (self->desk == NULL)
    return; /* the window was closed meanwhile */
  if (erasure == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "confirm");
      say (self, error);
      on_state_changed (self);
      on_changed (self);
      return;
    }
  record = od_erase_words_record (erasure, zone);
  gtk_label_set_text (self->record_label, record);
  gtk_stack_set_visible_child_name (self->stack, "done");
  gtk_button_set_label (self->cancel_button, _ ("_Close"));
  gtk_widget_set_visible (self->erase_button, FALSE);
  gtk_widget_grab_focus (self->copy_button);
}

static void
erase_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdEraseDialog *self = OD_ERASE_DIALOG (widget);

  gtk_widget_action_set_enabled (widget, "erase.erase", FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble_label), FALSE);
  gtk_stack_set_visible_child_name (self->stack, "busy");
  gtk_button_set_label (self->cancel_button, _ ("_Close"));
  self->pulse_id = g_timeout_add (PULSE_MS, pulse_cb, self);
  od_erase_port_erase_async (self->desk->tools.erase, self->customer_id, NULL, erased_cb, g_object_ref (self));
}

static void
on_activate (OdEraseDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "erase.erase", NULL);
}

static void
on_copy (OdEraseDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_text (self->record_label));
}

/* ---- The object ---------------------------------------------------------------- */

static void
od_erase_dialog_dispose (GObject *object)
{
  OdEraseDialog *self = OD_ERASE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->pulse_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_ERASE_DIALOG);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_erase_dialog_parent_class)->dispose (object);
}

static void
od_erase_dialog_finalize (GObject *object)
{
  OdEraseDialog *self = OD_ERASE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_free (self->name);
  G_OBJECT_CLASS (od_erase_dialog_parent_class)->finalize (object);
}

static void
od_erase_dialog_class_init (OdEraseDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_erase_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_erase_dialog_finalize;

  /**
   * OdEraseDialog::erased:
   *
   * The person is gone. The window may be closed already.
   */
  signals[ERASED] =
      g_signal_new ("erased", OD_TYPE_ERASE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "erase.erase", NULL, erase_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-erase-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OdEraseDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, OdEraseDialog, erase_button);
  gtk_widget_class_bind_template_child (widget_class, OdEraseDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, OdEraseDialog, question_label);
  gtk_widget_class_bind_template_child (widget_class, OdEraseDialog, numbers_label);
  gtk_widget_class_bind_template_child (widget_class, OdEraseDialog, type_label);
  gtk_widget_class_bind_template_child (widget_class, OdEraseDialog, confirm_entry);
  gtk_widget_class_bind_template_child (widget_class, OdEraseDialog, trouble_label);
  gtk_widget_class_bind_template_child (widget_class, OdEraseDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, OdEraseDialog, state_label);
  gtk_widget_class_bind_template_child (widget_class, OdEraseDialog, record_label);
  gtk_widget_class_bind_template_child (widget_class, OdEraseDialog, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
}

static void
od_erase_dialog_init (OdEraseDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "erase.erase", FALSE);
}

/**
 * od_erase_dialog_new:
 * @desk: can erase
 * @name: as it is shown
 *
 * Returns: (transfer none): over @parent, not yet presented
 */
GtkWidget *
od_erase_dialog_new (GtkWindow *parent, OdDesk *desk, gint64 customer_id, const char *name)
{
  OdEraseDialog *self = g_object_new (OD_TYPE_ERASE_DIALOG, "transient-for", parent, NULL);
  /* TRANSLATORS: a name: "Everything of Maria Petrova is removed …" */
  g_autofree char *question =
      g_strdup_printf (_ ("Everything of %s is removed for good from this desk, from its search and its files:"), name);
  /* TRANSLATORS: a name, then the word "erase" (translate both together with "typed to confirm") */
  g_autofree char *type = g_strdup_printf (_ ("Type “%s” or “%s” to confirm:"), name, C_ ("typed to confirm", "erase"));

  self->desk = od_desk_ref (desk);
  self->customer_id = customer_id;
  self->name = g_strdup (name);
  gtk_label_set_text (self->question_label, question);
  gtk_label_set_text (self->type_label, type);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->confirm_entry), GTK_ACCESSIBLE_PROPERTY_LABEL, type, -1);
  g_signal_connect_object (desk->tools.erase, "changed", G_CALLBACK (on_state_changed), self, G_CONNECT_SWAPPED);
  od_erase_port_measure_async (desk->tools.erase, customer_id, self->cancellable, measured_cb, self);
  gtk_widget_grab_focus (GTK_WIDGET (self->confirm_entry));
  return GTK_WIDGET (self);
}
