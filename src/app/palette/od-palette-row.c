/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-palette-row"

#include "od-palette-row.h"

#include <glib/gi18n.h>

/**
 * OdPaletteRow:
 *
 * One thing to go to or to do: its name with what was meant of it in bold, a quiet word, what it is, and its key.
 */
struct _OdPaletteRow {
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *title_label;
  GtkLabel *detail_label;
  GtkLabel *kind_label;
  GtkLabel *keys_label;
};

G_DEFINE_FINAL_TYPE (OdPaletteRow, od_palette_row, ADW_TYPE_BIN)

static void
od_palette_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), OD_TYPE_PALETTE_ROW);
  G_OBJECT_CLASS (od_palette_row_parent_class)->dispose (object);
}

static void
od_palette_row_class_init (OdPaletteRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_palette_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-palette-row.ui");
  gtk_widget_class_bind_template_child (widget_class, OdPaletteRow, icon);
  gtk_widget_class_bind_template_child (widget_class, OdPaletteRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, OdPaletteRow, detail_label);
  gtk_widget_class_bind_template_child (widget_class, OdPaletteRow, kind_label);
  gtk_widget_class_bind_template_child (widget_class, OdPaletteRow, keys_label);
}

static void
od_palette_row_init (OdPaletteRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static PangoAttrList *
make_bold (const char *title, const OdPaletteMarks *marks)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  guint i = 0;

  for (const char *p = title; *p != '\0' && i < 128; p = g_utf8_next_char (p), i++)
    if ((marks->bits[i / 64] >> (i % 64) & 1) != 0)
      {
        PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

        bold->start_index = (guint) (p - title);
        bold->end_index = (guint) (g_utf8_next_char (p) - title);
        pango_attr_list_insert (attributes, bold);
      }
  return attributes;
}

static void
show (GtkLabel *label, const char *words)
{
  gtk_label_set_text (label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (label), words != NULL);
}

/**
 * od_palette_row_set_item:
 * @item: what to show
 */
void
od_palette_row_set_item (OdPaletteRow *self, OdPaletteItem *item)
{
  const OdPaletteOffer *offer;
  g_autoptr (PangoAttrList) bold = NULL;
  g_autofree char *label = NULL;

  g_return_if_fail (OD_IS_PALETTE_ROW (self));

  offer = od_palette_item_get (item);
  bold = make_bold (offer->title, od_palette_item_get_marks (item));
  gtk_image_set_from_icon_name (self->icon, offer->icon_name);
  gtk_label_set_text (self->title_label, offer->title);
  gtk_label_set_attributes (self->title_label, bold);
  show (self->detail_label, offer->detail);
  show (self->kind_label, offer->keys == NULL ? od_palette_kind_get_title (offer->kind) : NULL);
  show (self->keys_label, offer->keys);
  label = g_strdup_printf (_ ("%1$s, %2$s."), offer->title, od_palette_kind_get_title (offer->kind));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}
