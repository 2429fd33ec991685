/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-query-completion"

#include "od-query-completion.h"

#include <glib/gi18n.h>
#include <string.h>

#include "od-query-suggest.h"

/**
 * OdQueryCompletion:
 *
 * Below an entry for queries: how the word at the caret may go on. Tab takes the first, the arrows choose; Enter is
 * the search's until something is chosen.
 */
struct _OdQueryCompletion {
  GtkPopover parent_instance;

  GtkListBox *list;
  GtkEditable *entry;        /* not owned: in the parent */
  GPtrArray *channels;       /* (owned) (element-type utf8): NULL-terminated */
  GPtrArray *tags;           /* (owned) (nullable) (element-type utf8): NULL-terminated */
  GPtrArray *operators;      /* (owned) (nullable) (element-type utf8): NULL-terminated */
  GCancellable *cancellable; /* (owned) */
  gsize start_byte;          /* of the word */
  gboolean is_taking;        /* what was chosen goes in */
};

G_DEFINE_FINAL_TYPE (OdQueryCompletion, od_query_completion, GTK_TYPE_POPOVER)

static gsize
get_caret_byte (OdQueryCompletion *self)
{
  const char *text = gtk_editable_get_text (self->entry);

  return (gsize) (g_utf8_offset_to_pointer (text, gtk_editable_get_position (self->entry)) - text);
}

static void
take (OdQueryCompletion *self, GtkListBoxRow *row)
{
  const char *text = gtk_editable_get_text (self->entry);
  g_autofree char *word = g_strdup (gtk_label_get_text (GTK_LABEL (gtk_list_box_row_get_child (row))));
  g_autofree char *whole = g_str_has_suffix (word, ":") ? g_strdup (word) : g_strconcat (word, " ", NULL);
  int start = (int) g_utf8_strlen (text, (gssize) self->start_byte), position = start;

  self->is_taking = TRUE;
  gtk_editable_delete_text (self->entry, start, gtk_editable_get_position (self->entry));
  gtk_editable_insert_text (self->entry, whole, -1, &position);
  gtk_editable_set_position (self->entry, position);
  self->is_taking = FALSE;
}

