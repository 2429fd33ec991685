/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-field-cell"

#include "od-field-cell.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "od-field-words.h"

/**
 * OdFieldCell:
 *
 * A custom field of a customer, edited where it stands: Enter or a click opens it with the widget of its kind, what
 * does not fit is said as one types, Enter and Tab keep it, Escape takes it back.
 */
struct _OdFieldCell {
  GtkListBoxRow parent_instance;

  OdCustomField *field; /* (owned) */
  char *value;          /* (owned): as it is stored; "" for nothing */
  GtkBox *box;
  GtkWidget *view;        /* (nullable): what shows the value */
  GtkWidget *editor;      /* (nullable): while it is edited */
  GtkEditable *entry;     /* (nullable): in @editor */
  GtkDropDown *drop_down; /* (nullable): in @editor */
  GtkLabel *trouble;      /* (nullable): in @editor */
  gboolean can_edit;
};

G_DEFINE_FINAL_TYPE (OdFieldCell, od_field_cell, GTK_TYPE_LIST_BOX_ROW)

enum { SAVE, DONE, N_SIGNALS };

static guint signals[N_SIGNALS];

/* ---- Shown --------------------------------------------------------------------- */

static void
toggled_cb (GtkCheckButton *button, OdFieldCell *self)
{
  const char *value = gtk_check_button_get_active (button) ? "1" : "";

  if (g_str_equal (value, self->value))
    return;
  g_free (self->value);
  self->value = g_strdup (value);
  g_signal_emit (self, signals[SAVE], 0, value);
}

static GtkWidget *
make_check (OdFieldCell *self)
{
  GtkWidget *check = gtk_check_button_new_with_label (self->field->label);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), *self->value != '\0');
  gtk_widget_set_sensitive (check, self->can_edit);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, 0);
  return check;
}

static void
edit_clicked_cb (OdFieldCell *self)
{
  od_field_cell_edit (self);
}

/* A link opens; so it has a button of its own for changing it. */
static GtkWidget *
make_link (OdFieldCell *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *button = gtk_button_new_from_icon_name ("document-edit-symbolic");
  g_autofree char *markup = g_markup_printf_escaped ("<a href=\"%s\">%s</a>", self->value, self->value);
  /* TRANSLATORS: "Change Web site" */
  g_autofree char *words = g_strdup_printf (_ ("Change %s"), self->field->label);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_tooltip_text (label, self->value);
  gtk_box_append (GTK_BOX (line), label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "profile-small-button");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_visible (button, self->can_edit);
  g_signal_connect_object (button, "clicked", G_CALLBACK (edit_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (line), button);
  return line;
}

static GtkWidget *
make_text (OdFieldCell *self)
{
  g_autofree char *words = od_field_words_value (self->field, self->value);
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}

static void
show (OdFieldCell *self)
{
  gboolean is_check = self->field->kind == OD_CUSTOM_FIELD_CHECKBOX;
  g_autofree char *words = od_field_words_value (self->field, self->value);
  /* TRANSLATORS: a field and what is in it, for a screen reader: "Birthday: 22 November" */
  g_autofree char *spoken = g_strdup_printf (_ ("%s: %s"), self->field->label, words);

  if (self->view != NULL)
    gtk_box_remove (self->box, self->view);
  if (is_check)
    self->view = make_check (self);
  else if (self->field->kind == OD_CUSTOM_FIELD_LINK && *self->value != '\0')
    self->view = make_link (self);
  else
    self->view = make_text (self);
  gtk_box_append (self->box, self->view);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), self->can_edit && !is_check);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/* ---- Edited -------------------------------------------------------------------- */

static void
close_editor (OdFieldCell *self)
{
  GtkWidget *editor = g_steal_pointer (&self->editor);
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->box)) == editor;

  self->entry = NULL;
  self->drop_down = NULL;
  self->trouble = NULL;
  show (self);
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_box_remove (self->box, editor);
  g_signal_emit (self, signals[DONE], 0);
}

static char *
dup_typed (OdFieldCell *self)
{
  guint selected;

  if (self->entry != NULL)
    return g_strdup (gtk_editable_get_text (self->entry));
  selected = gtk_drop_down_get_selected (self->drop_down);
  return g_strdup (selected > 0 && selected != GTK_INVALID_LIST_POSITION ? self->field->options[selected - 1] : "");
}

