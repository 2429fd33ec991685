/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "od-channel-form-page.h"
#include "od-channel-form.h"
#include "od-channels.h"

/* The form of every channel of this build is drawn from its descriptor: nothing is written for one of them. */

typedef struct {
  OdDesk *desk;
  OdChannelInfo *info;
  GtkWidget *window;
  GtkWidget *page;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  const OdChannelDescriptor *descriptor = data;

  f->desk = od_desk_new (1, "Olga");
  f->info = od_channel_info_new (descriptor->id, descriptor->name, descriptor->icon_name);
  f->info->help = g_strdup (descriptor->help);
  f->info->fields = descriptor->fields;
  f->page = od_channel_form_page_new (f->desk, f->info, NULL);
  f->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (f->window), f->page);
  gtk_window_present (GTK_WINDOW (f->window));
  while (!gtk_widget_get_mapped (f->page))
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  od_channel_info_free (f->info);
  od_desk_unref (f->desk);
}

static GtkWidget *
find (GtkWidget *widget, GType type, const char *title)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type) &&
      (title == NULL || g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, title);
  return found;
}

static GType
get_row_type (OdFieldType type)
{
  switch (type)
    {
    case OD_FIELD_SECRET:
      return ADW_TYPE_PASSWORD_ENTRY_ROW;
    case OD_FIELD_BOOLEAN:
      return ADW_TYPE_ACTION_ROW;
    case OD_FIELD_TEXT:
    case OD_FIELD_URL:
    case OD_FIELD_INTEGER:
    default:
      return ADW_TYPE_ENTRY_ROW;
    }
}

static gboolean
is_focused (Fixture *f, GtkWidget *row)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (f->window));

  return focus != NULL && (focus == row || gtk_widget_is_ancestor (focus, row));
}

static void
test_every_field_is_drawn (Fixture *f, gconstpointer data)
{
  const OdChannelDescriptor *descriptor = data;

  for (const OdChannelField *field = descriptor->fields; field->key != NULL; field++)
    {
      GtkWidget *row = find (f->page, get_row_type (field->type), field->label);
      gboolean is_advanced = (field->flags & OD_FIELD_ADVANCED) != 0;

      if (row == NULL)
        g_error ("%s has no row for “%s”", descriptor->id, field->key);
      g_assert_true ((gtk_widget_get_ancestor (row, ADW_TYPE_EXPANDER_ROW) != NULL) == is_advanced);
      if (field->type == OD_FIELD_BOOLEAN)
        g_assert_true (gtk_switch_get_active (GTK_SWITCH (find (row, GTK_TYPE_SWITCH, NULL))) ==
                       g_str_equal (field->default_value, "true"));
      else
        g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==,
                         field->default_value != NULL ? field->default_value : "");
      od_channel_form_page_ask (OD_CHANNEL_FORM_PAGE (f->page), field->key); /* the keyboard gets there */
      g_assert_true (is_focused (f, row));
    }
}

/* Without what must be given it is not good; with it it is, and secrets go another way than settings. */
static void
test_what_is_typed_becomes_settings (Fixture *f, gconstpointer data)
{
  g_autoptr (OdChannelForm) form = od_channel_form_new (f->info);
  g_autoptr (GHashTable) secrets = NULL;
  g_autoptr (JsonNode) settings = NULL;
  g_autofree char *text = NULL;
  gboolean is_complete = TRUE;

  od_channel_form_set_value (form, OD_FORM_NAME, "Shop");
  for (const OdChannelField *field = f->info->fields; field->key != NULL; field++)
    is_complete = is_complete && field->default_value != NULL;
  g_assert_true (od_channel_form_get_is_valid (form) == is_complete);
  for (const OdChannelField *field = f->info->fields; field->key != NULL; field++)
    if (field->default_value == NULL)
      od_channel_form_set_value (form, field->key,
                                 field->placeholder != NULL ? field->placeholder : "0123456789abcdef");
  text = od_channel_form_dup_settings (form);
  settings = json_from_string (text, NULL);
  secrets = od_channel_form_dup_secrets (form);
  for (const OdChannelField *field = f->info->fields; field->key != NULL; field++)
    {
      gboolean is_secret = field->type == OD_FIELD_SECRET;
      gboolean is_set = !is_secret && *od_channel_form_get_value (form, field->key) != '\0';

      g_assert_true (json_object_has_member (json_node_get_object (settings), field->key) == is_set);
      if (field->default_value == NULL)
        g_assert_true (g_hash_table_contains (secrets, field->key) == is_secret);
    }
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  for (guint i = 0; i < od_channels_count (); i++)
    {
      const OdChannelDescriptor *descriptor = od_channels_get (i);
      g_autofree char *drawn = g_strdup_printf ("/channel-form/%s/drawn", descriptor->id);
      g_autofree char *typed = g_strdup_printf ("/channel-form/%s/typed", descriptor->id);

      g_test_add (drawn, Fixture, descriptor, set_up, test_every_field_is_drawn, tear_down);
      g_test_add (typed, Fixture, descriptor, set_up, test_what_is_typed_becomes_settings, tear_down);
    }
  return g_test_run ();
}
