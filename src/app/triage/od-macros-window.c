/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-macros-window"

#include "od-macros-window.h"

#include <glib/gi18n.h>

#include "od-deed-json.h"
#include "od-deed-words.h"
#include "od-error-words.h"
#include "od-escape.h"
#include "od-macro-step.h"

/**
 * OdMacrosWindow:
 *
 * The macros: added, changed, put in order and removed. One page lists them, the other has the steps of one.
 */
struct _OdMacrosWindow {
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkListBox *list;
  GtkEntry *name;
  GtkBox *steps;
  GtkLabel *words;
  GtkWidget *back_button, *add_button, *save_button;

  OdDesk *desk;              /* (owned) */
  GPtrArray *macros;         /* (owned) (element-type OdMacro) */
  GPtrArray *operators;      /* (owned) (element-type OdOperatorRow) */
  GCancellable *cancellable; /* (owned) */
  gint64 edited_id;          /* 0: a new one */
  char *before;              /* (owned) (nullable): what the edited one was */
};

G_DEFINE_FINAL_TYPE (OdMacrosWindow, od_macros_window, ADW_TYPE_WINDOW)

static void
say (OdMacrosWindow *self, const GError *error)
{
  g_autofree char *escaped = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  escaped = g_markup_escape_text (od_error_words (error), -1);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
update_actions (OdMacrosWindow *self)
{
  gboolean is_editing = g_str_equal (gtk_stack_get_visible_child_name (self->stack), "edit");

  gtk_widget_set_visible (self->back_button, is_editing);
  gtk_widget_set_visible (self->save_button, is_editing);
  gtk_widget_set_visible (self->add_button, !is_editing);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "macros.remove", is_editing && self->edited_id != 0);
}

/* ---- Steps ---------------------------------------------------------------------------- */

static void
move_cb (OdMacroStep *step, int by, OdMacrosWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (step);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *previous = gtk_widget_get_prev_sibling (widget);
  GtkWidget *next = gtk_widget_get_next_sibling (widget);

  if (by < 0 && previous != NULL)
    gtk_box_reorder_child_after (self->steps, widget, gtk_widget_get_prev_sibling (previous));
  else if (by > 0 && next != NULL)
    gtk_box_reorder_child_after (self->steps, widget, next);
  if (focus != NULL)
    gtk_widget_grab_focus (focus);
}

/* A step that is dropped on another takes its place. */
static void
place_cb (OdMacroStep *step, OdMacroStep *dragged, OdMacrosWindow *self)
{
  gboolean comes_from_above = FALSE;

  for (GtkWidget *at = gtk_widget_get_next_sibling (GTK_WIDGET (dragged)); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    comes_from_above |= at == GTK_WIDGET (step);
  gtk_box_reorder_child_after (self->steps, GTK_WIDGET (dragged),
                               comes_from_above ? GTK_WIDGET (step) : gtk_widget_get_prev_sibling (GTK_WIDGET (step)));
}

static void
remove_step_cb (OdMacroStep *step, OdMacrosWindow *self)
{
  gtk_box_remove (self->steps, GTK_WIDGET (step));
}

static OdMacroStep *
add_step (OdMacrosWindow *self, const OdDeed *deed)
{
  GtkWidget *step = od_macro_step_new (self->operators, self->desk->operator_id);

  if (deed != NULL)
    od_macro_step_set_deed (OD_MACRO_STEP (step), deed);
  g_signal_connect_object (step, "move", G_CALLBACK (move_cb), self, 0);
  g_signal_connect_object (step, "place", G_CALLBACK (place_cb), self, 0);
  g_signal_connect_object (step, "remove", G_CALLBACK (remove_step_cb), self, 0);
  gtk_box_append (self->steps, step);
  return OD_MACRO_STEP (step);
}

static void
on_add_step (OdMacrosWindow *self)
{
  gtk_widget_child_focus (GTK_WIDGET (add_step (self, NULL)), GTK_DIR_TAB_FORWARD);
}

/* ---- One macro ------------------------------------------------------------------------- */

/* Returns: (transfer full) (element-type OdDeed) */
static GPtrArray *
make_deeds (OdMacrosWindow *self)
{
  GPtrArray *deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) od_deed_free);

  for (GtkWidget *step = gtk_widget_get_first_child (GTK_WIDGET (self->steps)); step != NULL;
       step = gtk_widget_get_next_sibling (step))
    g_ptr_array_add (deeds, od_macro_step_make_deed (OD_MACRO_STEP (step)));
  return deeds;
}

