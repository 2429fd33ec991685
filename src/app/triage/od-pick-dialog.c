/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-pick-dialog"

#include "od-pick-dialog.h"

#include "od-escape.h"

#include <string.h>

/**
 * OdPickDialog:
 *
 * One types, and picks one of what is left: a moment, a colleague, a tag, a macro. The focus stays in the entry; the
 * arrows move through the rows and Enter picks. Whoever opens it fills in the rows, again whenever something is typed.
 */
struct _OdPickDialog {
  AdwWindow parent_instance;

  GtkEntry *entry;
  GtkLabel *words;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (OdPickDialog, od_pick_dialog, ADW_TYPE_WINDOW)

enum { TYPED, PICKED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
on_typed (OdPickDialog *self)
{
  g_signal_emit (self, signals[TYPED], 0, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
pick (OdPickDialog *self, GtkListBoxRow *row)
{
  g_autofree char *id = row != NULL ? g_strdup (g_object_get_data (G_OBJECT (row), "pick-id")) : NULL;

  if (id != NULL) /* the rows may be made anew meanwhile */
    g_signal_emit (self, signals[PICKED], 0, id);
}

static void
on_entered (OdPickDialog *self)
{
  pick (self, gtk_list_box_get_selected_row (self->list));
}

static void
on_row_activated (OdPickDialog *self, GtkListBoxRow *row)
{
  pick (self, row);
}

static void
on_row_selected (OdPickDialog *self, GtkListBoxRow *row)
{
  if (self->entry == NULL) /* the dialog is going */
    return;
  if (row != NULL)
    gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, row, -1);
  else
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT);
}

/* Moves the selection; shows it without taking the focus. */
static void
step (OdPickDialog *self, int by)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);
  GtkListBoxRow *row =
      gtk_list_box_get_row_at_index (self->list, selected != NULL ? gtk_list_box_row_get_index (selected) + by : 0);
  GtkWidget *viewport = gtk_widget_get_parent (GTK_WIDGET (self->list));
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport));
  graphene_rect_t bounds;

  if (row == NULL)
    return;
  gtk_list_box_select_row (self->list, row);
  if (gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds))
    gtk_adjustment_clamp_page (adjustment, bounds.origin.y, bounds.origin.y + bounds.size.height + 12);
}

static gboolean
on_key (OdPickDialog *self, guint keyval, guint keycode, GdkModifierType state)
{
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      step (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      step (self, -1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
od_pick_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), OD_TYPE_PICK_DIALOG);
  G_OBJECT_CLASS (od_pick_dialog_parent_class)->dispose (object);
}

static void
od_pick_dialog_class_init (OdPickDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_pick_dialog_dispose;
  /**
   * OdPickDialog::typed:
   * @text: what is in the entry: fill in the rows for it
   */
  signals[TYPED] = g_signal_new ("typed", OD_TYPE_PICK_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_STRING);
  /**
   * OdPickDialog::picked:
   * @id: of the row. The dialog stays, until whoever hears of it closes it.
   */
  signals[PICKED] = g_signal_new ("picked", OD_TYPE_PICK_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-pick-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OdPickDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, OdPickDialog, words);
  gtk_widget_class_bind_template_child (widget_class, OdPickDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_entered);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
}

static void
od_pick_dialog_init (OdPickDialog *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  od_escape_closes (GTK_WINDOW (self), NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
}

/**
 * od_pick_dialog_new:
 * @title: of the window
 * @hint: what can be typed
 *
 * Returns: (transfer none): over @parent, without rows, not yet presented
 */
GtkWidget *
od_pick_dialog_new (GtkWindow *parent, const char *title, const char *hint)
{
  OdPickDialog *self =
      g_object_new (OD_TYPE_PICK_DIALOG, "transient-for", parent, "destroy-with-parent", TRUE, "title", title, NULL);

  gtk_entry_set_placeholder_text (self->entry, hint);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, hint, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  return GTK_WIDGET (self);
}

/**
 * od_pick_dialog_clear:
 *
 * Takes all rows away.
 */
void
od_pick_dialog_clear (OdPickDialog *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (OD_IS_PICK_DIALOG (self));

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  gtk_widget_set_visible (GTK_WIDGET (self->list), FALSE); /* an empty one is a line */
}

/**
 * od_pick_dialog_add:
 *
 * The first row is selected: Enter picks it.
 */
void
od_pick_dialog_add (OdPickDialog *self, const OdPickRow *row)
{
  GtkWidget *widget = adw_action_row_new ();
  AdwActionRow *action_row = ADW_ACTION_ROW (widget);

  g_return_if_fail (OD_IS_PICK_DIALOG (self));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), row->title);
  adw_action_row_set_title_lines (action_row, 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget), TRUE);
  gtk_widget_set_can_focus (widget, FALSE); /* the arrows are the entry's */
  g_object_set_data_full (G_OBJECT (widget), "pick-id", g_strdup (row->id), g_free);
  adw_action_row_set_icon_name (action_row, row->icon_name);
  if (row->detail != NULL && row->is_below)
    adw_action_row_set_subtitle (action_row, row->detail);
  else if (row->detail != NULL)
    {
      GtkWidget *detail = gtk_label_new (row->detail);

      gtk_label_set_wrap (GTK_LABEL (detail), TRUE);                               /* an hour that is cut off is none */
      gtk_label_set_natural_wrap_mode (GTK_LABEL (detail), GTK_NATURAL_WRAP_NONE); /* one line if it can be */
      gtk_label_set_xalign (GTK_LABEL (detail), 1);
      gtk_label_set_justify (GTK_LABEL (detail), GTK_JUSTIFY_RIGHT);
      gtk_widget_add_css_class (detail, "od-dim");
      adw_action_row_add_suffix (action_row, detail);
    }
  if (row->is_checked)
    adw_action_row_add_suffix (action_row, gtk_image_new_from_icon_name ("od-check-symbolic"));
  if (row->detail != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, row->title,
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, row->detail, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_CHECKED,
                               row->is_checked ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
  gtk_list_box_append (self->list, widget);
  gtk_widget_set_visible (GTK_WIDGET (self->list), TRUE);
  if (gtk_list_box_get_selected_row (self->list) == NULL)
    gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (widget));
}

/**
 * od_pick_dialog_set_words:
 * @words: (nullable): a sentence above the rows
 */
void
od_pick_dialog_set_words (OdPickDialog *self, const char *words)
{
  g_return_if_fail (OD_IS_PICK_DIALOG (self));

  gtk_label_set_text (self->words, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->words), words != NULL);
}

const char *
od_pick_dialog_get_text (OdPickDialog *self)
{
  g_return_val_if_fail (OD_IS_PICK_DIALOG (self), "");

  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/**
 * od_pick_dialog_set_text:
 *
 * As if it were typed.
 */
void
od_pick_dialog_set_text (OdPickDialog *self, const char *text)
{
  g_return_if_fail (OD_IS_PICK_DIALOG (self));

  if (g_str_equal (od_pick_dialog_get_text (self), text))
    on_typed (self);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

/**
 * od_pick_dialog_matches:
 *
 * Returns: whether @text has what is typed in it, in whatever case
 */
gboolean
od_pick_dialog_matches (OdPickDialog *self, const char *text)
{
  g_autofree char *typed = NULL, *folded = NULL;

  g_return_val_if_fail (OD_IS_PICK_DIALOG (self), FALSE);

  typed = g_utf8_casefold (od_pick_dialog_get_text (self), -1);
  folded = g_utf8_casefold (text, -1);
  return strstr (folded, g_strstrip (typed)) != NULL;
}
