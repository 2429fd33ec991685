/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-profile-fields"

#include "od-profile-fields.h"

#include <glib/gi18n.h>

#include "od-field-cell.h"
#include "od-field-dialog.h"

/**
 * OdProfileFields:
 *
 * The custom fields of a customer. Those without a value are folded into "Add field…", where a new one can be defined,
 * too.
 */
struct _OdProfileFields {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkListBox *list;
  GtkMenuButton *add_button;
  GtkBox *choices; /* in the popover of @add_button */

  OdDesk *desk;       /* (owned) */
  OdFieldBook *book;  /* (owned) */
  GHashTable *values; /* (owned): key → value */
  GPtrArray *unknown; /* (owned) (element-type OdCustomField): what has a value and is not in @book, as text */
  char *added;        /* (owned) (nullable): key of the empty field that is being filled */
};

G_DEFINE_FINAL_TYPE (OdProfileFields, od_profile_fields, GTK_TYPE_WIDGET)

enum { VALUE_SET, N_SIGNALS };

static guint signals[N_SIGNALS];

static void show (OdProfileFields *self);

static OdFieldCell *
get_cell (OdProfileFields *self, guint position)
{
  return (OdFieldCell *) gtk_list_box_get_row_at_index (self->list, (int) position);
}

static const char *
get_value (OdProfileFields *self, const char *key)
{
  const char *value = g_hash_table_lookup (self->values, key);

  return value != NULL ? value : "";
}

/* ---- Cells --------------------------------------------------------------------- */

static void
save_cb (OdProfileFields *self, const char *value, OdFieldCell *cell)
{
  const OdCustomField *field = od_field_cell_get_field (cell);

  g_hash_table_insert (self->values, g_strdup (field->key), g_strdup (value));
  g_signal_emit (self, signals[VALUE_SET], 0, field->id, value);
}

static gboolean
show_idle_cb (gpointer user_data)
{
  OdProfileFields *self = user_data;

  if (self->book != NULL)
    show (self);
  return G_SOURCE_REMOVE;
}

/* An empty one goes back to its fold. Later: the cell is still busy with closing. */
static void
done_cb (OdProfileFields *self)
{
  g_clear_pointer (&self->added, g_free);
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, show_idle_cb, g_object_ref (self), g_object_unref);
}

static void
activated_cb (OdProfileFields *self, GtkListBoxRow *row)
{
  od_field_cell_edit (OD_FIELD_CELL (row));
}

static gboolean
is_shown (OdProfileFields *self, const OdCustomField *field)
{
  /* An empty checkbox says no, which is an answer. */
  return field->kind == OD_CUSTOM_FIELD_CHECKBOX || *get_value (self, field->key) != '\0' ||
         g_strcmp0 (self->added, field->key) == 0;
}

static gboolean
is_same_field (const OdCustomField *one, const OdCustomField *other)
{
  return one->id == other->id && one->kind == other->kind && g_str_equal (one->label, other->label) &&
         g_str_equal (one->key, other->key) && g_strcmp0 (one->pattern, other->pattern) == 0 &&
         g_strcmp0 (one->hint, other->hint) == 0 &&
         (one->options == other->options ||
          (one->options != NULL && other->options != NULL &&
           g_strv_equal ((const char *const *) one->options, (const char *const *) other->options)));
}

