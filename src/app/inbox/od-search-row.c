/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-search-row"

#include "od-search-row.h"

#include <glib/gi18n.h>

#include "od-query-words.h"
#include "od-relative-time.h"
#include "od-text-marks.h"
#include "od-visitor-name.h"

/**
 * OdSearchRow:
 *
 * One message that was found: whose, when, and the text around the match with the match in bold.
 */
struct _OdSearchRow {
  AdwBin parent_instance;

  GtkLabel *heading_label;
  GtkImage *channel_icon;
  GtkLabel *name_label;
  GtkLabel *what_label;
  GtkLabel *time_label;
  GtkLabel *snippet_label;

  OdDesk *desk; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdSearchRow, od_search_row, ADW_TYPE_BIN)

static void
od_search_row_dispose (GObject *object)
{
  OdSearchRow *self = OD_SEARCH_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_SEARCH_ROW);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_search_row_parent_class)->dispose (object);
}

static void
od_search_row_class_init (OdSearchRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_search_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-search-row.ui");
  gtk_widget_class_bind_template_child (widget_class, OdSearchRow, heading_label);
  gtk_widget_class_bind_template_child (widget_class, OdSearchRow, channel_icon);
  gtk_widget_class_bind_template_child (widget_class, OdSearchRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, OdSearchRow, what_label);
  gtk_widget_class_bind_template_child (widget_class, OdSearchRow, time_label);
  gtk_widget_class_bind_template_child (widget_class, OdSearchRow, snippet_label);
}

static void
od_search_row_init (OdSearchRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
od_search_row_new (OdDesk *desk)
{
  OdSearchRow *self = g_object_new (OD_TYPE_SEARCH_ROW, NULL);

  self->desk = od_desk_ref (desk);
  return GTK_WIDGET (self);
}

static void
show_snippet (OdSearchRow *self, OdSearchItem *item)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  g_autoptr (GArray) marks = NULL;
  g_autofree char *snippet = od_search_item_dup_snippet (item, &marks);

  gtk_label_set_text (self->snippet_label, snippet);
  for (guint i = 0; i < marks->len; i++)
    {
      const OdTextMark *mark = &g_array_index (marks, OdTextMark, i);
      PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

      bold->start_index = mark->start_byte;
      bold->end_index = mark->end_byte;
      pango_attr_list_insert (attributes, bold);
    }
  gtk_label_set_attributes (self->snippet_label, attributes);
}

/* What it is, where it is not what somebody said. */
static void
show_what (OdSearchRow *self, const char *what)
{
  gtk_label_set_text (self->what_label, what != NULL ? what : "");
  gtk_widget_set_visible (GTK_WIDGET (self->what_label), what != NULL);
}

/**
 * od_search_row_set_item:
 * @item: what to show
 */
void
od_search_row_set_item (OdSearchRow *self, OdSearchItem *item)
{
  const OdSearchHit *hit;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *name = NULL, *when = NULL, *label = NULL, *heading = NULL, *spoken = NULL;
  gint64 now_us;

  g_return_if_fail (OD_IS_SEARCH_ROW (self));

  hit = od_search_item_get_hit (item);
  now_us = od_clock_get_real_us (self->desk->clock);
  name = od_visitor_name (hit->name, hit->address);
  when = hit->at_us != 0 ? od_relative_time_short (hit->at_us, now_us, zone) : g_strdup ("");
  gtk_image_set_from_icon_name (self->channel_icon, od_channel_info_get_icon (self->desk->channels, hit->channel));
  gtk_label_set_text (self->name_label, name);
  gtk_label_set_text (self->time_label, when);
  show_snippet (self, item);
  show_what (self, od_query_words_what (hit));
  heading = od_search_item_dup_heading (item);
  gtk_label_set_text (self->heading_label, heading != NULL ? heading : "");
  gtk_widget_set_visible (GTK_WIDGET (self->heading_label), heading != NULL);
  label = g_strdup_printf (_ ("%1$s, %2$s."), name, gtk_label_get_text (self->snippet_label));
  spoken = heading != NULL ? g_strjoin (". ", heading, label, NULL) : g_strdup (label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}
