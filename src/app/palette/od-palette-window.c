/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-palette-window"

#include "od-palette-window.h"

#include <glib/gi18n.h>

#include "od-palette-row.h"

#define PAGE_ROWS 6
#define MARGIN 24

/**
 * OdPaletteWindow:
 *
 * The palette on screen: the cursor stays in the entry, the arrows walk through the list below. What comes from the
 * store later joins the list below the row that the operator walked to; until they walk, the best is chosen.
 */
struct _OdPaletteWindow {
  AdwWindow parent_instance;

  GtkSearchEntry *entry;
  GtkStack *stack;
  GtkListView *list;
  GtkLabel *status_label;

  OdPalette *palette;            /* (owned) */
  GtkSingleSelection *selection; /* (owned) */
  OdPaletteItem *chosen;         /* (owned) (nullable): where the operator is */
  gboolean is_walking;           /* the operator chose a row; until then it is the best */
};

G_DEFINE_FINAL_TYPE (OdPaletteWindow, od_palette_window, ADW_TYPE_WINDOW)

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

/* ---- Rows ------------------------------------------------------------------------ */

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  gtk_list_item_set_child (list_item, g_object_new (OD_TYPE_PALETTE_ROW, NULL));
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  od_palette_row_set_item (OD_PALETTE_ROW (gtk_list_item_get_child (list_item)), gtk_list_item_get_item (list_item));
}

/* ---- What is chosen ---------------------------------------------------------------- */

static void
select_row (OdPaletteWindow *self, guint position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->palette));
  g_autofree char *words = NULL;

  g_clear_object (&self->chosen);
  if (n == 0)
    {
      gtk_label_set_text (self->status_label, "");
      return;
    }
  position = MIN (position, n - 1);
  gtk_single_selection_set_selected (self->selection, position);
  self->chosen = g_list_model_get_item (G_LIST_MODEL (self->palette), position);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
  /* TRANSLATORS: the chosen row of a list for a screen reader: "Preferences, Command, 1 of 12" */
  words = g_strdup_printf (_ ("%1$s, %2$s, %3$u of %4$u"), od_palette_item_get (self->chosen)->title,
                           od_palette_kind_get_title (od_palette_item_get (self->chosen)->kind), position + 1, n);
  gtk_label_set_text (self->status_label, words);
}

static void
on_ranked (OdPaletteWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->palette)), position = 0;

  for (guint i = 0; i < n && self->is_walking && self->chosen != NULL; i++)
    {
      g_autoptr (OdPaletteItem) item = g_list_model_get_item (G_LIST_MODEL (self->palette), i);

      if (item == self->chosen)
        position = i;
    }
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "nothing");
  select_row (self, position);
}

static void
activate (OdPaletteWindow *self, OdPaletteItem *item)
{
  g_object_ref (self);
  g_object_ref (item);
  od_palette_use (self->palette, item);
  gtk_window_close (GTK_WINDOW (self)); /* what is done may open a window of its own */
  g_signal_emit (self, signals[CHOSEN], 0, item);
  g_object_unref (item);
  g_object_unref (self);
}

static void
on_activate (OdPaletteWindow *self, guint position)
{
  g_autoptr (OdPaletteItem) item = g_list_model_get_item (G_LIST_MODEL (self->palette), position);

  if (item != NULL)
    activate (self, item);
}

static void
on_entry_activate (OdPaletteWindow *self)
{
  if (self->chosen != NULL)
    activate (self, self->chosen);
}

static void
on_changed (OdPaletteWindow *self)
{
  self->is_walking = FALSE;
  od_palette_set_text (self->palette, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static gboolean
on_key (OdPaletteWindow *self, guint keyval, guint keycode, GdkModifierType state)
{
  static const struct {
    guint keyval, keypad;
    int by;
  } steps[] = { { GDK_KEY_Up, GDK_KEY_KP_Up, -1 },
                { GDK_KEY_Down, GDK_KEY_KP_Down, 1 },
                { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, -PAGE_ROWS },
                { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, PAGE_ROWS } };
  int n = (int) g_list_model_get_n_items (G_LIST_MODEL (self->palette));
  int at = (int) gtk_single_selection_get_selected (self->selection);

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0 || n == 0)
    return GDK_EVENT_PROPAGATE;
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (keyval == steps[i].keyval || keyval == steps[i].keypad)
      {
        int to = at + steps[i].by;

        if (ABS (steps[i].by) == 1)
          to = (to + n) % n; /* from the last to the first */
        to = CLAMP (to, 0, n - 1);
        self->is_walking = TRUE;
        od_palette_hold (self->palette, (guint) to + 1);
        select_row (self, (guint) to);
        return GDK_EVENT_STOP;
      }
  return GDK_EVENT_PROPAGATE;
}

/* ---- The object ---------------------------------------------------------------------- */

static void
od_palette_window_dispose (GObject *object)
{
  OdPaletteWindow *self = OD_PALETTE_WINDOW (object);

  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_PALETTE_WINDOW);
  g_clear_object (&self->selection);
  g_clear_object (&self->chosen);
  if (self->palette != NULL)
    g_object_run_dispose (G_OBJECT (self->palette)); /* it may wait for an answer */
  g_clear_object (&self->palette);
  G_OBJECT_CLASS (od_palette_window_parent_class)->dispose (object);
}

static void
od_palette_window_class_init (OdPaletteWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_palette_window_dispose;

  /**
   * OdPaletteWindow::chosen:
   * @item: what is to be gone to or done; the window is closing
   */
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, OD_TYPE_PALETTE_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-palette-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OdPaletteWindow, entry);
  gtk_widget_class_bind_template_child (widget_class, OdPaletteWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, OdPaletteWindow, list);
  gtk_widget_class_bind_template_child (widget_class, OdPaletteWindow, status_label);
  gtk_widget_class_bind_template_callback (widget_class, setup_row);
  gtk_widget_class_bind_template_callback (widget_class, bind_row);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
}

static void
od_palette_window_init (OdPaletteWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * od_palette_window_new:
 * @palette: with what is offered; goes with the window
 *
 * Returns: (transfer none): over @parent, not yet presented
 */
GtkWidget *
od_palette_window_new (GtkWindow *parent, OdPalette *palette)
{
  OdPaletteWindow *self = g_object_new (OD_TYPE_PALETTE_WINDOW, "transient-for", parent, NULL);
  int width = parent != NULL ? gtk_widget_get_width (GTK_WIDGET (parent)) : 0;

  if (width > 0 && width < 600 + MARGIN)
    gtk_window_set_default_size (GTK_WINDOW (self), MAX (width - MARGIN, 320), 440);
  self->palette = g_object_ref (palette);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (palette)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (palette, "ranked", G_CALLBACK (on_ranked), self, G_CONNECT_SWAPPED);
  od_palette_load (palette);
  return GTK_WIDGET (self);
}