static char *
dup_state (OdMacrosWindow *self)
{
  g_autoptr (GPtrArray) deeds = make_deeds (self);
  g_autofree char *steps = od_deed_list_to_json (deeds);

  return g_strdup_printf ("%s\n%s", gtk_editable_get_text (GTK_EDITABLE (self->name)), steps);
}

/* Whether something is written that would be lost. */
static gboolean
is_changed (OdMacrosWindow *self)
{
  g_autofree char *now = NULL;

  if (!g_str_equal (gtk_stack_get_visible_child_name (self->stack), "edit"))
    return FALSE;
  now = dup_state (self);
  return g_strcmp0 (now, self->before) != 0;
}

/* With %NULL a new one. */
static void
edit (OdMacrosWindow *self, const OdMacro *macro)
{
  GtkWidget *step;

  while ((step = gtk_widget_get_first_child (GTK_WIDGET (self->steps))) != NULL)
    gtk_box_remove (self->steps, step);
  self->edited_id = macro != NULL ? macro->id : 0;
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->name), FALSE); /* the name of another is not to come back */
  gtk_editable_set_text (GTK_EDITABLE (self->name), macro != NULL ? macro->name : "");
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->name), TRUE);
  gtk_label_set_text (self->words, "");
  for (guint i = 0; macro != NULL && i < macro->deeds->len; i++)
    add_step (self, macro->deeds->pdata[i]);
  if (macro == NULL)
    add_step (self, NULL);
  g_free (self->before);
  self->before = dup_state (self);
  gtk_stack_set_visible_child_name (self->stack, "edit");
  update_actions (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

static void
show_list (OdMacrosWindow *self)
{
  gtk_stack_set_visible_child_name (self->stack, self->macros->len > 0 ? "list" : "empty");
  update_actions (self);
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  edit (OD_MACROS_WINDOW (widget), NULL);
}

static void
leave (GtkWindow *window)
{
  show_list (OD_MACROS_WINDOW (window));
}

/* One step out: of the macro, or of the window. */
static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdMacrosWindow *self = OD_MACROS_WINDOW (widget);

  if (is_changed (self))
    od_escape_ask (GTK_WINDOW (self), leave);
  else if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "edit"))
    show_list (self);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
od_macros_window_close_request (GtkWindow *window)
{
  if (is_changed (OD_MACROS_WINDOW (window)))
    {
      od_escape_ask (window, gtk_window_destroy);
      return GDK_EVENT_STOP;
    }
  return GTK_WINDOW_CLASS (od_macros_window_parent_class)->close_request (window);
}

/* What can't be saved says why. */
static const char *
check (OdMacrosWindow *self, const char *name)
{
  gint64 now_us = od_clock_get_real_us (self->desk->clock);
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (self->steps));

  if (*name == '\0')
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->name));
      return _ ("A macro needs a name.");
    }
  if (first == NULL)
    return _ ("A macro needs a step.");
  for (GtkWidget *step = first; step != NULL; step = gtk_widget_get_next_sibling (step))
    {
      const char *why = od_macro_step_check (OD_MACRO_STEP (step), now_us);

      if (why != NULL)
        return why;
    }
  return NULL;
}

static void load (OdMacrosWindow *self);

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdMacrosWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (od_macro_port_save_finish (OD_MACRO_PORT (source), result, &error) == 0)
    say (self, error);
  else if (self->desk != NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "list");
      load (self);
    }
}

static void
save_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OdMacrosWindow *self = OD_MACROS_WINDOW (widget);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  const char *why = check (self, name);
  g_autoptr (GPtrArray) deeds = make_deeds (self);
  OdMacro macro = { .id = self->edited_id, .name = name, .deeds = deeds };

  gtk_label_set_text (self->words, why != NULL ? why : "");
  if (why != NULL)
    return;
  od_macro_port_save_async (self->desk->tools.macros, &macro, NULL, saved_cb, g_object_ref (self));
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdMacrosWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_macro_port_remove_finish (OD_MACRO_PORT (source), result, &error))
    say (self, error);
  else if (self->desk != NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "list");
      load (self);
    }
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdMacrosWindow *self = OD_MACROS_WINDOW (widget);

  od_macro_port_remove_async (self->desk->tools.macros, self->edited_id, NULL, removed_cb, g_object_ref (self));
}

/* ---- The list --------------------------------------------------------------------------- */

static char *
describe (OdMacrosWindow *self, const OdMacro *macro)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  OdDeedWords words = { .now_us = od_clock_get_real_us (self->desk->clock),
                        .zone = zone,
                        .operator_id = self->desk->operator_id };

  return od_deed_words_steps (&words, macro->deeds);
}

