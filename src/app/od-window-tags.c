/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include <glib/gi18n.h>

#include "od-pick-dialog.h"
#include "od-window-triage.h"

#define TAG "tag:"
#define NEW "new:"

/* Tags on and off: Enter switches one and the dialog stays for the next. */
typedef struct {
  OdWindow *window;          /* (unowned): the dialog goes with it */
  OdPickDialog *dialog;      /* (unowned): owns this */
  GArray *ids;               /* (owned): of what */
  GPtrArray *names;          /* (owned) (element-type utf8): all tags that are known, in the order to show them */
  GHashTable *on;            /* (owned) (element-type utf8): a set, of those that are on */
  GCancellable *cancellable; /* (owned) */
} Tags;

static void
tags_free (Tags *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->names);
  g_hash_table_unref (self->on);
  g_array_unref (self->ids);
  g_free (self);
}

static gboolean
knows (Tags *self, const char *name)
{
  return g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, NULL);
}

static void
learn (Tags *self, const char *name)
{
  if (!knows (self, name))
    g_ptr_array_add (self->names, g_strdup (name));
}

static void
typed_cb (Tags *self, const char *text)
{
  g_autofree char *typed = g_strstrip (g_strdup (text));

  od_pick_dialog_clear (self->dialog);
  for (guint i = 0; i < self->names->len; i++)
    {
      const char *name = self->names->pdata[i];
      g_autofree char *id = g_strconcat (TAG, name, NULL);

      if (od_pick_dialog_matches (self->dialog, name))
        od_pick_dialog_add (
            self->dialog,
            &(OdPickRow){ .id = id, .title = name, .is_checked = g_hash_table_contains (self->on, name) });
    }
  if (*typed != '\0' && !knows (self, typed))
    {
      g_autofree char *id = g_strconcat (NEW, typed, NULL);
      /* TRANSLATORS: a new tag's name */
      g_autofree char *title = g_strdup_printf (_ ("New Tag “%s”"), typed);

      od_pick_dialog_add (self->dialog, &(OdPickRow){ .id = id, .title = title, .icon_name = "list-add-symbolic" });
    }
  od_pick_dialog_set_words (self->dialog, self->names->len == 0 && *typed == '\0'
                                              ? _ ("There are no tags yet. Type the name of the first.")
                                              : NULL);
}

static int
compare_names_cb (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) names = od_view_port_load_tags_finish (OD_VIEW_PORT (source), result, &error);
  Tags *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the dialog is closed */
  for (guint i = 0; names != NULL && i < names->len; i++)
    learn (self, names->pdata[i]);
  g_ptr_array_sort (self->names, compare_names_cb);
  typed_cb (self, od_pick_dialog_get_text (self->dialog));
}

static void
picked_cb (Tags *self, const char *id)
{
  const char *name = id + strlen (TAG);
  gboolean is_on = g_hash_table_contains (self->on, name);

  if (is_on)
    g_hash_table_remove (self->on, name);
  else
    g_hash_table_add (self->on, g_strdup (name));
  learn (self, name);
  od_window_do (self->window, self->ids, is_on ? OD_DEED_UNTAG : OD_DEED_TAG, 0, name);
  od_pick_dialog_set_text (self->dialog, "");
}

void
od_window_pick_tags (OdWindow *window)
{
  const OdConversationRow *row = od_current_conversation_get_row (window->current);
  Tags *self = g_new0 (Tags, 1);

  self->window = window;
  self->ids = od_window_get_targets (window);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->on = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  for (guint i = 0; self->ids->len == 1 && row != NULL && row->tags != NULL && row->tags[i] != NULL; i++)
    {
      learn (self, row->tags[i]);
      g_hash_table_add (self->on, g_strdup (row->tags[i]));
    }
  self->dialog = OD_PICK_DIALOG (od_pick_dialog_new (GTK_WINDOW (window), _ ("Tags"), _ ("Name of a tag")));
  g_object_set_data_full (G_OBJECT (self->dialog), "tags", self, (GDestroyNotify) tags_free);
  g_signal_connect_swapped (self->dialog, "typed", G_CALLBACK (typed_cb), self);
  g_signal_connect_swapped (self->dialog, "picked", G_CALLBACK (picked_cb), self);
  if (window->desk->tools.views != NULL)
    od_view_port_load_tags_async (window->desk->tools.views, self->cancellable, loaded_cb, self);
  od_pick_dialog_set_text (self->dialog, "");
  gtk_window_present (GTK_WINDOW (self->dialog));
}
