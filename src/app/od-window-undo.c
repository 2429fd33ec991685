/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include "od-window-private.h"

#include <glib/gi18n.h>

#include "od-composer.h"
#include "od-limits.h"

/* What was done is said, and taken back: by its toast, or the last first by a key. */

#define SAID_S 5 /* words without an Undo */

static OdUndoStack *
get_stack (OdWindow *self)
{
  return od_deed_runner_get_undo (self->triage.runner);
}

/* ---- Deeds ---- */

static void
forget_toast_cb (OdWindow *self)
{
  self->triage.toast = NULL;
  if (self->triage.toast_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->triage.toast_id);
  self->triage.toast_id = 0;
}

/* Takes the words of the last deed away, with its Undo. */
static void
dismiss_toast (OdWindow *self)
{
  AdwToast *toast = self->triage.toast;

  forget_toast_cb (self);
  if (toast != NULL)
    adw_toast_dismiss (toast);
}

static gboolean
toast_timeout_cb (gpointer user_data)
{
  OdWindow *self = user_data;

  self->triage.toast_id = 0;
  dismiss_toast (self);
  return G_SOURCE_REMOVE;
}

/* What is typed after that is a thought of its own. */
static void
part_typing (OdWindow *self)
{
  od_composer_part_undo (OD_COMPOSER (od_thread_pane_get_composer (self->panes.thread)));
}

static void
on_undo_clicked (OdWindow *self)
{
  if (od_undo_stack_undo_one (get_stack (self), self->triage.undo_id))
    part_typing (self);
}

/* One Undo at a time: the same toast says the next. (An overlay of libadwaita 1.2 falls over if one is dismissed and
 * another is added while it still moves.) */
static void
said_cb (OdWindow *self, const char *words, guint64 undo_id)
{
  g_autofree char *escaped = g_markup_escape_text (words, -1);
  AdwToast *toast = self->triage.toast;

  if (toast == NULL)
    {
      toast = adw_toast_new (escaped);
      adw_toast_set_timeout (toast, 0);
      adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH); /* what can be undone does not wait for other words */
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo_clicked), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (toast, "dismissed", G_CALLBACK (forget_toast_cb), self, G_CONNECT_SWAPPED);
      od_window_show_toast (self, toast);
    }
  else
    forget_toast_cb (self);
  adw_toast_set_title (toast, escaped);
  adw_toast_set_button_label (toast, undo_id != 0 ? _ ("_Undo") : NULL);
  self->triage.toast = toast;
  self->triage.undo_id = undo_id;
  self->triage.toast_id =
      od_clock_add_timeout (self->desk->clock, (undo_id != 0 ? OD_LIMIT_UNDO_DEED_S : SAID_S) * (gint64) G_USEC_PER_SEC,
                            toast_timeout_cb, self, NULL);
  od_window_announce (self, words);
}

/* ---- Others, each with a toast of its own ---- */

typedef struct {
  OdWindow *window; /* (unowned): has the stack that has this */
  AdwToast *toast;  /* (owned) */
  guint64 id;
  OdUndoFunc func;
  gpointer data; /* (owned) */
  GDestroyNotify destroy;
} Offer;

static void
offer_free (gpointer data)
{
  Offer *offer = data;

  g_signal_handlers_disconnect_by_data (offer->toast, offer);
  g_object_unref (offer->toast);
  offer->destroy (offer->data);
  g_free (offer);
}

/* The toast offers it no longer; it goes by itself. */
static void
offer_undo_cb (gpointer data)
{
  Offer *offer = data;

  adw_toast_set_title (offer->toast, _ ("Undone"));
  adw_toast_set_button_label (offer->toast, NULL);
  offer->func (offer->data);
}

static void
on_offer_clicked (Offer *offer)
{
  OdWindow *window = offer->window; /* the offer goes */

  if (od_undo_stack_undo_one (get_stack (window), offer->id))
    part_typing (window);
}

/* Shows @toast, (transfer full), with an Undo that runs @func once: @data is freed by @destroy when it can't any more. */
void
od_window_offer_undo (OdWindow *self, AdwToast *toast, OdUndoFunc func, gpointer data, GDestroyNotify destroy)
{
  Offer *offer = g_new0 (Offer, 1);

  *offer = (Offer){ self, g_object_ref (toast), 0, func, data, destroy };
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_swapped (toast, "button-clicked", G_CALLBACK (on_offer_clicked), offer);
  offer->id = od_undo_stack_push (get_stack (self), offer_undo_cb, offer, offer_free);
  od_window_announce (self, adw_toast_get_title (toast));
  od_window_show_toast (self, toast);
}

/* ---- Actions ---- */

/* A message has just gone, with an Undo of its own: one Undo at a time. */
static void
dismiss_undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  dismiss_toast (OD_WINDOW (widget));
  od_undo_stack_note_typing (get_stack (OD_WINDOW (widget)));
}

static void
note_typing_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_undo_stack_note_typing (get_stack (OD_WINDOW (widget)));
}

/* Takes back what was done last; says so when there is nothing. */
void
od_window_undo (OdWindow *self)
{
  if (od_undo_stack_undo (get_stack (self)))
    part_typing (self);
  else
    said_cb (self, _ ("Nothing to undo"), 0);
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  od_window_undo (OD_WINDOW (widget));
}

static void
on_undo_changed (OdWindow *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.undo", od_undo_stack_get_can_undo (get_stack (self)));
}

void
od_window_install_undo_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "win.dismiss-undo", NULL, dismiss_undo_action);
  gtk_widget_class_install_action (widget_class, "win.note-typing", NULL, note_typing_action);
}

/* Once the window has its deeds. */
void
od_window_begin_undo (OdWindow *self)
{
  g_signal_connect_object (self->triage.runner, "said", G_CALLBACK (said_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->triage.runner, "failed", G_CALLBACK (od_window_show_error), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_stack (self), "changed", G_CALLBACK (on_undo_changed), self, G_CONNECT_SWAPPED);
  on_undo_changed (self);
}

/* Before the window's parts go. */
void
od_window_end_undo (OdWindow *self)
{
  if (self->triage.toast != NULL)
    g_signal_handlers_disconnect_by_data (self->triage.toast, self);
  if (self->triage.runner == NULL)
    return;
  forget_toast_cb (self);
  g_signal_handlers_disconnect_by_data (get_stack (self), self);
  g_clear_object (&self->triage.runner);
}
