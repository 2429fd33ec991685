/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-recognition-group"

#include "od-recognition-group.h"

#include <glib/gi18n.h>

#include "od-error-words.h"
#include "od-limits.h"

/**
 * OdRecognitionGroup:
 *
 * How numbers of orders and parcels, and phones, are recognised in messages: what is typed is checked at once, and tried
 * on a text of one's own. Enter, or the button in the row, keeps it.
 */
struct _OdRecognitionGroup {
  AdwPreferencesGroup parent_instance;

  GtkEditable *order;
  GtkEditable *tracking;
  GtkEditable *region;
  GtkEditable *sample;
  AdwActionRow *found;

  OdDesk *desk;              /* (owned) */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdRecognitionGroup, od_recognition_group, ADW_TYPE_PREFERENCES_GROUP)

/* ---- What is wrong, and what is found ------------------------------------------ */

static const char *
find_fault (GtkEditable *entry)
{
  const char *pattern = gtk_editable_get_text (entry);

  if (*pattern == '\0')
    return NULL; /* the program's own */
  switch (od_recognise_check_pattern (pattern))
    {
    case OD_PATTERN_TOO_LONG:
      return _ ("This pattern is too long.");
    case OD_PATTERN_BROKEN:
      return _ ("This is no regular expression.");
    case OD_PATTERN_WITHOUT_GROUP:
      return _ ("Put round brackets around the number itself.");
    case OD_PATTERN_TOO_SLOW:
      return _ ("This pattern takes too long on some texts.");
    case OD_PATTERN_GOOD:
    default:
      return NULL;
    }
}

static const char *
find_region_fault (GtkEditable *entry)
{
  const char *region = gtk_editable_get_text (entry);

  return *region == '\0' || od_recognise_check_region (region)
             ? NULL
             : _ ("The country has two capital letters, as RU or DE.");
}

static void
mark (GtkEditable *entry, gboolean is_wrong)
{
  if (is_wrong)
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
}

/* Returns: (nullable): the first fault; each row that has one is marked */
static const char *
check (OdRecognitionGroup *self)
{
  const char *faults[] = { find_fault (self->order), find_fault (self->tracking), find_region_fault (self->region) };
  GtkEditable *const entries[] = { self->order, self->tracking, self->region };
  const char *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      mark (entries[i], faults[i] != NULL);
      if (first == NULL)
        first = faults[i];
    }
  return first;
}

static OdRecognition *
read_entries (OdRecognitionGroup *self)
{
  OdRecognition *how = g_new0 (OdRecognition, 1);

  how->order_pattern = g_strdup (gtk_editable_get_text (self->order));
  how->tracking_pattern = g_strdup (gtk_editable_get_text (self->tracking));
  how->region = g_strdup (gtk_editable_get_text (self->region));
  return how;
}

static char *
make_found_words (OdRecognitionGroup *self)
{
  g_autoptr (OdRecognition) how = read_entries (self);
  g_autoptr (GPtrArray) found = od_recognise (gtk_editable_get_text (self->sample), how);
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      const OdRecognised *one = found->pdata[i];
      g_autofree char *shown = g_str_equal (one->kind, "order")      ? g_strdup_printf (_ ("Order %s"), one->value)
                               : g_str_equal (one->kind, "tracking") ? g_strdup_printf (_ ("Parcel %s"), one->value)
                                                                     : g_strdup (one->value);

      g_string_append_printf (words, "%s%s", i > 0 ? " · " : "", shown);
    }
  if (words->len == 0)
    g_string_append (words, *gtk_editable_get_text (self->sample) != '\0' ? _ ("Nothing is recognised in this text")
                                                                          : _ ("Type a text above to try it"));
  return g_string_free (words, FALSE);
}

static void
update (OdRecognitionGroup *self)
{
  const char *fault = check (self);
  g_autofree char *words = fault != NULL ? g_strdup (fault) : make_found_words (self);
  g_autofree char *plain = g_markup_escape_text (words, -1);

  adw_action_row_set_subtitle (self->found, plain);
}

/* ---- Keeping ------------------------------------------------------------------- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdRecognitionGroup) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_field_port_save_recognition_finish (OD_FIELD_PORT (source), result, &error))
    adw_action_row_set_subtitle (self->found, od_error_words (error));
}

static void
on_apply (OdRecognitionGroup *self)
{
  g_autoptr (OdRecognition) how = read_entries (self);

  if (check (self) == NULL)
    od_field_port_save_recognition_async (self->desk->tools.fields, how, NULL, saved_cb, g_object_ref (self));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OdRecognition) how = od_field_port_load_recognition_finish (OD_FIELD_PORT (source), result, &error);
  OdRecognitionGroup *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the page is gone */
  self = user_data;
  if (how == NULL)
    {
      adw_action_row_set_subtitle (self->found, od_error_words (error));
      return;
    }
  gtk_editable_set_text (self->order, how->order_pattern != NULL ? how->order_pattern : "");
  gtk_editable_set_text (self->tracking, how->tracking_pattern != NULL ? how->tracking_pattern : "");
  gtk_editable_set_text (self->region, how->region != NULL ? how->region : "");
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  for (guint i = 0; i < 3; i++) /* what was loaded is nothing to be kept again */
    adw_entry_row_set_show_apply_button (
        ADW_ENTRY_ROW (((GtkEditable *[]){ self->order, self->tracking, self->region })[i]), TRUE);
}

/* ---- The object ---------------------------------------------------------------- */

static void
od_recognition_group_dispose (GObject *object)
{
  g_cancellable_cancel (OD_RECOGNITION_GROUP (object)->cancellable);
  G_OBJECT_CLASS (od_recognition_group_parent_class)->dispose (object);
}

static void
od_recognition_group_finalize (GObject *object)
{
  OdRecognitionGroup *self = OD_RECOGNITION_GROUP (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_recognition_group_parent_class)->finalize (object);
}

static void
od_recognition_group_class_init (OdRecognitionGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_recognition_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_recognition_group_finalize;
}

static GtkEditable *
add_entry (OdRecognitionGroup *self, const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (row, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "apply", G_CALLBACK (on_apply), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  return GTK_EDITABLE (row);
}

static void
od_recognition_group_init (OdRecognitionGroup *self)
{
  /* TRANSLATORS: %s is a country: "RU" */
  g_autofree char *region =
      g_strdup_printf (_ ("Country of phones without + (otherwise %s)"), od_recognise_get_home_region ());

  self->cancellable = g_cancellable_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Recognised in Messages"));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (self),
      _ ("Regular expressions whose first brackets hold the number. Empty: the usual numbers are found."));
  self->order = add_entry (self, _ ("Numbers of orders"));
  self->tracking = add_entry (self, _ ("Numbers of parcels"));
  self->region = add_entry (self, region);
  self->sample = add_entry (self, _ ("Try it on a text"));
  self->found = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->found), _ ("Found"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->found), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Found"), -1);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->found));
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE); /* until it is known what holds */
  update (self);
}

/**
 * od_recognition_group_new:
 * @desk: has fields
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_recognition_group_new (OdDesk *desk)
{
  OdRecognitionGroup *self = g_object_new (OD_TYPE_RECOGNITION_GROUP, NULL);

  self->desk = od_desk_ref (desk);
  od_field_port_load_recognition_async (desk->tools.fields, self->cancellable, loaded_cb, self);
  return GTK_WIDGET (self);
}