static void
fill (OdQueryCompletion *self, GPtrArray *found)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < found->len; i++)
    {
      GtkWidget *label = gtk_label_new (found->pdata[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_list_box_append (self->list, label);
    }
}

static void
update (OdQueryCompletion *self)
{
  OdQueryKnown known = { { NULL } };
  g_autoptr (GPtrArray) found = NULL;
  gboolean has_focus = (gtk_widget_get_state_flags (GTK_WIDGET (self->entry)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;

  known.values[OD_QUERY_CHANNEL] = (const char *const *) self->channels->pdata;
  known.values[OD_QUERY_TAG] = self->tags != NULL ? (const char *const *) self->tags->pdata : NULL;
  known.values[OD_QUERY_ASSIGNEE] = self->operators != NULL ? (const char *const *) self->operators->pdata : NULL;
  known.values[OD_QUERY_FROM] = known.values[OD_QUERY_ASSIGNEE];
  found = od_query_suggest (gtk_editable_get_text (self->entry), get_caret_byte (self), &known, &self->start_byte);
  if (found->len == 0 || !has_focus)
    {
      gtk_popover_popdown (GTK_POPOVER (self));
      return;
    }
  fill (self, found);
  gtk_popover_popup (GTK_POPOVER (self));
}

static void
on_changed (OdQueryCompletion *self)
{
  if (!self->is_taking)
    update (self);
  else
    gtk_popover_popdown (GTK_POPOVER (self));
}

static void
step (OdQueryCompletion *self, int by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int at = row != NULL ? gtk_list_box_row_get_index (row) + by : by > 0 ? 0 : -1;

  gtk_list_box_select_row (self->list, at >= 0 ? gtk_list_box_get_row_at_index (self->list, at) : NULL);
}

static gboolean
on_key (OdQueryCompletion *self, guint keyval, guint keycode, GdkModifierType state)
{
  GtkListBoxRow *chosen = gtk_list_box_get_selected_row (self->list);

  if (!gtk_widget_get_visible (GTK_WIDGET (self)) || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_Up:
      step (self, keyval == GDK_KEY_Down ? 1 : -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      gtk_popover_popdown (GTK_POPOVER (self));
      return GDK_EVENT_STOP;
    case GDK_KEY_Tab:
      take (self, chosen != NULL ? chosen : gtk_list_box_get_row_at_index (self->list, 0));
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (chosen == NULL)
        {
          gtk_popover_popdown (GTK_POPOVER (self));
          return GDK_EVENT_PROPAGATE;
        }
      take (self, chosen);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
on_left (OdQueryCompletion *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

/* ---- What the desk knows --------------------------------------------------------------- */

static void
tags_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GPtrArray) tags = od_view_port_load_tags_finish (OD_VIEW_PORT (source), result, NULL);
  OdQueryCompletion *self;

  if (tags == NULL)
    return; /* the entry is gone, or there are none to offer */
  self = OD_QUERY_COMPLETION (user_data);
  self->tags = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < tags->len; i++)
    g_ptr_array_add (self->tags, g_strdup (tags->pdata[i]));
  g_ptr_array_add (self->tags, NULL);
}

static void
operators_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GPtrArray) rows = od_operator_port_load_finish (OD_OPERATOR_PORT (source), result, NULL);
  OdQueryCompletion *self;

  if (rows == NULL)
    return;
  self = OD_QUERY_COMPLETION (user_data);
  self->operators = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (self->operators, g_strdup (((OdOperatorRow *) rows->pdata[i])->name));
  g_ptr_array_add (self->operators, NULL);
}

static void
od_query_completion_dispose (GObject *object)
{
  OdQueryCompletion *self = OD_QUERY_COMPLETION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (od_query_completion_parent_class)->dispose (object);
}

static void
od_query_completion_finalize (GObject *object)
{
  OdQueryCompletion *self = OD_QUERY_COMPLETION (object);

  g_clear_pointer (&self->channels, g_ptr_array_unref);
  g_clear_pointer (&self->tags, g_ptr_array_unref);
  g_clear_pointer (&self->operators, g_ptr_array_unref);
  G_OBJECT_CLASS (od_query_completion_parent_class)->finalize (object);
}

static void
od_query_completion_class_init (OdQueryCompletionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_query_completion_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_query_completion_finalize;
}

static void
od_query_completion_init (OdQueryCompletion *self)
{
  self->cancellable = g_cancellable_new ();
  self->channels = g_ptr_array_new_with_free_func (g_free);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Suggestions"), -1);
  gtk_widget_set_can_focus (GTK_WIDGET (self->list), FALSE);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (take), self, G_CONNECT_SWAPPED);
  gtk_popover_set_child (GTK_POPOVER (self), GTK_WIDGET (self->list));
  gtk_popover_set_autohide (GTK_POPOVER (self), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_set_can_focus (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "completion");
}

/**
 * od_query_completion_new:
 * @entry: whose text is a query; in a box, which gets this
 *
 * Returns: (transfer none)
 */
GtkWidget *
od_query_completion_new (OdDesk *desk, GtkEditable *entry)
{
  OdQueryCompletion *self = g_object_new (OD_TYPE_QUERY_COMPLETION, NULL);
  GtkEventController *keys = gtk_event_controller_key_new (), *focus = gtk_event_controller_focus_new ();

  self->entry = entry;
  gtk_widget_set_parent (GTK_WIDGET (self), gtk_widget_get_parent (GTK_WIDGET (entry)));
  for (guint i = 0; i < desk->channels->len; i++)
    g_ptr_array_add (self->channels, g_strdup (((OdChannelInfo *) desk->channels->pdata[i])->id));
  g_ptr_array_add (self->channels, NULL);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (entry), keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_left), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (entry), focus);
  if (desk->tools.views != NULL)
    od_view_port_load_tags_async (desk->tools.views, self->cancellable, tags_cb, self);
  od_operator_port_load_async (desk->operators, self->cancellable, operators_cb, self);
  return GTK_WIDGET (self);
}
