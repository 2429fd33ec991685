/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-operator-group"

#include "od-operator-group.h"

#include <glib/gi18n.h>
#include <string.h>

#include "od-error-words.h"
#include "od-limits.h"

/**
 * OdOperatorGroup:
 *
 * Who sits at this desk, as customers see it.
 */
struct _OdOperatorGroup {
  AdwPreferencesGroup parent_instance;

  AdwEntryRow *name_row;

  OdDesk *desk;              /* (owned) (nullable): %NULL once its window is gone */
  char *signature;           /* (owned) (nullable): as it is stored; %NULL until it is known */
  GCancellable *cancellable; /* (owned): of reading */
};

G_DEFINE_FINAL_TYPE (OdOperatorGroup, od_operator_group, ADW_TYPE_PREFERENCES_GROUP)

/* @trouble: (nullable) */
static void
say (OdOperatorGroup *self, const char *trouble)
{
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (self), trouble != NULL ? trouble : _ ("Customers see this name beside what you write."));
  if (trouble != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = od_operator_port_load_finish (OD_OPERATOR_PORT (source), result, &error);
  OdOperatorGroup *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the group is gone */
  self = user_data;
  if (rows == NULL)
    {
      say (self, od_error_words (error));
      return;
    }
  for (guint i = 0; i < rows->len; i++)
    {
      const OdOperatorRow *row = rows->pdata[i];

      if (row->id != self->desk->operator_id)
        continue;
      g_free (self->signature);
      self->signature = g_strdup (row->signature != NULL ? row->signature : "");
      gtk_editable_set_text (GTK_EDITABLE (self->name_row), row->name);
      adw_entry_row_set_show_apply_button (self->name_row, TRUE); /* from here on a change is somebody's */
      gtk_widget_set_sensitive (GTK_WIDGET (self->name_row), TRUE);
    }
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdOperatorGroup) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_operator_port_save_finish (OD_OPERATOR_PORT (source), result, &error))
    say (self, od_error_words (error));
}

static void
apply_cb (OdOperatorGroup *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
  OdOperatorRow row = { .id = self->desk->operator_id, .name = name, .signature = self->signature };

  if (*name == '\0')
    say (self, _ ("Your name can't be empty."));
  else if (g_utf8_strlen (name, -1) > OD_LIMIT_NAME_CHARS)
    say (self, _ ("This is too long."));
  else
    {
      say (self, NULL);
      od_operator_port_save_async (self->desk->operators, &row, NULL, saved_cb, g_object_ref (self));
    }
}

static void
od_operator_group_dispose (GObject *object)
{
  OdOperatorGroup *self = OD_OPERATOR_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_operator_group_parent_class)->dispose (object);
}

static void
od_operator_group_finalize (GObject *object)
{
  OdOperatorGroup *self = OD_OPERATOR_GROUP (object);

  g_clear_object (&self->cancellable);
  g_free (self->signature);
  G_OBJECT_CLASS (od_operator_group_parent_class)->finalize (object);
}

static void
od_operator_group_class_init (OdOperatorGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_operator_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_operator_group_finalize;
}

static void
od_operator_group_init (OdOperatorGroup *self)
{
  self->cancellable = g_cancellable_new ();
  self->name_row = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name_row), _ ("Your Name"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->name_row), FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->name_row));
  g_signal_connect_object (self->name_row, "apply", G_CALLBACK (apply_cb), self, G_CONNECT_SWAPPED);
  say (self, NULL);
}

/**
 * od_operator_group_set_desk:
 * @desk: (nullable): whose operator it is; %NULL when its window goes, for the rows may stay a while longer
 *
 * Shows the name as it is stored. Without operators there is nothing to show.
 */
void
od_operator_group_set_desk (OdOperatorGroup *self, OdDesk *desk)
{
  g_return_if_fail (OD_IS_OPERATOR_GROUP (self) && (self->desk == NULL || desk == NULL));

  if (desk == NULL)
    {
      g_cancellable_cancel (self->cancellable);
      g_clear_pointer (&self->desk, od_desk_unref);
      return;
    }
  self->desk = od_desk_ref (desk);
  gtk_widget_set_visible (GTK_WIDGET (self), desk->operators != NULL);
  if (desk->operators != NULL)
    od_operator_port_load_async (desk->operators, self->cancellable, loaded_cb, self);
}
