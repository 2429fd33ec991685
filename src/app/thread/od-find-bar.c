/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-find-bar"

#include "od-find-bar.h"

#include <glib/gi18n.h>

/**
 * OdFindBar:
 *
 * A bar over the thread: what to find there, how many hits there are, and from one to the next.
 */
struct _OdFindBar {
  AdwBin parent_instance;

  GtkSearchEntry *entry;
  GtkLabel *count_label;
  GtkButton *next_button;
  GtkButton *previous_button;

  OdThreadFind *find; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdFindBar, od_find_bar, ADW_TYPE_BIN)

enum { CLOSED, N_SIGNALS };

static guint signals[N_SIGNALS];

static GtkSearchBar *
get_bar (OdFindBar *self)
{
  return GTK_SEARCH_BAR (adw_bin_get_child (ADW_BIN (self)));
}

static void
show_count (OdFindBar *self)
{
  guint n = od_thread_find_get_n_hits (self->find);
  gboolean is_empty = *gtk_editable_get_text (GTK_EDITABLE (self->entry)) == '\0';
  g_autofree char *words = NULL;

  if (n > 0)
    /* TRANSLATORS: which hit, of how many: "3 of 17" */
    words = g_strdup_printf (_ ("%1$u of %2$u"), od_thread_find_get_position (self->find) + 1, n);
  else if (!is_empty && !od_thread_find_get_is_busy (self->find))
    words = g_strdup (_ ("Nothing"));
  gtk_label_set_text (self->count_label, words != NULL ? words : "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), n > 1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->previous_button), n > 1);
  if (n == 0 && words != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
}

static void
on_changed (OdFindBar *self)
{
  od_thread_find_set_text (self->find, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
on_next (OdFindBar *self)
{
  od_thread_find_step (self->find, 1);
}

static void
on_previous (OdFindBar *self)
{
  od_thread_find_step (self->find, -1);
}

static void
on_close (OdFindBar *self)
{
  od_find_bar_close (self);
}

static gboolean
on_key (OdFindBar *self, guint keyval, guint keycode, GdkModifierType state)
{
  gboolean is_enter = keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter;

  if (keyval == GDK_KEY_Escape)
    od_find_bar_close (self);
  else if (is_enter)
    od_thread_find_step (self->find, (state & GDK_SHIFT_MASK) != 0 ? -1 : 1);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
od_find_bar_dispose (GObject *object)
{
  OdFindBar *self = OD_FIND_BAR (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_FIND_BAR);
  g_clear_object (&self->find);
  G_OBJECT_CLASS (od_find_bar_parent_class)->dispose (object);
}

static void
od_find_bar_class_init (OdFindBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_find_bar_dispose;

  /**
   * OdFindBar::closed:
   *
   * The operator is done with finding.
   */
  signals[CLOSED] =
      g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, OdFindBar, entry);
  gtk_widget_class_bind_template_child (widget_class, OdFindBar, count_label);
  gtk_widget_class_bind_template_child (widget_class, OdFindBar, next_button);
  gtk_widget_class_bind_template_child (widget_class, OdFindBar, previous_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, on_previous);
  gtk_widget_class_bind_template_callback (widget_class, on_close);
}

static void
od_find_bar_init (OdFindBar *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
}

/**
 * od_find_bar_new:
 *
 * Returns: (transfer floating): closed
 */
GtkWidget *
od_find_bar_new (OdThreadFind *find)
{
  OdFindBar *self = g_object_new (OD_TYPE_FIND_BAR, NULL);

  self->find = g_object_ref (find);
  g_signal_connect_object (find, "changed", G_CALLBACK (show_count), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * od_find_bar_open:
 *
 * The cursor goes there; what was looked for last is marked, to be typed over.
 */
void
od_find_bar_open (OdFindBar *self)
{
  g_return_if_fail (OD_IS_FIND_BAR (self));

  gtk_search_bar_set_search_mode (get_bar (self), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

/**
 * od_find_bar_close:
 *
 * Returns: whether it was open
 */
gboolean
od_find_bar_close (OdFindBar *self)
{
  g_return_val_if_fail (OD_IS_FIND_BAR (self), FALSE);

  if (!gtk_search_bar_get_search_mode (get_bar (self)))
    return FALSE;
  gtk_search_bar_set_search_mode (get_bar (self), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  od_thread_find_set_text (self->find, "");
  g_signal_emit (self, signals[CLOSED], 0);
  return TRUE;
}

gboolean
od_find_bar_get_is_open (OdFindBar *self)
{
  g_return_val_if_fail (OD_IS_FIND_BAR (self), FALSE);

  return gtk_search_bar_get_search_mode (get_bar (self));
}
