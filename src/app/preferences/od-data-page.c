/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-data-page"

#include "od-data-page.h"

#include <glib/gi18n.h>

#include "od-erase-words.h"
#include "od-error-words.h"

/**
 * OdDataPage:
 *
 * What is kept of those who were erased: the records, each to be copied.
 */
struct _OdDataPage {
  AdwPreferencesPage parent_instance;

  AdwPreferencesGroup *group;
  GCancellable *cancellable; /* (owned): of reading */
};

G_DEFINE_FINAL_TYPE (OdDataPage, od_data_page, ADW_TYPE_PREFERENCES_PAGE)

static void
copy_cb (GtkWidget *button)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), g_object_get_data (G_OBJECT (button), "record"));
  gtk_button_set_icon_name (GTK_BUTTON (button), "od-check-symbolic");
}

/* Returns: (transfer full): the record, and where it stands if it is under way */
static char *
say_record (OdErasePort *port, const OdErasure *erasure)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *record = od_erase_words_record (erasure, zone);
  g_autofree char *words = NULL;
  OdEraseState state;

  if (!od_erase_port_get_state (port, 0, erasure->id, &state))
    return g_steal_pointer (&record);
  words = od_erase_words_state (&state, zone);
  return g_strconcat (record, "\n", words, NULL);
}

static void
add_record (OdDataPage *self, OdErasePort *port, const OdErasure *erasure)
{
  g_autofree char *record = say_record (port, erasure);
  g_autofree char *escaped = g_markup_escape_text (record, -1);
  const char *rest = strchr (escaped, '\n');
  g_autofree char *title = g_strndup (escaped, rest != NULL ? (gsize) (rest - escaped) : strlen (escaped));
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *label = gtk_label_new (strchr (record, '\n') != NULL ? strchr (record, '\n') + 1 : "");
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "profile-row");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Copy the record"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Copy the record"), -1);
  g_object_set_data_full (G_OBJECT (button), "record", g_strdup (record), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (copy_cb), NULL);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row), button);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), label);
  adw_preferences_group_add (self->group, row);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = od_erase_port_load_finish (OD_ERASE_PORT (source), result, &error);
  OdDataPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the page is gone */
  self = user_data;
  if (records == NULL)
    adw_preferences_group_set_description (self->group, od_error_words (error));
  else if (records->len == 0)
    adw_preferences_group_set_description (self->group, _ ("Nobody was erased yet."));
  for (guint i = 0; records != NULL && i < records->len; i++)
    add_record (self, OD_ERASE_PORT (source), records->pdata[i]);
}

static void
od_data_page_dispose (GObject *object)
{
  g_cancellable_cancel (OD_DATA_PAGE (object)->cancellable);
  G_OBJECT_CLASS (od_data_page_parent_class)->dispose (object);
}

static void
od_data_page_finalize (GObject *object)
{
  g_clear_object (&OD_DATA_PAGE (object)->cancellable);
  G_OBJECT_CLASS (od_data_page_parent_class)->finalize (object);
}

static void
od_data_page_class_init (OdDataPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_data_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_data_page_finalize;
}

static void
od_data_page_init (OdDataPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, _ ("Erased Persons"));
  adw_preferences_group_set_description (self->group, _ ("What was removed, in numbers, without a name."));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), self->group);
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self), _ ("Data"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (self), "drive-harddisk-symbolic");
}

/**
 * od_data_page_new:
 * @desk: can erase
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_data_page_new (OdDesk *desk)
{
  OdDataPage *self = g_object_new (OD_TYPE_DATA_PAGE, NULL);

  od_erase_port_load_async (desk->tools.erase, self->cancellable, loaded_cb, self);
  return GTK_WIDGET (self);
}
