/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-person-cell"

#include "od-person-cell.h"

#include <glib/gi18n.h>

#include "od-avatar.h"
#include "od-relative-time.h"
#include "od-visitor-name.h"

#define AVATAR 36

/**
 * OdPersonCell:
 *
 * A customer in a list: avatar, name, and on which channels and when they were seen.
 */
struct _OdPersonCell {
  GtkWidget parent_instance;

  OdAvatar *avatar;
  GtkWidget *lines;
  GtkLabel *name;
  GtkLabel *detail;

  OdDesk *desk;       /* (owned) */
  OdPersonItem *item; /* (owned) (nullable) */
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (OdPersonCell, od_person_cell, GTK_TYPE_WIDGET)

static void
append (GString *words, const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (words->len > 0)
    g_string_append (words, " · ");
  g_string_append (words, part);
}

/**
 * od_person_cell_dup_detail:
 *
 * Returns: (transfer full): "Telegram, E-mail · +7 916 123-45-67 · 3 March"
 */
char *
od_person_cell_dup_detail (const OdPersonRow *row, OdDesk *desk)
{
  GString *words = g_string_new (NULL);
  g_autoptr (GString) channels = g_string_new (NULL);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *seen = NULL;

  for (guint i = 0; row->channels != NULL && row->channels[i] != NULL; i++)
    {
      g_autofree char *channel = od_channel_info_dup_name (desk->channels, row->channels[i]);

      g_string_append_printf (channels, "%s%s", i > 0 ? ", " : "", channel);
    }
  append (words, channels->str);
  append (words, row->phone);
  append (words, row->email);
  if (row->last_seen_at_us != 0)
    seen = od_relative_time_short (row->last_seen_at_us, od_clock_get_real_us (desk->clock), zone);
  append (words, seen);
  return g_string_free (words, FALSE);
}

static void
show (OdPersonCell *self)
{
  const OdPersonRow *row = self->item != NULL ? od_person_item_get_row (self->item) : NULL;
  g_autofree char *name = row != NULL ? od_visitor_name (row->name, row->address) : NULL;
  g_autofree char *detail = row != NULL ? od_person_cell_dup_detail (row, self->desk) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->avatar), row != NULL);
  if (row != NULL)
    od_avatar_set_person (self->avatar, row->name, row->address);
  gtk_label_set_text (self->name, name != NULL ? name : "");
  gtk_label_set_text (self->detail, detail != NULL ? detail : "");
}

static void
set_item (OdPersonCell *self, OdPersonItem *item)
{
  if (self->item != NULL)
    g_clear_signal_handler (&self->changed_id, self->item);
  g_set_object (&self->item, item);
  if (item != NULL)
    self->changed_id = g_signal_connect_swapped (item, "changed", G_CALLBACK (show), self);
  show (self);
}

static void
od_person_cell_dispose (GObject *object)
{
  OdPersonCell *self = OD_PERSON_CELL (object);

  if (self->item != NULL)
    g_clear_signal_handler (&self->changed_id, self->item);
  g_clear_object (&self->item);
  if (self->avatar != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->avatar));
  self->avatar = NULL;
  g_clear_pointer (&self->lines, gtk_widget_unparent);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_person_cell_parent_class)->dispose (object);
}

static void
od_person_cell_class_init (OdPersonCellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_person_cell_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static GtkLabel *
add_line (OdPersonCell *self, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (self->lines), label);
  return GTK_LABEL (label);
}

static void
od_person_cell_init (OdPersonCell *self)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 12);
  self->avatar = OD_AVATAR (od_avatar_new (AVATAR));
  gtk_widget_set_parent (GTK_WIDGET (self->avatar), GTK_WIDGET (self));
  self->lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_set_valign (self->lines, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (self->lines, TRUE);
  gtk_widget_set_parent (self->lines, GTK_WIDGET (self));
  self->name = add_line (self, "library-title");
  self->detail = add_line (self, "library-detail");
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, OdDesk *desk)
{
  OdPersonCell *cell = g_object_new (OD_TYPE_PERSON_CELL, NULL);

  cell->desk = od_desk_ref (desk);
  gtk_list_item_set_child (list_item, GTK_WIDGET (cell));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, OdDesk *desk)
{
  set_item (OD_PERSON_CELL (gtk_list_item_get_child (list_item)), gtk_list_item_get_item (list_item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, OdDesk *desk)
{
  set_item (OD_PERSON_CELL (gtk_list_item_get_child (list_item)), NULL);
}

static void
drop_desk (gpointer desk, GClosure *closure)
{
  od_desk_unref (desk);
}

/**
 * od_person_cell_new_factory:
 *
 * Returns: (transfer full): of cells for an #OdPeopleList
 */
GtkListItemFactory *
od_person_cell_new_factory (OdDesk *desk)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_data (factory, "setup", G_CALLBACK (setup_cb), od_desk_ref (desk), drop_desk, 0);
  g_signal_connect_data (factory, "bind", G_CALLBACK (bind_cb), od_desk_ref (desk), drop_desk, 0);
  g_signal_connect_data (factory, "unbind", G_CALLBACK (unbind_cb), od_desk_ref (desk), drop_desk, 0);
  return factory;
}
