/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-profile-section"

#include "od-profile-section.h"

/**
 * OdProfileSection:
 *
 * A part of the profile under a heading that folds it. Which sections are folded is remembered for all customers.
 */
struct _OdProfileSection {
  GtkWidget parent_instance;

  GtkExpander *expander;
  GtkLabel *heading;
  GtkListBox *list; /* (nullable): of a list of rows */
  GSettings *taste; /* (owned) (nullable): nothing is remembered without it */
  char *id;         /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdProfileSection, od_profile_section, GTK_TYPE_WIDGET)

#define KEY "folded-sections"

static void
expanded_cb (OdProfileSection *self)
{
  gboolean is_folded = !gtk_expander_get_expanded (self->expander);
  g_auto (GStrv) folded = g_settings_get_strv (self->taste, KEY);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  if (g_strv_contains ((const char *const *) folded, self->id) == is_folded)
    return;
  for (guint i = 0; folded[i] != NULL; i++)
    if (!g_str_equal (folded[i], self->id))
      g_ptr_array_add (ids, folded[i]);
  if (is_folded)
    g_ptr_array_add (ids, self->id);
  g_ptr_array_add (ids, NULL);
  g_settings_set_strv (self->taste, KEY, (const char *const *) ids->pdata);
}

static void
od_profile_section_dispose (GObject *object)
{
  OdProfileSection *self = OD_PROFILE_SECTION (object);

  if (self->expander != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->expander));
  self->expander = NULL;
  g_clear_object (&self->taste);
  g_clear_pointer (&self->id, g_free);
  G_OBJECT_CLASS (od_profile_section_parent_class)->dispose (object);
}

static void
od_profile_section_class_init (OdProfileSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_profile_section_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
od_profile_section_init (OdProfileSection *self)
{
  self->heading = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->heading, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->heading), "profile-heading");
  self->expander = GTK_EXPANDER (gtk_expander_new (NULL));
  gtk_expander_set_label_widget (self->expander, GTK_WIDGET (self->heading));
  gtk_expander_set_expanded (self->expander, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->expander), "profile-section");
  gtk_widget_set_parent (GTK_WIDGET (self->expander), GTK_WIDGET (self));
}

/**
 * od_profile_section_new:
 * @id: under which it is remembered whether it is folded
 * @taste: (nullable): where
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_profile_section_new (const char *id, const char *title, GtkWidget *child, GSettings *taste)
{
  OdProfileSection *self = g_object_new (OD_TYPE_PROFILE_SECTION, NULL);

  self->id = g_strdup (id);
  od_profile_section_set_title (self, title);
  gtk_widget_set_margin_top (child, 6);
  gtk_expander_set_child (self->expander, child);
  if (taste != NULL)
    {
      g_auto (GStrv) folded = g_settings_get_strv (taste, KEY);

      self->taste = g_object_ref (taste);
      gtk_expander_set_expanded (self->expander, !g_strv_contains ((const char *const *) folded, id));
      g_signal_connect_object (self->expander, "notify::expanded", G_CALLBACK (expanded_cb), self, G_CONNECT_SWAPPED);
    }
  return GTK_WIDGET (self);
}

void
od_profile_section_set_title (OdProfileSection *self, const char *title)
{
  g_return_if_fail (OD_IS_PROFILE_SECTION (self));

  gtk_label_set_text (self->heading, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/**
 * od_profile_section_new_list:
 *
 * Returns: (transfer floating): a section of rows; not shown while it has none
 */
GtkWidget *
od_profile_section_new_list (const char *id, const char *title, GSettings *taste)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *section;

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_add_css_class (list, "profile-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  section = od_profile_section_new (id, title, list, taste);
  OD_PROFILE_SECTION (section)->list = GTK_LIST_BOX (list);
  gtk_widget_set_visible (section, FALSE);
  return section;
}

/**
 * od_profile_section_get_list:
 *
 * Returns: (transfer none) (nullable)
 */
GtkListBox *
od_profile_section_get_list (OdProfileSection *self)
{
  g_return_val_if_fail (OD_IS_PROFILE_SECTION (self), NULL);

  return self->list;
}

/**
 * od_profile_section_clear:
 *
 * Removes all rows.
 */
void
od_profile_section_clear (OdProfileSection *self)
{
  GtkWidget *child;

  g_return_if_fail (OD_IS_PROFILE_SECTION (self) && self->list != NULL);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
od_profile_section_append (OdProfileSection *self, GtkWidget *row)
{
  g_return_if_fail (OD_IS_PROFILE_SECTION (self) && self->list != NULL);

  gtk_list_box_append (self->list, row);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}
