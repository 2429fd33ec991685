/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-composer-tray.h"

#include <glib/gi18n.h>

#include "od-tray-card.h"

#define MAX_HEIGHT 184 /* about three rows of cards; more are scrolled */

/**
 * OdComposerTray:
 *
 * The files that wait to be sent: a card for each, in order, and a line that says how many and
 * how much of what the channel takes.
 */
struct _OdComposerTray {
  AdwBin parent_instance;

  GtkFlowBox *flow;
  GtkLabel *total;
  OdComposerModel *model; /* (owned) (nullable) */
  OdFileTray *tray;       /* (owned) (nullable): the one that is shown */
};

G_DEFINE_FINAL_TYPE (OdComposerTray, od_composer_tray, ADW_TYPE_BIN)

static OdTrayCard *
get_card (OdComposerTray *self, guint position)
{
  GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (self->flow, (int) position);

  return child != NULL ? OD_TRAY_CARD (gtk_flow_box_child_get_child (child)) : NULL;
}

static gboolean
find_file (OdComposerTray *self, OdTrayFile *file, guint *position)
{
  for (guint i = 0; self->tray != NULL && i < od_file_tray_get_n_files (self->tray); i++)
    if (od_file_tray_get_file (self->tray, i) == file)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

/* ---- What is done with a card ------------------------------------------------ */

static void
remove_cb (OdComposerTray *self, OdTrayCard *card)
{
  guint position;
  OdTrayCard *next;

  if (!find_file (self, od_tray_card_get_file (card), &position))
    return;
  od_composer_model_remove_file (self->model, position);
  next = get_card (self, position);
  if (next == NULL && position > 0)
    next = get_card (self, position - 1);
  if (next != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (next)); /* who works by keyboard stays where they were */
}

static void
retry_cb (OdComposerTray *self, OdTrayCard *card)
{
  guint position;

  if (find_file (self, od_tray_card_get_file (card), &position))
    od_composer_model_retry_file (self->model, position);
}

static void
move (OdComposerTray *self, OdTrayFile *file, guint to)
{
  guint from;
  OdTrayCard *moved;

  if (!find_file (self, file, &from) || to >= od_file_tray_get_n_files (self->tray))
    return;
  od_composer_model_move_file (self->model, from, to);
  moved = get_card (self, to);
  if (moved != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (moved));
}

static void
move_cb (OdComposerTray *self, int by, OdTrayCard *card)
{
  guint position;

  if (find_file (self, od_tray_card_get_file (card), &position) && (by > 0 || position > 0))
    move (self, od_tray_card_get_file (card), position + (guint) by);
}

static void
dropped_cb (OdComposerTray *self, OdTrayFile *file, OdTrayCard *card)
{
  guint to;

  if (find_file (self, od_tray_card_get_file (card), &to))
    move (self, file, to);
}

/* ---- What is shown ----------------------------------------------------------- */

static GtkWidget *
make_card (OdComposerTray *self, OdTrayFile *file)
{
  GtkWidget *card = od_tray_card_new (self->tray, file, od_composer_model_get_pictures (self->model));

  g_signal_connect_swapped (card, "remove-requested", G_CALLBACK (remove_cb), self);
  g_signal_connect_swapped (card, "retry-requested", G_CALLBACK (retry_cb), self);
  g_signal_connect_swapped (card, "move-requested", G_CALLBACK (move_cb), self);
  g_signal_connect_swapped (card, "dropped", G_CALLBACK (dropped_cb), self);
  return card;
}

static void
items_changed_cb (OdComposerTray *self, guint position, guint n_removed, guint n_added)
{
  for (guint i = 0; i < n_removed; i++)
    gtk_flow_box_remove (self->flow, GTK_WIDGET (gtk_flow_box_get_child_at_index (self->flow, (int) position)));
  for (guint i = 0; i < n_added; i++)
    {
      GtkWidget *card = make_card (self, od_file_tray_get_file (self->tray, position + i));

      gtk_flow_box_insert (self->flow, card, (int) (position + i));
      gtk_widget_set_focusable (gtk_widget_get_parent (card), FALSE); /* the card itself has the keys */
    }
}

static void
show_tray (OdComposerTray *self, OdFileTray *tray)
{
  if (self->tray == tray)
    return;
  if (self->tray != NULL)
    {
      items_changed_cb (self, 0, od_file_tray_get_n_files (self->tray), 0);
      g_signal_handlers_disconnect_by_data (self->tray, self);
    }
  g_set_object (&self->tray, tray);
  if (tray == NULL)
    return;
  items_changed_cb (self, 0, 0, od_file_tray_get_n_files (tray));
  g_signal_connect_swapped (tray, "items-changed", G_CALLBACK (items_changed_cb), self);
}

static void
changed_cb (OdComposerTray *self)
{
  gboolean can_change = !od_composer_model_get_is_sending (self->model);
  OdTrayCard *card;

  show_tray (self, od_composer_model_get_files (self->model));
  for (guint i = 0; (card = get_card (self, i)) != NULL; i++)
    od_tray_card_update (card, can_change);
  if (self->tray != NULL)
    {
      g_autofree char *words = od_file_tray_dup_words (self->tray);

      if (!g_str_equal (gtk_label_get_text (self->total), words))
        gtk_label_set_text (self->total, words);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->tray != NULL && od_file_tray_get_n_files (self->tray) > 0);
}

/* ---- The object -------------------------------------------------------------- */

static void
od_composer_tray_dispose (GObject *object)
{
  OdComposerTray *self = OD_COMPOSER_TRAY (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->tray != NULL)
    g_signal_handlers_disconnect_by_data (self->tray, self);
  g_clear_object (&self->tray);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (od_composer_tray_parent_class)->dispose (object);
}

static void
od_composer_tray_class_init (OdComposerTrayClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_composer_tray_dispose;
}

static void
od_composer_tray_init (OdComposerTray *self)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 3));
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());

  self->flow = GTK_FLOW_BOX (gtk_flow_box_new ());
  gtk_flow_box_set_selection_mode (self->flow, GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (self->flow, 4);
  gtk_flow_box_set_column_spacing (self->flow, 6);
  gtk_flow_box_set_row_spacing (self->flow, 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->flow), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Attached files"), -1);
  gtk_scrolled_window_set_policy (scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (scroller, TRUE);
  gtk_scrolled_window_set_max_content_height (scroller, MAX_HEIGHT);
  gtk_scrolled_window_set_child (scroller, GTK_WIDGET (self->flow));
  self->total = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "xalign", 0.0, "wrap",
                              TRUE, "css-classes", (const char *const[]){ "tray-total", "numeric", NULL }, NULL);
  gtk_box_append (box, GTK_WIDGET (scroller));
  gtk_box_append (box, GTK_WIDGET (self->total));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (box));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * od_composer_tray_set_model:
 *
 * To be called once.
 */
void
od_composer_tray_set_model (OdComposerTray *self, OdComposerModel *model)
{
  g_return_if_fail (OD_IS_COMPOSER_TRAY (self) && self->model == NULL);

  self->model = g_object_ref (model);
  g_signal_connect_swapped (model, "changed", G_CALLBACK (changed_cb), self);
  changed_cb (self);
}