static OdFieldCell *
add_cell (OdProfileFields *self, const OdCustomField *field, guint position)
{
  OdFieldCell *cell = OD_FIELD_CELL (od_field_cell_new (field, field->id != 0 && self->desk->tools.fields != NULL));

  g_signal_connect_object (cell, "save", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cell, "done", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_insert (self->list, GTK_WIDGET (cell), (int) position);
  return cell;
}

/* Makes the cells those of @shown, keeping what stays: somebody may be typing in one. */
static void
show_cells (OdProfileFields *self, GPtrArray *shown)
{
  for (guint i = 0; i < shown->len; i++)
    {
      const OdCustomField *field = shown->pdata[i];
      OdFieldCell *cell;

      while ((cell = get_cell (self, i)) != NULL && !is_same_field (od_field_cell_get_field (cell), field))
        {
          gboolean is_later = FALSE;

          for (guint j = i + 1; j < shown->len; j++)
            is_later = is_later || is_same_field (od_field_cell_get_field (cell), shown->pdata[j]);
          if (is_later)
            break;
          gtk_list_box_remove (self->list, GTK_WIDGET (cell));
        }
      if (cell == NULL || !is_same_field (od_field_cell_get_field (cell), field))
        cell = add_cell (self, field, i);
      od_field_cell_set_value (cell, get_value (self, field->key));
    }
  while (get_cell (self, shown->len) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (get_cell (self, shown->len)));
  gtk_widget_set_visible (GTK_WIDGET (self->list), shown->len > 0);
}

/* ---- Adding one ---------------------------------------------------------------- */

/* Edited once the popover is gone and gave the focus back. */
static void
choice_cb (GtkButton *button, OdProfileFields *self)
{
  g_free (self->added);
  self->added = g_strdup (gtk_widget_get_name (GTK_WIDGET (button)));
  gtk_menu_button_popdown (self->add_button);
}

static void
define_cb (OdProfileFields *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_menu_button_popdown (self->add_button);
  gtk_window_present (GTK_WINDOW (od_field_dialog_new (GTK_WINDOW (root), self->desk, NULL)));
}

static GtkWidget *
make_choice (const char *words)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static void
show_choices (OdProfileFields *self)
{
  GPtrArray *fields = od_field_book_get_fields (self->book);
  GtkWidget *child, *define = make_choice (_ ("New Field…"));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->choices))) != NULL)
    gtk_box_remove (self->choices, child);
  for (guint i = 0; i < fields->len; i++)
    {
      const OdCustomField *field = fields->pdata[i];
      GtkWidget *button;

      if (is_shown (self, field))
        continue;
      button = make_choice (field->label);
      gtk_widget_set_name (button, field->key);
      g_signal_connect_object (button, "clicked", G_CALLBACK (choice_cb), self, 0);
      gtk_box_append (self->choices, button);
    }
  if (gtk_widget_get_first_child (GTK_WIDGET (self->choices)) != NULL)
    gtk_box_append (self->choices, gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  g_signal_connect_object (define, "clicked", G_CALLBACK (define_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->choices, define);
}

/* The choices are left alone while one can be clicked. */
static void
show (OdProfileFields *self)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();
  GPtrArray *fields = od_field_book_get_fields (self->book);

  for (guint i = 0; i < fields->len; i++)
    if (is_shown (self, fields->pdata[i]))
      g_ptr_array_add (shown, fields->pdata[i]);
  for (guint i = 0; i < self->unknown->len; i++)
    if (od_field_book_find (self->book, ((OdCustomField *) self->unknown->pdata[i])->key) == NULL)
      g_ptr_array_add (shown, self->unknown->pdata[i]);
  show_cells (self, shown);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self->choices)))
    show_choices (self);
}

static gboolean
closed_idle_cb (gpointer user_data)
{
  OdProfileFields *self = user_data;

  if (self->book == NULL)
    return G_SOURCE_REMOVE; /* the profile is gone */
  show (self);
  for (guint i = 0; self->added != NULL && get_cell (self, i) != NULL; i++)
    if (g_str_equal (od_field_cell_get_field (get_cell (self, i))->key, self->added))
      {
        od_field_cell_edit (get_cell (self, i));
        break;
      }
  return G_SOURCE_REMOVE;
}

static void
closed_cb (OdProfileFields *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, closed_idle_cb, g_object_ref (self), g_object_unref);
}

/**
 * od_profile_fields_set_values:
 * @values: (element-type OdFieldRow): of the customer who is shown
 */
void
od_profile_fields_set_values (OdProfileFields *self, GPtrArray *values)
{
  g_return_if_fail (OD_IS_PROFILE_FIELDS (self));

  g_hash_table_remove_all (self->values);
  g_ptr_array_set_size (self->unknown, 0);
  for (guint i = 0; i < values->len; i++)
    {
      const OdFieldRow *row = values->pdata[i];
      const OdCustomField field = { .key = row->key, .label = row->label, .kind = OD_CUSTOM_FIELD_TEXT };

      g_ptr_array_add (self->unknown, od_custom_field_copy (&field));
      g_hash_table_insert (self->values, g_strdup (row->key), g_strdup (row->value));
    }
  show (self);
}

/* ---- The object ---------------------------------------------------------------- */

static void
od_profile_fields_dispose (GObject *object)
{
  OdProfileFields *self = OD_PROFILE_FIELDS (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->book);
  g_clear_pointer (&self->values, g_hash_table_unref);
  g_clear_pointer (&self->unknown, g_ptr_array_unref);
  g_clear_pointer (&self->added, g_free);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_profile_fields_parent_class)->dispose (object);
}

static void
od_profile_fields_class_init (OdProfileFieldsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_profile_fields_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);

  /**
   * OdProfileFields::value-set:
   * @field_id: of which field
   * @value: to be stored; "" for nothing
   */
  signals[VALUE_SET] = g_signal_new ("value-set", OD_TYPE_PROFILE_FIELDS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
}

static void
od_profile_fields_init (OdProfileFields *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->unknown = g_ptr_array_new_with_free_func ((GDestroyNotify) od_custom_field_free);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "profile-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Fields"), -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->list));
  self->choices = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->choices));
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  self->add_button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_label (self->add_button, _ ("Add Field…"));
  gtk_menu_button_set_has_frame (self->add_button, FALSE);
  gtk_menu_button_set_popover (self->add_button, popover);
  g_signal_connect_object (popover, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_halign (GTK_WIDGET (self->add_button), GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->add_button));
}

/**
 * od_profile_fields_new:
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_profile_fields_new (OdDesk *desk, OdFieldBook *book)
{
  OdProfileFields *self = g_object_new (OD_TYPE_PROFILE_FIELDS, NULL);

  self->desk = od_desk_ref (desk);
  self->book = g_object_ref (book);
  gtk_widget_set_visible (GTK_WIDGET (self->add_button), desk->tools.fields != NULL);
  g_signal_connect_object (book, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