static void
fill_list (OdMacrosWindow *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < self->macros->len; i++)
    {
      const OdMacro *macro = self->macros->pdata[i];
      GtkWidget *widget = adw_action_row_new ();
      g_autofree char *steps = describe (self, macro);

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), macro->name);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (widget), steps);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget), TRUE);
      adw_action_row_add_suffix (ADW_ACTION_ROW (widget), gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_append (self->list, widget);
    }
}

static void
on_row_activated (OdMacrosWindow *self, GtkListBoxRow *row)
{
  edit (self, self->macros->pdata[gtk_list_box_row_get_index (row)]);
}

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdMacrosWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_macro_port_move_finish (OD_MACRO_PORT (source), result, &error))
    say (self, error);
}

/* Alt and an arrow: the order is that of the list to choose from. */
static gboolean
list_key_cb (OdMacrosWindow *self, guint keyval, guint keycode, GdkModifierType state)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  int by = keyval == GDK_KEY_Up ? -1 : keyval == GDK_KEY_Down ? 1 : 0;
  int from, to;
  OdMacro *macro;

  if ((state & GDK_ALT_MASK) == 0 || by == 0 || !GTK_IS_LIST_BOX_ROW (focus))
    return GDK_EVENT_PROPAGATE;
  from = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (focus));
  to = from + by;
  if (to < 0 || to >= (int) self->macros->len)
    return GDK_EVENT_STOP;
  macro = g_ptr_array_steal_index (self->macros, (guint) from);
  g_ptr_array_insert (self->macros, to, macro);
  od_macro_port_move_async (self->desk->tools.macros, macro->id, (guint) to, NULL, moved_cb, g_object_ref (self));
  fill_list (self);
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, to)));
  return GDK_EVENT_STOP;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *macros = od_macro_port_load_finish (OD_MACRO_PORT (source), result, &error);
  OdMacrosWindow *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the window is closed */
  self = user_data;
  if (macros == NULL)
    {
      say (self, error);
      return;
    }
  g_ptr_array_unref (self->macros);
  self->macros = macros;
  fill_list (self);
  if (!g_str_equal (gtk_stack_get_visible_child_name (self->stack), "edit"))
    show_list (self);
}

static void
load (OdMacrosWindow *self)
{
  od_macro_port_load_async (self->desk->tools.macros, self->cancellable, loaded_cb, self);
}

static void
operators_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *operators = od_operator_port_load_finish (OD_OPERATOR_PORT (source), result, &error);
  OdMacrosWindow *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  if (operators != NULL)
    {
      g_ptr_array_unref (self->operators);
      self->operators = operators;
    }
  load (self);
}

/* ---- Life ------------------------------------------------------------------------------- */

static void
od_macros_window_dispose (GObject *object)
{
  OdMacrosWindow *self = OD_MACROS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->before, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_MACROS_WINDOW);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->macros, g_ptr_array_unref);
  g_clear_pointer (&self->operators, g_ptr_array_unref);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_macros_window_parent_class)->dispose (object);
}

static void
od_macros_window_class_init (OdMacrosWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_macros_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = od_macros_window_close_request;
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-macros-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OdMacrosWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, OdMacrosWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, OdMacrosWindow, list);
  gtk_widget_class_bind_template_child (widget_class, OdMacrosWindow, name);
  gtk_widget_class_bind_template_child (widget_class, OdMacrosWindow, steps);
  gtk_widget_class_bind_template_child (widget_class, OdMacrosWindow, words);
  gtk_widget_class_bind_template_child (widget_class, OdMacrosWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, OdMacrosWindow, add_button);
  gtk_widget_class_bind_template_child (widget_class, OdMacrosWindow, save_button);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_add_step);
  gtk_widget_class_install_action (widget_class, "macros.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "macros.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "macros.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "macros.remove", NULL, remove_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "macros.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "macros.save", NULL);
}

static void
od_macros_window_init (OdMacrosWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->macros = g_ptr_array_new_with_free_func ((GDestroyNotify) od_macro_free);
  self->operators = g_ptr_array_new_with_free_func ((GDestroyNotify) od_operator_row_free);
  self->cancellable = g_cancellable_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (list_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  update_actions (self);
}

/**
 * od_macros_window_new:
 * @desk: one that has macros
 *
 * Returns: (transfer none): over @parent, not yet presented
 */
GtkWidget *
od_macros_window_new (GtkWindow *parent, OdDesk *desk)
{
  OdMacrosWindow *self =
      g_object_new (OD_TYPE_MACROS_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE, NULL);

  self->desk = od_desk_ref (desk);
  if (desk->operators != NULL)
    od_operator_port_load_async (desk->operators, self->cancellable, operators_cb, self);
  else
    load (self);
  return GTK_WIDGET (self);
}