/* Says why what is typed does not fit. */
static const char *
look (OdFieldCell *self, char **value)
{
  g_autofree char *typed = dup_typed (self);
  const char *trouble = od_field_words_find_trouble (self->field, typed, value);

  gtk_label_set_text (self->trouble, trouble != NULL ? trouble : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), trouble != NULL);
  if (self->entry == NULL)
    return trouble;
  if (trouble != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               trouble != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  return trouble;
}

/* Returns: FALSE if it does not fit: then it stays open */
static gboolean
keep (OdFieldCell *self)
{
  g_autofree char *value = NULL;
  gboolean is_new;

  if (self->editor == NULL)
    return TRUE;
  if (look (self, &value) != NULL)
    return FALSE;
  is_new = !g_str_equal (value, self->value);
  if (is_new)
    {
      g_free (self->value);
      self->value = g_strdup (value);
    }
  close_editor (self);
  if (is_new)
    g_signal_emit (self, signals[SAVE], 0, value);
  return TRUE;
}

static void
changed_cb (OdFieldCell *self)
{
  look (self, NULL);
}

static void
activate_cb (OdFieldCell *self)
{
  keep (self);
}

static gboolean
key_cb (OdFieldCell *self, guint keyval)
{
  if (keyval == GDK_KEY_Escape)
    {
      close_editor (self);
      return GDK_EVENT_STOP;
    }
  if (keyval != GDK_KEY_Tab && keyval != GDK_KEY_ISO_Left_Tab)
    return GDK_EVENT_PROPAGATE;
  return keep (self) ? GDK_EVENT_PROPAGATE : GDK_EVENT_STOP;
}

/* Whoever clicks elsewhere wants it kept, too; what does not fit stays to be seen. */
static void
leave_cb (OdFieldCell *self)
{
  keep (self);
}

static void
day_chosen_cb (OdFieldCell *self, GtkCalendar *calendar)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (calendar);
  g_autofree char *text = g_date_time_format (day, "%Y-%m-%d");

  if (self->entry == NULL)
    return;
  gtk_editable_set_text (self->entry, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static GtkWidget *
make_calendar_button (OdFieldCell *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *calendar = gtk_calendar_new ();
  GtkWidget *popover = gtk_popover_new ();
  int year, month, day;

  if (sscanf (self->value, "%4d-%2d-%2d", &year, &month, &day) == 3)
    {
      g_autoptr (GDateTime) date = g_date_time_new_local (year, month, day, 12, 0, 0);

      if (date != NULL)
        gtk_calendar_select_day (GTK_CALENDAR (calendar), date);
    }
  gtk_popover_set_child (GTK_POPOVER (popover), calendar);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "x-office-calendar-symbolic");
  gtk_widget_set_tooltip_text (button, _ ("Choose a day"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Choose a day"), -1);
  g_signal_connect_object (calendar, "day-selected", G_CALLBACK (day_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (calendar, "day-selected", G_CALLBACK (gtk_popover_popdown), popover, G_CONNECT_SWAPPED);
  return button;
}

static GtkInputPurpose
get_purpose (OdCustomFieldKind kind)
{
  if (kind == OD_CUSTOM_FIELD_NUMBER)
    return GTK_INPUT_PURPOSE_NUMBER;
  return kind == OD_CUSTOM_FIELD_LINK ? GTK_INPUT_PURPOSE_URL : GTK_INPUT_PURPOSE_FREE_FORM;
}

static GtkWidget *
make_entry (OdFieldCell *self)
{
  GtkWidget *entry = gtk_entry_new ();

  self->entry = GTK_EDITABLE (entry);
  gtk_editable_set_text (self->entry, self->value);
  gtk_editable_set_width_chars (self->entry, 8);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), get_purpose (self->field->kind));
  if (self->field->hint != NULL)
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), self->field->hint);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  return entry;
}

static GtkWidget *
make_drop_down (OdFieldCell *self)
{
  /* TRANSLATORS: no choice of a list */
  const char *none[] = { _ ("None"), NULL };
  GtkStringList *names = gtk_string_list_new (none);

  for (guint i = 0; self->field->options != NULL && self->field->options[i] != NULL; i++)
    gtk_string_list_append (names, self->field->options[i]);
  self->drop_down = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (names), NULL));
  for (guint i = 0; self->field->options != NULL && self->field->options[i] != NULL; i++)
    if (g_str_equal (self->field->options[i], self->value))
      gtk_drop_down_set_selected (self->drop_down, i + 1);
  g_signal_connect_object (self->drop_down, "notify::selected", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self->drop_down);
}

