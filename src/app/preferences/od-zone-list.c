/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-zone-list.h"

#include <string.h>

/* The time zones that this machine knows by the name of a place. */

#define TABLE "/usr/share/zoneinfo/zone1970.tab"

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Sorted; UTC first. */
static GPtrArray *
load_zones (void)
{
  GPtrArray *zones = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (g_file_get_contents (TABLE, &text, NULL, NULL)) /* 17 kB */
    lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);

      if (*lines[i] != '#' && g_strv_length (cells) >= 3)
        g_ptr_array_add (zones, g_strdup (cells[2]));
    }
  g_ptr_array_sort (zones, compare);
  g_ptr_array_insert (zones, 0, g_strdup ("UTC"));
  return zones;
}

/**
 * od_zone_list_new_chooser:
 *
 * Returns: (transfer floating): a drop-down with a search in it
 */
GtkWidget *
od_zone_list_new_chooser (void)
{
  g_autoptr (GPtrArray) zones = load_zones ();
  GtkStringList *list = gtk_string_list_new (NULL);
  GtkWidget *chooser =
      gtk_drop_down_new (G_LIST_MODEL (list), gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));

  for (guint i = 0; i < zones->len; i++)
    gtk_string_list_append (list, zones->pdata[i]);
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (chooser), TRUE);
  return chooser;
}

/**
 * od_zone_list_choose:
 * @zone: added if it is not in the list
 */
void
od_zone_list_choose (GtkDropDown *chooser, const char *zone)
{
  GtkStringList *list = GTK_STRING_LIST (gtk_drop_down_get_model (chooser));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));

  for (guint i = 0; i < n; i++)
    if (g_str_equal (gtk_string_list_get_string (list, i), zone))
      {
        gtk_drop_down_set_selected (chooser, i);
        return;
      }
  gtk_string_list_append (list, zone);
  gtk_drop_down_set_selected (chooser, n);
}

/**
 * od_zone_list_get:
 *
 * Returns: (transfer none) (nullable)
 */
const char *
od_zone_list_get (GtkDropDown *chooser)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (chooser);

  return item != NULL ? gtk_string_object_get_string (item) : NULL;
}
