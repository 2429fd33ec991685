/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-setting-names"

#include "od-setting-names.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#define INTERFACE "/com/example/Omnidesk/od-preferences-window.ui"

/* The rows of the preferences by name, read from their interface file: they are listed there and nowhere else. */

typedef struct {
  GPtrArray *names;
  GString *text; /* (nullable): of the property that is being read */
  guint depth_of_row;
  guint depth;
} Reader;

static gboolean
is_row (const char *class_name)
{
  return g_str_has_suffix (class_name, "Row") || g_str_equal (class_name, "AdwPreferencesGroup");
}

static const char *
find_attribute (const char **names, const char **values, const char *name)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return values[i];
  return "";
}

static void
start_cb (GMarkupParseContext *context, const char *element, const char **names, const char **values, gpointer data,
          GError **error)
{
  Reader *reader = data;

  reader->depth++;
  if (g_str_equal (element, "object") && is_row (find_attribute (names, values, "class")))
    reader->depth_of_row = reader->depth;
  else if (g_str_equal (element, "property") && reader->depth == reader->depth_of_row + 1 &&
           g_str_equal (find_attribute (names, values, "name"), "title"))
    reader->text = g_string_new (NULL);
}

static void
end_cb (GMarkupParseContext *context, const char *element, gpointer data, GError **error)
{
  Reader *reader = data;

  reader->depth--;
  if (reader->text != NULL)
    g_ptr_array_add (reader->names, g_string_free (g_steal_pointer (&reader->text), FALSE));
}

static void
text_cb (GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  Reader *reader = data;

  if (reader->text != NULL)
    g_string_append_len (reader->text, text, (gssize) length);
}

/**
 * od_setting_names_list:
 *
 * Returns: (transfer full) (element-type utf8): the names of all rows and groups as they stand in the interface file:
 *   in English, with a mnemonic
 */
GPtrArray *
od_setting_names_list (void)
{
  static const GMarkupParser parser = { .start_element = start_cb, .end_element = end_cb, .text = text_cb };
  Reader reader = { .names = g_ptr_array_new_with_free_func (g_free) };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &reader, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (INTERFACE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  const char *text;
  gsize length;

  g_return_val_if_fail (bytes != NULL, reader.names);

  text = g_bytes_get_data (bytes, &length);
  if (!g_markup_parse_context_parse (context, text, (gssize) length, NULL))
    g_warning ("%s can't be read", INTERFACE);
  return reader.names;
}

/* Without the mnemonic. */
static char *
strip_mnemonic (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "_", 2);

  return g_strjoinv ("", parts);
}

/**
 * od_setting_name_for_people:
 *
 * Returns: (transfer full): @name, translated, without its mnemonic
 */
char *
od_setting_name_for_people (const char *name)
{
  return strip_mnemonic (_ (name));
}

static gboolean
has_title (GtkWidget *widget, const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (widget))
    return g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0;
  if (ADW_IS_PREFERENCES_GROUP (widget))
    return g_strcmp0 (adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (widget)), title) == 0;
  return FALSE;
}

/**
 * od_setting_names_show:
 * @window: the preferences
 * @name: one of od_setting_names_list()
 *
 * Puts the focus there, which brings it into sight.
 *
 * Returns: whether it is there
 */
gboolean
od_setting_names_show (GtkWidget *window, const char *name)
{
  if (has_title (window, _ (name)))
    return gtk_widget_grab_focus (window) || gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD);
  for (GtkWidget *child = gtk_widget_get_first_child (window); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (od_setting_names_show (child, name))
      return TRUE;
  return FALSE;
}