static void
make_editor (OdFieldCell *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkWidget *input = self->field->kind == OD_CUSTOM_FIELD_LIST ? make_drop_down (self) : make_entry (self);

  self->editor = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_set_hexpand (input, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_PROPERTY_LABEL, self->field->label, -1);
  gtk_box_append (GTK_BOX (line), input);
  if (self->field->kind == OD_CUSTOM_FIELD_DATE)
    gtk_box_append (GTK_BOX (line), make_calendar_button (self));
  gtk_box_append (GTK_BOX (self->editor), line);
  self->trouble = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->trouble, TRUE);
  gtk_label_set_xalign (self->trouble, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->trouble), "profile-trouble");
  gtk_box_append (GTK_BOX (self->editor), GTK_WIDGET (self->trouble));
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->editor, keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->editor, focus);
  gtk_box_append (self->box, self->editor);
  gtk_widget_grab_focus (input);
}

/* ---- The object ---------------------------------------------------------------- */

static void
od_field_cell_finalize (GObject *object)
{
  OdFieldCell *self = OD_FIELD_CELL (object);

  g_clear_pointer (&self->field, od_custom_field_free);
  g_free (self->value);
  G_OBJECT_CLASS (od_field_cell_parent_class)->finalize (object);
}

static void
od_field_cell_class_init (OdFieldCellClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_field_cell_finalize;

  /**
   * OdFieldCell::save:
   * @value: to be stored; "" for nothing
   */
  signals[SAVE] =
      g_signal_new ("save", OD_TYPE_FIELD_CELL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * OdFieldCell::done:
   *
   * It is edited no more.
   */
  signals[DONE] = g_signal_new ("done", OD_TYPE_FIELD_CELL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_field_cell_init (OdFieldCell *self)
{
  self->value = g_strdup ("");
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "profile-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), GTK_WIDGET (self->box));
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
}

/**
 * od_field_cell_new:
 * @field: copied
 *
 * Returns: (transfer floating): nothing in it yet
 */
GtkWidget *
od_field_cell_new (const OdCustomField *field, gboolean can_edit)
{
  OdFieldCell *self = g_object_new (OD_TYPE_FIELD_CELL, NULL);

  self->field = od_custom_field_copy (field);
  self->can_edit = can_edit;
  if (field->kind != OD_CUSTOM_FIELD_CHECKBOX)
    {
      GtkWidget *name = gtk_label_new (field->label);

      gtk_label_set_xalign (GTK_LABEL (name), 0);
      gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (name, "od-dim");
      gtk_widget_add_css_class (name, "od-small");
      gtk_box_append (self->box, name);
    }
  show (self);
  return GTK_WIDGET (self);
}

const OdCustomField *
od_field_cell_get_field (OdFieldCell *self)
{
  g_return_val_if_fail (OD_IS_FIELD_CELL (self), NULL);

  return self->field;
}

/**
 * od_field_cell_set_value:
 * @value: as it is stored; "" for nothing
 *
 * What is being typed stays.
 */
void
od_field_cell_set_value (OdFieldCell *self, const char *value)
{
  g_return_if_fail (OD_IS_FIELD_CELL (self) && value != NULL);

  if (g_str_equal (value, self->value))
    return;
  g_free (self->value);
  self->value = g_strdup (value);
  if (self->editor == NULL)
    show (self);
}

gboolean
od_field_cell_get_is_editing (OdFieldCell *self)
{
  g_return_val_if_fail (OD_IS_FIELD_CELL (self), FALSE);

  return self->editor != NULL;
}

/**
 * od_field_cell_edit:
 *
 * Opens it with the focus in it. A checkbox has nothing to open: it gets the focus.
 */
void
od_field_cell_edit (OdFieldCell *self)
{
  g_return_if_fail (OD_IS_FIELD_CELL (self));

  if (self->field->kind == OD_CUSTOM_FIELD_CHECKBOX)
    {
      gtk_widget_grab_focus (self->view);
      return;
    }
  if (self->editor != NULL || !self->can_edit)
    return;
  if (self->view != NULL)
    gtk_box_remove (self->box, g_steal_pointer (&self->view));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  make_editor (self);
}
